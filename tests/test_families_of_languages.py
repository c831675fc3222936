"""A language is a family: which wording is shown, what counts as reworded, and what a machine leaves to people (T2)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.adaptation.compare import compared
from sswgraph.editions.merge import merge
from sswgraph.errors import InputError, ParseError
from sswgraph.messages import language_problem
from sswgraph.messages.tags import family, nearest_tag, paired, script
from sswgraph.model import Cadre, Competency, Evidence, Framework, ScopeRule, Text
from sswgraph.model.evidence import LIST_REACH
from sswgraph.model.text import compared_texts, text_runs
from tests.loops import some
from tests.tables import code, rows
from tests.toy import DRAFT, cadre, competency, framework, graph, requires

AR, EN, GB, FR, CD = "عامل", "may not remove a child", "may remove a child", "ne peut retirer un enfant", "autre"


# What is shown


@pytest.mark.parametrize(
    ("tags", "asked", "home", "given", "fell_back"),
    [
        ("ar en-gb", "en", "", "en-gb", False),
        ("ar en-gb", "sw", "", "en-gb", True),
        ("ar en-gb", "ar-eg", "", "ar", False),
        ("en en-gb", "en-au", "", "en", False),
        ("en-gb en-us", "en-au", "", "en-gb", False),
        ("en-gb en-us", "en-us", "", "en-us", False),
        ("pt pt-br", "pt-BR", "", "pt-br", False),
        ("en nn", "nb", "", "nn", False),
        ("en no", "nn-NO", "", "no", False),
        ("da no", "nb", "", "no", False),
        ("en sr-cyrl", "sr-latn", "", "en", True),
        ("en sr-cyrl", "sr", "", "sr-cyrl", False),
        ("en sr-latn", "sr", "", "en", True),
        ("en sr", "sr-latn", "", "en", True),
        ("en sr", "sr-cyrl", "", "sr", False),
        ("sr sr-latn-rs", "sr-latn", "", "sr-latn-rs", False),
        ("en zh zh-hant-hk", "zh-hant", "", "zh-hant-hk", False),
        ("en zh zh-hans", "zh-hant", "", "en", True),
        ("en zh zh-hant", "zh-hans", "", "zh", False),
        ("en zh-hans", "zh-hant", "zh-hans", "en", True),
        ("en zh-hant", "zh-tw", "", "zh-hant", False),
        ("en zh-hant", "zh-cn", "", "en", True),
        ("en uz-cyrl uz-latn", "uz", "", "uz-latn", False),
        ("sr-cyrl", "sr-latn", "", "sr-cyrl", True),
        ("am sw-ke", "fr", "sw", "sw-ke", True),
        ("am sw", "fr", "", "am", True),
        ("es und", "fr", "", "es", True),
    ],
)
def test_the_nearest_wording(tags: str, asked: str, home: str, given: str, fell_back: bool) -> None:
    found = Text(tuple((tag, f"in {tag}") for tag in tags.split())).best(asked, home or None)
    assert (str(found), found.lang, found.fell_back) == (f"in {given}", given, fell_back)


def test_the_steps_stand_in_the_documentation() -> None:
    assert [code(row[0]) for row in rows("`step`")] == ["asked", "base", "family", "english", "home", "first"]


def plain_nearest(asked: str, tags: list[str], home: str) -> str:
    """The rule as it is written, read with nothing but lists."""
    scripts = {"sr": "Cyrl", "zh": "Hans", "zh-tw": "Hant", "ar": "Arab"}

    def language(tag: str) -> str:
        return {"nb": "no", "nn": "no"}.get(tag.split("-")[0], tag.split("-")[0])

    def letters(tag: str) -> str:
        named = [part for part in tag.split("-")[1:] if len(part) == 4]
        return named[0].title() if named else scripts.get(tag, scripts.get(tag.split("-")[0], "Latn"))

    for wanted in [asked, "en", *([home] if home else [])]:
        base = wanted.split("-")[0]
        order = [wanted, *([base] if letters(base) == letters(wanted) else [])]
        order += sorted(tag for tag in tags if language(tag) == language(wanted) and letters(tag) == letters(wanted))
        for tag in order:
            if tag in tags:
                return tag
    return sorted(tags)[0]


def test_random_texts_give_what_a_plain_reading_of_the_rule_gives() -> None:
    known = "ar ar-eg en en-gb en-us fr fr-cd nb nn no pt pt-br sr sr-cyrl sr-latn sw zh zh-hant zh-tw".split()
    chance = random.Random(2)
    given = set()
    for _ in range(3_000):
        tags = sorted(chance.sample(known, chance.randint(1, 5)))
        asked, home = chance.choice(known), chance.choice(["", *known])
        found = Text(tuple((tag, tag) for tag in tags)).best(asked, home or None)
        assert found == plain_nearest(asked, tags, home), (tags, asked, home)
        given.add(found.lang)
    assert given == set(known)


def test_families_and_scripts() -> None:
    assert [family(tag) for tag in ("en-GB", "nb-NO", "nn", "zh-Hant-TW")] == ["en", "no", "no", "zh"]
    assert [script(tag) for tag in ("ur", "uz-AF", "mn-Mong", "en-x-latn", "yue-HK")] == [
        "arab",
        "arab",
        "mong",
        "latn",
        "hant",
    ]
    assert nearest_tag("en", ("en",)) == ("en", True)


# What is compared


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("en fr", "en fr", (("en", "en"), ("fr", "fr"))),
        ("en", "en-gb", (("en", "en-gb"),)),
        ("en", "en en-gb", (("en", "en"), ("", "en-gb"))),
        ("en-au en-us", "en-gb", (("en-au", "en-gb"), ("en-us", ""))),
        ("nb", "nn", (("nb", "nn"),)),
        ("fr", "sw", (("fr", ""), ("", "sw"))),
    ],
)
def test_equal_tags_pair_first_then_what_is_left_in_a_family(before: str, after: str, expected: Any) -> None:
    assert paired(before.split(), after.split()) == expected
    turned = {(b, a) for a, b in paired(after.split(), before.split())}
    assert turned == set(expected), "the same from the other side"


SAME, OTHER = "in other languages", "reworded"
CASES = [
    (Text.of(en=EN), Text.of(en=GB), OTHER),
    (Text.of(en=EN), Text.of(en_GB=GB), OTHER),
    (Text.of(en_GB=EN), Text.of(en_US=GB), OTHER),
    (Text.of(en=EN), Text.of(en=EN, en_GB=GB), OTHER),
    (Text.of(en=EN), Text.of(en=EN, en_GB=EN), OTHER),
    (Text.of(nb=EN), Text.of(nn=GB), OTHER),
    (Text.of(en=EN), Text.of(en_GB=EN), SAME),
    (Text.of(en=EN), Text.of(en=EN, fr=FR), SAME),
    (Text.of(en=EN, fr=FR), Text.of(en_GB=EN, fr=FR), SAME),
    (Text.of(en=EN, fr=FR), Text.of(en_GB=GB, fr=FR), OTHER),
    (Text.of(en=EN), Text.of(fr=FR), SAME),
    (Text(), Text.of(en=EN), OTHER),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_reworded_or_in_other_languages(old: Text, new: Text, expected: str) -> None:
    for one, other in ((old, new), (new, old)):
        assert compared_texts(one, other).reworded is (expected == OTHER)
    assert compared_texts(old, old) == compared_texts(new, new)
    found = compared_texts(old, new), compared_texts(new, old)
    assert (found[0].lost, found[0].gained) == (found[1].gained, found[1].lost)


def with_text(field: str, said: Text) -> Competency:
    fields: dict[str, Any] = {field: said}
    return replace(competency("a"), **fields)


@pytest.mark.parametrize(("old", "new", "expected"), [case for case in CASES if case[0]])
def test_compare_says_so_of_names_and_definitions(old: Text, new: Text, expected: str) -> None:
    kinds = {OTHER: ("relabelled", "redefined"), SAME: ("translated", "translated")}[expected]
    for field, kind in zip(("label", "definition"), kinds, strict=True):
        base, turned = (framework(with_text(field, said)) for said in (old, new))
        for one, other in ((base, turned), (turned, base)):
            entry = next(entry for entry in compared(one, other).entries if entry.element == "competency")
            assert [(aspect.field, aspect.kind) for aspect in entry.changes] == [(field, kind)]
            assert ssw.apply_changes(one, compared(one, other)) == other


def test_words_are_marked_between_two_varieties() -> None:
    assert text_runs(Text.of(en="a child", fr="x"), Text.of(en_GB="a family", fr="x")) == (
        ("en-gb", (("same", "a "), ("gone", "child"), ("new", "family"))),
    )


def test_languages_are_counted_by_family() -> None:
    one = framework(replace(competency("a"), label=Text.of(en="a", nb="b")), competency("b"))
    other = framework(replace(competency("a"), label=Text.of(en_GB="a", en_US="a")), competency("b"))
    shares = {share.lang: (share.base, share.adaptation) for share in compared(one, other).summary.languages}
    assert shares == {"en": (2, 2), "no": (1, 0)}
    marked = replace(competency("a"), label=Text.of(en="a", pt_BR="b"), unreviewed_language=("pt",))
    assert ssw.completeness(graph(marked, competency("b")), "t").languages == (("en", 2, 0), ("pt", 1, 1))


@pytest.mark.parametrize("lang", ["pt", "pt-br", "pt-pt"])
def test_a_wording_that_nobody_reviewed_is_marked_in_its_family(lang: str) -> None:
    worker = replace(cadre("a"), label=Text.of(en="worker", pt_BR="trabalhador"), unreviewed_language=("pt-br",))
    shown = ssw.show(graph(worker), "t:a", lang)
    assert sum("reviewed" in str(block) or "revis" in str(block) for block in shown.blocks[:2]) >= 1
    assert "translation" in {n.code.rpartition("-")[2] for n in ssw.curriculum(graph(worker), "t:a", lang=lang).notes}


# Rebase


@pytest.mark.parametrize(
    ("onto", "local", "clash"),
    [
        (Text.of(en=EN, fr=FR), Text.of(en=EN, sw="x"), False),
        (Text.of(en_GB=GB), Text.of(en=EN, fr=FR), True),
        (Text.of(en=EN, en_GB=GB), Text.of(en=EN, fr=FR), True),
        (Text.of(en=EN, fr=FR), Text.of(en=EN, fr_CD=CD), True),
        (Text.of(en=EN, nb="x"), Text.of(en=EN, nn="y"), True),
        (Text.of(en_GB=EN), Text.of(en=EN, fr=FR), True),
    ],
)
def test_what_one_side_reworded_and_the_other_translated_clashes(onto: Text, local: Text, clash: bool) -> None:
    for one, other in ((onto, local), (local, onto)):
        merged, found = merge(Text.of(en=EN), one, other)
        assert found is clash
        assert merged == (other if clash else Text(tuple(sorted({*one.values, *other.values}))))


# Alignment


def test_equal_names_in_two_varieties_are_names_in_one_language() -> None:
    one = framework(replace(competency("a"), label=Text.of(en="Behaviour support"), id="a:x"), id="a")
    other = framework(replace(competency("b"), label=Text.of(en_GB="Behaviour support"), id="b:y"), id="b")
    found = ssw.align(graph(), one, other)
    assert [(item.subject, item.object, item.relation) for item in found.suggestions] == [("a:x", "b:y", "exact")]
    assert "align.no-shared-language" not in {note.code for note in found.notes}


# Safeguards


def rule(label: Text, **fields: Any) -> ScopeRule:
    return ScopeRule(id="t:rule", label=label, cadre="t:worker", authority="not-permitted", evidence=DRAFT, **fields)


def loosened(old: Text, new: Text) -> list[tuple[str, bool]]:
    """What safety says of a rule whose words became others, along lineage."""
    base = framework(cadre("worker"), rule(old), edition="1")
    later = framework(cadre("worker"), rule(new), edition="2")
    found = compared(base, later)
    return [(one.code, one.certain) for one in found.safety]


@pytest.mark.parametrize(
    "new",
    [
        Text.of(en=EN, fr="peut retirer un enfant"),
        Text.of(en=EN, en_GB=GB),
        Text.of(en_GB=GB),
        Text.of(en=EN, ar=AR),
        Text.of(en=GB),
        Text.of(fr=FR),
    ],
)
def test_a_safeguard_newly_worded_in_any_language_is_for_a_person(new: Text) -> None:
    found = loosened(Text.of(en=EN), new)
    assert found
    assert not any(certain for _, certain in found)


def test_a_safeguard_that_only_changed_its_tag_says_the_same() -> None:
    assert loosened(Text.of(en=EN), Text.of(en_GB=EN)) == []


# Bad input


THREE = "sr-Latn-Cyrl-Arab"
SAID = "names 3 scripts; a tag names one. Give each wording its own tag: sr-latn, sr-cyrl, sr-arab."
HEAD = """@prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xx: <https://w3id.org/sswgraph/id/xx/> .
"""


def test_a_tag_of_three_scripts_is_refused_wherever_it_comes_from(tmp_path: Path) -> None:
    problem = language_problem(THREE)
    assert SAID in str(problem)
    assert language_problem("sr-Latn-RS") is None
    assert language_problem("en-x-latn-cyrl") is None, "what is private is nobody's script"
    value = Framework(id="xx", label=Text(((THREE.lower(), "x"),)))
    assert SAID in " ".join(str(one.message) for one in ssw.check(value).results)
    with pytest.raises(InputError, match="names 3 scripts"):
        ssw.show(graph(competency("a")), "t:a", THREE)
    path = tmp_path / "mine.ttl"
    path.write_text(f'{HEAD}<https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "x"@{THREE} .')
    (one,) = ssw.check(path).results
    assert (one.line, SAID in str(one.message)) == (3, True)
    with pytest.raises(ParseError, match="names 3 scripts"):
        ssw.read(path)


def test_a_rule_with_its_condition_in_one_language_only_is_told() -> None:
    words = Text.of(en="May not assess alone.", fr="Ne peut évaluer seul.")
    for name in ("only_if", "unless"):
        half = rule(words, **{name: Text.of(en_GB="a professional is present")})
        whole = rule(words, **{name: Text.of(en_GB="a professional is present", fr="un professionnel est présent")})
        found = {
            one: [
                result for result in ssw.check(framework(cadre("worker"), one)).results if result.severity == "warning"
            ]
            for one in (half, whole)
        }
        (told,) = found[half]
        assert (told.code, told.element) == ("condition-not-worded", "t:rule")
        assert "worded in fr" in str(told.message)
        assert str(told.fix).endswith("in every language of the rule: fr.")
        assert found[whole] == []


def test_a_list_called_whole_and_empty_is_told() -> None:
    spoken = (Evidence(id="t:spoken", basis="draft", concerns=(LIST_REACH,)),)
    empty = Cadre(id="t:none", label=Text.of(en="none"), evidence=spoken, list_reach="whole")
    including = replace(empty, id="t:wide", includes=("t:worker",), evidence=(replace(spoken[0], id="t:also"),))
    parts = (cadre("worker"), competency("a"), requires("worker", "a"), empty, including)
    found = [one for one in ssw.check(framework(*parts)).results if one.severity == "warning"]
    assert [(one.code, one.element) for one in found] == [("empty-list", "t:none")]
    assert "requires no competency" in str(found[0].message)


def test_no_list_that_ships_is_whole_and_empty() -> None:
    g = ssw.load()
    told = {one.code for item in some(g.frameworks) for one in ssw.check(item, base=g).results}
    assert "empty-list" not in told


@pytest.mark.parametrize("tag", ["english", "xx", "", 7])
def test_a_page_a_file_rows_and_plain_data_refuse_what_is_no_language(tag: object, tmp_path: Path) -> None:
    gap: Any = ssw.gap(ssw.load("psw"), [], "psw:para-social-worker")
    lang: Any = tag
    doors: list[Callable[[], Any]] = [lambda: gap.rows(lang)]
    if tag:  # nothing said is English
        doors += [lambda: ssw.to_plain(gap, lang), lambda: ssw.save(gap, tmp_path / "gap.html", lang=lang)]
    for door in doors:
        with pytest.raises(InputError, match="language"):
            door()
    assert not list(tmp_path.iterdir())
