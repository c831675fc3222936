"""``select``: an adaptation made of a selection from a framework, with the safeguards that the selection needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace as changed
from typing import Any, Literal

from sswgraph.adaptation.adapt import REFERENCES, adapt, free, subject_of
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange import require_kept
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import framework_in
from sswgraph.model import Change, Evidence, Framework, Node, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import SAFEGUARDS
from sswgraph.model.fields import BY_KIND

_KINDS = {
    "cadres": ("cadre",),
    "functions": ("function",),
    "domains": ("competency-set",),
    "competencies": ("competency", "competency-set"),
}
Ids = str | Iterable[str]
Why = Literal["chosen", "needed", "safeguard", "support"]
# By kind of statement, the fields that name its subjects; a statement is included with any of its subjects.
_SUBJECTS: dict[str, tuple[str, ...]] = {
    "obligation": ("of_cadre",),
    "scope-rule": ("cadre",),
    "eligibility-condition": ("condition_of",),
    "supervision-arrangement": ("supervisee",),
    "ethical-standard": ("concerns",),
    "open-question": ("of_cadre",),
    "performance-criterion": ("criterion_of",),
    "evidence-requirement": ("evidence_for",),
    "guiding-principle": ("concerns",),
    "statement": ("subject",),
}
# By kind of statement, the fields that name what it relates; it is included only where all of these are.
_RELATED: dict[str, tuple[str, ...]] = {
    "requirement": ("cadre", "competency"),
    "function-need": ("function", "competency"),
    "outcome": ("outcome_of", "competency"),
    "entry-requirement": ("module", "competency"),
    "progression": ("start", "progresses_to"),
    "packaging-rule": ("qualification", "group"),
}
# References without which an element would mean something else: their targets are included, all others are removed.
_KEPT: dict[str, frozenset[str]] = {
    "cadre": frozenset({"includes"}),
    "function": frozenset({"broader"}),
    "module": frozenset({"prerequisite", "corequisite", "part_of"}),
    **{kind: frozenset(name for name, _ in REFERENCES[kind]) for kind in SAFEGUARDS},
}
_GROUND = frozenset({"level", "scale", "context", "context-scheme", "source"})


def select(
    graph: CompetencyGraph,
    framework: str | Framework,
    *,
    cadres: Ids = (),
    functions: Ids = (),
    domains: Ids = (),
    competencies: Ids = (),
    id: str,
    jurisdiction: Ids,
    without: Mapping[str, str] | None = None,
    title: str | Text | None = None,
    lang: str | None = None,
    replace: bool = False,
) -> Framework:
    """Make an adaptation of a selection from a framework.

    A cadre includes what it requires and does, a function the competencies that it needs, a domain its competencies.
    Every cadre that requires one of these competencies is included, and with each cadre its obligations, rules,
    conditions, supervision and safety-critical competencies: a safeguard is left out only where ``without`` gives a
    reason, which is recorded. A list from which something was left out is no longer said to be complete.

    Args:
        graph (CompetencyGraph): The graph that holds the framework.
        framework (str | Framework): The framework to select from, or its id.
        cadres (str | Iterable[str]): Ids of cadres; with or without the id of the framework, as all ids here.
        functions (str | Iterable[str]): Ids of functions.
        domains (str | Iterable[str]): Ids of competency sets.
        competencies (str | Iterable[str]): Ids of competencies or sets.
        id (str): The id of the adaptation, such as 'xx'.
        jurisdiction (str | Iterable[str]): Where it applies, as ISO 3166 codes or UN M.49 areas.
        without (Mapping[str, str] | None): What is left out, by id, each with the reason, which is recorded as a
            change; None: nothing.
        title (str | Text | None): The title of the adaptation; None: made from that of the framework.
        lang (str | None): Its first language; None: that of the framework.
        replace (bool): Whether it may have the id of a shipped framework.

    Returns:
        The adaptation, a draft, each element derived from that of the base.

    Raises:
        UnknownElementError: If an id is not in the framework, with the nearest ids.
        InputError: If an id is of another kind, nothing is selected, a reason is missing, or something left out is
            named by a safeguard of the selection.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> mine = select(g, "psw", competencies="psw:c-communication", id="xx", jurisdiction="UG")
        >>> mine.adaptation_of, len(mine) < len(g["psw"]), len(mine.of_kind("supervision-arrangement")) > 0
        ('psw', True, True)
    """  # noqa: DOC502 - selection_from raises
    base = framework_in(graph, framework)
    given = {"cadres": cadres, "functions": functions, "domains": domains, "competencies": competencies}
    selection = selection_from(base, given, without or {})
    made = adapt(selection.to_framework(), id=id, jurisdiction=jurisdiction, title=title, lang=lang, replace=replace)
    dropped = tuple(_dropped(base, made, without or {}))
    return require_kept(canonical(changed(made, elements=(*made.elements, *dropped)))) if dropped else made


def selection_from(base: Framework, given: Mapping[str, Ids], without: Mapping[str, str]) -> Selection:
    """Complete a selection, of which :func:`select` makes an adaptation.

    Args:
        base: The framework.
        given: The ids selected, by parameter of :func:`select`.
        without: What is left out, by id, each with the reason.

    Returns:
        The selection.

    Raises:
        UnknownElementError: If an id is not in the framework, with the nearest ids.
        InputError: As :func:`select` raises it.
    """  # noqa: DOC502 - _found raises
    known = {node.id: node.kind for node in base.elements}
    ids: list[str] = []
    for name, value in given.items():
        if not isinstance(value, Iterable):
            raise InputError(f"{name} is an id or several, not {type(value).__name__}.")
        for one in (value,) if isinstance(value, str) else tuple(value):
            ids.append(_found(base, known, one))
            if known[ids[-1]] not in _KINDS[name]:
                fits = next((other for other, kinds in _KINDS.items() if known[ids[-1]] in kinds), None)
                fix = f"Give it as {fits}=." if fits else "Elements of this kind are included with what they concern."
                raise InputError(f"{ids[-1]} is a {known[ids[-1]]}, and was given as {name}. {fix}")
    if not ids:
        raise InputError("Nothing is selected. Name cadres, functions, domains or competencies.")
    for one, reason in without.items():
        full = _found(base, known, one)
        if not str(reason).strip():
            raise InputError(f"Give the reason why {full} is left out: without={{'{full}': 'the reason'}}.")
        if full in ids:
            raise InputError(f"{full} is both selected and left out. Choose one of the two.")
    selection = Selection(base, ids, [_found(base, known, one) for one in without])
    needed = [f"{end} is named by {', '.join(by)}." for end, by in selection.incomplete_safeguards().items()]
    if needed:
        why = "A safeguard would mean something else without what it names."
        raise InputError(f"{' '.join(needed)} {why} Keep it, or leave out the safeguard too, with its own reason.")
    return selection


def _found(base: Framework, known: Mapping[str, str], one: str) -> str:
    full = one if ":" in str(one) else f"{base.id}:{one}"
    if full not in known:
        from difflib import get_close_matches

        raise UnknownElementError(one, get_close_matches(full, known))
    return full


def added_ids(selection: Selection) -> dict[str, tuple[str, ...]]:
    """Return the ids that a selection was completed by: what it needs ('needed'), and the safeguards ('safeguard')."""
    needed = [one for one, why in selection.why.items() if why == "needed"]
    safeguards = [one for one in selection.why if selection.nodes[one].kind in SAFEGUARDS]
    return {"needed": tuple(sorted(needed)), "safeguard": tuple(sorted(safeguards))}


def _dropped(base: Framework, made: Framework, without: Mapping[str, str]) -> Iterable[Change]:
    taken = {node.id for node in made.elements}
    lang = made.first_language or "en"
    for one, reason in sorted(without.items()):
        full = one if ":" in one else f"{base.id}:{one}"
        name = free(f"{made.id}:{full.partition(':')[2]}.change", taken)
        draft = Evidence(id=free(f"{name}.evidence", taken), basis="draft")
        yield Change(
            id=name,
            change_kind="dropped",
            base=(full,),
            rationale=Text(((lang, reason.strip()),)),
            evidence=(draft,),
        )


class Selection:
    """A selection from a framework, with everything that it needs.

    Args:
        framework: The framework to select from.
        chosen: The ids selected.
        without: The ids that are left out.

    Attributes:
        framework: The framework.
        without: The ids that are left out.
        nodes: Every element of the framework, by id.
        why: By id, why each element is included: 'chosen', 'needed', as a 'safeguard', or as 'support' of another.
        chosen: The ids selected.
        spoken: By id, the statements about an element.
        required: By cadre, the competencies that it requires itself; the members of sets included.
    """

    def __init__(self, framework: Framework, chosen: Iterable[str], without: Collection[str] = ()) -> None:
        self.framework, self.without = framework, frozenset(without)
        self.nodes: dict[str, Any] = {node.id: node for node in framework.elements}
        self.why: dict[str, Why] = {}
        self.chosen = frozenset(chosen)
        self.spoken: dict[str, list[Node]] = defaultdict(list)
        for node in framework.elements:
            for one in _named(node, _SUBJECTS.get(node.kind, ())):
                self.spoken[one].append(node)
        self.required = self._required()
        for one in sorted(self.chosen):
            self._include(one, "chosen")
        self._settle()

    def _required(self) -> dict[str, set[str]]:
        """By cadre, what it requires itself; sets count with what they hold."""
        found: dict[str, set[str]] = defaultdict(set)
        for node in self.framework.elements:
            if node.kind == "requirement":
                one: Any = node
                found[one.cadre].update(self._members(one.competency))
        return found

    def _members(self, identifier: str) -> set[str]:
        found, ahead = set[str](), [identifier]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                node = self.nodes.get(one)
                ahead += node.includes if node is not None and node.kind == "competency-set" else ()
        return found

    def _include(self, identifier: str, why: Why) -> None:
        """Include an element, and what it cannot be without."""
        ahead: list[tuple[str, Why]] = [(identifier, why)]
        while ahead:
            one, because = ahead.pop()
            node = self.nodes.get(one)
            if node is None or one in self.why or one in self.without:
                continue
            self.why[one] = because
            ahead += [(other, "needed") for other in self._needs(node, one in self.chosen)]
            ahead += [(other, "support") for other in _named(node, _KEPT.get(node.kind, ()))]

    def _needs(self, node: Any, chosen: bool) -> Iterator[str]:
        if node.kind == "function" and chosen:
            yield from node.needs
            for one in self.framework.elements:
                if one.kind == "function-need" and one.function == node.id:  # type: ignore[attr-defined]
                    yield one.competency  # type: ignore[attr-defined]
        elif node.kind == "competency-set" and chosen:
            yield from sorted(self._members(node.id))
        elif node.kind == "cadre" and chosen:
            yield from sorted(self.required[node.id])
            yield from node.performs
            yield from node.includes

    def _settle(self) -> None:
        """Add what belongs to the elements included, until nothing more is added."""
        before = -1
        while before != len(self.why):
            before = len(self.why)
            self._cadres()
            for one in list(self.why):
                for node in self.spoken[one]:
                    self._include(node.id, "safeguard" if node.kind in SAFEGUARDS else "support")
            self._relations()
        for node in self.framework.elements:  # safeguards that apply to everybody
            if node.kind in SAFEGUARDS and not [*_named(node, _SUBJECTS[node.kind])]:
                self._include(node.id, "safeguard")
        self._ground()

    def _cadres(self) -> None:
        """Include every cadre that requires a competency included, and the safety-critical ones that it requires."""
        there = {one for one in self.why if self.nodes[one].kind == "competency"}
        for cadre, asked in sorted(self.required.items()):
            if asked & there:
                self._include(cadre, "needed")
            if cadre in self.why:
                for one in sorted(asked):
                    if getattr(self.nodes.get(one), "safety_critical", None):
                        self._include(one, "safeguard")

    def _relations(self) -> None:
        """Include relations whose ends are all included, and the modules and sets of the competencies included."""
        for node in self.framework.elements:
            ends = [*_named(node, _RELATED.get(node.kind, ()))]
            if ends and all(one in self.why or one not in self.nodes for one in ends):
                self._include(node.id, "support")
            one: Any = node
            if node.kind == "outcome" and one.competency in self.why:
                self._include(one.outcome_of, "support")
            if node.kind == "competency-set" and any(member in self.why for member in one.includes):
                self._include(node.id, "support")

    def _ground(self) -> None:
        before = -1
        while before != len(self.why):
            before = len(self.why)
            for one in list(self.why):
                node = self.nodes[one]
                for other in _named(node, [name for name, _ in REFERENCES[node.kind]]):
                    if other in self.nodes and self.nodes[other].kind in _GROUND:
                        self._include(other, "support")

    def incomplete_safeguards(self) -> dict[str, tuple[str, ...]]:
        """Find safeguards that would mean something else without what is left out.

        A safeguard may lose some of its subjects: it is removed with the last of them.

        Returns:
            By id of what is left out, the ids of the safeguards that name it.
        """
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.why:
            node = self.nodes[one]
            if node.kind in SAFEGUARDS:
                names = _KEPT[node.kind] - {*_SUBJECTS[node.kind]}
                for end in self.without.intersection(_named(node, sorted(names))):
                    found[end].append(one)
        return {end: tuple(sorted(ids)) for end, ids in sorted(found.items())}

    def to_framework(self) -> Framework:
        """Return the framework of the selection; a list from which something was left out is no longer complete."""
        kept = tuple(self._trimmed(node) for node in self.framework.elements if node.id in self.why)
        there = {*self.why, self.framework.id}
        spoken = (line for line in self.framework.residue if subject_of(line) in there)
        return changed(self.framework, elements=kept, residue=tuple(spoken))

    def _trimmed(self, node: Node) -> Node:
        values: dict[str, Any] = {}
        for name, many in REFERENCES[node.kind]:
            value = getattr(node, name)
            ends = value if many else (value,) if value else ()
            left = tuple(one for one in ends if one in self.why or one not in self.nodes)
            if len(left) != len(ends):
                values[name] = left if many else (left[0] if left else None)
        one: Any = node
        if node.kind == "cadre" and one.list_reach and not self.required[node.id] <= self.why.keys():
            values["list_reach"] = None
        if node.kind == "competency" and one.parts_complete and self._lost("competency", "broader", node.id):
            values["parts_complete"] = None
        if node.kind == "qualification" and one.reach == "whole" and self._lost("module", "part_of", node.id):
            values["reach"] = "partial"
        return changed(node, **values) if values else node

    def _lost(self, kind: str, name: str, identifier: str) -> bool:
        """Whether something of this kind that names it was left out."""
        return any(
            node.kind == kind and node.id not in self.why and identifier in getattr(node, name)
            for node in self.framework.elements
        )


def _named(node: Node, names: Iterable[str]) -> Iterator[str]:
    known = {one.name for one in BY_KIND[node.kind].fields}
    for name in names:
        value = getattr(node, name) if name in known else None
        yield from value if isinstance(value, tuple) else (value,) if value else ()
