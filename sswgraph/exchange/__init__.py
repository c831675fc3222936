"""Formats in and out: the only room that knows pyoxigraph and rdflib; each part is imported when it is first used."""

from sswgraph.lazy import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sswgraph.exchange.findings import check_value, require_kept, sort_key
    from sswgraph.exchange.guards import encode_text, read_bytes
    from sswgraph.exchange.jsonld import write_jsonld
    from sswgraph.exchange.reader import (
        check_bytes,
        check_folder,
        examine,
        examine_folder,
        parse_framework,
        read_framework,
    )
    from sswgraph.exchange.registry import framework_format, is_folder, write_ntriples, write_together
    from sswgraph.exchange.sssom.check import check_mappings, check_table, read_onto, readable_table
    from sswgraph.exchange.sssom.reader import parse_sssom, read_sssom
    from sswgraph.exchange.sssom.writer import sssom_text, write_sssom
    from sswgraph.exchange.turtle import write_framework

_HOMES = {
    "check_bytes": "reader",
    "check_folder": "reader",
    "check_mappings": "sssom.check",
    "check_table": "sssom.check",
    "check_value": "findings",
    "encode_text": "guards",
    "examine": "reader",
    "examine_folder": "reader",
    "framework_format": "registry",
    "is_folder": "registry",
    "parse_framework": "reader",
    "parse_sssom": "sssom.reader",
    "read_bytes": "guards",
    "read_framework": "reader",
    "read_onto": "sssom.check",
    "read_sssom": "sssom.reader",
    "readable_table": "sssom.check",
    "require_kept": "findings",
    "sort_key": "findings",
    "sssom_text": "sssom.writer",
    "write_framework": "turtle",
    "write_jsonld": "jsonld",
    "write_ntriples": "registry",
    "write_sssom": "sssom.writer",
    "write_together": "registry",
}
__all__ = [
    "check_bytes",
    "check_folder",
    "check_mappings",
    "check_table",
    "check_value",
    "encode_text",
    "examine",
    "examine_folder",
    "framework_format",
    "is_folder",
    "parse_framework",
    "parse_sssom",
    "read_bytes",
    "read_framework",
    "read_onto",
    "read_sssom",
    "readable_table",
    "require_kept",
    "sort_key",
    "sssom_text",
    "write_framework",
    "write_jsonld",
    "write_ntriples",
    "write_sssom",
    "write_together",
]

__getattr__ = lazily(__name__, _HOMES)
