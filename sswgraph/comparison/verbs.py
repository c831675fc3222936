"""The verbs for frameworks side by side, which take ids or values, and the mappings of the graph unless told others."""

from __future__ import annotations

from collections.abc import Iterable

from sswgraph.comparison.asked import Given, Mappings, framework_in
from sswgraph.comparison.comparing import compared
from sswgraph.comparison.many import compared_many
from sswgraph.comparison.rebasing import rebase_plan
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Comparison, Framework, MappingSet, Matrix, Profile, Rebase


def compare(g: CompetencyGraph, base: Given, adaptation: Given, mappings: Mappings = None) -> Comparison:
    """Two frameworks side by side: first how far each protects, then an entry for every element of both.

    In: the graph; two frameworks, as ids in it or as values (any two, in either order; also two editions, or one with
    itself); the mappings that may pair what lineage does not, by default all of the graph. Out: a :class:`Comparison`
    with one entry for every element of both, header and residue included. Elements are paired by Change and
    derivation, then IRI, then mappings, never by likeness (rules E4 and E5 of ``docs/semantics.md``). A base of
    another edition than the one the adaptation was made from, and lineage against mappings, are told in ``notes``.

    Where the second was made from the first, in any number of steps (``lineage``), it is said what became of each
    element (``kind``) and which safeguards are gone or weaker. Else nothing was changed by anybody: it is said how the
    elements stand to each other (``relation``) and how each of the two protects (rule E7).

    Raises UnknownElementError with near ids, and InputError for anything but frameworks and mappings, or where an id
    stands twice in a framework.

    >>> import sswgraph as ssw
    >>> g = ssw.load("psw")
    >>> mine = ssw.adapt(g["psw"], id="xx", jurisdiction="UG")
    >>> found = ssw.compare(g, "psw", mine)
    >>> found.lineage, [entry.element for entry in found.different], found.safety
    (True, ['framework'], ())
    """
    rows = g.mapping_sets if mappings is None else mappings
    return compared(framework_in(g, base), framework_in(g, adaptation), rows, known=g.frameworks)


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
    return compared_many(framework_in(g, base), *others, mappings=rows, known=g.frameworks)


def rebase(
    g: CompetencyGraph,
    adaptation: Given,
    old_base: Given,
    new_base: Given,
    lineage: Mappings = None,
    *,
    profiles: Iterable[Profile] = (),
) -> Rebase:
    """What a new edition of its base means for an adaptation: a plan that changes nothing by itself.

    In: the graph; the adaptation, the edition of the base that it was made from and the new edition, as ids or values;
    mappings for what lineage does not pair, by default all of the graph (those that rest on likeness alone are left
    out); profiles, to be told which of them name what goes. Out: a :class:`Rebase` with one entry for every element of
    the three sides. What only the base changed is taken over, what only the adaptation changed stays, both come
    together where they do not clash; what clashes, or would loosen a safeguard of the adaptation, waits for a
    decision. :func:`apply_rebase` carries it out (rule E6 of ``docs/semantics.md``).

    Raises InputError for anything but frameworks and mappings, EditionError for a base of another edition than the one
    the adaptation was made from, LineageError where nothing tells which elements stand for each other.

    >>> import sswgraph as ssw
    >>> from dataclasses import replace
    >>> g = ssw.load("psw")
    >>> mine = ssw.adapt(g["psw"], id="xx", jurisdiction="UG")
    >>> kept = tuple(node for node in g["psw"] if node.id != "psw:set-self")
    >>> newer = replace(g["psw"], edition="2027-01-01", elements=kept)
    >>> [(entry.outcome, entry.local) for entry in ssw.rebase(g, mine, "psw", newer).changes]
    [('orphan', ('xx:set-self',))]
    """
    rows = g.mapping_sets if lineage is None else (lineage,) if isinstance(lineage, MappingSet) else lineage
    sides = {"base": framework_in(g, old_base), "onto": framework_in(g, new_base)}
    return rebase_plan(framework_in(g, adaptation), **sides, mappings=rows, profiles=profiles)
