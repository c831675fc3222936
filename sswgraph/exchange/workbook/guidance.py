"""Guidance in a workbook: comments on headings, example rows, the first sheet."""

from __future__ import annotations

from functools import cache

from sswgraph.exchange.workbook.layout import ID, OWNER, SheetColumn, code_word, column_field, title
from sswgraph.messages import languages, pack, sentence
from sswgraph.model.fields import Field, Kind, Shape

EXAMPLE = "#example"  # the id of an example row of ours; any other id that begins with # marks a row that is not read
# The example row of each kind: by field, the code of its message, or "=" and a code of the closed list.
_EXAMPLES: dict[str, dict[str, str]] = {
    "cadre": {"label": "cadre", "definition": "cadre-definition", "performs": "function"},
    "function": {"label": "function", "needs": "competency"},
    "competency": {"label": "competency"},
    "performance-criterion": {"label": "criterion", "criterion_of": "competency"},
    "requirement": {"cadre": "cadre", "competency": "competency"},
    "obligation": {"label": "obligation", "of_cadre": "cadre", "act": "obligation-act", "trigger": "=disclosure"},
    "scope-rule": {"cadre": "cadre", "act": "rule", "authority": "=not-permitted"},
    "supervision-arrangement": {"supervisee": "cadre", "frequency": "frequency"},
    "eligibility-condition": {"label": "condition", "condition_of": "cadre", "condition_kind": "=clearance"},
    "module": {"label": "module", "part_of": "qualification"},
    "qualification": {"label": "qualification", "qualifies_for": "cadre"},
    "outcome": {"outcome_of": "module", "competency": "competency", "outcome_text": "outcome"},
    "source": {"label": "source"},
}
_STEPS, _CODE = 6, "="


def example(kind: str, lang: str) -> dict[str, str]:
    """By field, the text of the example row of a sheet; empty for a kind without one."""
    return {name: _said(name, code, lang) for name, code in _EXAMPLES.get(kind, {}).items()}


def _said(name: str, code: str, lang: str) -> str:
    if code.startswith(_CODE):
        return code_word(name, code.removeprefix(_CODE), lang)
    return sentence("workbook.example", lang, text=sentence(f"workbook.example-{code}", lang))


def is_choice(kind: str, name: str) -> bool:
    """Whether the example row has a word of a closed list in this field, which a real row may keep."""
    return _EXAMPLES.get(kind, {}).get(name, "").startswith(_CODE)


@cache
def examples(kind: str) -> frozenset[str]:
    """The texts of the example rows of a kind in any language, which no real row has."""
    return frozenset(said for lang in languages() for said in example(kind, lang).values())


def instructions(framework: str, lang: str, published: bool = False) -> list[str]:
    """The lines of the first sheet.

    Args:
        framework (str): The id of the framework.
        lang (str): The language.
        published (bool): Whether the workbook is a template for the items of a published document.

    Returns:
        The lines.
    """
    said = [
        f"{number}. {sentence(f'workbook.start-{number}', lang, file=f'{framework}.xlsx')}"
        for number in range(1, _STEPS + 1)
    ]
    return [*(sentence(f"workbook.published-{n}", lang) for n in (1, 2)), *said] if published else said


def help_of(kind: Kind, column: SheetColumn, lang: str, base: str) -> str:
    """The comment on a heading.

    Args:
        kind (Kind): The kind of the sheet.
        column (SheetColumn): The column.
        lang (str): The language.
        base (str): The id of the base of an adaptation.

    Returns:
        The text; empty for a column that nobody fills in.
    """
    if column.field in (ID, OWNER, "evidence"):
        return ""
    if column.beside:
        return sentence("workbook.beside", lang, base=base)
    field = column_field(kind, column)
    said = [_own(column.field, lang), _shape(field, column, lang)]
    required = any(one.name == column.field and one.required for one in kind.fields)
    said.append(sentence("workbook.help-required", lang) if required else "")
    return "\n".join(filter(None, said))


def _own(name: str, lang: str) -> str:
    code = f"field-{name}"
    words = {one: sentence(f"show.{one}", lang) for one in _NAMED.get(name, ())}
    named = {one.partition(".")[2]: word for one, word in words.items()}
    return sentence(f"workbook.{code}", lang, **named) if code in pack("en", "workbook") else ""


# The words of closed lists that the comment on a column names.
_NAMED = {
    "basis": ("basis.stated", "basis.derived", "basis.draft"),
    "extent": ("extent.whole", "extent.part"),
    "change_kind": ("change.dropped",),
}


_SHAPES = {
    Shape.CODE: "code",
    Shape.BOOLEAN: "code",
    Shape.NUMBER: "number",
    Shape.INTEGER: "number",
    Shape.DATE: "day",
    Shape.WHEN: "day",
}


def _shape(field: Field, column: SheetColumn, lang: str) -> str:
    if field.shape is Shape.TEXT:
        return sentence("workbook.help-text", lang, tag=column.tag)
    kinds = ", ".join(title(kind, lang) for kind in field.kinds)
    if field.shape is Shape.REFERENCE:
        return sentence(f"workbook.help-reference{'s' if field.many else ''}", lang, kinds=kinds) if kinds else ""
    if field.many:
        return sentence("workbook.help-many", lang)
    return sentence(f"workbook.help-{_SHAPES[field.shape]}", lang) if field.shape in _SHAPES else ""
