"""What is found when a machine and a warehouse are looked over.

Belongs here: a finding, and how findings read. Does not belong here: looking (``examining``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.reporting.sheets.layout import Section
from pipeline.reporting.sheets.words import may_say, say
from pipeline.settings import Language


class Level(StrEnum):
    """How grave a finding is: something to repair is an error, something to know of a warning."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at (``area``), what was found (a key of the table of words), and the values in its sentence."""

    area: str
    what: str
    level: Level
    values: Mapping[str, str] = field(default_factory=dict)


def findings_section(lang: Language, findings: Sequence[Finding]) -> Section:
    """Findings in the order in which they were made, with what to do."""
    rows = tuple(
        (
            say(lang, f"level.{one.level}"),
            say(lang, f"area.{one.area}"),
            _say(lang, one),
            _advise(lang, one) or "",
        )
        for one in findings
    )
    return Section("", tuple(say(lang, name) for name in ("status", "area", "found", "advice")), rows)


def finding_records(lang: Language, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings for programs: level, area, key, sentence, advice."""
    return [
        {
            "level": str(one.level),
            "area": one.area,
            "what": one.what,
            "found": _say(lang, one),
            "advice": _advise(lang, one),
        }
        for one in findings
    ]


def _say(lang: Language, finding: Finding) -> str:
    return say(lang, f"doctor.{finding.what}", **finding.values)


def _advise(lang: Language, finding: Finding) -> str | None:
    """What to do; nothing where all is well and nothing can be added."""
    return may_say(lang, f"doctor.{finding.what}.advice", **finding.values)
