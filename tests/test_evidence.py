"""Who says it: every answer leads to a source, one document counts once, and what nothing attests is told."""

from __future__ import annotations

import json
import pickle
import random
import re
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange import parse_framework, parse_sssom
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Citation, EvidenceReport, Ground, MappingSet, Node, Source
from sswgraph.model.text import columns
from sswgraph.pages.page import page_of
from sswgraph.render.html import document
from sswgraph.render.plain import WIDTH, plain
from sswgraph.rules.topics import TOPICS, topics_found
from tests import samples
from tests.loops import some

TURTLE = """
@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix schema: <https://schema.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xx: <https://w3id.org/sswgraph/id/xx/> .
<https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .
xx:law a ssw:Source ; dcterms:title "Law"@en ; schema:url "https://example.org/law" .
xx:loi a ssw:Source ; dcterms:title "Loi"@fr ; ssw:translationOf xx:law .
xx:book a ssw:Source ; dcterms:title "Handbook"@en ; schema:url "https://example.org/book" .
xx:a a ssw:Competency ; skos:prefLabel "Listen"@en ; ssw:evidence xx:ea , xx:eb .
xx:ea a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source xx:law ; ssw:locator "s. 3" ; ssw:excerpt "listens"@en .
xx:eb a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source xx:loi ; ssw:excerpt "écoute"@fr .
xx:b a ssw:Competency ; skos:prefLabel "Listen well"@en ; ssw:evidence xx:ec .
xx:ec a ssw:Evidence ; ssw:basis ssw:Derived ; prov:wasDerivedFrom xx:a .
xx:c a ssw:Competency ; skos:prefLabel "Hear"@en ; ssw:evidence xx:ed .
xx:ed a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source xx:book .
xx:d a ssw:Competency ; skos:prefLabel "Sing"@en ; ssw:evidence xx:ee , xx:ef .
xx:ee a ssw:Evidence ; ssw:basis ssw:Draft .
xx:ef a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source xx:book ; ssw:concerns skos:notation .
xx:s a ssw:Statement ; rdf:subject xx:a ; rdf:predicate skos:definition ; rdf:object "Listens for an hour."@en ;
    ssw:standing ssw:Competing ; ssw:evidence xx:eg .
xx:eg a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source xx:book .
"""
HEADER = (
    "#mapping_set_id: https://example.org/m\n#curie_map:\n#  xx: https://w3id.org/sswgraph/id/xx/\n"
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tpredicate_modifier\n"
)


def table(*rows: tuple[str, str, str, str, str]) -> MappingSet:
    lines = (f"{a}\t{by}\t{b}\tsemapv:ManualMappingCuration\t{sure}\t{no}" for a, by, b, sure, no in rows)
    return parse_sssom((HEADER + "\n".join(lines) + "\n").encode(), "m.sssom.tsv")


def example(*rows: tuple[str, str, str, str, str]) -> CompetencyGraph:
    g = CompetencyGraph([parse_framework(TURTLE)])
    return g.with_mappings(table(*rows)) if rows else g


# One element


def test_own_evidence_says_who_where_in_which_words() -> None:
    found = ssw.evidence(example(), "xx:a")
    law = found.citations[0]
    assert (law.source, law.locator, law.excerpt.get("en")) == ("xx:law", "s. 3", "listens")
    assert (law.page, law.basis) == ("https://example.org/law", "stated")
    assert found.citations[1].excerpt.languages == ("fr",)


def test_a_law_and_its_translation_are_one_origin() -> None:
    found = ssw.evidence(example(), "xx:a")
    assert [(one.id, one.sources) for one in found.origins] == [("xx:law", ("xx:law", "xx:loi"))]
    assert [note.code for note in found.notes] == ["evidence.one-origin", "evidence.competing"]


@pytest.mark.parametrize(
    ("predicate", "no", "via", "origins"),
    [
        ("skos:exactMatch", "", "exact", 2),
        ("skos:closeMatch", "", "close", 2),
        ("skos:broadMatch", "", "broad", 2),
        ("skos:narrowMatch", "", "narrow", 2),
        ("ssw:covers", "", "covers", 2),
        ("skos:relatedMatch", "", "related", 1),
        ("skos:exactMatch", "Not", "not-exact", 1),
    ],
)
def test_related_and_negated_mappings_attest_nothing(predicate: str, no: str, via: str, origins: int) -> None:
    g = example(("xx:a", predicate, "xx:c", "0.8", no))
    (ground,) = ssw.evidence(g, "xx:a").grounds
    assert (ground.element, ground.via, ground.attests) == ("xx:c", via, origins == 2)
    assert (ground.predicate, str(ground.confidence)) == (predicate, "0.8")
    assert ground.citations[0].source == "xx:book"
    assert len(ssw.evidence(g, "xx:a").origins) == origins


def test_a_mapping_is_read_from_the_end_that_is_asked_for() -> None:
    g = example(("xx:a", "skos:broadMatch", "xx:c", "", ""))
    assert [ground.via for ground in ssw.evidence(g, "xx:c").grounds] == ["narrow"]


def test_every_mapping_to_one_element_is_shown() -> None:
    g = example(("xx:a", "skos:relatedMatch", "xx:c", "", ""), ("xx:c", "skos:closeMatch", "xx:a", "", ""))
    found = ssw.evidence(g, "xx:a")
    assert [(ground.via, ground.attests) for ground in found.grounds] == [("close", True), ("related", False)]
    (row,) = [row for row in ssw.attestation(g, "xx").items if row.element == "xx:a"]
    assert row.origins == tuple(one.id for one in found.origins) == ("xx:book", "xx:law")


def test_a_stated_non_match_is_a_disagreement() -> None:
    g = example(("xx:a", "skos:exactMatch", "xx:c", "", "Not"))
    assert ("mapping", "xx:c") in [(one.kind, one.value) for one in ssw.evidence(g, "xx:a").dissents]


def test_a_competing_statement_is_shown_with_its_source() -> None:
    (dissent,) = ssw.evidence(example(), "xx:a").dissents
    assert (dissent.standing, dissent.value) == ("competing", "Listens for an hour.")
    assert [one.source for one in dissent.citations] == ["xx:book"]


def test_versions_of_what_attests_are_shown_too() -> None:
    g = example(("xx:c", "skos:closeMatch", "xx:a", "", ""))
    assert [(one.id, one.about) for one in ssw.evidence(g, "xx:c").dissents] == [("xx:s", "xx:a")]


def test_what_is_derived_leads_on_to_what_says_it() -> None:
    found = ssw.evidence(example(), "xx:b")
    assert [(ground.element, ground.via, ground.step) for ground in found.grounds] == [("xx:a", "derived-from", 1)]
    assert found.origins == ()
    assert [one.id for one in found.inferred] == ["xx:law"]
    assert [note.code for note in found.notes] == ["evidence.inferred"]


def test_what_is_said_of_one_property_does_not_attest_the_whole() -> None:
    found = ssw.evidence(example(), "xx:d")
    assert found.basis == "draft"
    assert found.origins == found.inferred == ()
    assert [note.code for note in found.notes] == ["evidence.draft"]


def test_a_mapping_has_evidence_of_its_own_and_both_its_ends() -> None:
    g = example(("xx:a", "skos:closeMatch", "xx:c", "", ""))
    found = ssw.evidence(g, "xx:a skos:closeMatch xx:c")
    assert found.element_kind == "mapping"
    assert [(ground.element, ground.via) for ground in found.grounds] == [("xx:a", "end"), ("xx:c", "end")]
    assert {one.source for ground in found.grounds for one in ground.citations} == {"xx:law", "xx:loi", "xx:book"}


def test_a_source_and_a_framework_have_an_answer_too() -> None:
    source, framework = ssw.evidence(example(), "xx:loi"), ssw.evidence(example(), "xx")
    assert [one.id for one in source.origins] == ["xx:law"]
    assert [note.code for note in source.notes] == ["evidence.source"]
    assert [note.code for note in framework.notes] == ["evidence.framework"]


def test_what_is_not_loaded_is_told() -> None:
    found = ssw.evidence(ssw.load("psw"), "psw:c-assess")
    assert [note.code for note in found.notes] == ["evidence.none", "evidence.not-loaded"]
    assert "asean-sp" in str(found.notes[1])
    assert found.origins == ()


@pytest.mark.parametrize("wrong", ["xx:nobody", "", "zz", None, 7, ["xx:a"]])
def test_an_unknown_id_is_an_error(wrong: Any) -> None:
    with pytest.raises(UnknownElementError):
        ssw.evidence(example(), wrong)


def test_evidence_of_evidence_names_what_to_ask_for() -> None:
    with pytest.raises(InputError, match=r"Ask for what it is evidence of: xx:a$"):
        ssw.evidence(example(), "xx:ea")


def test_derivation_in_a_circle_ends() -> None:
    turtle = TURTLE + (
        "xx:m a ssw:Competency ; skos:prefLabel 'M'@en ; ssw:evidence xx:em ."
        "xx:em a ssw:Evidence ; ssw:basis ssw:Derived ; prov:wasDerivedFrom xx:n ."
        "xx:n a ssw:Competency ; skos:prefLabel 'N'@en ; ssw:evidence xx:en ."
        "xx:en a ssw:Evidence ; ssw:basis ssw:Derived ; prov:wasDerivedFrom xx:m ."
    )
    found = ssw.evidence(CompetencyGraph([parse_framework(turtle)]), "xx:m")
    assert [ground.element for ground in found.grounds] == ["xx:n"]
    assert [note.code for note in found.notes] == ["evidence.none"]


# Everything that ships


@pytest.mark.slow
def test_from_any_element_a_source_is_reached_within_two_steps(g: CompetencyGraph) -> None:
    """Step one leads to a neighbour or to a source, step two from the neighbour to its source."""
    every = [node for framework in g.frameworks for node in framework.elements if not isinstance(node, Source)]
    # A draft is a proposal made here: it has a reason instead.
    nodes = [node for node in every if g.basis_of(node.id) != "draft"]
    random.Random(4).shuffle(nodes)
    assert [node.id for node in nodes[:300] if not (proposed(node) or sourced(ssw.evidence(g, node.id)))] == []


def proposed(node: Node) -> bool:
    """Whether no source bears it, and it says so: a line below a competency, or a question that no source settles."""
    kinds = ("performance-criterion", "evidence-requirement", "open-question", "statement")
    return node.kind in kinds and all(one.basis == "draft" and one.note for one in node.evidence)


def sourced(found: EvidenceReport) -> bool:
    cited: list[Citation] = [*found.citations, *(one for ground in found.grounds for one in ground.citations)]
    return any(one.source for one in cited) and max([0, *(ground.step for ground in found.grounds)]) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("home", ["generic", "cycw", "psw", "cdw", "social-protection"])
def test_an_element_of_a_compilation_is_draft_or_leads_to_an_origin(home: str, g: CompetencyGraph) -> None:
    for node in some(random.Random(4).sample(g[home].elements, 60)):
        found = ssw.evidence(g, node.id)
        assert proposed(node) or sourced(found), node.id
        if found.basis == "draft":
            assert found.origins == found.inferred == ()
        else:
            assert found.origins or found.inferred, node.id


@pytest.mark.slow
def test_every_mapping_that_ships_leads_to_a_source(g: CompetencyGraph) -> None:
    rows = list(g.mappings)
    for match in some(random.Random(4).sample(rows, 100)):
        ends = [end for end in (match.subject, match.object) if end in g]
        assert sourced(ssw.evidence(g, match.id)) or any(sourced(ssw.evidence(g, end)) for end in ends), match.id


def test_reprints_that_ship_count_once(g: CompetencyGraph) -> None:
    assert len(ssw.evidence(g, "za:98890-wm-03").origins) == 1
    assert len(ssw.evidence(g, "psw:c-assess").origins) == 5


def test_two_studies_differ_on_the_steps_of_an_application(g: CompetencyGraph) -> None:
    steps = [node for node in g["za"].of_kind("context") if node.scheme == "za:scheme-sassa-application"]
    labels = [str(step.label) for step in sorted(steps, key=lambda step: step.rank)]
    assert labels == ["Screening", "Attestation", "Quality control", "Verification and approval or rejection"]
    found = ssw.evidence(g, "za:step-sassa-attestation")
    assert len(found.origins) == 2
    assert {dissent.standing for dissent in found.dissents} == {"competing"}
    assert len(found.dissents) == 2
    assert g["za:step-sassa-attestation"].definition.values == ()


# The matrix


def test_the_matrix_says_which_source_attests_what() -> None:
    g = example(("xx:b", "skos:closeMatch", "xx:c", "", ""), ("xx:b", "skos:relatedMatch", "xx:a", "", ""))
    matrix = ssw.attestation(g, "xx")
    rows = {item.element: item for item in matrix.items}
    assert rows["xx:a"].cells == (("xx:law", "stated"), ("xx:loi", "stated"))
    assert rows["xx:a"].origins == ("xx:law",)
    assert rows["xx:b"].cells == (("xx:book", "close"),)
    assert rows["xx:b"].on_subject == ("xx:a",)
    assert rows["xx:d"].cells == ()
    assert {source.id: source.count for source in matrix.sources} == {"xx:book": 2, "xx:law": 1, "xx:loi": 1}
    assert matrix.rows()[1]["xx:book"] == "close"


def test_by_country_a_chain_of_copies_counts_once_and_where_its_original_is_of() -> None:
    turtle = TURTLE.replace('"Law"@en ;', '"Law"@en ; ssw:jurisdiction "KE" ;').replace(
        '"Loi"@fr ;', '"Loi"@fr ; ssw:jurisdiction "CD" ;'
    )
    g = CompetencyGraph([parse_framework(turtle)]).with_mappings(table(("xx:b", "skos:closeMatch", "xx:c", "", "")))
    matrix = ssw.attestation(g, "xx")
    assert [(one.place, one.origins, one.count) for one in matrix.places] == [
        ("KE", ("xx:law",), 1),
        ("", ("xx:book",), 2),
    ]
    rows = {line["element"]: (line["KE"], line["not-known"]) for line in matrix.rows_by_place()}
    assert (rows["xx:a"], rows["xx:b"], rows["xx:d"]) == ((1, None), (None, 1), (None, None))
    assert "place not known" in str(matrix)


def test_an_origin_is_of_the_country_of_its_framework_where_it_says_none_itself() -> None:
    turtle = TURTLE.replace('"An example"@en .', '"An example"@en ; ssw:jurisdiction "ZA-WC" .')
    matrix = ssw.attestation(CompetencyGraph([parse_framework(turtle)]), "xx")
    assert [(one.place, len(one.origins)) for one in matrix.places] == [("ZA", 2)]


@pytest.mark.slow
def test_the_matrix_agrees_with_the_evidence_of_each_row(g: CompetencyGraph) -> None:
    for home in ("psw", "ug", "za"):
        for item in ssw.attestation(g, home).items:
            assert item.origins == tuple(one.id for one in ssw.evidence(g, item.element).origins), item.element


@pytest.mark.parametrize("verb", [ssw.attestation, ssw.completeness])
def test_a_framework_is_wanted(verb: Any) -> None:
    with pytest.raises(UnknownElementError, match="Did you mean xx"):
        verb(example(), "xxx")
    with pytest.raises(InputError, match=r"'xx:a' is a competency, not a framework\. Its framework is 'xx'"):
        verb(example(), "xx:a")
    for wrong in (None, 7, ["xx"]):
        with pytest.raises(UnknownElementError):
            verb(example(), wrong)


def test_the_matrix_wants_a_kind_that_is_there() -> None:
    with pytest.raises(InputError, match=r"nothing of the kind 'cadre'\. It has: competency"):
        ssw.attestation(example(), "xx", kind="cadre")


# Completeness


def test_completeness_counts_by_hand() -> None:
    found = ssw.completeness(example(), "xx")
    assert (found.bases.stated, found.bases.derived, found.bases.draft) == (3, 1, 1)
    assert found.facets == (("not-stated", 4),)
    assert found.languages == (("en", 4, 0),)
    assert found.attested == ((0, 2), (1, 2))
    assert found.unattested == ("xx:b", "xx:d")


@pytest.mark.slow
def test_completeness_of_what_ships(g: CompetencyGraph) -> None:
    for framework in some(g.frameworks):
        found = ssw.completeness(g, framework.id)
        total = found.bases.stated + found.bases.derived + found.bases.draft
        assert total == sum(share.count for share in found.shares)
        assert total == sum(1 for node in framework.elements if not isinstance(node, Source))
        assert sum(n for _, n in found.attested) == found.named
        assert len(found.unattested) == dict(found.attested).get(0, 0)
        assert all(0 <= one.known <= one.total for one in found.known)
        if framework.not_encoded:
            assert found.unread[0].element == framework.id
    summaries = {summary.id: summary.bases for summary in ssw.frameworks()}
    assert summaries["za"] == ssw.completeness(g, "za").bases


# Expected topics


def test_the_topics_are_asked_for_by_sources_that_ship(g: CompetencyGraph) -> None:
    for topic in some(TOPICS):
        for element, source, title in topic.asked_by:
            assert str(g[source].label) == title
            assert source in {one.source for one in g[element].evidence if one.basis == "stated"}, element


CARING = """
@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xx: <https://w3id.org/sswgraph/id/xx/> .
<https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .
xx:w a ssw:Cadre ; skos:prefLabel "WORKER"@TAG ; ssw:evidence xx:e . xx:e a ssw:Evidence ; ssw:basis ssw:Draft .
"""


def test_advice_names_each_absent_topic_and_who_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(CARING.replace("WORKER", "child care helper").replace("TAG", "en"), encoding="utf-8")
    report = ssw.check(path)
    assert report.conforms
    assert [(one.code, one.severity) for one in report.results] == [("topic-absent", "info")] * len(TOPICS)
    said = " ".join(str(one.message) for one in report.results)
    for words in ("No element was found that mentions self-care", "alliance:source-toolkit-supporting", "burnout"):
        assert words in said


@pytest.mark.parametrize(
    ("label", "tag", "codes"),
    [("case worker", "en", set()), ("petugas anak", "id", {"topics-not-read"}), ("aide à l’enfance", "fr", None)],
)
def test_advice_is_given_only_where_it_applies(label: str, tag: str, codes: set[str] | None, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(CARING.replace("WORKER", label).replace("TAG", tag), encoding="utf-8")
    found = {one.code for one in ssw.check(path).results}
    assert found == ({"topic-absent"} if codes is None else codes)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("keeps confidential", "ethics"),
        ("protects children at risk", "safeguarding"),
        ("refers to a doctor, referral", "limits"),
        ("works under supervision", "supervision"),
        ("self-care", "self-care"),
        ("respects people with disabilities", "non-discrimination"),
        ("children take part", "participation"),
    ],
)
def test_a_word_carries_its_topic(said: str, code: str) -> None:
    caring = CARING.replace("WORKER", f"child worker: {said}").replace("TAG", "en")
    absent = {topic.code for topic in topics_found(parse_framework(caring)).absent}
    assert absent == {topic.code for topic in TOPICS} - {code}


def test_a_reference_is_no_referral() -> None:
    caring = CARING.replace("WORKER", "child worker with references").replace("TAG", "en")
    assert "limits" in {topic.code for topic in topics_found(parse_framework(caring)).absent}


def test_what_ships_for_children_covers_what_is_expected(g: CompetencyGraph) -> None:
    for home in ("generic", "cycw", "psw"):
        assert [topic.code for topic in topics_found(g[home]).absent] == []


# Shown


def results(g: CompetencyGraph) -> list[Any]:
    asked = ("psw:c-assess", "za:264976", "cdw:community-development-worker.req-gender", "id:f-tksk-koordinasi", "psw")
    reports: list[Any] = [ssw.evidence(g, one) for one in asked]
    return [*reports, ssw.attestation(g, "cdw"), ssw.completeness(g, "za"), ssw.completeness(g, "psw")]


@pytest.mark.slow
def test_results_show_themselves_everywhere(g: CompetencyGraph, tmp_path: Path) -> None:
    for number, result in some(enumerate(results(g))):
        for lang in ("en", "fr", "ar"):
            page = page_of(result, lang)
            assert "<script" not in document(page)
            assert page.title
        assert result._repr_markdown_().startswith("# ")
        assert "<table" in result._repr_html_()
        assert str(result).count("\n") > 10
        assert pickle.loads(pickle.dumps(result)) == result
        for ending in ssw.formats():
            if ending in ("html", "md", "json"):
                assert ssw.save(result, tmp_path / f"{number}.{ending}").stat().st_size > 500
        data = ssw.to_plain(result)
        assert json.loads(json.dumps(data)) == data
        assert result.rows() or isinstance(result, EvidenceReport)


def test_a_page_gives_the_words_in_their_own_language(g: CompetencyGraph) -> None:
    shown = document(page_of(ssw.evidence(g, "id:f-tksk-koordinasi")))
    assert 'lang="id">beberapa fungsi yaitu fungsi koordinasi' in shown
    assert "https://potensinetwork.com" in shown


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_texts_stay_texts(text: str) -> None:
    for result in (samples.evidence(text), samples.attestation(text), samples.completeness(text)):
        page = page_of(result)
        shown = document(page)
        assert "<script" not in shown
        assert not re.search(r"(?<!\\)<script", result._repr_markdown_())
        assert max(columns(line) for line in plain(page).split("\n")) <= WIDTH
        assert "\x07" not in shown + plain(page)


def test_texts_cannot_break_out() -> None:
    turtle = TURTLE.replace('"listens"', '"<script>alert(1)</script>"').replace('"s. 3"', '"| [x](javascript:y)"')
    found = ssw.evidence(CompetencyGraph([parse_framework(turtle)]), "xx:a")
    assert "<script>" not in document(page_of(found))
    assert "[x](" not in found._repr_markdown_()


def test_the_same_question_has_the_same_answer(g: CompetencyGraph) -> None:
    again = ssw.load()
    for identifier in ("psw:c-assess", "za:social-auxiliary-worker"):
        assert ssw.evidence(g, identifier) == ssw.evidence(again, identifier)
    assert ssw.attestation(g, "psw") == ssw.attestation(again, "psw")
    assert ssw.completeness(g, "psw") == ssw.completeness(again, "psw")


def test_the_steps_are_in_order(g: CompetencyGraph) -> None:
    grounds: tuple[Ground, ...] = ssw.evidence(g, "cdw:community-development-worker.req-gender").grounds
    assert [ground.step for ground in grounds] == sorted(ground.step for ground in grounds)
    assert max(ground.step for ground in grounds) == 2


# On the command line


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


@pytest.mark.slow
def test_the_commands_say_what_the_verbs_say(g: CompetencyGraph, capsys: pytest.CaptureFixture[str]) -> None:
    answers = {
        ("evidence", "psw:c-assess"): ssw.evidence(g, "psw:c-assess"),
        ("attestation", "psw"): ssw.attestation(g, "psw"),
        ("attestation", "psw", "--kind", "function"): ssw.attestation(g, "psw", kind="function"),
        ("completeness", "za"): ssw.completeness(g, "za"),
    }
    for arguments, answer in answers.items():
        code, out, _ = told(capsys, *arguments, "--json")
        assert (code, json.loads(out)) == (0, ssw.to_plain(answer))
    code, out, _ = told(capsys, "evidence", "psw:c-assess skos:closeMatch ug:f-psw-assess", "--lang", "fr")
    assert code == 0
    assert "Preuves" in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("evidence", "za:social-workr"), "za:social-worker"),
        (("evidence", "za:ev-97691-sequential"), "Ask for what it is evidence of"),
        (("attestation", "za:social-worker"), "is a cadre, not a framework. Its framework is 'za'"),
        (("attestation", "za", "--kind", "cadres"), "Did you mean 'cadre'?"),
        (("completeness", "asean"), "asean-sp"),
        (("evidence",), "Missing argument"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_the_list_of_frameworks_gives_shares(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = told(capsys, "frameworks")
    assert "%);" in " ".join(out.split())


def test_a_framework_just_begun_is_not_said_to_be_read_or_to_lack_nothing() -> None:
    """A fresh framework has no element to look at, and nobody says how much of a source was read."""
    begun = ssw.new("xx", title="Family aides", lang="en", jurisdiction=["UG"])
    found = ssw.completeness(ssw.CompetencyGraph([begun]), "xx")
    assert (found.looked_for, found.advice, found.unread) == (False, (), ())
    said = " ".join(str(found).split())
    assert "Expected topics were not looked for" in said
    assert "how much of its sources was read is not stated" in said
    assert "Everything was read" not in said
