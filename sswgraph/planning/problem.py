"""The problem that a plan solves, and the order in which steps can be begun (rules P4, P5, P11, P12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import field, replace

from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import asked_of
from sswgraph.graph.training import Package, on_offer, packages_of, programmes
from sswgraph.model import Gap, GapItem, Number
from sswgraph.model.cycles import closure
from sswgraph.planning.candidates import Closer, Course, Need, Order, Teachers, measure
from sswgraph.planning.enrolment import Closure, closed_on, place_of
from sswgraph.planning.question import Question
from sswgraph.shortfalls.matching import Holder


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A budget: of a kind of volume no more than this; ``each``: what every step on offer takes of it."""

    kind: str
    most: Number
    each: Mapping[str, Number]


@dataclass(slots=True)
class Problem:
    """Everything the choice depends on, by the ids of steps (modules, and programmes taken as one).

    ``volume``: what is minimised (None: not known); ``before`` and ``along``: steps that must come first or too;
    ``entries``: needs that other steps must close before one begins; ``beside``: needs to be closed along with it;
    ``apart``: programme → its own modules, which are not taken beside it (P11); ``packages``: what completes each
    whole qualification; ``must``: needs that are closed whatever it costs; ``optional``: competencies that count only
    after all others; ``barred``: choices of which none is contained in the one looked for.
    """

    needs: Sequence[Need]
    volume: Mapping[str, Number | None]
    minimise: str = "hours"
    before: Mapping[str, set[str]] = field(default_factory=dict)
    along: Mapping[str, set[str]] = field(default_factory=dict)
    entries: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    beside: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    packages: Mapping[str, Package] | None = None
    ceilings: Sequence[Ceiling] = ()
    must: Sequence[Need] = ()
    optional: frozenset[str] = frozenset()
    barred: Sequence[frozenset[str]] = ()
    _bound: bool | None = field(default=None, init=False, repr=False)

    @property
    def bound(self) -> bool:
        """Whether something may forbid to close all that can be closed."""
        if self._bound is None:
            self._bound = bool(self.ceilings or self.packages is not None or self._excludes())
        return self._bound

    def _excludes(self) -> bool:
        """Whether not everything can be closed without the programmes that exclude their modules."""
        if not self.apart:
            return False
        free = {step: amount for step, amount in self.volume.items() if step not in self.apart}
        possible = teachable(replace(self, volume=free))
        return not all(need.closed_by(possible) for need in (*self.needs, *self.must))

    def left_open(self, chosen: Set[str]) -> set[str]:
        """The competencies with a need that these steps do not close."""
        return {need.competency for need in self.needs if not need.closed_by(chosen)}


def teachable(problem: Problem) -> set[str]:
    """The modules that can be begun at all: what they need before, along and at entry is on offer as well."""
    on_offer = set(problem.volume)
    while True:
        order, stuck = replay(problem, on_offer)
        lacking = {m for m in order if not _accompanied(problem, m, on_offer)}
        if not stuck and not lacking:
            return on_offer
        on_offer -= set(stuck) | lacking


def replay(problem: Problem, chosen: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The chosen modules in an order in which each can be begun, smallest id first; and those that never can."""
    waiting = sorted(chosen)
    placed: list[str] = []
    done: set[str] = set()
    while waiting:
        ready = next((m for m in waiting if _can_begin(problem, m, done)), None)
        if ready is None:
            break
        waiting.remove(ready)
        placed.append(ready)
        done.add(ready)
    return tuple(placed), tuple(waiting)


def _can_begin(problem: Problem, module: str, done: set[str]) -> bool:
    if not problem.before.get(module, set()) <= done:
        return False
    return all(need.closed_by(done) for need in problem.entries.get(module, ()))


def _accompanied(problem: Problem, step: str, chosen: set[str]) -> bool:
    """Whether all that has to come along with a step does."""
    alone = problem.along.get(step, set()) <= chosen
    return alone and all(need.closed_by(chosen) for need in problem.beside.get(step, ()))


@dataclass(slots=True)
class Situation:
    """What is known before anything is chosen.

    ``hopeful``: needs are also closed by what would count once mappings were recognised, safety-critical ones excepted
    (C5, C6); what comes before or at entry is never met so. ``closed``: steps that would serve and are not on offer,
    and why; ``elsewhere``: steps that would serve and exist only in other places (P12); ``unmeasured``: steps left out
    because a budget needs a volume that is not known.
    """

    graph: CompetencyGraph
    gap: Gap
    question: Question
    hopeful: bool = False
    done: set[str] = field(init=False)
    holder: Holder = field(init=False)
    teaching: Teachers = field(init=False)
    weighing: Teachers = field(init=False)
    order: Order = field(init=False)
    closed: dict[str, Closure] = field(init=False)
    elsewhere: set[str] = field(init=False)
    unmeasured: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.done = set(self.gap.profile.completed)
        self.holder = Holder(self.graph, self.gap.profile, self.gap.minimum_confidence, self.gap.recognise)
        self.teaching = Teachers(self.graph, self.holder, self.done)
        self.weighing = self.teaching
        if self.hopeful:
            hoping = self.holder.hoping(lambda competency: not self.critical(competency))
            self.weighing = Teachers(self.graph, hoping, self.done)
        self.order = Order(self.graph, self.holder, self.teaching, self.done)
        self.closed, self.elsewhere, self.unmeasured = {}, set(), set()

    def critical(self, competency: str) -> bool:
        """Whether people are harmed where it is missing; no recognition closes it (C6)."""
        return bool(getattr(self.graph.get(competency), "safety_critical", None))

    def needs(self, items: Iterable[GapItem]) -> list[Need]:
        """A need for each item, at every level that the target asks and the profile does not meet."""
        target = self.gap.target
        asked = self.graph.remember(("asked of", target), lambda: asked_of(self.graph, target))
        found = []
        for item in items:
            levels = asked[item.competency].levels if item.competency in asked else (item.required_level,)
            optional = item.necessity == "optional"
            for level in levels:
                best = self.weighing.holder.best(item.competency, level, optional=optional)
                if best is None or best.standing != "met":
                    found.append(self.weighing.need(item.competency, level, optional=optional))
        return found

    def problem(self, needs: Sequence[Need], optional: Iterable[str] = (), kept: Sequence[Need] = ()) -> Problem:
        """Everything on offer that could serve these needs, and the rules that bind it; ``kept``: closed in any case.

        The needs carry every way that closes them: whoever adds ways to them asks another question of the same model.

        Returns:
            The problem to be solved.
        """
        asked = self.question
        packages = packages_of(self.graph, self.done) if asked.award else None
        must = [*(self._included(one) for one in asked.include), *kept]
        problem = Problem(needs=(), volume={}, minimise=asked.minimise, must=must, optional=frozenset(optional))
        offered = self._gather([*needs, *must], problem, packages)
        volume = measure(asked.minimise, offered)
        volumes = {step.id: volume(step) for step in offered}
        problem.ceilings = [self._ceiling(kind, most, offered) for kind, most in asked.budgets]
        for ceiling in problem.ceilings:
            self.unmeasured |= volumes.keys() - ceiling.each.keys()
        problem.volume = {step: v for step, v in volumes.items() if step not in self.unmeasured}
        possible = teachable(problem)
        problem.volume = {step: v for step, v in problem.volume.items() if step in possible}
        own, taken = self.graph.index.modules_of, possible & programmes(self.graph).keys()
        apart = {programme: possible.intersection(own.get(programme, ())) for programme in taken}
        problem.apart = {programme: frozenset(modules) for programme, modules in apart.items() if modules}
        short = {need.competency for need in needs if not need.closed_by(possible)}
        problem.needs = [need for need in needs if need.competency not in short]
        if packages is not None:
            alone = {programme: Package(frozenset({programme})) for programme in taken}
            problem.packages = on_offer({**packages, **alone}, possible)
        return problem

    def _included(self, identifier: str) -> Need:
        """That a step is taken; or, of a qualification encoded whole, what completes it."""
        if self.graph[identifier].kind == "qualification" and identifier not in programmes(self.graph):
            return self.order.award(identifier) or Need(identifier, None)
        return Need(identifier, None, [Closer(frozenset({identifier}), ())])

    def _ceiling(self, kind: str, most: Number, offered: Iterable[Course]) -> Ceiling:
        volume = measure(kind, offered)
        return Ceiling(kind, most, {step.id: amount for step in offered if (amount := volume(step)) is not None})

    def _gather(self, needs: list[Need], problem: Problem, packages: dict[str, Package] | None) -> list[Course]:
        """The open steps that could serve, those they need before or along, and so on; their rules are noted."""
        before, along, entries, beside = dict(problem.before), dict(problem.along), dict(problem.entries), {}
        waiting = {m for need in needs for m in need.modules()}
        if packages is not None:
            waiting = waiting.union(*(package.modules for package in packages.values()))
        offered: dict[str, Course] = {}
        seen: set[str] = set()
        while waiting:
            identifier = waiting.pop()
            seen.add(identifier)
            step = self.graph.get(identifier)
            if step is None or step.kind not in ("module", "qualification") or not self._to_be_had(step):
                continue
            ahead = self.order.ahead(step)
            if ahead.unmet:
                continue
            offered[identifier] = step
            before[identifier], along[identifier] = ahead.first, ahead.along
            entries[identifier] = [*ahead.needs, *(self.teaching.need(c, level) for c, level in ahead.asked)]
            beside[identifier] = ahead.beside
            others = {m for need in (*entries[identifier], *ahead.beside) for m in need.modules()}
            waiting |= (ahead.first | ahead.along | others) - seen
        problem.before, problem.along, problem.entries, problem.beside = before, along, entries, beside
        if packages is not None:
            self._forget_what_serves_nothing(needs, problem, packages)
        return [offered[identifier] for identifier in sorted(offered)]

    def _to_be_had(self, step: Course) -> bool:
        """Whether a step may be taken: in these places (P12), on this day (P13), and not excluded."""
        if not self.question.places.admit(place_of(self.graph, step.id)):
            self.elsewhere.add(step.id)
            return False
        closure = None if self.question.include_closed else closed_on(self.graph, step, self.question.day)
        if closure is not None:
            self.closed[step.id] = closure
            return False
        return step.id not in self.question.exclude

    def _forget_what_serves_nothing(self, needs: list[Need], problem: Problem, packages: dict[str, Package]) -> None:
        """Keeps, of the closed steps of whole qualifications, those that belong with a step that would serve."""
        leads_to = {
            step: problem.before[step].union(
                problem.along[step], *(n.modules() for n in (*asked, *problem.beside[step]))
            )
            for step, asked in problem.entries.items()
        }
        for package in packages.values():
            for step in (mates := package.modules):
                leads_to[step] = leads_to.get(step, set()) | mates
        serving = set(closure({m for need in needs for m in need.modules()}, leads_to))
        self.closed = {step: closure for step, closure in self.closed.items() if step in serving}
