"""``translation``: the texts of a framework for translators, and the framework with what they wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sswgraph.adaptation.adapt import free
from sswgraph.errors import InputError
from sswgraph.exchange import require_kept
from sswgraph.graph.graph import stamp_of
from sswgraph.messages import family, require_language, sentence
from sswgraph.model import Decision, Evidence, Framework, Node, Text
from sswgraph.model.canonical import canonical
from sswgraph.model.codes import protects
from sswgraph.model.evidence import is_unreviewed
from sswgraph.model.fields import BY_KIND, Shape
from sswgraph.model.translation import SourceText, Translated, TranslatedText, Translation

# The titles of documents are not translated, nor is the record of what became of elements.
_UNTRANSLATED = frozenset({"source", "change", "adoption", "open-question"})
_MARK = "unreviewed_language"


def translation(framework: Framework, to: str) -> Translation:
    """List the texts of a framework for translation into a language in a workbook.

    ``write_review(found, "fr.xlsx")`` makes the workbook, in which source and target are side by side, safeguards
    first, with a glossary. ``read_review`` reads it, and ``apply_review`` gives the framework with the translation,
    marked where nobody has reviewed it. Quotations of sources and titles of documents are not translated.

    Args:
        framework (Framework): The framework, such as ``load("psw")["psw"]``.
        to (str): The tag of the language, such as 'fr'.

    Returns:
        The translation, with the texts that are already translated.

    Raises:
        InputError: If it is not a framework, the tag is not valid, or the framework is written in this language.

    Example:
        >>> import sswgraph as ssw
        >>> found = translation(ssw.load("psw")["psw"], to="pt")
        >>> found.source, found.texts[0].protects, found.texts[0].target
        ('en', True, '')
    """
    if not isinstance(framework, Framework):
        raise InputError(f"translation takes a Framework such as load('psw')['psw'], not {type(framework).__name__}.")
    require_language(to)
    source, to = framework.first_language or "en", to.lower()
    if family(source) == family(to):
        raise InputError(f"'{framework.id}' is written in '{source}' itself. Give another language, such as to='fr'.")
    texts = sorted(_texts(framework, source, to), key=lambda one: not one.protects)
    return Translation(
        base=framework.id,
        base_label=framework.label,
        source=source,
        to=to,
        texts=tuple(texts),
        stamp=stamp_of((framework,)),
        framework=framework,
    )


def text_fields(node: Node) -> Iterator[str]:
    """Yield the fields with texts of an element of this kind, without quotations of sources."""
    if node.kind not in _UNTRANSLATED:
        yield from (one.name for one in BY_KIND[node.kind].fields if one.shape is Shape.TEXT)


def _texts(framework: Framework, source: str, to: str) -> Iterator[SourceText]:
    for node in (framework, *framework.elements):
        reviewed = _has_mark(node) and not is_unreviewed(node, to)
        for name in text_fields(node):
            text: Text = getattr(node, name)
            lang = next((tag for tag in (source, "en", *text.languages) if tag != to and text.all(tag)), None)
            said, there = text.all(lang) if lang else (), text.all(to)
            for turn, words in enumerate(said):
                target = there[turn] if turn < len(there) else ""
                yield SourceText(
                    key=f"{node.id} {name} {turn}",
                    element=node.id,
                    kind=node.kind,
                    field=name,
                    turn=turn,
                    label=getattr(node, "label", Text()),
                    source=words,
                    lang=str(lang),
                    target=target,
                    reviewed=bool(target) and reviewed,
                    protects=protects(node),
                    print=sha256(f"{lang}\n{words}".encode()).hexdigest()[:16],
                )


def with_translation(found: Translation, written: Translated, edition: str | None = None) -> Framework:
    """Apply a translation; what nobody has reviewed is marked, and reviewers are recorded.

    Args:
        found: The texts that were to be translated.
        written: What translators wrote.
        edition: The edition of the result; None: as it was.

    Returns:
        The framework with the translation.
    """
    rows: dict[str, dict[tuple[str, int], TranslatedText]] = {}
    for one in written.changes:
        rows.setdefault(one.text.element, {})[one.text.field, one.text.turn] = one
    known: dict[str, list[SourceText]] = {}
    for text in found.texts:
        known.setdefault(text.element, []).append(text)
    nodes = [
        _with(node, found.to, rows[node.id], known[node.id]) if node.id in rows else node for node in found.framework
    ]
    header: Any = found.framework
    if header.id in rows:
        header = _with(header, found.to, rows[header.id], known[header.id])
    taken = {node.id for node in nodes}
    made: Framework = replace(header, elements=(*nodes, *_records(found, written, taken)))
    return require_kept(canonical(made if edition is None else replace(made, edition=edition)))


def _with(node: Any, to: str, rows: dict[tuple[str, int], TranslatedText], known: list[SourceText]) -> Any:
    """An element with its texts in the language: those kept, and those written."""
    changed: dict[str, Any] = {}
    for name in {name for name, _ in rows}:
        text: Text = getattr(node, name)
        said = dict(enumerate(text.all(to)))
        said |= {turn: one.after for (of, turn), one in rows.items() if of == name}
        kept = [(tag, words) for tag, words in text.values if tag != to]
        changed[name] = Text(tuple(sorted([*kept, *((to, said[turn]) for turn in sorted(said) if said[turn])])))
    if _has_mark(node):
        changed[_MARK] = tuple(_marks(node, to, rows, known))
    return replace(node, **changed)


def _has_mark(node: Node) -> bool:
    """Whether an element of this kind can state that nobody has reviewed a language; otherwise it is not known."""
    return any(one.name == _MARK for one in BY_KIND[node.kind].fields)


def _marks(node: Any, to: str, rows: dict[tuple[str, int], TranslatedText], known: list[SourceText]) -> Iterator[str]:
    """Yield the languages of an element that nobody has reviewed: this one, unless every text in it was.

    The mark of another variety is kept where there are texts in that variety: a review of 'pt-br' is not one of 'pt'.
    """
    open_texts = False
    for text in known:
        row = rows.get((text.field, text.turn))
        if row is None:
            open_texts |= bool(text.target) and not text.reviewed
        else:
            open_texts |= bool(row.after) and not row.reviewer
    spoken = {tag for name in text_fields(node) for tag in getattr(node, name).languages}
    varied = any(tag != to and family(tag) == family(to) for tag in spoken)
    others = {tag for tag in node.unreviewed_language if family(tag) != family(to) or (varied and tag != to)}
    yield from sorted(others | ({to} if open_texts else set()))


def _records(found: Translation, written: Translated, taken: set[str]) -> Iterator[Node]:
    """Record who reviewed which elements, and when; the record holds no verdict and gives no rule more force."""
    about: dict[tuple[str, str | None], dict[str, None]] = {}
    for one in written.changes:
        if one.reviewer and one.effect != "removed":
            about.setdefault((one.reviewer, one.date), {})[one.text.element] = None
    for number, ((who, day), elements) in enumerate(sorted(about.items(), key=str), 1):
        name = free(f"{found.base}:translation-{found.to}-{number}", taken)
        said = sentence("translation.reviewed-record", found.to, to=found.to)
        yield Decision(
            id=name,
            about=tuple(sorted(elements)),
            rationale=Text(((_spoken(found.to), said),)),
            by=who,
            date=day,
            evidence=(Evidence(id=free(f"{name}.evidence", taken), basis="draft"),),
        )


def _spoken(to: str) -> str:
    """The language of the record: that of the translation, where the packs have it."""
    from sswgraph.messages import languages

    base = to.partition("-")[0]
    return base if base in languages() else "en"
