"""A profile held against single requirements: directly, through mappings, or by the parts of a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.recognition import Credit
from sswgraph.model import Holding, Profile
from sswgraph.model.cycles import circles
from sswgraph.model.levels import ORDER, Levels, Standing


@dataclass(frozen=True, slots=True)
class Found:
    """One way to stand towards a competency ``of``: how good, by which holding or parts, through which mapping."""

    of: str
    competency: str
    standing: Standing
    level: str | None
    holding: Holding | None = None
    parts: tuple[Found, ...] = ()
    credit: Credit | None = None

    def walked(self) -> tuple[str, ...]:
        """The ids from what is held to what it is worth: roles, links, competencies, mappings; each once."""
        own = ((f.holding.through if f.holding else (), f) for f in self._beneath())
        return tuple(dict.fromkeys(i for through, f in own for i in (*through, f.competency, *_path(f.credit), f.of)))

    def to_recognise(self) -> tuple[str, ...]:
        """The mappings on the way that have to be recognised before it counts."""
        if not self.parts:
            return self.credit.to_recognise if self.credit else ()
        credits = (found.credit for found in self._beneath())
        return tuple(dict.fromkeys(step for credit in credits if credit for step in credit.to_recognise))

    def uses(self) -> set[str]:
        """The competencies held that count here."""
        return {found.competency for found in self._beneath()}

    def _beneath(self) -> list[Found]:
        """What this is made up of and then itself, each once, parts before what they are parts of."""
        below: dict[int, Found] = {}
        waiting = [(self, False)]
        while waiting:
            found, entered = waiting.pop()
            if id(found) in below:
                continue
            if entered or not found.parts:
                below[id(found)] = found
            else:
                waiting.append((found, True))
                waiting += [(part, False) for part in reversed(found.parts)]
        return list(below.values())


def _path(credit: Credit | None) -> tuple[str, ...]:
    return credit.path if credit else ()


class Holder:
    """What a profile is worth towards requirements.

    ``recognise``: mappings taken as recognised (C5). ``undisputed``: as though nothing contested were denied (C4).
    """

    def __init__(
        self,
        graph: CompetencyGraph,
        profile: Profile,
        minimum_confidence: Decimal | None = None,
        recognise: tuple[str, ...] = (),
        undisputed: bool = False,
    ) -> None:
        self.graph, self.minimum = graph, minimum_confidence
        self.credits = graph.credits_undisputed(recognise) if undisputed else graph.credits_if(recognise)
        self.hopes: Callable[[str], bool] | None = None
        self.levels = Levels(graph.index.levels)
        self.held: dict[str, list[Holding]] = {}
        for holding in profile.holdings:
            self.held.setdefault(holding.competency, []).append(holding)
        self._wholes = wholes(graph)
        self._reaching: dict[str, tuple[Credit, ...]] = {}
        self._known: dict[tuple[str, str | None, bool], Found | None] = {}
        self._made: dict[str, tuple[str, ...]] = {}
        self._circles: dict[str, frozenset[str]] = {}

    def hoping(self, hopes: Callable[[str], bool]) -> Holder:
        """The same, but for competencies of which this is true, what mappings give once recognised counts in full."""
        made = copy(self)
        made.hopes, made._known, made._made, made._circles = hopes, {}, {}, {}
        return made

    def meets(self, competency: str, level: str | None, *, optional: bool = False) -> bool:
        """Whether the profile has this competency at this level; holdings optional today only where that is asked."""
        found = self.best(competency, level, optional=optional)
        return found is not None and found.standing == "met"

    def best(self, competency: str, level: str | None, *, optional: bool = False) -> Found | None:
        """The best full holding: the competency itself, one that a mapping equals to it, or all parts of either.

        ``optional``: whether holdings that are only optional in today's role count (H3).

        Returns:
            How it stands and by what; None where nothing counts.
        """
        key = (competency, level, optional)
        if key not in self._known:
            for one in self.beneath(competency) if self._made_of(competency) else (competency,):
                if (one, level, optional) not in self._known:
                    self._known[one, level, optional] = self._best(one, level, optional)
        return self._known[key]

    def near(self, competency: str, *, optional: bool = False) -> Found | None:
        """What is held that comes near: through a close, broad or narrow mapping, or as a part of the whole."""
        waiting, seen = [(competency, competency)], set[str]()
        while waiting:
            one, of = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            some = self.best(one, None, optional=optional) if one != competency else None
            if some is not None:
                return replace(some, of=of, standing="not-comparable")
            for credit in self.reaching(one):
                if not credit.full:
                    for found in self._at(credit.source, None, optional, credit, one):
                        return replace(found, of=of, standing="not-comparable", credit=credit)
            parts = self.parts(one, towards=one)
            waiting += [(part, part if one == competency else of) for part in reversed(parts)]
        return None

    def beneath(self, competency: str) -> tuple[str, ...]:
        """The competencies that could make it up, part by part and through mappings, parts first; itself the last."""
        found: dict[str, None] = {}
        waiting = [(competency, False)]
        while waiting:
            one, entered = waiting.pop()
            if one in found:
                continue
            if entered:
                found[one] = None
            else:
                waiting.append((one, True))
                waiting += [(part, False) for part in reversed(self._made_of(one)) if part not in self._circle(one)]
        return tuple(found)

    def _made_of(self, competency: str) -> tuple[str, ...]:
        """The parts of a competency and of all that mappings equal to it."""
        if not self._wholes:
            return ()
        if competency not in self._made:
            made = self._stated(competency)
            for credit in self.full(competency):
                made += self._stated(credit.source)
            self._made[competency] = tuple(dict.fromkeys(made)) if made else ()
        return self._made[competency]

    def _circle(self, competency: str) -> frozenset[str]:
        """The competencies that are made up of each other in a circle with this one; none where it lies on none."""
        if not self._made_of(competency):
            return frozenset()
        if competency not in self._circles:
            seen, waiting = {competency: self._made_of(competency)}, [competency]
            while waiting:
                for part in self._made_of(waiting.pop()):
                    if part not in seen:
                        seen[part] = self._made_of(part)
                        waiting.append(part)
            self._circles |= dict.fromkeys(seen, frozenset[str]())
            for group in circles(seen):
                self._circles |= dict.fromkeys(group, group)
        return self._circles[competency]

    def _best(self, competency: str, level: str | None, optional: bool) -> Found | None:
        found = self._at(competency, level, optional, None, competency)
        for credit in self._counting(competency, self.reaching(competency)):
            at = self._at(credit.source, level, optional, credit, competency)
            found += [replace(one, of=competency) for one in at]
        if len(found) < 2:
            return found[0] if found else None
        return min(found, key=self._preference)

    def _at(
        self, competency: str, level: str | None, optional: bool, credit: Credit | None, towards: str
    ) -> list[Found]:
        """What is held of one competency, itself or by all its parts, towards the one that is asked for."""
        found = [
            Found(competency, competency, self.levels.standing(h.level, level), h.level, holding=h, credit=credit)
            for h in self.held.get(competency, ())
            if optional or not h.optional
        ]
        if self._stated(competency):
            whole = self._whole(competency, level, optional, credit, towards)
            return [*found, whole] if whole else found
        return found

    def _whole(
        self, competency: str, level: str | None, optional: bool, credit: Credit | None, towards: str
    ) -> Found | None:
        """All parts held give the whole, where the whole says that its parts are complete (C2)."""
        parts = self.parts(competency, towards=towards)
        held = tuple(one for part in parts if (one := self.best(part, level, optional=optional)) is not None)
        if not parts or len(held) < len(parts):
            return None
        standing = max((one.standing for one in held), key=ORDER.__getitem__)
        lowest = self.levels.lowest([one.level for one in held])
        return Found(competency, competency, standing, lowest, parts=held, credit=credit)

    def parts(self, competency: str, *, towards: str) -> tuple[str, ...]:
        """The parts that make up a competency, unless they are made up, in a circle, of what it counts towards."""
        parts = self._stated(competency)
        return () if parts and not self._circle(towards).isdisjoint(parts) else parts

    def _stated(self, competency: str) -> tuple[str, ...]:
        """The parts of a competency that says they are complete; none where it does not."""
        return self._wholes.get(competency, ())

    def stands_alone(self, competency: str) -> bool:
        """Whether only holding this very competency counts: nothing maps to it, and it is not a whole of parts."""
        return not self._stated(competency) and not self.credits.into(competency)

    def full(self, competency: str) -> tuple[Credit, ...]:
        """The mappings that give full credit for a competency, or would once they are recognised, if that is asked."""
        return self._counting(competency, self.all_credits(competency))

    def reaching(self, competency: str) -> tuple[Credit, ...]:
        """The mappings towards a competency from what is held, or from what its parts could make up."""
        if competency not in self._reaching:
            credits = self.all_credits(competency)
            kept = [one for one in credits if one.source in self.held or one.source in self._wholes]
            self._reaching[competency] = tuple(kept)
        return self._reaching[competency]

    def _counting(self, competency: str, credits: tuple[Credit, ...]) -> tuple[Credit, ...]:
        if not credits:
            return ()
        more = self.hopes is not None and self.hopes(competency)
        return tuple(credit for credit in credits if credit.full or (more and credit.recognisable))

    def all_credits(self, competency: str) -> tuple[Credit, ...]:
        """Every mapping towards a competency, from whatever it leads."""
        return self.credits.into(competency, minimum=self.minimum)

    def _preference(self, found: Found) -> tuple[Any, ...]:
        return tuple(least(self, found) for least in PREFERENCES.values())


def wholes(graph: CompetencyGraph) -> Mapping[str, tuple[str, ...]]:
    """Each competency that says its parts are complete, with those parts."""
    return graph.remember("wholes", lambda: _wholes(graph))


def _wholes(graph: CompetencyGraph) -> dict[str, tuple[str, ...]]:
    narrower = graph.index.narrower
    return {c.id: narrower[c.id] for c in graph.competencies if c.parts_complete and narrower.get(c.id)}


def related(graph: CompetencyGraph) -> frozenset[str]:
    """The competencies of which something else may count, too: wholes of parts, and what a mapping leads to."""
    return graph.remember("related", lambda: graph.credits.targets.union(wholes(graph)))


# Which of several ways is shown: the one of which the first of these that differs is the least.
PREFERENCES: dict[str, Callable[[Holder, Found], Any]] = {
    "standing": lambda holder, found: ORDER[found.standing],
    "recognitions": lambda holder, found: len(found.to_recognise()),
    "mappings": lambda holder, found: found.credit.steps if found.credit else 0,
    "level": lambda holder, found: -holder.levels.rank(found.level),
    "basis": lambda holder, found: found.holding is None or found.holding.basis == "assumed-from-cadre",
    "competency": lambda holder, found: found.competency,
    "path": lambda holder, found: found.walked(),
}
