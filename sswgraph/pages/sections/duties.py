"""The sections of a job description and of module descriptors: the post, its purpose, its duties, its terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sswgraph.model.documents import Duty, Standing
from sswgraph.pages import curriculum as curriculum_end
from sswgraph.pages.blocks import Aside, Block, Facts, Listing, Notice, Paragraph, Table
from sswgraph.pages.cover import for_legal_officer
from sswgraph.pages.detail import label
from sswgraph.pages.sections.scope import (
    RoleWriter,
    Section,
    by_standing,
    functions_listed,
    ruled_alone,
    rules_table,
    with_line_below,
)
from sswgraph.pages.writer import data, with_short_form, without_tables


def _post(w: RoleWriter) -> Iterable[Block]:
    """The post in short: other names, status, reporting line; what is unknown is left open."""
    made = w.made
    cadre = made.cadres[0]
    supervisors = tuple(dict.fromkeys(one for arrangement in made.supervision for one in arrangement.supervisor))
    pairs = (
        (w.fixed("field.id"), w.mark(cadre.id)),
        (w.field("alt_label"), w.text(cadre.alt_label)),
        (w.field("tier"), data(cadre.tier)),
        (w.field("professional_status"), w.term("professional", cadre.professional_status)),
        (w.field("regulator"), w.text(cadre.regulator)),
        (
            w.field("jurisdiction"),
            data(", ".join(made.rule_places or curriculum_end.jurisdictions_of(made.frameworks))),
        ),
        (w.own("fact-date"), data(made.date)),
    )
    asked = (
        (w.field("employer"), w.text(cadre.employer)),
        (w.own("fact-reports-to"), w.names(supervisors)),
        (w.field("remuneration"), w.own(f"pay-{cadre.remuneration}") if cadre.remuneration else ""),
    )
    known = [pair for pair in pairs if pair[1]]
    yield w.section("post")
    yield Facts((*known, *((name, value or w.own("open")) for name, value in asked)))


def _purpose(w: RoleWriter) -> Iterable[Block]:
    cadre = w.made.cadres[0]
    texts = [text for text in (cadre.definition, cadre.scope_note, cadre.note) if text]
    for number, text in enumerate(texts):
        yield (Aside if number else Paragraph)(w.text(text))
    if not texts:
        yield w.left_open("purpose")


def _duties(w: RoleWriter, standing: Standing, duties: Sequence[Duty]) -> Iterable[Block]:
    """Functions with how far the holder may go; what is not done is only named, so that nobody takes it for a duty."""
    if standing == "never":
        return functions_listed(w, standing, duties)
    rows = [
        (
            w.named(duty.function.label, duty.function.id),
            w.how(duty),
            w.term("criticality", duty.function.criticality),
            w.text(duty.function.definition or duty.function.scope_note),
        )
        for duty in duties
    ]
    header = [w.own("column-function"), w.own("column-how")]
    header += [w.field("criticality"), w.field("scope_note")]
    tables = w.listed("caption-duties-of", header, rows, how=w.own(f"heading-{standing}"))
    ruled = ruled_alone(w)
    unruled = [row for row, duty in zip(rows, duties, strict=True) if duty.function.id not in ruled]
    short = (Listing(tuple(_duty_items(unruled))),) if unruled else ()
    return [with_short_form(one, *short) if isinstance(one, Table) else one for one in tables]


def _duty_items(rows: Sequence[tuple[str, ...]]) -> Iterable[str]:
    """The functions with the remark on each; how far each goes only where they differ."""
    differ = len({row[1] for row in rows}) > 1
    for name, how, *more in rows:
        yield with_line_below(name, label(how) if differ else "", more[-1])


def _terms(w: RoleWriter) -> Iterable[Block]:
    for name in ("terms", "clearance", "selfcare"):
        yield w.left_open(name)
    yield from for_legal_officer(w, w.made)


def _described(w: RoleWriter) -> Iterable[Block]:
    made = w.made
    pairs = [
        (w.field("part_of"), w.names(q.id for q in made.qualifications)),
        (w.own("fact-leads-to"), w.names(cadre.id for cadre in made.cadres)),
    ]
    yield Facts(tuple((name, value or w.own("open")) for name, value in pairs))


def _sources(w: RoleWriter) -> Iterable[Block]:
    """The sources and what rests on them, for those who check the paper."""
    for block in without_tables(curriculum_end.sources(w)):
        yield Aside(block.text) if type(block) is Notice else block


def _how_duties_go(w: RoleWriter) -> Iterable[Block]:
    return by_standing(w, rules_table, _duties)


SECTIONS: dict[str, Section] = {
    "described": Section(_described),
    "duties": Section(_how_duties_go),
    "post": Section(_post),
    "purpose": Section(_purpose),
    "sources-in-full": Section(_sources, "sources"),
    "terms": Section(_terms),
}
