"""The original documents of sources, so that one document counts once however often it is repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sswgraph.model import Evidence, Origin, Source, Text

if TYPE_CHECKING:
    from sswgraph.graph.graph import CompetencyGraph

UNNAMED = "unnamed-originals"


class Origins:
    """The origins of the sources of a graph.

    A reprint or translation has the origins of what it repeats. Sources with one address are one document, represented
    by the first of them by id. Reprints of providers that do not name their original count as one in each framework.

    Args:
        graph: The graph.

    Source:
        V4 in docs/semantics.md.
    """

    __slots__ = ("_by_page", "_found", "_sources")

    def __init__(self, graph: CompetencyGraph) -> None:
        self._sources: Mapping[str, Source] = {source.id: source for source in graph.of_kind("source")}
        self._by_page: dict[str, str] = {}
        for source in self._sources.values():  # in order of id
            if source.page:
                self._by_page.setdefault(address(source.page), source.id)
        self._found: dict[str, frozenset[str]] = {}

    def of_source(self, identifier: str) -> frozenset[str]:
        """Return the ids of the documents that a source repeats; its own id where it repeats none or is not loaded."""
        if identifier not in self._found:
            self._found[identifier] = self._followed(identifier, frozenset())
        return self._found[identifier]

    def of_evidence(self, evidence: Iterable[Evidence]) -> frozenset[str]:
        """Return the origins of what is stated of a whole element; evidence on single properties does not attest it."""
        stated = [one.source for one in evidence if attesting(one)]
        return frozenset().union(*(self.of_source(source) for source in stated if source))

    def with_sources(self, found: Iterable[str], cited: Iterable[str | None]) -> tuple[Origin, ...]:
        """Return each origin with those of the cited sources that go back to it, in order of id."""
        sources = sorted({source for source in cited if source})
        return tuple(
            Origin(
                id=origin,
                label=self._sources[origin].label if origin in self._sources else Text(),
                sources=tuple(source for source in sources if origin in self.of_source(source)),
                named=not origin.endswith(f":{UNNAMED}"),
            )
            for origin in sorted(set(found))
        )

    def _followed(self, identifier: str, seen: frozenset[str]) -> frozenset[str]:
        source = self._sources.get(identifier)
        if source is None:
            return frozenset({identifier})
        repeated = [one for one in (*source.reprint_of, *source.translation_of) if one not in seen]
        if repeated:
            return frozenset().union(*(self._followed(one, seen | {identifier}) for one in repeated))
        if source.source_kind == "provider-reprint":
            return frozenset({f"{identifier.partition(':')[0]}:{UNNAMED}"})
        return frozenset({self._by_page[address(source.page)] if source.page else identifier})


def attesting(one: Evidence) -> bool:
    """Whether a piece of evidence says that a source states an element as a whole."""
    return one.basis == "stated" and one.source is not None and not one.concerns


def address(page: str) -> str:
    """Return an address without what may differ between two records of one page.

    Args:
        page: The address.

    Returns:
        The address without scheme, 'www.' and final slash.

    Example:
    >>> address("http://www.example.org/law/") == address("https://example.org/law")
    True
    """
    return page.partition("://")[2].removeprefix("www.").rstrip("/")
