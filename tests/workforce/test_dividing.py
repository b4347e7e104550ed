"""Which tasks follow from what became of one: a page on which processes die costs that page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import READER_STOPPED, DocumentFacts, DocumentStatus, Source
from pipeline.sources import fingerprint
from pipeline.version import RULES_VERSION
from pipeline.workforce.dividing import Division
from pipeline.workforce.parsing import (
    LONGEST_PART,
    Answer,
    Count,
    Join,
    Lost,
    Orders,
    Part,
    Stop,
    Task,
    Work,
    do_task,
    parse_file,
)
from pipeline.workforce.processes import LocalProcesses
from tests.samples.fonts import register_gothic

CRASH = Stop("it crashed", "save it anew", is_death=True)
SLOW = Stop("it took too long", "split it")
READ = Answer(RULES_VERSION)
WORK = Work(Path("a.pdf"), Source("0" * 16, "0" * 64, "a.pdf", "a.pdf", 1))


def play(outcome_of: Callable[[Task], Answer | Stop]) -> tuple[list[Task], DocumentFacts | Join]:
    """All tasks of a document, and what ends it: facts, or the join of its parts."""
    division, done = Division(Path("scratch")), list[Task]()
    waiting: list[Task] = [WORK]
    while waiting:
        task = waiting.pop(0)
        if isinstance(task, Join):
            return done, task
        done.append(task)
        followed = division.follow(task, outcome_of(task))
        if isinstance(followed, DocumentFacts):
            return done, followed
        waiting += followed
    raise AssertionError("nothing ended the document")


def lost_pages(join: DocumentFacts | Join) -> list[int]:
    assert isinstance(join, Join)
    return [number for lost in join.lost for number in lost.numbers]


def test_long_document_is_read_in_parts_to_its_end() -> None:
    tasks, join = play(lambda task: Answer(RULES_VERSION, pages=2 * LONGEST_PART + 1) if task == WORK else READ)
    bounds = [(part.wanted.start, part.wanted.stop) for part in tasks if isinstance(part, Part)]
    assert [start for start, _ in bounds] == [1, LONGEST_PART + 1, 2 * LONGEST_PART + 1]
    assert bounds[0][1] == bounds[1][0] and bounds[-1][1] > 10**9
    assert isinstance(join, Join) and [path.name.split("-")[1] for path in join.parts] == ["1", "51", "101"]


@pytest.mark.parametrize("pages", [2, 7, LONGEST_PART, 3 * LONGEST_PART + 5])
@pytest.mark.parametrize("bad", ["first", "middle", "last"])
def test_page_on_which_processes_die_costs_that_page(pages: int, bad: str) -> None:
    number = {"first": 1, "middle": pages // 2 + 1, "last": pages}[bad]

    def outcome_of(task: Task) -> Answer | Stop:
        if isinstance(task, Count):
            return Answer(RULES_VERSION, pages=pages)
        if isinstance(task, Part):
            return CRASH if number in task.wanted else READ
        return CRASH if pages <= LONGEST_PART else Answer(RULES_VERSION, pages=pages)

    tasks, join = play(outcome_of)
    assert lost_pages(join) == [number]
    assert len(tasks) < 25, "halved, not read one by one"


def test_part_that_takes_too_long_is_given_up_as_a_whole() -> None:
    def outcome_of(task: Task) -> Answer | Stop:
        if isinstance(task, Part):
            return SLOW if 60 in task.wanted else READ
        return Answer(RULES_VERSION, pages=70)

    assert lost_pages(play(outcome_of)[1]) == list(range(51, 71))


@pytest.mark.parametrize("pages", [None, 1])
def test_document_without_parts_is_given_up(pages: int | None) -> None:
    tasks, facts = play(lambda task: Answer(RULES_VERSION, pages=pages) if isinstance(task, Count) else CRASH)
    assert isinstance(facts, DocumentFacts) and len(tasks) == 2
    assert facts.record.status_detail == "it crashed: save it anew, then yosan run --again"
    assert [issue.kind for issue in facts.issues] == [READER_STOPPED]


def test_document_that_takes_too_long_is_not_tried_in_parts() -> None:
    tasks, facts = play(lambda _: SLOW)
    assert tasks == [WORK] and isinstance(facts, DocumentFacts)


@pytest.fixture
def book(tmp_path: Path) -> Work:
    """A PDF that is read in two parts, with a running head over all of its pages."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for number in range(1, LONGEST_PART + 6):
        canvas.setFont(register_gothic(), 12)
        canvas.drawString(72, 800, "令和7年度予算案の概要")
        canvas.drawString(72, 700, f"第{number}研究拠点整備事業　{number},234百万円")
        canvas.showPage()
    canvas.save()
    (tmp_path / "book.pdf").write_bytes(file.getvalue())
    return Work(tmp_path / "book.pdf", fingerprint(tmp_path / "book.pdf"))


def test_book_that_is_read_in_parts_has_the_facts_of_one_that_is_read_whole(book: Work) -> None:
    whole = parse_file(book.path, book.source)
    (found,) = LocalProcesses(Orders(), 2).read([book], lambda _: None)
    assert found == whole
    assert (found.record.status, len(found.amounts)) == (DocumentStatus.EXTRACTED, LONGEST_PART + 5)


def test_pages_that_were_lost_are_told(book: Work, tmp_path: Path) -> None:

    first = Part(book, range(1, 3), tmp_path / "1-3")
    assert do_task(first, Orders()) == READ
    lost = Lost(range(3, 4), CRASH), Lost(range(4, 6), SLOW)
    facts = do_task(Join(book, (first.into,), lost), Orders()).facts
    assert facts is not None
    assert (facts.record.status, facts.record.status_detail) == (
        DocumentStatus.PARTIAL,
        "damaged: page 3; fetch the file again; beyond a limit: page 4-5 (it took too long); supply what is printed there as a "
        "text; the other pages were read",
    )
    assert [one.reason for one in facts.issues if one.kind == READER_STOPPED] == ["it crashed; it took too long"]
    assert len(facts.amounts) == 2 and not first.into.exists()
