"""The built wheel, installed outside the checkout, loads everything that ships."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "sswgraph/_data/frameworks/za.ttl" in names
    assert "sswgraph/_data/frameworks/mappings/za-cadres.sssom.tsv" in names
    assert {f"sswgraph/_data/ontology/{name}" for name in ("ssw.ttl", "shapes.ttl", "context.jsonld")} <= set(names)
    assert "sswgraph/py.typed" in names
    assert "sswgraph/_data/compiled.json" in names
    assert "sswgraph/_build.py" not in names
    assert "sswgraph/messages/packs/fr/gap.json" in names
    assert {"sswgraph/messages/packs/ar/pack.json", "sswgraph/render/pdf.typ"} <= set(names)
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"sswgraph"}


def test_the_installed_wheel_answers_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1]); import sswgraph as s; g = s.load();"
        "from importlib.resources import files;"
        "gap = s.gap(g, 'za:60209', 'za:social-auxiliary-worker'); parsed = 'pyoxigraph' in sys.modules;"
        "print(json.dumps([s.__file__, [f.id for f in g.frameworks], len(gap.items), len(g.mappings), parsed]))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(site)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    place, loaded, items, mappings, parsed = json.loads(done.stdout)
    assert not parsed, "the compiled form was not used"
    assert Path(place).is_relative_to(site)
    shipped = sorted(file.stem for file in (ROOT / "frameworks").glob("*.ttl"))
    assert loaded == shipped
    assert items > 0
    assert mappings > 0
