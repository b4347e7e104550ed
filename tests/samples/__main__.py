"""``python -m tests.samples``: write every sample release into raw/."""

from __future__ import annotations

from pathlib import Path

from . import RELEASES

RAW = Path(__file__).resolve().parents[2] / "raw"


def main() -> None:
    """Write the samples and say what was written."""
    RAW.mkdir(exist_ok=True)
    for name, typeset in RELEASES.items():
        data = typeset()
        (RAW / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
