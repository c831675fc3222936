"""Every pair of what ships, compared: nobody is accused of weakening what they never had (rule E7).

python -m tests.long.pairs
"""

from __future__ import annotations

import sys
from itertools import permutations

import sswgraph as ssw
from sswgraph.messages import wording as messages
from tests.test_compare_words import _accusing, accuse_nobody

_AT_ONCE = 50


def main() -> None:
    codes: set[str] = set()
    plain = messages._template

    def recording(code: str, lang: str) -> object:
        found = plain(code, lang)
        codes.add(code)
        return found

    g = ssw.load()
    pairs = list(permutations(g.frameworks, 2))
    along = 0
    messages._template = recording
    for begin in range(0, len(pairs), _AT_ONCE):
        along += len(accuse_nobody(g, pairs[begin : begin + _AT_ONCE]))
        print(f"{min(begin + _AT_ONCE, len(pairs))} of {len(pairs)}", file=sys.stderr)
    messages._template = plain
    accusing = _accusing(codes)
    print(f"{len(pairs)} pairs, {along} along lineage, {len(codes)} sentences said, {len(accusing)} that accuse")
    for code, lang, text in accusing:
        print(f"  {code} ({lang}): {text}")


if __name__ == "__main__":
    main()
