"""Who claims, who denies, who decides: rule C4, row by row, and where its answers show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.exchange.sssom.reader import parse_sssom
from sswgraph.exchange.sssom.writer import sssom_text
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.recognition import Credits
from sswgraph.model import ContestedPair, Framework, Mapping, MappingSet, Text, Voices
from sswgraph.model.shown import rendering
from sswgraph.model.voices import BARS
from sswgraph.provenance.evidence import links_by_end
from tests.tables import rows
from tests.toy import competency, framework, graph, maps

MONTHS = {"April": "2026-04-01", "May": "2026-05-01", "June": "2026-06-01"}
CLAIM = "t:a skos:exactMatch t:b"


def voice(words: str, number: int) -> Mapping:
    """'decision of May: Not exact' as a row; every second one is told from the other end."""
    who, _, sentence = words.partition(": ")
    negated = sentence.startswith("Not ")
    relation = sentence.removeprefix("Not ")
    ends = ("b", "a") if number % 2 and relation in ("exact", "close", "related") else ("a", "b")
    month = next((day for name, day in MONTHS.items() if name in who), None)
    panel = "A panel" if who.startswith("decision") else None
    return maps(ends[0], relation, ends[1], negated=negated, reviewer=panel, date=month, comment=f"voice {number}")


def heard(said: str) -> CompetencyGraph:
    """A graph of two competencies with these voices, each in a mapping set of its own."""
    voices = [voice(words, number) for number, words in enumerate(said.split("; "))]
    sets = [MappingSet(id=f"https://example.org/{n}", mappings=(row,)) for n, row in enumerate(voices)]
    return CompetencyGraph(graph(competency("a"), competency("b")).frameworks, sets)


def counts(g: CompetencyGraph) -> str:
    found = [credit.relation for credit in g.credits.into("t:b") if credit.source == "t:a"]
    assert len(found) < 2
    opened = any(pair.open_again for pair in g.contested)
    marks = [*(["contested"] if g.contested else []), *(["open again"] if opened else [])]
    return ", ".join([*(found or ["nothing"]), *marks])


@pytest.mark.parametrize(("said", "expected"), rows("voices on one pair"))
def test_what_counts_of_several_voices_is_as_the_table_says(said: str, expected: str) -> None:
    assert counts(heard(said)) == expected
    assert counts(heard("; ".join(reversed(said.split("; "))))) == expected


def test_a_denial_bars_what_the_table_says() -> None:
    table = {row[0]: frozenset(row[1].split(", ")) for row in rows("`Not …`")}
    assert table == BARS


@pytest.mark.parametrize("denied", BARS)
@pytest.mark.parametrize("claimed", BARS)
def test_each_denial_contests_the_claims_of_its_row_and_no_others(denied: str, claimed: str) -> None:
    decided = {"reviewer": "A panel", "date": "2026-05-01"} if claimed == "recognised" else {}
    both = [maps("a", claimed, "b", **decided), maps("a", denied, "b", negated=True)]
    assert bool(Voices(both).contested_pairs) == (claimed in BARS[denied])


def test_broad_is_denied_as_narrow_from_the_other_end_and_covers_in_its_direction_only() -> None:
    turned = [maps("a", "broad", "b"), maps("b", "narrow", "a", negated=True)]
    assert [pair.claims for pair in Voices(turned).contested_pairs] == [("t:a skos:broadMatch t:b",)]
    for relation in ("covers", "recognised"):
        apart = [maps("a", relation, "b"), maps("b", relation, "a", negated=True)]
        assert not Voices(apart).contested_pairs


def test_contested_is_never_more_than_it_claimed() -> None:
    for relation, onward, backward in (
        ("exact", "close", "close"),
        ("covers", "close", ""),
        ("close", "close", "close"),
        ("broad", "broad", "close"),
        ("narrow", "close", "broad"),
    ):
        found = Credits([maps("a", relation, "b"), maps("a", relation, "b", negated=True)], (), {})
        assert [one.relation for one in found.into("t:b")] == [onward]
        assert [one.relation for one in found.into("t:a")] == ([backward] if backward else [])


def test_what_a_competency_says_to_cover_can_be_denied() -> None:
    covering = [competency("a", covers=("t:b",)), competency("b")]
    assert ssw.gap(graph(*covering), "t:a", "t:b").met
    denied = graph(*covering, maps("a", "covers", "b", negated=True))
    assert [item.certainty for item in ssw.gap(denied, "t:a", "t:b").items] == ["if-recognised"]


def test_a_contested_claim_makes_no_exact_ambiguous() -> None:
    ties = [maps("u:x", "exact", "a"), maps("u:x", "exact", "b")]
    home = {"t:a": "t", "t:b": "t", "u:x": "u"}
    assert len(Credits(ties, (), home).ambiguous) == 2
    denied = [*ties, maps("u:x", "exact", "b", negated=True)]
    assert not Credits(denied, (), home).ambiguous


def test_the_header_of_a_set_says_who_decided_and_when_for_its_rows() -> None:
    claim = MappingSet(id="https://example.org/claim", mappings=(maps("a", "exact", "b"),))
    header = (("mapping_date", "2026-05-01"), ("stakeholder_group", "Council"))
    denial = MappingSet(id="https://example.org/no", header=header, mappings=(maps("a", "exact", "b", negated=True),))
    g = CompetencyGraph(graph(competency("a"), competency("b")).frameworks, [claim, denial])
    assert g.voices.decided_by(denial.mappings[0]) == "Council"
    assert (counts(g), g.voices.state(CLAIM)) == ("nothing", "overruled")


def test_the_day_of_the_review_comes_before_the_day_of_the_mapping() -> None:
    days = (("mapping_date", "2026-05-01"), ("review_date", "2026-07-01"))
    row = maps("a", "exact", "b", reviewer="A panel", date=days[0][1], other=days[1:])
    assert Voices([row]).decided_on(row) == "2026-07-01"
    capitalised = MappingSet(
        id="https://example.org/capitalised", header=days, mappings=(maps("a", "exact", "b", reviewer="A panel"),)
    )
    heads = CompetencyGraph(graph(competency("a"), competency("b")).frameworks, [capitalised]).voices
    assert heads.decided_on(capitalised.mappings[0]) == "2026-07-01"


@pytest.mark.parametrize("names", ["xyz", "xzy", "yxz", "yzx", "zxy", "zyx"])
def test_rows_made_in_memory_are_of_their_set_whatever_it_is_called(names: str) -> None:
    """The same claim before and after a denial: its own set says when, and no other."""
    rows = zip(names, (False, True, False), ("2026-05-01", "2026-06-01", "2026-07-01"), strict=True)
    sets = [
        MappingSet(
            id=name,
            header=(("mapping_date", day), ("stakeholder_group", "Council")),
            mappings=(maps("a", "exact", "b", negated=negated),),
        )
        for name, negated, day in rows
    ]
    g = CompetencyGraph(graph(competency("a"), competency("b")).frameworks, sets)
    states = {(row.mapping_set, row.negated): g.voices.state(row.id) for row in g.mappings}
    assert states == {(names[0], False): "overruled", (names[1], True): "overruled", (names[2], False): "in-force"}
    assert ssw.gap(g, "t:a", "t:b").met


def test_a_claim_and_a_denial_without_anything_else_are_both_heard() -> None:
    claim = Mapping(subject="t:a", relation="exact", object="t:b")
    two = (claim, replace(claim, negated=True))
    frameworks = graph(competency("a"), competency("b")).frameworks
    for sets in (
        [MappingSet(id="m", mappings=two)],
        [MappingSet(id=f"m{n}", mappings=(r,)) for n, r in enumerate(two)],
    ):
        g = CompetencyGraph(frameworks, sets)
        (item,) = ssw.gap(g, "t:a", "t:b").open
        assert (item.status, item.contested) == ("if-recognised", tuple(row.id for row in two))
        assert {row.mapping_set for row in g.mappings} == {one.id for one in sets}
    with pytest.raises(InputError, match="MappingSet"):
        CompetencyGraph(frameworks, two)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="MappingSet"):
        g.with_mappings(*two)  # type: ignore[arg-type]


def test_a_reviewed_denial_at_higher_confidence_takes_full_credit_away() -> None:
    doubt = maps("a", "exact", "b", negated=True, reviewer="Reviewer", date="2026-05-01")
    g = graph(competency("a"), competency("b"), maps("a", "exact", "b"), doubt)
    assert [item.certainty for item in ssw.gap(g, "t:a", "t:b").items if item.competency == "t:b"] == ["open"]


def test_an_item_names_the_voices_for_and_against_and_the_answer_tells_the_pair() -> None:
    g = heard("proposal: exact; proposal: Not exact")
    answer = ssw.gap(g, "t:a", "t:b")
    (item,) = answer.open
    assert set(item.contested) == {CLAIM, "t:b not skos:exactMatch t:a"}
    assert item.to_recognise == (CLAIM,)
    assert "gap.contested" in [note.code for note in answer.notes]
    assert answer.rows()[0]["contested"] == list(item.contested)
    assert CLAIM in str(answer)


COVERS = ("t:a ssw:covers t:b", "t:a not ssw:covers t:b")
EXACT = ("t:a skos:exactMatch t:b", "t:a not skos:exactMatch t:b")


@pytest.mark.parametrize(
    ("covers", "said", "onward", "target", "status", "contested"),
    [
        (True, "covers", "", "t:b", "if-recognised", COVERS),
        (True, "covers", "covers", "t:c", "missing", COVERS),
        (False, "exact", "close", "t:c", "missing", EXACT),
        (False, "exact", "covers", "t:c", "missing", EXACT),
    ],
)
def test_an_item_names_the_denial_that_changes_its_answer(
    covers: bool, said: str, onward: str, target: str, status: str, contested: tuple[str, ...]
) -> None:
    named = [competency("a", covers=("t:b",) if covers else ()), competency("b"), competency("c")]
    claim = [] if covers else [maps("a", said, "b")]
    further = [maps("b", onward, "c")] if onward else []
    assert [one.contested for one in ssw.gap(graph(*named, *claim, *further), "t:a", target).open] == (
        [()] if onward == "close" else []
    )
    g = graph(*named, *claim, *further, maps("a", said, "b", negated=True))
    (item,) = ssw.gap(g, "t:a", target).open
    assert (item.status, item.contested) == (status, contested)
    [pair] = g.contested
    assert (pair.claims, pair.denials) == (contested[:1], contested[1:])
    assert "gap.contested" in [note.code for note in ssw.gap(g, "t:a", "t:b").notes]
    assert ssw.gap(g, "t:c", "t:c").items[0].contested == ()


def test_an_item_that_a_decision_settled_is_not_contested() -> None:
    doubt = maps("a", "exact", "b", negated=True, reviewer="Reviewer", date="2026-05-01")
    g = graph(competency("a"), competency("b"), maps("a", "exact", "b"), doubt)
    (item,) = ssw.gap(g, "t:a", "t:b").open
    assert (item.status, item.contested) == ("missing", ())


def test_contested_pairs_show_on_pages_and_in_rows() -> None:
    g = heard("decision of May: exact; proposal of June: Not exact")
    (row,) = g.contested.rows()
    assert (row["claims"], row["open_again"]) == ([CLAIM], True)
    (pair,) = g.contested
    assert pair == ContestedPair(
        subject="t:a", object="t:b", claims=(CLAIM,), denials=("t:b not skos:exactMatch t:a",), open_again=True
    )
    assert "Contested pairs" in str(g.contested)
    one = MappingSet(id="https://example.org/m", mappings=tuple(g.mappings))
    assert "Denied by" in rendering().text_of(one)


def test_a_denial_is_marked_where_mappings_are_listed() -> None:
    g = heard("proposal: exact; proposal: Not exact")
    said = str(g.mappings).splitlines()
    assert [("yes" in line) for line in said if line.startswith("t:")] == [row.negated for row in g.mappings]
    assert [row["negated"] for row in g.mappings.rows()] == [row.negated for row in g.mappings]


def test_proofs_name_the_voice_that_the_minimum_lets_through() -> None:
    sure, unsure = (
        maps("a", "exact", "b", author=who, confidence=Decimal(known))
        for who, known in (("Amina", "0.95"), ("Chipo", "0.4"))
    )
    g = graph(competency("a"), competency("b"), sure, unsure)
    (met,) = ssw.gap(g, "t:a", "t:b", minimum_confidence=0.9).met
    named = next(row for row in g.mappings if row.author == "Amina")
    assert named.voice
    assert named.id in met.proof


# Where mappings are read


def test_only_what_is_in_force_attests_and_is_stated_as_a_fact() -> None:
    g = heard("decision of April: exact; decision of May: Not exact")
    assert not g.sparql("ASK { ?a <http://www.w3.org/2004/02/skos/core#exactMatch> ?b }")
    contested = heard("proposal: exact; proposal: Not exact")
    assert contested.sparql("ASK { ?a <http://www.w3.org/2004/02/skos/core#closeMatch> ?b }")
    assert not contested.sparql("ASK { ?a <http://www.w3.org/2004/02/skos/core#exactMatch> ?b }")


@pytest.mark.parametrize(
    ("said", "attesting"),
    [
        ("proposal: exact", ["exact"]),
        ("proposal: exact; proposal: Not exact", ["close"]),
        ("decision of April: exact; decision of May: Not exact", []),
        ("proposal: related", []),
    ],
)
def test_what_attests_is_what_a_claim_counts_as(said: str, attesting: list[str]) -> None:
    links = links_by_end(heard(said).voices)["t:a"]
    assert [link.relation for link in links if link.attests] == attesting


def test_thousands_of_voices_on_one_pair_are_heard_at_once() -> None:
    voices = [maps("a", "exact", "b", author=f"{n}", negated=n % 2 == 0) for n in range(4_000)]
    g = graph(competency("a"), competency("b"), *voices)
    (pair,) = g.contested
    assert (len(pair.claims), len(pair.denials)) == (2_000, 2_000)
    assert len(g.credits.into("t:b")) == 1


def test_chains_of_many_voices_end_soon() -> None:
    chain = [("a", "b"), ("b", "c"), ("c", "d")]
    ties = [maps(x, "covers", y, author=f"{n}", confidence=Decimal(n) / 300) for x, y in chain for n in range(300)]
    g = graph(*(competency(name) for name in "abcd"), *ties)
    for minimum, worth in ((None, True), (0.9, True), (0.995, False)):
        assert bool(ssw.gap(g, "t:a", "t:d", minimum_confidence=minimum).met) == worth


def two(said: str) -> CompetencyGraph:
    """As ``heard``, with the two competencies in frameworks of their own."""
    g = heard(said)
    same = Text.of(en="the same name")
    homes = [
        framework(replace(g[f"t:{name}"], id=f"{home}:{name}", label=same), id=home) for home, name in ("ua", "vb")
    ]
    turned = {"t:a": "u:a", "t:b": "v:b"}
    sets = [
        replace(
            one,
            mappings=tuple(
                replace(row, subject=turned[row.subject], object=turned[row.object], voice="") for row in one.mappings
            ),
        )
        for one in g.mapping_sets
    ]
    return CompetencyGraph(homes, sets)


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("proposal: exact", "same"),
        ("proposal: exact; proposal: Not exact", "same-topic"),
        ("proposal: exact; decision of May: Not exact", "only-first"),
        ("decision of April: Not exact; decision of May: exact", "same"),
    ],
)
def test_comparison_pairs_by_what_is_in_force(said: str, relation: str) -> None:
    found = ssw.compare(two(said), "u", "v")
    (entry,) = [one for one in found.entries if one.base == ("u:a",)]
    assert entry.relation == relation


@pytest.mark.parametrize(
    "said", ["proposal: Not exact", "proposal: exact; decision of May: Not exact", "proposal: exact"]
)
def test_alignment_leaves_a_pair_alone_that_is_denied_or_tied(said: str) -> None:
    g = two(said)
    assert not ssw.align(g, "u", "v", method="label").suggestions
    assert ssw.align(g, "u", "v", method="label", mappings=[]).suggestions


# What check says


def codes_of(subject: object, *more: object) -> list[list[str]]:
    reports = ssw.check([subject, *more])  # type: ignore[list-item]
    return [[one.code for one in report.results if one.code != "external-reference"] for report in reports]


def table(*given: Mapping, id: str = "https://example.org/m") -> MappingSet:
    return MappingSet(id=id, mappings=given)


def test_check_sees_denials_across_sets() -> None:
    claim = table(maps("a", "exact", "b"))
    denial = table(maps("a", "exact", "b", negated=True), id="https://example.org/n")
    home = graph(competency("a"), competency("b"))["t"]
    assert isinstance(home, Framework)
    reports = ssw.check(home, claim, denial)
    assert [[found.code for found in report.results] for report in reports[1:]] == [
        ["contested-mapping"],
        ["contested-mapping", "only-denials"],
    ]
    assert all(report.conforms for report in reports)
    assert codes_of(claim) == [[]]
    with_base = ssw.check(denial, base=CompetencyGraph([home], [claim]))
    assert "contested-mapping" in [found.code for found in with_base.results]


def test_check_says_that_a_decision_is_open_again() -> None:
    decided = maps("a", "exact", "b", reviewer="A panel", date="2026-05-01")
    doubt = maps("a", "exact", "b", negated=True, date="2026-06-01")
    (report,) = ssw.check([table(decided, doubt)])
    (found,) = report.of_severity("warning")
    assert (found.code, found.severity, found.element) == ("decision-open-again", "warning", decided.id)
    assert "open again" in str(found.message)
    earlier = replace(doubt, date="2026-04-01")
    assert codes_of(table(decided, earlier)) == [[]]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ([maps("a", "exact", "b", negated=True), maps("a", "close", "b", negated=True)], ["only-denials"]),
        (
            [maps("a", "exact", "b"), *(maps("a", "exact", "b", negated=True, author=who) for who in ("x", "y"))],
            ["contested-mapping"],
        ),
        ([maps("a", "exact", "b", reviewer="A panel")], ["decision-undated"]),
        ([maps("a", "exact", "b", reviewer="A panel", date="last spring")], ["decision-undated"]),
        ([maps("a", "recognised", "b", reviewer="A panel", date="2026-05-01", comment="why")], []),
        ([maps("a", "recognised", "b")], ["recognition-incomplete"]),
        (
            [
                maps("a", "close", "b"),
                maps("a", "recognised", "b", reviewer="A panel", date="2026-05-01", comment="why"),
            ],
            ["recognition-mixed"],
        ),
    ],
)
def test_check_tells_what_decisions_lack(given: list[Mapping], codes: list[str]) -> None:
    assert codes_of(table(*given)) == [codes]


def test_a_recognition_of_a_pair_that_nothing_claims_is_told() -> None:
    decided = maps("a", "recognised", "b", reviewer="A panel", date="2026-05-01", comment="why")
    other = table(maps("a", "close", "c"), id="https://example.org/other")
    assert "recognition-unfounded" in codes_of(table(decided), other)[0]
    fitting = table(maps("b", "close", "a"), id="https://example.org/other")
    assert "recognition-unfounded" not in codes_of(table(decided), fitting)[0]


def test_of_two_denials_and_one_claim_both_are_named() -> None:
    denials = [maps("a", "exact", "b", negated=True, author=who) for who in ("Amina", "Chipo")]
    found = Voices([maps("a", "exact", "b"), *denials]).contested_pairs
    assert [len(pair.denials) for pair in found] == [2]


def test_a_set_in_which_everything_is_denied_gives_nothing_and_breaks_nothing() -> None:
    denied = [maps("a", relation, "b", negated=True) for relation in BARS]
    g = graph(competency("a"), competency("b"), *denied)
    assert not g.credits
    assert not g.contested
    assert [item.status for item in ssw.gap(g, "t:a", "t:b").open] == ["missing"]


SAMPLE = """#curie_map:
#  a: https://example.org/a/
#  b: https://example.org/b/
#mapping_set_id: https://example.org/m1
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\t"


def test_two_justifications_of_one_pair_are_both_kept() -> None:
    lines = [
        COLUMNS + "confidence\tauthor_label",
        "a:1\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\t0.7\t",
        "a:1\tskos:exactMatch\tb:1\tsemapv:ManualMappingCuration\t0.95\tReviewer One",
        "a:2\tskos:exactMatch\tb:2\tsemapv:ManualMappingCuration\t0.9\tReviewer One",
        "a:2\tskos:exactMatch\tb:2\tsemapv:ManualMappingCuration\t0.6\tReviewer Two",
    ]
    made = parse_sssom((SAMPLE + "\n".join(lines) + "\n").encode())
    assert len({row.id for row in made.mappings}) == 4
    assert {Voices([made]).state(row.id) for row in made.mappings} == {"in-force"}
    assert parse_sssom(sssom_text(made).encode()) == made
    assert codes_of(made) == [[]]


def test_a_claim_and_a_denial_of_one_pair_are_contested() -> None:
    lines = [
        COLUMNS + "predicate_modifier",
        "a:1\tskos:exactMatch\tb:1\tsemapv:ManualMappingCuration\t",
        "a:1\tskos:exactMatch\tb:1\tsemapv:ManualMappingCuration\tNot",
    ]
    made = parse_sssom((SAMPLE + "\n".join(lines) + "\n").encode())
    assert [pair.open_again for pair in Voices([made]).contested_pairs] == [False]
    assert codes_of(made) == [["contested-mapping"]]
