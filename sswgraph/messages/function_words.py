"""Which language a text seems to be in, by its small words; nothing is guessed where they do not tell."""

from __future__ import annotations

import re

# The words of each language that hold sentences together, but for those that two of these languages share.
_WORDS = {
    "en": "the of and with from by are is their they when which that this without who whose or if has been",
    "fr": "le les des du et une dans avec aux sur ou qui est sont leur leurs pour chez au ses cette par",
    "es": "el los las y del una con o sus su cuando hacia es son al como sobre sin lo",
    "pt": "os um uma dos das na nas do da não são com ao à às seu sua seus suas pelo pela",
    "sw": "ya wa kwa za cha katika ni au vya pia bila kama kwenye ambao ambaye hiyo yake wake zao wao",
}
_KNOWN = {lang: frozenset(words.split()) for lang, words in _WORDS.items()}
_SHARED = {
    word
    for lang, words in _KNOWN.items()
    for word in words
    for other in _KNOWN
    if other != lang and word in _KNOWN[other]
}
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 2


def seems(text: str, tag: str) -> str | None:
    """The language that a text seems to be in, if it has several small words of it and none of the language of its tag.

    >>> seems("Rendre visite aux familles dans leur maison", "en"), seems("Visit families", "fr")
    ('fr', None)
    """
    own = tag.partition("-")[0].lower()
    if own not in _KNOWN:
        return None
    said = {*_WORD.findall(text.casefold())}
    if said & _KNOWN[own]:
        return None
    found = {lang: len(said & words - _SHARED) for lang, words in _KNOWN.items() if lang != own}
    best = max(found, key=lambda lang: found[lang])
    return best if found[best] >= _LEAST and list(found.values()).count(found[best]) == 1 else None
