"""Pages as Word documents (.docx), with the library's own styles or in a template."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Twips

from sswgraph.model.text import clean, runs_right_to_left
from sswgraph.pages.blocks import (
    Block,
    Details,
    Facts,
    Heading,
    Listing,
    Notice,
    Page,
    Paragraph,
    Picture,
    Shaped,
    Table,
)
from sswgraph.pages.writer import CONTENTS_FROM, fixed, says_it_itself
from sswgraph.render.layout import LONG_CONTENTS, MANY_CONTENTS, leads_to_list, leads_to_wide, shares
from sswgraph.render.stretches import stretches
from sswgraph.render.style import TONES
from sswgraph.render.word import parts
from sswgraph.render.word import styles as base
from sswgraph.render.word.place import Place
from sswgraph.render.word.template import opened
from sswgraph.render.word.tidy import tidied

_LEVEL_HEADER = 5
_KEPT_FACTS, _KEPT_ROWS = 15, 8
_NOTICE = {"warning": "Notice", "good": "Notice Good", "open": "Notice Open", "plain": "Notice Plain"}
_FORM_HEIGHT = 760  # twips, of a row to write in


def render(page: Page, template: bytes | None = None) -> bytes:
    """A page as the bytes of a .docx file.

    >>> render(Page("Title", "en", ()))[:2]
    b'PK'

    Args:
        page (Page): The page.
        template (bytes | None): A .docx or .dotx whose styles, page, header and footer are used; None: our own.

    Returns:
        The bytes.

    Raises:
        InputError: For a file that is not a template, or that holds what could be executed.
    """  # noqa: DOC502 - opened raises
    if template is None:
        document = base.new_document(page)
        place = Place(document)
    else:
        document, place = opened(template, page)
    base.complete_styles(document, page)
    base.speak(document, page)
    base.run_along(document, page)
    _Writer(document, page, place).write()
    if template is None:
        tidied(document, place.styles)
    return base.packed(document, page, place)


class _Writer:
    """Puts the blocks of one page into one document."""

    def __init__(self, document: Any, page: Page, place: Place) -> None:
        self.document, self.page, self.lang, self.place = document, page, page.lang, place
        self.styles = {style.name: style.style_id for style in document.styles if style.name}
        self.right_to_left = runs_right_to_left(page.lang)
        self.tables, self.headings = 0, 0

    def write(self) -> None:
        self.paragraph(self.page.title, "Title")
        blocks = list(self.page.blocks)
        first = next((n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 2), len(blocks))
        self.blocks(blocks[:first])
        self.contents(blocks[first:])
        self.blocks(blocks[first:])
        self.stand_upright()
        if self.right_to_left:
            base.mirror(self.document)

    def contents(self, blocks: list[Block]) -> None:
        """The contents, then a new page where they are long."""
        found = [block for block in blocks if isinstance(block, Heading)]
        entries = [(block, number) for number, block in enumerate(found, 1) if block.level <= 3]
        if len(entries) < CONTENTS_FROM or not self.page.has_contents:
            return
        self.paragraph(fixed("page.contents", self.lang), "Table Text", bold=True, keep=True)
        lines = [self.made("TOC 1" if block.level == 2 else "TOC 2") for block, _ in entries]
        parts.contents(lines, [(block.text, number) for block, number in entries])
        if LONG_CONTENTS <= len(entries) <= MANY_CONTENTS:
            lines[-1].append(parts.new_page())
        for line in lines:
            self.put(line)

    def blocks(self, blocks: Iterable[Block]) -> None:
        every = list(blocks)
        for place, block in enumerate(every):
            wide = not (self.page.landscape or self.page.on_wall) and leads_to_wide(every[place:])
            if wide and not self.place.landscape:
                self.place.turn(landscape=True)
            elif not wide:
                self.stand_upright()
            self.block(block, keep=leads_to_list(every[place:]))

    def stand_upright(self) -> None:
        if self.place.landscape:
            self.place.turn(landscape=False)

    def block(self, block: Block, *, keep: bool = False) -> None:
        match block:
            case Heading(level, text):
                self.place.drop()  # a heading has room of its own: LibreOffice would leave it alone on a page
                self.heading(text, level, block.tone if isinstance(block, Shaped) else "")
            case Picture(text, svg) if svg:
                self.picture(svg, text)
            case Paragraph(text):
                self.paragraph(text, keep=keep)
            case Notice(text, tone):
                self.paragraph(text, _NOTICE[tone])
            case Listing(items, ordered):
                for number, item in enumerate(items, 1):
                    self.item(item, number if ordered else 0)
            case Facts(pairs):
                self.facts(pairs)
            case Table():
                self.table(block)
            case Details(summary, inside):
                if not says_it_itself(block):
                    self.paragraph(summary, bold=True, keep=True)
                self.blocks(inside)

    def heading(self, text: str, level: int, tone: str) -> None:
        self.headings += 1
        made = self.lines(text, f"Heading {max(1, level - 1)}", block=False)
        if tone in TONES:
            parts.coloured(made[-1], TONES[tone])
        parts.bookmark(made[-1], self.headings)
        for one in made:
            self.put(one)

    def paragraph(self, text: str, style: str = "Normal", *, bold: bool = False, keep: bool = False) -> None:
        """A text as paragraphs at the end."""
        for one in self.lines(text, style, bold=bold, keep=keep, block=style != "Title"):
            self.put(one)

    def picture(self, svg: str, said: str) -> None:
        """A picture across the page, with the words that say the same as its alternative text."""
        from sswgraph.render.pdf import png

        holder = self.document.add_paragraph()
        self.place.put_kept(holder._p)
        drawn = holder.add_run().add_picture(io.BytesIO(png(svg)), width=Twips(self.place.room()))
        high = Twips(self.place.height())
        if drawn.height > high:
            drawn.width, drawn.height = int(drawn.width * high / drawn.height), high
        drawn._inline.docPr.set("descr", clean(said))

    def made(self, style: str, *, keep: bool = False) -> Any:
        """An empty paragraph."""
        return parts.paragraph(self.styles.get(style, ""), right_to_left=self.right_to_left, keep=keep)

    def lines(
        self, text: str, style: str, *, bold: bool = False, keep: bool = False, align: str = "", block: bool = True
    ) -> list[Any]:
        """A text as paragraphs: one, and more where a foreign sentence stands apart in its own direction."""
        made: list[Any] = []
        for one in stretches(text, self.lang, block=block) if text else []:
            if not (one.small and made):
                way = one.right_to_left if one.apart else self.right_to_left
                own = "" if one.apart else align
                made.append(parts.paragraph(self.styles.get(style, ""), right_to_left=way, keep=keep, align=own))
            parts.put_stretch(made[-1], one, bold=bold)
        return made or [self.made(style, keep=keep)]

    def put(self, made: Any) -> None:
        self.place.put(made)

    def item(self, text: str, number: int) -> None:
        """An item of a list; numbers are written, so that each list begins at one in every template."""
        first, *more = self.lines(text, "List Paragraph" if number else "List Bullet")
        if number:
            first.insert(1, parts.run(f"{number}. "))
        for one in (first, *more):
            if one is not first and not number:
                one.pPr.find(qn("w:pStyle")).set(qn("w:val"), self.styles["List Paragraph"])
            self.put(one)

    def facts(self, pairs: tuple[tuple[str, str], ...]) -> None:
        width = self.place.room()
        widths = [width * 32 // 100, width - width * 32 // 100]
        table = parts.table(widths, "", right_to_left=self.right_to_left, header=False)
        self.place.put_table(table, self.rows_of_facts(pairs, widths))
        self.gap()

    def rows_of_facts(self, pairs: tuple[tuple[str, str], ...], widths: list[int]) -> Iterator[Any]:
        for number, (name, value) in enumerate(pairs, 1):
            keep = number < len(pairs) <= _KEPT_FACTS
            head = self.lines(name, "Table Text", bold=True, keep=keep, block=False)
            cells = (head, self.lines(value, "Table Text", keep=keep))
            yield parts.row(zip(cells, widths, strict=True))

    def table(self, block: Table) -> None:
        if block.fresh:
            broken = self.made("Table Text")
            broken.append(parts.new_page())
            self.put(broken)
        if block.caption:
            self.caption(block.caption)
        width = self.place.room()
        widths = [int(width * share) for share in shares(block, width // 100)]
        told, boxed = clean(block.caption or ", ".join(block.header)), block.shape == "form"
        table = parts.table(widths, told, right_to_left=self.right_to_left, header=True, boxed=boxed)
        self.place.put_table(table, self.rows(block, widths))
        self.gap()

    def rows(self, block: Table, widths: list[int]) -> Iterator[Any]:
        longest = max((len(name) for name in block.header[1:]), default=0)
        upright = block.shape == "matrix" and longest > _LEVEL_HEADER
        head = [self.cell(name, column, block, head=True) for column, name in enumerate(block.header)]
        height = min(3000, 120 * longest) if upright else 0
        yield parts.row(zip(head, widths, strict=True), header=True, height=height, upright=upright)
        written = 20 * base.WRITTEN if self.page.size == "large" else _FORM_HEIGHT
        height = int(written) if block.shape == "form" else 0
        for row in block.rows:
            cells = [self.cell(text, column, block) for column, text in enumerate(row)]
            yield parts.row(zip(cells, widths, strict=True), height=height)

    def cell(self, text: str, column: int, block: Table, *, head: bool = False) -> list[Any]:
        centred = block.shape == "matrix" and column > 0
        # Digits stand under digits at the right on every page; where it runs right to left, that is where lines begin.
        numeric = column in block.numeric and not self.right_to_left
        return self.lines(
            text,
            "Table Text",
            bold=head,
            align="center" if centred else "right" if numeric else "",
            keep=head or (block.shape == "form" and len(block.rows) <= _KEPT_ROWS),
            block=not head,
        )

    def caption(self, text: str) -> None:
        self.tables += 1
        made = self.made("Caption", keep=True)
        made.append(parts.run(f"{fixed('table', self.lang)} "))
        made.extend(parts.field("SEQ Table \\* ARABIC", str(self.tables)))
        made.append(parts.run(". "))
        parts.write(made, text, self.lang)
        self.put(made)

    def gap(self) -> None:
        """A little room after a table, since Word joins tables that touch; none before a heading."""
        self.place.hold(self.made("Table Text"))
