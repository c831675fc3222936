"""The commands for the review workbook: review make, review apply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import sswgraph as ssw
from sswgraph.cli.application import application
from sswgraph.cli.asking import FILE, framework_named, graph, loading, speaking
from sswgraph.cli.output import Options, answer, tell, told_to_force, working
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Comparison
from sswgraph.model.wire import to_plain


@application.group()
def review() -> None:
    """Decide on every difference in a workbook (Excel, LibreOffice), and read the groups' copies back."""


@review.command()
@click.argument("base", metavar="BASE")
@click.argument("adapted", metavar="ADAPTATION")
@click.option("--previous", type=FILE, metavar="FILE", help="Carry decisions and ticks over from this workbook.")
@speaking
@loading
def make(options: Options, base: str, adapted: str, previous: Path | None, extra: Sequence[Path]) -> None:
    """Write a workbook in which a group decides on every difference between two frameworks, safety first.

    BASE and ADAPTATION are ids, or framework files. Example: sswgraph review make psw cycw -o review.xlsx
    """
    if options.output is None:
        raise click.UsageError("Say where to write the workbook: -o review.xlsx")
    if options.json:
        raise click.UsageError("A workbook is no JSON; 'review apply' answers in JSON.")
    found = _compared(graph(extra, options.lang), base, adapted, options.lang)
    with told_to_force(options.output):
        ssw.review_workbook(found, options.output, lang=options.lang, previous=previous, overwrite=options.force)
    tell("saved", options.lang, path=str(options.output))


@review.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--of",
    "pair",
    nargs=2,
    metavar="BASE ADAPTATION",
    help="The two frameworks, as ids or files. Default: those that the first workbook names.",
)
@speaking
@loading
def apply(options: Options, files: Sequence[Path], pair: tuple[str, str] | None, extra: Sequence[Path]) -> None:
    """Read the groups' copies of a workbook: who agrees, who disagrees, who is silent, row by row.

    Load what the workbook was made from, too. Example: sswgraph review apply ministry.xlsx workers.xlsx -o report.html
    """
    from sswgraph.documents.review.copies import read_copy
    from sswgraph.model.show.pages import page_of

    g = graph(extra, options.lang)
    base, adapted = pair or _named(read_copy(files[0]), g)
    found = ssw.read_review(files, _compared(g, base, adapted, options.lang))
    answer(options, lambda: page_of(found, options.lang), lambda: to_plain(found, options.lang))


def _named(copy: Any, g: CompetencyGraph) -> tuple[str, str]:
    """The ids of the two frameworks that a workbook is about, if both are loaded."""
    if copy.of != "comparison" or len(copy.frameworks) != 2:
        raise InputError(f"{copy.file} is no review of a comparison. Read it in Python: ssw.read_review(file, result).")
    base, adapted = copy.frameworks[0][0], copy.frameworks[1][0]
    for one in (base, adapted):
        if all(framework.id != one for framework in g.frameworks):
            raise InputError(
                f"{copy.file} is about {base} and {adapted}; {one} is not loaded. Add --load with its file, "
                "or name both: --of BASE ADAPTATION."
            )
    return base, adapted


def _compared(g: CompetencyGraph, base: str, adapted: str, lang: str) -> Comparison:
    with working(lang):
        return ssw.compare(g, framework_named(g, base), framework_named(g, adapted))
