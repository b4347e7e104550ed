"""FY2026 request: a text in UTF-8 with 兆, an open amount (事項要求), a part (うち) and an estimate note."""

from __future__ import annotations

from .drawing import SAMPLE_NOTE

TEXT = """令和８年度文部科学省概算要求のポイント（科学技術）

科学技術予算

　　令和８年度要求額　　　１兆１，８５０億円＋事項要求
　（令和７年度予算額　　　　　　９，７７７億円）

　　　うち繰入額　　　　　　　　１，３７５億円
　（令和７年度予算額　　　　　　１，０７９億円）

　・将来の産業を支える基礎的な研究と、それを担う人材に重点を置く。
　・金額を決められない事項は、予算を編成する過程で検討する。

科学技術関係予算

　　令和８年度要求額　　　２兆１，０８８億円
　（令和７年度予算額　　　１兆９，１１５億円）
　※運営費交付金中の推計額を含む

　・大学や研究機関の運営費のうち、科学技術にあたる分を見込んで加えたもの。

"""


def typeset() -> bytes:
    """The release as text in UTF-8."""
    return (TEXT + SAMPLE_NOTE + "\n").encode()
