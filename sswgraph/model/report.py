"""The findings of a check, in the terms of SHACL: conforms, results, severity."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from sswgraph.errors import harmless
from sswgraph.frozen import dataclass
from sswgraph.messages import Message, sentence
from sswgraph.model.shown import Brief, Shown, column, deferred, records

Severity = Literal["violation", "warning", "info"]
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult(Brief):
    """One finding of a check.

    Attributes:
        code: The rule that found it.
        severity: 'violation', 'warning' or 'info'.
        message: What is wrong.
        fix: How to fix it.
        element: The id of the element; None where it is about no single one.
        line: The line of the file, from 1; None where not known and for a workbook.
        sheet: The sheet of a workbook; None for other files.
        row: The row of the sheet, from 1; None for other files.
        column: The letter of the column; None for other files.
    """

    code: str
    severity: Severity
    message: Message
    fix: Message
    element: str | None = None
    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def cell(self) -> str | None:
        """The cell of a workbook, such as 'Cadre!C4'; None for other files."""
        return f"{self.sheet}!{self.column}{self.row}" if self.sheet else None

    def render(self, lang: str = "en") -> str:
        """Return where it is, what is wrong, how to fix it and the rule, in one line."""
        where = f"{sentence('cell.at-line', lang, line=self.line)} " if self.line else ""
        if self.sheet:
            place = {"sheet": self.sheet, "row": self.row, "column": self.column}
            where = f"{sentence('cell.at-cell', lang, **place)} "
        return harmless(f"{where}{self.message.render(lang)} {self.fix.render(lang)} [{self.code}]")

    def __str__(self) -> str:
        return self.render()


FINDINGS = (
    column("line", "line", "number"),
    column("sheet"),
    column("row", type="number"),
    column("column"),
    column("cell", "cell", code="cell"),
    column("code", "rule", "id"),
    column("severity", words="severity"),
    column("element", "element", "id"),
    column("message", "finding"),
    column("fix", "fix"),
)


@deferred("results")
@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Shown):
    """All findings about one file, the most severe first, then by line or cell.

    Attributes:
        file: The name of the file.
        results: The findings.
    """

    kind: ClassVar[str] = "report"
    file: str
    results: tuple[CheckResult, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no violation among them."""
        return not self.of_severity("violation")

    def of_severity(self, severity: Severity) -> tuple[CheckResult, ...]:
        """Return the findings of one severity, in their order."""
        return tuple(result for result in self.results if result.severity == severity)

    def rows(self, lang: str = "en") -> list[dict[str, Any]]:
        """One plain dict per finding: file, line, sheet, row, column, cell, code, severity, element, message, fix."""
        file = column("file", value=lambda _: self.file)
        rows = records((file, *FINDINGS), self.results, lang)
        return [{**row, "message": harmless(row["message"]), "fix": harmless(row["fix"])} for row in rows]

    def summary(self) -> str:
        """How many violations there are, and the first of them, as the text of an error."""
        violations = self.of_severity("violation")
        lines = [self._counted(), *(f"  {result}" for result in violations[:_SHOWN])]
        if len(violations) > _SHOWN:
            every = f". To see all of them: sswgraph check {harmless(self.file)}" if "." in self.file else ""
            lines.append(f"  … and {len(violations) - _SHOWN} more{every}")
        return "\n".join(lines)

    def __str__(self) -> str:
        """Every finding, one per line; those that are no violation say what they are."""
        marks = {"violation": "", "warning": "warning: ", "info": "remark: "}
        return "\n".join([self._counted(), *(f"  {marks[result.severity]}{result}" for result in self.results)])

    def _counted(self) -> str:
        violations = len(self.of_severity("violation"))
        return f"{harmless(self.file)}: {violations} problem{'' if violations == 1 else 's'}"

    def answers(self) -> dict[str, object]:
        """What it answers beyond its fields, for JSON."""
        return {"conforms": self.conforms}
