"""In which regions of the world the sources stand that attest an element (rule V5).

The lists of countries are kept here as they were read. A country on the list of high-income economies counts as that,
and in no region. The regions of the United Nations are those of the standard M49 of its Statistics Division
(https://unstats.un.org/unsd/methodology/m49/), in the copy of github.com/lukes/ISO-3166-Countries-with-Regional-Codes,
``all/all.csv`` at commit 0ce3e8a. The high-income economies are those of the World Bank for its fiscal year 2020
(https://datahelpdesk.worldbank.org/knowledgebase/articles/906519), in the copy of 13 April 2020 of
github.com/jpazvd/wbopendata, ``src/w/wbopendata_incomelevel.sthlp`` at commit bc8c792, whose 'Channel Islands' are here
GG and JE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.origins import attesting
from sswgraph.provenance.evidence import Link

AFRICA, ASIA, PACIFIC, LATIN_AMERICA = "002", "142", "009", "419"
SOUTH = (AFRICA, ASIA, PACIFIC, LATIN_AMERICA)
HIGH_INCOME, EUROPE, OTHER = "high-income", "150", "other"
REGIONS = {
    AFRICA: "Africa",
    ASIA: "Asia",
    PACIFIC: "Pacific",
    LATIN_AMERICA: "Latin America and the Caribbean",
    HIGH_INCOME: "high-income countries",
    EUROPE: "Europe as a whole",
    OTHER: "international, or no place",
}
_COUNTRIES = {
    AFRICA: "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ "
    "NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
    ASIA: "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH "
    "PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE",
    PACIFIC: "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS",
    LATIN_AMERICA: "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ "
    "MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI",
}
_HIGH_INCOME = frozenset(
    "AD AE AG AT AU AW BB BE BH BM BN BS CA CH CL CW CY CZ DE DK EE ES FI FO FR GB GG GI GL GR GU HK HR HU IE IL IM IS "
    "IT JE JP KN KR KW KY LI LT LU LV MC MF MO MP MT NC NL NO NZ OM PA PF PL PR PT PW QA SA SC SE SG SI SK SM SX TC TT "
    "TW US UY VG VI".split()
)
_AREAS = {
    AFRICA: "002 011 014 015 017 018",
    ASIA: "142 030 034 035 143 145",
    PACIFIC: "009 053 054 057 061",
    LATIN_AMERICA: "419 005 013 029",
    EUROPE: "150 039 151 154 155",
}
_REGION_OF = {
    place: region for lists in (_COUNTRIES, _AREAS) for region, line in lists.items() for place in line.split()
}


def region_of(place: str) -> str:
    """The key in ``REGIONS`` of an ISO 3166 code or UN M.49 area.

    >>> [region_of(place) for place in ("UG", "ZA-GP", "AU-VIC", "SG", "PG", "029", "019", "001")]
    ['002', '002', 'high-income', 'high-income', '009', '419', 'other', 'other']
    """
    country = place.partition("-")[0]
    return HIGH_INCOME if country in _HIGH_INCOME else _REGION_OF.get(country, OTHER)


def places_of(g: CompetencyGraph, source: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """Where a source is at home: its own places, else its framework's; of a reprint or translation, its originals'."""
    found = g.get(source)
    if found is None or source in seen:
        return frozenset()
    repeated = [one for one in (*found.reprint_of, *found.translation_of) if one in g]
    if repeated:
        return frozenset().union(*(places_of(g, one, seen | {source}) for one in repeated))
    return frozenset(found.jurisdiction or g.framework(str(g.home(source))).jurisdiction)


def witnesses(g: CompetencyGraph, identifier: str, links: Mapping[str, tuple[Link, ...]]) -> Iterator[str]:
    """The places of the sources by which an element of another framework, tied to this one, is stated as a whole."""
    for link in links.get(identifier, ()):
        if link.attests and link.mapping.evidence and g.home(link.other) != g.home(identifier):
            for one in filter(attesting, getattr(g.get(link.other), "evidence", ())):
                yield from places_of(g, str(one.source))
