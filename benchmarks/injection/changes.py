"""One change to one document, of each kind that happens when figures are typed, copied or read.

Belongs here: what each kind changes, chosen by chance from everything that it can be done to. Does not belong here: whether
anybody notices.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.model import Amount, BudgetLine, Count, DocumentFacts

T = TypeVar("T")
FACTORS = (10**3, 10**6)
# What makes a figure, and moves with it when two are swapped
PRINTED = ("amount_yen", "amount_yen_max", "precision_yen", "approximate", "qualifier", "amount_text", "unit_text")


@dataclass(frozen=True, slots=True)
class Change:
    """A changed document, the lines whose figures changed or went, and what was done in words."""

    facts: DocumentFacts
    lines: frozenset[str]
    words: str


Kind = Callable[[DocumentFacts, random.Random], Change | None]


def change_digit(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """12,345 becomes 12,845. The first digit does not become 0; counts have their turn like amounts."""
    printed: list[Amount | Count] = [one for one in facts.amounts if one.amount_yen]
    printed += [one for one in facts.counts if one.value and one.line_id is not None]
    if not printed:
        return None
    one = chance.choice(printed)
    if isinstance(one, Count):
        value = _other_digit(one.value, chance)
        counts = tuple(replace(c, value=value, count_text=f"{value}{c.unit}") if c is one else c for c in facts.counts)
        words = f"{one.value:,}{one.unit} became {value:,}"
        return Change(replace(facts, counts=counts), frozenset({one.line_id or ""}), words)
    unit = one.precision_yen or 1
    return _with_figures(facts, {one.amount_id: _other_digit(_yen(one) // unit, chance) * unit}, "a digit of")


def _other_digit(value: int, chance: random.Random) -> int:
    digits = list(str(abs(value)))
    place = chance.randrange(len(digits))
    digits[place] = chance.choice([d for d in "0123456789" if d != digits[place] and (place or d != "0")])
    return int("".join(digits)) * (-1 if value < 0 else 1)


def swap_values(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """Two figures of one year and phase change places; their lines have different parents."""
    parents = {line.line_id: line.parent_line_id for line in facts.lines}
    columns: dict[tuple[object, ...], list[Amount]] = defaultdict(list)
    for amount in facts.amounts:
        if amount.amount_yen is not None and parents.get(amount.line_id) is not None:
            key = (amount.fiscal_year, amount.phase, amount.supplement_no, amount.measure, amount.nature)
            columns[key].append(amount)
    one = _choose([a for same in columns.values() if len({parents[b.line_id] for b in same}) > 1 for a in same], chance)
    if one is None:
        return None
    same = next(amounts for amounts in columns.values() if one in amounts)
    others = [a for a in same if parents[a.line_id] != parents[one.line_id] and a.amount_yen != one.amount_yen]
    other = _choose(others, chance)
    return _with_swapped(facts, [(one, other)], "two lines' figures") if other is not None else None


def drop_row(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """A row without items of its own is not there, and neither are its figures."""
    parents = {line.parent_line_id for line in facts.lines}
    stated = {amount.line_id for amount in facts.amounts if amount.amount_yen is not None}
    line = _choose([one for one in facts.lines if one.line_id in stated and one.line_id not in parents], chance)
    if line is None:
        return None
    changed = replace(
        facts,
        lines=tuple(one for one in facts.lines if one is not line),
        amounts=tuple(one for one in facts.amounts if one.line_id != line.line_id),
        counts=tuple(one for one in facts.counts if one.line_id != line.line_id),
    )
    gone = frozenset(filter(None, (line.line_id, line.parent_line_id)))
    return Change(changed, gone, f"the row {_name(line)} was dropped")


def swap_columns_of_a_row(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """One row's figures stand in each other's columns."""
    rows: dict[str, list[Amount]] = defaultdict(list)
    for amount in facts.amounts:
        if amount.column is not None and amount.amount_yen is not None:
            rows[amount.line_id].append(amount)
    row = _choose([row for row in rows.values() if len({amount.amount_yen for amount in row}) > 1], chance)
    if row is None:
        return None
    one = chance.choice(row)
    other = chance.choice([amount for amount in row if amount.amount_yen != one.amount_yen])
    return _with_swapped(facts, [(one, other)], "two columns of a row")


def swap_columns_of_a_table(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """All rows of a table have two columns' figures in each other's place."""
    tables = {line.line_id: line.table_id for line in facts.lines}
    cells: dict[str, dict[int, dict[str, Amount]]] = defaultdict(lambda: defaultdict(dict))
    for amount in facts.amounts:
        table = tables.get(amount.line_id)
        if amount.column is not None and table is not None:
            cells[table][amount.column].setdefault(amount.line_id, amount)
    table = _choose([one for one, columns in cells.items() if len(columns) > 1], chance)
    if table is None:
        return None
    left, right = chance.sample(sorted(cells[table]), 2)
    pairs = [(a, b) for line, a in cells[table][left].items() if (b := cells[table][right].get(line)) is not None]
    pairs = [(a, b) for a, b in pairs if a.amount_yen != b.amount_yen]
    return _with_swapped(facts, pairs, "two columns of a table") if pairs else None


def drop_sign(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """△1,234 becomes 1,234."""
    one = _choose([amount for amount in facts.amounts if (amount.amount_yen or 0) < 0], chance)
    return _with_figures(facts, {one.amount_id: -_yen(one)}, "the △ of") if one is not None else None


def change_unit_of_a_row(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """A row's figures are 10³ or 10⁶ times as large or as small."""
    one = _choose([amount for amount in facts.amounts if amount.amount_yen], chance)
    return _in_other_unit(facts, [a for a in facts.amounts if one and a.line_id == one.line_id], chance, "a row")


def change_unit_of_a_column(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """All figures of a table's column are 10³ or 10⁶ times as large or as small: its head names another unit."""
    tables = {line.line_id: line.table_id for line in facts.lines}
    one = _choose([a for a in facts.amounts if a.amount_yen and a.column is not None and tables.get(a.line_id)], chance)
    if one is None:
        return None
    column = [a for a in facts.amounts if a.column == one.column and tables.get(a.line_id) == tables[one.line_id]]
    return _in_other_unit(facts, column, chance, "a column")


def change_unit_of_a_table(facts: DocumentFacts, chance: random.Random) -> Change | None:
    """All figures of a table are 10³ or 10⁶ times as large or as small: its head names another unit."""
    tables = {line.line_id: line.table_id for line in facts.lines}
    one = _choose([a for a in facts.amounts if a.amount_yen and tables.get(a.line_id)], chance)
    if one is None:
        return None
    inside = [a for a in facts.amounts if tables.get(a.line_id) == tables[one.line_id]]
    return _in_other_unit(facts, inside, chance, "a table")


def _in_other_unit(facts: DocumentFacts, amounts: Sequence[Amount], chance: random.Random, what: str) -> Change | None:
    stated = [amount for amount in amounts if amount.amount_yen is not None]
    if not any(amount.amount_yen for amount in stated):
        return None
    smaller = [f for f in FACTORS if all((a.precision_yen or 1) % f == 0 == _yen(a) % f for a in stated)]
    factor = chance.choice(FACTORS)
    up = factor not in smaller or chance.random() < 0.5
    changed = {amount.amount_id: _scaled(amount, factor, up) for amount in stated}
    words = f"the figures of {what} ({stated[0].amount_text}) were {'multiplied' if up else 'divided'} by {factor:,}"
    return Change(_with_amounts(facts, changed), frozenset(amount.line_id for amount in stated), words)


def _scaled(amount: Amount, factor: int, up: bool) -> Amount:
    def scale(yen: int) -> int:
        return yen * factor if up else yen // factor

    most = amount.amount_yen_max
    return replace(
        amount,
        amount_yen=scale(_yen(amount)),
        amount_yen_max=scale(most) if most is not None else None,
        precision_yen=scale(amount.precision_yen or 1),
    )


def _with_figures(facts: DocumentFacts, yen: Mapping[str, int], what: str) -> Change:
    old = [amount for amount in facts.amounts if amount.amount_id in yen]
    new = {a.amount_id: replace(a, amount_yen=yen[a.amount_id], amount_text=f"{yen[a.amount_id]:,} 円") for a in old}
    words = "; ".join(f"{what} {_yen(a):,} yen: {yen[a.amount_id]:,}" for a in old)
    return Change(_with_amounts(facts, new), frozenset(amount.line_id for amount in old), words)


def _with_swapped(facts: DocumentFacts, pairs: Iterable[tuple[Amount, Amount]], what: str) -> Change:
    new: dict[str, Amount] = {}
    words = []
    for one, other in pairs:
        for taker, giver in ((one, other), (other, one)):
            new[taker.amount_id] = replace(taker, **{name: getattr(giver, name) for name in PRINTED})
        words.append(f"{one.amount_text} and {other.amount_text}")
    lines = frozenset(amount.line_id for amount in new.values())
    return Change(_with_amounts(facts, new), lines, f"{what} were swapped: {words[0]}")


def _with_amounts(facts: DocumentFacts, new: Mapping[str, Amount]) -> DocumentFacts:
    return replace(facts, amounts=tuple(new.get(amount.amount_id, amount) for amount in facts.amounts))


def _yen(amount: Amount) -> int:
    return amount.amount_yen or 0


def _name(line: BudgetLine) -> str:
    return " ".join(line.label.split())


def _choose(choices: Sequence[T], chance: random.Random) -> T | None:
    return chance.choice(choices) if choices else None


KINDS: tuple[tuple[str, Kind], ...] = (
    ("a digit changed", change_digit),
    ("two values of different parents swapped", swap_values),
    ("a row dropped", drop_row),
    ("two columns swapped in a row", swap_columns_of_a_row),
    ("two columns swapped in a table", swap_columns_of_a_table),
    ("a △ dropped", drop_sign),
    ("another unit in a row", change_unit_of_a_row),
    ("another unit in a column", change_unit_of_a_column),
    ("another unit in a table", change_unit_of_a_table),
)
