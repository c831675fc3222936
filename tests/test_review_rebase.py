"""A merge plan decided in a workbook: what waits is a row, and what the groups settled makes the new edition."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.cli import FINE, USAGE, main
from sswgraph.editions.merge_plan import rebase_plan
from sswgraph.errors import InputError
from sswgraph.exchange.plain import to_plain
from sswgraph.messages import languages
from sswgraph.model import MergePlan, Resolution, Text
from sswgraph.pages.page import page_of
from sswgraph.review.columns import OPEN, PLACE, START_MARK
from sswgraph.review.rows import review_rows
from tests import rebased
from tests.loops import some
from tests.test_rebase import VERDICTS
from tests.test_review import _suggestions
from tests.workbooks import change, fill, rows

WHY = "The council said so"
THERAPY = "xx:para-social-worker.rule-therapy"
Said = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def plan() -> MergePlan:
    return rebase_plan(rebased.adaptation(), base=rebased.psw(), onto=rebased.newer())


@pytest.fixture(scope="module")
def blank(plan: MergePlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ssw.review_workbook(plan, tmp_path_factory.mktemp("review") / "ours.xlsx")


def decided(**other: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a group types that decides on everything, or otherwise on rows by their place in the plan."""
    said = {key: {"verdict": verdict, "reason": WHY, "ticked": ""} for key, verdict in VERDICTS.items()}
    for number, cells in other.items():
        said[list(VERDICTS)[int(number[1:])]] |= cells
    return said


def dated(path: Path, day: str) -> Path:
    """The copy with the day on which the group met."""

    def edit(workbook: Any) -> None:
        start = next(sheet for sheet in workbook.worksheets if sheet["A1"].value == START_MARK)
        [row] = [row for row in range(1, 30) if start.cell(row, 1).value == "when"]
        start.cell(row, 3).value = day

    return change(path, path, edit)


# The workbook


def test_what_waits_is_a_row_and_loosenings_come_first(plan: MergePlan, blank: Path) -> None:
    review = ssw.read_review(blank, plan)
    assert {row.key for row in review.lines} == {entry.key for entry in plan.open}
    assert [bool(row.safety) for row in review.lines] == [True, True, False, False, False, False]
    assert (review.of, review.base, review.adaptation) == ("rebase", "psw", "xx")
    assert rows(load_workbook(blank))[THERAPY][0].title == "Safety"


def test_the_three_sides_stand_in_two_cells(plan: MergePlan, blank: Path) -> None:
    places = rows(load_workbook(blank))

    def texts(key: str) -> tuple[str, str, str]:
        sheet, row = places[key]
        return tuple(sheet.cell(row, PLACE[name] + 1).value for name in ("base", "adaptation", "change"))

    bases, own, what = texts("xx:c-communication")
    old, new = bases.split("New base:")
    assert old.startswith("Old base:\nName (en): ")
    assert new.startswith("\nName (en): Communicate, listen and explain")
    assert "explain" not in old
    assert own.startswith("Name (en): Talk and listen well")
    assert what.startswith("Conflict\n")
    assert what.endswith("Can be decided: keep, take over, combine, defer")
    bases, own, _ = texts("xx:c-empowerment")
    assert bases.endswith("\nNew base: not there")
    assert own == "Name: Help people to gain power over their own lives"
    assert texts("psw:c-disability")[1] == "Adaptation: not there"
    assert texts(THERAPY)[2].split("\n")[1].startswith("! ")


def test_each_row_offers_what_it_admits(plan: MergePlan, blank: Path) -> None:
    workbook = load_workbook(blank)
    lists = workbook["sswgraph"]
    for entry in some(plan.open):
        sheet, row = rows(workbook)[entry.key]
        [rule] = [rule for rule in sheet.data_validations.dataValidation if f"I{row}" in rule.sqref]
        first, last = rule.formula1.removeprefix("sswgraph!").replace("$", "").split(":")
        assert tuple(cell.value.replace(" ", "-") for [cell] in lists[first:last]) == tuple(
            one for one in ("keep", "take-over", "combine", "drop", "defer") if one in entry.options
        )
        assert sheet.column_dimensions["J"].hidden


def test_the_paper_form_has_no_box_for_what_cannot_be(plan: MergePlan, blank: Path) -> None:
    paper = load_workbook(blank)["Paper form"]
    boxes = {paper.cell(5 + at, 1).value: [paper.cell(5 + at, 6 + box).value for box in range(5)] for at in range(6)}
    for row in some(ssw.read_review(blank, plan).lines):
        [options] = [entry.options for entry in plan.open if entry.key == row.key]
        wanted = [OPEN if one in options else "–" for one in ("keep", "take-over", "combine", "drop", "defer")]
        assert boxes[row.number] == wanted


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_it_is_made_and_read_in_every_language(lang: str, plan: MergePlan, tmp_path: Path) -> None:
    path = ssw.review_workbook(plan, tmp_path / "a.xlsx", lang=lang)
    assert ssw.review_workbook(plan, tmp_path / "b.xlsx", lang=lang).read_bytes() == path.read_bytes()
    review = ssw.read_review(fill(path, tmp_path / "m.xlsx", "ministry", decided()), plan)
    assert {one.reason.languages for one in review.resolutions} == {(lang,)}
    assert ssw.save(review, tmp_path / "report.html", lang=lang).stat().st_size > 1000


@pytest.mark.slow
def test_a_later_workbook_carries_over_what_stays(plan: MergePlan, blank: Path, tmp_path: Path) -> None:
    filled = fill(blank, tmp_path / "m.xlsx", "ministry", decided())
    again = ssw.read_review(ssw.review_workbook(plan, tmp_path / "again.xlsx", previous=filled), plan)
    assert again.resolutions == ssw.read_review(filled, plan).resolutions != ()
    softer = rebased.edited(rebased.newer(), c_communication={"label": Text.of(en="Explain")})
    later = rebase_plan(rebased.adaptation(), base=rebased.psw(), onto=softer)
    found = ssw.read_review(ssw.review_workbook(later, tmp_path / "later.xlsx", previous=filled), later)
    assert [(row.key, found.wants(row)) for row in found.open] == [("xx:c-communication", "tick")]


# What was settled


@pytest.mark.slow
def test_what_groups_settled_makes_the_new_edition(plan: MergePlan, blank: Path, tmp_path: Path) -> None:
    copies = [
        dated(fill(blank, tmp_path / f"{group}.xlsx", group, decided()), day)
        for group, day in (("regulator", "2027-03-03"), ("worker", "2027-03-05"))
    ]
    alone, both = ssw.read_review(copies[:1], plan), ssw.read_review(copies, plan)
    for review, who in (
        (alone, {"group": "regulator", "date": "2027-03-03"}),
        (both, {"by": "regulator, worker", "date": "2027-03-05"}),
    ):
        assert review.open == ()
        said: Any = [{"entry": key, "verdict": verdict, **who} for key, verdict in VERDICTS.items()]
        wanted = [Resolution(reason=Text.of(en=WHY), **one) for one in said]
        assert sorted(review.resolutions, key=str) == sorted(wanted, key=str)
        made = ssw.apply_rebase(plan, review.resolutions, edition="2")
        assert made == ssw.apply_rebase(plan, wanted, edition="2")
        assert "xx:para-social-worker.req-empowerment" not in {node.id for node in made.elements}


def test_who_is_silent_must_have_ticked(plan: MergePlan, blank: Path, tmp_path: Path) -> None:
    one = fill(blank, tmp_path / "m.xlsx", "ministry", decided())
    silent = {key: {"ticked": ""} for key in list(VERDICTS)[1:]}
    other = fill(blank, tmp_path / "w.xlsx", "plenary", silent)
    review = ssw.read_review([one, other], plan)
    assert [(row.key, review.wants(row)) for row in review.open] == [(next(iter(VERDICTS)), "tick")]
    assert {one.group for one in review.resolutions} == {"ministry"}


def test_reasons_of_all_stand_in_their_languages(plan: MergePlan, blank: Path, tmp_path: Path) -> None:
    french = ssw.review_workbook(plan, tmp_path / "fr.xlsx", lang="fr")
    said = decided(n0={"verdict": "combiner", "reason": "Le conseil l’a dit"})
    copies = [
        fill(french, tmp_path / "f.xlsx", "plenary", said),
        dated(fill(blank, tmp_path / "m.xlsx", "ministry", decided()), "3 March"),
    ]
    found = {one.entry: one for one in ssw.read_review(copies, plan).resolutions}
    one = found[next(iter(VERDICTS))]
    assert one.reason == Text.of(en=WHY, fr="Le conseil l’a dit")
    assert (one.group, one.by, one.date) == (None, "ministry, plenary", None)


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"verdict": "keep"}, "agreement"),
        ({"verdict": ""}, "tick"),
    ],
)
def test_nothing_is_chosen_between_groups(
    cells: Said, wanted: str, plan: MergePlan, blank: Path, tmp_path: Path
) -> None:
    one = fill(blank, tmp_path / "m.xlsx", "ministry", decided())
    said = decided(n0={"verdict": "keep"})
    if wanted == "tick":
        said.pop("xx:c-communication")
    review = ssw.read_review([one, fill(blank, tmp_path / "w.xlsx", "worker", said)], plan)
    assert [(row.key, review.wants(row)) for row in review.open] == [("xx:c-communication", wanted)]
    assert to_plain(review)["open"] == ["xx:c-communication"]
    with pytest.raises(InputError, match=r"Waiting for a decision \(1\): xx:c-communication"):
        ssw.apply_rebase(plan, review.resolutions)


def test_without_a_reason_nothing_is_settled(plan: MergePlan, blank: Path, tmp_path: Path) -> None:
    filled = fill(blank, tmp_path / "m.xlsx", "ministry", decided(n1={"reason": ""}))
    review = ssw.read_review(filled, plan)
    assert [(row.key, review.wants(row)) for row in review.open] == [("psw:c-disability", "reason")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {"n2": {"verdict": "combine"}},
            "column I: 'combine' cannot be decided here. Choose one of: keep, drop, defer.",
        ),
        ({"n2": {"verdict": "merge"}}, "column I: 'merge' cannot be decided here. Choose one of: keep, drop, defer."),
        ({"n2": {"verdict": "perhaps"}}, "Choose one of: keep, take over, combine, drop, defer."),
        ({"n0": {"wording": "Hear"}}, "column J: a merge plan takes no other wording."),
    ],
)
def test_what_cannot_be_is_told_by_its_place(
    cells: Any, told: str, plan: MergePlan, blank: Path, tmp_path: Path
) -> None:
    filled = fill(blank, tmp_path / "m.xlsx", "ministry", decided(**cells))
    with pytest.raises(InputError) as found:
        ssw.read_review(filled, plan)
    assert told in str(found.value)
    assert "m.xlsx, sheet '" in str(found.value)


def test_it_is_read_with_its_own_plan_only(blank: Path, tmp_path: Path) -> None:
    other = rebase_plan(rebased.adaptation(), base=rebased.psw(), onto=rebased.psw())
    with pytest.raises(InputError, match="is a review of another rebase: psw "):
        ssw.read_review(blank, other)


def test_no_verdict_of_a_merge_plan_fits_a_comparison() -> None:
    found = review_rows(ssw.compare(ssw.load("psw"), rebased.psw(), rebased.newer()))
    assert found.rows
    assert not {"take-over", "combine"} & {verdict for row in found.rows for verdict in row.verdicts}


def test_settled_pairs_of_an_alignment_are_what_accept_takes(tmp_path: Path) -> None:
    found = _suggestions()
    path = ssw.review_workbook(found, tmp_path / "ours.xlsx")
    pair = ("psw:a", "xx:a")
    for verdict, accepted, rejected in (("keep", (pair,), ()), ("drop", (), (pair,)), ("defer", (), ())):
        said = {"psw:a xx:a": {"verdict": verdict, "ticked": ""}}
        filled = fill(path, tmp_path / f"{verdict}.xlsx", "ministry", said)
        review = ssw.read_review(filled, found)
        assert (review.accepted, review.rejected, review.resolutions) == (accepted, rejected, ())
    unticked = fill(path, tmp_path / "u.xlsx", "ministry", {"psw:a xx:a": {"verdict": "keep"}})
    assert ssw.read_review(unticked, found).accepted == ()


def test_the_report_names_what_a_merge_plan_means(plan: MergePlan, blank: Path) -> None:
    review = ssw.read_review(blank, plan)
    texts = str(page_of(review, "fr").blocks)
    assert "Disparu de la base" in texts
    assert texts.index(THERAPY) < texts.index("xx:c-communication")


# The commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, made in (("xx", rebased.adaptation()), ("psw-2027", rebased.newer())):
        ssw.write(made, tmp_path / f"{name}.ttl")
    return tmp_path


OF = ["--of", str(rebased.BASE), "xx.ttl", "--onto", "psw-2027.ttl"]


@pytest.mark.slow
def test_a_workshop_from_the_plan_to_the_new_edition(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, new = (ssw.read(folder / f"{name}.ttl").frameworks[0] for name in ("xx", "psw-2027"))
    plan = ssw.rebase(ssw.load("psw"), mine, rebased.psw(), new)
    assert main(["review", "make", str(rebased.BASE), "xx.ttl", "--onto", "psw-2027.ttl", "-o", "ours.xlsx"]) == FINE
    fill(folder / "ours.xlsx", folder / "m.xlsx", "ministry", decided(n5={"legal": "yes"}))
    fill(folder / "ours.xlsx", folder / "w.xlsx", "worker", decided(n0={"verdict": "keep"}))
    capsys.readouterr()
    assert main(["review", "apply", "m.xlsx", "w.xlsx", *OF, "-o", "new.ttl"]) == USAGE
    told = capsys.readouterr().err
    assert "rows are open (1):" in told
    assert "No. 4 (xx:c-communication): the groups disagree" in told
    assert not (folder / "new.ttl").exists()
    assert main(["review", "apply", "m.xlsx", *OF, "-o", "new.ttl", "--edition", "2"]) == FINE
    assert capsys.readouterr().err == "Saved new.ttl\nLegal checks needed: 1\n"
    resolutions = ssw.read_review(folder / "m.xlsx", plan).resolutions
    assert ssw.read(folder / "new.ttl").frameworks[0] == ssw.apply_rebase(plan, resolutions, edition="2")
    assert main(["review", "apply", "m.xlsx", *OF, "-o", "new.ttl"]) == USAGE
    assert "new.ttl exists. Add --force" in capsys.readouterr().err
    assert main(["review", "apply", "m.xlsx", *OF, "-o", "report.html"]) == FINE


@pytest.mark.slow
def test_what_is_missing_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "make", str(rebased.BASE), "xx.ttl", "--onto", "psw-2027.ttl", "-o", "ours.xlsx"]) == FINE
    assert main(["review", "make", str(rebased.BASE), "xx.ttl", "-o", "other.xlsx"]) == FINE
    capsys.readouterr()
    for arguments, told in (
        (["ours.xlsx"], "is a review of a merge plan. Name its frameworks: --of BASE ADAPTATION --onto NEW."),
        (["ours.xlsx", "--of", str(rebased.BASE), "xx.ttl"], "is a review of a merge plan."),
        (["other.xlsx", *OF], "is a review of another rebase"),
        (
            ["other.xlsx", "--of", str(rebased.BASE), "xx.ttl", "-o", "new.ttl"],
            "rows by which a safeguard is gone or weaker are open (1)",
        ),
        (["ours.xlsx", *OF, "-o", "new.nt"], "nobody decided"),
    ):
        assert main(["review", "apply", *arguments]) == USAGE, arguments
        assert told in capsys.readouterr().err
    assert sorted(file.suffix for file in folder.iterdir()) == [".ttl", ".ttl", ".xlsx", ".xlsx"]
