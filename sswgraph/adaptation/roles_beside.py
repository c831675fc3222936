"""Role beside role in seven bands: who, what they do, what they must, how far, who is behind them, way in, way on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sswgraph.adaptation.ties import Steps
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import Message, message
from sswgraph.model import Framework, Text
from sswgraph.model.codes import CRITICALITIES, GRAVE, HOURS
from sswgraph.model.codes import place as ranked
from sswgraph.model.countries import CountryColumn, Mark, RoleCell, RoleRow
from sswgraph.model.cycles import closure
from sswgraph.model.permissions import Limit, authority_of

Said = tuple[Text | Message, tuple[str, ...]]
_CHOSEN = "residence-or-election"
_NAMED = 3  # so many acts are named in a sentence


class Beside:
    """The roles of several countries, with what ties their elements to those of the reference."""

    def __init__(
        self, graph: CompetencyGraph, reference: Framework, steps: Steps, columns: Sequence[CountryColumn]
    ) -> None:
        self.graph, self.reference, self.columns = graph, reference, columns
        self.cadres = [closure(column.cadres, graph.index.includes) for column in columns]
        self.nodes: list[tuple[Any, ...]] = [graph.framework(column.framework).elements for column in columns]
        self.performs = [tuple(dict.fromkeys(f for c in own for f in graph[c].performs)) for own in self.cadres]
        self.permissions = [[graph.permissions(one) for one in column.cadres] for column in columns]
        elements: tuple[Any, ...] = reference.elements
        self.acts = {node.id: node for node in elements if node.kind == "function"}
        self._ties: dict[str, dict[str, str]] = {}
        self._steps = steps
        self.own_rules = [node for node in elements if node.kind == "scope-rule"]
        self.questions = {f for node in elements if node.kind == "open-question" for f in node.function}

    def tied(self, element: str) -> dict[str, str]:
        """What is tied to an element of the reference, and how it relates to it."""
        if element not in self._ties:
            # The reference itself, which may stand beside the countries, has what it says itself.
            own = {element: "same"} if self.is_own(0, element) else {}
            self._ties[element] = own | {end: one.tie.relation for end, one in self._steps.settled(element).items()}
        return self._ties[element]

    def is_own(self, place: int, element: str) -> bool:
        """Whether the country's own framework states something."""
        return self.graph.home(element) == self.columns[place].framework

    def speaking_of(self, place: int, kind: str, field: str) -> list[Any]:
        """The elements of a kind of one country that concern its role."""
        own = set(self.cadres[place])
        found = [node for node in self.nodes[place] if node.kind == kind]
        return [node for node in found if own & set(_many(getattr(node, field)))]

    def qualifications(self, place: int) -> list[Any]:
        """The qualifications and programmes for the role, each with its modules where it states nothing itself."""
        return self.speaking_of(place, "qualification", "qualifies_for")

    def conditions(self, place: int) -> list[Any]:
        """What binds the role, or whoever enters a qualification for it."""
        ways = {one.id for one in self.qualifications(place)} | set(self.cadres[place])
        found = [node for node in self.nodes[place] if node.kind == "eligibility-condition"]
        return [node for node in found if ways & set(_many(node.condition_of))]


def role_rows(beside: Beside) -> tuple[RoleRow, ...]:
    """Every row, band by band, with the sources behind each cell."""
    bands = (_who, _does, _must, _how_far, _behind, _way_in, _way_on)
    return tuple(
        replace(row, cells=tuple(replace(cell, sources=_sources(beside, cell)) for cell in row.cells))
        for band in bands
        for row in band(beside)
    )


def with_compiled(rows: Iterable[RoleRow], own: Iterable[RoleRow]) -> tuple[RoleRow, ...]:
    """The rows of the countries, each with what the reference itself says of the same."""
    silent = RoleCell(mark="not-found")
    said = {(row.band, row.code): row.cells[0] for row in own}
    return tuple(replace(row, compiled=said.get((row.band, row.code), silent)) for row in rows)


def _sources(beside: Beside, cell: RoleCell) -> tuple[str, ...]:
    found = (beside.graph[one] for one in cell.elements)
    return _once(piece.source for node in found for piece in node.evidence if piece.source is not None)


def _row(
    beside: Beside, band: str, code: str, said: Callable[[int], Iterable[Said]], label: Text | Message | None = None
) -> RoleRow:
    """A row of what each country says; it is not read where the country has no role that could say it."""
    cells = []
    for place, column in enumerate(beside.columns):
        found = list(said(place)) if column.cadres else []
        mark: Mark = "stated" if found else "not-found" if column.cadres else "not-read"
        texts = tuple(dict.fromkeys(text for text, _ in found))
        cells.append(RoleCell(mark=mark, said=texts, elements=_once(end for _, ends in found for end in ends)))
    return RoleRow(band=band, code=code, label=label or message(f"countries.row-{code}"), cells=tuple(cells))


def _who(beside: Beside) -> Iterator[RoleRow]:
    graph, columns = beside.graph, beside.columns
    yield _row(beside, "who", "name", lambda n: [(graph.label(one), (one,)) for one in columns[n].cadres])
    groups = (("professional", "statuses"), ("tier", "tiers"), ("pay", "pay"))

    def standing(place: int) -> Iterator[Said]:
        for group, field in groups:
            for code in getattr(columns[place], field):
                yield message(f"show.{group}.{code}"), columns[place].cadres

    yield _row(beside, "who", "standing", standing)

    def counted(place: int) -> Iterator[Said]:
        for node in beside.speaking_of(place, "statement", "subject"):
            if node.predicate.rpartition("#")[2] == "headcount":
                code = "countries.counted" if node.date else "countries.counted-undated"
                yield message(code, n=node.value, **({"date": node.date} if node.date else {})), (node.id,)

    yield _row(beside, "who", "number", counted)
    yield _row(
        beside, "who", "chosen", lambda n: _labels(c for c in beside.conditions(n) if c.condition_kind == _CHOSEN)
    )


def _does(beside: Beside) -> Iterator[RoleRow]:
    """The functions of the reference that the role of any country has something of."""
    for act in beside.acts.values():
        ties = beside.tied(act.id)
        cells = []
        for place, column in enumerate(beside.columns):
            done = [one for one in beside.performs[place] if one in ties]
            stated = any(ties[one] in ("same", "close") for one in done)
            mark: Mark = "stated" if stated else "near" if done else "not-found"
            if not done and not (column.cadres and beside.performs[place]):
                mark = "not-read"
            said = tuple(beside.graph.label(one) for one in done)
            cells.append(RoleCell(mark=mark, said=said, elements=tuple(done)))
        row = RoleRow(band="does", code=act.id, label=act.label, cells=tuple(cells))
        if not row.empty:
            yield row


def _must(beside: Beside) -> Iterator[RoleRow]:
    def duties(place: int) -> list[Any]:
        own = set(beside.cadres[place])
        found = [node for node in beside.nodes[place] if node.kind == "obligation"]
        return [node for node in found if not node.of_cadre or own & set(node.of_cadre)]

    def channel(place: int) -> Iterator[Said]:
        for node in duties(place):
            yield from ((beside.graph.label(one), (node.id,)) for one in node.report_to)
            if node.office:
                yield node.office, (node.id,)

    yield _row(beside, "must", "duties", lambda n: _labels(duties(n)))
    yield _row(beside, "must", "report-to", channel)
    yield _row(beside, "must", "within", lambda n: ((_text(one.within), (one.id,)) for one in duties(n) if one.within))


def _how_far(beside: Beside) -> Iterator[RoleRow]:
    """All of the work, then act by act what any country limits, what the reference asks about, and what is grave."""
    places = range(len(beside.columns))
    label = message("countries.row-all-work")
    cells = tuple(_on_all(beside, place) for place in places)
    yield RoleRow(band="how-far", code="all-work", label=label, cells=cells)
    for act in beside.acts.values():
        cells = tuple(_allowed(beside, act.id, place) for place in places)
        asked = act.id in beside.questions or act.criticality in GRAVE
        if asked or any(cell.authorities or cell.due for cell in cells):
            yield RoleRow(band="how-far", code=act.id, label=act.label, cells=cells, asked=asked)


def _on_all(beside: Beside, place: int) -> RoleCell:
    """What a country's own rules say of all that the role does."""
    found = [limit for one in beside.permissions[place] for limit in one.limits if not limit.subjects]
    return _ruled(beside, place, [(limit.authority, [limit]) for limit in _own(beside, place, found)], near=False)


def _allowed(beside: Beside, act: str, place: int) -> RoleCell:
    """How far the role may go with an act, by the rules of its own framework."""
    ties = {one: way for one, way in beside.tied(act).items() if way != "same-topic"}
    by_rule = {one for rule in beside.own_rules if act in rule.function for one in beside.tied(rule.id)}
    found: list[tuple[str, list[Limit]]] = []
    near, due = False, list[str]()
    for one in (one for permitted in beside.permissions[place] for one in permitted.functions):
        rules = _own(beside, place, one.rules)
        if one.function in ties:
            due += (end for end in one.obligations if one.set_aside or beside.is_own(place, end))
        if one.function not in ties:
            rules = [rule for rule in rules if rule.id in by_rule]
        authority = authority_of(rules)
        if authority is not None:
            found.append((authority, rules))
            near = near or ties.get(one.function) not in ("same", "close")
    cell = _ruled(beside, place, found, near=near)
    if due:  # said before any limit
        said, ends = (message("countries.must-do"), *cell.said), _once((*due, *cell.elements))
        return replace(cell, mark="near" if near else "stated", said=said, elements=ends, due=True)
    done = tuple(one for one in beside.performs[place] if one in ties)
    if not cell.authorities and done:
        return replace(cell, said=(message("countries.does-unsaid"),), elements=done)
    if not cell.authorities and not beside.columns[place].functions:
        return replace(cell, mark="not-read")
    return cell


def _own(beside: Beside, place: int, rules: Iterable[Limit]) -> list[Limit]:
    """The rules that the country's own framework states."""
    return [rule for rule in rules if beside.is_own(place, rule.id)]


def _ruled(beside: Beside, place: int, found: Sequence[tuple[str, list[Limit]]], *, near: bool) -> RoleCell:
    if not found:
        return RoleCell(mark="not-found" if beside.columns[place].cadres else "not-read")
    strictest = [next(rule for rule in rules if rule.authority == way) for way, rules in found]
    return RoleCell(
        mark="near" if near else "stated",
        said=_once(map(_way, strictest)),
        elements=_once(rule.id for _, rules in found for rule in rules),
        authorities=_once(way for way, _ in found),
        forces=_once(rule.applies.force for rule in strictest if rule.applies.force),
        conditional=any(rule.applies.conditional for rule in strictest),
    )


def _way(rule: Limit) -> Message:
    """How far, by what force, and whether its source states a condition, which people judge (rule J3)."""
    code = "countries.way-conditional" if rule.applies.conditional else "countries.way"
    force = message(f"show.force.{rule.applies.force or 'unknown'}")
    return message(code, how=message(f"show.authority.{rule.authority}"), force=force)


def _behind(beside: Beside) -> Iterator[RoleRow]:
    def arrangements(place: int) -> list[Any]:
        return beside.speaking_of(place, "supervision-arrangement", "supervisee")

    def supervisors(place: int) -> Iterator[Said]:
        for node in arrangements(place):
            if not node.supervisor:
                yield node.label, (node.id,)
            yield from ((beside.graph.label(one), (node.id,)) for one in node.supervisor)

    yield _row(beside, "behind", "supervisor", supervisors)
    for code, field in (("how-often", "frequency"), ("prepared", "preparation")):
        yield _row(beside, "behind", code, lambda n, field=field: _texts(arrangements(n), field))  # type: ignore[misc]


def _way_in(beside: Beside) -> Iterator[RoleRow]:
    places = range(len(beside.columns))
    kinds = _once(one.condition_kind for n in places for one in beside.conditions(n) if one.condition_kind != _CHOSEN)
    for kind in sorted({*kinds, "education", "clearance", "registration"}):
        yield _row(
            beside,
            "way-in",
            kind,
            lambda n, kind=kind: _labels(c for c in beside.conditions(n) if c.condition_kind == kind),  # type: ignore[misc]
            message(f"show.condition.{kind}"),
        )
    yield _row(beside, "way-in", "training", lambda n: _labels(beside.qualifications(n)))
    yield _row(beside, "way-in", "level", lambda n: _plain(beside.qualifications(n), "qualification_level"))
    yield _row(beside, "way-in", "duration", lambda n: _texts(beside.qualifications(n), "duration_text"))
    for name, field in HOURS.items():
        row = _row(
            beside,
            "way-in",
            name,
            lambda n, field=field: _plain(beside.qualifications(n), field),  # type: ignore[misc]
            message(f"show.volume.{name}"),
        )
        if not row.empty:
            yield row
    yield _row(beside, "way-in", "certificate", lambda n: _texts(beside.qualifications(n), "provider"))


def _way_on(beside: Beside) -> Iterator[RoleRow]:
    def further(place: int) -> Iterator[Said]:
        ways = {one.id for one in beside.qualifications(place)} | set(beside.cadres[place])
        for node in beside.nodes[place]:
            if node.kind == "progression" and node.start in ways:
                yield beside.graph.label(node.progresses_to), (node.id,)

    yield _row(beside, "way-on", "next", further)


def sentences(beside: Beside, rows: Sequence[RoleRow]) -> tuple[Message, ...]:
    """What the role must do, what all let it do, where they differ on how far, what nobody says; grave acts first."""
    columns, grave = beside.columns, {one: node.criticality for one, node in beside.acts.items()}
    done = [row for row in rows if row.band == "does"]
    everywhere: dict[int, list[Text | Message]] = defaultdict(list)
    for row in done:
        read = [cell for cell in row.cells if cell.mark != "not-read"]
        if len(read) > 1 and all(cell.said for cell in read):
            everywhere[len(read)].append(row.label)
    read_at_all = max((sum(cell.mark != "not-read" for cell in row.cells) for row in done), default=0)
    acts = [row for row in rows if row.band == "how-far" and row.code != "all-work"]
    acts.sort(key=lambda row: ranked(CRITICALITIES, grave.get(row.code)))
    differing = [row.label for row in acts if len({cell.authorities for cell in row.cells if cell.authorities}) > 1]
    silent = [row.label for row in acts if not any(cell.authorities or cell.due for cell in row.cells)]
    alike = everywhere[read_at_all] if read_at_all else []
    duties = [
        cell.said for row in rows if row.band == "must" and row.code == "duties" for cell in row.cells if cell.said
    ]
    return (
        _sentence("must", _once(text for said in duties for text in said), n=len(duties), total=len(columns)),
        _sentence("all-do", alike, n=read_at_all, total=len(columns)),
        _sentence("differ", differing, n=len(acts)),
        _sentence("nobody-says", silent, n=len(acts)),
    )


def _sentence(code: str, acts: Sequence[Text | Message], **numbers: int) -> Message:
    if not acts:
        return message(f"countries.{code}-none", **numbers)
    more = len(acts) - _NAMED
    if more > 0:
        return message(f"countries.{code}-more", acts=tuple(acts[:_NAMED]), more=more, **numbers)
    return message(f"countries.{code}", acts=tuple(acts), **numbers)


def _once(found: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(found))


def _many(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _text(words: object) -> Text:
    return Text((("und", str(words)),))


def _labels(nodes: Iterable[Any]) -> list[Said]:
    return [(node.label, (node.id,)) for node in nodes]


def _texts(nodes: Iterable[Any], field: str) -> list[Said]:
    return [(text, (node.id,)) for node in nodes if (text := getattr(node, field))]


def _plain(nodes: Iterable[Any], field: str) -> list[Said]:
    """Values other than texts; of several qualifications each with its name."""
    found = [(node, getattr(node, field)) for node in nodes if getattr(node, field) is not None]
    shown = [(node, f"{value.normalize():f}" if isinstance(value, Decimal) else value) for node, value in found]
    if len(found) == 1:
        return [(_text(value), (node.id,)) for node, value in shown]
    return [(message("countries.of-one", value=str(value), name=node.label), (node.id,)) for node, value in shown]
