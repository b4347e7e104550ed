"""A sheet to draw on: text, boxes and tables, measured in points from the page's top-left corner.

Belongs here: what every sample draws with, and the furniture of each page. Does not belong here: figures and wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from .fonts import register_gothic, width_of

NAVY = HexColor(0x1F3864)
BLUE = HexColor(0x2E5FA3)
PALE = HexColor(0xE3ECF7)
CREAM = HexColor(0xFFF7E0)
GREY = HexColor(0x666666)
BLACK = HexColor(0x111111)
WHITE = white

SAMPLE_NOTE = "この資料は、公表された計数をもとに yosan プロジェクトが組版した見本であり、文部科学省が公表した資料ではありません。"
ASCENT = 0.88  # IPAexGothic's share of the size above the baseline
STROKE_OF_BOLD = 0.03  # the font has one weight; bold is its outline drawn this share of the size thick
LEADING = 1.55  # line to line, in sizes


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the page: left edge, upper edge, width and height in points."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, by: float) -> Area:
        return Area(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


class TooWide(ValueError):
    """A text does not fit where it should stand: the sample would have overlapping text."""


class Sheet:
    """The pages of one release. Everything is drawn in the order of the calls; equal calls give equal bytes."""

    def __init__(self, size: tuple[float, float], title: str) -> None:
        self.width, self.height = size
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(self._buffer, pagesize=size, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("yosan contributors")
        self._font = register_gothic()
        self._page = 1

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        align: str = "left",
        color: Color = BLACK,
        bold: bool = False,
        room: float | None = None,
    ) -> None:
        """One line whose upper edge is at ``y`` and whose left, middle or right is at ``x``; ``room`` is its limit."""
        width = width_of(text, size)
        if room is not None and width > room + 0.01:
            raise TooWide(f"{text!r} is {width:.0f} pt wide, there are {room:.0f}")
        start = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        line = self._canvas.beginText(start, self.height - y - ASCENT * size)
        line.setFont(self._font, size)
        line.setFillColor(color)
        line.setStrokeColor(color)
        if bold:
            self._canvas.setLineWidth(STROKE_OF_BOLD * size)
            line.setTextRenderMode(2)
        line.textOut(text)
        if bold:
            line.setTextRenderMode(0)
        self._canvas.drawText(line)

    def lines(self, area: Area, texts: Sequence[str], size: float, *, leading: float = LEADING) -> float:
        """Lines from the top of an area, each as wide as it at most; the ``y`` below the last one."""
        y = area.y
        for text in texts:
            self.text(area.x, y, text, size, room=area.width)
            y += leading * size
        if y - (leading - 1) * size > area.y + area.height + 0.01:
            raise TooWide(f"{len(texts)} lines are too many for {area.height:.0f} pt")
        return y

    def box(
        self, area: Area, *, fill: Color | None = None, stroke: Color | None = None, radius: float = 0, line: float = 1
    ) -> None:
        """A rectangle, filled or outlined or both."""
        self._canvas.setLineWidth(line)
        if fill is not None:
            self._canvas.setFillColor(fill)
        if stroke is not None:
            self._canvas.setStrokeColor(stroke)
        bottom = self.height - area.y - area.height
        painted = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
        if radius:
            self._canvas.roundRect(area.x, bottom, area.width, area.height, radius, **painted)
        else:
            self._canvas.rect(area.x, bottom, area.width, area.height, **painted)

    def rule(self, x0: float, x1: float, y: float, *, color: Color = NAVY, line: float = 1) -> None:
        """A horizontal line."""
        self._canvas.setLineWidth(line)
        self._canvas.setStrokeColor(color)
        self._canvas.line(x0, self.height - y, x1, self.height - y)

    def arrow(self, x: float, y: float, size: float, *, down: bool = False) -> None:
        """A filled triangle that points right or down, its upper left corner at ``x``, ``y``."""
        path = self._canvas.beginPath()
        top = self.height - y
        corners = ((0, 0), (size, 0), (size / 2, -size)) if down else ((0, 0), (size, -size / 2), (0, -size))
        path.moveTo(x + corners[0][0], top + corners[0][1])
        for dx, dy in corners[1:]:
            path.lineTo(x + dx, top + dy)
        path.close()
        self._canvas.setFillColor(BLUE)
        self._canvas.drawPath(path, fill=1, stroke=0)

    def table(
        self, x: float, y: float, rows: Sequence[Sequence[str]], widths: Sequence[float], style: Sequence[Any]
    ) -> float:
        """A table with reportlab's style commands; the ``y`` of its lower edge."""
        self._check_cells(rows, widths, style)
        table = Table([list(row) for row in rows], colWidths=list(widths))
        table.setStyle([("FONTNAME", (0, 0), (-1, -1), self._font), *style])
        _, height = table.wrapOn(self._canvas, sum(widths), self.height)
        table.drawOn(self._canvas, x, self.height - y - height)
        return y + float(height)

    def _check_cells(self, rows: Sequence[Sequence[str]], widths: Sequence[float], style: Sequence[Any]) -> None:
        size = next(command[3] for command in style if command[0] == "FONTSIZE")
        for row in rows:
            for text, width in zip(row, widths, strict=True):
                needed = max((width_of(line, size) for line in text.split("\n")), default=0.0)
                if needed > width - 4:
                    raise TooWide(f"{text!r} is {needed:.0f} pt wide, its column has {width:.0f}")

    def end_page(self) -> None:
        """Page number and note at the foot, then the next page."""
        self.text(self.width / 2, self.height - 30, f"- {self._page} -", 9, align="center", color=GREY)
        self.text(self.width / 2, self.height - 17, SAMPLE_NOTE, 6.5, align="center", color=GREY)
        self._canvas.showPage()
        self._page += 1

    def finish(self) -> bytes:
        """The file."""
        self._canvas.save()
        return self._buffer.getvalue()
