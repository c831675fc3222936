"""Results as files and as reports: save them, and the tour."""

from sswgraph.documents.saving import formats, save
from sswgraph.documents.touring import tour

__all__ = ["formats", "save", "tour"]
