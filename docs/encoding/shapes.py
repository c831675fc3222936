"""The shapes that a table gives to units: standard, unit, programme, list, cadre, principles, scale and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docs.encoding.maker import Maker
from docs.encoding.merging import numbered
from docs.encoding.records import Item, Unit
from docs.encoding.sources import slug
from docs.encoding.work import Work, matches, note_of, remark, text_of
from sswgraph.model import EthicalStandard, Text
from sswgraph.model import elements as e

FACETS = {"K": "knowledge", "S": "skill", "A": "attitude-or-value", "B": "behaviour"}


def take(maker: Maker, unit: Unit, spec: dict[str, Any]) -> None:
    """Make what a unit becomes by its specification."""
    maker.at = unit.sheet, unit.line
    work = Work(maker, unit, spec)
    shape = SHAPES.get(spec.get("shape", "unit"))
    if shape is not None:
        shape(work, work.items())


def _standard(work: Work, items: tuple[Item, ...]) -> None:
    work.competency(items)


def _unit(work: Work, items: tuple[Item, ...]) -> None:
    hours = set(work.spec.get("value_of", {}))
    competency = work.competency(tuple(item for item in items if item.code not in hours))
    work.outcome(work.module(), competency)


def _programme(work: Work, items: tuple[Item, ...]) -> None:
    """A qualification or training, with one module per item that the table names (``element``)."""
    whole = work.module(e.Qualification)
    for item in items:
        if item.code in work.spec.get("value_of", {}):
            continue
        if not matches(item.code, work.spec.get("element", ["*"])) or item.facet in ("NT", "LV", "CO", ""):
            work.maker.add(remark(work, whole, item))
            continue
        stem = f"{work.stem}-{slug(item.code)}"
        competency, module = work.id(f"c-{stem}"), work.id(stem)
        work.maker.add(_single(work, competency, item))
        work.maker.add(
            e.TrainingModule(
                id=module,
                label=Text.of(en=item.label),
                notation=item.code,
                part_of=(whole,),
                evidence=(work.evidence(module, item),),
            )
        )
        work.spec = work.spec | {"extent": work.spec.get("extent", "part")}
        work.outcome(module, competency)


def _single(work: Work, name: str, item: Item) -> e.Competency:
    return e.Competency(
        id=name,
        label=Text.of(en=item.label),
        notation=work.numbered(item) if work.notation else None,
        facet=FACETS.get(item.facet),
        definition=text_of(f"{item.definition}." if item.definition else ""),
        note=note_of(item),
        evidence=(work.evidence(name, item),),
    )


def _list(work: Work, items: tuple[Item, ...]) -> None:
    """A set with one competency per item."""
    members: list[str] = []
    remarks = [item for item in items if item.facet in ("", "NT", "LV", "CO", "FN")]
    for item in items:
        if item in remarks:
            continue
        name = work.id(work.same(item) or f"c-{work.stem}-{slug(item.code)}")
        work.maker.add(_single(work, name, item))
        members.append(name)
    name = work.id(f"set-{work.stem}")
    proofs = [*work.title_evidence(name), *(work.evidence(name, item, note=f"{item.label}.") for item in remarks)]
    work.maker.add(
        e.CompetencySet(
            id=name,
            label=Text.of(en=work.title),
            scope_note=text_of(work.spec.get("scope_note")),
            includes=tuple(sorted(members)),
            evidence=numbered(name, proofs),
        )
    )


def _cadre(work: Work, items: tuple[Item, ...]) -> None:
    """A kind of worker, with one function per item of that facet (or that the table names)."""
    name = work.id(work.stem)
    performs: list[str] = []
    proofs = list(work.title_evidence(name))
    for item in items:
        if item.facet == "FN" or matches(item.code, work.spec.get("element", ())):
            function = work.id(work.same(item) or f"f-{work.stem}-{slug(item.code)}")
            note = note_of(item)
            proof = work.evidence(function, item)
            work.maker.add(e.Function(id=function, label=Text.of(en=item.label), note=note, evidence=(proof,)))
            performs.append(function)
        else:
            proofs.append(work.evidence(name, item, note=f"{item.label}."))
    work.maker.add(
        e.Cadre(
            id=name,
            label=Text.of(en=work.title),
            notation=work.notation,
            definition=text_of(work.spec.get("definition")),
            scope_note=text_of(work.spec.get("scope_note")),
            performs=tuple(sorted(performs)),
            evidence=numbered(name, proofs),
        )
    )


def _each(kind: type[Any], prefix: str) -> Callable[[Work, tuple[Item, ...]], None]:
    def make(work: Work, items: tuple[Item, ...]) -> None:
        """One element of a kind per item."""
        for item in items:
            if item.facet in ("", "NT"):
                work.maker.tell("item-left", f"A remark is no {kind.kind}: {item.code} {item.label}", item.line)
                continue
            name = work.id(f"{prefix}-{work.stem}-{slug(item.code)}")
            common = {"id": name, "label": Text.of(en=item.label), "evidence": (work.evidence(name, item),)}
            note = note_of(item)
            theme = {"theme": Text.of(en=work.title)} if kind is e.GuidingPrinciple else {}
            work.maker.add(kind(notation=f"{work.notation} {item.code}", note=note, **common, **theme))

    return make


def _scale(work: Work, items: tuple[Item, ...]) -> None:
    """A scale of proficiency, with one level per item that speaks of one, in the order of the sheet."""
    name = work.id(f"scale-{work.stem}")
    work.maker.add(
        e.ProficiencyScale(
            id=name,
            label=Text.of(en=work.title),
            scope_note=text_of(work.spec.get("scope_note")),
            evidence=work.title_evidence(name),
        )
    )
    for rank, item in enumerate(items, 1):
        level = work.id(f"{work.stem}-level-{rank}")
        proof = work.evidence(level, item)
        label, notation = Text.of(en=item.label), f"{work.notation} {rank}"
        work.maker.add(
            e.ProficiencyLevel(id=level, label=label, notation=notation, scale=name, rank=rank, evidence=(proof,))
        )


def _levels(work: Work, items: tuple[Item, ...]) -> None:
    """A scheme of levels that is none of proficiency (of qualifications, of posts), in the order of the sheet."""
    scheme = work.id(f"scheme-{work.stem}")
    label, proofs = Text.of(en=work.title), work.title_evidence(scheme)
    work.maker.add(e.ContextScheme(id=scheme, label=label, ordered=True, evidence=proofs))
    for rank, item in enumerate(items, 1):
        name = work.id(f"{work.stem}-level-{rank}")
        notation, proof = f"{work.notation} {rank}", work.evidence(name, item)
        label = Text.of(en=item.label)
        work.maker.add(
            e.ContextConcept(id=name, label=label, notation=notation, scheme=scheme, rank=rank, evidence=(proof,))
        )


def _evidence(work: Work, items: tuple[Item, ...]) -> None:
    """Items that add proofs to elements that are there: to the one that the table sets for each, or to ``element``."""
    for item in items:
        same = work.same(item)
        owner = work.id(same or work.spec.get("element", ""))
        if owner not in work.maker.nodes:
            work.maker.tell("no-element", f"{owner} is not there, for {item.code} {item.label}", item.line)
            continue
        work.maker.add(remark(work, owner, item, told=not same))


SHAPES: dict[str, Callable[[Work, tuple[Item, ...]], None]] = {
    "standard": _standard,
    "unit": _unit,
    "course": _unit,
    "programme": _programme,
    "list": _list,
    "cadre": _cadre,
    "principles": _each(e.GuidingPrinciple, "p"),
    "duties": _each(EthicalStandard, "d"),
    "scale": _scale,
    "levels": _levels,
    "evidence": _evidence,
}
