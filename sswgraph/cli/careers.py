"""The commands about the workforce: coverage, routes, team, gaps, matrix, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

import sswgraph as ssw
from sswgraph.cli.commands import day_option
from sswgraph.cli.options import (
    FILE,
    Loads,
    answering,
    application,
    frameworks_like,
    graph,
    ids_like,
    loading,
    placed,
    target_of,
)
from sswgraph.cli.output import Options, answer_result, notify_written, refusing_to_replace, working

if TYPE_CHECKING:
    from sswgraph.graph import CompetencyGraph
    from sswgraph.model import Profile

_WHERE = click.option(
    "--where", metavar="CODE", help="Use the rules and data of this country, part of a country, or area."
)


@application.command()
@click.argument("framework", required=False, metavar="[FRAMEWORK]", shell_complete=frameworks_like)
@_WHERE
@click.option(
    "--cadre",
    "cadres",
    multiple=True,
    metavar="ID",
    shell_complete=ids_like,
    help="Count only this cadre. May be repeated.",
)
@day_option
@answering
@loading
def coverage(
    options: Options,
    framework: str | None,
    where: str | None,
    cadres: Sequence[str],
    as_of: date | None,
    extra: Loads,
) -> None:
    """Show who serves which function of FRAMEWORK (by default of all), and what nobody serves, supervises or teaches.

    Example: sswgraph coverage psw --where UG -o coverage.html
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        found = ssw.coverage(g, framework, where, cadres, as_of=as_of)
    answer_result(options, found)


@application.command()
@click.argument("source", nargs=-1, metavar="SOURCE", shell_complete=ids_like)
@click.option("--to", metavar="TARGET", shell_complete=ids_like, help="The role or qualification to reach.")
@click.option("-k", "--routes", "k", type=click.IntRange(1), default=3, show_default=True, help="At most this many.")
@_WHERE
@day_option
@answering
@loading
def routes(
    options: Options,
    source: Sequence[str],
    to: str | None,
    k: int,
    where: str | None,
    as_of: date | None,
    extra: Loads,
) -> None:
    """Show the best routes from the role SOURCE to another, each hop with its plan.

    Example: sswgraph routes psw:foundation --to psw:supervisor
    """
    target = target_of(source, to, "routes")
    if len(source) != 1:
        raise click.UsageError("Name one role to start from: sswgraph routes SOURCE --to TARGET.")
    g = graph(extra, options.lang)
    with working(options.lang):
        found = ssw.routes(g, source[0], target, k, where=where, as_of=as_of)
    answer_result(options, found)


@application.command()
@click.argument("people", required=False, type=FILE, metavar="[PEOPLE]")
@click.option(
    "--to", metavar="TARGET", shell_complete=ids_like, help="The role or qualification to compare the team with."
)
@click.option("--new", is_flag=True, help="Write the empty workbook to the file of -o instead.")
@click.option(
    "--worker", "workers", multiple=True, metavar="CODE", help="With --new: rows for this code. May be repeated."
)
@placed
@click.option(
    "--again-after",
    type=click.IntRange(1, 1200),
    metavar="MONTHS",
    help="Months after which practice must be seen again.",
)
@day_option
@answering
@loading
def team(
    options: Options,
    people: Path | None,
    to: str | None,
    new: bool,
    workers: Sequence[str],
    where: Sequence[str] | None,
    again_after: int | None,
    as_of: date | None,
    extra: Loads,
) -> None:
    """Show who of a team lacks what for a role, what is to be seen in practice, and which training is needed.

    PEOPLE is a workbook (.xlsx) or table (.csv) of codes, never of names. Make it first:
    sswgraph team --new --to psw:para-social-worker --worker W01 --worker W02 -o people.xlsx

    Example: sswgraph team people.xlsx --to psw:para-social-worker --where UG -o team.html
    """
    target = target_of((), to, "team")
    if new == (people is not None) or (workers and not new):
        raise click.UsageError("Name the workbook of the team, or make one: sswgraph team --new --to TARGET -o FILE.")
    g = graph(extra, options.lang)
    if new:
        _new_team(options, g, target, workers)
        return
    with working(options.lang):
        found = ssw.team(g, people or "", target, where=where, as_of=as_of, again_after=again_after)
    answer_result(options, found)


def _new_team(options: Options, g: CompetencyGraph, target: str, workers: Sequence[str]) -> None:
    path = options.output
    if path is None:
        raise click.UsageError("Name the workbook to write: -o people.xlsx")
    with refusing_to_replace(path):
        ssw.new_team(g, target, path, workers=workers, lang=options.lang, overwrite=options.force)
    notify_written(options, path, workers=len(set(workers)))


@application.command()
@click.argument("held", nargs=-1, metavar="[HELD]...", shell_complete=ids_like)
@click.option("--to", metavar="TARGET", shell_complete=ids_like, help="The role, qualification or competency to reach.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="A JSON file of one profile. May be repeated.",
)
@placed
@answering
@loading
def gaps(
    options: Options,
    held: Sequence[str],
    to: str | None,
    profiles: Sequence[Path],
    where: Sequence[str] | None,
    extra: Loads,
) -> None:
    """Show how many of several profiles lack what, and how many each module would help. Nobody is ranked.

    Each HELD (the id of a role, qualification or module) and each --profile is one profile.

    Example: sswgraph gaps psw:foundation psw:para-social-worker --to psw:supervisor -o gaps.xlsx
    """
    target = target_of(held, to, "gaps")
    given: list[str | Profile] = [*held, *(ssw.read_profile(profile) for profile in profiles)]
    if not given:
        raise click.UsageError("Name the profiles: ids of what each of them holds, or --profile FILE.")
    g = graph(extra, options.lang)
    with working(options.lang):
        found = ssw.gaps(g, given, target, where=where)
    answer_result(options, found)


@application.command()
@click.argument("cadres", nargs=-1, metavar="[CADRE]...", shell_complete=ids_like)
@answering
@loading
def matrix(options: Options, cadres: Sequence[str], extra: Loads) -> None:
    """Show how many competencies stay open when one CADRE (by default each) becomes another.

    As .tsv or .json it has one row for each cadre; a page has a dozen columns at a time.

    Example: sswgraph matrix psw:foundation psw:para-social-worker psw:supervisor -o matrix.xlsx
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        found = ssw.gap_matrix(g, cadres or None)
    answer_result(options, found)


@application.command()
@_WHERE
@answering
@loading
def numbers(options: Options, where: str | None, extra: Loads) -> int:
    """Show every figure on the workforce in the data, with year, place and source. Exit code 1 where there is none.

    Example: sswgraph numbers --where TZ -o figures.xlsx
    """
    found = ssw.numbers(graph(extra, options.lang), where)
    answer_result(options, found)
    return 0 if found.figures else 1
