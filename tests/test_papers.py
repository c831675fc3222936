"""Papers that a worker carries: they begin with what must be done, or say that they must not be given out."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import docx
import pypdf
import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, sentence
from sswgraph.model import Evidence, Obligation, ObligationInForce, RoleDocument, Source, Text
from sswgraph.model.papers import PAPERS
from sswgraph.pages.blocks import Heading, Notice, Page, Shaped, Table
from sswgraph.pages.element import show_plain
from sswgraph.pages.page import page_of
from sswgraph.pages.sections.scope import SHAPES, without_adviser
from sswgraph.pages.writer import Writer, texts
from sswgraph.render.markdown import markdown
from sswgraph.render.output import rendered
from sswgraph.render.style import TONES
from tests import toy
from tests.loops import some
from tests.test_permissions import function, must, rule

COMPILATIONS = ("generic", "psw", "cycw", "cdw", "social-protection")
KINDS = tuple(kind for kind, row in PAPERS.items() if row.worker_facing and row.about[0] == "cadre")


# Those whose full page says of each obligation in a table whose it is; the others, and what people sign, put the act
# first, and a star where it is no law.
TABLED = tuple(kind for kind in KINDS if {"must", "must-asked"} & {*PAPERS[kind].sections})


def plainly(text: str) -> str:
    """Without spaces, marks, isolates and escapes."""
    return re.sub(r"[\s\\*_\u2066-\u2069\u200e\u200f]+", "", text)


def said(made: Any) -> str:
    return plainly(markdown(page_of(made)))


def act(due: ObligationInForce, lang: str, kind: str) -> str:
    """What must be done as a paper words it."""
    return plainly((due.text if kind in TABLED else without_adviser(due.text)).render(lang))


def blank(lang: str) -> str:
    return plainly(sentence("kinds.report-blank", lang))


def paper(kind: str, *parts: Any, where: str | None = None) -> RoleDocument:
    made = ssw.document(toy.graph(toy.cadre("w"), toy.cadre("v"), *parts), kind, "t:w", where=where)
    assert isinstance(made, RoleDocument)
    return made


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_has_the_obligations_and_the_blank(g: CompetencyGraph, kind: str, lang: str) -> None:
    cadres = [cadre.id for name in COMPILATIONS for cadre in g[name].of_kind("cadre")]
    assert len(cadres) > 15
    for cadre in some(cadres if lang == "en" else cadres[::4]):
        made = ssw.document(g, kind, cadre, lang=lang)
        assert isinstance(made, RoleDocument)
        text = said(made)
        assert made.about.obligations or plainly(sentence("kinds.must-none", lang)) in text
        for due in made.about.obligations:
            assert act(due, lang, kind) in text
        assert blank(lang) in text  # nobody has filled in yet how to report
        first = made.about.obligations[:1]
        limits = [line.text.render(lang) for line in made.rules]
        if first and limits:
            assert text.index(act(first[0], lang, kind)) < min(text.index(plainly(one)) for one in limits)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["docx", "pdf", "html"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_made_file_has_them_too(g: CompetencyGraph, kind: str, format: str) -> None:
    from tests.test_kinds import _in_pdf, _in_word, _plainly

    made = ssw.document(g, kind, "psw:para-social-worker")
    assert isinstance(made, RoleDocument)
    data = rendered(made, format)
    text = _in_word(data) if format == "docx" else _in_pdf(data) if format == "pdf" else _plainly(data.decode())
    for due in some(made.about.obligations):
        words = str(without_adviser(due.text))
        assert _plainly(words.replace("'", "&#39;") if format == "html" else words) in text
    assert _plainly(sentence("kinds.report-blank")) in text


CALL = {"office": Text.of(en="District office"), "contact": Text.of(en="Helpline 116"), "jurisdiction": ("ZA",)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_blank_goes_where_the_law_of_the_place_says_how_to_report(kind: str) -> None:
    due = must("m", force="law", within="PT24H", trigger=("disclosure", "suspicion"), **CALL)
    there = said(paper(kind, due, where="ZA"))
    assert blank("en") not in there
    assert plainly("District office; Helpline 116") in there
    assert plainly("24 hours") in there
    assert blank("en") in said(paper(kind, due))
    assert blank("en") in said(paper(kind, due, where="UG"))
    assert plainly("Must m") not in said(paper(kind, due, where="UG"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_blank_stands_before_what_must_be_done(kind: str) -> None:
    page = page_of(paper(kind, must("m"), rule("r", "assists", "f"), function("f")))
    start = next(n for n, block in enumerate(page.blocks) if isinstance(block, Heading))
    assert page.blocks[:start] == (Notice(sentence("kinds.report-blank")),)
    before, _, after = said(page).partition(plainly("Must m"))
    assert after
    assert plainly(sentence("kinds.not-disciplinary")) not in before
    if kind != "role-card":  # whose reservations stand at its end
        assert plainly(sentence("curriculum.banner-framework", title="Toy")) in after


def test_nobody_can_be_reported_to_where_only_the_worker_is_named() -> None:
    due = must("m", report_to=("t:w",), office=Text.of(en="Office"), jurisdiction=("ZA",))
    assert blank("en") in said(paper("role-card", due, where="ZA"))


ORDER = ("must-now", "must-always", "before", "alone", "supervised", "refer", "never", "unknown")
EVERY = (
    function("a"),
    must("now", force="law"),
    must("always", force="law", trigger=("at-all-times",)),
    *(
        rule(name, authority, f"f-{name}")
        for name, authority in (
            ("does", "independent"),
            ("supervised", "under-supervision"),
            ("notices", "identify-and-refer"),
            ("never", "not-permitted"),
        )
    ),
    *(function(f"f-{name}") for name in ("does", "supervised", "notices", "never", "silent")),
)


SHAPED = rf"^(\d+\. |[{''.join(SHAPES.values())}]\u00a0)"


def sections(page: Page, prefix: str) -> dict[str, str]:
    """The text below each of the headings in question, in their order."""
    names = {sentence(f"kinds.heading-{prefix}{name}"): name for name in ORDER}
    found: dict[str, str] = {}
    now = ""
    for block in page.blocks:
        if isinstance(block, Heading):
            now = names.get(re.sub(SHAPED, "", block.text), now if block.level > 2 else "")
        if now:
            found[now] = found.get(now, "") + str(block)
    return found


@pytest.mark.parametrize(("kind", "prefix"), [("role-card", "card-"), ("job-description", "")])
def test_each_section_has_one_polarity_and_they_stand_in_order(kind: str, prefix: str) -> None:
    graph = toy.graph(toy.cadre("w", performs=("t:f-silent",)), *EVERY)
    found = sections(page_of(ssw.document(graph, kind, "t:w")), prefix)
    assert list(found) == list(ORDER)
    wanted = {"must-now": "Must now", "must-always": "Must always", "alone": "Rule does"}
    wanted |= {"supervised": "Rule supervised", "refer": "Rule notices", "never": "Rule never", "unknown": "f-silent"}
    for section, text in wanted.items():
        assert {name for name, below in found.items() if text in below} == {section}


@pytest.mark.parametrize("kind", KINDS)
def test_what_must_be_done_is_not_among_what_is_not_done_nor_unknown(kind: str) -> None:
    parts = (function("a"), function("b"), must("m", "a"), rule("no", "not-permitted", "a"), must("n", "b"))
    graph = toy.graph(toy.cadre("w", performs=("t:a", "t:b")), *parts)
    made = ssw.document(graph, kind, "t:w")
    assert isinstance(made, RoleDocument)
    assert {duty.standing for duty in made.duties} == {"must"}
    assert [line.standing for line in made.rules] == ["must"]
    text = said(made)
    assert plainly("Rule no This forbids nothing that must be done: a.") in text
    page = page_of(made)
    below = sections(page, "card-" if kind == "role-card" else "")
    assert not any("Rule no" in text for name, text in below.items() if name in ("never", "unknown"))


@pytest.mark.parametrize(
    ("force", "basis", "label", "forbidden"),
    [
        (None, "draft", "May not f", False),
        (None, "derived", "May not f", False),
        (None, "derived", "", False),
        (None, "stated", "May not f", True),
        ("law", "draft", "May not f", True),
        ("policy", "derived", "May not f", True),
        ("employer-rule", "derived", "", True),
    ],
)
def test_what_is_not_listed_stands_apart_from_what_is_forbidden(
    force: str | None, basis: Any, label: str, forbidden: bool
) -> None:
    grounds: dict[str, Any] = {"stated": {"source": "t:law"}, "derived": {"derived_from": ("t:f",)}, "draft": {}}
    told = (Evidence(id="t:told", basis=basis, **grounds[basis]),)
    law = Source(id="t:law", label=Text.of(en="law"), page="https://example.org/law")
    bar = rule("bar", "not-permitted", "f", force=force, evidence=told, label=Text.of(en=label) if label else Text())
    sure = rule("sure", "not-permitted", "h", force="law")
    parts = (law, function("f"), function("h"), bar, sure)
    g = toy.graph(toy.cadre("w"), toy.cadre("v"), *parts)
    [limit] = [one for one in g.permissions("t:w").limits if one.id == "t:bar"]
    assert ("Not among the acts listed." in str(limit.text)) is not forbidden
    for kind in ("role-card", "job-description", "supervision-checklist"):
        made = paper(kind, *parts)
        assert {line.rule: line.prohibits for line in made.rules} == {"t:bar": forbidden, "t:sure": True}
        text, apart = said(made), plainly(sentence("kinds.unlisted-lead"))
        assert (apart in text) is not forbidden
        if not forbidden:
            name = plainly(label or "f: Not among the acts listed.")
            assert text.index("Rulesure") < text.index(apart) < text.index(name, text.index(apart))


@pytest.mark.parametrize("kind", ["role-card", "job-description", "code-of-conduct", "logbook"])
def test_a_rule_that_names_no_supervisor_does_not_stand_under_the_name_of_one(kind: str) -> None:
    named = rule("r1", "under-supervision", "f", supervisor=("t:nurse",), label=Text.of(en="Named"))
    nobody = rule("r2", "under-supervision", "h", label=Text.of(en="Nobody"))
    made = paper(kind, toy.cadre("nurse"), function("f"), function("h"), named, nobody)
    text = list(map(str, texts(page_of(made, detail="sign").blocks)))
    places = [next(n for n, one in enumerate(text) if one.startswith(said)) for said in ("Nobody", "With", "Named")]
    assert places == sorted(places)


def test_advice_and_proposals_are_never_a_bare_may_not(g: CompetencyGraph) -> None:
    card = said(ssw.document(g, "role-card", "asean-sp:volunteer"))
    assert card.count("Avolunteermaynot") == card.count("advises:Avolunteermaynot") > 1
    limits = ssw.gap(g, [], "asean-sp:volunteer").limits
    for limit in some(limits):
        assert not str(limit.text).startswith("Not permitted.")
        assert " advise" in str(limit.text)
    psw = said(ssw.document(g, "job-description", "psw:para-social-worker"))
    assert plainly("Proposed here: In immediate danger") in psw
    for one in some(g["asean-sp"].of_kind("scope-rule")):
        title = page_of(one).title
        assert title.startswith("Advised: ")
        assert ("With conditions:" in title) is bool(one.only_if or one.unless)


def test_an_answer_has_at_most_four_lines_on_top_and_then_what_must_be_done(g: CompetencyGraph) -> None:
    for target, lines in (("psw:para-social-worker", 4), ("za:social-auxiliary-worker", 3)):
        found = ssw.gap(g, [], target)
        for value in (found, ssw.plan(g, found)):
            blocks = page_of(value).blocks
            place = next(n for n, block in enumerate(blocks) if not isinstance(block, Notice))
            assert len(blocks[place].items) == lines  # type: ignore[union-attr]
            heading = blocks[place + 1]
            assert isinstance(heading, Heading)
            assert heading.text == sentence("show.heading.obligations")


def ruled() -> CompetencyGraph:
    """A lead includes the worker, who must do f, which a rule forbids; one holds in Ghana, one lets both act alone."""
    parts = (
        toy.cadre("w"),
        toy.cadre("lead", includes=("t:w",)),
        function("f"),
        function("h"),
        must("report", "f"),
        rule("bar", "not-permitted", "f", force="law"),
        rule("there", "not-permitted", "h", jurisdiction=("GH",)),
        rule("may", "independent", "h"),
    )
    return CompetencyGraph([toy.framework(*parts, jurisdiction=("UG",))])


@pytest.mark.parametrize("cadre", ["t:w", "t:lead"])
def test_the_page_of_a_cadre_has_the_rules_that_every_answer_has(cadre: str) -> None:
    g = ruled()
    text = said(ssw.show(g, cadre))
    found = g.permissions(cadre)
    for words in some([*(one.text for one in found.obligations), *(one.text for one in found.limits)]):
        assert plainly(str(words)) in text
    assert plainly(sentence("show.heading.obligations")) in text
    assert text.index("Mustreport") < text.index("Rulebar") < text.index("About")
    [barred] = found.limits
    assert barred.due == ("t:f",)
    assert "t:may" in text
    assert plainly("Elsewhere: 1 holds in GH.") in text
    plain = show_plain(g, cadre)["permissions"]
    assert [one["id"] for one in plain["obligations"]] == ["t:report"]
    assert plain["rules_elsewhere"] == [["GH", 1]]


@pytest.mark.parametrize("where", [None, "KE"])
@pytest.mark.parametrize("kind", [*KINDS, "framework-handbook"])
def test_every_paper_names_its_place_and_where_other_rules_hold(kind: str, where: str | None) -> None:
    g, subject = ruled(), "t" if kind == "framework-handbook" else "t:w"
    here = "KE" if where else "UG"
    elsewhere = "1 holds in GH, 3 hold in UG" if where else "1 holds in GH"
    # The framework's own place is that of its rules without one.
    text = said(ssw.document(g, kind, subject, where=where))
    assert plainly(f"This shows what holds in {here}, and what holds generally. Elsewhere: {elsewhere}.") in text
    assert "where=" not in text
    one = toy.framework(toy.cadre("w"), must("report"), jurisdiction=("UG",))
    alone = said(ssw.document(CompetencyGraph([one]), kind, subject))
    assert plainly("This shows what holds in UG, and what holds generally.") in alone


def test_rules_of_another_country_stay_there_and_are_listed() -> None:
    here = must("here", force="law", jurisdiction=("UG",))
    region = rule("region", "assists", force="policy", jurisdiction=("002",))
    part = rule("part", "assists", force="law", jurisdiction=("UG-C",))
    there = must("there", force="law", jurisdiction=("ZA",))
    everywhere = rule("everywhere", "assists", force="guidance")
    base = toy.framework(toy.cadre("w"), here, region, part, there, everywhere, edition="1", jurisdiction=("001",))
    made = ssw.adapt(base, id="xx", jurisdiction="UG")
    kept = {one.id for one in made.elements}
    assert kept == {"xx:w", "xx:here", "xx:region", "xx:part", "xx:everywhere"}
    found = ssw.compare(CompetencyGraph([base, made]), "t", "xx")
    assert found.safety == ()
    assert [entry.base for entry in found.of_relation("not-compared")] == [("t:there",)]
    assert any("holds in ZA" in str(note) for note in found.notes)
    own = replace(base, jurisdiction=("ZA",), elements=tuple(one for one in base.elements if one.id != "t:here"))
    assert {one.id for one in ssw.adapt(own, id="xx", jurisdiction="UG").elements} == {"xx:w", "xx:region", "xx:part"}
    assert "xx:there" in {one.id for one in ssw.adapt(own, id="xx", jurisdiction="ZA-WC").elements}


def test_obligations_pair_and_their_conditions_are_compared_as_text() -> None:
    due = must("m", unless=Text.of(en="the supervisor is present"), force="law")
    base = toy.framework(toy.cadre("w"), due, edition="1", jurisdiction=("001",))
    made = ssw.adapt(base, id="xx", jurisdiction="UG")
    [copy] = made.of_kind("obligation")
    assert isinstance(copy, Obligation)
    changed = replace(copy, unless=Text.of(en="someone else reports"))
    other = replace(made, elements=tuple(changed if one.id == copy.id else one for one in made.elements))
    found = ssw.compare(CompetencyGraph([base, other]), "t", "xx")
    [entry] = [entry for entry in found.entries if entry.element == "obligation"]
    assert (entry.base, entry.adaptation) == (("t:m",), ("xx:m",))
    page = plainly(markdown(page_of(found)))
    assert plainly("the supervisor is present") in page
    assert plainly("someone else reports") in page


SUBJECTS = (
    "psw:para-social-worker",
    "za:social-auxiliary-worker",
    "cd:para-social-worker",
    "ug:para-social-worker",
    "cycw:basic",
)
OF_A_CADRE = tuple(kind for kind, row in PAPERS.items() if "cadre" in row.about and row.sections)


def keeps_to_the_rules_of_papers(made: RoleDocument, lang: str) -> None:
    """What must be done first; of what a worker carries, every rule on it; no section without a body."""
    page, row = page_of(made, lang), PAPERS[made.kind]
    headings = [n for n, block in enumerate(page.blocks) if isinstance(block, Heading)]
    first = re.sub(SHAPED, "", getattr(page.blocks[headings[0]], "text", ""))
    musts = ("kinds.heading-must", "kinds.heading-card-must-now", "curriculum.heading-limits")
    assert first in [sentence(code, lang) for code in musts]
    for n in headings:
        block, after = page.blocks[n : n + 2]
        deeper = isinstance(after, Heading) and after.level > getattr(block, "level", 0)
        assert deeper or not isinstance(after, Heading), f"{made.kind}: nothing stands under {block}"
    text = said(page)
    due = [text.index(plainly(without_adviser(one.text).render(lang))) for one in made.about.obligations]
    messages = [*(one.text for one in made.about.conditions), *(line.text for line in made.rules)]
    rules = [plainly(one.render(lang)) for one in messages]
    if row.worker_facing:
        assert [one for one in rules if one not in text] == []
    assert not due or not rules or min(due) < min(text.find(one) for one in rules if one in text)


@pytest.mark.parametrize("kind", OF_A_CADRE)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_kind_keeps_to_the_rules_of_papers(g: CompetencyGraph, kind: str, subject: str) -> None:
    for lang in ("en", "fr"):
        made = ssw.document(g, kind, subject, lang=lang)
        assert isinstance(made, RoleDocument)
        assert made.kind == kind == ssw.to_plain(made)["result"]
        keeps_to_the_rules_of_papers(made, lang)


@pytest.mark.parametrize("kind", OF_A_CADRE)
def test_a_role_of_which_nothing_is_known_has_blanks_and_nothing_invented(kind: str) -> None:
    made = ssw.document(toy.graph(toy.cadre("w")), kind, "t:w")
    assert isinstance(made, RoleDocument)
    assert not made.settled
    keeps_to_the_rules_of_papers(made, "en")
    page = page_of(made, "de")  # the fixed text of which is in English, and says so
    text = said(made)
    none = "show.obligations.none" if kind == "module-descriptor" else "kinds.must-none"
    assert plainly(sentence(none)) in text
    assert page.lang == "de"
    assert page.title == page_of(made).title


@pytest.mark.parametrize(
    ("kind", "subject"), [("observation-form", "psw:c-report"), ("record-of-learning", "za:60209")]
)
def test_papers_about_what_is_no_role(g: CompetencyGraph, kind: str, subject: str) -> None:
    made = ssw.document(g, kind, subject)
    assert isinstance(made, RoleDocument)
    keeps_to_the_rules_of_papers(made, "en")
    text = said(made)
    bad = [one for line in made.about.competencies for one in line.criteria if one.criterion_kind == "not-acceptable"]
    if kind == "observation-form":
        assert plainly(sentence("papers.about-no-role")) in text
        assert all(plainly(str(one.label)) in text for one in some(bad))
    else:
        for limit in some(made.about.limits):
            assert plainly(str(limit.text)) in text
        assert plainly(sentence("papers.valid-with-register")) in text
        assert "hash" not in text.lower()


def test_the_chart_says_of_each_competency_how_far_the_worker_goes(g: CompetencyGraph) -> None:
    made = ssw.document(g, "competency-chart", "psw:para-social-worker")
    assert isinstance(made, RoleDocument)
    page = page_of(made)
    assert (page.size, page.landscape) == ("large", True)
    [chart] = [block for block in page.blocks if isinstance(block, Table)]
    cells = [cell for row in chart.rows for cell in row[1:] if cell]
    assert len(cells) == len(made.about.competencies) == len(made.standings)
    assert {cell.split(" ")[0] for cell in cells} <= {*SHAPES.values(), "!\u2192", "!\u25d0", "\u25d0\u2192"}
    for line in some(made.about.competencies):
        [told] = [cell.split(" ")[0] for cell in cells if cell.endswith(f" {line.label}")]
        assert told == "".join(SHAPES[one] for one in dict(made.standings)[line.competency])


def test_a_rule_about_a_set_is_seen_on_the_chart_of_what_is_in_it() -> None:
    parts = (toy.competency("k"), toy.competency_set("s", "k"), function("f"), rule("may", "independent", "f"))
    needs: Any = toy.requires("w", "k")
    needs = replace(needs, for_function=("t:f",))
    bar = rule("bar", "not-permitted", competency=("t:s",))
    for rules, standings in (((), ("alone",)), ((bar,), ("alone", "never"))):
        assert dict(paper("competency-chart", *parts, needs, *rules).standings) == {"t:k": standings}


def test_nothing_is_done_alone_with_children_before_three_gates(g: CompetencyGraph) -> None:
    page = page_of(ssw.document(g, "induction-plan", "psw:para-social-worker"))
    gates, weeks, _ = (block for block in page.blocks if isinstance(block, Table))
    assert len(gates.rows) == 3
    assert [row[0] for row in weeks.rows] == [str(week) for week in range(1, 14)]
    text = said(page)
    assert text.index(plainly(sentence("papers.lead-gates"))) < text.index(plainly(sentence("papers.week-supervisor")))


# What people sign


@pytest.mark.parametrize("kind", [*KINDS, "occupational-standard"])
def test_each_rule_and_each_small_sign_is_said_once_to_those_who_sign(g: CompetencyGraph, kind: str) -> None:
    blocks = page_of(ssw.document(g, kind, "psw:para-social-worker"), detail="sign").blocks
    text = "\n".join(map(str, texts(blocks)))
    star = sentence("detail.sign-draft")
    assert star not in text  # the paper says that a star is no law, and who advises it
    assert len(re.findall(r"^\* Not law", text, re.MULTILINE)) == 1
    assert text.count(sentence("detail.sign-derived")) <= 1
    said = text.count("A para social worker works under the supervision of a social worker or of a")
    assert said == 1 + ("supervised-by" in PAPERS[kind].sections)


def test_what_a_rule_alone_speaks_of_is_not_named_again_as_if_it_were_to_do(g: CompetencyGraph) -> None:
    for kind in ("job-description", "supervision-checklist", "training-needs"):
        blocks = page_of(ssw.document(g, kind, "za:social-auxiliary-worker"), detail="sign").blocks
        named = [text for text in texts(blocks) if "Give treatment and therap" in text]
        assert not named, kind
        assert "May not give treatment or therapy" in "".join(map(str, texts(blocks)))


def test_a_question_that_two_frameworks_ask_is_asked_once(g: CompetencyGraph) -> None:
    for kind in ("role-card", "brief"):
        made = ssw.document(g, kind, "ug:para-social-worker")
        assert isinstance(made, RoleDocument)
        asked = [str(one.label) for one in made.questions]
        assert len(asked) > len({*asked})
        found = [text for text in texts(page_of(made).blocks) if text in asked]
        assert len(found) == len({*asked})


def test_the_card_has_a_small_form_for_each_set_of_blanks_and_a_tone_for_each_shape() -> None:
    page = page_of(paper("role-card", *EVERY))
    forms = [block for block in page.blocks if isinstance(block, Table) and block.shape == "form"]
    assert [len(one.header) for one in forms] == [4, 5]
    assert sentence("papers.fact-write-down") in forms[0].header
    assert {cell for one in forms for row in one.rows for cell in row} == {""}
    shaped = [block for block in page.blocks if isinstance(block, Shaped)]
    assert {block.tone for block in shaped} == {*SHAPES} - {"unknown"}
    for block in some(shaped):
        assert block.text.startswith(SHAPES[block.tone])  # type: ignore[index]
    assert b'class="tone must"' in rendered(page, "html")
    assert rendered(page, "pdf")
    made = docx.Document(io.BytesIO(rendered(page, "docx")))
    assert TONES["must"].lstrip("#").upper() in {str(one.font.color.rgb) for p in made.paragraphs for one in p.runs}


def test_an_observation_of_a_role_is_one_table_to_sign_that_names_the_competency_in_each_row(
    g: CompetencyGraph,
) -> None:
    made = ssw.document(g, "observation-form", "psw:para-social-worker")
    tables = [b for b in page_of(made, detail="sign").blocks if isinstance(b, Table) and len(b.header) == 5]
    [form] = [one for one in tables if one.header[0] == sentence("kinds.column-competency")]
    assert all(row[0] and row[1] for row in some(form.rows))
    full = [b for b in page_of(made).blocks if isinstance(b, Table)]
    apart = [one for one in full if one.header[0] == sentence("papers.column-criterion")]
    assert len({row[0] for row in form.rows}) == len(apart) - 1  # the last is of what is not acceptable


@pytest.mark.parametrize(
    ("kind", "most"),
    [("job-description", 3), ("supervision-checklist", 3), ("brief", 2), ("observation-form", 4), ("logbook", 4)],
)
def test_papers_to_sign_are_short(g: CompetencyGraph, kind: str, most: int) -> None:
    data = rendered(ssw.document(g, kind, "psw:para-social-worker"), "pdf")
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) <= most


@pytest.mark.parametrize("kind", ["role-card", "referral-pathway", "competency-chart"])
def test_a_condition_that_no_source_states_bears_its_sign_where_it_is_said_in_short(
    g: CompetencyGraph, kind: str
) -> None:
    made = ssw.document(g, kind, "psw:para-social-worker")
    assert isinstance(made, RoleDocument)
    said = "\n".join(texts(page_of(made, detail="sign").blocks))
    derived = [one for one in made.about.conditions if "stated" not in one.basis]
    assert derived
    assert all(f"{Writer('en').ruled(one.text)}\u00a0°" in said for one in derived)
    assert sentence("detail.sign-derived") in said


def test_what_a_paper_is_about_stands_on_its_cover_or_under_a_heading_of_its_own(g: CompetencyGraph) -> None:
    role = "psw:para-social-worker"
    for kind, name in (("module-descriptor", "kinds.fact-leads-to"), ("brief", "papers.fact-prepared-for")):
        blocks = page_of(ssw.document(g, kind, role)).blocks
        first = next(n for n, block in enumerate(blocks) if isinstance(block, Heading))
        assert sentence(name) in [*texts(blocks[:first])]
    blocks = page_of(ssw.document(g, "job-description", role)).blocks
    post = blocks.index(Heading(3, sentence("kinds.heading-post")))
    assert sentence("kinds.fact-reports-to") in [*texts(blocks[post : post + 2])]
