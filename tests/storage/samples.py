"""A small document made by hand, with every kind of row and with values that are easily lost on the way.

Belongs here: what the tests of this folder share. Does not belong here: tests.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline import model as m

DOCUMENT_ID = "0123456789abcdef"
VERSION = "1.0.0"
TEXT = "知的クラスター創成事業　7,530百万円\n　うち第Ⅱ期　6,000百万円（9地域）\n　　　　地域発展型　2,000百万円の内数\n"
PLACE = m.Place(1, m.Box(72.0, 100.5, 300.25, 112.0), 12, 20)

RECORD = m.DocumentRecord(
    document_id=DOCUMENT_ID,
    sha256=DOCUMENT_ID * 4,
    file_name="yosan.pdf",
    source_uri="mext/yosan.pdf",
    media_type="application/pdf",
    byte_size=4_000_000_000,
    page_count=1,
    title="平成20年度予算(案)主要事項",
    issuer="文部科学省",
    fiscal_year=2008,
    phase=m.Phase.PROPOSED,
    released_on=date(2007, 12, 24),
    retrieved_at=datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC),
    status=m.DocumentStatus.EXTRACTED,
    status_detail=None,
    replaced_by=None,
    withdrawn_on=None,
    rounding_mode=m.RoundingMode.ROUND,
    extractor_version=VERSION,
)

LINE = m.BudgetLine(
    line_id="l1",
    document_id=DOCUMENT_ID,
    program_id="p1",
    parent_line_id=None,
    parent_rule=None,
    ordinal=0,
    level=0,
    label="知的クラスター創成事業",
    list_number="①",
    account=None,
    marker=m.Marker.EXPANDED,
    relation=None,
    is_total=False,
    same_as_line_id=None,
    table_id=None,
    children_complete=None,
    place=PLACE,
)
CHILD = replace(
    LINE, line_id="l2", program_id="p2", parent_line_id="l1", ordinal=1, level=1, relation=m.Relation.OF_WHICH
)
PORTION = replace(LINE, line_id="l3", program_id="p3", parent_line_id="l1", ordinal=2, level=1)

AMOUNT = m.Amount(
    amount_id="a1",
    line_id="l1",
    document_id=DOCUMENT_ID,
    fiscal_year=2008,
    phase=m.Phase.PROPOSED,
    supplement_no=None,
    measure=m.Measure.BUDGET,
    nature=m.Nature.EXPENDITURE,
    header_path=None,
    column=None,
    amount_yen=7_530_000_000,
    amount_yen_suggested=None,
    suggestion_reason=None,
    amount_yen_max=None,
    precision_yen=1_000_000,
    approximate=False,
    qualifier=None,
    amount_text="7,530百万円",
    unit_text="百万円",
    label_reliable=True,
    role_rule="title",
    place=PLACE,
    evidence="知的クラスター創成事業　7,530百万円",
)
AMOUNTS = (
    AMOUNT,
    replace(AMOUNT, amount_id="a2", line_id="l2", amount_yen=6_000_000_000),
    replace(AMOUNT, amount_id="a3", line_id="l3", amount_yen=2_000_000_000, qualifier=m.Qualifier.PORTION_OF),
    replace(AMOUNT, amount_id="a4", measure=m.Measure.CHANGE, amount_yen=-470_000_000),
)

COUNT = m.Count(
    count_id="c1",
    line_id="l2",
    document_id=DOCUMENT_ID,
    subject="第Ⅱ期",
    unit="地域",
    value=9,
    fiscal_year=2008,
    status=m.CountStatus.IMPLEMENTING,
    parent_count_id=None,
    relation=None,
    approximate=False,
    count_text="9地域",
    place=replace(PLACE, box=None),
    evidence="うち第Ⅱ期　6,000百万円（9地域）",
)

ISSUE = m.ExtractionIssue("i1", DOCUMENT_ID, None, "page", m.Severity.WARNING, "", "the page has no text", None)

FACTS = m.DocumentFacts(
    record=RECORD,
    pages=(m.PageRecord(DOCUMENT_ID, 1, 595.0, 842.0, TEXT, None),),
    lines=(LINE, CHILD, PORTION),
    amounts=AMOUNTS,
    counts=(COUNT,),
    issues=(ISSUE, replace(ISSUE, issue_id="i2", line_id="l1", place=PLACE)),
    programs=tuple(
        m.Program(f"p{n}", f"事業{n}", f"事業{n}", "第Ⅱ期" if n == 2 else None, "文部科学省", m.ProgramKind.PROGRAM)
        for n in (1, 2, 3)
    ),
    program_names=(m.ProgramName("p1", DOCUMENT_ID, "知的クラスター創成事業"),),
    tokens=(m.LabelToken("l1", 0, "知的", "知的", "形状詞"), m.LabelToken("l1", 1, "クラスター", "クラスター", "名詞")),
)

SOURCE = m.Source(
    DOCUMENT_ID,
    DOCUMENT_ID * 4,
    "yosan.pdf",
    "a/yosan.pdf",
    4_000_000_000,
    retrieved_at=RECORD.retrieved_at,
    other_uris=("b/copy of yosan.pdf",),
)

CHECK = m.Reconciliation(
    reconciliation_id="r1",
    document_id=DOCUMENT_ID,
    kind=m.CheckKind.SUM_OF_CHILDREN,
    line_id="l1",
    fiscal_year=2008,
    phase=m.Phase.PROPOSED,
    unit="yen",
    stated=7_530_000_000,
    computed=6_000_000_000,
    residual=1_530_000_000,
    stated_low=None,
    stated_high=None,
    computed_low=None,
    computed_high=None,
    rounding_mode=m.RoundingMode.ROUND,
    status=m.CheckStatus.PARTIAL,
    explanation="6,000 of 7,530百万円 are itemised.",
)
RECONCILED = m.Reconciled(
    (CHECK, replace(CHECK, reconciliation_id="r2", status=m.CheckStatus.BALANCED)),
    (m.ReconciliationMember("r1", "a2", None, 1),),
)


def later_release(fiscal_year: int, amount_yen: int) -> m.DocumentFacts:
    """Another release, about ``fiscal_year``, that states the same program's figure for 2008."""
    document_id = f"{fiscal_year:016d}"
    prefix = str(fiscal_year)
    return m.DocumentFacts(
        record=replace(RECORD, document_id=document_id, fiscal_year=fiscal_year, source_uri=f"{prefix}.pdf"),
        lines=(replace(LINE, line_id=f"{prefix}l", document_id=document_id),),
        amounts=(
            replace(
                AMOUNT,
                amount_id=f"{prefix}a",
                line_id=f"{prefix}l",
                document_id=document_id,
                amount_yen=amount_yen,
            ),
        ),
        programs=(replace(FACTS.programs[0], name="another spelling"),),
    )
