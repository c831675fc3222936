"""What was loosened, gravest first, and what was looked at: never computed from likeness alone."""

from __future__ import annotations

from sswgraph.comparison.duties import watch_functions, watch_levels, watch_practice
from sswgraph.comparison.findings import ORDER
from sswgraph.comparison.openings import watch_openings
from sswgraph.comparison.relating import is_foreign
from sswgraph.comparison.safeguards import watch_safeguards
from sswgraph.comparison.sides import Sides
from sswgraph.comparison.watch import Watch
from sswgraph.language import Message, message
from sswgraph.model import Function
from sswgraph.model.codes import GRAVE
from sswgraph.model.comparison import SafetyFinding

WATCHED = {
    "limits": ("scope-rule",),
    "supervision": ("supervision-arrangement",),
    "conditions": ("eligibility-condition",),
    "standards": ("ethical-standard",),
    "assessments": ("evidence-requirement", "performance-criterion"),
    "requirements": ("requirement", "entry-requirement", "outcome"),
    "practice": ("module", "qualification"),
}


def safety_of(sides: Sides) -> tuple[tuple[SafetyFinding, ...], tuple[Message, ...]]:
    """Everything that was loosened, and what was looked at, also where nothing was found."""
    watch = Watch(sides)
    watch_functions(watch)
    watch_safeguards(watch)
    watch_levels(watch)
    watch_practice(watch)
    watch_openings(watch)
    found = sorted(watch.found, key=lambda one: (not one.certain, ORDER.index(one.code), one.base, one.adapted))
    return tuple(found), checked(sides)


def checked(sides: Sides) -> tuple[Message, ...]:
    """How many safeguards of the base were looked at, and how many of them have a counterpart."""
    said = [checked_functions(sides)]
    for name, kinds in WATCHED.items():
        nodes = [node for node in sides.frameworks[0].elements if node.kind in kinds]
        nodes = [node for node in nodes if sides.counterparts(node.id) or not is_foreign(node.id, 0, sides)]
        paired = sum(bool(sides.counterparts(node.id)) for node in nodes)
        said.append(message(f"safety.checked-{name}", n=len(nodes), paired=paired))
    return tuple(said)


def checked_functions(sides: Sides) -> Message:
    """How many functions are marked as grave, so that it could be looked at who performs them."""
    functions = [node for side in sides.frameworks for node in side.elements if isinstance(node, Function)]
    grave = sum(one.criticality in GRAVE for one in functions)
    return message("safety.checked-functions", n=grave, total=len(functions))
