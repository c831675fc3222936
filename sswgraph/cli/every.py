"""The command ``sswgraph`` with every command in it: each module of commands adds its own when it is imported."""

from __future__ import annotations

from sswgraph.cli import adaptation as comparing
from sswgraph.cli import adaptation as rebasing
from sswgraph.cli import careers, commands, documents
from sswgraph.cli import provenance as evidence
from sswgraph.cli import review as reviewing
from sswgraph.cli.options import application

__all__ = ["application", "careers", "commands", "comparing", "documents", "evidence", "rebasing", "reviewing"]
