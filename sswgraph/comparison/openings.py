"""What newly opens a way: exemption from practice, another role, full credit, a lower award, no regulator."""

from __future__ import annotations

import re
from typing import Any

from sswgraph.comparison.duties import is_practical
from sswgraph.comparison.watch import Watch
from sswgraph.language import message
from sswgraph.model import Cadre, Competency, Qualification, TrainingModule

_NUMBER = re.compile(r"\d+")


def watch_openings(watch: Watch) -> None:
    """What a counterpart lets in that the base does not, and what it no longer asks or names."""
    for node in watch.sides.frameworks[0].elements:
        after = tuple(one for one in watch.sides.counterparts(node.id) if one.kind == node.kind)
        if not after:
            continue
        match node:
            case TrainingModule():
                there = watch.sides.nodes[1]
                exempt = tuple(one for one in watch.gained(node, after, "exempts") if is_practical(there.get(one)))
                _opened(watch, "exemption-added", node, after, exempt)
                _award(watch, node, after)
            case Qualification():
                _opened(watch, "qualifies-more", node, after, watch.gained(node, after, "qualifies_for"))
                _award(watch, node, after)
            case Competency():
                _opened(watch, "covers-more", node, after, watch.gained(node, after, "covers"))
            case Cadre() if node.regulator and not any(one.regulator for one in after):
                watch.tell("regulator-gone", node, after, role=watch.sides.label(node, 0), text=node.regulator)


def _opened(watch: Watch, code: str, node: Any, after: tuple[Any, ...], gained: tuple[str, ...]) -> None:
    if gained:
        watch.tell(code, node, after, what=watch.sides.label(node, 0), gained=watch.names(gained, 1))


def _award(watch: Watch, node: Any, after: tuple[Any, ...]) -> None:
    """The level of an award is in a country's own words: it is lower for certain only where but its number fell."""
    was = node.qualification_level
    for one in after if was else ():
        now = one.qualification_level
        fell = _fell(was, now or "")
        if now != was and fell is not False:
            said: dict[str, Any] = {
                "what": watch.sides.label(node, 0),
                "was": was,
                "now": now or message("safety.not-stated"),
            }
            watch.tell("award-lowered", node, (one,), certain=fell is True, **said)


def _fell(was: str, now: str) -> bool | None:
    """Whether the only number of two wordings that are otherwise the same fell; None where they cannot be compared."""
    before, after = _NUMBER.findall(was), _NUMBER.findall(now)
    if len(before) != 1 or len(after) != 1 or _NUMBER.sub("", was) != _NUMBER.sub("", now):
        return None
    return int(after[0]) < int(before[0])
