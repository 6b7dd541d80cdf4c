"""The index of a snapshot: an SQLite file beside its quads, which follows from them alone.

    passage    each text of each thing once: quoted sentences, names, titles
    words      SQLite FTS5 over them; case and accents don't count
    listed     what questions and names are looked up in, see kg/graph/lists.py

A snapshot has an index of its own, so what a reader finds is what its quads say. The next snapshot's is a copy in which only the things
of which something changed are written anew; scores follow from the texts that are there, whatever was there before.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kg.graph import lists
from kg.graph.terms import DCTERMS, OA, SKOS

FILE = "index.sqlite"
TEXTS = (OA.exact, SKOS.prefLabel, SKOS.altLabel, DCTERMS.title)
_SCHEMA = f"""
    BEGIN;
    {lists.SCHEMA}
    CREATE TABLE passage (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX passage_iri ON passage (iri);
    CREATE VIRTUAL TABLE words USING fts5 (text, content=passage, content_rowid=id, tokenize='unicode61 remove_diacritics 2');
    CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
        INSERT INTO words (rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
        INSERT INTO words (words, rowid, text) VALUES ('delete', old.id, old.text);
    END;
    COMMIT;
"""


def write(folder: Path, store: Store, base: str) -> None:
    """Indexes a store whose folder has no index yet."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # nobody reads it before it is published, whole
        database.executescript(_SCHEMA)
        with database:
            _insert(database, (text for one in TEXTS for text in _texts(store, None, one)))
            lists.write(database, store, base)


def update(published: Path, folder: Path, store: Store, before: set[Triple], after: set[Triple], base: str) -> None:
    """Makes the index of the published snapshot's folder that of `store`, in another folder.

    The graphs that were changed or removed held the triples `before`, and hold `after`.
    """
    shutil.copyfile(published / FILE, folder / FILE)
    subjects = {triple.subject for triple in before ^ after if triple.predicate in TEXTS and isinstance(triple.subject, NamedNode)}
    with closing(sqlite3.connect(folder / FILE)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        with database:
            _replace(database, {subject.value: {text for one in TEXTS for _, text in _texts(store, subject, one)} for subject in subjects})
            lists.update(database, Store.read_only(str(published)), store, before, after, base)


def open_index(folder: Path) -> sqlite3.Connection:
    """The index of a published snapshot, which nobody writes to."""
    return sqlite3.connect(f"{(folder / FILE).absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def open_lists(folder: Path, base: str) -> lists.Lists | None:
    """The lists of a published snapshot; None where its index is gone."""
    return lists.Lists(open_index(folder), base) if (folder / FILE).exists() else None


def _texts(store: Store, subject: NamedNode | None, predicate: NamedNode) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(subject, predicate, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object.value


def _replace(database: sqlite3.Connection, wanted: Mapping[str, set[str]]) -> None:
    for iri, texts in sorted(wanted.items()):
        held = dict(database.execute("SELECT text, id FROM passage WHERE iri = ?", (iri,)))
        database.executemany("DELETE FROM passage WHERE id = ?", [(held[text],) for text in held.keys() - texts])
        _insert(database, ((iri, text) for text in texts - held.keys()))


def _insert(database: sqlite3.Connection, passages: Iterable[tuple[str, str]]) -> None:
    database.executemany("INSERT INTO passage (iri, text) VALUES (?, ?)", sorted(set(passages)))
