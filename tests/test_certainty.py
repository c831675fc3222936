"""Certainty instead of yes and no, recognitions, and what must be seen in practice: rules C5 and C6."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Gap, GapItem, Holding, Mapping, MappingSet, Plan, Profile
from sswgraph.model.results import CERTAINTY
from sswgraph.pages.blocks import Facts
from sswgraph.pages.page import page_of
from tests.loops import some
from tests.tables import codes, rows
from tests.toy import cadre, competency, develops, framework, graph, maps, module, requires, scale

DECIDED = {"reviewer": "A panel", "date": "2026-05-01", "comment": "Assessed side by side."}
CLOSE = "t:a skos:closeMatch t:b"


def item_of(answer: Gap, name: str) -> GapItem:
    (found,) = [one for one in answer.items if one.competency == name]
    return found


def test_each_status_is_of_the_certainty_of_its_row() -> None:
    assert {codes(row[0])[0]: codes(row[1])[0] for row in rows("status")} == CERTAINTY


# The example worked by hand


def by_hand() -> CompetencyGraph:
    ties = [("a", "close", "b"), ("b", "exact", "c"), ("c", "broad", "d"), ("g", "narrow", "c"), ("c", "covers", "f")]
    return graph(*(competency(name) for name in "abcdfg"), *(maps(*one) for one in ties))


@pytest.mark.parametrize("row", rows("held → asked"), ids=lambda row: row[0])
def test_the_example_worked_by_hand(row: tuple[str, ...]) -> None:
    ends, certainty, waiting, tried = row
    held, asked = (f"t:{name}" for name in ends.split(" → "))
    g = by_hand()
    found = item_of(ssw.gap(g, held, asked), asked)
    assert found.certainty == certainty.replace(" ", "-")
    predicate = {"close": "skos:closeMatch", "narrow": "skos:narrowMatch"}
    said = [words.split() for words in waiting.split(", ") if words]
    assert found.to_recognise == tuple(f"t:{a} {predicate[relation]} t:{b}" for a, relation, b in said)
    assert item_of(ssw.gap(g, held, asked, recognise="close"), asked).certainty == tried.replace(" ", "-")


# A checker that shares no code


ENDS = ("u:1", "u:2", "v:1", "v:2", "w:1")
WORDS: tuple[Any, ...] = ("exact", "covers", "close", "broad", "narrow", "related", "recognised")


def denies(no: Mapping, yes: Mapping) -> bool:
    same_way = no.subject == yes.subject
    word = yes.relation if same_way else {"broad": "narrow", "narrow": "broad"}.get(yes.relation, yes.relation)
    match no.relation:
        case "related":
            return True
        case "close":
            return word in ("close", "exact", "recognised")
        case "covers":
            return same_way and word in ("covers", "recognised")
        case "recognised":
            return same_way and word == "recognised"
    return word == no.relation


def held_up(voices: list[Mapping]) -> list[tuple[Mapping, list[Mapping]]]:
    """The voices in force, each with the denials against it."""
    decided = [v for v in voices if v.reviewer]
    latest = max([v.date or "" for v in decided], default="")
    force = [v for v in decided if (v.date or "") == latest] if decided else voices
    late = [
        v for v in voices if decided and v.negated and not v.reviewer and not (v.date and latest and v.date < latest)
    ]
    noes = [v for v in force if v.negated] + late
    return [(v, [no for no in noes if denies(no, v)]) for v in force]


def links_of(mappings: list[Mapping]) -> list[tuple[str, str, str, Decimal | None]]:
    """(from, to, word, confidence); wider and narrower are said of what is held."""
    claims: list[tuple[Mapping, bool]] = []
    for a, b in product(ENDS, repeat=2):
        if a >= b:
            continue
        every = [m for m in mappings if {m.subject, m.object} == {a, b}]
        plain = held_up([m for m in every if m.relation != "recognised"])
        claims += [(m, bool(against)) for m, against in plain if not m.negated]
        noes = [m for m, _ in plain if m.negated] + [no for m, against in plain if not m.negated for no in against]
        for start in (a, b):
            own = [m for m in every if m.relation == "recognised" and m.subject == start]
            barring = [no for no in {id(n): n for n in noes}.values() if own and denies(no, own[0])]
            kept = held_up([*own, *barring]) if own else []
            claims += [(m, bool(against)) for m, against in kept if m.relation == "recognised" and not m.negated]
    exact = [m for m, contested in claims if m.relation == "exact" and not contested]

    def twice(m: Mapping) -> bool:
        for one, other in ((m.subject, m.object), (m.object, m.subject)):
            tied = {e.object if e.subject == one else e.subject for e in exact if one in (e.subject, e.object)}
            if len({t for t in tied if t[0] == other[0]}) > 1:
                return True
        return False

    found = []
    for m, contested in claims:
        weak = contested or (m.relation == "recognised" and not (m.reviewer and m.date))
        there = {"narrow": "wider", "broad": "narrower", "recognised": "full", "covers": "full"}
        back = {"exact": "exact", "close": "close", "narrow": "narrower", "broad": "wider"}
        for start, end, word in ((m.subject, m.object, there.get(m.relation, m.relation)),) + (
            ((m.object, m.subject, back[m.relation]),) if m.relation in back else ()
        ):
            demoted = weak and word not in ("narrower", "related")
            demoted |= m.relation == "exact" and not contested and twice(m)
            found.append((start, end, "close" if demoted else word, m.confidence))
    return [one for one in found if one[2] != "related"]


def value(words: list[str]) -> int:
    """3 certain, 2 if recognised, 1 in part, 0 open."""
    rest = [word for word in words if word != "exact"]
    if set(rest) <= {"full"}:
        return 3
    if rest == ["close"] or set(rest) == {"wider"}:
        return 2
    return 1 if set(rest) == {"narrower"} else 0


def plainly(mappings: list[Mapping], held: str, asked: str, least: Decimal | None) -> int:
    links, best = links_of(mappings), 3 if held == asked else 0
    waiting: list[tuple[str, list[str], list[Decimal | None]]] = [(held, [], [])]
    while waiting:
        at, words, sure = waiting.pop()
        if at == asked and words:
            known = None if None in sure else reduce(lambda x, y: x * y, [s for s in sure if s is not None])
            if least is None or (known is not None and known >= least):
                best = max(best, value(words))
        if len(words) < 3:
            waiting += [(end, [*words, word], [*sure, c]) for start, end, word, c in links if start == at]
    return best


def voices_at_random(random: Random) -> list[Mapping]:
    made = {}
    for number in range(random.randint(3, 9)):
        subject, other = random.sample(ENDS, 2)
        made[number] = Mapping(
            subject=subject,
            relation=random.choice(WORDS),
            object=other,
            negated=random.random() < 0.25,
            reviewer=random.choice([None, None, "A panel"]),
            date=random.choice([None, "2026-04-01", "2026-05-01"]),
            confidence=random.choice([None, Decimal("0.9"), Decimal("0.6")]),
            author=f"voice {number}",
        )
    return list(made.values())


@pytest.mark.parametrize("seed", range(150))
def test_a_checker_that_shares_no_code_finds_the_same_certainty(seed: int) -> None:
    random = Random(seed)
    mappings = voices_at_random(random)
    homes = [
        framework(*(replace(competency("x"), id=end) for end in ENDS if end[0] == home), id=home) for home in "uvw"
    ]
    g = CompetencyGraph(homes, [MappingSet(id="toy", mappings=tuple(mappings))])
    names = {"certain": 3, "if-recognised": 2, "in-part": 1, "open": 0}
    for least, (held, asked) in product((None, 0.5), product(ENDS, repeat=2)):
        found = item_of(ssw.gap(g, held, asked, minimum_confidence=least), asked)
        wanted = plainly(mappings, held, asked, None if least is None else Decimal(str(least)))
        assert names[found.certainty] == wanted, (held, asked, least, mappings)


# Recognised


def test_a_recognition_is_a_full_step_in_its_direction_and_takes_nothing_away() -> None:
    pair = [competency("a"), competency("b")]
    g = graph(*pair, maps("a", "close", "b"), maps("a", "recognised", "b", **DECIDED))
    assert ssw.gap(g, "t:a", "t:b").met
    assert item_of(ssw.gap(g, "t:b", "t:a"), "t:a").certainty == "if-recognised"
    both = graph(*pair, maps("a", "recognised", "b", **DECIDED), maps("b", "recognised", "a", **DECIDED))
    assert ssw.gap(both, "t:b", "t:a").met


def test_recognitions_demote_each_other_by_no_rule_of_exact_rows() -> None:
    every = [competency(name) for name in "abc"]
    g = graph(*every, maps("a", "recognised", "b", **DECIDED), maps("a", "recognised", "c", **DECIDED))
    assert not g.credits.ambiguous
    assert ssw.gap(g, "t:a", "t:b").met
    assert ssw.gap(g, "t:a", "t:c").met


@pytest.mark.parametrize("lacking", ["reviewer", "date"])
def test_a_recognition_without_who_or_when_only_proposes(lacking: str) -> None:
    said = {name: told for name, told in DECIDED.items() if name != lacking}
    g = graph(competency("a"), competency("b"), maps("a", "recognised", "b", **said))
    assert item_of(ssw.gap(g, "t:a", "t:b"), "t:b").certainty == "if-recognised"


@pytest.mark.parametrize(
    ("denial", "day", "certainty"),
    [
        ("recognised", "2026-06-01", "open"),
        ("close", "2026-06-01", "open"),
        ("related", "2026-06-01", "open"),
        ("covers", "2026-06-01", "open"),
        ("recognised", "2026-04-01", "certain"),
        ("recognised", "2026-05-01", "if-recognised"),
        ("exact", "2026-06-01", "certain"),
    ],
)
def test_a_recognition_is_withdrawn_by_a_later_decision(denial: str, day: str, certainty: str) -> None:
    no = maps("a", denial, "b", negated=True, reviewer="A council", date=day)
    g = graph(competency("a"), competency("b"), maps("a", "recognised", "b", **DECIDED), no)
    assert item_of(ssw.gap(g, "t:a", "t:b"), "t:b").certainty == certainty


def test_a_recognition_comes_back_from_its_file(tmp_path: Path) -> None:
    row = Mapping(subject="za:c-1", relation="recognised", object="psw:c-2", **DECIDED)  # type: ignore[arg-type]
    made = MappingSet(id="https://example.org/recognitions", mappings=(row,))
    path = ssw.write_sssom(made, tmp_path / "recognitions.sssom.tsv")
    assert "ssw:recognisedFor" in path.read_text(encoding="utf-8")
    (again,) = ssw.read_sssom(path).mappings
    assert (again.relation, again.reviewer, again.date, again.comment) == ("recognised", *DECIDED.values())


def test_the_recognition_in_the_documentation_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "semantics.md").read_text(encoding="utf-8")
    told = page[page.index("#curie_map:") :].partition("```")[0]
    path = tmp_path / "told.sssom.tsv"
    path.write_text(told, encoding="utf-8")
    (row,) = ssw.read_sssom(path).mappings
    assert (row.relation, row.reviewer) == ("recognised", "Panel of the ministry")
    assert not [found for found in ssw.check(path).results if found.severity != "info"]


@pytest.mark.parametrize("recognise", ["close", ("close",), [CLOSE], (CLOSE, "wider")])
def test_recognise_tries_it_out(recognise: object) -> None:
    g = graph(competency("a"), competency("b"), maps("a", "close", "b"))
    answer = ssw.gap(g, "t:a", "t:b", recognise=recognise)  # type: ignore[arg-type]
    assert answer.met
    assert CLOSE in answer.met[0].proof
    assert not ssw.gap(g, "t:a", "t:b").met
    assert dict(answer.stamp.options)["recognise"]
    assert "although nobody has decided so" in " ".join(str(answer).split())


def test_wider_is_recognised_from_the_wider_end_only() -> None:
    g = graph(competency("a"), competency("b"), maps("a", "narrow", "b"))
    for recognise in ("wider", "t:a skos:narrowMatch t:b"):
        assert ssw.gap(g, "t:a", "t:b", recognise=recognise).met
        assert item_of(ssw.gap(g, "t:b", "t:a", recognise=recognise), "t:a").certainty == "in-part"


@pytest.mark.parametrize(
    ("recognise", "words"),
    [
        ("broad", "'broad' is none"),
        ("t:a skos:closeMatch t:x", "is none"),
        ("t:a", "is none"),
        (7, "not int"),
        ([None], "not NoneType"),
        ("t:a not skos:exactMatch t:b", "claims nothing"),
        ("t:a skos:relatedMatch t:b", "claims nothing"),
    ],
)
def test_what_cannot_be_recognised_is_refused(recognise: object, words: str) -> None:
    no = maps("a", "exact", "b", negated=True)
    g = graph(competency("a"), competency("b"), maps("a", "close", "b"), maps("a", "related", "b"), no)
    with pytest.raises(InputError, match=words):
        ssw.gap(g, "t:a", "t:b", recognise=recognise)  # type: ignore[arg-type]


def test_of_several_voices_one_has_to_be_named() -> None:
    several = [maps("a", "close", "b", author=who) for who in ("Amina", "Chipo")]
    g = graph(competency("a"), competency("b"), *several)
    with pytest.raises(InputError, match=f"{CLOSE} #"):
        ssw.gap(g, "t:a", "t:b", recognise=CLOSE)
    assert ssw.gap(g, "t:a", "t:b", recognise=g.mappings[0].id).met


def test_an_overruled_mapping_cannot_be_recognised() -> None:
    decided = maps("a", "close", "b", negated=True, reviewer="A panel", date="2026-05-01")
    g = graph(competency("a"), competency("b"), maps("a", "close", "b"), decided)
    with pytest.raises(InputError, match="overruled by a decision"):
        ssw.gap(g, "t:a", "t:b", recognise=CLOSE)


def test_a_level_that_is_not_reached_leaves_it_in_part() -> None:
    asks = [*scale("s", 2), cadre("x"), requires("x", "b", "s2")]
    g = graph(competency("a"), competency("b"), maps("a", "close", "b"), *asks)
    low = item_of(ssw.gap(g, {"t:a": "t:s1"}, "t:x"), "t:b")
    assert (low.status, low.certainty, low.to_recognise) == ("in-part", "in-part", ())
    assert "the level required (s2)" in str(low.reason)
    assert item_of(ssw.gap(g, {"t:a": "t:s2"}, "t:x"), "t:b").certainty == "if-recognised"


def test_a_certain_way_that_is_too_low_gives_way_to_one_that_could_be_recognised() -> None:
    asks = [*scale("s", 2), cadre("x"), requires("x", "b", "s2")]
    g = graph(competency("a"), competency("b"), maps("a", "close", "b"), *asks)
    assert item_of(ssw.gap(g, {"t:a": "t:s2", "t:b": "t:s1"}, "t:x"), "t:b").certainty == "if-recognised"
    assert item_of(ssw.gap(g, {"t:b": "t:s1"}, "t:x"), "t:b").status == "raise"


# Figures


def test_the_summary_counts_by_certainty_and_what_is_to_be_seen() -> None:
    asked = [*(competency(name) for name in "abd"), *(competency(name, safety_critical=True) for name in "gh")]
    asks = [cadre("x"), *(requires("x", name) for name in "bdgh")]
    g = graph(*asked, *asks, maps("a", "close", "b"), maps("a", "broad", "d"))
    summary = ssw.gap(g, ["t:a", "t:h"], "t:x").summary
    assert (summary.certain, summary.if_recognised, summary.in_part, summary.open) == (1, 1, 1, 1)
    assert (summary.certain_to_be_seen, summary.open_to_be_seen, summary.in_part_to_be_seen) == (1, 1, 0)
    assert str(summary).startswith("by documents 1, of them 1 to be seen in practice before working alone; if recogn")


def test_what_is_only_optional_stands_in_no_figure_of_what_is_required() -> None:
    asked = [*(competency(name) for name in "abcd"), competency("h", safety_critical=True)]
    optional = [requires("x", name, necessity="optional") for name in "cdh"]
    g = graph(*asked, cadre("x"), requires("x", "a"), requires("x", "b", necessity="essential"), *optional)
    answer = ssw.gap(g, ["t:a", "t:c"], "t:x")
    required, beside = answer.summary, answer.summary_optional
    assert (answer.required, required.certain, required.open) == (2, 1, 1)
    assert (beside.certain, beside.open, beside.open_to_be_seen, required.open_to_be_seen) == (1, 2, 1, 0)
    facts = [pair for block in page_of(answer).blocks if isinstance(block, Facts) for pair in block.pairs]
    assert {("By documents", "1"), ("Open", "1")} <= set(facts)
    assert dict(facts)["Optional"] == "by documents 1; open 2, of them 1 to be seen in practice before working alone"
    assert to_plain(answer)["summary_optional"]["open"] == 2


def test_json_tells_certainty_and_summary() -> None:
    plain = to_plain(ssw.gap(by_hand(), "t:a", "t:c"))
    told = json.loads(json.dumps(plain))
    assert [one["certainty"] for one in told["items"]] == ["if-recognised"]
    assert told["summary"]["if_recognised"] == 1


def test_no_word_for_partial_is_left() -> None:
    assert "partial" not in CERTAINTY
    assert not hasattr(Gap, "partial")


# C6


@pytest.mark.parametrize("row", rows("safety-critical"), ids="-".join)
def test_what_is_to_be_seen_is_as_the_table_says(row: tuple[str, ...]) -> None:
    critical, held_as, level, seen = row
    g = graph(
        *scale("s", 2), competency("a", safety_critical=critical == "yes" or None), cadre("x"), requires("x", "a", "s2")
    )
    known = {"reached": "t:s2", "not reached": "t:s1"}.get(level, "t:s2")
    basis: Any = "self-rated" if held_as == "anything" else held_as
    held = [] if held_as == "not held" else [Holding(competency="t:a", level=known, basis=basis)]
    answer = ssw.gap(g, Profile(holdings=tuple(held)), "t:x")
    assert item_of(answer, "t:a").to_be_seen == (seen == "yes")
    assert bool(answer.to_be_seen) == (seen == "yes")


@pytest.mark.parametrize(("levels", "seen"), [(("s1", "r1"), True), (("s1",), False), (("r1",), False)])
def test_what_is_asked_at_levels_that_cannot_be_compared_is_seen_at_each_of_them(
    levels: tuple[str, ...], seen: bool
) -> None:
    asks = [requires("x", "a", "s1"), requires("x", "a", "r1")]
    g = graph(*scale("s", 1), *scale("r", 1), competency("a", safety_critical=True), cadre("x"), *asks)
    held = tuple(Holding(competency="t:a", level=f"t:{one}", basis="assessed") for one in levels)
    assert item_of(ssw.gap(g, Profile(holdings=held), "t:x"), "t:a").to_be_seen is not seen


def test_assessed_through_a_mapping_is_not_seen() -> None:
    g = graph(competency("a"), competency("b", safety_critical=True), maps("a", "exact", "b"))
    held = Profile(holdings=(Holding(competency="t:a", basis="assessed"),))
    met = item_of(ssw.gap(g, held, "t:b"), "t:b")
    assert (met.certainty, met.to_be_seen) == ("certain", True)


def test_nobody_lacks_anything_for_the_role_they_have_and_yet_it_is_to_be_seen() -> None:
    g = graph(competency("a", safety_critical=True), cadre("x"), requires("x", "a"))
    answer = ssw.gap(g, "t:x", "t:x")
    assert not answer.open
    assert [one.competency for one in answer.to_be_seen] == ["t:a"]


# Two plans


def two_plans(**critical: bool) -> tuple[CompetencyGraph, Plan]:
    """a is taught; b is close to what n teaches, c wider than what is held; d is taught by nobody."""
    parts = [competency(name, safety_critical=critical.get(name)) for name in "abcdyz"]
    asks = [cadre("x"), *(requires("x", name) for name in "abcd")]
    taught = [module("m", 10), develops("m", "a"), module("n", 20), develops("n", "y")]
    g = graph(*parts, *asks, *taught, maps("y", "close", "b"), maps("z", "narrow", "c"))
    return g, ssw.plan(g, ssw.gap(g, "t:z", "t:x"))


def test_the_plan_stands_on_what_is_certain_and_tells_apart_what_could_be_recognised() -> None:
    g, plan = two_plans()
    hoped = plan.if_recognised
    assert (plan.modules, plan.hours) == (("t:m",), 10)
    assert hoped.competencies == ("t:b", "t:c")
    assert hoped.mappings == ("t:y skos:closeMatch t:b", "t:z skos:narrowMatch t:c")
    assert (hoped.steps, hoped.further, hoped.hours) == (("t:m", "t:n"), ("t:n",), 30)
    said = str(plan)
    assert "What could be closed if mappings were recognised" in said
    assert "never added" in said
    confirmed = ssw.gap(g, ["t:z", *hoped.steps], "t:x", recognise=hoped.mappings)
    assert {"t:b", "t:c"} <= {one.competency for one in confirmed.met}


@pytest.mark.parametrize("budget", [None, 10, 15, 30])
def test_what_is_certain_is_not_given_up_for_what_could_be_recognised(budget: int | None) -> None:
    """m (10) teaches a; n (6) what is close to a, b and c: within 10 hours n alone would close more on paper."""
    parts = [*(competency(name) for name in "abcy"), cadre("x"), *(requires("x", name) for name in "abc")]
    taught = [module("m", 10), develops("m", "a"), module("n", 6), develops("n", "y")]
    g = graph(*parts, *taught, *(maps("y", "close", name) for name in "abc"))
    plan = ssw.plan(g, ssw.gap(g, [], "t:x"), budget=budget)
    assert plan.modules == ("t:m",)
    hoped = plan.if_recognised
    together = budget is None or budget >= 16
    assert hoped.steps == (("t:m", "t:n") if together else ())
    assert hoped.competencies == (("t:b", "t:c") if together else ())


@pytest.mark.parametrize("name", ["b", "c"])
def test_nothing_safety_critical_is_closed_by_recognition(name: str) -> None:
    _, plan = two_plans(**{name: True})
    assert f"t:{name}" not in plan.if_recognised.competencies
    assert len(plan.if_recognised.competencies) == 1
    assert plan.to_be_seen == (f"t:{name}",)


def test_the_mapping_that_closes_most_stands_first() -> None:
    parts = [competency(name, broader=("t:w",)) for name in "bd"] + [competency(name) for name in "az"]
    asks = [cadre("x"), *(requires("x", name) for name in "abw")]
    ties = [maps("z", "close", "a"), maps("z", "close", "b")]
    g = graph(competency("w", parts_complete=True), *parts, *asks, *ties)
    hoped = ssw.plan(g, ssw.gap(g, ["t:z", "t:d"], "t:x")).if_recognised
    assert [(one.mapping, one.closes) for one in hoped.ranked] == [
        ("t:z skos:closeMatch t:b", ("t:b", "t:w")),
        ("t:z skos:closeMatch t:a", ("t:a",)),
    ]


def test_where_nothing_can_be_recognised_the_second_plan_is_empty() -> None:
    g = graph(competency("a"), cadre("x"), requires("x", "a"))
    hoped = ssw.plan(g, ssw.gap(g, [], "t:x")).if_recognised
    assert (hoped.competencies, hoped.mappings, hoped.steps, hoped.hours) == ((), (), (), 0)


def test_what_comes_before_is_never_met_by_what_could_be_recognised() -> None:
    parts = [competency("a"), competency("b"), competency("c"), cadre("x"), requires("x", "a"), requires("x", "c")]
    taught = [module("m", 1, prerequisite=("t:n",)), develops("m", "a"), module("n", 5), develops("n", "b")]
    g = graph(*parts, *taught, competency("z"), maps("z", "close", "b"), maps("z", "close", "c"))
    plan = ssw.plan(g, ssw.gap(g, "t:z", "t:x"))
    assert plan.modules == ("t:n", "t:m")
    assert plan.if_recognised.steps == ("t:n", "t:m")
    assert plan.if_recognised.competencies == ("t:c",)


ROLES = ("cycw:basic", "psw:para-social-worker", "za:social-auxiliary-worker")


@pytest.mark.parametrize("role", ROLES)
def test_what_ships_is_confirmed_by_a_gap_in_which_it_is_recognised(role: str, g: CompetencyGraph) -> None:
    plan = ssw.plan(g, ssw.gap(g, [], role), include_closed=True)
    hoped = plan.if_recognised
    still = {item.competency for item in plan.open}
    confirmed = ssw.gap(g, list(hoped.steps), role, recognise=hoped.mappings)
    assert set(hoped.competencies) <= still & {one.competency for one in confirmed.met}
    assert not any(g[one].safety_critical for one in hoped.competencies)
    for one in hoped.ranked:
        less = [name for name in hoped.mappings if name != one.mapping]
        without = {item.competency for item in ssw.gap(g, list(hoped.steps), role, recognise=less).open}
        assert without & set(one.closes), f"{one.mapping} is not needed"


# Documents


@pytest.mark.parametrize("kind", ["training-needs", "supervision-checklist", "logbook", "job-description"])
def test_documents_mark_what_is_to_be_seen(kind: str, g: CompetencyGraph) -> None:
    made = ssw.document(g, kind, "cycw:basic")
    said = " ".join(str(made).split())
    critical = [c for c in some(made.about.competencies) if c.to_be_seen]  # type: ignore[attr-defined]
    assert {c.competency for c in critical} == {
        c.competency
        for c in made.about.competencies  # type: ignore[attr-defined]
        if g[c.competency].safety_critical
    }
    if kind in ("training-needs", "supervision-checklist"):
        assert f"{len(critical)} are safety-critical" in said


def test_a_curriculum_marks_what_is_to_be_seen(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, "cycw:basic")
    assert "safety-critical: they are to be seen in practice" in " ".join(str(made).split())
