"""What a failed run tells the webhook, with a real server behind it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dagster as dg
import pytest

from pipeline.orchestration.alerts import Unsent, send_alert
from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.sensors import failed_runs

SECRET = "T0K3N"


@dataclass
class Hook:
    """A webhook and what was posted to it."""

    url: str
    told: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def listen(status: int = 200) -> Iterator[Hook]:
    """A webhook that answers with a status."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 -- the server's name for it
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.told.append({"path": self.path, **json.loads(body)})
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook = Hook(f"http://127.0.0.1:{server.server_port}/services/{SECRET}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_without_a_webhook_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YOSAN_WEBHOOK", raising=False)
    assert not send_alert("失敗")


def test_failed_run_is_posted_with_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    defs = build_definitions(tmp_path / "raw", tmp_path / "warehouse")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "aliases.yaml").write_text("- nonsense\n", encoding="utf-8")
    with dg.DagsterInstance.ephemeral() as instance, listen() as hook:
        monkeypatch.setenv("YOSAN_WEBHOOK", hook.url)
        result = defs.resolve_job_def("publish").execute_in_process(instance=instance, raise_on_error=False)
        failure = next(event for event in result.all_events if event.is_failure and not event.is_step_event)
        repository = defs.get_repository_def()
        context = dg.build_run_status_sensor_context(
            "failed_runs", failure, instance, result.dagster_run, repository_def=repository
        )
        failed_runs(context.for_run_failure())
    (told,) = hook.told
    assert told["path"].endswith(SECRET)
    assert told["text"].startswith("the job publish failed (") and "aliases.yaml:1" in told["text"]
    assert result.run_id in told["text"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_webhook_that_does_not_take_it_is_an_error_without_its_address(
    status: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with listen(status) as hook:
        monkeypatch.setenv("YOSAN_WEBHOOK", hook.url)
        with pytest.raises(Unsent, match=f"the webhook answers {status} .*: look at YOSAN_WEBHOOK") as error:
            send_alert("失敗")
    assert len(hook.told) == 1
    assert SECRET not in f"{error.value}{caplog.text}"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/T0K3N", "T0K3N", "ftp://a.jp/T0K3N", "http://[T0K3N"])
def test_webhook_that_cannot_be_reached_is_an_error_without_its_address(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("YOSAN_WEBHOOK", address)
    with pytest.raises(Unsent, match="cannot be reached") as error:
        send_alert("失敗")
    assert error.value.__cause__ is None and error.value.__suppress_context__
    assert SECRET not in f"{error.value}{caplog.text}"
