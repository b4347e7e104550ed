"""The report: static HTML over a published state, which opens from a folder without a server or a network.

Belongs here: this list of what other rooms may use. Does not belong here: code; see

    rows        what is asked of a state
    words       what the report itself says, in both languages
    figures     how figures are written
    amounts     amounts, and what must be said beside them
    checks      checks with their arithmetic
    breakdown   what a release is made of, for its icicle
    overview, programs, documents, lists    what pages show
    links       where things are
    pages       pages from templates
    site        a report as its files
    placing     its files on a disk
"""

from pipeline.reporting.report.links import Surroundings, picture_file
from pipeline.reporting.report.placing import REPORT, place_report
from pipeline.reporting.report.site import list_pictures, make_empty_site, make_site

__all__ = ["REPORT", "Surroundings", "list_pictures", "make_empty_site", "make_site", "picture_file", "place_report"]
