"""Five questions to the warehouse, each answered with SQL and with pandas.

Open it with ``marimo edit examples/questions.py`` (``pip install 'yosan[examples]'``), or run it as it is: ``python
examples/questions.py`` leaves with 1 where the two answers differ. It reads ``warehouse/`` beside this folder, or the folder that
YOSAN_WAREHOUSE names; nothing of yosan is needed for it but what `yosan run` has written.

Amounts are whole yen. pandas keeps them so, with a missing value where a document says nothing, as long as columns stay Arrow's:
its own integers cannot be missing, and would become floats.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="yosan: five questions")


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo
    import pandas as pd

    warehouse = Path(os.environ.get("YOSAN_WAREHOUSE") or Path(__file__).parent.parent / "warehouse")
    connection = duckdb.connect(str(warehouse / "yosan.duckdb"), read_only=True)

    def ask(sql, **values):
        """The answer to a question in SQL, in columns that keep integers and decimals exact."""
        return connection.sql(sql, params=values or None).to_arrow_table().to_pandas(types_mapper=pd.ArrowDtype)

    def same(one, other):
        """Both answers side by side; stops where they differ."""
        pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True), check_dtype=False)
        return mo.hstack([mo.vstack([mo.md("SQL"), one]), mo.vstack([mo.md("pandas"), other])], widths="equal")

    return ask, mo, pd, same, warehouse


@app.cell
def _(mo, warehouse):
    mo.md(f"# Five questions to `{warehouse}`")
    return


@app.cell
def _(ask, mo, same):
    # program_budgets has one row per program, year, phase and supplement: the latest release that states it wins.
    development_sql = ask("""
        SELECT fiscal_year, phase, amount_yen // 1000000 AS million_yen, page FROM program_budgets
        WHERE name = '都市エリア産学官連携促進事業' ORDER BY fiscal_year, phase
    """)

    budgets = ask("FROM program_budgets")
    development = budgets[budgets["name"] == "都市エリア産学官連携促進事業"].sort_values(["fiscal_year", "phase"])
    development = development.assign(million_yen=development["amount_yen"] // 1_000_000)
    development = development[["fiscal_year", "phase", "million_yen", "page"]]

    mo.vstack(
        [
            mo.md("## 1. How did the budget of a program develop, and in which phase is each figure?"),
            same(development_sql, development),
        ]
    )
    return (budgets, development)


@app.cell
def _(ask, mo, pd, same, warehouse):
    # A check of a line against its parts is `partial` where they come to less and nothing says that they are all.
    not_itemised_sql = ask("""
        SELECT DISTINCT b.label, r.stated, r.computed AS listed, r.residual AS not_itemised
        FROM reconciliations r JOIN budget_lines b USING (line_id)
        WHERE r.kind = 'sum_of_children' AND r.status = 'partial' ORDER BY b.label, r.stated
    """)

    def read(name):
        """A table of the warehouse from its Parquet file."""
        return pd.read_parquet(warehouse / "parquet" / f"{name}.parquet", dtype_backend="pyarrow")

    checks = read("reconciliations")
    partial = checks[(checks["kind"] == "sum_of_children") & (checks["status"] == "partial")]
    not_itemised = partial.merge(read("budget_lines")[["line_id", "label"]], on="line_id")
    not_itemised = not_itemised.rename(columns={"computed": "listed", "residual": "not_itemised"})
    not_itemised = not_itemised[["label", "stated", "listed", "not_itemised"]].drop_duplicates()
    not_itemised = not_itemised.sort_values(["label", "stated"])

    mo.vstack([mo.md("## 2. What of a parent line is not itemised?"), same(not_itemised_sql, not_itemised)])
    return not_itemised, read


@app.cell
def _(ask, mo, read, same):
    # Only `component` counts of one document, unit and parent may be added up.
    started_sql = ask("""
        SELECT c.fiscal_year, c.value AS regions, sum(c.value) OVER (ORDER BY c.fiscal_year)::BIGINT AS so_far
        FROM region_counts c JOIN documents d USING (document_id)
        WHERE c.subject = '都市エリア産学官連携促進事業' AND c.status = 'started' AND c.relation = 'component'
            AND d.file_name = 'h21_request_regional_programs.pdf'
        ORDER BY c.fiscal_year
    """)

    counts = read("counts").merge(read("documents")[["document_id", "file_name"]], on="document_id")
    cohorts = counts[
        (counts["subject"] == "都市エリア産学官連携促進事業")
        & (counts["status"] == "started")
        & (counts["relation"] == "component")
        & (counts["file_name"] == "h21_request_regional_programs.pdf")
    ].sort_values("fiscal_year")
    started = cohorts[["fiscal_year", "value"]].rename(columns={"value": "regions"})
    started = started.assign(so_far=started["regions"].cumsum())

    mo.vstack([mo.md("## 3. In how many regions did a program start each year?"), same(started_sql, started)])
    return (started,)


@app.cell
def _(ask, budgets, mo, same):
    # A request is compared with last year's budget: one phase of each year, and programs, not the headings over them.
    changes_sql = ask("""
        SELECT name, fiscal_year, amount_yen, last_year_yen, change_yen FROM year_on_year
        WHERE kind = 'program' AND phase = 'requested' AND last_year_phase = 'approved' AND change_yen IS NOT NULL
        ORDER BY change_yen DESC, name
    """)

    programs = budgets[(budgets["kind"] == "program") & budgets["supplement_no"].isna()]
    requests = programs[programs["phase"] == "requested"]
    approved = programs[programs["phase"] == "approved"][["program_id", "fiscal_year", "amount_yen"]]
    approved = approved.rename(columns={"amount_yen": "last_year_yen"})
    approved = approved.assign(fiscal_year=approved["fiscal_year"] + 1)
    changes = requests.merge(approved, on=["program_id", "fiscal_year"])
    changes = changes.assign(change_yen=changes["amount_yen"] - changes["last_year_yen"]).dropna(subset=["change_yen"])
    changes = changes.sort_values(["change_yen", "name"], ascending=[False, True])
    changes = changes[["name", "fiscal_year", "amount_yen", "last_year_yen", "change_yen"]]

    mo.vstack([mo.md("## 4. By how much do requests differ from last year's budget?"), same(changes_sql, changes)])
    return (changes,)


@app.cell
def _(ask, mo, read, same):
    # Every figure has the page, the box in points from the page's upper left corner, and the printed line.
    figure_yen = 2_819_000_000
    places_sql = ask(
        """
        SELECT source_uri, page, figure_text, x0, top FROM evidence
        WHERE unit = 'yen' AND value = $figure AND fiscal_year = 2008 ORDER BY source_uri, page, figure_text
        """,
        figure=figure_yen,
    )

    amounts = read("amounts")
    places = amounts[(amounts["amount_yen"] == figure_yen) & (amounts["fiscal_year"] == 2008)]
    places = places.merge(read("documents")[["document_id", "source_uri"]], on="document_id")
    places = places.rename(columns={"amount_text": "figure_text"}).sort_values(["source_uri", "page", "figure_text"])
    places = places[["source_uri", "page", "figure_text", "x0", "top"]]

    mo.vstack([mo.md("## 5. Where is a figure printed?"), same(places_sql, places)])
    return (places,)


if __name__ == "__main__":
    app.run()
