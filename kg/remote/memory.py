"""What was sent where: a table in the graph directory, so that a push sends what changed and goes on after an interruption.

pushed.sqlite   for each address and graph: which state of it is there
pushed.lock     held by the one process that sends; holds its pid
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.graph.disk import explained, locked

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS sent (
        address TEXT, graph TEXT, digest TEXT, content TEXT, triples INTEGER, PRIMARY KEY (address, graph)
    ) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """How a graph stands on a server.

    `digest` is the one that the graph directory published, empty while not all is there; `content` the digest of its triples; and
    `triples` counts how many of these, in their order, have arrived.
    """

    digest: str = ""
    content: str = ""
    triples: int = 0


class Memory:
    """The graphs that one server has been sent; made by `remember`."""

    def __init__(self, database: sqlite3.Connection, folder: Path, address: str) -> None:
        self._database = database
        self._folder = folder
        self._address = address

    def graphs(self) -> dict[str, Sent]:
        """Every graph that was sent there, or begun, by its IRI."""
        with explained(self._folder, "read"):
            rows = self._database.execute("SELECT graph, digest, content, triples FROM sent WHERE address = ?", (self._address,))
            return {graph: Sent(*values) for graph, *values in rows}

    def note(self, graph: str, sent: Sent) -> None:
        """Keeps how a graph stands there now."""
        row = (self._address, graph, sent.digest, sent.content, sent.triples)
        with explained(self._folder, "write"):
            self._database.execute("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?)", row)

    def forget(self, graph: str) -> None:
        """The graph is no longer there."""
        with explained(self._folder, "write"):
            self._database.execute("DELETE FROM sent WHERE address = ? AND graph = ?", (self._address, graph))

    def distrust(self) -> None:
        """Takes nothing for sent any more, but keeps which graphs were, so that they can still be deleted there."""
        with explained(self._folder, "write"):
            self._database.execute("UPDATE sent SET digest = '', content = '', triples = 0 WHERE address = ?", (self._address,))


@contextmanager
def remember(folder: Path, address: str) -> Iterator[Memory]:
    """What this graph directory sent to an address; GraphError if another process is sending, or the disk refuses."""
    with ExitStack() as stack:
        with explained(folder, "write"):
            stack.enter_context(locked(folder / "pushed.lock", folder))
            database = stack.enter_context(closing(sqlite3.connect(folder / "pushed.sqlite", isolation_level=None)))
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")  # a note per graph: waiting for the disk each time would set the pace
            database.execute(_SCHEMA)
        yield Memory(database, folder, address)
