"""The fiscal year that a file's name states, for parts of a book whose pages name none.

Belongs here: R8, 令和8年度, h21 and 2026 in a file name. Does not belong here: what the document itself says (``notes``),
which always comes first.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from pipeline.language import fold, read_values
from pipeline.language.values import Year

_PART = re.compile(r"[^_\-.\s()]+")


def fiscal_year_of(file_name: str) -> int | None:
    """The one year that the parts of a file name state; ``None`` where they state none or several.

    >>> fiscal_year_of("city_r8_expenditure06.pdf"), fiscal_year_of("budget-2019-2020.pdf"), fiscal_year_of("05_mext.pdf")
    (2026, None, None)
    """
    stem = fold(PurePosixPath(file_name).stem)
    years = {year for part in _PART.findall(stem) if (year := _year(part)) is not None}
    return years.pop() if len(years) == 1 else None


def _year(part: str) -> int | None:
    text = part.upper() if part.isascii() else part
    text = f"{text}年度" if re.fullmatch(r"(?:19|20)\d\d", text) else text
    values = read_values(text).values
    return values[0].year if values and isinstance(values[0], Year) and values[0].start == 0 else None
