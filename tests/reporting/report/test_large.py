"""A report over 5,000 programs and 100,000 amounts: its list opens in a second, and search answers at once."""

from __future__ import annotations

from pathlib import Path

import generated_warehouse as generated
import pyarrow as pa
import pytest
from publishing import Made

from pipeline import reports, storage
from pipeline.storage.present import LEDGER, PRIVATE_SCHEMAS
from tests.browser import playwright, start_browser

ISSUERS, YEARS, RELEASES_OF_ISSUER = 20, 5, 200
TRIES = 3  # of which the best counts: the machine has other work
OPENED, ANSWERED = 1_000, 100  # milliseconds
# How long after the navigation began the first rows were there, and how long a word takes from the key to the rows.
OPENING = "performance.getEntriesByType('navigation')[0].loadEventEnd"
SEARCHING = """text => {
    const input = document.getElementById('q');
    input.value = text;
    const begun = performance.now();
    input.dispatchEvent(new Event('input'));
    document.querySelector('#list').getBoundingClientRect();
    return performance.now() - begun;
}"""
SORTING = """() => {
    document.getElementById('q').value = '';
    document.getElementById('q').dispatchEvent(new Event('input'));
    const begun = performance.now();
    document.querySelector('[data-sort="7"]').click();
    return performance.now() - begun;
}"""


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """The report of a warehouse of generated releases."""
    every = generated.list_releases(ISSUERS * RELEASES_OF_ISSUER)
    releases = [release for release in every if release.year < generated.FIRST_YEAR + YEARS]
    tables = generated.make_tables(releases)
    ledger = {"document_id": [release.document_id for release in releases], "mark": ["made"] * len(releases)}
    tables[LEDGER] = pa.Table.from_pydict(ledger, schema=PRIVATE_SCHEMAS[LEDGER])
    state = storage.publish_gathered(tmp_path, storage.Gathered(Made(tables)))
    assert state.rows["programs"] >= 5_000 and state.rows["amounts"] >= 100_000
    return reports.make_report(tmp_path / "raw", tmp_path).index.parent


@pytest.mark.soak  # a minute or two: make soak
def test_a_large_list_opens_in_a_second_and_answers_at_once(large: Path) -> None:
    with start_browser() as browser:
        page = browser.new_page()
        opened = [_open(page, large / "programs.html") for _ in range(TRIES)]
        rows = page.locator("#list tbody tr")
        assert rows.count() == 100 and page.locator("#more").is_visible()
        answered = {}
        for text in ("ちいき 研究", "第3省 拠点", "連", "無い名称"):
            answered[text] = min(page.evaluate(SEARCHING, text) for _ in range(TRIES))
        answered["sorted"] = page.evaluate(SORTING)
        program = next((large / "programs").iterdir())
        shown = [_open(page, program) for _ in range(TRIES)]
        page.locator("svg[role=img]").wait_for()
    print(f"opened in {min(opened):.0f} ms (a program {min(shown):.0f} ms), answered in {answered} ms")
    assert min(opened) < OPENED and min(shown) < OPENED
    assert max(answered.values()) < ANSWERED


def _open(page: playwright.Page, path: Path) -> float:
    page.goto(path.as_uri(), wait_until="load")
    return float(page.evaluate(OPENING))
