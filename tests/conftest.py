"""What tests of several rooms share: warehouses to read, an S3 server and a PostgreSQL for those that ask for one, and no deadlines for examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline import walk
from pipeline.settings import PROJECT
from tests.cli.release import publish_releases
from tests.storage.stores import postgres_server, s3_server

# How long one example takes says more of the machine and its other work than of the code; speed is measured in benchmarks/.
settings.register_profile("yosan", deadline=None)
settings.load_profile("yosan")

# Files that take half a minute or more, the longest first. Begun first, none of them is what the other processes of the suite wait
# for at its end.
LONG = ("test_cli.py", "test_ui.py", "test_publishing.py", "test_remote.py", "test_in_browser.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, the others as they come."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def s3_environment() -> Iterator[dict[str, str]]:
    """The environment in which s3:// leads to a server that runs as long as the tests."""
    with s3_server() as environment:
        yield environment


@pytest.fixture
def s3(s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """This process's s3:// leads to the server."""
    for name, value in s3_environment.items():
        monkeypatch.setenv(name, value)
    return s3_environment


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL that runs as long as the tests."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the sample releases, for reading."""
    folder = tmp_path_factory.mktemp("samples")
    walk.publish(PROJECT / "raw", folder)
    return folder


@pytest.fixture(scope="session")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of two small releases with every kind of figure (``cli.release``), for reading; their raw/ is beside it."""
    return publish_releases(tmp_path_factory.mktemp("small"))
