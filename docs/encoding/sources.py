"""The pages that units and items were read on, each one source of a framework."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from sswgraph.graph.origins import address
from sswgraph.model import Source, Text

READ_ON = "2026-11-28"


def slug(text: str, most: int = 48) -> str:
    """A text as part of an id: small letters, digits, hyphens."""
    plain = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")
    return re.sub(r"\.(?=-|$)|(?<=-)\.", "", plain[:most]).strip("-.")


@dataclass(slots=True)
class Sources:
    """The sources of one framework, by address: those that it has, and those that are made."""

    framework: str
    hosts: Mapping[str, Mapping[str, Any]]
    pages: Mapping[str, Mapping[str, Any]]
    present: Iterable[Source] = ()
    made: dict[str, Source] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for source in self.present:
            if source.page:
                self.known.setdefault(address(source.page), source.id)
            self.names.add(source.id)
            self.titles |= {text for _, text in source.label.values}

    def of(self, page: str, about: str = "", whole: bool = False) -> str:
        """The id of the source at an address; it is made where the framework has none."""
        key = address(page)
        if key not in self.known:
            self.made[key] = self._make(page, about, whole)
            self.known[key] = self.made[key].id
        return self.known[key]

    def _make(self, page: str, about: str, whole: bool) -> Source:
        host = urlsplit(page).netloc.removeprefix("www.").partition(":")[0].rstrip(".").lower()
        said = {**self.hosts.get(host, {}), **self.pages.get(page, {})}
        name = _free(f"{self.framework}:source-{slug(about or _tail(page))}", self.names)
        title = said.get("title") or f"{host}: {about or _tail(page)}"
        title = _free(title, self.titles, " ({})")
        self.names.add(name)
        self.titles.add(title)
        return Source(
            id=name,
            label=Text.of(en=title),
            page=page,
            publisher=said.get("publisher", host),
            date=said.get("date"),
            retrieved=said.get("retrieved", READ_ON),
            licence=Text.of(en=said["terms"]) if "terms" in said else Text(),
            source_kind=said.get("kind", "secondary"),
            reach="whole" if whole else "opening-only",
            reprint_of=tuple(said.get("reprint_of", ())),
            language=(said.get("language", "en"),),
            note=Text.of(en=said["note"]) if "note" in said else Text(),
        )


def _tail(page: str) -> str:
    parts = urlsplit(page)
    steps = [part for part in parts.path.split("/") if part]
    coded = [part for part in steps if re.fullmatch(r"[A-Z]{2,}[A-Z]*\d+\w*", part)]
    last = (coded or steps or [parts.netloc])[-1]
    wanted = re.search(r"(?:code|id|ID|unit|opusid|nocid|group|jobCode|objectid)=([\w.-]{1,24})", parts.query)
    return unquote(f"{last} {wanted[1]}" if wanted else last)[:60].strip()


def _free(wanted: str, taken: set[str], form: str = "-{}") -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = wanted + form.format(number)
    return found
