"""The curriculum: what a role, a plan, a qualification or modules require and teach, for those who sign it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from heapq import heappop, heappush
from typing import Any

from sswgraph.curricula.offers import closings, day_asked, taught_elsewhere
from sswgraph.curricula.outcomes import Teaching, lines_of, modules_of, principles_of
from sswgraph.curricula.outlines import proposed
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import InForce, Where, applicability, in_force, named_places, places_of, united
from sswgraph.graph.permissions import done_alone
from sswgraph.graph.requirements import list_notes, requires_none
from sswgraph.messages import Message, message, require_language
from sswgraph.model import Curriculum, Evidence, Framework, Plan, Text, Volumes
from sswgraph.model.codes import SETTLED, Kind
from sswgraph.model.curriculum import PlannedCourse, TaughtModule
from sswgraph.model.cycles import closure
from sswgraph.model.evidence import is_unreviewed
from sswgraph.model.permissions import rules_of
from sswgraph.model.volumes import number
from sswgraph.planning.enrolment import place_of, places_named

_ABOUT = "A curriculum is about a plan, a cadre, a qualification, or one or more modules."


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a curriculum is about: the ids given, roles, qualifications, modules, and whose rules hold (``guarded``)."""

    given: tuple[str, ...]
    title: Message
    cadres: tuple[str, ...]
    qualifications: tuple[str, ...]
    modules: tuple[str, ...]
    target: str | None
    plan: Plan | None = None
    guarded: tuple[str, ...] = ()


def curriculum(
    graph: CompetencyGraph,
    subject: Plan | str | Sequence[str],
    *,
    lang: str = "en",
    where: Where = None,
    as_of: date | str | None = None,
) -> Curriculum:
    """A curriculum as a value, to be saved as a document: ``save(curriculum(g, "za:60209"), "cadre.docx")``.

    Obligations, conditions and limits come first: competence is not permission. What no source says stays empty, and
    the document leaves it to the ministry. Learning outcomes are in the words of the module or of the competency; where
    these have none, a rule makes them from the name of the competency, as drafts (D4). What counts as taught is decided
    as in :func:`sswgraph.gap`.

    Args:
        graph (CompetencyGraph): The graph.
        subject (Plan | str | Sequence[str]): A plan, the id of a cadre or of a qualification, or the ids of modules. A
            cadre brings the modules of the qualifications that lead to it; where there are none, the modules that teach
            one of its competencies directly.
        lang (str): The language tag that it will be shown in.
        where (Where): The place whose rules hold and from which the modules of a cadre are drawn (J1, P12): a code of
            ISO 3166 or UN M.49, several of them, or 'anywhere' for the modules alone. None: the places of a plan,
            otherwise those of the frameworks.
        as_of (date | str | None): The day from which it lists what closes within a year. None: that of a plan,
            otherwise the date of the latest edition of the frameworks.

    Returns:
        The curriculum.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For something that cannot be the subject, an invalid language tag, place or day.

    Example:
        >>> import sswgraph as ssw
        >>> made = ssw.curriculum(ssw.load("za"), "za:auxiliary-child-and-youth-care-worker")
        >>> len(made.limits) > 0, len(made.modules), len(made.untaught)
        (True, 11, 6)
    """  # noqa: DOC502 - _subject and require_language raise
    require_graph(graph)
    require_language(lang)
    named = tuple(where) if isinstance(where, Iterable) and not isinstance(where, str) else where
    about = _subject(graph, subject, named)
    day = about.plan.as_of if about.plan is not None and as_of is None else day_asked(graph, as_of)
    return _made(graph, about, lang, named, day)


def role_of(
    graph: CompetencyGraph, cadre: str, *, lang: str, where: Where, as_of: date | str | None = None
) -> Curriculum:
    """What is known of a role, without the modules of any programme: the ground of documents about it.

    What is taught, and where, is the same as in the curriculum of the role.

    Args:
        graph (CompetencyGraph): The graph.
        cadre (str): The id of the cadre.
        lang (str): The language tag that it will be shown in.
        where (Where): As for :func:`curriculum`.
        as_of (date | str | None): As for :func:`curriculum`.

    Returns:
        The curriculum of the role, remembered by the graph.
    """
    day = day_asked(graph, as_of)
    return graph.remember(
        ("role", cadre, lang, where, day),
        lambda: _made(graph, _of_cadre(graph, cadre, where), lang, where, day, showing=False),
    )


def competency_of(
    graph: CompetencyGraph, competency: str, *, lang: str, where: Where, as_of: date | None
) -> Curriculum:
    """What is known of one competency, whatever the role: the ground of papers about it."""
    about = _Subject((competency,), _titled(graph.label(competency)), (), (), (), competency)
    return _made(graph, about, lang, where, as_of, showing=False)


def _made(
    graph: CompetencyGraph, about: _Subject, lang: str, where: Where, day: date | None, *, showing: bool = True
) -> Curriculum:
    """The curriculum; ``showing``: with its modules, and with what is proposed where there are none."""
    own = closure(about.cadres, graph.index.includes)
    places = places_named(graph, about.cadres or about.given, where)
    teaching = Teaching(graph, about.modules, about.qualifications, about.target, about.plan, places)
    competencies = lines_of(teaching)
    modules = modules_of(graph, about.modules if showing else ())
    found = _rules(graph, about, where)
    performed = {f for c in own for f in graph[c].performs} | {f for line in competencies for f in line.functions}
    ends = {*own, *about.qualifications}
    standards = _concerned(graph, "ethical-standard", {*own, *(line.competency for line in competencies)})
    made = Curriculum(
        subject=about.given,
        title=about.title,
        lang=lang,
        date="",
        **rules_of(found),
        cadres=tuple(graph[c] for c in own),
        permitted=tuple(graph[rule.id] for rule in done_alone(graph, found.rules)),
        supervision=tuple(graph[one.id] for one in found.conditions if one.kind == "supervision"),
        functions=tuple(graph[f] for f in sorted(performed) if f in graph),
        qualifications=tuple(graph[q] for q in about.qualifications),
        progressions=tuple(p for p in graph.of_kind("progression") if {p.start, p.progresses_to} & ends),
        competencies=competencies,
        modules=modules,
        volumes=_volumes(graph, about, modules),
        as_of=day,
        course=_course(about.plan),
        closing=closings(graph, about.qualifications, about.modules, day),
        standards=tuple(one for one in standards if applicability(graph, one, found.rule_places)),
        stamp=graph.stamp(subject=", ".join(about.given), lang=lang, **_asked_where(where)),
    )
    if showing:
        made = replace(made, elsewhere=taught_elsewhere(graph, competencies, about.modules), **proposed(graph, made))
    return _grounded(graph, _with_principles(graph, made), teaching)


def _course(plan: Plan | None) -> PlannedCourse | None:
    if plan is None:
        return None
    return PlannedCourse(
        held_label=plan.held_label,
        target_label=plan.target_label,
        steps=len(plan.lines),
        programmes=tuple(line.id for line in plan.lines if line.programme),
        volumes=plan.volumes,
        at_least=plan.at_least,
        weeks=plan.weeks,
        pace=plan.pace,
        presupposed=() if plan.gap is None else plan.gap.profile.completed,
        awards=plan.awards,
    )


def _subject(graph: CompetencyGraph, subject: Plan | str | Sequence[str], where: Where) -> _Subject:
    if isinstance(subject, Plan):
        return _of_plan(graph, subject)
    if isinstance(subject, str) or hasattr(subject, "id"):
        element = graph[subject]
        if element.kind == "cadre":
            return _of_cadre(graph, element.id, where)
        if element.kind == "qualification":
            modules = in_teaching_order(graph, graph.index.modules_of.get(element.id, ()))
            cadres = tuple(c for c in element.qualifies_for if c in graph)
            return _Subject((element.id,), _titled(graph.label(element.id)), cadres, (element.id,), modules, element.id)
        subject = (element.id,)
    if not isinstance(subject, Iterable) or not (given := tuple(subject)):
        raise InputError(_ABOUT)
    for identifier in given:
        if graph[identifier].kind != "module":
            node = graph[identifier]
            fix = _ABOUT if len(given) == 1 else "Of several ids each must be that of a module."
            raise InputError(f"{node.id} is a {node.kind}. {fix}")
    ids = tuple(sorted({graph[identifier].id for identifier in given}))
    qualifications = tuple(sorted({q for m in ids for q in graph[m].part_of if q in graph}))
    cadres = tuple(sorted({c for q in qualifications for c in graph[q].qualifies_for if c in graph}))
    title = _titled(graph.label(ids[0])) if len(ids) == 1 else message("curriculum.title-modules", n=len(ids))
    return _Subject(ids, title, cadres, qualifications, in_teaching_order(graph, ids), None)


def _of_plan(graph: CompetencyGraph, plan: Plan) -> _Subject:
    target = graph[plan.target]
    for step in plan.steps:
        graph[step]  # raises where a plan of another graph names what is not here
    programmes = tuple(line.id for line in plan.lines if line.programme)
    inside = [in_teaching_order(graph, graph.index.modules_of.get(one, ())) for one in programmes]
    modules = tuple(dict.fromkeys((*plan.modules, *(module for several in inside for module in several))))
    cadres = (target.id,) if target.kind == "cadre" else ()
    awarded = {award.qualification for award in plan.awards if award.complete}
    guarded = {q for s in plan.lines for q in s.qualification if q in graph}
    guarded |= {target.id, *graph.index.qualifications_for.get(target.id, ())}
    title = message("curriculum.title-plan", held=plan.held_label, target=plan.target_label)
    qualifications = tuple(sorted({*awarded, *programmes}))
    return _Subject((target.id,), title, cadres, qualifications, modules, target.id, plan, tuple(sorted(guarded)))


def _of_cadre(graph: CompetencyGraph, cadre: str, where: Where = None) -> _Subject:
    own = closure([cadre], graph.index.includes)
    qualifications = tuple(sorted({q for c in own for q in graph.index.qualifications_for.get(c, ())}))
    modules = {m for q in qualifications for m in graph.index.modules_of.get(q, ())}
    if not qualifications:
        asked = {c for one in own for r in graph.index.requirements.get(one, ()) for c in graph.members(r.competency)}
        outcomes = (o for c in asked for o in graph.index.outcomes_for.get(c, ()))
        modules = {o.outcome_of for o in outcomes if graph[o.outcome_of].kind == "module"}
    places = places_named(graph, (cadre,), where)
    order = in_teaching_order(graph, {m for m in modules if places.admit(place_of(graph, m))})
    return _Subject((cadre,), _titled(graph.label(cadre)), (cadre,), qualifications, order, cadre)


def _titled(label: Text) -> Message:
    return message("curriculum.title", subject=label)


def in_teaching_order(graph: CompetencyGraph, modules: Iterable[str]) -> tuple[str, ...]:
    """Modules in teaching order: prerequisites first, otherwise by id (P5)."""
    chosen = set(modules)
    before = {m: {p for p in graph[m].prerequisite if p in chosen and p != m} for m in chosen}
    ready = sorted(m for m in chosen if not before[m])
    order: list[str] = []
    while ready:
        order.append(heappop(ready))
        for module in sorted(m for m in chosen if order[-1] in before[m]):
            before[module].discard(order[-1])
            if not before[module]:
                heappush(ready, module)
    return (*order, *sorted(chosen - set(order)))


def _asked_where(where: Where) -> dict[str, str]:
    """The places asked for, as the stamp has them."""
    return {} if where is None else {"where": where if isinstance(where, str) else ", ".join(where)}


def _rules(graph: CompetencyGraph, about: _Subject, where: Where) -> InForce:
    """The rules for roles, qualifications and modules; at the place of a plan, unless another is given."""
    guarded = dict.fromkeys((*about.cadres, *about.qualifications, *about.modules, *about.guarded))
    places = places_of(graph, where, about.cadres or about.qualifications or about.modules)
    if not named_places(where) and about.plan is not None:
        places = about.plan.rule_places
    return united([in_force(graph, target, places) for target in guarded], places)


def _volumes(
    graph: CompetencyGraph, about: _Subject, modules: tuple[TaughtModule, ...]
) -> tuple[tuple[str, Volumes], ...]:
    """The totals of modules by qualification, and of those of none; of a plan, the total of the plan alone."""
    if about.plan is not None:
        return (("", about.plan.volumes),) if about.plan.volumes else ()
    totals = []
    for home in (*about.qualifications, ""):
        sums: dict[str, Fraction] = {}
        for taught in modules:
            if home in taught.module.part_of or (not home and not taught.module.part_of):
                for kind, amount in taught.volumes.totals:
                    sums[kind] = sums.get(kind, Fraction(0)) + Fraction(amount)
        if sums:
            totals.append((home, Volumes(tuple((kind, number(total)) for kind, total in sorted(sums.items())))))
    return tuple(totals)


def _with_principles(graph: CompetencyGraph, made: Curriculum) -> Curriculum:
    homes = {graph.home(cadre.id) for cadre in made.cadres} | {graph.home(q.id) for q in made.qualifications}
    homes |= {graph.home(one.module.id) for one in made.modules}
    homes |= {graph.home(line.competency) for line in made.competencies}
    used = [f for f in graph.frameworks if f.id in homes]
    concerned = {*made.subject, *(f.id for f in used), *(c.id for c in made.cadres)}
    concerned |= {q.id for q in made.qualifications} | {line.domain for line in made.competencies if line.domain}
    adoptions = (a for a in graph.of_kind("adoption") if concerned & set(a.adopts))
    return replace(
        made,
        date=max((f.edition or "" for f in used), default=""),
        principles=principles_of(graph, made),
        validations=_concerned(graph, "validation-exercise", concerned),
        adoptions=tuple(adoptions),
        frameworks=tuple(replace(f, elements=(), residue=()) for f in used),
    )


def _grounded(graph: CompetencyGraph, made: Curriculum, teaching: Teaching) -> Curriculum:
    """The curriculum with evidence, sources, the names of all ids, its count of links, and the reservations."""
    rules = [graph[c.id] for c in made.conditions] + [graph[limit.id] for limit in made.limits]
    parts: list[Any] = [*made.cadres, *made.qualifications, *rules, *made.permitted, *made.functions, *made.standards]
    parts += [graph[line.competency] for line in made.competencies]
    parts += [part for one in made.modules for part in (one.module, *one.outcomes, *one.criteria)]
    evidence = {(part.id, one.id): one for part in parts for one in part.evidence}
    cited = sorted({one.source for one in evidence.values() if one.source})
    links = graph.count_bases(teaching.links())
    settled = replace(
        made,
        grounds=tuple((element, one) for (element, _), one in sorted(evidence.items())),
        sources=tuple(graph[source] for source in cited if source in graph),
        links=links,
        notes=(*_notes(graph, made, links.derived + links.draft), *_reach(graph, teaching)),
    )
    return replace(settled, labels=_labels(graph, settled))


def _reach(graph: CompetencyGraph, teaching: Teaching) -> Iterable[Message]:
    """How far the list of requirements goes; modules alone are measured against no list."""
    if teaching.plan is not None:
        return (note for note in teaching.plan.notes if note.code.startswith("lists."))
    target = teaching.target
    return list_notes(graph, target) if target and (teaching.asked or requires_none(graph, target)) else ()


def _notes(graph: CompetencyGraph, made: Curriculum, own: int) -> tuple[Message, ...]:
    notes = []
    for framework in made.frameworks:
        code = "curriculum.banner-compilation" if framework.derived_from else "curriculum.banner-framework"
        notes.append(message(code, title=framework.label) if framework.status not in SETTLED else None)
    if own:
        notes.append(message("curriculum.banner-derived", n=own))
    if any(line.outcome_basis == "draft" for line in made.competencies):
        notes.append(message("curriculum.banner-outcomes"))
    unreviewed = _unreviewed(graph, made)
    if unreviewed:
        notes.append(message("curriculum.banner-translation", n=unreviewed))
    if not made.cadres:
        notes.append(message("curriculum.no-role"))
    if made.cadres and not made.competencies and not any(requires_none(graph, one) for one in made.subject):
        notes.append(message("gap.nothing-asked", target=made.cadres[0].label))
    if not made.modules:
        notes.append(message(f"curriculum.{_nothing_taught(made)}"))
    return (*(note for note in notes if note is not None), *_of_qualifications(made))


def _of_qualifications(made: Curriculum) -> Iterator[Message]:
    """That several qualifications lead to the role, and which of them have no modules here."""
    here = {part for one in made.modules for part in one.module.part_of}
    read = tuple(q.label for q in made.qualifications if q.id in here)
    unread = tuple(q.label for q in made.qualifications if q.id not in here)
    if len(read) > 1:
        yield message("curriculum.several-qualifications", n=len(read), names=read)
    if unread:
        yield message("curriculum.modules-not-read", n=len(unread), names=unread)


def _nothing_taught(made: Curriculum) -> str:
    """Part of the code of the note where there is no module: whether others teach it, come near, or neither."""
    if any(line.elsewhere for line in made.competencies):
        return "nothing-taught-here"
    return "nothing-taught-near" if made.elsewhere else "nothing-taught"


def _unreviewed(graph: CompetencyGraph, made: Curriculum) -> int:
    """How many of the elements shown have a wording in this language that no speaker has reviewed."""
    shown = {line.competency for line in made.competencies} | {one.module.id for one in made.modules}
    named: tuple[Any, ...] = (*made.conditions, *made.limits, *made.cadres, *made.functions, *made.standards)
    shown |= {one.id for one in named}
    return sum(is_unreviewed(graph[one], made.lang) for one in shown)


def _concerned(graph: CompetencyGraph, kind: Kind, ids: set[str]) -> tuple[Any, ...]:
    nodes: tuple[Any, ...] = graph.of_kind(kind)
    return tuple(node for node in nodes if ids & set(node.concerns))


def _labels(graph: CompetencyGraph, made: Curriculum) -> tuple[tuple[str, Text], ...]:
    """The label of every id anywhere in the value."""
    seen: set[str] = set()
    waiting: list[Any] = [made]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            seen.add(value)
        elif isinstance(value, tuple):
            waiting.extend(value)
        elif is_dataclass(value) and not isinstance(value, (Text, Message, Evidence, Framework)):
            waiting.extend(getattr(value, field.name) for field in fields(value))
    known = (one for one in seen if ":" in one and one in graph and getattr(graph[one], "label", None))
    return tuple((one, graph.label(one)) for one in sorted(known))
