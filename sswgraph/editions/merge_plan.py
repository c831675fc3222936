"""``rebase``: what a new edition of the base means for an adaptation, safety first (rule E6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sswgraph.adaptation.adapt import REFERENCES
from sswgraph.adaptation.compare import given_mappings
from sswgraph.adaptation.correspondence import Sides, is_likeness, pair
from sswgraph.adaptation.safety.codes import LISTED_ONLY
from sswgraph.adaptation.safety.report import safety_of
from sswgraph.editions.entries import EntryMaker, Trios
from sswgraph.editions.merge import Assembly
from sswgraph.errors import EditionError, InputError, LineageError
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import Given, Mappings, framework_in, mappings_in
from sswgraph.graph.graph import stamp_of
from sswgraph.messages import Message, message
from sswgraph.model import Framework, Mapping, MappingSet, Node, Profile
from sswgraph.model.comparison import SafetyFinding
from sswgraph.model.merge_plan import MergeEntry, MergePlan

_UNCHANGED = frozenset({"keep-local", "already-the-same"})


def rebase_plan(
    adaptation: Framework,
    *,
    base: Framework,
    onto: Framework,
    mappings: Iterable[Mapping | MappingSet] = (),
    profiles: Iterable[Profile] = (),
) -> MergePlan:
    """The merge plan that :func:`sswgraph.rebase` describes; mappings that rest on likeness alone are left out."""
    frameworks = (base, onto, adaptation)
    matches = [match for match in given_mappings("rebase", frameworks, mappings) if not is_likeness(match)]
    _require_editions(base, onto, adaptation)
    trios = Trios(frameworks, matches)
    _require_lineage(trios, base, onto, adaptation)
    ours, theirs = Sides(base, adaptation, trios.ours), Sides(base, onto, trios.theirs)
    plan = MergePlan(
        adaptation=adaptation.id,
        label=adaptation.label,
        base=base.id,
        base_edition=base.edition,
        onto=onto.id,
        onto_edition=onto.edition,
        notes=tuple(_notes(base, onto, adaptation)),
        entries=tuple(EntryMaker(trios, ours, theirs).entries()),
        stamp=stamp_of((base, onto, adaptation)),
        frameworks=frameworks,
    )
    return _with_users(_safe(plan), matches, tuple(profiles))


def _require_editions(base: Framework, onto: Framework, adaptation: Framework) -> None:
    if adaptation.id in (base.id, onto.id):
        raise InputError(f"'{adaptation.id}' is the base itself. An adaptation has an id of its own (adapt makes one).")
    made_from = adaptation.base_edition
    if adaptation.adaptation_of != base.id or made_from is None or made_from == base.edition:
        return
    swapped = onto.id == base.id and onto.edition == made_from
    fix = (
        "That is the one given as onto: the two are the wrong way round."
        if swapped
        else f"Give base=edition {made_from} of '{base.id}', read from its file."
    )
    raise EditionError(
        f"'{adaptation.id}' was made from edition {made_from} of '{base.id}'; base is edition "
        f"{base.edition or 'unknown'}. {fix}"
    )


def _require_lineage(trios: Trios, base: Framework, onto: Framework, adaptation: Framework) -> None:
    for pairing, one in ((trios.ours, adaptation), (trios.theirs, onto)):
        if base.elements and one.elements and not any(component.edges for component in pairing.components):
            raise LineageError(one.id, base.id)


def _notes(base: Framework, onto: Framework, adaptation: Framework) -> Iterable[Message]:
    if adaptation.adaptation_of != base.id:
        yield message("rebase.banner-no-adaptation", adaptation=adaptation.id, base=base.id)
    elif adaptation.base_edition is None or base.edition is None:
        yield message("rebase.banner-edition-unknown", adaptation=adaptation.id, base=base.id)
    if base.edition == onto.edition and base.id == onto.id and base != onto:
        yield message("rebase.banner-same-edition", base=base.id, edition=base.edition or "?")


def _safe(plan: MergePlan) -> MergePlan:
    """The plan with what it would loosen; what loosens anything, or takes away what is needed, waits for a decision.

    First everything is taken over. Then what waits is kept and looked at again: it may need what would go without it.

    Args:
        plan: The plan without safety.

    Returns:
        The plan with it.
    """
    local, blame = plan.frameworks[2], Blame(plan)
    taken = Assembly(plan, {entry.key: _if_taken(entry) for entry in plan.entries})
    after = taken.framework
    loosened, checked = safety_of(Sides(local, after, pair(local, after, ())), apart=True)
    stricter, _ = safety_of(Sides(after, local, pair(after, local, ())), apart=True)
    plan = replace(plan, safety=loosened, stricter=stricter, checked=checked)
    plan = _asking(plan, taken, loosened, blame, {entry.key for entry in plan.entries})
    while True:
        settled = {entry.key for entry in plan.entries if not entry.open}
        kept = Assembly(plan, {entry.key: entry.default or "defer" for entry in plan.entries})
        loosened, _ = safety_of(Sides(local, kept.framework, pair(local, kept.framework, ())), apart=True)
        following = _asking(plan, kept, loosened, blame, settled)
        if len(following.open) == len(plan.open):
            return plan
        more = tuple(one for one in loosened if one not in plan.safety)
        plan = replace(following, safety=(*plan.safety, *more))


def _asking(
    plan: MergePlan, assembly: Assembly, loosened: Iterable[SafetyFinding], blame: Blame, among: set[str]
) -> MergePlan:
    """The plan in which those of some entries wait that loosen something or take away what is needed."""
    said: dict[str, list[SafetyFinding]] = {}
    for one in loosened:
        for entry in blame.of(one) if one.certain or one.code not in LISTED_ONLY else ():
            said.setdefault(entry.key, []).append(one)
    needed = _needed(assembly, blame.homes)
    entries = (
        _asked(entry, tuple(said.get(entry.key, ())), entry.key in needed) if entry.key in among else entry
        for entry in plan.entries
    )
    return replace(plan, entries=tuple(entries))


def _needed(assembly: Assembly, homes: dict[str, MergeEntry]) -> set[str]:
    """The entries of elements that would lose something they need, and of what they would lose."""
    lost = [one for one in assembly.lost if one.fatal or one.kept]
    return {homes[end].key for one in lost for end in (one.node, one.target)}


def _if_taken(entry: MergeEntry) -> str:
    if entry.outcome == "orphan":
        return "drop"
    return entry.default or ("take-over" if "take-over" in entry.options else "keep")


def homes_of(plan: MergePlan) -> dict[str, MergeEntry]:
    """The entry of every id on any side or in the result."""
    return {
        one: entry
        for entry in plan.entries
        for side in (entry.base, entry.onto, entry.becomes, entry.local)
        for one in side
    }


class Blame:
    """Which entries of a plan a loosening comes from."""

    def __init__(self, plan: MergePlan) -> None:
        self.homes = homes_of(plan)
        local = {node.id: node for node in plan.frameworks[2].elements}
        self.changed: dict[str, tuple[MergeEntry, set[str]]] = {}
        for entry in plan.entries:
            if entry.outcome not in _UNCHANGED:
                own = [local[one] for one in entry.local if one in local]
                ends = {end for node in (*own, *entry.taken, *entry.combined) for end in ids_named(node)}
                self.changed[entry.key] = entry, {self.homes[end].key for end in ends if end in self.homes}

    def of(self, one: SafetyFinding) -> list[MergeEntry]:
        """What the new base changes among its elements or ties them to each other; failing that, its elements."""
        found = {self.homes[end].key: self.homes[end] for end in (*one.base, *one.adaptation) if end in self.homes}
        guilty = [entry for entry in found.values() if entry.key in self.changed]
        if len(found) > 1:
            guilty += [entry for entry, ends in self.changed.values() if found.keys() <= ends and entry not in guilty]
        return guilty or list(found.values())


def ids_named(node: Node) -> Iterator[str]:
    """Every id that an element names, lineage apart."""
    for field, many in REFERENCES[node.kind]:
        value = getattr(node, field)
        yield from value if many else (value,) if value else ()


def _asked(entry: MergeEntry, safety: tuple[SafetyFinding, ...], needed: bool) -> MergeEntry:
    """The entry, waiting for a decision if it loosens something or something else needs what it takes away."""
    if safety:
        outcome = entry.outcome if entry.outcome == "orphan" else "conflict"
        reason = message("rebase.loosens", n=len(safety), why=entry.reason)
        return replace(entry, outcome=outcome, default=None, safety=safety, reason=reason)
    if needed and entry.default is not None:
        return replace(entry, default=None, reason=message("rebase.needed", why=entry.reason))
    return entry


def _with_users(plan: MergePlan, matches: Iterable[Mapping], profiles: tuple[Profile, ...]) -> MergePlan:
    """The plan with what names an element that goes or gets another id: elements, mappings and profiles."""
    there = {node.id for node in plan.frameworks[1].elements}
    going = {
        one: entry.key
        for entry in plan.entries
        if entry.outcome not in _UNCHANGED
        for one in (*(o for o in entry.base if o not in there), *(o for o in entry.local if o not in entry.becomes))
    }
    users: dict[str, set[str]] = {}

    def tell(ends: Iterable[str], user: str) -> None:
        for end in ends:
            if end in going:
                users.setdefault(going[end], set()).add(user)

    for node in plan.frameworks[2].elements:
        tell(ids_named(node), node.id)
    for match in matches:
        tell((match.subject, match.object), match.id)
    for number, profile in enumerate(profiles, 1):
        held = (*(one.competency for one in profile.holdings), *profile.completed)
        tell(held, f"profile {profile.title or number}")
    entries = (replace(entry, pointed_at_by=tuple(sorted(users.get(entry.key, ())))) for entry in plan.entries)
    return replace(plan, entries=tuple(entries))


def rebase(
    graph: CompetencyGraph,
    adaptation: Given,
    base: Given,
    onto: Given,
    mappings: Mappings = None,
    *,
    profiles: Iterable[Profile] = (),
) -> MergePlan:
    """Plan what a new edition of its base means for an adaptation; nothing is changed by it.

    What only the base changed is taken over, what only the adaptation changed stays, and both come together where they
    do not clash. What clashes, or would loosen a safeguard of the adaptation, waits for a decision.
    :func:`apply_rebase` carries the plan out.

    Args:
        graph (CompetencyGraph): The graph.
        adaptation (str | Framework): The adaptation, as an id in the graph or a value.
        base (str | Framework): The edition of the base that it was made from.
        onto (str | Framework): The new edition of the base.
        mappings (Mapping | MappingSet | Iterable | None): What may pair elements that lineage does not pair, by default
            all mappings of the graph; those that rest on likeness alone are left out.
        profiles (Iterable[Profile]): Profiles of which the plan lists what they would lose.

    Returns:
        The plan, with one entry for every element of the three.

    Raises:
        InputError: A value is not a framework or mapping.
        EditionError: The base is of another edition than the one the adaptation was made from.
        LineageError: Nothing says which elements correspond.

    Source:
        Rule E6 in ``docs/semantics.md``.

    Example:
        >>> import sswgraph as ssw
        >>> from dataclasses import replace
        >>> g = ssw.load("psw")
        >>> mine = ssw.adapt(g, "psw", id="xx", jurisdiction="UG")
        >>> kept = tuple(node for node in g["psw"] if node.id != "psw:set-self")
        >>> newer = replace(g["psw"], edition="2027-01-01", elements=kept)
        >>> [(entry.outcome, entry.local) for entry in ssw.rebase(g, mine, "psw", newer).changes]
        [('orphan', ('xx:set-self',))]
    """  # noqa: DOC502 - rebase_plan raises
    rows = mappings_in(graph, mappings)
    sides = {"base": framework_in(graph, base), "onto": framework_in(graph, onto)}
    return rebase_plan(framework_in(graph, adaptation), **sides, mappings=rows, profiles=profiles)
