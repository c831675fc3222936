"""Mapping tables on top of frameworks: what is refused when one is loaded, and what a check of one finds."""

from __future__ import annotations

from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.errors import ParseError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages
from sswgraph.model import CheckResult
from tests import toy
from tests.loops import some
from tests.test_sssom import SHIPPED, table

HEADER = "#curie_map:\n" + "".join(f"#  {name}: https://w3id.org/sswgraph/id/{name}/\n" for name in ("t", "zz"))
GOOD = {"subject_id": "t:listen", "object_id": "zz:elsewhere"}
MISSING = {"subject_id": "t:listen", "object_id": "t:lisen"}
JUSTIFIED = "semapv:ManualMappingCuration"


@pytest.fixture(scope="module")
def g() -> CompetencyGraph:
    return toy.graph(toy.competency("listen"), toy.competency("write"))


def saved(folder: Path, *rows: dict[str, str], text: str | None = None) -> Path:
    path = folder / "mine.sssom.tsv"
    path.write_text(table(*rows, header=HEADER) if text is None else text, encoding="utf-8")
    return path


def found(path: Path, base: CompetencyGraph | None = None) -> dict[str, list[CheckResult]]:
    results = ssw.check(path, base=base).results
    return {code: [one for one in results if one.code == code] for code in {one.code for one in results}}


def test_an_end_that_its_framework_has_not_is_refused_with_row_and_nearest_id(
    g: CompetencyGraph, tmp_path: Path
) -> None:
    path = saved(tmp_path, GOOD, MISSING, {"subject_id": "t:wrote", "object_id": "t:write"})
    with pytest.raises(ParseError) as caught:
        ssw.read(path, base=g)
    line = path.read_text(encoding="utf-8").splitlines().index("t:listen\tskos:exactMatch\tt:lisen\t" + JUSTIFIED) + 1
    assert (caught.value.file, caught.value.line) == (str(path), line)
    assert "object_id 't:lisen'" in str(caught.value)
    assert "1 more" in str(caught.value)
    assert "t:listen" in caught.value.hint


def test_an_end_in_a_framework_that_is_not_loaded_stays_external(g: CompetencyGraph, tmp_path: Path) -> None:
    path = saved(tmp_path, GOOD, {"subject_id": "t:write", "object_id": "https://example.org/x"})
    assert len(ssw.read(path, base=g).mappings) == 2
    (external,) = ssw.check(path, base=g).results
    assert (external.code, external.severity) == ("external-reference", "info")
    assert dict(external.message.parameters) == {"element": "", "framework": "zz", "n": 1}
    assert len(ssw.read(saved(tmp_path, MISSING)).mappings) == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_ships_has_both_ends_of_every_row(path: Path) -> None:
    assert ssw.check(path, base=ssw.load()).results == ()


def test_a_check_tells_every_end_and_every_row_that_is_wrong(g: CompetencyGraph, tmp_path: Path) -> None:
    path = saved(tmp_path, MISSING, {"predicate_id": "skos:odd"}, GOOD, {**GOOD, "confidence": "2"}, GOOD)
    told = found(path, g)
    top = HEADER.count("\n") + 1
    assert [one.line for one in told["syntax"]] == [top + 2, top + 4]
    (end,) = told["missing-end"]
    assert (end.line, end.element) == (top + 1, "t:listen skos:exactMatch t:lisen")
    assert "t:listen" in str(end.fix)
    assert not ssw.check(path, base=g).conforms


def test_a_column_that_nothing_reads_is_told_with_its_name_and_place(tmp_path: Path) -> None:
    path = saved(tmp_path, {**GOOD, "subject_label": "listen", "confidense": "0.9", "confidence": "1"})
    (column,) = found(path)["unknown-column"]
    assert (column.severity, column.line) == ("info", HEADER.count("\n") + 1)
    parameters = dict(column.message.parameters)
    assert (parameters["column"], parameters["place"], parameters["near"]) == ("confidense", 6, "confidence")


def test_a_declared_column_is_known(tmp_path: Path) -> None:
    declared = "#extension_definitions:\n#- slot_name: ours\n#  property: https://example.org/ours\n"
    text = table({**GOOD, "ours": "x"}, header=HEADER + declared)
    assert "unknown-column" not in found(saved(tmp_path, text=text))


@pytest.mark.parametrize("text", ["", " \n", "\ufeff", HEADER, table(header=HEADER)])
def test_a_table_without_rows_is_told_as_a_table(text: str, tmp_path: Path) -> None:
    (only,) = ssw.check(saved(tmp_path, text=text)).results
    assert only.code == ("no-mappings" if "subject_id" in text else "syntax")
    assert "framework" not in f"{only.message} {only.fix}"
    for lang in some(languages()):
        assert "{" not in only.render(lang)
