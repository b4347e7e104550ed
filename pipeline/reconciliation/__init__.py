"""Do the printed figures agree with each other? Amounts and counts in, checks with their members out.

Belongs here: interval arithmetic on printed figures, which figures a check compares, what it finds, and one sentence
about it; which programs of different documents are one, near each other or follow each other. Does not belong here: where figures came from, how checks are stored, and any change to a printed figure.

    intervals   the interval that a printed figure stands for
    figures     what an amount says: a figure, nothing, or something that cannot be added
    columns     which amounts stand in the same column
    index       the lines, amounts and counts of one document, looked up by what a check needs
    members     which lines are added up for a figure
    verdict     stated against computed: status, bounds, id
    wording     the sentence that a budget officer reads
    suggestions the value that arithmetic implies for a figure that cannot be right
    children, totals, changes, counts, across: one module for each kind of check
    names       what the words of a program's name are worth
    near        when two programs' names are near each other
    kinship     which programs the documents themselves list as two
    candidates  pairs of programs that a person should compare
    successors  programs that go on as others
    aliases     what a person says of programs, laid over the facts
"""

from __future__ import annotations

from pipeline.model import DocumentFacts, Reconciled
from pipeline.reconciliation.across import reconcile_across
from pipeline.reconciliation.aliases import AliasPlan, Catalogue, InvalidAliases, apply_aliases, plan_aliases
from pipeline.reconciliation.candidates import find_candidates, leave_out_kin
from pipeline.reconciliation.changes import check_changes
from pipeline.reconciliation.children import check_children
from pipeline.reconciliation.counts import check_counts
from pipeline.reconciliation.index import DocumentIndex
from pipeline.reconciliation.kinship import Kinship
from pipeline.reconciliation.successors import link_stages
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
    "suggest",
]


def reconcile_document(facts: DocumentFacts) -> Reconciled:
    """All checks that one document's own figures allow."""
    index = DocumentIndex.build(facts)
    return gather((*check_children(index), *check_totals(index), *check_changes(index), *check_counts(index)))
