"""``gap_matrix``: how many items stay open from each role to each other one, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.requirements import Asked, asked_of, complete, required, requires_none, stated_for
from sswgraph.messages import message
from sswgraph.model import Cadre
from sswgraph.model.gaps import GapMatrix, MatrixRole
from sswgraph.model.levels import ORDER
from sswgraph.shortfalls.arrays import Array, Gathering, Holders, Weigher, require_room

_BYTES = 8  # of one pair of cadres: two whole numbers
_AT_ONCE = 4_000_000  # so many pairs of somebody who has it and somebody who asks it are worked on together


def gap_matrix(graph: CompetencyGraph, cadres: Iterable[str] | None = None) -> GapMatrix:
    """How many items stay open when one cadre becomes another, for every pair of them.

    Each number is that of :func:`sswgraph.gap` with the one held and the other as target: ``len(gap.open)``. Where
    nothing is known to be required, the number is 0 and says nothing: ``roles`` and ``rows()`` mark these. What
    stays open, with reasons and proof, is in a single ``gap``.

    Args:
        graph (CompetencyGraph): The graph; it remembers the arrays made of its cadres.
        cadres (Iterable[str] | None): The ids of cadres, in the order wanted; None: all of the graph, by id.

    Returns:
        A value with ``.cadres``, ``.counts`` and ``.optional`` (arrays of numpy, cadre held by cadre aimed at),
        ``.roles`` and ``rows()``.

    Raises:
        UnknownElementError: For an id that is not in the graph; it names similar ones.
        InputError: For an id of anything but a cadre, and for a matrix that would take more than 1,000 MB, with
            the figure.

    Example:
        >>> import sswgraph as ssw
        >>> found = ssw.gap_matrix(ssw.load("psw"), ["psw:para-social-worker", "psw:foundation"])
        >>> found.counts.tolist()
        [[0, 0], [21, 0]]
    """  # noqa: DOC502 - _ids and require_room raise
    require_graph(graph)
    ids = _ids(graph, cadres)
    megabytes = len(ids) ** 2 * _BYTES / 1e6
    require_room(f"The matrix of {len(ids):,} cadres", megabytes, "Name fewer cadres.")
    several = graph.remember(("roles as arrays", ids), lambda: Roles(graph, ids))
    counts, optional = several.open()
    silent = tuple(one.label for one in several.roles if one.silent)
    unknown = sum(1 for one in several.roles if one.complete is not True and not one.silent)
    notes = [message("gap-matrix.assumed")] if ids else []
    notes += [message("gap-matrix.note-silent", n=len(silent))] if silent else []
    notes += [message("gap-matrix.note-not-whole", n=unknown)] if unknown else []
    return GapMatrix(
        cadres=ids, counts=counts, optional=optional, roles=several.roles, notes=tuple(notes), stamp=graph.stamp()
    )


def _ids(graph: CompetencyGraph, cadres: Iterable[str] | None) -> tuple[str, ...]:
    if cadres is None:
        return tuple(one.id for one in graph.cadres)
    if isinstance(cadres, str) or not isinstance(cadres, Iterable):
        raise InputError(f"cadres is a list of ids of cadres, not {type(cadres).__name__}.")
    found = tuple(dict.fromkeys(graph[one].id for one in cadres))
    for one in found:
        if not isinstance(graph[one], Cadre):
            raise InputError(f"{one} is a {graph[one].kind}; a matrix is of cadres.")
    return found


class Asking(NamedTuple):
    """What is asked of competencies that only they themselves meet, as arrays sorted by who asks.

    ``feature``: what is asked, a place in the lists of who has it; ``starts``: where those who ask begin; ``n``: how
    many items each of them asks, with those that nobody holds.
    """

    feature: Array
    starts: Array
    n: Array


class Roles:
    """Cadres as arrays: what is held by each, and what is asked by each."""

    def __init__(self, graph: CompetencyGraph, ids: tuple[str, ...]) -> None:
        gathering = Gathering()
        for one in ids:
            stated = stated_for(graph, one)
            gathering.add((competency, r.level, r.necessity == "optional") for _, r, competency, _ in stated)
        self.held = gathering.made()
        asked = [asked_of(graph, one) for one in ids]
        self.roles = tuple(_role(graph, one, list(of.values())) for one, of in zip(ids, asked, strict=True))
        weigher = Weigher(graph, self.held)
        self._plain(weigher, asked)
        self._involve(weigher, asked)

    def open(self) -> tuple[Array, Array]:
        """Cadre by cadre: how many items are not certain, and how many of these are only optional."""
        firm = self._open(self.firm)
        optional = self._open(self.only)
        for both, found in ((self.mapped[False], firm), (self.mapped[True], optional)):
            for lacking, columns in both:
                found[columns] += lacking
        firm += optional
        made = firm.T, optional.T
        for one in made:
            one.flags.writeable = False
        return made

    def _open(self, asking: Asking) -> Array:
        """By who asks, then by who holds: how many items that only they themselves meet are not met."""
        found = np.empty((len(asking.n), self.held.n), np.int32)
        lengths = self.have_starts[1:] - self.have_starts[:-1]
        ends = np.concatenate([[0], np.cumsum(lengths[asking.feature])])[asking.starts]
        first = 0
        while first < len(asking.n):
            last = max(first + 1, int(np.searchsorted(ends, ends[first] + _AT_ONCE, "right")) - 1)
            features = asking.feature[asking.starts[first] : asking.starts[last]]
            who = self.have[spans(self.have_starts[features], lengths[features])]
            cuts = ends[first : last + 1] - ends[first]
            for one in range(first, last):
                met = np.bincount(who[cuts[one - first] : cuts[one - first + 1]], minlength=self.held.n)
                np.subtract(asking.n[one], met, out=found[one], casting="unsafe")
            first = last
        return found

    def _plain(self, weigher: Weigher, asked: list[dict[str, Asked]]) -> None:
        """Who has what (``have``, by what is asked), and who asks it: ``firm``, or ``only`` as optional."""
        held, alone = self.held, weigher.sure.stands_alone
        places: dict[str, int] = {c: place for c, place in held.place.items() if alone(c)}
        levels: dict[str | None, int] = {}
        entries: tuple[list[tuple[int, int]], ...] = ([], [])
        n = np.zeros((2, len(asked)), np.int32)
        for who, of in enumerate(asked):
            for competency, one in of.items():
                if len(one.levels) == 1 and alone(competency):
                    optional = one.necessity == "optional"
                    n[int(optional), who] += 1
                    if competency in places:
                        level = levels.setdefault(one.levels[0], len(levels))
                        entries[optional].append((who, (level * len(held.place) + places[competency]) * 2 + optional))
        both = [np.array(one, np.int64).reshape(-1, 2) for one in entries]
        features, which = np.unique(np.concatenate([one[:, 1] for one in both]), return_inverse=True)
        self.have, self.have_starts = _having(held, weigher, features, tuple(levels))
        made = []
        for k, pairs in enumerate(both):
            starts = np.searchsorted(pairs[:, 0], np.arange(len(asked) + 1))
            mine = which[: len(pairs)] if k == 0 else which[len(both[0]) :]
            made.append(Asking(mine, starts, n[k]))
        self.firm, self.only = made

    def _involve(self, weigher: Weigher, asked: list[dict[str, Asked]]) -> None:
        """What mappings or parts bear on: who does not have it, and who asks it, apart for what is optional."""
        columns: dict[tuple[str, tuple[str | None, ...], bool], list[int]] = {}
        for who, of in enumerate(asked):
            for competency, one in of.items():
                if len(one.levels) > 1 or not weigher.sure.stands_alone(competency):
                    columns.setdefault((competency, one.levels, one.necessity == "optional"), []).append(who)
        self.mapped: dict[bool, list[tuple[Array, list[int]]]] = {False: [], True: []}
        for (competency, levels, optional), asking in columns.items():
            lacking = ~weigher.met(competency, levels, optional)
            self.mapped[optional].append((lacking, asking))


def _role(graph: CompetencyGraph, cadre: str, asked: list[Asked]) -> MatrixRole:
    return MatrixRole(
        id=cadre,
        label=graph.label(cadre),
        asked=len(asked),
        required=required(asked),
        complete=complete(graph, cadre),
        silent=not asked and not requires_none(graph, cadre),
    )


def _having(held: Holders, weigher: Weigher, features: Array, levels: tuple[str | None, ...]) -> tuple[Array, Array]:
    """Who has each of these at the level required, one after the other, and where each begins."""
    pair, optional = features // 2, features % 2 == 1
    level, competency = pair // max(1, len(held.place)), pair % max(1, len(held.place))
    starts, lengths = held.starts[competency], held.starts[competency + 1] - held.starts[competency]
    take = spans(starts, lengths)
    feature = np.repeat(np.arange(len(features)), lengths)
    meets = np.array([weigher.table(one) == ORDER["met"] for one in levels], bool).reshape(-1, len(held.levels))
    has = meets[level[feature], held.level[take]] & (optional[feature] | ~held.optional[take])
    feature, who = feature[has], held.rows[take][has].astype(np.int64)
    if not held.single:
        pairs = np.sort(feature * held.n + who)
        feature, who = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], max(1, held.n))
    return who, np.searchsorted(feature, np.arange(len(features) + 1))


def spans(starts: Array, lengths: Array) -> Array:
    """The whole numbers from each start on, so many of them each.

    Returns:
        The numbers, one span after the other.

    Example:
        >>> spans(np.array([5, 0]), np.array([2, 3])).tolist()
        [5, 6, 0, 1, 2]
    """
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
