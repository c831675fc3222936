"""The page of a menu: what can be chosen from a framework, safeguards first."""

from __future__ import annotations

from sswgraph.model.authoring import MENU, Menu
from sswgraph.pages.blocks import Block, Heading, Notice, Page
from sswgraph.pages.writer import Writer, headed


def menu_page(found: Menu, lang: str = "en") -> Page:
    """What can be chosen, by kind; what protects people comes along, and stands first."""
    w = Writer(lang, "review")
    blocks: list[Block] = [Notice(w.own("lead-rows-menu"), "plain")]
    for kind in dict.fromkeys(one.element for one in found.entries):
        lines = [one for one in found.entries if one.element == kind]
        title = headed(w.term("kind", kind))
        blocks += [Heading(2, title), w.tabled(f"{title} ({len(lines)})", MENU, lines)]
    return w.finished(w.own("title-menu", base=found.base_label), [*blocks, *w.stamped(found.stamp)])
