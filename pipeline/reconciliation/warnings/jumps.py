"""Warnings: a figure that is many times last year's, or last year's that is many times this year's.

Belongs here: which two years are compared and how far apart is far. Does not belong here: the arithmetic of printed changes
(``changes``). A jump of about a power of ten that nothing bears out is told as a slip of the unit (``slips``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import FigureWarning, Nature, Phase, WarningKind
from pipeline.reconciliation.across.releases import (
    COMPARED_NATURES,
    NOT_ITSELF,
    Key,
    Releases,
    Sighting,
    includes_supplement,
    key_of,
)
from pipeline.reconciliation.arithmetic.columns import agree, finest
from pipeline.reconciliation.arithmetic.figures import Standing, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.wording import sentence
from pipeline.reconciliation.warnings.alarms import BorneOut, make_warning, show_factor, show_figures, value_of
from pipeline.reconciliation.warnings.slips import make_slip, power_between

# Of 880 pairs of years in a ministry's project reviews, 7 are more than ten times apart: few enough to look at each.
JUMP_FACTOR = 10
# Initial budgets and requests compare; a supplement, a settlement or a budget after supplements is another kind of figure.
THIS_YEAR = (Phase.APPROVED, Phase.PROPOSED, None, Phase.REQUESTED)
LAST_YEAR = (Phase.APPROVED, Phase.PROPOSED, None)


def find_jumps(index: DocumentIndex, borne_out: BorneOut) -> Iterator[FigureWarning]:
    """Jumps between two years that one line prints; a line that is printed again jumps once."""
    told: set[tuple[str, int, Nature]] = set()
    for line in index.lines.values():
        if line.is_total or line.relation in NOT_ITSELF:
            continue
        for nature in sorted(COMPARED_NATURES):
            by_year = _by_year(index, line.line_id, nature)
            for year, figures in by_year.items():
                key = index.original_of(line), year, nature
                found = list(_jump(figures, by_year.get(year - 1, []), borne_out)) if key not in told else []
                told.update([key] if found else [])
                yield from found


def find_jumps_across(releases: Releases) -> Iterator[FigureWarning]:
    """Jumps between two releases, each about its own year, where the later does not print last year's figure itself."""
    last_years: dict[Key, list[Sighting]] = {}
    for figures in releases.figures:
        printed = {key_of(seen) for seen in figures}
        for seen in figures:
            before = _year_before(key_of(seen))
            if seen.amount.fiscal_year == seen.record.fiscal_year and before not in printed:
                if before not in last_years:
                    earlier = releases.sightings.get(before, [])
                    agreed = agree([other.amount for other in earlier])
                    last_years[before] = _of_phases(earlier, LAST_YEAR)[:1] if agreed else []
                yield from _jump(_of_phases([seen], THIS_YEAR), last_years[before], None)


def _year_before(key: Key) -> Key:
    program, parent, year, nature = key
    return program, parent, None if year is None else year - 1, nature


def _by_year(index: DocumentIndex, line_id: str, nature: Nature) -> dict[int, list[Sighting]]:
    """A line's figures of one nature by year; a year whose column says two things says nothing."""
    result: dict[int, list[Sighting]] = {}
    for family, amounts in index.budgets.get(line_id, {}).items():
        stated = [amount for amount in amounts if standing_of(amount) is Standing.STATED]
        if family.nature is nature and family.fiscal_year is not None and stated and agree(stated):
            seen = Sighting(index, index.lines[line_id], finest(stated))
            result.setdefault(family.fiscal_year, []).append(seen)
    return result


def _jump(
    this_year: Iterable[Sighting], last_year: Iterable[Sighting], borne_out: BorneOut | None
) -> Iterator[FigureWarning]:
    """The warning, if the likeliest figures of the two years lie too far apart."""
    seen = next(iter(_of_phases(this_year, THIS_YEAR)), None)
    other = next(iter(_of_phases(last_year, LAST_YEAR)), None)
    if seen is None or other is None or not _far_apart(seen, other):
        return
    known = None if borne_out is None else borne_out.holds(seen) and borne_out.holds(other)
    off_by_a_power = power_between(value_of(seen), value_of(other)) is not None
    if off_by_a_power and known is False:
        yield make_slip(seen, other, known)
    elif not off_by_a_power or known:  # between documents, ``slips`` asks more neighbours
        yield make_warning(WarningKind.YEAR_ON_YEAR_JUMP, seen, other, known, _explain(seen, other, known))


def _of_phases(figures: Iterable[Sighting], phases: tuple[Phase | None, ...]) -> list[Sighting]:
    """Those of the phases, likeliest first, without supplements."""
    fitting = [s for s in figures if s.amount.phase in phases and s.amount.supplement_no is None]
    fitting = [s for s in fitting if not includes_supplement(s.amount)]
    return sorted(fitting, key=lambda seen: phases.index(seen.amount.phase))


def _far_apart(seen: Sighting, other: Sighting) -> bool:
    """Whether even the nearest values that the two may stand for are: 1 and 20 in 百万円 may be 1.4 and 19.5."""
    small, large = sorted((seen, other), key=value_of)
    nearest = value_of(large) - (large.amount.precision_yen or 1)
    return value_of(small) > 0 and nearest >= JUMP_FACTOR * (value_of(small) + (small.amount.precision_yen or 1))


def _explain(seen: Sighting, other: Sighting, borne_out: bool | None) -> str:
    findings = {
        True: "the printed sums and changes bear both out",
        False: "no printed sum or change bears both out, so one may be misprinted or misread",
        None: "they stand in two releases, and the later does not print last year's figure",
    }
    return sentence(show_figures(seen, other), f"{show_factor(seen, other)} as the year before", findings[borne_out])
