"""The sections on where a role leads, and on what an executive has to decide about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Paragraph
from sswgraph.pages.learning import volumes_in_words
from sswgraph.pages.rules import ended
from sswgraph.pages.sections.card import LINE, origin
from sswgraph.pages.sections.chart import before_brief, must_brief, rules_brief
from sswgraph.pages.sections.scope import SHAPES, RoleWriter, Section
from sswgraph.pages.writer import data


def _here(w: RoleWriter) -> Iterator[Block]:
    """The role itself: what it is, and the conditions of its work."""
    yield w.section("here", 2)
    cadre = w.made.cadres[0]
    if cadre.definition:
        yield Paragraph(w.text(cadre.definition))
    pairs = (
        (w.field("tier"), data(cadre.tier)),
        (w.field("professional_status"), w.term("professional", cadre.professional_status)),
        (w.own("caption-training"), w.names(q.id for q in w.made.qualifications)),
    )
    yield Facts(tuple((name, value or w.own("open")) for name, value in pairs))
    yield from before_brief(w)


def _steps(w: RoleWriter, name: str, *, onward: bool) -> Iterator[Block]:
    """The steps on one side of the role, with the requirements of each."""
    yield w.section(name, 2)
    own = {cadre.id for cadre in w.made.cadres} | {q.id for q in w.made.qualifications}
    steps = [step for step in w.document.steps if (step.start if onward else step.end) in own]
    if not steps:
        yield w.left_open(name)
    for step in steps:
        yield Heading(3, f"{w.names([step.start])} {w.shape('refer')} {w.names([step.end])}")
        pairs = (
            (w.fixed("column.kind"), w.term("progression", step.progression_kind)),
            (w.own("column-qualifications"), w.names(step.qualifications)),
            (w.own("column-conditions"), data(" ".join(ended(w.ruled(one)) for one in step.conditions))),
            (w.field("note"), w.text(step.note)),
        )
        yield Facts(tuple(pair for pair in pairs if pair[1]) or ((w.own("fact-asks"), w.own("open")),))


def _before_here(w: RoleWriter) -> Iterator[Block]:
    return _steps(w, "ways-here", onward=False)


def _onward(w: RoleWriter) -> Iterator[Block]:
    yield from _steps(w, "ways-onward", onward=True)
    yield Notice(w.own("no-permission-by-step"))
    yield origin(w)


def _what(w: RoleWriter) -> Iterator[Block]:
    """What the role is, in a few lines."""
    cadre = w.made.cadres[0]
    text = cadre.definition or cadre.scope_note
    yield Paragraph(w.text(text)) if text else w.left_open("purpose")
    counts = Counter(duty.standing for duty in w.document.duties)
    yield Facts(tuple((f"{w.shape(one)} {w.own(f'shape-{one}')}", str(counts[one])) for one in SHAPES if counts[one]))


def _may(w: RoleWriter) -> Iterator[Block]:
    """What must be in place, and the rules by how far they go."""
    yield from before_brief(w)
    yield from rules_brief(w, naming=False)


def _training(w: RoleWriter) -> Iterator[Block]:
    """The training that exists, with its hours as the sources have them."""
    totals = dict(w.made.volumes)
    rows = []
    for one in w.made.qualifications:
        known = totals.get(one.id)
        level = data(one.qualification_level)
        rows.append((w.worded(one.label), level, volumes_in_words(w, known) if known else "", w.text(one.provider)))
    header = [w.own("column-qualification"), w.own("column-level-of"), w.own("column-volume"), w.field("provider")]
    yield from w.listed("caption-training", header, rows, missing="training")
    untaught = len(w.made.untaught)
    if w.made.competencies:
        yield Paragraph(w.own("untaught-count", n=len(w.made.competencies), untaught=untaught))


def _missing(w: RoleWriter) -> Iterator[Block]:
    """What is not known of the role."""
    made, document = w.made, w.document
    gaps = (
        ("channel", not made.channel),
        ("obligations", not made.obligations),
        ("rules", not any(line.standing not in ("unknown", "must") for line in document.rules)),
        ("supervision", not made.supervision),
        ("competencies", not made.competencies),
        ("training", not made.qualifications and not any(line.taught_by for line in made.competencies)),
        ("silent", any(duty.standing == "unknown" for duty in document.duties)),
    )
    found = tuple(w.own(f"gap-{name}") for name, lacking in gaps if lacking)
    yield Listing(found) if found else Paragraph(w.own("gap-none"))
    yield from w.list_notes(made.notes)


def _decide(w: RoleWriter) -> Iterator[Block]:
    """The questions that a country must settle, with room for who does it and by when."""
    yield Listing(w.questions(), ordered=True)
    yield Facts(((w.own("column-decides"), LINE), (w.own("column-by-when"), LINE)))
    yield origin(w)


def _prepared_for(w: RoleWriter) -> Iterator[Block]:
    yield Facts(((w.own("fact-prepared-for"), LINE),))


SECTIONS: dict[str, Section] = {
    "decide": Section(_decide),
    "here": Section(_here),
    "may": Section(_may),
    "missing": Section(_missing),
    "must-brief": Section(must_brief),
    "prepared": Section(_prepared_for),
    "training": Section(_training),
    "ways-here": Section(_before_here),
    "ways-onward": Section(_onward),
    "what": Section(_what),
}
