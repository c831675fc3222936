"""The curriculum of every shipped cadre in every format: English and French, and Arabic; each is read back.

And every paper in large type in every language: one page.

``python -m tests.long.documents``
"""

from __future__ import annotations

import io
import time

import docx
import pypdf
from docx.oxml.ns import qn

import sswgraph as ssw
from sswgraph.messages import languages
from sswgraph.model import Curriculum
from sswgraph.model.papers import PAPERS
from sswgraph.pages.page import page_of
from sswgraph.render.output import rendered


def missing(made: Curriculum, format: str) -> list[str]:
    """The ids of rules, competencies and modules that a document of this format does not show."""
    data = rendered(made, format, detail="full")
    if format == "docx":
        said = "".join(node.text or "" for node in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:t")))
    elif format == "pdf":
        if made.lang == "ar":  # what is read back of a page with two directions is in no certain order
            return []
        said = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    else:
        said = data.decode("utf-8")
    wanted = [*(c.id for c in made.conditions), *(limit.id for limit in made.limits)]
    wanted += [*(line.competency for line in made.competencies), *(one.module.id for one in made.modules)]
    return [one for one in wanted if one not in said]


def longer_than_a_page(g: ssw.CompetencyGraph) -> int:
    """The number of papers in large type that are longer than the one page they must be, in every language."""
    found = 0
    for lang in languages():
        for kind in (kind for kind, row in PAPERS.items() if row.size == "large"):
            for cadre in g.cadres:
                made = ssw.document(g, kind, cadre.id, lang=lang)
                if page_of(made).size != "large":
                    continue
                pages = len(pypdf.PdfReader(io.BytesIO(rendered(made, "pdf"))).pages)
                if pages > 1:
                    found += 1
                    print(f"{kind} {cadre.id} {lang}: {pages} pages")
    return found


def main() -> int:
    """The number of documents that lack something or are too long; 0 is what it must be."""
    g = ssw.load()
    faults, number, start = 0, 0, time.monotonic()
    for lang in ("en", "fr", "ar"):
        for cadre in g.cadres:
            made = ssw.curriculum(g, cadre.id, lang=lang)
            for format in ("docx", "pdf", "html"):
                number += 1
                lost = missing(made, format)
                if lost:
                    faults += 1
                    print(f"{cadre.id} {lang} {format}: {', '.join(lost)}")
    print(f"{number} documents in {time.monotonic() - start:.0f} s, {faults} of them lack something")
    return faults + longer_than_a_page(g)


if __name__ == "__main__":
    raise SystemExit(min(1, main()))
