"""A ministry's own .docx as the ground of a document: its styles, page, header, footer and logo; nothing in it runs."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from sswgraph.errors import InputError

MOST_BYTES = 20_000_000
MOST_PARTS = 500
MOST_UNPACKED = 100_000_000
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What could run, fetch or hide something: macros, controls, embedded objects and files, other packages.
_REFUSED = re.compile(
    r"(?i)vba|\.bin$|activex|embeddings/|oleobject|\.exe$|\.dll$|\.js$|\.vbs$|\.hta$|attachedtoolbars|customui|afchunk"
    r"|\.html?$|\.mht$|\.rtf$"
)
_FIELDS = re.compile(r"(?i)\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON|LINK|DATABASE|AUTOTEXT)\b")


def opened(template: bytes) -> Any:
    """The template as an empty document that keeps its styles, page, header and footer.

    Raises InputError for a file that is no .docx, is too large, or holds macros, controls, embedded files, links to
    elsewhere or fields that fetch.
    """
    _guard(template)
    try:
        document = Document(io.BytesIO(template))
    except Exception as error:  # python-docx raises what its parts raise: KeyError, ValueError, lxml's own
        raise InputError(f"The template cannot be read as a .docx ({type(error).__name__}). Save it anew.") from None
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    return document


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
            if "[Content_Types].xml" not in names or "word/document.xml" not in names:
                raise InputError(f"The template is no .docx. {_MEND}")
            if _MAIN not in archive.read("[Content_Types].xml"):
                raise InputError(f"The template is no plain .docx (macros, or another kind of file). {_MEND}")
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _look(name, archive.read(name))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"The template is no .docx: it cannot be unpacked. {_MEND}") from None


_MEND = "Save it in Word as 'Word document (.docx)' without macros or embedded files."


def _look(name: str, data: bytes) -> None:
    """What a part of the template must not say."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError(f"'{name}' in the template declares entities, which is refused. {_MEND}")
    if name.endswith(".rels"):
        for link in re.findall(rb"<[\w:]*Relationship\b[^>]*>", data):
            if b'TargetMode="External"' in link and b"/hyperlink" not in link:
                raise InputError(f"'{name}' in the template leads to another place, which is refused. {_MEND}")
        return
    for text in re.findall(rb"(?:instrText[^>]*>|w:instr=\")([^<\"]*)", data):
        if _FIELDS.search(text.decode("utf-8", "replace")):
            raise InputError(f"'{name}' in the template holds a field that fetches or runs something. {_MEND}")
