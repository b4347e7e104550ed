"""Two small releases with every kind of figure, a correction, and names that a terminal or a table may take for something else.

Belongs here: what the tests of commands share. Does not belong here: tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from pipeline import walk
from pipeline.cli import app

DRAFT = """令和7年度予算案
文部科学省

湖沼研究の推進　10,000百万円（前年度予算額　9,000百万円）
　湖沼観測網整備事業　1,234百万円（前年度予算額　1,100百万円）
　　全国12地域で実施
　　　・令和５年度開始　５地域
　　　・令和６年度開始　７地域
　湖沼[red]データ基盤事業　2,000百万円の内数
　湖沼<b>人材育成事業　5〜20億円
　湖沼連携事業　約3億円
"""
REQUEST = """令和8年度概算要求
文部科学省

湖沼観測網整備事業　1,500百万円（前年度予算額　1,234百万円）
"""
CORRECTIONS = """- document: draft.txt
  page: 1
  printed: "1,100百万円"
  corrected: 1,110百万円
  reason: misprint
  who: 山田
  when: 2026-11-24
"""
FILES = {"draft.txt": DRAFT, "request.txt": REQUEST, "corrections.yaml": CORRECTIONS}


def publish_releases(folder: Path) -> Path:
    """The warehouse of both, in a folder of its own."""
    (folder / "raw").mkdir()
    for name, text in FILES.items():
        (folder / "raw" / name).write_text(text, encoding="utf-8")
    walk.publish(folder / "raw", folder / "warehouse")
    return folder / "warehouse"


def yosan(*arguments: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as in a pipe."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    variables = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=variables, check=False)


def cells(output: str) -> list[list[str]]:
    """The rows of the tables that were printed."""
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in output.splitlines() if line.startswith("│")]
