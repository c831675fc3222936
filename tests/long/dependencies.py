"""The suite with the oldest or the newest dependencies that ``pyproject.toml`` allows.

    python -m tests.long.dependencies oldest
    python -m tests.long.dependencies newest -k plan

A virtual environment is made in a temporary folder, with the checkout in it; what follows is handed on to pytest.
Oldest pins what the library needs, with all extras, to its lower bounds; tools of the tests are always the newest. What
looks at the source and not at what it does (``tests/test_house.py``) is left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_BOUND = re.compile(r"([A-Za-z0-9_.-]+)\s*>=\s*([0-9][0-9.]*)")


def requirements(*, oldest: bool) -> Iterator[str]:
    """What is to be installed, as pip takes it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *(one for name, of in extras.items() if name != "test" for one in of)]
    for one in needed:
        if not one.startswith(project["name"]):
            bound = _BOUND.match(one)
            if bound is None:
                raise SystemExit(f"{one} has no lower bound in pyproject.toml.")
            yield f"{bound[1]}=={bound[2]}" if oldest else one
    names = {re.split(r"[\[<>=]", one)[0] for one in needed}
    yield from (one for one in extras["test"] if re.split(r"[\[<>=]", one)[0] not in names | {project["name"]})


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in ("oldest", "newest"):
        print(__doc__)
        return 2
    wanted = list(requirements(oldest=arguments[0] == "oldest"))
    with tempfile.TemporaryDirectory(prefix="sswgraph-") as folder:
        venv.create(folder, with_pip=True)
        python = next(Path(folder).glob("[bS]*/python*"))
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", "--upgrade", *wanted], check=True)
        subprocess.run([*pip, "install", "--quiet", "--no-deps", "-e", str(ROOT)], check=True)
        subprocess.run([*pip, "freeze", "--exclude-editable"], check=True)
        surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [str(python), "-m", "pytest", "--ignore=tests/test_house.py", "-p", "no:cacheprovider"]
        return subprocess.run([*command, *arguments[1:]], cwd=ROOT, env=surroundings, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
