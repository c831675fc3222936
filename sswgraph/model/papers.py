"""The kinds of papers as rows of one table: what stands on each, whom it is about, who signs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

About = Literal["cadre", "competency", "framework", "module", "qualification"]
PaperSize = Literal["normal", "large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One kind of paper.

    ``sections``: the names of what stands on it, in order, the obligations first; ``pages/papers`` has a function for
    each. ``unsettled``: what stands on it instead where nothing is settled of the role. ``cover``: the section that
    stands after the first one, without a heading. ``about``: the kinds of elements that it can be about, the usual one
    first. ``signers``: who signs it, by the names of the messages ``session-…``. ``size``: *large* is one page in the
    largest type that leaves it one. ``landscape``: on the long side, of A3 where it is large as well.
    ``short``: of a few pages, without contents. ``numbered``: whether its sections are numbered
    chapters, else each writes its own headings. ``taught``: whether it shows the modules of the role.
    ``worker_facing``: whether a worker carries it or acts on it, so that every obligation, condition and limit in force
    stands on it.
    """

    sections: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()
    cover: str = ""
    about: tuple[About, ...] = ("cadre",)
    signers: tuple[str, ...] = ()
    size: PaperSize = "normal"
    landscape: bool = False
    short: bool = False
    numbered: bool = True
    taught: bool = False
    worker_facing: bool = True

    @property
    def traced(self) -> bool:
        """Whether its end says in full what it was made from: those that people fill in, and that list no sources."""
        return bool({"must", "must-asked"} & {*self.sections}) and "sources-in-full" not in self.sections

    @property
    def reserved(self) -> bool:
        """Whether its reservations stand after its first section, since none of its last ones says them."""
        return not {"close", "decide"} & {*self.sections}


PAPERS: dict[str, Paper] = {
    "role-card": Paper(
        sections=("card-must", "card-before", "card-how-far", "card-close"),
        unsettled=("settle-must", "settle-questions", "settle-functions", "settle-signed"),
        signers=("supervisor", "district"),
        size="large",
        numbered=False,
    ),
    "job-description": Paper(
        sections=(
            *("must", "before", "purpose", "duties", "competencies", "terms", "conduct"),
            *("signed", "close", "sources-in-full"),
        ),
        cover="post",
        signers=("worker", "supervisor", "organisation"),
    ),
    "module-descriptor": Paper(
        sections=("limits", "structure", "modules", "matrix", "sources", "approval"),
        cover="described",
        about=("module", "qualification", "cadre"),
        taught=True,
        worker_facing=False,
    ),
    "training-needs": Paper(
        sections=("must", "before", "how-far", "rating", "needs", "signed", "close"),
        cover="development",
        signers=("worker", "supervisor"),
    ),
    "supervision-checklist": Paper(
        sections=("must-asked", "kept", "shown", "actions", "signed", "close"),
        cover="session",
        signers=("worker", "supervisor"),
    ),
    "logbook": Paper(
        sections=("must", "before", "practice", "entries", "practised", "shown-and-signed", "signed", "close"),
        cover="placement",
        signers=("learner", "supervisor"),
        taught=True,
    ),
    "referral-pathway": Paper(
        short=True, sections=("must-listed", "whom", "said", "before-brief", "role-limits", "close")
    ),
    "code-of-conduct": Paper(
        short=True,
        sections=(
            "must-listed",
            "conduct",
            "confidentiality",
            "before-brief",
            "role-limits",
            "agreed-by-all",
            "signed",
            "close",
        ),
        signers=("worker", "supervisor", "organisation"),
    ),
    "competency-chart": Paper(
        sections=("chart-must", "chart", "chart-limits"),
        size="large",
        landscape=True,
        numbered=False,
    ),
    "observation-form": Paper(
        short=True,
        sections=(
            "must-listed",
            "before-brief",
            "observed",
            "not-acceptable",
            "next-step",
            "role-limits",
            "signed",
            "close",
        ),
        about=("cadre", "competency"),
        signers=("worker", "observer"),
    ),
    "induction-plan": Paper(
        short=True,
        sections=("must-listed", "gates", "before-brief", "weeks", "limits-brief", "signed", "close"),
        signers=("worker", "supervisor", "organisation"),
    ),
    "record-of-learning": Paper(
        short=True,
        sections=("must-listed", "before-brief", "role-limits", "learnt", "hours", "issued", "signed", "close"),
        about=("cadre", "qualification", "module"),
        signers=("learner", "assessor", "issuer"),
        taught=True,
    ),
    "occupational-standard": Paper(
        sections=(
            *("must-listed", "before-brief", "limits-brief", "occupation", "units", "entry", "close", "sources"),
            "approval",
        ),
        worker_facing=False,
    ),
    "scheme-of-service": Paper(
        short=True,
        sections=(
            "must-listed",
            "before-brief",
            "grade",
            "ways-in",
            "duties",
            "supervised-by",
            "promotion",
            *("close", "approval"),
        ),
    ),
    "volunteer-agreement": Paper(
        short=True,
        sections=(
            "must-listed",
            "before-brief",
            "limits-brief",
            "gives",
            "expenses",
            "safety",
            "ending",
            "agreed-by-all",
            "signed",
            "close",
        ),
        signers=("volunteer", "supervisor", "organisation"),
    ),
    "progression": Paper(
        short=True,
        sections=("must-brief", "here", "ways-here", "ways-onward"),
        size="large",
        numbered=False,
        worker_facing=False,
    ),
    "brief": Paper(
        short=True,
        sections=("must-listed", "what", "may", "training", "missing", "decide"),
        cover="prepared",
        worker_facing=False,
    ),
    "syllabus": Paper(about=("module", "qualification", "cadre"), taught=True, worker_facing=False),
    "framework-handbook": Paper(about=("framework",), worker_facing=False),
}
