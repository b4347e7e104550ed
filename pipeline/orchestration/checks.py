"""Asset checks: what is wrong in the tables, listed so that a person can look it up.

Belongs here: what is asked of the published warehouse after each run. Does not belong here: the scan itself
(``extraction.accounting``), the arithmetic (``reconciliation``).

None of them blocks: a finding about one document must not keep the others from being published.
"""

from typing import Any

import dagster as dg

from pipeline import storage, walk
from pipeline.extraction import unaccounted
from pipeline.orchestration.resources import Folders

LISTED = 100  # findings shown; the number of all is beside them


@dg.asset_check(
    asset="extraction_issues",
    blocking=False,
    description="Every money or count expression of the printed text is in amounts, in counts or in extraction_issues: "
    "a second, independent scan counts them span by span.",
)
def everything_accounted_for(folders: Folders) -> dg.AssetCheckResult:
    found, documents = walk.load_facts(folders.raw_path, folders.warehouse_path)
    names = {source.document_id: source.source_uri for source in found}
    missing = [
        {"file": names[span.document_id], "page": span.page, "text": span.text, "from": span.start, "to": span.end}
        for facts in documents
        for span in unaccounted(facts)
    ]
    return _result(missing, dg.AssetCheckSeverity.ERROR, f"expressions that are in no table: {len(missing)}")


@dg.asset_check(
    asset="documents",
    blocking=False,
    description="Every file of raw/ could be read; for one that could not, what to do about it.",
)
def every_document_read(folders: Folders) -> dg.AssetCheckResult:
    unread = [
        {"file": uri, "status": status, "what to do": detail}
        for uri, status, detail in storage.list_unread(folders.warehouse_path)
    ]
    return _result(unread, dg.AssetCheckSeverity.WARN, f"documents that could not be read whole: {len(unread)}")


@dg.asset_check(
    asset="reconciliations",
    blocking=False,
    description="Every printed total and change agrees with the figures it is made of, within the printed precision. A "
    "failure is often the source's own mistake: look at the page.",
)
def no_failed_reconciliation(folders: Folders) -> dg.AssetCheckResult:
    sql = (
        "SELECT source_uri AS file, page, kind, label, explanation FROM unreconciled "
        "JOIN documents USING (document_id) WHERE unreconciled.status IN ('mismatch', 'exceeds') ORDER BY ALL"
    )
    failed = storage.run_query(folders.warehouse_path, sql).to_pylist()
    return _result(failed, dg.AssetCheckSeverity.WARN, f"checks of printed figures that fail: {len(failed)}")


def _result(findings: list[dict[str, Any]], severity: dg.AssetCheckSeverity, summary: str) -> dg.AssetCheckResult:
    """Passed without findings; with some, their number and a table of the first."""
    metadata: dict[str, Any] = {"findings": len(findings)}
    if findings:
        metadata["listing"] = dg.MetadataValue.table([dg.TableRecord(finding) for finding in findings[:LISTED]])
    return dg.AssetCheckResult(
        passed=not findings,
        severity=severity,
        description=summary if findings else None,
        metadata=metadata,
    )
