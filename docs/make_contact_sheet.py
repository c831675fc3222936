"""Draws the contact sheet of documents.md anew: first pages of documents, by kind and language, to be looked at.

``python -m docs.make_contact_sheet`` writes ``pictures/documents.png``; with a folder it also leaves every document
there in every format, so that each page can be looked at.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph

PICTURE = Path(__file__).parent / "pictures" / "documents.png"
KINDS = ("curriculum", "job-description", "role-card", "training-needs", "supervision-checklist")
SUBJECTS = ("psw:para-social-worker", "za:social-auxiliary-worker")
LANGUAGES = ("en", "fr", "ar")
FORMATS = ("docx", "html", "pdf")
MOST_BYTES = 400_000
_SHOWN = {"role-card": 1}  # pages of a document on the sheet; two of the others
_WIDE, _SHARP = 118, 72.0  # points of a page, dots an inch


def documents(g: CompetencyGraph, folder: Path, formats: Sequence[str], subjects: Sequence[str]) -> list[list[Path]]:
    """Every kind as a row, every subject and language as its documents, saved in these formats; the PDFs among them."""
    rows: list[list[Path]] = []
    for kind in KINDS:
        row: list[Path] = []
        for subject in subjects:
            for lang in LANGUAGES:
                made: Any = (
                    ssw.curriculum(g, subject, lang=lang)
                    if kind == "curriculum"
                    else ssw.document(g, kind, subject, lang=lang)
                )
                name = f"{kind}_{subject.replace(':', '_')}_{lang}"
                for ending in formats:
                    ssw.save(made, folder / f"{name}.{ending}", overwrite=True)
                row.append(folder / f"{name}.pdf")
        rows.append(row)
    return rows


def sheet(rows: Sequence[Sequence[Path]], folder: Path) -> bytes:
    """The first pages of PDFs in this folder, row by row, as one PNG."""
    drawn = []
    for row in rows:
        pages = [(path, page) for path in row for page in range(1, 1 + _SHOWN.get(path.name.partition("_")[0], 2))]
        cells = [f'page("{path.name}", {page})' for path, page in pages]
        drawn.append(f"stack(dir: ltr, spacing: 5pt, {', '.join(cells)})")
    source = f"""#set page(width: auto, height: auto, margin: 6pt, fill: rgb("#d9d6d0"))
#let page(name, number) = box(fill: white, image(name, page: number, width: {_WIDE}pt))
#stack(spacing: 6pt, {", ".join(drawn)})"""
    (folder / "sheet.typ").write_text(source, encoding="utf-8")
    return bytes(typst.compile(folder / "sheet.typ", ignore_system_fonts=True, format="png", ppi=_SHARP))


def main(arguments: Sequence[str]) -> None:
    g = ssw.load()
    with tempfile.TemporaryDirectory() as folder:
        rows = documents(g, Path(folder), ("pdf",), SUBJECTS[1:])
        PICTURE.write_bytes(sheet(rows, Path(folder)))
    if arguments:
        documents(g, Path(arguments[0]), FORMATS, SUBJECTS)


if __name__ == "__main__":
    main(sys.argv[1:])
