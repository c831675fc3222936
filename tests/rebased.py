"""A realistic case: psw adapted by hand, and psw itself in a new edition, with one of each kind of change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import sswgraph as ssw
from sswgraph.adaptation.adapt import with_names
from sswgraph.model import Competency, Evidence, Framework, Node, Requirement, Text

BASE = Path(__file__).parent / "data" / "psw-2026-11-21.ttl"
NEWER = "2027-01-01"


def psw() -> Framework:
    """The edition of 2026-11-21, kept beside the tests: what they follow is how editions meet, not what psw says."""
    found = ssw.read(BASE)["psw"]
    assert isinstance(found, Framework)
    return found


def edited(
    framework: Framework, *, drop: tuple[str, ...] = (), add: tuple[Node, ...] = (), **changes: Any
) -> Framework:
    """The framework without some elements, with others, and with fields changed: ``c_care={"label": …}``."""
    prefix = framework.id + ":"
    of = {prefix + name.replace("__", ".").replace("_", "-"): change for name, change in changes.items()}
    gone = {prefix + name for name in drop}
    assert gone | of.keys() <= {node.id for node in framework.elements}
    kept = tuple(replace(n, **of.get(n.id, {})) for n in framework.elements if n.id not in gone)
    return replace(framework, elements=(*kept, *add))


def draft(identifier: str) -> tuple[Evidence, ...]:
    return (Evidence(id=f"{identifier}.e1", basis="draft"),)


def competency(identifier: str, english: str, **more: Any) -> Competency:
    return Competency(id=identifier, label=Text.of(en=english), **{"evidence": draft(identifier), **more})


def requirement(identifier: str, cadre: str, wanted: str) -> Requirement:
    return Requirement(id=identifier, cadre=cadre, competency=wanted, evidence=draft(identifier))


def adaptation() -> Framework:
    """What a country made of psw."""
    mine = ssw.adapt(psw(), id="xx", jurisdiction="UG", title="Our para social workers", lang="en")
    nodes: dict[str, Any] = {node.id: node for node in mine.elements}
    second = competency("xx:c-coordinate-local", "Coordinate with elders", derived_from=("psw:c-coordinate",))
    return edited(
        mine,
        drop=("c-disability", "para-social-worker.req-disability"),
        add=(
            second,
            competency("xx:c-phone", "Help children by telephone"),
            requirement("xx:req-phone", "xx:para-social-worker", "xx:c-phone"),
            requirement("xx:req-empower", "xx:supervisor", "xx:c-empowerment"),
        ),
        c_communication={"label": Text.of(en="Talk and listen well")},
        c_community={"label": Text.of(en="Work in the village")},
        c_care={"definition": Text.of(en="Food, play and comfort.")},
        c_awareness={"label": Text.of(en="Make people aware")},
        set_children_and_families={"includes": (*nodes["xx:set-children-and-families"].includes, "xx:c-phone")},
        set_values={"includes": tuple(one for one in nodes["xx:set-values"].includes if one != "xx:c-disability")},
    )


def newer() -> Framework:
    """What psw might become."""
    managing, helping = "psw:c-case-management", "psw:c-case-support"
    old = psw()
    nodes: dict[str, Any] = {node.id: with_names(node, {managing: helping}, node.id) for node in old.elements}
    meant = replace(nodes.pop(managing), id=helping, label=Text.of(en="Help a case manager"), replaces=(managing,))
    old = replace(old, elements=(*nodes.values(), meant))
    children, values = (nodes[f"psw:set-{name}"].includes for name in ("children-and-families", "values"))
    made = edited(
        old,
        drop=("c-empowerment", "para-social-worker.req-empowerment", "set-self"),
        add=(
            competency("psw:c-online", "Keep children safe on the internet"),
            requirement("psw:para-social-worker.req-online", "psw:para-social-worker", "psw:c-online"),
        ),
        c_communication={"label": Text.of(en="Communicate, listen and explain")},
        c_advocacy={"label": Text(tuple(sorted((*nodes["psw:c-advocacy"].label.values, ("es", "Abogar")))))},
        c_disability={"definition": Text.of(en="Disability as the convention has it.")},
        c_care={"scope_note": Text.of(en="Not medical care.")},
        c_awareness={"label": Text.of(en="Make people aware")},
        para_social_worker__rule_therapy={"authority": "under-supervision"},
        para_social_worker__rule_counselling={"authority": "not-permitted"},
        set_children_and_families={"includes": tuple(sorted((*children, "psw:c-online")))},
        set_values={"includes": tuple(one for one in values if one != "psw:c-empowerment")},
    )
    return replace(made, edition=NEWER)
