"""Makes small changes of the rules, one at a time, in a copy of the package, and says which ones the tests notice.

``python -m tests.long.mutations [--jobs N] [WORD ...]``; words choose the changes that name them. Each change is found
by its old text, wherever in the package that stands. Prints for each change which tests noticed it, and how many were.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parent.parent.parent
# The tests that should notice, by subject; the next file is asked only where the one before noticed nothing.
TESTS = {
    "gap": "test_rules_gap test_gap test_held test_levels test_credit test_voices test_certainty",
    "plan": "test_rules_plan test_plan",
    "compare": "test_rules_compare test_compare",
    "safety": "test_rules_safety test_safety test_safety_in_effect test_weakenings",
    "rebase": "test_rules_rebase test_rebase",
    "role": "test_rules_role test_kinds test_papers test_permissions",
}
_FOUND, _NONE = 1, 0  # what pytest returns where tests fail, and where none does


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change: the subject whose tests should notice, what behaves otherwise then, the text before and after."""

    subject: str
    behaviour: str
    old: str
    new: str


MUTATIONS = (
    # Changes that once went unnoticed.
    Mutation(
        "rebase",
        "list items that the new base took out are kept",
        "together = (set(local) | (set(onto) - set(base))) - (set(base) - set(onto))",
        "together = set(local) | (set(onto) - set(base))",
    ),
    Mutation(
        "plan",
        "an award is complete without its packaging group",
        "return self.compulsory <= chosen and self.groups.filled(chosen)",
        "return self.compulsory <= chosen",
    ),
    Mutation(
        "role",
        "'only where delegated' is read as 'alone'",
        '"delegated-only": "supervised",',
        '"delegated-only": "alone",',
    ),
    Mutation(
        "safety",
        "a volunteer is as qualified as a para professional",
        'return "less" if place(order, mine) > place(order, other) else "more"',
        'return "equal" if {mine, other} == {"volunteer", "para-professional"} else "less" '
        'if place(order, mine) > place(order, other) else "more"',
    ),
    Mutation(
        "safety",
        "the loss of the preparation of supervisors is not told",
        '= ("form", "frequency", "ratio", "contact_between", "preparation", "stand_in")',
        '= ("form", "frequency", "ratio", "contact_between", "stand_in")',
    ),
    Mutation(
        "safety",
        "unreviewed matches by meaning are trusted for safety",
        '("LexicalMatching", "LexicalSimilarityThresholdMatching", "SemanticSimilarityThresholdMatching")',
        '("LexicalMatching", "LexicalSimilarityThresholdMatching")',
    ),
    Mutation(
        "compare",
        "numbers that have grown and fallen change places",
        'OF_VALUE["number-grown" if new > old else "number-fallen"]',
        'OF_VALUE["number-grown" if new < old else "number-fallen"]',
    ),
    Mutation(
        "compare",
        "a scope note counts as a definition",
        '"definition form frequency ratio preparation theme value unit',
        '"definition scope_note form frequency ratio preparation theme value unit',
    ),
    Mutation(
        "compare",
        "another ratio of supervision is a mere rewording",
        '"definition form frequency ratio preparation theme value unit',
        '"definition form frequency preparation theme value unit',
    ),
    Mutation(
        "rebase",
        "'defer' counts as consent",
        'CONSENTING = frozenset({"take-over", "combine", "drop"})',
        'CONSENTING = frozenset({"take-over", "combine", "drop", "defer"})',
    ),
    Mutation(
        "gap",
        "fewer mappings are no longer preferred in proofs",
        '"mappings": lambda holder, found: found.credit.steps if found.credit else 0,',
        '"mappings": lambda holder, found: 0,',
    ),
    # Gap.
    Mutation(
        "gap",
        "what is optional at a higher level raises what is essential",
        'if necessity != "optional" or needs == {"optional"}]',
        "]",
    ),
    Mutation(
        "gap",
        "a mapping without a confidence passes any minimum",
        "if link.confidence is not None and (key not in surest or link.confidence > surest[key]):",
        "if key not in surest or (link.confidence or 0) > (surest[key] or 0):",
    ),
    Mutation(
        "gap",
        "a whole is held as far as its strongest part",
        "standing = max((one.standing for one in held), key=ORDER.__getitem__)",
        "standing = min((one.standing for one in held), key=ORDER.__getitem__)",
    ),
    Mutation(
        "gap",
        "of levels that cannot be compared the one that stands best is shown",
        "level, status, found = max(ways, key=lambda way: _WORSE[way[1]])",
        "level, status, found = min(ways, key=lambda way: _WORSE[way[1]])",
    ),
    Mutation(
        "gap",
        "what was assumed from a role speaks before what was proved",
        'found.holding is None or found.holding.basis == "assumed-from-cadre",',
        'found.holding is not None and found.holding.basis != "assumed-from-cadre",',
    ),
    Mutation(
        "gap",
        "the conditions of a qualification are not told to whoever wants the role",
        "for one in (*reversed(qualifications), *reversed(own)) for",
        "for one in reversed(own) for",
    ),
    Mutation(
        "gap",
        "of a group to choose from all modules are taken for done",
        "members in groups.each if least >= len(members))))",
        "members in groups.each)))",
    ),
    Mutation(
        "gap",
        "parts together reach the highest of their levels",
        'reached = [one for one in levels if one and all(self.standing(other, one) == "met" for other in levels)]',
        'reached = [one for one in levels if one and all(self.standing(one, other) == "met" for other in levels)]',
    ),
    Mutation(
        "gap",
        "limits are listed from the widest to the strictest",
        "tuple(sorted(limits, key=lambda one: (-place",
        "tuple(sorted(limits, key=lambda one: (place",
    ),
    # Plan.
    Mutation(
        "plan",
        "enrolment is closed on the last day already",
        "if course.last_enrolment is not None and course.last_enrolment < day:",
        "if course.last_enrolment is not None and course.last_enrolment <= day:",
    ),
    Mutation(
        "plan",
        "a module is closed as soon as one of its qualifications is",
        "if around and all(around):",
        "if around and any(around):",
    ),
    Mutation(
        "plan",
        "a prerequisite that teaches nothing counts as satisfied",
        "return bool(wanted) and all(self.holder.meets(c, level) for c, level in wanted)",
        "return all(self.holder.meets(c, level) for c, level in wanted)",
    ),
    Mutation(
        "plan",
        "credits of another system count towards an award",
        "if m.credits is not None and system in (None, m.credit_system)]",
        "if m.credits is not None]",
    ),
    Mutation(
        "plan",
        "totals of a qualification encoded in part are called exact",
        "at_least = _incomplete(steps) or bool(partly_encoded(graph, steps))",
        "at_least = _incomplete(steps)",
    ),
    Mutation(
        "plan",
        "a group that names no number asks for one of its modules",
        "groups.append((len(members) if rule.at_least is None else rule.at_least, members))",
        "groups.append((1 if rule.at_least is None else rule.at_least, members))",
    ),
    Mutation(
        "plan",
        "what a qualification encoded in part states can be planned",
        'if getattr(graph.get(qualification), "reach", None) == "whole":',
        'if getattr(graph.get(qualification), "reach", None) is not None:',
    ),
    # Compare.
    Mutation(
        "compare",
        "a level that is no longer stated counts as raised",
        'return "level-raised" if old is None else "level-lowered"',
        'return "level-lowered" if old is None else "level-raised"',
    ),
    Mutation(
        "compare",
        "another jurisdiction is a mere widening",
        '"jurisdiction criterion_of evidence_for".split(),',
        '"criterion_of evidence_for".split(),',
    ),
    Mutation(
        "compare",
        "another rank of a level counts as a number that has grown",
        'if _is_number(old) and _is_number(new) and name != "rank":',
        "if _is_number(old) and _is_number(new):",
    ),
    Mutation(
        "compare",
        "the sentence of an ethical standard counts as a mere name",
        '"obligation scope-rule eligibility-condition supervision-arrangement ethical-standard performance-criterion "',
        '"obligation scope-rule eligibility-condition supervision-arrangement performance-criterion "',
    ),
    Mutation(
        "compare",
        "what covers another element counts as broadened",
        '"covers": "narrowed",',
        '"covers": "broadened",',
    ),
    Mutation(
        "compare",
        "what was negated pairs elements",
        'relation = "" if match.negated else "contested" if voices.against(match.id) else match.relation',
        "relation = match.relation",
    ),
    # Safety.
    Mutation(
        "safety",
        "a mode of supervision that is no longer stated is not weaker",
        "return before is not None and place(SUPERVISION_MODES, after) > place(SUPERVISION_MODES, before)",
        "return None not in (before, after) and place(SUPERVISION_MODES, after) > place(SUPERVISION_MODES, before)",
    ),
    Mutation(
        "safety",
        "a status that is not stated lets the tier decide",
        'if (mine is None) != (other is None):\n            return "unknown"',
        "if (mine is None) != (other is None):\n            continue",
    ),
    Mutation(
        "safety",
        "fewer hours of assessment are not told",
        '("practical_hours", "workplace_hours", "assessment_hours")',
        '("practical_hours", "workplace_hours")',
    ),
    Mutation(
        "safety",
        "a permission with a duty to refer protects nothing",
        "asks = node.supervisor or node.supervision_mode or node.refer_to",
        "asks = node.supervisor or node.supervision_mode",
    ),
    Mutation(
        "safety",
        "a set that is gone counts as asked where one of its members is",
        "    return bool(asks) and all(any(wanted(ask) for ask in several) for several in asks)",
        "    return any(wanted(ask) for several in asks for ask in several)",
    ),
    Mutation(
        "safety",
        "a requirement of unstated necessity may become optional unseen",
        "binds = node.necessity not in _NOT_ASKED\n    optional",
        'binds = node.necessity == "essential"\n    optional',
    ),
    Mutation(
        "safety",
        "a safeguard is gone with its role although another of its roles is still there",
        "return bool(known) and not any(self.sides.counterparts(one) for one in known)",
        "return bool(known) and not all(self.sides.counterparts(one) for one in known)",
    ),
    Mutation(
        "safety",
        "what a person must judge comes before what is certain",
        "key=lambda one: (not one.certain, rank_of(",
        "key=lambda one: (one.certain, rank_of(",
    ),
    Mutation(
        "safety",
        "an exemption is not told",
        '_opened(watch, "exemption-added", node, after, watch.gained(node, after, "exempts"))',
        "pass",
    ),
    # Rebase.
    Mutation(
        "rebase",
        "an element that the adaptation changed goes with its base element unasked",
        'return replace(entry, default="drop") if untouched else entry',
        'return replace(entry, default="drop")',
    ),
    Mutation(
        "rebase",
        "a translation comes together with another wording",
        "if not base or not kept or any(way.reworded for way in ways) or added[0] & added[1]:",
        "if not base or added[0] & added[1]:",
    ),
    Mutation(
        "rebase",
        "the jurisdiction of the base is taken over",
        '"notation jurisdiction first_language edition version issued publisher status status_by status_date".split()',
        '"notation first_language edition version issued publisher status status_by status_date".split()',
    ),
    Mutation(
        "rebase",
        "an orphan whose loss loosens something goes unasked",
        "return replace(entry, outcome=outcome, default=None, safety=safety, reason=reason)",
        "return replace(entry, outcome=outcome, default=entry.default, safety=safety, reason=reason)",
    ),
    Mutation(
        "rebase",
        "an element dropped here stays away although the base changed it",
        'outcome = OUTCOME_OF["changed" if changed or found else "left alone", "dropped"]',
        'outcome = OUTCOME_OF["left alone", "dropped"]',
    ),
    Mutation(
        "rebase",
        "what the new base means otherwise keeps its old id unsaid",
        'made["replaces"] = (local.id,)',
        "pass",
    ),
    # Role documents.
    Mutation(
        "role",
        "'identify and refer' is read as 'with the supervisor'",
        '"identify-and-refer": "refer",',
        '"identify-and-refer": "supervised",',
    ),
    Mutation(
        "role",
        "a permission is read as 'alone' although a stricter rule touches it",
        'if standing == "alone" and _is_narrowed(graph, rule, rules):',
        'if standing == "alone" and False:',
    ),
    Mutation(
        "role",
        "the rules of the cadres that a cadre includes are left out",
        "nodes |= {node.id: node for cadre in own for node",
        "nodes |= {node.id: node for cadre in [target] for node",
    ),
    Mutation(
        "role",
        "a rule that forbids and names nobody to refer to says nothing of it",
        'elif line.standing in ("never", "refer"):',
        'elif line.standing == "refer":',
    ),
    Mutation(
        "role",
        "a rule that is only derived has no star",
        'return "stated" in (line.basis',
        'return "draft" not in (line.basis',
    ),
    Mutation(
        "role",
        "a paper begins with what the worker does not do",
        'STANDINGS: tuple[Standing, ...] = ("alone", "supervised", "refer", "never")',
        'STANDINGS: tuple[Standing, ...] = ("never", "refer", "supervised", "alone")',
    ),
    # Written after the tests of the rules, and none was written for them.
    Mutation(
        "gap",
        "an optional skill of today is partial credit for an essential one",
        "near = self.holder.near(competency, optional=optional)",
        "near = self.holder.near(competency, optional=True)",
    ),
    Mutation(
        "gap",
        "one part of a qualification proves the whole competency",
        "or all(module in done for module, _, _ in group.parts):",
        "or any(module in done for module, _, _ in group.parts):",
    ),
    Mutation(
        "gap",
        "chains have four steps",
        "MAX_STEPS = 3",
        "MAX_STEPS = 4",
    ),
    Mutation(
        "gap",
        "exact to two elements of one framework stays exact",
        'yield source, target, "close" if match.id in self.ambiguous else relation',
        "yield source, target, relation",
    ),
    Mutation(
        "plan",
        "an exemption counts for nothing",
        "self.done = done | excused(graph, done)",
        "self.done = done",
    ),
    Mutation(
        "plan",
        "corequisites do not come along",
        "found.along.add(other)",
        "pass",
    ),
    Mutation(
        "plan",
        "modules of unknown enrolment are not told",
        "[module.id for module in modules if ends[module.id] is None]",
        "list[str]()",
    ),
    Mutation(
        "plan",
        "a plan that leaves volumes out has exact totals",
        'return any(kinds != set[str]().union({"notionalHours"}, *stated) for kinds in stated)',
        "return False",
    ),
    Mutation(
        "compare",
        "the same letters in another encoding are another wording",
        'return unicodedata.normalize("NFC", _single_spaced(_plain(wording)))',
        "return _single_spaced(_plain(wording))",
    ),
    Mutation(
        "compare",
        "broadened and narrowed at once is broadened",
        'return "redefined" if MIRROR[kind] != kind and MIRROR[kind] in found else kind',
        "return kind",
    ),
    Mutation(
        "compare",
        "an element with two origins in the base is paired with one of them only",
        "for old in _reached(_origins(node), steps)",
        "for old in _reached(_origins(node)[:1], steps)",
    ),
    Mutation(
        "safety",
        "a legal basis that is gone is not told",
        'watch.tell_lost("legal-basis-gone", node, after, "legal_basis")',
        "pass",
    ),
    Mutation(
        "safety",
        "a permission for what is narrower is not told",
        "for one in closure([subject], broader)]",
        "for one in (subject,)]",
    ),
    Mutation(
        "safety",
        "a higher award counts as a lower one",
        "return int(after[0]) < int(before[0])",
        "return int(after[0]) > int(before[0])",
    ),
    Mutation(
        "safety",
        "what a rule forbids counts as performed",
        "return found or (PERFORMS if self.performs(cadre, function) else None)",
        "return found if found in PERFORMING else (PERFORMS if self.performs(cadre, function) else found)",
    ),
    Mutation(
        "rebase",
        "mappings that nobody reviewed pair elements",
        'for match in given_mappings("rebase", frameworks, mappings) if not is_likeness(match)]',
        'for match in given_mappings("rebase", frameworks, mappings)]',
    ),
    Mutation(
        "rebase",
        "what something that stays needs goes unasked",
        "lost = [one for one in assembly.lost if one.fatal or one.kept]",
        "lost = [one for one in assembly.lost if one.fatal]",
    ),
    Mutation(
        "rebase",
        "a decision without a reason is taken",
        "if not one.reason:",
        "if False:",
    ),
    Mutation(
        "role",
        "a stricter rule on the whole does not touch what a rule on a part allows",
        "or theirs & _reach(graph, mine)",
        "or False",
    ),
    Mutation(
        "role",
        "what is not permitted stands among the duties",
        "for duty in self.document.duties if duty.standing in standings]",
        'for duty in self.document.duties if duty.standing in (*standings, "never")]',
    ),
)


def home(mutation: Mutation) -> Path:
    """The file of the package that holds the old text, from the root. Raises LookupError unless it stands once."""
    package = ROOT / "sswgraph"
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(package.rglob("*.py"))}
    found = [file for file, text in texts.items() for _ in range(text.count(mutation.old))]
    if len(found) != 1:
        raise LookupError(f"'{mutation.behaviour}': its old text stands {len(found)} times: {mutation.old!r}")
    return found[0].relative_to(ROOT)


@contextmanager
def copies(number: int) -> Iterator[SimpleQueue[Path]]:
    """Folders, each with a copy of the package and its tests; whoever takes one gives it back as it was."""
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        free: SimpleQueue[Path] = SimpleQueue()
        for one in range(number):
            place = Path(folder, str(one))
            for name in ("sswgraph", "tests"):
                shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
            for name in ("docs", "frameworks", "ontology", "pyproject.toml", "README.md"):
                (place / name).symlink_to(ROOT / name)
            free.put(place)
        yield free


def outcome(place: Path, file: str) -> int:
    """What pytest returns for a file of tests in a copy."""
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow"]
    env = {**os.environ, "PYTHONPATH": str(place)}
    return subprocess.run([*command, f"tests/{file}.py"], cwd=place, env=env, capture_output=True).returncode


def noticed(mutation: Mutation, free: SimpleQueue[Path], clean: dict[str, bool]) -> str:
    """The first file with a test that fails once the change is made; empty if there is none.

    ``clean`` remembers of each file whether its tests pass without any change. Raises RuntimeError where they do not.
    """
    file, place = home(mutation), free.get()
    text = (place / file).read_text(encoding="utf-8")
    try:
        for tests in TESTS[mutation.subject].split():
            if tests not in clean:
                clean[tests] = outcome(place, tests) == _NONE
            (place / file).write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
            returned = outcome(place, tests)
            (place / file).write_text(text, encoding="utf-8")
            if not clean[tests] or returned not in (_FOUND, _NONE):
                raise RuntimeError(f"'{mutation.behaviour}': {tests} fails without any change, or does not run with it")
            if returned == _FOUND:
                return tests
        return ""
    finally:
        free.put(place)


def main() -> int:
    """Try the changes that were asked for; 0 if every one of them was noticed."""
    asked = argparse.ArgumentParser(description="Which small changes of the rules do the tests notice?")
    asked.add_argument("words", nargs="*", help="only changes whose subject or behaviour holds one of these")
    asked.add_argument("--jobs", type=int, default=1, help="how many at a time")
    given = asked.parse_args()
    chosen = [
        m for m in MUTATIONS if not given.words or any(w in (m.subject, *m.behaviour.split()) for w in given.words)
    ]
    for mutation in chosen:
        home(mutation)
    with copies(given.jobs) as free, ThreadPoolExecutor(given.jobs) as workers:
        unnoticed, clean = 0, dict[str, bool]()
        for mutation, by in zip(chosen, workers.map(lambda one: noticed(one, free, clean), chosen), strict=True):
            print(f"{by or 'UNNOTICED':<20} {mutation.subject}: {mutation.behaviour}", flush=True)
            unnoticed += not by
    print(f"{len(chosen) - unnoticed} of {len(chosen)} noticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
