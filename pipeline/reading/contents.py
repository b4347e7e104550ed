"""Whether what a page draws is whole: its content streams, the forms that it uses, its fonts' maps of characters; and how much
that is.

Belongs here: unpacking strictly, counting roughly. pdfminer keeps what it can of a damaged stream and says nothing, so that half a page would
look like a whole one, and figures would stand without their units. Does not belong here: what the operators draw.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, dict_value, resolve1
from pdfminer.psparser import LIT

DAMAGED = "the page's content is damaged: a part of it cannot be unpacked"
DAMAGED_FONT = "a font of the page is damaged: it no longer tells which characters it prints"
MISSING = "the page's content is damaged: a part of it is missing from the file"

_FORM = LIT("Form")
_NAME = rb"/([^\s/\[\]()<>{}%]+)\s+"
_DRAWS = re.compile(_NAME + rb"Do\b")
_SETS_FONT = re.compile(_NAME + rb"[-+.\d]+\s+Tf\b")
_FILTER_KEYS = ("F", "Filter", "DP", "DecodeParms", "FDecodeParms")
_ZLIB_HEADER, _ZLIB_CHECKSUM = 2, 4  # bytes before and after the deflated data
_HEADER_MULTIPLE = 31  # a zlib header read as one number is a multiple of this


# Operators that paint, and strings: literal ones and those in hexadecimal digits.
_PAINTS = re.compile(rb"\b(?:[fFsSBb]|Tj|TJ|sh)\b")
_LETTERS_THAT_PAINT = b"fFsSBbT"
_STRINGS = re.compile(rb"\(((?:[^()\\]|\\.)*+)\)|<([0-9A-Fa-f\s]++)>", re.DOTALL)
_LONGEST_CODE = 2  # bytes that stand for one character in fonts with many
_HEX_DIGITS = 2  # that write one byte


@dataclass(frozen=True, slots=True)
class Weight:
    """How many painting operators and at least how many characters a page has, its forms as often as they are drawn."""

    operators: int = 0
    characters: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.operators + other.operators, self.characters + other.characters)


class ContentChecker:
    """Checks the pages of one document; a form that many pages use is checked once.

    ``most`` is the number of bytes to which one stream may unpack.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._checked: dict[int, str | None] = {}

    def find_problem(self, page: PDFPage) -> str | None:
        """What is wrong with the content of a page, as a sentence. Raises what pdfminer raises."""
        contents = page.contents if page.attrs.get("Contents") is not None else ()
        seen: set[int] = set()
        problems = (self._problem_of(stream, page.resources, seen) for stream in map(resolve1, contents))
        return next(filter(None, problems), None)

    def weigh(self, page: PDFPage, enough: Weight) -> Weight:
        """How much a page paints, for parsers that cannot be stopped while they read it; where it is clear at a glance that it is not
        more than ``enough``, no more than that. Raises what pdfminer raises."""
        most = self._sum(page, most_own_weight)
        operators, characters = most.operators, most.characters
        if operators > enough.operators:
            operators = self._sum(page, own_operators).operators
        if characters > enough.characters:
            characters = self._sum(page, own_characters).characters
        return Weight(operators, characters)

    def _sum(self, page: PDFPage, own: Callable[[bytes], Weight]) -> Weight:
        contents = page.contents if page.attrs.get("Contents") is not None else ()
        known: dict[int, Weight] = {}
        return sum((self._weigh(resolve1(stream), page.resources, known, own) for stream in contents), start=Weight())

    def _weigh(self, stream: Any, resources: Any, known: dict[int, Weight], own: Callable[[bytes], Weight]) -> Weight:
        if id(stream) not in known:
            known[id(stream)] = Weight()  # what a form draws within itself is drawn once
            operators = stream.get_data()
            forms = _forms_by_name(operators, stream.get("Resources", resources))
            drawn = (name for name in _names_drawn(operators) if name in forms)
            inside = (self._weigh(forms[name], stream.get("Resources", resources), known, own) for name in drawn)
            known[id(stream)] = sum(inside, start=own(operators))
        return known[id(stream)]

    def _problem_of(self, stream: object, resources: Any, seen: set[int]) -> str | None:
        """The first problem of a stream, of the fonts that it sets and of the forms that it draws."""
        if not isinstance(stream, PDFStream):
            return MISSING
        problem = self._problem_once(stream)
        if problem is not None:
            return problem
        operators = stream.get_data()
        if self._has_damaged_font(operators, resources):
            return DAMAGED_FONT
        forms = [form for form in _forms_by_name(operators, resources).values() if id(form) not in seen]
        seen.update(map(id, forms))
        problems = (self._problem_of(form, form.get("Resources", resources), seen) for form in forms)
        return next(filter(None, problems), None)

    def _has_damaged_font(self, operators: bytes, resources: Any) -> bool:
        """All fonts are checked, for pdfminer unpacks them all with the first page that could set them."""
        fonts = dict_value(dict_value(resources).get("Font", {}))
        if not fonts:
            return False
        damaged = {name for name, font in fonts.items() if any([*map(self._problem_once, _character_maps(font))])}
        return bool(damaged) and any(name.decode("latin-1") in damaged for name in _SETS_FONT.findall(operators))

    def _problem_once(self, stream: PDFStream) -> str | None:
        """pdfminer throws the packed bytes away when it has unpacked them: the verdict is kept, by the object's number."""
        if stream.objid is None:
            return _problem_of_stream(stream, self._most)
        if stream.objid not in self._checked:
            self._checked[stream.objid] = _problem_of_stream(stream, self._most)
        return self._checked[stream.objid]


def say_too_long(most: int) -> str:
    """The problem of a page whose content goes beyond the limit."""
    return f"the page's content unpacks to more than {most:,} bytes"


def _forms_by_name(operators: bytes, resources: Any) -> dict[bytes, PDFStream]:
    """The forms that a content stream draws; one that a text string seems to draw would be found as well."""
    named = dict_value(dict_value(resources).get("XObject", {}))
    drawn = {name: resolve1(named.get(name.decode("latin-1"))) for name in dict.fromkeys(_names_drawn(operators))}
    return {
        name: one for name, one in drawn.items() if isinstance(one, PDFStream) and resolve1(one.get("Subtype")) is _FORM
    }


def _names_drawn(operators: bytes) -> list[bytes]:
    """The names of the forms and pictures that a content stream draws, each as often as it does."""
    return _DRAWS.findall(operators) if b"Do" in operators else []


def most_own_weight(operators: bytes) -> Weight:
    """What a content stream paints by itself at the very most: each painting operator has one of these letters, each string a bracket."""
    letters = len(operators) - len(operators.translate(None, _LETTERS_THAT_PAINT))
    has_strings = b"(" in operators or b"<" in operators
    return Weight(letters, len(operators) // _LONGEST_CODE if has_strings else 0)


def own_operators(operators: bytes) -> Weight:
    """How often a content stream paints by itself; its characters are not counted."""
    return Weight(operators=len(_PAINTS.findall(operators)))


def own_characters(operators: bytes) -> Weight:
    """How many characters a content stream paints by itself at least; its operators are not counted."""
    literal, digits = 0, 0
    for text, code in _STRINGS.findall(operators):
        literal, digits = literal + len(text), digits + len(code)
    return Weight(characters=(literal + digits // _HEX_DIGITS) // _LONGEST_CODE)


def _character_maps(font: Any) -> Iterator[PDFStream]:
    """The streams that tell which characters a font prints."""
    for key in ("ToUnicode", "Encoding"):
        found = resolve1(dict_value(font).get(key))
        if isinstance(found, PDFStream):
            yield found


def _problem_of_stream(stream: PDFStream, most: int) -> str | None:
    filters = stream.get_filters()
    for position, (name, _) in enumerate(filters):
        if name in LITERALS_FLATE_DECODE:
            problem = _problem_of_packed(_decode_before(stream, filters[:position]), most)
            if problem is not None:
                return problem
    return None


def _decode_before(stream: PDFStream, filters: list[tuple[Any, Any]]) -> bytes:
    """A stream's bytes, deciphered and with only some of its filters undone."""
    attributes = {key: value for key, value in stream.attrs.items() if key not in _FILTER_KEYS}
    attributes |= {"Filter": [name for name, _ in filters], "DecodeParms": [parameters for _, parameters in filters]}
    copy = PDFStream(attributes, stream.rawdata or b"", stream.decipher)
    if stream.objid is not None and stream.genno is not None:
        copy.set_objid(stream.objid, stream.genno)
    return copy.get_data()


def _problem_of_packed(packed: bytes, most: int) -> str | None:
    """What keeps zlib data from being unpacked whole.

    Nothing at all is whole, and so is what lacks its checksum and nothing else: writers that count a stream's length
    wrongly cut it off, and every character is there.
    """
    if not packed.strip():
        return None
    if int.from_bytes(packed[:_ZLIB_HEADER], "big") % _HEADER_MULTIPLE:
        return DAMAGED
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = inflater.decompress(packed[_ZLIB_HEADER:], most)
    except zlib.error:
        return DAMAGED
    if not inflater.eof:
        return say_too_long(most) if len(plain) >= most else DAMAGED
    checksum = inflater.unused_data[:_ZLIB_CHECKSUM]
    is_cut = len(checksum) < _ZLIB_CHECKSUM
    return None if is_cut or int.from_bytes(checksum, "big") == zlib.adler32(plain) else DAMAGED
