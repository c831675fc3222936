"""The commands for country adaptations: adapt, compare, compare-many, countries, align, rebase."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import sswgraph as ssw
from sswgraph.cli.options import (
    FILE,
    Loads,
    answering,
    application,
    framework_named,
    frameworks_like,
    graph,
    ids_like,
    kinds_like,
    loading,
    place_of_workspace,
    with_matrix,
)
from sswgraph.cli.output import Options, answer_result, notify, refusing_to_replace, working, write_exactly
from sswgraph.errors import InputError

if TYPE_CHECKING:
    from sswgraph.alignment.align import Method
    from sswgraph.model.codes import Kind
    from sswgraph.model.countries import Paper


@application.command()
@click.argument("framework", metavar="FRAMEWORK", shell_complete=frameworks_like)
@click.option("--id", "identifier", required=True, metavar="ID", help="The id of the adaptation, such as 'xx'.")
@click.option(
    "--jurisdiction",
    multiple=True,
    metavar="CODE",
    help="ISO 3166 code such as UG. May be repeated. Default: the place of the workspace.",
)
@click.option("--title", help="The title of the adaptation, in the language of --lang.")
@click.option("--lang", metavar="TAG", help="The first language of the adaptation. Default: that of the framework.")
@with_matrix
@click.option("-o", "--output", type=FILE, help="Write to this file (.xlsx, .ttl, .nt, .jsonld).")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@loading
def adapt(
    framework: str,
    identifier: str,
    jurisdiction: Sequence[str],
    title: str | None,
    lang: str | None,
    matrix: bool,
    output: Path | None,
    force: bool,
    extra: Loads,
) -> None:
    """Copy a framework into a country's own namespace, each element derived from its base element.

    Statements about elements of other frameworks, and rules that hold only in other places, are not copied; they are
    listed. FRAMEWORK is an id such as psw, or a framework file.

    A workbook (.xlsx) shows the texts of the base beside those of the adaptation. Without -o it is printed as Turtle.

    Example: sswgraph adapt psw --id xx --jurisdiction UG -o xx.xlsx
    """
    from sswgraph.adaptation.adapt import taken_id
    from sswgraph.adaptation.lineage import not_copied

    g = graph(extra, "en")
    base = framework_named(g, framework)
    codes = jurisdiction or (place_of_workspace("Without --jurisdiction, adapt"),)
    if identifier in {one.id for one in g.frameworks if one.id != base.id} and not extra.replace:
        raise InputError(f"{taken_id(identifier)} Choose another, or add --replace for a copy to load in its place.")
    made = ssw.adapt(base, id=identifier, jurisdiction=codes, title=title, lang=lang, replace=True)
    for one, why in not_copied(base, codes):
        notify("left-out", "en", id=one, why=why)
    if output is None:
        from sswgraph.exchange import write_framework

        write_exactly(write_framework(made))
        return
    said = lang or base.first_language or "en"
    with refusing_to_replace(output), working(said) as progress:
        ssw.write(made, output, lang=said, base=base, matrix=matrix, overwrite=force, progress=progress)
    notify("saved", "en", path=str(output))
    notify("next-compare", "en", path=str(output), base=framework)


@application.command()
@click.argument("base", metavar="BASE", shell_complete=frameworks_like)
@click.argument("adaptation", metavar="ADAPTATION", shell_complete=frameworks_like)
@click.option(
    "--reference",
    multiple=True,
    metavar="ID",
    shell_complete=frameworks_like,
    help="Without lineage, pair through the concepts of this framework. May be repeated. Default: those that ship.",
)
@click.option(
    "--where",
    multiple=True,
    metavar="CODE",
    help="Compare only the rules and training that hold or exist at this place. May be repeated.",
)
@answering
@loading
def compare(
    options: Options,
    base: str,
    adaptation: str,
    reference: Sequence[str],
    where: Sequence[str],
    extra: Loads,
) -> None:
    """Compare two frameworks: first how far each protects, then element by element.

    BASE and ADAPTATION are ids, or framework files (two editions may be compared). Where the second was made from the
    first, the answer says what became of each element; otherwise how the two differ. Mappings that are loaded pair
    what lineage does not.

    Example: sswgraph compare psw xx.ttl -o report.html
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        ends = framework_named(g, base), framework_named(g, adaptation)
        found = ssw.compare(g, *ends, reference=reference or None, where=where or None)
    answer_result(options, found)


@application.command(name="compare-many")
@click.argument("base", metavar="BASE", shell_complete=frameworks_like)
@click.argument("adaptations", nargs=-1, required=True, metavar="ADAPTATION...", shell_complete=frameworks_like)
@answering
@loading
def compare_many(options: Options, base: str, adaptations: Sequence[str], extra: Loads) -> None:
    """Compare several adaptations of one framework: element by element, what each of them did.

    Example: sswgraph compare-many psw cd ug tz -o matrix.html
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        others = [framework_named(g, one) for one in adaptations]
        found = ssw.compare_many(g, framework_named(g, base), others)
    answer_result(options, found)


@application.command()
@click.argument("frameworks", nargs=-1, metavar="FRAMEWORK...", shell_complete=frameworks_like)
@click.option(
    "--cadre",
    "cadres",
    multiple=True,
    metavar="ID",
    shell_complete=ids_like,
    help="Compare roles instead. May be repeated.",
)
@click.option(
    "--reference",
    default="psw",
    show_default=True,
    metavar="ID",
    shell_complete=frameworks_like,
    help="Compare them through this framework.",
)
@click.option("--with-reference", is_flag=True, help="Add a column of what the reference itself says about the role.")
@click.option("--wall", is_flag=True, help="Make one broad sheet for the wall, with room for decisions.")
@click.option(
    "--paper", type=click.Choice(["a1", "a3"]), help="The sheet for the wall as one A1 (as with --wall), or as four A3."
)
@answering
@loading
def countries(
    options: Options,
    frameworks: Sequence[str],
    cadres: Sequence[str],
    reference: str,
    with_reference: bool,
    wall: bool,
    paper: Paper | None,
    extra: Loads,
) -> None:
    """Compare countries through a reference: what each has, and role beside role.

    Each FRAMEWORK is an id or a file. The reference is a working list, not a standard; what was not read is
    distinguished from what was not found.

    Example: sswgraph countries cd ug tz za ke gh --reference psw
    """
    g = graph(extra, options.lang)
    with working(options.lang):
        given = [framework_named(g, one) for one in frameworks]
        through = framework_named(g, reference)
        found = ssw.compare_countries(g, given, cadres=cadres, reference=through, with_reference=with_reference)
    answer_result(options, found.on_paper(paper or "a1") if wall or paper else found)


@application.command()
@click.argument("subject", metavar="A", shell_complete=frameworks_like)
@click.argument("object", metavar="B", shell_complete=frameworks_like)
@click.option("--method", default="lexical", show_default=True, metavar="HOW", help="lexical, or label (equal names).")
@click.option(
    "--kind", metavar="KIND", shell_complete=kinds_like, help="Only elements of this kind, such as competency."
)
@answering
@loading
def align(options: Options, subject: str, object: str, method: Method, kind: Kind | None, extra: Loads) -> None:
    """Suggest mappings between two frameworks (ids or files) where none is stated. A person decides on each.

    Example: sswgraph align ug tz -o suggestions.tsv
    """
    g = graph(extra, options.lang)
    with working(options.lang) as progress:
        ends = framework_named(g, subject), framework_named(g, object)
        found = ssw.align(g, *ends, method=method, kind=kind, progress=progress)
    answer_result(options, found)


@application.command()
@click.argument("adaptation", metavar="ADAPTATION", shell_complete=frameworks_like)
@click.option(
    "--base",
    required=True,
    metavar="OLD",
    shell_complete=frameworks_like,
    help="The edition of the base that it was made from.",
)
@click.option(
    "--onto", required=True, metavar="NEW", shell_complete=frameworks_like, help="The new edition of the base."
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="List what this profile would lose. May be repeated.",
)
@click.option("--apply", "carry_out", is_flag=True, help="Make the new edition instead of showing the plan.")
@click.option(
    "--decisions", type=FILE, metavar="FILE", help="Make the new edition, with the decisions in this JSON file."
)
@click.option("--edition", metavar="NAME", help="The name of the new edition of the adaptation.")
@answering
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

    Each of the three is a framework file, or the id of a loaded framework. Nothing is changed; with --apply or
    --decisions the new edition is made (-o .ttl, .nt or .jsonld; without -o it is printed as Turtle, with --json as
    JSON-LD).

    Example: sswgraph rebase xx.ttl --base psw-2026.ttl --onto psw -o plan.html
    """
    g = graph(extra, options.lang)
    given = ssw.read_resolutions(decisions) if decisions is not None else ()
    with working(options.lang):
        held = [ssw.read_profile(profile) for profile in profiles]
        mine, old, new = (framework_named(g, one) for one in (adaptation, base, onto))
        plan = ssw.rebase(g, mine, old, new, profiles=held)
    if not carry_out and decisions is None:
        answer_result(options, plan)
        return
    made = ssw.apply_rebase(plan, given, edition=edition)
    if options.output is None:
        from sswgraph.exchange import write_framework, write_jsonld

        write_exactly(write_jsonld(made) if options.json else write_framework(made))
        return
    with refusing_to_replace(options.output):
        ssw.write(made, options.output, overwrite=options.force)
    notify("saved", options.lang, path=str(options.output))
