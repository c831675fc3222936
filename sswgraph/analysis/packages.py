"""What qualifications ask for as a whole: the modules they oblige, and their groups to choose from."""

from __future__ import annotations

from sswgraph.graph import CompetencyGraph

Package = tuple[frozenset[str], tuple[tuple[int, frozenset[str]], ...]]


def package_of(graph: CompetencyGraph, qualification: str) -> Package:
    """What a qualification asks for: the modules it obliges, and its groups with the least number of each."""
    modules = set(graph.index.modules_of.get(qualification, ()))
    groups: list[tuple[int, frozenset[str]]] = []
    for rule in graph.index.packaging.get(qualification, ()):
        members = frozenset(rule.group)
        groups.append((len(members) if rule.at_least is None else rule.at_least, members))
        modules -= members
    return frozenset(modules), tuple(groups)


def packages_of(graph: CompetencyGraph, done: set[str]) -> dict[str, Package]:
    """The qualifications that can be planned whole, without what is done already."""
    found = {}
    for qualification in graph.qualifications:
        if qualification.reach == "whole" and graph.index.modules_of.get(qualification.id):
            compulsory, groups = package_of(graph, qualification.id)
            open_groups = tuple((max(0, least - len(g & done)), g - done) for least, g in groups)
            found[qualification.id] = (compulsory - done, open_groups)
    return found


def on_offer(packages: dict[str, Package], offered: set[str]) -> dict[str, Package]:
    """The packages that can be completed with what is offered, and of their groups only that."""
    found = {}
    for qualification, (compulsory, groups) in packages.items():
        rest = tuple((least, group & offered) for least, group in groups)
        if compulsory <= offered and all(len(group) >= least for least, group in rest):
            found[qualification] = (compulsory, rest)
    return found
