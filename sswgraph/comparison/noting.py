"""What a reader of a comparison must know: another edition, missing lineage, statements that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sswgraph.comparison.belonging import spoken_of_elsewhere, why_elsewhere
from sswgraph.comparison.pairing import Pairing
from sswgraph.comparison.sides import Sides
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
_MOST = 10


def notes_of(
    sides: Sides, entries: tuple[Entry, ...], kinds: Mapping[str, str], lineage: tuple[bool, bool]
) -> tuple[Message, ...]:
    """The notes, gravest first; ``kinds`` are what the Changes say, by their ids; ``lineage``: from the first to the
    second, and the other way round. What a Change says speaks along lineage only."""
    base, adapted = sides.frameworks
    along, back = lineage
    found = [*_editions(base, adapted)]
    if back:
        found.append(_other_way(base, adapted))
    elif not along:
        found += _no_lineage(base, adapted, sides.pairing)
    found += _contradictions(sides.pairing, entries, kinds if along else {})
    return (*found, *_invisible(entries), *_elsewhere(sides, entries))


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


def _other_way(base: Framework, adapted: Framework) -> Message:
    if base.id == adapted.id:
        editions = {"later": base.edition or "?", "earlier": adapted.edition or "?"}
        return message("compare.banner-editions-turned", base=base.id, **editions)
    return message("compare.banner-other-way", base=base.id, adapted=adapted.id)


def _no_lineage(base: Framework, adapted: Framework, pairing: Pairing) -> Iterator[Message]:
    ways = {edge.by for component in pairing.components for edge in component.edges} - {"ends"}
    code = "no-lineage" if ways - {"mapping"} else "only-mappings" if ways else "nothing-pairs"
    yield message(f"compare.banner-{code}", base=base.id, adapted=adapted.id)
    partly = [one.id for one in (base, adapted) if one.reach not in (None, "whole")]
    if partly:
        yield message("compare.partly-read", n=len(partly), frameworks=tuple(partly))


def _elsewhere(sides: Sides, entries: tuple[Entry, ...]) -> Iterator[Message]:
    """What either framework says of the elements of a third one, and no adaptation copies."""
    for side, framework in enumerate(sides.frameworks):
        found: dict[Message, list[str]] = {}
        for entry in entries:
            if entry.relation == "not-compared" and entry.no_counterpart and entry.element != "residue":
                for one in (entry.base, entry.adapted)[side]:
                    ends = spoken_of_elsewhere(sides.nodes[side][one], framework.id, sides.ids)
                    found.setdefault(why_elsewhere(ends), []).append(one)
        for why, ids in found.items():
            yield message("compare.elsewhere", n=len(ids), why=why, found=_shortened(tuple(ids)))


def _invisible(entries: tuple[Entry, ...]) -> Iterator[Message]:
    """In how many texts nothing but invisible characters differ, and in which of them."""
    pairs = [pair for entry in entries for pair in entry.pairs]
    found = [names for pair in pairs for aspect in pair.aspects if (names := aspect.invisible)]
    if found:
        signs = tuple(
            message(f"compare.sign-{name}") for name in dict.fromkeys(name for names in found for name in names)
        )
        yield message("compare.invisible", n=len(found), signs=signs)


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
    return message(code, n=len(found), found=_shortened(found))


def _shortened(found: tuple[str, ...]) -> tuple[str, ...]:
    return (*found[:_MOST], "…") if len(found) > _MOST else found
