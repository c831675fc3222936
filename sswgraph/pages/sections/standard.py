"""The sections of papers in a national form: occupational standard, scheme of service, record of learning."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sswgraph.model.curriculum import CompetencyLine
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Paragraph
from sswgraph.pages.curriculum import entry, supervision
from sswgraph.pages.learning import outcome_of, volumes_in_words
from sswgraph.pages.rules import ended
from sswgraph.pages.sections.card import LINE, blanks
from sswgraph.pages.sections.scope import RoleWriter, Section
from sswgraph.pages.writer import data

_BAD = "not-acceptable"


def _occupation(w: RoleWriter) -> Iterator[Block]:
    """Title and level of the occupation, as authorities require them."""
    cadre = w.made.cadres[0]
    levels = dict.fromkeys(q.qualification_level for q in w.made.qualifications if q.qualification_level)
    known = (
        (w.own("fact-occupation"), w.worded(cadre.label)),
        (w.field("alt_label"), w.text(cadre.alt_label)),
        (w.field("definition"), w.text(cadre.definition)),
        (w.field("qualification_level"), data("; ".join(levels))),
        (w.own("fact-date"), data(w.made.date)),
    )
    yield Facts((*((name, value or LINE) for name, value in known), (w.own("fact-occupation-code"), LINE)))


def _units(w: RoleWriter) -> Iterator[Block]:
    """Each competency as a unit: code, descriptor, elements with criteria, range, evidence guide."""
    yield from w.list_notes(w.made.notes)
    if not w.made.competencies:
        yield w.left_open("competencies")
    standings = dict(w.document.standings)
    for number, line in enumerate(w.made.competencies, 1):
        yield Heading(3, f"{w.chapter_number}.{number} {w.worded(line.label)}")
        yield from _unit(w, line, [w.own(f"shape-{one}") for one in standings.get(line.competency, ("unknown",))])


def _unit(w: RoleWriter, line: CompetencyLine, how_far: list[str]) -> Iterator[Block]:
    pairs = (
        (w.own("fact-unit-code"), LINE),
        (w.own("fact-unit-descriptor"), outcome_of(w, line)),
        (w.own("column-level"), w.levels(line.levels) or LINE),
        (w.own("column-facet"), w.term("facet", line.facet)),
        (w.own("fact-how-far"), data("; ".join(how_far))),
        (w.own("fact-elements"), w.names(line.functions) or w.own("open")),
        (w.own("fact-range"), LINE),
        (w.own("fact-evidence-guide"), LINE),
    )
    yield Facts(tuple(pair for pair in pairs if pair[1]))
    good = [w.worded(one.label) for one in line.criteria if one.criterion_kind != _BAD]
    bad = [w.worded(one.label) for one in line.criteria if one.criterion_kind == _BAD]
    yield Heading(4, w.own("column-criteria"))
    yield Listing(tuple(good)) if good else w.left_open("criteria")
    if bad:
        yield Heading(4, w.own("heading-not-acceptable"))
        yield Listing(tuple(bad))


def _grade(w: RoleWriter) -> Iterator[Block]:
    """The post within the service; grade and pay are for the ministry."""
    cadre = w.made.cadres[0]
    known = (
        (w.own("fact-occupation"), w.worded(cadre.label)),
        (w.field("tier"), data(cadre.tier)),
        (w.field("professional_status"), w.term("professional", cadre.professional_status)),
        (w.field("employer"), w.text(cadre.employer)),
        (w.field("regulator"), w.text(cadre.regulator)),
        (w.field("remuneration"), w.own(f"pay-{cadre.remuneration}") if cadre.remuneration else ""),
    )
    asked = ("grade", "salary-scale", "posts")
    yield Facts((*((n, v or w.own("open")) for n, v in known), *((w.own(f"fact-{one}"), LINE) for one in asked)))


def _promotion(w: RoleWriter) -> Iterator[Block]:
    """The ways onward and their requirements, then what only the service can settle."""
    said = {one.text for one in w.made.conditions}  # at the head of this paper
    rows = [
        (
            w.names([step.start]),
            w.names([step.end]),
            w.term("progression", step.progression_kind),
            w.names(step.qualifications),
            data(" ".join(ended(w.ruled(one)) for one in step.conditions if one not in said)),
        )
        for step in w.document.steps
    ]
    header = [w.own("column-from"), w.own("column-onward"), w.fixed("column.kind")]
    header += [w.own("column-qualifications"), w.own("column-conditions")]
    yield from w.listed("caption-articulation", header, rows, missing="articulation")
    yield w.left_open("promotion")


def _learnt(w: RoleWriter) -> Iterator[Block]:
    """The outcomes with room for how each was assessed, when, and by whom."""
    yield from w.list_notes(w.made.notes)
    rows = [(outcome_of(w, line) or w.worded(line.label), w.levels(line.levels)) for line in w.made.competencies]
    if not rows:
        yield w.left_open("competencies")
    columns = ("outcome", "level", "assessed-how", "result", "assessed-on")
    kept = columns if any(row[1] for row in rows) else tuple(one for one in columns if one != "level")
    cut = [row[: 2 if kept == columns else 1] for row in rows]
    yield w.blanks("learnt", kept, cut or [("",)] * 5)


def _hours(w: RoleWriter) -> Iterator[Block]:
    """The hours by kind as the source has them, and as they were taken."""
    taken = w.own("fact-modules-taken")
    pairs = tuple(
        (w.text(w.label(home)) if home else taken, volumes_in_words(w, totals)) for home, totals in w.made.volumes
    )
    if pairs:
        yield Facts(pairs)
    rows = [(w.own(f"hours-{one}"),) for one in ("contact", "practical", "workplace", "own")]
    yield w.blanks("hours", ("kind-of-hours", "hours", "place", "confirmed"), rows)


def _issued(w: RoleWriter) -> Iterator[Block]:
    """That it is not a certificate, and where it can be verified."""
    yield Notice(w.own("valid-with-register"))
    yield blanks(w, "learner-name", "issuer", "register-number", "issued-on")


def _entry(w: RoleWriter) -> Iterator[Block]:
    return iter(entry(w))


def _supervised(w: RoleWriter) -> Iterator[Block]:
    yield Paragraph(w.own("lead-supervised"))
    yield from islice(supervision(w), 1, None)  # without a heading of its own


SECTIONS: dict[str, Section] = {
    "grade": Section(_grade),
    "hours": Section(_hours),
    "issued": Section(_issued),
    "learnt": Section(_learnt),
    "occupation": Section(_occupation),
    "promotion": Section(_promotion),
    "supervised-by": Section(_supervised),
    "units": Section(_units),
}
