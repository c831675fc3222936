"""``compare_countries`` and ``compare_many``: several countries side by side.

The one role by role through a reference (rule E8), the other element by element along one base.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from sswgraph.adaptation.compare import compared, given_mappings
from sswgraph.adaptation.correspondence import pair
from sswgraph.adaptation.notes import doubts, editions_apart
from sswgraph.adaptation.roles_beside import Beside, role_rows, sentences, with_compiled
from sswgraph.adaptation.ties import Settled, Steps
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import Given, Mappings, framework_in, mappings_in, require_graph
from sswgraph.graph.graph import stamp_of
from sswgraph.graph.requirements import asked_of
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, CompetencySet, Framework, Mapping, MappingSet, Node, OpenQuestion, Text
from sswgraph.model.codes import PROFESSIONAL_STATUSES, TIERS, place
from sswgraph.model.comparison import Comparison, Entry, Tie
from sswgraph.model.countries import ConceptCell, ConceptRow, Countries, CountryColumn, CountrySource, ToAdd, best_of
from sswgraph.model.cycles import closure
from sswgraph.model.matrix import Cell, Matrix, MatrixRow, Nearness

# What a country may have for a concept; an element of another kind is on its topic and no more.
_HOLDING = frozenset({"function", "competency", "module", "qualification"})
_CONCEPTS = ("function", "competency")


def compare_countries(
    graph: CompetencyGraph,
    frameworks: Iterable[Given] = (),
    *,
    cadres: Iterable[str] = (),
    reference: Given = "psw",
    with_reference: bool = False,
) -> Countries:
    """Compare countries: what each has for the concepts of a reference, role beside role, what could be added.

    *Not found* is said only of what was read: where no element of the kind of a concept was read, it is *not read*. A
    country is represented by the roles tied to the role of the reference for which most countries have a counterpart.

    Args:
        graph (CompetencyGraph): The graph.
        frameworks (Iterable[str | Framework]): Two frameworks or more, as ids in the graph or values.
        cadres (Iterable[str]): Ids of single roles to compare instead, two or more.
        reference (str | Framework): The framework to whose functions and competencies theirs are tied by mappings.
        with_reference (bool): Whether to show what the reference says of the role beside them; it is never counted.

    Returns:
        The matrix of concepts, the roles in seven bands, and the candidates to add.

    Raises:
        UnknownElementError: An id is not in the graph; it names similar ones.
        InputError: Fewer than two are given, one is given twice, the reference is among them, nothing was read of any,
            or nothing ties any of them to the reference.

    Source:
        Rule E8 in ``docs/semantics.md``.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load()
        >>> found = ssw.compare_countries(g, ["ug", "za"])
        >>> [column.cadres for column in found.countries]
        [('ug:para-social-worker',), ('za:social-auxiliary-worker',)]
    """  # noqa: DOC502 - the graph raises
    through = framework_in(graph, reference)
    given, asked = _given(graph, frameworks, cadres)
    for one in (through, *given):
        if one not in graph.frameworks:
            graph = graph.with_framework(one, replace=True)
    _require_apart(given, asked, through)
    steps = Steps(graph.mappings, graph.frameworks, derived=True)
    columns = _columns(graph, given, asked, through, steps)
    if not any(column.functions or column.competencies or column.cadres for column in columns):
        raise InputError(f"Nothing was read of {', '.join(one.id for one in columns)} that could be compared.")
    scopes = [_scope(graph, column, asked) for column in columns]
    tied = _tied(graph, through, steps, set().union(*scopes))
    concepts = _concepts(graph, through, tied, scopes)
    beside = Beside(graph, through, steps, columns)
    if not any(row.found for row in concepts) and not any(column.cadres for column in columns):
        names = ", ".join(one.id for one in columns)
        raise InputError(f"Nothing ties '{through.id}' to any of {names}. Choose another reference, such as 'psw'.")
    roles = role_rows(beside)
    told = sentences(beside, roles)
    if with_reference:
        roles = with_compiled(
            roles, role_rows(Beside(graph, through, steps, [_compiled(graph, through, steps, given)]))
        )
    return Countries(
        reference=through.id,
        reference_label=through.label,
        countries=columns,
        notes=(*_notes(columns, given, through, concepts), *doubts(one for found in tied.values() for one in found)),
        sentences=told,
        concepts=concepts,
        roles=roles,
        candidates=tuple(_candidates(graph, through, steps, columns, scopes)),
        sources=tuple(
            CountrySource(id=one, label=graph.label(one))
            for one in dict.fromkeys(one for row in roles for cell in row.every_cell for one in cell.sources)
        ),
        with_reference=with_reference,
        stamp=stamp_of((through, *given)),
        frameworks=(through, *{one.id: one for one in given}.values()),
    )


def _given(
    graph: CompetencyGraph, frameworks: Iterable[Given], cadres: Iterable[str]
) -> tuple[list[Framework], list[Cadre]]:
    """The frameworks asked for, or the cadres with the frameworks that have them."""
    if any(isinstance(one, (str, Framework)) or not isinstance(one, Iterable) for one in (frameworks, cadres)):
        raise InputError('Give several: compare_countries(g, ["ug", "tz"]).')
    found = [framework_in(graph, one) for one in frameworks]
    names = list(cadres)
    if found and names:
        raise InputError("Give frameworks or cadres, not both.")
    asked = []
    for name in names:
        node = graph[name]
        if not isinstance(node, Cadre):
            raise InputError(f"'{name}' is not a cadre but a {node.kind}.")
        asked.append(node)
    ids = [one.id for one in (*found, *asked)]
    if len(ids) < 2:
        raise InputError("Give at least two countries, or two cadres.")
    twice = next((one for one, n in Counter(ids).items() if n > 1), None)
    if twice is not None:
        raise InputError(f"'{twice}' is given twice. Give each once.")
    homes = dict.fromkeys(graph.home(one.id) or "" for one in asked)
    return found or [graph.framework(home) for home in homes], asked


def _require_apart(given: Sequence[Framework], asked: Sequence[Cadre], reference: Framework) -> None:
    if any(one.id == reference.id for one in given):
        what = "its cadres are" if asked else "it is"
        raise InputError(f"'{reference.id}' is the reference, so {what} not compared. Leave it out.")


def _columns(
    graph: CompetencyGraph, given: Sequence[Framework], asked: Sequence[Cadre], reference: Framework, steps: Steps
) -> tuple[CountryColumn, ...]:
    """The columns in the order asked for; cadres by status and tier, so that similar ones are neighbours."""
    if asked:
        made = [_column(graph, graph.framework(graph.home(one.id) or ""), one.id, [one]) for one in asked]
        return tuple(sorted(made, key=_group))
    tied = _tied_cadres(reference, steps, [one.id for one in given], graph)
    return tuple(_column(graph, one, one.id, tied[one.id]) for one in given)


def _group(column: CountryColumn) -> tuple[int, int]:
    status, tier = (next(iter(codes), None) for codes in (column.statuses, column.tiers))
    return -place(PROFESSIONAL_STATUSES, status) % 4, -place(TIERS, tier) % 6


def _column(graph: CompetencyGraph, home: Framework, name: str, cadres: Sequence[Cadre]) -> CountryColumn:
    kinds = Counter(node.kind for node in home.elements)
    return CountryColumn(
        id=name,
        label=home.label if name == home.id else graph.label(name),
        framework=home.id,
        places=home.jurisdiction,
        cadres=tuple(one.id for one in cadres),
        cadre_labels=tuple(one.label for one in cadres),
        tiers=_stated(cadres, "tier"),
        statuses=_stated(cadres, "professional_status"),
        pay=_stated(cadres, "remuneration"),
        reach=home.reach,
        functions=kinds["function"],
        competencies=kinds["competency"],
    )


def _stated(cadres: Iterable[Cadre], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for one in cadres if (value := getattr(one, field)) is not None))


def _compiled(graph: CompetencyGraph, reference: Framework, steps: Steps, given: Sequence[Framework]) -> CountryColumn:
    """The column of the reference itself, with the cadre of which most frameworks have a counterpart."""
    tied = _counterparts(reference, steps, [one.id for one in given], graph)
    first = max(tied, key=lambda one: len(tied[one]), default=None)
    cadre = graph.get(first) if first is not None else None
    return _column(graph, reference, reference.id, [cadre] if isinstance(cadre, Cadre) else [])


def _tied_cadres(
    reference: Framework, steps: Steps, frameworks: Sequence[str], graph: CompetencyGraph
) -> dict[str, list[Cadre]]:
    """By framework, the cadres tied to the most widely shared cadre of the reference that it has a counterpart of."""
    found = _counterparts(reference, steps, frameworks, graph)
    ordered = sorted(found, key=lambda one: -len(found[one]))
    return {name: next((found[one][name] for one in ordered if name in found[one]), []) for name in frameworks}


def _counterparts(
    reference: Framework, steps: Steps, frameworks: Sequence[str], graph: CompetencyGraph
) -> dict[str, dict[str, list[Cadre]]]:
    """Of each cadre of the reference the cadres tied to it, by framework."""
    found: dict[str, dict[str, list[Cadre]]] = {}
    for node in reference.elements:
        if isinstance(node, Cadre):
            own: dict[str, list[Cadre]] = defaultdict(list)
            for end, one in steps.settled(node.id).items():
                cadre = graph.get(end)
                if isinstance(cadre, Cadre) and graph.home(end) in frameworks and not one.against:
                    own[graph.home(end) or ""].append(cadre)
            found[node.id] = own
    return found


def _scope(graph: CompetencyGraph, column: CountryColumn, asked: Sequence[Cadre]) -> set[str]:
    """The elements that stand for a column: those of its framework, or what a single cadre performs and needs."""
    if not asked:
        return {node.id for node in graph.framework(column.framework).elements}
    cadres = closure(column.cadres, graph.index.includes)
    performed = {one for name in cadres for one in graph[name].performs}
    return performed | set(asked_of(graph, column.id))


def _concepts(
    graph: CompetencyGraph,
    reference: Framework,
    tied: dict[str, list[Settled]],
    scopes: Sequence[set[str]],
) -> tuple[ConceptRow, ...]:
    """The functions of the reference, then its competencies by domain, each with a cell for every column."""
    sets = [node for node in reference.elements if isinstance(node, CompetencySet)]
    domains = {member: node for node in reversed(sets) for member in node.includes}
    order = {node.id: number for number, node in enumerate(sets)}
    read = [{graph[one].kind for one in scope if one in graph} for scope in scopes]
    made = []
    for node in (one for kind in _CONCEPTS for one in reference.elements if one.kind == kind):
        ties = [one.tie for one in tied[node.id]]
        cells = tuple(
            _cell(graph, [tie for tie in ties if tie.adaptation in scope], node.kind in kinds)
            for scope, kinds in zip(scopes, read, strict=True)
        )
        domain = domains.get(node.id)
        made.append(
            ConceptRow(
                concept=node.id,
                element=node.kind,
                label=graph.label(node.id),
                domain=domain.id if domain else None,
                domain_label=domain.label if domain else Text(),
                cells=cells,
            )
        )
    made.sort(key=lambda row: (_CONCEPTS.index(row.element), order.get(row.domain or "", len(order))))
    return tuple(made)


def _tied(graph: CompetencyGraph, reference: Framework, steps: Steps, among: set[str]) -> dict[str, list[Settled]]:
    """By concept of the reference, what of these elements is tied to it."""
    concepts = (node for node in reference.elements if node.kind in _CONCEPTS)
    return {node.id: [one for one in _ties(graph, node, steps) if one.tie.adaptation in among] for node in concepts}


def _ties(graph: CompetencyGraph, concept: Node, steps: Steps) -> Iterator[Settled]:
    """What is tied to a concept; an element of another kind only directly, and only as on its topic."""
    for end, one in steps.settled(concept.id).items():
        node = graph.get(end)
        if node is None or node.kind not in _HOLDING:
            continue
        if node.kind == concept.kind:
            yield one
        elif one.tie.by != "chain":
            yield Settled(replace(one.tie, relation="same-topic"))


def _cell(graph: CompetencyGraph, ties: Sequence[Tie], was_read: bool) -> ConceptCell:
    if not ties:
        return ConceptCell(has="not-found" if was_read else "not-read")
    has = best_of(tuple(ties))
    ends = [tie.adaptation for tie in ties]
    return ConceptCell(has=has, elements=tuple(ends), labels=tuple(graph.label(one) for one in ends), ties=tuple(ties))


def _candidates(
    graph: CompetencyGraph,
    reference: Framework,
    steps: Steps,
    columns: Sequence[CountryColumn],
    scopes: Sequence[set[str]],
) -> Iterator[ToAdd]:
    """What a country states and nothing ties to any element of the reference."""
    own = {node.id for node in reference.elements}
    seen = set[str]()
    for column, scope in zip(columns, scopes, strict=True):
        home = graph.framework(column.framework)
        sets = [node for node in home.elements if isinstance(node, CompetencySet)]
        for node in home.elements:
            if node.kind not in _CONCEPTS or node.id not in scope or node.id in seen:
                continue
            seen.add(node.id)
            if not any(way.tie.adaptation in own for way in steps.ways(node.id)):
                domains = tuple(one.id for one in sets if node.id in one.includes)
                label = graph.label(node.id)
                yield ToAdd(framework=home.id, id=node.id, element=node.kind, label=label, domains=domains)


def _notes(
    columns: Sequence[CountryColumn],
    given: Sequence[Framework],
    reference: Framework,
    concepts: Sequence[ConceptRow],
) -> Iterator[Message]:
    """What a reader has to know first: a working list, other kinds of workers, how far each was read."""
    yield message("countries.working-list", reference=reference.label)
    kinds = {(column.statuses, column.tiers, column.pay) for column in columns if column.cadres}
    if len(kinds) > 1:
        yield message("countries.kinds-differ")
    without = tuple(column.id for column in columns if not column.cadres)
    if without:
        yield message("countries.no-role", n=len(without), frameworks=without)
    unread = tuple(column.id for column in columns if not (column.functions or column.competencies))
    if unread:
        yield message("countries.nothing-read", n=len(unread), frameworks=unread)
    places = [place for place, column in enumerate(columns) if column.id not in unread]
    untied = tuple(columns[place].id for place in places if not any(row.cells[place].elements for row in concepts))
    if untied:
        yield message("countries.not-tied", n=len(untied), frameworks=untied)
    partly = tuple(dict.fromkeys(column.framework for column in columns if column.reach not in (None, "whole")))
    if partly:
        yield message("compare.partly-read", n=len(partly), frameworks=partly)
    yield from editions_apart(given)
    asked = tuple(node.label for node in reference.elements if isinstance(node, OpenQuestion) and not node.function)
    if asked:
        yield message("countries.text-questions", n=len(asked), questions=asked)


_NOT_THERE = frozenset({None, "dropped", "only-first", "not-compared"})
_HEADS = frozenset({"framework", "residue"})


def compared_many(
    base: Framework,
    *adaptations: Framework,
    mappings: Iterable[Mapping | MappingSet] | MappingSet = (),
    known: Iterable[Framework] = (),
) -> Matrix:
    """The matrix of a base and several adaptations, as :func:`sswgraph.compare_many` describes it.

    Args:
        base: The base.
        adaptations: The adaptations.
        mappings: What may pair elements that lineage does not pair.
        known: Further frameworks by which lineage may lead.

    Returns:
        The matrix.

    Raises:
        InputError: There is no adaptation, or two have one id.
    """
    if not adaptations:
        raise InputError("Give at least one adaptation: compare_many(g, base, [first, second]).")
    ids = [getattr(one, "id", None) for one in adaptations]
    for name in ids:
        if ids.count(name) > 1:
            raise InputError(f"Two adaptations have the id '{name}'. Give one of them another, or compare them apart.")
    given = (mappings,) if isinstance(mappings, MappingSet) else tuple(mappings)
    others = (*adaptations, *known)
    comparisons = tuple(compared(base, one, given, known=others) for one in adaptations)
    lines = (*_of_base(comparisons), *_added(adaptations, comparisons, given_mappings("compare_many", (), given)))
    names = tuple(one.id for one in adaptations)
    return Matrix(
        base=base.id,
        base_label=base.label,
        adaptations=names,
        comparisons=comparisons,
        lines=lines,
        nearness=_nearness(names, lines, [one.lineage for one in comparisons]),
        stamp=stamp_of((base, *adaptations)),
    )


def _of_base(comparisons: Sequence[Comparison]) -> list[MatrixRow]:
    found = [
        {one: entry for entry in comparison.entries if entry.element not in _HEADS for one in entry.base}
        for comparison in comparisons
    ]
    made = []
    for one, entry in found[0].items():
        cells = tuple(
            Cell(
                kind=entries[one].kind,
                relation=entries[one].relation,
                adaptation=entries[one].adaptation,
                lineage=comparison.lineage,
            )
            for entries, comparison in zip(found, comparisons, strict=True)
        )
        label = next((e.label for entries in found if len((e := entries[one]).base) == 1), entry.label)
        made.append(MatrixRow(element=entry.element, label=label, base=one, cells=cells))
    return made


def _added(
    adaptations: Sequence[Framework], comparisons: Sequence[Comparison], mappings: list[Mapping]
) -> list[MatrixRow]:
    """What was added; what several added has one row where anything but likeness pairs it."""
    entries: dict[tuple[int, str], Entry] = {
        (place, one): entry
        for place, comparison in enumerate(comparisons)
        for entry in comparison.entries
        if entry.kind == "added" and entry.element not in _HEADS
        for one in entry.adaptation
    }
    groups = {key: [key] for key in entries}
    for i, j in combinations(range(len(adaptations)), 2):
        for component in pair(adaptations[i], adaptations[j], mappings).components:
            keys = [(i, one) for one in component.base] + [(j, one) for one in component.adaptation]
            known = [key for key in keys if key in groups]
            if component.base and component.adaptation and known:
                merged = list(dict.fromkeys(key for one in known for key in groups[one]))
                groups.update(dict.fromkeys(merged, merged))
    made, seen = [], set[tuple[int, str]]()
    for key, members in groups.items():
        if key not in seen:
            seen.update(members)
            ids = [tuple(sorted(one for place, one in members if place == n)) for n in range(len(adaptations))]
            cells = tuple(
                Cell(kind="added", relation="only-second", adaptation=own, lineage=comparison.lineage)
                if own
                else Cell()
                for own, comparison in zip(ids, comparisons, strict=True)
            )
            made.append(MatrixRow(element=entries[key].element, label=entries[key].label, base=None, cells=cells))
    return made


def _nearness(names: Sequence[str], lines: Sequence[MatrixRow], lineage: Sequence[bool]) -> tuple[Nearness, ...]:
    """For every two adaptations, nearest first: by what both did, or, unless both have lineage, by how both stand."""
    made = []
    for i, j in combinations(range(len(names)), 2):
        did = "kind" if lineage[i] and lineage[j] else "relation"
        pairs = [(getattr(row.cells[i], did), getattr(row.cells[j], did)) for row in lines]
        concerned = [both for both in pairs if not set(both) <= _NOT_THERE]
        same = sum(a == b for a, b in concerned)
        made.append(Nearness(first=names[i], second=names[j], same=same, of=len(concerned)))
    return tuple(sorted(made, key=lambda one: (-one.share, one.first, one.second)))


def compare_many(
    graph: CompetencyGraph, base: Given, adaptations: Iterable[Given], mappings: Mappings = None
) -> Matrix:
    """Compare several adaptations of one base, element by element.

    Args:
        graph (CompetencyGraph): The graph.
        base (str | Framework): The base, as an id in the graph or a value.
        adaptations (Iterable[str | Framework]): The adaptations, as ids or values.
        mappings (Mapping | MappingSet | Iterable | None): What may pair elements that lineage does not pair; by default
            all mappings of the graph.

    Returns:
        A comparison of each, and a row for every element of the base, then for every element that was added; added
        elements share a row where lineage, IRI or a mapping pairs them. Two adaptations are nearer, the larger the
        share of rows on which both did the same, among the rows on which either has something.

    Raises:
        InputError: There is no adaptation, two have one id, or a value is not a framework, id or mapping.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw", "ug", "tz")
        >>> [len(line.cells) for line in ssw.compare_many(g, "psw", ["ug", "tz"]).lines[:1]]
        [2]
    """
    require_graph(graph)
    if isinstance(adaptations, (str, Framework)):
        raise InputError("adaptations is a list of frameworks or their ids: compare_many(g, base, [first, second]).")
    rows = mappings_in(graph, mappings)
    others = [framework_in(graph, one) for one in adaptations]
    return compared_many(framework_in(graph, base), *others, mappings=rows, known=graph.frameworks)
