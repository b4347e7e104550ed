"""Sheets on a terminal.

Belongs here: how titles, facts and sections are drawn. Does not belong here: what they say (``reporting.sheets``).
"""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from pipeline.cli.app import add_row, console, make_table, visible
from pipeline.reporting.sheets import Section, Sheet


def print_sheet(sheet: Sheet) -> None:
    """A sheet from its title to its last section."""
    console.print(f"[bold]{escape(visible(sheet.title))}[/bold]", soft_wrap=True, highlight=False)
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for fact in sheet.facts:
        add_row(facts, *fact)
    console.print(facts)
    for section in sheet.sections:
        print_section(section)


def print_section(section: Section) -> None:
    """A section with its title, or its note where there is nothing to list."""
    if section.title:
        console.print(f"\n[bold]{escape(visible(section.title))}[/bold]", soft_wrap=True, highlight=False)
    if section.columns:
        table = make_table(*section.columns)
        for row in section.rows:
            add_row(table, *row)
        console.print(table)
    if section.note:
        console.print(visible(section.note), soft_wrap=True, highlight=False, markup=False)
