"""A loop over nothing asserts nothing: loops of asserts go over ``some`` items, and a test finds those that do not."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Function = ast.FunctionDef | ast.AsyncFunctionDef
# Calls that give as much as they are given, so that what they are given decides.
_KEEPING = frozenset("sorted enumerate list tuple set frozenset reversed dict iter permutations zip product".split())
_VIEWS = frozenset("items keys values split copy".split())


def some(items: Iterable[T]) -> list[T]:
    """The items; there is at least one.

    >>> some("ab")
    ['a', 'b']
    """
    found = list(items)
    assert found, "a loop of asserts goes over nothing"
    return found


def loops_over_nothing(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(test, line) of each loop of asserts that may go over nothing unseen.

    It is seen where the loop goes over a literal, a constant made of one or ``some`` items, or where an assert before
    it speaks of what it goes over.
    """
    constants = _filled(tree.body, set())
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.name.startswith("test_") and not _is_drawn(node):
            filled = _filled(ast.walk(node), constants)
            for loop in _outermost(node.body):
                if not (_is_filled(loop.iter, filled) or _is_spoken_of(loop, node)):
                    yield node.name, loop.lineno


def _is_drawn(test: Function) -> bool:
    """Whether Hypothesis draws what a test looks at, so that one example may well be empty."""
    calls = [one.func for one in test.decorator_list if isinstance(one, ast.Call)]
    return any(isinstance(one, ast.Name) and one.id == "given" for one in calls)


def _outermost(body: Iterable[ast.stmt]) -> Iterator[ast.For]:
    """The loops with asserts that stand in no other loop."""
    for statement in body:
        if isinstance(statement, ast.For):
            if any(isinstance(inner, ast.Assert) for inner in ast.walk(statement)):
                yield statement
        elif not isinstance(statement, (*Function.__args__, ast.ClassDef)):
            for name in ("body", "orelse", "finalbody"):
                yield from _outermost(getattr(statement, name, []))


def _filled(nodes: Iterable[ast.AST], known: set[str]) -> set[str]:
    """The names that surely hold something: of literals, and of what is made of them."""
    found, several = set(known), list(nodes)
    for _ in range(3):
        for node in several:
            target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
            if isinstance(node, ast.AnnAssign) and node.value is not None:
                target = node.target
            if isinstance(target, ast.Name) and _is_filled(node.value, found):  # type: ignore[attr-defined]
                found.add(target.id)
    return found


def _is_filled(node: ast.expr, names: set[str]) -> bool:
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return any(not isinstance(one, ast.Starred) or _is_filled(one.value, names) for one in elements)
        case ast.Dict(keys=keys, values=values):
            return any(key is not None or _is_filled(value, names) for key, value in zip(keys, values, strict=True))
        case ast.Constant(value=value):
            return bool(value)
        case ast.Name(id=name):
            return name in names
        case ast.BinOp(left=left, op=ast.Add() | ast.BitOr(), right=right):
            return _is_filled(left, names) or _is_filled(right, names)
        case ast.ListComp(generators=parts) | ast.GeneratorExp(generators=parts) | ast.SetComp(generators=parts):
            return all(not part.ifs and _is_filled(part.iter, names) for part in parts)
        case ast.Call(func=ast.Attribute(value=of, attr=name)) if name in _VIEWS:
            return _is_filled(of, names)
        case ast.Call(func=ast.Name(id="range"), args=arguments):
            return all(isinstance(one, ast.Constant) for one in arguments)
        case ast.Call(func=ast.Name(id="some")):
            return True
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in _KEEPING:
            return _is_filled(first, names)
    return False


def _is_spoken_of(loop: ast.For, test: Function) -> bool:
    """Whether an assert before a loop names what it goes over, or the very variables it is made of."""
    own = {name.id for name in ast.walk(test) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
    wanted = {name.id for name in ast.walk(loop.iter) if isinstance(name, ast.Name)} & own
    for node in ast.walk(test):
        if isinstance(node, ast.Assert) and node.lineno < loop.lineno:
            named = {name.id for name in ast.walk(node.test) if isinstance(name, ast.Name)}
            if wanted & named or ast.unparse(loop.iter) in ast.unparse(node.test):
                return True
    return False
