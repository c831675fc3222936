"""The pages about a role: the card that a worker carries, the job description, module descriptors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sswgraph.model.curriculum import Duty, JobDescription, ModuleDescriptor, RoleCard, RoleDocument, RuleLine, Standing
from sswgraph.model.permissions import ObligationInForce
from sswgraph.model.text import Wording
from sswgraph.pages import curriculum as curriculum_end
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph, Tagged
from sswgraph.pages.competencies import in_short
from sswgraph.pages.cover import issued_by
from sswgraph.pages.curriculum import entry, limits
from sswgraph.pages.rules import to_whom, where_missing
from sswgraph.pages.standing import (
    STANDINGS,
    RoleWriter,
    apart,
    at_once_and_always,
    before,
    blank,
    by_standing,
    functions_listed,
    must,
    rules_table,
    set_aside,
)
from sswgraph.pages.writer import data, is_banner

Chapter = Callable[[RoleWriter], Iterable[Block]]


def written(
    document: RoleDocument, lang: str, cover: Chapter, chapters: Sequence[tuple[str, Chapter | Callable[..., Any]]]
) -> Page:
    """The page of a document: numbered chapters, what must be done before anything else; after it cover and notes."""
    w = RoleWriter(document, lang)
    blocks = [*(issued_by(w, w.made.date) if isinstance(document, ModuleDescriptor) else blank(w))]
    for number, (name, chapter) in enumerate(chapters, 1):
        blocks.append(w.chapter(number, name))
        blocks += chapter(w)
        if number == 1:
            blocks += [*cover(w), *curriculum_end.reservations(w)]
    title = w.own(f"title-{document.kind}", subject=w.role())
    return w.finished(title, blocks, date=w.made.date)


_BLANK = "_" * 24


def role_card_page(card: RoleCard, lang: str) -> Page:
    """The card as a page in large type."""
    w = RoleWriter(card, lang)
    blocks = [*blank(w), *_must(w), *_holder(w), *_before(w)]
    for standing in STANDINGS:
        blocks.append(w.section(f"card-{standing}", 2))
        blocks += _rules(w, standing)
    blocks += [w.section("card-unknown", 2), *_unknown(w)]
    blocks.append(_origin(w))
    title = w.own("title-role-card", subject=w.role())
    return replace(w.finished(title, blocks, date=w.made.date), size="large")


def _must(w: RoleWriter) -> Iterator[Block]:
    """What I must do, at once and at all times, and whom I call."""
    for name, due in at_once_and_always(w):
        if due or name == "must-now":
            yield w.section(f"card-{name}", 2)
        if due:
            yield Listing(tuple(_due(w, one) for one in due))
        elif name == "must-now":
            yield Notice(w.own("must-none"))
    yield from set_aside(w)
    if not w.made.channel:
        yield Facts(((w.own("fact-report-to"), _BLANK), (w.own("fact-telephone"), _BLANK)))


def _due(w: RoleWriter, one: ObligationInForce) -> str:
    said, how = w.rule(one), to_whom(w, one)
    if not how:
        return said
    both = f"{said}\n{how}"
    return Wording(both, said.lang, said.fell_back) if isinstance(said, Wording) else data(both)


def _holder(w: RoleWriter) -> Iterator[Block]:
    pairs = [(w.own("fact-worker"), _BLANK), (w.own("fact-supervisor"), _BLANK)]
    yield Facts(tuple(pairs))


def _before(w: RoleWriter) -> Iterator[Block]:
    """What must be there before any work: eligibility, clearance, supervision."""
    yield w.section("card-before", 2)
    yield from where_missing(w, w.made, asking=False)
    said = [w.ruled(condition.text) for condition in w.made.conditions]
    yield Listing(tuple(said)) if said else Paragraph(w.own("card-before-unknown"))


def _rules(w: RoleWriter, standing: Standing) -> Iterator[Block]:
    every, _ = w.of_standing(standing)
    if not every:
        yield Paragraph(w.own(f"card-{standing}-none"))
    elif standing == "refer":
        yield Paragraph(w.own("refer-lead"))
    lines, unlisted = apart(standing, every)
    yield from _listed(w, standing, lines)
    if unlisted:
        yield Paragraph(w.own("unlisted-lead"))
        yield from _listed(w, standing, unlisted)


def _listed(w: RoleWriter, standing: Standing, lines: Sequence[RuleLine]) -> Iterator[Block]:
    """The rules, those together that are done with the same people or referred to them."""
    for ends in dict.fromkeys(w.ends(line) for line in lines):
        items = []
        for line in (line for line in lines if w.ends(line) == ends):
            items.append(w.rule(line))
            if standing == "supervised" and len(line.functions) > 1:
                items[-1] = Wording(f"{items[-1]}\n{w.names(line.functions)}")
        if ends:
            yield Heading(3, ends)
        yield Listing(tuple(items))


def _unknown(w: RoleWriter) -> Iterator[Block]:
    """Functions that no rule names, and what rules leave open: neither allowed nor forbidden."""
    lines, duties = w.of_standing("unknown")
    items = [w.rule(line) for line in lines]
    items += [w.worded(duty.function.label) for duty in duties if not duty.rules]
    if items:
        yield Listing(tuple(items))
    yield Notice(w.own("card-ask"), "open")


def _origin(w: RoleWriter) -> Block:
    """What the card was made from, with its reservations in small type below; links are not on it but for its rules."""
    made = w.made
    banners = [note for note in made.notes if is_banner(note) and note.code != "curriculum.banner-derived"]
    more = [*(w.say(note) for note in banners), *w.stars((*made.obligations, *w.document.rules))]

    def lines(role: str, names: Iterable[str]) -> str:
        editions = "; ".join(
            f"{name} {f.edition or ''}".strip() for name, f in zip(names, made.frameworks, strict=True)
        )
        return "\n".join((w.own("card-origin", id=role, editions=editions), *more))

    full = lines(", ".join(made.subject), (f.id for f in made.frameworks))
    return Notice(Tagged(full, lines(w.role(), (w.worded(f.label) or f.id for f in made.frameworks))))


def job_description_page(made: JobDescription, lang: str) -> Page:
    """A job description: the post, its limits, purpose, duties, and what its holder must bring."""
    chapters = (
        ("must", must),
        ("before", before),
        ("purpose", _purpose),
        ("duties", lambda w: by_standing(w, rules_table, _duties)),
        ("competencies", in_short),
        ("entry", entry),
        ("terms", _terms),
        ("safeguarding", curriculum_end.safeguarding),
        ("sources", curriculum_end.sources),
        ("approval", curriculum_end.approval),
    )
    return written(made, lang, _post, chapters)


def _post(w: RoleWriter) -> Iterable[Block]:
    """The post in short: other names, standing, to whom it answers; what is not known is left open."""
    made = w.made
    cadre = made.cadres[0]
    supervisors = tuple(dict.fromkeys(one for arrangement in made.supervision for one in arrangement.supervisor))
    pairs = (
        (w.fixed("field.id"), w.mark(cadre.id)),
        (w.field("alt_label"), w.text(cadre.alt_label)),
        (w.field("tier"), data(cadre.tier)),
        (w.field("professional_status"), w.term("professional", cadre.professional_status)),
        (w.field("regulator"), w.text(cadre.regulator)),
        (w.field("jurisdiction"), data(", ".join(made.rule_places or curriculum_end.places_of(made.frameworks)))),
        (w.own("fact-date"), data(made.date)),
    )
    asked = (
        (w.field("employer"), w.text(cadre.employer)),
        (w.own("fact-reports-to"), w.names(supervisors)),
        (w.field("remuneration"), w.own(f"pay-{cadre.remuneration}") if cadre.remuneration else ""),
    )
    known = [pair for pair in pairs if pair[1]]
    yield Facts((*known, *((name, value or w.own("open")) for name, value in asked)))


def _purpose(w: RoleWriter) -> Iterable[Block]:
    cadre = w.made.cadres[0]
    texts = [text for text in (cadre.definition, cadre.scope_note, cadre.note) if text]
    for text in texts:
        yield Paragraph(w.text(text))
    if not texts:
        yield w.left_open("purpose")


def _duties(w: RoleWriter, standing: Standing, duties: Sequence[Duty]) -> Iterable[Block]:
    """Functions with how far the holder may go; what is not done is only named, so that none is taken for a duty."""
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
    return w.listed("caption-duties-of", header, rows, how=w.own(f"heading-{standing}"))


def _terms(w: RoleWriter) -> Iterable[Block]:
    yield w.left_open("terms")


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


def _described(w: RoleWriter) -> Iterable[Block]:
    made = w.made
    pairs = [
        (w.field("part_of"), w.names(q.id for q in made.qualifications)),
        (w.own("fact-leads-to"), w.names(cadre.id for cadre in made.cadres)),
        (w.own("fact-date"), data(made.date)),
    ]
    yield Facts(tuple((name, value or w.own("open")) for name, value in pairs))
