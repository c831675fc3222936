"""The data that ship: evidence everywhere, real sources, nothing of the Alliance's document, one canonical form."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.exchange import parse_framework, parse_sssom, sssom_text, write_framework
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.origins import Origins, attesting
from sswgraph.messages import country_problem, language_problem
from sswgraph.model import Decision, Element, Evidence, Framework, Node, Source, Statement, Text
from sswgraph.model.fields import EVIDENCE_FREE
from sswgraph.provenance.completeness import attested_row
from sswgraph.provenance.evidence import links_by_end
from tests.long.witnesses import HIGH_INCOME, region_of, witnesses
from tests.loops import some

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "frameworks"
FRAMEWORKS = sorted(path.stem for path in FOLDER.glob("*.ttl"))
MAPPINGS = sorted(path.name for path in (FOLDER / "mappings").glob("*.sssom.tsv"))
COMPILATIONS = sorted({"generic", "cycw", "psw", "cdw", "social-protection"} & set(FRAMEWORKS))
ATTESTATIONS = [name for name in MAPPINGS if name.endswith("-attestations.sssom.tsv")]

# Exceptions. Each list may only grow shorter.
#
# Sources cited for something stated whose address was not recorded when they were read; each says so in a note.
WITHOUT_ADDRESS = {
    "asean-sp:source-guidance",  # read whole, as a text handed over without the page that offers it
    "id:source-kemensos",  # only the site was recorded
    "id:source-newskabarnegeri",  # only the name was recorded
    "ug:source-mak-reports",  # only the beginning of the address was recorded
    "who:source-bookvea-pfa",  # only the site was recorded
    "za:source-saqa-us-254177",  # only the number was recorded, and the authority keeps its pages under several hosts
}
# How many pieces of stated evidence have no quotation: what the source says was recorded in other words only, mostly
# rows of tables (registration, replacement, entry) and lists of tasks. Each says so in a note.
WITHOUT_QUOTATION = {
    "au": 5,
    "br": 4,
    "cd": 2,
    "gb": 4,
    "gh": 1,
    "iacm": 8,
    "id": 14,
    "in": 12,
    "ke": 7,
    "nz": 5,
    "pg": 1,
    "ph": 11,
    "sg": 5,
    "tz": 11,
    "ug": 6,
    "wb": 2,
    "who": 9,
    "za": 32,
}
LONGEST_TITLE = 60
# Requirements tie two elements that are attested themselves; that they belong together is derived or draft.
NOT_ATTESTED = {"requirement", "entry-requirement", "outcome", "decision", "statement", "source"}
# What stands below a competency or a cadre: derived from the very items that bear it, or proposed with a reason.
BORNE_BY_ITEMS = {"performance-criterion", "evidence-requirement", "obligation", "open-question"}
# What the Alliance's document on para professionals would be quoted for; it was not read.
CONTENT = {
    "function",
    "competency",
    "performance-criterion",
    "evidence-requirement",
    "requirement",
    "entry-requirement",
    "outcome",
    "scope-rule",
}
DOCUMENT = re.compile(
    r"para professionals (in the )?social service workforce guiding principles"
    r"|para professionnels dans le personnel des services sociaux"
)
# Under other titles: the draft, two translations, and a notice of the first edition.
OF_THE_DOCUMENT = {
    "alliance:source-draft-2015",
    "alliance:source-notice-childsafehorizons",
    "alliance:source-translation-full",
    "alliance:source-translation-unicef",
}


@pytest.fixture(params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest, g: CompetencyGraph) -> Framework:
    found = g[request.param]
    assert isinstance(found, Framework)
    return found


def evidence_of(framework: Framework) -> dict[str, Evidence]:
    return {one.id: one for node in (framework, *framework.elements) for one in node.evidence}


def stated_in(framework: Framework) -> list[Evidence]:
    return [one for one in evidence_of(framework).values() if one.basis == "stated"]


def sources_of(framework: Framework) -> dict[str, Source]:
    return {node.id: node for node in framework.elements if isinstance(node, Source)}


def texts_of(node: object) -> Iterator[tuple[str, Text]]:
    """The texts of a value with the names of their fields."""
    assert dataclasses.is_dataclass(node)
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Text):
            yield field.name, value


# Evidence


def test_everything_has_evidence(framework: Framework) -> None:
    bare = [node.id for node in framework.elements if not node.evidence and node.kind not in EVIDENCE_FREE]
    assert bare == []


def test_what_is_stated_cites_a_registered_source_with_its_address(framework: Framework) -> None:
    sources = sources_of(framework)
    stated = stated_in(framework)
    assert bool(stated) is (framework.id not in COMPILATIONS)
    for one in stated:
        assert one.source in sources, f"{one.id} cites a source that is not registered"
        source = sources[one.source]
        if source.id in WITHOUT_ADDRESS:
            assert not source.page, f"{source.id} has an address now: take it off the list"
            assert any(word in str(source.note) for word in ("address", "site", "host")), source.id
        else:
            assert (source.page or "").startswith(("http://", "https://")), f"{source.id} has no address"


def test_what_is_stated_has_a_quotation(framework: Framework) -> None:
    without = [one for one in stated_in(framework) if not one.excerpt]
    silent = [one.id for one in without if not any("No quotation" in text for _, text in one.note.values)]
    assert silent == []
    assert len(without) <= WITHOUT_QUOTATION.get(framework.id, 0), [one.id for one in without]


def test_what_is_derived_names_what_it_derives_from(framework: Framework, g: CompetencyGraph) -> None:
    for one in some(evidence_of(framework).values()):
        if one.basis == "derived":
            assert one.derived_from, one.id
        assert [origin for origin in one.derived_from if origin not in g] == [], one.id
    for node in some(framework.elements):
        assert [origin for origin in node.derived_from if origin not in g] == [], node.id


@pytest.mark.parametrize("name", MAPPINGS)
def test_every_mapping_has_evidence_and_joins_what_is_there(name: str, g: CompetencyGraph) -> None:
    rows = parse_sssom((FOLDER / "mappings" / name).read_bytes(), name).mappings
    assert rows
    for row in rows:
        assert row.evidence, row.id
        assert row.subject in g, row.id
        assert row.object in g or "://" in row.object, row.id
        assert row.comment, row.id
        for one in row.evidence:
            assert one.derived_from or one.basis != "derived", row.id
            assert one.source or one.basis != "stated", row.id


# The Alliance's document


def is_the_document(source: Source) -> bool:
    """Whether a source is the Alliance's document on para professionals, in any edition, or a page about it."""
    said = " ".join([source.id, source.page or "", *(text for _, text in source.label.values)])
    return bool(DOCUMENT.search(re.sub(r"[^a-z]+", " ", said.lower()))) or source.id in OF_THE_DOCUMENT


def test_the_document_is_recognised(g: CompetencyGraph) -> None:
    found = {
        source.id for framework in g.frameworks for source in sources_of(framework).values() if is_the_document(source)
    }
    pages = {"alliance:source-page-edition-1", "alliance:source-page-edition-2", "cd:source-alliance-2nd-edition-page"}
    editions = {"alliance:source-edition-1", "alliance:source-edition-2", "alliance:source-edition-2-fr"}
    assert found == pages | editions | OF_THE_DOCUMENT


def test_nothing_names_the_document_as_source_of_a_function_or_competency(
    framework: Framework, g: CompetencyGraph
) -> None:
    document = {source.id for each in g.frameworks for source in sources_of(each).values() if is_the_document(source)}
    for node in some(framework.elements):
        if node.kind not in CONTENT:
            continue
        named = {one.source for one in node.evidence} | set(node.derived_from)
        named |= {origin for one in node.evidence for origin in one.derived_from}
        assert not named & document, node.id
        assert not [name for name in named if name and name.startswith("alliance:")], node.id


def test_the_alliance_is_a_header_only(g: CompetencyGraph) -> None:
    alliance = g["alliance"]
    assert isinstance(alliance, Framework)
    assert [node.id for node in alliance.elements if node.kind in CONTENT] == []
    for group in alliance.of_kind("competency-set"):
        assert all(g[member].kind == "competency-set" for member in getattr(group, "includes"))  # noqa: B009
    assert g["cd"].adaptation_of == "alliance"


@pytest.mark.parametrize("name", MAPPINGS)
def test_no_mapping_leads_to_the_alliance(name: str) -> None:
    rows = parse_sssom((FOLDER / "mappings" / name).read_bytes(), name).mappings
    assert [row.id for row in rows if "alliance:" in f"{row.subject} {row.object}"] == []


@pytest.mark.parametrize("name", COMPILATIONS)
def test_a_compilation_says_whose_it_is(name: str, g: CompetencyGraph) -> None:
    said = "Compiled by sswgraph from public sources. Not a publication of the Global Social Service Workforce Alliance"
    assert said in str(g[name].rights)


def test_rights_hold_whose_a_framework_is_and_nothing_else_does(framework: Framework) -> None:
    assert (framework.rights.get("en") or "").count("Compiled by sswgraph from public sources") == 1
    assert [words for _, words in framework.definition.values if "sswgraph" in words] == []


def test_a_title_fits_the_cell_of_a_table(framework: Framework) -> None:
    assert [words for _, words in framework.title.values if len(words) > LONGEST_TITLE] == []


# Attestations and origins


@pytest.mark.parametrize("name", ATTESTATIONS)
def test_every_attestation_points_at_a_stated_element(name: str, g: CompetencyGraph) -> None:
    home = name.removesuffix("-attestations.sssom.tsv")
    for row in some(parse_sssom((FOLDER / "mappings" / name).read_bytes(), name).mappings):
        assert g.home(row.subject) == home, row.id
        assert g.home(row.object) not in (None, "alliance", *COMPILATIONS), row.id
        assert g.basis_of(row.object) == "stated", row.id
        assert any({row.subject, row.object} <= set(one.derived_from) for one in row.evidence), row.id


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPILATIONS)
def test_an_element_enters_a_compilation_only_if_it_is_attested_or_derived_openly(
    name: str, g: CompetencyGraph
) -> None:
    """What is only related attests nothing: the rest rests on the stated elements that it was derived from."""
    wanted = 2 if name == "generic" else 1
    found = {
        node.id: independent_origins(g, [node.id])
        for node in g[name].elements
        if node.kind not in NOT_ATTESTED | BORNE_BY_ITEMS and isinstance(node, Element)
    }
    bare = {identifier for identifier, origins in found.items() if len(origins) < wanted}
    assert bare == UNATTESTED.get(name, set())
    unattested = {one for one in ssw.completeness(g, name).unattested if g[one].kind not in BORNE_BY_ITEMS}
    assert bare == unattested
    for identifier in bare:
        report = ssw.evidence(g, identifier)
        assert report.basis == "derived"
        assert len(report.origins or report.inferred) >= 1, identifier


@pytest.mark.parametrize("name", COMPILATIONS)
def test_a_criterion_or_obligation_names_the_items_that_bear_it_or_says_why_it_is_proposed(
    name: str, g: CompetencyGraph
) -> None:
    for node in some(g[name].elements):
        if node.kind not in BORNE_BY_ITEMS:
            continue
        for one in some(node.evidence):
            assert one.basis == "derived" or str(one.note), node.id
            assert one.basis != "stated", node.id
            homes = {g.home(origin) for origin in one.derived_from}
            assert not homes & {*COMPILATIONS, "alliance"}, node.id


# Nothing that was read states these, or anything close: rules of safety that follow from whose act something is, sets
# made here, and what stands behind the title of a module. This list may only grow shorter.
UNATTESTED: dict[str, set[str]] = {}


@pytest.mark.parametrize("name", COMPILATIONS)
def test_what_only_high_income_countries_attest_is_called_borrowed(name: str, g: CompetencyGraph) -> None:
    links = links_by_end(g.voices)
    for node in some(g[name].of_kind("competency")):
        regions = {region_of(place) for place in witnesses(g, node.id, links)}
        assert regions != {HIGH_INCOME} or "orrowed" in f"{node.note}{node.scope_note}", node.id


@pytest.mark.parametrize("name", COMPILATIONS)
def test_what_one_country_attests_keeps_it_visible(name: str, g: CompetencyGraph) -> None:
    links = links_by_end(g.voices)
    for kind in ("competency", "function"):
        for node in g[name].of_kind(kind):
            attested = [link.other for link in links[node.id] if link.attests and link.other in g]
            homes = {g.home(name) for name in attested if any(map(attesting, g[name].evidence))}
            if len(homes) == 1 and all(code.isalpha() for code in g[homes.pop()].jurisdiction):
                assert node.scope_note, f"{node.id} is attested by one country alone and does not say so"


def independent_origins(g: CompetencyGraph, identifiers: Iterable[str]) -> set[str]:
    """The documents that attest these elements, by themselves or through a mapping."""
    links, origins = links_by_end(g.voices), Origins(g)
    return {one for name in identifiers for one in attested_row(g, g[name], origins, links).origins}


def test_reprints_and_translations_count_once(tmp_path: Path) -> None:
    turtle = """
        @prefix ssw: <https://w3id.org/sswgraph/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix schema: <https://schema.org/> .
        @prefix xx: <https://w3id.org/sswgraph/id/xx/> .
        <https://w3id.org/sswgraph/id/xx> a ssw:Framework ; dcterms:title "An example"@en .
        xx:law a ssw:Source ; dcterms:title "Law"@en ; schema:url "https://example.org/law" .
        xx:copy a ssw:Source ; dcterms:title "Copy"@en ; ssw:sourceKind ssw:ProviderReprint ; ssw:reprintOf xx:law .
        xx:loi a ssw:Source ; dcterms:title "Loi"@fr ; ssw:translationOf xx:copy .
        xx:again a ssw:Source ; dcterms:title "Law, seen again"@en ; schema:url "http://www.example.org/law/" .
        xx:other a ssw:Source ; dcterms:title "Handbook"@en .
        xx:school a ssw:Source ; dcterms:title "School"@en ; ssw:sourceKind ssw:ProviderReprint .
        xx:college a ssw:Source ; dcterms:title "College"@en ; ssw:sourceKind ssw:ProviderReprint .
    """
    names = ("law", "copy", "loi", "again", "other", "school", "college")
    for name in names:
        turtle += f"""
        xx:f-{name} a ssw:Function ; skos:prefLabel "{name}"@en ; ssw:evidence xx:e-{name} .
        xx:e-{name} a ssw:Evidence ; ssw:basis ssw:Stated ; dcterms:source xx:{name} ."""
    g = CompetencyGraph([parse_framework(turtle)])
    assert len(independent_origins(g, [f"xx:f-{name}" for name in ("law", "copy", "loi", "again")])) == 1
    assert len(independent_origins(g, ["xx:f-loi", "xx:f-other"])) == 2
    assert len(independent_origins(g, ["xx:f-school", "xx:f-college"])) == 1
    assert len(independent_origins(g, [f"xx:f-{name}" for name in names])) == 3


def test_reprints_that_ship_count_once(g: CompetencyGraph) -> None:
    assert len(independent_origins(g, ["za:98890-wm-03"])) == 1
    assert len(independent_origins(g, ["za:98890-wm-01", "za:98890-wm-03", "za:98890-km-01"])) == 1
    assert len(independent_origins(g, ["za:98890-wm-03", "ug:f-psw-assess"])) == 2


def test_a_reprint_repeats_no_reprint_in_a_circle(framework: Framework) -> None:
    sources = sources_of(framework)
    assert bool(sources) is (framework.id not in COMPILATIONS)
    for source in sources.values():
        seen: list[str] = []
        ahead = [source.id]
        while ahead:
            name = ahead.pop()
            assert name not in seen, f"{source.id} repeats itself"
            seen.append(name)
            ahead += [one for one in (*sources[name].reprint_of, *sources[name].translation_of) if one in sources]


# Form, tags, names


@pytest.mark.slow
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_framework_is_in_canonical_form(name: str) -> None:
    text = (FOLDER / f"{name}.ttl").read_bytes().decode()
    assert write_framework(parse_framework(text)) == text


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_set_is_in_canonical_form(name: str) -> None:
    data = (FOLDER / "mappings" / name).read_bytes()
    assert sssom_text(parse_sssom(data, name)).encode() == data


def test_language_tags_and_jurisdictions_are_real(framework: Framework) -> None:
    tags: dict[str, str] = {}
    places: dict[str, str] = {}
    nodes: list[Node | Evidence] = [framework, *framework.elements, *evidence_of(framework).values()]
    for node in nodes:
        for _, text in texts_of(node):
            tags |= dict.fromkeys(text.languages, node.id)
        tags |= dict.fromkeys(getattr(node, "unreviewed_language", ()), node.id)
        tags |= dict.fromkeys(getattr(node, "language", ()), node.id)
        places |= dict.fromkeys(getattr(node, "jurisdiction", ()), node.id)
    assert framework.first_language
    tags[framework.first_language] = framework.id
    assert {tag: where for tag, where in tags.items() if language_problem(tag)} == {}
    assert framework.jurisdiction
    assert {code: where for code, where in places.items() if country_problem(code)} == {}


def test_no_two_elements_of_a_kind_share_a_name(framework: Framework) -> None:
    named: dict[tuple[str, str, str], list[Element]] = defaultdict(list)
    for node in framework.elements:
        if isinstance(node, Element):
            for lang, text in node.label.values:
                named[node.kind, lang, text].append(node)
    for (kind, lang, text), nodes in some(named.items()):
        told_apart = {node.notation for node in nodes if node.notation}
        assert len(nodes) == 1 or len(told_apart) == len(nodes), (kind, lang, text, [node.id for node in nodes])


def test_french_made_here_is_marked_as_unreviewed(framework: Framework) -> None:
    for node in (framework, *framework.elements):
        if not isinstance(node, Element):
            continue
        # A label in French alone is the title that the source prints; beside another language it was made here.
        made = [name for name, text in texts_of(node) if "fr" in text.languages and len(text.languages) > 1]
        said = [name for name, text in texts_of(node) if "fr" in text.languages and name != "label"]
        if made or said:
            assert "fr" in node.unreviewed_language, f"{node.id}: {made or said}"
        for lang in node.unreviewed_language:
            assert any(lang in text.languages for _, text in texts_of(node)), f"{node.id} has nothing in {lang}"


# In French as far as it is prose of ours: compilations, and the two countries from which most is taken over.
IN_FRENCH = (*COMPILATIONS, *sorted({"cd", "za"} & set(FRAMEWORKS)))
# Names, titles and terms of others stay as they are.
NOT_TRANSLATED = {"alt_label", "licence", "provider", "regulator", "rights", "value"}


@pytest.mark.parametrize("name", IN_FRENCH)
def test_prose_is_there_in_french(name: str, g: CompetencyGraph) -> None:
    """Notes on statements and reasons of decisions too."""
    lacking = [
        (node.id, field)
        for node in (g[name], *g[name].elements)
        if isinstance(node, Element | Statement | Decision)
        for field, text in texts_of(node)
        if "en" in text.languages and "fr" not in text.languages and field not in NOT_TRANSLATED
        if (node.kind, field) != ("source", "label")
    ]
    assert lacking == []


def test_drafts_are_told_apart(g: CompetencyGraph) -> None:
    """Nothing that a source framework holds rests on this project's own proposal alone."""
    for framework in some(g.frameworks):
        if framework.id not in COMPILATIONS:
            assert [node.id for node in nodes_on_draft(framework)] == []


def nodes_on_draft(framework: Framework) -> list[Node]:
    return [node for node in framework.elements if node.evidence and {e.basis for e in node.evidence} == {"draft"}]


def test_everything_that_ships_is_seen_here(g: CompetencyGraph) -> None:
    assert [framework.id for framework in g.frameworks] == FRAMEWORKS
    assert len(g.mapping_sets) == len(MAPPINGS)
    assert ssw.frameworks()


# What a curriculum prints

# Nobody can see it done. (A list of verbs to avoid, not of verbs to use.)
UNSEEN = re.compile(
    r"\b(know|understand|be aware|appreciate|savoir|comprendre|connaître|être sensibilisé)\b", re.IGNORECASE
)
# Of an outcome, in words: shorter says nothing about with whom and to which standard, longer is not read.
SHORTEST_OUTCOME, LONGEST_OUTCOME = 12, 32


def outcome_problems(words: str) -> list[str]:
    """What keeps a sentence from standing in a curriculum.

    >>> outcome_problems("Know the rights of the child: five.")
    ['nobody can see it done', 'no single sentence', '7 words']
    """
    length = len(words.split())
    problems = {
        "nobody can see it done": UNSEEN.search(words),
        "no capital": not words[0].isupper(),
        "no full stop": not words.endswith("."),
        "no single sentence": re.search(r"[:;?!]|[.] ", words),
        f"{length} words": not SHORTEST_OUTCOME <= length <= LONGEST_OUTCOME,
    }
    return [problem for problem, found in problems.items() if found]


@pytest.mark.parametrize("name", COMPILATIONS)
def test_every_compiled_competency_has_a_sentence_for_a_curriculum(name: str, g: CompetencyGraph) -> None:
    """An act that can be seen, in English and French, as a proposal of this project."""
    for node in some(g[name].of_kind("competency")):
        assert node.outcome_text.languages == ("en", "fr"), node.id
        for _, words in node.outcome_text.values:
            assert outcome_problems(words) == [], (node.id, words)
        bases = [one.basis for one in node.evidence if any(c.endswith("#outcomeText") for c in one.concerns)]
        assert bases == ["draft"], node.id


def test_no_two_compiled_competencies_share_their_sentence(g: CompetencyGraph) -> None:
    """Each kind of worker is seen in its own work, also where two compilations name a competency alike."""
    meant: dict[str, list[str]] = defaultdict(list)
    for name in COMPILATIONS:
        for node in g[name].of_kind("competency"):
            for _, words in node.outcome_text.values:
                meant[words.replace("’", "'").casefold()].append(node.id)
    assert some(meant)
    assert [ids for ids in meant.values() if len(ids) > 1] == []
