"""What several tests share."""

from __future__ import annotations

import pytest

import sswgraph as ssw
from sswgraph.graph import CompetencyGraph


@pytest.fixture(scope="session")
def g() -> CompetencyGraph:
    """Everything that ships, loaded once."""
    return ssw.load()
