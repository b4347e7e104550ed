"""Asking a real server: limits, redirects, retries, robots.txt, and who may be asked at all."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from pipeline.settings import FetchSettings
from pipeline.sources.addresses import Unacceptable, check_address, is_public
from pipeline.sources.asking import Answer, Asker
from pipeline.sources.politeness import Failed, Refused, check_allowed, read_robots, retry_after
from tests.sources.site import PDF, Reply, Site, serve

HOSTS = ("127.0.0.1",)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def settings(**changes: object) -> FetchSettings:
    """Settings under which nothing takes long, and the site of the tests may be asked."""
    quick = {"delay": 0, "backoff": 0.001, "allow_private": True, "patience": 5, "contact": "https://example.jp/yosan"}
    return FetchSettings.model_validate(quick | changes)


def ask(site: Site, tmp_path: Path, path: str, limit: int = 10_000, **changes: object) -> Answer:
    with Asker(settings(**changes)) as asker:
        return asker.ask(site.url + path, HOSTS, tmp_path / "target", limit)


def test_a_file_comes_whole_and_the_server_is_told_who_asks(site: Site, tmp_path: Path) -> None:
    site.put("/a.pdf", PDF)
    answer = ask(site, tmp_path, "/a.pdf")
    assert (answer.status, answer.size, (tmp_path / "target").read_bytes()) == (200, len(PDF), PDF)
    path, headers = site.asked[-1]
    assert path == "/a.pdf" and headers["host"] == site.url.removeprefix("http://")
    assert headers["user-agent"].startswith("yosan/") and headers["user-agent"].endswith("(+https://example.jp/yosan)")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_asked_again(site: Site, tmp_path: Path, status: int) -> None:
    site.put("/a.pdf", Reply(status=status), Reply(PDF))
    assert ask(site, tmp_path, "/a.pdf").size == len(PDF)
    assert site.paths() == ["/a.pdf", "/a.pdf"]


def test_a_broken_connection_is_asked_again_and_leaves_no_half(site: Site, tmp_path: Path) -> None:
    site.put("/a.pdf", Reply(PDF * 50, cut=100), Reply(PDF))
    ask(site, tmp_path, "/a.pdf")
    assert (tmp_path / "target").read_bytes() == PDF


def test_what_does_not_pass_fails_with_the_answer_after_so_many_attempts(site: Site, tmp_path: Path) -> None:
    site.put("/a.pdf", Reply(status=503))
    with pytest.raises(Failed, match="503 Service Unavailable"):
        ask(site, tmp_path, "/a.pdf", attempts=3)
    assert len(site.paths()) == 3


def test_not_found_is_an_answer_and_not_asked_again(site: Site, tmp_path: Path) -> None:
    assert ask(site, tmp_path, "/none.pdf").status == 404
    assert len(site.paths()) == 1


def test_retry_after_is_waited_for(site: Site, tmp_path: Path) -> None:
    site.put("/a.pdf", Reply(status=429, headers={"Retry-After": "7"}), Reply(PDF))
    waited: list[float] = []
    with Asker(settings(), sleep=waited.append) as asker:
        asker.ask(f"{site.url}/a.pdf", HOSTS, tmp_path / "target", 10_000)
    assert waited == [7.0]


def test_a_server_that_asks_for_hours_is_left_alone(site: Site, tmp_path: Path) -> None:
    site.put("/a.pdf", Reply(status=429, headers={"Retry-After": "7200"}), Reply(PDF))
    with pytest.raises(Failed, match="429"):
        ask(site, tmp_path, "/a.pdf")
    assert len(site.paths()) == 1


def test_retry_after_may_be_a_date() -> None:
    now = datetime(2026, 8, 31, 1, 0, tzinfo=UTC)
    assert retry_after({"retry-after": "Mon, 31 Aug 2026 01:00:30 GMT"}, now) == 30
    assert retry_after({"retry-after": "Mon, 31 Aug 2026 00:00:00 GMT"}, now) == 0
    assert retry_after({"retry-after": f"{int(timedelta(hours=1).total_seconds())}"}, now) == 3600


@pytest.mark.parametrize("says_length", [True, False])
def test_more_than_the_limit_is_not_taken(site: Site, tmp_path: Path, says_length: bool) -> None:
    site.put("/a.pdf", Reply(PDF + b"x" * 5_000_000, says_length=says_length))
    with pytest.raises(Refused, match="longer than 10,000 bytes"):
        ask(site, tmp_path, "/a.pdf")
    target = tmp_path / "target"
    assert not target.exists() or target.stat().st_size <= 10_000


def test_an_answer_that_drips_for_ever_ends_at_the_time_limit(site: Site, tmp_path: Path) -> None:
    site.put("/a.pdf", Reply(PDF * 100, drip=0.01))
    with pytest.raises(Failed, match=r"longer than 0\.1 seconds"):
        ask(site, tmp_path, "/a.pdf", time_limit=0.1)
    assert len(site.paths()) == 1


def test_silence_is_asked_again_and_then_fails(site: Site, tmp_path: Path) -> None:
    site.put("/a.pdf", Reply(PDF, drip=10))
    with pytest.raises(Failed, match=r"no answer within 0\.1 seconds"):
        ask(site, tmp_path, "/a.pdf", patience=0.1, attempts=2)
    assert len(site.paths()) == 2


def redirect(to: str) -> Reply:
    return Reply(status=302, headers={"Location": to})


def test_redirects_are_followed_to_where_the_file_is(site: Site, tmp_path: Path) -> None:
    site.put("/old.pdf", redirect("/new/a.pdf"))
    site.put("/new/a.pdf", PDF)
    assert ask(site, tmp_path, "/old.pdf").url == f"{site.url}/new/a.pdf"


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("/a.pdf", "in a circle"),
        ("http://localhost:{port}/a.pdf", "it leads to localhost"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:secret@127.0.0.1:{port}/x", "a user name or a password"),
    ],
)
def test_redirects_lead_nowhere_else(site: Site, tmp_path: Path, to: str, reason: str) -> None:
    site.put("/a.pdf", redirect("/b.pdf"))
    site.put("/b.pdf", redirect(to.format(port=site.url.rpartition(":")[2])))
    with pytest.raises(Refused, match=reason) as refusal:
        ask(site, tmp_path, "/a.pdf")
    assert "secret" not in str(refusal.value)
    assert site.paths() == ["/a.pdf", "/b.pdf"]


def test_redirects_are_counted(site: Site, tmp_path: Path) -> None:
    for number in range(10):
        site.put(f"/{number}", redirect(f"/{number + 1}"))
    with pytest.raises(Refused, match="more than 3 times"):
        ask(site, tmp_path, "/0", redirects=3)
    assert len(site.paths()) == 4


def test_robots_txt_is_read_once_and_obeyed(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /closed/\n")
    site.put("/open.pdf", PDF)
    with Asker(settings()) as asker:
        asker.ask(f"{site.url}/open.pdf", HOSTS, tmp_path / "target", 10_000)
        with pytest.raises(Refused, match=r"robots\.txt"):
            asker.ask(f"{site.url}/closed/a.pdf", HOSTS, tmp_path / "target", 10_000)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/open.pdf"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/budget/r8/draft.pdf", True),
        ("/budget/r8/draft.pdf?session=1", False),
        ("/budget/r8/internal/draft.pdf", False),
        ("/budget/old/a.xls", False),
        ("/budget/old/a.xls.pdf", True),
        ("/budget/r8/internal/public.pdf", True),
        ("/%E4%BA%88%E7%AE%97/a.pdf", False),
    ],
)
def test_wildcards_of_robots_txt_are_obeyed(site: Site, tmp_path: Path, path: str, allowed: bool) -> None:
    rules = "Disallow: /*?session=\nDisallow: /budget/*/internal/\nDisallow: /*.xls$\nDisallow: /予算/\n"
    site.put("/robots.txt", f"User-agent: *\n{rules}Allow: /budget/*/internal/public.pdf\n".encode())
    site.put(path, PDF)
    if allowed:
        assert ask(site, tmp_path, path).size == len(PDF)
    else:
        with pytest.raises(Refused, match=r"robots\.txt"):
            ask(site, tmp_path, path)
    assert site.paths() == ([path] if allowed else [])


def test_rules_for_this_fetcher_stand_above_those_for_all(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /\n\nUser-agent: Yosan\nDisallow: /closed/\n")
    site.put("/open.pdf", PDF)
    assert ask(site, tmp_path, "/open.pdf").size == len(PDF)
    with pytest.raises(Refused, match=r"robots\.txt"):
        ask(site, tmp_path, "/closed/a.pdf")


def test_robots_txt_made_to_be_slow_is_not() -> None:
    rules = read_robots(200, b"User-agent: *\n" + b"Disallow: /" + b"*a" * 1000 + b"b\n" + b"Disallow: /x*\n" * 20_000)
    begun = time.process_time()
    check_allowed(rules, "https://a.jp/" + "a" * 1500)
    assert time.process_time() - begun < 2


def test_a_redirect_does_not_lead_around_robots_txt(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", b"User-agent: yosan\nDisallow: /closed/\n")
    site.put("/open.pdf", redirect("/closed/a.pdf"))
    with pytest.raises(Refused, match=r"robots\.txt"):
        ask(site, tmp_path, "/open.pdf")
    assert site.paths() == ["/open.pdf"]


def test_without_a_readable_robots_txt_nothing_is_asked(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", Reply(status=500))
    with pytest.raises(Failed, match=r"robots\.txt of its host cannot be read: .*500"):
        ask(site, tmp_path, "/a.pdf", attempts=2)
    assert site.paths() == []


def test_robots_txt_may_be_forbidden_itself() -> None:
    check_allowed(read_robots(403, b""), "https://a.jp/x")
    with pytest.raises(Failed):
        read_robots(302, b"")


@pytest.mark.parametrize(("robots", "pause"), [(b"", 0.5), (b"User-agent: *\nCrawl-delay: 3\n", 3.0)])
def test_there_is_a_pause_between_requests_to_a_host(site: Site, tmp_path: Path, robots: bytes, pause: float) -> None:
    site.put("/robots.txt", robots)
    waited: list[float] = []
    with Asker(settings(delay=0.5), sleep=waited.append, clock=lambda: 100.0) as asker:
        asker.ask(f"{site.url}/none", HOSTS, tmp_path / "target", 10_000)
    assert waited == [pause]


@dataclass
class SecureSite:
    """A site behind TLS, the authority that vouches for it, and the names that clients asked for."""

    site: Site
    trusted: ssl.SSLContext
    asked_for: list[str | None]


@contextmanager
def serve_securely(name: str) -> Iterator[SecureSite]:
    """A site with a certificate for a name."""
    authority = trustme.CA()
    context, trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(name).configure_cert(context)
    authority.configure_trust(trusted)
    asked_for: list[str | None] = []
    context.sni_callback = lambda _socket, asked, _context: asked_for.append(asked)
    with serve(context) as site:
        yield SecureSite(site, trusted, asked_for)


def ask_securely(secure: SecureSite, tmp_path: Path, trusted: ssl.SSLContext) -> Answer:
    """The second attempt is for machines on which localhost is ::1 first, where nobody listens."""
    url = secure.site.url.replace("127.0.0.1", "localhost")
    with Asker(settings(attempts=2), trusted=trusted) as asker:
        return asker.ask(f"{url}/a.pdf", ["localhost"], tmp_path / "target", 10_000)


def test_https_goes_to_the_checked_address_under_the_hosts_own_name(tmp_path: Path) -> None:
    with serve_securely("localhost") as secure:
        secure.site.put("/a.pdf", PDF)
        assert ask_securely(secure, tmp_path, secure.trusted).size == len(PDF)
        _, headers = secure.site.asked[-1]
        assert headers["host"] == secure.site.url.removeprefix("https://").replace("127.0.0.1", "localhost")
        assert set(secure.asked_for) == {"localhost"}, "the server is told a name and not an address"


def test_https_with_the_certificate_of_another_host_fails(tmp_path: Path) -> None:
    with serve_securely("www.example.jp") as secure:
        secure.site.put("/a.pdf", PDF)
        with pytest.raises(Failed, match=r"its certificate does not hold .*not valid for 'localhost'"):
            ask_securely(secure, tmp_path, secure.trusted)
        assert (secure.site.asked, len(secure.asked_for)) == ([], 1), "nothing is asked for, nor tried again"


def test_https_with_a_certificate_that_nobody_vouches_for_fails(tmp_path: Path) -> None:
    with serve_securely("localhost") as secure:
        secure.site.put("/a.pdf", PDF)
        with pytest.raises(Failed, match="its certificate does not hold .*certificate verify failed"):
            ask_securely(secure, tmp_path, ssl.create_default_context())
        assert secure.site.asked == []


def test_a_host_of_ones_own_network_is_not_asked(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"127\.0\.0\.1 is 127\.0\.0\.1, which is no address of the public"):
        ask(site, tmp_path, "/a.pdf", allow_private=False)
    assert site.asked == []


def test_a_name_that_resolves_to_ones_own_machine_is_not_asked(tmp_path: Path) -> None:
    with Asker(settings(allow_private=False)) as asker, pytest.raises(Refused, match="localhost is "):
        asker.ask("http://localhost/a.pdf", ["localhost"], tmp_path / "target", 10_000)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.jp/x.pdf",
        "http:///x",
        "https://a.jp:99999/",
        "https://u:p@a.jp/",
        "http://a.jp/x y",
        "x.pdf",
        "http://[::1/",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(Unacceptable):
        check_address(url)
