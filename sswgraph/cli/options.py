"""What the commands have in common: options, the graph they ask, what is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

import sswgraph as ssw
from sswgraph._version import __version__
from sswgraph.cli.output import Options, tell, working, write
from sswgraph.errors import EditionError
from sswgraph.frozen import dataclass
from sswgraph.messages import language_problem, languages

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph
    from sswgraph.model import Framework, Profile
    from sswgraph.progress import Told
    from sswgraph.workspaces import Workspace

# Every command: which module of this room has it, and what it does in a few words; in the order of use.
COMMANDS = {
    "tour": ("commands", "See the main question answered on real data."),
    "frameworks": ("commands", "List the frameworks: edition, contents, evidence."),
    "find": ("commands", "Find elements by name, kind or place."),
    "show": ("commands", "Show one element: rules, fields, evidence."),
    "gap": ("commands", "Show what is lacking between what is held and a target."),
    "matrix": ("careers", "Show how much stays open from role to role."),
    "plan": ("commands", "Plan the steps that close a gap at least cost."),
    "why": ("commands", "Show every way that a plan considered."),
    "again": ("commands", "Ask a saved answer anew: what changed since."),
    "coverage": ("careers", "Show who serves which function, and what nobody does."),
    "routes": ("careers", "Show the best ways from one role to another."),
    "team": ("careers", "Show who of a team lacks what, by code."),
    "numbers": ("careers", "Show every figure on the workforce."),
    "curriculum": ("documents", "Write the curriculum of a role or a qualification."),
    "document": ("documents", "Write another document, such as a role card."),
    "new": ("authoring", "Begin a framework of your own, as a workbook."),
    "preview": ("authoring", "Show what reading a workbook would change."),
    "adapt": ("adaptation", "Copy a framework for a country to change."),
    "menu": ("authoring", "Write a framework as a menu to choose from."),
    "select": ("authoring", "Choose from a framework, with the safeguards."),
    "tasks": ("authoring", "Go from daily tasks to competencies."),
    "compare": ("adaptation", "Compare two frameworks, safeguards first."),
    "compare-many": ("adaptation", "Compare several adaptations of one framework."),
    "countries": ("adaptation", "Compare countries through a reference."),
    "rebase": ("adaptation", "Move an adaptation to a new edition of its base."),
    "align": ("adaptation", "Suggest mappings between two frameworks."),
    "review": ("review", "Decide in a workbook, and read the groups' copies."),
    "evidence": ("provenance", "Show who says one thing, where, in which words."),
    "attestation": ("provenance", "Show which source attests which competency."),
    "completeness": ("provenance", "Show what a framework holds and what it lacks."),
    "check": ("commands", "Check framework files and mapping tables."),
    "export": ("commands", "Export frameworks as RDF, JSON-LD or GraphML."),
    "completion": ("commands", "Print the script for completion in a shell."),
}


class Commands(click.Group):
    """The commands, of which only the one that is asked for is imported."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            near = get_close_matches(name, COMMANDS, n=1)
            context.fail(f"No such command '{name}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        import_module(f"sswgraph.cli.{COMMANDS[name][0]}")
        return super().get_command(context, name)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="sswgraph", message="%(prog)s %(version)s")
@click.option(
    "--workspace",
    multiple=True,
    type=click.Path(path_type=Path),
    envvar="SSWGRAPH_WORKSPACE",
    metavar="FOLDER",
    help="Use the frameworks, mappings, place, language and day of FOLDER/workspace.toml. May be repeated.",
)
@click.pass_context
def application(context: click.Context, workspace: tuple[Path, ...]) -> None:
    """Competency frameworks of the social service workforce: what is lacking, and which training closes it.

    Begin with: sswgraph tour
    """
    if context.invoked_subcommand is None:
        write(context.get_help() + "\n")


Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)


def _language(context: click.Context, parameter: click.Parameter, tag: str) -> str:
    if context.get_parameter_source(parameter.name or "") is ParameterSource.DEFAULT and not context.resilient_parsing:
        ours = opened()
        tag = ours.language if ours is not None else tag
    problem = language_problem(tag)
    if problem is not None:
        raise click.BadParameter(problem.render())
    if not {tag.lower(), tag.lower().partition("-")[0]} & set(languages()):
        tell("no-language", tag, asked=tag, known=languages())
    return tag


def detailed(command: Command) -> Command:
    """--detail: what people sign, or all of it."""
    help = "sign: what people sign; full: with ids, evidence and what it was made from. Files: sign unless said."
    return click.option("--detail", type=click.Choice(("sign", "full")), help=help)(command)


def speaking(command: Command) -> Command:
    """The options of every command that answers: --lang, --full, --json, -o, --force; given on as one ``options``."""

    @wraps(command)
    def gathered(lang: str, full: bool, json: bool, output: Path | None, force: bool, **others: Any) -> Any:
        options = Options(lang=lang, json=json, output=output, force=force, full=full)
        return command(options=options, **others)

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
        click.option("--full", is_flag=True, help="Print also what is folded away. Files always have it."),
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

    def onto(self, g: CompetencyGraph | None, told: Told = None) -> CompetencyGraph | None:
        """The graph with these files on top; ``told`` is given how far a workbook is read. A framework that is there is
        told in the words of the command line."""
        for file in self.files:
            try:
                g = ssw.read(file, base=g, replace=self.replace, progress=told)
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
            help="Also load this framework (.ttl, .xlsx) or mapping table (.sssom.tsv). May be repeated.",
        ),
    ):
        made = option(made)
    return made  # type: ignore[no-any-return]


def matrix_too(command: Command) -> Command:
    """The option --matrix, of the commands that write a framework as a workbook."""
    told = "Of a workbook, write who needs what as a matrix too."
    return click.option("--matrix", is_flag=True, help=told)(command)


def opened() -> Workspace | None:
    """The workspace of ``--workspace``, opened when it is first asked for; None where none was named."""
    root = click.get_current_context().find_root()
    folders = root.params.get("workspace") or ()
    if folders and root.obj is None:
        root.obj = ssw.workspace(*folders)
    return root.obj if folders else None


def place_of_workspace(instead_of: str) -> str:
    """The place of the workspace, instead of an option. Raises a usage error where there is none."""
    ours = opened()
    if ours is None or ours.place is None:
        raise click.UsageError(f"{instead_of} needs a workspace that says its place: sswgraph --workspace FOLDER …")
    return ours.place


def placed(told: str) -> Any:
    """The option --where, which may be repeated: the places named, else that of the workspace, else None."""

    def asked(context: click.Context, _parameter: click.Parameter, codes: Sequence[str]) -> Sequence[str] | None:
        ours = None if codes or context.resilient_parsing else opened()
        return codes or (ours.place if ours is not None else None)

    return click.option("--where", multiple=True, metavar="CODE", callback=asked, help=told)


def graph(extra: Loads, lang: str) -> CompetencyGraph:
    """Everything that ships, or the graph of the workspace, with further files on top."""
    with working(lang) as told:
        ours = opened()
        g = ours.graph if ours is not None else ssw.load(progress=told)
        return extra.onto(g, told) or g


def framework_named(g: CompetencyGraph, given: str) -> Framework:
    """The framework of this id in the graph, or the one in a file, which may be another edition of a loaded one."""
    from sswgraph.exchange.registry import BY_ENDING

    if Path(given).suffix.lower() in BY_ENDING and given not in g:
        return ssw.read(given).frameworks[0]
    return g.framework(given)


def ids_like(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The ids that begin so, for the completion of a shell; nothing where they cannot be had."""
    try:
        folders = context.find_root().params.get("workspace") or ()
        g = ssw.workspace(*folders).graph if folders else ssw.load()
        return [one for one in g if one.startswith(incomplete)]
    except (ssw.errors.SswgraphError, OSError):
        return []


def held_of(ids: Sequence[str], profile: Path | None, nothing: bool = False) -> list[str | Profile]:
    """What is held: ids, and a profile from a file. Raises a usage error where neither is there."""
    if nothing:
        if ids or profile is not None:
            raise click.UsageError("--from-nothing is for somebody who holds nothing. Leave it or what is held out.")
        return []
    held: list[str | Profile] = list(ids)
    if profile is not None:
        held.append(ssw.read_profile(profile))
    if not held:
        raise click.UsageError(
            "Say what is held: the id of a role, qualification or module, --profile FILE, or --from-nothing."
        )
    return held


def target_of(ids: Sequence[str], to: str | None, command: str) -> str:
    """The target. Where ``--to`` is missing, the error shows the whole command as it was probably meant."""
    if to is not None:
        return to
    meant = f" Did you mean: sswgraph {command} {' '.join(ids[:-1])} --to {ids[-1]}" if len(ids) > 1 else ""
    raise click.UsageError(f"Say what it is to lead to with --to TARGET.{meant}")
