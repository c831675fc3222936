"""Turtle into a Framework: what is read, what is refused, where the problem is said to be, and how to mend it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange import check_bytes, parse_framework, write_framework
from sswgraph.exchange.schema import CLASSES
from sswgraph.model import CheckResult, Framework, TrainingModule
from tests.loops import some

HEAD = """\
@prefix ssw: <https://w3id.org/sswgraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
@prefix xx: <https://w3id.org/sswgraph/id/xx/> .
@prefix yy: <https://w3id.org/sswgraph/id/yy/> .
<https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en ; ssw:evidence xx:e .
xx:e a ssw:Evidence ; ssw:basis ssw:Draft .
"""
LINES = HEAD.count("\n")
ROOT = Path(__file__).parent.parent


def named(code: str, cls: str, more: str = "") -> str:
    """One element with a label and evidence."""
    return f'xx:{code} a ssw:{cls} ; skos:prefLabel "{code}"@en ; ssw:evidence xx:e {more} .\n'


def competency(code: str = "c", more: str = "") -> str:
    return named(code, "Competency", more)


def module(more: str) -> str:
    return named("m", "TrainingModule", more)


def read(body: str, **known: str) -> Framework:
    return parse_framework(HEAD + body, known={key.replace("_", ":"): kind for key, kind in known.items()})


def findings(body: str, **known: str) -> tuple[CheckResult, ...]:
    told = {key.replace("_", ":"): kind for key, kind in known.items()}
    return check_bytes((HEAD + body).encode(), "mine.ttl", known=told).results


def codes(body: str, **known: str) -> list[str]:
    return [result.code for result in findings(body, **known) if result.severity == "violation"]


# Syntax


@pytest.mark.parametrize(
    ("body", "line", "column", "said"),
    [
        ('xx:c a ssw:Competency ;\n  skos:prefLabel "c"@en', 2, None, "Unexpected end of file"),
        ("foo:c a ssw:Competency .", 1, 1, "foo: has not been declared"),
        ("\nxx:c a foo:Competency .", 2, 8, "foo: has not been declared"),
        ('xx:c skos:prefLabel "never closed', 1, 21, "Unexpected end of file"),
        ('xx:c skos:prefLabel "a\nb"@en .', 1, 23, "Line jumps are not allowed"),
        ('xx:c skos:prefLabel "a"@e!n .', 1, None, "subtag"),
        ('xx:c skos:prefLabel "a"@toolonglanguage .', 1, None, "eight characters"),
        ("xx:c ex:p <http://a b> .", 1, 11, "Invalid IRI code point ' '"),
        ('xx:c skos:prefLabel "a"@en , .', 1, 30, ". is not a valid RDF object"),
        ("xx:c a [ .", 1, 10, ". is not a valid predicate"),
        ("xx:c ex:p ( 1 2 .", 1, 17, "not a valid"),
        (r'xx:c skos:prefLabel "a\q"@en .', 1, 23, r"Unexpected escape character '\q'"),
        (r'xx:c skos:prefLabel "a\uD800"@en .', 1, 23, "not a valid unicode character"),
        (r"xx:c ex:p <http://example.org/\u003e> .", 1, 11, "Invalid IRI code point '>'"),
        ("GRAPH ex:g { ex:a ex:b ex:c }", 1, 1, "GRAPH is not a valid subject"),
        ("ex:g { ex:a ex:b ex:c }", 1, 6, "{ is not a valid predicate"),
        ("{ ?x a ?y } => { ?y a ?x } .", 1, 1, "{ is not a valid subject"),
        ('"text" ex:p ex:o .', 1, 1, "not a valid subject"),
        ("xx:c _:p ex:o .", 1, 6, "not a valid predicate"),
        ("xx:c ex:p 1.5.5 .", 1, None, ""),
        ("\ufeffxx:c ex:p 1 .", 1, 1, "has not been declared"),
    ],
)
def test_malformed_turtle_says_where_and_what_was_expected(body: str, line: int, column: int | None, said: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_framework(HEAD + body, file="mine.ttl")
    error = caught.value
    assert (error.file, error.line) == ("mine.ttl", LINES + line)
    assert column in (None, error.column)
    assert said in error.problem
    assert error.hint
    assert str(error).startswith(f"mine.ttl, line {LINES + line}, column {error.column}: ")


def test_a_syntax_error_is_a_finding_like_any_other_for_check() -> None:
    result = check_bytes((HEAD + "foo:c a ssw:Competency .").encode(), "mine.ttl").results
    assert [(one.code, one.severity, one.line) for one in result] == [("syntax", "violation", LINES + 1)]
    assert "@prefix" in str(result[0].fix)


def test_the_place_is_said_once() -> None:
    with pytest.raises(ParseError) as caught:
        parse_framework(HEAD + "xx:c a [ .", file="mine.ttl")
    assert "Parser error" not in str(caught.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_counted(end: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_framework((HEAD + "xx:c a ;").replace("\n", end))
    assert (caught.value.line, caught.value.column) == (LINES + 1, 8)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_counted_in_findings(end: str) -> None:
    text = (HEAD + 'xx:c a ssw:Competency ;\n skos:prefLabel "c"@en .\n').replace("\n", end)
    report = check_bytes(text.encode(), "mine.ttl")
    assert [(one.code, one.line) for one in report.results] == [("no-evidence", LINES + 1)]


def test_a_text_with_half_a_surrogate_pair_is_a_parse_error() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        parse_framework(HEAD + "# \ud800")


def test_half_a_surrogate_pair_is_a_parse_error_of_this_library() -> None:
    with pytest.raises(ParseError):
        parse_framework(HEAD + "# \ud800")


@pytest.mark.slow
def test_depth_does_not_matter_to_the_parser() -> None:
    deep = 100_000
    found = read(competency("c", "; ex:p " + "[ ex:p " * deep + "1" + " ]" * deep))
    assert len(found.residue) == deep + 1
    with pytest.raises(ParseError):
        read("xx:c ex:p " + "[ ex:p " * deep)


def test_two_hundred_thousand_prefixes_are_read() -> None:
    prefixes = "".join(f"@prefix p{n}: <http://example.org/{n}/> .\n" for n in range(200_000))
    assert len(read(prefixes + competency())) == 1


def test_a_long_literal_is_kept_whole() -> None:
    long = 'a "quoted" word, ' * 200_000
    found = read(f'xx:c a ssw:Competency ; skos:prefLabel """{long}"""@en ; ssw:evidence xx:e .')
    assert found.of_kind("competency")[0].label.get("en") == long  # type: ignore[attr-defined]


def test_a_literal_longer_than_the_parser_takes_is_a_parse_error() -> None:
    with pytest.raises(ParseError):
        read(f'xx:c a ssw:Competency ; skos:prefLabel "{"a" * 17_000_000}"@en ; ssw:evidence xx:e .')


# What a file must be


def test_a_file_without_a_framework_says_how_to_begin() -> None:
    (result,) = check_bytes(b"# nothing here\n<http://a/b> <http://a/c> 1 .", "mine.ttl").results
    assert result.code == "no-framework"
    assert "a ssw:Framework" in str(result.fix)


def test_several_frameworks_in_one_file_are_refused_by_name() -> None:
    (result,) = findings('<https://w3id.org/sswgraph/id/yy> a ssw:Framework ; dcterms:title "B"@en .')
    assert result.code == "several-frameworks"
    assert "xx" in str(result.message)
    assert "yy" in str(result.message)
    assert result.line == LINES + 1


@pytest.mark.parametrize("iri", ["http://example.org/xx", "https://w3id.org/sswgraph/id/XX", "urn:x:y", "[]"])
def test_a_framework_has_an_iri_of_its_own(iri: str) -> None:
    subject = iri if iri == "[]" else f"<{iri}>"
    text = HEAD.replace("<https://w3id.org/sswgraph/id/xx> a", f"{subject} a")
    assert {one.code for one in check_bytes(text.encode(), "mine.ttl").results} == {"bad-id"}


@pytest.mark.parametrize("scheme", ["http", "urn", "mailto", "file", "data"])
def test_a_framework_is_not_named_like_a_uri_scheme(scheme: str) -> None:
    text = HEAD.replace("id/xx", f"id/{scheme}")
    assert "bad-id" in {one.code for one in check_bytes(text.encode(), "mine.ttl").results}


# One report


MANY_WRONGS = """\
xx:a a ssw:Competency ; skos:prefLabel "a"@en ; ssw:evidence xx:e ;
    skos:broader xx:gone .
xx:b a ssw:Competency ; skos:prefLabel "b"@english ; ssw:evidence xx:e .
xx:c a ssw:Competency ; skos:prefLabel "c"@en .
xx:d a ssw:Cadre ; skos:prefLabel "d"@en ; ssw:evidence xx:e ;
    ssw:notionalHours 5 .
xx:f a ssw:TrainingModule ; skos:prefLabel "f"@en ; ssw:evidence xx:e ;
    ssw:notionalHours -5 ;
    ssw:prerequisite xx:g .
xx:g a ssw:TrainingModule ; skos:prefLabel "g"@en ; ssw:evidence xx:e ;
    ssw:prerequisite xx:f .
xx:h a ssw:Functin ; skos:prefLabel "h"@en .
xx:i a ssw:Cadre ; skos:prefLabel "i"@en ; ssw:evidence xx:e ; ssw:tier ssw:Supreme .
"""


def test_one_report_tells_every_problem_with_its_line() -> None:
    told = {(one.code, one.element, one.line - LINES) for one in findings(MANY_WRONGS) if one.line}
    assert told == {
        ("dangling-reference", "xx:a", 2),
        ("language-tag", "xx:b", 3),
        ("no-evidence", "xx:c", 4),
        ("misplaced-term", "xx:d", 6),
        ("negative-number", "xx:f", 8),
        ("cycle-prerequisite", "xx:f", 9),
        ("unknown-term", "xx:h", 12),
        ("wrong-code", "xx:i", 13),
    }
    assert all(str(one.message) and str(one.fix) for one in findings(MANY_WRONGS))


def test_the_report_is_raised_once_with_everything_in_it() -> None:
    with pytest.raises(InvalidFrameworkError) as caught:
        read(MANY_WRONGS)
    assert caught.value.report.results == findings(MANY_WRONGS) or caught.value.report.file == "<text>"
    assert len(caught.value.report.results) == 8
    assert "8 problems" in str(caught.value)
    assert not caught.value.report.conforms


def test_the_report_is_the_same_whatever_the_order_of_the_file() -> None:
    blocks = [block + " .\n" for block in MANY_WRONGS.split(" .\n") if block]
    wanted = {(one.code, one.element, str(one.message)) for one in findings(MANY_WRONGS)}
    for seed in range(5):
        mixed = random.Random(seed).sample(blocks, len(blocks))
        assert {(one.code, one.element, str(one.message)) for one in findings("".join(mixed))} == wanted


def test_findings_come_gravest_first_then_by_line() -> None:
    results = findings(MANY_WRONGS + competency("z", "; skos:broader yy:c"))
    order = [{"violation": 0, "warning": 1, "info": 2}[one.severity] for one in results]
    assert order == sorted(order)
    lines = [one.line for one in results if one.severity == "violation"]
    assert lines == sorted(lines, key=lambda line: line or 0)


@pytest.mark.slow
def test_a_report_of_thousands_of_problems_stays_readable() -> None:
    with pytest.raises(InvalidFrameworkError) as caught:
        read("".join(competency(f"c{n}", '; ssw:labell "x"') for n in range(2_000)))
    assert len(caught.value.report.results) == 2_000
    assert "and 1988 more" in str(caught.value)
    assert len(str(caught.value)) < 5_000


# Where a finding is


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('xx:c a ssw:Competency ; skos:prefLabel "c"@en ;\n\n  ssw:nope 1 ; ssw:evidence xx:e .', 3),
        ('xx:c skos:note """one\ntwo "2"\n"""@en ; a ssw:Competency ;\n ssw:nope 1 .', 4),
        ("xx:c skos:note 'a;b.c#d'@en ; # ssw:nope 1 ;\n ssw:nope 1 ; a ssw:Competency .", 2),
        ("xx:c ex:p [ ex:q 1 ;\n ex:r ( 1\n 2 ) ] ;\n ssw:nope 1 ; a ssw:Competency .", 4),
        ("PREFIX zz: <https://w3id.org/sswgraph/id/xx/>\nzz:c a ssw:Competency ;\n ssw:nope 1 .", 3),
        ("<https://w3id.org/sswgraph/id/xx/c> a ssw:Competency ;\n <https://w3id.org/sswgraph/ns#nope> 1 .", 2),
        ("ex:it\\'s ex:p \"it's\" .\nxx:c a ssw:Competency ;\n ssw:nope 1 .", 3),
        ("ex:a\\-b ex:p 1 .\nxx:c a ssw:Competency ;\n ssw:nope 1 .", 3),
        ("@base <https://w3id.org/x> .\n@prefix p: <sswgraph/id/xx/> .\np:c a ssw:Competency ;\n ssw:nope 1 .", 4),
        ("ex:a\\. ex:p 1 ; ex:q 2 .\nxx:c a ssw:Competency ;\n ssw:nope 1 .", 3),
        (
            "@base <https://w3id.org/sswgraph/id/xx/> .\n<c> a ssw:Competency ;\n ssw:nope 1 .",
            3,
        ),
        (
            "ex:a\\#b ex:p 1 ; ex:q 2 .\nxx:c a ssw:Competency ;\n ssw:nope 1 .",
            3,
        ),
    ],
)
def test_a_finding_names_the_line_of_the_property(body: str, line: int) -> None:
    (found,) = [one for one in findings(body) if one.code == "unknown-term"]
    assert found.line == LINES + line


@pytest.mark.parametrize(
    ("body", "near"),
    [
        ('xx:m a ssw:Module ; skos:prefLabel "m"@en .', "ssw:TrainingModule"),
        ('xx:m a ssw:Course ; skos:prefLabel "m"@en .', "ssw:TrainingModule"),
        ('xx:m a ssw:TrainingUnit ; skos:prefLabel "m"@en .', "ssw:TrainingModule"),
        ('xx:m a ssw:Role ; skos:prefLabel "m"@en .', "ssw:Cadre"),
        ('xx:m a ssw:Skills ; skos:prefLabel "m"@en .', "ssw:Competency"),
        ('xx:m a ssw:Competencies ; skos:prefLabel "m"@en .', "ssw:Competency"),
        ("xx:m a ssw:TrainingModule ; ssw:hours 120 .", "ssw:notionalHours"),
        ("xx:m a ssw:TrainingModule ; ssw:taughtHours 120 .", "ssw:contactHours"),
        ("xx:m a ssw:TrainingModule ; ssw:length 'two weeks'@en .", "ssw:durationText"),
        ("xx:m a ssw:TrainingModule ; ssw:Credit 12 .", "ssw:credits"),
        ("xx:m a ssw:TrainingModule ; ssw:name 'm'@en .", "skos:prefLabel"),
        ("xx:m a ssw:TrainingModule ; ssw:corequisit xx:c .", "ssw:corequisite"),
        ("xx:m a ssw:LearningOutcome ; ssw:teaches xx:c .", "ssw:develops"),
        ("xx:m ssw:hours 120 .", "ssw:notionalHours"),
    ],
)
def test_the_term_that_was_meant_is_named_by_meaning_and_by_what_it_takes(body: str, near: str) -> None:
    (found,) = [one for one in findings(body) if one.code == "unknown-term"]
    assert str(found.fix) == f"Did you mean {near}?"


@pytest.mark.parametrize(
    ("body", "code", "fix"),
    [
        ("xx:m a ssw:Banana .", "unknown-term", "Correct it, or write it in a namespace of your own."),
        ("xx:m a ssw:Hours .", "unknown-term", "Correct it, or write it in a namespace of your own."),
        ("xx:m a ssw:Cadre ; ssw:hours 120 .", "unknown-term", "Correct it, or write it in a namespace of your own."),
        ("xx:m a ssw:Cadre ; ssw:credits 12 .", "misplaced-term", "Move it to the element that it is about."),
    ],
)
def test_where_nothing_is_near_nothing_is_suggested(body: str, code: str, fix: str) -> None:
    (found,) = [one for one in findings(body) if one.code == code]
    assert str(found.fix).startswith(fix)
    assert "Did you mean" not in str(found.fix)
    for lang in ("ar", "es", "fr", "pt", "sw"):
        assert "{" not in found.fix.render(lang)
        assert found.fix.render(lang) != str(found.fix)


def test_a_finding_names_the_line_of_the_value() -> None:
    body = competency("c", ';\n skos:altLabel "a"@en ,\n "b"@english ,\n "c"@fr')
    assert [(one.code, one.line) for one in findings(body)] == [("language-tag", LINES + 3)]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("xx:c a ssw:Competency ; skos:prefLabel 'c'@en ;\n ssw:evidence [ a ssw:Evidence ;\n ssw:nope 1 ] .", 2),
        ("xx:c a ssw:Competency ;\n ssw:evidence [ a ssw:Evidence ; ex:p [ a ssw:Evidence ; ssw:nope 1 ] ] .", 2),
        ("[] a ssw:Requirement ; ssw:requires xx:a .\n\n[] a ssw:Requirement ;\n ssw:requires xx:b ; ssw:nope 1 .", 4),
        (
            "[ a ssw:Requirement ; ssw:requires xx:a ] .\n[\n a ssw:Requirement ; ssw:requires xx:b ;\n ssw:nope 1 ] .",
            4,
        ),
        (
            "xx:a ex:p 1 .\n[] a ssw:Requirement ; ssw:evidence [ a ssw:Evidence ] ;\n ssw:requires xx:b ; ssw:no 1 .",
            3,
        ),
    ],
)
def test_what_stands_in_brackets_is_found_too(body: str, line: int) -> None:
    (found,) = [one for one in findings(body) if one.code == "unknown-term"]
    assert found.line == LINES + line


def test_no_line_is_told_where_two_blocks_could_be_meant() -> None:
    block = "[] a ssw:Requirement ; ssw:requires xx:b ; ssw:nope {} .\n"
    found = [one.line for one in findings(block.format(1) + block.format(2)) if one.code == "unknown-term"]
    assert found == [None, None]


# References (R1)


def test_a_reference_into_the_own_framework_must_be_met() -> None:
    (result,) = findings(competency("c", "; skos:broader xx:gone"))
    assert (result.code, result.element, result.line) == ("dangling-reference", "xx:c", LINES + 1)
    assert "xx:gone" in str(result.message)


@pytest.mark.parametrize("predicate", ["prov:wasDerivedFrom", "ssw:covers"])
def test_a_reference_into_a_framework_not_loaded_is_kept_and_told(predicate: str) -> None:
    body = competency("c", f"; {predicate} yy:c")
    (result,) = findings(body)
    assert (result.code, result.severity) == ("external-reference", "info")
    assert "yy" in str(result.message)
    assert "yy:c" in write_framework(read(body))


def test_a_reference_into_a_loaded_framework_must_be_met() -> None:
    body = competency("c", "; skos:broader yy:c")
    assert codes(body, yy="framework", yy_c="competency") == []
    assert codes(body, yy="framework", yy_d="competency") == ["dangling-reference"]
    assert codes(body, yy="framework", yy_c="cadre") == ["wrong-kind"]


def test_a_foreign_iri_is_never_dangling() -> None:
    body = competency("c", "; skos:broader <http://data.europa.eu/esco/skill/1>")
    assert findings(body, yy="framework") == ()


def test_a_framework_that_is_referred_to_need_not_be_loaded() -> None:
    found = read("<https://w3id.org/sswgraph/id/xx> ssw:adaptationOf <https://w3id.org/sswgraph/id/zz> .")
    assert found.adaptation_of == "zz"


@pytest.mark.parametrize("target", ["xx:Gone", "xx:no_such", "<https://w3id.org/sswgraph/id/xx/a%20b>"])
def test_a_reference_into_the_own_framework_is_dangling_whatever_its_spelling(target: str) -> None:
    assert set(codes(competency("c", f"; skos:broader {target}"))) & {"dangling-reference", "bad-id"}


@pytest.mark.parametrize("code", ["Social_Worker", "C1", "é"])
def test_an_element_of_ours_has_an_id_of_our_form(code: str) -> None:
    text = competency().replace("xx:c", f"<https://w3id.org/sswgraph/id/xx/{code}>")
    assert "bad-id" in codes(text)


def test_an_element_of_another_framework_does_not_belong_here() -> None:
    assert codes(competency().replace("xx:c", "yy:c")) == ["wrong-framework"]


def test_an_iri_that_looks_like_an_id_of_ours_is_refused() -> None:
    assert codes(competency("c", "; skos:broader <xx:c>")) == ["bad-id"]
    assert codes(competency().replace("xx:c", "<xx:c>")) == ["bad-id"]


@pytest.mark.parametrize(
    "iri", ["http://example.org/é", "http://example.org/\U0001f600", "http://example.org/a(b)'c,d;e", "urn:a:b:c"]
)
def test_odd_but_valid_iris_are_kept(iri: str) -> None:
    found = read(competency("c", f"; skos:broader <{iri}> ; ex:p <{iri}>"))
    assert found.of_kind("competency")[0].broader == (iri,)  # type: ignore[attr-defined]
    assert parse_framework(write_framework(found)) == found


# Cycles


@pytest.mark.parametrize(
    ("cls", "predicate", "code"),
    [
        ("Competency", "skos:broader", "cycle-broader"),
        ("Function", "skos:broader", "cycle-broader"),
        ("TrainingModule", "ssw:prerequisite", "cycle-prerequisite"),
        ("CompetencySet", "ssw:includes", "cycle-includes"),
        ("Cadre", "ssw:includes", "cycle-includes"),
    ],
)
def test_a_cycle_is_told_with_its_members(cls: str, predicate: str, code: str) -> None:
    body = "".join(named(a, cls, f"; {predicate} xx:{b}") for a, b in ("ab", "bc", "ca"))
    (result,) = findings(body)
    assert (result.code, result.element) == (code, "xx:a")
    assert "xx:a -> xx:b -> xx:c -> xx:a" in str(result.message)
    (alone,) = findings(named("a", cls, f"; {predicate} xx:a"))
    assert "xx:a -> xx:a" in str(alone.message)


def test_a_diamond_is_no_cycle() -> None:
    links = {"a": "xx:b , xx:c", "b": "xx:d", "c": "xx:d"}
    body = "".join(competency(code, f"; skos:broader {links[code]}" if code in links else "") for code in "abcd")
    assert findings(body) == ()


def test_a_cycle_of_thousands_is_found_without_recursion() -> None:
    size = 5_000
    body = "".join(competency(f"c{n}", f"; skos:broader xx:c{(n + 1) % size}") for n in range(size))
    (result,) = findings(body)
    assert str(result.message).count(" -> ") == size


def test_a_long_chain_is_no_cycle() -> None:
    body = "".join(competency(f"c{n}", f"; skos:broader xx:c{n + 1}" if n < 4_999 else "") for n in range(5_000))
    assert len(read(body)) == 5_000


def test_a_group_that_leads_back_to_itself_is_one_cycle() -> None:
    body = "".join(
        competency(code, "; skos:broader " + ",".join(f"xx:{c}" for c in "abcd" if c != code)) for code in "abcd"
    )
    assert codes(body) == ["cycle-broader"]


# Notations, levels, labels


def test_a_notation_is_given_once_within_its_kind() -> None:
    (result,) = findings(competency("a", '; skos:notation "1"') + competency("b", '; skos:notation "1"'))
    assert (result.code, result.element) == ("duplicate-notation", "xx:b")
    assert "xx:a" in str(result.message)


def test_a_notation_of_modules_is_given_once_within_a_qualification() -> None:
    def modules(first: str, second: str) -> str:
        quals = named("p", "Qualification") + named("q", "Qualification")
        one = named("m", "TrainingModule", f'; skos:notation "KM-01" ; ssw:partOf {first}')
        return quals + one + named("n", "TrainingModule", f'; skos:notation "KM-01" ; ssw:partOf {second}')

    assert codes(modules("xx:p", "xx:q")) == []
    assert codes(modules("xx:p", "xx:p")) == ["duplicate-notation"]
    assert codes(modules("xx:p", "xx:q, xx:p")) == ["duplicate-notation"]


LEVELS = """\
xx:s a ssw:ProficiencyScale ; skos:prefLabel "s"@en ; ssw:evidence xx:e .
xx:t a ssw:ProficiencyScale ; skos:prefLabel "t"@en ; ssw:evidence xx:e .
xx:s1 a ssw:ProficiencyLevel ; skos:prefLabel "s1"@en ; ssw:evidence xx:e ; ssw:scale xx:s ; ssw:rank 1 .
xx:t1 a ssw:ProficiencyLevel ; skos:prefLabel "t1"@en ; ssw:evidence xx:e ; ssw:scale xx:t ; ssw:rank 1 .
xx:w a ssw:Cadre ; skos:prefLabel "w"@en ; ssw:evidence xx:e .
xx:m a ssw:TrainingModule ; skos:prefLabel "m"@en ; ssw:evidence xx:e .
"""


@pytest.mark.parametrize(
    "link",
    [
        "a ssw:Requirement ; ssw:ofCadre xx:w ; ssw:requires xx:c ; ssw:atLevel",
        "a ssw:LearningOutcome ; ssw:outcomeOf xx:m ; ssw:develops xx:c ; ssw:toLevel",
        "a ssw:EntryRequirement ; ssw:ofModule xx:m ; ssw:requires xx:c ; ssw:entryLevel",
    ],
)
def test_a_level_lies_on_the_scale_of_its_competency(link: str) -> None:
    body = LEVELS + competency("c", "; ssw:scale xx:s")
    assert codes(f"{body} xx:r {link} xx:s1 ; ssw:evidence xx:e .") == []
    found = findings(f"{body} xx:r {link} xx:t1 ; ssw:evidence xx:e .")
    (result,) = [one for one in found if one.severity == "violation"]
    assert (result.code, result.element) == ("level-outside-scale", "xx:r")


def test_the_framework_s_scale_holds_for_competencies_that_name_none() -> None:
    body = LEVELS + competency() + "<https://w3id.org/sswgraph/id/xx> ssw:scale xx:s .\n"
    link = "xx:r a ssw:Requirement ; ssw:evidence xx:e ; ssw:ofCadre xx:w ; ssw:requires xx:c ; ssw:atLevel"
    assert codes(f"{body} {link} xx:s1 .") == []
    assert codes(f"{body} {link} xx:t1 .") == ["level-outside-scale"]


def test_two_levels_of_one_scale_have_different_ranks() -> None:
    double = LEVELS.replace("ssw:scale xx:t ; ssw:rank 1", "ssw:scale xx:s ; ssw:rank 1")
    assert codes(double) == ["duplicate-rank"]


def test_a_label_is_given_once_in_a_language() -> None:
    assert codes(competency("c", '; skos:prefLabel "other"@en')) == ["two-labels-in-one-language"]
    assert codes(competency("c", '; skos:prefLabel "autre"@fr ; skos:altLabel "d"@en , "e"@en')) == []
    assert codes(competency("c", '; skos:prefLabel "other"@EN')) == ["two-labels-in-one-language"]


def test_evidence_is_asked_for_and_must_be_used() -> None:
    assert codes('xx:c a ssw:Competency ; skos:prefLabel "c"@en .') == ["no-evidence"]
    assert codes("xx:f a ssw:Evidence ; ssw:basis ssw:Draft .") == ["unused-evidence"]
    assert codes(competency("c", ", xx:f") + "xx:f a ssw:Evidence ; ssw:basis ssw:Stated .") == ["no-source"]
    assert codes(competency("c", ", xx:f") + "xx:f a ssw:Evidence ; ssw:basis ssw:Derived .") == ["no-origin"]
    assert codes(competency("c", ", xx:f")) == ["dangling-reference"]


def test_an_excerpt_has_at_most_twelve_words() -> None:
    for words, wanted in ((12, []), (13, ["long-excerpt"])):
        assert codes(f'xx:e ssw:excerpt "{" word" * words}"@en .') == wanted


# Our own vocabulary


@pytest.mark.parametrize(
    ("body", "near"),
    [
        (named("c", "Competancy"), "ssw:Competency"),
        (named("c", "competency"), "ssw:Competency"),
        (named("c", "Trainingmodule"), "ssw:TrainingModule"),
        (competency("c", "; ssw:fasett ssw:Skill"), "ssw:facet"),
        (module("; ssw:notionalHour 5"), "ssw:notionalHours"),
        (module("; ssw:NotionalHours 5"), "ssw:notionalHours"),
        ("ex:thing ssw:notionalHour 5 .", "ssw:notionalHours"),
        (competency("c", ", xx:d") + "xx:d a ssw:Evidence, ssw:Evidense ; ssw:basis ssw:Draft .", "ssw:Evidence"),
    ],
)
def test_an_unknown_term_is_told_with_the_near_one(body: str, near: str) -> None:
    (result,) = [one for one in findings(body) if one.code == "unknown-term"]
    assert near in str(result.fix)
    assert result.line is not None


def test_a_misspelt_framework_is_told_with_the_near_term() -> None:
    text = HEAD.replace("a ssw:Framework", "a ssw:Framwork")
    told = [f"{one.message} {one.fix}" for one in check_bytes(text.encode(), "mine.ttl").results]
    assert any("ssw:Framwork" in one and "ssw:Framework" in one for one in told)


@pytest.mark.parametrize(
    "body",
    [
        "xx:e ssw:concerns ssw:notionalHurs .",
        'xx:s a ssw:Statement ; ssw:evidence xx:e ; rdf:subject xx:e ; rdf:predicate ssw:nope ; rdf:object "x" .',
        competency("c", "; ex:p ssw:Nope"),
    ],
)
def test_an_unknown_term_is_told_wherever_it_stands(body: str) -> None:
    assert "unknown-term" in codes(body)


def test_a_term_on_the_wrong_class_is_told() -> None:
    assert codes(competency("c", "; ssw:notionalHours 5")) == ["misplaced-term"]


def test_a_subject_with_our_terms_and_no_class_is_told() -> None:
    assert codes("xx:c ssw:notionalHours 5 .") == ["no-class"]


def test_a_subject_of_two_classes_is_told() -> None:
    assert codes("xx:c a ssw:Competency, ssw:Cadre ; skos:prefLabel 'c'@en ; ssw:evidence xx:e .") == [
        "too-many-values"
    ]


def test_a_second_value_where_one_belongs_is_told() -> None:
    assert codes(competency("c", '; skos:notation "a" , "b"')) == ["too-many-values"]
    assert codes(module("; ssw:notionalHours 5 , 5.0")) == []


def test_one_bad_value_is_one_problem() -> None:
    assert codes(named("c", "Cadre", "; ssw:tier ssw:Nope , ssw:Basic")) == ["wrong-code"]


WRONG_TERMS = (
    "5",
    '"x"',
    "[]",
    "<http://x/y>",
    '"x"@en',
    "( 1 )",
    '"x"^^ex:type',
    "<xx:y>",
    "xx:gone",
    "ssw:Nope",
    "1e0",
)


@pytest.mark.slow
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_a_wrong_term_in_any_property_is_told_and_breaks_nothing(cls: Any) -> None:
    for prop in some(cls.properties):
        said = [f"<{prop.iri}> {term} ." for term in WRONG_TERMS]
        if cls.name == "Framework":
            bodies = [f"<https://w3id.org/sswgraph/id/xx> {one}" for one in said]
        else:
            bodies = ["\n".join(f"xx:q{n} a ssw:{cls.name} ; {one}" for n, one in enumerate(said))]
        for body in bodies:
            assert all(str(one.message) and str(one.fix) for one in findings(body))


# Values


def hours(literal: str) -> Any:
    found = read(module(f"; ssw:notionalHours {literal}")).of_kind("module")[0]
    assert isinstance(found, TrainingModule)
    return found.notional_hours


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("5", 5),
        ("0", 0),
        ("-0", 0),
        ('"01"^^xsd:integer', 1),
        ('"+5"^^xsd:integer', 5),
        ("5.0", 5),
        ("1.50", Decimal("1.5")),
        (".5", Decimal("0.5")),
        ('"7"^^xsd:nonNegativeInteger', 7),
        ("123456789012345678", 123456789012345678),
        ("100.00", 100),
    ],
)
def test_a_number_is_read_exactly(literal: str, value: int | Decimal) -> None:
    found = hours(literal)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "literal",
    [
        '"5"',
        '"5"@en',
        "1e3",
        '"NaN"^^xsd:double',
        '"NaN"^^xsd:decimal',
        '"sNaN"^^xsd:decimal',
        '"INF"^^xsd:float',
        '"Infinity"^^xsd:decimal',
        '"abc"^^xsd:integer',
        '""^^xsd:integer',
        "true",
        "ex:five",
        "1234567890123456789",
        "0.1234567890123456789",
        '"5"^^ex:hours',
        '"\u0663"^^xsd:integer',
        '"1_0"^^xsd:integer',
        '"1.0"^^xsd:integer',
        '"5 hours"^^xsd:decimal',
        '"1e2"^^xsd:decimal',
        '"1e5000"^^xsd:decimal',
        '"1E-20"^^xsd:decimal',
    ],
)
def test_what_is_no_number_is_told(literal: str) -> None:
    assert codes(module(f"; ssw:notionalHours {literal}")) == ["wrong-datatype"]


@pytest.mark.parametrize("literal", ["-1", "-0.5", '"-3"^^xsd:integer'])
def test_a_negative_volume_is_told(literal: str) -> None:
    assert codes(module(f"; ssw:notionalHours {literal}")) == ["negative-number"]


@pytest.mark.parametrize("literal", ["1.5", "1.0", '"1"', "true", "-1"])
def test_a_rank_is_a_whole_number(literal: str) -> None:
    body = LEVELS.replace("ssw:scale xx:t ; ssw:rank 1", f"ssw:scale xx:t ; ssw:rank {literal}")
    assert codes(body) in (["wrong-datatype"], ["negative-number"])


@pytest.mark.parametrize(
    ("literal", "good"),
    [
        ('"2020-02-29"^^xsd:date', True),
        ('"0001-01-01"^^xsd:date', True),
        ('"2021-02-29"^^xsd:date', False),
        ('"2020-01-01Z"^^xsd:date', False),
        ('"-0044-03-15"^^xsd:date', False),
        ('"2020-01-01T00:00:00"^^xsd:dateTime', False),
        ('"2020-01-01"', False),
        ("2020", False),
        ('"20200101"^^xsd:date', False),
        ('"2020-W01-1"^^xsd:date', False),
    ],
)
def test_a_whole_date_is_one(literal: str, good: bool) -> None:
    assert codes(module(f"; ssw:lastEnrolment {literal}")) == ([] if good else ["wrong-datatype"])


@pytest.mark.parametrize(
    ("literal", "good"),
    [
        ('"2015"', True),
        ('"2015-09"', True),
        ('"2015-09-21"', True),
        ('"2015"^^xsd:gYear', True),
        ('"2015-09"^^xsd:gYearMonth', True),
        ('"2015-13"', False),
        ('"2015-02-30"', False),
        ('"2015-9"', False),
        ('"2015\\n"', False),
        ('"in 2015"', False),
        ("2015", False),
        pytest.param('"\u0662\u0660\u0661\u0665"', False),
    ],
)
def test_a_date_is_as_exact_as_known(literal: str, good: bool) -> None:
    body = f'xx:s a ssw:Source ; dcterms:title "s"@en ; dcterms:date {literal} .'
    assert codes(body) == ([] if good else ["wrong-datatype"])


@pytest.mark.parametrize(
    ("literal", "value"), [("true", True), ("false", False), ('"1"^^xsd:boolean', True), ('"0"^^xsd:boolean', False)]
)
def test_true_and_false_are_read(literal: str, value: bool) -> None:
    found = read(competency("c", f"; ssw:partsComplete {literal}")).of_kind("competency")[0]
    assert found.parts_complete is value  # type: ignore[attr-defined]


@pytest.mark.parametrize("literal", ['"true"', '"TRUE"^^xsd:boolean', '"yes"^^xsd:boolean', "1"])
def test_what_is_neither_true_nor_false_is_told(literal: str) -> None:
    assert codes(competency("c", f"; ssw:partsComplete {literal}")) == ["wrong-datatype"]


@pytest.mark.parametrize(
    ("tag", "good"),
    [
        ("en", True),
        ("EN-gb", True),
        ("pt-BR", True),
        ("zh-Hans-CN", True),
        ("es-419", True),
        ("tpi", True),
        ("sl-rozaj", True),
        ("en-x-house", True),
        ("eng", False),
        ("english", False),
        ("zz", False),
        ("und", False),
        ("mul", False),
        ("de-1996", True),
        ("de-CH-1901", True),
        ("zh-cmn", True),
        ("en-u-ca-gregory", True),
        ("en-gbr", False),
    ],
)
def test_a_language_tag_is_one(tag: str, good: bool) -> None:
    assert codes(competency("c", f'; skos:altLabel "x"@{tag}')) == ([] if good else ["language-tag"])


def test_the_near_language_tag_is_named() -> None:
    (result,) = findings(competency("c", '; skos:altLabel "x"@francais'))
    assert "'fr'" in f"{result.message} {result.fix}"


def test_tags_are_kept_in_small_letters_and_texts_as_they_are() -> None:
    found = read(competency("c", '; skos:altLabel "Cafe\u0301"@FR , "  blanks  "@pt-BR'))
    assert found.of_kind("competency")[0].alt_label.values == (  # type: ignore[attr-defined]
        ("fr", "Cafe\u0301"),
        ("pt-br", "  blanks  "),
    )


def test_the_direction_of_a_text_is_kept_or_told() -> None:
    body = competency("c", '; skos:altLabel "abc"@ar--rtl')
    assert findings(body) or "--rtl" in write_framework(read(body))


# What is not ours is kept word for word


def test_foreign_statements_are_kept() -> None:
    found = read(
        'ex:thing a ex:Thing ; ex:says "01"^^xsd:integer , "1.50"^^xsd:decimal , "a\\tb"@de .\n'
        + competency("c", "; a skos:Concept ; ex:see ex:thing ; skos:inScheme ex:scheme ; skos:exactMatch ex:other")
    )
    own = "<https://w3id.org/sswgraph/id/xx/c>"
    thing = "<http://example.org/thing>"
    a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    says = "<http://example.org/says>"
    skos = "http://www.w3.org/2004/02/skos/core#"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert set(found.residue) == {
        f"{thing} {a} <http://example.org/Thing> .",
        f'{thing} {says} "01"^^<{xsd}integer> .',
        f'{thing} {says} "1.50"^^<{xsd}decimal> .',
        f'{thing} {says} "a\\tb"@de .',
        f"{own} <http://example.org/see> {thing} .",
        f"{own} {a} <{skos}Concept> .",
        f"{own} <{skos}inScheme> <http://example.org/scheme> .",
        f"{own} <{skos}exactMatch> <http://example.org/other> .",
    }
    assert list(found.residue) == sorted(found.residue)


def test_written_labels_of_foreign_blank_nodes_are_kept() -> None:
    found = read(competency("c", "; ex:p _:b7 ; ex:q _:n0") + "_:b7 ex:p _:n0 .")
    assert [line for line in found.residue if line.startswith("_:")] == [
        "_:b7 <http://example.org/p> _:n0 .",
    ]
    assert parse_framework(write_framework(found)) == found


def test_foreign_blank_nodes_without_a_label_are_numbered_by_first_use() -> None:
    found = read(competency("c", "; ex:p [ ex:says 1 ] , [ ex:says 2 ] ; ex:q _:n0"))
    said = {line.split()[0]: line.split('"')[1] for line in found.residue if line.startswith("_:")}
    assert said == {"_:n1": "1", "_:n2": "2"}
    assert parse_framework(write_framework(found)) == found


def test_a_quoted_statement_is_kept_or_told() -> None:
    (result,) = findings(competency("c", "; ex:says <<( [] ex:p ex:o )>>"))
    assert (result.code, result.element, result.line) == ("triple-term", "xx:c", LINES + 1)
    assert codes(competency() + "<< xx:c a ssw:Competency >> ex:sure 1 .") == ["triple-term"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "".join(f"_:a{i} ex:p _:a{j} .\n" for i in range(60) for j in range(60) if i != j), id="all-to-all"
        ),
        pytest.param("".join(f"_:a{i} ex:p _:a{(i + 1) % 5000} .\n" for i in range(5000)), id="ring"),
        pytest.param(
            "".join(f"_:a{i} ex:p _:a{i ^ (1 << b)} .\n" for i in range(256) for b in range(8)), id="hypercube"
        ),
        pytest.param(
            "".join(
                f"_:a{i}x{j} ex:p _:a{i}x{(j + 1) % 7} , _:a{(i + 1) % 7}x{j} .\n" for i in range(7) for j in range(7)
            ),
            id="torus",
        ),
        pytest.param("ex:s ex:p " + "[ ex:p " * 10_000 + "1" + " ]" * 10_000 + " .", id="nested"),
        pytest.param("ex:s ex:p " + "( " * 10_000 + ") " * 10_000 + " .", id="lists"),
    ],
)
def test_poison_graphs_of_foreign_blank_nodes_are_read_and_written(body: str) -> None:
    found = read(body)
    assert parse_framework(write_framework(found)) == found


# Own nodes without a name (R2)


INLINE = """\
xx:c a ssw:Competency ; skos:prefLabel "c"@en ;
    ssw:evidence [ a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source [ a ssw:Source ; dcterms:title "S"@en ] ] ,
        [ a ssw:Evidence ; ssw:basis ssw:Draft ; skos:note "b"@en , "a"@en ] .
_:set a ssw:CompetencySet ; skos:prefLabel "set"@en ; ssw:evidence xx:e ; ssw:includes xx:c .
"""


def test_own_nodes_get_an_iri_from_what_they_say() -> None:
    found = read(INLINE)
    ids = [node.id for node in found.elements] + [one.id for node in found.elements for one in node.evidence]
    assert all(identifier.startswith("xx:") for identifier in ids)
    assert found.residue == ()
    assert parse_framework(write_framework(found)) == found


def test_the_names_do_not_depend_on_labels_or_order() -> None:
    wanted = write_framework(read(INLINE))
    other = """\
_:q ssw:includes xx:c ; ssw:evidence xx:e ; skos:prefLabel "set"@en ; a ssw:CompetencySet .
_:d skos:note "a"@en , "b"@en ; ssw:basis ssw:Draft ; a ssw:Evidence .
_:z ssw:basis ssw:Stated ; a ssw:Evidence ; dcterms:source _:y .
_:y dcterms:title "S"@en ; a ssw:Source .
xx:c ssw:evidence _:d , _:z ; skos:prefLabel "c"@en ; a ssw:Competency .
"""
    assert write_framework(read(other)) == wanted


def test_the_names_depend_on_what_is_said() -> None:
    assert write_framework(read(INLINE)) != write_framework(read(INLINE.replace('"set"@en', '"Set"@en')))


def test_equal_own_nodes_become_one() -> None:
    twice = ", ".join(["[ a ssw:Evidence ; ssw:basis ssw:Draft ]"] * 50)
    (found,) = read(f'xx:c a ssw:Competency ; skos:prefLabel "c"@en ; ssw:evidence {twice} .').of_kind("competency")
    assert len(found.evidence) == 1


def test_own_nodes_that_differ_in_what_hangs_on_them_stay_two() -> None:
    inner = ", ".join(f"[ a ssw:Evidence ; ssw:basis ssw:Draft ; ex:page [ ex:number {n} ] ]" for n in (1, 2))
    (found,) = read(f'xx:c a ssw:Competency ; skos:prefLabel "c"@en ; ssw:evidence {inner} .').of_kind("competency")
    assert len(found.evidence) == 2


def test_own_nodes_may_nest_deep() -> None:
    start = 'a ssw:Competency ; skos:prefLabel "x"@en ; ssw:evidence xx:e ; skos:broader '
    body = f"xx:c {start}" + f"[ {start}" * 3_000 + "xx:end" + " ]" * 3_000 + " .\n" + competency("end")
    assert len(read(body)) == 3_002


def test_own_nodes_in_a_circle_are_told() -> None:
    link = 'a ssw:Competency ; skos:prefLabel "x"@en ; ssw:evidence xx:e ; skos:broader'
    assert "bad-id" in codes(f"_:a {link} _:b . _:b {link} _:a .")
    assert "bad-id" in codes(f"_:a {link} _:a .")
    everyone = "".join(f"_:a{i} {link} _:a{j} .\n" for i in range(40) for j in range(40) if i != j)
    assert "bad-id" in codes(everyone)


CIRCLE = 'a ssw:Competency ; skos:prefLabel "x"@en ; ssw:evidence xx:e ; skos:broader'


@pytest.mark.parametrize(
    "body",
    [
        f"xx:c {CIRCLE} [ {CIRCLE} _:z ] . _:z {CIRCLE} _:z .",
        competency("c", "; skos:broader [ ex:p 1 ]"),
        "[] a ssw:Nope .",
        "[] a ssw:Framework .",
        "xx:s a ssw:Statement ; ssw:evidence xx:e ; rdf:subject xx:e ; rdf:predicate ex:p ; rdf:object [] .",
    ],
)
def test_a_node_without_a_name_is_told_in_the_same_words_every_time(body: str) -> None:
    assert findings(body)
    assert findings(body) == findings(body)


PRINT = """
import sys
from sswgraph.errors import InvalidFrameworkError
from sswgraph.exchange import parse_framework, write_framework
for text in sys.stdin.read().split("\\0"):
    try:
        print(write_framework(parse_framework(text)))
    except InvalidFrameworkError as error:
        print(error)
"""


def test_reading_gives_the_same_in_every_process() -> None:
    foreign = competency("c", "; ex:p [ ex:says 1 ; ex:q [ ex:says 2 ] ] , ( 1 2 [ ex:says 3 ] )")
    texts = "\0".join(HEAD + body for body in (INLINE, foreign, MANY_WRONGS))
    printed = set()
    for seed in ("0", "1", "4711"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-X", "utf8", "-c", PRINT]
        done = subprocess.run(
            command, input=texts, capture_output=True, encoding="utf-8", cwd=ROOT, env=env, check=True
        )
        printed.add(done.stdout)
    assert len(printed) == 1
    assert "8 problems" in printed.pop()
