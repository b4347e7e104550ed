"""A page's bytes to its links.

Belongs here: the encoding of a page, its links with the words around them, dates of release. Does not belong here: which links
are meant (``index_pages``).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

HEAD = 2048  # bytes in which a page says its encoding
# What pages call the encodings, and what Python calls what is meant: Windows' extension, with its ① and ㈱.
_CODECS = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
_CODECS |= {"x-euc-jp": "euc_jp", "euc-jp": "euc_jp", "unicode": "utf-8", "utf8": "utf-8"}
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NARROW_KANA = re.compile(r"[｡-ﾟ]")
_FORMAT = re.compile(
    r"(?:pdf|html?|text|txt|テキスト|本文|資料|こちら|別ウィンドウで開きます|\d|[kmg]b|新規|形式|版)+", re.IGNORECASE
)
_MARKS = re.compile(r"[\W_]+")
# What stands around a link and says what it is: a table's row, an item of a list, a paragraph.
_SURROUNDINGS = ("tr", "li", "dd", "dt", "p")
LONGEST_TEXT = 300  # characters of words around a link; more is no title

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "S": 1925, "H": 1988, "R": 2018}
_DATES = (
    re.compile(
        r"(?P<era>昭和|平成|令和)\s*(?P<year>元|\d{1,2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
    ),
    re.compile(
        r"(?<![A-Za-z])(?P<era>[SHR])(?P<year>\d{1,2})\s*[./]\s*(?P<month>\d{1,2})\s*[./]\s*(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*[-./]\s*(?P<month>\d{1,2})\s*[-./]\s*(?P<day>\d{1,2})(?!\d)"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its whole address without a fragment, its words, those around it, and the day of release if they say one."""

    url: str
    text: str
    around: str = ""
    released_on: date | None = None

    @property
    def title(self) -> str:
        """Its words; where these only name a format (PDF), those around it."""
        return self.text if self.text and not _names_a_format(self.text) else self.around or self.text


def read_links(data: bytes, url: str, content_type: str = "", encoding: str | None = None) -> tuple[Link, ...]:
    """Every link of a page, in the order of the page; ``url`` is where it was found, after redirects."""
    tree = LexborHTMLParser(decode_page(data, content_type, encoding))
    base = tree.css_first("base[href]")
    root = urljoin(url, (base.attributes.get("href") or "").strip()) if base is not None else url
    links = (_make_link(node, root) for node in tree.css("a[href], area[href]"))
    return tuple(link for link in links if link is not None)


def decode_page(data: bytes, content_type: str = "", encoding: str | None = None) -> str:
    """A page's text: in the encoding that the entry says, the byte order mark, the header, the page, or that fits.

    What is said and does not fit is passed over for what does.
    """
    said = [encoding, _mark_of(data), *_CHARSET.findall(content_type)]
    said += [found.decode("ascii") for pattern in (_META, _XML) for found in pattern.findall(data[:HEAD])[:1]]
    known = [codec for codec in map(_find_codec, said) if codec is not None]
    for codec in known:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return _guess(data) or data.decode(known[0] if known else "utf-8", "replace")


def _guess(data: bytes) -> str | None:
    """The text in the encoding that fits without a stray byte. EUC-JP read as Shift_JIS is full of half-width katakana."""
    fitting = []
    for codec in ("iso2022_jp", "utf-8", "cp932", "euc_jp"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec in ("iso2022_jp", "utf-8"):
            return text
        fitting.append((len(_NARROW_KANA.findall(text)), text))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _mark_of(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)) else None


def _find_codec(name: str | None) -> str | None:
    """Python's codec for a page's word; ``None`` if there is none."""
    if not name:
        return None
    try:
        return codecs.lookup(_CODECS.get(name.lower(), name)).name
    except LookupError:
        return None


def _make_link(node: LexborNode, root: str) -> Link | None:
    """A link that leads somewhere; pages have some that do not (#, javascript:, broken)."""
    written = (node.attributes.get("href") or "").strip()
    if not written or written.startswith("#"):
        return None
    try:
        url = urldefrag(urljoin(root, re.sub(r"[\t\r\n]", "", written))).url.replace(" ", "%20")
    except ValueError:
        return None
    if not url.lower().startswith(("http://", "https://", "ftp://", "file://")):
        return None
    text, around = _words(node), _words_around(node)
    return Link(url, text, around, find_date(text) or find_date(around))


def _words(node: LexborNode) -> str:
    """A node's words on one line, with those that stand for its pictures."""
    parts = [node.text(deep=True, separator=" ") or ""]
    parts += [picture.attributes.get("alt") or "" for picture in node.css("img[alt]")]
    parts += [node.attributes.get("alt") or ""] if node.tag == "area" else []
    return " ".join(" ".join(parts).split())


def _words_around(node: LexborNode) -> str:
    """The words of the nearest row, item or paragraph, with the term that a definition belongs to."""
    parent = node.parent
    while parent is not None and parent.tag not in _SURROUNDINGS:
        parent = parent.parent
    if parent is None:
        return ""
    words = _words(parent)
    if parent.tag == "dd":
        term = parent.prev
        while term is not None and term.tag != "dt":
            term = term.prev
        words = f"{_words(term)} {words}" if term is not None else words
    return words if len(words) <= LONGEST_TEXT else ""


def _names_a_format(text: str) -> bool:
    """Whether a link's words say only what kind of file it is.

    >>> _names_a_format("(PDF:1.2MB)"), _names_a_format("概算要求のポイント(PDF)")
    (True, False)
    """
    return _FORMAT.fullmatch(_MARKS.sub("", unicodedata.normalize("NFKC", text))) is not None


def find_date(text: str) -> date | None:
    """The one whole date in some words; ``None`` if there is none or several.

    >>> find_date("令和７年８月29日 概算要求"), find_date("平成元年4月1日"), find_date("2025/8/29"), find_date("2025年度")
    (datetime.date(2025, 8, 29), datetime.date(1989, 4, 1), datetime.date(2025, 8, 29), None)
    """
    plain = unicodedata.normalize("NFKC", text)
    found = {day for pattern in _DATES for day in map(_make_date, pattern.finditer(plain)) if day is not None}
    return found.pop() if len(found) == 1 else None


def _make_date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = 1 if parts["year"] == "元" else int(parts["year"])
    try:
        return date(year + _ERAS.get(parts.get("era") or "", 0), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None
