"""Writes docs/frameworks/: a page for each framework that ships, and the index by region: ``python -m docs.listing``.

The pages hold what the data say and nothing else; the same data give the same bytes, and a test holds them up to date.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import sswgraph as ssw
from docs.listing.pages import pages

FOLDER = Path(__file__).parent.parent / "frameworks"


def main() -> None:
    """Write every page anew, and remove those of frameworks that ship no more."""
    parser = argparse.ArgumentParser(prog="python -m docs.listing", description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=FOLDER, help="where to write (default: docs/frameworks)")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    written = pages(ssw.load())
    for path in folder.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(written)} pages in {folder}")


if __name__ == "__main__":
    main()
