"""Removes what python-docx adds and no document of the library needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn

from sswgraph.render.word.place import styles_named_in

_KEPT = frozenset(("Title", *(f"Heading {level}" for level in range(1, 5)), "Normal", "Caption", "Header", "Footer"))
_LEFT_BEHIND = ("thumbnail", "customXml", "stylesWithEffects")  # the kinds of relationships to parts that say nothing
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    'officeDocument/2006/extended-properties"><Application>sswgraph</Application></Properties>'
)


def tidied(document: Any, used: Iterable[str]) -> None:
    """Remove unused styles, the preview picture, and the name and settings of an old version of Word.

    Args:
        document (docx.Document): The document.
        used (Iterable[str]): The ids of the styles that the text names.
    """
    package = document.part.package
    for related in (package.rels, document.part.rels):
        for key in [key for key, one in related.items() if one.reltype.rpartition("/")[2] in _LEFT_BEHIND]:
            related.pop(key)
    for part in package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = _APPLICATION.encode()
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    _without_unused_styles(document, used)


def _without_unused_styles(document: Any, used: Iterable[str]) -> None:
    styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
    parts = [part.element for part in document.part.package.iter_parts() if hasattr(part, "element")]
    todo = [*used]
    todo += [one for part in parts if part is not document.styles.element for one in _named_in(part)]
    todo += [one for one, style in styles.items() if _is_kept(style)]
    kept: set[str] = set()
    while todo:
        one = todo.pop()
        if one in styles and one not in kept:
            kept.add(one)
            todo += styles_named_in(styles[one])
    for one, style in styles.items():
        if one not in kept:
            style.getparent().remove(style)
    for pointing in document.part.numbering_part.element.findall(f".//{qn('w:pStyle')}"):
        if pointing.get(qn("w:val")) not in kept:
            pointing.getparent().remove(pointing)


def _is_kept(style: Any) -> bool:
    name = style.find(qn("w:name"))
    return style.get(qn("w:default")) == "1" or (name is not None and name.get(qn("w:val")).title() in _KEPT)


def _named_in(root: Any) -> Iterator[str]:
    """The styles that an element refers to; the numbering refers to all that it could serve, used or not."""
    if root.tag != qn("w:numbering"):
        yield from styles_named_in(root)
