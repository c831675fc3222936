"""What was decided in a review, on record in the new edition: a Decision for each row, a Change where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date as Day

from sswgraph.adaptation.adapt import free
from sswgraph.adaptation.compare import compared
from sswgraph.editions.apply import CALLED, change_of, evidence_from
from sswgraph.messages import message
from sswgraph.model import Change, Decision, Framework, Node, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import DecisionVerdict
from sswgraph.model.comparison import Entry
from sswgraph.model.review import Review, ReviewDecision, ReviewRow, Verdict

Decided = tuple[ReviewRow, Review, tuple[str, ...]]  # a row, its review, and what stands in the adaptation for it
# What the ontology calls a decision where a workbook has a shorter word.
_CODES: dict[Verdict, DecisionVerdict] = {"keep-local": "keep-with-local-wording"}


def with_records(base: Framework, made: Framework, decided: Iterable[Decided], taken: set[str]) -> Framework:
    """The new edition with a Decision for each row that was settled, and a Change where it differs from the base by it.

    Args:
        base: The base.
        made: The new edition.
        decided: The rows that were settled, each with its review and what stands for it.
        taken: The ids that are in use.

    Returns:
        The new edition with its records; a difference that a Change states already gets no second one.
    """
    there = {node.id for node in made.elements}
    told = {(node.base, node.adaptation) for node in made.elements if isinstance(node, Change)}
    found: dict[str, Entry] = {}
    for entry in compared(base, made).entries:
        found.update(dict.fromkeys((*entry.base, *entry.adaptation), entry))
    records: list[Node] = []
    for row, review, touched in decided:
        stands = tuple(sorted(one for one in touched if one in there))
        decision = _decision(row, review, stands, made.id, taken)
        records.append(decision)
        apart = next((found[end] for end in (*row.base, *stands) if end in found), None)
        kind = CALLED.get(apart.kind) if apart is not None and row.element not in ("framework", "residue") else None
        deferred = decision.verdict == "defer"
        if apart is not None and kind and not deferred and (apart.base, apart.adaptation) not in told:
            records.append(change_of(decision, kind, apart, taken))
    return canonical(replace(made, elements=(*made.elements, *records)))


def _decision(row: ReviewRow, review: Review, stands: tuple[str, ...], home: str, taken: set[str]) -> Decision:
    spoken = [one for one in row.decisions if one.verdict]
    code = row.key.partition(":")[2].replace(" ", "-") or "framework"
    name = free(f"{home}:{code}.decision", taken)
    verdict = row.verdicts[0][0]
    days = [review.copies[one.copy].when for one in spoken]
    return Decision(
        id=name,
        about=stands or row.base or (review.adaptation,),
        verdict=_CODES.get(verdict, verdict),  # type: ignore[arg-type]  # decisions on mappings do not come here
        rationale=Text(tuple(sorted({(review.copies[one.copy].lang, one.reason) for one in spoken if one.reason}))),
        by=", ".join(sorted({one.group for one in spoken if one.group})) or None,
        date=max(days) if all(map(_is_day, days)) else None,
        note=Text(tuple(sorted(set(_dissents(row.decisions, review))))),
        evidence=(evidence_from(name, review.base, taken),),
    )


def _dissents(decisions: Iterable[ReviewDecision], review: Review) -> Iterator[tuple[str, str]]:
    """Who saw it otherwise, and why, in the language of the copy."""
    for one in decisions:
        if one.dissent:
            lang = review.copies[one.copy].lang
            group = message(f"review.group-{one.group or 'none'}")
            yield lang, message("review.record-dissent", group=group, said=one.dissent).render(lang)


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(Day.fromisoformat(text))
    except ValueError:
        return False
