"""What the commands have in common: options, the graph they ask, what is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

import sswgraph as ssw
from sswgraph import __version__
from sswgraph.cli.output import Options, tell, working, write
from sswgraph.errors import EditionError
from sswgraph.exchange.plain import read_profile
from sswgraph.exchange.registry import BY_ENDING
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import language_problem, languages
from sswgraph.model import Framework, Profile
from sswgraph.pages.element import Part


@click.group(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="sswgraph", message="%(prog)s %(version)s")
@click.pass_context
def application(context: click.Context) -> None:
    """Competency frameworks of the social service workforce: what is lacking, and which training closes it.

    Begin with: sswgraph tour
    """
    if context.invoked_subcommand is None:
        write(context.get_help() + "\n")


Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)


def _language(_context: click.Context, _parameter: click.Parameter, tag: str) -> str:
    problem = language_problem(tag)
    if problem is not None:
        raise click.BadParameter(problem.render())
    if not {tag.lower(), tag.lower().partition("-")[0]} & set(languages()):
        tell("no-language", tag, asked=tag, known=languages())
    return tag


def speaking(command: Command) -> Command:
    """The options of every command that answers: --lang, --json, -o, --force; given on as one ``options``."""

    @wraps(command)
    def gathered(lang: str, json: bool, output: Path | None, force: bool, **others: Any) -> Any:
        return command(options=Options(lang=lang, json=json, output=output, force=force), **others)

    made: Any = gathered
    for option in (
        click.option("--force", is_flag=True, help="Replace the file of -o if it is there."),
        click.option(
            "-o",
            "--output",
            type=FILE,
            help="Write to this file: .docx, .pdf, .html, .md, .xlsx, .json, or .tsv where the answer is a table.",
        ),
        click.option("--json", is_flag=True, help="Answer in JSON (see docs/json.md)."),
        click.option(
            "--lang",
            default="en",
            envvar="SSWGRAPH_LANG",
            show_default=True,
            callback=_language,
            metavar="TAG",
            help="Language of the answer, such as en or fr.",
        ),
    ):
        made = option(made)
    return made  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Loads:
    """The files of --load, and whether a framework in them takes the place of one with the same id."""

    files: tuple[Path, ...] = ()
    replace: bool = False

    def onto(self, g: CompetencyGraph | None) -> CompetencyGraph | None:
        """The graph with these files on top. A framework that is there is told in the words of the command line."""
        for file in self.files:
            try:
                g = ssw.read(file, base=g, replace=self.replace)
            except EditionError as error:
                raise EditionError(f"{file}: {error.problem}", "Add --replace to load the file in its place.") from None
        return g


def loading(command: Command) -> Command:
    """The options --load and --replace, given on as one ``extra``."""

    @wraps(command)
    def gathered(load: tuple[Path, ...], replace: bool, **others: Any) -> Any:
        return command(extra=Loads(load, replace), **others)

    made: Any = gathered
    for option in (
        click.option("--replace", is_flag=True, help="Load a file in place of a framework with the same id."),
        click.option(
            "--load",
            multiple=True,
            type=FILE,
            metavar="FILE",
            help="Also load this framework (.ttl) or mapping table (.sssom.tsv). May be repeated.",
        ),
    ):
        made = option(made)
    return made  # type: ignore[no-any-return]


def graph(extra: Loads, lang: str) -> CompetencyGraph:
    """Everything that ships, with further files on top."""
    with working(lang):
        g = ssw.load()
        return extra.onto(g) or g


def framework_named(g: CompetencyGraph, given: str) -> Framework:
    """The framework of this id in the graph, or the one in a file, which may be another edition of a loaded one."""
    if Path(given).suffix.lower() in BY_ENDING and given not in g:
        return ssw.read(given).frameworks[0]
    return g.framework(given)


def held_of(ids: Sequence[str], profile: Path | None) -> list[str | Profile]:
    """What is held: ids, and a profile from a file. Raises a usage error where there is neither."""
    held: list[str | Profile] = list(ids)
    if profile is not None:
        held.append(read_profile(profile))
    if not held:
        raise click.UsageError("Say what is held: the id of a role, qualification or module, or --profile FILE.")
    return held


def target_of(ids: Sequence[str], to: str | None, command: str) -> str:
    """The target. Where ``--to`` is missing, the error shows the whole command as it was probably meant."""
    if to is not None:
        return to
    meant = f" Did you mean: sswgraph {command} {' '.join(ids[:-1])} --to {ids[-1]}" if len(ids) > 1 else ""
    raise click.UsageError(f"Say what it is to lead to with --to TARGET.{meant}")


def speaking_of(g: CompetencyGraph, identifier: str) -> tuple[Part, ...]:
    """Every node and mapping that names this one in some field, in order of kind and id."""
    parts: list[Part] = [*(g[other] for other in g), *g.mappings]
    found = [part for part in parts if part.id != identifier and _names(part, identifier)]
    return tuple(sorted(found, key=lambda part: (part.kind, part.id)))


def _names(part: Part, identifier: str) -> bool:
    values = [getattr(part, field.name) for field in fields(part)]
    return any(value == identifier or (isinstance(value, tuple) and identifier in value) for value in values)
