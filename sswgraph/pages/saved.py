"""The page of a saved answer: whether it still holds, then what changed, rules first."""

from __future__ import annotations

from collections.abc import Iterator

from sswgraph.model.saved import CHANGES, MADE_FROM, AnswerChange, SavedAnswer
from sswgraph.pages.blocks import Block, Heading, Notice, Page, Table
from sswgraph.pages.writer import Writer, folded_away, latest

_GROUPS = (
    ("rules", ("obligation", "condition", "limit")),
    ("answer", ("held", "item", "function", "step", "route", "open", "figure")),
)


def saved_page(found: SavedAnswer, lang: str = "en") -> Page:
    """What has changed since an answer was saved."""
    w = Writer(lang, "saved")
    title = w.own("title", answer=found.answer)
    if found.target:
        held = found.held_label or w.own("nothing-held")
        title = w.own("title-of", answer=found.answer, held=held, target=found.target_label or found.target)
    blocks = [*_answer(found, w), *(Notice(w.say(note)) for note in found.notes), *_groups(found, w)]
    return w.finished(title, [*blocks, *w.stamped(found.stamp)], date=latest(found.stamp))


def _answer(found: SavedAnswer, w: Writer) -> Iterator[Block]:
    """Whether the answer still holds, as far as that is known, in one line."""
    rules, others = (found.of_part(*parts) for _, parts in _GROUPS)
    made = found.of_part(*MADE_FROM)
    if not found.compared:
        yield Notice(w.own("answer.not-compared"))
    elif not found.asked_anew:
        code = "answer.stamp-changed" if made else "answer.stamp-same"
        yield Notice(w.own(code, n=len(made)))
    elif rules or others:
        yield Notice(w.own("answer.changed", rules=len(rules), n=len(others)))
    else:
        yield Notice(w.own("answer.same-made-otherwise" if made else "answer.same"), "plain")


def _groups(found: SavedAnswer, w: Writer) -> Iterator[Block]:
    for name, parts in _GROUPS:
        own = found.of_part(*parts)
        if own:
            yield Heading(2, w.own(f"heading.{name}"))
            yield _table(own, name, w)
    made = found.of_part(*MADE_FROM)
    if made:
        yield Heading(2, w.own("heading.made"))
        yield folded_away(_table(made, "made", w))


def _table(own: tuple[AnswerChange, ...], name: str, w: Writer) -> Table:
    return w.tabled(w.own(f"caption.{name}", n=len(own)), CHANGES, own)
