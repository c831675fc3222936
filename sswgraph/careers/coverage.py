"""``coverage``: who serves which function, with which authority and competence, and what nobody serves.

Also who has no named supervisor, and what is required and not taught.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import require_place, stated_places
from sswgraph.graph.requirements import asked_of, complete, known_to_be_required, needs_for, stated_needs
from sswgraph.messages import Message, message
from sswgraph.model import (
    Cadre,
    Competency,
    Coverage,
    CoverageCell,
    CoveredFunction,
    CoveringCadre,
    Framework,
    Function,
    SupervisionArrangement,
    Text,
    TrainingModule,
)
from sswgraph.model.codes import PERFORMING
from sswgraph.model.coverage import (
    BarredAct,
    Competence,
    ServiceState,
    Stage,
    Supervisor,
    Taught,
    Unsupervised,
    UntaughtCompetency,
)
from sswgraph.model.permissions import FunctionAuthority
from sswgraph.planning.candidates import Need
from sswgraph.planning.enrolment import TeachingPlaces, day_of, place_of, places_named
from sswgraph.planning.problem import Situation
from sswgraph.planning.question import Question
from sswgraph.planning.unmet import near_teachers
from sswgraph.shortfalls.gap import gap
from sswgraph.shortfalls.holdings import resolve
from sswgraph.shortfalls.matching import Holder


def coverage(
    graph: CompetencyGraph,
    framework: str | None = None,
    where: str | None = None,
    cadres: Iterable[str] = (),
    *,
    as_of: date | str | None = None,
) -> Coverage:
    """Who serves which function with which authority, and what nobody serves, supervises, teaches or requires.

    A function that states no needs is *unknown*: neither served nor unserved (K1). Critical is only what is stated to
    be. Functions that have narrower ones are looked at through these.

    Args:
        graph (CompetencyGraph): The graph to look at.
        framework (str | None): The id of one framework of it; None: all of them.
        where (str | None): The place whose rules hold and whose modules count, as a code such as 'UG'; without a
            framework also the place whose functions and cadres are looked at. None: for each cadre the place of its
            framework.
        cadres (Iterable[str]): The ids of the cadres that serve; none: those of the frameworks looked at.
        as_of (date | str | None): The day on which modules have to be on offer: a date or text such as '2026-11-21';
            None: today.

    Returns:
        A value with ``.matrix`` (function by cadre), ``.unserved``, ``.single``, ``.duplicated``, ``.accountable``,
        ``.unsafe``, ``.untaught``, ``.idle_modules``, ``.unrequired``, ``.unknown`` and ``rows()``.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For an id of anything but a framework or a cadre, an invalid place or day.

    Example:
        >>> import sswgraph as ssw
        >>> found = ssw.coverage(ssw.load("psw"), "psw")
        >>> found.unserved, "psw:f-assess" in found.duplicated
        ((), True)
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    if where is not None:
        require_place(where)
    if isinstance(cadres, str):
        raise InputError(f"cadres is a list of ids; write cadres=[{cadres!r}].")
    scope = _scope(graph, framework, where, [graph.cadre(one) for one in cadres])
    cells = list(_cells(graph, scope))
    functions = tuple(_covered(graph, one, cells) for one in scope.functions)
    day = day_of(as_of)
    teachings = Teachings(graph, scope.cadres, scope.functions, scope.places, day)
    competencies = scope.of("competency")
    untaught = tuple(teachings.untaught())
    modules = scope.of("module")
    idle, silent = teachings.idle(modules), tuple(m.id for m in modules if not graph.index.outcomes_of.get(m.id))
    unrequired = teachings.unrequired(competencies)
    return Coverage(
        frameworks=tuple(one.id for one in scope.frameworks),
        title=scope.title,
        where=where,
        as_of=day,
        functions=functions,
        cadres=tuple(_column(graph, cadre) for cadre in scope.cadres),
        matrix=tuple(cells),
        barred=tuple(_barred(graph, scope)),
        unsupervised=tuple(unsupervised(graph, scope.cadres, where)),
        supervisors=tuple(supervisors(graph, scope.cadres, where)),
        taught=len(teachings.required) - len(untaught),
        untaught=untaught,
        idle_modules=idle,
        silent_modules=silent,
        unrequired=unrequired,
        empty_stages=tuple(empty_stages(graph, scope.functions)),
        languages=named_in((*scope.functions, *scope.cadres, *competencies)),
        names=tuple((one, graph.label(one)) for one in (*idle, *silent, *unrequired)),
        notes=tuple(_notes(graph, scope)),
        stamp=graph.stamp(
            framework=framework,
            where=where,
            cadres=" ".join(one.id for one in scope.chosen),
            as_of=day.isoformat(),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is looked at: frameworks, the functions without narrower ones, the cadres; ``chosen``: cadres asked for."""

    graph: CompetencyGraph
    frameworks: tuple[Framework, ...]
    functions: tuple[Function, ...]
    cadres: tuple[Cadre, ...]
    chosen: tuple[Cadre, ...]
    title: Text
    where: str | None
    named: bool

    @property
    def places(self) -> TeachingPlaces:
        """Where teaching counts (P12): ``where``, the places of the framework asked for, or anywhere."""
        return places_named(self.graph, (self.frameworks[0].id,) if self.named else (), self.where)

    def of(self, kind: Any) -> tuple[Any, ...]:
        """The elements of a kind in these frameworks."""
        homes = {one.id for one in self.frameworks}
        return tuple(one for one in self.graph.of_kind(kind) if self.graph.home(one.id) in homes)


def _scope(graph: CompetencyGraph, framework: str | None, where: str | None, chosen: list[Cadre]) -> _Scope:
    named = [graph.framework(framework)] if framework is not None else None
    found = tuple(named or graph.of_kind("framework", where=where))
    homes = {one.id for one in found}
    broad = {above for function in graph.functions for above in function.broader}
    functions = tuple(one for one in graph.functions if graph.home(one.id) in homes and one.id not in broad)
    cadres = tuple(chosen) or tuple(one for one in graph.cadres if graph.home(one.id) in homes)
    title = found[0].title if len(found) == 1 else Text()
    cadres = tuple(sorted(set(cadres), key=lambda one: one.id))
    return _Scope(graph, found, functions, cadres, tuple(chosen), title, where, named is not None)


def _cells(graph: CompetencyGraph, scope: _Scope) -> Iterator[CoverageCell]:
    """In order of function, then of cadre."""
    rows = {one.id: one for one in scope.functions}
    found: dict[tuple[str, str], CoverageCell] = {}
    for cadre in scope.cadres:
        holder = _holder(graph, cadre)
        for entry in graph.permissions(cadre.id, scope.where).functions:
            if entry.function in rows and (entry.performed or entry.authority):
                found[entry.function, cadre.id] = _cell(graph, rows[entry.function], cadre, entry, holder)
    return (cell for _, cell in sorted(found.items()))


def _holder(graph: CompetencyGraph, cadre: Cadre) -> Holder | None:
    """What members of a cadre should hold; None where nothing is known to be required of them."""
    if not known_to_be_required(graph, cadre.id):
        return None
    return Holder(graph, resolve(graph, cadre.id).profile)


def _cell(
    graph: CompetencyGraph, function: Function, cadre: Cadre, entry: FunctionAuthority, holder: Holder | None
) -> CoverageCell:
    needs = needs_for(graph, function, entry.authority)
    lacks = tuple(one for one in needs if not holder.meets(one, None)) if holder is not None else ()
    known: Competence = "unknown"
    if needs and holder is not None:
        known = "no" if lacks else "yes"
    return CoverageCell(
        function=function.id,
        function_label=function.label,
        criticality=function.criticality,
        cadre=cadre.id,
        cadre_label=cadre.label,
        performed=entry.performed or entry.authority in PERFORMING,
        authority=entry.authority,
        binding=entry.binding,
        may=entry.authority != "not-permitted",
        competence=known,
        lacks=lacks,
        rules=tuple(rule.id for rule in entry.rules),
    )


def _covered(graph: CompetencyGraph, function: Function, cells: list[CoverageCell]) -> CoveredFunction:
    sharing = [one for one in cells if one.function == function.id and one.may]
    own = [one for one in sharing if one.performed]
    needs = stated_needs(graph, function)
    state: ServiceState = "unknown"
    if needs and own:
        state = "single" if len(own) == 1 else "several"
    elif needs:
        state = "referred" if sharing else "unserved"
    return CoveredFunction(
        function=function.id,
        label=function.label,
        criticality=function.criticality,
        state=state,
        performers=tuple(one.cadre for one in own),
        competent=tuple(one.cadre for one in own if one.competence == "yes"),
        referring=tuple(one.cadre for one in sharing if not one.performed),
        needs=needs,
    )


def _column(graph: CompetencyGraph, cadre: Cadre) -> CoveringCadre:
    return CoveringCadre(
        cadre=cadre.id,
        label=cadre.label,
        tier=cadre.tier,
        required=known_to_be_required(graph, cadre.id),
        complete=complete(graph, cadre.id),
    )


def _barred(graph: CompetencyGraph, scope: _Scope) -> Iterator[BarredAct]:
    """For each place that the rules or the frameworks name: the functions that are forbidden, and open to nobody."""
    found: dict[tuple[str, str], BarredAct] = {}
    rows = {one.id: one for one in scope.functions}
    for place, cadres in sorted(_at_places(graph, scope).items()):
        entries = [(cadre, e) for cadre in cadres for e in graph.permissions(cadre, place or None).functions]
        may = {e.function for _, e in entries if e.authority != "not-permitted" and (e.authority or e.performed)}
        for cadre, entry in entries:
            if entry.function in rows and entry.function not in may and entry.authority == "not-permitted":
                earlier = found.get((entry.function, place))
                found[entry.function, place] = BarredAct(
                    function=entry.function,
                    label=entry.label,
                    criticality=rows[entry.function].criticality,
                    place=place,
                    cadres=(*(earlier.cadres if earlier else ()), cadre),
                )
    return (act for _, act in sorted(found.items()))


def _at_places(graph: CompetencyGraph, scope: _Scope) -> dict[str, list[str]]:
    """Place -> the cadres whose rules are looked at there; where none is named, under no place."""
    if scope.where is not None:
        return {scope.where: [one.id for one in scope.cadres]}
    found: dict[str, list[str]] = {}
    for cadre in scope.cadres:
        home = graph.home(cadre.id)
        for place in stated_places(graph, cadre) or ("",):
            found.setdefault(place, []).append(cadre.id)
        for rule in graph.index.scope_rules.get(cadre.id, ()):
            for place in rule.jurisdiction:
                together = [one.id for one in scope.cadres if graph.home(one.id) == home]
                found.setdefault(place, []).extend(together)
    return {place: sorted(set(several)) for place, several in found.items()}


def _notes(graph: CompetencyGraph, scope: _Scope) -> Iterator[Message]:
    """What a reader must know before the figures."""
    if not scope.functions:
        yield message("careers.no-functions")
    unsure = sum(complete(graph, one.id) is not True for one in scope.cadres)
    if scope.functions and unsure:
        yield message("careers.lists-open", n=unsure, total=len(scope.cadres))
    if scope.where is None and not any(stated_places(graph, one) for one in scope.frameworks):
        yield message("careers.no-place")
    if scope.places.open and scope.where is None and (scope.functions or scope.cadres):
        yield message("careers.taught-anywhere")


# The act of supervising in names of competencies, and supervision in names of sets of them: by words, in the languages
# in which frameworks name them so far.
_SUPERVISING = re.compile(r"\bsupervis(?:e|es|er|ar|ionar|ing)\b|\bencadrer\b", re.IGNORECASE)
_SUPERVISION = re.compile(r"\bsupervis", re.IGNORECASE)


def unsupervised(graph: CompetencyGraph, cadres: Sequence[Cadre], where: str | None) -> Iterator[Unsupervised]:
    """The cadres for which nothing in force at the place names a supervisor."""
    for cadre in cadres:
        arrangements, named, told = _supervision(graph, cadre.id, where)
        if not named:
            why: str = "not-named" if arrangements or told else "not-known"
            yield Unsupervised(cadre=cadre.id, label=cadre.label, why=why)  # type: ignore[arg-type]


def supervisors(graph: CompetencyGraph, cadres: Sequence[Cadre], where: str | None) -> Iterator[Supervisor]:
    """Whoever is named as supervisor of one of these cadres, in order of id."""
    supervises: dict[str, set[str]] = {}
    prepared: dict[str, list[Text]] = {}
    for cadre in cadres:
        arrangements, named, _ = _supervision(graph, cadre.id, where)
        for supervisor in named:
            supervises.setdefault(supervisor, set()).add(cadre.id)
        for one in arrangements:
            for supervisor in one.supervisor if one.preparation else ():
                prepared.setdefault(supervisor, []).append(one.preparation)
    of_supervising = _competencies(graph)
    for supervisor, whom in sorted(supervises.items()):
        element = graph.get(supervisor)
        asked = asked_of(graph, supervisor) if element is not None and element.kind == "cadre" else {}
        found = tuple(sorted(of_supervising.intersection(asked)))
        listed: Competence = "yes" if found else "no" if asked else "unknown"
        yield Supervisor(
            cadre=supervisor,
            label=graph.label(supervisor),
            supervises=tuple(sorted(whom)),
            competencies=found,
            listed=listed,
            preparation=next(iter(prepared.get(supervisor, ())), Text()),
        )


def _supervision(
    graph: CompetencyGraph, cadre: str, where: str | None
) -> tuple[list[SupervisionArrangement], set[str], bool]:
    """What is in force: the arrangements, the supervisors that they and rules name, whether a rule asks for some."""
    rules = graph.permissions(cadre, where)
    arrangements = [graph[one.id] for one in rules.conditions if one.kind == "supervision"]
    arrangements = [one for one in arrangements if isinstance(one, SupervisionArrangement)]
    named = {one for arrangement in arrangements for one in arrangement.supervisor}
    named |= {one for rule in rules.rules for one in rule.supervisor}
    told = any(rule.authority == "under-supervision" for rule in rules.rules)
    return arrangements, named - {cadre}, told


def _competencies(graph: CompetencyGraph) -> set[str]:
    """The competencies of supervising others, by their names and by the names of their sets."""
    found = {one.id for one in graph.competencies if _named(one.label, _SUPERVISING)}
    for group in graph.of_kind("competency-set"):
        if _named(group.label, _SUPERVISION):
            found |= graph.members(group.id).keys()
    return found


def _named(label: Text, words: re.Pattern[str]) -> bool:
    values: Iterable[tuple[str, str]] = label.values
    return any(words.search(wording) for _, wording in values)


# What a scheme of stages is called: a journey, cycle or chain, or the steps of something.
_JOURNEY = re.compile(r"\b(?:journey|cycle|chain|steps|parcours|cha[iî]ne|[ée]tapes|ciclo|cadena|cadeia|pasos)\b", re.I)


class Teachings:
    """What these cadres and functions require, and what modules at these places do about it on a day."""

    def __init__(
        self,
        graph: CompetencyGraph,
        cadres: Sequence[Cadre],
        functions: Sequence[Function],
        places: TeachingPlaces,
        day: date,
    ) -> None:
        self.graph, self.places, self.day = graph, places, day
        self.required = _required(graph, cadres, functions)
        everywhere = _required(graph, graph.cadres, graph.functions)
        self.full, self.some = set(everywhere), set(everywhere)
        for one in everywhere:
            for credit in graph.credits.into(one):
                self.some.add(credit.source)
                if credit.full:
                    self.full.add(credit.source)

    def untaught(self) -> Iterator[UntaughtCompetency]:
        """The competencies that no module teaches for certain which is at the place, on offer, and can be begun.

        A plan for somebody who holds nothing shows which those are (P4, P12, P13).

        Yields:
            The competencies, in order of id.
        """
        wanted = sorted(self.required)
        if not wanted:
            return
        situation = Situation(self.graph, gap(self.graph, [], wanted[0]), Question(day=self.day, places=self.places))
        needs = [situation.teaching.need(competency, None) for competency in wanted]
        possible = situation.problem(needs).volume.keys()
        for need in needs:
            if not need.closed_by(possible):
                how, near = self._why(need, situation.closed.keys())
                yield UntaughtCompetency(
                    competency=need.competency,
                    label=self.graph.label(need.competency),
                    safety_critical=getattr(self.graph.get(need.competency), "safety_critical", None),
                    how=how,
                    near=near,
                )

    def _why(self, need: Need, closed: Set[str]) -> tuple[Taught, tuple[str, ...]]:
        """Whether what would do cannot be begun, or is closed, or whether something comes close; and what that is."""
        here = set(filter(self._is_here, need.modules()))
        if need.closed_by(here - closed):
            return "blocked", tuple(sorted(here - closed))
        if need.closed_by(here):
            return "closed", tuple(sorted(here & closed))
        near = self._near(need)
        return "close" if near else "nothing", near

    def _near(self, need: Need) -> tuple[str, ...]:
        """What teaches it only in part, as a whole of which the modules are not known, or something near to it."""
        found = set(near_teachers(self.graph, need.competency))
        for one in need.beneath():
            found |= one.loose | one.short | one.unencoded | one.modules()
        return tuple(sorted(filter(self._is_here, found)))

    def _is_here(self, course: str) -> bool:
        """Whether it is offered at one of the places (P12)."""
        return self.places.admit(place_of(self.graph, course))

    def idle(self, modules: Iterable[TrainingModule]) -> tuple[str, ...]:
        """The modules with stated outcomes of which nobody requires any, be it through a mapping."""
        index = self.graph.index
        teaching = {one.id: {o.competency for o in index.outcomes_of.get(one.id, ())} for one in modules}
        return tuple(
            module
            for module, outcomes in teaching.items()
            if outcomes and not any(self.some.intersection(self.graph.members(one)) for one in outcomes)
        )

    def unrequired(self, competencies: Iterable[Competency]) -> tuple[str, ...]:
        """The competencies that nobody requires: neither itself, nor what it fully counts for, nor a part of it."""
        narrower = self.graph.index.narrower
        return tuple(
            one.id for one in competencies if one.id not in self.full and self.full.isdisjoint(narrower.get(one.id, ()))
        )


def _required(graph: CompetencyGraph, cadres: Iterable[Cadre], functions: Iterable[Function]) -> set[str]:
    """What cadres require, unless it is only optional, and what functions state as needed."""
    found = {c for cadre in cadres for c, one in asked_of(graph, cadre.id).items() if one.necessity != "optional"}
    for function in functions:
        marked = (one.competency for one in graph.index.function_needs.get(function.id, ()))
        found.update(member for need in (*function.needs, *marked) for member in graph.members(need))
    return {one for one in found if one in graph}


def empty_stages(graph: CompetencyGraph, functions: Iterable[Function]) -> Iterator[Stage]:
    """The stages of journeys, cycles and chains without a function, where other stages of the same have some."""
    used = {context for function in functions for context in function.context}
    for scheme in graph.of_kind("context-scheme"):
        if any(_JOURNEY.search(wording) for _, wording in scheme.label.values):
            stages = [one for one in graph.of_kind("context") if one.scheme == scheme.id]
            if any(one.id in used for one in stages):
                for one in stages:
                    if one.id not in used:
                        yield Stage(stage=one.id, label=one.label, scheme=scheme.id, scheme_label=scheme.label)


def named_in(elements: Sequence[Any]) -> tuple[tuple[str, int, int], ...]:
    """(tag, elements with a name in it, all elements) for each language that any of them is named in."""
    named: dict[str, int] = {}
    for one in elements:
        for tag in one.label.languages:
            named[tag] = named.get(tag, 0) + 1
    return tuple((tag, n, len(elements)) for tag, n in sorted(named.items()))
