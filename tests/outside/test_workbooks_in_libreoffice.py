"""Frameworks through their workbooks, LibreOffice and back: nothing is lost or changed by a program that saves them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import sswgraph as ssw
from sswgraph.exchange.workbook.read import read_workbook
from sswgraph.model import Framework
from tests.loops import some
from tests.outside.conftest import Office
from tests.test_workbook_matrix import MANY

_AT_ONCE = 12


def _through(frameworks: list[Framework], office: Office, folder: Path, lang: str = "en", matrix: bool = False) -> None:
    """Each as it was, with no earlier edition at hand."""
    folder.mkdir(exist_ok=True)
    for one in frameworks:
        ssw.write(one, folder / f"{one.id}.xlsx", lang=lang, matrix=matrix)
    saved = office.convert_all([folder / f"{one.id}.xlsx" for one in frameworks], "xlsx", folder / "saved")
    for one, path in some([*zip(frameworks, saved, strict=True)]):
        read = read_workbook(path)
        assert [str(problem) for problem in read.problems] == [], one.id
        assert read.framework == one, one.id
        assert not read.made, one.id


@pytest.mark.needs("LibreOffice")
def test_every_shipped_framework_comes_back_as_it_was(office: Office, tmp_path: Path) -> None:
    shipped = [*ssw.load().frameworks]
    assert len(shipped) > 50
    for at in range(0, len(shipped), _AT_ONCE):
        _through(shipped[at : at + _AT_ONCE], office, tmp_path / str(at))


@pytest.mark.needs("LibreOffice")
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_so_they_do_in_other_languages(lang: str, office: Office, tmp_path: Path) -> None:
    g = ssw.load()
    _through([g["psw"], g["za"]], office, tmp_path / lang, lang)


@pytest.mark.needs("LibreOffice")
def test_so_does_the_matrix_of_who_needs_what(office: Office, tmp_path: Path) -> None:
    g = ssw.load()
    _through([g["psw"], g["asean-sp"], MANY], office, tmp_path / "matrix", matrix=True)


@pytest.mark.needs("LibreOffice")
def test_an_adaptation_comes_back_with_its_decisions(office: Office, tmp_path: Path) -> None:
    base = ssw.load("psw")["psw"]
    made = ssw.adapt(base, id="xx", jurisdiction="UG")
    path = ssw.write(made, tmp_path / "xx.xlsx", base=base)
    assert read_workbook(office.convert(path, "xlsx", tmp_path / "saved")).framework == made


@pytest.mark.needs("LibreOffice")
def test_odd_texts_come_back(office: Office, tmp_path: Path) -> None:
    from tests.test_workbook import ODD, SMALL

    one = SMALL.elements[-1]
    texts = [text for text in ODD if text.isprintable() and text.strip()]
    nodes = [replace(one, id=f"xx:n{at}", note=ssw.model.Text.of(en=text)) for at, text in enumerate(texts)]
    made = ssw.model.canonical.canonical(replace(SMALL, elements=(*SMALL.elements, *nodes)))
    _through([made], office, tmp_path / "odd")
