"""What a reader of a comparison must know: another edition, missing lineage, statements that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sswgraph.comparison.pairing import Pairing
from sswgraph.language import Message, message
from sswgraph.model import Framework
from sswgraph.model.comparison import Entry

# What a Change may call what was found; every other kind has the same name on both sides.
_SAYS: dict[str, tuple[str, ...]] = {
    "reworded": ("relabelled", "redefined", "translated", "identical", "evidence-only"),
    "raised": ("level-raised",),
    "lowered": ("level-lowered",),
    "broadened": ("broadened", "redefined"),
    "narrowed": ("narrowed", "redefined"),
}
_MOST = 5


def notes_of(
    base: Framework, adapted: Framework, pairing: Pairing, entries: tuple[Entry, ...], kinds: Mapping[str, str]
) -> tuple[Message, ...]:
    """The notes, gravest first; ``kinds`` are what the Changes say, by their ids."""
    return (*_editions(base, adapted), *_lineage(base, adapted, pairing), *_contradictions(pairing, entries, kinds))


def _editions(base: Framework, adapted: Framework) -> Iterator[Message]:
    for child, parent in ((adapted, base), (base, adapted)):
        if child.adaptation_of == parent.id and child.id != parent.id and child.base_edition != parent.edition:
            yield message(
                "compare.banner-other-edition",
                adapted=child.id,
                base=parent.id,
                made_from=child.base_edition or "?",
                given=parent.edition or "?",
            )


def _lineage(base: Framework, adapted: Framework, pairing: Pairing) -> Iterator[Message]:
    if base.id == adapted.id:
        return
    if not pairing.lineage:
        mapped = any(edge.by == "mapping" for component in pairing.components for edge in component.edges)
        code = "compare.banner-only-mappings" if mapped else "compare.banner-nothing-pairs"
        yield message(code, base=base.id, adapted=adapted.id)
        partly = [one.id for one in (base, adapted) if one.reach not in (None, "whole")]
        if partly:
            yield message("compare.partly-read", n=len(partly), frameworks=tuple(partly))


def _contradictions(pairing: Pairing, entries: tuple[Entry, ...], kinds: Mapping[str, str]) -> Iterator[Message]:
    if pairing.contradictions:
        yield _listing("compare.contradiction", pairing.contradictions)
    otherwise = [
        f"{one} ({kinds[one]}; {entry.kind})"
        for entry in entries
        for one in entry.stated
        if one in kinds and entry.kind not in _SAYS.get(kinds[one], (kinds[one],))
    ]
    if otherwise:
        yield _listing("compare.stated-otherwise", tuple(otherwise))


def _listing(code: str, found: tuple[str, ...]) -> Message:
    shown = (*found[:_MOST], "…") if len(found) > _MOST else found
    return message(code, n=len(found), found=shown)
