"""What countries state and a reference lacks, as a subject of reviews: its rows, a new edition, mappings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.cli import FINE, USAGE, main
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, sentence
from sswgraph.model import Competency, Countries, Evidence, Framework, Function, Mapping, MappingSet, Text
from sswgraph.model.review import VERDICTS_OF
from sswgraph.render.output import rendered
from tests.workbooks import fill

ADD = {"verdict": "add to the reference", "reason": "We all do it.", "ticked": ""}
WHEN = "2027-03-01"


def _world() -> CompetencyGraph:
    """A reference with one function and one competency; two countries with these, and with more."""

    def named(kind: Any, name: str, **more: Any) -> Any:
        evidence = (Evidence(id=f"{name}:e" if ":" not in name else f"{name}.e", basis="draft"),)
        return kind(id=name, label=Text.of(en=name.partition(":")[2]), evidence=evidence, **more)

    parts: dict[str, tuple[Any, ...]] = {
        "ref": (named(Function, "ref:visit"), named(Competency, "ref:listen")),
        "aa": (
            named(Function, "aa:visit"),
            named(Function, "aa:remove", needs=("aa:law", "aa:listen"), criticality="statutory", notation="KM-1"),
            named(Competency, "aa:law", safety_critical=True),
            named(Competency, "aa:listen"),
        ),
        "bb": (named(Function, "bb:visit"), named(Function, "bb:take-away"), named(Function, "bb:count")),
    }
    made = [
        Framework(
            id=name,
            label=Text.of(en=name),
            edition="1",
            evidence=(Evidence(id=f"{name}:e" if ":" not in name else f"{name}.e", basis="draft"),),
            elements=own,
        )
        for name, own in parts.items()
    ]
    ties = ("aa:visit ref:visit", "bb:visit ref:visit", "aa:listen ref:listen")
    rows = tuple(Mapping(subject=one.split()[0], relation="exact", object=one.split()[1]) for one in ties)
    return CompetencyGraph(made, [MappingSet(id="https://example.org/ties", mappings=rows)])


@pytest.fixture(scope="module")
def world() -> CompetencyGraph:
    return _world()


@pytest.fixture(scope="module")
def found(world: CompetencyGraph) -> Countries:
    return ssw.compare_countries(world, ["aa", "bb"], reference="ref")


def _read(folder: Path, found: Countries, said: dict[str, dict[str, str]], group: str = "ministry") -> Any:
    blank = ssw.write_review(found, folder / "blank.xlsx", overwrite=True)
    return ssw.read_review(fill(blank, folder / f"{group}.xlsx", group, said), found)


def test_each_candidate_is_a_row_and_what_is_grave_comes_first(tmp_path: Path, found: Countries) -> None:
    review = _read(tmp_path, found, {})
    assert [row.key for row in review.lines] == ["aa:remove", "aa:law", "bb:take-away", "bb:count"]
    assert [bool(row.safety) for row in review.lines] == [True, True, False, False]
    assert {row.change for row in review.lines} == {"candidate"}


def test_what_is_added_makes_the_next_edition_of_the_reference(
    tmp_path: Path, world: CompetencyGraph, found: Countries
) -> None:
    out = {"verdict": "leave out", "reason": "Not of this worker.", "dissent": "One would keep it.", "ticked": ""}
    said = {"aa:remove": ADD, "aa:law": ADD, "bb:count": out, "bb:take-away": {"verdict": "defer"}}
    made: Any = ssw.apply_review(found, _read(tmp_path, found, said), edition="2")
    nodes = {node.id: node for node in made.elements}
    assert (made.id, made.edition, made.status, made.derived_from) == ("ref", "2", "draft", ("aa",))
    added = nodes["ref:remove"]
    assert (added.criticality, added.derived_from, added.notation) == ("statutory", ("aa:remove",), None)
    assert {(one.basis, one.derived_from) for one in added.evidence} == {("derived", ("aa:remove",))}
    assert added.needs == ("ref:law",), "what is added too is renamed, what is not added stays with the country"
    assert nodes["ref:law"].safety_critical is True
    decisions = {one.about: one for one in made.of_kind("decision")}
    assert {about: one.verdict for about, one in decisions.items()} == {
        ("ref:remove",): "add",
        ("ref:law",): "add",
        ("bb:count",): "drop",
    }
    assert "One would keep it." in str(decisions["bb:count",].note)
    changes = {(one.change_kind, one.adaptation, str(one.rationale)) for one in made.of_kind("change")}
    assert changes == {("added", (f"ref:{one}",), "We all do it.") for one in ("remove", "law")}
    assert ssw.read(ssw.write(made, tmp_path / "ref.ttl"))["ref"] == made
    again = ssw.compare_countries(world.with_framework(made, replace=True), ["aa", "bb"], reference="ref")
    assert [one.id for one in again.candidates] == ["bb:take-away", "bb:count"]


RELATIONS = {
    "same as an element of the reference": "exact",
    "close to an element of the reference": "close",
    "more than an element of the reference": "narrow",
    "part of an element of the reference": "broad",
}


@pytest.mark.parametrize(("verdict", "relation"), RELATIONS.items())
def test_what_the_reference_has_already_becomes_a_mapping(
    tmp_path: Path, world: CompetencyGraph, found: Countries, verdict: str, relation: str
) -> None:
    said = {"bb:count": {"verdict": verdict, "wording": "ref:visit · visit", "reason": "Same act.", "ticked": ""}}
    review = _read(tmp_path, found, said)
    made = ssw.apply_review(found, review, id="https://example.org/x", date=WHEN)
    assert isinstance(made, MappingSet)
    [row] = made.mappings
    assert (row.subject, row.relation, row.object) == ("bb:count", relation, "ref:visit")
    assert (row.reviewer, row.date, row.comment) == ("ministry", WHEN, "Same act.")
    again = ssw.compare_countries(world.with_mappings(made), ["aa", "bb"], reference="ref")
    assert "bb:count" not in {one.id for one in again.candidates}
    with pytest.raises(InputError, match="no row is settled with 'add'"):
        ssw.apply_review(found, review, edition="2")


def test_every_decision_is_tried() -> None:
    assert set(VERDICTS_OF["countries"]) == {"add", "drop", "defer", "same", "close", "wider", "narrower"}


def test_one_of_two_like_candidates_is_added_and_the_other_mapped_to_it(
    tmp_path: Path, world: CompetencyGraph, found: Countries
) -> None:
    same = {"verdict": "same as an element of the reference", "wording": "aa:remove", "reason": "Same.", "ticked": ""}
    alone = _read(tmp_path, found, {"bb:take-away": same})
    with pytest.raises(InputError, match="names aa:remove, which is not settled with 'add'"):
        ssw.apply_review(found, alone, id="https://example.org/x", date=WHEN)
    review = _read(tmp_path, found, {"aa:remove": ADD, "bb:take-away": same})
    edition: Any = ssw.apply_review(found, review, edition="2")
    rows: Any = ssw.apply_review(found, review, id="https://example.org/x", date=WHEN)
    laid = world.with_framework(edition, replace=True).with_mappings(rows)
    again = ssw.compare_countries(laid, ["aa", "bb"], reference="ref")
    assert [one.id for one in again.candidates] == ["aa:law", "bb:count"]


BAD = {
    "an element beside 'defer'": ({"verdict": "defer", "wording": "ref:nothing"}, "takes no element"),
    "an unknown element": (
        {"verdict": "same as an element of the reference", "wording": "ref:nothing"},
        "column J: 'ref:nothing' is no function to choose here",
    ),
    "an element of another kind": (
        {"verdict": "same as an element of the reference", "wording": "ref:listen"},
        "column J: 'ref:listen' is no function to choose here",
    ),
    "an element beside 'add'": ({**ADD, "wording": "ref:visit"}, "column J: 'add' takes no element"),
    "a decision of other reviews": ({"verdict": "reword"}, "'reword' cannot be decided here"),
}


@pytest.mark.parametrize(("said", "told"), BAD.values(), ids=BAD)
def test_what_cannot_be_decided_is_told_by_its_place(
    tmp_path: Path, found: Countries, said: dict[str, str], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        _read(tmp_path, found, {"bb:count": said})


def test_what_is_not_settled_is_not_carried_out(tmp_path: Path, found: Countries) -> None:
    same = {"verdict": "same as an element of the reference", "reason": "Same.", "ticked": ""}
    for said in ({**ADD, "reason": ""}, {key: value for key, value in ADD.items() if key != "ticked"}):
        with pytest.raises(InputError, match="no row is settled with 'add'"):
            ssw.apply_review(found, _read(tmp_path, found, {"bb:count": said}))
    with pytest.raises(InputError, match="names no other element; choose one from the list"):
        ssw.apply_review(found, _read(tmp_path, found, {"bb:count": same}), id="https://example.org/x", date=WHEN)
    copies = []
    for group, one in (("ministry", ADD), ("worker", {**ADD, "verdict": "leave out"})):
        _read(tmp_path, found, {"bb:count": one}, group)
        copies.append(tmp_path / f"{group}.xlsx")
    review = ssw.read_review(copies, found)
    assert [row.key for row in review.of_standing("disagreed")] == ["bb:count"]
    with pytest.raises(InputError, match="no row is settled with 'add'"):
        ssw.apply_review(found, review)


def test_groups_agree_on_an_element_in_two_languages_and_a_later_workbook_keeps_it(
    tmp_path: Path, found: Countries
) -> None:
    copies = []
    for group, lang in (("ministry", "en"), ("worker", "fr")):
        blank = ssw.write_review(found, tmp_path / f"blank-{lang}.xlsx", lang=lang)
        typed = {"verdict": sentence("review.verdict-same-candidate", lang), "reason": "R", "ticked": ""}
        name = "ref:visit · visit" if lang == "en" else "ref:visit"
        copies.append(
            fill(
                blank,
                tmp_path / f"{group}.xlsx",
                sentence(f"review.group-{group}", lang),
                {"bb:count": {**typed, "wording": name}},
            )
        )
    review = ssw.read_review(copies, found)
    assert [row.key for row in review.settled] == ["bb:count"]
    later = ssw.write_review(found, tmp_path / "later.xlsx", previous=copies[0])
    assert ssw.read_review(later, found).settled[0].decisions[0].wording == "ref:visit"


def test_the_workbook_of_other_countries_is_refused(tmp_path: Path, world: CompetencyGraph, found: Countries) -> None:
    path = ssw.write_review(found, tmp_path / "ours.xlsx")
    with pytest.raises(InputError, match="review of another countries"):
        ssw.read_review(path, ssw.compare_countries(world, ["bb", "aa"], reference="ref"))


@pytest.mark.parametrize("lang", languages())
def test_it_is_written_in_every_language(tmp_path: Path, found: Countries, lang: str) -> None:
    review = ssw.read_review(ssw.write_review(found, tmp_path / "ours.xlsx", lang=lang), found)
    assert len(review.lines) == len(found.candidates)
    assert sentence("review.candidate", lang) in rendered(review, "md", lang=lang).decode().lower()


def test_the_commands_make_it_and_carry_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main("review make cd ug --countries -o ours.xlsx".split()) == FINE
    assert "then type: sswgraph review apply ours.xlsx" in capsys.readouterr().err
    close = {"verdict": "close to an element of the reference", "wording": "psw:f-assess", "reason": "R", "ticked": ""}
    fill(
        tmp_path / "ours.xlsx",
        tmp_path / "m.xlsx",
        "ministry",
        {"ug:f-district-link": ADD, "ug:f-district-groups": close},
    )
    assert main("review apply m.xlsx -o psw-2.xlsx --edition 2".split()) == FINE
    assert "--set-id IRI" in capsys.readouterr().err
    made = ssw.read(tmp_path / "psw-2.xlsx", base=ssw.load(), replace=True)["psw"]
    assert (made.edition, "psw:f-district-link" in {node.id for node in made.elements}) == ("2", True)
    assert main("review apply m.xlsx -o m.sssom.tsv".split()) == USAGE
    assert "--set-id, --date" in capsys.readouterr().err
    assert main("review apply m.xlsx -o m.sssom.tsv --set-id https://example.org/x --date 2027-03-01".split()) == FINE
    assert "--edition NAME" in capsys.readouterr().err
    assert [one.object for one in ssw.read_sssom(tmp_path / "m.sssom.tsv").mappings] == ["psw:f-assess"]
    for wrong in ("ug --countries", "ug tz --reference psw", "ug tz --countries --align", "ug tz za"):
        assert main(["review", "make", *wrong.split(), "-o", "x.xlsx"]) == USAGE
