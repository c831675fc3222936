"""``gaps``: many who hold something against one target, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized

import numpy as np

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.in_force import Where
from sswgraph.graph.requirements import Asked
from sswgraph.graph.training import stated_by, taught
from sswgraph.messages import Message, message
from sswgraph.model import Gap, Profile
from sswgraph.model.gaps import CERTAINTIES, Gaps, GapsItem, ModuleDemand
from sswgraph.model.permissions import rules_of
from sswgraph.model.results import STATUSES, Status
from sswgraph.shortfalls.arrays import Array, Gathering, Holders, Weigher, require_room
from sswgraph.shortfalls.gap import TargetSide, gap, target_side
from sswgraph.shortfalls.holdings import Held, HeldLine, Resolved, as_lines, resolve
from sswgraph.shortfalls.matching import Holder

Profiles = Iterable[Held] | Holders
Besides = Sequence[tuple[Array, list[HeldLine]]]
_ABOUT_LISTS = "lists."
_BYTES = 51  # of one holding, while the arrays are made
_FEWER = "Ask for fewer profiles at a time."


def gaps(graph: CompetencyGraph, profiles: Profiles, target: str, *, where: Where = None) -> Gaps:
    """Count how many profiles hold or lack each item of one target, and for how many a module would close something.

    What must be done, the conditions and the limits of the target come first. Each status is that of
    :func:`sswgraph.gap` for that profile alone, which gives the reasons and the proof. Nobody is ranked.

    Args:
        graph (CompetencyGraph): The graph.
        profiles (Iterable | Holders): What each of them holds, as for :func:`sswgraph.gap`; or ``.profiles`` of an
            answer of the same graph, which has been read already.
        target (str): The id of a role, qualification, competency or set.
        where (str | Iterable[str] | None): The place whose rules hold, as for :func:`sswgraph.gap`.

    Returns:
        A value with ``.counts`` (an array of numpy, profile by item: the place of the status in ``.STATUSES``),
        ``.items``, ``.demand`` (module id → for how many it would close an item that is required) and ``rows()``.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For something that cannot be held or be a target, and for arrays that would take more than 1,000 MB,
            with the figure.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> found = ssw.gaps(g, ["psw:para-social-worker", "psw:foundation", []], "psw:foundation")
        >>> found.counts.shape, [one.open for one in found.items[:3]]
        ((3, 18), [1, 1, 1])
    """  # noqa: DOC502 - gap, gathered and require_room raise
    require_graph(graph)
    whole = gap(graph, [], target, where=where)
    aim = target_side(graph, whole.target)
    if isinstance(profiles, (Holders, Sized)):
        _require_room(len(profiles), aim)
    held = profiles if isinstance(profiles, Holders) else gathered(graph, profiles)
    _require_room(held.n, aim)
    besides = _stated(graph, held, whole.target)
    counts = _statuses(graph, held, aim, besides)
    return Gaps(
        target=whole.target,
        target_label=whole.target_label,
        complete=whole.complete,
        required=whole.required,
        where=whole.where,
        items=tuple(_items(graph, aim, counts)),
        counts=counts,
        modules=tuple(_demanded(graph, aim, counts, held, besides)),
        notes=tuple(_notes(whole, held)),
        profiles=held,
        stamp=graph.stamp(where=", ".join(whole.where) or None),
        **rules_of(whole),
    )


def _require_room(n: int, aim: TargetSide) -> None:
    megabytes = n * (len(aim.asked) + 8) / 1e6
    require_room(f"{n:,} profiles by {len(aim.asked):,} items", megabytes, _FEWER)


def statuses_of(graph: CompetencyGraph, several: Iterable[Resolved], aim: TargetSide) -> list[list[Status]]:
    """The status of everything asked, in order of competency, of each of those who hold something."""
    gathering = Gathering()
    for one in several:
        gathering.add(one.lines, one.completed)
    held = gathering.made()
    counts = _statuses(graph, held, aim, _stated(graph, held, aim.target))
    return [[STATUSES[code] for code in row] for row in counts.tolist()]


def _statuses(graph: CompetencyGraph, held: Holders, aim: TargetSide, besides: Besides) -> Array:
    """Who stands how to what is asked: the place of the status in ``STATUSES``, profile by item."""
    weigher = Weigher(graph, held, besides)
    found = np.empty((held.n, len(aim.asked)), np.uint8, order="F")
    for place, one in enumerate(aim.asked.values()):
        found[:, place] = weigher.statuses(one.competency, one.levels, one.necessity == "optional")
    found.flags.writeable = False
    return found


def gathered(graph: CompetencyGraph, profiles: Iterable[Held]) -> Holders:
    """What is held as arrays. Raises as :func:`sswgraph.gap` does for each of them."""
    if isinstance(profiles, (str, Profile, Mapping)) or not isinstance(profiles, Iterable):
        raise InputError("profiles is a list of what each one holds, as gap takes it; workers by code are for team().")
    gathering = Gathering()
    reading = _Reading(graph)
    for one in profiles:
        if isinstance(one, Profile) and not one.completed:
            gathering.add(reading.held(one))
        else:
            resolved = resolve(graph, one)
            gathering.add(resolved.lines, resolved.completed)
    require_room(f"{len(gathering):,} holdings", len(gathering) * _BYTES / 1e6, _FEWER)
    return gathering.made()


class _Reading:
    """Profiles that list only what is held, without making anything of each holding: as ``resolve`` does, quicker."""

    def __init__(self, graph: CompetencyGraph) -> None:
        self.graph = graph
        self.levels = {None, *graph.index.levels}
        self.members: dict[str, tuple[str, ...]] = {}

    def held(self, profile: Profile) -> Iterator[HeldLine]:
        members, levels = self.members, self.levels
        for one in profile.holdings:
            known = members.get(one.competency)
            if known is None or (one.level not in levels and not one.through):
                resolve(self.graph, Profile(holdings=(one,)))  # which refuses what cannot be held
                known = members[one.competency] = tuple(self.graph.members(one.competency))
            for competency in known:
                yield competency, one.level, one.optional


def _stated(graph: CompetencyGraph, held: Holders, target: str) -> Besides:
    """What a qualification states itself, for those who hold it, where it is the one aimed at."""
    if target not in held.completed:
        return []
    return [(held.completed[target], as_lines(stated_by(graph, target)))]


def _items(graph: CompetencyGraph, aim: TargetSide, counts: Array) -> Iterator[GapsItem]:
    for place, one in enumerate(aim.asked.values()):
        n = np.bincount(counts[:, place], minlength=len(STATUSES)).tolist()
        by_certainty: dict[str, int] = {}
        for certainty, several in zip(CERTAINTIES, n, strict=True):
            by_certainty[certainty] = by_certainty.get(certainty, 0) + several
        yield GapsItem(
            competency=one.competency,
            label=graph.label(one.competency),
            necessity=one.necessity,
            required_levels=tuple(level for level in one.levels if level is not None),
            **{name.replace("-", "_"): several for name, several in by_certainty.items()},
        )


def _demanded(
    graph: CompetencyGraph, aim: TargetSide, counts: Array, held: Holders, besides: Besides
) -> list[ModuleDemand]:
    """For how many each module would close an open item that is required, those that would for most first."""
    structure = Holder(graph, Profile())
    serving: dict[str, list[tuple[int, Asked, bool]]] = {}
    for place, one in enumerate(aim.asked.values()):
        if one.necessity != "optional" and counts[:, place].any():
            beneath = structure.beneath(one.competency)
            bearing = {source.source for part in beneath for source in structure.full(part)}.union(beneath)
            whole = len(beneath) > 1 or any(structure.parts(c, towards=one.competency) for c in bearing)
            for module in {o.outcome_of for c in bearing for o in graph.index.outcomes_for.get(c, ())}:
                serving.setdefault(module, []).append((place, one, whole or len(one.levels) > 1))
    found = []
    for module, items in sorted(serving.items()):
        lessons = (slice(None), _lessons(graph, module))
        alone = Weigher(graph, _NOBODY, [lessons])
        closed = np.zeros(held.n, bool)
        for place, one, together in items:
            if together:  # what is held and what is taught may only do together
                met = Weigher(graph, held, [*besides, lessons]).met(one.competency, one.levels, False)
                closed |= met & (counts[:, place] != 0)
            elif alone.met(one.competency, one.levels, False)[0]:
                closed |= counts[:, place] != 0
        if closed.any():
            found.append(ModuleDemand(id=module, label=graph.label(module), n=int(closed.sum())))
    return sorted(found, key=lambda one: (-one.n, one.id))


def _one_without_anything() -> Holders:
    gathering = Gathering()
    gathering.add(())
    return gathering.made()


_NOBODY = _one_without_anything()


def _lessons(graph: CompetencyGraph, module: str) -> list[HeldLine]:
    """What a module teaches whole and on its own; nothing where it is not a module."""
    if getattr(graph.get(module), "kind", None) != "module":
        return []
    return graph.remember(("lessons", module), lambda: as_lines(taught(graph, {module})))


def _notes(whole: Gap, held: Holders) -> Iterator[Message]:
    """How far the list of what is required goes, and what a number here is not."""
    yield from (note for note in whole.notes if note.code.startswith((_ABOUT_LISTS, "gap.nothing-asked")))
    if held.n:
        yield message("gaps.open-not-known")
