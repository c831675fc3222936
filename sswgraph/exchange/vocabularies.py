"""The terms of the vocabularies that a framework borrows from, and what people write in place of a property.

They distinguish a misspelt term from one that is only not used here.
"""

from __future__ import annotations

import re

from sswgraph.exchange.schema import NAMESPACES, SSW

# Every term of SKOS, DCMI Terms, PROV-O and RDF Schema.
_TERMS = {
    "skos": """
        Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader broaderTransitive changeNote
        closeMatch definition editorialNote exactMatch example hasTopConcept hiddenLabel historyNote inScheme
        mappingRelation member memberList narrowMatch narrower narrowerTransitive notation note prefLabel related
        relatedMatch scopeNote semanticRelation topConceptOf
        """,
    "dcterms": """
        Agent AgentClass BibliographicResource Box DCMIType DDC FileFormat Frequency IMT ISO3166 ISO639-2 ISO639-3
        Jurisdiction LCC LCSH LicenseDocument LinguisticSystem Location LocationPeriodOrJurisdiction MESH MediaType
        MediaTypeOrExtent MethodOfAccrual MethodOfInstruction NLM Period PeriodOfTime PhysicalMedium PhysicalResource
        Point Policy ProvenanceStatement RFC1766 RFC3066 RFC4646 RFC5646 RightsStatement SizeOrDuration Standard TGN
        UDC URI W3CDTF abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience
        available bibliographicCitation conformsTo contributor coverage created creator date dateAccepted
        dateCopyrighted dateSubmitted description educationLevel extent format hasFormat hasPart hasVersion identifier
        instructionalMethod isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy isVersionOf issued language
        license mediator medium modified provenance publisher references relation replaces requires rights
        rightsHolder source spatial subject tableOfContents temporal title type valid
        """,
    "prov": """
        Activity ActivityInfluence Agent AgentInfluence Association Attribution Bundle Collection Communication
        Delegation Derivation EmptyCollection End Entity EntityInfluence Generation Influence InstantaneousEvent
        Invalidation Location Organization Person Plan PrimarySource Quotation Revision Role SoftwareAgent Start Usage
        actedOnBehalfOf activity agent alternateOf atLocation atTime endedAtTime entity generated generatedAtTime
        hadActivity hadDerivation hadGeneration hadMember hadPlan hadPrimarySource hadRole hadUsage influenced
        influencer invalidated invalidatedAtTime qualifiedAssociation qualifiedAttribution qualifiedCommunication
        qualifiedDelegation qualifiedDerivation qualifiedEnd qualifiedGeneration qualifiedInfluence
        qualifiedInvalidation qualifiedPrimarySource qualifiedQuotation qualifiedRevision qualifiedStart
        qualifiedUsage specializationOf startedAtTime used value wasAssociatedWith wasAttributedTo wasDerivedFrom
        wasEndedBy wasGeneratedBy wasInfluencedBy wasInformedBy wasInvalidatedBy wasQuotedFrom wasRevisionOf
        wasStartedBy
        """,
    "rdfs": """
        Class Container ContainerMembershipProperty Datatype Literal Resource comment domain isDefinedBy label member
        range seeAlso subClassOf subPropertyOf
        """,
}
CLOSED = {NAMESPACES[prefix]: frozenset(terms.split()) for prefix, terms in _TERMS.items()}
# Fields of the model that other properties mean; the first one that an element has is suggested.
_MEANT = {
    "label": "rdfs:label schema:name dcterms:title skos:prefLabel foaf:name",
    "alt_label": "schema:alternateName dcterms:alternative skos:altLabel",
    "definition note": "rdfs:comment dcterms:description dcterms:abstract schema:description skos:definition",
    "notation": "dcterms:identifier schema:identifier schema:courseCode",
    "part_of scheme": "dcterms:isPartOf schema:isPartOf",
    "includes group": "skos:member dcterms:hasPart schema:hasPart",
    "broader": "skos:broaderTransitive",
    "prerequisite": "dcterms:requires schema:coursePrerequisites",
    "version": "schema:version dcterms:hasVersion owl:versionInfo",
    "licence": "dcterms:license schema:license",
    "rights licence": "dcterms:rights dcterms:accessRights",
    "jurisdiction": "dcterms:spatial dcterms:coverage schema:spatialCoverage",
    "language first_language": "dcterms:language schema:inLanguage",
    "credits": "schema:numberOfCredits",
    "duration duration_text": "schema:timeRequired",
    "replaces": "prov:wasRevisionOf dcterms:isVersionOf",
    "derived_from": "prov:wasInfluencedBy",
    "source": "prov:hadPrimarySource prov:wasQuotedFrom dcterms:references schema:citation",
    "page": "schema:url foaf:homepage foaf:page rdfs:seeAlso",
    "publisher provider": "dcterms:publisher schema:publisher schema:provider",
    "issued date": "schema:datePublished dcterms:created dcterms:available dcterms:issued dcterms:date",
}
FOAF = "http://xmlns.com/foaf/0.1/"
_SPACES = {**NAMESPACES, "foaf": FOAF}
MEANT: dict[str, tuple[str, ...]] = {
    _SPACES[curie.partition(":")[0]] + curie.partition(":")[2]: tuple(fields.split())
    for fields, curies in _MEANT.items()
    for curie in curies.split()
}
# Namespaces that are often confused with another: Dublin Core has two; others have similar addresses.
_OTHERS = {
    "http://purl.org/dc/elements/1.1/": NAMESPACES["dcterms"],
    "http://www.w3.org/2004/02/skos#": NAMESPACES["skos"],
    "http://www.w3.org/2008/05/skos#": NAMESPACES["skos"],
    "https://w3id.org/sswgraph/": SSW,
}


def _plain(namespace: str) -> str:
    return re.sub(r"\Ahttps?://(www\.)?", "", namespace.lower()).rstrip("#/")


_BY_SPELLING = {_plain(given): meant for given, meant in _OTHERS.items()}
_BY_SPELLING |= {_plain(namespace): namespace for namespace in _SPACES.values()}


def correct_namespace(iri: str) -> str:
    """The IRI with the namespace of its vocabulary, where only the spelling of the namespace differs.

    Args:
        iri (str): The IRI.

    Returns:
        The IRI, the same one where its namespace is not that of a known vocabulary.

    Example:
        >>> correct_namespace("http://schema.org/url"), correct_namespace("http://example.org/url")
        ('https://schema.org/url', 'http://example.org/url')
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    namespace = _BY_SPELLING.get(_plain(iri[:cut]))
    return namespace + iri[cut:] if namespace else iri


def is_misspelt(iri: str) -> bool:
    """Whether an IRI is in the namespace of a vocabulary that has no such term."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut] in CLOSED and iri[cut:] not in CLOSED[iri[:cut]]
