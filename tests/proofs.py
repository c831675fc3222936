"""Whether the quotations of a stated element bear that very element: by its words, or by its number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sswgraph.graph.origins import attesting
from sswgraph.model import Element, Evidence, Framework

_STEM = 5
_PLAIN = frozenset(
    "the and for with from are that which their his her its who what how this these those not they can may must will "
    "les des une pour par dans sur avec aux qui que dos das para por com del los las".split()
)


def stated_elements(framework: Framework) -> Iterator[tuple[Element, list[Evidence]]]:
    """The named elements that a source states as a whole, each with what states it; sources themselves left out."""
    for node in framework.elements:
        stated = [one for one in node.evidence if attesting(one)]
        if isinstance(node, Element) and node.kind != "source" and node.label and stated:
            yield node, stated


def without_proof(framework: Framework) -> Iterator[tuple[Element, list[Evidence]]]:
    """The stated elements that none of their quotations bears; those without any quotation are no part of this."""
    for element, stated in stated_elements(framework):
        quoted = [one for one in stated if one.excerpt]
        if quoted and not any(bears(one, element) for one in quoted):
            yield element, quoted


def without_quotation(framework: Framework) -> Iterator[Element]:
    """The stated elements of which only the page was read."""
    for element, stated in stated_elements(framework):
        if not any(one.excerpt for one in stated):
            yield element


def bears(one: Evidence, element: Element) -> bool:
    """Whether a quotation shares a word stem with the names of the element, has its number, or stands at it.

    The number is the end of the notation ('4.1' of 'L/505/9345 4.1'). A quotation stands at it where its locator ends
    in that number, or in the number or code in which the id ends.
    """
    names = {stem for text in (element.label, element.alt_label) for _, words in text.values for stem in stems(words)}
    number = tokens((element.notation or "").rpartition(" ")[2]) if _has_digit(element.notation or "") else []
    for _, words in one.excerpt.values:
        if names & stems(words) or (_has_digit(number) and _within(number, tokens(words))):
            return True
    place, local = tokens((one.locator or "").rpartition(",")[2]), tokens(element.id.partition(":")[2])
    return bool(place) and (place == number or (_has_digit(place) and local[-len(place) :] == place))


def _has_digit(words: str | list[str]) -> bool:
    return any(sign.isdigit() for word in words for sign in word)


def tokens(words: str) -> list[str]:
    """The words and numbers of a text, without case and accents.

    >>> tokens("L/505/9345, 4.1: Élaborer")
    ['l', '505', '9345', '4', '1', 'elaborer']
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", plain)


def stems(words: str) -> frozenset[str]:
    """What the words that carry meaning begin with.

    >>> sorted(stems("Assessing the needs of 3 children"))
    ['asses', 'child', 'needs']
    """
    return frozenset(one[:_STEM] for one in tokens(words) if len(one) > 2 and one not in _PLAIN and not one.isdigit())


def _within(part: list[str], whole: list[str]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
