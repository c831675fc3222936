"""Findings about a file, collected while it is read and given their lines once there is something to report."""

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
    """The lines of subjects, of their properties, and of single values.

    >>> places = Places('@prefix a: <http://a/> .\\na:s a:p a:o ;\\n  a:q a:r .')
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
        for subject, names in said.items():  # of two that name the same things nobody can say which one is meant
            known = self._nameless.setdefault(frozenset(names), subject)
            self._nameless[frozenset(names)] = known if known == subject else ""

    def nameless(self, said: frozenset[tuple[str, str]]) -> str:
        """The subject, for :meth:`line`, of the block ``[] …`` that names just these things by these properties, or
        nothing."""
        return self._nameless.get(said, "")

    def line(self, subject: str, predicate: str | None = None, value: str | None = None) -> int | None:
        """The line of the value, else of the property, else of the subject, else None."""
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
    """Subject, predicate, value of what stands at the top level, their lines, and whether the value is a name; what
    brackets hold is passed over, but for those that stand as a subject; where they are the value, it is left out."""
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
    """Where things stand in a workbook."""

    def cell(self, identifier: str, name: str = "") -> Cell | None:
        """The sheet, row and column of a field of an element."""

    def heading(self, identifier: str, name: str) -> str:
        """What stands above a field of an element."""

    def words(self, kind: str) -> Terms:
        """What its sheets call the terms of the vocabulary; those of a kind first."""


@dataclass(slots=True)
class Problems:
    """The findings about one file so far. ``workbook``: where in it the fields of elements stand, if it is one."""

    findings: list[_Finding] = field(default_factory=list)
    groups: Groups = field(default_factory=dict)  # the statements, once what came without a name has one
    workbook: Cells | None = None

    def add(
        self, code: str, *place: str, severity: Severity = "violation", said: Message | None = None, **parameters: Any
    ) -> None:
        """A finding at a place: the subject's IRI, then if known the property's, then if known the value."""
        if said is None:
            said = message(f"check.{code}", element=_named(place[0]) if place else "", **parameters)
        self.findings.append(_Finding(code, severity, said, tuple(part for part in place if part)))

    def add_cell(self, cell: Cell, problem: Message, hint: Message | None, *, severity: Severity = "violation") -> None:
        """A finding about a cell of a workbook: sheet, row, column; what is wrong, and what to do."""
        said = message("check.cell", problem=problem, hint=hint if hint is not None else "")
        self.findings.append(_Finding("cell", severity, said, (), cell))

    def take(self, findings: Iterable[Finding]) -> None:
        """What rules found in values, in the words of the vocabulary."""
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
            self.add(one.code, *(place if one.element else ()), severity=one.severity, said=one.said, **said)
            self.findings[-1].kind = one.kind
            if self.workbook is not None and one.element:
                self.findings[-1].cell = self.workbook.cell(one.element, one.field or "")

    @property
    def grave(self) -> bool:
        return any(finding.severity == "violation" for finding in self.findings)

    def report(self, file: str, turtle: bytes = b"") -> Report:
        """All findings, gravest first, then by line, each once; the lines are looked for when somebody asks."""
        return Report(file=file, results=later(lambda: self._results(turtle)) if self.findings else ())

    def _results(self, turtle: bytes) -> tuple[CheckResult, ...]:
        line_of = _Lines(turtle.decode(), self.groups) if turtle else None
        beside = self._beside()
        return tuple(sorted({self._result(finding, line_of, beside) for finding in self.findings}, key=sort_key))

    def _beside(self) -> dict[tuple[Any, Any], str]:
        """By element and property, what stands there in place of that property."""
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


def _as_terms(value: Any) -> Any:
    """Kinds and classes as terms of the vocabulary, which a workbook calls otherwise."""
    if isinstance(value, tuple):
        return tuple(map(_as_terms, value))
    cls = BY_KIND.get(value) if isinstance(value, str) else None
    return short(cls.iri) if cls is not None else f"ssw:{value}" if value in _CLASS_NAMES else value


def fix_of(code: str, parameters: Mapping[str, Any]) -> Message:
    """How to fix it. Where something near would be named and nothing is, it is said otherwise."""
    return message(f"fix.{code}-alone" if parameters.get("near") == "" else f"fix.{code}", **parameters)


def _named(subject: str) -> str:
    """The id of a subject; a node without a name has none, and the label that a parser gives it is random."""
    return "[]" if subject.startswith("_:") else id_of(display_iri(subject))


def sort_key(result: CheckResult) -> tuple[int | bool | str, ...]:
    """The gravest first, then by line or cell; the summary of what is kept comes last."""
    last = result.code in ("taken-as-mappings", "kept")
    where = (result.line or result.row or 0, result.column or "", result.element or "")
    return (_ORDER[result.severity], last, result.sheet or "", *where, result.code, str(result.message))


def syntax_result(error: ParseError) -> CheckResult:
    """What cannot be read, as a finding like any other."""
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
    """Everything found in a framework that is in memory, as a file with the same content would have it, without lines.

    ``known``: id -> kind of every element of the frameworks it may refer to, ``others``: those elements; ``advise``:
    also say what breaks no rule: warnings, what is kept and not used, expected topics that nothing mentions.
    """
    problems = Problems()
    problems.take(check_rules(framework, known))
    if not problems.grave:
        try:
            note_missing_ends(framework, known or {}, problems.add)
        except SyntaxError:
            said: dict[str, Any] = {"value": framework.residue[0], "wanted": message("shape.line")}
            problems.take([violation("wrong-datatype", framework, "residue", None, **said)])
    if advise and not problems.grave:
        problems.take(advised(framework, others))
        note_kept(framework, problems.add)
    return problems.report(str(framework.id))


def require_kept(framework: Framework, known: Mapping[str, str] | None = None) -> Framework:
    """The framework, if it keeps the rules; what came through here or from a file is not checked again.

    Raises InvalidFrameworkError with the report.
    """
    if keeps_rules(framework):
        return framework
    report = check_value(framework, known=known)
    if not report.conforms:
        raise InvalidFrameworkError(report)
    return judged(framework)
