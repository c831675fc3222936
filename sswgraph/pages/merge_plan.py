"""The page of a merge plan: what would be loosened, what waits for a decision, and what needs none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sswgraph.messages import Message
from sswgraph.model.comparison import SafetyFinding
from sswgraph.model.merge_plan import OUTCOMES, Divergence, MergeEntry, MergePlan, Resolution
from sswgraph.model.text import Run, Text
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Facts, Heading, Listing, Marked, Notice, Page, Paragraph, Table
from sswgraph.pages.element import value_of

_FOLDED = ("keep-local", "already-the-same")


def rebase_page(plan: MergePlan, lang: str = "en") -> Page:
    """A merge plan as a page."""
    blocks = [
        *common.banners(plan.notes, lang),
        *_safety(plan, lang),
        *_to_decide(plan, lang),
        *_settled(plan, lang),
        *common.stamped(plan.stamp, lang),
    ]
    edition = plan.onto_edition or _fixed("no-edition", lang)
    names = {"adaptation": plan.label, "base": plan.onto, "edition": edition}
    return common.finished(_fixed("title", lang, **names), lang, blocks)


def decisions_page(decisions: Sequence[Resolution], lang: str = "en") -> Page:
    """Decisions on a merge plan: entry by entry what, why, by whom and when."""
    rows = [
        (
            common.data(one.entry),
            _fixed(f"verdict-{one.verdict}", lang),
            common.worded(one.reason, lang),
            _fixed(f"group-{one.group}", lang) if one.group else "",
            common.data(one.by),
            common.data(one.date),
        )
        for one in decisions
    ]
    header = [_fixed(f"column-{name}", lang) for name in ("entry", "verdict", "reason", "group", "by", "date")]
    made = common.table(_fixed("caption-decisions", lang, n=len(rows)), header, rows, lang=lang)
    return common.finished(_fixed("title-decisions", lang), lang, [made])


def _fixed(code: str, lang: str, /, **said: Any) -> str:
    return common.words(f"rebase.{code}", lang, **said)


def _safety(plan: MergePlan, lang: str) -> Iterator[Block]:
    yield Heading(2, _fixed("heading-safety", lang))
    if plan.safety:
        yield Notice(_fixed("loosened", lang, n=len(plan.safety)))
        yield _loosened(plan.safety, "loosened", ("today", "then"), lang)
    else:
        yield Notice(_fixed("nothing-loosened", lang), "good")
    if plan.stricter:
        yield _loosened(plan.stricter, "stricter", ("then", "today"), lang)
    yield Paragraph(_fixed("looked-at", lang))
    yield Listing(tuple(common.say(one, lang) for one in plan.checked))
    yield from common.other_notes(plan.notes, lang)


def _loosened(found: Sequence[SafetyFinding], name: str, sides: tuple[str, str], lang: str) -> Table:
    what = "lacking" if name == "stricter" else "loosened"
    header = [common.fixed("column.position", lang), *(_fixed(f"column-{one}", lang) for one in (what, *sides))]
    rows = [
        (
            str(number),
            common.headed(common.say(one.text, lang)),
            common.named(one.before, ", ".join(one.base), lang) if one.base else _fixed("gone", lang),
            common.named(one.after, ", ".join(one.adaptation), lang) if one.adaptation else _fixed("gone", lang),
        )
        for number, one in enumerate(found, 1)
    ]
    return common.table(_fixed(f"caption-{name}", lang, n=len(rows)), header, rows, (0,), lang)


def _to_decide(plan: MergePlan, lang: str) -> Iterator[Block]:
    yield Heading(2, _fixed("heading-decide", lang))
    if not plan.open:
        yield Notice(_fixed("nothing-to-decide", lang), "good")
        return
    yield Notice(_fixed("to-decide", lang, n=len(plan.open)))
    for outcome in OUTCOMES:
        entries = [entry for entry in plan.open if entry.outcome == outcome]
        if entries:
            yield _entries(entries, outcome, plan, lang, options=True)


def _settled(plan: MergePlan, lang: str) -> Iterator[Block]:
    yield Heading(2, _fixed("heading-settled", lang))
    settled = {outcome: [entry for entry in plan.of_outcome(outcome) if not entry.open] for outcome in OUTCOMES}
    found = {outcome: entries for outcome, entries in settled.items() if entries}
    pairs = ((common.headed(_fixed(f"outcome-{outcome}", lang)), str(len(found[outcome]))) for outcome in found)
    yield Facts(tuple(pairs))
    for outcome, entries in found.items():
        made = _entries(entries, outcome, plan, lang, options=False)
        yield common.folded(made) if outcome in _FOLDED else made


def _entries(entries: Sequence[MergeEntry], outcome: str, plan: MergePlan, lang: str, *, options: bool) -> Table:
    names = ("field", "old", "new", "local", "options" if options else "done", "users")
    header = [common.fixed("column.element", lang), common.fixed("column.why", lang)]
    header += [_fixed(f"column-{name}", lang) for name in names]
    label = _labels(plan)
    rows = []
    for entry in entries:
        titled = common.named(entry.label, entry.key, lang, common.term("kind", entry.element, lang))
        why = _why(entry, lang)
        verdicts = entry.options if options else (entry.default,) if outcome not in _FOLDED else ()
        can = ", ".join(_fixed(f"verdict-{one}", lang) for one in verdicts)
        users = common.data(", ".join(entry.pointed_at_by))
        lines = [line for one in entry.divergences for line in _lines(one, lang, label)] or [("", "", "", "")]
        rows += [(titled, why, *line, can, users) for line in lines]
    caption = f"{common.headed(_fixed(f'outcome-{outcome}', lang))} ({len(entries)})"
    return common.table(caption, header, rows, lang=lang)


def _why(entry: MergeEntry, lang: str) -> str:
    said: list[Message] = [entry.reason, *(one.text for one in entry.safety)]
    return " ".join(common.say(one, lang) for one in said)


def _labels(plan: MergePlan) -> Callable[[str], Text]:
    found = {node.id: getattr(node, "label", Text()) for framework in plan.frameworks for node in framework.elements}
    return lambda identifier: found.get(identifier, Text())


def _lines(one: Divergence, lang: str, label: common.Label) -> Iterable[tuple[str, str, str, str]]:
    """One line for a field; of texts, one for each language in which a side differs."""
    name = _fixed("name", lang) if one.field == "label" else common.term("field", one.field, lang)
    texts = [side for side in (one.base, one.onto, one.local) if isinstance(side, Text)]
    if texts and isinstance(one.base, Text):
        by_base, by_local = dict(one.base_words), dict(one.local_words)
        for tag in sorted({*by_base, *by_local} if one.local is not None else by_base):
            old = common.data("; ".join(one.base.all(tag)), tag)
            new = _worded(by_base.get(tag), one.onto, tag)
            yield _fixed("in-language", lang, name=name, tag=tag), old, new, _worded(by_local.get(tag), one.local, tag)
        return
    sides = [_shown(one.field, side, lang, label) for side in (one.base, one.onto, one.local)]
    yield name, sides[0], sides[1], sides[2]


def _worded(runs: tuple[Run, ...] | None, side: object, tag: str) -> str:
    """The wording of one side, with the words that the old base does not have marked."""
    if runs is None or not isinstance(side, Text):
        return common.data("; ".join(side.all(tag)), tag) if isinstance(side, Text) else ""
    return Marked(tuple(run for run in runs if run[0] != "gone"), tag)


def _shown(field: str, value: object, lang: str, label: common.Label) -> str:
    if field == "residue" and isinstance(value, tuple):
        return _fixed("statements", lang, n=len(value))
    return value_of(field, value, lang, label) if value is not None else ""
