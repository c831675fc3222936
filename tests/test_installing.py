"""The command that brings a missing part works for how the library was installed, since no index has it."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from sswgraph import errors
from sswgraph.errors import MissingExtraError

REQUIRES = [
    "click>=8.1",
    'openpyxl>=3.1; extra == "excel"',
    'xlsxwriter>=3.2; extra == "excel"',
    "typst>=0.14 ; extra == 'documents'",
    'sswgraph[documents,excel]; extra == "all"',
]


class Installed:
    """What importlib.metadata knows of an installation: its requirements, and where it came from."""

    requires = REQUIRES

    def __init__(self, origin: dict[str, object] | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return None if self.origin is None else json.dumps(self.origin)


def told(monkeypatch: pytest.MonkeyPatch, origin: dict[str, object] | None, extra: str = "excel") -> str:
    monkeypatch.setattr(metadata, "distribution", lambda name: Installed(origin))
    return str(MissingExtraError(extra, "openpyxl"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("how", "flag"), [({"editable": True}, "-e "), ({}, "")])
def test_in_a_checkout_the_extra_is_named(
    how: dict[str, object], flag: str, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = told(monkeypatch, {"url": checkout.as_uri(), "dir_info": how})
    assert said.endswith(f'To install it, type in the folder {checkout}: pip install {flag}".[excel]"')


@pytest.mark.parametrize(
    "origin",
    [
        None,
        {"url": "file:///nowhere/sswgraph-0.1.0-py3-none-any.whl", "archive_info": {}},
        {"url": "file:///nowhere/gone", "dir_info": {"editable": True}},
    ],
)
def test_elsewhere_the_packages_are_named(origin: dict[str, object] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, origin).endswith('type: pip install "openpyxl>=3.1" "xlsxwriter>=3.2"')
    assert told(monkeypatch, origin, "documents").endswith('type: pip install "typst>=0.14"')
    assert told(monkeypatch, origin, "all").endswith('type: pip install "openpyxl"')
    assert "sswgraph[" not in told(monkeypatch, origin)


def test_without_an_installation_the_folder_beside_the_package_counts(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    monkeypatch.setattr(errors, "__file__", str(checkout / "sswgraph" / "errors.py"))
    assert str(MissingExtraError("excel", "openpyxl")).endswith(f'{checkout}: pip install ".[excel]"')
    monkeypatch.setattr(errors, "__file__", str(checkout.parent / "sswgraph" / "errors.py"))
    assert str(MissingExtraError("excel", "openpyxl")).endswith('type: pip install "openpyxl"')
