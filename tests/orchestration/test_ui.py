"""What a person does and sees in the Dagster UI: a real browser before a real `dagster dev`.

It starts five processes and a browser and waits for two runs: the slowest test there is, and the only one that sees what people see. With
YOSAN_SCREENSHOTS set to a folder it leaves the README's pictures there (`make screenshots`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import serve_dagster

from pipeline.definitions import defs
from pipeline.settings import PROJECT
from tests.browser import keep_picture, pictures_folder, playwright, start_browser

SAMPLES = ("h20_regional_progress.pdf", "h24_draft_main_figures.pdf")  # any document that is shown has a picture
LONG_AGO = 1_600_000_000
PATIENCE = 120_000  # milliseconds, for a run on a busy machine
WIDTH, HEIGHT = 1280, 720  # pixels
CHECKS = [key for key in defs.resolve_asset_graph().asset_check_keys if key.asset_key.path == ["reconciliations"]]


class Visitor:
    """A person at the UI. What is looked for is waited for."""

    def __init__(self, page: playwright.Page, url: str, pictures: Path) -> None:
        self.page, self.url, self.pictures = page, url, pictures

    def go(self, path: str) -> None:
        """Open a page of the UI."""
        self.page.goto(self.url + path, wait_until="domcontentloaded")

    def find(self, text: str) -> playwright.Locator:
        """Where a text stands; the UI has hidden copies of some, by which it measures them."""
        return self.page.get_by_text(text, exact=True).filter(visible=True)

    def see(self, text: str) -> None:
        """Wait for a text."""
        self.find(text).first.wait_for()

    def click(self, text: str) -> None:
        """Click what is called so; of several, what came last."""
        self.find(text).last.click()

    def open(self, key: str) -> None:
        """Open the window of an asset's metadata, and wait until its picture is drawn."""
        row = self.page.locator("tr", has_text=key).filter(has_text="[Show Markdown]").last
        row.get_by_text("[Show Markdown]").click()
        self.see("Close")
        self.page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")

    def keep(self, name: str, height: int = HEIGHT) -> None:
        """A small picture of the upper part of what is seen."""
        keep_picture(self.page, self.pictures / f"{name}.png", WIDTH, height)


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """At the UI over two samples, which the sensor takes up by itself."""
    pictures = pictures_folder(tmp_path)
    (tmp_path / "raw").mkdir()
    for name in SAMPLES:
        shutil.copy(PROJECT / "raw" / name, tmp_path / "raw")
        os.utime(tmp_path / "raw" / name, (LONG_AGO, LONG_AGO))
    with start_browser() as browser, serve_dagster(tmp_path) as served:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(PATIENCE)
        yield Visitor(page, served.url, pictures)


def test_person_materializes_in_the_ui_and_sees_the_checks_pass(visitor: Visitor) -> None:
    visitor.go("/runs")  # where the sensor's own is: before it, the UI would ask whether one is sure
    visitor.see("Success")
    visitor.go("/assets/extracted_documents")
    visitor.open("page with most figures")
    visitor.keep("document")

    visitor.go("/locations/pipeline.definitions/jobs/publish")
    visitor.click("Materialize all")
    visitor.page.get_by_text("Launched run").wait_for()
    visitor.click("View")
    visitor.see("Success")
    assert "/runs/" in visitor.page.url

    visitor.go("/assets/reconciliations?view=checks")
    visitor.click("table_total_agrees")
    visitor.see("Passed")
    checks = visitor.find("Succeeded")
    checks.nth(len(CHECKS) - 1).wait_for()
    assert checks.count() == len(CHECKS), "none has failed"
    visitor.keep("checks", 520)

    visitor.go("/assets/program_budgets")
    visitor.open("preview")
    visitor.see("義務教育費国庫負担金")
    visitor.keep("table", 530)

    visitor.go("/asset-groups")
    visitor.page.locator("svg foreignObject").filter(has_text="reconciliation").first.wait_for()
    visitor.keep("asset-graph", 430)
