"""The last chapters of a curriculum: safeguarding and conduct, principles, evidence and sources, approval."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sswgraph.model.blocks import Block, Details, Heading, Listing, Paragraph
from sswgraph.model.evidence import Evidence
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.curriculum_words import Writer

_SIGNERS = ("developed", "reviewed", "approved", "accredited")


def safeguarding(writer: Writer) -> Iterable[Block]:
    """Clearance, the rules of conduct that bind the role, and how workers are cared for."""
    made, lang = writer.made, writer.lang
    yield writer.heading("clearance")
    cleared = [condition for condition in made.conditions if condition.kind == "clearance"]
    yield Listing(tuple(common.say(c.text, lang) for c in cleared)) if cleared else writer.missing("clearance")
    yield writer.heading("conduct")
    rules = [common.named(one.label, one.id, lang) for one in made.standards]
    yield Listing(tuple(rules)) if rules else writer.missing("conduct")
    yield writer.heading("selfcare")
    care = [one for one in made.supervision if "supportive" in one.purpose]
    if care:
        yield Listing(tuple(writer.line(one.label, one.form) for one in care))
    yield writer.missing("selfcare")


def principles(writer: Writer) -> Iterable[Block]:
    """Each guiding principle with what here speaks to it; the rest is for the ministry to say."""
    lang = writer.lang
    rows = [
        (
            common.named(line.principle.label, line.principle.id, lang),
            " ".join(common.say(one, lang) for one in line.met) or writer.words("open"),
        )
        for line in writer.made.principles
    ]
    header = [writer.words("column-principle"), writer.words("column-met")]
    yield from writer.table("caption-principles", header, rows, missing="principles")


def sources(writer: Writer) -> Iterable[Block]:
    """The sources, then which element rests on what, and what all of this was made from."""
    made, lang = writer.made, writer.lang
    rows = [
        (
            common.named(source.label, source.id, lang),
            writer.text(source.definition),
            common.data(source.publisher),
            common.data(source.date),
            common.data(source.page),
            common.term("reach", source.reach, lang),
        )
        for source in made.sources
    ]
    header = [common.fixed("column.source", lang), writer.field("definition"), writer.words("column-publisher")]
    header += [writer.words("column-date"), writer.field("page"), writer.words("column-read")]
    yield from writer.table("caption-sources", header, rows)
    cited = [
        (writer.name(element), common.data("; ".join(_ground(writer, one) for _, one in several)))
        for element, several in groupby(made.grounds, key=lambda pair: pair[0])
    ]
    header = [common.fixed("column.element", lang), common.fixed("column.basis", lang)]
    for table in writer.table("caption-evidence", header, cited):
        yield Details(writer.words("heading-evidence"), (table,))
    trust = common.trust(made.links, made.stamp, lang)
    yield Heading(3, getattr(trust[0], "text", ""))
    yield from trust[1:]


def _ground(writer: Writer, one: Evidence) -> str:
    place = f" ({one.locator})" if one.locator else ""
    ends = (one.source,) if one.source else one.derived_from
    return f"{common.term('basis', one.basis, writer.lang)}: {', '.join(ends)}{place}"


def approval(writer: Writer) -> Iterable[Block]:
    """Review date, editions, and the page to sign."""
    lang = writer.lang
    yield writer.missing("review")
    rows = [
        (common.named(f.label, f.id, lang), common.data(f.edition), common.term("standing", f.status, lang))
        for f in writer.made.frameworks
    ]
    header = [common.fixed(f"column.{name}", lang) for name in ("framework", "edition", "standing")]
    yield from writer.table("caption-versions", header, rows)
    header = [writer.words(f"column-{name}") for name in ("task", "name", "signature", "date")]
    yield writer.form("caption-signatures", header, (writer.words(f"role-{one}") for one in _SIGNERS))
    yield Paragraph(common.fixed("conditions.lead", lang))
