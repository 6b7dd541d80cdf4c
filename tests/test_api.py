"""The Python interface as a notebook uses it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import kg
from kg.errors import GraphError, QueryError
from tests.conftest import SEEDS


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    return kg.build([SEEDS], tmp_path_factory.mktemp("api") / "graph")


def test_a_build_gives_a_graph_that_answers(graph: kg.Graph) -> None:
    """Rows are plain records; parameters are keywords."""
    rows = graph.query("who-agreed", actor="Russia")
    assert rows
    assert all("Russia" in str(row["parties"]) for row in rows)
    assert all(isinstance(row["from"], date) for row in graph.query("timeline"))


def test_one_source_needs_no_list(tmp_path: Path) -> None:
    """A path is as good as a list of one."""
    assert kg.build(SEEDS, tmp_path / "g").query("documents") == kg.build([str(SEEDS)], tmp_path / "h").query("documents")


def test_build_is_the_function_whatever_was_imported() -> None:
    """No module of that name takes its place."""
    import kg.builder

    assert callable(kg.build)
    assert kg.builder.build is not kg.build


def test_a_graph_is_opened_again(graph: kg.Graph) -> None:
    """`kg.open` gives what the build left; a directory without a graph is refused."""
    with kg.open(graph.path) as again:
        assert again.query("documents") == graph.query("documents")
    with pytest.raises(GraphError):
        kg.open(graph.path.parent)


def test_a_question_can_be_sparql_or_a_file(graph: kg.Graph, tmp_path: Path) -> None:
    """What is not the name of a question is SPARQL, or the path of it."""
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/accord/ontology#Document> }"
    path = tmp_path / "count.rq"
    path.write_text(text, encoding="utf8")
    assert graph.query(text) == graph.query(str(path)) == [{"n": 2}]
    with pytest.raises(QueryError, match="did you mean meetings"):
        graph.query("meeting")


def test_explain_gives_facts_with_their_sentences(graph: kg.Graph) -> None:
    """A fact carries its class, its words and its quotations with document and speaker."""
    account = graph.explain("Sergei Ryabkov")
    assert account.name == "Sergey Ryabkov"
    assert {"Person", "Actor"} <= set(account.classes)
    assert any(fact.kind == "Position" for fact in account.facts)
    assert all(quote.sentence and quote.document and quote.issued == "2021-09-30" for fact in account.facts for quote in fact.quotes)


def test_search_gives_plain_records(graph: kg.Graph) -> None:
    """Of things and facts, the best first."""
    first, *others = graph.search("ryabkov", limit=3)
    assert first == {
        "rank": 1,
        "kind": "Person",
        "label": "Sergey Ryabkov",
        "snippet": "[Ryabkov]",
        "document": "",
        "iri": "https://w3id.org/accord/id/person/sergey-ryabkov",
    }
    assert len(others) == 2
    assert all("[Ryabkov]" in str(record["snippet"]) and record["document"] for record in others)


def test_export_and_view_write_files(graph: kg.Graph, tmp_path: Path) -> None:
    """Turtle and a page, whole."""
    graph.export(tmp_path / "x.ttl")
    graph.view(tmp_path / "x.html")
    assert (tmp_path / "x.ttl").read_text(encoding="utf8").startswith("@prefix")
    assert "</html>" in (tmp_path / "x.html").read_text(encoding="utf8")


def test_the_seeds_conform(graph: kg.Graph) -> None:
    """What a build makes keeps to the shapes."""
    assert graph.check().outcome == "conforms"


def test_rdflib_sees_the_same_triples(graph: kg.Graph) -> None:
    """Without a copy: the dataset's default graph is the union, and answers SPARQL."""
    dataset = graph.to_rdflib()
    found = dataset.query(
        "SELECT ?id WHERE { ?d a <https://w3id.org/accord/ontology#Document> ; <http://purl.org/dc/terms/identifier> ?id }"
    )
    assert sorted(str(row[0]) for row in found) == sorted(str(row["document"]) for row in graph.query("documents"))


def test_networkx_has_the_actors(graph: kg.Graph) -> None:
    """Russia and the United States are tied by what they agreed."""
    net = graph.to_networkx()
    labels = {net.nodes[node]["label"]: node for node in net}
    assert net.has_edge(labels["Russia"], labels["United States"])
