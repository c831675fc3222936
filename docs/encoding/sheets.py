"""Reads fact sheets into records: units with their items, each with the line it stands on.

Two forms are read. A *unit line* has eight fields, ``### framework | code | title | level: … | hours/credits: … |
fits: … | extent | address``; a *record line* has named ones, ``> ENCODE framework=… | code=… | title="…" | …``. Items
follow as ``- CODE [FACET] Label. "excerpt" @ address``. What cannot be read is told with its line, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from docs.encoding.records import FACETS, MOST_WORDS, Item, Sheet, Unit

_ITEM = re.compile(r'^- (\S+) \[(\w+)\] (.+?)\. "(.+)"(?: @ (\S+))?$')
_PIECE = re.compile(r'^(?P<before>[^"]*)"(?P<excerpt>[^"]+)"(?P<after>[^"]*)$')
_CODE = re.compile(
    r"^(?:(?P<level>Foundational|Intermediate|Advanced|Expert) (?P<step>\d+):"
    r"|(?P<code>LO|LO\d+|[A-Z]{1,5}\d[\w.-]*|\d+(?:\.\w+)+(?:(?:, | and |-)\d+(?:\.\w+)+)*|\d+(?= \[)))\s+"
)
_TAGS = re.compile(r"^((?:\[\w+\])+)\s*")
_TIER = re.compile(r"^(tier \d|[Tt]ype I+)\s+")
_URL = re.compile(r"https?://[^\s|<>\"]+")
_KEYED = re.compile(r"(https?://[^\s|<>\"]+) \(([A-Z0-9])(?:[;,][^)]*)?\)")
_OURS = re.compile(r"\s*(?:\(b(?:, our title)?[^)]*\)|\(title[^)]*\))")


def read_sheet(path: Path) -> Sheet:
    """The units of a sheet, and what could not be read."""
    sheet = Sheet(path.name)
    lines = path.read_text(encoding="utf-8").splitlines()
    reader = _Reader(sheet)
    for number, line in enumerate(lines, 1):
        reader.take(number, line.rstrip())
    reader.close()
    return sheet


class _Reader:
    """Goes through a sheet line by line and remembers the unit that items belong to."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.unit: Unit | None = None
        self.items: list[Item] = []
        self.page = ""
        self.parent = ""
        self.last = ""
        self.lost = False  # whether a line that was not read lies between here and the last item
        self.depth = 0
        self.strict = False
        self.heading = ""
        self.keys: dict[str, str] = {}

    def take(self, number: int, line: str) -> None:
        if re.match(r"### [a-z][a-z0-9-]* \| ", line):
            self.close()
            self._unit_line(number, line)
        elif line.startswith("#"):
            self._heading(line)
        elif line.startswith("> ENCODE "):
            self.close()
            self._record_line(number, line)
        elif line.lstrip().startswith("- "):
            self._item_line(number, line)
        elif line.startswith("| "):
            self._row(number, line)
        elif not self.items:
            self._remember(line)
        elif self.unit is not None and not self.strict:
            self._turn(line)

    def close(self) -> None:
        """End the unit at hand and keep it."""
        if self.unit is not None:
            self.sheet.units.append(replace(self.unit, items=_told_apart(self.items)))
        self.unit, self.items, self.lost = None, [], False
        self.page = self.parent = self.last = ""

    def _heading(self, line: str) -> None:
        depth = len(line) - len(line.lstrip("#"))
        if depth <= self.depth or self.strict:
            self.close()
        self.heading, self.keys = line, {}
        self._remember(line)
        pages = _URL.findall(line)
        if self.unit is None:
            self.depth = depth
            self._go_on(line)
        elif pages:
            self.page = self.parent = pages[0].rstrip(").,;")

    def _turn(self, line: str) -> None:
        """A line of text that ends with an address, between items: what follows it was read there."""
        assert self.unit is not None
        page = re.search(r"(https?://\S+)$", line)
        if page:
            self.page = self.parent = page[1].rstrip(").,;")

    def _go_on(self, line: str) -> None:
        """Take up a unit again where a later heading begins with its code."""
        words = line.lstrip("# ").split()
        pages = _URL.findall(line)
        known = [unit for unit in self.sheet.units if words and "/" in words[0] and words[0] == unit.code.split()[0]]
        if known and pages:
            self.unit = replace(known[-1], items=(), page=pages[0].rstrip(").,;"))

    def _remember(self, line: str) -> None:
        self.keys |= {key: page for page, key in _KEYED.findall(line)}
        for key, words in (("newer page", "newer page"), ("rows", "Address of all rows:")):
            found = re.search(rf"{words} (https?://\S+?)[.,;]?(?: |$)", line)
            if found:
                self.keys[key] = found[1]

    def _unit_line(self, number: int, line: str) -> None:
        fields = line.removeprefix("### ").split(" | ")
        if len(fields) != 8:
            self.sheet.tell(number, "unit-line", f"{len(fields)} fields instead of 8: {line[:80]}")
            return
        name, code, title, level, volume, _, extent, page = fields
        if not _URL.fullmatch(page):
            self.sheet.tell(number, "no-address", f"The unit {code} has no address: {page[:60]!r}")
            return
        self.strict, self.depth = True, 3
        self.unit = Unit(
            sheet=self.sheet.name,
            line=number,
            framework=name,
            code=code,
            title=title,
            own_title="title not printed" in extent or "title from" in extent,
            level=level.removeprefix("level: "),
            volume=volume.removeprefix("hours/credits: "),
            extent=extent,
            page=page,
        )

    def _record_line(self, number: int, line: str) -> None:
        found: dict[str, str] = {}
        for part in line.removeprefix("> ENCODE ").split(" | "):
            name, *value = re.split("[=:]", part, maxsplit=1)
            found[name.strip()] = "".join(value).strip()
        if "framework" not in found:
            self.sheet.tell(number, "record-line", f"No framework is named: {line[:80]}")
            return
        pages = _URL.findall(self.heading)
        page = (found.get("at") or (pages[0] if pages else "")).rstrip(").,;")
        title = found.get("title", "")
        named = re.match('"([^"]+)"', title)
        code = found.get("code", "") or _OURS.sub("", title).strip(' "')
        if not _URL.fullmatch(page):
            self.sheet.tell(number, "no-address", f"The unit {code or title} has no address.")
            return
        volume = "; ".join(value for value in (found.get("hours", ""), found.get("credits", "")) if value)
        self.strict = False
        self.unit = Unit(
            sheet=self.sheet.name,
            line=number,
            framework=found["framework"],
            code=code,
            title=named[1] if named else _OURS.sub("", title).strip(),
            own_title="our title" in title,
            level=found.get("level", ""),
            volume=volume,
            extent=found.get("reach", ""),
            page=page,
        )

    def _row(self, number: int, line: str) -> None:
        """A row of a table ``| id | label | what | fits | excerpt |``, whose labels are the source's own."""
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if cells == ["id", "label", "what", "fits", "excerpt"] and "rows" in self.keys:
            self.unit = Unit(
                sheet=self.sheet.name,
                line=number,
                framework=self.heading.split()[2].lower(),
                code="table",
                title=self.heading.lstrip("# "),
                own_title=True,
                level="",
                volume="",
                extent="",
                page=self.keys["rows"],
            )
        if self.unit is None or len(cells) != 5 or not re.fullmatch(r"[0-9a-f-]{36}", cells[0]):
            return
        identifier, label, what, _, excerpt = cells
        facet = "K" if label.endswith(" (knowledge)") else "S"
        label = label.removesuffix(" (knowledge)")
        self._add(number, identifier, facet, label, excerpt.strip('" |'), self.unit.page, definition=what)

    def _item_line(self, number: int, line: str) -> None:
        if self.unit is None:
            if '"' in line:
                self.sheet.tell(number, "no-unit", f"It belongs to no unit line or record: {line.strip()[:80]}")
            return
        if self.strict:
            match = _ITEM.match(line)
            if match is None or match[2] not in FACETS:
                self.sheet.tell(number, "item-line", f"Not an item: {line[:100]}")
                return
            code, facet, label, excerpt, page = match.groups()
            self._add(number, code, facet, label, excerpt, page or self.unit.page)
            return
        if '"' not in line and _URL.search(line):
            self.page = self.parent = _URL.findall(line)[-1].rstrip(").,;:")
            return
        pieces = list(_pieces(line.strip().removeprefix("- ")))
        if _URL.search(pieces[0].partition('"')[0]):
            self.sheet.tell(
                number, "item-line", f"It speaks of a page of its own before it quotes: {line.strip()[:80]}"
            )
            self.lost = True
            return
        nested = line.startswith("  ")
        if not nested:
            self.parent = self.page
        elsewhere = [number for number, piece in enumerate(pieces) if _URL.search(piece)]
        for place, piece in enumerate(pieces):
            self._piece(number, piece, doubtful=place < max(elsewhere, default=0))
        if not nested and len(elsewhere) < 2:
            self.parent = self.last if elsewhere else self.page

    def _piece(self, number: int, piece: str, doubtful: bool) -> None:
        """One label with one excerpt; it is doubtful where it was read if a later piece of the line names a page."""
        assert self.unit is not None
        match = _PIECE.match(piece)
        if match is None:
            self.sheet.tell(number, "item-line", f"Not one label with one excerpt: {piece[:100]}")
            self.lost = True
            return
        page = self._page(match["after"], doubtful)
        if page is None:
            self.sheet.tell(number, "no-address", f"Where it was read is not plain: {piece.strip()[:80]}")
            return
        self.last = page
        code, level, rest = _coded(match["before"].strip())
        facet, rest = _faceted(rest)
        label = rest.replace("**", "").strip().rstrip(".:").strip()
        if not label:
            self.sheet.tell(number, "no-label", f"No label of ours stands before: {match['excerpt'][:60]}")
            return
        self._add(number, code, facet, label, match["excerpt"], page, level, cut="(cut)" in match["after"])

    def _page(self, after: str, doubtful: bool) -> str | None:
        """The address of an item: its own, the one before (same), one named by a key, or that of its surroundings."""
        assert self.unit is not None
        after = after.strip(" .;")
        own = _URL.search(after)
        if own:
            self.lost = False
            return own[0].rstrip(").,;")
        if re.search(r"\bsame\b", after):
            return None if self.lost else self.last or None
        key = re.match(r"\((\w|[\w ]+ page)\)", after)
        if key:
            return self.keys.get(key[1])
        return None if doubtful else self.parent or self.page or self.unit.page

    def _add(
        self,
        number: int,
        code: str,
        facet: str,
        label: str,
        excerpt: str,
        page: str,
        level: str = "",
        cut: bool = False,
        definition: str = "",
    ) -> None:
        if len(excerpt.split()) > MOST_WORDS:
            self.sheet.tell(number, "long-excerpt", f"{len(excerpt.split())} words, at most {MOST_WORDS} may be quoted")
            return
        if "address not given" in label:
            self.sheet.tell(number, "no-address", f"Where it was read is not known: {label[:60]}")
            return
        aside = re.search(r"\s*\(([^()]*)\)$", label)
        tidy = label[: aside.start()].rstrip(".") if aside else label
        item = Item(
            line=number,
            code=code,
            facet=facet,
            label=tidy,
            excerpt=excerpt.strip(),
            page=page,
            level=level,
            cut=cut or bool(aside and re.search(r"\bcut$", aside[1])),
            aside=re.sub(r"(?:, |^)cut$", "", aside[1]) if aside else "",
            definition=definition,
        )
        self.items.append(item)


def _pieces(line: str) -> Iterator[str]:
    """A line cut at the semicolons that stand behind an excerpt and outside quotation marks."""
    start, inside, quoted = 0, False, False
    for place, sign in enumerate(line):
        if sign == '"':
            inside, quoted = not inside, True
        elif sign == ";" and not inside and quoted and '"' in line[place:]:
            yield line[start:place].strip()
            start, quoted = place + 1, False
    yield line[start:].strip()


def _coded(text: str) -> tuple[str, str, str]:
    """The code at the head of an item, the level it names, and the rest."""
    match = _CODE.match(text + " ")
    if match is None:
        return "", "", text
    rest = text[match.end() :].strip() if match.end() <= len(text) else ""
    if match["level"]:
        return f"{match['level']} {match['step']}", match["level"].lower(), rest
    return match["code"], "", rest


def _faceted(text: str) -> tuple[str, str]:
    """The facet of an item by its tags, and the rest; a learning outcome without facet is an element."""
    match = _TAGS.match(text)
    if match is None:
        return "", text
    tags = re.findall(r"\w+", match[1])
    rest = text[match.end() :]
    for facet in ("K", "S", "A", "B", "PC"):
        if facet in tags:
            return facet, rest
    return ("EL" if "LO" in tags else ""), rest


def _told_apart(items: list[Item]) -> tuple[Item, ...]:
    """Items with codes that differ: what has none is numbered by its facet, what repeats one gets a number."""
    seen: dict[str, int] = {}
    found: list[Item] = []
    for item in items:
        stem = (
            item.code if item.code not in ("", "LO") else {"": "N"}.get(item.facet, "LO" if item.code else item.facet)
        )
        seen[stem] = seen.get(stem, 0) + 1
        numbered = (
            stem if item.code == stem and seen[stem] == 1 else f"{stem}{'-' if item.code == stem else ''}{seen[stem]}"
        )
        tier = _TIER.match(item.label)
        if tier:
            item = replace(item, level=tier[1].replace("Type", "type"), label=item.label[tier.end() :])
        found.append(replace(item, code=numbered))
    return tuple(found)
