"""The page of a merge plan: what would be loosened, what needs a decision, and what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sswgraph.messages import Message
from sswgraph.model.comparison import SafetyFinding
from sswgraph.model.merge_plan import OUTCOMES, Divergence, MergeEntry, MergePlan, Resolution
from sswgraph.model.text import Run, Text
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Marked, Notice, Page, Paragraph, Table
from sswgraph.pages.element import value_of
from sswgraph.pages.writer import Label, Writer, capitalised, data, folded_away

_FOLDED = ("keep-local", "already-the-same")


def rebase_page(plan: MergePlan, lang: str = "en") -> Page:
    """A merge plan as a page."""
    w = Writer(lang, "rebase")
    blocks = [
        *w.banners(plan.notes),
        *_safety(plan, w),
        *_to_decide(plan, w),
        *_settled(plan, w),
        *w.stamped(plan.stamp),
    ]
    edition = plan.onto_edition or w.own("no-edition")
    names = {"adaptation": plan.label, "base": plan.onto, "edition": edition}
    return w.finished(w.own("title", **names), blocks)


def decisions_page(decisions: Sequence[Resolution], lang: str = "en") -> Page:
    """Decisions on a merge plan: entry by entry what, why, by whom and when."""
    w = Writer(lang, "rebase")
    rows = [
        (
            data(one.entry),
            w.own(f"verdict-{one.verdict}"),
            w.worded(one.reason),
            w.own(f"group-{one.group}") if one.group else "",
            data(one.by),
            data(one.date),
        )
        for one in decisions
    ]
    header = [w.own(f"column-{name}") for name in ("entry", "verdict", "reason", "group", "by", "date")]
    made = w.table(w.own("caption-decisions", n=len(rows)), header, rows)
    return w.finished(w.own("title-decisions"), [made])


def _safety(plan: MergePlan, w: Writer) -> Iterator[Block]:
    yield Heading(2, w.own("heading-safety"))
    if plan.safety:
        yield Notice(w.own("loosened", n=len(plan.safety)))
        yield _loosened(plan.safety, "loosened", ("today", "then"), w)
    else:
        yield Notice(w.own("nothing-loosened"), "good")
    if plan.stricter:
        yield _loosened(plan.stricter, "stricter", ("then", "today"), w)
    yield Paragraph(w.own("looked-at"))
    yield Listing(tuple(w.say(one) for one in plan.checked))
    yield from w.other_notes(plan.notes)


def _loosened(found: Sequence[SafetyFinding], name: str, sides: tuple[str, str], w: Writer) -> Table:
    what = "lacking" if name == "stricter" else "loosened"
    header = [w.fixed("column.position"), *(w.own(f"column-{one}") for one in (what, *sides))]
    rows = [
        (
            str(number),
            capitalised(w.say(one.text)),
            w.named(one.before, ", ".join(one.base)) if one.base else w.own("gone"),
            w.named(one.after, ", ".join(one.adaptation)) if one.adaptation else w.own("gone"),
        )
        for number, one in enumerate(found, 1)
    ]
    return w.table(w.own(f"caption-{name}", n=len(rows)), header, rows, (0,))


def _to_decide(plan: MergePlan, w: Writer) -> Iterator[Block]:
    yield Heading(2, w.own("heading-decide"))
    if not plan.open:
        yield Notice(w.own("nothing-to-decide"), "good")
        return
    yield Notice(w.own("to-decide", n=len(plan.open)))
    for outcome in OUTCOMES:
        entries = [entry for entry in plan.open if entry.outcome == outcome]
        if entries:
            yield _entries(entries, outcome, plan, w, options=True)


def _settled(plan: MergePlan, w: Writer) -> Iterator[Block]:
    yield Heading(2, w.own("heading-settled"))
    settled = {outcome: [entry for entry in plan.of_outcome(outcome) if not entry.open] for outcome in OUTCOMES}
    found = {outcome: entries for outcome, entries in settled.items() if entries}
    pairs = ((capitalised(w.own(f"outcome-{outcome}")), str(len(found[outcome]))) for outcome in found)
    yield Facts(tuple(pairs))
    for outcome, entries in found.items():
        made = _entries(entries, outcome, plan, w, options=False)
        yield folded_away(made) if outcome in _FOLDED else made


def _entries(entries: Sequence[MergeEntry], outcome: str, plan: MergePlan, w: Writer, *, options: bool) -> Table:
    names = ("field", "old", "new", "local", "options" if options else "done", "users")
    header = w.header("element", "why")
    header += [w.own(f"column-{name}") for name in names]
    label = _labels(plan)
    rows = []
    for entry in entries:
        titled = w.named(entry.label, entry.key, w.term("kind", entry.element))
        why = _why(entry, w)
        verdicts = entry.options if options else (entry.default,) if outcome not in _FOLDED else ()
        can = ", ".join(w.own(f"verdict-{one}") for one in verdicts)
        users = data(", ".join(entry.pointed_at_by))
        lines = [line for one in entry.divergences for line in _lines(one, w, label)] or [("", "", "", "")]
        rows += [(titled, why, *line, can, users) for line in lines]
    caption = f"{capitalised(w.own(f'outcome-{outcome}'))} ({len(entries)})"
    return w.table(caption, header, rows)


def _why(entry: MergeEntry, w: Writer) -> str:
    said: list[Message] = [entry.reason, *(one.text for one in entry.safety)]
    return " ".join(w.say(one) for one in said)


def _labels(plan: MergePlan) -> Callable[[str], Text]:
    found = {node.id: getattr(node, "label", Text()) for framework in plan.frameworks for node in framework.elements}
    return lambda identifier: found.get(identifier, Text())


def _lines(one: Divergence, w: Writer, label: Label) -> Iterable[tuple[str, str, str, str]]:
    """One line for a field; for texts, one for each language in which a side differs."""
    name = w.own("name") if one.field == "label" else w.term("field", one.field)
    texts = [side for side in (one.base, one.onto, one.local) if isinstance(side, Text)]
    if texts and isinstance(one.base, Text):
        by_base, by_local = dict(one.base_words), dict(one.local_words)
        for tag in sorted({*by_base, *by_local} if one.local is not None else by_base):
            old = data("; ".join(one.base.all(tag)), tag)
            new = _worded(by_base.get(tag), one.onto, tag)
            yield w.own("in-language", name=name, tag=tag), old, new, _worded(by_local.get(tag), one.local, tag)
        return
    sides = [_shown(one.field, side, w, label) for side in (one.base, one.onto, one.local)]
    yield name, sides[0], sides[1], sides[2]


def _worded(runs: tuple[Run, ...] | None, side: object, tag: str) -> str:
    """The wording of one side, with the words that the old base lacks marked."""
    if runs is None or not isinstance(side, Text):
        return data("; ".join(side.all(tag)), tag) if isinstance(side, Text) else ""
    return Marked(tuple(run for run in runs if run[0] != "gone"), tag)


def _shown(field: str, value: object, w: Writer, label: Label) -> str:
    if field == "residue" and isinstance(value, tuple):
        return w.own("statements", n=len(value))
    return value_of(field, value, w, label) if value is not None else ""
