"""A file read in one pass gives what reading it with all statements together gives, or is read that way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from pyoxigraph import RdfFormat

from benchmarks.generate import Size, turtle
from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange import parse_framework, reader, write_framework
from sswgraph.exchange.findings import Problems
from sswgraph.frozen import made
from sswgraph.model import Framework
from sswgraph.model.evidence import Evidence
from sswgraph.testing import frameworks
from tests.loops import some

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((ROOT / "frameworks").glob("*.ttl"))
HEAD = """\
@prefix ssw: <https://w3id.org/sswgraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
@prefix xx: <https://w3id.org/sswgraph/id/xx/> .
<https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .
"""
DRAFT = "[ a ssw:Evidence ; ssw:basis ssw:Draft ]"
ONE = f'xx:c a ssw:Competency ; skos:prefLabel "c"@en ; ssw:evidence {DRAFT} .\n'


def at_once(data: bytes, known: dict[str, str] | None = None) -> Framework | None:
    """What one pass gives; with anything that was told, nobody may see less than the other way tells."""
    problems, others = Problems(), Problems()
    quick = reader._at_once(data, RdfFormat.TURTLE, problems, known or {})
    if quick is None:
        assert not problems.findings
    else:
        assert quick == together(data, others, known)
        assert [(one.code, one.message) for one in problems.findings] == [
            (one.code, one.message) for one in others.findings
        ]
    return quick


def together(data: bytes, problems: Problems | None = None, known: dict[str, str] | None = None) -> Framework | None:
    """What reading with all statements together gives."""
    return reader._parsed(data, RdfFormat.TURTLE, "x.ttl", problems or Problems(), known or {}, None)


def test_every_shipped_file_is_read_in_one_pass() -> None:
    for path in some(SHIPPED):
        assert at_once(path.read_bytes()) is not None, path.name


def test_what_is_made_up_is_read_in_one_pass() -> None:
    @settings(max_examples=60, deadline=None)
    @given(frameworks())
    def holds(framework: Framework) -> None:
        data = write_framework(framework).encode()
        assert at_once(data) in (framework, None)
        assert parse_framework(data) == framework

    holds()


@pytest.mark.parametrize("seed", range(3))
def test_a_mixed_file_is_read_in_one_pass(seed: int) -> None:
    data = turtle(Size("tiny", 40, 5, 60, 12, 20), seed, mixed=True).encode()
    read = at_once(data, {"a": "framework", "a:c1": "competency"})
    assert read is None  # what the other framework has not is told with its line
    read = at_once(data)
    assert read is not None
    assert any(":n-" in one.id for node in read.elements for one in node.evidence)
    assert at_once(turtle(Size("tiny", 40, 5, 60, 12, 20), seed).encode()) is not None


@pytest.mark.parametrize(
    "body",
    [
        ONE,
        ONE + 'xx:c skos:altLabel "again"@en .\n' + ONE.replace("xx:c ", "xx:d "),  # goes on at once
        ONE + ONE.replace("xx:c ", "xx:d "),  # two brackets that say the same are one
        f'xx:c a ssw:Competency ; ssw:evidence {DRAFT}, {DRAFT} ; skos:prefLabel "c"@en .\n',
        ONE + 'xx:c2 a ssw:Competency ; skos:prefLabel "c"@en, "d"@fr ; ssw:evidence xx:e ; skos:broader xx:c .\n'
        "xx:e a ssw:Evidence ; ssw:basis ssw:Draft .\n",
        ONE + "xx:c3 ex:says 'more' . <http://example.org/a> ex:knows <http://example.org/b> .\n",
        ONE + ONE.replace("xx:c ", "xx:d skos:narrower xx:c ; "),  # said from the other end
        "",
    ],
)
def test_what_one_pass_can_read(body: str) -> None:
    assert at_once((HEAD + body).encode()) is not None


@pytest.mark.parametrize(
    "body",
    [
        ONE + ONE.replace("xx:c ", "xx:d ") + 'xx:c skos:altLabel "again"@en .\n',  # a subject that comes twice
        f'xx:c ssw:evidence {DRAFT} ; a ssw:Competency ; skos:prefLabel "c"@en .\n',  # brackets before their block
        ONE.replace(DRAFT, "_:e")
        + ONE.replace("xx:c ", "xx:d ").replace(DRAFT, "_:e")
        + "_:e a ssw:Evidence ; ssw:basis ssw:Draft .\n",
        ONE + ONE.replace("xx:c ", "xx:d ") + "<http://example.org/a> ex:knows [ ex:name 'b' ] .\n",  # foreign brackets
        ONE.replace("ssw:Draft ]", "ssw:Draft ; ex:seen [ ex:by 'b' ] ]"),
        "<http://example.org/a> ex:knows _:b .\n",
    ],
)
def test_what_one_pass_leaves_to_the_other_reader(body: str) -> None:
    data = (HEAD + body).encode()
    assert at_once(data) is None
    assert parse_framework(data) == together(data)


def test_a_framework_that_comes_last_is_read_all_the_same() -> None:
    *prefixes, framework = HEAD.strip().split("\n")
    data = "\n".join([*prefixes, ONE, framework]).encode()
    assert at_once(data) is None
    assert parse_framework(data) == parse_framework(HEAD + ONE)


@pytest.mark.parametrize(
    "wrong",
    [
        "xx:d a ssw:Competency .\n",
        'xx:d a ssw:Competency ; skos:prefLabel "d" ; ssw:evidence xx:e .\n',
        'xx:d a ssw:Competency ; skos:prefLabel "d"@en ; ssw:evidence xx:none .\n',
        "xx:e a ssw:Evidence ; ssw:basis ssw:Draft .\n",
        "xx:d a ssw:Competence .\n",
        "xx:d a ssw:Competency, ssw:Cadre .\n",
        "<https://w3id.org/sswgraph/id/yy> a ssw:Framework ; dcterms:title 'Another'@en .\n",
        "_:a a ssw:Evidence ; ssw:basis ssw:Draft ; ssw:evidence _:a .\n",
        "<d> a ssw:Competency .\n",
    ],
)
def test_a_problem_in_the_middle_is_told_as_ever(wrong: str) -> None:
    data = (HEAD + ONE + wrong + ONE.replace("xx:c ", "xx:z ")).encode()
    assert at_once(data) is None
    problems = Problems()
    together(data, problems)
    with pytest.raises(InvalidFrameworkError) as caught:
        parse_framework(data, file="x.ttl")
    assert caught.value.report == problems.report("x.ttl", data)


def test_a_file_that_ends_in_the_middle_is_told_with_its_line() -> None:
    data = (HEAD + ONE + 'xx:d a ssw:Competency ; skos:prefLabel "d').encode()
    assert at_once(data) is None
    with pytest.raises(ParseError) as caught:
        parse_framework(data)
    assert caught.value.line == HEAD.count("\n") + 2


def test_a_value_made_quickly_is_frozen_and_like_any_other() -> None:
    quick = made(Evidence, {"id": "xx:e", "basis": "draft", "concerns": ("a",)})
    plain = Evidence(id="xx:e", basis="draft", concerns=("a",))
    assert quick == plain
    assert type(quick) is Evidence
    assert hash(quick) == hash(plain)
    assert repr(quick) == repr(plain)
    with pytest.raises(AttributeError):
        quick.basis = "stated"  # type: ignore[misc]
    with pytest.raises(TypeError):
        made(Evidence, {"id": "xx:e"})
