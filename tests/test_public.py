"""What is public: the names, their documentation, how light they are, and that values are really frozen."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pickle
import re
import subprocess
import sys
import types
import typing
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph import errors, model
from sswgraph.frozen import dataclass
from tests.loops import some

ROOT = Path(__file__).parent.parent
HEAVY = (
    "rdflib",
    "networkx",
    "jinja2",
    "numpy",
    "pydantic",
    "rich",
    "click",
    "highspy",
    "pyoxigraph",
    "yaml",
    "typing",
)


def _run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip()


def test_importing_the_package_brings_nothing_heavy_along() -> None:
    new = f"[m for m in {HEAVY} if m in set(sys.modules) - before]"
    code = f"import sys; before = set(sys.modules); import sswgraph; print({new})"
    assert _run(code) == "[]"


def test_loading_and_showing_bring_along_what_they_use() -> None:
    unused = ("pyoxigraph", "sswgraph.model.plan", "sswgraph.model.documents", "sswgraph.model.merge_plan")
    code = f"import sys, sswgraph.catalogue, sswgraph.pages.page; print([m for m in {unused} if m in sys.modules])"
    assert _run(code) == "[]"


@pytest.mark.slow
def test_a_plan_needs_no_numpy_unless_the_solver_is_asked() -> None:
    code = (
        "import sys, sswgraph as s; g = s.load('za'); s.plan(g, s.gap(g, 'za:60209', 'za:social-auxiliary-worker'));"
        "print('numpy' in sys.modules)"
    )
    assert _run(code) == "False"


@pytest.mark.slow
def test_load_and_gap_need_no_rdflib_pydantic_numpy_or_solver() -> None:
    heavy = ("rdflib", "networkx", "jinja2", "numpy", "pydantic", "rich", "click", "highspy")
    code = (
        "import sys, sswgraph as s; g = s.load(); s.gap(g, 'za:60209', 'za:social-auxiliary-worker');"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    assert _run(code) == "[]"


def test_public_names_are_those_that_are_there() -> None:
    assert sorted(ssw.__all__) == list(dict.fromkeys(sorted(ssw.__all__)))
    for name in ssw.__all__:
        assert getattr(ssw, name) is not None
    assert set(dir(ssw)) >= set(ssw.__all__)
    with pytest.raises(AttributeError, match="no attribute 'gapp'"):
        ssw.gapp  # noqa: B018


def test_what_editors_are_told_is_what_runs() -> None:
    """The imports under TYPE_CHECKING and the lazy table name the same things in the same rooms."""
    tree = ast.parse((ROOT / "sswgraph" / "__init__.py").read_text(encoding="utf-8"))
    told = {
        alias.name: str(node.module).removeprefix("sswgraph.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("sswgraph.")
        for alias in node.names
        if alias.name != "__version__"
    }
    lazy = {name: home for name, home in ssw._HOMES.items() if home}
    assert told == lazy


@pytest.mark.parametrize("name", [n for n in ssw.__all__ if n not in ("__version__", "errors", "model")])
def test_every_public_name_is_documented(name: str) -> None:
    assert (inspect.getdoc(getattr(ssw, name)) or "").strip()


@pytest.mark.parametrize("name", [n for n in ssw.__all__ if inspect.isfunction(getattr(ssw, n))])
def test_every_public_function_shows_an_example_that_runs(name: str) -> None:
    assert ">>>" in (inspect.getdoc(getattr(ssw, name)) or ""), f"{name} shows no example"


def _values() -> list[type]:
    found = [getattr(model, name) for name in model.__all__]
    return [value for value in found if isinstance(value, type) and dataclasses.is_dataclass(value)]


@pytest.mark.parametrize("value", _values(), ids=lambda value: str(value.__name__))
def test_values_are_frozen_all_the_way_down(value: type) -> None:
    parameters = value.__dataclass_params__  # type: ignore[attr-defined]
    assert parameters.frozen
    assert not hasattr(value, "__dict__") or "__slots__" in vars(value)
    hints = typing.get_type_hints(value)
    for field in some(dataclasses.fields(value)):
        assert not _mutable(hints[field.name]), f"{value.__name__}.{field.name} can be changed"


def _mutable(hint: object) -> bool:
    parts = typing.get_args(hint)
    origin = typing.get_origin(hint) or hint
    if origin in (list, dict, set, bytearray):
        return True
    return any(_mutable(part) for part in parts if not isinstance(part, (str, types.EllipsisType)))


def _errors() -> list[errors.SswgraphError]:
    report = model.Report(file="x.ttl")
    return [
        errors.ParseError("A dot is expected.", file="x.ttl", line=1, column=2, hint="Add it."),
        errors.InvalidFrameworkError(report),
        errors.EditionError("twice"),
        errors.QueryError("too slow"),
        errors.InputError("no"),
        errors.UnknownElementError("za:x", ("za:y",)),
        errors.UnknownFormatError(".odt"),
        errors.OutputExistsError("exists"),
        errors.MissingExtraError("excel", "openpyxl"),
    ]


def test_the_first_values_of_a_class_are_made_as_all_others() -> None:
    @dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 0
        names: tuple[str, ...] = dataclasses.field(default_factory=tuple, kw_only=True)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError(self.x)

    def made(*given: int, **named: typing.Any) -> str:
        try:
            return repr(Point(*given, **named))
        except (TypeError, ValueError) as error:
            return str(error).replace(f"{Point.__qualname__}.", "")

    ways: list[tuple[tuple[int, ...], dict[str, typing.Any]]] = [
        ((1,), {}),
        ((1, 2), {"names": ("a",)}),
        ((), {"x": 1}),
    ]
    wrong: list[tuple[tuple[int, ...], dict[str, typing.Any]]] = [
        ((), {}),
        ((1,), {"x": 1}),
        ((1,), {"z": 1}),
        ((-1,), {}),
    ]
    first = [made(*given, **named) for given, named in (*ways, *wrong)]
    assert type(inspect.getattr_static(Point, "__init__")) is types.FunctionType
    assert first == [made(*given, **named) for given, named in (*ways, *wrong)]
    assert len({*first}) == 2 + len(wrong)


@pytest.mark.parametrize("error", _errors(), ids=lambda error: type(error).__name__)
def test_errors_survive_pickling_and_are_a_builtin_too(error: errors.SswgraphError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.__dict__ == error.__dict__
    builtin = next(base for base in type(error).__mro__ if base.__module__ == "builtins")
    assert builtin is not Exception
    assert issubclass(builtin, Exception)


def test_the_error_tree_in_the_docstring_is_the_tree() -> None:
    drawn = inspect.getdoc(errors) or ""
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]
    for cls in some(classes):
        base = cls.__bases__[-1].__name__
        assert (f"{cls.__name__}({base})" if cls is not errors.SswgraphError else "SswgraphError") in drawn


def test_results_survive_pickling(g: ssw.CompetencyGraph) -> None:
    gap = ssw.gap(g, "za:60209", "za:social-auxiliary-worker")
    assert pickle.loads(pickle.dumps(gap)) == gap
    assert hash(pickle.loads(pickle.dumps(g["za"]))) == hash(g["za"])


@pytest.mark.slow
def test_no_module_prints_or_exits() -> None:
    """Library code never prints, exits, or filters warnings; the command line and the query worker may."""
    allowed = {"worker.py"}
    for file in some((ROOT / "sswgraph").rglob("*.py")):
        if "cli" in file.parts or file.name in allowed | {"__main__.py"}:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "exit", "quit", "input"), f"{file.name}:{node.lineno}"


def test_every_room_imports_alone() -> None:
    for (
        name
    ) in "errors files messages model sheets rules exchange graph catalogue shortfalls planning adaptation cli".split():
        assert importlib.import_module(f"sswgraph.{name}").__doc__


def test_what_tells_how_much_is_done_says_so_in_the_same_way() -> None:
    """What takes seconds and knows its end; docs/performance.md says what does not, and why."""
    telling = set()
    for name in some(ssw.__all__):
        value = getattr(ssw, name)
        if inspect.isfunction(value) and "progress" in inspect.signature(value).parameters:
            given = inspect.signature(value).parameters["progress"]
            assert (given.kind, given.default, given.annotation) == (given.KEYWORD_ONLY, None, "Progress"), name
            assert "(done, total)" in (value.__doc__ or ""), name
            telling.add(name)
    assert telling == {"align", "check", "load", "preview", "read", "write"}
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith("`progress=` is a function")]
    assert set(re.findall(r"`([a-z]+)`", line)) == telling


def test_loading_tells_how_many_frameworks_are_read() -> None:
    said: list[tuple[int, int]] = []
    ssw.load(progress=lambda done, in_all: said.append((done, in_all)))
    assert len(said) > 5
    assert said == sorted(set(said))
    assert said[-1][0] == said[-1][1] == len(ssw.frameworks())
