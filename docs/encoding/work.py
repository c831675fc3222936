"""One unit of a sheet at work: the competency, criteria, module and outcome that it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from docs.encoding.maker import Maker, kind_of, made, proof
from docs.encoding.merging import numbered
from docs.encoding.records import MOST_WORDS, Item, Unit
from docs.encoding.sources import slug
from docs.encoding.volumes import level, volumes
from sswgraph.exchange.schema import expand
from sswgraph.model import elements as e
from sswgraph.model import evidence as v
from sswgraph.model import relations as links
from sswgraph.model.text import Text

KINDS = {
    "PC": "performance-kind",
    "S": "performance-kind",
    "B": "performance-kind",
    "K": "knowledge-kind",
    "A": "attitude-kind",
}
OWN_TITLE = "The page prints no title; this one is made here, from its contents."
# Providers that no page names: whoever the register or the training package lets award its units.
GENERAL = ("Awarding bodies", "Registered training")
BODIES = "Such units are awarded by the bodies that their register or training package admits."
CUT = "The sentence goes on in the source."


@dataclass(slots=True)
class Work:
    """One unit at work."""

    maker: Maker
    unit: Unit
    spec: dict[str, Any]

    @property
    def stem(self) -> str:
        found: str = self.spec.get("id") or slug(self.unit.code)
        return found

    @property
    def title(self) -> str:
        found: str = self.spec.get("title") or self.unit.title
        return found

    @property
    def notation(self) -> str | None:
        found: str = self.spec.get("notation", self.unit.code.partition(" (")[0])
        return found or None

    def id(self, code: str) -> str:
        """The full id of a code."""
        return self.maker.id(code)

    def items(self) -> tuple[Item, ...]:
        """The items that the specification takes, without those that it leaves."""
        wanted, left = self.spec.get("items"), self.spec.get("leave", ())
        pages = self.spec.get("item_pages", {})
        topics = self.spec.get("topics", ())
        every = (replace(item, page=pages.get(item.code, item.page)) for item in self.unit.items)
        by_verb = self.spec.get("by_verb", ())
        every = (replace(one, facet="EL") if not one.facet and matches(one.code, topics) else one for one in every)
        every = (_by_verb(one) if not one.facet and matches(one.code, by_verb) else one for one in every)
        chosen = tuple(item for item in every if wanted is None or matches(item.code, wanted))
        labels = self.spec.get("labels", {})
        kept = (item for item in chosen if not matches(item.code, left))
        return tuple(replace(item, label=labels.get(item.code, item.label)) for item in kept)

    def text(self, words: str) -> Text:
        return Text(((self.spec.get("tongue", "en"), words),))

    def evidence(self, owner: str, item: Item, concerns: tuple[str, ...] = (), note: str = "") -> v.Evidence:
        """The proof of one item."""
        locator = f"{self.unit.code}, {item.code}" if not re.fullmatch(r"(N|NT)\d+", item.code) else self.unit.code
        return v.Evidence(
            id=f"{owner}.e1",
            basis="stated",
            source=self.maker.sources.of(item.page, self.unit.code if item.page == self.unit.page else ""),
            locator=locator,
            excerpt=self.text(item.excerpt),
            concerns=tuple(expand(name) for name in concerns),
            note=text_of(note),
        )

    def title_evidence(self, owner: str) -> tuple[v.Evidence, ...]:
        """The proof of a unit: its title as the page prints it, else its code or first item, the title as a draft."""
        own = self.spec.get("own_title", self.unit.own_title)
        whole = "whole" in self.unit.extent and "cut" not in self.unit.extent
        page = self.spec.get("page", self.unit.page)
        words, place = (self.notation or "", "number") if own else (self.title, "title")
        locator = f"{self.unit.code}, {'opening' if 'excerpt' in self.spec else place}"
        if own and not words and self.items():
            first = self.items()[0]
            locator, words, page = f"{self.unit.code}, {first.code}", first.excerpt, first.page
        stated = v.Evidence(
            id=f"{owner}.e1",
            basis="stated",
            source=self.maker.sources.of(page, self.unit.code if page == self.unit.page else "", whole),
            locator=locator,
            excerpt=self.text(self.spec.get("excerpt") or " ".join(words.split()[:MOST_WORDS])),
        )
        if not own:
            return (stated,)
        return numbered(owner, (stated, proof(owner, basis="draft", concerns=("skos:prefLabel",), note=OWN_TITLE)))

    # What a unit becomes

    def competency(self, items: tuple[Item, ...]) -> str:
        """A competency with its criteria, what evidence is asked for, and for whom it is meant."""
        name = self.id(f"c-{self.stem}")
        levels = [item for item in items if item.facet == "LV"]
        remarks = [item for item in items if item.facet in ("", "NT", "FN")]
        proofs = list(self.title_evidence(name))
        proofs += [self.evidence(name, item, ("skos:scopeNote",)) for item in levels]
        said = proofs[0].excerpt
        proofs += [
            self.evidence(name, item, note=f"{item.label}.") for item in remarks if self.text(item.excerpt) != said
        ]
        scope = [f"{item.label}." for item in levels] + [self.spec.get("scope_note", "")]
        self.maker.add(
            e.Competency(
                id=name,
                label=Text.of(en=self.title),
                notation=self.notation,
                definition=text_of(self.spec.get("definition")),
                scope_note=text_of(" ".join(dict.fromkeys(filter(None, scope)))),
                scale=self.id(self.spec["scale"]) if "scale" in self.spec else None,
                replaces=tuple(self.id(other) for other in self.spec.get("replaces", ())),
                evidence=numbered(name, proofs),
            )
        )
        for item in items:
            self._criterion(name, item)
        return name

    def _criterion(self, owner: str, item: Item) -> None:
        if item.facet in ("LV", "", "NT", "FN"):
            return
        self.maker.at = self.unit.sheet, item.line
        same = self.same(item)
        name = self.id(same or f"{owner.partition(':')[2]}.{part_of_id(item.code)}")
        if same and name in self.maker.nodes and not isinstance(self.maker.nodes[name], e.PerformanceCriterion):
            self.maker.add(remark(self, name, item, told=False))
            return
        level = self.spec.get("item_levels", {}).get(item.level)
        if item.level and not level:
            self.maker.tell("level-word", f"The level {item.level!r} stands on no scale of the table", item.line)
        common: dict[str, Any] = {
            "id": name,
            "label": Text.of(en=item.label) if name not in self.maker.nodes or not same else Text(),
            "notation": None if same else self.numbered(item),
            "note": note_of(item),
            "evidence": (self.evidence(name, item),),
        }
        if item.facet == "CO":
            self.maker.add(e.EvidenceRequirement(evidence_for=(owner,), **common))
            return
        kind = self.spec.get("kinds", {}).get(item.code) or KINDS.get(item.facet)
        of = (owner, self.id(level)) if level else (owner,)
        self.maker.add(made(e.PerformanceCriterion, criterion_of=of, criterion_kind=kind, **common))

    def numbered(self, item: Item) -> str:
        """The code of an item behind that of its unit; one that begins with a full stop goes on with it."""
        return f"{self.notation or ''}{'' if item.code.startswith('.') else ' '}{item.code}".strip()

    def same(self, item: Item) -> str | None:
        """The element that says already what an item says, by the table."""
        for pattern, name in self.spec.get("same", {}).items():
            if matches(item.code, [pattern]):
                return str(name).replace("*", slug(item.code))
        return None

    def module(self, kind: type[e.TrainingModule] | type[e.Qualification] = e.TrainingModule) -> str:
        """A module with its volumes, level, provider, place and language of teaching."""
        name = self.id(self.stem)
        printed, proofs = volumes(self, name)
        proofs += self._inferred(name)
        further = {"reach": "partial"} if kind is e.Qualification else {}
        further |= self.spec.get("values", {})
        self.maker.add(
            made(
                kind,
                id=name,
                label=Text.of(en=self.title),
                notation=self.notation,
                qualification_level=level(self) or None,
                part_of=tuple(self.id(other) for other in self.spec.get("part_of", ())),
                provider=text_of(self.spec.get("provider")),
                delivery=text_of(self.spec.get("delivery")),
                jurisdiction=tuple(self.spec.get("place", ())),
                language=tuple(self.spec.get("language", ())),
                note=text_of(self.spec.get("note")),
                evidence=numbered(name, [*self.title_evidence(name), *proofs]),
                **printed,
                **further,
            )
        )
        return name

    def _inferred(self, owner: str) -> list[v.Evidence]:
        """What the table says of a module though no page prints it: language of teaching, bodies in general."""
        found: dict[str, str] = {}
        if "language" in self.spec:
            found["dcterms:language"] = "The page is written in this language."
        if str(self.spec.get("provider", "")).startswith(GENERAL):
            found["ssw:provider"] = BODIES
        if not found:
            return []
        page = self.maker.sources.of(self.spec.get("page", self.unit.page), self.unit.code)
        return [proof(owner, origins=(page,), note=" ".join(found.values()), concerns=tuple(found))]

    def outcome(self, module: str, competency: str, number: int = 1) -> None:
        """That a module develops a competency: as a whole where it is a unit of that content, else in part."""
        name = f"{module}.o{number}"
        extent = self.spec.get("extent", "whole")
        why = "The unit attests the whole of what it names." if extent == "whole" else "The course speaks of it."
        self.maker.add(
            links.LearningOutcome(
                id=name,
                outcome_of=module,
                competency=competency,
                extent=extent,
                evidence=(proof(name, origins=(module,), note=why),),
            )
        )


def remark(work: Work, owner: str, item: Item, told: bool = True) -> v.Node:
    """What an item says of an element that is there, as evidence, with our words where it says something more."""
    said = work.evidence(owner, item, note=f"{item.label}." if told else "")
    return replace(work.maker.nodes[owner], evidence=(said,))


def _by_verb(item: Item) -> Item:
    """A criterion that the sheet gives no facet: knowledge or performance, as its excerpt begins."""
    known = kind_of(item.excerpt.split()[0].casefold()) == "knowledge-kind"
    return replace(item, facet="K" if known else "PC")


def matches(code: str, patterns: list[str] | tuple[str, ...]) -> bool:
    """Whether a code is among patterns: itself, or with a star for the rest (``LO*``)."""
    return any(code == one or (one.endswith("*") and code.startswith(one[:-1])) for one in patterns)


def part_of_id(code: str) -> str:
    """The code of an item as the end of an id; one that looks like that of evidence is written out."""
    return re.sub(r"^e(?=\d)", "element-", slug(code))


def note_of(item: Item) -> Text:
    """What stands beside an item: what its label says in brackets, and that the sentence goes on."""
    aside = f"{item.aside[0].upper()}{item.aside[1:]}." if item.aside else ""
    return text_of(" ".join(filter(None, (aside, CUT if item.cut else ""))))


def text_of(words: str | None) -> Text:
    """English words as a text; none, or an empty string, as the empty text."""
    return Text.of(en=words) if words else Text()
