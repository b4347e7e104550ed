"""How errata are printed: in columns headed 誤 and 正, behind these words, or in a sentence.

Belongs here: from a page's elements to pairs with the page and the item that they name. Does not belong here: figures
(``errata``).

    頁  箇所                    誤            正                    columns, ruled or not
    6ページ 知的クラスター創成事業  (誤)7,530百万円 (正)7,350百万円       words; each may stand on a line of its own
    6ページ 「7,530百万円」とあるのは「7,350百万円」の誤り                 a sentence
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.extraction.cells import CellLine, lines_of, row_of
from pipeline.extraction.drafts import Part, Row
from pipeline.extraction.text.rows import block_rows
from pipeline.language import fold, read_values
from pipeline.language.values import UnitWord
from pipeline.model import Block, Box, Cell, Line, Page, Table

WRONG, RIGHT, PAGE, ITEM, OTHER = "wrong", "right", "page", "item", "other"

# Words further apart than this (in font sizes) are cells of their own: two half-width spaces, or a full-width one.
CELL_GAP = 0.9
LONGEST_HEAD = 10

_SIDES = r"(?:(?P<wrong>誤|訂正前)|(?P<right>正|訂正後))"
_HEAD = re.compile(rf"[(「【\[<]?{_SIDES}[)」】\]>]?(?:[ \u3000]*[(\[][^)\]]*[)\]])?")
_MARK = re.compile(
    rf"(?:(?<=^)|(?<=[ \u3000→、。,]))[(「【\[<]?{_SIDES}(?:[)」】\]>][ \u3000:]*|[ \u3000]*:[ \u3000]*|[ \u3000]+|(?=「))"
)
_SENTENCE = re.compile(
    r"「(?P<wrong>[^「」]+)」[ \u3000]*(?:とある(?:の)?は|は|を)[、,]?[ \u3000]*「(?P<right>[^「」]+)」[ \u3000]*(?:の誤り|に訂正|と訂正)"
)
_PAGE = re.compile(
    r"[(]?(?:[pP]\.?[ \u3000]?(?P<p>\d{1,4})|第?(?P<before>\d{1,4})[ \u3000]?(?:頁|ページ|P(?![A-Za-z]))|(?:頁|ページ)[ \u3000:]?(?P<behind>\d{1,4}))[)]?"
)
_BARE_PAGE = re.compile(r"\d{1,4}")
_LINE_NUMBER = re.compile(r"[上下]から\d{1,3}(?:行|段)目|\d{1,3}(?:行|段)目|(?<![一-鿿])[右左][上下]?(?=[ \u3000]|$)")
_QUOTED = re.compile(r"[「『](?P<name>[^」』]+)[」』]")
_PAGE_HEAD = re.compile(r"頁|ページ|^[pP]\.?$")
_OTHER_HEAD = re.compile(r"備考|理由|摘要|番号|^No\.?$|^行")
_ITEM_HEAD = re.compile(r"[箇個か]所|事項|項目|事業|区分|場所|名称?$|内容|[款項目節欄]$|施策|経費")
_AGAIN = re.compile(r"[〃々]|同上|同じ?")
_AROUND = " \u3000:・、,。()[]【】の→"


@dataclass(frozen=True, slots=True)
class Pair:
    """What is wrong and what is right, and the page and item of the release where it stands.

    ``headed`` where columns say which side is which.
    """

    wrong: Part
    right: Part
    page: int | None
    item: str | None
    unit_text: str | None
    evidence: str
    headed: bool


@dataclass
class _Reader:
    """What the lines so far say: page, item, unit, the columns in force, a 誤 that waits for its 正."""

    page: int | None = None
    item: str | None = None
    unit_text: str | None = None
    heads: tuple[tuple[str, float, float], ...] = ()  # kind, left and right edge
    wrong: Part | None = None
    pairs: list[Pair] = field(default_factory=list)


def read_pairs(pages: Sequence[Page]) -> Iterator[tuple[Page, list[Pair]]]:
    """The pairs of each page, in reading order; what a page says goes on to the next."""
    reader = _Reader()
    for page in pages:
        reader.pairs = []
        for element in page.elements:
            if isinstance(element, Table):
                for cells in _table_rows(page, element):
                    _read_cells(cells, reader)
            else:
                _read_block(page, element, reader)
        yield page, reader.pairs


def _table_rows(page: Page, table: Table) -> Iterator[list[tuple[Row, Box]]]:
    """The cells of each row with their boxes; one that spans rows stands in the first.

    Without rules, reading makes columns of figures only, and names that stand side by side are one cell.
    """
    for number in range(table.row_count):
        cells = sorted((c for c in table.cells if c.row == number and c.lines), key=lambda cell: cell.column)
        if cells and table.ruled:
            yield [(row_of(lines_of(page, cell)), cell.box) for cell in cells]
        elif cells:
            yield [part for cell in cells for line in cell.lines for part in _split(page, line)]


def _read_block(page: Page, block: Block, reader: _Reader) -> None:
    """Lines in columns where a head is in force, else rows of text."""
    columns = [_split(page, line) for line in block.lines]
    if reader.heads or any(_heads(cells) for cells in columns):
        for cells in columns:
            _read_cells(cells, reader)
        return
    for row in block_rows(page, block):
        _read_text(row, reader)


def _split(page: Page, line: Line) -> list[tuple[Row, Box]]:
    """A line cut where its words stand apart."""
    parts = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.box.x0 - before.box.x1 > CELL_GAP * max(word.size, before.size):
            parts.append([])
        parts[-1].append(word)
    cell = Cell(0, 0, 1, 1, (line,), line.box)
    lines = [CellLine(page, tuple(part), cell) for part in parts]
    return [(row_of([one]), one.box) for one in lines]


def _heads(cells: Sequence[tuple[Row, Box]]) -> tuple[tuple[str, float, float], ...]:
    """The columns that a row heads; empty unless it has one of 誤, one of 正, and nothing else but heads."""
    kinds = [_kind(row.text.text.strip(" \u3000")) for row, _ in cells]
    if kinds.count(WRONG) != 1 or kinds.count(RIGHT) != 1 or None in kinds:
        return ()
    return tuple((kind or "", box.x0, box.x1) for kind, (_, box) in zip(kinds, cells, strict=True))


def _kind(head: str) -> str | None:
    """What a column with such a head holds; ``None`` where it is no head."""
    side = _HEAD.fullmatch(head)
    if side:
        return WRONG if side["wrong"] else RIGHT
    if _PAGE_HEAD.search(head):
        return PAGE
    if _OTHER_HEAD.search(head):
        return OTHER
    return ITEM if len(head) <= LONGEST_HEAD and _ITEM_HEAD.search(head) else None


def _read_cells(cells: list[tuple[Row, Box]], reader: _Reader) -> None:
    """One row of columns: its head, a pair, or what the rows below are about."""
    for row, _ in cells:
        _note_unit(row, reader)
    heads = _heads(cells)
    if heads:
        reader.heads = heads
        return
    if not reader.heads:
        for row, _ in cells:
            _read_text(row, reader)
        return
    by_kind: dict[str, list[Row]] = {}
    for index, (row, box) in enumerate(cells):
        by_kind.setdefault(_column(index, box, len(cells), reader.heads), []).append(row)
    _note_place([*by_kind.get(PAGE, ()), *by_kind.get(ITEM, ())], by_kind.get(PAGE, []), reader)
    wrong, right = by_kind.get(WRONG, []), by_kind.get(RIGHT, [])
    if wrong and right:
        evidence = " ".join(row.text.printed.strip() for row, _ in cells)
        _add(_whole(wrong[0]), _whole(right[0]), evidence, reader, headed=True)


def _column(index: int, box: Box, count: int, heads: Sequence[tuple[str, float, float]]) -> str:
    """The kind of the column that a cell stands in: in its place where the row is full, else where it overlaps most."""
    if count == len(heads):
        return heads[index][0]
    middle = box.middle[0]
    return min(heads, key=lambda head: (max(head[1] - box.x1, box.x0 - head[2], 0), abs(sum(head[1:]) / 2 - middle)))[0]


def _note_place(rows: Sequence[Row], pages: Sequence[Row], reader: _Reader) -> None:
    """Page and item of a row of columns; what is blank or 〃 is as in the row above."""
    for row in rows:
        text = row.text.text.strip(" \u3000")
        if _AGAIN.fullmatch(text):
            continue
        if row in pages and _BARE_PAGE.fullmatch(text):
            reader.page, reader.item = int(text), None
            continue
        number, item = _locate(text)
        if number is not None:
            reader.page, reader.item = number, None
        if item is not None:
            reader.item = item


def _read_text(row: Row, reader: _Reader) -> None:
    """A row of text: a sentence with both, the words 誤 and 正, or the place that is meant."""
    _note_unit(row, reader)
    text = row.text.text
    sentence = _SENTENCE.search(text)
    if sentence:
        _note_text(text[: sentence.start()], reader)
        sides = (Part(row, *sentence.span(side)) for side in ("wrong", "right"))
        _add(next(sides), next(sides), row.text.printed.strip(), reader)
        return
    marks = list(_MARK.finditer(text))
    _note_text(text[: marks[0].start()] if marks else text, reader)
    ends = [*(mark.start() for mark in marks), len(text)][1:]
    for mark, end in zip(marks, ends, strict=True):
        part = _trimmed(Part(row, mark.end(), end))
        if part is None:
            continue
        if mark["wrong"]:
            reader.wrong = part
        elif reader.wrong is not None:
            lines = dict.fromkeys((reader.wrong.row.text.printed.strip(), row.text.printed.strip()))
            _add(reader.wrong, part, " ".join(lines), reader)
            reader.wrong = None


def _note_text(text: str, reader: _Reader) -> None:
    """6ページ 知的クラスター創成事業: a name without a page is one of the page above."""
    number, item = _locate(text.strip(" \u3000"))
    if number is not None:
        reader.page, reader.item = number, item
    elif item is not None and reader.page is not None and "。" not in text:
        reader.item = item


def _locate(text: str) -> tuple[int | None, str | None]:
    """The page and the item that a text names."""
    found = _PAGE.search(text)
    number = int(next(filter(None, found.groups()))) if found else None
    rest = text[: found.start()] + " " + text[found.end() :] if found else text
    rest = _LINE_NUMBER.sub("", rest)
    quoted = _QUOTED.search(rest)
    item = (quoted["name"] if quoted else rest).strip(_AROUND)
    return number, item or None


def _note_unit(row: Row, reader: _Reader) -> None:
    for value in read_values(row.text.text).values:
        if isinstance(value, UnitWord) and value.declared:
            reader.unit_text = value.text


def _add(wrong: Part, right: Part, evidence: str, reader: _Reader, headed: bool = False) -> None:
    if fold(wrong.text) != fold(right.text):
        evidence = evidence.replace("\n", "")
        reader.pairs.append(Pair(wrong, right, reader.page, reader.item, reader.unit_text, evidence, headed))


def _whole(row: Row) -> Part:
    return Part(row, 0, len(row.text.text))


def _trimmed(part: Part) -> Part | None:
    """A part without the spaces, arrows and quotes around it; ``None`` where nothing is left."""
    text, around = part.row.text.text, " \u3000→、。,「」()"
    start, end = part.start, part.end
    while start < end and text[start] in around:
        start += 1
    while start < end and text[end - 1] in around.replace(")", ""):
        end -= 1
    return Part(part.row, start, end) if start < end else None
