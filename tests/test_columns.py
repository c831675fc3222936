"""The columns of results: one list serves rows(), pages, tables of tab-separated values and workbooks."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from sswgraph.messages import languages
from sswgraph.model import (
    alignment,
    careers,
    comparison,
    coverage,
    merge_plan,
    plan,
    provenance,
    report,
    results,
    review,
    saved,
    team,
)
from sswgraph.model.shown import Column, column, records, select_columns
from sswgraph.pages.blocks import Details, Figure, Table
from sswgraph.pages.page import page_of
from sswgraph.pages.writer import Writer
from sswgraph.render.output import rendered
from sswgraph.render.tsv import tsv
from tests import samples
from tests.loops import some

MODULES = (alignment, careers, comparison, coverage, merge_plan, plan, provenance, report, results, review, saved, team)
LISTS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, tuple) and value and all(isinstance(one, Column) for one in value)
}
LISTS["matrix"] = samples.matrix().columns()
LISTS["countries"] = samples.countries().columns()
LISTS["attestation"] = samples.attestation().columns()


def tables(value: Any, lang: str = "en") -> list[Table]:
    blocks = list(page_of(value, lang).blocks)
    blocks += [inner for block in blocks if isinstance(block, Details) for inner in block.blocks]
    return [block for block in blocks if isinstance(block, Table)]


@pytest.mark.parametrize("name", LISTS)
def test_codes_are_there_once_and_every_heading_has_words_in_every_language(name: str) -> None:
    codes = [one.code for one in some(LISTS[name]) if one.code]
    assert len(codes) == len(set(codes))
    capitalised = [one for one in LISTS[name] if one.heading]
    assert all(Writer(lang).heading_of(one) for one in capitalised for lang in languages())


def test_a_record_has_plain_values_under_the_codes() -> None:
    columns = (*results.GAP_ITEMS, column("nowhere", "why", code="", value=lambda _: 1 / 0))
    (record,) = records(columns, [samples.item("missing", "referral")], "en")
    assert record["competency"] == "xx:referral"
    assert record["proof"] == ["xx:referral", "xx:referral.r1"]
    assert isinstance(record["reason"], str)
    assert list(record) == [one.code for one in results.GAP_ITEMS]


def test_chosen_columns_stand_in_the_order_asked_for() -> None:
    assert [one.code for one in select_columns(report.FINDINGS, "line", "code")] == ["line", "code"]
    with pytest.raises(KeyError):
        select_columns(report.FINDINGS, "nothing")


@pytest.mark.parametrize(
    "name",
    ["gap", "plan", "alignment", "report", "completeness", "attestation", "matrix", "countries", "team", "saved"],
)
def test_pages_rows_and_tab_separated_values_say_the_same(name: str) -> None:
    value = samples.everything()[name]
    rows = some(value.rows("en"))
    assert tsv(value).splitlines()[0].split("\t")[: len(rows[0])] == list(rows[0])
    cells = {cell for table in tables(value) for row in table.rows for cell in row}
    labels = [row["label"] for row in rows if row.get("label")]
    assert all(any(cell.startswith(label) for cell in cells) for label in labels)


def test_a_word_at_the_head_of_a_line_has_a_capital_and_no_other() -> None:
    first, *_, basis = Writer("en").tabled("c", (provenance.SHARES[0], *provenance.UNATTESTED[1:2]), [_Both()]).rows[0]
    assert first == "Competency"
    assert basis == "derived"


class _Both:
    kind, basis = "competency", "derived"


def test_a_workbook_has_numbers_and_dates_and_texts_stay_texts() -> None:
    book = openpyxl.load_workbook(io.BytesIO(rendered(samples.plan(), "xlsx", lang="fr")))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert 12.5 in [cell.value for cell in found if cell.data_type == "n"]
    assert "2026-12-30" in [str(cell.value)[:10] for cell in found if cell.is_date]
    assert not [cell for cell in found if cell.data_type == "f"]


def test_a_figure_keeps_its_value_beside_its_text() -> None:
    (table,) = (one for one in tables(samples.plan(), "fr") if "Heures notionnelles" in one.header)
    figures = [cell for cell in table.rows[0] if isinstance(cell, Figure)]
    assert ("12,5", 12.5) in [(str(one), float(one.value)) for one in figures if not hasattr(one.value, "year")]
