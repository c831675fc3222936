"""What is another in an answer asked anew, or in what it was made from, than in the one that was saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import Message, message, pack
from sswgraph.model import AnswerChange, Gap, Plan, Stamp, Text
from sswgraph.planning.again import damaged

# Which list of an answer has which part, the key that tells its entries apart, and what of them is compared; of rules
# everything is.
_RULES = (("obligations", "obligation"), ("conditions", "condition"), ("limits", "limit"))
_LISTS: Mapping[str, tuple[tuple[str, str, str, tuple[str, ...]], ...]] = {
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
_NAMES = ("status", "why")  # what an entry that comes or goes is told by
_CODES = {"status": "status", "necessity": "necessity", "why": "open"}


def differences(record: Mapping[str, Any], renewed: Gap | Plan, lang: str, file: str) -> Iterator[AnswerChange]:
    """Every difference between a saved gap or plan and the same one asked anew; keys that it did not have yet count
    for nothing. Raises InputError where the saved one is damaged."""
    now = to_plain(renewed, lang)
    yield from ruled(record, now, file)
    for key, part, name, fields in _LISTS[renewed.kind]:
        yield from listed(record, now, key, part, name, fields, file)
    for name in _FIGURES[renewed.kind]:
        if name in record and record[name] != now[name]:
            yield changed("figure", name, Text(), name, record[name], now[name])
    if renewed.kind == "plan":
        steps = [one["id"] for one in record["lines"]]
        if steps != now["steps"] and sorted(steps) == sorted(now["steps"]):
            yield changed("figure", "steps", Text(), "steps", steps, now["steps"])


def ruled(record: Mapping[str, Any], now: Mapping[str, Any], file: str) -> Iterator[AnswerChange]:
    """What is another in the rules of an answer."""
    for key, part in _RULES:
        yield from listed(record, now, key, part, "id", None, file)


def listed(
    record: Mapping[str, Any],
    now: Mapping[str, Any],
    key: str,
    part: str,
    name: str,
    fields: tuple[str, ...] | None,
    file: str,
) -> Iterator[AnswerChange]:
    """What came, went and changed in a list of an answer, whose entries a key tells apart."""
    before, after = _by_id(record, key, name, file), {one[name]: one for one in now[key]}
    for identifier in sorted({*before, *after}):
        old, new = before.get(identifier), after.get(identifier)
        label = text_of((new or old or {}).get("label"))
        if old is None or new is None:
            change = "gone" if new is None else "added"
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


def changed(part: str, identifier: str, label: Text, field: str, before: Any, after: Any) -> AnswerChange:
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
    """What an entry that comes or goes is told by: its status, why it stays open, or the words of a rule."""
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
            change = "gone" if new is None else "added"
            yield AnswerChange(
                part="framework", change=change, id=identifier, label=label,
                before=old[0] or None if old else None, after=new[0] or None if new else None,
            )  # fmt: skip
        elif old[0] != new[0]:
            yield changed("framework", identifier, label, "edition", old[0], new[0])
        elif old[1] != new[1]:
            yield changed("framework", identifier, label, "digest", old[1], new[1])


def text_of(found: Any) -> Text:
    """A label as it stands in JSON: one wording for each language."""
    if not isinstance(found, dict):
        return Text()
    return Text(tuple(sorted((tag, said) for tag, said in found.items() if isinstance(said, str))))
