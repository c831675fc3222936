"""Topics that a framework for work with children or survivors is expected to cover, and whether it does.

A topic is recognised by the structure that carries it, such as a supervision arrangement, or by words in the names and
texts of elements, in English and French only. A topic that is not found may still be covered, so the answer names the
words that were looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sswgraph.messages import Message, family, message
from sswgraph.model.codes import AUTHORITIES, HARM
from sswgraph.model.elements import Cadre
from sswgraph.model.evidence import Element, Node, Source
from sswgraph.model.framework import Framework
from sswgraph.model.relations import Obligation, ScopeRule, SupervisionArrangement

LANGUAGES = ("en", "fr")
# Word stems that show that the workers of a framework meet children or survivors.
MEETS = ("child", "young people", "youth", "orphan", "survivor", "abuse", "famil", "enfan", "jeune", "orphelin", "abus")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic.

    Attributes:
        code: Its code.
        words: Stems of the words that mention it.
        asked_by: The shipped elements that ask for it: their id, the id of their source, its title.
        carried_by: Whether an element covers it by its structure.
    """

    code: str
    words: tuple[str, ...]
    asked_by: tuple[tuple[str, str, str], ...]
    carried_by: Callable[[Node], bool] = lambda node: False


def _supervised(node: Node) -> bool:
    return isinstance(node, SupervisionArrangement) or (
        isinstance(node, ScopeRule) and node.authority == "under-supervision"
    )


def _limits(node: Node) -> bool:
    return isinstance(node, ScopeRule) and (bool(node.refer_to) or node.authority in _LIMITING)


def _reports(node: Node) -> bool:
    return isinstance(node, Obligation) and bool(HARM.intersection(node.trigger))


_LIMITING = AUTHORITIES[AUTHORITIES.index("delegated-only") :]
_GUIDANCE = (
    "asean-sp:source-guidance",
    "Regional Guidance on Strengthening the Role of Social Workers and the Wider Social Service Workforce in Social "
    "Protection",
)
_TOOLKIT = ("alliance:source-toolkit-supporting", "Supporting the para professional social service workforce")

TOPICS = (
    Topic(
        "ethics",
        ("ethic", "confidential", "privacy", "code of conduct", "éthique", "déontolog", "vie privée"),
        (
            (
                "seed-case-management:p-right-workers",
                "seed-case-management:source-day-four",
                "Day Four Blog: Engineering Case Management Approaches",
            ),
            (
                "who:c-common-confidentiality",
                "who:source-common-factors",
                "Common factors in manuals for non-specialists: article PMC8297897, table 2",
            ),
        ),
        lambda node: node.kind == "ethical-standard",
    ),
    Topic(
        "safeguarding",
        (
            "safeguard",
            "child protection",
            "in need of protection",
            "at risk",
            "report abuse",
            "protection de l'enfan",
            "protection des enfants",
            "besoin de protection",
            "à risque",
            "en danger",
            "signaler",
            "signalement",
        ),
        (("asean-sp:para-social-worker.rule-identify-children", *_GUIDANCE),),
        _reports,
    ),
    Topic(
        "limits",
        (
            "referr",
            "refer ",
            "own role",
            "own limits",
            "level of responsibility",
            "orienter",
            "orientation",
            "référe",
            "limites",
            "son rôle",
        ),
        (("asean-sp:c-assessment-and-referral", *_GUIDANCE),),
        _limits,
    ),
    Topic("supervision", ("supervis",), (("alliance:principle-supporting-c", *_TOOLKIT),), _supervised),
    Topic(
        "self-care",
        (
            "self-care",
            "self care",
            "wellness",
            "own well-being",
            "burnout",
            "stress",
            "prendre soin de soi",
            "propre bien-être",
            "épuisement",
        ),
        (("alliance:principle-supporting-d", *_TOOLKIT),),
    ),
    Topic(
        "non-discrimination",
        ("discriminat", "non-discriminat", "disabilit", "inclusi", "handicap"),
        (("asean-sp:c-values-awareness", *_GUIDANCE), ("asean-sp:c-disability-and-inclusion", *_GUIDANCE)),
    ),
    Topic(
        "participation",
        ("particip", "take part", "taking part", "involve", "prendre part", "prennent part", "associer"),
        (("asean-sp:c-active-participation", *_GUIDANCE),),
    ),
)


@dataclass(frozen=True, slots=True)
class TopicsFound:
    """The topics of a framework.

    Attributes:
        applies: Whether the topics are expected of it at all.
        readable: Whether it has texts in English or French.
        absent: The topics that were not found.
    """

    applies: bool
    readable: bool
    absent: tuple[Topic, ...] = ()


def topics_found(framework: Framework) -> TopicsFound:
    """The topics that nothing in a framework covers or mentions, if a cadre meets children or survivors.

    Args:
        framework (Framework): The framework.

    Returns:
        Whether topics are expected, whether texts could be read, and the topics not found.

    Example:
        >>> from sswgraph.model import Text
        >>> worker = Cadre(id="xx:worker", label=Text.of(en="child protection volunteer"))
        >>> found = topics_found(Framework(id="xx", elements=(worker,)))
        >>> found.applies, [topic.code for topic in found.absent][:2]
        (True, ['ethics', 'limits'])
    """
    nodes = [node for node in framework.elements if not isinstance(node, Source)]
    if not any(isinstance(node, Cadre) for node in nodes):
        return TopicsFound(False, True)
    named = [node for node in nodes if isinstance(node, Element)]
    texts = [text for node in named for text in _texts(node)]
    if not texts:
        return TopicsFound(True, False)
    if not any(_mentions(MEETS).search(text) for text in texts):
        return TopicsFound(False, True)
    absent = [
        topic
        for topic in TOPICS
        if not any(topic.carried_by(node) for node in nodes)
        and not any(_mentions(topic.words).search(text) for text in texts)
    ]
    return TopicsFound(True, True, tuple(absent))


def _texts(node: Element) -> list[str]:
    said = (*node.label.values, *node.alt_label.values, *node.definition.values)
    return [f"{text} ".casefold().replace("’", "'") for tag, text in said if family(tag) in LANGUAGES]


@cache
def _mentions(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word.casefold()) for word in words)})")


def advice(topic: Topic) -> Message:
    """The message that nothing mentions a topic, with the words that were looked for and who asks for it."""
    return message(
        "check.topic-absent",
        topic=message(f"topic.{topic.code}"),
        words=tuple(word.strip() for word in topic.words),
        asked=tuple(dict.fromkeys(f"{title} ({source})" for _, source, title in topic.asked_by)),
    )
