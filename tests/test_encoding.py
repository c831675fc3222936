"""Source frameworks from fact sheets: what is read, what becomes of it, and what is told instead of guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docs.encoding.encode import encode
from docs.encoding.records import Problem, Sheet, Unit
from docs.encoding.sheets import read_sheet
from docs.encoding.sources import slug
from docs.encoding.tables import read_tables
from sswgraph.exchange import parse_framework, write_framework
from sswgraph.model import Framework
from sswgraph.model.codes import Kind

ROOT = Path(__file__).parent.parent
SHEETS = [ROOT.parent / "shared" / "sources" / name for name in ("standards_cycw_cdw.md", "training_and_levels.md")]
UNIT = "### xx-units | U1 | Listen to people | level: L2 | hours/credits: 3 credits, 20 h | fits: all | whole | https://a.org/u1"
ITEMS = """- E1 [EL] Hear people out. "hear people out"
- 1.1 [PC] Let people finish. "lets the other finish"
- 1.2 [K] Know what hinders listening. "describe what hinders listening" @ https://a.org/more
- A1 [A] Be patient (cut). "patience with those"
- LV [LV] Meant for beginners. "for new workers"
- CO [CO] Show it twice. "on two occasions"
- NT [NT] Made by a council. "approved by the council"
"""
TABLE = """[framework]
id = "xx"
jurisdiction = ["ZA"]
rules = { ofqual-credit = "rule-credit=10" }
[framework.title]
en = "Units of a country"
[default."xx-units"]
shape = "unit"
levels = { "L2" = "level 2" }
hours = "contact"
credit_system = "ofqual-credit"
provider = "College"
[[node]]
kind = "conversion-rule"
id = "rule-credit"
label = "One credit stands for ten hours"
credit_system = "ofqual-credit"
hours_per_credit = 10
page = "https://a.org/credit"
excerpt = "one credit is ten hours"
"""


def sheet_of(folder: Path, text: str, name: str = "sheet.md") -> Sheet:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_sheet(path)


def encoded(
    folder: Path, *sheets: Sheet, table: str = TABLE, hosts: str = "", shipped: Path | None = None
) -> tuple[Framework, list[Problem]]:
    tables = folder / "tables"
    tables.mkdir(exist_ok=True)
    (tables / "xx.toml").write_text(table, encoding="utf-8")
    (tables / "hosts.toml").write_text(hosts, encoding="utf-8")
    (tables / "left.toml").write_text("[units]\n", encoding="utf-8")
    frameworks, problems = encode(list(sheets), read_tables(tables), shipped or folder)
    assert len(frameworks) == 1, problems
    return frameworks[0], problems


def part(framework: Framework, code: str) -> Any:
    found = {node.id: node for node in framework.elements}
    assert f"{framework.id}:{code}" in found, sorted(found)
    return found[f"{framework.id}:{code}"]


def every(framework: Framework, kind: Kind) -> list[Any]:
    return list(framework.of_kind(kind))


def told(problems: list[Problem]) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in problems]


# Reading


def test_a_unit_line_with_its_items_is_read(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"# A\n\n{UNIT}\n{ITEMS}")
    assert sheet.problems == []
    (unit,) = sheet.units
    assert (unit.framework, unit.code, unit.title, unit.level) == ("xx-units", "U1", "Listen to people", "L2")
    assert (unit.volume, unit.page, unit.line) == ("3 credits, 20 h", "https://a.org/u1", 3)
    assert [(item.code, item.facet) for item in unit.items][:4] == [
        ("E1", "EL"),
        ("1.1", "PC"),
        ("1.2", "K"),
        ("A1", "A"),
    ]
    assert [item.page for item in unit.items][1:3] == ["https://a.org/u1", "https://a.org/more"]
    assert (unit.items[3].label, unit.items[3].cut) == ("Be patient", True)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('- 1.1 [PC] No full stop "lets the other finish"', "item-line"),
        ('- 1.1 [ZZ] A facet that is none. "lets the other finish"', "item-line"),
        ("- 1.1 [PC] No excerpt.", "item-line"),
        (f'- 1.1 [PC] Too long a quotation. "{" ".join(["word"] * 13)}"', "long-excerpt"),
    ],
)
def test_an_item_line_that_does_not_parse_is_told_with_its_line(tmp_path: Path, line: str, code: str) -> None:
    sheet = sheet_of(tmp_path, f"{UNIT}\n{line}\n")
    assert told(sheet.problems) == [(2, code)]
    assert sheet.units[0].items == ()
    assert str(sheet.problems[0]).startswith("sheet.md:2: ")


def test_a_unit_line_with_too_few_fields_or_without_address_is_told(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"{UNIT.rpartition(' | ')[0]}\n\n{UNIT.rpartition(' | ')[0]} | not noted\n")
    assert told(sheet.problems) == [(1, "unit-line"), (3, "no-address")]
    assert sheet.units == []


def record(items: str, more: str = "", heading: str = "## A course") -> str:
    line = '> ENCODE framework=xx-units | code=c-1 | title="A course" (b, our title) | hours: contact 6 | at=https://a.org/c'
    return f"{heading}\n{line}\n{more}\n{items}"


def test_a_record_line_with_its_items_is_read(tmp_path: Path) -> None:
    text = """- For whom: volunteers. "for volunteers" (B)
- LO [LO][K] Know the signs. "know the signs"
- LO [LO] Act. "act on signs" https://a.org/other
- T1 **Reports** and records. "reports and records" (same); T2 Referral. "referral paths" (A)
- 2 [LO][A] Stay calm. "staying calm" (cut)
"""
    sheet = sheet_of(tmp_path, record(text, "https://a.org/c (A); https://b.org/c (B)."))
    assert sheet.problems == []
    (unit,) = sheet.units
    assert (unit.title, unit.own_title, unit.volume) == ("A course", True, "contact 6")
    rows = [(item.code, item.facet, item.label, item.page) for item in unit.items]
    assert rows == [
        ("N1", "", "For whom: volunteers", "https://b.org/c"),
        ("LO", "K", "Know the signs", "https://a.org/c"),
        ("LO-2", "EL", "Act", "https://a.org/other"),
        ("T1", "", "Reports and records", "https://a.org/other"),
        ("T2", "", "Referral", "https://a.org/c"),
        ("2", "A", "Stay calm", "https://a.org/c"),
    ]
    assert [item.cut for item in unit.items] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ('- T1 An address that no line names. "reports" (C)', "no-address"),
        ('- "reports and records"', "no-label"),
        ('- One label with "two" quotations. "reports"', "item-line"),
        ("- Hours: (n).", "item-line"),
    ],
)
def test_an_item_without_address_or_label_is_told_and_not_taken(tmp_path: Path, items: str, code: str) -> None:
    sheet = sheet_of(tmp_path, record(items))
    assert told(sheet.problems) == [(4, code)]
    assert sheet.units[0].items == ()


def test_an_item_outside_every_unit_is_told(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, record("", "") + '\n## Another section\n- T1 A topic. "a topic"\n')
    assert told(sheet.problems) == [(6, "no-unit")]


def test_a_later_heading_takes_up_a_unit_and_a_line_of_text_turns_the_page(tmp_path: Path) -> None:
    first = record('- 1.1 [PC][S] Listen. "listens"', heading="### U/1 Listen").replace("code=c-1", "code=U/1 (part)")
    more = 'Read elsewhere: https://c.org/d\n- 1.2 [PC][S] Ask. "asks"\n'
    again = '### U/1 Listen, now whole – http://a.org/whole\n- 1.3 [PC][S] Answer. "answers"\n'
    sheet = sheet_of(tmp_path, f"{first}\n{more}{again}")
    assert sheet.problems == []
    assert [unit.code for unit in sheet.units] == ["U/1 (part)", "U/1 (part)"]
    pages = [item.page for unit in sheet.units for item in unit.items]
    assert pages == ["https://a.org/c", "https://c.org/d", "http://a.org/whole"]


def test_rows_of_a_table_are_items_with_the_sources_own_labels(tmp_path: Path) -> None:
    name = "000709ed-2be5-4193-b056-45a97698d828"
    text = f"""# E. XX skills
Address of all rows: https://a.org/rows .

| id | label | what | fits | excerpt |
|---|---|---|---|---|
| {name} | child law (knowledge) | Know the law on children | all | "law on children" |
"""
    (unit,) = sheet_of(tmp_path, text).units
    assert unit.framework == "xx"
    (item,) = unit.items
    assert (item.code, item.facet, item.label, item.definition) == (name, "K", "child law", "Know the law on children")


# Encoding


def test_a_unit_becomes_a_competency_with_criteria_and_a_module(tmp_path: Path) -> None:
    framework, problems = encoded(tmp_path, sheet_of(tmp_path, f"{UNIT}\n{ITEMS}"))
    assert problems == []
    competency, module, outcome = part(framework, "c-u1"), part(framework, "u1"), part(framework, "u1.o1")
    assert (str(competency.label), competency.notation) == ("Listen to people", "U1")
    assert str(competency.scope_note) == "Meant for beginners."
    assert (module.credits, module.contact_hours, module.notional_hours) == (3, 20, 30)
    assert (module.qualification_level, str(module.provider)) == ("level 2", "College")
    assert (outcome.outcome_of, outcome.competency, outcome.extent) == (module.id, competency.id, "whole")
    derived = [one for one in module.evidence if one.basis == "derived"]
    assert [one.derived_from for one in derived] == [("xx:rule-credit",)]
    assert part(framework, "c-u1.co").kind == "evidence-requirement"
    assert {node.kind for node in framework.elements if node.id.startswith("xx:c-u1.1")} == {"performance-criterion"}
    assert "Made by a council." in [str(one.note) for one in competency.evidence]


def test_criteria_have_kinds_elements_have_none(tmp_path: Path) -> None:
    framework, _ = encoded(tmp_path, sheet_of(tmp_path, f"{UNIT}\n{ITEMS}"))
    kinds = {node.notation: node.criterion_kind for node in every(framework, "performance-criterion")}
    assert kinds == {"U1 E1": None, "U1 1.1": "performance-kind", "U1 1.2": "knowledge-kind", "U1 A1": "attitude-kind"}
    assert {one.criterion_of for one in every(framework, "performance-criterion")} == {("xx:c-u1",)}
    assert str(part(framework, "c-u1.a1").note) == "The sentence goes on in the source."


def test_every_item_carries_its_own_proof(tmp_path: Path) -> None:
    framework, _ = encoded(tmp_path, sheet_of(tmp_path, f"{UNIT}\n{ITEMS}"))
    (one,) = part(framework, "c-u1.1.2").evidence
    assert (one.basis, one.locator, str(one.excerpt)) == ("stated", "U1, 1.2", "describe what hinders listening")
    assert part(framework, one.source.partition(":")[2]).page == "https://a.org/more"


def test_a_standard_becomes_no_module(tmp_path: Path) -> None:
    table = TABLE.replace('shape = "unit"', 'shape = "standard"')
    framework, _ = encoded(tmp_path, sheet_of(tmp_path, f"{UNIT}\n{ITEMS}"), table=table)
    assert len(framework.of_kind("competency")) == 1
    assert framework.of_kind("module") == framework.of_kind("outcome") == ()


def test_a_title_made_here_is_a_draft_beside_the_printed_number(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"{UNIT.replace('| whole |', '| whole; title not printed (b) |')}\n{ITEMS}")
    framework, _ = encoded(tmp_path, sheet)
    module = part(framework, "u1")
    assert [(one.basis, str(one.excerpt)) for one in module.evidence][:2] == [("stated", "U1"), ("draft", "")]


def test_what_no_page_prints_of_a_module_is_derived(tmp_path: Path) -> None:
    table = TABLE.replace('provider = "College"', 'provider = "Awarding bodies"\nlanguage = ["en"]', 1)
    framework, _ = encoded(tmp_path, sheet_of(tmp_path, UNIT), table=table)
    module = part(framework, "u1")
    assert module.language == ("en",)
    (one,) = [proof for proof in module.evidence if any(name.endswith("language") for name in proof.concerns)]
    assert (one.basis, one.derived_from) == ("derived", ("xx:source-u1",))
    assert [name.rpartition("#")[2].rpartition("/")[2] for name in one.concerns] == ["language", "provider"]


def test_a_level_word_without_a_scale_is_told_and_gives_no_level(tmp_path: Path) -> None:
    framework, problems = encoded(tmp_path, sheet_of(tmp_path, UNIT.replace("level: L2", "level: advanced")))
    assert told(problems) == [(1, "level-word")]
    assert part(framework, "u1").qualification_level is None


@pytest.mark.parametrize(
    ("volume", "table", "code"),
    [
        ("3 credits", TABLE.replace('credit_system = "ofqual-credit"\nprovider', "provider"), "credits"),
        ("20 h; 80 h placement", TABLE, "hours"),
        ("20 h", TABLE.replace('hours = "contact"\n', ""), "hours"),
        ("some weeks", TABLE, "hours"),
    ],
)
def test_a_volume_that_is_not_plain_is_told_and_left_out(tmp_path: Path, volume: str, table: str, code: str) -> None:
    sheet = sheet_of(tmp_path, UNIT.replace("3 credits, 20 h", volume))
    framework, problems = encoded(tmp_path, sheet, table=table)
    assert told(problems) == [(1, code)]
    module = part(framework, "u1")
    assert (module.credits, module.contact_hours) == (None, None)


def test_what_two_sheets_say_of_one_item_is_one_criterion_with_the_kind_of_its_verb(tmp_path: Path) -> None:
    first = sheet_of(tmp_path, f'{UNIT}\n- 1.1 [PC] Know how to listen. "explain how to listen"\n')
    second = sheet_of(tmp_path, f'{UNIT}\n- 1.1 [K] Listen. "how to listen well"\n', "second.md")
    framework, problems = encoded(tmp_path, first, second)
    criterion = part(framework, "c-u1.1.1")
    assert criterion.criterion_kind == "knowledge-kind"
    assert [str(one.excerpt) for one in criterion.evidence] == ["explain how to listen", "how to listen well"]
    assert str(criterion.label) == "Know how to listen"
    assert problems == []


def test_hours_that_differ_between_providers_are_statements_with_their_places(tmp_path: Path) -> None:
    first = sheet_of(tmp_path, UNIT)
    second = sheet_of(tmp_path, UNIT.replace("xx-units", "xx-other").replace("20 h", "35 h"), "second.md")
    more = TABLE[TABLE.index('[default."xx-units"]') : TABLE.index("[[node]]")].replace("xx-units", "xx-other")
    table = TABLE.replace('provider = "College"', 'provider = "College"\nplace = ["ZA"]', 1) + more + 'place = ["ZM"]\n'
    framework, problems = encoded(tmp_path, first, second, table=table)
    statements = every(framework, "statement")
    found = {(one.value, one.jurisdiction) for one in statements if one.predicate.endswith("contactHours")}
    assert found == {("20", ("ZA",)), ("35", ("ZM",))}
    assert part(framework, "u1").contact_hours is None
    assert ("second.md", 1, "differs") in [(one.sheet, one.line, one.code) for one in problems]


def test_a_unit_in_two_editions_is_two_elements(tmp_path: Path) -> None:
    older = UNIT.replace("| U1 |", "| U0 |").replace("/u1", "/u0")
    table = f'{TABLE}[[unit]]\nfrom = "xx-units | U1"\nreplaces = ["c-u0"]\n'
    framework, problems = encoded(tmp_path, sheet_of(tmp_path, f"{older}\n\n{UNIT}\n"), table=table)
    assert problems == []
    assert part(framework, "c-u1").replaces == ("xx:c-u0",)
    assert part(framework, "c-u0").replaces == ()


def test_a_unit_that_no_table_takes_and_a_table_without_its_unit_are_told(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"{UNIT}\n\n{UNIT.replace('xx-units', 'yy')}\n")
    table = f'{TABLE}[[unit]]\nfrom = "xx-units | U9"\n[[unit]]\nfrom = "xx-units | U1"\ncolour = "red"\n'
    _, problems = encoded(tmp_path, sheet, table=table)
    assert {problem.code for problem in problems} == {"no-table", "no-unit", "table"}
    assert [problem.line for problem in problems if problem.code == "no-table"] == [3]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('[[unit]]\nfrom = "xx-units | U1"\nshape = "round"\n', "has the shape 'round'; give one of standard, unit"),
        ('[[node]]\nkind = "colour"\nid = "red"\n', "A node needs an id and a kind of the model"),
    ],
)
def test_what_is_wrong_with_a_table_is_told(tmp_path: Path, more: str, words: str) -> None:
    _, problems = encoded(tmp_path, sheet_of(tmp_path, UNIT), table=TABLE + more)
    assert [problem.code for problem in problems] == ["table"]
    assert words in problems[0].message


def test_a_table_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text("[framework]\nid = xx\n", encoding="utf-8")
    assert [(one.sheet, one.line, one.code) for one in read_tables(tmp_path).problems] == [("xx.toml", 2, "table")]


def test_items_that_no_part_of_a_divided_unit_takes_are_told(tmp_path: Path) -> None:
    table = f'{TABLE}[[unit]]\nfrom = "xx-units | U1"\nitems = ["1.*", "E1"]\nleave = ["LV", "CO", "NT"]\n'
    _, problems = encoded(tmp_path, sheet_of(tmp_path, f"{UNIT}\n{ITEMS}"), table=table)
    assert told(problems) == [(5, "item-left")]


def test_a_unit_can_become_functions_principles_levels_or_modules(tmp_path: Path) -> None:
    text = f'{UNIT}\n- 1 [FN] Visit homes. "visits homes"\n- 2 [A] Respect people. "respect for people"\n'
    kinds: dict[str, set[str]] = {}
    for shape in ("cadre", "principles", "duties", "scale", "levels", "list", "programme"):
        table = TABLE.replace('shape = "unit"', f'shape = "{shape}"')
        framework, _ = encoded(tmp_path, sheet_of(tmp_path, text), table=table)
        kinds[shape] = {node.kind for node in framework.elements} - {"source", "conversion-rule"}
    assert kinds == {
        "cadre": {"cadre", "function"},
        "principles": {"guiding-principle"},
        "duties": {"ethical-standard"},
        "scale": {"scale", "level"},
        "levels": {"context-scheme", "context"},
        "list": {"competency-set", "competency"},
        "programme": {"qualification", "module", "competency", "outcome"},
    }


def test_the_same_sheets_give_the_same_bytes_and_a_merge_repeats_nothing(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"{UNIT}\n{ITEMS}")
    first, _ = encoded(tmp_path, sheet)
    assert write_framework(first) == write_framework(encoded(tmp_path, sheet)[0])
    (tmp_path / "xx.ttl").write_text(write_framework(first), encoding="utf-8")
    merged, problems = encoded(tmp_path, sheet, table=TABLE.replace('id = "xx"', 'id = "xx"\nmerge = true', 1))
    assert problems == []
    assert write_framework(merged) == write_framework(first)


def test_a_merge_keeps_what_is_there_and_uses_its_sources(tmp_path: Path) -> None:
    turtle = """
        @prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix schema: <https://schema.org/> .
        @prefix xx: <https://w3id.org/sswgraph/id/xx/> .
        <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "Units"@en ; ssw:jurisdiction "ZA" .
        xx:source-mine a ssw:Source ; dcterms:title "Page"@en ; schema:url "http://www.a.org/u1/" .
        xx:u1 a ssw:TrainingModule ; skos:prefLabel "unit U1 (title not read)"@en ; ssw:evidence xx:ev .
        xx:ev a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source xx:source-mine ; ssw:excerpt "U1"@en .
    """
    (tmp_path / "xx.ttl").write_text(write_framework(parse_framework(turtle)), encoding="utf-8")
    table = TABLE.replace('id = "xx"', 'id = "xx"\nmerge = true', 1)
    framework, _ = encoded(tmp_path, sheet_of(tmp_path, f"{UNIT}\n{ITEMS}"), table=table)
    module = part(framework, "u1")
    assert str(module.label) == "Listen to people"
    assert {one.id for one in module.evidence} >= {"xx:ev", "xx:u1.e1"}
    pages = [source.page for source in every(framework, "source")]
    assert sorted(pages) == ["http://www.a.org/u1/", "https://a.org/credit", "https://a.org/more"]
    assert {one.source for one in module.evidence if one.source} == {"xx:source-mine"}


def test_a_page_that_was_read_on_another_day_says_so(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"# A\n\n{UNIT}\n{ITEMS}")
    before, _ = encoded(tmp_path, sheet)
    page = every(before, "source")[0].page
    after, _ = encoded(tmp_path, sheet, table=f'{TABLE}\n[pages."{page}"]\nretrieved = "2026-12-24"\n')
    assert {source.retrieved for source in every(after, "source") if source.page == page} == {"2026-12-24"}


@pytest.mark.parametrize(("text", "code"), [("CHC/DE 003", "chc-de-003"), ("Ärzte 1.2", "rzte-1.2"), ("S1.", "s1")])
def test_codes_become_parts_of_ids(text: str, code: str) -> None:
    assert slug(text) == code


# What ships


def units() -> list[Unit]:
    if not all(path.exists() for path in SHEETS):
        pytest.skip("0 of 2 sheets are here")
    return [unit for path in SHEETS for unit in read_sheet(path).units]


def test_the_sheets_of_standards_and_training_are_read() -> None:
    found = units()
    standards = [unit for unit in found if unit.sheet == SHEETS[0].name]
    assert (len(standards), sum(len(unit.items) for unit in standards)) == (183, 1608)
    assert told(read_sheet(SHEETS[0]).problems) == [(908, "no-address"), (1210, "no-address")]
    assert sum(len(unit.items) for unit in found) > 2500


def test_what_ships_is_what_the_sheets_and_tables_give() -> None:
    units()
    here = ROOT / "docs" / "encoding"
    sheets = [read_sheet(path) for path in (*SHEETS, *sorted((here / "facts").glob("*.md")))]
    frameworks, problems = encode(sheets, read_tables(here / "specifications"), ROOT / "frameworks")
    assert len(frameworks) > 40
    for framework in frameworks:
        shipped = (ROOT / "frameworks" / f"{framework.id}.ttl").read_text(encoding="utf-8")
        assert write_framework(framework) == shipped, framework.id
    ours = {problem.code for problem in problems if not problem.sheet.endswith(".md")}
    assert ours == set(), [str(problem) for problem in problems if problem.code in ours]
    assert {"no-table", "two-tables", "differs", "no-element", "item-left"} & {one.code for one in problems} == set()
