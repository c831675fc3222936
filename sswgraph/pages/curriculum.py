"""The page of a curriculum: banners, what it is, conditions and limits, and then the chapters an accreditor expects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from sswgraph.model.curriculum import Curriculum
from sswgraph.model.evidence import Evidence
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.pages.learning import Writer

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
        ("safeguarding", safeguarding),
        ("principles", principles),
        ("sources", sources),
        ("approval", approval),
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


_SIGNERS = ("developed", "reviewed", "approved", "accredited")


def safeguarding(writer: Writer) -> Iterable[Block]:
    """Clearance, the rules of conduct that bind the role, and how workers are cared for."""
    made, lang = writer.made, writer.lang
    yield writer.heading("clearance")
    cleared = [condition for condition in made.conditions if condition.kind == "clearance"]
    yield Listing(tuple(common.say(c.text, lang) for c in cleared)) if cleared else writer.missing("clearance")
    yield writer.heading("conduct")
    rules = [common.named(one.label, one.id, lang) for one in made.standards]
    yield Listing(tuple(rules)) if rules else writer.missing("conduct")
    yield writer.heading("selfcare")
    care = [one for one in made.supervision if "supportive" in one.purpose]
    if care:
        yield Listing(tuple(writer.line(one.label, one.form) for one in care))
    yield writer.missing("selfcare")


def principles(writer: Writer) -> Iterable[Block]:
    """Each guiding principle with what here speaks to it; the rest is for the ministry to say."""
    lang = writer.lang
    rows = [
        (
            common.named(line.principle.label, line.principle.id, lang),
            " ".join(common.say(one, lang) for one in line.met) or writer.words("open"),
        )
        for line in writer.made.principles
    ]
    header = [writer.words("column-principle"), writer.words("column-met")]
    yield from writer.table("caption-principles", header, rows, missing="principles")


def sources(writer: Writer) -> Iterable[Block]:
    """The sources, then which element rests on what, and what all of this was made from."""
    made, lang = writer.made, writer.lang
    rows = [
        (
            common.named(source.label, source.id, lang),
            writer.text(source.definition),
            common.data(source.publisher),
            common.data(source.date),
            common.data(source.page),
            common.term("reach", source.reach, lang),
        )
        for source in made.sources
    ]
    header = [common.fixed("column.source", lang), writer.field("definition"), writer.words("column-publisher")]
    header += [writer.words("column-date"), writer.field("page"), writer.words("column-read")]
    yield from writer.table("caption-sources", header, rows)
    cited = [
        (writer.name(element), common.data("; ".join(_ground(writer, one) for _, one in several)))
        for element, several in groupby(made.grounds, key=lambda pair: pair[0])
    ]
    header = [common.fixed("column.element", lang), common.fixed("column.basis", lang)]
    for table in writer.table("caption-evidence", header, cited):
        yield Details(writer.words("heading-evidence"), (table,))
    trust = common.trust(made.links, made.stamp, lang)
    yield Heading(3, getattr(trust[0], "text", ""))
    yield from trust[1:]


def _ground(writer: Writer, one: Evidence) -> str:
    place = f" ({one.locator})" if one.locator else ""
    ends = (one.source,) if one.source else one.derived_from
    return f"{common.term('basis', one.basis, writer.lang)}: {', '.join(ends)}{place}"


def approval(writer: Writer) -> Iterable[Block]:
    """Review date, editions, and the page to sign."""
    lang = writer.lang
    yield writer.missing("review")
    rows = [
        (common.named(f.label, f.id, lang), common.data(f.edition), common.term("standing", f.status, lang))
        for f in writer.made.frameworks
    ]
    header = [common.fixed(f"column.{name}", lang) for name in ("framework", "edition", "standing")]
    yield from writer.table("caption-versions", header, rows)
    header = [writer.words(f"column-{name}") for name in ("task", "name", "signature", "date")]
    yield writer.form("caption-signatures", header, (writer.words(f"role-{one}") for one in _SIGNERS))
    yield Paragraph(common.fixed("conditions.lead", lang))
