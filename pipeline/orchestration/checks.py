"""Asset checks: what is wrong in the tables, listed so that a person can look it up.

Belongs here: what is asked of the published warehouse after each run. Does not belong here: the scan itself
(``extraction.accounting``), the arithmetic (``reconciliation``), the queries (``findings``).

Only what would make a table unusable blocks: columns that are not as described, a key that stands twice. A finding about one
document must not keep the others from being published.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipeline import schema, storage, walk
from pipeline.extraction import unaccounted
from pipeline.orchestration import findings
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


def _specs() -> Iterator[dg.AssetCheckSpec]:
    for name, table in schema.TABLES.items():
        yield dg.AssetCheckSpec(
            findings.COLUMNS,
            asset=name,
            blocking=True,
            description="The table has the columns and types that are described.",
        )
        if table.key:
            yield dg.AssetCheckSpec(
                findings.KEY, asset=name, blocking=True, description=f"No two rows have one {', '.join(table.key)}."
            )
    for question in findings.QUESTIONS:
        yield dg.AssetCheckSpec(question.name, asset=question.asset, blocking=False, description=question.meaning)
    yield dg.AssetCheckSpec(findings.DRIFT, asset="reconciliations", blocking=False, description=findings.DRIFT_MEANING)


@dg.multi_asset_check(
    name="published_tables",
    specs=list(_specs()),
    description="All checks that are queries of the published state, in one pass.",
)
def published_tables(folders: Folders) -> Iterator[dg.AssetCheckResult]:
    with storage.open_state(folders.warehouse_path) as state:
        for name, wrong in findings.list_wrong_columns(state).items():
            summary = f"columns that are not as described: {len(wrong)}"
            yield _result(wrong, dg.AssetCheckSeverity.ERROR, summary, findings.COLUMNS, name)
        for name, twice in findings.list_repeated_keys(state).items():
            yield _result(
                twice, dg.AssetCheckSeverity.ERROR, f"keys that stand twice: {len(twice)}", findings.KEY, name
            )
        for question in findings.QUESTIONS:
            found = state.ask(question.sql).to_pylist()
            summary = f"{question.summary}: {len(found)}"
            yield _result(found, dg.AssetCheckSeverity.WARN, summary, question.name, question.asset)
        shares = findings.compare_shares(folders.warehouse_path, state)
    yield _drift(shares)


def _drift(shares: findings.Shares) -> dg.AssetCheckResult:
    """The shares as numbers that the UI plots over runs."""
    metadata: dict[str, Any] = {}
    if shares.now is not None:
        metadata["share that agrees"] = round(shares.now, 4)
    if shares.before is not None:
        metadata["share before"] = round(shares.before, 4)
    return dg.AssetCheckResult(
        passed=not shares.has_fallen,
        severity=dg.AssetCheckSeverity.WARN,
        description=shares.describe() if shares.has_fallen else None,
        metadata=metadata,
        check_name=findings.DRIFT,
        asset_key="reconciliations",
    )


def _result(
    found: list[dict[str, Any]],
    severity: dg.AssetCheckSeverity,
    summary: str,
    check_name: str | None = None,
    asset: str | None = None,
) -> dg.AssetCheckResult:
    """Passed without findings; with some, their number and a table of the first."""
    metadata: dict[str, Any] = {"findings": len(found)}
    if found:
        metadata["listing"] = dg.MetadataValue.table([dg.TableRecord(finding) for finding in found[:LISTED]])
    return dg.AssetCheckResult(
        passed=not found,
        severity=severity,
        description=summary if found else None,
        metadata=metadata,
        check_name=check_name,
        asset_key=asset,
    )
