"""What groups settled in a review workbook, carried out and put on record: a framework or mapping set, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date as Day
from decimal import Decimal
from typing import Any

from sswgraph.adaptation.adapt import REFERENCES, copied, free, local_part, with_names
from sswgraph.adaptation.compare import names_of
from sswgraph.adaptation.correspondence import Sides, pair
from sswgraph.adaptation.safety.report import safety_of
from sswgraph.alignment.accept import accept
from sswgraph.editions.apply import apply_rebase
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.model import Alignment, Change, Comparison, Framework, MappingSet, MergePlan, Text
from sswgraph.model.alignment import OpenMappings
from sswgraph.model.authoring import Menu, TaskList, Workshop
from sswgraph.model.canonical import canonical
from sswgraph.model.comparison import Entry, Pair
from sswgraph.model.countries import Countries
from sswgraph.model.review import Review, ReviewRow, Verdict, Want
from sswgraph.model.translation import Translated, Translation
from sswgraph.review.candidates import extended, mapped
from sswgraph.review.mappings import decided, review_day
from sswgraph.review.menu import selected
from sswgraph.review.records import with_records
from sswgraph.review.rows import SUGGESTED, key_of

_TOLD = 20
_WANTED: dict[Want, str] = {
    "verdict": "nobody decided; choose a decision, 'defer' leaves it as it is for now.",
    "agreement": "the groups disagree; agree on one decision.",
    "reason": "the decision has no reason; write it down.",
    "tick": "not ticked off in every copy; tick it when it has been talked through.",
}
# What a person has to write, by what was decided: no program knows which elements to make of it.
_BY_HAND: tuple[Verdict, ...] = ("merge", "split", "move")
_LINEAGE = frozenset({"evidence", "derived_from", "replaces", "sets", "mapping"})


def apply_review(
    subject: Any,
    review: Review | TaskList | Translated,
    *,
    edition: str | None = None,
    id: str | None = None,
    author: str | None = None,
    reviewer: str | None = None,
    date: Day | str | None = None,
    confidence: Decimal | float | str | None = None,
    jurisdiction: str | Iterable[str] | None = None,
) -> Framework | MappingSet:
    """Carry out what groups settled in a review workbook; what they left open is not decided by it.

    What comes of it depends on what was reviewed:

    - A merge plan gives the new edition of the adaptation (by :func:`sswgraph.apply_rebase`); every row must be
      settled.
    - An alignment gives the mapping set of what was settled with *keep* and *drop* (by :func:`sswgraph.accept`).
    - A comparison along lineage gives a new edition of the adaptation, a draft, with an ``ssw:Decision`` for each row
      that was settled (reasons, groups, dissent) and an ``ssw:Change`` for each that sets it apart from its base. By
      *keep* the base stands again, by *drop* the element is removed, by *reword* or *keep-local* the proposed wording
      replaces the one text that differs; *add* and *defer* leave the adaptation as it is. Rows by which a safeguard is
      gone or weaker must all be settled; where groups disagree or are silent on others, these stay as the adaptation
      has them.
    - Countries give, with ``id``, a mapping set: the candidates that the reference was found to have already; otherwise
      the next edition of the reference, a draft: each candidate that was *added* as a copy derived from the country's
      element, with an ``ssw:Decision`` for each row that was added, left out or deferred, and an ``ssw:Change``.
    - Mappings give a mapping set: what was *recognised* as ``ssw:recognisedFor`` (C5), what was *refused* as its denial
      (C4), what was *corrected* with the other relation.
    - A menu or a workshop gives an adaptation or a draft.
    - A translation gives the framework with the texts that were written; those without a named reviewer are marked as
      not reviewed.

    Args:
        subject (Comparison | Countries | Alignment | MergePlan | OpenMappings | Menu | Workshop | Translation): What
            the workbook was made from.
        review (Review | TaskList | Translated): What ``read_review`` read.
        edition (str | None): Of a comparison, countries, merge plan or translation, the name of the new edition.
        id (str | None): Of an alignment, mappings or countries, the IRI of the mapping set; of a menu or a workshop,
            the id of the framework that is made.
        author (str | None): Of a mapping set, who decided.
        reviewer (str | None): Of an alignment, who reviewed the decisions; of mappings and countries, the panel (by
            default the groups).
        date (date | str | None): Of a mapping set, the day; by default the last one that the copies give.
        confidence (Decimal | float | str | None): Of an alignment, how sure the decisions are, between 0 and 1.
        jurisdiction (str | Iterable[str] | None): Of a menu or a workshop, where the framework is to hold, as ISO 3166
            codes or UN M.49 areas.

    Returns:
        A framework; of an alignment, of mappings, and of countries with ``id``, a mapping set.

    Raises:
        InputError: The review is of something else, rows are open or cannot be carried out (each is named), an element
            would be left without what it needs, a safeguard would be loosened without a decision, or the two frameworks
            of a comparison have no lineage.
        InvalidFrameworkError: The result would break a rule.

    Example:
        >>> import sswgraph as ssw, tempfile
        >>> from pathlib import Path
        >>> g = ssw.load("psw")
        >>> found = ssw.compare(g, "psw", ssw.adapt(g, "psw", id="xx", jurisdiction="UG"))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     review = ssw.read_review(ssw.write_review(found, Path(folder) / "ours.xlsx"), found)
        >>> apply_review(found, review, edition="2027-03-01").edition
        '2027-03-01'
    """  # noqa: DOC502 - require_kept raises
    if isinstance(subject, Workshop):
        return _draft(subject, review, id, jurisdiction)
    if isinstance(subject, Translation):
        if any(one is not None for one in (id, author, reviewer, date, confidence, jurisdiction)):
            raise InputError(
                "A translation takes edition. Leave all else out: its rows say who reviewed what, and when."
            )
        return _translated(subject, review, edition)
    _require_fitting(subject, review)
    assert isinstance(review, Review)
    if isinstance(subject, Alignment):
        if edition is not None:
            raise InputError("An alignment gives a mapping set, which has no edition. Leave edition out.")
        return _mapping_set(subject, review, id=id, author=author, reviewer=reviewer, date=date, confidence=confidence)
    if isinstance(subject, OpenMappings):
        if any(one is not None for one in (edition, confidence, jurisdiction)):
            raise InputError("Decided mappings take id, author, reviewer and date. Leave all else out.")
        return decided(subject, review, id=id, author=author, reviewer=reviewer, day=review_day(review, date))
    if isinstance(subject, Countries):
        return _of_countries(
            subject, review, edition, id, author=author, reviewer=reviewer, date=date, other=(confidence, jurisdiction)
        )
    if isinstance(subject, Menu):
        if any(one is not None for one in (edition, author, reviewer, date, confidence)):
            raise InputError("A menu gives an adaptation. Give id and jurisdiction, and leave all else out.")
        return selected(subject, review, id=id, jurisdiction=jurisdiction)
    if jurisdiction is not None:
        raise InputError("jurisdiction belongs to the review of a menu. Leave it out.")
    if any(one is not None for one in (id, author, reviewer, date, confidence)):
        raise InputError(
            "id, author, reviewer, date and confidence belong to the review of an alignment. Leave them out."
        )
    if isinstance(subject, MergePlan):
        _require_settled(review.open, review)
        return apply_rebase(subject, review.resolutions, edition=edition)
    return _edited(subject, review, edition)


def _of_countries(
    subject: Countries,
    review: Review,
    edition: str | None,
    id: str | None,
    *,
    other: tuple[Any, ...],
    date: Day | str | None,
    **who: str | None,
) -> Framework | MappingSet:
    """With an id the mapping set of what is in the reference already, otherwise the next edition of the reference."""
    if any(one is not None for one in other):
        raise InputError("Candidates take edition, or id, author, reviewer and date. Leave all else out.")
    if id is not None:
        if edition is not None:
            raise InputError("Give edition for a new edition of the reference, or id for a mapping set, not both.")
        return mapped(subject, review, id=id, day=review_day(review, date), **who)
    if date is not None or any(who.values()):
        raise InputError("author, reviewer and date belong to a mapping set. Give its id too, or leave them out.")
    return extended(subject, review, edition)


def _draft(subject: Workshop, listed: Any, id: str | None, jurisdiction: str | Iterable[str] | None) -> Framework:
    from sswgraph.authoring.tasks import draft
    from sswgraph.review.workshop import places

    if not isinstance(listed, TaskList) or listed.base != subject.base:
        raise InputError("Give what read_review read of this workshop: apply_review(found, read_review(path, found)).")
    _refuse("No framework is made, since rows that were decided are no tasks", [*places(listed)])
    return draft(subject, listed, id=id, jurisdiction=jurisdiction)


def _translated(subject: Translation, written: Any, edition: str | None) -> Framework:
    from sswgraph.authoring.translation import with_translation

    if not isinstance(written, Translated) or (written.to, written.stamp) != (subject.to, subject.stamp):
        raise InputError(
            "Give what read_review read of this translation: apply_review(found, read_review(path, found))."
        )
    return with_translation(subject, written, edition)


def _require_fitting(subject: Any, review: Any) -> None:
    if not isinstance(subject, (Comparison, Countries, Alignment, MergePlan, Menu, OpenMappings)):
        told = f"not of {type(subject).__name__}. Its first argument is what the workbook was made from."
        raise InputError(
            "apply_review is of what compare, compare_countries, align, rebase, mappings, menu, tasks or translation "
            f"gives, {told}"
        )
    if not isinstance(review, Review):
        told = f"apply_review takes a Review that read_review made, not {type(review).__name__}."
        raise InputError(f"{told} Such as: apply_review(found, read_review('ours.xlsx', found)).")
    if (review.of, review.stamp.frameworks) != (subject.kind, subject.stamp.frameworks):
        raise InputError(
            f"The review is of another {review.of}, of {review.base} and {review.adaptation}. "
            "Give the one it was read with."
        )


def _require_settled(
    rows: Iterable[ReviewRow], review: Review, why: str = "since rows are open", what: str = "new edition"
) -> None:
    """Refuse where rows are open that people must decide first, and name them."""
    open_rows = tuple(rows)
    if open_rows:
        said = [f"{_numbered(row)}: {_WANTED[review.wants(row) or 'tick']}" for row in open_rows]
        _refuse(f"No {what} is made, {why}", said)


def _refuse(head: str, said: list[str]) -> None:
    if said:
        more = [f"… and {len(said) - _TOLD} more."] if len(said) > _TOLD else []
        raise InputError("\n".join([f"{head} ({len(said)}):", *said[:_TOLD], *more]))


def _numbered(row: ReviewRow) -> str:
    return f"No. {row.number} ({row.key})"


def _mapping_set(subject: Alignment, review: Review, *, date: Day | str | None, **credit: Any) -> MappingSet:
    wrong = [
        f"{_numbered(row)}: '{row.verdicts[0][0]}' makes no mapping; decide 'keep' (it is right), 'drop' (it is wrong) "
        "or 'defer'."
        for row in review.settled
        if row.change == SUGGESTED and row.verdicts[0][0] not in ("keep", "drop", "defer")
    ]
    _refuse("No mapping set is made, since decisions cannot be carried out", wrong)
    if not (review.accepted or review.rejected):
        open_rows = [row for row in review.open if row.decisions] or review.open
        _require_settled(open_rows, review, "since no row is settled", "mapping set")
    day = review_day(review, date)
    named = {name: value or "" for name, value in credit.items() if name != "confidence"}
    return accept(
        subject, review.accepted, rejected=review.rejected, date=day, confidence=credit["confidence"], **named
    )


def _edited(comparison: Comparison, review: Review, edition: str | None) -> Framework:
    if not comparison.lineage:
        raise InputError(
            f"'{comparison.adaptation}' was not made from '{comparison.base}', so there is no adaptation to make a new "
            "edition of. What can be made today: an adaptation of either (adapt), or mappings between the two (align, "
            "then a review of the alignment)."
        )
    if len(comparison.frameworks) != 2:
        raise InputError(
            "This comparison does not hold its frameworks. Compare the two again, and read the copies again."
        )
    unsafe = (row for row in review.open if row.safety)
    _require_settled(unsafe, review, "since rows by which a safeguard is gone or weaker are open")
    edit = _Edit(comparison)
    for row in review.settled:
        edit.carry_out(row, review)
    _refuse("No new edition is made, since decisions cannot be carried out", edit.refused)
    made = edit.made()
    _require_whole(made, edit)
    _require_safe(made, edit)
    base, adaptation = comparison.frameworks
    made = with_records(base, made, edit.decided.values(), edit.taken)
    if made == canonical(adaptation):
        return adaptation if edition is None else replace(adaptation, edition=edition)
    made = replace(made, edition=edition, version=None, issued=None, status="draft", status_by=None, status_date=None)
    known = {base.id: "framework", **{node.id: node.kind for node in base.elements}}
    return require_kept(made, known)


class _Edit:
    """The adaptation of a comparison, edited row by row; what cannot be carried out is gathered in ``refused``."""

    def __init__(self, comparison: Comparison) -> None:
        base, self.adaptation = comparison.frameworks
        self.base = {node.id: node for node in base.elements}
        self.nodes = {node.id: node for node in self.adaptation.elements}
        self.header = self.adaptation
        self.entries = {key_of(entry): entry for entry in comparison.entries}
        self.names = names_of(comparison.entries) | {comparison.base: comparison.adaptation}
        self.taken = {*self.nodes, *(one.id for node in self.nodes.values() for one in node.evidence)}
        self.refused: list[str] = []
        self.decided: dict[str, tuple[ReviewRow, Review, tuple[str, ...]]] = {}
        self.gone: dict[str, ReviewRow] = {}
        self.restored: set[str] = set()  # what has values of the base again, whose references are still to be renamed

    def carry_out(self, row: ReviewRow, review: Review) -> None:
        verdict, entry = row.verdicts[0][0], self.entries[row.key]
        wordings = {(review.copies[one.copy].lang, one.wording.strip()) for one in row.decisions if one.wording.strip()}
        problem = None
        touched: tuple[str, ...] = entry.adaptation
        if verdict in _BY_HAND:
            problem = f"'{verdict}' has to be written into the framework by a person; decide 'defer' until it is."
        elif verdict == "drop":
            problem = self._drop(entry, row)
        elif verdict == "keep":
            problem, touched = self._keep(entry)
        elif verdict == "reword" or (verdict == "keep-local" and wordings):
            problem = self._reword(entry, sorted(wordings))
        elif verdict in ("add", "keep-local") and not entry.adaptation:
            problem = f"'{verdict}' has nothing to stay: the adaptation has no such element. Decide 'keep' or 'drop'."
        if problem:
            self.refused.append(f"{_numbered(row)}: {problem}")
        else:
            self.decided[row.key] = row, review, touched

    def _drop(self, entry: Entry, row: ReviewRow) -> str | None:
        if entry.element in ("framework", "residue"):
            return "what a framework says of itself cannot be dropped; decide 'keep-local' or 'defer'."
        for one in entry.adaptation:
            self.gone[one] = row
            self.nodes.pop(one, None)
        self._overrule(entry)
        return None

    def _overrule(self, entry: Entry) -> None:
        """Remove the Changes about what a decision took back or away."""
        ends = {*entry.base, *entry.adaptation}
        told = [
            one
            for one, node in self.nodes.items()
            if isinstance(node, Change) and ends & {*node.base, *node.adaptation}
        ]
        for one in told:
            del self.nodes[one]

    def _keep(self, entry: Entry) -> tuple[str | None, tuple[str, ...]]:
        """Restore the base: its values in place of the adaptation's, or the element that was dropped."""
        if entry.element in ("framework", "residue"):
            return "what the adaptation says of itself is its own; decide 'keep-local' or 'defer'.", ()
        if not entry.base:
            return "the base has no such element to keep; decide 'add' or 'drop'.", ()
        if not entry.adaptation:
            restored = []
            for one in entry.base:
                new = self.names[one] = free(f"{self.adaptation.id}:{local_part(one)}", self.taken)
                self.nodes[new] = copied(self.base[one], {}, new, self.taken)
                restored.append(new)
            self.restored.update(restored)
            self._overrule(entry)
            return None, tuple(restored)
        if len(entry.base) != 1 or len(entry.adaptation) != 1:
            return "several elements stand for each other here; write it into the framework and decide 'defer'.", ()
        return self._restore(entry, entry.pairs[0]), entry.adaptation

    def _restore(self, entry: Entry, one: Pair) -> str | None:
        assert one.base is not None
        assert one.adaptation is not None
        if any(aspect.field == "kind" for aspect in one.changes):
            return "the two are of different kinds; write it into the framework and decide 'defer'."
        old: Any = self.base[one.base]
        fields = {aspect.field for aspect in one.changes if aspect.kind != "translated"} - _LINEAGE
        values = {name: getattr(old, name) for name in fields}
        self.nodes[one.adaptation] = replace(self.nodes[one.adaptation], **values)
        self.restored.add(one.adaptation)
        self._overrule(entry)
        return None

    def _reword(self, entry: Entry, wordings: list[tuple[str, str]]) -> str | None:
        if len(wordings) != 1:
            found = "no wording is" if not wordings else "wordings in several languages are"
            return f"{found} proposed; write one, in the language of one copy."
        if len(entry.adaptation) != 1 or entry.element == "residue":
            return "a wording fits one element of the adaptation only; write it into the framework and decide 'defer'."
        header = entry.element == "framework"
        node: Any = self.header if header else self.nodes[entry.adaptation[0]]
        fields = {aspect.field for one in entry.pairs for aspect in one.changes}
        texts = sorted(name for name in fields if isinstance(getattr(node, name, None), Text))
        if len(texts) != 1:
            told = f"{len(texts)} texts differ ({', '.join(texts)})" if texts else "no text differs"
            return (
                f"it is not clear which text is to be reworded: {told}. Write it into the framework and decide 'defer'."
            )
        [(lang, wording)] = wordings
        kept = tuple(value for value in getattr(node, texts[0]).values if value[0] != lang)
        made = replace(node, **{texts[0]: Text(tuple(sorted((*kept, (lang, wording)))))})
        if header:
            self.header = made
        else:
            self.nodes[entry.adaptation[0]] = made
        return None

    def made(self) -> Framework:
        elements = (
            with_names(node, self.names, one) if one in self.restored else node for one, node in self.nodes.items()
        )
        return canonical(replace(self.header, elements=tuple(elements)))


def _require_whole(made: Framework, edit: _Edit) -> None:
    """Refuse where an element names what was dropped, or what the adaptation does not have."""
    there = {made.id, *(node.id for node in made.elements)}
    said = []
    for node in made.elements:
        for field, many in REFERENCES[node.kind]:
            value = getattr(node, field)
            for end in value if many else (value,) if value else ():
                if end in edit.gone:
                    said.append(
                        f"{node.id} names {end} ({field}), which {_numbered(edit.gone[end])} drops: decide about both."
                    )
                elif end not in there and end in edit.base and node.id in edit.restored:
                    said.append(
                        f"{node.id} names {end} ({field}), which the adaptation has not: decide 'keep' there too."
                    )
    _refuse("No new edition is made, since elements would be left without what they need", said)


def _require_safe(made: Framework, edit: _Edit) -> None:
    """Refuse where a safeguard is loosened by a decision on anything but itself."""
    decided = {one for row, _, touched in edit.decided.values() for one in (*row.base, *row.adaptation, *touched)}
    before = edit.adaptation
    loosened = safety_of(Sides(before, made, pair(before, made, ())))[0]
    said = [str(one.text) for one in loosened if not decided & {*one.base, *one.adaptation}]
    _refuse("No new edition is made, since it would loosen safeguards without a decision on them", said)
