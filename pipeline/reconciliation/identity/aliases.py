"""What a person says of programs, laid over the facts of documents: merges and splits change ids, successors are links.

Belongs here: which programs an entry means, what contradicts what, and the same ids in every table. Does not belong here: how
the list is written (``sources``), what makes a program's id (it arrives as a function).

An entry whose programs no document names rests, and the plan says so: their releases may have left raw/ or be withdrawn, and
raw/ alone, which decides what a state is, cannot tell such a name from one that is misspelt. What contradicts itself is a mistake.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Alias, AliasKind, DocumentFacts, DocumentRecord, LinkKind, LinkSource, Program, ProgramLink
from pipeline.reconciliation.identity.successors import leads_to, link_stages

# The program that a name of an issuer is, as extraction would say.
Identify = Callable[[str, str | None], Program]
SHORTEST_ID = 6  # digits of a document_id that may stand for it
# Names that are offered in place of one that no document has: not more than these, and not less alike.
MOST_OFFERED, LEAST_ALIKE = 3, 0.6


class InvalidAliases(ValueError):
    """Entries that cannot be followed; the message has a line per mistake, with the file and the line where it stands."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The programs of all documents before anything is merged or split: by id, and the ids in each document.

    Of several wordings of a program's name, it has the one of the latest fiscal year, of these the most frequent.
    """

    programs: dict[str, Program]
    documents: tuple[tuple[DocumentRecord, frozenset[str]], ...]

    @classmethod
    def build(cls, documents: Iterable[DocumentFacts]) -> Catalogue:
        """In one pass."""
        wordings: dict[str, Counter[tuple[int, Program]]] = defaultdict(Counter)
        holders = []
        for facts in documents:
            year = facts.record.fiscal_year or 0  # a document of no year comes last
            for program in facts.programs:
                wordings[program.program_id][year, program] += 1
            holders.append((facts.record, frozenset(program.program_id for program in facts.programs)))
        return cls({key: _choose_wording(said) for key, said in wordings.items()}, tuple(holders))


@dataclass(frozen=True, slots=True)
class AliasPlan:
    """What becomes of a program: in one document (``splits``, by document_id and program_id), then everywhere (``merges``,
    by program_id; what others are merged into has the name that the entry writes). ``links`` are those of the stages and those
    that a person wrote. ``resting`` has a sentence for each name of an entry that no document has."""

    splits: dict[tuple[str, str], Program] = field(default_factory=dict)
    merges: dict[str, Program] = field(default_factory=dict)
    links: tuple[ProgramLink, ...] = ()
    resting: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """The same for plans that come to the same; empty for one that changes nothing."""
        links = [link for link in self.links if link.source is LinkSource.REVIEWED]
        told = [sorted(self.splits.items()), sorted(self.merges.items()), links]
        return repr(told) if any(told) else ""

    def program_in(self, document_id: str, program: Program) -> Program:
        """The program that a document's program is taken for."""
        split = self.splits.get((document_id, program.program_id), program)
        return self.merges.get(split.program_id, split)


def plan_aliases(aliases: Sequence[Alias], catalogue: Catalogue, identify: Identify) -> AliasPlan:
    """What the entries come to. Splits come first, then merges, then successors, each in the order of the list.

    ``InvalidAliases`` with every mistake: a name of several issuers, a merge that contradicts another, a ring.
    """
    planner = _Planner(catalogue, identify)
    for kind, follow in (
        (AliasKind.SPLIT, planner.split),
        (AliasKind.MERGE, planner.merge),
        (AliasKind.SUCCESSOR, planner.succeed),
    ):
        for alias in aliases:
            if alias.kind is kind:
                follow(alias)
        if kind is AliasKind.MERGE:
            planner.close_merges()
    if planner.mistakes:
        raise InvalidAliases("\n".join(planner.mistakes))
    return planner.plan()


def apply_aliases(facts: DocumentFacts, plan: AliasPlan) -> DocumentFacts:
    """A document's facts with the programs that a plan takes its own for, in lines, programs and their names."""
    document_id = facts.record.document_id
    programs = {program.program_id: plan.program_in(document_id, program) for program in facts.programs}
    if all(program == programs[program.program_id] for program in facts.programs):
        return facts
    ids = {key: program.program_id for key, program in programs.items()}
    unique = {program.program_id: program for program in programs.values()}
    names = {replace(name, program_id=ids[name.program_id]) for name in facts.program_names}
    return replace(
        facts,
        lines=tuple(
            line if line.program_id is None else replace(line, program_id=ids[line.program_id]) for line in facts.lines
        ),
        programs=tuple(unique[key] for key in sorted(unique)),
        program_names=tuple(sorted(names, key=lambda name: (name.program_id, name.name_as_written))),
    )


class _Planner:
    """Follows entries one by one and keeps the mistakes."""

    def __init__(self, catalogue: Catalogue, identify: Identify) -> None:
        self.catalogue = catalogue
        self.identify = identify
        self.programs = dict(catalogue.programs)
        self.splits: dict[tuple[str, str], tuple[Program, str]] = {}
        self.merges: dict[str, tuple[Program, str]] = {}
        self.links: dict[tuple[str, str], ProgramLink] = {}
        self.successors: dict[str, list[str]] = defaultdict(list)
        self.mistakes: list[str] = []
        self.resting: list[str] = []
        self.issuers = sorted({program.issuer for program in self.programs.values()}, key=lambda one: one or "")

    def split(self, alias: Alias) -> None:
        """A name in one document, or in all of an issuer's, as a program of its own."""
        holders = [holder for holder in self.catalogue.documents if _is_meant(alias.document, holder[0])]
        if not holders:
            self._rest(alias, f"no document that counts is called {alias.document!r}")
            return
        here = frozenset().union(*(ids for _, ids in holders))
        program = self._find(alias, alias.names[0], here)
        if program is None:
            return
        new = replace(self.identify(alias.into, program.issuer), name=alias.into)
        if new.program_id in self.catalogue.programs:
            self._report(alias, f"{alias.into!r} is a program already: split into a new name, or use merge:")
            return
        for record, ids in holders:
            key = record.document_id, program.program_id
            known, at = self.splits.setdefault(key, (new, alias.at))
            if program.program_id in ids and known.program_id != new.program_id:
                self._report(alias, f"{alias.names[0]!r} is split into {known.name!r} at {at} already")
        self.programs[new.program_id] = new

    def merge(self, alias: Alias) -> None:
        """Several names as one program, under the name that the entry writes."""
        target = self._find(alias, alias.into)
        if target is not None and alias.into != target.program_id:
            target = replace(target, name=self.identify(alias.into, target.issuer).name)
        for name in alias.names:
            program = self._find(alias, name)
            if target is None or program is None:
                continue
            if program.program_id == target.program_id:
                self._report(alias, f"{name!r} and {alias.into!r} are one program already: take it out")
                continue
            known, at = self.merges.setdefault(program.program_id, (target, alias.at))
            if known.program_id != target.program_id:
                self._report(alias, f"{name!r} is merged into {known.name!r} at {at} already: keep one of the two")

    def close_merges(self) -> None:
        """What others are merged into must stay; then the links of the stages that are left are known."""
        for target, at in list(self.merges.values()):
            if target.program_id in self.merges:
                further, where = self.merges[target.program_id]
                text = f"{at}: {target.name!r} is itself merged into {further.name!r} at {where}: merge all into one"
                if text not in self.mistakes:
                    self.mistakes.append(text)
        left = [program for key, program in self.programs.items() if key not in self.merges]
        for link in link_stages(left):
            self._link(link)

    def succeed(self, alias: Alias) -> None:
        """A program that goes on from others."""
        successor = self._find(alias, alias.into)
        for name in alias.names:
            program = self._find(alias, name)
            if successor is None or program is None:
                continue
            ids = self._final(program), self._final(successor)
            if ids[0] == ids[1]:
                self._report(alias, f"{name!r} and {alias.into!r} are one program: it cannot succeed itself")
            elif ids in self.links and self.links[ids].source is LinkSource.REVIEWED:
                self._report(alias, f"that {alias.into!r} succeeds {name!r} is said already: take it out")
            elif leads_to(self.successors, ids[1], ids[0]):
                self._report(alias, f"{name!r} already comes after {alias.into!r}: the successors would make a ring")
            else:
                kind = alias.link or LinkKind.REORGANISED
                self._link(ProgramLink(*ids, kind, alias.reason, LinkSource.REVIEWED))

    def plan(self) -> AliasPlan:
        """What became of the entries. Where several merge into one program, the first of them names it."""
        targets: dict[str, Program] = {}
        for target, _ in self.merges.values():
            targets.setdefault(target.program_id, target)
        return AliasPlan(
            {key: program for key, (program, _) in self.splits.items()},
            {key: targets[target.program_id] for key, (target, _) in self.merges.items()} | targets,
            tuple(self.links[key] for key in sorted(self.links)),
            tuple(self.resting),
        )

    def _link(self, link: ProgramLink) -> None:
        self.links[link.program_id, link.successor_id] = link
        self.successors[link.program_id].append(link.successor_id)

    def _final(self, program: Program) -> str:
        target, _ = self.merges.get(program.program_id, (program, ""))
        return target.program_id

    def _find(self, alias: Alias, name: str, among: frozenset[str] | None = None) -> Program | None:
        """The one program that an entry's name or id means; ``None`` with a mistake where there is none or several."""
        found = list(dict.fromkeys(key for key in self._ids(alias, name) if key in (among or self.programs)))
        if len(found) == 1:
            return self.programs[found[0]]
        if found:
            whose = ", ".join(str(self.programs[key].issuer) for key in found)
            self._report(
                alias, f"{name!r} is a program of several issuers ({whose}): say which with issuer:, or its id"
            )
        else:
            self._rest(alias, f"no document that counts names {name!r}", self._offer(name))
        return None

    def _offer(self, name: str) -> str:
        """Names that documents have and a person may have meant."""
        names = sorted({program.name for program in self.programs.values()})
        alike = difflib.get_close_matches(name, names, MOST_OFFERED, LEAST_ALIKE)
        return f", unless {' or '.join(alike)} is meant" if alike else ""

    def _ids(self, alias: Alias, name: str) -> Iterator[str]:
        yield name
        for issuer in self.issuers if alias.issuer is None else (alias.issuer,):
            yield self.identify(name, issuer).program_id

    def _rest(self, alias: Alias, why: str, offer: str = "") -> None:
        self.resting.append(f"{alias.at}: {why}: what the entry says of it rests until one does{offer}")

    def _report(self, alias: Alias, mistake: str) -> None:
        self.mistakes.append(f"{alias.at}: {mistake}")


def _choose_wording(said: Counter[tuple[int, Program]]) -> Program:
    """Of the wordings of a program, the one of the latest year, then the most frequent, then the smallest."""
    (_, program), _ = min(said.items(), key=lambda one: (-one[0][0], -one[1], one[0][1].name))
    return program


def _is_meant(document: str | None, record: DocumentRecord) -> bool:
    """Whether an entry means a document: it names none, or its id, the beginning of it, its path or its file."""
    if document is None:
        return True
    begins = len(document) >= SHORTEST_ID and record.document_id.startswith(document)
    return begins or document in (record.source_uri, record.file_name)
