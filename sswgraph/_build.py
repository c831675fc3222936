"""The build hook: it puts the compiled form of what ships into the wheel (see ``exchange/compiled.py``)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledForm(BuildHookInterface[Any]):
    """Made anew for every wheel, from the texts that the wheel holds; an editable installation reads the texts."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from sswgraph.catalogue import COMPILED, compiled
        finally:
            sys.path.remove(self.root)
        self._folder = Path(tempfile.mkdtemp())
        (self._folder / COMPILED).write_bytes(compiled())
        build_data["force_include"][str(self._folder / COMPILED)] = f"sswgraph/_data/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            shutil.rmtree(self._folder)
