"""Decisions on a merge plan: read from JSON, and carried out as a whole as a new edition, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, NoReturn

from sswgraph.adaptation.adapt import evidence_of_reach, free, local_part
from sswgraph.adaptation.compare import compared
from sswgraph.adaptation.correspondence import Sides, pair
from sswgraph.adaptation.diff import only_lineage
from sswgraph.adaptation.safety.codes import LISTED_ONLY
from sswgraph.adaptation.safety.report import safety_of
from sswgraph.editions.merge import Assembly, Lost, in_every_language
from sswgraph.editions.merge_plan import Blame, homes_of
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.exchange.plain import parse_json, parse_record, read_text
from sswgraph.messages import message
from sswgraph.model import Cadre, Change, Decision, Evidence, Framework, Node
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import StatedChange
from sswgraph.model.comparison import ChangeKind, Entry
from sswgraph.model.evidence import LIST_REACH
from sswgraph.model.ids import framework_of
from sswgraph.model.merge_plan import CONSENTING, GROUPS, MergeEntry, MergePlan, Resolution
from sswgraph.model.text import Text
from sswgraph.rules.values import is_when

_MOST = 5
# What a Change calls what compare finds; what is not here goes without one.
CALLED: dict[ChangeKind, StatedChange] = {
    "relabelled": "reworded",
    "level-raised": "raised",
    "level-lowered": "lowered",
    "necessity-changed": "redefined",
    **{kind: kind for kind in ("split", "merged", "regrouped", "redefined", "moved", "broadened", "narrowed")},
    **{kind: kind for kind in ("translated", "dropped", "added")},
}


def apply_rebase(plan: MergePlan, decisions: Iterable[Resolution] = (), *, edition: str | None = None) -> Framework:
    """Make the new edition of an adaptation: carry out a merge plan as decided.

    The order of the decisions does not matter. Where base and adaptation are as they were and nothing is decided,
    nothing is changed. After an error nothing is made.

    Args:
        plan (MergePlan): What ``rebase`` gave.
        decisions (Iterable[Resolution]): One for each entry in ``plan.open``, and for others where their default is not
            wanted.
        edition (str | None): The name of the new edition.

    Returns:
        The adaptation on the new base: a draft with ``base_edition`` brought up to date, its elements derived from the
        new base, an ``ssw:Decision`` for each decision, and an ``ssw:Change`` where the adaptation differs from its
        base by it.

    Raises:
        InputError: A decision is not possible, missing or there twice; an element would be left without what it needs;
            or a safeguard would be loosened without a decision. The entry is named.
        InvalidFrameworkError: The result would break a rule.

    Source:
        Rule E6 in ``docs/semantics.md``.

    Example:
        >>> import sswgraph as ssw
        >>> from dataclasses import replace
        >>> g = ssw.load("psw")
        >>> newer = replace(g["psw"], edition="2027-01-01")
        >>> plan = ssw.rebase(g, ssw.adapt(g, "psw", id="xx", jurisdiction="UG"), "psw", newer)
        >>> apply_rebase(plan).base_edition
        '2027-01-01'
    """  # noqa: DOC502 - require_kept raises
    decided = _by_entry(plan, tuple(decisions))
    waiting = [entry.key for entry in plan.open if entry.key not in decided]
    if waiting:
        how = "Decide with apply_rebase(plan, decisions), or --decisions FILE; 'defer' leaves one as it is for now."
        _refuse(f"Waiting for a decision ({len(waiting)}): {_listed(waiting)}. {how}")
    verdicts = {entry.key: entry.default or "defer" for entry in plan.entries}
    verdicts.update({key: one.verdict for key, one in decided.items()})
    assembly = Assembly(plan, verdicts)
    _require_whole([lost for lost in assembly.lost if lost.fatal], plan)
    _require_safe(plan, assembly.framework, decided)
    made = _reaching(_recorded(plan, assembly.framework, decided), plan.frameworks[1])
    local = canonical(plan.frameworks[2])
    if made == local:
        return local if edition is None else replace(local, edition=edition)
    made = replace(made, edition=edition, version=None, issued=None, status="draft", status_by=None, status_date=None)
    onto = plan.frameworks[1]
    known = {onto.id: "framework", **{node.id: node.kind for node in onto.elements}}
    return require_kept(canonical(made), known)


def _reaching(made: Framework, onto: Framework) -> Framework:
    """The framework with what the new base rests on where it says how far a list goes (O1)."""
    there = {node.id: node for node in onto.elements}
    taken = {node.id for node in made.elements} | {one.id for node in made.elements for one in node.evidence}
    nodes = []
    for node in made.elements:
        about = [one for one in node.evidence if LIST_REACH in one.concerns]
        origin = next((there[one] for one in node.derived_from if one in there), None)
        ours = not about or only_lineage(tuple(about), set(node.derived_from))
        if ours and isinstance(node, Cadre) and isinstance(origin, Cadre) and origin.list_reach == node.list_reach:
            rest = tuple(one for one in node.evidence if one not in about)
            fresh = evidence_of_reach(origin, node.id, taken - {one.id for one in about})
            node = replace(node, evidence=(*rest, *fresh))
        nodes.append(node)
    return replace(made, elements=tuple(nodes))


def _by_entry(plan: MergePlan, decisions: tuple[Resolution, ...]) -> dict[str, Resolution]:
    """The decisions by entry, every one of them checked before any is used."""
    if not isinstance(plan, MergePlan):
        _refuse("apply_rebase takes a plan that rebase made.")
    entries = {entry.key: entry for entry in plan.entries}
    decided: dict[str, Resolution] = {}
    for number, one in enumerate(decisions, 1):
        if not isinstance(one, Resolution):
            _refuse(f"Decision {number}: expected a Resolution, not {type(one).__name__}.")
        entry, where = entries.get(one.entry), f"Decision {number} ({one.entry})"
        if entry is None:
            near = get_close_matches(str(one.entry), entries, n=2)
            _refuse(f"{where}: the plan has no such entry. {'Did you mean ' + ' or '.join(near) + '?' if near else ''}")
        if one.entry in decided:
            _refuse(f"{where}: this entry is decided twice. Agree on one verdict.")
        if one.verdict not in entry.options:
            _refuse(f"{where}: '{one.verdict}' cannot be decided here. Possible: {', '.join(entry.options)}.")
        if not one.reason:
            _refuse(f"{where}: the reason is missing.")
        if one.group is not None and one.group not in GROUPS:
            _refuse(f"{where}: '{one.group}' is none of the stakeholder groups {', '.join(GROUPS)}.")
        if one.date is not None and not is_when(one.date):
            _refuse(f"{where}: '{one.date}' is not a date; write it like 2027-03-01, 2027-03 or 2027.")
        decided[one.entry] = one
    return {entry.key: decided[entry.key] for entry in plan.entries if entry.key in decided}


def _refuse(problem: str) -> NoReturn:
    raise InputError(problem.strip())


def _listed(found: Iterable[str]) -> str:
    names = list(dict.fromkeys(found))
    return ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")


def _require_whole(lost: list[Lost], plan: MergePlan) -> None:
    homes = homes_of(plan)
    if lost:
        said = [
            f"{one.node} names {one.target} ({one.field}), which "
            + (f"becomes {', '.join(one.now)}" if one.now else "goes")
            + f": decide about {' or '.join(dict.fromkeys(homes[end].key for end in (one.node, one.target)))}"
            for one in lost
        ]
        _refuse(f"Some elements would be left without what they need. {_listed(said)}.")


def _require_safe(plan: MergePlan, made: Framework, decided: dict[str, Resolution]) -> None:
    """Refuse where an entry that nobody decided on, or that was to stay as it is, loosens a safeguard."""
    local, blame = plan.frameworks[2], Blame(plan)
    said = []
    for one in safety_of(Sides(local, made, pair(local, made, ())), apart=True)[0]:
        entries = blame.of(one)
        if one.code in LISTED_ONLY and not one.certain:
            continue
        if not any(entry.key in decided and _accepts(entry, decided[entry.key]) for entry in entries):
            said.append(f"{one.text} Decide about {_listed(entry.key for entry in entries)}.")
    if said:
        _refuse(f"This would loosen a safeguard without a decision for it: {' '.join(said[:_MOST])}")


def _accepts(entry: MergeEntry, one: Resolution) -> bool:
    """Whether a decision is for a change; where only keeping is possible, any decision is enough."""
    return one.verdict in CONSENTING or not {"take-over", "drop"} & set(entry.options)


def _recorded(plan: MergePlan, made: Framework, decided: dict[str, Resolution]) -> Framework:
    """The framework with a Decision for each decision, and a Change for what sets it apart from the new base."""
    if not decided:
        return made
    there = {node.id for node in made.elements}
    taken = {*there, *(one.id for node in made.elements for one in node.evidence)}
    found: dict[str, Entry] = {}
    for pairs in compared(plan.frameworks[1], made).entries:
        found.update(dict.fromkeys((*pairs.base, *pairs.adaptation), pairs))
    records: list[Node] = []
    for entry in plan.entries:
        if entry.key in decided:
            records += _records(plan, entry, decided[entry.key], there, taken, found)
    return canonical(replace(made, elements=(*made.elements, *records)))


def _records(
    plan: MergePlan,
    entry: MergeEntry,
    one: Resolution,
    there: set[str],
    taken: set[str],
    found: dict[str, Entry],
) -> Iterable[Node]:
    adaptation = plan.adaptation
    code = entry.key.partition(":")[2] if framework_of(entry.key) else local_part(entry.key)
    name = free(f"{adaptation}:{code or 'framework'}.decision", taken)
    said = {"entry": entry.key, "base": plan.onto, "was": plan.base_edition or "?", "now": plan.onto_edition or "?"}
    group = message(f"rebase.group-{one.group}") if one.group else message("rebase.group-unnamed")
    stands = tuple(sorted({*entry.local, *entry.becomes} & there))
    about = (adaptation,) if entry.element == "framework" else stands or entry.onto or (adaptation,)
    decision = Decision(
        id=name,
        about=about,
        verdict=one.verdict,
        rationale=one.reason,
        by=one.by,
        date=one.date,
        note=in_every_language("rebase.recorded", group=group, **said),
        evidence=(evidence_from(name, plan.onto, taken),),
    )
    yield decision
    apart = next((found[end] for end in (*entry.onto, *stands) if end in found), None)
    kind = CALLED.get(apart.kind) if apart is not None and entry.element != "framework" else None
    if kind == "reworded" and entry.reason.code == "rebase.redefined-and-changed":
        kind = "redefined"
    if apart is not None and kind is not None:
        yield change_of(decision, kind, apart, taken)


def change_of(decision: Decision, kind: StatedChange, apart: Entry, taken: set[str]) -> Change:
    """The Change that a decision makes of an entry of a comparison, for its reason."""
    name = free(f"{decision.id.removesuffix('.decision')}.change", taken)
    return Change(
        id=name,
        change_kind=kind,
        base=apart.base,
        adaptation=apart.adaptation,
        rationale=decision.rationale,
        by=decision.by,
        date=decision.date,
        evidence=(evidence_from(name, decision.id, taken),),
    )


def evidence_from(name: str, origin: str, taken: set[str]) -> Evidence:
    """Evidence that an element follows from another one here."""
    return Evidence(id=free(f"{name}.e1", taken), basis="derived", derived_from=(origin,))


def read_resolutions(path: str | os.PathLike[str]) -> tuple[Resolution, ...]:
    """Read the decisions in a JSON file (UTF-8): ``{"decisions": [{"entry": …, "verdict": …, "reason": …}]}``.

    A reason is text in the language of the file (``lang``, otherwise English), or texts by language. ``by``, ``date``
    and ``group`` may be left out. ``apply_rebase`` checks whether a verdict fits its entry.

    Args:
        path (str | PathLike): The file.

    Returns:
        The decisions.

    Raises:
        FileNotFoundError: There is no such file.
        InputError: The file is not valid; the message names the file, the decision and what is expected.

    Example:
        >>> import json, tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "decisions.json"
        ...     one = {"entry": "xx:c-care", "verdict": "keep", "reason": "So said the council."}
        ...     _ = file.write_text(json.dumps({"decisions": [one]}), encoding="utf-8")
        ...     read_resolutions(file)[0].verdict
        'keep'
    """  # noqa: DOC502 - read_ordinary and parse_resolutions raise
    return parse_resolutions(read_text(path, "a list of decisions"), file=os.fspath(path))


def parse_resolutions(text: str, *, file: str = "decisions") -> tuple[Resolution, ...]:
    """Read the decisions in a JSON text.

    Args:
        text: The text.
        file: What errors call it.

    Returns:
        The decisions.

    Raises:
        InputError: The text is not valid.

    Example:
        >>> parse_resolutions('{"decisions": []}')
        ()
    """
    found = parse_json(text, file, "a list of decisions")
    rows = found.get("decisions") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise InputError(f'{file}: decisions are an object such as {{"decisions": []}}.')
    lang = found.get("lang", "en")
    if not isinstance(lang, str):
        raise InputError(f"{file}: lang: expected a language tag such as 'en'.")
    return tuple(_decision(row, f"decisions[{number}]", file, lang) for number, row in enumerate(rows))


def _decision(row: Any, where: str, file: str, lang: str) -> Resolution:
    if not isinstance(row, dict):
        raise InputError(f"{file}: {where}: expected an object.")
    given = {key: value for key, value in row.items() if value not in (None, "")}
    if "reason" in given:
        given["reason"] = _text(given["reason"], f"{where}.reason", file, lang)
    return parse_record(Resolution, given, file, where)


def _text(value: Any, where: str, file: str, lang: str) -> Text:
    by_language = value if isinstance(value, dict) else {lang: value}
    rows = [(tag, text if isinstance(text, list) else [text]) for tag, text in by_language.items()]
    if not all(isinstance(text, str) for _, texts in rows for text in texts):
        raise InputError(f'{file}: {where}: expected text, or texts by language such as {{"en": "…"}}.')
    return Text(tuple(sorted((tag.lower(), text) for tag, texts in rows for text in texts)))
