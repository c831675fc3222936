"""Which elements of two frameworks correspond (rule E4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sswgraph.adaptation.lineage import made_from
from sswgraph.adaptation.ties import PAIRING, TURNED, Settled, Ties
from sswgraph.model import Change, CompetencySet, Element, Evidence, Framework, Mapping, Node, ProficiencyLevel, Text
from sswgraph.model.comparison import Tie
from sswgraph.model.cycles import closure
from sswgraph.model.ids import framework_of
from sswgraph.model.levels import Levels
from sswgraph.model.text import seen, visible
from sswgraph.model.voices import Voices


@dataclass(frozen=True, slots=True)
class Edge:
    """Why one element of the base corresponds to one of the adaptation: by what, and the ids that state it."""

    base: str
    adaptation: str
    by: str
    stated: tuple[str, ...] = ()
    relation: str = ""
    tie: Tie | None = None


@dataclass(slots=True)
class Component:
    """Elements of both sides that are connected."""

    base: list[str] = field(default_factory=list)
    adaptation: list[str] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def components(here: dict[str, Node], there: dict[str, Node], edges: list[Edge]) -> list[Component]:
    """The connected components of the elements of both sides."""
    above: dict[tuple[bool, str], tuple[bool, str]] = {}

    def root(key: tuple[bool, str]) -> tuple[bool, str]:
        while above.get(key, key) != key:
            above[key] = above.get(above[key], above[key])
            key = above[key]
        return key

    for edge in edges:
        above[root((True, edge.adaptation))] = root((False, edge.base))
    made: dict[tuple[bool, str], Component] = defaultdict(Component)
    for one in here:
        made[root((False, one))].base.append(one)
    for one in there:
        made[root((True, one))].adaptation.append(one)
    for edge in edges:
        made[root((False, edge.base))].edges.append(edge)
    return list(made.values())


def numbered(
    components: list[Component], here: dict[str, Node], there: dict[str, Node]
) -> tuple[list[Component], dict[str, int], dict[str, int]]:
    """The components in the order of the base, then of the adaptation, and the number of each element's component."""
    place = {one: n for n, one in enumerate(here)}
    more = {one: len(place) + n for n, one in enumerate(there)}
    ordered = sorted(components, key=lambda c: min(place[one] for one in c.base) if c.base else more[c.adaptation[0]])
    for component in ordered:
        component.base.sort()
        component.adaptation.sort()
    of_base = {one: n for n, component in enumerate(ordered) for one in component.base}
    of_adapted = {one: n for n, component in enumerate(ordered) for one in component.adaptation}
    return ordered, of_base, of_adapted


# Of each kind: the ends (all of them stated and paired), and what tells several between the same ends apart.
_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "requirement": (("cadre", "competency"), ("level", "necessity", "for_function")),
    "function-need": (("function", "competency"), ("when_authority",)),
    "entry-requirement": (("module", "competency"), ("level",)),
    "outcome": (("outcome_of", "competency"), ("to_level", "extent")),
    "progression": (("start", "progresses_to"), ("progression_kind",)),
    "supervision-arrangement": (("supervisee", "supervisor"), ("supervision_mode",)),
    "eligibility-condition": (("condition_of", "condition_kind"), ()),
    "obligation": (("of_cadre", "trigger", "function", "act"), ("force", "within")),
    "scope-rule": (("cadre", "function", "competency", "act"), ("authority",)),
    "open-question": (("of_cadre", "function", "act"), ()),
}
_NOT_ENDS = frozenset({"condition_kind", "trigger"})


def end_fields(kind: str) -> tuple[str, ...]:
    """The fields by which elements of a kind pair: what they tie together."""
    return tuple(name for name in _ENDS.get(kind, ((), ()))[0] if name not in _NOT_ENDS)


def match_by_ends(components: list[Component], here: dict[str, Node], there: dict[str, Node]) -> None:
    """Join links between the same paired ends; of several, those that say the same, then in order of id."""
    rows = _Rows(components)
    for old, new in rows.matches(here, there):
        left, right = rows.single_base[old], rows.single_adapted[new]
        left.adaptation.append(new)
        left.edges.append(Edge(old, new, "ends"))
        right.adaptation.clear()
    components[:] = [component for component in components if component.base or component.adaptation]


def _named(node: Any) -> bool:
    """Whether a rule names elements that it is about, so that its words do not tell which act it means."""
    return bool(node.function or getattr(node, "competency", ()))


class _Rows:
    """The links without a counterpart, by kind and ends."""

    def __init__(self, components: list[Component]) -> None:
        self.single_base = {c.base[0]: c for c in components if not c.adaptation}
        self.single_adapted = {c.adaptation[0]: c for c in components if not c.base}
        self.number: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for place, component in enumerate(components):
            if component.base and component.adaptation:
                self.number[0].update(dict.fromkeys(component.base, place))
                self.number[1].update(dict.fromkeys(component.adaptation, place))

    def matches(self, here: dict[str, Node], there: dict[str, Node]) -> list[tuple[str, str]]:
        """The pairs of links whose ends correspond."""
        old = self._by_ends(self.single_base, here, 0)
        new = self._by_ends(self.single_adapted, there, 1)
        made: list[tuple[str, str]] = []
        for key in old.keys() & new.keys():
            left, right = sorted(old[key]), sorted(new[key])
            for said, one in list(left):
                like = next((other for other in right if other[0] == said), None)
                if like is not None:
                    made.append((one, like[1]))
                    left.remove((said, one))
                    right.remove(like)
            by_id = sorted(one for _, one in left), sorted(one for _, one in right)
            made += zip(*by_id, strict=False)
        return sorted(made)

    def _by_ends(
        self, single: dict[str, Component], nodes: dict[str, Node], side: int
    ) -> dict[tuple[Any, ...], list[tuple[str, str]]]:
        found: dict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
        for one in single:
            node = nodes[one]
            ends, says = _ENDS.get(node.kind, ((), ()))
            key = [self._key(getattr(node, name), side, name) for name in ends if name != "act" or not _named(node)]
            if key and None not in key and key[0] and any(key[1:]):
                said = [self._said(getattr(node, name), side) for name in says]
                found[(node.kind, *key)].append((repr(said), one))
        return found

    def _key(self, value: Any, side: int, name: str) -> Any:
        """The components at an end, as a set; None where one of them has no counterpart."""
        if name in _NOT_ENDS or isinstance(value, Text):
            return value
        ends = value if isinstance(value, tuple) else (value,)
        numbers = frozenset(self._number(one, side) for one in ends)
        return None if -1 in numbers else numbers

    def _number(self, one: str, side: int) -> int:
        """The component of an end; either side may name elements of the other one."""
        return self.number[side].get(one, self.number[1 - side].get(one, -1))

    def _said(self, value: Any, side: int) -> Any:
        if isinstance(value, tuple):
            return sorted(str(self.number[side].get(one, one)) for one in value)
        return str(self.number[side].get(value, value))


_STRENGTH = ("exact", "close", "broad", "narrow", "covers", "covered", "contested", "")
LIKENESS = ("LexicalMatching", "LexicalSimilarityThresholdMatching", "SemanticSimilarityThresholdMatching")


@dataclass(slots=True)
class Pairing:
    """The components, and for every element the number of its component.

    Attributes:
        components: In the order of the base, then of what was added.
        of_base: The number of the component of each element of the base.
        of_adapted: The number of the component of each element of the adaptation.
        contradictions: Ids of mappings against which lineage pairs elements.
        through: What elements were derived from, in any number of steps, in the frameworks between the two.
        ties: Without lineage, the ties that are the best of one of their ends (rule E8).
        other_ties: Those that are not.
    """

    components: list[Component]
    of_base: dict[str, int]
    of_adapted: dict[str, int]
    contradictions: tuple[str, ...]
    through: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ties: list[Settled] = field(default_factory=list)
    other_ties: list[Settled] = field(default_factory=list)

    @property
    def names(self) -> dict[str, str]:
        """Base id -> id in the adaptation, where one corresponds to one."""
        single = (c for c in self.components if len(c.base) == len(c.adaptation) == 1)
        return {c.base[0]: c.adaptation[0] for c in single}


def is_likeness(match: Mapping) -> bool:
    """Whether a mapping rests on likeness alone: found by comparing texts, and reviewed by nobody."""
    return match.reviewer is None and match.justification.rpartition(":")[2] in LIKENESS


def is_firm(tie: Tie) -> bool:
    """Whether safety may go by a tie: a mapping, or a chain or concept by which the two are the same or close."""
    return tie.by == "mapping" or tie.relation in ("same", "close")


def pair(
    base: Framework,
    adaptation: Framework,
    mappings: Iterable[Mapping],
    middle: Iterable[Framework] = (),
    ties: Ties | None = None,
    firm: bool = False,
    origins: Iterable[Framework] = (),
) -> Pairing:
    """The components of two frameworks, in the order of the base, then of what was added.

    Args:
        base: The first framework.
        adaptation: The second framework.
        mappings: What may pair elements that lineage does not pair.
        middle: The frameworks by which lineage leads from one to the other.
        ties: Where there is no lineage, what ties the two (rule E8), of which each element keeps the best. None: all
            mappings count.
        firm: Whether of chains and concepts only those count by which two elements are the same or close.
        origins: Where neither was made from the other, the frameworks that either was made from.

    Returns:
        The pairing.
    """
    here = {node.id: node for node in base.elements}
    there = {node.id: node for node in adaptation.elements}
    edges: dict[tuple[str, str], Edge] = {}
    before = tuple(origins)
    steps = _steps((*middle, *before))
    lineage = (*_lineage(base, adaptation, here, there, steps), *_common_origin(base, adaptation, before, steps))
    for edge in lineage:
        edges.setdefault((edge.base, edge.adaptation), edge)
    left, right = _ends_of(edges)
    for one in here.keys() & there.keys():
        if one not in left or one not in right:
            edges.setdefault((one, one), Edge(one, one, "iri"))
    left, right = _ends_of(edges)
    contradictions = []
    best, others = ties.best(left, right) if ties is not None else ([], [])
    for tie in (one.tie for one in best):
        if not firm or is_firm(tie):
            edges.setdefault((tie.base, tie.adaptation), _of_tie(tie))
    for edge in sorted(_mapped(mappings, here, there), key=lambda edge: _STRENGTH.index(edge.relation)):
        if edge.base not in left and edge.adaptation not in right and edge.relation:
            if ties is None:
                edges.setdefault((edge.base, edge.adaptation), edge)
        elif edge.relation and (edge.base, edge.adaptation) in edges:
            _say_how(edges, edge)
        elif _contradicts(edge, edges, left, right):
            contradictions.append(edge.stated[0])
    made = components(here, there, [edges[key] for key in sorted(edges)])
    match_by_ends(made, here, there)
    through = {node.id: _reached(_origins(node), steps) for node in (*base, *adaptation) if steps}
    return Pairing(*numbered(made, here, there), tuple(sorted(set(contradictions))), through, best, others)


# The mapping that says what a tie says.
_WORD: dict[str, str] = {"same": "exact", "close": "close", "wider": "broad", "narrower": "narrow"}


def _of_tie(tie: Tie) -> Edge:
    return Edge(tie.base, tie.adaptation, tie.by, tie.steps, _WORD.get(tie.relation, tie.relation), tie)


def _ends_of(edges: Iterable[tuple[str, str]]) -> tuple[set[str], set[str]]:
    pairs = list(edges)
    return {base for base, _ in pairs}, {adaptation for _, adaptation in pairs}


def own_changes(child: Framework) -> Iterator[Change]:
    """The Changes that a framework states of itself; a copied one tells the history of its base."""
    return (node for node in child.elements if isinstance(node, Change) and not node.derived_from)


def _said_there(node: Node, other: dict[str, Node]) -> tuple[str, ...]:
    """The origins that the other side states of the same element: its own history, no lineage between the two."""
    return _origins(other[node.id]) if node.id in other else ()


def _steps(middle: Iterable[Framework]) -> dict[str, tuple[str, ...]]:
    """What the elements of the frameworks between the two come from, by derivation and Changes."""
    found: dict[str, list[str]] = defaultdict(list)
    for framework in middle:
        for node in framework.elements:
            found[node.id] += _origins(node)
        for change in own_changes(framework):
            for new in change.adaptation:
                found[new] += change.base
    return {one: tuple(dict.fromkeys(origins)) for one, origins in found.items()}


def _reached(origins: Iterable[str], steps: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """These origins, and those of what lies between the two frameworks."""
    return closure(origins, steps) if steps else tuple(origins)


def _lineage(
    base: Framework,
    adaptation: Framework,
    here: dict[str, Node],
    there: dict[str, Node],
    steps: dict[str, tuple[str, ...]],
) -> Iterator[Edge]:
    """What either side says of its origin in the other; references into a framework itself are no lineage."""
    for child, own, other, mirrored in ((adaptation, there, here, False), (base, here, there, True)):
        found = [
            Edge(old, new, "change", (change.id,))
            for change in own_changes(child)
            if change.id not in other
            for old in _reached(change.base, steps)
            if old in other and old not in own
            for new in change.adaptation
            if new in own
        ]
        found += [
            Edge(old, node.id, "derivation")
            for node in child.elements
            for old in _reached(_origins(node), steps)
            if old in other and old not in own and other[old].kind == node.kind and old not in _said_there(node, other)
        ]
        for edge in found:
            yield Edge(edge.adaptation, edge.base, edge.by, edge.stated) if mirrored else edge


def _origins(node: Node) -> tuple[str, ...]:
    return (*node.derived_from, *(node.replaces if isinstance(node, Element) else ()))


def _common_origin(
    base: Framework, adaptation: Framework, before: tuple[Framework, ...], steps: dict[str, tuple[str, ...]]
) -> Iterator[Edge]:
    """Two adaptations of one framework, in any number of steps: elements derived from the same element of it."""
    if base.id == adaptation.id:
        return
    ends = (base, adaptation)
    common = {one.id for one in before if all(made_from(end, one, before) for end in ends)}
    common |= {one for one in (base.adaptation_of,) if one is not None and one == adaptation.adaptation_of}
    by_origin: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in base.elements if common else ():
        for origin in _reached(node.derived_from, steps):
            if framework_of(origin) in common:
                by_origin[origin, node.kind].append(node.id)
    for node in adaptation.elements if common else ():
        for origin in _reached(node.derived_from, steps):
            for sibling in by_origin.get((origin, node.kind), ()):
                yield Edge(sibling, node.id, "derivation")


def _mapped(mappings: Iterable[Mapping], here: dict[str, Node], there: dict[str, Node]) -> Iterator[Edge]:
    """The mappings between elements of one kind, in the direction of the comparison; negated ones without relation."""
    voices = Voices(mappings)
    for match in voices.rows:
        if match.relation not in PAIRING:
            continue
        relation = "" if match.negated else "contested" if voices.against(match.id) else match.relation
        for old, new, said in (
            (match.subject, match.object, relation),
            (match.object, match.subject, TURNED.get(relation, relation)),
        ):
            if old in here and new in there and old != new and here[old].kind == there[new].kind:
                yield Edge(old, new, "mapping", (match.id,), said)


def _say_how(edges: dict[tuple[str, str], Edge], edge: Edge) -> None:
    """Where lineage pairs two elements, let a mapping of the same two say how they relate to each other."""
    paired = edges[edge.base, edge.adaptation]
    if not paired.relation:
        edges[edge.base, edge.adaptation] = replace(paired, relation=edge.relation)


def _contradicts(edge: Edge, edges: dict[tuple[str, str], Edge], left: set[str], right: set[str]) -> bool:
    """Whether lineage pairs these otherwise: an exact match of two that it pairs with others, a denial of a pair."""
    paired = edges.get((edge.base, edge.adaptation))
    linked = paired is not None
    if not edge.relation:
        return paired is not None and paired.by != "mapping" and paired.tie is None
    return edge.relation == "exact" and not linked and (edge.base in left or edge.adaptation in right)


Key = int | str
HEADER = -1


class Sides:
    """What comparing asks of two frameworks and their pairing. Side 0 is the base, side 1 the adaptation.

    Args:
        base: The first framework.
        adaptation: The second framework.
        pairing: Which of their elements correspond.
        middle: The frameworks by which lineage leads from one to the other.
        whole: The pairing with what is not compared at a place, by which a reference to it means the same on both
            sides.
    """

    def __init__(
        self,
        base: Framework,
        adaptation: Framework,
        pairing: Pairing,
        middle: Iterable[Framework] = (),
        whole: Pairing | None = None,
    ) -> None:
        self.frameworks = (base, adaptation)
        self.middle = tuple(middle)
        self.made_from_other = (made_from(base, adaptation, self.middle), made_from(adaptation, base, self.middle))
        self.nodes: tuple[dict[str, Node], dict[str, Node]] = (
            {node.id: node for node in base.elements},
            {node.id: node for node in adaptation.elements},
        )
        self.pairing = pairing
        outside = ({}, {}) if whole is None else (_outside(whole.of_base), _outside(whole.of_adapted))
        self.names = {**(whole.names if whole is not None else {}), **pairing.names, base.id: adaptation.id}
        self._numbers: tuple[dict[str, int], dict[str, int]] = (
            {**outside[0], **pairing.of_base, base.id: HEADER},
            {**outside[1], **pairing.of_adapted, adaptation.id: HEADER},
        )
        self._sets = (_memberships(base), _memberships(adaptation))

    def key(self, side: int, identifier: str) -> Key:
        """The number of an element's component, on either side; an id outside stands for itself."""
        found = self._numbers[side].get(identifier)
        return self._numbers[1 - side].get(identifier, identifier) if found is None else found

    def keys(self, side: int, ends: Any) -> frozenset[Key]:
        """The components at the ends of a reference: of several, of one, or of none."""
        several = ends if isinstance(ends, tuple) else (ends,) if ends else ()
        return frozenset(self.key(side, one) for one in several)

    def moved_ends(self, old: Any, new: Any) -> tuple[frozenset[Key], frozenset[Key]]:
        """What a reference of the base pointed at and its counterpart does not, and the other way round."""
        before, after = self.keys(0, old), self.keys(1, new)
        return before - after, after - before

    def component(self, side: int, identifier: str) -> Component | None:
        """The component of an element; None where it is not compared."""
        number = self._numbers[side].get(identifier, HEADER)
        return None if number <= HEADER else self.pairing.components[number]

    def counterparts(self, identifier: str) -> tuple[Any, ...]:
        """The elements of the adaptation that stand for an element of the base."""
        component = self.component(0, identifier)
        return tuple(self.nodes[1][one] for one in component.adaptation) if component else ()

    def sources(self, identifier: str) -> tuple[Any, ...]:
        """The elements of the base that an element of the adaptation stands for."""
        component = self.component(1, identifier)
        return tuple(self.nodes[0][one] for one in component.base) if component else ()

    def other_ties(self, component: Component) -> tuple[Tie, ...]:
        """What ties an element of a component to elements of other ones, by something that counts less (rule E8)."""
        number = self.key(0, component.base[0]) if component.base else self.key(1, component.adaptation[0])
        return tuple(self._other_ties.get(number, ()))

    @property
    def ties(self) -> Iterator[Tie]:
        """What ties elements where there is no lineage."""
        return (edge.tie for one in self.pairing.components for edge in one.edges if edge.tie is not None)

    @cached_property
    def _other_ties(self) -> dict[Key, list[Tie]]:
        found: dict[Key, list[Tie]] = defaultdict(list)
        for tie in (one.tie for one in self.pairing.other_ties):
            for number in {self.key(0, tie.base), self.key(1, tie.adaptation)}:
                found[number].append(tie)
        return found

    def origins_of(self, base: str, adaptation: str) -> set[str]:
        """The ids that derivation from the counterpart may name."""
        component = self.component(0, base)
        ends = {base, adaptation, *(end for one in (base, adaptation) for end in self.pairing.through.get(one, ()))}
        return ends | {*component.base, *component.adaptation} if component else ends

    def sets(self, base: str, adaptation: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The sets that two paired elements belong to, where these are not the same."""
        old, new = self._sets[0].get(base, ()), self._sets[1].get(adaptation, ())
        return None if self.keys(0, old) == self.keys(1, new) else (old, new)

    def said_of(self, one: Evidence, side: int) -> tuple[Any, ...]:
        """What a piece of evidence says, whatever its id."""
        source = self.keys(side, one.source)
        derived = self.keys(side, one.derived_from)
        locator, excerpt, note = (_seen(part) for part in (one.locator, one.excerpt, one.note))
        return (one.basis, source, locator, excerpt, derived, one.concerns, note)

    def level_moves(self, old: str, new: str) -> set[str]:
        """'raised', 'lowered' or 'equal': the second level beside the first, by each side; empty where unknown."""
        found = set()
        for levels, first, second in (
            (self._levels[0], old, self._back.get(new, new)),
            (self._levels[1], self.names.get(old, old), new),
            (self._levels[2], old, new),
        ):
            up, down = levels.standing(second, first) == "met", levels.standing(first, second) == "met"
            if up or down:
                found.add("equal" if up and down else "raised" if up else "lowered")
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of everything on both sides."""
        return frozenset({*self.nodes[0], *self.nodes[1], *(one.id for one in self.frameworks)})

    @cached_property
    def _back(self) -> dict[str, str]:
        return {new: old for old, new in self.names.items()}

    @cached_property
    def _levels(self) -> tuple[Levels, Levels, Levels]:
        sides: list[dict[str, ProficiencyLevel]] = [
            {one.id: one for one in framework.elements if isinstance(one, ProficiencyLevel)}
            for framework in self.frameworks
        ]
        both = {**sides[0], **sides[1]} if not sides[0].keys() & sides[1].keys() else {}
        return Levels(sides[0]), Levels(sides[1]), Levels(both)

    def label(self, node: Node, side: int) -> Text:
        """What an element is called: its label, otherwise the names of what it ties together, otherwise its id."""
        own = getattr(node, "label", None) or getattr(node, "rationale", None)
        if isinstance(own, Text) and own:
            return own
        ends = [self._named(getattr(node, name), side) for name in _TIES if hasattr(node, name)]
        return _joined([end for end in ends if end]) or Text((("und", node.id),))

    def named(self, identifier: str, side: int) -> Text:
        """The label behind an id on one side, or the id."""
        node = self.nodes[side].get(identifier) or self.nodes[1 - side].get(identifier)
        return getattr(node, "label", None) or Text((("und", identifier),))

    def _named(self, ends: Any, side: int) -> Text:
        several = ends if isinstance(ends, tuple) else (ends,) if ends else ()
        return _joined([self.named(one, side) for one in several], ", ")


_TIES = tuple(
    "cadre of_cadre supervisee module outcome_of qualification start competency function progresses_to subject".split()
)


def _outside(numbers: dict[str, int]) -> dict[str, int]:
    """Numbers of components that are not compared: below all others, the same on both sides."""
    return {one: HEADER - 1 - number for one, number in numbers.items()}


def _joined(texts: list[Text], sign: str = " – ") -> Text:
    """Several names as one, in each language that one of them has."""
    if len(texts) < 2:
        return texts[0] if texts else Text()
    tags = sorted({tag for text in texts for tag in text.languages if tag != "und"}) or ["und"]
    return Text(tuple((tag, sign.join(text.best(tag) for text in texts)) for tag in tags))


def _seen(part: Any) -> Any:
    """A text or a string as it is seen, so that two can be compared and counted."""
    if isinstance(part, Text):
        return tuple(sorted((tag, *wordings) for tag, wordings in seen(part).items()))
    return visible(part) if isinstance(part, str) else part


def _memberships(framework: Framework) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for node in framework.elements:
        if isinstance(node, CompetencySet):
            for member in node.includes:
                found[member].append(node.id)
    return {member: tuple(sets) for member, sets in found.items()}
