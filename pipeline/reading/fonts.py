"""What the dictionaries of a page's fonts state and pdfium does not tell: how far they reach below their lines, and whether
they are set downwards.

Belongs here: finding a page's fonts, reading them as pdfminer does. Does not belong here: characters.

pdfium measures the glyphs of a font that states nothing, pdfminer then takes nothing for zero. A line often has several
subsets of one font, in which different glyphs were measured: its characters would stand at different heights.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdffont import FontMetricsDB
from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1
from pdfminer.psparser import LIT, PSLiteral

_FORM, _COMPOSITE, _DRAWN = LIT("Form"), LIT("Type0"), LIT("Type3")
_SUBSET = re.compile(rb"^[A-Z]{6}\+")
_THOUSANDTH = 0.001
_NO_BOX = [0, 0, 0, 0]


@dataclass(slots=True)
class Stated:
    """What is stated under one name: descents in font sizes, negative; whether one of its fonts is set downwards."""

    descents: set[float] = field(default_factory=set)
    may_be_vertical: bool = False


Fonts = Mapping[bytes, Stated]


def key_of(name: bytes) -> bytes:
    """A font's name without the letters that tell its subsets apart; pdfium leaves them out for some fonts."""
    return _SUBSET.sub(b"", name)


def stated_fonts(resources: Any) -> Fonts:
    """The fonts of a page by their names. Raises what pdfminer raises."""
    found: dict[bytes, Stated] = defaultdict(Stated)
    for font, is_vertical in _fonts(resources, set()):
        stated = found[key_of(_name_of(font))]
        stated.descents.add(_descent_of(font))
        stated.may_be_vertical |= is_vertical
    return found


def _fonts(resources: Any, seen: set[int]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """The fonts of a page and of the forms that it may draw, the parts of composite ones; whether each is set downwards."""
    resources = dict_value(resources)
    for font in map(dict_value, dict_value(resources.get("Font", {})).values()):
        is_composite = resolve1(font.get("Subtype")) is _COMPOSITE
        part = dict_value(list_value(font["DescendantFonts"])[0]) if is_composite else font
        yield part, is_composite and _is_vertical(resolve1(font.get("Encoding")))
    for form in map(resolve1, dict_value(resources.get("XObject", {})).values()):
        if isinstance(form, PDFStream) and resolve1(form.get("Subtype")) is _FORM and id(form) not in seen:
            seen.add(id(form))
            yield from _fonts(form.get("Resources", {}), seen)


def _is_vertical(encoding: Any) -> bool:
    """By the name of a predefined map of codes, or what a map of the file's own says."""
    if isinstance(encoding, PDFStream):
        return bool(resolve1(encoding.get("WMode")) == 1)
    return isinstance(encoding, PSLiteral) and str(encoding.name).endswith("V")


def _name_of(font: Mapping[str, Any]) -> bytes:
    name = resolve1(font.get("BaseFont"))
    text = name.name if isinstance(name, PSLiteral) else b""
    return text.encode() if isinstance(text, str) else text


def _descriptor_of(font: Mapping[str, Any]) -> Mapping[str, Any]:
    """The font's own, but that of Adobe for the fonts that every reader has."""
    with suppress(KeyError):
        return FontMetricsDB.get_metrics(_name_of(font).decode("latin-1"))[0]
    return dict_value(font.get("FontDescriptor", {}))


def _descent_of(font: Mapping[str, Any]) -> float:
    descriptor = _descriptor_of(font)
    if resolve1(font.get("Subtype")) is _DRAWN:
        box = list_value(descriptor.get("FontBBox", _NO_BOX) if "FontDescriptor" in font else font["FontBBox"])
        _, b, _, d, _, _ = map(num_value, list_value(font["FontMatrix"]))
        return float(num_value(box[1])) * (b + d)
    return -abs(float(num_value(descriptor.get("Descent", 0)))) * _THOUSANDTH
