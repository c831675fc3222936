"""The RDF terms of the model: the class of each kind, and the property of each field.

Everything else about a field is in :mod:`sswgraph.model.fields`. A field that is not named here has the term of our
vocabulary with the same name (``for_function`` is ``ssw:forFunction``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sswgraph.model.fields import KINDS, Field, Kind, Shape

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
# Inverses of properties that are read, with the field that they fill at the other end.
INVERSES = {
    NAMESPACES["skos"] + "narrower": "broader",
    NAMESPACES["dcterms"] + "isReplacedBy": "replaces",
    NAMESPACES["prov"] + "hadDerivation": "derived_from",
}


_TERMS = {
    "act": "ssw:concernsAct",
    "adaptation": "ssw:changeOf",
    "alt_label": "skos:altLabel",
    "base": "ssw:changeFrom",
    "broader": "skos:broader",
    "by": "ssw:decidedBy",
    "cadre": "ssw:ofCadre",
    "competency": "ssw:requires",
    "count": "ssw:evidenceCount",
    "date": "dcterms:date",
    "definition": "skos:definition",
    "derived_from": "prov:wasDerivedFrom",
    "end": "ssw:endDate",
    "form": "ssw:supervisionForm",
    "frequency": "ssw:supervisionFrequency",
    "function": "ssw:concernsFunction",
    "issued": "dcterms:issued",
    "label": "skos:prefLabel",
    "language": "dcterms:language",
    "module": "ssw:ofModule",
    "notation": "skos:notation",
    "note": "skos:note",
    "page": "schema:url",
    "predicate": "rdf:predicate",
    "preparation": "ssw:supervisorPreparation",
    "publisher": "dcterms:publisher",
    "purpose": "ssw:supervisionPurpose",
    "qualification": "ssw:ofQualification",
    "ratio": "ssw:supervisionRatio",
    "replaces": "dcterms:replaces",
    "rights": "dcterms:rights",
    "scheme": "ssw:contextScheme",
    "scope_note": "skos:scopeNote",
    "source": "dcterms:source",
    "subject": "rdf:subject",
    "value": "rdf:object",
    "version": "owl:versionInfo",
}
_TITLED = {"label": "dcterms:title", "alt_label": "dcterms:alternative", "definition": "dcterms:description"}
# Terms that one class uses in place of those above.
_OWN_TERMS = {
    "Framework": {**_TITLED, "licence": "dcterms:license"},
    "Source": {**_TITLED, "licence": "dcterms:rights"},
    "Progression": {"start": "ssw:progressesFrom"},
    "FunctionNeed": {"function": "ssw:ofFunction", "competency": "ssw:needs"},
    "ScopeRule": {"competency": "ssw:concernsCompetency"},
    "Requirement": {"level": "ssw:atLevel"},
    "EntryRequirement": {"level": "ssw:entryLevel"},
    "LearningOutcome": {"competency": "ssw:develops"},
    "ValidationExercise": {"start": "ssw:startDate"},
}
# The classes whose members are concepts of the scheme that their framework is.
_CONCEPTS = frozenset(
    "Cadre Competency CompetencySet ContextConcept EvidenceRequirement Function GuidingPrinciple EthicalStandard "
    "PerformanceCriterion ProficiencyLevel ProficiencyScale Qualification TrainingModule".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Field):
    """A field and the RDF property that holds it.

    Attributes:
        iri: The IRI of the property.
    """

    iri: str

    @property
    def field(self) -> str:
        """The name of the field."""
        return self.name


@dataclass(frozen=True, slots=True)
class Class:
    """A kind of value as an RDF class.

    Attributes:
        kind: The kind.
        name: The local name of the class.
        model: The dataclass.
        section: The section of a Turtle file in which its members are written.
        concept: Whether its members are SKOS concepts.
        properties: Its properties in writing order.
        required: Those that are required.
        required_fields: The fields of those.
        references: The properties that refer to elements.
    """

    kind: Kind
    name: str = field(init=False)
    model: type = field(init=False)
    section: str = field(init=False)
    concept: bool = field(init=False)
    properties: tuple[Property, ...] = field(init=False)
    required: tuple[Property, ...] = field(init=False)
    required_fields: frozenset[str] = field(init=False)
    references: tuple[Property, ...] = field(init=False)

    def __post_init__(self) -> None:
        name = self.kind.model.__name__
        properties = tuple(_property(name, one) for one in self.kind.fields)
        required = tuple(prop for prop in properties if prop.required)
        made = {
            "name": name,
            "model": self.kind.model,
            "section": self.kind.section,
            "concept": name in _CONCEPTS,
            "properties": properties,
            "required": required,
            "required_fields": frozenset(prop.name for prop in required),
            "references": tuple(prop for prop in properties if prop.shape is Shape.REFERENCE),
        }
        for attribute, value in made.items():
            object.__setattr__(self, attribute, value)

    @property
    def iri(self) -> str:
        """The IRI of the class."""
        return SSW + self.name


def _property(cls: str, one: Field) -> Property:
    first, *rest = one.name.split("_")
    ours = "ssw:" + first + "".join(part.capitalize() for part in rest)
    term = _OWN_TERMS.get(cls, {}).get(one.name) or _TERMS.get(one.name) or ours
    return Property(**{part.name: getattr(one, part.name) for part in fields(one)}, iri=expand(term))


def expand(curie: str) -> str:
    """The IRI of a prefixed name such as ``ssw:needs``."""
    prefix, _, local = curie.partition(":")
    return NAMESPACES[prefix] + local


def camel(code: str) -> str:
    """The local name of the term for a code: ``under-supervision`` is ``UnderSupervision``."""
    return "".join(part.capitalize() for part in code.split("-"))


CLASSES = tuple(map(Class, KINDS))
BY_IRI = {cls.iri: cls for cls in CLASSES}
BY_KIND = {cls.kind.name: cls for cls in CLASSES}
FRAMEWORK, EVIDENCE = BY_KIND["framework"], BY_KIND["evidence"]
PROPERTIES = {cls.name: {prop.iri: prop for prop in cls.properties} for cls in CLASSES}
# Terms of the vocabulary that no property takes; data may refer to them.
ASSESSMENT_METHODS = (
    "Assignment CaseStudy Logbook Observation OralAssessment Portfolio Presentation ReflectiveAccount RolePlay "
    "Simulation Testimony WrittenTest"
).split()
_CODES = {camel(code) for cls in CLASSES for prop in cls.properties for code in prop.codes}
# Predicates of statements that are not properties of elements: answers to questions, figures of the workforce.
STATED = "answer caseload headcount peoplePerWorker workersPerSupervisor".split()
VALUES = {SSW + name for name in (*_CODES, *ASSESSMENT_METHODS, *(cls.name for cls in CLASSES))}
TERMS = VALUES | {SSW + name for name in STATED}
TERMS |= {prop.iri for cls in CLASSES for prop in cls.properties if prop.iri.startswith(SSW)}
