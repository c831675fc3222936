"""The verbs for frameworks side by side, which take ids or values, and the mappings of the graph unless told others."""

from __future__ import annotations

from collections.abc import Iterable

from sswgraph.comparison.asked import Given, Mappings, framework_in
from sswgraph.comparison.comparing import compared
from sswgraph.comparison.many import compared_many
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Comparison, Framework, Matrix


def compare(g: CompetencyGraph, base: Given, adaptation: Given, mappings: Mappings = None) -> Comparison:
    """What became of every element of a framework in another one, and first of all which safeguards were loosened.

    In: the graph; two frameworks, as ids in it or as values (any two, in either order; also two editions, or one with
    itself); the mappings that may pair what lineage does not, by default all of the graph. Out: a :class:`Comparison`
    with one entry for every element of both, header and residue included. Elements are paired by Change and
    derivation, then IRI, then mappings, never by likeness (rules E4 and E5 of ``docs/semantics.md``). A base of
    another edition than the one the adaptation was made from, and lineage against mappings, are told in ``notes``.

    Raises UnknownElementError with near ids, and InputError for anything but frameworks and mappings, or where an id
    stands twice in a framework.

    >>> import sswgraph as ssw
    >>> g = ssw.load("psw")
    >>> mine = ssw.adapt(g["psw"], id="xx", jurisdiction="UG")
    >>> found = ssw.compare(g, "psw", mine)
    >>> {entry.kind for entry in found.entries if entry.element != "framework"}, found.safety
    ({'identical'}, ())
    """
    rows = g.mapping_sets if mappings is None else mappings
    return compared(framework_in(g, base), framework_in(g, adaptation), rows)


def compare_many(g: CompetencyGraph, base: Given, adaptations: Iterable[Given], mappings: Mappings = None) -> Matrix:
    """The matrix of a base and several adaptations, with a comparison of each.

    In: as for :func:`compare`. Out: a :class:`Matrix`: a row for every element of the base, then for every element
    that was added; added elements share a row where lineage, IRI or a mapping pairs them. Two adaptations are the
    nearer, the larger the share of rows on which they did the same, of those on which one of them has something.

    Raises what :func:`compare` raises, and InputError where there is no adaptation, or two have one id.

    >>> import sswgraph as ssw
    >>> g = ssw.load("psw", "ug", "tz")
    >>> [len(line.cells) for line in ssw.compare_many(g, "psw", ["ug", "tz"]).lines[:1]]
    [2]
    """
    if isinstance(adaptations, (str, Framework)):
        raise InputError("adaptations is a list of frameworks or their ids: compare_many(g, base, [first, second]).")
    rows = g.mapping_sets if mappings is None else mappings
    others = [framework_in(g, one) for one in adaptations]
    return compared_many(framework_in(g, base), *others, mappings=rows)
