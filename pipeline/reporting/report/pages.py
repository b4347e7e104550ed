"""Pages from what they show.

Belongs here: templates, and what they are given. Does not belong here: choosing what is shown, files.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from pipeline.reporting.report import figures, words
from pipeline.reporting.report.breakdown import plot
from pipeline.reporting.report.checks import ShownCheck
from pipeline.reporting.report.documents import DocumentView
from pipeline.reporting.report.lists import write_json
from pipeline.reporting.report.overview import Overview
from pipeline.reporting.report.programs import ProgramView
from pipeline.reporting.report.rows import TotalsRow

STATIC = "static"


@cache
def _environment() -> jinja2.Environment:
    """Whatever comes from a document is text: escaping is on for every template."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {
        "say": words.say,
        "say_sentence": words.say_sentence,
        "say_value": words.say_value,
        "words": words.WORDS,
        "show_year": figures.show_year,
        "show_yen": figures.show_yen,
        "write_share": figures.write_share,
        "write_count": figures.write_count,
        "nothing": figures.NOTHING,
        "as_json": lambda value: Markup(write_json(value)),  # what could end the element is escaped in it
        "plot": plot,
    }
    return environment


def _render(name: str, **shown: object) -> bytes:
    return _environment().get_template(name).render(**shown).encode()


def render_overview(state_id: str | None, overview: Overview | None) -> bytes:
    """The first page; without a state, or with an empty one, how to fill it."""
    return _render("overview.html", root="", here="overview", state_id=state_id, seen=overview)


def render_list(state_id: str | None, name: str, size: int) -> bytes:
    """The page of ``programs`` or ``documents``, whose rows are a script beside it."""
    return _render(f"{name}.html", root="", here=name, state_id=state_id, size=size)


def render_checks(state_id: str | None, checks: tuple[ShownCheck, ...], totals: TotalsRow | None) -> bytes:
    """The page of the checks that fail."""
    return _render("checks.html", root="", here="checks", state_id=state_id, checks=checks, totals=totals)


def render_program(state_id: str, view: ProgramView) -> bytes:
    """A program's page."""
    return _render("program.html", root="../", here="programs", state_id=state_id, view=view)


def render_document(state_id: str, view: DocumentView) -> bytes:
    """A document's page."""
    return _render("document.html", root="../", here="documents", state_id=state_id, view=view)


def list_static() -> dict[str, bytes]:
    """Style, scripts and the chart library, by their place in a report."""
    found: dict[str, bytes] = {}
    waiting = [(STATIC, files(__package__ or "") / STATIC)]
    while waiting:
        place, entry = waiting.pop()
        if entry.is_dir():
            waiting += [(f"{place}/{one.name}", one) for one in entry.iterdir()]
        else:
            found[place] = entry.read_bytes()
    return dict(sorted(found.items()))
