"""A framework as the rules look at it: its elements by kind, its evidence by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sswgraph.model import Evidence, Framework
from sswgraph.model.fields import KINDS

# The kinds that have a field.
HAVING: dict[str, list[str]] = defaultdict(list)
for _kind in KINDS:
    for _field in _kind.fields:
        HAVING[_field.name].append(_kind.name)


@dataclass(slots=True)
class Parts:
    """A framework, its evidence by id, and its elements by kind."""

    framework: Framework
    evidence: Mapping[str, Evidence]
    by_kind: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, framework: Framework) -> Parts:
        by_kind: dict[str, list[Any]] = defaultdict(list)
        for node in framework.elements:
            by_kind[node.kind].append(node)
        evidence = {one.id: one for node in (framework, *framework.elements) for one in node.evidence}
        return cls(framework, evidence, by_kind)

    def having(self, name: str) -> Iterator[Any]:
        """The elements of the kinds that have a field."""
        for kind in HAVING[name]:
            yield from self.by_kind.get(kind, ())
