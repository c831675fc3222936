"""The shapes in SHACL, the table of the library and its reader give the same verdicts, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.query import ResultRow

import sswgraph as ssw
from sswgraph.exchange.schema import CLASSES, NAMESPACES, SSW, Class, Property, camel
from sswgraph.model.fields import EVIDENCE_FREE, Shape

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
VALID = sorted((DATA / "valid").glob("*.ttl"))
INVALID = sorted((DATA / "invalid").glob("*.ttl"))
FRAMEWORKS = sorted((ROOT / "frameworks").glob("*.ttl"))

# Files whose fault SHACL cannot see; shapes.ttl says at its end why.
READER_ONLY = (
    "foreign-skos",
    "jurisdiction.no-such-country",
    "language-tag.no-such-language",
    "relative-id",
    "syntax",
    "wrong-datatype.no-such-day",
    "wrong-datatype.too-many-digits",
)
READER_ONLY_RULES = {"foreign-skos", "relative-id", "syntax"}

SH = Namespace("http://www.w3.org/ns/shacl#")
OURS = Namespace("https://w3id.org/sswgraph/shapes#")
XSD = NAMESPACES["xsd"]
SHAPES = Graph().parse(ROOT / "ontology" / "shapes.ttl", format="turtle")

# Files whose fault the reader passes over, though it should not.
READER_TOO_LENIENT: tuple[str, ...] = ()

# Every word of SHACL that shapes.ttl uses. A processor passes over words it does not know, so a misspelt one checks
# nothing.
SHACL_WORDS = frozenset(
    "BlankNodeOrIRI DatatypeConstraintComponent IRI InConstraintComponent MaxCountConstraintComponent "
    "MinCountConstraintComponent NodeConstraintComponent NodeKindConstraintComponent NodeShape OrConstraintComponent "
    "PropertyShape UniqueLangConstraintComponent alternativePath class datatype declare in maxCount maxExclusive "
    "message minCount namespace node nodeKind not or path pattern prefix prefixes property select sparql targetClass "
    "targetNode uniqueLang".split()
)


def code_of(path: Path) -> str:
    """``wrong-datatype.date.ttl`` is a file for the rule ``wrong-datatype``."""
    return path.name.partition(".")[0]


def label(value: object) -> str:
    return value.name.removesuffix(".ttl") if isinstance(value, Path) else str(value)


@pytest.fixture(scope="module", autouse=True)
def _queries_are_parsed_once() -> Iterator[None]:
    """Most of the time of a validation goes into parsing the same queries over and over."""
    prepared = cache(prepareQuery)
    original = SPARQLProcessor.query

    def query(self: SPARQLProcessor, text: Any, *args: Any, **kwargs: Any) -> Any:
        return original(self, prepared(text) if isinstance(text, str) else text, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SPARQLProcessor, "query", query)
        yield


def validate(data: Graph) -> tuple[bool, dict[str, list[str]]]:
    """Whether the data conform, and the messages by rule."""
    conforms, report, _ = pyshacl.validate(data_graph=data, shacl_graph=SHAPES, advanced=True)
    assert isinstance(report, Graph)
    found: dict[str, list[str]] = {}
    for result in report.objects(None, SH.result):
        found.setdefault(rule_of(report, result), []).append(str(report.value(result, SH.resultMessage)))
    return bool(conforms), found


def rule_of(report: Graph, result: Any) -> str:
    """The code of a result: the name of its shape, else the rule that stands for its constraint component."""
    shape = report.value(result, SH.sourceShape)
    name = str(shape).removeprefix(str(OURS))
    if name == name.lower():
        return name
    component = report.value(result, SH.sourceConstraintComponent)
    rules = {str(rule).removeprefix(str(OURS)) for rule in SHAPES.subjects(OURS.component, component)}
    if "no-language-tag" in rules:
        wants_text = SHAPES.value(shape, SH.datatype) == RDF.langString
        untagged = wants_text and isinstance(report.value(result, SH.value), Literal)
        rules = {"no-language-tag"} if untagged else rules - {"no-language-tag"}
    [rule] = rules
    return rule


def rules_of_shapes() -> set[str]:
    names = {str(s).removeprefix(str(OURS)) for s in SHAPES.subjects() if str(s).startswith(str(OURS))}
    return {name for name in names if name and name == name.lower()} - {"component", "file"}


# Files


@pytest.mark.parametrize("path", [*VALID, *FRAMEWORKS], ids=label)
def test_shapes_accept(path: Path) -> None:
    assert validate(Graph().parse(path, format="turtle")) == (True, {})


@pytest.mark.parametrize("path", [path for path in INVALID if label(path) not in READER_ONLY], ids=label)
def test_shapes_find_this_fault_and_no_other(path: Path) -> None:
    conforms, found = validate(Graph().parse(path, format="turtle"))
    assert not conforms
    assert set(found) == {code_of(path)}, found
    assert all(message and "{" not in message for messages in found.values() for message in messages)


@pytest.mark.parametrize(
    "path", [path for path in INVALID if label(path) in READER_ONLY and code_of(path) not in READER_ONLY_RULES]
)
def test_shapes_cannot_see_what_is_left_to_the_reader(path: Path) -> None:
    assert validate(Graph().parse(path, format="turtle")) == (True, {})


@pytest.mark.parametrize("path", [*VALID, *FRAMEWORKS], ids=label)
def test_reader_accepts(path: Path) -> None:
    assert ssw.check(path).conforms


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.xfail(strict=True) if label(path) in READER_TOO_LENIENT else ())
        for path in INVALID
    ],
    ids=label,
)
def test_reader_finds_this_fault_and_no_other(path: Path) -> None:
    report = ssw.check(path)
    assert {result.code for result in report.results if result.severity == "violation"} == {code_of(path)}, str(report)


def test_every_rule_has_a_file_that_breaks_it() -> None:
    assert {code_of(path) for path in INVALID} == rules_of_shapes() | READER_ONLY_RULES


def test_reader_only_files_are_there() -> None:
    assert set(READER_ONLY) <= {label(path) for path in INVALID}


def test_everything_shows_every_class_and_property() -> None:
    data = Graph().parse(DATA / "valid" / "everything.ttl", format="turtle")
    shown = {(str(kind), str(prop)) for node, kind in data.subject_objects(RDF.type) for prop in data.predicates(node)}
    assert {cls.iri for cls in CLASSES} <= {kind for kind, _ in shown}
    assert {prop.iri for cls in CLASSES for prop in cls.properties} <= {prop for _, prop in shown}
    own = {(cls.iri, prop.iri) for cls in CLASSES for prop in cls.properties if prop.iri.startswith(SSW)}
    shared = {iri for iri in {prop for _, prop in own} if sum(prop == iri for _, prop in own) > 2}
    assert {(kind, prop) for kind, prop in own if prop not in shared} - shown == _SHOWN_ON_THE_OTHER


# Modules and qualifications share their volumes; each shows some of them.
_SHOWN_ON_THE_OTHER = {
    (f"{SSW}{cls}", SSW + name)
    for cls, names in {
        "Qualification": "assessmentHours contactHours notionalHours practicalHours provider rplRoute selfStudyHours "
        "workplaceHours",
        "TrainingModule": "lastAchievement lastEnrolment registeredFrom registeredTo",
    }.items()
    for name in names.split()
}


# The shapes themselves


def test_shapes_use_no_word_that_shacl_does_not_know() -> None:
    words = {str(n).removeprefix(str(SH)) for triple in SHAPES for n in triple if str(n).startswith(str(SH))}
    assert words == SHACL_WORDS


def test_every_shape_that_can_fail_has_a_message() -> None:
    checks = {*SHAPES.subjects(RDF.type, SH.PropertyShape), *SHAPES.objects(None, SH.sparql)}
    assert len(checks) > 150
    for check in checks:
        [message] = SHAPES.objects(check, SH.message)
        assert isinstance(message, Literal)
        assert message.language == "en"
        assert message.endswith(".")


def test_shapes_point_only_to_shapes_that_are_there() -> None:
    for predicate in (SH.property, SH.node, SH["not"]):
        for shape in SHAPES.objects(None, predicate):
            assert list(SHAPES.predicates(shape)), shape


def shapes_of(cls: Class) -> dict[str, dict[str, Any]]:
    """What the shape of a class says about each property, by the IRI of the property."""
    [node] = SHAPES.subjects(SH.targetClass, URIRef(cls.iri))
    assert node == OURS[f"{cls.name}Shape"]
    found = {}
    for shape in SHAPES.objects(node, SH.property):
        name = str(shape).removeprefix(str(OURS))
        if name != name.lower():
            iri = str(SHAPES.value(shape, SH.path))
            assert iri not in found
            said = ((str(p).removeprefix(str(SH)), value) for p, value in SHAPES.predicate_objects(shape))
            found[iri] = {n: plain(n, value) for n, value in said if n not in ("path", "message", str(RDF.type))}
    return found


def wanted(prop: Property) -> dict[str, Any]:
    """What the table asks the shape of a property to say."""
    said: dict[str, Any] = {}
    if prop.required:
        said["minCount"] = 1
    if not prop.many:
        said["maxCount"] = 1
    if prop.unique_language:
        said["uniqueLang"] = True
    datatypes = {Shape.STRING: XSD + "string", Shape.DATE: XSD + "date", Shape.BOOLEAN: XSD + "boolean"}
    forms = {Shape.WHEN: "WhenForm", Shape.NUMBER: "NumberForm", Shape.INTEGER: "WholeNumberForm"}
    forms[Shape.DURATION] = "DurationForm"
    if prop.iri == NAMESPACES["rdf"] + "object":
        return said
    if prop.shape is Shape.TEXT:
        said["datatype"] = NAMESPACES["rdf"] + "langString"
    elif prop.shape in datatypes:
        said["datatype"] = datatypes[prop.shape]
    elif prop.shape in forms:
        said["node"] = str(OURS[forms[prop.shape]])
    elif prop.shape is Shape.CODE:
        said["in"] = [SSW + camel(code) for code in prop.codes]
    elif prop.shape is Shape.IRI:
        said["nodeKind"] = str(SH.IRI)
    elif prop.shape is Shape.REFERENCE:
        said["nodeKind"] = str(SH.BlankNodeOrIRI)
        if prop.kinds:
            names = [next(c.iri for c in CLASSES if str(c.model.kind) == kind) for kind in prop.kinds]  # type: ignore[attr-defined]
            said["or"] = [*names, str(OURS.Elsewhere)]
    return said


def plain(name: str, value: Any) -> Any:
    if name == "in":
        return [str(member) for member in Collection(SHAPES, value)]
    if name == "or":
        return [str(SHAPES.value(member, SH["class"]) or member) for member in Collection(SHAPES, value)]
    return value.toPython() if isinstance(value, Literal) else str(value)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_shape_of_a_class_says_what_the_table_says(cls: Class) -> None:
    assert shapes_of(cls) == {prop.iri: wanted(prop) for prop in cls.properties}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_rules_of_a_class(cls: Class) -> None:
    [node] = SHAPES.subjects(SH.targetClass, URIRef(cls.iri))
    names = {str(shape).removeprefix(str(OURS)) for shape in SHAPES.objects(node, SH.property)}
    shapes = {prop.shape for prop in cls.properties}
    fields = {prop.field for prop in cls.properties}
    rules = {
        "no-evidence": str(cls.model.kind) not in EVIDENCE_FREE,  # type: ignore[attr-defined]
        "negative-number": bool(shapes & {Shape.NUMBER, Shape.INTEGER}),
        "long-excerpt": "excerpt" in fields,
        "jurisdiction": "jurisdiction" in fields,
    }
    assert {name for name in names if name == name.lower()} == {rule for rule, applies in rules.items() if applies}


def test_negative_number_looks_at_every_number() -> None:
    [path] = SHAPES.objects(OURS["negative-number"], SH.path)
    [members] = SHAPES.objects(path, SH.alternativePath)
    numbers = {p.iri for cls in CLASSES for p in cls.properties if p.shape in (Shape.NUMBER, Shape.INTEGER)}
    assert [str(member) for member in Collection(SHAPES, members)] == sorted(numbers, key=str.lower)


def answers(rule: str, data: Graph) -> list[set[tuple[str, ...]]]:
    """What each query of a rule finds: the value, and the class or tag where it names one."""
    prefixes = {
        str(SHAPES.value(declared, SH.prefix)): str(SHAPES.value(declared, SH.namespace))
        for declared in SHAPES.objects(URIRef(str(OURS)), SH.declare)
    }
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes.items())
    queries = sorted(str(SHAPES.value(constraint, SH.select)) for constraint in SHAPES.objects(OURS[rule], SH.sparql))
    found = []
    for query in queries:
        rows = [row.asdict() for row in data.query(head + query) if isinstance(row, ResultRow)]
        names = ("value", "class", "tag")
        found.append({tuple(str(row[name]) for name in names if name in row) for row in rows})
    return found


def test_terms_and_where_they_belong_are_those_of_the_table() -> None:
    own = {prop.iri for cls in CLASSES for prop in cls.properties if prop.iri.startswith(SSW)}
    data = Graph()
    for cls in CLASSES:
        node = URIRef(f"https://example.org/{cls.name}")
        data.add((node, RDF.type, URIRef(cls.iri)))
        for iri in own:
            data.add((node, URIRef(iri), Literal("x")))
    assert answers("unknown-term", data) == [set(), set()]
    [misplaced] = answers("misplaced-term", data)
    assert misplaced == {
        (iri, cls.iri) for cls in CLASSES for iri in own if iri not in {prop.iri for prop in cls.properties}
    }
    data.add((node, URIRef(SSW + "abou"), Literal("x")))
    data.add((node, RDF.type, URIRef(SSW + "Cadres")))
    assert sorted(answers("unknown-term", data), key=sorted) == [{(SSW + "Cadres",)}, {(SSW + "abou",)}]


def test_references_and_texts_are_those_of_the_table() -> None:
    properties = [prop for cls in CLASSES for prop in cls.properties]
    references = {prop.iri for prop in properties if prop.shape is Shape.REFERENCE}
    texts = {prop.iri for prop in properties if prop.shape is Shape.TEXT}
    base = "https://w3id.org/sswgraph/id/xx"
    data = Graph()
    data.add((URIRef(base), RDF.type, URIRef(SSW + "Framework")))
    for number, iri in enumerate(sorted({prop.iri for prop in properties})):
        data.add((URIRef(f"{base}/node"), URIRef(iri), URIRef(f"{base}/{number}")))
    missing = set.union(*answers("dangling-reference", data))
    leads = {str(o): str(p) for p, o in data.predicate_objects(URIRef(f"{base}/node"))}
    gone_by_right = {"http://purl.org/dc/terms/replaces"}  # names what went out with an earlier edition
    assert {leads[value] for (value,) in missing} == references - gone_by_right

    data = Graph()
    for number, iri in enumerate(sorted(texts | references)):
        node = URIRef(f"{base}/{number}")
        data.add((node, RDF.type, URIRef(SSW + "Cadre")))
        data.add((node, URIRef(iri), Literal("x", lang="english")))
    tagged = set.union(*answers("language-tag", data))
    said = {str(node): str(p) for node, p, o in data if isinstance(o, Literal)}
    assert {said[node] for node, _ in tagged} == texts


@pytest.mark.parametrize("words", [0, 1, 12])
@pytest.mark.parametrize("gap", [" ", "   ", "\n"])
def test_excerpts_of_twelve_words_pass(words: int, gap: str) -> None:
    text = gap.join(["word"] * words)
    assert not long_excerpt(text)
    assert not long_excerpt(gap + text + gap)


@pytest.mark.parametrize(
    "text", ["word " * 13, "word " * 5000, f"{' ' * 50_000}a{' ' * 50_000}{'b ' * 13}", "a" * 100_000]
)
def test_long_excerpts_are_found_soon(text: str) -> None:
    assert long_excerpt(text) == (len(text.split()) > 12)


def long_excerpt(text: str) -> bool:
    shapes = Graph()
    shape = OURS["long-excerpt"]
    shapes += SHAPES.triples((shape, None, None))
    shapes.add((shape, SH.targetNode, OURS.file))
    data = Graph()
    data.add((OURS.file, URIRef(SSW + "excerpt"), Literal(text, lang="en")))
    conforms, _, _ = pyshacl.validate(data_graph=data, shacl_graph=shapes)
    return not conforms
