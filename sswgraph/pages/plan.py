"""The page of a plan: conditions and limits, totals, modules in teaching order, what stays open, award, proof."""

from __future__ import annotations

from sswgraph.model.elements import Number
from sswgraph.model.plan import Plan
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Listing, Notice, Page, Paragraph

CREDITS = "credits:"


def plan_page(plan: Plan, lang: str = "en") -> Page:
    """A training plan as a page."""
    blocks = [
        *common.banners(plan.notes, lang),
        *common.conditions_and_limits(plan.conditions, plan.limits, lang),
        *summary(plan, lang),
        *modules(plan, lang),
        *still_open(plan, lang),
        *left_out(plan, lang),
        *awards(plan, lang),
        *proof(plan, lang),
        *common.trust(plan.links, plan.stamp, lang),
    ]
    title = common.fixed("title.plan", lang, held=plan.held_label, target=plan.target_label)
    return common.finished(title, lang, blocks, date=common.latest(plan.stamp))


def volume_name(kind: str, lang: str) -> str:
    """The words for a kind of volume: ``notionalHours``, ``credits:saqa-credit``."""
    if kind.startswith(CREDITS):
        return common.fixed("volume.credits", lang, system=common.term("credit-system", kind[len(CREDITS) :], lang))
    return common.term("volume", kind, lang)


def totals(plan: Plan, lang: str) -> tuple[tuple[str, str], ...]:
    """The totals by kind, notional hours first; kinds are never added to each other."""
    known: dict[str, Number | None] = {**({"notionalHours": None} if plan.steps else {}), **plan.volumes}
    return tuple(
        (volume_name(kind, lang), common.amount(known[kind], lang, at_least=plan.at_least))
        for kind in sorted(known, key=_volume_order)
    )


def summary(plan: Plan, lang: str, level: int = 2) -> tuple[Block, ...]:
    """How far the list goes; how many modules, how much of which kind, what is taught, what stays open; the notes."""
    closed = {competency for step in plan.steps for competency in step.closes}
    pairs = [
        (common.fixed("fact.modules", lang), str(len(plan.steps))),
        *totals(plan, lang),
        (common.fixed("fact.closed", lang), common.missing(str(len(closed)), plan.notes, lang)),
        (common.fixed("fact.open", lang), common.missing(str(len(plan.open)), plan.notes, lang)),
        (common.fixed("fact.as-of", lang), plan.as_of.isoformat()),
    ]
    blocks = [common.heading("summary", lang, level), *common.list_notes(plan.notes, lang), Facts(tuple(pairs))]
    if not plan.steps:
        blocks.append(Notice(common.fixed(f"plan.{_empty(plan)}", lang, date=plan.as_of.isoformat())))
    return (*blocks, *common.other_notes(plan.notes, lang))


def _empty(plan: Plan) -> str:
    """Why a plan holds no module: a word for the sentence that says so."""
    if plan.open:
        return "all-closed" if plan.left_out else "empty"
    if _nothing_asked(plan):
        return "nothing-asked"
    return "none-needed" if plan.complete else "none-needed-known"


def _nothing_asked(plan: Plan) -> bool:
    return any(note.code == "gap.nothing-asked" for note in plan.notes)


def modules(plan: Plan, lang: str, level: int = 2) -> tuple[Block, ...]:
    """The modules in teaching order with their volumes by kind, enrolment date and reason."""
    if not plan.steps:
        return ()
    kinds = sorted({kind for step in plan.steps for kind in step.volumes}, key=_volume_order)
    names = ("position", "module", "component", "level")
    header = [common.fixed(f"column.{name}", lang) for name in names]
    header += [volume_name(kind, lang) for kind in kinds]
    header += [common.fixed(f"column.{name}", lang) for name in ("last-enrolment", "why")]
    rows = [
        (
            str(position),
            common.named(step.label, step.id, lang, step.notation),
            common.term("component", step.component, lang),
            common.data((step.level or "").replace(" ", common.NO_BREAK)),
            *(common.number(step.volumes.get(kind), lang) for kind in kinds),
            step.last_enrolment.isoformat() if step.last_enrolment else common.fixed("date.unknown", lang),
            common.say(step.reason, lang),
        )
        for position, step in enumerate(plan.steps, 1)
    ]
    numeric = (0, *range(len(names), len(names) + len(kinds)))
    caption = common.fixed("caption.modules", lang, n=len(rows))
    made = common.table(caption, header, rows, numeric, lang)
    return (common.heading("modules", lang, level), made, *_closing(plan, lang))


def _closing(plan: Plan, lang: str) -> tuple[Block, ...]:
    header = [common.fixed(f"column.{name}", lang) for name in ("module", "closes", "serves")]
    rows = [
        (
            common.data(step.id),
            common.data(", ".join(step.closes)),
            common.data(", ".join(one for one in step.serves if one not in step.closes)),
        )
        for step in plan.steps
    ]
    made = common.table(common.fixed("caption.closing", lang), header, rows, lang=lang)
    return (common.folded(made),) if len(made.header) > 1 else ()


def _volume_order(kind: str) -> tuple[bool, str]:
    return (kind != "notionalHours", kind)


def still_open(plan: Plan, lang: str, level: int = 2) -> tuple[Block, ...]:
    """The competencies that the plan leaves open, and why."""
    if not plan.open:
        return ()
    header = [common.fixed(f"column.{name}", lang) for name in ("competency", "state", "why")]
    rows = [
        (
            common.named(item.label, item.competency, lang),
            common.term("open", item.why, lang),
            common.say(item.reason, lang),
        )
        for item in plan.open
    ]
    made = common.table(common.fixed("caption.open", lang, n=len(rows)), header, rows, lang=lang)
    return (common.heading("open", lang, level), made)


def left_out(plan: Plan, lang: str, level: int = 2) -> tuple[Block, ...]:
    """The modules that would serve but are not on offer on the day."""
    if not plan.left_out:
        return ()
    header = [common.fixed(f"column.{name}", lang) for name in ("module", "why")]
    rows = [(common.named(module.label, module.id, lang), common.say(module.reason, lang)) for module in plan.left_out]
    made = common.table(common.fixed("caption.left-out", lang, n=len(rows)), header, rows, lang=lang)
    return (common.heading("left-out", lang, level), made)


def awards(plan: Plan, lang: str, level: int = 2) -> tuple[Block, ...]:
    """How the plan stands to each qualification of the target: what award follows, or that none does."""
    if not plan.awards:
        return ()
    names = ("qualification", "credits-planned", "credits-total", "credits-not-read", "award")
    header = [common.fixed(f"column.{name}", lang) for name in names]
    rows = [
        (
            common.named(award.label, award.qualification, lang),
            common.number(award.credits_planned, lang),
            common.number(award.credits_total, lang),
            common.number(award.credits_not_read, lang),
            common.say(award.text, lang),
        )
        for award in plan.awards
    ]
    made = common.table(common.fixed("caption.awards", lang), header, rows, (1, 2, 3), lang)
    return (common.heading("award", lang, level), made)


def proof(plan: Plan, lang: str, level: int = 2) -> tuple[Block, ...]:
    """Whether no plan can need less, and how that is known; nothing where it is not known what is asked.

    Unless the list of what is required is known to be whole, it is said of what is known to be required (O2).
    """
    if _nothing_asked(plan):
        return ()
    what = common.term("minimise", plan.minimise, lang)
    values = {"objective": common.number(plan.objective, lang), "bound": common.number(plan.bound, lang)}
    if plan.objective is None or plan.bound is None:
        code = "proof.unknown-optimal" if plan.optimal else "proof.unknown"
    else:
        code = "proof.cut-short" if not plan.optimal else "proof.at-least" if plan.at_least else "proof.optimal"
    sentence = common.fixed(code if plan.complete else f"{code}-known", lang, what=what, **values)
    blocks: list[Block] = [
        common.heading("proof", lang, level),
        Paragraph(sentence) if plan.optimal else Notice(sentence),
    ]
    if plan.unknown_hours:
        blocks.append(Paragraph(common.fixed("proof.unknown-hours", lang, n=len(plan.unknown_hours))))
        blocks.append(Listing(tuple(common.data(module) for module in plan.unknown_hours)))
    return tuple(blocks)
