"""The commands for country adaptations: adapt, compare, compare-many."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

import sswgraph as ssw
from sswgraph.cli.asking import FILE, graph, loading, speaking
from sswgraph.cli.commands import answer_result, application
from sswgraph.cli.output import Options, tell, told_to_force, working, write_exactly
from sswgraph.errors import UnknownElementError
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Framework
from sswgraph.rdf.formats import BY_ENDING

__all__ = ["application"]


@application.command()
@click.argument("framework", metavar="FRAMEWORK")
@click.option("--id", "identifier", required=True, metavar="ID", help="The id of the adaptation, such as 'xx'.")
@click.option(
    "--jurisdiction", multiple=True, required=True, metavar="CODE", help="ISO 3166 code such as UG. May be repeated."
)
@click.option("--title", help="The title of the adaptation, in the language of --lang.")
@click.option("--lang", metavar="TAG", help="The first language of the adaptation. Default: that of the framework.")
@click.option("-o", "--output", type=FILE, help="Write to this file (.ttl, .nt, .jsonld) instead of the terminal.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@loading
def adapt(
    framework: str,
    identifier: str,
    jurisdiction: Sequence[str],
    title: str | None,
    lang: str | None,
    output: Path | None,
    force: bool,
    extra: Sequence[Path],
) -> None:
    """Copy a framework into a country's own namespace, each element derived from its base element.

    FRAMEWORK is an id such as psw, or a framework file.
    Example: sswgraph adapt psw --id xx --jurisdiction UG -o xx.ttl
    """
    base = _framework(graph(extra, "en"), framework)
    made = ssw.adapt(base, id=identifier, jurisdiction=jurisdiction, title=title, lang=lang)
    if output is None:
        from sswgraph.rdf import write_framework

        write_exactly(write_framework(made))
        return
    with told_to_force(output):
        ssw.write(made, output, overwrite=force)
    tell("saved", "en", path=str(output))


@application.command()
@click.argument("base", metavar="BASE")
@click.argument("adapted", metavar="ADAPTATION")
@speaking
@loading
def compare(options: Options, base: str, adapted: str, extra: Sequence[Path]) -> None:
    """Compare two frameworks: what was loosened first, then element by element what became of it.

    BASE and ADAPTATION are ids, or framework files (two editions may be compared). All mappings that are loaded pair
    what lineage does not. Example: sswgraph compare psw xx.ttl -o report.html
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        found = ssw.compare(_framework(g, base), _framework(g, adapted), g.mapping_sets)
    answer_result(options, found)


@application.command(name="compare-many")
@click.argument("base", metavar="BASE")
@click.argument("adaptations", nargs=-1, required=True, metavar="ADAPTATION...")
@speaking
@loading
def compare_many(options: Options, base: str, adaptations: Sequence[str], extra: Sequence[Path]) -> None:
    """Compare several adaptations of one framework: element by element, what each of them did.

    Example: sswgraph compare-many psw cd ug tz -o matrix.html
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        others = [_framework(g, one) for one in adaptations]
        found = ssw.compare_many(_framework(g, base), *others, mappings=g.mapping_sets)
    answer_result(options, found)


def _framework(g: CompetencyGraph, given: str) -> Framework:
    """The framework in a file, told by its ending, else the one of this id."""
    if Path(given).suffix.lower() in BY_ENDING:
        return ssw.read(given).frameworks[0]
    found = g.get(given)
    if isinstance(found, Framework):
        return found
    ids = [framework.id for framework in g.frameworks]
    raise UnknownElementError(given, get_close_matches(given, ids, cutoff=0.4) or ids[:3])
