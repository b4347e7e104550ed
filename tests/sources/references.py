"""Small data sets in the formats of the official ones; ministry, items and figures are invented.

Belongs here: what tests of several folders write to disk. Does not belong here: tests.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

MINISTRY = "山河省"
ITEM: dict[str, Any] = {
    "id": "general-1-1-1",
    "accountType": "general",
    "budgetType": "当初予算",
    "ministry": MINISTRY,
    "organization": "山河本省",
    "specialAccount": "",
    "subAccount": "",
    "agency": "",
    "sectionName": "山河振興費",
    "name": "渡し舟の維持に必要な経費",
    "amount": 900_000_000,
    "previousAmount": 1_200_000_000,
    "difference": -300_000_000,
    "spent": None,
    "description": "not read",
}
SUMMARY_HEAD = [
    "シート種別",
    "事業年度",
    "予算事業ID",
    "事業名",
    "府省庁",
    "予算年度",
    "当初予算（合計）",
    "補正予算（合計）",
    "執行額（合計）",
    "翌年度への繰越し(合計）",
    "翌年度要求額（合計）",
    "会計区分",
    "会計",
    "勘定",
    "当初予算",
    "第1次補正予算",
    "第2次補正予算",
    "第3次補正予算",
    "第4次補正予算",
    "第5次補正予算",
    "執行額",
    "翌年度要求額",
    "備考",
]
ITEMS_HEAD = [
    "シート種別",
    "事業年度",
    "予算事業ID",
    "事業名",
    "府省庁",
    "予算年度",
    "会計区分",
    "会計",
    "勘定",
    "予算種別",
    "所管",
    "組織・勘定",
    "項",
    "目",
    "歳出予算項目の補足情報",
    "予算額（歳出予算項目ごと）",
    "翌年度要求額（歳出予算項目ごと）",
    "備考（歳出予算項目ごと）",
]
PROJECT = {"シート種別": "レビューシート", "事業年度": "2024", "予算事業ID": "7", "事業名": "渡し舟復活事業"}
PROJECT |= {"府省庁": MINISTRY, "予算年度": "2024"}


def mof(*items: dict[str, Any], **whole: Any) -> str:
    """A mof-jikou file; each item is ``ITEM`` with what is said of it."""
    every = [{**ITEM, "id": f"general-1-1-{number}", **item} for number, item in enumerate(items)]
    return json.dumps({"metadata": {"fiscalYear": 2024, "unit": "yen"}, "items": every, **whole}, ensure_ascii=False)


def sheet(head: list[str], *rows: dict[str, str]) -> str:
    """A sheet of the project review; each row is ``PROJECT`` with what is said of it."""
    file = io.StringIO()
    writer = csv.DictWriter(file, head, restval="")
    writer.writeheader()
    writer.writerows([{**PROJECT, **row} for row in rows])
    return "\ufeff" + file.getvalue()


def write(folder: Path, name: str, text: str) -> Path:
    """A file of that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
