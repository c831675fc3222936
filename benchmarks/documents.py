"""Writing the handbook of a framework: as a Word document against python-docx writing the same text bare; and its
memory at three sizes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import docx

import sswgraph as ssw
from benchmarks.generate import SIZES, Size, turtle
from benchmarks.measure import Figure, by_turns, cpu, peak
from sswgraph.exchange import examine
from sswgraph.graph import CompetencyGraph
from sswgraph.model.text import clean
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Page, Table
from sswgraph.pages.page import page_of
from sswgraph.render.output import rendered
from sswgraph.render.word.document import render

FRAMEWORK = "za"
_LARGE = Size("large", 14_000, 3_000, 20_000, 5_000, 15_000)  # 57,000 elements, as many as make a handbook unwieldy
_HANDBOOKS = {one.name: one for one in (SIZES["shipped"], SIZES["country"], _LARGE)}
_MOST_KIB = 300 * 1024
_WRITE = "import sys; from benchmarks import documents; documents.write(*sys.argv[1:])"


def documents(size: str, repeats: int) -> Iterator[Figure]:
    """The handbook of what ships against the peer, then generated ones, the largest of which has a bar of memory."""
    yield from _against_the_peer(repeats)
    for name in _HANDBOOKS:
        bare = peak(_WRITE, name, "")
        for format in ("docx", "html", "xlsx") if name == _LARGE.name else ("docx",):
            yield _memory(name, format, bare)


def _memory(name: str, format: str, bare: int) -> Figure:
    """The peak of a whole process; ``bare``: that of one that only makes the graph."""
    made = peak(_WRITE, name, format)
    note = f"once; {bare // 1024:,} MB of it for the graph"
    bar = 1.0 if format == "docx" else None
    return Figure(f"memory of a handbook as .{format}, {name}", "300 MB", "KiB", made, _MOST_KIB, bar, note=note)


def write(name: str, format: str) -> None:
    """In a process of its own: make a generated graph, and its handbook if a format is named."""
    framework, report = examine(turtle(_HANDBOOKS[name]).encode(), name)
    assert framework is not None, report
    graph = CompetencyGraph([framework])
    if format:
        made = ssw.document(graph, "framework-handbook", framework.id)
        seconds = cpu(lambda: rendered(made, format))
        print(f"{seconds:.1f}")


def _against_the_peer(repeats: int) -> Iterator[Figure]:
    """From the value by its page to the bytes of a file, and once more from the blocks alone."""
    made = ssw.document(ssw.load(), "framework-handbook", FRAMEWORK)
    page = page_of(made)

    def bare() -> bytes:
        return _bare(page)

    def whole() -> bytes:
        return render(page_of(made))

    def blocks() -> bytes:
        return render(page)

    theirs = _text(bare())
    ours = _text(render(page))
    assert len(ours) >= len(theirs), "the peer must not write more than we do"
    assert _tables(render(page)) == _tables(bare())
    note = f"{_tables(bare())} tables, {len(theirs):,} characters"
    mine, yours = by_turns(whole, bare, repeats)
    yield Figure("handbook as .docx", "python-docx, bare", "s", mine, yours, 1.5, note=note)
    mine, yours = by_turns(blocks, bare, repeats)
    yield Figure("handbook as .docx, from its blocks", "python-docx, bare", "s", mine, yours, note=note)


def _bare(page: Page) -> bytes:
    """The same paragraphs and tables with the same text, in python-docx's own words and without styles of ours."""
    document = docx.Document()
    document.add_paragraph(clean(page.title))
    for block in _flat(page.blocks):
        match block:
            case Table(caption, header, rows):
                document.add_paragraph(clean(caption))
                _table(document, [header, *rows])
            case Facts(pairs):
                _table(document, pairs)
            case Listing(items):
                for item in items:
                    document.add_paragraph(clean(item))
            case _:
                document.add_paragraph(clean(getattr(block, "text", "")))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _table(document: object, rows: Iterable[Iterable[str]]) -> None:
    filled = [list(row) for row in rows]
    table = document.add_table(rows=len(filled), cols=len(filled[0]))  # type: ignore[attr-defined]
    for row, texts in zip(table.rows, filled, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = clean(text)


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Details):
            yield Heading(4, block.summary)
            yield from _flat(block.blocks)
        else:
            yield block


def _text(data: bytes) -> str:
    return "".join(node.text or "" for node in docx.Document(io.BytesIO(data)).element.body.iter() if node.text)


def _tables(data: bytes) -> int:
    return len(docx.Document(io.BytesIO(data)).tables)
