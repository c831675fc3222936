"""Open mappings as a review: their rows, and the mapping set of what panels decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day
from typing import Any

from sswgraph.errors import InputError
from sswgraph.messages import message
from sswgraph.model import Evidence, Mapping, MappingSet, Text
from sswgraph.model.alignment import OpenMapping, OpenMappings
from sswgraph.model.comparison import Aspect
from sswgraph.model.mapping import MappingRelation
from sswgraph.model.review import VERDICTS_OF, Review, ReviewRow, Verdict

STATED = "stated-mapping"
# What a decision says of the first of two, seen from it.
RELATIONS: dict[Verdict, MappingRelation] = {"same": "exact", "close": "close", "wider": "narrow", "narrower": "broad"}


def mapping_rows(found: OpenMappings) -> Iterator[dict[str, Any]]:
    """What each row of the workbook says, without its place."""
    for one in found.items:
        said = [message("review.mapping-relation", relation=message(f"show.relation-held.{one.relation}"))]
        if one.closes:
            said.append(message("review.mapping-closes", n=len(one.closes), competencies=one.closes))
        if one.against:
            said.append(message("review.mapping-against", mappings=one.against))
        told = {"by": one.by or "", "date": one.date or "", "confidence": one.confidence}
        if one.by:
            said.append(message("review.mapping-by", **told))
        if one.comment:
            said.append(message("limit.as-worded", text=one.comment))
        yield {
            "key": one.mapping,
            "element": one.element,
            "label": one.asked_label,
            "change": STATED,
            "base": (one.held,),
            "adaptation": (one.asked,),
            "safety": (message("review.mapping-critical"),) if one.safety_critical else (),
            "said": tuple(said),
            "aspects": (Aspect(field="label", kind="relabelled", base=one.held_label, adaptation=one.asked_label),),
            "verdicts": _can_be_decided(one),
        }


def _can_be_decided(one: OpenMapping) -> tuple[Verdict, ...]:
    """The decisions possible: not what the mapping says already; recognition only from the wider end."""
    out = {verdict for verdict, relation in RELATIONS.items() if relation == one.relation}
    if one.relation != "close":
        out.add("recognise-both")
    if one.relation == "broad":
        out.add("recognise")
    return tuple(verdict for verdict in VERDICTS_OF["mappings"] if verdict not in out)


def decided(
    subject: OpenMappings, review: Review, *, id: str | None, author: str | None, reviewer: str | None, day: str
) -> MappingSet:
    """The decisions as a mapping set: recognitions, denials, and claims of another relation.

    A recognition is a full step beside what is stated and takes nothing away; what is refused is denied (C4, C5).

    Args:
        subject: The mappings that were reviewed.
        review: What the copies say.
        id: The IRI of the mapping set.
        author: Who decided.
        reviewer: The panel; None: the groups.
        day: The day of the decisions.

    Returns:
        The mapping set.

    Raises:
        InputError: No row is settled, no id is given, or one pair is both recognised and refused.
    """
    if not id:
        raise InputError("Say which mapping set is made, by an IRI of its own: id='https://example.org/recognitions'.")
    known = {one.mapping: one for one in subject.items}
    rows = {row.key: row for row in review.settled if row.verdicts[0][0] != "defer"}
    if not rows:
        raise InputError(
            "No mapping set is made, since no row is settled: it takes a decision, a reason, agreement of all who "
            "decided, and the tick of every copy."
        )
    _require_consistent(known, rows)
    made = [one for key, row in rows.items() for one in _made(known[key], row, review, id, author, reviewer, day)]
    title = " – ".join(str(label) for label in (subject.held_label, subject.target_label) if label)
    found = tuple(sorted(dict.fromkeys(made), key=lambda row: (row.subject, row.relation, row.object, row.negated)))
    return MappingSet(id=id, title=f"Decisions on mappings{': ' if title else ''}{title}", mappings=found)


def _require_consistent(known: dict[str, OpenMapping], rows: dict[str, ReviewRow]) -> None:
    """Refuse where one voice on a pair is recognised and another refused."""
    by_pair: dict[frozenset[str], list[tuple[ReviewRow, bool]]] = {}
    for key, row in rows.items():
        pair = frozenset((known[key].held, known[key].asked))
        by_pair.setdefault(pair, []).append((row, row.verdicts[0][0] == "refuse"))
    for several in by_pair.values():
        if len({refused for _, refused in several}) > 1:
            told = ", ".join(f"No. {row.number} ({row.key})" for row, _ in several)
            raise InputError(f"One pair is both refused and taken: {told}. Decide the same for both.")


def _made(
    one: OpenMapping, row: ReviewRow, review: Review, id: str, author: str | None, reviewer: str | None, day: str
) -> Iterator[Mapping]:
    verdict = row.verdicts[0][0]
    who: dict[str, Any] = {"id": id, "author": author, "reviewer": reviewer, "day": day}
    if verdict == "refuse":
        yield replace(stated(row, review, one.held, one.asked, one.relation, **who), negated=True)
    else:
        yield stated(row, review, one.held, one.asked, RELATIONS.get(verdict, "recognised"), **who)
    if verdict == "recognise-both":
        yield stated(row, review, one.asked, one.held, "recognised", ends=(one.held, one.asked), **who)


def stated(
    row: ReviewRow,
    review: Review,
    subject: str,
    object: str,
    relation: MappingRelation,
    *,
    id: str,
    author: str | None,
    reviewer: str | None,
    day: str,
    ends: tuple[str, str] | None = None,
) -> Mapping:
    """The mapping that a row decides on, with who decided it and why.

    Args:
        row: The row.
        review: What the copies say.
        subject: The first end.
        object: The second end.
        relation: The relation of the two.
        id: The IRI of the mapping set.
        author: Who decided.
        reviewer: The panel; None: the groups.
        day: The day of the decision.
        ends: The two ends as the row has them, by which its evidence is named; None: as they are here.

    Returns:
        The mapping.
    """
    spoken = [each for each in row.decisions if each.verdict]
    groups = ", ".join(sorted({each.group for each in spoken if each.group}))
    reasons = sorted({(review.copies[each.copy].lang, each.reason) for each in spoken if each.reason})
    first, second = ends or (subject, object)
    derived = Evidence(
        id=f"{first}.{second}",
        basis="derived",
        derived_from=tuple(sorted((first, second))),
        note=Text(tuple(reasons)),
    )
    return Mapping(
        subject=subject,
        relation=relation,
        object=object,
        comment=" / ".join(text for _, text in reasons),
        author=author,
        reviewer=reviewer or groups,
        date=day,
        mapping_set=id,
        evidence=(derived,),
        other=(("stakeholder_group", groups),) if groups else (),
    )


def review_day(review: Review, date: Day | str | None) -> str:
    """The day of the decisions: the one given, otherwise the last in the copies. Raises InputError without any."""
    days = [one.when for one in review.copies]
    told = date if date is not None else max(days, default="") if all(days) else ""
    try:
        return (told if isinstance(told, Day) else Day.fromisoformat(told)).isoformat()
    except ValueError:
        what = f"'{told}' is not a day." if told else "Not every copy gives one."
        raise InputError(f"Say the day of the decisions: date='2027-03-01'. {what}") from None
