"""``tasks``: from daily tasks to functions and competencies, as in DACUM; people decide on every suggestion."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.adapt import free
from sswgraph.alignment.align import read_side
from sswgraph.alignment.similarity import Pairs, Reader, rapidfuzz_likeness
from sswgraph.authoring.new import new
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.exchange.workbook.names import slug
from sswgraph.graph import CompetencyGraph
from sswgraph.graph.arguments import framework_in
from sswgraph.graph.graph import stamp_of
from sswgraph.messages import Message, message, sentence
from sswgraph.messages.tags import seems
from sswgraph.model import Cadre, Competency, Evidence, Framework, Function, Node, Requirement, Source, Text
from sswgraph.model.authoring import Task, TaskList, Workshop
from sswgraph.model.canonical import canonical
from sswgraph.model.text import fold

# How many tasks a duty has, and how many words a task (DACUM).
FEWEST, MOST, _FEWEST_WORDS, _MOST_WORDS = 6, 20, 2, 25
_LEAST_ALIKE = 0.2
FAULTS = tuple(f"workshop.fault-{fault}" for fault in ("no-verb", "not-seen", "too-long", "too-short"))
# Verbs of what nobody can observe. A task states what one does; what one knows belongs to the competencies.
_UNSEEN = {
    "en": "know understand appreciate believe be being feel have realise realize learn",
    "fr": "savoir connaître comprendre apprécier croire être avoir apprendre ressentir",
    "es": "saber conocer comprender entender apreciar creer ser estar tener aprender sentir",
    "pt": "saber conhecer compreender entender apreciar acreditar ser estar ter aprender sentir",
    "sw": "kujua kuelewa kuamini kuwa kujifunza kuhisi",
    "ar": "معرفة فهم إدراك يعرف يفهم يدرك يشعر",
}
# Forms of the first word of a task, where the language marks verbs; for English, what it cannot be.
_VERB = {
    "fr": re.compile(r"(?:s['’])?\w+(?:er|ir|re|oir)\Z|se\Z", re.IGNORECASE),
    "es": re.compile(r"\w+[aeií]r(?:se|lo|la|les?|los|las)?\Z", re.IGNORECASE),
    "pt": re.compile(r"\w+(?:[aei]r|por|pôr)(?:-\w+)?\Z", re.IGNORECASE),
    "sw": re.compile(r"k[uw]\w+\Z", re.IGNORECASE),
}
_NO_VERB = re.compile(
    r"(?:the|a|an|knowledge|skills?|my|our|their|with|for|in|on|to|of|good|daily|weekly|\w{3,}(?:tion|ment|ness|ship|ity|ance|ence|ism))\Z",
    re.IGNORECASE,
)
# The verbs with which the functions of the shipped frameworks begin, and others of everyday work. The form of an
# English word does not show whether it is a verb: where the first is none of these, people are asked to check it.
_VERBS = frozenset(
    """accept accompany account act add administer admit advise advocate agree alert allocate answer apply approach
    approve arrange ask assess assign assist attend audit bathe bring build buy calculate call care carry challenge
    change chart check clean close coach collect comfort communicate compare compile complete conduct connect
    contact control convene cook cooperate coordinate copy counsel count create cross deal debrief decide delegate
    deliver demonstrate describe design determine develop direct discuss distribute do document draft draw drive
    encourage engage enrol ensure enter escort establish evaluate examine explain explore facilitate feed file fill
    find finish flag follow form forward gather get give go greet group guide hand handle hear help hold identify
    implement improve include inform inspect integrate interview introduce invite involve join judge keep lead let
    liaise link list listen look make manage map mark mediate meet mentor mobilise mobilize monitor motivate move
    negotiate note notice notify observe offer open order organise organize orient oversee participate pass pay
    perform phone plan play prepare present prevent print promote propose protect provide publish put raise read
    receive record recruit reduce refer register relay release remind remove repair report represent request resolve
    respond review run schedule screen search secure see seek select send sensitise sensitize separate serve set
    settle share show sign sit solve sort speak spend spread stand start stay stop store submit supervise support
    survey take talk teach tell test think trace track train transfer translate transport treat try unite update use
    validate verify visit wait walk warn wash watch weigh welcome work write""".split()
)


def tasks(graph: CompetencyGraph, framework: str | Framework) -> Workshop:
    """Prepare a workshop on daily tasks, with suggestions from the functions and competencies of a framework.

    ``write_review(workshop, "tasks.xlsx")`` makes the workbook in which people write down what they do; with
    ``previous="tasks.xlsx"`` it is written again with suggestions beside each task. ``read_review`` reads it, and
    ``apply_review`` makes a draft framework of what was agreed, with the tasks as evidence.

    Args:
        graph (CompetencyGraph): The graph that holds the framework.
        framework (str | Framework): The framework that suggestions come from, or its id.

    Returns:
        The workshop.

    Raises:
        UnknownElementError: If the graph has no framework of this id.
        InputError: If it is not a framework, or an id of something else.

    Example:
        >>> import sswgraph as ssw
        >>> tasks(ssw.load("psw"), "psw").base
        'psw'
    """  # noqa: DOC502 - framework_in raises
    base = framework_in(graph, framework)
    return Workshop(base=base.id, base_label=base.label, stamp=stamp_of((base,)), framework=base)


def with_suggestions(workshop: Workshop, given: Iterable[Task], lang: str) -> tuple[Task, ...]:
    """Suggest a function and its competencies for each task that names none; needs the extra ``match``."""
    listed = tuple(given)
    functions = {one.id: one for one in workshop.framework.of_kind("function")}
    open_rows = [one for one in listed if not one.function and not one.faults]
    if not open_rows or not functions:
        return listed
    asked = {
        f"x:{one.number:05}": Function(id=f"x:{one.number:05}", label=Text(((lang, one.text),))) for one in open_rows
    }
    sides = read_side(asked, frozenset()), read_side(functions, frozenset())  # type: ignore[arg-type]
    reader = Reader([*sides[0], *sides[1]], rapidfuzz_likeness())
    pairs = Pairs(sides, frozenset()).by_likeness(reader, lambda: None)
    found: dict[int, tuple[str, float]] = {}
    for place, one in enumerate(sides[0]):
        best = pairs.best(0, place)
        if best is not None and best[1] >= _LEAST_ALIKE:
            found[int(one.id[2:])] = sides[1][best[0]].id, round(best[1], 2)
    return tuple(_suggested(workshop, one, found) for one in listed)


def _suggested(workshop: Workshop, one: Task, found: dict[int, tuple[str, float]]) -> Task:
    if one.number not in found or one.function:
        return one
    function, score = found[one.number]
    needs = one.competencies or tuple(needs_of(workshop.framework, function))
    return replace(one, function=function, competencies=needs, suggested=True, score=score)


def needs_of(framework: Framework, function: str) -> Iterator[str]:
    """Yield the ids of the competencies that a function needs."""
    nodes: tuple[Any, ...] = framework.elements
    yield from dict.fromkeys(
        need
        for node in nodes
        for need in (
            node.needs
            if node.kind == "function" and node.id == function
            else (node.competency,)
            if node.kind == "function-need" and node.function == function
            else ()
        )
    )


def faults_of(text: str, lang: str) -> tuple[Message, ...]:
    """Return what is wrong with a text as a task: nothing observable is named, or too little or too much is said.

    Args:
        text: The text.
        lang: Its language, as a tag.

    Returns:
        The problem; empty where there is none.

    Example:
    >>> [fault.code for fault in faults_of("Knowledge of the law", "en")], faults_of("Visit families at home", "en")
    (['workshop.fault-no-verb'], ())
    >>> [fault.code for fault in faults_of("Understand the needs of children", "en")]
    ['workshop.fault-not-seen']
    """
    said = text.split()
    base = lang.partition("-")[0]
    first = said[0].strip(".,;:-–•").casefold() if said else ""
    if first in _UNSEEN.get(base, "").split():
        return (message("workshop.fault-not-seen", word=said[0]),)
    shape = _VERB.get(base)
    if (shape is not None and not shape.match(first)) or (base == "en" and _NO_VERB.match(first)):
        return (message("workshop.fault-no-verb", word=said[0] if said else ""),)
    if len(said) < _FEWEST_WORDS:
        return (message("workshop.fault-too-short"),)
    return (message("workshop.fault-too-long", n=_MOST_WORDS),) if len(said) > _MOST_WORDS else ()


def notes_of(listed: Iterable[Task], names: dict[str, Text], lang: str = "en") -> Iterator[Message]:
    """Yield notes on functions with too few or too many tasks, rows that are not tasks, and rows to check."""
    rows = tuple(listed)
    counts = Counter(one.function for one in rows if one.function)
    for function, n in sorted(counts.items()):
        if not FEWEST <= n <= MOST:
            named = names.get(function) or function
            yield message("workshop.note-count", function=named, n=n, fewest=FEWEST, most=MOST)
    wrong = [one.place for one in rows if one.faults]
    if wrong:
        yield message("workshop.note-faults", n=len(wrong), places=wrong)
    yield from _to_check(rows, lang)


def _to_check(rows: tuple[Task, ...], lang: str) -> Iterator[Message]:
    """One task in several rows, and rows that may not begin with a verb or may be in another language."""
    alike: dict[str, list[Task]] = {}
    for one in rows:
        alike.setdefault(fold(one.text), []).append(one)
    for same in alike.values():
        if len(same) > 1:
            yield message("workshop.note-twice", text=same[0].text, places=[one.place for one in same])
    strange = [one for one in rows if seems(one.text, lang) is not None]
    if strange:
        yield message("workshop.note-language", n=len(strange), places=[one.place for one in strange])
    english = lang.partition("-")[0] == "en"
    begins = [one for one in rows if english and not one.faults and one not in strange and not _has_verb(one.text)]
    if begins:
        yield message("workshop.note-verb", n=len(begins), places=[one.place for one in begins])


def _has_verb(text: str) -> bool:
    """Whether a task begins with a known verb."""
    return re.split(r"[^a-z]", text.strip().casefold(), maxsplit=1)[0] in _VERBS


def draft(
    workshop: Workshop, listed: TaskList, *, id: str | None, jurisdiction: str | Iterable[str] | None
) -> Framework:
    """Make a draft framework of the rows on which people agreed.

    Args:
        workshop: The workshop, with the framework that suggestions came from.
        listed: The tasks.
        id: The id of the draft, such as 'xx'.
        jurisdiction: Where it applies, as ISO 3166 codes or UN M.49 areas.

    Returns:
        The draft.

    Raises:
        InputError: No id or jurisdiction, no row that is agreed, or an id that is not valid.
    """
    if not id or not jurisdiction:
        raise InputError("Give the id of the framework and where it applies: id='xx', jurisdiction='UG'.")
    if not listed.decided:
        raise InputError("No row is agreed: put an 'x' into the column 'Agreed' of each row on which people agree.")
    lang = listed.lang
    title = sentence("workshop.draft-title", lang)
    made = _Draft(workshop, lang, new(id, title=title, lang=lang, jurisdiction=jurisdiction))
    for task in listed.decided:
        made.add(task)
    return require_kept(canonical(replace(made.header, elements=tuple(made.elements()))))


class _Draft:
    """The draft while tasks are added: each element collects the tasks that are evidence for it."""

    def __init__(self, workshop: Workshop, lang: str, header: Framework) -> None:
        self.lang, self.header = lang, header
        self.base: dict[str, Any] = {node.id: node for node in workshop.framework.elements}
        self.source = f"{header.id}:workshop"
        self.taken = {self.source}
        self.ids: dict[tuple[str, str], str] = {}
        self.said: dict[str, str] = {}
        self.spoken: dict[str, dict[int, Task]] = defaultdict(dict)
        self.performs: dict[str, dict[str, None]] = defaultdict(dict)
        self.needs: dict[str, dict[str, None]] = defaultdict(dict)
        self.required: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)

    def add(self, task: Task) -> None:
        """Add one task: its function, what that needs, and who does it."""
        function = self._id("function", task.function or task.text, task)
        cadre = self._id("cadre", task.by, task) if task.by else None
        if cadre:
            self.performs[cadre][function] = None
        for one in task.competencies:
            competency = self._id("competency", one, task)
            self.needs[function][competency] = None
            if cadre:
                self.required[cadre, competency][function] = None
                self.spoken[f"{cadre} {competency}"][task.number] = task

    def _id(self, kind: str, said: str, task: Task) -> str:
        key = (kind, said.casefold())
        if key not in self.ids:
            code = said.partition(":")[2] if said in self.base else slug(said) or kind
            self.ids[key] = free(f"{self.header.id}:{code}", self.taken)
            self.said[self.ids[key]] = said
        self.spoken[self.ids[key]][task.number] = task
        return self.ids[key]

    def elements(self) -> Iterable[Node]:
        """Yield every element, each with the tasks as evidence."""
        label = Text(((self.lang, sentence("workshop.source", self.lang)),))
        yield Source(id=self.source, label=label)
        for (kind, _), identifier in self.ids.items():
            said = self.said[identifier]
            origin = self.base.get(said)
            texts: dict[str, Any] = {"id": identifier, "evidence": tuple(self._evidence(identifier, identifier))}
            texts |= {"label": Text(((self.lang, said),))}
            if origin is not None:
                texts |= {"label": origin.label, "definition": origin.definition, "derived_from": (said,)}
            if kind == "cadre":
                yield Cadre(**texts, performs=tuple(self.performs[identifier]))
            elif kind == "function":
                grave = getattr(origin, "criticality", None)
                yield Function(**texts, needs=tuple(self.needs[identifier]), criticality=grave)
            else:
                critical = getattr(origin, "safety_critical", None)
                yield Competency(**texts, facet=getattr(origin, "facet", None), safety_critical=critical)
        for (cadre, competency), functions in self.required.items():
            name = free(f"{cadre}.{competency.partition(':')[2]}", self.taken)
            found = tuple(self._evidence(name, f"{cadre} {competency}"))
            yield Requirement(
                id=name, cadre=cadre, competency=competency, for_function=tuple(functions), evidence=found
            )

    def _evidence(self, identifier: str, key: str) -> Iterable[Evidence]:
        for number, task in sorted(self.spoken[key].items()):
            yield Evidence(
                id=free(f"{identifier}.task-{number}", self.taken),
                basis="stated",
                source=self.source,
                locator=sentence("workshop.locator", self.lang, n=number),
                excerpt=Text(((self.lang, task.text),)),
            )
