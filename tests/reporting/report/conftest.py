"""Reports that the tests of this folder look at: over real releases, over hostile ones, over nothing.

Belongs here: what is published for them. Does not belong here: tests.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import reports, sources, storage, walk
from pipeline.settings import PROJECT

SLIDES, BOXES, TEXT = "h20_draft_regional_innovation.pdf", "h21_request_regional_programs.pdf", "r8_request_science.txt"
ATTACK = '<script>alert("x")</script>'
CLOSING = '</script><script>alert("y")</script>'
# A total that its rows miss, names that attack, and figures that are no numbers.
TROUBLES = f"""令和7年度予算案
文部科学省
（単位：百万円）

科学技術の振興　3,000
　先端研究基盤整備事業　1,000
　{ATTACK}拠点整備事業　1,500
　{CLOSING}人材育成事業　400
　合計　2,400

海洋観測網整備事業　20億円の内数
南極観測推進事業　5〜20億円
"""
FORMULA = """令和7年度概算要求
文部科学省

"quoted" & =cmd()育成事業　56億円
"""
CORRECTION = """- document: troubles.txt
  page: 1
  printed: "1,000"
  corrected: 1,100百万円
  reason: the ministry's table of the same day
  who: 山田
  when: 2026-11-24
"""


@dataclass(frozen=True, slots=True)
class Reported:
    """A warehouse with its report."""

    raw: Path
    warehouse: Path

    @property
    def root(self) -> Path:
        return self.warehouse / "report"

    def ask(self, sql: str) -> list[dict[str, object]]:
        return list(storage.run_query(self.warehouse, sql).to_pylist())

    def document(self, name: str) -> str:
        """The page of a file of raw/."""
        (key,) = (one.document_id for one in sources.find_files(self.raw) if one.source_uri == name)
        return f"documents/{key}.html"

    def program(self, name: str) -> str:
        """The page of a program."""
        (row,) = self.ask(f"SELECT program_id FROM programs WHERE name = '{name}'")
        return f"programs/{row['program_id']}.html"


def report_on(folder: Path, samples: tuple[str, ...], texts: dict[str, str]) -> Reported:
    """Publish some releases, and write their report."""
    reported = Reported(folder / "raw", folder / "warehouse")
    reported.raw.mkdir()
    for name in samples:
        shutil.copy(PROJECT / "raw" / name, reported.raw)
    for name, text in texts.items():
        (reported.raw / name).write_text(text, encoding="utf-8")
    walk.publish(reported.raw, reported.warehouse)
    reports.make_report(reported.raw, reported.warehouse)
    return reported


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """A report over real releases: slides, boxes, a text."""
    return report_on(tmp_path_factory.mktemp("samples"), (SLIDES, BOXES, TEXT), {})


@pytest.fixture(scope="session")
def troubles(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """A report over releases that do not add up and whose names attack; of one of them nothing counts any more."""
    folder = tmp_path_factory.mktemp("troubles")
    withdrawn = "令和6年度予算案\n文部科学省\n\n海洋観測網整備事業　18億円\n"
    texts = {
        "troubles.txt": TROUBLES,
        "formula.txt": FORMULA,
        "withdrawn.txt": withdrawn,
        "empty.pdf": "",
        "corrections.yaml": CORRECTION,
        "withdrawals.yaml": "- document: withdrawn.txt\n  why: printed by mistake\n  withdrawn_on: 2026-01-05\n",
    }
    return report_on(folder, (), texts)


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """A report over a warehouse in which nothing is published."""
    folder = tmp_path_factory.mktemp("nothing")
    reports.make_report(folder / "raw", folder / "warehouse")
    return Reported(folder / "raw", folder / "warehouse")
