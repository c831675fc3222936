"""Which words of two wordings differ: runs of words that both have, that are gone, that are new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from sswgraph.model.text import Text

Run = tuple[Literal["same", "gone", "new"], str]
_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_MOST = 2_000


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """The two wordings as one sequence of runs; those that are same or gone give the first, same or new the second.

    The matching is that of Ratcliff and Obershelp (``difflib``); of wordings above 2,000 words only the common
    beginning and end are matched.

    >>> word_runs("supports the child", "supports the family")
    (('same', 'supports the '), ('gone', 'child'), ('new', 'family'))
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    runs: list[Run] = [("same", "".join(old[:start])), *_middle(*middle)]
    runs.append(("same", "".join(old[len(old) - end :]) if end else ""))
    return tuple(_joined(runs))


def text_runs(before: Text, after: Text) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    """The runs by language, for each language in which the two texts differ.

    >>> text_runs(Text.of(en="a child", fr="un enfant"), Text.of(en="a child", fr="une enfant"))
    (('fr', (('gone', 'un'), ('new', 'une'), ('same', ' enfant'))),)
    """
    tags = sorted({*before.languages, *after.languages})
    pairs = ((tag, "; ".join(before.all(tag)), "; ".join(after.all(tag))) for tag in tags)
    return tuple((tag, word_runs(old, new)) for tag, old, new in pairs if old != new)


def _common(old: list[str], new: list[str]) -> int:
    least = min(len(old), len(new))
    return next((place for place in range(least) if old[place] != new[place]), least)


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Neighbouring changes as one, also across a mere space between them."""
    gone = new = ""
    filled = [run for run in runs if run[1]]
    for place, (kind, text) in enumerate(filled):
        inside = 0 < place < len(filled) - 1 and "same" not in (filled[place - 1][0], filled[place + 1][0])
        if kind == "same" and not (inside and text.isspace()):
            yield from _changes(gone, new)
            gone = new = ""
            yield "same", text
        else:
            gone += text if kind != "new" else ""
            new += text if kind != "gone" else ""
    yield from _changes(gone, new)


def _changes(gone: str, new: str) -> Iterator[Run]:
    if gone:
        yield "gone", gone
    if new:
        yield "new", new


def _middle(old: list[str], new: list[str]) -> list[Run]:
    if max(len(old), len(new)) > _MOST:
        return [("gone", "".join(old)), ("new", "".join(new))]
    runs: list[Run] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(old[i:j])))
        else:
            runs += [("gone", "".join(old[i:j])), ("new", "".join(new[k:m]))]
    return runs
