"""Where things are in a report, as addresses relative to its root.

Belongs here: names of pages and anchors, and the way to a source file. Does not belong here: writing pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from urllib.parse import quote

from pipeline.reporting.report.rows import DocumentRow

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies beside a report.

    ``raw`` is the address of raw/ from the report's root with a slash at its end, ``None`` where raw/ is no folder of this
    machine; ``files`` are the paths below it by document_id, of what is there. ``pictures`` are the pages of a document of which
    there is a picture.
    """

    raw: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Set[int]] = field(default_factory=dict)

    def source(self, document: DocumentRow, page: int | None = None) -> str | None:
        """The address of a document's file, of a PDF at a page; ``None`` where the file is not at hand."""
        path = self.files.get(document.document_id)
        if self.raw is None or path is None:
            return None
        at = f"#page={page}" if page is not None and document.media_type == PDF else ""
        return f"{self.raw}{quote(path)}{at}"

    def has_picture(self, document_id: str, page: int) -> bool:
        """Whether a page has a picture."""
        return page in self.pictures.get(document_id, ())


def program_page(program_id: str) -> str:
    """The page of a program."""
    return f"programs/{quote(program_id)}.html"


def document_page(document_id: str) -> str:
    """The page of a document."""
    return f"documents/{quote(document_id)}.html"


def figure_place(document_id: str, figure_id: str) -> str:
    """Where a document's page shows an amount, a count or an issue."""
    return f"{document_page(document_id)}#a-{quote(figure_id)}"


def line_place(document_id: str, line_id: str) -> str:
    """Where a document's page shows a line."""
    return f"{document_page(document_id)}#l-{quote(line_id)}"


def picture_file(document_id: str, page: int) -> str:
    """The picture of a page."""
    return f"pictures/{quote(document_id)}/{page}.webp"
