"""The commands for making a framework in workbooks: new, preview, menu, select, tasks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    loading,
    place_of_workspace,
    with_matrix,
)
from sswgraph.cli.output import (
    Options,
    answer_result,
    notify,
    notify_written,
    refusing_to_replace,
    working,
    write_exactly,
)
from sswgraph.exchange import write_framework

if TYPE_CHECKING:
    from sswgraph.model import Framework


@application.command()
@click.argument("identifier", metavar="ID")
@click.option("--title", required=True, help="The title, in the language of --lang.")
@click.option("--lang", default="en", show_default=True, metavar="TAG", help="The first language, such as fr.")
@click.option("--jurisdiction", multiple=True, metavar="CODE", help="ISO 3166 code such as UG. May be repeated.")
@click.option("--published", metavar="TITLE", help="Make a template for the items of this published document.")
@click.option("--edition", metavar="NAME", help="The edition, of the document where there is one.")
@click.option("--full", is_flag=True, help="In a workbook, show every sheet and column.")
@with_matrix
@click.option("--replace", is_flag=True, help="Allow the id of a framework that ships, to load yours in its place.")
@click.option("-o", "--output", type=FILE, help="Write to this file (.xlsx, .ttl, .nt, .jsonld).")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def new(
    identifier: str,
    title: str,
    lang: str,
    jurisdiction: Sequence[str],
    published: str | None,
    edition: str | None,
    full: bool,
    matrix: bool,
    replace: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Begin a framework of your own: an empty workbook with help, lists and examples.

    Without -o it is printed as Turtle. With --published the workbook is a template for the items of a document that may
    not be passed on as data: each with code, page and words, beside the compilations that ship.

    Example: sswgraph new xx --title "Référentiel du travail social" --lang fr -o xx.xlsx
    """
    how: dict[str, Any] = {"jurisdiction": jurisdiction, "published": published, "edition": edition}
    made = ssw.new(identifier, title=title, lang=lang, replace=replace, **how)
    if output is None:
        write_exactly(write_framework(made))
        return
    with refusing_to_replace(output):
        items = published is not None
        ssw.write(made, output, lang=lang, full=full, matrix=matrix, published=items, overwrite=force)
    notify("saved", lang, path=str(output))
    notify("next-fill-in", lang, path=str(output))


@application.command()
@click.argument("file", type=FILE, metavar="FILE")
@click.option(
    "--onto",
    metavar="FRAMEWORK",
    shell_complete=frameworks_like,
    help="The existing edition: a file, or the id of a loaded framework.",
)
@answering
@loading
def preview(options: Options, file: Path, onto: str | None, extra: Loads) -> None:
    """Show what reading a workbook would drop, change and add; what protects people comes first. Nothing is changed.

    Example: sswgraph preview xx.xlsx --onto xx.ttl
    """
    g = graph(extra, options.lang)
    with working(options.lang) as progress:
        there = framework_named(g, onto) if onto is not None else None
        found = ssw.preview(file, onto=there, base=g, progress=progress)
    answer_result(options, found)
    if found.framework is not None:
        notify("next-apply", options.lang, path=str(file))


def _choosing(command: Any) -> Any:
    for name, what in (
        ("competency", "competency"),
        ("domain", "competency set"),
        ("function", "function"),
        ("cadre", "role"),
    ):
        said = f"Choose this {what}. May be repeated."
        command = click.option(f"--{name}", multiple=True, metavar="ID", shell_complete=ids_like, help=said)(command)
    return command


@application.command()
@click.argument("framework", metavar="FRAMEWORK", shell_complete=frameworks_like)
@_choosing
@click.option(
    "--from",
    "copies",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="Choose what was settled in this menu workbook. May be repeated.",
)
@click.option("--without", multiple=True, metavar="ID=REASON", help="Leave this out, with the reason on record.")
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
def select(
    framework: str,
    identifier: str,
    jurisdiction: Sequence[str],
    copies: Sequence[Path],
    without: Sequence[str],
    title: str | None,
    lang: str | None,
    matrix: bool,
    output: Path | None,
    force: bool,
    extra: Loads,
    **given: Sequence[str],
) -> None:
    """Make an adaptation of what is chosen from a framework, with the safeguards that the choice needs.

    Without -o it is printed as Turtle.

    Example: sswgraph select psw --competency psw:c-communication --id xx --jurisdiction UG -o xx.xlsx
    """
    g = graph(extra, "en")
    base = framework_named(g, framework)
    codes = jurisdiction or (place_of_workspace("Without --jurisdiction, select"),)
    left = dict(_reasoned(one) for one in without)
    ids: dict[str, Any] = {_PLURAL[name]: tuple(value) for name, value in given.items()}
    if copies:
        if left or title or any(ids.values()):
            raise click.UsageError("Choose either in the workbook of --from or with options, not both.")
        found = ssw.menu(g, base)
        review = ssw.read_review(copies, found)
        made: Any = ssw.apply_review(found, review, id=identifier, jurisdiction=codes)
        if review.waiting:
            rows = [row.number for row in review.waiting]
            notify("rows-wait", "en", n=len(rows), rows=[*rows[:_FEW], *(["…"] if len(rows) > _FEW else [])])
    else:
        made = ssw.select(g, base, **ids, id=identifier, jurisdiction=codes, without=left, title=title, lang=lang)
    if output is None:
        write_exactly(write_framework(made))
        return
    said = lang or base.first_language or "en"
    with refusing_to_replace(output), working(said) as progress:
        ssw.write(made, output, lang=said, base=base, matrix=matrix, overwrite=force, progress=progress)
    notify("saved", "en", path=str(output))
    if not copies:
        _notify_brought(base, ids, left)
    notify("next-compare", "en", path=str(output), base=framework)


_PLURAL = {"cadre": "cadres", "function": "functions", "domain": "domains", "competency": "competencies"}
_FEW = 20


def _notify_brought(base: Framework, ids: dict[str, tuple[str, ...]], left: dict[str, str]) -> None:
    from sswgraph.authoring.select import added_ids, selection_from

    for why, found in added_ids(selection_from(base, ids, left)).items():
        if found:
            notify(f"brought-{why}", "en", n=len(found), ids=[*found[:_FEW], *(["…"] if len(found) > _FEW else [])])


@application.command()
@click.argument("framework", metavar="FRAMEWORK", shell_complete=frameworks_like)
@answering
@loading
def menu(options: Options, framework: str, extra: Loads) -> None:
    """Write a framework as a workbook in which groups choose, reword, and say why not (-o menu.xlsx).

    Without -o the menu is shown.

    Example: sswgraph menu psw -o menu.xlsx
    """
    g = graph(extra, options.lang)
    found = ssw.menu(g, framework_named(g, framework))
    target = options.output
    if target is None or target.suffix.lower() != ".xlsx":
        answer_result(options, found)
        return
    with refusing_to_replace(target):
        ssw.write_review(found, target, lang=options.lang, overwrite=options.force)
    notify_written(options, target, rows=len(found.entries))
    notify("next-select", options.lang, base=framework, path=str(target))


def _reasoned(given: str) -> tuple[str, str]:
    name, _, reason = given.partition("=")
    if not reason.strip():
        raise click.UsageError(f"Give the reason for leaving it out: --without '{name}=the reason'")
    return name.strip(), reason


@application.command()
@click.argument("framework", metavar="FRAMEWORK", shell_complete=frameworks_like)
@click.option(
    "--previous", type=FILE, metavar="FILE", help="Write the workbook again, with suggestions beside these tasks."
)
@click.option(
    "--from", "filled", type=FILE, metavar="FILE", help="Read these tasks; with --id, make the draft framework."
)
@click.option("--id", "identifier", metavar="ID", help="With --from: the id of the draft framework.")
@click.option(
    "--jurisdiction",
    multiple=True,
    metavar="CODE",
    help="With --from: ISO 3166 code. May be repeated. Default: the place of the workspace.",
)
@answering
@loading
def tasks(
    options: Options,
    framework: str,
    previous: Path | None,
    filled: Path | None,
    identifier: str | None,
    jurisdiction: Sequence[str],
    extra: Loads,
) -> None:
    """Go from daily tasks to functions and competencies, in a workbook: write down, decide, make the draft.

    1. sswgraph tasks psw -o tasks.xlsx. 2. sswgraph tasks psw --previous tasks.xlsx -o decide.xlsx.
    3. sswgraph tasks psw --from decide.xlsx --id xx --jurisdiction UG -o xx.xlsx
    """
    g = graph(extra, options.lang)
    found, target = ssw.tasks(g, framework_named(g, framework)), options.output
    if filled is not None:
        _from_tasks(options, found, filled, identifier, jurisdiction)
        return
    if target is None:
        raise click.UsageError("Name the workbook to write: -o tasks.xlsx")
    with refusing_to_replace(target), working(options.lang):
        ssw.write_review(found, target, lang=options.lang, previous=previous, overwrite=options.force)
    listed = ssw.read_review(target, found).tasks if options.json else ()
    notify_written(options, target, tasks=len(listed))
    code = "next-suggest" if previous is None else "next-draft"
    notify(code, options.lang, base=framework, path=str(target))


def _from_tasks(options: Options, found: Any, filled: Path, id: str | None, jurisdiction: Sequence[str]) -> None:
    listed = ssw.read_review(filled, found)
    if id is None:
        answer_result(options, listed)
        return
    if options.output is None:
        raise click.UsageError("Name the file of the draft: -o xx.xlsx")
    codes = jurisdiction or (place_of_workspace("Without --jurisdiction, tasks"),)
    made: Any = ssw.apply_review(found, listed, id=id, jurisdiction=codes)
    with refusing_to_replace(options.output):
        ssw.write(made, options.output, lang=options.lang, overwrite=options.force)
    notify_written(options, options.output, tasks=len(listed.decided), elements=len(made.elements))
    notify("next-safeguards", options.lang)
    notify("next-fill-in", options.lang, path=str(options.output))
