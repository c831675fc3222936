"""Coverage-guided fuzzing of the readers with atheris: ``python -m tests.long.fuzz turtle 60``.

Readers: turtle, ntriples, jsonld, rdfxml, sssom, query, profile. The corpus grows in ``.fuzz/<reader>``, which git
ignores; a crash is written there too. Anything but this library's own errors is a finding.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sswgraph"]):
    from sswgraph.errors import SswgraphError
    from sswgraph.exchange import (
        check_bytes,
        parse_framework,
        parse_sssom,
        sssom_text,
        write_framework,
        write_jsonld,
        write_ntriples,
    )
    from sswgraph.exchange.plain import parse_profile
    from sswgraph.exchange.registry import JSONLD, NTRIPLES, RDFXML, TURTLE, Format
    from sswgraph.graph.query import guard
    from sswgraph.model import Framework

_DATA = Path(__file__).parent.parent / "data" / "valid"


def _framework(form: Format) -> Callable[[bytes], None]:
    def reader(data: bytes) -> None:
        report = check_bytes(data, "fuzz", form=form)
        if report.conforms:
            framework = parse_framework(data, form=form)
            assert parse_framework(write_framework(framework)) == framework

    return reader


def _sssom(data: bytes) -> None:
    found = parse_sssom(data)
    assert parse_sssom(sssom_text(found).encode()) == found


def _query(data: bytes) -> None:
    guard(data.decode("utf-8", "replace"))


def _profile(data: bytes) -> None:
    parse_profile(data.decode("utf-8", "replace"))


READERS: dict[str, Callable[[bytes], None]] = {
    "turtle": _framework(TURTLE),
    "ntriples": _framework(NTRIPLES),
    "jsonld": _framework(JSONLD),
    "rdfxml": _framework(RDFXML),
    "sssom": _sssom,
    "query": _query,
    "profile": _profile,
}


_WRITERS: dict[str, Callable[[Framework], str]] = {
    "turtle": write_framework,
    "ntriples": write_ntriples,
    "jsonld": write_jsonld,
}
_RDFXML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ssw="https://w3id.org/sswgraph/ns#"
xmlns:dcterms="http://purl.org/dc/terms/"><ssw:Framework rdf:about="https://w3id.org/sswgraph/id/xx">
<dcterms:title xml:lang="en">A</dcterms:title></ssw:Framework></rdf:RDF>"""
_TABLE = """#mapping_set_id: https://example.org/m
#curie_map:
#  za: https://w3id.org/sswgraph/id/za/
#other: 'a: b'
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\tbasis\tevidence_excerpt
za:a\tskos:exactMatch\tza:b\tsemapv:ManualMappingCuration\t0.9\t"a ""b"" c"\tstated\tword
"""
_SEEDS = {
    "rdfxml": [_RDFXML],
    "sssom": [_TABLE],
    "query": ["SELECT ?x { ?x a ssw:Cadre ; skos:prefLabel \"a\"@en . # b\n FILTER(?x != '''c''') }"],
    "profile": ['{"holdings": [{"competency": "za:a", "level": null, "basis": "certified"}], "completed": ["za:b"]}'],
}


def _seeds(name: str) -> Iterator[str]:
    """What is well formed, for the fuzzer to start from."""
    if name in _WRITERS:
        yield from (_WRITERS[name](parse_framework(file.read_bytes())) for file in sorted(_DATA.glob("*.ttl")))
    yield from _SEEDS.get(name, [])


def main(name: str, seconds: int) -> None:
    """Fuzz one reader for so many seconds; atheris ends the process with the finding, if there is one."""
    reader = READERS[name]

    def one(data: bytes) -> None:
        with suppress(SswgraphError):
            reader(data)

    corpus = Path(".fuzz", name)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(name)):
        (corpus / f"seed-{number}").write_text(seed, encoding="utf-8")
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-artifact_prefix={corpus}/crash-"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60)
