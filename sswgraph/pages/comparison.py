"""The pages of comparisons: how far each protects first, then figures, then every difference with both texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sswgraph.model.comparison import (
    KINDS,
    RELATIONS,
    Aspect,
    Cell,
    ChangeKind,
    Comparison,
    Entry,
    Matrix,
    MatrixRow,
    SafetyFinding,
    Share,
)
from sswgraph.model.text import Run, Text
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Marked, Notice, Page, Paragraph, Table
from sswgraph.pages.element import value_of
from sswgraph.pages.plan import volume_name

_WITH_ROLE = "gone-with-role"
_MOST_NAMED = 2_000  # of what is identical; beyond, a page gives their number, and rows() the names


def comparison_page(comparison: Comparison, lang: str = "en") -> Page:
    """Two frameworks side by side, as a page."""
    if not comparison.lineage:
        return apart_page(comparison, lang)
    blocks = [
        *common.banners(comparison.notes, lang),
        *safety(comparison, lang),
        *summary(comparison, lang),
        *shares(comparison, lang),
        *differences(comparison, lang),
        *common.trust(comparison.links, comparison.stamp, lang),
    ]
    return common.finished(titled(comparison, lang), lang, blocks)


def titled(comparison: Comparison, lang: str) -> str:
    """The title of the page: both names, or the ids where these are the same."""
    names = {"base": comparison.base_label, "adaptation": comparison.adaptation_label}
    if comparison.base_label == comparison.adaptation_label:
        names = {"base": Text((("und", comparison.base),)), "adaptation": Text((("und", comparison.adaptation),))}
    return common.fixed("title.comparison", lang, **names)


def safety(comparison: Comparison, lang: str, level: int = 2) -> Iterator[Block]:
    """What was loosened, counted, then with both texts; what a person must judge; what is gone with its role."""
    found = comparison.safety
    yield common.heading("safety", lang, level)
    with_role = [one for one in found if one.code == _WITH_ROLE]
    certain = [one for one in found if one.certain and one not in with_role]
    if certain:
        yield Notice(common.fixed("safety.found", lang, n=len(certain)))
        counted = Counter(one.element for one in certain)
        yield Facts(tuple((common.headed(common.term("kind", kind, lang)), str(n)) for kind, n in counted.items()))
        yield _loosened(certain, common.fixed("caption.loosened", lang, n=len(certain)), lang)
    else:
        yield Notice(common.fixed("safety.none", lang), "good")
    judged = [one for one in found if not one.certain]
    if judged:
        yield _loosened(judged, common.fixed("caption.to-judge", lang, n=len(judged)), lang)
    if with_role:
        yield _loosened(with_role, common.fixed("caption.gone-with-role", lang, n=len(with_role)), lang)
    yield from looked_at(comparison, lang)


def looked_at(comparison: Comparison, lang: str) -> Iterator[Block]:
    """What was looked at for safety, also where nothing was found."""
    yield Paragraph(common.fixed("safety.looked-at", lang))
    yield Listing(tuple(common.say(one, lang) for one in comparison.checked))


def _loosened(found: Sequence[SafetyFinding], caption: str, lang: str) -> Table:
    header = [common.fixed(f"column.{name}", lang) for name in ("position", "loosened", "before", "after")]
    rows = [
        (
            str(number),
            sentence_of(one, lang),
            sided(one.before, one.base, lang),
            sided(one.after, one.adaptation, lang) if one.adaptation else common.fixed("gone", lang),
        )
        for number, one in enumerate(found, 1)
    ]
    return common.table(caption, header, rows, (0,), lang)


def sentence_of(finding: SafetyFinding, lang: str) -> str:
    """With a capital, unless it begins with an id, which keeps its small letters."""
    text = common.say(finding.text, lang)
    return text if ":" in text.partition(" ")[0] else common.headed(text)


def sided(text: Text, ids: tuple[str, ...], lang: str) -> str:
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
    yield common.heading("shares", lang, level)
    columns = [common.fixed(f"column.{one}", lang) for one in ("kept", "changed", "dropped", "added")]
    yield from shared(comparison, columns, lang)
    yield from volumes(comparison, [common.fixed(f"column.{name}", lang) for name in ("base", "adaptation")], lang)


def shared(comparison: Comparison, columns: Sequence[str], lang: str) -> Iterator[Block]:
    """By kind of element, domain and cadre: how many there are of each sort, under these columns."""
    said = comparison.summary
    for name, found in (("elements", said.elements), ("domains", said.domains), ("cadres", said.cadres)):
        if found:
            yield _shares(name, found, columns, lang)


def volumes(comparison: Comparison, sides: Sequence[str], lang: str) -> Iterator[Block]:
    """The languages of labels and the volumes of modules, on both sides."""
    said = comparison.summary
    if said.languages:
        header = [common.fixed("column.language", lang), *sides]
        rows = [
            (
                common.headed(common.term("language", one.lang, lang)),
                common.fixed("of-all", lang, n=one.base, total=one.base_total),
                common.fixed("of-all", lang, n=one.adaptation, total=one.adaptation_total),
            )
            for one in said.languages
        ]
        yield common.table(common.fixed("caption.labels", lang), header, rows, (1, 2), lang)
    kinds = sorted({*said.base_volumes, *said.adaptation_volumes})
    if kinds:
        header = [common.fixed("column.volume", lang), *sides]
        totals = [
            (
                volume_name(kind, lang),
                common.number(said.base_volumes.get(kind), lang),
                common.number(said.adaptation_volumes.get(kind), lang),
            )
            for kind in kinds
        ]
        yield common.table(common.fixed("caption.volumes", lang), header, totals, (1, 2), lang)


def _shares(name: str, found: Sequence[Share], columns: Sequence[str], lang: str) -> Table:
    header = [common.fixed(f"column.{name}", lang), *columns]
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
    known = Known(comparison)
    sides = [common.fixed(f"column.{name}", lang) for name in ("before", "after")]
    yield common.heading("differences", lang, level)
    yield from invisible(comparison, lang)
    for kind in KINDS:
        entries = [entry for entry in comparison.of_kind(kind) if entry.relation != "not-compared"]
        if not entries:
            continue
        caption = counted("change", kind, len(entries), lang)
        if kind == "identical" and len(entries) > _MOST_NAMED:
            yield Paragraph(caption)
        elif kind == "identical":
            yield names(entries, caption, lang)
        elif entries[0].no_counterpart:
            yield alone(entries, caption, lang)
        else:
            yield aspects(entries, caption, lang, known, sides)
    elsewhere = comparison.of_relation("not-compared")
    if elsewhere:
        yield names(elsewhere, counted("relation", "not-compared", len(elsewhere), lang), lang)


def counted(group: str, code: str, n: int, lang: str) -> str:
    """The caption of a table: the word for a code, and how many there are."""
    return f"{common.headed(common.term(group, code, lang))} ({n})"


def invisible(comparison: Comparison, lang: str) -> Iterator[Block]:
    """The texts that look the same, with the invisible characters in which they differ."""
    found = comparison.invisible
    if found:
        header = [common.fixed(f"column.{name}", lang) for name in ("element", "field", "signs")]
        rows = [
            (
                _titled(entry, lang),
                _field(aspect, lang),
                ", ".join(common.words(f"compare.sign-{name}", lang) for name in aspect.invisible),
            )
            for entry, aspect in found
        ]
        yield common.table(common.fixed("caption.invisible", lang, n=len(found)), header, rows, lang=lang)


def names(entries: Sequence[Entry], caption: str, lang: str) -> Details:
    """What needs no table: the names only, folded."""
    return Details(caption, (Listing(tuple(_titled(entry, lang) for entry in entries)),))


class Known:
    """What the ids of a comparison are called, and which of them stand for each other."""

    def __init__(self, comparison: Comparison) -> None:
        self.entries = {one: entry for entry in comparison.entries for one in (*entry.base, *entry.adaptation)}

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
    ids = " › ".join(", ".join(side) for side in (entry.base, entry.adaptation) if side)
    if entry.base == entry.adaptation:
        ids = ", ".join(entry.base)
    return common.named(entry.label, ids, lang, common.term("kind", entry.element, lang))


def alone(entries: Sequence[Entry], caption: str, lang: str) -> Table:
    header = [common.fixed(f"column.{name}", lang) for name in ("element", "definition", "stated-by")]
    rows = [(_titled(entry, lang), _definition(entry, lang), _stated(entry, lang)) for entry in entries]
    return common.table(caption, header, rows, lang=lang)


def _definition(entry: Entry, lang: str) -> str:
    for aspect in entry.changes:
        text = aspect.base if aspect.base is not None else aspect.adaptation
        if aspect.field == "definition" and isinstance(text, Text):
            return common.worded(text, lang)
    return ""


def _stated(entry: Entry, lang: str) -> str:
    if not entry.stated:
        return common.fixed("not-stated", lang) if entry.no_counterpart else ""
    return common.named(entry.reason, "; ".join(entry.stated), lang)


def aspects(
    entries: Sequence[Entry], caption: str, lang: str, known: Known, sides: Sequence[str], marked: bool = True
) -> Table:
    """Every aspect in which elements differ, under these two columns; ``marked``: with gone and new words marked."""
    first = [common.fixed(f"column.{name}", lang) for name in ("element", "field")]
    header = [*first, *sides, common.fixed("column.stated-by", lang)]
    rows, dash = [], common.fixed("empty", lang)
    for entry in entries:
        lines = [line for one in entry.changes for line in _lines(one, lang, known, marked)] or [("", dash, dash)]
        rows += [(_titled(entry, lang), *line, _stated(entry, lang)) for line in lines]
    return common.table(caption, header, rows, lang=lang)


def _field(aspect: Aspect, lang: str) -> str:
    return common.term("field", "name" if aspect.field == "label" else aspect.field, lang)


def _lines(aspect: Aspect, lang: str, known: Known, marked: bool) -> Iterable[tuple[str, str, str]]:
    """One line for an aspect; of texts, one for each language in which they differ; of lists, what is gone and new."""
    name, dash = _field(aspect, lang), common.fixed("empty", lang)
    if aspect.words:
        for tag, runs in aspect.words:
            old, new = _side(runs, "new", tag, marked), _side(runs, "gone", tag, marked)
            yield common.fixed("in-language", lang, name=name, tag=tag), old or dash, new or dash
        return
    before, after = (
        _shown(aspect.field, side, lang, known.label) for side in known.apart(aspect.base, aspect.adaptation)
    )
    yield name, before or dash, after or dash


def _side(runs: Sequence[Run], unwanted: str, tag: str, marked: bool) -> Marked:
    kept = tuple(run for run in runs if run[0] != unwanted)
    return Marked(kept if marked else (("same", "".join(text for _, text in kept)),), tag)


def _shown(field: str, value: object, lang: str, label: common.Label) -> str:
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return common.fixed("pieces", lang, n=len(value))
    if field == "residue" and isinstance(value, tuple):
        return common.fixed("statements", lang, n=len(value))
    return value_of(field, value, lang, label)


def apart_page(comparison: Comparison, lang: str = "en") -> Page:
    """Two frameworks without lineage side by side, as a page."""
    blocks = [
        *common.banners(comparison.notes, lang),
        *protection(comparison, lang),
        *_summary_apart(comparison, lang),
        *_shares_apart(comparison, lang),
        *_elements(comparison, lang),
        *common.trust(comparison.links, comparison.stamp, lang),
    ]
    return common.finished(titled(comparison, lang), lang, blocks)


def protection(comparison: Comparison, lang: str, level: int = 2) -> Iterator[Block]:
    """How each of the two protects: where the second permits more, less or otherwise, and what only one states."""
    found = comparison.safety
    yield common.heading("protection", lang, level)
    if found:
        counts = Counter(one.code for one in found)
        yield Notice(common.fixed("protection.found", lang, n=len(found)))
        yield Facts(tuple((common.headed(_word(code, lang)), str(n)) for code, n in counts.items()))
    else:
        yield Paragraph(common.fixed("protection.none", lang))  # nothing good: perhaps neither states anything
    for code in dict.fromkeys(one.code for one in found):
        some = [one for one in found if one.code == code]
        header = [common.fixed("column.position", lang), common.fixed("column.difference", lang)]
        rows = [
            (
                str(number),
                sentence_of(one, lang),
                sided(one.before, one.base, lang),
                sided(one.after, one.adaptation, lang),
            )
            for number, one in enumerate(some, 1)
        ]
        caption = f"{common.headed(_word(code, lang))} ({len(some)})"
        yield common.table(caption, [*header, *_sides(comparison)], rows, (0,), lang)
    yield from looked_at(comparison, lang)


def _word(code: str, lang: str) -> str:
    return common.term("relation" if code.startswith("only-") else "finding", code, lang)


def _sides(comparison: Comparison) -> list[str]:
    return [common.data(comparison.base), common.data(comparison.adaptation)]


def _summary_apart(comparison: Comparison, lang: str) -> Iterator[Block]:
    yield common.heading("summary", lang, 2)
    names = (
        ("first", comparison.base_label, comparison.base),
        ("second", comparison.adaptation_label, comparison.adaptation),
    )
    sides = [(common.fixed(f"fact.{name}", lang), common.named(label, one, lang)) for name, label, one in names]
    counts = [(common.headed(common.term("relation", one, lang)), str(n)) for one, n in comparison.summary.relations]
    yield Facts((*sides, *counts))
    yield from common.other_notes(comparison.notes, lang)


def _shares_apart(comparison: Comparison, lang: str) -> Iterator[Block]:
    yield common.heading("shares-apart", lang, 2)
    same, first, second = (
        common.headed(common.term("relation", one, lang)) for one in ("same", "only-first", "only-second")
    )
    yield from shared(comparison, [same, common.fixed("column.tied", lang), first, second], lang)
    yield from volumes(comparison, _sides(comparison), lang)


def _elements(comparison: Comparison, lang: str) -> Iterator[Block]:
    """A table for each way in which elements stand to each other, with every aspect in which they differ."""
    known = Known(comparison)
    yield common.heading("differences", lang, 2)
    yield from invisible(comparison, lang)
    for relation in RELATIONS:
        entries = comparison.of_relation(relation)
        alike = [entry for entry in entries if not entry.changes]
        unlike = [entry for entry in entries if entry.changes]
        if relation.startswith("only-"):
            caption = counted("relation", relation, len(entries), lang)
            yield from (alone(entries, caption, lang),) if entries else ()
            continue
        if relation == "not-compared":
            alike, unlike = ([one for one in entries if one.no_counterpart is way] for way in (True, False))
        if unlike:
            caption = counted("relation", relation, len(unlike), lang)
            yield aspects(unlike, caption, lang, known, _sides(comparison), marked=False)
        if alike:
            caption = counted("relation", relation, len(alike), lang)
            yield names(alike, caption, lang) if len(alike) <= _MOST_NAMED else Paragraph(caption)


def matrix_page(matrix: Matrix, lang: str = "en") -> Page:
    """A base and its adaptations, as a page."""
    blocks = [*_safety(matrix, lang), *_summary(matrix, lang), *_nearness(matrix, lang), *_counted_lines(matrix, lang)]
    name = "title.matrix" if matrix.lineage else "title.matrix-apart"
    title = common.fixed(name, lang, base=matrix.base_label, n=len(matrix.adaptations))
    return common.finished(title, lang, [*blocks, *common.stamped(matrix.stamp, lang)])


def _safety(matrix: Matrix, lang: str) -> Iterator[Block]:
    for comparison in matrix.comparisons:
        names = {"base": comparison.base_label, "name": comparison.adaptation_label, "id": comparison.adaptation}
        yield Heading(2, common.fixed("safety.of" if comparison.lineage else "safety.of-apart", lang, **names))
        yield from common.banners(comparison.notes, lang)
        found = list((safety if comparison.lineage else protection)(comparison, lang))[1:]
        yield from (block for block in found if isinstance(block, (Notice, Facts)))
        tables = (block for block in found if isinstance(block, Table))
        # A workbook names its sheets by their captions, apart from the heading that says whose they are.
        yield from (common.folded(replace(one, caption=f"{comparison.adaptation} – {one.caption}")) for one in tables)
        looked_at = tuple(block for block in found if not isinstance(block, (Notice, Facts, Table)))
        yield Details(common.fixed("safety.looked-at-short", lang), looked_at)
        yield from common.other_notes(comparison.notes, lang)


def _summary(matrix: Matrix, lang: str) -> Iterator[Block]:
    yield common.heading("summary", lang, 2)
    kept, only = ("kept-by-all", "only-in") if matrix.lineage else ("same-in-all", "only-there")
    pairs = [(common.fixed(f"fact.{kept}", lang), str(len(matrix.kept_by_all)))]
    pairs += [
        (common.fixed(f"fact.{only}", lang, id=name), str(len(matrix.only_in(name)))) for name in matrix.adaptations
    ]
    yield Facts(tuple(pairs))


def _nearness(matrix: Matrix, lang: str) -> Iterator[Block]:
    if matrix.nearness:
        side = "adaptation" if matrix.lineage else "framework"
        header = [common.fixed(f"column.{name}", lang) for name in (side, side, "same", "percent")]
        rows = [
            (
                common.data(one.first),
                common.data(one.second),
                common.fixed("of-all", lang, n=one.same, total=one.of),
                str(round(100 * one.share)),
            )
            for one in matrix.nearness
        ]
        caption = "caption.nearness" if matrix.lineage else "caption.nearness-apart"
        yield common.table(common.fixed(caption, lang), header, rows, (2, 3), lang)


def _counted_lines(matrix: Matrix, lang: str) -> Iterator[Block]:
    yield common.heading("elements", lang, 2)
    kept = [row for row in matrix.lines if row.base is not None and row.kept_by_all]
    of_base = [row for row in matrix.lines if row.base is not None and not row.kept_by_all]
    added = [row for row in matrix.lines if row.base is None]
    words = ("not-kept-by-all", "added", "kept-by-all")
    if not matrix.lineage:
        words = ("not-same-in-all", "not-in-first", "same-in-all")
    for name, rows in zip(words[:2], (of_base, added), strict=True):
        if rows:
            yield _table(matrix, rows, common.fixed(f"caption.{name}", lang, n=len(rows)), lang)
    if kept:
        caption = common.fixed(f"caption.{words[2]}", lang, n=len(kept))
        yield Details(caption, (_table(matrix, kept, caption, lang),))


def _cell(cell: Cell, lang: str) -> str:
    return common.term("change" if cell.said == cell.kind else "relation", cell.said, lang)


def _table(matrix: Matrix, rows: Sequence[MatrixRow], caption: str, lang: str) -> Table:
    header = [common.fixed("column.element", lang), *(common.data(name) for name in matrix.adaptations)]
    cells = [
        (
            common.named(row.label, row.base or "", lang, common.term("kind", row.element, lang)),
            *(_cell(cell, lang) for cell in row.cells),
        )
        for row in rows
    ]
    return common.table(caption, header, cells, lang=lang)
