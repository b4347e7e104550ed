"""Near matches between programs: pairs that a person should compare, never merged in silence.

Belongs here: finding the pairs, and what they score. All are never compared with all: names with one key (the same words,
reading, or core) meet, and a name that holds all words of another is found through the lists of the words' names, the
rarest first. Does not belong here: what makes a pair near (``near``), what a person has decided (``aliases``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.model import CandidateKind, Program, ProgramCandidate
from pipeline.reconciliation.identity.kinship import Kinship
from pipeline.reconciliation.identity.names import NameWord, take_apart
from pipeline.reconciliation.identity.near import (
    RULES,
    Key,
    Name,
    Near,
    goes_further,
    issuer_missing,
    likeness,
    may_be_held,
    same_name_anywhere,
)

# A name that more names than this contain is the name of a family (研究拠点整備).
MOST_CONTAINING = 3
# A name that more issuers than this have belongs to none in particular.
MOST_ISSUERS = 3
# More names than this under one key are a pattern and no near matches: each is compared with the first alone.
LARGEST_BLOCK = 50
# What a kind is worth at most; a pair's score falls with the share of letters that differ.
WORTH = {
    CandidateKind.SPELLING: 0.95,
    CandidateKind.ISSUER_MISSING: 0.9,
    CandidateKind.WORD_ORDER: 0.85,
    CandidateKind.STAGE_MISSING: 0.8,
    CandidateKind.CONTAINMENT: 0.8,
    CandidateKind.WORDING: 0.75,
}
# A document may well spell one name in two ways, or list it with and without its stage.
LISTED_TWICE = frozenset({CandidateKind.SPELLING, CandidateKind.STAGE_MISSING, CandidateKind.ISSUER_MISSING})

_Pairs = dict[tuple[str, str], tuple[Name, Name, Near]]


def find_candidates(
    programs: Iterable[Program],
    words: Mapping[str, Sequence[NameWord]],
    settled: Iterable[tuple[str, str]] = (),
) -> tuple[ProgramCandidate, ...]:
    """Every near match once, by ids. ``words`` are those of the normalized names, by program.

    Only names of one issuer are compared, or one without with one with an issuer. ``settled`` pairs are left out. A program
    that stands several times is taken once.
    """
    unique = {program.program_id: program for program in programs}
    names = [Name(unique[key], take_apart(words[key])) for key in sorted(unique)]
    pairs: _Pairs = {}
    for key, verdict in RULES:
        for one, other in _meeting(names, key):
            _keep(pairs, one, other, verdict(one, other))
    for one, other in _of_unknown_issuers(names):
        _keep(pairs, one, other, issuer_missing(one, other))
    for one, other in _holding(names):
        _keep(pairs, one, other, goes_further(one, other))
    skipped = {tuple(sorted(pair)) for pair in settled}
    return tuple(_score(*pairs[ids]) for ids in sorted(pairs) if ids not in skipped)


def leave_out_kin(candidates: Iterable[ProgramCandidate], kinship: Kinship) -> tuple[ProgramCandidate, ...]:
    """The pairs that no document takes for two."""
    return tuple(
        one
        for one in candidates
        if one.kind in LISTED_TWICE or not kinship.tells_apart(one.program_id, one.other_program_id)
    )


def _keep(pairs: _Pairs, one: Name, other: Name, near: Near | None) -> None:
    """The first rule that finds a pair decides its kind."""
    if near is not None:
        first, second = sorted((one, other), key=lambda name: name.program.program_id)
        pairs.setdefault((first.program.program_id, second.program.program_id), (first, second, near))


def _score(one: Name, other: Name, near: Near) -> ProgramCandidate:
    score = round(WORTH[near.kind] * (1 + likeness(one, other)) / 2, 3)
    return ProgramCandidate(one.program.program_id, other.program.program_id, score, near.kind, near.reason)


def _blocks(names: Iterable[Name], key: Key) -> Iterator[list[Name]]:
    """The names under each key."""
    blocks: dict[Hashable, list[Name]] = defaultdict(list)
    for name in names:
        value = key(name)
        if value is not None:
            blocks[value].append(name)
    yield from blocks.values()


def _meeting(names: Iterable[Name], key: Key) -> Iterator[tuple[Name, Name]]:
    """All pairs under each key; of too many names, each with the first."""
    for block in _blocks(names, key):
        if len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)
        else:
            yield from ((block[0], other) for other in block[1:])


def _of_unknown_issuers(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Programs without an issuer, each with those of the same name that have one."""
    for block in _blocks(names, same_name_anywhere):
        known = [name for name in block if name.program.issuer is not None]
        if len(known) <= MOST_ISSUERS:
            yield from ((one, other) for one in block if one.program.issuer is None for other in known)


def _holding(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Long names, each with the few that hold all of its words."""
    holders: dict[Hashable, set[int]] = defaultdict(set)
    for number, name in enumerate(names):
        for lemma in name.parts.core:
            holders[name.home, lemma].add(number)
    for number, name in enumerate(names):
        if may_be_held(name):
            lists = sorted((holders[name.home, lemma] for lemma in set(name.parts.core)), key=len)
            found = sorted(lists[0].intersection(*lists[1:]) - {number})
            if len(found) <= MOST_CONTAINING:
                yield from ((name, names[other]) for other in found)
