"""Workspaces: own frameworks, mapping decisions, place, language and day in one file, so that no call repeats them."""

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
    """The settings of one or several files ``workspace.toml``, and the functions that use them.

    Attributes:
        folders: The folders of the files.
        graph: The shipped frameworks with the own frameworks and mapping decisions.
        place: The country or area, as a code such as 'UG'; None: not stated.
        language: The language of answers and documents, as a tag; 'en' where not stated.
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
        """Find elements by name; see :meth:`CompetencyGraph.find`.

        Args:
            text (str): The name or id to look for; empty: everything of this kind or place.
            kind (Kind | None): The kind of elements; None: every kind.
            here (bool): Whether only what belongs to the place of this workspace is found.
            limit (int | None): At most so many; None: all.

        Returns:
            The elements found, best first.

        Raises:
            InputError: If ``here`` is asked and the workspace states no place, or there is no such kind.
        """  # noqa: DOC502 - here and find raise
        return self.graph.find(text, kind=kind, where=self.here() if here else None, limit=limit)

    def here(self) -> str:
        """Return the place of this workspace.

        Returns:
            The code.

        Raises:
            InputError: If the workspace states no place.
        """
        if self.place is None:
            raise InputError(f'The workspace states no place. Write it into {self.folders[0] / NAME}: place = "UG".')
        return self.place

    def gap(self, held: Any, target: str, **how: Any) -> Gap:
        """Compute the gap between what is held and a target at the place of this workspace.

        Args:
            held (Any): What is held, as :func:`sswgraph.gap` takes it.
            target (str): The id of the target.
            **how (Any): Further parameters of :func:`sswgraph.gap`.

        Returns:
            The gap.
        """
        from sswgraph.shortfalls.gap import gap

        return gap(self.graph, held, target, **{"where": self.place, **how})

    def plan(self, gap: Gap, **how: Any) -> Plan:
        """Compute the plan that closes a gap, on the day and at the place of this workspace.

        Args:
            gap (Gap): The gap; where it was computed for a place, the plan is for that place.
            **how (Any): Further parameters of :func:`sswgraph.plan`.

        Returns:
            The plan.
        """
        from sswgraph.planning.plan import plan

        return plan(self.graph, gap, **{"as_of": self.day, "where": None if gap.where else self.place, **how})

    def curriculum(self, subject: str | Sequence[str]) -> Curriculum:
        """Make a curriculum in the language, for the place and on the day of this workspace.

        Args:
            subject (str | Sequence[str]): The id of a role or qualification, or ids of modules.

        Returns:
            The curriculum.
        """
        from sswgraph.curricula.build import curriculum

        return curriculum(self.graph, subject, lang=self.language, where=self.place, as_of=self.day)


def workspace(*folders: str | os.PathLike[str]) -> Workspace:
    """Open the workspace of a folder, or those of several folders together.

    The file ``workspace.toml`` has these lines, each of which may be left out::

        frameworks = ["xx.ttl"]                # own frameworks, in this order; file names in the folder
        mappings = ["decisions.sssom.tsv"]     # mapping decisions
        replace = true                         # an own framework may replace the shipped one with its id
        place = "UG"                           # ISO 3166, or a UN M.49 area
        language = "en"
        day = 2026-11-21

    Args:
        *folders (str | os.PathLike[str]): The folders. Each adds its frameworks and mappings; place, language and day
            are those of the first that states them.

    Returns:
        The workspace, with its ``graph``.

    Raises:
        InputError: If there is no such folder, no ``workspace.toml`` in it, a file named in it is missing, or a line
            is not valid.
        EditionError: If two frameworks have one id, in one workspace or in two, or one has the id of a shipped
            framework without ``replace``.
        ParseError: If a file cannot be read.
        InvalidFrameworkError: If a framework breaks rules.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "workspace.toml").write_text('place = "UG"')
        ...     ours = workspace(folder)
        >>> ours.place, ours.find(kind="cadre", here=True, limit=1)[0].id
        ('UG', 'ug:community-development-officer')
    """  # noqa: DOC502 - read raises
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
    """The shipped frameworks with the frameworks of all workspaces, then their mappings."""
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
                fix = f'Leave it out, or write "replace = true" into {folder / NAME} to use it instead.'
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
    problem = f"The framework '{identifier}' is in two files: {first} and {second}."
    return EditionError(problem, "A graph holds one edition of a framework; leave one of them out.")


def _settings(folder: Path) -> dict[str, Any]:
    """The settings in the file of a workspace, each checked."""
    file = folder / NAME
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Name the folder that holds {NAME}.")
    if not file.is_file():
        raise InputError(f"{folder} is not a workspace: it holds no {NAME}. Create one; it may be empty.")
    if file.stat().st_size > _MOST_BYTES:
        raise InputError(f"{file} is too large for a workspace.")
    try:
        found = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f'{file}: this is not valid TOML: {error}. Write lines such as place = "UG".') from None
    for name, value in found.items():
        _require(file, name, value)
    for name in (*found.get("frameworks", ()), *found.get("mappings", ())):
        if not (folder / name).is_file():
            near = get_close_matches(name, sorted(one.name for one in folder.iterdir()), n=2)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            raise InputError(f"{file} names {name}, which is not in {folder}.{meant}")
    return found


def _require(file: Path, name: str, value: Any) -> None:
    """Raise InputError, with the file and the name of the line, for a line that is not valid."""
    if name not in _KNOWN:
        near = get_close_matches(name, _KNOWN, n=1)
        meant = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(_KNOWN)}."
        raise InputError(f"{file}: '{name[:100]}' is not a setting of a workspace. {meant}")
    wanted = _KNOWN[name]
    kind: type = type(value)  # exactly: a day with a time is not a day, and true is not a number
    if kind is not wanted or (wanted is list and not all(isinstance(one, str) and one for one in value)):
        raise InputError(f"{file}: {name}: expected {_WANTED[wanted]}.")
    for one in value if wanted is list else ():
        if one.lower().endswith(".tsv") is (name == "frameworks"):
            other = "mappings" if name == "frameworks" else "frameworks"
            raise InputError(f"{file}: {name}: {one} belongs under '{other}'; mapping tables end in .sssom.tsv.")
    problem = country_problem(value) if name == "place" else language_problem(value) if name == "language" else None
    if problem is not None:
        raise InputError(f"{file}: {name}: {problem}")
