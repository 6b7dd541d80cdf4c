"""`kg query --endpoint`: the same rows from another server as from the graph directory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.terms import ACCORD, BASE, OA
from tests.queries.test_questions import EXPECTED
from tests.remote.conftest import Store, kg, newspapers, publish, push, relayed
from tests.serve.conftest import serving

OWN = {
    "select": "SELECT ?s ?o WHERE { ?s <http://purl.org/dc/terms/issued> ?o } ORDER BY ?o",
    "ask": "ASK { ?s a <https://w3id.org/accord/ontology#Meeting> }",
    "ask in vain": "ASK { ?s a <https://w3id.org/accord/ontology#Accord> }",
    "construct": "CONSTRUCT WHERE { ?s a <https://w3id.org/accord/ontology#Meeting> ; ?p ?o }",
    "spaces": 'SELECT ("  two  " AS ?x) (3 AS ?n) ("\\u0001" AS ?c) WHERE { }',
    "header": """#+ parameters:
#+   of: {type: Person}
PREFIX accord: <https://w3id.org/accord/ontology#>
SELECT ?title WHERE { VALUES ?of { UNDEF } ?position accord:heldBy ?of ; accord:title ?title }""",
}
CROSS = "SELECT ?a ?e WHERE { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph directory with the three newspapers."""
    graph = tmp_path_factory.mktemp("endpoint") / "graph"
    publish(graph, newspapers())
    return graph


@pytest.fixture(scope="module", params=["virtuoso", "oxigraph", "kg serve"])
def endpoint(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of each server in turn, all with the same graph."""
    if request.param == "kg serve":
        with serving(folder) as server:
            yield f"{server.address}/sparql"
        return
    store: Store = request.getfixturevalue(request.param)
    store.clear()
    assert push(store, folder, "--all").exit_code == 0
    yield store.sparql
    store.clear()


def asked(question: str, values: dict[str, str], *where: object) -> object:
    done = kg("query", question, *(part for pair in values.items() for part in ("-p", "=".join(pair))), "-f", "json", *where)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("name", "values"), [case[:2] for case in EXPECTED], ids=[f"{name} {values}" for name, values, _ in EXPECTED])
def test_a_question_gives_the_same_rows_everywhere(endpoint: str, folder: Path, name: str, values: dict[str, str]) -> None:
    """Each canned question, its names resolved on the server: the rows and their order are those of the graph directory."""
    assert asked(name, values, "--endpoint", endpoint) == asked(name, values, "-g", folder)


@pytest.mark.parametrize("name", OWN)
def test_own_sparql_gives_the_same_everywhere(endpoint: str, folder: Path, name: str, tmp_path: Path) -> None:
    """Tables, yes and no, and graphs; spaces and control characters stay."""
    path = tmp_path / "own.rq"
    path.write_text(OWN[name], encoding="utf8")
    values = {"of": "kovac"} if name == "header" else {}
    assert asked(str(path), values, "--endpoint", endpoint) == asked(str(path), values, "-g", folder)


def test_graphs_can_be_printed_as_turtle(endpoint: str, folder: Path, tmp_path: Path) -> None:
    """As from the graph directory."""
    (tmp_path / "own.rq").write_text(OWN["construct"])
    there, here = (kg("query", tmp_path / "own.rq", *where) for where in (("--endpoint", endpoint), ("-g", folder)))
    assert (there.exit_code, there.stdout) == (0, here.stdout)


@pytest.mark.parametrize(
    ("question", "values", "part"),
    [
        ("SELECT * { ?s ?p", {}, "refuses the query"),
        ("INSERT DATA { <http://e/s> <http://e/p> 1 }", {}, "INSERT"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", {}, "SERVICE"),
        ("who-agreed", {"actor": "Arlend"}, "did you mean Arland?"),
        ("who-agreed", {"actor": "Vienna"}, "no Actor 'Vienna'"),
        ("who-agreed", {"sinse": "2030"}, "did you mean since?"),
        ("who-agred", {}, "did you mean who-agreed?"),
    ],
)
def test_what_is_refused_is_one_sentence(endpoint: str, question: str, values: dict[str, str], part: str) -> None:
    """Wrong syntax, updates, unknown names: as with a graph directory."""
    done = kg("query", question, *(part for pair in values.items() for part in ("-p", "=".join(pair))), "--endpoint", endpoint)
    assert (done.exit_code, part in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr


def test_rows_that_virtuoso_cuts_are_said(virtuoso: Store, folder: Path) -> None:
    """It gives 10,000 rows and status 200; the rows are printed, standard error says that some may be missing, and the status is 3."""
    virtuoso.clear()
    push(virtuoso, folder, "--all")
    done = kg("query", CROSS, "--endpoint", virtuoso.sparql, "-f", "csv")
    assert (done.exit_code, len(done.stdout.splitlines())) == (3, 10_001)
    assert "gives at most 10000 rows" in done.stderr
    virtuoso.clear()


def test_our_own_server_never_cuts(folder: Path) -> None:
    """It refuses to answer with more rows than it may, and that is the sentence."""
    with serving(folder) as server:
        done = kg("query", CROSS, "--endpoint", f"{server.address}/sparql")
    assert (done.exit_code, done.stdout, "10000 rows" in done.stderr) == (1, "", True), done.stderr


def test_a_default_graph_that_is_no_union_is_told(oxigraph: Store, folder: Path) -> None:
    """Where nothing makes the default graph the union of all, the questions would find nothing, and one sentence says what to do."""
    oxigraph.clear()
    push(oxigraph, folder, "--all")
    with relayed(oxigraph, keep_query=False) as (_, behind):
        done = kg("query", "documents", "--endpoint", behind.sparql)
    assert (done.exit_code, "not the union" in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr
    oxigraph.clear()


def test_a_server_without_a_graph_of_ours_is_told(oxigraph: Store) -> None:
    """One sentence leads to kg push."""
    oxigraph.clear()
    oxigraph.put("http://example/theirs", '<http://example/a> <http://example/b> "c" .')
    done = kg("query", "documents", "--endpoint", oxigraph.sparql)
    assert (done.exit_code, "kg push" in done.stderr) == (1, True)
    oxigraph.clear()


def test_another_base_is_found_out(oxigraph: Store, tmp_path: Path) -> None:
    """Ends of IRIs are understood under the base that the graph there has."""
    oxigraph.clear()
    base = "https://example.org/accord/w3id.org/accord/"

    def moved(term: object) -> object:
        return NamedNode(term.value.replace(BASE, base)) if isinstance(term, NamedNode) else term

    quads = [Quad(*map(moved, quad)) for found in newspapers().values() for quad in found]  # type: ignore[arg-type]
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    publish(tmp_path / "graph", graphs)
    push(oxigraph, tmp_path / "graph", "--all")
    rows = asked("evidence-of", {"fact": "agreement/group"}, "--endpoint", oxigraph.sparql)
    assert len(rows) == 2  # type: ignore[arg-type]
    oxigraph.clear()


@pytest.mark.parametrize("path", ["/sparql-graph-crud", "/", "/nowhere"])
def test_what_is_no_endpoint(virtuoso: Store, path: str) -> None:
    """Pages and other services: one sentence."""
    site = virtuoso.sparql.rpartition("/")[0]
    done = kg("query", "documents", "--endpoint", site + path, "--timeout", 5)
    assert (done.exit_code, site in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr


def test_a_server_that_is_not_there() -> None:
    """One sentence, at once."""
    done = kg("query", "documents", "--endpoint", "http://127.0.0.1:1/sparql")
    assert (done.exit_code, "see that the server runs" in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr


def test_hostile_text_comes_back_as_it_is(virtuoso: Store, tmp_path: Path) -> None:
    """Sentences with controls, quotes and signs of all planes are the same from Virtuoso as from the graph directory."""
    virtuoso.clear()
    text = "\x01 \"a\" \\ 'b' \t \n \U0001f54a 東京  "
    document = NamedNode(f"{BASE}document/x")
    quads = [Quad(document, OA.exact, Literal(text), document), Quad(document, ACCORD.ordinal, Literal(7), document)]
    publish(tmp_path / "graph", newspapers() | {document.value: quads})
    push(virtuoso, tmp_path / "graph", "--all")
    query = f"SELECT ?x ?n WHERE {{ <{document.value}> <{OA.exact.value}> ?x ; <{ACCORD.ordinal.value}> ?n }}"
    assert asked(query, {}, "--endpoint", virtuoso.sparql) == [{"x": text, "n": 7}]
    virtuoso.clear()
