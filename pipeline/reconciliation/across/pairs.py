"""across_documents: last year's column of one release against that year's own release.

Belongs here: the check of such a pair and its sentence. Does not belong here: which figures make a pair (``releases``),
and the list of what was revised (``revisions``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import CheckKind, CheckStatus
from pipeline.reconciliation.across.releases import Pair
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import figure_of, name_of
from pipeline.reconciliation.arithmetic.members import Member
from pipeline.reconciliation.arithmetic.verdict import Check, make_check
from pipeline.reconciliation.arithmetic.wording import finding_clause, rounding_clause, scale_of, sentence
from pipeline.reconciliation.within.children import subject_of


def check_pairs(pairs: Iterable[Pair]) -> Iterator[Check]:
    """Checks of figures against the same figures of earlier releases."""
    return map(_check_pair, pairs)


def _check_pair(pair: Pair) -> Check:
    status = CheckStatus.UNVERIFIABLE if pair.reason else pair.comparison.status
    column = StatedColumn(pair.later.amount, by_header=False)
    subject = subject_of(pair.later.index, pair.later.line, column, CheckKind.ACROSS_DOCUMENTS)
    return make_check(subject, pair.comparison, [Member(figure_of(pair.earlier.amount))], status, _explain(pair))


def _explain(pair: Pair) -> str:
    comparison, seen = pair.comparison, pair.earlier
    scale = scale_of(comparison.stated)
    year = seen.amount.fiscal_year
    stated = f"{scale.name_first(comparison.stated.value)} stated for FY{year}"
    title = seen.record.title or seen.record.file_name
    source = f"the FY{year} release ({title}) has {scale.show(comparison.computed)}"
    if name_of(seen.line) != name_of(pair.later.line):
        source += f" for {name_of(seen.line)}"
    if pair.reason:
        difference = f"the difference of {scale.show(comparison.residual)} is not judged"
        return sentence(stated, source, f"{difference}, since {pair.reason}")
    mode = pair.later.record.rounding_mode
    if comparison.meets:
        return sentence(stated, source, rounding_clause(scale, comparison.residual, mode, comparison.approximate))
    beyond = finding_clause(CheckStatus.MISMATCH, scale, comparison.residual)
    return sentence(stated, source, f"{beyond}, which makes it a revision after that release")
