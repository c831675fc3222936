"""RDF in and out: the only room that knows pyoxigraph and rdflib. What writes is imported once something is written."""

from sswgraph.exchange.findings import check_value, require_kept
from sswgraph.exchange.guards import read_bytes
from sswgraph.exchange.reader import check_bytes, collector_paused, examine, parse_framework, read_framework
from sswgraph.exchange.registry import format_of
from sswgraph.exchange.sssom.check import check_mappings, check_table, read_onto, readable_table
from sswgraph.exchange.sssom.reader import parse_sssom, read_sssom
from sswgraph.lazy import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sswgraph.exchange.jsonld import write_jsonld
    from sswgraph.exchange.registry import write_ntriples, write_together
    from sswgraph.exchange.sssom.writer import sssom_text, write_sssom
    from sswgraph.exchange.turtle import write_framework

_WRITERS = {
    "sssom_text": "sssom.writer",
    "write_framework": "turtle",
    "write_jsonld": "jsonld",
    "write_ntriples": "registry",
    "write_sssom": "sssom.writer",
    "write_together": "registry",
}
__all__ = [
    "check_bytes",
    "check_mappings",
    "check_table",
    "check_value",
    "collector_paused",
    "examine",
    "format_of",
    "parse_framework",
    "parse_sssom",
    "read_bytes",
    "read_framework",
    "read_onto",
    "read_sssom",
    "readable_table",
    "require_kept",
    "sssom_text",
    "write_framework",
    "write_jsonld",
    "write_ntriples",
    "write_sssom",
    "write_together",
]

__getattr__ = lazily(__name__, _WRITERS)
