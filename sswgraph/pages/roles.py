"""The pages about a role: the card that a worker carries, the job description, module descriptors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sswgraph.messages import pack
from sswgraph.model.characters import NO_BREAK
from sswgraph.model.curriculum import Duty, JobDescription, ModuleDescriptor, RoleCard, RoleDocument, RuleLine, Standing
from sswgraph.model.text import Wording
from sswgraph.pages import curriculum as curriculum_end
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.curriculum import entry, limits
from sswgraph.pages.learning import CurriculumWriter
from sswgraph.pages.writer import data, is_banner

AREA = "kinds"
STAR = "*"
Chapter = Callable[["RoleWriter"], Iterable[Block]]


class RoleWriter(CurriculumWriter):
    """Writes the parts of one document about a role, in its own words and those of curricula."""

    def __init__(self, document: RoleDocument, lang: str) -> None:
        super().__init__(document.about, lang)
        self.document = document

    def own(self, code: str, /, **parameters: Any) -> str:
        """A fixed text of documents, else of curricula."""
        return self.of(AREA if code in pack("en", AREA) else self.area, code, parameters)

    def role(self) -> str:
        """The name of the role, or of whatever the document is about."""
        subjects = self.made.cadres[:1] or self.made.qualifications[:1]
        return self.worded(subjects[0].label) if subjects else ", ".join(self.made.subject)

    def rule(self, line: RuleLine) -> str:
        """A rule as one item, with a star where no source states it."""
        said = self.ruled(line.text)
        starred = said if line.basis == "stated" else f"{said}{NO_BREAK}{STAR}"
        return Wording(starred, said.lang, said.fell_back) if isinstance(said, Wording) else data(starred)

    def ends(self, line: RuleLine) -> str:
        """With whom the worker may do it, and to whom to refer it; empty where a supervised rule names nobody."""
        parts = []
        if line.standing == "supervised" and line.supervisor:
            parts.append(self.own("with", names=self.names(line.supervisor)))
        if line.refer_to:
            parts.append(self.own("refer-to", names=self.names(line.refer_to)))
        elif line.standing in ("never", "refer"):
            parts.append(self.own("refer-to-unknown"))
        return " ".join(parts)

    def stars(self, lines: Iterable[RuleLine]) -> Iterable[str]:
        """What the stars on these rules say."""
        if n := sum(line.basis != "stated" for line in lines):
            yield self.own("starred", n=n)

    def never(self, lead: str) -> Iterable[Block]:
        """The functions that are not permitted, apart from the duties, so that none is taken for one."""
        never = [duty.function for duty in self.document.duties if duty.standing == "never"]
        if never:
            yield Notice(self.own(lead))
            yield Listing(tuple(self.named(function.label, function.id) for function in never))

    def duties(self) -> Iterator[tuple[Duty, str, str]]:
        """Each function that is not forbidden, its name, and how far the worker may go with it by which rules."""
        for duty in self.document.duties:
            if duty.standing != "never":
                how = self.term("authority", duty.authority) or self.own("standing-unknown")
                rules = ", ".join(duty.rules)
                shown = f"{how}\n{rules}" if rules else how
                yield duty, self.named(duty.function.label, duty.function.id), shown

    def blanks(self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], **parameters: Any) -> Table:
        """A form: rows of which the first cells are given, the rest is to be filled in by hand."""
        header = tuple(self.own(f"column-{name}") for name in columns)
        filled = tuple((*row, *("" for _ in header[len(row) :])) for row in rows)
        return Table(self.own(f"caption-{caption}", **parameters), header, filled, shape="form")


def written(
    document: RoleDocument, lang: str, cover: Chapter, chapters: Sequence[tuple[str, Chapter | Callable[..., Any]]]
) -> Page:
    """The page of a document: banners, cover, and numbered chapters."""
    w = RoleWriter(document, lang)
    notes = w.made.notes
    blocks = [*w.banners(notes), *cover(w), *w.other_notes(notes)]
    for number, (name, chapter) in enumerate(chapters, 1):
        blocks.append(w.chapter(number, name))
        blocks += chapter(w)
    title = w.own(f"title-{document.kind}", subject=w.role())
    return w.finished(title, blocks, date=w.made.date)


_BLANK = "_" * 24
_GROUPS: tuple[tuple[str, tuple[Standing, ...]], ...] = (
    ("card-refer", ("never", "refer")),
    ("card-supervised", ("supervised",)),
    ("card-alone", ("alone",)),
)


def role_card_page(card: RoleCard, lang: str) -> Page:
    """The card as a page in large type."""
    w = RoleWriter(card, lang)
    blocks = [*_holder(w), *_before(w)]
    for name, standings in _GROUPS:
        blocks.append(w.section(name, 2))
        blocks += _rules(w, name, standings)
    blocks += [w.section("card-unknown", 2), *_unknown(w)]
    blocks.append(_origin(w))
    title = w.own("title-role-card", subject=w.role())
    return replace(w.finished(title, blocks, date=w.made.date), size="large")


def _holder(w: RoleWriter) -> Iterable[Block]:
    pairs = [(w.own("fact-worker"), _BLANK), (w.own("fact-supervisor"), _BLANK)]
    yield Facts(tuple(pairs))


def _before(w: RoleWriter) -> Iterable[Block]:
    """What must be there before any work: eligibility, clearance, supervision."""
    yield w.section("card-before", 2)
    said = [w.ruled(condition.text) for condition in w.made.conditions]
    yield Listing(tuple(said)) if said else Paragraph(w.own("card-before-unknown"))


def _rules(w: RoleWriter, name: str, standings: tuple[Standing, ...]) -> Iterable[Block]:
    lines = [line for line in w.document.rules if line.standing in standings]
    if not lines:
        yield Paragraph(w.own(f"{name}-none"))
    for ends in dict.fromkeys(w.ends(line) for line in lines):
        items = []
        for line in (line for line in lines if w.ends(line) == ends):
            items.append(w.rule(line))
            if "supervised" in standings and len(line.functions) > 1:
                items[-1] = Wording(f"{items[-1]}\n{w.names(line.functions)}")
        if ends:
            yield Heading(3, ends)
        yield Listing(tuple(items))


def _unknown(w: RoleWriter) -> Iterable[Block]:
    """Functions that no rule names, and what rules leave open: neither allowed nor forbidden."""
    silent = [duty.function.id for duty in w.document.duties if duty.standing == "unknown" and not duty.rules]
    items = [w.rule(line) for line in w.document.rules if line.standing == "unknown"]
    items += [w.worded(w.label(one)) for one in silent]
    if items:
        yield Listing(tuple(items))
    yield Notice(w.own("card-ask"), "open")


def _origin(w: RoleWriter) -> Block:
    """What the card was made from, with its reservations in small type below; links are not on it but for its rules."""
    made = w.made
    editions = "; ".join(f"{f.id} {f.edition or ''}".strip() for f in made.frameworks)
    banners = [note for note in made.notes if is_banner(note) and note.code != "curriculum.banner-derived"]
    lines = [w.own("card-origin", id=", ".join(made.subject), editions=editions)]
    lines += [w.say(note) for note in banners]
    lines += w.stars(w.document.rules)
    return Notice("\n".join(lines))


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


def _post(w: RoleWriter) -> Iterable[Block]:
    """The post in short: other names, standing, to whom it answers; what is not known is left open."""
    made = w.made
    cadre = made.cadres[0]
    supervisors = tuple(dict.fromkeys(one for arrangement in made.supervision for one in arrangement.supervisor))
    pairs = (
        (w.fixed("field.id"), data(cadre.id)),
        (w.field("alt_label"), w.text(cadre.alt_label)),
        (w.field("tier"), data(cadre.tier)),
        (w.field("professional_status"), w.term("professional", cadre.professional_status)),
        (w.field("regulator"), w.text(cadre.regulator)),
        (w.field("jurisdiction"), data(", ".join(c for f in made.frameworks for c in f.jurisdiction))),
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


def duties(w: RoleWriter) -> Iterable[Block]:
    """Each function with how far the holder may go; those without a rule say that none is known."""
    yield from w.never("never-in-post")
    yield Paragraph(w.own("lead-duties"))
    rows = [
        (
            name,
            how,
            w.term("criticality", duty.function.criticality),
            w.text(duty.function.definition or duty.function.scope_note),
        )
        for duty, name, how in w.duties()
    ]
    header = [w.own("column-function"), w.own("column-how")]
    header += [w.field("criticality"), w.field("scope_note")]
    yield from w.listed("caption-duties", header, rows, missing="functions")
    alone = [line for line in w.document.rules if line.standing == "alone"]
    yield w.section("permitted")
    yield Listing(tuple(map(w.rule, alone))) if alone else Paragraph(w.own("alone-none"))
    yield from map(Paragraph, w.stars(alone))


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
