"""A page with what was read laid over it, for people who debug a document.

Belongs here: which things are marked, their colours and keys. Labels are Japanese and no machine need have a font for them:
the picture carries keys, and a list says what each key stands for. Does not belong here: rendering pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageDraw, ImageFont

from pipeline.model import Amount, Block, Box, Cell, Count, DocumentFacts, ExtractionIssue, Line, Page

Color = tuple[int, int, int]
Corners = tuple[float, float, float, float]


class Kind(StrEnum):
    """What a mark is about, in the order in which they are drawn and listed."""

    LINE = "line"
    ASIDE = "set aside"
    CELL = "cell"
    AMOUNT = "amount"
    COUNT = "count"
    ISSUE = "unresolved"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was read on a page. ``text`` is what is printed, ``meaning`` what was made of it.

    A mark without a key is drawn and not listed, one without a box is listed and not drawn.
    """

    kind: Kind
    key: str
    box: Box | None
    text: str
    meaning: str = ""


# Colours that people who do not see red or green can tell apart (Okabe and Ito's).
COLORS: dict[Kind, Color] = {
    Kind.LINE: (204, 121, 167),
    Kind.ASIDE: (150, 150, 150),
    Kind.CELL: (0, 114, 178),
    Kind.AMOUNT: (0, 158, 115),
    Kind.COUNT: (122, 60, 200),
    Kind.ISSUE: (213, 60, 0),
}
# What is a figure is filled as well; what only holds figures is outlined.
FILLED = frozenset({Kind.AMOUNT, Kind.COUNT, Kind.ISSUE})
FILL_OPACITY = 70  # of 255: the print under it can be read
FADED = 90  # of 255, by which the page is drawn lighter, so that the marks stand out
KEY_SIZE, SMALL_KEY_SIZE, LEGEND_SIZE = 13, 11, 18  # pixels
LEGEND_HEIGHT, SWATCH, GAP = 40, 18, 12  # pixels
WHITE: Color = (255, 255, 255)
BLACK: Color = (20, 20, 20)


def list_marks(page: Page, facts: DocumentFacts) -> tuple[Mark, ...]:
    """Everything that was read on a page, in the order of ``Kind``, and within it in reading order.

    Issues of the whole document, which have no place, are listed with every page.
    """
    number = page.number
    amounts = [one for one in facts.amounts if one.place.page == number]
    labels = {line.line_id: line.label for line in facts.lines}
    return (
        *_lines(page),
        *(Mark(Kind.ASIDE, f"N{n}", line.box, _text([line], page)) for n, line in enumerate(page.furniture, 1)),
        *_cells(page, amounts),
        *(_amount(f"A{n}", one, labels) for n, one in enumerate(amounts, 1)),
        *(_count(f"C{n}", one) for n, one in enumerate((c for c in facts.counts if c.place.page == number), 1)),
        *(_issue(f"X{n}", one, labels) for n, one in enumerate(_issues_on(number, facts), 1)),
    )


def _lines(page: Page) -> Iterator[Mark]:
    """Lines of blocks have a number; those of tables stand in their cell's text."""
    number = 0
    for element in page.elements:
        if isinstance(element, Block):
            for line in element.lines:
                number += 1
                yield Mark(Kind.LINE, str(number), line.box, _text([line], page))
        else:
            yield from (Mark(Kind.LINE, "", line.box, "") for cell in element.cells for line in cell.lines)


def _cells(page: Page, amounts: Sequence[Amount]) -> Iterator[Mark]:
    """The key of a cell is its table, row and column, counted from 1."""
    tables = [element for element in page.elements if not isinstance(element, Block)]
    for number, table in enumerate(tables, 1):
        for cell in table.cells:
            key = f"T{number}.{cell.row + 1}.{cell.column + 1}"
            yield Mark(Kind.CELL, key, cell.box, _text(cell.lines, page), _header_path(cell, amounts))


def _header_path(cell: Cell, amounts: Sequence[Amount]) -> str:
    """The header path of the amounts within a cell; a figure's cell without one became no amount, or has no header."""
    inside = [one for one in amounts if one.place.box is not None and _is_inside(one.place.box, cell.box)]
    return " | ".join(dict.fromkeys(one.header_path for one in inside if one.header_path))


def _is_inside(inner: Box, outer: Box) -> bool:
    x, y = inner.middle
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _text(lines: Sequence[Line], page: Page) -> str:
    return " / ".join(page.text[line.start : line.end] for line in lines)


def _amount(key: str, amount: Amount, labels: dict[str, str]) -> Mark:
    value = "no value" if amount.amount_yen is None else f"{amount.amount_yen:,} yen"
    role = _join(" ", amount.fiscal_year, amount.phase, amount.measure, amount.qualifier)
    meaning = _join("; ", labels.get(amount.line_id), value, role, amount.header_path, f"by {amount.role_rule}")
    return Mark(Kind.AMOUNT, key, amount.place.box, amount.amount_text, meaning)


def _count(key: str, count: Count) -> Mark:
    role = _join(" ", count.fiscal_year, count.status, count.relation)
    meaning = _join("; ", count.subject, f"{count.value:,} {count.unit}", role)
    return Mark(Kind.COUNT, key, count.place.box, count.count_text, meaning)


def _issue(key: str, issue: ExtractionIssue, labels: dict[str, str]) -> Mark:
    meaning = _join("; ", labels.get(issue.line_id or ""), issue.kind, issue.reason)
    return Mark(Kind.ISSUE, key, issue.place.box if issue.place else None, issue.text, meaning)


def _issues_on(number: int, facts: DocumentFacts) -> Iterator[ExtractionIssue]:
    return (one for one in facts.issues if one.place is None or one.place.page == number)


def _join(separator: str, *parts: object) -> str:
    return separator.join(str(part) for part in parts if part is not None and part != "")


def draw_overlay(
    picture: Image.Image, page: Page, marks: Sequence[Mark], kinds: Sequence[Kind] = tuple(Kind)
) -> Image.Image:
    """The picture of a page with its marks and, below it, a legend of ``kinds``. Equal input gives equal pixels."""
    scale = picture.width / page.width if page.width else 1.0
    faded = Image.blend(picture.convert("RGB"), Image.new("RGB", picture.size, WHITE), FADED / 255)
    marked = _fill(faded, marks, scale)
    pen = ImageDraw.Draw(marked)
    for kind in Kind:
        placed = [(mark, _corners(mark.box, scale)) for mark in marks if mark.kind is kind and mark.box is not None]
        for _, corners in placed:
            pen.rectangle(corners, outline=COLORS[kind], width=2 if kind in FILLED else 1)
        for mark, corners in placed:
            _write_key(pen, mark, corners)
    return _with_legend(marked, page, marks, kinds)


def _fill(picture: Image.Image, marks: Sequence[Mark], scale: float) -> Image.Image:
    """The picture with figures under a coloured film."""
    film = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(film)
    for mark in marks:
        if mark.kind in FILLED and mark.box is not None:
            pen.rectangle(_corners(mark.box, scale), fill=(*COLORS[mark.kind], FILL_OPACITY))
    return Image.alpha_composite(picture.convert("RGBA"), film).convert("RGB")


def _corners(box: Box, scale: float) -> Corners:
    return (box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)


def _write_key(pen: ImageDraw.ImageDraw, mark: Mark, corners: Corners) -> None:
    """A figure's key in a tag on its upper right corner, a cell's in its upper left one, a line's before the line."""
    x0, top, x1, _ = corners
    color = COLORS[mark.kind]
    if not mark.key:
        return
    if mark.kind in FILLED:
        font = _font(KEY_SIZE)
        at = (x1 - 1, top - 2)
        tag = pen.textbbox(at, mark.key, font=font, anchor="rb")
        pen.rectangle((tag[0] - 2, tag[1] - 1, x1, top), fill=color)
        pen.text(at, mark.key, font=font, anchor="rb", fill=WHITE)
    elif mark.kind is Kind.CELL:
        pen.text((x0 + 2, top + 2), mark.key, font=_font(SMALL_KEY_SIZE), anchor="lt", fill=color)
    else:
        pen.text((x0 - 2, top), mark.key, font=_font(SMALL_KEY_SIZE), anchor="rt", fill=color)


def _with_legend(picture: Image.Image, page: Page, marks: Sequence[Mark], kinds: Sequence[Kind]) -> Image.Image:
    """The picture on a sheet with a line below: how many of each kind, in their colours, or why the page was not read."""
    sheet = Image.new("RGB", (picture.width, picture.height + LEGEND_HEIGHT), WHITE)
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    middle = picture.height + LEGEND_HEIGHT // 2
    pen.line((0, picture.height, picture.width, picture.height), fill=BLACK)
    numbers = Counter(mark.kind for mark in marks)
    x = _write(pen, GAP, middle, _join(": ", f"page {page.number}", page.problem))
    if page.problem:
        return sheet
    for kind in kinds:
        pen.rectangle((x, middle - SWATCH // 2, x + SWATCH, middle + SWATCH // 2), fill=COLORS[kind])
        x = _write(pen, x + SWATCH + GAP // 2, middle, f"{kind} {numbers[kind]}")
    return sheet


def _write(pen: ImageDraw.ImageDraw, x: float, middle: float, text: str) -> float:
    """Write, and say where the next thing begins."""
    font = _font(LEGEND_SIZE)
    pen.text((x, middle), text, font=font, anchor="lm", fill=BLACK)
    return x + font.getlength(text) + 2 * GAP


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font, which is everywhere: Latin letters and digits."""
    return ImageFont.load_default(size)
