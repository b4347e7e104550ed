"""What a person wrote holds in every table, and what cannot be followed is named with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extraction.programs import program_of
from pipeline.model import (
    Alias,
    AliasKind,
    CheckKind,
    DocumentFacts,
    LinkKind,
    LinkSource,
    Phase,
    Program,
    ProgramName,
)
from pipeline.reconciliation import (
    AliasPlan,
    Catalogue,
    InvalidAliases,
    apply_aliases,
    plan_aliases,
    reconcile_across,
)

from .facts import Sheet, only

MINISTRY = "文部科学省"


def document(
    name: str, *labels: str, year: int = 2008, issuer: str | None = MINISTRY, million: float = 100
) -> DocumentFacts:
    """A document with a line of this and last year's budget per label."""
    sheet = Sheet(name, year=year, source_uri=f"mext/{name}.pdf", file_name=f"{name}.pdf")
    programs: dict[str, Program] = {}
    names = []
    for label in labels:
        program = program_of(label, issuer)
        programs[program.program_id] = program
        names.append(ProgramName(program.program_id, name, label))
        line = sheet.row(label, million, program_id=program.program_id)
        sheet.amount(line, million, fiscal_year=year - 1, phase=Phase.APPROVED)
    return replace(sheet.facts(), programs=tuple(programs.values()), program_names=tuple(names))


def merge(*names: str, into: str, at: str = "aliases.yaml:1", issuer: str | None = None) -> Alias:
    return Alias(at, AliasKind.MERGE, names, into, issuer, None, None, "reviewed")


def split(
    name: str, into: str, document: str | None = None, issuer: str | None = None, at: str = "aliases.yaml:1"
) -> Alias:
    return Alias(at, AliasKind.SPLIT, (name,), into, issuer, document, None, "reviewed")


def follows(successor: str, *names: str, at: str = "aliases.yaml:1", kind: LinkKind = LinkKind.UNITED) -> Alias:
    return Alias(at, AliasKind.SUCCESSOR, names, successor, None, None, kind, "reviewed")


def plan(documents: list[DocumentFacts], *aliases: Alias) -> AliasPlan:
    return plan_aliases(aliases, Catalogue.build(documents), program_of)


def settled(documents: list[DocumentFacts], *aliases: Alias) -> list[DocumentFacts]:
    made = plan(documents, *aliases)
    return [apply_aliases(facts, made) for facts in documents]


def mistakes(documents: list[DocumentFacts], *aliases: Alias) -> list[str]:
    with pytest.raises(InvalidAliases) as caught:
        plan(documents, *aliases)
    return str(caught.value).splitlines()


def ids(facts: DocumentFacts) -> set[str | None]:
    """Every program id that a document's tables hold; they must agree."""
    lines = {line.program_id for line in facts.lines}
    assert lines == {program.program_id for program in facts.programs}
    assert lines == {name.program_id for name in facts.program_names}
    return lines


def test_a_merge_makes_one_program_of_several_names_in_every_table() -> None:
    target = program_of("湖の観測事業", MINISTRY)
    documents = [document("a", "湖の観測事業", "湖沼調査"), document("b", "湖沼調査", "川の観測")]
    one, other = settled(documents, merge("湖沼調査", into="湖の観測事業"))
    assert ids(one) == {target.program_id}
    assert ids(other) == {target.program_id, program_of("川の観測", MINISTRY).program_id}
    assert target in other.programs
    assert {name.name_as_written for name in one.program_names} == {"湖の観測事業", "湖沼調査"}
    assert [line.label for line in other.lines] == ["湖沼調査", "川の観測"], "what is printed stays"


def test_names_are_found_however_they_are_written_and_by_id() -> None:
    documents = [document("a", "湖の観測(第Ⅱ期)", "湖沼調査", "川の観測")]
    key = program_of("川の観測", MINISTRY).program_id
    (facts,) = settled(documents, merge("「湖沼調査」", key, into="湖の観測（第２期）"))
    assert ids(facts) == {program_of("湖の観測(第Ⅱ期)", MINISTRY).program_id}


def test_checks_across_documents_see_what_is_merged() -> None:
    documents = [document("a", "湖沼調査", year=2008), document("b", "湖の観測事業", year=2009)]
    assert reconcile_across(documents).checks == ()
    check = only(reconcile_across(settled(documents, merge("湖沼調査", into="湖の観測事業"))))
    assert check.kind is CheckKind.ACROSS_DOCUMENTS


def test_a_split_makes_a_name_in_one_document_a_program_of_its_own() -> None:
    documents = [document("a", "一般型"), document("b", "一般型")]
    for way in ("a.pdf", "mext/a.pdf"):
        one, other = settled(documents, split("一般型", "湖の観測(一般型)", document=way))
        assert ids(one) == {program_of("湖の観測(一般型)", MINISTRY).program_id}
        assert ids(other) == {program_of("一般型", MINISTRY).program_id}
        assert one.programs[0].name == "湖の観測(一般型)"


def test_a_split_by_issuer_and_a_merge_of_what_was_split() -> None:
    documents = [document("a", "一般型", "湖の観測"), document("b", "一般型", issuer="青海市")]
    aliases = (
        split("一般型", "湖の観測(一般型)", issuer=MINISTRY),
        merge("湖の観測(一般型)", into="湖の観測"),
    )
    one, other = settled(documents, *aliases)
    assert ids(one) == {program_of("湖の観測", MINISTRY).program_id}
    assert ids(other) == {program_of("一般型", "青海市").program_id}


def test_stages_follow_each_other_and_nothing_is_merged() -> None:
    documents = [
        document("a", "湖の観測(第Ⅰ期)", "湖の観測(第Ⅲ期)", "湖の観測"),
        document("b", "湖の観測(第3期)", issuer="青海市"),
    ]
    (link,) = plan(documents).links
    assert link.program_id == program_of("湖の観測(第1期)", MINISTRY).program_id
    assert link.successor_id == program_of("湖の観測(第3期)", MINISTRY).program_id
    assert (link.kind, link.source) == (LinkKind.STAGE, LinkSource.STAGE)
    assert settled(documents) == documents


def test_successors_are_links_with_their_reason() -> None:
    documents = [document("a", "湖の観測", "川の観測", "湖と川の観測")]
    made = plan(documents, follows("湖と川の観測", "湖の観測", "川の観測"))
    assert {(link.kind, link.source, link.reason) for link in made.links} == {
        (LinkKind.UNITED, LinkSource.REVIEWED, "reviewed")
    }
    assert len(made.links) == 2 and made.merges == {}


def test_a_person_may_say_more_of_two_stages() -> None:
    documents = [document("a", "湖の観測(第Ⅰ期)", "湖の観測(第Ⅱ期)")]
    (link,) = plan(documents, follows("湖の観測(第Ⅱ期)", "湖の観測(第Ⅰ期)", kind=LinkKind.REORGANISED)).links
    assert (link.kind, link.source) == (LinkKind.REORGANISED, LinkSource.REVIEWED)


def test_a_link_leads_to_what_a_program_was_merged_into() -> None:
    documents = [document("a", "湖の観測", "湖沼調査", "川の観測")]
    (link,) = plan(documents, merge("湖沼調査", into="湖の観測"), follows("川の観測", "湖沼調査")).links
    assert link.program_id == program_of("湖の観測", MINISTRY).program_id


LAKE = ("湖の観測(第Ⅰ期)", "湖の観測(第Ⅱ期)", "湖沼調査", "川の観測", "海の観測")


@pytest.mark.parametrize(
    ("aliases", "line", "words"),
    [
        ([split("川の観測", "海の観測", document="a.pdf")], 1, "'海の観測' is a program already"),
        ([merge("川の観測", into="「川の観測」")], 1, "are one program already"),
        ([merge("川の観測", into="海の観測"), merge("川の観測", into="湖沼調査", at="aliases.yaml:5")], 5, "aliases.yaml:1"),
        ([merge("川の観測", into="海の観測"), merge("海の観測", into="湖沼調査", at="aliases.yaml:5")], 1, "aliases.yaml:5"),
        ([follows("川の観測", "川の観測")], 1, "cannot succeed itself"),
        ([follows("川の観測", "海の観測"), follows("海の観測", "川の観測", at="aliases.yaml:7")], 7, "a ring"),
        ([follows("湖の観測(第Ⅰ期)", "湖の観測(第Ⅱ期)")], 1, "a ring"),
        ([follows("川の観測", "海の観測"), follows("川の観測", "海の観測", at="aliases.yaml:4")], 4, "said already"),
        (
            [split("川の観測", "甲川", document="a.pdf"), split("川の観測", "乙川", issuer=MINISTRY, at="aliases.yaml:6")],
            6,
            "split into '甲川' at aliases.yaml:1 already",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(aliases: list[Alias], line: int, words: str) -> None:
    (mistake,) = mistakes([document("a", *LAKE)], *aliases)
    assert mistake.startswith(f"aliases.yaml:{line}: ") and words in mistake


def test_a_ring_over_several_links_and_a_merge_is_found() -> None:
    documents = [document("a", *LAKE, "潟の観測")]
    aliases = [
        merge("潟の観測", into="海の観測", at="aliases.yaml:1"),
        follows("川の観測", "海の観測", at="aliases.yaml:2"),
        follows("湖沼調査", "川の観測", at="aliases.yaml:3"),
        follows("潟の観測", "湖沼調査", at="aliases.yaml:4"),
    ]
    assert [one.split(": ")[0] for one in mistakes(documents, *aliases)] == ["aliases.yaml:4"]


def test_a_name_of_two_issuers_needs_the_issuer() -> None:
    documents = [document("a", "総務費", "庶務費"), document("b", "総務費", issuer="青海市")]
    (mistake,) = mistakes(documents, merge("総務費", into="庶務費"))
    assert "several issuers" in mistake and "青海市" in mistake and MINISTRY in mistake
    assert (
        program_of("総務費", MINISTRY).program_id
        in plan(documents, merge("総務費", into="庶務費", issuer=MINISTRY)).merges
    )


def test_all_mistakes_are_named_at_once() -> None:
    found = mistakes(
        [document("a", *LAKE)],
        merge("川の観測", "「川の観測」", into="川の観測"),
        follows("海の観測", "海の観測", at="aliases.yaml:9"),
    )
    assert [one.split(": ")[0] for one in found] == ["aliases.yaml:1", "aliases.yaml:1", "aliases.yaml:9"]


@pytest.mark.parametrize(
    ("alias", "words"),
    [
        (merge("池の観測", into="川の観測"), "no document that counts names '池の観測'"),
        (merge("川の観測", into="池の観測"), "no document that counts names '池の観測'"),
        (merge("川の観測", into="海の観測", issuer="青海市"), "no document that counts names '海の観測'"),
        (follows("池の観測", "川の観測"), "no document that counts names '池の観測'"),
        (split("川の観測", "池の観測", document="c.pdf"), "no document that counts is called 'c.pdf'"),
        (split("池の観測", "沼の観測", document="a.pdf"), "no document that counts names '池の観測'"),
    ],
)
def test_an_entry_about_programs_that_no_document_names_rests_and_the_plan_says_so(alias: Alias, words: str) -> None:
    documents = [document("a", *LAKE)]
    made = plan(documents, alias)
    assert made.resting[0].startswith(f"aliases.yaml:1: {words}: what the entry says of it rests until one does")
    assert settled(documents, alias) == documents
    assert (made.mark, made.splits, made.merges) == ("", {}, {})


def test_what_an_entry_says_of_names_that_are_there_holds_while_another_rests() -> None:
    (facts,) = settled([document("a", "湖の観測", "湖沼調査")], merge("池の観測", "湖沼調査", into="湖の観測"))
    assert ids(facts) == {program_of("湖の観測", MINISTRY).program_id}


def test_a_name_that_is_almost_one_of_a_document_is_told_with_it() -> None:
    (told,) = plan([document("a", *LAKE)], merge("湖沼調作", into="川の観測")).resting
    assert told.endswith(", unless 湖沼調査 is meant")


def names(*documents: DocumentFacts) -> list[str]:
    """What each document calls its programs, in the order of the documents."""
    return [program.name for facts in documents for program in facts.programs]


def test_what_is_merged_has_the_name_that_the_entry_writes_whatever_the_order_of_the_documents() -> None:
    documents = [document("a", "湖 の観測"), document("b", "湖の観測", year=2010), document("c", "湖沼調査", year=2012)]
    for order in (documents, documents[::-1]):
        assert names(*settled(order, merge("湖沼調査", into="湖の 観測"))) == ["湖の 観測"] * 3


def test_what_is_merged_into_an_id_has_the_name_of_the_latest_year_then_the_most_frequent() -> None:
    key = program_of("湖の観測", MINISTRY).program_id
    documents = [
        document("a", "湖 の観測", year=2009),
        document("b", "湖 の観測", year=2009),
        document("c", "湖の 観測", year=2010),
        document("d", "湖の観 測", year=2010),
        document("e", "湖の観 測", year=2010),
        document("f", "湖沼調査", year=2012),
    ]
    for order in (documents, documents[::-1]):
        assert names(*settled(order, merge("湖沼調査", into=key))) == ["湖の観 測"] * 6


def test_two_entries_that_merge_into_one_program_name_it_as_the_first_does() -> None:
    documents = [document("a", "湖の観測", "湖沼調査", "池の調査")]
    aliases = merge("湖沼調査", into="湖の 観測"), merge("池の調査", into="湖 の観測", at="aliases.yaml:5")
    assert names(*settled(documents, *aliases)) == ["湖の 観測"]
