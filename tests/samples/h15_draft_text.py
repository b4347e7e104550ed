"""FY2003 draft: a text in Shift_JIS, a list in 億円 with last year's figure in brackets."""

from __future__ import annotations

from .drawing import SAMPLE_NOTE
from .figures import EXAMPLES_OF_2003, Budget

HEAD = """平成15年度文部科学省予算案における産学官連携の推進

大学の研究成果を新しい産業につなげるため、次のような事項に取り組む。

　　　　　　　　　　　　　　　　　　　　　　　　　　（単位：億円）
"""
FOOT = """
※括弧内は平成14年度予算額
※ここに掲げた事項は例であり、すべてを合わせても産学官連携の推進の全体にはならない。
"""
NAME_COLUMN = 28  # full-width characters up to the figure


def typeset() -> bytes:
    """The release as text in Shift_JIS with the line ends of its time."""
    text = HEAD + "".join(_line(budget) for budget in EXAMPLES_OF_2003) + FOOT + "\n" + SAMPLE_NOTE + "\n"
    return text.replace("\n", "\r\n").encode("cp932")


def _line(budget: Budget) -> str:
    prior = "新規" if budget.prior is None else f"{budget.prior}"
    name = f"・{budget.name}".ljust(NAME_COLUMN, "\u3000")
    return f"{name}{budget.current}（{prior}）\n"
