"""Encodes source frameworks from fact sheets: ``python -m docs.encoding SHEET … [--only ID] [--out FOLDER]``.

Sheets that lie in this folder (``*.md`` in ``facts``) are read as well, unless ``--tables FOLDER`` names other tables.
Everything that a person must look at is printed with its sheet and line; nothing is guessed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from docs.encoding.encode import encode, write
from docs.encoding.sheets import read_sheet
from docs.encoding.tables import read_tables

HERE = Path(__file__).parent
FRAMEWORKS = HERE.parent.parent / "frameworks"


def main() -> None:
    """Read the sheets, write the frameworks, and say what was made and what is doubtful."""
    parser = argparse.ArgumentParser(prog="python -m docs.encoding", description=__doc__.partition("\n")[0])
    parser.add_argument("sheets", nargs="+", type=Path, metavar="SHEET")
    parser.add_argument("--only", action="append", metavar="ID", help="write this framework only (may be repeated)")
    parser.add_argument("--out", type=Path, default=FRAMEWORKS, help="where to write (default: the shipped frameworks)")
    parser.add_argument("--tables", type=Path, metavar="FOLDER", help="tables of your own, for your sheets alone")
    parser.add_argument("--quiet", action="store_true", help="count the problems by kind instead of listing them")
    asked = parser.parse_args()
    for path in asked.sheets:
        if not path.is_file():
            parser.error(f"There is no sheet {path}.")
    if asked.tables is not None and not asked.tables.is_dir():
        parser.error(f"There is no folder {asked.tables}.")
    shared = [] if asked.tables else sorted((HERE / "facts").glob("*.md"))
    sheets = [read_sheet(path) for path in (*asked.sheets, *shared)]
    frameworks, problems = encode(sheets, read_tables(asked.tables or HERE / "specifications"), FRAMEWORKS)
    chosen = [framework for framework in frameworks if asked.only is None or framework.id in asked.only]
    write(chosen, asked.out)
    for framework in chosen:
        kinds = Counter(node.kind for node in framework.elements)
        shown = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
        print(f"{framework.id}: {shown}")
    for kind, number in sorted(Counter(problem.code for problem in problems).items()):
        print(f"{number} {kind}")
    if not asked.quiet:
        print(*problems, sep="\n")


if __name__ == "__main__":
    main()
