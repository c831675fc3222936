"""The pages of comparisons: protection first, then figures, then every difference with both texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sswgraph.model.codes import FINDING_CLASSES, FindingClass
from sswgraph.model.comparison import KINDS, RELATIONS, Aspect, ChangeKind, Comparison, Entry, SafetyFinding, Share
from sswgraph.model.matrix import Matrix
from sswgraph.model.text import Run, Text, looks_like
from sswgraph.pages.blocks import Block, Details, Facts, Heading, Listing, Marked, Notice, Page, Paragraph, Table
from sswgraph.pages.element import value_of
from sswgraph.pages.plan import volume_name
from sswgraph.pages.writer import Label, Writer, capitalised, data, folded_away

_WITH_ROLE = "gone-with-role"
_MOST_NAMED = 2_000  # identical elements named on a page; beyond, it gives their number, and rows() the names


def comparison_page(comparison: Comparison, lang: str = "en") -> Page:
    """Two frameworks side by side."""
    w = Writer(lang)
    if not comparison.lineage:
        return _page_without_lineage(comparison, lang)
    blocks = [
        *w.banners(comparison.notes),
        *_loosenings(comparison, w),
        *_summary_of_kinds(comparison, w),
        *_kept_and_changed(comparison, w),
        *_differences(comparison, w),
        *w.trust(comparison.links, comparison.stamp),
    ]
    return w.finished(_title(comparison, w), blocks)


def _title(comparison: Comparison, w: Writer) -> str:
    """The title of the page: both names, or the ids where the names are equal."""
    names = {"base": comparison.base_label, "adaptation": comparison.adaptation_label}
    if comparison.base_label == comparison.adaptation_label:
        names = {"base": Text((("und", comparison.base),)), "adaptation": Text((("und", comparison.adaptation),))}
    return w.fixed("title.comparison", **names)


def _loosenings(comparison: Comparison, w: Writer, level: int = 2) -> Iterator[Block]:
    """What was loosened, counted, then with both texts; what a person must judge; what disappeared with its role."""
    found = comparison.safety
    yield w.heading("safety", level)
    with_role = [one for one in found if one.code == _WITH_ROLE]
    certain = [one for one in found if one.certain and one not in with_role]
    yield from (Notice(w.say(one)) for one in comparison.unchecked)
    if certain:
        yield Notice(w.fixed("safety.found", n=len(certain)))
        counted = Counter(one.finding for one in certain if one.finding)
        yield Facts(tuple((capitalised(w.term("finding", name)), str(counted[name])) for name in _counted(counted)))
        yield _loosened(certain, w.fixed("caption.loosened", n=len(certain)), comparison, w)
    elif found:
        yield Notice(w.fixed("safety.only-judged", n=len(found)))
    elif comparison.clear:
        yield Notice(w.fixed("safety.none"), "good")
    else:
        yield Notice(w.fixed("safety.none-in-compared"), "plain")
    judged = [one for one in found if not one.certain]
    if judged:
        yield _loosened(judged, w.fixed("caption.to-judge", n=len(judged)), comparison, w)
    if with_role:
        yield _loosened(with_role, w.fixed("caption.gone-with-role", n=len(with_role)), comparison, w)
    yield from _checked(comparison, w)


def _counted(counted: Counter[FindingClass]) -> list[FindingClass]:
    return [name for name in FINDING_CLASSES if counted[name]]


def _checked(comparison: Comparison, w: Writer) -> Iterator[Block]:
    """What was checked for safety, also where nothing was found."""
    yield Paragraph(w.fixed("safety.looked-at"))
    yield Listing(tuple(w.say(one) for one in comparison.checked))


def _loosened(found: Sequence[SafetyFinding], caption: str, comparison: Comparison, w: Writer) -> Table:
    entries = {(entry.base, entry.adaptation): entry for entry in comparison.entries}
    header = w.header("position", "finding", "loosened", "before", "after")
    rows = [
        (
            str(number),
            capitalised(w.term("finding", one.finding)) if one.finding else "",
            _finding_in_words(one, w),
            *_both(one, entries.get((one.base, one.adaptation)), w),
        )
        for number, one in enumerate(found, 1)
    ]
    return w.table(caption, header, rows, (0,))


def _both(one: SafetyFinding, entry: Entry | None, w: Writer) -> tuple[str, str]:
    """Both sides by name; where the names look alike, with the texts that differ."""
    before = _side_by_name(one.before, one.base, w)
    after = _side_by_name(one.after, one.adaptation, w) if one.adaptation else w.fixed("gone")
    if entry is None or not one.adaptation or not looks_like(one.before, one.after):
        return before, after
    for aspect in entry.changes:
        texts = aspect.base, aspect.adaptation
        if aspect.field != "label" and any(isinstance(text, Text) and text for text in texts):
            name = capitalised(w.term("field", aspect.field).replace("_", " "))
            said = [w.worded(text) if isinstance(text, Text) and text else w.fixed("empty") for text in texts]
            before, after = (
                f"{cell}\n{w.fixed('pair', name=name, value=text)}"
                for cell, text in zip((before, after), said, strict=True)
            )
    return before, after


def _finding_in_words(finding: SafetyFinding, w: Writer) -> str:
    """A finding with the other effects of its cause and of a wider scope."""
    return "\n".join([_sentence(finding, w), *(w.say(one) for one in (*finding.effects, *finding.along))])


def _sentence(finding: SafetyFinding, w: Writer) -> str:
    """The finding with a capital, unless it begins with an id."""
    text = w.say(finding.text)
    return text if ":" in text.partition(" ")[0] else capitalised(text)


def _side_by_name(text: Text, ids: tuple[str, ...], w: Writer) -> str:
    return w.named(text, ", ".join(ids)) if ids else ""


def _summary_of_kinds(comparison: Comparison, w: Writer, level: int = 2) -> Iterator[Block]:
    """How many entries of which kind, and the notes."""
    yield w.heading("summary", level)
    yield Facts(tuple((_change(kind, w), str(n)) for kind, n in comparison.summary.kinds))
    yield from w.other_notes(comparison.notes)


def _change(kind: ChangeKind, w: Writer) -> str:
    return capitalised(w.term("change", kind))


def _kept_and_changed(comparison: Comparison, w: Writer, level: int = 2) -> Iterator[Block]:
    """Kept, changed, dropped, added: by kind of element, domain and cadre; languages; volumes."""
    yield w.heading("shares", level)
    columns = w.header("kept", "changed", "dropped", "added")
    yield from _share_tables(comparison, columns, w)
    yield from _languages_and_volumes(comparison, w.header("base", "adaptation"), w)


def _share_tables(comparison: Comparison, columns: Sequence[str], w: Writer) -> Iterator[Block]:
    """By kind of element, domain and cadre: how many of each sort, under these columns."""
    said = comparison.summary
    for name, found in (("elements", said.elements), ("domains", said.domains), ("cadres", said.cadres)):
        if found:
            yield _share_table(name, found, columns, w)


def _languages_and_volumes(comparison: Comparison, sides: Sequence[str], w: Writer) -> Iterator[Block]:
    """The languages of labels and the volumes of modules, on both sides."""
    said = comparison.summary
    if said.languages:
        header = [w.fixed("column.language"), *sides]
        rows = [
            (
                capitalised(w.term("language", one.lang)),
                w.fixed("of-all", n=one.base, total=one.base_total),
                w.fixed("of-all", n=one.adaptation, total=one.adaptation_total),
            )
            for one in said.languages
        ]
        yield w.table(w.fixed("caption.labels"), header, rows, (1, 2))
    kinds = sorted({*said.base_volumes, *said.adaptation_volumes})
    if kinds:
        header = [w.fixed("column.volume"), *sides]
        totals = [
            (volume_name(kind, w), w.number(said.base_volumes.get(kind)), w.number(said.adaptation_volumes.get(kind)))
            for kind in kinds
        ]
        yield w.table(w.fixed("caption.volumes"), header, totals, (1, 2))


def _share_table(name: str, found: Sequence[Share], columns: Sequence[str], w: Writer) -> Table:
    header = [w.fixed(f"column.{name}"), *columns]
    rows = [
        (
            w.named(one.label, one.id) if one.label else w.term("kind", one.id),
            _part(one.kept, one.of_base, w),
            _part(one.changed, one.of_base, w),
            _part(one.dropped, one.of_base, w),
            str(one.added),
        )
        for one in found
    ]
    return w.table(w.fixed(f"caption.{name}"), header, rows, (1, 2, 3, 4))


def _part(n: int, total: int, w: Writer) -> str:
    """A count with its share of the base."""
    return w.share(n, total) if n and total else str(n)


def _differences(comparison: Comparison, w: Writer, level: int = 2) -> Iterator[Block]:
    """A table for each kind of change: what was added or dropped, and every aspect of what changed."""
    known = _Compared(comparison)
    sides = w.header("before", "after")
    yield w.heading("differences", level)
    yield from _invisible(comparison, w)
    for kind in KINDS:
        entries = [entry for entry in comparison.of_kind(kind) if entry.relation != "not-compared"]
        if not entries:
            continue
        caption = _caption("change", kind, len(entries), w)
        if kind == "identical" and len(entries) > _MOST_NAMED:
            yield Paragraph(caption)
        elif kind == "identical":
            yield _names_folded(entries, caption, w)
        elif entries[0].no_counterpart:
            yield _unpaired(entries, caption, w)
        else:
            yield _aspect_table(entries, caption, w, known, sides)
    elsewhere = comparison.of_relation("not-compared")
    if elsewhere:
        yield _names_folded(elsewhere, _caption("relation", "not-compared", len(elsewhere), w), w)


def _caption(group: str, code: str, n: int, w: Writer) -> str:
    """The caption of a table: the word for a code, and a count."""
    return f"{capitalised(w.term(group, code))} ({n})"


def _invisible(comparison: Comparison, w: Writer) -> Iterator[Block]:
    """The texts that look the same, with the invisible characters in which they differ."""
    found = comparison.invisible
    if found:
        header = w.header("element", "field", "signs")
        rows = [
            (
                _titled(entry, w),
                _field(aspect, w),
                ", ".join(w.words(f"compare.sign-{name}") for name in aspect.invisible),
            )
            for entry, aspect in found
        ]
        yield w.table(w.fixed("caption.invisible", n=len(found)), header, rows)


def _names_folded(entries: Sequence[Entry], caption: str, w: Writer) -> Details:
    """The names only, folded away."""
    return Details(caption, (Listing(tuple(_titled(entry, w) for entry in entries)),))


class _Compared:
    """The names of the ids in a comparison, and which of them correspond to each other."""

    def __init__(self, comparison: Comparison) -> None:
        self.entries = {one: entry for entry in comparison.entries for one in (*entry.base, *entry.adaptation)}

    def label(self, identifier: str) -> Text:
        """The name of an id; empty where the comparison has none."""
        return self.entries[identifier].label if identifier in self.entries else Text()

    def apart(self, old: object, new: object) -> tuple[object, object]:
        """Of two lists of ids only what the other does not name; other values unchanged."""
        if not (isinstance(old, tuple) and isinstance(new, tuple)):
            return old, new
        before, after = ({self._place(one) for one in side} for side in (old, new))
        gone = tuple(one for one in old if self._place(one) not in after)
        come = tuple(one for one in new if self._place(one) not in before)
        return gone, come

    def _place(self, one: object) -> object:
        return id(self.entries[one]) if isinstance(one, str) and one in self.entries else one


def _titled(entry: Entry, w: Writer) -> str:
    ids = " › ".join(", ".join(side) for side in (entry.base, entry.adaptation) if side)
    if entry.base == entry.adaptation:
        ids = ", ".join(entry.base)
    return w.named(entry.label, ids, w.term("kind", entry.element))


def _unpaired(entries: Sequence[Entry], caption: str, w: Writer) -> Table:
    """Elements without a counterpart, with their definitions and who states that there is none."""
    header = w.header("element", "definition", "stated-by")
    rows = [(_titled(entry, w), _definition(entry, w), _stated(entry, w)) for entry in entries]
    return w.table(caption, header, rows)


def _definition(entry: Entry, w: Writer) -> str:
    for aspect in entry.changes:
        text = aspect.base if aspect.base is not None else aspect.adaptation
        if aspect.field == "definition" and isinstance(text, Text):
            return w.worded(text)
    return ""


def _stated(entry: Entry, w: Writer) -> str:
    if not entry.stated:
        return w.fixed("not-stated") if entry.no_counterpart else ""
    return w.named(entry.reason, "; ".join(entry.stated))


def _aspect_table(
    entries: Sequence[Entry], caption: str, w: Writer, known: _Compared, sides: Sequence[str], marked: bool = True
) -> Table:
    """Every aspect in which elements differ, under these two columns; ``marked``: with dropped and new words marked."""
    first = w.header("element", "field")
    header = [*first, *sides, w.fixed("column.stated-by")]
    rows, dash = [], w.fixed("empty")
    for entry in entries:
        lines = [line for one in entry.changes for line in _lines(one, w, known, marked)] or [("", dash, dash)]
        rows += [(_titled(entry, w), *line, _stated(entry, w)) for line in lines]
    return w.table(caption, header, rows)


def _field(aspect: Aspect, w: Writer) -> str:
    return w.term("field", "name" if aspect.field == "label" else aspect.field)


def _lines(aspect: Aspect, w: Writer, known: _Compared, marked: bool) -> Iterable[tuple[str, str, str]]:
    """One line for an aspect: of texts for each language in which they differ, of lists what was dropped and added."""
    name, dash = _field(aspect, w), w.fixed("empty")
    if aspect.words:
        for tag, runs in aspect.words:
            old, new = _side(runs, "new", tag, marked), _side(runs, "gone", tag, marked)
            yield w.fixed("in-language", name=name, tag=tag), old or dash, new or dash
        return
    before, after = (_shown(aspect.field, side, w, known.label) for side in known.apart(aspect.base, aspect.adaptation))
    yield name, before or dash, after or dash


def _side(runs: Sequence[Run], unwanted: str, tag: str, marked: bool) -> Marked:
    kept = tuple(run for run in runs if run[0] != unwanted)
    return Marked(kept if marked else (("same", "".join(text for _, text in kept)),), tag)


def _shown(field: str, value: object, w: Writer, label: Label) -> str:
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return w.fixed("pieces", n=len(value))
    if field == "residue" and isinstance(value, tuple):
        return w.fixed("statements", n=len(value))
    return value_of(field, value, w, label)


def _page_without_lineage(comparison: Comparison, lang: str = "en") -> Page:
    """Two frameworks without lineage side by side."""
    w = Writer(lang)
    blocks = [
        *w.banners(comparison.notes),
        *_protection(comparison, w),
        *_summary_apart(comparison, w),
        *_ties(comparison, w),
        *_shares_apart(comparison, w),
        *_elements(comparison, w),
        *w.trust(comparison.links, comparison.stamp),
    ]
    return w.finished(_title(comparison, w), blocks)


def _protection(comparison: Comparison, w: Writer, level: int = 2) -> Iterator[Block]:
    """How each of the two protects: where the second permits more, less or otherwise, and what only one states."""
    found = comparison.safety
    yield w.heading("protection", level)
    if found:
        counts = Counter(one.code for one in found)
        yield Notice(w.fixed("protection.found", n=len(found)))
        yield Facts(tuple((capitalised(_word(code, w)), str(n)) for code, n in counts.items()))
    else:
        yield Paragraph(w.fixed("protection.none"))  # not a good result: perhaps neither states anything
    for code in dict.fromkeys(one.code for one in found):
        some = [one for one in found if one.code == code]
        header = w.header("position", "difference")
        rows = [
            (
                str(number),
                _sentence(one, w),
                _side_by_name(one.before, one.base, w),
                _side_by_name(one.after, one.adaptation, w),
            )
            for number, one in enumerate(some, 1)
        ]
        caption = f"{capitalised(_word(code, w))} ({len(some)})"
        yield w.table(caption, [*header, *_sides(comparison)], rows, (0,))
    yield from _checked(comparison, w)


def _word(code: str, w: Writer) -> str:
    return w.term("relation" if code.startswith("only-") else "finding", code)


def _sides(comparison: Comparison) -> list[str]:
    return [data(comparison.base), data(comparison.adaptation)]


def _summary_apart(comparison: Comparison, w: Writer) -> Iterator[Block]:
    yield w.heading("summary", 2)
    names = (
        ("first", comparison.base_label, comparison.base),
        ("second", comparison.adaptation_label, comparison.adaptation),
    )
    sides = [(w.fixed(f"fact.{name}"), w.named(label, one)) for name, label, one in names]
    counts = [(capitalised(w.term("relation", one)), str(n)) for one, n in comparison.summary.relations]
    yield Facts((*sides, *counts))
    yield from w.other_notes(comparison.notes)


def _ties(comparison: Comparison, w: Writer, level: int = 2) -> Iterator[Block]:
    """What both have, with what ties the two; then functions of one beside competencies of the other."""
    labels = {node.id: getattr(node, "label", Text()) for side in comparison.frameworks for node in side.elements}
    paired = [one for one in comparison.entries if one.base and one.adaptation and one.relation != "not-compared"]
    if not paired and not comparison.across:
        return
    yield w.heading("ties", level)
    last = w.header("tied-by", "through", "confidence")
    if paired:
        rows = [row for entry in paired for row in _tied(entry, labels, w)]
        header = [w.fixed("column.elements"), *_sides(comparison), w.fixed("column.relation"), *last]
        yield w.table(w.fixed("caption.ties", n=len(paired)), header, rows, (6,))
    if comparison.across:
        header = [*w.header("does-it", "is-able-to"), *last[1:]]
        found = [
            (
                w.named(one.function_label, one.function),
                w.named(one.competency_label, one.competency),
                "; ".join(one.steps),
                w.number(one.confidence),
            )
            for one in comparison.across
        ]
        yield w.table(w.fixed("caption.across", n=len(found)), header, found, (3,))


def _tied(entry: Entry, labels: dict[str, Text], w: Writer) -> Iterator[tuple[str, ...]]:
    """A row for each pair of an entry: the two, their relation, and its evidence."""
    known = {(one.base, one.adaptation): one for one in entry.ties}
    for pair in entry.pairs:
        if pair.base is not None and pair.adaptation is not None:
            tie = known.get((pair.base, pair.adaptation))
            yield (
                capitalised(w.term("kind", entry.element)),
                w.named(labels.get(pair.base, Text()), pair.base),
                w.named(labels.get(pair.adaptation, Text()), pair.adaptation),
                capitalised(w.term("relation", tie.relation if tie else entry.relation)),
                w.term("tied-by", pair.by),
                "; ".join(tie.steps) if tie else "",
                w.number(tie.confidence) if tie else "",
            )


def _shares_apart(comparison: Comparison, w: Writer) -> Iterator[Block]:
    yield w.heading("shares-apart", 2)
    same, first, second = (capitalised(w.term("relation", one)) for one in ("same", "only-first", "only-second"))
    yield from _share_tables(comparison, [same, w.fixed("column.tied"), first, second], w)
    yield from _languages_and_volumes(comparison, _sides(comparison), w)


def _elements(comparison: Comparison, w: Writer) -> Iterator[Block]:
    """A table for each relation between elements, with every aspect in which they differ."""
    known = _Compared(comparison)
    yield w.heading("differences", 2)
    yield from _invisible(comparison, w)
    for relation in RELATIONS:
        entries = comparison.of_relation(relation)
        alike = [entry for entry in entries if not entry.changes]
        unlike = [entry for entry in entries if entry.changes]
        if relation.startswith("only-"):
            caption = _caption("relation", relation, len(entries), w)
            yield from (_unpaired(entries, caption, w),) if entries else ()
            continue
        if relation == "not-compared":
            alike, unlike = ([one for one in entries if one.no_counterpart is way] for way in (True, False))
        if unlike:
            caption = _caption("relation", relation, len(unlike), w)
            yield _aspect_table(unlike, caption, w, known, _sides(comparison), marked=False)
        if alike:
            caption = _caption("relation", relation, len(alike), w)
            yield _names_folded(alike, caption, w) if len(alike) <= _MOST_NAMED else Paragraph(caption)


def matrix_page(matrix: Matrix, lang: str = "en") -> Page:
    """A base and its adaptations."""
    w = Writer(lang)
    blocks = [*_safety(matrix, w), *_summary(matrix, w), *_nearness(matrix, w), *_counted_lines(matrix, w)]
    name = "title.matrix" if matrix.lineage else "title.matrix-apart"
    title = w.fixed(name, base=matrix.base_label, n=len(matrix.adaptations))
    return w.finished(title, [*blocks, *w.stamped(matrix.stamp)])


def _safety(matrix: Matrix, w: Writer) -> Iterator[Block]:
    for comparison in matrix.comparisons:
        names = {"base": comparison.base_label, "name": comparison.adaptation_label, "id": comparison.adaptation}
        yield Heading(2, w.fixed("safety.of" if comparison.lineage else "safety.of-apart", **names))
        yield from w.banners(comparison.notes)
        found = list((_loosenings if comparison.lineage else _protection)(comparison, w))[1:]
        yield from (block for block in found if isinstance(block, (Notice, Facts)))
        tables = (block for block in found if isinstance(block, Table))
        # A workbook names its sheets by captions, without the heading that says whose they are.
        yield from (folded_away(replace(one, caption=f"{comparison.adaptation} – {one.caption}")) for one in tables)
        looked_at = tuple(block for block in found if not isinstance(block, (Notice, Facts, Table)))
        yield Details(w.fixed("safety.looked-at-short"), looked_at)
        yield from w.other_notes(comparison.notes)


def _summary(matrix: Matrix, w: Writer) -> Iterator[Block]:
    yield w.heading("summary", 2)
    kept, only = ("kept-by-all", "only-in") if matrix.lineage else ("same-in-all", "only-there")
    pairs = [(w.fixed(f"fact.{kept}"), str(len(matrix.kept_by_all)))]
    pairs += [(w.fixed(f"fact.{only}", id=name), str(len(matrix.only_in(name)))) for name in matrix.adaptations]
    yield Facts(tuple(pairs))


def _nearness(matrix: Matrix, w: Writer) -> Iterator[Block]:
    if matrix.nearness:
        side = "adaptation" if matrix.lineage else "framework"
        header = [w.fixed(f"column.{name}") for name in (side, side, "same", "percent")]
        rows = [
            (
                data(one.first),
                data(one.second),
                w.fixed("of-all", n=one.same, total=one.of),
                str(round(100 * one.share)),
            )
            for one in matrix.nearness
        ]
        caption = "caption.nearness" if matrix.lineage else "caption.nearness-apart"
        yield w.table(w.fixed(caption), header, rows, (2, 3))


def _counted_lines(matrix: Matrix, w: Writer) -> Iterator[Block]:
    yield w.heading("elements", 2)
    kept = [row for row in matrix.lines if row.base is not None and row.kept_by_all]
    of_base = [row for row in matrix.lines if row.base is not None and not row.kept_by_all]
    added = [row for row in matrix.lines if row.base is None]
    words = ("not-kept-by-all", "added", "kept-by-all")
    if not matrix.lineage:
        words = ("not-same-in-all", "not-in-first", "same-in-all")
    for name, rows in zip(words[:2], (of_base, added), strict=True):
        if rows:
            yield w.tabled(w.fixed(f"caption.{name}", n=len(rows)), matrix.columns(), rows)
    if kept:
        caption = w.fixed(f"caption.{words[2]}", n=len(kept))
        yield Details(caption, (w.tabled(caption, matrix.columns(), kept),))
