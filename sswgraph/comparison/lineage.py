"""Whether a framework was made from another one (rule E7): only then was anything of the other changed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sswgraph.model import Framework

_DAY = re.compile(r"\d{4}(-\d\d){0,2}\Z")


def made_from(child: Framework, base: Framework, known: Iterable[Framework] = ()) -> bool:
    """Whether ``adaptationOf``, or ``replaces`` of an edition, leads from one framework to another, in any number of
    steps.

    ``known``: the frameworks that may stand between the two. Two editions of one id are one framework; the one that is
    dated earlier was not made from the other.

    >>> import sswgraph as ssw
    >>> g = ssw.load("cd", "alliance", "psw")
    >>> made_from(g["cd"], g["alliance"]), made_from(g["alliance"], g["cd"]), made_from(g["cd"], g["psw"])
    (True, False, False)
    """
    if child.id == base.id:
        return not _is_earlier(child.edition, base.edition)
    parents = {one.id: _parents(one) for one in (*known, base, child)}
    ahead, seen = list(_parents(child)), set[str]()
    while ahead:
        one = ahead.pop()
        if one == base.id:
            return True
        if one not in seen:
            seen.add(one)
            ahead.extend(parents.get(one, ()))
    return False


def _parents(framework: Framework) -> tuple[str, ...]:
    return (*framework.replaces, *((framework.adaptation_of,) if framework.adaptation_of else ()))


def _is_earlier(one: str | None, other: str | None) -> bool:
    """Whether both editions are days (or months, or years) and the first is the earlier one."""
    return bool(one and other and _DAY.match(one) and _DAY.match(other)) and str(one) < str(other)
