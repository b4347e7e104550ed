"""Errata of the issuer replace the figures that they name for sure, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.typeset.errata import errata_sheet

from .place import DRAFT, Place, entry

MILLION = 10**6
HEADING = "平成20年度予算案における地域施策　正誤表\n文部科学省\n\n"
SHEET_HEADING = tuple(HEADING.split("\n")[:2])
ERRATUM = HEADING + "1ページ　北浜クラスター事業\n誤　7,530百万円\n正　7,350百万円\n"
PRINTED = {"北浜クラスター事業": 7_530, "南浜エリア事業": 1_200, "湾岸連携事業": 2_000, "離島連携事業": 2_000}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A raw/ with one release."""
    made = Place(tmp_path)
    made.put("draft.txt", DRAFT)
    return made


def held(place: Place) -> dict[str, int]:
    """What holds by name, in millions."""
    return {name: yen // MILLION for name, (yen, _, _) in place.budgets().items() if yen is not None}


def unmatched(place: Place) -> list[str]:
    """Why errata fit no figure."""
    rows = place.ask("SELECT reason FROM extraction_issues WHERE kind = 'erratum_unmatched' ORDER BY ALL")
    return [reason for (reason,) in rows]


def test_text_replaces_the_figure_that_it_names(place: Place) -> None:
    document_id = place.put("errata.txt", ERRATUM)
    place.publish()
    assert held(place) == PRINTED | {"北浜クラスター事業": 7_350}
    assert place.budgets()["北浜クラスター事業"] == (7_350 * MILLION, 7_530 * MILLION, True)
    said = "c.source, c.erratum_document_id, c.who, e.wrong_text, e.right_text, e.release_page, d.file_name, c.in_force"
    joined = "corrections c JOIN errata e USING (erratum_id) JOIN documents d ON d.document_id = c.document_id"
    assert place.ask(f"SELECT {said} FROM {joined}") == [
        ("erratum", document_id, "文部科学省", "7,530百万円", "7,350百万円", 1, "draft.txt", True)
    ]
    assert unmatched(place) == []
    assert place.ask("SELECT count(*) FROM amounts WHERE document_id != 'x'") == [(4,)], "none of the erratum's own"


@pytest.mark.parametrize("ruled", [True, False])
def test_table_of_a_pdf_replaces_amounts_and_counts(place: Place, ruled: bool) -> None:
    rows = [
        ("1", "北浜クラスター事業", "7,530百万円", "7,350百万円"),
        ("1", "北浜クラスター事業", "9地域", "8地域"),
        ("2", "離島連携事業", "20億円", "21億円"),
    ]
    place.put("errata.pdf", errata_sheet(SHEET_HEADING, rows, ruled))
    place.publish()
    assert held(place) == PRINTED | {"北浜クラスター事業": 7_350, "離島連携事業": 2_100}
    assert place.ask("SELECT value, value_printed FROM region_counts") == [(8, 9)]
    assert unmatched(place) == []


def test_bare_figures_are_in_the_unit_that_is_declared(place: Place) -> None:
    rows = [("1", "北浜クラスター事業", "7,530", "7,350")]
    place.put("errata.pdf", errata_sheet(SHEET_HEADING, rows, caption="(単位：百万円)"))
    place.publish()
    assert held(place)["北浜クラスター事業"] == 7_350


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "1ページ　北浜クラスター事業\n誤　7,531百万円\n正　1円\n",
            "page 1 does not print 7,531百万円; what is printed there:",
        ),
        ("2ページ　北浜クラスター事業\n誤　7,530百万円\n正　1円\n", "page 2 does not print 7,530百万円"),
        ("1ページ　西浜クラスター事業\n誤　7,530百万円\n正　1円\n", "page 1 prints 7,530百万円, but not beside 西浜"),
        ("2ページ\n誤　2,000百万円\n正　1円\n", "page 2 prints 2,000百万円 several times"),
        ("誤　7,530百万円\n正　1円\n", "it names no page"),
        ("1ページ\n誤　北浜クラスタ事業\n正　北浜クラスター事業\n", "it replaces words"),
        ("1ページ　北浜クラスター事業\n誤　7,530百万円\n正　8地域\n", "8地域 is no value for 7,530百万円"),
    ],
)
def test_what_does_not_fit_for_sure_is_an_issue_and_no_guess(place: Place, body: str, reason: str) -> None:
    place.put("errata.txt", HEADING + body)
    place.publish()
    assert held(place) == PRINTED
    assert [one[: len(reason)] for one in unmatched(place)] == [reason]
    assert place.ask("SELECT count(*) FROM corrections") == [(0,)]
    assert place.ask("SELECT count(*) FROM errata") == [(1,)], "what it says is kept"


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("平成19年度予算案における地域施策　正誤表\n文部科学省\n\n", "the release that it corrects is not in raw/"),
        ("平成20年度概算要求における地域施策　正誤表\n文部科学省\n\n", "the release that it corrects is not in raw/"),
        ("平成20年度予算案における地域施策　正誤表\n経済産業省\n\n", "the release that it corrects is not in raw/"),
        ("正誤表\n文部科学省\n\n", "it does not say which release it corrects"),
    ],
)
def test_erratum_of_another_release_changes_nothing(place: Place, heading: str, reason: str) -> None:
    place.put("errata.txt", ERRATUM.replace(HEADING, heading))
    place.publish()
    assert held(place) == PRINTED
    assert [one[: len(reason)] for one in unmatched(place)] == [reason]


def test_of_two_releases_that_print_the_same_none_is_taken(place: Place) -> None:
    place.put("copy.txt", DRAFT + "\n(写し)\n")
    place.put("errata.txt", ERRATUM)
    place.publish()
    assert not any(corrected for _, _, corrected in place.budgets().values())
    assert unmatched(place) == ["several releases print 7,530百万円 on page 1"]


def test_release_with_another_title_is_known_by_year_phase_and_item(place: Place) -> None:
    place.put("errata.txt", ERRATUM.replace(HEADING, "平成20年度予算案の概要　正誤表\n文部科学省\n\n"))
    place.publish()
    assert held(place)["北浜クラスター事業"] == 7_350


def test_person_overrules_an_erratum(place: Place) -> None:
    place.put("errata.txt", ERRATUM)
    place.put("corrections.yaml", entry(corrected="7,400百万円"))
    place.publish()
    assert held(place)["北浜クラスター事業"] == 7_400
    said = place.ask("SELECT source, corrected_value // 1000000, in_force FROM corrections ORDER BY 1")
    assert said == [("erratum", 7_350, False), ("reviewed", 7_400, True)]


def test_errata_that_agree_count_once_and_those_that_contradict_each_other_not_at_all(place: Place) -> None:
    place.put("errata.txt", ERRATUM)
    place.put("again.txt", ERRATUM + "\n(再送)\n")
    place.publish()
    assert held(place)["北浜クラスター事業"] == 7_350
    assert place.ask("SELECT in_force FROM corrections ORDER BY 1") == [(False,), (True,)]
    place.put("again.txt", ERRATUM.replace("7,350", "7,400"))
    place.publish()
    assert held(place) == PRINTED
    assert place.ask("SELECT DISTINCT in_force FROM corrections") == [(False,)]
    assert len(unmatched(place)) == 2
    assert all("(7,350百万円, 7,400百万円)" in one and "corrections.yaml" in one for one in unmatched(place))


def test_erratum_whose_release_leaves_is_unmatched_and_one_that_leaves_is_forgotten(place: Place) -> None:
    place.put("errata.txt", ERRATUM)
    place.put("withdrawals.yaml", "- document: draft.txt\n  why: 差替え\n")
    place.publish()
    assert (held(place), unmatched(place)) == ({}, ["the release that it corrects is withdrawn"])
    place.put("withdrawals.yaml", "- document: errata.txt\n  why: 差替え\n")
    place.publish()
    assert (held(place), unmatched(place)) == (PRINTED, [])
    assert place.ask("SELECT count(*) FROM errata") == [(0,)]


def test_same_errata_give_the_same_state_in_another_folder(place: Place, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Place(tmp_path / "other")
    for one, names in ((place, ("errata.txt", "again.txt")), (other, ("b.txt", "a.txt"))):
        one.put(names[0], ERRATUM)
        one.put(names[1], ERRATUM.replace("7,350", "7,400"))
    other.put("draft.txt", DRAFT)
    place.publish()
    other.publish()
    for table in ("corrections", "errata", "extraction_issues"):
        paths = [one.warehouse / f"parquet/{table}.parquet" for one in (place, other)]
        assert paths[0].read_bytes() == paths[1].read_bytes()
