"""The pages of a job description and of module descriptors."""

from __future__ import annotations

from collections.abc import Iterable

from sswgraph.model.blocks import Block, Facts, Listing, Page, Paragraph
from sswgraph.model.role import JobDescription, ModuleDescriptor
from sswgraph.model.show import curriculum_end, curriculum_learning
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.pages_curriculum import entry, limits
from sswgraph.model.show.role_words import RoleWriter, written


def job_description_page(made: JobDescription, lang: str) -> Page:
    """A job description: the post, its limits, purpose, duties, and what its holder must bring."""
    chapters = (
        ("limits", limits),
        ("purpose", _purpose),
        ("duties", duties),
        ("competencies", curriculum_learning.competencies),
        ("entry", entry),
        ("terms", _terms),
        ("safeguarding", curriculum_end.safeguarding),
        ("sources", curriculum_end.sources),
        ("approval", curriculum_end.approval),
    )
    return written(made, lang, _post, chapters)


def _post(writer: RoleWriter) -> Iterable[Block]:
    """The post in short: other names, standing, to whom it answers; what is not known is left open."""
    made, lang = writer.made, writer.lang
    cadre = made.cadres[0]
    supervisors = tuple(dict.fromkeys(one for arrangement in made.supervision for one in arrangement.supervisor))
    pairs = (
        (common.fixed("field.id", lang), common.data(cadre.id)),
        (writer.field("alt_label"), writer.text(cadre.alt_label)),
        (writer.field("tier"), common.data(cadre.tier)),
        (writer.field("professional_status"), common.term("professional", cadre.professional_status, lang)),
        (writer.field("regulator"), writer.text(cadre.regulator)),
        (writer.field("jurisdiction"), common.data(", ".join(c for f in made.frameworks for c in f.jurisdiction))),
        (writer.words("fact-date"), common.data(made.date)),
    )
    asked = (
        (writer.field("employer"), writer.text(cadre.employer)),
        (writer.words("fact-reports-to"), writer.names(supervisors)),
        (writer.field("remuneration"), writer.words(f"pay-{cadre.remuneration}") if cadre.remuneration else ""),
    )
    known = [pair for pair in pairs if pair[1]]
    yield Facts((*known, *((name, value or writer.words("open")) for name, value in asked)))


def _purpose(writer: RoleWriter) -> Iterable[Block]:
    cadre = writer.made.cadres[0]
    texts = [text for text in (cadre.definition, cadre.scope_note, cadre.note) if text]
    for text in texts:
        yield Paragraph(writer.text(text))
    if not texts:
        yield writer.missing("purpose")


def duties(writer: RoleWriter) -> Iterable[Block]:
    """Each function with how far the holder may go; those without a rule say that none is known."""
    lang = writer.lang
    yield from writer.never("never-in-post")
    yield Paragraph(writer.words("lead-duties"))
    rows = [
        (
            name,
            how,
            common.term("criticality", duty.function.criticality, lang),
            writer.text(duty.function.definition or duty.function.scope_note),
        )
        for duty, name, how in writer.duties()
    ]
    header = [writer.words("column-function"), writer.words("column-how")]
    header += [writer.field("criticality"), writer.field("scope_note")]
    yield from writer.table("caption-duties", header, rows, missing="functions")
    alone = [line for line in writer.document.rules if line.standing == "alone"]
    yield writer.heading("permitted")
    yield Listing(tuple(map(writer.rule, alone))) if alone else Paragraph(writer.words("alone-none"))
    yield from map(Paragraph, writer.stars(alone))


def _terms(writer: RoleWriter) -> Iterable[Block]:
    yield writer.missing("terms")


def module_descriptor_page(made: ModuleDescriptor, lang: str) -> Page:
    """Module descriptors: the limits of the role the modules lead to, then each module."""
    chapters = (
        ("limits", limits),
        ("structure", curriculum_learning.structure),
        ("modules", curriculum_learning.modules),
        ("matrix", curriculum_learning.matrix),
        ("sources", curriculum_end.sources),
        ("approval", curriculum_end.approval),
    )
    return written(made, lang, _described, chapters)


def _described(writer: RoleWriter) -> Iterable[Block]:
    made = writer.made
    pairs = [
        (writer.field("part_of"), writer.names(q.id for q in made.qualifications)),
        (writer.words("fact-leads-to"), writer.names(cadre.id for cadre in made.cadres)),
        (writer.words("fact-date"), common.data(made.date)),
    ]
    yield Facts(tuple((name, value or writer.words("open")) for name, value in pairs))
