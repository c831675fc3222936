"""The tutorials run, and say what they say in their files; a difference names the notebook and the cell."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import sswgraph as ssw
from docs.make_tutorials import CellError, differences, notebooks, page, read, renewed, written
from tests.loops import some

pytestmark = pytest.mark.docs

BOOKS = notebooks()


def _cell(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": [source], "outputs": [], "execution_count": None, **more}


@pytest.mark.slow
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_tutorial_says_today_what_it_says_in_its_file(path: Path) -> None:
    assert differences(read(path), path.name) == [], "run python -m docs.make_tutorials"


def test_there_are_five_and_the_list_names_them() -> None:
    listed = re.findall(r"\]\((.+\.ipynb)\)", (BOOKS[0].parent / "README.md").read_text(encoding="utf-8"))
    assert listed == [path.name for path in BOOKS]
    assert len(listed) == 5


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_tutorial_is_short_told_in_words_and_has_one_picture(path: Path) -> None:
    book = read(path)
    assert path.read_text(encoding="utf-8") == written(book)
    assert 10 <= len(book["cells"]) <= 20
    first, *_ = some(book["cells"])
    assert first["source"][0].startswith(f"# {path.name[0]}. ")
    headings = re.findall(r"^## .*", "\n".join("".join(cell["source"]) for cell in book["cells"]), re.MULTILINE)
    assert headings[0].startswith("## First: "), "what binds, or is not known, comes first"
    kinds = [kind for cell in book["cells"] for output in cell.get("outputs", ()) for kind in output.get("data", {})]
    assert kinds.count("image/svg+xml") == 1
    text = path.read_text(encoding="utf-8")
    assert len(text) < 50_000
    assert not re.search(r"/tmp|/home|/Users|[A-Z]:\\\\\\\\", text)
    assert [cell["execution_count"] for cell in book["cells"] if cell["cell_type"] == "code"] == [
        number for number, cell in enumerate(book["cells"], 1) if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_links_of_a_tutorial_lead_somewhere(path: Path) -> None:
    text = "\n".join("".join(cell["source"]) for cell in read(path)["cells"] if cell["cell_type"] == "markdown")
    missing = [name for name in re.findall(r"\]\(([^)#:\s]+)", text) if not (path.parent / name).exists()]
    assert missing == []


def test_a_changed_output_names_the_notebook_and_the_cell() -> None:
    book = renewed({"cells": [_cell("1 + 1"), _cell("print('two')\n'three'")]}, "x")
    assert differences(book, "x.ipynb") == []
    changed = deepcopy(book)
    changed["cells"][1]["outputs"][0]["text"] = ["too\n"]
    (said,) = differences(changed, "x.ipynb")
    assert said == "x.ipynb, cell 2: stored \"too\\n'three'\", now \"two\\n'three'\""


def test_a_cell_that_fails_is_named() -> None:
    with pytest.raises(CellError, match=r"^x\.ipynb, cell 2: NameError: name 'nothing' is not defined$"):
        renewed({"cells": [_cell("one = 1"), _cell("nothing")]}, "x.ipynb")


def test_a_cell_that_needs_what_is_not_there_keeps_its_output() -> None:
    kept = _cell("import no_such_package", metadata={"tags": ["needs-no_such_package"]}, outputs=["kept"])
    assert renewed({"cells": [kept]}, "x")["cells"] == [kept]
    with pytest.raises(CellError, match="cell 1: ModuleNotFoundError"):
        renewed({"cells": [{**kept, "metadata": {}}]}, "x")


def test_cells_share_names_and_leave_no_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    book = renewed({"cells": [_cell("one = 1\nopen('made.txt', 'w').close()"), _cell("one")]}, "x")
    assert book["cells"][1]["outputs"][0]["data"] == {"text/plain": ["1"]}
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_shown_by_a_notebook_and_is_still_the_text_of_a_file() -> None:
    g = ssw.load("psw")
    drawn = ssw.picture(ssw.coverage(g, "psw", as_of="2026-11-21"))
    shown = drawn._repr_mimebundle_()
    assert shown["image/svg+xml"] == drawn
    assert shown["text/plain"].startswith("Who serves what: Para social worker. A matrix")
    assert json.loads(json.dumps(drawn)) == drawn


def test_the_page_of_a_tutorial_has_all_of_it_and_its_picture_beside_it() -> None:
    for path in some(BOOKS):
        book = read(path)
        text, pictures = page(book, path.stem)
        for cell in some(book["cells"]):
            assert "".join(cell["source"]) in text
        ((name, svg),) = pictures.items()
        assert f"]({name})" in text
        assert svg.startswith("<svg")
