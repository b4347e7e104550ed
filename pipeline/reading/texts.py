"""Text documents to pages on a grid of characters.

Belongs here: encodings, form feeds, words and their columns. Does not belong here: PDF.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from pipeline.model import COLUMN_WIDTH, ROW_HEIGHT, Block, Box, Line, Page, Table, Word
from pipeline.reading.piped import is_piped, read_piped_table

TAB_STOP = 8
# The grid's nominal font size: the height of a row.
GRID_SIZE = ROW_HEIGHT

_WORD = re.compile(r"\S+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_WIDE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿、。０-９]")
_NARROW_KANA = re.compile(r"[ｦ-ﾟ]")


def decode_text(data: bytes) -> str | None:
    """The text, with newlines as line ends, in the encoding that fits; ``None`` if none does.

    UTF-8 proves itself. Shift_JIS and EUC-JP take many other bytes for Japanese, so what they give must look like it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode(data, "utf-16")
    for encoding, looks_right in _ENCODINGS:
        text = _decode(data, encoding)
        if text is not None and looks_right(text):
            return text
    return None


def _is_shift_jis(text: str) -> bool:
    """Whether a text read as Shift_JIS was written so: EUC-JP, Chinese and Korean turn into half-width katakana."""
    wide = len(_WIDE.findall(text))
    return wide > 0 and len(_NARROW_KANA.findall(text)) < wide


def _is_euc_jp(text: str) -> bool:
    """Whether a text read as EUC-JP was written so: Chinese and Korean turn into other kanji, without kana."""
    return _KANA.search(text) is not None


_ENCODINGS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("utf-8", lambda text: True),
    ("cp932", _is_shift_jis),
    ("euc_jp", _is_euc_jp),
)


def _decode(data: bytes, encoding: str) -> str | None:
    """The text, unless bytes do not fit or give characters that no text has."""
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = any(unicodedata.category(char) in ("Cc", "Cn") and char not in "\n\t\f" for char in text)
    return None if strange else text


def read_text_pages(text: str) -> tuple[Page, ...]:
    """One page, or one for each form feed."""
    return tuple(_read_page(number, part) for number, part in enumerate(text.split("\f"), start=1))


def _read_page(number: int, text: str) -> Page:
    lines: list[Line] = []
    start = 0
    for row, printed in enumerate(text.split("\n")):
        line = read_line(printed, start, row)
        if line is not None:
            lines.append(line)
        start += len(printed) + 1
    width = max((line.box.x1 for line in lines), default=0.0)
    height = ROW_HEIGHT * (text.count("\n") + 1)
    return Page(number, width, height, text, tuple(_elements(lines, text, width)), on_grid=True)


def _elements(lines: Sequence[Line], text: str, width: float) -> Iterator[Block | Table]:
    """Runs of piped lines as tables, everything between them as blocks of the page's width."""
    waiting: list[Line] = []
    for piped, run in groupby(lines, key=lambda line: is_piped(line, text)):
        part = list(run)
        table = read_piped_table(part, text) if piped else None
        if table is None:
            waiting += part
            continue
        if waiting:
            yield _block(waiting, width)
        waiting = []
        yield table
    if waiting:
        yield _block(waiting, width)


def _block(lines: Sequence[Line], width: float) -> Block:
    return Block(tuple(lines), Box(0.0, lines[0].box.top, width, lines[-1].box.bottom))


def read_line(printed: str, start: int, row: int) -> Line | None:
    """The words of a line that begins at a character of the page's text, on a row of the grid; ``None`` if it is blank."""
    columns = _columns(printed)
    top, bottom = row * ROW_HEIGHT, (row + 1) * ROW_HEIGHT
    words = tuple(
        Word(
            found.group(),
            Box(columns[found.start()] * COLUMN_WIDTH, top, columns[found.end()] * COLUMN_WIDTH, bottom),
            start + found.start(),
            start + found.end(),
            GRID_SIZE,
        )
        for found in _WORD.finditer(printed)
    )
    if not words:
        return None
    box = Box(words[0].box.x0, top, words[-1].box.x1, bottom)
    return Line(words, box, words[0].start, words[-1].end, GRID_SIZE)


def _columns(printed: str) -> list[int]:
    """The column at which each character starts, and the one after the last."""
    columns = [0]
    for char in printed:
        at = columns[-1]
        wide = unicodedata.east_asian_width(char) in "WFA"
        columns.append((at // TAB_STOP + 1) * TAB_STOP if char == "\t" else at + (2 if wide else 1))
    return columns
