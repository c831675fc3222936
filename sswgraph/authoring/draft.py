"""A draft framework from what a workshop decided, with the tasks as evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sswgraph.adaptation.adapt import free
from sswgraph.authoring.new import new
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.exchange.workbook.names import slug
from sswgraph.messages import sentence
from sswgraph.model import Cadre, Competency, Evidence, Framework, Function, Node, Requirement, Source, Text
from sswgraph.model.authoring import Task, TaskList, Workshop
from sswgraph.model.canonical import canonical


def draft(
    workshop: Workshop, listed: TaskList, *, id: str | None, jurisdiction: str | Iterable[str] | None
) -> Framework:
    """The framework of the rows that people decided on; raises InputError where none is, or the id cannot be."""
    if not id or not jurisdiction:
        raise InputError("Say which framework is made, and where it is to hold: id='xx', jurisdiction='UG'.")
    if not listed.decided:
        raise InputError("No row is decided: put an 'x' into the column 'Agreed' of each row on which people agree.")
    lang = listed.lang
    title = sentence("workshop.draft-title", lang)
    made = _Draft(workshop, lang, new(id, title=title, lang=lang, jurisdiction=jurisdiction))
    for task in listed.decided:
        made.add(task)
    return require_kept(canonical(replace(made.header, elements=tuple(made.elements()))))


class _Draft:
    """The draft while tasks are added: each element gathers the tasks that speak for it."""

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
        """One task: its function, what that needs, and who does it."""
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
        """Everything, each with the tasks as evidence."""
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
