"""Coverage: who serves which function with which authority, and what nobody serves, teaches or needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from operator import attrgetter
from typing import Any, ClassVar, Literal

from sswgraph.frozen import dataclass
from sswgraph.messages import Message
from sswgraph.model.codes import GRAVE, Authority, Criticality, Tier
from sswgraph.model.results import Stamp
from sswgraph.model.shown import Brief, Column, Shown, column, records
from sswgraph.model.text import Text

Competence = Literal["yes", "no", "unknown"]
ServiceState = Literal["unserved", "referred", "single", "several", "unknown"]
Taught = Literal["blocked", "closed", "close", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell(Brief):
    """One function and one cadre that performs it or that a rule on it binds.

    Attributes:
        function: The id of the function.
        function_label: Its name.
        criticality: 'statutory', 'high-accountability' or 'routine'; None where not stated.
        cadre: The id of the cadre.
        cadre_label: Its name.
        performed: Whether the cadre performs it, or a rule gives it a share in carrying it out.
        authority: The strictest authority in effect at the place; None where no rule concerns it.
        binding: The strictest that binds: of law, policy or an employer; None where none does.
        may: Whether the cadre may carry it out, as far as no rule that is shown forbids it.
        competence: Whether the list of the cadre has what the function needs; 'unknown' where the function states no
            needs for this share, or nothing is known to be required of the cadre.
        lacks: The ids of the needs that are not in the list of the cadre.
        rules: The ids of the rules behind the authority.
    """

    function: str
    function_label: Text
    criticality: Criticality | None = None
    cadre: str
    cadre_label: Text
    performed: bool = False
    authority: Authority | None = None
    binding: Authority | None = None
    may: bool = True
    competence: Competence = "unknown"
    lacks: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def unsafe(self) -> bool:
        """Whether the function is statutory or of high accountability, and its performer lacks a need or may not."""
        return self.criticality in GRAVE and self.performed and (not self.may or self.competence == "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredFunction(Brief):
    """One function and how it is served.

    Attributes:
        function: The id of the function.
        label: Its name.
        criticality: 'statutory', 'high-accountability' or 'routine'; None where not stated.
        state: 'unknown' where it states no needs (rule K1); otherwise by the number of cadres that perform it and may:
            'single' or 'several'; without any, 'referred' where some cadre identifies and refers, otherwise 'unserved'.
        performers: The ids of the cadres that perform it and may.
        competent: The ids of those of them with all that it needs.
        referring: The ids of the cadres that only identify and refer.
        needs: The ids of the competencies that it states as needed.
    """

    function: str
    label: Text
    criticality: Criticality | None = None
    state: ServiceState = "unknown"
    performers: tuple[str, ...] = ()
    competent: tuple[str, ...] = ()
    referring: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveringCadre(Brief):
    """A column of the matrix: a cadre and how far its list of requirements goes.

    Attributes:
        cadre: The id of the cadre.
        label: Its name.
        tier: Its tier; None where not stated.
        required: How many competencies it is known to require.
        complete: Whether its list is whole (rule O1); None where not known.
    """

    cadre: str
    label: Text
    tier: Tier | None = None
    required: int = 0
    complete: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredAct(Brief):
    """A function that at a place a rule forbids to some cadre, and that no cadre is known to do or to refer.

    Attributes:
        function: The id of the function.
        label: Its name.
        criticality: 'statutory', 'high-accountability' or 'routine'; None where not stated.
        place: The code of the place; empty where the rules name none.
        cadres: The ids of the cadres to whom it is forbidden.
    """

    function: str
    label: Text
    criticality: Criticality | None = None
    place: str = ""
    cadres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupervised(Brief):
    """A cadre for which no supervisor is named.

    Attributes:
        cadre: The id of the cadre.
        label: Its name.
        why: 'not-named' where it is said to be supervised and not by whom; 'not-known' where nothing says anything.
    """

    cadre: str
    label: Text
    why: Literal["not-named", "not-known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor(Brief):
    """A cadre that supervises others.

    Attributes:
        cadre: The id of the cadre.
        label: Its name.
        supervises: The ids of the cadres that it supervises.
        competencies: The ids of the competencies of supervising in its list.
        listed: 'yes' where there are some, 'no' where its list has none, 'unknown' where it has no known list.
        preparation: How it is prepared for supervising, as the arrangements say it; empty where none says.
    """

    cadre: str
    label: Text
    supervises: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    listed: Competence = "unknown"
    preparation: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class UntaughtCompetency(Brief):
    """A competency that is required or needed and that no module teaches for certain.

    Attributes:
        competency: The id of the competency.
        label: Its name.
        safety_critical: Whether people come to harm where it is missing; None where not stated.
        how: 'blocked' where what teaches it cannot be begun on the day, since something needed first is not to be had;
            'closed' where it is not on offer on the day; 'close' where something teaches what comes near, or a part of
            it; otherwise 'nothing'.
        near: The ids of the modules and qualifications that teach it so.
    """

    competency: str
    label: Text
    safety_critical: bool | None = None
    how: Taught = "nothing"
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Brief):
    """A stage of a journey, cycle or chain to which no function here belongs, although other stages have some.

    Attributes:
        stage: The id of the stage, a context value.
        label: Its name.
        scheme: The id of its scheme.
        scheme_label: The name of the scheme.
    """

    stage: str
    label: Text
    scheme: str
    scheme_label: Text


Line = tuple[CoveredFunction, CoverageCell | None]


def _cell(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line[1], name) if line[1] is not None else None


def _function(name: str) -> Callable[[Line], Any]:
    return lambda line: attrgetter(name)(line[0])


# Pages add the names of cadres to the columns of functions, of what is barred and of supervisors.
# The columns of functions with each of their cells, or without one where no cadre performs them and no rule applies.
MATRIX = (
    column("function", "careers.column.function", "id", value=_function("function"), label=_function("label")),
    column("label", value=_function("label")),
    column("criticality", "careers.column.criticality", value=_function("criticality"), words="criticality"),
    column("state", "careers.column.state", value=_function("state"), words="careers/state"),
    column("cadre", "careers.column.cadre", "id", value=lambda line: line[1].cadre if line[1] else "",
           label=lambda line: line[1].cadre_label if line[1] else Text(), plain=_cell("cadre")),
    column("cadre_label", value=_cell("cadre_label")),
    column("performed", "careers.column.performs", value=_cell("performed")),
    column("authority", "careers.column.authority", value=_cell("authority"), words="authority"),
    column("binding", value=_cell("binding")),
    column("may", "careers.column.may", value=_cell("may")),
    column("competence", "careers.column.competence", value=_cell("competence"), words="careers/competence"),
    column("lacks", "careers.column.lacks", "id", value=lambda line: line[1].lacks if line[1] else (),
           plain=_cell("lacks")),
    column("rules", type="id", value=_cell("rules")),
)  # fmt: skip
FUNCTIONS = (
    column("function", "careers.column.function", "id", label=attrgetter("label")),
    column("criticality", "careers.column.criticality", words="criticality"),
)
BARRED = (
    column("function", "careers.column.function", "id", label=attrgetter("label")),
    column("criticality", "careers.column.criticality", words="criticality"),
    column("place", "careers.column.place", value=lambda one: one.place or None, absent="place.unsettled"),
)
UNSUPERVISED = (
    column("cadre", "careers.column.cadre", "id", label=attrgetter("label")),
    column("why", "careers.column.supervisor", words="careers/supervisor"),
)
SUPERVISORS = (
    column("cadre", "careers.column.cadre", "id", label=attrgetter("label")),
    column("listed", "careers.column.supervision-listed", words="careers/listed"),
    column("preparation", "careers.column.preparation", value=lambda one: one.preparation or None,
           absent="not-stated"),
)  # fmt: skip
UNTAUGHT = (
    column("competency", "careers.column.competency", "id", label=attrgetter("label")),
    column("safety_critical", "careers.column.safety-critical"),
    column("how", "careers.column.taught", words="careers/taught"),
    column("near", "careers.column.near", "id"),
)
STAGES = (
    column("stage", "careers.column.stage", "id", label=attrgetter("label")),
    column("scheme", "careers.column.scheme", value=attrgetter("scheme_label")),
)
LANGUAGES: tuple[Column, ...] = (
    column("language", "careers.column.language", value=lambda one: one[0]),
    column("named", "careers.column.named", "number", value=lambda one: one[1]),
    column("missing", "careers.column.missing", "number", value=lambda one: one[2] - one[1]),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Shown):
    """Who serves which function with which authority; and what nobody serves, supervises, teaches or requires.

    Functions are those that have no narrower ones. What is not known is counted by itself and nowhere else (rule K1).

    Attributes:
        frameworks: The ids of the frameworks covered.
        title: What they are called together.
        where: The place whose rules hold; None: for each cadre the place of its framework.
        as_of: The day on which modules have to be on offer.
        functions: Every function with its state.
        cadres: The columns of the matrix.
        matrix: One cell for each function and each cadre that performs it or that a rule on it binds.
        barred: Functions that nobody may carry out at a place, as far as is known.
        unsupervised: Cadres for which no supervisor is named.
        supervisors: Cadres that supervise.
        taught: How many of the competencies that are required or needed here are taught for certain, by modules that
            are on offer on the day and can be begun.
        untaught: The others: what is closed or cannot be begun, what only comes close, or nothing at all.
        idle_modules: The ids of modules of these frameworks of whose outcomes nobody anywhere requires any.
        silent_modules: The ids of modules of which no outcome is stated, so that nothing is known.
        unrequired: The ids of competencies of these frameworks that nobody requires and no function needs.
        empty_stages: Stages of a journey to which no function belongs.
        languages: (tag, functions, cadres and competencies named in it, all of them) for each language in use.
        names: (id, label) of what is given here by its id only.
        notes: What a reader must know.
        stamp: What the answer was made from.
    """

    kind: ClassVar[str] = "coverage"
    frameworks: tuple[str, ...] = ()
    title: Text = Text()
    where: str | None = None
    as_of: date
    functions: tuple[CoveredFunction, ...] = ()
    cadres: tuple[CoveringCadre, ...] = ()
    matrix: tuple[CoverageCell, ...] = ()
    barred: tuple[BarredAct, ...] = ()
    unsupervised: tuple[Unsupervised, ...] = ()
    supervisors: tuple[Supervisor, ...] = ()
    taught: int = 0
    untaught: tuple[UntaughtCompetency, ...] = ()
    idle_modules: tuple[str, ...] = ()
    silent_modules: tuple[str, ...] = ()
    unrequired: tuple[str, ...] = ()
    empty_stages: tuple[Stage, ...] = ()
    languages: tuple[tuple[str, int, int], ...] = ()
    names: tuple[tuple[str, Text], ...] = field(default=(), repr=False, metadata={"plain": False})
    notes: tuple[Message, ...] = ()
    stamp: Stamp

    def of_state(self, *states: ServiceState) -> tuple[str, ...]:
        """The ids of the functions in one of these states."""
        return tuple(one.function for one in self.functions if one.state in states)

    @property
    def unserved(self) -> tuple[str, ...]:
        """The functions that no cadre performs and may carry out."""
        return self.of_state("unserved")

    @property
    def referred(self) -> tuple[str, ...]:
        """The functions that cadres only identify and refer: who acts then is not known here."""
        return self.of_state("referred")

    @property
    def single(self) -> tuple[str, ...]:
        """The functions of exactly one cadre."""
        return self.of_state("single")

    @property
    def duplicated(self) -> tuple[str, ...]:
        """The functions of several cadres."""
        return self.of_state("several")

    @property
    def unknown(self) -> tuple[str, ...]:
        """The functions that state no needs: neither served nor unserved (K1)."""
        return self.of_state("unknown")

    @property
    def accountable(self) -> tuple[CoveredFunction, ...]:
        """The functions that are statutory or of high accountability, where that is stated."""
        return tuple(one for one in self.functions if one.criticality in GRAVE)

    @property
    def unsafe(self) -> tuple[CoverageCell, ...]:
        """The cells of such functions whose performer lacks what is needed, or may not carry it out."""
        return tuple(cell for cell in self.matrix if cell.unsafe)

    @property
    def unprepared(self) -> tuple[str, ...]:
        """The cadres that supervise and of whose preparation for it nothing is stated."""
        return tuple(one.cadre for one in self.supervisors if not one.preparation)

    @property
    def supervising_unlisted(self) -> tuple[str, ...]:
        """The cadres that supervise and whose list has no competency of supervising."""
        return tuple(one.cadre for one in self.supervisors if one.listed == "no")

    def lines(self) -> list[Line]:
        """Each function with each of its cells; once without one where there is none."""
        cells: dict[str, list[CoverageCell]] = {}
        for cell in self.matrix:
            cells.setdefault(cell.function, []).append(cell)
        return [(one, cell) for one in self.functions for cell in cells.get(one.function, [None])]

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict for each function and cadre; a function without a cadre has one row as well.

        Args:
            lang: The language of the texts.

        Returns:
            The rows, with the same keys in each.
        """
        return records(MATRIX, self.lines(), lang)

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        ids = ("unserved", "referred", "single", "duplicated", "unknown", "supervising_unlisted", "unprepared")
        found: dict[str, object] = {name: getattr(self, name) for name in ids}
        found["accountable"] = tuple(one.function for one in self.accountable)
        found["unsafe"] = tuple({"function": one.function, "cadre": one.cadre} for one in self.unsafe)
        found["languages"] = [{"tag": tag, "named": n, "all": total} for tag, n, total in self.languages]
        return found
