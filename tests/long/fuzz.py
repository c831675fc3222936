"""Coverage-guided fuzzing of the readers with atheris: ``python -m tests.long.fuzz turtle 60``.

Readers: turtle, ntriples, jsonld, rdfxml, sssom, query, profile. The corpus grows in ``.fuzz/<reader>``, which git
ignores; a crash is written there too. Anything but this library's own errors is a finding.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sswgraph"]):
    from sswgraph.errors import SswgraphError
    from sswgraph.model.wire import parse_profile
    from sswgraph.rdf import check_bytes, parse_framework, parse_sssom, write_framework
    from sswgraph.rdf.formats import JSONLD, NTRIPLES, RDFXML, TURTLE, Format
    from sswgraph.rdf.query import guard

_DATA = Path(__file__).parent.parent / "data" / "valid"


def _framework(form: Format) -> Callable[[bytes], None]:
    def reader(data: bytes) -> None:
        report = check_bytes(data, "fuzz", form=form)
        if report.conforms:
            framework = parse_framework(data, form=form)
            assert parse_framework(write_framework(framework)) == framework

    return reader


def _sssom(data: bytes) -> None:
    parse_sssom(data)


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


def main(name: str, seconds: int) -> None:
    """Fuzz one reader for so many seconds; atheris ends the process with the finding, if there is one."""
    reader = READERS[name]

    def one(data: bytes) -> None:
        with suppress(SswgraphError):
            reader(data)

    corpus = Path(".fuzz", name)
    corpus.mkdir(parents=True, exist_ok=True)
    if name == "turtle":
        for file in _DATA.glob("*.ttl"):
            (corpus / file.name).write_bytes(file.read_bytes())
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-artifact_prefix={corpus}/crash-"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60)
