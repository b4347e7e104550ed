"""The assets: the files of raw/, the facts of each, and the tables and views of the published warehouse.

Belongs here: asset definitions and their metadata. Does not belong here: rules, SQL, files.

``extracted_documents`` has one dynamic partition per document, keyed by content; one run takes a range of them. The tables
and views are one step, because a state is published whole or not at all.
No future annotations here: Dagster reads the types of the context and the resources at run time.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import dagster as dg

from pipeline import picturing, schema, storage, walk
from pipeline.orchestration.fetching import OWNERS, fetched_releases
from pipeline.orchestration.partitions import DOCUMENTS
from pipeline.orchestration.previews import PREVIEW_ROWS, show_preview
from pipeline.orchestration.resources import Folders, Readers, Stopwatch
from pipeline.orchestration.showing import show_more, show_picture
from pipeline.version import EXTRACTOR_VERSION, PUBLISHER_VERSION, RECONCILER_VERSION

# Pools: how many runs may read documents at once, and how many may build a state. ``ingest`` does both.
READERS, WRITERS = "documents", "warehouse"
PUBLISHED_BY = "-".join((EXTRACTOR_VERSION, RECONCILER_VERSION, PUBLISHER_VERSION))
MOST_PICTURES = 20  # of documents of one run: each is kept with the run's events
NOTICES = "entries that rest"  # of raw/aliases.yaml, with the tables of programs
NOT_IN_RAW = {"outcome": "no longer in raw/"}

# Kept by people beside the documents: no step makes them, the sensor of raw/ notes when one has changed.
reviewed_lists = dg.AssetSpec(
    "reviewed_lists",
    group_name="sources",
    kinds={"yaml"},
    owners=OWNERS,
    description="`aliases.yaml`, `corrections.yaml` and `withdrawals.yaml` in raw/: which names are one program, which figures a "
    "person has corrected, which documents no longer count. Each entry says why.",
)

# The tables from which a table of the warehouse is made, where that is more or other than the documents.
TABLE_DEPENDENCIES = {
    "documents": ["extracted_documents", "reviewed_lists"],
    "document_files": ["documents"],
    "programs": ["extracted_documents", "reviewed_lists"],
    "program_names": ["programs"],
    "program_candidates": ["programs"],
    "program_links": ["programs", "reviewed_lists"],
    "tokens": ["budget_lines"],
    "reconciliations": ["budget_lines", "amounts", "counts", "programs", "documents", "reference_amounts"],
    "reconciliation_members": ["reconciliations"],
    "revisions": ["budget_lines", "amounts", "programs", "documents"],
    "warnings": ["budget_lines", "amounts", "reconciliations"],
    "reference_amounts": [],  # loaded with `yosan reference load`
    "corrections": ["amounts", "counts", "errata", "reviewed_lists"],
}
RECONCILED = frozenset({"reconciliations", "reconciliation_members", "revisions", "warnings", "reference_amounts"})


# What people and the fetcher put there; no step makes it, and an event for each file would only double those of its facts.
raw_documents = dg.AssetSpec(
    "raw_documents",
    deps=[fetched_releases],
    partitions_def=DOCUMENTS,
    group_name="raw",
    kinds={"file"},
    owners=OWNERS,
    description="The releases in raw/, one partition per content: a file that is renamed keeps its partition, and the "
    "same bytes under two names are one.",
)


@dg.asset(
    deps=[raw_documents],
    partitions_def=DOCUMENTS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    group_name="extraction",
    kinds={"python", "parquet"},
    owners=OWNERS,
    pool=READERS,
    code_version=EXTRACTOR_VERSION,
    description="The facts of each document as Parquet, written once under its content and the extractor's version. A "
    "document that is stored already is not parsed again; one that cannot be read is stored with a status that says why.",
)
def extracted_documents(
    context: dg.AssetExecutionContext, folders: Folders, readers: Readers, progress: dg.ResourceParam[walk.Progress]
) -> None:
    watch = Stopwatch(progress)
    with _hold_warehouse(context, folders, progress):
        for sentence in walk.foresee(folders.warehouse_path, context.partition_keys):
            context.log.info(sentence)
        keys = set(context.partition_keys)
        done = walk.ingest(folders.raw_path, folders.warehouse_path, keys, watch, readers.workers)
    by_key = {ingested.source.document_id: ingested for ingested in done}
    drawn = {ingested.source.document_id for ingested in [one for one in done if one.parsed][:MOST_PICTURES]}
    for key in context.partition_keys:
        metadata = _describe(folders, by_key[key], watch.seconds[key]) if key in by_key else NOT_IN_RAW
        if key in drawn:
            metadata |= _picture(folders, by_key[key])
        context.add_asset_metadata(metadata, partition_key=key)
    context.log.info(_sum_up(done, watch))


def _sum_up(done: Sequence[walk.Ingested], watch: Stopwatch) -> str:
    """How many documents were parsed, and how fast."""
    parsed = [one for one in done if one.parsed]
    pages = sum(one.outline.record.page_count or 0 for one in parsed)
    seconds = sum(watch.seconds[one.source.document_id] for one in parsed)
    speed = f" ({pages} pages in {seconds:.1f} s, {pages / seconds:.1f} pages/s)" if pages and seconds else ""
    return f"{len(parsed)} documents parsed{speed}, {len(done) - len(parsed)} unchanged"


def _describe(folders: Folders, ingested: walk.Ingested, seconds: float) -> dict[str, Any]:
    """What a document's partition shows in the UI."""
    source, outline, pages = ingested.source, ingested.outline, ingested.outline.record.page_count
    metadata: dict[str, Any] = {
        "file": source.source_uri,
        "path": dg.MetadataValue.path(folders.raw_path / source.source_uri),
        "bytes": source.byte_size,
        "sha256": source.sha256,
        "outcome": "parsed" if ingested.parsed else "unchanged",
        "status": outline.record.status.value,
        "lines": outline.lines,
        "amounts": outline.amounts,
        "counts": outline.counts,
        "issues": outline.issues,
    }
    optional: dict[str, Any] = {
        "other names": ", ".join(source.other_uris) or None,
        "status_detail": outline.record.status_detail,
        "title": outline.record.title,
        "pages": pages,
    }
    if ingested.parsed:
        optional["seconds"] = round(seconds, 3)
        optional["pages per second"] = round(pages / seconds, 1) if pages and seconds else None
    return metadata | {name: value for name, value in optional.items() if value is not None}


def _picture(folders: Folders, ingested: walk.Ingested) -> dict[str, Any]:
    """The document's page with most figures, these marked; nothing for a text or a page that cannot be drawn."""
    drawn = picturing.draw_fullest_page(folders.raw_path, folders.warehouse_path, ingested.source)
    return {"page with most figures": show_picture(drawn)} if drawn else {}


@contextmanager
def _hold_warehouse(context: dg.AssetExecutionContext, folders: Folders, progress: walk.Progress) -> Iterator[None]:
    """The lock, with a warning in the log for whatever was found damaged under it."""
    with storage.warehouse_lock(folders.warehouse_path, _say_waiting(context, progress)):
        known = storage.list_set_aside(folders.warehouse_path)
        yield
        for number, reason in storage.list_set_aside(folders.warehouse_path).items():
            if number not in known:
                context.log.warning(reason)


def _say_waiting(context: dg.AssetExecutionContext, progress: walk.Progress) -> Callable[[], None]:
    """Tells the log and the command line that another process holds the warehouse."""

    def say() -> None:
        context.log.info("another process is writing the warehouse; waiting for it")
        progress.wait()

    return say


def _table_spec(name: str) -> dg.AssetSpec:
    table = schema.TABLES[name]
    targets = {one.column: f"refers to {one.target}.{one.target_column}" for one in schema.references_of(table)}
    columns = [_describe_column(column, table.key, targets.get(column.name)) for column in table.columns]
    rules = dg.TableConstraints(other=_describe_rules(table))
    upstream: list[Any] = TABLE_DEPENDENCIES.get(name, [extracted_documents])
    return _published_spec(table, "table", dg.TableSchema(columns, rules), upstream)


def _view_spec(name: str) -> dg.AssetSpec:
    view = schema.VIEWS[name]
    columns = [_describe_column(column, (), None) for column in view.columns]
    return _published_spec(view, "view", dg.TableSchema(columns), view.sources)


def _describe_column(column: schema.Column, key: tuple[str, ...], reference: str | None) -> dg.TableColumn:
    """A column with its meanings, and what its values may be."""
    other = [reference] if reference else []
    if column.name in key:
        other.append("primary key" if len(key) == 1 else f"part of the primary key ({', '.join(key)})")
    if column.allowed:
        other.append(f"one of {', '.join(column.allowed)}")
    constraints = dg.TableColumnConstraints(nullable=column.nullable, unique=key == (column.name,), other=other)
    description = f"{schema.full_meaning(column)} — {column.meaning_ja}"  # the UI shows it in one line
    return dg.TableColumn(column.name, column.type, description=description, constraints=constraints)


def _describe_rules(table: schema.Table) -> list[str]:
    """What is true of a table's rows as a whole."""
    key = [f"primary key ({', '.join(table.key)})"] if table.key else []
    return [*key, *(f"{rule.meaning}: {rule.condition}" for rule in table.rules)]


def _published_spec(
    table: schema.Table | schema.View, kind: str, columns: dg.TableSchema, upstream: Any
) -> dg.AssetSpec:
    return dg.AssetSpec(
        table.name,
        deps=upstream,
        group_name="views" if kind == "view" else "reconciliation" if table.name in RECONCILED else "warehouse",
        kinds={"duckdb", "parquet"} if kind == "table" else {"duckdb", kind},
        owners=OWNERS,
        code_version=PUBLISHED_BY,
        description=f"{schema.describe_table(table)}\n\n{schema.describe_table_ja(table)}",
        metadata={"dagster/column_schema": columns, "dagster/table_name": f"yosan.main.{table.name}"},
    )


@dg.multi_asset(
    specs=[*map(_table_spec, schema.TABLES), *map(_view_spec, schema.VIEWS)], name="publish_warehouse", pool=WRITERS
)
def published_warehouse(
    context: dg.AssetExecutionContext, folders: Folders, readers: Readers, progress: dg.ResourceParam[walk.Progress]
) -> Iterator[dg.MaterializeResult[Any]]:
    """Reconcile the documents that are in raw/ now, build a state of them and swap it in."""
    begun = perf_counter()
    with _hold_warehouse(context, folders, progress):
        said: list[str] = []
        state = walk.publish(folders.raw_path, folders.warehouse_path, said.append, readers.workers)
        with storage.open_state(folders.warehouse_path) as published:
            previews = storage.preview(published, (*schema.TABLES, *schema.VIEWS), PREVIEW_ROWS)
            shown = show_more(published)
    seconds = round(perf_counter() - begun, 2)
    context.log.info(f"published state {state.state_id} in {seconds} s")
    notices = list(dict.fromkeys(said))
    for notice in notices:
        context.log.warning(notice)
    if notices:
        shown.setdefault("programs", {})[NOTICES] = dg.MetadataValue.text("\n".join(notices))
    common = {"state": state.state_id, "folder": dg.MetadataValue.path(state.path), "seconds to publish": seconds}
    for name, preview in previews.items():
        metadata = show_preview(name, preview) | shown.get(name, {}) | common
        yield dg.MaterializeResult(asset_key=name, metadata=metadata, data_version=dg.DataVersion(state.state_id))
