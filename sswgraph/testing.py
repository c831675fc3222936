"""For tests of code that uses this library: Hypothesis strategies, and checks that raise AssertionError.

Needs hypothesis (the extra ``test``). The strategies make small frameworks with everything that matters: several
languages, hostile texts, levels on scales, sets in sets, parts and wholes, prerequisites, evidence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sswgraph.adaptation.adapt import PROPERTIES, REFERENCES, with_names
from sswgraph.errors import MissingExtraError
from sswgraph.exchange import parse_framework, write_framework
from sswgraph.exchange.schema import BY_KIND, SSW, Property
from sswgraph.graph import CompetencyGraph
from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    Element,
    EntryRequirement,
    Evidence,
    Framework,
    Function,
    LearningOutcome,
    Mapping,
    MappingSet,
    Node,
    ProficiencyLevel,
    ProficiencyScale,
    Qualification,
    Requirement,
    Source,
    Text,
    TrainingModule,
)
from sswgraph.model.fields import Shape

try:
    from hypothesis import strategies as st
except ImportError as missing:  # the rest of the library never needs it
    raise MissingExtraError("test", "hypothesis") from missing

if TYPE_CHECKING:
    from collections.abc import Callable

_LANGUAGES = ("ar", "en", "es", "fr", "pt", "sw", "tpi")
_STRINGS = {"jurisdiction": ("001", "002", "UG", "ZA", "ZA-GP"), "language": ("en", "fr", "lg")}
_RULE = "force jurisdiction only_if unless legal_basis"
# The fields that are drawn of the kinds of which there is one at most, besides names and evidence.
_SINGLE = {
    "function-need": "function competency when_authority",
    "performance-criterion": "criterion_of criterion_kind",
    "obligation": f"of_cadre trigger function act within report_to office contact {_RULE}",
    "scope-rule": f"cadre function competency act authority {_RULE}",
    "eligibility-condition": f"condition_of condition_kind {_RULE}",
    "supervision-arrangement": f"supervisee supervisor stand_in contact_between {_RULE}",
    "ethical-standard": f"concerns {_RULE}",
    "open-question": "of_cadre function act",
    "statement": "subject unit jurisdiction",
}


def texts(*, required: bool = True) -> st.SearchStrategy[Text]:
    """Draw texts in one to three languages, with any character that a file can hold; empty ones too if not required."""
    words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
    by_language = st.dictionaries(st.sampled_from(_LANGUAGES), words, min_size=int(required), max_size=3)
    return by_language.map(lambda found: Text(tuple(sorted(found.items()))))


def numbers() -> st.SearchStrategy[int | Decimal]:
    """Draw volumes: whole numbers, and decimals with up to two places in their shortest form."""
    whole = st.integers(0, 400)
    return whole | st.decimals(0, 400, places=2).map(_shortest)


def _shortest(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()


@st.composite
def frameworks(draw: Callable[..., Any], id: str = "t", *, most: int = 5) -> Framework:
    """Draw a framework that keeps every rule.

    Args:
        draw (Callable[..., Any]): Given by Hypothesis.
        id (str): The id of the framework.
        most (int): The number of competencies, cadres and modules, each, at most.

    Returns:
        The framework.
    """
    evidence = _evidence(id)
    maker = _Maker(draw, id, evidence, most)
    nodes = [*maker.scale(), *maker.cadres(), *maker.functions(), *maker.competencies(), *maker.sets()]
    nodes += [*maker.single(), *maker.qualifications(), *maker.modules(), *maker.links()]
    header = {"label": draw(texts()), "edition": draw(st.none() | st.just("1")), "jurisdiction": ("ZA",)}
    source = Source(id=f"{id}:source", label=Text.of(en="A source"), **maker.more("source", "source_kind jurisdiction"))
    # What is read comes in canonical order; writing and reading once puts it there.
    return parse_framework(write_framework(Framework(id=id, elements=(source, *nodes), **header)))


@st.composite
def graphs(draw: Callable[..., Any], *, most: int = 5) -> CompetencyGraph:
    """Draw a graph of one such framework, with mappings among its competencies."""
    framework = draw(frameworks(most=most))
    ids = [node.id for node in framework.of_kind("competency")]
    pairs = st.tuples(
        st.sampled_from(ids), st.sampled_from(["exact", "close", "broad", "covers"]), st.sampled_from(ids)
    )
    rows = draw(st.sets(pairs, max_size=4))
    mappings = tuple(
        Mapping(subject=subject, relation=relation, object=end, evidence=_evidence(framework.id)[:1])
        for subject, relation, end in sorted(rows)
        if subject != end
    )
    return CompetencyGraph([framework], [MappingSet(id="drawn", mappings=mappings)])


@st.composite
def editions(draw: Callable[..., Any], framework: Framework, *, edition: str | None = None, most: int = 4) -> Framework:
    """Draw the framework after some edits, such as a new edition or a country's edits of an adaptation.

    Elements are reworded, translated, dropped, added, or given another meaning and id.

    Args:
        draw (Callable[..., Any]): Given by Hypothesis.
        framework (Framework): The framework.
        edition (str | None): The edition of the result; None: as before.
        most (int): The number of edits at most.

    Returns:
        The edited framework.
    """
    nodes: dict[str, Node] = {node.id: node for node in framework.elements}
    for number in range(draw(st.integers(0, most))):
        edit = draw(st.sampled_from(["reword", "translate", "drop", "redefine", "add"]))
        one = nodes[draw(st.sampled_from(sorted(nodes)))] if nodes else None
        if edit == "add" or one is None:
            evidence = Evidence(id=f"{framework.id}:new-{number}.e1", basis="draft")
            made = Competency(id=f"{framework.id}:new-{number}", label=draw(texts()), evidence=(evidence,))
            nodes[made.id] = made
        elif edit == "drop":
            nodes = _without(nodes, one.id)
        elif edit == "redefine" and isinstance(one, Element) and not isinstance(one, Source):
            name = f"{one.id}-{number}"
            nodes = {node.id: node for node in (with_names(n, {one.id: name}, n.id) for n in nodes.values())}
            del nodes[one.id]
            nodes[name] = replace(with_names(one, {one.id: name}, name), replaces=(one.id,), label=draw(texts()))
        elif isinstance(one, Requirement):
            nodes[one.id] = replace(one, necessity=draw(st.sampled_from(["essential", "optional", "suggested", None])))
        elif isinstance(one, Element) and edit == "reword":
            nodes[one.id] = replace(one, label=draw(texts()))
        else:
            added = dict(one.note.values) | dict(draw(texts()).values)
            nodes[one.id] = replace(one, note=Text(tuple(sorted(added.items()))))
    edited = replace(framework, edition=edition or framework.edition, elements=tuple(nodes.values()))
    return parse_framework(write_framework(edited))


def _without(nodes: dict[str, Node], gone: str) -> dict[str, Node]:
    """The elements without one, and without those that cannot be without it."""
    kept: dict[str, Node] = {}
    falling: list[str] = []
    for node in nodes.values():
        changed: dict[str, Any] = {}
        for field, many in REFERENCES[node.kind]:
            value = getattr(node, field)
            if gone == value or (many and gone in value):
                changed[field] = tuple(one for one in value if one != gone) if many else None
                if not changed[field] and PROPERTIES[node.kind][field].required:
                    falling.append(node.id)
        if node.id != gone:
            kept[node.id] = replace(node, **changed, evidence=tuple(_uncited(one, gone) for one in node.evidence))
    for one in falling:
        kept = _without(kept, one) if one in kept else kept
    return kept


def _uncited(one: Evidence, gone: str) -> Evidence:
    if gone != one.source and gone not in one.derived_from:
        return one
    left = tuple(origin for origin in one.derived_from if origin != gone)
    if left and gone != one.source:
        return replace(one, derived_from=left)
    return replace(one, basis="draft", source=None, derived_from=())


def assert_round_trip(framework: Framework) -> None:
    """Assert that writing and reading gives the same value, and writing again the same bytes."""
    turtle = write_framework(framework)
    again = parse_framework(turtle)
    assert again == framework, "reading what was written gives another framework"
    assert write_framework(again) == turtle, "writing it again gives other bytes"


def _evidence(id: str) -> tuple[Evidence, ...]:
    stated = Evidence(id=f"{id}:ev-1", basis="stated", source=f"{id}:source", excerpt=Text.of(en="a few words"))
    return (stated, Evidence(id=f"{id}:ev-2", basis="draft"))


class _Maker:
    """Draws the parts of one framework, each part referring only to parts that are there."""

    def __init__(self, draw: Callable[..., Any], id: str, evidence: tuple[Evidence, ...], most: int) -> None:
        self.draw, self.id, self.evidence = draw, id, evidence
        self.levels = [f"{id}:l{rank}" for rank in range(1, 4)]
        self.c = [f"{id}:c{n}" for n in range(draw(st.integers(1, most)))]
        self.w = [f"{id}:w{n}" for n in range(draw(st.integers(1, most)))]
        self.m = [f"{id}:m{n}" for n in range(draw(st.integers(0, most)))]
        self.q = [f"{id}:q{n}" for n in range(draw(st.integers(0, 2)))]
        self.f = [f"{id}:f{n}" for n in range(draw(st.integers(1, 2)))]
        self.ids = {"cadre": self.w, "competency": self.c, "function": self.f, "source": [f"{id}:source"]}
        self.ids |= {"module": self.m, "level": self.levels}

    def _named(self) -> dict[str, Any]:
        return {"label": self.draw(texts()), "definition": self.draw(texts(required=False)), "evidence": self.evidence}

    def _some(self, ids: list[str], most: int = 3) -> tuple[str, ...]:
        return tuple(sorted(self.draw(st.sets(st.sampled_from(ids), max_size=most)))) if ids else ()

    def _maybe(self, ids: list[str]) -> str | None:
        return self.draw(st.none() | st.sampled_from(ids))  # type: ignore[no-any-return]

    def more(self, kind: str, fields: str) -> dict[str, Any]:
        """Further fields of a kind, each drawn as the table of the vocabulary has it."""
        return {name: self._drawn(PROPERTIES[kind][name]) for name in fields.split()}

    def _drawn(self, prop: Property) -> Any:
        several: list[str] = list(prop.codes)
        match prop.shape:
            case Shape.TEXT:
                return self.draw(texts(required=prop.required or prop.field == "act"))
            case Shape.BOOLEAN:
                return self.draw(st.none() | st.booleans())
            case Shape.DURATION:
                several = ["PT24H", "P3D", "P1Y6M", "PT0.5S"]
            case Shape.STRING:
                several = list(_STRINGS[prop.field])
            case Shape.REFERENCE:
                several = [one for kind in prop.kinds or ("competency",) for one in self.ids.get(kind, ())]
        if prop.many:
            return tuple(sorted(self.draw(st.sets(st.sampled_from(several), min_size=prop.required, max_size=3))))
        return self.draw(st.sampled_from(several)) if prop.required else self._maybe(several)

    def single(self) -> list[Node]:
        """At most one of each kind of rule, of a question, a criterion, a need and a figure."""
        made: list[Node] = []
        for kind, fields in _SINGLE.items():
            if self.draw(st.booleans()):
                model = BY_KIND[kind].model
                said = self._named() if issubclass(model, Element) else {"evidence": self.evidence}
                if kind == "statement":
                    said |= {"predicate": f"{SSW}headcount", "value": "12", "datatype": "integer"}
                made.append(model(id=f"{self.id}:{kind}", **said, **self.more(kind, fields)))
        return made

    def functions(self) -> list[Node]:
        return [Function(id=one, **self._named(), **self.more("function", "needs criticality")) for one in self.f]

    def scale(self) -> list[Node]:
        scale = ProficiencyScale(id=f"{self.id}:scale", **self._named())
        levels = [
            ProficiencyLevel(id=one, scale=scale.id, rank=n, **self._named()) for n, one in enumerate(self.levels)
        ]
        return [scale, *levels]

    def cadres(self) -> list[Node]:
        return [self._cadre(one, self._some(self.w[:n], 1)) for n, one in enumerate(self.w)]

    def _cadre(self, one: str, includes: tuple[str, ...]) -> Cadre:
        named, more = self._named(), self.more("cadre", "performs list_reach")
        if more["list_reach"]:
            reach = Evidence(id=f"{one}.reach", basis="draft", concerns=(f"{SSW}listReach",))
            named["evidence"] = (*self.evidence, reach)
        return Cadre(id=one, includes=includes, **named, **more)

    def competencies(self) -> list[Node]:
        more = "parts_complete safety_critical outcome_text"
        return [
            Competency(id=one, broader=self._some(self.c[:n], 1), **self._named(), **self.more("competency", more))
            for n, one in enumerate(self.c)
        ]

    def sets(self) -> list[Node]:
        inner = CompetencySet(id=f"{self.id}:s0", includes=self._some(self.c), **self._named())
        outer = CompetencySet(id=f"{self.id}:s1", includes=(inner.id, *self._some(self.c, 1))[::-1], **self._named())
        return [inner, outer]

    def qualifications(self) -> list[Node]:
        more = "reach duration language jurisdiction"
        return [Qualification(id=one, **self._named(), **self.more("qualification", more)) for one in self.q]

    def modules(self) -> list[Node]:
        days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
        return [
            TrainingModule(
                id=one,
                part_of=self._some(self.q, 1),
                prerequisite=self._some(self.m[:n], 1),
                corequisite=self._some(self.m[:n], 1),
                notional_hours=self.draw(st.none() | numbers()),
                last_enrolment=self.draw(days),
                **self._named(),
                **self.more("module", "duration language jurisdiction"),
            )
            for n, one in enumerate(self.m)
        ]

    def links(self) -> list[Node]:
        things = [*self.c, f"{self.id}:s1"]
        made: list[Node] = []
        for n in range(self.draw(st.integers(0, 8))):
            made.append(
                Requirement(
                    id=f"{self.id}:r{n}",
                    cadre=self.draw(st.sampled_from(self.w)),
                    competency=self.draw(st.sampled_from(things)),
                    level=self._maybe(self.levels),
                    evidence=self.evidence,
                    **self.more("requirement", "necessity"),
                )
            )
        for n in range(self.draw(st.integers(0, 8)) if self.m else 0):
            made.append(
                LearningOutcome(
                    id=f"{self.id}:o{n}",
                    outcome_of=self.draw(st.sampled_from(self.m)),
                    competency=self.draw(st.sampled_from(things)),
                    to_level=self._maybe(self.levels),
                    evidence=self.evidence,
                    **self.more("outcome", "extent outcome_text"),
                )
            )
        for n in range(self.draw(st.integers(0, 2)) if self.m else 0):
            more = self.more("entry-requirement", "module competency level")
            made.append(EntryRequirement(id=f"{self.id}:e{n}", evidence=self.evidence, **more))
        return made
