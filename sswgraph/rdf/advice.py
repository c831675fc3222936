"""What a checked framework might add: advice that breaks no rule."""

from __future__ import annotations

from sswgraph.language import Message, message
from sswgraph.model import Framework
from sswgraph.model.identity import iri_of
from sswgraph.model.topics import Topic, coverage
from sswgraph.rdf.problems import Problems


def advise_on_topics(framework: Framework, problems: Problems) -> None:
    """Name each topic that is expected of workers who meet children or survivors and that nothing mentions."""
    found = coverage(framework)
    if found.applies and not found.readable:
        problems.add("topics-not-read", iri_of(framework.id), severity="info")
    for topic in found.absent:
        said = advice(topic)
        problems.add("topic-absent", iri_of(framework.id), severity="info", said=said)


def advice(topic: Topic) -> Message:
    """That nothing mentions a topic: which words were looked for, and which source asks for it."""
    return message(
        "check.topic-absent",
        topic=message(f"topic.{topic.code}"),
        words=tuple(word.strip() for word in topic.words),
        asked=tuple(dict.fromkeys(f"{title} ({source})" for _, source, title in topic.asked_by)),
    )
