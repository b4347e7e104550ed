"""What follows from looks at raw/, without a daemon."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from pipeline.orchestration.watching import Decision, decide
from pipeline.sources import Glance
from pipeline.sources.manifest import Origin

RULES = "7/3/1"
TWO = Glance({"a.pdf": "aa", "b.pdf": "bb"}, {})


def after(look: Glance, known: tuple[str, ...] = (), rules: str = RULES) -> str | None:
    """The cursor that a look leaves."""
    return decide(look, known, None, rules).cursor


def test_new_documents_are_one_run() -> None:
    many = Glance({f"{number:04}.pdf": f"{number:016x}" for number in range(1_000)}, {})
    decision = decide(many, (), None, RULES)
    assert decision.publish and len(decision.extract) == len(decision.add) == 1_000
    assert decision.why == "new in raw/: 0000.pdf, 0001.pdf, 0002.pdf and 997 more"
    assert len(decision.cursor or "") < 200, "a tick is kept for a week: its cursor does not grow with raw/"


def test_nothing_new_is_no_run() -> None:
    decision = decide(TWO, ("aa", "bb"), after(TWO), RULES)
    assert decision == Decision("nothing has changed among 2 files", after(TWO))


def test_empty_folder_says_what_to_do() -> None:
    assert decide(Glance({}, {}), (), None, RULES) == Decision("raw/ holds no documents: put PDFs or texts there", None)


def test_growing_file_is_waited_for_and_nothing_is_taken_for_gone() -> None:
    decision = decide(Glance({}, {}, ("new.pdf",)), ("aa", "bb"), after(TWO), RULES)
    assert decision == Decision("being written, so looked at later: new.pdf", after(TWO))


def test_only_what_is_new_is_extracted() -> None:
    decision = decide(Glance({**TWO.documents, "c.pdf": "cc"}, {}), ("aa", "bb"), after(TWO), RULES)
    assert (decision.extract, decision.add, decision.drop) == (("cc",), ("cc",), ())


def test_renamed_file_is_published_and_not_extracted() -> None:
    decision = decide(Glance({"a.pdf": "aa", "z.pdf": "bb"}, {}), ("aa", "bb"), after(TWO), RULES)
    assert (decision.publish, decision.extract, decision.add, decision.drop) == (True, (), (), ())
    assert decision.why == "files of raw/ were renamed, put back or taken away"


def test_removed_file_gives_up_its_partition_and_is_published() -> None:
    decision = decide(Glance({"a.pdf": "aa"}, {}), ("aa", "bb"), after(TWO), RULES)
    assert (decision.publish, decision.extract, decision.drop) == (True, (), ("bb",))


def test_last_file_that_is_removed_is_published_too() -> None:
    decision = decide(Glance({}, {}), ("aa", "bb"), after(TWO), RULES)
    assert (decision.publish, decision.drop) == (True, ("aa", "bb"))


def test_same_bytes_under_two_names_are_one_partition() -> None:
    assert decide(Glance({"a.pdf": "aa", "copy.pdf": "aa"}, {}), (), None, RULES).add == ("aa",)


def test_changed_list_is_published_without_extraction() -> None:
    decision = decide(Glance(TWO.documents, {"aliases.yaml": "1"}), ("aa", "bb"), after(TWO), RULES)
    assert (decision.publish, decision.extract, decision.lists_changed) == (True, (), True)
    assert decision.why == "a list of aliases, corrections or withdrawals has changed"


def test_manifest_that_says_something_else_is_published_without_extraction() -> None:
    fetched = datetime(2026, 8, 31, 5, 30, tzinfo=UTC)
    looks = [
        Glance(TWO.documents, {}, origins={"aa": Origin(fetched, day, replaced_by)})
        for day, replaced_by in ((None, None), (date(2026, 8, 28), None), (date(2026, 8, 28), "bb"))
    ]
    for before, now in zip([TWO, *looks], looks, strict=False):
        decision = decide(now, ("aa", "bb"), after(before), RULES)
        assert (decision.publish, decision.extract, decision.lists_changed) == (True, (), False)
        assert decision.why.startswith("a manifest says something else about files of raw/")
        assert not decide(now, ("aa", "bb"), decision.cursor, RULES).publish


def test_loaded_data_set_is_published_without_extraction() -> None:
    decision = decide(TWO, ("aa", "bb"), after(TWO), RULES, ("f00",))
    assert (decision.publish, decision.extract) == (True, ())
    assert decision.why == "an official data set was loaded or taken away"
    assert not decide(TWO, ("aa", "bb"), decision.cursor, RULES, ("f00",)).publish


def test_new_extractor_reads_every_document_anew() -> None:
    decision = decide(TWO, ("aa", "bb"), after(TWO), "8/3/1")
    assert (decision.extract, decision.add) == (("aa", "bb"), ())


def test_raw_that_comes_back_to_what_it_was_is_run_again() -> None:
    more = Glance({**TWO.documents, "c.pdf": "cc"}, {})
    first = decide(TWO, (), None, RULES)
    second = decide(more, first.add, first.cursor, RULES)
    third = decide(TWO, second.add, second.cursor, RULES)
    assert len({first.run_key, second.run_key, third.run_key}) == 3


def test_same_look_twice_asks_for_the_same_run() -> None:
    assert decide(TWO, (), None, RULES).run_key == decide(TWO, ("aa", "bb"), None, RULES).run_key


def test_cursor_that_cannot_be_read_is_a_first_look() -> None:
    for damaged in ("{", json.dumps({"files": 1}), "[]", "1"):
        decision = decide(TWO, ("aa", "bb"), damaged, RULES)
        assert (decision.publish, decision.extract) == (True, ())
        assert decision.why == "first look at 2 files, all of them known"
