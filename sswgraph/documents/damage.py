"""What Python's readers raise for a zip package (.docx, .xlsx) that is damaged; each door says it in its own words."""

from __future__ import annotations

import struct
import zipfile
import zlib

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
