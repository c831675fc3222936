"""Countries, their parts and the areas of the United Nations: what lies in what."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

WORLD = "001"
# The areas into which UN M.49 divides the world first.
CONTINENTS = ("002", "009", "019", "142", "150")


@cache
def _above() -> dict[str, tuple[str, ...]]:
    """Every country and area -> all areas that contain it, in order of code (``regions.json``, after UN M.49)."""
    table = json.loads(files("sswgraph.messages").joinpath("regions.json").read_text(encoding="utf-8"))
    parents: dict[str, set[str]] = {}
    for area, parts in table.items():
        for part in parts.split():
            parents.setdefault(part, set()).add(area)
    found: dict[str, tuple[str, ...]] = {WORLD: ()}
    for code in sorted({*parents, *table}):
        seen: set[str] = set()
        waiting = [code]
        while waiting:
            more = parents.get(waiting.pop(), set()) - seen
            seen |= more
            waiting += more
        found[code] = tuple(sorted(seen))
    return found


def containing(code: str) -> tuple[str, ...]:
    """A place and what contains it: for a part of a country the country, then the areas of UN M.49, the world last.

    >>> containing("ZA-WC")
    ('ZA-WC', 'ZA', '202', '018', '002', '001')
    >>> containing("035")
    ('035', '142', '001')
    """
    country = code.partition("-")[0]
    own = (code,) if code == country else (code, country)
    return (*own, *sorted(_above().get(country, ()), reverse=True))
