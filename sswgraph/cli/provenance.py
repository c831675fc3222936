"""The commands about evidence: evidence, attestation, completeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import sswgraph as ssw
from sswgraph.cli.options import Loads, answering, application, frameworks_like, graph, ids_like, kinds_like, loading
from sswgraph.cli.output import Options, answer_result

if TYPE_CHECKING:
    from sswgraph.model.codes import Kind


@application.command()
@click.argument("identifier", metavar="ID", shell_complete=ids_like)
@answering
@loading
def evidence(options: Options, identifier: str, extra: Loads) -> None:
    """Show who states something, where, in which words; who disagrees; how many independent origins attest it.

    ID is that of an element, requirement, rule, source or framework, or of a mapping: "a skos:exactMatch b".
    """
    g = graph(extra, options.lang)
    answer_result(options, ssw.evidence(g, identifier))


@application.command()
@click.argument("framework", metavar="FRAMEWORK", shell_complete=frameworks_like)
@click.option(
    "--kind",
    default="competency",
    show_default=True,
    metavar="KIND",
    shell_complete=kinds_like,
    help="The kind of element in the rows.",
)
@answering
@loading
def attestation(options: Options, framework: str, kind: Kind, extra: Loads) -> None:
    """Show which source attests which competency of a framework, by itself or through a mapping."""
    g = graph(extra, options.lang)
    answer_result(options, ssw.attestation(g, framework, kind=kind))


@application.command()
@click.argument("framework", metavar="FRAMEWORK", shell_complete=frameworks_like)
@answering
@loading
def completeness(options: Options, framework: str, extra: Loads) -> None:
    """Show what a framework holds and what it lacks: bases, languages, levels, volumes, and what was not read."""
    g = graph(extra, options.lang)
    answer_result(options, ssw.completeness(g, framework))
