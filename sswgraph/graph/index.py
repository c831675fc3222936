"""The relations of a graph as plain dicts, each made when it is first asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import fields
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from sswgraph.model import (
    EligibilityCondition,
    EntryRequirement,
    Framework,
    FunctionNeed,
    LearningOutcome,
    Node,
    Obligation,
    PackagingRule,
    ProficiencyLevel,
    Requirement,
    ScopeRule,
    Statement,
    SupervisionArrangement,
)
from sswgraph.model.lists import Elements
from sswgraph.model.on_demand import Part, name_line, parts_of

T = TypeVar("T")
_CAN_HOLD_IDS = frozenset({"str", "str | None", "tuple[str, ...]"})  # types of fields
Links: TypeAlias = dict[str, tuple[T, ...]]


class Index:
    """Elements by id and by kind, and their relations; every list is a tuple in order of id.

    Elements and relations are made when they are first asked for: most questions need few of the shipped elements.

    Args:
        frameworks: The frameworks, whose ids must differ.

    Attributes:
        frameworks: The frameworks.
        elements: Frameworks, elements and evidence, by id.
        home: By id of an element, the id of its framework.
    """

    def __init__(self, frameworks: Iterable[Framework]) -> None:
        self.home: dict[str, str] = {}
        self._parts: dict[str, list[Part]] = defaultdict(list)
        self._by_kind: dict[str, Elements[Any]] = {}
        self.elements = ById()
        self.frameworks = tuple(frameworks)
        for framework in self.frameworks:
            parts = [*parts_of(framework)]
            self.elements.add(framework, parts)
            for part in parts:
                self.home.update(dict.fromkeys(part.ids, framework.id))
                self._parts[part.kind].append(part)

    def of_kind(self, kind: str) -> Elements[Any]:
        """Return the elements of one kind, in order of id."""
        if kind not in self._by_kind:
            found = [node for part in self._parts.get(kind, ()) for node in part.by_id.values()]
            self._by_kind[kind] = Elements(sorted(found, key=attrgetter("id")))
        return self._by_kind[kind]

    def count(self, *kinds: str) -> int:
        """Count the elements of these kinds."""
        return sum(len(part.ids) for kind in kinds for part in self._parts.get(kind, ()))

    def perhaps_naming(self, identifier: str) -> Iterator[Node]:
        """Yield the elements of all parts that contain this id anywhere."""
        for parts in self._parts.values():
            for part in parts:
                if part.holds(identifier):
                    yield from part.by_id.values()

    def names(self) -> Iterator[str]:
        """Yield the lines of names of all elements that can be found by name."""
        yield from map(name_line, self.frameworks)
        yield from (part.names() for parts in self._parts.values() for part in parts)

    @cached_property
    def requirements(self) -> Links[Requirement]:
        """The requirements of each cadre, without those that a source only suggests."""
        return _grouped((r.cadre, r) for r in self.of_kind("requirement") if r.necessity != "suggested")

    @cached_property
    def suggested(self) -> Links[Requirement]:
        """The requirements of each cadre that a source only suggests."""
        return _grouped((r.cadre, r) for r in self.of_kind("requirement") if r.necessity == "suggested")

    @cached_property
    def function_needs(self) -> Links[FunctionNeed]:
        """The needs of each function, with the authority that they are for."""
        return _grouped((n.function, n) for n in self.of_kind("function-need"))

    @cached_property
    def entries(self) -> Links[EntryRequirement]:
        """The entry requirements of each module."""
        return _grouped((e.module, e) for e in self.of_kind("entry-requirement"))

    @cached_property
    def outcomes_of(self) -> Links[LearningOutcome]:
        """The outcomes of each module or qualification."""
        return _grouped((o.outcome_of, o) for o in self.of_kind("outcome"))

    @cached_property
    def outcomes_for(self) -> Links[LearningOutcome]:
        """The outcomes that teach each competency, itself or in a set."""
        return _grouped((c, o) for o in self.of_kind("outcome") for c in members(self.includes, o.competency))

    @cached_property
    def modules_of(self) -> Links[str]:
        """The ids of the modules of each qualification."""
        return _grouped((q, m.id) for m in self.of_kind("module") for q in m.part_of)

    @cached_property
    def packaging(self) -> Links[PackagingRule]:
        """The packaging rules of each qualification."""
        return _grouped((p.qualification, p) for p in self.of_kind("packaging-rule"))

    @cached_property
    def qualifications_for(self) -> Links[str]:
        """The ids of the qualifications that qualify for each cadre."""
        return _grouped((cadre, q.id) for q in self.of_kind("qualification") for cadre in q.qualifies_for)

    @cached_property
    def obligations(self) -> Links[Obligation]:
        """The obligations of each cadre."""
        return _grouped((cadre, o) for o in self.of_kind("obligation") for cadre in o.of_cadre)

    @cached_property
    def scope_rules(self) -> Links[ScopeRule]:
        """The scope rules of each cadre."""
        return _grouped((r.cadre, r) for r in self.of_kind("scope-rule"))

    @cached_property
    def conditions(self) -> Links[EligibilityCondition]:
        """The eligibility conditions of each cadre or qualification."""
        return _grouped((guarded, c) for c in self.of_kind("eligibility-condition") for guarded in c.condition_of)

    @cached_property
    def supervision(self) -> Links[SupervisionArrangement]:
        """The supervision arrangements of each cadre that is supervised."""
        return _grouped((cadre, a) for a in self.of_kind("supervision-arrangement") for cadre in a.supervisee)

    @cached_property
    def statements(self) -> Links[Statement]:
        """The statements on each element."""
        return _grouped((s.subject, s) for s in self.of_kind("statement"))

    @cached_property
    def narrower(self) -> Links[str]:
        """The ids of the competencies narrower than each competency."""
        return _grouped((b, c.id) for c in self.of_kind("competency") for b in c.broader)

    @cached_property
    def includes(self) -> Links[str]:
        """The ids of the members of each set, and of the cadres that a cadre includes."""
        sets = {s.id: s.includes for s in self.of_kind("competency-set")}
        return sets | {c.id: c.includes for c in self.of_kind("cadre") if c.includes}

    @cached_property
    def levels(self) -> dict[str, ProficiencyLevel]:
        """The levels by id."""
        return {level.id: level for level in self.of_kind("level")}

    def known_of(self, identifier: str) -> int:
        """Count the known relations of an element, to rank elements with the same name."""
        linked: list[Mapping[str, tuple[Any, ...]]] = [self.requirements, self.scope_rules, self.conditions]
        linked += [self.obligations, self.supervision, self.qualifications_for, self.outcomes_of, self.outcomes_for]
        linked += [self.modules_of, self.statements]
        performed = self.elements[identifier].performs if self.elements.kind_of(identifier) == "cadre" else ()
        return len(performed) + sum(len(links.get(identifier, ())) for links in linked)


class ById(Mapping[str, Any]):
    """Frameworks, their elements, and the evidence of these, by id.

    A part of a framework is read when one of its elements is first asked for; iterating reads all parts.
    """

    __slots__ = ("_evidence", "_frameworks", "_made", "_parts", "_whole")

    def __init__(self) -> None:
        self._frameworks: list[Framework] = []
        self._parts: dict[str, Part] = {}
        self._made: dict[str, Any] = {}
        self._evidence: dict[str, Part] | None = None
        self._whole: dict[str, Any] | None = None

    def add(self, framework: Framework, parts: Iterable[Part]) -> None:
        """Add a framework and its parts."""
        self._frameworks.append(framework)
        self._made[framework.id] = framework
        for part in parts:
            self._parts.update(dict.fromkeys(part.ids, part))

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of an id, or ``default``."""
        found = self._made.get(key)
        return self._found(key, default) if found is None else found

    def kind_of(self, key: str) -> str | None:
        """Return the kind of a framework or an element, without reading it; None for all else, evidence among it."""
        part = self._parts.get(key)
        if part is None:
            return "framework" if isinstance(self._made.get(key), Framework) else None
        return part.kind

    def _found(self, key: str, default: Any) -> Any:
        """A value that has not been asked for before."""
        part = self._parts.get(key)
        if part is not None:
            self._made.update(part.by_id)
        elif _may_be_evidence(key) and (part := self._by_evidence().get(key)) is not None:
            self._made.update((one.id, one) for node in part.by_id.values() for one in node.evidence)
        return self._made.get(key, default)

    def _by_evidence(self) -> dict[str, Part]:
        if self._evidence is None:
            parts = dict.fromkeys(self._parts.values())
            self._evidence = {identifier: part for part in parts for identifier in part.evidence_ids()}
        return self._evidence

    def _all(self) -> dict[str, Any]:
        """Everything, in the order of the frameworks."""
        if self._whole is None:
            whole: dict[str, Any] = {}
            for framework in self._frameworks:
                whole[framework.id] = framework
                for node in framework.elements:
                    whole[node.id] = node
                    whole.update((one.id, one) for one in node.evidence)
            self._made = self._whole = whole
        return self._whole

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return False
        return key in self._made or key in self._parts or (_may_be_evidence(key) and key in self._by_evidence())

    def __getitem__(self, key: str) -> Any:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def items(self) -> ItemsView[str, Any]:
        """Return every id with its value."""
        return self._all().items()

    def values(self) -> ValuesView[Any]:
        """Return every value."""
        return self._all().values()


def names_it(value: Any, identifier: str) -> bool:
    """Whether one of the fields of a value holds an id; texts and evidence are not searched."""
    held = _fields_of_ids(value.__class__)(value)
    return any(one == identifier or (isinstance(one, tuple) and identifier in one) for one in held)


@cache
def _fields_of_ids(cls: Any) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter("kind", *(one.name for one in fields(cls) if one.type in _CAN_HOLD_IDS))


def _may_be_evidence(identifier: str) -> bool:
    """Whether it can be the id of evidence, which is not empty and has no blank, as those of mappings do."""
    return bool(identifier) and " " not in identifier


def members(includes: Mapping[str, tuple[str, ...]], identifier: str) -> tuple[str, ...]:
    """Return the members of a set, also those of sets in it; anything else stands for itself."""
    return tuple(sorted(paths_into(includes, identifier)))


def paths_into(includes: Mapping[str, tuple[str, ...]], identifier: str) -> dict[str, tuple[str, ...]]:
    """Return the members of a set that are not sets, also those of sets in it, each with the sets passed."""
    if identifier not in includes:
        return {identifier: ()}
    found: dict[str, tuple[str, ...]] = {}
    seen = {identifier}
    waiting: list[tuple[str, tuple[str, ...]]] = [(identifier, (identifier,))]
    for container, path in waiting:  # grows while it is walked: nearest members first
        for part in includes[container]:
            if part in includes and part not in seen:
                seen.add(part)
                waiting.append((part, (*path, part)))
            elif part not in includes:
                found.setdefault(part, path)
    return found


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
