"""What is written around a program's name and is none of it: list numbers, markers, footnote signs, the ministry.

Belongs here: these, as data with their examples. A number without a sign that makes it a list number stays: 21世紀, 5G.
Does not belong here: stages (``stages``), what a label is cut out of (``labels``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extraction.stages import read_stage
from pipeline.language import Normalized, fold, normalize

# ①, ⑴, ⒈, ⓐ, ❶, ㈠, ㊀, ㉑, ㊱, ㋐, and Ⅰ before a dot: numbers in one character. Not ㈱, which is part of a name.
_ENCLOSED = re.compile(
    "[\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf\u32d0-\u32fe]|[\u2160-\u217f][.．、)）]"
)
_OPEN, _CLOSE = r"[(\[<《【〔]\s*", r"\s*[)\]>》】〕]"
_MARK = (
    r"(?:一部)?(?:新規|拡充|拡大|継続|縮減|縮小|廃止|終了|組替|組換|見直し|再掲)"
    r"(?:[・、/](?:一部)?(?:新規|拡充|継続|縮減|組替))*|新|拡|継|縮|廃|組"
)
_HEADS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"[・○●◎◇◆□■◯▪▶►•※★☆→]+\s*",  # ・湖の観測
        r"\s+",
        rf"{_OPEN}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}|[ア-ン]|[A-Za-z]|[ivxIVX]{{1,4}}){_CLOSE}",  # (1), (ア), (a)
        r"\d{1,2}(?:-\d{1,2})*(?:[):]|[.、](?!\d))",  # 1. 2) 3、 1-2. and not 1.5℃
        r"[ア-ン](?:[.)、]|[ \u3000]+(?![ァ-ヶー]))(?=\S)",  # ア 公民館, and not ア ジア
        r"(?:[A-H]|[a-h]|[IVX]{1,4})[.)、](?![A-Z](?![a-z])|[a-z]|\d(?!\d))",  # A. 図書館, Ⅰ. 学術, and not A.I.
        r"[一二三四五六七八九十]{1,2}(?:[)、]|\.(?!\d))",  # 一、図書館
        rf"{_OPEN}(?:{_MARK}){_CLOSE}",  # 【新規】, (拡)
    )
)
_TAILS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s+$",
        r"\s*[★☆]+$",  # 湖の観測★
        r"\(?\s*※\s*\d{0,2}\s*\)?$",  # 湖の観測※1
        r"\(\s*注\s*\d{0,2}\s*\)$",  # 湖の観測(注2)
        rf"{_OPEN}(?:{_MARK}){_CLOSE}$",  # 湖の観測(新規)
    )
)
_FOOTNOTE = re.compile(r"[*＊†‡][\d０-９]{0,2}\s*$")  # normalizing makes a space of the asterisk

_MINISTRIES: dict[str, str] = {
    "文科省": "文部科学省",
    "経産省": "経済産業省",
    "国交省": "国土交通省",
    "農水省": "農林水産省",
    "厚労省": "厚生労働省",
    **{
        name: name
        for name in (
            *("文部科学省", "経済産業省", "国土交通省", "農林水産省", "厚生労働省", "総務省", "財務省", "法務省", "外務省"),
            *("環境省", "防衛省", "内閣府", "文部省", "文化庁", "スポーツ庁", "警察庁", "金融庁", "消費者庁", "デジタル庁"),
            *("こども家庭庁", "復興庁"),
        )
    },
}  # fmt: skip
# 文部科学省所管, 文部科学省共済組合, 文部科学省予算: the ministry is part of what is named.
_ITS_OWN = re.compile(
    r"(?:の|における)?(?:所管|主管|所轄|関係|予算|歳出|歳入|概算|本省|本府|共済|職員|全体|分$|計$|合計|総額|一般会計|特別会計|組織|庁舎)"
)
# Directly behind the ministry, without a space or a bracket, only this ending makes the rest a name of its own.
_ENDS_AS_PROGRAM = re.compile(r"(?:事業|プログラム|プロジェクト|補助金|交付金|負担金|経費|委託費|制度)[)\]】〕」』]*$")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The name as printed, without what is around it, and whose program it is."""

    name: str
    issuer: str | None


def unwrap(label: str, issuer: str | None) -> Unwrapped:
    """The name inside a label. The issuer in front of it goes; another ministry stays, and names one where none is known.

    >>> unwrap("① 文科省 湖の観測(新規)", "文部科学省")
    Unwrapped(name='湖の観測', issuer='文部科学省')
    >>> unwrap("21世紀の観測", None).name
    '21世紀の観測'
    """
    whole = normalize(_FOOTNOTE.sub("", label))
    start, end, before = 0, len(whole.text), (-1, -1)
    while (start, end) != before:
        before = start, end
        start = _skip_head(whole, start, end)
        end = _skip_tail(whole, start, end)
        ministry, start, end = _skip_ministry(whole.text, start, end, issuer)
        issuer = issuer or ministry
    from_, to = whole.span(start, end)
    return Unwrapped(whole.printed[from_:to], issuer)


def _skip_head(whole: Normalized, start: int, end: int) -> int:
    """Where the name starts behind one list number, bullet or marker."""
    number = _ENCLOSED.match(whole.printed, whole.starts[start]) if start < end else None
    if number:
        at = bisect_left(whole.starts, number.end(), start, end)
        return at if _is_name(whole.text[at:end]) else start
    ends = (found.end() for pattern in _HEADS if (found := pattern.match(whole.text, start, end)))
    return next((at for at in ends if _is_name(whole.text[at:end])), start)


def _skip_tail(whole: Normalized, start: int, end: int) -> int:
    starts = (found.start() for pattern in _TAILS if (found := pattern.search(whole.text, start, end)))
    return next((at for at in starts if _is_name(whole.text[start:at])), end)


def _skip_ministry(text: str, start: int, end: int, issuer: str | None) -> tuple[str | None, int, int]:
    """The ministry before or, in brackets, behind the name, and where the name starts and ends without it."""
    for form in _forms(issuer):
        found = form.before.match(text, start, end)
        if found and _may_go(found["gap"], text[found.end() : end], form):
            return form.issuer, found.end(), end
        behind = form.behind.search(text, start, end) if issuer is not None else None
        if behind and _is_name(text[start : behind.start()]):
            return form.issuer, start, behind.start()
    return None, start, end


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write an issuer, before a name and in brackets behind it. ``joins``: also without anything between."""

    issuer: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    joins: bool


@lru_cache(maxsize=4_096)
def _forms(issuer: str | None) -> tuple[_Form, ...]:
    """How an issuer is written around a name; every ministry's forms where none is known."""
    written = [(one, name) for one, name in _MINISTRIES.items() if issuer in (None, name)]
    if issuer is not None and issuer not in _MINISTRIES:
        written.append((fold(issuer), issuer))
    return tuple(
        _Form(
            name,
            re.compile(rf"{_OPEN}{re.escape(one)}{_CLOSE}\s*|{re.escape(one)}(?P<gap>[\s:・]+|(?=[「『])|)"),
            re.compile(rf"{_OPEN}{re.escape(one)}{_CLOSE}$"),
            joins=issuer in _MINISTRIES,
        )
        for one, name in written
    )


def _may_go(gap: str | None, rest: str, form: _Form) -> bool:
    """Brackets, spaces and quotes part a ministry from a name; without them its ending must say that it is one."""
    if not _is_name(rest) or _ITS_OWN.match(rest):
        return False
    if gap != "" or rest[:1] in "「『":
        return True
    return form.joins and bool(_ENDS_AS_PROGRAM.search(read_stage(rest).name))


def _is_name(text: str) -> bool:
    """Whether something is left that could be a name."""
    return any(char.isalpha() for char in text)
