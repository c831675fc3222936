"""The verbs: what is lacking, what closes it at least cost, what is held afterwards."""

from sswgraph.analysis.gaps import gap
from sswgraph.analysis.plans import after, plan

__all__ = ["after", "gap", "plan"]
