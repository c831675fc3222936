"""Values that are read when they are first asked for.

A field that is not set says so by itself: Python then asks ``__getattr__``, which reads the field and sets it. Fields
that are set cost nothing more. Nobody outside can tell such a value from one that is whole: comparing, hashing,
copying and pickling ask for the fields.
"""

from __future__ import annotations

import os
from _thread import RLock
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from sswgraph.model.text import Text, fold

if TYPE_CHECKING:
    from sswgraph.model.evidence import Node
    from sswgraph.model.framework import Framework

# The field that holds the parts of a value, by its kind.
PARTS = {"framework": "elements", "mapping-set": "mappings"}
_READING = RLock()  # so that nothing is read twice, and every part of a framework is one value


def _forked() -> None:
    """Replace the lock in a forked process, where the thread that held it does not exist."""
    global _READING
    _READING = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


class Supplier(Protocol):
    """Where the fields of a value that are not set yet are read from."""

    def fill(self, value: Any) -> None:
        """Set the fields that were left."""


class OnDemand:
    """The base of values with fields that may be left to be read."""

    __slots__ = ("_supplier",)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """The value of a field that is not set yet; it is set from then on."""
            if name in type(self).__dataclass_fields__:
                _supplier_of(self).fill(self)
                return object.__getattribute__(self, name)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)


_supplier_of: Callable[[Any], Supplier] = vars(OnDemand)["_supplier"].__get__
put_supplier: Callable[[Any, Supplier], None] = vars(OnDemand)["_supplier"].__set__


class Part:
    """The elements of one kind in one framework.

    Attributes:
        kind: The kind of the elements.
        ids: Their ids, in the order of the framework.
    """

    __slots__ = ("_made", "ids", "kind")

    def __init__(self, kind: str, ids: tuple[str, ...], made: dict[str, Node] | None = None) -> None:
        self.kind = kind
        self.ids = ids
        self._made = made

    @property
    def by_id(self) -> dict[str, Node]:
        """The elements by id, in order."""
        if self._made is None:
            with _READING:
                if self._made is None:
                    self._made = {node.id: node for node in self.nodes()}
        return self._made

    def nodes(self) -> Iterable[Node]:
        """The elements, made anew; for parts that are not given theirs."""
        raise NotImplementedError

    def __reduce__(self) -> tuple[type[Part], tuple[str, tuple[str, ...], dict[str, Node]]]:
        return Part, (self.kind, self.ids, self.by_id)

    def holds(self, text: str) -> bool:
        """Whether one of the fields may hold this text, or an id; True where that is not known without reading."""
        return True

    def names(self) -> str:
        """The line of names (see :func:`name_line`) of each element that can be found by name."""
        named = [node for node in self.by_id.values() if hasattr(node, "label")] if self.kind != "source" else []
        return "\n".join(map(name_line, named))

    def evidence_ids(self) -> Iterable[str]:
        """The ids of the evidence of the elements."""
        return [one.id for node in self.by_id.values() for one in node.evidence]


class Contents:
    """What a framework or a mapping set that is not read yet holds."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts

    def fill(self, value: Any) -> None:
        """Set the elements, or the mappings."""
        held = tuple(node for part in self.parts for node in part.by_id.values())
        object.__setattr__(value, PARTS[value.kind], held)


def parts_of(framework: Framework) -> Iterator[Part]:
    """The parts of a framework in its order, without reading what has not been asked for.

    Args:
        framework (Framework): The framework.

    Yields:
        The parts.

    >>> from sswgraph.model import Cadre, Framework
    >>> [(part.kind, part.ids) for part in parts_of(Framework(id="xx", elements=(Cadre(id="xx:a"), Cadre(id="xx:b"))))]
    [('cadre', ('xx:a', 'xx:b'))]
    """
    supplier = getattr(framework, "_supplier", None)
    if isinstance(supplier, Contents):
        yield from supplier.parts
        return
    for kind, nodes in groupby(framework.elements, lambda node: node.kind):
        made = {node.id: node for node in nodes}
        yield Part(kind, tuple(made), made)


def names_of(element: Any) -> Iterator[str]:
    """Yield the names by which an element can be found: id, code, notation, and labels in all languages."""
    yield element.id
    code = element.id.partition(":")[2]
    if code:
        yield code.replace("-", " ")
    if getattr(element, "notation", None):
        yield element.notation
    for field in ("label", "alt_label"):
        for _, text in getattr(element, field, Text()).values:
            yield text


def name_line(element: Any) -> str:
    r"""The id of an element and its names without case and accents, with tabs between them.

    Args:
        element (Element): The element.

    Returns:
        The line.

    >>> from sswgraph.model import Cadre
    >>> name_line(Cadre(id="xx:aide", label=Text.of(en="Aide", fr="Aidé")))
    'xx:aide\txx:aide\taide\taide\taide'
    """
    return "\t".join([element.id, *map(fold, names_of(element))])
