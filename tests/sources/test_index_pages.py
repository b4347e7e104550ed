"""``sources.yaml``: what it says, and how it says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.sources import InvalidEntries, choose_pages, read_index_pages
from pipeline.sources.links import Link

GOOD = """# pages
- name: mext
  issuer: 文部科学省
  url: https://www.mext.go.jp/yosan/index.htm
  links:
    - {address: '\\.pdf$', text: 概算要求}
    - text: 決算
"""


def read(tmp_path: Path, text: str) -> tuple[object, ...]:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return read_index_pages(path)


def test_a_source_is_off_until_it_is_enabled(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        GOOD + GOOD.replace("mext\n", "other\n") + "  enabled: true\n", encoding="utf-8"
    )
    pages = read_index_pages(tmp_path / "sources.yaml")
    assert [page.enabled for page in pages] == [False, True]
    assert [page.name for page in choose_pages(pages, [], "x")] == ["other"]
    assert [page.name for page in choose_pages(pages, ["mext", "mext"], "x")] == ["mext"]
    with pytest.raises(InvalidEntries, match="lists no source nix: it lists mext, other"):
        choose_pages(pages, ["nix"], "sources.yaml")


def test_all_that_a_rule_says_must_hold_and_one_rule_is_enough(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(GOOD, encoding="utf-8")
    (page,) = read_index_pages(tmp_path / "sources.yaml")
    both, row = Link("https://a.jp/1.pdf", "概算要求"), Link("https://a.jp/2.pdf", "PDF", "令和8年度概算要求 PDF")
    html, other, settled = (
        Link("https://a.jp/3.html", "概算要求"),
        Link("https://a.jp/4.pdf", "税制"),
        Link("https://a.jp/5", "決算"),
    )
    assert page.releases([both, row, html, other, settled, both]) == (both, row, settled)


@pytest.mark.parametrize(
    ("line", "instead", "message"),
    [
        ("  issuer: 文部科学省\n", "", r"sources.yaml:2: issuer: Field required"),
        ("name: mext", "name: ../mext", r"sources.yaml:2: name: "),
        ("https://www.mext.go.jp/yosan/index.htm", "ftp://a.jp/", r"sources.yaml:4: url: it begins with ftp"),
        ("https://www", "https://u:secret@www", r"sources.yaml:4: url: it holds a user name or a password"),
        ("'\\.pdf$'", "'(pdf'", r"sources.yaml:5: links.0.address: '\(pdf' is no regular expression"),
        ("    - text: 決算\n", "    - {}\n", r"sources.yaml:5: links.1: a rule has address:, text:, or both"),
        ("    - text: 決算\n", "  enabled: sometimes\n", r"sources.yaml:7: enabled: "),
        ("    - text: 決算\n", "  encoding: latin-1\n", r"sources.yaml:7: encoding: 'latin-1' is no encoding of Japanese"),
        ("    - text: 決算\n", "  hosts: ['http://a.jp/']\n", r"sources.yaml:7: hosts.0: 'http://a.jp/' is no host"),
        ("    - text: 決算\n", "  colour: blue\n", r"sources.yaml:7: colour: "),
        ("- name: mext\n", "- {name: mext, issuer: a, url: 'http://a.jp/', links: [{text: a}]}\n- name: mext\n", r"sources.yaml:3: name: mext is the name of sources.yaml:2"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_line_and_field(tmp_path: Path, line: str, instead: str, message: str) -> None:
    assert line in GOOD
    with pytest.raises(InvalidEntries, match=message) as mistake:
        read(tmp_path, GOOD.replace(line, instead))
    assert "secret" not in str(mistake.value)


def test_the_list_that_comes_with_the_project_asks_nobody_by_itself() -> None:
    pages = read_index_pages(Settings().sources)
    assert "mext_budget" in [page.name for page in pages]
    assert choose_pages(pages, [], "sources.yaml") == ()
