"""The report and a SQL page for a browser: Datasette over an SQLite file of the current state.

Belongs here: Datasette with what it may do (``site``), what a question may do (``restrictions``), which requests are answered
(``guard``), the server (``server``). Does not belong here: the SQLite file (``storage.sqlite_export``), what tables mean
(``reporting.sql_page``).

Datasette does the pages. All that is added makes it do less: no plugins of others, no writing, no attaching, no files but the report's, no
request of another site's page.
"""
