"""The sentence that a budget officer reads under a check.

Belongs here: figures in the printed unit, lists of names, and the turns of phrase for each finding. Does not belong
here: deciding what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import CheckStatus, Phase, RoundingMode
from pipeline.reconciliation.arithmetic.figures import Figure

# Printed unit → yen and its English name, largest first. 万円 has no name in English use and is shown in thousands.
UNITS: dict[str, tuple[int, str]] = {
    "兆円": (10**12, "trillion yen"),
    "億円": (10**8, "hundred million yen"),
    "百万円": (10**6, "million yen"),
    "100万円": (10**6, "million yen"),
    "千円": (10**3, "thousand yen"),
    "円": (1, "yen"),
}
# Stages of the budget cycle as an officer would say them.
PHASE_NAMES = {
    Phase.REQUESTED: "request",
    Phase.PROPOSED: "draft",
    Phase.APPROVED: "budget",
    Phase.ADJUSTED: "supplement",
    Phase.REVISED: "budget after supplements",
    Phase.EXECUTED: "settlement",
    None: "figure",
}
NAMES_SHOWN = 3  # more names than this make the sentence unreadable


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit in which figures are shown; ``name`` follows the first figure of a sentence."""

    divisor: int
    name: str

    def show(self, value: int) -> str:
        """A figure in this unit, with as many decimals as it needs and no more."""
        whole, rest = divmod(abs(value), self.divisor)
        decimals = str(rest).zfill(len(str(self.divisor)) - 1).rstrip("0") if rest else ""
        return f"{'-' if value < 0 else ''}{whole:,}{'.' if decimals else ''}{decimals}"

    def name_first(self, value: int) -> str:
        return f"{self.show(value)} {self.name}".rstrip()


def scale_of(figure: Figure) -> Scale:
    """The unit that the figure was printed in, as far as the document says; for a count, its counter."""
    if figure.count_id is not None:
        return Scale(1, figure.unit_text or "")
    if figure.unit_text in UNITS:
        return Scale(*UNITS[figure.unit_text])
    return next(Scale(yen, name) for yen, name in UNITS.values() if yen <= max(figure.unit, 1))


def join_names(names: Sequence[str]) -> str:
    """A few names, and how many more there are."""
    shown, more = list(names[:NAMES_SHOWN]), len(names) - NAMES_SHOWN
    if more > 0:
        shown.append(f"{more} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def come_to(number: int, noun: str, listed: str = "") -> str:
    """the 1 item listed comes to / the 3 items listed come to."""
    return f"the {plural(number, noun)}{listed} {'comes' if number == 1 else 'come'} to"


def nil_clause(names: Sequence[str]) -> str | None:
    """Who is printed as a dash or left blank, and what that means."""
    if not names:
        return None
    verb = "is printed as nothing and adds" if len(names) == 1 else "are printed as nothing and add"
    return f"{join_names(names)} {verb} nothing"


def rounding_clause(scale: Scale, residual: int, mode: RoundingMode, approximate: bool) -> str:
    """Why a difference is no contradiction."""
    if not residual:
        return "they agree, as far as figures given as approximate can" if approximate else "they agree"
    difference = f"the difference of {scale.show(residual)} lies within"
    if approximate:
        return f"{difference} what approximate figures allow"
    return f"{difference} {_ALLOWANCE[mode]}"


_ALLOWANCE = {
    RoundingMode.ROUND: "rounding",
    RoundingMode.TRUNCATE: "what cutting off digits leaves",
    RoundingMode.EXACT: "rounding",
    RoundingMode.UNKNOWN: "rounding or cutting off, of which the document does not say which it uses",
}


def finding_clause(status: CheckStatus, scale: Scale, residual: int) -> str:
    """What follows from a difference that the printed precision does not allow."""
    if status is CheckStatus.PARTIAL:
        return f"{scale.show(residual)} is not itemised"
    if status is CheckStatus.EXCEEDS:
        return f"that is {scale.show(abs(residual))} more than stated"
    return f"the difference of {scale.show(residual)} is more than rounding allows"


def sentence(*clauses: str | None) -> str:
    """Clauses joined into one sentence."""
    return "; ".join(clause for clause in clauses if clause) + "."
