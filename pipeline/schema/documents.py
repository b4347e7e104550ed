"""Tables about the files: what came in, and what of it could not be placed.

Belongs here: documents, their names and pages, extraction issues. Does not belong here: what documents say (``lines``).
"""

from __future__ import annotations

from pipeline.model import DocumentStatus, Phase, RoundingMode, Severity
from pipeline.schema.columns import Table, column, place_columns

DOCUMENTS = Table(
    "documents",
    "One row per file in raw/, also one that could not be read.",
    (
        column("document_id", "VARCHAR", "First 16 hex digits of the SHA-256 of the file's bytes"),
        column("sha256", "VARCHAR", "SHA-256 of the file's bytes, in hex"),
        column("file_name", "VARCHAR", "Name of the file, without its folder"),
        column("source_uri", "VARCHAR", "Path below raw/; the smallest if the bytes have several"),
        column("media_type", "VARCHAR", "What the bytes are, whatever the name says"),
        column("byte_size", "BIGINT", "Size of the file", unit="bytes"),
        column("page_count", "INTEGER?", "Number of pages; NULL if it could not be told", unit="pages"),
        column("title", "VARCHAR?", "Title as printed"),
        column("issuer", "VARCHAR?", "Who issued it, as printed (文部科学省)"),
        column("fiscal_year", "INTEGER?", "Fiscal year (年度) the release is about, as the Western year of its start"),
        column("phase", "VARCHAR?", "Stage of the budget cycle the release is about", Phase),
        column("released_on", "DATE?", "Day of release; NULL if not known"),
        column("retrieved_at", "TIMESTAMPTZ?", "When the file was fetched (UTC); NULL if a person put it there"),
        column("status", "VARCHAR", "What became of the file", DocumentStatus),
        column("status_detail", "VARCHAR?", "One sentence on the status that a person can act on"),
        column("replaced_by", "VARCHAR?", "document_id of the release that replaces this one"),
        column("withdrawn_on", "DATE?", "Day on which the issuer withdrew it"),
        column("rounding_mode", "VARCHAR", "How its printed figures were cut to their unit", RoundingMode),
        column("extractor_version", "VARCHAR", "Version of the extractor that read it"),
    ),
    ("document_id",),
    "Also holds files that could not be read: look at status before concluding that a ministry said nothing.",
)

DOCUMENT_FILES = Table(
    "document_files",
    "One row per name of a document's bytes.",
    (
        column("document_id", "VARCHAR", "The document whose bytes the file has"),
        column("source_uri", "VARCHAR", "Path below raw/"),
        column("file_name", "VARCHAR", "Name of the file, without its folder"),
    ),
    ("document_id", "source_uri"),
    "Several rows per document where the same bytes have several names: joining to it multiplies figures.",
)

PAGES = Table(
    "pages",
    "One row per page of a document, with its text.",
    (
        column("document_id", "VARCHAR", "The document"),
        column("page", "INTEGER", "Page number, counted from 1"),
        column("width", "DOUBLE?", "Width of the page; NULL in a text document", unit="pt"),
        column("height", "DOUBLE?", "Height of the page; NULL in a text document", unit="pt"),
        column("text", "VARCHAR", "Text in reading order; character offsets count its characters from 0"),
        column("problem", "VARCHAR?", "Why the page could not be read; NULL if it could"),
    ),
    ("document_id", "page"),
    "Text is as extracted; where the page's font maps to wrong characters it is wrong too.",
)

EXTRACTION_ISSUES = Table(
    "extraction_issues",
    "One row per money or count expression that became no figure, and per page or document that could not be read.",
    (
        column("issue_id", "VARCHAR", "Made from the document and the printed place"),
        column("document_id", "VARCHAR", "The document"),
        column("line_id", "VARCHAR?", "The line it stands in, if any"),
        column("kind", "VARCHAR", "What kind of issue it is"),
        column("severity", "VARCHAR", "How much it matters to somebody who uses the tables", Severity),
        column("text", "VARCHAR", "The expression as printed"),
        column("reason", "VARCHAR", "Why it became no figure, or why the page could not be read"),
        *place_columns(nullable=True),
    ),
    ("issue_id",),
    "What is here is in neither amounts nor counts.",
)
