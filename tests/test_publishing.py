"""A state that takes rows from the one before it is, byte for byte, the one that is built from nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline import reconciliation, sources, storage, walk
from pipeline.model import DocumentFacts, Reconciled
from pipeline.schema import TABLES, arrow_schema
from pipeline.sources import find_files
from pipeline.storage import building, database
from pipeline.storage.descriptor import read_descriptor, seal_file, write_descriptor
from tests.sources.references import mof

YEARS = {5: (1180, 860), 6: (1200, 900), 7: (1234, 950), 8: (1300, 1000)}


def release(year: int, phase: str) -> str:
    """A release with this year's and last year's figures of two programs, whose names it writes in its own way."""
    one, other = YEARS[year]
    width = str.maketrans("AI", "ＡＩ") if phase == "概算要求" else {}
    return (
        f"令和{year}年度{phase}\n文部科学省\n\n"
        f"○地域研究拠点整備事業　{one}百万円（前年度予算額　{one - 40}百万円）\n"
        f"○AI活用事業　{other}百万円（前年度予算額　{other - 50}百万円）\n".translate(width)
    )


RELEASES = {f"{year}{phase}.txt": release(year, phase) for year in YEARS for phase in ("概算要求", "予算案")}
ALONE = {"alone.txt": "令和3年度予算案\n経済産業省\n\n○半導体事業　77百万円\n○うち試作　78百万円\n"}


def put(raw: Path, texts: dict[str, str]) -> None:
    """Make a folder hold these releases alone."""
    raw.mkdir(exist_ok=True)
    for path in raw.iterdir():
        path.unlink()
    for name, text in texts.items():
        (raw / name).write_text(text, encoding="utf-8")


def files_of(warehouse: Path) -> dict[str, bytes]:
    """All Parquet files of the current state, also those that only the next state asks for."""
    current = (warehouse / "current").resolve()
    return {path.relative_to(current).as_posix(): path.read_bytes() for path in sorted(current.rglob("*.parquet"))}


def differing_tables(warehouse: Path) -> list[str]:
    """Tables of the current state's database that hold other rows than its Parquet files, however often each."""
    current = (warehouse / "current").resolve()
    found = []
    with duckdb.connect(current / "yosan.duckdb", read_only=True) as connection:
        for name, table in TABLES.items():
            rows = pq.read_table(current / f"parquet/{name}.parquet")
            connection.register("exported", rows.cast(arrow_schema(table)))
            both = f"((FROM {name} EXCEPT ALL FROM exported) UNION ALL (FROM exported EXCEPT ALL FROM {name}))"
            if connection.execute(f"SELECT count(*) FROM {both}").fetchall() != [(0,)]:
                found.append(name)
            connection.unregister("exported")
    return found


class Pair:
    """A warehouse that is published again and again, and one that is built from nothing each time, over one store."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse, self._folder, self._built = folder / "raw", folder / "warehouse", folder, 0
        (self.warehouse / "documents").mkdir(parents=True)

    def publish(self, texts: dict[str, str], then: Callable[[], None] = lambda: None) -> None:
        """Publish on top of what is there; the same as from nothing, or the test fails. ``then`` puts more into raw/."""
        put(self.raw, texts)
        then()
        walk.publish(self.raw, self.warehouse)
        self._built += 1
        other = self._folder / f"built-{self._built}"
        other.mkdir()
        (other / "documents").symlink_to(self.warehouse / "documents")
        (other / "reference").symlink_to(self.warehouse / "reference")
        walk.publish(self.raw, other)
        mine, built = files_of(self.warehouse), files_of(other)
        assert mine.keys() == built.keys()
        assert [name for name in mine if mine[name] != built[name]] == []
        assert differing_tables(self.warehouse) == []

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return list(storage.run_query(self.warehouse, sql).to_pylist())


# One order of events in the suite; more of them where there is time: make soak.
SEEDS = pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 5))])


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


@pytest.mark.soak  # the test of altered databases goes through the same once in the suite
@SEEDS
def test_documents_come_and_go_in_any_order(pair: Pair, seed: int) -> None:
    chance = random.Random(seed)
    everything = RELEASES | ALONE
    held = set(chance.sample(sorted(everything), 4))
    for _ in range(6):
        held ^= set(chance.sample(sorted(everything), chance.choice((1, 1, 2))))
        pair.publish({name: everything[name] for name in held})


PORTS = "東西南北松竹梅桜桃柳杉桐椿楓"


def lone(number: int, version: int) -> str:
    """A release of a program that no other states: lines in lines, a count, an expression that becomes no figure."""
    return (
        f"令和{5 + number % 3}年度予算案\n国土交通省\n\n"
        f"○{PORTS[number]}港航路維持事業　{300 + number}百万円（前年度予算額　{250 + version}百万円）\n"
        f"　うち{PORTS[number]}桟橋　{100 + version}百万円\n　実施は{2 + version}地域\n\n約{number + 3}億円を見込む。\n"
    )


def put_lists(raw: Path, corrected: int, withdrawn: str | None) -> None:
    """The lists that a person keeps: a correction of one release, and the withdrawal of another."""
    (raw / "corrections.yaml").write_text(
        f"- {{document: lone0.txt, page: 1, printed: 300百万円, corrected: {corrected}百万円, reason: 誤植, who: 山田, when: 2026-11-24}}\n",
        encoding="utf-8",
    )
    if withdrawn is not None:
        (raw / "withdrawals.yaml").write_text(f"- {{document: {withdrawn}, why: 誤り}}\n", encoding="utf-8")


@SEEDS
def test_database_that_is_altered_holds_the_rows_of_one_from_nothing(
    pair: Pair, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some ten seconds: eight states, each built twice."""
    altered: list[tuple[bool, bool]] = []  # whether it was, and whether little enough had changed
    alter = database.alter_database

    def note(state: Path, gathered: storage.Gathered) -> bool:
        did = alter(state, gathered)
        altered.append((did, gathered.changed_share() <= database.MOST_CHANGED))
        return did

    monkeypatch.setattr(building, "alter_database", note)
    chance = random.Random(seed)
    held = {f"lone{number}.txt": lone(number, 0) for number in range(14)} | {"5.txt": RELEASES["5予算案.txt"]}
    pair.publish(held)
    for round_ in range(1, 8):
        name = f"lone{chance.randrange(1, 14)}.txt"
        if round_ % 3 == 0 and name in held:
            del held[name]
        else:
            held[name] = lone(int(name[4:-4]), round_)
        held["6.txt"] = RELEASES[f"6{chance.choice(('概算要求', '予算案'))}.txt"]
        withdrawn = chance.choice(sorted(held.keys() - {"lone0.txt"})) if round_ % 2 else None
        pair.publish(held, partial(put_lists, pair.raw, 300 + round_, withdrawn))
    mine, from_nothing = altered[::2], altered[1::2]
    assert all(did is little for did, little in mine) and 0 < mine.count((True, True)) < len(mine)
    assert not any(did for did, _ in from_nothing)


@pytest.mark.parametrize(
    "slip",
    [
        pytest.param("DELETE FROM tokens WHERE position = 1", marks=pytest.mark.soak),
        "UPDATE amounts SET evidence = 'of another'",
    ],
)
def test_database_with_a_row_too_few_or_another_value_is_built_anew(pair: Pair, slip: str) -> None:
    lone_ones = {f"{number}.txt": lone(number, 0) for number in range(6)}
    pair.publish(lone_ones)
    current = (pair.warehouse / "current").resolve()
    with duckdb.connect(current / "yosan.duckdb") as connection:
        connection.execute(slip)
    reseal(current)
    pair.publish(lone_ones | {"new.txt": lone(9, 0)})


def reseal(state: Path) -> None:
    """Make a state that was tampered with pass for sound."""
    descriptor = read_descriptor(state)
    seal = seal_file(state / "yosan.duckdb")
    write_descriptor(state, replace(descriptor, files={**descriptor.files, "yosan.duckdb": seal}))


def slipped(year: int, unit: str) -> str:
    """A release without last year's figure, whose unit may be the wrong one."""
    return f"令和{year}年度予算案\n文部科学省\n\n○渡し舟復活事業　{900 + year}{unit}\n"


@SEEDS
@pytest.mark.soak
def test_warnings_between_years_are_those_of_a_state_from_nothing(pair: Pair, seed: int) -> None:
    chance = random.Random(seed)
    everything = {f"{year}.txt": slipped(year, "千円" if year in (3, 4, 7) else "百万円") for year in range(1, 10)}
    held: set[str] = set(everything)
    numbers = set()
    for _ in range(5):
        pair.publish({name: everything[name] for name in held})
        numbers.add(len(pair.rows("FROM warnings")))
        held ^= set(chance.sample(sorted(everything), chance.choice((1, 2))))
    assert len(numbers) > 1


@pytest.mark.soak  # several runs, one after the other: make soak
def test_a_data_set_that_is_loaded_later_is_checked_against(pair: Pair) -> None:
    texts = {"a.txt": "令和6年度予算案\n文部科学省\n\n一般会計　1,700百万円\n", **RELEASES}
    pair.publish(texts)
    checks = "SELECT status FROM reconciliations WHERE kind = 'against_reference'"
    assert pair.rows(checks) == []
    item = {"ministry": "文部科学省", "amount": 1_800_000_000, "previousAmount": 0, "difference": 1_800_000_000}
    file = pair.warehouse.parent / "mof.json"
    file.write_text(mof(item), encoding="utf-8")
    walk.load_reference(file, pair.warehouse, lambda: None)
    pair.publish(texts)
    assert pair.rows(checks) == [{"status": "mismatch"}]
    pair.publish(RELEASES)
    assert pair.rows(checks) == []
    assert len(pair.rows("FROM reference_amounts")) == 2


def test_checks_between_documents_are_the_same_with_the_tables_that_are_read_for_them(tmp_path: Path) -> None:
    """The note below the table, which says why two figures need not agree, is on the page and in no line."""
    noted = "令和9年度予算案\n文部科学省\n\n○渡し舟復活事業　909百万円（前年度予算額　1,208百万円）\n\n（注）前年度予算額は補正予算を含む。\n"
    put(tmp_path / "raw", RELEASES | {"8.txt": slipped(8, "百万円"), "9.txt": noted})
    whole = [walk.parse_file(tmp_path / "raw" / one.source_uri, one) for one in sources.find_files(tmp_path / "raw")]
    asked = [
        storage.facts_from_rows({name: rows[name] for name in ("documents", *walk.COMPARED)})
        for rows in map(storage.facts_to_rows, whole)
    ]
    across = reconciliation.reconcile_across(whole)
    assert across.revisions and any("補正を含む" in check.explanation for check in across.checks)
    assert reconciliation.reconcile_across(asked) == across
    assert all(not facts.tokens and not facts.program_names for facts in asked)


def test_nothing_is_read_again_that_does_not_change(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    before = RELEASES | ALONE | {"old.txt": "平成25年度予算案\n文部科学省\n\n○AI活用事業　300百万円\n"}
    pair.publish(before)
    settled: list[str] = []
    compared: list[set[str]] = []

    def note(facts: DocumentFacts) -> Reconciled:
        settled.append(facts.record.file_name)
        return Reconciled()

    def note_all(documents: Iterable[DocumentFacts], about: Iterable[str]) -> Reconciled:
        compared.append({facts.record.file_name for facts in documents})
        return Reconciled()

    monkeypatch.setattr(reconciliation, "reconcile_document", note)
    monkeypatch.setattr(reconciliation, "reconcile_across", note_all)
    new = "令和9年度予算案\n文部科学省\n\n○AI活用事業　1,100百万円（前年度予算額　1,050百万円）\n"
    put(pair.raw, before | {"new.txt": new})
    walk.publish(pair.raw, pair.warehouse)
    assert settled == ["new.txt"]
    assert compared == [{"new.txt", *RELEASES}]


def test_renamed_document_is_called_by_its_new_name_everywhere(pair: Pair) -> None:
    untitled = release(6, "予算案").replace(
        "令和6年度予算案\n", "令和6年度予算案について　地域研究拠点整備事業ほか\n\n"
    )
    pair.publish({"old.txt": untitled, "8予算案.txt": RELEASES["7予算案.txt"]})
    pair.publish({"new.txt": untitled, "8予算案.txt": RELEASES["7予算案.txt"]})
    assert {row["file_name"] for row in pair.rows("SELECT file_name FROM documents")} == {"new.txt", "8予算案.txt"}


@pytest.mark.soak
def test_withdrawn_release_takes_the_checks_against_it_along(pair: Pair) -> None:
    three = {name: RELEASES[name] for name in ("5予算案.txt", "6予算案.txt", "7予算案.txt")}
    pair.publish(three)
    checks = "SELECT fiscal_year FROM reconciliations WHERE kind = 'across_documents' ORDER BY ALL"
    assert [row["fiscal_year"] for row in pair.rows(checks)] == [2023, 2023, 2024, 2024]
    pair.publish({name: text for name, text in three.items() if name != "5予算案.txt"})
    assert [row["fiscal_year"] for row in pair.rows(checks)] == [2024, 2024]


@pytest.mark.parametrize(
    "name",
    [
        "parquet/amounts",
        *(
            pytest.param(name, marks=pytest.mark.soak)
            for name in ("parquet/tokens", "working/ledger", "working/program_statements")
        ),
    ],
)
def test_damaged_state_is_built_from_the_documents_again(pair: Pair, name: str) -> None:
    pair.publish(RELEASES)
    path = (pair.warehouse / "current").resolve() / f"{name}.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    pair.publish(RELEASES | ALONE)
    assert len(pair.rows("FROM amounts")) == 4 * len(RELEASES) + 2


@pytest.mark.parametrize("damage", ["amounts.parquet", pytest.param("settled", marks=pytest.mark.soak)])
def test_damaged_document_is_made_again(pair: Pair, damage: str) -> None:
    put(pair.raw, RELEASES)
    walk.publish(pair.raw, pair.warehouse)
    for source in find_files(pair.raw):
        (folder,) = (pair.warehouse / "documents" / source.document_id).iterdir()
        if damage == "settled":
            (path,) = folder.glob("settled-*/reconciliations.parquet")
        else:
            path = folder / damage
        path.write_bytes(path.read_bytes()[:-9])
    (pair.warehouse / "current").unlink()
    pair.publish(RELEASES)
    assert sorted(pair.warehouse.glob("parquet/*.parquet")) == sorted(
        pair.warehouse / "parquet" / f"{name}.parquet" for name in TABLES
    )
    assert pq.read_metadata(pair.warehouse / "parquet/amounts.parquet").num_rows == 4 * len(RELEASES)
