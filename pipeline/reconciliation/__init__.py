"""Do the printed figures agree with each other? Amounts and counts in, checks with their members out.

Belongs here: interval arithmetic on printed figures, which figures a check compares, what it finds, and one sentence
about it; which programs of different documents are one, near each other or follow each other. Does not belong here: where figures came from, how checks are stored, and any change to a printed figure.

    intervals   the interval that a printed figure stands for
    figures     what an amount says: a figure, nothing, or something that cannot be added
    columns     which amounts stand in the same column
    index       the lines, amounts and counts of one document, looked up by what a check needs
    members     which lines are added up for a figure
    drafts      a line's figure beside its items, in the reading that is meant
    verdict     stated against computed: status, bounds, id
    wording     the sentence that a budget officer reads
    suggestions the value that arithmetic implies for a figure that cannot be right
    releases    which figure of one release another release states as well
    revisions   what changed between releases
    outdents    rows that are set in, but stand beside the row above
    memory      what the many small objects of a large document allow to leave out
    alarms, jumps, slips, portions: figures far off others, which no check may fail on
    children, totals, changes, counts, across, official: one module for each kind of check
    names       what the words of a program's name are worth
    near        when two programs' names are near each other
    kinship     which programs the documents themselves list as two
    candidates  pairs of programs that a person should compare
    successors  programs that go on as others
    aliases     what a person says of programs, laid over the facts
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.model import DocumentFacts, Reconciled, ReferenceAmount
from pipeline.reconciliation.across import check_pairs
from pipeline.reconciliation.alarms import BorneOut, once
from pipeline.reconciliation.aliases import AliasPlan, Catalogue, InvalidAliases, apply_aliases, plan_aliases
from pipeline.reconciliation.candidates import find_candidates, leave_out_kin
from pipeline.reconciliation.changes import check_changes
from pipeline.reconciliation.children import check_children
from pipeline.reconciliation.counts import check_counts
from pipeline.reconciliation.index import DocumentIndex
from pipeline.reconciliation.jumps import find_jumps, find_jumps_across
from pipeline.reconciliation.kinship import Kinship
from pipeline.reconciliation.memory import no_search_for_cycles
from pipeline.reconciliation.official import check_against
from pipeline.reconciliation.outdents import find_outdented
from pipeline.reconciliation.portions import find_excess_parts
from pipeline.reconciliation.releases import Releases
from pipeline.reconciliation.revisions import list_granted_requests, list_revisions
from pipeline.reconciliation.slips import find_slips, find_slips_across
from pipeline.reconciliation.successors import link_stages, standing_links
from pipeline.reconciliation.suggestions import suggest
from pipeline.reconciliation.totals import check_totals
from pipeline.reconciliation.verdict import gather

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
