"""Every table, column and view of the warehouse, described once.

Belongs here: this list of what others may use; names, types, keys, units, allowed values and meanings (``documents``,
``programs``, ``lines``, ``checks``, ``program_views``, ``year_views``, ``evidence_views``, ``values``), and what is generated from them
alone (``sql``, ``arrow``, ``dictionary``, ``datapackage``). Does not belong here: opening a database, writing files,
moving rows (``storage``).
"""

from pipeline.schema.arrow import arrow_schema, documented_schema
from pipeline.schema.columns import (
    PLACE_COLUMNS,
    Column,
    Reference,
    Rule,
    Table,
    View,
    describe_table,
    describe_table_ja,
    full_meaning,
)
from pipeline.schema.datapackage import File, describe_package
from pipeline.schema.dictionary import render_dictionary
from pipeline.schema.program_views import PHASE_ORDER, REGION_UNITS
from pipeline.schema.sql import FAILED, WORST_FIRST, create_table_sql, literals, quoted
from pipeline.schema.tables import REFERENCES, TABLES, is_foreign_key, references_of
from pipeline.schema.values import MEANINGS
from pipeline.schema.views import VIEWS, create_view_sql

__all__ = [
    "FAILED",
    "MEANINGS",
    "PHASE_ORDER",
    "PLACE_COLUMNS",
    "REFERENCES",
    "REGION_UNITS",
    "TABLES",
    "VIEWS",
    "WORST_FIRST",
    "Column",
    "File",
    "Reference",
    "Rule",
    "Table",
    "View",
    "arrow_schema",
    "create_table_sql",
    "create_view_sql",
    "describe_package",
    "describe_table",
    "describe_table_ja",
    "documented_schema",
    "full_meaning",
    "is_foreign_key",
    "literals",
    "quoted",
    "references_of",
    "render_dictionary",
]
