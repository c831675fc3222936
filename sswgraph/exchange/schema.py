"""The one table between RDF and the model: per class, which property fills which field, and how.

The reader, the writer, the JSON-LD context and the tests of the ontology and the shapes all follow this table; a rule
about one property is said here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sswgraph.model import codes
from sswgraph.model import elements as e
from sswgraph.model import evidence as v
from sswgraph.model import relations as links
from sswgraph.model.framework import Framework

NAMESPACES = {
    "ssw": "https://w3id.org/sswgraph/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SSW = NAMESPACES["ssw"]
XSD = NAMESPACES["xsd"]
TYPE = NAMESPACES["rdf"] + "type"
IN_SCHEME = NAMESPACES["skos"] + "inScheme"


class Shape(Enum):
    """How the values of a property look; WHEN is a date as exact as known, CODE a term of a closed list, DURATION a
    length of time (xsd:duration)."""

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
class Property:
    """One property of a class: which field it fills, with what, how often."""

    field: str
    iri: str
    shape: Shape
    many: bool = False
    required: bool = False
    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    unique_language: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """One class: its IRI, the value it becomes, its section in a file, and its properties in writing order."""

    name: str
    model: type
    section: str
    properties: tuple[Property, ...]
    concept: bool = True
    required: tuple[Property, ...] = field(init=False)
    required_fields: frozenset[str] = field(init=False)
    references: tuple[Property, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "required", tuple(prop for prop in self.properties if prop.required))
        object.__setattr__(self, "required_fields", frozenset(prop.field for prop in self.required))
        references = tuple(prop for prop in self.properties if prop.shape is Shape.REFERENCE)
        object.__setattr__(self, "references", references)

    @property
    def iri(self) -> str:
        return SSW + self.name


def expand(curie: str) -> str:
    """The IRI behind a prefixed name: ``ssw:needs``."""
    prefix, _, local = curie.partition(":")
    return NAMESPACES[prefix] + local


def camel(code: str) -> str:
    """``under-supervision`` as the local name of its term, ``UnderSupervision``."""
    return "".join(part.capitalize() for part in code.split("-"))


def _text(field: str, iri: str, *, required: bool = False, unique: bool = False) -> Property:
    return Property(field, expand(iri), Shape.TEXT, many=True, required=required, unique_language=unique)


def _one(field: str, iri: str, shape: Shape = Shape.STRING, *, required: bool = False) -> Property:
    return Property(field, expand(iri), shape, required=required)


def _code(
    field: str, iri: str, codes: str | tuple[str, ...], *, many: bool = False, required: bool = False
) -> Property:
    listed = tuple(codes.split()) if isinstance(codes, str) else codes
    return Property(field, expand(iri), Shape.CODE, many=many, required=required, codes=listed)


def _ref(field: str, iri: str, kinds: str = "", *, required: bool = False) -> Property:
    return Property(field, expand(iri), Shape.REFERENCE, required=required, kinds=tuple(kinds.split()))


def _refs(field: str, iri: str, kinds: str = "", *, required: bool = False) -> Property:
    return Property(field, expand(iri), Shape.REFERENCE, many=True, required=required, kinds=tuple(kinds.split()))


def _iris(field: str, iri: str) -> Property:
    return Property(field, expand(iri), Shape.IRI, many=True)


def _strings(field: str, iri: str) -> Property:
    return Property(field, expand(iri), Shape.STRING, many=True)


REACHES = "whole partial opening-only"

_EVIDENCE = _refs("evidence", "ssw:evidence", "evidence")
_DERIVED = _refs("derived_from", "prov:wasDerivedFrom")
_NOTE = _text("note", "skos:note")
_NODE = (_EVIDENCE, _DERIVED, _NOTE)
_NAMES = (
    _text("label", "skos:prefLabel", required=True, unique=True),
    _text("alt_label", "skos:altLabel"),
    _one("notation", "skos:notation"),
    _text("definition", "skos:definition", unique=True),
    _text("scope_note", "skos:scopeNote"),
    _strings("unreviewed_language", "ssw:unreviewedLanguage"),
    _refs("replaces", "dcterms:replaces"),
)
_CONTEXT = _refs("context", "ssw:context", "context")
_JURISDICTION = _strings("jurisdiction", "ssw:jurisdiction")
_OUTCOME_TEXT = _text("outcome_text", "ssw:outcomeText", unique=True)
_ACT = _text("act", "ssw:concernsAct", unique=True)
_RULE = (
    _code("force", "ssw:force", codes.FORCES),
    _JURISDICTION,
    _text("only_if", "ssw:onlyIf", unique=True),
    _text("unless", "ssw:unless", unique=True),
    _refs("legal_basis", "ssw:legalBasis", "source"),
)


def _without_label(names: tuple[Property, ...]) -> tuple[Property, ...]:
    return (_text("label", "skos:prefLabel", unique=True), *names[1:])


_TITLED = (
    _text("label", "dcterms:title", required=True, unique=True),
    _text("alt_label", "dcterms:alternative"),
    _one("notation", "skos:notation"),
    _text("definition", "dcterms:description", unique=True),
    _text("scope_note", "skos:scopeNote"),
    _strings("unreviewed_language", "ssw:unreviewedLanguage"),
    _refs("replaces", "dcterms:replaces"),
)
_CREDIT_SYSTEMS = "saqa-credit nzqa-credit tvet-cdacc-credit ofqual-credit ects-credit"
_COURSE = (
    _one("qualification_level", "ssw:qualificationLevel"),
    _one("credits", "ssw:credits", Shape.NUMBER),
    _code("credit_system", "ssw:creditSystem", _CREDIT_SYSTEMS),
    _one("notional_hours", "ssw:notionalHours", Shape.NUMBER),
    _one("contact_hours", "ssw:contactHours", Shape.NUMBER),
    _one("self_study_hours", "ssw:selfStudyHours", Shape.NUMBER),
    _one("practical_hours", "ssw:practicalHours", Shape.NUMBER),
    _one("workplace_hours", "ssw:workplaceHours", Shape.NUMBER),
    _one("assessment_hours", "ssw:assessmentHours", Shape.NUMBER),
    _one("duration", "ssw:duration", Shape.DURATION),
    _text("duration_text", "ssw:durationText"),
    _strings("language", "dcterms:language"),
    _JURISDICTION,
    _text("provider", "ssw:provider"),
    _text("rpl_route", "ssw:rplRoute"),
    _one("registered_from", "ssw:registeredFrom", Shape.DATE),
    _one("registered_to", "ssw:registeredTo", Shape.DATE),
    _one("last_enrolment", "ssw:lastEnrolment", Shape.DATE),
    _one("last_achievement", "ssw:lastAchievement", Shape.DATE),
)

FRAMEWORK = Class(
    "Framework",
    Framework,
    "framework",
    (
        *_TITLED,
        _one("edition", "ssw:edition"),
        _one("version", "owl:versionInfo"),
        _JURISDICTION,
        _one("first_language", "ssw:firstLanguage"),
        _iris("licence", "dcterms:license"),
        _text("rights", "dcterms:rights"),
        _text("publisher", "dcterms:publisher"),
        _one("issued", "dcterms:issued", Shape.WHEN),
        _code("status", "ssw:status", "draft under-validation validated endorsed superseded withdrawn"),
        _one("status_by", "ssw:statusBy"),
        _one("status_date", "ssw:statusDate", Shape.WHEN),
        _code("reach", "ssw:reach", REACHES),
        _text("not_encoded", "ssw:notEncoded"),
        _ref("adaptation_of", "ssw:adaptationOf", "framework"),
        _one("base_edition", "ssw:baseEdition"),
        _ref("scale", "ssw:scale", "scale"),
        *_NODE,
    ),
    concept=False,
)
EVIDENCE = Class(
    "Evidence",
    v.Evidence,
    "evidence",
    (
        _code("basis", "ssw:basis", "stated derived draft", required=True),
        _ref("source", "dcterms:source", "source"),
        _one("locator", "ssw:locator"),
        _text("excerpt", "ssw:excerpt"),
        _DERIVED,
        _iris("concerns", "ssw:concerns"),
        _NOTE,
    ),
    concept=False,
)
CLASSES: tuple[Class, ...] = (
    FRAMEWORK,
    Class(
        "Source",
        v.Source,
        "sources",
        (
            *_TITLED,
            _one("page", "schema:url"),
            _one("publisher", "dcterms:publisher"),
            _one("date", "dcterms:date", Shape.WHEN),
            _one("retrieved", "ssw:retrieved", Shape.WHEN),
            _text("licence", "dcterms:rights"),
            _code(
                "source_kind",
                "ssw:sourceKind",
                "primary regulator international-instrument provider-reprint news secondary",
            ),
            _JURISDICTION,
            _code("reach", "ssw:reach", REACHES),
            _text("not_encoded", "ssw:notEncoded"),
            _refs("reprint_of", "ssw:reprintOf", "source"),
            _refs("translation_of", "ssw:translationOf", "source"),
            _strings("language", "dcterms:language"),
            *_NODE,
        ),
        concept=False,
    ),
    EVIDENCE,
    Class(
        "ConversionRule",
        e.ConversionRule,
        "scales",
        (
            *_NAMES,
            _code("credit_system", "ssw:creditSystem", _CREDIT_SYSTEMS, required=True),
            _one("hours_per_credit", "ssw:hoursPerCredit", Shape.NUMBER, required=True),
            *_NODE,
        ),
        concept=False,
    ),
    Class("ProficiencyScale", e.ProficiencyScale, "scales", (*_NAMES, *_NODE)),
    Class(
        "ProficiencyLevel",
        e.ProficiencyLevel,
        "scales",
        (
            *_NAMES,
            _ref("scale", "ssw:scale", "scale", required=True),
            _one("rank", "ssw:rank", Shape.INTEGER, required=True),
            _refs("equivalent_level", "ssw:equivalentLevel", "level"),
            *_NODE,
        ),
    ),
    Class(
        "ContextScheme",
        e.ContextScheme,
        "contexts",
        (*_NAMES, _one("ordered", "ssw:ordered", Shape.BOOLEAN), *_NODE),
        concept=False,
    ),
    Class(
        "ContextConcept",
        e.ContextConcept,
        "contexts",
        (
            *_NAMES,
            _ref("scheme", "ssw:contextScheme", "context-scheme", required=True),
            _one("rank", "ssw:rank", Shape.INTEGER),
            _refs("broader", "skos:broader", "context"),
            *_NODE,
        ),
    ),
    Class(
        "GuidingPrinciple",
        e.GuidingPrinciple,
        "principles",
        (*_NAMES, _text("theme", "ssw:theme"), _refs("concerns", "ssw:concerns"), *_NODE),
    ),
    Class(
        "EthicalStandard",
        links.EthicalStandard,
        "principles",
        (*_NAMES, _refs("concerns", "ssw:concerns"), *_RULE, *_NODE),
    ),
    Class(
        "Cadre",
        e.Cadre,
        "cadres",
        (
            *_NAMES,
            _refs("performs", "ssw:performs", "function"),
            _refs("includes", "ssw:includes", "cadre"),
            _code("list_reach", "ssw:listReach", "whole partial"),
            _code("tier", "ssw:tier", codes.TIERS),
            _code("professional_status", "ssw:professionalStatus", codes.PROFESSIONAL_STATUSES),
            _code("remuneration", "ssw:remuneration", "paid stipend unpaid mixed"),
            _text("employer", "ssw:employer"),
            _code(
                "workforce_role",
                "ssw:workforceRole",
                "direct-care case-manager supervisor trainer administrator community-leader",
                many=True,
            ),
            _text("regulator", "ssw:regulator"),
            _CONTEXT,
            *_NODE,
        ),
    ),
    Class(
        "Progression",
        links.Progression,
        "cadres",
        (
            _ref("start", "ssw:progressesFrom", "cadre qualification", required=True),
            _ref("progresses_to", "ssw:progressesTo", "cadre qualification", required=True),
            _code("progression_kind", "ssw:progressionKind", "ladder lattice", required=True),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "Function",
        e.Function,
        "functions",
        (
            *_NAMES,
            _refs("broader", "skos:broader", "function"),
            _refs("needs", "ssw:needs", "competency competency-set"),
            _code("criticality", "ssw:criticality", codes.CRITICALITIES),
            _CONTEXT,
            *_NODE,
        ),
    ),
    Class(
        "FunctionNeed",
        links.FunctionNeed,
        "functions",
        (
            _ref("function", "ssw:ofFunction", "function", required=True),
            _ref("competency", "ssw:needs", "competency competency-set", required=True),
            _code("when_authority", "ssw:whenAuthority", codes.AUTHORITIES, many=True, required=True),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "CompetencySet",
        e.CompetencySet,
        "sets",
        (*_NAMES, _refs("includes", "ssw:includes", "competency competency-set"), _CONTEXT, *_NODE),
    ),
    Class(
        "Competency",
        e.Competency,
        "competencies",
        (
            *_NAMES,
            _code("facet", "ssw:facet", "knowledge skill attitude-or-value behaviour"),
            _refs("broader", "skos:broader", "competency"),
            _refs("covers", "ssw:covers", "competency"),
            _one("parts_complete", "ssw:partsComplete", Shape.BOOLEAN),
            _one("safety_critical", "ssw:safetyCritical", Shape.BOOLEAN),
            _OUTCOME_TEXT,
            _ref("scale", "ssw:scale", "scale"),
            _CONTEXT,
            *_NODE,
        ),
    ),
    Class(
        "PerformanceCriterion",
        e.PerformanceCriterion,
        "criteria",
        (
            *_NAMES,
            _refs("criterion_of", "ssw:criterionOf", required=True),
            _code(
                "criterion_kind", "ssw:criterionKind", "performance-kind knowledge-kind attitude-kind not-acceptable"
            ),
            *_NODE,
        ),
    ),
    Class(
        "EvidenceRequirement",
        e.EvidenceRequirement,
        "criteria",
        (
            *_NAMES,
            _refs("evidence_for", "ssw:evidenceFor", required=True),
            _one("count", "ssw:evidenceCount", Shape.INTEGER),
            _iris("assessment_method", "ssw:assessmentMethod"),
            *_NODE,
        ),
    ),
    Class(
        "Obligation",
        links.Obligation,
        "rules",
        (
            *_NAMES,
            _refs("of_cadre", "ssw:ofCadre", "cadre", required=True),
            _code("trigger", "ssw:trigger", codes.TRIGGERS, many=True, required=True),
            _refs("function", "ssw:concernsFunction", "function"),
            _ACT,
            _one("within", "ssw:within", Shape.DURATION),
            _refs("report_to", "ssw:reportTo", "cadre"),
            _text("office", "ssw:office"),
            _text("contact", "ssw:contact"),
            *_RULE,
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "ScopeRule",
        links.ScopeRule,
        "rules",
        (
            *_without_label(_NAMES),
            _ref("cadre", "ssw:ofCadre", "cadre", required=True),
            _refs("function", "ssw:concernsFunction", "function"),
            _refs("competency", "ssw:concernsCompetency", "competency competency-set"),
            _ACT,
            _code("authority", "ssw:authority", codes.AUTHORITIES, required=True),
            _refs("supervisor", "ssw:supervisor", "cadre"),
            _code("supervision_mode", "ssw:supervisionMode", codes.SUPERVISION_MODES),
            _refs("refer_to", "ssw:referTo", "cadre"),
            *_RULE,
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "EligibilityCondition",
        links.EligibilityCondition,
        "rules",
        (
            *_NAMES,
            _refs("condition_of", "ssw:conditionOf", "cadre qualification module", required=True),
            _code(
                "condition_kind",
                "ssw:conditionKind",
                "registration clearance appointment residence-or-election conduct induction learner education age "
                "language experience organisation-licence",
                required=True,
            ),
            _refs("satisfied_by", "ssw:satisfiedBy", "qualification module cadre"),
            *_RULE,
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "SupervisionArrangement",
        links.SupervisionArrangement,
        "rules",
        (
            *_without_label(_NAMES),
            _refs("supervisee", "ssw:supervisee", "cadre", required=True),
            _refs("supervisor", "ssw:supervisor", "cadre"),
            _refs("stand_in", "ssw:standIn", "cadre"),
            _code("purpose", "ssw:supervisionPurpose", "administrative educative supportive", many=True),
            _text("form", "ssw:supervisionForm"),
            _code("supervision_mode", "ssw:supervisionMode", codes.SUPERVISION_MODES),
            _text("frequency", "ssw:supervisionFrequency"),
            _text("ratio", "ssw:supervisionRatio"),
            _text("contact_between", "ssw:contactBetween"),
            _text("preparation", "ssw:supervisorPreparation"),
            *_RULE,
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "OpenQuestion",
        links.OpenQuestion,
        "questions",
        (
            *_NAMES,
            _refs("of_cadre", "ssw:ofCadre", "cadre"),
            _refs("function", "ssw:concernsFunction", "function"),
            _ACT,
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "Qualification",
        e.Qualification,
        "qualifications",
        (
            *_NAMES,
            *_COURSE,
            _refs("qualifies_for", "ssw:qualifiesFor", "cadre"),
            _code("reach", "ssw:reach", REACHES),
            _text("not_encoded", "ssw:notEncoded"),
            *_NODE,
        ),
    ),
    Class(
        "PackagingRule",
        links.PackagingRule,
        "qualifications",
        (
            _ref("qualification", "ssw:ofQualification", "qualification", required=True),
            _refs("group", "ssw:group", "module", required=True),
            _one("at_least", "ssw:atLeast", Shape.INTEGER),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "TrainingModule",
        e.TrainingModule,
        "modules",
        (
            *_NAMES,
            _refs("part_of", "ssw:partOf", "qualification"),
            _code("component", "ssw:component", "knowledge practical workplace"),
            *_COURSE,
            _refs("prerequisite", "ssw:prerequisite", "module qualification"),
            _refs("corequisite", "ssw:corequisite", "module"),
            _refs("exempts", "ssw:exempts", "module"),
            _one("awardable", "ssw:awardable", Shape.BOOLEAN),
            _text("delivery", "ssw:delivery"),
            _one("cost", "ssw:cost", Shape.NUMBER),
            _one("cost_currency", "ssw:costCurrency"),
            *_NODE,
        ),
    ),
    Class(
        "Requirement",
        links.Requirement,
        "requirements",
        (
            _ref("cadre", "ssw:ofCadre", "cadre", required=True),
            _ref("competency", "ssw:requires", "competency competency-set", required=True),
            _ref("level", "ssw:atLevel", "level"),
            _code("necessity", "ssw:necessity", "essential optional suggested"),
            _refs("for_function", "ssw:forFunction", "function"),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "EntryRequirement",
        links.EntryRequirement,
        "requirements",
        (
            _ref("module", "ssw:ofModule", "module", required=True),
            _ref("competency", "ssw:requires", "competency competency-set", required=True),
            _ref("level", "ssw:entryLevel", "level"),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "LearningOutcome",
        links.LearningOutcome,
        "outcomes",
        (
            _ref("outcome_of", "ssw:outcomeOf", "module qualification", required=True),
            _ref("competency", "ssw:develops", "competency competency-set", required=True),
            _ref("to_level", "ssw:toLevel", "level"),
            _code("extent", "ssw:extent", "whole part"),
            _OUTCOME_TEXT,
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "Statement",
        v.Statement,
        "statements",
        (
            _ref("subject", "rdf:subject", required=True),
            Property("predicate", expand("rdf:predicate"), Shape.IRI, required=True),
            Property("value", expand("rdf:object"), Shape.STRING, required=True),
            _text("unit", "ssw:unit", unique=True),
            _one("date", "dcterms:date", Shape.WHEN),
            _JURISDICTION,
            _code("standing", "ssw:standing", "prevailing competing misprint"),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "Decision",
        v.Decision,
        "statements",
        (
            _refs("about", "ssw:about", required=True),
            _refs("accepts", "ssw:accepts", "statement"),
            _refs("rejects", "ssw:rejects", "statement"),
            _code(
                "verdict",
                "ssw:verdict",
                "keep keep-with-local-wording reword merge split move drop add defer take-over combine",
            ),
            _text("rationale", "ssw:rationale", required=True),
            _one("by", "ssw:decidedBy"),
            _one("date", "dcterms:date", Shape.WHEN),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "Change",
        v.Change,
        "changes",
        (
            _code(
                "change_kind",
                "ssw:changeKind",
                "reworded translated moved split merged regrouped redefined "
                "raised lowered broadened narrowed dropped added",
                required=True,
            ),
            _refs("base", "ssw:changeFrom"),
            _refs("adapted", "ssw:changeOf"),
            _text("rationale", "ssw:rationale"),
            _one("by", "ssw:decidedBy"),
            _one("date", "dcterms:date", Shape.WHEN),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "ValidationExercise",
        v.ValidationExercise,
        "exercises",
        (
            *_NAMES,
            _refs("concerns", "ssw:concerns"),
            _text("place", "ssw:place"),
            _one("start", "ssw:startDate", Shape.WHEN),
            _one("end", "ssw:endDate", Shape.WHEN),
            _text("method", "ssw:method"),
            _text("panel", "ssw:panel"),
            *_NODE,
        ),
        concept=False,
    ),
    Class(
        "Adoption",
        v.Adoption,
        "exercises",
        (
            *_NAMES,
            _refs("adopts", "ssw:adopts", "framework competency-set source", required=True),
            _strings("adopted_by", "ssw:adoptedBy"),
            _text("place", "ssw:place"),
            _JURISDICTION,
            _one("date", "dcterms:date", Shape.WHEN),
            *_NODE,
        ),
        concept=False,
    ),
)
BY_IRI = {cls.iri: cls for cls in CLASSES}
BY_KIND = {str(cls.model.kind): cls for cls in CLASSES}  # type: ignore[attr-defined]
SECTIONS = tuple(dict.fromkeys(cls.section for cls in CLASSES))
PROPERTIES = {cls.name: {prop.iri: prop for prop in cls.properties} for cls in CLASSES}
EVIDENCE_FREE = frozenset({"framework", "source", "evidence"})
# Terms of the vocabulary that no property of the table takes: data may point to them.
ASSESSMENT_METHODS = (
    "Assignment CaseStudy Logbook Observation OralAssessment Portfolio Presentation ReflectiveAccount RolePlay "
    "Simulation Testimony WrittenTest"
).split()
_CODES = {camel(code) for cls in CLASSES for prop in cls.properties for code in prop.codes}
# Predicates of statements that are no property of an element: what answers a question, and figures of the workforce.
STATED = "answer caseload headcount peoplePerWorker workersPerSupervisor".split()
VALUES = {SSW + name for name in (*_CODES, *ASSESSMENT_METHODS, *(cls.name for cls in CLASSES))}
TERMS = VALUES | {SSW + name for name in STATED}
TERMS |= {prop.iri for cls in CLASSES for prop in cls.properties if prop.iri.startswith(SSW)}
