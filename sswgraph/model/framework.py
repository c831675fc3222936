"""A framework: its header, everything in it, and what was kept although it was not understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from sswgraph.frozen import dataclass
from sswgraph.model.codes import Kind, require_kind
from sswgraph.model.evidence import Element, Node
from sswgraph.model.text import Text


class _Judged(Element):
    """Room for a verdict that is no field: it is neither compared nor copied, so that a changed copy has none."""

    __slots__ = ("_kept_rules",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework(_Judged):
    """One edition of a competency framework as a value.

    ``jurisdiction``: ISO 3166 codes, or UN M.49 areas ('001' world, '035' South-eastern Asia). ``elements``: every
    part in canonical order; ``residue``: statements in foreign vocabularies, as sorted N-Triples lines. The label is
    the title, the definition the description.
    """

    kind: ClassVar[str] = "framework"
    edition: str | None = None
    version: str | None = None
    jurisdiction: tuple[str, ...] = ()
    first_language: str | None = None
    licence: tuple[str, ...] = ()
    rights: Text = Text()
    publisher: Text = Text()
    issued: str | None = None
    status: str | None = None
    status_by: str | None = None
    status_date: str | None = None
    reach: str | None = None
    not_encoded: Text = Text()
    adaptation_of: str | None = None
    base_edition: str | None = None
    scale: str | None = None
    elements: tuple[Node, ...] = ()
    residue: tuple[str, ...] = ()

    @property
    def title(self) -> Text:
        return self.label

    def of_kind(self, kind: Kind) -> tuple[Node, ...]:
        """The elements of one kind, in order: ``framework.of_kind("cadre")``. Raises InputError for what is no kind."""
        require_kind(kind)
        return tuple(element for element in self.elements if element.kind == kind)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)


def keeps_rules(framework: Framework) -> bool:
    """Whether this very value was found to break no rule, so that it need not be checked again."""
    return getattr(framework, "_kept_rules", False)


def judged(framework: Framework) -> Framework:
    """The same value, known from now on to break no rule."""
    object.__setattr__(framework, "_kept_rules", True)
    return framework
