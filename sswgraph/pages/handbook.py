"""The page of a whole framework: the rules of every role first, then all of its parts, kind by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any

from sswgraph.model.curriculum import Handbook
from sswgraph.model.evidence import Element, Node
from sswgraph.model.kinds import Kind
from sswgraph.model.text import Text
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.pages.element import value_of

# The order in which a reader wants them; kinds that are not named here come after, by name.
_ORDER = (
    "cadre obligation scope-rule eligibility-condition supervision-arrangement open-question function function-need "
    "competency-set competency requirement "
    "performance-criterion evidence-requirement scale level qualification packaging-rule module entry-requirement "
    "outcome progression ethical-standard guiding-principle"
).split()
_LAST = ("source",)
_MOST_ON_A_LINE = 5
_AT_LENGTH = ("cadre", "qualification")  # too much is said of each for a row of a table
_OWN = frozenset({"id", "label", "definition", "evidence", "elements", "residue", "unreviewed_language", "status"})


def framework_handbook_page(made: Handbook, lang: str) -> Page:
    """A handbook: rules of every role, about the framework, and a chapter for each kind of part, none left out."""
    writer = _Writer(made, lang)
    framework = made.framework
    blocks: list[Block] = [*common.banners(made.notes, lang), Facts(_identity(writer))]
    chapters: list[tuple[str, Iterable[Block]]] = [
        (common.fixed("heading.conditions", lang), _rules(writer)),
        (common.fixed("heading.about", lang), _about(writer)),
    ]
    kinds: list[Any] = sorted({node.kind for node in framework.elements}, key=_place)
    for kind in kinds:
        chapters.append((common.term("kind", kind, lang), _parts(writer, kind)))
    for number, (title, inside) in enumerate(chapters, 1):
        blocks.append(Heading(2, f"{number}. {title}"))
        blocks += inside
    blocks += common.trust(made.links, made.stamp, lang)
    title = common.words("kinds.title-framework-handbook", lang, subject=framework.label)
    return common.finished(title, lang, blocks, date=made.date)


def _identity(writer: _Writer) -> tuple[tuple[str, str], ...]:
    framework, lang = writer.made.framework, writer.lang
    pairs = (
        (common.fixed("field.id", lang), common.data(framework.id)),
        (common.fixed("column.edition", lang), common.data(framework.edition)),
        (common.fixed("column.standing", lang), common.term("standing", framework.status, lang)),
        (common.fixed("column.jurisdiction", lang), common.data(", ".join(framework.jurisdiction))),
    )
    return tuple(pair for pair in pairs if pair[1])


def _place(kind: str) -> tuple[int, str]:
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER) + (kind in _LAST), kind)


class _Writer:
    """Writes the parts of one handbook in one language."""

    def __init__(self, made: Handbook, lang: str) -> None:
        self.made, self.lang = made, lang
        self.labels = dict(made.labels)

    def label(self, identifier: str) -> Text:
        return self.labels.get(identifier, Text())

    def name(self, identifier: str) -> str:
        return common.named(self.label(identifier), identifier, self.lang)

    def value(self, name: str, value: Any) -> str:
        return value_of(name, value, self.lang, self.label)

    def facts(self, node: Node, apart: Collection[str] = ()) -> Iterable[tuple[str, str]]:
        """The fields of a part that say something, but those that have a place of their own."""
        for field in fields(node):
            shown = (
                "" if field.name in _OWN or field.name in apart else self.value(field.name, getattr(node, field.name))
            )
            if shown and field.name == "not_encoded":
                yield common.words("kinds.not-encoded", self.lang), shown
            elif shown:
                yield common.term("field", field.name, self.lang), shown


def _rules(writer: _Writer) -> Iterable[Block]:
    yield Notice(common.fixed("conditions.lead", writer.lang))
    silent = []
    for role in writer.made.roles:
        if role.conditions or role.limits:
            yield Heading(3, common.worded(writer.label(role.cadre), writer.lang))
            yield from common.conditions_and_limits(role.conditions, role.limits, writer.lang)[2:]
        else:
            silent.append(writer.name(role.cadre))
    if silent:
        yield Paragraph(common.words("kinds.roles-without-rules", writer.lang))
        yield Listing(tuple(silent))


def _about(writer: _Writer) -> Iterable[Block]:
    framework, lang = writer.made.framework, writer.lang
    if framework.definition:
        yield Paragraph(common.worded(framework.definition, lang))
    else:
        what = common.words("kinds.what-about", lang)
        yield Notice(common.words("curriculum.open-what", lang, what=what), "open")
    yield Facts(tuple(writer.facts(framework)))


def _parts(writer: _Writer, kind: Kind) -> Iterable[Block]:
    """All parts of a kind: competencies by domain, requirements by cadre, others in one table."""
    nodes = list(writer.made.framework.of_kind(kind))
    if kind == "competency":
        homes = _domains(writer)
        nodes.sort(key=lambda node: (homes.get(node.id, "~"), node.id))
        for home, group in groupby(nodes, key=lambda node: homes.get(node.id)):
            name = common.worded(writer.label(home), writer.lang) if home else ""
            yield _named_table(writer, list(group), name or common.words("curriculum.heading-no-domain", writer.lang))
    elif kind == "requirement":
        nodes.sort(key=lambda node: (getattr(node, "cadre", ""), node.id))
        for cadre, group in groupby(nodes, key=lambda node: str(getattr(node, "cadre", ""))):
            yield _linked_table(writer, list(group), common.worded(writer.label(cadre), writer.lang))
    elif kind in _AT_LENGTH:
        for node in nodes:
            yield from _section(writer, node)
    elif isinstance(nodes[0], Element):
        yield _named_table(writer, nodes, common.term("kind", kind, writer.lang))
    else:
        yield _linked_table(writer, nodes, common.term("kind", kind, writer.lang))


def _domains(writer: _Writer) -> dict[str, str]:
    """The first set that has a competency as a direct member."""
    found: dict[str, str] = {}
    for group in writer.made.framework.of_kind("competency-set"):
        for member in getattr(group, "includes", ()):
            found.setdefault(member, group.id)
    return found


def _bases(writer: _Writer, node: Node) -> str:
    return ", ".join(
        common.term("basis", basis, writer.lang) for basis in dict.fromkeys(e.basis for e in node.evidence)
    )


def _section(writer: _Writer, node: Node) -> Iterable[Block]:
    """One part by itself: its name, its definition, and everything else that is said of it."""
    lang = writer.lang
    if isinstance(node, Element):
        yield Heading(3, common.worded(node.label, lang))
        if node.definition:
            yield Paragraph(common.worded(node.definition, lang))
    basis = (common.fixed("column.basis", lang), _bases(writer, node))
    many = {field.name: getattr(node, field.name) for field in fields(node) if _is_long(getattr(node, field.name))}
    yield Facts(((common.fixed("field.id", lang), common.data(node.id)), *writer.facts(node, set(many)), basis))
    for name, identifiers in many.items():
        yield Heading(4, common.term("field", name, lang))
        yield Listing(tuple(writer.name(one) for one in identifiers))


def _is_long(value: object) -> bool:
    """Whether a field names so many others that they are better listed."""
    return isinstance(value, tuple) and len(value) > _MOST_ON_A_LINE and all(isinstance(one, str) for one in value)


def _named_table(writer: _Writer, nodes: Sequence[Node], caption: str) -> Block:
    """Parts that have a name: name, definition, what else is said, basis."""
    lang = writer.lang
    rows = [
        (
            common.named(node.label, node.id, lang),
            common.worded(node.definition, lang) if node.definition else "",
            common.data(" ".join(f"{name}: {value.rstrip('.')}." for name, value in writer.facts(node))),
            _bases(writer, node),
        )
        for node in nodes
        if isinstance(node, Element)
    ]
    header = [common.fixed("column.element", lang), common.fixed("column.definition", lang)]
    header += [common.words("kinds.column-further", lang), common.fixed("column.basis", lang)]
    return common.table(f"{caption} ({len(rows)})", header, rows, lang=lang)


def _linked_table(writer: _Writer, nodes: Sequence[Node], caption: str) -> Block:
    """Parts that tie others together: a column for each field that any of them fills."""
    lang = writer.lang
    names = [field.name for field in fields(nodes[0]) if field.name not in _OWN]
    rows = [
        (
            common.data(node.id),
            *(writer.value(name, getattr(node, name)) for name in names),
            _bases(writer, node),
        )
        for node in nodes
    ]
    header = [common.fixed("field.id", lang), *(common.term("field", name, lang) for name in names)]
    header.append(common.fixed("column.basis", lang))
    return common.table(f"{caption} ({len(rows)})", header, rows, lang=lang)
