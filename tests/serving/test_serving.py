"""``yosan serve`` as a real process: what can be read there, and that nothing else can be done."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline import storage
from pipeline.reporting.sql_page import QUESTIONS
from pipeline.serving import restrictions, site
from tests.cli.release import yosan

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
SECRET = "a file beside the report"


@dataclass(frozen=True)
class Served:
    """A server that answers, and the file that it reads."""

    url: str
    place: Path
    file: Path

    def get(self, path: str, **parameters: str) -> httpx.Response:
        return httpx.get(self.url + path, params=parameters or None, trust_env=False, timeout=30)

    def ask(self, sql: str, **parameters: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get("yosan.json", sql=sql, **parameters).json()
        return found


def start(place: Path, *options: str) -> subprocess.Popen[str]:
    """The command in a process of its own, with a cache of its own."""
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--port", "0", "--warehouse", str(place / "warehouse")]
    environment = {**os.environ, "YOSAN_CACHE": str(place / "cache"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def served(small_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("served")
    warehouse = shutil.copytree(small_warehouse, place / "warehouse", symlinks=True)
    (warehouse / "report").mkdir()
    (warehouse / "report" / "index.html").write_text("<h1>the report</h1>", encoding="utf-8")
    (warehouse / "secret.txt").write_text(SECRET, encoding="utf-8")
    with start(place) as server:
        assert server.stdout
        told, line = server.stdout.readline(), server.stdout.readline()
        assert told.startswith("copying state ")
        url = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert url, line
        (file,) = (place / "cache").rglob("yosan.db")
        yield Served(url.group(), place, file)
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


def test_the_page_names_the_state_the_report_and_every_table(served: Served) -> None:
    home = served.get("").text
    assert storage.list_states(served.place / "warehouse")[0].state_id in home and "report/index.html" in home
    assert served.get("report/index.html").text == "<h1>the report</h1>"
    tables = {one["name"] for one in served.get("yosan.json").json()["tables"]}
    assert {"amounts", "program_budgets", "evidence"} <= tables
    page = served.get("yosan/program_budgets").text
    assert "事業・年度・段階・補正次数につき1行" in page and "counts money several times" in page


@pytest.mark.parametrize("name", [name for name, _, _ in QUESTIONS])
def test_every_question_that_is_offered_has_an_answer(served: Served, name: str) -> None:
    found = served.get(f"yosan/{name}.json", word="湖沼", yen="1234000000").json()
    assert found["ok"] and found["columns"]
    assert found["rows"] or name == "failed_checks"


def test_money_is_whole_and_null_is_null(served: Served) -> None:
    sql = "SELECT amount_yen, bound_yen, typeof(amount_yen) FROM program_budgets WHERE name LIKE '湖沼[%' ORDER BY 1"
    assert served.ask(sql)["rows"] == [[None, 2_000_000_000, "null"]]
    assert served.ask("SELECT sum(amount_yen) FROM amounts WHERE line_id IS NULL")["rows"] == [[None]]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM amounts",
        "WITH x AS (SELECT 1) DELETE FROM amounts",
        "WITH x AS (SELECT 1) UPDATE amounts SET amount_yen = 0",
        "WITH x AS (SELECT 1) INSERT INTO programs SELECT * FROM programs",
        "CREATE TABLE a (b)",
        "ATTACH '{place}/attached.db' AS other",
        "SELECT 1; ATTACH '{place}/attached.db' AS other",
        "VACUUM INTO '{place}/copy.db'",
        "SELECT load_extension('{place}/secret')",
        "SELECT readfile('{place}/warehouse/secret.txt')",
        "SELECT writefile('{place}/written', 'x')",
        "SELECT fts3_tokenizer('a', x'00')",
        "PRAGMA writable_schema = 1",
        "SELECT * FROM pragma_writable_schema",
        "SELECT zeroblob(1000000000)",
        "SELECT * FROM csv('{place}/warehouse/secret.txt')",
    ],
)
def test_a_question_only_reads(served: Served, sql: str) -> None:
    before = hashlib.sha256(served.file.read_bytes()).hexdigest()
    inside = sorted(served.place.iterdir())
    found = served.ask(sql.format(place=served.place))
    assert found["ok"] is False and SECRET not in str(found)
    assert hashlib.sha256(served.file.read_bytes()).hexdigest() == before
    assert sorted(served.place.iterdir()) == inside and not list(served.file.parent.glob("yosan.db-*"))


def test_sqlite_itself_refuses_what_datasette_might_let_through(served: Served) -> None:
    """The same file and the same restrictions without Datasette's own look at the statement."""
    import sqlite3

    with sqlite3.connect(served.file) as connection:  # opened for writing, which the server never does
        restrictions.prepare_connection(connection, "yosan")
        assert connection.execute("SELECT count(*) FROM amounts").fetchone()[0] > 0
        for statement in ("DELETE FROM amounts", "ATTACH ':memory:' AS other", "PRAGMA journal_mode = WAL", "VACUUM"):
            with pytest.raises(sqlite3.DatabaseError):
                connection.execute(statement)
    connection.close()


def test_a_question_without_end_is_stopped(served: Served) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    found = served.ask(endless, _timelimit="100")
    assert found["ok"] is False and "SQL query took too long" in found["error"]
    settings = served.get("-/settings.json").json()
    assert settings["sql_time_limit_ms"] == site.SETTINGS["sql_time_limit_ms"] <= 5000


@pytest.mark.parametrize(
    "path",
    [
        "report/../secret.txt",
        "report/%2e%2e/secret.txt",
        "report/..%2fsecret.txt",
        "report//etc/passwd",
        "report/%2fetc%2fpasswd",
        "report/",
        "yosan.db",
        "_internal",
        "-/static/../../app.py",
    ],
)
def test_no_other_file_is_served(served: Served, path: str) -> None:
    host, port = served.url.removeprefix("http://").rstrip("/").split(":")
    with httpx.Client(base_url=f"http://{host}:{port}", trust_env=False) as client:
        request = client.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=f"/{path}".encode())
        answer = client.send(request)
    assert answer.status_code in (403, 404), (path, answer.status_code)
    assert SECRET not in answer.text and "root:" not in answer.text


def test_a_page_of_another_site_cannot_ask(served: Served) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", ""):
        assert httpx.get(served.url, headers={"host": host}, trust_env=False).status_code in (400, 421), host
    local = served.url.replace("127.0.0.1", "localhost")
    assert httpx.get(served.url, headers={"host": local.split("/")[2]}, trust_env=False).status_code == 200
    assert httpx.post(f"{served.url}yosan", trust_env=False).status_code == 405
    assert "access-control-allow-origin" not in served.get("yosan.json").headers


def test_other_peoples_plugins_are_taken_out(served: Served) -> None:
    assert [one["name"] for one in served.get("-/plugins.json").json()] == ["pipeline.serving.restrictions"]


@pytest.mark.parametrize("path", ["", "yosan", "yosan/program_budgets", "yosan?sql=select+1"])
def test_pages_name_nothing_of_elsewhere_to_load(served: Served, path: str) -> None:
    answer = served.get(path)
    loaded = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']?([^\"' >]+)", answer.text)
    assert loaded and [one for one in loaded if not one.startswith(("/", "data:", served.url))] == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "http" not in policy and "*" not in policy


@pytest.mark.soak  # a browser takes seconds to start
def test_a_browser_shows_the_pages_and_asks_nobody_else(served: Served) -> None:
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    if binary is None:
        pytest.skip("no browser: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install -e '.[dev]'")
    asked, complaints = [], []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=list(FLAGS))
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for path in (
            "",
            "yosan",
            "yosan/program_budgets",
            "yosan?sql=select+name+from+programs",
            "yosan/failed_checks",
        ):
            page.goto(served.url + path, wait_until="networkidle")
        page.goto(f"{served.url}yosan?sql=select+name+from+programs", wait_until="networkidle")
        assert page.locator(".CodeMirror").count() == 1, "the editor's scripts are not run"
        assert "湖沼<b>人材育成事業" in page.locator("table").inner_text()
        browser.close()
    assert {url for url in asked if not url.startswith((served.url, "data:"))} == set()
    assert [one for one in complaints if "favicon" not in one] == []


def test_an_address_that_is_taken_is_one_sentence(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOSAN_CACHE", str(served.place / "cache"))
    port = served.url.rstrip("/").rpartition(":")[2]
    result = yosan("serve", "--port", port, "--warehouse", served.place / "warehouse")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert f"127.0.0.1:{port} cannot be used (Address already in use)" in result.stderr


def test_without_datasette_the_extra_is_named(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasette", None)
    result = yosan("serve", "--warehouse", served.place / "warehouse")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "pip install 'yosan[serve]'" in result.stderr


def test_another_address_is_warned_of(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOSAN_CACHE", str(served.place / "cache"))
    port = served.url.rstrip("/").rpartition(":")[2]
    result = yosan("serve", "--host", "0.0.0.0", "--port", port, "--warehouse", served.place / "warehouse")
    warned, refused = result.stderr.splitlines()
    assert "0.0.0.0 can be reached from other machines" in warned and f"0.0.0.0:{port} cannot be used" in refused
