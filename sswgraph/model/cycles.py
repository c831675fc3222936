"""Walks over 'leads to' relations that may be deep or circular; nothing here recurses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def closure(start: Iterable[str], leads_to: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Everything that can be reached, the start included, sorted.

    >>> closure(["a"], {"a": ["b"], "b": ["c", "a"]})
    ('a', 'b', 'c')
    """
    seen = set(start)
    waiting = list(seen)
    while waiting:
        for following in leads_to.get(waiting.pop(), ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return tuple(sorted(seen))


def find_cycles(leads_to: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """One cycle for every group that leads back to itself, each beginning with its smallest member, sorted.

    >>> find_cycles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["d"]})
    (('a', 'b', 'c'), ('d',))
    """
    done: set[str] = set()
    cycles: set[tuple[str, ...]] = set()
    for root in sorted(leads_to):
        if root in done:
            continue
        path: list[str] = [root]
        on_path = {root: 0}
        branches = [iter(sorted(leads_to.get(root, ())))]
        while branches:
            following = next(branches[-1], None)
            if following is None:
                branches.pop()
                leaving = path.pop()
                del on_path[leaving]
                done.add(leaving)
            elif following in on_path:
                cycles.add(_from_smallest(path[on_path[following] :]))
            elif following not in done:
                on_path[following] = len(path)
                path.append(following)
                branches.append(iter(sorted(leads_to.get(following, ()))))
    return tuple(sorted(cycles))


def _from_smallest(cycle: list[str]) -> tuple[str, ...]:
    at = cycle.index(min(cycle))
    return tuple(cycle[at:] + cycle[:at])
