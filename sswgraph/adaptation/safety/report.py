"""The safety report of an adaptation: everything that protects less, most serious first, and what was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sswgraph.adaptation.correspondence import Sides
from sswgraph.adaptation.diff import is_foreign, places_elsewhere
from sswgraph.adaptation.safety.authority import (
    Acts,
    Performers,
    watch_acting_alone,
    watch_marks,
    watch_permissions,
    watch_supervisors,
    watch_unserved,
)
from sswgraph.adaptation.safety.findings import Watch
from sswgraph.adaptation.safety.limits import is_safeguard, watch_safeguards
from sswgraph.adaptation.safety.requirements import CadreNeeds, watch_competencies, watch_requirements, watch_taught
from sswgraph.adaptation.safety.training import watch_training
from sswgraph.adaptation.safety.wording import watch_wording
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, Function, Node, Requirement, ScopeRule, SupervisionArrangement
from sswgraph.model.codes import GRAVE
from sswgraph.model.comparison import SafetyFinding

WATCHED = {
    "obligations": ("obligation",),
    "limits": ("scope-rule",),
    "supervision": ("supervision-arrangement",),
    "conditions": ("eligibility-condition",),
    "standards": ("ethical-standard", "guiding-principle"),
    "assessments": ("evidence-requirement", "performance-criterion"),
    "requirements": ("requirement", "entry-requirement", "outcome"),
    "practice": ("module", "qualification"),
}


def safety_of(sides: Sides, *, apart: bool = False) -> tuple[tuple[SafetyFinding, ...], tuple[Message, ...]]:
    """Everything that was loosened, and what was looked at, also where nothing was found.

    Args:
        sides: The two frameworks and their pairing.
        apart: Whether each finding stands on its own, where each element is decided about; otherwise one for each
            cause.

    Returns:
        The findings, and what was looked at.
    """
    watch = Watch(sides)
    here, there = Acts(sides, 0), Acts(sides, 1)
    watch_permissions(watch)
    watch_safeguards(watch, here, there)
    Performers(watch, here, there).report()
    watch_acting_alone(watch, here, there)
    watch_marks(watch)
    watch_supervisors(watch)
    watch_requirements(watch, CadreNeeds(sides, here), CadreNeeds(sides, there))
    watch_competencies(watch)
    watch_taught(watch)
    watch_training(watch)
    watch_unserved(watch, here, there)
    watch_wording(watch)
    return with_what_comes_along(sides, watch.result(apart=apart)), checks_made(sides)


def checks_made(sides: Sides) -> tuple[Message, ...]:
    """How many safeguards of the base were looked at, and how many of them have a counterpart."""
    counts = ((name, _counted(sides, kinds)) for name, kinds in WATCHED.items())
    said = (message(f"safety.checked-{name}", n=n, paired=paired) for name, (n, paired) in counts)
    return (checked_functions(sides), *said)


def _counted(sides: Sides, kinds: Iterable[str]) -> tuple[int, int]:
    """Of these kinds: how many the base has that are compared, and how many of these have a counterpart."""
    nodes = [node for node in sides.frameworks[0].elements if node.kind in kinds]
    paired = sum(bool(sides.counterparts(node.id)) for node in nodes)
    return paired + sum(not (sides.counterparts(one.id) or is_foreign(one.id, 0, sides)) for one in nodes), paired


def unchecked(sides: Sides) -> tuple[Message, ...]:
    """Why nobody may say that nothing is weaker: rules that hold elsewhere (J2), nothing to look at, a part read."""
    base, adaptation = sides.frameworks
    found: list[Message] = []
    alone = [node for node in base.elements if is_safeguard(node) and not sides.counterparts(node.id)]
    elsewhere = [places for node in alone if (places := places_elsewhere(node, sides))]
    if elsewhere:
        places = tuple(sorted({code for one in elsewhere for code in one}))
        said = {"base": base.id, "adaptation": adaptation.id, "places": places, "here": adaptation.jurisdiction}
        found.append(message("safety.unchecked-elsewhere", n=len(elsewhere), **said))
    if not any(_counted(sides, kinds)[0] for kinds in WATCHED.values()):
        found.append(message("safety.unchecked-nothing", base=base.id))
    if base.reach not in (None, "whole"):
        found.append(message("safety.unchecked-part", base=base.id))
    return tuple(found)


def checked_functions(sides: Sides) -> Message:
    """How many functions are marked as grave, so that it could be looked at who performs them."""
    functions = [node for side in sides.frameworks for node in side.elements if isinstance(node, Function)]
    grave = sum(one.criticality in GRAVE for one in functions)
    return message("safety.checked-functions", n=grave, total=len(functions))


def with_what_comes_along(sides: Sides, found: tuple[SafetyFinding, ...]) -> tuple[SafetyFinding, ...]:
    """The findings, those of a wider scope with what the adaptation adds for the same cadre."""
    if not any(one.finding == "scope-widened" for one in found):
        return found
    added = [one for one in sides.frameworks[1].elements if not sides.sources(one.id)]
    return tuple(
        replace(one, along=tuple(_along(sides, one, added))) if one.finding == "scope-widened" else one for one in found
    )


def _along(sides: Sides, finding: SafetyFinding, added: Sequence[Node]) -> Iterator[Message]:
    cadres = {cadre for one in finding.adaptation for cadre in _cadres(sides, one)}
    olds = (sides.nodes[0].get(one) for one in finding.base)
    cadres |= {new.id for one in olds if isinstance(one, ScopeRule) for new in sides.counterparts(one.cadre)}
    if not cadres:
        return
    rules = [sides.nodes[1].get(one) for one in finding.adaptation]
    supervised: list[ScopeRule | SupervisionArrangement] = [
        one for one in rules if isinstance(one, ScopeRule) and (one.supervisor or one.supervision_mode)
    ]
    supervised += [one for one in added if isinstance(one, SupervisionArrangement) and cadres & {*one.supervisee}]
    if supervised:
        names = tuple(dict.fromkeys(sides.named(end, 1) for one in supervised for end in one.supervisor))
        yield message("safety.along-supervision", names=names or message("safety.not-stated"))
    ratios = [one.ratio for one in supervised if isinstance(one, SupervisionArrangement) and one.ratio]
    if ratios:
        yield message("safety.along-ratio", text=ratios[0])
    learnt = [one for one in added if isinstance(one, Requirement) and one.cadre in cadres]
    if learnt:
        names = tuple(dict.fromkeys(sides.named(one.competency, 1) for one in learnt))
        yield message("safety.along-training", names=names)


def _cadres(sides: Sides, identifier: str) -> tuple[str, ...]:
    node = sides.nodes[1].get(identifier)
    if isinstance(node, ScopeRule):
        return (node.cadre,)
    return (identifier,) if isinstance(node, Cadre) else ()
