"""Publishing to PostgreSQL, with a real server that the tests start."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb
import pytest
from typer.testing import CliRunner

from pipeline import schema, storage, walk
from pipeline.cli import app
from pipeline.schema import postgres as dialect
from pipeline.storage import CannotPublish, publish, publish_to_postgres, run_query
from pipeline.storage.postgres import swapping

from .samples import FACTS, RECONCILED, SOURCE, later_release

if TYPE_CHECKING:
    import psycopg
else:
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: it comes with yosan[postgres]")
    pytest.importorskip("sqlglot", reason="sqlglot is not installed: it comes with yosan[postgres]")

PROJECT = Path(__file__).parent.parent.parent
SECRET = "s3cr%2Ft"


@pytest.fixture
def url(postgres: str) -> str:
    """An empty database."""
    name = f"d{uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgres.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the sample releases."""
    folder = tmp_path_factory.mktemp("warehouse")
    walk.publish(PROJECT / "raw", folder)
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse of one small document."""
    publish(tmp_path / "warehouse", [FACTS], [SOURCE], RECONCILED)
    return tmp_path / "warehouse"


def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of an answer, as a reader of its own gets them."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(sql.encode()).fetchall()


def sorted_rows(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in an order that both databases agree on."""
    return sorted(rows, key=repr)


def rows_in_duckdb(warehouse: Path, name: str) -> list[tuple[Any, ...]]:
    """All rows of a table or a view of the warehouse."""
    return [tuple(row.values()) for row in run_query(warehouse, f'SELECT * FROM "{name}"').to_pylist()]


def test_every_table_and_view_has_the_same_rows_as_the_warehouse(url: str, samples: Path) -> None:
    published = publish_to_postgres(samples, url)
    assert published.changed and published.rows["amounts"] > 50
    for name in (*schema.TABLES, *schema.VIEWS):
        expected = sorted_rows(rows_in_duckdb(samples, name))
        assert expected or name not in schema.VIEWS, name
        assert sorted_rows(ask(url, f'SELECT * FROM yosan."{name}"')) == expected, name


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT kind, arg_min(name, rank) AS first, arg_max(name, rank) AS last FROM t GROUP BY ALL ORDER BY kind",
        "SELECT name, list_position(['c', 'a'], name) AS place FROM t ORDER BY place NULLS LAST, name",
        "SELECT name FROM t ORDER BY rank DESC, name",
        "SELECT TRY_CAST(sum(big) AS BIGINT) AS s FROM t WHERE kind = 'x'",
        "SELECT kind, TRY_CAST(sum(rank) FILTER (name <> 'a') AS BIGINT) AS s FROM t GROUP BY kind ORDER BY kind",
        "SELECT CAST(CAST(big AS HUGEINT) * 4 // 3 AS DECIMAL(28, 0)) AS s FROM t ORDER BY name",
        "SELECT url_encode(name || '/予算 [案]~-_.%+é#1.pdf') AS s FROM t ORDER BY name",
        "SELECT substring(name || '予算案', 2, 2) AS s, name IS NOT DISTINCT FROM NULL AS n FROM t ORDER BY name",
    ],
)
def test_a_translated_query_has_the_same_answer(sql: str, url: str) -> None:
    rows = "VALUES ('x', 'a', 2, 9223372036854775807), ('x', 'b', 1, 1), ('y', 'c', NULL, 2), ('y', 'd', 3, 9007199254740993)"
    query = f"WITH t AS (SELECT * FROM ({rows}) AS v (kind, name, rank, big)) {sql}"
    expected = duckdb.execute(query).fetchall()
    with psycopg.connect(url) as connection:
        connection.execute(dialect.create_views_sql()[0].encode())
        assert connection.execute(dialect.translate(query).encode()).fetchall() == expected


def test_values_that_are_easily_lost(url: str, warehouse: Path, tmp_path: Path) -> None:
    odd = ["", " ", '"', "\\N", "\\", "a,b", "a\nb\r\n", "NULL", "it's", "予算 [案]"]
    pages = tuple(replace(FACTS.pages[0], page=n + 1, text=text, problem=text or None) for n, text in enumerate(odd))
    pages = (*pages, replace(FACTS.pages[0], page=99, width=0.1 + 0.2, height=1e-17))
    publish(tmp_path, [replace(FACTS, pages=pages)], [SOURCE], RECONCILED)
    publish_to_postgres(tmp_path, url)
    for name in schema.TABLES:
        assert sorted_rows(ask(url, f'SELECT * FROM yosan."{name}"')) == sorted_rows(rows_in_duckdb(tmp_path, name)), (
            name
        )


def test_the_same_state_twice_changes_nothing(url: str, warehouse: Path) -> None:
    rows = "SELECT xmin::text, ctid::text, amount_id FROM yosan.amounts ORDER BY amount_id"
    tables = "SELECT oid::int FROM pg_class WHERE relnamespace = 'yosan'::regnamespace ORDER BY oid"
    assert publish_to_postgres(warehouse, url).changed
    before = ask(url, rows), ask(url, tables)
    again = publish_to_postgres(warehouse, url)
    assert not again.changed and again.rows["amounts"] == 4
    assert (ask(url, rows), ask(url, tables)) == before


def test_the_schema_says_what_the_warehouse_says(url: str, warehouse: Path) -> None:
    publish_to_postgres(warehouse, url)
    constraints = dict(
        ask(
            url,
            "SELECT contype::text, count(*) FROM pg_constraint WHERE connamespace = 'yosan'::regnamespace AND contype IN ('p', 'f', 'c') GROUP BY 1",
        )
    )
    columns = [column for table in schema.TABLES.values() for column in table.columns]
    assert constraints == {
        "p": sum(bool(table.key) for table in schema.TABLES.values()),
        "f": len(schema.REFERENCES),
        "c": sum(bool(column.allowed) for column in columns)
        + sum(len(table.rules) for table in schema.TABLES.values()),
    }
    undocumented = (
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
        "WHERE c.relnamespace = 'yosan'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname <> 'published_state' "
        "AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)"
    )
    assert ask(url, undocumented) == []
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute("UPDATE yosan.amounts SET line_id = 'nowhere'")


def test_another_state_replaces_the_first_and_readers_keep_their_rights(url: str, warehouse: Path) -> None:
    publish_to_postgres(warehouse, url)
    role = f"reader_{uuid4().hex[:8]}"
    with psycopg.connect(url) as connection:
        connection.execute(f'CREATE ROLE "{role}"; GRANT USAGE ON SCHEMA yosan TO "{role}"'.encode())
        connection.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA yosan TO "{role}"'.encode())
    state = publish(warehouse, [FACTS, later_release(2009, 1)], [SOURCE], RECONCILED)
    assert publish_to_postgres(warehouse, url).changed
    assert ask(url, "SELECT state_id FROM yosan.published_state") == [(state.state_id,)]
    with psycopg.connect(url) as connection:
        connection.execute(f'SET ROLE "{role}"'.encode())
        assert connection.execute("SELECT count(*) FROM yosan.program_budgets").fetchone() == (3,)


def test_a_transaction_that_reads_sees_one_state_whole(
    url: str, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One reader has begun and read nothing yet: it sees the new state whole. One has read a table: the swap waits for it,
    gives up, and leaves the old state."""
    publish_to_postgres(warehouse, url)
    sizes = b"SELECT (SELECT count(*) FROM yosan.amounts), (SELECT count(*) FROM yosan.documents)"
    with psycopg.connect(url) as early:
        early.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        early.execute("SELECT 1")
        publish(warehouse, [FACTS, later_release(2009, 1)], [SOURCE], RECONCILED)
        publish_to_postgres(warehouse, url)
        assert early.execute(sizes).fetchone() == (5, 2)
    publish(warehouse, [FACTS, later_release(2009, 1), later_release(2010, 1)], [SOURCE], RECONCILED)
    monkeypatch.setattr(swapping, "SWAP_SECONDS", 0.0)
    with psycopg.connect(url) as middle:
        assert middle.execute("SELECT count(*) FROM yosan.amounts").fetchone() == (5,)
        with pytest.raises(CannotPublish, match="still shows the old state: a reader held its tables"):
            publish_to_postgres(warehouse, url)
        assert middle.execute(sizes).fetchone() == (5, 2)
    assert publish_to_postgres(warehouse, url).changed
    assert ask(url, sizes.decode()) == [(6, 3)]


def test_a_failure_leaves_the_old_state(url: str, warehouse: Path) -> None:
    """PostgreSQL cannot hold a NUL in a text; it says so while the rows go in."""
    publish_to_postgres(warehouse, url)
    nul = replace(FACTS, pages=(replace(FACTS.pages[0], text="a\0b"),))
    publish(warehouse, [nul], [SOURCE], RECONCILED)
    with pytest.raises(CannotPublish, match="was left as it was: it cannot hold table pages: .*0x00") as caught:
        publish_to_postgres(warehouse, url)
    assert "\n" not in str(caught.value)
    assert ask(url, "SELECT count(*) FROM yosan.amounts") == [(4,)]
    assert ask(url, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'yosan%'") == [("yosan",)]


def test_what_others_made_is_not_taken_away(url: str, warehouse: Path) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA yosan; CREATE TABLE yosan.mine (a int)")
    with pytest.raises(CannotPublish, match="a schema yosan that yosan did not make"):
        publish_to_postgres(warehouse, url)
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA yosan CASCADE")
    publish_to_postgres(warehouse, url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE VIEW public.big AS SELECT * FROM yosan.program_budgets")
    assert not publish_to_postgres(warehouse, url).changed
    publish(warehouse, [FACTS, later_release(2009, 1)], [SOURCE], RECONCILED)
    with pytest.raises(CannotPublish, match="public.big .*would be lost"):
        publish_to_postgres(warehouse, url)
    assert ask(url, "SELECT count(*) FROM public.big") == [(3,)]


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        (f"postgresql://user:{SECRET}@127.0.0.1:1/db", 1, "was left as it was: "),
        ("postgresql://user:s3cr%zzt@127.0.0.1:1/db", 1, "no valid PostgreSQL URL"),
        (f"postgresql://user:{SECRET}@[::1/db", 1, ""),
        (f"mysql://user:{SECRET}@127.0.0.1/db", 2, "no PostgreSQL URL"),
    ],
)
def test_no_message_shows_the_password(url: str, code: int, words: str, warehouse: Path) -> None:
    result = CliRunner().invoke(app, ["publish", url, "--warehouse", str(warehouse)])
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("yosan: ") and result.stderr.count("\n") == 1 and words in result.stderr
    assert "s3cr" not in result.stderr


def test_what_the_server_says_is_quoted_without_the_password(postgres: str, warehouse: Path) -> None:
    """The server names the user, who here is called like the password."""
    with pytest.raises(CannotPublish, match='role "…" does not exist') as caught:
        publish_to_postgres(warehouse, postgres.replace("postgres:@", f"{SECRET}:{SECRET}@"))
    assert "s3cr" not in str(caught.value)


@pytest.mark.parametrize("name", ["psycopg", "sqlglot"])
def test_without_the_extra_the_command_says_what_to_install(name: str, warehouse: Path) -> None:
    code = f"import sys; sys.modules['{name}'] = None; from pipeline.cli import main; main()"
    command = [sys.executable, "-c", code, "publish", "postgresql://h/d", "--warehouse", str(warehouse)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    needs = f"yosan: publishing to PostgreSQL needs {name}: install it with `pip install 'yosan[postgres]'`\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, "", needs)


def test_command_says_what_it_did(url: str, warehouse: Path, tmp_path: Path) -> None:
    first = CliRunner().invoke(app, ["publish", url, "--warehouse", str(warehouse)])
    state = json.loads((warehouse / "CURRENT.json").read_text())["state"]
    assert first.exit_code == 0 and first.stdout.startswith(f"state {state} published to d")
    second = CliRunner().invoke(app, ["publish", url, "--warehouse", str(warehouse)])
    assert second.exit_code == 0 and "is what is already in" in second.stdout
    empty = CliRunner().invoke(app, ["publish", url, "--warehouse", str(tmp_path / "empty")])
    assert empty.exit_code == 2 and "no published state" in empty.stderr


def test_state_of_another_version_is_told(url: str, warehouse: Path) -> None:
    part = next((warehouse / "states").iterdir()) / "parquet" / "programs.parquet"
    part.write_bytes((part.parent / "amounts.parquet").read_bytes())
    with pytest.raises(CannotPublish, match=r"programs.parquet was written by another version"):
        publish_to_postgres(warehouse, url)
    assert ask(url, "SELECT to_regnamespace('yosan')") == [(None,)]
    assert storage.run_query(warehouse, "SELECT 1").num_rows == 1
