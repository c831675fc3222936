"""The kinds of documents beside the curriculum, each gathered as a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Any

from sswgraph.curricula.build import competency_of, curriculum, role_of
from sswgraph.curricula.issue import with_reasons
from sswgraph.curricula.offers import day_asked
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import Where, as_worded, covered_whole, in_force, is_blanket, is_unlisted, places_of
from sswgraph.graph.permissions import authorities, is_narrowed, reach_up, subjects_of
from sswgraph.graph.requirements import reach_notes
from sswgraph.messages import Message, message, require_language
from sswgraph.model import Framework, FunctionAuthority, Limit, Node, PerformanceCriterion, Plan, Text
from sswgraph.model.codes import SETTLED
from sswgraph.model.curriculum import CompetencyLine, Curriculum, TaughtModule
from sswgraph.model.cycles import closure
from sswgraph.model.documents import (
    CareerStep,
    Duty,
    Handbook,
    RoleDocument,
    RoleRules,
    RuleLine,
    Standing,
    Syllabus,
    SyllabusOutcome,
    SyllabusUnit,
)
from sswgraph.model.evidence import is_unreviewed
from sswgraph.model.papers import PAPERS, Paper
from sswgraph.model.permissions import rules_of
from sswgraph.model.relations import OpenQuestion
from sswgraph.model.shown import Shown
from sswgraph.model.volumes import Volumes

# The standing of each authority on a paper that a worker carries.
STANDINGS: dict[str, Standing] = {
    "independent": "alone",
    "under-supervision": "supervised",
    "assists": "supervised",
    "delegated-only": "supervised",
    "identify-and-refer": "refer",
    "not-permitted": "never",
}
Subject = Plan | str | Sequence[str]
GROUP = "sswgraph.documents"
# Results that are documents themselves, and how to save them.
_ALREADY = {
    "comparison": "save(compare(base, adaptation), path)",
    "curriculum": "save(curriculum(g, subject), path)",
    "gap": "save(gap(g, held, target), path)",
    "plan": "save(plan(g, gap), path)",
}
# Notes of a curriculum on outcomes and modules, which do not concern the role.
_OF_TEACHING = (
    *("banner-derived", "banner-outcomes", "modules-not-read", "several-qualifications"),
    *("nothing-taught", "nothing-taught-here", "nothing-taught-near"),
)
# The order of standings where several hold.
_ORDER: tuple[Standing, ...] = ("must", "alone", "supervised", "refer", "never", "unknown")


def rules_and_duties(graph: CompetencyGraph, cadre: str, where: Where) -> tuple[tuple[RuleLine, ...], tuple[Duty, ...]]:
    """The rules of a cadre and of those it includes at a place, strictest first, and its functions by id."""
    found = in_force(graph, cadre, places_of(graph, where, [cadre]))
    own = closure([cadre], graph.index.includes)
    spoken = {f for one in own for f in graph[one].performs} | {f for rule in found.rules for f in rule.subjects}
    table = [one for one in authorities(graph, cadre, found) if one.function in spoken]
    duties = tuple(_duty(graph, one, found.rules) for one in table)
    deciding = {duty.function.id: duty.rules[:1] for duty in duties}
    lines = []
    for rule in found.rules:
        if rule.applies.followed is False:
            continue
        decides = tuple(f for f in rule.subjects if rule.id in deciding.get(f, ()))
        lines.append(_line(graph, rule, decides, found.rules))
    return tuple(lines), duties


def _line(graph: CompetencyGraph, rule: Limit, decides: tuple[str, ...], rules: Sequence[Limit]) -> RuleLine:
    standing = STANDINGS.get(rule.authority, "unknown")
    if standing == "alone" and is_narrowed(graph, rule, rules):
        standing = "unknown"
    if covered_whole(rule.subjects, rule.due):
        standing = "must"
    return RuleLine(
        rule=rule.id,
        standing=standing,
        text=as_worded(graph, rule),
        functions=decides,
        supervisor=rule.supervisor,
        refer_to=rule.refer_to,
        applies=rule.applies,
        basis=graph.basis_of(rule.id),
        prohibits=standing == "never" and not is_unlisted(graph, graph[rule.id]),
    )


def _duty(graph: CompetencyGraph, found: FunctionAuthority, rules: Sequence[Limit]) -> Duty:
    """A function of the role; done alone only where a rule that names the function itself permits it."""
    standing = STANDINGS.get(found.authority or "", "must" if found.obligations else "unknown")
    if standing == "alone" and not any(
        found.function in rule.subjects and not is_narrowed(graph, rule, rules) for rule in found.rules
    ):
        standing = "unknown"
    return Duty(
        function=graph[found.function],
        standing=standing,
        authority=found.authority if standing in STANDINGS.values() else None,
        rules=tuple(rule.id for rule in found.rules),
    )


def handbook(graph: CompetencyGraph, framework: str, lang: str, where: Where) -> Handbook:
    """A framework with the rules of its cadres; raises what the graph raises for an unknown framework."""
    found = graph.framework(framework)
    nodes = found.elements
    links = graph.count_bases(node.id for node in nodes)
    return Handbook(
        framework=replace(found, residue=()),
        lang=lang,
        date=found.edition or "",
        roles=tuple(
            RoleRules(
                cadre=node.id,
                **rules_of(in_force(graph, node.id, places_of(graph, where, [node.id]))),
                notes=reach_notes(graph, node.id),
            )
            for node in found.of_kind("cadre")
        ),
        notes=_notes(found, links.derived + links.draft, lang),
        labels=_labels(graph, nodes),
        links=links,
        stamp=graph.stamp(subject=found.id, lang=lang),
    )


def _notes(framework: Framework, own: int, lang: str) -> tuple[Message, ...]:
    notes = []
    if framework.status not in SETTLED:
        code = "curriculum.banner-compilation" if framework.derived_from else "curriculum.banner-framework"
        notes.append(message(code, title=framework.label))
    if own:
        notes.append(message("kinds.banner-derived-parts", n=own))
    if unreviewed := sum(is_unreviewed(node, lang) for node in framework.elements):
        notes.append(message("curriculum.banner-translation", n=unreviewed))
    return tuple(notes)


def _labels(graph: CompetencyGraph, nodes: tuple[Node, ...]) -> tuple[tuple[str, Text], ...]:
    """The label of every part and of everything that a part names."""
    seen = {node.id for node in nodes}
    for node in nodes:
        for field in fields(node):
            value = getattr(node, field.name)
            seen.update(one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))
    known = (one for one in seen if ":" in one and one in graph and getattr(graph[one], "label", None))
    return tuple((one, graph.label(one)) for one in sorted(known))


def document(
    graph: CompetencyGraph,
    kind: str,
    subject: Subject,
    *,
    lang: str = "en",
    where: Where = None,
    as_of: date | str | None = None,
) -> Shown:
    """A document of one of :func:`document_kinds` as a value: ``save(document(g, "role-card", id), "card.pdf")``.

    Obligations come first, then conditions, limits and supervision: competence is not permission. A function that
    no rule speaks is neither allowed nor forbidden, and the document says so.

    Args:
        graph (CompetencyGraph): The graph.
        kind (str): One of :func:`document_kinds`.
        subject (Subject): The id of a cadre; for a module descriptor and a syllabus whatever a curriculum can be about:
            ids of modules, a qualification, a cadre, a plan; for a handbook the id of a framework.
        lang (str): The language tag that it will be shown in.
        where (Where): The places whose rules hold and from which modules come, as for :func:`sswgraph.curriculum`.
            None: the countries or regions of the framework.
        as_of (date | str | None): The day from which it lists what closes, as for :func:`sswgraph.curriculum`.

    Returns:
        The document.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For an unknown kind, a subject that the kind cannot have, an invalid language tag, place or day.

    Example:
        >>> import sswgraph as ssw
        >>> card = ssw.document(ssw.load("za"), "role-card", "za:social-auxiliary-worker")
        >>> standings = [duty.standing for duty in card.duties]
        >>> standings.count("never"), standings.count("alone")
        (10, 0)
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    row = PAPERS.get(kind)
    point = next((point for point in entry_points(group=GROUP) if point.name == kind), None)
    if row is None and point is None:
        raise InputError(_unknown(kind))
    require_language(lang)
    named = tuple(where) if isinstance(where, Iterable) and not isinstance(where, str) else where
    if row is not None:
        return _paper(graph, kind, subject, lang, named, day_asked(graph, as_of))
    assert point is not None
    made = point.load()(graph, subject, lang)
    if not isinstance(made, Shown):
        raise InputError(
            f"{point.value}, which makes a '{kind}', returned a {type(made).__name__}; it must return a page."
        )
    return made


def document_kinds() -> tuple[str, ...]:
    """The kinds of documents that :func:`document` makes, then those that other packages add.

    Other packages add a kind by an entry point of the group ``sswgraph.documents``: a function that takes a graph, the
    subject and the language, and gives a page; ``docs/adding.md`` has an example. No kind is loaded.

    Returns:
        The kinds.

    Example:
        >>> "role-card" in document_kinds()
        True
    """
    return tuple(dict.fromkeys((*PAPERS, *sorted(point.name for point in entry_points(group=GROUP)))))


def _unknown(kind: str) -> str:
    plain = str(kind).removesuffix("-report")
    if plain in _ALREADY:
        return f"'{kind}' is a document already: {_ALREADY[plain]}."
    near = get_close_matches(str(kind), document_kinds(), 1)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return f"There is no kind of document '{kind}'. Known: {', '.join(document_kinds())}.{meant}"


def _paper(graph: CompetencyGraph, kind: str, subject: Subject, lang: str, where: Where, day: date | None) -> Shown:
    row = PAPERS[kind]
    if "framework" in row.about:
        return handbook(graph, _only(kind, row, subject), lang, where)
    given = _only(kind, row, subject) if "module" not in row.about else _one_of(subject)
    element = graph[given] if given else None
    if element is not None and element.kind not in row.about:
        raise InputError(f"{_with_article(element.kind, element.id)}. {_is_about(kind, row)}.")
    if kind == Syllabus.kind:
        return syllabus_of(graph, subject, lang, where, day)
    if element is not None and element.kind == "competency":
        about = competency_of(graph, element.id, lang=lang, where=where, as_of=day)
        return with_reasons(graph, RoleDocument(kind=kind, about=about))
    if element is None or element.kind != "cadre" or row.about[0] == "module":
        about = curriculum(graph, subject, lang=lang, where=where, as_of=day)
        return with_reasons(graph, RoleDocument(kind=kind, about=about))
    return with_reasons(graph, _of_role(graph, kind, element.id, lang, where, day))


def _of_role(graph: CompetencyGraph, kind: str, cadre: str, lang: str, where: Where, day: date | None) -> RoleDocument:
    rules, duties = rules_and_duties(graph, cadre, where)
    make = curriculum if PAPERS[kind].taught else role_of
    about = _noted(graph, make(graph, cadre, lang=lang, where=where, as_of=day), tuple(rule.rule for rule in rules))
    steps = _steps(graph, about, where)
    named = {one for step in steps for one in (step.start, step.end, *step.qualifications) if one in graph}
    labels = dict(about.labels) | {one: graph.label(one) for one in named}
    about = replace(about, labels=tuple(sorted(labels.items(), key=lambda pair: pair[0])))
    return RoleDocument(
        kind=kind,
        about=about,
        rules=rules,
        duties=duties,
        standings=_standings(graph, about, duties),
        questions=_questions(graph, cadre),
        steps=steps,
    )


def _steps(graph: CompetencyGraph, about: Curriculum, where: Where) -> tuple[CareerStep, ...]:
    """The steps from and to a role or what leads to it, each with the conditions of its end."""
    made = []
    for one in about.progressions:
        end = graph.get(one.progresses_to)
        places = places_of(graph, where, [one.progresses_to]) if end is not None else ()
        asked = in_force(graph, one.progresses_to, places).conditions if end is not None else ()
        ways = graph.index.qualifications_for.get(one.progresses_to, ())
        made.append(
            CareerStep(
                start=one.start,
                end=one.progresses_to,
                progression_kind=one.progression_kind,
                note=one.note,
                qualifications=tuple(ways),
                conditions=tuple(condition.text for condition in asked),
            )
        )
    return tuple(made)


def _standings(
    graph: CompetencyGraph, about: Curriculum, duties: Sequence[Duty]
) -> tuple[tuple[str, tuple[Standing, ...]], ...]:
    """How far the worker may go with each competency, by its functions and by rules about itself."""
    of = {duty.function.id: duty.standing for duty in duties}
    blanket = {STANDINGS[one.authority] for one in about.limits if is_blanket(graph[one.id]) and _counts(one)}
    found = []
    for line in about.competencies:
        own = {*reach_up(graph, line.competency), line.competency}
        named = {STANDINGS[one.authority] for one in about.limits if own & subjects_of(graph, one) and _counts(one)}
        for_these = {of[function] for function in line.functions if function in of}
        every = named | (for_these or blanket)
        found.append((line.competency, tuple(one for one in _ORDER if one in every) or ("unknown",)))
    return tuple(found)


def _counts(limit: Limit) -> bool:
    return limit.applies.followed is not False and limit.authority in STANDINGS


def _questions(graph: CompetencyGraph, cadre: str) -> tuple[OpenQuestion, ...]:
    """What a country must settle about a role; where there are no questions, those of roles mapped to it."""
    own = set(closure([cadre], graph.index.includes))
    every = [(one, set(one.of_cadre)) for one in graph.of_kind("open-question")]
    if found := tuple(one for one, asked in every if own & asked):
        return found
    ends = [{one.subject, one.object} for one in graph.mappings if one.links]
    tied = {end for pair in ends if own & pair for end in pair}
    return tuple(one for one, asked in every if tied & asked)


def _noted(graph: CompetencyGraph, about: Curriculum, rules: tuple[str, ...]) -> Curriculum:
    """The curriculum with the reservations and the link count of the role itself only."""
    asked = {r.id for cadre in about.cadres for r in graph.index.requirements.get(cadre.id, ())}
    links = graph.count_bases(asked | {*rules, *(condition.id for condition in about.conditions)})
    notes = [note for note in about.notes if note.code.rpartition(".")[2] not in _OF_TEACHING]
    if links.derived + links.draft:
        notes.append(message("curriculum.banner-derived", n=links.derived + links.draft))
    return replace(about, links=links, notes=tuple(notes))


def _one_of(subject: Subject) -> str | None:
    """The one id that was given; None for several, or a plan."""
    if isinstance(subject, Plan):
        return None
    ids = (subject,) if isinstance(subject, str) or hasattr(subject, "id") else tuple(subject)
    return str(getattr(ids[0], "id", ids[0])) if len(ids) == 1 else None


def _only(kind: str, row: Paper, subject: Subject) -> str:
    """The one id that was given; InputError for several, or a plan."""
    if isinstance(subject, Plan) or not isinstance(subject, (str, Node, Iterable)):
        raise InputError(f"{_is_about(kind, row, 'one')}, not about {'a plan' if subject else 'None'}.")
    one = _one_of(subject)
    if one is None:
        raise InputError(f"{_is_about(kind, row, 'one')}; {len(tuple(subject))} ids were given.")
    return one


def _is_about(kind: str, row: Paper, article: str = "") -> str:
    about = " or ".join(f"{article or 'a'} {one}" for one in row.about)
    return f"{'An' if kind[0] in 'aeiou' else 'A'} {kind} is about {about}"


def _with_article(kind: str, identifier: str) -> str:
    return f"{identifier} is {'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def syllabus_of(graph: CompetencyGraph, subject: Any, lang: str, where: Where, day: date | None) -> Syllabus:
    """A syllabus for each module of the subject's curriculum; empty where nothing is taught."""
    about = curriculum(graph, subject, lang=lang, where=where, as_of=day)
    modules = [one.module.id for one in about.modules]
    if not modules:
        return Syllabus(about=about)
    offered = curriculum(graph, modules, lang=lang, where=where, as_of=day)
    named = {**dict(offered.labels), **dict(about.labels)}
    units = tuple(_unit(one, offered) for one in about.modules)
    return Syllabus(about=replace(about, labels=tuple(sorted(named.items()))), units=units)


def _unit(taught: TaughtModule, offered: Curriculum) -> SyllabusUnit:
    direct = {outcome.competency for outcome in taught.outcomes}
    lines = [line for line in offered.competencies if taught.module.id in line.taught_by]
    own = [line for line in lines if line.competency in direct] or lines
    duration = taught.volumes if len(own) == 1 else Volumes()
    return SyllabusUnit(taught=taught, outcomes=tuple(_outcome(line, duration) for line in own))


def _outcome(line: CompetencyLine, duration: Volumes) -> SyllabusOutcome:
    def of(*kinds: str | None) -> tuple[PerformanceCriterion, ...]:
        return tuple(one for one in line.criteria if one.criterion_kind in kinds)

    return SyllabusOutcome(
        line=line,
        duration=duration,
        content=of("knowledge-kind"),
        criteria=of("performance-kind", "attitude-kind", None),
        not_acceptable=of("not-acceptable"),
    )
