"""Results as files, as plain data, and exported: whole or not there, the same bytes, errors that say what to do."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from docs import make_json
from sswgraph.errors import InputError, MissingExtraError, OutputExistsError, UnknownElementError, UnknownFormatError
from sswgraph.exchange.plain import parse_profile, read_profile, to_plain, to_plain_list
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.export import export_format, exported
from sswgraph.model import Candidate, Mapping, MappingSet, Profile, Text
from sswgraph.model.shown import Shown
from sswgraph.pages.page import page_of
from sswgraph.render.output import as_json, put
from tests import samples, toy
from tests.loops import some

ROOT = Path(__file__).parent.parent
JSON_PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: ([\w-]+) -->\n```json\n(.*?)```", JSON_PAGE, re.DOTALL))


def _left(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


TEXT = ("html", "json", "md")


def test_formats_are_named_without_loading_any() -> None:
    code = "import sys, sswgraph as s; s.formats(); print({*sys.modules} & {'docx', 'typst', 'jinja2', 'xlsxwriter'})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
    assert set(TEXT) | {"docx", "pdf", "xlsx"} == set(ssw.formats())


def test_others_may_add_a_format(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    point = EntryPoint("txt", "tests.samples:upside_down", "sswgraph.renderers")
    found = {"sswgraph.renderers": [point]}
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: found.get(group, []))
    assert "txt" in ssw.formats()
    assert ssw.save(samples.gap(), tmp_path / "x.txt").read_bytes() == b"rollesnuoc ot repleh morf :gnissim si tahW"


@pytest.mark.parametrize(
    ("package", "extra", "ending"),
    [("docx", "documents", "docx"), ("typst", "documents", "pdf"), ("xlsxwriter", "excel", "xlsx")],
)
def test_without_the_extra_the_command_that_installs_it_is_named(
    package: str, extra: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers = tuple(f"sswgraph.render.{name}" for name in ("word", "pdf", "xlsx"))
    for name in [name for name in sys.modules if name.startswith(writers)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf'pip install (-e ".\[{extra}\]"|".\[{extra}\]"|"[a-z])'):
        ssw.save(samples.gap(), tmp_path / f"x.{ending}")
    assert _left(tmp_path) == []


@pytest.mark.parametrize("name", samples.everything())
@pytest.mark.parametrize("ending", TEXT)
def test_every_result_can_be_saved_in_every_format(name: str, ending: str, tmp_path: Path) -> None:
    value = samples.everything()[name]
    path = ssw.save(value, tmp_path / f"x.{ending}", lang="fr")
    data = path.read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    text = data.decode("utf-8")
    start = {"html": "<!DOCTYPE html>", "md": "# ", "json": "{"}[ending]
    assert text.startswith(start)
    if ending == "json":
        assert json.loads(text) == to_plain(value, "fr")
    assert _left(tmp_path) == [f"x.{ending}"]


def test_the_format_can_be_named_apart_from_the_ending(tmp_path: Path) -> None:
    assert ssw.save(samples.gap(), tmp_path / "x.txt", format="md").read_text(encoding="utf-8").startswith("# ")
    assert ssw.save(samples.gap(), str(tmp_path / "X.HTML")).read_text(encoding="utf-8").startswith("<!DOCTYPE")


@pytest.mark.parametrize(
    ("name", "problem"),
    [("x.odt", "writes 'odt'. Known: .docx, .html, .json, .md, .pdf, .xlsx, .tsv, .svg."), ("x", "no ending")],
)
def test_an_unknown_ending_names_the_known_ones(name: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=re.escape(problem)):
        ssw.save(samples.gap(), tmp_path / name)
    assert _left(tmp_path) == []


def test_a_table_is_offered_only_where_there_are_rows(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"'tsv'\. Known: .*\.xlsx\.$"):
        ssw.save(samples.gap().target, tmp_path / "x.tsv")


def test_a_framework_as_turtle_belongs_to_write(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"write\(framework"):
        ssw.save(toy.framework(toy.cadre("a")), tmp_path / "x.ttl")


def test_a_file_that_is_there_stays_unless_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(OutputExistsError, match=r"exists.*overwrite=True"):
        ssw.save(samples.gap(), path)
    assert path.read_text(encoding="utf-8") == "old"
    ssw.save(samples.gap(), path, overwrite=True)
    assert json.loads(path.read_text(encoding="utf-8"))["result"] == "gap"


def test_a_folder_or_a_missing_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        ssw.save(samples.gap(), tmp_path / "folder.html")
    with pytest.raises(InputError, match="There is no folder"):
        ssw.save(samples.gap(), tmp_path / "nowhere" / "x.html")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_the_old_file_survives_a_failure_and_nothing_is_left_lying(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.html"
    path.write_text("old", encoding="utf-8")

    def fails(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", fails) if step == "fsync" else (Path, "replace", fails)))
    with pytest.raises(OSError, match="No space left"):
        ssw.save(samples.gap(), path, overwrite=True)
    assert path.read_text(encoding="utf-8") == "old"
    assert _left(tmp_path) == ["x.html"]


def test_a_file_that_another_program_holds_is_told_with_a_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.html").write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError, match="Close it if another program has it open"):
        ssw.save(samples.gap(), tmp_path / "x.html", overwrite=True)


def test_a_value_without_a_form_leaves_no_file(tmp_path: Path) -> None:
    for ending in ssw.formats():
        with pytest.raises(InputError):
            ssw.save(object(), tmp_path / f"x.{ending}")
    assert _left(tmp_path) == []


@pytest.mark.slow
def test_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    code = (
        "import sys, sswgraph as s; from tests import samples; from pathlib import Path\n"
        "for name, value in samples.everything().items():\n"
        "    for ending in s.formats(): s.save(value, Path(sys.argv[1]) / f'{name}.{ending}')"
    )
    made = []
    for seed in ("1", "77"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, env=environment, check=True)
        made.append({entry.name: entry.read_bytes() for entry in folder.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == len(samples.everything()) * len(ssw.formats())


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
@pytest.mark.parametrize("ending", TEXT)
def test_hostile_texts_are_saved_and_can_be_read_back(text: str, ending: str, tmp_path: Path) -> None:
    between, way = samples.with_text(text)
    for name, value in (("gap", between), ("plan", way)):
        written = ssw.save(value, tmp_path / f"{name}.{ending}").read_text(encoding="utf-8")
        if ending == "json":
            assert json.loads(written)["target_label"]["en"] == text


# Plain data


@pytest.mark.parametrize("name", [name for name in samples.everything() if name != "profile"])
def test_the_documented_examples_are_what_comes_out(name: str) -> None:
    assert json.loads(EXAMPLES[name]) == to_plain(samples.everything()[name]), "run python -m docs.make_json"
    assert list(json.loads(EXAMPLES[name])) == list(to_plain(samples.everything()[name]))


def test_every_key_is_described() -> None:
    """Of the results of the tests and of everything inside them, from the fields and their docstrings."""
    described = {name: dict(make_json.keys(value)) for name, value in make_json.values().items()}
    assert not [(name, key) for name, keys in described.items() for key, text in keys.items() if not text]
    alone = [one for one in samples.everything().values() if isinstance(one, Shown) and one.kind != "routes"]
    for value in some(alone):
        assert {*described[type(value).__name__]} == {*to_plain(value)} - {"result", "shape", "lang"}
    assert make_json.renewed(JSON_PAGE) == JSON_PAGE, "run python -m docs.make_json"


def test_the_documented_profile_can_be_read(g: CompetencyGraph) -> None:
    profile = parse_profile(EXAMPLES["profile"])
    assert profile.holdings[1].basis == "self-rated"
    assert {holding.competency for holding in profile.holdings} <= {c.id for c in g.competencies}
    assert ssw.gap(g, profile, "za:social-auxiliary-worker").items


@pytest.mark.parametrize("name", ["gap", "plan"])
def test_conditions_and_limits_come_before_all_else(name: str) -> None:
    keys = list(to_plain(samples.everything()[name]))
    assert keys[:6] == ["result", "shape", "lang", "obligations", "conditions", "limits"]


def test_sentences_follow_the_language_and_codes_do_not() -> None:
    english, french = to_plain(samples.gap()), to_plain(samples.gap(), "fr")
    assert english["notes"][0]["code"] == french["notes"][0]["code"] == "gap.assumed"
    assert english["notes"][0]["text"] != french["notes"][0]["text"]


def test_numbers_dates_and_texts_are_plain() -> None:
    plain = to_plain(samples.plan())
    assert plain["lines"][0]["volumes"] == {"notionalHours": 120, "credits:saqa-credit": 12.5}
    assert isinstance(plain["hours"], int)
    assert plain["as_of"] == date(2026, 11, 21).isoformat()
    several = Text((("en", "first"), ("en", "second")))
    element = to_plain(toy.cadre("a", alt_label=several))
    assert element["alt_label"] == {"en": ["first", "second"]}
    assert element["label"] == {"en": "a"}
    assert to_plain(Mapping(subject="a", relation="close", object="b", confidence=Decimal("0.90")))["confidence"] == 0.9
    json.dumps(to_plain(page_of(samples.plan())))


def test_lists_say_what_they_hold_even_when_empty() -> None:
    assert to_plain_list("candidates", [])["candidates"] == []
    both = to_plain([samples.report(), samples.report(results=())])
    assert both["conforms"] is False
    assert [report["conforms"] for report in both["reports"]] == [False, True]


@pytest.mark.parametrize("value", [3, None, "text", [], [1], Text.of(en="x"), Candidate])
def test_what_has_no_shape_is_an_input_error(value: Any) -> None:
    with pytest.raises(InputError, match="has no JSON shape"):
        to_plain(value)


# Profiles


def test_a_profile_comes_back_as_it_was_written(g: CompetencyGraph) -> None:
    held = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker").profile
    assert held.holdings
    assert parse_profile(as_json(to_plain(held))) == held


def test_a_profile_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_bytes(b'\xef\xbb\xbf{"completed": ["za:60209"]}')
    assert read_profile(file) == Profile(completed=("za:60209",))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "p.json, line 1, column 1: this is not JSON"),
        ("[]", "p.json: a profile is an object"),
        ('{"result": "gap"}', "p.json: this holds a gap, not a profile."),
        ('{"holding": []}', "p.json: there is no field 'holding'. Did you mean 'holdings'?"),
        ('{"xyzzy": 1}', "Known here: holdings, completed, title."),
        ('{"holdings": [{"competence": "za:x"}]}', "holdings[0]: there is no field 'competence'"),
        ('{"holdings": [{"level": "za:l"}]}', "holdings[0].competency is missing."),
        (
            '{"holdings": [{"competency": "za:x", "level": 3}]}',
            "holdings[0].level: expected text, not 3.",
        ),
        (
            '{"holdings": [{"competency": "za:x", "basis": "guess"}]}',
            "holdings[0].basis: expected 'certified', 'assessed', 'supervisor-rated', 'self-rated' or",
        ),
        ('{"holdings": 5}', "holdings: expected a list, not 5."),
        ('{"holdings": {"za:x": null}}', "holdings: expected a list"),
        ('{"holdings": ["za:x"]}', 'holdings[0]: expected an object, not "za:x".'),
        ('{"holdings": [{"competency": "za:x", "optional": "perhaps"}]}', "holdings[0].optional: expected true or"),
        ('{"completed": ["za:x", null]}', "completed[1]: expected text, not null."),
        ('{"title": "a", "title": "b"}', "p.json: 'title' is repeated."),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_bad_profile_names_the_file_the_field_and_what_belongs_there(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=re.escape(problem)) as caught:
        parse_profile(text, file="p.json")
    assert str(caught.value).startswith("p.json")


def test_a_profile_that_is_no_text_or_too_large_is_told(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_bytes(b'{"title": "\xff"}')
    with pytest.raises(InputError, match=r"not UTF-8 text \(byte 11\)"):
        read_profile(file)
    with file.open("wb") as stream:
        stream.truncate(10_000_001)
    with pytest.raises(InputError, match="more than 10 MB"):
        read_profile(file)
    with pytest.raises(FileNotFoundError):
        read_profile(tmp_path / "nowhere.json")


def test_doors_open_late() -> None:
    """Neither pydantic nor jinja2 is imported before a profile is read or a page is drawn."""
    code = (
        "import sys, sswgraph.exchange.plain, sswgraph.render.html, sswgraph.pages.page, sswgraph.render;"
        "print([m for m in ('pydantic', 'jinja2', 'rich', 'click') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Export


def test_a_framework_is_exported_in_its_canonical_form(g: CompetencyGraph) -> None:
    assert exported(g, "za", "turtle") == (ROOT / "frameworks" / "za.ttl").read_text(encoding="utf-8")


@pytest.mark.slow
def test_graphml_can_be_read_by_others_and_has_the_same_nodes(g: CompetencyGraph) -> None:
    import networkx

    read = networkx.parse_graphml(exported(g, "all", "graphml"), force_multigraph=True)
    made = g.to_networkx()
    assert set(read.nodes) == set(made.nodes)
    assert read.number_of_edges() == made.number_of_edges()


@pytest.mark.slow
def test_all_frameworks_as_turtle_hold_the_mappings_too(g: CompetencyGraph) -> None:
    text = exported(g, "all", "turtle")
    assert len(g.mappings) > 0
    assert "sssom" in text or "Match" in text


@pytest.mark.parametrize(("kind", "ending"), [("turtle", ".ttl"), ("ntriples", ".nt"), ("jsonld", ".jsonld")])
def test_an_exported_framework_is_what_write_writes(kind: str, ending: str, g: CompetencyGraph, tmp_path: Path) -> None:
    path = ssw.write(g["za"], tmp_path / f"za{ending}")
    assert exported(g, "za", export_format(path)) == path.read_text(encoding="utf-8")
    assert export_format(path) == kind


def test_all_frameworks_hold_the_same_statements_in_every_format() -> None:
    import rdflib

    row = Mapping(subject="t:a", relation="exact", object="za:x")
    g = toy.graph(toy.competency("a")).with_mappings(MappingSet(id="m", mappings=(row,)))
    names = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld"}
    told = {kind: set(rdflib.Graph().parse(data=exported(g, "all", kind), format=names[kind])) for kind in names}
    assert told["jsonld"] == told["ntriples"] == told["turtle"] == set(g.to_rdflib())
    match = rdflib.URIRef("http://www.w3.org/2004/02/skos/core#exactMatch")
    assert len([one for one in told["jsonld"] if one[1] == match]) == 1


def test_what_cannot_be_exported_is_told(g: CompetencyGraph) -> None:
    with pytest.raises(UnknownElementError, match="Did you mean za"):
        exported(g, "zaa", "turtle")
    with pytest.raises(InputError, match="Its framework is 'za'"):
        exported(g, "za:social-worker", "turtle")
    with pytest.raises(UnknownFormatError, match="Known: graphml, jsonld, ntriples, turtle"):
        exported(g, "za", "gexf")


def test_text_is_put_as_it_is(tmp_path: Path) -> None:
    assert put(tmp_path / "a.txt", "é\n").read_bytes() == b"\xc3\xa9\n"
