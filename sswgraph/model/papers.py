"""The kinds of papers as rows of one table: their sections, whom they are about, who signs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

About = Literal["cadre", "competency", "framework", "module", "qualification"]
PaperSize = Literal["normal", "large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One kind of paper.

    Attributes:
        sections: The names of its sections, in order, the obligations first; ``pages/papers`` has a function for each.
        unsettled: The sections that take their place where nothing is settled of the role; empty where they stay.
        cover: The section after the first one, without a heading; empty where there is none.
        about: The kinds of elements that it can be about, the usual one first.
        signers: Who signs it, by the names of the messages ``session-…``; empty where nobody does.
        size: 'large' is one page in the largest type that leaves it one.
        landscape: Whether it is printed on the long side; of A3 where it is large as well.
        short: Whether it has a few pages only, without contents.
        numbered: Whether its sections are numbered chapters; otherwise each writes its own headings.
        taught: Whether it shows the modules of the role.
        worker_facing: Whether a worker carries it or acts on it, so that every obligation, condition and limit in force
            is on it.
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
        """Whether its end says in full what it was made from: people fill it in, and it lists no sources."""
        return bool({"must", "must-asked"} & {*self.sections}) and "sources-in-full" not in self.sections

    @property
    def reserved(self) -> bool:
        """Whether its reservations come after its first section, since none of its last ones gives them."""
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
