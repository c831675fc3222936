"""Competency frameworks of the social service workforce as one graph.

``load()`` the shipped frameworks or ``read()`` your own; ask for the ``gap`` between what is held and a target, for a
``plan`` that closes it, for what is held ``after`` it, for a ``curriculum`` or another ``document``. ``adapt`` a
framework to a country and ``compare`` the two. ``check`` a file, ``save`` an answer.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sswgraph.analysis.attestation import attestation
    from sswgraph.analysis.completeness import completeness
    from sswgraph.analysis.curricula import curriculum
    from sswgraph.analysis.evidence import evidence
    from sswgraph.analysis.gaps import gap
    from sswgraph.analysis.kinds import document, document_kinds
    from sswgraph.analysis.plans import after, plan
    from sswgraph.catalogue import check, frameworks, load, read, write
    from sswgraph.comparison.adapting import adapt
    from sswgraph.comparison.align import align
    from sswgraph.comparison.align_review import accept
    from sswgraph.comparison.applying import apply_changes
    from sswgraph.comparison.resolving import apply_rebase
    from sswgraph.comparison.verbs import compare, compare_many, rebase
    from sswgraph.documents import formats, save, tour
    from sswgraph.documents.review.reading import read_review
    from sswgraph.documents.review.writing import review_workbook
    from sswgraph.graph import CompetencyGraph
    from sswgraph.model import Framework, Holding, Mapping, MappingSet, Profile, Resolution, Text
    from sswgraph.model.decisions_file import read_decisions
    from sswgraph.model.wire import read_profile, to_plain
    from sswgraph.rdf import read_sssom, write_sssom

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
    "accept": "comparison.align_review",
    "adapt": "comparison.adapting",
    "after": "analysis.plans",
    "align": "comparison.align",
    "apply_changes": "comparison.applying",
    "attestation": "analysis.attestation",
    "apply_rebase": "comparison.resolving",
    "check": "catalogue",
    "compare": "comparison.verbs",
    "compare_many": "comparison.verbs",
    "completeness": "analysis.completeness",
    "curriculum": "analysis.curricula",
    "document": "analysis.kinds",
    "document_kinds": "analysis.kinds",
    "errors": "",
    "evidence": "analysis.evidence",
    "formats": "documents",
    "frameworks": "catalogue",
    "gap": "analysis.gaps",
    "load": "catalogue",
    "model": "",
    "plan": "analysis.plans",
    "read": "catalogue",
    "read_decisions": "model.decisions_file",
    "read_profile": "model.wire",
    "read_review": "documents.review.reading",
    "read_sssom": "rdf",
    "rebase": "comparison.verbs",
    "save": "documents",
    "to_plain": "model.wire",
    "tour": "documents",
    "write": "catalogue",
    "review_workbook": "documents.review.writing",
    "write_sssom": "rdf",
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
    "apply_changes",
    "apply_rebase",
    "attestation",
    "check",
    "compare",
    "compare_many",
    "completeness",
    "curriculum",
    "document",
    "document_kinds",
    "errors",
    "evidence",
    "formats",
    "frameworks",
    "gap",
    "load",
    "model",
    "plan",
    "read",
    "read_decisions",
    "read_profile",
    "read_review",
    "read_sssom",
    "rebase",
    "review_workbook",
    "save",
    "to_plain",
    "tour",
    "write",
    "write_sssom",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'sswgraph' has no attribute {name!r}")
    from importlib import import_module

    home = _HOMES[name]
    found = getattr(import_module(f"sswgraph.{home}"), name) if home else import_module(f"sswgraph.{name}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
