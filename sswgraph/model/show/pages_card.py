"""The card that a worker carries: one page in large type, what must not be done before what may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sswgraph.model.blocks import Block, Facts, Heading, Listing, Notice, Page, Paragraph
from sswgraph.model.role import RoleCard, Standing
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.role_words import RoleWriter
from sswgraph.model.text import Wording

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
