"""The command ``sswgraph`` with every command in it: each module of commands adds its own when it is imported."""

from __future__ import annotations

from sswgraph.cli import commands, comparing, documents, evidence, rebasing, reviewing
from sswgraph.cli.application import application

__all__ = ["application", "commands", "comparing", "documents", "evidence", "rebasing", "reviewing"]
