"""The sections of the card that a worker carries, in the first person, and of the sheet where nothing is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sswgraph.model.documents import RuleLine, Standing
from sswgraph.model.text import Wording
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Notice, Paragraph, Table, Tagged
from sswgraph.pages.rules import where_missing
from sswgraph.pages.sections.forms import signature_form
from sswgraph.pages.sections.scope import (
    STANDINGS,
    STAR,
    RoleWriter,
    Section,
    advisers,
    at_once_and_always,
    by_with_whom,
    due_item,
    rules_set_aside,
    split_prohibitions,
)
from sswgraph.pages.writer import is_banner

LINE = "_" * 36


def _must(w: RoleWriter) -> Iterator[Block]:
    """What I must do at once and at all times, whom I call, and what I write down."""
    for name, due in at_once_and_always(w):
        if due or name == "must-now":
            yield w.shaped(f"card-{name}", "must")
        if due:
            yield Listing(tuple(due_item(w, one) for one in due))
        elif name == "must-now":
            yield Notice(w.own("must-none"))
        if name == "must-now":
            yield _small_form(w, "report-to", "call-day", "call-night", "write-down")
    yield from rules_set_aside(w)


def blanks(w: RoleWriter, *names: str) -> Facts:
    """Lines to be filled in by hand."""
    return Facts(tuple((w.own(f"fact-{name}"), LINE) for name in names))


def _small_form(w: RoleWriter, *names: str) -> Table:
    """One row to write in, where room is scarce."""
    return Table("", tuple(w.own(f"fact-{name}") for name in names), (("",) * len(names),), shape="form")


def _holder(w: RoleWriter) -> Iterator[Block]:
    yield _small_form(w, "worker", "place", "supervisor", "supervisor-call", "valid-until")


def _before(w: RoleWriter) -> Iterator[Block]:
    """What must be in place before any work: eligibility, clearance, supervision."""
    yield w.section("card-before", 2)
    yield from _holder(w)
    yield from where_missing(w, w.made, asking=False)
    said = [w.condition(one) for one in w.made.conditions]
    yield Listing(tuple(said)) if said else Paragraph(w.own("card-before-unknown"))


def _how_far(w: RoleWriter) -> Iterator[Block]:
    """A section with its shape for each standing, and one for what no rule decides, if there is any."""
    for standing in STANDINGS:
        yield w.shaped(f"card-{standing}", standing)
        yield from _rules(w, standing)
    yield from unknown(w)


def _rules(w: RoleWriter, standing: Standing) -> Iterator[Block]:
    every, _ = w.of_standing(standing)
    if not every:
        yield Paragraph(w.own(f"card-{standing}-none"))
    elif standing == "refer":
        yield Paragraph(w.own("refer-lead"))
    lines, unlisted = split_prohibitions(standing, every)
    yield from rules_listed(w, standing, lines)
    if unlisted:
        yield Paragraph(w.own("unlisted-lead"))
        yield from rules_listed(w, standing, unlisted)


def rules_listed(
    w: RoleWriter, standing: Standing, lines: Sequence[RuleLine], level: int = 3, *, naming: bool = True
) -> Iterator[Block]:
    """The rules, grouped by with whom the work is done or to whom it is referred; ``naming``: with their functions."""
    for ends, together in by_with_whom(w, lines):
        items = []
        for line in together:
            items.append(w.rule(line))
            if naming and standing == "supervised" and len(line.functions) > 1:
                items[-1] = Wording(f"{items[-1]}\n{w.names(line.functions)}")
        if ends:
            yield Heading(level, ends)
        yield Listing(tuple(items))


def unknown(w: RoleWriter, level: int = 2) -> Iterator[Block]:
    """Functions that no rule names and acts that rules leave open: neither allowed nor forbidden."""
    lines, duties = w.of_standing("unknown")
    silent = [duty.function.id for duty in duties if not duty.rules]
    if lines or silent:
        yield w.shaped("card-unknown", "unknown", level)
        yield Paragraph(w.own("card-ask" if level == 2 else "lead-duties"))
        yield Listing((*(w.rule(line) for line in lines), *((w.names(silent),) if silent else ())))


def _close(w: RoleWriter) -> Iterator[Block]:
    """The closing line, then what the card was made from, with its reservations in small type."""
    yield Notice(w.own("card-close"))
    yield origin(w)


def origin(w: RoleWriter) -> Block:
    """What a paper of one page was made from, with its reservations."""
    made = w.made
    banners = [note for note in made.notes if is_banner(note) and note.code != "curriculum.banner-derived"]
    more = [*(w.say(note) for note in banners), *w.sign_meanings((*w.made.conditions, *w.document.rules))]
    if any(not w.is_binding(one) for one in made.obligations):
        more = [one for one in more if not one.startswith(STAR)]
        names = advisers(made.obligations)
        more.append(w.own("starred-advised", names=names) if names else w.own("starred-proposed"))

    def lines(role: str, names: Iterable[str]) -> str:
        named = zip(names, made.frameworks, strict=True)
        editions = "; ".join(f"{name} {one.edition or ''}".strip() for name, one in named)
        return "\n".join((w.own("card-origin", id=role, editions=editions), *more))

    full = lines(", ".join(made.subject), (one.id for one in made.frameworks))
    signed = lines(w.role(), (w.worded(one.label) or one.id for one in made.frameworks))
    return Notice(Tagged(full, signed), "plain")


def _settle_must(w: RoleWriter) -> Iterator[Block]:
    """That this is not a card; what must be done all the same, and what is known to precede any work."""
    yield Notice(w.own("no-card"))
    yield w.section("must", 2)
    yield Notice(w.own("must-none"))
    yield from rules_set_aside(w)
    yield blanks(w, "report-to", "call-day", "call-night", "supervisor")
    yield w.section("before", 2)
    yield from where_missing(w, w.made, asking=False)
    said = [w.condition(one) for one in w.made.conditions]
    yield Listing(tuple(said)) if said else Paragraph(w.own("card-before-unknown"))


def _settle_questions(w: RoleWriter) -> Iterator[Block]:
    """The open questions of the role, or of roles that it is mapped to, with room for the answers."""
    yield w.section("settle-questions", 2)
    rows = [(asked,) for asked in w.questions()]
    yield w.blanks("settle-questions", ("question", "answer", "decides", "by-when"), rows)


def _settle_functions(w: RoleWriter) -> Iterator[Block]:
    """The functions of the role, each with boxes for how far the worker goes."""
    yield w.section("settle-functions", 2)
    lines, duties = w.of_standing("unknown")
    if lines:
        yield Listing(tuple(w.rule(line) for line in lines))
    rows: list[tuple[str]] = [(w.worded(duty.function.label),) for duty in duties]
    if not rows:
        yield w.left_open("functions")
        rows = [("",)] * 5
    columns = ("function", "box-alone", "box-supervised", "box-refer", "box-never", "decides")
    yield w.blanks("settle-functions", columns, rows)


def _settle_signed(w: RoleWriter) -> Iterator[Block]:
    yield w.section("signed", 2)
    yield from signature_form(w)
    yield origin(w)


SECTIONS: dict[str, Section] = {
    "card-before": Section(_before),
    "card-close": Section(_close),
    "card-how-far": Section(_how_far),
    "card-must": Section(_must),
    "settle-functions": Section(_settle_functions),
    "settle-must": Section(_settle_must),
    "settle-questions": Section(_settle_questions),
    "settle-signed": Section(_settle_signed),
}
