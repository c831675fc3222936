"""A gap or a plan that was saved, asked again with what was held then and with the same options.

Then what differs now, in the answer or in what it was made from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange.plain import parse_profile, to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.in_force import ANYWHERE
from sswgraph.messages import Message, message, pack
from sswgraph.model import AnswerChange, Gap, Holding, Plan, Profile, Stamp, Text
from sswgraph.model.saved import AnswerPart, Difference
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
    """The error about a saved answer in which something is not what it was when it was saved."""
    return InputError(f"{file}: this answer is damaged: {where} should be {wanted}. Take another copy, or ask again.")


def renewed_answer(
    graph: CompetencyGraph, record: Mapping[str, Any], day: str | None, file: str
) -> tuple[Renewed, list[AnswerChange], str]:
    """The answer as it is now, what was held then and is no longer known, and why it could not be asked again, if so.

    A plan is asked for ``day``, otherwise for its own.

    Returns:
        The answer, the changes in what is held, and the reason where there is no answer.

    Raises:
        damaged: An InputError, where the file is not what was saved.
    """
    planned = record["result"] == "plan"
    asked = record.get("asked") if planned else record
    if planned and asked is None:
        return (
            None,
            [],
            "The file does not say what was held: an older version saved it. Ask again, and save it.",
        )
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
    """What was held: roles, courses and modules by id, so that they count as they are now; all else as recorded."""
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
    # What a qualification given by its id comes with is read off it again; a profile has it by itself.
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


# Which list of an answer has which part, the key that tells its entries apart, and what of them is compared; of rules
# everything is.
_RULES: tuple[tuple[str, AnswerPart], ...] = (
    ("obligations", "obligation"),
    ("conditions", "condition"),
    ("limits", "limit"),
)
_LISTS: Mapping[str, tuple[tuple[str, AnswerPart, str, tuple[str, ...]], ...]] = {
    "gap": (("items", "item", "competency", ("status", "necessity", "required_level", "held_level", "to_be_seen")),),
    "plan": (
        ("lines", "step", "id", ("closes", "place", "begins", "last_enrolment", "volumes")),
        ("open", "open", "competency", ("why",)),
    ),
}
_FIGURES: Mapping[str, tuple[str, ...]] = {
    "gap": ("complete", "required", "rule_places", "rules_elsewhere", "unknown_places"),
    "plan": (
        *("complete", "required", "rule_places", "rules_elsewhere", "unknown_places"),
        *("to_be_seen", "hours", "credits", "at_least", "optimal", "weeks"),
    ),
}
_NAMES = ("status", "why")  # what is shown of an entry that comes or goes
_CODES = {"status": "status", "necessity": "necessity", "why": "open"}


def answer_differences(record: Mapping[str, Any], renewed: Gap | Plan, lang: str, file: str) -> Iterator[AnswerChange]:
    """Every difference between a saved gap or plan and the same one asked again; keys that it lacked do not count."""
    now = to_plain(renewed, lang)
    yield from rule_changes(record, now, file)
    for key, part, name, fields in _LISTS[renewed.kind]:
        yield from list_changes(record, now, key, part, name, fields, file)
    for name in _FIGURES[renewed.kind]:
        if name in record and record[name] != now[name]:
            yield changed("figure", name, Text(), name, record[name], now[name])
    if renewed.kind == "plan":
        steps = [one["id"] for one in record["lines"]]
        if steps != now["steps"] and sorted(steps) == sorted(now["steps"]):
            yield changed("figure", "steps", Text(), "steps", steps, now["steps"])


def rule_changes(record: Mapping[str, Any], now: Mapping[str, Any], file: str) -> Iterator[AnswerChange]:
    """What differs in the rules of an answer."""
    for key, part in _RULES:
        yield from list_changes(record, now, key, part, "id", None, file)


def list_changes(
    record: Mapping[str, Any],
    now: Mapping[str, Any],
    key: str,
    part: AnswerPart,
    name: str,
    fields: tuple[str, ...] | None,
    file: str,
) -> Iterator[AnswerChange]:
    """What came, went and changed in a list of an answer, whose entries a key tells apart."""
    before, after = _by_id(record, key, name, file), {one[name]: one for one in now[key]}
    for identifier in sorted({*before, *after}):
        old, new = before.get(identifier), after.get(identifier)
        label = text_from_json((new or old or {}).get("label"))
        if old is None or new is None:
            change: Difference = "gone" if new is None else "added"
            yield AnswerChange(
                part=part, change=change, id=identifier, label=label, before=_name(old), after=_name(new)
            )
            continue
        for one in fields or sorted({*old} & {*new}):
            if one in old and old[one] != new[one]:
                yield changed(part, identifier, label, one, old[one], new[one])


def _by_id(record: Mapping[str, Any], key: str, name: str, file: str) -> dict[str, dict[str, Any]]:
    found = record.get(key)
    if not isinstance(found, list):
        raise damaged(file, key, "a list")
    for n, one in enumerate(found):
        if not isinstance(one, dict) or not isinstance(one.get(name), str):
            raise damaged(file, f"{key}[{n}]", f"an object with {name}")
    return {one[name]: one for one in found}


def changed(part: AnswerPart, identifier: str, label: Text, field: str, before: Any, after: Any) -> AnswerChange:
    """The change of one field of an answer, its values in words."""
    return AnswerChange(
        part=part,
        change="changed",
        id=identifier,
        label=label,
        field=field,
        before=_said(field, before),
        after=_said(field, after),
    )


def _name(entry: Mapping[str, Any] | None) -> Message | str | None:
    """What is shown of an entry that comes or goes: its status, why it stays open, or the words of a rule."""
    if entry is None:
        return None
    for field in _NAMES:
        if field in entry:
            return _said(field, entry[field])
    return _said("text", entry.get("text"))


def _said(field: str, value: Any) -> Message | str | None:
    if value is None or value == [] or value == {}:
        return None
    if isinstance(value, bool):
        return message(f"show.boolean.{str(value).lower()}")
    if isinstance(value, str) and f"{_CODES.get(field)}.{value}" in pack("en", "show"):
        return message(f"show.{_CODES[field]}.{value}")
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return str(value["text"])
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "; ".join(f"{key}: {_plain(one)}" for key, one in value.items()) if isinstance(value, dict) else str(value)


def of_stamp(then: Stamp, graph: CompetencyGraph) -> Iterator[AnswerChange]:
    """What an answer was made from against what there is now: the version; each framework by edition and content."""
    now = graph.stamp()
    if then.version != now.version:
        yield changed("version", "sswgraph", Text(), "version", then.version, now.version)
    before = {one: (edition, digest) for one, edition, digest in then.frameworks}
    after = {one: (edition, digest) for one, edition, digest in now.frameworks}
    for identifier in sorted({*before, *after}):
        old, new = before.get(identifier), after.get(identifier)
        label = graph.label(identifier) if new is not None else Text()
        if old is None or new is None:
            change: Difference = "gone" if new is None else "added"
            yield AnswerChange(
                part="framework", change=change, id=identifier, label=label,
                before=old[0] or None if old else None, after=new[0] or None if new else None,
            )  # fmt: skip
        elif old[0] != new[0]:
            yield changed("framework", identifier, label, "edition", old[0], new[0])
        elif old[1] != new[1]:
            yield changed("framework", identifier, label, "digest", old[1], new[1])


def text_from_json(found: Any) -> Text:
    """A label as it stands in JSON: one wording for each language."""
    if not isinstance(found, dict):
        return Text()
    return Text(tuple(sorted((tag, said) for tag, said in found.items() if isinstance(said, str))))
