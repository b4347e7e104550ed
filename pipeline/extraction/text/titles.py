"""Rows without figures: titles, bulleted names, headings of the outline, notes to the figure above, topics.

Belongs here: what such a row leaves behind for the rows after it. Does not belong here: years, units and legends
(``headings``), figures (``binding``).
"""

from __future__ import annotations

import re

from pipeline.extraction.books import note_heading
from pipeline.extraction.context import HeadedColumn
from pipeline.extraction.drafts import IssueDraft, LineDraft
from pipeline.extraction.labels import budget_topic, clean_label, is_generic, is_generic_count, is_item, is_name
from pipeline.extraction.notes import names_issuers, only_issuer
from pipeline.extraction.state import Heading, State
from pipeline.extraction.text.headed_rows import restate_column
from pipeline.extraction.text.headings import apply_heading
from pipeline.extraction.text.lines import new_line
from pipeline.extraction.text.naming import words_between
from pipeline.extraction.text.sentences import Sentence
from pipeline.language import tokenize
from pipeline.language.values import Malformed, MarkerWord, PhaseWord, QualifierWord, UnitWord, Year

# Styles of list numbers that head a section; bullets and circled numbers only mark items.
OUTLINE_STYLES = frozenset({"section", "kanji", "kanji-bracket", "roman", "roman-bracket", "number", "bracket"})
_PRICE_HEAD = re.compile(r"(?:上限額?|限度額|単価|基準額)$")
# Text hangs less than this many letters below its bullet.
HANGING = 4.0
LONGEST_HEAD = 12
_LETTERS = re.compile(r"[^一-鿿ァ-ヶ]")
_EXAMPLES = re.compile(r"主な(?:内訳|事業|項目)|例示")
# 調査対象が国土交通省の所管する事業であること等: a condition, no name.
_CLAUSE_END = re.compile(r"[がはを].*(?:こと|もの|ため|とき|場合|案件)(?:等)?$")
# 北浜地域、南浜地域: places are listed, nothing is named.
_PLACE = r"[^、,・()]{1,12}(?:地域|地区|エリア|圏域?|[都道府県市町村区])"
_PLACES = re.compile(rf"{_PLACE}(?:[、,・][ \u3000]?{_PLACE})+(?:等|など)?")
_KEY_OF = re.compile(r"[ \u3000]*:[ \u3000]*")  # 対象:公立の劇場等
_INTRODUCES = re.compile(r"次のとおり|以下のとおり|次に掲げる|下記|一覧")
_CASE = re.compile(r"[はがをに、]")
# A name this long is a sentence unless it stands in a frame or is a title by its size.
LONGEST_PLAIN_TITLE = 45


def read_without_figures(sentence: Sentence, columns: tuple[HeadedColumn, ...], state: State) -> None:
    """Keep what a row without figures says: a note, a heading, the ``columns`` that it heads, a title, a topic."""
    if restate_column(sentence, state) or _note_to_figures(sentence, state) or _mark_line_above(sentence, state):
        return
    _note_examples(sentence, state)
    apply_heading(sentence.body, state.context, columns, speaks=_heads(sentence, state))
    _report_malformed(sentence, state)
    if columns:
        state.table += 1
        return
    label = clean_label(words_between(sentence, sentence.start, sentence.end))
    title = new_line(sentence, label, sentence.start, sentence.end, state) if is_title(sentence, label) else None
    if sentence.listing.style in OUTLINE_STYLES and is_name(label):
        _push_outline(Heading(sentence.listing.style or "", f"{sentence.listing.number} {label}", title), state)
    _note_prices(label, sentence, state)
    note_heading(sentence.text, state)
    if state.slide_head is not None and sentence.row.top <= state.slide_head and only_issuer(label):
        state.issuer = state.issuer or only_issuer(label)
    if title is not None:
        title.outline = tuple(heading.words for heading in state.outline)
        _keep_title(sentence, title, state)
    elif sentence.is_prose:
        _keep_topic(sentence, state)


def _heads(sentence: Sentence, state: State) -> bool:
    """Whether a row may set the year for what follows: a heading, or a sentence that introduces a list.

    On a slide only its head does: R5当初予算 in a picture further down speaks for that picture.
    """
    if state.slide_head is not None and sentence.row.top > state.slide_head:
        return False
    if _INTRODUCES.search(sentence.body):
        return True
    return not _CASE.search(sentence.body.split("(")[0]) or not sentence.is_prose


def is_title(sentence: Sentence, label: str) -> bool:
    """Whether a row is the name of something: no sentence, no note, no caption, nothing that only heads a section."""
    if (
        not is_name(label)
        or is_generic(label)
        or (":" in label and is_generic_count(_KEY_OF.split(label)[0]))
        or _CLAUSE_END.search(label)
        or _PLACES.fullmatch(label)
        or sentence.body.rstrip().endswith(("。", "、"))
        or _is_note(sentence)
    ):
        return False
    if any(isinstance(v, UnitWord) for v in sentence.values) or names_issuers(label):
        return False
    release = any(isinstance(v, PhaseWord) for v in sentence.values) and any(
        isinstance(v, Year) for v in sentence.values
    )
    return not release and _ends_as_noun(label)


def _ends_as_noun(label: str) -> bool:
    words = tokenize(label)
    return bool(words) and words[-1].part_of_speech not in ("動詞", "助動詞", "助詞")


def _is_note(sentence: Sentence) -> bool:
    head = sentence.row.text.text[: sentence.end].lstrip(" \u3000(")
    return head[:1] in "※*注" or sentence.text.lstrip(" \u3000").startswith("(") and sentence.listing.number is None


def _note_to_figures(sentence: Sentence, state: State) -> bool:
    """※運営費交付金中の推計額: a footnote to the figures of the line above."""
    qualifier = next((v for v in sentence.values if isinstance(v, QualifierWord)), None)
    if qualifier is None or state.current is None:
        return False
    if not _is_note(sentence) and not (state.last_age == 0 and _says_only(sentence, qualifier)):
        return False
    for amount in state.current.amounts:
        amount.qualifier = amount.qualifier or qualifier.qualifier
    return True


def _says_only(sentence: Sentence, qualifier: QualifierWord) -> bool:
    """の内数 in a row of its own, directly below its figure."""
    return sentence.body.strip(" \u3000()") == sentence.text[qualifier.start : qualifier.end].strip(" \u3000")


def _mark_line_above(sentence: Sentence, state: State) -> bool:
    """(新規) alone below a figure marks its line."""
    markers = [v for v in sentence.values if isinstance(v, MarkerWord)]
    if len(markers) != 1 or _LETTERS.sub("", sentence.body) != _LETTERS.sub(
        "", sentence.text[markers[0].start : markers[0].end]
    ):
        return False
    if state.pending is None and state.current is not None and state.current.marker is None:
        state.current.marker = markers[0].marker
        return True
    return False


def _note_examples(sentence: Sentence, state: State) -> None:
    """主な内訳, 例示: the items listed are examples."""
    line = state.current.parent if state.current is not None and sentence.is_prose else state.current
    if _EXAMPLES.search(sentence.body) and line is not None:
        line.children_complete = False


def _report_malformed(sentence: Sentence, state: State) -> None:
    for value in sentence.values:
        if isinstance(value, Malformed):
            state.issues.append(IssueDraft(sentence.row, value.start, value.end, "malformed_figure", value.why))


def _note_prices(label: str, sentence: Sentence, state: State) -> None:
    """交付上限, 補助単価 as a head of what stands below; a heading of a section ends it."""
    cells = re.split(r"[ \u3000]+", sentence.body.strip(" \u3000"))
    if _PRICE_HEAD.search(cells[-1]) and all(len(cell) <= LONGEST_HEAD for cell in cells):
        state.context.prices = True
    elif sentence.listing.style in OUTLINE_STYLES and is_name(label):
        state.context.prices = False


def _keep_title(sentence: Sentence, line: LineDraft, state: State) -> None:
    """A title waits for its figure; a bulleted name does so for one row only, and replaces no title."""
    if _is_bulleted(sentence) and not is_item(line.label) or _hangs_below_item(sentence, state):
        return
    if _is_opened_title(sentence, state):
        state.current, state.pending, state.item = state.slide_title, None, None
        return
    state.names.append(line)
    if state.slide_title is not None and state.slide_title.row.offset == sentence.row.offset:
        state.slide_title = line
    if line.style == "letter" and line.list_number:
        state.letters[line.list_number[0]] = line
    opens_frame = state.first_in_frame and state.pending is None
    if _is_item(sentence, line.label) and not opens_frame:
        state.item, state.item_age = line, -1
    else:
        state.pending, state.item = line, None


def _is_opened_title(sentence: Sentence, state: State) -> bool:
    """Whether the box with the slide's amount was printed before its title."""
    title = state.slide_title
    return title is not None and title.opened and title.row.offset == sentence.row.offset


def _is_item(sentence: Sentence, label: str) -> bool:
    if _is_bulleted(sentence):
        return True
    return len(label) > LONGEST_PLAIN_TITLE or bool(re.search(r"[はが、を]", label)) and sentence.row.frame is None


def _hangs_below_item(sentence: Sentence, state: State) -> bool:
    """Whether a row is the text below a bullet: further in than the bullet, in the same frame."""
    bullet, row = state.bullet, sentence.row
    if bullet is None or sentence.listing.style is not None or row.box is None:
        return False
    return bullet.page == row.page and bullet.frame == row.frame and 0 < row.indent - bullet.indent < HANGING * row.size


def _is_bulleted(sentence: Sentence) -> bool:
    style = sentence.listing.style or ""
    return style.startswith("bullet") or style in ("circled", "katakana", "katakana-bracket")


def _push_outline(heading: Heading, state: State) -> None:
    """Headings of one style stand beside each other; those of a new style stand below the last one."""
    styles = [known.style for known in state.outline]
    if heading.style in styles:
        del state.outline[styles.index(heading.style) :]
        if heading.line is not None:
            heading.line.headings = tuple(known.line for known in state.outline if known.line is not None)
    state.outline.append(heading)


def _keep_topic(sentence: Sentence, state: State) -> None:
    """義務教育費国庫負担金については、…を導入する: figures without a name that follow are about it."""
    topic = budget_topic(sentence.body)
    if topic:
        line: LineDraft = new_line(sentence, topic, sentence.start, sentence.end, state)
        line.prose = True
        state.pending, state.item = line, None
