"""The kinds of documents beside the curriculum, each gathered as a value that every format can show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from sswgraph.analysis.curricula import check_language, curriculum, role_of
from sswgraph.analysis.duties import rules_and_duties
from sswgraph.analysis.handbooks import handbook
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.language import message
from sswgraph.model.curriculum import Curriculum
from sswgraph.model.handbook import Handbook
from sswgraph.model.role import (
    JobDescription,
    Logbook,
    ModuleDescriptor,
    RoleCard,
    RoleDocument,
    SupervisionChecklist,
    TrainingNeeds,
)

Subject = str | Sequence[str]
# Results that are documents already, and how to ask for them.
_ALREADY = {
    "comparison": "save(compare(base, adapted), path)",
    "curriculum": "save(curriculum(g, subject), path)",
    "gap": "save(gap(g, held, target), path)",
    "plan": "save(plan(g, gap), path)",
}
_ROLES: dict[str, type[RoleDocument]] = {
    one.kind: one for one in (RoleCard, JobDescription, TrainingNeeds, SupervisionChecklist, Logbook)
}
# What a curriculum notes of outcomes and modules says nothing of a role.
_OF_TEACHING = ("banner-derived", "banner-outcomes", "nothing-taught", "several-qualifications")


def document(graph: CompetencyGraph, kind: str, subject: Subject, *, lang: str = "en") -> RoleDocument | Handbook:
    """A document of one of :func:`document_kinds` as a value: ``save(document(g, "role-card", id), "card.pdf")``.

    ``subject``: the id of a cadre; for a module descriptor whatever a curriculum can be about: ids of modules, a
    qualification, a cadre; for a handbook the id of a framework. ``lang`` is the language it will be shown in.
    Conditions, limits and supervision come first: competence is not permission. A function on which no rule speaks is
    neither allowed nor forbidden, and reads so.

    Raises UnknownElementError with near ids, and InputError for a kind that is none, a subject that cannot be, or what
    is no language tag.

    >>> import sswgraph as ssw
    >>> card = ssw.document(ssw.load(), "role-card", "psw:para-social-worker")
    >>> [rule.standing for rule in card.rules].count("never"), {duty.standing for duty in card.duties} >= {"supervised"}
    (10, True)
    """
    maker = _MAKERS.get(kind)
    if maker is None:
        raise InputError(_unknown(kind))
    check_language(lang)
    return maker(graph, kind, subject, lang)


def document_kinds() -> tuple[str, ...]:
    """The kinds of documents that :func:`document` makes.

    >>> "role-card" in document_kinds()
    True
    """
    return tuple(_MAKERS)


def _unknown(kind: str) -> str:
    plain = str(kind).removesuffix("-report")
    if plain in _ALREADY:
        return f"'{kind}' is a document already: {_ALREADY[plain]}."
    near = get_close_matches(str(kind), document_kinds(), 1)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return f"There is no kind of document '{kind}'. Known: {', '.join(document_kinds())}.{meant}"


def _of_role(graph: CompetencyGraph, kind: str, subject: Subject, lang: str) -> RoleDocument:
    element = graph[_only(kind, "cadre", subject)]
    if element.kind != "cadre":
        raise InputError(f"{element.id} is a {element.kind}; a {kind} is about a cadre.")
    rules, duties = rules_and_duties(graph, element.id)
    learnt = kind == Logbook.kind
    about = curriculum(graph, element.id, lang=lang) if learnt else role_of(graph, element.id, lang)
    return _ROLES[kind](about=_noted(graph, about, tuple(rule.rule for rule in rules)), rules=rules, duties=duties)


def _noted(graph: CompetencyGraph, about: Curriculum, rules: tuple[str, ...]) -> Curriculum:
    """With the reservations and the count of links of the role itself, and no others."""
    asked = {r.id for cadre in about.cadres for r in graph.index.requirements.get(cadre.id, ())}
    links = graph.count_bases(asked | {*rules, *(condition.id for condition in about.conditions)})
    notes = [note for note in about.notes if note.code.rpartition(".")[2] not in _OF_TEACHING]
    if links.derived + links.draft:
        notes.append(message("curriculum.banner-derived", n=links.derived + links.draft))
    return replace(about, links=links, notes=tuple(notes))


def _of_modules(graph: CompetencyGraph, kind: str, subject: Subject, lang: str) -> RoleDocument:
    return ModuleDescriptor(about=curriculum(graph, subject, lang=lang))


def _of_framework(graph: CompetencyGraph, kind: str, subject: Subject, lang: str) -> Handbook:
    return handbook(graph, _only(kind, "framework", subject), lang)


def _only(kind: str, about: str, subject: Subject) -> str:
    """The one id that was given."""
    ids = (subject,) if isinstance(subject, str) or hasattr(subject, "id") else tuple(subject)
    if len(ids) != 1:
        raise InputError(f"A {kind} is about one {about}; {len(ids)} ids were given.")
    return str(getattr(ids[0], "id", ids[0]))


_MAKERS: dict[str, Callable[[CompetencyGraph, str, Subject, str], RoleDocument | Handbook]] = {
    "role-card": _of_role,
    "job-description": _of_role,
    "module-descriptor": _of_modules,
    "training-needs": _of_role,
    "supervision-checklist": _of_role,
    "logbook": _of_role,
    "framework-handbook": _of_framework,
}
