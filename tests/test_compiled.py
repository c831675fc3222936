"""The compiled form of what ships gives the values that the texts give, or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph import catalogue, exchange
from sswgraph.exchange import compiled as form
from sswgraph.exchange.compiled import Pack, packed
from sswgraph.model import Framework, MappingSet
from sswgraph.model.framework import keeps_rules
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


def test_the_form_holds_plain_lists_only(pack: bytes) -> None:
    for line in some(pack.split(b"\n")[2:]):
        assert isinstance(json.loads(line), list)
