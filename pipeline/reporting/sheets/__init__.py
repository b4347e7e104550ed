"""What a person is shown in a terminal: a program, a document, checks, a run.

Belongs here: this list of what others may use; see ``words`` (the one table of words in English and Japanese), ``figures`` (how
figures read), ``sparklines``, ``programs``, ``documents``, ``checks``, ``runs``, ``findings``. All of it is text in cells. Does not belong here: drawing
tables, colours (``cli``).
"""

from pipeline.reporting.sheets.checks import checks_section, write_out
from pipeline.reporting.sheets.documents import FIGURE_COLUMNS, document_sheet, list_figures
from pipeline.reporting.sheets.findings import Finding, Level, finding_records, findings_section
from pipeline.reporting.sheets.layout import Section, Sheet
from pipeline.reporting.sheets.programs import program_sheet
from pipeline.reporting.sheets.runs import summary_section
from pipeline.reporting.sheets.words import say

__all__ = [
    "FIGURE_COLUMNS",
    "Finding",
    "Level",
    "Section",
    "Sheet",
    "checks_section",
    "document_sheet",
    "finding_records",
    "findings_section",
    "list_figures",
    "program_sheet",
    "say",
    "summary_section",
    "write_out",
]
