"""A framework translated in a workbook: what is written, reviewed, refused, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import sswgraph as ssw
from sswgraph.cli import main
from sswgraph.errors import InputError, ParseError
from sswgraph.messages import languages, sentence
from sswgraph.model import (
    Cadre,
    Competency,
    Decision,
    Evidence,
    Framework,
    Obligation,
    Requirement,
    Source,
    Statement,
    Text,
    Translated,
    Translation,
)
from sswgraph.model.canonical import canonical
from sswgraph.model.evidence import is_unreviewed
from sswgraph.review.columns import META
from tests.loops import some


def _draft(name: str) -> tuple[Evidence, ...]:
    return (Evidence(id=f"{name}.e", basis="draft"),)


OWN = canonical(
    Framework(
        id="xx",
        label=Text.of(en="Ours", fr="Le nôtre"),
        first_language="en",
        elements=(
            Cadre(id="xx:aide", label=Text.of(en="aide"), evidence=_draft("xx:aide")),
            Competency(
                id="xx:listen",
                label=Text.of(en="Listen to a child", fr="Écouter un enfant"),
                definition=Text.of(en="Lets the child speak."),
                alt_label=Text((("en", "hear"), ("en", "listening"))),
                unreviewed_language=("fr",),
                evidence=_draft("xx:listen"),
            ),
            Competency(
                id="xx:refer", label=Text.of(en="Refer", fr="Orienter"), evidence=_draft("xx:refer")
            ),  # its French was reviewed
            Obligation(
                id="xx:report",
                label=Text.of(en="Report harm"),
                act=Text.of(en="report harm"),
                trigger=("disclosure",),
                of_cadre=("xx:aide",),
                evidence=_draft("xx:report"),
            ),
            Source(id="xx:law", label=Text.of(en="Children Act")),
        ),
    )
)


@pytest.fixture(scope="module")
def french() -> Translation:
    return ssw.translation(OWN, to="fr")


def rows(workbook: Workbook) -> dict[str, Any]:
    """By the key of a text, what gives the cell of a column."""
    found = {}
    for sheet in workbook.worksheets[1:3]:
        heads = {str(cell.value).partition(" (")[0]: at for at, cell in enumerate(sheet[1], 1)}
        for row in range(2, sheet.max_row + 1):
            found[str(sheet.cell(row, 1).value)] = {name: sheet.cell(row, at) for name, at in heads.items()}
    return found


Change = Callable[[Workbook, dict[str, Any]], object]


def filled_in(found: Translation, folder: Path, change: Change, lang: str = "en") -> Path:
    path = ssw.write_review(found, folder / "fr.xlsx", lang=lang, overwrite=True)
    workbook = load_workbook(path)
    change(workbook, rows(workbook))
    workbook.save(path)
    return path


def read(found: Translation, folder: Path, change: Change) -> Translated:
    return ssw.read_review(filled_in(found, folder, change), found)


def say(key: str, **cells: str) -> Change:
    names = {"target": "Translation", "by": "Reviewed by", "day": "Date", "remark": "Remark", "remove": "Delete"}

    def change(workbook: Workbook, places: dict[str, Any]) -> None:
        for name, text in cells.items():
            cell = places[key][names[name]]
            cell.value = text
            cell.data_type = "s"

    return change


def test_what_protects_people_comes_first_and_titles_of_documents_are_not_there(french: Translation) -> None:
    protecting = [one.key for one in french.texts if one.protects]
    assert protecting == ["xx:report label 0", "xx:report act 0"]
    assert [one.key for one in french.texts][:2] == protecting
    assert not any(one.kind == "source" for one in french.texts)
    assert [one.source for one in french.texts if one.field == "alt_label"] == ["hear", "listening"]


@pytest.mark.parametrize("lang", languages())
def test_an_untouched_workbook_changes_nothing(french: Translation, lang: str, tmp_path: Path) -> None:
    path = ssw.write_review(french, tmp_path / "fr.xlsx", lang=lang)
    found = ssw.read_review(path, french)
    assert found.changes == ()
    assert ssw.apply_review(french, found) == OWN


def test_what_is_written_is_there_and_marked_as_not_reviewed(french: Translation, tmp_path: Path) -> None:
    found = read(french, tmp_path, say("xx:report act 0", target="signaler tout danger"))
    made = ssw.apply_review(french, found, edition="2027")
    assert isinstance(made, Framework)
    (duty,) = (one for one in made.elements if one.id == "xx:report")
    assert duty.act == Text.of(en="report harm", fr="signaler tout danger")  # type: ignore[attr-defined]
    assert is_unreviewed(duty, "fr")
    assert made.edition == "2027"
    assert next(note.code for note in found.notes) == "translation.note-protects"
    assert made.of_kind("decision") == ()


def test_notes_of_statements_and_reasons_of_decisions_are_translated_and_marked(tmp_path: Path) -> None:
    fact = Statement(
        id="xx:s",
        subject="xx:aide",
        predicate="https://w3id.org/sswgraph/ns#tier",
        value="entry",
        note=Text.of(en="As the law of 2016 has it."),
        evidence=_draft("xx:s"),
    )
    why = Decision(id="xx:d", about=("xx:aide",), rationale=Text.of(en="It is newer."), evidence=_draft("xx:d"))
    own = canonical(replace(OWN, elements=(*OWN.elements, fact, why)))
    found = ssw.translation(own, to="fr")

    def change(workbook: Workbook, places: dict[str, Any]) -> None:
        say("xx:s note 0", target="Comme le dit la loi de 2016.")(workbook, places)
        say("xx:d rationale 0", target="Elle est plus récente.", by="A. Diallo")(workbook, places)

    made = ssw.apply_review(found, read(found, tmp_path, change))
    assert isinstance(made, Framework)
    nodes = {one.id: one for one in made.elements}
    assert nodes["xx:s"].note.get("fr") == "Comme le dit la loi de 2016."
    assert [is_unreviewed(nodes[one], "fr") for one in ("xx:s", "xx:d")] == [True, False]
    for name in ("x.ttl", "x.xlsx", "x.jsonld"):
        assert ssw.read(ssw.write(made, tmp_path / name))["xx"] == made


def test_what_a_speaker_reviewed_is_marked_so_and_who_it_was_is_on_record(french: Translation, tmp_path: Path) -> None:
    def change(workbook: Workbook, places: dict[str, Any]) -> None:
        say("xx:listen label 0", by="A. Diallo", day="2027-01-02")(workbook, places)

    found = read(french, tmp_path, change)
    assert [one.effect for one in found.changes] == ["reviewed"]
    made = ssw.apply_review(french, found)
    assert isinstance(made, Framework)
    assert not is_unreviewed(next(one for one in made.elements if one.id == "xx:listen"), "fr")
    (record,) = made.of_kind("decision")
    assert (record.about, record.by, record.date, record.verdict) == (("xx:listen",), "A. Diallo", "2027-01-02", None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["label", "act"])
def test_a_review_of_one_variety_is_none_of_another(key: str, tmp_path: Path) -> None:
    said: dict[str, Any] = {"label": Text.of(en="Report harm", pt="Denunciar"), "unreviewed_language": ("pt",)}
    own = replace(OWN, elements=tuple(replace(one, **said) if one.id == "xx:report" else one for one in OWN))
    brazilian = ssw.translation(own, to="pt-br")
    written = read(brazilian, tmp_path, say(f"xx:report {key} 0", target="denuncie", by="Ana"))
    translated = ssw.apply_review(brazilian, written)
    assert isinstance(translated, Framework)
    [made] = translated.of_kind("obligation")
    assert isinstance(made, Obligation)
    assert made.unreviewed_language == ("pt",)
    assert is_unreviewed(made, "pt")


def test_an_element_that_cannot_be_marked_is_never_called_reviewed() -> None:
    note = Requirement(
        id="xx:r", cadre="xx:aide", competency="xx:listen", note=Text.of(en="never alone", fr="jamais seul")
    )
    own = canonical(replace(OWN, elements=(*OWN, replace(note, evidence=_draft("xx:r")))))
    [text] = [one for one in ssw.translation(own, to="fr").texts if one.element == "xx:r"]
    assert (text.target, text.reviewed) == ("jamais seul", False)


def test_an_element_is_reviewed_when_all_its_texts_are(french: Translation, tmp_path: Path) -> None:
    def change(workbook: Workbook, places: dict[str, Any]) -> None:
        say("xx:report label 0", target="Signaler", by="A. Diallo")(workbook, places)
        say("xx:report act 0", target="signaler tout danger")(workbook, places)
        say("xx:refer label 0", target="Orienter la famille")(workbook, places)

    made = ssw.apply_review(french, read(french, tmp_path, change))
    assert isinstance(made, Framework)
    marks = {one.id: is_unreviewed(one, "fr") for one in made.elements}
    assert (marks["xx:report"], marks["xx:refer"], marks["xx:aide"]) == (True, True, False)


def test_an_emptied_text_stays_and_is_told_and_a_cross_takes_it_away(french: Translation, tmp_path: Path) -> None:
    found = read(french, tmp_path, say("xx:refer label 0", target=""))
    assert found.changes == ()
    assert any("was emptied and is kept: xx:refer" in str(note) for note in found.notes)
    made = ssw.apply_review(french, read(french, tmp_path, say("xx:refer label 0", remove="x")))
    assert isinstance(made, Framework)
    assert next(one for one in made.elements if one.id == "xx:refer").label == Text.of(en="Refer")  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["=1+1", "@ici", "x" * 10_000, "🙂 أهلا", "a\nb", "_x0041_", "12"])
def test_any_text_comes_back_as_it_was_written(text: str, french: Translation, tmp_path: Path) -> None:
    found = read(french, tmp_path, say("xx:report act 0", target=text.replace("_x0041_", "_x005F_x0041_")))
    made = ssw.apply_review(french, found)
    assert isinstance(made, Framework)
    again = ssw.translation(made, to="fr")
    assert next(one.target for one in again.texts if one.key == "xx:report act 0") == text
    assert ssw.read_review(ssw.write_review(again, tmp_path / "again.xlsx"), again).changes == ()


def test_another_edition_is_refused_row_by_row_and_a_new_workbook_keeps_what_was_written(
    french: Translation, tmp_path: Path
) -> None:
    def change(workbook: Workbook, places: dict[str, Any]) -> None:
        say("xx:report act 0", target="signaler", by="A. Diallo")(workbook, places)
        say("xx:listen definition 0", target="Laisse parler", by="A. Diallo")(workbook, places)

    path = filled_in(french, tmp_path, change)
    nodes = [
        replace(one, act=Text.of(en="report harm at once")) if one.id == "xx:report" else one  # type: ignore[call-arg]
        for one in OWN.elements
        if one.id != "xx:aide"
    ]
    nodes = [replace(one, of_cadre=()) if isinstance(one, Obligation) else one for one in nodes]
    newer = ssw.translation(replace(OWN, elements=tuple(nodes)), to="fr")
    with pytest.raises(InputError) as refused:
        ssw.read_review(path, newer)
    told = str(refused.value)
    assert "column E: the source text has changed since; it is now 'report harm at once'." in told
    assert "column A: 'xx:aide label 0' is no longer a text of 'xx'." in told
    again = ssw.write_review(newer, tmp_path / "new.xlsx", previous=path)
    found = {one.text.key: one for one in ssw.read_review(again, newer).texts}
    assert (found["xx:listen definition 0"].after, found["xx:listen definition 0"].reviewer) == (
        "Laisse parler",
        "A. Diallo",
    )
    assert (found["xx:report act 0"].after, found["xx:report act 0"].reviewer) == ("signaler", "")
    assert found["xx:report act 0"].remark.startswith("The source has changed since")


def _formula(workbook: Workbook, places: dict[str, Any]) -> None:
    places["xx:report act 0"]["Translation"].value = "=A1"


def _merge(workbook: Workbook, places: dict[str, Any]) -> None:
    workbook.worksheets[1].merge_cells("F2:F3")


def _heading(workbook: Workbook, places: dict[str, Any]) -> None:
    workbook.worksheets[1]["F1"].value = "Text in French"


def _own(workbook: Workbook, places: dict[str, Any]) -> None:
    workbook.worksheets[1]["L1"].value = "Colour"


def _outside(workbook: Workbook, places: dict[str, Any]) -> None:
    workbook.worksheets[1]["M9"].value = "lost"


def _twice(workbook: Workbook, places: dict[str, Any]) -> None:
    for column in ("A", "B"):
        workbook.worksheets[1][f"{column}3"].value = workbook.worksheets[1][f"{column}2"].value


def _own_row(workbook: Workbook, places: dict[str, Any]) -> None:
    workbook.worksheets[1]["F9"].value = "Encore un texte"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_formula, r"column F: this cell holds a formula"),
        (_merge, r"row 2, column F: The cells F2 to F3 are merged"),
        (_heading, r"row 1: the headings are not there"),
        (_own, r"column L: 'Colour' is not a heading of this table"),
        (_outside, r"row 9, column M: this stands outside the table"),
        (_twice, r"row 3, column A: this row is there twice"),
        (_own_row, r"row 9, column A: this row belongs to no text"),
        (say("xx:report act 0", by="A. Diallo"), "column G: there is no translation to review"),
        (say("xx:refer label 0", by="–"), "column G: this is not a name"),
        (say("xx:report act 0", target="–"), "column F: this says nothing of its source"),
        (say("xx:refer label 0", day="2027-01-02"), "column H: a day without a name"),
        (say("xx:refer label 0", by="A", day="soon"), "column H: 'soon' is not a valid date"),
        (say("xx:refer label 0", remove="maybe"), "column J: this is not a tick"),
        (say("xx:refer label 0", remove="x", target="Envoyer"), "column J: the text was changed and is to be"),
    ],
)
def test_what_a_workbook_cannot_mean_is_told_by_its_place(
    change: Change, told: str, french: Translation, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        read(french, tmp_path, change)


def test_sorted_rows_moved_columns_and_sheets_of_ones_own_are_read(french: Translation, tmp_path: Path) -> None:
    def change(workbook: Workbook, places: dict[str, Any]) -> None:
        say("xx:report act 0", target="signaler")(workbook, places)
        workbook.create_sheet("# notes")["A1"] = "anything"
        sheet = workbook.worksheets[1]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for number, line in enumerate([lines[0], *reversed(lines[1:])], 1):
            for place, text in enumerate(reversed(line), 1):
                sheet.cell(number, place).value = text

    assert [one.after for one in read(french, tmp_path, change).changes] == ["signaler"]


def test_a_row_that_is_gone_leaves_its_text_and_is_told(french: Translation, tmp_path: Path) -> None:
    found = read(french, tmp_path, lambda workbook, places: workbook.worksheets[2].delete_rows(2))
    assert any(note.code == "translation.note-gone" for note in found.notes)
    assert ssw.apply_review(french, found) == OWN


def test_another_workbook_framework_or_language_is_refused(french: Translation, tmp_path: Path) -> None:
    path = ssw.write_review(french, tmp_path / "fr.xlsx")
    with pytest.raises(InputError, match="a translation of 'xx' into 'fr', not of 'xx' into 'pt'"):
        ssw.read_review(path, ssw.translation(OWN, to="pt"))
    with pytest.raises(ParseError, match="not a workbook of a translation"):
        ssw.read_review(ssw.write(OWN, tmp_path / "xx.xlsx"), french)
    with pytest.raises(InputError, match="one workbook"):
        ssw.read_review([path, path], french)
    with pytest.raises(InputError, match="read_review read of this translation"):
        ssw.apply_review(ssw.translation(OWN, to="pt"), ssw.read_review(path, french))
    with pytest.raises(InputError, match="A translation takes edition"):
        ssw.apply_review(french, ssw.read_review(path, french), id="yy")
    for given, told in (("en", "is written in 'en' itself"), ("french", "write 'fr'")):
        with pytest.raises(InputError, match=told):
            ssw.translation(OWN, to=given)
    with pytest.raises(InputError, match="takes a Framework"):
        ssw.translation("psw", to="fr")  # type: ignore[arg-type]


def test_the_glossary_has_the_words_of_the_packs_in_both_languages(french: Translation, tmp_path: Path) -> None:
    sheet = load_workbook(ssw.write_review(french, tmp_path / "fr.xlsx"))["Glossary"]
    terms = {str(row[0].value): row[1].value for row in sheet.iter_rows(min_row=4)}
    assert terms["not permitted"] == sentence("show.authority.not-permitted", "fr")
    assert len(terms) > 30
    assert terms["case plan"] == "plan de suivi"
    avoided = {str(row[0].value): row[2].value for row in sheet.iter_rows(min_row=4)}
    assert avoided["case plan"] == "Not: plan de cas"
    other = load_workbook(ssw.write_review(ssw.translation(OWN, to="am"), tmp_path / "am.xlsx"))
    assert "no text in 'am' yet" in str(other["Glossary"]["A1"].value)
    assert other[META].sheet_state == "veryHidden"


def test_a_translation_into_arabic_is_written_from_right_to_left(tmp_path: Path) -> None:
    found = ssw.translation(OWN, to="ar")
    sheet = load_workbook(ssw.write_review(found, tmp_path / "ar.xlsx")).worksheets[1]
    assert sheet["F2"].alignment.readingOrder == 2
    assert sheet["E2"].alignment.readingOrder != 2


def test_pages_and_rows_say_what_changes(french: Translation, tmp_path: Path) -> None:
    found = read(french, tmp_path, say("xx:report act 0", target="signaler"))
    assert "One text is new or changed." in str(found)
    assert [row["effect"] for row in some(found.rows())] == ["new"]
    assert "Report harm" in str(french)
    assert ssw.to_plain(found)["texts"][0]["after"] in ("signaler", "")


def test_the_commands_make_and_apply_a_translation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = ssw.write(OWN, tmp_path / "xx.ttl")
    path, made = tmp_path / "fr.xlsx", tmp_path / "made.ttl"
    assert main(["review", "make", str(own), "--to", "fr", "-o", str(path)]) == 0
    assert f"then type: sswgraph review apply {path} --load {own}" in capsys.readouterr().err
    steps = "\n".join(str(row[0].value) for row in load_workbook(path)["Start"].iter_rows())
    assert "review apply fr.xlsx --load xx.xlsx --edition NAME -o xx-fr.xlsx" in steps
    workbook = load_workbook(path)
    say("xx:report act 0", target="signaler")(workbook, rows(workbook))
    workbook.save(path)
    capsys.readouterr()
    assert main(["review", "apply", str(path), "--load", str(own)]) == 0
    assert "new or changed" in capsys.readouterr().out
    assert main(["review", "apply", str(path), "--load", str(own), "-o", str(made)]) == 0
    assert '"signaler"@fr' in made.read_text(encoding="utf-8")
    assert main(["review", "apply", str(path)]) == 2
    assert "fr.xlsx is about xx; xx is not loaded. Add --load with its file." in capsys.readouterr().err
    sheets = tmp_path / "made.xlsx"
    assert main(["review", "apply", str(path), "--load", str(own), "--edition", "2", "-o", str(sheets)]) == 0
    assert (ssw.read(sheets)["xx"].edition, ssw.check(sheets).conforms) == ("2", True)
    assert main(["review", "make", "xx", "--load", str(own), "-o", str(path)]) == 2
    assert main(["review", "make", "psw", "cycw", "--to", "fr", "-o", str(path)]) == 2


@pytest.mark.slow
def test_a_shipped_framework_comes_back_from_every_language(tmp_path: Path) -> None:
    psw = ssw.load("psw")["psw"]
    for to in ("fr", "am"):
        found = ssw.translation(psw, to=to)
        assert ssw.apply_review(found, ssw.read_review(ssw.write_review(found, tmp_path / f"{to}.xlsx"), found)) == psw
