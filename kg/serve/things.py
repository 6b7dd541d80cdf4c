"""What a page of one thing shows, and what its RDF holds: the triples that have it as subject or object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import cast
from urllib.parse import unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store, Triple

from kg.graph.explain import explain
from kg.graph.store import Reader
from kg.graph.terms import ACCORD, PREFIXES, RDF, SKOS
from kg.serve import pages
from kg.serve.jobs import Refusal

FACTS = 500
"""Facts, and sentences, that a page shows at most; a state of a large graph has a hundred thousand."""
_TOLD_ABOVE = (RDF.type, SKOS.prefLabel, SKOS.altLabel, ACCORD.evidence)
_SENTENCES = """
    SELECT ?sentence ?fact (SAMPLE(?type) AS ?class) WHERE {
      VALUES ?document { <%s> }
      ?evidence oa:hasSource ?document ; oa:exact ?sentence ; oa:start ?start .
      ?fact accord:evidence ?evidence ; a ?type .
      FILTER(?type NOT IN (accord:Actor, accord:Event))
    } GROUP BY ?start ?sentence ?fact ORDER BY ?start ?fact LIMIT %d
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One property as shown: its name, what it says, and the IRI to go to, if it is a thing."""

    name: str
    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document and the facts that rest on it, as class and IRI."""

    text: str
    facts: tuple[tuple[str, str], ...]


def find(reader: Reader, path: str) -> NamedNode:
    """The node below the base, its path as the URL spells it or decoded; raises Refusal if the graph tells nothing of it."""
    for written in (path, unquote(path)):
        try:
            node = NamedNode(reader.base + written)
        except ValueError:
            continue
        if next(triples_about(reader.store, node), None):
            return node
    raise Refusal(
        404, f"The graph tells nothing of {unquote(path)!r}; the picture at / and the questions at /questions lead to what it knows"
    )


def triples_about(store: Store, node: NamedNode) -> Iterator[Triple]:
    """The triples with the node as subject or object."""
    union = DefaultGraph()
    found = chain(store.quads_for_pattern(node, None, None, union), store.quads_for_pattern(None, None, node, union))
    return (quad.triple for quad in found)


def page(reader: Reader, node: NamedNode) -> bytes:
    """The HTML page of a node."""
    account = explain(reader.store, node.value, base=reader.base, lists=reader.lists)
    return pages.render(
        "thing.html.j2",
        account=account,
        facts=account.facts[:FACTS],
        lines=list(_lines(reader.store, node)),
        sentences=_sentences(reader.store, node),
        base=reader.base,
        most=FACTS,
    )


def _lines(store: Store, node: NamedNode) -> Iterator[Line]:
    found = sorted(store.quads_for_pattern(node, None, None, DefaultGraph()), key=lambda quad: (quad.predicate.value, str(quad.object)))
    for quad in found:
        name = quad.predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        if quad.predicate in _TOLD_ABOVE:
            continue
        if isinstance(quad.object, Literal):
            yield Line(name, quad.object.value)
        elif isinstance(quad.object, NamedNode):
            yield Line(name, _label(store, quad.object), quad.object.value)


def _label(store: Store, node: NamedNode) -> str:
    found = next(store.quads_for_pattern(node, SKOS.prefLabel, None, DefaultGraph()), None)
    return found.object.value if found and isinstance(found.object, Literal) else node.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _sentences(store: Store, document: NamedNode) -> list[Sentence]:
    told: dict[str, list[tuple[str, str]]] = {}
    for row in cast(QuerySolutions, store.query(_SENTENCES % (document.value, FACTS), prefixes=PREFIXES)):
        kind = row["class"].value.rsplit("#", 1)[-1]
        told.setdefault(row["sentence"].value, []).append((kind, row["fact"].value))
    return [Sentence(text, tuple(facts)) for text, facts in told.items()]
