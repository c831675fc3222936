"""What functions suggest (F1, F2): the table of docs/semantics.md row by row, and that no figure takes it in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Cadre,
    Competency,
    Element,
    Framework,
    Function,
    FunctionNeed,
    Mapping,
    MappingSet,
    Requirement,
    ScopeRule,
    Text,
)
from sswgraph.model.codes import AUTHORITIES
from tests.loops import some
from tests.toy import DRAFT, framework

LISTEN, WRITE, COUNT = "xx:listen", "xx:write", "xx:count"


def world(
    *more: Any, performs: tuple[str, ...] = ("xx:report",), needs: tuple[str, ...] = (LISTEN,), **told: Any
) -> tuple[Any, ...]:
    """A cadre that performs one function, which needs one competency of everybody."""
    return (
        *(Competency(id=one) for one in (LISTEN, WRITE, COUNT)),
        Function(id="xx:report", needs=needs, **told),
        Cadre(id="xx:a", performs=performs),
        *more,
    )


def rule(authority: Any) -> ScopeRule:
    return ScopeRule(id="xx:rule", cadre="xx:a", function=("xx:report",), authority=authority)


def needed(competency: str, *shares: Any) -> FunctionNeed:
    return FunctionNeed(
        id=f"xx:need-{competency[3:]}", function="xx:report", competency=competency, when_authority=shares
    )


def made_of(elements: Iterable[Any], name: str = "xx") -> Framework:
    """A framework of these elements, each a draft under its own id."""
    named = (replace(one, label=Text.of(en=one.id)) if isinstance(one, Element) else one for one in elements)
    return framework(*(replace(one, evidence=DRAFT) for one in named), id=name)


def graph(elements: Iterable[Any], *others: Framework, rows: Iterable[Mapping] = ()) -> CompetencyGraph:
    return CompetencyGraph([made_of(elements), *others], [MappingSet(id="urn:t", mappings=tuple(rows))])


def suggested(g: CompetencyGraph, cadre: str = "xx:a") -> list[str]:
    return [one.competency for one in ssw.gap(g, [], cadre, through_functions=True).suggested or ()]


@pytest.mark.parametrize(
    ("authority", "expected"),
    [
        (None, [LISTEN]),
        ("independent", [LISTEN]),
        ("under-supervision", [LISTEN]),
        ("assists", [WRITE]),
        ("delegated-only", [WRITE]),
        ("identify-and-refer", [WRITE]),
        ("not-permitted", []),
    ],
)
def test_what_is_needed_goes_by_the_share_in_the_function(authority: str | None, expected: list[str]) -> None:
    marked = needed(WRITE, "assists", "delegated-only", "identify-and-refer")
    rules = [rule(authority)] if authority else []
    assert suggested(graph(world(marked, *rules))) == expected


def test_the_table_has_every_share() -> None:
    mark = test_what_is_needed_goes_by_the_share_in_the_function.pytestmark[0]  # type: ignore[attr-defined]
    assert {authority for authority, _ in mark.args[1]} == {None, *AUTHORITIES}


def other(name: str, *needs: str) -> Framework:
    own = tuple(Competency(id=one) for one in needs)
    return made_of((*own, Function(id=f"{name}:report", needs=needs)), name)


def tie(relation: Any, to: str, start: str = "xx:report") -> Mapping:
    return Mapping(subject=start, relation=relation, object=to, evidence=DRAFT)


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ({"yy": "exact", "zz": "close"}, ["yy:c"]),
        ({"yy": "close", "zz": "exact"}, ["zz:c"]),
        ({"yy": "close", "zz": "close"}, ["yy:c"]),
        ({"yy": "broad", "zz": "narrow"}, []),
        ({"yy": "covers"}, []),
        ({"yy": "related"}, []),
    ],
)
def test_a_function_without_needs_takes_those_of_one_that_it_is_tied_to(
    relations: dict[str, str], expected: list[str]
) -> None:
    rows = [tie(relation, f"{name}:report") for name, relation in relations.items()]
    g = graph(world(needs=()), *(other(name, f"{name}:c") for name in relations), rows=rows)
    assert suggested(g) == expected


def test_fewer_steps_come_first_and_the_proof_names_the_way() -> None:
    far = [tie("exact", "ww:report"), tie("exact", "aa:report", "ww:report"), tie("exact", "zz:report")]
    g = graph(world(needs=()), other("aa", "aa:c"), other("ww"), other("zz", "zz:c"), rows=far)
    found = ssw.gap(g, [], "xx:a", through_functions=True).suggested
    assert found is not None
    assert [(one.competency, one.proof) for one in found] == [
        ("zz:c", ("xx:report", "xx:report skos:exactMatch zz:report", "zz:report"))
    ]


@pytest.mark.parametrize("criticality", ["statutory", "high-accountability"])
def test_a_grave_function_takes_them_by_exact_ties_only(criticality: str) -> None:
    elements = world(needs=(), criticality=criticality)
    assert suggested(graph(elements, other("yy", "yy:c"), rows=[tie("close", "yy:report")])) == []
    assert suggested(graph(elements, other("yy", "yy:c"), rows=[tie("exact", "yy:report")])) == ["yy:c"]


def test_a_function_that_names_needs_looks_nowhere_else() -> None:
    g = graph(world(rule("assists")), other("yy", "yy:c"), rows=[tie("exact", "yy:report")])
    assert suggested(g) == []


def test_broader_and_narrower_functions_bring_nothing() -> None:
    wide = Function(id="xx:wide", needs=(COUNT,))
    narrow = Function(id="xx:narrow", needs=(WRITE,), broader=("xx:report",))
    elements = world(wide, narrow)
    mine = [replace(one, broader=("xx:wide",)) if one.id == "xx:report" else one for one in elements]
    assert suggested(graph(mine)) == [LISTEN]


def test_the_functions_of_an_included_cadre_count_as_its_own() -> None:
    g = graph(world(Cadre(id="xx:b", includes=("xx:a",))))
    assert suggested(g, "xx:b") == [LISTEN]


def test_what_is_exactly_tied_to_what_is_required_or_suggested_is_shown_once() -> None:
    asked = Requirement(id="xx:r", cadre="xx:a", competency=WRITE)
    assert suggested(graph(world(asked), rows=[tie("exact", WRITE, LISTEN)])) == []
    assert suggested(graph(world(asked), rows=[tie("close", WRITE, LISTEN)])) == [LISTEN]
    g = graph(world(needs=(COUNT, LISTEN)), rows=[tie("exact", COUNT, LISTEN)])
    assert suggested(g) == [COUNT]


def test_where_both_exist_the_difference_is_told() -> None:
    asked = Requirement(id="xx:r", cadre="xx:a", competency=WRITE)
    elsewhere = other("yy", COUNT.replace("xx", "yy"))
    mine = world(asked, performs=("xx:report", "yy:report"))
    found = ssw.gap(graph(mine, elsewhere), [], "xx:a", through_functions=True)
    assert (found.not_needed, found.not_required) == ((WRITE,), (LISTEN,))
    assert [one.competency for one in found.suggested or ()] == [LISTEN, "yy:count"]
    said = " ".join(str(found).split())
    assert "1 competency is required, but no function of this role needs it: - xx:write" in said
    tied = ssw.gap(graph(mine, elsewhere, rows=[tie("exact", WRITE, LISTEN)]), [], "xx:a", through_functions=True)
    assert (tied.not_needed, tied.not_required) == ((), ())


def test_nothing_that_is_suggested_is_asked_missing_planned_or_counted(g: CompetencyGraph) -> None:
    """Over every cadre that ships: the same gap with and without, but for the section."""
    cadres = [one.id for one in g.cadres if suggested(g, one.id)]
    for cadre in some(cadres):
        with_them, without = (ssw.gap(g, [], cadre, through_functions=asked) for asked in (True, False))
        assert without.suggested is None
        stripped = replace(with_them, suggested=None, not_needed=(), not_required=(), stamp=without.stamp)
        assert to_plain(stripped) == to_plain(without)
        offered = {one.competency for one in with_them.suggested or ()}
        assert offered.isdisjoint(item.competency for item in with_them.items)


def test_a_cadre_known_by_its_functions_only_is_suggested_not_stated() -> None:
    g = graph(world(Cadre(id="xx:idle")))
    assert [g.answerable(one) for one in ("xx:a", "xx:idle", LISTEN)] == ["suggested", "no", "stated"]
    assert g.find("", kind="cadre").answerable == (0, 2)
    gap = ssw.gap(g, [], "xx:a")
    assert gap.complete is None
    assert next(note.code for note in gap.notes) == "gap.nothing-asked"


def test_towards_what_is_no_cadre_nothing_is_suggested() -> None:
    assert suggested(graph(world()), LISTEN) == []


def test_functions_that_say_nothing_are_no_sign_that_nothing_more_is_needed() -> None:
    idle = graph(world(needs=()))
    for target in ("xx:a", LISTEN):
        said = " ".join(str(ssw.gap(idle, [], target, through_functions=True)).split())
        assert "says what it needs, so nothing follows from them" in said
        assert "suggest nothing beyond" not in said
    asked = Requirement(id="xx:r", cadre="xx:a", competency=LISTEN)
    assert "suggest nothing beyond" in str(ssw.gap(graph(world(asked)), [], "xx:a", through_functions=True))
