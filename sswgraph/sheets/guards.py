"""Checks workbooks before anything is unpacked or parsed, and finds merged cells.

Only the first of merged cells holds anything, so that content of the others would be lost without notice.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from sswgraph.errors import ParseError
from sswgraph.files import path_of
from sswgraph.messages import Message, message

DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


MAX_BYTES, MAX_UNPACKED, MAX_MEMBERS = 50_000_000, 200_000_000, 1_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MACROS = re.compile(r"vbaproject|macrosheets/|activex/", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")
_CHUNK = 1 << 20
_LONGEST = 4 * _CHUNK  # the most bytes between two signs '<'
LAST_ROW = 1_048_576  # of the format; openpyxl would create every row before one with a higher number
_ROW = re.compile(rb"""<(?:\w+:)?row(?=\s)[^<]*?\sr\s*=\s*["']([^"'<]*)["']""")


def read_package(path: str | os.PathLike[str]) -> bytes:
    """The bytes of an .xlsx file that is safe to unpack.

    Raises OSError where there is no such file.

    Args:
        path (str | PathLike): The file.

    Returns:
        The bytes.

    Raises:
        ParseError: The file is not a regular file or too large, or :func:`require_package` refuses it.
    """
    file = path_of(path)
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ParseError("This is not an ordinary file.", file=file.name, hint="Give the path of a workbook (.xlsx).")
    if status.st_size > MAX_BYTES:
        raise ParseError(f"This file has {status.st_size:,} bytes; at most {MAX_BYTES:,} are read.", file=file.name)
    return require_package(file.read_bytes(), file.name)


def require_package(data: bytes, name: str) -> bytes:
    """The same bytes, if they are a workbook that is safe to unpack.

    Args:
        data (bytes): The file.
        name (str): Its name, for errors.

    Returns:
        The bytes.

    Raises:
        ParseError: The file is too large, protected by a password, not a workbook, damaged, has macros, or would grow
            without measure when unpacked; the hint says how to fix it.
    """
    if len(data) > MAX_BYTES:
        raise ParseError(f"This file has {len(data):,} bytes; at most {MAX_BYTES:,} are read.", file=name)
    if data.startswith(_OLE):
        hint = "Take the password off, or save it as 'Excel Workbook (.xlsx)'."
        raise ParseError("This workbook is protected by a password or has the old .xls form.", file=name, hint=hint)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _require_workbook(package, name)
            _require_plain_xml(package, name)
            _require_rows(package, name)
    except ParseError:
        raise
    except DAMAGED as error:
        hint = "Open it in Excel or LibreOffice and save it as .xlsx again, or ask for another copy."
        raise ParseError("This is not a workbook, or a damaged one.", file=name, hint=hint) from error
    return data


def _require_workbook(package: zipfile.ZipFile, name: str) -> None:
    members = package.infolist()
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        problem = f"This file would unpack to more than {MAX_UNPACKED:,} bytes or {MAX_MEMBERS:,} parts."
        raise ParseError(problem, file=name, hint="Ask for another copy.")
    if any(member.flag_bits & 1 for member in members):
        raise ParseError("This file is encrypted.", file=name, hint="Take the password off.")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        hint = "Save it as 'Excel Workbook (.xlsx)'."
        raise ParseError("This is not an Excel workbook.", file=name, hint=hint)
    kinds = package.read("[Content_Types].xml")
    if b"macroEnabled" in kinds or any(_MACROS.search(member) for member in names):
        raise ParseError("This workbook holds macros, which are never read.", file=name, hint="Save it as .xlsx.")


def _require_plain_xml(package: zipfile.ZipFile, name: str) -> None:
    """No part may declare entities or be in another encoding; no office program writes such a part."""
    for member in package.infolist():
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with package.open(member) as stream:
            tail = b""
            for number, chunk in enumerate(iter(lambda: stream.read(_CHUNK), b"")):
                if number == 0:
                    declared = _ENCODING.match(chunk.removeprefix(b"\xef\xbb\xbf"))
                    foreign = declared is not None and declared[1].lower() not in (b"utf-8", b"utf8")
                    if foreign or chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in chunk[:4]:
                        hint = "Save it again with Excel or LibreOffice."
                        raise ParseError(f"Its part {member.filename} is not UTF-8.", file=name, hint=hint)
                if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                    hint = "Save it again with Excel or LibreOffice."
                    raise ParseError(f"Its part {member.filename} declares entities.", file=name, hint=hint)
                tail = chunk[-16:]


def _require_rows(package: zipfile.ZipFile, name: str) -> None:
    """The rows of a sheet are in order, up to the last that a sheet may have."""
    for member in package.namelist():
        if not member.lower().startswith("xl/worksheets/") or not member.lower().endswith(".xml"):
            continue
        with package.open(member) as stream:
            before, rest = 0, b""
            for chunk in iter(lambda: stream.read(_CHUNK), b""):
                rest += chunk
                cut = rest.rfind(b"<")
                for found in _ROW.finditer(rest, 0, max(cut, 0)):
                    said = found[1].decode("ascii", "replace").strip()
                    number = int(said) if said.isdecimal() and len(said) < 10 else 0
                    if not before < number <= LAST_ROW:
                        hint = "Save it again with Excel or LibreOffice, or ask for another copy."
                        raise ParseError(f"A sheet has a row '{said[:20]}' out of order.", file=name, hint=hint)
                    before = number
                rest = rest[max(cut, 0) :]
                if len(rest) > _LONGEST:
                    raise ParseError(f"Its part {member} holds something without an end.", file=name)


_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')


def merged_in(sheet: Any, package: zipfile.ZipFile) -> Iterator[tuple[str, int, str, int]]:
    """The ranges of merged cells of a sheet that is read row by row.

    Args:
        sheet (Any): The sheet, as openpyxl gives it.
        package (zipfile.ZipFile): The workbook.

    Yields:
        The first column and row, then the last column and row, of each range.
    """
    path = str(getattr(sheet, "_worksheet_path", ""))
    found = _MERGED.findall(package.read(path)) if path in package.namelist() else []
    for left, top, right, bottom in found:
        yield left.decode(), int(top), right.decode(), int(bottom)


def merged_problem(left: str, top: int, right: str, bottom: int) -> tuple[Message, Message]:
    """The problem of a range of merged cells, and its fix."""
    return message("cell.merged", first=f"{left}{top}", last=f"{right}{bottom}"), message("cell.merged-fix")
