"""HTML releases to pages on the same grid of characters as text documents.

Belongs here: what of a page is content, its headings, paragraphs and lists as lines, its tables as cells. Does not belong here:
encodings and the grid itself (``texts``).

A table that holds another one only arranges the page; its cells are read one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.model import COLUMN_WIDTH, ROW_HEIGHT, Block, Box, Cell, Element, Line, Page, Table, hull
from pipeline.reading.piped import FIGURE, move_word
from pipeline.reading.texts import read_line

# What a person does not read, or reads on every page of the site.
_LEFT_OUT = (
    "script",
    "style",
    "template",
    "noscript",
    "nav",
    "aside",
    "footer",
    "form",
    "button",
    "select",
    "svg",
    "iframe",
    "head",
)
# What begins a line of its own.
_BLOCKS = frozenset(
    (
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "address",
            "blockquote",
        ),
        *("ul", "ol", "li", "dl", "dt", "dd", "pre", "hr", "figure", "figcaption", "caption", "center", "body", "html"),
        *("tr", "td", "th", "tbody", "thead", "tfoot", "table"),
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INDENT = "　"  # for every list within a list
WIDEST_SPAN = 200  # columns that a cell may span; more is a slip of the pen
DEEPEST = 100  # elements within elements that are followed; deeper ones are read as plain words


@dataclass(slots=True)
class _Sheet:
    """A page that is being written: its text so far, the row that is next, and what stands on it."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    row: int = 0
    waiting: list[Line] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    def write(self, printed: str, row: int) -> Line | None:
        """Add a line to the text; what it says stands on a row of the grid."""
        line = read_line(printed, self.length, row)
        self.text.append(f"{printed}\n")
        self.length += len(printed) + 1
        return line

    def add_line(self, printed: str) -> None:
        """A line of its own, or a blank one."""
        line = self.write(printed, self.row)
        self.row += 1
        if line is not None:
            self.waiting.append(line)

    def close_block(self) -> None:
        """End a block of lines."""
        if self.waiting:
            self.elements.append(Block(tuple(self.waiting), hull(line.box for line in self.waiting)))
            self.waiting = []

    def finish(self) -> Page:
        """The page."""
        self.close_block()
        width = max((element.box.x1 for element in self.elements), default=0.0)
        height = ROW_HEIGHT * max(self.row, 1)
        return Page(1, width, height, "".join(self.text), tuple(self.elements), on_grid=True)


def read_html_page(text: str) -> Page:
    """The content of an HTML document as one page."""
    tree = LexborHTMLParser(text)
    sheet = _Sheet()
    tree.strip_tags(list(_LEFT_OUT))
    root = tree.css_first("main") or tree.body
    if root is not None:
        _read_flow(root, sheet, 0, 0)
    return sheet.finish()


def _read_flow(node: LexborNode, sheet: _Sheet, indent: int, depth: int) -> None:
    """What stands in an element, line by line, with tables between the lines."""
    words: list[str] = []
    for kind, inner in _parts(node, depth):
        if kind == "words":
            words.append(str(inner))
            continue
        _write_words(words, sheet, indent)
        words = []
        if not isinstance(inner, LexborNode):
            continue
        if inner.tag == "table":
            _read_table(inner, sheet, indent, depth + 1)
            continue
        if inner.tag in _HEADINGS:
            sheet.add_line("")
        deeper = indent + 1 if inner.tag in ("ul", "ol", "dd") and node.tag in ("li", "dl") else indent
        _read_flow(inner, sheet, deeper, depth + 1)
    _write_words(words, sheet, indent)


def _parts(node: LexborNode, depth: int) -> Iterator[tuple[str, LexborNode | str]]:
    """An element's words, line ends and the blocks in it, in order; elements within a line are looked through."""
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            yield "words", child.text_content or ""
        elif tag == "br":
            yield "end", ""
        elif tag in _BLOCKS and depth < DEEPEST:
            yield "block", child
        elif depth >= DEEPEST:
            yield "words", child.text(deep=True) or ""
        elif not tag.startswith("-") and not tag.startswith("!") and tag not in ("_comment", "rt", "rp"):
            yield from _parts(child, depth + 1)
        child = child.next


def _write_words(words: Sequence[str], sheet: _Sheet, indent: int) -> None:
    """A line of words, if there are any."""
    printed = _tidy(words)
    if printed:
        sheet.add_line(_INDENT * indent + printed)


def _tidy(words: Sequence[str]) -> str:
    """Words as a browser shows them: blanks and line ends of the source are one blank, the wide blank is printed."""
    return re.sub(r"[ \t\r\n\f\xa0]+", " ", "".join(words)).strip(" ")


def _read_table(node: LexborNode, sheet: _Sheet, indent: int, depth: int) -> None:
    """A table, or what stands in it where it only arranges the page."""
    rows = list(_rows(node))
    placed = _place_cells(rows)
    columns = max((column + span for _, column, _, span, _ in placed), default=0)
    if any(one.mem_id != node.mem_id for one in node.css("table")) or len(rows) < 2 or columns < 2:
        for caption_or_cell in _blocks_of(node):
            _read_flow(caption_or_cell, sheet, indent, depth + 1)
        return
    caption = node.css_first("caption")
    if caption is not None:
        _read_flow(caption, sheet, indent, depth + 1)
    sheet.close_block()
    sheet.elements.append(_draw(placed, len(rows), columns, sheet, depth))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table itself, not those of tables in it."""
    child = table.child
    while child is not None:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)
        child = child.next


def _blocks_of(table: LexborNode) -> Iterator[LexborNode]:
    """The caption and the cells of a table that arranges the page."""
    caption = table.child
    while caption is not None:
        if caption.tag == "caption":
            yield caption
        caption = caption.next
    for row in _rows(table):
        yield from _cells(row)


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    child = row.child
    while child is not None:
        if child.tag in ("td", "th"):
            yield child
        child = child.next


Placed = tuple[int, int, int, int, LexborNode]  # row, column, rows and columns it spans, the cell


def _place_cells(rows: Sequence[LexborNode]) -> list[Placed]:
    """Where each cell stands, where those above reach down into its row."""
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for row, node in enumerate(rows):
        column = 0
        for cell in _cells(node):
            while (row, column) in taken:
                column += 1
            height = min(_span(cell, "rowspan") or len(rows), len(rows) - row)
            width = max(1, min(_span(cell, "colspan"), WIDEST_SPAN))
            while any((row, column + one) in taken for one in range(width)):
                width -= 1
            taken.update((row + down, column + right) for down in range(height) for right in range(width))
            placed.append((row, column, height, width, cell))
            column += width
    return placed


def _span(cell: LexborNode, name: str) -> int:
    """How many rows or columns a cell says it spans; 0 rows are all that follow."""
    said = (cell.attributes.get(name) or "").strip()
    return int(said) if said.isdecimal() and len(said) < 6 else 1


def _draw(placed: Sequence[Placed], row_count: int, column_count: int, sheet: _Sheet, depth: int) -> Table:
    """The cells with their lines, in columns wide enough for what stands in them."""
    texts = [_cell_lines(cell, depth) for *_, cell in placed]
    sides = _sides(placed, texts, column_count)
    tops = _tops(placed, texts, row_count, sheet.row)
    cells = []
    for (row, column, height, width, _), printed in zip(placed, texts, strict=True):
        box = Box(
            sides[column], tops[row] * ROW_HEIGHT, sides[column + width] - COLUMN_WIDTH, tops[row + height] * ROW_HEIGHT
        )
        lines = (sheet.write(one, tops[row] + number) for number, one in enumerate(printed))
        inside = tuple(_moved_into(line, box) for line in lines if line is not None)
        cells.append(Cell(row, column, height, width, inside, box))
    sheet.row = tops[-1]
    return Table(tuple(cells), row_count, column_count, hull(cell.box for cell in cells))


def _cell_lines(cell: LexborNode, depth: int) -> list[str]:
    """The lines of a cell, without blank ones."""
    inner = _Sheet()
    _read_flow(cell, inner, 0, depth + 1)
    return [line for line in "".join(inner.text).split("\n") if line.strip()]


def _sides(placed: Sequence[Placed], texts: Sequence[Sequence[str]], column_count: int) -> list[float]:
    """Where each column begins, and where the last one ends: as wide as the widest of its own lines."""
    widths = [COLUMN_WIDTH] * column_count
    for (_, column, _, span, _), printed in zip(placed, texts, strict=True):
        need = max((line.box.x1 for one in printed if (line := read_line(one, 0, 0))), default=0.0) / span
        for at in range(column, column + span):
            widths[at] = max(widths[at], need)
    sides = [0.0]
    for width in widths:
        sides.append(sides[-1] + width + 2 * COLUMN_WIDTH)
    return sides


def _tops(placed: Sequence[Placed], texts: Sequence[Sequence[str]], row_count: int, first: int) -> list[int]:
    """The row of the grid on which each row of the table begins, and the one after the last."""
    heights = [1] * row_count
    for (row, _, height, _, _), printed in zip(placed, texts, strict=True):
        heights[row] = max(heights[row], -(-len(printed) // height))
    tops = [first]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def _moved_into(line: Line, box: Box) -> Line:
    """A line in its cell: figures at its right side, all else at its left."""
    is_figure = FIGURE.fullmatch("".join(word.text for word in line.words)) is not None
    by = box.x1 - line.box.x1 if is_figure else box.x0
    words = tuple(move_word(word, by) for word in line.words)
    return Line(words, hull(word.box for word in words), line.start, line.end, line.size)
