"""What a workbook says to those who fill it in: help above the columns, rows of example, the first sheet."""

from __future__ import annotations

from functools import cache

from sswgraph.exchange.workbook.layout import ID, OWNER, Column, code_word, field_of, title
from sswgraph.messages import languages, pack, sentence
from sswgraph.model.fields import Field, Kind, Shape

EXAMPLE = "#example"  # the id of a row of example that is ours; any other id that begins so marks a row not read
# Of each kind, what its row of example says: the field, and the message of it, or "=" with a code of its list.
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
    """By field, what the row of example of a sheet says; nothing for a kind that has none."""
    return {name: _said(name, code, lang) for name, code in _EXAMPLES.get(kind, {}).items()}


def _said(name: str, code: str, lang: str) -> str:
    if code.startswith(_CODE):
        return code_word(name, code.removeprefix(_CODE), lang)
    return sentence("workbook.example", lang, text=sentence(f"workbook.example-{code}", lang))


def is_choice(kind: str, name: str) -> bool:
    """Whether a row of example has a word of a list in this field, which a row of one's own may keep."""
    return _EXAMPLES.get(kind, {}).get(name, "").startswith(_CODE)


@cache
def examples(kind: str) -> frozenset[str]:
    """Everything that the rows of example of a kind say, in any language: who writes over it says something else."""
    return frozenset(said for lang in languages() for said in example(kind, lang).values())


def steps(framework: str, lang: str, published: bool = False) -> list[str]:
    """The lines of the first sheet; ``published``: of a template for the items of a published document."""
    said = [
        f"{number}. {sentence(f'workbook.start-{number}', lang, file=f'{framework}.xlsx')}"
        for number in range(1, _STEPS + 1)
    ]
    return [*(sentence(f"workbook.published-{n}", lang) for n in (1, 2)), *said] if published else said


def help_of(kind: Kind, column: Column, lang: str, base: str) -> str:
    """What belongs below a heading; nothing for a column that nobody fills in."""
    if column.field in (ID, OWNER, "evidence"):
        return ""
    if column.beside:
        return sentence("workbook.beside", lang, base=base)
    field = field_of(kind, column)
    said = [_own(column.field, lang), _shape(field, column, lang)]
    required = any(one.name == column.field and one.required for one in kind.fields)
    said.append(sentence("workbook.help-required", lang) if required else "")
    return "\n".join(filter(None, said))


def _own(name: str, lang: str) -> str:
    code = f"field-{name}"
    words = {one: sentence(f"show.{one}", lang) for one in _NAMED.get(name, ())}
    named = {one.partition(".")[2]: word for one, word in words.items()}
    return sentence(f"workbook.{code}", lang, **named) if code in pack("en", "workbook") else ""


# The words of the lists that the help of a column names.
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


def _shape(field: Field, column: Column, lang: str) -> str:
    if field.shape is Shape.TEXT:
        return sentence("workbook.help-text", lang, tag=column.tag)
    kinds = ", ".join(title(kind, lang) for kind in field.kinds)
    if field.shape is Shape.REFERENCE:
        return sentence(f"workbook.help-reference{'s' if field.many else ''}", lang, kinds=kinds) if kinds else ""
    if field.many:
        return sentence("workbook.help-many", lang)
    return sentence(f"workbook.help-{_SHAPES[field.shape]}", lang) if field.shape in _SHAPES else ""
