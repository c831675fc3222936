"""What ships, and reading, checking and writing what does not; and the errors that all of it raises."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph import errors
from sswgraph.errors import (
    EditionError,
    InputError,
    InvalidFrameworkError,
    OutputExistsError,
    ParseError,
    SswgraphError,
    UnknownElementError,
    UnknownFormatError,
)
from sswgraph.exchange import check_bytes, parse_framework, read_framework
from sswgraph.graph import CompetencyGraph
from sswgraph.model import CheckResult, Competency, Evidence, Framework, Text
from tests.loops import some
from tests.test_reading import HEAD, competency

ROOT = Path(__file__).parent.parent
SHIPPED = sorted(path.stem for path in (ROOT / "frameworks").glob("*.ttl"))
GOOD = HEAD + competency()
GONE = "<https://w3id.org/sswgraph/id/za/no-such>"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(GOOD, encoding="utf-8")
    return path


# What ships


@pytest.mark.slow
def test_everything_that_ships_is_listed_and_loaded(g: CompetencyGraph) -> None:
    assert [summary.id for summary in ssw.frameworks()] == SHIPPED
    assert [framework.id for framework in g.frameworks] == SHIPPED
    for summary, framework in some(zip(ssw.frameworks(), g.frameworks, strict=True)):
        assert summary.title == framework.title
        assert summary.jurisdiction == framework.jurisdiction
        assert dict(summary.counts).get("cadre", 0) == len(framework.of_kind("cadre"))
        assert sum(count for kind, count in summary.counts) == len(framework)
        in_bases = sum(count for kind, count in summary.counts if kind != "source")
        assert summary.bases.stated + summary.bases.derived + summary.bases.draft == in_bases


def test_some_are_loaded_by_id() -> None:
    za = ssw.load("za")
    assert [framework.id for framework in za.frameworks] == ["za"]
    assert ssw.load("za", "za").frameworks == za.frameworks
    assert za["za"] == read_framework(ROOT / "frameworks" / "za.ttl")


@pytest.mark.parametrize("wanted", ["zaa", "ZA", "za.ttl", "", "../frameworks/za", "/etc/passwd", "za\0", "mappings"])
def test_an_id_that_does_not_ship_is_unknown(wanted: str) -> None:
    with pytest.raises(UnknownElementError) as caught:
        ssw.load(wanted)
    assert set(caught.value.near) <= set(SHIPPED)
    assert str(caught.value).endswith(("Did you mean za?", "List them with frameworks().")) or caught.value.near


@pytest.mark.parametrize(("wanted", "meant"), [("UG", "ug"), ("Uganda", "ug"), ("keny", "ke"), ("South Africa", "za")])
def test_a_framework_is_suggested_for_its_country(wanted: str, meant: str) -> None:
    with pytest.raises(UnknownElementError, match=f"There is no framework '{wanted}'. Did you mean {meant}"):
        ssw.load(wanted)
    with pytest.raises(UnknownElementError, match=f"Did you mean {meant}"):
        ssw.coverage(ssw.load(), wanted)


def test_the_near_id_of_a_misspelt_one_is_named() -> None:
    with pytest.raises(UnknownElementError, match="Did you mean za"):
        ssw.load("zaa")


@pytest.mark.parametrize("wanted", [None, 5, ["za"], Path("za")])
def test_what_is_no_id_is_told_in_plain_words(wanted: Any) -> None:
    with pytest.raises(SswgraphError, match=r"such as load\('ke', 'za'\), not"):
        ssw.load(wanted)


@pytest.mark.parametrize("wanted", ["za", None, ssw.load("za")])
def test_only_a_framework_is_written(wanted: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="write takes a Framework"):
        ssw.write(wanted, tmp_path / "mine.ttl")


# Reading


def test_a_path_is_read_and_never_guessed_from_an_id(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ssw.read(mine).frameworks == (parse_framework(GOOD),)
    assert ssw.read(str(mine)).frameworks == (parse_framework(GOOD),)
    monkeypatch.chdir(mine.parent)
    assert "xx:c" in ssw.read("mine.ttl")
    for wanted in ("za", Path("za")):
        with pytest.raises(InputError, match=r"load\('za'\)"):
            ssw.read(wanted)
        with pytest.raises(InputError, match=r"load\('za'\)"):
            ssw.check(wanted)
    with pytest.raises(FileNotFoundError):
        ssw.read("za.ttl")


def test_a_file_named_like_an_id_is_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "za").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UnknownFormatError):
        ssw.read("za")


@pytest.mark.parametrize("name", ["mine", "mine.txt", "mine.ttl.gz", "mine.json", "mine.html"])
def test_the_ending_says_the_format(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(GOOD, encoding="utf-8")
    for verb in (ssw.read, ssw.check):
        with pytest.raises(UnknownFormatError, match=r"\.ttl"):
            verb(tmp_path / name)
    (tmp_path / "mine.TTL").write_text(GOOD, encoding="utf-8")
    assert "xx:c" in ssw.read(tmp_path / "mine.TTL")


def test_a_file_is_read_on_top_of_a_base(mine: Path) -> None:
    base = ssw.load("za")
    graph = ssw.read(mine, base=base)
    assert [framework.id for framework in graph.frameworks] == ["xx", "za"]
    assert graph.mappings == base.mappings
    assert "xx:c" not in base
    assert graph.stamp().frameworks[1] == base.stamp().frameworks[0]


def test_a_second_edition_on_top_is_refused_with_both_and_the_way_out(mine: Path) -> None:
    base = ssw.read(mine)
    mine.write_text(GOOD.replace("a ssw:Framework ;", 'a ssw:Framework ; ssw:edition "2017" ;'), encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        ssw.read(mine, base=base)
    assert "2017" in str(caught.value)
    assert "no edition" in str(caught.value)
    assert "replace=True" in str(caught.value)
    assert "replace=True" not in caught.value.problem
    assert ssw.read(mine, base=base.without("xx"))["xx"].edition == "2017"
    assert ssw.read(mine, base=base, replace=True)["xx"].edition == "2017"
    assert ssw.read(ssw.read(mine).to_rdflib(), base=base, replace=True)["xx"].edition == "2017"
    assert base["xx"].edition is None


def test_an_own_edition_takes_the_place_of_what_ships(tmp_path: Path) -> None:
    base = ssw.load()
    newer = dataclasses.replace(base["psw"], edition="2027-01-01")
    graph = ssw.read(ssw.write(newer, tmp_path / "psw-2027.ttl"), base=base, replace=True)
    assert graph["psw"].edition == "2027-01-01"
    assert [framework.id for framework in graph.frameworks] == [framework.id for framework in base.frameworks]
    assert graph.mappings == base.mappings
    assert ssw.read(tmp_path / "psw-2027.ttl", base=ssw.load("za"), replace=True)["psw"].edition == "2027-01-01"


def test_what_replaces_an_edition_may_not_lean_on_it(mine: Path) -> None:
    mine.write_text(GOOD + competency("d"), encoding="utf-8")
    base = ssw.read(mine)
    mine.write_text(HEAD + competency("c", "; skos:broader xx:d"), encoding="utf-8")
    with pytest.raises(InvalidFrameworkError, match="xx:d"):
        ssw.read(mine, base=base, replace=True)


def test_a_file_that_breaks_rules_leaves_the_base_as_it_was(mine: Path) -> None:
    base = ssw.load("za")
    before = (base.frameworks, len(base), base.mappings)
    mine.write_text(GOOD + competency("d", f"; skos:broader {GONE}"), encoding="utf-8")
    with pytest.raises(InvalidFrameworkError) as caught:
        ssw.read(mine, base=base)
    assert caught.value.report.file == str(mine)
    assert (base.frameworks, len(base), base.mappings) == before
    assert "xx" in ssw.read(mine)


def test_a_mapping_table_is_read_on_top_of_a_base(tmp_path: Path) -> None:
    base = ssw.load("za")
    path = tmp_path / "mine.sssom.tsv"
    path.write_text(
        "#mapping_set_id: mine\n#curie_map:\n#  za: https://w3id.org/sswgraph/id/za/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\nza:c-254177\tskos:broadMatch\tza:c-98890-data\tx\n",
        encoding="utf-8",
    )
    graph = ssw.read(path, base=base)
    assert len(graph.mappings) == len(base.mappings) + 1
    assert graph.frameworks == base.frameworks
    assert len(ssw.read(path).mappings) == 1


# Checking

BAD = {
    "syntax": (b"@prefix", "syntax"),
    "html": (b"<html></html>", "syntax"),
    "no framework": (b"# nothing", "no-framework"),
    "dangling": ((HEAD + competency("c", "; skos:broader xx:gone")).encode(), "dangling-reference"),
    "unknown": (HEAD.replace("a ssw:Evidence", "a ssw:Evidense").encode(), "unknown-term"),
    "deep": (b"<http://a/b> <http://a/c> " + b"[" * 100_000, "syntax"),
}


@pytest.mark.parametrize(("data", "code"), BAD.values(), ids=BAD.keys())
def test_checking_tells_what_is_wrong(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(data)
    report = ssw.check(path)
    assert not report.conforms
    assert report.file == str(path)
    assert code in {result.code for result in report.results}
    assert all(isinstance(result, CheckResult) and str(result.message) and str(result.fix) for result in report.results)
    for row in report.rows():
        assert set(row) == {"file", *("line sheet row column cell code severity element message fix".split())}
    for lang in ("en", "fr"):
        assert report.rows(lang)[0]["message"]


@pytest.mark.parametrize("data", [b"", GOOD.encode("utf-16"), b"# \xe9", b"\x00"])
def test_what_is_no_text_is_a_finding_like_any_other(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(data)
    report = ssw.check(path)
    assert [one.code for one in report.results] == ["syntax"]
    assert not report.conforms
    with pytest.raises(ParseError) as caught:
        ssw.read(path)
    assert caught.value.problem in str(report)


def test_checking_a_good_file_finds_nothing(mine: Path) -> None:
    report = ssw.check(mine)
    assert report.conforms
    assert report.results == ()
    assert report.rows() == []


def test_checking_against_a_base_tells_what_dangles(mine: Path) -> None:
    mine.write_text(HEAD + competency("c", f"; skos:broader {GONE}"), encoding="utf-8")
    assert ssw.check(mine).conforms
    report = ssw.check(mine, base=ssw.load("za"))
    assert [(result.code, result.element) for result in report.results] == [("dangling-reference", "xx:c")]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_conforms(name: str, g: CompetencyGraph) -> None:
    report = ssw.check(ROOT / "frameworks" / f"{name}.ttl", base=g)
    assert report.of_severity("violation") == ()


# Writing


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".jsonld"])
def test_what_is_written_is_read_again(ending: str, tmp_path: Path) -> None:
    framework = parse_framework(GOOD)
    path = ssw.write(framework, tmp_path / f"mine{ending}")
    assert ssw.read(path).frameworks == (framework,)
    first = path.read_bytes()
    with pytest.raises(OutputExistsError):
        ssw.write(framework, path)
    ssw.write(framework, path, overwrite=True)
    assert path.read_bytes() == first
    assert b"\r" not in first


@pytest.mark.parametrize("name", ["mine", "mine.rdf", "mine.txt", ""])
def test_a_format_that_is_not_written_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises((UnknownFormatError, InputError)):
        ssw.write(parse_framework(GOOD), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_the_old_file(mine: Path) -> None:
    before = mine.read_bytes()
    broken = Framework(
        id="xx",
        label=Text.of(en="half \ud800"),
        elements=(Competency(id="xx:c", label=Text.of(en="c"), evidence=(Evidence(id="xx:e", basis="draft"),)),),
    )
    with pytest.raises(ValueError, match="surrogate"):
        ssw.write(broken, mine, overwrite=True)
    assert mine.read_bytes() == before
    assert list(mine.parent.iterdir()) == [mine]


WRITER = """
import sys
import sswgraph as ssw
framework = ssw.load("za")["za"]
print("ready", flush=True)
while True:
    ssw.write(framework, sys.argv[1], overwrite=True)
"""


@pytest.mark.slow
def test_a_framework_that_is_being_written_when_the_power_goes_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "za.ttl"
    whole = (ROOT / "frameworks" / "za.ttl").read_bytes()
    for _ in range(3):
        path.write_text(GOOD, encoding="utf-8")
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline().strip() == b"ready"
            until = time.monotonic() + 20
            while path.read_bytes() != whole and time.monotonic() < until:
                time.sleep(0.001)
            writer.kill()
        assert path.read_bytes() == whole


# Errors

ERRORS: list[tuple[SswgraphError, type[Exception]]] = [
    (ParseError("A problem.", file="f", line=1, column=2, hint="A hint."), ValueError),
    (ParseError("A problem."), ValueError),
    (InvalidFrameworkError(check_bytes(b"# nothing", "mine.ttl")), ValueError),
    (EditionError("Two."), ValueError),
    (errors.LineageError("xx", "psw"), ValueError),
    (errors.QueryError("No."), ValueError),
    (InputError("No."), ValueError),
    (UnknownElementError("za:x", ["za:y", "za:z"]), KeyError),
    (UnknownElementError(None), KeyError),
    (errors.LongIdError("x" * 5_000, 1_000), InputError),
    (UnknownFormatError("No."), LookupError),
    (OutputExistsError("There."), FileExistsError),
    (errors.MissingExtraError("excel", "openpyxl"), ImportError),
]


@pytest.mark.parametrize(("error", "builtin"), ERRORS, ids=[type(error).__name__ for error, _ in ERRORS])
def test_an_error_is_also_the_builtin_it_promises_and_can_be_sent(
    error: SswgraphError, builtin: type[Exception]
) -> None:
    assert isinstance(error, builtin)
    assert str(error)
    error.__cause__ = None
    for protocol in some(range(2, pickle.HIGHEST_PROTOCOL + 1)):
        back = pickle.loads(pickle.dumps(error, protocol))
        assert type(back) is type(error)
        assert (str(back), back.args, vars(back)) == (str(error), error.args, vars(error))
    assert str(copy.deepcopy(error)) == str(error)
    with pytest.raises(builtin):
        raise error


def test_every_error_is_in_the_tree_of_the_docstring_and_in_this_test() -> None:
    classes = {
        name: found
        for name, found in vars(errors).items()
        if inspect.isclass(found) and issubclass(found, Exception) and found.__module__ == errors.__name__
    }
    tried = {type(error).__name__ for error, _ in ERRORS}
    assert set(classes) - {"SswgraphError"} == tried
    for name, found in classes.items():
        assert issubclass(found, SswgraphError)
        assert name in str(errors.__doc__)


def test_errors_say_what_they_are_about() -> None:
    assert UnknownElementError("za:x", ["za:y", "za:z"]).near == ("za:y", "za:z")
    assert str(UnknownElementError("za:x", ["za:y"])) == "There is no element 'za:x' in this graph. Did you mean za:y?"


def test_a_report_of_what_is_wrong_survives_the_way_to_another_process(tmp_path: Path) -> None:
    with pytest.raises(InvalidFrameworkError) as caught:
        parse_framework(HEAD + competency("c", "; skos:broader xx:gone"))
    path = tmp_path / "error"
    path.write_bytes(pickle.dumps(caught.value))
    code = "import pickle, sys; from pathlib import Path; print(pickle.loads(Path(sys.argv[1]).read_bytes()))"
    env = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, env=env, check=True)
    assert done.stdout.strip() == str(caught.value)
