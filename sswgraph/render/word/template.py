"""A ministry's own .docx or .dotx as the basis of a document: styles, page, header, footer; nothing in it runs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from sswgraph.errors import InputError
from sswgraph.pages.blocks import Page
from sswgraph.render.word.place import Place, emptied, fill, marked_place
from sswgraph.sheets.guards import DAMAGED

_A4 = {"page_width": 21, "page_height": 29.7, "left_margin": 2.2, "right_margin": 2.2}
MOST_BYTES = 20_000_000
MOST_PARTS = 500
MOST_UNPACKED = 100_000_000
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOTX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_TYPES = "[Content_Types].xml"
# What could run, fetch or hide something: macros, controls, embedded objects and files, other packages.
_REFUSED = re.compile(
    r"(?i)vba|\.bin$|activex|embeddings/|oleobject|\.exe$|\.dll$|\.js$|\.vbs$|\.hta$|attachedtoolbars|customui|afchunk"
    r"|\.html?$|\.mht$|\.rtf$"
)
# The fields that a template may hold: nothing that fetches, links or runs.
_FIELDS = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES TITLE SUBJECT AUTHOR KEYWORDS COMMENTS FILENAME DOCPROPERTY STYLEREF REF "
    "PAGEREF NOTEREF SEQ TOC TC XE INDEX LISTNUM DATE TIME CREATEDATE SAVEDATE PRINTDATE REVNUM NUMWORDS NUMCHARS "
    "HYPERLINK SYMBOL FORMTEXT FORMCHECKBOX = IF".split()
)


def opened(template: bytes, page: Page) -> tuple[Any, Place]:
    """A template as a document, and the place for the text of a page in it.

    Where it says ``{{document}}``, all of its own text is kept; otherwise only styles, page, header and footer are.

    Args:
        template (bytes): The file.
        page (Page): The page.

    Returns:
        The document and the place.

    Raises:
        InputError: For a file that is not a .docx or .dotx, is too large, or holds macros, controls, embedded files,
            external links or fields that fetch; and for a place that is given twice or inside a table.
    """
    _guard(template)
    try:
        document = Document(io.BytesIO(_as_document(template)))
        body = document.element.body
        section = body.get_or_add_sectPr()
        marked = marked_place(document)
    except InputError:
        raise
    except Exception as error:  # python-docx raises what its parts raise: KeyError, ValueError, lxml's own
        raise InputError(f"The template cannot be read as a .docx ({type(error).__name__}). Save it again.") from None
    if marked is None:
        for child in list(body):
            if child is not section:
                body.remove(child)
    for one in document.sections:
        for side, size in _A4.items():
            if getattr(one, side) is None:
                setattr(one, side, Cm(size))
    fill(document, page)
    return document, Place(document, None if marked is None else emptied(document, marked))


def _as_document(template: bytes) -> bytes:
    """A Word template (.dotx) as a document: the two differ in one word of their list of parts."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        types = archive.read(_TYPES)
        if _DOTX not in types:
            return template
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
            for entry in archive.namelist():
                written.writestr(entry, types.replace(_DOTX, _MAIN) if entry == _TYPES else archive.read(entry))
        return made.getvalue()


def _guard(template: bytes) -> None:
    if len(template) > MOST_BYTES:
        raise InputError(f"The template has more than {MOST_BYTES // 1_000_000} MB. Make its pictures smaller.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise InputError("The template unpacks to more than a template needs.")
            names = [entry.filename for entry in entries]
            for name in names:
                if _REFUSED.search(name) or ".." in name or name.startswith("/"):
                    raise InputError(f"The template holds '{name}', which is refused. {_MEND}")
            if _TYPES not in names or "word/document.xml" not in names:
                raise InputError(f"The template is not a .docx. {_MEND}")
            if not any(kind in archive.read(_TYPES) for kind in (_MAIN, _DOTX)):
                raise InputError(
                    f"The template is not a plain .docx or .dotx (macros, or another kind of file). {_MEND}"
                )
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _look(name, archive.read(name))
    except InputError:
        raise
    except DAMAGED:
        raise InputError(f"The template is not a .docx: it cannot be unpacked. {_MEND}") from None


_MEND = "Save it in Word as 'Word document (.docx)' without macros or embedded files."


def _look(name: str, data: bytes) -> None:
    """Refuse a part of the template that says what it must not."""
    if b"\0" in data[:200] or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError(f"'{name}' in the template declares entities or is not UTF-8, which is refused. {_MEND}")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        raise InputError(f"'{name}' in the template cannot be read as XML. {_MEND}") from None
    if name.endswith(".rels"):
        for link in root:
            elsewhere = str(link.get("TargetMode", "")).lower() == "external"
            if elsewhere and str(link.get("Type", "")).rpartition("/")[2] != "hyperlink":
                raise InputError(f"'{name}' in the template links to an external resource, which is refused. {_MEND}")
        return
    for instruction in _instructions(root):
        word = (instruction.split() or [""])[0].upper()
        if word and word not in _FIELDS:
            raise InputError(f"'{name}' in the template holds the field {word[:40]}, which is refused. {_MEND}")


def _instructions(root: Any) -> Iterator[str]:
    """The instruction of each field, joined from its runs; fields may be nested."""
    open_fields: list[str] = []
    for node in root.iter():
        if node.tag == qn("w:fldSimple"):
            yield str(node.get(qn("w:instr"), ""))
        elif node.tag == qn("w:instrText"):
            text = node.text or ""
            if open_fields:
                open_fields[-1] += text
            else:
                yield text
        elif node.tag == qn("w:fldChar"):
            kind = node.get(qn("w:fldCharType"))
            if kind == "begin":
                open_fields.append("")
            elif kind == "end" and open_fields:
                yield open_fields.pop()
    yield from open_fields
