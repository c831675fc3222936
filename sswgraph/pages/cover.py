"""The cover of a document of many pages: whose it is, which version, when it is reviewed, who signs it off."""

from __future__ import annotations

from collections.abc import Iterator

from sswgraph.model.permissions import Condition, Limit, ObligationInForce, Ruled
from sswgraph.pages.blocks import Block, Facts, Paragraph, Table
from sswgraph.pages.writer import Writer, data

BLANK = "_" * 24
_LAW = "law"  # the force of acts and regulations


def issued_by(w: Writer, edition: str) -> Iterator[Block]:
    """Room for the ministry's name and logo and for who signs; the version, and when it is reviewed."""
    header = tuple(_said(w, name) for name in ("ministry", "logo", "sign-off"))
    yield Table(_said(w, "caption"), header, (("",) * len(header),), shape="form")
    yield Facts(((_said(w, "edition"), data(edition) or BLANK), (_said(w, "review"), BLANK)))


def for_legal_officer(w: Writer, found: Ruled) -> Iterator[Block]:
    """The rules made by law or regulation, to be compared with it; nothing where there are none."""
    every: tuple[ObligationInForce | Condition | Limit, ...] = (*found.obligations, *found.conditions, *found.limits)
    rules = dict.fromkeys(w.ruled(one.text).rstrip(". ") for one in every if one.applies.force == _LAW)
    if rules:
        yield Paragraph(_said(w, "legal-officer", rules=data("; ".join(rules))))


def _said(w: Writer, code: str, /, **parameters: str) -> str:
    return w.of("cover", code, parameters)
