"""A framework: its header, its elements, and statements in other vocabularies, which are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from sswgraph.frozen import dataclass
from sswgraph.model.codes import FrameworkStatus, Kind, Reach, require_kind
from sswgraph.model.evidence import Element, Node
from sswgraph.model.lists import Elements
from sswgraph.model.text import Text


class _Judged(Element):
    """A slot for whether its rules were checked; a changed copy does not keep it."""

    __slots__ = ("_kept_rules",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework(_Judged):
    """One edition of a competency framework as a value; the label is its title, the definition its description.

    Attributes:
        edition: The edition, as its publisher names it; None where not stated.
        version: The version of this encoding; None where not stated.
        jurisdiction: The places it is made for, as ISO 3166 codes or UN M.49 areas ('001' world, '035' South-eastern
            Asia).
        first_language: The language it was first written in, as a BCP 47 tag; None where not stated.
        licence: The IRIs of the licences under which it may be used.
        rights: Who holds rights in it; empty where not stated.
        publisher: Who published it; empty where not stated.
        issued: When it was issued, in ISO 8601, as exact as known; None where not stated.
        status: 'draft', 'under-validation', 'validated', 'endorsed', 'superseded' or 'withdrawn'; None where not
            stated.
        status_by: Who gave it this status; None where not stated.
        status_date: When, in ISO 8601, as exact as known; None where not stated.
        reach: How much of it is encoded: 'whole', 'partial' or 'opening-only'; None where not stated.
        not_encoded: What of it is not encoded; empty where nothing is named.
        adaptation_of: The id of the framework it was adapted from; None where it is not an adaptation.
        base_edition: The edition of the base that was adapted, as its publisher names it; None where not stated.
        scale: The id of the proficiency scale it uses unless said otherwise; None where it uses none.
        elements: Every part of it, in the order of a file.
        residue: Statements in other vocabularies, as sorted N-Triples lines; they are kept and not used.

    Example:
    >>> made = Framework(id="xx", label=Text.of(en="Example"), jurisdiction=("ZA",))
    >>> str(made.title), len(made)
    ('Example', 0)
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
    status: FrameworkStatus | None = None
    status_by: str | None = None
    status_date: str | None = None
    reach: Reach | None = None
    not_encoded: Text = Text()
    adaptation_of: str | None = None
    base_edition: str | None = None
    scale: str | None = None
    elements: tuple[Node, ...] = ()
    residue: tuple[str, ...] = ()

    @property
    def title(self) -> Text:
        """The title: its label."""
        return self.label

    def of_kind(self, kind: Kind) -> Elements[Node]:
        """Return the elements of one kind, in their order.

        Args:
            kind (Kind): The kind, such as 'cadre' or 'scope-rule'.

        Returns:
            The elements, as a list that is displayed as a table; empty where the framework has none of this kind.

        Raises:
            InputError: If there is no such kind; the message names near ones.

        Example:
        >>> Framework(id="xx").of_kind("cadre")
        <Elements 0>
        """  # noqa: DOC502 - require_kind raises
        require_kind(kind)
        return Elements(element for element in self.elements if element.kind == kind)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)


def keeps_rules(framework: Framework) -> bool:
    """Whether this very value was found to break no rule, so that it need not be checked again."""
    return getattr(framework, "_kept_rules", False)


def judged(framework: Framework) -> Framework:
    """Return the same value, known from now on to break no rule."""
    object.__setattr__(framework, "_kept_rules", True)
    return framework
