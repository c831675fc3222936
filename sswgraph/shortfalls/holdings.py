"""What is held, however it was given: a cadre, a qualification, a module, a profile, levels, a list (H1 to H4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import stated_for
from sswgraph.graph.training import (
    modules_done,
    stated_by,
    taught,
)
from sswgraph.messages import Message, languages, message, sentence
from sswgraph.model import Holding, Profile, Text

Held = str | Profile | Mapping[str, str | None] | Iterable["str | Profile | Mapping[str, str | None]"]
HOLDABLE = ("cadre", "qualification", "module", "competency", "competency-set")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The profile that was meant, how it was given, what a reader must be told, and the cadres that were assumed."""

    profile: Profile
    given: tuple[str, ...]
    label: Text
    notes: tuple[Message, ...]
    cadres: tuple[str, ...]


def resolve(graph: CompetencyGraph, held: Held) -> Resolved:
    """The union of everything held. Raises UnknownElementError, or InputError for what cannot be held."""
    holdings: list[Holding] = []
    completed: set[str] = set()
    given: list[str] = []
    labels: list[Text] = []
    notes: list[Message] = []
    cadres: set[str] = set()
    for one in _each(held):
        if isinstance(one, Profile):
            given.append(one.title.strip() or "profile")
            labels.append(_plain(one.title.strip() or "profile"))
            cadres |= _assumed_of(graph, one)
            for holding in one.holdings:
                if not holding.through:  # what was read off elements may have a level of a framework not loaded
                    _known_level(graph, holding.competency, holding.level)
                holdings += _members(graph, holding)
            completed.update(one.completed)
            for identifier in one.completed:
                _known(graph, identifier, ("module", "qualification"))
        elif isinstance(one, Mapping):
            given += sorted(one)
            labels += [_plain(", ".join(sorted(one)))] if one else []
            holdings += [h for c, level in sorted(one.items()) for h in _named(graph, c, level)]
        else:
            element = _known(graph, one, HOLDABLE)
            given.append(element.id)
            labels.append(graph.label(element.id))
            if element.kind == "cadre":
                holdings += _of_cadre(graph, element.id)
                cadres.add(element.id)
                notes.append(message("gap.assumed", cadre=graph.label(element.id)))
            elif element.kind in ("module", "qualification"):
                completed.add(element.id)
            else:
                holdings += _members(graph, Holding(competency=element.id))
    done = modules_done(graph, completed)
    holdings += taught(graph, done)
    notes += [message("gap.unencoded", what=graph.label(i)) for i in sorted(completed) if _says_nothing(graph, i)]
    profile = Profile(holdings=_united(holdings), completed=tuple(sorted(done)))
    return Resolved(profile, tuple(given), _joined(labels), tuple(dict.fromkeys(notes)), tuple(sorted(cadres)))


def _each(held: Held) -> Iterator[str | Profile | Mapping[str, str | None]]:
    if isinstance(held, (str, Profile, Mapping)):
        yield held
        return
    parts: list[Any] = list(held) if isinstance(held, Iterable) else [held]
    if isinstance(held, (set, frozenset)):  # whose order is nobody's
        parts.sort(key=str)
    for part in parts:
        given = getattr(part, "id", part)
        if isinstance(part, (Profile, Mapping)):
            yield part
        elif isinstance(given, str):
            yield given
        else:
            kinds = "an id, a Profile, a mapping of competency ids to levels, or a list of these"
            raise InputError(f"What is held must be {kinds}, not {type(part).__name__}.")


def _known(graph: CompetencyGraph, identifier: str, kinds: tuple[str, ...]) -> Any:
    element = graph[identifier]
    if element.kind not in kinds:
        raise InputError(f"{identifier} is a {element.kind}; what can be held is a {', '.join(kinds)}.")
    return element


def _named(graph: CompetencyGraph, competency: str, level: str | None) -> Iterator[Holding]:
    _known(graph, competency, ("competency", "competency-set"))
    _known_level(graph, competency, level)
    yield from _members(graph, Holding(competency=competency, level=level))


def _known_level(graph: CompetencyGraph, competency: str, level: str | None) -> None:
    if level is not None and level not in graph.index.levels:
        known = ", ".join(sorted(graph.index.levels)) or "none: leave it None"
        raise InputError(f"{competency}: there is no level {level!r}. Levels here: {known}.")


def _members(graph: CompetencyGraph, holding: Holding) -> Iterator[Holding]:
    _known(graph, holding.competency, ("competency", "competency-set"))
    for competency, sets in graph.members(holding.competency).items():
        yield replace(holding, competency=competency, through=(*holding.through, *sets))


def _assumed_of(graph: CompetencyGraph, profile: Profile) -> set[str]:
    """The cadres from which a profile's holdings were assumed: a profile after a plan still stands on them."""
    found = {h.through[0] for h in profile.holdings if h.basis == "assumed-from-cadre" and h.through}
    return {one for one in found if one in graph and graph[one].kind == "cadre"}


def _of_cadre(graph: CompetencyGraph, cadre: str) -> Iterator[Holding]:
    for included, requirement, competency, sets in stated_for(graph, cadre):
        yield Holding(
            competency=competency,
            level=requirement.level,
            basis="assumed-from-cadre",
            optional=requirement.necessity == "optional",
            through=(cadre, *((included,) if included != cadre else ()), requirement.id, *sets),
        )


def seen_from(graph: CompetencyGraph, profile: Profile, target: str) -> Profile:
    """The profile as it counts towards a target: whoever holds the qualification aimed at has what it states itself."""
    if target not in profile.completed:
        return profile
    return replace(profile, holdings=_united([*profile.holdings, *stated_by(graph, target)]))


def _united(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """Each different holding once, in order of competency; comparing levels is left to whoever asks."""
    key = {h: (h.competency, h.optional, h.level or "", h.basis, h.through) for h in holdings}
    return tuple(sorted(key, key=lambda holding: key[holding]))


def _says_nothing(graph: CompetencyGraph, identifier: str) -> bool:
    ids = (identifier, *graph.index.modules_of.get(identifier, ()))
    return not any(graph.index.outcomes_of.get(one) for one in ids)


def _plain(text: str) -> Text:
    return Text((("und", text),))


def _joined(labels: list[Text]) -> Text:
    if not labels:
        return Text(tuple((tag, sentence("gap.nothing", tag)) for tag in languages()))
    if len(labels) == 1:
        return labels[0]
    tags = sorted({tag for label in labels for tag in label.languages if tag != "und"} | {"en"})
    return Text(tuple((tag, " + ".join(label.best(tag) for label in labels)) for tag in tags))
