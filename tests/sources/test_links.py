"""A page's links: their encoding, addresses, words and dates."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.sources.links import decode_page, find_date, read_links

URL = "https://www.example.go.jp/yosan/index.htm"
TABLE = """<html><head>{meta}<title>予算</title></head><body><table>
<tr><th>資料</th><th>公表日</th></tr>
<tr><td>令和８年度 概算要求のポイント①</td><td>令和7年8月29日</td><td><a href="r8/point.pdf"> PDF
 </a></td></tr>
</table></body></html>"""


def meta(charset: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932", "euc_jis_2004", "iso2022_jp_2004"])
@pytest.mark.parametrize("said_by", ["header", "page", "nobody"])
def test_a_row_names_its_link_in_every_encoding(codec: str, said_by: str) -> None:
    said = {"utf-8-sig": "utf-8", "cp932": "Shift_JIS", "euc_jis_2004": "euc_jis_2004"}.get(codec, codec)
    if codec == "iso2022_jp_2004" and said_by == "nobody":
        codec = "iso2022_jp"  # the others of its family look like it
    body = TABLE.format(meta=meta(said) if said_by == "page" else "")
    if codec not in ("utf-8", "utf-8-sig", "cp932"):
        body = body.replace("①", "1")
    header = f"text/html; charset={said}" if said_by == "header" else "text/html"
    (link,) = read_links(body.encode(codec), URL, header)
    assert link.url == "https://www.example.go.jp/yosan/r8/point.pdf"
    assert link.title.startswith("令和８年度 概算要求のポイント")
    assert link.released_on == date(2025, 8, 29)


@pytest.mark.parametrize(
    ("claimed", "codec"), [("euc-jp", "cp932"), ("shift_jis", "euc_jp"), ("utf-8", "cp932"), ("x-nix", "euc_jp")]
)
def test_a_wrong_word_on_the_encoding_is_passed_over(claimed: str, codec: str) -> None:
    body = TABLE.format(meta=meta(claimed)).replace("①", "1")
    assert "概算要求のポイント" in decode_page(body.encode(codec), "text/html")


def test_the_entrys_encoding_comes_first_and_stray_bytes_stop_nothing() -> None:
    body = TABLE.format(meta=meta("utf-8")).replace("①", "1").encode("euc_jp")
    assert "概算要求" in decode_page(body, "text/html; charset=utf-8", "euc-jp")
    assert "概算要求" in decode_page(TABLE.format(meta=meta("utf-8")).encode() + b"\xff\xfe\x80", "text/html")


def test_addresses_are_made_whole() -> None:
    body = """<base href="/other/dir/"><a href="a.pdf">a</a><a href="../b.pdf#page=2">b</a><a href="?id=3">c</a>
    <a href="//cdn.example.go.jp/d.pdf">d</a><a href="
     e f.pdf ">e</a><a href="#top">no</a><a href="mailto:x@y.jp">no</a><a href="javascript:void(0)">no</a><a>no</a><a href="http://[">no</a>"""
    assert [link.url.removeprefix("https://www.example.go.jp") for link in read_links(body.encode(), URL)] == [
        *(
            "/other/dir/a.pdf",
            "/other/b.pdf",
            "/other/dir/?id=3",
            "https://cdn.example.go.jp/d.pdf",
            "/other/dir/e%20f.pdf",
        )
    ]


def test_links_of_nested_lists_have_the_words_of_their_own_item() -> None:
    body = """<ul><li>令和7年度<ul>
      <li>当初予算 <a href="1.pdf">(PDF:1.2MB)</a></li>
      <li><a href="2.pdf">補正予算<br>（第１号）</a>（令和7年12月16日）</li></ul></li></ul>
      <dl><dt>2025年1月24日</dt><dd><a href="3.pdf"><img alt="予算のポイント" src="x.png"></a></dd></dl>"""
    first, second, third = read_links(body.encode(), URL)
    assert first.title == "当初予算 (PDF:1.2MB)"
    assert (second.title, second.released_on) == ("補正予算 （第１号）", date(2025, 12, 16))
    assert (third.title, third.released_on) == ("予算のポイント", date(2025, 1, 24))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("平成31年4月1日公表", date(2019, 4, 1)),
        ("R7.8.29", date(2025, 8, 29)),
        ("2025-08-29", date(2025, 8, 29)),
        ("昭和６４年１月７日", date(1989, 1, 7)),
        ("令和7年13月1日", None),
        ("令和7年度", None),
        ("令和7年4月1日から令和8年3月31日まで", None),
        ("ver2.10.3.4", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert find_date(text) == day
