"""Every table, column and view of the warehouse, described once.

Belongs here: this list of what others may use; names, types, keys, units, allowed values and meanings (``documents``,
``programs``, ``lines``, ``checks``, ``views``), and what is generated from them alone (``sql``, ``arrow``,
``dictionary``). Does not belong here: opening a database, writing files, moving rows (``storage``).
"""

from pipeline.schema.arrow import arrow_schema
from pipeline.schema.columns import PLACE_COLUMNS, Column, Reference, Table, describe_table, full_meaning
from pipeline.schema.dictionary import render_dictionary
from pipeline.schema.sql import create_table_sql
from pipeline.schema.tables import REFERENCES, TABLES
from pipeline.schema.views import (
    REGION_UNITS,
    VIEW_COLUMNS,
    VIEW_MEANINGS,
    VIEW_ORDER,
    VIEW_SOURCES,
    VIEWS,
    create_view_sql,
    view_column_meaning,
)

__all__ = [
    "PLACE_COLUMNS",
    "REFERENCES",
    "REGION_UNITS",
    "TABLES",
    "VIEWS",
    "VIEW_COLUMNS",
    "VIEW_MEANINGS",
    "VIEW_ORDER",
    "VIEW_SOURCES",
    "Column",
    "Reference",
    "Table",
    "arrow_schema",
    "create_table_sql",
    "create_view_sql",
    "describe_table",
    "full_meaning",
    "render_dictionary",
    "view_column_meaning",
]
