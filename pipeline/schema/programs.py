"""Tables about programs: what lines are about, across documents.

Belongs here: programs, their spellings and what connects them. Does not belong here: their figures (``lines``).
"""

from __future__ import annotations

from pipeline.model import CandidateKind, LinkKind, LinkSource, ProgramKind
from pipeline.schema.columns import Table, column

PROGRAMS = Table(
    "programs",
    "One row per program, heading or account that a line is about, across all documents.",
    (
        column("program_id", "VARCHAR", "Made from issuer, normalized name and stage"),
        column("name", "VARCHAR", "Name as a person would write it"),
        column("name_normalized", "VARCHAR", "Name without differences of width, spacing and stage"),
        column("stage", "VARCHAR?", "Stage such as 第Ⅱ期; NULL if none"),
        column("issuer", "VARCHAR?", "Whose program it is"),
        column("kind", "VARCHAR", "A program, a heading over programs, or an account of the books", ProgramKind),
    ),
    ("program_id",),
    "Holds headings and accounts beside programs: filter on kind before counting or adding up.",
)

PROGRAM_NAMES = Table(
    "program_names",
    "One row per spelling of a program's name in a document.",
    (
        column("program_id", "VARCHAR", "The program"),
        column("document_id", "VARCHAR", "The document that writes it so"),
        column("name_as_written", "VARCHAR", "The spelling, as printed"),
    ),
    ("program_id", "document_id", "name_as_written"),
    "Several rows per program: joining to it multiplies figures.",
)

PROGRAM_CANDIDATES = Table(
    "program_candidates",
    "One row per pair of programs whose names are near each other, for a person to compare.",
    (
        column("program_id", "VARCHAR", "The program with the smaller id", ja="組のうちIDの小さい事業"),
        column("other_program_id", "VARCHAR", "The other program", ja="組のもう一方の事業"),
        column(
            "score",
            "DOUBLE",
            "Above 0, at most 1: the higher, the sooner worth a look; no probability",
            ja="0超1以下。大きいほど先に確認する目安で、確率ではない",
        ),
        column("kind", "VARCHAR", "In what way the names are near each other", CandidateKind, ja="名称の近さの種類"),
        column("reason", "VARCHAR", "What the names share and where they differ", ja="一致する点と異なる点"),
    ),
    ("program_id", "other_program_id"),
    "Nothing is merged because of a row here; `raw/aliases.yaml` says what is one.",
    "名称が近く、同じ事業かどうか人が確認すべき組ごとに1行。",
)

PROGRAM_LINKS = Table(
    "program_links",
    "One row per program and the program that it goes on as: its next stage, 改組, 統合.",
    (
        column("program_id", "VARCHAR", "The program that comes first", ja="前の事業"),
        column("successor_id", "VARCHAR", "The program that it goes on as", ja="後継の事業"),
        column("kind", "VARCHAR", "Next stage, 改組 reorganised, 統合 united", LinkKind, ja="次の期、改組、統合の別"),
        column("reason", "VARCHAR", "Why they are linked", ja="つながりの根拠"),
        column(
            "source",
            "VARCHAR",
            "A reviewed entry of `raw/aliases.yaml`, or the stages in the names",
            LinkSource,
            ja="人が確認した `raw/aliases.yaml` の記載か、名称中の期か",
        ),
    ),
    ("program_id", "successor_id"),
    "A link is no merge: figures of both programs stay apart, and a program may have several successors.",
    "ある事業とその後継の事業(次の期、改組、統合)の組ごとに1行。",
)
