"""Pages as bytes: HTML, Markdown, plain text, Word, PDF, workbooks, the terminal; and results saved as files."""

from sswgraph.lazy import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sswgraph.render.output import formats, save

__all__ = ["formats", "save"]

__getattr__ = lazily(__name__, {"formats": "output", "save": "output"})
