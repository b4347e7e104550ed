"""Generated releases, already extracted: files of raw/, documents of a store, and whole tables, for benchmarks of publishing.

Belongs here: plausible facts, made column by column, because ten thousand documents made of dataclasses would take longer
than what is measured. Does not belong here: measuring.

An issuer publishes two releases a year (request and draft) for each of its divisions. Each has a total, five headings with
nine items each, and two columns: this year and last year. The total is one program of the issuer, so that the releases of an
issuer are neighbours, and those of a division share all their programs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.storage.documents import FACTS
from pipeline.storage.present import STATEMENTS, schema_of
from pipeline.storage.rows import write_parquet
from pipeline.version import EXTRACTOR_VERSION

DIVISIONS, PHASES, YEARS, FIRST_YEAR = 5, ("requested", "proposed"), 20, 2004
HEADINGS, ITEMS = 5, 9
LINES = 1 + HEADINGS * (1 + ITEMS)
AMOUNTS = 2 * LINES
MILLION = 10**6
WORDS = (
    "地域",
    "研究",
    "拠点",
    "整備",
    "人材",
    "育成",
    "先端",
    "設備",
    "共用",
    "国際",
    "連携",
    "支援",
    "基盤",
    "防災",
    "学校",
    "文化",
)
PROCESSES = 2
SHARE = 250  # releases made at a time


@dataclass(frozen=True, slots=True)
class Release:
    """Which release of which issuer."""

    issuer: int
    year: int
    division: int
    phase: str

    @property
    def text(self) -> str:
        """What its file in raw/ holds; only its hash matters."""
        return f"issuer {self.issuer}, fiscal year {self.year}, division {self.division}, {self.phase}\n"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def document_id(self) -> str:
        return self.sha256[:16]

    @property
    def uri(self) -> str:
        return f"{self.issuer:03d}/{self.year}-{self.division}-{self.phase}.txt"


def list_releases(number: int) -> list[Release]:
    """The first releases in the order of issuers; of fewer than an issuer has in all years, those of the first years."""
    every = (
        Release(issuer, FIRST_YEAR + year, division, phase)
        for issuer in range(number)
        for year in range(YEARS)
        for division in range(DIVISIONS)
        for phase in PHASES
    )
    return [release for release, _ in zip(every, range(number), strict=False)]


def put_into_raw(raw: Path, releases: Sequence[Release]) -> None:
    for release in releases:
        path = raw / release.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(release.text, encoding="utf-8")


def store(warehouse: Path, releases: Sequence[Release]) -> None:
    """Write the facts of releases as the extractor would have stored them."""
    for release in releases:
        folder = warehouse / "documents" / release.document_id / EXTRACTOR_VERSION
        folder.mkdir(parents=True)
        rows = _rows_of(release)
        for name in FACTS:
            write_parquet(_to_table(name, rows.get(name, {})), folder / f"{name}.parquet")


def make_tables(releases: Sequence[Release]) -> dict[str, pa.Table]:
    """All rows of releases by table, with checks such as reconciling would make, to publish them without a store."""
    shares = [releases[start : start + SHARE] for start in range(0, len(releases), SHARE)]
    with get_context("spawn").Pool(PROCESSES) as pool:
        parts = pool.map(_tables_of_share, shares)
    return {name: pa.concat_tables(part[name] for part in parts) for name in parts[0]}


def _tables_of_share(releases: Sequence[Release]) -> dict[str, pa.Table]:
    columns: dict[str, dict[str, list[Any]]] = {}
    for release in releases:
        rows = _rows_of(release)
        rows |= _checks_of(rows)
        rows[STATEMENTS] = {"document_id": [release.document_id] * LINES, **rows.pop("programs")}
        rows["document_files"] = {name: rows["documents"][name] for name in ("document_id", "source_uri", "file_name")}
        for name, part in rows.items():
            for column, values in part.items():
                columns.setdefault(name, {}).setdefault(column, []).extend(values)
    return {name: _to_table(name, part) for name, part in columns.items()}


def _to_table(name: str, columns: dict[str, list[Any]]) -> pa.Table:
    """Columns as a table; one that is left out is NULL."""
    size = len(next(iter(columns.values()), ()))
    schema = schema_of(name)
    return pa.Table.from_pydict({key: columns.get(key) or [None] * size for key in schema.names}, schema=schema)


def _checks_of(rows: dict[str, dict[str, list[Any]]]) -> dict[str, dict[str, list[Any]]]:
    """A sum per heading and column with its items for members, and one check per line against another release."""
    lines, amounts, document = rows["budget_lines"], rows["amounts"], rows["documents"]["document_id"]
    amounts_of: dict[str, list[str]] = {}
    for line_id, amount_id in zip(amounts["line_id"], amounts["amount_id"], strict=True):
        amounts_of.setdefault(line_id, []).append(amount_id)
    members: list[tuple[str, str]] = []
    checks: list[tuple[str, str, str]] = []
    for parent in dict.fromkeys(one for one in lines["parent_line_id"] if one):
        items = [one for one, above in zip(lines["line_id"], lines["parent_line_id"], strict=True) if above == parent]
        for column in (0, 1):
            checks.append((_id(parent, column), "sum_of_children", parent))
            members += [(checks[-1][0], amounts_of[item][column]) for item in items]
    for line_id in lines["line_id"]:
        checks.append((_id(line_id, "across"), "across_documents", line_id))
        members.append((checks[-1][0], amounts_of[line_id][1]))
    size = len(checks)
    return {
        "reconciliations": {
            "reconciliation_id": [one for one, _, _ in checks],
            "document_id": document * size,
            "kind": [kind for _, kind, _ in checks],
            "line_id": [line_id for _, _, line_id in checks],
            "fiscal_year": rows["documents"]["fiscal_year"] * size,
            "phase": rows["documents"]["phase"] * size,
            "unit": ["yen"] * size,
            "stated": amounts["amount_yen"][:size],
            "computed": amounts["amount_yen"][:size],
            "residual": [0] * size,
            "rounding_mode": ["unknown"] * size,
            "status": ["balanced"] * size,
            "explanation": [
                f"{text} million yen stated; its items come to {text}; they agree."
                for text in amounts["amount_text"][:size]
            ],
        },
        "reconciliation_members": {
            "reconciliation_id": [one for one, _ in members],
            "amount_id": [amount_id for _, amount_id in members],
            "sign": [1] * len(members),
        },
    }


def _rows_of(release: Release) -> dict[str, dict[str, list[Any]]]:
    """The columns of a release's tables; a column that is left out is NULL."""
    lines = list(_lines_of(release))
    figures = [
        (line, year, phase, _value(release, line.number, year, phase))
        for line in lines
        for year, phase in _columns(release)
    ]
    document = [release.document_id]
    each, every = document * LINES, document * AMOUNTS
    texts = [f"{line.label}　{' '.join(f'{f[3]:,}' for f in figures if f[0] is line)}" for line in lines]
    starts = [sum(map(len, texts[:number])) + number for number in range(LINES)]
    page = "\n".join(texts) + "\n"
    words = [(line, position, word) for line in lines for position, word in enumerate(line.words)]
    return {
        "documents": {
            "document_id": document,
            "sha256": [release.sha256],
            "file_name": [release.uri.rsplit("/", 1)[1]],
            "source_uri": [release.uri],
            "media_type": ["text/plain"],
            "byte_size": [len(release.text)],
            "page_count": [1],
            "title": [f"令和{release.year - 2018}年度{'概算要求' if release.phase == 'requested' else '予算案'}"],
            "issuer": [f"第{release.issuer}省"],
            "fiscal_year": [release.year],
            "phase": [release.phase],
            "status": ["extracted"],
            "rounding_mode": ["unknown"],
            "extractor_version": [EXTRACTOR_VERSION],
        },
        "pages": {"document_id": document, "page": [1], "text": [page]},
        "budget_lines": {
            "line_id": [line.line_id for line in lines],
            "document_id": each,
            "program_id": [line.program_id for line in lines],
            "parent_line_id": [None if line.parent is None else lines[line.parent].line_id for line in lines],
            "parent_rule": [None if line.parent is None else "indent" for line in lines],
            "ordinal": [line.number for line in lines],
            "level": [line.level for line in lines],
            "label": [line.label for line in lines],
            "relation": [None if line.parent is None else "component" for line in lines],
            "is_total": [False] * LINES,
            "table_id": [f"{release.document_id}t"] * LINES,
            "page": [1] * LINES,
            "char_start": starts,
            "char_end": [start + len(line.label) for start, line in zip(starts, lines, strict=True)],
        },
        "amounts": {
            "amount_id": [_id(line.line_id, year) for line, year, _, _ in figures],
            "line_id": [line.line_id for line, *_ in figures],
            "document_id": every,
            "fiscal_year": [year for _, year, _, _ in figures],
            "phase": [phase for _, _, phase, _ in figures],
            "measure": ["budget"] * AMOUNTS,
            "nature": ["expenditure"] * AMOUNTS,
            "header_path": ["本年度" if year == release.year else "前年度予算額" for _, year, _, _ in figures],
            "column": [int(year != release.year) for _, year, _, _ in figures],
            "amount_yen": [value * MILLION for *_, value in figures],
            "precision_yen": [MILLION] * AMOUNTS,
            "approximate": [False] * AMOUNTS,
            "amount_text": [f"{value:,}" for *_, value in figures],
            "unit_text": ["百万円"] * AMOUNTS,
            "label_reliable": [True] * AMOUNTS,
            "role_rule": ["header"] * AMOUNTS,
            "page": [1] * AMOUNTS,
            "char_start": [starts[line.number] for line, *_ in figures],
            "char_end": [starts[line.number] + 5 for line, *_ in figures],
            "evidence": [texts[line.number] for line, *_ in figures],
        },
        "counts": {
            "count_id": [_id(release.document_id, "count", n) for n in range(3)],
            "line_id": [line.line_id for line in lines[:3]],
            "document_id": document * 3,
            "subject": [line.label for line in lines[:3]],
            "unit": ["地域"] * 3,
            "value": [9, 8, 7],
            "approximate": [False] * 3,
            "count_text": ["9地域", "8地域", "7地域"],
            "page": [1] * 3,
            "char_start": [0, 1, 2],
            "char_end": [3, 4, 5],
            "evidence": texts[:3],
        },
        "extraction_issues": {
            "issue_id": [_id(release.document_id, "issue")],
            "document_id": document,
            "kind": ["no_owner"],
            "severity": ["info"],
            "text": ["1億円"],
            "reason": ["no line that it belongs to"],
        },
        "programs": {
            "program_id": [line.program_id for line in lines],
            "name": [line.label for line in lines],
            "name_normalized": [line.label for line in lines],
            "issuer": [f"第{release.issuer}省"] * LINES,
            "kind": ["program" if line.level == 2 else "heading" for line in lines],
        },
        "program_names": {
            "program_id": [line.program_id for line in lines],
            "document_id": each,
            "name_as_written": [line.label for line in lines],
        },
        "tokens": {
            "line_id": [line.line_id for line, _, _ in words],
            "position": [position for _, position, _ in words],
            "surface": [word for _, _, word in words],
            "lemma": [word for _, _, word in words],
            "part_of_speech": ["名詞"] * len(words),
        },
    }


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    level: int
    parent: int | None
    line_id: str
    program_id: str
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        return "".join(self.words)


def _lines_of(release: Release) -> Iterator[_Line]:
    for number in range(LINES):
        group, item = divmod(number - 1, 1 + ITEMS)
        level = 0 if number == 0 else 1 if item == 0 else 2
        parent = None if number == 0 else 0 if item == 0 else 1 + group * (1 + ITEMS)
        division = 0 if number == 0 else 1 + release.division
        words = tuple(WORDS[(number * 7 + division * 5 + step * (number + 3)) % len(WORDS)] for step in range(4))
        yield _Line(
            number,
            level,
            parent,
            _id(release.document_id, number),
            _id(release.issuer, division, number),
            (*words, f"{number}"),
        )


def _columns(release: Release) -> tuple[tuple[int, str], tuple[int, str]]:
    """This year's figures, and last year's budget."""
    return (release.year, release.phase), (release.year - 1, "proposed")


def _value(release: Release, number: int, year: int, phase: str) -> int:
    """Millions of yen: of an item its own, of a heading and of the total what its items come to."""
    if number == 0:
        return sum(_value(release, 1 + group * (1 + ITEMS), year, phase) for group in range(HEADINGS))
    group, item = divmod(number - 1, 1 + ITEMS)
    if item == 0:
        return sum(_value(release, number + step, year, phase) for step in range(1, 1 + ITEMS))
    seed = hashlib.blake2b(
        f"{release.issuer}/{release.division}/{number}/{year}/{phase}".encode(), digest_size=4
    ).digest()
    return 1 + int.from_bytes(seed, "big") % 5_000


def _id(*parts: object) -> str:
    return hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).hexdigest()
