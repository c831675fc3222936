"""What is held, however it was given: a cadre, a qualification, a module, a profile, levels, a list (H1 to H4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from sswgraph.errors import InputError
from sswgraph.frozen import dataclass
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import stated_for
from sswgraph.graph.training import modules_done, stated_by, taught
from sswgraph.messages import Message, languages, message, sentence
from sswgraph.model import Holding, Profile, Text
from sswgraph.model.shown import deferred, later

Held = str | Profile | Mapping[str, str | None] | Iterable["str | Profile | Mapping[str, str | None]"]
HOLDABLE = ("cadre", "qualification", "module", "competency", "competency-set")


HeldLine = tuple[str, str | None, bool]  # of what is held: competency, level, whether it is optional in today's role


@deferred("profile")
@dataclass(frozen=True, slots=True)
class Resolved:
    """The profile that was meant, how it was given, what a reader must be told, and the cadres that were assumed.

    ``completed`` is that of the profile; ``lines`` are its holdings in short, in no order and some perhaps twice.
    """

    profile: Profile
    given: tuple[str, ...]
    label: Text
    notes: tuple[Message, ...]
    cadres: tuple[str, ...]
    completed: tuple[str, ...]
    lines: list[HeldLine]


def resolve(graph: CompetencyGraph, held: Held) -> Resolved:
    """The union of everything held. Raises UnknownElementError, or InputError for what cannot be held."""
    if isinstance(held, str) and graph[held].kind == "cadre":
        return _resolved_cadre(graph, graph[held].id)
    found = _Gathered()
    for one in _each(held):
        if isinstance(one, Profile):
            _gather_profile(graph, one, found)
        elif isinstance(one, Mapping):
            found.given += sorted(one)
            found.labels += [_plain(", ".join(sorted(one)))] if one else []
            found.holdings += [h for c, level in sorted(one.items()) for h in _named(graph, c, level)]
        else:
            _gather_element(graph, one, found)
    completed = found.completed
    done = modules_done(graph, completed) if completed else set[str]()
    found.holdings += taught(graph, done) if done else ()
    found.notes += [message("gap.unencoded", what=graph.label(i)) for i in sorted(completed) if _says_nothing(graph, i)]
    profile = Profile(holdings=_united(found.holdings), completed=tuple(sorted(done)))
    return Resolved(
        profile=profile,
        given=tuple(found.given),
        label=_joined(found.labels),
        notes=tuple(dict.fromkeys(found.notes)),
        cadres=tuple(sorted(found.cadres)),
        completed=profile.completed,
        lines=as_lines(profile.holdings),
    )


@dataclass(slots=True)
class _Gathered:
    """What is held, gathered part by part."""

    holdings: list[Holding] = field(default_factory=list)
    completed: set[str] = field(default_factory=set)
    given: list[str] = field(default_factory=list)
    labels: list[Text] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    cadres: set[str] = field(default_factory=set)


def _gather_profile(graph: CompetencyGraph, profile: Profile, found: _Gathered) -> None:
    found.given.append(profile.title.strip() or "profile")
    found.labels.append(_plain(found.given[-1]))
    found.cadres |= _assumed_of(graph, profile)
    for holding in profile.holdings:
        if not holding.through:  # what was read off elements may have a level of a framework not loaded
            _known_level(graph, holding.competency, holding.level)
        found.holdings += _members(graph, holding)
    found.completed.update(profile.completed)
    for identifier in profile.completed:
        _known(graph, identifier, ("module", "qualification"))


def _gather_element(graph: CompetencyGraph, identifier: str, found: _Gathered) -> None:
    element = _known(graph, identifier, HOLDABLE)
    found.given.append(element.id)
    found.labels.append(graph.label(element.id))
    if element.kind == "cadre":
        found.holdings += _of_cadre(graph, element.id)
        found.cadres.add(element.id)
        found.notes.append(message("gap.assumed", cadre=graph.label(element.id)))
    elif element.kind in ("module", "qualification"):
        found.completed.add(element.id)
    else:
        found.holdings += _members(graph, Holding(competency=element.id))


def _resolved_cadre(graph: CompetencyGraph, cadre: str) -> Resolved:
    """A cadre, as it is asked about most often: its holdings are made when somebody reads them."""
    label = graph.label(cadre)
    return Resolved(
        profile=later(lambda: Profile(holdings=_united(_of_cadre(graph, cadre)))),
        given=(cadre,),
        label=label,
        notes=(message("gap.assumed", cadre=label),),
        cadres=(cadre,),
        completed=(),
        lines=[(c, r.level, r.necessity == "optional") for _, r, c, _ in stated_for(graph, cadre)],
    )


def as_lines(holdings: Iterable[Holding]) -> list[HeldLine]:
    """Holdings in short, for those who count them."""
    return [(one.competency, one.level, one.optional) for one in holdings]


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
    element = _known(graph, holding.competency, ("competency", "competency-set"))
    if element.kind == "competency" and element.id == holding.competency:
        yield holding
        return
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
