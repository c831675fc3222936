"""The compiled form of what ships gives the values that the texts give, or nothing."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import pickle
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph import catalogue, exchange
from sswgraph.exchange import compiled as form
from sswgraph.exchange.compiled import Pack, packed
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Framework, MappingSet, on_demand
from sswgraph.model.framework import keeps_rules
from sswgraph.model.on_demand import parts_of
from sswgraph.testing import frameworks
from tests.loops import some

ROOT = Path(__file__).parent.parent
FILES = sorted([*(ROOT / "frameworks").glob("*.ttl"), *(ROOT / "frameworks" / "mappings").glob("*.sssom.tsv")])


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def pack() -> bytes:
    return catalogue.compiled()


@pytest.fixture(scope="module")
def shipped() -> dict[str, Framework | MappingSet]:
    g = ssw.load()
    tables = {path.name: ssw.read_sssom(path) for path in FILES if path.suffix == ".tsv"}
    return {**{f"{one.id}.ttl": one for one in g.frameworks}, **tables}


def test_every_shipped_file_is_in_it_value_for_value(pack: bytes, shipped: dict[str, Framework | MappingSet]) -> None:
    read = Pack(pack)
    for path in some(FILES):
        value = read.value(path.name, digest(path))
        assert value == shipped[path.name], path.name
        assert value is not shipped[path.name]
        assert hash(value) == hash(shipped[path.name])
        if isinstance(value, Framework):
            assert keeps_rules(value)


def test_the_same_values_give_the_same_bytes(pack: bytes) -> None:
    assert catalogue.compiled() == pack


def test_another_text_or_name_has_no_compiled_form(pack: bytes) -> None:
    read, za = Pack(pack), ROOT / "frameworks" / "za.ttl"
    assert read.value("za.ttl", digest(za)) is not None
    assert read.value("za.ttl", digest(ROOT / "frameworks" / "ug.ttl")) is None
    assert read.value("ug.ttl", digest(za)) is None
    assert read.value("nothing.ttl", digest(za)) is None


@pytest.mark.parametrize("at", [0, 30, 64, 65, 100, 5_000, 200_000, -2_000, -1])
def test_what_was_tampered_with_is_not_used(at: int, pack: bytes, shipped: dict[str, Framework | MappingSet]) -> None:
    changed = bytearray(pack)
    changed[at] ^= 1
    read = Pack(bytes(changed))
    found = [read.value(path.name, digest(path)) for path in some(FILES)]
    assert None in found
    assert all(value is None or value == shipped[path.name] for path, value in zip(FILES, found, strict=True))


@pytest.mark.parametrize("length", [0, 1, 64, 65, 66, 1_000, 1_000_000])
def test_what_was_cut_short_is_not_used(length: int, pack: bytes) -> None:
    read = Pack(pack[:length])
    assert None in [read.value(path.name, digest(path)) for path in some(FILES)]


def test_another_edition_of_the_classes_reads_the_texts(pack: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "fingerprint", lambda: "another")
    assert Pack(pack).value("za.ttl", digest(ROOT / "frameworks" / "za.ttl")) is None


def test_the_text_is_read_where_it_was_edited(tmp_path: Path, pack: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "frameworks").mkdir()
    text = (ROOT / "frameworks" / "rw.ttl").read_text(encoding="utf-8")
    (tmp_path / "frameworks" / "rw.ttl").write_text(text, encoding="utf-8")
    (tmp_path / catalogue.COMPILED).write_bytes(pack)
    monkeypatch.setattr(catalogue, "shipped", lambda folder: tmp_path / folder)
    monkeypatch.setattr(catalogue, "names_in", lambda folder, ending: ["rw.ttl"] if ending == ".ttl" else [])
    monkeypatch.setattr(exchange, "examine", lambda data, name: pytest.fail("the text was read"))
    first = ssw.load("rw")["rw"]
    monkeypatch.undo()
    monkeypatch.setattr(catalogue, "shipped", lambda folder: tmp_path / folder)
    monkeypatch.setattr(catalogue, "names_in", lambda folder, ending: ["rw.ttl"] if ending == ".ttl" else [])
    title = str(first.title)
    (tmp_path / "frameworks" / "rw.ttl").write_text(text.replace(title, "Edited by hand"), encoding="utf-8")
    assert str(ssw.load("rw")["rw"].title) == "Edited by hand"


def test_check_says_that_a_compiled_form_is_not_used(
    tmp_path: Path, pack: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "rw.ttl").write_bytes((ROOT / "frameworks" / "rw.ttl").read_bytes())
    monkeypatch.setattr(catalogue, "shipped", lambda folder: tmp_path / folder)

    def said(name: str = "frameworks/rw.ttl") -> list[str]:
        return [one.severity for one in ssw.check(tmp_path / name).results if one.code == "compiled-unused"]

    assert said() == []  # a checkout has none
    (tmp_path / catalogue.COMPILED).write_bytes(pack)
    assert said() == []
    (tmp_path / catalogue.COMPILED).write_bytes(b"")
    assert said() == ["warning"]
    (tmp_path / catalogue.COMPILED).write_bytes(pack)
    with (tmp_path / "frameworks" / "rw.ttl").open("a", encoding="utf-8") as text:
        text.write("# edited")
    assert said() == ["warning"]
    (tmp_path / "rw.ttl").write_bytes((tmp_path / "frameworks" / "rw.ttl").read_bytes())
    assert said("rw.ttl") == []  # a file of one's own


def test_what_was_read_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ssw.load("rw")["rw"]
    monkeypatch.setattr(exchange, "examine", lambda data, name: pytest.fail("read twice"))
    assert ssw.load("rw")["rw"] is first


def test_made_up_frameworks_come_back_as_they_were() -> None:
    from hypothesis import given, settings

    @settings(max_examples=60, deadline=None)
    @given(frameworks())
    def holds(framework: Framework) -> None:
        assert Pack(packed({"x": (framework, "d")})).value("x", "d") == framework
        other = replace(framework, edition="another")
        assert Pack(packed({"x": (other, "d")})).value("x", "d") == other

    holds()


def test_the_form_holds_plain_lists_and_names_only(pack: bytes) -> None:
    lines = [line for line in pack.split(b"\n")[2:] if line]
    names = [line for line in lines if b"\t" in line]  # which no list has
    assert names
    for line in some([line for line in lines if b"\t" not in line]):
        assert isinstance(json.loads(line), list)


def test_nothing_is_made_that_nobody_asks_for(pack: bytes) -> None:
    value = Pack(pack).value("za.ttl", digest(ROOT / "frameworks" / "za.ttl"))
    assert isinstance(value, Framework)
    g = CompetencyGraph([value])
    assert g["za:social-worker"].kind == "cadre"
    made = {part.kind for part in parts_of(value) if part._made is not None}
    assert made == {"cadre"}
    assert len(g) == 1 + len(value.elements)


def test_of_mappings_credit_and_relations_read_neither_comments_nor_authors(
    pack: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [path for path in FILES if path.suffix == ".tsv"]
    sets = [value for path in files if isinstance(value := Pack(pack).value(path.name, digest(path)), MappingSet)]
    g = CompetencyGraph([ssw.load("za")["za"]], sets)
    read: list[str] = []
    fill = form._Stored.fill

    def noted(stored: form._Stored, value: Any) -> None:
        read.append(value.id)
        fill(stored, value)

    monkeypatch.setattr(form._Stored, "fill", noted)
    assert g.credits.targets
    assert any(one.kind == "mapping" for one in g.related("za:sw-case-management"))
    weighed = {one for pair in g.contested for one in (*pair.claims, *pair.denials)}
    assert len(read) < len(g.mappings) / 50 + len(weighed)
    row = g.mappings[0]
    assert row.comment
    assert row.id in read


def test_what_is_read_on_demand_is_what_was_written(pack: bytes) -> None:
    read, whole = Pack(pack), CompetencyGraph([ssw.load("za")["za"]])
    value = read.value("za.ttl", digest(ROOT / "frameworks" / "za.ttl"))
    assert isinstance(value, Framework)
    g = CompetencyGraph([value])
    evidence = whole.cadres[0].evidence[0]
    assert evidence.id in g
    assert g[evidence.id] == evidence
    assert [one.id for one in g.related("za:social-worker")] == [one.id for one in whole.related("za:social-worker")]
    assert g.find("social wrker", limit=None) == whole.find("social wrker", limit=None)
    assert g.names.near("za:social-workr") == whole.names.near("za:social-workr")
    assert list(g.index.elements) == list(whole.index.elements)
    assert list(g) == list(whole)


def test_many_threads_read_one_value(pack: bytes) -> None:
    value = Pack(pack).value("za.ttl", digest(ROOT / "frameworks" / "za.ttl"))
    assert isinstance(value, Framework)
    g = CompetencyGraph([value])

    def cadres(_: int) -> list[tuple[int, object]]:
        return [(id(g[one.id]), one.evidence) for one in g.cadres]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(cadres, range(32)))
    assert all(one == found[0] for one in found)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_fork_while_another_thread_reads_can_read(pack: bytes) -> None:
    value = Pack(pack).value("za.ttl", digest(ROOT / "frameworks" / "za.ttl"))
    assert isinstance(value, Framework)
    held, done = Event(), Event()

    def hold() -> None:
        with on_demand._READING:
            held.set()
            done.wait(20)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        held.wait()
        child = os.fork()
        if not child:
            signal.alarm(10)  # ends the child, should it wait for the lock
            os._exit(0 if value.elements else 1)
        done.set()
        assert os.waitpid(child, 0)[1] == 0


def test_what_is_not_read_yet_can_be_pickled_and_copied(pack: bytes) -> None:
    text = digest(ROOT / "frameworks" / "za.ttl")
    value = Pack(pack).value("za.ttl", text)
    assert isinstance(value, Framework)
    g = CompetencyGraph([value])
    again = pickle.loads(pickle.dumps(g))
    assert again["za:social-worker"] == g["za:social-worker"]
    assert again["za:social-worker"] in again["za"].elements
    assert again.find("social worker") == g.find("social worker")
    for other in (Pack(pack).value("za.ttl", text), Pack(pack).value("za.ttl", text)):
        assert pickle.loads(pickle.dumps(other)) == copy.deepcopy(other) == value
    assert replace(g["za:social-worker"], notation="x").evidence == g["za:social-worker"].evidence
