"""The Japanese font of the samples: IPAexGothic, from the package matplotlib-fontja of the dev extras.

Belongs here: finding and registering the font. Does not belong here: sizes and styles (``drawing``).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

GOTHIC = "IPAexGothic"


@cache
def register_gothic() -> str:
    """The name under which reportlab knows the font; only the characters that a sample uses are embedded in it."""
    with as_file(files("matplotlib_fontja") / "fonts" / "ipaexg.ttf") as path:
        pdfmetrics.registerFont(TTFont(GOTHIC, str(path)))
    return GOTHIC


def width_of(text: str, size: float) -> float:
    """Width of a text in points."""
    return float(pdfmetrics.stringWidth(text, register_gothic(), size))
