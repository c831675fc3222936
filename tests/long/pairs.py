"""Every pair of what ships, compared: nobody is accused of weakening what they never had (rule E7).

python -m tests.long.pairs
"""

from __future__ import annotations

from itertools import permutations

import sswgraph as ssw
from sswgraph.messages import wording as messages
from tests.test_compare_words import _accusing, accuse_nobody


def main() -> None:
    codes: set[str] = set()
    plain = messages._template

    def recording(code: str, lang: str) -> object:
        codes.add(code)
        return plain(code, lang)

    g = ssw.load()
    pairs = list(permutations(g.frameworks, 2))
    messages._template = recording
    along = accuse_nobody(g, pairs)
    messages._template = plain
    accusing = _accusing(codes)
    print(f"{len(pairs)} pairs, {len(along)} along lineage, {len(codes)} sentences said, {len(accusing)} that accuse")
    for code, lang, text in accusing:
        print(f"  {code} ({lang}): {text}")


if __name__ == "__main__":
    main()
