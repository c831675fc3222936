"""What is proposed where nothing is taught: modules to be written (D6), and a course that fits.

All words are in the language packs (area ``outline``). Every day, hour and share is a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.messages import message
from sswgraph.model import Qualification, Text
from sswgraph.model.curriculum import CompetencyLine, CourseOutline, Curriculum, ModuleShell, OutlineSession
from sswgraph.model.volumes import parts_of

_IN_WORDS = ("discussion", "sorting-cards", "local-cases")
_IN_DEEDS = ("role-play", "local-cases", "practice-outside")
# Rules for turning a proposed module into a real one, in order.
RULES = ("spiral", "local", "practice", "ratio", "care", "oral", "not-sent-out")
# The outline for each reason, of which the first that holds counts; '' for none.
CHOICE = (
    ("professional", ""),
    ("plan", "in-service"),
    ("volunteer", "volunteer"),
    ("supervisor", "in-service"),
    ("qualification", "certificate"),
    ("tier", "certificate"),
    ("else", "para"),
)
# Ways to assess each kind of competency, best first; safety-critical ones are assessed one by one as well.
_WAYS: dict[str, tuple[str, ...]] = {
    "knowledge": ("oral-questions", "local-cases"),
    "skill": ("role-play", "observed-practice"),
    "behaviour": ("role-play", "observed-practice"),
    "attitude-or-value": ("local-cases", "supervisor-report"),
    "": ("observed-practice",),
}


@dataclass(frozen=True, slots=True)
class Session:
    """A row of an outline.

    Attributes:
        name: Part of the code of its words.
        first: The first day; 0 where there is a share.
        last: The last day.
        hours: The hours.
        share: Per cent of the whole course; 0 where there are days.
        methods: Codes of methods.
        assessed: Whether each learner is assessed alone in it.
    """

    name: str
    first: int = 0
    last: int = 0
    hours: int = 0
    share: int = 0
    methods: tuple[str, ...] = ()
    assessed: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A course outline.

    Attributes:
        name: Its code.
        sessions: The sessions in order.
        anchors: The courses that it follows, by name and volume as their sources give them.
    """

    name: str
    sessions: tuple[Session, ...]
    anchors: tuple[str, ...]


OUTLINES: dict[str, Outline] = {
    one.name: one
    for one in (
        Outline(
            "volunteer",
            (
                Session("role", 1, 1, 6, methods=("discussion", "sorting-cards")),
                Session("signs", 2, 2, 6, methods=("local-cases", "pictures")),
                Session("respond", 3, 4, 8, methods=("role-play", "one-by-one"), assessed=True),
                Session("visit", 4, 4, 5, methods=("role-play", "practice-outside")),
                Session("services", 5, 5, 5, methods=("walk", "form-filling")),
            ),
            (
                "Nigeria (5 days)",
                "Malawi, child case workers (7 days)",
                "Philippines, Social Welfare and Development Academy (5 days)",
                "Ghana, community child protection committees (1 day)",
            ),
        ),
        Outline(
            "para",
            (
                Session("values", 1, 2, 12, methods=_IN_WORDS),
                Session("communication", 3, 4, 12, methods=("role-play", "practice-outside")),
                Session("case-steps", 5, 8, 24, methods=(*_IN_DEEDS, "form-filling")),
                Session("respond", 9, 10, 12, methods=("role-play", "one-by-one"), assessed=True),
                Session("community", 11, 12, 12, methods=("walk", "group-work")),
                Session("inclusion", 13, 14, 12, methods=("local-cases", "guests")),
                Session("records", 15, 15, 6, methods=("form-filling", "discussion")),
            ),
            (
                "Uganda, para social workers in Mukono (15 days)",
                "Makerere University, child protection (90 hours, 5 modules, 5 days in the field)",
                "Malawi, community child protection workers (from 2 to 7 weeks)",
                "Tanzania, Introduction to Para Social Work (two parts, with six months of practice between them)",
            ),
        ),
        Outline(
            "in-service",
            (
                Session("report", 1, 1, 6, methods=("role-play", "one-by-one"), assessed=True),
                Session("disability", 2, 2, 6, methods=("guests", "local-cases")),
                Session("groups", 3, 3, 6, methods=("practice-outside", "peer-review")),
                Session("records", 4, 4, 6, methods=("form-filling", "peer-review")),
                Session("self-care", 5, 5, 6, methods=("discussion", "peer-review")),
            ),
            (
                "South Africa, Isibindi (one week a month)",
                "Tanzania, supervisors of para social workers (4 days, later 1 day)",
            ),
        ),
        Outline(
            "certificate",
            (
                Session("foundations", share=20, methods=_IN_WORDS),
                Session("methods", share=25, methods=_IN_DEEDS),
                Session("protection", share=15, methods=("role-play", "one-by-one", "local-cases"), assessed=True),
                Session("language", share=5, methods=("form-filling",)),
                Session("field", share=35, methods=("supervised-practice", "portfolio"), assessed=True),
            ),
            (
                "South Africa, FETC: Child and Youth Care Work (165 credits, 1,650 hours)",
                "Zimbabwe, Midlands State University (12 months)",
                "University of the West Indies, Trinidad and Tobago (540 contact hours and 120 of practice)",
                "Tanzania, Social Welfare Assistants (7 months and 2 of practice)",
            ),
        ),
    )
}


def outline_for(made: Curriculum, *, supervises: bool) -> CourseOutline | None:
    """The outline that fits a role or plan, with the reason; None where none is meant for it."""
    role = made.cadres[0] if made.cadres else None
    of_role = (role.tier, role.professional_status, role.remuneration) if role else ()
    holds = {
        "professional": "professional" in of_role,
        "plan": made.course is not None and bool(made.presupposed),
        "volunteer": not {"volunteer", "unpaid"}.isdisjoint(of_role),
        "supervisor": supervises,
        "qualification": any(map(_is_long, made.qualifications)),
        "tier": not {"basic", "advanced", "lead"}.isdisjoint(of_role),
        "else": True,
    }
    why, name = next((why, name) for why, name in CHOICE if holds[why])
    return _made(OUTLINES[name], why) if name else None


def _is_long(one: Qualification) -> bool:
    """Whether a qualification is known to take half a year or more: 600 hours, 60 credits or six months."""
    months = {"years": 12, "months": 1, "days": 0}
    takes = sum(months.get(unit, 0) * n for unit, n in parts_of(one.duration or ""))
    return (one.notional_hours or 0) >= 600 or (one.credits or 0) >= 60 or takes >= 6


def _made(outline: Outline, why: str) -> CourseOutline:
    name = outline.name
    return CourseOutline(
        code=name,
        title=message(f"outline.title-{name}"),
        why=message(f"outline.why-{why}"),
        length=message(f"outline.length-{name}"),
        sessions=tuple(_session(name, one) for one in outline.sessions),
        ratio=message("outline.ratio"),
        field=message(f"outline.field-{name}"),
        anchors=outline.anchors,
        rules=tuple(message(f"outline.rule-{one}") for one in RULES),
    )


def _session(name: str, one: Session) -> OutlineSession:
    days = message("outline.day", first=one.first)
    if one.last > one.first:
        days = message("outline.days", first=one.first, last=one.last)
    if one.share:
        days = message("outline.part")
    length = message("outline.share", n=one.share) if one.share else message("count.hours", n=one.hours)
    content = message(f"outline.session-{name}-{one.name}")
    return OutlineSession(days=days, length=length, content=content, methods=one.methods, assessed=one.assessed)


def proposed(graph: CompetencyGraph, made: Curriculum) -> dict[str, Any]:
    """The proposed modules and the outline as fields of a curriculum; nothing where every domain is taught."""
    if not made.cadres and made.course is None:
        return {}
    shells = tuple(_shells(graph, made))
    own = {cadre.id for cadre in made.cadres if cadre.id in made.subject}
    supervisors = {one for arrangement in graph.of_kind("supervision-arrangement") for one in arrangement.supervisor}
    roles = {role for cadre in made.cadres[:1] for role in cadre.workforce_role}
    supervises = bool(own & supervisors) or "supervisor" in roles
    return {"shells": shells, "outline": outline_for(made, supervises=supervises) if shells else None}


def _shells(graph: CompetencyGraph, made: Curriculum) -> Iterable[ModuleShell]:
    for domain, group in groupby(made.learnt, key=lambda line: line.domain):
        lines = list(group)
        if all(line.state == "open" for line in lines):
            yield _shell(graph, made, domain, lines)


def _shell(graph: CompetencyGraph, made: Curriculum, domain: str | None, lines: list[CompetencyLine]) -> ModuleShell:
    performed = {function.id for function in made.functions if any(function.id in c.performs for c in made.cadres)}
    needing = {one for line in lines for one in line.functions}
    own = {graph.home(line.competency) for line in lines}
    functions = sorted(needing & performed) or sorted(one for one in needing if graph.home(one) in own)
    subjects = {*functions, *(line.competency for line in lines)}
    criteria = [one for line in lines for one in line.criteria]
    ways = dict.fromkeys(way for line in lines for way in _WAYS.get(line.facet or "", _WAYS[""]))
    return ModuleShell(
        domain=domain,
        label=graph.label(domain) if domain else Text(),
        competencies=tuple(line.competency for line in lines),
        criteria=tuple(one.id for one in criteria if one.criterion_kind != "not-acceptable"),
        not_acceptable=tuple(one.id for one in criteria if one.criterion_kind == "not-acceptable"),
        functions=tuple(functions),
        obligations=tuple(one.id for one in made.obligations if subjects & set(one.functions)),
        limits=tuple(one.id for one in made.limits if subjects & set(one.subjects)),
        assessment=(*(("one-by-one",) if any(line.to_be_seen for line in lines) else ()), *ways),
    )
