"""Many frameworks and the mappings between them, indexed once; nothing in it changes afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from sswgraph._version import __version__
from sswgraph.errors import EditionError, InputError, UnknownElementError
from sswgraph.graph.by_kind import ByKind
from sswgraph.graph.in_force import require_place
from sswgraph.graph.index import Index, names_it, paths_into
from sswgraph.graph.recognition import Credits
from sswgraph.model import Candidate, Evidence, Framework, LinkCount, MappingSet, Node, Stamp, Text, id_of
from sswgraph.model import Mapping as Match
from sswgraph.model.codes import Kind, require_kind
from sswgraph.model.evidence import best_basis
from sswgraph.model.framework import keeps_rules
from sswgraph.model.ids import require_short
from sswgraph.model.lists import Candidates, ContestedPairs, Elements
from sswgraph.model.mapping import voiced
from sswgraph.model.results import Answerable
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
_TOLD = 3  # so many odd values are told, more are counted
_KINDS_SHOWN: tuple[Kind, ...] = ("cadre", "function", "competency", "qualification", "module")


class CompetencyGraph(ByKind, Visible):
    """Competency frameworks as one graph: look things up by id or by name, and hand it to the verbs.

    ``g["za:social-worker"]`` gives the value, ``g.find("social worker")`` the candidates; ``g.cadres`` and its like
    are tuples in order of id, which show themselves as tables. Two frameworks with one id are refused (EditionError):
    one edition at a time. A framework that breaks a rule is refused with the report of :func:`sswgraph.check`
    (InvalidFrameworkError); one that was read from a file has been checked already.

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
        frameworks: Iterable[Framework] = (),
        mapping_sets: Iterable[MappingSet] = (),
        *,
        digests: Mapping[str, str] | None = None,
    ) -> None:
        given = tuple(frameworks)
        for one in given:
            if not isinstance(one, Framework):
                raise InputError(f"A graph is made of frameworks such as load('za')['za'], not {type(one).__name__}.")
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

    # What is in it

    @property
    def frameworks(self) -> Elements[Framework]:
        return self._frameworks

    @property
    def mappings(self) -> Elements[Match]:
        """Every row of every mapping set; where several say the same of the same ends, each has an id of its own."""
        if self._rows is None:
            self._rows = Elements(voiced(match for mappings in self.mapping_sets for match in mappings.mappings))
        return self._rows

    @property
    def mapping_sets(self) -> tuple[MappingSet, ...]:
        """The sets that it was given, then one for each framework that states SKOS mappings itself."""
        return (*self._mapping_sets, *self._stated)

    @property
    def contested(self) -> ContestedPairs:
        """The pairs of which some mappings claim what others deny; such a claim counts as close at most (rule C4)."""
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
        """The value of an id (or of anything that has one, or of an IRI). Raises UnknownElementError with near ids."""
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
        """The value of an id, or ``default``."""
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

    def framework(self, identifier: str) -> Framework:
        """The framework of this id. Raises UnknownElementError with near ids, InputError for the id of something else.

        >>> from sswgraph.model import Framework, Text
        >>> CompetencyGraph([Framework(id="xx", label=Text.of(en="An example"))]).framework("xx").id
        'xx'
        """
        found = self.get(identifier)
        if isinstance(found, Framework):
            return found
        if found is not None:
            own = self.home(found.id)
            raise InputError(f"'{found.id}' is a {found.kind}, not a framework. Its framework is '{own}'.")
        raise self._no_framework(identifier)

    def _no_framework(self, identifier: object) -> UnknownElementError:
        from sswgraph.graph.search import near_frameworks

        if isinstance(identifier, str):
            require_short(identifier)
        return UnknownElementError(identifier, near_frameworks(identifier, self.frameworks), kind="framework")

    def label(self, identifier: str) -> Text:
        """The label of an element, or its id as a text where it has none or is not loaded."""
        element = self._index.elements.get(identifier)
        return getattr(element, "label", None) or Text((("und", identifier),))

    def find(
        self, text: str = "", *, kind: Kind | None = None, where: str | None = None, limit: int | None = 10
    ) -> Candidates:
        """The elements whose id, notation or name in any language is like ``text``, best first.

        Case and accents do not matter. Nothing found: an empty tuple.

        Args:
            text: What to look for. Without it, everything of this ``kind`` or place, by id.
            kind: Keep one kind only, such as 'cadre'.
            where: Keep what belongs to this country or area: 'UG', 'ZA-WC', '001' (see :meth:`of_kind`).
            limit: At most so many; None: all.

        Returns:
            The candidates: id, kind, label, the name that matched, and how well; ``total`` counts those left out too.

        Raises:
            InputError: For what is no kind or no code of a place, with near ones.
            TypeError: For what is no text.

        Example:
            >>> import sswgraph as ssw
            >>> [one.id for one in ssw.load("ug", "za").find("social worker", kind="cadre", where="ZA", limit=1)]
            ['za:social-worker']
        """
        if not isinstance(text, str):
            raise TypeError(f"find takes a text, not {type(text).__name__}.")
        if kind is not None:
            require_kind(kind)
        if where is not None:
            require_place(where)
        wanted = (kind or where) and not text.strip()
        found = self._named() if wanted else self.names.find(text)
        kept = [one for one in found if kind in (None, one.kind)]
        if where is not None:
            kept = [one for one in kept if self._is_of(self._index.elements[one.id], where)]
        marked = [replace(one, answerable=self.answerable(one.id)) if one.kind == "cadre" else one for one in kept]
        marks = [one.answerable for one in marked if one.answerable]
        listed = marked if limit is None else marked[: max(0, limit)]
        return Candidates(listed, total=len(kept), answerable=(marks.count("stated"), len(marks)))

    def answerable(self, identifier: str) -> Answerable:
        """Whether it can be answered what a cadre, a qualification, a competency or a set requires.

        Args:
            identifier: The id of the element.

        Returns:
            'stated' where a requirement is stated, or a source says that there is none; 'suggested' where only what
            the functions of a cadre need says it (F1); else, and for every element that is no target, 'no'.

        Raises:
            UnknownElementError: Where the graph has no such element, with near ids.

        Example:
            >>> import sswgraph as ssw
            >>> g = ssw.load("asean-sp")
            >>> g.answerable("asean-sp:volunteer"), g.answerable("asean-sp:researcher")
            ('stated', 'no')
        """
        from sswgraph.graph.requirements import answerable

        return answerable(self, identifier)

    def _named(self) -> list[Candidate]:
        """Everything that has a name, by id."""
        named = ((key, value) for key, value in sorted(self._index.elements.items()) if hasattr(value, "label"))
        return [Candidate(id=key, kind=one.kind, label=one.label, matched=key, score=1.0) for key, one in named]

    def home(self, identifier: str) -> str | None:
        """The id of the framework that an element stands in."""
        return self._index.home.get(identifier, identifier if identifier in self._index.elements else None)

    # What the verbs ask

    @property
    def index(self) -> Index:
        """The relations by id, for the verbs; treat it as read-only."""
        return self._index

    @property
    def names(self) -> NameIndex:
        if self._names is None:
            from sswgraph.graph.search import NameIndex

            self._names = NameIndex(self._index.names(), self._index.elements.get, self._index.known_of)
        return self._names

    @property
    def credits(self) -> Credits:
        """What holding one competency is worth for another."""
        if self._credits is None:
            self._credits = Credits(self.voices, self.competencies, self._index.home)
        return self._credits

    def credits_if(self, recognise: tuple[str, ...]) -> Credits:
        """As :attr:`credits`, had it been decided to recognise this: 'close', 'wider', or ids of mappings."""
        if not recognise:
            return self.credits

        def made() -> Credits:
            return Credits(self.voices, self.competencies, self._index.home, recognise=recognise)

        return self.remember(("credits", recognise), made)

    def credits_undisputed(self, recognise: tuple[str, ...]) -> Credits:
        """As :meth:`credits_if`, had nobody denied what is contested: to tell where a denial changes an answer."""

        def made() -> Credits:
            known = self.voices, self.competencies, self._index.home
            return Credits(*known, recognise=recognise, undisputed=True)

        return self.remember(("credits-undisputed", recognise), made)

    @property
    def voices(self) -> Voices:
        """What every mapping counts for: in force, contested, a denial in force, or overruled (rule C4)."""
        if self._voices is None:
            self._voices = Voices(self.mappings, self.mapping_sets)
        return self._voices

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gave for this key, made once.

        What has a name, being about the whole graph, is kept; of all else there is room for what is asked of all roles,
        one after the other.
        """
        known = self._kept if isinstance(key, str) else self._remembered
        if key in known:
            return cast("T", known[key])
        made = known[key] = make()
        if len(self._remembered) > self._room:
            self._remembered.pop(next(iter(self._remembered)), None)
        return made

    def members(self, identifier: str) -> dict[str, tuple[str, ...]]:
        """The competencies that a competency or set stands for, each with the sets passed through (H4)."""
        return paths_into(self._index.includes, identifier)

    def basis_of(self, identifier: str) -> str:
        """The best basis that an element or mapping has: stated, derived or draft (also where it has none)."""
        element = self._index.elements.get(identifier) or self.voices.by_id.get(identifier)
        return best_basis(cast("tuple[Evidence, ...]", getattr(element, "evidence", ())))

    def count_bases(self, identifiers: Iterable[str]) -> LinkCount:
        """How many of these rest on stated, derived and draft evidence; each id counts once."""
        bases = [self.basis_of(identifier) for identifier in set(identifiers)]
        return LinkCount(stated=bases.count("stated"), derived=bases.count("derived"), draft=bases.count("draft"))

    def stamp(self, **options: object) -> Stamp:
        """What a result of this graph was made from."""
        return stamp_of(self.frameworks, self.digest, **options)

    def digest(self, framework: Framework) -> str:
        """The sign of what a framework of this graph says: of its file, where it was loaded from one that ships."""
        if framework.id not in self._digests:
            self._digests[framework.id] = digest_of(framework)
        return self._digests[framework.id]

    # A graph like this one, with a difference

    def with_framework(self, framework: Framework, *, replace: bool = False) -> CompetencyGraph:
        """A graph that also holds this framework. EditionError where its id is there, unless it is to ``replace``."""
        if framework.id in self and not replace:
            raise _second(self[framework.id], framework, "Pass replace=True to put the second in place of the first.")
        others = [f for f in self.frameworks if f.id != framework.id]
        digests = {key: value for key, value in self._digests.items() if key != framework.id}
        return CompetencyGraph([*others, framework], self._mapping_sets, digests=digests)

    def with_mappings(self, *mapping_sets: MappingSet) -> CompetencyGraph:
        """A graph that also holds these mapping sets, in place of those with the same ids."""
        new = {mappings.id for mappings in _sets(mapping_sets)}
        kept = [mappings for mappings in self._mapping_sets if mappings.id not in new]
        return CompetencyGraph(self.frameworks, [*kept, *mapping_sets], digests=self._digests)

    def without(self, framework_id: str) -> CompetencyGraph:
        """A graph without this framework. Raises UnknownElementError if it is not there."""
        if framework_id not in {f.id for f in self.frameworks}:
            raise self._no_framework(framework_id)
        kept = [f for f in self.frameworks if f.id != framework_id]
        return CompetencyGraph(kept, self._mapping_sets, digests=self._digests)

    def related(self, identifier: str) -> Elements[Any]:
        """What speaks of an element: every node and mapping that names it in some field, in order of kind and id.

        Raises UnknownElementError with near ids.
        """
        key = self[identifier].id
        around: list[Any] = [*self.frameworks, *self._index.perhaps_naming(key), *self.mappings]
        found = [one for one in around if one.id != key and names_it(one, key)]
        return Elements(sorted(found, key=lambda one: (one.kind, one.id)))

    def permissions(self, cadre: str, where: str | Iterable[str] | None = None) -> Permissions:
        """What a cadre must do, which conditions come before its work, and how far it may go with each function.

        Competence is not permission. Of the rules on one function the strictest is followed; ``binding`` says which of
        them bind. Rules on a function hold for what is narrower. Rules of other places are left out and counted.

        Args:
            cadre: The id of the cadre.
            where: The place, as a code of ISO 3166 ('UG', 'ZA-WC') or a UN M.49 area ('002'), or several; None: the
                countries or regions of the cadre's framework. Without any: what holds generally, and what nobody has
                settled.

        Returns:
            The obligations, conditions and limits that hold there, and an authority for each function.

        Raises:
            UnknownElementError: For an id that is not there, with near ids.
            InputError: For what is no cadre, and for what is no code of a place, with near ones.

        Example:
            >>> import sswgraph as ssw
            >>> found = ssw.load("za").permissions("za:social-auxiliary-worker")
            >>> found.rule_places, found.of("za:saw-d-practical-support").authority
            (('ZA',), 'under-supervision')
        """
        from sswgraph.graph.permissions import permissions

        return permissions(self, cadre, where)

    # For other tools

    def to_graphml(self) -> str:
        """The graph as GraphML text; ``ssw.export(g, "all.graphml")`` writes it."""
        from sswgraph.graph.network import to_graphml

        return to_graphml(self)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """A fresh networkx.MultiDiGraph; nodes and edges carry ``kind``. See :mod:`sswgraph.graph.network`."""
        from sswgraph.graph.network import to_networkx

        return to_networkx(self)

    def to_rdflib(self) -> rdflib.Graph:
        """A fresh rdflib.Graph of all frameworks and mappings."""
        from sswgraph.exchange.rdflib_io import to_rdflib

        return to_rdflib(self.frameworks, self._mapping_sets)

    def sparql(
        self, query: str, *, bindings: Mapping[str, object] | None = None, time_limit: float = 10.0
    ) -> list[dict[str, Any]] | bool:
        """The rows of a SPARQL 1.1 SELECT as plain dicts, or the answer of an ASK.

        Values come as ``bindings`` (ids, IRIs, text, numbers), never by gluing text: a text is taken for an id or IRI
        where this graph knows it or it begins like ``https://``. SERVICE, FROM, updates, deep
        nesting and long queries are refused, slow ones stopped: QueryError. The process that answers stays for the next
        query, until the graph is gone.
        """
        from sswgraph.graph.query import run_query, statements_of
        from sswgraph.graph.query.asker import Asker

        if self._asker is None:
            self._asker = Asker(statements_of(self.frameworks, self._mapping_sets))
        homes = [framework.id for framework in self.frameworks]
        return run_query(self._asker, query, homes=homes, bindings=bindings, time_limit=time_limit)

    def __dir__(self) -> list[str]:
        """The words that users need; what the verbs ask is there too, and left out here."""
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
    """The sign of what a framework says. Raises InvalidFrameworkError where it says what no file can hold."""
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
    """What a result was made from: these frameworks, in this order, and these options."""
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
    """The mapping sets given. Raises InputError for what is none, such as a mapping by itself."""
    several = tuple(given)
    for one in several:
        if not isinstance(one, MappingSet):
            wanted = "sets such as MappingSet(id='https://example.org/mine', mappings=(…,))"
            raise InputError(f"A graph takes mappings in {wanted}, not {type(one).__name__}.")
    return several


def _require_kept(frameworks: tuple[Framework, ...]) -> None:
    """Raise InvalidFrameworkError for a framework that no file could hold; what was read has been checked."""
    for framework in frameworks:
        if not keeps_rules(framework):
            from sswgraph.exchange import require_kept

            require_kept(framework, kinds_of(other for other in frameworks if other is not framework))


def kinds_of(frameworks: Iterable[Framework]) -> dict[str, str]:
    """The kind of every framework and element, by id: what others may refer to."""
    nodes = (node for one in frameworks for node in (one, *(one.elements if isinstance(one.elements, tuple) else ())))
    return {node.id: node.kind for node in nodes if isinstance(node, Node) and isinstance(node.id, str)}


# Every word for users, in alphabetical order.
_WORDS = (
    *"answerable cadre cadres competencies competency competency_set contested find framework frameworks".split(),
    *"function functions get label mapping_sets mappings members module modules of_kind permissions".split(),
    *"qualification qualifications".split(),
    *"related requirement scope_rule source sparql to_graphml to_networkx to_rdflib".split(),
    *"with_framework with_mappings without".split(),
)


def _second(first: Framework, second: Framework, fix: str) -> EditionError:
    editions = f"{first.edition or 'no edition'} and {second.edition or 'no edition'}"
    return EditionError(f"The framework '{first.id}' is there already ({editions}).", fix)


Given = str | Framework
Mappings = Iterable[Match | MappingSet] | MappingSet | None


def mappings_in(graph: CompetencyGraph, given: Any) -> tuple[Match | MappingSet, ...]:
    """These mappings; all sets of the graph, where None is given. Raises InputError for anything else."""
    if given is None:
        return graph.mapping_sets
    many = isinstance(given, Iterable) and not isinstance(given, (str, MappingSet))
    rows = list(given) if many else [given]
    for one in rows:
        if not isinstance(one, (Match, MappingSet)):
            raise InputError(f"mappings are Mapping or MappingSet values, not {type(one).__name__}.")
    return tuple(rows)


def framework_in(graph: CompetencyGraph, given: Any) -> Framework:
    """The framework of this id, or the value itself, which may be another edition of one that is in the graph.

    Raises UnknownElementError with near ids, and InputError for anything else, also for a framework with values of
    another class than their fields take. A draft may break other rules.
    """
    if isinstance(given, Framework):
        _require_shape(given)
        return given
    if not isinstance(given, str):
        raise InputError(f"A framework or the id of one is wanted, not {type(given).__name__}.")
    return graph.framework(given)


def _require_shape(framework: Framework) -> None:
    """Raise InputError for values that no capability could work with; what was read or checked has none."""
    if keeps_rules(framework):
        return
    from sswgraph.rules.values import wrong_types

    odd = [*wrong_types(framework)]
    if odd:
        named = "; ".join(
            f"{element}: {field} takes {wanted}, not {given}" if field else f"{element} is {given}, not {wanted}"
            for element, field, wanted, given in odd[:_TOLD]
        )
        more = f"; and {len(odd) - _TOLD} more" if len(odd) > _TOLD else ""
        raise InputError(f"The framework {framework.id!r} holds values that no field takes: {named}{more}.")
