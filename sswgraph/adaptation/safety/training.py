"""What training asks of everybody and how much of it there is: modules, practice, hours, ways round it (rule E9)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sswgraph.adaptation.correspondence import Component, Key
from sswgraph.adaptation.safety.findings import Watch
from sswgraph.adaptation.safety.limits import length_of, said_length
from sswgraph.adaptation.safety.wording import COURSE_TEXTS, field_named, safeguard_texts
from sswgraph.messages import message
from sswgraph.model import Cadre, ConversionRule, PackagingRule, Progression, Qualification, TrainingModule
from sswgraph.model.cycles import closure

PRACTICE = frozenset({"practical", "workplace"})
HOURS_OF_PRACTICE = ("practical_hours", "workplace_hours", "assessment_hours")
HOURS_OF_TRAINING = ("notional_hours", "contact_hours", "credits")
_NUMBER = re.compile(r"\d+")
_FIELDS_OF_PRACTICE = (*HOURS_OF_PRACTICE, *HOURS_OF_TRAINING)


def watch_training(watch: Watch) -> None:
    """Whether training, practice above all, became shorter, is no longer required, or is gone."""
    for component in watch.sides.pairing.components:
        olds = [watch.sides.nodes[0][one] for one in component.base]
        if not olds or olds[0].kind not in ("module", "qualification"):
            continue
        news = [watch.sides.nodes[1][one] for one in component.adaptation]
        name = watch.sides.label(olds[0], 0)
        if not news:
            watch.add("practice-removed" if is_practical(olds[0]) else "module-gone", olds[0], module=name)
        else:
            if any(_of_practice(one) for one in olds) and not any(is_practical(one) for one in news):
                watch.add("practice-removed", olds[0], news, module=name)
            _shorter(watch, component, olds, news)
    _Packages(watch).report()
    for node in watch.sides.frameworks[0].elements:
        after = tuple(one for one in watch.sides.counterparts(node.id) if one.kind == node.kind)
        if after:
            _course(watch, node, after)
    _added(watch)
    known = {(watch.sides.key(0, one.start), watch.sides.key(0, one.progresses_to)) for one in _ways(watch, 0)}
    for one in _ways(watch, 1):
        ends = watch.sides.key(1, one.start), watch.sides.key(1, one.progresses_to)
        if ends not in known:
            start, end = (watch.names(side, 1) for side in (one.start, one.progresses_to))
            watch.add("progression-added", None, (one,), role=start, now=end)


# By kind: what is added and opens a way to what was there before, and how that is called.
_OPENING = {
    "competency": ("covers", "covers-more"),
    "module": ("exempts", "exemption-added"),
    "qualification": ("qualifies_for", "qualifies-more"),
}


def _added(watch: Watch) -> None:
    """What was added and gives credit for, exempts from, or leads to something that the base has."""
    for node in watch.sides.frameworks[1].elements:
        if node.kind in _OPENING and not watch.sides.sources(node.id):
            field, code = _OPENING[node.kind]
            gained = tuple(one for one in getattr(node, field) if watch.sides.sources(one))
            if gained:
                what = watch.sides.label(node, 1)
                watch.add(code, None, (node,), what=what, gained=watch.names(gained, 1))


def _ways(watch: Watch, side: int) -> Iterable[Progression]:
    return (one for one in watch.sides.nodes[side].values() if isinstance(one, Progression))


def _course(watch: Watch, node: Any, after: tuple[Any, ...]) -> None:
    """What a counterpart lets in that the base does not, and what it no longer asks or names."""
    what = watch.sides.label(node, 0)
    match node:
        case TrainingModule():
            _opened(watch, "exemption-added", node, after, watch.gained(node, after, "exempts"))
            _before(watch, node, after)
        case Qualification():
            _opened(watch, "qualifies-more", node, after, watch.gained(node, after, "qualifies_for"))
        case Cadre() if node.regulator:
            if not any(one.regulator for one in after):
                watch.add("regulator-gone", node, after, role=what, text=node.regulator)
            elif all(safeguard_texts(node.regulator, one.regulator).reworded for one in after):
                watch.add("regulator-differs", node, after, role=what, text=node.regulator)
        case ConversionRule():
            for one in after:
                if one.hours_per_credit < node.hours_per_credit:
                    was, now = node.hours_per_credit, one.hours_per_credit
                    watch.add("conversion-lowered", node, (one,), what=what, was=was, now=now)
    if isinstance(node, TrainingModule | Qualification):
        _award(watch, node, after)
        _course_changes(watch, node, after)


def _opened(watch: Watch, code: str, node: Any, after: tuple[Any, ...], gained: tuple[str, ...]) -> None:
    if gained:
        watch.add(code, node, after, what=watch.sides.label(node, 0), gained=watch.names(gained, 1))


def _before(watch: Watch, node: TrainingModule, after: tuple[TrainingModule, ...]) -> None:
    """What had to come before or along with a module, in any number of steps, and no longer does."""
    ends = (*node.prerequisite, *node.corequisite)
    if not ends:
        return
    modules = [one for one in watch.sides.nodes[1].values() if isinstance(one, TrainingModule)]
    leads_to = {one.id: (*one.prerequisite, *one.corequisite) for one in modules}
    kept = {watch.sides.key(1, one) for new in after for one in closure([new.id], leads_to)}
    lost = tuple(one for one in ends if watch.sides.key(0, one) not in kept and not watch.is_gone(one))
    if lost:
        what = watch.sides.label(node, 0)
        watch.add("prerequisite-removed", node, after, what=what, lost=watch.names(lost, 0))


def _course_changes(watch: Watch, node: Any, after: tuple[Any, ...]) -> None:
    """A duration that fell, and texts on how a course is given or recognised."""
    what = watch.sides.label(node, 0)
    was, lengths = length_of(node.duration), [length_of(one.duration) for one in after]
    shorter = was is not None and all(now is not None and now < was for now in lengths)
    if shorter:
        was_said, now_said = said_length(node.duration), said_length(after[0].duration)
        watch.add("duration-shorter", node, after, what=what, was=was_said, now=now_said)
    elif node.duration and not any(one.duration for one in after):
        field = message("show.field.duration")
        watch.add("training-not-stated", node, after, module=what, field=field, was=said_length(node.duration))
    fields = [
        name
        for name in COURSE_TEXTS
        if name in type(node).__dataclass_fields__
        and not (shorter and name == "duration_text")
        and all(safeguard_texts(getattr(node, name), getattr(one, name)).reworded for one in after)
    ]
    if fields:
        watch.add("course-differs", node, after, what=what, fields=tuple(field_named(one) for one in fields))


def _award(watch: Watch, node: Any, after: tuple[Any, ...]) -> None:
    """A lower level of an award; certain only where nothing but its number fell, since levels are a country's own."""
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
            watch.add("award-lowered", node, (one,), certain=fell is True, **said)


def _fell(was: str, now: str) -> bool | None:
    """Whether the only number of two wordings that are otherwise the same fell; None where they cannot be compared."""
    before, after = _NUMBER.findall(was), _NUMBER.findall(now)
    if len(before) != 1 or len(after) != 1 or _NUMBER.sub("", was) != _NUMBER.sub("", now):
        return None
    return int(after[0]) < int(before[0])


class _Packages:
    """What qualifications ask of everybody, and of how many of a group (rule P14), on both sides."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.rules: tuple[dict[str, list[PackagingRule]], ...] = ({}, {})
        self.modules: tuple[dict[str, list[str]], ...] = ({}, {})
        for side in (0, 1):
            for node in watch.sides.nodes[side].values():
                if isinstance(node, PackagingRule):
                    self.rules[side].setdefault(node.qualification, []).append(node)
                elif isinstance(node, TrainingModule):
                    for one in node.part_of:
                        self.modules[side].setdefault(one, []).append(node.id)

    def report(self) -> None:
        sides = self.watch.sides
        for node in sides.frameworks[0].elements:
            after = sides.counterparts(node.id)
            if not after or not isinstance(node, Qualification):
                continue
            asked = {sides.key(1, one) for new in after for one in self.compulsory(1, new.id)}
            lost = [one for one in self.compulsory(0, node.id) if sides.key(0, one) not in asked]
            lost = [one for one in lost if sides.counterparts(one)]
            practical = tuple(one for one in lost if is_practical(sides.nodes[0].get(one)))
            others = tuple(one for one in lost if one not in practical)
            for code, modules in (("practice-not-asked", practical), ("module-not-asked", others)):
                if modules:
                    names = self.watch.names(modules, 0)
                    self.watch.add(code, node, after, qualification=node.label, lost=names)
            for rule in self.rules[0].get(node.id, ()):
                self._group(rule, node, after, asked)

    def compulsory(self, side: int, qualification: str) -> tuple[str, ...]:
        """The modules that a qualification asks of everybody: those of no group, and groups of which all is asked."""
        rules = self.rules[side].get(qualification, [])
        chosen = {one for rule in rules if not _asks_all(rule) for one in rule.group}
        whole = [one for rule in rules if _asks_all(rule) for one in rule.group]
        found = (*self.modules[side].get(qualification, ()), *whole)
        return tuple(dict.fromkeys(one for one in found if one not in chosen))

    def _group(self, rule: PackagingRule, node: Any, after: tuple[Any, ...], asked: set[Key]) -> None:
        """How many of a group have to be taken in any case, and at most: certain where even that is fewer."""
        if _asks_all(rule):
            return
        sides, least = self.watch.sides, rule.at_least or 0
        group = sides.keys(0, rule.group)
        sure = most = len(group & asked)
        for other in (one for new in after for one in self.rules[1].get(new.id, ()) if not _asks_all(one)):
            members = sides.keys(1, other.group)
            sure += (other.at_least or 0) if members <= group else 0
            most += (other.at_least or 0) if members & group else 0
        if sure < least:
            paired = sides.counterparts(rule.id)
            names = self.watch.names(rule.group, 0)
            said: dict[str, Any] = {"qualification": node.label, "was": least, "now": sure, "group": names}
            self.watch.add("group-asks-fewer", rule, paired, certain=most < least, **said)


def _asks_all(rule: PackagingRule) -> bool:
    return rule.at_least is None or rule.at_least >= len(rule.group)


def _of_practice(module: Any) -> bool:
    return getattr(module, "component", None) in PRACTICE


def is_practical(module: Any) -> bool:
    """Whether a module is practice or work at the workplace, or states hours of it or of assessment."""
    return _of_practice(module) or any(getattr(module, field, None) for field in HOURS_OF_PRACTICE)


def _shorter(watch: Watch, component: Component, olds: list[Any], news: list[Any]) -> None:
    """Hours and credits that fell, one finding for a course: of practice where any of these are hours of practice."""
    practical = all(_of_practice(one) for one in olds)
    fell, unstated = [], []
    for field in _FIELDS_OF_PRACTICE:
        before = [getattr(one, field) for one in olds if getattr(one, field) is not None]
        after = [getattr(one, field) for one in news if getattr(one, field) is not None]
        if before and not after:
            unstated.append((field, sum(before), None))
        elif before and sum(after, Decimal(0)) < sum(before):
            fell.append((field, sum(before), sum(after)))
    module = watch.sides.label(olds[0], 0)
    for name, found in (("shorter", fell), ("not-stated", unstated)):
        for field, was, now in found[:1]:
            sort = "practice" if practical or field in HOURS_OF_PRACTICE else "training"
            said: dict[str, Any] = {"module": module, "field": message(f"show.field.{field}"), "was": was}
            watch.add(f"{sort}-{name}", olds[0], news, **said, **({} if now is None else {"now": now}))
