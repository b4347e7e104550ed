"""PDF pages to words, lines, frames and ruled tables, with pdfplumber, in one pass per page.

Belongs here: everything that touches a PDF library. Does not belong here: what the words mean.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.model import Block, Box, Cell, Line, Page, Table, Word

# Bold is often printed as the same character twice, less than a point apart.
DOUBLE_STRIKE = 1.0
# Letters further apart than this share of their size are two words.
WORD_GAP = 0.35
# Words whose middles are closer than this share of their height stand on one line.
LINE_SLACK = 0.5
# A drawn box smaller than this is an ornament, larger than this share of the page is its border.
SMALLEST_FRAME = (40.0, 12.0)
LARGEST_FRAME = 0.9
# A title bar and the box below it touch within this distance.
TOUCHING = 4.0
# Cell edges closer than this are one rule.
SAME_RULE = 3.0
# A grid with fewer figures than this is a slide's frame, not a table.
FEWEST_FIGURES = 2
# Page numbers stand within this share of the page's height from its edge.
MARGIN = 0.08

_PAGE_NUMBER = re.compile(r"^[-‐−–― ]*\d{1,4}[-‐−–― ]*$")
_FIGURE = re.compile(r"\d")

PdfError = (PDFException, PSException, PdfminerException, MalformedPDFException, ValueError, KeyError, TypeError)
"""What pdfminer raises on broken files; its parser lets ValueError, KeyError and TypeError through."""


logging.getLogger("pdfminer").setLevel(logging.ERROR)  # font warnings that nobody can act on


class Encrypted(Exception):
    """The file needs a password."""


class Broken(Exception):
    """The file is no PDF that can be opened."""


def read_pdf_pages(path: Path) -> tuple[Page, ...]:
    """All pages; one that cannot be read has a ``problem``. Raises ``Encrypted`` or ``Broken`` for the file as a whole."""
    try:
        with pdfplumber.open(path) as pdf:
            pages = []
            for number, page in enumerate(pdf.pages, start=1):
                pages.append(_read_or_report(number, page))
                page.close()
            return tuple(pages)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Encrypted from error
    except PdfError as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise Encrypted from error
        raise Broken(str(cause)) from error


def _read_or_report(number: int, page: Any) -> Page:
    try:
        return _read_page(number, page)
    except PdfError as error:
        return Page(number, 0.0, 0.0, "", (), problem=f"the page's content cannot be read ({type(error).__name__})")


def _read_page(number: int, page: Any) -> Page:
    clean = page.dedupe_chars(tolerance=DOUBLE_STRIKE)
    words = [_RawWord(word) for word in clean.extract_words(x_tolerance_ratio=WORD_GAP, y_tolerance=3)]
    if not words:
        drawn = bool(page.images or page.curves or page.rects or page.lines)
        problem = "no characters although something is drawn" if drawn else None
        return Page(number, float(page.width), float(page.height), "", (), problem=problem)
    grids = [grid for grid in map(_find_grid, page.find_tables()) if _is_table(grid, words)]
    free = [w for w in words if not any(_inside(w, grid.box) for grid in grids)]
    furniture = [w for w in free if _is_page_number(w, free, float(page.height))]
    free = [w for w in free if w not in furniture]
    groups = _group_by_frame(free, _frames(page, grids))
    parts: list[tuple[Box, Any]] = [(_hull(group), (frame, group)) for frame, group in groups]
    parts += [(grid.box, grid) for grid in grids]
    return _compose(number, page, words, sorted(parts, key=lambda part: _reading_key(part[0])), furniture)


class _RawWord:
    """A word of pdfplumber with its box."""

    def __init__(self, word: dict[str, Any]) -> None:
        self.text: str = word["text"]
        self.box = Box(float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]))


class _Grid:
    """The drawn cells of a table as row and column positions."""

    def __init__(self, cells: list[tuple[int, int, int, int, Box]], rows: int, columns: int, box: Box) -> None:
        self.cells, self.rows, self.columns, self.box = cells, rows, columns, box


def _find_grid(table: Any) -> _Grid:
    boxes = [Box(*map(float, cell)) for cell in table.cells]
    xs = _rules(edge for box in boxes for edge in (box.x0, box.x1))
    ys = _rules(edge for box in boxes for edge in (box.top, box.bottom))
    cells = []
    for box in boxes:
        row, column = _nearest(ys, box.top), _nearest(xs, box.x0)
        cells.append((row, column, _nearest(ys, box.bottom) - row, _nearest(xs, box.x1) - column, box))
    return _Grid(sorted(cells, key=lambda cell: cell[:2]), len(ys) - 1, len(xs) - 1, Box(*map(float, table.bbox)))


def _rules(edges: Iterable[float]) -> list[float]:
    rules: list[float] = []
    for edge in sorted(edges):
        if not rules or edge - rules[-1] > SAME_RULE:
            rules.append(edge)
    return rules


def _nearest(rules: list[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda i: abs(rules[i] - edge))


def _is_table(grid: _Grid, words: list[_RawWord]) -> bool:
    if grid.rows < 2 or grid.columns < 2:
        return False
    figures = sum(
        1
        for *_, box in grid.cells
        if any(_inside(w, box) and _FIGURE.search(w.text) and len(w.text) < 16 for w in words)
    )
    return figures >= FEWEST_FIGURES and len(grid.cells) >= grid.rows * grid.columns // 3


def _inside(word: _RawWord, box: Box) -> bool:
    x, y = word.box.middle
    return box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1


def _is_page_number(word: _RawWord, words: list[_RawWord], height: float) -> bool:
    if not _PAGE_NUMBER.match(word.text) or MARGIN * height < word.box.top < (1 - MARGIN) * height:
        return False
    return not any(w is not word and abs(w.box.middle[1] - word.box.middle[1]) < 4 and len(w.text) > 1 for w in words)


def _frames(page: Any, grids: list[_Grid]) -> list[Box]:
    """Drawn rectangles that hold text, a title bar joined with the box that it stands on."""
    found: list[Box] = []
    for rect in page.rects:
        box = Box(float(rect["x0"]), float(rect["top"]), float(rect["x1"]), float(rect["bottom"]))
        large = box.width * box.height > LARGEST_FRAME * float(page.width) * float(page.height)
        if box.width < SMALLEST_FRAME[0] or box.height < SMALLEST_FRAME[1] or large or box in found:
            continue
        if not any(
            grid.box.x0 <= box.middle[0] <= grid.box.x1 and grid.box.top <= box.middle[1] <= grid.box.bottom
            for grid in grids
        ):
            found.append(box)
    return _join_touching(sorted(found, key=lambda box: (box.top, box.x0)))


def _join_touching(frames: list[Box]) -> list[Box]:
    joined: list[Box] = []
    for frame in frames:
        above = next((i for i, other in enumerate(joined) if _stands_on(other, frame)), None)
        if above is None:
            joined.append(frame)
        else:
            other = joined[above]
            joined[above] = Box(
                min(other.x0, frame.x0), other.top, max(other.x1, frame.x1), max(other.bottom, frame.bottom)
            )
    return joined


def _stands_on(upper: Box, lower: Box) -> bool:
    aligned = abs(upper.x0 - lower.x0) < TOUCHING and abs(upper.x1 - lower.x1) < TOUCHING
    return aligned and abs(upper.bottom - lower.top) < TOUCHING


def _group_by_frame(words: list[_RawWord], frames: list[Box]) -> list[tuple[Box | None, list[_RawWord]]]:
    """Words by the smallest frame around them; unframed ones are parted at wide vertical gaps."""
    groups: dict[int, list[_RawWord]] = defaultdict(list)
    by_size = sorted(range(len(frames)), key=lambda i: frames[i].width * frames[i].height)
    for word in words:
        groups[next((i for i in by_size if _inside(word, frames[i])), -1)].append(word)
    parts: list[tuple[Box | None, list[_RawWord]]] = [(frames[i], group) for i, group in groups.items() if i >= 0]
    return parts + [(None, block) for block in _split_at_frames(groups.get(-1, []), frames)]


def _split_at_frames(words: list[_RawWord], frames: list[Box]) -> list[list[_RawWord]]:
    """Unframed words in runs between which a frame or a gap of three lines stands."""
    blocks: list[list[_RawWord]] = []
    bottom = 0.0
    for word in sorted(words, key=lambda w: (w.box.top, w.box.x0)):
        apart = any(bottom - TOUCHING <= frame.top and frame.bottom <= word.box.top + TOUCHING for frame in frames)
        if not blocks or word.box.top - bottom > 3 * word.box.height or (apart and word.box.top > bottom):
            blocks.append([])
        blocks[-1].append(word)
        bottom = max(bottom, word.box.bottom) if len(blocks[-1]) > 1 else word.box.bottom
    return blocks


def _reading_key(box: Box) -> tuple[int, float]:
    """Top to bottom in bands of half a line, left to right within one."""
    return round(box.top / 8.0), box.x0


def _hull(words: list[_RawWord]) -> Box:
    return Box(
        min(w.box.x0 for w in words),
        min(w.box.top for w in words),
        max(w.box.x1 for w in words),
        max(w.box.bottom for w in words),
    )


class _Writer:
    """Collects the page's text and the lines that point into it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def lines(self, words: list[_RawWord]) -> tuple[Line, ...]:
        return tuple(self._line(row) for row in _rows(words))

    def _line(self, row: list[_RawWord]) -> Line:
        start = self.length
        words: list[Word] = []
        for raw in row:
            at = start + sum(len(word.text) + 1 for word in words)
            words.append(Word(raw.text, raw.box, at, at + len(raw.text), raw.box.height))
        text = " ".join(word.text for word in words)
        self.parts.append(text + "\n")
        self.length += len(text) + 1
        return Line(tuple(words), _hull(row), start, start + len(text), max(word.size for word in words))


def _rows(words: list[_RawWord]) -> list[list[_RawWord]]:
    """Words at one height, left to right."""
    rows: list[list[_RawWord]] = []
    for word in sorted(words, key=lambda w: (w.box.middle[1], w.box.x0)):
        slack = LINE_SLACK * max(word.box.height, 4.0)
        if rows and abs(rows[-1][0].box.middle[1] - word.box.middle[1]) <= slack:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.box.x0) for row in rows]


def _compose(
    number: int, page: Any, words: list[_RawWord], parts: list[tuple[Box, Any]], furniture: list[_RawWord]
) -> Page:
    writer = _Writer()
    elements: list[Block | Table] = []
    for box, part in parts:
        if isinstance(part, _Grid):
            elements.append(_table(writer, part, words))
        else:
            frame, group = part
            elements.append(Block(writer.lines(group), box, frame))
    set_aside = writer.lines(furniture) if furniture else ()
    return Page(number, float(page.width), float(page.height), "".join(writer.parts), tuple(elements), set_aside)


def _table(writer: _Writer, grid: _Grid, words: list[_RawWord]) -> Table:
    left = [w for w in words if _inside(w, grid.box)]
    cells: list[Cell] = []
    for row, column, row_span, column_span, box in grid.cells:
        inside = [w for w in left if _inside(w, box)]
        left = [w for w in left if w not in inside]
        lines = writer.lines(inside) if inside else ()
        cells.append(Cell(row, column, max(1, row_span), max(1, column_span), lines, box))
    return Table(tuple(cells), grid.rows, grid.columns, grid.box)
