"""What the pages about a role have in common: their words, what a rule says and to whom it leads, forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sswgraph.language import languages, pack
from sswgraph.model.blocks import Block, Listing, Notice, Page, Table
from sswgraph.model.role import Duty, RoleDocument, RuleLine
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.curriculum_words import Writer
from sswgraph.model.text import Wording

AREA = "kinds"
STAR = "*"
Chapter = Callable[["RoleWriter"], Iterable[Block]]


class RoleWriter(Writer):
    """Writes the parts of one document about a role, in its own words and those of curricula."""

    def __init__(self, document: RoleDocument, lang: str) -> None:
        super().__init__(document.about, lang)
        self.document = document

    def words(self, code: str, /, **parameters: Any) -> str:
        """A fixed text of documents, else of curricula; in a language that lacks the former in English, marked."""
        if code not in pack("en", AREA):
            return super().words(code, **parameters)
        text = common.words(f"{AREA}.{code}", self.lang, **parameters)
        base = self.lang.partition("-")[0]
        return Wording(text, "en", True) if base in languages() and not pack(base, AREA) else text

    def role(self) -> str:
        """The name of the role, or of whatever the document is about."""
        subjects = self.made.cadres[:1] or self.made.qualifications[:1]
        return common.worded(subjects[0].label, self.lang) if subjects else ", ".join(self.made.subject)

    def rule(self, line: RuleLine) -> str:
        """A rule as one item, with a star where no source states it."""
        said = common.ruled(line.text, self.lang)
        starred = said if line.basis == "stated" else f"{said}{common.NO_BREAK}{STAR}"
        return Wording(starred, said.lang, said.fell_back) if isinstance(said, Wording) else common.data(starred)

    def ends(self, line: RuleLine) -> str:
        """With whom the worker may do it, and to whom to refer it; empty where a supervised rule names nobody."""
        parts = []
        if line.standing == "supervised" and line.supervisor:
            parts.append(self.words("with", names=self.names(line.supervisor)))
        if line.refer_to:
            parts.append(self.words("refer-to", names=self.names(line.refer_to)))
        elif line.standing in ("never", "refer"):
            parts.append(self.words("refer-to-unknown"))
        return " ".join(parts)

    def stars(self, lines: Iterable[RuleLine]) -> Iterable[str]:
        """What the stars on these rules say."""
        if n := sum(line.basis != "stated" for line in lines):
            yield self.words("starred", n=n)

    def never(self, lead: str) -> Iterable[Block]:
        """The functions that are not permitted, apart from the duties, so that none is taken for one."""
        never = [duty.function for duty in self.document.duties if duty.standing == "never"]
        if never:
            yield Notice(self.words(lead))
            yield Listing(tuple(common.named(function.label, function.id, self.lang) for function in never))

    def duties(self) -> Iterator[tuple[Duty, str, str]]:
        """Each function that is not forbidden, its name, and how far the worker may go with it by which rules."""
        for duty in self.document.duties:
            if duty.standing != "never":
                how = common.term("authority", duty.authority, self.lang) or self.words("standing-unknown")
                rules = ", ".join(duty.rules)
                shown = f"{how}\n{rules}" if rules else how
                yield duty, common.named(duty.function.label, duty.function.id, self.lang), shown

    def blanks(self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], **parameters: Any) -> Table:
        """A form: rows of which the first cells are given, the rest is to be filled in by hand."""
        header = tuple(self.words(f"column-{name}") for name in columns)
        filled = tuple((*row, *("" for _ in header[len(row) :])) for row in rows)
        return Table(self.words(f"caption-{caption}", **parameters), header, filled, shape="form")


def written(
    document: RoleDocument, lang: str, cover: Chapter, chapters: Sequence[tuple[str, Chapter | Callable[..., Any]]]
) -> Page:
    """The page of a document: banners, cover, and numbered chapters."""
    writer = RoleWriter(document, lang)
    notes = writer.made.notes
    blocks = [*common.banners(notes, lang), *cover(writer), *common.other_notes(notes, lang)]
    for number, (name, chapter) in enumerate(chapters, 1):
        blocks.append(writer.chapter(number, name))
        blocks += chapter(writer)
    title = writer.words(f"title-{document.kind}", subject=writer.role())
    return common.finished(title, lang, blocks, date=writer.made.date)
