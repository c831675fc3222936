"""What a reader has to know before a comparison: editions, lineage, ties in doubt, what was set apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from sswgraph.adaptation.correspondence import Pairing, Sides
from sswgraph.adaptation.diff import TIED, why_foreign
from sswgraph.adaptation.ties import Settled
from sswgraph.graph.requirements import effective, own_reach
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, Framework, Requirement
from sswgraph.model.codes import COMPILATIONS
from sswgraph.model.comparison import Entry
from sswgraph.model.cycles import closure
from sswgraph.model.ids import framework_of

_MOST_NAMED = 10  # so many are named in a note, more are counted

# What a Change may call what was found; every other kind has the same name on both sides.
_SAYS: dict[str, tuple[str, ...]] = {
    "reworded": ("relabelled", "redefined", "translated", "identical", "evidence-only"),
    "raised": ("level-raised",),
    "lowered": ("level-lowered",),
    "broadened": ("broadened", "redefined"),
    "narrowed": ("narrowed", "redefined"),
}


def comparison_notes(
    sides: Sides,
    entries: tuple[Entry, ...],
    kinds: Mapping[str, str],
    lineage: tuple[bool, bool],
    reference: tuple[str, ...] = COMPILATIONS,
) -> tuple[Message, ...]:
    """The notes, most important first.

    Args:
        sides: The two frameworks and their pairing.
        entries: The entries of the comparison.
        kinds: What the Changes say, by their ids; that speaks along lineage only.
        lineage: Whether it leads from the first to the second, and the other way round.
        reference: The frameworks whose concepts may pair what nothing else does.

    Returns:
        The notes as messages.
    """
    base, adaptation = sides.frameworks
    along, back = lineage
    found = [*_editions(sides)]
    if back:
        found.append(_other_way(base, adaptation))
    elif not along:
        found += [*editions_apart(sides.frameworks), *_no_lineage(base, adaptation, sides.pairing, reference)]
    found += _contradictions(sides.pairing, entries, kinds if along else {})
    return (*found, *_lists(sides.frameworks), *_invisible(entries), *_elsewhere(sides, entries))


def _lists(frameworks: Iterable[Framework]) -> Iterator[Message]:
    """For how many roles the list of requirements is not known to be complete (O2)."""
    reaches = []
    for framework in frameworks:
        cadres = {one.id: one for one in framework.elements if isinstance(one, Cadre)}
        asking = {one.cadre for one in framework.elements if isinstance(one, Requirement)} & cadres.keys()
        includes = {one.id: one.includes for one in cadres.values()}
        for cadre in asking:
            found = closure([cadre], includes)
            reaches.append(effective(own_reach(cadres[one]) if one in cadres else None for one in found))
    if open_ended := sum(one != "whole" for one in reaches):
        yield message("compare.lists", n=open_ended, total=len(reaches))


def _editions(sides: Sides) -> Iterator[Message]:
    """Where two editions have one name, or a framework was made from another edition than the one at hand."""
    base, adaptation = sides.frameworks
    if base.id == adaptation.id and base.edition == adaptation.edition is not None and base != adaptation:
        yield message("compare.banner-same-edition", base=base.id, edition=base.edition)
    for child, parent in permutations((*sides.frameworks, *sides.middle), 2):
        made_from, given = child.base_edition, parent.edition
        if child.adaptation_of != parent.id or child.id == parent.id or made_from == given:
            continue
        named = {"adaptation": child.id, "base": parent.id}
        between = "-between" if child in sides.middle or parent in sides.middle else ""
        if made_from is None or given is None:
            yield message("compare.banner-edition-unknown", **named)
        else:
            yield message(f"compare.banner-other-edition{between}", **named, made_from=made_from, given=given)


def editions_apart(frameworks: Iterable[Framework]) -> Iterator[Message]:
    """Whether adaptations of one base were made from different editions of it, or this is not known."""
    by_base: dict[str, list[Framework]] = defaultdict(list)
    for one in frameworks:
        if one.adaptation_of is not None:
            by_base[one.adaptation_of].append(one)
    for base, made in sorted(by_base.items()):
        editions = {one.base_edition for one in made}
        if len(made) == 1 or (len(editions) == 1 and None not in editions):
            continue
        found = tuple(
            message("compare.edition-not-named", name=one.id)
            if one.base_edition is None
            else message("compare.edition-of", name=one.id, edition=one.base_edition)
            for one in made
        )
        yield message(
            f"compare.editions-{'differ' if len(editions - {None}) > 1 else 'unknown'}", base=base, found=found
        )


def _other_way(base: Framework, adaptation: Framework) -> Message:
    if base.id == adaptation.id:
        editions = {"later": base.edition or "?", "earlier": adaptation.edition or "?"}
        return message("compare.banner-editions-turned", base=base.id, **editions)
    return message("compare.banner-other-way", base=base.id, adaptation=adaptation.id)


def _no_lineage(
    base: Framework, adaptation: Framework, pairing: Pairing, reference: tuple[str, ...]
) -> Iterator[Message]:
    ways = {edge.by for component in pairing.components for edge in component.edges} - {"ends"}
    code = "no-lineage" if ways - TIED else "only-mappings" if ways else "nothing-pairs"
    through = tuple(one for one in reference if one not in (base.id, adaptation.id))
    if code == "nothing-pairs" and through:
        yield message("compare.banner-nothing-pairs-through", base=base.id, adaptation=adaptation.id, reference=through)
    else:
        yield message(f"compare.banner-{code}", base=base.id, adaptation=adaptation.id)
    homes = {
        framework_of(edge.tie.through[0]) or ""
        for component in pairing.components
        for edge in component.edges
        if edge.tie is not None and edge.by == "concept"
    }
    if homes:
        entries = sum(any(edge.by == "concept" for edge in one.edges) for one in pairing.components)
        yield message("compare.through-reference", n=entries, reference=tuple(sorted(homes)))
    elif ways and through and reference != COMPILATIONS:
        yield message("compare.reference-unused", reference=through)
    partly = [one.id for one in (base, adaptation) if one.reach not in (None, "whole")]
    if partly:
        yield message("compare.partly-read", n=len(partly), frameworks=tuple(partly))


def _elsewhere(sides: Sides, entries: tuple[Entry, ...]) -> Iterator[Message]:
    """What either framework says and no adaptation copies: of the elements of a third one, or for other places."""
    for side in (0, 1):
        found: dict[Message, list[str]] = {}
        for entry in entries:
            if entry.relation == "not-compared" and entry.no_counterpart and entry.element != "residue":
                for one in (entry.base, entry.adaptation)[side]:
                    why = why_foreign(one, side, sides)
                    if why is not None:
                        found.setdefault(why, []).append(one)
        for why, ids in found.items():
            yield listing("compare.elsewhere", ids, why=why)


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
    yield from doubts((*pairing.ties, *pairing.other_ties))
    if pairing.contradictions:
        yield listing("compare.contradiction", pairing.contradictions)
    otherwise = [
        f"{one} ({kinds[one]}; {entry.kind})"
        for entry in entries
        for one in entry.stated
        if one in kinds and entry.kind not in _SAYS.get(kinds[one], (kinds[one],))
    ]
    if otherwise:
        yield listing("compare.stated-otherwise", otherwise)


def doubts(found: Iterable[Settled]) -> tuple[Message, ...]:
    """What has to be said of ties that contradict each other or are denied; people settle which is right."""
    ties = list(found)
    opposed = {one.opposed for one in ties if one.opposed is not None}
    said = [
        message("compare.opposed", first=" + ".join(first.steps), second=" + ".join(second.steps))
        for first, second in sorted(opposed, key=lambda both: [(one.base, one.adaptation, one.steps) for one in both])
    ]
    denied = sorted({one for tie in ties for one in tie.against})
    listed: tuple[tuple[str, Sequence[Message | str]], ...] = (("ties-opposed", said), ("ties-denied", denied))
    return tuple(listing(f"compare.{code}", all_of) for code, all_of in listed if all_of)


def listing(code: str, found: Sequence[Message | str], **more: Any) -> Message:
    """How many there are, and the first of them by name."""
    rest = ("…",) if len(found) > _MOST_NAMED else ()
    return message(code, n=len(found), found=(*found[:_MOST_NAMED], *rest), **more)
