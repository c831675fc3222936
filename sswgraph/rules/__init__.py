"""The rules that a framework keeps, on its values, whatever they were read from or made by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sswgraph.model import Framework
from sswgraph.rules import relations, values
from sswgraph.rules.findings import Finding, Parts
from sswgraph.rules.plausibility import plausibility_warnings
from sswgraph.rules.topics import advice, topics_found


def check_rules(framework: Framework, known: Mapping[str, str] | None = None) -> list[Finding]:
    """Every breach of a rule in the values of a framework, and what is worth knowing, which breaks none.

    Args:
        framework: any value, also one that no file could hold.
        known: id -> kind of every element of the frameworks that it may refer to.

    Returns:
        The findings, each with its code, element, field and value; no violation among them: it keeps the rules.

    Example:
        >>> from sswgraph.model import Cadre, Text
        >>> worker = Cadre(id="xx:worker", label="worker", performs=["xx:nothing"])
        >>> for finding in check_rules(Framework(id="xx", label=Text.of(en="Example"), elements=(worker,))):
        ...     print(finding.code, finding.element, finding.field)
        wrong-datatype xx:worker label
        wrong-datatype xx:worker performs
        dangling-reference xx:worker performs
        no-evidence xx:worker evidence
    """
    whole, findings = values.check_values(framework)
    findings += _doubles(whole)
    told = {(finding.element, finding.field) for finding in findings if finding.field == "evidence"}
    found = relations.check_relations(Parts.of(whole), known or {})
    return [*findings, *(one for one in found if (one.element, one.field) not in told)]


def _doubles(framework: Framework) -> Iterator[Finding]:
    """Two elements, or two different pieces of evidence, with one id."""
    seen: dict[str, object] = {framework.id: framework}
    for node in framework.elements:
        if seen.setdefault(node.id, node) is not node:
            yield Finding("duplicate-id", node.id, node.kind)
    for holder in (framework, *framework.elements):
        for one in holder.evidence:
            if seen.setdefault(one.id, one) != one:
                yield Finding("duplicate-id", one.id, one.kind)


def advise(framework: Framework, others: Mapping[str, Any] | None = None) -> Iterable[Finding]:
    """What breaks no rule: warnings, and each topic that is expected of workers who meet children or survivors and that
    nothing mentions. ``others``: the elements of frameworks that it may refer to, by id."""
    yield from plausibility_warnings(Parts.of(framework), others or {})
    found = topics_found(framework)
    if found.applies and not found.readable:
        yield Finding("topics-not-read", framework.id, framework.kind, severity="info")
    for topic in found.absent:
        yield Finding("topic-absent", framework.id, framework.kind, severity="info", said=advice(topic))
