"""The command line: answers, exit codes, one clear sentence for what is wrong, and every kind of console."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.cli import FINDINGS, FINE, INTERRUPTED, PIPE_CLOSED, USAGE, main
from sswgraph.cli.options import COMMANDS as EVERY
from sswgraph.cli.options import application
from sswgraph.exchange.plain import to_plain
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import sentence
from sswgraph.model.codes import Kind
from tests import samples, toy
from tests.loops import some
from tests.test_sssom import table

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(EVERY)
DOCS = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
HELD = "za:auxiliary-child-and-youth-care-worker"
TARGET = "za:social-auxiliary-worker"
STEP = "za:98890-km-01"
BAD = """@prefix ssw: <https://w3id.org/sswgraph/ns#> .
<https://w3id.org/sswgraph/id/xx> a ssw:Framework ;
    <http://purl.org/dc/terms/title> "Mine"@en ;
    ssw:jurisdicton "ZA" .
"""


class Told:
    """What one run gave: exit code, stdout, stderr."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        self.words = " ".join(out.split())


class Console:
    """Runs commands in this process, in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys, self.folder = capsys, folder

    def __call__(self, *arguments: str | Path) -> Told:
        self.capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Told(code, captured.out, captured.err)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SSWGRAPH_LANG", raising=False)
    return Console(capsys, tmp_path)


def _process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "sswgraph", *arguments]
    return subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, check=False)


def _mine(folder: Path) -> Path:
    """A framework of one's own, with a cadre that nothing that ships knows."""
    framework = toy.framework(toy.cadre("guide"), toy.competency("listening"), toy.requires("guide", "listening"))
    return ssw.write(framework, folder / "mine.ttl")


def test_alone_it_shows_help(run: Console) -> None:
    told = run()
    assert told.code == FINE
    for command in some(COMMANDS):
        assert f"\n  {command} " in told.out


def test_every_module_of_commands_keeps_to_the_table(run: Console) -> None:
    for name in some(COMMANDS):
        assert run(name, "--help").code == FINE
    homes = {name: str(getattr(one.callback, "__module__", "")) for name, one in application.commands.items()}
    assert homes == {name: f"sswgraph.cli.{module}" for name, (module, _) in EVERY.items()}
    assert all(len(short) <= 56 for _, short in EVERY.values())


def test_asking_for_the_version_imports_no_command_and_no_model() -> None:
    code = "import sys; from sswgraph.cli import main; main(['--version']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'sswgraph.cli.options'" in done.stdout
    for name in ("sswgraph.cli.commands", "sswgraph.model", "sswgraph.graph", "pyoxigraph", "networkx"):
        assert f"'{name}'" not in done.stdout


def test_the_version_is_that_of_the_library(run: Console) -> None:
    assert run("--version").out == f"sswgraph {ssw.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_has_help(name: str, run: Console) -> None:
    assert f"`sswgraph {name}" in DOCS
    told = run(name, "--help")
    assert told.code == FINE
    assert "Usage: sswgraph" in told.out
    for option in set(re.findall(r"--[a-z][a-z-]+", told.out)) - {"--help"}:
        assert option in DOCS, f"{option} of {name} is not documented"


@pytest.mark.docs
def test_the_documented_commands_run(run: Console) -> None:
    _mine(run.folder).rename(run.folder / "other.ttl")
    (run.folder / "mine.ttl").write_text((run.folder / "other.ttl").read_text("utf-8"), "utf-8")
    (run.folder / "worker.json").write_text('{"completed": ["za:254177"]}', encoding="utf-8")
    block = re.search(r"```\n(sswgraph find.*?)```", DOCS, re.DOTALL)
    assert block
    for line in block[1].splitlines():
        assert run(*shlex.split(line)[1:]).code in (FINE, FINDINGS), line
    assert (run.folder / "plan.html").is_file()
    assert (run.folder / "za.graphml").is_file()
    assert (run.folder / "curriculum.docx").read_bytes()[:2] == b"PK"


def test_a_translation_is_reviewed_beside_another_language(run: Console) -> None:
    told = run("curriculum", "psw:para-social-worker", "--lang", "fr", "--beside", "en", "-o", "review.html")
    assert told.code == FINE
    said = (run.folder / "review.html").read_text(encoding="utf-8")
    label = ssw.load("psw")["psw:para-social-worker"].label
    assert {lang for lang in ("en", "fr") if str(label.get(lang)) in said} == {"en", "fr"}
    assert run("curriculum", "psw:para-social-worker", "--beside", "en").code == USAGE


def test_documented_exit_codes_are_those_of_the_code() -> None:
    assert [int(code) for code in re.findall(r"(?m)^\| (\d+) \|", DOCS)] == [0, 1, 2, 70, 130, 141]


# Answers


def test_frameworks(run: Console) -> None:
    assert "South Africa" in run("frameworks").out
    made = json.loads(run("frameworks", "--json").out)
    assert made["result"] == "frameworks"
    assert [one["id"] for one in made["frameworks"]] == [one.id for one in ssw.frameworks()]


def test_find(run: Console) -> None:
    told = run("find", "social", "auxiliary", "worker")
    assert told.code == FINE
    made = json.loads(run("find", "social auxiliary worker", "--json", "--limit", "2").out)
    assert made["candidates"][0]["id"] == TARGET
    first, second = (told.out.index(one["id"][:30]) for one in made["candidates"])  # a long id may be cut in two
    assert first < second
    assert len(made["candidates"]) == 2


def test_find_says_how_many_there_are_and_how_to_see_them_all(run: Console, g: CompetencyGraph) -> None:
    every = len(g.find("social worker", limit=None))
    assert every > 50
    told = run("find", "social", "worker")
    assert f"First 10 of {every} matches" in told.words
    assert f"add --limit {every}." in told.words
    assert f"Les 10 premiers résultats sur {every}" in run("find", "social", "worker", "--lang", "fr").words
    whole = run("find", "social", "worker", "--limit", str(every))
    assert f"{every} matches, best first" in whole.words
    assert "--limit" not in whole.words
    for limit, shown in ((10, 10), (every, every), (every + 1, every)):
        made = json.loads(run("find", "social", "worker", "--limit", str(limit), "--json").out)
        assert (made["found"], len(made["candidates"])) == (every, shown)
    assert json.loads(run("find", "qqqqzzzz", "--json").out)["found"] == 0


def test_the_beginning_of_an_id_is_enough(run: Console) -> None:
    assert json.loads(run("find", "psw:para", "--json").out)["candidates"][0]["id"] == "psw:para-social-worker"
    assert "Did you mean psw:para-social-worker or" in run("show", "psw:para").err
    assert re.search("Did you mean [a-z]+:para-social-worker or", run("show", "para-social").err)


@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_language_without_text_is_said_once(way: str, run: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (
        "There is no text in 'de-AT' yet, so the answer is in English. Available languages: ar, en, es, fr, pt, sw.\n"
    )
    if way == "variable":
        monkeypatch.setenv("SSWGRAPH_LANG", "de-AT")
    options = ("--lang", "de-AT") if way == "option" else ()
    told = run("gap", HELD, "--to", TARGET, "--json", *options)
    assert (told.code, told.err, json.loads(told.out)["lang"]) == (FINE, said, "de-AT")
    assert run("gap", HELD, "--to", TARGET, "-o", "gap.html", *options).err.count(said) == 1
    page = (run.folder / "gap.html").read_text(encoding="utf-8")
    assert "Available languages: ar, en, es, fr, pt, sw." in page
    for lang in ("fr-CD", "pt-br", "EN"):
        assert run("frameworks", "--lang", lang, "--json").err == ""


def test_a_curriculum_is_shown_and_written_in_the_language_asked(run: Console) -> None:
    assert "Competence is not permission" in run("curriculum", TARGET).words
    made = json.loads(run("curriculum", TARGET, "--json", "--lang", "fr").out)
    assert (made["result"], made["lang"], made["subject"]) == ("curriculum", "fr", [TARGET])
    told = run("curriculum", "za:98890-km-01", "za:98890-wm-01", "-o", "c.html", "--lang", "ar")
    assert (told.code, told.err) == (FINE, sentence("cli.saved", "ar", path="c.html") + "\n")
    assert 'dir="rtl"' in (run.folder / "c.html").read_text(encoding="utf-8")
    assert run("curriculum", TARGET, "-o", "c.html").code == USAGE
    assert run("curriculum", TARGET, "-o", "plain", "--format", "md").code == FINE
    assert (run.folder / "plain").read_text(encoding="utf-8").startswith("# Curriculum")
    assert run("curriculum", TARGET, "--json", "-o", "c.json").code == FINE
    assert json.loads((run.folder / "c.json").read_text(encoding="utf-8"))["result"] == "curriculum"


def test_documents_of_other_kinds_are_shown_and_written(run: Console) -> None:
    card = run("document", "role-card", "psw:para-social-worker")
    assert card.code == FINE
    assert "I do this with my supervisor" in card.words
    made = json.loads(run("document", "job-description", TARGET, "--json", "--lang", "fr").out)
    assert (made["result"], made["lang"]) == ("job-description", "fr")
    told = run("document", "framework-handbook", "psw", "-o", "h.html", "--lang", "fr")
    assert (told.code, told.err) == (FINE, "h.html enregistré\n")
    assert run("document", "training-needs", TARGET, "-o", "t.xlsx").code == FINE
    assert (run.folder / "t.xlsx").read_bytes()[:2] == b"PK"
    assert run("document", "module-descriptor", "za:98890-km-01", "za:98890-wm-01", "-o", "m.md").code == FINE


def test_a_document_for_every_cadre_goes_into_a_folder(run: Console, g: ssw.CompetencyGraph) -> None:
    (run.folder / "out").mkdir()
    assert run("document", "role-card", "--every-cadre", "--format", "md", "-o", "out").code == FINE
    assert len(list((run.folder / "out").iterdir())) == len(g.cadres)
    assert (run.folder / "out" / "role-card_psw_para-social-worker_en.md").is_file()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("role-card",), "Name a role"),
        (("rolecard", TARGET), "Did you mean 'role-card'"),
        (("gap-report", TARGET), "is a document already"),
        (("role-card", "za:60209"), "about a cadre"),
        (("role-card", TARGET, "za:social-worker"), "about one cadre"),
        (("framework-handbook", "--every-cadre", "-o", "."), "name its id"),
        (("job-description", TARGET, "-o", "c.odt"), "Nothing here writes 'odt'"),
        (("job-description", TARGET, "-o", "c.xlsx", "--template", "t.docx"), "A template is for .docx"),
    ],
)
def test_a_document_that_cannot_be_made_is_told(arguments: tuple[str, ...], problem: str, run: Console) -> None:
    told = run("document", *arguments)
    assert told.code == USAGE
    assert problem in told.err
    assert list(run.folder.iterdir()) == []


def test_a_curriculum_for_every_cadre_goes_into_a_folder(run: Console, g: ssw.CompetencyGraph) -> None:
    (run.folder / "out").mkdir()
    told = run("curriculum", "--every-cadre", "--format", "md", "-o", "out")
    assert told.code == FINE
    assert len(list((run.folder / "out").iterdir())) == len(g.cadres)
    (run.folder / "out" / "za_social-worker_en.md").write_text("old", encoding="utf-8")
    assert "exists. Add --force" in run("curriculum", "--every-cadre", "--format", "md", "-o", "out").err
    assert (run.folder / "out" / "za_social-worker_en.md").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "Name a role"),
        ((TARGET, "--every-cadre"), "Name a role"),
        ((TARGET, "--format", "pdf"), "Name the file to write"),
        (("--every-cadre",), "Name an existing folder"),
        (("--every-cadre", "-o", "nowhere"), "Name an existing folder"),
        ((TARGET, "-o", "c.odt"), "Nothing here writes 'odt'"),
        ((TARGET, "-o", "c.docx", "--template", "nowhere.docx"), "No such file"),
        ((TARGET, "-o", "c.pdf", "--template", "t.docx"), "t.docx cannot be a template for .pdf, which"),
        (("za:c-254174",), "za:c-254174 is a competency. A curriculum is about"),
        (("za:socialworker",), "Did you mean"),
    ],
)
def test_a_curriculum_that_cannot_be_made_is_told(arguments: tuple[str, ...], problem: str, run: Console) -> None:
    told = run("curriculum", *arguments)
    assert told.code == USAGE
    assert problem in told.err
    assert list(run.folder.iterdir()) == []


def test_finding_nothing_is_a_finding(run: Console) -> None:
    told = run("find", "qqqqzzzz")
    assert told.code == FINDINGS
    assert "Nothing was found" in told.out
    made = run("find", "qqqqzzzz", "--json")
    assert (made.code, json.loads(made.out)["candidates"]) == (FINDINGS, [])


def test_show_puts_the_rules_first_and_shows_evidence(run: Console) -> None:
    told = run("show", TARGET)
    assert told.code == FINE
    assert told.out.index("Conditions and limits") < told.out.index("Name (en)") < told.out.index("Requirement")
    assert "Evidence" in told.out
    made = json.loads(run("show", TARGET, "--json").out)
    assert (made["kind"], made["id"]) == ("cadre", TARGET)
    assert {"kind": "requirement"}.items() <= next(r for r in made["related"] if r["kind"] == "requirement").items()


@pytest.mark.parametrize("kind", "framework cadre function competency module qualification source statement".split())
def test_every_kind_of_element_can_be_shown(kind: Kind, run: Console, g: CompetencyGraph) -> None:
    element = g.frameworks[0] if kind == "framework" else g.of_kind(kind)[0]
    told = run("show", element.id, "--lang", "fr")
    assert told.code == FINE
    assert element.id in told.out
    assert json.loads(run("show", element.id, "--json").out)["kind"] == kind


def test_a_mapping_can_be_shown(run: Console, g: CompetencyGraph) -> None:
    mapping = next(m for m in g.mappings if m.subject in g and m.object in g)
    told = run("show", mapping.id)
    assert told.code == FINE
    assert mapping.subject in told.out
    assert mapping.subject in run("show", mapping.object).out


def test_gap(run: Console, g: CompetencyGraph) -> None:
    told = run("gap", HELD, "--to", TARGET)
    assert told.code == FINE
    assert told.out.index("Competence is not permission") < told.out.index("Missing")
    made = json.loads(run("gap", HELD, "--to", TARGET, "--json").out)
    assert made == to_plain(ssw.gap(g, HELD, TARGET))


def test_gap_takes_several_ids_and_a_profile(run: Console) -> None:
    (run.folder / "p.json").write_text('{"completed": ["za:254177"], "title": "Worker 17"}', encoding="utf-8")
    made = json.loads(run("gap", "za:60209", "za:98890-km-01", "--profile", "p.json", "--to", TARGET, "--json").out)
    assert made["held"] == ["za:60209", "za:98890-km-01", "Worker 17"]
    assert {"za:254177", "za:98890-km-01"} <= set(made["profile"]["completed"])


def test_plan(run: Console) -> None:
    told = run("plan", HELD, "--to", TARGET, "--as-of", "2026-11-21")
    assert told.code == FINE
    assert "known to be required: no plan can need less." in told.out
    made = json.loads(run("plan", HELD, "--to", TARGET, "--as-of", "2026-11-21", "--json").out)
    assert made["optimal"] is True
    assert made["modules"]


def test_plan_without_held_starts_from_nothing(run: Console) -> None:
    how = ("--to", TARGET, "--as-of", "2026-11-21", "--json")
    assert json.loads(run("plan", *how).out) == json.loads(run("plan", "--from-nothing", *how).out)
    assert json.loads(run("plan", *how).out)["steps"]


def test_plan_passes_its_wishes_on(run: Console) -> None:
    how = f"--to {TARGET} --as-of 2026-11-21 --where ZA --where KE --pace 40 --rpl"
    wishes = ("--include", STEP, "--exclude", "za:98890-pm-01")
    made = json.loads(
        run("plan", *how.split(), *wishes, "--budget", "hours=900", "--budget", "credits=95", "--json").out
    )
    assert made["where"] == ["ZA", "KE"]
    assert STEP in made["steps"]
    assert "za:98890-pm-01" not in made["steps"]
    assert made["hours"] <= 900
    assert made["credits"] <= 95
    assert made["weeks"] == -(-made["hours"] // 40)
    assert made["rpl"]["steps"] == made["steps"], "a route is stated for their qualification"
    assert dict(made["stamp"]["options"])["budget"] == "credits=95, hours=900"


def test_why(run: Console) -> None:
    how = ("--to", TARGET, "--as-of", "2026-11-21", "--where", "UG")
    told = " ".join(run("why", STEP, *how).out.split())
    assert "It is not in the plan. Offered elsewhere, in ZA" in told
    made = json.loads(run("why", STEP, *how, "--json").out)
    assert (made["result"], made["id"], made["ways"][0]["outcome"]) == ("why", STEP, "place")


def test_plan_passes_its_options_on(run: Console) -> None:
    how = "--minimise credits --as-of 2027-06-01 --include-closed --award --budget 500 --time-limit 5 --json"
    made = json.loads(run("plan", HELD, "--to", TARGET, *how.split()).out)
    assert (made["minimise"], made["as_of"]) == ("credits", "2027-06-01")
    options = made["stamp"]["options"]
    assert (options["include_closed"], options["award"], options["budget"]) == ("True", "True", "credits=500")
    assert made["modules"]
    assert json.loads(run("plan", HELD, "--to", TARGET, "--as-of", "2027-06-01", "--json").out)["modules"] == []


def test_the_language_can_be_chosen_once_for_all(run: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Conditions et limites" in run("gap", HELD, "--to", TARGET, "--lang", "fr").out
    monkeypatch.setenv("SSWGRAPH_LANG", "fr")
    assert "Conditions et limites" in run("gap", HELD, "--to", TARGET).out


def test_further_files_are_loaded_on_top(run: Console) -> None:
    mine = _mine(run.folder)
    assert run("show", "t:guide").code == USAGE
    assert run("show", "t:guide", "--load", mine).code == FINE
    assert "t:guide" in run("find", "guide", "--load", mine).out
    assert len(json.loads(run("frameworks", "--json", "--load", mine).out)["frameworks"]) == len(ssw.frameworks()) + 1


def test_check(run: Console) -> None:
    good, bad = _mine(run.folder), run.folder / "bad.ttl"
    bad.write_text(BAD, encoding="utf-8")
    assert run("check", good).code == FINE
    told = run("check", good, bad)
    assert told.code == FINDINGS
    assert "jurisdiction" in told.out
    made = json.loads(run("check", bad, "--json").out)
    assert made["conforms"] is False
    assert made["reports"][0]["file"] == str(bad)
    assert made["reports"][0]["results"][0]["line"] == 4


def test_check_against_what_the_file_may_refer_to(run: Console) -> None:
    framework = toy.framework(toy.cadre("guide", performs=("za:no-such-function",)))
    file = ssw.write(framework, run.folder / "mine.ttl")
    alone = json.loads(run("check", file, "--json").out)["reports"][0]["results"]
    for base in ("za", "all"):
        beside = json.loads(run("check", file, "--base", base, "--json").out)["reports"][0]["results"]
        assert [one["code"] for one in alone] != [one["code"] for one in beside]
        assert "dangling-reference" in [one["code"] for one in beside]


def test_check_takes_mapping_tables_and_load_refuses_a_wrong_one(run: Console) -> None:
    rows = [{"subject_id": "za:social-worker", "object_id": "ug:nothing-there"}]
    header = "#curie_map:\n" + "".join(f"#  {name}: https://w3id.org/sswgraph/id/{name}/\n" for name in ("ug", "za"))
    (run.folder / "bad.sssom.tsv").write_text(table(*rows, header=header), encoding="utf-8")
    checked = run("check", "bad.sssom.tsv", "--base", "ug")
    assert checked.code == FINDINGS
    assert "ug:nothing-there" in checked.out
    assert run("check", "bad.sssom.tsv").code == FINE
    refused = run("frameworks", "--load", "bad.sssom.tsv")
    assert refused.code != FINE
    assert "bad.sssom.tsv, line 5" in refused.err


def test_export(run: Console) -> None:
    assert run("export", "za").out == (ROOT / "frameworks" / "za.ttl").read_text(encoding="utf-8")
    assert run("export", "za", "-o", "x.graphml").code == FINE
    assert (run.folder / "x.graphml").read_text(encoding="utf-8").startswith("<graphml")
    assert run("export", "za", "-o", "x.graphml").code == USAGE
    assert run("export", "za", "--format", "turtle", "-o", "x.graphml", "--force").code == FINE
    assert (run.folder / "x.graphml").read_text(encoding="utf-8").startswith("@prefix")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, tmp_path: Path) -> None:
    done = _process("completion", shell, cwd=tmp_path)
    assert done.returncode == FINE
    assert b"_SSWGRAPH_COMPLETE" in done.stdout


# Files


@pytest.mark.parametrize(
    ("ending", "start"), [("html", "<!DOCTYPE html>"), ("md", "# What is"), ("json", '{\n  "result"')]
)
def test_an_answer_goes_into_a_file(ending: str, start: str, run: Console) -> None:
    told = run("gap", HELD, "--to", TARGET, "-o", f"gap.{ending}")
    assert (told.code, told.out, told.err) == (FINE, "", f"Saved gap.{ending}\n")
    assert (run.folder / f"gap.{ending}").read_text(encoding="utf-8").startswith(start)


def test_a_file_that_is_there_is_kept_unless_forced(run: Console) -> None:
    (run.folder / "gap.html").write_text("mine", encoding="utf-8")
    told = run("gap", HELD, "--to", TARGET, "-o", "gap.html")
    assert told.code == USAGE
    assert told.err == "sswgraph: gap.html exists. Add --force to replace it, or name another file with -o.\n"
    assert (run.folder / "gap.html").read_text(encoding="utf-8") == "mine"
    assert run("gap", HELD, "--to", TARGET, "-o", "gap.html", "--force").code == FINE


def test_tour_prints_and_writes_its_page(run: Console) -> None:
    told = run("tour", "--as-of", "2026-11-21")
    assert told.code == FINE
    assert "the first until 2026-12-30" in told.words
    assert told.err == "Saved sswgraph-tour.html\n"
    page = run.folder / "sswgraph-tour.html"
    assert '<meta name="generator" content="sswgraph tour">' in page.read_text(encoding="utf-8")
    assert run("tour", "--lang", "fr", "--as-of", "2026-11-21").code == FINE
    assert '<html lang="fr">' in page.read_text(encoding="utf-8")


def test_tour_replaces_no_page_but_its_own(run: Console) -> None:
    page = run.folder / "sswgraph-tour.html"
    page.write_text("<p>mine", encoding="utf-8")
    told = run("tour")
    assert told.code == USAGE
    assert "not a page of the tour" in told.err
    assert page.read_text(encoding="utf-8") == "<p>mine"
    assert run("tour", "--force").code == FINE
    assert run("tour", "-o", "other.md").code == FINE
    assert (run.folder / "other.md").is_file()


def test_tour_as_json_writes_nothing_else(run: Console) -> None:
    made = json.loads(run("tour", "--json").out)
    assert (made["result"], len(made["parts"])) == ("tour", 2)
    assert list(run.folder.iterdir()) == []


# What is wrong is said in one sentence


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("gap za:social-auxilary-worker --to za:social-worker", "Did you mean za:social-auxiliary-worker"),
        ("show qqqqqqzzz", "There is no element 'qqqqqqzzz' in this graph. Search by name with: sswgraph find WORDS"),
        ("gap --to za:social-worker", "Name what is held"),
        ("gap za:social-worker", "Name the target with --to TARGET."),
        (f"gap {HELD} {TARGET}", f"Did you mean: sswgraph gap {HELD} --to {TARGET}"),
        (f"plan {HELD} --to {TARGET} --as-of tomorrow", "'tomorrow' is not a valid date; write it as 2026-11-21."),
        (f"plan {HELD} --to {TARGET} --budget lots", "'lots' is not a number."),
        (f"plan {HELD} --to {TARGET} --budget nan", "is not an amount: write a number, 0 or more."),
        (f"plan {HELD} --to {TARGET} --budget inf", "is not an amount: write a number, 0 or more."),
        (f"plan {HELD} --to {TARGET} --budget 1e400", "A budget is a finite number, 0 or more, not 1000"),
        (f"plan {HELD} --to {TARGET} --budget -1", "is not an amount: write a number, 0 or more."),
        (f"plan {HELD} --to {TARGET} --budget hours=5 --budget hours=6", "name each kind once"),
        (f"plan {HELD} --to {TARGET} --budget days=5", "not in 'days'"),
        (f"plan {HELD} --to {TARGET} --pace 0", "more than 0; not 0"),
        (f"plan {HELD} --to {TARGET} --pace fast", "'fast' is not a number."),
        (
            f"plan {HELD} --to {TARGET} --where Uganda",
            "where: 'Uganda' is not a valid country code; write 'UG'.",
        ),
        (f"plan {HELD} --to {TARGET} --include {STEP} --exclude {STEP}", "cannot be in include and in exclude"),
        (f"plan {HELD} --to {TARGET} --include {STEP} --where UG", "These wishes cannot be met together: where UG"),
        (f"why za:nothing {HELD} --to {TARGET}", "za:nothing"),
        (f"plan {HELD} --to {TARGET} --time-limit nan", "time_limit must be more than 0 seconds"),
        ("show " + "x" * 5_000, "has 5,000 characters; no id has more than 1,000."),
        ("adapt psw --jurisdiction UG --id " + "x" * 5_000, "At most 100 small letters"),
        (f"plan {HELD} --to {TARGET} --minimise beauty", "not 'beauty'"),
        (f"gap {HELD} --to {TARGET} --lang english", "'english' is not a valid language tag; write 'en'."),
        (
            f"gap {HELD} --to {TARGET} -o gap.odt",
            "Nothing here writes 'odt'. Known: .docx, .html, .json, .md, .pdf, .xlsx, .tsv, .svg.",
        ),
        (f"gap {HELD} --to {TARGET} -o nowhere/gap.md", "There is no folder nowhere."),
        (f"gap {HELD} --to {TARGET} --profile nowhere.json", "nowhere.json: No such file or directory."),
        ("gap za:98890-km-01 --to za:98890-km-02", "za:98890-km-02 is a module; a target is"),
        ("check nowhere.ttl", "nowhere.ttl: No such file or directory."),
        ("check za", "is the id of a shipped framework, not a path"),
        ("show za --load nowhere.ttl", "nowhere.ttl: No such file or directory."),
        ("export zaa", "Did you mean za"),
        ("export za -o za.docx", "za.docx: no format of export has this ending. End the name in .ttl, .nt,"),
        ("align ug tz --method lexcal", "There is no method 'lexcal'. Did you mean 'lexical'?"),
        ("align ug ug", "'ug' is on both sides."),
        ("align ug nowhere.ttl", "nowhere.ttl: No such file or directory."),
        ("nonsense", "No such command 'nonsense'"),
        ("gapp", "No such command 'gapp'. Did you mean 'gap'?"),
        ("find", "Name what to find"),
    ],
)
def test_what_is_wrong_and_what_to_do(arguments: str, problem: str, run: Console) -> None:
    told = run(*arguments.split())
    assert told.code == USAGE
    assert told.out == ""
    assert problem in " ".join(told.err.split())


def test_a_broken_file_is_told_with_its_line(run: Console) -> None:
    (run.folder / "bad.ttl").write_text(BAD, encoding="utf-8")
    told = run("show", "za", "--load", "bad.ttl")
    assert told.code == USAGE
    assert "line 4" in told.err
    (run.folder / "worse.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    told = run("show", "za", "--load", "worse.ttl")
    assert told.code == USAGE
    assert "worse.ttl, line 1" in told.err


def test_a_second_edition_of_a_framework_is_refused_in_the_words_of_the_command_line(run: Console) -> None:
    told = run("show", "za", "--load", ROOT / "frameworks" / "za.ttl")
    assert told.code == USAGE
    assert "za.ttl: The framework 'za' is there already" in told.err
    assert told.err.endswith("Add --replace to load the file in its place.\n")
    assert not re.search(r"replace=|base\.|without\(", told.err)


def test_an_own_edition_takes_the_place_of_what_ships(run: Console, g: CompetencyGraph) -> None:
    newer = replace(g["psw"], edition="2027-01-01")
    file = ssw.write(newer, run.folder / "psw-2027.ttl")
    made = json.loads(run("frameworks", "--load", file, "--replace", "--json").out)
    editions = {one["id"]: one["edition"] for one in made["frameworks"]}
    assert editions.pop("psw") == "2027-01-01"
    assert editions == {one.id: one.edition for one in g.frameworks if one.id != "psw"}
    checked = run("check", "psw-2027.ttl", "--base", "psw", "--load", "psw-2027.ttl")
    assert (checked.code, "--replace" in checked.err) == (USAGE, True)
    assert run("check", "psw-2027.ttl", "--base", "psw", "--load", "psw-2027.ttl", "--replace").code == FINE


def test_an_adaptation_may_not_take_an_id_that_is_there_unless_told(run: Console) -> None:
    how = ("adapt", "psw", "--jurisdiction", "UG", "-o", "ours.ttl", "--id")
    mine = str(_mine(run.folder))
    for identifier, more in (("ug", ()), ("t", ("--load", mine))):
        told = run(*how, identifier, *more)
        assert told.code == USAGE
        assert f"There is a framework '{identifier}' already" in told.err
        assert "--replace" in told.err
        assert not (run.folder / "ours.ttl").exists()
    assert run(*how, "ug", "--replace").code == FINE
    made = run("frameworks", "--load", "ours.ttl", "--replace", "--json")
    assert {one["id"]: one["status"] for one in json.loads(made.out)["frameworks"]}["ug"] == "draft"


def test_a_fault_of_the_program_is_no_finding(run: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sswgraph.exchange.plain.to_plain_list", broken)
    monkeypatch.delenv("SSWGRAPH_TRACEBACK", raising=False)
    assert main(["frameworks", "--json"]) == 70
    (said,) = run.capsys.readouterr().err.splitlines()
    assert said.startswith("sswgraph: This is a fault of sswgraph and not of what you typed (ZeroDivisionError; ")
    for what in (
        f"sswgraph {ssw.__version__}",
        "Python 3.",
        "Report it to those",
        "send them this line",
        "SSWGRAPH_TRACEBACK",
    ):
        assert what in said
    monkeypatch.setenv("SSWGRAPH_TRACEBACK", "1")
    assert main(["frameworks", "--json"]) == 70
    traced = run.capsys.readouterr().err
    assert traced.startswith("Traceback (most recent call last):")
    assert traced.endswith(f"{said}\n")


# Consoles


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
@pytest.mark.parametrize("arguments", [("gap", HELD, "--to", TARGET), ("show", TARGET), ("frameworks",), ("tour",)])
def test_a_western_windows_console_shows_everything(arguments: tuple[str, ...], lang: str, tmp_path: Path) -> None:
    done = _process(*arguments, "--lang", lang, cwd=tmp_path, PYTHONIOENCODING="cp1252")
    assert done.returncode == FINE, done.stderr.decode("cp1252")
    said = done.stdout.decode("cp1252")
    assert "\x1b" not in said
    if lang != "ar":  # whose signs of direction take no place, but are question marks here
        assert max(len(line) for line in said.splitlines()) <= 100


def test_json_loses_nothing_on_a_console_with_few_characters(tmp_path: Path) -> None:
    narrow = _process("show", TARGET, "--json", cwd=tmp_path, PYTHONIOENCODING="ascii")
    wide = _process("show", TARGET, "--json", cwd=tmp_path, PYTHONIOENCODING="utf-8")
    assert json.loads(narrow.stdout) == json.loads(wide.stdout)
    assert narrow.stdout.isascii()


def test_an_export_is_the_same_bytes_on_every_console(tmp_path: Path) -> None:
    done = _process("export", "za", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.stdout == (ROOT / "frameworks" / "za.ttl").read_bytes()


def test_a_pipe_that_closes_ends_it_quietly(tmp_path: Path) -> None:
    for arguments in (["frameworks"], ["--help"], ["find", "social", "--json"], ["export", "za"]):
        reader, writer = os.pipe()
        os.close(reader)
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "sswgraph", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=surroundings, stdout=writer, stderr=subprocess.PIPE, check=False
        )
        os.close(writer)
        assert (done.returncode, done.stderr) == (PIPE_CLOSED, b"")


def test_ctrl_c_ends_it_quietly(run: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ssw, "load", interrupted)
    told = run("frameworks")
    assert (told.code, told.out, told.err.strip()) == (INTERRUPTED, "", "")


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_gets_tables_and_colour_unless_it_is_unwanted(colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console as Terminal

    from sswgraph.pages.page import page_of
    from sswgraph.render.terminal import display

    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    drawn = io.StringIO()
    display(page_of(samples.plan()), Terminal(file=drawn, force_terminal=True, width=90, color_system="standard"))
    said = drawn.getvalue()
    assert ("\x1b[33m" in said) is colour
    bare = re.sub(r"\x1b\[[0-9;]*m", "", said)
    assert max(len(line) for line in bare.splitlines()) <= 90
    for words in (
        "! Competence is not permission",
        "Notional hours",
        "at least 120",
        "KM-01",
        "Proved for what was read",
    ):
        assert words in bare
    assert bare.index("Diagnose") < bare.index("KM-01")


def test_a_narrow_terminal_breaks_no_words() -> None:
    from rich.console import Console as Terminal

    from sswgraph.pages.page import page_of
    from sswgraph.render.terminal import display

    drawn = io.StringIO()
    display(page_of(samples.plan()), Terminal(file=drawn, width=60))
    said = drawn.getvalue()
    assert re.search(r"1\. Module km-01 *\n  KM-01 · xx:km-01 *\n  Part +knowledge", said)
    assert "Last enrolment  2026-12-30" in said


@pytest.mark.parametrize("text", samples.HOSTILE, ids=range(len(samples.HOSTILE)))
def test_hostile_texts_do_nothing_to_a_terminal(text: str) -> None:
    from rich.console import Console as Terminal

    from sswgraph.pages.page import page_of
    from sswgraph.render.terminal import display

    for value in some(samples.with_text(f"{text}[bold]x[/bold]:smile:")):
        drawn = io.StringIO()
        display(
            page_of(value),
            Terminal(file=drawn, force_terminal=True, width=100, highlight=False, markup=False, emoji=False),
        )
        said = re.sub(r"\x1b\[[0-9;]*m", "", drawn.getvalue())
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
        assert "[bold]x[/bold]:smile:" in said.replace("\n", "").replace(" ", "")


def test_the_terminal_is_not_loaded_for_a_pipe(tmp_path: Path) -> None:
    code = (
        "import sys; from sswgraph.cli import main; main(['find', 'social']);"
        "print([m for m in ('rich', 'jinja2', 'pydantic', 'highspy', 'rdflib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


# Adaptations


def test_a_country_copy_is_made_and_compared(run: Console) -> None:
    made = run("adapt", "psw", "--id", "xx", "--jurisdiction", "UG", "--title", "Ours", "--lang", "en", "-o", "xx.ttl")
    assert (made.code, made.out) == (FINE, "")
    assert run("check", "xx.ttl", "--base", "psw").code == FINE
    told = run("compare", "psw", "xx.ttl")
    assert told.code == FINE
    assert (
        told.words.index("What was loosened")
        < told.words.index("Nothing was found in what could be compared")
        < told.words.index("In short")
    )
    answer = json.loads(run("compare", "psw", "xx.ttl", "--json").out)
    assert (answer["result"], answer["safety"], answer["complete"]) == ("comparison", [], True)
    assert run("adapt", "psw", "--id", "xx", "--jurisdiction", "UG").out.startswith("@prefix ssw:")


def test_adaptations_are_compared_with_the_mappings_that_are_loaded(run: Console) -> None:
    answer = json.loads(run("compare-many", "psw", "cd", "tz", "--json", "--lang", "fr").out)
    assert (answer["adaptations"], len(answer["nearness"])) == (["cd", "tz"], 1)
    pairs = {pair["by"] for entry in answer["comparisons"][1]["entries"] for pair in entry["pairs"]}
    assert "mapping" in pairs


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("adapt psw --jurisdiction UG", "Missing option '--id'"),
        ("adapt psw --id psw --jurisdiction UG", "choose another"),
        ("adapt psw --id xx --jurisdiction Uganda", "not a valid country"),
        ("adapt pswx --id xx --jurisdiction UG", "Did you mean psw"),
        ("adapt psw --id xx --jurisdiction UG -o xx.docx", "a framework is written as"),
        ("compare psw nobody.ttl", "nobody.ttl: No such file"),
        ("compare psw za:social-worker", "'za:social-worker' is a cadre, not a framework"),
        ("compare-many psw cd cd", "Two adaptations have the id 'cd'"),
    ],
)
def test_what_cannot_be_adapted_or_compared_is_said(arguments: str, problem: str, run: Console) -> None:
    told = run(*arguments.split())
    assert told.code == USAGE
    assert problem in told.err
    assert told.out == ""
