"""A printed figure to an amount in whole yen under its role.

Belongs here: the declared unit, 増 and 減, 内数 and their kin behind the figure. Does not belong here: the role itself
(``roles``), reading numerals (``language``).
"""

from __future__ import annotations

from pipeline.extraction.context import Role
from pipeline.extraction.drafts import AmountDraft, IssueDraft
from pipeline.extraction.state import State
from pipeline.extraction.text.figures import SUFFIX_CHANGE, UNQUANTIFIED, Figure
from pipeline.extraction.text.sentences import Sentence
from pipeline.language import scale
from pipeline.language.values import Counted, Money, Nil, Number, QualifierWord, UnitWord, Value
from pipeline.model import Measure, Nature, Qualifier


def amount_of(sentence: Sentence, value: Value, role: Role, state: State) -> AmountDraft | None:
    """The draft of a figure under its role; an issue where its unit makes no whole yen."""
    unit = state.context.unit
    draft = AmountDraft(
        sentence.row, value.start, value.end, None, None, unit.text if unit else None, role.fiscal_year, role.phase,
        role.supplement_no, role.measure, role.nature,
    )  # fmt: skip
    if isinstance(value, Money):
        draft.yen, draft.precision, draft.unit_text = value.yen, value.precision, value.unit_text
        draft.yen_max, draft.approximate = value.yen_max, value.approximate
        if value.tail is not None:
            _complete(draft, value, unit)
    elif isinstance(value, Number):
        scaled = scale(value, unit.factor) if unit else None
        if scaled is None:
            reason = "a number that no unit makes whole yen"
            state.issues.append(IssueDraft(sentence.row, value.start, value.end, "no_unit", reason))
            return None
        draft.yen, draft.precision, draft.approximate = scaled[0], scaled[1], value.approximate
    elif isinstance(value, Nil):
        draft.unit_text = value.unit_text or draft.unit_text
        if value.word == UNQUANTIFIED:
            draft.qualifier, draft.unit_text = Qualifier.PLUS_UNQUANTIFIED, None
    return draft


def _complete(draft: AmountDraft, value: Money, unit: UnitWord | None) -> None:
    """410億4700 under (単位:万円): the declared unit completes the last number."""
    tail = scale(value.tail, unit.factor) if unit and value.tail and unit.factor < value.tail_level else None
    if tail is not None and draft.yen is not None:
        draft.yen, draft.precision = draft.yen + tail[0], tail[1]


def apply_suffixes(figure: Figure, draft: AmountDraft) -> None:
    """What stands behind a figure: 増, 減, 内数, 推計額, +事項要求."""
    sentence = figure.sentence
    suffix = SUFFIX_CHANGE.match(sentence.text, draft.end)
    if suffix and draft.yen is not None and draft.measure is Measure.CHANGE:
        draft.yen = -abs(draft.yen) if suffix["word"] == "減" or suffix["side"] == "下" or suffix["less"] else draft.yen
    for value in sentence.values[figure.index + 1 :]:
        if isinstance(value, (Money, Number, Counted, Nil)):
            break
        if isinstance(value, QualifierWord) and draft.qualifier is None:
            draft.qualifier = value.qualifier
            if not sentence.text[draft.end : value.start].strip(" \u3000"):
                draft.end = value.end
    if draft.nature is Nature.CEILING:
        draft.measure = Measure.UNIT_COST
