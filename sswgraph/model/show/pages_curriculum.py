"""The page of a curriculum: banners, what it is, conditions and limits, and then the chapters an accreditor expects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sswgraph.model.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.model.curriculum import Curriculum
from sswgraph.model.show import curriculum_end, curriculum_learning
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.curriculum_words import Writer

Chapter = Callable[[Writer], Iterable[Block]]


def curriculum_page(made: Curriculum, lang: str) -> Page:
    """A curriculum as a page: its chapters numbered, each without data left to the ministry in plain words."""
    writer = Writer(made, lang)
    blocks = [*common.banners(made.notes, lang), *_identity(writer), *common.other_notes(made.notes, lang)]
    chapters: Sequence[tuple[str, Chapter]] = (
        ("limits", limits),
        ("rationale", _rationale),
        ("profile", _profile),
        ("entry", entry),
        ("competencies", curriculum_learning.competencies),
        ("outcomes", curriculum_learning.outcomes),
        ("structure", curriculum_learning.structure),
        ("modules", curriculum_learning.modules),
        ("practice", curriculum_learning.practice),
        ("matrix", curriculum_learning.matrix),
        ("untaught", curriculum_learning.untaught),
        ("safeguarding", curriculum_end.safeguarding),
        ("principles", curriculum_end.principles),
        ("sources", curriculum_end.sources),
        ("approval", curriculum_end.approval),
    )
    for number, (name, chapter) in enumerate(chapters, 1):
        blocks.append(writer.chapter(number, name))
        blocks += chapter(writer)
    return common.finished(common.say(made.title, lang), lang, blocks, date=made.date)


def _identity(writer: Writer) -> tuple[Block, ...]:
    """Code, level, volume, languages, standing, edition: what stands on the cover."""
    made, lang = writer.made, writer.lang
    qualified = made.qualifications

    def joined(values: Iterable[str | None]) -> str:
        return "; ".join(dict.fromkeys(value for value in values if value)) or writer.words("open")

    pairs = [
        (writer.words("fact-code"), joined(q.notation for q in qualified)),
        (writer.field("qualification_level"), joined(q.qualification_level for q in qualified)),
    ]
    for qualification in qualified:
        ended = qualification.last_enrolment
        known = (
            ("credits", common.number(qualification.credits, lang)),
            ("notional_hours", common.number(qualification.notional_hours, lang)),
            ("last_enrolment", ended.isoformat() if ended else ""),
        )
        mark = f" ({qualification.notation or qualification.id})" if len(qualified) > 1 else ""
        pairs += [(writer.field(name) + mark, value) for name, value in known if value]
    if not any(q.credits or q.notional_hours for q in qualified):
        pairs.append((f"{writer.field('credits')}, {writer.field('notional_hours')}", writer.words("open")))
    standings = joined(common.term("standing", f.status, lang) for f in made.frameworks)
    pairs += [
        (writer.field("jurisdiction"), joined(code for f in made.frameworks for code in f.jurisdiction)),
        (writer.words("fact-language"), common.headed(common.term("language", lang, lang))),
        (writer.words("fact-standing"), standings),
        (writer.words("fact-date"), made.date or common.fixed("date.unknown", lang)),
    ]
    return (Facts(tuple((name, common.data(value)) for name, value in pairs)),)


def limits(writer: Writer) -> Iterable[Block]:
    yield from common.conditions_and_limits(writer.made.conditions, writer.made.limits, writer.lang)[1:]
    yield writer.heading("supervision")
    rows = [
        (
            common.named(arrangement.label, arrangement.id, writer.lang),
            writer.names(arrangement.supervisor),
            "; ".join(common.term("purpose", purpose, writer.lang) for purpose in arrangement.purpose),
            writer.text(arrangement.form),
            writer.text(arrangement.frequency),
            writer.text(arrangement.ratio),
            writer.text(arrangement.preparation),
        )
        for arrangement in writer.made.supervision
    ]
    header = [writer.words("heading-supervision"), writer.words("column-supervisor"), writer.field("purpose")]
    header += [writer.field("form"), writer.words("column-frequency"), writer.field("ratio")]
    header += [writer.field("preparation")]
    yield from writer.table("caption-supervision", header, rows, missing="supervision")


def _rationale(writer: Writer) -> Iterable[Block]:
    made = writer.made
    yield writer.missing("rationale")
    for framework in made.frameworks:
        if framework.definition:
            yield Paragraph(writer.text(framework.definition))
        if framework.not_encoded:
            yield Notice(common.fixed("not-encoded", writer.lang, what=framework.not_encoded), "plain")
    yield writer.heading("validation")
    held = [writer.line(one.label, one.place, one.method, one.panel, one.start) for one in made.validations]
    yield Listing(tuple(held)) if held else writer.missing("validation")
    yield writer.heading("adoption")
    taken = [writer.line(one.label, one.definition, one.place, one.date) for one in made.adoptions]
    yield Listing(tuple(taken)) if taken else writer.missing("adoption")


def _profile(writer: Writer) -> Iterable[Block]:
    made, lang = writer.made, writer.lang
    for cadre in made.cadres:
        if len(made.cadres) > 1:
            yield Heading(3, writer.text(cadre.label))
        for text in (cadre.definition, cadre.scope_note, cadre.note):
            if text:
                yield Paragraph(writer.text(text))
        pairs = [
            (writer.field("alt_label"), writer.text(cadre.alt_label)),
            (writer.field("tier"), common.data(cadre.tier)),
            (writer.field("professional_status"), common.term("professional", cadre.professional_status, lang)),
            (writer.field("regulator"), writer.text(cadre.regulator)),
            (writer.field("employer"), writer.text(cadre.employer)),
        ]
        filled = tuple(pair for pair in pairs if pair[1])
        if filled:
            yield Facts(filled)
    yield writer.heading("functions")
    rows = [
        (
            common.named(function.label, function.id, lang),
            common.data((function.criticality or "").replace("-", " ")),
            writer.text(function.definition or function.scope_note),
        )
        for function in made.functions
    ]
    header = [writer.words("column-function"), writer.field("criticality"), writer.field("scope_note")]
    yield from writer.table("caption-functions", header, rows, missing="functions")
    if made.permitted:
        yield writer.heading("permitted")
        yield Listing(tuple(common.named(rule.label, rule.id, lang) for rule in made.permitted))


def entry(writer: Writer) -> Iterable[Block]:
    made, lang = writer.made, writer.lang
    yield writer.heading("entry-requirements")
    entry = [c for c in made.conditions if c.kind not in ("supervision", "clearance")]
    yield Listing(tuple(common.ruled(c.text, lang) for c in entry)) if entry else writer.missing("entry")
    yield writer.heading("clearance")
    cleared = [c for c in made.conditions if c.kind == "clearance"]
    yield Listing(tuple(common.ruled(c.text, lang) for c in cleared)) if cleared else writer.missing("clearance")
    yield writer.heading("rpl")
    ways = [q.rpl_route for q in made.qualifications] + [one.module.rpl_route for one in made.modules]
    told = dict.fromkeys(writer.text(way) for way in ways if way)
    yield Listing(tuple(told)) if told else writer.missing("rpl")
    yield writer.heading("articulation")
    rows = [
        (
            writer.name(step.start),
            writer.name(step.progresses_to),
            common.term("progression", step.progression_kind, lang),
            writer.text(step.note),
        )
        for step in made.progressions
    ]
    header = [writer.words("column-from"), writer.words("column-onward")]
    header += [common.fixed("column.kind", lang), writer.field("note")]
    yield from writer.table("caption-articulation", header, rows, missing="articulation")
