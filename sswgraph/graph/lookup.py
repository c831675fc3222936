"""Looking up elements: by kind and place, by id with their types, and by name."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload

from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph.in_force import require_place
from sswgraph.graph.index import Index
from sswgraph.messages.places import WORLD, lies_in
from sswgraph.model import (
    Adoption,
    Cadre,
    Candidate,
    Change,
    Competency,
    CompetencySet,
    ContextConcept,
    ContextScheme,
    ConversionRule,
    Decision,
    EligibilityCondition,
    EntryRequirement,
    EthicalStandard,
    Evidence,
    EvidenceRequirement,
    Framework,
    Function,
    FunctionNeed,
    GuidingPrinciple,
    LearningOutcome,
    Node,
    Obligation,
    OpenQuestion,
    PackagingRule,
    PerformanceCriterion,
    ProficiencyLevel,
    ProficiencyScale,
    Progression,
    Qualification,
    Requirement,
    ScopeRule,
    Source,
    Statement,
    SupervisionArrangement,
    Text,
    TrainingModule,
    ValidationExercise,
)
from sswgraph.model.codes import Kind, require_kind
from sswgraph.model.ids import id_of, require_short
from sswgraph.model.lists import Candidates, Elements
from sswgraph.model.results import Answerable

if TYPE_CHECKING:
    from sswgraph.graph.graph import CompetencyGraph
    from sswgraph.graph.search import Hit, NameIndex

N = TypeVar("N", bound=Node)


class Lookup:
    """Elements by kind, id and name; a part of :class:`~sswgraph.CompetencyGraph`."""

    __slots__ = ()
    _index: Index
    _frameworks: Elements[Framework]

    if TYPE_CHECKING:

        @property
        def names(self) -> NameIndex:
            """The index of names."""

    @property
    def cadres(self) -> Elements[Cadre]:
        """The cadres, in order of id."""
        return self.of_kind("cadre")

    @property
    def competencies(self) -> Elements[Competency]:
        """The competencies, in order of id."""
        return self.of_kind("competency")

    @property
    def functions(self) -> Elements[Function]:
        """The functions, in order of id."""
        return self.of_kind("function")

    @property
    def modules(self) -> Elements[TrainingModule]:
        """The training modules, in order of id."""
        return self.of_kind("module")

    @property
    def qualifications(self) -> Elements[Qualification]:
        """The qualifications, in order of id."""
        return self.of_kind("qualification")

    @overload
    def of_kind(self, kind: Literal["adoption"], *, where: str | None = None) -> Elements[Adoption]: ...
    @overload
    def of_kind(self, kind: Literal["cadre"], *, where: str | None = None) -> Elements[Cadre]: ...
    @overload
    def of_kind(self, kind: Literal["change"], *, where: str | None = None) -> Elements[Change]: ...
    @overload
    def of_kind(self, kind: Literal["competency"], *, where: str | None = None) -> Elements[Competency]: ...
    @overload
    def of_kind(self, kind: Literal["competency-set"], *, where: str | None = None) -> Elements[CompetencySet]: ...
    @overload
    def of_kind(self, kind: Literal["context"], *, where: str | None = None) -> Elements[ContextConcept]: ...
    @overload
    def of_kind(self, kind: Literal["context-scheme"], *, where: str | None = None) -> Elements[ContextScheme]: ...
    @overload
    def of_kind(self, kind: Literal["conversion-rule"], *, where: str | None = None) -> Elements[ConversionRule]: ...
    @overload
    def of_kind(self, kind: Literal["decision"], *, where: str | None = None) -> Elements[Decision]: ...
    @overload
    def of_kind(
        self, kind: Literal["eligibility-condition"], *, where: str | None = None
    ) -> Elements[EligibilityCondition]: ...
    @overload
    def of_kind(
        self, kind: Literal["entry-requirement"], *, where: str | None = None
    ) -> Elements[EntryRequirement]: ...
    @overload
    def of_kind(self, kind: Literal["ethical-standard"], *, where: str | None = None) -> Elements[EthicalStandard]: ...
    @overload
    def of_kind(self, kind: Literal["evidence"], *, where: str | None = None) -> Elements[Evidence]: ...
    @overload
    def of_kind(
        self, kind: Literal["evidence-requirement"], *, where: str | None = None
    ) -> Elements[EvidenceRequirement]: ...
    @overload
    def of_kind(self, kind: Literal["framework"], *, where: str | None = None) -> Elements[Framework]: ...
    @overload
    def of_kind(self, kind: Literal["function"], *, where: str | None = None) -> Elements[Function]: ...
    @overload
    def of_kind(self, kind: Literal["function-need"], *, where: str | None = None) -> Elements[FunctionNeed]: ...
    @overload
    def of_kind(
        self, kind: Literal["guiding-principle"], *, where: str | None = None
    ) -> Elements[GuidingPrinciple]: ...
    @overload
    def of_kind(self, kind: Literal["level"], *, where: str | None = None) -> Elements[ProficiencyLevel]: ...
    @overload
    def of_kind(self, kind: Literal["module"], *, where: str | None = None) -> Elements[TrainingModule]: ...
    @overload
    def of_kind(self, kind: Literal["obligation"], *, where: str | None = None) -> Elements[Obligation]: ...
    @overload
    def of_kind(self, kind: Literal["open-question"], *, where: str | None = None) -> Elements[OpenQuestion]: ...
    @overload
    def of_kind(self, kind: Literal["outcome"], *, where: str | None = None) -> Elements[LearningOutcome]: ...
    @overload
    def of_kind(self, kind: Literal["packaging-rule"], *, where: str | None = None) -> Elements[PackagingRule]: ...
    @overload
    def of_kind(
        self, kind: Literal["performance-criterion"], *, where: str | None = None
    ) -> Elements[PerformanceCriterion]: ...
    @overload
    def of_kind(self, kind: Literal["progression"], *, where: str | None = None) -> Elements[Progression]: ...
    @overload
    def of_kind(self, kind: Literal["qualification"], *, where: str | None = None) -> Elements[Qualification]: ...
    @overload
    def of_kind(self, kind: Literal["requirement"], *, where: str | None = None) -> Elements[Requirement]: ...
    @overload
    def of_kind(self, kind: Literal["scale"], *, where: str | None = None) -> Elements[ProficiencyScale]: ...
    @overload
    def of_kind(self, kind: Literal["scope-rule"], *, where: str | None = None) -> Elements[ScopeRule]: ...
    @overload
    def of_kind(self, kind: Literal["source"], *, where: str | None = None) -> Elements[Source]: ...
    @overload
    def of_kind(self, kind: Literal["statement"], *, where: str | None = None) -> Elements[Statement]: ...
    @overload
    def of_kind(
        self, kind: Literal["supervision-arrangement"], *, where: str | None = None
    ) -> Elements[SupervisionArrangement]: ...
    @overload
    def of_kind(
        self, kind: Literal["validation-exercise"], *, where: str | None = None
    ) -> Elements[ValidationExercise]: ...
    @overload
    def of_kind(self, kind: Kind, *, where: str | None = None) -> Elements[Any]: ...
    def of_kind(self, kind: Kind, *, where: str | None = None) -> Elements[Any]:
        """Return the elements of one kind, or those of one country or region, in order of id.

        Args:
            kind (Kind): The kind, such as 'cadre', 'source', 'requirement', 'scope-rule'.
            where (str | None): An ISO 3166 code ('UG', or a part of a country: 'ZA-WC') or a UN M.49 area ('002'). The
                jurisdiction of the element, otherwise of its framework, lies in it: a country includes its parts, an
                area its countries. None: everywhere.

        Returns:
            The elements; empty where there are none.

        Raises:
            InputError: If there is no such kind (the message names the nearest), or the code is not valid.

        Example:
            >>> import sswgraph as ssw
            >>> [cadre.id for cadre in ssw.load("ug", "za").of_kind("cadre", where="UG")][:1]
            ['ug:community-development-officer']
        """  # noqa: DOC502 - require_kind and require_place raise
        require_kind(kind)
        if kind == "framework":
            found: Elements[Any] = self._frameworks
        elif kind == "evidence":
            found = Elements(value for _, value in sorted(self._index.elements.items()) if value.kind == "evidence")
        else:
            found = self._index.of_kind(kind)
        if where is None:
            return found
        require_place(where)
        return Elements(one for one in found if self._is_of(one, where))

    def cadre(self, identifier: str) -> Cadre:
        """Return the cadre of this id.

        Args:
            identifier (str): The id or IRI, such as 'za:social-worker'.

        Returns:
            The element.

        Raises:
            UnknownElementError: If there is no such element; the message names the nearest of this kind.
            InputError: If it is the id of an element of another kind.

        Example:
            >>> import sswgraph as ssw
            >>> ssw.load("za").cadre("za:social-worker").label.get("en")
            'social worker'
        """  # noqa: DOC502 - _one raises
        return self._one(identifier, "cadre", Cadre)

    def competency(self, identifier: str) -> Competency:
        """The competency of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "competency", Competency)

    def competency_set(self, identifier: str) -> CompetencySet:
        """The set of competencies of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "competency-set", CompetencySet)

    def function(self, identifier: str) -> Function:
        """The function of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "function", Function)

    def module(self, identifier: str) -> TrainingModule:
        """The training module of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "module", TrainingModule)

    def qualification(self, identifier: str) -> Qualification:
        """The qualification of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "qualification", Qualification)

    def source(self, identifier: str) -> Source:
        """The source of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "source", Source)

    def requirement(self, identifier: str) -> Requirement:
        """The requirement of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "requirement", Requirement)

    def scope_rule(self, identifier: str) -> ScopeRule:
        """The scope rule of this id. Raises what :meth:`cadre` raises."""
        return self._one(identifier, "scope-rule", ScopeRule)

    def framework(self, identifier: str | Framework) -> Framework:
        """Return the framework of this id.

        Args:
            identifier (str | Framework): The id or IRI, such as 'za', or another edition of the framework.

        Returns:
            The framework.

        Raises:
            UnknownElementError: If there is no such framework; the message names the nearest.
            InputError: If it is the id of an element.

        Example:
            >>> import sswgraph as ssw
            >>> ssw.load("za").framework("za").title.get("en")
            'South Africa: social service cadres and qualifications'
        """
        found = self._element(identifier)
        if isinstance(found, Framework):
            return found
        if found is not None:
            fix = f"Its framework is '{self.home(found.id)}'."
            raise InputError(f"'{found.id}' is a {found.kind}, not a framework. {fix}")
        from sswgraph.graph.search import near_frameworks

        key = getattr(identifier, "id", identifier)
        raise UnknownElementError(key, near_frameworks(key, self._frameworks), kind="framework")

    def label(self, identifier: str) -> Text:
        """Return the label of an element.

        Args:
            identifier (str): The id.

        Returns:
            The label; the id where it has none or is not loaded.
        """
        elements = self._index.elements
        named = (
            elements[identifier] if elements.kind_of(identifier) else None
        )  # evidence, which has no label, is not read
        return getattr(named, "label", None) or Text((("und", identifier),))

    def find(
        self, text: str = "", *, kind: Kind | None = None, where: str | None = None, limit: int | None = 10
    ) -> Candidates:
        """Find the elements whose id, notation or name in any language is similar to a text, best first.

        Case and accents do not matter.

        Args:
            text (str): What to look for; empty: everything of this ``kind`` or place, in order of id.
            kind (Kind | None): The kind of elements, such as 'cadre'; None: every kind.
            where (str | None): The country or area to which they belong: 'UG', 'ZA-WC', '001' (see :meth:`of_kind`);
                None: everywhere.
            limit (int | None): At most so many; None: all.

        Returns:
            The candidates: id, kind, label, the name that matched, and a score; ``total`` also counts those left out.

        Raises:
            InputError: If there is no such kind (the message names the nearest), or the code is not valid.
            TypeError: If ``text`` is not a str.

        Example:
            >>> import sswgraph as ssw
            >>> [one.id for one in ssw.load("ug", "za").find("social worker", kind="cadre", where="ZA", limit=1)]
            ['za:social-worker']
        """  # noqa: DOC502 - require_kind and require_place raise
        from sswgraph.graph.requirements import is_stated

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
        cadres = [one.id for one in kept if one.kind == "cadre"]
        stated = sum(is_stated(cast("CompetencyGraph", self), cadre) for cadre in cadres)
        listed = map(self._candidate, kept if limit is None else kept[: max(0, limit)])
        return Candidates(listed, total=len(kept), answerable=(stated, len(cadres)))

    def _candidate(self, hit: Hit) -> Candidate:
        from sswgraph.graph.search import candidate

        known = self.answerable(hit.id) if hit.kind == "cadre" else None
        return candidate(self._index.elements[hit.id], hit, known)

    def answerable(self, identifier: str) -> Answerable:
        """Say whether it is known what a cadre, a qualification, a competency or a set requires.

        Args:
            identifier (str): The id of the element.

        Returns:
            'stated' where a requirement is stated, or a source states that there is none; 'suggested' where only the
            functions of a cadre suggest what it requires (F1); otherwise, and for elements of other kinds, 'no'.

        Raises:
            UnknownElementError: If there is no such element; the message names the nearest.

        Example:
            >>> import sswgraph as ssw
            >>> g = ssw.load("asean-sp")
            >>> g.answerable("asean-sp:volunteer"), g.answerable("asean-sp:researcher")
            ('stated', 'no')
        """  # noqa: DOC502 - __getitem__ raises
        from sswgraph.graph.requirements import answerable

        return answerable(cast("CompetencyGraph", self), identifier)

    def _named(self) -> list[Hit]:
        """Every element that has a name, in order of id."""
        from sswgraph.graph.search import Hit

        named = ((key, value) for key, value in sorted(self._index.elements.items()) if hasattr(value, "label"))
        return [Hit(key, one.kind) for key, one in named]

    def home(self, identifier: str) -> str | None:
        """Return the framework of an element.

        Args:
            identifier (str): The id of the element.

        Returns:
            The id of its framework, or its own where it is a framework; None where it is not loaded.
        """
        return self._index.home.get(identifier, identifier if identifier in self._index.elements else None)

    def _element(self, identifier: Any) -> Any:
        """The element of an id or IRI, or of a value with an id; None where there is none."""
        key = getattr(identifier, "id", identifier)
        if not isinstance(key, str):
            return None
        require_short(key)
        return self._index.elements.get(key, self._index.elements.get(id_of(key)))

    def _one(self, identifier: Any, kind: Kind, model: type[N]) -> N:
        found = self._element(identifier)
        if isinstance(found, model):
            return found
        if found is not None:
            raise InputError(
                f"'{found.id}' is of the kind '{found.kind}', not '{kind}'. Ask for it by: g['{found.id}']"
            )
        key = getattr(identifier, "id", identifier)
        raise UnknownElementError(key, tuple(_near(str(key), [one.id for one in self.of_kind(kind)])))

    def _is_of(self, element: Any, where: str) -> bool:
        """Whether an element belongs to a country, a part of one or an area: by itself, otherwise by its framework."""
        own = getattr(element, "jurisdiction", ())
        home = self._index.elements.get(self._index.home.get(element.id, ""))
        named = [tuple(code for code in codes if code != WORLD) for codes in (own, getattr(home, "jurisdiction", ()))]
        codes = next(filter(None, (*named, own)), getattr(home, "jurisdiction", ()))
        return any(lies_in(code, where) for code in codes)


def _near(asked: str, ids: list[str]) -> Iterator[str]:
    """Near ids; first those that equal it without the prefix of their framework."""
    ending = [one for one in ids if one.partition(":")[2] == asked]
    close = get_close_matches(asked, ids, n=3, cutoff=0.5)
    yield from dict.fromkeys([*ending, *close][:3])
