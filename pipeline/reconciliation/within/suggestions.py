"""What arithmetic says a misread or mistyped figure must be.

Belongs here: the equations that a document's figures stand in, and the one value that makes all of a figure's equations
hold. Does not belong here: checks and their statuses. A printed figure is never altered: the value goes beside it.

An equation is a row (補正前 + 補正額 = 計, this year − last year = change) or a column (a line and its items, where the
same items make the line's figure in another column).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Amount, BudgetLine, DocumentFacts, Measure, Phase, Qualifier, Relation
from pipeline.reconciliation.arithmetic.memory import no_search_for_cycles

# A printed figure that differs from the implied one in at most this many digits may be misread or mistyped.
MOST_DIGITS_WRONG = 1
# A figure that reads well is doubted only where this many equations agree against it.
FEWEST_EQUATIONS = 2

UNITS = {"千円": 10**3, "万円": 10**4, "百万円": 10**6, "億円": 10**8}
BEFORE = (Phase.APPROVED, Phase.PROPOSED, None)

Key = tuple[object, ...]
Doubtful = dict[int, set[str]]  # by the equation's identity, its amounts that no equation bears out


@dataclass(frozen=True, slots=True)
class Equation:
    """Amounts with their signs that come to nothing; ``words`` say why.

    ``sure`` is false for items that may not be all: such an equation proves nothing, but may bear out another one.
    ``rest`` is what the readable figures come to and ``unread`` how many cannot be read, added up once: a long list asks for each item.
    """

    terms: tuple[tuple[Amount, int], ...]
    words: str
    sure: bool
    signs: dict[str, int]
    rest: int
    unread: int
    rounding: int

    @classmethod
    def of(cls, terms: tuple[tuple[Amount, int], ...], words: str) -> Equation:
        """The equation of amounts with their signs."""
        rest = sum(sign * amount.amount_yen for amount, sign in terms if amount.amount_yen is not None)
        return cls(
            terms=terms,
            words=words,
            sure=True,
            signs={amount.amount_id: sign for amount, sign in terms},
            rest=rest,
            unread=sum(amount.amount_yen is None for amount, _ in terms),
            rounding=sum(amount.precision_yen or 1 for amount, _ in terms) // 2,
        )

    def holds(self) -> bool:
        """Whether the printed figures come to nothing within their rounding; never where one cannot be read."""
        return not self.unread and abs(self.rest) <= self.rounding

    def implied(self, wanted: Amount) -> int | None:
        """What one amount must be for the equation to hold; ``None`` where another cannot be read."""
        if self.unread > (wanted.amount_yen is None):
            return None
        own = self.signs[wanted.amount_id]
        return -(self.rest - own * (wanted.amount_yen or 0)) * own


@no_search_for_cycles()
def suggest(facts: DocumentFacts) -> DocumentFacts:
    """The facts with a suggested value beside each figure whose equations leave exactly one reading."""
    equations = [*_rows(facts), *_columns(facts)]
    of_amount: dict[str, list[Equation]] = defaultdict(list)
    for equation in equations:
        for amount, _ in equation.terms:
            of_amount[amount.amount_id].append(equation)
    borne_out = {name for name, known in of_amount.items() if any(equation.holds() for equation in known)}
    doubtful = {id(one): {amount.amount_id for amount, _ in one.terms} - borne_out for one in equations}
    amounts = (_with_suggestion(amount, of_amount.get(amount.amount_id, []), doubtful) for amount in facts.amounts)
    return replace(facts, amounts=tuple(amounts))


def _with_suggestion(amount: Amount, known: Sequence[Equation], doubtful: Doubtful) -> Amount:
    equations = [equation for equation in known if equation.sure]
    if not equations or any(equation.holds() for equation in known):
        return amount
    implied = [value for equation in equations if (value := equation.implied(amount)) is not None]
    if not implied or len(set(implied)) > 1 or not _is_likely(amount, implied[0], known, doubtful):
        return amount
    reason = "; ".join(dict.fromkeys(equation.words for equation in equations if equation.implied(amount) is not None))
    return replace(amount, amount_yen_suggested=implied[0], suggestion_reason=reason)


def _is_likely(amount: Amount, value: int, known: Sequence[Equation], doubtful: Doubtful) -> bool:
    """A figure whose readable digits fit, or one that a digit sets right and that stands alone against its equations."""
    if amount.amount_yen is None:
        return _digits_fit(amount, value)
    if _digits_apart(amount.amount_yen, value) > MOST_DIGITS_WRONG:
        return False
    agreeing = [equation for equation in known if equation.implied(amount) == value]
    others_trusted = all(doubtful[id(equation)] <= {amount.amount_id} for equation in agreeing)
    return others_trusted or len(agreeing) >= FEWEST_EQUATIONS


def _digits_fit(amount: Amount, value: int) -> bool:
    """Whether what can be read of a damaged figure stands in the implied one in this order: 64, ()46 in 64,046."""
    unit = UNITS.get(amount.unit_text or "", 1)
    if value % unit:
        return False
    wanted = iter(str(abs(value) // unit))
    read = re.findall(r"\d", unicodedata.normalize("NFKC", amount.amount_text))
    return bool(read) and all(digit in wanted for digit in read)


def _digits_apart(left: int, right: int) -> int:
    one, other = str(abs(left)), str(abs(right))
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))


# ---------------------------------------------------------------- rows


def _rows(facts: DocumentFacts) -> Iterator[Equation]:
    by_line: dict[str, list[Amount]] = defaultdict(list)
    for amount in facts.amounts:
        if (
            amount.column is not None
            and amount.qualifier is not Qualifier.PORTION_OF
            and amount.nature.value in ("expenditure", "revenue")
        ):
            by_line[amount.line_id].append(amount)
    for amounts in by_line.values():
        yield from _supplement_rows(amounts)
        yield from _change_rows(amounts)


def _supplement_rows(amounts: Sequence[Amount]) -> Iterator[Equation]:
    """補正前の額 + 補正額 = 計."""
    for total in (a for a in amounts if a.phase is Phase.REVISED):
        same = [a for a in amounts if a.fiscal_year == total.fiscal_year and a.measure is Measure.BUDGET]
        before = [a for a in same if a.phase in BEFORE]
        supplement = [a for a in same if a.phase is Phase.ADJUSTED]
        if len(before) == 1 and len(supplement) == 1:
            words = "the budget before the supplement and the supplement make the budget after it"
            yield Equation.of(((before[0], 1), (supplement[0], 1), (total, -1)), words)


def _change_rows(amounts: Sequence[Amount]) -> Iterator[Equation]:
    """This year − last year = change."""
    budgets: dict[int | None, list[Amount]] = defaultdict(list)
    for amount in amounts:
        if amount.measure is Measure.BUDGET:
            budgets[amount.fiscal_year].append(amount)
    for change in (a for a in amounts if a.measure is Measure.CHANGE and a.fiscal_year is not None):
        later, earlier = budgets.get(change.fiscal_year, []), budgets.get((change.fiscal_year or 0) - 1, [])
        if len(later) == 1 and len(earlier) == 1:
            yield Equation.of(((later[0], 1), (earlier[0], -1), (change, -1)), "this year less last year is the change")


# ---------------------------------------------------------------- columns


def _columns(facts: DocumentFacts) -> Iterator[Equation]:
    """A line and its items, in the columns of a table in which the same items make the line elsewhere."""
    children: dict[str | None, list[BudgetLine]] = defaultdict(list)
    for line in facts.lines:
        if line.relation in (Relation.COMPONENT, None) and not line.is_total:
            children[line.parent_line_id].append(line)
    amounts: dict[str, dict[Key, Amount]] = defaultdict(dict)
    for amount in facts.amounts:
        if amount.column is not None:
            amounts[amount.line_id].setdefault(_key(amount), amount)
    for line in facts.lines:
        items = [item for item in children.get(line.line_id, []) if item.table_id == line.table_id]
        sums = [equation for key in amounts[line.line_id] if (equation := _sum(line, items, key, amounts)) is not None]
        complete = any(equation.holds() for equation in sums)
        yield from (replace(equation, sure=complete) for equation in sums)


def _key(amount: Amount) -> Key:
    return amount.fiscal_year, amount.phase, amount.supplement_no, amount.measure, amount.nature, amount.column


def _sum(
    line: BudgetLine, items: Iterable[BudgetLine], key: Key, amounts: dict[str, dict[Key, Amount]]
) -> Equation | None:
    parts = [amounts[item.line_id].get(key) for item in items]
    if not parts or any(part is None for part in parts):
        return None
    terms = [(amounts[line.line_id][key], -1), *((part, 1) for part in parts if part is not None)]
    return Equation.of(tuple(terms), f"the items of {' '.join(line.label.split())} make its figure")
