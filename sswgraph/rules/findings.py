"""What a rule found: addressed by element and field, so that whoever read the values can say where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sswgraph.messages import Message
from sswgraph.model.report import Severity


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


def found(code: str, node: Any, name: str | None = None, at: str | None = None, **parameters: Any) -> Finding:
    """A violation at a node, at one of its fields, or at one value (``at``) of a field."""
    id = node.id if isinstance(node.id, str) else None
    return Finding(code, id, node.kind, name, at, parameters=parameters)
