"""Findings are collected while a file is read, and given their lines once, when there is something to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from sswgraph.errors import ParseError
from sswgraph.language import Message, message
from sswgraph.model.identity import id_of, iri_of
from sswgraph.model.report import CheckResult, Report, Severity
from sswgraph.rdf.lines import Places
from sswgraph.rdf.triples import Groups

_ORDER = {"violation": 0, "warning": 1, "info": 2}


@dataclass(slots=True)
class _Finding:
    code: str
    severity: Severity
    message: Message
    place: tuple[str, ...]


@dataclass(slots=True)
class Problems:
    """The findings about one file so far."""

    findings: list[_Finding] = field(default_factory=list)
    groups: Groups = field(default_factory=dict)  # the statements, once what came without a name has one

    def add(
        self, code: str, *place: str, severity: Severity = "violation", said: Message | None = None, **parameters: Any
    ) -> None:
        """A finding at a place: the subject's IRI, then if known the property's, then if known the value."""
        if said is None:
            said = message(f"check.{code}", element=_named(place[0]) if place else "", **parameters)
        self.findings.append(_Finding(code, severity, said, tuple(part for part in place if part)))

    @property
    def grave(self) -> bool:
        return any(finding.severity == "violation" for finding in self.findings)

    def report(self, file: str, turtle: str = "") -> Report:
        """All findings, gravest first, then by line, each once."""
        line_of = _Lines(turtle, self.groups) if self.findings and turtle else None
        results = {self._result(finding, line_of) for finding in self.findings}
        return Report(file=file, results=tuple(sorted(results, key=sort_key)))

    @staticmethod
    def _result(finding: _Finding, line_of: _Lines | None) -> CheckResult:
        subject = finding.place[0] if finding.place else None
        return CheckResult(
            code=finding.code,
            severity=finding.severity,
            message=finding.message,
            mend=mend_of(finding.code, dict(finding.message.parameters)),
            element=_named(subject) if subject else None,
            line=line_of(finding.place[:3]) if line_of and finding.place else None,
        )


class _Lines:
    """The line of a place. What stands in brackets has its name from its content and is found by what that names, or
    else by the property that holds the brackets."""

    def __init__(self, turtle: str, groups: Groups) -> None:
        self.places, self.groups = Places(turtle), groups

    def __call__(self, place: tuple[str, ...]) -> int | None:
        seen: set[str] = set()
        line = self.places.line(*place)
        while line is None and place[0] in self.groups and place[0] not in seen:
            seen.add(place[0])
            said = ((p, v.value) for p, v in self.groups[place[0]] if type(v) is NamedNode)
            block = self.places.nameless(frozenset(pair for pair in said if pair[1] not in self.holders))
            place = (block, *place[1:]) if block else self.holders.get(place[0], ("",))
            line = self.places.line(*place)
        return line

    @cached_property
    def holders(self) -> dict[str, tuple[str, str]]:
        """Of each node that the file does not name: what holds it, by which property."""
        found: dict[str, tuple[str, str]] = {}
        for name, said in self.groups.items():
            for predicate, value in said:
                if type(value) is NamedNode and value.value in self.groups and self.places.line(value.value) is None:
                    found.setdefault(value.value, (name, predicate))
        return found


def mend_of(code: str, parameters: Mapping[str, Any]) -> Message:
    """How to mend it. Where something near would be named and nothing is, it is said otherwise."""
    return message(f"mend.{code}-alone" if parameters.get("near") == "" else f"mend.{code}", **parameters)


def _named(subject: str) -> str:
    """The id of a subject; a node without a name has none, and the label that a parser gives it is random."""
    return "[]" if subject.startswith("_:") else id_of(subject)


def sort_key(result: CheckResult) -> tuple[int, int, str, str, str]:
    return (_ORDER[result.severity], result.line or 0, result.element or "", result.code, str(result.message))


def syntax_result(error: ParseError) -> CheckResult:
    """What cannot be read, as a finding like any other."""
    return CheckResult(
        code="syntax",
        severity="violation",
        message=message("check.syntax", problem=error.problem),
        mend=message("mend.syntax", hint=error.hint),
        line=error.line,
    )


def place_of(identifier: str, prop: str = "") -> tuple[str, str]:
    """The place of an element, or of one of its properties, for :meth:`Problems.add`."""
    return (iri_of(identifier), prop)
