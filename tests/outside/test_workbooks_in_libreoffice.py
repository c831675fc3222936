"""Frameworks through their workbooks, LibreOffice and back: nothing is lost or changed by a program that saves them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

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
        assert not read.generated, one.id


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


def test_a_translation_comes_back_through_libreoffice(office: Office, tmp_path: Path) -> None:
    found = ssw.translation(ssw.load("psw")["psw"], to="ar")
    path = ssw.write_review(found, tmp_path / "ar.xlsx", lang="ar")
    workbook = load_workbook(path)
    sheet = workbook.worksheets[1]
    for row, text in enumerate(("=1+1 التنسيق 😀", "سطر\nثان", "x" * 10_000), 2):
        sheet.cell(row, 6).value, sheet.cell(row, 6).data_type = text, "s"
    sheet.cell(2, 7).value, sheet.cell(2, 8).value = "A. Diallo", "2027-01-02"
    workbook.save(path)
    saved = office.convert(path, "xlsx", tmp_path / "saved")
    before, after = (ssw.read_review(one, found) for one in (path, saved))
    assert len(after.changes) == 3
    assert after == before
    assert after.changes[0].reviewer == "A. Diallo"


def test_libreoffice_keeps_what_is_grey_and_which_ids_there_were(office: Office, tmp_path: Path) -> None:
    psw = ssw.load("psw")["psw"]
    own = ssw.adapt(psw, id="xx", jurisdiction="UG")
    saved = office.convert(ssw.write(own, tmp_path / "xx.xlsx", base=psw), "xlsx", tmp_path / "saved")
    assert ssw.read(saved, base=ssw.load())["xx"] == own
    workbook = load_workbook(saved)
    assert "EXACT(" in "".join(
        rule.formula[0] for one in workbook["Scope rule"].conditional_formatting for rule in one.rules
    )
    workbook["Scope rule"].delete_rows(2)
    workbook.save(saved)
    assert "its row is gone" in str(ssw.check(saved, base=ssw.load()))
