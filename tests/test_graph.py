"""CompetencyGraph: looking things up by id and by name, unknown ids, editions, graphs with a difference."""

from __future__ import annotations

import inspect
import pickle
import time
from dataclasses import replace
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import EditionError, InputError, UnknownElementError
from sswgraph.exchange.schema import BY_KIND
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Cadre,
    Candidate,
    Competency,
    Evidence,
    Framework,
    Mapping,
    MappingSet,
    Qualification,
    Source,
    Text,
)
from sswgraph.model.codes import KINDS
from sswgraph.model.text import fold
from tests import toy
from tests.loops import some


def labelled(code: str, **wordings: str) -> Competency:
    return Competency(id=f"t:{code}", label=Text.of(**wordings), evidence=toy.DRAFT)


NAMES = toy.graph(
    Cadre(id="t:social-worker", label=Text.of(en="social worker", fr="travailleur social"), evidence=toy.DRAFT),
    Cadre(
        id="t:auxiliary",
        label=Text.of(en="social auxiliary worker", fr="auxiliaire social"),
        alt_label=Text((("en", "assistant social worker"), ("en", "SAW"))),
        notation="C-02",
        evidence=toy.DRAFT,
    ),
    labelled("education", fr="Éducation spécialisée", en="special education"),
    labelled("strasse", de="Straßenarbeit"),
    labelled("istanbul", tr="İstanbul'da çalışma"),
    labelled("chinese", zh="社会工作者"),
    labelled("hindi", hi="समाज कार्यकर्ता"),
    labelled("amharic", am="የማኅበራዊ አገልግሎት ሠራተኛ"),
    labelled("arabic", ar="أخصائي اجتماعي"),
    labelled("thai", th="นักสังคมสงเคราะห์"),
    labelled("greek", el="Κοινωνικός λειτουργός"),
    toy.module("km-01", notation="KM-01"),
    toy.module("km-02", notation="KM-02"),
    Source(id="t:source", label=Text.of(en="social worker, the book")),
)


def ids(found: tuple[Candidate, ...]) -> list[str]:
    return [candidate.id for candidate in found]


def first(text: str) -> str:
    found = NAMES.find(text)
    assert found, f"nothing found for {text!r}"
    return found[0].id


# Finding


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("social worker", "t:social-worker"),
        ("SOCIAL WORKER", "t:social-worker"),
        ("  Social \t Worker\n", "t:social-worker"),
        ("sócial wörker", "t:social-worker"),
        ("ｓｏｃｉａｌ ｗｏｒｋｅｒ", "t:social-worker"),
        ("worker, social", "t:social-worker"),
        ("Travailleur Social", "t:social-worker"),
        ("t:social-worker", "t:social-worker"),
        ("social-worker", "t:social-worker"),
        ("socail worker", "t:social-worker"),
        ("soccial wrker", "t:social-worker"),
        ("assistant social worker", "t:auxiliary"),
        ("saw", "t:auxiliary"),
        ("auxil", "t:auxiliary"),
        ("C-02", "t:auxiliary"),
        ("c-02", "t:auxiliary"),
        ("KM-01", "t:km-01"),
        ("km-02", "t:km-02"),
        ("education specialisee", "t:education"),
        ("ÉDUCATION SPÉCIALISÉE", "t:education"),
        ("E\u0301ducation spe\u0301cialise\u0301e", "t:education"),
        ("strassenarbeit", "t:strasse"),
        ("STRASSENARBEIT", "t:strasse"),
        ("istanbul'da calisma", "t:istanbul"),
        ("社会工作者", "t:chinese"),
        ("社会", "t:chinese"),
        ("工作", "t:chinese"),
        ("समाज कार्यकर्ता", "t:hindi"),
        ("አገልግሎት", "t:amharic"),
        ("اجتماعي", "t:arabic"),
        ("นักสังคมสงเคราะห์", "t:thai"),
        ("ΚΟΙΝΩΝΙΚΟΣ ΛΕΙΤΟΥΡΓΟΣ", "t:greek"),
        ("κοινωνικος λειτουργος", "t:greek"),
    ],
)
def test_names_are_found_in_spite_of_case_accents_order_and_slips(text: str, wanted: str) -> None:
    assert first(text) == wanted


def test_candidates_say_what_matched_and_how_well() -> None:
    found = NAMES.find("Social Worker")
    assert found[0].score == 1.0
    assert (found[0].kind, found[0].label.get("fr"), found[0].matched) == (
        "cadre",
        "travailleur social",
        "social worker",
    )
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score <= 1 for one in found)
    assert len(set(ids(found))) == len(found)


def test_a_name_that_several_bear_gives_all_of_them() -> None:
    graph = toy.graph(*(labelled(code, en="Case management") for code in "cab"))
    assert ids(graph.find("case management")) == ["t:a", "t:b", "t:c"]


def test_sources_are_not_found_by_name() -> None:
    assert "t:source" not in ids(NAMES.find("social worker, the book"))


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "!!!", "%", "\x00", "\ud800", "😀", "zzzzzz", "(", "\\", "[a-z]+", "\u0301"]
)
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert NAMES.find(text) == ()


def test_a_name_is_found_among_many_that_share_its_words() -> None:
    graph = toy.graph(*(labelled(f"c-{number:05}", en=f"child protection work {number}") for number in range(5_000)))
    start = time.perf_counter()
    for text, wanted in (("t:c-01234", "t:c-01234"), ("protection work 77", "t:c-00077"), ("c 04999", "t:c-04999")):
        assert ids(graph.find(text))[0] == wanted
    assert time.perf_counter() - start < 5


def test_a_very_long_text_finds_nothing_or_the_nearest() -> None:
    assert NAMES.find("x" * 1_000_000) == ()
    assert first("social worker " * 100) == "t:social-worker"


def test_kind_and_limit_narrow_what_is_found() -> None:
    assert ids(NAMES.find("social", kind="cadre")) == ["t:auxiliary", "t:social-worker"]
    with pytest.raises(InputError, match=r"There is no kind 'cadres'\. Did you mean 'cadre'\?"):
        NAMES.find("social", kind="cadres")  # type: ignore[arg-type]
    assert len(NAMES.find("social", limit=1)) == 1
    assert NAMES.find("social", limit=0) == ()


def test_a_list_that_was_cut_short_says_of_how_many() -> None:
    every = NAMES.find("social", limit=None)
    cut = NAMES.find("social", limit=1)
    assert cut.total == len(every) == every.total > 1
    assert f"1 of {len(every)}" in repr(cut)
    assert f"First 1 of {len(every)} matches" in str(cut)
    assert f"{len(every)} matches" in str(every)


def test_a_negative_limit_is_none_at_all() -> None:
    assert toy.graph(*(labelled(code, en="same") for code in "abcde")).find("same", limit=-1) == ()


@pytest.mark.parametrize("text", [None, 5, b"social"])
def test_what_is_no_text_is_told_in_plain_words(text: Any) -> None:
    with pytest.raises(TypeError, match="text"):
        NAMES.find(text)


def test_finding_does_not_depend_on_the_order_of_the_frameworks() -> None:
    one = Framework(
        id="a",
        label=Text.of(en="A"),
        elements=(Cadre(id="a:w", label=Text.of(en="worker"), evidence=(Evidence(id="a:e", basis="draft"),)),),
    )
    two = Framework(
        id="b",
        label=Text.of(en="B"),
        elements=(Cadre(id="b:w", label=Text.of(en="worker"), evidence=(Evidence(id="b:e", basis="draft"),)),),
    )
    there, back = CompetencyGraph([one, two]), CompetencyGraph([two, one])
    assert there.find("worker") == back.find("worker")
    assert ids(there.find("worker")) == ["a:w", "b:w"]


def test_folding_keeps_what_tells_words_apart() -> None:
    assert fold("Élève") == fold("ELEVE") == fold("E\u0301le\u0300ve") == "eleve"
    assert fold("Straße") == fold("STRASSE") == "strasse"
    assert fold("") == fold(" \u00a0\n") == ""
    assert fold("समाज") != fold("सम")


# Looking up


def test_values_are_there_by_id_by_iri_and_by_value() -> None:
    cadre = NAMES["t:social-worker"]
    assert isinstance(cadre, Cadre)
    assert NAMES["https://w3id.org/sswgraph/id/t/social-worker"] is cadre
    assert NAMES[cadre] is cadre
    assert NAMES["t"].id == "t"
    assert "t:social-worker" in NAMES
    assert cadre in NAMES
    assert NAMES.get("t:social-worker") is cadre
    assert NAMES.get("t:nobody") is None
    assert NAMES.get("t:nobody", 5) == 5


def test_an_iri_is_in_the_graph_where_it_can_be_looked_up() -> None:
    iri = "https://w3id.org/sswgraph/id/t/social-worker"
    assert iri in NAMES
    assert NAMES.get(iri) is NAMES[iri]


def test_an_element_with_a_foreign_iri_is_its_own_id() -> None:
    iri = "http://data.europa.eu/esco/skill/1"
    graph = CompetencyGraph([toy.framework(Competency(id=iri, label=Text.of(en="c"), evidence=toy.DRAFT))])
    assert graph[iri].iri == iri
    assert iri in graph
    assert graph.home(iri) == "t"
    assert first_id(graph, "c") == iri


def first_id(graph: CompetencyGraph, text: str) -> str:
    return graph.find(text)[0].id


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("t:social-workr", "t:social-worker"),
        ("t:social_worker", "t:social-worker"),
        ("T:SOCIAL-WORKER", "t:social-worker"),
        ("social-worker", "t:social-worker"),
        ("social worker", "t:social-worker"),
        ("Travailleur social", "t:social-worker"),
        ("KM-01", "t:km-01"),
        ("x:auxiliary", "t:auxiliary"),
    ],
)
def test_an_unknown_id_names_the_near_ones(asked: str, near: str) -> None:
    with pytest.raises(UnknownElementError) as caught:
        NAMES[asked]
    assert near in caught.value.near
    assert len(caught.value.near) <= 3
    assert all(one in NAMES for one in caught.value.near)
    assert near in str(caught.value)
    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize(
    "asked",
    [None, 5, 3.5, b"t:social-worker", ("t:social-worker",), "", "\x00", "http://nowhere/", "x" * 100_000, object()],
)
def test_an_id_that_is_none_is_unknown_too(asked: Any) -> None:
    with pytest.raises(UnknownElementError) as caught:
        NAMES[asked]
    assert caught.value.near == ()
    assert asked not in NAMES
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("asked", ["x" * 5_000, "t:" + "x" * 5_000, "https://nowhere/" + "x" * 5_000])
def test_an_id_of_thousands_of_letters_is_no_input(asked: str) -> None:
    for verb in (NAMES.__getitem__, NAMES.framework, ssw.load, lambda one: ssw.gap(NAMES, one, one)):
        with pytest.raises(InputError, match="no id has more than 1,000"):
            verb(asked)
    assert NAMES.get(asked) is None


@pytest.mark.parametrize("asked", [[], {}, set()])
def test_a_list_is_no_id(asked: Any) -> None:
    with pytest.raises(UnknownElementError):
        NAMES[asked]


def test_the_near_ids_of_an_iri_are_named_too() -> None:
    with pytest.raises(UnknownElementError) as caught:
        NAMES["https://w3id.org/sswgraph/id/t/social-workr"]
    assert "t:social-worker" in caught.value.near


# What is in it


def test_tuples_come_in_order_of_id() -> None:
    graph = toy.graph(toy.cadre("b"), toy.cadre("a"), toy.competency("z"), toy.competency("y"), toy.qualification("q"))
    assert [cadre.id for cadre in graph.cadres] == ["t:a", "t:b"]
    assert [competency.id for competency in graph.competencies] == ["t:y", "t:z"]
    assert [qualification.id for qualification in graph.qualifications] == ["t:q"]
    assert (graph.functions, graph.modules) == ((), ())
    assert all(isinstance(one, Qualification) for one in graph.qualifications)
    assert graph.of_kind("adoption") == ()
    with pytest.raises(InputError, match=r"There is no kind 'no such kind'\. Known: adoption, cadre"):
        graph.of_kind("no such kind")  # type: ignore[call-overload]
    assert list(graph) == ["t", "t:a", "t:b", "t:q", "t:y", "t:z"]
    assert len(graph) == 6


def test_a_graph_says_what_is_in_it() -> None:
    assert repr(toy.graph(toy.cadre("a"), toy.competency("b"))) == "<CompetencyGraph t: 1 cadre, 1 competency>"
    assert len(CompetencyGraph()) == 0
    assert CompetencyGraph().find("anything") == ()


def test_mappings_are_elements_too() -> None:
    graph = toy.graph(toy.competency("a"), toy.competency("b"), toy.maps("a", "exact", "b"))
    assert graph["t:a skos:exactMatch t:b"].relation == "exact"
    assert [mapping.id for mapping in graph.mappings] == ["t:a skos:exactMatch t:b"]
    assert "t:a skos:exactMatch t:b" in graph


def test_a_label_that_is_not_there_is_the_id() -> None:
    assert NAMES.label("t:social-worker").get("fr") == "travailleur social"
    assert str(NAMES.label("x:gone")) == "x:gone"


def test_a_graph_can_be_sent_to_another_process() -> None:
    back = pickle.loads(pickle.dumps(NAMES))
    assert back.frameworks == NAMES.frameworks
    assert back.find("social worker") == NAMES.find("social worker")


def test_what_is_asked_of_every_role_in_turn_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sswgraph.graph.graph._REMEMBERED", 0)

    def evidence(n: int) -> tuple[Evidence]:
        return (Evidence(id=f"xx:e{n}", basis="draft"),)

    roles = tuple(Cadre(id=f"xx:role-{n}", label=Text.of(en=f"Role {n}"), evidence=evidence(n)) for n in range(20))
    g = CompetencyGraph([Framework(id="xx", label=Text.of(en="An example"), elements=roles)])
    made: list[object] = []
    for _ in range(3):
        g.remember("of all roles", lambda: made.append("all"))
        for role in roles:
            for question in ("target", "held", "in-force", "list-reach"):
                g.remember((question, role.id), lambda: made.append("role"))
    assert (made.count("all"), made.count("role")) == (1, 80)
    for n in range(1_000):
        g.remember(("profile", n), lambda: None)
    g.remember("of all roles", lambda: made.append("again"))
    g.remember(("target", "xx:role-0"), lambda: made.append("role"))
    assert (made.count("again"), made.count("role")) == (0, 81)


def test_nothing_of_it_can_be_set() -> None:
    with pytest.raises(AttributeError):
        NAMES.cadres = ()  # type: ignore[misc, assignment]
    with pytest.raises(AttributeError):
        NAMES.new = 1  # type: ignore[attr-defined]


def test_its_frameworks_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        toy.graph().frameworks = ()  # type: ignore[misc, assignment]


# Editions, and graphs with a difference


def test_two_editions_of_one_framework_are_refused_by_name() -> None:
    with pytest.raises(EditionError, match="2015 and 2017") as caught:
        CompetencyGraph([toy.framework(edition="2015"), toy.framework(edition="2017")])
    assert "'t'" in str(caught.value)
    assert isinstance(caught.value, ValueError)
    with pytest.raises(EditionError, match="no edition"):
        CompetencyGraph([toy.framework(), toy.framework()])


def test_a_graph_with_another_framework_is_another_graph() -> None:
    first_graph = toy.graph(toy.cadre("a"))
    other = Framework(
        id="u",
        label=Text.of(en="U"),
        elements=(Cadre(id="u:b", label=Text.of(en="b"), evidence=(Evidence(id="u:e", basis="draft"),)),),
    )
    second = first_graph.with_framework(other)
    assert [framework.id for framework in second.frameworks] == ["t", "u"]
    assert "u:b" in second
    assert "u:b" not in first_graph
    assert second.without("u").frameworks == first_graph.frameworks


def test_a_framework_takes_the_place_of_another_edition() -> None:
    before, newer = toy.graph(toy.cadre("a")), toy.framework(toy.cadre("b"), edition="2")
    with pytest.raises(EditionError, match=r"'t' is there already \(.* and 2\)\. Pass replace=True"):
        before.with_framework(newer)
    graph = before.with_framework(newer, replace=True)
    assert [framework.edition for framework in graph.frameworks] == ["2"]
    assert "t:a" not in graph
    assert "t:b" in graph
    assert first_id(graph, "b") == "t:b"


def test_leaving_out_what_is_not_there_is_told() -> None:
    with pytest.raises(UnknownElementError) as caught:
        NAMES.without("u")
    assert caught.value.near == ("t",)
    assert NAMES.without("t").frameworks == ()
    assert NAMES.without(NAMES["t"]).frameworks == ()
    with pytest.raises(InputError, match="is a cadre, not a framework"):
        NAMES.without("t:social-worker")


def test_what_is_not_a_framework_is_not_added() -> None:
    for wrong in ("t", None, NAMES):
        with pytest.raises(InputError, match="A graph is made of frameworks"):
            NAMES.with_framework(wrong)  # type: ignore[arg-type]
    assert CompetencyGraph(NAMES["t"]).frameworks == NAMES.frameworks


ASKED_OF_A_GRAPH = {
    name: getattr(ssw, name)
    for name in ssw.__all__
    if inspect.isfunction(getattr(ssw, name)) and [*inspect.signature(getattr(ssw, name)).parameters][:1] == ["graph"]
}


@pytest.mark.parametrize("name", sorted(ASKED_OF_A_GRAPH.keys() - {"adapt"}))  # which also takes a framework alone
def test_what_is_not_a_graph_is_refused_in_plain_words(name: str) -> None:
    function = ASKED_OF_A_GRAPH[name]
    needed = [one.name for one in inspect.signature(function).parameters.values() if one.default is one.empty][1:]
    for wrong in ("t", None, NAMES["t"]):
        with pytest.raises(
            InputError, match=r"The first argument is a graph, such as .*, not (str|NoneType|Framework)"
        ):
            function(wrong, **dict.fromkeys((one for one in needed if one not in ("results",)), "t"))


def test_a_value_that_another_function_makes_is_asked_for_by_its_name() -> None:
    with pytest.raises(InputError, match="after takes a plan"):
        ssw.after(NAMES, "t:social-worker", NAMES)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="accept takes an alignment"):
        ssw.accept(NAMES, [], id="m", author="a", reviewer="b", date="2026-01-01")  # type: ignore[arg-type]


def test_mapping_sets_take_the_place_of_those_with_the_same_id() -> None:
    row = Mapping(subject="t:a", relation="exact", object="t:b", mapping_set="m")
    other = Mapping(subject="t:a", relation="close", object="t:b", mapping_set="of its own")
    graph = toy.graph(toy.competency("a"), toy.competency("b")).with_mappings(MappingSet(id="m", mappings=(row,)))
    assert graph.mappings == (row,)
    assert graph.with_mappings(MappingSet(id="m", mappings=(other,))).mappings == (other,)
    assert graph.with_mappings(MappingSet(id="n", mappings=(other,))).mappings == (row, other)
    assert graph.with_mappings().mappings == (row,)
    assert graph.without("t").mappings == (row,)


def test_what_two_sets_say_of_the_same_ends_is_kept() -> None:
    rows = [Mapping(subject="t:a", relation="exact", object="t:b", mapping_set=name) for name in ("m", "n")]
    sets = [MappingSet(id=row.mapping_set, mappings=(row,)) for row in rows]
    kept = CompetencyGraph([], sets).mappings
    assert [replace(row, voice="") for row in kept] == rows
    assert len({row.id for row in kept}) == 2


def test_the_stamp_tells_editions_apart() -> None:
    one, two = toy.graph(toy.cadre("a")), toy.graph(toy.cadre("b"))
    assert one.stamp().frameworks != two.stamp().frameworks
    assert one.stamp() == toy.graph(toy.cadre("a")).stamp()
    assert one.stamp(minimise="hours").options == (("minimise", "hours"),)


def test_a_graph_does_not_depend_on_the_order_of_what_it_is_made_from() -> None:
    parts = [toy.cadre("a"), toy.cadre("b"), toy.competency("c"), toy.requires("a", "c"), toy.requires("b", "c")]
    there, back = toy.graph(*parts), toy.graph(*reversed(parts))
    assert list(there) == list(back)
    assert there.cadres == back.cadres
    assert there.index.requirements == back.index.requirements


# What ships


def test_the_ids_that_others_call_are_there(g: CompetencyGraph) -> None:
    cadres = "social-worker social-auxiliary-worker child-and-youth-care-worker auxiliary-child-and-youth-care-worker"
    for code in (*cadres.split(), "community-development-worker", "community-development-practitioner"):
        assert isinstance(g[f"za:{code}"], Cadre)
    assert g["za:98890"].kind == "qualification"
    for code in ("98890-km-01", "97708-pm-08", "254184"):
        assert g[f"za:{code}"].kind == "module"


def test_the_names_of_what_ships_are_found(g: CompetencyGraph) -> None:
    assert "za:social-auxiliary-worker" in ids(g.find("social auxiliary worker", kind="cadre"))
    assert "za:social-worker" in ids(g.find("travailleur social", kind="cadre", limit=50))
    codes = ids(g.find("KM-01", kind="module", limit=50))
    assert {"za:97708-km-01", "za:97691-km-01", "za:98890-km-01"} <= set(codes)


def test_every_cadre_is_found_by_its_own_id(g: CompetencyGraph) -> None:
    for cadre in some(g.cadres[:5]):
        assert ids(g.find(cadre.id, limit=1)) == [cadre.id]


# Typed, by kind and by place


def test_each_kind_is_asked_for_by_its_own_word() -> None:
    graph = toy.graph(toy.cadre("a"), toy.competency("z"), toy.qualification("q"))
    assert graph.cadre("t:a") is graph["t:a"]
    assert graph.competency("https://w3id.org/sswgraph/id/t/z") is graph["t:z"]
    assert isinstance(graph.qualification("t:q"), Qualification)
    assert graph[graph.cadre("t:a")] is graph.cadre("t:a")
    with pytest.raises(InputError, match=r"'t:z' is of the kind 'competency', not 'cadre'"):
        graph.cadre("t:z")
    for asked in ("t:A", "a", "t:aa"):
        with pytest.raises(UnknownElementError, match="t:a"):
            graph.cadre(asked)
    with pytest.raises(UnknownElementError):
        graph.module(None)  # type: ignore[arg-type]


def test_the_kinds_are_those_of_the_vocabulary(g: CompetencyGraph) -> None:
    assert sorted(KINDS) == sorted(BY_KIND)
    for kind, cls in some(BY_KIND.items()):
        assert all(isinstance(one, cls.model) for one in g.of_kind(kind))  # type: ignore[call-overload]
    assert g.of_kind("framework") == g.frameworks
    assert len(g.of_kind("evidence")) > 1_000


def test_the_cadres_of_a_country_are_one_call(g: CompetencyGraph) -> None:
    ours = g.of_kind("cadre", where="UG")
    assert {"UG"} == {code for one in some(ours) for code in g.framework(g.home(one.id) or "").jurisdiction}
    found = g.find(kind="cadre", where="UG", limit=None)
    assert [one.id for one in found] == [one.id for one in ours]
    assert {one.id for one in some(g.find("worker", kind="cadre", where="UG"))} <= {one.id for one in ours}
    assert g.find(kind="cadre", where="UG", limit=1) == found[:1]
    assert g.find() == g.find("") == ()


def test_a_country_includes_its_parts_and_an_element_says_for_itself_where_it_holds() -> None:
    draft = (Evidence(id="p:e", basis="draft"),)
    worker = replace(toy.cadre("a"), id="p:a", evidence=draft)
    part = Framework(id="p", label=Text.of(en="p"), jurisdiction=("ZA-WC",), elements=(worker,))
    own = replace(toy.qualification("q"), id="p:q", jurisdiction=("UG",), evidence=draft)
    graph = CompetencyGraph([replace(part, elements=(*part.elements, own))])
    assert [one.id for one in graph.of_kind("cadre", where="ZA")] == ["p:a"]
    assert [one.id for one in graph.of_kind("cadre", where="ZA-WC")] == ["p:a"]
    assert graph.of_kind("cadre", where="ZA-EC") == graph.of_kind("cadre", where="142") == ()
    assert [one.id for one in graph.of_kind("cadre", where="018")] == ["p:a"]
    assert [one.id for one in graph.of_kind("qualification", where="002")] == ["p:q"]
    assert graph.of_kind("qualification", where="ZA") == ()
    assert [one.id for one in graph.of_kind("qualification", where="UG")] == ["p:q"]


@pytest.mark.parametrize("where", ["Uganda", "ug", "", "UGA", 7])
def test_what_is_no_place_is_told(where: Any, g: CompetencyGraph) -> None:
    for ask in (lambda: g.find("worker", where=where), lambda: g.of_kind("cadre", where=where)):
        with pytest.raises(InputError, match=r"UG|not a valid country|such as"):
            ask()


def test_dir_shows_the_words_of_users_only(g: CompetencyGraph) -> None:
    words = dir(g)
    assert words == sorted(words)
    assert {"cadre", "cadres", "find", "get", "mappings", "frameworks", "members", "sparql", "without"} <= set(words)
    assert not {"index", "names", "credits", "remember", "stamp", "count_bases", "home"} & set(words)
    assert all(hasattr(g, word) for word in some(words))


def test_ids_complete_in_a_notebook() -> None:
    graph = toy.graph(toy.cadre("a"))
    assert graph._ipython_key_completions_() == ["t", "t:a"]
