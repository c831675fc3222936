"""The rows of a merge plan: each entry that waits for a decision, with the old base, the new one and the adaptation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sswgraph.documents.review.rows import SAFETY, Piece, Row, Rows, section_of, value_in
from sswgraph.model import Text
from sswgraph.model.rebase import VERDICTS, Divergence, Rebase
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.safe import clean
from sswgraph.model.words import word_runs

_SIDES = ("old", "new", "local")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Row):
    """An entry that waits. ``names``: on the three sides what it is called; None where it is not there."""

    names: tuple[Text | None, Text | None, Text | None]
    divergences: tuple[Divergence, ...] = ()

    @property
    def print(self) -> str:
        fields = [(one.field, one.base, one.onto, one.local) for one in self.divergences if one.field != "evidence"]
        said = repr((self.base, self.adapted, self.change, self.safety, self.verdicts, self.names, fields))
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def waiting(plan: Rebase) -> Iterator[Waiting]:
    """The entries of a plan that somebody must decide about; by which a safeguard would be loosened, on its sheet."""
    labels = [{one.id: getattr(one, "label", Text()) for one in (side, *side.elements)} for side in plan.frameworks]
    for entry in plan.open:
        ends = (entry.base, entry.onto, entry.local)
        old, new, local = (
            (side[ids[0]] or entry.label) if ids else None for side, ids in zip(labels, ends, strict=True)
        )
        yield Waiting(
            key=entry.key,
            place=SAFETY if entry.safety else section_of(entry.element),
            element=entry.element,
            label=entry.label,
            change=entry.outcome,
            base=tuple(dict.fromkeys((*entry.base, *entry.onto))),
            adapted=entry.local,
            safety=tuple(one.text for one in entry.safety),
            said=(entry.reason,),
            verdicts=tuple(one for one in VERDICTS if one in entry.options),
            names=(old, new, local),
            divergences=entry.divergences,
        )


def labels_of(plan: Rebase) -> dict[str, Text]:
    """What everything in the three frameworks is called, in the adaptation's words where it has any."""
    return {node.id: getattr(node, "label", Text()) for side in plan.frameworks for node in side.elements}


def three_sides(row: Waiting, rows: Rows, lang: str) -> tuple[list[Piece], list[Piece]]:
    """The old and the new base in one cell, the adaptation in the other, what differs from the old base marked."""
    sides: tuple[list[Piece], ...] = ([], [], [])
    for place, label in enumerate(row.names):
        head = common.words(f"rebase.column-{_SIDES[place]}", lang)
        if label is None:
            sides[place].extend(_line(head, [("same", common.words("rebase.gone", lang))], lang))
            continue
        if place < 2:
            sides[place].append(("name", "\n" + common.fixed("pair", lang, name=head, value="").rstrip()))
        if not any(one.field == "label" for one in row.divergences):
            sides[place].extend(_line(common.words("review.name", lang), [("same", str(label.best(lang)))], lang))
    for one in row.divergences:
        for name, old, new, local in _values(one, rows, lang):
            by_base, by_local = word_runs(old, new), word_runs(old, local)
            for place, runs, unwanted in ((0, by_base, "new"), (1, by_base, "gone"), (2, by_local, "gone")):
                kept = [run for run in runs if run[0] != unwanted and run[1]]
                sides[place].extend(_line(name, kept, lang) if kept and row.names[place] is not None else ())
    return _begun([*sides[0], *sides[1]]), _begun(sides[2])


def _begun(pieces: list[Piece]) -> list[Piece]:
    """Without the line break that each line begins with."""
    return [(kind, text if at else text.lstrip("\n")) for at, (kind, text) in enumerate(pieces)]


def _line(name: str, runs: Iterable[Piece], lang: str) -> list[Piece]:
    lead = common.fixed("pair", lang, name=name, value="").rstrip() + " "
    return [("name", f"\n{lead}"), *((kind, clean(text)) for kind, text in runs)]


def _values(one: Divergence, rows: Rows, lang: str) -> Iterator[tuple[str, str, str, str]]:
    """A field on the three sides; of texts, once for each language in which they differ."""
    named = one.field == "label"
    field = common.headed(common.term("field", one.field, lang).replace("_", " "))
    sides = (one.base, one.onto, one.local)
    texts = [side if isinstance(side, Text) else Text() for side in sides]
    if any(texts):
        for tag in sorted({tag for text in texts for tag in text.languages}):
            old, new, local = ("; ".join(text.all(tag)) for text in texts)
            if not old == new == local:
                yield common.fixed("field.label", lang, tag=tag) if named else f"{field} ({tag})", old, new, local
        return
    old, new, local = (value_in(one.field, side, rows, lang) for side in sides)
    yield common.words("review.name", lang) if named else field, old, new, local
