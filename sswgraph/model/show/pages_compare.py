"""The page of a comparison: what was loosened first, then how much of what, then every difference with both texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sswgraph.model.blocks import Block, Details, Facts, Listing, Marked, Notice, Page, Paragraph, Table
from sswgraph.model.comparison import KINDS, Aspect, ChangeKind, Comparison, Entry, Loosening, Share
from sswgraph.model.show import pages_common as common
from sswgraph.model.show.pages_element import value_of
from sswgraph.model.show.pages_plan import volume_name
from sswgraph.model.text import Text

_WITH_ROLE = "gone-with-role"
_MOST_NAMED = 2_000  # of what is identical; beyond, a page gives their number, and rows() the names


def comparison_page(comparison: Comparison, lang: str = "en") -> Page:
    """Two frameworks side by side, as a page."""
    blocks = [
        *common.banners(comparison.notes, lang),
        *safety(comparison, lang),
        *summary(comparison, lang),
        *shares(comparison, lang),
        *differences(comparison, lang),
        *common.trust(comparison.links, comparison.stamp, lang),
    ]
    names = {"base": comparison.base_label, "adapted": comparison.adapted_label}
    if comparison.base_label == comparison.adapted_label:
        names = {"base": Text((("und", comparison.base),)), "adapted": Text((("und", comparison.adapted),))}
    return common.finished(common.fixed("title.comparison", lang, **names), lang, blocks)


def safety(comparison: Comparison, lang: str, level: int = 2) -> Iterator[Block]:
    """What was loosened, counted, then with both texts; what a person must judge; what is gone with its role."""
    found = comparison.safety
    yield common.heading("safety", lang, level)
    with_role = [one for one in found if one.code == _WITH_ROLE]
    certain = [one for one in found if one.certain and one not in with_role]
    unmapped = [one for one in found if not one.known and one not in with_role]
    for name, some in (("loosened", certain), ("not-mapped", unmapped)):
        if some:
            yield Notice(common.fixed("safety.found" if some is certain else "safety.not-mapped", lang, n=len(some)))
            counted = Counter(one.element for one in some)
            yield Facts(tuple((common.headed(common.term("kind", kind, lang)), str(n)) for kind, n in counted.items()))
            yield _loosened(some, common.fixed(f"caption.{name}", lang, n=len(some)), lang)
    if not certain and not any(not one.known for one in found):
        yield Notice(common.fixed("safety.none", lang), "good")
    judged = [one for one in found if one.known and not one.certain]
    if judged:
        yield _loosened(judged, common.fixed("caption.to-judge", lang, n=len(judged)), lang)
    if with_role:
        yield _loosened(with_role, common.fixed("caption.gone-with-role", lang, n=len(with_role)), lang)
    looked_at = Listing(tuple(common.say(one, lang) for one in comparison.checked))
    yield Paragraph(common.fixed("safety.looked-at", lang))
    yield looked_at


def _loosened(found: Sequence[Loosening], caption: str, lang: str) -> Table:
    header = [common.fixed(f"column.{name}", lang) for name in ("position", "loosened", "before", "after")]
    rows = [
        (
            str(number),
            _sentence(common.say(one.text, lang)),
            _sided(one.before, one.base, lang),
            _sided(one.after, one.adapted, lang) if one.adapted else common.fixed("gone", lang),
        )
        for number, one in enumerate(found, 1)
    ]
    return common.table(caption, header, rows, (0,), lang)


def _sentence(text: str) -> str:
    """With a capital, unless it begins with an id, which keeps its small letters."""
    return text if ":" in text.partition(" ")[0] else common.headed(text)


def _sided(text: Text, ids: tuple[str, ...], lang: str) -> str:
    return common.named(text, ", ".join(ids), lang) if ids else ""


def summary(comparison: Comparison, lang: str, level: int = 2) -> Iterator[Block]:
    """How many entries of which kind, and the notes."""
    yield common.heading("summary", lang, level)
    yield Facts(tuple((_change(kind, lang), str(n)) for kind, n in comparison.summary.kinds))
    yield from common.other_notes(comparison.notes, lang)


def _change(kind: ChangeKind, lang: str) -> str:
    return common.headed(common.term("change", kind, lang))


def shares(comparison: Comparison, lang: str, level: int = 2) -> Iterator[Block]:
    """Kept, changed, dropped, added: by kind of element, domain and cadre; languages; volumes."""
    said = comparison.summary
    yield common.heading("shares", lang, level)
    for name, found in (("elements", said.elements), ("domains", said.domains), ("cadres", said.cadres)):
        if found:
            yield _shares(name, found, lang)
    if said.languages:
        header = [common.fixed(f"column.{name}", lang) for name in ("language", "base", "adapted")]
        rows = [
            (
                common.headed(common.term("language", one.lang, lang)),
                common.fixed("of-all", lang, n=one.base, total=one.base_total),
                common.fixed("of-all", lang, n=one.adapted, total=one.adapted_total),
            )
            for one in said.languages
        ]
        yield common.table(common.fixed("caption.labels", lang), header, rows, (1, 2), lang)
    kinds = sorted({*said.base_volumes, *said.adapted_volumes})
    if kinds:
        header = [common.fixed(f"column.{name}", lang) for name in ("volume", "base", "adapted")]
        volumes = [
            (
                volume_name(kind, lang),
                common.number(said.base_volumes.get(kind), lang),
                common.number(said.adapted_volumes.get(kind), lang),
            )
            for kind in kinds
        ]
        yield common.table(common.fixed("caption.volumes", lang), header, volumes, (1, 2), lang)


def _shares(name: str, found: Sequence[Share], lang: str) -> Table:
    header = [common.fixed(f"column.{one}", lang) for one in (name, "kept", "changed", "dropped", "added")]
    rows = [
        (
            common.named(one.label, one.id, lang) if one.label else common.term("kind", one.id, lang),
            _part(one.kept, one.of_base, lang),
            _part(one.changed, one.of_base, lang),
            _part(one.dropped, one.of_base, lang),
            str(one.added),
        )
        for one in found
    ]
    return common.table(common.fixed(f"caption.{name}", lang), header, rows, (1, 2, 3, 4), lang)


def _part(n: int, total: int, lang: str) -> str:
    """A count with its share of what the base has."""
    return common.share(n, total, lang) if n and total else str(n)


def differences(comparison: Comparison, lang: str, level: int = 2) -> Iterator[Block]:
    """A table for each kind of change, gravest first: what was added or dropped, and every aspect of what changed."""
    known = _Known(comparison)
    yield common.heading("differences", lang, level)
    for kind in KINDS:
        entries = comparison.of_kind(kind)
        if not entries:
            continue
        caption = f"{_change(kind, lang)} ({len(entries)})"
        if kind == "identical" and len(entries) > _MOST_NAMED:
            yield Paragraph(caption)
        elif kind == "identical":
            names = tuple(_titled(entry, lang) for entry in entries)
            yield Details(caption, (Listing(names),))
        elif entries[0].no_counterpart:
            yield _alone(entries, caption, lang)
        else:
            yield _aspects(entries, caption, lang, known)


class _Known:
    """What the ids of a comparison are called, and which of them stand for each other."""

    def __init__(self, comparison: Comparison) -> None:
        self.entries = {one: entry for entry in comparison.entries for one in (*entry.base, *entry.adapted)}

    def label(self, identifier: str) -> Text:
        return self.entries[identifier].label if identifier in self.entries else Text()

    def apart(self, old: object, new: object) -> tuple[object, object]:
        """Of two lists of ids only what the other does not name; any other values as they are."""
        if not (isinstance(old, tuple) and isinstance(new, tuple)):
            return old, new
        before, after = ({self._place(one) for one in side} for side in (old, new))
        gone = tuple(one for one in old if self._place(one) not in after)
        come = tuple(one for one in new if self._place(one) not in before)
        return gone, come

    def _place(self, one: object) -> object:
        return id(self.entries[one]) if isinstance(one, str) and one in self.entries else one


def _titled(entry: Entry, lang: str) -> str:
    ids = " › ".join(", ".join(side) for side in (entry.base, entry.adapted) if side)
    if entry.base == entry.adapted:
        ids = ", ".join(entry.base)
    return common.named(entry.label, ids, lang, common.term("kind", entry.element, lang))


def _alone(entries: Sequence[Entry], caption: str, lang: str) -> Table:
    header = [common.fixed(f"column.{name}", lang) for name in ("element", "definition", "stated-by")]
    rows = [(_titled(entry, lang), _definition(entry, lang), _stated(entry, lang)) for entry in entries]
    return common.table(caption, header, rows, lang=lang)


def _definition(entry: Entry, lang: str) -> str:
    for aspect in entry.changes:
        text = aspect.base if aspect.base is not None else aspect.adapted
        if aspect.field == "definition" and isinstance(text, Text):
            return common.worded(text, lang)
    return ""


def _stated(entry: Entry, lang: str) -> str:
    if not entry.stated:
        return common.fixed("not-stated", lang) if entry.no_counterpart else ""
    return common.named(entry.reason, "; ".join(entry.stated), lang)


def _aspects(entries: Sequence[Entry], caption: str, lang: str, known: _Known) -> Table:
    names = ("element", "field", "before", "after", "stated-by")
    header = [common.fixed(f"column.{name}", lang) for name in names]
    rows, dash = [], common.fixed("empty", lang)
    for entry in entries:
        lines = [line for aspect in entry.changes for line in _lines(aspect, lang, known)] or [("", dash, dash)]
        rows += [(_titled(entry, lang), *line, _stated(entry, lang)) for line in lines]
    return common.table(caption, header, rows, lang=lang)


def _lines(aspect: Aspect, lang: str, known: _Known) -> Iterable[tuple[str, str, str]]:
    """One line for an aspect; of texts, one for each language in which they differ; of lists, what is gone and new."""
    name = common.term("field", "name" if aspect.field == "label" else aspect.field, lang)
    dash = common.fixed("empty", lang)
    if aspect.words:
        for tag, runs in aspect.words:
            old = Marked(tuple(run for run in runs if run[0] != "new"), tag)
            new = Marked(tuple(run for run in runs if run[0] != "gone"), tag)
            yield common.fixed("in-language", lang, name=name, tag=tag), old or dash, new or dash
        return
    before, after = (_shown(aspect.field, side, lang, known.label) for side in known.apart(aspect.base, aspect.adapted))
    yield name, before or dash, after or dash


def _shown(field: str, value: object, lang: str, label: common.Label) -> str:
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return common.fixed("pieces", lang, n=len(value))
    if field == "residue" and isinstance(value, tuple):
        return common.fixed("statements", lang, n=len(value))
    return value_of(field, value, lang, label)
