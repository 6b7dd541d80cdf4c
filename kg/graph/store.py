"""The graph directory: what was read out of each document, and the quads that follow from it.

    accord.sqlite    the truth: metadata and facts of every document, and which snapshot of quads is published
    quads-000007/    an Oxigraph store, never written again once published; its default graph holds every triple of the named graphs once.
                     With it index.sqlite, its index
    judgements.txt   what a person said about which names are one
    lock             held by the one process that writes; holds its pid
    pushed.*         what was sent to other servers, see kg/remote/memory.py

The default graph is there because Oxigraph's own union of named graphs gives a triple once for each graph that holds it: three documents
that name a state make nine rows of two patterns, and ten thousand documents make a query that never ends.

A writer makes the next snapshot beside the published one (hard links, so a large graph costs milliseconds) and publishes it by one SQLite
transaction. A reader holds a shared lock on the snapshot that it opened, and the writer removes those that nobody holds. So a process
killed at any moment leaves the last published graph, and everything already read out of documents, in place.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import GraphError
from kg.graph import index
from kg.graph.disk import explained, hold, locked, remove_unless_held, sync
from kg.graph.lists import Lists
from kg.graph.quads import Metadata
from kg.graph.terms import BASE, check_base
from kg.model import Facts, Skipped

FORMAT = 1
JUDGEMENTS = "judgements.txt"
_DATABASE = "accord.sqlite"
_LOCK = "lock"
_NEXT = "next"
_AFRESH = 0.5  # of the published graphs: when more change, all are written anew
_COMPACT = 0.2  # and when more change, the store is compacted, which rewrites it all
_OURS = {_DATABASE, f"{_DATABASE}-journal", _LOCK, _NEXT, JUDGEMENTS}
_SCHEMA = f"""
    BEGIN;
    CREATE TABLE document (identifier TEXT PRIMARY KEY, sha256 TEXT, fingerprint TEXT, metadata BLOB, facts BLOB) WITHOUT ROWID;
    CREATE TABLE graph (iri TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
    CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    PRAGMA user_version = {FORMAT};
    COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One document in the directory. `fingerprint` says which extractor read the facts."""

    metadata: Metadata
    facts: Facts
    fingerprint: str


class Reader:
    """A published graph, open for reading. Close it, or use it in a `with`.

    `store` is an Oxigraph store that nobody writes to; ask its default graph, which is the union of all, without
    `use_default_graph_as_union`. `snapshot` is its folder.
    """

    def __init__(self, path: Path, snapshot: Path, base: str, store: Store, lock: int) -> None:
        self.path = path
        self.snapshot = snapshot
        self.base = base
        self.store = store
        self._lock = lock

    def records(self) -> Iterator[Record]:
        """Every document of the directory, sorted by identifier; after a build that was cut short there may be more than in `store`."""
        with explained(self.path, "read"), closing(_connect(self.path)) as database:
            yield from _records(database)

    def skipped(self) -> tuple[Skipped, ...]:
        """What the last build could not read."""
        with explained(self.path, "read"), closing(_connect(self.path)) as database:
            return msgspec.json.decode(_state(database).get("skipped", "[]"), type=tuple[Skipped, ...])

    @cached_property
    def lists(self) -> Lists | None:
        """The lists beside the store; None where there are none."""
        with explained(self.path, "read"):
            return index.open_lists(self.snapshot, self.base)

    def close(self) -> None:
        """Lets go of the snapshot; a later build may then remove it."""
        if lists := self.__dict__.get("lists"):  # only if something asked for them
            lists.close()
        del self.store
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Each quad, and its triple in the default graph: what a store must be filled with to be asked like a published one."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


def open_graph(path: str | os.PathLike[str]) -> Reader:
    """The graph directory for reading, as the last finished build left it, also while another build goes on.

    Raises GraphError if there is none, it is damaged, or a later version wrote it.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise GraphError(f"There is no graph {folder}; make one with: kg build SOURCES -g {folder}")
    with explained(folder, "read"):
        for _ in range(100):
            with closing(_connect(folder)) as database:
                state = _state(database)
            if "snapshot" not in state:
                raise GraphError(f"The graph {folder} was never finished; run its kg build again")
            snapshot = folder / state["snapshot"]
            lock = hold(snapshot)
            if lock is not None:
                return Reader(folder, snapshot, state["base"], Store.read_only(str(snapshot)), lock)
    raise GraphError(f"The quads of {folder} are gone; remove the directory and build it again")


def digests(path: str | os.PathLike[str]) -> dict[str, str]:
    """The graphs that the last finished build published, by IRI: a digest that changes whenever their quads do. Raises GraphError."""
    with explained(Path(path), "read"), closing(_connect(Path(path))) as database:
        return dict(database.execute("SELECT iri, digest FROM graph ORDER BY iri"))


class Writer:
    """The one process that may change a graph directory; made by `open_writer`."""

    def __init__(self, path: Path, database: sqlite3.Connection, base: str) -> None:
        self.path = path
        self.base = base
        self._database = database

    def known(self) -> dict[str, tuple[str, str]]:
        """Digest of the text and fingerprint of the extractor by identifier."""
        with explained(self.path, "read"):
            rows = self._database.execute("SELECT identifier, sha256, fingerprint FROM document")
            return {identifier: (sha256, fingerprint) for identifier, sha256, fingerprint in rows}

    def records(self) -> Iterator[Record]:
        """Every document, sorted by identifier."""
        with explained(self.path, "read"):
            yield from _records(self._database)

    def put(self, records: Iterable[Record]) -> None:
        """Adds or replaces documents, all or none."""
        encode = msgspec.json.encode
        rows = [(r.metadata.identifier, r.metadata.sha256, r.fingerprint, encode(r.metadata), encode(r.facts)) for r in records]
        with explained(self.path, "write"), self._database as database:
            database.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", rows)
            database.execute("DELETE FROM state WHERE key = 'stamp'")

    def forget(self, identifier: str) -> bool:
        """Drops a document's facts; False if there was no such document. The quads follow with `publish`."""
        with explained(self.path, "write"), self._database as database:
            gone = database.execute("DELETE FROM document WHERE identifier = ?", (identifier,)).rowcount > 0
            if gone:
                database.execute("DELETE FROM state WHERE key = 'stamp'")
            return gone

    def note_skipped(self, skipped: Iterable[Skipped]) -> None:
        """Keeps what this build could not read, for those who ask later."""
        with explained(self.path, "write"), self._database as database:
            database.execute("INSERT OR REPLACE INTO state VALUES ('skipped', ?)", (msgspec.json.encode(tuple(skipped)).decode(),))

    def in_step(self, stamp: str) -> bool:
        """True if the published quads and index are those of exactly these documents, made under the same stamp."""
        with explained(self.path, "read"):
            return _state(self._database).get("stamp") == stamp and bool(self._published())

    def _published(self) -> str:
        """The snapshot that the next can start from: the published one, unless its index is gone."""
        snapshot = _state(self._database).get("snapshot", "")
        return snapshot if (self.path / snapshot / index.FILE).exists() else ""

    def publish(self, wanted: Mapping[str, str], make: Callable[[str], Iterable[Quad]], stamp: str) -> int:
        """Makes the graphs `wanted` (IRI to a digest of what its quads follow from) the published ones, and no others.

        Calls `make` only for those whose digest changed, and says how many those were; `stamp` is for `in_step`.
        """
        with explained(self.path, "write"):
            held = dict(self._database.execute("SELECT iri, digest FROM graph"))
            stale = [iri for iri in held if iri not in wanted]
            changed = [iri for iri, digest in wanted.items() if held.get(iri) != digest]
            snapshot = self._published()
            if stale or changed or not snapshot:
                share = (len(stale) + len(changed)) / max(1, len(held))
                if not snapshot or share > _AFRESH:
                    self._write_afresh(wanted, make)
                else:
                    self._write_changes(snapshot, stale, changed, make, compact=share > _COMPACT)
                snapshot = self._name_next()
            with self._database as database:
                database.execute("DELETE FROM graph")
                database.executemany("INSERT INTO graph VALUES (?, ?)", wanted.items())
                values = {"base": self.base, "snapshot": snapshot, "stamp": stamp}
                database.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", values.items())
            self._sweep(snapshot)
            return len(changed)

    def _write_afresh(self, wanted: Iterable[str], make: Callable[[str], Iterable[Quad]]) -> None:
        folder = self.path / _NEXT
        shutil.rmtree(folder, ignore_errors=True)
        store = Store(folder)
        store.bulk_extend(with_union(quad for iri in wanted for quad in make(iri)))
        store.flush()
        store.optimize()
        index.write(folder, store, self.base)

    def _write_changes(
        self, snapshot: str, stale: Iterable[str], changed: Iterable[str], make: Callable[[str], Iterable[Quad]], *, compact: bool
    ) -> None:
        folder = self.path / _NEXT
        shutil.rmtree(folder, ignore_errors=True)
        Store.read_only(str(self.path / snapshot)).backup(folder)
        store = Store(folder)
        before, after = set[Triple](), set[Triple]()
        for iri in (*stale, *changed):
            before.update(quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(iri)))
            store.remove_graph(NamedNode(iri))
        for iri in changed:
            made = list(make(iri))
            after.update(quad.triple for quad in made)
            store.extend(with_union(made))
        for triple in before - after:
            held = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
            if all(isinstance(quad.graph_name, DefaultGraph) for quad in held):
                store.remove(Quad(triple.subject, triple.predicate, triple.object))
        store.flush()
        if compact:
            store.optimize()
        index.update(self.path / snapshot, folder, store, before, after, self.base)

    def _name_next(self) -> str:
        numbers = [int(folder.name.removeprefix("quads-")) for folder in self.path.glob("quads-*")]
        name = f"quads-{max(numbers, default=0) + 1:06}"
        (self.path / _NEXT).rename(self.path / name)
        sync(self.path)  # SQLite must not name a snapshot that a power cut takes back
        return name

    def _sweep(self, published: str) -> None:
        """Removes the snapshots that were replaced, but for those that somebody still reads."""
        for folder in self.path.glob("quads-*"):
            if folder.name != published:
                remove_unless_held(folder)


@contextmanager
def open_writer(path: str | os.PathLike[str], *, base: str | None = None, create: bool = True) -> Iterator[Writer]:
    """The graph directory for writing, made if need be and `create`; `base` is the base IRI, by default the one that it was built with.

    Raises GraphError if another process writes to it, it is no graph, a later version wrote it, or the disk refuses.
    """
    folder = Path(path)
    with ExitStack() as stack:
        with explained(folder, "write"):
            if create:
                _make(folder)
            elif not (folder / _DATABASE).exists():
                raise GraphError(f"{folder} is no graph; make one with: kg build SOURCES -g {folder}")
            stack.enter_context(locked(folder / _LOCK, folder))
            database = stack.enter_context(closing(_connect(folder, create=True)))
            if not _version(database):
                database.executescript(_SCHEMA)
            base = base or _state(database).get("base", BASE)
        yield Writer(folder, database, check_base(base))


def _make(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise GraphError(f"{folder} is a file, and a graph is a directory; name another")
    folder.mkdir(parents=True, exist_ok=True)
    foreign = sorted(entry.name for entry in folder.iterdir() if entry.name not in _OURS)
    if foreign and not (folder / _DATABASE).exists():
        raise GraphError(f"{folder} holds other things ({foreign[0]}) and is no graph; name a new or empty directory")


def _connect(folder: Path, *, create: bool = False) -> sqlite3.Connection:
    """Only a connection that may write can roll back what a killed process left, so that is asked for wherever it is possible."""
    file = folder / _DATABASE
    if not create and not file.exists():
        raise GraphError(f"{folder} is no graph (it has no {_DATABASE}); make one with: kg build SOURCES -g {folder}")
    mode = "rwc" if create else "rw" if os.access(folder, os.W_OK) and os.access(file, os.W_OK) else "ro"
    database = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=30)
    version = _version(database)
    if version > FORMAT:
        database.close()
        raise GraphError(f"The graph {folder} was written by a later version (format {version}); update with: pip install -U accord-kg")
    return database


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _state(database: sqlite3.Connection) -> dict[str, str]:
    return dict(database.execute("SELECT key, value FROM state")) if _version(database) else {}


def _records(database: sqlite3.Connection) -> Iterator[Record]:
    metadata = msgspec.json.Decoder(Metadata)
    facts = msgspec.json.Decoder(Facts)
    for row in database.execute("SELECT fingerprint, metadata, facts FROM document ORDER BY identifier"):
        yield Record(metadata.decode(row[1]), facts.decode(row[2]), row[0])
