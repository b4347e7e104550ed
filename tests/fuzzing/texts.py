"""Ways to damage a text or a page of HTML. Each takes its bytes and a source of chance, and gives other bytes.

Belongs here: one small function per kind of damage, in ``DAMAGES``. Does not belong here: what must hold afterwards
(``campaign``).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzzing.pdfs import cut_short, flip_bytes, lose_a_piece

Damage = Callable[[bytes, Random], bytes]

# What is there and cannot be seen: joiners, direction marks and overrides, a byte order mark, a soft hyphen, a variation selector.
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202e\u2066\u2069\ufe0f\U000e0100"
LONG_LINE = 10**6  # characters
DEEP = 5_000


def hide_characters(text: bytes, chance: Random) -> bytes:
    """Characters that nobody sees, between digits as well."""
    shown = text.decode("utf-8", "replace")
    return "".join(one + chance.choice(UNSEEN) if chance.random() < 0.1 else one for one in shown).encode()


def break_encoding(text: bytes, chance: Random) -> bytes:
    """Bytes that no UTF-8 has, or a stray zero."""
    changed = bytearray(text)
    for _ in range(chance.choice((1, 10, 100))):
        wrong = chance.choice((b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80", b"\x00", b"\xe4\xb8"))
        place = chance.randrange(len(changed))
        changed[place:place] = wrong
    return bytes(changed)


def save_otherwise(text: bytes, chance: Random) -> bytes:
    """Another encoding than it was."""
    encoding = chance.choice(("utf-16", "utf-16-le", "shift_jis", "euc_jp", "iso2022_jp", "utf-8-sig", "utf-32"))
    return text.decode("utf-8", "replace").encode(encoding, "replace")


def write_in_one_line(text: bytes, chance: Random) -> bytes:
    """A line of a million characters."""
    line = b" ".join(text.split())
    return line * (LONG_LINE // max(len(line), 1) + 1)


def write_long_numbers(text: bytes, chance: Random) -> bytes:
    """Numbers with thousands of digits, thousands of signs, commas, brackets or units."""
    part = chance.choice(
        ("9", "1,", "△", "億", "兆", "百万円", "(", "（うち", "〜", "第", "令和", "、", "|", "・", "\t")
    )
    long = (part * chance.choice((100, 5_000, 50_000))).encode()
    place = chance.randrange(len(text))
    return text[:place] + long + text[place:]


def nest_tags(text: bytes, chance: Random) -> bytes:
    """Elements within each other, unclosed, of tables too."""
    tag = chance.choice((b"<div>", b"<table><tr><td>", b"<ul><li>", b"<td colspan=99999999 rowspan=-1>", b"<![CDATA["))
    place = chance.randrange(len(text))
    return text[:place] + tag * DEEP + text[place:]


def shuffle_lines(text: bytes, chance: Random) -> bytes:
    """All lines, in another order, some of them many times."""
    lines = text.splitlines(keepends=True)
    return b"".join(chance.choices(lines, k=len(lines) * chance.choice((1, 3))))


DAMAGES: tuple[Damage, ...] = (
    flip_bytes,
    cut_short,
    lose_a_piece,
    hide_characters,
    break_encoding,
    save_otherwise,
    write_in_one_line,
    write_long_numbers,
    nest_tags,
    shuffle_lines,
)
