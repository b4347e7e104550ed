"""The assets: raw documents, extracted documents (one dynamic partition each), the published warehouse and its tables.

Belongs here: asset definitions and their metadata. Does not belong here: rules, SQL, files.

``raw_documents`` lists the files and adds their partitions. ``extracted_documents`` holds one partition per document, keyed
by content; one run takes as many as there are. ``warehouse`` publishes a state; each table is an asset of its own output.
No future annotations here: Dagster reads the types of the context and the resources at run time.
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from pipeline import schema, sources, storage, walk
from pipeline.extraction import EXTRACTOR_VERSION, unaccounted
from pipeline.model import Source
from pipeline.orchestration.resources import Folders

DOCUMENTS = dg.DynamicPartitionsDefinition(name="documents")
OWNERS = ["team:yosan"]
PREVIEW_ROWS = 10
# What analysts and engineers look at; the other tables of the contract are published in the same step.
TABLE_ASSETS = ("documents", "programs", "budget_lines", "amounts", "counts", "reconciliations", "extraction_issues")


@dg.asset(group_name="sources", kinds={"file"}, owners=OWNERS, description="The files of raw/, one row per content.")
def raw_documents(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:  # type: ignore[type-arg]
    found = sources.find_files(folders.raw_path)
    context.instance.add_dynamic_partitions("documents", [source.document_id for source in found])
    rows = [dg.TableRecord({"document": s.document_id, "file": s.source_uri, "bytes": s.byte_size}) for s in found]
    preview = dg.MetadataValue.table(rows[:PREVIEW_ROWS]) if rows else dg.MetadataValue.text("raw/ holds no documents")
    return dg.MaterializeResult(metadata={"dagster/row_count": len(found), "files": preview})


@dg.asset(
    deps=[raw_documents],
    partitions_def=DOCUMENTS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    group_name="documents",
    kinds={"python", "parquet"},
    owners=OWNERS,
    code_version=EXTRACTOR_VERSION,
    description="The facts of each document, written once under its content and the extractor's version.",
)
def extracted_documents(context: dg.AssetExecutionContext, folders: Folders) -> dg.MaterializeResult:  # type: ignore[type-arg]
    parsed: dict[str, bool] = {}

    def note(source: Source, was_parsed: bool) -> None:
        parsed[source.document_id] = was_parsed

    with storage.warehouse_lock(folders.warehouse_path, lambda: context.log.info("waiting for the warehouse")):
        walk.ingest(folders.raw_path, folders.warehouse_path, note)
    new = sum(parsed.values())
    return dg.MaterializeResult(metadata={"parsed": new, "unchanged": len(parsed) - new})


def _table_spec(name: str) -> dg.AssetSpec:
    table = schema.TABLES[name]
    columns = [dg.TableColumn(column.name, column.type, description=column.meaning) for column in table.columns]
    return dg.AssetSpec(
        name,
        deps=[extracted_documents],
        group_name="warehouse",
        kinds={"duckdb", "parquet"},
        owners=OWNERS,
        description=f"Table {name} of the published warehouse.",
        metadata={"dagster/column_schema": dg.TableSchema(columns), "dagster/table_name": f"yosan.main.{name}"},
    )


@dg.multi_asset(specs=[_table_spec(name) for name in TABLE_ASSETS], name="warehouse", can_subset=False)
def published_tables(context: dg.AssetExecutionContext, folders: Folders) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
    """Build the state of what is in raw/ now and swap it in."""
    with storage.warehouse_lock(folders.warehouse_path, lambda: context.log.info("waiting for the warehouse")):
        state = walk.publish(folders.raw_path, folders.warehouse_path)
    for name in TABLE_ASSETS:
        rows = state.rows[name]
        preview = _preview(folders.warehouse_path, name)
        yield dg.MaterializeResult(
            asset_key=name, metadata={"dagster/row_count": rows, "preview": preview, "state": state.state_id}
        )


def _preview(warehouse: Path, table: str) -> dg.MetadataValue:
    rows = storage.run_query(warehouse, f'SELECT * FROM "{table}" LIMIT {PREVIEW_ROWS}').to_pylist()
    records = [
        dg.TableRecord({key: None if value is None else str(value) for key, value in row.items()}) for row in rows
    ]
    return dg.MetadataValue.table(records) if records else dg.MetadataValue.text("no rows")


@dg.asset_check(asset="extraction_issues", description="No money or count expression is in no table.")
def everything_accounted_for(folders: Folders) -> dg.AssetCheckResult:
    _, documents = walk.load_facts(folders.raw_path, folders.warehouse_path)
    missing = [span for facts in documents for span in unaccounted(facts)]
    listing = "\n".join(f"- {span.document_id} page {span.page}: {span.text}" for span in missing[:50])
    return dg.AssetCheckResult(
        passed=not missing, metadata={"missing": len(missing), "spans": dg.MetadataValue.md(listing or "none")}
    )


@dg.asset_check(asset="reconciliations", description="Printed totals and changes that cannot be right.")
def no_failed_reconciliation(folders: Folders) -> dg.AssetCheckResult:
    failed = storage.run_query(
        folders.warehouse_path,
        "SELECT kind, explanation FROM reconciliations WHERE status IN ('mismatch', 'exceeds') ORDER BY ALL LIMIT 50",
    ).to_pylist()
    listing = "\n".join(f"- {row['kind']}: {row['explanation']}" for row in failed)
    return dg.AssetCheckResult(
        passed=not failed,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"lines": dg.MetadataValue.md(listing or "none")},
    )
