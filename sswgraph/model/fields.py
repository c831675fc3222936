"""The one table of the model: which fields each kind of value has, what they hold, and in which order they are written.

The rules, the reader, the writers, the JSON-LD context and the tests of the ontology and the shapes follow this table:
a fact about one field is stated here and nowhere else. What RDF calls the fields is in :mod:`sswgraph.exchange.schema`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sswgraph.model import codes
from sswgraph.model import elements as e
from sswgraph.model import evidence as v
from sswgraph.model import relations as links
from sswgraph.model.framework import Framework


class Shape(Enum):
    """What a field holds.

    WHEN is a date as exact as known, CODE a term of a closed list, DURATION a length of time (xsd:duration).
    """

    TEXT = 1
    STRING = 2
    DATE = 3
    WHEN = 4
    NUMBER = 5
    INTEGER = 6
    BOOLEAN = 7
    CODE = 8
    REFERENCE = 9
    IRI = 10
    DURATION = 11


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind.

    Attributes:
        name: Its name.
        shape: What it holds.
        many: Whether it may hold several values.
        required: Whether it must hold one.
        codes: The closed list of a CODE; otherwise empty.
        kinds: The kinds that a REFERENCE may refer to; empty: any.
        unique_language: Whether it may hold one wording at most in each language.
    """

    name: str
    shape: Shape
    many: bool = False
    required: bool = False
    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    unique_language: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value.

    Attributes:
        model: Its class.
        section: The section of a file that it is written in.
        fields: Its fields, in the order in which they are written.
        name: Its name, such as 'cadre'.
    """

    model: type
    section: str
    fields: tuple[Field, ...]
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", str(self.model.kind))  # type: ignore[attr-defined]


def _text(name: str, *, required: bool = False, unique: bool = False) -> Field:
    return Field(name, Shape.TEXT, many=True, required=required, unique_language=unique)


def _one(name: str, shape: Shape = Shape.STRING, *, required: bool = False) -> Field:
    return Field(name, shape, required=required)


def _code(name: str, terms: Any, *, many: bool = False, required: bool = False) -> Field:
    """A field of a closed list, given as the Literal of its terms."""
    return Field(name, Shape.CODE, many=many, required=required, codes=terms.__args__)


def _ref(name: str, kinds: str = "", *, required: bool = False) -> Field:
    return Field(name, Shape.REFERENCE, required=required, kinds=tuple(kinds.split()))


def _refs(name: str, kinds: str = "", *, required: bool = False) -> Field:
    return Field(name, Shape.REFERENCE, many=True, required=required, kinds=tuple(kinds.split()))


def _iris(name: str) -> Field:
    return Field(name, Shape.IRI, many=True)


def _strings(name: str) -> Field:
    return Field(name, Shape.STRING, many=True)


_EVIDENCE = _refs("evidence", "evidence")
_DERIVED = _refs("derived_from")
_NOTE = _text("note")
_NODE = (_EVIDENCE, _DERIVED, _NOTE)
_UNREVIEWED = _strings("unreviewed_language")
_NAMES = (
    _text("label", required=True, unique=True),
    _text("alt_label"),
    _one("notation"),
    _text("definition", unique=True),
    _text("scope_note"),
    _UNREVIEWED,
    _refs("replaces"),
)
_CONTEXT = _refs("context", "context")
_JURISDICTION = _strings("jurisdiction")
_OUTCOME_TEXT = _text("outcome_text", unique=True)
_ACT = _text("act", unique=True)
_RULE = (
    _code("force", codes.Force),
    _JURISDICTION,
    _text("only_if", unique=True),
    _text("unless", unique=True),
    _refs("legal_basis", "source"),
)


def _without_label(names: tuple[Field, ...]) -> tuple[Field, ...]:
    return (_text("label", unique=True), *names[1:])


_COURSE = (
    _one("qualification_level"),
    _one("credits", Shape.NUMBER),
    _code("credit_system", codes.CreditSystem),
    _one("notional_hours", Shape.NUMBER),
    _one("contact_hours", Shape.NUMBER),
    _one("self_study_hours", Shape.NUMBER),
    _one("practical_hours", Shape.NUMBER),
    _one("workplace_hours", Shape.NUMBER),
    _one("assessment_hours", Shape.NUMBER),
    _one("duration", Shape.DURATION),
    _text("duration_text"),
    _strings("language"),
    _JURISDICTION,
    _text("provider"),
    _text("rpl_route"),
    _one("registered_from", Shape.DATE),
    _one("registered_to", Shape.DATE),
    _one("last_enrolment", Shape.DATE),
    _one("last_achievement", Shape.DATE),
)

FRAMEWORK = Kind(
    Framework,
    "framework",
    (
        *_NAMES,
        _one("edition"),
        _one("version"),
        _JURISDICTION,
        _one("first_language"),
        _iris("licence"),
        _text("rights"),
        _text("publisher"),
        _one("issued", Shape.WHEN),
        _code("status", codes.FrameworkStatus),
        _one("status_by"),
        _one("status_date", Shape.WHEN),
        _code("reach", codes.Reach),
        _text("not_encoded"),
        _ref("adaptation_of", "framework"),
        _one("base_edition"),
        _ref("scale", "scale"),
        *_NODE,
    ),
)
EVIDENCE = Kind(
    v.Evidence,
    "evidence",
    (
        _code("basis", v.Basis, required=True),
        _ref("source", "source"),
        _one("locator"),
        _text("excerpt"),
        _DERIVED,
        _iris("concerns"),
        _NOTE,
    ),
)
KINDS: tuple[Kind, ...] = (
    FRAMEWORK,
    Kind(
        v.Source,
        "sources",
        (
            *_NAMES,
            _one("page"),
            _one("publisher"),
            _one("date", Shape.WHEN),
            _one("retrieved", Shape.WHEN),
            _text("licence"),
            _code("source_kind", codes.SourceKind),
            _JURISDICTION,
            _code("reach", codes.Reach),
            _text("not_encoded"),
            _refs("reprint_of", "source"),
            _refs("translation_of", "source"),
            _strings("language"),
            *_NODE,
        ),
    ),
    EVIDENCE,
    Kind(
        e.ConversionRule,
        "scales",
        (
            *_NAMES,
            _code("credit_system", codes.CreditSystem, required=True),
            _one("hours_per_credit", Shape.NUMBER, required=True),
            *_NODE,
        ),
    ),
    Kind(e.ProficiencyScale, "scales", (*_NAMES, *_NODE)),
    Kind(
        e.ProficiencyLevel,
        "scales",
        (
            *_NAMES,
            _ref("scale", "scale", required=True),
            _one("rank", Shape.INTEGER, required=True),
            _refs("equivalent_level", "level"),
            *_NODE,
        ),
    ),
    Kind(e.ContextScheme, "contexts", (*_NAMES, _one("ordered", Shape.BOOLEAN), *_NODE)),
    Kind(
        e.ContextConcept,
        "contexts",
        (
            *_NAMES,
            _ref("scheme", "context-scheme", required=True),
            _one("rank", Shape.INTEGER),
            _refs("broader", "context"),
            *_NODE,
        ),
    ),
    Kind(e.GuidingPrinciple, "principles", (*_NAMES, _text("theme"), _refs("concerns"), *_NODE)),
    Kind(links.EthicalStandard, "principles", (*_NAMES, _refs("concerns"), *_RULE, *_NODE)),
    Kind(
        e.Cadre,
        "cadres",
        (
            *_NAMES,
            _refs("performs", "function"),
            _refs("includes", "cadre"),
            _code("list_reach", codes.ListReach),
            _code("tier", codes.Tier),
            _code("professional_status", codes.ProfessionalStatus),
            _code("remuneration", codes.Remuneration),
            _text("employer"),
            _code("workforce_role", codes.WorkforceRole, many=True),
            _text("regulator"),
            _CONTEXT,
            *_NODE,
        ),
    ),
    Kind(
        links.Progression,
        "cadres",
        (
            _ref("start", "cadre qualification", required=True),
            _ref("progresses_to", "cadre qualification", required=True),
            _code("progression_kind", codes.ProgressionKind, required=True),
            *_NODE,
        ),
    ),
    Kind(
        e.Function,
        "functions",
        (
            *_NAMES,
            _refs("broader", "function"),
            _refs("needs", "competency competency-set"),
            _code("criticality", codes.Criticality),
            _CONTEXT,
            *_NODE,
        ),
    ),
    Kind(
        links.FunctionNeed,
        "functions",
        (
            _ref("function", "function", required=True),
            _ref("competency", "competency competency-set", required=True),
            _code("when_authority", codes.Authority, many=True, required=True),
            *_NODE,
        ),
    ),
    Kind(e.CompetencySet, "sets", (*_NAMES, _refs("includes", "competency competency-set"), _CONTEXT, *_NODE)),
    Kind(
        e.Competency,
        "competencies",
        (
            *_NAMES,
            _code("facet", codes.Facet),
            _refs("broader", "competency"),
            _refs("covers", "competency"),
            _one("parts_complete", Shape.BOOLEAN),
            _one("safety_critical", Shape.BOOLEAN),
            _OUTCOME_TEXT,
            _ref("scale", "scale"),
            _CONTEXT,
            *_NODE,
        ),
    ),
    Kind(
        e.PerformanceCriterion,
        "criteria",
        (
            *_NAMES,
            _refs("criterion_of", required=True),
            _code("criterion_kind", codes.CriterionKind),
            *_NODE,
        ),
    ),
    Kind(
        e.EvidenceRequirement,
        "criteria",
        (
            *_NAMES,
            _refs("evidence_for", required=True),
            _one("count", Shape.INTEGER),
            _iris("assessment_method"),
            *_NODE,
        ),
    ),
    Kind(
        links.Obligation,
        "rules",
        (
            *_NAMES,
            _refs("of_cadre", "cadre", required=True),
            _code("trigger", codes.Trigger, many=True, required=True),
            _refs("function", "function"),
            _ACT,
            _one("within", Shape.DURATION),
            _refs("report_to", "cadre"),
            _text("office"),
            _text("contact"),
            *_RULE,
            *_NODE,
        ),
    ),
    Kind(
        links.ScopeRule,
        "rules",
        (
            *_without_label(_NAMES),
            _ref("cadre", "cadre", required=True),
            _refs("function", "function"),
            _refs("competency", "competency competency-set"),
            _ACT,
            _code("authority", codes.Authority, required=True),
            _refs("supervisor", "cadre"),
            _code("supervision_mode", codes.SupervisionMode),
            _refs("refer_to", "cadre"),
            *_RULE,
            *_NODE,
        ),
    ),
    Kind(
        links.EligibilityCondition,
        "rules",
        (
            *_NAMES,
            _refs("condition_of", "cadre qualification module", required=True),
            _code("condition_kind", codes.ConditionKind, required=True),
            _refs("satisfied_by", "qualification module cadre"),
            *_RULE,
            *_NODE,
        ),
    ),
    Kind(
        links.SupervisionArrangement,
        "rules",
        (
            *_without_label(_NAMES),
            _refs("supervisee", "cadre", required=True),
            _refs("supervisor", "cadre"),
            _refs("stand_in", "cadre"),
            _code("purpose", codes.SupervisionPurpose, many=True),
            _text("form"),
            _code("supervision_mode", codes.SupervisionMode),
            _text("frequency"),
            _text("ratio"),
            _text("contact_between"),
            _text("preparation"),
            *_RULE,
            *_NODE,
        ),
    ),
    Kind(
        links.OpenQuestion,
        "questions",
        (
            *_NAMES,
            _refs("of_cadre", "cadre"),
            _refs("function", "function"),
            _ACT,
            *_NODE,
        ),
    ),
    Kind(
        e.Qualification,
        "qualifications",
        (
            *_NAMES,
            *_COURSE,
            _refs("qualifies_for", "cadre"),
            _code("reach", codes.Reach),
            _text("not_encoded"),
            *_NODE,
        ),
    ),
    Kind(
        links.PackagingRule,
        "qualifications",
        (
            _ref("qualification", "qualification", required=True),
            _refs("group", "module", required=True),
            _one("at_least", Shape.INTEGER),
            *_NODE,
        ),
    ),
    Kind(
        e.TrainingModule,
        "modules",
        (
            *_NAMES,
            _refs("part_of", "qualification"),
            _code("component", codes.Component),
            *_COURSE,
            _refs("prerequisite", "module qualification"),
            _refs("corequisite", "module"),
            _refs("exempts", "module"),
            _one("awardable", Shape.BOOLEAN),
            _text("delivery"),
            _one("cost", Shape.NUMBER),
            _one("cost_currency"),
            *_NODE,
        ),
    ),
    Kind(
        links.Requirement,
        "requirements",
        (
            _ref("cadre", "cadre", required=True),
            _ref("competency", "competency competency-set", required=True),
            _ref("level", "level"),
            _code("necessity", codes.StatedNecessity),
            _refs("for_function", "function"),
            *_NODE,
        ),
    ),
    Kind(
        links.EntryRequirement,
        "requirements",
        (
            _ref("module", "module", required=True),
            _ref("competency", "competency competency-set", required=True),
            _ref("level", "level"),
            *_NODE,
        ),
    ),
    Kind(
        links.LearningOutcome,
        "outcomes",
        (
            _ref("outcome_of", "module qualification", required=True),
            _ref("competency", "competency competency-set", required=True),
            _ref("to_level", "level"),
            _code("extent", codes.Extent),
            _OUTCOME_TEXT,
            *_NODE,
        ),
    ),
    Kind(
        v.Statement,
        "statements",
        (
            _ref("subject", required=True),
            _one("predicate", Shape.IRI, required=True),
            _one("value", required=True),
            _text("unit", unique=True),
            _one("date", Shape.WHEN),
            _JURISDICTION,
            _code("standing", codes.Standing),
            _UNREVIEWED,
            *_NODE,
        ),
    ),
    Kind(
        v.Decision,
        "statements",
        (
            _refs("about", required=True),
            _refs("accepts", "statement"),
            _refs("rejects", "statement"),
            _code("verdict", codes.DecisionVerdict),
            _text("rationale", required=True),
            _one("by"),
            _one("date", Shape.WHEN),
            _UNREVIEWED,
            *_NODE,
        ),
    ),
    Kind(
        v.Change,
        "changes",
        (
            _code("change_kind", codes.StatedChange, required=True),
            _refs("base"),
            _refs("adaptation"),
            _text("rationale"),
            _one("by"),
            _one("date", Shape.WHEN),
            *_NODE,
        ),
    ),
    Kind(
        v.ValidationExercise,
        "exercises",
        (
            *_NAMES,
            _refs("concerns"),
            _text("place"),
            _one("start", Shape.WHEN),
            _one("end", Shape.WHEN),
            _text("method"),
            _text("panel"),
            *_NODE,
        ),
    ),
    Kind(
        v.Adoption,
        "exercises",
        (
            *_NAMES,
            _refs("adopts", "framework competency-set source", required=True),
            _strings("adopted_by"),
            _text("place"),
            _JURISDICTION,
            _one("date", Shape.WHEN),
            *_NODE,
        ),
    ),
)
BY_KIND = {kind.name: kind for kind in KINDS}
SECTIONS = tuple(dict.fromkeys(kind.section for kind in KINDS))
EVIDENCE_FREE = frozenset({"framework", "source", "evidence"})
