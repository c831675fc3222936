"""The README is true: its commands are those of CI, its code runs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import sswgraph as ssw

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_ci_runs_the_readmes_test_command() -> None:
    commands = [line for block in _blocks("bash") for line in block.splitlines()]
    assert len(commands) == 2
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    found = re.search(r"sed -n '(s.*p)' README.md", script)
    assert found
    picked = subprocess.run(["sed", "-n", found[1], "README.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert picked.stdout.splitlines() == [commands[1]]


def test_powershell_has_the_same_two_commands() -> None:
    lines = [line for block in _blocks("powershell") for line in block.splitlines()]
    assert len(lines) == 2
    assert "sswgraph tour" in lines[0]
    assert "pytest" in lines[1]


@pytest.mark.slow
def test_the_notebook_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "\n".join(_blocks("python"))
    mine = ssw.load("za")["za"]
    (tmp_path / "mine.ttl").write_text(_example("xx"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert (tmp_path / "curriculum.html").is_file()
    assert "xx" in {framework.id for framework in names["mine"].frameworks}  # type: ignore[attr-defined]
    assert mine.id == "za"


def _example(name: str) -> str:
    return (
        "@prefix ssw: <https://w3id.org/sswgraph/ns#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        f'<https://w3id.org/sswgraph/id/{name}> a ssw:Framework ; dcterms:title "Mine"@en .\n'
    )


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
