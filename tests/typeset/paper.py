"""Sheets of paper: text, rules, fills and boxes, measured in points from the page's top-left corner.

Belongs here: what a PDF can hold. Does not belong here: tables (``tables``).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Box
from tests.samples.fonts import register_gothic, width_of

A4, A4_WIDE, A3_WIDE = (595.0, 842.0), (842.0, 595.0), (1190.0, 842.0)
MARGIN = 20.0
ASCENT = 0.88  # IPAexGothic's share of the size above the baseline
DOUBLE_STRIKE = 0.3  # points between the two prints of a character that is printed twice for bold


class Paper:
    """The pages of one PDF."""

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.width, self.height = size
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(self._buffer, pagesize=size, invariant=1)
        self._font = register_gothic()

    def text(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        align: str = "left",
        spacing: float = 0.0,
        bold: bool = False,
    ) -> None:
        """One line; ``spacing`` points between its characters; ``bold`` prints it twice."""
        width = width_of(text, size) + spacing * (len(text) - 1)
        start = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        for shift in (0.0, DOUBLE_STRIKE) if bold else (0.0,):
            line = self._canvas.beginText(start + shift, self.height - top - ASCENT * size)
            line.setFont(self._font, size)
            line.setCharSpace(spacing)
            line.textOut(text)
            self._canvas.drawText(line)

    def stroke(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """A line."""
        self._canvas.setLineWidth(width)
        self._canvas.line(x0, self.height - y0, x1, self.height - y1)

    def box(self, box: Box, width: float = 0.5) -> None:
        """A stroked rectangle."""
        self._canvas.setLineWidth(width)
        self._canvas.rect(box.x0, self.height - box.bottom, box.width, box.height, stroke=1, fill=0)

    def fill(self, box: Box, grey: float = 0.0) -> None:
        """A filled rectangle without a stroke; 0 is black."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(box.x0, self.height - box.bottom, box.width, box.height, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def end_page(self) -> None:
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The file; the page begun last is its last."""
        self._canvas.save()
        return self._buffer.getvalue()
