"""What several tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextvars import ContextVar

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph


@pytest.fixture(scope="session")
def g() -> CompetencyGraph:
    """Everything that ships, loaded once."""
    return ssw.load()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The examples in docstrings are documentation that runs."""
    for item in items:
        if isinstance(item, pytest.DoctestItem):
            item.add_marker("docs")


# Over the whole run: no test reaches the network; and a test may ask which files were opened.
def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        host = arguments[1] if event == "socket.connect" else arguments[0]
        name = host[0] if isinstance(host, tuple) else host
        if str(name) not in ("127.0.0.1", "::1", "localhost") and not isinstance(name, bytes):
            raise RuntimeError(f"the network was asked for: {event} {host}")
    elif event == "open" and _reading.get():
        path = arguments[0]
        if isinstance(path, (str, bytes)):
            _opened.append(os.fsdecode(path))


_reading: ContextVar[bool] = ContextVar("reading", default=False)
_opened: list[str] = []
sys.addaudithook(_watch)


@pytest.fixture
def opened_files() -> Iterator[list[str]]:
    """The files that were opened while the test ran, in order."""
    _opened.clear()
    token = _reading.set(True)
    yield _opened
    _reading.reset(token)
