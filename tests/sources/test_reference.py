"""Official data sets: what their figures become, and what is refused with file and row."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Phase, ReferenceAmount, ReferenceGrain, ReferenceSource
from pipeline.sources import Agreement, InvalidReference, load_reference, review_agreement

from .references import ITEMS_HEAD, MINISTRY, SUMMARY_HEAD, mof, sheet, write

Brief = tuple[str, int, Phase, int | None, int, bool]


def brief(figure: ReferenceAmount) -> Brief:
    return (
        figure.budget_kind,
        figure.fiscal_year,
        figure.phase,
        figure.supplement_no,
        figure.amount_yen,
        figure.includes_supplement,
    )


def load(folder: Path, text: str, name: str = "data") -> tuple[ReferenceAmount, ...]:
    return load_reference(write(folder, name, text)).figures


# ---------------------------------------------------------------- the budget by item


def test_an_initial_budget_and_last_years_after_its_supplements(tmp_path: Path) -> None:
    initial, previous = load(tmp_path, mof({}), "mof-jikou-2024.json")
    assert brief(initial) == ("当初予算", 2024, Phase.APPROVED, None, 900_000_000, False)
    assert brief(previous) == ("前年度予算額（補正後）", 2023, Phase.REVISED, None, 1_200_000_000, True)
    assert (initial.source, initial.source_file, initial.source_row) == (
        ReferenceSource.MOF_JIKOU,
        "mof-jikou-2024.json",
        1,
    )
    assert (initial.ministry, initial.account, initial.organization, initial.section, initial.item_name) == (
        MINISTRY,
        "一般会計",
        "山河本省",
        "山河振興費",
        "渡し舟の維持に必要な経費",
    )


def test_a_supplement_and_a_settlement(tmp_path: Path) -> None:
    supplement = {"budgetType": "補正予算（第2号）", "amount": 70, "previousAmount": 100, "difference": -30}
    settlement = {"budgetType": "決算", "amount": 70, "previousAmount": None, "difference": None, "spent": 64}
    assert [brief(figure) for figure in load(tmp_path, mof(supplement, settlement))] == [
        ("改予算額（第2号）", 2024, Phase.REVISED, 2, 70, True),
        ("補正予算（第2号）", 2024, Phase.ADJUSTED, 2, -30, False),
        ("歳出予算額", 2024, Phase.REVISED, None, 70, True),
        ("支出済歳出額", 2024, Phase.EXECUTED, None, 64, False),
    ]


def test_accounts(tmp_path: Path) -> None:
    special = {"accountType": "special", "specialAccount": "舟運特別会計", "subAccount": "渡船勘定"}
    agency = {"accountType": "agency", "ministry": "", "agency": "舟運公庫"}
    figures = load(tmp_path, mof(special, agency))
    assert [(f.ministry, f.account, f.sub_account) for f in figures[::2]] == [
        (MINISTRY, "舟運特別会計", "渡船勘定"),
        ("舟運公庫", "舟運公庫", None),
    ]


def test_a_provisional_budget_is_left_out_and_counted(tmp_path: Path) -> None:
    provisional = {"budgetType": "暫定予算", "previousAmount": None, "difference": None}
    loaded = load_reference(write(tmp_path, "data", mof({}, provisional)))
    assert (len(loaded.figures), loaded.left_out) == (2, {"暫定予算": 1})


@pytest.mark.parametrize(
    ("item", "complaint"),
    [
        ({"amount": "900"}, "data, row 2 (amount): Input should be a valid integer, found '900'"),
        ({"amount": 1.5}, "data, row 2 (amount)"),
        ({"difference": 5}, "data, row 2: Value error, amount − previousAmount is not difference (5)"),
        ({"budgetType": "予算"}, "data, row 2 (budgetType): '予算' is none of 当初予算"),
        ({"accountType": "other"}, "data, row 2 (accountType)"),
        ({"name": ""}, "data, row 2 (name)"),
        ({"ministry": ""}, "data, row 2: Value error, it names neither ministry nor account nor agency"),
    ],
)
def test_a_wrong_item_is_named(item: dict[str, Any], complaint: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidReference) as error:
        load(tmp_path, mof({}, item))
    assert complaint in str(error.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "data:1: it is no JSON"),
        ("{}", "data: it has no list of items"),
        (mof({}, metadata={"fiscalYear": 2024, "unit": "thousand yen"}), "data (metadata.unit)"),
        (mof({}, metadata={"unit": "yen"}), "data (metadata.fiscalYear)"),
        (mof({}, summary={"count": 2}), "data: 1 items of 2: fetch it again"),
        (mof(), "data: there is no figure in it"),
        ("列,別の列\n1,2\n", "data: it is no data set that is known here"),
        ("", "data: it is no data set that is known here"),
    ],
)
def test_a_file_that_is_no_data_set(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidReference) as error:
        load(tmp_path, text)
    assert complaint in str(error.value)


# ---------------------------------------------------------------- the project review


SUMS = {"当初予算（合計）": "12000000", "補正予算（合計）": "-700000", "執行額（合計）": "9,500,000"}
SUMS |= {"翌年度要求額（合計）": "24922000.0"}
GENERAL = {
    "会計区分": "一般会計",
    "会計": "一般会計",
    "当初予算": "8000000",
    "第1次補正予算": "0",
    "第2次補正予算": "-700000",
}
SPECIAL = {"会計区分": "特別会計", "会計": "舟運特別会計", "勘定": "渡船勘定", "当初予算": "4000000", "執行額": "0"}


def test_sums_and_accounts_of_a_project(tmp_path: Path) -> None:
    figures = load(tmp_path, sheet(SUMMARY_HEAD, SUMS, GENERAL, SPECIAL))
    assert {f.source for f in figures} == {ReferenceSource.RS_SUMMARY}
    assert [brief(f) for f in figures if f.grain is ReferenceGrain.PROGRAM] == [
        ("当初予算(合計)", 2024, Phase.APPROVED, None, 12_000_000, False),
        ("補正予算(合計)", 2024, Phase.ADJUSTED, None, -700_000, False),
        ("執行額(合計)", 2024, Phase.EXECUTED, None, 9_500_000, False),
        ("翌年度要求額(合計)", 2025, Phase.REQUESTED, None, 24_922_000, False),
    ]
    assert [(f.account, f.sub_account, *brief(f)) for f in figures if f.grain is ReferenceGrain.ACCOUNT] == [
        ("一般会計", None, "当初予算", 2024, Phase.APPROVED, None, 8_000_000, False),
        ("一般会計", None, "第2次補正予算", 2024, Phase.ADJUSTED, 2, -700_000, False),
        ("舟運特別会計", "渡船勘定", "当初予算", 2024, Phase.APPROVED, None, 4_000_000, False),
        ("舟運特別会計", "渡船勘定", "執行額", 2024, Phase.EXECUTED, None, 0, False),
    ]


INITIAL = {"会計": "一般会計", "予算種別": "当初予算", "項": "山河振興費", "目": "職員旅費"}
AMOUNT, NEXT = "予算額（歳出予算項目ごと）", "翌年度要求額（歳出予算項目ごと）"


def test_items_of_a_project(tmp_path: Path) -> None:
    rows = (
        {**INITIAL, AMOUNT: "5000000", NEXT: "6000000"},
        {**INITIAL, "予算種別": "第1次補正予算", "目": "", "歳出予算項目の補足情報": "渡船費", AMOUNT: "100"},
        {**INITIAL, "予算種別": "前年度から繰越し", AMOUNT: "7"},
        {**INITIAL, "予算種別": "予備費等1", AMOUNT: "7"},
        {**INITIAL, "予算種別": ""},
    )
    loaded = load_reference(write(tmp_path, "data", sheet(ITEMS_HEAD, *rows)))
    assert [(f.detail, f.section, *brief(f)) for f in loaded.figures] == [
        ("職員旅費", "山河振興費", "当初予算", 2024, Phase.APPROVED, None, 5_000_000, False),
        ("職員旅費", "山河振興費", "翌年度要求額", 2025, Phase.REQUESTED, None, 6_000_000, False),
        ("渡船費", "山河振興費", "第1次補正予算", 2024, Phase.ADJUSTED, 1, 100, False),
    ]
    assert loaded.left_out == {"前年度から繰越し": 1, "予備費等1": 1, "rows without a figure": 1}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (sheet(SUMMARY_HEAD, SUMS, {**GENERAL, "当初予算": "8百万"}), "data, row 2 (当初予算): Value error, whole yen"),
        (
            sheet(SUMMARY_HEAD, {**SUMS, "当初予算（合計）": "0.5"}),
            "data, row 1 (当初予算(合計)): Value error, whole yen",
        ),
        (sheet(SUMMARY_HEAD, {**SUMS, "予算年度": "令和6"}), "data, row 1 (予算年度)"),
        (sheet(SUMMARY_HEAD, {**GENERAL, "会計": ""}), "data, row 1 (会計): a row with 当初予算 names no account"),
        (sheet([c for c in SUMMARY_HEAD if c != "勘定"], SUMS), "data, row 1 (勘定): Field required"),
        (sheet(SUMMARY_HEAD, SUMS) + "一,二\r\n", "data, row 2: 2 cells under 23 column names"),
        (
            sheet(ITEMS_HEAD, {**INITIAL, "予算種別": "暫定予算", AMOUNT: "1"}),
            "data, row 1 (予算種別): '暫定予算' is none of",
        ),
        (sheet(ITEMS_HEAD, {**INITIAL, "予算種別": "", AMOUNT: "1"}), "data, row 1 (予算種別): '' is none of"),
    ],
)
def test_a_wrong_row_is_named(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidReference) as error:
        load(tmp_path, text)
    assert complaint in str(error.value)


def test_how_well_reviews_add_up(tmp_path: Path) -> None:
    next_year = {"予算年度": "2023"}
    summary = sheet(SUMMARY_HEAD, SUMS, GENERAL, SPECIAL, {**SUMS, **next_year}, {**GENERAL, **next_year})
    items = sheet(ITEMS_HEAD, {**INITIAL, AMOUNT: "5000000"}, {**INITIAL, AMOUNT: "7000000"})
    figures = (*load(tmp_path, summary), *load(tmp_path, items), *load(tmp_path, mof({})))
    assert review_agreement(figures) == (
        Agreement("initial budget = accounts", 1, 2),
        Agreement("initial budget = items", 1, 1),
    )
    assert review_agreement(load(tmp_path, items)) == ()


# ---------------------------------------------------------------- files


def test_a_packed_file_is_the_same_data_set(tmp_path: Path) -> None:
    plain = write(tmp_path, "mof.json", mof({}))
    packed, archive = tmp_path / "mof.json.gz", tmp_path / "mof.zip"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(archive, "w") as file:
        file.write(plain, "mof.json")
    loaded = [load_reference(path) for path in (plain, packed, archive)]
    assert len({one.sha256 for one in loaded}) == 1
    assert len({tuple(figure.reference_id for figure in one.figures) for one in loaded}) == 1


def test_ids_tell_figures_of_one_row_apart(tmp_path: Path) -> None:
    figures = load(tmp_path, sheet(SUMMARY_HEAD, SUMS, GENERAL, SPECIAL))
    assert len({figure.reference_id for figure in figures}) == len(figures)


KNOWN_FORMATS = (
    "data: it is no data set that is known here: load the Ministry of Finance's mof-jikou JSON, or the CSV of sheet 2-1"
)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (gzip.compress(mof({}).encode(), mtime=0)[:60], "data: it cannot be unpacked"),
        (gzip.compress(mof({}).encode(), mtime=0)[:20] + b"\x00" * 80, "data: it cannot be unpacked"),
        (b"PK\x03\x04 no archive", "data: it cannot be unpacked"),
        ("当初予算（合計）".encode("cp932"), "data: it is not UTF-8 (byte 0): save it as UTF-8, if it is the Min"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", KNOWN_FORMATS),
        (b"%PDF-1.4 in ASCII", KNOWN_FORMATS),
        (b"\x89PNG\r\n\x1a\n\x00\x00", KNOWN_FORMATS),
    ],
)
def test_a_damaged_file(data: bytes, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(data)
    with pytest.raises(InvalidReference) as error:
        load_reference(path)
    assert complaint in str(error.value)


def test_an_archive_of_two_files_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("b", "2")
    with pytest.raises(InvalidReference, match="it holds 2 files instead of one: unpack it and load .*mof-jikou JSON"):
        load_reference(tmp_path / "two.zip")
