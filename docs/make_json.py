"""Writes the examples of json.md anew from values of the tests: ``python -m docs.make_json``."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sswgraph import to_plain
from tests import samples

PAGE = Path(__file__).parent / "json.md"
_EXAMPLE = re.compile(r"(<!-- example: ([\w-]+) -->\n```json\n)(.*?)(```)", re.DOTALL)


def renewed(page: str) -> str:
    """The page with every example as it comes out now; that of a profile, which people write, stays."""
    values = samples.everything()

    def example(found: re.Match[str]) -> str:
        name = found[2]
        if name == "profile" or name not in values:
            return found[0]
        return found[1] + json.dumps(to_plain(values[name]), ensure_ascii=False, indent=2) + "\n" + found[4]

    return _EXAMPLE.sub(example, page)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
