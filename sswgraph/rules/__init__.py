"""The rules that the values of a framework keep, wherever these come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sswgraph.model import Framework
from sswgraph.rules import relations, values
from sswgraph.rules.findings import Finding, Parts
from sswgraph.rules.plausibility import plausibility_warnings
from sswgraph.rules.topics import advice, topics_found


def check_rules(framework: Framework, known: Mapping[str, str] | None = None) -> list[Finding]:
    """Every finding about the values of a framework: broken rules, and remarks that break none.

    Args:
        framework (Framework): The framework, which may hold values of a wrong type.
        known (Mapping | None): By id, the kind of each element of the frameworks that it may refer to.

    Returns:
        The findings; the framework keeps the rules if none of them is a violation.

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
    reported = {(finding.element, finding.field) for finding in findings if finding.field == "evidence"}
    found = relations.check_relations(Parts.of(whole), known or {})
    return [*findings, *(one for one in found if (one.element, one.field) not in reported)]


def _doubles(framework: Framework) -> Iterator[Finding]:
    """Two elements, or two different pieces of evidence, with the same id."""
    seen: dict[str, object] = {framework.id: framework}
    for node in framework.elements:
        if seen.setdefault(node.id, node) is not node:
            yield Finding("duplicate-id", node.id, node.kind)
    for holder in (framework, *framework.elements):
        for one in holder.evidence:
            if seen.setdefault(one.id, one) != one:
                yield Finding("duplicate-id", one.id, one.kind)


def advise(framework: Framework, others: Mapping[str, Any] | None = None) -> Iterable[Finding]:
    """Findings that break no rule: warnings, and expected topics that nothing mentions.

    Args:
        framework (Framework): The framework.
        others (Mapping | None): The elements of the frameworks that it may refer to, by id.

    Yields:
        Each finding.

    Source:
        The topics are those expected of workers who meet children or survivors (:mod:`sswgraph.rules.topics`).
    """
    yield from plausibility_warnings(Parts.of(framework), others or {})
    found = topics_found(framework)
    if found.applies and not found.readable:
        yield Finding("topics-not-read", framework.id, framework.kind, severity="info")
    for topic in found.absent:
        yield Finding("topic-absent", framework.id, framework.kind, severity="info", message=advice(topic))
