"""The commands for people who write no Turtle: new, preview."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

import sswgraph as ssw
from sswgraph.cli.options import FILE, Loads, application, framework_named, graph, loading, speaking
from sswgraph.cli.output import Options, answer_result, tell, told_to_force, working


@application.command()
@click.argument("identifier", metavar="ID")
@click.option("--title", required=True, help="The title, in the language of --lang.")
@click.option("--lang", default="en", show_default=True, metavar="TAG", help="The first language, such as fr.")
@click.option("--jurisdiction", multiple=True, metavar="CODE", help="ISO 3166 code such as UG. May be repeated.")
@click.option("--full", is_flag=True, help="Of a workbook, show every sheet and column.")
@click.option("--replace", is_flag=True, help="Take the id of a framework that ships, to load yours in its place.")
@click.option("-o", "--output", required=True, type=FILE, help="The file: .xlsx, .ttl, .nt or .jsonld.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def new(
    identifier: str,
    title: str,
    lang: str,
    jurisdiction: Sequence[str],
    full: bool,
    replace: bool,
    output: Path,
    force: bool,
) -> None:
    """Begin a framework of your own: an empty workbook with help, lists and examples.

    Example: sswgraph new xx --title "Référentiel du travail social" --lang fr -o xx.xlsx
    """
    made = ssw.new(identifier, title=title, lang=lang, jurisdiction=jurisdiction, replace=replace)
    with told_to_force(output):
        ssw.write(made, output, lang=lang, full=full, overwrite=force)
    tell("saved", lang, path=str(output))
    tell("next-fill-in", lang, path=str(output))


@application.command()
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--onto", metavar="FRAMEWORK", help="The edition that is there: a file, or the id of what is loaded.")
@speaking
@loading
def preview(options: Options, file: Path, onto: str | None, extra: Loads) -> None:
    """Show what reading a workbook would drop, change and add, what protects people first. Nothing is changed.

    Example: sswgraph preview xx.xlsx --onto xx.ttl
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        there = framework_named(g, onto) if onto is not None else None
        found = ssw.preview(file, onto=there, base=g)
    answer_result(options, found)
    tell("next-apply", options.lang, path=str(file))
