"""Outcomes by rule: the name of a competency as a sentence that can be observed, where its words allow it (D4)."""

from __future__ import annotations

import re
from itertools import pairwise

from sswgraph.curricula.verbs import VERBS, Verbs
from sswgraph.messages import sentence
from sswgraph.model import Text

_FIRST = re.compile(r"([^\W\d_]+(?:[-’'][^\W\d_]+)*)([,;]?)(?:\s+|$)")
_NO_SENTENCE = (":", " – ", ";", "\n")  # what a name of one sentence may not contain


def outcome_by_rule(label: Text) -> Text:
    """The outcome in each language in which the name of a competency gives a sentence.

    A name that begins with a verb of doing is the sentence itself. One that begins with knowing or understanding loses
    that word, and what follows is to be explained or, where it is a verb, done. Nothing else becomes a sentence.

    >>> named = Text.of(en="Know who is a child", fr="Savoir mobiliser les ressources locales")
    >>> outcome_by_rule(named).values
    (('en', 'Explain in own words who is a child.'), ('fr', 'Mobiliser les ressources locales.'))
    >>> outcome_by_rule(Text.of(en="Communication skills")).values
    ()

    Args:
        label (Text): The name.

    Returns:
        The outcome; empty where no language gives a sentence.

    Source:
        D4 in docs/semantics.md.
    """
    found = ((tag, sentence_of(wording, tag)) for tag, wording in label.values)
    return Text(tuple((tag, said) for tag, said in found if said))


def sentence_of(name: str, tag: str) -> str:
    """The sentence that a name gives in a language; empty where it gives none."""
    lang = tag.lower().partition("-")[0]
    verbs, plain = VERBS.get(lang), " ".join(name.split()).rstrip(" .")
    if verbs is None or " " not in plain or any(sign in plain for sign in _NO_SENTENCE):
        return ""
    known = next((found for one in verbs.knowing if (found := re.match(one, plain, re.IGNORECASE))), None)
    if known is None:
        return _ended(plain) if _is_deed(plain, verbs) else ""
    return _known(plain[known.end() :], verbs, lang)


def _known(rest: str, verbs: Verbs, lang: str) -> str:
    """What is known, as something that can be observed: explained, or done where it is a verb."""
    first, _, after = rest.partition(" ")
    if first.lower() in verbs.joined:  # 'know and follow the rules'
        return _ended(after) if _is_deed(after, verbs) else ""
    if verbs.to_know_a_deed and _is_deed(rest, verbs):  # 'savoir mobiliser'
        return _ended(rest)
    how = rest.lower().startswith(verbs.how)
    if (_has_second_verb(rest, verbs) and not how) or rest.lower().endswith(verbs.adverbs or "\n"):
        return ""
    rest = _without_preposition(rest, verbs)
    if not rest or (verbs.named and not rest.lower().startswith(verbs.named)):
        return ""
    return _ended(sentence("curriculum.outcome-explain", lang, what=rest.rstrip(" .")))


def _without_preposition(rest: str, verbs: Verbs) -> str:
    """What is left of 'of the rights and of the law' without 'of'; empty where that is ambiguous."""
    for whole, article in verbs.contracted:
        if rest.lower().startswith(whole):
            first, joined, second = f"{article}{rest[len(whole) :]}".partition(f" {next(iter(sorted(verbs.joined)))} ")
            again = next((pair for pair in verbs.contracted if second.lower().startswith(pair[0])), None)
            if again is None:
                return f"{first}{joined}{second}"
            plain = not any(f" {other}" in first for other, _ in verbs.contracted) and " de " not in first
            return f"{first}{joined}{again[1]}{second[len(again[0]) :]}" if plain else ""
    return rest


def _is_deed(text: str, verbs: Verbs) -> bool:
    """Whether a text begins with a verb of doing, after words that may precede it."""
    lowered = text.lower()
    for word in sorted(verbs.before, key=len, reverse=True):
        if lowered.startswith(f"{word} "):
            lowered = lowered[len(word) + 1 :]
            break
    found = _FIRST.match(lowered)
    if found and verbs.adverbs and found[1].endswith(verbs.adverbs) and found[1] not in verbs.doing:
        lowered = lowered[found.end() :]
        found = _FIRST.match(lowered)
    if found is None or not _is_verb(found[1], verbs):
        return False
    following = lowered[found.end() :].split()
    if not found[2] and following[:1] and following[0] in verbs.joined and following[1:]:
        return _is_verb(following[1].rstrip(",;"), verbs)
    return not (found[1] in verbs.doubtful and following[:1] and following[0].rstrip(",;") in verbs.tails)


def _is_verb(word: str, verbs: Verbs) -> bool:
    if word in verbs.nouns or any(re.match(one, f"{word} ") for one in verbs.knowing):
        return False
    if word in verbs.doing or (len(word) > 3 and word.endswith(verbs.endings) and bool(verbs.endings)):
        return True
    return bool(verbs.beginnings) and len(word) > 4 and word.startswith(verbs.beginnings)


def _has_second_verb(text: str, verbs: Verbs) -> bool:
    """Whether a second verb may follow ('the law and report'), or more knowing: then there is no sentence."""
    words = text.lower().split()
    for before, word in pairwise(words):
        plain = word.rstrip(",;.")
        if plain == "knowing" or any(re.match(one, f"{plain} ") for one in verbs.knowing):
            return True
        if (before in verbs.joined or before.endswith(",")) and _is_verb(plain, verbs):
            return True
    return False


def _ended(text: str) -> str:
    """With a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."
