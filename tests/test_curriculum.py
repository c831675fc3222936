"""The curriculum as a value and as a page: whole, limits first, nothing invented, the same for plans and modules."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from datetime import date
from typing import Any, cast

import docx
import pytest

import sswgraph as ssw
from sswgraph.curricula.build import in_teaching_order, role_of
from sswgraph.curricula.wording import outcome_by_rule, sentence_of
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import sentence
from sswgraph.model import (
    Cadre,
    Competency,
    Curriculum,
    Decision,
    Evidence,
    LearningOutcome,
    Qualification,
    RoleDocument,
    ScopeRule,
    Text,
    TrainingModule,
)
from sswgraph.model.framework import judged
from sswgraph.model.text import Wording, clean
from sswgraph.pages.blocks import Facts, Heading, Notice, Reservation, Table
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import Writer
from sswgraph.render.markdown import markdown
from sswgraph.render.output import rendered
from tests import samples, toy
from tests.loops import some
from tests.test_rules_role import function, rule
from tests.test_show import _bare, _safe

AUXILIARY = "za:auxiliary-child-and-youth-care-worker"
CHAPTERS = (
    "identity profile ways-in exit structure modules practice assessment delivery progression safeguarding approval"
).split()


def _said(made: Curriculum) -> str:
    return re.sub(r"\s+", " ", markdown(page_of(made)).replace("\\", ""))


def _open(what: str, lang: str = "en") -> str:
    return sentence("curriculum.open-what", lang, what=sentence(f"curriculum.what-{what}", lang))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_cadre_has_a_curriculum_with_its_rules_before_its_modules(g: CompetencyGraph, lang: str) -> None:
    """Every other cadre in each language; ``python -m tests.long.documents`` takes all of them."""
    for cadre in some(g.cadres[lang == "fr" :: 2]):
        made = ssw.curriculum(g, cadre.id, lang=lang)
        page = page_of(made)
        said = _said(made)
        chapters = [block for block in page.blocks if isinstance(block, Heading) and block.level == 2]
        assert [one.text for one in chapters[:12]] == [
            f"{number}. {Writer(lang, 'curriculum').own(f'heading-{name}')}" for number, name in enumerate(CHAPTERS, 1)
        ]
        assert len(chapters) - 12 == 2 + bool(made.modules) + bool(made.elsewhere)
        first_module = said.find(sentence("curriculum.heading-modules", lang))
        required = {c for r in g.index.requirements.get(cadre.id, ()) for c in g.members(r.competency)}
        assert required <= {line.competency for line in made.competencies}
        for known in [*(c.id for c in made.conditions), *(limit.id for limit in made.limits)]:
            assert 0 < said.find(known) < first_module
        for line in made.competencies:
            assert line.competency in said
        for one in made.modules:
            assert one.module.id in said


def test_what_no_source_says_is_left_to_the_ministry(g: CompetencyGraph) -> None:
    said = _said(ssw.curriculum(g, "seed-workforce:trainer-or-educator"))
    for what in ("supervision", "functions", "entry", "competencies", "modules", "logbook", "conduct", "selfcare"):
        assert _open(what) in said
    assert sentence("show.conditions.none") in said


def test_competencies_that_only_the_whole_certificate_attests_are_not_taught_by_a_module(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, AUXILIARY)
    assert [line.competency for line in made.untaught] == [f"za:c-60209-{n}" for n in range(1, 7)]
    assert {line.reason.code for line in made.untaught if line.reason} == {
        "open.unencoded",
        "gap.if-recognised",
        "gap.in-part-part",
    }
    assert made.volumes == (("za:60209", ssw.model.Volumes((("credits:saqa-credit", 51), ("notionalHours", 510)))),)


def test_the_curriculum_of_a_plan_holds_its_modules_in_its_order_and_its_open_items(g: CompetencyGraph) -> None:
    between = ssw.gap(g, AUXILIARY, "za:social-auxiliary-worker")
    way = ssw.plan(g, between, as_of=date(2026, 11, 21))
    made = ssw.curriculum(g, way)
    assert way.modules
    assert tuple(one.module.id for one in made.modules) == way.modules
    assert {line.competency for line in made.untaught} == {item.competency for item in way.open}
    assert (made.conditions, made.limits) == (way.conditions, way.limits)


def test_modules_alone_bring_the_limits_of_the_role_they_lead_to(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, ["za:98890-wm-01", "za:98890-pm-01"])
    assert [one.module.id for one in made.modules] == ["za:98890-pm-01", "za:98890-wm-01"]
    assert made.limits == ssw.curriculum(g, "za:98890").limits
    assert made.limits
    without = ssw.curriculum(toy.graph(toy.module("m")), "t:m")
    assert "curriculum.no-role" in [note.code for note in without.notes]
    assert sentence("curriculum.no-role") in _said(without)


def test_teaching_order_puts_first_what_comes_first_and_survives_a_circle() -> None:
    g = toy.graph(
        toy.module("a", prerequisite=("t:c",)),
        toy.module("b"),
        toy.module("c"),
        toy.module("x", prerequisite=("t:y",)),
        toy.module("y", prerequisite=("t:x",)),
    )
    assert in_teaching_order(g, ["t:a", "t:b", "t:c"]) == ("t:b", "t:c", "t:a")
    assert in_teaching_order(g, ["t:x", "t:y", "t:b"]) == ("t:b", "t:x", "t:y")


@pytest.mark.parametrize(
    ("lang", "name", "outcome"),
    [
        (
            "en",
            "Know who is a child and what rights children have",
            "Explain in own words who is a child and what rights",
        ),
        ("en", "knowledge of child development", "Explain in own words child development."),
        ("en", "Understand how to safeguard and protect children", "Explain in own words how to safeguard and protect"),
        ("en", "Know and follow the code of conduct", "Follow the code of conduct."),
        ("en", "communicate and listen actively", "Communicate and listen actively."),
        ("en", "Know one's role and refer what lies beyond", ""),
        ("en", "Communication skills", ""),
        ("en", "Design and implementation of programmes", ""),
        ("en", "Be professional", ""),
        ("en", "Supervision", ""),
        ("en", "Report: what to say", ""),
        ("fr", "Savoir mobiliser les ressources locales", "Mobiliser les ressources locales."),
        ("fr", "Connaître les circuits d’orientation", "Expliquer avec ses mots les circuits d’orientation."),
        ("fr", "compréhension du handicap et de l’inclusion", "Expliquer avec ses mots le handicap et l’inclusion."),
        ("fr", "connaissance du développement du cerveau et de la santé mentale", ""),
        ("fr", "Plaidoyer", ""),
        ("fr", "Ne jamais promettre le secret", "Ne jamais promettre le secret."),
        ("es", "Conocimiento del territorio", "Explicar con sus palabras el territorio."),
        ("pt", "Compreender a lei", "Explicar por palavras suas a lei."),
        ("ar", "معرفة حقوق الطفل", "شرح حقوق الطفل بكلماته الخاصة."),
        ("sw", "Kujua haki za mtoto", "Kueleza kwa maneno yake mwenyewe haki za mtoto."),
        ("sw", "Kumbukumbu za kazi", ""),
        ("km", "Know the law", ""),
    ],
)
def test_an_outcome_by_rule_is_a_sentence_or_nothing(lang: str, name: str, outcome: str) -> None:
    said = sentence_of(name, lang)
    assert said.startswith(outcome)
    assert bool(said) == bool(outcome)


_NOT_SEEN = re.compile(
    r"(know|understand|be aware|aware|learn|savoir|connaître|connaissance|comprendre|compréhension|être)\b",
    re.IGNORECASE,
)


def test_no_shipped_outcome_has_a_colon_or_says_what_nobody_can_see(g: CompetencyGraph) -> None:
    made = {c.id: c.outcome_text or outcome_by_rule(c.label) for c in g.competencies}
    by_rule = [c.id for c in g.competencies if not c.outcome_text and made[c.id]]
    assert len(by_rule) > 500
    for identifier in by_rule:
        for _, said in some(made[identifier].values):
            assert not re.search(r"\w ?: ", said), said
            assert not _NOT_SEEN.match(said), said
            assert said.endswith(".")
            assert said[0] == said[0].upper()


def test_the_words_of_the_module_come_before_those_of_the_competency() -> None:
    own = Text.of(en="Name three signs.")
    spoken = Evidence(id="t:e2", basis="stated", concerns=("https://w3id.org/sswgraph/ns#outcomeText",))
    g = toy.graph(
        toy.cadre("w"),
        toy.competency("c", outcome_text=Text.of(en="Show two signs.")),
        replace(toy.competency("d", outcome_text=own), evidence=(*toy.DRAFT, spoken)),
        toy.competency("skills"),
        *(toy.requires("w", name) for name in ("c", "d", "skills")),
        toy.module("m"),
        replace(cast("LearningOutcome", toy.develops("m", "c")), outcome_text=own),
        toy.develops("m", "d"),
    )
    made = ssw.curriculum(g, "t:w")
    found = [(line.outcome.best("en"), line.outcome_from, line.outcome_basis) for line in made.competencies]
    assert found == [
        ("Name three signs.", "module", "draft"),
        ("Name three signs.", "competency", "stated"),
        ("", "none", ""),
    ]
    said = _said(made)
    assert "Show two signs." not in said
    assert sentence("curriculum.column-no-outcome") in said


def test_an_outcome_by_rule_is_marked_and_one_of_the_data_is_not() -> None:
    label = Text.of(en="Report harm today", fr="Notions de droit")
    written = toy.competency("d", outcome_text=Text.of(en="Call the hotline."))
    g = toy.graph(
        toy.cadre("w"),
        replace(toy.competency("c"), label=label),
        written,
        toy.requires("w", "c"),
        toy.requires("w", "d"),
    )
    made = ssw.curriculum(g, "t:w")
    assert "Report harm today.\u00a0°" in markdown(page_of(made))
    assert "Call the hotline.\u00a0°" not in markdown(page_of(made))
    assert "Report harm today" not in markdown(page_of(made, "fr"))


def test_parts_of_no_qualification_teach_in_part_and_what_teaches_elsewhere_is_named() -> None:
    g = toy.graph(
        toy.cadre("w"),
        toy.competency("c"),
        toy.competency("d"),
        toy.requires("w", "c"),
        toy.requires("w", "d"),
        toy.qualification("q", qualifies_for=("t:w",)),
        toy.module("in", part_of=("t:q",)),
        toy.module("out"),
        toy.competency("e"),
        toy.develops("in", "c"),
        toy.develops("out", "e"),
        toy.maps("e", "exact", "d"),
    )
    made = ssw.curriculum(g, "t:w")
    assert [(line.competency, line.state, line.elsewhere) for line in made.competencies] == [
        ("t:c", "taught", ()),
        ("t:d", "open", ("t:out",)),
    ]
    assert "t:out" in _said(made)


def test_nothing_stands_before_what_must_be_done_and_reservations_follow_it(g: CompetencyGraph) -> None:
    page = page_of(ssw.curriculum(g, "cycw:advanced", lang="fr"))
    headings = [block for block in page.blocks if isinstance(block, Heading)]
    first, second, third = [page.blocks.index(one) for one in headings if one.level == 2][:3]
    assert not [block for block in page.blocks[:first] if isinstance(block, Notice)]
    gates = page.blocks[0]
    assert isinstance(gates, Facts)
    assert [name for name, _ in gates.pairs] == [
        sentence(f"curriculum.gate-{name}", "fr") for name in ("must", "permission", "before")
    ]
    of_profile = [one.text for one in headings if second < page.blocks.index(one) < third]
    assert of_profile[:2] == [sentence("show.heading.obligations", "fr"), sentence("show.heading.conditions", "fr")]
    [trust] = [n for n, block in enumerate(page.blocks[:second]) if block == Writer("fr").heading("trust", 3)]
    assert "Compilation de référence" in str(page.blocks[trust + 1])
    codes = [note.code for note in ssw.curriculum(g, "cycw:advanced", lang="fr").notes]
    assert codes[:4] == [
        "curriculum.banner-compilation",
        "curriculum.banner-derived",
        "curriculum.banner-outcomes",
        "curriculum.banner-translation",
    ]


@pytest.mark.parametrize(("role", "where", "shown"), [("psw:para-social-worker", "UG", "UG"), (AUXILIARY, None, "ZA")])
def test_the_cover_names_the_place_asked_and_never_the_whole_world(
    g: CompetencyGraph, role: str, where: Any, shown: str
) -> None:
    for made in (ssw.curriculum(g, role, where=where), ssw.document(g, "job-description", role, where=where)):
        facts = [pair for block in page_of(made).blocks if isinstance(block, Facts) for pair in block.pairs]
        assert ("Where", shown) in facts
    cover = page_of(ssw.curriculum(g, "psw:para-social-worker")).blocks[:5]
    facts = [pair for block in cover if isinstance(block, Facts) for pair in block.pairs]
    assert ("Where", sentence("curriculum.open")) in facts


def test_a_role_is_gathered_once_for_all_documents_about_it() -> None:
    g = toy.graph(toy.cadre("x"), toy.competency("c"), toy.requires("x", "c"))
    assert role_of(g, "t:x", lang="en", where=None) is role_of(g, "t:x", lang="en", where=None)
    assert role_of(g, "t:x", lang="en", where="UG") is not role_of(g, "t:x", lang="en", where=None)
    assert role_of(g, "t:x", lang="fr", where=None).lang == "fr"


def test_a_language_whose_pack_is_unreviewed_says_so_first(g: CompetencyGraph) -> None:
    page = page_of(ssw.curriculum(g, AUXILIARY, lang="sw"))
    assert page.blocks[0] == Reservation(sentence("show.fixed-text-unreviewed", "sw"), sort="fixed-text")
    assert page.lang == "sw"


def test_a_registration_is_no_clearance(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, "psw:para-social-worker", where="ZA")
    assert "registration" in {c.kind for c in made.conditions}
    assert "clearance" not in {c.kind for c in made.conditions}
    assert _said(made).count(_open("clearance")) == 1


def test_a_language_that_nobody_has_written_falls_back_and_says_so(g: CompetencyGraph) -> None:
    said = _said(ssw.curriculum(g, AUXILIARY, lang="km"))
    assert "The fixed text of this page is in English, since it does not exist in Khmer yet." in said
    assert "Competence is not permission" in said


def test_matrices_are_split_by_domain_and_by_twelve_modules() -> None:
    modules = [toy.module(f"m{n:02}") for n in range(15)]
    outcomes = [toy.develops(f"m{n:02}", "c", extent="part" if n else "whole") for n in range(15)]
    g = toy.graph(toy.competency("c"), *modules, *outcomes)
    page = page_of(ssw.curriculum(g, [module.id for module in modules]))
    found = [block for block in page.blocks if isinstance(block, Table) and block.shape == "matrix"]
    assert [len(table.header) for table in found] == [13, 4]
    assert found[0].rows[0][1:4] == ("X", "(X)", "(X)")


def test_what_the_worker_may_do_alone_is_listed_and_the_rest_limits() -> None:
    made = ssw.curriculum(
        toy.graph(toy.cadre("w"), *_ACTS, rule("play", "independent", "a"), rule("diagnose", "not-permitted", "b")),
        "t:w",
    )
    assert [one.id for one in made.permitted] == ["t:play"]
    assert [one.id for one in made.limits] == ["t:diagnose"]


_ACTS = (function("a"), function("a1", broader=("t:a",)), function("b"))


@pytest.mark.parametrize(
    ("permitted", "stricter"),
    [
        (["a"], ["a"]),  # the same act
        (["a"], ["a1"]),  # a part of it
        (["a1"], ["a"]),  # what it is a part of
        (["a"], []),  # all the work
        ([], ["b"]),  # all the work is permitted, and one act of it is not
    ],
)
def test_nothing_is_done_alone_that_a_stricter_rule_touches(permitted: list[str], stricter: list[str]) -> None:
    bar = rule("bar", "under-supervision", *stricter, force="law")
    for more, alone in (((), ["t:may"]), ((bar,), [])):
        g = toy.graph(toy.cadre("w"), *_ACTS, rule("may", "independent", *permitted), *more)
        assert [one.id for one in ssw.curriculum(g, "t:w").permitted] == alone
        card = ssw.document(g, "role-card", "t:w")
        assert isinstance(card, RoleDocument)
        assert [line.rule for line in card.rules if line.standing == "alone"] == alone


def test_what_a_decision_drops_is_not_done_alone() -> None:
    drop = Decision(id="t:d", about=("t:may",), verdict="drop", by="Ministry", evidence=toy.DRAFT)
    for more, alone in (((), ["t:may"]), ((drop,), [])):
        parts = (toy.cadre("w"), *_ACTS, rule("may", "independent", "a"), *more)
        g = CompetencyGraph([judged(toy.framework(*parts, jurisdiction=("UG",)))])
        assert [one.id for one in ssw.curriculum(g, "t:w", where="UG").permitted] == alone


@pytest.mark.parametrize("subject", [[], 3, None, ["za:60209"], "za:c-254174", "za"])
def test_what_cannot_be_a_subject_is_told(g: CompetencyGraph, subject: Any) -> None:
    with pytest.raises((InputError, UnknownElementError)):
        ssw.curriculum(g, subject)


def test_unknown_ids_and_languages_are_told(g: CompetencyGraph) -> None:
    with pytest.raises(UnknownElementError, match="Did you mean"):
        ssw.curriculum(g, "za:socialworker")
    with pytest.raises(InputError, match="write 'fr'"):
        ssw.curriculum(g, AUXILIARY, lang="french")


def test_as_plain_data_the_rules_come_first(g: CompetencyGraph) -> None:
    plain = to_plain(ssw.curriculum(g, AUXILIARY, lang="fr"))
    assert list(plain)[:6] == ["result", "shape", "lang", "obligations", "conditions", "limits"]
    assert plain["lang"] == "fr"
    assert plain["labels"]["za:60209"]["en"] == "FETC: Child and Youth Care Work"
    assert plain["volumes"]["za:60209"]["notionalHours"] == 510


def test_without_the_framework_of_the_principles_they_are_left_to_the_ministry() -> None:
    g = toy.graph(toy.cadre("w"))
    assert ssw.curriculum(g, "t:w").principles == ()
    assert _open("principles") in _said(ssw.curriculum(g, "t:w"))


def test_principles_show_only_what_the_data_say(g: CompetencyGraph) -> None:
    lines = {line.principle.id: line.met for line in ssw.curriculum(g, "za:community-development-worker").principles}
    assert [one.code for one in lines["alliance:principle-08"]] == ["curriculum.met-ladder"]
    assert lines["alliance:principle-14"] == ()
    assert len(lines) == 15


def _hostile(text: str) -> CompetencyGraph:
    """A role, a qualification, a module and a competency in which this text stands wherever data can stand."""
    label = Text.of(en=text)
    named: dict[str, Any] = {"label": label, "definition": label, "note": label, "evidence": toy.DRAFT}
    return toy.graph(
        Cadre(id="t:w", scope_note=label, employer=label, **named),
        Competency(id="t:c", facet="skill", **named),
        toy.requires("w", "c"),
        Qualification(id="t:q", qualifies_for=("t:w",), notation=text, rpl_route=label, **named),
        TrainingModule(id="t:m", part_of=("t:q",), notation=text, delivery=label, **named),
        toy.develops("m", "c"),
        ScopeRule(id="t:r", cadre="t:w", authority="not-permitted", **named),
    )


# Half a pair cannot come out of a file, and a framework that holds one cannot be written or hashed.
_READABLE = [text for text in samples.HOSTILE if "\ud800" not in text]


@pytest.mark.slow
@pytest.mark.parametrize("text", _READABLE, ids=range(len(_READABLE)))
def test_hostile_texts_stay_texts_in_every_format(text: str) -> None:
    made = ssw.curriculum(_hostile(text), "t:w", lang="ar")
    found = _safe(rendered(made, "html").decode("utf-8"))
    assert _bare(text) in _bare(found.words)
    assert rendered(made, "md").decode("utf-8").startswith("# ")
    said = docx.Document(io.BytesIO(rendered(made, "docx"))).element.body.itertext()
    assert re.sub("[\\s\u200e-\u2069]", "", clean(text)) in re.sub("[\\s\u200e-\u2069]", "", "".join(said))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert rendered(made, "pdf").startswith(b"%PDF")
    assert bool(told) == bool(re.search("[\U00010000-\U0010ffff]", text))


def test_what_has_no_name_goes_by_its_id() -> None:
    g = toy.graph(
        Cadre(id="t:w", evidence=toy.DRAFT), Qualification(id="t:q", qualifies_for=("t:w",), evidence=toy.DRAFT)
    )
    for subject in ("t:w", "t:q"):
        assert page_of(ssw.curriculum(g, subject)).title == f"Curriculum: {subject}"


@pytest.mark.slow
def test_conditions_and_limits_not_in_the_language_asked_are_marked(g: CompetencyGraph) -> None:
    made = ssw.curriculum(g, "za:social-auxiliary-worker", lang="ar")
    page = page_of(made)
    cells = [cell for block in page.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    rules = [*((c.id, c.text) for c in made.conditions), *((limit.id, limit.text) for limit in made.limits)]
    for identifier, text in some(rules):
        (said,) = {cell for cell in cells if cell == f"{Writer('ar').ruled(text)}\n{identifier}"}
        assert (isinstance(said, Wording) and said.fell_back and said.lang == "en") or "\u00a0[en]\n" in said
        assert "[en]" not in Writer("en").ruled(text)
