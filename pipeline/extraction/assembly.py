"""Drafts to facts: ids, order, programs, tokens.

Belongs here: the last step of extraction, which decides nothing about meaning. Ids come from the document and the printed
place, so that a figure keeps its id while the extractor improves. Does not belong here: rules.
"""

from __future__ import annotations

from pipeline.extraction.drafts import AmountDraft, CountDraft, Errata, ErratumDraft, IssueDraft, LineDraft
from pipeline.extraction.labels import as_printed
from pipeline.extraction.programs import program_of
from pipeline.language import tokenize
from pipeline.model import (
    Amount,
    BudgetLine,
    Count,
    Erratum,
    ExtractionIssue,
    LabelToken,
    Place,
    Program,
    ProgramName,
    Severity,
    id_of,
)

# Kinds of issues that lose nobody anything.
_NO_LOSS = ("not_a_fact", "erratum")


class Assembler:
    """Turns the drafts of one document into rows. Ids are the same whenever the same place holds the same kind of thing."""

    def __init__(self, document_id: str, issuer: str | None) -> None:
        self.document_id = document_id
        self.issuer = issuer
        self.line_ids: dict[int, str] = {}
        self._labels: dict[int, str] = {}
        self._taken: set[str] = set()

    def identify(self, kind: str, place: Place, text: str) -> str:
        """A 16-digit id from document, kind, page, position and text; repeated ones are numbered."""
        box = place.box
        where = f"{round(box.x0)},{round(box.top)}" if box else str(place.char_start)
        for repeat in range(10_000):
            key = f"{self.document_id}|{kind}|{place.page}|{where}|{text}|{repeat}"
            identity = id_of(key)
            if identity not in self._taken:
                self._taken.add(identity)
                return identity
        raise ValueError(f"{self.document_id}: more than 10,000 things at one place of page {place.page}")

    def lines(self, drafts: list[LineDraft]) -> tuple[BudgetLine, ...]:
        """The lines in their order. Call it first: everything else refers to their ids."""
        places = [draft.row.place(draft.start, draft.end) for draft in drafts]
        for draft, place in zip(drafts, places, strict=True):
            self.line_ids[id(draft)] = self.identify("line", place, draft.label)
            self._labels[id(draft)] = as_printed(draft.label, draft.row.text.printed)
        return tuple(
            self._line(draft, place, ordinal) for ordinal, (draft, place) in enumerate(zip(drafts, places, strict=True))
        )

    def _line(self, draft: LineDraft, place: Place, ordinal: int) -> BudgetLine:
        parent = self.line_ids.get(id(draft.parent)) if draft.parent is not None else None
        program = None if draft.is_total else program_of(draft.label, draft.issuer or self.issuer).program_id
        return BudgetLine(
            self.line_ids[id(draft)], self.document_id, program, parent, draft.parent_rule if parent else None, ordinal,
            _level(draft), self._labels[id(draft)], draft.list_number, draft.account, draft.marker, draft.relation if parent else None,
            draft.is_total, self.line_ids.get(id(draft.same_as)) if draft.same_as else None, draft.table, draft.children_complete, place,
        )  # fmt: skip

    def amount(self, line: LineDraft, draft: AmountDraft) -> Amount:
        """One amount of a line."""
        place = draft.row.place(draft.start, draft.end)
        text = _printed(draft.row.text.printed, draft.row.offset, place)
        return Amount(
            self.identify("amount", place, f"{draft.start}:{text}"), self.line_ids[id(line)], self.document_id,
            draft.fiscal_year, draft.phase, draft.supplement_no, draft.measure, draft.nature, draft.header_path,
            draft.column, draft.yen, None, None, draft.yen_max, draft.precision if draft.yen is not None else None,
            draft.approximate, draft.qualifier, text, draft.unit_text, draft.row.label_reliable, draft.role_rule, place,
            draft.evidence or draft.row.text.printed.strip(),
        )  # fmt: skip

    def counts(self, lines: list[LineDraft]) -> tuple[Count, ...]:
        """All counts, linked to the counts they are part of."""
        drafts = [(line, draft) for line in lines for draft in line.counts]
        places = {id(draft): draft.row.place(draft.start, draft.end) for _, draft in drafts}
        ids = {
            id(draft): self.identify("count", places[id(draft)], f"{draft.start}:{draft.value}{draft.unit}")
            for _, draft in drafts
        }
        return tuple(self._count(line, draft, ids, places[id(draft)]) for line, draft in drafts)

    def _count(self, line: LineDraft, draft: CountDraft, ids: dict[int, str], place: Place) -> Count:
        text = _printed(draft.row.text.printed, draft.row.offset, place)
        return Count(
            ids[id(draft)], self.line_ids[id(line)], self.document_id, _subject(draft, line), draft.unit,
            draft.value, draft.fiscal_year, draft.status, ids.get(id(draft.parent)) if draft.parent else None,
            draft.relation, draft.approximate, text, place, draft.row.text.printed.strip(),
        )  # fmt: skip

    def errata(self, errata: Errata) -> tuple[Erratum, ...]:
        """What errata print, pair by pair."""
        return tuple(self._erratum(errata, draft, ordinal) for ordinal, draft in enumerate(errata.drafts))

    def _erratum(self, errata: Errata, draft: ErratumDraft, ordinal: int) -> Erratum:
        place = draft.wrong.row.place(draft.wrong.start, draft.wrong.end)
        return Erratum(
            self.identify("erratum", place, draft.wrong.text), self.document_id, ordinal, errata.title, errata.fiscal_year,
            errata.phase, draft.page, draft.item, draft.wrong.text, draft.right.text, draft.unit_text, place, draft.evidence,
        )  # fmt: skip

    def issue(self, draft: IssueDraft) -> ExtractionIssue:
        """One expression that became no figure."""
        place = draft.row.place(draft.start, draft.end)
        text = _printed(draft.row.text.printed, draft.row.offset, place)
        severity = Severity.INFO if draft.kind in _NO_LOSS else Severity.WARNING
        return ExtractionIssue(
            self.identify("issue", place, f"{draft.start}:{text}"), self.document_id, None, draft.kind, severity, text,
            draft.reason, place,
        )  # fmt: skip

    def programs(self, lines: list[LineDraft]) -> tuple[tuple[Program, ...], tuple[ProgramName, ...]]:
        """The programs that the lines are about, and every spelling of their names; totals are about none."""
        named = [
            (program_of(self._labels[id(line)], line.issuer or self.issuer), self._labels[id(line)])
            for line in lines
            if not line.is_total
        ]
        programs: dict[str, Program] = {}
        for program, _ in named:
            programs.setdefault(program.program_id, program)
        names = sorted({(program.program_id, label) for program, label in named})
        return (
            tuple(programs[key] for key in sorted(programs)),
            tuple(ProgramName(program_id, self.document_id, label) for program_id, label in names),
        )

    def tokens(self, lines: list[LineDraft]) -> tuple[LabelToken, ...]:
        """The words of every label."""
        return tuple(
            LabelToken(self.line_ids[id(line)], position, word.surface, word.lemma, word.part_of_speech)
            for line in lines
            for position, word in enumerate(tokenize(self._labels[id(line)]))
        )


def _printed(printed: str, offset: int, place: Place) -> str:
    return printed[place.char_start - offset : place.char_end - offset].replace("\n", "")


def _subject(draft: CountDraft, line: LineDraft) -> str:
    return as_printed(draft.subject or line.label, draft.row.text.printed + line.row.text.printed)


def _level(draft: LineDraft) -> int:
    level, above = 0, draft.parent
    while above is not None:
        level, above = level + 1, above.parent
    return level
