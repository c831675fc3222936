"""Findings about a file, collected while it is read; their lines are found once there is something to report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any, Protocol

from pyoxigraph import NamedNode

from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange.relative import ADDRESS, absolute, display_iri
from sswgraph.exchange.residue import note_kept, note_missing_ends
from sswgraph.exchange.schema import BY_KIND, TYPE, camel
from sswgraph.exchange.terms import short
from sswgraph.exchange.triples import Groups
from sswgraph.messages import Message, Terms, message
from sswgraph.model import CheckResult, Framework, Report
from sswgraph.model.fields import Shape
from sswgraph.model.framework import judged, keeps_rules
from sswgraph.model.ids import id_of, iri_of
from sswgraph.model.report import Severity
from sswgraph.model.shown import later
from sswgraph.rules import advise as advised
from sswgraph.rules import check_rules
from sswgraph.rules.findings import Finding, violation

_TOKEN = re.compile(
    r"""(?P<skip>[ \t\r\n]+|\#[^\r\n]*)
      | (?P<string>"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                  |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
      | (?P<mark>\^\^|[;,.\[\]()]|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<word>(?:\\.|[^\s;,\[\]()<>"'\#\\])+)""",
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n?|\n")


class Places:
    r"""The lines of subjects, of their properties and of single values in a Turtle text.

    >>> places = Places('@prefix a: <http://a/> .\na:s a:p a:o ;\n  a:q a:r .')
    >>> places.line("http://a/s", "http://a/q"), places.line("http://a/s"), places.line("http://a/none")
    (3, 2, None)
    """

    def __init__(self, turtle: str) -> None:
        self._lines: dict[tuple[str, ...], int] = {}
        said: dict[str, set[tuple[str, str]]] = {}
        for terms, lines, is_name in _triples(turtle):
            for length, line in enumerate(lines, 1):
                self._lines.setdefault(terms[:length], line)
            if terms[0].startswith(_NAMELESS):
                names = said.setdefault(terms[0], set())
                names.update([(terms[1], terms[2])] if is_name else [])
        self._nameless: dict[frozenset[tuple[str, str]], str] = {}
        for subject, names in said.items():  # of two that refer to the same things, neither can be told from the other
            known = self._nameless.setdefault(frozenset(names), subject)
            self._nameless[frozenset(names)] = known if known == subject else ""

    def nameless(self, said: frozenset[tuple[str, str]]) -> str:
        """The subject, for :meth:`line`, of the only block ``[] …`` that refers to exactly these things.

        Args:
            said (frozenset): The property and IRI of each thing that it refers to.

        Returns:
            The subject, empty where there is no such block or several.
        """
        return self._nameless.get(said, "")

    def line(self, subject: str, predicate: str | None = None, value: str | None = None) -> int | None:
        """The line of the value, otherwise of the property, otherwise of the subject, otherwise None."""
        keys = [(subject, predicate or "", value or ""), (subject, predicate or ""), (subject,)]
        return next((self._lines[key] for key in keys if key in self._lines), None)


def _tokens(turtle: str) -> Iterator[tuple[str, str, int]]:
    at, line = 0, 1
    while at < len(turtle):
        found = _TOKEN.match(turtle, at)
        if not found:
            at += 1
            continue
        kind, text = str(found.lastgroup), found.group()
        if kind == "word" and text.endswith(".") and not text.endswith("\\."):
            text = text.rstrip(".")
            yield kind, text, line
            yield "mark", ".", line
        elif kind != "skip":
            yield kind, text, line
        line += len(_LINE_END.findall(found.group()))
        at = found.end()


_BASE = "@base"
_NAMELESS = "["


def _triples(turtle: str) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], bool]]:
    """The statements at the top level of a Turtle text.

    What is in brackets is left out, except brackets that are a subject; brackets as a value yield no value.

    Yields:
        Subject, predicate and value, their lines, and whether the value is an IRI.
    """
    prefixes: dict[str, str] = {_BASE: ADDRESS}
    terms: list[str] = []
    lines: list[int] = []
    directive: list[str] = []
    depth = 0
    blocks = count()
    for kind, text, line in _tokens(turtle):
        if depth == 0 and not terms and (text in ("@prefix", "@base") or text.upper() in ("PREFIX", "BASE")):
            directive = [text]
        elif directive:
            directive.append(text)
            ends = len(directive) == (3 if "prefix" in directive[0].lower() else 2)
            if ends:
                prefixes[directive[1] if len(directive) == 3 else _BASE] = _term(kind, text, prefixes)
                directive = []
        elif text == "[" and not depth and not terms:
            terms, lines = [f"{_NAMELESS}{next(blocks)}"], [line]
        elif text == "]" and not depth:
            del terms[1:], lines[1:]
        elif text in ("[", "("):
            if len(terms) == 2 and not depth:
                yield tuple(terms), tuple(lines), False
            depth += 1
        elif text in ("]", ")"):
            depth -= 1
        elif depth or text in (",", "^^") or text.startswith("@"):
            continue
        elif text in (".", ";"):
            del terms[0 if text == "." else 1 :], lines[0 if text == "." else 1 :]
        else:
            terms[2:] = [TYPE if text == "a" and len(terms) == 1 else _term(kind, text, prefixes)]
            lines[2:] = [line]
            if len(terms) == 3:
                yield tuple(terms), tuple(lines), kind == "iri" or (kind == "word" and ":" in text)


def _term(kind: str, text: str, prefixes: dict[str, str]) -> str:
    if kind == "iri":
        return absolute(text[1:-1], prefixes[_BASE])
    if kind == "string":
        return text.strip("\"'")
    prefix, colon, local = text.partition(":")
    return prefixes.get(prefix + colon, prefix + colon) + local.replace("\\", "") if colon else text


PROPERTIES_OF = {kind: {prop.name: prop for prop in cls.properties} for kind, cls in BY_KIND.items()}
_CLASS_NAMES = frozenset(cls.name for cls in BY_KIND.values())
Cell = tuple[str, int, str]
_ORDER = {"violation": 0, "warning": 1, "info": 2}


@dataclass(slots=True)
class _Finding:
    code: str
    severity: Severity
    message: Message
    place: tuple[str, ...]
    cell: Cell | None = None
    kind: str = ""


class Cells(Protocol):
    """The places of values in a workbook."""

    def cell(self, identifier: str, name: str = "") -> Cell | None:
        """The sheet, row and column of a field of an element."""

    def heading(self, identifier: str, name: str) -> str:
        """The heading of a field of an element."""

    def words(self, kind: str) -> Terms:
        """The words of the sheets for terms of the vocabulary, those of one kind first."""


@dataclass(slots=True)
class Problems:
    """The findings about one file so far.

    Attributes:
        findings: The findings.
        groups: The statements of the file, once blank nodes have names.
        workbook: The places of values, if the file is a workbook.
    """

    findings: list[_Finding] = field(default_factory=list)
    groups: Groups = field(default_factory=dict)
    workbook: Cells | None = None

    def add(
        self, code: str, *place: str, severity: Severity = "violation", given: Message | None = None, **parameters: Any
    ) -> None:
        """Add a finding.

        Args:
            code (str): The code of the rule.
            *place (str): The IRI of the subject, then if known that of the property, then if known the value.
            severity (Severity): How serious it is.
            given (Message | None): The message, where the code alone does not give it.
            **parameters (Any): The parameters of the message of the code.
        """
        if given is None:
            given = message(f"check.{code}", element=_named(place[0]) if place else "", **parameters)
        self.findings.append(_Finding(code, severity, given, tuple(part for part in place if part)))

    def add_cell(self, cell: Cell, problem: Message, hint: Message | None, *, severity: Severity = "violation") -> None:
        """Add a finding about a cell of a workbook.

        Args:
            cell (Cell): Its sheet, row and column.
            problem (Message): What is wrong.
            hint (Message | None): What to do, None where the problem says it.
            severity (Severity): How serious it is.
        """
        said = message("check.cell", problem=problem, hint=hint if hint is not None else "")
        self.findings.append(_Finding("cell", severity, said, (), cell))

    def take(self, findings: Iterable[Finding]) -> None:
        """Add what the rules found in values, in terms of the vocabulary."""
        for one in findings:
            prop = PROPERTIES_OF[one.kind].get(one.field or "") if one.kind else None
            place = [iri_of(one.element) if one.element else "", prop.iri if prop else ""]
            if one.value is not None:
                place.append(iri_of(one.value) if prop and prop.shape is Shape.REFERENCE else one.value)
            said = {"property": short(prop.iri)} if prop else {"property": one.field} if one.field else {}
            if self.workbook is not None and one.field:
                said["property"] = self.workbook.heading(one.element or "", one.field)
            said.update(one.parameters or {})
            if "reach" in said:
                said["reach"] = f"ssw:{camel(said['reach'])}"
            if "until" in said:
                said["until"] = short(PROPERTIES_OF[one.kind][said["until"]].iri)
            if self.workbook is not None:
                said.update({name: _as_terms(said[name]) for name in ("cls", "kind", "wanted") if name in said})
            self.add(one.code, *(place if one.element else ()), severity=one.severity, given=one.message, **said)
            self.findings[-1].kind = one.kind
            if self.workbook is not None and one.element:
                self.findings[-1].cell = self.workbook.cell(one.element, one.field or "")

    @property
    def has_violations(self) -> bool:
        """Whether any finding breaks a rule."""
        return any(finding.severity == "violation" for finding in self.findings)

    def report(self, file: str, turtle: bytes = b"") -> Report:
        """The report of all findings, most serious first, then by line; the lines are found when it is read."""
        return Report(file=file, results=later(lambda: self._results(turtle)) if self.findings else ())

    def _results(self, turtle: bytes) -> tuple[CheckResult, ...]:
        line_of = _Lines(turtle.decode(), self.groups) if turtle else None
        beside = self._beside()
        return tuple(sorted({self._result(finding, line_of, beside) for finding in self.findings}, key=sort_key))

    def _beside(self) -> dict[tuple[Any, Any], str]:
        """By element and property, the similar statement that is there in place of that property."""
        near = [dict(one.message.parameters) for one in self.findings if one.code == "near-miss"]
        there = [said for said in near if "value" in said]
        return {(said["element"], said["near"]): f"{said['term']} '{said['value']}'" for said in there}

    def _result(self, finding: _Finding, line_of: _Lines | None, beside: Mapping[tuple[Any, Any], str]) -> CheckResult:
        said = dict(finding.message.parameters)
        if self.workbook is not None and finding.code != "cell":
            said["terms"] = self.workbook.words(finding.kind)
        code = finding.code
        if code == "missing-value" and (said["element"], said["property"]) in beside:
            code, said["beside"] = "missing-value-beside", beside[said["element"], said["property"]]
        subject = finding.place[0] if finding.place else None
        return CheckResult(
            code=finding.code,
            severity=finding.severity,
            message=message(finding.message.code, **said),
            fix=fix_of(code, said),
            element=_named(subject) if subject else None,
            line=line_of(finding.place[:3]) if line_of and finding.place else None,
            sheet=finding.cell[0] if finding.cell else None,
            row=finding.cell[1] if finding.cell else None,
            column=finding.cell[2] if finding.cell else None,
        )


class _Lines:
    """The line of a place.

    A node in brackets has its name from its content; its line is found by what it refers to, otherwise by the property
    that holds the brackets.
    """

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
        """By name of each node in brackets, the subject and property that hold it."""
        found: dict[str, tuple[str, str]] = {}
        for name, said in self.groups.items():
            for predicate, value in said:
                if type(value) is NamedNode and value.value in self.groups and self.places.line(value.value) is None:
                    found.setdefault(value.value, (name, predicate))
        return found


def _as_terms(value: Any) -> Any:
    """Kinds and classes as terms of the vocabulary, for which a workbook has other words."""
    if isinstance(value, tuple):
        return tuple(map(_as_terms, value))
    cls = BY_KIND.get(value) if isinstance(value, str) else None
    return short(cls.iri) if cls is not None else f"ssw:{value}" if value in _CLASS_NAMES else value


def fix_of(code: str, parameters: Mapping[str, Any]) -> Message:
    """The message that says how to fix a finding; worded differently where no similar term is known."""
    return message(f"fix.{code}-alone" if parameters.get("near") == "" else f"fix.{code}", **parameters)


def _named(subject: str) -> str:
    """The id of a subject; a blank node has none, since its label is random."""
    return "[]" if subject.startswith("_:") else id_of(display_iri(subject))


def sort_key(result: CheckResult) -> tuple[int | bool | str, ...]:
    """The order of findings in a report.

    Args:
        result (CheckResult): The finding.

    Returns:
        A key that puts the most serious first, then lines or cells, and summaries of what is kept last.
    """
    last = result.code in ("taken-as-mappings", "kept")
    where = (result.line or result.row or 0, result.column or "", result.element or "")
    return (_ORDER[result.severity], last, result.sheet or "", *where, result.code, str(result.message))


def syntax_result(error: ParseError) -> CheckResult:
    """A syntax error as a finding."""
    return CheckResult(
        code="syntax",
        severity="violation",
        message=message("check.syntax", problem=error.problem),
        fix=message("fix.syntax", hint=error.hint),
        line=error.line,
    )


def check_value(
    framework: Framework,
    *,
    known: Mapping[str, str] | None = None,
    others: Mapping[str, Any] | None = None,
    advise: bool = False,
) -> Report:
    """Every finding about a framework in memory, like those of a file with the same content but without lines.

    Args:
        framework (Framework): The framework, which may hold values of a wrong type.
        known (Mapping | None): By id, the kind of each element of the frameworks that it may refer to.
        others (Mapping | None): Those elements, by id.
        advise (bool): Whether to include what breaks no rule: warnings, what is kept and not used, expected topics that
            are not mentioned.

    Returns:
        The report.
    """
    problems = Problems()
    problems.take(check_rules(framework, known))
    if not problems.has_violations:
        try:
            note_missing_ends(framework, known or {}, problems.add)
        except SyntaxError:
            said: dict[str, Any] = {"value": framework.residue[0], "wanted": message("shape.line")}
            problems.take([violation("wrong-datatype", framework, "residue", None, **said)])
    if advise and not problems.has_violations:
        problems.take(advised(framework, others))
        note_kept(framework, problems.add)
    return problems.report(str(framework.id))


def require_kept(framework: Framework, known: Mapping[str, str] | None = None) -> Framework:
    """The framework, if it keeps the rules; one that has passed before, or was read from a file, is not checked again.

    Args:
        framework (Framework): The framework.
        known (Mapping | None): By id, the kind of each element of the frameworks that it may refer to.

    Returns:
        The same framework.

    Raises:
        InvalidFrameworkError: It breaks a rule; with the report.
    """
    if keeps_rules(framework):
        return framework
    report = check_value(framework, known=known)
    if not report.conforms:
        raise InvalidFrameworkError(report)
    return judged(framework)
