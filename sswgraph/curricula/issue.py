"""Whether a paper for workers may be issued at a place or is a draft there, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import NOT_FOLLOWED, is_kept, settled_by
from sswgraph.messages import Message, message
from sswgraph.messages.places import WORLD, containing
from sswgraph.model import Framework
from sswgraph.model.codes import SETTLED
from sswgraph.model.documents import RoleDocument, Withheld
from sswgraph.model.papers import PAPERS
from sswgraph.model.permissions import Applicability, Limit, ObligationInForce


def may_be_issued(graph: CompetencyGraph, document: RoleDocument) -> bool:
    """Whether a paper may be issued at its place: its rules are validated there, or were settled there one by one.

    >>> import sswgraph as ssw
    >>> g = ssw.load("psw")
    >>> may_be_issued(g, ssw.document(g, "role-card", "psw:para-social-worker", where="UG"))
    False

    Args:
        graph (CompetencyGraph): The graph that the paper was made from.
        document (RoleDocument): The paper.

    Returns:
        Whether it may be issued.
    """
    return not any(_lacking(graph, document))


def with_reasons(graph: CompetencyGraph, document: RoleDocument) -> RoleDocument:
    """The paper with the reasons why it may not be issued; unchanged where it may be, or is not for workers."""
    if not PAPERS[document.kind].worker_facing:
        return document
    return replace(document, withheld=tuple(_lacking(graph, document)))


def _lacking(graph: CompetencyGraph, document: RoleDocument) -> Iterator[Withheld]:
    """Every obligation and limit that is neither stated law of the place nor kept by one of its bodies."""
    about = document.about
    places = about.rule_places
    known: tuple[ObligationInForce | Limit, ...] = (*about.obligations, *about.limits)
    rules: dict[str, tuple[Applicability, tuple[str, ...], Message]] = {
        one.id: (one.applies, one.basis, one.text) for one in known if one.applies.followed is not False
    }
    rules |= {line.rule: (line.applies, (line.basis,), line.text) for line in document.rules}
    asked = bool(rules) or not about.cadres  # a paper that is not about a role has no rules of its own
    if asked and places and about.frameworks and all(_is_validated(one, places) for one in about.frameworks):
        rules = {rule: said for rule, said in rules.items() if not _is_of_validated(graph, rule, places)}
        if not rules:
            return
    if not places:
        yield Withheld(why=message("issue.no-place"))
    elif not rules:
        yield Withheld(why=message("issue.no-rules"))
    else:
        for rule, (applies, basis, text) in rules.items():
            if _is_law(applies, basis, places) or is_kept(graph, rule, places):
                continue
            decision = settled_by(graph, rule, places)
            code = "dropped" if decision is not None and decision.verdict in NOT_FOLLOWED else "unsettled"
            yield Withheld(rule=rule, why=message(f"issue.{code}", rule=text, places=places))


def _is_validated(framework: Framework, places: tuple[str, ...]) -> bool:
    """Whether a framework is validated for each of these places; the world names none of them (J1)."""
    named = set(framework.jurisdiction) - {WORLD}
    return framework.status in SETTLED and all(named.intersection(containing(place)) for place in places)


def _is_of_validated(graph: CompetencyGraph, rule: str, places: tuple[str, ...]) -> bool:
    """Whether the framework of a rule is validated for these places."""
    home = graph.home(rule)
    return home is not None and _is_validated(graph.framework(home), places)


def _is_law(applies: Applicability, basis: tuple[str, ...], places: tuple[str, ...]) -> bool:
    stated = applies.force == "law" and "stated" in basis and applies.reach == "here"
    return stated and all(applies.covers(place) for place in places)
