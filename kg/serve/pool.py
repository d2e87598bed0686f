"""Workers that answer one task each at a time; one that takes too long is killed, and another put in its place."""

from __future__ import annotations

import queue
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path

from kg.serve.limits import Limits
from kg.serve.worker import Outcome, Task, fault

_START = "from kg.serve.worker import main; main()"
_PATIENCE = 120  # seconds a worker may take to load lexicon and labels


class Worker:
    """One process and the line to it."""

    def __init__(self, where: str, limits: Limits, lexicon: Path | None) -> None:
        self._limits = limits
        self._line, theirs = Pipe()
        end = theirs.fileno()
        # a process of its own, not a fork: that would copy the server's threads and sockets
        self._process = subprocess.Popen([sys.executable, "-c", _START, str(end)], pass_fds=[end])
        theirs.close()
        self._line.send((where, limits, lexicon))
        self._ready = False

    def answer(self, task: Task, seconds: float) -> Outcome | None:
        """The outcome; ``None`` where the worker took too long or died, and must be replaced."""
        try:
            if not self._ready:
                self._ready = self._line.poll(_PATIENCE) and self._line.recv() is not None
            self._line.send(task)
            if self._ready and self._line.poll(seconds):
                outcome = self._line.recv()
                assert isinstance(outcome, Outcome)
                return outcome
        except (EOFError, OSError):
            pass
        return None

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process at once."""
        with suppress(OSError):
            self._line.close()
        self._process.kill()
        self._process.wait()


class Pool:
    """So many workers; a task waits for a free one as long as it may run itself."""

    def __init__(self, where: str, limits: Limits, lexicon: Path | None = None) -> None:
        self._made = where, limits, lexicon
        self._limits = limits
        self._free: queue.Queue[Worker] = queue.Queue()
        self._all: set[Worker] = set()
        for _ in range(limits.workers):
            self._start()

    def answer(self, task: Task) -> Outcome:
        """The outcome of a task; blocks, so call it from a thread."""
        try:
            worker = self._free.get(timeout=self._limits.seconds)
        except queue.Empty:
            return fault(503, "all workers are busy; try again later")
        outcome = worker.answer(task, self._limits.seconds)
        if outcome is not None:
            self._free.put(worker)
            return outcome
        late = worker.alive
        self._all.discard(worker)
        worker.kill()
        self._start()
        if late:
            return fault(503, f"stopped: it ran longer than {self._limits.seconds:g} seconds; make the query narrower")
        return fault(500, "the query took its worker down; make it narrower")

    def close(self) -> None:
        """Ends all workers."""
        for worker in list(self._all):
            worker.kill()
        self._all.clear()

    def _start(self) -> None:
        worker = Worker(*self._made)
        self._all.add(worker)
        self._free.put(worker)
