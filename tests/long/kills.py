"""Kills the process during writes, again and again: what is left is the old file or the new file, never half of one."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sswgraph as ssw
from sswgraph.exchange import write_framework

_WRITER = """
import sys, sswgraph as ssw
from dataclasses import replace
framework = ssw.load("za")["za"]
other = replace(framework, edition="the other")
print("ready", flush=True)
while True:
    for value in (framework, other):
        ssw.write(value, sys.argv[1], overwrite=True)
"""


def kill_writers(times: int, seed: int = 1) -> int:
    """Start a writer, kill it at a random moment, look at the file; the number of files that were neither.

    ``times``: how often. Prints a line for every tenth.
    """
    from dataclasses import replace

    framework = ssw.load("za")["za"]
    whole = {
        hashlib.sha256(write_framework(value).encode()).hexdigest()
        for value in (framework, replace(framework, edition="the other"))
    }
    draw, broken = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "za.ttl")
        for number in range(1, times + 1):
            writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(target)], stdout=subprocess.PIPE)
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(draw.random() * 0.3)
            writer.kill()
            writer.wait()
            writer.stdout.close()
            if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() not in whole:
                broken += 1
            if number % 10 == 0:
                print(f"{number} killed, {broken} broken", flush=True)
    return broken


if __name__ == "__main__":
    sys.exit(1 if kill_writers(int(sys.argv[1]) if len(sys.argv) > 1 else 300) else 0)
