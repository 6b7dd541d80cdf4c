"""The published graph, followed: a build that publishes the next snapshot is noticed by the graph directory's own time of change."""

from __future__ import annotations

import time
from pathlib import Path

from kg.errors import GraphError
from kg.graph.store import Reader, open_graph

Stamp = tuple[int, int]
_SETTLED = 100_000_000  # nanoseconds after which a file system's clock has surely ticked
_PAUSE = 1.0  # a build changes its directory many times a second, and opening a large graph takes 80 ms


def stamp(graph: Path) -> Stamp:
    """Stays the same while the directory does; one that changed just now has a new stamp each time, for it may change once more unseen."""
    try:
        found = graph.stat()
    except OSError:
        return (0, 0)
    now = time.time_ns()
    return (found.st_ino, found.st_mtime_ns if abs(now - found.st_mtime_ns) > _SETTLED else -now)


class Current:
    """A reader of the newest published snapshot."""

    def __init__(self, graph: Path) -> None:
        self._graph = graph
        self._reader: Reader | None = None
        self._stamp: Stamp = (0, 0)
        self._opened = 0.0

    def reader(self) -> Reader:
        """The reader, newly opened if the graph changed, at most once a second; raises GraphError only if no graph was ever open."""
        before = stamp(self._graph)
        if self._reader is None or (before != self._stamp and time.monotonic() - self._opened > _PAUSE):
            self._reader = self._newest(self._reader)
            self._stamp, self._opened = before, time.monotonic()
        return self._reader

    def _newest(self, held: Reader | None) -> Reader:
        try:
            found = open_graph(self._graph)
        except GraphError:
            if held is None:
                raise
            return held
        if held is not None:
            held.close()
        return found
