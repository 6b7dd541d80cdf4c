"""What the endpoint says of itself (SPARQL 1.1 Service Description, W3C 2013)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Triple, serialize

from kg.serve.formats import GRAPHS, RESULTS, Format
from kg.serve.jobs import Refusal

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def describe(endpoint: str, form: Format) -> bytes:
    """The description as RDF; `endpoint` is the address that was asked."""
    return serialize(_triples(endpoint), format=GRAPHS[form], prefixes={"sd": _SD, "formats": _FORMATS}) or b""


def _triples(endpoint: str) -> Iterator[Triple]:
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    try:
        address = NamedNode(endpoint)
    except ValueError:
        raise Refusal(400, "The Host header is no name of a host; send the one that you connect to") from None
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), address)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for form in (*RESULTS, *GRAPHS):
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + form.name))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), graph)
    yield Triple(graph, _TYPE, _sd("Graph"))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
