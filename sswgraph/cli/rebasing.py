"""The command rebase: what a new edition of the base means for an adaptation, and the new edition as decided."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

import sswgraph as ssw
from sswgraph.cli.application import application
from sswgraph.cli.asking import FILE, Loads, framework_named, graph, loading, speaking
from sswgraph.cli.output import Options, answer_result, tell, told_to_force, working, write_exactly


@application.command()
@click.argument("adaptation", metavar="ADAPTATION")
@click.option("--base", required=True, metavar="OLD", help="The edition of the base that it was made from.")
@click.option("--onto", required=True, metavar="NEW", help="The new edition of the base.")
@click.option(
    "--profile", "profiles", multiple=True, type=FILE, metavar="FILE", help="Tell what this profile names that goes."
)
@click.option("--apply", "carry_out", is_flag=True, help="Make the new edition instead of showing the plan.")
@click.option(
    "--decisions", type=FILE, metavar="FILE", help="Make the new edition, with the decisions in this JSON file."
)
@click.option("--edition", metavar="NAME", help="The name of the new edition of the adaptation.")
@speaking
@loading
def rebase(
    options: Options,
    adaptation: str,
    base: str,
    onto: str,
    profiles: Sequence[Path],
    carry_out: bool,
    decisions: Path | None,
    edition: str | None,
    extra: Loads,
) -> None:
    """Show what a new edition of its base means for an adaptation: what would be loosened first, then every change.

    Each of the three is a framework file, or the id of what ships. Nothing is changed; with --apply or --decisions the
    new edition is made (-o .ttl, .nt or .jsonld; without -o it is printed as Turtle, with --json as JSON-LD).
    Example: sswgraph rebase xx.ttl --base psw-2026.ttl --onto psw -o plan.html
    """
    g = graph(extra, options.lang)
    given = ssw.read_decisions(decisions) if decisions is not None else ()
    with working(options.lang):
        held = [ssw.read_profile(profile) for profile in profiles]
        mine, old, new = (framework_named(g, one) for one in (adaptation, base, onto))
        plan = ssw.rebase(g, mine, old, new, profiles=held)
    if not carry_out and decisions is None:
        answer_result(options, plan)
        return
    made = ssw.apply_rebase(plan, given, edition=edition)
    if options.output is None:
        from sswgraph.rdf import write_framework, write_jsonld

        write_exactly(write_jsonld(made) if options.json else write_framework(made))
        return
    with told_to_force(options.output):
        ssw.write(made, options.output, overwrite=options.force)
    tell("saved", options.lang, path=str(options.output))
