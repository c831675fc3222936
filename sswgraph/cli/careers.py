"""The commands about the workforce: who serves what, which ways lead from role to role, and figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

import sswgraph as ssw
from sswgraph.cli.commands import day_option
from sswgraph.cli.options import Loads, application, graph, ids_like, loading, speaking, target_of
from sswgraph.cli.output import Options, answer_result, working

_WHERE = click.option("--where", metavar="CODE", help="The country, part of one or area whose rules and data to take.")


@application.command()
@click.argument("framework", required=False, metavar="[FRAMEWORK]", shell_complete=ids_like)
@_WHERE
@click.option("--cadre", "cadres", multiple=True, metavar="ID", help="Only this cadre serves. May be repeated.")
@day_option
@speaking
@loading
def coverage(
    options: Options,
    framework: str | None,
    where: str | None,
    cadres: Sequence[str],
    as_of: date | None,
    extra: Loads,
) -> None:
    """Show who serves which function of FRAMEWORK (else of all), and what nobody serves, supervises or teaches.

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
@speaking
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
    """Show the best ways from the role SOURCE to another, each step with its plan.

    Example: sswgraph routes psw:foundation --to psw:supervisor
    """
    target = target_of(source, to, "routes")
    if len(source) != 1:
        raise click.UsageError("Name one role to begin with: sswgraph routes SOURCE --to TARGET.")
    g = graph(extra, options.lang)
    with working(options.lang):
        found = ssw.routes(g, source[0], target, k, where=where, as_of=as_of)
    answer_result(options, found)


@application.command()
@_WHERE
@speaking
@loading
def numbers(options: Options, where: str | None, extra: Loads) -> int:
    """Show every figure on the workforce in the data, with year, place and source. Exit code 1 where there is none.

    Example: sswgraph numbers --where TZ -o figures.xlsx
    """
    found = ssw.numbers(graph(extra, options.lang), where)
    answer_result(options, found)
    return 0 if found.figures else 1
