"""What holds for the lines that follow: the release's year and phase, the declared unit, the legend of the brackets.

Belongs here: the state that reading a page carries from line to line and how one year, phase or legend changes it.
Does not belong here: figures and their lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.language import Calendars, resolve_year
from pipeline.language.values import PhaseWord, RoleWord, UnitWord, Value, Year, YearUse
from pipeline.model import Measure, Nature, Phase

# Phases of a year whose predecessor's budget has long been approved.
_BUDGETING = frozenset({Phase.REQUESTED, Phase.PROPOSED, Phase.APPROVED})
# Requests and drafts are written in the year before the one that they are about: 今年度の当初予算 in them is that year's.
_BEFORE_ITS_YEAR = frozenset({Phase.REQUESTED, Phase.PROPOSED})


@dataclass(frozen=True, slots=True)
class Role:
    """What a figure is: its year, phase and measure, as far as words say so."""

    fiscal_year: int | None = None
    phase: Phase | None = None
    supplement_no: int | None = None
    measure: Measure = Measure.BUDGET
    nature: Nature = Nature.EXPENDITURE
    is_rate: bool = False
    restated: bool = False
    header: str | None = None


@dataclass(frozen=True, slots=True)
class HeadedColumn:
    """A column that a line of text heads: its role and, in a text file, from where to where the head is printed.

    ``left`` and ``right`` count half-width characters.
    """

    role: Role
    left: int | None = None
    right: int | None = None


@dataclass
class Context:
    """Year and phase of the document and of the present heading; unit, legends, columns and side of the account in force."""

    fiscal_year: int | None = None
    phase: Phase | None = None
    calendars: Calendars = Calendars()
    supplement_no: int | None = None
    unit: UnitWord | None = None
    brackets: Mapping[str, Role] = field(default_factory=dict)  # by opening bracket, from legends
    habits: Mapping[str, Role] = field(default_factory=dict)  # what brackets held where words beside the figure said so
    arrow_roles: tuple[Role, Role] | None = None
    tiers: tuple[Role, ...] = ()  # of figures that stand below one another, from 上段 to 下段
    columns: tuple[HeadedColumn, ...] = field(default=())
    nature: Nature = Nature.EXPENDITURE
    prices: bool = False  # below a head such as 交付上限: figures are caps or prices

    def year_of(self, year: Year) -> int | None:
        """The Western year of a printed one, seen from the present heading; ``None`` where it cannot be told for sure."""
        if year.use is not YearUse.OF and year.use is not YearUse.SINCE:
            return None
        if year.year is not None:
            return year.year
        if self.fiscal_year is None:
            return None
        if year.relative is not None:
            return self.fiscal_year + year.relative - (1 if year.spoken and self.phase in _BEFORE_ITS_YEAR else 0)
        return resolve_year(year.era_year, self.fiscal_year, self.calendars) if year.era_year else None

    def role_of(self, values: Sequence[Value]) -> Role | None:
        """The role that years, phases and role words give together; ``None`` where there are none of them."""
        year = next((v for v in reversed(values) if isinstance(v, Year) and v.use is YearUse.OF), None)
        phase = next((v for v in reversed(values) if isinstance(v, PhaseWord) and v.phase is not None), None)
        role = next((v for v in reversed(values) if isinstance(v, RoleWord)), None)
        if year is None and phase is None and role is None:
            return None
        if role is not None and (role.measure is not None or role.is_rate):
            return self._measured(role)
        fiscal_year = self.year_of(year) if year else self._year_of_phase(phase)
        supplement = phase.supplement_no if phase else None
        untold = year is not None and fiscal_year is None  # a year that is printed and cannot be told is not this one
        named = phase.phase if phase else None if untold else self.phase_of(fiscal_year)
        if year is None and named is Phase.APPROVED and self.phase is Phase.PROPOSED:
            named = Phase.PROPOSED  # a bare 予算額 in a draft is the draft's
        return Role(fiscal_year, named, supplement, nature=self.nature)

    def _year_of_phase(self, phase: PhaseWord | None) -> int | None:
        """The year of a phase without one: a year whose budget is still a draft has no supplement, the one before has.

        Where the release does not say whether it is a draft (平成27年度予算の重点事項), nothing says whose supplement it is.
        """
        if phase is None or phase.phase is not Phase.ADJUSTED or self.fiscal_year is None:
            return self.fiscal_year
        if self.phase in _BEFORE_ITS_YEAR:
            return self.fiscal_year - 1
        return None if self.phase is None else self.fiscal_year

    def phase_of(self, fiscal_year: int | None) -> Phase | None:
        """The phase of a figure beside which only a year is printed: last year's budget beside a new one is the approved one."""
        if fiscal_year == self.fiscal_year:
            return self.phase
        last = self.fiscal_year is not None and fiscal_year == self.fiscal_year - 1
        return Phase.APPROVED if last and self.phase in _BUDGETING else None

    def _measured(self, role: RoleWord) -> Role:
        nature = role.nature or self.nature
        if role.measure is Measure.CHANGE:
            return Role(self.fiscal_year, self.phase, self.supplement_no, Measure.CHANGE, nature, role.is_rate)
        return Role(None, None, None, role.measure or Measure.BUDGET, nature, role.is_rate)

    @property
    def default_role(self) -> Role:
        """What a figure is where nothing is printed beside it."""
        return Role(self.fiscal_year, self.phase, self.supplement_no, nature=self.nature)
