"""The sections that are filled in by hand: training needs, the checklist of a supervision session, the logbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sswgraph.model.curriculum import CompetencyLine
from sswgraph.model.documents import Duty, RuleLine, Standing
from sswgraph.model.papers import PAPERS
from sswgraph.model.permissions import Condition, ObligationInForce
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages.blocks import Block, Facts, Named, Notice, Paragraph, Shortened, Table, Tagged
from sswgraph.pages.detail import label
from sswgraph.pages.rules import where_missing, with_id
from sswgraph.pages.sections.scope import (
    RoleWriter,
    Section,
    arrangements,
    by_standing,
    condition_item,
    conditions,
    due_item,
    functions_listed,
    must,
    rule_item,
    ruled_alone,
    rules_table,
)
from sswgraph.pages.writer import capitalised, data, with_short_form, without_tables

_ATTITUDES_FIRST = ("attitude", "knowledge", "skill", "none")
Asked = ObligationInForce | Condition | RuleLine
_FEWER, _FEW, _MANY = 3, 5, 12
_SEEN = ("function", "how", "seen", "remarks")
_SOME = 2  # rows for the duties observed in one session
_PEOPLE = ("worker", "supervisor", "date", "previous", "next")


def _development(w: RoleWriter) -> Iterable[Block]:
    yield Notice(w.own("not-disciplinary"))
    yield Paragraph(w.own("repeated"))
    yield who_and_when(w, *_PEOPLE)


def who_and_when(w: RoleWriter, *asked: str) -> Block:
    """Who meets whom on which day; on one row in documents to be signed."""
    names = [w.own(f"session-{one}") for one in asked]
    made = w.blanks("session", ("what", "entry"), [(name,) for name in names])
    return with_short_form(made, replace(made, header=tuple(names), rows=(("",) * len(names),)))


def _rating(w: RoleWriter) -> Iterable[Block]:
    """A form for each kind of competency; no source says which scale the ratings use."""
    yield from w.list_notes(w.made.notes)
    yield from curriculum_learning.to_be_seen(w)
    yield w.left_open("rating-scale")
    if not w.made.competencies:
        yield w.left_open("competencies")
    columns = ("worker-view", "supervisor-view", "remarks")
    for kind in _ATTITUDES_FIRST:
        of_kind = [line for line in w.made.competencies if curriculum_learning.kind_of(line) == kind]
        if of_kind:
            form = _form(w, "rating", of_kind, *columns, kind=w.own(f"kind-{kind}"))
            yield replace(form, rated=(len(form.header) - 3, len(form.header) - 2))


def _form(w: RoleWriter, caption: str, lines: Sequence[CompetencyLine], *columns: str, **words: str) -> Table:
    """A form with a row for each competency, with the level required and what is to be seen, if there is any."""
    known = ["competency"]
    known += ["level"] if any(line.levels for line in lines) else []
    known += ["to-be-seen"] if any(line.to_be_seen for line in lines) else []
    cells = [
        {
            "competency": w.named(line.label, line.competency),
            "level": w.levels(line.levels),
            "to-be-seen": curriculum_learning.seen_mark(w, line) or w.fixed("empty"),
        }
        for line in lines
    ]
    rows = [tuple(row[name] for name in known) for row in cells]
    return w.blanks(caption, (*known, *columns), rows, **words)


def _numbered(w: RoleWriter, caption: str, columns: Sequence[str], rows: int) -> Table:
    return w.blanks(caption, columns, [(str(number),) for number in range(1, rows + 1)])


def _needs(w: RoleWriter) -> Iterable[Block]:
    yield _numbered(w, "needs", ("no", "need", "how-met", "by-whom", "by-when"), _FEW)


def _actions(w: RoleWriter) -> Iterable[Block]:
    columns = ("no", "action", "by-whom", "by-when", "done")
    full = _numbered(w, "actions", columns, _FEW)
    yield with_short_form(full, _numbered(w, "actions", columns, _FEWER))


def signature_form(w: RoleWriter) -> Iterable[Block]:
    """Room for those who sign the paper."""
    people = [(w.own(f"session-{one}"),) for one in PAPERS[w.document.kind].signers]
    yield w.blanks("signatures", ("task", "name", "signature", "date"), people)


def _session(w: RoleWriter) -> Iterable[Block]:
    yield Notice(w.own("not-disciplinary"), "plain")
    yield who_and_when(w, *_PEOPLE)
    yield from _purposes(w)


def _done(w: RoleWriter) -> Iterable[Block]:
    """The obligations, then each of them to be asked about."""
    yield from without_tables(must(w))
    rows = [(_to_ask(w, one, due_item(w, one)),) for one in w.made.obligations]
    if rows:
        yield _asked(w, w.own("caption-must-done"), ("must", "done-how"), rows)


def _to_ask(w: RoleWriter, one: Asked, label: str) -> str:
    """What is asked about with its id, which documents to be signed replace by what is known of it."""
    full = with_id(w.ruled(one.text), one.rule if isinstance(one, RuleLine) else one.id)
    return Named(full, label, full.lang, full.fell_back) if isinstance(full, Named) else Tagged(full, label)


def _kept(w: RoleWriter) -> Iterable[Block]:
    """Each condition, and each rule and duty by how far it goes, to be asked about."""
    yield Notice(w.fixed("conditions.lead"))
    yield from where_missing(w, w.made, asking=False)
    yield from without_tables(conditions(w))
    rows = [(_to_ask(w, one, condition_item(w, one, known=False)),) for one in w.made.conditions]
    if rows:
        yield _asked(w, w.own("caption-kept"), ("rule", "kept"), rows)
    yield from without_tables(arrangements(w))
    if not w.document.rules and not w.document.duties:
        yield w.left_open("rules")
        return
    yield from _seen_last(w, by_standing(w, _rules_kept, _duties_seen))


def _asked(
    w: RoleWriter, caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], short: str = ""
) -> Table:
    """A form with a column for remarks, which documents to be signed leave out; ``short``: their own caption."""
    full = w.filled(caption, (*columns, "remarks"), rows)
    return with_short_form(full, w.filled(short or caption, columns, rows))


def _seen_last(w: RoleWriter, blocks: Iterable[Block]) -> list[Block]:
    """In documents to be signed, after the names of the duties, one form for the few that a session sees."""
    made = list(blocks)
    named = w.own("column-function")
    forms = [(n, one) for n, one in enumerate(made) if isinstance(one, Shortened) and one.header[0] == named]
    for n, form in forms[-1:]:
        few = w.filled(w.own("heading-seen"), (_SEEN[0], *_SEEN[2:]), [("",)] * _SOME)
        made[n] = replace(form, short=(*form.short, few))
    return made


def _rules_kept(w: RoleWriter, standing: Standing, lines: Sequence[RuleLine]) -> Iterable[Block]:
    every = {w.with_whom(line) for line in lines}
    rows = [(_to_ask(w, line, rule_item(w, line, ends=len(every) > 1)),) for line in lines]
    short = " · ".join(filter(None, (w.own(f"heading-{standing}"), *(every if len(every) == 1 else ()))))
    yield _asked(w, w.own("caption-rules", n=len(rows)), ("rule", "kept"), rows, short)


def _duties_seen(w: RoleWriter, standing: Standing, duties: Sequence[Duty]) -> Iterable[Block]:
    """A row for each duty; documents to be signed have the names only, since one session sees few of them."""
    for block in _duties_form(w, standing, duties, *_SEEN[2:]):
        if isinstance(block, Table):
            unruled = [duty for duty in duties if duty.function.id not in ruled_alone(w)]
            names = data("; ".join(w.worded(duty.function.label) for duty in unruled))
            yield with_short_form(block, *((Paragraph(names),) if names else ()))
        else:
            yield block


def _duties_form(w: RoleWriter, standing: Standing, duties: Sequence[Duty], *columns: str) -> Iterable[Block]:
    """Functions with room to write; what is not done is only named, so that it is not done by mistake."""
    if standing == "never":
        yield from functions_listed(w, standing, duties)
        return
    rows = [(w.named(duty.function.label, duty.function.id), w.how(duty)) for duty in duties]
    yield w.blanks("duties-of", ("function", "how", *columns), rows, how=w.own(f"heading-{standing}"))


def _shown(w: RoleWriter) -> Iterable[Block]:
    if not w.made.competencies:
        yield w.left_open("competencies")
        return
    yield from w.list_notes(w.made.notes)
    yield from curriculum_learning.to_be_seen(w)
    every = w.made.competencies
    names = [w.named(line.label, line.competency) for line in every if line.to_be_seen] or []
    wanted = (Facts(((w.fixed("column.to-be-seen"), data("; ".join(map(label, names)))),)),) if names else ()
    few = w.blanks("shown", ("competency", "seen", "remarks"), [("",)] * _FEWER)
    yield with_short_form(_form(w, "shown", every, "seen", "remarks"), *wanted, few)


def _purposes(w: RoleWriter) -> Iterable[Block]:
    """What supervision is for, as far as a source says."""
    found = dict.fromkeys(purpose for arrangement in w.made.supervision for purpose in arrangement.purpose)
    if not found:
        yield w.left_open("purposes")
        return
    rows = [(capitalised(w.term("purpose", purpose)),) for purpose in found]
    form = w.blanks("purposes", ("purpose", "remarks"), rows)
    yield with_short_form(form, Facts(((form.caption, data("; ".join(name for (name,) in rows))),)))


def _placement(w: RoleWriter) -> Iterable[Block]:
    names = ("learner", "supervisor", "placement", "from", "until")
    yield w.blanks("placement", ("what", "entry"), [(w.own(f"session-{one}"),) for one in names])


def _entries(w: RoleWriter) -> Iterable[Block]:
    yield Paragraph(w.own("lead-entries"))
    columns = ("no", "date", "hours", "did", "learnt", "initials")
    yield _numbered(w, "entries", columns, _MANY)


def _practised(w: RoleWriter) -> Iterable[Block]:
    """Functions to be practised, by how far the learner may go."""
    if not w.document.duties and not w.document.rules:
        yield w.left_open("functions")
        return
    yield from by_standing(w, rules_table, _duties_practised)


def _duties_practised(w: RoleWriter, standing: Standing, duties: Sequence[Duty]) -> Iterable[Block]:
    if standing == "never":
        yield Paragraph(w.own("never-practised"))
    yield from _duties_form(w, standing, duties, "dates", "initials")


def _shown_and_signed(w: RoleWriter) -> Iterable[Block]:
    if not w.made.competencies:
        yield w.left_open("competencies")
        return
    yield from w.list_notes(w.made.notes)
    yield _form(w, "shown", w.made.competencies, "evidence", "initials")


SECTIONS: dict[str, Section] = {
    "actions": Section(_actions, "agreed"),
    "development": Section(_development),
    "entries": Section(_entries),
    "kept": Section(_kept),
    "must-asked": Section(_done, "must"),
    "needs": Section(_needs, "agreed"),
    "placement": Section(_placement),
    "practised": Section(_practised),
    "rating": Section(_rating),
    "session": Section(_session),
    "shown": Section(_shown),
    "shown-and-signed": Section(_shown_and_signed, "shown"),
    "signed": Section(signature_form),
}
