"""From what a person calls a thing to its node: an IRI, the end of one (`person/sergey-ryabkov`), or any of its names in any case."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from kg.errors import QueryError
from kg.graph.lists import NAMES, Lists
from kg.graph.terms import ACCORD, BASE, PREFIXES

_ANYTHING = ("Fact", "")
_LABELS: tuple[tuple[str, ...], ...] = (("prefLabel",), ("altLabel",))
_IDENTIFIER, _IDENTIFIER_OR_TITLE = (("identifier",),), (("identifier", "title"),)
_SHOWN = 8


class Source(Protocol):
    """What can be asked in SPARQL over the union of all graphs: an Oxigraph store as a graph directory holds it, or another server."""

    def query(self, query: str, *, prefixes: dict[str, str] | None = None) -> QuerySolutions | QueryBoolean | QueryTriples:
        """The answer to a query whose names may have these prefixes."""


def find(store: Source, name: str, kind: str = "", *, base: str = BASE, lists: Lists | None = None) -> NamedNode:
    """The one node of this class that is called so.

    Args:
        store: the graph.
        name: an IRI, its end below the base, or a preferred or other name; a preferred one wins, and so does the case as given.
        kind: a class of the ontology; empty or `Fact` for anything.
        base: what instance IRIs begin with.
        lists: those of the store, where it has any; without them all names are read to find one in another case.

    Raises QueryError if nothing is called so, with the nearest names, or several things are, with their IRIs.
    """
    for found in candidates(store, name, kind, base=base, lists=lists):
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(describe(store, node, base) for node in found[:_SHOWN])
            more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise QueryError(f"{name!r} can mean {len(found)} things: {listed}{more}; ask by one of these")
    what = "" if kind in _ANYTHING else f"{kind} "
    close = _nearest(store, name, kind)
    advice = f"did you mean {' or '.join(close)}?" if close else "kg query documents lists what the graph was built from"
    raise QueryError(f"The graph has no {what}{name!r}; {advice}" if what else f"Nothing in the graph is called {name!r}; {advice}")


def candidates(store: Source, name: str, kind: str = "", *, base: str = BASE, lists: Lists | None = None) -> Iterator[list[NamedNode]]:
    """All nodes that could be meant, the surest reading first; each list sorted by IRI."""
    yield _chosen(store, _iris(name, base), kind)
    exactly, caseless = (_LABELS, _LABELS) if kind != "Document" else (_IDENTIFIER, _IDENTIFIER_OR_TITLE)
    for properties in exactly:
        if lists:
            yield _chosen(store, (node for node, written in lists.named(properties, name) if written == name), kind)
        else:
            label = Literal(name) if kind == "Document" else Literal(name, language="en")
            yield _chosen(store, _labelled(store, properties, label), kind)
    for properties in caseless:
        found = (node for node, _ in lists.named(properties, name)) if lists else _caseless(store, properties, name)
        yield _chosen(store, found, kind)


def describe(store: Source, node: NamedNode, base: str = BASE) -> str:
    """`person/sergey-ryabkov (Sergey Ryabkov)`."""
    label = next((row["label"].value for row in _select(store, f"SELECT ?label WHERE {{ {node} skos:prefLabel ?label }} LIMIT 1")), "")
    short = node.value.removeprefix(base)
    return f"{short} ({label})" if label else short


def _iris(name: str, base: str) -> Iterator[NamedNode]:
    for written in (name, base + name):
        try:
            yield NamedNode(written)
        except ValueError:
            continue


def _chosen(store: Source, nodes: Iterable[NamedNode], kind: str) -> list[NamedNode]:
    """Those of a class, or, where any will do, those of which the graph says something."""
    what = "?predicate ?value" if kind in _ANYTHING else f"a {ACCORD[kind]}"
    found = {node.value: node for node in nodes if store.query(f"ASK {{ {node} {what} }}")}
    return [found[iri] for iri in sorted(found)]


def _labelled(store: Source, properties: Iterable[str], label: Literal) -> Iterator[NamedNode]:
    rows = _select(store, f"SELECT DISTINCT ?node WHERE {{ ?node {_path(properties)} {label} }}")
    return (cast(NamedNode, row["node"]) for row in rows)


def _path(properties: Iterable[str]) -> str:
    return "|".join(NAMES[one] for one in properties)


def _caseless(store: Source, properties: Iterable[str], name: str) -> Iterator[NamedNode]:
    wanted = f"VALUES ?name {{ {Literal(name)} }} ?node {_path(properties)} ?label FILTER(LCASE(STR(?label)) = LCASE(?name))"
    return (cast(NamedNode, row["node"]) for row in _select(store, f"SELECT DISTINCT ?node WHERE {{ {wanted} }}"))


def _nearest(store: Source, name: str, kind: str) -> list[str]:
    narrowed = "" if kind in _ANYTHING else f"; a accord:{kind}"
    rows = _select(store, f"SELECT DISTINCT ?label WHERE {{ ?node skos:prefLabel|dcterms:identifier ?label {narrowed} }} ORDER BY ?label")
    labels = {row["label"].value.casefold(): row["label"].value for row in rows}
    return [labels[close] for close in difflib.get_close_matches(name.casefold(), labels, 3, 0.6)]


def _select(store: Source, query: str) -> QuerySolutions:
    return cast(QuerySolutions, store.query(query, prefixes=PREFIXES))
