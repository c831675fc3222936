"""A page for each framework of a graph: scope, terms, how far it was read, what it holds, what is missing, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sswgraph.graph import CompetencyGraph
from sswgraph.graph.origins import attesting
from sswgraph.model import Element, Framework, Mapping, Node, Source
from sswgraph.model.codes import Kind
from sswgraph.model.evidence import best_basis

COMPILATIONS = ("generic", "psw", "cycw", "cdw", "social-protection")
# By the standard M49 of the United Nations; what holds in several of its regions comes last.
REGIONS = {
    "Africa": "002 CD ET GH KE MW NA NG RW SL TZ UG ZA ZM ZW",
    "Asia": "142 035 ID IN LK NP PH SG VN",
    "Pacific": "009 AU NZ PG",
    "Latin America and the Caribbean": "419 029 BR",
    "Northern America": "CA US",
    "Europe": "150 EE GB",
    "Several regions, or international": "001 019",
}
READ = {"whole": "whole", "opening-only": "opening only"}
AREAS = {
    "001": "the world",
    "002": "Africa",
    "009": "the Pacific",
    "019": "the Americas",
    "029": "the Caribbean",
    "035": "South-eastern Asia",
    "142": "Asia",
    "150": "Europe",
    "419": "Latin America and the Caribbean",
}


def pages(g: CompetencyGraph) -> dict[str, str]:
    """The text of each page by its file name, the index among them."""
    found = {f"{framework.id}.md": page(g, framework) for framework in g.frameworks}
    return {"README.md": index(g)} | found


def index(g: CompetencyGraph) -> str:
    """The frameworks by region, those that bring sources together first."""
    lines = [
        "# Frameworks that ship",
        "",
        f"{len(g.frameworks)} frameworks: {len(COMPILATIONS)} compilations, and the sources that attest them, each "
        "read as far as its page says. Written by `python -m docs.listing` from the data. To add one: "
        "[adding-a-country.md](../adding-a-country.md).",
        "",
        "## Compilations",
        "",
        *_listed(g, [g.framework(name) for name in COMPILATIONS]),
    ]
    for region in REGIONS:
        chosen = [one for one in g.frameworks if one.id not in COMPILATIONS and region_of(one) == region]
        lines += ["", f"## {region}", "", *_listed(g, chosen)]
    return "\n".join(lines) + "\n"


def region_of(framework: Framework) -> str:
    """The heading under which a framework stands in the index, by the first place where it holds."""
    place = framework.jurisdiction[0].partition("-")[0]
    for region, places in REGIONS.items():
        if place in places.split():
            return region
    raise ValueError(f"{framework.id} holds in {place}, which stands in no region: add it to REGIONS in {__file__}.")


def _listed(g: CompetencyGraph, frameworks: Sequence[Framework]) -> list[str]:
    rows = []
    for one in frameworks:
        count = Counter(node.kind for node in one.elements)
        sources = [node for node in one.elements if isinstance(node, Source)]
        whole = sum(source.reach == "whole" for source in sources)
        rows.append(
            (
                f"[{_cell(str(one.title.get('en')))}]({one.id}.md)",
                _places(one.jurisdiction),
                count["cadre"],
                count["function"],
                count["competency"],
                count["module"] + count["qualification"],
                f"{whole} of {len(sources)}",
            )
        )
    head = ("framework", "place", "cadres", "functions", "competencies", "training", "sources read whole")
    return _table(head, rows)


def page(g: CompetencyGraph, framework: Framework) -> str:
    """The page of one framework."""
    held = "; ".join(filter(None, (f"status: {framework.status}", f"first language: {framework.first_language}")))
    facts = f"`{framework.id}`; {_places(framework.jurisdiction)}; edition of {framework.edition}; {held}."
    sections = [
        [f"# {framework.title.get('en')}", "", facts, "", str(framework.definition.get("en") or "")],
        _section("Whose it is, and its terms", _terms(framework)),
        _section("How far it was read", _reach(framework)),
        _section("What it holds", _held(framework)),
        _section("What is missing", _missing(g, framework)),
        _section("What it is mapped to", _mapped(g, framework)),
        _section("Sources", _sources(framework)),
        ["", "[All frameworks](README.md)"],
    ]
    return "\n".join(line for section in sections for line in section) + "\n"


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return ["", f"## {heading}", "", *found] if found else []


def _terms(framework: Framework) -> Iterator[str]:
    for licence in framework.licence:
        yield f"Licence: <{licence}>."
        yield ""
    yield str(framework.rights.get("en"))


def _reach(framework: Framework) -> Iterator[str]:
    sources = [node for node in framework.elements if isinstance(node, Source)]
    said = Counter(READ.get(str(source.reach), "not said") for source in sources)
    if sources:
        yield f"- Sources: {len(sources)} ({', '.join(f'{word}: {n}' for word, n in sorted(said.items()))})."
    stated = [node for node in _named(framework) if any(map(attesting, node.evidence))]
    quoted = sum(any(one.excerpt for one in node.evidence if attesting(one)) for node in stated)
    if stated:
        bare = len(stated) - quoted
        yield f"- Elements that a source states: {len(stated)}, {quoted} with its words, {bare} with the page alone."
    else:
        yield "- No element is stated here: each is derived from other frameworks, or a proposal with its reason."
    yield f"- The framework as a whole: {framework.reach or 'not said'}."


def _held(framework: Framework) -> list[str]:
    kinds: dict[str, list[Node]] = {}
    for node in framework.elements:
        kinds.setdefault(node.kind, []).append(node)
    rows = []
    for kind, nodes in sorted(kinds.items()):
        bases = Counter(best_basis(node.evidence) for node in nodes if node.evidence)
        named = [node for node in nodes if isinstance(node, Element) and node.label]
        french = sum("fr" in node.label.languages for node in named)
        rows.append(
            (
                kind.replace("-", " "),
                len(nodes),
                *(bases[basis] or "" for basis in ("stated", "derived", "draft")),
                f"{french} of {len(named)}" if named and kind != "source" else "",
            )
        )
    return _table(("kind", "number", "stated", "derived", "draft", "named in French"), rows)


def _missing(g: CompetencyGraph, framework: Framework) -> Iterator[str]:
    if framework.not_encoded.get("en"):
        yield str(framework.not_encoded.get("en"))
        yield ""
    measured: tuple[Any, ...] = framework.of_kind("performance-criterion")
    asking: tuple[Any, ...] = framework.of_kind("requirement")
    criteria = {one for node in measured for one in node.criterion_of}
    performed = {one for cadre in g.cadres for one in cadre.performs}
    asked = {one.cadre for one in asking}
    lacks: tuple[tuple[str, Kind, Callable[[Any], bool]], ...] = (
        ("cadres without requirements", "cadre", lambda one: one.id not in asked),
        ("functions that no cadre performs", "function", lambda one: one.id not in performed),
        ("competencies without criteria", "competency", lambda one: one.id not in criteria),
        ("modules without hours or credits", "module", lambda one: not _has_volume(one)),
        ("modules without a provider", "module", lambda one: not one.provider),
    )
    for words, kind, lacking in lacks:
        nodes = framework.of_kind(kind)
        number = sum(map(lacking, nodes))
        if number:
            yield f"- {words}: {number} of {len(nodes)}"


def _has_volume(module: Node) -> bool:
    volumes = ("credits", "notional_hours", "contact_hours", "practical_hours", "workplace_hours", "duration")
    return any(getattr(module, name, None) is not None for name in volumes)


def _mapped(g: CompetencyGraph, framework: Framework) -> list[str]:
    others: Counter[str] = Counter()
    for mapping in g.mappings:
        others.update(_other(g, mapping, framework.id))
    rows = [(_link(g, name), number) for name, number in sorted(others.items())]
    return _table(("framework", "rows"), rows) if rows else []


def _other(g: CompetencyGraph, mapping: Mapping, home: str) -> list[str]:
    ends = [g.home(end) or "ISCO-08 and ESCO" for end in (mapping.subject, mapping.object)]
    return [end for end in ends if end != home][:1] if home in ends else []


def _link(g: CompetencyGraph, name: str) -> str:
    return f"[{_cell(str(g.framework(name).title.get('en')))}]({name}.md)" if name in g else name


def _sources(framework: Framework) -> list[str]:
    rows = []
    for node in framework.elements:
        if isinstance(node, Source):
            name = _cell(str(node.label))
            rows.append(
                (
                    f"[{name}](<{node.page}>)" if node.page else name,
                    _cell(str(node.publisher or "")),
                    str(node.source_kind or "").replace("-", " "),
                    READ.get(str(node.reach), ""),
                    node.date or "",
                )
            )
    rows.sort(key=lambda row: (row[1].casefold(), row[0].casefold()))
    return _table(("source", "publisher", "kind", "read", "date"), rows) if rows else []


def _named(framework: Framework) -> Iterator[Element]:
    for node in framework.elements:
        if isinstance(node, Element) and node.kind != "source" and node.label:
            yield node


def _places(codes: Sequence[str]) -> str:
    return ", ".join(AREAS.get(code, code) for code in codes)


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]").split())


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return [*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)]
