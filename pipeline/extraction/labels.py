"""Labels as a person would write them.

Belongs here: what is cut from the ends of a printed name (legends, particles, dots, keys such as 事業名：).
Does not belong here: how names of different documents are compared (``programs``).
"""

from __future__ import annotations

import re

from pipeline.language import strip_particles

_KEY = re.compile(r"^(?:事業名|施策名|件名|項目名?|事項名?)[ \u3000]*[:：]?[ \u3000]*")
_SPACES = re.compile(r"[ \u3000\t]+")
_DOTS = re.compile(r"[.・…‥･\s\u3000]*(?:[.…‥･]{2,}|・{2,})[.・…‥･\s\u3000]*$")
_EDGES = " \u3000\t:：,、。.=-/※・;"
_TAIL = re.compile(
    r"(?:の?(?:計上額|金額|額|総額|配分|規模)(?:は|が)?|として|に要する経費|については|について|には|では|のため|により|による|の)$"
)
_PAIRS = {"(": ")", "「": "」", "『": "』", "【": "】", "〔": "〕", "[": "]", "<": ">", "《": "》"}
_HEAD = re.compile(r"^(?:の|は|が|を|に|で|と|も|へ|及び|また|なお|このうち|その|うち|年間|対)(?=[、,一-鿿ァ-ヶ「])")
_EMPTY_BRACKETS = re.compile(r"[(〔\[【<《「][ \u3000・、:]*[)〕\]】>》」]")
# A label longer than this is a sentence, not a name.
LONGEST_LABEL = 60


def clean_label(text: str) -> str:
    """A label without its key, dangling brackets, dots and particles; empty where nothing of a name is left.

    >>> clean_label("事業名:都市エリア産学官連携促進事業")
    '都市エリア産学官連携促進事業'
    """
    label = _KEY.sub("", text.strip(_EDGES))
    before = None
    while label != before:
        before = label
        label = _DOTS.sub("", label)
        label = _EMPTY_BRACKETS.sub("", label).strip(_EDGES)
        label = _unwrap(_close(label))
        label = strip_particles(_TAIL.sub("", _HEAD.sub("", label))).strip(_EDGES)
    return _SPACES.sub(" ", label)


def is_name(label: str) -> bool:
    """Whether a label may name a line: it has letters, and it is no sentence."""
    return bool(re.search(r"[一-鿿ァ-ヶA-Za-z]", label)) and len(label) <= LONGEST_LABEL


def _close(label: str) -> str:
    """Without brackets that lost their partner."""
    for opening, closing in _PAIRS.items():
        if label.count(opening) > label.count(closing):
            at = label.rindex(opening)
            label = label[:at] if at > len(label) // 2 else label[at + 1 :]
        elif label.count(closing) > label.count(opening):
            label = label.replace(closing, "", 1)
    return label.strip(_EDGES)


def _unwrap(label: str) -> str:
    """Without the quotes around the whole of it."""
    if len(label) > 2 and label[0] in _PAIRS and label.endswith(_PAIRS[label[0]]) and label.count(label[0]) == 1:
        return label[1:-1].strip(_EDGES)
    return label
