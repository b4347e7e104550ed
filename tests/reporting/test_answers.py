"""Answers as files: every value comes back as it was, whatever the format."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.reporting.answers import UnwritableAnswer, write_csv, write_json, write_parquet, write_tsv

BIG = 9_007_199_254_740_993  # the first whole number that a float cannot hold
ANSWER = pa.table(
    {
        "名称": ['地域[一部]、"拠点"', "", None],
        "yen": pa.array([BIG, -BIG, None], pa.int64()),
        "million": pa.array([Decimal("7530.500000"), Decimal("-0.000001"), None], pa.decimal128(20, 6)),
        "sum": pa.array([Decimal(10) ** 20, Decimal(0), None], pa.decimal128(38, 0)),
        "day": pa.array([date(2007, 12, 24), None, None], pa.date32()),
        "at": pa.array([datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC), None, None], pa.timestamp("us", tz="UTC")),
        "sure": [True, False, None],
        "lines": ["a\tb\nc\\d", "\\N", None],
        "list": pa.array([[1, 2], [], None], pa.list_(pa.int64())),
    }
)
NAMES = list(ANSWER.column_names)


def test_csv() -> None:
    text = write_csv(ANSWER).decode("utf-8")
    head, *rows = csv.reader(io.StringIO(text))
    assert head == NAMES
    first, second, third = rows
    assert first == [
        '地域[一部]、"拠点"',
        "9007199254740993",
        "7530.500000",
        "100000000000000000000",
        "2007-12-24",
        "2026-11-24T01:02:03+00:00",
        "true",
        "a\tb\nc\\d",
        "[1, 2]",
    ]
    assert second[1:4] == ["-9007199254740993", "-0.000001", "0"]
    assert third == [""] * 9
    assert text.splitlines()[-2].startswith('"",-9') and text.splitlines()[-1] == "," * 8, "NULL has no quotes"


def test_csv_for_excel_disarms_text_and_leaves_numbers_alone() -> None:
    dangers = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "予算=1", "", None]
    table = pa.table(
        {"text": dangers, "=head": [-1] * 9, "share": pa.array([Decimal("-0.5")] * 9, pa.decimal128(5, 1))}
    )
    content = write_csv(table, for_excel=True)
    assert content.startswith(b"\xef\xbb\xbf") and not write_csv(table).startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == ["text", "'=head", "share"]
    assert [row[0] for row in rows] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\r=1", "予算=1", "", ""]
    assert {tuple(row[1:]) for row in rows} == {("-1", "-0.5")}
    assert csv.reader(io.StringIO(write_csv(table).decode(), newline="")).__next__()[1] == "=head"


def test_tsv_has_one_line_per_row_and_keeps_null_and_nothing_apart() -> None:
    head, *rows = write_tsv(ANSWER).decode("utf-8").removesuffix("\n").split("\n")
    assert head.split("\t") == NAMES
    cells = [row.split("\t") for row in rows]
    assert cells[0][0] == '地域[一部]、"拠点"' and cells[0][7] == "a\\tb\\nc\\\\d"
    assert cells[1][0] == "" and cells[1][7] == "\\\\N", "a text that looks like NULL is none"
    assert cells[2] == ["\\N"] * 9
    assert cells[0][1:7] == [
        "9007199254740993",
        "7530.500000",
        "100000000000000000000",
        "2007-12-24",
        "2026-11-24T01:02:03+00:00",
        "true",
    ]


def test_json_has_no_float_and_no_escaped_japanese() -> None:
    text = write_json(ANSWER).decode("utf-8")
    assert "地域[一部]" in text

    def refuse(number: str) -> Any:
        raise AssertionError(f"{number} would be read as a float")

    first, second, third = json.loads(text, parse_float=refuse)
    assert first == {
        "名称": '地域[一部]、"拠点"',
        "yen": BIG,
        "million": "7530.500000",
        "sum": 10**20,
        "day": "2007-12-24",
        "at": "2026-11-24T01:02:03+00:00",
        "sure": True,
        "lines": "a\tb\nc\\d",
        "list": [1, 2],
    }
    assert (second["名称"], second["sum"], second["list"]) == ("", 0, [])
    assert set(third.values()) == {None}
    assert write_json(ANSWER.slice(0, 0)) == b"[]\n"


def test_parquet_comes_back_as_it_was() -> None:
    assert pq.read_table(io.BytesIO(write_parquet(ANSWER))).equals(ANSWER)


@pytest.mark.parametrize("write", [write_json, write_parquet])
def test_two_columns_of_one_name_are_refused_where_one_would_be_lost(write: Any) -> None:
    twice = pa.Table.from_arrays([pa.array([1]), pa.array([2])], ["n", "n"])
    with pytest.raises(UnwritableAnswer, match="two columns of the answer are called n: .* with AS"):
        write(twice)
    assert write_csv(twice) == b'"n","n"\n1,2\n'
    assert write_tsv(twice) == b"n\tn\n1\t2\n"
