"""The graph for networkx: which edges there are, exactly, and what they carry."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.network import to_graphml
from sswgraph.model import Cadre, Function, Mapping, MappingSet, Progression, SupervisionArrangement, Text
from sswgraph.model.codes import Kind
from tests import toy

Edge = tuple[str, str, dict[str, Any]]


def edges(graph: CompetencyGraph) -> list[Edge]:
    return sorted(graph.to_networkx().edges(data=True), key=str)


def function(name: str, **fields: Any) -> Function:
    return Function(id=f"t:{name}", label=Text.of(en=name), evidence=toy.DRAFT, **fields)


@pytest.mark.parametrize(
    ("parts", "edge"),
    [
        (
            [toy.cadre("w"), toy.competency("c"), *toy.scale("s", 1), toy.requires("w", "c", "s1", "essential")],
            ("t:w", "t:c", {"kind": "requires", "id": "t:w.c.s1.essential", "level": "t:s1", "necessity": "essential"}),
        ),
        (
            [toy.cadre("w"), toy.competency_set("s"), toy.requires("w", "s")],
            ("t:w", "t:s", {"kind": "requires", "id": "t:w.s.none.none"}),
        ),
        ([toy.cadre("w", performs=("t:f",)), function("f")], ("t:w", "t:f", {"kind": "performs"})),
        ([function("f", needs=("t:c",)), toy.competency("c")], ("t:f", "t:c", {"kind": "needs"})),
        (
            [toy.module("m"), toy.competency("c"), *toy.scale("s", 1), toy.develops("m", "c", "s1")],
            ("t:m", "t:c", {"kind": "develops", "id": "t:m.o.c.s1", "level": "t:s1", "extent": "whole"}),
        ),
        (
            [toy.qualification("q"), toy.competency("c"), toy.develops("q", "c", extent=None)],
            ("t:q", "t:c", {"kind": "develops", "id": "t:q.o.c.none"}),
        ),
        (
            [toy.module("m", prerequisite=("t:n",)), toy.module("n")],
            ("t:m", "t:n", {"kind": "prerequisite"}),
        ),
        ([toy.module("m", corequisite=("t:n",)), toy.module("n")], ("t:m", "t:n", {"kind": "corequisite"})),
        ([toy.module("m", part_of=("t:q",)), toy.qualification("q")], ("t:m", "t:q", {"kind": "part-of"})),
        ([toy.qualification("q", qualifies_for=("t:w",)), toy.cadre("w")], ("t:q", "t:w", {"kind": "qualifies-for"})),
        ([toy.competency("c", broader=("t:d",)), toy.competency("d")], ("t:c", "t:d", {"kind": "broader"})),
        ([toy.competency("c", covers=("t:d",)), toy.competency("d")], ("t:c", "t:d", {"kind": "covers"})),
        ([toy.competency_set("s", "c"), toy.competency("c")], ("t:s", "t:c", {"kind": "includes"})),
        (
            [
                toy.cadre("w"),
                toy.cadre("v"),
                Progression(id="t:p", start="t:w", progresses_to="t:v", progression_kind="lattice", evidence=toy.DRAFT),
            ],
            ("t:w", "t:v", {"kind": "progresses", "id": "t:p", "way": "lattice"}),
        ),
        (
            [
                toy.cadre("w"),
                toy.cadre("v"),
                SupervisionArrangement(id="t:a", supervisee=("t:w",), supervisor=("t:v",), evidence=toy.DRAFT),
            ],
            ("t:w", "t:v", {"kind": "supervised-by", "id": "t:a"}),
        ),
    ],
    ids=lambda value: value[2]["kind"] if isinstance(value, tuple) else "",
)
def test_each_relation_is_one_edge_in_its_direction(parts: list[Any], edge: Edge) -> None:
    assert edges(toy.graph(*parts)) == [edge]


def test_the_relations_that_the_description_leaves_out_are_edges_too() -> None:
    graph = toy.graph(
        function("f", broader=("t:g",)), function("g"), Cadre(id="t:w", includes=("t:v",)), toy.cadre("v")
    )
    assert edges(graph) == [("t:f", "t:g", {"kind": "broader"}), ("t:w", "t:v", {"kind": "includes"})]


def test_mappings_are_edges_with_their_relation() -> None:
    graph = toy.graph(
        toy.competency("c"),
        toy.competency("d"),
        toy.maps("c", "exact", "d", confidence=Decimal("0.8")),
        toy.maps("c", "close", "u:x"),
        toy.maps("d", "related", "c", negated=True),
    )
    assert edges(graph) == [
        ("t:c", "t:d", {"kind": "mapping", "relation": "exact", "confidence": 0.8, "state": "contested"}),
        ("t:c", "u:x", {"kind": "mapping", "relation": "close"}),
        ("t:d", "t:c", {"kind": "mapping", "relation": "related", "negated": True, "state": "denied"}),
    ]


def test_several_links_between_two_nodes_stay_several() -> None:
    graph = toy.graph(
        toy.cadre("w"), toy.competency("c"), toy.requires("w", "c"), toy.requires("w", "c", None, "optional")
    )
    assert graph.to_networkx().number_of_edges("t:w", "t:c") == 2


def test_nodes_carry_kind_label_and_framework() -> None:
    graph = toy.graph(toy.cadre("w"), toy.competency("c"), *toy.scale("s", 2), toy.requires("w", "gone"))
    network: Any = graph.to_networkx()
    assert dict(network.nodes(data=True)) == {
        "t:w": {"kind": "cadre", "label": "w", "framework": "t"},
        "t:c": {"kind": "competency", "label": "c", "framework": "t"},
        "t:gone": {"kind": "external", "label": "t:gone", "framework": ""},
    }


def test_what_is_handed_out_is_a_copy() -> None:
    graph = toy.graph(toy.cadre("w"), toy.competency("c"), toy.requires("w", "c"))
    first = graph.to_networkx()
    assert isinstance(first, networkx.MultiDiGraph)
    first.clear()
    assert edges(graph) == [("t:w", "t:c", {"kind": "requires", "id": "t:w.c.none.none"})]


def test_an_empty_graph_is_one() -> None:
    assert len(CompetencyGraph().to_networkx()) == 0


def test_nodes_and_edges_come_in_the_same_order_whatever_the_order_of_the_parts() -> None:
    parts = [toy.cadre("w"), toy.competency("c"), toy.competency("d"), toy.requires("w", "c"), toy.requires("w", "d")]
    there, back = toy.graph(*parts).to_networkx(), toy.graph(*reversed(parts)).to_networkx()
    assert list(there.nodes) == list(back.nodes)
    assert list(there.edges(data=True)) == list(back.edges(data=True))


def test_everything_that_ships_becomes_a_network(g: CompetencyGraph) -> None:
    network = g.to_networkx()
    shown: tuple[Kind, ...] = ("cadre", "function", "competency", "competency-set", "module", "qualification")
    assert {node for node, data in network.nodes(data=True) if data["kind"] != "external"} == {
        element.id for kind in shown for element in g.of_kind(kind)
    }
    assert sum(data["kind"] == "requires" for _, _, data in network.edges(data=True)) == len(g.of_kind("requirement"))
    assert sum(data["kind"] == "mapping" for _, _, data in network.edges(data=True)) == len(g.mappings)


def test_graphml_is_xml_that_networkx_reads_back() -> None:
    hostile = toy.cadre("w", notation="x")
    hostile = Cadre(id="t:w", label=Text.of(en='<&"> \u202e 😀'), evidence=toy.DRAFT)
    graph = toy.graph(hostile, toy.competency("c"), toy.requires("w", "c"), toy.maps("c", "close", "u:x"))
    text = to_graphml(graph)
    ElementTree.fromstring(text)
    back = networkx.parse_graphml(text, force_multigraph=True)
    assert back.nodes["t:w"]["label"] == '<&"> \u202e 😀'
    assert back.number_of_edges() == 2
    assert to_graphml(graph) == text


@pytest.mark.parametrize("label", ["a\x07b", "a\x00b", "a\ufffeb", "half \ud800"])
def test_graphml_is_xml_whatever_a_label_holds(label: str) -> None:
    graph = toy.graph(Cadre(id="t:w", label=Text((("en", label),)), evidence=toy.DRAFT))
    ElementTree.fromstring(to_graphml(graph).encode())


def test_a_mapping_set_alone_makes_external_nodes() -> None:
    rows = (Mapping(subject="a:x", relation="exact", object="b:y"),)
    network = CompetencyGraph([], [MappingSet(id="m", mappings=rows)]).to_networkx()
    assert {data["kind"] for _, data in network.nodes(data=True)} == {"external"}
