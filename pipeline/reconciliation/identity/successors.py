"""Programs that go on as others: links, never merges.

Belongs here: the next stage of a name, and rings among links. Does not belong here: what a person has written
(``aliases``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.model import LinkKind, LinkSource, Program, ProgramLink

_STAGE = re.compile(r"(?P<before>\D*)(?P<number>\d+)(?P<after>\D*)")


def link_stages(programs: Iterable[Program]) -> tuple[ProgramLink, ...]:
    """Each stage of a name to the next one that any document names: 第1期 to 第2期, or to 第3期 where no 第2期 is known."""
    series: dict[tuple[str | None, str, str, str], dict[int, Program]] = defaultdict(dict)
    for program in programs:
        found = _STAGE.fullmatch(program.stage or "")
        if found:
            key = program.issuer, program.name_normalized, found["before"], found["after"]
            series[key][int(found["number"])] = program
    links = [
        _stage_link(stages[one], stages[other]) for stages in series.values() for one, other in pairwise(sorted(stages))
    ]
    return tuple(sorted(links, key=lambda link: (link.program_id, link.successor_id)))


def standing_links(programs: Iterable[Program], written: Iterable[ProgramLink]) -> tuple[ProgramLink, ...]:
    """The links between these programs: those of their stages, and those that a person wrote, which come first.

    A program that no document names any more, since it was split or its release is withdrawn, has no links: what a person
    wrote of it rests.
    """
    programs = tuple(programs)
    known = {program.program_id for program in programs}
    links = {(link.program_id, link.successor_id): link for link in link_stages(programs)}
    links |= {
        (link.program_id, link.successor_id): link
        for link in written
        if link.source is LinkSource.REVIEWED and {link.program_id, link.successor_id} <= known
    }
    return tuple(links[key] for key in sorted(links))


def _stage_link(one: Program, other: Program) -> ProgramLink:
    reason = f"the same name, {one.stage} and then {other.stage}"
    return ProgramLink(one.program_id, other.program_id, LinkKind.STAGE, reason, LinkSource.STAGE)


def leads_to(links: Mapping[str, Sequence[str]], start: str, goal: str) -> bool:
    """Whether the successors of ``start``, and theirs, come to ``goal``."""
    seen, waiting = {start}, [start]
    while waiting:
        one = waiting.pop()
        if one == goal:
            return True
        fresh = [other for other in links.get(one, ()) if other not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return False
