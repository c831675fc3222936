"""Nothing foreign on stdout: every command with every flag, as a process of its own, answers in JSON that can be read.

Commands and flags are those of the application itself: a new flag that is tried nowhere here fails.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import sswgraph as ssw
from sswgraph.cli import FINDINGS, FINE, USAGE
from sswgraph.cli.options import application
from tests import toy
from tests.test_tasks import fill

ROOT = Path(__file__).parent.parent
FROM_TO = "za:auxiliary-child-and-youth-care-worker --to za:social-auxiliary-worker"
# What each command needs to answer.
NEEDED = {
    "tour": "",
    "frameworks": "",
    "show": "za:social-worker",
    "find": "social worker",
    "gap": FROM_TO,
    "matrix": "psw:foundation psw:supervisor",
    "gaps": "psw:foundation psw:para-social-worker --to psw:supervisor",
    "plan": FROM_TO,
    "why": f"za:98890-km-01 {FROM_TO}",
    "again": "plan.json",
    "coverage": "psw",
    "routes": "psw:foundation --to psw:supervisor",
    "numbers": "",
    "team": "people.csv --to psw:para-social-worker",
    "check": "mine.ttl",
    "compare": "psw cycw",
    "compare-many": "psw cd tz",
    "countries": "ug za",
    "align": "ug tz",
    "curriculum": "za:social-auxiliary-worker",
    "document": "role-card psw:para-social-worker",
    "evidence": "psw:c-assess",
    "attestation": "psw",
    "completeness": "psw",
    "rebase": "xx.ttl --base old.ttl --onto psw",
    "menu": "psw",
    "preview": "xx.xlsx",
    "tasks": "psw --from tasks.xlsx",
    "review make": "psw cycw -o made.xlsx --force",
    "review apply": "review.xlsx",
}
# A value for each flag that takes one; of one command only, where the command stands before it.
VALUES = {
    "--alternative": "1",
    "--as-of": "2026-11-21",
    "--author": "group",
    "--award": "",
    "--through-functions": "",
    "--again-after": "12",
    "--base": "za",
    "--beside": "fr",
    "--budget": "500",
    "--cadre": "psw:para-social-worker",
    "--date": "2027-03-01",
    "--detail": "sign",
    "--decisions": "decisions.json",
    "--edition": "2",
    "--every-cadre": "",
    "--exclude": "za:98890-pm-01",
    "--format": "json",
    "--include": "za:98890-km-01",
    "--include-closed": "",
    "--align": "",
    "--apply": "",
    "--limit": "2",
    "--method": "label",
    "--minimise": "credits",
    "--of": "psw cycw",
    "--reference": "psw",
    "--reviewer": "ministry",
    "--routes": "1",
    "--set-id": "https://example.org/set",
    "--previous": "review.xlsx",
    "--profile": "worker.json",
    "--profile-after": "later.json",
    "--template": "template.docx",
    "--time-limit": "5",
    "--to": "za:social-worker",
    "gaps --to": "psw:supervisor",
    "routes --to": "psw:supervisor",
    "--kind": "competency",
    "find --kind": "cadre",
    "--wall": "",
    "--with-reference": "",
    "--where": "ZA",
    "--here": "",
    "--recognise": "close",
    "--minimum-confidence": "0.5",
    "--optional": "",
    "--pace": "10",
    "--rpl": "",
    "preview --onto": "xx.ttl",
    "rebase --base": "old.ttl",
    "rebase --onto": "psw",
}
# Flags that make another whole command.
WHOLE = {
    "gap --from-nothing": "--from-nothing --to za:social-auxiliary-worker",
    "plan --from-nothing": "--from-nothing --to za:social-auxiliary-worker",
    "why --from-nothing": "za:98890-km-01 --from-nothing --to za:social-auxiliary-worker",
    "countries --paper": "ug za --paper a3",
    "countries --cadre": "--cadre ug:para-social-worker --cadre za:social-auxiliary-worker",
    "review make --countries": "cd ug --countries -o candidates.xlsx --force",
    "review make --reference": "cd ug --countries --reference psw -o candidates.xlsx --force",
    "review make --mappings": "nothing psw:para-social-worker --mappings -o mapped.xlsx --force",
    "team --new": "--new --to psw:para-social-worker -o people.xlsx --force",
    "team --worker": "--new --to psw:para-social-worker --worker W01 -o people.xlsx --force",
    "tasks --previous": "psw --previous tasks.xlsx -o again.xlsx --force",
    "tasks --from": "psw --from tasks.xlsx",
    "tasks --id": "psw --from tasks.xlsx --id yy --jurisdiction UG -o yy.xlsx --force",
    "tasks --jurisdiction": "psw --from tasks.xlsx --id yy --jurisdiction UG --jurisdiction KE -o yy.xlsx --force",
    "review make --onto": "old.ttl xx.ttl --onto psw -o plan-made.xlsx --force",
    "review make --to": "psw --to pt -o translated.xlsx --force",
    "review apply --onto": "plan.xlsx --of old.ttl xx.ttl --onto psw",
    "curriculum --every-cadre": "--every-cadre --format json -o folder --force",
    "document --every-cadre": "role-card --every-cadre --format json -o folder --force",
}
# What cannot be answered in JSON: it is refused in words on stderr.
REFUSED = {
    "find --here": "--here needs a workspace",
    "plan --alternative": "other plans found that close as much: 0.",
    "curriculum --beside": "Two languages side by side are for pages",
    "curriculum --template": "A template is for .docx",
    "document --beside": "Two languages side by side are for pages",
    "document --template": "A template is for .docx",
}
# What writes a workbook says in JSON what was written.
WRITING = ("review make", "tasks", "team")
COMMON = {"--json", "--lang", "--load", "--replace", "--output", "--force", "--full"}
TOGETHER = "--lang fr --full --load mine.ttl --replace"
IN_A_FILE = f"{TOGETHER} -o answer.json --force"
WITHOUT_JSON = {
    "export": "psw --format jsonld",
    "adapt": "psw --id xx --jurisdiction UG",
    "completion": "bash",
    "new": "xx --title Ours",
    "select": "psw --cadre psw:foundation --id xx --jurisdiction UG",
}


def commands(group: click.Group = application, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


def flags(command: click.Command) -> list[str]:
    return [option.opts[-1] for option in command.params if isinstance(option, click.Option)]


ANSWERING = {name: flags(command) for name, command in commands() if "--json" in flags(command)}
OWN = [f"{name} {flag}" for name, every in ANSWERING.items() for flag in every if flag not in COMMON]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every file that a command here reads."""
    made = tmp_path_factory.mktemp("files")
    g = ssw.load()
    psw = g["psw"]
    adaptation = ssw.adapt(psw, id="xx", jurisdiction="UG")
    ssw.write(toy.framework(toy.cadre("guide")), made / "mine.ttl")
    ssw.write(psw, made / "old.ttl")
    ssw.write(adaptation, made / "xx.ttl")
    ssw.write(adaptation, made / "xx.xlsx")
    workshop = ssw.tasks(g, "psw")
    fill(ssw.write_review(workshop, made / "tasks.xlsx"), {"task": "Visit families at home", "decided": "x"})
    ssw.review_workbook(ssw.compare(g, "psw", "cycw"), made / "review.xlsx")
    ssw.review_workbook(ssw.rebase(g, adaptation, psw, psw), made / "plan.xlsx")
    ssw.save(psw, made / "template.docx")
    (made / "worker.json").write_text('{"completed": ["za:254177"]}', encoding="utf-8")
    people = "worker,what,held,rater,date\nW01,psw:c-assess,yes,assessor,2025-03\n"
    (made / "people.csv").write_text(people, encoding="utf-8")
    between = ssw.gap(g, "za:60209", "za:social-auxiliary-worker")
    ssw.save(ssw.plan(g, between, as_of="2026-11-21"), made / "plan.json")
    (made / "decisions.json").write_text('{"decisions": []}', encoding="utf-8")
    (made / "folder").mkdir()
    return made


def ran(name: str, arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [*name.split(), *shlex.split(arguments)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    surroundings.pop("SSWGRAPH_LANG", None)
    command = [sys.executable, "-m", "sswgraph", *words]
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, encoding="utf-8", check=False)


def test_every_command_and_every_flag_is_tried() -> None:
    assert set(ANSWERING) == set(NEEDED)
    assert {name for name, _ in commands()} == {*NEEDED, *WITHOUT_JSON}
    untried = [one for one in OWN if not {one, one.rpartition(" ")[2]} & {*VALUES, *WHOLE}]
    assert not untried, f"give these flags a value in {Path(__file__).name}"
    assert all(set(every) >= COMMON for every in ANSWERING.values())


@pytest.mark.slow
@pytest.mark.parametrize("case", [*ANSWERING, *OWN])
def test_stdout_is_json_and_nothing_else(case: str, folder: Path) -> None:
    name, _, flag = case.partition(" --")
    arguments = f"{NEEDED[name]} {TOGETHER}"
    if flag:
        value = VALUES.get(case, VALUES.get(f"--{flag}", ""))
        output = " -o answer.json --force" if flag in ("beside", "template", "format") else ""
        arguments = WHOLE.get(case, f"{NEEDED[name]} --{flag} {value}{output}")
    done = ran(name, f"{arguments} --json", folder)
    refused = REFUSED.get(case, REFUSED.get(name))
    if refused:
        assert (done.returncode, done.stdout) == (USAGE, "")
        assert refused in done.stderr
        return
    assert done.returncode in (FINE, FINDINGS), done.stderr
    if name in WRITING and " -o " in arguments:
        assert json.loads(done.stdout)["result"] == "written"
    elif " -o " in arguments:
        assert done.stdout == ""
    else:
        made = json.loads(done.stdout)
        assert "result" in made or "@graph" in made or "@context" in made


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(ANSWERING) - {*REFUSED, "review make"}))
def test_in_a_file_there_is_json_and_on_stdout_nothing(name: str, folder: Path) -> None:
    path = folder / "answer.json"
    path.unlink(missing_ok=True)
    done = ran(name, f"{NEEDED[name]} {IN_A_FILE} --json", folder)
    assert done.returncode in (FINE, FINDINGS), done.stderr
    assert done.stdout == ""
    assert "result" in json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", WITHOUT_JSON)
def test_what_is_no_answer_is_printed_alone(name: str, folder: Path) -> None:
    done = ran(name, WITHOUT_JSON[name], folder)
    assert done.returncode == FINE
    assert all(line.startswith("Left out: ") for line in done.stderr.splitlines())
    if name == "export":
        assert "@context" in json.loads(done.stdout)
    else:
        assert done.stdout.lstrip().startswith({"completion": "_sswgraph_completion"}.get(name, "@prefix"))


def test_solvers_in_many_threads_take_nothing_from_stdout(folder: Path) -> None:
    """What other threads print while plans are made arrives whole, and the solver prints nothing between."""
    code = """
import os, threading
from datetime import date
import sswgraph as ssw
g = ssw.load("za")
between = ssw.gap(g, "za:auxiliary-child-and-youth-care-worker", "za:social-auxiliary-worker")
def work(number):
    for turn in range(5):
        ssw.plan(g, between, as_of=date(2026, 11, 21), award=True)
        os.write(1, f"{number} {turn}\\n".encode())
threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(done.stdout.splitlines()) == [f"{number} {turn}" for number in range(4) for turn in range(5)]


@pytest.mark.skipif(os.name != "posix", reason="a shell closes streams on Posix")
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        (">&-", "frameworks --json", USAGE),
        (">&-", "export za", USAGE),
        (">&-", "export za -o closed.ttl --force", FINE),
        ("2>&-", "export za -o closed.ttl --force", FINE),
        ("2>&-", "frameworks --json --lang de", FINE),
        (">&- 2>&-", "export za -o closed.ttl --force", FINE),
    ],
)
def test_a_closed_stream_is_no_fault(closed: str, arguments: str, code: int, folder: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m sswgraph {arguments} {closed}"
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if "--json" in arguments and code == FINE:
        assert "result" in json.loads(done.stdout)
    else:
        assert done.stdout == ""
    if code == USAGE:
        assert "Name a file with -o" in done.stderr
