"""Asking a server for a file: the one place where releases meet the network.

Belongs here: requests with their limits, redirects, retries and pauses. Does not belong here: which files are asked for
(``fetching``), what an answer means for raw/ (``landing``).

A host's name is resolved here, every one of its addresses is checked, and the request goes to an address that was checked: a
name that resolves to something else a moment later leads nowhere. Proxies of the environment are not used for that reason.
"""

from __future__ import annotations

import http
import socket
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from urllib.parse import urljoin

import httpx
import tenacity
from protego import Protego

from pipeline.settings import FetchSettings
from pipeline.sources import politeness
from pipeline.sources.addresses import Unacceptable, check_address, check_host, check_resolved
from pipeline.sources.politeness import Failed, Passing, Refused, origin_of

REDIRECTS = (301, 302, 303, 307, 308)
ROBOTS_LIMIT = 512 * 1024  # bytes, as RFC 9309 has it


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: with status 200 the body is in the target, with others (304, 404) there is none.

    ``url`` is where it was found, after redirects; names of ``headers`` are in small letters; ``size`` is the body's in bytes.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    size: int = 0


@dataclass(slots=True)
class Asker:
    """Asks servers, with a pause between two requests to one host; a context manager.

    ``trusted`` says whose certificates hold: by default those of the authorities that browsers trust.
    """

    settings: FetchSettings
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    trusted: ssl.SSLContext = field(default_factory=lambda: httpx.create_ssl_context(trust_env=False))
    _client: httpx.Client = field(init=False)
    _last: dict[str, float] = field(default_factory=dict, init=False)
    _turns: dict[str, int] = field(default_factory=dict, init=False)
    _robots: dict[str, Protego | Failed] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        headers = {"User-Agent": politeness.user_agent(self.settings.contact), "Accept-Encoding": "identity"}
        patience = self.settings.patience
        self._client = httpx.Client(headers=headers, timeout=patience, trust_env=False, verify=self.trusted)

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def ask(
        self, url: str, hosts: Collection[str], target: Path, limit: int, conditions: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for a URL and write a body of at most ``limit`` bytes to ``target``; ``Refused`` or ``Failed`` otherwise."""
        try:
            return self._follow(url, hosts, target, limit, conditions or {}, obeys=True)
        except Unacceptable as error:
            raise Refused(str(error)) from error

    def _follow(
        self, url: str, hosts: Collection[str], target: Path, limit: int, conditions: Mapping[str, str], obeys: bool
    ) -> Answer:
        """The answer at the end of the redirects."""
        seen = [url]
        while True:
            check_host(check_address(url), hosts)
            if obeys:
                politeness.check_allowed(self._rules_of(url, hosts, target.with_suffix(".robots")), url)
            answer = self._try(url, target, limit, conditions)
            if answer.status not in REDIRECTS:
                return answer
            url = urljoin(url, answer.headers.get("location", ""))
            if url in seen:
                raise Refused(f"its redirects lead in a circle, by {url}")
            if len(seen) > self.settings.redirects:
                raise Refused(f"it is redirected more than {self.settings.redirects} times")
            seen.append(url)

    def _rules_of(self, url: str, hosts: Collection[str], target: Path) -> Protego:
        """What the host's robots.txt says, read once; without it, nothing of the host is asked for."""
        origin = origin_of(url)
        if origin not in self._robots:
            try:
                answer = self._follow(f"{origin}/robots.txt", hosts, target, ROBOTS_LIMIT, {}, obeys=False)
                body = target.read_bytes() if answer.status == http.HTTPStatus.OK else b""
                self._robots[origin] = politeness.read_robots(answer.status, body)
            except (Failed, Refused) as error:
                self._robots[origin] = Failed(f"the robots.txt of its host cannot be read: {error}")
        rules = self._robots[origin]
        if isinstance(rules, Failed):
            raise Failed(str(rules))
        return rules

    def _try(self, url: str, target: Path, limit: int, conditions: Mapping[str, str]) -> Answer:
        """One hop, as often as it takes."""
        settings = self.settings

        def wait(state: tenacity.RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return politeness.wait_before(state.attempt_number, error, settings.backoff, settings.longest_wait)

        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda error: politeness.is_worth_another(error, settings.longest_wait)),
            stop=tenacity.stop_after_attempt(settings.attempts),
            wait=wait,
            sleep=self.sleep,
            reraise=True,
        )
        return attempts(self._ask_once, url, target, limit, conditions)

    def _ask_once(self, url: str, target: Path, limit: int, conditions: Mapping[str, str]) -> Answer:
        """One request; what httpx raises becomes ``Failed``."""
        self._pause(url)
        deadline = self.clock() + self.settings.time_limit
        try:
            response = self._client.send(self._build(url, conditions), stream=True)
            try:
                return self._take(url, response, target, limit, deadline)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise Passing(f"no answer within {self.settings.patience:g} seconds") from error
        except httpx.TransportError as error:
            if _is_about_certificate(error):
                raise Failed(f"its certificate does not hold ({_describe(error)})") from error
            host = httpx.URL(url).host
            self._turns[host] = self._turns.get(host, 0) + 1
            raise Passing(f"the connection broke ({_describe(error)})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Failed(f"the answer makes no sense ({_describe(error)})") from error

    def _build(self, url: str, conditions: Mapping[str, str]) -> httpx.Request:
        """A request to an address of the host that was checked; the certificate must still be the host's."""
        named = httpx.URL(url)
        resolved = _resolve(named.host, named.port or (443 if named.scheme == "https" else 80))
        check_resolved(named.host, resolved, self.settings.allow_private)
        address = resolved[self._turns.get(named.host, 0) % len(resolved)]
        headers = {**conditions, "Host": named.netloc.decode("ascii")}
        extensions = {"sni_hostname": named.raw_host.decode("ascii")}
        return self._client.build_request("GET", named.copy_with(host=address), headers=headers, extensions=extensions)

    def _take(self, url: str, response: httpx.Response, target: Path, limit: int, deadline: float) -> Answer:
        """The answer, its body written as it comes, up to the limits of size and time."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        if response.status_code in politeness.PASSING:
            reason = f"the server answers {name_status(response.status_code)}"
            raise Passing(reason, politeness.retry_after(headers))
        if response.status_code != http.HTTPStatus.OK:
            return Answer(url, response.status_code, headers)
        if int(headers.get("content-length", 0)) > limit:
            raise Refused(_too_long(limit))
        size = 0
        with target.open("wb") as file:
            for piece in response.iter_bytes():
                size += len(piece)
                if size > limit:
                    raise Refused(_too_long(limit))
                if self.clock() > deadline:
                    raise Failed(f"it takes longer than {self.settings.time_limit:g} seconds")
                file.write(piece)
        return Answer(url, response.status_code, headers, size)

    def _pause(self, url: str) -> None:
        """Wait until the host may be asked again."""
        origin = origin_of(url)
        rules = self._robots.get(origin)
        pause = politeness.pause_of(rules if isinstance(rules, Protego) else None, self.settings.delay)
        if origin in self._last and (left := self._last[origin] + pause - self.clock()) > 0:
            self.sleep(left)
        self._last[origin] = self.clock()


def _resolve(host: str, port: int) -> list[str]:
    """A host's addresses, in the order in which the system would try them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Passing(f"{host} cannot be found ({error.strerror})") from error
    except UnicodeError as error:
        raise Unacceptable(f"{host} is no name of a host") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def name_status(status: int) -> str:
    """A status as a person reads it.

    >>> name_status(404)
    '404 Not Found'
    """
    try:
        return f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _too_long(limit: int) -> str:
    return f"it is longer than {limit:,} bytes, which is the limit"


def _is_about_certificate(error: BaseException) -> bool:
    """Whether a server could not show that it is who was asked; asking again changes nothing about that."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def _describe(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
