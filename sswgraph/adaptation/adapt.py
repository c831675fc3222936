"""``adapt``: a full copy of a framework under a country's own ids, derived element by element (rule E2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from dataclasses import replace as changed
from typing import Any, TypeVar, overload

from sswgraph.adaptation.lineage import not_copied, placed
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.exchange.schema import BY_KIND, Property
from sswgraph.files import names_in
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import Given, framework_in
from sswgraph.messages import country_problem, language_problem
from sswgraph.model import Decision, Element, Evidence, Framework, Node, Statement, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.evidence import LIST_REACH, Basis, best_basis
from sswgraph.model.fields import Shape
from sswgraph.model.ids import framework_of, id_of, iri_of

N = TypeVar("N", bound=Node)
LINEAGE = frozenset({"derived_from", "evidence", "replaces", "adaptation_of", "base_edition"})
# Records stay with the framework that they are about: a copy was neither decided on nor validated.
RECORDS = frozenset({"change", "validation-exercise", "adoption"})
FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(cls.model) if field.name not in ("id", "elements", "residue"))
    for kind, cls in BY_KIND.items()
}
PROPERTIES: dict[str, dict[str, Property]] = {
    kind: {prop.field: prop for prop in cls.properties} for kind, cls in BY_KIND.items()
}
REFERENCES: dict[str, tuple[tuple[str, bool], ...]] = {
    kind: tuple(
        (prop.field, prop.many)
        for prop in cls.properties
        if prop.shape is Shape.REFERENCE and prop.field not in LINEAGE
    )
    for kind, cls in BY_KIND.items()
}


def is_record(node: Node) -> bool:
    """Whether a node records what happened to elements, so that its references keep naming them."""
    return node.kind in RECORDS or (isinstance(node, Decision) and node.verdict is not None)


def with_names(node: N, names: Mapping[str, str], identifier: str) -> N:
    """The node under another id, with its references renamed by ``names``; lineage is left as it is."""
    changed: dict[str, Any] = {"id": identifier} if identifier != node.id else {}
    if not is_record(node):
        for field, many in REFERENCES[node.kind]:
            value = getattr(node, field)
            if many:
                if any(one in names for one in value):
                    changed[field] = tuple(sorted({names.get(one, one) for one in value}))
            elif value in names:
                changed[field] = names[value]
        if isinstance(node, Statement) and node.datatype == "id" and node.value in names:
            changed["value"] = names[node.value]
    return replace(node, **changed) if changed else node


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|<([^<>]*)>')
_LONGEST = 100
_NOT_A_CODE = re.compile(r"[^a-z0-9.-]+")


@overload
def adapt(
    graph: CompetencyGraph,
    framework: Given,
    *,
    id: str,
    jurisdiction: str | Iterable[str],
    title: str | Text | None = None,
    lang: str | None = None,
    replace: bool = False,
) -> Framework: ...


@overload
def adapt(
    graph: Framework,
    *,
    id: str,
    jurisdiction: str | Iterable[str],
    title: str | Text | None = None,
    lang: str | None = None,
    replace: bool = False,
) -> Framework: ...


def adapt(
    graph: CompetencyGraph | Framework,
    framework: Given | None = None,
    *,
    id: str,
    jurisdiction: str | Iterable[str],
    title: str | Text | None = None,
    lang: str | None = None,
    replace: bool = False,
) -> Framework:
    """Copy a framework in full for a country: the beginning of an adaptation.

    Every element gets an id of its own (``xx:listening``), is ``prov:wasDerivedFrom`` the one it was copied from, and
    has derived evidence that says so. References inside the framework follow the copies; references to others stay. The
    copy is a draft without edition, publisher or validation of its own; what was decided, validated or adopted keeps
    naming the elements of the base. Left out are statements about elements of another framework, and rules that hold in
    other places only; a comparison with the base lists them in its notes. A rule that holds by the place of its
    framework keeps that place where the adaptation is made for more places.

    Args:
        graph (CompetencyGraph | Framework): The graph that holds the base, or the base itself.
        framework (str | Framework | None): The base, as an id in the graph or a value; left out where ``graph`` is it.
        id (str): The id of the adaptation, such as ``xx``.
        jurisdiction (str | Iterable[str]): Where it is to hold: ISO 3166 or UN M.49 codes, at least one.
        title (str | Text | None): Its title, as a ``Text`` or as words in ``lang``; by default that of the base.
        lang (str | None): The tag of its first language; by default that of the base.
        replace (bool): Whether the id may be that of a framework that ships or is in the graph already.

    Returns:
        The adaptation, with its base and the edition of that recorded.

    Raises:
        InputError: The id, a code or the language is not valid, or the id is taken and ``replace`` is not set.
        UnknownElementError: The base is not in the graph.
        InvalidFrameworkError: The base breaks a rule.

    Source:
        Rule J2 in ``docs/semantics.md``.

    Example:
        >>> import sswgraph as ssw
        >>> mine = adapt(ssw.load("psw"), "psw", id="xx", jurisdiction="UG", title="Our framework", lang="en")
        >>> mine.adaptation_of, mine.base_edition, mine.of_kind("cadre")[0].derived_from
        ('psw', '2026-11-28', ('psw:foundation',))
    """  # noqa: DOC502 - the graph and require_kept raise
    base, others = _base(graph, framework)
    codes = (jurisdiction,) if isinstance(jurisdiction, str) else tuple(jurisdiction)
    _require(base, id, codes, lang)
    if not replace and (id in others or f"{id}.ttl" in names_in("frameworks", ".ttl")):
        raise InputError(f"{taken_id(id)} Choose another, or pass replace=True for a copy that is loaded in its place.")
    return _copy(base, id, codes, title, lang)


def _base(graph: Any, framework: Any) -> tuple[Framework, frozenset[str]]:
    """The framework to copy, and the ids of all frameworks in the graph."""
    if isinstance(graph, CompetencyGraph):
        if framework is None:
            raise InputError(
                "Say which framework of the graph is adapted: adapt(g, 'psw', id='xx', jurisdiction='UG')."
            )
        return framework_in(graph, framework), frozenset(one.id for one in graph.frameworks)
    if not isinstance(graph, Framework) or framework is not None:
        odd = graph if framework is None or not isinstance(graph, Framework) else framework
        raise InputError(f"adapt takes a graph and a framework of it, or a Framework alone, not {type(odd).__name__}.")
    return graph, frozenset()


def _copy(
    framework: Framework, id: str, codes: tuple[str, ...], title: str | Text | None, lang: str | None
) -> Framework:
    elsewhere = {one for one, _ in not_copied(framework, codes)}
    names = {one: new for one, new in _names(framework, id).items() if one not in elsewhere}
    taken = set(names.values())
    kept = (node for node in framework.elements if node.id in names)
    elements = tuple(copied(placed(node, framework, codes), names, names[node.id], taken) for node in kept)
    residue = tuple(rewritten(line, names) for line in framework.residue if subject_of(line) not in elsewhere)
    header = _header(framework, id, codes, title, (lang or framework.first_language or "en").lower())
    scale = names.get(framework.scale or "", framework.scale)
    made = changed(header, scale=scale, elements=elements, residue=residue)
    return require_kept(canonical(made))


def taken_id(id: str) -> str:
    """The message that a framework with this id is there."""
    return f"There is a framework '{id}' already, and a graph holds one framework of an id."


def rewritten(line: str, names: Mapping[str, str]) -> str:
    """A line of residue (N-Triples) with the IRIs of renamed elements replaced; texts are left alone."""

    def one(found: re.Match[str]) -> str:
        identifier = id_of(found[1] or "")
        return f"<{iri_of(names[identifier])}>" if identifier in names else found[0]

    return _TOKEN.sub(one, line)


def subject_of(line: str) -> str:
    """The id of what a line of residue concerns."""
    return id_of(line.partition(">")[0].removeprefix("<"))


def _header(framework: Framework, id: str, codes: tuple[str, ...], title: str | Text | None, lang: str) -> Framework:
    """The header of the copy: its base, and nothing that only the base can say of itself."""
    label = framework.label if title is None else title if isinstance(title, Text) else Text(((lang, title),))
    return changed(
        framework,
        id=id,
        label=label,
        alt_label=framework.alt_label if title is None else Text(),
        notation=None,
        jurisdiction=tuple(sorted(set(codes))),
        first_language=lang,
        adaptation_of=framework.id,
        base_edition=framework.edition,
        edition=None,
        version=None,
        issued=None,
        publisher=Text(),
        status="draft",
        status_by=None,
        status_date=None,
        derived_from=(),
        replaces=(),
        evidence=(),
    )


def _require(framework: Framework, id: str, codes: tuple[str, ...], lang: str | None) -> None:
    if framework_of(id) != id or len(id) > _LONGEST:
        raise InputError(
            f"'{id[:_LONGEST]}' cannot be the id of a framework. At most {_LONGEST} small letters, digits and '-', "
            "such as 'xx' or 'xx-2026'."
        )
    if id == framework.id:
        raise InputError(f"The base itself has the id '{id}'. An adaptation has ids of its own; choose another.")
    problems = [country_problem(code) for code in codes] or [None]
    problems.append(language_problem(lang) if lang is not None else None)
    for problem in filter(None, problems):
        raise InputError(str(problem))
    if not codes:
        raise InputError("Say for which country the adaptation is: jurisdiction='UG'.")


def _names(framework: Framework, id: str) -> dict[str, str]:
    """The new id of everything in the framework, and of the framework itself."""
    names = {framework.id: id}
    taken: set[str] = set()
    foreign: list[str] = []
    for node in framework.elements:
        if framework_of(node.id) == framework.id:
            names[node.id] = id + node.id[len(framework.id) :]
            taken.add(names[node.id])
        else:
            foreign.append(node.id)
    for identifier in foreign:
        names[identifier] = free(f"{id}:{local_part(identifier)}", taken)
    return names


def local_part(iri: str) -> str:
    """A code for an element whose IRI is foreign: the last part of it that can be a code."""
    parts = [_NOT_A_CODE.sub("-", part).strip("-.") for part in re.split(r"[/#:]", iri.lower())]
    return next((part for part in reversed(parts) if part), "element")


def free(wanted: str, taken: set[str]) -> str:
    """The id, with a number behind it if it is taken; it then counts as taken."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    taken.add(found)
    return found


def copied(node: Node, names: Mapping[str, str], identifier: str, taken: set[str]) -> Node:
    """The node under another id, derived from what it is a copy of; ``taken``: the ids that are not free."""
    made = with_names(node, names, identifier)
    lineage: dict[str, object] = {"derived_from": (node.id,)}
    if node.kind != "source" or node.evidence:
        own = free(f"{identifier}.from-base", taken)
        whole = Evidence(id=own, basis="derived", derived_from=(node.id,))
        lineage["evidence"] = (whole, *evidence_of_reach(node, identifier, taken))
    if isinstance(node, Element):
        lineage["replaces"] = ()
    return changed(made, **lineage)  # type: ignore[arg-type]


def evidence_of_reach(node: Node, identifier: str, taken: set[str]) -> Iterator[Evidence]:
    """Evidence on how far a list goes; a draft stays a draft, so that no copy calls a list complete."""
    about = [one for one in node.evidence if LIST_REACH in one.concerns]
    if about and getattr(node, "list_reach", None):
        basis: Basis = "draft" if best_basis(about) == "draft" else "derived"
        own = free(f"{identifier}.reach-from-base", taken)
        yield Evidence(id=own, basis=basis, derived_from=(node.id,), concerns=(LIST_REACH,))
