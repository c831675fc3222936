"""A gap or a plan that was saved, asked anew: with what was held then, and with the same options."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange.plain import parse_profile
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import ANYWHERE
from sswgraph.model import AnswerChange, Gap, Holding, Plan, Profile
from sswgraph.planning.plan import plan
from sswgraph.shortfalls.gap import gap

_NUMBER = (int, float)
_OF_GAP: Mapping[str, tuple[type, ...]] = {
    "held": (list,),
    "profile": (dict,),
    "target": (str,),
    "recognise": (list,),
    "where": (list,),
    "minimum_confidence": (*_NUMBER, type(None)),
}
_OF_PLAN: Mapping[str, tuple[type, ...]] = {
    "minimise": (str,),
    "as_of": (str,),
    "where": (list,),
    "include": (list,),
    "exclude": (list,),
    "budget": (dict,),
    "pace": (*_NUMBER, type(None)),
    "rpl": (bool,),
    "award": (bool,),
    "optional": (bool,),
    "include_closed": (bool,),
    "time_limit": _NUMBER,
}
_WHOLE, _PARTS = ("cadre", "module", "qualification"), ("competency", "competency-set")
_KINDS = {list: "a list of texts", dict: "an object", str: "text", bool: "true or false", int: "a number"}
Renewed = Gap | Plan | None


def damaged(file: str, where: str, wanted: str) -> InputError:
    """What is told of a saved answer in which something is not what it was when it was saved."""
    return InputError(f"{file}: this answer is damaged: {where} should be {wanted}. Take another copy, or ask again.")


def ask_anew(
    graph: CompetencyGraph, record: Mapping[str, Any], day: str | None, file: str
) -> tuple[Renewed, list[AnswerChange], str]:
    """The answer as it is now, what was held then and is no longer known, and why it could not be asked anew, if so.

    A plan is asked for ``day``, else for its own. Raises InputError for a damaged file.
    """
    planned = record["result"] == "plan"
    asked = record.get("asked") if planned else record
    if planned and asked is None:
        return None, [], "The file does not say what was held: an older version saved it. Ask again, and save anew."
    if not isinstance(asked, dict):
        raise damaged(file, "asked", "an object")
    between = asked.get("gap") if planned else asked
    if not isinstance(between, dict):
        raise damaged(file, "asked.gap", "an object")
    _require(between, _OF_GAP, file, "asked.gap." if planned else "")
    if planned:
        _require(asked, _OF_PLAN, file, "asked.")
    profile = parse_profile(json.dumps(between["profile"]), file=f"{file}, profile")
    held, gone = _held(graph, between["held"], profile)
    try:
        found = gap(
            graph,
            held,
            between["target"],
            minimum_confidence=between["minimum_confidence"],
            recognise=between["recognise"],
            where=between["where"] or None,
            through_functions=between.get("suggested") is not None,
        )
        return (_planned(graph, found, asked, day) if planned else found), gone, ""
    except (InputError, UnknownElementError) as error:
        return None, gone, str(error)


def _planned(graph: CompetencyGraph, found: Gap, asked: Mapping[str, Any], day: str | None) -> Plan:
    given = {name: asked[name] for name in _OF_PLAN if name not in ("where", "budget")}
    given["as_of"] = day or asked["as_of"]
    return plan(graph, found, where=asked["where"] or ANYWHERE, budget=asked["budget"] or None, **given)


def _require(record: Mapping[str, Any], wanted: Mapping[str, tuple[type, ...]], file: str, before: str) -> None:
    for name, types in wanted.items():
        value = record.get(name)
        right = isinstance(value, types) and (bool in types or not isinstance(value, bool))
        if isinstance(value, list):
            right = right and all(isinstance(one, str) for one in value)
        if name not in record or not right:
            raise damaged(file, f"{before}{name}", _KINDS[types[0]])


def _held(
    graph: CompetencyGraph, given: Sequence[str], profile: Profile
) -> tuple[list[str | Profile], list[AnswerChange]]:
    """What was held, as it was given: roles, courses and modules by id, so that they count as they are now; all else
    as it was recorded. What is no longer known is left out, and told."""
    begun = {one.through[0] for one in profile.holdings if one.through} | {*profile.completed}
    by_id = [
        one  # a profile may have an id as its title
        for one in given
        if one in graph and graph[one].kind in _WHOLE and (one in begun or not profile.holdings)
    ]
    read_off = {*by_id, *profile.completed}
    own = [one for one in profile.holdings if not (one.through and one.through[0] in read_off)]
    gone = {one for one in profile.completed if one not in graph}
    gone |= {one.through[0] for one in own if one.through and one.through[0] in given and one.through[0] not in graph}
    kept = []
    for one in own:
        if one.competency not in graph:
            gone.add(one.competency)
            continue
        kept.append(_without_lost_level(graph, one, gone))
    held: list[str | Profile] = [*by_id]
    # What a qualification given by its id comes with is read off it anew; a profile has it by itself.
    named = [one for one in given if one not in by_id]
    profiles = [one for one in named if getattr(graph.get(one), "kind", None) not in _PARTS]
    completed = [one for one in profile.completed if one in graph] if profiles else []
    if kept or completed:
        title = next(iter(profiles), "profile")
        held.append(Profile(holdings=tuple(kept), completed=tuple(completed), title=title))
    changes = [AnswerChange(part="held", change="gone", id=one, before=one) for one in sorted(gone)]
    return held, changes


def _without_lost_level(graph: CompetencyGraph, one: Holding, gone: set[str]) -> Holding:
    if one.level is None or one.level in graph.index.levels:
        return one
    gone.add(one.level)
    return replace(one, level=None)
