"""What precedes everything else on a page: obligations, then conditions and limits, with their force and place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sswgraph.messages import Message
from sswgraph.model.permissions import (
    FUNCTIONS,
    Applicability,
    Condition,
    Limit,
    ObligationInForce,
    Permissions,
    Ruled,
)
from sswgraph.model.text import Wording, one_line
from sswgraph.pages.blocks import Annex, Block, Listing, Named, Notice, Page, Paragraph, Table, Tagged
from sswgraph.pages.writer import Writer, capitalised, data, signed_text, with_short_form

_TRAINED = frozenset({"education", "experience", "language"})  # conditions that training or work may meet
_SAID = 3  # conditions named in the answer; more are counted
_ENDS = (".", "!", "?", "؟", "…")


def permissions_page(found: Permissions, lang: str = "en") -> Page:
    """What a cadre must do, the conditions of its work, and how far it may go with each function."""
    w = Writer(lang)
    blocks = list(rules_first(w, found))
    if found.functions:
        blocks.append(w.heading("authorities"))
        blocks.append(w.tabled(w.fixed("caption.authorities", n=len(found.functions)), FUNCTIONS, found.functions))
    return w.finished(w.fixed("title.permissions", cadre=found.label), blocks)


def answer_first(w: Writer, found: Ruled, figures: Sequence[str]) -> Listing:
    """At most four lines (P10): what no training gives, the figures, that no place is named, how many rules follow."""
    said = [w.say(one.text) for one in _untrained(found)]
    first = w.fixed("answer.no-condition-here" if found.rules_elsewhere else "answer.no-condition")
    if said:
        first = w.fixed("answer.no-training", what=" ".join(_apart(said[:_SAID])))
        first = w.fixed("answer.more", what=first, n=len(said) - _SAID) if len(said) > _SAID else first
    counts = {name: len(getattr(found, name)) for name in ("obligations", "conditions", "limits")}
    unsettled = found.rules_elsewhere or found.unknown_places or not found.rule_places
    missing = (missing_place(w, found),) if unsettled else ()
    return Listing((first, " ".join(figures), *missing, w.fixed("answer.follow", **counts)))


def said_first(found: Ruled) -> tuple[Condition, ...]:
    """The conditions that the lines on top give in full."""
    return _untrained(found)[:_SAID]


def _untrained(found: Ruled) -> tuple[Condition, ...]:
    return tuple(one for one in found.conditions if one.kind not in _TRAINED)


def _apart(said: Sequence[str]) -> Iterator[str]:
    """Texts that follow each other on a line, some of them sentences and others only names."""
    for number, text in enumerate(said, 1):
        yield text if number == len(said) else ended(text)


def ended(text: str) -> str:
    """A text that another one follows on the line, with a full stop where it has no end."""
    return text if text.endswith(_ENDS) else f"{text}."


def rules_first(w: Writer, found: Ruled, level: int = 2, *, asking: bool = True) -> Iterator[Block]:
    """The obligations of a target, then its conditions and limits: no training lifts them."""
    yield w.heading("obligations", level)
    yield from obligations(w, found.obligations)
    yield w.heading("conditions", level)
    yield Notice(w.fixed("conditions.lead"))
    yield from where_missing(w, found, asking=asking)
    if found.conditions or found.limits or not found.rules_elsewhere:
        yield from conditions_and_limits(w, found.conditions, found.limits)


def obligations(w: Writer, due: Sequence[ObligationInForce]) -> Iterator[Block]:
    """What must be done, when, by when, to whom; where nothing is recorded, that duties of law stay."""
    if not due:
        yield Notice(w.fixed("obligations.none"))
        return
    yield Notice(w.fixed("obligations.lead"))
    yield obligations_table(w, due)


def obligations_table(w: Writer, due: Sequence[ObligationInForce]) -> Table:
    """A row for each obligation."""
    rows = [
        (
            capitalised(", ".join(w.term("trigger", code) for code in one.trigger)),
            with_id(w.ruled(one.text), one.id),
            to_whom(w, one),
            whose(w, one.applies),
            w.based(*one.basis),
        )
        for one in due
    ]
    header = w.header("when", "obligation", "to-whom", "whose", "basis")
    return w.table(w.fixed("caption.obligations", n=len(rows)), header, rows)


def where_missing(w: Writer, found: Ruled, *, asking: bool = True) -> Iterator[Block]:
    """Where the rules shown hold and where others hold; always on papers (not ``asking``)."""
    if found.rules_elsewhere or found.unknown_places or not found.rule_places or not asking:
        yield Notice(missing_place(w, found, asking=asking), "plain")


def missing_place(w: Writer, found: Ruled, *, asking: bool = True) -> str:
    """The sentence on where rules hold, and on parts of a country that are unknown."""
    said = _holding(w, found, asking=asking)
    if not found.unknown_places:
        return said
    return f"{said} {w.fixed('place.unknown', places=', '.join(found.unknown_places))}"


def _holding(w: Writer, found: Ruled, *, asking: bool) -> str:
    here = ", ".join(found.rule_places)
    if not found.rules_elsewhere:
        return w.fixed("place.shown", here=here) if here else w.fixed("place.missing")
    holding = ", ".join(w.fixed("place.holding", n=n, place=code) for code, n in found.rules_elsewhere)
    if here:
        return w.fixed("place.elsewhere" if asking else "place.elsewhere-here", here=here, places=holding)
    return w.fixed("place.missing-elsewhere" if asking else "place.missing-here", places=holding)


def conditions_and_limits(w: Writer, conditions: Sequence[Condition], limits: Sequence[Limit]) -> Iterator[Block]:
    """Tables of both, each rule with its force and place; where there is none, that this is not a permission."""
    if not conditions and not limits:
        yield Paragraph(w.fixed("conditions.none"))
    if conditions:
        rows = [
            (
                w.term("condition", one.kind),
                with_id(w.ruled(one.text), one.id),
                w.named_by(one.satisfied_by),
                whose(w, one.applies),
                w.based(*one.basis),
            )
            for one in conditions
        ]
        header = w.header("kind", "condition", "satisfied-by", "whose", "basis")
        yield w.table(w.fixed("caption.conditions", n=len(rows)), header, rows)
    if limits:
        yield limits_table(w, limits)
        yield from _notes(w, limits)


def limits_table(w: Writer, limits: Sequence[Limit]) -> Table:
    """A row for each limit; in documents to be signed a list for each authority and force."""
    said = [
        (with_id(w.ruled(limit.text), limit.id), whose(w, limit.applies), w.based(*limit.basis)) for limit in limits
    ]
    made = w.table(w.fixed("caption.limits", n=len(said)), w.header("limit", "whose", "basis"), said)
    return with_short_form(made, *_by_authority(w, limits))


def _by_authority(w: Writer, limits: Sequence[Limit]) -> Iterator[Block]:
    """A list for each authority and force, under them: no limit repeats how far it goes."""

    def under(limit: Limit) -> str:
        head = _head(limit.text)
        how = w.say(head).rstrip(".") if head else capitalised(w.term("authority", _how_far(limit)))
        return w.fixed("pair", name=how, value=whose(w, limit.applies))

    named = [(under(one), one) for one in limits]
    for name in dict(named):
        yield Paragraph(name)
        said = ((one, w.ruled(_without_head(one.text))) for its, one in named if its == name)
        yield Listing(tuple(with_id(signed_text(text, one.basis), one.id) for one, text in said))


def _head(said: Message) -> Message | None:
    """The words of a limit for how far it goes, before its own words; None where it has none."""
    parameters = dict(said.parameters)
    inner = parameters.get("head" if said.code == "limit.worded" else "text")
    if said.code == "limit.worded":
        return inner if isinstance(inner, Message) else None
    return _head(inner) if isinstance(inner, Message) else None


def _without_head(said: Message) -> Message:
    """A limit in its own words only, for a list under the words for how far it goes."""
    parameters = dict(said.parameters)
    if said.code == "limit.worded":
        parameters["head"] = ""
    elif isinstance(inner := parameters.get("text"), Message):
        parameters["text"] = _without_head(inner)
    return Message(said.code, tuple(parameters.items()))


def _how_far(limit: Limit) -> str:
    """The authority of a limit; an act that nobody forbids is merely not listed (J4)."""
    unlisted = limit.authority == "not-permitted" and limit.applies.force is None and "stated" not in limit.basis
    return "not-listed" if unlisted else limit.authority or "unknown"


def _notes(w: Writer, limits: Sequence[Limit]) -> Iterator[Block]:
    """The remarks on the rules, folded away; they limit nothing, and documents to be signed leave them out."""
    said = [(data(limit.id), w.worded(limit.note)) for limit in limits if limit.note]
    if said:
        made = w.table(w.fixed("caption.limit-notes", n=len(said)), w.header("limit", "note"), said)
        yield Annex(made.caption, (made,))


def whose(w: Writer, applies: Applicability) -> str:
    """The force of a rule, and where it holds."""
    places = ", ".join(applies.places) if applies.reach == "here" else w.fixed(f"place.{applies.reach}")
    return data(" · ".join(filter(None, (w.term("force", applies.force or "unknown"), places))))


def to_whom(w: Writer, due: ObligationInForce) -> str:
    """To whom something is reported, by when, and how they are reached."""
    within = w.length(due.within) if due.within else ""
    named = ", ".join(one_line(w.worded(name)) for name in due.names)
    parts = (named, w.worded(due.office), w.worded(due.contact))
    said = "; ".join(part for part in parts if part)
    return data(" · ".join(filter(None, (f"{w.term('field', 'within')} {within}" if within else "", said))))


def with_id(text: str, identifier: str) -> Named | Tagged:
    """A text with an id on the line below."""
    both = f"{text}\n{one_line(identifier)}"
    return Named(both, text, text.lang, text.fell_back) if isinstance(text, Wording) else Tagged(both, text)
