"""The asset of fetched releases and its schedule, against a real server."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.fetching import fetched_releases
from pipeline.orchestration.resources import IndexPages
from pipeline.orchestration.schedules import daily_fetch
from tests.sources.site import PDF, serve

ENTRY = "- name: mext\n  issuer: 文部科学省\n  url: {url}\n  links:\n    - address: pdf$\n  enabled: {enabled}\n"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of one's own needs no patience."""
    for name, value in {"ALLOW_PRIVATE": "true", "DELAY": "0", "BACKOFF": "0.001", "ATTEMPTS": "1"}.items():
        monkeypatch.setenv(f"YOSAN_FETCH_{name}", value)
    # Three times five minutes and more would Dagster wait before it tries again.
    again = fetched_releases.op.retry_policy
    assert again is not None
    hurry = dg.RetryPolicy(max_retries=again.max_retries, delay=0, backoff=again.backoff)
    monkeypatch.setattr(fetched_releases.op, "_retry_policy", hurry)


def fetch(folder: Path, url: str) -> dg.ExecuteInProcessResult:
    """The job over one enabled source, with an instance of its own."""
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text(ENTRY.format(url=url, enabled="true"), encoding="utf-8")
    defs = build_definitions(folder / "raw", folder / "warehouse", index_pages=folder / "sources.yaml")
    with dg.DagsterInstance.ephemeral() as instance:
        return defs.resolve_job_def("fetch").execute_in_process(instance=instance, raise_on_error=False)


def test_what_a_page_lists_lands_in_raw_and_what_is_refused_is_a_warning(tmp_path: Path) -> None:
    with serve() as site:
        site.page("/index.html", '<a href="good.pdf">予算案</a><a href="bad.pdf">概算要求</a>')
        site.put("/good.pdf", PDF)
        site.put("/bad.pdf", b"<html><body>404</body></html>")
        result = fetch(tmp_path, f"{site.url}/index.html")
    assert result.success
    (materialization,) = result.asset_materializations_for_node("fetched_releases")
    assert (materialization.metadata["new"].value, materialization.metadata["refused"].value) == (1, 1)
    (check,) = result.get_asset_check_evaluations()
    assert (check.check_name, check.passed, check.severity) == (
        "every_release_fetched",
        False,
        dg.AssetCheckSeverity.WARN,
    )
    assert [path.read_bytes() for path in (tmp_path / "raw").rglob("*.pdf")] == [PDF]


def test_page_that_cannot_be_read_is_tried_again(tmp_path: Path) -> None:
    with serve() as site:
        result = fetch(tmp_path, f"{site.url}/index.html")
    assert not result.success
    policy = fetched_releases.op.retry_policy
    assert policy is not None and (policy.max_retries, policy.backoff) == (3, dg.Backoff.EXPONENTIAL)


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        (ENTRY.format(url="https://www.example.org/", enabled="true"), None),
        (ENTRY.format(url="https://www.example.org/", enabled="false"), "no source of sources.yaml is enabled"),
        ("- name: mext\n", "sources.yaml:1: "),
    ],
)
def test_morning_starts_a_fetch_only_where_a_source_is_enabled(tmp_path: Path, text: str, skipped: str | None) -> None:
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    pages = IndexPages(file=str(tmp_path / "sources.yaml"))
    said = daily_fetch(dg.build_schedule_context(resources={"index_pages": pages}))
    if skipped is None:
        assert isinstance(said, dg.RunRequest) and said.tags["yosan/sources"] == "mext"
    else:
        assert isinstance(said, dg.SkipReason) and skipped in (said.skip_message or "")
