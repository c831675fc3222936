"""What groups settled in a workbook is carried out: a comparison, an alignment, a merge plan through one door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sswgraph as ssw
from sswgraph.cli import FINE, USAGE, main
from sswgraph.editions.merge_plan import rebase_plan
from sswgraph.errors import InputError
from sswgraph.messages import languages
from sswgraph.model import Alignment, Change, Comparison, Competency, Decision, Framework, MappingSet, Text
from sswgraph.model.review import WORDED, Review, word_code
from sswgraph.pages.review import review_page
from sswgraph.pages.writer import words
from sswgraph.review.columns import code_of
from tests import rebased
from tests.loops import some
from tests.test_rebase import VERDICTS
from tests.workbooks import ADDED, DROPPED, MORE, REWORDED, adapted, base, comparison, fill

Said = Mapping[str, Mapping[str, str]]
KEEP = {"verdict": "keep", "reason": "The law of the base holds here", "ticked": ""}
OURS = "xx" + REWORDED[3:]
SUPERVISION = "xx" + DROPPED[3:]


def reviewed(found: Any, folder: Path, said: Said) -> Review:
    blank = ssw.write_review(found, folder / "blank.xlsx", overwrite=True)
    read: Review = ssw.read_review(fill(blank, folder / "filled.xlsx", "ministry", said), found)
    return read


def decided(verdict: str, **more: str) -> dict[str, str]:
    return {"verdict": verdict, "reason": "So said the council", "ticked": "", **more}


def applied(folder: Path, said: Said, found: Comparison | None = None) -> Framework:
    one = found or comparison()
    made = ssw.apply_review(one, reviewed(one, folder, {DROPPED: KEEP, **said}), edition="2")
    assert isinstance(made, Framework)
    return made


def by_id(framework: Framework) -> dict[str, Any]:
    return {node.id: node for node in framework.elements}


def _alignment() -> Alignment:
    one, other = (
        Framework(
            id=name, label=Text.of(en=name), elements=(Competency(id=f"{name}:c", label=Text.of(en="listening")),)
        )
        for name in ("xx", "yy")
    )
    return ssw.align(ssw.CompetencyGraph(), one, other, method="label")


def test_the_workbook_has_one_door_and_its_old_name() -> None:
    assert ssw.review_workbook is ssw.write_review


def test_by_keep_the_base_stands_again(tmp_path: Path) -> None:
    made = by_id(applied(tmp_path, {REWORDED: KEEP}))
    assert made[OURS].label == by_id(base())[REWORDED].label
    assert made[SUPERVISION].derived_from == (DROPPED,)
    assert ssw.compare(ssw.load("psw"), "psw", applied(tmp_path, {REWORDED: KEEP})).safety == ()


def test_by_reword_the_wording_proposed_stands(tmp_path: Path) -> None:
    row = {REWORDED: decided("reword", wording="Listen, and be understood")}
    label = by_id(applied(tmp_path, row))[OURS].label
    assert label.get("en") == "Listen, and be understood"
    assert label.get("fr") == "Écouter"


def test_by_drop_an_element_goes_and_by_add_it_stays(tmp_path: Path) -> None:
    made = by_id(applied(tmp_path, {ADDED.id: decided("drop"), MORE[0].id: decided("add")}))
    assert ADDED.id not in made
    assert MORE[0].id in made
    assert MORE[1].id in made, "an open row stays as the adaptation has it"


def test_what_was_decided_is_on_record_with_its_reason_and_group(tmp_path: Path) -> None:
    made = applied(tmp_path, {ADDED.id: decided("drop")})
    records = [node for node in made.elements if isinstance(node, Decision)]
    assert [(one.verdict, one.by) for one in records] == [("drop", "ministry"), ("keep", "ministry")]
    assert records[0].rationale.get("en") == "So said the council"
    assert (made.status, made.edition) == ("draft", "2")


def test_our_own_wording_can_be_kept_and_the_new_edition_is_written_and_read(tmp_path: Path) -> None:
    made = applied(tmp_path, {REWORDED: decided("keep-local")})
    assert by_id(made)[OURS] == by_id(adapted())[OURS]
    (record,) = [node for node in made.elements if isinstance(node, Decision) and OURS in node.about]
    assert record.verdict == "keep-with-local-wording"
    file = ssw.write(made, tmp_path / "xx.ttl")
    assert ssw.read(file, base=ssw.load("psw"))["xx"].edition == "2"


def test_what_sets_the_new_edition_apart_is_on_record_as_a_change_with_its_reason(tmp_path: Path) -> None:
    made = applied(tmp_path, {REWORDED: decided("keep-local"), ADDED.id: decided("add"), MORE[0].id: decided("drop")})
    changes = {(one.base, one.adaptation): one for one in made.elements if isinstance(one, Change)}
    assert set(changes) == {((REWORDED,), (OURS,)), ((), (ADDED.id,))}
    assert changes[(), (ADDED.id,)].change_kind == "added"
    assert changes[(REWORDED,), (OURS,)].rationale.get("en") == "So said the council"
    again = ssw.compare(ssw.load("psw"), "psw", made)
    told = next(entry for entry in again.entries if entry.adaptation == (OURS,))
    assert told.reason is not None
    assert "So said the council" in str(told.reason)


def test_a_change_goes_where_the_base_stands_again(tmp_path: Path) -> None:
    kept = applied(tmp_path, {REWORDED: decided("keep-local")})
    found = ssw.compare(ssw.load("psw"), "psw", kept)
    review = reviewed(found, tmp_path, {REWORDED: KEEP})
    made: Any = ssw.apply_review(found, review, edition="3")
    assert not [one for one in made.elements if isinstance(one, Change) and OURS in one.adaptation]
    assert by_id(made)[OURS].label == by_id(base())[REWORDED].label


def test_dissent_stands_with_the_decision(tmp_path: Path) -> None:
    made = applied(tmp_path, {ADDED.id: decided("add", dissent="Two workers saw no need")})
    (record,) = [node for node in made.elements if isinstance(node, Decision) and ADDED.id in node.about]
    assert record.note.get("en") == "Dissent, ministry: Two workers saw no need"


def test_decisions_are_worded_so_that_nobody_drops_an_element_for_a_change(tmp_path: Path) -> None:
    found = comparison()
    file = ssw.write_review(found, tmp_path / "ours.xlsx")
    lists = load_workbook(file)["sswgraph"]
    words = {str(cell.value) for row in lists.iter_rows(min_col=4) for cell in row if cell.value}
    assert {"put it back", "leave it out", "take it out again", "keep our change", "drop the element itself"} <= words
    said = {DROPPED: {**KEEP, "verdict": "put it back"}, ADDED.id: decided("take it out again")}
    review = ssw.read_review(fill(file, tmp_path / "filled.xlsx", "ministry", said), found)
    assert {row.key: row.verdicts for row in review.settled} == {DROPPED: (("keep", 1),), ADDED.id: (("drop", 1),)}
    assert "Ministry: put it back" in str(list(review_page(review).blocks))


@pytest.mark.parametrize("lang", languages())
def test_each_word_for_a_decision_means_one_thing(lang: str) -> None:
    for happened, verdicts in some(WORDED.items()):
        for verdict in verdicts:
            assert code_of("verdict", words(f"review.{word_code(verdict, happened)}", lang)) == verdict


def test_a_drop_that_leaves_something_without_what_it_needs_is_refused(tmp_path: Path) -> None:
    where = by_id(base())
    role = next(node for node in base().elements if node.kind == "requirement")
    wanted = role.competency  # type: ignore[attr-defined]
    mine = replace(
        adapted(),
        elements=tuple(
            replace(node, label=Text.of(en="Other words")) if node.id == "xx" + wanted[3:] else node  # type: ignore[call-arg]
            for node in adapted().elements
        ),
    )
    found = ssw.compare(ssw.load("psw"), "psw", mine)
    assert wanted in where
    with pytest.raises(InputError, match=r"left without what they need[\s\S]*decide about both"):
        applied(tmp_path, {wanted: decided("drop")}, found)


def test_an_open_safeguard_stops_everything(tmp_path: Path) -> None:
    found = comparison()
    with pytest.raises(InputError, match=r"safeguard is gone or weaker are open \(1\)"):
        ssw.apply_review(found, reviewed(found, tmp_path, {REWORDED: KEEP}))


@pytest.mark.parametrize(
    ("key", "said", "told"),
    [
        (ADDED.id, decided("keep"), "the base has no such element to keep; decide 'add' or 'drop'."),
        (REWORDED, decided("reword"), "no wording is proposed"),
        (REWORDED, decided("merge", wording="With listening"), "'merge' has to be written into the framework"),
        ("psw", decided("drop"), "what a framework says of itself cannot be dropped"),
        ("psw", decided("keep"), "what the adaptation says of itself is its own"),
        (DROPPED, decided("add"), "'add' has nothing to stay"),
    ],
)
def test_what_cannot_be_carried_out_is_named(tmp_path: Path, key: str, said: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=r"cannot be carried out \(1\):\nNo\. \d+ ") as caught:
        applied(tmp_path, {key: said})
    assert told in str(caught.value)


def test_decisions_that_groups_contradict_are_carried_out_for_nobody(tmp_path: Path) -> None:
    found = comparison()
    blank = ssw.write_review(found, tmp_path / "blank.xlsx")
    said = [{DROPPED: KEEP, REWORDED: KEEP}, {DROPPED: KEEP, REWORDED: decided("drop")}]
    copies = [
        fill(blank, tmp_path / f"{group}.xlsx", group, one)
        for group, one in zip(("ministry", "worker"), said, strict=True)
    ]
    review = ssw.read_review(copies, found)
    assert [row.key for row in review.of_standing("disagreed")] == [REWORDED]
    made = ssw.apply_review(found, review, edition="2")
    assert isinstance(made, Framework)
    assert by_id(made)[OURS] == by_id(adapted())[OURS]
    assert OURS not in [one for node in made.of_kind("decision") for one in node.about]  # type: ignore[attr-defined]
    unsafe = [{DROPPED: KEEP}, {DROPPED: decided("drop")}]
    copies = [fill(blank, tmp_path / f"{n}.xlsx", "ministry", one) for n, one in enumerate(unsafe)]
    with pytest.raises(InputError, match="the groups disagree"):
        ssw.apply_review(found, ssw.read_review(copies, found), edition="2")


def test_without_lineage_it_is_said_what_can_be_done_today(tmp_path: Path) -> None:
    found = ssw.compare(ssw.load("psw", "cycw"), "psw", "cycw")
    with pytest.raises(InputError, match=r"was not made from 'psw'.*mappings between the two"):
        ssw.apply_review(found, reviewed(found, tmp_path, {}))


def test_an_alignment_gives_a_mapping_set(tmp_path: Path) -> None:
    found = _alignment()
    rows = [f"{one.subject} {one.object}" for one in found.suggestions]
    review = reviewed(found, tmp_path, {rows[0]: KEEP})
    who = {"id": "https://example.org/xx-yy", "author": "Group 2", "reviewer": "Council"}
    made = ssw.apply_review(found, review, date="2027-03-01", confidence="0.8", **who)
    assert isinstance(made, MappingSet)
    assert [(one.subject, one.object) for one in made.mappings] == [tuple(rows[0].split())]
    with pytest.raises(InputError, match="Say the day of the decisions"):
        ssw.apply_review(found, review, **who)
    with pytest.raises(InputError, match="Say the author"):
        ssw.apply_review(found, review, date="2027-03-01", id="https://example.org/xx-yy")
    with pytest.raises(InputError, match="has no edition"):
        ssw.apply_review(found, review, edition="2")
    split = reviewed(found, tmp_path, {rows[0]: decided("split", wording="Two")})
    with pytest.raises(InputError, match="'split' makes no mapping"):
        ssw.apply_review(found, split, date="2027-03-01", **who)


def test_a_merge_plan_gives_the_new_edition(tmp_path: Path) -> None:
    plan = rebase_plan(rebased.adaptation(), base=rebased.psw(), onto=rebased.newer())
    said = {key: decided(verdict) for key, verdict in some(VERDICTS.items())}
    review = reviewed(plan, tmp_path, said)
    assert ssw.apply_review(plan, review, edition="2") == ssw.apply_rebase(plan, review.resolutions, edition="2")
    with pytest.raises(InputError, match="rows are open"):
        ssw.apply_review(plan, reviewed(plan, tmp_path, {}))
    with pytest.raises(InputError, match="belong to the review of an alignment"):
        ssw.apply_review(plan, review, author="Group 2")


def test_what_is_no_subject_or_no_review_of_it_is_refused(tmp_path: Path) -> None:
    found = comparison()
    review = reviewed(found, tmp_path, {})
    with pytest.raises(InputError, match="menu, tasks or translation gives, not of str"):
        ssw.apply_review("psw", review)
    with pytest.raises(InputError, match="takes a Review"):
        ssw.apply_review(found, "filled.xlsx")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="of another comparison"):
        ssw.apply_review(comparison("Other words"), review)


def test_the_command_line_makes_the_new_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ssw.write(adapted(), tmp_path / "xx.ttl")
    of, loads = ["psw", str(tmp_path / "xx.ttl")], ["--of", "psw", str(tmp_path / "xx.ttl")]
    assert main(["review", "make", *of, "-o", str(tmp_path / "blank.xlsx")]) == FINE
    fill(tmp_path / "blank.xlsx", tmp_path / "ours.xlsx", "ministry", {DROPPED: KEEP})
    ask = ["review", "apply", str(tmp_path / "ours.xlsx"), *loads, "--edition", "2", "-o"]
    assert main([*ask, str(tmp_path / "new.ttl")]) == FINE
    assert SUPERVISION in ssw.read(tmp_path / "new.ttl", base=ssw.load("psw"))
    capsys.readouterr()
    assert main(["review", "apply", str(tmp_path / "blank.xlsx"), *loads, "-o", str(tmp_path / "n.nt")]) == USAGE
    assert "safeguard is gone or weaker are open" in capsys.readouterr().err
