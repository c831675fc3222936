"""``python -m benchmarks [--only JOB] [--size esco] [--repeats 5] [--json FILE]``: the table, and the same as JSON."""

from __future__ import annotations

import argparse
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.aligning import aligning
from benchmarks.careers import careers
from benchmarks.documents import documents
from benchmarks.generate import SIZES
from benchmarks.growth import growth
from benchmarks.jobs import JOBS
from benchmarks.many import many, querying
from benchmarks.measure import Figure
from benchmarks.plans import PLAN_JOBS

_PEERS = "pyoxigraph rdflib highspy scipy numpy rapidfuzz networkx python-docx lxml xlsxwriter click"
ALL = {
    **JOBS,
    **PLAN_JOBS,
    "align": aligning,
    "careers": careers,
    "documents": documents,
    "growth": growth,
    "many": many,
    "query": querying,
}


def main() -> None:
    """Run the jobs that were asked for and print a line for each figure as it comes."""
    given = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    given.add_argument("--only", choices=sorted(ALL), action="append", help="one job; may be repeated")
    given.add_argument("--size", choices=sorted(SIZES), default="esco", help="how large the generated framework is")
    given.add_argument("--repeats", type=int, default=5, help="how often each side is measured")
    given.add_argument("--json", type=Path, help="also write the figures here")
    asked = given.parse_args()
    versions = _versions()
    print(", ".join(f"{name} {number}" for name, number in versions.items()))
    print(f"{'job':<40} {'against':<28} {'ratio':>9} {'bar':>7}  met")
    figures: list[Figure] = []
    for name in asked.only or ALL:
        for figure in ALL[name](asked.size, asked.repeats):
            figures.append(figure)
            line = f"{figure.job:<40} {figure.peer:<28} {figure.ratio:>9.2f} {_against(figure)}"
            print(f"{line}  {figure.note}", flush=True)
    if asked.json:
        told = {"versions": versions, "size": asked.size, "figures": [f.row() for f in figures]}
        asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _versions() -> dict[str, str]:
    """Of Python, ours, and of the peers, the solver and what documents are written with, where they are here."""
    found = {"python": platform.python_version()}
    for name in ("sswgraph", *_PEERS.split()):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _against(figure: Figure) -> str:
    if figure.bar is None:
        return f"{'':8} -  "
    return f"{'<=' if figure.at_most else '>='} {figure.bar:<5g} {'yes' if figure.met else 'NO '}"


if __name__ == "__main__":
    main()
