"""The folders that ship beside the code: ``ontology/`` and ``frameworks/``, in a wheel or in a checkout."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped(folder: str) -> Traversable:
    """A folder of shipped data: inside the installed package, or beside it in a checkout."""
    here = resources.files("sswgraph")
    for root in (here / "_data", Path(str(here)).parent):
        place: Traversable = root
        for part in folder.split("/"):
            place = place / part
        if place.is_dir():
            return place
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
