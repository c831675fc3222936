"""The public function ``picture``: a result as SVG, with alternative text inside."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from sswgraph.errors import InputError
from sswgraph.graph import CompetencyGraph
from sswgraph.messages import require_language
from sswgraph.model.careers import Routes
from sswgraph.model.evidence import Node
from sswgraph.model.shown import Shown
from sswgraph.pages.pictures.svg import Drawing
from sswgraph.pages.writer import Writer

# The module of each kind of result; its function ``<kind>_drawing`` draws it.
_DRAWN = {name: name for name in ("countries", "coverage", "element", "gap", "plan", "routes", "team")}
_OWN_WORDS = {"countries": "countries", "team": "team"}  # the area of its words; else that of careers


class Svg(str):
    """The text of an SVG picture, which a notebook shows as a picture.

    Attributes:
        alternative: The words that say the same.
    """

    alternative: str

    def __new__(cls, svg: str, alternative: str = "") -> Svg:
        """Keep the alternative text beside the picture."""
        made = super().__new__(cls, svg)
        made.alternative = alternative
        return made

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": str(self), "text/plain": self.alternative}


def picture(result: Any, lang: str = "en", *, graph: CompetencyGraph | None = None) -> Svg:
    """A result as a picture: SVG text that needs nothing else, with alternative text inside.

    A coverage is drawn as a matrix of functions and cadres, routes in lanes by tier, a gap by domain, a plan step by
    step over its hours, a team by worker and competency, countries by concept, and a part of a framework with its
    neighbours. Letters, numbers and kinds of line repeat what colours say. The same result gives the same bytes.

    Args:
        result (Any): A coverage, routes, a gap, a plan, a team, countries, or a part of a framework such as
            ``g["za:social-worker"]``.
        lang (str): The language tag of the words in it.
        graph (CompetencyGraph | None): The graph that the result comes from, which gives a gap its domains, and a part
            of a framework the names of its neighbours; the others need none.

    Returns:
        The text of an SVG file, which a notebook shows as a picture; ``ssw.save(result, "drawn.svg")`` writes it.

    Raises:
        InputError: For a result that has no picture, and for an invalid language tag.

    Example:
        >>> import sswgraph as ssw
        >>> g = ssw.load("psw")
        >>> ssw.picture(ssw.coverage(g, "psw"))[:4]
        '<svg'
    """  # noqa: DOC502 - require_language and drawing raise
    require_language(lang)
    drawn = drawing(result, lang, graph=graph)
    return Svg(drawn.svg, drawn.alternative)


def has_picture(result: object) -> bool:
    """Whether ``picture`` draws it."""
    return _kind_of(result) in _DRAWN


def _kind_of(result: object) -> str:
    return result.kind if isinstance(result, (Shown, Routes)) else "element" if isinstance(result, Node) else ""


def drawing(result: Any, lang: str = "en", *, graph: CompetencyGraph | None = None) -> Drawing:
    """A picture with its alternative text apart, for pages; InputError for a result that has none."""
    kind = _kind_of(result)
    if kind not in _DRAWN:
        known = "a coverage, routes, a gap, a plan, a team, countries, or a part of a framework: g['za:social-worker']"
        raise InputError(f"There is no picture of a {kind or type(result).__name__}; there is one of {known}.")
    if graph is not None and not isinstance(graph, CompetencyGraph):
        raise InputError(f"graph is a CompetencyGraph such as load(), not {type(graph).__name__}.")
    module = import_module(f"sswgraph.pages.pictures.{_DRAWN[kind]}")
    draw = cast("Callable[[Any, Writer, CompetencyGraph | None], Drawing]", getattr(module, f"{kind}_drawing"))
    return draw(result, Writer(lang, _OWN_WORDS.get(kind, "careers")), graph)
