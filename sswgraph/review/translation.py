"""The workbook of a translation: source and target side by side, what protects people first; written and read back."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sswgraph.errors import InputError, MissingExtraError, ParseError
from sswgraph.exchange.workbook.cells import InvalidCell, from_cell
from sswgraph.exchange.workbook.layout import SheetColumn, code_word, heading, title
from sswgraph.files import names_in, path_of
from sswgraph.messages import Message, languages, message, sentence
from sswgraph.messages.glossary import terms_between
from sswgraph.model.codes import WORDS
from sswgraph.model.fields import BY_KIND, KINDS, Field, Shape
from sswgraph.model.text import clean
from sswgraph.model.translation import Effect, SourceText, Translated, TranslatedText, Translation
from sswgraph.review.columns import META, is_tick
from sswgraph.review.copies import refuse
from sswgraph.sheets.cells import column_letters, is_written_exactly, open_workbook, unescape
from sswgraph.sheets.guards import merged_in, merged_problem, read_package
from sswgraph.sheets.styles import Styles, build_workbook, row_height

COLUMNS = (
    ("key", 0),
    ("print", 0),
    ("element", 30),
    ("field", 18),
    ("source", 60),
    ("target", 60),
    ("reviewer", 20),
    ("date", 12),
    ("remark", 30),
    ("remove", 12),
)
_PLACE = {name: place for place, (name, _) in enumerate(COLUMNS)}
_FILLED = ("target", "reviewer", "date", "remark", "remove")
_NEEDED = ("key", "print", "target", "reviewer")
_OWN, _SHAPE, _STEPS, _SHOWN, _NAMED = "#", 1, 5, 60, 8
_MOST_IN_A_CELL = 32_767
_RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ku ps sd ug ur yi".split())
_WHEN = Field("date", Shape.WHEN)
_GLOSSARY = ("authority", "force", "necessity", "supervision_mode", "trigger")  # closed lists that texts speak of


@dataclass(slots=True)
class TextLine:
    """One row of a workbook: where it stands, and what its cells say by column."""

    place: str
    key: str
    print: str
    said: dict[str, str] = field(default_factory=dict)
    date: str | None = None
    letters: dict[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """Where a cell of it stands."""
        return f"{self.place}, column {self.letters.get(name, 'A')}"


# Writing


def translation_bytes(found: Translation, lang: str, file: str, before: Sequence[TextLine] = ()) -> bytes:
    """The workbook as bytes, the same for the same input; ``before``: the rows of an earlier workbook."""

    def fill(workbook: Any) -> str:
        name = _words("title", lang, base=str(found.base_label.best(lang)) or found.base, to=found.to)
        _start(workbook, found, lang, name, file)
        earlier = {line.key: line for line in before}
        for code, protects in (("sheet-protects", True), ("sheet-texts", False)):
            _sheet(workbook, found, lang, code, [one for one in found.texts if one.protects is protects], earlier)
        _glossary(workbook, found, lang)
        meta = workbook.add_worksheet(META)
        about = {"shape": _SHAPE, "of": found.kind, "base": found.base, "to": found.to, "lang": lang}
        meta.write_string(0, 0, META)
        meta.write_string(0, 1, json.dumps(about))
        meta.very_hidden()
        return name

    return build_workbook(fill, datetime(2000, 1, 1))


def _words(code: str, lang: str, **parameters: Any) -> str:
    return clean(sentence(f"translation.{code}", lang, **parameters))


def _start(workbook: Any, found: Translation, lang: str, name: str, file: str) -> None:
    styles, sheet = Styles(workbook), workbook.add_worksheet(_words("sheet-start", lang))
    if lang.partition("-")[0] in _RIGHT_TO_LEFT:
        sheet.right_to_left()
    sheet.set_column(0, 0, 110)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, name, styles["over"])
    steps = [f"{n}. {_words(f'step-{n}', lang, command=_command(found, file))}" for n in range(1, _STEPS + 1)]
    for row, text in enumerate((_words("lead", lang), *steps), 2):
        sheet.write_string(row, 0, text, styles["wrapped"])
    sheet.activate()


def _command(found: Translation, file: str) -> str:
    """The command that reads the translation back."""
    if f"{found.base}.ttl" in names_in("frameworks", ".ttl"):
        return f"sswgraph review apply {file} -o {found.base}.ttl"
    own = f"{found.base}-{found.to}.xlsx"
    target = own if own != file else f"new-{own}"
    return f"sswgraph review apply {file} --load {found.base}.xlsx --edition NAME -o {target}"


def _sheet(
    workbook: Any, found: Translation, lang: str, code: str, texts: Sequence[SourceText], earlier: dict[str, TextLine]
) -> None:
    styles, sheet = Styles(workbook), workbook.add_worksheet(_words(code, lang))
    turned = found.to.partition("-")[0] in _RIGHT_TO_LEFT
    looks = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1, "num_format": "@"}
    target = workbook.add_format({**looks, "bg_color": "#FFFDF2", **({"reading_order": 2} if turned else {})})
    for place, (name, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width, None, {} if width else {"hidden": True})
        head = name if not width else _words(f"column-{name}", lang)
        tag = {"source": found.source, "target": found.to}.get(name)
        sheet.write_string(0, place, f"{head} ({tag})" if tag else head, styles["head"])
    for row, one in enumerate(texts, 1):
        _row(sheet, styles, row, one, lang, target, earlier.get(one.key))
    told = {"error_title": _words("column-source", lang), "error_message": _words("locked", lang)}
    rule = {"validate": "custom", "value": "=FALSE", **told}
    if texts:
        sheet.data_validation(1, _PLACE["key"], len(texts), _PLACE["source"], rule)
        sheet.autofilter(0, 0, len(texts), len(COLUMNS) - 1)
    sheet.freeze_panes(1, _PLACE["source"])
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _row(
    sheet: Any, styles: Styles, row: int, one: SourceText, lang: str, target: Any, before: TextLine | None
) -> None:
    label = " ".join(str(one.label.best(lang)).split())
    name = f"{label} [{one.element}]" if label else one.element
    said = {"key": one.key, "print": one.print, "element": f"{title(one.kind, lang)}: {name}"}
    said |= {"field": heading(SheetColumn(one.field), lang), "source": one.source, "target": one.target}
    changed = before is not None and before.print != one.print
    if before is not None:
        kept = ("target", "remark", "remove") if changed else _FILLED
        said |= {name: text for name in kept if (text := before.said.get(name, ""))}
        if not changed and before.date:
            said["date"] = before.date
    if changed and before is not None and before.said.get("target"):
        note = _words("source-changed", lang)
        said["remark"] = "\n".join(dict.fromkeys([note, *said.get("remark", "").split("\n")])).strip()
    for column in (name for name, _ in COLUMNS):
        text = as_cell(said.get(column, ""), one.element)
        style = (
            target if column == "target" else styles["open" if column in _FILLED else "safety" if changed else "cell"]
        )
        sheet.write_string(row, _PLACE[column], text, style)
    widths = dict(COLUMNS)
    sheet.set_row(row, row_height(*((text, widths[name]) for name, text in said.items() if widths[name])))


def as_cell(text: str, what: str) -> str:
    """A text as a cell has it: signs that no cell brings back are left out. Raises InputError where it is too long."""
    if len(text) > _MOST_IN_A_CELL:
        raise InputError(f"{what}: a text has {len(text):,} characters; a cell holds {_MOST_IN_A_CELL:,}.")
    return text if is_written_exactly(text) else clean(text)


def _glossary(workbook: Any, found: Translation, lang: str) -> None:
    """The terms of the field, then the fixed words of the library, in both languages, where there are both."""
    styles, sheet = Styles(workbook), workbook.add_worksheet(_words("sheet-glossary", lang))
    source, to = (one.partition("-")[0] for one in (found.source, found.to))
    known = to in languages()
    sheet.set_column(0, 2, 44)
    sheet.write_string(
        0, 0, _words("glossary-lead" if known else "glossary-none", lang, to=found.to), styles["wrapped"]
    )
    heads = (found.source, found.to, _words("column-remark", lang))
    for place, text in enumerate(heads):
        sheet.write_string(2, place, text, styles["head"])
    own = source if source in languages() else "en"
    listed = [
        (one, other, _words("glossary-not", lang, words=", ".join(bad)) if bad else "")
        for one, other, bad in terms_between(source, to)
    ]
    listed += [(one, other, "") for one, other in (dict.fromkeys(_terms(own, to)) if known else {})]
    for row, cells in enumerate(listed, 3):
        for place, text in enumerate(cells):
            sheet.write_string(row, place, clean(text), styles["open" if place == 2 else "cell"])


def _terms(source: str, to: str) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        yield title(kind.name, source), title(kind.name, to)
    codes: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        codes |= {one.name: one.codes for one in BY_KIND[kind.name].fields if one.name in _GLOSSARY and one.codes}
    for name in (name for name in _GLOSSARY if name in codes and name in WORDS):
        yield from ((code_word(name, code, source), code_word(name, code, to)) for code in codes[name])


# Reading


def made_for(path: str | os.PathLike[str]) -> tuple[str, str] | None:
    """The framework and the language that a workbook is a translation of; None for any other."""
    try:
        _, about, _ = _opened(path)
    except ParseError:
        return None
    return str(about["base"]), str(about["to"])


def read_translation(path: str | os.PathLike[str], found: Translation) -> Translated:
    """Read what translators wrote in a workbook.

    Args:
        path: The workbook.
        found: The translation that it was made from.

    Returns:
        The texts.

    Raises:
        InputError: Something is wrong in it; every problem is named by its place.
        ParseError: It is not such a workbook.
    """  # noqa: DOC502 - refuse and read_copy raise
    problems: list[str] = []
    lines = lines_in(path, found, problems)
    texts = {one.key: one for one in found.texts}
    seen: dict[str, TextLine] = {}
    rows: list[TranslatedText] = []
    emptied: list[str] = []
    for line in lines:
        text = texts.get(line.key)
        if line.key in seen:
            problems.append(f"{line.at('key')}: this row is there twice ({seen[line.key].place}). Delete one of them.")
        elif text is None:
            problems.append(f"{line.at('key')}: '{line.key[:_SHOWN]}' is no longer a text of '{found.base}'.{_ANEW}")
        elif text.print != line.print:
            problems.append(
                f"{line.at('source')}: the source text has changed since; it is now '{_brief(text)}'.{_ANEW}"
            )
        else:
            rows.append(_meant(line, text, problems, emptied))
        seen.setdefault(line.key, line)
    refuse(problems)
    order = {key: number for number, key in enumerate(texts)}
    return Translated(
        base=found.base,
        base_label=found.base_label,
        to=found.to,
        texts=tuple(sorted(rows, key=lambda one: order[one.text.key])),
        notes=tuple(_notes(found, rows, emptied)),
        stamp=found.stamp,
    )


_ANEW = " Make the workbook anew with previous= (--previous) set to this one, which keeps what is written in it."


def _brief(text: SourceText) -> str:
    return f"{text.source[:_SHOWN]}…" if len(text.source) > _SHOWN else text.source


def _meant(line: TextLine, text: SourceText, problems: list[str], emptied: list[str]) -> TranslatedText:
    said, reviewer = line.said.get("target", ""), line.said.get("reviewer", "")
    remove = is_tick(line.said.get("remove", ""))
    if remove is None:
        problems.append(f"{line.at('remove')}: this is not a tick. Write 'x', or leave the cell empty.")
    there = as_cell(text.target, text.element)
    after = text.target if said == there or said == there.strip() else said
    if remove and after not in ("", text.target):
        problems.append(f"{line.at('remove')}: the text was changed and is to be taken away. Do one of the two.")
    if not after and text.target and not remove:
        emptied.append(text.element)
        after = text.target
    if after != text.target and _says_nothing(after) and not _says_nothing(text.source):
        problems.append(
            f"{line.at('target')}: this says nothing of its source. Write the translation, or clear the cell."
        )
    if reviewer and _says_nothing(reviewer):
        problems.append(f"{line.at('reviewer')}: this is not a name. Write who reviewed it, or clear the cell.")
    if reviewer and not after:
        problems.append(f"{line.at('reviewer')}: there is no translation to review. Write it, or clear the name.")
    if line.date and not reviewer:
        problems.append(f"{line.at('date')}: a day without a name. Write who reviewed it, or clear the day.")
    effect: Effect = "kept"
    if remove:
        after, effect = "", "removed" if text.target else "kept"
    elif after != text.target:
        effect = "changed" if text.target else "new"
    elif reviewer:
        effect = "reviewed"
    remark = line.said.get("remark", "")
    return TranslatedText(text=text, after=after, effect=effect, reviewer=reviewer, date=line.date, remark=remark)


def _says_nothing(text: str) -> bool:
    """Whether there is something without a letter or a digit, such as a dash."""
    return bool(text) and not any(map(str.isalnum, text))


def _notes(found: Translation, rows: Sequence[TranslatedText], emptied: Sequence[str]) -> Iterator[Message]:
    by_key = {one.text.key: one for one in rows}
    unsafe = [text for text in found.texts if text.protects and not _is_reviewed(text, by_key.get(text.key))]
    if unsafe:
        yield message("translation.note-protects", n=len(unsafe))
    open_texts = [text for text in found.texts if not (by_key[text.key].after if text.key in by_key else text.target)]
    if open_texts:
        yield message("translation.note-open", n=len(open_texts))
    changed = sum(one.effect in ("new", "changed") for one in rows)
    if changed:
        yield message("translation.note-changed", n=changed)
    if emptied:
        named = [*dict.fromkeys(emptied)]
        yield message(
            "translation.note-emptied", n=len(emptied), ids=[*named[:_NAMED], *(["…"] * (len(named) > _NAMED))]
        )
    gone = len(found.texts) - len(by_key)
    if gone:
        yield message("translation.note-gone", n=gone)


def _is_reviewed(text: SourceText, row: TranslatedText | None) -> bool:
    if row is None or row.effect == "kept":
        return text.reviewed
    return bool(row.after and row.reviewer)


def _opened(path: str | os.PathLike[str]) -> tuple[bytes, dict[str, Any], str]:
    """The bytes of a workbook, and what it says it was made from. Raises ParseError."""
    name, data = path_of(path).name, read_package(path)
    hint = "Give the workbook that write_review made of translation(...), whatever its name is now."
    try:
        with closing(open_workbook(data)) as workbook:
            said = next(iter(workbook[META].iter_rows(min_row=1, max_row=1, max_col=2)))[1].value
            about = dict(json.loads(unescape(str(said))))
            if about["of"] != "translation" or not isinstance(about["base"], str) or not isinstance(about["to"], str):
                raise KeyError
    except (KeyError, IndexError, StopIteration, TypeError, ValueError):
        raise ParseError("This is not a workbook of a translation.", file=name, hint=hint) from None
    except MissingExtraError:
        raise
    except Exception as error:
        raise _damaged(error, name) from error
    return data, about, name


def _damaged(error: Exception, name: str) -> ParseError:
    hint = "Open it, save it again as .xlsx, or ask for another copy."
    return ParseError(f"This workbook is damaged ({type(error).__name__}).", file=name, hint=hint)


def lines_in(path: str | os.PathLike[str], found: Translation, problems: list[str]) -> list[TextLine]:
    """The rows of the workbook of a translation; what is wrong with a cell goes to ``problems``."""
    data, about, name = _opened(path)
    if (about["base"], about["to"]) != (found.base, found.to):
        said = f"{name} is a translation of '{about['base']}' into '{about['to']}'"
        raise InputError(f"{said}, not of '{found.base}' into '{found.to}'.")
    try:
        with closing(open_workbook(data)) as workbook, zipfile.ZipFile(io.BytesIO(data)) as package:
            lines: list[TextLine] = []
            for sheet in workbook.worksheets:
                if hasattr(sheet, "reset_dimensions") and _is_ours(sheet.title):
                    sheet.reset_dimensions()
                    lines += _lines(sheet, package, f"{name}, sheet '{sheet.title}'", problems)
            return lines
    except (ParseError, InputError):
        raise
    except Exception as error:
        raise _damaged(error, name) from error


@cache
def _aside() -> frozenset[str]:
    """The names of the sheets that hold no rows, in any language."""
    return frozenset(
        _words(code, lang).casefold() for lang in languages() for code in ("sheet-start", "sheet-glossary")
    )


def _is_ours(name: str) -> bool:
    return name != META and not name.startswith(_OWN) and name.strip().casefold() not in _aside()


@cache
def _headings() -> dict[str, str]:
    said = {_words(f"column-{name}", lang).casefold(): name for lang in languages() for name, width in COLUMNS if width}
    return said | {name: name for name, _ in COLUMNS}


def _columns(cells: Sequence[Any]) -> dict[int, str]:
    """Which column is where, in any language and order; '' for one that is unknown."""
    found = {}
    for at, cell in enumerate(cells):
        text = " ".join(str(cell.value or "").split())
        if text:
            bare = text.rpartition(" (")[0] if text.endswith(")") else text
            found[at] = _headings().get(text.casefold()) or _headings().get(bare.casefold(), "")
    return found


def _lines(sheet: Any, package: zipfile.ZipFile, place: str, problems: list[str]) -> Iterator[TextLine]:
    columns: dict[int, str] = {}
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if not columns:
            columns = _columns(cells)
            if set(_NEEDED) <= {*columns.values()}:
                problems += _strange(cells, columns, f"{place}, row {number}")
                continue
            if any(cell.value is not None for cell in cells):
                wanted = "Put them back (the first two are hidden), or make the workbook anew."
                problems.append(f"{place}, row {number}: the headings are not there, so that nothing is read. {wanted}")
                return
            columns = {}
        elif any(cell.value is not None and str(cell.value).strip() for cell in cells):
            line = _line(cells, columns, f"{place}, row {number}", problems)
            if line.key:  # else it is reported
                yield line
    for left, top, right, bottom in merged_in(sheet, package):
        problems.append(
            f"{place}, row {top}, column {left}: {' '.join(map(str, merged_problem(left, top, right, bottom)))}"
        )


def _strange(cells: Sequence[Any], columns: dict[int, str], where: str) -> Iterator[str]:
    named = [*columns.values()]
    for at, name in columns.items():
        text = " ".join(str(cells[at].value).split())[:_SHOWN]
        if text.startswith(_OWN):
            continue
        if not name:
            fix = "Move what it says into the remarks, and delete it, or begin its name with '#'."
            yield f"{where}, column {column_letters(at + 1)}: '{text}' is not a heading of this table. {fix}"
        elif named.count(name) > 1:
            yield f"{where}, column {column_letters(at + 1)}: '{text}' is there twice. Delete one."


def _line(cells: Sequence[Any], columns: dict[int, str], where: str, problems: list[str]) -> TextLine:
    made = TextLine(where, "", "", letters={name: column_letters(at + 1) for at, name in columns.items()})
    for at, cell in enumerate(cells):
        if cell.value is None or not str(cell.value).strip():
            continue
        name, place = columns.get(at), f"{where}, column {column_letters(at + 1)}"
        if name is None:
            problems.append(f"{place}: this stands outside the table. Delete it.")
        elif name in _FILLED and cell.data_type in ("f", "e"):
            problems.append(f"{place}: this cell holds a formula or an error. Type the text.")
        elif name == "date":
            made.date = _day(cell.value, place, problems)
        elif name == "target":
            made.said[name] = _target(cell.value)
        elif name:
            made.said[name] = (
                " ".join(unescape(str(cell.value)).split()) if name != "remark" else str(cell.value).strip()
            )
    made.key, made.print = made.said.get("key", ""), made.said.get("print", "")
    if not made.key:
        problems.append(f"{where}, column A: this row belongs to no text. Write it into the row of its source.")
    return made


def _target(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return unescape(str(int(value) if whole else value)).strip()


def _day(value: Any, place: str, problems: list[str]) -> str | None:
    try:
        return str(from_cell(_WHEN, value, lambda text, _: text))
    except InvalidCell as error:
        problems.append(f"{place}: {error}")
        return None
