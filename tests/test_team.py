"""Teams: what is recorded, what is not known, what is to be seen, and that nobody is ranked or named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import sswgraph as ssw
import sswgraph.careers.team as teams
from sswgraph.errors import InputError, OutputExistsError, ParseError, UnknownElementError
from sswgraph.exchange.workbook.people import name_problem
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import languages, sentence
from sswgraph.model import Holding, Profile, Team
from sswgraph.model.team import STATES
from sswgraph.pages.blocks import Heading
from sswgraph.pages.page import page_of
from sswgraph.pages.pictures.team import MOST_COLUMNS, MOST_ROWS
from sswgraph.shortfalls.gap import gap
from sswgraph.testing import graphs
from tests import samples, toy
from tests.loops import some

DAY = "2026-11-21"
HEAD = "worker,what,held,level,rater,date\n"


def small() -> CompetencyGraph:
    """A role that requires two competencies, one of them safety-critical, and a module for each."""
    return toy.graph(
        toy.cadre("worker"),
        toy.competency("listen", safety_critical=True),
        toy.competency("write"),
        *toy.scale("s", 3),
        toy.requires("worker", "listen", "s2"),
        toy.requires("worker", "write"),
        toy.module("m1", 10),
        toy.develops("m1", "listen", "s2"),
        toy.module("m2", 20),
        toy.develops("m2", "write"),
    )


def table(folder: Path, rows: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def asked(g: CompetencyGraph, people: Any, **more: Any) -> Team:
    return ssw.team(g, people, "t:worker", as_of=DAY, **more)


def states(found: Team, code: str) -> dict[str, str]:
    return {one.competency.partition(":")[2]: one.state for one in found.of_worker(code)}


def require_single_gaps(g: CompetencyGraph, people: dict[str, Any], target: str) -> None:
    """The cells of each worker say what the gap of that worker alone says."""
    found = ssw.team(g, people, target, as_of=DAY)
    for code, held in people.items():
        items = [item for item in ssw.gap(g, held, target).items if item.status != "beyond"]
        assert len(items) == len(found.of_worker(code))
        for item, cell in zip(items, found.of_worker(code), strict=True):
            unknown = item.status == "missing"
            assert cell.state == ("not-known" if unknown else item.certainty)
            assert cell.reason.code == "team.nothing-recorded" if unknown else cell.reason == item.reason
            for name in "competency label necessity required_level held_level status to_be_seen".split():
                assert getattr(cell, name) == getattr(item, name), name


def test_a_team_of_what_ships_is_the_gap_of_each(g: CompetencyGraph) -> None:
    held: list[Any] = [[], "psw:lead", "cycw:basic", ["za:social-auxiliary-worker", {"psw:c-assess": None}]]
    held += [[one.id] for one in g.modules[::40]]
    for target in ("psw:foundation", "za:social-auxiliary-worker", "cycw:basic", "psw:c-assess"):
        require_single_gaps(g, {f"W{n:02}": one for n, one in enumerate(held)}, target)


@given(graphs(), st.data())
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_a_team_of_random_worlds_is_the_gap_of_each(g: CompetencyGraph, data: st.DataObject) -> None:
    targets = [one.id for one in (*g.cadres, *g.qualifications, *g.competencies)]
    held = st.lists(st.sampled_from([*targets, *(one.id for one in g.modules)]), max_size=4)
    several = data.draw(st.lists(held, min_size=1, max_size=4))
    require_single_gaps(g, {f"W{n}": one for n, one in enumerate(several)}, data.draw(st.sampled_from(targets)))


def test_plans_and_reasons_are_made_when_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    def noted(graph: CompetencyGraph, held: Any, target: str, **how: Any) -> Any:
        made.append(held)
        return gap(graph, held, target, **how)

    monkeypatch.setattr(teams, "gap", noted)
    found = asked(small(), {"W01": {"t:write": None}, "W02": []})
    assert made == [[]]
    assert states(found, "W02") == {"listen": "not-known", "write": "not-known"}
    assert found.of_worker("W01")[1].reason
    assert made == [[], {"t:write": None}]
    assert [one.id for one in found.demand] == ["t:m1", "t:m2"]
    assert made == [[], {"t:write": None}, []]


def test_not_known_is_not_lacking(tmp_path: Path) -> None:
    rows = "W1,t:listen,no,,supervisor,2026-01-01\nW2,t:write,yes,,self,\nW3,t:write,,,,\n"
    found = asked(small(), table(tmp_path, rows))
    assert states(found, "W1") == {"listen": "open", "write": "not-known"}
    assert states(found, "W2") == {"listen": "not-known", "write": "certain"}
    assert found.silent == ("W3",)
    assert {one.worker for one in found.lacking} == {"W1"}
    assert [(one.worker, one.competency) for one in found.unknown] == [
        ("W1", "t:write"),
        ("W2", "t:listen"),
        ("W3", "t:listen"),
        ("W3", "t:write"),
    ]
    listen = found.competencies[0]
    assert (listen.open, listen.not_known, listen.certain) == (("W1",), ("W2", "W3"), ())
    assert "does not mean that it is lacking" in str(found.of_worker("W3")[0].reason)


def test_each_worker_is_counted_once_for_each_competency(g: CompetencyGraph) -> None:
    found = ssw.team(g, {"A1": "psw:foundation", "B2": [], "C3": "psw:lead"}, "psw:para-social-worker", as_of=DAY)
    for one in some(found.competencies):
        counted = [code for state in STATES for code in getattr(one, state.replace("-", "_"))]
        assert sorted(counted) == list(found.workers)
    assert len(found.cells) == len(found.workers) * len(found.competencies)


@pytest.mark.parametrize(
    ("said", "state", "to_be_seen"),
    [
        ("yes,t:s2,assessor,2026-01-01", "certain", False),
        ("yes,t:s2,self,2026-01-01", "certain", True),
        ("yes,t:s1,assessor,2026-01-01", "in-part", True),
        ("yes,,assessor,2026-01-01", "in-part", True),
        ("no,,self,2026-01-01", "open", True),
        # What a supervisor or an assessor said goes before the worker's own word, whenever that was.
        ("yes,t:s2,self,2026-05-01|no,,supervisor,2025-01-01", "open", True),
        ("no,,self,2026-05-01|yes,t:s2,supervisor,2025-01-01", "certain", False),
        # Of those who see it, the last counts, and on one day the no.
        ("yes,t:s2,assessor,2025-01-01|no,,supervisor,2026-01-01", "open", True),
        ("no,,assessor,2025-01-01|yes,t:s2,supervisor,2026-01-01", "certain", False),
        ("yes,t:s3,assessor,2025-01-01|yes,t:s1,supervisor,2026-01-01", "in-part", True),
        ("yes,t:s2,assessor,2026-01-01|no,,supervisor,2026-01-01", "open", True),
        # A day that is not exact is as late as it can be for a no, and as early for a yes.
        ("yes,t:s2,assessor,2026-06-01|no,,supervisor,2026", "open", True),
        ("yes,t:s2,assessor,2026|no,,supervisor,2026-01-15", "open", True),
        ("yes,t:s2,assessor,2026-06-01|no,,supervisor,", "open", True),
        ("yes,t:s2,assessor,|no,,supervisor,2020", "open", True),
    ],
)
def test_whose_rating_counts(said: str, state: str, to_be_seen: bool, tmp_path: Path) -> None:
    for lines in (said.split("|"), said.split("|")[::-1]):
        rows = "".join(f"W1,t:listen,{line}\n" for line in lines)
        found = asked(small(), table(tmp_path, rows))
        (cell, _) = found.of_worker("W1")
        assert (cell.state, cell.to_be_seen) == (state, to_be_seen)
        differ = len({line.partition(",")[0] for line in lines}) > 1
        assert any(note.code == "team.disputed" for note in found.notes) is differ


def test_a_no_goes_before_what_documents_say_and_is_told_so(tmp_path: Path) -> None:
    rows = "W1,t:m1,yes,,,2024\nW1,t:listen,no,,supervisor,2026-01-01\n"
    found = asked(small(), table(tmp_path, rows))
    (cell, _) = found.of_worker("W1")
    assert (cell.state, cell.status, cell.to_be_seen, cell.basis) == ("open", "met", True, "supervisor-rated")
    assert "no module is planned for it" in str(cell.reason)
    assert "t:m1" not in [one.id for one in found.demand]


@pytest.mark.parametrize(
    ("seen", "months", "expected"),
    [
        ("2025-11-21", 12, ("2025-11-21", date(2026, 11, 21), True)),
        ("2025-11-22", 12, ("2025-11-22", date(2026, 11, 22), False)),
        ("2025-12", 12, ("2025-12", date(2026, 12, 1), False)),
        ("2025", 12, ("2025", date(2026, 1, 1), True)),
        ("2024-02-29", 12, ("2024-02-29", date(2025, 3, 1), True)),
        ("2025-12-31", 2, ("2025-12-31", date(2026, 3, 1), True)),
        ("", 12, (None, None, True)),
        ("2020-01-01", None, ("2020-01-01", None, False)),
    ],
)
def test_when_it_is_to_be_seen_again(seen: str, months: int | None, expected: Any, tmp_path: Path) -> None:
    rows = f"W1,t:listen,yes,t:s2,assessor,{seen}\nW1,t:write,yes,,assessor,2001\n"
    found = asked(small(), table(tmp_path, rows), again_after=months)
    listen, write = found.of_worker("W1")
    assert (listen.seen, listen.due, listen.again) == expected
    assert (write.seen, write.due, write.again) == (None, None, False)
    assert found.again == ((listen,) if expected[2] else ())
    if months is None:
        assert "nothing here can be called up to date" in " ".join(str(found).split())


def test_only_what_was_seen_at_the_level_required_counts_as_seen() -> None:
    seen = Holding(competency="t:listen", level="t:s2", basis="assessed", date="2020-03-01")
    own_word = replace(seen, basis="self-rated", date="2026-01-01")
    lower = replace(seen, level="t:s1", date="2026-02-01")
    (listen, _) = asked(small(), [Profile(title="W1", holdings=(seen, own_word, lower))], again_after=12).cells
    assert (listen.seen, listen.due, listen.again) == ("2020-03-01", date(2021, 3, 1), True)


def test_demand_is_counted_from_the_plan_of_each(g: CompetencyGraph) -> None:
    target = "za:social-auxiliary-worker"
    required = [item.competency for item in ssw.gap(g, [], target).items]
    people = {f"W{n}": Profile(holdings=tuple(Holding(competency=c) for c in required[n::3])) for n in range(4)}
    found = ssw.team(g, people, target, where="ZA", as_of=DAY)
    expected: dict[str, list[str]] = {}
    for code, held in people.items():
        for step in ssw.plan(g, ssw.gap(g, held, target, where="ZA"), as_of=DAY).steps:
            expected.setdefault(step, []).append(code)
    assert {one.id: list(one.workers) for one in some(found.demand)} == expected
    counts = [len(one.workers) for one in found.demand]
    assert counts == sorted(counts, reverse=True)
    assert all(one.only_unknown == one.workers for one in found.demand)  # a profile says nothing of what is not held


def test_demand_for_what_is_lacking_is_not_only_for_the_unknown(tmp_path: Path) -> None:
    rows = "W1,t:listen,no,,supervisor,2026-01-01\nW2,t:listen,,,,\n"
    found = {one.id: (one.workers, one.only_unknown) for one in asked(small(), table(tmp_path, rows)).demand}
    assert found == {"t:m1": (("W1", "W2"), ("W2",)), "t:m2": (("W1", "W2"), ("W1", "W2"))}


def test_a_step_that_also_closes_what_is_lacking_is_needed(tmp_path: Path) -> None:
    parts = [one for one in small()["t"].elements if one.id not in ("t:m1", "t:m1.o.listen.s2")]
    g = toy.graph(*parts, toy.develops("m2", "listen", "s2"))
    (one,) = asked(g, table(tmp_path, "W1,t:listen,no,,supervisor,2026-01-01\nW2,t:listen,,,,\n")).demand
    assert (one.id, one.workers, one.only_unknown) == ("t:m2", ("W1", "W2"), ("W2",))


def test_what_nothing_teaches_stays_open() -> None:
    g = toy.graph(toy.cadre("worker"), toy.competency("listen"), toy.requires("worker", "listen"))
    (one,) = asked(g, {"W1": [], "W2": {"t:listen": None}}).competencies
    assert one.stays_open == ("W1",)
    optional = toy.graph(
        toy.cadre("worker"), toy.competency("listen"), toy.requires("worker", "listen", None, "optional")
    )
    assert asked(optional, {"W1": []}).competencies[0].stays_open == ()


def test_nobody_is_ranked_and_the_order_of_input_tells_nothing(g: CompetencyGraph) -> None:
    people = {"B2": "psw:foundation", "A1": [], "C3": "psw:lead"}
    found = ssw.team(g, people, "psw:para-social-worker", as_of=DAY)
    assert found.workers == ("A1", "B2", "C3")
    turned = ssw.team(g, dict(reversed(people.items())), "psw:para-social-worker", as_of=DAY)
    assert turned == found
    assert [row["worker"] for row in found.rows()] == sorted(row["worker"] for row in found.rows())
    assert "Nobody is ranked" in " ".join(str(found).split())


def test_what_binds_the_target_comes_before_the_team(g: CompetencyGraph) -> None:
    found = ssw.team(g, {"W1": []}, "psw:para-social-worker", where="UG", as_of=DAY)
    between = ssw.gap(g, [], "psw:para-social-worker", where="UG")
    assert (found.obligations, found.conditions, found.limits) == (
        between.obligations,
        between.conditions,
        between.limits,
    )
    said = [block.text for block in page_of(found).blocks if isinstance(block, Heading)]
    assert said[:4] == ["What must be done", "Conditions and limits", "The team", "To be seen in practice"]


def test_a_target_without_a_list_is_told_so() -> None:
    found = asked(toy.graph(toy.cadre("worker")), {"W1": []})
    assert found.cells == ()
    assert "Nothing is known to be required" in " ".join(str(found).split())


# Codes, and never names


@pytest.mark.parametrize("code", ["W01", "UG-07/b", "3", "k.2", "رمز7"])
def test_codes_may_stand(code: str) -> None:
    assert name_problem(code) is None


@pytest.mark.parametrize(
    "code", ["Amina", "Amina Okello", "A. Okello 2", "a@b.org", "", "0772123456", "W1234567", "-1", "x" * 31]
)
def test_what_may_be_a_person_is_refused(code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="code"):
        asked(small(), {code: []})
    with pytest.raises(InputError, match="code"):
        ssw.new_team(small(), "t:worker", tmp_path / "x.xlsx", workers=[code])
    if code:
        with pytest.raises(InputError, match=r"people\.csv, row 2, column A: .*code"):
            asked(small(), table(tmp_path, f"{code},t:listen,yes,,self,\n"))


def test_profiles_have_codes_as_titles() -> None:
    one = Profile(title="W1")
    assert asked(small(), [one, replace(one, title="W0")]).workers == ("W0", "W1")
    for wrong in ([one, one], [Profile()], []):
        with pytest.raises(InputError, match=r"code"):
            asked(small(), wrong)
    with pytest.raises(InputError, match="list of profiles"):
        asked(small(), [["t:listen"]])


# The workbook


@pytest.mark.parametrize("lang", languages())
def test_a_workbook_is_filled_in_and_read_in_every_language(lang: str, tmp_path: Path) -> None:
    path = ssw.new_team(small(), "t:worker", tmp_path / "people.xlsx", workers=["W2", "W1"], lang=lang)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = {(sheet.cell(row, 1).value, str(sheet.cell(row, 2).value).partition(" [")[0]): row for row in range(6, 10)}
    assert set(rows) == {(worker, name) for worker in ("W1", "W2") for name in ("listen", "write")}
    said = ["held-yes", "", "rater-assessor"]
    for place, code in enumerate(said, 3):
        if code:
            sheet.cell(rows["W1", "listen"], place).value = sentence(f"team.{code}", lang)
    sheet.cell(rows["W1", "listen"], 4).value = "s2 [t:s2]"
    sheet.cell(rows["W1", "listen"], 6).value = date(2026, 1, 5)
    sheet.cell(rows["W1", "listen"], 7).value = "seen at the centre"
    book.save(path)
    found = asked(small(), path)
    assert states(found, "W1") == {"listen": "certain", "write": "not-known"}
    assert found.silent == ("W2",)
    assert found.of_worker("W1")[0].seen == "2026-01-05"


def test_the_workbook_is_the_same_each_time_and_replaces_nothing(tmp_path: Path) -> None:
    made = [ssw.new_team(small(), "t:worker", tmp_path / f"{n}.xlsx", workers=["W1"]) for n in range(2)]
    assert made[0].read_bytes() == made[1].read_bytes()
    with pytest.raises(OutputExistsError):
        ssw.new_team(small(), "t:worker", made[0])
    validations = load_workbook(made[0]).worksheets[0].data_validations.dataValidation
    assert len(validations) == 4


def test_every_problem_is_told_by_sheet_row_and_column(tmp_path: Path) -> None:
    path = ssw.new_team(small(), "t:worker", tmp_path / "people.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    lines = [
        ("Amina", "listen [t:listen]", "yes", None, "supervisor", "2026-01-01"),
        ("W1", "lisen", "yes", None, "supervisor", "2026-01-01"),
        ("W1", "t:write", "perhaps", None, "supervisor", "2026-01-01"),
        ("W1", "t:write", "yes", "s9", "supervisor", "2026-01-01"),
        ("W1", "t:write", "yes", None, None, "2026-01-01"),
        ("W1", "t:write", "yes", None, "self", "05/01/2026"),
        ("W1", "t:write", "yes", None, "self", "2027-01-01"),
        ("W1", "t:write", None, None, "self", None),
        ("W1", None, "yes", None, "self", None),
        ("W1", "t:worker", "yes", None, "self", None),
        ("W1", "t:write", "=1+1", None, "self", None),
    ]
    for row, line in enumerate(lines, 6):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value
    sheet.cell(6, 9).value = "outside"
    book.save(path)
    with pytest.raises(InputError) as told:
        asked(small(), path)
    said = str(told.value).splitlines()
    place = "people.xlsx, sheet 'People', row"
    expected = {
        f"{place} 6, column A": "may be a name",
        f"{place} 6, column I": "outside the table",
        f"{place} 7, column B": "Did you mean 'listen'",
        f"{place} 8, column C": "Choose one of: yes, no",
        f"{place} 9, column D": "no level 's9'",
        f"{place} 10": "who rated it",
        f"{place} 11, column F": "can mean several dates",
        f"{place} 12, column F": "lies after 2026-11-21",
        f"{place} 13": "yes or no",
        f"{place} 14": "is empty",
        f"{place} 15, column B": "is a role",
        f"{place} 16, column C": "formula",
    }
    for where, what in expected.items():
        assert [line for line in said if line.startswith(f"{where}: ") and what in line], (where, said)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("W1,t:listen,no,t:s2,assessor,\n", "column D: a level beside 'no'"),
        ("W1,t:both,no,,assessor,\n", "column B: 't:both' is a set"),
        ("W1,t:listen,yes,,self,\nw1,t:write,yes,,self,\n", "W1 and w1 may be the same worker"),
    ],
)
def test_what_may_mean_two_things_is_refused(rows: str, told: str, tmp_path: Path) -> None:
    parts = [*small()["t"].elements, toy.competency_set("both", "listen", "write")]
    with pytest.raises(InputError, match=told):
        asked(toy.graph(*parts), table(tmp_path, rows))


def test_a_set_that_is_held_gives_its_competencies(tmp_path: Path) -> None:
    parts = [*small()["t"].elements, toy.competency_set("both", "listen", "write")]
    found = asked(toy.graph(*parts), table(tmp_path, "W1,t:both,yes,t:s2,assessor,2026\nW1,t:write,no,,self,\n"))
    assert states(found, "W1") == {"listen": "certain", "write": "open"}
    denied = asked(toy.graph(*parts), table(tmp_path, "W1,t:both,yes,t:s2,assessor,2026\nW1,t:listen,no,,self,\n"))
    assert (denied.cells[0].state, denied.cells[0].to_be_seen) == ("open", True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("worker,what\nW1,t:listen\n", "headings"),
        ("worker,what,held,notes\nW1,t:listen,yes,x\n", "'notes' is not a heading"),
        ("worker,what,held,held\nW1,t:listen,yes,no\n", "is repeated"),
        ("worker,what,held\n", "no worker"),
        ("", "no worker"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        asked(small(), path)


def test_tables_with_semicolons_and_own_sheets_are_read(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Amepimwa na;Anao;worker;what;date\nmsimamizi;ndiyo;W1;write;2026\n", encoding="utf-8-sig")
    assert states(asked(small(), path), "W1") == {"listen": "not-known", "write": "certain"}
    book = ssw.new_team(small(), "t:worker", tmp_path / "people.xlsx", workers=["W1"])
    made = load_workbook(book)
    made.create_sheet("#notes").append(["anything"])
    made.save(book)
    assert asked(small(), book).workers == ("W1",)


def test_what_is_no_table_is_told(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"x"), ("a.xlsx", b"PK\x03\x04 no")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ParseError):
            asked(small(), tmp_path / name)
    with pytest.raises(FileNotFoundError):
        asked(small(), tmp_path / "nowhere.csv")


@pytest.mark.parametrize("months", [0, -1, 1.5, True, "12", 5_000])
def test_an_interval_is_a_number_of_months(months: Any) -> None:
    with pytest.raises(InputError, match="months"):
        asked(small(), {"W1": []}, again_after=months)


def test_what_is_no_target_is_told(g: CompetencyGraph, tmp_path: Path) -> None:
    with pytest.raises(UnknownElementError, match="psw:lead"):
        ssw.team(g, {"W1": []}, "psw:leed")
    with pytest.raises(InputError, match="Nothing is known to be required"):
        ssw.new_team(toy.graph(toy.cadre("worker")), "t:worker", tmp_path / "x.xlsx")
    with pytest.raises(InputError, match=r"\.xlsx"):
        ssw.new_team(small(), "t:worker", tmp_path / "x.csv")
    with pytest.raises(InputError, match="english"):
        ssw.new_team(small(), "t:worker", tmp_path / "x.xlsx", lang="english")


# The picture


def test_the_picture_has_a_sign_in_each_cell_and_says_what_has_no_room() -> None:
    drawn = ssw.picture(samples.team())
    assert all(f">{sign}<" in drawn for sign in ("H!", "N!", "?!"))
    found = samples.team()
    workers = tuple(f"W{n:03}" for n in range(MOST_ROWS + 1))
    competencies = tuple(replace(found.competencies[0], competency=f"xx:{n}") for n in range(MOST_COLUMNS + 1))
    cells = tuple(
        replace(found.cells[0], worker=worker, competency=one.competency) for worker in workers for one in competencies
    )
    drawn = ssw.picture(replace(found, workers=workers, competencies=competencies, cells=cells))
    said = f"Shown: {MOST_ROWS} of {len(workers)} workers, {MOST_COLUMNS} of {len(competencies)} competencies"
    assert drawn.count(said) == 2
