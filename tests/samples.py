"""Results made by hand, for tests of how they show themselves, and texts that try to break out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from sswgraph.messages import message
from sswgraph.model import (
    Alignment,
    AnswerChange,
    Applicability,
    Aspect,
    Attestation,
    AttestedPlace,
    AttestedRow,
    AttestedSource,
    Award,
    BarredAct,
    BasisShare,
    Cadre,
    Candidate,
    Cell,
    CheckResult,
    Citation,
    ClosedModule,
    Comparison,
    Completeness,
    ConceptCell,
    ConceptRow,
    Condition,
    ConsideredWay,
    Countries,
    CountryColumn,
    Coverage,
    CoverageCell,
    CoveredFunction,
    CoveringCadre,
    Demand,
    Dissent,
    ElsewhereStep,
    Entry,
    Evidence,
    EvidenceReport,
    FrameworkSummary,
    FunctionAuthority,
    Gap,
    GapItem,
    Ground,
    Holding,
    Hop,
    Known,
    LanguageShare,
    Limit,
    LinkCount,
    Matrix,
    MatrixRow,
    Nearness,
    NoCounterpart,
    Numbers,
    ObligationInForce,
    OpenItem,
    Origin,
    Pair,
    Permissions,
    PlaceTotal,
    Plan,
    PlannedStep,
    PriorLearning,
    Profile,
    Report,
    Review,
    ReviewCopy,
    ReviewDecision,
    ReviewRow,
    RoleCell,
    RoleRow,
    Route,
    RouteQuestion,
    Routes,
    SafetyFinding,
    SavedAnswer,
    Share,
    Stage,
    Stamp,
    Suggestion,
    Summary,
    Supervisor,
    Team,
    TeamCell,
    TeamCompetency,
    Text,
    Tie,
    ToAdd,
    Unread,
    Unsupervised,
    UntaughtCompetency,
    Volumes,
    Why,
    WorkforceFigure,
)
from sswgraph.model.gaps import GapMatrix, Gaps, GapsItem, MatrixRole, ModuleDemand
from sswgraph.model.plan import AlsoClosed, IfRecognised, Recognisable
from sswgraph.pages.blocks import Page

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raw %}",
    "=1+1",
    "a | b * c _ d ` e [f](g) ~ $h$ # i",
    "\u202eturned round",
    "closed \u2069\u2069 too often",
    "עברית and العربية",
    "word " * 2_000,
    "x" * 10_000,
    "an emoji 😀",
    "a bell \x07, a null \x00, half a pair \ud800",
    "quote \" and ' and & and &lt;",
    "two\nlines\r\nand\ttabs",
)
HELD = Text.of(en="helper", fr="aide")
TARGET = Text.of(en="counsellor", fr="conseillère")
STAMP = Stamp(version="0.1.0", frameworks=(("xx", "2026", "abcdef"),), options=(("minimise", "hours"),))
LAW = Applicability(force="law", places=("ZA",))
OBLIGATION = ObligationInForce(
    id="xx:must-report",
    trigger=("disclosure",),
    functions=("xx:report",),
    text=message("limit.as-worded", text=Text.of(en="Report what a child tells of harm")),
    within="PT24H",
    report_to=("xx:supervisor",),
    names=(Text.of(en="supervisor"),),
    office=Text.of(en="District office"),
    channel=True,
    applies=LAW,
    basis=("stated",),
)
CONDITION = Condition(
    id="xx:registration",
    kind="registration",
    text=message("limit.as-worded", text=Text.of(en="Registered with the council")),
    satisfied_by=("xx:certificate",),
    applies=LAW,
    basis=("stated",),
)
LIMIT = Limit(
    id="xx:counsellor.rule-1",
    subjects=("xx:diagnose",),
    authority="not-permitted",
    text=message("limit.not-permitted", subject=Text.of(en="Diagnose")),
    refer_to=("xx:psychologist",),
    applies=Applicability(force="guidance", reach="unsettled", only_if=Text.of(en="nobody trained is there")),
    basis=("stated", "derived"),
)


def item(status: Any, name: str, **fields: Any) -> GapItem:
    given: dict[str, Any] = {
        "competency": f"xx:{name}",
        "label": Text.of(en=name),
        "status": status,
        "necessity": "essential",
        "required_level": None,
        "held_level": None,
        "reason": message("gap.missing"),
        "proof": (f"xx:{name}", f"xx:{name}.r1"),
    }
    return GapItem(**{**given, **fields})


CLOSE = "xx:hearing skos:closeMatch xx:listening"


def gap(**fields: Any) -> Gap:
    made = Gap(
        held=("xx:helper",),
        held_label=HELD,
        target="xx:counsellor",
        target_label=TARGET,
        obligations=(OBLIGATION,),
        conditions=(CONDITION,),
        limits=(LIMIT,),
        rule_places=("ZA",),
        rules_elsewhere=(("GH", 2),),
        required=2,
        items=(
            item("met", "listening", required_level="xx:level-1", held_level="xx:level-2"),
            item("missing", "referral"),
        ),
        notes=(message("gap.assumed", cadre=HELD),),
        profile=Profile(holdings=(Holding(competency="xx:listening", level="xx:level-2", basis="assessed"),)),
        links=LinkCount(stated=1, derived=2, draft=1),
        stamp=STAMP,
    )
    return replace(made, **fields)


def step(name: str, **fields: Any) -> PlannedStep:
    given: dict[str, Any] = {
        "id": f"xx:{name}",
        "label": Text.of(en=f"Module {name}"),
        "notation": name.upper(),
        "qualification": ("xx:certificate",),
        "component": "knowledge",
        "level": "NQF 4",
        "volumes": Volumes((("notionalHours", 120), ("credits:saqa-credit", Decimal("12.5")))),
        "closes": ("xx:referral",),
        "serves": ("xx:referral",),
        "place": ("ZA",),
        "language": ("en",),
        "delivery": Text.of(en="face to face"),
        "provider": Text.of(en="A college"),
        "last_enrolment": date(2026, 12, 30),
        "reason": message("plan.closes", closes=(Text.of(en="referral"),)),
    }
    return PlannedStep(**{**given, **fields})


def plan(**fields: Any) -> Plan:
    made = Plan(
        target="xx:counsellor",
        target_label=TARGET,
        held_label=HELD,
        minimise="hours",
        as_of=date(2026, 11, 21),
        obligations=(OBLIGATION,),
        conditions=(CONDITION,),
        limits=(LIMIT,),
        rule_places=("ZA",),
        rules_elsewhere=(("GH", 2),),
        where=("ZA",),
        required=2,
        lines=(step("km-01"),),
        to_be_seen=("xx:ethics",),
        if_recognised=IfRecognised(
            closed=(AlsoClosed(competency="xx:listening", label=Text.of(en="listening"), to_recognise=(CLOSE,)),),
            ranked=(Recognisable(mapping=CLOSE, closes=("xx:listening",)),),
            steps=("xx:km-01", "xx:km-02"),
            further=("xx:km-02",),
            volumes=Volumes((("notionalHours", 160),)),
            hours=160,
        ),
        open=(
            OpenItem(
                competency="xx:ethics", label=Text.of(en="ethics"), why="untaught", reason=message("open.untaught")
            ),
        ),
        left_out=(
            ClosedModule(
                id="xx:old",
                label=Text.of(en="Old module"),
                why="enrolment-ended",
                day=date(2024, 6, 30),
                last_day=date(2024, 6, 30),
                reason=message("plan.enrolment-ended", date="2024-06-30", what=Text.of(en="Old certificate")),
            ),
        ),
        elsewhere=(
            ElsewhereStep(
                id="yy:course",
                label=Text.of(en="Course"),
                programme=True,
                place=("KE",),
                language=("en",),
                provider=Text.of(en="A college"),
                last_enrolment=None,
                serves=("xx:ethics",),
            ),
        ),
        by_place=(PlaceTotal(place=("ZA",), steps=1, volumes=Volumes((("notionalHours", 120),)), at_least=True),),
        awards=(
            Award(
                qualification="xx:certificate",
                label=Text.of(en="Certificate"),
                hours_planned=120,
                hours_total=600,
                credits_planned=Decimal("12.5"),
                credits_total=60,
                credits_not_read=8,
                complete=False,
                text=message("award.registration-asks"),
            ),
        ),
        volumes=Volumes((("credits:saqa-credit", Decimal("12.5")), ("notionalHours", 120))),
        hours=120,
        credits=Decimal("12.5"),
        at_least=True,
        pace=10,
        weeks=12,
        weeks_shown=message("plan.weeks-at-least", n=12, hours=120, pace=10),
        rpl=PriorLearning(steps=("xx:km-01",), volumes=Volumes(), hours=0, at_least=False),
        optimal=True,
        ties_settled=True,
        objective=120,
        bound=120,
        unknown_hours=(),
        notes=(message("plan.timed-out"),),
        links=LinkCount(stated=3),
        stamp=STAMP,
    )
    return replace(made, **fields)


def alignment(**fields: Any) -> Alignment:
    suggestion = Suggestion(
        subject="xx:listening",
        object="yy:hearing",
        kind="competency",
        subject_label=Text.of(en="Listening & recording"),
        object_label=Text.of(en="Listening"),
        relation="narrow",
        score=0.6412,
        name_score=0.7,
        definition_score=0.31,
        rank=1,
        margin=0.4012,
        proposed=True,
        reason=message(
            "align.reason",
            why=message("align.narrow-name"),
            standing=message("align.ahead", margin=Decimal("0.40")),
        ),
    )
    alone = NoCounterpart(
        id="yy:referral",
        kind="competency",
        label=Text.of(en="Referral"),
        side="object",
        nearest="xx:listening",
        score=0.1203,
        reason=message(
            "align.none-near",
            nearest=Text.of(en="Listening & recording"),
            id="xx:listening",
            score=Decimal("0.12"),
        ),
    )
    made = Alignment(
        subject="xx",
        object="yy",
        subject_label=Text.of(en="An example"),
        object_label=Text.of(en="Another"),
        method="lexical",
        suggestions=(suggestion,),
        no_counterpart=(alone,),
        stated=(("xx:ethics", "yy:ethics"),),
        notes=(message("align.banner-suggestions"), message("align.stated", n=1)),
        stamp=Stamp(version="0.1.0", frameworks=STAMP.frameworks, options=(("method", "lexical"),)),
    )
    return replace(made, **fields)


def report(**fields: Any) -> Report:
    found = CheckResult(
        code="no-evidence",
        severity="violation",
        message=message("check.no-evidence", element="xx:referral"),
        fix=message("fix.no-evidence"),
        element="xx:referral",
        line=12,
    )
    return replace(Report(file="mine.ttl", results=(found,)), **fields)


def summary() -> FrameworkSummary:
    return FrameworkSummary(
        id="xx",
        title=Text.of(en="An example"),
        jurisdiction=("ZA",),
        edition="2026",
        status="draft",
        languages=("en", "fr"),
        counts=(("cadre", 2), ("competency", 1)),
        answerable=1,
        bases=LinkCount(stated=3),
    )


def candidate() -> Candidate:
    return Candidate(
        id="xx:counsellor", kind="cadre", label=TARGET, matched="counsellor", score=0.95, answerable="stated"
    )


def cadre() -> Cadre:
    evidence = Evidence(id="xx:counsellor.e1", basis="stated", source="xx:law", locator="section 3")
    reach = Evidence(id="xx:counsellor.e2", basis="draft", concerns=("https://w3id.org/sswgraph/ns#listReach",))
    said: dict[str, Any] = {"performs": ("xx:listen",), "list_reach": "partial", "tier": "basic", "employer": HELD}
    return Cadre(id="xx:counsellor", label=TARGET, evidence=(evidence, reach), **said)


def evidence(text: str = "They listen before they speak") -> EvidenceReport:
    """What is said of one competency, with this text wherever data can stand."""
    said, law = Text.of(en=text), Text.of(en=f"Law: {text}")
    own = Citation(
        id="xx:referral.e1",
        element="xx:referral",
        basis="derived",
        derived_from=("yy:referring",),
        concerns=("http://www.w3.org/2004/02/skos/core#definition",),
        note=said,
    )
    told = Citation(
        id="yy:referring.e1",
        element="yy:referring",
        basis="stated",
        source="yy:law",
        source_label=law,
        page="https://example.org/law",
        locator=text,
        excerpt=said,
        origins=("yy:law",),
    )
    ground = Ground(
        element="yy:referring",
        label=said,
        kind="competency",
        of="xx:referral",
        step=1,
        via="close",
        mapping="xx:referral skos:closeMatch yy:referring",
        predicate="skos:closeMatch",
        justification="semapv:ManualMappingCuration",
        confidence=Decimal("0.8"),
        comment=text,
        mapping_basis="derived",
        attests=True,
        citations=(told,),
    )
    return EvidenceReport(
        element="xx:referral",
        label=said,
        element_kind="competency",
        framework="xx",
        basis="derived",
        citations=(own,),
        grounds=(ground, replace(ground, element="zz:x", via="related", attests=False, citations=())),
        dissents=(
            Dissent(
                id="xx:s1",
                kind="statement",
                about="xx:referral",
                standing="competing",
                value=text,
                unit=said,
                text=said,
                date="2026",
                jurisdiction=("UG",),
            ),
        ),
        origins=(Origin(id="yy:law", label=law, sources=("yy:law",)),),
        notes=(message("evidence.one-origin"),),
        stamp=STAMP,
    )


def attestation(text: str = "referral") -> Attestation:
    row = AttestedRow(
        element="xx:referral",
        label=Text.of(en=text),
        kind="competency",
        basis="derived",
        cells=(("yy:law", "close"),),
        origins=("yy:law",),
        places=(("UG", 1),),
    )
    return Attestation(
        framework="xx",
        title=Text.of(en=text),
        of_kind="competency",
        items=(row, replace(row, element="xx:speech", cells=(), origins=(), places=(), on_subject=("yy:talk",))),
        sources=(AttestedSource(id="yy:law", label=Text.of(en=text), page=None, origins=("yy:law",), count=1),),
        places=(AttestedPlace(place="UG", origins=("yy:law",), count=1),),
        stamp=STAMP,
    )


def completeness(text: str = "Only the opening was read") -> Completeness:
    said = Text.of(en=text)
    return Completeness(
        framework="xx",
        title=said,
        reach="partial",
        bases=LinkCount(stated=2, derived=1),
        shares=(BasisShare(kind="competency", count=3, bases=LinkCount(stated=2, derived=1)),),
        languages=(("en", 3, 0), ("fr", 2, 2)),
        named=3,
        facets=(("knowledge", 1), ("not-stated", 2)),
        known=(Known(name="competency.facet", known=1, total=3),),
        attested=((0, 1), (1, 2)),
        unattested=("xx:speech",),
        unread=(Unread(element="xx", label=said, reach="partial", what=said),),
        advice=(message("check.topics-not-read"),),
        stamp=STAMP,
    )


def comparison(**fields: Any) -> Comparison:
    name = Aspect(
        field="label", kind="relabelled", base=TARGET, adaptation=Text.of(en="helping counsellor", fr="conseillère")
    )
    renamed = Pair(base="xx:counsellor", adaptation="yy:counsellor", by="derivation", changes=(name,))
    dropped = Aspect(field="authority", kind="dropped", base="not-permitted")
    alone = Pair(base="xx:counsellor.rule-1", adaptation=None, changes=(dropped,))
    limit = Text.of(en="May not diagnose")
    entries = (
        Entry(
            kind="relabelled",
            relation="same-topic",
            element="cadre",
            label=TARGET,
            base=("xx:counsellor",),
            adaptation=("yy:counsellor",),
            pairs=(renamed,),
            stated=("yy:change-1",),
            reason=Text.of(en="The title used here"),
        ),
        Entry(
            kind="dropped",
            relation="only-first",
            element="scope-rule",
            label=limit,
            base=("xx:counsellor.rule-1",),
            pairs=(alone,),
        ),
    )
    made = Comparison(
        base="xx",
        adaptation="yy",
        base_label=Text.of(en="An example"),
        adaptation_label=Text.of(en="An adaptation"),
        lineage=True,
        safety=(
            SafetyFinding(
                code="limit-removed",
                element="scope-rule",
                text=message("safety.limit-removed", role=(TARGET,)),
                finding="scope-widened",
                base=("xx:counsellor.rule-1",),
                before=limit,
            ),
        ),
        checked=(message("safety.checked-limits", n=1, paired=0),),
        notes=(message("compare.banner-other-edition", adaptation="yy", base="xx", made_from="2025", given="2026"),),
        summary=Summary(
            kinds=(("dropped", 1), ("relabelled", 1)),
            relations=(("same-topic", 1), ("only-first", 1)),
            elements=(Share(id="cadre", label=Text(), changed=1), Share(id="scope-rule", label=Text(), dropped=1)),
            cadres=(Share(id="xx:counsellor", label=TARGET, dropped=1),),
            languages=(LanguageShare(lang="fr", base=1, base_total=2, adaptation=1, adaptation_total=1),),
            base_volumes=Volumes((("notionalHours", 120),)),
            adaptation_volumes=Volumes((("notionalHours", 100),)),
        ),
        entries=entries,
        base_count=2,
        adaptation_count=1,
        links=LinkCount(stated=2, derived=1),
        stamp=STAMP,
    )
    return replace(made, **fields)


def matrix() -> Matrix:
    kept = MatrixRow(
        element="cadre",
        label=TARGET,
        base="xx:counsellor",
        cells=(
            Cell(kind="relabelled", relation="same-topic", adaptation=("yy:counsellor",)),
            Cell(kind="identical", relation="same", adaptation=("zz:counsellor",)),
        ),
    )
    new = MatrixRow(
        element="competency",
        label=HELD,
        base=None,
        cells=(Cell(kind="added", relation="only-second", adaptation=("yy:new",)), Cell()),
    )
    return Matrix(
        base="xx",
        base_label=Text.of(en="An example"),
        adaptations=("yy", "zz"),
        comparisons=(),
        lines=(kept, new),
        nearness=(Nearness(first="yy", second="zz", same=0, of=2),),
        stamp=STAMP,
    )


def countries(**fields: Any) -> Countries:
    tie = Tie(
        base="xx:f-visit",
        adaptation="yy:visit",
        by="mapping",
        relation="close",
        steps=("xx:f-visit skos:closeMatch yy:visit",),
        confidence=Decimal("0.8"),
    )
    has = ConceptCell(has="close", elements=("yy:visit",), labels=(Text.of(en="Visit families"),), ties=(tie,))
    visits = Text.of(en="Visit people at home")
    column = CountryColumn(
        id="yy",
        label=Text.of(en="Country Y"),
        framework="yy",
        places=("UG",),
        cadres=("yy:aide",),
        cadre_labels=(Text.of(en="family aide"),),
        statuses=("volunteer",),
        reach="partial",
        functions=3,
    )
    other = replace(column, id="zz", label=Text.of(en="Country Z"), framework="zz", cadres=(), cadre_labels=())
    said = message("countries.way", how=message("show.authority.under-supervision"), force=message("show.force.law"))
    cell = RoleCell(
        mark="stated",
        said=(said,),
        elements=("yy:aide.rule-1",),
        authorities=("under-supervision",),
        forces=("law",),
    )
    made = Countries(
        reference="xx",
        reference_label=Text.of(en="An example"),
        countries=(column, replace(other, statuses=(), functions=0)),
        notes=(
            message("countries.working-list", reference=Text.of(en="An example")),
            message("countries.kinds-differ"),
        ),
        sentences=(message("countries.differ-none", n=1), message("countries.nobody-says-none", n=1)),
        concepts=(
            ConceptRow(
                concept="xx:f-visit", element="function", label=visits, cells=(has, ConceptCell(has="not-read"))
            ),
        ),
        roles=(RoleRow(band="how-far", code="xx:f-visit", label=visits, cells=(cell, RoleCell(mark="not-read"))),),
        candidates=(ToAdd(framework="yy", id="yy:sing", element="function", label=Text.of(en="Sing with children")),),
        stamp=STAMP,
    )
    return replace(made, **fields)


def review(**fields: Any) -> Review:
    rule = "xx:counsellor.rule-1"
    ministry = ReviewDecision(
        key=rule, group="ministry", copy=0, verdict="keep", reason="The law asks for it", legal_check=True, ticked=True
    )
    workers = ReviewDecision(key=rule, group="worker", copy=1, verdict="drop", dissent="Two would keep it")
    lines = (
        ReviewRow(
            key=rule,
            number=1,
            element="scope-rule",
            label=Text.of(en="May not diagnose"),
            change="dropped",
            base=(rule,),
            safety=(message("safety.limit-removed", role=TARGET, text=Text.of(en="May not diagnose")),),
            copies=2,
            decisions=(ministry, workers),
        ),
        ReviewRow(
            key="xx:listening",
            number=2,
            element="competency",
            label=Text.of(en="listening"),
            change="relabelled",
            base=("xx:listening",),
            adaptation=("yy:listening",),
            domain=Text.of(en="Communication"),
            copies=2,
        ),
    )
    copies = (
        ReviewCopy(file="ministry.xlsx", group="ministry", when="2026-11-21", method="Three small groups"),
        ReviewCopy(file="workers.xlsx", group="worker", lang="fr"),
    )
    made = Review(
        of="comparison",
        base="xx",
        adaptation="yy",
        base_label=Text.of(en="An example"),
        adaptation_label=Text.of(en="An example, adapted"),
        copies=copies,
        lines=lines,
        notes=(message("review.banner-safety", n=1, rows=("1",)),),
        stamp=replace(STAMP, frameworks=(("xx", "2026", "abcdef"), ("yy", "2026", "fedcba")), options=()),
    )
    return replace(made, **fields)


def permissions() -> Permissions:
    return Permissions(
        cadre="xx:counsellor",
        label=TARGET,
        obligations=(OBLIGATION,),
        conditions=(CONDITION,),
        limits=(LIMIT,),
        rules=(LIMIT,),
        rule_places=("ZA",),
        functions=(
            FunctionAuthority(
                function="xx:diagnose",
                label=Text.of(en="Diagnose"),
                authority="not-permitted",
                rules=(LIMIT,),
                performed=True,
            ),
        ),
        silent=("xx:drive",),
    )


def coverage(text: str = "listening") -> Coverage:
    """One function of two cadres, one that nobody serves, and one of everything else."""
    name = Text.of(en=text)
    cell = CoverageCell(
        function="xx:listen",
        function_label=name,
        criticality="high-accountability",
        cadre="xx:helper",
        cadre_label=HELD,
        performed=True,
        authority="under-supervision",
        competence="no",
        lacks=("xx:referral",),
        rules=("xx:rule-1",),
    )
    functions = (
        CoveredFunction(
            function="xx:listen",
            label=name,
            criticality="high-accountability",
            state="several",
            performers=("xx:counsellor", "xx:helper"),
            competent=("xx:counsellor",),
            needs=("xx:referral",),
        ),
        CoveredFunction(function="xx:visit", label=Text.of(en="visiting"), state="unserved", needs=("xx:referral",)),
        CoveredFunction(function="xx:write", label=Text.of(en="writing")),
    )
    other = replace(
        cell, cadre="xx:counsellor", cadre_label=TARGET, authority=None, competence="yes", lacks=(), rules=()
    )
    return Coverage(
        frameworks=("xx",),
        title=name,
        where="ZA",
        as_of=date(2026, 11, 21),
        functions=functions,
        cadres=(
            CoveringCadre(cadre="xx:counsellor", label=TARGET, required=2, complete=True),
            CoveringCadre(cadre="xx:helper", label=HELD, tier="entry", required=1),
        ),
        matrix=(other, cell),
        barred=(BarredAct(function="xx:visit", label=Text.of(en="visiting"), place="ZA", cadres=("xx:helper",)),),
        unsupervised=(Unsupervised(cadre="xx:counsellor", label=TARGET, why="not-known"),),
        supervisors=(Supervisor(cadre="xx:counsellor", label=TARGET, supervises=("xx:helper",), listed="no"),),
        taught=1,
        untaught=(
            UntaughtCompetency(
                competency="xx:referral", label=name, safety_critical=True, how="close", near=("xx:m1",)
            ),
        ),
        idle_modules=("xx:m2",),
        silent_modules=("xx:m3",),
        unrequired=("xx:driving",),
        empty_stages=(
            Stage(stage="xx:closing", label=name, scheme="xx:cycle", scheme_label=Text.of(en="Cycle of a case")),
        ),
        languages=(("en", 5, 5), ("fr", 2, 5)),
        names=(("xx:m2", name), ("xx:m3", name), ("xx:driving", name)),
        notes=(message("careers.lists-open", n=1, total=2),),
        stamp=STAMP,
    )


def routes(text: str = "counsellor") -> Routes:
    """A ladder of one hop."""
    label = Text.of(en=text)
    hop = Hop(
        kind="ladder",
        progression="xx:p1",
        start="xx:helper",
        start_label=HELD,
        start_tier="entry",
        end="xx:counsellor",
        end_label=label,
        required=2,
        held=1,
        steps=("xx:km-01",),
        closed=("xx:referral",),
        open=("xx:ethics",),
        hours=120,
        at_least=True,
        gap=gap(),
        plan=plan(),
    )
    question = RouteQuestion(
        obligations=(OBLIGATION,),
        conditions=(CONDITION,),
        limits=(LIMIT,),
        rule_places=("ZA",),
        source="xx:helper",
        source_label=HELD,
        target="xx:counsellor",
        target_label=label,
        asked=3,
        among=("ZA",),
        lead_nowhere=("xx:counsellor",),
        notes=(message("careers.not-complete", cadres=(label,), n=1),),
        stamp=STAMP,
    )
    return Routes([Route(kind="ladder", hops=(hop,), hours=120, at_least=True)], question)


def numbers(text: str = "workers trained") -> Numbers:
    figure = WorkforceFigure(
        id="xx:s1",
        subject="xx:helper",
        subject_label=HELD,
        what="headcount",
        number=642,
        text="642",
        unit=Text.of(en=text),
        year="2012",
        places=("ZA",),
        place_stated=True,
        basis="stated",
        sources=("xx:law",),
        source_labels=(Text.of(en="Law"),),
    )
    words = replace(figure, id="xx:s2", number=None, text=f"about 40 {text}", year=None, standing="misprint")
    return Numbers(where="ZA", figures=(figure, words), stamp=STAMP)


def team(text: str = "referral") -> Team:
    """Two workers: of one it is recorded what is held and what is not, of the other nothing."""
    label = Text.of(en=text)
    cell = TeamCell(
        worker="W01",
        competency="xx:listening",
        label=Text.of(en="listening"),
        necessity="essential",
        held_level="xx:level-2",
        state="certain",
        status="met",
        basis="assessed",
        rated="2025-03",
        seen="2025-03",
        due=date(2026, 3, 1),
        again=True,
        reason=message("limit.as-worded", text=label),
    )
    no = replace(
        cell, competency="xx:referral", label=label, held_level=None, state="open", status="missing",
        basis="supervisor-rated", seen=None, due=None, again=False, to_be_seen=True, reason=message("team.rated-not"),
    )  # fmt: skip
    unknown = [
        replace(one, worker="W02", state="not-known", status="missing", held_level=None, basis=None, rated=None,
                seen=None, due=None, again=False, to_be_seen=True, reason=message("team.nothing-recorded"))
        for one in (cell, no)
    ]  # fmt: skip
    return Team(
        obligations=(OBLIGATION,),
        conditions=(CONDITION,),
        limits=(LIMIT,),
        rule_places=("ZA",),
        target="xx:counsellor",
        target_label=label,
        required=2,
        where=("ZA",),
        as_of=date(2026, 11, 21),
        again_after=12,
        workers=("W01", "W02"),
        silent=("W02",),
        competencies=(
            TeamCompetency(
                competency="xx:listening", label=Text.of(en="listening"), necessity="essential", safety_critical=True,
                certain=("W01",), not_known=("W02",), to_be_seen=("W02",),
            ),
            TeamCompetency(
                competency="xx:referral", label=label, necessity="essential", safety_critical=True, open=("W01",),
                not_known=("W02",), to_be_seen=("W01", "W02"), stays_open=("W02",),
            ),
        ),
        cells=(cell, no, *unknown),
        demand=(
            Demand(
                id="xx:km-01", label=Text.of(en="Module km-01"), hours=120, place=("ZA",),
                last_enrolment=date(2026, 12, 30), serves=("xx:referral",), workers=("W01", "W02"),
                only_unknown=("W02",),
            ),
        ),
        notes=(message("team.disputed", worker="W01", competencies=(label,)),),
        stamp=STAMP,
    )  # fmt: skip


def saved(text: str = "referral") -> SavedAnswer:
    """A gap in which a limit has come, an item is another, and a framework has a new edition."""
    changes = (
        AnswerChange(part="limit", change="added", id="xx:rule-1", after=text),
        AnswerChange(
            part="item",
            change="changed",
            id="xx:referral",
            label=Text.of(en=text),
            field="status",
            before=message("show.status.met"),
            after=message("show.status.missing"),
        ),
        AnswerChange(part="framework", change="changed", id="xx", field="edition", before="2026", after="2027"),
    )
    return SavedAnswer(
        answer="gap",
        target="xx:counsellor",
        held_label=HELD,
        target_label=TARGET,
        compared=True,
        asked_anew=True,
        changes=changes,
        notes=(message("saved.day", date="2026-11-21"),),
        text="{}",
        stamp=STAMP,
    )


def why(**fields: Any) -> Why:
    """Why one competency stays open: a way that broke on its place, and one that is only near."""
    ways = (
        ConsideredWay(
            competency="xx:ethics",
            label=Text.of(en="ethics"),
            steps=("yy:course",),
            links=("yy:course.outcome-1",),
            outcome="place",
            reason=message("why.way-place", places=("KE",), steps=(Text.of(en="Course"),)),
        ),
        ConsideredWay(
            competency="xx:ethics",
            label=Text.of(en="ethics"),
            steps=("xx:near",),
            outcome="near",
            reason=message("why.way-near", how=message("why.near-close")),
        ),
    )
    made = Why(
        id="xx:ethics",
        label=Text.of(en="ethics"),
        target="xx:counsellor",
        target_label=TARGET,
        answer=message("why.open", reason=message("open.untaught")),
        ways=ways,
        stamp=STAMP,
    )
    return replace(made, **fields)


def gap_matrix(text: str = "helper") -> GapMatrix:
    roles = (
        MatrixRole(id="xx:helper", label=Text.of(en=text), asked=2, required=2, complete=True),
        MatrixRole(id="xx:counsellor", label=TARGET, asked=3, required=2),
        MatrixRole(id="xx:silent", label=Text.of(en="silent"), silent=True),
    )
    return GapMatrix(
        cadres=tuple(one.id for one in roles),
        counts=np.array([[0, 3, 0], [1, 0, 0], [2, 3, 0]], np.int32),
        optional=np.array([[0, 1, 0], [0, 0, 0], [0, 1, 0]], np.int32),
        roles=roles,
        notes=(message("gap-matrix.assumed"), message("gap-matrix.note-silent", n=1)),
        stamp=STAMP,
    )


def gaps(text: str = "listen") -> Gaps:
    items = (
        GapsItem(competency="xx:listen", label=Text.of(en=text), necessity="essential", certain=1, in_part=1),
        GapsItem(competency="xx:sing", label=Text.of(en="sing"), necessity="optional", open=2),
    )
    return Gaps(
        target="xx:counsellor",
        target_label=TARGET,
        required=1,
        items=items,
        counts=np.array([[0, 5], [2, 5]], np.uint8),
        modules=(ModuleDemand(id="xx:m", label=Text.of(en="a module"), n=1),),
        notes=(message("lists.not-known", target=TARGET, n=2), message("gaps.open-not-known")),
        stamp=STAMP,
        conditions=(CONDITION,),
        limits=(LIMIT,),
    )


def everything() -> dict[str, Any]:
    """One value of every kind that has a page and a JSON shape, by the name of its result."""
    return {
        "gap": gap(),
        "gap-matrix": gap_matrix(),
        "gaps": gaps(),
        "permissions": permissions(),
        "plan": plan(),
        "review": review(),
        "comparison": comparison(),
        "matrix": matrix(),
        "countries": countries(),
        "alignment": alignment(),
        "report": report(),
        "frameworks": (summary(),),
        "candidates": (candidate(),),
        "element": cadre(),
        "evidence": evidence(),
        "attestation": attestation(),
        "completeness": completeness(),
        "coverage": coverage(),
        "routes": routes(),
        "numbers": numbers(),
        "team": team(),
        "saved": saved(),
        "why": why(),
    }


def with_text(text: str) -> tuple[Gap, Plan]:
    """A gap and a plan in which this text stands wherever data can stand."""
    label = Text.of(en=text)
    said = message("limit.as-worded", text=label)
    rules: dict[str, Any] = {"conditions": (replace(CONDITION, text=said),), "limits": (replace(LIMIT, text=said),)}
    ends = {"held_label": label, "target_label": label, "notes": (said,)}
    between = gap(items=(item("missing", "c", label=label, reason=said, required_level=text),), **rules, **ends)
    way = plan(lines=(step("m", label=label, notation=text, level=text, reason=said),), **rules, **ends)
    return between, way


def upside_down(page: Page, template: bytes | None = None) -> bytes:
    """A renderer as somebody else might add it."""
    return page.title[::-1].encode()
