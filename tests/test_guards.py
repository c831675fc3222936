"""The door: what is refused before any parser sees it, and that nothing behind it opens a second file or a socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.errors import InvalidFrameworkError, ParseError
from sswgraph.exchange import check_bytes, parse_framework, parse_sssom, read_bytes, write_framework, write_jsonld
from sswgraph.exchange.registry import JSONLD, RDFXML
from sswgraph.exchange.sssom.reader import read_header
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import country_problem, language_problem
from sswgraph.model.ids import id_of, iri_of
from tests.test_reading import HEAD, competency

ROOT = Path(__file__).parent.parent
GOOD = HEAD + competency()


def refused(data: bytes, path: Path) -> ParseError:
    """The error that reading these bytes raises, from a file."""
    path.write_bytes(data)
    with pytest.raises(ParseError) as caught:
        ssw.read(path)
    assert caught.value.file == str(path)
    assert caught.value.hint
    return caught.value


# Bytes


def test_a_byte_order_mark_of_utf_8_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert ssw.read(path)["xx"] == parse_framework(GOOD)
    assert ssw.check(path).conforms
    assert parse_framework("\ufeff" + GOOD) == parse_framework(GOOD)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_encodings_of_unicode_are_named(codec: str, tmp_path: Path) -> None:
    mark = "" if codec in ("utf-16", "utf-32") else "\ufeff"
    error = refused((mark + GOOD).encode(codec), tmp_path / "mine.ttl")
    assert codec[:6].upper() in error.problem
    assert "UTF-8" in error.hint


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_other_encodings_of_unicode_without_a_mark_are_refused(codec: str, tmp_path: Path) -> None:
    refused(GOOD.encode(codec), tmp_path / "mine.ttl")


@pytest.mark.parametrize(
    ("data", "line", "column", "said"),
    [
        ("# \u201cquoted\u201d".encode("cp1252"), 1, 3, "0x93"),
        ("# one\r\n# caf\xe9".encode("cp1252"), 2, 6, "0xE9"),
        (b"# cut \xe2\x82", 1, 7, "0xE2"),
        (b"# overlong \xc0\xaf", 1, 12, "0xC0"),
        (b"# surrogate \xed\xa0\x80", 1, 13, "0xED"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, 1, "0x89"),
        (b"\x1f\x8b\x08\x00", 1, 2, "0x8B"),
    ],
)
def test_the_first_byte_that_is_no_utf_8_is_told(
    data: bytes, line: int, column: int, said: str, tmp_path: Path
) -> None:
    error = refused(data, tmp_path / "mine.ttl")
    assert (error.line, error.column) == (line, column)
    assert said in error.problem


def test_windows_1252_is_guessed_by_its_quotation_marks(tmp_path: Path) -> None:
    assert "Windows-1252" in refused("# \u201cquoted\u201d".encode("cp1252"), tmp_path / "mine.ttl").problem


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_told(data: bytes, tmp_path: Path) -> None:
    assert "empty" in refused(data, tmp_path / "mine.ttl").problem


def test_a_nul_byte_is_refused(tmp_path: Path) -> None:
    assert "binary" in refused(GOOD.encode() + b"\x00", tmp_path / "mine.ttl").problem


def test_a_nul_byte_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    text = HEAD + "#" * 5_000 + "\n" + competency().replace('"c"', '"c\0"')
    refused(text.encode(), tmp_path / "mine.ttl")


@pytest.mark.parametrize("ending", [".nt", ".jsonld", ".rdf", ".sssom.tsv"])
def test_every_format_has_the_same_door(ending: str, tmp_path: Path) -> None:
    assert "empty" in refused(b"", tmp_path / f"mine{ending}").problem
    assert "UTF-16" in refused(GOOD.encode("utf-16"), tmp_path / f"mine{ending}").problem
    assert "0xE9" in refused(b"# \xe9", tmp_path / f"mine{ending}").problem


# Files


def test_a_missing_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ssw.read(tmp_path / "none.ttl")
    with pytest.raises(FileNotFoundError):
        ssw.check(tmp_path / "none.ttl")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    for verb in (ssw.read, ssw.check):
        with pytest.raises(ParseError, match="ordinary file"):
            verb(tmp_path / "folder.ttl")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    with pytest.raises(ParseError, match="ordinary file"):
        ssw.read(tmp_path / "pipe.ttl")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "endless.ttl").symlink_to("/dev/zero")
    with pytest.raises(ParseError, match="ordinary file"):
        ssw.read(tmp_path / "endless.ttl")


def test_a_link_is_followed_and_a_ring_of_links_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(GOOD, encoding="utf-8")
    (tmp_path / "link.ttl").symlink_to("mine.ttl")
    (tmp_path / "ring.ttl").symlink_to("ring.ttl")
    assert "xx:c" in ssw.read(tmp_path / "link.ttl")
    with pytest.raises(OSError, match="link"):
        ssw.read(tmp_path / "ring.ttl")


def test_a_file_is_read_up_to_its_cap(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_bytes(GOOD.encode())
    size = len(GOOD.encode())
    assert read_bytes(path, max_bytes=size) == GOOD.encode()
    with pytest.raises(ParseError, match=f"{size:,} bytes") as caught:
        read_bytes(path, max_bytes=size - 1)
    assert f"{size - 1:,}" in caught.value.problem


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.ttl"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_001)
    with pytest.raises(ParseError, match="at most"):
        ssw.read(path)


def test_the_cap_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(GOOD, encoding="utf-8")
    for verb in (ssw.read, ssw.check):
        verb(path, max_bytes=len(GOOD))
        with pytest.raises(ParseError, match="max_bytes"):
            verb(path, max_bytes=len(GOOD) - 1)
    with pytest.raises(ParseError, match="max_bytes"):
        ssw.read_sssom(path, max_bytes=10)


# What a file says, in an error


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\u202e", "\u2066", "\x9b", "\u2028", "\x85", "\ufeff"])
def test_what_a_file_says_cannot_command_a_terminal(sign: str) -> None:
    data = (HEAD + competency("c", f'; ssw:facet "{sign}"; ssw:nope 1')).encode()
    report = check_bytes(data, f"mine{sign}.ttl")
    with pytest.raises(InvalidFrameworkError) as caught:
        parse_framework(data, file=f"mine{sign}.ttl")
    table = (
        f"#curie_map:\n#  za: http://x/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n{sign}\ta\tb\tc\n"
    )
    with pytest.raises(ParseError) as odd:
        parse_sssom(table.encode())
    shown = [str(report), str(caught.value), str(odd.value), *(str(row["message"]) for row in report.rows())]
    assert not any(sign[0] in text for text in shown)
    assert any(ascii(sign[0])[1:-1] in text for text in shown)


# JSON-LD


def jsonld(context: object) -> str:
    made = json.loads(write_jsonld(parse_framework(GOOD)))
    return json.dumps({**made, "@context": context})


@pytest.mark.parametrize(
    "context",
    [
        "http://127.0.0.1:9/context.jsonld",
        "file:///etc/passwd",
        "context.jsonld",
        "",
        "https://w3id.org/sswgraph/context.jsonld#",
        "https://w3id.org/sswgraph/../sswgraph/context.jsonld",
        ["https://w3id.org/sswgraph/context.jsonld", "http://127.0.0.1:9/more.jsonld"],
        [[["http://127.0.0.1:9/more.jsonld"]]],
        {"@import": "http://127.0.0.1:9/more.jsonld"},
        {"term": {"@id": "http://example.org/term", "@context": "http://127.0.0.1:9/more.jsonld"}},
    ],
)
def test_a_context_outside_the_file_is_refused(context: object) -> None:
    with pytest.raises(ParseError):
        parse_framework(jsonld(context), form=JSONLD)


def test_a_context_deep_in_the_file_is_refused_too() -> None:
    document = json.loads(write_jsonld(parse_framework(GOOD)))
    document["@graph"].append({"@context": "http://127.0.0.1:9/", "id": "http://example.org/a"})
    with pytest.raises(ParseError, match="outside the file"):
        parse_framework(json.dumps(document), form=JSONLD)
    with pytest.raises(ParseError, match="outside the file"):
        parse_framework('{"\\u0040context": "http://127.0.0.1:9/"}', form=JSONLD)
    with pytest.raises(ParseError, match="@import is not read"):
        parse_framework(jsonld({"@import": "http://127.0.0.1:9/"}), form=JSONLD)


def test_the_bundled_context_is_read() -> None:
    assert parse_framework(write_jsonld(parse_framework(GOOD)), form=JSONLD) == parse_framework(GOOD)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "deeper than 64"),
        ('{"a":' * 5_000 + "1" + "}" * 5_000, "deeper than 64"),
        ('{"a": 1, "b": 2, "a": 3}', "'a' is repeated"),
        ('[{"x": {"a": 1, "\\u0061": 3}}]', "'a' is repeated"),
        ("{", ""),
        ('{"a": NaN}', ""),
        ('{"@id": "http://example.org/\\ud800"}', ""),
        ('{"http://example.org/n": ' + "9" * 5_000 + "}", "more than 4,300 digits"),
        ('{"@id": "http://example.org/a", "http://example.org/n": 1e999}', ""),
        ("{} {}", "Extra data"),
        ('{"@context": 5}', "@context"),
        ('{"a": 1}"' + "[" * 1_000, "deeper than 64"),
    ],
)
def test_json_that_could_do_harm_is_refused(text: str, said: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_framework(text, file="mine.jsonld", form=JSONLD)
    assert said in caught.value.problem
    assert caught.value.file == "mine.jsonld"


def test_brackets_in_strings_are_no_depth() -> None:
    with pytest.raises(InvalidFrameworkError):
        parse_framework('{"http://example.org/p": "' + "[" * 1_000 + '"}', form=JSONLD)


@pytest.mark.parametrize(
    "node",
    [
        {"id": "xx/d", "type": "Competency", "prefLabel": {"en": "d"}},
        {"id": "http://a b", "type": "Competency", "prefLabel": {"en": "d"}},
        {"id": "https://w3id.org/sswgraph/id/xx/c", "covers": ["d"]},
        {"id": "http://example.org/a", "note": {"not a tag": "text"}},
        {"id": "http://example.org/a", "notionalHour": 5},
        {"id": "http://example.org/a", "type": "Competenzy"},
        {"id": "http://example.org/a", "Type": "Competency"},
        {"id": "https://w3id.org/sswgraph/id/xx/c", "facet": "Skil"},
    ],
)
def test_nothing_in_json_ld_vanishes_without_a_word(node: dict[str, object]) -> None:
    document = json.loads(write_jsonld(parse_framework(GOOD)))
    document["@graph"].append(node)
    with pytest.raises((ParseError, InvalidFrameworkError)):
        parse_framework(json.dumps(document), form=JSONLD)


@pytest.mark.parametrize(
    ("said", "problem", "line"),
    [
        ({"@id": "http://a b"}, "'http://a b' is not a complete IRI.", 3),
        ({"@id": "_:a b"}, "'a b' is not a complete IRI.", None),
        ({"@value": "text", "@language": "not a tag"}, "'not a tag' is not a valid language tag.", 3),
        ({"@list": [{"@id": "http://a b"}]}, "'http://a b' is not a complete IRI.", 3),
        ({"@value": "text", "@type": "a b"}, "'a b' is not explained by the context.", 3),
        ({"@value": "text", "@type": "@json", "@language": "en"}, "", None),
    ],
)
def test_the_error_names_what_json_ld_would_drop(said: dict[str, object], problem: str, line: int | None) -> None:
    text = f'{{"@id": "http://example.org/a",\n"http://example.org/p":\n{json.dumps(said)}}}'
    with pytest.raises(ParseError) as caught:
        parse_framework(text, file="mine.jsonld", form=JSONLD)
    assert problem in caught.value.problem
    assert (caught.value.file, caught.value.line, caught.value.column) == ("mine.jsonld", line, None)


@pytest.mark.parametrize(
    "text",
    [
        '{"@id": "http://example.org/a",\n"label": "x"}',
        '[{"@context": {"p": "http://example.org/"}, "@id": "http://example.org/a",\n"label": "x"}]',
        '{"@id": "http://example.org/a",\n"@type": "label"}',
        '{"@context": {"@vocab": null}, "@id": "http://example.org/a",\n"label": "x"}',
        '{"@id": "http://example.org/a", "http://example.org/p": {"@context": null,\n"label": "x"}}',
    ],
)
def test_a_name_that_no_context_explains_is_told(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_framework(text, form=JSONLD)
    assert (caught.value.problem, caught.value.line) == ("'label' is not explained by the context.", 2)


def test_a_word_that_json_ld_has_not_is_told() -> None:
    with pytest.raises(ParseError, match="@vlaue is not a keyword"):
        parse_framework('{"http://example.org/p": {"@vlaue": "x"}}', form=JSONLD)


@pytest.mark.parametrize("about", ["d", "#d", "http://a b"])
def test_nothing_in_rdf_xml_vanishes_without_a_word(about: str) -> None:
    with pytest.raises((ParseError, InvalidFrameworkError)):
        parse_framework(xml(after=f'<ssw:Competency rdf:about="{about}"/>'), form=RDFXML)


# RDF/XML

XML = """<?xml version="1.0"?>
{}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ssw="https://w3id.org/sswgraph/ns#"
  xmlns:dcterms="http://purl.org/dc/terms/"><ssw:Framework rdf:about="https://w3id.org/sswgraph/id/xx">
<dcterms:title xml:lang="en">{}</dcterms:title></ssw:Framework>{}</rdf:RDF>"""


def xml(before: str = "", title: str = "An example", after: str = "") -> str:
    return XML.format(before, title, after)


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(xml(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"), id="billion laughs"),
        pytest.param(xml(f'<!DOCTYPE x [<!ENTITY a "{"a" * 999}">]>', "&a;" * 3_000), id="quadratic"),
        pytest.param(
            xml(
                f'<!DOCTYPE x [<!ENTITY a "{"a" * 999}">]>',
                after=f'<rdf:Description rdf:about="http://a/" dcterms:title="{"&a;" * 3_000}"/>',
            ),
            id="quadratic in an attribute",
        ),
        pytest.param(xml('<!DOCTYPE x [<!ENTITY a "' + "a" * 1_001 + '">]>', "&a;"), id="long entity"),
        pytest.param(
            xml("<!DOCTYPE x [" + "".join(f'<!ENTITY a{n} "a">' for n in range(65)) + "]>"), id="many entities"
        ),
        pytest.param(xml('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"), id="outside entity"),
        pytest.param(xml('<!DOCTYPE x [<!ENTITY a PUBLIC "a" "http://127.0.0.1:9/">]>', "&a;"), id="public entity"),
        pytest.param(xml('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), id="outside document type"),
        pytest.param(xml("<!DOCTYPE x [<!ENTITY % a \"<!ENTITY b 'c'>\"> %a; ]>", "&b;"), id="parameter entity"),
        pytest.param(xml("<!DOCTYPE x [<!ENTITY a '&#38;a;'>]>", "&a;"), id="entity of itself"),
        pytest.param(xml(after="<ssw:a>" * 100_000), id="nested"),
        pytest.param(xml(after="<ssw:a>" * 70 + "</ssw:a>" * 70), id="nested and closed"),
        pytest.param(xml()[:-4], id="cut off"),
        pytest.param(xml(title="&nbsp;"), id="unknown entity"),
        pytest.param(xml().replace('"1.0"', '"1.0" encoding="UTF-16"'), id="another encoding"),
        *(
            pytest.param(xml().replace('"1.0"', f'"1.0" encoding="{name}"'), id=f"said to be {name}")
            for name in ("utf-7", "big5", "no-such", "ISO-8859-1", "ascii")
        ),
        pytest.param("<html/>", id="no RDF"),
        pytest.param(
            xml(after='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
            id="xinclude",
        ),
    ],
)
def test_xml_that_could_do_harm_is_refused(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_framework(text, file="mine.rdf", form=RDFXML)
    assert caught.value.file == "mine.rdf"


def test_an_encoding_that_is_said_to_be_another_is_told_with_the_mend() -> None:
    with pytest.raises(ParseError, match="written in utf-7") as caught:
        parse_framework(xml().replace('"1.0"', '"1.0" encoding="utf-7"'), file="mine.rdf", form=RDFXML)
    assert caught.value.line == 1
    assert 'encoding="UTF-8"' in caught.value.hint
    for same in ("utf8", "UTF-8"):
        assert parse_framework(xml().replace('"1.0"', f'"1.0" encoding="{same}"'), form=RDFXML).title.languages


def test_short_entities_of_its_own_and_many_lines_do_no_harm() -> None:
    own = xml('<!DOCTYPE x [<!ENTITY who "An example">]>', "&who;")
    assert parse_framework(own, form=RDFXML).title.get("en") == "An example"
    lines = "one more line\n" * 300_000
    assert parse_framework(xml(title=lines), form=RDFXML).title.get("en") == lines


# SSSOM


@pytest.mark.parametrize(
    "header",
    [
        '#a: &a ["x", "x"]\n#b: [*a, *a]\n',
        "#a: &a x\n",
        "#a: !!python/object/apply:os.system ['true']\n",
        "#a: !custom x\n",
        "#a: " + "[" * 500 + "]" * 500 + "\n",
        "#" + "- " * 2_000 + "\n",
        "#a: " + "x" * 70_000 + "\n",
        "#a: b: c\n",
        "#- a\n#- b\n",
        "#only a sentence\n",
        "#---\n#a: 1\n#---\n#b: 2\n",
        "#curie_map: [za]\n",
        "#1: a\n",
        "#~: a\n",
        "#curie_map:\n#  za: {a: b}\n",
        "#curie_map:\n#  za:\n",
    ],
)
def test_a_header_that_could_do_harm_is_refused(header: str) -> None:
    rows = "subject_id\tpredicate_id\tobject_id\tmapping_justification\nza:a\tskos:exactMatch\tza:b\tx\n"
    more = "" if "curie_map" in header else "#curie_map:\n#  za: https://w3id.org/sswgraph/id/za/\n"
    with pytest.raises(ParseError) as caught:
        parse_sssom(f"{header}{more}{rows}".encode(), "mine.sssom.tsv")
    assert caught.value.file == "mine.sssom.tsv"


@pytest.mark.parametrize("value", ["&a x", "!!str x", "!custom x"])
def test_yaml_anchors_and_tags_are_called_by_name(value: str) -> None:
    with pytest.raises(ParseError, match="anchors or tags"):
        parse_sssom(f"#a: {value}\nsubject_id\n".encode())


# What brings down the libraries underneath


def test_a_syntax_error_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(GOOD.replace("id/xx", "id/yy") + "xx:d a ;", encoding="utf-8")
    base = CompetencyGraph([parse_framework(GOOD)])
    with pytest.raises(ParseError):
        ssw.read(path, base=base)
    assert [framework.id for framework in base.frameworks] == ["xx"]
    assert base["xx"] == parse_framework(GOOD)


def test_a_path_of_3_000_steps_is_walked(tmp_path: Path) -> None:
    steps = "".join(competency(f"c{n}", f"; skos:broader xx:c{n + 1}") for n in range(3_000)) + competency("c3000")
    graph = CompetencyGraph([parse_framework(HEAD + steps)])
    assert graph.sparql("ASK { xx:c0 skos:broader+ xx:c3000 }") is True


CHAIN = "ex:p " + "[ ex:p " * 3_000 + "1" + " ]" * 3_000


def test_3_000_foreign_nodes_in_each_other_are_kept() -> None:
    framework = parse_framework(HEAD + competency("c", f"; {CHAIN}"))
    assert len(framework.residue) == 3_001
    assert parse_framework(write_framework(framework)) == framework
    graph = CompetencyGraph([framework])
    assert len(ssw.read(graph.to_rdflib())["xx"].residue) == 3_001
    assert graph.sparql("ASK { xx:c <http://example.org/p>+ 1 }") is True


@pytest.mark.slow
def test_nodes_that_nothing_tells_apart_end_in_time() -> None:
    everyone = "".join(f"_:a{i} ex:p _:a{j} .\n" for i in range(100) for j in range(100) if i != j)
    start = time.perf_counter()
    framework = parse_framework(GOOD + everyone)
    assert len(framework.residue) == 9_900
    assert parse_framework(write_framework(framework)) == framework
    assert len(ssw.read(CompetencyGraph([framework]).to_rdflib())["xx"].residue) == 9_900
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/mine.ttl", "file:///etc/passwd.ttl", "//127.0.0.1/mine.ttl"])
def test_an_address_is_no_file(address: str) -> None:
    for verb in (ssw.read, ssw.check):
        with pytest.raises(FileNotFoundError):
            verb(address)


@pytest.mark.parametrize("text", ["a" * 50_000, "a-" * 25_000, "en" + "-x" * 20_000, "a:" * 25_000, "." * 50_000])
def test_no_pattern_of_ours_hangs(text: str) -> None:
    start = time.perf_counter()
    language_problem(text)
    country_problem(text)
    iri_of(text)
    id_of("https://w3id.org/sswgraph/id/" + text)
    with suppress(ParseError):
        read_header(f"title: {text}\n", "mine.tsv")
    assert not check_bytes(f'{HEAD}xx:c a ssw:Nope ; ex:p "{text}" .'.encode(), "mine.ttl").conforms
    assert time.perf_counter() - start < 5


def test_a_number_keeps_its_spelling_where_it_is_not_understood() -> None:
    (line,) = parse_framework(HEAD + competency("c", '; ex:n "01"^^xsd:integer')).residue
    assert '"01"' in line


# Nothing else is touched


WATCH = """
import sys
from pathlib import Path
import pyoxigraph, rdflib, yaml
import sswgraph as ssw
from sswgraph.errors import SswgraphError
from sswgraph.exchange import guards, jsonld, rdflib_io, registry, sssom

jsonld._context()
ssw.load()
folder = Path(sys.argv[1]).resolve()
files = sorted(folder.iterdir())
seen = []


def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode()
        if Path(path).resolve() not in files and "sswgraph" not in path:
            seen.append((event, path))
    elif event.startswith(("socket", "urllib", "subprocess", "os.system", "os.exec", "http", "ftplib", "shutil")):
        seen.append((event, str(arguments)))


sys.addaudithook(watch)
for path in files:
    for verb in (ssw.read, ssw.check):
        try:
            verb(path)
        except SswgraphError:
            pass
print(seen)
"""


@pytest.mark.slow
def test_reading_opens_no_other_file_and_no_socket(tmp_path: Path) -> None:
    outside = "<http://127.0.0.1:9/>"
    files = {
        "imports.ttl": GOOD + f"xx:c <http://www.w3.org/2002/07/owl#imports> {outside} . # <file:///etc/passwd>",
        "base.ttl": f"@base {outside} .\n" + GOOD,
        "nt.nt": f"{outside} <http://www.w3.org/2002/07/owl#imports> <file:///etc/passwd> .",
        "remote.jsonld": jsonld("http://127.0.0.1:9/"),
        "local.jsonld": jsonld((ROOT / "ontology" / "context.jsonld").as_uri()),
        "bundled.jsonld": jsonld("https://w3id.org/sswgraph/context.jsonld"),
        "entity.rdf": xml('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        "dtd.rdf": xml('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
        "style.rdf": xml('<?xml-stylesheet href="http://127.0.0.1:9/"?>'),
        "tag.sssom.tsv": "#a: !!python/object/apply:os.system ['true']\nsubject_id\n",
        "set.sssom.tsv": "#mapping_set_source: http://127.0.0.1:9/\n#curie_map:\n#  za: http://127.0.0.1:9/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\nza:a\tskos:exactMatch\tza:b\tx\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", WATCH, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_entities_in_either_quotation_marks_are_read_alike() -> None:
    text = xml('<!DOCTYPE x [<!ENTITY a \'say "yes" go\'>\n<!ENTITY b "it\'s">]>', "&a; &b;")
    plain = xml("", 'say "yes" go it\'s')
    assert parse_framework(text, form=RDFXML) == parse_framework(plain, form=RDFXML)
