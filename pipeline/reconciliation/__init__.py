"""Do the printed figures agree with each other? Amounts and counts in, checks with their members out.

Belongs here: interval arithmetic on printed figures, which figures a check compares, what it finds, and one sentence
about it; which programs of different documents are one, near each other or follow each other. Does not belong here: where figures came from, how checks are stored, and any change to a printed figure.

    arithmetic  intervals of printed figures, a document's lines looked up, sums, verdicts, and the sentence that a budget officer reads
    within      checks within one document, and the value that arithmetic implies for a figure that cannot be right
    across      checks between releases and against official data sets, and what changed between releases
    warnings    figures far off others, which no check may fail on
    identity    which programs of different documents are one, near each other or follow each other
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.model import DocumentFacts, Reconciled, ReferenceAmount
from pipeline.reconciliation.across.official import check_against
from pipeline.reconciliation.across.pairs import check_pairs
from pipeline.reconciliation.across.releases import Releases
from pipeline.reconciliation.across.revisions import list_granted_requests, list_revisions
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.memory import no_search_for_cycles
from pipeline.reconciliation.arithmetic.verdict import gather
from pipeline.reconciliation.identity.aliases import AliasPlan, Catalogue, InvalidAliases, apply_aliases, plan_aliases
from pipeline.reconciliation.identity.candidates import find_candidates, leave_out_kin
from pipeline.reconciliation.identity.kinship import Kinship
from pipeline.reconciliation.identity.successors import link_stages, standing_links
from pipeline.reconciliation.warnings.alarms import BorneOut, once
from pipeline.reconciliation.warnings.jumps import find_jumps, find_jumps_across
from pipeline.reconciliation.warnings.portions import find_excess_parts
from pipeline.reconciliation.warnings.slips import find_slips, find_slips_across
from pipeline.reconciliation.within.changes import check_changes
from pipeline.reconciliation.within.children import check_children
from pipeline.reconciliation.within.counts import check_counts
from pipeline.reconciliation.within.outdents import find_outdented
from pipeline.reconciliation.within.suggestions import suggest
from pipeline.reconciliation.within.totals import check_totals

__all__ = [
    "AliasPlan",
    "Catalogue",
    "InvalidAliases",
    "Kinship",
    "apply_aliases",
    "find_candidates",
    "leave_out_kin",
    "link_stages",
    "plan_aliases",
    "reconcile_across",
    "reconcile_document",
    "reconcile_references",
    "standing_links",
    "suggest",
]


@no_search_for_cycles()
def reconcile_document(facts: DocumentFacts) -> Reconciled:
    """All checks that one document's own figures allow, and figures far off others of it."""
    index = DocumentIndex.build(facts)
    totals = list(check_totals(index))
    outdented = find_outdented(index, totals)
    if outdented:
        index = DocumentIndex.build(facts, outdented)
        totals = list(check_totals(index))
    result = gather((*check_children(index), *totals, *check_changes(index), *check_counts(index)))
    borne_out = BorneOut.by(result)
    finders = (find_jumps, find_slips, find_excess_parts)
    return replace(result, warnings=once(warning for find in finders for warning in find(index, borne_out)))


@no_search_for_cycles()
def reconcile_across(documents: Sequence[DocumentFacts], about: Collection[str] | None = None) -> Reconciled:
    """Checks of every figure that an earlier release states as well, what changed between releases, and figures far off
    those of other documents.

    ``about`` are the documents under which results are filed, all of ``documents`` by default. What is filed under one of
    them depends on it and on those of ``documents`` that state a figure of the same program for a fiscal year at most three
    years away, and on no other.
    """
    releases = Releases.of(documents)
    pairs = [pair for pair in releases.pairs() if about is None or pair.later.record.document_id in about]
    revisions = (*list_revisions(pairs), *list_granted_requests(releases))
    warnings = once((*find_jumps_across(releases), *find_slips_across(releases)))
    return replace(
        gather(check_pairs(pairs)),
        revisions=tuple(row for row in revisions if about is None or row.to_document_id in about),
        warnings=tuple(row for row in warnings if about is None or row.document_id in about),
    )


def reconcile_references(documents: Sequence[DocumentFacts], references: Sequence[ReferenceAmount]) -> Reconciled:
    """Checks of issuers' totals and of their items against official data sets."""
    return gather(check_against(documents, references)) if references else Reconciled()
