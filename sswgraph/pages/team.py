"""The page of a team for its supervisor: obligations and limits, what to observe in practice, who lacks what."""

from __future__ import annotations

from collections.abc import Iterator

from sswgraph.model.team import (
    AGAIN,
    CELLS,
    COMPETENCIES,
    DEMAND,
    STAYS_OPEN,
    TO_BE_SEEN,
    Team,
)
from sswgraph.pages.blocks import Block, Details, Heading, Notice, Page, Paragraph, Picture
from sswgraph.pages.pictures.draw import drawing
from sswgraph.pages.rules import answer_first, rules_first
from sswgraph.pages.writer import Writer, folded_away, latest


def team_page(team: Team, lang: str = "en") -> Page:
    """A team: the answer, then the rules for every worker of it, then who lacks what."""
    w = Writer(lang, "team")
    blocks = [
        answer_first(w, team, _figures(team, w)),
        *rules_first(w, team),
        Heading(2, w.own("heading.team")),
        *w.list_notes(team.notes),
        Notice(w.own("no-ranking"), "plain"),
        *w.other_notes(team.notes),
        *_silent(team, w),
        *_to_be_seen(team, w),
        *_lacking(team, w),
        *_demand(team, w),
        *_detail(team, w),
        *w.stamped(team.stamp),
    ]
    title = w.own("title", n=len(team.workers), target=team.target_label)
    return w.finished(title, blocks, date=latest(team.stamp))


def _figures(team: Team, w: Writer) -> list[str]:
    """Counts by competency, never by worker; what is not known is counted apart."""
    if not team.competencies:
        return [w.own("answer.nothing-asked")]
    needed = [one for one in team.competencies if one.necessity != "optional"]
    said = w.own(
        "answer.competencies",
        n=len(needed),
        lacking=sum(bool(one.open or one.in_part) for one in needed),
        recognised=sum(bool(one.if_recognised) for one in needed),
        unknown=sum(bool(one.not_known) for one in needed),
    )
    seen = w.own("answer.seen", n=len(team.to_be_seen))
    if team.again_after is None:
        return [said, seen, w.own("answer.no-interval")]
    return [said, seen, w.own("answer.again", n=len(team.again), months=team.again_after, date=team.as_of.isoformat())]


def _silent(team: Team, w: Writer) -> Iterator[Block]:
    if team.silent:
        yield Notice(w.own("silent", n=len(team.silent), workers=", ".join(team.silent)))


def _to_be_seen(team: Team, w: Writer) -> Iterator[Block]:
    """What protects children first: what nobody has observed yet, then what is due again."""
    first = [one for one in team.competencies if one.to_be_seen]
    if not first and not team.again:
        return
    yield Heading(2, w.own("heading.seen"))
    if first:
        yield Notice(w.own("seen-lead"))
        yield w.tabled(w.own("caption.to-be-seen", n=len(first)), TO_BE_SEEN, first)
    if team.again:
        yield w.tabled(w.own("caption.again", n=len(team.again), date=team.as_of.isoformat()), AGAIN, team.again)


def _lacking(team: Team, w: Writer) -> Iterator[Block]:
    if not team.competencies:
        return
    yield Heading(2, w.own("heading.lacking"))
    yield Paragraph(w.own("lacking-lead"))
    drawn = drawing(team, w.lang)
    yield Picture(drawn.alternative, drawn.svg)
    yield w.tabled(w.own("caption.competencies", n=len(team.competencies)), COMPETENCIES, team.competencies)


def _demand(team: Team, w: Writer) -> Iterator[Block]:
    left = [one for one in team.competencies if one.stays_open]
    if not team.demand and not left:
        return
    yield Heading(2, w.own("heading.demand"))
    yield Paragraph(w.own("demand-lead", date=team.as_of.isoformat()))
    if team.demand:
        yield w.tabled(w.own("caption.demand", n=len(team.demand)), DEMAND, team.demand)
    if left:
        yield folded_away(w.tabled(w.own("caption.stays-open", n=len(left)), STAYS_OPEN, left))


def _detail(team: Team, w: Writer) -> Iterator[Block]:
    if team.cells:
        made = w.tabled(w.own("caption.cells", n=len(team.cells)), CELLS, team.cells)
        yield Details(made.caption, (made,))
