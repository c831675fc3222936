"""The pages of a plan and of ``why``: rules, totals, steps in teaching order, what stays open, awards, proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sswgraph.messages.places import WORLD
from sswgraph.model.elements import Number
from sswgraph.model.plan import (
    ALSO_CLOSED,
    AWARDS,
    CLOSING,
    ELSEWHERE,
    LEFT_OUT,
    OPEN,
    RECOGNISABLE,
    STEPS,
    WAYS,
    Plan,
    Why,
)
from sswgraph.model.shown import Column, Columns, column
from sswgraph.model.volumes import Volumes
from sswgraph.pages.blocks import Block, Facts, Listing, Notice, Page, Paragraph
from sswgraph.pages.rules import answer_first, rules_first
from sswgraph.pages.writer import MAY_BE_HELD, Writer, data, folded_away, is_of_list, latest

CREDITS = "credits:"


def plan_page(plan: Plan, lang: str = "en") -> Page:
    """A training plan as a page."""
    w = Writer(lang)
    blocks = [
        *w.banners(plan.notes),
        answer(plan, w),
        *rules_first(w, plan),
        *summary(plan, w),
        *steps(plan, w),
        *by_place(plan, w),
        *still_open(plan, w),
        *elsewhere(plan, w),
        *if_recognised(plan, w),
        *left_out(plan, w),
        *awards(plan, w),
        *proof(plan, w),
        *w.trust(plan.links, plan.stamp),
    ]
    title = w.fixed("title.plan", held=plan.held_label, target=plan.target_label)
    return w.finished(title, blocks, date=latest(plan.stamp))


def answer(plan: Plan, w: Writer) -> Listing:
    """The lines on top: what training alone does not give, how much the plan closes, what follows (P10)."""
    return answer_first(w, plan, _figures(plan, w))


def _figures(plan: Plan, w: Writer) -> list[str]:
    """How far the list goes, then how many steps there are and what stays open."""
    said = [w.say(note) for note in plan.notes if is_of_list(note) and note.code not in MAY_BE_HELD]
    taught = {one for line in plan.lines for one in line.closes}
    volumes = ", ".join(w.fixed("pair", name=name, value=amount) for name, amount in totals(plan, w))
    code = "answer.plan" if volumes else "answer.plan-empty"
    figures = w.fixed(code, steps=len(plan.lines), volumes=volumes, taught=len(taught), open=len(plan.open))
    closing = [w.say(note) for note in plan.notes if note.code == "plan.closing-soon"]
    return [*said, w.missing(figures, plan.notes) if plan.open else figures, *closing]


def volume_name(kind: str, w: Writer) -> str:
    """The words for a kind of volume: ``notionalHours``, ``credits:saqa-credit``."""
    if kind.startswith(CREDITS):
        return w.fixed("volume.credits", system=w.term("credit-system", kind[len(CREDITS) :]))
    return w.term("volume", kind)


def totals(plan: Plan, w: Writer) -> tuple[tuple[str, str], ...]:
    """The totals by kind, notional hours first; kinds are never added to each other."""
    known: dict[str, Number | None] = {**({"notionalHours": None} if plan.lines else {}), **plan.volumes}
    return tuple(
        (volume_name(kind, w), w.amount(known[kind], at_least=plan.at_least))
        for kind in sorted(known, key=_volume_order)
    )


def summary(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """How far the list goes; how many steps, where, how much of which kind, what is taught, what stays open; notes."""
    closed = {competency for line in plan.lines for competency in line.closes}
    pairs = [
        (w.fixed("fact.steps"), str(len(plan.lines))),
        *((w.fixed("fact.where"), _named(plan.where, w)) for _ in plan.where[:1]),
        *totals(plan, w),
        *_weeks(plan, w),
        *_prior_learning(plan, w),
        *hours_to_awards(plan, w),
        (w.fixed("fact.closed"), w.missing(_seen(closed, plan, w), plan.notes)),
        (w.fixed("fact.open"), w.missing(str(len(plan.open)), plan.notes)),
        *(((w.fixed("column.to-be-seen"), str(len(plan.to_be_seen))),) if plan.to_be_seen else ()),
        (w.fixed("fact.as-of"), plan.as_of.isoformat()),
    ]
    blocks = [w.heading("summary", level), *w.list_notes(plan.notes), Facts(tuple(pairs))]
    return (*blocks, *nothing(plan, w), *w.other_notes(plan.notes))


def nothing(plan: Plan, w: Writer) -> tuple[Block, ...]:
    """Why a plan has no steps, where it has none."""
    return () if plan.lines else (Notice(w.fixed(f"plan.{_empty(plan)}", date=plan.as_of.isoformat())),)


def _seen(closed: set[str], plan: Plan, w: Writer) -> str:
    """How many competencies are taught, and how many of them are to be observed before the worker acts alone."""
    seen = len(closed.intersection(plan.to_be_seen))
    return w.fixed("figure.to-be-seen", n=len(closed), seen=seen) if seen else str(len(closed))


def _named(where: tuple[str, ...], w: Writer) -> str:
    named = [code for code in where if code not in ("anywhere", WORLD)]
    return data(", ".join(named)) if named else w.fixed("where.anywhere")


def _weeks(plan: Plan, w: Writer) -> tuple[tuple[str, str], ...]:
    return ((w.fixed("fact.weeks"), w.say(plan.weeks_shown)),) if plan.weeks_shown else ()


def _prior_learning(plan: Plan, w: Writer) -> tuple[tuple[str, str], ...]:
    if plan.rpl is None or not plan.rpl.steps:
        return ()
    return ((w.fixed("fact.rpl"), w.amount(plan.rpl.hours, at_least=plan.rpl.at_least)),)


def hours_to_awards(plan: Plan, w: Writer) -> tuple[tuple[str, str], ...]:
    """The hours to each award of the target, beside the hours to the competencies (P2)."""
    return tuple(
        (w.fixed("fact.award-hours", qualification=award.label), _of_all(award.hours_planned, award.hours_total, w))
        for award in plan.awards
    )


def _of_all(planned: Number | None, total: Number | None, w: Writer) -> str:
    if planned is None and total is None:
        return w.amount(None, at_least=False)
    code = "hours-of-unknown" if total is None else "hours-unknown-of" if planned is None else "hours-of-all"
    said = {"part": planned, "total": total}
    return w.fixed(code, **{name: w.number(amount) for name, amount in said.items() if amount is not None})


def _empty(plan: Plan) -> str:
    """Why a plan holds no module: part of the code of the sentence."""
    if plan.open:
        stopped = any(item.why == "not-settled" for item in plan.open)
        return "all-closed" if plan.left_out and not stopped else "empty"
    if _nothing_asked(plan):
        return "nothing-asked"
    return "none-needed" if plan.complete else "none-needed-known"


def _nothing_asked(plan: Plan) -> bool:
    return any(note.code == "gap.nothing-asked" for note in plan.notes)


def steps(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The steps in teaching order with volumes by kind, places, dates and reason."""
    if not plan.lines:
        return ()
    volumes = _volumes([line.volumes for line in plan.lines], lambda numbered: numbered[1].volumes, w)
    made = w.tabled(w.fixed("caption.steps", n=len(plan.lines)), _beside(volumes), enumerate(plan.lines, 1))
    return (w.heading("steps", level), made, *_closing(plan, w))


def by_place(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The totals of each place, where the steps are in several."""
    if len(plan.by_place) < 2:
        return ()
    columns = (
        column("place", "jurisdiction"),
        column("steps", "steps", "number"),
        *_volumes([total.volumes for total in plan.by_place], lambda total: total.volumes, w),
    )
    return (w.heading("places", level), w.tabled(w.fixed("caption.places"), columns, plan.by_place))


def elsewhere(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """What other places offer for what stays open."""
    if not plan.elsewhere:
        return ()
    made = w.tabled(w.fixed("caption.elsewhere", n=len(plan.elsewhere)), ELSEWHERE, plan.elsewhere)
    return (w.heading("elsewhere", level), made)


def _closing(plan: Plan, w: Writer) -> tuple[Block, ...]:
    made = w.tabled(w.fixed("caption.closing"), CLOSING, plan.lines)
    return (folded_away(made),) if len(made.header) > 1 else ()


def _volumes(several: Sequence[Volumes], of: Callable[[Any], Volumes], w: Writer) -> list[Column]:
    """A column for each kind of volume that is known of any line."""
    kinds = sorted({kind for volumes in several for kind in volumes}, key=_volume_order)
    return [_volume(kind, of, w) for kind in kinds]


def _volume(kind: str, of: Callable[[Any], Volumes], w: Writer) -> Column:
    return Column(title=volume_name(kind, w), type="number", value=lambda line: of(line).get(kind))


def _beside(volumes: Sequence[Column]) -> Columns:
    """The columns of steps, with those of volumes after the level."""
    after = next(n for n, one in enumerate(STEPS, 1) if one.code == "level")
    return (*STEPS[:after], *volumes, *STEPS[after:])


def _volume_order(kind: str) -> tuple[bool, str]:
    return (kind != "notionalHours", kind)


def still_open(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The competencies that the plan leaves open, and why."""
    if not plan.open:
        return ()
    made = w.tabled(w.fixed("caption.open", n=len(plan.open)), OPEN, plan.open)
    return (w.heading("open", level), made)


def if_recognised(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """What a second plan would also close if mappings were recognised, with its own totals."""
    hoped = plan.if_recognised
    if not hoped.closed:
        return ()
    several = w.fixed("figure.of-them", n=len(hoped.steps), more=len(hoped.further))
    kinds = sorted(hoped.volumes, key=_volume_order)
    pairs = [
        (w.fixed("fact.also-closed"), str(len(hoped.closed))),
        (w.fixed("fact.steps-if-recognised"), several),
        *((volume_name(kind, w), w.amount(hoped.volumes[kind], at_least=hoped.at_least)) for kind in kinds),
    ]
    return (
        w.heading("if-recognised", level),
        Notice(w.fixed("if-recognised.lead")),
        Facts(tuple(pairs)),
        w.tabled(w.fixed("caption.also-closed", n=len(hoped.closed)), ALSO_CLOSED, hoped.closed),
        w.tabled(w.fixed("caption.to-recognise", n=len(hoped.ranked)), RECOGNISABLE, hoped.ranked),
    )


def left_out(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The modules that would serve but are not on offer on the day."""
    if not plan.left_out:
        return ()
    made = w.tabled(w.fixed("caption.left-out", n=len(plan.left_out)), LEFT_OUT, plan.left_out)
    return (w.heading("left-out", level), made)


def awards(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """Which qualifications of the target the plan earns, and which it does not."""
    if not plan.awards:
        return ()
    made = w.tabled(w.fixed("caption.awards"), AWARDS, plan.awards)
    return (w.heading("award", level), made)


def proof(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """What is proved about the plan, and how; nothing where it is not known what is required.

    That no plan can need less is proved only where every step considered states what was minimised. Unless the list of
    requirements is known to be complete, all of it refers to the known requirements (O2).

    Args:
        plan (Plan): The plan.
        w (Writer): The writer of the page.
        level (int): The level of the heading.

    Returns:
        The blocks.
    """
    if _nothing_asked(plan):
        return ()
    what = w.term("minimise", plan.minimise)
    values = {"objective": w.number(plan.objective), "bound": w.number(plan.bound)}
    code, n = f"proof.{_proved(plan)}", len(plan.unmeasured)
    sentence = w.fixed(code if plan.complete else f"{code}-known", what=what, n=n, **values)
    certain = plan.optimal and not plan.unmeasured
    blocks: list[Block] = [w.heading("proof", level), Paragraph(sentence) if certain else Notice(sentence)]
    if plan.unknown_hours:
        blocks.append(Paragraph(w.fixed("proof.unknown-hours", n=len(plan.unknown_hours))))
        blocks.append(Listing(tuple(data(module) for module in plan.unknown_hours)))
    return tuple(blocks)


def _proved(plan: Plan) -> str:
    """What is proved of a plan: part of the code of the sentence."""
    known, taken = plan.objective is not None and plan.bound is not None, set(plan.unmeasured).intersection(plan.steps)
    if not plan.optimal:
        return "cut-short" if known and not plan.unmeasured else "unknown"
    if not known:
        return "unknown-optimal"
    if plan.unmeasured:
        return "with-unknown" if taken else "among-known"
    return "at-least" if plan.at_least else "optimal"


def why_page(why: Why, lang: str = "en") -> Page:
    """Why a competency is closed or stays open, or why a step is in a plan or not; then every way considered."""
    w = Writer(lang)
    blocks: list[Block] = [Paragraph(w.say(why.answer))]
    if why.ways:
        blocks.append(w.heading("ways", 2))
        blocks.append(w.tabled(w.fixed("caption.ways", n=len(why.ways)), WAYS, why.ways))
    title = w.fixed("title.why", name=why.label, target=why.target_label)
    return w.finished(title, [*blocks, *w.stamped(why.stamp)], date=latest(why.stamp))
