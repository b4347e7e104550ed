"""What two parsers make of the same file, compared step by step: characters, rules, words, cells, facts.

Belongs here: which differences are known, each with its reason. Does not belong here: which files are compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from pipeline.model import Box, DocumentFacts
from pipeline.reading.char_words import DOUBLE_STRIKE
from pipeline.reading.pdf import read_page
from pipeline.reading.raw import UNKNOWN, Char, RawPage, Rule

# Places agree within this many points. pdfium knows widths in whole thousandths of the font's size, so that a character far
# behind the start of a text stands a little further left.
SAME_PLACE = 0.45
# What is struck again stands within this share of its size, down as well as across.
STRUCK_AGAIN = DOUBLE_STRIKE

KNOWN = {
    "blank": "pdfium keeps one of several blanks after each other, and the words are parted by that one",
    "struck again": "pdfium leaves out what is struck again at its place, as words do with what both parsers tell",
    "unknown character": "pdfminer's tables lack a character that pdfium's have",
    "variant": "pdfminer's table of Japanese characters has the dashes and waves of JIS, pdfium's those of Windows",
    "advance": "where a glyph stands out of its advance pdfium does not tell for certain how far its character reaches",
    "aside": "pdfminer leaves out the spacing behind the last character of a string, and sets half-width characters of a text that "
    "runs downwards as far left as full-width ones",
    "arranged otherwise": "where characters are unknown to pdfminer or stand aside, lines and cells may be others",
    "pattern": "pdfium tells a fill with a pattern as white: a shape that shows nothing",
    "no extent": "pdfium leaves out paths that are points",
    "speck": "the two do not agree on the corners of some outlined glyphs of a few points, which are no rules of a table",
}
"""The kinds of difference between the characters and shapes of the reference (pdfplumber) and pdfium, and their reasons."""

# Of a character's size: how far it may reach further, or stand aside.
ASIDE = 0.5
VARIANTS = {("→", "↓"), ("〜", "～"), ("−", "－"), ("‖", "∥"), ("—", "―"), ("¢", "￠"), ("£", "￡"), ("¬", "￢")}

# Rules shorter than this (in points) are parts of pictures and of glyphs drawn as outlines.
SPECK = 4.0

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Leftovers:
    """What of a page has no counterpart, in the reference and in the other one."""

    reference: list[Any]
    other: list[Any]


def pair_off(
    reference: Iterable[Thing], other: Iterable[Thing], box: Callable[[Thing], Box], key: Callable[[Thing], Any]
) -> Leftovers:
    """Take away pairs with one key that stand at one place."""
    free: dict[tuple[Any, int, int], list[Thing]] = defaultdict(list)
    for thing in other:
        free[key(thing), round(box(thing).x0), round(box(thing).top)].append(thing)
    missing = []
    for thing in reference:
        x, y = round(box(thing).x0), round(box(thing).top)
        around = [free[key(thing), x + dx, y + dy] for dx in (0, -1, 1) for dy in (0, -1, 1)]
        found = next(((group, one) for group in around for one in group if are_near(box(thing), box(one))), None)
        if found is None:
            missing.append(thing)
        else:
            found[0].remove(found[1])
    return Leftovers(missing, [one for group in free.values() for one in group])


def are_near(one: Box, other: Box) -> bool:
    sides = ((one.x0, other.x0), (one.top, other.top), (one.x1, other.x1), (one.bottom, other.bottom))
    return all(abs(a - b) <= SAME_PLACE for a, b in sides)


def is_same_text(reference: str, other: str) -> bool:
    """Whether texts are the same but for characters that are known to differ."""
    return len(reference) == len(other) and all(
        a in (b, UNKNOWN) or (a, b) in VARIANTS for a, b in zip(reference, other, strict=True)
    )


def compare_chars(reference: Sequence[Char], other: Sequence[Char]) -> tuple[Counter[str], list[str]]:
    """Known differences by their kinds, and sentences on all others."""
    left = pair_off(reference, other, lambda char: char.box, lambda char: char.text)
    kinds: Counter[str] = Counter()
    unexplained: list[str] = []
    spare = list(left.other)
    for char in left.reference:
        twin, kind = next(((one, kind) for one in spare if (kind := kind_of_pair(char, one))), (None, ""))
        if twin is not None:
            spare.remove(twin)
            kinds[kind] += 1
        elif not char.text.strip():
            kinds["blank"] += 1
        elif any(is_struck_again(char, one) for one in other):
            kinds["struck again"] += 1
        else:
            unexplained.append(f"only in the reference: {char}")
    return kinds, unexplained + [f"not in the reference: {char}" for char in spare]


def kind_of_pair(char: Char, other: Char) -> str:
    """In which known way a character of the reference is the other one; empty where it is another."""
    level = abs(char.box.top - other.box.top) <= SAME_PLACE and abs(char.box.bottom - other.box.bottom) <= SAME_PLACE
    if not level or not is_same_text(char.text, other.text):
        return ""
    if char.text == UNKNOWN and abs(char.box.x0 - other.box.x0) <= SAME_PLACE:
        return "unknown character"
    if are_near(char.box, other.box):
        return "variant"
    reach = ASIDE * max(char.box.width, other.box.width, char.size)
    if abs(char.box.x0 - other.box.x0) <= SAME_PLACE:
        return "advance" if abs(char.box.x1 - other.box.x1) <= reach else ""
    return "aside" if abs(char.box.x0 - other.box.x0) <= reach else ""


def is_struck_again(char: Char, other: Char) -> bool:
    reach = STRUCK_AGAIN * max(char.size, char.box.height)
    near = abs(char.box.x0 - other.box.x0) <= reach and abs(char.box.top - other.box.top) <= reach
    return near and char.text == other.text


def compare_drawings(reference: RawPage, other: RawPage) -> tuple[Counter[str], list[str]]:
    """The same for rules and shapes."""
    kinds: Counter[str] = Counter()
    unexplained: list[str] = []
    rules = pair_off(reference.rules, other.rules, _box_of_rule, lambda rule: rule.horizontal)
    shapes = pair_off(reference.shapes, other.shapes, lambda box: box, lambda _: None)
    for rule in rules.reference:
        _sort(rule, rule.length == 0, kinds, unexplained, otherwise="speck" if rule.length < SPECK else "")
    kinds["speck"] += sum(rule.length < SPECK for rule in rules.other) + sum(map(_is_speck, shapes.other))
    for shape in shapes.reference:
        _sort(
            shape,
            shape.width == shape.height == 0,
            kinds,
            unexplained,
            otherwise="speck" if _is_speck(shape) else "pattern",
        )
    others: list[Any] = [one for one in rules.other if one.length >= SPECK] + [
        one for one in shapes.other if not _is_speck(one)
    ]
    return +kinds, unexplained + [f"not in the reference: {one}" for one in others]


def _sort(thing: Any, is_point: bool, kinds: Counter[str], unexplained: list[str], otherwise: str = "") -> None:
    if is_point or otherwise:
        kinds["no extent" if is_point else otherwise] += 1
    else:
        unexplained.append(f"only in the reference: {thing}")


def _is_speck(shape: Box) -> bool:
    return max(shape.width, shape.height) < SPECK


def _box_of_rule(rule: Rule) -> Box:
    level = (rule.start, rule.at, rule.end, rule.at)
    return Box(*level) if rule.horizontal else Box(rule.at, rule.start, rule.at, rule.end)


def cells_of(page: RawPage) -> list[tuple[Any, ...]]:
    """Blocks and tables as they are arranged: rows, columns, spans and texts."""
    arranged = read_page(page)
    text = arranged.text
    found: list[tuple[Any, ...]] = []
    for element in arranged.elements:
        for cell in getattr(element, "cells", ()):
            lines = " / ".join(text[line.start : line.end] for line in cell.lines)
            found.append((cell.row, cell.column, cell.row_span, cell.column_span, lines))
        for line in getattr(element, "lines", ()):
            found.append((text[line.start : line.end],))
    return found


def is_same(reference: Any, other: Any) -> bool:
    """Whether values agree: numbers within a place, texts but for known characters."""
    if isinstance(reference, str) and isinstance(other, str):
        return is_same_text(reference, other)
    if isinstance(reference, float) and isinstance(other, float):
        return abs(reference - other) <= SAME_PLACE
    if isinstance(reference, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(reference) == len(other) and all(is_same(a, b) for a, b in zip(reference, other, strict=True))
    if isinstance(reference, dict) and isinstance(other, dict):
        return reference.keys() == other.keys() and all(is_same(reference[key], other[key]) for key in reference)
    return bool(reference == other)


_ID = re.compile(r"[0-9a-f]{16}")


def comparable(facts: DocumentFacts) -> dict[str, list[Any]]:
    """All facts; ids, which depend on places rounded to points, as numbers in their order."""
    numbers: dict[str, str] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(one) for one in value]
        if isinstance(value, str) and _ID.fullmatch(value):
            return numbers.setdefault(value, f"id {len(numbers)}")
        return value

    everything = asdict(facts)
    everything["record"] = [everything["record"]]
    return {kind: plain(rows) for kind, rows in everything.items()}


def figures(facts: DocumentFacts, without: frozenset[int]) -> dict[str, list[Any]]:
    """The figures of some pages alone, each with what it is: lines are numbered through a document, so that all facts would
    differ where one page does."""
    amounts = [
        [
            one.place.page,
            one.amount_text,
            one.amount_yen,
            one.fiscal_year,
            one.phase,
            one.measure,
            one.nature,
            one.column,
        ]
        for one in facts.amounts
        if one.place.page not in without
    ]
    counts = [
        [one.place.page, one.value, one.unit, one.fiscal_year, one.status]
        for one in facts.counts
        if one.place.page not in without
    ]
    return {"amounts": amounts, "counts": counts}


def differences(reference: dict[str, list[Any]], other: dict[str, list[Any]]) -> Iterator[str]:
    """Sentences on facts that are not the same."""
    for kind, rows in reference.items():
        if len(rows) != len(other[kind]):
            yield f"{len(rows)} {kind} in the reference, {len(other[kind])} in the other"
        for one, two in zip(rows, other[kind], strict=False):
            if not is_same(one, two):
                yield f"{kind}: {one} in the reference, {two} in the other"
