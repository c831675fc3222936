"""Walks over relations that may be deep or circular; nothing here recurses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def closure(start: Iterable[str], leads_to: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return everything that can be reached, the start included, sorted.

    Returns:
        The ids.

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
    """Return one shortest cycle for every group that leads back to itself.

    Returns:
        The cycles, sorted, each from the smallest member of its group.

    >>> find_cycles({"a": ["b"], "b": ["c"], "c": ["a", "b"], "d": ["d"]})
    (('a', 'b', 'c'), ('d',))
    """
    cycles = []
    for group in circles(leads_to):
        inside = {member: sorted(n for n in leads_to.get(member, ()) if n in group) for member in group}
        cycles.append(_shortest_back(min(group), inside))
    return tuple(sorted(cycles))


def circles(leads_to: Mapping[str, Iterable[str]]) -> list[frozenset[str]]:
    """Return the strongly connected components that hold a cycle (Tarjan 1972, without recursion)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    is_open: set[str] = set()
    found: list[frozenset[str]] = []
    for root in sorted(leads_to):
        if root in number:
            continue
        branches = [(root, iter(sorted(leads_to.get(root, ()))))]
        number[root] = lowest[root] = len(number)
        open_.append(root)
        is_open.add(root)
        while branches:
            node, ahead = branches[-1]
            following = next(ahead, None)
            if following is None:
                branches.pop()
                if branches:
                    lowest[branches[-1][0]] = min(lowest[branches[-1][0]], lowest[node])
                if lowest[node] == number[node]:
                    group = frozenset(_pop_until(open_, node))
                    is_open -= group
                    if len(group) > 1 or node in leads_to.get(node, ()):
                        found.append(group)
            elif following not in number:
                number[following] = lowest[following] = len(number)
                open_.append(following)
                is_open.add(following)
                branches.append((following, iter(sorted(leads_to.get(following, ())))))
            elif following in is_open:
                lowest[node] = min(lowest[node], number[following])
    return found


def _pop_until(stack: list[str], last: str) -> list[str]:
    popped = [stack.pop()]
    while popped[-1] != last:
        popped.append(stack.pop())
    return popped


def _shortest_back(start: str, inside: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The shortest way from a member of a group back to itself, breadth first."""
    came_from: dict[str, str] = {}
    edge = [start]
    while edge:
        ahead: list[str] = []
        for node in edge:
            for following in inside[node]:
                if following == start:
                    way = [node]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    return tuple(reversed(way))
                if following not in came_from:
                    came_from[following] = node
                    ahead.append(following)
        edge = ahead
    return (start,)
