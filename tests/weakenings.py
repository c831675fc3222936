"""A small framework with one safeguard of every kind, the ways to weaken it, and the edits that weaken nothing.

Each edit makes a new framework from ``BASE``. A weakening has the code of its finding; whether that is certain is what
the rules say of the code, and a star after it says that it is for a person here although the code may be certain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sswgraph.model import (
    Cadre,
    Competency,
    CompetencySet,
    ContextConcept,
    ContextScheme,
    ConversionRule,
    EligibilityCondition,
    EntryRequirement,
    EthicalStandard,
    Evidence,
    EvidenceRequirement,
    Framework,
    Function,
    GuidingPrinciple,
    LearningOutcome,
    Node,
    Obligation,
    PackagingRule,
    PerformanceCriterion,
    ProficiencyLevel,
    ProficiencyScale,
    Progression,
    Qualification,
    Requirement,
    ScopeRule,
    Source,
    SupervisionArrangement,
    Text,
    TrainingModule,
)
from sswgraph.model.canonical import canonical
from tests.adapted import add, change, edit, without

Edit = Callable[[Framework], Framework]
LAW = Evidence(id="p:ev-law", basis="stated", source="p:act", locator="section 4", excerpt=Text.of(en="shall not"))


def en(words: str) -> Text:
    return Text.of(en=words)


def _people() -> tuple[Node, ...]:
    return (
        Source(id="p:act", label=en("Children Act"), source_kind="primary", evidence=()),
        Cadre(
            id="p:pro",
            label=en("Professional social worker"),
            professional_status="professional",
            tier="basic",
            regulator=en("The Council"),
            performs=("p:f-counsel", "p:f-remove"),
        ),
        Cadre(
            id="p:adv",
            label=en("Advanced practitioner"),
            professional_status="professional",
            tier="advanced",
            includes=("p:para",),
            performs=("p:f-counsel",),
        ),
        Cadre(
            id="p:para",
            label=en("Para social worker"),
            professional_status="para-professional",
            performs=("p:f-counsel", "p:f-report", "p:f-visit"),
        ),
        Cadre(id="p:sup", label=en("Supervisor"), professional_status="professional"),
        Cadre(id="p:vol", label=en("Volunteer"), professional_status="volunteer", performs=("p:f-visit",)),
        ContextScheme(id="p:target", label=en("Target group")),
        ContextConcept(id="p:adults", label=en("Adults"), scheme="p:target"),
        ContextConcept(id="p:infants", label=en("Infants"), scheme="p:target"),
        Function(id="p:f-remove", label=en("Remove a child"), criticality="statutory"),
        Function(id="p:f-counsel", label=en("Counsel a family")),
        Function(id="p:f-report", label=en("Report abuse within 24 hours"), criticality="high-accountability"),
        Function(id="p:f-visit", label=en("Visit homes"), context=("p:adults",)),
        Function(id="p:f-diagnose", label=en("Diagnose"), definition=en("Name an illness by any means.")),
        Function(id="p:f-test", label=en("Give a psychological test"), broader=("p:f-diagnose",)),
        Function(id="p:f-label", label=en("Name an illness"), broader=("p:f-diagnose",)),
    )


def _rules() -> tuple[Node, ...]:
    return (
        ScopeRule(
            id="p:limit",
            label=en("May not diagnose"),
            alt_label=en("No diagnosis"),
            note=en("Also in emergencies."),
            cadre="p:para",
            function=("p:f-diagnose",),
            authority="not-permitted",
            refer_to=("p:pro",),
            legal_basis=("p:act",),
            force="law",
            evidence=(
                LAW,
                replace(LAW, id="p:ev-basis", concerns=("https://w3id.org/sswgraph/ns#legalBasis",)),
            ),
        ),
        ScopeRule(
            id="p:counselling",
            label=en("Counsels under supervision"),
            cadre="p:para",
            function=("p:f-counsel",),
            authority="under-supervision",
            supervisor=("p:pro",),
            supervision_mode="direct",
        ),
        ScopeRule(
            id="p:removal", label=en("Never"), cadre="p:vol", function=("p:f-remove",), authority="not-permitted"
        ),
        EligibilityCondition(
            id="p:clear",
            label=en("Police clearance"),
            condition_of=("p:para", "p:pro", "p:vol"),
            condition_kind="clearance",
            satisfied_by=("p:q",),
            evidence=(replace(LAW, id="p:ev-clear"),),
        ),
        EligibilityCondition(id="p:age", label=en("At least 21"), condition_of=("p:para",), condition_kind="age"),
        SupervisionArrangement(
            id="p:super",
            label=en("Meets the supervisor"),
            supervisee=("p:para", "p:vol"),
            supervisor=("p:pro",),
            stand_in=("p:sup",),
            purpose=("educative", "supportive"),
            supervision_mode="direct",
            frequency=en("weekly"),
            ratio=en("1 to 5"),
        ),
        EthicalStandard(id="p:ethics", label=en("Keep confidences"), concerns=("p:para", "p:pro")),
        GuidingPrinciple(id="p:principle", label=en("The child comes first")),
        Obligation(
            id="p:duty",
            label=en("Report at once"),
            of_cadre=("p:para", "p:vol"),
            trigger=("disclosure", "suspicion"),
            function=("p:f-report",),
            within="PT24H",
            report_to=("p:pro",),
            office=en("District office"),
            contact=en("116"),
            only_if=en("a child is concerned"),
            force="law",
        ),
    )


def _competence() -> tuple[Node, ...]:
    return (
        ProficiencyScale(id="p:scale", label=en("Levels")),
        ProficiencyScale(id="p:grades", label=en("Grades")),
        *(ProficiencyLevel(id=f"p:l{n}", label=en(f"Level {n}"), scale="p:scale", rank=n) for n in (1, 2, 3)),
        ProficiencyLevel(id="p:grade1", label=en("Grade 1"), scale="p:grades", rank=1),
        Competency(id="p:c-listen", label=en("Listen"), facet="skill", definition=en("Listens without judging.")),
        Competency(id="p:c-law", label=en("Know the law"), safety_critical=True),
        Competency(id="p:c-whole", label=en("Assess")),
        Competency(id="p:c-part", label=en("Fill in the form"), broader=("p:c-whole",)),
        Competency(id="p:c-a", label=en("Write")),
        Competency(id="p:c-b", label=en("Read")),
        CompetencySet(id="p:set", label=en("Basics"), includes=("p:c-a", "p:c-b")),
        Requirement(id="p:r1", cadre="p:para", competency="p:c-listen", level="p:l2", necessity="essential"),
        Requirement(id="p:r2", cadre="p:para", competency="p:c-law"),
        Requirement(id="p:r3", cadre="p:pro", competency="p:set", level="p:l2", necessity="essential"),
        Requirement(id="p:r4", cadre="p:pro", competency="p:c-whole", necessity="optional"),
        PerformanceCriterion(id="p:crit", label=en("Children are heard"), criterion_of=("p:c-listen",)),
        EvidenceRequirement(
            id="p:show",
            label=en("Three logged visits"),
            evidence_for=("p:c-listen",),
            count=3,
            assessment_method=("https://w3id.org/sswgraph/ns#Observation",),
        ),
        Progression(id="p:up", start="p:para", progresses_to="p:pro", progression_kind="ladder"),
    )


def _training() -> tuple[Node, ...]:
    part: dict[str, Any] = {"part_of": ("p:q",)}
    return (
        ConversionRule(
            id="p:conversion", label=en("1 credit = 10 hours"), credit_system="saqa-credit", hours_per_credit=10
        ),
        Qualification(id="p:q", label=en("Certificate"), qualification_level="NQF 4", qualifies_for=("p:para",)),
        TrainingModule(id="p:m-ethics", label=en("Ethics"), notional_hours=40, provider=Text(), **part),
        TrainingModule(
            id="p:m-practice",
            label=en("Placement"),
            component="workplace",
            notional_hours=100,
            credits=Decimal("10"),
            **part,
        ),
        TrainingModule(
            id="p:m-theory",
            label=en("Theory"),
            notional_hours=80,
            practical_hours=20,
            duration="P1Y",
            duration_text=en("one year"),
            delivery=en("face to face"),
            prerequisite=("p:m-ethics",),
            corequisite=("p:m-practice",),
            **part,
        ),
        TrainingModule(id="p:m-radio", label=en("Radio"), **part),
        TrainingModule(id="p:m-art", label=en("Art"), **part),
        PackagingRule(id="p:pack", qualification="p:q", group=("p:m-art", "p:m-radio"), at_least=1),
        EntryRequirement(id="p:entry", module="p:m-theory", competency="p:c-a", level="p:l2"),
        LearningOutcome(id="p:o1", outcome_of="p:m-theory", competency="p:c-listen", to_level="p:l3", extent="part"),
        LearningOutcome(id="p:o2", outcome_of="p:m-ethics", competency="p:c-law", extent="whole"),
    )


def _with_evidence(node: Node) -> Node:
    draft = Evidence(id=f"{node.id}-ev", basis="draft")
    return node if node.evidence or node.kind == "source" else replace(node, evidence=(draft,))


BASE = canonical(
    Framework(
        id="p",
        label=en("A framework"),
        jurisdiction=("ZM",),
        status="draft",
        elements=tuple(map(_with_evidence, (*_people(), *_rules(), *_competence(), *_training()))),
    )
)
NODES: dict[str, Any] = {node.id: node for node in BASE.elements}


def by(element: str, **values: Any) -> Edit:
    return lambda base: edit(base, f"p:{element}", **values)


def gone(*elements: str) -> Edit:
    """Without these elements, and without references to them."""
    return lambda base: without(base, *(f"p:{one}" for one in elements))


def cut(*elements: str) -> Edit:
    """Without these elements; whatever names them stays as it is."""
    return lambda base: change(base, lambda node: None if node.id in {f"p:{one}" for one in elements} else node)


def new(*nodes: Node) -> Edit:
    return lambda base: add(base, *nodes)


def both(*edits: Edit) -> Edit:
    def made(base: Framework) -> Framework:
        for one in edits:
            base = one(base)
        return base

    return made


def _draft(name: str) -> Edit:
    """What the element rests on becomes a draft that names no source."""
    bare = tuple(replace(one, basis="draft", source=None) for one in NODES[f"p:{name}"].evidence)
    return by(name, evidence=bare)


def _draft_of_basis_only(base: Framework) -> Framework:
    whole, of_basis = NODES["p:limit"].evidence
    return edit(base, "p:limit", evidence=(whole, replace(of_basis, basis="draft", source=None)))


_FREE = ScopeRule(id="p:free", label=en("May."), cadre="p:para", function=("p:f-diagnose",), authority="independent")
_COPY = Function(id="p:f-take", label=en("Remove a child"))
_WAY = Progression(id="p:leap", start="p:vol", progresses_to="p:pro", progression_kind="ladder")
_GROUP = PackagingRule(id="p:pack2", qualification="p:q", group=("p:m-art", "p:m-practice"), at_least=1)

# The list of what once went unseen, each by its words there.
SILENT_ONCE: dict[str, tuple[Edit, str]] = {
    "RPL route added": (by("q", rpl_route=en("By portfolio.")), "course-differs"),
    "advanced cadre no longer includes para (its requirements go)": (by("adv", includes=()), "includes-lost"),
    'cadre relabelled "Social worker"': (by("para", label=en("Social worker")), "named-anew"),
    "condition: evidence stated -> draft": (_draft("clear"), "basis-lowered"),
    "condition: what meets it is no longer said": (by("clear", satisfied_by=()), "condition-unspecified"),
    "conversion 1 credit = 10 h -> 1 h": (by("conversion", hours_per_credit=1), "conversion-lowered"),
    "criticality statutory -> high-accountability": (
        by("f-remove", criticality="high-accountability"),
        "criticality-lowered",
    ),
    "delivery face to face -> online": (by("m-theory", delivery=en("online")), "course-differs"),
    "duration one year -> one week": (by("m-theory", duration="P7D", duration_text=en("one week")), "duration-shorter"),
    "ethics module out of the qualification": (by("m-ethics", part_of=()), "module-not-asked"),
    "exemption added from theory": (by("m-art", exempts=("p:m-theory",)), "exemption-added"),
    "forbidden function redefined narrower": (
        by("f-diagnose", definition=en("Name an illness in writing.")),
        "named-anew",
    ),
    "forbidden function renamed": (by("f-diagnose", label=en("Diagnose in writing")), "named-anew"),
    "forbidden function: definition deleted": (by("f-diagnose", definition=Text()), "named-anew"),
    'function "report abuse" deleted': (gone("f-report"), "grave-act-gone"),
    'function "report within 24 hours" -> "when convenient"': (
        by("f-report", label=en("Report abuse when convenient")),
        "named-anew",
    ),
    "function: target group adults -> infants": (by("f-visit", context=("p:infants",)), "named-anew"),
    "guiding principle weakened": (by("principle", label=en("The child matters, too")), "worded-anew"),
    "law relabelled a guideline": (by("act", label=en("Guideline on children")), "named-anew"),
    "level equivalence added: grade 1 = level 3": (by("grade1", equivalent_level=("p:l3",)), "equivalence-added"),
    "level relabelled": (by("l2", label=en("Beginner")), "named-anew"),
    "limit: Swahili added, saying the opposite": (
        by("limit", label=Text.of(en="May not diagnose", sw="Anaweza kutambua ugonjwa")),
        "language-added",
    ),
    "limit: alternative label says the opposite": (by("limit", alt_label=en("May diagnose")), "worded-anew"),
    "limit: evidence source law -> unnamed draft, concerns only legal basis": (_draft_of_basis_only, "basis-lowered"),
    "limit: exemption added as definition": (by("limit", definition=en("Not when alone.")), "worded-anew"),
    "limit: exemption added as note": (
        by("limit", note=Text((("en", "Also in emergencies."), ("en", "Not when alone.")))),
        "worded-anew",
    ),
    "limit: exemption added as scope note": (by("limit", scope_note=en("Not when alone.")), "worded-anew"),
    'limit: note "also in emergencies" deleted': (by("limit", note=Text()), "worded-anew"),
    "limit: note turned round": (by("limit", note=en("Not in emergencies.")), "worded-anew"),
    "limit: referral target added (volunteer)": (by("limit", refer_to=("p:pro", "p:vol")), "referral-added"),
    "narrower function taken out from under the forbidden one": (by("f-test", broader=()), "limit-covers-less"),
    "new group: practice or elective, 1 of 2": (new(_GROUP), "practice-not-asked"),
    "outcome part -> whole": (by("o1", extent="whole"), "extent-differs"),
    "outcome whole -> part": (by("o2", extent="part"), "extent-differs"),
    "permission: own copy of the grave function under a new id, volunteer performs it": (
        both(new(_COPY), by("vol", performs=("p:f-take", "p:f-visit"))),
        "act-added",
    ),
    "permission: volunteer performs counselling (base: para only under supervision)": (
        by("vol", performs=("p:f-counsel", "p:f-visit")),
        "performer-less-qualified",
    ),
    "practical module (outside groups) out of the qualification": (by("m-practice", part_of=()), "practice-not-asked"),
    "prerequisite dropped": (by("m-theory", prerequisite=()), "prerequisite-removed"),
    "progression added: volunteer -> social worker": (new(_WAY), "progression-added"),
    "regulator replaced by the employer": (by("pro", regulator=en("The employer")), "regulator-differs"),
    "required competency redefined weaker": (by("c-listen", definition=en("Hears people.")), "named-anew"),
    "required competency skill -> knowledge": (by("c-listen", facet="knowledge"), "named-anew"),
    "requirement essential -> not stated": (by("r1", necessity=None), "necessity-unstated"),
    "supervising cadre: status not stated": (by("pro", professional_status=None), "named-anew"),
    "whole newly complete by one trivial part": (by("c-whole", parts_complete=True), "parts-complete"),
}

# What is weakened otherwise: one for every further way in which a safeguard can lose something.
OTHERS: dict[str, tuple[Edit, str]] = {
    "limit gone": (gone("limit"), "limit-removed"),
    "statutory function gone": (gone("f-remove", "removal"), "grave-act-gone limit-removed"),
    "safety-critical competency gone": (gone("c-law", "r2", "o2"), "critical-gone"),
    "new way: qualification": (
        new(Qualification(id="p:q-short", label=en("Short course"), qualifies_for=("p:pro",))),
        "qualifies-more",
    ),
    "new way: exemption": (
        new(TrainingModule(id="p:m-short", label=en("Short course"), exempts=("p:m-ethics",))),
        "exemption-added",
    ),
    "new way: credit": (new(Competency(id="p:c-all", label=en("All"), covers=("p:c-law",))), "covers-more"),
    "alone: an act of which nothing is said": (
        new(replace(_FREE, function=(), act=en("Give medicine"))),
        "permission-new",
    ),
    "alone: a competency of which nothing is said": (
        new(replace(_FREE, function=(), competency=("p:c-a",))),
        "permission-new",
    ),
    "alone: what was done under supervision": (new(replace(_FREE, function=("p:f-report",))), "permission-new"),
    "limit looser": (by("counselling", authority="independent"), "limit-looser"),
    "limit of another cadre": (by("removal", cadre="p:para"), "limit-other-role"),
    "limit on fewer functions": (
        both(by("limit", function=("p:f-test",))),
        "limit-covers-less",
    ),
    "permission beside the limit": (new(_FREE), "permission-added"),
    "limit: force law -> guidance": (by("limit", force="guidance"), "force-lowered"),
    "limit: force no longer stated": (by("limit", force=None), "force-lowered"),
    "limit: legal basis gone": (by("limit", legal_basis=()), "legal-basis-gone"),
    "limit: exception added": (by("limit", unless=en("a nurse is near")), "rule-excepted"),
    "limit: condition of a permission gone": (by("counselling", supervision_mode=None), "supervision-looser"),
    "limit: supervisor gone": (by("counselling", supervisor=()), "supervisor-lost"),
    "limit: nobody to refer to": (by("limit", refer_to=()), "referral-removed"),
    "limit: holds in fewer places": (by("limit", jurisdiction=("ZM-09",)), "place-lost"),
    "limit: last source gone": (
        by("limit", evidence=tuple(replace(one, source=None) for one in NODES["p:limit"].evidence)),
        "source-gone",
    ),
    "volunteer performs the grave function": (
        both(gone("removal"), by("vol", performs=("p:f-remove", "p:f-visit"))),
        "limit-removed",
    ),
    "nobody performs a function any more": (by("para", performs=("p:f-counsel", "p:f-visit")), "act-unserved"),
    "duty gone": (gone("duty"), "obligation-removed"),
    "duty: a week instead of a day": (by("duty", within="P7D"), "obligation-delayed"),
    "duty: no time stated": (by("duty", within=None), "obligation-delayed"),
    "duty: reported to another cadre": (by("duty", report_to=("p:vol",)), "obligation-readdressed"),
    "duty: another office": (by("duty", office=en("The employer")), "obligation-readdressed"),
    "duty: contact gone": (by("duty", contact=Text()), "obligation-readdressed"),
    "duty: no longer on suspicion": (by("duty", trigger=("disclosure",)), "obligation-trigger-lost"),
    "duty: no longer for volunteers": (by("duty", of_cadre=("p:para",)), "obligation-covers-less"),
    "duty: no function named": (by("duty", function=()), "obligation-covers-less"),
    "duty: force law -> proposal": (by("duty", force="proposal"), "force-lowered"),
    "duty: condition worded wider": (by("duty", only_if=en("a child is in danger of death")), "worded-anew"),
    "clearance gone": (gone("clear"), "condition-removed"),
    "clearance of fewer": (by("clear", condition_of=("p:para", "p:pro")), "condition-covers-less"),
    "clearance met by something more": (by("clear", satisfied_by=("p:m-art", "p:q")), "condition-easier"),
    "clearance of another kind": (by("clear", condition_kind="age"), "condition-differs"),
    "supervision gone": (gone("super"), "supervision-removed"),
    "supervision less close": (by("super", supervision_mode="consultative"), "supervision-looser"),
    "supervision of fewer": (by("super", supervisee=("p:para",)), "supervision-covers-less"),
    "supervision for one purpose": (by("super", purpose=("supportive",)), "supervision-purpose-lost"),
    "supervision: ratio gone": (by("super", ratio=Text()), "supervision-detail-gone"),
    "supervision: stand-in gone": (by("super", stand_in=()), "supervision-detail-gone"),
    "supervision: a volunteer stands in": (by("super", stand_in=("p:sup", "p:vol")), "supervisor-added"),
    "supervision: weekly -> monthly": (by("super", frequency=en("monthly")), "worded-anew"),
    "supervision by a volunteer": (by("super", supervisor=("p:vol",)), "supervisor-lost"),
    "supervisor less qualified": (
        by("sup", professional_status="para-professional"),
        "supervisor-lowered",
    ),
    "ethical standard gone": (gone("ethics"), "standard-removed"),
    "ethical standard of fewer": (by("ethics", concerns=("p:pro",)), "standard-covers-less"),
    "guiding principle gone": (gone("principle"), "principle-removed"),
    "regulator gone": (by("pro", regulator=Text()), "regulator-gone"),
    "mark as grave gone": (by("f-remove", criticality=None), "criticality-gone"),
    "mark as grave lowered": (by("f-report", criticality="routine"), "criticality-lowered"),
    "mark as safety-critical gone": (by("c-law", safety_critical=None), "safety-critical-gone"),
    "requirement gone": (gone("r1"), "requirement-removed"),
    "requirement at a lower level": (by("r1", level="p:l1"), "level-lowered"),
    "requirement optional": (by("r2", necessity="optional"), "necessity-lowered"),
    "requirement only suggested": (by("r2", necessity="suggested"), "necessity-lowered"),
    "set loses a member": (by("set", includes=("p:c-a",)), "set-narrower"),
    "competency of a set gone": (gone("c-b"), "set-narrower"),
    "set replaced by optional members": (
        both(
            gone("r3"),
            new(
                *(
                    Requirement(id=f"p:o-{one}", cadre="p:pro", competency=f"p:c-{one}", necessity="optional")
                    for one in "ab"
                )
            ),
        ),
        "necessity-lowered",
    ),
    "competency gone with all that speaks of it": (gone("c-listen", "r1", "o1", "crit", "show"), "competency-gone"),
    "forbidden functions gone": (
        both(by("limit", function=("p:f-remove",)), gone("f-diagnose", "f-test", "f-label")),
        "act-gone",
    ),
    "rank of a level": (by("l3", rank=4), "rank-changed"),
    "competency covers another": (by("c-listen", covers=("p:c-law",)), "covers-more"),
    "criterion gone": (gone("crit"), "criterion-removed"),
    "criterion of another competency": (by("crit", criterion_of=("p:c-a",)), "criterion-covers-less"),
    "criterion worded anew": (by("crit", label=en("Children are seen")), "worded-anew"),
    "evidence gone": (gone("show"), "assessment-removed"),
    "evidence shown less often": (by("show", count=2), "assessment-less-often"),
    "evidence without observation": (by("show", assessment_method=()), "assessment-method-lost"),
    "entry requirement gone": (gone("entry"), "entry-removed"),
    "entry requirement lower": (by("entry", level="p:l1"), "level-lowered"),
    "outcome gone": (gone("o1"), "outcome-removed"),
    "outcome lower": (by("o1", to_level="p:l1"), "outcome-lowered"),
    "award lower": (by("q", qualification_level="NQF 3"), "award-lowered"),
    "qualification leads to another role": (by("q", qualifies_for=("p:para", "p:pro")), "qualifies-more"),
    "placement gone": (gone("m-practice"), "practice-removed"),
    "placement shorter": (by("m-practice", notional_hours=10), "practice-shorter"),
    "placement becomes theory": (by("m-practice", component="knowledge"), "practice-removed"),
    "practical hours fall": (by("m-theory", practical_hours=2), "practice-shorter"),
    "practical hours not stated": (by("m-theory", practical_hours=None), "practice-not-stated"),
    "theory shorter": (by("m-theory", notional_hours=8), "training-shorter"),
    "theory of unstated length": (by("m-theory", notional_hours=None), "training-not-stated"),
    "theory module gone": (gone("m-ethics"), "module-gone"),
    "module taken along no longer": (by("m-theory", corequisite=()), "prerequisite-removed"),
    "group asks for fewer": (by("pack", at_least=0), "group-asks-fewer"),
}

_BETTER = SupervisionArrangement(id="p:super2", label=en("Also"), supervisee=("p:adv",), supervisor=("p:pro",))
_STRICTER = ScopeRule(
    id="p:l", label=en("May not"), cadre="p:vol", function=("p:f-counsel",), authority="not-permitted"
)
HARMLESS: dict[str, Edit] = {
    "duty: a day said in another way": by("duty", within="P1D"),
    "nothing": lambda base: base,
    "qualification added for a role that was added": new(
        Cadre(id="p:c-new", label=en("New")), Qualification(id="p:q-new", label=en("New"), qualifies_for=("p:c-new",))
    ),
    "cadre relabelled": by("vol", label=en("Community volunteer")),
    "cadre alternative name": by("vol", alt_label=en("Helper")),
    "module relabelled": by("m-art", label=en("Arts")),
    "title": lambda base: replace(base, label=en("Another title")),
    "status": lambda base: replace(base, status="validated"),
    "competency added": new(Competency(id="p:c-new", label=en("Sing"))),
    "requirement added": new(Requirement(id="p:r-new", cadre="p:vol", competency="p:c-law")),
    "module added": new(TrainingModule(id="p:m-new", label=en("Singing"), part_of=("p:q",))),
    "limit added": new(_STRICTER),
    "limit stricter": by("counselling", authority="identify-and-refer"),
    "limit: not permitted also for another function": by("limit", function=("p:f-diagnose", "p:f-remove")),
    "supervision for one more cadre": by("super", supervisee=("p:adv", "p:para", "p:vol")),
    "purpose kept, legal basis added": by("super", legal_basis=("p:act",)),
    "practice longer": by("m-practice", notional_hours=200),
    "requirement raised": by("r1", level="p:l3"),
    "requirement optional -> essential": by("r4", necessity="essential"),
    "criterion added": new(PerformanceCriterion(id="p:crit2", label=en("Is kind"), criterion_of=("p:c-law",))),
    "evidence count up": by("show", count=5),
    "provider named": by("m-ethics", provider=en("University")),
    "elective out of the qualification": both(by("m-art", part_of=()), by("pack", group=("p:m-radio",), at_least=1)),
    "source page added": by("act", page="https://example.org/act"),
    "note on a competency": by("c-listen", note=en("See the manual.")),
    "limit: case and final stop": by("limit", label=en("may not diagnose.")),
    "limit: French added": by("limit", label=Text.of(en="May not diagnose", fr="Ne peut diagnostiquer")),
    "limit: notation": by("limit", notation="L1"),
    "frequency weekly -> daily": by("super", frequency=en("daily")),
    "ratio 1 to 5 -> 1 to 3": by("super", ratio=en("1 to 3")),
    "age 21 -> 25": by("age", label=en("At least 25")),
    "requirement replaced by set that asks it": both(
        gone("r1"),
        new(
            CompetencySet(id="p:set2", label=en("Listening"), includes=("p:c-listen",)),
            Requirement(id="p:r9", cadre="p:para", competency="p:set2", level="p:l2", necessity="essential"),
        ),
    ),
    "supervisor (advanced professional) swapped names": both(
        by("pro", label=NODES["p:adv"].label), by("adv", label=NODES["p:pro"].label)
    ),
    "module renamed code": by("m-ethics", notation="KM-09"),
    "requirement split: set replaced by its members": both(
        gone("r3"),
        new(
            *(
                Requirement(
                    id=f"p:n-{one}", cadre="p:pro", competency=f"p:c-{one}", level="p:l2", necessity="essential"
                )
                for one in "ab"
            )
        ),
    ),
    "supervision of the advanced, too": new(_BETTER),
    "supervised by the advanced instead": by("super", supervisor=("p:adv",)),
}
