"""Gathers the elements of one framework; where two records differ on a value, both become statements."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from docs.encoding.merging import united
from docs.encoding.records import Problem
from docs.encoding.sources import Sources
from sswgraph.exchange.schema import BY_KIND, expand
from sswgraph.model import Evidence, Node, PerformanceCriterion, Statement, Text
from sswgraph.model.evidence import best_basis

# Words with which an excerpt begins that speaks of knowing.
KNOWING = set("how what when where which who why ways know describe explain outline identify define state list".split())
# Texts of ours: the first of two stands, no statement is made of the other.
OURS = {"definition", "scope_note", "note", "notation", "alt_label", "not_encoded"}


@dataclass(slots=True)
class Maker:
    """The elements of one framework so far; what is doubtful goes to ``problems``.

    ``at``: the sheet and line at work. ``rules``: per credit system, the rule that reckons hours from its credits.
    """

    framework: str
    sources: Sources
    rules: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    at: tuple[str, int] = ("", 0)

    def id(self, code: str) -> str:
        """The full id of a code of this framework."""
        return code if ":" in code else f"{self.framework}:{code}"

    def tell(self, code: str, message: str, line: int | None = None) -> None:
        """Note a problem at the line at work, or at another of its sheet."""
        sheet, here = self.at
        self.problems.append(Problem(sheet, here if line is None else line, code, message))

    def add(self, node: Node) -> None:
        """Add an element; one that is there already, from another sheet or page, takes in what is new."""
        present = self.nodes.get(node.id)
        if present is None:
            self.nodes[node.id] = node
            return
        node = self._unsettled(node)
        differing: list[tuple[str, Any, Any]] = []
        whole = united(present, node, differing)
        for name, kept, other in differing:
            whole = self._both(whole, present, node, name, kept, other)
        self.nodes[node.id] = _by_verb(whole, node)
        before, after = best_basis(present.evidence), best_basis(whole.evidence)
        if present.evidence and before != after:
            self.tell("basis", f"{node.id} was {before} and is {after} now")

    def _unsettled(self, node: Node) -> Node:
        """The element without the values of properties that statements hold already: they stay there."""
        said = {one.predicate for one in self.nodes.values() if isinstance(one, Statement) and one.subject == node.id}
        held = {
            prop.field: _empty(getattr(node, prop.field)) for prop in BY_KIND[node.kind].properties if prop.iri in said
        }
        return replace(node, **{name: value for name, value in held.items() if name != "label"})

    def _both(self, whole: Node, present: Node, node: Node, name: str, kept: Any, other: Any) -> Node:
        """Two values of one property as two statements; the element carries neither, but for a name it must have."""
        if name in OURS or (name == "label" and isinstance(whole, PerformanceCriterion)) or name == "criterion_kind":
            return whole
        self.tell("differs", f"{node.id} has {name} {str(kept)!r} in one record and {str(other)!r} here: both are kept")
        iri = next(prop.iri for prop in BY_KIND[whole.kind].properties if prop.field == name)
        for number, (owner, value) in enumerate(((present, kept), (node, other)), 1):
            statement = f"{node.id}.s-{name.replace('_', '-')}-{number}"
            proof = next(iter(owner.evidence), None)
            self.nodes[statement] = Statement(
                id=statement,
                subject=node.id,
                predicate=iri,
                value=str(value),
                datatype="integer" if isinstance(value, int) else "string",
                evidence=(replace(proof, id=f"{statement}.e1"),) if proof else (),
            )
            self.nodes[statement] = made(Statement, **_values(self.nodes[statement]) | _place(owner))
        return whole if name == "label" else replace(whole, **{name: _empty(kept)})


def _place(node: Node) -> dict[str, tuple[str, ...]]:
    return {"jurisdiction": getattr(node, "jurisdiction", ())}


def _empty(value: Any) -> Any:
    return Text() if isinstance(value, Text) else () if isinstance(value, tuple) else None


def _by_verb(whole: Node, other: Node) -> Node:
    """A criterion for which two sheets give two kinds has the kind of the verb of its first excerpt."""
    kinds = {getattr(one, "criterion_kind", None) for one in (whole, other)}
    if len(kinds) < 2 or None in kinds or not whole.evidence:
        return whole
    first = str(whole.evidence[0].excerpt).split()[0].casefold()
    return made(type(whole), **_values(whole) | {"criterion_kind": kind_of(first)})  # type: ignore[no-any-return]


def kind_of(verb: str) -> str:
    """The kind of a criterion by the word that its excerpt begins with."""
    return "knowledge-kind" if verb in KNOWING else "performance-kind"


def _values(node: Node) -> dict[str, Any]:
    return {one.name: getattr(node, one.name) for one in fields(node)}


def made(cls: type[Any], **values: Any) -> Any:
    """A value of a class, without the values that are empty."""
    return cls(**{name: value for name, value in values.items() if value not in (None, (), Text())})


def proof(
    owner: str,
    *,
    origins: tuple[str, ...] = (),
    note: str = "",
    concerns: tuple[str, ...] = (),
    basis: str = "derived",
) -> Evidence:
    """Evidence that is no quotation: derived from ``origins``, or a draft."""
    return Evidence(
        id=f"{owner}.e1",
        basis=basis,  # type: ignore[arg-type]
        derived_from=origins,
        concerns=tuple(expand(name) for name in concerns),
        note=Text.of(en=note) if note else Text(),
    )
