"""What a graph holds, kind by kind: typed, by id, and for a country or region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, TypeVar, overload

from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph.in_force import require_place
from sswgraph.graph.index import Index
from sswgraph.messages.places import WORLD, lies_in
from sswgraph.model import (
    Adoption,
    Cadre,
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
    TrainingModule,
    ValidationExercise,
)
from sswgraph.model.codes import Kind, require_kind
from sswgraph.model.ids import id_of, require_short
from sswgraph.model.lists import Elements

N = TypeVar("N", bound=Node)


class ByKind:
    """The elements of a graph by kind; a part of :class:`~sswgraph.CompetencyGraph`."""

    __slots__ = ()
    _index: Index
    _frameworks: Elements[Framework]

    @property
    def cadres(self) -> Elements[Cadre]:
        return self.of_kind("cadre")

    @property
    def competencies(self) -> Elements[Competency]:
        return self.of_kind("competency")

    @property
    def functions(self) -> Elements[Function]:
        return self.of_kind("function")

    @property
    def modules(self) -> Elements[TrainingModule]:
        return self.of_kind("module")

    @property
    def qualifications(self) -> Elements[Qualification]:
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
        """The elements of one kind in order of id, if need be those of one country or region.

        Args:
            kind: Such as 'cadre', 'source', 'requirement', 'scope-rule'.
            where: A code of ISO 3166 ('UG', or a part of a country: 'ZA-WC') or a UN M.49 area ('002'). What the
                element itself, or else its framework, names as its place has to lie in it: a country includes its
                parts, an area its countries.

        Returns:
            The elements; none, where there are none of this kind.

        Raises:
            InputError: For what is no kind, with near ones, and for what is no code.

        Example:
            >>> import sswgraph as ssw
            >>> [cadre.id for cadre in ssw.load("ug", "za").of_kind("cadre", where="UG")][:1]
            ['ug:community-development-officer']
        """
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
        """The role of this id.

        Args:
            identifier: The id or IRI, such as 'za:social-worker'.

        Returns:
            The element, typed.

        Raises:
            UnknownElementError: For an id that is not there, with near ids of this kind.
            InputError: For the id of something else.

        Example:
            >>> import sswgraph as ssw
            >>> ssw.load("za").cadre("za:social-worker").label.get("en")
            'social worker'
        """
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

    def _one(self, identifier: Any, kind: Kind, model: type[N]) -> N:
        key = getattr(identifier, "id", identifier)
        found = None
        if isinstance(key, str):
            require_short(key)
            found = self._index.elements.get(key, self._index.elements.get(id_of(key)))
        if isinstance(found, model):
            return found
        if found is not None:
            raise InputError(
                f"'{found.id}' is of the kind '{found.kind}', not '{kind}'. Ask for it by: g['{found.id}']"
            )
        raise UnknownElementError(key, tuple(_near(str(key), [one.id for one in self.of_kind(kind)])))

    def _is_of(self, element: Any, where: str) -> bool:
        """Whether an element belongs to a country, a part of one or an area: by itself, else by its framework."""
        own = getattr(element, "jurisdiction", ())
        home = self._index.elements.get(self._index.home.get(element.id, ""))
        named = [tuple(code for code in codes if code != WORLD) for codes in (own, getattr(home, "jurisdiction", ()))]
        codes = next(filter(None, (*named, own)), getattr(home, "jurisdiction", ()))
        return any(lies_in(code, where) for code in codes)


def _near(asked: str, ids: list[str]) -> Iterator[str]:
    """Near ids; where only the id within its framework was said, those that end so."""
    from difflib import get_close_matches

    ending = [one for one in ids if one.partition(":")[2] == asked]
    close = get_close_matches(asked, ids, n=3, cutoff=0.5)
    yield from dict.fromkeys([*ending, *close][:3])
