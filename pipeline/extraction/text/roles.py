"""What a figure is: its fiscal year, phase, measure and nature.

Belongs here: the rules, in one list, each a small named function with the example it was written for; the first that knows
decides. Does not belong here: whose figure it is (``owners``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.extraction.context import Context, Role
from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.text.figures import GROWN_TO, SUFFIX_CHANGE, Figure
from pipeline.language.values import (
    Arrow,
    Bracket,
    Counted,
    Money,
    Noise,
    Number,
    PhaseWord,
    RoleWord,
    Value,
    Year,
    YearUse,
)
from pipeline.model import Measure, Nature, Phase

_TIMES_AFTER = re.compile(r"[ \u3000]?×")
_TIMES_BEFORE = re.compile(r"×[ \u3000]?(?:約)?[ \u3000]?$")
_BUDGET_OF_ISSUER = re.compile(r"(?:関係|所管|会計|[省庁府県市町村国])(?:の|における)?(?:予算総額|総予算額)")
_AMENDED = re.compile(r"(?:修正|変更|改定)前の")
_SPAN_TOTAL = re.compile(r"総額|累計|合計額|総計")
_CEILING_AFTER = re.compile(r"[ \u3000]?(?:を|が)?(?:上限|限度)|以内")
_PRICE_AFTER = re.compile(r"加算|(?:の定額)?[/](?:人|件|案件|団体|施設|校|地域|拠点|年|月|日|回|か所|カ所)")
_COMPARED = re.compile(r"(?:当初|補正後)?(?:予算)?額?(?:比|(?:に|と)(?:比|対し)|から|より)")
_THAN = re.compile(r"の?(?:当初|補正後)?(?:予算)?案?額?(?:(?:に|と)比|より(?!の)|を(?:上|下)回)")
_COMPARISON_BEFORE = re.compile(r"比(?:べ|較)?[ \u3000:]*(?:約)?$")
_PRICE_WORDS = re.compile(r"単価|あたり|当たり|につき|年間経費|1件平均")

RoleRule = Callable[[Figure, LineDraft, Context], Role | None]


def role_of_figure(figure: Figure, line: LineDraft, context: Context) -> tuple[Role | None, str]:
    """The role of a figure and the name of the rule that found it; no role where a second figure's is not printed."""
    for name, rule in ROLE_RULES:
        role = rule(figure, line, context)
        if role is not None:
            if rule is _printed and is_second(figure, line):
                context.habits = {**context.habits, figure.bracket: role}
            return role, name
    if is_second(figure, line):
        legend = context.brackets.get(figure.bracket)
        return (legend, "legend") if legend else (context.habits.get(figure.bracket), "habit")
    if figure.sentence.is_bracketed and figure.bracket in context.brackets:
        return context.brackets[
            figure.bracket
        ], "legend"  # (305億円) alone in its row, also where no figure stands above it
    return context.default_role, "heading"


def is_second(figure: Figure, line: LineDraft) -> bool:
    """Whether a figure stands in brackets behind the first one of its line: 23億円(18億円)."""
    if not line.amounts or figure.depth == 0:
        return False
    return line.amounts[-1].row is figure.sentence.row or figure.sentence.is_bracketed


def is_unit_cost(figure: Figure) -> bool:
    """1地域あたり年間1億円, 10大学×約3億円, 一公演につき約0・5億円を上限."""
    text, value = figure.sentence.text, figure.value
    return bool(
        any(isinstance(v, Counted) and v.per for v in figure.group)
        or _PRICE_WORDS.search(figure.words)
        or _PRICE_AFTER.match(text, value.end)
        or _TIMES_AFTER.match(text, value.end)
        or _TIMES_BEFORE.search(text[figure.sentence.start : value.start])
    )


def is_price(figure: Figure) -> bool:
    """A unit cost or a cap: 上限2,000万円の定額補助."""
    caps = any(isinstance(v, RoleWord) and v.measure is Measure.UNIT_COST for v in figure.group)
    return caps or is_unit_cost(figure) or bool(_CEILING_AFTER.match(figure.following))


def _together(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """合わせて 12億円 of this year's draft and last year's supplement: a budget, but of no one year or phase."""
    roles = {
        (a.fiscal_year, a.phase) for joined in line.joins for a in joined.amounts[:1] if a.measure is Measure.BUDGET
    }
    return Role(nature=context.nature) if len(roles) > 1 else None


def _unit_cost(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    return Role(measure=Measure.UNIT_COST) if is_unit_cost(figure) else None


def _ceiling(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """2億5千万円を上限とする: no budget."""
    if _CEILING_AFTER.match(figure.following):
        return Role(measure=Measure.UNIT_COST, nature=Nature.CEILING)
    return None


def _price_column(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """Below a head 交付上限 or 補助単価: every figure is one, until the next heading."""
    said = any(isinstance(v, (Year, PhaseWord, RoleWord)) for v in figure.group)
    return Role(measure=Measure.UNIT_COST, nature=Nature.CEILING) if context.prices and not said else None


def _cumulative(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """平成18年度から平成20年度までの総額, 5か年の総額: no budget of one year."""
    spans = any(_is_span(value) for value in figure.group)
    return Role(measure=Measure.CUMULATIVE) if spans and _SPAN_TOTAL.search(figure.words) else None


def _before_amendment(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """国会修正前の予算における5兆円から6兆円となった: this year's, at a phase of its own, and not last year's."""
    return Role(context.fiscal_year, nature=context.nature) if _AMENDED.search(figure.words) else None


def _is_span(value: Value) -> bool:
    if isinstance(value, Year):
        return value.use in (YearUse.RANGE, YearUse.UNTIL)
    return isinstance(value, Noise) and value.why == "duration"


def _arrow(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """15,216億円→15,627億円: last year's and this year's, unless a legend says otherwise."""
    after = isinstance(figure.previous_value, Arrow)
    if not after and not isinstance(figure.next_value, Arrow) or _both_dated(figure):
        return None
    before = Role(context.fiscal_year - 1 if context.fiscal_year else None, Phase.APPROVED)
    return (context.arrow_roles or (before, context.default_role))[1 if after else 0]


def _both_dated(figure: Figure) -> bool:
    """H26' 10億円→H27' 12億円: each figure has its own year beside it."""
    behind = figure.sentence.values[figure.index + 1 : figure.index + 3]
    return len(behind) == 2 and isinstance(behind[0], Arrow) and isinstance(behind[1], Year)


def _change_in_words(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """前年度に比べ12億円の増: the change bears the year of the later budget, not the year it names."""
    if not SUFFIX_CHANGE.match(figure.sentence.text, figure.value.end):
        return None
    named = [v for v in figure.group if isinstance(v, Year) and v.use is YearUse.OF and v.relative is None]
    own = context.year_of(named[0]) if len(named) == 1 else None
    if own is not None and own != context.fiscal_year and "比" not in figure.words:
        return None
    return replace(context.default_role, measure=Measure.CHANGE)


def _signed_second(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """640億円(△12億円), 4,500百万円(+300百万円): a signed second figure is a change, unless words or a legend say more."""
    signed = isinstance(figure.value, (Money, Number)) and figure.value.signed
    if not signed or not is_second(figure, line) or context.role_of(list(figure.group)) is not None:
        return None
    return replace(context.default_role, measure=Measure.CHANGE) if figure.bracket not in context.brackets else None


def _signed_comparison(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """4年度当初予算比+283億円: what stands signed behind 比 is the change, and no budget of the year it is compared with."""
    signed = isinstance(figure.value, (Money, Number)) and figure.value.signed
    if not signed or not _COMPARISON_BEFORE.search(figure.words):
        return None
    return replace(context.default_role, measure=Measure.CHANGE)


def _grown_to(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """前年度と同額の8億円を計上, 令和6年度は前年度比3.1%増の20億円: this year's figure, or that of the year it is compared in."""
    if not GROWN_TO.search(figure.words):
        return None
    compared = next((at for at, v in enumerate(figure.group) if _compares(figure, v)), 0)
    return context.role_of(list(figure.group[:compared])) or context.default_role


def _compares(figure: Figure, value: Value) -> bool:
    """前年度, 対前年度比, 平成18年度予算額比: what a figure is compared with."""
    if isinstance(value, Year):
        return value.relative is not None or bool(_COMPARED.match(figure.sentence.text, value.end))
    return isinstance(value, RoleWord) and (value.measure is Measure.CHANGE or value.is_rate)


def _printed(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """(平成20年度予算額 2,819百万円): years, phases and words such as 増減 beside the figure.

    An amount is no rate: 最高の伸び率となる5兆円 says nothing of its role; nor does 今年度の当初予算より積み増し、…31兆円.
    """
    behind = _year_behind(figure)
    money = isinstance(figure.value, Money)
    said = [
        v for v in figure.group
        if not (money and isinstance(v, RoleWord) and v.is_rate)
        if not (isinstance(v, (Year, PhaseWord)) and _THAN.match(figure.sentence.text, v.end))
    ]  # fmt: skip
    role = context.role_of([*said, *([behind] if behind is not None else [])])
    if context.phase is Phase.ADJUSTED and _says_only_budget(figure):
        return context.default_role
    if role is None or role.measure is not Measure.CUMULATIVE:
        return role
    if any(_is_span(v) for v in figure.group):
        return role
    years = [v for v in figure.group if isinstance(v, Year)]
    if len(years) == 1 and years[0].use is YearUse.OF:
        return Role(context.year_of(years[0]), context.phase)  # 令和7年度の予算総額 is a budget
    return context.default_role if not years and _BUDGET_OF_ISSUER.search(figure.words) else role


def _says_only_budget(figure: Figure) -> bool:
    """図書館の整備に充てられる予算額は、8億円 in a release about a supplement: that supplement's, not the initial budget's."""
    said = [v for v in figure.group if isinstance(v, (Year, PhaseWord, RoleWord))]
    return len(said) == 1 and figure.sentence.text[said[0].start : said[0].end] == "予算額"


def _year_behind(figure: Figure) -> Year | None:
    """予算額 4,600百万円(平成20年度): the year that follows in brackets of its own, if none stands before."""
    after = figure.sentence.values[figure.index + 1 : figure.index + 4]
    if any(isinstance(v, Year) and v.use is YearUse.OF for v in figure.group):
        return None
    if len(after) != 3 or not isinstance(after[0], Bracket) or not isinstance(after[2], Bracket):
        return None
    opening, year, closing = after
    alone = isinstance(year, Year) and (opening.end, closing.start) == (year.start, year.end)
    return year if isinstance(year, Year) and alone and year.use is YearUse.OF else None


def _tier(figure: Figure, line: LineDraft, context: Context) -> Role | None:
    """上段:平成27年度当初、下段:平成26年度当初: the figures of a line, row below row."""
    row = figure.sentence.row
    rows = list(dict.fromkeys(id(amount.row) for amount in line.amounts if amount.row.page == row.page))
    below = rows.index(id(row)) if id(row) in rows else len(rows)
    return context.tiers[below] if below < len(context.tiers) and figure.depth == 0 else None


ROLE_RULES: tuple[tuple[str, RoleRule], ...] = (
    ("words", _together),
    ("unit cost", _unit_cost),
    ("ceiling", _ceiling),
    ("ceiling", _price_column),
    ("words", _cumulative),
    ("words", _before_amendment),
    ("arrow", _arrow),
    ("words", _change_in_words),
    ("words", _signed_comparison),
    ("words", _grown_to),
    ("sign", _signed_second),
    ("words", _printed),
    ("legend", _tier),
)
