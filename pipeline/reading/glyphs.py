"""Pages whose fonts map to wrong characters.

Belongs here: how much of a text cannot be Japanese. Does not belong here: repairing it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Characters of Japanese documents are those of JIS X 0208 with NEC's and IBM's additions, with a few exceptions in names
# of people and places. A page where more of its kanji are foreign to that set shows what its font does not print.
MOST_FOREIGN = 0.01
# Of fewer kanji nothing can be said.
FEWEST_KANJI = 30

_KANJI = re.compile(r"[\u3400-\u9fff\ufffd]")


def is_reliable(text: str) -> bool:
    """Whether the characters of a page can be what it shows.

    >>> is_reliable("農林水産業費の推進" * 5), is_reliable("農林水産業費の推逭" * 5)
    (True, False)

    A glyph whose character is not known (U+FFFD) is as foreign as a wrong one.
    """
    kanji = _KANJI.findall(unicodedata.normalize("NFKC", text))
    if len(kanji) < FEWEST_KANJI:
        return True
    return sum(map(_is_foreign, kanji)) <= MOST_FOREIGN * len(kanji)


@cache
def _is_foreign(char: str) -> bool:
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return True
    return False
