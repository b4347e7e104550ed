"""The same figure printed again: what is corrected in a detail table is corrected in the summary, and the other way about.

Belongs here: which printings are one figure. Does not belong here: which correction is in force (``overlay``).

Two printings are one figure where their lines are linked as the same (``same_as_line_id``), both state the same value, and both say
of the same fiscal year, phase, supplement, measure and nature that it is (of a count: the same unit, year and status). A
printing that states another value, be it only rounded, is another statement and stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.model import Amount, Correction, Count, DocumentFacts, Nature, id_of

# A line may have several columns of another nature, told apart by their heads alone.
PLAIN = frozenset({Nature.EXPENDITURE, Nature.REVENUE})

FactsOf = Callable[[str], DocumentFacts]


def repeat_corrections(corrections: Sequence[Correction], named: frozenset[str], facts_of: FactsOf) -> list[Correction]:
    """The corrections of the same figures' other printings, by identity; ``named`` figures are corrected by themselves.

    Where several corrections reach a printing and agree, the first is in force; where they do not, none is.
    """
    by_document: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        if correction.in_force:
            by_document[correction.document_id].append(correction)
    reached: dict[str, list[Correction]] = defaultdict(list)
    for document_id, here in by_document.items():
        printings = _Printings(facts_of(document_id))
        for correction in here:
            for other in printings.others(correction):
                figure_id = other.amount_id if isinstance(other, Amount) else other.count_id
                if figure_id not in named:
                    reached[figure_id].append(_repeat(correction, other))
    return [one for repeats in reached.values() for one in _settle(repeats)]


class _Printings:
    """The figures of a document by what they state of a line, wherever that line is printed."""

    def __init__(self, facts: DocumentFacts) -> None:
        self._same_as = {line.line_id: line.same_as_line_id for line in facts.lines}
        self._figures: dict[str, Amount | Count] = {one.amount_id: one for one in facts.amounts}
        self._figures |= {one.count_id: one for one in facts.counts}
        self._by_statement: dict[tuple[object, ...], list[Amount | Count]] = defaultdict(list)
        for figure in self._figures.values():
            statement = self._statement(figure)
            if statement is not None:
                self._by_statement[statement].append(figure)

    def others(self, correction: Correction) -> Iterator[Amount | Count]:
        """The printings of a corrected figure on other lines than its own."""
        figure = self._figures[correction.amount_id or correction.count_id or ""]
        statement = self._statement(figure)
        same = self._by_statement[statement] if statement is not None else []
        yield from (other for other in same if other.line_id != figure.line_id)

    def _statement(self, figure: Amount | Count) -> tuple[object, ...] | None:
        """What a figure states; ``None`` where too little is said to tell that two are one."""
        if figure.line_id is None or figure.fiscal_year is None:
            return None
        root = self._root(figure.line_id)
        if isinstance(figure, Count):
            return root, figure.unit, figure.value, figure.fiscal_year, figure.status, figure.subject
        if figure.amount_yen is None or figure.phase is None or figure.nature not in PLAIN:
            return None
        said = figure.amount_yen, figure.amount_yen_max, figure.fiscal_year, figure.phase, figure.supplement_no
        return root, *said, figure.measure, figure.nature, figure.qualifier

    def _root(self, line_id: str) -> str:
        """The first printing of a line."""
        seen = {line_id}
        while (earlier := self._same_as.get(line_id)) and earlier not in seen:
            seen.add(earlier)
            line_id = earlier
        return line_id


def _repeat(correction: Correction, other: Amount | Count) -> Correction:
    """A correction, laid over another printing of its figure."""
    amount_id, count_id = (other.amount_id, None) if isinstance(other, Amount) else (None, other.count_id)
    why = f"{correction.reason} (by identity: the same line's {correction.printed_text} on page {correction.page} is corrected)"
    return replace(
        correction,
        correction_id=id_of(f"{amount_id or count_id}|{correction.correction_id}"),
        amount_id=amount_id,
        count_id=count_id,
        page=other.place.page,
        printed_text=other.amount_text if isinstance(other, Amount) else other.count_text,
        reason=why,
    )


def _settle(repeats: Sequence[Correction]) -> list[Correction]:
    agree = len({one.corrected_value for one in repeats}) == 1
    return [replace(one, in_force=agree and at == 0) for at, one in enumerate(repeats)]
