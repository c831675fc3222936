"""An adaptation of the compilation for para social workers, edited by hand: one of each kind of change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import sswgraph as ssw
from sswgraph.model import Change, Competency, Evidence, Framework, Node, Source, Text
from sswgraph.model.canonical import canonical

DRAFT = Evidence(id="xx:ev-draft", basis="draft")
# What each edit is, by the ids of the base (or, where it was added, of the adaptation).
EXPECTED = {
    "psw": "moved",  # title, country, status
    "psw:c-self-care": "relabelled",
    "psw:c-trust": "translated",
    "psw:c-role": "redefined",
    "psw:c-team": "moved",
    "psw:set-community": "narrowed",  # lost what was moved and what was dropped
    "psw:set-support": "broadened",
    "psw:c-awareness": "split",
    "psw:c-human-behaviour": "merged",
    "psw:c-needs": "merged",
    "psw:c-monitoring": "dropped",
    "psw:para-social-worker.req-monitoring": "dropped",
    "xx:c-radio": "added",
    "psw:para-social-worker.req-groups": "necessity-changed",
    "psw:c-values": "evidence-only",
}


def adapted(psw: Framework) -> Framework:
    """The copy, before anything is edited."""
    return ssw.adapt(psw, id="xx", jurisdiction="UG", title="Para social worker, adapted", lang="en")


def in_uganda(framework: Framework) -> Framework:
    """The framework as one of Uganda, with rules that hold wherever it does: an adaptation there copies all of it."""
    settled: list[Any] = list(framework.elements)
    nodes = tuple(replace(one, jurisdiction=()) if getattr(one, "jurisdiction", ()) else one for one in settled)
    return replace(framework, jurisdiction=("UG",), elements=nodes)


def edit(framework: Framework, identifier: str, **values: Any) -> Framework:
    """The framework with some values of one element replaced."""
    return change(framework, lambda node: replace(node, **values) if node.id == identifier else node)


def change(framework: Framework, edited: Callable[[Node], Node | None]) -> Framework:
    """The framework with every element passed through a function; None takes it out."""
    made = tuple(new for node in framework.elements if (new := edited(node)) is not None)
    return canonical(replace(framework, elements=made))


def without(framework: Framework, *ids: str) -> Framework:
    """The framework without some elements, and without references to them."""
    return change(framework, lambda node: None if node.id in ids else _forget(node, set(ids)))


def add(framework: Framework, *nodes: Node) -> Framework:
    return canonical(replace(framework, elements=(*framework.elements, *nodes)))


def _forget(node: Node, ids: set[str]) -> Node:
    found: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and ids & {one for one in value if isinstance(one, str)}:
            found[field.name] = tuple(one for one in value if one not in ids)
    return replace(node, **found) if found else node


def point(framework: Framework, old: str, *new: str) -> Framework:
    """Every reference to an element now names these (one of them where only one can be)."""

    def pointed(node: Node) -> Node:
        found: dict[str, Any] = {}
        for field in fields(node):
            value = getattr(node, field.name)
            if field.name != "id" and value == old:
                found[field.name] = new[0]
            elif isinstance(value, tuple) and old in value:
                found[field.name] = tuple(sorted({*value, *new} - {old}))
        return replace(node, **found) if found else node

    return change(framework, pointed)


def edited(psw: Framework) -> Framework:
    """One of each kind of change, as ``EXPECTED`` has them."""
    made = adapted(psw)
    nodes: dict[str, Any] = {node.id: node for node in made.elements}
    made = edit(
        made, "xx:c-self-care", label=Text.of(en="Look after oneself", fr=nodes["xx:c-self-care"].label.get("fr"))
    )
    trust = nodes["xx:c-trust"]
    made = edit(made, "xx:c-trust", label=Text(tuple(sorted((*trust.label.values, ("sw", "Kujenga uaminifu"))))))
    made = edit(made, "xx:c-role", definition=Text.of(en="Knows what the role is in this country."))
    community, support = (nodes[f"xx:set-{name}"].includes for name in ("community", "support"))
    made = edit(made, "xx:set-community", includes=tuple(one for one in community if one != "xx:c-team"))
    made = edit(made, "xx:set-support", includes=tuple(sorted((*support, "xx:c-team"))))
    made = _split(made, nodes["xx:c-awareness"])
    made = _merge(made)
    gone = [one for one in nodes if one.endswith(".req-monitoring")]
    made = without(made, "xx:c-monitoring", *gone)
    radio = Competency(id="xx:c-radio", label=Text.of(en="Speak on local radio"), evidence=(DRAFT,))
    stated = Evidence(id="xx:ev-values", basis="stated", source="xx:source-code", locator="section 1")
    made = edit(made, "xx:para-social-worker.req-groups", necessity="optional")
    made = edit(made, "xx:c-values", evidence=(stated,))
    return add(made, radio, _change("dropped", ("psw:c-monitoring",), (), "No capacity for monitoring yet."))


def with_source(psw: Framework) -> Framework:
    """The base with the source that the edited copy cites, so that adding it is no change of its own."""
    return add(psw, Source(id="psw:source-code", label=Text.of(en="A code of conduct")))


def _split(framework: Framework, node: Competency) -> Framework:
    one, two = "xx:c-awareness-groups", "xx:c-awareness-radio"
    parts = (replace(node, id=one), replace(node, id=two, label=Text.of(en="Raise awareness over the radio")))
    pointed = point(framework, node.id, one, two)
    return add(without(pointed, node.id), *parts, _change("split", ("psw:c-awareness",), (one, two), "Two trainings."))


def _merge(framework: Framework) -> Framework:
    pointed = point(framework, "xx:c-human-behaviour", "xx:c-needs")
    pair = ("psw:c-human-behaviour", "psw:c-needs")
    return add(without(pointed, "xx:c-human-behaviour"), _change("merged", pair, ("xx:c-needs",), "Taught as one."))


def _change(kind: Any, base: tuple[str, ...], adapted: tuple[str, ...], why: str) -> Change:
    return Change(
        id=f"xx:change-{kind}",
        change_kind=kind,
        base=base,
        adaptation=adapted,
        rationale=Text.of(en=why),
        by="validation workshop",
        date="2026-11-21",
        evidence=(DRAFT,),
    )
