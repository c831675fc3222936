"""Whose rules hold for a target at a place: what must be done, conditions and limits, in words (J1, J3, J4, M2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph.origins import Origins, attesting
from sswgraph.messages import Message, country_problem, message
from sswgraph.messages.places import CONTINENTS, WORLD, containing
from sswgraph.model.codes import AUTHORITIES, HARM, TRIGGERS, place
from sswgraph.model.cycles import closure
from sswgraph.model.evidence import Decision
from sswgraph.model.permissions import Applicability, Condition, Limit, ObligationInForce
from sswgraph.model.relations import EligibilityCondition, Obligation, ScopeRule, SupervisionArrangement
from sswgraph.model.text import Text, says_something

if TYPE_CHECKING:
    from sswgraph.graph.graph import CompetencyGraph

_CONDITIONS = tuple(
    "registration clearance appointment conduct induction learner supervision age education experience language".split()
)
ANYWHERE = "anywhere"
COMPILER = "sswgraph"  # who decides in what ships: no body of any place
NOT_FOLLOWED = ("drop",)  # the verdicts by which a rule is not followed; every other keeps it
_STILL_TO_CHANGE = ("merge", "move")  # followed as it stands, until it says something of other scope
Where = str | Iterable[str] | None
_NAMED = 3  # so many who advise are named, more are counted


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules of a target that hold at a place, each kind in its order, and those that hold elsewhere only.

    ``left_out``: the ids of the latter with the places where they hold.
    """

    obligations: tuple[ObligationInForce, ...]
    conditions: tuple[Condition, ...]
    rules: tuple[Limit, ...]
    rule_places: tuple[str, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...]
    unknown_places: tuple[str, ...] = ()

    @property
    def rules_elsewhere(self) -> tuple[tuple[str, int], ...]:
        """The places with the number of rules that hold there and not here."""
        if not self.left_out:
            return ()
        return tuple(sorted(Counter(place for _, places in self.left_out for place in places).items()))

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The rules that let the worker do less than act alone."""
        return tuple(one for one in self.rules if one.authority != "independent")


def places_of(graph: CompetencyGraph, where: Where, *asked: Iterable[str]) -> tuple[str, ...]:
    """The places of a question (J1): ``where``; else the countries or regions of the first of these ids that have any.

    'anywhere' is where one may learn, and names no place whose rules would hold; no more does 001, the whole world.

    Raises InputError for what is no code, with near ones.
    """
    named = named_places(where)
    if named:
        return tuple(code for code in named if code != WORLD)
    return next(filter(None, (places_of_any(graph, ids) for ids in asked)), ())


def places_of_any(graph: CompetencyGraph, ids: Iterable[str]) -> tuple[str, ...]:
    """The countries and regions that any of these elements or their frameworks name (J1), sorted."""
    known: dict[str, tuple[str, ...]] = graph.remember("places-of-each", dict)
    asked = set(ids)
    for one in asked.difference(known):
        known[one] = stated_places(graph, graph[one]) if one in graph else ()
    return tuple(sorted({code for one in asked for code in known[one]}))


def named_places(where: Where) -> tuple[str, ...]:
    """The places that a question names, each once: a code or several; none for None and 'anywhere'.

    Raises InputError for what is no code of a country, a part of one or an area.
    """
    if where is None or where == ANYWHERE:
        return ()
    several = tuple(where) if isinstance(where, Iterable) and not isinstance(where, str) else (where,)
    if several == (ANYWHERE,):
        return ()
    for code in several:
        require_place(code)
    if not several:
        raise InputError("where names no place. Say where='UG', where=('UG', 'KE') or where='anywhere'.")
    return tuple(dict.fromkeys(several))


def require_place(where: object) -> None:
    """Raises InputError for what is no code of a country, a part of one or an area."""
    problem = country_problem(where) if isinstance(where, str) else f"A place is a code such as 'UG', not {where!r}."
    if problem is not None:
        raise InputError(f"where: {problem}")


def unknown_parts(graph: CompetencyGraph, places: Iterable[str]) -> tuple[str, ...]:
    """The parts of countries among these that nothing in the graph names: there is no list of them to ask (J1)."""

    def named() -> frozenset[str]:
        every = graph.index.elements.values()
        return frozenset(code for one in every for code in getattr(one, "jurisdiction", ()))

    parts = [code for code in places if "-" in code]
    return tuple(code for code in parts if code not in graph.remember("places-named", named)) if parts else ()


def stated_places(graph: CompetencyGraph, node: Any) -> tuple[str, ...]:
    """The countries and regions that an element names, else its framework; the whole world is none.

    What says itself that it holds all over the world is not of the place of its framework.
    """
    home = graph.index.elements.get(graph.index.home.get(node.id, ""))
    named = getattr(node, "jurisdiction", ()) or getattr(home, "jurisdiction", ())
    return tuple(code for code in named if code != WORLD)


def in_force(graph: CompetencyGraph, target: str, places: tuple[str, ...]) -> InForce:
    """What must be done, what no training closes, and how far one may go, for a target at a place."""
    return graph.remember(("in-force", target, places), lambda: _in_force(graph, target, places))


def _in_force(graph: CompetencyGraph, target: str, places: tuple[str, ...]) -> InForce:
    own = closure([target], graph.index.includes)
    index = graph.index
    qualifications = sorted({q for cadre in own for q in index.qualifications_for.get(cadre, ())})
    guarded = {c.id: one for one in (*reversed(qualifications), *reversed(own)) for c in index.conditions.get(one, ())}
    nodes: dict[str, Any] = {id: graph[id] for id in guarded}
    for linked in (index.obligations, index.supervision, index.scope_rules):
        nodes |= {node.id: node for cadre in own for node in linked.get(cadre, ())}
    obligations: list[ObligationInForce] = []
    conditions: list[Condition] = []
    rules: list[tuple[ScopeRule, Applicability]] = []
    left_out = []
    for node in nodes.values():
        applies = applicability(graph, node, places)
        if applies is None:
            left_out.append((node.id, stated_places(graph, node)))
        elif isinstance(node, Obligation):
            obligations.append(_obligation(graph, node, applies, own))
        elif isinstance(node, ScopeRule):
            rules.append((node, applies))
        else:
            conditions.append(_condition(graph, node, applies, guarded.get(node.id), target))
    covered = reach_down(graph, (f for due in obligations for f in due.functions))
    spoken = [due.id for due in obligations if not due.functions]
    limits = [_limit(graph, rule, applies, covered, spoken) for rule, applies in rules]
    return InForce(
        tuple(
            sorted(obligations, key=lambda one: (min((place(TRIGGERS, t) for t in one.trigger), default=99), one.id))
        ),
        tuple(sorted(conditions, key=lambda one: (place(_CONDITIONS, one.kind), one.id))),
        tuple(sorted(limits, key=lambda one: (-place(AUTHORITIES, one.authority), one.id))),
        places,
        tuple(sorted(left_out)),
        unknown_parts(graph, places),
    )


def united(found: Sequence[InForce], places: tuple[str, ...]) -> InForce:
    """The rules of several targets at one place, each once, those of the first target first."""

    def each(name: str) -> tuple[Any, ...]:
        kept: dict[str, Any] = {}
        for part in found:
            for one in getattr(part, name):
                kept.setdefault(one.id, one)
        return tuple(kept.values())

    left_out = tuple(sorted({one for part in found for one in part.left_out}))
    unknown = tuple(dict.fromkeys(one for part in found for one in part.unknown_places))
    return InForce(each("obligations"), each("conditions"), each("rules"), places, left_out, unknown)


def applicability(graph: CompetencyGraph, node: Any, places: tuple[str, ...]) -> Applicability | None:
    """Whose rule it is and how it comes to hold at these places; None where it holds elsewhere only.

    A place gets its own rules, those of the regions around it and, for a part of a country, those of the country.
    """
    stated = stated_places(graph, node)
    own: dict[str, Any] = {"force": node.force, "places": stated, "only_if": node.only_if, "unless": node.unless}
    if stated:
        around = {code for one in places for code in containing(one)}
        found = Applicability(**own, reach="here") if around.intersection(stated) else None
    else:
        found = Applicability(**own, reach="general" if is_general(graph, node) else "unsettled")
    if found is None or found.binding or not isinstance(node, ScopeRule):
        return found
    decision = settled_by(graph, node.id, places)
    followed = decision.verdict not in NOT_FOLLOWED if decision else None
    return replace(found, decision=decision.id, followed=followed) if decision else found


def settled_by(graph: CompetencyGraph, rule: str, places: tuple[str, ...]) -> Decision | None:
    """The decision that settles for these places whether a rule that does not bind is followed (J1).

    It names who decided (no compiler of what ships), is about the rule, and stands in a framework of each of the
    places, or of what is around it.
    The latest day counts, undated ones before all; what was put off settles nothing, nor do two of one day that differ.
    """
    latest = _latest_on(graph, rule, places)
    if len({one.verdict in NOT_FOLLOWED for one in latest}) != 1 or any(one.verdict == "defer" for one in latest):
        return None
    return min(latest, key=lambda one: one.id)


def _latest_on(graph: CompetencyGraph, rule: str, places: tuple[str, ...]) -> list[Decision]:
    """What a body was the last to decide about a rule for these places: several where they are of one day."""
    about: Mapping[str, list[Decision]] = graph.remember("decisions", lambda: _decisions(graph))
    found = [one for one in about.get(rule, ()) if places and _decides_for(graph, one, places)]
    last = max((one.date or "" for one in found), default="")
    return [one for one in found if (one.date or "") == last]


def is_kept(graph: CompetencyGraph, rule: str, places: tuple[str, ...]) -> bool:
    """Whether a body of each of these places keeps a rule: it has decided that the rule is followed, or, where nothing
    is decided, has adopted the rule or its framework. Both count where a framework of the place records them, and by
    name; that the rule was used there, as a framework of elsewhere tells, is no adoption, and whoever compiled the
    framework is no body of a place."""
    decision = settled_by(graph, rule, places)
    if decision is not None:
        return decision.verdict not in (*NOT_FOLLOWED, *_STILL_TO_CHANGE)
    if not places or _latest_on(graph, rule, places):  # what was put off, or is disputed, no adoption settles
        return False
    adopted = {rule, graph.index.home.get(rule, "")}
    stated: set[str] = set()
    for one in graph.of_kind("adoption"):
        if any(map(_is_body, one.adopted_by)) and adopted.intersection(one.adopts):
            stated |= set(_home_places(graph, one.id)).intersection(one.jurisdiction or _home_places(graph, one.id))
    return all(stated.intersection(containing(place)) for place in places)


def _is_body(who: str | None) -> bool:
    """Whether it names somebody, which a blank or a dash does not, other than those who compiled what ships."""
    name = (who or "").strip().casefold()
    return any(map(str.isalnum, name)) and name != COMPILER


def _home_places(graph: CompetencyGraph, id: str) -> tuple[str, ...]:
    home = graph.index.elements.get(graph.index.home.get(id, ""))
    return tuple(code for code in getattr(home, "jurisdiction", ()) if code != WORLD)


def _decisions(graph: CompetencyGraph) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for one in graph.of_kind("decision"):
        for rule in one.about if _is_body(one.by) and one.verdict else ():
            found.setdefault(rule, []).append(one)
    return found


def _decides_for(graph: CompetencyGraph, decision: Decision, places: tuple[str, ...]) -> bool:
    stated = set(stated_places(graph, decision))
    return all(stated.intersection(containing(place)) for place in places)


def is_general(graph: CompetencyGraph, node: Any) -> bool:
    """Whether its stated sources bear out that it holds everywhere: by origin, an international instrument, or
    documents of two of the five regions into which UN M.49 divides the world."""
    return graph.remember(("general", node.id), lambda: _is_general(graph, node))


def _is_general(graph: CompetencyGraph, node: Any) -> bool:
    origins: Origins = graph.remember("origins", lambda: Origins(graph))
    cited = {one.source for one in node.evidence if attesting(one)}
    documents = [graph[one] for source in sorted(cited) for one in origins.of_source(source) if one in graph]
    if any(document.source_kind == "international-instrument" for document in documents):
        return True
    around = {code for one in documents for place in stated_places(graph, one) for code in containing(place)}
    return len(around.intersection(CONTINENTS)) > 1


# In words


def _obligation(
    graph: CompetencyGraph, node: Obligation, applies: Applicability, own: Iterable[str]
) -> ObligationInForce:
    said = message("limit.as-worded", text=node.label)
    if not node.label:
        acts = (*map(graph.label, node.function), *((node.act,) if node.act else ()))
        said = message("limit.must", act=acts, when=tuple(message(f"show.trigger.{one}") for one in node.trigger))
    return ObligationInForce(
        id=node.id,
        trigger=node.trigger,
        functions=node.function,
        act=node.act,
        text=_as_ruled(graph, node, said),
        within=node.within,
        report_to=node.report_to,
        names=tuple(map(graph.label, node.report_to)),
        office=node.office,
        contact=node.contact,
        channel=_is_channel(node, own),
        applies=applies,
        basis=(graph.basis_of(node.id),),
    )


def _is_channel(node: Obligation, own: Iterable[str]) -> bool:
    """Whether it says of harm to whom it is reported and how they are reached: two of somebody else, an office and a
    contact. ``own``: the cadre that has to report, and those that it includes."""
    somebody = bool({*node.report_to}.difference(own))
    known = (somebody, says_something(node.office), says_something(node.contact))
    return sum(known) > 1 and not HARM.isdisjoint(node.trigger)


def _condition(
    graph: CompetencyGraph,
    node: EligibilityCondition | SupervisionArrangement,
    applies: Applicability,
    guarded: str | None,
    target: str,
) -> Condition:
    said = message("limit.as-worded", text=node.label)
    if isinstance(node, SupervisionArrangement):
        kind, satisfied_by = "supervision", tuple[str, ...]()
        if not node.label:
            said = message("limit.supervised", supervisor=_by_whom(graph, node.supervisor, node.supervision_mode))
    else:
        kind, satisfied_by = node.condition_kind, node.satisfied_by
        if guarded is not None and guarded != target:
            said = message("limit.to-enter", text=node.label, what=graph.label(guarded))
    text, basis = _as_ruled(graph, node, said), (graph.basis_of(node.id),)
    return Condition(id=node.id, kind=kind, text=text, satisfied_by=satisfied_by, applies=applies, basis=basis)


def _limit(
    graph: CompetencyGraph, rule: ScopeRule, applies: Applicability, covered: set[str], spoken: Sequence[str]
) -> Limit:
    """``covered``: the functions that must be carried out; nothing says 'may not' of them (M1). ``spoken``: the
    obligations that name none, which a rule about all the work would forbid as well."""
    due: list[str] = []
    if rule.authority == "not-permitted":
        due = (
            sorted(covered & reach_down(graph, rule.function)) if not is_blanket(rule) else [*sorted(covered), *spoken]
        )
    said = _barring_no_duty(graph, _said(graph, rule, bare=covered_whole(rule.function, due)), due)
    return Limit(
        id=rule.id,
        subjects=(*rule.function, *rule.competency),
        authority=rule.authority,
        text=as_decided(graph, applies, _as_ruled(graph, rule, said)),
        note=rule.note,
        supervisor=rule.supervisor,
        supervision_mode=rule.supervision_mode,
        refer_to=rule.refer_to,
        due=tuple(due),
        applies=applies,
        basis=(graph.basis_of(rule.id),),
    )


def is_unlisted(graph: CompetencyGraph, rule: ScopeRule) -> bool:
    """Whether a rule that permits something not merely says that it is not among the acts listed (J4): it has no force,
    and no source states it. What a law, policy or employer's rule forbids, and what a source states, is forbidden."""
    if rule.authority != "not-permitted" or rule.force is not None:
        return False
    return graph.basis_of(rule.id) != "stated"


def is_blanket(rule: ScopeRule) -> bool:
    """Whether a rule is about all the work of the role: it names no function, competency or act."""
    return not (rule.function or rule.competency or rule.act)


def covered_whole(subjects: Sequence[str], due: Sequence[str]) -> bool:
    """Whether a rule would forbid nothing but what must be done."""
    return bool(subjects) and set(due).issuperset(subjects)


def _barring_no_duty(graph: CompetencyGraph, said: Message, due: Sequence[str]) -> Message:
    acts = tuple(getattr(graph[one], "act", None) or graph.label(one) for one in due)
    return message("limit.bars-no-duty", text=said, acts=acts) if due else said


def as_worded(graph: CompetencyGraph, limit: Limit) -> Message:
    """A rule as a paper says it: in its own words, else what it is about and how far it goes; whose it is, and if."""
    rule = graph[limit.id]
    said = _barring_no_duty(graph, _in_own_words(graph, rule), limit.due)
    return as_decided(graph, limit.applies, _as_ruled(graph, rule, said))


def as_decided(graph: CompetencyGraph, applies: Applicability, said: Message) -> Message:
    """With who decided, and when, that a rule which does not bind is followed, or is not."""
    decision = graph.get(applies.decision or "")
    if not isinstance(decision, Decision):
        return said
    who = f"{decision.by} ({decision.date})" if decision.date else decision.by
    return message("limit.followed" if applies.followed else "limit.not-followed", text=said, who=who)


def _in_own_words(graph: CompetencyGraph, rule: ScopeRule) -> Message:
    if rule.label:
        return message("limit.as-worded", text=rule.label)
    how = "limit.head-not-listed" if is_unlisted(graph, rule) else f"show.authority.{rule.authority}"
    return message("kinds.rule", how=message(how), about=about(graph, rule))


def _as_ruled(graph: CompetencyGraph, node: Any, said: Message) -> Message:
    """With the conditions of its source, and who advises or proposes it where it does not bind."""
    return by_force(node.force, with_conditions(node, said), _advisers(graph, node) if node.force == "guidance" else ())


def with_conditions(node: Any, said: Message) -> Message:
    """With the conditions of its source (J3)."""
    known = {"only_if": node.only_if, "unless": node.unless}
    named = [name for name, text in known.items() if text]
    if named:
        code = f"limit.{'-'.join(named).replace('_', '-')}"
        return message(code, text=said, **{name: known[name] for name in named})
    return said


def in_words(node: Any) -> Message:
    """A rule in its own words, with the conditions of its source, and as advice or a proposal where it is one."""
    return by_force(node.force, with_conditions(node, message("limit.as-worded", text=node.label)))


def by_force(force: str | None, said: Message, who: tuple[Text, ...] = ()) -> Message:
    """What does not bind is said as what it is (J4): proposed here, or advised by these."""
    if force == "proposal":
        return message("limit.proposed", text=said)
    if force == "guidance":
        if len(who) > _NAMED:
            return message("limit.advised-many", n=len(who), text=said)
        return (
            message("limit.advised", n=len(who), who=who, text=said)
            if who
            else message("limit.advised-unnamed", text=said)
        )
    return said


def _advisers(graph: CompetencyGraph, node: Any) -> tuple[Text, ...]:
    """Whose guidance it is: who published the stated sources, else the frameworks from which it is derived."""
    sources = [graph[one.source] for one in node.evidence if attesting(one) and one.source in graph]
    if sources:
        named = {source.publisher or source.id: source for source in sources}
        return tuple(Text((("und", who),)) if one.publisher else one.label for who, one in sorted(named.items()))
    homes = {graph.home(one) for evidence in node.evidence for one in evidence.derived_from}
    return tuple(_shortly(graph.label(home)) for home in sorted(filter(None, homes)))


def _shortly(title: Text) -> Text:
    """A title without what follows its first colon: 'ASEAN: the social service workforce' advises as 'ASEAN'."""
    return Text(tuple((tag, re.split(r"\s?:\s", wording, maxsplit=1)[0]) for tag, wording in title.values))


def _said(graph: CompetencyGraph, rule: ScopeRule, *, bare: bool) -> Message:
    """The rule in its own words where it has some, without its note; else made from what it says.

    ``bare``: without the words for how far it goes.
    """
    if rule.authority == "independent":
        return _in_own_words(graph, rule)
    refer = _to_whom(graph, rule.refer_to)
    if rule.label:
        head: Message | str = ""
        if not bare and rule.force not in ("guidance", "proposal"):
            head = message("limit.head-not-listed" if is_unlisted(graph, rule) else f"limit.head-{rule.authority}")
        named = refer if rule.refer_to else ""
        return message("limit.worded", head=head, text=rule.label, refer=named)
    if bare:
        return message("limit.as-worded", text=about(graph, rule))
    if is_unlisted(graph, rule):
        return _in_own_words(graph, rule)
    supervisor = _by_whom(graph, rule.supervisor, rule.supervision_mode)
    return message(f"limit.{rule.authority}", subject=about(graph, rule), supervisor=supervisor, refer=refer)


def about(graph: CompetencyGraph, rule: ScopeRule) -> tuple[Text, ...]:
    """What a rule speaks of: functions, competencies, the act in words; else all that the cadre does."""
    named = tuple(graph.label(one) for one in (*rule.function, *rule.competency))
    return (*named, *((rule.act,) if rule.act else ())) or (graph.label(rule.cadre),)


def _by_whom(graph: CompetencyGraph, supervisors: tuple[str, ...], mode: str | None) -> Message:
    if not supervisors:
        return message("limit.supervisor-not-stated")
    names = tuple(graph.label(one) for one in supervisors)
    return message(f"limit.supervisor-{mode}" if mode else "limit.supervisor", names=names)


def _to_whom(graph: CompetencyGraph, refer_to: tuple[str, ...]) -> Message:
    if not refer_to:
        return message("limit.refer-not-stated")
    return message("limit.refer", names=tuple(graph.label(one) for one in refer_to))


def reach_down(graph: CompetencyGraph, functions: Iterable[str]) -> set[str]:
    """These functions and all that is narrower: performing one is performing what is narrower."""
    narrower: Mapping[str, list[str]] = graph.remember("narrower-functions", lambda: _narrower(graph))
    return set(closure(functions, narrower))


def _narrower(graph: CompetencyGraph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for function in graph.functions:
        for broader in function.broader:
            found.setdefault(broader, []).append(function.id)
    return found
