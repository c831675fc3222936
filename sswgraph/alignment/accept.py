"""``mappings`` and ``accept``: the mappings on which people may decide, and their decisions made into mappings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from sswgraph._version import __version__
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import require_graph
from sswgraph.graph.graph import stamp_of
from sswgraph.model import Alignment, Evidence, Framework, Gap, Mapping, MappingSet, Plan, Suggestion, Text
from sswgraph.model.alignment import OpenMapping, OpenMappings
from sswgraph.model.mapping import MappingRelation, require_relation

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
    """Turn reviewed suggestions into a mapping set, which ``write_sssom`` writes and ``with_mappings`` takes.

    Each rejected suggestion becomes a negated mapping ('Not'), so that it is not suggested again. A score is not a
    confidence: it is written as SSSOM's ``similarity_score``.

    Args:
        alignment (Alignment): What ``align`` suggested.
        accepted (Iterable[Suggestion | tuple[str, str]]): The suggestions accepted, whose ``relation``, ``confidence``
            or ``comment`` ``dataclasses.replace`` may have changed, or pairs of subject and object.
        rejected (Iterable[Suggestion | tuple[str, str]]): The suggestions rejected, in the same forms.
        id (str): The IRI of the mapping set.
        author (str): Who decided.
        reviewer (str): Who reviewed the decisions.
        date (date | str): The day of the review.
        confidence (Decimal | float | str | None): How sure the decisions are, between 0 and 1, where a suggestion has
            no confidence of its own; None: not stated.

    Returns:
        A mapping for each suggestion that was accepted or rejected, and nothing else.

    Raises:
        InputError: A pair was not suggested or comes twice, a relation is unknown, a confidence is not between 0 and 1,
            the day is not valid, or nobody is named.

    Example:
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
    if not isinstance(alignment, Alignment):
        raise InputError(
            f"accept takes an alignment: accept(align(g, subject, object), …), not {type(alignment).__name__}."
        )
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
        raise InputError(f"{' with '.join(map(str, pair))} is not a suggestion of this alignment. {meant}")
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
        raise InputError(f"'{given}' is not a day; write it like 2026-11-21.") from None


# By which relation a mapping is read from its object to its subject.
_TURNED: dict[str, MappingRelation] = {"exact": "exact", "close": "close", "narrow": "broad", "broad": "narrow"}
# Which relation says of what is held that it is wider: only from there can it be recognised (C5).
_WIDER = "narrow"


def mappings(graph: CompetencyGraph, *results: Gap | Plan, frameworks: str | Iterable[str] = ()) -> OpenMappings:
    """List the mappings on which a panel may decide: for a gap or plan, or of whole frameworks.

    For gaps and plans these are the mappings that lie between what is held and what is required, those that would close
    most first. For frameworks, or for the whole graph, these are the mappings that are contested, close or wider and
    not yet decided; contested ones first.

    Args:
        graph (CompetencyGraph): The graph that holds the mappings.
        results (Gap | Plan): Gaps and plans towards one target.
        frameworks (str | Iterable[str]): Where no gap or plan is given, ids of frameworks: one end of each mapping lies
            in one of them. None given: the whole graph.

    Returns:
        A value for ``write_review``, ``read_review`` and ``apply_review``: panels recognise, refuse or correct, and the
        decisions become a mapping set of their own.

    Raises:
        InputError: The results have different targets, or frameworks are given beside results.
        UnknownElementError: A framework is not in the graph.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("za")
        >>> gap = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "za:community-development-worker")
        >>> found = ssw.mappings(g, gap)
        >>> found.items[0].relation, len(found.items[0].closes)
        ('close', 1)
    """  # noqa: DOC502 - the graph raises
    require_graph(graph)
    if isinstance(frameworks, str):
        frameworks = (frameworks,)
    named = {graph.framework(one).id for one in frameworks}
    for one in results:
        if not isinstance(one, (Gap, Plan)):
            raise InputError(f"mappings takes gaps and plans, not {type(one).__name__}.")
    if results and named:
        raise InputError("Give gaps and plans, or frameworks, not both.")
    if len({one.target for one in results}) > 1:
        raise InputError("The gaps and plans lead to different targets. Ask for each target on its own.")
    items = _of_results(graph, results) if results else _of_frameworks(graph, named)
    first = results[0] if results else None
    return OpenMappings(
        held=" ".join(next((one.held for one in results if isinstance(one, Gap)), sorted(named))),
        held_label=first.held_label if first else Text((("und", ", ".join(sorted(named)) or "…"),)),
        target=first.target if first else "",
        target_label=first.target_label if first else Text((("und", "…"),)),
        items=tuple(items),
        stamp=stamp_of(_frameworks_of(graph, items)),
    )


def _frameworks_of(graph: CompetencyGraph, items: Iterable[OpenMapping]) -> tuple[Framework, ...]:
    """The frameworks in which the mappings end, in order of id."""
    homes = {graph.home(end) for one in items for end in (one.held, one.asked)}
    return tuple(framework for framework in graph.frameworks if framework.id in homes)


def _of_results(graph: CompetencyGraph, results: Iterable[Gap | Plan]) -> list[OpenMapping]:
    """What each mapping would help to close, those that close most first, then by id."""
    closes: dict[str, dict[str, None]] = {}
    for one in results:
        if isinstance(one, Plan):
            found = [(row.mapping, row.closes) for row in one.if_recognised.ranked]
        else:
            asked = [item for item in one.items if item.status != "beyond"]
            found = [(row, (item.competency,)) for item in asked for row in (*item.to_recognise, *item.contested)]
        for mapping, competencies in found:
            closes.setdefault(mapping, {}).update(dict.fromkeys(competencies))
    rows = {row.id: row for row in graph.mappings}
    claims = {name: tuple(sorted(takes)) for name, takes in closes.items() if name in rows and rows[name].links}
    order = sorted(claims, key=lambda name: (-len(claims[name]), name))
    return [_open(graph, rows[name], claims[name]) for name in order]


def _of_frameworks(graph: CompetencyGraph, named: set[str]) -> list[OpenMapping]:
    """Mappings that nobody has decided on and that give no full credit, contested claims first, then by id."""
    voices = graph.voices
    found = []
    for row in voices.in_force():
        homes = {graph.home(row.subject), graph.home(row.object)}
        if (named and not homes & named) or None in homes or voices.decided_by(row):
            continue
        if voices.against(row.id) or row.relation in ("close", "narrow", "broad"):
            found.append(_open(graph, row, ()))
    return sorted(found, key=lambda one: (not one.against, one.mapping))


def _open(graph: CompetencyGraph, row: Mapping, closes: tuple[str, ...]) -> OpenMapping:
    held, asked, relation = _read(graph, row, closes)
    element = graph.get(asked)
    return OpenMapping(
        mapping=row.id,
        element=getattr(element, "kind", "competency"),
        held=held,
        held_label=graph.label(held),
        asked=asked,
        asked_label=graph.label(asked),
        relation=relation,
        closes=closes,
        against=graph.voices.against(row.id),
        confidence=row.confidence,
        by=graph.voices.decided_by(row) or row.author,
        date=graph.voices.decided_on(row) or row.date,
        comment=row.comment,
        safety_critical=getattr(element, "safety_critical", None) is True,
    )


def _read(graph: CompetencyGraph, row: Mapping, closes: tuple[str, ...]) -> tuple[str, str, MappingRelation]:
    """A mapping read towards what it would close, otherwise from the wider end, otherwise as stated."""
    as_stated = (row.subject, row.object, row.relation)
    if row.relation not in _TURNED:
        return as_stated
    turned = (row.object, row.subject, _TURNED[row.relation])
    leads_to = next((end for one in closes for end in _walked_to(graph, row.id, one)), None)
    if leads_to is None:
        return turned if turned[2] == _WIDER else as_stated
    return turned if leads_to == row.subject else as_stated


def _walked_to(graph: CompetencyGraph, mapping: str, competency: str) -> Iterator[str]:
    """To which end a mapping leads on the ways towards a competency."""
    for credit in graph.credits.into(competency):
        if mapping in credit.path:
            yield (*credit.path, competency)[credit.path.index(mapping) + 1]
