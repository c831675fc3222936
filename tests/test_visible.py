"""Values that show themselves: graph, elements, profiles, mappings, rules, lists of them; ``ssw.show``."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from sswgraph.errors import InputError, UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import Message, languages, message
from sswgraph.model import Holding, LinkCount, MappingSet, Profile, Text, Volumes
from sswgraph.model.documents import Withheld
from sswgraph.model.fields import Field, Kind
from sswgraph.model.lists import Candidates, Elements, Summaries
from sswgraph.model.papers import Paper
from sswgraph.model.shown import Brief, Column, Visible
from sswgraph.model.text import Compared
from sswgraph.pages.blocks import Table
from sswgraph.pages.page import page_of
from sswgraph.render.html import fragment
from sswgraph.render.markdown import markdown
from tests import samples
from tests.loops import some
from tests.test_docstrings import values as described

pandas = pytest.importorskip("pandas")
ROLE = "za:social-auxiliary-worker"
FORMS = {"text/html", "text/markdown", "text/plain"}


@pytest.fixture(scope="module")
def values(g: CompetencyGraph) -> dict[str, Any]:
    profile = Profile(holdings=(Holding(competency="xx:a", basis="assessed"),), completed=("xx:m",))
    return {
        "graph": g,
        "empty graph": CompetencyGraph(),
        "element": g[ROLE],
        "framework": g["za"],
        "mapping": g.mappings[0],
        "mapping set": g.mapping_sets[0],
        "empty mapping set": MappingSet(id="xx"),
        "profile": profile,
        "empty profile": Profile(),
        "condition": samples.CONDITION,
        "limit": samples.LIMIT,
        "summary": samples.summary(),
        "candidate": samples.candidate(),
        "cadres": g.cadres,
        "frameworks": g.frameworks,
        "mappings": g.mappings[:5],
        "of a framework": g["za"].of_kind("cadre"),
        "related": g.related(ROLE),
        "rules": g.of_kind("scope-rule"),
        "none": Elements(()),
        "found": g.find("social auxiliary worker"),
        "nothing found": Candidates(()),
        "shipped": Summaries((samples.summary(),)),
    }


def test_every_value_shows_itself_in_a_notebook_and_is_one_short_line(values: dict[str, Any]) -> None:
    for name, value in some(values.items()):
        assert set(value._repr_mimebundle_()) == FORMS, name
        assert value._repr_html_().startswith("<"), name
        assert value._repr_markdown_().startswith("#"), name
        assert len(repr(value)) <= 400, name
        assert "\n" not in repr(value), name


def test_long_ids_are_shortened_in_the_line_of_a_list(g: CompetencyGraph) -> None:
    assert len(g.mappings[0].id) > 60
    assert len(repr(g.mappings)) <= 240


def test_every_value_of_the_model_is_one_line() -> None:
    within = {Text, Volumes, Message, Column, Field, Kind, Paper, Compared}  # texts, totals, and what describes values
    assert {value for value in some(described()) if not issubclass(value, Brief)} == within


def test_a_line_gives_sentences_and_counts_parts() -> None:
    why = message("issue.heading")
    assert repr(Withheld(why=why)) == f"<Withheld why={str(why)!r}>"
    assert repr(LinkCount(stated=2)) == "<LinkCount stated=2, derived=0, draft=0>"


def test_a_page_of_every_value_stands_in_every_language(values: dict[str, Any]) -> None:
    for value in some(values.values()):
        assert len({page_of(value, lang).title for lang in languages()}) >= 1
        assert page_of(value, "fr").lang == "fr"
    assert page_of(values["profile"], "fr").title != page_of(values["profile"], "en").title


def test_lists_are_tuples_and_stay_what_they_are(g: CompetencyGraph) -> None:
    cadres = g.cadres
    assert isinstance(cadres, tuple)
    assert cadres == tuple(cadres)
    assert hash(cadres) == hash(tuple(cadres))
    assert type(cadres[:3]) is Elements
    assert cadres[:3] == tuple(cadres)[:3]
    assert cadres[0] is next(iter(cadres))
    assert pickle.loads(pickle.dumps(cadres[:2])) == cadres[:2]
    assert ssw.load("za").of_kind("adoption") == ()
    assert type(g.find("social worker")[:1]) is Candidates
    assert type(ssw.frameworks()) is Summaries


def test_lists_go_into_a_data_frame(g: CompetencyGraph) -> None:
    frame = pandas.DataFrame(g.cadres.rows("fr"))
    assert list(frame["id"]) == [cadre.id for cadre in g.cadres]
    assert {"label", "basis", "performs", "tier"} <= set(frame.columns)
    assert not {"evidence", "residue"} & set(frame.columns)
    found = pandas.DataFrame(g.find("social worker").rows())
    assert list(found.columns) == ["id", "label", "kind", "matched", "score", "answerable"]
    shipped = pandas.DataFrame(ssw.frameworks().rows())
    assert shipped["cadres"].sum() == len(g.cadres)
    assert len(pandas.DataFrame(g.mappings.rows())) == len(g.mappings)
    assert Elements(()).rows() == []


def test_a_list_is_saved_like_a_result(g: CompetencyGraph, tmp_path: Path) -> None:
    cadres = g.cadres[:4]
    for ending in ("md", "html", "tsv", "xlsx"):
        assert ssw.save(cadres, tmp_path / f"cadres.{ending}").stat().st_size > 100
    assert (tmp_path / "cadres.tsv").read_text(encoding="utf-8").startswith("id\tlabel\t")
    (table,) = (block for block in page_of(cadres).blocks if isinstance(block, Table))
    assert len(table.rows) == 4
    assert str(cadres).count(cadres[0].id) >= 1


def test_a_long_list_is_shortened_in_a_notebook_and_says_so(g: CompetencyGraph) -> None:
    shown = g.competencies._repr_html_()
    assert len(shown) < len(fragment(page_of(g.competencies)))
    assert str(len(g.competencies)) in shown


def test_show_gives_the_page_with_names_and_with_what_speaks_of_it(g: CompetencyGraph) -> None:
    page = ssw.show(g, ROLE, lang="fr")
    assert page.lang == "fr"
    said = markdown(page).replace("\\", "")
    related = some(g.related(ROLE))
    assert any(one.id in said for one in related)
    named = g[ROLE].performs[0]
    assert str(g.label(named).best("fr")) in said
    assert ssw.show(g, g[ROLE]) == ssw.show(g, ROLE)


def test_show_of_what_is_not_there_says_so(g: CompetencyGraph) -> None:
    with pytest.raises(UnknownElementError, match="social-auxiliary-worker"):
        ssw.show(g, "za:social-auxilary-worker")
    with pytest.raises(InputError):
        ssw.show(g, ROLE, lang="not a language")


def test_a_graph_names_a_few_of_its_frameworks_and_counts_all(g: CompetencyGraph) -> None:
    assert f"{len(g.frameworks)} frameworks" in repr(g)
    assert isinstance(g, Visible)
    page = markdown(page_of(g))
    assert all(one.id in page for one in some(g.frameworks))
