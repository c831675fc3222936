"""Values become pages: the register of kinds, and the pages of lists, reports and profiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, cast

from sswgraph.catalogue import summaries
from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.lazy import is_of
from sswgraph.messages import require_language, sentence
from sswgraph.model.codes import Kind
from sswgraph.model.evidence import Node
from sswgraph.model.lists import MAPPINGS, Candidates, ContestedPairs, Elements, Reports, Summaries
from sswgraph.model.mapping import Mapping, MappingSet
from sswgraph.model.permissions import Condition, Limit, ObligationInForce
from sswgraph.model.profile import HOLDINGS, Profile
from sswgraph.model.report import FINDINGS, Report, Severity
from sswgraph.model.results import CANDIDATES, FRAMEWORKS, Candidate, FrameworkSummary
from sswgraph.model.shown import Shown, Visible, select_columns
from sswgraph.model.voices import CONTESTED, ContestedPair, Voices
from sswgraph.pages.blocks import Block, Facts, Heading, Notice, Page, Paragraph
from sswgraph.pages.detail import Detail, require_detail, signed
from sswgraph.pages.element import element_page
from sswgraph.pages.rules import conditions_and_limits, obligations
from sswgraph.pages.writer import Label, Writer, capitalised, data

# The module of each kind of result, imported when one is shown; its function ``<kind>_page`` makes the page. Papers
# share one function.
_PAGES = {
    "alignment": "alignment",
    "attestation": "attestation",
    "comparison": "comparison",
    "completeness": "attestation",
    "countries": "countries",
    "coverage": "coverage",
    "curriculum": "curriculum",
    "decisions": "merge_plan",
    "evidence": "evidence",
    "framework-handbook": "handbook",
    "gap": "gap",
    "gap-matrix": "gap",
    "gaps": "gap",
    "mappings": "alignment",
    "matrix": "comparison",
    "menu": "authoring",
    "numbers": "careers",
    "permissions": "rules",
    "plan": "plan",
    "preview": "authoring",
    "rebase": "merge_plan",
    "report": "page",
    "review": "review",
    "routes": "careers",
    "saved": "saved",
    "syllabus": "syllabus",
    "tasks": "authoring",
    "team": "team",
    "translated": "authoring",
    "translation": "authoring",
    "wall": "countries",
    "why": "plan",
    "workshop": "authoring",
}
GRAPH_KINDS: tuple[Kind, ...] = ("cadre", "function", "competency", "qualification", "module")
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


# Documents to be signed: saved without what only those who check them need, unless the full detail is asked for.
_TO_SIGN = (
    "sswgraph.model.curriculum.Curriculum",
    "sswgraph.model.documents.RoleDocument",
    "sswgraph.model.documents.Syllabus",
    "sswgraph.model.documents.Handbook",
    "sswgraph.model.results.Gap",
    "sswgraph.model.plan.Plan",
)
_DECISION = "sswgraph.model.merge_plan.Resolution"


def detail_of(value: Any, detail: str | None = None) -> Detail:
    """How much of a value is saved: the detail asked for, otherwise the usual one of its kind."""
    if detail is None:
        return "sign" if is_of(value, *_TO_SIGN) else "full"
    return cast("Detail", detail)


def page_of(value: Any, lang: str | None = None, *, label: Label | None = None, detail: Detail | str = "full") -> Page:
    """The page that shows a value.

    Args:
        value (Any): A result of any verb, a report, one framework summary or candidate or a sequence of them, any
            part of a framework, or a page, which is returned as it is.
        lang (str | None): The language tag of the page; None: that of a curriculum, otherwise English.
        label (Label | None): For parts of a framework, a function that gives the name of an id.
        detail (Detail | str): 'full', or 'sign' for documents to be signed.

    Returns:
        The page; obligations, conditions, limits and what was loosened come first in it.

    Raises:
        InputError: For a value that has no page, an unknown detail, or an invalid language tag.

    Example:
        >>> from sswgraph.model import Cadre, Text
        >>> page_of(Cadre(id="za:social-worker", label=Text.of(en="social worker"))).title
        'social worker'
    """  # noqa: DOC502 - require_detail, require_language and _full_page raise
    require_detail(detail)
    lang = lang or getattr(value, "lang", None) or "en"
    require_language(lang)
    made = _full_page(value, lang, label)
    return signed(made) if detail == "sign" else made


def _full_page(value: Any, lang: str, label: Label | None) -> Page:
    match value:
        case Page():
            return value
        case Shown() if value.kind in _PAGES or is_of(value, "sswgraph.model.documents.RoleDocument"):
            return _page_function(value.kind)(value, lang)
        case tuple() if is_of(value, "sswgraph.model.careers.Routes"):
            return _page_function("routes")(value, lang)
        case CompetencyGraph():
            return graph_page(value, lang)
        case Elements():
            return elements_page(value, lang)
        case Condition() | Limit() | ObligationInForce():
            return rule_page(value, lang)
        case Profile():
            return profile_page(value, lang)
        case MappingSet():
            return mapping_set_page(value, lang)
        case Node() | Mapping():
            return element_page(value, lang, label=label)
        case FrameworkSummary():
            return frameworks_page((value,), lang)
        case Visible() if is_of(value, _DECISION):
            return _page_function("decisions")((value,), lang)
        case Candidate():
            return candidates_page(Candidates((value,)), lang)
        case Reports():
            return reports_page(value, lang)
        case Summaries():
            return frameworks_page(value, lang)
        case ContestedPairs():
            return contested_page(value, lang)
        case Candidates():
            return candidates_page(value, lang)
        case list() | tuple() if value and all(isinstance(one, FrameworkSummary) for one in value):
            return frameworks_page(value, lang)
        case list() | tuple() if value and all(isinstance(one, Report) for one in value):
            return reports_page(value, lang)
        case list() | tuple() if value and all(isinstance(one, Candidate) for one in value):
            return candidates_page(Candidates(value), lang)
        case list() | tuple() if value and all(is_of(one, _DECISION) for one in value):
            return _page_function("decisions")(value, lang)
    raise InputError(f"A value of type {type(value).__name__} has no page.")


def page_beside(value: Any, lang: str | None, beside: str, *, detail: Detail | str = "full") -> Page:
    """A page in one language beside the same in another, for reviewers of a translation.

    Args:
        value (Any): What :func:`page_of` takes, except a page.
        lang (str | None): The first language tag; None as for :func:`page_of`.
        beside (str): The second language tag.
        detail (Detail | str): 'full', or 'sign' for documents to be signed.

    Returns:
        A page of tables with both languages and room for a better wording.

    Raises:
        InputError: For an invalid language tag, twice the same language, a page, or a value that has no page.
    """
    from sswgraph.pages.bilingual import beside as paired

    one = page_of(value, lang, detail=detail)
    require_language(beside)
    if isinstance(value, Page) or beside.lower() == one.lang.lower():
        raise InputError(
            f"Two different languages are needed, such as lang='fr', beside='en'; both are '{one.lang}' here."
        )
    return paired(one, page_of(value, beside, detail=detail))


def _page_function(kind: str) -> Callable[[Any, str], Page]:
    module = import_module(f"sswgraph.pages.{_PAGES.get(kind, 'papers')}")
    name = kind.replace("-", "_") if kind in _PAGES else "paper"
    return cast("Callable[[Any, str], Page]", getattr(module, f"{name}_page"))


def report_page(report: Report, lang: str = "en") -> Page:
    """What a check found, violations first: line, rule, what is wrong, how to fix it."""
    w = Writer(lang)
    counts = [(severity, report.of_severity(severity)) for severity in SEVERITIES]
    verdict = Notice(w.fixed("report.conforms"), "good")
    if not report.conforms:
        verdict = Notice(w.fixed("report.violates"))
    pairs = [(capitalised(w.term("severity", severity)), str(len(found))) for severity, found in counts]
    blocks: list[Block] = [verdict, Facts(tuple(pairs))]
    place = "cell" if any(one.sheet for one in report.results) else "line"
    columns = select_columns(FINDINGS, place, "message", "fix", "element", "code")
    for severity, found in counts:
        if found:
            blocks.append(w.tabled(w.fixed(f"caption.{severity}", n=len(found)), columns, found))
    return w.finished(w.fixed("title.report", file=report.file), blocks)


def reports_page(reports: Sequence[Report], lang: str = "en") -> Page:
    """The findings of several files that were checked together, one after the other; of one file its own page."""
    pages = [report_page(report, lang) for report in reports]
    if len(pages) == 1:
        return pages[0]
    blocks = tuple(block for one in pages for block in (Heading(2, one.title), *one.blocks))
    return Page(sentence("cli.check.title", lang, n=len(pages)), lang, blocks)


def frameworks_page(found: Sequence[FrameworkSummary], lang: str = "en") -> Page:
    """A list of frameworks: edition, status, languages, contents, basis."""
    w = Writer(lang)
    return w.finished(w.fixed("title.frameworks"), (_answerable(found, w), _frameworks(found, w)))


def _frameworks(found: Sequence[FrameworkSummary], w: Writer) -> Block:
    return w.tabled(w.fixed("caption.frameworks", n=len(found)), FRAMEWORKS, found)


def _answerable(found: Sequence[FrameworkSummary], w: Writer) -> Block:
    cadres = sum(dict(one.counts).get("cadre", 0) for one in found)
    return Paragraph(w.fixed("answerable", n=sum(one.answerable for one in found), total=cadres))


def graph_page(graph: CompetencyGraph, lang: str = "en") -> Page:
    """A graph: how many elements of each kind, and its frameworks."""
    w = Writer(lang)
    counts = {kind: len(graph.of_kind(kind)) for kind in GRAPH_KINDS} | {"mapping": len(graph.mappings)}
    pairs = tuple((capitalised(w.term("kind", kind)), str(n)) for kind, n in counts.items() if n)
    found = summaries(graph)
    blocks: list[Block] = [Facts(pairs), _answerable(found, w), _frameworks(found, w), *contested(graph.contested, w)]
    return w.finished(w.fixed("title.graph"), blocks if found else [Paragraph(w.fixed("elements.none"))])


def contested(pairs: Sequence[ContestedPair], w: Writer) -> tuple[Block, ...]:
    """The contested pairs with the mappings on both sides; nothing where there are none."""
    if not pairs:
        return ()
    return (w.heading("contested"), w.tabled(w.fixed("caption.contested", n=len(pairs)), CONTESTED, pairs))


def contested_page(pairs: ContestedPairs, lang: str = "en") -> Page:
    """Pairs that some mappings claim and others deny."""
    w = Writer(lang)
    return w.finished(w.fixed("heading.contested"), contested(pairs, w)[1:] or [Paragraph(w.fixed("elements.none"))])


def elements_page(elements: Elements[Any], lang: str = "en") -> Page:
    """Parts of frameworks as a table."""
    w = Writer(lang)
    kinds = list(dict.fromkeys(one.kind for one in elements))
    title = capitalised(w.term("kind", kinds[0])) if len(kinds) == 1 else w.fixed("title.elements")
    blocks: list[Block] = [Paragraph(w.fixed("elements.none"))]
    if elements:
        blocks = [w.tabled(f"{title} ({len(elements)})", elements.columns(), elements)]
    return w.finished(title, blocks)


def rule_page(rule: Condition | Limit | ObligationInForce, lang: str = "en") -> Page:
    """One obligation, one condition or one limit."""
    w = Writer(lang)
    if isinstance(rule, ObligationInForce):
        return w.finished(w.fixed("heading.obligations"), obligations(w, (rule,)))
    conditions, limits = ((rule,), ()) if isinstance(rule, Condition) else ((), (rule,))
    blocks = (Notice(w.fixed("conditions.lead")), *conditions_and_limits(w, conditions, limits))
    return w.finished(w.fixed("heading.conditions"), blocks)


def profile_page(profile: Profile, lang: str = "en") -> Page:
    """What somebody holds and has completed."""
    w = Writer(lang)
    blocks: list[Block] = []
    if profile.holdings:
        blocks.append(w.tabled(w.fixed("caption.holdings"), HOLDINGS, profile.holdings))
    if profile.completed:
        blocks.append(Facts(((w.fixed("fact.completed"), data(", ".join(profile.completed))),)))
    return w.finished(profile.title or w.fixed("title.profile"), blocks or [Paragraph(w.fixed("elements.none"))])


def mapping_set_page(mappings: MappingSet, lang: str = "en") -> Page:
    """The rows of a mapping set."""
    w = Writer(lang)
    blocks: list[Block] = [Paragraph(w.fixed("elements.none"))]
    if mappings.mappings:
        blocks = [w.tabled(f"{w.fixed('caption.mappings')} ({len(mappings.mappings)})", MAPPINGS, mappings.mappings)]
        blocks += contested(Voices([mappings]).contested_pairs, w)
    return w.finished(mappings.title or mappings.id, blocks)


def candidates_page(candidates: Candidates, lang: str = "en") -> Page:
    """The results of a search, best first, with their total and for how many roles requirements are known."""
    w = Writer(lang)
    blocks: list[Block] = [Paragraph(w.fixed("found.none"))]
    if candidates:
        n = len(candidates)
        caption = w.fixed("caption.candidates", n=n)
        if candidates.total > n:
            caption = w.fixed("caption.candidates-first", first=n, n=candidates.total)
        n, cadres = candidates.answerable
        lead = [Paragraph(w.fixed("answerable", n=n, total=cadres))] if cadres else []
        blocks = [*lead, w.tabled(caption, CANDIDATES, candidates)]
    return w.finished(w.fixed("title.candidates"), blocks)
