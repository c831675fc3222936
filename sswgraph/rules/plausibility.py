"""Warnings about what breaks no rule and is probably a mistake, each with a way to settle it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from sswgraph.messages import family
from sswgraph.messages.places import CONTINENTS, WORLD, containing
from sswgraph.model.codes import HARM, SAFEGUARDS
from sswgraph.model.cycles import closure
from sswgraph.model.text import Text, says_something
from sswgraph.rules.findings import Finding, Parts, violation
from sswgraph.rules.relations import LevelOrder

_BLANKS = "\u200b\u2060\ufeff"


def plausibility_warnings(parts: Parts, others: Mapping[str, Any]) -> Iterator[Finding]:
    """Every warning about a framework.

    Args:
        parts (Parts): The framework.
        others (Mapping): The elements of the frameworks that it may refer to, by id.

    Yields:
        Each warning.
    """
    own = (*_labels(parts), *_empty_lists(parts), *_halves_of_rules(parts), *_addresses(parts))
    for finding in (*own, *_teaching(parts, others), *_general(parts, others), *_conditions(parts, others)):
        yield replace(finding, severity="warning")


def _labels(parts: Parts) -> Iterator[Finding]:
    for node in (parts.framework, *parts.framework.elements):
        label, others = getattr(node, "label", None), getattr(node, "alt_label", None)
        for name, text in (("label", label), ("alt_label", others)):
            for lang, wording in text.values if text else ():
                if wording != wording.strip().strip(_BLANKS):
                    yield violation("outer-blanks", node, name, wording, value=wording)
                if name == "alt_label" and label and (lang, wording) in label.values:
                    yield violation("repeated-label", node, name, wording, value=wording, lang=lang)


def _empty_lists(parts: Parts) -> Iterator[Finding]:
    """Empty lists that are called complete: they say that the cadre requires nothing."""
    cadres = {one.id: one for one in parts.by_kind.get("cadre", ())}
    includes = {one.id: one.includes for one in cadres.values()}
    asking = {one.cadre for one in parts.by_kind.get("requirement", ())}
    for cadre in cadres.values():
        own = set(closure([cadre.id], includes)) if cadre.list_reach == "whole" else set()
        if own and own <= cadres.keys() and not asking & own:
            yield violation("empty-list", cadre, "list_reach", reach=cadre.list_reach)


def _halves_of_rules(parts: Parts) -> Iterator[Finding]:
    """Languages that have a rule but not its condition, so that it reads as unconditional (T2, J3)."""
    for name in ("only_if", "unless"):
        for node in parts.having(name):
            condition = {family(tag) for tag in getattr(node, name).languages}
            words = [getattr(node, field, Text()).languages for field in ("label", "act")]
            bare = sorted({tag for tags in words for tag in tags if tag != "und" and family(tag) not in condition})
            if condition and bare:
                yield violation("condition-not-worded", node, name, langs=tuple(bare))


def _addresses(parts: Parts) -> Iterator[Finding]:
    """Addresses that are none, and cases of harm without anybody to report to (M2)."""
    duties = parts.by_kind.get("obligation", ())
    answered = set()
    for duty in duties:
        for name in ("office", "contact"):
            for _, wording in getattr(duty, name).values:
                if not says_something(Text.of(en=wording)):
                    yield violation("no-address", duty, name, wording, value=wording)
        reached = says_something(duty.office) or says_something(duty.contact)
        informed = [cadre for cadre in duty.of_cadre if reached or {*duty.report_to} - {cadre}]
        answered |= set(product(informed, duty.trigger))
    for duty in duties:
        places = ({*duty.jurisdiction} - {WORLD}) or ({*parts.framework.jurisdiction} - {WORLD})
        silent = [c for c, case in product(duty.of_cadre, duty.trigger) if case in HARM and (c, case) not in answered]
        if places and silent:
            yield violation("nobody-to-report-to", duty, "report_to", cadre=tuple(dict.fromkeys(silent)))


def _teaching(parts: Parts, others: Mapping[str, Any]) -> Iterator[Finding]:
    """Outcomes that close nothing, entry levels that only the module itself provides, levels that nothing reaches."""
    levels = LevelOrder(parts, others)
    sets = {one.id: one.includes for one in parts.by_kind.get("competency-set", ())}
    brings: dict[str, list[Any]] = defaultdict(list)
    for outcome in parts.by_kind.get("outcome", ()):
        if outcome.extent is None:
            yield violation("no-extent", outcome, "extent")
        for one in closure([outcome.competency], sets) if outcome.competency else ():
            brings[one].append(outcome)
    for module in parts.by_kind.get("module", ()):
        for other in module.corequisite:
            if other in module.prerequisite:
                yield violation("twice-required", module, "corequisite", other, to=other)
    for entry in parts.by_kind.get("entry-requirement", ()):
        reached = {
            outcome.outcome_of
            for outcome in brings.get(entry.competency, ())
            if entry.level is None or levels.reaches(outcome.to_level, entry.level)
        }
        if reached == {entry.module}:
            yield violation("entry-own", entry, "module", entry.module, to=entry.module, competency=entry.competency)
    for one in (*parts.by_kind.get("requirement", ()), *parts.by_kind.get("entry-requirement", ())):
        if one.level is None or one.competency is None or levels.leads_out(one.level):
            continue
        members = [member for member in closure([one.competency], sets) if member not in sets]
        unmet = [
            member
            for member in members
            if not any(levels.reaches(outcome.to_level, one.level) for outcome in brings.get(member, ()))
        ]
        if unmet:
            yield violation("level-unmet", one, "level", one.level, level=one.level, competency=unmet)


def _general(parts: Parts, others: Mapping[str, Any]) -> Iterator[Finding]:
    """Rules that are said to hold everywhere although their sources do not support that (J1)."""
    sources = {id: one for id, one in others.items() if one.kind == "source"}
    sources.update((one.id, one) for one in parts.by_kind.get("source", ()))
    repeats = {id: (*one.reprint_of, *one.translation_of) for id, one in sources.items()}
    for kind in sorted(SAFEGUARDS):
        for rule in parts.by_kind.get(kind, ()):
            if WORLD not in rule.jurisdiction:
                continue
            cited = {one.source for one in rule.evidence if one.basis == "stated" and one.source and not one.concerns}
            origins = [one for one in closure(cited, repeats) if not repeats.get(one)]
            if not all(one in sources for one in origins):
                continue  # sources that are not loaded cannot be judged
            documents = [sources[one] for one in origins]
            around = {area for one in documents for place in _places(one, parts, others) for area in containing(place)}
            international = any(one.source_kind == "international-instrument" for one in documents)
            if not international and len(around.intersection(CONTINENTS)) < 2:
                yield violation("not-general", rule, "jurisdiction", WORLD)


def _places(source: Any, parts: Parts, others: Mapping[str, Any]) -> tuple[str, ...]:
    """The places that a source names, otherwise those of its framework, without the whole world."""
    home = source.id.partition(":")[0]
    framework = parts.framework if home == parts.framework.id else others.get(home)
    for holder in (source, framework):
        named = tuple(code for code in getattr(holder, "jurisdiction", ()) if code != WORLD)
        if named:
            return named
    return ()


def _conditions(parts: Parts, others: Mapping[str, Any]) -> Iterator[Finding]:
    """Rules derived from one with a condition that they do not repeat (J3)."""
    nodes = {**others, **{node.id: node for node in parts.framework.elements}}
    for kind in sorted(SAFEGUARDS):
        for rule in parts.by_kind.get(kind, ()):
            if rule.only_if or rule.unless:
                continue
            rests_on = {*rule.derived_from, *(id for one in rule.evidence for id in one.derived_from)}
            for id in sorted(rests_on):
                other = nodes.get(id)
                if other is not None and other.kind == kind and (other.only_if or other.unless):
                    yield violation("condition-dropped", rule, None, to=id)
