"""The evidence of a mapping in cells: the first piece in plain columns, all of it in one more where needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sswgraph.errors import ParseError
from sswgraph.exchange.schema import SSW, TERMS
from sswgraph.messages import language_problem
from sswgraph.model import Evidence
from sswgraph.model.evidence import BASES
from sswgraph.model.ids import id_of, iri_of
from sswgraph.model.text import Text

# Our extension slots with their property.
EXTENSIONS = {
    "basis": "ssw:basis",
    "derived_from": "prov:wasDerivedFrom",
    "evidence_source": "dcterms:source",
    "evidence_locator": "ssw:locator",
    "evidence_excerpt": "ssw:excerpt",
    "evidence": "ssw:evidence",
}
_IDS, _TEXTS = ("derived_from", "concerns"), ("excerpt", "note")
Refuse = Callable[[str, str], ParseError]


def mapping_evidence(row: Mapping[str, str], own: str, expand: Callable[[str, str], str], refuse: Refuse) -> Any:
    """The evidence in the cells of a row.

    Raises the error that ``refuse`` makes where the cells cannot be read.

    Args:
        row (Mapping): The cells by column.
        own (str): The id of evidence in plain columns.
        expand (Callable): Gives the id of a cell and the name of its column.
        refuse (Refuse): Makes the error of a problem and a hint.

    Returns:
        The pieces, a tuple.
    """
    basis = row.get("basis", "")
    if not basis:
        if any(row.get(column) for column in EXTENSIONS):
            raise refuse("This row has evidence without a basis.", "Add the column basis: stated, derived or draft.")
        return ()
    if basis not in BASES:
        raise refuse(f"The basis '{basis}' is not known.", "stated, derived or draft.")
    origins = [part for part in row.get("derived_from", "").split("|") if part]
    source, excerpt, comment = (row.get(column, "") for column in ("evidence_source", "evidence_excerpt", "comment"))
    first = Evidence(
        id=own,
        basis=basis,
        source=expand(source, "evidence_source") if source else None,
        locator=row.get("evidence_locator") or None,
        excerpt=Text((("en", excerpt),)) if excerpt else Text(),
        derived_from=tuple(sorted(expand(one, "derived_from") for one in origins)),
        note=Text((("en", comment),)) if comment else Text(),
    )
    if not row.get("evidence"):
        return (first,)
    found = _read(row["evidence"], refuse)
    if not found or plain_cells(found[0]) != plain_cells(first):
        raise refuse("The cell evidence differs from the columns beside it.", "Empty that cell.")
    return found


def plain_cells(one: Evidence) -> dict[str, str]:
    """A piece of evidence in plain columns."""
    return {
        "basis": one.basis,
        "derived_from": "|".join(one.derived_from),
        "evidence_source": one.source or "",
        "evidence_locator": one.locator or "",
        "evidence_excerpt": str(one.excerpt),
    }


def whole_cell(pieces: tuple[Evidence, ...]) -> str:
    """All evidence as JSON, without what is empty."""
    records = []
    for one in pieces:
        said = {name: getattr(one, name) for name in ("basis", "locator") if getattr(one, name) is not None}
        said |= {name: [iri_of(i) for i in getattr(one, name)] for name in _IDS if getattr(one, name)}
        said |= {name: getattr(one, name).values for name in _TEXTS if getattr(one, name)}
        source = {} if one.source is None else {"source": iri_of(one.source)}
        records.append({"id": iri_of(one.id), **said, **source})
    import json

    return json.dumps(records, ensure_ascii=False, sort_keys=True)


def _read(cell: str, refuse: Refuse) -> tuple[Evidence, ...]:
    import json

    try:
        return tuple(_piece(**one) for one in json.loads(cell))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise refuse("The cell evidence cannot be read.", "Empty that cell.") from None


def _piece(*, id: str, basis: str, source: str | None = None, locator: str | None = None, **more: Any) -> Evidence:
    from pyoxigraph import NamedNode

    if basis not in BASES or not isinstance(locator, (str, type(None))) or more.keys() - {*_IDS, *_TEXTS}:
        raise ValueError
    lists = {name: tuple(id_of(NamedNode(iri).value) for iri in more.get(name, ())) for name in _IDS}
    if any(iri.startswith(SSW) and iri not in TERMS for iri in lists["concerns"]):
        raise ValueError
    texts = {name: Text(tuple((tag, text) for tag, text in more.get(name, ()))) for name in _TEXTS}
    for tag, text in (pair for made in texts.values() for pair in made.values):
        if not isinstance(text, str) or language_problem(tag):
            raise ValueError
    home = None if source is None else id_of(NamedNode(source).value)
    return Evidence(id=id_of(id), basis=basis, source=home, locator=locator, **lists, **texts)  # type: ignore[arg-type]
