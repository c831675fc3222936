"""The sections of papers that worker and organisation agree on: conduct, referral, the first weeks, volunteering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sswgraph.graph.in_force import in_words
from sswgraph.pages.blocks import Block, Facts, Listing, Notice, Paragraph
from sswgraph.pages.rules import conditions_and_limits, to_whom
from sswgraph.pages.sections.card import LINE, blanks
from sswgraph.pages.sections.chart import rules_brief
from sswgraph.pages.sections.scope import AT_ONCE, RoleWriter, Section, due_item

_FEW = 4
_WEEKS = 13
_FIRST_WEEKS = ("conduct", "reporting", "vetting", "supervisor", "pathway")


def role_limits(w: RoleWriter) -> Iterator[Block]:
    """How far the work goes; on a paper that is not about a role, the limits that are known, or that none are."""
    if w.made.cadres and w.made.cadres[0].id in w.made.subject:
        yield from rules_brief(w, naming=False)
    elif w.made.limits:
        yield from conditions_and_limits(w, (), w.made.limits)
    else:
        yield Notice(w.own("about-no-role"))


def _left_to(w: RoleWriter, who: str, name: str) -> Notice:
    """What the organisation or the district has to fill in."""
    return Notice(w.own(f"open-{who}", what=w.own(f"what-{name}")), "open")


def _whom(w: RoleWriter) -> Iterator[Block]:
    """To whom what is referred or reported, with room for telephone numbers and for what is said."""
    yield Paragraph(w.own("lead-whom"))
    rows = []
    for one in w.made.obligations:
        if AT_ONCE.intersection(one.trigger):
            case = ", ".join(w.term("trigger", code) for code in one.trigger)
            rows.append((to_whom(w, one), case))
    sent = [line for line in w.document.rules if line.refer_to or line.standing == "refer"]
    rows += [(w.names(line.refer_to), w.rule(line)) for line in sent]
    asked = ("what-for", "call-day", "call-night", "what-to-say")
    if rows:
        yield w.blanks("whom", ("whom", *asked), dict.fromkeys(rows))
    yield w.blanks("services", ("service", *asked), [("",)] * _FEW)


def _said(w: RoleWriter) -> Iterator[Block]:
    """What is said when somebody is referred: blanks, since no source gives the words."""
    yield blanks(w, "say-who", "say-what", "say-danger", "say-consent", "say-next")
    yield _left_to(w, "district", "pathway")


def _conduct(w: RoleWriter) -> Iterator[Block]:
    """The standards of conduct that bind the role."""
    rules = [w.ruled(in_words(one)) for one in w.made.standards]
    if rules:
        yield Listing(tuple(rules))
    yield _left_to(w, "organisation", "conduct-more" if rules else "conduct")


def _confidentiality(w: RoleWriter) -> Iterator[Block]:
    """What is kept confidential, and that danger is not."""
    due = [one for one in w.made.obligations if "confidential-information" in one.trigger]
    if due:
        yield Listing(tuple(due_item(w, one) for one in due))
    yield Notice(w.own("confidential-limits"))
    yield _left_to(w, "organisation", "confidentiality")


def _agreed(w: RoleWriter) -> Iterator[Block]:
    yield Paragraph(w.own(f"lead-agreed-{w.document.kind}"))


def _gates(w: RoleWriter) -> Iterator[Block]:
    """What must be done before the worker is alone with a child."""
    yield Notice(w.own("lead-gates"))
    rows = [(w.own(f"gate-{one}"),) for one in ("conduct", "reporting", "vetting")]
    yield w.blanks("gates", ("gate", "done", "initials"), rows)


def _weeks(w: RoleWriter) -> Iterator[Block]:
    """Thirteen weeks: the first begin with what must be done, the others are for the organisation to fill in."""
    rows = []
    for week in range(1, _WEEKS + 1):
        what = w.own(f"week-{_FIRST_WEEKS[week - 1]}") if week <= len(_FIRST_WEEKS) else ""
        rows.append((str(week), what))
    yield w.blanks("weeks", ("week", "learns", "with-whom", "done"), rows)
    yield _left_to(w, "organisation", "weeks")


def _organisation(w: RoleWriter) -> Iterator[Block]:
    """What the organisation gives: supervision that is not among the conditions, the rest blank."""
    listed = {one.id for one in w.made.conditions}
    supervised = [w.line(one.label, one.form, one.frequency) for one in w.made.supervision if one.id not in listed]
    if supervised:
        yield Listing(tuple(supervised))
    yield blanks(w, "gives-supervisor", "gives-training", "gives-equipment", "gives-support", "gives-days")
    yield _left_to(w, "organisation", "gives")


def _expenses(w: RoleWriter) -> Iterator[Block]:
    paid = w.made.cadres[0].remuneration if w.made.cadres else None
    if paid:
        yield Facts(((w.field("remuneration"), w.own(f"pay-{paid}")),))
    yield blanks(w, "expenses-what", "expenses-how", "expenses-when")


def _safety(w: RoleWriter) -> Iterator[Block]:
    yield from _due_on(w, "risk-to-self")
    yield blanks(w, "safety-call", "safety-insurance", "safety-complaint")


def _due_on(w: RoleWriter, trigger: str) -> Iterable[Block]:
    due = [one for one in w.made.obligations if trigger in one.trigger]
    return (Listing(tuple(due_item(w, one) for one in due)),) if due else ()


def _ending(w: RoleWriter) -> Iterator[Block]:
    yield Facts(tuple((w.own(f"fact-ending-{one}"), LINE) for one in ("from", "until", "notice", "handover")))


SECTIONS: dict[str, Section] = {
    "agreed-by-all": Section(_agreed),
    "confidentiality": Section(_confidentiality),
    "conduct": Section(_conduct),
    "ending": Section(_ending),
    "expenses": Section(_expenses),
    "gates": Section(_gates),
    "gives": Section(_organisation),
    "role-limits": Section(role_limits, "how-far"),
    "safety": Section(_safety),
    "said": Section(_said),
    "weeks": Section(_weeks),
    "whom": Section(_whom),
}
