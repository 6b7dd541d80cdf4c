"""The graph leaves whole, readable and the same every time, in every format."""

from __future__ import annotations

import csv
import io
import random
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import ExportError
from kg.graph.export import FORMATS, Format, export
from kg.graph.network import network
from kg.graph.terms import ACCORD, BASE, OA
from tests.conftest import IN_CI

HOSTILE = (
    'He said: "no" \\ \\u0041 <b>&amp;</b>',
    "line\nfeed\r\ttab\x0bform\x0cfeed\x1b\x7f\x85\u2028end",
    "\ufeff\ufdd0\U0010fffe\u202eevil\u202c 🕊 Āā",
    "'''\"\"\"",
    "'''\"",
    "ends with a backslash\\",
    "   ",
    "@en",
    '"^^<x>',
    "> . <a> <b> <c>",
)
RDF = [one.name for one in FORMATS if one.name not in {"graphml", "gexf", "csv"}]
WITHOUT_GRAPHS = {"turtle", "ntriples", "rdfxml"}


def written(store: Store, name: str) -> bytes:
    stream = io.BytesIO()
    export(store, stream, name)
    return stream.getvalue()


@pytest.fixture
def hostile(store: Store) -> Store:
    """The sample graph and sentences full of signs that some syntax gives a meaning."""
    graph = NamedNode(BASE + "document/hostile")
    for number, text in enumerate(HOSTILE):
        node = NamedNode(f"{graph.value}#s{number}")
        store.add(Quad(node, OA.exact, Literal(text), graph))
        store.add(Quad(node, OA.start, Literal(-number), graph))
        store.add(Quad(NamedNode(f"{BASE}person/a.b_{number}%20(c)"), ACCORD.title, Literal(text, language="en"), graph))
    return store


def named(store: Store) -> set[str]:
    """The quads without the default graph, which repeats them."""
    return {str(quad) for quad in store if isinstance(quad.graph_name, NamedNode)}


def union(quads: Iterable[Quad]) -> set[str]:
    return {str(quad.triple) for quad in quads}


@pytest.mark.parametrize("name", RDF)
def test_nothing_is_lost_or_changed(hostile: Store, name: str) -> None:
    """Written and read back, every triple is there, and no other; XML alone can't hold control characters."""
    back = Store()
    back.load(written(hostile, name), RdfFormat.from_extension(next(one for one in FORMATS if one.name == name).suffixes[0]))
    if name not in WITHOUT_GRAPHS:
        assert named(back) == named(hostile)
    elif name == "rdfxml":
        assert len(back) == len(union(hostile))
        assert len(union(back) - union(hostile)) == 2  # a sentence with signs that XML 1.0 has not, as a quotation and as a title
    else:
        assert union(back) == union(hostile)


def rapper(turtle: bytes) -> int:
    done = subprocess.run(
        ["rapper", "-q", "-i", "turtle", "-o", "ntriples", "-I", "http://example.org/", "-"], input=turtle, capture_output=True, check=True
    )
    return len(set(done.stdout.splitlines()))


def test_turtle_is_read_alike_everywhere(hostile: Store) -> None:
    """rdflib, pyoxigraph and Raptor find the same number of triples."""
    if not shutil.which("rapper") and not IN_CI:
        pytest.skip("needs rapper: apt-get install raptor2-utils")
    turtle = written(hostile, "turtle")
    store = Store()
    store.load(turtle, RdfFormat.TURTLE)
    assert len(rdflib.Graph().parse(turtle)) == len(store) == rapper(turtle) == len(union(hostile))


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_equal_graphs_give_equal_bytes(hostile: Store, one: Format) -> None:
    """The order in which quads came in leaves no trace."""
    shuffled = list(hostile)
    random.Random(1).shuffle(shuffled)
    other = Store()
    other.extend(shuffled)
    assert written(other, one.name) == written(hostile, one.name)


def test_turtle_is_readable(store: Store) -> None:
    """One paragraph a subject, its class first, names as short as a prefix per class of thing makes them."""
    turtle = written(store, "turtle").decode()
    assert (
        """
meeting:readout-m a accord:Event, accord:Meeting ;
    accord:dateText "later this year" ;
    accord:evidence <https://w3id.org/accord/id/document/readout%202#s1> ;
    accord:participant state:XG, state:XR ;
    accord:place place:strelsau ;
    accord:status accord:planned .
"""
        in turtle
    )
    assert "@prefix state: <https://w3id.org/accord/id/state/> .\n" in turtle
    assert "accord:ordinal 2 ;" in turtle
    assert '"1894"^^xsd:gYear' in turtle


def test_turtle_has_no_backslash_in_a_name(hostile: Store) -> None:
    """Virtuoso 7 would keep it in the IRI; such names are written out."""
    names = [line.split()[0] for line in written(hostile, "turtle").decode().splitlines() if line and not line.startswith((" ", "@"))]
    assert [name for name in names if "\\" in name] == []
    assert "<https://w3id.org/accord/id/person/a.b_0%20(c)>" in names


def test_trig_keeps_the_graphs_apart(store: Store) -> None:
    """One block per document, and one for the identities."""
    blocks = [line for line in written(store, "trig").decode().splitlines() if line.endswith("{")]
    assert blocks == ["<https://w3id.org/accord/id/document/readout%202> {", "document:wire {", "graph:identities {"]


def test_nquads_are_sorted(store: Store) -> None:
    """By graph, subject, predicate and object; one line each."""
    lines = written(store, "nquads").decode().splitlines()
    assert len(lines) == len(set(lines)) == len(named(store))
    assert [line.rsplit(" ", 2)[1] for line in lines] == sorted(line.rsplit(" ", 2)[1] for line in lines)


@pytest.mark.parametrize(("name", "suffix"), [(one.name, suffix) for one in FORMATS for suffix in one.suffixes])
def test_the_format_follows_from_the_name_or_the_extension(store: Store, tmp_path: Path, name: str, suffix: str) -> None:
    """`x.ttl`, `-f turtle` and `-f ttl` say the same."""
    export(store, tmp_path / f"x.{suffix}")
    assert (tmp_path / f"x.{suffix}").read_bytes() == written(store, name) == written(store, suffix.upper())


def test_an_unknown_format_names_the_known_ones(store: Store, tmp_path: Path) -> None:
    """And nothing is written."""
    for target, name in ((tmp_path / "x.doc", None), (tmp_path / "x", None), (tmp_path / "x.ttl", "word"), (io.BytesIO(), None)):
        with pytest.raises(ExportError, match="turtle, trig, nquads, ntriples, jsonld, rdfxml, graphml, gexf, csv"):
            export(store, target, name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_whole_or_not_at_all(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood there before stays when writing fails, and no scraps are left."""
    target = tmp_path / "x.ttl"
    target.write_text("before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(ExportError, match="No space left"):
        export(store, target)
    assert [path.name for path in tmp_path.iterdir()] == ["x.ttl"]
    assert target.read_text() == "before"


def test_a_place_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    """One sentence."""
    with pytest.raises(ExportError, match="No such file"):
        export(store, tmp_path / "nowhere" / "x.ttl")


def test_the_network_joins_actors_by_what_they_did_together(store: Store) -> None:
    """One edge per pair and relation, with how often, how it stands and between which days."""
    net = network(store)
    one, other = BASE + "state/XG", BASE + "state/XR"
    assert net.nodes[one] == {"label": "Graustark", "kind": "State"}
    assert dict(net[one][other]) == {
        "agreed": {"relation": "agreed", "count": 2, "statuses": "agreed 2", "first": "2022-05-03", "last": "2022-05-03"},
        "met": {"relation": "met", "count": 2, "statuses": "held 1, planned 1", "first": "2022-05-03", "last": "2022-05-03"},
        "treaty": {"relation": "treaty", "count": 2, "statuses": "held 1", "first": "1894-01-01", "last": "1894-12-31"},
    }


def test_the_network_is_read_by_other_tools(hostile: Store) -> None:
    """GraphML and GEXF come back with the same nodes and edges; CSV has a line per edge."""
    net = network(hostile)
    for name, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        back = read(io.BytesIO(written(hostile, name)))
        assert sorted(back.nodes) == sorted(net.nodes)
        assert back.number_of_edges() == net.number_of_edges()
    lines = list(csv.DictReader(io.StringIO(written(hostile, "csv").decode())))
    assert [line["relation"] for line in lines] == ["agreed", "met", "treaty"]
    assert lines[0]["source_label"] == "Graustark"
