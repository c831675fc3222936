"""Countries, their parts and the areas of the United Nations: which codes there are, and what lies in what."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from sswgraph.messages.wording import Message, message

WORLD = "001"
# The areas of UN M.49 directly below the world.
CONTINENTS = ("002", "009", "019", "142", "150")
# What people write in place of a code: other codes, and English names of countries that are often asked for.
_NAMED = dict(
    pair.split("=")
    for pair in """
UK=GB;EN=GB;ZAF=ZA;UGA=UG;TZA=TZ;KEN=KE;COD=CD;DRC=CD;USA=US;WORLD=001;AFRICA=002
ANGOLA=AO;BENIN=BJ;BOTSWANA=BW;BURKINA FASO=BF;BURUNDI=BI;CAMEROON=CM;CHAD=TD;DR CONGO=CD
DEMOCRATIC REPUBLIC OF THE CONGO=CD;EGYPT=EG;ERITREA=ER;ESWATINI=SZ;ETHIOPIA=ET;GAMBIA=GM;GHANA=GH;GUINEA=GN
IVORY COAST=CI;KENYA=KE;LESOTHO=LS;LIBERIA=LR;MADAGASCAR=MG;MALAWI=MW;MALI=ML;MOROCCO=MA;MOZAMBIQUE=MZ;NAMIBIA=NA
NIGER=NE;NIGERIA=NG;RWANDA=RW;SENEGAL=SN;SIERRA LEONE=SL;SOMALIA=SO;SOUTH AFRICA=ZA;SOUTH SUDAN=SS;SUDAN=SD
TANZANIA=TZ;TOGO=TG;TUNISIA=TN;UGANDA=UG;ZAMBIA=ZM;ZIMBABWE=ZW
AFGHANISTAN=AF;BANGLADESH=BD;BHUTAN=BT;CAMBODIA=KH;CHINA=CN;INDIA=IN;INDONESIA=ID;IRAQ=IQ;JORDAN=JO;LAOS=LA
LEBANON=LB;MALAYSIA=MY;MYANMAR=MM;NEPAL=NP;PAKISTAN=PK;PHILIPPINES=PH;SINGAPORE=SG;SRI LANKA=LK;SYRIA=SY;THAILAND=TH
TIMOR-LESTE=TL;VIETNAM=VN;VIET NAM=VN;YEMEN=YE
ARGENTINA=AR;BOLIVIA=BO;BRAZIL=BR;CANADA=CA;CHILE=CL;COLOMBIA=CO;DOMINICAN REPUBLIC=DO;ECUADOR=EC;GUATEMALA=GT
HAITI=HT;HONDURAS=HN;JAMAICA=JM;MEXICO=MX;PERU=PE;UNITED STATES=US;VENEZUELA=VE
AUSTRALIA=AU;FIJI=FJ;NEW ZEALAND=NZ;PAPUA NEW GUINEA=PG;SAMOA=WS;SOLOMON ISLANDS=SB;VANUATU=VU
ESTONIA=EE;FRANCE=FR;GEORGIA=GE;GERMANY=DE;IRELAND=IE;MOLDOVA=MD;PORTUGAL=PT;ROMANIA=RO;SPAIN=ES;UKRAINE=UA
UNITED KINGDOM=GB;ENGLAND=GB
""".strip()
    .replace("\n", ";")
    .split(";")
)


@cache
def _above() -> dict[str, tuple[str, ...]]:
    """Every country and area -> all areas that contain it, in order of code (``regions.json``, after UN M.49)."""
    table = json.loads(Path(__file__).with_name("regions.json").read_text(encoding="utf-8"))
    parents: dict[str, set[str]] = {}
    for area, parts in table.items():
        for part in parts.split():
            parents.setdefault(part, set()).add(area)

    @cache
    def above(code: str) -> frozenset[str]:
        own = parents.get(code, ())
        return frozenset(own).union(*map(above, own))

    return {code: tuple(sorted(above(code))) for code in sorted({WORLD, *parents, *table})}


def containing(code: str) -> tuple[str, ...]:
    """Return a place and what contains it.

    Returns:
        The place; for a part of a country the country; then the areas of UN M.49, the world last.

    >>> containing("ZA-WC")
    ('ZA-WC', 'ZA', '202', '018', '002', '001')
    >>> containing("035")
    ('035', '142', '001')
    """
    country = code.partition("-")[0]
    own = (code,) if code == country else (code, country)
    return (*own, *sorted(_above().get(country, ()), reverse=True))


@cache
def within(code: str) -> tuple[str, ...]:
    """Return the countries that lie in an area.

    Returns:
        Their codes; a country or a part of one is itself, and so is an area without any.

    >>> within("UG"), within("ZA-WC"), within("053")
    (('UG',), ('ZA-WC',), ('AU', 'CC', 'CX', 'HM', 'NF', 'NZ'))
    """
    return tuple(one for one, above in _above().items() if one.isalpha() and code in above) or (code,)


def overlapping(one: str, other: str) -> bool:
    """Return whether two places have anything in common: one lies in the other, or a country lies in both.

    Returns:
        Whether they have.

    >>> overlapping("014", "UG"), overlapping("UG-C", "UG"), overlapping("003", "419"), overlapping("UG", "KE")
    (True, True, True, False)
    """
    parts = (within(one), within(other))
    return any(b in containing(a) or a in containing(b) for a in parts[0] for b in parts[1])


def lies_in(code: str, place: str) -> bool:
    """Return whether a place is another one or lies in it.

    Returns:
        Whether it does.

    >>> lies_in("ZA-WC", "ZA"), lies_in("ZA", "ZA-WC"), lies_in("KE", "002")
    (True, False, True)
    """
    return place in containing(code)


def country_named(text: str) -> str | None:
    """Return the code of a country or area that is given in small letters, by another code or by its English name.

    Returns:
        The code; None where it is not known.

    >>> country_named("ke"), country_named("South Africa"), country_named("Atlantis")
    ('KE', 'ZA', None)
    """
    upper = " ".join(text.upper().split())
    return upper if upper in _above() else _NAMED.get(upper)


def country_problem(code: str) -> Message | None:
    """Return what is wrong with a jurisdiction: it is an ISO 3166-1 code, a part of a country, or a UN M.49 area.

    Returns:
        The problem; None where there is none.

    >>> country_problem("ZA"), country_problem("035"), country_problem("ZA-WC")
    (None, None, None)
    >>> print(country_problem("South Africa"))
    'South Africa' is not a valid country code; write 'ZA'.
    >>> print(country_problem("034-1"))
    '034-1' is not a valid country or area code; similar: 034, 419, 061.
    """
    known = _above()
    country, _, part = code.partition("-")
    if code in known or (country in known and country.isalpha() and re.fullmatch(r"[A-Z0-9]{1,3}", part)):
        return None
    upper, named = code.upper(), country_named(code)
    if named is not None:
        return message("check.country-near", code=code, near=named)
    begins = [upper[:2]] if upper[:2] in known else []
    close = get_close_matches(upper, sorted(known), 3, 0.5) if len(code) <= _LONGEST else []
    if close:
        near = tuple(dict.fromkeys((*begins, *close)))[:3]
        return message("check.country-like", code=code, near=", ".join(near))
    return message("check.country-none", code=code)


_LONGEST = len("ZA-WCX")
