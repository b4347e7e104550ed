"""Ways to damage a PDF. Each takes its bytes and a source of chance, and gives other bytes; the same seed gives the same.

Belongs here: one small function per kind of damage, in ``DAMAGES``. Does not belong here: what must hold afterwards
(``campaign``).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from random import Random

Damage = Callable[[bytes, Random], bytes]

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
STREAM = re.compile(rb"<<(?P<head>(?:(?!endobj|stream).)*+)stream\r?\n(?P<body>.*?)endstream", re.DOTALL)
NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
# What readers trip over: the ends of integers, nothing, less than nothing, more than any page.
EXTREMES = (b"0", b"-1", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999", b"1e308", b"-0.0001")
DEEP = 20_000  # brackets within each other; a parser that calls itself for each has no stack left
BURST = 80 * 2**20  # bytes that a packed stream of some 80 KB unpacks to: more than a page may have


def flip_bytes(pdf: bytes, chance: Random) -> bytes:
    """A bad disk or line: a few bytes are others."""
    changed = bytearray(pdf)
    for _ in range(chance.choice((1, 4, 32, 256))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_short(pdf: bytes, chance: Random) -> bytes:
    """A download that broke off."""
    return pdf[: chance.randrange(1, len(pdf))]


def lose_a_piece(pdf: bytes, chance: Random) -> bytes:
    """A block that was never written: zeros, or gone with all that follows moved up."""
    start = chance.randrange(len(pdf))
    size = chance.choice((16, 512, 4096))
    return pdf[:start] + (b"\0" * size if chance.random() < 0.5 else b"") + pdf[start + size :]


def splice_objects(pdf: bytes, chance: Random) -> bytes:
    """An object has the body of another: a font is a page, a page is a number."""
    objects = list(OBJECT.finditer(pdf))
    if len(objects) < 2:
        return flip_bytes(pdf, chance)
    target, donor = chance.sample(objects, 2)
    return pdf[: target.start(2)] + donor[2] + pdf[target.end(2) :]


def point_elsewhere(pdf: bytes, chance: Random) -> bytes:
    """References lead to other objects; some then lead to themselves."""
    numbers = [int(one[1]) for one in OBJECT.finditer(pdf)] or [1]

    def lead(match: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % chance.choice(numbers) if chance.random() < 0.15 else match[0]

    return re.sub(rb"\b\d+ 0 R\b", lead, pdf)


def close_the_page_tree(pdf: bytes, chance: Random) -> bytes:
    """The tree of pages has a node that is its own child."""
    nodes = [one for one in OBJECT.finditer(pdf) if b"/Kids" in one[2]]
    if not nodes:
        return point_elsewhere(pdf, chance)
    node = chance.choice(nodes)
    ring = re.sub(rb"/Kids\s*\[", b"/Kids [ %s 0 R " % node[1], node[2], count=1)
    return pdf[: node.start(2)] + ring + pdf[node.end(2) :]


def nest_deep(pdf: bytes, chance: Random) -> bytes:
    """Arrays or dictionaries within each other, as deep as no writer goes."""
    opening, closing = chance.choice(((b"[", b"]"), (b"<</A ", b">>"), (b"(", b")")))
    nested = b" /Nested " + opening * DEEP + closing * chance.choice((0, DEEP))
    places = [one.start() for one in re.finditer(rb"/Type\b", pdf)] or [0]
    place = chance.choice(places)
    return pdf[:place] + nested + b" " + pdf[place:]


def lie_about_lengths(pdf: bytes, chance: Random) -> bytes:
    """Streams, tables and widths say a wrong length."""
    key = chance.choice((rb"/Length", rb"/Count", rb"/Size", rb"/W", rb"/Index", rb"/First", rb"/N", rb"startxref"))
    return re.sub(key + rb"\s+\[?\s*\d+", lambda match: re.sub(rb"\d+$", chance.choice(EXTREMES), match[0]), pdf)


def turn_sizes(pdf: bytes, chance: Random) -> bytes:
    """Pages of negative, no or endless size, turned by any angle."""
    sizes = b" ".join(chance.choice((*EXTREMES, b"612", b"-842")) for _ in range(4))
    turned = re.sub(rb"/MediaBox\s*\[[^\]]*\]", b"/MediaBox [%s]" % sizes, pdf)
    return re.sub(rb"/Rotate\s+-?\d+", b"/Rotate " + chance.choice((b"45", b"-270", b"99999999999")), turned)


def burst(pdf: bytes, chance: Random) -> bytes:
    """A stream that unpacks to many times its size."""
    filling = chance.choice((b"\0", b"0 0 m ", b"(1) Tj ", b"q ", b"[[["))
    return _with_content(pdf, chance, lambda _: filling * (BURST // len(filling)))


def scramble_content(pdf: bytes, chance: Random) -> bytes:
    """What a stream says is changed and packed again: numbers are extremes, operators come in another order."""

    def change(content: bytes) -> bytes:
        if chance.random() < 0.5:
            return NUMBER.sub(lambda one: chance.choice(EXTREMES) if chance.random() < 0.05 else one[0], content)
        lines = content.split(b"\n")
        chance.shuffle(lines)
        return b"\n".join(lines)

    return _with_content(pdf, chance, change)


def spoil_a_map(pdf: bytes, chance: Random) -> bytes:
    """Tables from codes to characters with wrong, endless or missing entries."""

    def change(content: bytes) -> bytes:
        ranges = b"1 beginbfrange\n<0000> <ffffffff> <0031>\nendbfrange\n"
        surrogates = b"2 beginbfchar\n<0001> <d800>\n<0002> <dc00d800dc00>\nendbfchar\n"
        added = chance.choice((ranges, surrogates, b"usecmap usecmap ", b"<" * 5000))
        place = content.find(b"begincmap") + len(b"begincmap")
        return content[:place] + b"\n" + added + content[place:]

    return _with_content(pdf, chance, change, needle=b"begincmap")


def repeat_marks(pdf: bytes, chance: Random) -> bytes:
    """Several headers, trailers and tables of places, which contradict each other."""
    place = chance.randrange(len(pdf))
    return (
        pdf[:place]
        + b"\n%PDF-1.7\nxref\n0 1\n0000000000 65535 f\ntrailer <</Root 1 0 R /Prev 0>>\nstartxref\n0\n%%EOF\n"
        + pdf[place:]
    )


DAMAGES: tuple[Damage, ...] = (
    flip_bytes,
    cut_short,
    lose_a_piece,
    splice_objects,
    point_elsewhere,
    close_the_page_tree,
    nest_deep,
    lie_about_lengths,
    turn_sizes,
    burst,
    scramble_content,
    spoil_a_map,
    repeat_marks,
)


def _with_content(pdf: bytes, chance: Random, change: Callable[[bytes], bytes], needle: bytes = b"") -> bytes:
    """The PDF with what one of its packed streams holds changed; bytes flipped where none can be unpacked."""
    held = [
        (one, content) for one in STREAM.finditer(pdf) if (content := _unpack(one)) is not None and needle in content
    ]
    if not held:
        return flip_bytes(pdf, chance)
    stream, content = chance.choice(held)
    packed = zlib.compress(change(content))
    head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return pdf[: stream.start()] + head + packed + b"\nendstream" + pdf[stream.end() :]


def _unpack(stream: re.Match[bytes]) -> bytes | None:
    """What a stream holds; ``None`` where it is packed otherwise."""
    body = stream["body"]
    try:
        if b"ASCII85Decode" in stream["head"]:
            body = base64.a85decode(b"<~" + body.strip(), adobe=True)
        return zlib.decompress(body)
    except (ValueError, zlib.error):
        return None
