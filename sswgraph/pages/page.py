"""Values become pages: one entry, whatever the value is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, cast

from sswgraph.errors import InputError
from sswgraph.messages import language_problem
from sswgraph.model.evidence import Node
from sswgraph.model.mapping import Mapping
from sswgraph.model.merge_plan import Resolution
from sswgraph.model.report import Report, Severity
from sswgraph.model.results import Candidate, FrameworkSummary, LinkCount
from sswgraph.model.shown import Shown
from sswgraph.pages.blocks import Block, Facts, Notice, Page, Paragraph
from sswgraph.pages.element import element_page
from sswgraph.pages.merge_plan import decisions_page
from sswgraph.pages.writer import Label, Writer, data, headed

# Each kind of result and the module here whose function ``<kind>_page`` shows it.
_PAGES = {
    "alignment": "alignment",
    "attestation": "attestation",
    "comparison": "comparison",
    "completeness": "attestation",
    "curriculum": "curriculum",
    "evidence": "evidence",
    "framework-handbook": "handbook",
    "gap": "gap",
    "job-description": "roles",
    "logbook": "forms",
    "matrix": "comparison",
    "module-descriptor": "roles",
    "plan": "plan",
    "rebase": "merge_plan",
    "report": "page",
    "review": "review",
    "role-card": "roles",
    "supervision-checklist": "forms",
    "training-needs": "forms",
}
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


def page_of(value: Any, lang: str | None = None, *, label: Label | None = None) -> Page:
    """The page that shows a value.

    In: a result of any verb, a report, one framework summary or candidate or a sequence of them, any part of a
    framework, or a page (given back as it is); the language, else that of a curriculum, else English; for parts of a
    framework a function that gives the label of an id. Out: a :class:`Page`; conditions, limits and what was loosened
    come first in it. Raises ``InputError`` for anything else.

    >>> from sswgraph.model import Cadre, Text
    >>> page_of(Cadre(id="za:social-worker", label=Text.of(en="social worker"))).title
    'social worker'
    """
    lang = lang or getattr(value, "lang", None) or "en"
    match value:
        case Page():
            return value
        case Shown() if value.kind in _PAGES:
            return _page_function(value.kind)(value, lang)
        case Node() | Mapping():
            return element_page(value, lang, label=label)
        case FrameworkSummary():
            return frameworks_page((value,), lang)
        case Resolution():
            return decisions_page((value,), lang)
        case Candidate():
            return candidates_page((value,), lang)
        case list() | tuple() if value and all(isinstance(one, FrameworkSummary) for one in value):
            return frameworks_page(value, lang)
        case list() | tuple() if value and all(isinstance(one, Candidate) for one in value):
            return candidates_page(value, lang)
        case list() | tuple() if value and all(isinstance(one, Resolution) for one in value):
            return decisions_page(value, lang)
    raise InputError(f"A value of type {type(value).__name__} has no page.")


def page_beside(value: Any, lang: str | None, beside: str) -> Page:
    """What a value's page says in one language beside what it says in another, for reviewers of a translation.

    Raises ``InputError`` for what is no language tag, for twice the same language, for a page, which has one language,
    and for what has no page.
    """
    from sswgraph.pages.bilingual import beside as paired

    one = page_of(value, lang)
    problem = language_problem(beside)
    if problem is not None:
        raise InputError(str(problem))
    if isinstance(value, Page) or beside.lower() == one.lang.lower():
        raise InputError(f"Two languages are needed side by side, such as lang='fr', beside='en'; here: '{one.lang}'.")
    return paired(one, page_of(value, beside))


def _page_function(kind: str) -> Callable[[Any, str], Page]:
    module = import_module(f"sswgraph.pages.{_PAGES[kind]}")
    return cast("Callable[[Any, str], Page]", getattr(module, kind.replace("-", "_") + "_page"))


def report_page(report: Report, lang: str = "en") -> Page:
    """What a check found, gravest first: line, rule, what is wrong, how to fix it."""
    w = Writer(lang)
    counts = [(severity, report.of_severity(severity)) for severity in SEVERITIES]
    verdict = Notice(w.fixed("report.conforms"), "good")
    if not report.conforms:
        verdict = Notice(w.fixed("report.violates"))
    pairs = [(headed(w.term("severity", severity)), str(len(found))) for severity, found in counts]
    blocks: list[Block] = [verdict, Facts(tuple(pairs))]
    header = w.header("line", "finding", "fix", "element", "rule")
    for severity, found in counts:
        rows = [
            (str(result.line or ""), w.say(result.message), w.say(result.fix), data(result.element), data(result.code))
            for result in found
        ]
        if rows:
            caption = w.fixed(f"caption.{severity}", n=len(rows))
            blocks.append(w.table(caption, header, rows, (0,)))
    return w.finished(w.fixed("title.report", file=report.file), blocks)


def frameworks_page(summaries: Sequence[FrameworkSummary], lang: str = "en") -> Page:
    """A list of frameworks: edition, status, languages, what is in each, on what it rests."""
    w = Writer(lang)
    names = ("framework", "jurisdiction", "edition", "standing", "languages", "contents", "links")
    header = w.header(*names)
    rows = [
        (
            w.named(summary.title, summary.id),
            data(", ".join(summary.jurisdiction)),
            data(summary.edition),
            w.term("standing", summary.status),
            ", ".join(summary.languages),
            ", ".join(counted(kind, n, w) for kind, n in summary.counts if n),
            _shares(summary.bases, w),
        )
        for summary in summaries
    ]
    blocks = [w.table(w.fixed("caption.frameworks", n=len(rows)), header, rows)]
    return w.finished(w.fixed("title.frameworks"), blocks)


def _shares(bases: LinkCount, w: Writer) -> str:
    counts = {"stated": bases.stated, "derived": bases.derived, "draft": bases.draft}
    total = sum(counts.values())
    return w.fixed("links.short", **{basis: w.share(n, total) for basis, n in counts.items()})


def counted(kind: str, n: int, w: Writer) -> str:
    """How many elements of a kind, in words: '5 cadres'."""
    try:
        return w.words(f"count.{kind}", n=n)
    except KeyError:
        return f"{n} {kind}"


def candidates_page(candidates: Sequence[Candidate], lang: str = "en", *, of: int | None = None) -> Page:
    """What a search found, best first; ``of``: how many there are in all, where these are the first of them."""
    w = Writer(lang)
    header = w.header("element", "kind", "matched", "score")
    rows = [
        (
            w.named(candidate.label, candidate.id),
            w.term("kind", candidate.kind),
            data(candidate.matched),
            f"{candidate.score:.2f}",
        )
        for candidate in candidates
    ]
    blocks: list[Block] = [Paragraph(w.fixed("found.none"))]
    if rows:
        caption = w.fixed("caption.candidates", n=len(rows))
        if of is not None and of > len(rows):
            caption = w.fixed("caption.candidates-first", first=len(rows), n=of)
        blocks = [w.table(caption, header, rows, (3,))]
    return w.finished(w.fixed("title.candidates"), blocks)
