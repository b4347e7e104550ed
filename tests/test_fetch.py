"""``yosan fetch`` as people and scripts use it, against a real server, and what a fetched release is in the warehouse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline import storage, walk
from pipeline.cli import app
from tests.sources.site import Reply, Site, serve

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n　実施は３地域\n"
LIST = """- name: mext
  issuer: 文部科学省
  url: {url}/index.htm
  links: [{{address: '\\.txt$'}}]
  enabled: {enabled}
"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    settings = {
        "DELAY": "0",
        "BACKOFF": "0",
        "ATTEMPTS": "2",
        "ALLOW_PRIVATE": "true",
        "CONTACT": "https://example.jp/",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"YOSAN_FETCH_{name}", value)
    with serve() as running:
        running.page("/index.htm", '<ul><li><a href="a.txt">予算案</a>（令和6年12月27日）</li></ul>')
        running.put("/a.txt", RELEASE.encode())
        yield running


def prepare(site: Site, tmp_path: Path, enabled: str = "true") -> tuple[str, ...]:
    """A raw/ and a list of sources, as arguments."""
    (tmp_path / "raw").mkdir(exist_ok=True)
    (tmp_path / "sources.yaml").write_text(LIST.format(url=site.url, enabled=enabled), encoding="utf-8")
    return "--raw", str(tmp_path / "raw"), "--sources", str(tmp_path / "sources.yaml")


def fetch(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["fetch", *arguments], catch_exceptions=False)


def test_a_pipe_gets_a_line_per_release_and_a_summary(site: Site, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "fetch", *prepare(site, tmp_path)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    first, release, summary = done.stdout.splitlines()
    assert first == "mext: 1 releases are linked"
    assert release.startswith(f"mext: new: {site.url}/a.txt (予算案) mext/") and release.endswith("-a.txt")
    assert summary == "mext: new 1, changed 0, unchanged 0, vanished 0, refused 0, failed 0"


def test_what_failed_is_said_and_is_the_exit_code(site: Site, tmp_path: Path) -> None:
    arguments = prepare(site, tmp_path)
    site.put("/a.txt", Reply(status=500))
    result = fetch(*arguments)
    assert result.exit_code == 1 and "mext: failed: " in result.stdout and "500 Internal Server Error" in result.stdout
    site.put("/index.htm", Reply(status=503))
    result = fetch(*arguments)
    assert result.exit_code == 1 and "index.htm cannot be read: the server answers 503" in result.stdout


def test_a_source_that_is_off_is_fetched_by_its_name_only(site: Site, tmp_path: Path) -> None:
    arguments = prepare(site, tmp_path, enabled="false")
    result = fetch(*arguments)
    assert result.exit_code == 0 and "is enabled" in result.stdout and site.asked == []
    assert "new 1" in fetch("mext", *arguments).stdout


def test_wrong_use_is_one_sentence(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = prepare(site, tmp_path)
    absent = fetch("--raw", str(tmp_path / "absent"), *arguments[2:])
    unlisted = fetch("nix", *arguments)
    away = fetch("--raw", "s3://bucket/raw", *arguments[2:])
    (tmp_path / "sources.yaml").write_text("- name: mext\n", encoding="utf-8")
    broken = fetch(*arguments)
    monkeypatch.setenv("YOSAN_FETCH_DELAY", "-1")
    prepare(site, tmp_path)
    negative = fetch(*arguments)
    said = (
        "is no folder",
        "lists no source nix",
        "is no folder of this machine",
        "sources.yaml:1: ",
        "YOSAN_FETCH_DELAY: ",
    )
    for result, words in zip((absent, unlisted, away, broken, negative), said, strict=True):
        assert (result.exit_code, result.stdout) == (2, "") and words in result.stderr
        assert result.stderr.startswith("yosan: ")


def test_no_contact_is_a_warning(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YOSAN_FETCH_CONTACT")
    assert "warning: no contact is sent" in fetch(*prepare(site, tmp_path)).stdout


def test_a_new_version_of_a_release_replaces_the_old_one_in_the_warehouse(site: Site, tmp_path: Path) -> None:
    arguments = prepare(site, tmp_path)
    fetch(*arguments)
    walk.publish(tmp_path / "raw", tmp_path / "warehouse")
    site.put("/a.txt", RELEASE.replace("1,234", "1,243").encode())
    assert "changed 1" in fetch(*arguments).stdout
    walk.publish(tmp_path / "raw", tmp_path / "warehouse")
    sql = """SELECT o.released_on::VARCHAR AS day, o.retrieved_at < n.retrieved_at AS later, n.replaced_by AS none
        FROM documents o JOIN documents n ON o.replaced_by = n.document_id"""
    assert storage.run_query(tmp_path / "warehouse", sql).to_pylist() == [
        {"day": "2024-12-27", "later": True, "none": None}
    ]
    sql = "SELECT amount_yen FROM program_budgets WHERE name = '地域研究拠点整備事業'"
    assert storage.run_query(tmp_path / "warehouse", sql).to_pylist() == [{"amount_yen": 1_243_000_000}]
