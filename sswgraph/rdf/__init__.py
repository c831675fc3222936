"""RDF in and out: the only room that knows pyoxigraph and rdflib. What writes is imported once something is written."""

from sswgraph.lazy import lazily
from sswgraph.rdf.formats import format_of
from sswgraph.rdf.guards import read_bytes
from sswgraph.rdf.reader import check_bytes, collector_paused, examine, parse_framework, read_framework
from sswgraph.rdf.sssom import parse_sssom, read_sssom
from sswgraph.rdf.sssom_check import check_table, read_onto

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sswgraph.rdf.formats import write_ntriples, write_together
    from sswgraph.rdf.jsonld import write_jsonld
    from sswgraph.rdf.sssom_writer import write_sssom
    from sswgraph.rdf.writer import write_framework

_WRITERS = {
    "write_framework": "writer",
    "write_jsonld": "jsonld",
    "write_ntriples": "formats",
    "write_sssom": "sssom_writer",
    "write_together": "formats",
}
__all__ = [
    "check_bytes",
    "check_table",
    "collector_paused",
    "examine",
    "format_of",
    "parse_framework",
    "parse_sssom",
    "read_bytes",
    "read_framework",
    "read_onto",
    "read_sssom",
    "write_framework",
    "write_jsonld",
    "write_ntriples",
    "write_sssom",
    "write_together",
]

__getattr__ = lazily(__name__, _WRITERS)
