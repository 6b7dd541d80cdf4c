"""Full-text search: things by their names, facts by the sentences that they rest on, the best match first (bm25)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from itertools import islice

from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.errors import GraphError, QueryError
from kg.graph import index
from kg.graph.disk import explained
from kg.graph.explain import KINDS, name_of, objects, values
from kg.graph.store import Reader
from kg.graph.terms import ACCORD, DCTERMS, OA, RDF
from kg.graph.terms import KINDS as THINGS

LIMIT = 20
_SNIPPET = 32  # words; a sentence is seldom longer
_TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "\0": " "})
_MATCHES = """
    SELECT passage.id, passage.iri FROM words JOIN passage ON passage.id = words.rowid
    WHERE words MATCH ? ORDER BY words.rank, passage.iri, passage.text
"""
_CAPTIONS = {
    "Agreement": (ACCORD.content,),
    "Meeting": (ACCORD.partOf, ACCORD.participant, ACCORD.date),
    "TreatyAction": (ACCORD.action, ACCORD.treaty),
    "Position": (ACCORD.title, ACCORD.heldBy),
    "Document": (DCTERMS.title,),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing or fact that was found.

    `rank` counts from 1, the best; `kind` is its class. `snippet` is the part of the sentence or name that matches, with the words marked.
    `document` is the identifier of the document with the sentence, empty where a name matches, which is no one document's.
    """

    rank: int
    kind: str
    label: str
    snippet: str
    document: str
    iri: str


COLUMNS = tuple(field.name for field in fields(Hit))


def search(reader: Reader, words: str, limit: int = LIMIT, *, marks: tuple[str, str] = ("[", "]")) -> list[Hit]:
    """Things and facts in whose names, titles or sentences all words stand, each once, with its best match.

    Args:
        reader: the graph.
        words: words in any case, with or without accents; `"two words"` stand together, and `agree*` begins so.
        limit: at most so many.
        marks: what stands before and after a word that matches, in the snippet.

    Raises:
        QueryError: there is no word to look for.
        GraphError: the index can't be read.
    """
    asked = expression(words)
    with explained(reader.path, "search"):
        return list(islice(_hits(reader, asked, marks), limit))


def expression(words: str) -> str:
    """The FTS5 query for what a person wrote: every word and phrase is quoted, so that nothing in it is an operator. Raises QueryError."""
    terms = []
    for phrase, star, word in _TERM.findall(words.encode(errors="replace").decode().translate(_QUOTES)):
        text = phrase or word.rstrip("*")
        if any(sign.isalnum() for sign in text):
            terms.append(f'"{text}"' + (" *" if star or word.endswith("*") else ""))
    if not terms:
        raise QueryError(f'Can\'t search for {words!r}: it holds no word; name one, or more, as in: kg search "working groups"')
    return " ".join(terms)


def _hits(reader: Reader, asked: str, marks: tuple[str, str]) -> Iterator[Hit]:
    if not (reader.snapshot / index.FILE).exists():
        raise GraphError(f"The graph {reader.path} has no index to search in; run its kg build again")
    store, seen = reader.store, set[str]()
    with closing(index.open_index(reader.snapshot)) as database:
        for row, iri in database.execute(_MATCHES, (asked,)):
            document, found = _meant(store, NamedNode(iri))
            new = [(kind, node) for kind, node in found if node.value not in seen]
            seen.update(node.value for _, node in new)
            if new:
                snippet = "SELECT snippet(words, 0, ?, ?, '…', ?) FROM words WHERE words MATCH ? AND rowid = ?"
                part = database.execute(snippet, (*marks, _SNIPPET, asked, row)).fetchone()[0]
                first = len(seen) - len(new) + 1
                for rank, (kind, node) in enumerate(new, first):
                    yield Hit(rank, kind, _caption(store, node, kind), part, document, node.value)


def _meant(store: Store, node: NamedNode) -> tuple[str, list[tuple[str, NamedNode]]]:
    """The document of a sentence and the facts that rest on it; of anything else no document, and itself."""
    source = next(objects(store, node, OA.hasSource), None)
    if source is None:
        kind = _kind(store, node)
        return (next(values(store, node, DCTERMS.identifier), "") if kind == "Document" else ""), [(kind, node)]
    facts = (quad.subject for quad in store.quads_for_pattern(None, ACCORD.evidence, node, DefaultGraph()))
    told = [(_kind(store, fact), fact) for fact in facts if isinstance(fact, NamedNode)]
    document = next(values(store, source, DCTERMS.identifier), "")
    return document, sorted(told, key=lambda fact: (KINDS.index(fact[0]), fact[1].value))


def _kind(store: Store, node: NamedNode) -> str:
    classes = {value.rpartition("#")[2] for value in values(store, node, RDF.type)}
    return next((kind for kind in ("Document", *KINDS, *THINGS) if kind in classes), "")


def _caption(store: Store, node: NamedNode, kind: str) -> str:
    """A thing's name; a fact in a few words."""
    parts = ("; ".join(sorted({name_of(store, value) for value in objects(store, node, one)})) for one in _CAPTIONS.get(kind, ()))
    return ", ".join(filter(None, parts)) or name_of(store, node)
