"""The waist of the library: frozen values that every other room speaks in."""

from sswgraph.lazy import lazily
from sswgraph.model.elements import (
    Cadre,
    Competency,
    CompetencySet,
    ContextConcept,
    ContextScheme,
    ConversionRule,
    EvidenceRequirement,
    Function,
    GuidingPrinciple,
    Number,
    PerformanceCriterion,
    ProficiencyLevel,
    ProficiencyScale,
    Qualification,
    TrainingModule,
)
from sswgraph.model.evidence import (
    Adoption,
    Change,
    Decision,
    Element,
    Evidence,
    Node,
    Source,
    Statement,
    ValidationExercise,
)
from sswgraph.model.framework import Framework
from sswgraph.model.identity import framework_of, id_of, iri_of
from sswgraph.model.links import (
    EligibilityCondition,
    EntryRequirement,
    EthicalStandard,
    FunctionNeed,
    LearningOutcome,
    Obligation,
    OpenQuestion,
    PackagingRule,
    Progression,
    Requirement,
    ScopeRule,
    SupervisionArrangement,
)
from sswgraph.model.mapping import Mapping, MappingSet
from sswgraph.model.profile import Holding, Profile
from sswgraph.model.report import CheckResult, Report
from sswgraph.model.results import (
    Candidate,
    Condition,
    FrameworkSummary,
    Gap,
    GapItem,
    Limit,
    LinkCount,
    Stamp,
)
from sswgraph.model.text import Text, Wording
from sswgraph.model.volumes import Volumes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sswgraph.model.alignment import Alignment, NoCounterpart, Suggestion
    from sswgraph.model.attested import (
        Attestation,
        AttestedRow,
        AttestedSource,
        BasisShare,
        Citation,
        Completeness,
        Dissent,
        EvidenceReport,
        Ground,
        Known,
        Origin,
        Unread,
    )
    from sswgraph.model.comparison import Aspect, Comparison, Entry, LanguageShare, Pair, SafetyFinding, Share, Summary
    from sswgraph.model.curriculum import CompetencyLine, Curriculum, PrincipleLine, TaughtModule
    from sswgraph.model.handbook import Handbook, RoleRules
    from sswgraph.model.matrix import Cell, Matrix, MatrixRow, Nearness
    from sswgraph.model.planned import Award, ClosedModule, OpenItem, Plan, PlannedModule
    from sswgraph.model.rebase import Divergence, Rebase, RebaseEntry, Resolution
    from sswgraph.model.review import Review, ReviewCopy, ReviewDecision, ReviewRow
    from sswgraph.model.role import (
        Duty,
        JobDescription,
        Logbook,
        ModuleDescriptor,
        RoleCard,
        RoleDocument,
        RuleLine,
        SupervisionChecklist,
        TrainingNeeds,
    )

# The results that neither loading nor a gap needs are imported when they are first used.
_LATER = {
    name: module
    for module, names in {
        "alignment": "Alignment NoCounterpart Suggestion",
        "attested": "Attestation AttestedRow AttestedSource BasisShare Citation Completeness Dissent EvidenceReport "
        "Ground Known Origin Unread",
        "comparison": "Aspect Comparison Entry LanguageShare SafetyFinding Pair Share Summary",
        "curriculum": "CompetencyLine Curriculum PrincipleLine TaughtModule",
        "handbook": "Handbook RoleRules",
        "matrix": "Cell Matrix MatrixRow Nearness",
        "planned": "Award ClosedModule OpenItem Plan PlannedModule",
        "rebase": "Divergence Rebase RebaseEntry Resolution",
        "review": "Review ReviewCopy ReviewDecision ReviewRow",
        "role": "Duty JobDescription Logbook ModuleDescriptor RoleCard RoleDocument RuleLine SupervisionChecklist "
        "TrainingNeeds",
    }.items()
    for name in names.split()
}
__all__ = [
    "Adoption",
    "Alignment",
    "Aspect",
    "Attestation",
    "AttestedRow",
    "AttestedSource",
    "Award",
    "BasisShare",
    "Cadre",
    "Candidate",
    "Cell",
    "Change",
    "CheckResult",
    "Citation",
    "ClosedModule",
    "Comparison",
    "Competency",
    "CompetencyLine",
    "CompetencySet",
    "Completeness",
    "Condition",
    "ContextConcept",
    "ContextScheme",
    "ConversionRule",
    "Curriculum",
    "Decision",
    "Dissent",
    "Divergence",
    "Duty",
    "Element",
    "EligibilityCondition",
    "Entry",
    "EntryRequirement",
    "EthicalStandard",
    "Evidence",
    "EvidenceReport",
    "EvidenceRequirement",
    "Framework",
    "FrameworkSummary",
    "Function",
    "FunctionNeed",
    "Gap",
    "GapItem",
    "Ground",
    "GuidingPrinciple",
    "Handbook",
    "Holding",
    "JobDescription",
    "Known",
    "LanguageShare",
    "LearningOutcome",
    "Limit",
    "LinkCount",
    "Logbook",
    "Mapping",
    "MappingSet",
    "Matrix",
    "MatrixRow",
    "ModuleDescriptor",
    "Nearness",
    "NoCounterpart",
    "Node",
    "Number",
    "Obligation",
    "OpenItem",
    "OpenQuestion",
    "Origin",
    "PackagingRule",
    "Pair",
    "PerformanceCriterion",
    "Plan",
    "PlannedModule",
    "PrincipleLine",
    "ProficiencyLevel",
    "ProficiencyScale",
    "Profile",
    "Progression",
    "Qualification",
    "Rebase",
    "RebaseEntry",
    "Report",
    "Requirement",
    "Resolution",
    "Review",
    "ReviewCopy",
    "ReviewDecision",
    "ReviewRow",
    "RoleCard",
    "RoleDocument",
    "RoleRules",
    "RuleLine",
    "SafetyFinding",
    "ScopeRule",
    "Share",
    "Source",
    "Stamp",
    "Statement",
    "Suggestion",
    "Summary",
    "SupervisionArrangement",
    "SupervisionChecklist",
    "TaughtModule",
    "Text",
    "TrainingModule",
    "TrainingNeeds",
    "Unread",
    "ValidationExercise",
    "Volumes",
    "Wording",
    "framework_of",
    "id_of",
    "iri_of",
]

__getattr__ = lazily(__name__, _LATER)
