"""The pages of work on a framework: menu, preview of a workbook, workshop and tasks, translation."""

from __future__ import annotations

from sswgraph.model.authoring import EFFECTS, MENU, Menu, Preview, PreviewEntry, PreviewField, Task, TaskList, Workshop
from sswgraph.model.text import Text
from sswgraph.model.translation import TEXTS, TRANSLATED, Translated, Translation
from sswgraph.pages.blocks import Block, Facts, Heading, Notice, Page, Paragraph
from sswgraph.pages.element import value_of
from sswgraph.pages.writer import Writer, capitalised, data


def menu_page(found: Menu, lang: str = "en") -> Page:
    """What can be chosen from a framework, by kind, safeguards first."""
    w = Writer(lang, "review")
    blocks: list[Block] = [Notice(w.own("lead-rows-menu"), "plain")]
    for kind in dict.fromkeys(one.element for one in found.entries):
        lines = [one for one in found.entries if one.element == kind]
        title = capitalised(w.term("kind", kind))
        blocks += [Heading(2, title), w.tabled(f"{title} ({len(lines)})", MENU, lines)]
    return w.finished(w.own("title-menu", base=found.base_label), [*blocks, *w.stamped(found.stamp)])


def preview_page(found: Preview, lang: str = "en") -> Page:
    """What reading a workbook would drop, change and add, safeguards first."""
    w = Writer(lang, "preview")
    counts = [(capitalised(w.term("effect", one)), str(len(found.of_effect(one)))) for one in EFFECTS]
    blocks: list[Block] = [*w.banners(found.notes)]
    if not found.entries:
        blocks.append(Notice(w.own("nothing"), "good"))
    blocks.append(Facts((*counts, (w.own("unchanged"), str(found.unchanged)))))
    blocks += w.other_notes(found.notes)
    for code, protects in (("protecting", True), ("others", False)):
        lines = [one for one in found.entries if one.protects is protects]
        if lines:
            blocks += [Heading(2, w.own(f"section-{code}")), _table(lines, w, w.own(f"section-{code}"))]
    return w.finished(w.own("title", file=data(found.file)), [*blocks, *w.stamped(found.stamp)])


def _table(lines: list[PreviewEntry], w: Writer, caption: str) -> Block:
    header = [*w.header("effect", "element", "changed"), w.own("column-place")]
    rows = [
        (
            capitalised(w.term("effect", one.effect)),
            w.named(one.label, one.id, w.term("kind", one.element)),
            data("\n".join(_said(part, w) for part in one.fields)),
            data(one.place or ""),
        )
        for one in lines
    ]
    return w.table(f"{caption} ({len(rows)})", header, rows)


def _said(part: PreviewField, w: Writer) -> str:
    """What a field says before and after; values that do not fit on a line, such as evidence, are only named."""
    name = capitalised(w.term("field", part.field)).partition(" (")[0]
    nothing = (None, (), Text())
    sides = ["–" if side in nothing else value_of(part.field, side, w, None) for side in (part.before, part.after)]
    return f"{name}: {sides[0]} → {sides[1]}" if all(sides) else name


def workshop_page(found: Workshop, lang: str = "en") -> Page:
    """What a workshop is for; the tasks are written down in its workbook."""
    w = Writer(lang, "workshop")
    blocks = [Paragraph(w.own(code)) for code in ("lead-write", "lead-task", "lead-competence")]
    return w.finished(w.own("title"), [*blocks, *w.stamped(found.stamp)])


def tasks_page(found: TaskList, lang: str = "en") -> Page:
    """The tasks of a workshop, with what is wrong with them."""
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
        capitalised(w.own(f"importance-{one.importance}")) if one.importance else "",
        data(one.function),
        data("\n".join(one.competencies)),
        w.term("boolean", str(one.decided).lower()),
        "\n".join([*(w.say(fault) for fault in one.faults), *([data(one.remark)] if one.remark else [])]),
    )


def translation_page(found: Translation, lang: str = "en") -> Page:
    """The texts to be translated, those that protect people first."""
    w = Writer(lang, "translation")
    blocks: list[Block] = [Notice(w.own("lead"), "plain")]
    for code, protects in (("sheet-protects", True), ("sheet-texts", False)):
        lines = [one for one in found.texts if one.protects is protects]
        if lines:
            blocks.append(w.tabled(f"{w.own(code)} ({len(lines)})", TEXTS, lines))
    return w.finished(w.own("title", base=found.base_label, to=found.to), [*blocks, *w.stamped(found.stamp)])


def translated_page(found: Translated, lang: str = "en") -> Page:
    """What is still missing, and what the translators' rows change."""
    w = Writer(lang, "translation")
    blocks: list[Block] = [*w.other_notes(found.notes)]
    if found.changes:
        blocks.append(w.tabled(f"{w.own('column-effect')} ({len(found.changes)})", TRANSLATED, found.changes))
    return w.finished(w.own("title", base=found.base_label, to=found.to), [*blocks, *w.stamped(found.stamp)])
