"""Programs by Japanese words, through the words of labels that the warehouse holds.

Belongs here: the question in SQL and the order of its answers. Does not belong here: finding the words of a question (they
arrive), printing.

A program is found by its words in their dictionary forms (取り組み finds 取組), a rare word telling more than a common one, and by
parts of its names, hiragana and katakana alike. The exact name comes first, then what has more of the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.storage.queries import run_query

HIRAGANA = "".join(chr(code) for code in range(0x3041, 0x3097))
KATAKANA = "".join(chr(ord(char) + 0x60) for char in HIRAGANA)
# What has less of a question than this, such as its 事業 alone, is no answer.
LEAST_SHARE = 0.25

_SEARCH = """
WITH words AS (
    SELECT unnest($lemmas) AS lemma
), program_words AS (
    SELECT DISTINCT l.program_id, w.lemma
    FROM words w JOIN tokens t ON lower(t.lemma) = w.lemma JOIN budget_lines l USING (line_id)
    WHERE l.program_id IS NOT NULL
), weights AS (
    SELECT w.lemma, ln(1 + (SELECT count(*) FROM programs) / (1 + count(p.program_id))) AS weight
    FROM words w LEFT JOIN program_words p USING (lemma) GROUP BY w.lemma
), by_words AS (
    SELECT p.program_id, sum(w.weight) / (SELECT sum(weight) FROM weights) AS share
    FROM program_words p JOIN weights w USING (lemma) GROUP BY p.program_id
), names AS (
    SELECT program_id, translate(lower(name_normalized), $hiragana, $katakana) AS name FROM programs
    UNION
    SELECT program_id, translate(lower(regexp_replace(name_as_written, '[\\s()「」『』・]+', '', 'g')), $hiragana, $katakana)
    FROM program_names
), terms AS (
    SELECT unnest($terms) AS term
), hits AS (
    SELECT program_id, name, sum(length(term)) AS letters FROM names JOIN terms ON contains(name, term) GROUP BY ALL
), by_parts AS (
    SELECT program_id, bool_or(name = $whole) AS exact, max(
        letters / (SELECT sum(length(term)) FROM terms) * (1 + least(1, letters / length(name))) / 2
    ) AS share
    FROM hits GROUP BY program_id
), found AS (
    SELECT program_id, coalesce(b.exact, false) AS exact, greatest(coalesce(a.share, 0), coalesce(b.share, 0)) AS share
    FROM by_words a FULL JOIN by_parts b USING (program_id)
)
SELECT f.program_id, p.name, p.stage, p.issuer, p.kind,
    (SELECT list(DISTINCT a.fiscal_year ORDER BY a.fiscal_year) FROM amounts a JOIN budget_lines l USING (line_id)
     WHERE l.program_id = f.program_id AND a.fiscal_year IS NOT NULL) AS fiscal_years,
    (SELECT list(DISTINCT d.source_uri ORDER BY d.source_uri) FROM program_names n JOIN documents d USING (document_id)
     WHERE n.program_id = f.program_id) AS documents,
    f.exact AND p.stage IS NOT DISTINCT FROM $stage AS exact
FROM found f JOIN programs p USING (program_id)
WHERE f.exact OR f.share >= $least
ORDER BY f.exact DESC, round(f.share, 9) DESC, p.stage IS NOT DISTINCT FROM $stage DESC, length(p.name_normalized),
    p.name_normalized, p.stage NULLS FIRST, p.issuer NULLS FIRST, f.program_id
LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: the ``whole`` name without marks and spaces and its ``stage``; its words in dictionary forms, in
    lower case; and its ``terms``, as parted by spaces."""

    whole: str
    stage: str | None
    lemmas: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundProgram:
    """A program that answers a question: in which years it has figures, which documents name it, by path, and whether it is
    called exactly so, with this stage."""

    program_id: str
    name: str
    stage: str | None
    issuer: str | None
    kind: str
    fiscal_years: tuple[int, ...]
    documents: tuple[str, ...]
    is_exact: bool = False


def search_programs(warehouse: Path, question: Question, limit: int) -> tuple[FoundProgram, ...]:
    """The programs that answer a question, best first; ``NothingPublished`` without a state."""
    parameters = {
        "lemmas": sorted(set(question.lemmas)),
        "terms": sorted({_in_katakana(term) for term in question.terms}),
        "whole": _in_katakana(question.whole),
        "stage": question.stage,
        "hiragana": HIRAGANA,
        "katakana": KATAKANA,
        "least": LEAST_SHARE,
        "most": limit,
    }
    return tuple(
        FoundProgram(
            row["program_id"],
            row["name"],
            row["stage"],
            row["issuer"],
            row["kind"],
            tuple(row["fiscal_years"] or ()),
            tuple(row["documents"] or ()),
            row["exact"],
        )
        for row in run_query(warehouse, _SEARCH, parameters).to_pylist()
    )


def _in_katakana(text: str) -> str:
    return text.lower().translate(str.maketrans(HIRAGANA, KATAKANA))
