"""Frameworks and the mappings between them as one immutable graph, indexed once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from sswgraph._version import __version__
from sswgraph.errors import EditionError, InputError, UnknownElementError
from sswgraph.graph.index import Index, names_it, paths_into
from sswgraph.graph.lookup import Lookup
from sswgraph.graph.recognition import Credits
from sswgraph.model import Evidence, Framework, LinkCount, MappingSet, Node, Stamp, id_of
from sswgraph.model import Mapping as Match
from sswgraph.model.codes import Kind
from sswgraph.model.evidence import best_basis
from sswgraph.model.framework import keeps_rules
from sswgraph.model.ids import require_short
from sswgraph.model.lists import ContestedPairs, Elements
from sswgraph.model.mapping import voiced
from sswgraph.model.shown import Visible
from sswgraph.model.voices import Voices

if TYPE_CHECKING:
    import networkx
    import rdflib

    from sswgraph.graph.query.asker import Asker
    from sswgraph.graph.search import NameIndex
    from sswgraph.model.permissions import Permissions

T = TypeVar("T")
N = TypeVar("N", bound=Node)
# How many answers about parts of it a graph remembers: of each role, and of other things.
_OF_A_ROLE, _REMEMBERED = 6, 1_000
_NAMED = 8  # so many frameworks are named, more are counted
_KINDS_SHOWN: tuple[Kind, ...] = ("cadre", "function", "competency", "qualification", "module")


class CompetencyGraph(Lookup, Visible):
    """Competency frameworks and mappings as one immutable graph, which every function takes first.

    ``g["za:social-worker"]`` gives an element, ``g.find("social worker")`` the candidates for a name; ``g.cadres`` and
    similar are tuples in order of id, displayed as tables. A graph holds one edition of each framework.

    Args:
        frameworks (Framework | Iterable[Framework]): The frameworks, in any order.
        mapping_sets (Iterable[MappingSet]): The mapping sets, in any order.
        digests (Mapping[str, str] | None): By id of a framework, the digest of its file, where it is known; internal.

    Raises:
        InputError: If a value is not a framework, or not a mapping set.
        EditionError: If two frameworks have one id.
        InvalidFrameworkError: If a framework breaks a rule, with the report of :func:`sswgraph.check`; frameworks that
            were read from a file have been checked.

    Example:
    >>> from sswgraph.model import Framework, Text
    >>> g = CompetencyGraph([Framework(id="xx", label=Text.of(en="An example"))])
    >>> g["xx"].title.get("en"), len(g.cadres), "xx:nobody" in g
    ('An example', 0, False)
    """

    __slots__ = (
        "_asker",
        "_credits",
        "_digests",
        "_frameworks",
        "_index",
        "_kept",
        "_mapping_sets",
        "_names",
        "_remembered",
        "_room",
        "_rows",
        "_stated",
        "_voices",
    )

    def __init__(
        self,
        frameworks: Framework | Iterable[Framework] = (),
        mapping_sets: Iterable[MappingSet] = (),
        *,
        digests: Mapping[str, str] | None = None,
    ) -> None:
        given = (frameworks,) if isinstance(frameworks, Framework) else tuple(frameworks)
        for one in given:
            _require_framework(one)
        self._frameworks = Elements(sorted(given, key=lambda f: str(f.id)))
        for first, second in pairwise(self._frameworks):
            if first.id == second.id:
                raise _second(first, second, "A graph holds one edition of a framework; leave one out.")
        _require_kept(self._frameworks)
        self._mapping_sets = tuple(sorted(_sets(mapping_sets), key=lambda s: s.id))
        self._stated = _stated_by(self._frameworks)
        self._rows: Elements[Match] | None = None
        self._voices: Voices | None = None
        self._index = Index(self.frameworks)
        self._credits: Credits | None = None
        self._names: NameIndex | None = None
        self._kept: dict[Hashable, Any] = {}
        self._remembered: dict[Hashable, Any] = {}
        self._room = _REMEMBERED + _OF_A_ROLE * self._index.count("cadre", "qualification")
        self._asker: Asker | None = None
        self._digests = dict(digests or {})

    # Contents

    @property
    def frameworks(self) -> Elements[Framework]:
        """The frameworks, in order of id."""
        return self._frameworks

    @property
    def mappings(self) -> Elements[Match]:
        """Every mapping of every set; where several state the same of the same ends, each has its own id."""
        if self._rows is None:
            self._rows = Elements(voiced(match for mappings in self.mapping_sets for match in mappings.mappings))
        return self._rows

    @property
    def mapping_sets(self) -> tuple[MappingSet, ...]:
        """The mapping sets given, then one for each framework that states SKOS mappings itself."""
        return (*self._mapping_sets, *self._stated)

    @property
    def contested(self) -> ContestedPairs:
        """The pairs of elements of which some mappings claim what others deny; they count as close at most (C4)."""
        covers = ((one.id, covered) for one in self.competencies for covered in one.covers)
        return self.remember(
            "contested",
            lambda: ContestedPairs((*self.voices.contested_pairs, *self.voices.contested_covering(covers))),
        )

    @overload
    def __getitem__(self, identifier: N) -> N: ...
    @overload
    def __getitem__(self, identifier: object) -> Any: ...
    def __getitem__(self, identifier: Any) -> Any:
        """Return the element of an id or IRI, or of a value with an id; raises UnknownElementError with near ids."""
        key = getattr(identifier, "id", identifier)
        if not isinstance(key, str):
            raise UnknownElementError(key)
        known = key if key in self._index.elements else id_of(key)
        found = self._index.elements.get(known)
        if found is None:  # and not merely empty, as a framework without elements is
            found = self.voices.by_id.get(key)
        if found is None:
            require_short(key)
            raise UnknownElementError(key, self.names.near(known))
        return found

    def get(self, identifier: str, default: Any = None) -> Any:
        """Return the element of an id, or another value.

        Args:
            identifier (str): The id or IRI.
            default (Any): What is returned where there is no such element.

        Returns:
            The element or mapping, or ``default``.
        """
        return self[identifier] if identifier in self else default  # noqa: SIM401 - this is that get

    def __contains__(self, identifier: object) -> bool:
        key = getattr(identifier, "id", identifier)
        if not isinstance(key, str):
            return False
        return key in self._index.elements or id_of(key) in self._index.elements or key in self.voices.by_id

    def __iter__(self) -> Iterator[str]:
        """The ids of everything but evidence, in order."""
        return iter(sorted([*(framework.id for framework in self.frameworks), *self._index.home]))

    def __len__(self) -> int:
        return len(self.frameworks) + len(self._index.home)

    # What other rooms ask

    @property
    def index(self) -> Index:
        """The relations by id; treat it as read-only."""
        return self._index

    @property
    def names(self) -> NameIndex:
        """The index of names."""
        if self._names is None:
            from sswgraph.graph.search import NameIndex

            self._names = NameIndex(self._index.names(), self._index.elements.kind_of, self._index.known_of)
        return self._names

    @property
    def credits(self) -> Credits:
        """The credit that competencies give for others."""
        if self._credits is None:
            self._credits = Credits(self.voices, self.competencies, self._index.home)
        return self._credits

    def credits_if(self, recognise: tuple[str, ...]) -> Credits:
        """Return the credits that would hold once something is recognised.

        Args:
            recognise (tuple[str, ...]): What is recognised: 'close', 'wider', or ids of mappings.

        Returns:
            The credits.
        """
        if not recognise:
            return self.credits

        def made() -> Credits:
            return Credits(self.voices, self.competencies, self._index.home, recognise=recognise)

        return self.remember(("credits", recognise), made)

    def credits_undisputed(self, recognise: tuple[str, ...]) -> Credits:
        """Return the credits that would hold if nobody denied what is contested, to find where a denial matters.

        Args:
            recognise (tuple[str, ...]): What is recognised: 'close', 'wider', or ids of mappings.

        Returns:
            The credits.
        """

        def made() -> Credits:
            known = self.voices, self.competencies, self._index.home
            return Credits(*known, recognise=recognise, undisputed=True)

        return self.remember(("credits-undisputed", recognise), made)

    @property
    def voices(self) -> Voices:
        """What every mapping counts for: in force, contested, a denial in force, or overruled (C4)."""
        if self._voices is None:
            self._voices = Voices(self.mappings, self.mapping_sets)
        return self._voices

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was computed for a key, and compute it only once.

        What is about the whole graph (its key is a str) is kept; of all else, as much as is asked of all roles in turn.

        Args:
            key (Hashable): The key.
            make (Callable[[], T]): What computes the value.

        Returns:
            The value.
        """
        known = self._kept if isinstance(key, str) else self._remembered
        if key in known:
            return cast("T", known[key])
        made = known[key] = make()
        if len(self._remembered) > self._room:
            self._remembered.pop(next(iter(self._remembered)), None)
        return made

    def members(self, identifier: str) -> dict[str, tuple[str, ...]]:
        """Return the competencies that a competency or set stands for (H4).

        Args:
            identifier (str): The id of the competency or set.

        Returns:
            By id of the competency, the ids of the sets passed.
        """
        return paths_into(self._index.includes, identifier)

    def basis_of(self, identifier: str) -> str:
        """Return the best basis of the evidence of an element or mapping.

        Args:
            identifier (str): The id.

        Returns:
            'stated', 'derived' or 'draft'; 'draft' also where it has no evidence.
        """
        element = self._index.elements.get(identifier) or self.voices.by_id.get(identifier)
        return best_basis(cast("tuple[Evidence, ...]", getattr(element, "evidence", ())))

    def count_bases(self, identifiers: Iterable[str]) -> LinkCount:
        """Count how many elements or mappings rest on stated, derived and draft evidence.

        Args:
            identifiers (Iterable[str]): The ids; each counts once.

        Returns:
            The counts.
        """
        bases = [self.basis_of(identifier) for identifier in set(identifiers)]
        return LinkCount(stated=bases.count("stated"), derived=bases.count("derived"), draft=bases.count("draft"))

    def stamp(self, **options: object) -> Stamp:
        """Record what a result of this graph is computed from.

        Args:
            **options (object): The options of the computation.

        Returns:
            The frameworks with edition and digest, the version, and the options.
        """
        return stamp_of(self.frameworks, self.digest, **options)

    def digest(self, framework: Framework) -> str:
        """Return the digest of a framework.

        Args:
            framework (Framework): A framework of this graph.

        Returns:
            The digest of its file where it was loaded from a shipped one, otherwise of its Turtle; 16 hex digits.
        """
        if framework.id not in self._digests:
            self._digests[framework.id] = digest_of(framework)
        return self._digests[framework.id]

    # Other graphs made from this one

    def with_framework(self, framework: Framework, *, replace: bool = False) -> CompetencyGraph:
        """Return a graph that also holds this framework.

        Args:
            framework (Framework): The framework.
            replace (bool): Whether it may replace another edition of it.

        Returns:
            The new graph; this one does not change.

        Raises:
            InputError: If it is not a framework.
            EditionError: If the graph has a framework of this id and ``replace`` is not set.
            InvalidFrameworkError: If the framework breaks a rule.
        """  # noqa: DOC501, DOC502 - _second makes the error, the new graph raises
        _require_framework(framework)
        if framework.id in self and not replace:
            raise _second(self[framework.id], framework, "Pass replace=True to put the second in place of the first.")
        others = [f for f in self.frameworks if f.id != framework.id]
        digests = {key: value for key, value in self._digests.items() if key != framework.id}
        return CompetencyGraph([*others, framework], self._mapping_sets, digests=digests)

    def with_mappings(self, *mapping_sets: MappingSet) -> CompetencyGraph:
        """Return a graph that also holds these mapping sets, in place of those with the same ids.

        Args:
            *mapping_sets (MappingSet): The sets.

        Returns:
            The new graph; this one does not change.

        Raises:
            InputError: If a value is not a mapping set.
        """  # noqa: DOC502 - _sets raises
        new = {mappings.id for mappings in _sets(mapping_sets)}
        kept = [mappings for mappings in self._mapping_sets if mappings.id not in new]
        return CompetencyGraph(self.frameworks, [*kept, *mapping_sets], digests=self._digests)

    def without(self, framework: str | Framework) -> CompetencyGraph:
        """Return a graph without this framework.

        Args:
            framework (str | Framework): The framework, or its id.

        Returns:
            The new graph; this one does not change.

        Raises:
            UnknownElementError: If the graph has no framework of this id; the message names the nearest.
            InputError: If it is the id of an element.
        """  # noqa: DOC502 - framework raises
        dropped = self.framework(framework).id
        kept = [one for one in self.frameworks if one.id != dropped]
        return CompetencyGraph(kept, self._mapping_sets, digests=self._digests)

    def related(self, identifier: str) -> Elements[Any]:
        """Return what refers to an element: every element and mapping that names it, in order of kind and id.

        Args:
            identifier (str): The id of the element.

        Returns:
            The elements and mappings.

        Raises:
            UnknownElementError: If there is no such element; the message names the nearest.
        """  # noqa: DOC502 - __getitem__ raises
        key = self[identifier].id
        around: list[Any] = [*self.frameworks, *self._index.perhaps_naming(key)]
        found = [one for one in around if one.id != key and names_it(one, key)]
        found += [row for row in self.mappings if key in (row.subject, row.object)]
        return Elements(sorted(found, key=lambda one: (one.kind, one.id)))

    def permissions(self, cadre: str, where: str | Iterable[str] | None = None) -> Permissions:
        """Return the obligations of a cadre, the conditions before its work, and its authority for each function.

        Competence is not permission. Of the rules on one function the strictest is followed; ``binding`` says which of
        them bind. Rules on a function apply to narrower ones. Rules of other places are left out and counted.

        Args:
            cadre (str): The id of the cadre.
            where (str | Iterable[str] | None): The place, as an ISO 3166 code ('UG', 'ZA-WC') or a UN M.49 area
                ('002'), or several. None: the countries or regions of the framework of the cadre; where it names none,
                what holds generally, and what nobody has settled.

        Returns:
            The obligations, conditions and limits that hold there, and an authority for each function.

        Raises:
            UnknownElementError: If there is no such cadre; the message names the nearest.
            InputError: If it is the id of an element of another kind, or the code of a place is not valid.

        Example:
            >>> import sswgraph as ssw
            >>> found = ssw.load("za").permissions("za:social-auxiliary-worker")
            >>> found.rule_places, found.of("za:saw-d-practical-support").authority
            (('ZA',), 'under-supervision')
        """  # noqa: DOC502 - graph/permissions.py raises
        from sswgraph.graph.permissions import permissions

        return permissions(self, cadre, where)

    # For other tools

    def to_graphml(self) -> str:
        """Return the graph as GraphML; ``ssw.export(g, "all.graphml")`` writes it.

        Returns:
            The text, for Gephi, yEd or Cytoscape.
        """
        from sswgraph.graph.network import to_graphml

        return to_graphml(self)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Make a networkx.MultiDiGraph, whose nodes and edges have ``kind``; see :mod:`sswgraph.graph.network`.

        Returns:
            A new network.
        """
        from sswgraph.graph.network import to_networkx

        return to_networkx(self)

    def to_rdflib(self) -> rdflib.Graph:
        """Make an rdflib.Graph of all frameworks and mappings.

        Returns:
            A new graph.
        """
        from sswgraph.exchange.rdflib_io import to_rdflib

        return to_rdflib(self.frameworks, self._mapping_sets)

    def sparql(
        self, query: str, *, bindings: Mapping[str, object] | None = None, time_limit: float = 10.0
    ) -> list[dict[str, Any]] | bool:
        """Answer a SPARQL 1.1 query over all frameworks and mappings.

        The query runs in a process of its own, which is kept for the next query.

        Args:
            query (str): A SELECT or ASK query, of at most 64 KB.
            bindings (Mapping[str, object] | None): By name of a variable, its value: an id, IRI, text or number. A text
                is an id or IRI where this graph knows it, or it begins like ``https://``.
            time_limit (float): In seconds.

        Returns:
            The rows of a SELECT as plain dicts, or the answer of an ASK.

        Raises:
            QueryError: If the query is not valid, contains SERVICE, FROM or updates, is nested too deep, or takes too
                long.
        """  # noqa: DOC502 - run_query raises
        from sswgraph.graph.query import run_query, statements_of
        from sswgraph.graph.query.asker import Asker

        if self._asker is None:
            self._asker = Asker(statements_of(self.frameworks, self._mapping_sets))
        homes = [framework.id for framework in self.frameworks]
        return run_query(self._asker, query, homes=homes, bindings=bindings, time_limit=time_limit)

    def __dir__(self) -> list[str]:
        """The names that users need, without those for other rooms."""
        return list(_WORDS)

    def _ipython_key_completions_(self) -> list[str]:
        """The ids, for ``g["za:<Tab>``."""
        return list(self)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.of_kind(kind))} {kind}" for kind in _KINDS_SHOWN if self.of_kind(kind))
        named = " ".join(f.id for f in self.frameworks[:_NAMED])
        more = f" … {len(self.frameworks)} frameworks" if len(self.frameworks) > _NAMED else ""
        return f"<CompetencyGraph {named}{more}: {counts}>"


def digest_of(framework: Framework) -> str:
    """Return the digest of a framework; raises InvalidFrameworkError for values that no file can hold."""
    from sswgraph.exchange import require_kept, write_framework

    try:
        written = write_framework(framework).encode()
    except (ValueError, TypeError, AttributeError):
        require_kept(framework)
        raise
    return hashlib.sha256(written).hexdigest()[:16]


def stamp_of(
    frameworks: Iterable[Framework], digest: Callable[[Framework], str] = digest_of, **options: object
) -> Stamp:
    """Record what a result was computed from: these frameworks, in this order, and these options."""
    made_from = tuple((f.id, f.edition or "", digest(f)) for f in frameworks)
    chosen = tuple((key, str(value)) for key, value in sorted(options.items()))
    return Stamp(version=__version__, frameworks=made_from, options=chosen)


def _stated_by(frameworks: Iterable[Framework]) -> tuple[MappingSet, ...]:
    """The mappings that frameworks state themselves, by SKOS mapping properties; a set for each that does."""
    with_more = [framework for framework in frameworks if framework.residue]
    if not with_more:
        return ()
    from sswgraph.exchange.residue import stated_matches

    return tuple(found for found in map(stated_matches, with_more) if found is not None)


def _sets(given: Iterable[MappingSet]) -> tuple[MappingSet, ...]:
    """The mapping sets given; raises InputError for anything else, such as a single mapping."""
    several = tuple(given)
    for one in several:
        if not isinstance(one, MappingSet):
            wanted = "sets such as MappingSet(id='https://example.org/mine', mappings=(…,))"
            raise InputError(f"A graph takes mappings in {wanted}, not {type(one).__name__}.")
    return several


def _require_kept(frameworks: tuple[Framework, ...]) -> None:
    """Raise InvalidFrameworkError for a framework that breaks a rule; what was read has been checked."""
    for framework in frameworks:
        if not keeps_rules(framework):
            from sswgraph.exchange import require_kept

            require_kept(framework, kinds_of(other for other in frameworks if other is not framework))


def kinds_of(frameworks: Iterable[Framework]) -> dict[str, str]:
    """Return the kind of every framework and element, by id."""
    nodes = (node for one in frameworks for node in (one, *(one.elements if isinstance(one.elements, tuple) else ())))
    return {node.id: node.kind for node in nodes if isinstance(node, Node) and isinstance(node.id, str)}


# The names for users, in alphabetical order.
_WORDS = (
    *"answerable cadre cadres competencies competency competency_set contested find framework frameworks".split(),
    *"function functions get label mapping_sets mappings members module modules of_kind permissions".split(),
    *"qualification qualifications".split(),
    *"related requirement scope_rule source sparql to_graphml to_networkx to_rdflib".split(),
    *"with_framework with_mappings without".split(),
)


def _require_framework(given: Any) -> None:
    """Raise InputError for what is not a framework."""
    if not isinstance(given, Framework):
        raise InputError(f"A graph is made of frameworks such as load('za')['za'], not {type(given).__name__}.")


def _second(first: Framework, second: Framework, fix: str) -> EditionError:
    editions = f"{first.edition or 'no edition'} and {second.edition or 'no edition'}"
    return EditionError(f"The framework '{first.id}' is there already ({editions}).", fix)
