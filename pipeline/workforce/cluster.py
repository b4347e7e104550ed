"""Other machines that read documents, behind the scheduler of Dask's distributed.

Belongs here: handing files to the scheduler, what a machine does that is handed one, and what is said where there is no cluster.
Does not belong here: processes of one machine (``processes``): each file that a cluster's machine is handed is read by one of those
there, within the same limits.

A file goes as its bytes, so that the machines need share no folder. distributed is imported only where a scheduler is named.
"""

from __future__ import annotations

import logging
import tempfile
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import DocumentFacts, Source
from pipeline.version import RULES_VERSION
from pipeline.workforce.parsing import Answer, Orders, Stop, Work, facts_of_stop
from pipeline.workforce.processes import Facts, LocalProcesses, OnStart, check_rules, stamp

if TYPE_CHECKING:
    from distributed import Client

# Documents that each thread of the cluster has or will have next: none waits for the wire, and few are in this process's memory.
FILES_EACH = 2
TIME_TO_CONNECT = 10  # seconds
# So long a cluster may be without any machine: one that is started again is back by then.
PATIENCE = 60.0
# A document is sent whole, which Dask takes for an oversight where it has more than 10 MB.
LARGEST = "1 GiB"


class NoCluster(Exception):
    """There is no cluster to read on; the message is a sentence for a person."""


def read_sent(data: bytes, source: Source, orders: Orders) -> Answer:
    """What a machine of the cluster does: reads a file that it is sent, in a process that may die of it."""
    with tempfile.TemporaryDirectory(prefix="yosan-") as folder:
        path = Path(folder) / f"document{Path(source.file_name).suffix.lower()}"
        path.write_bytes(data)
        (facts,) = LocalProcesses(orders, 1).read([Work(path, source)], lambda _: None)
    return Answer(RULES_VERSION, facts)


class Cluster:
    """The machines behind a scheduler (``tcp://host:port``)."""

    def __init__(self, orders: Orders, address: str) -> None:
        self._orders, self._address = orders, address

    def read(self, works: Sequence[Work], on_start: OnStart) -> Facts:
        """See ``workforce.Workforce``. A machine that is lost gives its files to the others."""
        with _connect(self._address) as client, _lend(client) as executor:
            waiting, under_way = deque(works), dict[Future[Answer], Work]()
            while waiting or under_way:
                while waiting and len(under_way) < FILES_EACH * max(1, _count_threads(client)):
                    work = waiting.popleft()
                    on_start(work.source)
                    under_way[executor.submit(read_sent, work.path.read_bytes(), work.source, self._orders)] = work
                for future in self._wait(client, under_way):
                    yield self._take(future, under_way.pop(future))

    def _wait(self, client: Client, under_way: dict[Future[Answer], Work]) -> set[Future[Answer]]:
        """Those that are done: at least one."""
        while True:
            done, _ = wait(under_way, PATIENCE, FIRST_COMPLETED)
            if done:
                return done
            if _count_threads(client) == 0:
                raise NoCluster(f"the scheduler at {self._address} has lost all of its workers: start them again")

    def _take(self, future: Future[Answer], work: Work) -> DocumentFacts:
        from distributed import KilledWorker

        try:
            answer = future.result()
        except KilledWorker:
            why = "the machines that read it were lost one after the other"
            return stamp(facts_of_stop(work.source, Stop(why, "look into their logs")))
        except CancelledError as error:
            raise NoCluster(f"the scheduler at {self._address} was lost: start it again") from error
        except ImportError as error:
            raise NoCluster(
                f"the workers of {self._address} have no yosan to read with ({error}): install this version of it there"
            ) from error
        check_rules(answer)
        assert answer.facts is not None
        return stamp(answer.facts)


@contextmanager
def _connect(address: str) -> Generator[Client, None, None]:
    """A client of the scheduler, which has workers."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise NoCluster("reading on a cluster needs the extra 'cluster': pip install 'yosan[cluster]'") from error
    # What the client has to say of a lost scheduler is said in our own words.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": LARGEST}):
        try:
            client = Client(address, timeout=TIME_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoCluster(
                f"no scheduler answers at {address}: start one with dask scheduler, or name another"
            ) from error
        try:
            if _count_threads(client) == 0:
                raise NoCluster(f"the scheduler at {address} has no workers: start some with dask worker {address}")
            yield client
        finally:
            with suppress(TimeoutError):
                client.close(timeout=1)


@contextmanager
def _lend(client: Client) -> Iterator[Executor]:
    """The client as an executor; what is left undone is called off."""
    executor = client.get_executor(pure=False)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False)


def _count_threads(client: Client) -> int:
    return sum(client.nthreads().values())
