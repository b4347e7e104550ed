"""How much finding and reading all values costs, against bare fugashi tokenizing of the same text in the same run.

Run: ``python benchmarks/language_throughput.py [--lines N] [--rounds N] [--most RATIO]``. Exit status 1 where the ratio of the
medians is above the target. The text is made here, line by line with other figures, so that no round meets a line twice;
normalization is timed with the reading, and reported apart.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator

import fugashi

from pipeline.language import normalize
from pipeline.language.lexer import read_values

TARGET = 6.0
# Lines as releases print them: figures, tables, counts, and prose without any figure. {n} is a number, {y} a year, {k} a count.
TEMPLATES = (
    "{k}　地域の産業と大学をつなぐ拠点の整備　　{n}百万円（前年度予算額　{n}百万円）",
    "（{k}）若手の研究者が海外で学ぶ機会の拡大【新規】 {n}百万円",
    "　　・高校生の理科実験を支える設備の更新　{k}億{k},{m}万円（対前年度{k}億円増、{k}.{k}％増）",
    "令和{y}年度概算要求・要望額　{n}百万円　→　令和{y}年度予算案　{n}百万円",
    "図書館の機能の向上            {n}      {n}      △{n}     ▲{k}.{k}%",
    "公民館の改修費                {n}      {n}        {n}     皆増",
    "※この他に平成{y}年度第２次補正予算分として{k}億円を計上している。",
    "うち施設の耐震化　{n}千円、うち備品の購入　{n}千円の内数",
    "実施地域は{k}地域（平成{y}年度開始{k}地域、平成{y}年度開始{k}地域）であり、新たに{k}地域の採択を予定する。",
    "{k}大学、{k}機関、延べ{n}人が参加し、１校当たり{k}百万円程度を{k}年間支援する。",
    "本事業は、子どもたちが身近な自然に親しみ、学ぶ楽しさを知るための活動を、学校と地域が力を合わせて進めるものである。",
    "研究の成果を広く社会に伝え、次の世代の担い手を育てるとともに、国際的な協力の輪を広げていくことが大切である。",
    "あわせて、書庫に眠る資料を整理して公開し、誰もがいつでも手に取ることができるように環境を整える。",
    "（単位：百万円）　事　項　　前年度予算額　　令和{y}年度予算額（案）　　比較増△減額　　備　考",
)


def made_text(lines: int, seed: int) -> list[str]:
    """Lines of a release that never was."""
    chance = random.Random(seed)

    def filled(template: str) -> str:
        while "{" in template:
            template = template.replace("{n}", f"{chance.randint(10, 9_999_999):,}", 1)
            template = template.replace("{m}", f"{chance.randint(100, 999)}", 1)
            template = template.replace("{k}", str(chance.randint(1, 99)), 1)
            template = template.replace("{y}", str(chance.randint(1, 30)), 1)
        return template

    return [filled(chance.choice(TEMPLATES)) for _ in range(lines)]


def seconds(run: Callable[[str], object], texts: list[str]) -> float:
    """CPU time over all texts."""
    start = time.process_time()
    for text in texts:
        run(text)
    return time.process_time() - start


def rounds(lines: int, count: int) -> Iterator[tuple[float, float, float, int]]:
    """For each round: seconds for tokenizing, normalizing and reading, and the number of characters."""
    tagger = fugashi.Tagger()
    read: Callable[[str], object] = read_values.__wrapped__
    for number in range(count):
        printed = made_text(lines, seed=number)
        normalized = [normalize(text).text for text in made_text(lines, seed=number)]
        tokenizing = seconds(lambda text: list(tagger(text)), normalized)
        yield tokenizing, seconds(normalize, printed), seconds(read, normalized), sum(map(len, normalized))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lines", type=int, default=4_000, help="lines a round (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="default %(default)s")
    parser.add_argument("--most", type=float, default=TARGET, help="the target ratio (default %(default)s)")
    arguments = parser.parse_args()
    measured = list(rounds(arguments.lines, arguments.rounds))
    tokenizing, normalizing, reading = (statistics.median(one[i] for one in measured) for i in range(3))
    ratio = statistics.median((one[1] + one[2]) / one[0] for one in measured)
    print(
        f"{arguments.rounds} rounds of {arguments.lines:,} lines, {measured[0][3]:,} characters; medians of CPU time:"
    )
    print(f"  bare fugashi tokenizing   {tokenizing:7.3f} s")
    print(f"  normalizing               {normalizing:7.3f} s   {normalizing / tokenizing:5.2f} ×")
    print(f"  finding and reading       {reading:7.3f} s   {reading / tokenizing:5.2f} ×")
    print(f"  both, median of the rounds' ratios     {ratio:5.2f} ×   target ≤ {arguments.most:g} ×")
    return 0 if ratio <= arguments.most else 1


if __name__ == "__main__":
    sys.exit(main())
