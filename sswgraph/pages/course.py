"""The chapters of a curriculum about the course itself: what is proposed, assessment, delivery, modules of others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sswgraph.model.curriculum import CompetencyLine, CourseOutline, ModuleShell, TaughtElsewhere
from sswgraph.model.elements import PerformanceCriterion
from sswgraph.pages.blocks import Block, Facts, Heading, Lines, Listing, Notice, Paragraph, Table
from sswgraph.pages.learning import CurriculumWriter, is_never, necessity, outcome_or_name, volumes_in_words
from sswgraph.pages.writer import capitalised, data, with_short_form

_FEW = 3  # rows with one reason from which one sentence is shorter
_SHELL = ("outcomes", "knowledge", "attitudes", "criteria")


def learnt_by(w: CurriculumWriter) -> Iterable[Block]:
    """What is to be learnt, by which modules and how certainly; what none teaches is only counted."""
    lines = w.made.learnt
    rows = [
        (
            w.named(line.label, line.competency),
            w.names((*line.taught_by, *line.near)),
            capitalised(w.own(f"state-{line.state}")),
        )
        for line in lines
    ]
    header = [w.fixed("column.competency"), w.own("column-by"), w.own("column-state")]
    taught = [row for row, line in zip(rows, lines, strict=True) if line.state != "open"]
    for block in w.listed("caption-learnt", header, rows, missing="competencies", n=len(rows)):
        if not isinstance(block, Table) or len(taught) == len(rows):
            yield block
            continue
        short = w.listed("caption-learnt", header, taught, n=len(taught))
        yield with_short_form(block, *short, Paragraph(w.own("learnt-open", n=len(rows) - len(taught))))


def outline(w: CurriculumWriter) -> Iterable[Block]:
    """The course that is proposed where modules are still to be written, session by session."""
    found = w.made.outline
    if found is None:
        return
    yield Heading(3, w.words("outline.heading"))
    yield Notice(w.words("outline.lead"))
    yield Facts(_facts(w, found))
    rows = [
        (
            str(position),
            capitalised(w.say(one.days)),
            w.say(one.length),
            capitalised(w.say(one.content)),
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


def untaught(w: CurriculumWriter) -> Iterable[Block]:
    """What is not taught in full: what comes close, what is taught in part, and what no module here teaches."""
    lines = w.made.untaught
    if not lines:
        yield Paragraph(w.own("all-taught")) if w.made.competencies else w.left_open("competencies")
        return
    yield Notice(w.own("lead-untaught"))
    header = [*w.header("competency", "necessity"), w.own("column-by")]
    header += [w.fixed("column.why"), w.own("column-remedy")]
    for state in ("if-recognised", "in-part", "open"):
        rows = [
            (
                w.named(line.label, line.competency),
                necessity(w, line),
                w.names((*line.taught_by, *line.near)),
                _reason(w, line),
                _remedy(w, line),
            )
            for line in lines
            if line.state == state
        ]
        for table in w.listed(f"caption-open-{state}", header, rows):
            assert isinstance(table, Table)
            yield with_short_form(table, *_by_reason(w, table, [line for line in lines if line.state == state]))


def _by_reason(w: CurriculumWriter, table: Table, lines: Sequence[CompetencyLine]) -> Iterable[Block]:
    """In documents to be signed, a reason that many rows share stands once above their names."""
    said: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        said.setdefault(_why_and_what(w, line), []).append(number)
    shared = {why: rows for why, rows in said.items() if why and len(rows) >= _FEW}
    for why, rows in shared.items():
        yield Paragraph(why)
        yield Listing(tuple(table.rows[row][0] for row in rows))
    together = {row for rows in shared.values() for row in rows}
    rest = tuple(row for number, row in enumerate(table.rows) if number not in together)
    if rest:
        yield replace(table, rows=rest)


def _why_and_what(w: CurriculumWriter, line: CompetencyLine) -> str:
    """Why nothing here teaches it and what to do, in words that fit other rows too; empty where there are none."""
    if line.state != "open" or line.reason is None or line.elsewhere:
        return ""
    near = line.reason.code == "open.untaught-near" and line.competency in {one.competency for one in w.made.elsewhere}
    return " ".join((w.own("untaught-some") if near else w.say(line.reason), _remedy(w, line)))


def _reason(w: CurriculumWriter, line: CompetencyLine) -> str:
    """Why it is not taught; an annex, if there is one, has what comes near."""
    if line.reason is None:
        return ""
    near = [one for one in w.made.elsewhere if one.competency == line.competency]
    if line.reason.code == "open.untaught-near" and near:
        return w.own("untaught-near", n=len(near))
    return w.say(line.reason)


def _remedy(w: CurriculumWriter, line: CompetencyLine) -> str:
    if line.state == "open" and line.elsewhere:
        names = "; ".join(f"{w.text(w.label(one))} ({one})" for one in line.elsewhere)
        return w.own("remedy-elsewhere", names=names)
    return w.say(line.remedy) if line.remedy else ""


def shells(w: CurriculumWriter) -> Iterable[Block]:
    """The modules proposed for what nothing here teaches, one for each domain, preceded by the rules on all of them."""
    if not w.made.shells:
        return
    yield Heading(3, w.words("outline.shells-heading"))
    yield Notice(w.words("outline.shells-lead"))
    yield from _rules(w, _on_each(w.made.shells), "-each" if len(w.made.shells) > 1 else "")
    lines = {line.competency: line for line in w.made.competencies}
    first = len(w.made.modules) + 1
    for position, one in enumerate(w.made.shells, first):
        name = w.text(one.label) if one.label else w.own("heading-no-domain")
        yield Heading(4, w.own("shell", number=f"{w.chapter_number}.{position}", name=capitalised(name)))
        yield from _shell(w, one, [lines[each] for each in one.competencies])


def _on_each(proposed: Sequence[ModuleShell]) -> set[str]:
    """The obligations and limits that concern every module proposed."""
    return set.intersection(*({*one.obligations, *one.limits} for one in proposed))


def _rules(w: CurriculumWriter, ids: Collection[str], which: str = "") -> Iterable[Block]:
    must = tuple(w.ruled(each.text) for each in w.made.obligations if each.id in ids)
    yield from _items(w, f"obligations{which}", must)
    yield from _items(w, f"limits{which}", tuple(w.ruled(each.text) for each in w.made.limits if each.id in ids))


def _shell(w: CurriculumWriter, one: ModuleShell, lines: Sequence[CompetencyLine]) -> Iterable[Block]:
    bearing = {*one.obligations, *one.limits}
    yield from _rules(w, bearing - _on_each(w.made.shells))
    if not bearing:
        yield Paragraph(w.words("outline.shell-rules"))
    yield from w.listed("caption-shell", [w.words(f"outline.shell-{name}") for name in _SHELL], _taught(w, lines))
    never = {each.id: each for line in lines for each in line.criteria}
    yield from _items(w, "not-acceptable", tuple(w.text(never[each].label) for each in one.not_acceptable))
    lacking = [name for name, there in (("seen", one.criteria), ("never", one.not_acceptable)) if not there]
    yield from w.left_open_of(lacking)
    ways = "; ".join(w.words(f"outline.assessment.{way}") for way in one.assessment)
    practice = w.names(one.functions) or w.own("open")
    yield Facts(
        (
            (w.words("outline.shell-functions"), practice),
            (w.words("outline.shell-assessment"), capitalised(ways)),
            (w.words("outline.shell-hours"), w.words("outline.shell-hours-open")),
        )
    )


def _taught(w: CurriculumWriter, lines: Sequence[CompetencyLine]) -> list[tuple[str, ...]]:
    """A row for each outcome of a proposed module: what is taught for it, and how it is observed."""
    return [
        (
            outcome_or_name(w, line),
            *(Lines(w.text(each.label) for each in line.criteria if _column(each) == name) for name in _SHELL[1:]),
        )
        for line in lines
    ]


def _column(criterion: PerformanceCriterion) -> str:
    """The column of a criterion in a proposed module."""
    kinds = {"knowledge-kind": "knowledge", "attitude-kind": "attitudes", "not-acceptable": "not-acceptable"}
    return kinds.get(criterion.criterion_kind or "", "criteria")


def _items(w: CurriculumWriter, name: str, items: tuple[str, ...]) -> Iterable[Block]:
    if items:
        yield Paragraph(w.words(f"outline.shell-{name}"))
        yield Listing(items)


def assessment(w: CurriculumWriter) -> Iterable[Block]:
    """What has to be shown, how often and how, module by module; what is to be observed; what is left open."""
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
    never = {each.id for line in made.learnt for each in line.criteria if is_never(each)}
    if never:
        yield Notice(w.own("never", n=len(never)))
    yield w.left_open("assessment", "moderation")


def delivery(w: CurriculumWriter) -> Iterable[Block]:
    """Who teaches, where, how and with what, as far as known; the rest is left to the ministry."""
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
            volumes_in_words(w, one.volumes),
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
    for table in w.listed("caption-elsewhere", header, rows):
        assert isinstance(table, Table)
        yield with_short_form(table, _by_module(w))


def _by_module(w: CurriculumWriter) -> Table:
    """In documents to be signed, a row for each module of others with what it teaches of what is missing here."""
    modules: dict[str, list[TaughtElsewhere]] = {}
    for one in w.made.elsewhere:
        modules.setdefault(one.module, []).append(one)
    rows = [
        (
            w.named(several[0].label, module),
            data(", ".join(several[0].place)),
            volumes_in_words(w, several[0].volumes),
            Lines(
                w.fixed("pair", name=capitalised(w.term("certainty", how)), value=w.text(w.label(one.competency)))
                for how in dict.fromkeys(each.certainty for each in several)
                for one in several
                if one.certainty == how
            ),
        )
        for module, several in modules.items()
    ]
    header = [*w.header("module", "jurisdiction"), w.own("column-hours"), w.own("column-teaches")]
    return w.table(w.own("caption-elsewhere"), header, rows)
