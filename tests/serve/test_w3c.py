"""The cases of the W3C's SPARQL 1.1 Protocol test suite, by their names there, on documents of ours.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/index.html
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg.graph.terms import BASE, identities_graph
from tests.serve.conftest import Server

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ONE, TWO, THREE = f"{BASE}document/wire", f"{BASE}document/readout%202", identities_graph(BASE).value
DOCUMENT = "https://w3id.org/accord/ontology#Document"
NAME = "http://www.w3.org/2004/02/skos/core#prefLabel"
Pairs = list[tuple[str, str]]


def send(
    server: Server, method: str, pairs: Pairs, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, str, bytes]:
    """A request with exactly these headers beside Host and Content-Length: status, media type, body."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    try:
        connection.request(method, "/sparql" + (f"?{urlencode(pairs)}" if pairs else ""), body, dict(headers or {}))
        response = connection.getresponse()
        return response.status, response.headers.get_content_type(), response.read()
    finally:
        connection.close()


def asked(server: Server, method: str, pairs: Pairs) -> bool:
    """The truth that an ASK gets, its parameters in the address or in a form."""
    accept = {"Accept": "application/sparql-results+json"}
    if method == "GET":
        status, kind, body = send(server, "GET", pairs, headers=accept)
    else:
        status, kind, body = send(server, "POST", [], urlencode(pairs).encode(), {**accept, "Content-Type": FORM})
    assert (status, kind) == (200, "application/sparql-results+json")
    return bool(json.loads(body)["boolean"])


def default(*iris: str) -> Pairs:
    return [("default-graph-uri", iri) for iri in iris]


def named(*iris: str) -> Pairs:
    return [("named-graph-uri", iri) for iri in iris]


def test_query_post_form(server: Server) -> None:
    """A form that is posted."""
    assert asked(server, "POST", [("query", "ASK {}")])


def test_query_get(server: Server) -> None:
    """A query in the address."""
    assert asked(server, "GET", [("query", "ASK {}")])


def test_query_post_direct(server: Server) -> None:
    """The query as the body; graphs are named in the address then."""
    query = f"ASK {{ <{ONE}> a <{DOCUMENT}> }}".encode()
    for iri, there in ((ONE, True), (TWO, False)):
        status, kind, body = send(
            server, "POST", default(iri), query, {"Content-Type": DIRECT, "Accept": "application/sparql-results+json"}
        )
        assert (status, kind, json.loads(body)["boolean"]) == (200, "application/sparql-results+json", there)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_default_graph(server: Server, method: str) -> None:
    """What is in the one default graph is there, and what is in another is not."""
    query = [("query", f"ASK {{ <{ONE}> a <{DOCUMENT}> }}")]
    assert asked(server, method, [*query, *default(ONE)])
    assert not asked(server, method, [*query, *default(TWO)])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_default_graphs(server: Server, method: str) -> None:
    """Several default graphs are one, merged: a pattern may be answered out of both, and no triple is there twice."""
    query = [("query", f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type }}")]
    assert asked(server, method, [*query, *default(ONE, TWO)])
    assert not asked(server, method, [*query, *default(ONE)])
    once = "ASK { { SELECT ?s ?p ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ?p ?o } FILTER(?n > 1) }"
    assert not asked(server, method, [("query", once), *default(ONE, TWO, THREE)])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_named_graphs(server: Server, method: str) -> None:
    """GRAPH sees the named ones and no others, and the default graph is empty."""
    query = f"ASK {{ GRAPH ?g {{ <{ONE}> a <{DOCUMENT}> }} GRAPH ?h {{ <{TWO}> a <{DOCUMENT}> }} FILTER(?g != ?h) }}"
    assert asked(server, method, [("query", query), *named(ONE, TWO)])
    assert not asked(server, method, [("query", query), *named(ONE, THREE)])
    assert not asked(server, method, [("query", "ASK { ?s ?p ?o }"), *named(ONE, TWO)])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_dataset_full(server: Server, method: str) -> None:
    """Default and named graphs side by side, each seen only as what it is."""
    name = f"?s <{NAME}> ?name"
    query = f"ASK {{ {name} GRAPH ?g {{ <{ONE}> a <{DOCUMENT}> }} GRAPH ?h {{ <{TWO}> a <{DOCUMENT}> }} }}"
    assert asked(server, method, [("query", query), *default(THREE), *named(ONE, TWO)])
    assert not asked(server, method, [("query", f"ASK {{ <{ONE}> a <{DOCUMENT}> }}"), *default(THREE), *named(ONE, TWO)])
    assert not asked(server, method, [("query", f"ASK {{ GRAPH <{THREE}> {{ {name} }} }}"), *default(THREE), *named(ONE, TWO)])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_query_multiple_dataset(server: Server, method: str) -> None:
    """The graphs of the request stand in place of those of the query."""
    query = [("query", f"ASK FROM <{ONE}> {{ <{ONE}> a <{DOCUMENT}> }}")]
    assert asked(server, method, query)
    assert not asked(server, method, [*query, *default(TWO)])


@pytest.mark.parametrize("form", [QueryResultsFormat.XML, QueryResultsFormat.JSON, QueryResultsFormat.TSV, QueryResultsFormat.CSV])
def test_query_content_type_select(server: Server, form: QueryResultsFormat) -> None:
    """Rows in each format that is asked for."""
    media = form.media_type.partition(";")[0]
    status, kind, body = send(server, "GET", [("query", "SELECT (1 AS ?value) {}")], headers={"Accept": media})
    assert (status, kind) == (200, media)
    if form == QueryResultsFormat.CSV:
        assert body.split() == [b"value", b"1"]
    else:
        read = parse_query_results(body, form)
        assert isinstance(read, QuerySolutions)
        assert [row["value"].value for row in read] == ["1"]


@pytest.mark.parametrize("form", [QueryResultsFormat.XML, QueryResultsFormat.JSON])
def test_query_content_type_ask(server: Server, form: QueryResultsFormat) -> None:
    """A truth value in each format that has them."""
    media = form.media_type.partition(";")[0]
    status, kind, body = send(server, "GET", [("query", "ASK {}")], headers={"Accept": media})
    assert (status, kind) == (200, media)
    read = parse_query_results(body, form)
    assert isinstance(read, QueryBoolean)
    assert bool(read)


@pytest.mark.parametrize("form", [RdfFormat.RDF_XML, RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD])
@pytest.mark.parametrize(
    "query", [f"DESCRIBE <{ONE}>", "CONSTRUCT { <http://e/s> <http://e/p> 1 } WHERE {}"], ids=["describe", "construct"]
)
def test_query_content_type_graph(server: Server, form: RdfFormat, query: str) -> None:
    """query_content_type_describe and query_content_type_construct: triples in each format that is asked for."""
    media = form.media_type.partition(";")[0]
    status, kind, body = send(server, "GET", [("query", query)], headers={"Accept": media})
    assert (status, kind) == (200, media)
    assert len(list(parse(body, form))) >= 1


@pytest.mark.parametrize(
    ("method", "pairs", "body", "kind", "status"),
    [
        pytest.param("PUT", [("query", "ASK {}")], None, None, 405, id="bad_query_method"),
        pytest.param("GET", [("query", "ASK {}"), ("query", "SELECT * {}")], None, None, 400, id="bad_multiple_queries"),
        pytest.param("POST", [], b"ASK {}", "text/plain", 415, id="bad_query_wrong_media_type"),
        pytest.param("POST", [], b"query=ASK%20%7B%7D", None, 415, id="bad_query_missing_form_type"),
        pytest.param("POST", [], b"ASK {}", None, 415, id="bad_query_missing_direct_type"),
        pytest.param("POST", [], "ASK {}".encode("utf-16"), f"{DIRECT}; charset=UTF-16", 400, id="bad_query_non_utf8"),
        pytest.param("GET", [("query", "ASK {")], None, None, 400, id="bad_query_syntax"),
        pytest.param("POST", [], b"update=CLEAR%20ALL", FORM, 403, id="update_post_form"),
        pytest.param("POST", [], b"CLEAR ALL", "application/sparql-update", 403, id="update_post_direct"),
        pytest.param("POST", [("using-graph-uri", ONE)], b"CLEAR ALL", "application/sparql-update", 403, id="update_dataset"),
        pytest.param("POST", [], b"BASE <http://e/> CLEAR GRAPH <#g>", "application/sparql-update", 403, id="update_base_uri"),
        pytest.param("GET", [("update", "CLEAR ALL")], None, None, 403, id="bad_update_get"),
        pytest.param("POST", [], b"update=CLEAR%20NONE&update=CLEAR%20ALL", FORM, 403, id="bad_multiple_updates"),
        pytest.param("POST", [], b"CLEAR NONE", "text/plain", 415, id="bad_update_wrong_media_type"),
        pytest.param("POST", [], b"update=CLEAR%20NONE", None, 415, id="bad_update_missing_form_type"),
        pytest.param("POST", [], "CLEAR ALL".encode("utf-16"), "application/sparql-update; charset=UTF-16", 403, id="bad_update_non_utf8"),
        pytest.param("POST", [("using-named-graph-uri", ONE)], b"WITH", "application/sparql-update", 403, id="bad_update_dataset_conflict"),
    ],
)
def test_what_the_protocol_forbids(server: Server, method: str, pairs: Pairs, body: bytes | None, kind: str | None, status: int) -> None:
    """Each gets its 4xx and one sentence, and all updates are refused."""
    got, told, sentence = send(server, method, pairs, body, {"Content-Type": kind} if kind else {})
    assert (got, told) == (status, "text/plain")
    assert sentence.decode().count("\n") == 1


@pytest.mark.parametrize("pairs", [default("http://127.0.0.1:1/x"), named("http://127.0.0.1:1/x"), default(ONE, "http://127.0.0.1:1/x")])
def test_a_graph_that_is_not_here_is_not_fetched(server: Server, pairs: Pairs) -> None:
    """Named in the request or in the query, it gets 400 and a sentence that says so."""
    for sent in (
        [("query", "ASK {}"), *pairs],
        [("query", "ASK FROM <http://127.0.0.1:1/x> {}")],
        [("query", "ASK FROM NAMED <http://127.0.0.1:1/x> {}")],
    ):
        status, _, body = send(server, "GET", sent)
        assert (status, b"none is fetched" in body) == (400, True)
