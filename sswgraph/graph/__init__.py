"""Many frameworks as one graph."""

from sswgraph.graph.graph import CompetencyGraph

__all__ = ["CompetencyGraph"]
