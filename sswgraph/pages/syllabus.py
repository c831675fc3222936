"""The page of a syllabus: obligations, the limits of the role, then module by module what a trainer needs."""

from __future__ import annotations

from collections.abc import Iterable

from sswgraph.model.documents import Syllabus, SyllabusOutcome, SyllabusUnit
from sswgraph.pages.blocks import Block, Facts, Heading, Lines, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.course import shells
from sswgraph.pages.curriculum import approval, closing_in_words, gates, limits, reservations
from sswgraph.pages.learning import (
    CurriculumWriter,
    criteria,
    module_facts,
    module_name,
    outcome_or_name,
    volumes_in_words,
)
from sswgraph.pages.writer import data

# What accreditors require of a module and no source has: the trainer fills it in.
_FIELDS = ("delivery", "resources", "venue", "trainer", "ratio", "assessment", "moderation", "again")


def syllabus_page(made: Syllabus, lang: str) -> Page:
    """One chapter for the rules of the role, one for each module, one to sign."""
    w = CurriculumWriter(made.about, lang)
    blocks: list[Block] = [gates(w, chapter=1)]
    blocks.append(w.chapter(1, "limits"))
    blocks += [*limits(w), *reservations(w), *(Notice(closing_in_words(w, one)) for one in made.about.closing)]
    if not made.units:
        blocks.append(w.chapter(2, "modules"))
        blocks += [w.left_open("modules"), *shells(w)]
    for number, unit in enumerate(made.units, 2):
        blocks.append(Heading(2, f"{number}. {module_name(w, unit.taught.module)}"))
        blocks += _unit(w, unit)
    blocks.append(w.chapter(2 + max(1, len(made.units)), "approval"))
    blocks += approval(w)
    return w.finished(w.own("title-syllabus", subject=_subject(w)), blocks, date=made.about.date)


def _subject(w: CurriculumWriter) -> str:
    """What it is about: the role, the qualification or the one module; of several modules their number."""
    made = w.made
    named = [made.label(one) for one in made.subject]
    return w.text(named[0]) if len(named) == 1 else w.counted("modules", len(named))


def _unit(w: CurriculumWriter, unit: SyllabusUnit) -> Iterable[Block]:
    module = unit.taught.module
    yield Facts(module_facts(w, unit.taught))
    if module.definition:
        yield w.section("descriptor")
        yield Paragraph(w.text(module.definition))
    never = tuple(dict.fromkeys(w.text(each.label) for one in unit.outcomes for each in one.not_acceptable))
    if never:
        yield w.section("not-acceptable")
        yield Listing(never)
    yield w.section("outcomes")
    if unit.outcomes:
        yield _outcomes(w, unit)
    else:
        yield w.left_open("outcomes")
    yield w.section("content")
    content = tuple(dict.fromkeys(w.text(each.label) for one in unit.outcomes for each in one.content))
    yield Listing(content) if content else w.left_open("content")
    shown = {each.id for one in unit.outcomes for each in (*one.content, *one.criteria, *one.not_acceptable)}
    yield from criteria(w, [each for each in unit.taught.criteria if each.id not in shown], 3)
    yield w.section("assessment")
    yield from _assessment(w, unit)
    yield w.section("plan-of-delivery")
    yield _to_fill(w, unit)


def _outcomes(w: CurriculumWriter, unit: SyllabusUnit) -> Table:
    """A row for each outcome; what nobody has set is left blank."""
    header = [w.own("column-outcomes"), w.own("column-duration"), w.own("column-criteria")]
    header += [w.own("column-conditions"), w.own("column-method")]
    rows = tuple(
        (
            outcome_or_name(w, one.line),
            volumes_in_words(w, one.duration),
            Lines(w.text(each.label) for each in one.criteria),
            "",
            _seen(w, one),
        )
        for one in unit.outcomes
    )
    return Table(w.own("caption-syllabus-outcomes", n=len(rows)), tuple(header), rows, shape="form")


def _seen(w: CurriculumWriter, one: SyllabusOutcome) -> str:
    return w.words("outline.assessed") if one.line.to_be_seen else ""


def _assessment(w: CurriculumWriter, unit: SyllabusUnit) -> Iterable[Block]:
    rows = [
        (w.named(asked.label, asked.id), w.number(asked.count), data(", ".join(asked.assessment_method)))
        for asked in unit.taught.evidence_asked
    ]
    header = [w.own("fact-evidence"), w.own("column-times"), w.own("column-method")]
    yield from w.listed("caption-assessment", header, rows, missing="evidence")


def _to_fill(w: CurriculumWriter, unit: SyllabusUnit) -> Table:
    known = {"delivery": w.text(unit.taught.module.delivery)}
    rows = tuple((w.own(f"field-{one}"), known.get(one, "")) for one in _FIELDS)
    return Table(w.own("caption-delivery"), (w.own("column-asked"), w.own("column-answer")), rows, shape="form")
