"""A real browser for tests: Debian's Chromium, driven by Playwright.

Belongs here: finding and starting it, keeping what it shows. Does not belong here: what is done in it.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from playwright import sync_api as playwright
else:
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install -e '.[dev]'")

__all__ = ["keep_picture", "pictures_folder", "playwright", "start_browser"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# What comes of few colours: MAXCOVERAGE keeps rare ones, FASTOCTREE pale ones.
COLORS = {Image.Quantize.MAXCOVERAGE: 48, Image.Quantize.FASTOCTREE: 256}


@contextmanager
def start_browser() -> Iterator[playwright.Browser]:
    """A browser without a window; a test that asks for it is skipped where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser ({', '.join(BROWSERS)}): install Debian's chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def pictures_folder(otherwise: Path) -> Path:
    """Where pictures go: into the README's folder where YOSAN_SCREENSHOTS says so (`make screenshots`)."""
    return Path(os.environ.get("YOSAN_SCREENSHOTS") or otherwise)


def keep_picture(
    page: playwright.Page, path: Path, width: int, height: int, method: Image.Quantize = Image.Quantize.MAXCOVERAGE
) -> None:
    """A small picture of the upper part of what is seen; ``method`` chooses its colours."""
    taken = page.screenshot(animations="disabled", clip={"x": 0, "y": 0, "width": width, "height": height})
    seen = Image.open(io.BytesIO(taken)).convert("RGB")
    few = seen.quantize(COLORS[method], method=method, dither=Image.Dither.NONE)
    few.save(path, "PNG", optimize=True)
