"""Which sheets and columns the workbook of a framework has, and what they are called in each language.

Both follow the table of fields (:mod:`sswgraph.model.fields`), so that a workbook can hold whatever a framework can.
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

# The sheets that people fill, in the order in which they think; all other kinds have a hidden sheet each.
SHOWN = tuple(
    "cadre function competency performance-criterion requirement obligation scope-rule supervision-arrangement "
    "eligibility-condition module qualification outcome source".split()
)
MATRIX = "matrix"  # who needs what, beside the list of requirements
RESIDUE, LISTS = "residue", "lists"  # the first column of the lists says which sheets the workbook was written with
ID, OWNER = "id", "owner"
# The evidence of an element that has one simple piece of it; what is more stands on the sheet of evidence.
INLINE = ("evidence", "basis", "source", "locator", "excerpt")
# What the short form shows; the other columns are hidden as long as they are empty.
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
# The sheets for the items of a published document, and what stands first in them: which item, where, in which words.
ITEMS = tuple(
    "competency-set competency performance-criterion function guiding-principle cadre requirement source".split()
)
FIRST = (ID, "notation", "label", "locator", "excerpt", "source")
# What was decided on a row, in the workbook of an adaptation; other kinds have no such fields of their own.
DECIDED = ("change_kind", "rationale")
_BESIDE = re.compile(r"\A\S+ · ")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field, of a text the language, and of several wordings of a language which of them.

    ``beside``: what the base says, in the workbook of an adaptation, where it is not read.
    """

    field: str
    tag: str = ""
    turn: int = 0
    beside: bool = False


# What a row said when it was written, all cells together, so that one that nobody touched is known.
WRITTEN = Column(ID, beside=True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the kind that its rows are, its columns, and whether it is shown."""

    kind: Kind
    columns: tuple[Column, ...]
    shown: bool


def fields_of(kind: Kind) -> dict[str, Field]:
    """The fields of a kind that have columns, by name; evidence has columns of its own."""
    return _fields_of(kind.name)


@cache
def _fields_of(kind: str) -> dict[str, Field]:
    found = {one.name: one for one in BY_KIND[kind].fields if one.name != "evidence"}
    if kind == "statement":
        found["datatype"] = Field("datatype", Shape.STRING)
    return found


def field_of(kind: Kind, column: Column) -> Field:
    """The field that a column holds."""
    own = fields_of(kind)
    if column.field in own:
        return own[column.field]
    if column.field in (ID, OWNER, "evidence"):
        return Field(column.field, Shape.STRING)
    if column.field in DECIDED:
        return fields_of(BY_KIND["change"])[column.field]
    return fields_of(EVIDENCE)[column.field]


def layout(framework: Framework, lang: str, base: Framework | None = None, published: bool = False) -> Iterator[Sheet]:
    """The sheets of a framework: its own first, then those that people fill, then every other kind that it has.

    With ``base``, each text of the base stands beside that of the element that was derived from it, and what was
    decided on a row has columns of its own. ``published``: it holds the items of a published document.
    """
    tags = _first_languages(framework, lang)
    yield Sheet(FRAMEWORK, tuple(_columns(FRAMEWORK, [framework], tags)), True)
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
                columns = tuple(_with_base(columns, bases(by_kind[name], base), tags[0]))
            if published and name != "source":
                columns = tuple(sorted(columns, key=lambda one: (*FIRST, one.field).index(one.field)))
            yield Sheet(kind, columns, name in shown)
    yield Sheet(EVIDENCE, (Column(OWNER), *_columns(EVIDENCE, evidence_of(framework), tags)), False)


_UNDECIDED = frozenset({"change", "decision", "evidence", "source", "adoption", "validation-exercise"})


def bases(values: Iterable[object], base: Framework) -> dict[str, Any]:
    """By the id of an element, what it was derived from in the base."""
    known = {node.id: node for node in base.elements}
    nodes: Iterable[Any] = values
    return {one.id: known[one.derived_from[0]] for one in nodes if one.derived_from and one.derived_from[0] in known}


def _with_base(columns: Iterable[Column], base: dict[str, Any], tag: str) -> Iterator[Column]:
    """What was decided stands behind the names, where one sees it."""
    shown: set[str] = set()
    decided = (Column("change_kind"), Column("rationale", tag))
    for column in columns:
        if column.field not in (ID, "label"):
            yield from decided
            decided = ()  # type: ignore[assignment]
        if column.tag and column.field != "excerpt" and column.field not in shown:
            shown.add(column.field)
            needed = _needed([getattr(one, column.field, Text()) for one in base.values()])
            yield from (Column(column.field, one, 0, True) for one in sorted(needed))
        yield column
    yield WRITTEN


def evidence_of(framework: Framework) -> list[object]:
    """Every piece of evidence of a framework, also of its header."""
    return [one for node in (framework, *framework.elements) for one in node.evidence]


def _first_languages(framework: Framework, lang: str) -> list[str]:
    return list(dict.fromkeys([framework.first_language or lang.partition("-")[0], *framework.title.languages]))


def _columns(kind: Kind, values: Iterable[object], tags: list[str]) -> Iterator[Column]:
    values = list(values)
    yield Column(ID)
    for one in fields_of(kind).values():
        if one.shape is not Shape.TEXT:
            yield Column(one.name)
            continue
        needed = _needed([getattr(value, one.name) for value in values])
        for tag in dict.fromkeys([*(tags if one.name == "label" else tags[:1]), *sorted(needed)]):
            yield from (Column(one.name, tag, turn) for turn in range(max(1, needed.get(tag, 0))))
    if kind.name not in ("evidence", "source"):
        yield from (Column(name, tags[0] if name == "excerpt" else "") for name in INLINE)
        excerpts = sorted({tag for value in values for one in value.evidence for tag in one.excerpt.languages})  # type: ignore[attr-defined]
        yield from (Column("excerpt", tag) for tag in excerpts if tag != tags[0])


def _needed(texts: list[Text]) -> dict[str, int]:
    """By language, how many wordings a text has of it at most."""
    found: dict[str, int] = {}
    for text in texts:
        for tag in text.languages:
            found[tag] = max(found.get(tag, 0), len(text.all(tag)))
    return found


# What they are called


def heading(column: Column, lang: str, base: str = "") -> str:
    """The heading of a column: 'Name (en)', 'Part of'; a second wording of a language is 'Other names (en) 2'; what the
    base says is 'psw · Name (en)'."""
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


def plain(text: str) -> str:
    """A heading or word as it is compared: without case, doubled blanks, and marks of what is required."""
    return " ".join(text.replace("*", " ").split()).casefold()


START = frozenset(plain(sentence("workbook.start", lang)) for lang in languages())


@cache
def kinds_by_title() -> dict[str, str]:
    """Which kind each name of a sheet means, in any language."""
    names = [*(kind.name for kind in KINDS), RESIDUE, MATRIX]
    return {plain(said): name for name in names for said in (name, *(title(name, lang) for lang in languages()))}


@cache
def fields_by_heading(kind: str) -> dict[str, str]:
    """Which field each heading of a sheet means, in any language, without its tag of a language."""
    names = [ID, *([OWNER] if kind == "evidence" else INLINE), *fields_of(BY_KIND[kind]), *DECIDED]
    found: dict[str, str] = {}
    for name in dict.fromkeys(names):
        for said in (name, *(heading(Column(name), lang) for lang in languages())):
            found.setdefault(plain(said), name)
    return found


_DIGITS = 4  # of the number of a wording
_HEADING = re.compile(r"(?P<name>.*?)(?:\s*\((?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\))?(?:\s+(?P<turn>[0-9]+))?\Z")


def column_of(kind: str, text: str) -> Column | None:
    """The column that a heading means, in any language of the packs; None for a column of somebody's own."""
    bare = " ".join(text.replace("*", " ").split())
    if is_beside(bare):
        found_beside = column_of(kind, _BESIDE.sub("", bare))
        return replace(found_beside, beside=True) if found_beside else None
    found = _HEADING.match(bare)
    field = fields_by_heading(kind).get(plain(found["name"])) if found else None
    if found is None or field is None:
        return None
    return Column(field, (found["tag"] or "").lower(), int(found["turn"][:_DIGITS]) - 1 if found["turn"] else 0)


def near_heading(kind: str, text: str, lang: str) -> str:
    """The heading that was probably meant, in a language, with the tag that stands there; nothing where none is near.

    >>> near_heading("obligation", "Acts (fr)", "en"), near_heading("obligation", "Colour", "en")
    ('Act (fr)', '')
    """
    found = _HEADING.match(" ".join(text.replace("*", " ").split()))
    assert found is not None  # anything is a heading
    near = get_close_matches(plain(found["name"]), fields_by_heading(kind), n=1, cutoff=0.7)
    if not near:
        return ""
    turn = int(found["turn"]) - 1 if found["turn"] and len(found["turn"]) < _DIGITS else 0
    return heading(Column(fields_by_heading(kind)[near[0]], (found["tag"] or "").lower(), turn), lang)


def is_beside(text: str) -> bool:
    """Whether a heading says that the column shows what the base has."""
    return bool(_BESIDE.match(text))


def language_of(text: str) -> str:
    """The language in which the sheet of the framework has this name; English for another."""
    return next((lang for lang in languages() if plain(title("framework", lang)) == plain(text)), "en")


@cache
def codes_by_word(field: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Which code each word of a closed list means, in any language."""
    return {
        plain(said): code
        for code in codes
        for said in (code, code.replace("-", " "), *(code_word(field, code, lang) for lang in languages()))
    }
