"""The commands that write documents: curriculum, document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

import sswgraph as ssw
from sswgraph.cli.commands import day_option
from sswgraph.cli.options import FILE, Loads, answering, application, detailed, graph, ids_like, loading, placed
from sswgraph.cli.output import Options, answer, notify, refusing_to_replace, stepping, working
from sswgraph.errors import InputError, OutputExistsError


def _documented(command: Any) -> Any:
    """Add the options of every command that writes documents."""
    for option in (
        day_option,
        detailed,
        placed,
        click.option("--beside", metavar="TAG", help="Add this language beside, to review a translation."),
        click.option("--every-cadre", is_flag=True, help="Write one document for each cadre into the folder of -o."),
        click.option(
            "--template", type=FILE, metavar="FILE", help="A .docx or .dotx file; a style (.toml) for .pdf and .html."
        ),
        click.option("--format", "kind", type=click.Choice(ssw.formats()), help="Default: by the file's ending."),
    ):
        command = option(command)
    return command


def _kinds(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [one for one in ssw.document_kinds() if one.startswith(incomplete)]


@application.command()
@click.argument("subject", nargs=-1, metavar="[ID]...", shell_complete=ids_like)
@_documented
@answering
@loading
def curriculum(
    options: Options,
    subject: Sequence[str],
    kind: str | None,
    template: Path | None,
    beside: str | None,
    detail: str | None,
    every_cadre: bool,
    where: Sequence[str] | None,
    as_of: date | None,
    extra: Loads,
) -> None:
    """Write the curriculum of a role, a qualification, or modules: .docx, .pdf, .html, .md or .json.

    Obligations, conditions and limits come first; what no source says is left to the ministry. A file has what people
    sign; with --detail full also ids, evidence element by element, and what it was made from.

    Example: sswgraph curriculum za:social-auxiliary-worker -o curriculum.docx
    """
    make = partial(ssw.curriculum, where=where, as_of=as_of)
    _write(options, subject, _Wanted(make, "", kind, template, beside, detail, every_cadre), extra)


@application.command()
@click.argument("what", metavar="KIND", shell_complete=_kinds)
@click.argument("subject", nargs=-1, metavar="[ID]...", shell_complete=ids_like)
@_documented
@answering
@loading
def document(
    options: Options,
    what: str,
    subject: Sequence[str],
    kind: str | None,
    template: Path | None,
    beside: str | None,
    detail: str | None,
    every_cadre: bool,
    where: Sequence[str] | None,
    as_of: date | None,
    extra: Loads,
) -> None:
    """Write a document of another kind, such as a role card.

    KIND is one of role-card, job-description, module-descriptor, training-needs, supervision-checklist, logbook,
    referral-pathway, code-of-conduct, competency-chart, observation-form, induction-plan, record-of-learning,
    occupational-standard, scheme-of-service, volunteer-agreement, progression, brief, syllabus, framework-handbook.

    A handbook is about a framework, a module descriptor and a syllabus about modules, the others about a role; an
    observation form may be about a competency, a record of learning about a qualification or modules. What must be done
    comes first; what no rule says is neither allowed nor forbidden. A file has what people sign; with --detail full it
    has everything.

    Example: sswgraph document role-card psw:para-social-worker -o card.pdf
    """
    if every_cadre and what == "framework-handbook":
        raise click.UsageError("A framework-handbook is about a framework: name its id.")

    def made(g: ssw.CompetencyGraph, of: Any, lang: str) -> Any:
        return ssw.document(g, what, of, lang=lang, where=where, as_of=as_of)

    _write(options, subject, _Wanted(made, f"{what}_", kind, template, beside, detail, every_cadre), extra)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What makes a document, the prefix of file names, and how it is to be written."""

    make: Callable[..., Any]
    prefix: str
    format: str | None
    template: Path | None
    beside: str | None
    detail: str | None
    every_cadre: bool


def _write(options: Options, subject: Sequence[str], wanted: _Wanted, extra: Loads) -> None:
    if bool(subject) == wanted.every_cadre:
        raise click.UsageError("Name a role, a qualification or modules, or add --every-cadre.")
    if (wanted.format or wanted.template or wanted.beside) and options.output is None:
        raise click.UsageError("Name the file to write with -o.")
    g = graph(extra, options.lang)
    how: dict[str, Any] = {"format": wanted.format, "template": wanted.template, "beside": wanted.beside}
    how |= {"detail": wanted.detail, "overwrite": options.force}
    if wanted.every_cadre:
        _batch(g, options, wanted, how)
        return
    made = wanted.make(g, subject[0] if len(subject) == 1 else subject, lang=options.lang)
    if options.output is None:
        from sswgraph.pages.page import page_of

        answer(options, lambda: page_of(made, detail=wanted.detail or "full"), lambda: ssw.to_plain(made))
        return
    if options.json:
        how["format"] = "json"
    with refusing_to_replace(options.output), working(options.lang):
        ssw.save(made, options.output, **how)
    notify("saved", options.lang, path=str(options.output))


def _batch(g: ssw.CompetencyGraph, options: Options, wanted: _Wanted, how: dict[str, Any]) -> None:
    """Write a document for each cadre; nothing where one of the files exists and may not be replaced."""
    folder = options.output
    if folder is None or not folder.is_dir():
        raise InputError("Name an existing folder with -o: one document for each cadre is written there.")
    ending = how["format"] or "docx"
    names = {cadre.id: f"{wanted.prefix}{cadre.id.replace(':', '_')}_{options.lang}.{ending}" for cadre in g.cadres}
    paths = {cadre: folder / name for cadre, name in names.items()}
    if not options.force:
        for path in paths.values():
            if path.exists():
                raise OutputExistsError(f"{path} exists. Add --force to replace it, or name another folder with -o.")
    for cadre, path in stepping(paths.items(), options.lang):
        ssw.save(wanted.make(g, cadre, lang=options.lang), path, **how)
    notify("saved-all", options.lang, n=len(paths), path=str(folder))
