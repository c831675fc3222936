"""The main commands: tour, find, show, gap, plan, why, again, check, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import sswgraph as ssw
from sswgraph.cli.options import (
    FILE,
    Loads,
    answering,
    application,
    current_workspace,
    detailed,
    frameworks_like,
    graph,
    held_of,
    ids_like,
    kinds_like,
    loading,
    place_of_workspace,
    placed,
    target_of,
    with_matrix,
)
from sswgraph.cli.output import (
    Options,
    answer,
    answer_result,
    drew_picture,
    notify,
    refusing_to_replace,
    save_answer,
    show,
    working,
    write,
    write_exactly,
)
from sswgraph.messages import sentence

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph
    from sswgraph.model import Gap, Plan
    from sswgraph.model.codes import Kind
    from sswgraph.pages.detail import Detail

TOUR_PAGE = Path("sswgraph-tour.html")
_SHELLS = ("bash", "zsh", "fish")


def _day(context: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
    """The day named, otherwise that of the workspace."""
    if text is not None:
        return _day_named(context, parameter, text)
    ours = None if context.resilient_parsing else current_workspace()
    return ours.day if ours is not None else None


def _day_named(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is not a valid date; write it as 2026-11-21.") from None


day_option = click.option(
    "--as-of",
    callback=_day,
    metavar="YYYY-MM-DD",
    help="Use what is on offer on this day. Default: today; for the tour and documents, the day of the data.",
)


def _dated(command: Any) -> Any:
    closed = click.option("--include-closed", is_flag=True, help="Also use modules that are not on offer.")
    return day_option(closed(command))


def _from_to(command: Any) -> Any:
    to = click.option(
        "--to",
        shell_complete=ids_like,
        metavar="TARGET",
        help="The role, qualification or competency to reach.",
    )
    profile = click.option("--profile", type=FILE, metavar="FILE", help="A JSON file of what a person holds.")
    nothing = click.option("--from-nothing", is_flag=True, help="The person holds nothing yet.")
    minimum = click.option(
        "--minimum-confidence",
        type=click.FloatRange(0, 1),
        metavar="NUMBER",
        help="Give no credit for mappings that state a lower confidence than this (0 to 1).",
    )
    recognise = click.option(
        "--recognise",
        multiple=True,
        metavar="WHAT",
        help="Assume that this is recognised: close, wider, or the id of a mapping. May be repeated.",
    )
    given = click.argument("held", nargs=-1, metavar="[HELD]...", shell_complete=ids_like)
    return given(to(profile(nothing(minimum(recognise(placed(command)))))))


@application.command()
@answering
@loading
@_dated
def tour(options: Options, extra: Loads, as_of: date | None, include_closed: bool) -> None:
    """Answer the main question on real data, and write the answer to sswgraph-tour.html.

    With --json it is only printed. -o names another file; the page of an earlier tour is replaced.
    """
    from sswgraph.journeys import save_tour, tour_plain

    g = graph(extra, options.lang)
    how: dict[str, Any] = {"as_of": as_of, "include_closed": include_closed}
    how["lang"] = options.lang
    if options.json:
        answer(options, lambda: ssw.tour(g, **how), lambda: tour_plain(g, **how))
        return
    with working(options.lang):
        page = ssw.tour(g, **how)
    show(page, full=options.full)
    target = options.output or TOUR_PAGE
    if target.suffix.lower() != ".html":
        save_answer(options, target, lambda: page, lambda: tour_plain(g, **how))
        return
    save_tour(page, target, overwrite=options.force)
    notify("saved", options.lang, path=str(target))


@application.command()
@answering
@loading
def frameworks(options: Options, extra: Loads) -> None:
    """List the frameworks: edition, status, languages, contents, evidence."""
    from sswgraph.catalogue import summaries
    from sswgraph.exchange.plain import to_plain_list
    from sswgraph.pages.page import frameworks_page

    found = summaries(graph(extra, options.lang))
    answer(
        options, lambda: frameworks_page(found, options.lang), lambda: to_plain_list("frameworks", found, options.lang)
    )


@application.command(name="show")
@click.argument("identifier", metavar="ID", shell_complete=ids_like)
@answering
@loading
def show_element(options: Options, identifier: str, extra: Loads) -> None:
    """Show one element: its rules first, then its fields, what relates to it, and the evidence."""
    from sswgraph.pages.element import show_plain

    g = graph(extra, options.lang)
    lang = options.lang
    if not drew_picture(options, g[identifier], g):
        answer(options, lambda: ssw.show(g, identifier, lang), lambda: show_plain(g, identifier, lang))


@application.command()
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--kind", metavar="KIND", shell_complete=kinds_like, help="Only this kind, such as cadre or module.")
@click.option("--where", metavar="CODE", help="Only what lies in this country or area, such as UG, ZA-WC or 002.")
@click.option("--here", is_flag=True, help="Only what belongs to the place of the workspace.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="At most this many.")
@answering
@loading
def find(
    options: Options,
    words: Sequence[str],
    kind: Kind | None,
    where: str | None,
    here: bool,
    limit: int,
    extra: Loads,
) -> int:
    """Find elements by name; case, accents and spelling mistakes are tolerated. Exit code 1 where nothing is found.

    Without WORDS, --kind and --where list everything of a kind or place.

    Example: sswgraph find --kind cadre --where UG
    """
    from sswgraph.exchange.plain import to_plain_list
    from sswgraph.pages.blocks import Page, Paragraph
    from sswgraph.pages.page import candidates_page

    if here:
        where = place_of_workspace("--here")
    if not (words or kind or where):
        raise click.UsageError("Name what to find: a name, --kind KIND or --where CODE.")
    found, lang = graph(extra, options.lang).find(" ".join(words), kind=kind, where=where, limit=limit), options.lang

    def page() -> Page:
        made = candidates_page(found, lang)
        all_of_them = Paragraph(sentence("cli.find-all", lang, n=found.total))
        return made if len(found) == found.total else replace(made, blocks=(all_of_them, *made.blocks))

    answer(options, page, lambda: {**to_plain_list("candidates", found, lang), "found": found.total})
    return 0 if found else 1


@application.command()
@_from_to
@click.option(
    "--through-functions", is_flag=True, help="Also show what the functions of the role suggest; it is never counted."
)
@detailed
@answering
@loading
def gap(
    options: Options, held: Sequence[str], to: str | None, detail: Detail | None, extra: Loads, **given: Any
) -> None:
    """Show what is lacking between what is HELD (ids of roles, qualifications, modules) and a target.

    Example: sswgraph gap za:auxiliary-child-and-youth-care-worker --to za:social-auxiliary-worker
    """
    g, found = _gap(options, held, to, extra, "gap", **given)
    answer_result(options, found, detail=detail, g=g)


def _planning(command: Any) -> Any:
    """Add the options of a plan beyond what is held and the target."""
    several: dict[str, Any] = {"multiple": True, "metavar": "ID", "shell_complete": ids_like}
    for option in (
        click.option("--time-limit", type=click.FloatRange(0.1), default=10.0, show_default=True, help=_SECONDS),
        click.option("--rpl", is_flag=True, help="Also show what remains where prior learning is recognised."),
        click.option(
            "--pace", metavar="HOURS", callback=_amount, help="Hours per week, to show how many weeks it takes."
        ),
        click.option("--award", is_flag=True, help="Plan whole qualifications, so that an award follows."),
        click.option("--optional", is_flag=True, help="Also close what is optional."),
        click.option("--budget", multiple=True, metavar="[KIND=]NUMBER", callback=_budgets, help=_BUDGET),
        click.option(
            "--minimise",
            default="hours",
            show_default=True,
            metavar="WHAT",
            help="hours, credits, modules, cost, or one kind such as contactHours.",
        ),
        click.option(
            "--exclude", help="Leave this module or qualification out of the plan. May be repeated.", **several
        ),
        click.option("--include", help="Require this module or qualification in the plan. May be repeated.", **several),
    ):
        command = option(command)
    return _dated(command)


_SECONDS = "Stop the search for a better plan after this many seconds."
_BUDGET = "Use at most this much of what is minimised, or of KIND (contactHours=100). May be repeated."


def _budgets(_context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> Any:
    """One amount of what is minimised, or the most of each kind."""
    parts = [text.rpartition("=") for text in given]
    amounts = {kind: _number(text, parameter) for kind, _, text in parts}
    if len(amounts) < len(parts) or ("" in amounts and len(amounts) > 1):
        raise click.BadParameter("name each kind once, as in --budget hours=200 --budget contactHours=80.")
    return amounts.get("", amounts) if amounts else None


def _amount(_context: click.Context, parameter: click.Parameter, text: str | None) -> int | Decimal | None:
    return None if text is None else _number(text, parameter)


@application.command()
@_from_to
@_planning
@click.option(
    "--alternative",
    type=click.IntRange(1, 100),
    metavar="NUMBER",
    help="Show another plan that closes as much: 1 is the best after the plan, 2 the next.",
)
@click.option(
    "--profile-after", type=FILE, metavar="FILE", help="Also write what is held after the plan, for --profile (.json)."
)
@detailed
@answering
@loading
def plan(
    options: Options,
    held: Sequence[str],
    to: str | None,
    alternative: int | None,
    profile_after: Path | None,
    detail: Detail | None,
    extra: Loads,
    **given: Any,
) -> None:
    """Plan the steps that close the gap at least cost, in teaching order, with the proof.

    Without HELD the plan starts from nothing.

    Example: sswgraph plan --to za:social-auxiliary-worker --where ZA

    Example: sswgraph plan za:auxiliary-child-and-youth-care-worker --to za:social-auxiliary-worker -o plan.html
    """
    profile, nothing = given["profile"], given["from_nothing"]
    g, found = _plan(options, held, to, extra, "plan", given)
    if alternative is not None:
        found = _alternative(g, found, alternative, options.lang)
    answer_result(options, found, detail=detail, g=g)
    if profile_after is not None:
        before = [] if nothing or not (held or profile) else held_of(held, profile)
        with refusing_to_replace(profile_after):
            ssw.save(ssw.after(g, before, found), profile_after, format="json", overwrite=options.force)
        notify("saved", options.lang, path=str(profile_after))


def _alternative(g: CompetencyGraph, best: Plan, number: int, lang: str) -> Plan:
    """The other plan of this number; a usage error where there are fewer."""
    with working(lang):
        others = ssw.alternatives(g, best, number)
    if len(others) < number:
        notes = " ".join(str(note) for one in others[-1:] for note in one.notes if note.code == "plan.search-stopped")
        raise click.UsageError(
            f"There is no such plan: other plans found that close as much: {len(others)}. {notes}".rstrip()
        )
    return others[number - 1]


@application.command()
@click.argument("identifier", metavar="ID", shell_complete=ids_like)
@_from_to
@_planning
@answering
@loading
def why(options: Options, identifier: str, held: Sequence[str], to: str | None, extra: Loads, **given: Any) -> None:
    """Show every way to the competency or module ID that a plan considered, and what came of each.

    HELD, --to and the other options are those of the plan.

    Example: sswgraph why za:98890-km-01 --to
    za:social-auxiliary-worker --where UG
    """
    g, found = _plan(options, held, to, extra, "why", given)
    answer_result(options, ssw.why(g, found, identifier))


def _plan(
    options: Options, held: Sequence[str], to: str | None, extra: Loads, command: str, given: dict[str, Any]
) -> tuple[Any, Any]:
    """The graph and the plan that a command is about; without HELD nothing is held."""
    names = ("profile", "from_nothing", "minimum_confidence", "recognise")
    side: dict[str, Any] = {name: given.pop(name) for name in names} | {"where": given["where"]}
    side["from_nothing"] = side["from_nothing"] or not (held or side["profile"])
    g, between = _gap(options, held, to, extra, command, **side)
    with working(options.lang):
        return g, ssw.plan(g, between, **given)


@application.command()
@click.argument("file", type=FILE, metavar="FILE.json")
@click.option(
    "--as-of", callback=_day_named, metavar="YYYY-MM-DD", help="Ask a saved plan again for this day instead of its own."
)
@answering
@loading
def again(options: Options, file: Path, as_of: date | None, extra: Loads) -> int:
    """Show what has changed since an answer was saved as JSON; gaps, plans, coverage and routes are asked again.

    Exit code 1 where something has changed.

    Example: sswgraph again plan.json
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        found = ssw.read_result(file, g, as_of=as_of)
    answer_result(options, found)
    return 1 if found.changes else 0


@application.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--base",
    multiple=True,
    metavar="ID",
    shell_complete=frameworks_like,
    help="A shipped framework that the files may refer to, or 'all'. May be repeated.",
)
@answering
@loading
def check(options: Options, files: Sequence[Path], base: Sequence[str], extra: Loads) -> int:
    """Check frameworks (.ttl, .xlsx) and mapping tables (.sssom.tsv): every finding with its place and its fix.

    Exit code 1 where a rule is broken. --base and --load name what the files may refer to.
    """
    from sswgraph.exchange.plain import to_plain_list
    from sswgraph.pages.page import reports_page

    with working(options.lang) as progress:
        ground = None
        if base:
            ground = ssw.load(*(() if "all" in base else base))
        ground = extra.onto(ground, progress)
        reports = ssw.check(list(files), base=ground, progress=progress)

    lang = options.lang
    answer(options, lambda: reports_page(reports, lang), lambda: to_plain_list("reports", reports, lang))
    return 0 if reports.conforms else 1


@application.command()
@click.argument("framework", metavar="FRAMEWORK|all", shell_complete=frameworks_like)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["turtle", "ntriples", "jsonld", "graphml", "workbook"]),
    help="Default: by the file's ending.",
)
@click.option("--lang", default="en", metavar="TAG", help="The language of a workbook's headings.")
@with_matrix
@click.option("-o", "--output", type=FILE, help="Write to this file instead of the terminal.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@loading
def export(
    framework: str, kind: str | None, lang: str, matrix: bool, output: Path | None, force: bool, extra: Loads
) -> None:
    """Export one framework, or all with their mappings, as Turtle, N-Triples, JSON-LD or GraphML.

    One framework can also be a workbook (-o gh.xlsx).
    """
    from sswgraph.graph.export import export_format, exported
    from sswgraph.render.output import put

    if kind == "workbook" or (kind is None and output is not None and output.suffix.lower() == ".xlsx"):
        if output is None or framework == "all":
            raise click.UsageError("A workbook holds one framework, in a file: sswgraph export gh -o gh.xlsx")
        g = graph(extra, "en")
        made = g.framework(framework)
        base = next((one for one in g.frameworks if one.id == made.adaptation_of), None)
        with refusing_to_replace(output), working(lang) as progress:
            ssw.write(made, output, lang=lang, base=base, matrix=matrix, overwrite=force, progress=progress)
        notify("saved", "en", path=str(output))
        return
    chosen = kind or ("turtle" if output is None else export_format(output))
    text = exported(graph(extra, "en"), framework, chosen)
    if output is None:
        write_exactly(text)
        return
    with refusing_to_replace(output):
        put(output, text, overwrite=force)
    notify("saved", "en", path=str(output))


@application.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and ids in this shell.

    bash: eval "$(sswgraph completion bash)" in ~/.bashrc.
    zsh: the same with zsh, in ~/.zshrc.
    fish: sswgraph completion fish > ~/.config/fish/completions/sswgraph.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    script = found(application, {}, "sswgraph", "_SSWGRAPH_COMPLETE").source() + "\n"
    colon = 'COMP_WORDBREAKS="${COMP_WORDBREAKS//:}"  # an id such as za:social-worker is one word\n'
    write(script + colon if shell == "bash" else script)


def _gap(
    options: Options, held: Sequence[str], to: str | None, extra: Loads, command: str, **more: Any
) -> tuple[Any, Gap]:
    target = target_of(held, to, command)
    given = held_of(held, more["profile"], more["from_nothing"])
    g = graph(extra, options.lang)
    names = ("minimum_confidence", "recognise", "where", "through_functions")
    how = {name: more[name] for name in names if name in more}
    return g, ssw.gap(g, given[0] if len(given) == 1 else given, target, **how)


def _number(text: str, parameter: click.Parameter) -> int | Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise click.BadParameter(f"'{text}' is not a number.", param=parameter) from None
    if not value.is_finite() or value < 0:
        raise click.BadParameter(f"'{text}' is not an amount: write a number, 0 or more.", param=parameter)
    return int(value) if value == value.to_integral_value() else value
