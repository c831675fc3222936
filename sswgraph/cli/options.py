"""What the commands share: the table of commands, options, the graph that they ask, what is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

import sswgraph as ssw
from sswgraph._version import __version__
from sswgraph.cli.output import Options, notify, working, write
from sswgraph.errors import EditionError
from sswgraph.frozen import dataclass
from sswgraph.messages import language_problem, languages

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph
    from sswgraph.model import Framework, Profile
    from sswgraph.progress import Progress
    from sswgraph.workspaces import Workspace

# Every command: the module that has it, and what it does in a few words; in the order of use.
COMMANDS = {
    "tour": ("commands", "See the main question answered on real data."),
    "frameworks": ("commands", "List the frameworks: edition, contents, evidence."),
    "find": ("commands", "Find elements by name, kind or place."),
    "show": ("commands", "Show one element: rules, fields, evidence."),
    "gap": ("commands", "Show what is lacking between what is held and a target."),
    "matrix": ("careers", "Show how much stays open from role to role."),
    "gaps": ("careers", "Show how many of several profiles lack what."),
    "plan": ("commands", "Plan the steps that close a gap at least cost."),
    "why": ("commands", "Show every way that a plan considered."),
    "again": ("commands", "Ask a saved answer again: what has changed since."),
    "coverage": ("careers", "Show who serves which function, and what nobody does."),
    "routes": ("careers", "Show the best routes from one role to another."),
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
    "evidence": ("provenance", "Show who states something, where, in which words."),
    "attestation": ("provenance", "Show which source attests which competency."),
    "completeness": ("provenance", "Show what a framework holds and what it lacks."),
    "check": ("commands", "Check framework files and mapping tables."),
    "export": ("commands", "Export frameworks as RDF, JSON-LD or GraphML."),
    "completion": ("commands", "Print the script for completion in a shell."),
}


class Commands(click.Group):
    """The commands; only the module of the one asked for is imported."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names of all commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command with this name; a usage error with a near name where there is none."""
        if name not in COMMANDS:
            near = get_close_matches(name, COMMANDS, n=1)
            context.fail(f"No such command '{name}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        import_module(f"sswgraph.cli.{COMMANDS[name][0]}")
        return super().get_command(context, name)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands, without importing them."""
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
        ours = current_workspace()
        tag = ours.language if ours is not None else tag
    problem = language_problem(tag)
    if problem is not None:
        raise click.BadParameter(problem.render())
    if not {tag.lower(), tag.lower().partition("-")[0]} & set(languages()):
        notify("no-language", tag, asked=tag, known=languages())
    return tag


def detailed(command: Command) -> Command:
    """Add the option --detail: what people sign, or everything."""
    help = "sign: what people sign; full: also ids, evidence and what it was made from. Default for files: sign."
    return click.option("--detail", type=click.Choice(("sign", "full")), help=help)(command)


def answering(command: Command) -> Command:
    """Add the options of every command that answers, passed on as one ``options``."""

    @wraps(command)
    def gathered(lang: str, full: bool, json: bool, output: Path | None, force: bool, **others: Any) -> Any:
        options = Options(lang=lang, json=json, output=output, force=force, full=full)
        return command(options=options, **others)

    made: Any = gathered
    for option in (
        click.option("--force", is_flag=True, help="Replace the file of -o if it exists."),
        click.option(
            "-o",
            "--output",
            type=FILE,
            help="Write to this file: .docx, .pdf, .html, .md, .xlsx, .json; .tsv for tables, .svg for pictures.",
        ),
        click.option("--json", is_flag=True, help="Answer in JSON (see docs/json.md)."),
        click.option("--full", is_flag=True, help="Also print collapsed parts. Files always contain them."),
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
    """The files of --load, and whether a framework in them replaces one with the same id."""

    files: tuple[Path, ...] = ()
    replace: bool = False

    def onto(self, g: CompetencyGraph | None, progress: Progress = None) -> CompetencyGraph | None:
        """The graph with these files added; an id that is taken is reported in the words of the command line."""
        for file in self.files:
            try:
                g = ssw.read(file, base=g, replace=self.replace, progress=progress)
            except EditionError as error:
                raise EditionError(f"{file}: {error.problem}", "Add --replace to load the file in its place.") from None
        return g


def loading(command: Command) -> Command:
    """Add the options --load and --replace, passed on as one ``extra``."""

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


def with_matrix(command: Command) -> Command:
    """Add the option --matrix of the commands that write a framework as a workbook."""
    help = "In a workbook, also write who needs what as a matrix."
    return click.option("--matrix", is_flag=True, help=help)(command)


def current_workspace() -> Workspace | None:
    """The workspace of ``--workspace``, current_workspace when it is first asked for; None where none was named."""
    root = click.get_current_context().find_root()
    folders = root.params.get("workspace") or ()
    if folders and root.obj is None:
        root.obj = ssw.workspace(*folders)
    return root.obj if folders else None


def place_of_workspace(instead_of: str) -> str:
    """The place of the workspace, in place of an option; a usage error where there is none."""
    ours = current_workspace()
    if ours is None or ours.place is None:
        raise click.UsageError(f"{instead_of} needs a workspace that states its place: sswgraph --workspace FOLDER …")
    return ours.place


def placed(command: Any) -> Any:
    """Add the option --where, which may be repeated: the places named, that of the workspace, or None."""
    help = "Use the rules and modules of this place (UG, ZA-WC, 002; 'anywhere': modules of all). May be repeated."

    def asked(context: click.Context, _parameter: click.Parameter, codes: Sequence[str]) -> Sequence[str] | None:
        ours = None if codes or context.resilient_parsing else current_workspace()
        return codes or (ours.place if ours is not None else None)

    return click.option("--where", multiple=True, metavar="CODE", callback=asked, help=help)(command)


def graph(extra: Loads, lang: str) -> CompetencyGraph:
    """The graph of everything that ships, or of the workspace, with the files of --load added."""
    with working(lang) as progress:
        ours = current_workspace()
        g = ours.graph if ours is not None else ssw.load(progress=progress)
        return extra.onto(g, progress) or g


def framework_named(g: CompetencyGraph, given: str) -> Framework:
    """The framework with this id, or the one in a file, which may be another edition of a loaded one."""
    from sswgraph.exchange.registry import BY_ENDING

    if Path(given).suffix.lower() in BY_ENDING and given not in g:
        return ssw.read(given).frameworks[0]
    return g.framework(given)


def ids_like(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The ids that begin like this, for completion in a shell; none where nothing can be loaded."""
    try:
        folders = context.find_root().params.get("workspace") or ()
        g = ssw.workspace(*folders).graph if folders else ssw.load()
        return [one for one in g if one.startswith(incomplete)]
    except (ssw.errors.SswgraphError, OSError):
        return []


def frameworks_like(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of frameworks that begin like this, otherwise files, for completion in a shell."""
    found = [CompletionItem(one) for one in ids_like(context, parameter, incomplete) if ":" not in one]
    return found or [CompletionItem(incomplete, type="file")]


def kinds_like(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The kinds of elements that begin like this, for completion in a shell."""
    from sswgraph.model.codes import KINDS

    return [one for one in KINDS if one.startswith(incomplete)]


def held_of(ids: Sequence[str], profile: Path | None, nothing: bool = False) -> list[str | Profile]:
    """What is held: ids, and a profile from a file; a usage error where neither is given."""
    if nothing:
        if ids or profile is not None:
            raise click.UsageError(
                "--from-nothing is for somebody who holds nothing: leave out either it or what is held."
            )
        return []
    held: list[str | Profile] = list(ids)
    if profile is not None:
        held.append(ssw.read_profile(profile))
    if not held:
        raise click.UsageError(
            "Name what is held: the id of a role, qualification or module, --profile FILE, or --from-nothing."
        )
    return held


def target_of(ids: Sequence[str], to: str | None, command: str) -> str:
    """The target; where ``--to`` is missing, a usage error shows the command as it was probably meant."""
    if to is not None:
        return to
    meant = f" Did you mean: sswgraph {command} {' '.join(ids[:-1])} --to {ids[-1]}" if len(ids) > 1 else ""
    raise click.UsageError(f"Name the target with --to TARGET.{meant}")
