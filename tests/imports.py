"""Which file of the package imports which, and the figures of the house: ``python -m tests.imports`` prints them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "sswgraph").rglob("*.py"))
Imports = Mapping[str, frozenset[str]]


def name_of(file: Path) -> str:
    """The dotted name of a file of the package.

    >>> name_of(ROOT / "sswgraph" / "graph" / "__init__.py"), name_of(ROOT / "sswgraph" / "files.py")
    ('sswgraph.graph', 'sswgraph.files')
    """
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.Module, known: Mapping[str, object]) -> Iterator[str]:
    """The files that a file imports when it runs, inside functions too; what only types need is left out."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            waiting.extend(node.orelse)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield from [full] if full in known else [node.module] if node.module in known else []
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        else:
            waiting.extend(ast.iter_child_nodes(node))


def imports(trees: Mapping[str, ast.Module]) -> Imports:
    """By file, the other files that it imports."""
    return {name: frozenset(imported(tree, trees)) - {name} for name, tree in trees.items()}


def circles(found: Imports) -> set[frozenset[str]]:
    """The sets of files that all lead to each other.

    >>> found = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b"), "d": frozenset("a")}
    >>> [sorted(circle) for circle in circles(found)]
    [['b', 'c']]
    """
    reached = {name: _reached(name, found) for name in found}
    of_each = (frozenset(other for other in reached[name] if name in reached[other]) for name in found)
    return {circle for circle in of_each if circle}


def _reached(name: str, found: Imports) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for other in found[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def twice(trees: Mapping[str, ast.Module]) -> dict[str, list[str]]:
    """The public functions and classes of one name in several files, but for those of the command line.

    A command is called like the function that it calls.
    """
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for name, tree in trees.items():
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                homes[node.name].add(name)
    apart = {n: sorted(home for home in found if not home.startswith("sswgraph.cli.")) for n, found in homes.items()}
    return {name: found for name, found in sorted(apart.items()) if len(found) > 1}


def parsed() -> dict[str, ast.Module]:
    """The files of the package by dotted name."""
    return {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES}


def main() -> None:
    trees = parsed()
    found = imports(trees)
    by = {name: [other for other in found if name in found[other]] for name in found}
    print("files", len(SOURCES))
    print("lines", sum(file.read_text(encoding="utf-8").count("\n") for file in SOURCES))
    print("circles of files", len(circles(found)))
    print("files imported by one other only", sum(len(others) == 1 for others in by.values()))
    print("names defined twice", len(twice(trees)))


if __name__ == "__main__":
    main()
