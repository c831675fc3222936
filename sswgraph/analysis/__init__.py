"""The verbs: what is lacking, what closes it at least cost, what is held afterwards."""

from sswgraph.analysis.gap import gap
from sswgraph.analysis.plan import after, plan

__all__ = ["after", "gap", "plan"]
