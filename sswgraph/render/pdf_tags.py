"""Row headers in the tags of a PDF: the cell that names a row becomes a header cell, which Typst cannot express.

Typst marks only the cells of a table's header, unless its feature a11y-extras is on, which its Python package cannot
turn on. Its structure elements are plain objects, so that the few that change are rewritten here; the drawing stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sswgraph.pages.blocks import Block, Details, Table
from sswgraph.render.layout import naming_column

# For each row of a table, the column of the cell that names it, or None where that cell is empty.
Naming = tuple[int | None, ...]

_ELEMENT = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/(\w+)/P ")
_CHILDREN = re.compile(rb"/K\[([^\]]*)\](?:/Pg \d+ 0 R)?>>\s*endobj\s*$")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_DICTIONARY = re.compile(rb"<<[^<>]*>>")
_HEADERS = re.compile(rb"<</O/Table/Headers\[\(U(\d+)x(\d+)y0\)\]>>")
_NAMES = re.compile(rb"/IDTree<</Names\[((?:\(\w+\)\d+ 0 R ?)*)\]>>")
_NAME = re.compile(rb"\((\w+)\)(\d+) 0 R")


def naming_cells(blocks: Sequence[Block]) -> list[Naming]:
    """For every table in reading order, which cell of each row names it.

    >>> naming_cells([Table("", ("no", "what"), (("1", "listen"), ("2", "")), (0,))])
    [(1, None)]

    Returns:
        A tuple for each table, a column or None for each row.
    """
    made: list[Naming] = []
    for block in blocks:
        if isinstance(block, Table):
            column = naming_column(block)
            made.append(tuple(column if row[column].strip() else None for row in block.rows))
        elif isinstance(block, Details):
            made += naming_cells(block.blocks)
    return made


def with_row_headers(pdf: bytes, tables: Sequence[Naming]) -> bytes:
    """The document with a header cell in each named row, to which the other cells of the row refer.

    Args:
        pdf (bytes): A PDF that Typst wrote.
        tables (Sequence[Naming]): What :func:`naming_cells` gives for its tables.

    Returns:
        The new document; the same one where it is not built as Typst builds it today.
    """
    objects = _objects(pdf)
    found = [number for number in _in_order(objects) if _kind(objects[number]) == b"Table"]
    names = _NAMES.search(objects.get(_root(objects), b""))
    if names is None or len(found) != len(tables):
        return pdf
    ids: dict[bytes, bytes] = dict(_NAME.findall(names.group(1)))
    for table, naming in zip(found, tables, strict=True):
        rows = [
            row
            for row in _below(objects, table, b"TR")
            if any(_kind(objects[c]) == b"TD" for c in _cells(objects, row))
        ]
        if len(rows) != len(naming):
            return pdf
        for place, (row, column) in enumerate(zip(rows, naming, strict=True), 1):
            if column is not None:
                _name_row(objects, _cells(objects, row), column, place, ids)
    listed = b" ".join(b"(%s)%s 0 R" % (name, ids[name]) for name in sorted(ids))
    root = _root(objects)
    objects[root] = objects[root].replace(names.group(0), b"/IDTree<</Names[" + listed + b"]>>")
    return _joined(pdf, objects)


def _name_row(objects: dict[int, bytes], cells: list[int], column: int, row: int, ids: dict[bytes, bytes]) -> None:
    """Make one cell of a row its header, with an id like those of the columns, and refer the other cells to it."""
    said = _HEADERS.search(objects[cells[column]])
    if said is None:
        return
    name = b"U%sx%sy%d" % (said.group(1), said.group(2), row)
    ids[name] = b"%d" % cells[column]
    for cell in cells:
        old = objects[cell]
        if cell == cells[column]:
            made = old.replace(b"/S/TD/P ", b"/S/TH/P ", 1)
            made = re.sub(rb"(/P \d+ 0 R)", rb"\1/ID(" + name + rb")", made, count=1)
            objects[cell] = _HEADERS.sub(rb"<</O/Table/Scope/Row/Headers[(U\1x\2y0)]>>", made, count=1)
        else:
            objects[cell] = _HEADERS.sub(rb"<</O/Table/Headers[(U\1x\2y0)(" + name + rb")]>>", old, count=1)


def _objects(pdf: bytes) -> dict[int, bytes]:
    """The objects of a file by number, from its cross-reference table; none where it has no such table."""
    begins = pdf.rfind(b"\nxref\n") + 1
    head = re.compile(rb"xref\n0 (\d+)\n").match(pdf, begins) if begins else None
    if head is None:
        return {}
    entries = [pdf[head.end() + 20 * n : head.end() + 20 * n + 20] for n in range(int(head.group(1)))]
    starts = {n: int(entry[:10]) for n, entry in enumerate(entries) if entry[17:18] == b"n"}
    ends = [*sorted(starts.values())[1:], begins]
    return {
        number: pdf[start:end]
        for (number, start), end in zip(sorted(starts.items(), key=lambda one: one[1]), ends, strict=True)
    }


def _joined(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    """The file written anew with its cross-reference table, the objects in their old order."""
    head = pdf[: min(pdf.find(made) for made in list(objects.values())[:1])]
    parts, place, starts = [head], len(head), {}
    for number, made in objects.items():
        starts[number] = place
        parts.append(made)
        place += len(made)
    count = max(objects) + 1
    table = [b"xref\n0 %d\n0000000000 65535 f\r\n" % count]
    table += [b"%010d 00000 n\r\n" % starts[number] for number in range(1, count)]
    tail = pdf[pdf.rfind(b"trailer") : pdf.rfind(b"startxref")]
    return b"".join([*parts, *table, tail, b"startxref\n%d\n%%%%EOF" % place])


def _root(objects: dict[int, bytes]) -> int:
    return next((number for number, made in objects.items() if b"<</Type/StructTreeRoot" in made[:40]), 0)


def _kind(made: bytes) -> bytes:
    found = _ELEMENT.match(made)
    return found.group(1) if found else b""


def _children(made: bytes) -> list[int]:
    """The elements directly below one; marked content is not among them."""
    found = _CHILDREN.search(made)
    inside = _DICTIONARY.sub(b"", found.group(1)) if found else b""
    return [int(number) for number in _REFERENCE.findall(inside)]


def _in_order(objects: dict[int, bytes]) -> Iterator[int]:
    """Every structure element in reading order."""
    root = objects.get(_root(objects), b"")
    top = re.search(rb"/K\[([^\]]*)\]/ParentTree", root)
    waiting = [int(number) for number in reversed(_REFERENCE.findall(top.group(1)))] if top else []
    while waiting:
        number = waiting.pop()
        if _kind(objects.get(number, b"")):
            yield number
            waiting += reversed(_children(objects[number]))


def _below(objects: dict[int, bytes], number: int, kind: bytes) -> list[int]:
    """The elements of a kind below one, in order."""
    found = []
    for child in _children(objects[number]):
        found += (
            [child]
            if _kind(objects.get(child, b"")) == kind
            else _below(objects, child, kind)
            if child in objects
            else []
        )
    return found


def _cells(objects: dict[int, bytes], row: int) -> list[int]:
    return [child for child in _children(objects[row]) if _kind(objects.get(child, b"")) in (b"TD", b"TH")]
