"""Competency frameworks of the social service workforce as one graph.

``load()`` the shipped frameworks or ``read()`` your own; ask for the ``gap`` between what is held and a target, for a
``plan`` that closes it, for what is held ``after`` it, for a ``curriculum`` or another ``document``. ``adapt`` a
framework to a country and ``compare`` the two. ``check`` a file, ``save`` an answer.
"""

from sswgraph._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sswgraph.adaptation.adapt import adapt
    from sswgraph.adaptation.compare import apply_changes, compare
    from sswgraph.adaptation.countries import compare_countries, compare_many
    from sswgraph.alignment.accept import accept, mappings
    from sswgraph.alignment.align import align
    from sswgraph.authoring.menu import menu
    from sswgraph.authoring.new import new
    from sswgraph.authoring.preview import preview
    from sswgraph.authoring.select import select
    from sswgraph.authoring.tasks import tasks
    from sswgraph.authoring.translation import translation
    from sswgraph.careers.coverage import coverage
    from sswgraph.careers.numbers import numbers
    from sswgraph.careers.routes import routes
    from sswgraph.careers.saved import read_result
    from sswgraph.careers.team import new_team, team
    from sswgraph.catalogue import check, frameworks, load, read, write
    from sswgraph.curricula.build import curriculum
    from sswgraph.curricula.documents import document, document_kinds
    from sswgraph.editions.apply import apply_rebase, read_resolutions
    from sswgraph.editions.merge_plan import rebase
    from sswgraph.exchange import read_sssom, write_sssom
    from sswgraph.exchange.plain import read_profile, to_plain
    from sswgraph.graph import CompetencyGraph
    from sswgraph.graph.export import export
    from sswgraph.journeys import tour
    from sswgraph.model import Framework, Holding, Mapping, MappingSet, Profile, Resolution, Text
    from sswgraph.pages.element import show
    from sswgraph.pages.pictures.draw import picture
    from sswgraph.planning.plan import after, alternatives, plan
    from sswgraph.planning.why import why
    from sswgraph.provenance.completeness import attestation, completeness
    from sswgraph.provenance.evidence import evidence
    from sswgraph.render.output import formats, save
    from sswgraph.review.apply import apply_review
    from sswgraph.review.read import read_review
    from sswgraph.review.write import review_workbook, write_review
    from sswgraph.shortfalls.gap import gap
    from sswgraph.shortfalls.many import gaps
    from sswgraph.shortfalls.matrix import gap_matrix
    from sswgraph.workspaces import workspace

# Each public name and the room it comes from; a room is entered when one of its names is first used.
_HOMES = {
    "CompetencyGraph": "graph",
    "Framework": "model",
    "Holding": "model",
    "Mapping": "model",
    "MappingSet": "model",
    "Profile": "model",
    "Resolution": "model",
    "Text": "model",
    "accept": "alignment.accept",
    "adapt": "adaptation.adapt",
    "after": "planning.plan",
    "align": "alignment.align",
    "alternatives": "planning.plan",
    "apply_changes": "adaptation.compare",
    "attestation": "provenance.completeness",
    "apply_rebase": "editions.apply",
    "apply_review": "review.apply",
    "check": "catalogue",
    "compare": "adaptation.compare",
    "compare_countries": "adaptation.countries",
    "compare_many": "adaptation.countries",
    "completeness": "provenance.completeness",
    "coverage": "careers.coverage",
    "curriculum": "curricula.build",
    "document": "curricula.documents",
    "document_kinds": "curricula.documents",
    "errors": "",
    "evidence": "provenance.evidence",
    "export": "graph.export",
    "formats": "render.output",
    "frameworks": "catalogue",
    "gap": "shortfalls.gap",
    "gap_matrix": "shortfalls.matrix",
    "gaps": "shortfalls.many",
    "load": "catalogue",
    "mappings": "alignment.accept",
    "menu": "authoring.menu",
    "model": "",
    "numbers": "careers.numbers",
    "picture": "pages.pictures.draw",
    "new": "authoring.new",
    "new_team": "careers.team",
    "plan": "planning.plan",
    "preview": "authoring.preview",
    "read": "catalogue",
    "read_resolutions": "editions.apply",
    "read_profile": "exchange.plain",
    "read_result": "careers.saved",
    "read_review": "review.read",
    "read_sssom": "exchange",
    "rebase": "editions.merge_plan",
    "routes": "careers.routes",
    "save": "render.output",
    "select": "authoring.select",
    "show": "pages.element",
    "tasks": "authoring.tasks",
    "team": "careers.team",
    "to_plain": "exchange.plain",
    "tour": "journeys",
    "translation": "authoring.translation",
    "why": "planning.why",
    "workspace": "workspaces",
    "write": "catalogue",
    "review_workbook": "review.write",
    "write_review": "review.write",
    "write_sssom": "exchange",
}
__all__ = [
    "CompetencyGraph",
    "Framework",
    "Holding",
    "Mapping",
    "MappingSet",
    "Profile",
    "Resolution",
    "Text",
    "__version__",
    "accept",
    "adapt",
    "after",
    "align",
    "alternatives",
    "apply_changes",
    "apply_rebase",
    "apply_review",
    "attestation",
    "check",
    "compare",
    "compare_countries",
    "compare_many",
    "completeness",
    "coverage",
    "curriculum",
    "document",
    "document_kinds",
    "errors",
    "evidence",
    "export",
    "formats",
    "frameworks",
    "gap",
    "gap_matrix",
    "gaps",
    "load",
    "mappings",
    "menu",
    "model",
    "new",
    "new_team",
    "numbers",
    "picture",
    "plan",
    "preview",
    "read",
    "read_profile",
    "read_resolutions",
    "read_result",
    "read_review",
    "read_sssom",
    "rebase",
    "review_workbook",
    "routes",
    "save",
    "select",
    "show",
    "tasks",
    "team",
    "to_plain",
    "tour",
    "translation",
    "why",
    "workspace",
    "write",
    "write_review",
    "write_sssom",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'sswgraph' has no attribute {name!r}")
    from sswgraph import lazy

    home = _HOMES[name]
    found = getattr(lazy.imported(f"sswgraph.{home}"), name) if home else lazy.imported(f"sswgraph.{name}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
