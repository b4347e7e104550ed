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
        column(
            "program_id",
            "VARCHAR",
            "Made from issuer, normalized name and stage",
            ja="府省名・正規化した名称・期から作る識別子",
            fiscal="activity:generic:program:code",
        ),
        column(
            "name",
            "VARCHAR",
            "Name as a person would write it",
            ja="事業等の名称(通常の表記)",
            fiscal="activity:generic:program:label",
        ),
        column(
            "name_normalized",
            "VARCHAR",
            "Name without differences of width, spacing and stage",
            ja="全角・半角、空白及び期の表記の違いを除いた名称",
        ),
        column("stage", "VARCHAR?", "Stage such as 第Ⅱ期; NULL if none", ja="期(例:第Ⅱ期)。なければNULL"),
        column(
            "issuer",
            "VARCHAR?",
            "Whose program it is",
            ja="事業を所管する府省・団体",
            fiscal="administrative-classification:generic:label",
        ),
        column(
            "kind",
            "VARCHAR",
            "A program, a heading over programs, or an account of the books",
            ProgramKind,
            ja="区分(事業、事業を束ねる見出し、会計上の科目)",
        ),
    ),
    ("program_id",),
    "Holds headings and accounts beside programs: filter on kind before counting or adding up.",
    meaning_ja="全ての文書を通じた事業・見出し・科目1件につき1行。",
    warning_ja="事業のほか見出しや科目も含む。件数を数え又は合算する前に kind で絞り込むこと。",
)

PROGRAM_NAMES = Table(
    "program_names",
    "One row per spelling of a program's name in a document.",
    (
        column("program_id", "VARCHAR", "The program", ja="事業等の識別子"),
        column("document_id", "VARCHAR", "The document that writes it so", ja="その表記を用いている文書のID"),
        column("name_as_written", "VARCHAR", "The spelling, as printed", ja="名称の表記(印字のとおり)"),
    ),
    ("program_id", "document_id", "name_as_written"),
    "Several rows per program: joining to it multiplies figures.",
    meaning_ja="文書中の事業名の表記1つにつき1行。",
    warning_ja="1事業に複数行あるため、結合すると金額が重複して計上される。",
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
    warning_ja="ここにあるだけでは統合されない。同一とするものは `raw/aliases.yaml` に記す。",
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
    warning_ja="つながりは統合ではない。両者の金額は別のままであり、後継が複数あることもある。",
)
