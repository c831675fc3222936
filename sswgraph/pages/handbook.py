"""The page of a whole framework: the rules of every role first, then all of its parts, kind by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any

from sswgraph.model.codes import Kind
from sswgraph.model.documents import Handbook
from sswgraph.model.evidence import Element, Node
from sswgraph.model.text import Text
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.pages.cover import issued_by
from sswgraph.pages.curriculum import jurisdictions_of
from sswgraph.pages.element import value_of
from sswgraph.pages.rules import conditions_and_limits, obligations, where_missing
from sswgraph.pages.writer import Writer, data

# The order of chapters; other kinds follow by name.
_ORDER = (
    "cadre obligation scope-rule eligibility-condition supervision-arrangement open-question function function-need "
    "competency-set competency requirement "
    "performance-criterion evidence-requirement scale level qualification packaging-rule module entry-requirement "
    "outcome progression ethical-standard guiding-principle"
).split()
_LAST = ("source",)
_MOST_ON_A_LINE = 5
_AT_LENGTH = ("cadre", "qualification")  # too long for a row of a table
_OWN = frozenset({"id", "label", "definition", "evidence", "elements", "residue", "unreviewed_language", "status"})


def framework_handbook_page(made: Handbook, lang: str) -> Page:
    """A handbook: the rules of every role, the framework, and a chapter for each kind of part, none left out."""
    w = _HandbookWriter(made, lang)
    framework = made.framework
    blocks: list[Block] = [*issued_by(w, made.date), Facts(_identity(w)), *w.banners(made.notes)]
    chapters: list[tuple[str, Iterable[Block]]] = [
        (w.fixed("heading.conditions"), _rules(w)),
        (w.fixed("heading.about"), _about(w)),
    ]
    kinds: list[Any] = sorted({node.kind for node in framework.elements}, key=_place)
    for kind in kinds:
        chapters.append((w.term("kind", kind), _parts(w, kind)))
    for number, (title, inside) in enumerate(chapters, 1):
        blocks.append(Heading(2, f"{number}. {title}"))
        blocks += inside
    blocks += w.trust(made.links, made.stamp)
    title = w.words("kinds.title-framework-handbook", subject=framework.label)
    return w.finished(title, blocks, date=made.date)


def _identity(w: _HandbookWriter) -> tuple[tuple[str, str], ...]:
    framework = w.made.framework
    pairs = (
        (w.fixed("field.id"), w.mark(framework.id)),
        (w.fixed("column.standing"), w.term("standing", framework.status)),
        (w.fixed("column.jurisdiction"), data(", ".join(jurisdictions_of((framework,))))),
    )
    return tuple(pair for pair in pairs if pair[1])


def _place(kind: str) -> tuple[int, str]:
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER) + (kind in _LAST), kind)


class _HandbookWriter(Writer):
    """Writes the parts of one handbook in one language."""

    def __init__(self, made: Handbook, lang: str) -> None:
        super().__init__(lang)
        self.made = made
        self.labels = dict(made.labels)

    def label(self, identifier: str) -> Text:
        return self.labels.get(identifier, Text())

    def name(self, identifier: str) -> str:
        return self.named(self.label(identifier), identifier)

    def value(self, name: str, value: Any) -> str:
        return value_of(name, value, self, self.label)

    def facts(self, node: Node, apart: Collection[str] = ()) -> Iterable[tuple[str, str]]:
        """The fields of a part that have a value, except those that stand elsewhere."""
        for field in fields(node):
            shown = (
                "" if field.name in _OWN or field.name in apart else self.value(field.name, getattr(node, field.name))
            )
            if shown and field.name == "not_encoded":
                yield self.words("kinds.not-encoded"), shown
            elif shown:
                yield self.term("field", field.name), shown


def _rules(w: _HandbookWriter) -> Iterable[Block]:
    yield Notice(w.fixed("conditions.lead"))
    silent = []
    for role in w.made.roles:
        if role.obligations or role.conditions or role.limits or role.rules_elsewhere:
            yield Heading(3, w.worded(w.label(role.cadre)))
            yield from obligations(w, role.obligations)
            yield from where_missing(w, role, asking=False)
            if role.conditions or role.limits or not role.rules_elsewhere:
                yield from conditions_and_limits(w, role.conditions, role.limits)
        else:
            silent.append(w.name(role.cadre))
    if silent:
        yield Paragraph(w.words("kinds.roles-without-rules"))
        yield Listing(tuple(silent))


def _about(w: _HandbookWriter) -> Iterable[Block]:
    framework = w.made.framework
    if framework.definition:
        yield Paragraph(w.worded(framework.definition))
    else:
        what = w.words("kinds.what-about")
        yield Notice(w.words("curriculum.open-what", what=what), "open")
    yield Facts(tuple(w.facts(framework)))


def _parts(w: _HandbookWriter, kind: Kind) -> Iterable[Block]:
    """All parts of a kind: competencies by domain, requirements by cadre, others in one table."""
    nodes = list(w.made.framework.of_kind(kind))
    if kind == "competency":
        homes = _domains(w)
        nodes.sort(key=lambda node: (homes.get(node.id, "~"), node.id))
        for home, group in groupby(nodes, key=lambda node: homes.get(node.id)):
            name = w.worded(w.label(home)) if home else ""
            yield _named_table(w, list(group), name or w.words("curriculum.heading-no-domain"))
    elif kind == "requirement":
        nodes.sort(key=lambda node: (getattr(node, "cadre", ""), node.id))
        goes = {role.cadre: role.notes for role in w.made.roles}
        for cadre, group in groupby(nodes, key=lambda node: str(getattr(node, "cadre", ""))):
            yield from w.list_notes(goes.get(cadre, ()))
            yield _linked_table(w, list(group), w.worded(w.label(cadre)))
    elif kind in _AT_LENGTH:
        for node in nodes:
            yield from _section(w, node)
    elif isinstance(nodes[0], Element):
        yield _named_table(w, nodes, w.term("kind", kind))
    else:
        yield _linked_table(w, nodes, w.term("kind", kind))


def _domains(w: _HandbookWriter) -> dict[str, str]:
    """The first set that has a competency as a direct member."""
    found: dict[str, str] = {}
    for group in w.made.framework.of_kind("competency-set"):
        for member in getattr(group, "includes", ()):
            found.setdefault(member, group.id)
    return found


def _bases(w: _HandbookWriter, node: Node) -> str:
    return ", ".join(w.term("basis", basis) for basis in dict.fromkeys(e.basis for e in node.evidence))


def _section(w: _HandbookWriter, node: Node) -> Iterable[Block]:
    """One part by itself: its name, its definition, and its other fields."""
    if isinstance(node, Element):
        yield Heading(3, w.worded(node.label))
        if node.definition:
            yield Paragraph(w.worded(node.definition))
    basis = (w.fixed("column.basis"), _bases(w, node))
    many = {field.name: getattr(node, field.name) for field in fields(node) if _is_long(getattr(node, field.name))}
    yield Facts(((w.fixed("field.id"), data(node.id)), *w.facts(node, set(many)), basis))
    for name, identifiers in many.items():
        yield Heading(4, w.term("field", name))
        yield Listing(tuple(w.name(one) for one in identifiers))


def _is_long(value: object) -> bool:
    """Whether a field names so many elements that a list is better."""
    return isinstance(value, tuple) and len(value) > _MOST_ON_A_LINE and all(isinstance(one, str) for one in value)


def _named_table(w: _HandbookWriter, nodes: Sequence[Node], caption: str) -> Block:
    """Parts with a name: name, definition, other fields, basis."""
    rows = [
        (
            w.named(node.label, node.id),
            w.worded(node.definition) if node.definition else "",
            data(" ".join(f"{name}: {value.rstrip('.')}." for name, value in w.facts(node))),
            _bases(w, node),
        )
        for node in nodes
        if isinstance(node, Element)
    ]
    header = w.header("element", "definition")
    header += [w.words("kinds.column-further"), w.fixed("column.basis")]
    return w.table(f"{caption} ({len(rows)})", header, rows)


def _linked_table(w: _HandbookWriter, nodes: Sequence[Node], caption: str) -> Block:
    """Parts that connect others: a column for each field that any of them fills."""
    names = [field.name for field in fields(nodes[0]) if field.name not in _OWN]
    rows = [(data(node.id), *(w.value(name, getattr(node, name)) for name in names), _bases(w, node)) for node in nodes]
    header = [w.fixed("field.id"), *(w.term("field", name) for name in names)]
    header.append(w.fixed("column.basis"))
    return w.table(f"{caption} ({len(rows)})", header, rows)
