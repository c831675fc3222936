"""The process of queries, seen from outside: started with the first, kept for the next, restarted after a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sswgraph.errors import QueryError

if TYPE_CHECKING:
    from io import BufferedReader

_WORKER = str(Path(__file__).with_name("worker.py"))


class Asker:
    """Runs queries over statements in a process, which ends with this value, the interpreter, or a query that fails.

    Copies, pickles and forked processes have a process of their own, and so have threads that ask at the same time.

    Args:
        statements: The statements, as N-Triples.
    """

    __slots__ = ("__weakref__", "_busy", "_running", "statements")

    def __init__(self, statements: bytes) -> None:
        self.statements = statements
        self._busy = threading.Lock()
        self._running: _Running | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return (Asker, (self.statements,))

    def ask(self, order: Mapping[str, Any], time_limit: float) -> dict[str, Any]:
        """Return the answer of the process; raises QueryError where it takes too long, or ends the process."""
        if not time_limit > 0:
            raise _too_long(time_limit)
        if not self._busy.acquire(blocking=False):
            return Asker(self.statements).ask(order, time_limit)
        try:
            return self._ask(order, time.monotonic() + time_limit, time_limit)
        finally:
            self._busy.release()

    def _ask(self, order: Mapping[str, Any], until: float, time_limit: float) -> dict[str, Any]:
        """Earlier queries make no difference: where a process that was used ends, a new one is asked."""
        used = self._running is not None and self._running.alive()
        if not used:
            self.end()
            self._running = _Running(self)
        running = self._running
        assert running is not None
        answer = None
        try:
            answer = running.ask(order, self.statements, max(0.001, until - time.monotonic()))
        finally:
            if answer is None:  # it ended, or was interrupted and would give the answer to the next query
                self._running = None
                running.end()
        if answer is not None:
            if running.late:  # in the very last moment
                self.end()
            return answer
        if running.late:
            raise _too_long(time_limit)
        if used and until > time.monotonic():
            return self._ask(order, until, time_limit)
        raise QueryError(_why_it_died(running.said))

    def end(self) -> None:
        """End the process; the next query starts another."""
        running, self._running = self._running, None
        if running is not None:
            running.end()

    def forget(self) -> None:
        """In a forked process: leave the process of queries to the parent."""
        running, self._running = self._running, None
        self._busy = threading.Lock()
        if running is not None:
            running.forget()


class _Running:
    """One process, which receives the statements with its first query."""

    def __init__(self, owner: Asker) -> None:
        self.late = False
        self.said = ""
        self._order: object = None  # what it is working on, so that it is not stopped for what is over
        self._stopping = threading.Lock()
        self._told = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", _WORKER],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._ending = weakref.finalize(owner, _end, self._process, os.getpid())
        _ASKERS.add(owner)

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, order: Mapping[str, Any], statements: bytes, seconds: float) -> dict[str, Any] | None:
        """Return the answer; None where the process ended or was stopped."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        self._order = order
        timer = threading.Timer(seconds, self._stop, [order])
        timer.daemon = True
        timer.start()
        try:
            if not self._told:
                process.stdin.write(b"%d\n" % len(statements) + statements)
                self._told = True
            process.stdin.write(json.dumps({**order, "seconds": seconds}).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:  # a broken pipe
            line = b""
        finally:
            timer.cancel()
            with self._stopping:
                self._order = None
        return json.loads(line) if line.endswith(b"\n") else None

    def _stop(self, order: object) -> None:
        with self._stopping:
            if self._order is order:
                self.late = True
                self._process.kill()

    def end(self) -> None:
        """End the process, and keep its messages where it ended by itself."""
        process = self._process
        if not self.late:
            try:
                process.wait(0.2)  # what broke is ending
            except subprocess.TimeoutExpired:
                process.kill()
            assert process.stderr is not None
            self.said = process.stderr.read().decode(errors="replace")
        self._ending()

    def forget(self) -> None:
        self._ending.detach()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            cast("BufferedReader", pipe).raw.close()  # without writing what the parent may still write
        self._process.returncode = 0  # it is not a child of this process


def _end(process: subprocess.Popen[bytes], of: int) -> None:
    if os.getpid() == of:
        process.kill()
        process.wait()
    _close(process)


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout, process.stderr):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:  # what was not yet written cannot be
            pass


def _forget_all() -> None:
    for one in tuple(_ASKERS):
        one.forget()


_ASKERS: weakref.WeakSet[Asker] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_forget_all)


def _too_long(time_limit: float) -> QueryError:
    problem = f"The query took longer than {time_limit:g} seconds and was stopped."
    return QueryError(f"{problem} Ask for less, or pass a larger time_limit.")


def _why_it_died(said: str) -> str:
    if "Traceback" not in said or "MemoryError" in said:
        return "The query could not be run: it needs too much memory or nests too deep."
    return f"The query could not be run: {said.strip().splitlines()[-1]}"
