"""The chapters of a curriculum about what is learnt: competencies, outcomes, modules, practice, what is untaught."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from sswgraph.model.curriculum import CompetencyLine, Curriculum, TaughtModule
from sswgraph.model.elements import PerformanceCriterion
from sswgraph.model.text import Text, Wording
from sswgraph.model.volumes import Volumes
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Paragraph, Table
from sswgraph.pages.plan import volume_name


class Writer:
    """Writes the parts of one curriculum in one language."""

    def __init__(self, made: Curriculum, lang: str) -> None:
        self.made, self.lang, self.number = made, lang, 0

    def words(self, code: str, /, **parameters: Any) -> str:
        return common.words(f"curriculum.{code}", self.lang, **parameters)

    def field(self, name: str) -> str:
        return common.term("field", name, self.lang)

    def chapter(self, number: int, name: str) -> Heading:
        """The heading of a chapter; those inside it are numbered after it."""
        self.number = number
        return Heading(2, f"{number}. {self.words(f'heading-{name}')}")

    def heading(self, name: str, level: int = 3) -> Heading:
        return Heading(level, self.words(f"heading-{name}"))

    def missing(self, *names: str) -> Notice:
        """What is left to the ministry, in one notice."""
        what = "; ".join(self.words(f"what-{name}") for name in names)
        return Notice(self.words("open-what", what=what), "open")

    @cached_property
    def _labels(self) -> dict[str, Text]:
        return dict(self.made.labels)

    def label(self, identifier: str) -> Text:
        return self._labels.get(identifier) or Text((("und", identifier),))

    def name(self, identifier: str) -> Wording:
        """The label with its id below."""
        return common.named(self._labels.get(identifier, Text()), identifier, self.lang)

    def names(self, identifiers: Iterable[str]) -> str:
        """The labels on one line."""
        return common.data("; ".join(common.worded(self.label(one), self.lang) for one in identifiers))

    def text(self, text: Text) -> str:
        return common.worded(text, self.lang) if text else ""

    def line(self, label: Text, *more: Text | str | None) -> str:
        """A label with what is known beside it, as one item of a list."""
        parts = [self.text(one) if isinstance(one, Text) else one for one in more]
        known = ". ".join(part.rstrip(".") for part in parts if part)
        name = self.text(label)
        return common.data(f"{name}: {known}" if known else name)

    def levels(self, levels: Sequence[str]) -> str:
        return self.names(levels)

    def table(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        missing: str = "",
        numeric: Sequence[int] = (),
        **parameters: Any,
    ) -> Iterable[Block]:
        """A table; where it has no row, what is left to the ministry."""
        if rows:
            yield common.table(self.words(caption, **parameters), header, rows, numeric, self.lang)
        elif missing:
            yield self.missing(missing)

    def form(self, caption: str, header: Sequence[str], first: Iterable[str]) -> Table:
        """A table to be filled in: the first cell of each row is given."""
        rows = tuple((cell, *("" for _ in header[1:])) for cell in first)
        return Table(self.words(caption), tuple(header), rows, shape="form")


MOST_COLUMNS = 12
_KINDS = {"knowledge": "knowledge", "skill": "skill", "behaviour": "skill", "attitude-or-value": "attitude"}


def kind_of(line: CompetencyLine) -> str:
    """Whether a competency is knowledge, a skill or an attitude; *none* where nothing says so."""
    return _KINDS.get(line.facet or "", "none")


def _domain_name(writer: Writer, domain: str | None) -> str:
    return writer.text(writer.label(domain)) if domain else writer.words("heading-no-domain")


def _by_domain(lines: Sequence[CompetencyLine]) -> Iterable[tuple[str | None, list[CompetencyLine]]]:
    for domain, group in groupby(lines, key=lambda line: line.domain):
        yield domain, list(group)


def competencies(writer: Writer) -> Iterable[Block]:
    """The profile, a table for each domain: kind, level, necessity, functions, basis."""
    lang = writer.lang
    yield from common.list_notes(writer.made.notes, lang)
    if not writer.made.competencies:
        yield writer.missing("competencies")
    names = ("column-facet", "column-function")
    header = [common.fixed("column.competency", lang), writer.words(names[0]), common.fixed("column.required", lang)]
    header += [common.fixed("column.necessity", lang), writer.words(names[1]), common.fixed("column.basis", lang)]
    for domain, lines in _by_domain(writer.made.competencies):
        rows = [
            (
                common.named(line.label, line.competency, lang),
                common.term("facet", line.facet, lang),
                writer.levels(line.levels),
                common.term("necessity", line.necessity, lang),
                writer.names(line.functions),
                common.term("basis", line.basis, lang),
            )
            for line in lines
        ]
        yield from writer.table("caption-competencies", header, rows, domain=_domain_name(writer, domain))


def outcomes(writer: Writer) -> Iterable[Block]:
    """Draft learning outcomes, a table for each kind of competency."""
    if not writer.made.competencies:
        yield writer.missing("competencies")
        return
    yield Notice(writer.words("lead-outcomes"))
    header = [writer.words("column-outcome"), common.fixed("column.required", writer.lang)]
    header += [writer.words("column-criteria")]
    for kind in ("knowledge", "skill", "attitude", "none"):
        rows = [
            (
                f"{common.say(line.outcome, writer.lang)}\n{line.competency}",
                writer.levels(line.levels),
                common.data("; ".join(writer.text(_criterion(writer, one)) for one in line.criteria)),
            )
            for line in writer.made.competencies
            if kind_of(line) == kind
        ]
        yield from writer.table("caption-outcomes", header, rows, kind=writer.words(f"kind-{kind}"))


def _criterion(writer: Writer, criterion: PerformanceCriterion) -> Text:
    """The words of a criterion; of what is not acceptable it is said first, lest it is taken for what is wanted."""
    if criterion.criterion_kind != "not-acceptable":
        return criterion.label
    said = common.headed(common.term("criterion", criterion.criterion_kind, writer.lang))
    return Text(tuple((tag, f"{said}: {wording}") for tag, wording in criterion.label.values))


def structure(writer: Writer) -> Iterable[Block]:
    """The modules in teaching order with their volumes, and the totals of each qualification by itself."""
    made, lang = writer.made, writer.lang
    kinds = sorted({kind for one in made.modules for kind in one.volumes}, key=_volume_order)
    names = ("position", "module", "component", "level")
    header = [common.fixed(f"column.{name}", lang) for name in names]
    header += [volume_name(kind, lang) for kind in kinds]
    header += [writer.field("prerequisite"), writer.field("corequisite")]
    rows = [
        (
            str(position),
            common.named(one.module.label, one.module.id, lang, one.module.notation),
            common.term("component", one.module.component, lang),
            common.data((one.module.qualification_level or "").replace(" ", common.NO_BREAK)),
            *(common.number(one.volumes.get(kind), lang) for kind in kinds),
            common.data(", ".join(one.module.prerequisite)),
            common.data(", ".join(one.module.corequisite)),
        )
        for position, one in enumerate(made.modules, 1)
    ]
    for home, totals in made.volumes:
        name = writer.text(writer.label(home)) if home else common.fixed("fact.modules", lang)
        told = _told(writer, totals, at_least=_some_unknown(made.modules, home))
        yield Facts(((writer.words("total", name=name), told),))
    numeric = (0, *range(len(names), len(names) + len(kinds)))
    yield from writer.table("caption-structure", header, rows, numeric=numeric, missing="modules")


def _some_unknown(modules: Sequence[TaughtModule], home: str) -> bool:
    mine = [one for one in modules if (home in one.module.part_of) or (not home and not one.module.part_of)]
    return any(not one.volumes for one in mine)


def _told(writer: Writer, volumes: Volumes, *, at_least: bool = False) -> str:
    lang = writer.lang
    kinds = sorted(volumes, key=_volume_order)
    said = (f"{volume_name(k, lang)}: {common.amount(volumes[k], lang, at_least=at_least)}" for k in kinds)
    return "; ".join(said)


def _volume_order(kind: str) -> tuple[bool, str]:
    return (kind != "notionalHours", kind)


def modules(writer: Writer) -> Iterable[Block]:
    """Each module by itself: facts, outcomes, criteria, evidence, and what is left to the ministry."""
    if not writer.made.modules:
        yield writer.missing("modules")
    lines = {line.competency: line for line in writer.made.competencies}
    for position, one in enumerate(writer.made.modules, 1):
        name = " ".join(filter(None, (one.module.notation, writer.text(one.module.label))))
        yield Heading(3, f"{writer.number}.{position} {name}")
        yield from _module(writer, one, lines)


def _module(writer: Writer, one: TaughtModule, lines: dict[str, CompetencyLine]) -> Iterable[Block]:
    module, lang = one.module, writer.lang
    pairs = [
        (common.fixed("field.id", lang), common.data(module.id)),
        (writer.field("part_of"), writer.names(module.part_of)),
        (writer.field("qualification_level"), common.data(module.qualification_level)),
        (writer.field("component"), common.term("component", module.component, lang)),
        *((volume_name(kind, lang), common.number(amount, lang)) for kind, amount in one.volumes.totals),
        (writer.field("duration_text"), writer.text(module.duration_text)),
        (writer.field("prerequisite"), writer.names(module.prerequisite)),
        (writer.field("corequisite"), writer.names(module.corequisite)),
        (writer.field("exempts"), writer.names(module.exempts)),
        (writer.field("delivery"), writer.text(module.delivery)),
        (writer.field("provider"), writer.text(module.provider)),
        (writer.field("last_enrolment"), module.last_enrolment.isoformat() if module.last_enrolment else ""),
        (writer.field("scope_note"), writer.text(module.scope_note)),
        (writer.field("note"), writer.text(module.note)),
    ]
    yield Facts(tuple(pair for pair in pairs if pair[1]))
    taught = [line for line in lines.values() if module.id in line.taught_by]
    if taught:
        yield writer.heading("outcomes", 4)
        yield Listing(tuple(_outcome(writer, line) for line in taught))
    content = module.definition
    if content:
        yield writer.heading("content", 4)
        yield Paragraph(writer.text(content))
    if one.criteria:
        yield writer.heading("criteria", 4)
        yield Listing(tuple(common.named(_criterion(writer, each), each.id, lang) for each in one.criteria))
    if one.evidence_asked:
        yield Facts(((writer.words("fact-evidence"), _evidence(writer, one)),))
    known = (
        ("content", bool(content)),
        ("volume", bool(one.volumes or module.duration_text)),
        ("delivery", bool(module.delivery)),
        ("resources", False),
        ("trainer", False),
        ("assessment", any(asked.assessment_method for asked in one.evidence_asked)),
        ("evidence", bool(one.evidence_asked)),
    )
    yield writer.missing(*(name for name, there in known if not there))


def _outcome(writer: Writer, line: CompetencyLine) -> str:
    said = common.say(line.outcome, writer.lang)
    return writer.words("by-outcome", outcome=said, level=writer.levels(line.levels)) if line.levels else said


def _evidence(writer: Writer, one: TaughtModule) -> str:
    said = []
    for asked in one.evidence_asked:
        methods = ", ".join(common.data(method) for method in asked.assessment_method)
        said.append(" ".join(filter(None, (writer.text(asked.label), methods and f"({methods})"))))
    return common.data("; ".join(said))


def practice(writer: Writer) -> Iterable[Block]:
    """Placement, supervisor and logbook: what workplace modules and evidence requirements say of them."""
    made = writer.made
    yield writer.heading("placement")
    there = [one for one in made.modules if one.module.component in ("practical", "workplace")]
    kinds = ("practicalHours", "workplaceHours")
    there += [one for one in made.modules if one not in there and any(kind in one.volumes for kind in kinds)]
    told = [
        common.data(": ".join(filter(None, (writer.text(one.module.label), _told(writer, one.volumes)))))
        for one in there
    ]
    told += [
        common.data(f"{writer.text(q.label)}: {volume_name(kind, writer.lang)}: {common.number(amount, writer.lang)}")
        for q in made.qualifications
        for kind, amount in (("workplaceHours", q.workplace_hours), ("practicalHours", q.practical_hours))
        if amount is not None
    ]
    if told:
        yield Listing(tuple(told))
    yield writer.missing("placement")
    yield writer.heading("logbook")
    shown = [asked for one in made.modules for asked in one.evidence_asked]
    if shown:
        yield Listing(tuple(common.named(asked.label, asked.id, writer.lang) for asked in shown))
    yield writer.missing("logbook")


def matrix(writer: Writer) -> Iterable[Block]:
    """Which module teaches which competency, a table for each domain and for at most twelve modules."""
    taught = [line for line in writer.made.competencies if line.taught_by]
    if not writer.made.modules or not taught:
        yield writer.missing("modules")
        return
    yield Paragraph(writer.words("lead-matrix"))
    extents = {(o.outcome_of, o.competency): o.extent for one in writer.made.modules for o in one.outcomes}
    for domain, lines in _by_domain(taught):
        teachers = {module for line in lines for module in line.taught_by}
        columns = [one.module for one in writer.made.modules if one.module.id in teachers]
        parts = [columns[at : at + MOST_COLUMNS] for at in range(0, len(columns), MOST_COLUMNS)]
        for number, part in enumerate(parts, 1):
            rows = tuple(
                (
                    common.named(line.label, line.competency, writer.lang),
                    *(_mark(line, module.id, extents) for module in part),
                )
                for line in lines
            )
            header = (
                common.fixed("column.competency", writer.lang),
                *(common.data(module.notation or module.id.partition(":")[2]) for module in part),
            )
            code = "caption-matrix-part" if len(parts) > 1 else "caption-matrix"
            name = _domain_name(writer, domain)
            caption = writer.words(code, domain=name, part=number, parts=len(parts))
            yield Table(caption, header, rows, shape="matrix")


def _mark(line: CompetencyLine, module: str, extents: dict[tuple[str, str], str | None]) -> str:
    if module not in line.taught_by:
        return ""
    return "X" if extents.get((module, line.competency)) == "whole" else "(X)"


def untaught(writer: Writer) -> Iterable[Block]:
    """What no module teaches, why, and what to do about it."""
    lang = writer.lang
    yield from common.list_notes(writer.made.notes, lang)
    rows = [
        (
            common.named(line.label, line.competency, lang),
            common.term("necessity", line.necessity, lang),
            common.say(line.reason, lang) if line.reason else "",
            _remedy(writer, line),
        )
        for line in writer.made.untaught
    ]
    if not rows:
        yield Paragraph(writer.words("all-taught")) if writer.made.competencies else writer.missing("competencies")
        return
    yield Notice(writer.words("lead-untaught"))
    header = [common.fixed("column.competency", lang), common.fixed("column.necessity", lang)]
    header += [common.fixed("column.why", lang), writer.words("column-remedy")]
    yield from writer.table("caption-untaught", header, rows)


def _remedy(writer: Writer, line: CompetencyLine) -> str:
    if line.elsewhere:
        names = "; ".join(f"{writer.text(writer.label(one))} ({one})" for one in line.elsewhere)
        return writer.words("remedy-elsewhere", names=names)
    return common.say(line.remedy, writer.lang) if line.remedy else ""
