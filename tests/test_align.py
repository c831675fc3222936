"""Suggested mappings: what is paired, what stays alone, what a person makes of it; and how well it finds renames."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sswgraph as ssw
from sswgraph.alignment.align import Method, elements_of, read_side
from sswgraph.alignment.postings import LOOKS, WEIGHED, Bags, Postings, vocabulary_of
from sswgraph.alignment.similarity import Reader, rapidfuzz_likeness
from sswgraph.cli import main
from sswgraph.errors import InputError, MissingExtraError, UnknownElementError
from sswgraph.exchange import parse_framework, parse_sssom, sssom_text, write_framework
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Alignment,
    Cadre,
    Competency,
    CompetencySet,
    Element,
    Evidence,
    Framework,
    Mapping,
    MappingSet,
    ScopeRule,
    Suggestion,
    Text,
)
from sswgraph.model.mapping import PREDICATES
from sswgraph.testing import frameworks
from tests import direct

ROOT = Path(__file__).parent.parent
EMPTY = CompetencyGraph()
WHO: dict[str, Any] = {"author": "Working group 2", "reviewer": "Council for Social Work", "date": "2026-11-21"}
needs_direct = pytest.mark.skipif(
    not direct.DATA.is_dir(), reason="the DIRECT data are not here (1 framework, 2 versions)"
)


def skill(id: str, label: str, **fields: Any) -> Competency:
    draft = (Evidence(id=f"{id}.e", basis="draft"),)
    return Competency(id=id, label=Text.of(en=label), evidence=draft, **fields)


def made(id: str, *elements: Element) -> Framework:
    return Framework(id=id, label=Text.of(en=id), elements=elements)


def pairs(alignment: Alignment) -> dict[str, str]:
    return {one.subject: one.object for one in alignment.proposed}


def relation(one: Element, other: Element) -> str:
    (found,) = ssw.align(EMPTY, made("xx", one), made("yy", other)).suggestions
    return found.relation


def assert_nothing_lost(alignment: Alignment, one: Framework, other: Framework) -> None:
    """Every element that can bear a name is in exactly one place, and no pair is suggested twice."""
    for side, framework, place in (("subject", one, 0), ("object", other, 1)):
        named = sorted(e.id for e in framework.elements if isinstance(e, Element) and e.kind != "source")
        stated = {pair[place] for pair in alignment.stated}
        listed = {getattr(suggestion, side) for suggestion in alignment.suggestions}
        alone = [lonely.id for lonely in alignment.no_counterpart if lonely.side == side]
        assert sorted([*stated, *listed, *alone]) == named
    suggested = [(one.subject, one.object) for one in alignment.suggestions]
    assert len(set(suggested)) == len(suggested)
    for ends in ([p.subject for p in alignment.proposed], [p.object for p in alignment.proposed]):
        assert len(set(ends)) == len(ends)


# DIRECT: two versions of a framework without identifiers in common


@needs_direct
def test_direct_is_read_whole_and_without_identifiers_in_common() -> None:
    one, other = direct.first(), direct.second()
    assert len(one.of_kind("competency")) == 163
    assert len(other.of_kind("competency")) == 164
    assert not {e.id for e in one.elements} & {e.id for e in other.elements}
    for framework in (one, other):
        assert parse_framework(write_framework(framework)).of_kind("competency")


@needs_direct
def test_equal_labels_pair_67_skills_of_direct() -> None:
    one, other = direct.first(), direct.second()
    found = ssw.align(EMPTY, one, other, method="label", kind="competency")
    assert (len(found.proposed), len(found.without("subject")), len(found.without("object"))) == (67, 96, 97)
    assert {p.score for p in found.proposed} == {1.0}
    # Equal names with other definitions are not proposed as the same.
    assert {p.relation for p in found.proposed} == {"exact", "close"}


@needs_direct
def test_renamed_skills_of_direct_are_proposed_with_a_score() -> None:
    one, other = direct.first(), direct.second()
    found = ssw.align(EMPTY, one, other)
    cloud = "direct-one:skill.cloud-computing-optimisation"
    best = found.candidates(cloud)[0]
    assert str(best.object_label) == "Cloud computing"
    assert best.proposed
    assert 0.5 < best.score < 1
    assert "the other's best" in str(best.reason)
    same = ssw.align(EMPTY, one, other, method="label").proposed
    assert len(found.proposed) > len(same) + 60
    assert_nothing_lost(found, one, other)
    assert "direct-one:skill.firewalls" in [lonely.id for lonely in found.without("subject")]


@needs_direct
def test_what_direct_renamed_is_found_more_often_than_by_a_plain_ratio() -> None:
    """The truth is nobody's opinion here: a renamed skill keeps its definition word for word, and none is shown."""
    from benchmarks import alignment as measure

    one, other = direct.first(), direct.second()
    truth = measure.renamed(*(replace(f, elements=f.elements[1:]) for f in (one, other)))
    before, after = (direct.without(replace(f, elements=f.elements[1:]), "definition") for f in (one, other))
    ours, plain = measure.ours(before, after, truth), measure.plain(before, after, truth)
    assert ours.n == plain.n == len(truth) > 40
    assert ours.first > plain.first + 4
    assert ours.right > plain.right
    assert ours.right == ours.proposed  # none of the proposals is wrong


# What is paired and what is not


def test_only_elements_of_one_kind_are_paired() -> None:
    one = made("xx", skill("xx:c", "Listening"), Cadre(id="xx:w", label=Text.of(en="counsellor")))
    other = made("yy", Cadre(id="yy:w", label=Text.of(en="Listening")), CompetencySet(id="yy:s", label=Text.of(en="x")))
    found = ssw.align(EMPTY, one, other)
    assert pairs(found) == {}
    assert {(s.kind, s.subject) for s in found.suggestions} <= {("cadre", "xx:w")}
    said = {lonely.id: str(lonely.reason) for lonely in found.no_counterpart}
    assert said["xx:c"] == said["yy:s"] == "The other side has nothing of this kind."


def test_the_lead_counts_more_than_the_score() -> None:
    """Two that fit one equally well are both shown and neither is proposed."""
    one = made("xx", skill("xx:c", "Working with families"))
    other = made("yy", skill("yy:a", "Working with families"), skill("yy:b", "Working with families"))
    found = ssw.align(EMPTY, one, other)
    assert [(s.object, s.rank, s.margin, s.proposed) for s in found.suggestions] == [
        ("yy:a", 1, 0.0, False),
        ("yy:b", 2, 0.0, False),
    ]
    assert "Another pair is about as good." in str(found.suggestions[0].reason)


def test_definition_alternative_label_and_place_decide_between_namesakes() -> None:
    def framework(id: str, *swap: int) -> Framework:
        texts = [("listening in groups", "Lead a meeting of youth"), ("listening to one person", "Sit with a survivor")]
        chosen = [texts[n] for n in swap]
        elements: list[Element] = [
            skill(f"{id}:{n}", "Listening", alt_label=Text.of(en=alt), definition=Text.of(en=said))
            for n, (alt, said) in enumerate(chosen)
        ]
        return made(id, *elements)

    assert pairs(ssw.align(EMPTY, framework("xx", 0, 1), framework("yy", 1, 0))) == {"xx:0": "yy:1", "xx:1": "yy:0"}


def test_the_place_in_the_tree_decides_where_nothing_else_does() -> None:
    def framework(id: str, first: str, second: str) -> Framework:
        tops = [skill(f"{id}:{name}", name) for name in ("schools", "hospitals")]
        below = [skill(f"{id}:{n}", "Referral", broader=(f"{id}:{name}",)) for n, name in enumerate((first, second))]
        return made(id, *tops, *below)

    found = ssw.align(EMPTY, framework("xx", "schools", "hospitals"), framework("yy", "hospitals", "schools"))
    assert {s: o for s, o in pairs(found).items() if s in ("xx:0", "xx:1")} == {"xx:0": "yy:1", "xx:1": "yy:0"}


def test_every_shared_language_is_compared_and_others_only_where_none_is_shared() -> None:
    one = made("xx", Competency(id="xx:c", label=Text.of(en="case work", fr="accompagnement")))
    same = made("yy", Competency(id="yy:c", label=Text.of(fr="accompagnement", sw="ushauri")))
    mixed = made("yy", Competency(id="yy:c", label=Text.of(en="Case work", fr="Gestion de stock")))
    across = made("yy", Competency(id="yy:c", label=Text.of(es="acompañamiento")))
    assert ssw.align(EMPTY, one, same).suggestions[0].name_score == 1.0
    assert 0.4 < ssw.align(EMPTY, one, mixed).suggestions[0].name_score < 0.8
    found = ssw.align(EMPTY, one, across)
    assert found.suggestions[0].name_score > 0.3
    assert "no language in common" in " ".join(map(str, found.notes))
    assert ssw.align(EMPTY, one, across, method="label").suggestions == ()


@pytest.mark.parametrize(
    ("here", "there", "proposed"),
    [
        ("Cloud computing & optimisation", "Cloud computing", "narrow"),
        ("Cloud computing", "Cloud computing and optimisation", "broad"),
        ("Counselling of children", "Counselling", "broad"),
        ("Counselling", "counselling  of children", "narrow"),
        ("Referral of survivors", "Referral to survivors", "close"),
        ("Network security", "Network and application security", "close"),
        ("Introduction to gender", "Introduction to gender roles and development", "narrow"),
        ("Analysing / writing / drawing", "Writing and drawing", "narrow"),
        ("REFERRAL", "referral", "exact"),
    ],
)
def test_the_predicate_follows_from_what_a_name_adds(here: str, there: str, proposed: str) -> None:
    assert relation(skill("xx:c", here), skill("yy:c", there)) == proposed


def test_equal_names_are_not_the_same_where_anything_tells_them_apart() -> None:
    same = {"definition": Text.of(en="Hear somebody out without judging")}
    other = {"definition": Text.of(en="Write a record of every visit and file it")}
    assert relation(skill("xx:c", "Listening", **same), skill("yy:c", "Listening", **same)) == "exact"
    assert relation(skill("xx:c", "Listening", **same), skill("yy:c", "Listening", **other)) == "close"
    assert (
        relation(skill("xx:c", "Listening", facet="skill"), skill("yy:c", "Listening", facet="knowledge")) == "related"
    )
    rule: dict[str, Any] = {"label": Text.of(en="Diagnosis"), "cadre": "xx:w"}
    may, must_not = (
        ScopeRule(id="xx:r", authority="independent", **rule),
        ScopeRule(id="yy:r", authority="not-permitted", **rule),
    )
    (found,) = ssw.align(EMPTY, made("xx", may), made("yy", must_not)).suggestions
    assert found.relation == "related"
    assert "not-permitted" in str(found.reason)


def test_a_role_is_never_wider_or_close_because_its_name_has_a_word_less() -> None:
    para, full = (Text.of(en=name) for name in ("para-social worker", "social worker"))
    assert relation(Cadre(id="xx:w", label=para), Cadre(id="yy:w", label=full)) == "related"


def test_what_is_stated_is_not_suggested_again() -> None:
    one = made("xx", skill("xx:a", "Listening"), skill("xx:b", "Referral"), skill("xx:c", "Recording"))
    other = made(
        "yy", skill("yy:a", "Listening"), skill("yy:b", "Referral", derived_from=("xx:b",)), skill("yy:c", "Recording")
    )
    stated = Mapping(subject="yy:a", relation="close", object="xx:a")
    refused = Mapping(subject="xx:c", relation="exact", object="yy:c", negated=True)
    g = CompetencyGraph([one, other], [MappingSet(id="m", mappings=(stated,))])
    found = ssw.align(g, "xx", "yy", mappings=[stated, refused])
    assert found.stated == (("xx:a", "yy:a"), ("xx:b", "yy:b"))
    assert found.suggestions == ()
    assert [lonely.id for lonely in found.no_counterpart] == ["xx:c", "yy:c"]
    assert ssw.align(g, "xx", "yy", mappings=[stated, MappingSet(id="n", mappings=(refused,))]) == found


def test_mappings_given_stand_in_place_of_those_of_the_graph() -> None:
    one = made("xx", skill("xx:a", "Listening"))
    other = made("yy", skill("yy:a", "Listening"))
    ours = MappingSet(id="m", mappings=(Mapping(subject="yy:a", relation="close", object="xx:a"),))
    g = CompetencyGraph([one, other], [ours])
    assert ssw.align(g, "xx", "yy").stated == (("xx:a", "yy:a"),)
    assert ssw.align(g, "xx", "yy", mappings=()).stated == ()
    assert ssw.align(g, "xx", "yy", mappings=ours).stated == (("xx:a", "yy:a"),)
    assert ssw.compare(g, "xx", "yy", mappings=()).of_kind("dropped")
    assert not ssw.compare(g, "xx", "yy").of_kind("dropped")
    for wrong in ("m.sssom.tsv", [one], 3):
        with pytest.raises(InputError, match=r"mappings are Mapping or MappingSet values, not (str|Framework|int)"):
            ssw.align(g, "xx", "yy", mappings=wrong)  # type: ignore[arg-type]


def test_another_edition_is_aligned_beyond_its_ids() -> None:
    old = made("xx", skill("xx:a", "Listening"), skill("xx:b", "Referring families"))
    new = made("xx", skill("xx:a", "Hearing"), skill("xx:n", "Referring of families"))
    found = ssw.align(CompetencyGraph([old]), "xx", new)
    assert found.stated == (("xx:a", "xx:a"),)
    assert pairs(found) == {"xx:b": "xx:n"}


def test_elements_without_a_name_are_told() -> None:
    found = ssw.align(EMPTY, made("xx", Competency(id="xx:c")), made("yy", skill("yy:c", "Listening")))
    assert {lonely.id: str(lonely.reason) for lonely in found.no_counterpart} == {
        "xx:c": "It has no name to compare.",
        "yy:c": "Nothing of this kind there shares a word with it.",
    }


def test_shipped_frameworks_are_aligned_without_loss(g: CompetencyGraph) -> None:
    for one, other in (("ug", "tz"), ("za", "psw"), ("cd", "br")):
        assert_nothing_lost(ssw.align(g, one, other), g[one], g[other])


# Laws

law = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.slow
@law
@given(frameworks("xx"), frameworks("yy"), st.sampled_from(["lexical", "label"]))
def test_every_element_is_suggested_or_without_counterpart_and_either_order_says_the_same(
    one: Framework, other: Framework, method: str
) -> None:
    g = CompetencyGraph([one, other])
    found, mirrored = ssw.align(g, "xx", "yy", method=method), ssw.align(g, "yy", "xx", method=method)  # type: ignore[arg-type]
    assert_nothing_lost(found, one, other)
    assert all(p.relation in PREDICATES and 0 <= p.score <= 1 for p in found.suggestions)
    turned = {(p.object, p.subject, p.score, p.margin, p.proposed) for p in mirrored.suggestions}
    assert {(p.subject, p.object, p.score, p.margin, p.proposed) for p in found.suggestions} == turned


@pytest.mark.slow
def test_the_same_question_gives_the_same_answer_in_every_process() -> None:
    code = "import sswgraph as s; print(s.model.Alignment.rows(s.align(s.load('ug', 'tz', 'za'), 'ug', 'za')))"
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    ]
    assert told[0] == told[1]
    assert len(told[0]) > 10_000


# What cannot be used


def test_what_is_wrong_is_told(g: CompetencyGraph) -> None:
    with pytest.raises(UnknownElementError, match="Did you mean za"):
        ssw.align(g, "zaa", "ug")
    with pytest.raises(InputError, match="is a cadre, not a framework"):
        ssw.align(g, "za:social-worker", "ug")
    with pytest.raises(InputError, match=r"'za' is on both sides. Name two frameworks"):
        ssw.align(g, "za", g["za"])
    with pytest.raises(InputError, match=r"no method 'lexcal'. Did you mean 'lexical'?"):
        ssw.align(g, "za", "ug", method="lexcal")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"no kind 'competencies'. Did you mean 'competency'?"):
        ssw.align(g, "za", "ug", kind="competencies")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="not int"):
        ssw.align(g, "za", 7)  # type: ignore[arg-type]


def test_an_empty_framework_leaves_everything_alone_and_says_so() -> None:
    found = ssw.align(EMPTY, made("xx"), made("yy", skill("yy:c", "Listening")))
    assert found.suggestions == ()
    assert [lonely.id for lonely in found.no_counterpart] == ["yy:c"]
    assert "There is nothing in xx that could be aligned." in [str(note) for note in found.notes]


def test_without_rapidfuzz_the_extra_is_named_and_labels_still_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    one, other = made("xx", skill("xx:c", "Listening")), made("yy", skill("yy:c", "listening"))
    with pytest.raises(MissingExtraError, match=r"package rapidfuzz\. To install it, type.*pip install"):
        ssw.align(EMPTY, one, other)
    assert pairs(ssw.align(EMPTY, one, other, method="label")) == {"xx:c": "yy:c"}


@pytest.mark.parametrize("method", ["lexical", "label"])
def test_progress_is_told_up_to_the_end(method: Method) -> None:
    one, other = (made(f, *(skill(f"{f}:c{n}", f"skill {n}") for n in range(150))) for f in ("xx", "yy"))
    told: list[tuple[int, int]] = []

    def progress(done: int, in_all: int) -> None:
        told.append((done, in_all))

    ssw.align(EMPTY, one, other, method=method, progress=progress)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1][0] == told[-1][1]


# What a person decides


@pytest.fixture
def found() -> Alignment:
    one = made("xx", skill("xx:a", "Listening"), skill("xx:b", "Referral of survivors"), skill("xx:c", "Book keeping"))
    other = made("yy", skill("yy:a", "Listening"), skill("yy:b", "Referral"), skill("yy:c", "Bee keeping"))
    return ssw.align(EMPTY, one, other)


def _pair(alignment: Alignment, subject: str) -> Suggestion:
    return alignment.candidates(subject)[0]


def test_reviewed_suggestions_become_sssom(found: Alignment) -> None:
    second = replace(_pair(found, "xx:b"), relation="related", confidence=Decimal("0.6"), comment="only\nin part")
    kept = ssw.accept(
        found,
        [("xx:a", "yy:a"), second],
        rejected=[("xx:c", "yy:c")],
        id="https://example.org/m",
        confidence=0.9,
        **WHO,
    )
    rows = {row.subject: row for row in kept.mappings}
    assert [(r.relation, r.negated, r.confidence) for r in kept.mappings] == [
        ("exact", False, Decimal("0.9")),
        ("related", False, Decimal("0.6")),
        ("close", True, Decimal("0.9")),
    ]
    assert (rows["xx:b"].author, rows["xx:b"].reviewer, rows["xx:b"].date) == tuple(WHO.values())
    assert rows["xx:b"].comment == "only in part"
    assert dict(rows["xx:a"].other)["similarity_score"] == str(_pair(found, "xx:a").score)
    table = sssom_text(kept)
    assert parse_sssom(table.encode(), "m.sssom.tsv") == replace(kept, mappings=parse_sssom(table.encode()).mappings)
    assert parse_sssom(table.encode()).mappings == kept.mappings
    body = [line for line in table.splitlines() if not line.startswith("#")]
    written = {row["subject_id"]: row for row in csv.DictReader(body, delimiter="\t")}
    assert written["xx:c"]["predicate_modifier"] == "Not"
    assert written["xx:a"]["mapping_justification"] == "semapv:LexicalSimilarityThresholdMatching"


def test_what_was_decided_is_not_asked_again(found: Alignment) -> None:
    kept = ssw.accept(found, [("xx:a", "yy:a")], rejected=[("xx:c", "yy:c")], id="https://example.org/m", **WHO)
    one = made("xx", skill("xx:a", "Listening"), skill("xx:c", "Book keeping"))
    other = made("yy", skill("yy:a", "Listening"), skill("yy:c", "Bee keeping"))
    again = ssw.align(CompetencyGraph([one, other]).with_mappings(kept), "xx", "yy")
    assert again.stated == (("xx:a", "yy:a"),)
    assert again.suggestions == ()


def test_nothing_is_taken_over_that_nobody_chose(found: Alignment) -> None:
    assert ssw.accept(found, [], id="https://example.org/m", **WHO).mappings == ()


@pytest.mark.parametrize(
    ("chosen", "more", "problem"),
    [
        ([("xx:a", "yy:zz")], {}, "xx:a with yy:zz is not a suggestion of this alignment. For xx:a: yy:a"),
        ([("xx:a", "yy:a")] * 2, {}, "decided twice"),
        ([("xx:a", "yy:a")], {"rejected": [("xx:a", "yy:a")]}, "decided twice"),
        ([("xx:a", "yy:a")], {"confidence": 2}, "confidence '2' is not between 0 and 1"),
        ([("xx:a", "yy:a")], {"confidence": "sure"}, "confidence 'sure'"),
        ([("xx:a", "yy:a")], {"date": "yesterday"}, "'yesterday' is not a day"),
        ([("xx:a", "yy:a")], {"reviewer": " "}, "Say the reviewer"),
    ],
)
def test_a_decision_that_cannot_be_used_is_told(
    chosen: list[Any], more: dict[str, Any], problem: str, found: Alignment
) -> None:
    with pytest.raises(InputError, match=problem):
        ssw.accept(found, chosen, **{"id": "https://example.org/m", **WHO, **more})


def test_an_unknown_relation_is_told(found: Alignment) -> None:
    unknown = replace(_pair(found, "xx:a"), relation="same")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no relation 'same'"):
        ssw.accept(found, [unknown], id="https://example.org/m", **WHO)


# As a table, and on the command line


@pytest.mark.slow
def test_the_command_takes_ids_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named: dict[str, Any] = {
        "label": Text.of(en="Facilitate a group"),
        "evidence": (Evidence(id="xx:e", basis="draft"),),
    }
    mine = ssw.write(made("xx", Competency(id="xx:c", **named)), tmp_path / "mine.ttl")
    table = tmp_path / "suggestions.tsv"
    assert main(["align", str(mine), "za", "--kind", "competency", "-o", str(table)]) == 0
    assert table.read_text(encoding="utf-8").startswith("kind\tsubject\t")
    assert main(["align", str(mine), "za", "--kind", "competency", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["result"], answer["subject"], answer["object"]) == ("alignment", "xx", "za")


def test_the_table_has_a_row_for_everything_and_no_formula(found: Alignment, tmp_path: Path) -> None:
    odd = replace(found, suggestions=(replace(found.suggestions[0], subject_label=Text.of(en="=1+1\tand\nmore")),))
    path = ssw.save(odd, tmp_path / "x.tsv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert len(rows) == len(odd.suggestions) + len(odd.no_counterpart)
    assert rows[0]["subject_label"] == "'=1+1 and more"
    assert rows[0]["decision"] == ""
    with pytest.raises(ssw.errors.ParseError, match="no column subject_id"):
        ssw.read_sssom(path)  # unreviewed suggestions cannot be loaded as mappings


# The few that are near, as the plain loop finds them


def nearest_by_loop(bag: dict[str, float], others: list[dict[str, float]]) -> list[int]:
    """The rarest features first, until what they would bring is more than is looked at; best first, then first met."""
    index: dict[str, list[tuple[int, float]]] = {}
    for place, other in enumerate(others):
        for feature, weight in other.items():
            index.setdefault(feature, []).append((place, weight))
    likeness: dict[int, float] = {}
    looks = LOOKS
    for feature in sorted((f for f in bag if f in index), key=lambda f: (len(index[f]), f)):
        if likeness and len(index[feature]) > looks:
            break
        looks -= len(index[feature])
        for place, weight in index[feature]:
            likeness[place] = likeness.get(place, 0.0) + bag[feature] * weight
    return sorted(likeness, key=likeness.__getitem__, reverse=True)[:WEIGHED]


def nearest_by_arrays(asked: list[dict[str, float]], others: list[dict[str, float]]) -> list[list[int]]:
    vocabulary = vocabulary_of(asked, others)
    bags, index = Bags(asked, vocabulary), Postings(Bags(others, vocabulary))
    return [index.nearest(bags, n) for n in range(len(asked))]


_weights = st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.7, 1.0])
_bags = st.lists(st.dictionaries(st.sampled_from("abcdefghij"), _weights), max_size=30)


@given(_bags, _bags, st.sampled_from([3, 20, 2_500]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_arrays_find_what_the_plain_loop_finds(
    asked: list[dict[str, float]], others: list[dict[str, float]], looks: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sswgraph.alignment.postings.LOOKS", looks)
        patch.setitem(nearest_by_loop.__globals__, "LOOKS", looks)
        assert nearest_by_arrays(asked, others) == [nearest_by_loop(bag, others) for bag in asked]


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), [("za", "tz"), ("psw", "ug"), ("asean-sp", "br")])
def test_arrays_find_what_the_plain_loop_finds_in_what_ships(one: str, other: str, g: CompetencyGraph) -> None:
    sides = [read_side(elements_of(g.framework(name)), frozenset()) for name in (one, other)]
    reader = Reader([*sides[0], *sides[1]], rapidfuzz_likeness())
    here, there = ([reader.bag(read) for read in side] for side in sides)
    found = reader.near((sides[0], sides[1]), lambda: None)
    assert found[0] == [nearest_by_loop(bag, there) for bag in here]
    assert found[1] == [nearest_by_loop(bag, here) for bag in there]
    assert any(found[0])
