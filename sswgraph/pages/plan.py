"""The page of a plan: conditions and limits, totals, modules in teaching order, what stays open, award, proof."""

from __future__ import annotations

from collections.abc import Sequence

from sswgraph.model.columns import Column, Columns
from sswgraph.model.elements import Number
from sswgraph.model.plan import AWARDS, CLOSING, LEFT_OUT, STEPS, OPEN, Plan
from sswgraph.pages.blocks import Block, Facts, Listing, Notice, Page, Paragraph
from sswgraph.pages.writer import Writer, data, folded, latest

CREDITS = "credits:"


def plan_page(plan: Plan, lang: str = "en") -> Page:
    """A training plan as a page."""
    w = Writer(lang)
    blocks = [
        *w.banners(plan.notes),
        *w.conditions_and_limits(plan.conditions, plan.limits),
        *summary(plan, w),
        *modules(plan, w),
        *still_open(plan, w),
        *left_out(plan, w),
        *awards(plan, w),
        *proof(plan, w),
        *w.trust(plan.links, plan.stamp),
    ]
    title = w.fixed("title.plan", held=plan.held_label, target=plan.target_label)
    return w.finished(title, blocks, date=latest(plan.stamp))


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
    """How far the list goes; how many modules, how much of which kind, what is taught, what stays open; the notes."""
    closed = {competency for step in plan.lines for competency in step.closes}
    pairs = [
        (w.fixed("fact.modules"), str(len(plan.lines))),
        *totals(plan, w),
        (w.fixed("fact.closed"), w.missing(str(len(closed)), plan.notes)),
        (w.fixed("fact.open"), w.missing(str(len(plan.open)), plan.notes)),
        (w.fixed("fact.as-of"), plan.as_of.isoformat()),
    ]
    blocks = [w.heading("summary", level), *w.list_notes(plan.notes), Facts(tuple(pairs))]
    if not plan.lines:
        blocks.append(Notice(w.fixed(f"plan.{_empty(plan)}", date=plan.as_of.isoformat())))
    return (*blocks, *w.other_notes(plan.notes))


def _empty(plan: Plan) -> str:
    """Why a plan holds no module: a word for the sentence that says so."""
    if plan.open:
        return "all-closed" if plan.left_out else "empty"
    if _nothing_asked(plan):
        return "nothing-asked"
    return "none-needed" if plan.complete else "none-needed-known"


def _nothing_asked(plan: Plan) -> bool:
    return any(note.code == "gap.nothing-asked" for note in plan.notes)


def modules(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The modules in teaching order with their volumes by kind, enrolment date and reason."""
    if not plan.lines:
        return ()
    kinds = sorted({kind for step in plan.lines for kind in step.volumes}, key=_volume_order)
    volumes = [_volume(kind, w) for kind in kinds]
    made = w.tabled(w.fixed("caption.modules", n=len(plan.lines)), _beside(volumes), enumerate(plan.lines, 1))
    return (w.heading("modules", level), made, *_closing(plan, w))


def _closing(plan: Plan, w: Writer) -> tuple[Block, ...]:
    made = w.tabled(w.fixed("caption.closing"), CLOSING, plan.lines)
    return (folded(made),) if len(made.header) > 1 else ()


def _volume(kind: str, w: Writer) -> Column:
    return Column(title=volume_name(kind, w), type="number", value=lambda line: line[1].volumes.get(kind))


def _beside(volumes: Sequence[Column]) -> Columns:
    """The columns of modules with those of volumes after the level."""
    after = next(n for n, column in enumerate(STEPS, 1) if column.code == "level")
    return (*STEPS[:after], *volumes, *STEPS[after:])


def _volume_order(kind: str) -> tuple[bool, str]:
    return (kind != "notionalHours", kind)


def still_open(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The competencies that the plan leaves open, and why."""
    if not plan.open:
        return ()
    made = w.tabled(w.fixed("caption.open", n=len(plan.open)), OPEN, plan.open)
    return (w.heading("open", level), made)


def left_out(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The modules that would serve but are not on offer on the day."""
    if not plan.left_out:
        return ()
    made = w.tabled(w.fixed("caption.left-out", n=len(plan.left_out)), LEFT_OUT, plan.left_out)
    return (w.heading("left-out", level), made)


def awards(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """How the plan stands to each qualification of the target: what award follows, or that none does."""
    if not plan.awards:
        return ()
    made = w.tabled(w.fixed("caption.awards"), AWARDS, plan.awards)
    return (w.heading("award", level), made)


def proof(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """Whether no plan can need less, and how that is known; nothing where it is not known what is asked.

    Unless the list of what is required is known to be whole, it is said of what is known to be required (O2).
    """
    if _nothing_asked(plan):
        return ()
    what = w.term("minimise", plan.minimise)
    values = {"objective": w.number(plan.objective), "bound": w.number(plan.bound)}
    if plan.objective is None or plan.bound is None:
        code = "proof.unknown-optimal" if plan.optimal else "proof.unknown"
    else:
        code = "proof.cut-short" if not plan.optimal else "proof.at-least" if plan.at_least else "proof.optimal"
    sentence = w.fixed(code if plan.complete else f"{code}-known", what=what, **values)
    blocks: list[Block] = [w.heading("proof", level), Paragraph(sentence) if plan.optimal else Notice(sentence)]
    if plan.unknown_hours:
        blocks.append(Paragraph(w.fixed("proof.unknown-hours", n=len(plan.unknown_hours))))
        blocks.append(Listing(tuple(data(module) for module in plan.unknown_hours)))
    return tuple(blocks)
