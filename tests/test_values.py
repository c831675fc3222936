"""Checks on values: a framework in memory gets the report that a file would get, without lines."""

from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, InvalidFrameworkError
from sswgraph.exchange import findings, write_framework
from sswgraph.exchange.statements import statements
from sswgraph.model import (
    Cadre,
    Competency,
    Evidence,
    Framework,
    Mapping,
    MappingSet,
    Requirement,
    Statement,
    Text,
    TrainingModule,
)
from sswgraph.model.mapping import PREDICATES
from tests.loops import some

ROOT = Path(__file__).parent.parent
DRAFT = (Evidence(id="xx:e", basis="draft"),)
LABEL = Text.of(en="home visits")


def framework(*elements: Any, **fields: Any) -> Framework:
    return Framework(**{"id": "xx", "label": Text.of(en="Example"), "elements": elements, **fields})


def module(**fields: Any) -> TrainingModule:
    return TrainingModule(**{"id": "xx:m", "label": LABEL, "evidence": DRAFT, **fields})


def violations(*elements: Any, **fields: Any) -> list[tuple[str, str | None]]:
    report = ssw.check(framework(*elements, **fields))
    assert all(result.line is None for result in report.results)
    return [(result.code, result.element) for result in report.of_severity("violation")]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("label", "home visits", "wrong-datatype"),
        ("label", Text(), "missing-value"),
        ("label", Text((("en", "one"), ("en", "other"))), "two-labels-in-one-language"),
        ("label", Text((("english", "one"),)), "language-tag"),
        ("label", Text((("", "one"),)), "no-language-tag"),
        ("label", Text([("en", "one")]), "wrong-datatype"),  # type: ignore[arg-type]
        ("prerequisite", [], "wrong-datatype"),
        ("prerequisite", "xx:m", "wrong-datatype"),
        ("prerequisite", (5,), "wrong-datatype"),
        ("prerequisite", ("xx:nothing",), "dangling-reference"),
        ("prerequisite", ("xx:Nothing at all",), "bad-id"),
        ("prerequisite", ("xx",), "wrong-kind"),
        ("prerequisite", ("xx:m",), "cycle-prerequisite"),
        ("registered_from", "2020-01-01", "wrong-datatype"),
        ("credits", float("nan"), "wrong-datatype"),
        ("credits", Decimal("NaN"), "wrong-datatype"),
        ("credits", Decimal(10) ** 30, "wrong-datatype"),
        ("credits", True, "wrong-datatype"),
        ("notional_hours", -3, "negative-number"),
        ("awardable", "yes", "wrong-datatype"),
        ("duration", "nine months", "wrong-datatype"),
        ("credit_system", "euro", "wrong-code"),
        ("jurisdiction", ("Kenya",), "jurisdiction"),
        ("language", ("English",), "language-tag"),
        ("evidence", (), "no-evidence"),
        ("evidence", list(DRAFT), "wrong-datatype"),
        ("evidence", ("xx:e",), "wrong-datatype"),
        ("evidence", (Evidence(id="xx:e", basis="guess"),), "wrong-code"),  # type: ignore[arg-type]
        ("evidence", (Evidence(id="xx:e", basis="stated"),), "no-source"),
    ],
)
def test_a_value_that_breaks_a_rule_is_told_by_element(field: str, value: Any, code: str) -> None:
    element = "xx:e" if field == "evidence" and isinstance(value, tuple) and isinstance(value[:1], tuple) else "xx:m"
    element = element if code in ("wrong-code", "no-source") and field == "evidence" else "xx:m"
    assert violations(module(**{field: value})) == [(code, element)]


def test_the_parts_and_ids_of_a_framework_are_checked() -> None:
    assert violations(module(), module(label=Text.of(en="other"))) == [("duplicate-id", "xx:m")]
    assert violations("xx:m") == [("wrong-datatype", "xx")]
    assert violations(elements=[module()]) == [("wrong-datatype", "xx")]
    assert violations(module(id="yy:m")) == [("wrong-framework", "yy:m")]
    assert violations(module(id="xx:M")) == [("bad-id", "xx:M")]
    assert violations(module(id=5)) == [("bad-id", None)]
    assert [code for code, _ in violations(id="No Id")] == ["bad-id"]
    lacking = Requirement(id="xx:r", cadre="", competency=None, evidence=DRAFT)  # type: ignore[arg-type]
    assert violations(lacking) == [("missing-value", "xx:r"), ("missing-value", "xx:r")]


def test_several_breaches_are_told_at_once_and_the_report_is_a_value() -> None:
    worker = Cadre(id="xx:w", label="worker", performs=["xx:nothing"])  # type: ignore[arg-type]
    report = ssw.check(framework(worker))
    codes = ["dangling-reference", "no-evidence", "wrong-datatype", "wrong-datatype"]
    assert sorted(result.code for result in report.of_severity("violation")) == codes
    assert pickle.loads(pickle.dumps(report)) == report == ssw.check(framework(worker))
    assert "ssw:performs cannot be '['xx:nothing']'; it takes a tuple." in str(report)


@pytest.mark.parametrize(
    ("element", "code", "words"),
    [
        (
            module(label=Text((("en-GB", "Listening"),))),
            "language-tag",
            "write 'en-gb', or make the text with Text.of.",
        ),
        (Competency(id="xx:c", label=LABEL, evidence=DRAFT, scale=""), "wrong-datatype", "ssw:scale cannot be ''"),
        (Cadre(id="xx:w", label=Text.of(en="worker"), list_reach=5), "wrong-datatype", "ssw:listReach cannot be '5'"),  # type: ignore[arg-type]
        *(
            (
                Statement(id="xx:s", subject="xx:w", predicate="https://example.org/p", value="1", datatype=datatype),  # type: ignore[arg-type]
                "wrong-datatype",
                "datatype cannot be",
            )
            for datatype in (None, "", "@", "@two words", "two words", ("string",))
        ),
    ],
)
def test_what_no_file_could_hold_is_told_and_not_stumbled_over(element: Any, code: str, words: str) -> None:
    found = [one for one in ssw.check(framework(element)).of_severity("violation") if one.code == code]
    assert words in "; ".join(map(str, found))


@pytest.mark.parametrize("datatype", ["id", "@fr", "integer", "https://example.org/type"])
def test_what_says_how_to_read_a_statement_is_kept(datatype: str) -> None:
    stated = Statement(id="xx:s", subject="xx:w", predicate="https://example.org/p", value="xx:w", datatype=datatype)
    assert "wrong-datatype" not in {one.code for one in ssw.check(framework(stated)).results}


def test_what_is_good_conforms_and_may_refer_to_what_is_known() -> None:
    other = framework(module(id="yy:m", evidence=(Evidence(id="yy:e", basis="draft"),)), id="yy")
    mine = framework(module(prerequisite=("yy:m",)))
    assert ssw.check(mine, base=ssw.CompetencyGraph([other])).conforms
    broken = framework(module(prerequisite=("yy:gone",)))
    assert not ssw.check(broken, base=ssw.CompetencyGraph([other])).conforms
    assert [report.conforms for report in ssw.check([mine, broken, other])] == [True, False, True]


def test_files_that_are_checked_together_may_refer_to_each_other(tmp_path: Path) -> None:
    def saved(name: str, *nodes: Any, id: str = "xx") -> Path:
        return ssw.write(framework(*nodes, id=id), tmp_path / name)

    def codes(*paths: Path) -> list[list[str]]:
        reports = ssw.check(list(paths))
        return [[one.code for one in report.results if one.code != "topic-absent"] for report in reports]

    other = saved("other.ttl", module(id="yy:m", evidence=(Evidence(id="yy:e", basis="draft"),)), id="yy")
    mine = saved("mine.ttl", module(prerequisite=("yy:m",)))
    gone = saved("gone.ttl", module(id="xx:n", prerequisite=("yy:gone",)))
    assert codes(mine) == [["external-reference"]]
    assert codes(mine, other) == [[], []]
    assert codes(gone, other) == [["dangling-reference"], []]
    table = tmp_path / "ties.sssom.tsv"
    table.write_text(
        "#curie_map:\n#  xx: https://w3id.org/sswgraph/id/xx/\n#  yy: https://w3id.org/sswgraph/id/yy/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "xx:m\tskos:exactMatch\tyy:m\tsemapv:ManualMappingCuration\n"
    )
    assert codes(mine, table) == [["external-reference"], ["external-reference"]]
    assert codes(mine, other, table) == [[], [], []]
    later = saved("later.ttl", id="yy")
    assert codes(mine, other, later)[0] == ["external-reference"]


def test_a_newer_edition_is_not_excused_by_the_one_that_is_known() -> None:
    old = framework(module(), module(id="xx:n"))
    new = framework(module(prerequisite=("xx:n",)))
    assert not ssw.check(new, base=ssw.CompetencyGraph([old])).conforms


def test_a_file_and_its_value_get_the_same_findings() -> None:
    g = ssw.load()
    for name in some(("za", "psw", "cdw", "asean-sp")):
        from_file = ssw.check(ROOT / "frameworks" / f"{name}.ttl", base=g)
        assert {replace(result, line=None) for result in from_file.results} == set(ssw.check(g[name], base=g).results)


def test_a_graph_refuses_what_check_refuses() -> None:
    broken = framework(module(notional_hours=-3))
    with pytest.raises(InvalidFrameworkError, match="negative") as caught:
        ssw.CompetencyGraph([broken])
    assert caught.value.report.results == ssw.check(broken).of_severity("violation")
    with pytest.raises(InvalidFrameworkError):
        ssw.CompetencyGraph().with_framework(broken)
    with pytest.raises(InputError, match="not str"):
        ssw.CompetencyGraph(["za"])  # type: ignore[list-item]


def test_what_was_read_is_not_checked_again_but_a_changed_copy_is(monkeypatch: pytest.MonkeyPatch) -> None:
    read = ssw.load("za")["za"]
    changed = replace(read, label=Text())
    with pytest.raises(InvalidFrameworkError):
        ssw.CompetencyGraph([changed])
    monkeypatch.setattr(findings, "check_rules", None)
    assert ssw.CompetencyGraph([read])["za"] is read
    with pytest.raises(TypeError):
        ssw.CompetencyGraph([changed])


def test_lines_are_looked_for_only_where_a_report_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ssw.adapt(ssw.load("psw")["psw"], id="xx", jurisdiction="UG")
    path = ssw.write(made, tmp_path / "xx.ttl")
    report = ssw.check(path)
    assert report.results
    assert all(result.line for result in report.results if result.element)
    monkeypatch.setattr(findings, "Places", None)
    assert ssw.read(path)["xx"] == made
    with pytest.raises(TypeError):
        _ = ssw.check(path).results


def test_statements_are_those_of_the_file() -> None:
    for name in some(("za", "psw", "generic")):
        framework = ssw.load(name)[name]
        turtle = ox.parse(write_framework(framework).encode(), format=ox.RdfFormat.TURTLE)
        assert {quad.triple for quad in turtle} == set(statements(framework))


def test_what_no_file_can_hold_is_not_written_and_told(tmp_path: Path) -> None:
    worker = Competency(id="xx:not an id", label=LABEL, evidence=DRAFT)
    with pytest.raises(InvalidFrameworkError, match="bad-id"):
        ssw.write(framework(worker), tmp_path / "mine.ttl")
    assert list(tmp_path.iterdir()) == []


def test_what_no_file_can_hold_is_refused_by_a_verb_as_well() -> None:
    one, broken = framework(module(), id="yy"), framework(module(derived_from=("no id",)))
    with pytest.raises(InvalidFrameworkError, match="bad-id"):
        ssw.compare(ssw.CompetencyGraph(), one, broken)


def test_a_mapping_set_in_memory_is_checked_as_its_table_is() -> None:
    row = Mapping(subject="za:gone", relation="exact", object="yy:a")
    odd = Mapping(subject="no id", relation="exact", object="za:social-worker", confidence=Decimal(2))
    report = ssw.check(MappingSet(id="mine", mappings=(row, odd)), base=ssw.load("za"))
    assert [result.code for result in report.of_severity("violation")] == ["bad-id", "wrong-datatype", "missing-end"]
    assert [result.code for result in report.of_severity("info")] == ["external-reference"]
    assert [result.code for result in ssw.check(MappingSet(id="mine")).results] == ["no-mappings"]


def test_what_is_none_of_these_is_refused() -> None:
    with pytest.raises(InputError, match="a path, a Framework or a MappingSet, not int"):
        ssw.check(5)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        *((PREDICATES[name], f"Did you mean '{name}'") for name in PREDICATES),
        ("http://www.w3.org/2004/02/skos/core#closeMatch", "Did you mean 'close'"),
        ("exactMatch", "Did you mean 'exact'"),
        ("recognized", "Did you mean 'recognised'"),
        ("same", "Known: exact, close, broad"),
        ("", "Known: exact"),
        (None, "Known: exact"),
        (["exact"], "There is no relation"),
    ],
)
def test_a_mapping_of_no_relation_is_refused_with_the_one_that_is_meant(given: Any, meant: str) -> None:
    with pytest.raises(InputError, match=meant):
        Mapping(subject="xx:a", relation=given, object="yy:a")
