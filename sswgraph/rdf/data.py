"""The folders that ship beside the code: ``ontology/`` and ``frameworks/``, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def shipped(folder: str) -> Path:
    """A folder of shipped data: inside the installed package, or beside it in a checkout."""
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        if (root / folder).is_dir():
            return root / folder
    raise FileNotFoundError(f"The shipped folder '{folder}' is missing; install sswgraph again.")


def names_in(folder: str, ending: str) -> list[str]:
    """The names of the files in a shipped folder that end like this, sorted; none where there is no such folder."""
    try:
        found = shipped(folder)
    except FileNotFoundError:
        return []
    return sorted(entry.name for entry in found.iterdir() if entry.name.endswith(ending))


def ontology_text(name: str) -> str:
    """One file of the ontology: 'ssw.ttl', 'shapes.ttl' or 'context.jsonld'."""
    return (shipped("ontology") / name).read_text(encoding="utf-8")
