"""Runs the tutorials and writes their outputs anew: ``python -m docs.make_tutorials``. A test holds them up to date.

The notebooks themselves are the truth. No Jupyter is needed: each cell is run as Python, in one process for each
notebook and in an empty folder, and what it prints and what its last line gives are its outputs.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path
from pprint import pformat
from typing import Any

FOLDER = Path(__file__).parent / "tutorials"
# What is kept of what a result offers: enough to read it on any page, and small.
_KEPT = ("text/plain", "text/markdown", "image/svg+xml")


class CellError(Exception):
    """A cell that cannot be run: which notebook, which cell, and why."""


def notebooks() -> list[Path]:
    """The tutorials in their order."""
    return sorted(FOLDER.glob("*.ipynb"))


def read(path: Path) -> dict[str, Any]:
    """A notebook as it stands in its file."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def renewed(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """The notebook with the outputs that its cells have now; a cell that needs what is not there keeps its own.

    Raises:
        CellError: For a cell that fails.
    """
    made = deepcopy(notebook)
    names: dict[str, Any] = {"__name__": "__main__"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for number, cell in enumerate(made["cells"], 1):
            if cell["cell_type"] != "code" or _lacks(cell):
                continue
            try:
                cell["outputs"] = list(_outputs("".join(cell["source"]), names, number))
            except Exception as error:
                raise CellError(f"{name}, cell {number}: {type(error).__name__}: {error}") from error
            cell["execution_count"] = number
    return made


def _lacks(cell: dict[str, Any]) -> bool:
    """Whether a cell is marked as needing a package that is not installed."""
    return any(tag.startswith("needs-") and not find_spec(tag[6:]) for tag in cell["metadata"].get("tags", ()))


def _outputs(source: str, names: dict[str, Any], number: int) -> Iterator[dict[str, Any]]:
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(tree, f"cell {number}", "exec"), names)
        value = None if last is None else eval(compile(last, f"cell {number}", "eval"), names)
    if said.getvalue():
        yield {"name": "stdout", "output_type": "stream", "text": _lines(said.getvalue())}
    if value is not None:
        data = {kind: _lines(text) for kind, text in _forms(value).items()}
        yield {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}


def _forms(value: Any) -> dict[str, str]:
    offered = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {}
    kept = {kind: str(offered[kind]) for kind in sorted(offered) if kind in _KEPT}
    return kept or {"text/plain": pformat(value, width=79, sort_dicts=False)}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def written(notebook: dict[str, Any]) -> str:
    """A notebook as the text of its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def differences(stored: dict[str, Any], name: str) -> list[str]:
    """Where the stored outputs are not those of today: notebook, cell, what was and what is."""
    now = renewed(stored, name)
    return [
        f"{name}, cell {number}: stored {_short(one)}, now {_short(other)}"
        for number, (one, other) in enumerate(zip(stored["cells"], now["cells"], strict=True), 1)
        if one != other
    ]


def _short(cell: dict[str, Any]) -> str:
    said = "".join(_texts(cell["outputs"]))
    return repr(said if len(said) <= 2000 else said[:2000] + " …")


def _texts(outputs: Iterable[dict[str, Any]]) -> Iterator[str]:
    for output in outputs:
        for text in output["data"].values() if "data" in output else [output["text"]]:
            yield "".join(text)


def page(notebook: dict[str, Any], name: str) -> tuple[str, dict[str, str]]:
    """A notebook as a page of Markdown, and the pictures beside it by file name."""
    parts: list[str] = []
    pictures: dict[str, str] = {}
    for number, cell in enumerate(notebook["cells"], 1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        for output in cell["outputs"]:
            data = {kind: "".join(text) for kind, text in output.get("data", {}).items()}
            if "image/svg+xml" in data:
                file = f"{name}-{number}.svg"
                pictures[file] = data["image/svg+xml"]
                parts.append(f"![{data['text/plain']}]({file})")
            elif "text/markdown" in data:
                parts.append(_quoted_headings(data["text/markdown"]))
            else:
                parts.append(f"```text\n{data.get('text/plain') or ''.join(output['text'])}\n```")
    return "\n\n".join(parts) + "\n", pictures


def _quoted_headings(markdown: str) -> str:
    """An answer inside a page: its headings are no headings of the page."""
    lines = [f"**{line.lstrip('#').strip()}**" if line.startswith("#") else line for line in markdown.splitlines()]
    return "\n".join(lines)


def main() -> None:
    """Renew every tutorial."""
    for path in notebooks():
        path.write_text(written(renewed(read(path), path.stem)), encoding="utf-8", newline="\n")
        print(path.relative_to(Path(os.path.commonpath([Path.cwd(), path]))))


if __name__ == "__main__":
    main()
