"""The chapters of a curriculum about what is learnt: competencies, outcomes, modules, practice, the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from sswgraph.model.codes import HOURS
from sswgraph.model.curriculum import CompetencyLine, Curriculum, TaughtModule, function_numbers
from sswgraph.model.elements import PerformanceCriterion, TrainingModule
from sswgraph.model.text import NO_BREAK, Text, Wording, one_line
from sswgraph.model.volumes import Volumes
from sswgraph.pages.blocks import (
    Block,
    Facts,
    Heading,
    LeftOpen,
    Lines,
    Listing,
    Named,
    Notice,
    Paragraph,
    Shortened,
    Table,
)
from sswgraph.pages.plan import volume_name
from sswgraph.pages.rules import ended
from sswgraph.pages.writer import Writer, altered, data, signed_text, with_short_form

MOST_COLUMNS = 12
NEAR = "~"  # in a matrix: the module teaches what is near
BY_RULE = "°"  # after an outcome that was worded by rule
_KINDS = {"knowledge": "knowledge", "skill": "skill", "behaviour": "skill", "attitude-or-value": "attitude"}
# Practice, by the component of a module and the kind of hours that count as it.
_PRACTICE = (("lead-placement", "workplace", "workplaceHours"), ("lead-practical", "practical", "practicalHours"))
_SEEN = "†"


class CurriculumWriter(Writer):
    """Writes the parts of one curriculum in one language.

    Attributes:
        made: The curriculum.
        chapter_number: The number of the chapter being written.
    """

    def __init__(self, made: Curriculum, lang: str) -> None:
        super().__init__(lang, "curriculum")
        self.made, self.chapter_number = made, 0

    def field(self, name: str) -> str:
        """The name of a field."""
        return self.term("field", name)

    def chapter(self, number: int, name: str) -> Heading:
        """The heading of a chapter; modules inside it are numbered after it."""
        self.chapter_number = number
        return Heading(2, f"{number}. {self.own(f'heading-{name}')}")

    def annex(self, letter: str, name: str) -> Heading:
        """The heading of an annex."""
        return Heading(2, self.own("annex", letter=letter, title=self.own(f"heading-{name}")))

    def section(self, name: str, level: int = 3) -> Heading:
        """The heading of a section."""
        return Heading(level, self.own(f"heading-{name}"))

    def left_open(self, *names: str, frame: str = "open-what") -> Notice:
        """What is left to the ministry, in one notice."""
        what = "; ".join(self.own(f"what-{name}") for name in names)
        return LeftOpen(self.own(frame, what=what), "open", what, self.own(frame, what="{what}"))

    def left_open_of(self, names: Iterable[str]) -> Iterable[Block]:
        """One notice of what is left to the ministry; nothing where nothing is."""
        if given := tuple(names):
            yield self.left_open(*given)

    @cached_property
    def _labels(self) -> dict[str, Text]:
        return dict(self.made.labels)

    def label(self, identifier: str) -> Text:
        """The name of an id; the id as text of no language where there is none."""
        return self._labels.get(identifier) or Text((("und", identifier),))

    def name(self, identifier: str) -> Wording:
        """The name of an id, with the id below."""
        return self.named(self._labels.get(identifier, Text()), identifier)

    def names(self, identifiers: Iterable[str]) -> str:
        """The names of ids on one line."""
        return data("; ".join(self.worded(self.label(one)) for one in identifiers))

    def named_by(self, identifiers: Sequence[str]) -> Named:
        """Elements by their ids; by their names in documents to be signed."""
        return Named(", ".join(identifiers), self.names(identifiers))

    def text(self, text: Text) -> str:
        """The wording of a text; empty for an empty one."""
        return self.worded(text) if text else ""

    def line(self, label: Text, *more: Text | str | None) -> str:
        """A name with what is known of it, as one item of a list."""
        parts = [self.text(one) if isinstance(one, Text) else one for one in more]
        known = ". ".join(part.rstrip(".") for part in parts if part)
        name = self.text(label)
        if not known:
            return data(name)
        return data(f"{name} {known}" if ended(name) == name else f"{name}: {known}")

    def levels(self, levels: Sequence[str]) -> str:
        """The names of levels on one line."""
        return self.names(levels)

    def listed(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        missing: str = "",
        numeric: Sequence[int] = (),
        **parameters: Any,
    ) -> Iterable[Block]:
        """A table; where it has no row, what is left to the ministry."""
        if rows:
            yield self.table(self.own(caption, **parameters), header, rows, numeric)
        elif missing:
            yield self.left_open(missing)

    def form(self, caption: str, header: Sequence[str], first: Iterable[str]) -> Table:
        """A table to be filled in: the first cell of each row is given."""
        rows = tuple((cell, *("" for _ in header[1:])) for cell in first)
        return Table(self.own(caption), tuple(header), rows, shape="form")


def kind_of(line: CompetencyLine) -> str:
    """Whether a competency is *knowledge*, *skill* or *attitude*; *none* where no source says so."""
    return _KINDS.get(line.facet or "", "none")


def domain_name(w: CurriculumWriter, domain: str | None) -> str:
    """The name of a domain, or the words for competencies without one."""
    return w.text(w.label(domain)) if domain else w.own("heading-no-domain")


def _by_domain(lines: Sequence[CompetencyLine]) -> Iterable[tuple[str | None, list[CompetencyLine]]]:
    for domain, group in groupby(lines, key=lambda line: line.domain):
        yield domain, list(group)


def to_be_seen(w: CurriculumWriter) -> Iterable[Block]:
    """How many competencies are to be observed before the worker acts alone; nothing where there are none."""
    seen = sum(line.to_be_seen for line in w.made.learnt)
    if seen:
        yield Notice(w.fixed("to-be-seen.lead", n=len(w.made.learnt), seen=seen))


def seen_mark(w: CurriculumWriter, line: CompetencyLine) -> str:
    """The mark of a competency that is to be observed in practice."""
    return w.term("to-be-seen", "yes") if line.to_be_seen else ""


def competencies(w: CurriculumWriter) -> Iterable[Block]:
    """A table of competencies for each domain; in documents to be signed with outcomes and function numbers."""
    yield from w.list_notes(w.made.notes)
    yield from to_be_seen(w)
    if not w.made.learnt:
        yield w.left_open("competencies")
    if any(line.outcome_from == "rule" for line in w.made.learnt):
        yield Notice(w.own("lead-outcomes"))
    numbers = function_numbers(w.made.functions)
    for domain, lines in _by_domain(w.made.learnt):
        name = domain_name(w, domain)
        full, short = (_profile(w, lines, numbers, name, short=short) for short in (False, True))
        yield with_short_form(full, short)


def _profile(
    w: CurriculumWriter, lines: Sequence[CompetencyLine], numbers: dict[str, int], domain: str, *, short: bool
) -> Table:
    header = [w.fixed("column.competency"), *((w.own("column-outcomes"),) if short else ()), w.own("column-facet")]
    header += [w.fixed("column.required"), *(() if short else w.header("necessity")), *w.header("to-be-seen")]
    header += [w.own("column-function"), w.fixed("column.basis")]
    rows = [
        (
            _with_necessity(w, line) if short else w.named(line.label, line.competency),
            *((outcome_of(w, line),) if short else ()),
            w.term("facet", line.facet),
            w.levels(line.levels),
            *(() if short else (necessity(w, line),)),
            seen_mark(w, line),
            _functions(w, line, numbers) if short else w.names(line.functions),
            w.based(line.basis),
        )
        for line in lines
    ]
    return w.table(w.own("caption-competencies", domain=domain), header, rows)


def _with_necessity(w: CurriculumWriter, line: CompetencyLine) -> str:
    """The name of a competency, and below it whether it is essential or optional."""
    name, said = w.named(line.label, line.competency), necessity(w, line)
    pair = w.fixed("pair", name=w.header("necessity")[0], value=said)
    return altered(name, lambda one: f"{one}\n{pair}") if said else name


def _functions(w: CurriculumWriter, line: CompetencyLine, numbers: dict[str, int]) -> str:
    """The functions that a competency serves, by their numbers in the list, otherwise by name."""
    listed = map(str, sorted({numbers[one] for one in line.functions if one in numbers}))
    others = w.names(one for one in line.functions if one not in numbers)
    return data("; ".join(filter(None, (", ".join(listed), others))))


def necessity(w: CurriculumWriter, line: CompetencyLine) -> str:
    """Whether a competency is essential or optional; empty where no source says so."""
    return "" if line.necessity == "not-stated" else w.term("necessity", line.necessity)


def outcomes(w: CurriculumWriter) -> Iterable[Block]:
    """Learning outcomes, a table for each kind of competency; then the competencies that have no sentence yet."""
    lines = w.made.learnt
    if not lines:
        yield w.left_open("competencies")
        return
    said = {line.competency: outcome_of(w, line) for line in lines}
    for kind in ("knowledge", "skill", "attitude", "none"):
        of_kind = [line for line in lines if kind_of(line) == kind and said[line.competency]]
        yield from _outcomes(w, "outcomes", of_kind, said, kind=w.own(f"kind-{kind}"))
    yield from _alone(w, lines)
    unsaid = [line for line in lines if not said[line.competency]]
    if unsaid:
        yield Notice(w.own("lead-no-outcome"), "open")
        names = Listing(tuple(w.text(line.label) for line in unsaid))
        yield from _outcomes(
            w, "no-outcome", unsaid, {line.competency: w.worded(line.label) for line in unsaid}, (names,)
        )


def _outcomes(
    w: CurriculumWriter,
    what: str,
    lines: Sequence[CompetencyLine],
    said: dict[str, Wording],
    short: Sequence[Block] = (),
    **words: Any,
) -> Iterable[Block]:
    """The outcomes with their criteria, which documents to be signed have elsewhere."""
    rows = [
        (
            with_second_line(said[line.competency], line.competency),
            w.levels(line.levels),
            *seen_and_never(w, line.criteria),
            w.based(line.outcome_basis),
        )
        for line in lines
    ]
    header = [w.own(f"column-{what}"), w.fixed("column.required"), w.own("column-criteria")]
    header += [w.own("column-never"), w.fixed("column.basis")]
    for table in w.listed(f"caption-{what}", header, rows, **words):
        assert isinstance(table, Table)
        yield with_short_form(table, *short)


def _alone(w: CurriculumWriter, lines: Sequence[CompetencyLine]) -> Iterable[Block]:
    """In documents to be signed, the criteria that stand with no module, here or proposed."""
    there = {each.id for one in w.made.modules for each in one.criteria} | in_shells(w.made)
    rows = [
        (w.text(line.label), *seen_and_never(w, line.criteria))
        for line in lines
        if any(each.id not in there for each in line.criteria)
    ]
    header = [w.fixed("column.competency"), w.own("column-criteria"), w.own("column-never")]
    for table in w.listed("caption-criteria", header, rows):
        yield Shortened("", (), (), short=(table,))


def in_shells(made: Curriculum) -> set[str]:
    """The criteria of the modules that are proposed."""
    return {each for shell in made.shells for each in (*shell.criteria, *shell.not_acceptable)}


def seen_and_never(w: CurriculumWriter, criteria: Iterable[PerformanceCriterion]) -> tuple[Lines, Lines]:
    """What is to be observed, and apart from it what is not acceptable, a line for each criterion."""
    given = tuple(criteria)
    never = [one for one in given if is_never(one)]
    return Lines(w.text(one.label) for one in given if one not in never), Lines(w.text(one.label) for one in never)


def is_never(criterion: PerformanceCriterion) -> bool:
    """Whether a criterion says what is not acceptable."""
    return criterion.criterion_kind == "not-acceptable"


def outcome_of(w: CurriculumWriter, line: CompetencyLine) -> Wording:
    """The outcome of a competency, with a sign if it was worded by rule; empty where there is none."""
    said = line.outcome_in(w.lang)
    if not said or line.outcome_from != "rule":
        return Wording(one_line(said), said.lang, said.fell_back)
    return Wording(f"{one_line(said)}{NO_BREAK}{BY_RULE}", said.lang, said.fell_back)


def outcome_or_name(w: CurriculumWriter, line: CompetencyLine) -> Named:
    """The outcome of a competency with its id below; its name and a remark where there is no outcome."""
    if said := outcome_of(w, line):
        return with_second_line(said, line.competency)
    name = w.worded(line.label)
    named = f"{name}\n{w.own('no-outcome-yet')}"
    return Named(f"{named} · {one_line(line.competency)}", named, name.lang, name.fell_back)


def with_second_line(said: Wording, identifier: str) -> Named:
    """A wording with an id on the line below."""
    return Named(f"{said}\n{one_line(identifier)}", said, said.lang, said.fell_back)


def structure(w: CurriculumWriter) -> Iterable[Block]:
    """The modules in teaching order with their volumes, and the totals of each qualification."""
    made = w.made
    kinds = sorted({kind for one in made.modules for kind in one.volumes}, key=_volume_order)
    names = ("position", "module", "component", "level")
    header = w.header(*names)
    header += [volume_name(kind, w) for kind in kinds]
    header += [w.field("prerequisite"), w.field("corequisite")]
    rows = [
        (
            str(position),
            w.named(one.module.label, one.module.id, one.module.notation),
            w.term("component", one.module.component),
            data((one.module.qualification_level or "").replace(" ", NO_BREAK)),
            *(w.number(one.volumes.get(kind)) for kind in kinds),
            w.named_by(one.module.prerequisite),
            w.named_by(one.module.corequisite),
        )
        for position, one in enumerate(made.modules, 1)
    ]
    for home, totals in made.volumes:
        name = w.text(w.label(home)) if home else w.fixed("fact.modules")
        name = w.own("course") if made.course is not None else name
        incomplete = made.course.at_least if made.course is not None else _some_unknown(made.modules, home)
        yield Facts(((w.own("total", name=name), volumes_in_words(w, totals, at_least=incomplete)),))
    numeric = (0, *range(len(names), len(names) + len(kinds)))
    yield from w.listed("caption-structure", header, rows, numeric=numeric, missing="modules")


def _some_unknown(modules: Sequence[TaughtModule], home: str) -> bool:
    mine = [one for one in modules if (home in one.module.part_of) or (not home and not one.module.part_of)]
    return any(not one.volumes for one in mine)


def volumes_in_words(w: CurriculumWriter, volumes: Volumes, *, at_least: bool = False) -> str:
    """The volumes by kind, on one line; ``at_least``: the totals are incomplete."""
    kinds = sorted(volumes, key=_volume_order)
    said = (f"{volume_name(k, w)}: {w.amount(volumes[k], at_least=at_least)}" for k in kinds)
    return "; ".join(said)


def _volume_order(kind: str) -> tuple[bool, str]:
    return (kind != "notionalHours", kind)


def modules(w: CurriculumWriter) -> Iterable[Block]:
    """Each module on its own: facts, outcomes, criteria, evidence, and what is left to the ministry."""
    if not w.made.modules:
        yield w.left_open("modules")
    lines = {line.competency: line for line in w.made.competencies}
    asked = [_missing(one) for one in w.made.modules]
    everywhere = tuple(name for name in asked[0] if all(name in other for other in asked)) if len(asked) > 1 else ()
    if everywhere:
        yield w.left_open(*everywhere, frame="open-each")
    for position, one in enumerate(w.made.modules, 1):
        yield Heading(3, f"{w.chapter_number}.{position} {module_name(w, one.module)}")
        yield from _module(w, one, lines)
        yield from w.left_open_of(name for name in asked[position - 1] if name not in everywhere)


def module_name(w: CurriculumWriter, module: TrainingModule) -> str:
    """The name of a module, with its code in brackets."""
    name = w.text(module.label)
    return f"{name} ({module.notation})" if module.notation else name


def _missing(one: TaughtModule) -> tuple[str, ...]:
    """What accreditors require of a module and no source here says."""
    module = one.module
    known = (
        ("content", bool(module.definition)),
        ("volume", bool(one.volumes or module.duration_text)),
        ("delivery", bool(module.delivery)),
        ("resources", False),
        ("trainer", False),
        ("assessment", any(asked.assessment_method for asked in one.evidence_asked)),
        ("evidence", bool(one.evidence_asked)),
    )
    return tuple(name for name, there in known if not there)


def module_facts(w: CurriculumWriter, one: TaughtModule) -> tuple[tuple[str, str], ...]:
    """What is stated of a module, in short."""
    module = one.module
    pairs = [
        (w.fixed("field.id"), w.mark(module.id)),
        (w.field("part_of"), _part_of(w, one)),
        (w.field("qualification_level"), data(module.qualification_level)),
        (w.field("component"), w.term("component", module.component)),
        *((volume_name(kind, w), w.number(amount)) for kind, amount in one.volumes.totals),
        (w.field("duration_text"), w.text(module.duration_text)),
        (w.field("prerequisite"), w.names(module.prerequisite)),
        (w.field("corequisite"), w.names(module.corequisite)),
        (w.field("exempts"), w.names(module.exempts)),
        (w.field("delivery"), w.text(module.delivery)),
        (w.field("provider"), w.text(module.provider)),
        (w.field("last_enrolment"), module.last_enrolment.isoformat() if module.last_enrolment else ""),
        (w.field("scope_note"), w.text(module.scope_note)),
        (w.field("note"), Named(w.text(module.note), "")),
    ]
    return tuple(pair for pair in pairs if pair[1])


def _part_of(w: CurriculumWriter, one: TaughtModule) -> str:
    """The qualifications that a module is part of; documents to be signed leave out what all modules share."""
    names = w.names(one.module.part_of)
    same = len(w.made.modules) > 1 and len({each.module.part_of for each in w.made.modules}) == 1
    return Named(names, "") if same else names


def _module(w: CurriculumWriter, one: TaughtModule, lines: dict[str, CompetencyLine]) -> Iterable[Block]:
    module = one.module
    yield Facts(module_facts(w, one))
    taught = [line for line in lines.values() if module.id in line.taught_by]
    unsaid = [line for line in taught if not _sentence(w, one, line)]
    if len(unsaid) < len(taught):
        yield w.section("outcomes", 4)
        yield Listing(tuple(_outcome(w, one, line) for line in taught if line not in unsaid))
    if unsaid:
        yield Facts(((w.own("fact-no-outcome"), data("; ".join(_outcome(w, one, line) for line in unsaid))),))
    content = module.definition
    if content:
        yield w.section("content", 4)
        yield Paragraph(w.text(content))
    yield from criteria(w, one.criteria, 4)
    if one.evidence_asked:
        yield Facts(((w.own("fact-evidence"), _evidence(w, one)),))


def criteria(w: CurriculumWriter, given: Sequence[PerformanceCriterion], level: int) -> Iterable[Block]:
    """The criteria by which learning is observed, and apart from them what is not acceptable."""
    for name, never in (("criteria", False), ("not-acceptable", True)):
        items = tuple(w.named(one.label, one.id) for one in given if is_never(one) is never)
        if items:
            yield w.section(name, level)
            yield Listing(items)


def _sentence(w: CurriculumWriter, one: TaughtModule, line: CompetencyLine) -> Wording:
    """The outcome in the words of the module if it has them; empty where there is no sentence."""
    own = (o.outcome_text for o in one.outcomes if o.competency == line.competency and o.outcome_text)
    return next((w.worded(text) for text in own), None) or outcome_of(w, line)


def _outcome(w: CurriculumWriter, one: TaughtModule, line: CompetencyLine) -> str:
    """The outcome of a competency in a module, with its level; its name where there is no sentence."""
    said = _sentence(w, one, line) or w.worded(line.label)
    if line.state == "in-part":
        said = Wording(w.own("by-part", outcome=said), said.lang, said.fell_back)
    if not line.levels:
        return said
    level = w.own("by-outcome", outcome=said, level=w.levels(line.levels))
    return Wording(level, said.lang, said.fell_back)


def _evidence(w: CurriculumWriter, one: TaughtModule) -> str:
    said = []
    for asked in one.evidence_asked:
        methods = ", ".join(data(method) for method in asked.assessment_method)
        said.append(" ".join(filter(None, (w.text(asked.label), methods and f"({methods})"))))
    return data("; ".join(said))


def practice(w: CurriculumWriter) -> Iterable[Block]:
    """Placement, practice in the course, and logbook; only work at a workplace is a placement."""
    made = w.made
    yield w.section("placement")
    for caption, component, kind in _PRACTICE:
        lines = list(_practised(w, component, kind))
        if lines:
            yield Paragraph(w.own(caption))
            yield Listing(tuple(lines))
    yield w.left_open("placement")
    yield w.section("logbook")
    shown = [asked for one in made.modules for asked in one.evidence_asked]
    if shown:
        yield Listing(tuple(w.named(asked.label, asked.id) for asked in shown))
    yield w.left_open("logbook")


def _practised(w: CurriculumWriter, component: str, kind: str) -> Iterable[str]:
    """The modules of a component with their volumes, others with their hours of that kind, and stated totals."""
    for one in w.made.modules:
        volumes = one.volumes
        if one.module.component != component:
            volumes = Volumes(tuple(pair for pair in volumes.totals if pair[0] == kind))
            if not volumes:
                continue
        yield data(": ".join(filter(None, (w.text(one.module.label), volumes_in_words(w, volumes)))))
    for q in w.made.qualifications:
        amount = getattr(q, HOURS[kind])
        if amount is not None:
            yield data(f"{w.text(q.label)}: {volume_name(kind, w)}: {w.number(amount)}")


def matrix(w: CurriculumWriter) -> Iterable[Block]:
    """Which module teaches which competency: a table for each domain and at most twelve modules."""
    taught = [line for line in w.made.learnt if line.taught_by or line.near]
    if not w.made.modules or not taught:
        yield w.left_open("modules")
        return
    yield Paragraph(w.own("lead-matrix"))
    extents = {(o.outcome_of, o.competency): o.extent for one in w.made.modules for o in one.outcomes}
    for domain, lines in _by_domain(taught):
        teachers = {module for line in lines for module in (*line.taught_by, *line.near)}
        columns = [one.module for one in w.made.modules if one.module.id in teachers]
        parts = [columns[at : at + MOST_COLUMNS] for at in range(0, len(columns), MOST_COLUMNS)]
        for number, part in enumerate(parts, 1):
            rows = tuple(
                (w.named(line.label, line.competency), *(_mark(line, module.id, extents) for module in part))
                for line in lines
            )
            header = (
                w.fixed("column.competency"),
                *(data(module.notation or module.id.partition(":")[2]) for module in part),
            )
            code = "caption-matrix-part" if len(parts) > 1 else "caption-matrix"
            name = domain_name(w, domain)
            caption = w.own(code, domain=name, part=number, parts=len(parts))
            yield Table(caption, header, rows, shape="matrix")


def _mark(line: CompetencyLine, module: str, extents: Mapping[tuple[str, str], str | None]) -> str:
    if module not in line.taught_by:
        return NEAR if module in line.near else ""
    return "X" if extents.get((module, line.competency)) == "whole" else "(X)"


def competencies_in_short(w: CurriculumWriter) -> Iterator[Block]:
    """A table for each domain; in documents to be signed a line for each, and which are to be observed."""
    short: tuple[Block, ...] = (Facts(tuple(_competency_lines(w))),)
    for block in competencies(w):
        if isinstance(block, Table):
            yield with_short_form(block, *short)
            short = ()
        else:
            yield block


def _competency_lines(w: CurriculumWriter) -> Iterable[tuple[str, str]]:
    lines = w.made.competencies
    for domain in dict.fromkeys(line.domain for line in lines):
        yield domain_name(w, domain), _names_joined(w, (line for line in lines if line.domain == domain))
    if seen := next((line for line in lines if line.to_be_seen), None):
        yield f"{_SEEN} {w.fixed('column.to-be-seen')}", seen_mark(w, seen)


def _names_joined(w: CurriculumWriter, lines: Iterable[CompetencyLine]) -> str:
    return data("; ".join(signed_text(_marked_name(w, line), (line.basis,)) for line in lines))


def _marked_name(w: CurriculumWriter, line: CompetencyLine) -> str:
    """The name of a competency, with the level required and whether it is optional."""
    said = [w.levels(line.levels)] if line.levels else []
    said += [w.term("necessity", line.necessity)] if line.necessity == "optional" else []
    name = w.worded(w.label(line.competency) if not line.label else line.label)
    marked = f"{name}{NO_BREAK}{_SEEN}" if line.to_be_seen else str(name)
    return f"{marked} ({', '.join(said)})" if said else marked
