"""The rules in force for a target at a place: obligations, conditions and limits, in words (J1, J3, J4, M2)."""

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
PLACELESS = ("cadre", "competency", "competency-set", "function")  # kinds that have the places of their framework
COMPILER = "sswgraph"  # who decides in shipped frameworks: not a body of any place
NOT_FOLLOWED = ("drop",)  # the verdicts by which a rule is not followed; every other keeps it
_STILL_TO_CHANGE = ("merge", "move")  # followed as it is, until its scope is changed
Where = str | Iterable[str] | None
_NAMED = 3  # so many advisers are named, more are counted


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules of a target that hold at a place, each kind in its order, and those that hold elsewhere only.

    Attributes:
        obligations: What must be done.
        conditions: What comes before the work.
        rules: The scope rules.
        rule_places: The codes of the places.
        left_out: The ids of rules that hold elsewhere only, each with the places where they hold.
        unknown_places: The codes of parts of countries that nothing in the graph names.
    """

    obligations: tuple[ObligationInForce, ...]
    conditions: tuple[Condition, ...]
    rules: tuple[Limit, ...]
    rule_places: tuple[str, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...]
    unknown_places: tuple[str, ...] = ()

    @property
    def rules_elsewhere(self) -> tuple[tuple[str, int], ...]:
        """The codes of other places, each with the number of rules that hold only there."""
        if not self.left_out:
            return ()
        return tuple(sorted(Counter(place for _, places in self.left_out for place in places).items()))

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The rules that leave the worker less than independent authority."""
        return tuple(one for one in self.rules if one.authority != "independent")


def places_of(graph: CompetencyGraph, where: Where, *asked: Iterable[str]) -> tuple[str, ...]:
    """Return the places of a question (J1).

    'anywhere' is where one may learn, and names no place whose rules hold; nor does 001, the whole world.

    Args:
        graph: The graph.
        where: The code of a place or several; None: not stated.
        *asked: Ids of elements: where no place is stated, those of the first group that has any are returned.

    Returns:
        The codes.

    Raises:
        InputError: If a code is not valid.
    """  # noqa: DOC502 - require_place raises
    named = named_places(where)
    if named:
        return tuple(code for code in named if code != WORLD)
    return next(filter(None, (places_of_any(graph, ids) for ids in asked)), ())


def places_of_any(graph: CompetencyGraph, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the countries and regions that any of these elements or their frameworks name (J1), sorted."""
    known: dict[str, tuple[str, ...]] = graph.remember("places-of-each", dict)
    asked, elements = set(ids), graph.index.elements
    for one in asked.difference(known):
        if elements.kind_of(one) in PLACELESS:
            framework = graph.index.home[one]
            if framework not in known:
                known[framework] = stated_places(graph, elements[framework])
            known[one] = known[framework]
        else:
            known[one] = stated_places(graph, graph[one]) if one in graph else ()
    return tuple(sorted({code for one in asked for code in known[one]}))


def named_places(where: Where) -> tuple[str, ...]:
    """Return the places that a question names, each once.

    Args:
        where: The code of a place or several; None and 'anywhere' name none.

    Returns:
        The codes.

    Raises:
        InputError: If a code is not valid, or ``where`` is empty.
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
    """Raise InputError for what is not the code of a country, a part of one or an area."""
    problem = country_problem(where) if isinstance(where, str) else f"A place is a code such as 'UG', not {where!r}."
    if problem is not None:
        raise InputError(f"where: {problem}")


def unknown_parts(graph: CompetencyGraph, places: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of countries among these that nothing in the graph names: there is no list of them (J1)."""

    def named() -> frozenset[str]:
        every = graph.index.elements.values()
        return frozenset(code for one in every for code in getattr(one, "jurisdiction", ()))

    parts = [code for code in places if "-" in code]
    return tuple(code for code in parts if code not in graph.remember("places-named", named)) if parts else ()


def stated_places(graph: CompetencyGraph, node: Any) -> tuple[str, ...]:
    """Return the countries and regions that an element names, or else its framework.

    The whole world is none of them; an element that names it does not belong to the place of its framework.

    Args:
        graph: The graph.
        node: The element.

    Returns:
        The codes.
    """
    home = graph.index.elements.get(graph.index.home.get(node.id, ""))
    named = getattr(node, "jurisdiction", ()) or getattr(home, "jurisdiction", ())
    return tuple(code for code in named if code != WORLD)


def in_force(graph: CompetencyGraph, target: str, places: tuple[str, ...]) -> InForce:
    """Return the obligations, conditions and limits of a target at these places."""
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
    """Unite the rules of several targets at one place, each once, those of the first target first."""

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
    """Determine how a rule comes to hold at these places.

    The rules of a place are its own, those of the regions around it and, for a part of a country, those of the country.

    Args:
        graph: The graph.
        node: The rule.
        places: The codes of the places.

    Returns:
        Its force, places and reach, with the decision on it; None where it holds elsewhere only.
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
    """Find the decision that settles for these places whether a rule that does not bind is followed (J1).

    It names who decided (other than the compilers of shipped frameworks), is about the rule, and is in a framework of
    each of the places, or of an area around it. The latest day counts, undated decisions before all others; what was
    deferred settles nothing, nor do two decisions of one day that differ.

    Args:
        graph: The graph.
        rule: The id of the rule.
        places: The codes of the places.

    Returns:
        The decision; None where nothing is settled.
    """
    latest = _latest_on(graph, rule, places)
    if len({one.verdict in NOT_FOLLOWED for one in latest}) != 1 or any(one.verdict == "defer" for one in latest):
        return None
    return min(latest, key=lambda one: one.id)


def _latest_on(graph: CompetencyGraph, rule: str, places: tuple[str, ...]) -> list[Decision]:
    """The last decisions of bodies on a rule for these places: several where they are of one day."""
    about: Mapping[str, list[Decision]] = graph.remember("decisions", lambda: _decisions(graph))
    found = [one for one in about.get(rule, ()) if places and _decides_for(graph, one, places)]
    last = max((one.date or "" for one in found), default="")
    return [one for one in found if (one.date or "") == last]


def is_kept(graph: CompetencyGraph, rule: str, places: tuple[str, ...]) -> bool:
    """Say whether a body of each of these places keeps a rule.

    It has decided that the rule is followed or, where nothing is decided, has adopted the rule or its framework. Both
    count where a framework of the place records them with the name of the body. Use there that a framework of another
    place reports is not an adoption, and compilers of a framework are not a body of a place.

    Args:
        graph: The graph.
        rule: The id of the rule.
        places: The codes of the places.

    Returns:
        Whether it is kept.
    """
    decision = settled_by(graph, rule, places)
    if decision is not None:
        return decision.verdict not in (*NOT_FOLLOWED, *_STILL_TO_CHANGE)
    if not places or _latest_on(graph, rule, places):  # an adoption does not settle what is deferred or disputed
        return False
    adopted = {rule, graph.index.home.get(rule, "")}
    stated: set[str] = set()
    for one in graph.of_kind("adoption"):
        if any(map(_is_body, one.adopted_by)) and adopted.intersection(one.adopts):
            stated |= set(_home_places(graph, one.id)).intersection(one.jurisdiction or _home_places(graph, one.id))
    return all(stated.intersection(containing(place)) for place in places)


def _is_body(who: str | None) -> bool:
    """Whether it names somebody, which a blank or a dash does not, other than the compilers of shipped frameworks."""
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
    """Say whether the stated sources of a rule show that it holds everywhere.

    Args:
        graph: The graph.
        node: The rule.

    Returns:
        Whether one is an international instrument, or the original documents are of two of the five regions of UN M.49.
    """
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
    """Whether it says to whom harm is reported and how they are reached: two of another cadre, an office, a contact."""
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
    # ``covered``: the functions that must be carried out, which no rule forbids (M1); ``spoken``: the obligations that
    # name no function, which a rule about all the work would forbid as well.
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
    """Say whether a prohibition only means that an act is not listed (J4).

    What a law, a policy or the rule of an employer forbids, and what a source states, is forbidden.

    Args:
        graph: The graph.
        rule: The rule.

    Returns:
        Whether it has no force and no source states it.
    """
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
    """Word a rule as papers do: in its own words, or else by its subject and authority; with force and conditions."""
    rule = graph[limit.id]
    said = _barring_no_duty(graph, _in_own_words(graph, rule), limit.due)
    return as_decided(graph, limit.applies, _as_ruled(graph, rule, said))


def as_decided(graph: CompetencyGraph, applies: Applicability, said: Message) -> Message:
    """Add who decided, and when, whether a rule that does not bind is followed."""
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
    """Add the conditions of the source of a rule (J3)."""
    known = {"only_if": node.only_if, "unless": node.unless}
    named = [name for name, text in known.items() if text]
    if named:
        code = f"limit.{'-'.join(named).replace('_', '-')}"
        return message(code, text=said, **{name: known[name] for name in named})
    return said


def in_words(node: Any) -> Message:
    """Word a rule in its own words, with the conditions of its source, as advice or a proposal where it is one."""
    return by_force(node.force, with_conditions(node, message("limit.as-worded", text=node.label)))


def by_force(force: str | None, said: Message, who: tuple[Text, ...] = ()) -> Message:
    """Mark what does not bind (J4): as proposed here, or advised by these."""
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
    """Whose guidance it is: the publishers of the stated sources, or the frameworks from which it is derived."""
    sources = [graph[one.source] for one in node.evidence if attesting(one) and one.source in graph]
    if sources:
        named = {source.publisher or source.id: source for source in sources}
        return tuple(Text((("und", who),)) if one.publisher else one.label for who, one in sorted(named.items()))
    homes = {graph.home(one) for evidence in node.evidence for one in evidence.derived_from}
    return tuple(_shortly(graph.label(home)) for home in sorted(filter(None, homes)))


def _shortly(title: Text) -> Text:
    """A title up to its first colon: 'ASEAN' of 'ASEAN: the social service workforce'."""
    return Text(tuple((tag, re.split(r"\s?:\s", wording, maxsplit=1)[0]) for tag, wording in title.values))


def _said(graph: CompetencyGraph, rule: ScopeRule, *, bare: bool) -> Message:
    # In its own words where it has some, without its note; ``bare``: without the words for its authority.
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
    """Return the subjects of a rule: functions, competencies, the act in words; or else the cadre."""
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
    """Return these functions and all narrower ones: who performs a function performs the narrower ones."""
    narrower: Mapping[str, list[str]] = graph.remember("narrower-functions", lambda: _narrower(graph))
    return set(closure(functions, narrower))


def _narrower(graph: CompetencyGraph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for function in graph.functions:
        for broader in function.broader:
            found.setdefault(broader, []).append(function.id)
    return found
