"""A person's entries, laid over what releases print: both are shown, and an entry that fits nothing stops the run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline import withdrawing
from pipeline.orchestration.run import run_main_job
from pipeline.revision import WrongEntries
from pipeline.sources import InvalidEntries, find_files

from .place import DRAFT, Place, entry

MILLION = 10**6


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A raw/ with one release."""
    made = Place(tmp_path)
    made.put("draft.txt", DRAFT)
    return made


def test_both_figures_stand_in_every_view(place: Place) -> None:
    place.put("corrections.yaml", "# reviewed\n" + entry(reason="誤植、省の集計表による"))
    place.publish()
    assert place.budgets() == {
        "北浜クラスター事業": (7_350 * MILLION, 7_530 * MILLION, True),
        "南浜エリア事業": (1_200 * MILLION, 1_200 * MILLION, False),
        "湾岸連携事業": (2_000 * MILLION, 2_000 * MILLION, False),
        "離島連携事業": (2_000 * MILLION, 2_000 * MILLION, False),
    }
    figure = "figure_text, value, value_printed, reason, source"
    assert place.ask(f"SELECT {figure} FROM evidence WHERE is_corrected") == [
        ("7,530百万円", 7_350 * MILLION, 7_530 * MILLION, "誤植、省の集計表による", "reviewed")
    ]
    assert place.ask("SELECT amount_yen FROM amounts ORDER BY 1 DESC LIMIT 1") == [(7_530 * MILLION,)], "as printed"
    said = "printed_text, printed_value, corrected_value, unit, who, corrected_on, source, in_force"
    assert place.ask(f"SELECT {said} FROM corrections") == [
        ("7,530百万円", 7_530 * MILLION, 7_350 * MILLION, "yen", "山田", date(2026, 11, 24), "reviewed", True)
    ]


@pytest.mark.parametrize("corrected", ["7350000000", "7,350百万円", "７３．５億円", '"73億5,000万円"'])
def test_corrected_value_is_written_as_yen_or_as_a_release_would(place: Place, corrected: str) -> None:
    place.put("corrections.yaml", entry(corrected=corrected))
    place.publish()
    assert place.budgets()["北浜クラスター事業"][0] == 7_350 * MILLION


@pytest.mark.parametrize("corrected", ["8", "8地域"])
def test_count_is_corrected(place: Place, corrected: str) -> None:
    place.put("corrections.yaml", entry(printed="9地域", corrected=corrected))
    place.publish()
    assert place.ask("SELECT value, value_printed, is_corrected FROM region_counts") == [(8, 9, True)]
    assert place.ask("SELECT value FROM counts") == [(9,)]


def test_document_is_named_by_its_id_or_the_beginning_of_it(place: Place) -> None:
    (source,) = find_files(place.raw)
    for name in (source.document_id, source.document_id[:8]):
        place.put("corrections.yaml", entry(f'"{name}"'))
        place.publish()
        assert place.budgets()["北浜クラスター事業"][2]


def test_figure_that_is_printed_twice_is_told_apart_by_what_is_beside_it(place: Place) -> None:
    place.put("corrections.yaml", entry(page=2, printed="2,000百万円", beside="離島連携", corrected="21億円"))
    place.publish()
    assert place.budgets()["離島連携事業"] == (2_100 * MILLION, 2_000 * MILLION, True)
    assert place.budgets()["湾岸連携事業"] == (2_000 * MILLION, 2_000 * MILLION, False)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            {"printed": "7,531百万円"},
            ("page 1 no longer prints 7,531百万円", "what is printed there: 7,530百万円 (北浜クラスター事業)"),
        ),
        ({"printed": "1,200百万円", "page": 2}, ("page 2 no longer prints", "it is printed on page 1")),
        ({"page": 9}, ("page 9 no longer prints", "no figure", "it is printed on page 1")),
        (
            {"page": 2, "printed": "2,000百万円"},
            ("page 2 prints 2,000百万円 several times (湾岸連携事業, 離島連携事業)", "beside"),
        ),
        (
            {"page": 2, "printed": "2,000百万円", "beside": "山間"},
            ("beside 2,000百万円 (湾岸連携事業)", "none of them"),
        ),
        ({"document": "other.txt"}, ("no document has the id or the path other.txt",)),
        ({"corrected": "73〜75億円"}, ("73〜75億円 is no value for 7,530百万円", "1,234百万円")),
        ({"corrected": '"7,350"'}, ("7,350 is no value for 7,530百万円",)),
        ({"corrected": "8地域"}, ("8地域 is no value for 7,530百万円",)),
        ({"printed": "9地域", "corrected": "7,350百万円"}, ("7,350百万円 is no value for ９地域", "12地域")),
    ],
)
def test_entry_that_fits_nothing_is_named_and_the_old_state_stays(
    place: Place, wrong: dict[str, object], words: tuple[str, ...]
) -> None:
    before = place.publish()
    place.put("corrections.yaml", "# one that holds\n" + entry(printed="1,200百万円") + entry(**wrong))  # type: ignore[arg-type]
    with pytest.raises(WrongEntries) as caught:
        place.publish()
    message = str(caught.value)
    assert message.startswith(f"corrections.yaml:9: document {wrong.get('document', 'draft.txt')}: ")
    assert "\n" not in message
    for word in words:
        assert word in message
    assert (place.warehouse / "current").resolve() == before.path


def test_all_entries_that_are_wrong_are_named_at_once_and_so_are_two_for_one_figure(place: Place) -> None:
    place.put("corrections.yaml", entry() + entry(page=3) + entry(beside="北浜", corrected="1円"))
    with pytest.raises(WrongEntries) as caught:
        place.publish()
    first, second = str(caught.value).splitlines()
    assert first.startswith("corrections.yaml:8: ") and second.startswith("corrections.yaml:15: ")
    assert "corrections.yaml:1 corrects the same figure" in second


def test_a_run_says_which_entry_is_wrong_and_publishes_nothing(place: Place) -> None:
    class Silent:
        def start(self, *_: object) -> None: ...
        def finish(self, *_: object) -> None: ...
        def wait(self) -> None: ...
        def announce(self, sentence: str) -> None: ...

    place.put("corrections.yaml", entry(printed="1円"))
    failure = run_main_job(place.raw, place.warehouse, Silent()).failure
    assert failure is not None
    assert "corrections.yaml:1: document draft.txt: page 1 no longer prints 1円" in failure
    assert not (place.warehouse / "current").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(who=None), "corrections.yaml:1: who: Field required"),
        (entry(page="one"), "corrections.yaml:2: page: Input should be a valid integer"),
        (entry("01234567"), "corrections.yaml:1: document: write it in quotes"),
        (entry(printed="7530"), "corrections.yaml:3: printed: write it in quotes"),
        (entry(when="yesterday"), "corrections.yaml:7: when: Input should be a valid date"),
        (entry(corrected="7.5"), "corrections.yaml:4: corrected"),
    ],
)
def test_entry_that_is_no_entry_is_named_with_its_line(place: Place, text: str, message: str) -> None:
    place.put("corrections.yaml", text)
    with pytest.raises(InvalidEntries) as caught:
        place.publish()
    assert message in str(caught.value)


def test_checks_stay_on_what_is_printed_and_say_that_there_is_a_correction(place: Place) -> None:
    table = (
        "平成21年度予算案\n文部科学省\n\n(単位:百万円)\n"
        "事項　　　　　　　平成21年度予算案\n甲事業　　　　　　　　　　1,000\n乙事業　　　　　　　　　　2,000\n"
        "丙事業　　　　　　　　　　4,000\n合計　　　　　　　　　　　7,500\n"
    )
    place.put("table.txt", table)
    place.publish()
    failing = "SELECT status, stated, computed, has_correction FROM unreconciled WHERE kind = 'table_total'"
    assert place.ask(failing) == [("mismatch", 7_500 * MILLION, 7_000 * MILLION, False)]
    place.put("corrections.yaml", entry("table.txt", printed='"4,000"', corrected="4,500百万円"))
    place.publish()
    assert place.ask(failing) == [("mismatch", 7_500 * MILLION, 7_000 * MILLION, True)]
    place.put("corrections.yaml", entry("table.txt", printed='"7,500"', corrected="7,000百万円"))
    place.publish()
    assert place.ask(failing) == [("mismatch", 7_500 * MILLION, 7_000 * MILLION, True)]


def test_lists_beside_the_documents_are_no_documents(place: Place) -> None:
    for name in ("corrections.yaml", "withdrawals.yaml", "aliases.yaml"):
        place.put(name, "# 1,234百万円\n")
    assert [source.source_uri for source in find_files(place.raw)] == ["draft.txt"]


def test_published_rows_hold_nothing_of_the_machine(place: Place) -> None:
    (place.raw / "folder").mkdir()
    place.put("folder/other.txt", DRAFT.replace("7,530", "7,531"))
    place.publish()
    rows = place.ask("SELECT source_uri, retrieved_at, withdrawn_on FROM documents ORDER BY 1")
    assert rows == [("draft.txt", None, None), ("folder/other.txt", None, None)]


def test_a_path_means_the_bytes_that_lie_there_now_once_those_before_are_withdrawn(place: Place) -> None:
    place.publish()
    withdrawing.withdraw(place.raw, place.warehouse, "draft.txt", "差替え", None, None)
    place.put("draft.txt", DRAFT.replace("1,200", "1,300"))
    place.put("corrections.yaml", entry())
    place.publish()
    assert place.budgets()["北浜クラスター事業"] == (7_350 * MILLION, 7_530 * MILLION, True)


TWICE = (
    "平成21年度予算案\n文部科学省\n\n■ 北浜クラスター事業　7,530百万円\n■ 南浜エリア事業　7,530百万円\n\f"
    "平成21年度予算案 明細\n\n(単位:百万円)\n"
    "事項　　　　　　　平成20年度予算額　　　平成21年度予算案\n"
    "北浜クラスター事業　　　7,530　　　　　　　7,530\n島の観測事業　　　2,000　　　　　　　4,000\n"
)


def test_correction_in_a_detail_table_reaches_the_same_figure_in_the_summary_and_says_why(place: Place) -> None:
    place.put("draft.txt", TWICE)
    place.publish()
    linked = "SELECT count(*) FROM budget_lines WHERE same_as_line_id IS NOT NULL"
    assert place.ask(linked) == [(1,)]
    figures = (
        "SELECT a.page, a.fiscal_year, l.label, a.amount_yen // 1000000, a.amount_yen_printed // 1000000, a.reason "
        "FROM amounts_corrected a JOIN budget_lines l USING (line_id) WHERE a.is_corrected ORDER BY ALL"
    )
    place.put("corrections.yaml", entry(page=2, printed='"7,530"', beside="北浜"))
    with pytest.raises(WrongEntries, match="several times"):
        place.publish()
    table = TWICE.replace("7,530　　　　　　　7,530\n", "7,000　　　　　　　7,530\n")
    place.put("draft.txt", table)
    place.publish()
    assert place.ask(figures) == [
        (
            1, 2009, "北浜クラスター事業", 7_350, 7_530,
            "misprint (by identity: the same line's 7,530 on page 2 is corrected)",
        ),
        (2, 2009, "北浜クラスター事業", 7_350, 7_530, "misprint"),
    ]  # fmt: skip
    budget = (
        "SELECT amount_yen // 1000000, is_corrected FROM program_budgets WHERE fiscal_year = 2009 AND name LIKE '北浜%'"
    )
    assert place.ask(budget) == [(7_350, True)]
    assert place.ask("SELECT page, in_force, source, who FROM corrections ORDER BY page") == [
        (1, True, "reviewed", "山田"),
        (2, True, "reviewed", "山田"),
    ]
    first = place.publish().state_id
    assert place.publish().state_id == first


def test_correction_in_a_summary_reaches_the_detail_table_unless_that_has_an_entry_of_its_own(place: Place) -> None:
    place.put("draft.txt", TWICE.replace("7,530　　　　　　　7,530\n", "7,000　　　　　　　7,530\n"))
    values = "SELECT page, corrected_value // 1000000, in_force FROM corrections ORDER BY page"
    place.put("corrections.yaml", entry(beside="北浜"))
    place.publish()
    assert place.ask(values) == [(1, 7_350, True), (2, 7_350, True)]
    place.put("corrections.yaml", entry(beside="北浜") + entry(page=2, printed='"7,530"', corrected="7,300百万円"))
    place.publish()
    assert place.ask(values) == [(1, 7_350, True), (2, 7_300, True)]


def test_correction_does_not_reach_a_printing_that_states_another_value(place: Place) -> None:
    rounded = TWICE.replace("■ 北浜クラスター事業　7,530百万円", "■ 北浜クラスター事業　75億円")
    place.put("draft.txt", rounded.replace("7,530　　　　　　　7,530\n", "7,000　　　　　　　7,530\n"))
    place.put("corrections.yaml", entry(page=2, printed='"7,530"'))
    place.publish()
    assert place.ask("SELECT page FROM corrections") == [(2,)]
