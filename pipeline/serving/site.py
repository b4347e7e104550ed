"""Datasette with what it may do.

Belongs here: its settings, its files and its plugins. Does not belong here: words (``reporting.sql_page``).
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from datasette.app import Datasette
from datasette.plugins import DEFAULT_PLUGINS, pm

from pipeline.reporting.sql_page import describe_site
from pipeline.serving import restrictions
from pipeline.serving.guard import Site

SETTINGS = {
    "sql_time_limit_ms": 5_000,  # what takes longer is a question for `yosan query`
    "max_returned_rows": 5_000,
    "allow_download": False,
    "max_csv_mb": 100,
    "num_sql_threads": 3,
    "default_cache_ttl": 0,  # another state may be served at the same address
}


def make_site(file: Path, state: str, report: Path | None) -> Site:
    """The site over one SQLite file, with the folder of a report beside it."""
    _take_out_plugins()
    # Where rich is installed, Datasette prints every question that is refused with all its local values; for an address that is not
    # there, rich 15 refuses to, and a 404 becomes a 500.
    pm.get_plugin("datasette.handle_exception").rich = None
    mimetypes.add_type("image/webp", ".webp")  # which Python does not know before 3.13
    site = Datasette(
        immutables=[str(file)],
        metadata=describe_site(state, report is not None),
        settings=SETTINGS,
        static_mounts=[("report", str(report))] if report else [],
        cors=False,
        crossdb=False,
    )
    app: Site = site.app()
    return app


def _take_out_plugins() -> None:
    """Leave Datasette its own parts, whatever else is installed beside it, and give it the restrictions."""
    for name, plugin in pm.list_name_plugin():
        if name not in DEFAULT_PLUGINS and plugin is not None:
            pm.unregister(plugin)
    pm.register(restrictions, restrictions.__name__)
