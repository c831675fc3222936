"""Many frameworks as one graph."""

from sswgraph.graph.competency_graph import CompetencyGraph

__all__ = ["CompetencyGraph"]
