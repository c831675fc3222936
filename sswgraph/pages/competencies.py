"""The competency profile of a role in a few lines, for papers that people sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sswgraph.model.curriculum import CompetencyLine
from sswgraph.model.text import NO_BREAK
from sswgraph.pages.blocks import Block, Facts, Table
from sswgraph.pages.learning import CurriculumWriter, competencies, domain_name, seen_mark
from sswgraph.pages.writer import data, shortened, signed_text

_SEEN = "†"


def in_short(w: CurriculumWriter) -> Iterator[Block]:
    """A table for each domain; for those who sign a line for each, and which are to be seen in practice."""
    short: tuple[Block, ...] = (Facts(tuple(_lines(w))),)
    for block in competencies(w):
        if isinstance(block, Table):
            yield shortened(block, *short)
            short = ()
        else:
            yield block


def _lines(w: CurriculumWriter) -> Iterable[tuple[str, str]]:
    lines = w.made.competencies
    for domain in dict.fromkeys(line.domain for line in lines):
        yield domain_name(w, domain), _joined(w, (line for line in lines if line.domain == domain))
    if seen := next((line for line in lines if line.to_be_seen), None):
        yield f"{_SEEN} {w.fixed('column.to-be-seen')}", seen_mark(w, seen)


def _joined(w: CurriculumWriter, lines: Iterable[CompetencyLine]) -> str:
    return data("; ".join(signed_text(_named(w, line), (line.basis,)) for line in lines))


def _named(w: CurriculumWriter, line: CompetencyLine) -> str:
    """Its name, the level asked, and that it is optional."""
    said = [w.levels(line.levels)] if line.levels else []
    said += [w.term("necessity", line.necessity)] if line.necessity == "optional" else []
    name = w.worded(w.label(line.competency) if not line.label else line.label)
    marked = f"{name}{NO_BREAK}{_SEEN}" if line.to_be_seen else str(name)
    return f"{marked} ({', '.join(said)})" if said else marked
