"""The pages of a workshop and of what it wrote down."""

from __future__ import annotations

from sswgraph.model.authoring import Task, TaskList, Workshop
from sswgraph.pages.blocks import Block, Facts, Notice, Page, Paragraph
from sswgraph.pages.writer import Writer, data, headed


def workshop_page(found: Workshop, lang: str = "en") -> Page:
    """What a workshop is for; the tasks are written down in its workbook."""
    w = Writer(lang, "workshop")
    blocks = [Paragraph(w.own(code)) for code in ("lead-write", "lead-task", "lead-competence")]
    return w.finished(w.own("title"), [*blocks, *w.stamped(found.stamp)])


def tasks_page(found: TaskList, lang: str = "en") -> Page:
    """The tasks, with what is wrong with them first."""
    w = Writer(lang, "workshop")
    decided = (w.own("column-decided"), str(len(found.decided)))
    blocks: list[Block] = [Notice(w.own("lead-competence"), "plain"), *w.other_notes(found.notes)]
    blocks.append(Facts(((w.own("sheet"), str(len(found.tasks))), decided)))
    names = ("number", "task", "by", "importance", "function", "competencies", "decided", "remark")
    rows = [_cells(one, w) for one in found.tasks]
    if rows:
        blocks.append(
            w.table(f"{w.own('sheet')} ({len(rows)})", [w.own(f"column-{name}") for name in names], rows, (0,))
        )
    return w.finished(w.own("title"), [*blocks, *w.stamped(found.stamp)])


def _cells(one: Task, w: Writer) -> tuple[str, ...]:
    return (
        str(one.number),
        data(one.text),
        data(one.by),
        headed(w.own(f"importance-{one.importance}")) if one.importance else "",
        data(one.function),
        data("\n".join(one.competencies)),
        w.term("boolean", str(one.decided).lower()),
        "\n".join([*(w.say(fault) for fault in one.faults), *([data(one.remark)] if one.remark else [])]),
    )
