"""``accept``: reviewed suggestions become a mapping set, in the terms of SSSOM."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from sswgraph._version import __version__
from sswgraph.errors import InputError
from sswgraph.model import Alignment, Evidence, Mapping, MappingSet, Suggestion, Text
from sswgraph.model.mapping import require_relation

JUSTIFICATIONS = {
    "label": "semapv:LexicalMatching",
    "lexical": "semapv:LexicalSimilarityThresholdMatching",
}
_MEASURES = {"label": "equal labels", "lexical": "TF-IDF and token sort ratio of names, definitions and place"}
Choice = Suggestion | tuple[str, str]


def accept(
    alignment: Alignment,
    accepted: Iterable[Choice],
    *,
    rejected: Iterable[Choice] = (),
    id: str,
    author: str,
    reviewer: str,
    date: date | str,
    confidence: Decimal | float | str | None = None,
) -> MappingSet:
    """Reviewed suggestions as a mapping set, which ``write_sssom`` writes and ``with_mappings`` takes.

    In: an alignment; what was ``accepted`` and ``rejected``, as its suggestions (with ``relation``, ``confidence`` or
    ``comment`` changed by ``dataclasses.replace``, if need be) or as pairs (subject, object); the IRI of the set; who
    decided, who reviewed it and when; the ``confidence`` of those that have none of their own. A score is no
    confidence, so it is kept apart, as SSSOM's ``similarity_score``. Out: one mapping for each accepted suggestion
    and, for each rejected one, a negated mapping ('Not'), so that it is not suggested again; nothing else.

    Raises InputError for a pair that was not suggested or comes twice, an unknown relation, a confidence not between 0
    and 1, a day that is none, or where nobody is named.

    >>> import sswgraph as ssw
    >>> from sswgraph.model import Competency, Framework
    >>> one, other = (
    ...     Framework(id=f, label=Text.of(en=f), elements=(Competency(id=f"{f}:c", label=Text.of(en="listening")),))
    ...     for f in ("xx", "yy")
    ... )
    >>> found = ssw.align(ssw.CompetencyGraph(), one, other, method="label")
    >>> who = {"author": "Working group 2", "reviewer": "Council", "date": "2026-11-21", "confidence": 0.9}
    >>> made = accept(found, found.proposed, id="https://example.org/xx-yy", **who)
    >>> made.mappings[0].id, made.mappings[0].confidence, made.mappings[0].reviewer
    ('xx:c skos:exactMatch yy:c', Decimal('0.9'), 'Council')
    """
    for name, value in (("id", id), ("author", author), ("reviewer", reviewer)):
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"Say the {name} of the mapping set: a text that is not empty.")
    suggested = {(one.subject, one.object): one for one in alignment.suggestions}
    chosen: dict[tuple[str, str], Mapping] = {}
    credit = {"author": author, "reviewer": reviewer, "date": _day(date), "mapping_set": id}
    for choices, negated in ((accepted, False), (rejected, True)):
        for choice in choices:
            one = _suggestion(choice, suggested)
            pair = (one.subject, one.object)
            if pair in chosen:
                raise InputError(f"{pair[0]} with {pair[1]} is decided twice. Keep one of the decisions.")
            own = one.confidence if one.confidence is not None else confidence
            chosen[pair] = _mapping(one, alignment.method, negated, _confidence(own, pair), credit)
    rows = sorted(chosen.values(), key=lambda row: (row.subject, row.relation, row.object, row.negated))
    title = f"{alignment.subject} to {alignment.object}, reviewed"
    return MappingSet(id=id, title=title, mappings=tuple(rows))


def _suggestion(choice: Choice, suggested: dict[tuple[str, str], Suggestion]) -> Suggestion:
    pair = (choice.subject, choice.object) if isinstance(choice, Suggestion) else tuple(choice)
    if pair not in suggested:
        known = sorted(other for one, other in suggested if one == pair[0])
        meant = f"For {pair[0]}: {', '.join(known)}." if known else "Write such a mapping into an SSSOM table yourself."
        raise InputError(f"{' with '.join(map(str, pair))} is no suggestion of this alignment. {meant}")
    one = choice if isinstance(choice, Suggestion) else suggested[pair]
    require_relation(one.relation)
    return one


def _mapping(
    one: Suggestion, method: str, negated: bool, confidence: Decimal | None, credit: dict[str, str]
) -> Mapping:
    more = {
        "mapping_tool": "sswgraph",
        "mapping_tool_version": __version__,
        "object_label": _line(one.object_label),
        "similarity_measure": _MEASURES[method],
        "similarity_score": str(one.score),
        "subject_label": _line(one.subject_label),
    }
    comment = " ".join(one.comment.split()) if one.comment else None
    derived = Evidence(
        id=f"{one.subject}.{one.object}",
        basis="derived",
        derived_from=tuple(sorted((one.subject, one.object))),
        note=Text((("en", comment),)) if comment else Text(),
    )
    return Mapping(
        subject=one.subject,
        relation=one.relation,
        object=one.object,
        justification=JUSTIFICATIONS[method],
        confidence=confidence,
        negated=negated,
        comment=comment,
        evidence=(derived,),
        other=tuple((name, value) for name, value in more.items() if value),
        **credit,
    )


def _line(label: Text) -> str:
    return " ".join(str(label).split())


def _confidence(given: Decimal | float | str | None, pair: tuple[str, str]) -> Decimal | None:
    if given is None:
        return None
    try:
        value = Decimal(str(given))
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
        raise InputError(f"{pair[0]} with {pair[1]}: the confidence '{given}' is not between 0 and 1. Such as 0.8.")
    return value


def _day(given: date | str) -> str:
    try:
        return (given if isinstance(given, date) else date.fromisoformat(str(given))).isoformat()
    except ValueError:
        raise InputError(f"'{given}' is no day; write it like 2026-11-21.") from None
