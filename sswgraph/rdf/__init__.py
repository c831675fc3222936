"""RDF in and out: the only room that knows pyoxigraph and rdflib."""

from sswgraph.rdf.formats import format_of, write_ntriples
from sswgraph.rdf.guards import read_bytes
from sswgraph.rdf.jsonld import write_jsonld
from sswgraph.rdf.reader import check_bytes, examine, parse_framework, read_framework
from sswgraph.rdf.sssom import parse_sssom, read_sssom
from sswgraph.rdf.sssom_writer import write_sssom
from sswgraph.rdf.writer import write_framework

__all__ = [
    "check_bytes",
    "examine",
    "format_of",
    "parse_framework",
    "parse_sssom",
    "read_bytes",
    "read_framework",
    "read_sssom",
    "write_framework",
    "write_jsonld",
    "write_ntriples",
    "write_sssom",
]
