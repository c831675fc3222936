"""Reading opens the file it was given and no other, whatever that file asks for."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.errors import SswgraphError

_TURTLE = """@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "Mine"@en ; owl:imports <file:///etc/hostname> .
"""
_JSONLD = '{"@context": "file:///etc/hostname", "@id": "https://w3id.org/sswgraph/id/xx"}'
_REMOTE = '{"@context": "http://127.0.0.1:9/context.jsonld", "@id": "https://w3id.org/sswgraph/id/xx"}'
_XML = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.ttl", _TURTLE), ("b.jsonld", _JSONLD), ("c.jsonld", _REMOTE), ("d.rdf", _XML)],
)
def test_reading_opens_no_other_file(name: str, text: str, tmp_path: Path, opened_files: list[str]) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    ssw.load("za")  # what the library needs of its own is open by now
    opened_files.clear()
    with suppress(SswgraphError):
        ssw.read(path)
    assert {Path(file) for file in opened_files if not file.endswith((".py", ".pyc", ".json"))} <= {path}


def test_the_watch_sees_what_is_opened(tmp_path: Path, opened_files: list[str]) -> None:
    (tmp_path / "seen").write_text("x", encoding="utf-8")
    assert str(tmp_path / "seen") in opened_files


def test_the_watch_refuses_the_network() -> None:
    import socket

    with pytest.raises(Exception, match=r"network|disabled|not allowed|socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.01)
