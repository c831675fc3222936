"""The page of a curriculum: the box on page 1, its identity, the chapters that accreditors require, and annexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from sswgraph.graph.in_force import in_words
from sswgraph.messages.places import WORLD
from sswgraph.model.codes import TRIGGERS
from sswgraph.model.curriculum import Closing, Curriculum, PlannedCourse, function_numbers
from sswgraph.model.elements import Qualification
from sswgraph.model.evidence import Evidence
from sswgraph.model.framework import Framework
from sswgraph.model.permissions import ObligationInForce
from sswgraph.model.relations import EntryRequirement, SupervisionArrangement
from sswgraph.model.text import Wording, one_line
from sswgraph.pages import course as curriculum_course
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages.blocks import Annex, Aside, Block, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.cover import for_legal_officer, issued_by
from sswgraph.pages.detail import label
from sswgraph.pages.learning import CurriculumWriter
from sswgraph.pages.rules import ended, rules_first, with_id
from sswgraph.pages.writer import altered, capitalised, data, with_short_form

Chapter = Callable[[CurriculumWriter], Iterable[Block]]
_OF_WORKER = 4  # supervisor, purpose, form, frequency
_SIGNERS = ("developed", "reviewed", "approved", "accredited")


def curriculum_page(made: Curriculum, lang: str) -> Page:
    """A curriculum as a page; chapters without data are left to the ministry in plain words."""
    w = CurriculumWriter(made, lang)
    blocks: list[Block] = [gates(w), *issued_by(w, made.date), *_identity(w)]
    for number, (name, chapter) in enumerate(_CHAPTERS, 1):
        blocks.append(w.chapter(number, name))
        blocks += chapter(w)
    annexes = [(name, found) for name, annex in _ANNEXES if (found := [*annex(w)])]
    for letter, (name, found) in zip("ABCD", annexes, strict=False):
        blocks += (w.annex(letter, name), *found)
    return w.finished(w.say(made.title), blocks, date=made.date)


def gates(w: CurriculumWriter, chapter: int = 2) -> Facts:
    """The box on page 1: what must be done, what training does not permit, and what precedes the work.

    Args:
        w (CurriculumWriter): The writer of the page.
        chapter (int): The chapter in which the rules stand in full.

    Returns:
        The box.
    """
    made = w.made
    due = min(made.obligations, key=_gravity, default=None)
    must = w.fixed("obligations.none")
    if due is not None:
        must = w.own("gate-must-is", n=len(made.obligations), gravest=w.ruled(due.text), chapter=chapter)
    never = sum(limit.authority == "not-permitted" for limit in made.limits)
    figures = {"n": len(made.limits), "never": never, "chapter": chapter}
    allowed = w.own("gate-permission-is", **figures) if made.limits else w.own("gate-permission-none")
    before = [w.ruled(one.text) for one in made.conditions if one.kind in ("registration", "clearance")]
    vetted = w.own("gate-before-none") if not before else " ".join(ended(one) for one in before)
    return Facts(
        ((w.own("gate-must"), must), (w.own("gate-permission"), allowed), (w.own("gate-before"), vetted)),
    )


def _gravity(due: ObligationInForce) -> int:
    return min((TRIGGERS.index(one) for one in due.trigger if one in TRIGGERS), default=len(TRIGGERS))


def reservations(w: CurriculumWriter) -> Iterable[Block]:
    """What readers have to know about the whole: what is a draft, and what was not found."""
    said = [*w.banners(w.made.notes), *w.other_notes(w.made.notes)]
    if said:
        yield w.heading("trust", 3)
        yield from said


def _identity(w: CurriculumWriter) -> tuple[Block, ...]:
    """The facts on the cover: start and target of a plan, otherwise code, level and volume; then place and edition."""
    made = w.made
    pairs = [(w.own("fact-about"), _about(w))]
    pairs += _of_course(w, made.course) if made.course else _of_qualifications(w)
    pairs += (
        [(w.own("fact-closing"), " ".join(closing_in_words(w, one) for one in made.closing))] if made.closing else []
    )
    places = made.rule_places or (() if made.course else jurisdictions_of(made.frameworks))
    pairs += [
        (w.field("jurisdiction"), _joined(w, places)),
        (w.own("fact-language"), capitalised(w.term("language", w.lang))),
        (w.own("fact-standing"), _joined(w, (w.term("standing", f.status) for f in made.frameworks))),
    ]
    return (Facts(tuple((name, data(value)) for name, value in pairs)),)


def _about(w: CurriculumWriter) -> str:
    """The document in figures: what is to be learnt, in which modules, and what is only proposed."""
    made = w.made
    seen = sum(line.to_be_seen for line in made.learnt)
    counts = (("competencies", len(made.learnt)), ("seen", seen), ("modules", len(made.modules)))
    said = [w.own(f"about-{name}", n=n) for name, n in counts if n]
    if not made.modules:
        said.append(w.own("about-no-modules"))
    if made.shells:
        said.append(w.own("about-shells", n=len(made.shells)))
    if made.outline is not None:
        said.append(w.own("about-outline", length=w.say(made.outline.length)))
    return " ".join(said)


def _joined(w: CurriculumWriter, values: Iterable[str | None]) -> str:
    return _joined_known(values) or w.own("open")


def _joined_known(values: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


def _of_qualifications(w: CurriculumWriter) -> list[tuple[str, str]]:
    """Code, level and volume of the one qualification, each on a line; of several, one line each."""
    qualified = w.made.qualifications
    stated = [_stated(w, one) for one in qualified] or [_stated(w, None)]
    lacking = [column[0][0] for column in zip(*(one[:-1] for one in stated), strict=True) if not _any(column)]
    unknown = ", ".join(lacking)
    pairs = [pair for pair in stated[0] if pair[1]]
    if len(qualified) > 1:
        known = [[w.fixed("pair", name=name, value=value) for name, value in one[1:] if value] for one in stated]
        lines = ("; ".join((one[0][1], *more)) for one, more in zip(stated, known, strict=True))
        pairs = [(stated[0][0][0], data(line)) for line in lines]
    return [*pairs, *([(unknown, w.own("open"))] if unknown else [])]


def _any(column: Iterable[tuple[str, str]]) -> bool:
    return any(value for _, value in column)


def _stated(w: CurriculumWriter, one: Qualification | None) -> list[tuple[str, str]]:
    """What is stated of a qualification; empty values for the rest; its last enrolment if there is one."""
    pairs = [
        (w.field("qualification"), w.text(one.label) if one else ""),
        (w.own("fact-code"), (one and one.notation) or ""),
        (w.field("qualification_level"), (one and one.qualification_level) or ""),
        (w.field("credits"), w.number(one.credits) if one else ""),
        (w.field("notional_hours"), w.number(one.notional_hours) if one else ""),
    ]
    ends = one.last_enrolment if one else None
    return [*pairs, (w.field("last_enrolment"), ends.isoformat() if ends else "")]


def _of_course(w: CurriculumWriter, course: PlannedCourse) -> list[tuple[str, str]]:
    """Start and target of a plan, its totals, and what it awards and does not award."""
    awarded = [w.text(one.label) for one in course.awards if one.complete]
    not_awarded = [w.line(one.label, w.say(one.text)) for one in course.awards if not one.complete]
    total = curriculum_learning.volumes_in_words(w, course.volumes, at_least=course.at_least)
    pairs = [
        (w.own("fact-course-from"), w.text(course.held_label)),
        (w.own("fact-course-to"), w.text(course.target_label)),
        (w.own("fact-course-steps"), w.number(course.steps)),
        (w.own("fact-course-programmes"), w.names(course.programmes)),
        (w.own("fact-course-total"), total or w.fixed("amount.unknown")),
        (w.own("fact-course-weeks"), w.number(course.weeks)),
        (w.own("fact-course-awards"), "; ".join(awarded) or w.own("awards-nothing")),
        (w.own("fact-course-awards-not"), " ".join(ended(one) for one in not_awarded)),
    ]
    return [(name, value) for name, value in pairs if value]


def closing_in_words(w: CurriculumWriter, one: Closing) -> str:
    """Until when something can be begun, and what replaces it."""
    said = w.own("closed" if one.closed else "closing", what=w.text(one.label), date=one.last.isoformat())
    parts = [said]
    if one.last_achievement:
        parts.append(w.own("closing-achieved", date=one.last_achievement.isoformat()))
    names = w.names(one.replaced_by)
    parts.append(w.own("closing-replaced", names=names) if names else w.own("closing-replaced-not"))
    return " ".join(parts)


def jurisdictions_of(frameworks: Iterable[Framework]) -> tuple[str, ...]:
    """Where frameworks hold; the world as a whole is not a place."""
    return tuple(dict.fromkeys(code for one in frameworks for code in one.jurisdiction if code != WORLD))


def limits(w: CurriculumWriter) -> Iterable[Block]:
    """Obligations, then conditions and limits, and who supervises."""
    yield from rules_first(w, w.made, level=3, asking=False)
    yield from supervision(w)


def supervision(w: CurriculumWriter) -> Iterable[Block]:
    """Who supervises, for which purpose, how, how often."""
    yield w.section("supervision")
    known = [(one, _known_of(w, one)) for one in w.made.supervision]
    rows = [(w.named(one.label, one.id), *(value for _, value in pairs)) for one, pairs in known]
    header = [w.own("heading-supervision"), *(name for name, _ in known[0][1])] if known else []
    for block in w.listed("caption-supervision", header, rows, missing="supervision"):
        if not isinstance(block, Table):
            yield block
            continue
        short = tuple(arranged(w, one) for one, pairs in known if any(value for _, value in pairs))
        yield with_short_form(block, *((Listing(short),) if short else ()))


def arranged(w: CurriculumWriter, one: SupervisionArrangement) -> str:
    """An arrangement of supervision with what is known of it below; its name alone stands among the conditions."""
    return altered(w.named(one.label, one.id), lambda name: f"{name}\n{known_of(w, one)}")


def known_of(w: CurriculumWriter, one: SupervisionArrangement, *, brief: bool = False) -> str:
    """What is known of an arrangement, in one line; ``brief``: as far as it concerns the worker."""
    known = _known_of(w, one)[: _OF_WORKER if brief else None]
    said = (w.fixed("pair", name=name, value=value) for name, value in known if value)
    return ". ".join(part.rstrip(".") for part in said)


def _known_of(w: CurriculumWriter, one: SupervisionArrangement) -> tuple[tuple[str, str], ...]:
    return (
        (w.own("column-supervisor"), w.names(one.supervisor)),
        (w.field("purpose"), "; ".join(w.term("purpose", purpose) for purpose in one.purpose)),
        (w.field("form"), w.text(one.form)),
        (w.own("column-frequency"), w.text(one.frequency)),
        (w.field("ratio"), w.text(one.ratio)),
        (w.field("preparation"), w.text(one.preparation)),
    )


def _rationale(w: CurriculumWriter) -> Iterable[Block]:
    made = w.made
    yield from reservations(w)
    yield w.section("why-needed")
    yield w.left_open("rationale")
    for framework in made.frameworks:
        if framework.definition:
            yield Paragraph(w.text(framework.definition))
    yield w.section("validation")
    held = [w.line(one.label, one.place, one.method, one.panel, one.start) for one in made.validations]
    yield Listing(tuple(held)) if held else w.left_open("validation")
    yield w.section("adoption")
    taken = [w.line(one.label, one.definition, one.place, one.date) for one in made.adoptions]
    yield Listing(tuple(taken)) if taken else w.left_open("adoption")


def _profile(w: CurriculumWriter) -> Iterable[Block]:
    """Obligations, conditions, limits and supervision; then who the worker is and what the worker does."""
    made = w.made
    yield from limits(w)
    yield w.section("role")
    for cadre in made.cadres:
        if len(made.cadres) > 1:
            yield Heading(4, w.text(cadre.label))
        for text, kind in ((cadre.definition, Paragraph), (cadre.scope_note, Paragraph), (cadre.note, Aside)):
            if text:
                yield kind(w.text(text))
        pairs = [
            (w.field("alt_label"), w.text(cadre.alt_label)),
            (w.field("tier"), data(cadre.tier)),
            (w.field("professional_status"), w.term("professional", cadre.professional_status)),
            (w.field("regulator"), w.text(cadre.regulator)),
            (w.field("employer"), w.text(cadre.employer)),
        ]
        filled = tuple(pair for pair in pairs if pair[1])
        if filled:
            yield Facts(filled)
    yield w.section("functions")
    rows = [
        (
            w.named(function.label, function.id),
            w.term("criticality", function.criticality),
            w.text(function.definition or function.scope_note),
        )
        for function in made.functions
    ]
    header = [w.own("column-function"), w.field("criticality"), w.field("scope_note")]
    for block in w.listed("caption-functions", header, rows, missing="functions"):
        yield with_short_form(block, _numbered(w)) if isinstance(block, Table) else block
    if made.permitted:
        yield w.section("permitted")
        yield Listing(tuple(with_id(w.ruled(in_words(rule)), rule.id) for rule in made.permitted))


def _numbered(w: CurriculumWriter) -> Listing:
    """The functions as a numbered list for documents to be signed; those of one name are one."""
    numbers = function_numbers(w.made.functions)
    said: dict[int, dict[str, None]] = {}
    names: dict[int, Wording] = {}
    for one in w.made.functions:
        known = (w.text(one.definition or one.scope_note), capitalised(w.term("criticality", one.criticality)))
        names.setdefault(numbers[one.id], w.worded(one.label))
        said.setdefault(numbers[one.id], {}).update(dict.fromkeys(filter(None, known)))
    more = ("\n".join((name, *said[number])) for number, name in names.items())
    items = (Wording(text, name.lang, name.fell_back) for text, name in zip(more, names.values(), strict=True))
    return Listing(tuple(items), ordered=True)


def entry(w: CurriculumWriter) -> Iterable[Block]:
    """Ways in and onward."""
    yield from ways_in(w)
    yield w.section("articulation")
    yield from _onward(w)


def ways_in(w: CurriculumWriter) -> Iterable[Block]:
    """Entry requirements, clearance, what a plan presupposes, and how prior learning is recognised."""
    made = w.made
    yield w.section("entry-requirements")
    if entry := [c for c in made.conditions if c.kind not in ("supervision", "clearance")]:
        yield Paragraph(w.own("lead-entry"))
        yield Listing(tuple(w.ruled(c.text) for c in entry))
    before = [(one.module.label, [_asked_before(w, each) for each in one.entry]) for one in made.modules]
    asked = [w.line(name, "; ".join(competencies)) for name, competencies in before if competencies]
    if asked:
        yield Paragraph(w.own("lead-entry-modules"))
        yield Listing(tuple(asked))
    yield w.left_open("entry")
    yield w.section("clearance")
    cleared = [c for c in made.conditions if c.kind == "clearance"]
    yield Listing(tuple(w.ruled(c.text) for c in cleared)) if cleared else w.left_open("clearance")
    yield from _presupposed(w)
    yield w.section("rpl")
    ways = [q.rpl_route for q in made.qualifications] + [one.module.rpl_route for one in made.modules]
    stated = dict.fromkeys(w.text(way) for way in ways if way)
    yield Listing(tuple(stated)) if stated else w.left_open("rpl")


def _asked_before(w: CurriculumWriter, asked: EntryRequirement) -> str:
    name, level = w.text(w.label(asked.competency)), w.names((asked.level,)) if asked.level else ""
    return w.own("by-outcome", outcome=name, level=level) if level else name


def _presupposed(w: CurriculumWriter) -> Iterable[Block]:
    """What the course of a plan takes as held and why, and which modules are credited."""
    course = w.made.course
    if course is None:
        return
    yield w.section("presupposed")
    rows = [
        (w.named(line.label, line.competency), w.say(line.reason) if line.reason else "") for line in w.made.presupposed
    ]
    header = [w.fixed("column.competency"), w.own("column-by")]
    if rows:
        yield w.table(w.own("caption-presupposed", n=len(rows)), header, rows)
    else:
        yield Paragraph(w.own("presupposed-none"))
    if course.presupposed:
        yield Facts(((w.own("fact-credited"), w.names(course.presupposed)),))


def _onward(w: CurriculumWriter) -> Iterable[Block]:
    rows = [
        (
            w.name(step.start),
            w.name(step.progresses_to),
            w.term("progression", step.progression_kind),
            w.text(step.note),
        )
        for step in w.made.progressions
    ]
    header = [w.own("column-from"), w.own("column-onward")]
    header += [w.fixed("column.kind"), w.field("note")]
    yield from w.listed("caption-articulation", header, rows, missing="articulation")


def _exit(w: CurriculumWriter) -> Iterable[Block]:
    """The exit level, the competencies, and their outcomes."""
    pairs = [(w.text(q.label), data(q.qualification_level)) for q in w.made.qualifications if q.qualification_level]
    if pairs:
        yield Facts(tuple(pairs))
    yield w.section("competencies")
    yield from curriculum_learning.competencies(w)
    yield w.section("outcomes")
    yield from curriculum_learning.outcomes(w)


def _programme(w: CurriculumWriter) -> Iterable[Block]:
    """The modules in teaching order, what closes, which module teaches what, and the course that is proposed."""
    for one in w.made.closing:
        yield Notice(closing_in_words(w, one))
    if w.made.modules or w.made.outline is None:
        yield from curriculum_learning.structure(w)
    if w.made.course is not None:
        yield from curriculum_course.learnt_by(w)
    yield from curriculum_course.outline(w)


def _modules(w: CurriculumWriter) -> Iterable[Block]:
    """Module by module, then what no module teaches, then what is proposed for it."""
    yield from curriculum_learning.modules(w)
    yield w.section("untaught")
    yield from curriculum_course.untaught(w)
    yield from curriculum_course.shells(w)


def _practice(w: CurriculumWriter) -> Iterable[Block]:
    yield from curriculum_learning.practice(w)
    yield w.section("practice-supervision")
    if w.made.outline is not None:
        yield Notice(w.own("proposed", what=w.say(w.made.outline.field)), "plain")
    yield w.left_open("practice-supervision")


def safeguarding(w: CurriculumWriter) -> Iterable[Block]:
    """The rules of conduct that bind the role, and how workers are cared for; clearance stands with entry."""
    made = w.made
    yield w.section("conduct")
    rules = [with_id(w.ruled(in_words(one)), one.id) for one in made.standards]
    yield Listing(tuple(rules)) if rules else w.left_open("conduct")
    yield w.section("selfcare")
    if any("supportive" in one.purpose for one in made.supervision):
        yield Paragraph(w.own("met-support"))
    yield w.left_open("selfcare")


def principles(w: CurriculumWriter) -> Iterable[Block]:
    """Each guiding principle with what in the curriculum meets it; the rest is for the ministry."""
    rows = [
        (w.named(line.principle.label, line.principle.id), " ".join(w.say(one) for one in line.met) or w.own("open"))
        for line in w.made.principles
    ]
    header = [w.own("column-principle"), w.own("column-met")]
    for block in w.listed("caption-principles", header, rows, missing="principles"):
        if not isinstance(block, Table):
            yield block
            continue
        met = tuple(row for row, line in zip(rows, w.made.principles, strict=True) if line.met)
        others = tuple(w.text(line.principle.label) for line in w.made.principles if not line.met)
        short = [replace(block, rows=met)] if met else []
        yield with_short_form(block, *short, *((w.left_open("principles"), Listing(others)) if others else ()))


def sources(w: CurriculumWriter) -> Iterable[Block]:
    """The sources, then which element rests on what, and what all of this was made from."""
    made = w.made
    for framework in made.frameworks:
        if framework.not_encoded:
            yield Notice(w.fixed("not-encoded", what=framework.not_encoded), "plain")
    rows = [
        (
            w.named(source.label, source.id),
            w.text(source.definition),
            data(source.publisher),
            data(source.date),
            data(source.page),
            w.term("reach", source.reach),
        )
        for source in made.sources
    ]
    header = [w.fixed("column.source"), w.field("definition"), w.own("column-publisher")]
    header += [w.own("column-date"), w.field("page"), w.own("column-read")]
    for table in w.listed("caption-sources", header, rows):
        assert isinstance(table, Table)
        yield with_short_form(table, _cited(w))
    cited = [
        (w.name(element), data("; ".join(_ground(w, one) for _, one in several)))
        for element, several in groupby(made.grounds, key=lambda pair: pair[0])
    ]
    header = w.header("element", "basis")
    for table in w.listed("caption-evidence", header, cited):
        yield Annex(w.own("heading-evidence"), (table,))
    trust = w.trust(made.links, made.stamp)
    yield Heading(3, getattr(trust[0], "text", ""))
    yield from trust[1:]


def _cited(w: CurriculumWriter) -> Listing:
    """The sources as a numbered list: publisher, title, date, pages."""
    said = []
    for source in w.made.sources:
        title = w.worded(source.label) or Wording(source.id)
        parts = [source.publisher, title, source.date, source.page]
        line = ". ".join(one_line(part).rstrip(".") for part in parts if part)
        said.append(Wording(line, title.lang, title.fell_back))
    return Listing(tuple(said), ordered=True)


def _ground(w: CurriculumWriter, one: Evidence) -> str:
    place = f" ({one.locator})" if one.locator else ""
    ends = (one.source,) if one.source else one.derived_from
    basis, named = w.term("basis", one.basis), ", ".join(ends)
    return f"{w.fixed('pair', name=basis, value=named) if named else basis}{place}"


def approval(w: CurriculumWriter) -> Iterable[Block]:
    """Review date, editions, and the page to sign."""
    yield w.left_open("review")
    rows = [(w.named(f.label, f.id), data(f.edition), w.term("standing", f.status)) for f in w.made.frameworks]
    header = w.header("framework", "edition", "standing")
    for table in w.listed("caption-versions", header, rows):
        assert isinstance(table, Table)
        versions = "; ".join(" · ".join(filter(None, (label(name), *more))) for name, *more in rows)
        yield with_short_form(table, Facts(((table.caption, data(versions)),)))
    yield from for_legal_officer(w, w.made)
    header = [w.own(f"column-{name}") for name in ("task", "name", "signature", "date")]
    yield w.form("caption-signatures", header, (w.own(f"role-{one}") for one in _SIGNERS))
    yield Paragraph(w.fixed("conditions.lead"))


_CHAPTERS: Sequence[tuple[str, Chapter]] = (
    ("identity", _rationale),
    ("profile", _profile),
    ("ways-in", ways_in),
    ("exit", _exit),
    ("structure", _programme),
    ("modules", _modules),
    ("practice", _practice),
    ("assessment", curriculum_course.assessment),
    ("delivery", curriculum_course.delivery),
    ("progression", _onward),
    ("safeguarding", safeguarding),
    ("approval", approval),
)
_ANNEXES: Sequence[tuple[str, Chapter]] = (
    ("sources", sources),
    ("matrix", lambda w: curriculum_learning.matrix(w) if w.made.modules else ()),
    ("principles", principles),
    ("elsewhere", curriculum_course.elsewhere),
)
