"""Errata of the issuer (正誤表) to corrections: each must fit exactly one printed figure of one release.

Belongs here: which release and which figure an erratum means, and why that cannot be told. Does not belong here: reading
errata (``extraction``), a person's entries (``corrections``).

Nothing is guessed. A release is known by the title that the erratum names, or by its fiscal year and phase, and by its issuer;
the figure by its page, what is printed there, and the item. Where more than one would fit, none is taken, and a person can
say in raw/corrections.yaml what holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.model import Correction, DocumentFacts, DocumentRecord, DocumentStatus, Erratum
from pipeline.revision.corrections import correct
from pipeline.revision.finding import Figure, Unfound, at_one_place, figures_of, is_beside, list_alike
from pipeline.revision.values import figure_in, same_print, value_of

FactsOf = Callable[[str], DocumentFacts]


def corrections_of(
    erratum: Erratum, by: DocumentRecord, records: Sequence[DocumentRecord], facts_of: FactsOf
) -> tuple[Correction, ...]:
    """What an erratum of the document ``by`` says of the others: a correction for each figure at the one place it names.

    ``Unfound`` with the reason where that place cannot be told for sure.
    """
    if figure_in(erratum.wrong_text) is None or figure_in(erratum.right_text) is None:
        raise Unfound("it replaces words, or figures that cannot be told apart")
    if erratum.release_page is None:
        raise Unfound("it names no page of the release that it corrects")
    releases, by_title = _find_releases(erratum, by, records)
    if len(releases) > 1 and not by_title and erratum.item is None:
        raise Unfound(f"it names neither a title nor an item, and {len(releases)} releases would fit")
    figures = _find_figures(erratum, [facts_of(release.document_id) for release in releases])
    return tuple(_correct(erratum, by, figure) for figure in figures)


def _find_releases(
    erratum: Erratum, by: DocumentRecord, records: Sequence[DocumentRecord]
) -> tuple[list[DocumentRecord], bool]:
    """The releases that the erratum may mean, and whether their title says so."""
    others = [
        record
        for record in records
        if record.document_id != by.document_id
        and _may_be(erratum.fiscal_year, record.fiscal_year)
        and _may_be(erratum.phase, record.phase)
        and _may_be(by.issuer, record.issuer)
    ]
    titled = [record for record in others if _has_title(record, erratum.release_title)]
    if not titled and (erratum.fiscal_year is None or erratum.phase is None):
        raise Unfound("it does not say which release it corrects, or that release is not in raw/")
    fitting = titled or others
    standing = [record for record in fitting if record.status is not DocumentStatus.WITHDRAWN]
    if not standing:
        raise Unfound(
            "the release that it corrects is withdrawn" if fitting else "the release that it corrects is not in raw/"
        )
    return standing, bool(titled)


def _may_be(named: object, stated: object) -> bool:
    """Whether what an erratum says of a release fits it; where either says nothing, it may."""
    return named is None or stated is None or named == stated


def _has_title(record: DocumentRecord, title: str | None) -> bool:
    if title is None or record.title is None:
        return False
    wanted, printed = same_print(title), same_print(record.title)
    return wanted in printed or printed in wanted


def _find_figures(erratum: Erratum, releases: Sequence[DocumentFacts]) -> list[Figure]:
    """The figures at the one place that fits."""
    page = erratum.release_page or 0
    on_page = [figure for facts in releases for figure in figures_of(facts, page)]
    printed = [figure for figure in on_page if _is_printed_as(figure, erratum)]
    found = [figure for figure in printed if erratum.item is None or is_beside(figure, erratum.item)]
    if not printed:
        raise Unfound(
            f"page {page} does not print {erratum.wrong_text}; what is printed there: "
            f"{list_alike(on_page, erratum.wrong_text)}"
        )
    if not found:
        raise Unfound(f"page {page} prints {erratum.wrong_text}, but not beside {erratum.item}")
    if len({figure.document_id for figure in found}) > 1:
        raise Unfound(f"several releases print {erratum.wrong_text} on page {page}")
    if not at_one_place(found):
        raise Unfound(f"page {page} prints {erratum.wrong_text} several times: {list_alike(found, '')}")
    return found


def _is_printed_as(figure: Figure, erratum: Erratum) -> bool:
    """Whether a figure is the wrong one: printed alike, or the same value in its table's unit."""
    if same_print(figure.text) == same_print(erratum.wrong_text):
        return True
    wrong = value_of(erratum.wrong_text, figure.unit, erratum.unit_text or figure.unit_text)
    return wrong is not None and wrong == figure.value


def _correct(erratum: Erratum, by: DocumentRecord, figure: Figure) -> Correction:
    value = value_of(erratum.right_text, figure.unit, erratum.unit_text or figure.unit_text)
    if value is None:
        raise Unfound(f"{erratum.right_text} is no value for {figure.described()}")
    reason = f"誤 {erratum.wrong_text} 正 {erratum.right_text}: {by.title or by.file_name}"
    return correct(figure, value, reason, by.issuer, by.released_on, (erratum, by))
