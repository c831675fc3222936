"""The hot questions of a graph, answered once by plain dicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    EligibilityCondition,
    EntryRequirement,
    Framework,
    FunctionNeed,
    LearningOutcome,
    Node,
    Obligation,
    PackagingRule,
    ProficiencyLevel,
    Qualification,
    Requirement,
    ScopeRule,
    Statement,
    SupervisionArrangement,
    TrainingModule,
)
from sswgraph.model.lists import Elements

T = TypeVar("T")


@dataclass(slots=True)
class Index:
    """Everything by id and by kind, and who points at whom. Every value is a tuple in order of id.

    ``requirements`` are what is asked for; what a source only suggests stands apart, in ``suggested``.
    """

    elements: dict[str, Any] = field(default_factory=dict)
    by_kind: dict[str, Elements[Any]] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    requirements: dict[str, tuple[Requirement, ...]] = field(default_factory=dict)
    suggested: dict[str, tuple[Requirement, ...]] = field(default_factory=dict)
    function_needs: dict[str, tuple[FunctionNeed, ...]] = field(default_factory=dict)
    entries: dict[str, tuple[EntryRequirement, ...]] = field(default_factory=dict)
    outcomes_of: dict[str, tuple[LearningOutcome, ...]] = field(default_factory=dict)
    outcomes_for: dict[str, tuple[LearningOutcome, ...]] = field(default_factory=dict)
    modules_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    packaging: dict[str, tuple[PackagingRule, ...]] = field(default_factory=dict)
    qualifications_for: dict[str, tuple[str, ...]] = field(default_factory=dict)
    obligations: dict[str, tuple[Obligation, ...]] = field(default_factory=dict)
    scope_rules: dict[str, tuple[ScopeRule, ...]] = field(default_factory=dict)
    conditions: dict[str, tuple[EligibilityCondition, ...]] = field(default_factory=dict)
    supervision: dict[str, tuple[SupervisionArrangement, ...]] = field(default_factory=dict)
    statements: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    narrower: dict[str, tuple[str, ...]] = field(default_factory=dict)
    includes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    levels: dict[str, ProficiencyLevel] = field(default_factory=dict)

    def known_of(self, identifier: str) -> int:
        """How many links of an element are known: a measure for which of two namesakes is the richer one."""
        linked: list[Mapping[str, tuple[Any, ...]]] = [self.requirements, self.scope_rules, self.conditions]
        linked += [self.obligations, self.supervision, self.qualifications_for, self.outcomes_of, self.outcomes_for]
        linked += [self.modules_of, self.statements]
        performed = getattr(self.elements.get(identifier), "performs", ())
        return len(performed) + sum(len(links.get(identifier, ())) for links in linked)


def build_index(frameworks: Iterable[Framework]) -> Index:
    """The index over these frameworks, whose ids must differ."""
    index = Index()
    kinds: dict[str, list[Node]] = defaultdict(list)
    for framework in frameworks:
        index.elements[framework.id] = framework
        own = framework.id
        for node in framework.elements:
            index.elements[node.id] = node
            index.home[node.id] = own
            kinds[node.kind].append(node)
            for one in node.evidence:
                index.elements[one.id] = one
    index.by_kind = {kind: Elements(sorted(found, key=attrgetter("id"))) for kind, found in kinds.items()}
    _relations(index)
    return index


def _relations(index: Index) -> None:
    def of(kind: str, model: type[T]) -> tuple[T, ...]:
        return index.by_kind.get(kind, ())

    requirements, outcomes = of("requirement", Requirement), of("outcome", LearningOutcome)
    index.requirements = _grouped((r.cadre, r) for r in requirements if r.necessity != "suggested")
    index.suggested = _grouped((r.cadre, r) for r in requirements if r.necessity == "suggested")
    index.function_needs = _grouped((n.function, n) for n in of("function-need", FunctionNeed))
    index.entries = _grouped((e.module, e) for e in of("entry-requirement", EntryRequirement))
    index.outcomes_of = _grouped((o.outcome_of, o) for o in outcomes)
    modules = of("module", TrainingModule)
    index.modules_of = _grouped((q, m.id) for m in modules for q in m.part_of)
    index.packaging = _grouped((p.qualification, p) for p in of("packaging-rule", PackagingRule))
    qualifications = of("qualification", Qualification)
    index.qualifications_for = _grouped((cadre, q.id) for q in qualifications for cadre in q.qualifies_for)
    index.obligations = _grouped((cadre, o) for o in of("obligation", Obligation) for cadre in o.of_cadre)
    index.scope_rules = _grouped((r.cadre, r) for r in of("scope-rule", ScopeRule))
    eligibility = of("eligibility-condition", EligibilityCondition)
    index.conditions = _grouped((guarded, c) for c in eligibility for guarded in c.condition_of)
    arrangements = of("supervision-arrangement", SupervisionArrangement)
    index.supervision = _grouped((cadre, a) for a in arrangements for cadre in a.supervisee)
    index.statements = _grouped((s.subject, s) for s in of("statement", Statement))
    index.narrower = _grouped((b, c.id) for c in of("competency", Competency) for b in c.broader)
    index.includes = {s.id: s.includes for s in of("competency-set", CompetencySet)}
    index.includes |= {c.id: c.includes for c in of("cadre", Cadre) if c.includes}
    index.levels = {level.id: level for level in of("level", ProficiencyLevel)}
    index.outcomes_for = _grouped((c, o) for o in outcomes for c in members(index.includes, o.competency))


def members(includes: Mapping[str, tuple[str, ...]], identifier: str) -> tuple[str, ...]:
    """What a set stands for in the end, sets within sets followed; anything else stands for itself."""
    return tuple(sorted(paths_into(includes, identifier)))


def paths_into(includes: Mapping[str, tuple[str, ...]], identifier: str) -> dict[str, tuple[str, ...]]:
    """Each member of a set's closure that is no set itself, with the sets passed through on the way to it."""
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
