"""Tables about programs: what lines are about, across documents.

Belongs here: programs, their spellings and what connects them. Does not belong here: their figures (``lines``).
"""

from __future__ import annotations

from pipeline.model import ProgramKind
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
