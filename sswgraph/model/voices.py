"""Which voices on a pair of elements are in force, which deny which, and which decisions are open again (rule C4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Literal

from sswgraph.frozen import dataclass
from sswgraph.model.mapping import Mapping as Match
from sswgraph.model.mapping import MappingRelation, MappingSet, voiced
from sswgraph.model.shown import Brief, Column, column

State = Literal["in-force", "contested", "denied", "overruled"]
# What a denial of a relation bars, that relation among it; 'related' bars everything.
BARS: dict[str, frozenset[str]] = {
    "exact": frozenset({"exact"}),
    "close": frozenset({"close", "exact", "recognised"}),
    "broad": frozenset({"broad"}),
    "narrow": frozenset({"narrow"}),
    "covers": frozenset({"covers", "recognised"}),
    "recognised": frozenset({"recognised"}),
    "related": frozenset({"exact", "close", "broad", "narrow", "covers", "recognised", "related"}),
}
# What a contested claim counts as; what says less than close stays what it is.
CONTESTED_AS: dict[MappingRelation, MappingRelation] = {"exact": "close", "covers": "close", "recognised": "close"}
_ONE_WAY = frozenset({"covers", "recognised"})
_TURNED = {"broad": "narrow", "narrow": "broad"}
# The slots of a row, else of the header of its set, that say who decided and when; the first that is there counts.
WHO = ("reviewer_label", "reviewer_id", "stakeholder_group")
WHEN = ("review_date", "mapping_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedPair(Brief):
    """Two elements of which some voices claim what others deny: such a claim counts as close at most (rule C4).

    Attributes:
        subject: The id of the one.
        object: The id of the other.
        claims: The ids of the mappings that claim something.
        denials: The ids of the mappings that deny it.
        open_again: Whether a proposal denies what a decision claims.
    """

    subject: str
    object: str
    claims: tuple[str, ...]
    denials: tuple[str, ...]
    open_again: bool = False


CONTESTED: Sequence[Column] = (
    column("subject", "align.column.subject", "id"),
    column("object", "align.column.object", "id"),
    column("claims", "claims", "id"),
    column("denials", "denials", "id"),
    column("open_again", "open-again"),
)


class Voices:
    """Every voice on every pair, and what it counts for.

    A *decision* names who decided; of decisions those of the latest day are in force, and undated ones come before all
    dated. All else is a proposal, in force where nobody decided. A claim that a denial bars is contested.

    Attributes:
        rows: All voices.
        contested_pairs: The pairs of which some voices claim what others deny.

    Source:
        C4 in docs/semantics.md.

    >>> claim = Match(subject="za:a", relation="exact", object="ug:b")
    >>> found = Voices([claim, Match(subject="ug:b", relation="exact", object="za:a", negated=True)])
    >>> found.state(claim.id), [pair.denials for pair in found.contested_pairs]
    ('contested', [('ug:b not skos:exactMatch za:a',)])
    """

    def __init__(self, given: Iterable[Match | MappingSet], sets: Iterable[MappingSet] = ()) -> None:
        among = list(given)
        headers = [one for one in (*among, *sets) if isinstance(one, MappingSet)]
        self._who, self._when = (
            {unvoiced(row): said for one in headers if (said := _first(one.header, names)) for row in one.mappings}
            for names in (WHO, WHEN)
        )
        rows: list[Match] = []
        for one in among:
            rows += one.mappings if isinstance(one, MappingSet) else (one,)
        self.by_id: dict[str, Match] = {row.id: row for row in rows}
        if len(self.by_id) != len(rows):
            self.by_id = {row.id: row for row in voiced(rows)}
        self.rows: tuple[Match, ...] = tuple(self.by_id.values())
        self._state: dict[str, State] = {}
        self._against: dict[str, tuple[str, ...]] = {}
        self._denials: dict[tuple[str, str], list[Match]] = {}
        self._pairs: dict[tuple[str, str], list[str]] = {}
        for identifier, row in self.by_id.items():
            self._pairs.setdefault(_ends(row.subject, row.object), []).append(identifier)
        weighed: dict[tuple[str, str], list[Match]] = {}
        for ends, voices in self._pairs.items():
            if len(voices) == 1 and not self.by_id[voices[0]].negated:
                self._state[voices[0]] = "in-force"
            else:
                weighed[ends] = [self.by_id[one] for one in voices]
                self._weigh(ends, weighed[ends])
        self.contested_pairs: tuple[ContestedPair, ...] = tuple(self._contested(weighed))

    def state(self, identifier: str) -> State:
        """What a voice counts for; a denial in force is 'denied'."""
        return self._state[identifier]

    def in_force(self) -> Iterator[Match]:
        """The claims in force, contested ones among them, in order."""
        return (row for _, row in self.claims())

    def claims(self) -> Iterator[tuple[str, Match]]:
        """The claims in force with their ids, in order."""
        holding, state = ("in-force", "contested"), self._state
        return (one for one in self.by_id.items() if state[one[0]] in holding and one[1].links)

    def counting(self) -> list[Match]:
        """All rows but those overruled, in order; each says who decided and when, also where only its set does."""
        return [self._spelt_out(row) for one, row in self.by_id.items() if self._state[one] != "overruled"]

    def _spelt_out(self, row: Match) -> Match:
        who, when = self.decided_by(row), self.decided_on(row)
        if (row.reviewer or "", row.date or "") == (who, when) or not who:
            return row
        return replace(row, reviewer=who, date=when)

    def counts_as(self, row: Match) -> MappingRelation:
        """The relation that a claim in force counts as: where it is contested, close at most."""
        return CONTESTED_AS.get(row.relation, row.relation) if row.id in self._against else row.relation

    def against(self, identifier: str) -> tuple[str, ...]:
        """The denials that contest a claim; none where it is not contested."""
        return self._against.get(identifier, ())

    def against_covering(self, subject: str, object: str) -> tuple[str, ...]:
        """The denials in force of what an element itself says to cover."""
        claim = Match(subject=subject, relation="covers", object=object)
        return tuple(one.id for one in self._denials.get(_ends(subject, object), ()) if bars(one, claim))

    def denials_of(self, link: str) -> tuple[str, ...]:
        """The denials that contest a link to a competency: a mapping, or what an element says to cover."""
        subject, _, covered = link.partition(" ssw:covers ")
        if link in self._state or not covered:
            return self.against(link)
        return self.against_covering(subject, covered)

    def contests(self, link: str) -> bool:
        """Whether a link to a competency is claimed and denied."""
        return bool(self.denials_of(link))

    def contested_covering(self, covers: Iterable[tuple[str, str]]) -> Iterator[ContestedPair]:
        """Of what elements themselves say to cover (who, what), the pairs that a denial in force contests."""
        for subject, covered in covers if self._denials else ():
            link = f"{subject} ssw:covers {covered}"
            if link not in self._state and (denials := self.against_covering(subject, covered)):
                yield ContestedPair(subject=subject, object=covered, claims=(link,), denials=denials)

    def decided_by(self, row: Match) -> str:
        """Who decided, by the row or else its set; empty for a proposal."""
        return row.reviewer or _first(row.other, WHO) or (self._who.get(unvoiced(row), "") if self._who else "")

    def decided_on(self, row: Match) -> str:
        """The day of a decision, by the row or else its set, as '2026-11-28'; empty where none is given."""
        found = _first(row.other, WHEN) or row.date or (self._when.get(unvoiced(row), "") if self._when else "")
        try:
            return date.fromisoformat(found).isoformat() if found else ""
        except ValueError:
            return ""

    def is_recognition(self, row: Match) -> bool:
        """Whether it recognises with all that this takes: who and when; otherwise it only proposes to."""
        return row.relation == "recognised" and bool(self.decided_by(row) and self.decided_on(row))

    def claimed(self, subject: str, object: str) -> bool:
        """Whether any voice but a recognition claims something of this pair."""
        rows = (self.by_id[one] for one in self._pairs.get(_ends(subject, object), ()))
        return any(row.links and row.relation != "recognised" for row in rows)

    def _weigh(self, ends: tuple[str, str], voices: list[Match]) -> None:
        self._state.update({row.id: "overruled" for row in voices})
        plain = [row for row in voices if row.relation != "recognised"]
        self._settle(plain)
        denials = [row for row in plain if self._state[row.id] == "denied"]
        for subject in ends:
            own = [row for row in voices if row.relation == "recognised" and row.subject == subject]
            if own:  # recognitions add to the other links, and take none away
                barring = [denial for denial in denials if bars(denial, own[0])]
                self._settle([*own, *barring], own)
                denials += [row for row in own if self._state[row.id] == "denied"]
        if denials:
            self._denials[ends] = denials

    def _settle(self, voices: list[Match], among: list[Match] | None = None) -> None:
        """Give each of ``among`` (all voices) its state: the latest decisions hold, otherwise all proposals."""
        decisions = [row for row in voices if self.decided_by(row)]
        day = max(map(self.decided_on, decisions), default="")
        holding = [row for row in decisions if self.decided_on(row) == day] if decisions else voices
        proposals = [row for row in voices if not self.decided_by(row)] if decisions else []
        firm = [row for row in holding if row.negated]
        lately = [row for row in proposals if row.negated and not (day and "" < self.decided_on(row) < day)]
        mine = {row.id for row in (voices if among is None else among)}
        barring: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in holding:
            if row.id in mine and not row.negated:
                key = (row.relation, row.subject)
                if key not in barring:
                    barring[key] = tuple(sorted(denial.id for denial in (*firm, *lately) if bars(denial, row)))
                self._state[row.id] = "contested" if barring[key] else "in-force"
                if barring[key]:
                    self._against[row.id] = barring[key]
        counting = {row.id for row in firm}.union(*barring.values()) & mine
        self._state.update({row.id: "denied" for row in (*firm, *lately) if row.id in counting})

    def _contested(self, weighed: Mapping[tuple[str, str], list[Match]]) -> Iterator[ContestedPair]:
        for (subject, other), voices in sorted(weighed.items(), key=itemgetter(0)):
            claims = [row for row in voices if self._state[row.id] == "contested"]
            if claims:
                denials = sorted(set[str]().union(*{self._against[row.id] for row in claims}))
                proposed = {row.id for row in voices if not self.decided_by(row)}
                decided = [row for row in claims if row.id not in proposed]
                yield ContestedPair(
                    subject=subject,
                    object=other,
                    claims=tuple(sorted(row.id for row in claims)),
                    denials=tuple(denials),
                    open_again=any(not proposed.isdisjoint(one) for one in {self._against[row.id] for row in decided}),
                )


def unvoiced(row: Match) -> Match:
    """The row without the sign of its voice, as it is in any set."""
    return replace(row, voice="") if row.voice else row


def bars(denial: Match, claim: Match) -> bool:
    """Return whether a denial bars a claim on the same pair, from whichever end each is read.

    Returns:
        Whether it does.

    >>> no = Match(subject="za:a", relation="broad", object="ug:b", negated=True)
    >>> [bars(no, Match(subject=a, relation="narrow", object=b)) for a, b in (("ug:b", "za:a"), ("za:a", "ug:b"))]
    [True, False]
    """
    said = claim.relation if claim.subject == denial.subject else _TURNED.get(claim.relation, claim.relation)
    if said not in BARS[denial.relation]:
        return False
    return denial.relation not in _ONE_WAY or claim.subject == denial.subject


def _ends(subject: str, object: str) -> tuple[str, str]:
    return (subject, object) if subject <= object else (object, subject)


def _first(slots: Iterable[tuple[str, str]], names: Iterable[str]) -> str:
    known: Mapping[str, str] = dict(slots)
    return next((known[name] for name in names if known.get(name)), "")
