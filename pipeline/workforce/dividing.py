"""What of a document one process does: all of it, or some pages of a long one, which are joined afterwards.

Belongs here: which tasks follow from what became of one. Does not belong here: what a task does (``parsing``), processes
(``processes``).

A part on which processes die is halved until the page is found; the other pages are read. Where a part takes too much time or memory its
pages are given up together: to look for the one would take many times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from pipeline.model import DocumentFacts
from pipeline.reading import EVERY_PAGE
from pipeline.workforce.parsing import (
    LONGEST_PART,
    Answer,
    Count,
    Join,
    Lost,
    Part,
    Stop,
    Task,
    Work,
    facts_of_stop,
    work_of,
)

# The last part goes to the end of the file, wherever that is found to be.
END = EVERY_PAGE.stop
_T = TypeVar("_T")


@dataclass(slots=True)
class _Divided:
    """A document of which parts are read: how many pages it is said to have, and what became of the parts by their first page."""

    pages: int
    under_way: int = 0
    read: dict[int, Path] = field(default_factory=dict)
    lost: dict[int, Lost] = field(default_factory=dict)
    faults: dict[int, DocumentFacts] = field(default_factory=dict)


class Division:
    """The documents of one reading that are not done with their first task. ``scratch`` is where parts wait for each other."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._divided: dict[str, _Divided] = {}
        self._stops: dict[str, Stop] = {}

    def follow(self, task: Task, outcome: Answer | Stop) -> DocumentFacts | list[Task]:
        """A document's facts, or the tasks that are next for it: none while others of its tasks are under way."""
        match task, outcome:
            case Part(), _:
                return self._follow_part(task, outcome)
            case Work(), Stop(is_death=True):
                self._stops[task.source.document_id] = outcome
                return [Count(task)]
            case Count(), _:
                stop = self._stops.pop(task.work.source.document_id)
                pages = 0 if isinstance(outcome, Stop) else outcome.pages or 0
                return self._divide(task.work, pages, max(1, pages // 2)) if pages > 1 else _give_up(task, stop)
            case _, Stop():
                return _give_up(task, outcome)
            case Work(), Answer(facts=None, pages=int(pages)):
                return self._divide(task, pages, LONGEST_PART)
        assert isinstance(outcome, Answer) and outcome.facts is not None
        return outcome.facts

    def _divide(self, work: Work, pages: int, size: int) -> list[Task]:
        divided = self._divided[work.source.document_id] = _Divided(pages)
        starts = list(range(1, pages + 1, size))
        return self._begin(work, divided, [*starts, END])

    def _begin(self, work: Work, divided: _Divided, bounds: list[int]) -> list[Task]:
        """A task for each part between these pages."""
        divided.under_way += len(bounds) - 1
        name = work.source.document_id
        return [
            Part(work, range(start, end), self._scratch / f"{name}-{start}-{end}") for start, end in pairwise(bounds)
        ]

    def _follow_part(self, part: Part, outcome: Answer | Stop) -> DocumentFacts | list[Task]:
        divided = self._divided[part.work.source.document_id]
        divided.under_way -= 1
        start, end = part.wanted.start, min(part.wanted.stop, divided.pages + 1)
        if isinstance(outcome, Answer):
            if outcome.facts is None:
                divided.read[start] = part.into
            else:
                divided.faults[start] = outcome.facts
        elif outcome.is_death and end - start > 1:
            return self._begin(part.work, divided, [start, (start + end) // 2, part.wanted.stop])
        else:
            divided.lost[start] = Lost(range(start, end), outcome)
        return [] if divided.under_way else self._join(part.work)

    def _join(self, work: Work) -> DocumentFacts | list[Task]:
        divided = self._divided.pop(work.source.document_id)
        if divided.faults:
            return divided.faults[min(divided.faults)]  # as if its pages had been read one after the other
        return [Join(work, tuple(_in_order(divided.read)), tuple(_in_order(divided.lost)))]


def _give_up(task: Task, stop: Stop) -> DocumentFacts:
    return facts_of_stop(work_of(task).source, stop)


def _in_order(by_page: dict[int, _T]) -> Iterator[_T]:
    return (by_page[start] for start in sorted(by_page))
