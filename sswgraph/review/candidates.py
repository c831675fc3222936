"""What countries state and a reference lacks, as a review: its rows, the new edition, and the mappings decided on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.adapt import REFERENCES, copied, free, local_part
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.messages import Message, message
from sswgraph.model import Framework, MappingSet, Node, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.comparison import Aspect
from sswgraph.model.countries import Countries
from sswgraph.model.review import VERDICTS_OF, Review, ReviewRow
from sswgraph.review.mappings import RELATIONS, stated
from sswgraph.review.records import with_records

CANDIDATE = "candidate"
_TEXTS = ("label", "definition", "scope_note", "outcome_text", "criticality", "safety_critical")
_PROVENANCE = ("basis", "source", "locator", "excerpt", "derived_from", "note")
# What a copy leaves with the country: its code, and how far lists of elements go that are not copied.
_OF_THE_COUNTRY = ("notation", "list_reach", "parts_complete")


def candidate_rows(found: Countries) -> Iterator[dict[str, Any]]:
    """What each row of the workbook says, without its place."""
    nodes = _nodes(found)
    titles = {one.id: one.label for one in found.frameworks}
    for one in found.candidates:
        node = nodes[one.id]
        own = [(name, getattr(node, name, None)) for name in _TEXTS]
        cited = [(name, getattr(each, name)) for each in node.evidence for name in _PROVENANCE]
        safety: tuple[Message, ...] = ()
        if getattr(node, "safety_critical", None) or getattr(node, "criticality", None) == "statutory":
            safety = (message("review.candidate-critical"),)
        yield {
            "key": one.id,
            "element": one.element,
            "label": one.label,
            "change": CANDIDATE,
            "happened": CANDIDATE,
            "base": (one.id,),
            "domain": next(iter(one.domains), ""),
            "safety": safety,
            "said": (message("review.candidate-of", framework=titles[one.framework], id=one.framework),),
            "aspects": (
                *(Aspect(field=name, kind="added", base=value) for name, value in own if value),
                *(Aspect(field=name, kind="added", adaptation=value) for name, value in cited if value),
            ),
            "verdicts": VERDICTS_OF["countries"],
        }


def _nodes(found: Countries) -> dict[str, Any]:
    if not found.frameworks:
        raise InputError("These countries do not hold their frameworks. Compare them again.")
    return {node.id: node for framework in found.frameworks for node in framework.elements}


def labels_of_candidates(found: Countries) -> dict[str, Text]:
    """The names of everything that the rows name."""
    return {one: getattr(node, "label", Text()) for one, node in _nodes(found).items()}


def targets_of(found: Countries) -> dict[str, dict[str, Text]]:
    """By kind, what a candidate can be mapped to: the concepts of the reference, then the other candidates."""
    made: dict[str, dict[str, Text]] = {}
    for row in found.concepts:
        made.setdefault(row.element, {})[row.concept] = row.label
    for one in found.candidates:
        made.setdefault(one.element, {})[one.id] = one.label
    return made


def target_in(said: str) -> str:
    """The id in a cell that names an element by its id, or by its id and name."""
    return said.partition(" ")[0].strip()


def _of_verdicts(review: Review, *verdicts: str) -> list[ReviewRow]:
    return [row for row in review.settled if row.verdicts[0][0] in verdicts]


def mapped(
    found: Countries, review: Review, *, id: str, author: str | None, reviewer: str | None, day: str
) -> MappingSet:
    """The candidates that were found to be in the reference already, as a mapping set.

    Args:
        found: The countries.
        review: What the copies say.
        id: The IRI of the mapping set.
        author: Who decided.
        reviewer: The panel; None: the groups.
        day: The day of the decisions.

    Returns:
        A mapping from each of these candidates to the element that was named.

    Raises:
        InputError: No row is settled so, or one names no element, itself, or a candidate that is not added.
    """
    rows = _of_verdicts(review, *RELATIONS)
    if not rows:
        raise InputError(
            "No mapping set is made, since no row is settled with a relation to an element of the reference: it takes "
            "a decision, an element, a reason, agreement of all who decided, and the tick of every copy."
        )
    added = {row.key for row in _of_verdicts(review, "add")}
    candidates = {one.id for one in found.candidates}
    made, refused = [], []
    for row in rows:
        target = next((one.wording for one in row.decisions if one.wording), "")
        if not target or target == row.key:
            refused.append(f"No. {row.number} ({row.key}) names no other element; choose one from the list.")
        elif target in candidates and target not in added:
            refused.append(f"No. {row.number} ({row.key}) names {target}, which is not settled with 'add'.")
        relation = RELATIONS[row.verdicts[0][0]]
        made.append(stated(row, review, row.key, target, relation, id=id, author=author, reviewer=reviewer, day=day))
    if refused:
        raise InputError("\n".join(["No mapping set is made:", *refused]))
    ordered = tuple(sorted(made, key=lambda one: (one.subject, one.relation, one.object)))
    return MappingSet(id=id, title=f"Candidates that {found.reference} has already", mappings=ordered)


def extended(found: Countries, review: Review, edition: str | None) -> Framework:
    """The next edition of the reference, a draft, with the candidates that were settled with *add*.

    Args:
        found: The countries.
        review: What the copies say.
        edition: The name of the new edition.

    Returns:
        The reference with a copy of each added element, derived from that of the country; what was added, left out or
        deferred is on record. What a copy says of other elements of its country is left out, unless these are added.

    Raises:
        InputError: No row is settled with *add*.
    """
    rows = _of_verdicts(review, "add")
    if not rows:
        raise InputError(
            "No new edition is made, since no row is settled with 'add': it takes a decision, a reason, agreement of "
            "all who decided, and the tick of every copy. With id= the mappings that were decided on are made."
        )
    nodes, reference = _nodes(found), found.frameworks[0]
    taken = {node.id for node in reference.elements}
    taken |= {one.id for node in reference.elements for one in node.evidence}
    names = {row.key: free(f"{reference.id}:{local_part(row.key)}", taken) for row in rows}
    added = [_copied(nodes[one], names, taken) for one in names]
    homes = {one.framework for one in found.candidates if one.id in names}
    made = canonical(
        replace(
            reference,
            elements=(*reference.elements, *added),
            derived_from=tuple(sorted({*reference.derived_from, *homes})),
            edition=edition,
            version=None,
            issued=None,
            status="draft",
            status_by=None,
            status_date=None,
        )
    )
    decided = _of_verdicts(review, "add", "drop", "defer")
    touched = [(row, review, (names[row.key],) if row.key in names else ()) for row in decided]
    return require_kept(with_records(reference, made, touched, taken))


def _copied(node: Node, names: dict[str, str], taken: set[str]) -> Node:
    """A copy for the reference: its texts and what it says of safety, and of other elements those that are added."""
    values: dict[str, Any] = {name: None for name in _OF_THE_COUNTRY if hasattr(node, name)}
    for field, many in REFERENCES[node.kind]:
        value = getattr(node, field)
        values[field] = tuple(one for one in value if one in names) if many else value if value in names else None
    return copied(replace(node, **values), names, names[node.id], taken)
