"""The pages about a role: the card that a worker carries, the job description, module descriptors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sswgraph.messages import languages, pack
from sswgraph.model.curriculum import Duty, JobDescription, ModuleDescriptor, RoleCard, RoleDocument, RuleLine, Standing
from sswgraph.model.text import Wording
from sswgraph.pages import curriculum as curriculum_end
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph, Table
from sswgraph.pages.curriculum import entry, limits
from sswgraph.pages.learning import Writer

AREA = "kinds"
STAR = "*"
Chapter = Callable[["RoleWriter"], Iterable[Block]]


class RoleWriter(Writer):
    """Writes the parts of one document about a role, in its own words and those of curricula."""

    def __init__(self, document: RoleDocument, lang: str) -> None:
        super().__init__(document.about, lang)
        self.document = document

    def words(self, code: str, /, **parameters: Any) -> str:
        """A fixed text of documents, else of curricula; in a language that lacks the former in English, marked."""
        if code not in pack("en", AREA):
            return super().words(code, **parameters)
        text = common.words(f"{AREA}.{code}", self.lang, **parameters)
        base = self.lang.partition("-")[0]
        return Wording(text, "en", True) if base in languages() and not pack(base, AREA) else text

    def role(self) -> str:
        """The name of the role, or of whatever the document is about."""
        subjects = self.made.cadres[:1] or self.made.qualifications[:1]
        return common.worded(subjects[0].label, self.lang) if subjects else ", ".join(self.made.subject)

    def rule(self, line: RuleLine) -> str:
        """A rule as one item, with a star where no source states it."""
        said = common.ruled(line.text, self.lang)
        starred = said if line.basis == "stated" else f"{said}{common.NO_BREAK}{STAR}"
        return Wording(starred, said.lang, said.fell_back) if isinstance(said, Wording) else common.data(starred)

    def ends(self, line: RuleLine) -> str:
        """With whom the worker may do it, and to whom to refer it; empty where a supervised rule names nobody."""
        parts = []
        if line.standing == "supervised" and line.supervisor:
            parts.append(self.words("with", names=self.names(line.supervisor)))
        if line.refer_to:
            parts.append(self.words("refer-to", names=self.names(line.refer_to)))
        elif line.standing in ("never", "refer"):
            parts.append(self.words("refer-to-unknown"))
        return " ".join(parts)

    def stars(self, lines: Iterable[RuleLine]) -> Iterable[str]:
        """What the stars on these rules say."""
        if n := sum(line.basis != "stated" for line in lines):
            yield self.words("starred", n=n)

    def never(self, lead: str) -> Iterable[Block]:
        """The functions that are not permitted, apart from the duties, so that none is taken for one."""
        never = [duty.function for duty in self.document.duties if duty.standing == "never"]
        if never:
            yield Notice(self.words(lead))
            yield Listing(tuple(common.named(function.label, function.id, self.lang) for function in never))

    def duties(self) -> Iterator[tuple[Duty, str, str]]:
        """Each function that is not forbidden, its name, and how far the worker may go with it by which rules."""
        for duty in self.document.duties:
            if duty.standing != "never":
                how = common.term("authority", duty.authority, self.lang) or self.words("standing-unknown")
                rules = ", ".join(duty.rules)
                shown = f"{how}\n{rules}" if rules else how
                yield duty, common.named(duty.function.label, duty.function.id, self.lang), shown

    def blanks(self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], **parameters: Any) -> Table:
        """A form: rows of which the first cells are given, the rest is to be filled in by hand."""
        header = tuple(self.words(f"column-{name}") for name in columns)
        filled = tuple((*row, *("" for _ in header[len(row) :])) for row in rows)
        return Table(self.words(f"caption-{caption}", **parameters), header, filled, shape="form")


def written(
    document: RoleDocument, lang: str, cover: Chapter, chapters: Sequence[tuple[str, Chapter | Callable[..., Any]]]
) -> Page:
    """The page of a document: banners, cover, and numbered chapters."""
    writer = RoleWriter(document, lang)
    notes = writer.made.notes
    blocks = [*common.banners(notes, lang), *cover(writer), *common.other_notes(notes, lang)]
    for number, (name, chapter) in enumerate(chapters, 1):
        blocks.append(writer.chapter(number, name))
        blocks += chapter(writer)
    title = writer.words(f"title-{document.kind}", subject=writer.role())
    return common.finished(title, lang, blocks, date=writer.made.date)


_BLANK = "_" * 24
_GROUPS: tuple[tuple[str, tuple[Standing, ...]], ...] = (
    ("card-refer", ("never", "refer")),
    ("card-supervised", ("supervised",)),
    ("card-alone", ("alone",)),
)


def role_card_page(card: RoleCard, lang: str) -> Page:
    """The card as a page in large type."""
    writer = RoleWriter(card, lang)
    blocks = [*_holder(writer), *_before(writer)]
    for name, standings in _GROUPS:
        blocks.append(writer.heading(name, 2))
        blocks += _rules(writer, name, standings)
    blocks += [writer.heading("card-unknown", 2), *_unknown(writer)]
    blocks.append(_origin(writer))
    title = writer.words("title-role-card", subject=writer.role())
    return replace(common.finished(title, lang, blocks, date=writer.made.date), size="large")


def _holder(writer: RoleWriter) -> Iterable[Block]:
    pairs = [(writer.words("fact-worker"), _BLANK), (writer.words("fact-supervisor"), _BLANK)]
    yield Facts(tuple(pairs))


def _before(writer: RoleWriter) -> Iterable[Block]:
    """What must be there before any work: eligibility, clearance, supervision."""
    yield writer.heading("card-before", 2)
    said = [common.ruled(condition.text, writer.lang) for condition in writer.made.conditions]
    yield Listing(tuple(said)) if said else Paragraph(writer.words("card-before-unknown"))


def _rules(writer: RoleWriter, name: str, standings: tuple[Standing, ...]) -> Iterable[Block]:
    lines = [line for line in writer.document.rules if line.standing in standings]
    if not lines:
        yield Paragraph(writer.words(f"{name}-none"))
    for ends in dict.fromkeys(writer.ends(line) for line in lines):
        items = []
        for line in (line for line in lines if writer.ends(line) == ends):
            items.append(writer.rule(line))
            if "supervised" in standings and len(line.functions) > 1:
                items[-1] = Wording(f"{items[-1]}\n{writer.names(line.functions)}")
        if ends:
            yield Heading(3, ends)
        yield Listing(tuple(items))


def _unknown(writer: RoleWriter) -> Iterable[Block]:
    """Functions that no rule names, and what rules leave open: neither allowed nor forbidden."""
    silent = [duty.function.id for duty in writer.document.duties if duty.standing == "unknown" and not duty.rules]
    items = [writer.rule(line) for line in writer.document.rules if line.standing == "unknown"]
    items += [common.worded(writer.label(one), writer.lang) for one in silent]
    if items:
        yield Listing(tuple(items))
    yield Notice(writer.words("card-ask"), "open")


def _origin(writer: RoleWriter) -> Block:
    """What the card was made from, with its reservations in small type below; links are not on it but for its rules."""
    made = writer.made
    editions = "; ".join(f"{f.id} {f.edition or ''}".strip() for f in made.frameworks)
    banners = [note for note in made.notes if common.is_banner(note) and note.code != "curriculum.banner-derived"]
    lines = [writer.words("card-origin", id=", ".join(made.subject), editions=editions)]
    lines += [common.say(note, writer.lang) for note in banners]
    lines += writer.stars(writer.document.rules)
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
