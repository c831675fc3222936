"""The page of a plan: conditions and limits, totals, modules in teaching order, what stays open, award, proof."""

from __future__ import annotations

from sswgraph.model.elements import Number
from sswgraph.model.plan import Plan
from sswgraph.pages.blocks import Block, Facts, Listing, Notice, Page, Paragraph
from sswgraph.pages.writer import NO_BREAK, Writer, data, folded, latest

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
    known: dict[str, Number | None] = {**({"notionalHours": None} if plan.steps else {}), **plan.volumes}
    return tuple(
        (volume_name(kind, w), w.amount(known[kind], at_least=plan.at_least))
        for kind in sorted(known, key=_volume_order)
    )


def summary(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """How far the list goes; how many modules, how much of which kind, what is taught, what stays open; the notes."""
    closed = {competency for step in plan.steps for competency in step.closes}
    pairs = [
        (w.fixed("fact.modules"), str(len(plan.steps))),
        *totals(plan, w),
        (w.fixed("fact.closed"), w.missing(str(len(closed)), plan.notes)),
        (w.fixed("fact.open"), w.missing(str(len(plan.open)), plan.notes)),
        (w.fixed("fact.as-of"), plan.as_of.isoformat()),
    ]
    blocks = [w.heading("summary", level), *w.list_notes(plan.notes), Facts(tuple(pairs))]
    if not plan.steps:
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
    if not plan.steps:
        return ()
    kinds = sorted({kind for step in plan.steps for kind in step.volumes}, key=_volume_order)
    names = ("position", "module", "component", "level")
    header = w.header(*names)
    header += [volume_name(kind, w) for kind in kinds]
    header += w.header("last-enrolment", "why")
    rows = [
        (
            str(position),
            w.named(step.label, step.id, step.notation),
            w.term("component", step.component),
            data((step.level or "").replace(" ", NO_BREAK)),
            *(w.number(step.volumes.get(kind)) for kind in kinds),
            step.last_enrolment.isoformat() if step.last_enrolment else w.fixed("date.unknown"),
            w.say(step.reason),
        )
        for position, step in enumerate(plan.steps, 1)
    ]
    numeric = (0, *range(len(names), len(names) + len(kinds)))
    caption = w.fixed("caption.modules", n=len(rows))
    made = w.table(caption, header, rows, numeric)
    return (w.heading("modules", level), made, *_closing(plan, w))


def _closing(plan: Plan, w: Writer) -> tuple[Block, ...]:
    header = w.header("module", "closes", "serves")
    rows = [
        (
            data(step.id),
            data(", ".join(step.closes)),
            data(", ".join(one for one in step.serves if one not in step.closes)),
        )
        for step in plan.steps
    ]
    made = w.table(w.fixed("caption.closing"), header, rows)
    return (folded(made),) if len(made.header) > 1 else ()


def _volume_order(kind: str) -> tuple[bool, str]:
    return (kind != "notionalHours", kind)


def still_open(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The competencies that the plan leaves open, and why."""
    if not plan.open:
        return ()
    header = w.header("competency", "state", "why")
    rows = [(w.named(item.label, item.competency), w.term("open", item.why), w.say(item.reason)) for item in plan.open]
    made = w.table(w.fixed("caption.open", n=len(rows)), header, rows)
    return (w.heading("open", level), made)


def left_out(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """The modules that would serve but are not on offer on the day."""
    if not plan.left_out:
        return ()
    header = w.header("module", "why")
    rows = [(w.named(module.label, module.id), w.say(module.reason)) for module in plan.left_out]
    made = w.table(w.fixed("caption.left-out", n=len(rows)), header, rows)
    return (w.heading("left-out", level), made)


def awards(plan: Plan, w: Writer, level: int = 2) -> tuple[Block, ...]:
    """How the plan stands to each qualification of the target: what award follows, or that none does."""
    if not plan.awards:
        return ()
    names = ("qualification", "credits-planned", "credits-total", "credits-not-read", "award")
    header = w.header(*names)
    rows = [
        (
            w.named(award.label, award.qualification),
            w.number(award.credits_planned),
            w.number(award.credits_total),
            w.number(award.credits_not_read),
            w.say(award.text),
        )
        for award in plan.awards
    ]
    made = w.table(w.fixed("caption.awards"), header, rows, (1, 2, 3))
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
