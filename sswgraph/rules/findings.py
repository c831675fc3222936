"""What every rule uses: the parts of a framework, and findings addressed by element and field.

Whoever read the values can say where these are in the file.
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

# By field, the kinds that have it.
KINDS_WITH: dict[str, list[str]] = defaultdict(list)
for _kind in KINDS:
    for _field in _kind.fields:
        KINDS_WITH[_field.name].append(_kind.name)


@dataclass(slots=True)
class Parts:
    """A framework in parts.

    Attributes:
        framework: The framework.
        evidence: Its evidence by id.
        by_kind: Its elements by kind.
    """

    framework: Framework
    evidence: Mapping[str, Evidence]
    by_kind: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, framework: Framework) -> Parts:
        """The parts of a framework."""
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
    """A broken rule or a remark.

    Attributes:
        code: The code of the rule.
        element: The id of the element, None where it is about none.
        kind: The kind of the element.
        field: The field, None where it is about none.
        value: The value, None where it is about none.
        severity: How serious it is.
        message: The message, where the code alone does not give it.
        parameters: The parameters of the message of the code, beside element and field.
    """

    code: str
    element: str | None = None
    kind: str = ""
    field: str | None = None
    value: str | None = None
    severity: Severity = "violation"
    message: Message | None = None
    parameters: Mapping[str, Any] | None = None


def violation(code: str, node: Any, name: str | None = None, at: str | None = None, **parameters: Any) -> Finding:
    """A violation of a rule.

    Args:
        code (str): The code of the rule.
        node (Any): The element that breaks it.
        name (str | None): The field, None where it is about the element.
        at (str | None): The value, None where it is about the field.
        **parameters (Any): The parameters of the message.

    Returns:
        The finding.
    """
    id = node.id if isinstance(node.id, str) else None
    return Finding(code, id, node.kind, name, at, parameters=parameters)
