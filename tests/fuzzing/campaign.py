"""Many damaged files read as a run reads them, with sound ones among them.

Run: ``python -m tests.fuzzing.campaign [--documents N] [--seed N]``. It prints what was tried and what came of it; exit status 1
where a file hung, a run crashed, or a sound file's figures were not all there.

Every tenth file is sound, and its figures are known. Files are made of the sample releases by a seed: the number of a
file and the seed give the same bytes again.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from pipeline import sources, storage, walk
from pipeline.model import DocumentFacts, Source
from pipeline.orchestration.resources import SilentProgress
from pipeline.reading import texts as texts_of
from pipeline.settings import PROJECT
from pipeline.version import EXTRACTOR_VERSION
from tests.fuzzing import pdfs, texts

SAMPLES = PROJECT / "raw"
SOUND_EVERY = 10
BATCH = 100  # files of one run
HANGING = 120.0  # seconds: above every limit that a document has
PAGE = "<!doctype html><html><head><title>{}</title></head><body><table><tr><td>{}</table></body></html>"
Figures = Counter[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Made:
    """A file: what it is made of, how, and its bytes. A sound one has no damage."""

    number: int
    sample: Path
    suffix: str
    damage: str | None
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.number:06}-{self.damage or 'sound'}{self.suffix}"


@dataclass(slots=True)
class Tally:
    """What came of a campaign."""

    tried: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    hung: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    @property
    def is_clean(self) -> bool:
        return not (self.hung or self.crashed or self.lost)


def make_file(number: int, seed: int) -> Made:
    """The file of a number; every tenth is sound."""
    chance = Random(f"{seed}/{number}")
    sample = chance.choice(sorted([*SAMPLES.glob("*.pdf"), *SAMPLES.glob("*.txt")]))
    content, suffix = sample.read_bytes(), sample.suffix
    if number % SOUND_EVERY == 0:
        return Made(number, sample, suffix, None, content + _tail(suffix, number))
    damages = pdfs.DAMAGES if suffix == ".pdf" else texts.DAMAGES
    if suffix == ".txt":
        content = (texts_of.decode_text(content) or "").encode()
    if suffix == ".txt" and chance.random() < 0.3:
        suffix, content = ".html", PAGE.format(sample.stem, content.decode().replace("\n", "<tr><td>")).encode()
    damage = chance.choice(damages)
    return Made(number, sample, suffix, damage.__name__, damage(content, chance))


def _tail(suffix: str, number: int) -> bytes:
    """What makes the same release another file."""
    return b"\n%% %d\n" % number if suffix == ".pdf" else b"\n" * (1 + number // SOUND_EVERY)


def figures_of(facts: DocumentFacts) -> Figures:
    """What a document states, without ids."""
    labels = {line.line_id: line.label for line in facts.lines}
    amounts = (
        (labels[one.line_id], one.amount_yen, one.fiscal_year, one.phase, one.place.page) for one in facts.amounts
    )
    counts = ((one.subject, one.value, one.unit, one.fiscal_year, one.place.page) for one in facts.counts)
    return Counter([*amounts, *counts])


class Stopwatch(SilentProgress):
    """How long each document took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._begun = time.perf_counter()

    def finish(self, ingested: walk.Ingested) -> None:
        now = time.perf_counter()
        self.seconds[ingested.source.source_uri] = now - self._begun
        self._begun = now


def run_batch(folder: Path, made: list[Made], known: dict[Path, Figures], tally: Tally) -> None:
    """Read files as a run does, and see that each has its row, and each sound one its figures."""
    raw, warehouse = folder / "raw", folder / "warehouse"
    raw.mkdir()
    for one in made:
        (raw / one.name).write_bytes(one.content)
    found = {source.source_uri: source for source in sources.find_files(raw)}
    watch = Stopwatch()
    try:
        with storage.warehouse_lock(warehouse, watch.wait):
            walk.ingest(raw, warehouse, {source.document_id for source in found.values()}, watch)
            state = walk.publish(raw, warehouse)
    except BaseException as error:  # noqa: BLE001 - a crash of any kind is what is looked for, and told with its batch
        if isinstance(error, KeyboardInterrupt):
            raise
        tally.crashed.append(f"{made[0].name} to {made[-1].name}: {''.join(traceback.format_exception(error))}")
        return
    _judge(warehouse, made, found, known, tally)
    tally.tried += len(made)
    if state.rows["documents"] != len(found):
        tally.lost.append(f"{made[0].name} to {made[-1].name}: {state.rows['documents']} rows of {len(found)}")
    slowest = max((seconds, name) for name, seconds in watch.seconds.items())
    tally.slowest = max(tally.slowest, slowest)
    tally.hung += [name for name, seconds in watch.seconds.items() if seconds > HANGING]


def _judge(
    warehouse: Path, made: list[Made], found: dict[str, Source], known: dict[Path, Figures], tally: Tally
) -> None:
    """See that what is stored of each file is whole; the same bytes twice are one document."""
    for one in made:
        if one.name not in found:
            continue
        facts = storage.read_document(warehouse, found[one.name].document_id, EXTRACTOR_VERSION)
        tally.statuses[facts.record.status.value] += 1
        if any(issue.kind == "extractor_failed" for issue in facts.issues):
            tally.crashed.append(f"{one.name}: {facts.record.status_detail}")
        if one.damage is None and figures_of(facts) != known[one.sample]:
            tally.lost.append(f"{one.name}: its figures are not those of {one.sample.name}")


def run_campaign(documents: int, seed: int, folder: Path) -> Iterator[Tally]:
    """Read so many files, a batch at a time; the tally after each."""
    samples = [*SAMPLES.glob("*.pdf"), *SAMPLES.glob("*.txt")]
    known = {path: figures_of(walk.parse_file(path, sources.fingerprint(path))) for path in samples}
    tally = Tally()
    for start in range(0, documents, BATCH):
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            numbers = range(start, min(start + BATCH, documents))
            run_batch(Path(scratch), [make_file(number, seed) for number in numbers], known, tally)
        yield tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    begun, tally = time.perf_counter(), Tally()
    with tempfile.TemporaryDirectory() as scratch:
        for tally in run_campaign(options.documents, options.seed, Path(scratch)):
            told = f"{tally.tried} tried, {len(tally.hung)} hung, {len(tally.crashed)} crashed, {len(tally.lost)} lost"
            print(f"\r{told}, {_peak():.0f} MB, {time.perf_counter() - begun:.0f} s", end="", flush=True)
    print(f"\n{dict(tally.statuses)}\nslowest: {tally.slowest[0]:.1f} s, {tally.slowest[1]}")
    for line in (*tally.hung, *tally.crashed, *tally.lost):
        print(line)
    return int(not tally.is_clean)


def _peak() -> float:
    """The most memory that this process, or the largest of its workers, has had, in MB."""
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


if __name__ == "__main__":
    sys.exit(main())
