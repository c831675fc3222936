"""The rows of a review workbook: one per difference, suggestion or open entry, in sheets, safety first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sswgraph.adaptation.safety.codes import LISTED_ONLY
from sswgraph.errors import InputError
from sswgraph.messages import Message, message, paired
from sswgraph.model import Text
from sswgraph.model.alignment import OpenMappings
from sswgraph.model.authoring import Menu
from sswgraph.model.comparison import Aspect, Comparison, Entry
from sswgraph.model.countries import Countries
from sswgraph.model.merge_plan import OUTCOMES, VERDICTS, Divergence, MergePlan
from sswgraph.model.review import VERDICTS_OF, Verdict, situation
from sswgraph.model.text import Run, clean, word_runs
from sswgraph.pages.element import value_of
from sswgraph.pages.review import change_word
from sswgraph.pages.writer import Writer, capitalised, fixed, words
from sswgraph.review.candidates import candidate_rows, labels_of_candidates, targets_of
from sswgraph.review.mappings import mapping_rows
from sswgraph.review.menu import row_values

SAFETY, SUGGESTED, UNMATCHED = "safety", "suggested", "no-counterpart"
ACROSS = "across"  # a function of one side beside a competency of the other
# Sheets for what belongs to no domain, by kind of element; the last takes everything else.
SECTIONS: dict[str, frozenset[str]] = {
    ACROSS: frozenset(),
    "roles": frozenset(
        "cadre function function-need requirement obligation scope-rule eligibility-condition supervision-arrangement "
        "open-question ethical-standard guiding-principle progression".split()
    ),
    "competencies": frozenset("competency competency-set scale level performance-criterion".split()),
    "training": frozenset(
        "qualification module outcome entry-requirement packaging-rule evidence-requirement conversion-rule".split()
    ),
    "records": frozenset(),
}
_UNSAID_ALONE = frozenset("evidence derived_from replaces unreviewed_language reach retrieved".split())
_FIRST = ("kind", "label", "definition")
_MOST = 8_000
Piece = tuple[str, str]  # 'name', 'same', 'gone' or 'new', and a text


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row, not yet in any language.

    Attributes:
        key: By what it is known from one workbook to the next.
        place: The sheet: 'safety', the id of a domain, or a section.
        element: The kind of element.
        label: What the element is called.
        change: What happened to it, or how the two sides relate to each other.
        number: As printed.
        base: Ids on the first side.
        adaptation: Ids on the second side.
        domain: The id of its domain, or empty.
        safety: What safety says of it.
        said: What else is stated about it.
        aspects: What differs.
        verdicts: What can be decided on it.
        happened: The situation by which its decisions are worded, or empty.
    """

    key: str
    place: str
    element: str
    label: Text
    change: str
    number: int = 0
    base: tuple[str, ...] = ()
    adaptation: tuple[str, ...] = ()
    domain: str = ""
    safety: tuple[Message, ...] = ()
    said: tuple[Message | Text, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    verdicts: tuple[Verdict, ...] = VERDICTS_OF["comparison"]
    happened: str = ""  # along lineage, for the words of a decision

    @property
    def print(self) -> str:
        """The fingerprint of what it says, by which a later workbook knows that the texts changed."""
        aspects = [(one.field, one.base, one.adaptation) for one in self.aspects if one.field != "evidence"]
        said = repr((self.base, self.adaptation, self.change, self.safety, aspects))
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a workbook, in order.

    Attributes:
        rows: The rows.
        labels: The labels of everything that they name.
        sides: Id and label of both sides.
        apart: Whether neither side was made from the other, so that no word is gone and none is new.
        clear: Whether it may be said that nothing that protects is gone or weaker.
        unclear: Why not, as far as no row on the sheet for safety says it.
        targets: Of candidates, by kind of element, the elements that a row can be mapped to.
    """

    rows: tuple[SheetRow, ...]
    labels: dict[str, Text]
    sides: tuple[tuple[str, Text], tuple[str, Text]]
    apart: bool = False
    clear: bool = False
    unclear: tuple[Message, ...] = ()
    targets: dict[str, dict[str, Text]] = field(default_factory=dict)

    @property
    def places(self) -> tuple[str, ...]:
        """The sheets in order; that for safety is always there."""
        return tuple(dict.fromkeys([SAFETY, *(row.place for row in self.rows)]))

    def of(self, place: str) -> tuple[SheetRow, ...]:
        """The rows of a sheet."""
        return tuple(row for row in self.rows if row.place == place)

    def label(self, identifier: str) -> Text:
        """What an element is called; empty where it is not known."""
        return self.labels.get(identifier, Text())


def review_rows(result: Any) -> Rows:
    """The rows of a comparison, countries, alignment, merge plan, menu or open mappings. InputError for others."""
    domains: list[str] = []
    targets: dict[str, dict[str, Text]] = {}
    if isinstance(result, Comparison):
        labels = {one: entry.label for entry in result.entries for one in (*entry.base, *entry.adaptation)}
        rows, domains = [*_of_comparison(result), *_across(result)], [share.id for share in result.summary.domains]
        sides = (result.base, result.base_label), (result.adaptation, result.adaptation_label)
    elif getattr(result, "kind", None) == "alignment":
        labels = {one.subject: one.subject_label for one in result.suggestions}
        labels |= {one.object: one.object_label for one in result.suggestions}
        rows = [*_suggested(result), *_unmatched(result)]
        sides = (result.subject, result.subject_label), (result.object, result.object_label)
    elif isinstance(result, MergePlan):
        labels, rows = labels_of(result), [*waiting_rows(result)]
        sides = (result.base, result.frameworks[0].label), (result.adaptation, result.label)
    elif isinstance(result, Menu):
        labels, domains = {node.id: getattr(node, "label", Text()) for node in result.framework}, [*result.domains]
        rows = [SheetRow(**{**one, "place": one["place"] or section_of(one["element"])}) for one in row_values(result)]
        sides = (result.base, result.base_label), (result.base, result.base_label)
    elif isinstance(result, OpenMappings):
        labels = {one.held: one.held_label for one in result.items}
        labels |= {one.asked: one.asked_label for one in result.items}
        rows = [
            SheetRow(**one, place=SAFETY if one["safety"] else section_of(one["element"]))
            for one in mapping_rows(result)
        ]
        sides = (result.held, result.held_label), (result.target, result.target_label)
    elif isinstance(result, Countries):
        labels, targets = labels_of_candidates(result), targets_of(result)
        rows = [
            SheetRow(**one, place=SAFETY if one["safety"] else section_of(one["element"]))
            for one in candidate_rows(result)
        ]
        names = " ".join(one.id for one in result.countries)
        sides = (result.reference, result.reference_label), (names, Text((("und", names.replace(" ", ", ")),)))
    else:
        given = type(result).__name__
        raise InputError(
            "A review is of what compare, compare_countries, align, rebase, mappings, menu or tasks gives, "
            f"not of {given}."
        )
    order = {place: number for number, place in enumerate([SAFETY, *domains, *SECTIONS])}
    rows.sort(key=lambda row: order[row.place])
    numbered = tuple(replace(row, number=number) for number, row in enumerate(rows, 1))
    apart = not getattr(result, "lineage", isinstance(result, (MergePlan, Menu)))
    return Rows(numbered, labels, sides, apart, _is_clear(result), tuple(_unclear(result, numbered)), targets)


def _is_clear(result: Any) -> bool:
    """Whether nothing that protects is gone or weaker: of a merge plan, if everything in it is taken over."""
    if isinstance(result, MergePlan):
        return not result.safety
    return isinstance(result, Comparison) and result.clear


def _unclear(result: Any, rows: Iterable[SheetRow]) -> Iterator[Message]:
    """What could not be looked at, and, without a row on safety, how many findings stand with other rows."""
    if isinstance(result, Comparison):
        yield from result.unchecked
        if result.safety and not any(row.safety for row in rows):
            yield message("review.safety-elsewhere", n=len(result.safety))


def key_of(entry: Entry) -> str:
    """By what a row is known from one workbook to the next: its element in the base, otherwise in the adaptation."""
    first = (entry.base or entry.adaptation)[0]
    return first if entry.element != "residue" else f"{first} residue"


def _of_comparison(comparison: Comparison) -> list[SheetRow]:
    """Every entry that differs in more than invisible characters, and every other one with a finding of safety."""
    loosened: dict[tuple[int, str], list[Message]] = {}
    listed: dict[tuple[int, str], list[Message]] = {}
    places: dict[tuple[int, str], int] = {}
    for number, one in enumerate(comparison.safety):
        end = (0, one.base[0]) if one.base else (1, one.adaptation[0])
        if one.code in LISTED_ONLY and not one.certain:
            listed.setdefault(end, []).append(one.text)
            continue
        places.setdefault(end, number)
        loosened.setdefault(end, []).extend((one.text, *one.effects, *one.along))
    known = {share.id for share in comparison.summary.domains}
    made = []
    for entry in comparison.entries:
        ends = [(0, one) for one in entry.base] + [(1, one) for one in entry.adaptation]
        safety = [] if entry.element == "residue" else [text for end in ends for text in loosened.get(end, ())]
        notes = [] if entry.element == "residue" else [text for end in ends for text in listed.get(end, ())]
        if (entry.kind == "identical" or entry.relation == "not-compared") and not (safety or notes):
            continue
        domain = next((one for one in entry.domains if one in known), "")
        made.append(
            SheetRow(
                key=key_of(entry),
                place=SAFETY if safety else domain or section_of(entry.element),
                element=entry.element,
                label=entry.label,
                change=comparison.said_of(entry),
                happened=situation(entry.element, entry.base, entry.adaptation) if comparison.lineage else "",
                base=entry.base,
                adaptation=entry.adaptation,
                domain=domain,
                safety=tuple(safety),
                said=(*((entry.reason,) if entry.reason else ()), *notes),
                aspects=_ordered(entry),
            )
        )
    return sorted(made, key=lambda row: _first_place(row, places))


def _first_place(row: SheetRow, places: dict[tuple[int, str], int]) -> int:
    """The place of the first finding about a row; rows without any come after all others."""
    ends = [(0, one) for one in row.base] + [(1, one) for one in row.adaptation]
    return min((places[end] for end in ends if end in places and row.safety), default=len(places))


def section_of(element: str) -> str:
    """The section for a kind of element."""
    return next((name for name, kinds in SECTIONS.items() if element in kinds), "records")


def _ordered(entry: Entry) -> tuple[Aspect, ...]:
    """What differs, names and definitions first; of what stands alone, without what only tells of its provenance."""
    kept = [one for one in entry.changes if not (entry.no_counterpart and one.field in _UNSAID_ALONE)]
    if not any(one.field == "label" for one in kept) and entry.kind == "identical":
        kept = [Aspect(field="label", kind="identical", base=entry.label, adaptation=entry.label)]
    rank = {name: place for place, name in enumerate(_FIRST)}
    return tuple(sorted(kept, key=lambda one: rank.get(one.field, len(rank))))


def _across(comparison: Comparison) -> Iterator[SheetRow]:
    """Each function of one side beside a competency of the other: whether the one needs the other is to be decided."""
    for one in comparison.across:
        of_base = one.function == one.base
        function, competency = one.through
        texts = (("function", one.function_label, of_base), ("competency", one.competency_label, not of_base))
        yield SheetRow(
            key=f"{one.function} {one.competency}",
            place=ACROSS,
            element="function",
            label=one.function_label,
            change=ACROSS,
            happened=ACROSS,
            base=(one.base,),
            adaptation=(one.adaptation,),
            said=(message("review.across-through", function=function, competency=competency),),
            aspects=tuple(
                Aspect(field=field, kind="redefined", **{"base" if left else "adaptation": text})
                for field, text, left in texts
            ),
            verdicts=("keep", "drop", "defer"),
        )


def _suggested(alignment: Any) -> Iterator[SheetRow]:
    for one in alignment.suggestions:
        yield SheetRow(
            key=f"{one.subject} {one.object}",
            place=section_of(one.kind),
            element=one.kind,
            label=one.subject_label,
            change=SUGGESTED,
            base=(one.subject,),
            adaptation=(one.object,),
            said=(Text((("und", f"{one.relation} · {one.score:.2f}"),)), one.reason),
            aspects=(Aspect(field="label", kind="relabelled", base=one.subject_label, adaptation=one.object_label),),
        )


def _unmatched(alignment: Any) -> Iterator[SheetRow]:
    for one in alignment.no_counterpart:
        here = one.side == "subject"
        aspect = Aspect(
            field="label", kind="dropped" if here else "added", **{"base" if here else "adaptation": one.label}
        )
        yield SheetRow(
            key=one.id,
            place=section_of(one.kind),
            element=one.kind,
            label=one.label,
            change=UNMATCHED,
            base=(one.id,) if here else (),
            adaptation=() if here else (one.id,),
            said=(one.reason,),
            aspects=(aspect,),
        )


def both_texts(row: SheetRow, rows: Rows, lang: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What stands on either side: a line for each aspect, of texts one for each language, with the words marked."""
    if isinstance(row, Waiting):
        old, own = three_sides(row, rows, lang)
        return fitted(old), fitted(own)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    alone = not (row.base and row.adaptation)
    plain = alone or rows.apart
    for name, runs in _lines(row, rows, lang, alone):
        lead = fixed("pair", lang, name=name, value="").rstrip() + " "
        for side, unwanted in ((sides[0], "new"), (sides[1], "gone")):
            own = [("same" if plain else kind, clean(text)) for kind, text in runs if kind != unwanted and text]
            if own:
                side += [("name", ("\n" if side else "") + lead), *own]
    return fitted(sides[0]), fitted(sides[1])


def _lines(row: SheetRow, rows: Rows, lang: str, alone: bool) -> Iterator[tuple[str, tuple[Run, ...]]]:
    for aspect in row.aspects:
        named = aspect.field == "label"
        field = capitalised(Writer(lang).term("field", aspect.field).replace("_", " "))
        if aspect.words and not alone:
            for tag, runs in aspect.words:
                yield (fixed("field.label", lang, tag=tag) if named else f"{field} ({tag})"), runs
            continue
        name = words("review.name", lang) if named else field
        old, new = (value_in(aspect.field, side, rows, lang) for side in (aspect.base, aspect.adaptation))
        yield name, word_runs(old, new)


def value_in(field: str, value: object, rows: Rows, lang: str) -> str:
    """A value as text."""
    if value is None or value == () or value == Text():
        return ""
    if isinstance(value, tuple) and (field == "residue" or not isinstance(value[0], str)):
        return words("review.pieces", lang, n=len(value))
    return value_of(field, value, Writer(lang), rows.label)


def fitted(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """At most so much as a cell can hold and a page can show."""
    kept: list[Piece] = []
    left = _MOST
    for kind, text in pieces:
        if len(text) > left:
            return (*kept, (kind, text[:left] + " …"))
        kept.append((kind, text))
        left -= len(text)
    return tuple(kept)


def change_text(row: SheetRow, lang: str) -> str:
    """What happened to the element, what was loosened by it, the reason on record, and what can be decided."""
    parts = [capitalised(change_word(row.change, Writer(lang)))]
    parts += [f"! {Writer(lang).say(one)}" for one in row.safety]
    parts += [Writer(lang).say(one) for one in row.said]
    if row.change in OUTCOMES:
        can = ", ".join(words(f"review.verdict-{one}", lang) for one in row.verdicts)
        parts.append(fixed("pair", lang, name=words("rebase.column-options", lang), value=can))
    return "\n".join(parts)


def named_with_ids(row: SheetRow, lang: str) -> str:
    """The element: its name, its kind, its ids."""
    ids = " › ".join(", ".join(side) for side in (row.base, row.adaptation) if side)
    marks = ids if row.base != row.adaptation else ", ".join(row.base)
    return str(Writer(lang).named(row.label, marks, Writer(lang).term("kind", row.element)))


_SIDES = ("old", "new", "local")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(SheetRow):
    """An entry that waits.

    Attributes:
        names: What it is called on the three sides; None where it is not there.
        divergences: In what the three sides differ.
    """

    names: tuple[Text | None, Text | None, Text | None]
    divergences: tuple[Divergence, ...] = ()

    @property
    def print(self) -> str:
        """The fingerprint of what it says."""
        fields = [(one.field, one.base, one.onto, one.local) for one in self.divergences if one.field != "evidence"]
        said = repr((self.base, self.adaptation, self.change, self.safety, self.verdicts, self.names, fields))
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def waiting_rows(plan: MergePlan) -> Iterator[Waiting]:
    """The entries of a plan that somebody must decide about; by which a safeguard would be loosened, on its sheet."""
    labels = [{one.id: getattr(one, "label", Text()) for one in (side, *side.elements)} for side in plan.frameworks]
    for entry in plan.open:
        ends = (entry.base, entry.onto, entry.local)
        old, new, local = (
            (side[ids[0]] or entry.label) if ids else None for side, ids in zip(labels, ends, strict=True)
        )
        yield Waiting(
            key=entry.key,
            place=SAFETY if entry.safety else section_of(entry.element),
            element=entry.element,
            label=entry.label,
            change=entry.outcome,
            base=tuple(dict.fromkeys((*entry.base, *entry.onto))),
            adaptation=entry.local,
            safety=tuple(text for one in entry.safety for text in (one.text, *one.effects, *one.along)),
            said=(entry.reason,),
            verdicts=tuple(one for one in VERDICTS if one in entry.options),
            names=(old, new, local),
            divergences=entry.divergences,
        )


def labels_of(plan: MergePlan) -> dict[str, Text]:
    """What everything in the three frameworks is called, in the adaptation's words where it has any."""
    return {node.id: getattr(node, "label", Text()) for side in plan.frameworks for node in side.elements}


def three_sides(row: Waiting, rows: Rows, lang: str) -> tuple[list[Piece], list[Piece]]:
    """The old and the new base in one cell, the adaptation in the other, what differs from the old base marked."""
    sides: tuple[list[Piece], ...] = ([], [], [])
    for place, label in enumerate(row.names):
        head = words(f"rebase.column-{_SIDES[place]}", lang)
        if label is None:
            sides[place].extend(_line(head, [("same", words("rebase.gone", lang))], lang))
            continue
        if place < 2:
            sides[place].append(("name", "\n" + fixed("pair", lang, name=head, value="").rstrip()))
        if not any(one.field == "label" for one in row.divergences):
            sides[place].extend(_line(words("review.name", lang), [("same", str(label.best(lang)))], lang))
    for one in row.divergences:
        for name, old, new, local in _values(one, rows, lang):
            by_base, by_local = word_runs(old, new), word_runs(old, local)
            for place, runs, unwanted in ((0, by_base, "new"), (1, by_base, "gone"), (2, by_local, "gone")):
                kept = [run for run in runs if run[0] != unwanted and run[1]]
                sides[place].extend(_line(name, kept, lang) if kept and row.names[place] is not None else ())
    return _begun([*sides[0], *sides[1]]), _begun(sides[2])


def _begun(pieces: list[Piece]) -> list[Piece]:
    """Without the line break that each line begins with."""
    return [(kind, text if at else text.lstrip("\n")) for at, (kind, text) in enumerate(pieces)]


def _line(name: str, runs: Iterable[Piece], lang: str) -> list[Piece]:
    lead = fixed("pair", lang, name=name, value="").rstrip() + " "
    return [("name", f"\n{lead}"), *((kind, clean(text)) for kind, text in runs)]


def _by_language(old: Text, new: Text, local: Text) -> list[tuple[str, str, str]]:
    """The tags that correspond to each other on the three sides; an empty one where a side has none (T2)."""
    to_new, to_local = ((paired(old.languages, side.languages)) for side in (new, local))
    both = [(tag, dict(to_new)[tag], dict(to_local)[tag]) for tag in old.languages]
    added = ([tag for before, tag in found if not before] for found in (to_new, to_local))
    return sorted([*both, *(("", a, b) for a, b in paired(*added))], key=lambda tags: next(filter(None, tags)))


def _values(one: Divergence, rows: Rows, lang: str) -> Iterator[tuple[str, str, str, str]]:
    """A field on the three sides; of texts, once for each language in which they differ."""
    named = one.field == "label"
    field = capitalised(Writer(lang).term("field", one.field).replace("_", " "))
    sides = (one.base, one.onto, one.local)
    texts = [side if isinstance(side, Text) else Text() for side in sides]
    if any(texts):
        for tags in _by_language(*texts):
            old, new, local = ("; ".join(text.all(tag)) for text, tag in zip(texts, tags, strict=True))
            tag = "/".join(dict.fromkeys(filter(None, tags)))
            if not old == new == local:
                yield fixed("field.label", lang, tag=tag) if named else f"{field} ({tag})", old, new, local
        return
    old, new, local = (value_in(one.field, side, rows, lang) for side in sides)
    yield words("review.name", lang) if named else field, old, new, local
