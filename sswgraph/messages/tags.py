"""Language tags (BCP 47): which are valid, their families (rule T2), and which language a text seems to be in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sswgraph.errors import InputError
from sswgraph.messages.wording import Message, message

# ISO 639-1, as facts; three-letter codes are too many to list and only their form is checked, except those that
# BCP 47 forbids because a two-letter code exists.
LANGUAGES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu".split()
)
_SHORTER = dict(
    pair.split("=")
    for pair in (
        "eng=en english=en fra=fr fre=fr french=fr francais=fr spa=es spanish=es espanol=es por=pt "
        "portuguese=pt ara=ar arabic=ar swa=sw swahili=sw kiswahili=sw deu=de ger=de german=de ita=it rus=ru "
        "zho=zh chi=zh zul=zu xho=xh afr=af amh=am ind=id vie=vi"
    ).split()
)
# RFC 5646: language, script, region, variants, extensions, private use. The languages that have extended languages
# (zh-cmn) are listed, so that 'en-gbr' is not taken for one.
_TAG = re.compile(
    r"""(?:(?:ar|kok|lv|ms|sgn|sw|uz|zh)-[a-z]{3}|[a-z]{2,3})
        (?:-[a-z]{4})? (?:-(?:[a-z]{2}|[0-9]{3}))? (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*
        (?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)* (?:-x(?:-[a-z0-9]{1,8})+)?\Z""",
    re.VERBOSE,
)


# Languages that count as one.
_FAMILIES = {"nb": "no", "nn": "no"}
# The script in which a language is written where its tag names none; all others in Latin letters.
_SCRIPTS = {
    tag: script
    for script, tags in {
        "arab": "ar ckb fa ks ps sd ug ur uz-af pa-pk",
        "armn": "hy",
        "beng": "as bn",
        "cyrl": "ab ba be bg ce cv kk ky mk mn os ru sr tg tt uk",
        "deva": "bho hi mai mr ne sa",
        "ethi": "am ti",
        "geor": "ka",
        "grek": "el",
        "gujr": "gu",
        "guru": "pa",
        "hans": "zh",
        "hant": "yue zh-hk zh-mo zh-tw",
        "hebr": "he yi",
        "jpan": "ja",
        "khmr": "km",
        "knda": "kn",
        "kore": "ko",
        "laoo": "lo",
        "mlym": "ml",
        "mymr": "my",
        "orya": "or",
        "sinh": "si",
        "syrc": "arc syr",
        "taml": "ta",
        "telu": "te",
        "thaa": "dv",
        "thai": "th",
        "tibt": "bo dz",
    }.items()
    for tag in tags.split()
}
_SCRIPT = re.compile(r"-([a-z]{4})(?=-|\Z)")


def family(tag: str) -> str:
    """Return the language that a tag belongs to, whatever its region, script or variant.

    Returns:
        The tag of the language.

    Source:
        T2 in docs/semantics.md.

    >>> family("en-GB"), family("nb"), family("nn-NO"), family("pt-br")
    ('en', 'no', 'no', 'pt')
    """
    base = tag.lower().partition("-")[0]
    return _FAMILIES.get(base, base)


def script(tag: str) -> str:
    """Return the script of a tag: the one that it names, otherwise the usual one of its language (in that region).

    Returns:
        The code of the script (ISO 15924) in small letters.

    >>> script("sr-Latn-RS"), script("sr"), script("zh-TW"), script("sw")
    ('latn', 'cyrl', 'hant', 'latn')
    """
    lower = tag.lower()
    named = _scripts(lower)
    if named:
        return named[0]
    base, _, region = lower.partition("-")
    return _SCRIPTS.get(f"{base}-{region[:2]}") or _SCRIPTS.get(base, "latn")


def _scripts(tag: str) -> list[str]:
    """The scripts that a tag names, before what is an extension or private."""
    return _SCRIPT.findall(re.split(r"-[a-z0-9](?=-|\Z)", tag)[0])


@lru_cache(maxsize=4096)
def nearest_tag(asked: str, tags: tuple[str, ...], home: str = "") -> tuple[str, bool]:
    """Return which of these tags serves whoever asks for one.

    That is the tag asked for; its base, and other tags of its family in tag order, in the same script; then the same
    for English and for ``home``; then the first by tag.

    Args:
        asked (str): The tag asked for.
        tags (tuple[str, ...]): The tags that there are, at least one.
        home (str): The first language of the framework; empty: none.

    Returns:
        The tag, and whether it is of the family asked for, in its script.

    Source:
        T2 in docs/semantics.md.

    >>> nearest_tag("en", ("ar", "en-gb")), nearest_tag("sw", ("ar", "en-gb")), nearest_tag("nb", ("da", "nn"))
    (('en-gb', True), ('en-gb', False), ('nn', True))
    """
    for wanted in (asked, "en", home):
        found = _of_family(wanted.lower(), tags) if wanted else None
        if found is not None:
            return found, wanted == asked
    return min(tags), False


def _of_family(wanted: str, tags: tuple[str, ...]) -> str | None:
    base = wanted.partition("-")[0]
    if wanted in tags:
        return wanted
    if base in tags and script(base) == script(wanted):
        return base
    alike = (tag for tag in tags if family(tag) == family(wanted) and script(tag) == script(wanted))
    return min(alike, default=None)


def paired(before: Iterable[str], after: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return which tags of two texts correspond to each other: equal ones, then what is left in a family.

    Returns:
        The pairs, in tag order; what stands for nothing is paired with the empty tag.

    Source:
        T2 in docs/semantics.md.

    >>> paired(("en", "fr"), ("en-gb", "fr", "fr-cd", "sw"))
    (('en', 'en-gb'), ('fr', 'fr'), ('', 'fr-cd'), ('', 'sw'))
    """
    old, new = sorted(set(before)), sorted(set(after))
    pairs = [(tag, tag) for tag in old if tag in new]
    left = [tag for tag in new if tag not in old]
    for tag in old:
        if tag not in new:
            fellow = next((other for other in left if family(other) == family(tag)), "")
            pairs.append((tag, fellow))
            left = [other for other in left if other != fellow]
    pairs += [("", tag) for tag in left]
    return tuple(sorted(pairs, key=lambda pair: pair[0] or pair[1]))


def require_language(tag: object) -> None:
    """Raise InputError for what is not a valid language tag."""
    problem = language_problem(tag)
    if problem is not None:
        raise InputError(str(problem))


def language_problem(tag: object) -> Message | None:
    """Return what is wrong with a language tag.

    Returns:
        The problem; None where there is none.

    >>> print(language_problem("english"))
    'english' is not a valid language tag; write 'en'.
    >>> language_problem("pt-br") is None
    True
    >>> print(language_problem("sr-Latn-Cyrl-Arab"))
    'sr-Latn-Cyrl-Arab' names 3 scripts; a tag names one. Give each wording its own tag: sr-latn, sr-cyrl, sr-arab.
    """
    if not isinstance(tag, str):
        return message("check.language-tag-none", tag=str(tag))
    lower = tag.lower()
    first = lower.partition("-")[0]
    if first in _SHORTER:
        return message("check.language-tag-near", tag=tag, near=_SHORTER[first])
    several = _scripts(lower)
    if len(several) > 1:
        near = tuple(f"{first}-{one}" for one in several)
        return message("check.language-tag-scripts", tag=tag, n=len(several), near=near)
    if lower in ("und", "mul", "zxx", "mis") or not _TAG.match(lower) or (len(first) == 2 and first not in LANGUAGES):
        return message("check.language-tag-none", tag=tag)
    return None


# Function words of each language; those that two of these languages share do not count.
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
    """Return the language that a text seems to be in, by its small words.

    Returns:
        The tag of a language of which it has several, while it has none of the language of its tag; otherwise None.

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
