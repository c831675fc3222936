"""The sheets and columns of the workbook of a framework, and their names in each language.

They follow the table of fields (:mod:`sswgraph.model.fields`), so that a workbook can hold whatever a framework can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from sswgraph.messages import languages, sentence
from sswgraph.model import Framework, Text
from sswgraph.model.codes import WORDS
from sswgraph.model.fields import BY_KIND, EVIDENCE, FRAMEWORK, KINDS, Field, Kind, Shape

# The sheets that people fill in, in a natural order of work; every other kind has a hidden sheet.
SHOWN = tuple(
    "cadre function competency performance-criterion requirement obligation scope-rule supervision-arrangement "
    "eligibility-condition module qualification outcome source".split()
)
MATRIX = "matrix"  # requirements by cadre and competency, beside their list
RESIDUE, LISTS = "residue", "lists"  # the first column of the lists says which sheets the workbook was written with
ID, OWNER = "id", "owner"
# Columns for a single, simple piece of evidence; any other evidence is on the evidence sheet.
INLINE = ("evidence", "basis", "source", "locator", "excerpt")
# The columns of the short form; others are hidden while they are empty.
SHORT = frozenset(
    (
        "label definition notation basis source locator excerpt note performs tier includes broader needs criticality "
        "facet criterion_of criterion_kind cadre competency level necessity of_cadre trigger function act within "
        "report_to office contact authority supervisor refer_to supervisee supervision_mode frequency condition_of "
        "condition_kind part_of credits credit_system notional_hours provider jurisdiction qualifies_for outcome_of "
        "extent page publisher date edition title first_language licence rights status adaptation_of base_edition "
        "safety_critical force only_if unless"
    ).split()
)
# The sheets for the items of a published document, and their first columns: the item, its place, its wording.
ITEMS = tuple(
    "competency-set competency performance-criterion function guiding-principle cadre requirement source".split()
)
FIRST = (ID, "notation", "label", "locator", "excerpt", "source")
# The columns for the decision on a row of an adaptation.
DECIDED = ("change_kind", "rationale")
_BESIDE = re.compile(r"\A\S+ · ")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a sheet.

    Attributes:
        field: The field that it holds.
        tag: The language of a text, empty for other fields.
        turn: Which of several wordings in this language, counted from 0.
        beside: Whether it shows the value of the base of an adaptation, which is not read.
    """

    field: str
    tag: str = ""
    turn: int = 0
    beside: bool = False


# All cells of a row as they were written, to recognise a row that nobody has changed.
WRITTEN = SheetColumn(ID, beside=True)


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet.

    Attributes:
        kind: The kind of its rows.
        columns: Its columns.
        shown: Whether it is visible.
    """

    kind: Kind
    columns: tuple[SheetColumn, ...]
    shown: bool


def column_fields(kind: Kind) -> dict[str, Field]:
    """The fields of a kind that have columns, by name: all but evidence, which has its own columns."""
    return _fields_of(kind.name)


@cache
def _fields_of(kind: str) -> dict[str, Field]:
    found = {one.name: one for one in BY_KIND[kind].fields if one.name != "evidence"}
    if kind == "statement":
        found["datatype"] = Field("datatype", Shape.STRING)
    return found


def column_field(kind: Kind, column: SheetColumn) -> Field:
    """The field that a column of the sheet of a kind holds."""
    own = column_fields(kind)
    if column.field in own:
        return own[column.field]
    if column.field in (ID, OWNER, "evidence"):
        return Field(column.field, Shape.STRING)
    if column.field in DECIDED:
        return column_fields(BY_KIND["change"])[column.field]
    return column_fields(EVIDENCE)[column.field]


def sheet_layouts(
    framework: Framework, lang: str, base: Framework | None = None, published: bool = False
) -> Iterator[SheetLayout]:
    """The sheets of a framework: its header, the sheets that people fill in, then every other kind that it has.

    Args:
        framework (Framework): The framework.
        lang (str): The language of the headings, and of texts where the framework names none.
        base (Framework | None): The base of an adaptation: its texts are shown beside those of the adaptation, and
            each row has columns for a decision.
        published (bool): Whether the workbook is for the items of a published document.

    Yields:
        Each sheet, in the order of the workbook.
    """
    tags = _first_languages(framework, lang)
    yield SheetLayout(FRAMEWORK, tuple(_columns(FRAMEWORK, [framework], tags)), True)
    by_kind: dict[str, list[object]] = {kind.name: [] for kind in KINDS}
    for node in framework.elements:
        by_kind[node.kind].append(node)
    shown = ITEMS if published else SHOWN
    others = [*SHOWN, *(kind.name for kind in KINDS if kind.name not in ("framework", "evidence"))]
    for name in dict.fromkeys((*shown, *others)):
        if name in (*shown, *SHOWN) or by_kind[name]:
            kind = BY_KIND[name]
            columns = tuple(_columns(kind, by_kind[name], tags))
            if base is not None and name not in _UNDECIDED:
                columns = tuple(_with_base(columns, base_elements(by_kind[name], base), tags[0]))
            if published and name != "source":
                columns = tuple(sorted(columns, key=lambda one: (*FIRST, one.field).index(one.field)))
            yield SheetLayout(kind, columns, name in shown)
    yield SheetLayout(EVIDENCE, (SheetColumn(OWNER), *_columns(EVIDENCE, all_evidence(framework), tags)), False)


_UNDECIDED = frozenset({"change", "decision", "evidence", "source", "adoption", "validation-exercise"})


def base_elements(values: Iterable[object], base: Framework) -> dict[str, Any]:
    """By id of an element, the element of the base that it was derived from."""
    known = {node.id: node for node in base.elements}
    nodes: Iterable[Any] = values
    return {one.id: known[one.derived_from[0]] for one in nodes if one.derived_from and one.derived_from[0] in known}


def _with_base(columns: Iterable[SheetColumn], base: dict[str, Any], tag: str) -> Iterator[SheetColumn]:
    """The columns of a kind with those of the base; the decision follows the names, where it is seen."""
    shown: set[str] = set()
    decided = (SheetColumn("change_kind"), SheetColumn("rationale", tag))
    for column in columns:
        if column.field not in (ID, "label"):
            yield from decided
            decided = ()  # type: ignore[assignment]
        if column.tag and column.field != "excerpt" and column.field not in shown:
            shown.add(column.field)
            needed = _needed([getattr(one, column.field, Text()) for one in base.values()])
            yield from (SheetColumn(column.field, one, 0, True) for one in sorted(needed))
        yield column
    yield WRITTEN


def all_evidence(framework: Framework) -> list[object]:
    """Every piece of evidence of a framework, also of its header."""
    return [one for node in (framework, *framework.elements) for one in node.evidence]


def _first_languages(framework: Framework, lang: str) -> list[str]:
    return list(dict.fromkeys([framework.first_language or lang.partition("-")[0], *framework.title.languages]))


def _columns(kind: Kind, values: Iterable[object], tags: list[str]) -> Iterator[SheetColumn]:
    values = list(values)
    yield SheetColumn(ID)
    for one in column_fields(kind).values():
        if one.shape is not Shape.TEXT:
            yield SheetColumn(one.name)
            continue
        needed = _needed([getattr(value, one.name) for value in values])
        for tag in dict.fromkeys([*(tags if one.name == "label" else tags[:1]), *sorted(needed)]):
            yield from (SheetColumn(one.name, tag, turn) for turn in range(max(1, needed.get(tag, 0))))
    if kind.name not in ("evidence", "source"):
        yield from (SheetColumn(name, tags[0] if name == "excerpt" else "") for name in INLINE)
        excerpts = sorted({tag for value in values for one in value.evidence for tag in one.excerpt.languages})  # type: ignore[attr-defined]
        yield from (SheetColumn("excerpt", tag) for tag in excerpts if tag != tags[0])


def _needed(texts: list[Text]) -> dict[str, int]:
    """By language, the greatest number of wordings of any of these texts."""
    found: dict[str, int] = {}
    for text in texts:
        for tag in text.languages:
            found[tag] = max(found.get(tag, 0), len(text.all(tag)))
    return found


# Names


def heading(column: SheetColumn, lang: str, base: str = "") -> str:
    """The heading of a column, such as 'Part of', 'Name (en)' or 'Other names (en) 2'.

    Args:
        column (SheetColumn): The column.
        lang (str): The language of the heading.
        base (str): The id of the base, which begins the heading of a column that shows it: 'psw · Name (en)'.

    Returns:
        The heading.
    """
    name = _word("field", column.field, lang).partition(" ({")[0]
    tagged = f"{name} ({column.tag})" if column.tag else name
    if column.beside:
        return f"{base} · {tagged}"
    return f"{tagged} {column.turn + 1}" if column.turn else tagged


def title(kind: str, lang: str) -> str:
    """The name of the sheet of a kind."""
    return re.sub(r"[\[\]:*?/\\]", " ", _word("kind", kind, lang))[:31].strip("'")


def code_word(field: str, code: str, lang: str) -> str:
    """The word for a code of a closed list."""
    return _word(WORDS.get(field, ""), code, lang)


def _word(group: str, code: str, lang: str) -> str:
    try:
        return sentence(f"show.{group}.{code}", lang, tag="{tag}").partition(" ({")[0]
    except KeyError:
        return code.replace("-", " ").replace("_", " ")


def normalised(text: str) -> str:
    """A heading or word as it is compared: without case, doubled blanks and asterisks of required columns."""
    return " ".join(text.replace("*", " ").split()).casefold()


START = frozenset(normalised(sentence("workbook.start", lang)) for lang in languages())


@cache
def kinds_by_title() -> dict[str, str]:
    """The kind of each name of a sheet, in any language."""
    names = [*(kind.name for kind in KINDS), RESIDUE, MATRIX]
    return {normalised(said): name for name in names for said in (name, *(title(name, lang) for lang in languages()))}


@cache
def fields_by_heading(kind: str) -> dict[str, str]:
    """The field of each heading of a sheet, in any language, without its language tag."""
    names = [ID, *([OWNER] if kind == "evidence" else INLINE), *column_fields(BY_KIND[kind]), *DECIDED]
    found: dict[str, str] = {}
    for name in dict.fromkeys(names):
        for said in (name, *(heading(SheetColumn(name), lang) for lang in languages())):
            found.setdefault(normalised(said), name)
    return found


_DIGITS = 4  # of the number of a wording
_HEADING = re.compile(r"(?P<name>.*?)(?:\s*\((?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\))?(?:\s+(?P<turn>[0-9]+))?\Z")


def parse_heading(kind: str, text: str) -> SheetColumn | None:
    """The column of a heading in any language; None for a column that the user has added."""
    bare = " ".join(text.replace("*", " ").split())
    if shows_base(bare):
        found_beside = parse_heading(kind, _BESIDE.sub("", bare))
        return replace(found_beside, beside=True) if found_beside else None
    found = _HEADING.match(bare)
    field = fields_by_heading(kind).get(normalised(found["name"])) if found else None
    if found is None or field is None:
        return None
    return SheetColumn(field, (found["tag"] or "").lower(), int(found["turn"][:_DIGITS]) - 1 if found["turn"] else 0)


def near_heading(kind: str, text: str, lang: str) -> str:
    """The most similar heading in a language, with the language tag that was given.

    Args:
        kind (str): The kind of the sheet.
        text (str): The unknown heading.
        lang (str): The language of the workbook.

    Returns:
        The heading, empty where none is similar.

    Example:
        >>> near_heading("obligation", "Acts (fr)", "en"), near_heading("obligation", "Colour", "en")
        ('Act (fr)', '')
    """
    found = _HEADING.match(" ".join(text.replace("*", " ").split()))
    assert found is not None  # anything is a heading
    near = get_close_matches(normalised(found["name"]), fields_by_heading(kind), n=1, cutoff=0.7)
    if not near:
        return ""
    turn = int(found["turn"]) - 1 if found["turn"] and len(found["turn"]) < _DIGITS else 0
    return heading(SheetColumn(fields_by_heading(kind)[near[0]], (found["tag"] or "").lower(), turn), lang)


def shows_base(text: str) -> bool:
    """Whether a heading is that of a column that shows the base."""
    return bool(_BESIDE.match(text))


def heading_language(text: str) -> str:
    """The language in which the framework's sheet has this name; English for any other name."""
    return next((lang for lang in languages() if normalised(title("framework", lang)) == normalised(text)), "en")


@cache
def codes_by_word(field: str, codes: tuple[str, ...]) -> dict[str, str]:
    """The code of each word of a closed list, in any language."""
    return {
        normalised(said): code
        for code in codes
        for said in (code, code.replace("-", " "), *(code_word(field, code, lang) for lang in languages()))
    }
