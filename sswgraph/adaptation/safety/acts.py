"""Who may do what in effect: rules and performing come down to the leaf functions (rule E9)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from sswgraph.adaptation.correspondence import Key, Sides
from sswgraph.adaptation.diff import is_foreign
from sswgraph.model import Cadre, Function, Obligation, ScopeRule
from sswgraph.model.codes import AUTHORITIES, PERFORMING, place
from sswgraph.model.cycles import closure
from sswgraph.model.in_effect import authority_of, in_effect

PERFORMS = "performs"  # what a cadre performs without any rule: nothing narrows it


class Acts:
    """One side: how far each cadre may go with each function, by rules, and by what it performs.

    A rule on a function binds what is narrower, and so does the rule of a cadre that another includes. Of several the
    strictest counts; a term in no closed list is nobody's.
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
        return function not in self.narrower

    def leaves(self, functions: Iterable[str]) -> tuple[str, ...]:
        """The leaf functions among these and what is narrower; what is no function here stands for itself."""
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
        """How far a cadre may go with a function: by the strictest rule, else 'performs', else nothing is said."""
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
    """The place of an authority in the one order, the widest first; what is performed without a rule is the widest."""
    return 0 if authority == PERFORMS else place(AUTHORITIES, authority)
