"""The pages that are filled in by hand: training needs, the checklist of a supervision session, the logbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sswgraph.model.curriculum import CompetencyLine, Logbook, SupervisionChecklist, TrainingNeeds
from sswgraph.pages import learning as curriculum_learning
from sswgraph.pages import writer as common
from sswgraph.pages.blocks import Block, Notice, Page, Paragraph
from sswgraph.pages.curriculum import limits
from sswgraph.pages.roles import RoleWriter, written

_ATTITUDES_FIRST = ("attitude", "knowledge", "skill", "none")
_FEW, _MANY = 5, 12


def training_needs_page(made: TrainingNeeds, lang: str) -> Page:
    """A training needs assessment: attitudes, knowledge and skills, by the worker and by the supervisor."""
    chapters = (
        ("limits", limits),
        ("rating", _rating),
        ("agreed", lambda writer: (_numbered(writer, "needs", ("no", "need", "how-met", "by-whom", "by-when"), _FEW),)),
        ("signed", _signed),
        ("trust", _trust),
    )
    return written(made, lang, _development, chapters)


def _development(writer: RoleWriter) -> Iterable[Block]:
    yield Notice(writer.words("not-disciplinary"))
    yield Paragraph(writer.words("repeated"))
    yield writer.blanks("session", ("what", "entry"), [(writer.words(f"session-{one}"),) for one in _PEOPLE])


_PEOPLE = ("worker", "supervisor", "date", "previous", "next")


def _rating(writer: RoleWriter) -> Iterable[Block]:
    """A form for each kind of competency; nothing says which scale the ratings use."""
    yield from common.list_notes(writer.made.notes, writer.lang)
    yield writer.missing("rating-scale")
    if not writer.made.competencies:
        yield writer.missing("competencies")
    columns = ("worker-view", "supervisor-view", "remarks")
    for kind in _ATTITUDES_FIRST:
        of_kind = [line for line in writer.made.competencies if curriculum_learning.kind_of(line) == kind]
        if of_kind:
            yield _form(writer, "rating", of_kind, *columns, kind=writer.words(f"kind-{kind}"))


def _form(writer: RoleWriter, caption: str, lines: Sequence[CompetencyLine], *columns: str, **words: str) -> Block:
    """A form with a row for each competency, and a column for the level asked where one is known."""
    levels = any(line.levels for line in lines)
    known = ("competency", "level") if levels else ("competency",)
    rows = [
        (common.named(line.label, line.competency, writer.lang), writer.levels(line.levels))[: len(known)]
        for line in lines
    ]
    return writer.blanks(caption, (*known, *columns), rows, **words)


def _trust(writer: RoleWriter) -> Iterable[Block]:
    return common.trust(writer.made.links, writer.made.stamp, writer.lang)[1:]


def _numbered(writer: RoleWriter, caption: str, columns: Sequence[str], rows: int) -> Block:
    return writer.blanks(caption, columns, [(str(number),) for number in range(1, rows + 1)])


def _signed(writer: RoleWriter) -> Iterable[Block]:
    people = [(writer.words(f"session-{one}"),) for one in ("worker", "supervisor")]
    yield writer.blanks("signatures", ("task", "name", "signature", "date"), people)


def supervision_checklist_page(made: SupervisionChecklist, lang: str) -> Page:
    """A checklist for one supervision session: limits before work, then the worker, then what was agreed."""
    chapters = (
        ("limits", limits),
        ("kept", _kept),
        ("seen", _seen),
        ("shown", _shown),
        ("purposes", _purposes),
        (
            "agreed",
            lambda writer: (_numbered(writer, "actions", ("no", "action", "by-whom", "by-when", "done"), _FEW),),
        ),
        ("signed", _signed),
        ("trust", _trust),
    )
    return written(made, lang, _session, chapters)


def _session(writer: RoleWriter) -> Iterable[Block]:
    yield Notice(writer.words("not-disciplinary"), "plain")
    yield writer.blanks("session", ("what", "entry"), [(writer.words(f"session-{one}"),) for one in _PEOPLE])


def _kept(writer: RoleWriter) -> Iterable[Block]:
    """Each condition and each limit, to be asked about."""
    made = writer.made
    rules = [*((c.text, c.id) for c in made.conditions), *((one.text, one.id) for one in made.limits)]
    if not rules:
        yield writer.missing("rules")
        return
    rows = [(common.ruled(text, writer.lang),) for text, _ in rules]
    yield writer.blanks("kept", ("rule", "kept", "remarks"), rows)


def _seen(writer: RoleWriter) -> Iterable[Block]:
    yield from writer.never("never-in-post")
    rows = [(name, how) for _, name, how in writer.duties()]
    if not rows:
        yield writer.missing("functions")
        return
    yield Paragraph(writer.words("lead-duties"))
    yield writer.blanks("seen", ("function", "how", "seen", "remarks"), rows)


def _shown(writer: RoleWriter) -> Iterable[Block]:
    if not writer.made.competencies:
        yield writer.missing("competencies")
        return
    yield from common.list_notes(writer.made.notes, writer.lang)
    yield _form(writer, "shown", writer.made.competencies, "seen", "remarks")


def _purposes(writer: RoleWriter) -> Iterable[Block]:
    """What supervision is for, as far as a source says."""
    found = dict.fromkeys(purpose for arrangement in writer.made.supervision for purpose in arrangement.purpose)
    if not found:
        yield writer.missing("purposes")
        return
    rows = [(common.headed(common.term("purpose", purpose, writer.lang)),) for purpose in found]
    yield writer.blanks("purposes", ("purpose", "remarks"), rows)


def logbook_page(made: Logbook, lang: str) -> Page:
    """A logbook of field practice: what must not be practised first, then what was done, shown and learnt."""
    chapters = (
        ("limits", limits),
        ("practice", curriculum_learning.practice),
        ("entries", _entries),
        ("practised", _practised),
        ("shown", _shown_and_signed),
        ("signed", _confirmed),
        ("trust", _trust),
    )
    return written(made, lang, _placement, chapters)


def _placement(writer: RoleWriter) -> Iterable[Block]:
    names = ("learner", "supervisor", "placement", "from", "until")
    yield writer.blanks("placement", ("what", "entry"), [(writer.words(f"session-{one}"),) for one in names])


def _entries(writer: RoleWriter) -> Iterable[Block]:
    yield Paragraph(writer.words("lead-entries"))
    columns = ("no", "date", "hours", "did", "learnt", "initials")
    yield _numbered(writer, "entries", columns, _MANY)


def _practised(writer: RoleWriter) -> Iterable[Block]:
    """Functions to be practised; one that is not permitted is only named, so that it is not practised by mistake."""
    yield from writer.never("never-practised")
    rows = [(name, how) for _, name, how in writer.duties()]
    if rows:
        yield writer.blanks("practised", ("function", "how", "dates", "initials"), rows)
    else:
        yield writer.missing("functions")


def _shown_and_signed(writer: RoleWriter) -> Iterable[Block]:
    if not writer.made.competencies:
        yield writer.missing("competencies")
        return
    yield from common.list_notes(writer.made.notes, writer.lang)
    yield _form(writer, "shown", writer.made.competencies, "evidence", "initials")


def _confirmed(writer: RoleWriter) -> Iterable[Block]:
    people = [(writer.words(f"session-{one}"),) for one in ("learner", "supervisor")]
    yield writer.blanks("signatures", ("task", "name", "signature", "date"), people)
