"""How long near matches between many programs take to find, at several sizes.

Belongs here: made-up names that share words as programs do, and the printed times. Does not belong here: what is near; see
``tests/reconciliation/test_candidates.py``.

    python benchmarks/program_candidates.py [NUMBER_OF_PROGRAMS ...]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from pipeline.extraction.programs import program_of
from pipeline.language import tokenize
from pipeline.model import Program
from pipeline.reconciliation import find_candidates

SEED = 20
SECONDS_PER_PROGRAM = 60 / 100_000
SMALLEST = 10_000  # fewer take too little time to tell
WHERE = ("地域", "大学", "学校", "離島", "都市", "沿岸", "山村", "国立公園", "高等学校", "研究所", "図書館", "美術館")
WHAT = (
    *(
        "産学官連携",
        "知的財産",
        "海洋観測",
        "文化財",
        "学術情報",
        "防災教育",
        "英語教育",
        "食育",
        "水素エネルギー",
        "人工知能",
    ),
    *(
        "量子技術",
        "半導体",
        "再生医療",
        "感染症",
        "遺伝資源",
        "環境教育",
        "読書活動",
        "部活動",
        "不登校",
        "特別支援教育",
    ),
    *(
        "日本語指導",
        "留学生交流",
        "看護人材",
        "獣医学",
        "地震",
        "火山",
        "宇宙",
        "航空",
        "農業",
        "林業",
        "水産業",
        "観光",
    ),
)
HOW = ("推進", "促進", "振興", "支援", "整備", "強化", "充実", "育成", "養成", "創出", "形成", "構築", "保存", "活用")
END = ("", "事業", "プログラム", "プロジェクト", "補助金", "交付金", "委託費", "に必要な経費")
STAGE = ("", "", "", "", "", "(第Ⅰ期)", "(第Ⅱ期)")


def make_programs(number: int) -> list[Program]:
    """Different programs of a few ministries and many cities; half of the words of a name are rare ones."""
    chance = random.Random(SEED)
    made: dict[str, Program] = {}
    while len(made) < number:
        rare = f"{chance.choice('アカサタナハマヤラワ')}{chance.choice('イキシチニヒミリ')}{chance.choice('ウクスツヌフムユル')}"
        name = f"{chance.choice(WHERE)}{chance.choice(WHAT)}{rare}{chance.choice(HOW)}{chance.choice(END)}"
        issuer = chance.choice(("文部科学省", "経済産業省", "厚生労働省", f"第{chance.randrange(200)}市"))
        program = program_of(name + chance.choice(STAGE), issuer)
        made[program.program_id] = program
    return list(made.values())


def main() -> int:
    """Print a line per size; 1 where the target is missed."""
    missed = False
    for number in [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        programs = make_programs(number)
        started = time.perf_counter()
        words = {program.program_id: tokenize(program.name_normalized) for program in programs}
        split = time.perf_counter()
        found = find_candidates(programs, words)
        ended = time.perf_counter()
        kinds = ", ".join(f"{kind.value} {count:,}" for kind, count in sorted(Counter(c.kind for c in found).items()))
        print(
            f"{number:,} programs: words {split - started:.1f} s, near matches {ended - split:.1f} s: {kinds}",
            flush=True,
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
