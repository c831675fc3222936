"""``select``: an adaptation made of what is chosen from a framework, with the safeguards that the choice needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace as changed
from typing import Any

from sswgraph.adaptation.adapt import adapt, free
from sswgraph.authoring.choice import Choice
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange import require_kept
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.graph import framework_in
from sswgraph.model import Change, Evidence, Framework, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import SAFEGUARDS

_KINDS = {
    "cadres": ("cadre",),
    "functions": ("function",),
    "domains": ("competency-set",),
    "competencies": ("competency", "competency-set"),
}
Ids = str | Iterable[str]


def select(
    graph: CompetencyGraph,
    framework: str | Framework,
    *,
    cadres: Ids = (),
    functions: Ids = (),
    domains: Ids = (),
    competencies: Ids = (),
    id: str,
    jurisdiction: Ids,
    without: Mapping[str, str] | None = None,
    title: str | Text | None = None,
    lang: str | None = None,
    replace: bool = False,
) -> Framework:
    """An adaptation made of what is chosen from a framework, as from a menu.

    A cadre brings what it requires and does, a function the competencies that it needs, a domain its competencies.
    Whatever is chosen brings every cadre that requires one of these competencies, and each cadre its obligations,
    rules, conditions and supervision and what of its list is critical for safety: a safeguard is left out only where
    ``without`` names it with a reason, which is put on record. A list that was cut is no longer said to be whole.

    Args:
        graph: The graph that holds the framework.
        framework: The id of the framework to choose from, or the framework.
        cadres: Ids of cadres.
        functions: Ids of functions.
        domains: Ids of competency sets.
        competencies: Ids of competencies or sets.
        id: The id of the adaptation, such as 'xx'.
        jurisdiction: Where it is to hold, as ISO 3166 codes or UN M.49 areas.
        without: What is not to come along, by id, each with the reason; it becomes a change on record.
        title: The title of the adaptation.
        lang: Its first language; by default that of the framework.
        replace: Whether it may have the id of a framework that ships.

    Returns:
        The adaptation, a draft, each element derived from that of the base.

    Raises:
        UnknownElementError: For an id that is not in the framework, with near ids.
        InputError: For an id of another kind, nothing chosen, a reason that is missing, or something left out that a
            safeguard of the choice names.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> mine = select(g, "psw", competencies="psw:c-communication", id="xx", jurisdiction="UG")
        >>> mine.adaptation_of, len(mine) < len(g["psw"]), len(mine.of_kind("supervision-arrangement")) > 0
        ('psw', True, True)
    """
    base = framework_in(graph, framework)
    given = {"cadres": cadres, "functions": functions, "domains": domains, "competencies": competencies}
    choice = chosen(base, given, without or {})
    made = adapt(choice.made(), id=id, jurisdiction=jurisdiction, title=title, lang=lang, replace=replace)
    dropped = tuple(_dropped(base, made, without or {}))
    return require_kept(canonical(changed(made, elements=(*made.elements, *dropped)))) if dropped else made


def chosen(base: Framework, given: Mapping[str, Ids], without: Mapping[str, str]) -> Choice:
    """What a choice brings along; :func:`select` makes the adaptation of it. Raises as it does."""
    known = {node.id: node.kind for node in base.elements}
    ids: list[str] = []
    for name, value in given.items():
        for one in (value,) if isinstance(value, str) else tuple(value):
            ids.append(_found(base, known, one))
            if known[ids[-1]] not in _KINDS[name]:
                fits = next((other for other, kinds in _KINDS.items() if known[ids[-1]] in kinds), None)
                fix = f"Give it as {fits}=." if fits else "Only these are chosen; all else comes along."
                raise InputError(f"{ids[-1]} is a {known[ids[-1]]}, and stands in {name}. {fix}")
    if not ids:
        raise InputError("Nothing is chosen. Name cadres, functions, domains or competencies.")
    for one, reason in without.items():
        full = _found(base, known, one)
        if not str(reason).strip():
            raise InputError(f"Say why {full} is left out: without={{'{full}': 'the reason'}}.")
        if full in ids:
            raise InputError(f"{full} is chosen and left out at once. Do one of the two.")
    choice = Choice(base, ids, [_found(base, known, one) for one in without])
    torn = [f"{end} is named by {', '.join(by)}." for end, by in choice.torn().items()]
    if torn:
        why = "A safeguard would mean another thing without what it names."
        raise InputError(f"{' '.join(torn)} {why} Keep it, or leave the safeguard out too, with a reason of its own.")
    return choice


def _found(base: Framework, known: Mapping[str, str], one: str) -> str:
    full = one if ":" in one else f"{base.id}:{one}"
    if full not in known:
        from difflib import get_close_matches

        raise UnknownElementError(one, get_close_matches(full, known))
    return full


def brought(choice: Choice) -> dict[str, tuple[str, ...]]:
    """The ids that came along, by why: what the choice needs, and its safeguards."""
    kinds: dict[str, Any] = choice.nodes
    found = {
        "needed": [one for one, why in choice.why.items() if why == "needed"],
        "safeguard": [one for one in choice.why if kinds[one].kind in SAFEGUARDS],
    }
    return {why: tuple(sorted(ids)) for why, ids in found.items()}


def _dropped(base: Framework, made: Framework, without: Mapping[str, str]) -> Iterable[Change]:
    taken = {node.id for node in made.elements}
    lang = made.first_language or "en"
    for one, reason in sorted(without.items()):
        full = one if ":" in one else f"{base.id}:{one}"
        name = free(f"{made.id}:{full.partition(':')[2]}.change", taken)
        draft = Evidence(id=free(f"{name}.evidence", taken), basis="draft")
        yield Change(
            id=name,
            change_kind="dropped",
            base=(full,),
            rationale=Text(((lang, reason.strip()),)),
            evidence=(draft,),
        )
