"""The measures of what ships: how far compiled lists of titles have become competency frameworks.

    python -m tests.long.measures [FRAMEWORK …]

prints one table with a column for each framework (those named, else the five compilations), then the obligations of
their cadres, what plans from nothing close, anywhere and with the training of one country, and what lacks proof or
French. The figures of several roles are sums over roles; a competency that two roles ask for counts twice.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import sswgraph as ssw
from sswgraph.errors import SswgraphError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.requirements import asked_of
from sswgraph.model import Element, Framework, LearningOutcome, Requirement, ScopeRule, TrainingModule
from sswgraph.model.cycles import closure
from sswgraph.model.levels import Levels
from sswgraph.provenance.evidence import links_by_end
from sswgraph.shortfalls.holdings import resolve
from tests import proofs
from tests.long.witnesses import HIGH_INCOME, REGIONS, SOUTH, region_of, witnesses

COMPILATIONS = ("generic", "psw", "cycw", "cdw", "social-protection")
MAIN_ROLES = (
    "generic:para-professional",
    "psw:para-social-worker",
    "cycw:basic",
    "cycw:advanced",
    "cdw:community-development-worker",
)
ROLES = (
    *MAIN_ROLES,
    "social-protection:community-volunteer",
    "social-protection:social-protection-administrator",
)
PLACES = ("ZA", "AU", "GH", "CD", "TZ", "UG")
LONGEST_TITLE = 60
Table = list[list[object]]


class Measured:
    """One framework of a graph, with what the measures of it share."""

    def __init__(self, g: CompetencyGraph, framework: Framework) -> None:
        self.g, self.framework = g, framework
        self.competencies = framework.of_kind("competency")
        self.functions = framework.of_kind("function")
        self.cadres = framework.of_kind("cadre")

    def has_criteria(self) -> set[str]:
        return {one for criterion in self.g.of_kind("performance-criterion") for one in criterion.criterion_of}

    def needed(self) -> set[str]:
        """The competencies that functions need of everybody, or of some."""
        needs = [need for function in self.g.functions for need in function.needs]
        needs += [need.competency for need in self.g.of_kind("function-need")]
        return {one for need in needs for one in self.g.members(need)}

    def unperformed(self) -> list[str]:
        """The functions that no cadre performs; one that groups others is performed where one of those is."""
        performed = {one for cadre in self.g.cadres for one in cadre.performs}
        broader = {function.id: function.broader for function in self.g.functions}
        done = set(closure(sorted(performed), broader))
        return [function.id for function in self.functions if function.id not in done]

    def levelled(self) -> tuple[int, int]:
        """How many requirements have a level, and how many of these some outcome, here or elsewhere, can meet."""
        requirements = [one for one in self.framework.of_kind("requirement") if getattr(one, "level", None)]
        return len(requirements), sum(_can_be_met(self.g, one) for one in requirements)  # type: ignore[arg-type]

    def obliged(self) -> dict[str, int]:
        """How many obligations bind each cadre, by itself or by a cadre that it includes."""
        bound = Counter(cadre for one in self.g.of_kind("obligation") for cadre in one.of_cadre)
        return {c.id: sum(bound[one] for one in closure([c.id], self.g.index.includes)) for c in self.cadres}

    def rules(self) -> list[ScopeRule]:
        return list(self.framework.of_kind("scope-rule"))  # type: ignore[arg-type]

    def placeless(self, rule: ScopeRule) -> bool:
        return not rule.jurisdiction and set(self.framework.jurisdiction) <= {"001"}

    def essential(self) -> set[str]:
        """The competencies that a cadre of the framework requires as essential."""
        asked = (one for cadre in self.cadres for one in asked_of(self.g, cadre.id).values())
        return {one.competency for one in asked if one.necessity == "essential"}

    @cached_property
    def places(self) -> dict[str, frozenset[str]]:
        """The places from which each competency is attested."""
        links = self.g.remember("links by end", lambda: links_by_end(self.g.voices))
        return {one.id: frozenset(witnesses(self.g, one.id, links)) for one in self.competencies}

    def without_french(self) -> list[str]:
        named = (one for one in self.framework.elements if isinstance(one, Element) and one.kind != "source")
        return [one.kind for one in named if one.label and "fr" not in one.label.languages]


def _can_be_met(g: CompetencyGraph, requirement: Requirement) -> bool:
    levels = Levels(g.index.levels)
    reached: dict[str, set[str]] = g.remember("levels that outcomes reach", lambda: _reached(g))
    for competency in g.members(requirement.competency):
        full = [competency, *(credit.source for credit in g.credits.into(competency) if credit.full)]
        found = {level for one in full for level in reached.get(one, ())}
        if not any(levels.standing(level, requirement.level) == "met" for level in found):
            return False
    return True


def _reached(g: CompetencyGraph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for outcome in g.of_kind("outcome"):
        if outcome.to_level:
            for competency in g.members(outcome.competency):
                found.setdefault(competency, set()).add(outcome.to_level)
    return found


def rests_on_a_source(g: CompetencyGraph, element: Element) -> bool:
    """Whether a source stands behind an element: its own, its legal basis, or that of what it is derived from."""
    waiting, seen = [element.id], set[str]()
    while waiting:
        node = g.get(waiting.pop())
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if getattr(node, "legal_basis", ()) or any(one.basis == "stated" and one.source for one in node.evidence):
            return True
        waiting += [*node.derived_from, *(other for one in node.evidence for other in one.derived_from)]
    return False


def share(part: int, whole: int) -> str:
    """A number out of a whole, with its share.

    >>> share(3, 8), share(0, 0)
    ('3 of 8 (38 %)', '0 of 0')
    """
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "0 of 0"


# The table of frameworks: one row per measure, one column per framework, and all of them together.


def counts(one: Measured) -> Iterator[tuple[str, int, int | None]]:
    """Each measure of one framework: its name, how many, and out of how many (None: a bare number)."""
    n, criteria, needed = len(one.competencies), one.has_criteria(), one.needed()
    yield "competencies", n, None
    yield "… with a definition", sum(bool(c.definition) for c in one.competencies), n  # type: ignore[attr-defined]
    yield "… with criteria", sum(c.id in criteria for c in one.competencies), n
    yield "… with a facet", sum(bool(c.facet) for c in one.competencies), n  # type: ignore[attr-defined]
    yield "… needed by no function", sum(c.id not in needed for c in one.competencies), n
    yield "functions that nobody performs", len(one.unperformed()), len(one.functions)
    levelled, met = one.levelled()
    yield "requirements with a level", levelled, len(one.framework.of_kind("requirement"))
    yield "… that some outcome or equivalence can meet", met, levelled
    obliged = one.obliged()
    yield "cadres with obligations", sum(map(bool, obliged.values())), len(obliged)
    rules = one.rules()
    yield "scope rules", len(rules), None
    yield "… without a source", sum(not rests_on_a_source(one.g, rule) for rule in rules), len(rules)
    yield "… without force", sum(not rule.force for rule in rules), len(rules)
    yield "… without a place", sum(one.placeless(rule) for rule in rules), len(rules)
    yield "… with a condition (only if, unless)", sum(bool(rule.only_if or rule.unless) for rule in rules), len(rules)
    yield "questions a country must settle", len(one.framework.of_kind("open-question")), None
    yield from titles(one)
    yield from witnessed(one)


def titles(one: Measured) -> Iterator[tuple[str, int, int | None]]:
    """What is too long for the cell of a table."""
    yield "title over 60 characters", sum(len(text) > LONGEST_TITLE for _, text in one.framework.title.values), None
    for kind, nodes in (("competencies", one.competencies), ("functions", one.functions), ("cadres", one.cadres)):
        labels = [str(node.label.get("en") or "") for node in nodes]  # type: ignore[attr-defined]
        yield f"English names of {kind} over 60", sum(len(text) > LONGEST_TITLE for text in labels), len(labels)


def witnessed(one: Measured) -> Iterator[tuple[str, int, int | None]]:
    """From where competencies are attested."""
    regions = {c: {region_of(place) for place in places} for c, places in one.places.items()}
    beyond = {c: {region_of(place) for place in places if place != "ZA"} for c, places in one.places.items()}
    n, south = len(regions), set(SOUTH)
    for code, name in REGIONS.items():
        yield f"attested from: {name}", sum(code in found for found in regions.values()), n
    yield "attested from the four regions", sum(bool(found & south) for found in regions.values()), n
    yield "… without South Africa", sum(bool(found & south) for found in beyond.values()), n
    essential = one.essential() & regions.keys()
    yield "… essential ones", sum(bool(regions[c] & south) for c in essential), len(essential)
    yield "… essential ones, without South Africa", sum(bool(beyond[c] & south) for c in essential), len(essential)
    yield "attested from high-income countries alone", sum(found == {HIGH_INCOME} for found in regions.values()), n
    yield "attested from nowhere", sum(not found for found in regions.values()), n


def frameworks_table(measured: Sequence[Measured]) -> Table:
    columns = [list(counts(one)) for one in measured]
    table: Table = [["", *(one.framework.id for one in measured), "together"]]
    for row in zip(*columns, strict=True):
        cells = [str(n) if whole is None else share(n, whole) for _, n, whole in row]
        whole = None if row[0][2] is None else sum(of or 0 for _, _, of in row)
        total = sum(n for _, n, _ in row)
        table.append([row[0][0], *cells, str(total) if whole is None else share(total, whole)])
    return table


def obligations_table(measured: Sequence[Measured]) -> Table:
    rows = [[cadre, n] for one in measured for cadre, n in one.obliged().items()]
    return [["cadre", "obligations"], *rows]


# What plans from nothing close.


def day_of(g: CompetencyGraph) -> date:
    """The day of the data: that of the newest edition."""
    return max(date.fromisoformat(one.edition[:10]) for one in g.frameworks if one.edition and len(one.edition) >= 10)


def closed(g: CompetencyGraph, role: str, day: date, *, include_closed: bool) -> set[str]:
    """The competencies that a plan from nothing closes for certain."""
    made = ssw.plan(g, ssw.gap(g, [], role), as_of=day, include_closed=include_closed)
    return {competency for step in made.lines for competency in step.closes}


def near(g: CompetencyGraph, role: str) -> set[str]:
    """The competencies of a role that all modules together teach, or teach something close to by a mapping."""
    modules = {one.id for one in g.modules} & {outcome.outcome_of for outcome in g.of_kind("outcome")}
    taught = {one.competency for one in resolve(g, sorted(modules)).profile.holdings}
    close = {"exact", "covers", "close"}
    return {
        competency
        for competency in asked_of(g, role)
        if competency in taught
        or any(one.source in taught and one.relation in close for one in g.credits.into(competency))
    }


def open_reasons(g: CompetencyGraph, roles: Iterable[str], day: date) -> Counter[str]:
    """Why plans leave the rest open, with what is closed to enrolment."""
    plans = (ssw.plan(g, ssw.gap(g, [], role), as_of=day, include_closed=True) for role in roles)
    return Counter(item.why for made in plans for item in made.open)


def of_place(g: CompetencyGraph, place: str) -> CompetencyGraph:
    """The graph in which only the modules and qualifications of one country teach anything."""
    kept = []
    for framework in g.frameworks:
        nodes = [n for n in framework.elements if not isinstance(n, LearningOutcome) or _is_of(g, n.outcome_of, place)]
        kept.append(replace(framework, elements=tuple(nodes)))
    return CompetencyGraph(kept, g.mapping_sets)


def _is_of(g: CompetencyGraph, course: str, place: str) -> bool:
    found = g.get(course)
    places = getattr(found, "jurisdiction", ())
    if not places and isinstance(found, TrainingModule):
        places = tuple(one for part in found.part_of for one in getattr(g.get(part), "jurisdiction", ()))
    places = places or g.framework(str(g.home(course))).jurisdiction
    return any(one.partition("-")[0] == place for one in places)


def plans_table(g: CompetencyGraph, roles: Sequence[str], day: date) -> Table:
    """By role: what is asked, what plans close anywhere, certain on offer, certain with what is closed, and nearly."""
    table: Table = [["role", "asked", f"on offer on {day}", "with what is closed", "with close mappings"]]
    for role in roles:
        asked = asked_of(g, role)
        found = [closed(g, role, day, include_closed=also) for also in (False, True)]
        table.append([role, len(asked), *map(len, found), len(near(g, role) | found[1])])
    return [*table, ["together", *(sum(int(str(row[at])) for row in table[1:]) for at in range(1, 5))]]


def places_table(g: CompetencyGraph, places: Iterable[str], day: date) -> Table:
    """The same for the seven roles together, with the training of one country."""
    table: Table = [["place", "asked", f"on offer on {day}", "with what is closed", "with close mappings"]]
    for place in places:
        together = plans_table(of_place(g, place), ROLES, day)[-1]
        table.append([place, *together[1:]])
    return table


def borne(g: CompetencyGraph) -> dict[str, dict[str, set[str]]]:
    """By compiled competency: each of its criteria, and the units taught by a module that have an item it rests on.

    An item that a row calls related does not count: the criterion asks for more, or for something beside it.
    """
    related = {frozenset((row.subject, row.object)) for row in g.mappings if row.relation == "related"}
    taught = {outcome.competency for outcome in g.of_kind("outcome")}
    criteria = g.of_kind("performance-criterion")
    unit_of = {one.id: {*one.criterion_of} & taught for one in criteria}
    found: dict[str, dict[str, set[str]]] = {}
    for one in criteria:
        rests_on = {source for evidence in one.evidence for source in evidence.derived_from}
        bearing = [source for source in rests_on if frozenset((one.id, source)) not in related]
        units = set[str]().union(*(unit_of.get(source, set()) for source in bearing))
        for competency in one.criterion_of:
            found.setdefault(competency, {})[one.id.rpartition(".")[2]] = units
    return found


def held_back(g: CompetencyGraph, roles: Sequence[str], day: date) -> Table:
    """What plans leave open: the unit that bears most of its criteria, which it lacks, and which stand in no unit."""
    criteria = borne(g)
    met = {one for role in roles for one in closed(g, role, day, include_closed=True)}
    asked = dict.fromkeys(one for role in roles for one in asked_of(g, role) if one not in met)
    table: Table = [["competency", "criteria", "most in one unit", "lacking there", "in no unit"]]
    for competency in asked:
        units = criteria.get(competency, {})
        counts = Counter(unit for found in units.values() for unit in sorted(found))
        best = max(sorted(counts), key=lambda unit: counts[unit], default="-")
        lacks = " ".join(sorted(name for name, found in units.items() if best not in found))
        nowhere = " ".join(sorted(name for name, found in units.items() if not found))
        table.append([competency, len(units), f"{best} {counts[best]}", lacks, nowhere])
    return table


# Proof and French, of every framework.


def proof_table(measured: Sequence[Measured]) -> Table:
    table: Table = [["framework", "stated", "not borne by its quotation", "page only", "named", "without French"]]
    for one in measured:
        stated = list(proofs.stated_elements(one.framework))
        failing = list(proofs.without_proof(one.framework))
        bare = list(proofs.without_quotation(one.framework))
        named = [n for n in one.framework.elements if isinstance(n, Element) and n.kind != "source" and n.label]
        parts: list[list[Any]] = [stated, failing, bare, named, one.without_french()]
        table.append([one.framework.id, *map(len, parts)])
    return [*table, ["together", *(sum(int(str(row[at])) for row in table[1:]) for at in range(1, 6))]]


def lacking(g: CompetencyGraph, role: str, other: str, status: str = "missing") -> list[str]:
    """What one who only has this role lacks of another, or has only in part."""
    statuses = ssw.gap(g, role, other).statuses
    return sorted(competency for competency, found in statuses.items() if found == status)


def show(title: str, table: Table) -> None:
    print(f"\n{title}\n")
    widths = [max(len(str(row[at])) for row in table) for at in range(len(table[0]))]
    for row in table:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main(names: Sequence[str]) -> int:
    g = ssw.load()
    day = day_of(g)
    try:
        measured = [Measured(g, g.framework(name)) for name in names or COMPILATIONS]
    except SswgraphError as error:
        print(error, file=sys.stderr)
        return 2
    show("Frameworks", frameworks_table(measured))
    show("Obligations", obligations_table(measured))
    print("\nFunctions that nobody performs:", ", ".join(one for m in measured for one in m.unperformed()) or "none")
    roles = [role for role in ROLES if not names or role.partition(":")[0] in names]
    if not names or "cycw" in names:
        for status, said in (("missing", "lacks"), ("if-recognised", "has if recognised"), ("in-part", "has in part")):
            found = lacking(g, "cycw:advanced", "cycw:basic", status)
            print(f"\ncycw:advanced {said} {len(found)} of cycw:basic: {', '.join(found)}")
    show("Closed by plans from nothing, anywhere", plans_table(g, roles, day))
    print("\nOpen because:", ", ".join(f"{why} {n}" for why, n in sorted(open_reasons(g, roles, day).items())))
    if not names:
        show("… the five main roles", plans_table(g, MAIN_ROLES, day)[-1:])
        show("… and what holds back the rest", held_back(g, MAIN_ROLES, day))
        show(
            "Closed by plans from nothing, with the training of one country, seven roles", places_table(g, PLACES, day)
        )
    every = [Measured(g, one) for one in g.frameworks] if not names else measured
    long = [one.framework.id for one in every if len(str(one.framework.title.get("en") or "")) > LONGEST_TITLE]
    print(f"\nFrameworks with an English title over {LONGEST_TITLE} characters: {len(long)}: {', '.join(long)}")
    show("Proof and French", proof_table(every))
    kinds = Counter(kind for one in every for kind in one.without_french())
    print("\nWithout French:", ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items())))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
