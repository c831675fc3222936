"""``compare`` and ``apply_changes``: two frameworks side by side, and the second one again from the first.

Safety comes first (rules E4, E5, E7); where places are named, what holds or exists there is compared (E11, J1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.adapt import with_names
from sswgraph.adaptation.correspondence import Component, Edge, Pairing, Sides, is_firm, is_likeness, own_changes, pair
from sswgraph.adaptation.diff import aspects_between, aspects_of_one, domains_of, related, summary_of
from sswgraph.adaptation.lineage import HOLDING, SPEAKS_OF, frameworks_between, made_from, origins_of
from sswgraph.adaptation.notes import comparison_notes
from sswgraph.adaptation.safety.protection import protection_of
from sswgraph.adaptation.safety.report import safety_of, unchecked
from sswgraph.adaptation.ties import Ties
from sswgraph.errors import EditionError, InputError
from sswgraph.exchange.schema import BY_KIND
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import Given, Mappings, framework_in, mappings_in
from sswgraph.graph.graph import stamp_of
from sswgraph.graph.in_force import Where, places_of
from sswgraph.messages import Message, message
from sswgraph.messages.places import WORLD, containing, overlapping
from sswgraph.model import Framework, LinkCount, MappingSet, Node, Text
from sswgraph.model import Mapping as Match
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import COMPILATIONS
from sswgraph.model.comparison import (
    RELATIONS,
    Aspect,
    ChangeKind,
    Comparison,
    Entry,
    Pair,
    SafetyFinding,
    most_serious,
)
from sswgraph.model.mapping import NO_TERM
from sswgraph.model.voices import Voices

RESIDUE = "residue"


def compared(
    base: Framework,
    adaptation: Framework,
    mappings: Iterable[Match | MappingSet] | MappingSet = (),
    *,
    known: Iterable[Framework] = (),
    reference: Iterable[str] = COMPILATIONS,
    here: tuple[str, ...] = (),
) -> Comparison:
    """Compare two frameworks, as :func:`sswgraph.compare` describes it.

    Safety leaves out mappings that rest on likeness alone.

    Args:
        base: The first framework.
        adaptation: The second framework.
        mappings: What may pair elements that lineage does not pair.
        known: Frameworks by which lineage may lead from one to the other, and that say what functions need.
        reference: The ids of frameworks whose concepts may pair elements where there is no lineage.
        here: The places where both are compared (E11); none: everywhere.

    Returns:
        The comparison.
    """
    known, reference = tuple(known), tuple(reference)
    matches = given_mappings("compare", (base, adaptation), mappings)
    middle = frameworks_between(base, adaptation, known)
    left = (elsewhere_only(base, here), elsewhere_only(adaptation, here)) if here else ({}, {})
    if not any(left):
        return _compared(base, adaptation, matches, middle, known, reference, None)
    pairing, _ = _paired(base, adaptation, matches, middle, known, reference)
    parts = without(base, left[0]), without(adaptation, left[1])
    found = _compared(*parts, matches, middle, known, reference, pairing)
    whole = Sides(base, adaptation, pairing, middle)
    stated = _Stated(base, adaptation, matches)
    entries = [replace(_entry(one, whole, stated), relation="not-compared") for one in set_apart(pairing, *left)]
    said = [(*said_elsewhere(left[0], base.id, here),), (*said_elsewhere(left[1], adaptation.id, here),)]
    relations = Counter(dict(found.summary.relations)) + Counter({"not-compared": len(entries)})
    return replace(
        found,
        unchecked=(*found.unchecked, *said[0]) if found.lineage else found.unchecked,
        notes=(*found.notes, *(said[1] if found.lineage else (*said[0], *said[1]))),
        summary=replace(found.summary, relations=tuple((one, relations[one]) for one in RELATIONS if relations[one])),
        entries=(*found.entries, *entries),
        base_count=len(base.elements) + 1 + bool(base.residue),
        adaptation_count=len(adaptation.elements) + 1 + bool(adaptation.residue),
        links=_links(base, adaptation, matches, pairing),
        stamp=stamp_of((base, adaptation), where=", ".join(here)),
        frameworks=(base, adaptation),
    )


def _paired(
    base: Framework,
    adaptation: Framework,
    matches: list[Match],
    middle: tuple[Framework, ...],
    known: tuple[Framework, ...],
    reference: tuple[str, ...],
) -> tuple[Pairing, Ties | None]:
    """Which elements correspond, and without lineage what ties them."""
    if made_from(base, adaptation, middle) or made_from(adaptation, base, middle):
        return pair(base, adaptation, matches, middle), None
    ties = Ties(base, adaptation, matches, reference, known)
    return pair(base, adaptation, matches, ties=ties, origins=origins_of((base, adaptation), known)), ties


def _compared(
    base: Framework,
    adaptation: Framework,
    matches: list[Match],
    middle: tuple[Framework, ...],
    known: tuple[Framework, ...],
    reference: tuple[str, ...],
    whole: Pairing | None,
) -> Comparison:
    """Compare all of two frameworks; ``whole`` is their pairing before something was set apart."""
    pairing, ties = _paired(base, adaptation, matches, middle, known, reference)
    sides = Sides(base, adaptation, pairing, middle, whole)
    back, lineage = sides.made_from_other
    stated = _Stated(base, adaptation, matches)
    heads = (_header(sides), *_residue(sides))
    entries = (
        *(replace(one, relation="same" if lineage else "not-compared") for one in heads),
        *_elements(sides, stated),
    )
    origins = () if lineage or back else origins_of((base, adaptation), known)
    safety, checked, not_checked = _safety(sides, entries[len(heads) :], matches, origins, reference, whole)
    return Comparison(
        base=base.id,
        adaptation=adaptation.id,
        base_label=base.label,
        adaptation_label=adaptation.label,
        lineage=lineage,
        safety=safety,
        checked=checked,
        unchecked=not_checked,
        notes=comparison_notes(sides, entries, stated.kinds, (lineage, not lineage and back), reference),
        summary=summary_of(sides, entries, lineage),
        entries=entries,
        across=ties.across() if ties is not None else (),
        reference=reference if ties is not None else (),
        base_count=len(base.elements) + 1 + bool(base.residue),
        adaptation_count=len(adaptation.elements) + 1 + bool(adaptation.residue),
        links=_links(base, adaptation, matches, pairing),
        stamp=stamp_of((base, adaptation)),
        frameworks=(base, adaptation),
    )


def _elements(sides: Sides, stated: _Stated) -> tuple[Entry, ...]:
    """An entry for each component of the pairing, in its order."""
    made = zip(sides.pairing.components, domains_of(sides), strict=True)
    return related([replace(_entry(one, sides, stated), domains=domains) for one, domains in made], sides)


def _safety(
    sides: Sides,
    entries: Sequence[Entry],
    matches: list[Match],
    origins: tuple[Framework, ...],
    reference: tuple[str, ...],
    whole: Pairing | None,
) -> tuple[tuple[SafetyFinding, ...], tuple[Message, ...], tuple[Message, ...]]:
    """What protects less, or without lineage differently; what was looked at, and what could not be."""
    trusted = [match for match in matches if not is_likeness(match)]
    back, lineage = sides.made_from_other
    apart = not (back or lineage)
    if len(trusted) < len(matches) or (apart and not all(map(is_firm, sides.ties))):
        base, adaptation = sides.frameworks
        ties = Ties(base, adaptation, trusted, reference) if apart else None
        middle = sides.middle
        pairing = pair(base, adaptation, trusted, middle, ties, firm=True, origins=origins)
        sides = Sides(base, adaptation, pairing, middle, whole)
        entries = entries if lineage else _elements(sides, _Stated(base, adaptation, trusted))
    return (*safety_of(sides), unchecked(sides)) if lineage else (*protection_of(sides, entries), ())


def given_mappings(verb: str, frameworks: Iterable[Any], mappings: Any) -> list[Match]:
    """The mappings that count, one by one, without those that are overruled (rule C4).

    Args:
        verb: The function that asks, for its errors.
        frameworks: Values that have to be frameworks.
        mappings: Mappings or mapping sets.

    Returns:
        The mappings.

    Raises:
        InputError: A value is not a framework or mapping, or an id appears twice in a framework.
    """
    for framework in frameworks:
        if not isinstance(framework, Framework):
            raise InputError(f"{verb} takes frameworks such as load('psw')['psw'], not {type(framework).__name__}.")
        twice = sorted(one for one, n in Counter(node.id for node in framework.elements).items() if n > 1)
        if twice:
            raise InputError(f"{twice[0]} stands twice in the framework '{framework.id}'.")
    given = (mappings,) if isinstance(mappings, MappingSet) else tuple(mappings)
    for one in given:
        if not isinstance(one, (Match, MappingSet)):
            raise InputError(f"mappings are Mapping or MappingSet values, not {type(one).__name__}.")
    return Voices(given).counting()


class _Stated:
    """What Changes and mappings say of elements without a counterpart, and the reasons of all Changes."""

    def __init__(self, base: Framework, adaptation: Framework, matches: list[Match]) -> None:
        self.reasons: dict[str, Text] = {}
        self.kinds: dict[str, str] = {}
        self.alone: dict[str, list[str]] = {}
        for framework in (base, adaptation):
            for change in own_changes(framework):
                self.reasons[change.id], self.kinds[change.id] = change.rationale, change.change_kind
                if not (change.base and change.adaptation):
                    own = {node.id for node in framework.elements}
                    self._say((one for one in change.base if one not in own), change.id)
                    self._say((one for one in change.adaptation if one in own), change.id)
        for match in matches:
            if NO_TERM in (match.subject, match.object):
                self._say((match.subject, match.object), match.id)

    def _say(self, elements: Iterable[str], by: str) -> None:
        for one in elements:
            self.alone.setdefault(one, []).append(by)

    def of(self, component: Component) -> tuple[str, ...]:
        found = [one for edge in component.edges for one in edge.stated]
        if not (component.base and component.adaptation):
            found += [by for one in (*component.base, *component.adaptation) for by in self.alone.get(one, ())]
        return tuple(sorted(set(found)))

    def reason(self, stated: tuple[str, ...]) -> Text:
        return Text(tuple(sorted({value for one in stated for value in self.reasons.get(one, Text()).values})))


def _entry(component: Component, sides: Sides, stated: _Stated) -> Entry:
    side = 0 if component.base else 1
    first = sides.nodes[side][(component.base or component.adaptation)[0]]
    pairs, shape = _pairs(component, sides)
    said = stated.of(component)
    return Entry(
        relation="same",  # until those of all others are known
        kind=most_serious([*shape, *(aspect.kind for one in pairs for aspect in one.changes)]),
        element=first.kind,
        label=sides.label(first, side),
        base=tuple(component.base),
        adaptation=tuple(component.adaptation),
        pairs=pairs,
        stated=said,
        reason=stated.reason(said),
        ties=tuple(edge.tie for edge in component.edges if edge.tie is not None),
        other_ties=sides.other_ties(component),
    )


def _pairs(component: Component, sides: Sides) -> tuple[tuple[Pair, ...], list[ChangeKind]]:
    here, there = sides.nodes
    n, m = len(component.base), len(component.adaptation)
    if not m:
        one = component.base[0]
        return (Pair(base=one, adaptation=None, changes=aspects_of_one(here[one], "dropped")),), ["dropped"]
    if not n:
        one = component.adaptation[0]
        return (Pair(base=None, adaptation=one, changes=aspects_of_one(there[one], "added")),), ["added"]
    made = []
    for edge in component.edges:
        changes, carried = aspects_between(here[edge.base], there[edge.adaptation], sides, edge)
        made.append(Pair(base=edge.base, adaptation=edge.adaptation, by=edge.by, changes=changes, carried=carried))
    shape: list[ChangeKind] = [] if n == m == 1 else ["split"] if n == 1 else ["merged"] if m == 1 else ["regrouped"]
    return tuple(made), shape


def _header(sides: Sides) -> Entry:
    base, adaptation = sides.frameworks
    edge = Edge(base.id, adaptation.id, "iri" if base.id == adaptation.id else "")
    changes, carried = aspects_between(base, adaptation, sides, edge)
    return Entry(
        relation="same",
        kind=most_serious(aspect.kind for aspect in changes),
        element="framework",
        label=base.label,
        base=(base.id,),
        adaptation=(adaptation.id,),
        pairs=(Pair(base=base.id, adaptation=adaptation.id, by=edge.by, changes=changes, carried=carried),),
    )


def _residue(sides: Sides) -> tuple[Entry, ...]:
    """What was kept from other vocabularies, as one entry where either side has any."""
    from sswgraph.adaptation.adapt import rewritten

    base, adaptation = sides.frameworks
    if not base.residue and not adaptation.residue:
        return ()
    kind: ChangeKind = "redefined" if base.residue and adaptation.residue else "dropped" if base.residue else "added"
    expected = tuple(sorted(rewritten(line, sides.names) for line in base.residue))
    if expected == tuple(sorted(adaptation.residue)):
        kind = "identical"
    aspect = Aspect(field=RESIDUE, kind=kind, base=base.residue or None, adaptation=adaptation.residue or None)
    one = base.id if base.residue else None
    other = adaptation.id if adaptation.residue else None
    carried, changes = ((aspect,), ()) if kind == "identical" else ((), (aspect,))
    here, there = (base.id,) if one else (), (adaptation.id,) if other else ()
    pairs = (Pair(base=one, adaptation=other, changes=changes, carried=carried),)
    entry = Entry(
        kind=kind, relation="same", element=RESIDUE, label=base.label, base=here, adaptation=there, pairs=pairs
    )
    return (entry,)


def _links(base: Framework, adaptation: Framework, matches: list[Match], pairing: Pairing) -> LinkCount:
    """What the elements of both sides, and the mappings that paired them, rest on; each side counts for itself."""
    used = {one for component in pairing.components for edge in component.edges for one in edge.stated}
    evidence = [node.evidence for node in (*base.elements, *adaptation.elements) if node.kind != "source"]
    evidence += [match.evidence for match in {match.id: match for match in matches if match.id in used}.values()]
    found = {"stated": 0, "derived": 0, "draft": 0}
    for pieces in evidence:
        bases = {one.basis for one in pieces}
        found[next((basis for basis in ("stated", "derived") if basis in bases), "draft")] += 1
    return LinkCount(**found)


def compare(
    graph: CompetencyGraph,
    base: Given,
    adaptation: Given,
    mappings: Mappings = None,
    *,
    reference: str | Iterable[str] | None = None,
    where: Where = None,
) -> Comparison:
    """Compare two frameworks: first how far each protects, then an entry for every element of both.

    Elements are paired by Change and derivation, then by IRI, then by mappings, never by likeness. Where the second was
    made from the first, in any number of steps (``lineage``), each entry says what became of the elements (``kind``),
    and ``safety`` which safeguards are gone or weaker. Otherwise nobody changed anything: entries say how the elements
    stand to each other (``relation``), and ``safety`` how each of the two protects. Where neither was made from the
    other, elements also pair by chains of mappings and by concepts of the reference to which both are tied, and
    ``across`` holds functions of one beside competencies of the other.

    ``notes`` say what a reader must know first: that the base is of another edition, that ties contradict each other,
    what was set apart.

    Args:
        graph (CompetencyGraph): The graph.
        base (str | Framework): The first framework, as an id in the graph or a value.
        adaptation (str | Framework): The second one; also another edition of the first, or the same one.
        mappings (Mapping | MappingSet | Iterable | None): What may pair elements that lineage does not pair; by default
            all mappings of the graph.
        reference (str | Iterable[str] | None): Ids of frameworks whose concepts may pair elements; by default the
            compilations that ship.
        where (str | Iterable[str] | None): Codes of countries, parts of them or areas. Rules and training are compared
            that hold or exist there; the others have entries that are *not compared*, and the notes name them.

    Returns:
        The comparison, with one entry for every element of both, header and residue included.

    Raises:
        UnknownElementError: An id is not in the graph; it names similar ones.
        InputError: A value is not a framework, mapping, id or place, or an id appears twice in a framework.

    Source:
        Rules E4, E5, E7, E8 and E11 in ``docs/semantics.md``.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> mine = ssw.adapt(g, "psw", id="xx", jurisdiction="UG")
        >>> found = ssw.compare(g, "psw", mine)
        >>> found.lineage, [entry.element for entry in found.different], found.safety
        (True, ['framework'], ())
    """  # noqa: DOC502 - the graph and compared raise
    rows = mappings_in(graph, mappings)
    through = reference_in(graph, reference)
    first, second = framework_in(graph, base), framework_in(graph, adaptation)
    here = places_of(graph, where)
    return compared(first, second, rows, known=graph.frameworks, reference=through, here=here)


def reference_in(graph: CompetencyGraph, given: str | Iterable[str] | None) -> tuple[str, ...]:
    """The ids of these frameworks of the graph; where None is given, those of the compilations.

    Args:
        graph: The graph.
        given: One id, several, or None.

    Returns:
        The ids.

    Raises:
        InputError: Something else than ids is given.
    """
    if given is None:
        return COMPILATIONS
    asked = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, Iterable) else (given,)
    if not all(isinstance(one, str) for one in asked):
        raise InputError("reference is the id of a framework, or several of them.")
    return tuple(graph.framework(one).id for one in asked)


_EXISTING = frozenset({"module", "qualification"})
_NAMED = 12  # so many are named, more are counted
Places = tuple[str, ...]


def elsewhere_only(framework: Framework, here: Places) -> dict[str, Places]:
    """What holds or exists at other places only, with these: rules, training, and what speaks only of such.

    A rule holds at its places, otherwise at those of its framework, and at what lies in them (J1). A module is where it
    says, otherwise where its qualifications are, otherwise where its framework is. What names no place is everywhere.

    Args:
        framework: The framework.
        here: The places where it is compared.

    Returns:
        The places of what is elsewhere, by id.
    """
    nodes = {node.id: node for node in framework.elements}
    around = {code for one in here for code in containing(one)}
    found: dict[str, Places] = {}
    for node in framework.elements:
        stated = tuple(code for code in _stated(node, nodes, framework) if code != WORLD)
        if (node.kind in HOLDING and stated and not around.intersection(stated)) or (
            node.kind in _EXISTING and stated and not any(overlapping(a, b) for a in stated for b in here)
        ):
            found[node.id] = stated
    waiting = bool(found)
    while waiting:
        more = {node.id: places for node in framework.elements if (places := _of_these(node, found))}
        waiting = bool(more)
        found |= more
    return found


def _stated(node: Node, nodes: Mapping[str, Node], framework: Framework) -> Places:
    own: Places = getattr(node, "jurisdiction", ())
    around = (getattr(nodes.get(one), "jurisdiction", ()) for one in getattr(node, "part_of", ()))
    return own or tuple(dict.fromkeys(code for places in around for code in places)) or framework.jurisdiction


def _of_these(node: Node, found: Mapping[str, Places]) -> Places:
    """The places of what a node concerns, if it speaks only of what is elsewhere."""
    if node.id in found:
        return ()
    fields = (getattr(node, name) for name in SPEAKS_OF.get(node.kind, ()))
    ends = [one for value in fields for one in (value if isinstance(value, tuple) else (value,))]
    if not ends or not all(one in found for one in ends):
        return ()
    return tuple(dict.fromkeys(code for one in ends for code in found[one]))


def without(framework: Framework, ids: Mapping[str, Places]) -> Framework:
    """The framework without these elements."""
    return replace(framework, elements=tuple(node for node in framework.elements if node.id not in ids))


def set_apart(pairing: Pairing, base: Mapping[str, Places], adaptation: Mapping[str, Places]) -> Iterator[Component]:
    """What is elsewhere, component by component: together where all of it is, otherwise each element on its own."""
    for one in pairing.components:
        here, there = [end for end in one.base if end in base], [end for end in one.adaptation if end in adaptation]
        if (here, there) == (one.base, one.adaptation):
            yield one
            continue
        yield from (Component(base=[end]) for end in here)
        yield from (Component(adaptation=[end]) for end in there)


def said_elsewhere(found: Mapping[str, Places], framework: str, here: Places) -> Iterator[Message]:
    """What of a framework is not compared at these places, by where it holds instead."""
    by_place: dict[Places, list[str]] = {}
    for one, places in found.items():
        by_place.setdefault(places, []).append(one)
    for places, ids in by_place.items():
        shown = tuple(ids) if len(ids) <= _NAMED else (*ids[:_NAMED], "…")
        said = {"framework": framework, "places": places, "here": here, "found": shown}
        yield message("compare.not-here", n=len(ids), **said)


# Aspects that say in words what others say in values.
_FOLLOWING = frozenset({"sets", "mapping", "kind"})


def apply_changes(base: Framework, comparison: Comparison) -> Framework:
    """Rebuild the framework that a comparison was made with, from its base and the changes found.

    Args:
        base (Framework): The first framework of the comparison.
        comparison (Comparison): What ``compare`` gave.

    Returns:
        The second framework, equal to it, its elements in canonical order.

    Raises:
        InputError: Something else is given.
        EditionError: The comparison was made from another base, or from another content of it.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw", "cycw")
        >>> apply_changes(g["psw"], ssw.compare(g, "psw", "cycw")) == g["cycw"]
        True
    """
    if not isinstance(base, Framework) or not isinstance(comparison, Comparison):
        raise InputError("apply_changes takes a Framework and a Comparison of it.")
    made_from, given = comparison.stamp.frameworks[0], stamp_of((base,)).frameworks[0]
    if made_from != given:
        first, second = (f"'{one[0]}', {one[1] or 'no edition'}, content {one[2]}" for one in (made_from, given))
        raise EditionError(f"The comparison was made from another base: {first}. Given was {second}.")
    nodes: dict[str, Node] = {node.id: node for node in base.elements}
    names = names_of(comparison.entries) | {comparison.base: comparison.adaptation}
    header, residue, elements = base, base.residue, []
    for entry in comparison.entries:
        if entry.element == "framework":
            header = _made(base, entry.pairs[0], names, entry)
        elif entry.element == RESIDUE:
            residue = _value(entry.pairs[0], RESIDUE)
        else:
            pairs = {pair.adaptation: pair for pair in reversed(entry.pairs) if pair.adaptation is not None}
            elements += [_made(nodes.get(pair.base or ""), pair, names, entry) for pair in pairs.values()]
    return canonical(replace(header, elements=tuple(elements), residue=residue))


def names_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Base id -> id in the adaptation, where one element corresponds to one."""
    single = (entry for entry in entries if len(entry.base) == len(entry.adaptation) == 1 and entry.element != RESIDUE)
    return {entry.base[0]: entry.adaptation[0] for entry in single}


def _made(old: Any, pair: Pair, names: Mapping[str, str], entry: Entry) -> Any:
    kinds = [aspect.adaptation for aspect in pair.aspects if aspect.field == "kind"]
    values = {aspect.field: aspect.adaptation for aspect in pair.aspects if aspect.field not in _FOLLOWING}
    assert pair.adaptation is not None
    if old is not None and not kinds:
        return replace(with_names(old, names, pair.adaptation), **values)
    model = BY_KIND[str(kinds[0]) if kinds else entry.element].model
    return model(id=pair.adaptation, **{name: value for name, value in values.items() if value is not None})


def _value(pair: Pair, field: str) -> tuple[str, ...]:
    value = next((aspect.adaptation for aspect in pair.aspects if aspect.field == field), None)
    return tuple(value) if isinstance(value, tuple) else ()
