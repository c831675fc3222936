"""Whether a language tag (BCP 47) can be a real one."""

from __future__ import annotations

import re

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


def language_problem(tag: str) -> Message | None:
    """What is wrong with a language tag, or None.

    >>> print(language_problem("english"))
    'english' is no language tag; write 'en'.
    >>> language_problem("pt-br") is None
    True
    """
    lower = tag.lower()
    first = lower.partition("-")[0]
    if first in _SHORTER:
        return message("check.language-tag-near", tag=tag, near=_SHORTER[first])
    if lower in ("und", "mul", "zxx", "mis") or not _TAG.match(lower) or (len(first) == 2 and first not in LANGUAGES):
        return message("check.language-tag-none", tag=tag)
    return None
