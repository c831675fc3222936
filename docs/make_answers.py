"""Writes docs/answers.md from the shipped data: ``python docs/make_answers.py``. A test holds it up to date."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import sswgraph as ssw
from sswgraph.pages.blocks import Block, Details, Heading, Listing, Notice, Page, Picture, Table
from sswgraph.pages.page import page_of
from sswgraph.render.markdown import markdown

DAY = "2026-11-28"
# (source, target, where): what planners ask.
QUESTIONS = (
    ("asean-sp:volunteer", "asean-sp:social-worker", None),
    ("seed-workforce:residential-care-worker", "psw:para-social-worker", None),
    ("cycw:basic", "cycw:advanced", None),
    ("ug:para-social-worker", "psw:para-social-worker", "UG"),
)
LEAD = """# Answers that planners ask for

What `sswgraph routes` answers on the shipped data for 28 November 2026: the answer, what binds it, and each way hop by
hop. Obligations, conditions and limits, which stand first in the full answer, are left out here, and so is what a hop
teaches. `docs/make_answers.py` writes this page.
"""


def write() -> str:
    """The page as Markdown."""
    g = ssw.load()
    parts = [LEAD]
    for source, target, where in QUESTIONS:
        page = page_of(ssw.routes(g, source, target, where=where, as_of=DAY))
        asked = f"sswgraph routes {source} --to {target}{f' --where {where}' if where else ''} --as-of {DAY}"
        kept = replace(page, blocks=(*_answer(page), *_routes(page)))
        parts.append(f"## {page.title}\n\n```\n{asked}\n```\n{markdown(kept).partition(chr(10))[2]}")
    return "\n".join(parts)


def _answer(page: Page) -> list[Block]:
    return [next(block for block in page.blocks if isinstance(block, Listing))]


def _routes(page: Page) -> list[Block]:
    """What stands under the heading of the routes, without the picture and what is folded away."""
    start = next(n for n, block in enumerate(page.blocks) if isinstance(block, Heading) and block.text == "The routes")
    rest = takewhile(lambda block: not (isinstance(block, Heading) and block.level == 2), page.blocks[start + 1 :])
    kept = [block for block in rest if not isinstance(block, (Picture, Details))]
    assert any(isinstance(block, Table) for block in kept)
    assert any(isinstance(block, Notice) for block in kept)
    return kept


if __name__ == "__main__":
    Path(__file__).with_name("answers.md").write_text(write(), encoding="utf-8", newline="\n")
