"""Countries beside each other through a reference (rule E8)."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Cadre,
    Competency,
    Countries,
    Evidence,
    Framework,
    Function,
    Mapping,
    MappingSet,
    Obligation,
    ScopeRule,
    Text,
)
from sswgraph.model.countries import BANDS, FOUND
from sswgraph.render.output import rendered
from tests.loops import some

SIX = ("cd", "ug", "tz", "za", "ke", "gh")


@pytest.fixture(scope="module")
def six(g: CompetencyGraph) -> Countries:
    return ssw.compare_countries(g, SIX, reference="psw")


def _draft(name: str) -> tuple[Evidence, ...]:
    return (Evidence(id=f"{name}:e", basis="draft"),)


def _text(one: str) -> Text:
    return Text.of(en=one)


def _country(name: str, *rules: Any, functions: tuple[str, ...] = ("visit",)) -> Framework:
    acts = [Function(id=f"{name}:{one}", label=_text(one), evidence=_draft(name)) for one in functions]
    cadre = Cadre(id=f"{name}:aide", label=_text("aide"), evidence=_draft(name), performs=tuple(act.id for act in acts))
    return Framework(
        id=name, label=_text(name), evidence=_draft(name), jurisdiction=("UG",), elements=(cadre, *acts, *rules)
    )


def _rule(name: str, authority: Any, **more: Any) -> ScopeRule:
    return ScopeRule(
        id=f"{name}:rule",
        label=_text("a rule"),
        evidence=_draft(name),
        cadre=f"{name}:aide",
        function=(f"{name}:visit",),
        authority=authority,
        **more,
    )


def _graph(*countries: Framework, relation: Any = "close") -> CompetencyGraph:
    acts = (
        Cadre(id="rr:aide", label=_text("aide"), evidence=_draft("rr")),
        Function(id="rr:visit", label=_text("visit"), evidence=_draft("rr")),
        Function(id="rr:write", label=_text("write"), evidence=_draft("rr")),
        Competency(id="rr:able", label=_text("able"), evidence=_draft("rr")),
    )
    reference = Framework(id="rr", label=_text("rr"), evidence=_draft("rr"), elements=acts)
    rows = [
        Mapping(subject=f"rr:{one}", relation=relation, object=f"{country.id}:{one}")
        for country in countries
        for one in ("aide", "visit")
    ]
    return CompetencyGraph([reference, *countries], [MappingSet(id="m", mappings=tuple(rows))])


def _cells(found: Countries, concept: str) -> list[str]:
    return [cell.has for row in found.concepts if row.concept == concept for cell in row.cells]


def _acts(found: Countries, act: str) -> list[tuple[str, tuple[str, ...]]]:
    rows = [row for row in found.of_band("how-far") if row.code == act]
    return [(cell.mark, cell.authorities) for row in rows for cell in row.cells]


def test_six_countries_are_compared_quickly_and_shown_shortly(g: CompetencyGraph) -> None:
    began = time.perf_counter()
    found = ssw.compare_countries(g, SIX, reference="psw")
    assert time.perf_counter() - began < 2
    lines = str(found).splitlines()
    assert len(lines) < 300
    concept = str(found.concepts[0].label)
    assert any(line.startswith(concept) for line in lines[:40])


def test_how_far_is_not_read_where_no_function_was_read_and_no_rule_speaks(six: Countries) -> None:
    """What was not read is not called silent: DR Congo's file has no functions."""
    unread = [one.id for one in six.countries].index("cd")
    assert six.countries[unread].functions == 0
    acts = [row.cells for row in six.of_band("how-far") if row.code != "all-work"]
    assert {cells[unread].mark for cells in acts} == {"not-read"}
    assert not {cell.mark for cells in acts for cell in cells[unread + 1 :]} & {"not-read"}


def test_a_reader_who_knows_no_codes_is_told_which_country_is_which(six: Countries) -> None:
    for shown in (six, six.wall):
        page = rendered(shown, "md").decode()
        assert all(name in page for name in ("DR Congo", "Uganda", "South Africa"))


def test_every_function_and_competency_of_the_reference_has_a_row(g: CompetencyGraph, six: Countries) -> None:
    wanted = {node.id for node in g["psw"].elements if node.kind in ("function", "competency")}
    assert {row.concept for row in six.concepts} == wanted
    assert len(six.concepts) == len(wanted)
    assert [one.id for one in six.countries] == list(SIX)
    for row in some(six.concepts):
        for cell in row.cells:
            assert bool(cell.ties) is (cell.has in FOUND)
            assert all(step for tie in cell.ties for step in tie.steps)


def test_what_a_country_has_is_what_is_tied_to_the_concept(g: CompetencyGraph, six: Countries) -> None:
    tied = {end for match in g.mappings for end in (match.subject, match.object)}
    for row in some(row for row in six.concepts if row.found):
        for column, cell in zip(six.countries, row.cells, strict=True):
            assert {g.home(one) for one in cell.elements} <= {column.framework}
            assert set(cell.elements) <= tied


def test_roles_stand_in_seven_bands_with_what_must_be_done_before_what_may_not(six: Countries) -> None:
    assert tuple(dict.fromkeys(row.band for row in six.roles)) == BANDS
    assert BANDS.index("must") < BANDS.index("how-far")
    assert [one.cadres for one in six.countries][:2] == [("cd:para-social-worker",), ("ug:para-social-worker",)]
    assert all(len(row.cells) == len(SIX) for row in six.roles)
    rules = [cell for row in six.of_band("how-far") for cell in row.cells if cell.authorities]
    assert rules
    assert all(cell.elements for cell in rules)


def test_not_found_is_not_the_same_as_not_read() -> None:
    g = _graph(_country("aa"), _country("bb", functions=()), _country("cc", functions=("sing",)))
    found = ssw.compare_countries(g, ["aa", "bb", "cc"], reference="rr")
    assert _cells(found, "rr:visit") == ["close", "not-read", "not-found"]
    assert _cells(found, "rr:able") == ["not-read"] * 3
    assert [one.id for one in found.candidates] == ["cc:sing"]


@pytest.mark.parametrize(
    ("relation", "has"), [("exact", "same"), ("broad", "wider"), ("narrow", "narrower"), ("related", "not-found")]
)
def test_a_country_stands_to_a_concept_as_the_mapping_says(relation: str, has: str) -> None:
    two = _graph(_country("aa"), _country("bb"), relation=relation)
    ties = [Mapping(subject="rr:aide", relation="exact", object=f"{one}:aide") for one in ("aa", "bb")]
    g = two.with_mappings(MappingSet(id="n", mappings=tuple(ties)))
    found = ssw.compare_countries(g, ["aa", "bb"], reference="rr")
    assert _cells(found, "rr:visit") == [has, has]


def test_the_same_act_stands_side_by_side_with_its_force_and_conditions() -> None:
    first = _country("aa", _rule("aa", "independent", force="law"))
    second = _country("bb", _rule("bb", "not-permitted", only_if=_text("alone")))
    found = ssw.compare_countries(_graph(first, second, _country("cc")), ["aa", "bb", "cc"], reference="rr")
    assert _acts(found, "rr:visit") == [("stated", ("independent",)), ("stated", ("not-permitted",)), ("not-found", ())]
    cells = next(row.cells for row in found.roles if row.code == "rr:visit" and row.band == "how-far")
    assert [(cell.forces, cell.conditional) for cell in cells] == [(("law",), False), ((), True), ((), False)]
    assert [one.code for one in found.sentences] == [
        "countries.must-none",
        "countries.all-do",
        "countries.differ",
        "countries.nobody-says-none",
    ]
    text = str(found)
    assert "alone (law)" in text
    assert "may not (with conditions)" in text
    assert "does it" in text


def test_no_rule_forbids_what_must_be_done() -> None:
    duty = Obligation(
        id="aa:duty",
        label=_text("Must visit"),
        evidence=_draft("aa"),
        of_cadre=("aa:aide",),
        trigger=("suspicion",),
        function=("aa:visit",),
    )
    first = _country("aa", _rule("aa", "not-permitted"), duty)
    found = ssw.compare_countries(_graph(first, _country("bb")), ["aa", "bb"], reference="rr")
    assert not [one for one in _acts(found, "rr:visit") if "not-permitted" in one[1]]
    act = next(row for row in found.of_band("how-far") if row.code == "rr:visit")
    assert [cell.due for cell in act.cells] == [True, False]
    must, *_, silent = found.sentences
    assert (must.code, dict(must.parameters)["n"]) == ("countries.must", 1)
    assert act.label not in dict(silent.parameters).get("acts", ())
    assert "must be done" in str(found)
    duties = next(row for row in found.of_band("must") if row.code == "duties")
    assert [cell.elements for cell in duties.cells] == [("aa:duty",), ()]


def test_a_rule_of_another_framework_is_not_the_country_s_own() -> None:
    first, second = _country("aa"), _country("bb")
    stranger = Framework(
        id="zz",
        label=_text("zz"),
        evidence=_draft("zz"),
        jurisdiction=("UG",),
        elements=(replace(_rule("aa", "assists"), id="zz:rule", evidence=_draft("zz")),),
    )
    graph = _graph(first, second).with_framework(stranger)
    assert not [one for one in _acts(ssw.compare_countries(graph, ["aa", "bb"], reference="rr"), "rr:visit") if one[1]]


def test_cadres_are_compared_and_grouped_by_kind(g: CompetencyGraph) -> None:
    asked = ["za:social-auxiliary-worker", "ke:child-protection-volunteer", "ug:para-social-worker"]
    found = ssw.compare_countries(g, cadres=asked)
    assert [one.statuses for one in found.countries] == [("volunteer",), ("para-professional",), ("para-professional",)]
    assert "countries.kinds-differ" in [note.code for note in found.notes]
    same = ssw.compare_countries(g, ["cd", "ug"])
    assert "countries.kinds-differ" not in [note.code for note in same.notes]


def test_rows_json_and_workbook_say_the_same(six: Countries) -> None:
    rows = six.rows()
    assert len(rows) == len(six.concepts)
    assert {row["ug"] for row in rows} <= {"same", "close", "wider", "narrower", "same-topic", "not-found", "not-read"}
    answer = ssw.to_plain(six)
    assert [one["id"] for one in answer["countries"]] == list(SIX)
    assert len(answer["heat"]) == len(six.heat)
    assert sum(one.of for one in six.heat) == len(six.concepts)
    assert set(six.in_one).isdisjoint(six.in_most)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"frameworks": ["ug"]}, "at least two"),
        ({"frameworks": ["ug", "ug"]}, "twice"),
        ({"frameworks": "ug"}, "Give several"),
        ({"frameworks": ["ug", "psw"]}, "is the reference"),
        ({"frameworks": ["ug", "tz"], "reference": "us-onet"}, "Nothing ties"),
        ({"frameworks": ["ug", "tz"], "cadres": ["ug:para-social-worker"]}, "not both"),
        ({"cadres": ["ug:para-social-worker", "tz:btcsw"]}, "is not a cadre"),
    ],
)
def test_bad_input_is_refused(arguments: dict[str, Any], problem: str, g: CompetencyGraph) -> None:
    with pytest.raises(InputError, match=problem):
        ssw.compare_countries(g, **arguments)


def test_unknown_names_get_near_ones_and_what_was_not_read_is_told(g: CompetencyGraph) -> None:
    with pytest.raises(UnknownElementError):
        ssw.compare_countries(g, ["ug", "tx"])
    empty = [Framework(id=one, label=_text(one), evidence=_draft(one)) for one in ("aa", "bb")]
    with pytest.raises(InputError, match="Nothing was read"):
        ssw.compare_countries(g, empty)
    found = ssw.compare_countries(g, ["ug", "tz", empty[0]])
    assert "countries.nothing-read" in [note.code for note in found.notes]
    assert {row.cells[2].has for row in found.concepts} == {"not-read"}


def test_what_was_adapted_from_the_reference_has_what_it_was_made_from(g: CompetencyGraph) -> None:
    made = [ssw.adapt(g["psw"], id=one, jurisdiction=[place]) for one, place in (("xx", "UG"), ("yy", "TZ"))]
    act: Any = next(node for node in made[1].elements if node.id == "yy:f-assess")
    other = replace(act, label=_text("Look into what children need"))
    made[1] = replace(made[1], elements=tuple(other if node is act else node for node in made[1].elements))
    found = ssw.compare_countries(g, [*made, "ug"])
    assert _cells(found, "psw:f-assess") == ["same", "close", "same"]
    assert {row.cells[0].has for row in found.concepts} == {"same"}
    assert not [one for one in found.candidates if one.framework != "ug"]
    (ties,) = [row.cells[1].ties for row in found.concepts if row.concept == "psw:f-assess"]
    assert [tie.by for tie in ties] == ["derivation"]


@pytest.mark.parametrize(
    ("editions", "code"),
    [
        (("2026", "2027"), "compare.editions-differ"),
        (("2026", None), "compare.editions-unknown"),
        ((None, None), "compare.editions-unknown"),
        (("2026", "2026"), None),
    ],
)
def test_adaptations_beside_each_other_say_from_which_editions_they_were_made(
    editions: tuple[str | None, str | None], code: str | None
) -> None:
    two = [
        replace(_country(name), adaptation_of="rr", base_edition=edition)
        for name, edition in zip(("aa", "bb"), editions, strict=True)
    ]
    g = _graph(*two)
    for notes in (
        ssw.compare_countries(g, ["aa", "bb"], reference="rr").notes,
        ssw.compare(g, "aa", "bb").notes,
        ssw.compare(g, "bb", "aa").notes,
    ):
        told = {note.code: str(note) for note in notes if note.code.startswith("compare.editions-")}
        assert list(told) == ([code] if code else [])
        assert all(name in text for text in told.values() for name in ("aa", "bb", *filter(None, editions)))


def test_mappings_to_the_reference_that_contradict_each_other_are_named() -> None:
    broad = Mapping(subject="rr:visit", relation="broad", object="aa:visit")
    denial = Mapping(subject="rr:visit", relation="exact", object="bb:visit", negated=True)
    more = [MappingSet(id="n", mappings=(broad, denial))]
    g = _graph(_country("aa"), _country("bb"), relation="exact").with_mappings(*more)
    found = ssw.compare_countries(g, ["aa", "bb"], reference="rr")
    assert _cells(found, "rr:visit") == ["same-topic", "same-topic"]
    told = {note.code: str(note) for note in found.notes}
    assert broad.id in told["compare.ties-opposed"]
    assert denial.id in told["compare.ties-denied"]


def test_a_chain_that_a_mapping_denies_is_on_the_topic_at_most() -> None:
    rows = (
        Mapping(subject="rr:write", relation="exact", object="bb:visit"),
        Mapping(subject="bb:visit", relation="exact", object="aa:write"),
        Mapping(subject="rr:write", relation="exact", object="aa:write", negated=True),
    )
    g = _graph(_country("aa", functions=("visit", "write")), _country("bb")).with_mappings(
        MappingSet(id="n", mappings=rows)
    )
    assert _cells(ssw.compare_countries(g, ["aa", "bb"], reference="rr"), "rr:write") == ["same-topic", "same"]


def test_a_country_that_nothing_ties_to_the_reference_is_named() -> None:
    g = _graph(_country("aa"), _country("bb")).with_framework(_country("cc"))
    found = ssw.compare_countries(g, ["aa", "bb", "cc"], reference="rr")
    (note,) = [note for note in found.notes if note.code == "countries.not-tied"]
    assert dict(note.parameters)["frameworks"] == ("cc",)


def test_the_wall_has_at_most_36_rows_in_seven_bands_and_room_to_decide(six: Countries) -> None:
    sheet = six.wall
    rows = [row for band in some(BANDS) for row in sheet.of_band(band)]
    assert len(rows) <= 36
    assert sheet.left_out == len(six.roles) - len(rows)
    assert all(row in rows for row in six.of_band("how-far") if row.asked)
    text = str(sheet)
    assert text.count("What we decide") == len(BANDS)
    assert {mark for mark in "●◐○▨" if mark in text} == set("●◐○▨")
    assert all(str(source.label) in " ".join(text.split()) for source in six.sources)


@pytest.mark.parametrize(("paper", "sheets", "broad"), [("a1", 1, 841), ("a3", 4, 420)])
def test_the_wall_is_one_sheet_of_a1_or_four_of_a3(paper: Any, sheets: int, broad: int, six: Countries) -> None:
    made: Any = PdfReader(io.BytesIO(rendered(six.on_paper(paper), "pdf")))
    assert len(made.pages) == sheets
    assert {round(float(page.mediabox.width) / 72 * 25.4) for page in made.pages} == {broad}
    told = [page.extract_text().count("What we decide") for page in made.pages]
    assert told == ([7] if paper == "a1" else [2, 2, 2, 1])
    words: Any = Document(io.BytesIO(rendered(six.on_paper(paper), "docx")))
    assert {round(section.page_width.cm) for section in words.sections} == {42}


def test_other_paper_is_refused(six: Countries) -> None:
    with pytest.raises(InputError, match="a1 or a3, not 'a0'"):
        six.on_paper("a0")  # type: ignore[arg-type]


def test_the_reference_stands_beside_the_countries_only_where_asked_and_in_no_count(
    g: CompetencyGraph, six: Countries
) -> None:
    found = ssw.compare_countries(g, SIX, with_reference=True)
    assert not [row for row in six.roles if row.compiled]
    assert (found.concepts, found.sentences, found.heat) == (six.concepts, six.sentences, six.heat)
    assert [row.cells for row in found.roles] == [row.cells for row in six.roles]
    act: Any = next(row for row in found.of_band("how-far") if row.compiled and row.compiled.due)
    assert {g.home(one) for one in act.compiled.elements} == {"psw"}
    (name,) = found.of_band("who")[0].compiled.elements  # type: ignore[union-attr]
    assert name == "psw:para-social-worker"
    for said in (str(found), str(found.wall)):
        assert "psw (compiled)" in " ".join(said.split()) or "(compiled)" in said
    assert "(compiled)" not in str(six)


def test_a_page_is_narrowed_to_a_country_without_a_script(six: Countries) -> None:
    page = rendered(six, "html").decode()
    style, _, body = page.partition("</style>")
    assert "<script" not in page
    table = body.partition("<fieldset><legend>Show</legend>")[2].partition("</table>")[0]
    number = re.search(r'class="(g\d+)"> za has something', table)
    assert number
    assert f"fieldset:has(.{number[1]}:checked) + .frame tbody tr:not(.{number[1]})" in style
    rows = re.findall(r'<tr class="([^"]*)">', table)
    has = [row.cells[SIX.index("za")].has in FOUND for row in six.concepts if row.element == "function"]
    assert [number[1] in classes.split() for classes in rows] == has
    assert 'class="frame held"' in table


def test_the_workbook_has_numbers_and_filters(six: Countries) -> None:
    book = load_workbook(io.BytesIO(rendered(six, "xlsx")))
    tables = book.worksheets[1:]
    assert all(sheet.auto_filter.ref for sheet in tables)
    heat: Any = next(sheet for sheet in tables if sheet["A2"].value == "By domain")
    numbers = [[cell.value for cell in row[1:]] for row in heat.iter_rows(min_row=3)]
    wanted = [[one.of, *("?" if n is None else n for n in one.found)] for one in six.heat]
    assert numbers == wanted


def test_every_cell_that_says_something_names_its_sources(g: CompetencyGraph, six: Countries) -> None:
    known = {one.id for one in six.sources}
    for row in some(six.roles):
        for cell in row.cells:
            assert set(cell.sources) <= known
            assert bool(cell.said) <= bool(cell.elements)
    assert all(g[one].kind == "source" for one in known)


@pytest.mark.parametrize("ending", ["html", "md", "xlsx"])
def test_both_forms_are_saved_and_need_no_network(ending: str, six: Countries, tmp_path: Path) -> None:
    for name, value in (("whole", six), ("wall", six.wall)):
        made = ssw.save(value, tmp_path / f"{name}.{ending}").read_bytes()
        assert made == ssw.save(value, tmp_path / f"{name}-again.{ending}").read_bytes()
        if ending == "html":
            assert b"<script" not in made
            assert (b"main class" not in made and b'sswgraph wall"' in made) == (name == "wall")
