"""The commands for review workbooks: review make, review apply."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
)
from sswgraph.cli.output import Options, answer_result, notify, notify_written, refusing_to_replace, working
from sswgraph.errors import InputError
from sswgraph.exchange.registry import BY_ENDING
from sswgraph.graph import CompetencyGraph
from sswgraph.model import Alignment, Comparison, Framework, MergePlan
from sswgraph.model.alignment import OpenMappings
from sswgraph.model.countries import Countries
from sswgraph.model.review import Review
from sswgraph.model.translation import Translation
from sswgraph.pages.writer import fixed, words
from sswgraph.planning.enrolment import edition_day
from sswgraph.review.mappings import RELATIONS
from sswgraph.review.rows import review_rows

_WORKBOOK, _COUNTRIES = ".xlsx", "countries"
Reviewed = Comparison | Countries | MergePlan | Alignment | OpenMappings


@application.group()
def review() -> None:
    """Decide on every difference in a workbook (Excel, LibreOffice), and read the groups' copies back."""


_ONTO = click.option(
    "--onto",
    metavar="NEW",
    shell_complete=frameworks_like,
    help="Review a merge plan: BASE is the edition that it was made from, NEW the new one.",
)
_SUGGESTED = click.option("--align", is_flag=True, help="Review suggested mappings between the two frameworks.")
_MAPPINGS = click.option(
    "--mappings",
    is_flag=True,
    help="Review stated mappings: BASE is what is held (an id, or 'nothing'), ADAPTATION the target.",
)
_WHO = (
    click.option("--set-id", metavar="IRI", help="For mappings: the id of the mapping set to make."),
    click.option("--author", metavar="WHO", help="For mappings: who decided, such as 'orcid:…' or a name."),
    click.option("--reviewer", metavar="WHO", help="For mappings: who reviewed the decisions."),
    click.option(
        "--date", metavar="YYYY-MM-DD", help="For mappings: the day of the decision. Default: that of the copies."
    ),
)


def _accountable(command: Any) -> Any:
    for option in reversed(_WHO):
        command = option(command)
    return command


@review.command()
@click.argument("base", metavar="BASE", shell_complete=ids_like)
@click.argument("others", nargs=-1, metavar="[ADAPTATION]", shell_complete=ids_like)
@_ONTO
@_SUGGESTED
@_MAPPINGS
@click.option(
    "--countries",
    is_flag=True,
    help="Review what countries (frameworks or roles, two or more) state and the reference lacks.",
)
@click.option(
    "--reference",
    metavar="ID",
    shell_complete=frameworks_like,
    help="With --countries: the reference. Default: psw.",
)
@click.option("--to", metavar="TAG", help="Translate BASE into this language, such as fr; without ADAPTATION.")
@click.option("--previous", type=FILE, metavar="FILE", help="Carry decisions and ticks over from this workbook.")
@answering
@loading
def make(
    options: Options,
    base: str,
    others: Sequence[str],
    onto: str | None,
    align: bool,
    mappings: bool,
    countries: bool,
    reference: str | None,
    to: str | None,
    previous: Path | None,
    extra: Loads,
) -> None:
    """Write a workbook in which a group decides on every difference between two frameworks, safety first.

    BASE and ADAPTATION are ids, or framework files. With --onto the rows are what needs a decision in a rebase, with
    --align the mappings suggested between the two, with --mappings the mappings between what is held and a target,
    which a panel recognises, refuses or corrects. With --countries they are what the countries named state and the
    reference lacks. With --to they are the texts of BASE, to be translated. With --json the file and the number of its
    rows are printed as JSON.

    Example: sswgraph review make psw cycw -o review.xlsx
    """
    if bool(onto) + align + mappings + countries + bool(to) > 1:
        raise click.UsageError("Use only one of --align, --countries, --mappings, --onto and --to.")
    if reference and not countries:
        raise click.UsageError("--reference belongs to --countries.")
    if not countries and len(others) != (0 if to else 1):
        raise click.UsageError("Name two frameworks, BASE and ADAPTATION; or one, with --to and a language.")
    if options.output is None:
        raise click.UsageError("Name the workbook to write: -o review.xlsx")
    of, g = "alignment" if align else "mappings" if mappings else "", graph(extra, options.lang)
    found: Reviewed | Translation
    adaptation = others[0] if others else None
    if countries:
        found = _beside(g, (base, *others), reference or "psw", options.lang)
    elif adaptation is None:
        found = ssw.translation(framework_named(g, base), to=str(to))
    else:
        found = _reviewed(g, base, adaptation, onto, of, options.lang)
    with refusing_to_replace(options.output):
        ssw.write_review(found, options.output, lang=options.lang, previous=previous, overwrite=options.force)
    rows = len(found.texts) if isinstance(found, Translation) else len(review_rows(found).rows)
    notify_written(options, options.output, rows=rows)
    if isinstance(found, Comparison) and not found.lineage:
        print(words("review.record-only", options.lang), file=sys.stderr)
    notify("next-review", options.lang, command=_applying(options.output, base, others, onto, countries, extra))


def _applying(workbook: Path, base: str, others: Sequence[str], onto: str | None, countries: bool, extra: Loads) -> str:
    """The command that reads the copies of a workbook, with the files that they were made from."""
    said, files = ["review", "apply", str(workbook)], [*map(str, extra.files)]
    adaptation = others[0] if others and not countries else None
    if adaptation is None:
        files += [one for one in (base, *others) if _is_file(one) and one not in files]
    elif onto or _is_file(base) or _is_file(adaptation):
        said += ["--of", base, adaptation, *(["--onto", onto] if onto else [])]
    said += [word for file in files for word in ("--load", file)] + ["--replace"] * extra.replace
    return " ".join(["sswgraph", *(f'"{word}"' if " " in word else word for word in said)])


def _is_file(given: str) -> bool:
    return Path(given).suffix.lower() in BY_ENDING


@review.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--of",
    "pair",
    nargs=2,
    metavar="BASE ADAPTATION",
    shell_complete=ids_like,
    help="The two frameworks, as ids or files. Default: those that the first workbook names.",
)
@_ONTO
@click.option("--edition", metavar="NAME", help="The name of the new edition of the adaptation.")
@_accountable
@answering
@loading
def apply(
    options: Options,
    files: Sequence[Path],
    pair: tuple[str, str] | None,
    onto: str | None,
    edition: str | None,
    set_id: str | None,
    extra: Loads,
    **who: str | None,
) -> None:
    """Read the groups' copies of a workbook: who agrees, who disagrees, who is silent, row by row.

    Load what the workbook was made from, too. With -o as .ttl, .nt or .jsonld, or with --edition as .xlsx, the new
    edition of the adaptation is made: from a merge plan (--onto) once every row is settled, from a comparison with the
    rows that are, from candidates of countries of their reference. For mappings and candidates, -o as .sssom.tsv makes
    the mapping set of what was settled; it takes --set-id, --author and --reviewer (by default the groups, but not for
    suggested mappings). For a translation the framework with the texts is made.

    Example: sswgraph review apply ministry.xlsx workers.xlsx -o report.html
    """
    from sswgraph.review.copies import read_copy
    from sswgraph.review.translation import made_for

    g = graph(extra, options.lang)
    translated = made_for(files[0])
    if translated is not None:
        _require_loaded(g, files[0].name, translated[:1])
        _translate(files, ssw.translation(framework_named(g, translated[0]), to=translated[1]), options, edition)
        return
    copy, target = read_copy(files[0]), options.output
    base, adaptation = _frameworks_named(copy, pair, onto, g)
    if copy.of == _COUNTRIES:
        subject: Reviewed = _beside(g, adaptation.split(), base, options.lang)
    else:
        subject = _reviewed(g, base, adaptation, onto, copy.of, options.lang)
    found = ssw.read_review(files, subject)
    if target is None or options.json or not _makes(subject, target, edition):
        answer_result(options, found)
        return
    if isinstance(subject, Alignment):
        _require_accountable(found, {"set-id": set_id, **who})
    if isinstance(subject, OpenMappings) or (isinstance(subject, Countries) and _is_mappings(target)):
        _require_accountable(found, {"set-id": set_id, "date": who["date"]})
    made = ssw.apply_review(subject, found, edition=edition, id=set_id, **who)
    with refusing_to_replace(target):
        if isinstance(made, Framework):
            _write_edition(made, target, options, None if onto else framework_named(g, base))
        else:
            ssw.write_sssom(made, target, overwrite=options.force)
    notify("saved", options.lang, path=str(target))
    if isinstance(subject, Countries):
        _name_the_rest(found, isinstance(made, Framework), options.lang)
    _remind(found, options.lang)


def _translate(files: Sequence[Path], subject: Translation, options: Options, edition: str | None) -> None:
    """What translators wrote, or with a file for a framework, the framework with it."""
    found, target = ssw.read_review(files, subject), options.output
    if target is None or options.json or not _is_edition(target, edition):
        answer_result(options, found)
        return
    made = ssw.apply_review(subject, found, edition=edition)
    assert isinstance(made, Framework)
    with refusing_to_replace(target):
        _write_edition(made, target, options)
    notify("saved", options.lang, path=str(target))


def _write_edition(made: Framework, target: Path, options: Options, base: Framework | None = None) -> None:
    """A new edition; as a workbook, with the texts of its base beside its own."""
    if target.suffix.lower() == _WORKBOOK:
        own = base if base is not None and base.id == made.adaptation_of else None
        ssw.write(made, target, lang=options.lang, base=own, overwrite=options.force)
    else:
        ssw.write(made, target, overwrite=options.force)


def _require_accountable(review: Review, given: dict[str, str | None]) -> None:
    """Mappings that people decided on say who and when; the copies may give the day."""
    dated = all(copy.when for copy in review.copies)
    left = [f"--{name}" for name, value in given.items() if not value and not (name == "date" and dated)]
    if left:
        raise click.UsageError(f"Decided mappings must say who decided, and when. Add {', '.join(left)}.")


def _is_edition(target: Path, edition: str | None) -> bool:
    """Whether a file of this name will hold a framework; a workbook does if the edition is named."""
    form, ending = BY_ENDING.get(target.suffix.lower()), target.suffix.lower()
    return (form is not None and form.syntax is not None) or (ending == _WORKBOOK and edition is not None)


def _makes(subject: Reviewed, target: Path, edition: str | None) -> bool:
    """Whether a file of this name is to hold what was decided, rather than the page of who decided what."""
    if isinstance(subject, (Alignment, Countries, OpenMappings)) and _is_mappings(target):
        return True
    return not isinstance(subject, (Alignment, OpenMappings)) and _is_edition(target, edition)


def _is_mappings(target: Path) -> bool:
    """Whether a file of this name is to hold a mapping set."""
    return target.name.lower().endswith(".sssom.tsv")


def _name_the_rest(found: Review, edition: bool, lang: str) -> None:
    """Decisions on candidates make an edition and a mapping set: say how the other one is made, where there is one."""
    verdicts = {row.verdicts[0][0] for row in found.settled}
    if edition and verdicts & {*RELATIONS}:
        notify("next-mapped", lang)
    elif not edition and "add" in verdicts:
        notify("next-added", lang)


def _remind(found: Review, lang: str) -> None:
    """Name on stderr the rows that keep what was made a draft: not agreed, not settled, or to be checked for law."""
    disagreed = [row for row in found.waiting if row.standing == "disagreed"]
    found_rows = {
        "section-disagreed": disagreed,
        "section-unsettled": [row for row in found.waiting if row not in disagreed],
        "section-legal": [row for row in found.lines if any(one.legal_check for one in row.decisions)],
    }
    for code, rows in found_rows.items():
        if rows:
            numbers = ", ".join(str(row.number) for row in rows)
            print(fixed("pair", lang, name=words(f"review.{code}", lang), value=numbers), file=sys.stderr)


def _frameworks_named(copy: Any, pair: tuple[str, str] | None, onto: str | None, g: CompetencyGraph) -> tuple[str, str]:
    """The two frameworks asked for, otherwise the ids of those that a workbook is about, if both are loaded."""
    if copy.of == "rebase" and not (pair and onto):
        raise InputError(
            f"{copy.file} is a review of a merge plan. Name its frameworks: --of BASE ADAPTATION --onto NEW."
        )
    if pair:
        return pair
    if copy.of == "mappings":
        return copy.sides[0], copy.sides[1]
    if copy.of == _COUNTRIES:
        _require_loaded(g, copy.file, [one for one, _, _ in copy.frameworks])
        return copy.sides[0], copy.sides[1]
    if len(copy.frameworks) != 2:
        raise InputError(f"{copy.file} does not name two frameworks. Name them: --of BASE ADAPTATION.")
    base, adaptation = copy.frameworks[0][0], copy.frameworks[1][0]
    _require_loaded(g, copy.file, (base, adaptation), " or name both: --of BASE ADAPTATION.")
    return base, adaptation


def _require_loaded(g: CompetencyGraph, file: str, named: Sequence[str], else_: str = "") -> None:
    """Raises InputError where what a workbook is about is not loaded."""
    for one in named:
        if all(framework.id != one for framework in g.frameworks):
            fix = f"Add --load with its file{',' + else_ if else_ else '.'}"
            raise InputError(f"{file} is about {' and '.join(named)}; {one} is not loaded. {fix}")


def _mappings_between(g: CompetencyGraph, held: str, target: str) -> OpenMappings:
    """The mappings between what is held and a target, by its gap and by the plan of the day of the data."""
    gap = ssw.gap(g, [] if held in ("", "nothing") else held.split(), target)
    return ssw.mappings(g, gap, ssw.plan(g, gap, as_of=edition_day(g), include_closed=True))


def _beside(g: CompetencyGraph, named: Sequence[str], reference: str, lang: str) -> Countries:
    """Countries through a reference: frameworks by id or file, or roles by id."""
    through = framework_named(g, reference)
    with working(lang):
        if all(":" in one and one in g for one in named):
            return ssw.compare_countries(g, cadres=named, reference=through)
        return ssw.compare_countries(g, [framework_named(g, one) for one in named], reference=through)


def _reviewed(g: CompetencyGraph, base: str, adaptation: str, onto: str | None, of: str, lang: str) -> Reviewed:
    with working(lang) as progress:
        if of == "mappings":
            return _mappings_between(g, base, adaptation)
        one, other = framework_named(g, base), framework_named(g, adaptation)
        if onto:
            return ssw.rebase(g, other, one, framework_named(g, onto))
        return ssw.align(g, one, other, progress=progress) if of == "alignment" else ssw.compare(g, one, other)
