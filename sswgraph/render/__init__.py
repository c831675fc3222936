"""Pages as bytes: HTML, Markdown, plain text, Word, PDF, workbooks, the terminal; and results saved as files."""

from sswgraph.render.output import formats, save

__all__ = ["formats", "save"]
