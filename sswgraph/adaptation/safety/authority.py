"""Who may do what in effect: who may newly act or go further, and what nobody may do any more (rules E9 and E10).

Rules and performing come down to the leaf functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from sswgraph.adaptation.correspondence import Key, Sides
from sswgraph.adaptation.diff import is_foreign
from sswgraph.adaptation.safety.findings import Watch, is_looser, qualified, term
from sswgraph.messages import message
from sswgraph.model import Cadre, Competency, Function, Obligation, ScopeRule, SupervisionArrangement, Text
from sswgraph.model.codes import AUTHORITIES, CRITICALITIES, GRAVE, PERFORMING, place
from sswgraph.model.cycles import closure
from sswgraph.model.permissions import authority_of, in_effect


class Performers:
    """Cadres that newly perform a function, first those that are grave or limited."""

    def __init__(self, watch: Watch, here: Acts, there: Acts) -> None:
        self.watch, self.here, self.there = watch, here, there
        self.added: dict[str, list[Function]] = {}
        self.lowered: dict[tuple[str, str], list[Function]] = {}

    def report(self) -> None:
        """Add what is found, one entry for each cadre where it is one cause."""
        for function in _all_functions(self.here, self.there):
            self._of(function)
        for (one, now), functions in self.lowered.items():
            names, role = tuple(function.label for function in functions), self.there.cadres[now]
            self.watch.add("performer-lowered", self.here.cadres[one], (role,), role=role.label, function=names)
        for identifier, functions in self.added.items():
            cadre = self.there.cadres[identifier]
            names = tuple(one.label for one in functions)
            self.watch.add("act-added", None, (cadre,), role=cadre.label, functions=names)

    def _of(self, function: Function) -> None:
        side = 0 if function.id in self.here.functions else 1
        key = self.watch.sides.key(side, function.id)
        before = self._before(function, key)
        narrow = function.criticality in GRAVE or self.here.is_restricted(key) or _is_grave(self.there, key)
        for cadre in self.there.performers(key):
            sources = self.watch.sides.sources(cadre.id)
            if any(one in before for one in sources):
                self._still(function, cadre, before)
            elif any(qualified(cadre, other) in ("equal", "more") for other in before):
                continue
            else:
                self._newly(function, cadre, before, narrow=narrow)

    def _before(self, function: Function, key: Key) -> list[Cadre]:
        """Who performed this in the base; of a function that was added, who performed what it is part of."""
        if key in self.here.by_key or function.id not in self.there.functions:
            return self.here.performers(key)
        above = {self.watch.sides.key(1, one) for one in self.there.above(function.id)}
        return list({one.id: one for wider in above for one in self.here.performers(wider)}.values())

    def _still(self, function: Function, cadre: Cadre, before: list[Cadre]) -> None:
        """A cadre that performed a function before, and is less qualified now, or now includes one that did not."""
        grave = function.criticality in GRAVE
        for one in self.watch.sides.sources(cadre.id) if grave or self.here.is_restricted(self._key(function)) else ():
            if one in before:
                if qualified(cadre, one) == "less":
                    self.lowered.setdefault((one.id, cadre.id), []).append(function)
            elif not any(qualified(one, other) in ("equal", "more") for other in before):
                self._tell_merged(function, one, cadre)

    def _key(self, function: Function) -> Key:
        return self.watch.sides.key(0 if function.id in self.here.functions else 1, function.id)

    def _tell_merged(self, function: Function, one: Cadre, cadre: Cadre) -> None:
        said = {"function": function.label, "grave": _mark(function)}
        self.watch.add("performer-merged", one, (cadre,), role=one.label, now=cadre.label, **said)

    def _newly(self, function: Function, cadre: Cadre, before: list[Cadre], *, narrow: bool) -> None:
        """A cadre that is new to a function; where a rule that was reported is the cause, it is an effect of that."""
        if narrow and not before and cadre.professional_status == "professional":
            return
        said: dict[str, Any] = {"role": cadre.label, "function": function.label, "grave": _mark(function)}
        less = all(qualified(cadre, other) == "less" for other in before)
        code = "performer-first" if not before else "performer-less-qualified" if less else "performer-new"
        if code != "performer-first":
            said["others"] = tuple(other.label for other in before)
        if not narrow:
            code, said = "act-added", {"role": cadre.label, "functions": function.label}
        if self.watch.is_effect(self._rules_behind(function, cadre), message(f"safety.{code}", **said)):
            return
        if narrow:
            base = function if function.id in self.watch.sides.nodes[0] else None
            self.watch.add(code, base, (cadre,), **said)
        else:
            self.added.setdefault(cadre.id, []).append(function)

    def _rules_behind(self, function: Function, cadre: Cadre) -> set[str]:
        """The rules that kept a cadre from acting before, and, where it acts by rules alone, those."""
        key = self._key(function)
        sources = [one for one in self.watch.sides.sources(cadre.id) if isinstance(one, Cadre)]
        found = {
            rule.id
            for one in self.here.by_key.get(key, ())
            for source in sources
            for rule in self.here.rules(source.id, one)
        }
        ids = self.there.by_key.get(key, ())
        if not any(self.there.performs(cadre.id, one) for one in ids):
            found |= {rule.id for one in ids for rule in self.there.rules(cadre.id, one)}
        return found


def _all_functions(here: Acts, there: Acts) -> Iterator[Function]:
    """Every leaf function of either side, corresponding ones once; functions that are marked count, leaf or not."""
    seen: set[Key] = set()
    for acts in (here, there):
        for one in acts.functions.values():
            key = acts.sides.key(acts.side, one.id)
            if key not in seen and (acts.is_leaf(one.id) or one.criticality in GRAVE):
                seen.add(key)
                yield one


def _is_grave(acts: Acts, key: Key) -> bool:
    return any(acts.functions[one].criticality in GRAVE for one in acts.by_key.get(key, ()))


def watch_marks(watch: Watch) -> None:
    """Functions that are marked as less grave or no longer marked, or are gone."""
    for function in watch.sides.frameworks[0].elements:
        if not isinstance(function, Function) or function.criticality not in GRAVE:
            continue
        if not watch.sides.counterparts(function.id):
            watch.add("grave-act-gone", function, function=function.label, grave=_mark(function))
        for node in watch.sides.counterparts(function.id):
            if node.kind != "function":
                continue
            if node.criticality is None:
                watch.add("criticality-gone", function, (node,), function=function.label)
            elif place(CRITICALITIES, node.criticality) > place(CRITICALITIES, function.criticality):
                was, now = (term("criticality", one.criticality) for one in (function, node))
                watch.add("criticality-lowered", function, (node,), function=function.label, was=was, now=now)


def _mark(function: Function) -> Any:
    return term("criticality", function.criticality) if function.criticality else message("safety.limited")


def watch_permissions(watch: Watch) -> None:
    """What a rule newly says of a cadre and subject for which, or for what is broader, the base has a stricter rule."""
    strict: dict[tuple[Key, Key], ScopeRule] = {}
    of_rule: dict[str, set[tuple[Key, Key]]] = {}
    for cadre, subject, rule in _subjects(watch, 0):
        pair = cadre, watch.sides.key(0, subject)
        of_rule.setdefault(rule.id, set()).add(pair)
        known = strict.setdefault(pair, rule)
        if is_looser(known.authority, rule.authority) is False:
            strict[pair] = rule
    broader = {one.id: one.broader for one in watch.sides.nodes[1].values() if isinstance(one, Function | Competency)}
    told = set()
    for cadre, subject, rule in _subjects(watch, 1):
        pair = cadre, watch.sides.key(1, subject)
        said_before = any(pair in of_rule.get(one.id, ()) for one in watch.sides.sources(rule.id))
        wider = [(cadre, watch.sides.key(1, one)) for one in closure([subject], broader)]
        olds = [strict[one] for one in ([pair] if pair in strict else wider) if one in strict]
        old = next((one for one in olds if is_looser(one.authority, rule.authority) is not False), None)
        if old is None or said_before or rule.id in told:
            continue
        told.add(rule.id)
        said: dict[str, Any] = {"was": term("authority", old.authority), "now": term("authority", rule.authority)}
        watch.add("permission-added", old, (rule,), role=watch.names(rule.cadre, 1), **said)


def watch_acting_alone(watch: Watch, here: Acts, there: Acts) -> None:
    """Rules that were added and let a cadre act alone, where the base says nothing of it, or that it is supervised."""
    told = {end for one in watch.reported() for end in one.adaptation}
    for rule in watch.sides.frameworks[1].elements:
        if not isinstance(rule, ScopeRule) or rule.authority != "independent":
            continue
        if watch.sides.sources(rule.id) or rule.id in told:
            continue
        acts = (*_newly_alone(watch, rule, here, there), *((rule.act,) if rule.act else ()))
        if acts:
            watch.add("permission-new", None, (rule,), role=watch.names(rule.cadre, 1), acts=acts)


def _newly_alone(watch: Watch, rule: ScopeRule, here: Acts, there: Acts) -> Iterator[Text]:
    """What a rule newly lets a cadre do alone: what had no rule, and functions in which it was supervised."""
    sides = watch.sides
    sources = [one.id for one in sides.sources(rule.cadre)]
    ruled = {sides.key(0, end) for end in _ruled_competencies(sides, sources, here)}
    yield from (sides.named(one, 1) for one in rule.competency if sides.key(1, one) not in ruled)
    for one in rule.function:
        olds = here.by_key.get(sides.key(1, one), ())
        if any(here.authority(cadre, old) == PERFORMS for cadre in _supervised(sides, sources, here) for old in olds):
            yield there.functions[one].label if one in there.functions else sides.named(one, 1)


def _ruled_competencies(sides: Sides, cadres: Iterable[str], here: Acts) -> Iterator[str]:
    own = {who for cadre in cadres for who in here.included(cadre)}
    for rule in sides.nodes[0].values():
        if isinstance(rule, ScopeRule) and rule.cadre in own:
            yield from rule.competency


def _supervised(sides: Sides, cadres: Iterable[str], here: Acts) -> list[str]:
    """Those of these cadres of the base that an arrangement for supervision names, or one that they include."""
    named = {
        who for one in sides.nodes[0].values() if isinstance(one, SupervisionArrangement) for who in one.supervisee
    }
    return [cadre for cadre in cadres if named.intersection(here.included(cadre))]


def _subjects(watch: Watch, side: int) -> Iterator[tuple[Key, str, ScopeRule]]:
    for rule in watch.sides.frameworks[side].elements:
        if isinstance(rule, ScopeRule):
            for subject in (*rule.function, *rule.competency):
                yield watch.sides.key(side, rule.cadre), subject, rule


def watch_unserved(watch: Watch, here: Acts, there: Acts) -> None:
    """Functions that some cadre could perform before and none can now."""
    for key, functions in here.by_key.items():
        before = here.performers(key) if here.is_leaf(functions[0]) else []
        if not before or there.performers(key):
            continue
        function = here.functions[functions[0]]
        others = tuple(one.label for one in before)
        after = watch.sides.counterparts(function.id)
        roles = [one for one in before if not watch.is_gone(one.id)]
        cause = None if roles or not after else before[0].id
        if function.criticality in GRAVE and watch.is_gone(function.id):
            cause = function.id
        watch.add("act-unserved", function, after, cause=cause, function=function.label, others=others)


def watch_supervisors(watch: Watch) -> None:
    """Cadres that supervise, stand in or are referred to, and are less qualified than before."""
    named: set[str] = set()
    for node in watch.sides.frameworks[0].elements:
        for field in ("supervisor", "stand_in", "refer_to", "report_to"):
            named.update(getattr(node, field, ()))
    performers = {end for one in watch.reported() if one.code == "performer-lowered" for end in one.base}
    for one in sorted(named - performers):
        cadre = watch.sides.nodes[0].get(one)
        for after in watch.sides.counterparts(one):
            if isinstance(cadre, Cadre) and isinstance(after, Cadre) and qualified(after, cadre) == "less":
                watch.add("supervisor-lowered", cadre, (after,), role=cadre.label)


PERFORMS = "performs"  # what a cadre performs without any rule: nothing narrows it


class Acts:
    """One side: how far each cadre may go with each function, by rules, and by what it performs.

    A rule on a function binds what is narrower, and so does the rule of a cadre that another includes. Of several the
    strictest counts; a term that is in no closed list counts for nothing.
    """

    def __init__(self, sides: Sides, side: int) -> None:
        self.sides, self.side = sides, side
        nodes = sides.nodes[side].values()
        self.functions = {one.id: one for one in nodes if isinstance(one, Function)}
        self.cadres = {one.id: one for one in nodes if isinstance(one, Cadre)}
        self._rules: dict[tuple[str, str], list[ScopeRule]] = {}
        self._on_all: dict[str, list[ScopeRule]] = {}
        for rule in nodes:
            if isinstance(rule, ScopeRule) and rule.authority in AUTHORITIES and self._holds(rule):
                if self.is_on_all(rule):
                    self._on_all.setdefault(rule.cadre, []).append(rule)
                for function in rule.function:
                    self._rules.setdefault((rule.cadre, function), []).append(rule)
        duties = [one for one in nodes if isinstance(one, Obligation)]
        self._due = {(who, what) for one in duties for who in one.of_cadre for what in one.function}
        self._broader = {one.id: one.broader for one in self.functions.values()}
        self._includes = {one.id: one.includes for one in self.cadres.values()}
        self._above: dict[str, tuple[str, ...]] = {}
        self._included: dict[str, tuple[str, ...]] = {}

    def _holds(self, rule: ScopeRule) -> bool:
        """Whether a rule is compared: not one of the base that holds elsewhere only, which no adaptation copies."""
        return self.side == 1 or bool(self.sides.counterparts(rule.id)) or not is_foreign(rule.id, 0, self.sides)

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        """By function, the functions narrower than it."""
        found: dict[str, list[str]] = {}
        for one in self.functions.values():
            for wider in one.broader:
                found.setdefault(wider, []).append(one.id)
        return found

    @cached_property
    def by_key(self) -> dict[Key, list[str]]:
        """The functions of this side by what they stand for."""
        found: dict[Key, list[str]] = {}
        for one in self.functions:
            found.setdefault(self.sides.key(self.side, one), []).append(one)
        return found

    @staticmethod
    def is_on_all(rule: ScopeRule) -> bool:
        """Whether a rule names nothing that it is about, and so is about all the work that there is."""
        return not (rule.function or rule.competency or rule.act)

    def is_leaf(self, function: str) -> bool:
        """Whether no function is narrower."""
        return function not in self.narrower

    def leaves(self, functions: Iterable[str]) -> tuple[str, ...]:
        """The leaf functions among these and what is narrower; an id that is not a function stands for itself."""
        return tuple(one for one in closure(functions, self.narrower) if self.is_leaf(one))

    def rules(self, cadre: str, function: str) -> tuple[ScopeRule, ...]:
        """The rules that bind a cadre in a function, the strictest first; none forbids what must be done (M1)."""
        rules = self._rules
        who = self.included(cadre)
        about = [rule for one in who for what in self.above(function) for rule in rules.get((one, what), ())]
        on_all = [rule for one in who for rule in self._on_all.get(one, ())]
        performed = bool(on_all) and self.performs(cadre, function)
        return in_effect(about, on_all, performed=performed, due=self.is_due(cadre, function))[0]

    def is_due(self, cadre: str, function: str) -> bool:
        """Whether an obligation of a cadre, or of one that it includes, names a function or what is broader (M1)."""
        return any((who, what) in self._due for who in self.included(cadre) for what in self.above(function))

    def authority(self, cadre: str, function: str) -> str | None:
        """How far a cadre may go with a function: by the strictest rule, or by 'performs'; None without either."""
        found = authority_of(self.rules(cadre, function))
        return found or (PERFORMS if self.performs(cadre, function) else None)

    def performs(self, cadre: str, function: str) -> bool:
        """Whether a cadre, or one that it includes, lists a function or what is broader."""
        above = set(self.above(function))
        listed = (self.cadres[who].performs for who in self.included(cadre) if who in self.cadres)
        return any(above.intersection(one) for one in listed)

    def performers(self, key: Key) -> list[Cadre]:
        """The cadres that act in what a function stands for, by id."""
        ids = self.by_key.get(key, ())
        return [one for one in self._in_order if any(self.authority(one.id, function) in _ACTING for function in ids)]

    @cached_property
    def _in_order(self) -> list[Cadre]:
        return [self.cadres[one] for one in sorted(self.cadres)]

    def is_restricted(self, key: Key) -> bool:
        """Whether a rule narrows what some cadre may do here."""
        ids = self.by_key.get(key, ())
        above = {one for function in ids for one in self.above(function)}
        return any(
            function in above and any(rule.authority != "independent" for rule in rules)
            for (_, function), rules in self._rules.items()
        )

    def above(self, function: str) -> tuple[str, ...]:
        """A function and everything that is broader."""
        found = self._above.get(function)
        if found is None:
            found = self._above[function] = closure([function], self._broader)
        return found

    def included(self, cadre: str) -> tuple[str, ...]:
        """A cadre and every cadre that it includes."""
        found = self._included.get(cadre)
        if found is None:
            found = self._included[cadre] = closure([cadre], self._includes)
        return found


_ACTING = PERFORMING | {PERFORMS}


def reach_of(authority: str | None) -> int:
    """The rank of an authority, the widest first; what is performed without a rule is the widest."""
    return 0 if authority == PERFORMS else place(AUTHORITIES, authority)
