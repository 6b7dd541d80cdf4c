"""SPARQL 1.1 Protocol and Graph Store Protocol, by the clients that people use."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
import SPARQLWrapper
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.graph.terms import BASE
from tests.serve.conftest import ROWS, Server

PREFIXES = "PREFIX accord: <https://w3id.org/accord/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
STATES = PREFIXES + "SELECT ?state ?name WHERE { ?state a accord:State ; skos:prefLabel ?name } ORDER BY ?name"
GRAPH = PREFIXES + "CONSTRUCT { ?state skos:prefLabel ?name } WHERE { ?state a accord:State ; skos:prefLabel ?name }"
NAMES = ["Graustark", "Ruritania"]
WIRE = f"{BASE}document/wire"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


def curl(*arguments: str) -> tuple[int, str, str]:
    """Status, media type and body."""
    if not shutil.which("curl") and not os.environ.get("CI"):
        pytest.skip("needs curl: apt-get install curl")
    command = ["curl", "--silent", "--show-error", "--max-time", "20", "--write-out", "\n%{http_code} %{content_type}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf8", check=True)
    body, _, last = done.stdout.rpartition("\n")
    status, _, kind = last.partition(" ")
    return int(status), kind.partition(";")[0], body


def count(told: bytes) -> int:
    return int(json.loads(told)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("form", [SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV, SPARQLWrapper.TSV])
@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("way", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper_reads_tables(server: Server, form: str, method: str, way: str) -> None:
    """Each result format by each way to send a query."""
    client = SPARQLWrapper.SPARQLWrapper(server.address + "/sparql", returnFormat=form)
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(STATES)
    response = client.query()
    assert form in response.info()["content-type"] or form == SPARQLWrapper.TSV
    assert re.findall("Ruritania|Graustark", response.response.read().decode()) == NAMES


def test_sparqlwrapper_reads_graphs_and_answers(server: Server) -> None:
    """CONSTRUCT and DESCRIBE arrive as rdflib graphs, ASK as a truth value."""
    client = SPARQLWrapper.SPARQLWrapper(server.address + "/sparql")
    for query, triples in ((GRAPH, 2), (f"DESCRIBE <{BASE}state/XR>", 4)):
        client.setQuery(query)
        for form in (SPARQLWrapper.RDFXML, SPARQLWrapper.TURTLE, SPARQLWrapper.JSONLD):
            client.setReturnFormat(form)
            assert len(client.queryAndConvert()) >= triples
    client.setReturnFormat(SPARQLWrapper.JSON)
    client.setQuery("ASK { ?s ?p ?o }")
    assert client.queryAndConvert()["boolean"] is True


def test_rdflib_reads_the_endpoint_as_a_graph(server: Server) -> None:
    """rdflib's SPARQLStore counts, iterates and queries, by GET and by POST."""
    for method in ("GET", "POST", "POST_FORM"):
        graph = Graph(SPARQLStore(server.address + "/sparql", method=method))
        assert [str(row[1]) for row in graph.query(STATES)] == NAMES
        assert len(list(graph.triples((URIRef(f"{BASE}state/XR"), None, None)))) > 3
        assert bool(graph.query("ASK { ?s ?p ?o }").askAnswer)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_curl_gets_graphs_in_every_format(server: Server, accept: str, kind: RdfFormat) -> None:
    """The same triples in Turtle, N-Triples, JSON-LD and RDF/XML, by query and by the Graph Store Protocol."""
    status, told, body = curl("--get", server.address + "/sparql", "--data-urlencode", f"query={GRAPH}", "-H", f"Accept: {accept}")
    assert (status, told) == (200, accept)
    assert sorted(quad.object.value for quad in parse(body, kind)) == NAMES  # type: ignore[union-attr]
    status, told, body = curl(f"{server.address}/rdf-graph-store?graph={quote(WIRE, safe='')}", "-H", f"Accept: {accept}")
    assert (status, told) == (200, accept)
    expected = count(server.sparql(COUNT, **{"default-graph-uri": WIRE}).body)
    assert len(list(parse(body, kind))) == expected > 50


def test_curl_asks_in_every_way_of_the_protocol(server: Server) -> None:
    """GET, POST of a form and POST of the query itself, as the W3C's protocol tests send them."""
    endpoint = server.address + "/sparql"
    encoded = ["--data-urlencode", f"query={STATES}"]
    ways = [["--get", endpoint, *encoded], [endpoint, *encoded], [endpoint, "-H", f"Content-Type: {QUERY}", "--data-binary", STATES]]
    for way in ways:
        status, kind, body = curl(*way, "-H", "Accept: text/csv")
        assert (status, kind) == (200, "text/csv")
        assert [line.split(",")[1] for line in body.split()[1:]] == NAMES


def test_slashes_in_a_form_stay_encoded_once(server: Server) -> None:
    """What is percent-encoded in an IRI stays so in the query."""
    body = "query=" + quote("SELECT (<http://e/a%2Fb> AS ?x) {}", safe="")
    got = server.get("/sparql", "text/csv", method="POST", body=body.encode(), content_type=FORM)
    assert got.text.split() == ["x", "http://e/a%2Fb"]


def test_the_request_chooses_its_dataset(server: Server) -> None:
    """default-graph-uri and named-graph-uri stand before what the query says, and what isn't named isn't there."""
    whole = count(server.sparql(COUNT).body)
    wire = count(server.sparql(COUNT, **{"default-graph-uri": WIRE}).body)
    assert 0 < wire < whole
    posted = server.get(f"/sparql?default-graph-uri={quote(WIRE)}", method="POST", body=COUNT.encode(), content_type=QUERY)
    assert count(posted.body) == wire
    named = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert count(server.sparql(named, **{"named-graph-uri": WIRE}).body) == wire
    assert count(server.sparql(named, **{"default-graph-uri": WIRE}).body) == 0
    assert count(server.sparql(COUNT, **{"named-graph-uri": WIRE}).body) == 0
    assert server.sparql(COUNT, **{"default-graph-uri": "not an IRI"}).status == 400


def test_head_and_other_origins(server: Server) -> None:
    """HEAD says what GET would without saying it; pages of other origins may ask."""
    path = "/sparql?query=" + quote(STATES)
    head, got = server.get(path, method="HEAD"), server.get(path, Origin="http://elsewhere.example")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    asked = {
        "Origin": "http://elsewhere.example",
        "Access_Control_Request_Method": "POST",
        "Access_Control_Request_Headers": "content-type",
    }
    assert server.get("/sparql", method="OPTIONS", **asked).status == 200


def test_the_endpoint_describes_itself(server: Server) -> None:
    """A bare GET gives the service description as RDF, and to a browser a page."""
    got = server.get("/sparql", "application/n-triples")
    objects = {str(quad.object) for quad in parse(got.body, RdfFormat.N_TRIPLES)}
    assert f"<{server.address}/sparql>" in objects
    assert "<http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph>" in objects
    assert server.get("/sparql", "text/html").type == "text/html"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"update=INSERT+DATA+%7B%7D", 403),
        ("application/sparql-update", b"INSERT DATA {}", 403),
        (QUERY, b"INSERT DATA { <http://e/s> <http://e/p> 1 }", 403),
        (QUERY, b"LOAD <http://127.0.0.1:1/>", 403),
        (QUERY, b"SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        (QUERY, b"SELEC", 400),
        (QUERY, b"SELECT * { ?s ?p \xff }", 400),
        (FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        (FORM, b"", 400),
        ("text/plain", b"ASK {}", 415),
        (QUERY, b"#" * (1 << 21), 413),
        (QUERY, b"SELECT * {" + b"{" * 200_000 + b"}" * 200_000 + b"}", 503),
    ],
)
def test_what_is_refused(server: Server, kind: str, body: bytes, status: int) -> None:
    """Updates, calls of other servers and what is no query get their status and one sentence."""
    got = server.get("/sparql", method="POST", body=body, content_type=kind)
    assert (got.status, got.type) == (status, "text/plain")
    assert got.text.count("\n") == 1
    assert "Traceback" not in got.text


def test_errors_come_as_json_to_those_who_want_it(server: Server) -> None:
    """The same sentence under `error`."""
    got = server.sparql("SELEC", "application/sparql-results+json, application/json")
    assert (got.status, got.type) == (400, "application/json")
    assert "SPARQL 1.1" in json.loads(got.body)["error"]
    assert server.sparql(STATES, "image/png").status == 406
    assert server.get("/rdf-graph-store?default", "image/png").status == 406


def test_the_graph_store_only_reads(server: Server) -> None:
    """One graph at a time, by its name or as the default; other methods and unknown graphs get a sentence."""
    path = "/rdf-graph-store"
    assert server.get(path).status == server.get(f"{path}?default&graph={quote(WIRE)}").status == 400
    assert server.get(f"{path}?graph=http%3A%2F%2Fe%2Fnone").status == 404
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        got = server.get(f"{path}?default", method=method, body=b"")
        assert (got.status, "only reads" in got.text) == (405, True)


def test_too_many_rows_are_said_never_cut(server: Server) -> None:
    """At the limit an answer is whole, beyond it there is none; the same for tables and graphs."""
    some = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS}"
    assert len(json.loads(server.sparql(some).body)["results"]["bindings"]) == ROWS
    got = server.sparql(some.replace(str(ROWS), str(ROWS + 1)), "text/csv")
    assert (got.status, f"{ROWS} rows" in got.text) == (422, True)
    assert server.sparql("CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }").status == 422


def test_every_term_arrives_as_it_is(server: Server) -> None:
    """Tabs, quotes, unbound cells, language tags, numbers and control characters, in all formats that have them."""
    query = (
        'SELECT * { VALUES (?a ?b) { ("x\\ty\\n\\"<&" UNDEF) (UNDEF 1.50) (<http://x> true) ("" "a"@en) (UNDEF UNDEF) ("\\u0001" "z") } }'
    )
    rows = json.loads(server.sparql(query).body)["results"]["bindings"]
    assert [set(row) for row in rows] == [{"a"}, {"b"}, {"a", "b"}, {"a", "b"}, set(), {"a", "b"}]
    assert rows[0]["a"]["value"] == 'x\ty\n"<&'
    assert rows[3]["b"] == {"type": "literal", "value": "a", "xml:lang": "en"}
    read = parse_query_results(server.sparql(query, "application/sparql-results+xml").body, QueryResultsFormat.XML)
    assert isinstance(read, QuerySolutions)
    assert [row["a"] and row["a"].value for row in read] == ['x\ty\n"<&', None, "http://x", "", None, "\N{REPLACEMENT CHARACTER}"]


def test_a_port_in_use_is_said_in_one_sentence(server: Server, tmp_path: Path) -> None:
    """Starting fails before anything is served, without a traceback."""
    from tests.serve.conftest import KG

    port = server.address.rpartition(":")[2]
    taken = subprocess.run([KG, "serve", "-g", server.graph, "--port", port], capture_output=True, text=True, check=False, timeout=30)
    none = subprocess.run([KG, "serve", "-g", tmp_path / "none"], capture_output=True, text=True, check=False, timeout=30)
    assert (taken.returncode, none.returncode) == (1, 1)
    assert "choose another" in taken.stderr
    assert "There is no graph" in none.stderr
    assert "Traceback" not in taken.stderr + none.stderr
