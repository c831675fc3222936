"""The scope of a role on papers: obligations, conditions, and how far the work goes with each act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sswgraph.messages import Message, pack
from sswgraph.model.codes import HARM
from sswgraph.model.documents import Duty, RoleDocument, RuleLine, Standing
from sswgraph.model.permissions import Applicability, Condition, ObligationInForce
from sswgraph.model.text import NO_BREAK, Text, Wording, runs_right_to_left
from sswgraph.pages.blocks import Block, Listing, Named, NameList, Notice, Paragraph, Shaped, Table
from sswgraph.pages.curriculum import arranged, known_of, supervision
from sswgraph.pages.learning import CurriculumWriter
from sswgraph.pages.rules import conditions_and_limits, obligations_table, to_whom, where_missing, whose, with_id
from sswgraph.pages.writer import SIGNS, altered, data, signed_text, with_short_form

AREAS = ("papers", "kinds")
STAR = "*"
# The sections of a paper in order, each permitting or forbidding.
STANDINGS: tuple[Standing, ...] = ("alone", "supervised", "refer", "never")
AT_ONCE = HARM | {"risk-to-self", "beyond-training"}
_SAID_ALREADY = (None, "guidance", "proposal")
_QUESTIONS = ("report", "supervisor", "alone", "never")  # where no source has questions
Rules = Callable[["RoleWriter", Standing, Sequence[RuleLine]], Iterable[Block]]
Duties = Callable[["RoleWriter", Standing, Sequence[Duty]], Iterable[Block]]
# Shapes of how far the work goes, which need no colour.
SHAPES: dict[Standing, str] = {
    "must": "!",
    "alone": "\u25cf",
    "supervised": "\u25d0",
    "refer": "\u2192",
    "never": "\u2715",
    "unknown": "?",
}
_TURNED = {"\u2192": "\u2190"}  # an arrow points onward in the direction of reading
_OF_FORCE = ("proposed", "advised", "advised-many", "advised-unnamed")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a paper.

    Attributes:
        body: The function that gives its blocks.
        heading: The code of its heading where that is not its own name; empty otherwise.
    """

    body: Callable[[RoleWriter], Iterable[Block]]
    heading: str = ""


class RoleWriter(CurriculumWriter):
    """Writes the parts of one document about a role, in its own words and those of curricula.

    Attributes:
        document: The document.
    """

    def __init__(self, document: RoleDocument, lang: str) -> None:
        super().__init__(document.about, lang)
        self.document = document

    def own(self, code: str, /, **parameters: Any) -> str:
        """A fixed text of papers, otherwise of curricula."""
        return self.of(next((area for area in AREAS if code in pack("en", area)), self.area), code, parameters)

    def shape(self, standing: Standing) -> str:
        """The shape of a standing, in the direction of reading."""
        shape = SHAPES[standing]
        return _TURNED.get(shape, shape) if runs_right_to_left(self.lang) else shape

    def shaped(self, name: str, standing: Standing, level: int = 2) -> Shaped:
        """A heading with the shape of what stands below it."""
        return Shaped(level, f"{self.shape(standing)}{NO_BREAK}{self.own(f'heading-{name}')}", standing)

    def role(self) -> str:
        """The name of the role, or of whatever the document is about."""
        subjects = self.made.cadres[:1] or self.made.qualifications[:1]
        if not subjects and len(self.made.subject) == 1:
            return self.names(self.made.subject)
        return self.worded(subjects[0].label) if subjects else ", ".join(self.made.subject)

    def rule(self, line: RuleLine | ObligationInForce) -> str:
        """A rule as one item, with a small sign where no source states it."""
        said = signed_text(self.ruled(line.text), _bases(line))
        return said if isinstance(said, Wording) else data(said)

    def condition(self, one: Condition) -> str:
        """A condition as one item, with a small sign where no source states it."""
        return signed_text(self.ruled(one.text), one.basis)

    def with_whom(self, line: RuleLine) -> str:
        """With whom the worker does it, or to whom it is referred; empty where a supervised rule names nobody."""
        parts = []
        if line.standing == "supervised" and line.supervisor:
            parts.append(self.own("with", names=self.names(line.supervisor)))
        if line.refer_to:
            parts.append(self.own("refer-to", names=self.names(line.refer_to)))
        elif line.standing in ("never", "refer"):
            parts.append(self.own("refer-to-unknown"))
        return " ".join(parts)

    def sign_meanings(self, lines: Iterable[RuleLine | Condition | ObligationInForce]) -> Iterable[str]:
        """What the small signs on these rules mean."""
        unstated = [_bases(line) for line in lines if "stated" not in _bases(line)]
        for basis in SIGNS:
            if any(basis in bases for bases in unstated):
                yield self.of("detail", f"sign-{basis}", {})

    def questions(self) -> tuple[str, ...]:
        """What a country must settle, each question once: several frameworks may ask the same."""
        asked = dict.fromkeys(self.text(one.label) for one in self.document.questions)
        return tuple(asked) or tuple(self.own(f"question-{one}") for one in _QUESTIONS)

    def is_binding(self, one: ObligationInForce) -> bool:
        """Whether a source states an obligation as it stands, and not as a proposal or guidance."""
        return "stated" in _bases(one) and one.applies.force not in ("proposal", "guidance")

    def of_standing(self, *standings: Standing) -> tuple[list[RuleLine], list[Duty]]:
        """The rules and the functions of these standings."""
        rules = [line for line in self.document.rules if line.standing in standings]
        return rules, [duty for duty in self.document.duties if duty.standing in standings]

    def how(self, duty: Duty) -> str:
        """How far the worker may go with a function, and by which rules."""
        said = self.term("authority", duty.authority) or self.own("standing-unknown")
        return with_id(said, ", ".join(duty.rules)) if duty.rules else said

    def blanks(self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], **parameters: Any) -> Table:
        """A form: the first cells of each row are given, the rest is to be filled in by hand."""
        return self.filled(self.own(f"caption-{caption}", **parameters), columns, rows)

    def filled(self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
        """A form as from :meth:`blanks`, with its caption in words."""
        header = tuple(self.own(f"column-{name}") for name in columns)
        cells = tuple((*row, *("" for _ in header[len(row) :])) for row in rows)
        return Table(caption, header, cells, shape="form")


def without_adviser(said: Message) -> Message:
    """A rule without who proposes or advises it, which then has to stand beside it."""
    area, _, code = said.code.partition(".")
    inner = dict(said.parameters).get("text")
    return inner if area == "limit" and code in _OF_FORCE and isinstance(inner, Message) else said


def advisers(due: Iterable[ObligationInForce]) -> tuple[Text, ...]:
    """The bodies that advise any of these obligations."""
    found = (dict(one.text.parameters).get("who") for one in due)
    return tuple(dict.fromkeys(name for who in found if isinstance(who, tuple) for name in who))


def _bases(line: RuleLine | Condition | ObligationInForce) -> tuple[str, ...]:
    return line.basis if isinstance(line.basis, tuple) else (line.basis,)


def due_item(w: RoleWriter, one: ObligationInForce) -> str:
    """An obligation as one item, the act itself first; a star where it is not binding."""
    said, how = w.ruled(without_adviser(one.text)), to_whom(w, one)
    starred = said if w.is_binding(one) else f"{said}{NO_BREAK}{STAR}"
    both = f"{starred}\n{how}" if how else starred
    return Wording(both, said.lang, said.fell_back) if isinstance(said, Wording) else data_lines(both)


def data_lines(text: str) -> str:
    """Several lines that come from data."""
    return "\n".join(data(line) for line in text.split("\n"))


def no_channel(w: RoleWriter) -> Iterator[Block]:
    """That the paper must not be given out, where no source says how to report (M2)."""
    if not w.made.channel:
        yield Notice(w.own("report-blank"))


def at_once_and_always(w: RoleWriter) -> Iterator[tuple[str, list[ObligationInForce]]]:
    """The obligations that are due at once, then the others, each group with the name of its section."""
    now = [one for one in w.made.obligations if AT_ONCE.intersection(one.trigger)]
    yield "must-now", now
    yield "must-always", [one for one in w.made.obligations if one not in now]


def must(w: RoleWriter) -> Iterator[Block]:
    """What must be done, at once and at all times, and that no rule forbids it."""
    if not w.made.obligations:
        yield Notice(w.own("must-none"))
    else:
        yield Notice(w.own("must-lead"))
    for name, due in at_once_and_always(w):
        if due:
            yield w.section(name)
            yield with_short_form(obligations_table(w, due), Listing(tuple(due_item(w, one) for one in due)))
    _, functions = w.of_standing("must")
    if functions:
        yield from functions_listed(w, "must", functions)
    yield from rules_set_aside(w)


def rules_set_aside(w: RoleWriter) -> Iterator[Block]:
    """Rules that would forbid what must be done: shown as having no effect."""
    lines, _ = w.of_standing("must")
    if lines:
        yield Paragraph(w.own("set-aside"))
        yield Listing(tuple(with_id(w.rule(line), line.rule) for line in lines))


def before(w: RoleWriter) -> Iterator[Block]:
    """What must be in place before any work: eligibility, clearance, supervision."""
    yield Notice(w.fixed("conditions.lead"))
    yield from where_missing(w, w.made, asking=False)
    yield from conditions(w)
    yield from arrangements(w)


def conditions(w: RoleWriter) -> Iterator[Block]:
    """The conditions; in documents to be signed a list, with what is known of arrangements of supervision."""
    listed = Listing(tuple(condition_item(w, one) for one in w.made.conditions))
    for block in conditions_and_limits(w, w.made.conditions, ()):
        yield with_short_form(block, listed) if isinstance(block, Table) else block


def arrangements(w: RoleWriter) -> Iterator[Block]:
    """How supervision is arranged; documents to be signed have only what is not among the conditions."""
    listed = {one.id for one in w.made.conditions}
    others = tuple(arranged(w, one) for one in w.made.supervision if one.id not in listed)
    for block in supervision(w):
        yield with_short_form(block, *((Listing(others),) if others else ())) if isinstance(block, Table) else block


def condition_item(w: RoleWriter, one: Condition, *, known: bool = True) -> str:
    """A condition as one item with its force and place; ``known``: with what is known of supervision."""
    more = [known_of(w, arranged, brief=True) for arranged in w.made.supervision if known and arranged.id == one.id]
    return with_line_below(w.condition(one), *more, binding(w, one.applies))


def rule_item(w: RoleWriter, line: RuleLine, *, ends: bool = True) -> str:
    """A rule as one item with its force and place; ``ends``: also with whom it is done or to whom it is referred."""
    return with_line_below(w.rule(line), w.with_whom(line) if ends else "", binding(w, line.applies))


def with_line_below(text: str, *more: str) -> str:
    """The text with what is known about it on the line below."""
    known = " · ".join(part for part in more if part)
    return altered(text, lambda one: f"{one}\n{known}") if known else text


def binding(w: RoleWriter, applies: Applicability) -> str:
    """The force and place of a binding rule; guidance and proposals say so themselves."""
    return "" if applies.force in _SAID_ALREADY else whose(w, applies)


def how_far(w: RoleWriter) -> Iterator[Block]:
    """What the worker does alone, does under supervision, refers and never does: rules, then functions."""
    return by_standing(w, rules_table, functions_listed)


def by_standing(w: RoleWriter, rules: Rules, duties: Duties) -> Iterator[Block]:
    """A section for each standing in turn, and last what is not known."""
    for standing in STANDINGS:
        yield w.section(standing)
        if standing == "refer":
            yield Paragraph(w.own("refer-lead"))
        lines, functions = w.of_standing(standing)
        if not lines and not functions:
            yield Paragraph(w.own("alone-none" if standing == "alone" else "rules-none"))
        forbidding, unlisted = split_prohibitions(standing, lines)
        yield from rules(w, standing, forbidding) if forbidding else ()
        if unlisted:
            yield Paragraph(w.own("unlisted-lead"))
            yield from rules(w, standing, unlisted)
        yield from duties(w, standing, functions) if functions else ()
    lines, functions = w.of_standing("unknown")
    if lines or functions:
        yield w.section("unknown")
        yield Notice(w.own("lead-duties"))
        yield from rules(w, "unknown", lines) if lines else ()
        yield from duties(w, "unknown", functions) if functions else ()


def split_prohibitions(standing: Standing, lines: Sequence[RuleLine]) -> tuple[list[RuleLine], list[RuleLine]]:
    """The rules of a section that forbid, and apart from them those that only say what is not listed (J4)."""
    unlisted = [line for line in lines if standing == "never" and not line.prohibits]
    return [line for line in lines if line not in unlisted], unlisted


def rules_table(w: RoleWriter, standing: Standing, lines: Sequence[RuleLine]) -> Iterator[Block]:
    """The rules with their ids, with whom or to whom, their force and place."""
    rows = [
        (
            with_id(w.ruled(line.text), line.rule),
            w.names(line.refer_to or line.supervisor),
            whose(w, line.applies),
            w.based(line.basis),
        )
        for line in lines
    ]
    header = w.header("limit", "to-whom", "whose", "basis")
    made = w.table(w.own("caption-rules", n=len(rows)), header, rows)
    yield with_short_form(made, *_rules_by_with_whom(w, lines))


def _rules_by_with_whom(w: RoleWriter, lines: Sequence[RuleLine]) -> Iterator[Block]:
    """The rules, grouped by with whom they are done or to whom they are referred, which is said once."""
    for ends, together in by_with_whom(w, lines):
        if ends:
            yield Paragraph(ends)
        yield Listing(tuple(rule_item(w, line, ends=False) for line in together))


def by_with_whom(w: RoleWriter, lines: Sequence[RuleLine]) -> Iterator[tuple[str, list[RuleLine]]]:
    """The rules by with whom or to whom; first those that name nobody, so that they do not read as part of a group."""
    for ends in sorted(dict.fromkeys(w.with_whom(line) for line in lines), key=bool):
        yield ends, [line for line in lines if w.with_whom(line) == ends]


def functions_listed(w: RoleWriter, standing: Standing, functions: Sequence[Duty]) -> Iterator[Block]:
    """The functions by name; in one paragraph where the rules on them stand above.

    Documents to be signed leave out a function if a rule above is about it alone: by itself the name would read as
    something to do.

    Yields:
        The list.
    """
    made = Listing if standing == "must" else NameList
    ruled = ruled_alone(w)
    names = ((one.function.id, w.named(one.function.label, one.function.id)) for one in functions)
    yield made(tuple(Named(name, "") if identifier in ruled else name for identifier, name in names))


def ruled_alone(w: RoleWriter) -> set[str]:
    """The functions that some rule is about, and about nothing else."""
    rules = (line.functions for line in w.document.rules if line.standing not in ("must", "unknown"))
    return {functions[0] for functions in rules if len(functions) == 1}
