"""The sections that are filled in by hand: training needs, the checklist of a supervision session, the logbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sswgraph.model.curriculum import CompetencyLine, Duty, RuleLine, Standing
from sswgraph.model.papers import PAPERS
from sswgraph.model.permissions import Condition, ObligationInForce
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages.blocks import Block, Named, Notice, Paragraph, Table, Tagged
from sswgraph.pages.rules import to_whom, whose, with_id
from sswgraph.pages.standing import RoleWriter, Section, before, by_standing, functions_listed, must, rules_table
from sswgraph.pages.writer import altered, data, headed, shortened, signed_text, without_tables

_ATTITUDES_FIRST = ("attitude", "knowledge", "skill", "none")
Asked = ObligationInForce | Condition | RuleLine
_FEW, _MANY = 5, 12
_SOME = 2  # rows for the duties that one session sees of each standing


def _development(w: RoleWriter) -> Iterable[Block]:
    yield Notice(w.own("not-disciplinary"))
    yield Paragraph(w.own("repeated"))
    yield _who_and_when(w)


def _who_and_when(w: RoleWriter) -> Block:
    """Who meets whom on which day, and when next; for those who sign on one row."""
    names = [w.own(f"session-{one}") for one in _PEOPLE]
    made = w.blanks("session", ("what", "entry"), [(name,) for name in names])
    return shortened(made, replace(made, header=tuple(names), rows=(("",) * len(names),)))


_PEOPLE = ("worker", "supervisor", "date", "previous", "next")


def _rating(w: RoleWriter) -> Iterable[Block]:
    """A form for each kind of competency; nothing says which scale the ratings use."""
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
    """A form with a row for each competency; columns for the level asked, and for what is to be seen in practice, where
    there is any."""
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


def _trust(w: RoleWriter) -> Iterable[Block]:
    return w.trust(w.made.links, w.made.stamp)[1:]


def _numbered(w: RoleWriter, caption: str, columns: Sequence[str], rows: int) -> Block:
    return w.blanks(caption, columns, [(str(number),) for number in range(1, rows + 1)])


def _needs(w: RoleWriter) -> Iterable[Block]:
    yield _numbered(w, "needs", ("no", "need", "how-met", "by-whom", "by-when"), _FEW)


def _actions(w: RoleWriter) -> Iterable[Block]:
    yield _numbered(w, "actions", ("no", "action", "by-whom", "by-when", "done"), _FEW)


def signed(w: RoleWriter) -> Iterable[Block]:
    """Room for those who sign the paper."""
    people = [(w.own(f"session-{one}"),) for one in PAPERS[w.document.kind].signers]
    yield w.blanks("signatures", ("task", "name", "signature", "date"), people)


def _session(w: RoleWriter) -> Iterable[Block]:
    yield Notice(w.own("not-disciplinary"), "plain")
    yield _who_and_when(w)


def _done(w: RoleWriter) -> Iterable[Block]:
    """What must be done, then each of it to be asked about."""
    yield from without_tables(must(w))
    rows = [(_due(w, one),) for one in w.made.obligations]
    if rows:
        yield w.blanks("must-done", ("must", "done-how", "remarks"), rows)


def _due(w: RoleWriter, one: ObligationInForce) -> str:
    """An obligation to be asked about; for those who sign with what the table of obligations says of it."""
    when = headed(", ".join(w.term("trigger", code) for code in one.trigger))
    return _to_ask(w, one, one.basis, when, to_whom(w, one), whose(w, one.applies))


def _to_meet(w: RoleWriter, one: Condition) -> str:
    """A condition to be asked about, in the same way."""
    return _to_ask(w, one, one.basis, headed(w.term("condition", one.kind)), whose(w, one.applies))


def _to_ask(w: RoleWriter, one: Asked, bases: tuple[str, ...], *beside: str) -> str:
    """What is asked about with its id; for those who sign, in its place, what is known beside it."""
    said = w.ruled(one.text)
    known = " · ".join(part for part in beside if part)
    label = altered(signed_text(said, bases), lambda text: f"{text}\n{known}" if known else text)
    full = with_id(said, one.rule if isinstance(one, RuleLine) else one.id)
    return Named(full, label, full.lang, full.fell_back) if isinstance(full, Named) else Tagged(full, label)


def _rule(w: RoleWriter, line: RuleLine) -> str:
    """A rule to be asked about, in the same way."""
    return _to_ask(w, line, (line.basis,), w.names(line.refer_to or line.supervisor), whose(w, line.applies))


def _kept(w: RoleWriter) -> Iterable[Block]:
    """Each condition, and each rule and duty by how far it goes, to be asked about."""
    yield from without_tables(before(w))
    rows = [(_to_meet(w, one),) for one in w.made.conditions]
    if rows:
        yield w.blanks("kept", ("rule", "kept", "remarks"), rows)
    if not w.document.rules and not w.document.duties:
        yield w.left_open("rules")
        return
    yield from by_standing(w, _rules_kept, _duties_seen)


def _rules_kept(w: RoleWriter, standing: Standing, lines: Sequence[RuleLine]) -> Iterable[Block]:
    rows = [(_rule(w, line),) for line in lines]
    yield w.filled(w.own("caption-rules", n=len(rows)), ("rule", "kept", "remarks"), rows)


def _duties_seen(w: RoleWriter, standing: Standing, duties: Sequence[Duty]) -> Iterable[Block]:
    """A row for each duty; one session sees few of them, so that those who sign have their names and a few rows."""
    for block in _duties_form(w, standing, duties, "seen", "remarks"):
        if isinstance(block, Table):
            names = Paragraph(data("; ".join(w.worded(duty.function.label) for duty in duties)))
            few = replace(block, rows=tuple(tuple("" for _ in block.header) for _ in range(_SOME)))
            yield shortened(block, names, few)
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
    seen = [line for line in every if line.to_be_seen]
    few = _form(w, "shown", seen, "seen", "remarks") if seen else _form(w, "shown", every, "seen", "remarks")
    yield shortened(_form(w, "shown", every, "seen", "remarks"), few)


def _purposes(w: RoleWriter) -> Iterable[Block]:
    """What supervision is for, as far as a source says."""
    found = dict.fromkeys(purpose for arrangement in w.made.supervision for purpose in arrangement.purpose)
    if not found:
        yield w.left_open("purposes")
        return
    rows = [(headed(w.term("purpose", purpose)),) for purpose in found]
    yield w.blanks("purposes", ("purpose", "remarks"), rows)


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
    "purposes": Section(_purposes),
    "rating": Section(_rating),
    "session": Section(_session),
    "shown": Section(_shown),
    "shown-and-signed": Section(_shown_and_signed, "shown"),
    "signed": Section(signed),
    "trust": Section(_trust),
}
