"""What every rule uses: a framework with its elements by kind and its evidence by id, and what was found, addressed by
element and field, so that whoever read the values can say where they stood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sswgraph.messages import Message
from sswgraph.model import Evidence, Framework
from sswgraph.model.fields import KINDS
from sswgraph.model.report import Severity

# The kinds that have a field.
KINDS_WITH: dict[str, list[str]] = defaultdict(list)
for _kind in KINDS:
    for _field in _kind.fields:
        KINDS_WITH[_field.name].append(_kind.name)


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
        for kind in KINDS_WITH[name]:
            yield from self.by_kind.get(kind, ())


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule, or one remark: its code, the element, the field and the value, where it is about them.

    ``parameters``: what its sentence needs beside the element and the field; ``said``: the sentence, where the code
    alone does not give it; ``kind``: the kind of the element.
    """

    code: str
    element: str | None = None
    kind: str = ""
    field: str | None = None
    value: str | None = None
    severity: Severity = "violation"
    said: Message | None = None
    parameters: Mapping[str, Any] | None = None


def violation(code: str, node: Any, name: str | None = None, at: str | None = None, **parameters: Any) -> Finding:
    """A violation at a node, at one of its fields, or at one value (``at``) of a field."""
    id = node.id if isinstance(node.id, str) else None
    return Finding(code, id, node.kind, name, at, parameters=parameters)
