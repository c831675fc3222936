"""A workspace: own frameworks, mapping decisions, place, language and day in one file, so that no call repeats them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sswgraph.catalogue import load, read
from sswgraph.errors import EditionError, InputError
from sswgraph.files import path_of
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import country_problem, language_problem

if TYPE_CHECKING:
    from sswgraph.model import Curriculum, Gap, Plan
    from sswgraph.model.codes import Kind
    from sswgraph.model.lists import Candidates

NAME = "workspace.toml"
_MOST_BYTES = 1_000_000
_KNOWN: dict[str, type] = {
    "frameworks": list,
    "mappings": list,
    "replace": bool,
    "place": str,
    "language": str,
    "day": date,
}
_WANTED = {
    list: "a list of file names",
    bool: "true or false",
    str: "a text in quotes",
    date: "a day such as 2026-11-21",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What one or several files ``workspace.toml`` say, and the verbs with it filled in.

    Attributes:
        folders: Where the files stand.
        graph: What ships, with the own frameworks and mapping decisions on top.
        place: The country or area, such as 'UG'; None: not said.
        language: The language of answers and documents.
        day: The day on which modules must be on offer; None: today.
    """

    folders: tuple[Path, ...]
    graph: CompetencyGraph = field(repr=False)
    place: str | None = None
    language: str = "en"
    day: date | None = None

    def find(
        self, text: str = "", *, kind: Kind | None = None, here: bool = False, limit: int | None = 10
    ) -> Candidates:
        """What is like a text; ``here``: only what belongs to the place of this workspace.

        The rest is as :meth:`CompetencyGraph.find` has it. Raises InputError where ``here`` is asked and no place said.
        """
        return self.graph.find(text, kind=kind, where=self.here() if here else None, limit=limit)

    def here(self) -> str:
        """The place. Raises InputError where the workspace says none."""
        if self.place is None:
            raise InputError(f'The workspace says no place. Write it into {self.folders[0] / NAME}: place = "UG".')
        return self.place

    def gap(self, held: Any, target: str, **how: Any) -> Gap:
        """The gap between what is held and a target at the place of this workspace; see :func:`sswgraph.gap`."""
        from sswgraph.shortfalls.gap import gap

        return gap(self.graph, held, target, **{"where": self.place, **how})

    def plan(self, gap: Gap, **how: Any) -> Plan:
        """The plan that closes a gap on the day of this workspace, and at its place unless the gap was asked for
        another; see :func:`sswgraph.plan`."""
        from sswgraph.planning.plan import plan

        return plan(self.graph, gap, **{"as_of": self.day, "where": None if gap.where else self.place, **how})

    def curriculum(self, subject: str | Sequence[str]) -> Curriculum:
        """The curriculum of a role, a qualification or modules, in the language, for the place and on the day of this
        one."""
        from sswgraph.curricula.build import curriculum

        return curriculum(self.graph, subject, lang=self.language, where=self.place, as_of=self.day)


def workspace(*folders: str | os.PathLike[str]) -> Workspace:
    """Open a workspace: the file ``workspace.toml`` in a folder, or those of several folders together.

    The file is TOML; each line may be left out::

        frameworks = ["xx.ttl"]                # own frameworks, in this order; file names in the folder
        mappings = ["decisions.sssom.tsv"]     # mapping decisions
        replace = true                         # an own framework may stand in place of what ships under its id
        place = "UG"                           # ISO 3166, or a UN M.49 area
        language = "en"
        day = 2026-11-21

    Args:
        folders: The folders. Of several, each adds its frameworks and mappings; place, language and day come from the
            first that says them.

    Returns:
        The workspace, with its ``graph``.

    Raises:
        InputError: No folder, no ``workspace.toml``, a file that it names is not there, or a line that cannot be.
        EditionError: Two frameworks with one id, in one workspace or in two, or one of what ships without ``replace``.
        ParseError, InvalidFrameworkError: What :func:`sswgraph.read` raises.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "workspace.toml").write_text('place = "UG"')
        ...     ours = workspace(folder)
        >>> ours.place, ours.find(kind="cadre", here=True, limit=1)[0].id
        ('UG', 'ug:community-development-officer')
    """
    if not folders:
        raise InputError("Name the folder of the workspace: workspace('ours').")
    settings = [(path_of(folder), _settings(path_of(folder))) for folder in folders]
    return Workspace(
        folders=tuple(folder for folder, _ in settings),
        graph=_graph(settings),
        place=next((one["place"] for _, one in settings if "place" in one), None),
        language=next((one["language"] for _, one in settings if "language" in one), "en"),
        day=next((one["day"] for _, one in settings if "day" in one), None),
    )


def _graph(settings: list[tuple[Path, dict[str, Any]]]) -> CompetencyGraph:
    """What ships with the frameworks of all workspaces on top, then their mappings."""
    graph = load()
    homes: dict[str, Path] = {}
    for folder, said in settings:
        for name in said.get("frameworks", ()):
            before = {framework.id: framework for framework in graph.frameworks}
            try:
                graph = read(folder / name, base=graph, replace=bool(said.get("replace")))
            except EditionError as error:
                twice = next((one for one in homes if f"'{one}'" in error.problem), None)
                if twice is not None:
                    raise _twice(twice, homes[twice], folder / name) from None
                fix = f'Leave it out, or write "replace = true" into {folder / NAME} to put it in its place.'
                raise EditionError(f"{folder / name}: {error.problem}", fix) from None
            for own in (one.id for one in graph.frameworks if before.get(one.id) is not one):
                if own in homes:
                    raise _twice(own, homes[own], folder / name)
                homes[own] = folder / name
    for folder, said in settings:
        for name in said.get("mappings", ()):
            graph = read(folder / name, base=graph)
    return graph


def _twice(identifier: str, first: Path, second: Path) -> EditionError:
    told = f"The framework '{identifier}' is in two files: {first} and {second}."
    return EditionError(told, "A graph holds one edition of a framework; leave one of them out.")


def _settings(folder: Path) -> dict[str, Any]:
    """What the file of a workspace says, every line of it checked."""
    file = folder / NAME
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Name the folder that holds {NAME}.")
    if not file.is_file():
        raise InputError(f"{folder} is no workspace: it holds no {NAME}. Make one; it may be empty.")
    if file.stat().st_size > _MOST_BYTES:
        raise InputError(f"{file} is too large for a workspace.")
    try:
        found = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f'{file}: this is no TOML: {error}. Write lines such as place = "UG".') from None
    for name, value in found.items():
        _require(file, name, value)
    for name in (*found.get("frameworks", ()), *found.get("mappings", ())):
        if not (folder / name).is_file():
            near = get_close_matches(name, sorted(one.name for one in folder.iterdir()), n=2)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            raise InputError(f"{file} names {name}, which is not in {folder}.{meant}")
    return found


def _require(file: Path, name: str, value: Any) -> None:
    """Raises InputError, naming file and line by its name, for a line that cannot be."""
    if name not in _KNOWN:
        near = get_close_matches(name, _KNOWN, n=1)
        meant = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(_KNOWN)}."
        raise InputError(f"{file}: '{name[:100]}' means nothing here. {meant}")
    wanted = _KNOWN[name]
    kind: type = type(value)  # exactly: a day with a time is none, and true is no number
    if kind is not wanted or (wanted is list and not all(isinstance(one, str) and one for one in value)):
        raise InputError(f"{file}: {name}: here belongs {_WANTED[wanted]}.")
    for one in value if wanted is list else ():
        if one.lower().endswith(".tsv") is (name == "frameworks"):
            other = "mappings" if name == "frameworks" else "frameworks"
            raise InputError(f"{file}: {name}: {one} belongs into '{other}'; mapping tables end in .sssom.tsv.")
    problem = country_problem(value) if name == "place" else language_problem(value) if name == "language" else None
    if problem is not None:
        raise InputError(f"{file}: {name}: {problem}")
