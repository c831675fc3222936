"""Whether a framework was made from another (rule E7), and what it states about elements of others (J2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from sswgraph.messages import Message, message
from sswgraph.messages.places import WORLD, containing, overlapping
from sswgraph.model import Framework, Node
from sswgraph.model.ids import framework_of

_DAY = re.compile(r"\d{4}(-\d\d){0,2}\Z")


def made_from(child: Framework, base: Framework, known: Iterable[Framework] = ()) -> bool:
    """Whether ``adaptationOf`` or ``replaces`` leads from one framework to another, in any number of steps.

    Two editions of one id are one framework; the one that is dated earlier was not made from the other.

    Args:
        child: The framework that may have been made from the other.
        base: The other one.
        known: The frameworks that may stand between the two.

    Returns:
        Whether it was.

    Example:
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


def frameworks_between(one: Framework, other: Framework, known: Iterable[Framework]) -> tuple[Framework, ...]:
    """The frameworks by which lineage leads from one framework to another, either way; the direct way has none.

    Args:
        one: A framework.
        other: Another one.
        known: The frameworks that may stand between the two.

    Returns:
        Those that do.

    Example:
        >>> import sswgraph as ssw
        >>> from dataclasses import replace
        >>> base = ssw.load("psw")["psw"]
        >>> first = replace(base, id="xx", adaptation_of="psw")
        >>> second = replace(base, id="zz", adaptation_of="xx")
        >>> [one.id for one in frameworks_between(second, base, [base, first, second])]
        ['xx']
    """
    others = tuple(known)
    ways = [(one, other), (other, one)]
    return tuple(
        middle
        for middle in others
        if middle.id not in (one.id, other.id)
        and any(made_from(child, middle, others) and made_from(middle, base, others) for child, base in ways)
    )


def origins_of(made: Iterable[Framework], known: Iterable[Framework]) -> tuple[Framework, ...]:
    """Of the frameworks known those that any of these was made from, in any number of steps."""
    ends, others = tuple(made), tuple(known)
    own = {one.id for one in ends}
    return tuple(one for one in others if one.id not in own and any(made_from(end, one, others) for end in ends))


def _parents(framework: Framework) -> tuple[str, ...]:
    return (*framework.replaces, *((framework.adaptation_of,) if framework.adaptation_of else ()))


def _is_earlier(one: str | None, other: str | None) -> bool:
    """Whether both editions are days (or months, or years) and the first is the earlier one."""
    return bool(one and other and _DAY.match(one) and _DAY.match(other)) and str(one) < str(other)


# By kind: the fields that name what it speaks of. A progression speaks of both its ends.
SPEAKS_OF: dict[str, tuple[str, ...]] = {
    "requirement": ("cadre",),
    "obligation": ("of_cadre",),
    "scope-rule": ("cadre",),
    "supervision-arrangement": ("supervisee",),
    "eligibility-condition": ("condition_of",),
    "ethical-standard": ("concerns",),
    "entry-requirement": ("module",),
    "outcome": ("outcome_of",),
    "packaging-rule": ("qualification",),
    "performance-criterion": ("criterion_of",),
    "evidence-requirement": ("evidence_for",),
    "progression": ("start", "progresses_to"),
    "statement": ("subject",),
}


def spoken_of_elsewhere(node: Node, home: str, known: Collection[str]) -> tuple[str, ...]:
    """The elements of other frameworks that a statement is about, if it is about none of its own.

    Args:
        node: The statement.
        home: The id of its framework.
        known: The ids that count as its own.

    Returns:
        Their ids. An IRI that names no framework belongs to nobody else.
    """
    fields = (getattr(node, name) for name in SPEAKS_OF.get(node.kind, ()))
    ends = [one for value in fields for one in (value if isinstance(value, tuple) else (value,))]
    elsewhere = tuple(one for one in ends if one not in known and framework_of(one) not in (None, home))
    return elsewhere if len(elsewhere) == len(ends) else ()


# What holds at a place, its own or that of its framework (rule J1).
HOLDING = frozenset("obligation scope-rule eligibility-condition supervision-arrangement ethical-standard".split())


def holding_elsewhere(node: Node, home: Framework, codes: Iterable[str]) -> tuple[str, ...]:
    """The places where a rule holds, if none of them overlaps with any of these."""
    if node.kind not in HOLDING:
        return ()
    places = tuple(code for code in getattr(node, "jurisdiction", ()) or home.jurisdiction if code != WORLD)
    near = [(place, code) for place in places for code in codes]
    return () if not near or any(overlapping(place, code) for place, code in near) else places


def placed(node: Node, home: Framework, codes: Iterable[str]) -> Node:
    """The node, with the places of its framework where it holds by these only and an adaptation goes beyond them."""
    stated = tuple(code for code in home.jurisdiction if code != WORLD)
    own: tuple[str, ...] = getattr(node, "jurisdiction", ())
    if node.kind not in HOLDING or not stated or own:
        return node
    beyond = any(set(stated).isdisjoint(containing(code)) for code in codes)
    return replace(node, jurisdiction=stated) if beyond else node  # type: ignore[call-arg]


def not_copied(framework: Framework, jurisdiction: Iterable[str] = ()) -> tuple[tuple[str, Message], ...]:
    """What ``adapt`` does not copy, by id, each with the reason.

    Args:
        framework: The base.
        jurisdiction: Where the adaptation is to hold.

    Returns:
        Pairs of id and reason.

    Example:
        >>> import sswgraph as ssw
        >>> from dataclasses import replace
        >>> from sswgraph.model import Requirement
        >>> psw = ssw.load("psw")["psw"]
        >>> other = Requirement(id="psw:req", cadre="ug:para-social-worker", competency="psw:c-assess")
        >>> found = not_copied(replace(psw, elements=(*psw.elements, other)))
        >>> len(found), found[0][0]
        (1, 'psw:req')
        >>> str(found[0][1])
        'is about ug:para-social-worker and belongs to ug'
        >>> "holds in TZ" in {str(why) for _, why in not_copied(psw, ["UG"])}
        True
    """
    own, codes = {framework.id, *(node.id for node in framework.elements)}, tuple(jurisdiction)
    found = ((node.id, why_elsewhere(node, framework, own, codes)) for node in framework.elements)
    return tuple((one, why) for one, why in found if why is not None)


def why_elsewhere(node: Node, home: Framework, known: Collection[str], codes: Iterable[str]) -> Message | None:
    """Why an adaptation for these places does not copy a node (it belongs or holds elsewhere), or None."""
    ends = spoken_of_elsewhere(node, home.id, known)
    if ends:
        homes = sorted({framework_of(one) or one for one in ends})
        return message("compare.belongs-elsewhere", of=tuple(sorted(ends)), frameworks=tuple(homes))
    places = holding_elsewhere(node, home, codes)
    return message("compare.holds-elsewhere", places=places) if places else None
