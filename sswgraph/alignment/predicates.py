"""Which SKOS predicate to propose for a pair, and in words why; and why an element has no counterpart.

*exact* is proposed only where nothing that is known tells the two apart: it gives full credit once it is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from sswgraph.alignment.similarity import CLEAR, LEAST, Pair, Pairs, Read, stems, words
from sswgraph.messages import Message, message
from sswgraph.model import Element
from sswgraph.model.alignment import NoCounterpart, Side, Suggestion

# Where one of these is stated on both sides and differs, equal wording does not make two elements the same.
_TELLING = (
    "facet",
    "authority",
    "supervision_mode",
    "condition_kind",
    "criterion_kind",
    "criticality",
    "tier",
    "professional_status",
    "component",
    "qualification_level",
    "rank",
    "count",
)
# Kinds in which one word more or less is another role, duty or right, and nothing to be reckoned with.
_WARY = frozenset(
    "cadre eligibility-condition ethical-standard level obligation open-question qualification scope-rule "
    "supervision-arrangement".split()
)
_SAME_DEFINITION = 0.8  # share of words in common
_SIGNS = re.compile(r"[&/,;+]")
# 'a and b' is wider than 'a', while 'a of b' is narrower.
_AND = {
    "ar": {"و", "او"},
    "en": {"and", "or"},
    "es": {"e", "o", "u", "y"},
    "fr": {"et", "ou"},
    "pt": {"e", "ou"},
    "sw": {"au", "na"},
}
_SIDES: tuple[Side, Side] = ("subject", "object")


def suggested(kind: str, pair: Pair, sides: tuple[Sequence[Read], Sequence[Read]]) -> Suggestion:
    """The suggestion that a chosen pair makes."""
    one, other = sides[0][pair.subject], sides[1][pair.object]
    relation, why = _relation(one, other)
    return Suggestion(
        subject=one.id,
        object=other.id,
        kind=kind,
        subject_label=one.element.label,
        object_label=other.element.label,
        relation=relation,
        score=pair.scores.total,
        name_score=pair.scores.name,
        definition_score=pair.scores.definition,
        place_score=pair.scores.place,
        rank=pair.rank,
        margin=pair.margin,
        proposed=pair.proposed,
        reason=message("align.reason", why=why, standing=_standing(pair)),
    )


def _relation(one: Read, other: Read) -> tuple[str, Message]:
    told_apart = _told_apart(one.element, other.element)
    if told_apart:
        return "related", told_apart
    same = _same_definition(one, other)
    shared = [lang for lang in one.names if lang in other.names]
    if shared and all(one.names[lang][0] == other.names[lang][0] for lang in shared):
        if same is False:
            return "close", message("align.same-name-only")
        return "exact", message("align.same-name")
    if one.element.kind in _WARY:
        return "related", message("align.wary")
    if same:
        return "close", message("align.same-definition")
    for lang in shared:
        wider = _wider(one.names[lang][0], other.names[lang][0], lang)
        if wider:
            return wider, message(f"align.{wider}-name")
    return "close", message("align.alike")


def _told_apart(one: Element, other: Element) -> Message | None:
    for field in _TELLING:
        here, there = getattr(one, field, None), getattr(other, field, None)
        if here is not None and there is not None and here != there:
            name = message(f"show.field.{field}")
            return message("align.told-apart", field=name, one=str(here), other=str(there))
    return None


def _same_definition(one: Read, other: Read) -> bool | None:
    """Whether the definitions say the same in nearly the same words; None where there are not two to compare."""
    shared = [lang for lang in one.definition if lang in other.definition]
    if not shared:
        return None
    pairs = [(set(stems(one.definition[lang])), set(stems(other.definition[lang]))) for lang in shared]
    return all(len(a & b) >= _SAME_DEFINITION * len(a | b) for a, b in pairs)


def _wider(one: str, other: str, lang: str) -> str | None:
    """*broad* or *narrow* where all words of one name stand in the other: what the second is to the first."""
    parts = _parts(one, lang), _parts(other, lang)
    a, b = (set[str]().union(*found) for found in parts)
    if not (a < b or b < a) or not a or not b:
        return None
    first_is_long = b < a
    long, short = (parts[0], b) if first_is_long else (parts[1], a)
    joined = len(long) > len(parts[1 if first_is_long else 0])
    if joined and set[str]().union(*(part for part in long if part <= short)) == short:
        return "narrow" if first_is_long else "broad"
    if joined and not any(short <= part for part in long):
        return None  # 'network and application security' is neither simply wider nor narrower than 'network security'
    return "broad" if first_is_long else "narrow"


def _parts(name: str, lang: str) -> list[set[str]]:
    """The words of what a name joins by a sign or an 'and'."""
    parts: list[set[str]] = [set()]
    for piece in _SIGNS.split(name):
        parts.append(set())
        for word in words(piece):
            if word in _AND.get(lang, ()):
                parts.append(set())
            else:
                parts[-1].add(word)
    return [part for part in parts if part]


def _standing(pair: Pair) -> Message:
    if pair.proposed:
        return message("align.ahead", margin=_figure(pair.margin))
    if pair.margin > -CLEAR:
        return message("align.level")
    return message("align.behind", margin=_figure(-pair.margin))


def lonely(kind: str, pairs: Pairs, chosen: Sequence[Pair], *, by_label: bool) -> Iterator[NoCounterpart]:
    """What is in no chosen pair, and why."""
    ends = ({pair.subject for pair in chosen}, {pair.object for pair in chosen})
    for side, name in enumerate(_SIDES):
        for place, read in enumerate(pairs.sides[side]):
            if place in ends[side]:
                continue
            best = None if by_label else pairs.best(side, place)
            nearest = pairs.sides[1 - side][best[0]] if best else None
            yield NoCounterpart(
                id=read.id,
                kind=kind,
                label=read.element.label,
                side=name,
                nearest=nearest.id if nearest else None,
                score=best[1] if best else None,
                reason=_lonely_for(read, nearest, best[1] if best else 0.0, bool(pairs.sides[1 - side]), by_label),
            )


def _lonely_for(read: Read, nearest: Read | None, score: float, any_there: bool, by_label: bool) -> Message:
    if not read.names:
        return message("align.unnamed")
    if not any_there:
        return message("align.none-of-kind")
    if by_label:
        return message("align.none-of-name")
    if nearest is None:
        return message("align.none-like")
    if score >= LEAST:
        return message("align.none-taken", nearest=nearest.element.label, id=nearest.id, score=_figure(score))
    return message("align.none-near", nearest=nearest.element.label, id=nearest.id, score=_figure(score))


def _figure(score: float) -> Decimal:
    return Decimal(f"{score:.2f}")
