"""CPU time and peak memory, ours and a peer's by turns, and the ratio of the medians."""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One row: a ratio of CPU time (or memory) against a peer, the bar, and the medians behind it."""

    job: str
    peer: str
    unit: str
    ours: float
    theirs: float
    bar: float | None = None  # None: for information
    at_most: bool = True
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the peer's; for bars of the kind 'so many times faster', the peer's over ours."""
        above, below = (self.ours, self.theirs) if self.at_most else (self.theirs, self.ours)
        return above / below if below else float("inf")

    @property
    def met(self) -> bool:
        if self.bar is None:
            return True
        return self.ratio <= self.bar if self.at_most else self.ratio >= self.bar

    def row(self) -> dict[str, object]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "met": self.met}


def by_turns(ours: Callable[[], object], theirs: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Median CPU seconds of each, measured A B A B …, the collector run before each and left on."""
    mine, yours = [], []
    for _ in range(repeats):
        mine.append(cpu(ours))
        yours.append(cpu(theirs))
    return statistics.median(mine), statistics.median(yours)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call in this process."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def processes(ours: str, theirs: str, repeats: int) -> tuple[float, float]:
    """Median CPU seconds of two whole Python processes that run these lines, by turns."""
    mine, yours = [], []
    for _ in range(repeats):
        mine.append(process(ours)[0])
        yours.append(process(theirs)[0])
    return statistics.median(mine), statistics.median(yours)


def process(code: str, *arguments: str) -> tuple[float, int]:
    """CPU seconds and peak memory (KiB) of one Python process that runs this code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, cwd=_ROOT, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss


def peak(code: str, *arguments: str) -> int:
    """Peak memory (KiB) of a process that runs this code, measured by a process of its own so that peaks do not mix."""
    asker = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", asker, code, *arguments], check=True, cwd=_ROOT, capture_output=True)
    return int(done.stdout)


_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - a plain string for cwd
