"""The chapters of a curriculum about the course itself: what is proposed, assessment, delivery, modules of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sswgraph.model.curriculum import CompetencyLine, CourseOutline, ModuleShell
from sswgraph.model.elements import PerformanceCriterion
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Paragraph
from sswgraph.pages.learning import CurriculumWriter, criterion_text, outcome_of, told
from sswgraph.pages.writer import data, headed


def learnt_by(w: CurriculumWriter) -> Iterable[Block]:
    """What is to be learnt, each with the modules that teach it and how certain that is."""
    rows = [
        (
            w.named(line.label, line.competency),
            w.names((*line.taught_by, *line.near)),
            headed(w.own(f"state-{line.state}")),
        )
        for line in w.made.learnt
    ]
    header = [w.fixed("column.competency"), w.own("column-by"), w.own("column-state")]
    yield from w.listed("caption-learnt", header, rows, missing="competencies", n=len(rows))


def outline(w: CurriculumWriter) -> Iterable[Block]:
    """The outline that is proposed where modules are still to be written, session by session."""
    found = w.made.outline
    if found is None:
        return
    yield Heading(3, w.words("outline.heading"))
    yield Notice(w.words("outline.lead"))
    yield Facts(_facts(w, found))
    rows = [
        (
            str(position),
            headed(w.say(one.days)),
            w.say(one.length),
            headed(w.say(one.content)),
            ", ".join(w.words(f"outline.method.{method}") for method in one.methods),
            w.words("outline.assessed") if one.assessed else "",
        )
        for position, one in enumerate(found.sessions, 1)
    ]
    header = [w.fixed("column.position")]
    header += [w.words(f"outline.column-{name}") for name in ("days", "length", "content", "methods", "assessed")]
    yield w.table(w.words("outline.caption-sessions", title=found.title), header, rows, (0,))
    yield Paragraph(w.words("outline.caption-rules"))
    yield Listing(tuple(w.say(rule) for rule in found.rules), ordered=True)


def _facts(w: CurriculumWriter, found: CourseOutline) -> tuple[tuple[str, str], ...]:
    return (
        (w.words("outline.heading"), w.say(found.title)),
        (w.words("outline.fact-why"), w.say(found.why)),
        (w.words("outline.fact-length"), w.say(found.length)),
        (w.words("outline.fact-ratio"), w.say(found.ratio)),
        (w.words("outline.fact-field"), w.say(found.field)),
        (w.words("outline.anchors"), data("; ".join(found.anchors), "en")),
    )


def shells(w: CurriculumWriter) -> Iterable[Block]:
    """The modules that are proposed for what nothing here teaches, one for each domain."""
    if not w.made.shells:
        return
    yield Heading(3, w.words("outline.shells-heading"))
    yield Notice(w.words("outline.shells-lead"))
    lines = {line.competency: line for line in w.made.competencies}
    first = len(w.made.modules) + 1
    for position, one in enumerate(w.made.shells, first):
        name = w.text(one.label) if one.label else w.own("heading-no-domain")
        yield Heading(4, w.own("shell", number=f"{w.chapter_number}.{position}", name=headed(name)))
        yield from _shell(w, one, [lines[each] for each in one.competencies])


def _shell(w: CurriculumWriter, one: ModuleShell, lines: Sequence[CompetencyLine]) -> Iterable[Block]:
    criteria = {each.id: each for line in lines for each in line.criteria}
    must = tuple(w.ruled(each.text) for each in w.made.obligations if each.id in one.obligations)
    yield from _items(w, "obligations", must)
    yield from _items(w, "limits", tuple(w.ruled(each.text) for each in w.made.limits if each.id in one.limits))
    if not must and not one.limits:
        yield Paragraph(w.words("outline.shell-rules"))
    yield from _items(w, "outcomes", tuple(outcome_of(w, line) or w.worded(line.label) for line in lines))
    for name, kind in (("knowledge", "knowledge-kind"), ("attitudes", "attitude-kind"), ("criteria", "")):
        ids = [each for each in one.criteria if _sorted_as(criteria[each], kind)]
        yield from _items(w, name, _labels(w, ids, criteria), missing=not kind)
    yield from _items(w, "not-acceptable", _labels(w, one.not_acceptable, criteria), missing=True)
    yield from _items(w, "functions", tuple(w.text(w.label(each)) for each in one.functions), missing=True)
    ways = "; ".join(w.words(f"outline.assessment.{way}") for way in one.assessment)
    yield Facts(
        (
            (w.words("outline.shell-assessment"), headed(ways)),
            (w.words("outline.shell-hours"), w.words("outline.shell-hours-open")),
        )
    )


def _sorted_as(criterion: PerformanceCriterion, kind: str) -> bool:
    """Whether a criterion is of a kind; '' is all that is neither knowledge nor attitude."""
    said = criterion.criterion_kind or ""
    return said == kind or (not kind and said not in ("knowledge-kind", "attitude-kind"))


def _labels(w: CurriculumWriter, ids: Iterable[str], known: dict[str, PerformanceCriterion]) -> tuple[str, ...]:
    return tuple(w.text(criterion_text(w, known[each])) for each in ids)


def _items(w: CurriculumWriter, name: str, items: tuple[str, ...], *, missing: bool = False) -> Iterable[Block]:
    if items or missing:
        yield Paragraph(w.words(f"outline.shell-{name}"))
        yield Listing(items) if items else Notice(w.words("outline.shell-none"), "open")


def assessment(w: CurriculumWriter) -> Iterable[Block]:
    """What has to be shown, how often and how, module by module; what is to be seen one by one; what is left open."""
    made = w.made
    seen = [w.text(line.label) for line in made.learnt if line.to_be_seen]
    if seen:
        yield Paragraph(w.own("lead-seen", n=len(seen)))
        yield Listing(tuple(seen))
    rows = [
        (
            w.text(one.module.label),
            w.named(asked.label, asked.id),
            w.number(asked.count),
            data(", ".join(asked.assessment_method)),
        )
        for one in made.modules
        for asked in one.evidence_asked
    ]
    header = [*w.header("module"), w.own("fact-evidence"), w.own("column-times"), w.own("column-method")]
    yield from w.listed("caption-assessment", header, rows)
    never = [
        w.text(criterion_text(w, each))
        for line in made.learnt
        for each in line.criteria
        if each.criterion_kind == "not-acceptable"
    ]
    if never:
        yield Paragraph(w.words("outline.shell-not-acceptable"))
        yield Listing(tuple(dict.fromkeys(never)))
    yield w.left_open("assessment", "moderation")


def delivery(w: CurriculumWriter) -> Iterable[Block]:
    """Who teaches, where, how and with what, as far as known; the rest is the ministry's."""
    made = w.made
    ways = dict.fromkeys(w.text(one.module.delivery) for one in made.modules if one.module.delivery)
    places = dict.fromkeys(w.text(one.module.provider) for one in made.modules if one.module.provider)
    pairs = [(w.field("delivery"), "; ".join(ways)), (w.field("provider"), "; ".join(places))]
    known = tuple((name, value) for name, value in pairs if value)
    if known:
        yield Facts(known)
    if made.outline is not None:
        yield Notice(w.own("proposed", what=w.say(made.outline.ratio)), "plain")
    missing = ("trainer", "venue", "resources") if ways else ("delivery", "trainer", "venue", "resources")
    yield w.left_open(*missing)


def elsewhere(w: CurriculumWriter) -> Iterable[Block]:
    """Modules of others that teach what is not taught here, by how certain that is, with place and hours."""
    rows = [
        (
            w.name(one.competency),
            w.named(one.label, one.module),
            w.term("certainty", one.certainty),
            data(", ".join(one.place)),
            told(w, one.volumes),
        )
        for one in w.made.elsewhere
    ]
    if rows:
        yield Paragraph(w.own("lead-elsewhere"))
    header = [
        *w.header("competency", "module"),
        w.own("column-state"),
        *w.header("jurisdiction"),
        w.own("column-hours"),
    ]
    yield from w.listed("caption-elsewhere", header, rows)
