"""What a person has to read again: texts of safeguards and of what they name, and what safeguards rest on (rule E9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sswgraph.adaptation.diff import only_lineage
from sswgraph.adaptation.safety.findings import Watch, qualified, term
from sswgraph.messages import Message, message
from sswgraph.model import Cadre, CompetencySet, Evidence, Function, Node, ScopeRule, Text
from sswgraph.model.codes import PERFORMING
from sswgraph.model.cycles import closure
from sswgraph.model.evidence import BASES, best_basis
from sswgraph.model.fields import BY_KIND, Shape
from sswgraph.model.text import Compared, compared_texts

# Safeguards, whose every text counts.
WORDED = frozenset(
    "obligation scope-rule supervision-arrangement eligibility-condition ethical-standard guiding-principle "
    "evidence-requirement performance-criterion requirement entry-requirement outcome".split()
)
# Kinds that name others so that a change of these changes what is asked, allowed or promised.
NAMING = WORDED | {"cadre"}
_NAMING_FIELDS = {"cadre": ("performs",)}
# Texts with findings of their own; terms and references that say what a named element is.
_APART = frozenset({"regulator", "employer", "not_encoded", "licence", "provider"})
COURSE_TEXTS = ("delivery", "duration_text", "rpl_route")
ADDRESSES = ("office", "contact")
CONDITIONS = ("only_if", "unless")
MEANING = ("facet", "context", "scale", "source_kind", "professional_status", "tier", "list_reach")
_RANKED = frozenset({"professional_status", "tier"})


def safeguard_texts(old: Text, new: Text) -> Compared:
    """How two texts of a safeguard differ (T2); without a wording in any of its old languages it is reworded.

    Args:
        old: The text of the base.
        new: The text of the adaptation.

    Returns:
        What differs.

    Example:
        >>> safeguard_texts(Text.of(en="No"), Text.of(en_GB="No")).reworded
        False
        >>> safeguard_texts(Text.of(en="No"), Text.of(sw="Hapana")).reworded
        True
    """
    how = compared_texts(old, new)
    apart = len(how.lost) == len(old.languages) and len(how.gained) == len(new.languages)
    return Compared(reworded=True) if apart and old != new else how


def field_named(name: str) -> Message:
    """The name of a field, in the reader's language."""
    return message("show.field.name") if name == "label" else message(f"show.field.{name}")


def conditions_lost(old: Any, after: Sequence[Any]) -> tuple[str, ...]:
    """The conditions under which something was permitted, and is now permitted without any."""
    now = [one for one in after if _permits(one)]
    said = (name for name in CONDITIONS if _permits(old) and getattr(old, name))
    return tuple(name for name in said if any(not getattr(one, name) for one in now))


def conditions_gained(old: Any, after: Sequence[Any]) -> tuple[str, ...]:
    """The conditions under which alone a rule binds now, where it bound without any; of what forbids or obliges."""
    if any(map(_permits, (old, *after))):
        return ()
    said = (name for name in CONDITIONS if not getattr(old, name, True))
    return tuple(name for name in said if all(getattr(one, name) for one in after))


def _permits(rule: Any) -> bool:
    return isinstance(rule, ScopeRule) and rule.authority in PERFORMING


def watch_wording(watch: Watch) -> None:
    """Every safeguard, and everything that one names, as far as it is still there: what a person has to read again."""
    named = frozenset(closure(_named(watch.sides.frameworks[0].elements), _members(watch)))
    lowered = {end for one in watch.reported() if one.code.startswith("performer-") for end in one.base}
    for node in watch.sides.frameworks[0].elements:
        after = tuple(one for one in watch.sides.counterparts(node.id) if one.kind == node.kind)
        if not after:
            if node.kind == "guiding-principle":
                watch.add("principle-removed", node)
            continue
        if node.kind in WORDED:
            _worded(watch, node, after)
        elif node.id in named:
            fields = [name for name, how in _texts(node, after) if how.reworded]
            fields += [] if node.id in lowered else _meaning(watch, node, after)
            if fields:
                what = (term("kind", node.kind), watch.sides.label(node, 0))
                watch.add("named-anew", node, after, what=what, fields=tuple(field_named(one) for one in fields))
        if node.kind in WORDED or node.id in named:
            _rests_on(watch, node, after)


def _members(watch: Watch) -> dict[str, list[str]]:
    """By function what is narrower, and by set what it includes: what names the one names the other."""
    found: dict[str, list[str]] = {}
    for node in watch.sides.frameworks[0].elements:
        if isinstance(node, Function):
            for wider in node.broader:
                found.setdefault(wider, []).append(node.id)
        elif isinstance(node, CompetencySet):
            found.setdefault(node.id, []).extend(node.includes)
    return found


def _named(nodes: Iterable[Node]) -> Iterator[str]:
    """What safeguards and requirements name, and the functions that cadres perform."""
    for node in nodes:
        if node.kind in NAMING:
            for field in _NAMING_FIELDS.get(node.kind) or _REFERENCES[node.kind]:
                value = getattr(node, field)
                yield from value if isinstance(value, tuple) else (value,) if value else ()


_LINEAGE = frozenset({"evidence", "derived_from", "replaces"})
_REFERENCES = {
    kind: tuple(one.name for one in BY_KIND[kind].fields if one.shape is Shape.REFERENCE and one.name not in _LINEAGE)
    for kind in NAMING
}
TEXTS = {
    name: tuple(
        one.name
        for one in kind.fields
        if one.shape is Shape.TEXT and one.name not in _APART and one.name not in COURSE_TEXTS
    )
    for name, kind in BY_KIND.items()
}


def _texts(node: Node, after: Sequence[Any]) -> Iterator[tuple[str, Compared]]:
    """Of each text: how it differs from that of the counterpart to which it is nearest."""
    for name in TEXTS[node.kind]:
        old: Text = getattr(node, name)
        found = [safeguard_texts(old, getattr(one, name)) for one in after if old != getattr(one, name)]
        if len(found) == len(after):
            yield name, min(found, key=lambda one: (one.reworded, len(one.lost), len(one.gained)))


def _worded(watch: Watch, node: Any, after: Sequence[Any]) -> None:
    """A safeguard that was reworded, or lost or gained a language: only a person can judge what this means."""
    found = dict(_texts(node, after))
    gone = {name for name in found if getattr(node, name) and not any(getattr(one, name) for one in after)}
    if node.kind == "supervision-arrangement":
        found = {name: how for name, how in found.items() if name not in gone or name in ("label", *_NAMES)}
    apart = {*ADDRESSES, *conditions_lost(node, after), *conditions_gained(node, after)}
    fields = [name for name, how in found.items() if how.reworded and name not in apart]
    told = ("criterion_kind", *(("concerns",) if node.kind == "guiding-principle" else ()))
    fields += [name for name in told if _differs(watch, node, after, name)]
    what = term("kind", node.kind)
    if fields:
        watch.add("worded-anew", node, after, what=what, fields=tuple(field_named(one) for one in fields))
        return
    for code, came in (("language-lost", "lost"), ("language-added", "gained")):
        tags = dict.fromkeys(tag for how in found.values() for tag in getattr(how, came) if tag != "und")
        if tags:
            watch.add(code, node, after, what=what, lost=tuple(tags))
            return


_NAMES = ("alt_label", "definition", "scope_note", "note")


def _differs(watch: Watch, node: Any, after: Sequence[Any], name: str) -> bool:
    """Whether a field of terms or references is another one in every counterpart."""
    if name not in type(node).__dataclass_fields__:
        return False
    old, keys = getattr(node, name), watch.sides.keys
    return all(keys(0, old) != keys(1, getattr(one, name)) for one in after)


def _meaning(watch: Watch, node: Node, after: Sequence[Any]) -> list[str]:
    """The terms and references by which a named element is not what it was."""
    fields = [name for name in MEANING if _differs(watch, node, after, name)]
    if isinstance(node, Cadre):
        ranked = {qualified(one, node) for one in after} <= {"more", "less"}
        fields = [name for name in fields if name not in _RANKED or (getattr(node, name) is not None and not ranked)]
    if "list_reach" in fields and getattr(node, "list_reach", None) == "whole":
        fields.remove("list_reach")
    return fields


def _rests_on(watch: Watch, node: Node, after: Sequence[Any]) -> None:
    """What a safeguard rests on: a weaker basis, as a whole or for one of its properties, or no source any more."""
    if not node.evidence or any(node.evidence == one.evidence for one in after):
        return
    origins = {end for one in after for end in watch.sides.origins_of(node.id, one.id)}
    if any(only_lineage(one, origins) for one in (node.evidence, *(new.evidence for new in after))):
        return
    what = term("kind", node.kind)
    pairs = [(basis, min(_place(one.evidence, concern) for one in after)) for concern, basis in _bases(node.evidence)]
    worse = [(was, now) for was, now in pairs if now > was]
    if worse:
        was, now = worse[0]
        said: dict[str, Any] = {"was": term("basis", BASES[was]), "now": term("basis", BASES[now])}
        watch.add("basis-lowered", node, after, what=what, **said)
    elif _has_source(node.evidence) and not any(_has_source(one.evidence) for one in after):
        watch.add("source-gone", node, after, what=what)


def _bases(evidence: Sequence[Evidence]) -> Iterator[tuple[str | None, int]]:
    """By what evidence concerns (None: the whole), the rank of the best basis."""
    for concern in dict.fromkeys(concern for one in evidence for concern in (one.concerns or (None,))):
        yield concern, _place(evidence, concern)


def _place(evidence: Sequence[Evidence], concern: str | None) -> int:
    """The rank of the best basis for a concern; without any, that of the whole."""
    own = [one for one in evidence if (concern in one.concerns if concern else not one.concerns)]
    return BASES.index(best_basis(own or [one for one in evidence if not one.concerns] or evidence))


def _has_source(evidence: Iterable[Evidence]) -> bool:
    return any(one.source for one in evidence)
