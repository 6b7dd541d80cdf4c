"""`kg push` against the stores that people use: everything arrives, only changes travel, nothing of others is touched."""

from __future__ import annotations

import re
from base64 import b64encode
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.disk import locked
from kg.graph.terms import ACCORD, BASE, OA, identities_graph
from tests.remote.conftest import PASSWORD, Store, free_ports, kg, newspapers, oxigraph_on, publish, push, relayed, triples
from tests.serve.conftest import serving

GAZETTE = f"{BASE}document/gazette"
HOSTILE = (
    'a "quoted" \\ back\\\\slash \\u0041 \t tab \n line \r return',
    "\x01\x1f\x7f\x85\u2028 controls, \u202e direction, \ufeff mark",
    "\U0001f54a dove, 東京, e\u0301, <a href='x'>&amp;</a>, '''",
    "  spaces at both ends  ",
    "",
)


def hostile() -> list[Quad]:
    """A document whose identifier and texts hold whatever breaks writers and readers of RDF."""
    document = NamedNode(f"{BASE}document/a%20b%2Fc%25d%3F%23%C3%A9")
    quads = [Quad(document, OA.exact, Literal(text), document) for text in HOSTILE]
    quads += [Quad(document, ACCORD.title, Literal(text, language="en"), document) for text in HOSTILE[1:3]]
    return [*quads, Quad(document, ACCORD.place, NamedNode(f"{BASE}place/m%C3%BCnchen-(a.b)'~;x"), document)]


def test_everything_arrives(store: Store, tmp_path: Path) -> None:
    """Graph by graph the same triples, whatever their texts and names hold."""
    odd = hostile()
    graphs = newspapers() | {odd[0].graph_name.value: odd}
    publish(tmp_path / "graph", graphs)
    done = push(store, tmp_path / "graph")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{store.graphs}: {len(graphs)} sent ({sum(map(len, triples(graphs).values()))} triples)\n"
    assert store.contents() == triples(graphs)


def test_a_second_push_sends_nothing(store: Store, graph: Path) -> None:
    """It says so, and changes nothing."""
    push(store, graph)
    before = store.contents()
    assert push(store, graph).stderr == f"{store.graphs}: nothing to send\n"
    assert store.contents() == before


def test_only_what_changed_is_sent(store: Store, graph: Path) -> None:
    """One changed document is one graph, a forgotten one is deleted, and graphs of others stay."""
    push(store, graph)
    store.put("http://example/theirs", '<http://example/a> <http://example/b> "c" .')
    graphs = newspapers()
    del graphs[f"{BASE}document/herald"]
    graphs[GAZETTE] = graphs[GAZETTE][1:]
    publish(graph, graphs)
    done = push(store, graph)
    assert done.stderr == f"{store.graphs}: 1 sent, 1 deleted ({len(graphs[GAZETTE])} triples)\n"
    there = store.contents()
    assert len(there.pop("http://example/theirs")) == 1
    assert there == triples(graphs)


def test_new_digests_of_equal_graphs_send_nothing(empty: Store, graph: Path) -> None:
    """After an update of Accord every graph is made anew, and those that came out the same stay where they are."""
    push(empty, graph)
    from kg.graph.store import open_writer

    with open_writer(graph) as writer:
        writer.publish({iri: f"new {iri}" for iri in newspapers()}, lambda iri: newspapers()[iri], "new")
    assert "nothing to send" in push(empty, graph).stderr


def test_large_graphs_go_in_pieces(store: Store, graph: Path) -> None:
    """However small the pieces are, the graph is whole, and nothing of an older state is left."""
    push(store, graph)
    graphs = newspapers()
    graphs[GAZETTE] = [
        *graphs[GAZETTE][5:],
        *(Quad(NamedNode(f"{BASE}x/{n}"), ACCORD.ordinal, Literal(n), NamedNode(GAZETTE)) for n in range(40)),
    ]
    publish(graph, graphs)
    assert push(store, graph, "--chunk", 7).exit_code == 0
    assert store.contents() == triples(graphs)


def test_an_interrupted_push_goes_on_where_it_was(empty: Store, graph: Path) -> None:
    """What arrived before the server failed isn't sent again, not even the first pieces of a graph."""
    with relayed(empty) as (relay, behind):
        relay.faults = dict.fromkeys(range(6, 100), 500)
        done = push(behind, graph, "--chunk", 20, "--retries", 0)
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert "the same command goes on from there" in done.stderr
        relay.faults, before = {}, len(relay.seen)
        assert push(behind, graph, "--chunk", 20).exit_code == 0
        pieces = sum(-(-len(found) // 20) for found in triples(newspapers()).values())
        assert len(relay.seen) - before == pieces - 4 + (1 if "GET" in relay.seen[before:] else 0)
    assert empty.contents() == triples(newspapers())


@pytest.mark.parametrize("fault", [0, 500, 502, 503])
def test_what_fails_is_tried_again(empty: Store, graph: Path, fault: int) -> None:
    """A lost connection or a server that is busy costs a second and one sentence."""
    with relayed(empty) as (relay, behind):
        relay.faults = {3: fault}
        done = push(behind, graph)
    assert done.exit_code == 0, done.stderr
    assert re.match(r"kg: .*(was lost|answered 50\d); trying again in 1 s\n", done.stderr)
    assert empty.contents() == triples(newspapers())


def test_it_gives_up_in_the_end(empty: Store, graph: Path) -> None:
    """After so many tries one sentence says what the server said."""
    with relayed(empty) as (relay, behind):
        relay.rule = lambda handler: 503 if handler.command == "PUT" else None
        done = push(behind, graph, "--retries", 1)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("kg: Can't send the graph ")
    assert "answered 503 Service Unavailable: out of order" in done.stderr


def test_a_server_that_lost_everything_is_noticed(graph: Path, tmp_path: Path) -> None:
    """It is told with --all, and not a triple goes before; afterwards all is there."""
    port = free_ports(1)[0]
    with oxigraph_on(port, tmp_path) as first:
        assert push(first, graph).exit_code == 0
    with oxigraph_on(port, tmp_path) as second:
        done = push(second, graph)
        assert (done.exit_code, "send everything again with --all" in done.stderr) == (1, True)
        assert second.contents() == {}
        assert push(second, graph, "--all").exit_code == 0
        assert second.contents() == triples(newspapers())


def test_each_server_is_remembered_by_itself(virtuoso: Store, empty: Store, graph: Path) -> None:
    """What was sent to one has yet to be sent to another."""
    virtuoso.clear()
    assert "4 sent" in push(virtuoso, graph).stderr
    assert "4 sent" in push(empty, graph).stderr
    assert "nothing" in push(virtuoso, graph).stderr
    virtuoso.clear()


def test_another_graph_is_not_overwritten(empty: Store, graph: Path, tmp_path: Path) -> None:
    """Two graph directories of one base would take each other's names away, so the second is refused unless --all is given."""
    push(empty, graph)
    graphs = {iri: quads[:3] for iri, quads in newspapers().items()}
    publish(tmp_path / "other", graphs)
    done = push(empty, tmp_path / "other")
    assert (done.exit_code, "not sent from here" in done.stderr, done.stderr.count("\n")) == (1, True, 1)
    assert empty.contents() == triples(newspapers())
    assert push(empty, tmp_path / "other", "--all").exit_code == 0
    assert empty.contents() == triples(graphs)


def test_what_was_loaded_otherwise_is_only_noted(empty: Store, graph: Path) -> None:
    """After a bulk loader --loaded notes everything, and the next push sends what changed since; an empty store is no loaded one."""
    done = push(empty, graph, "--loaded")
    assert (done.exit_code, "was not loaded there" in done.stderr) == (1, True)
    for name, found in triples(newspapers()).items():
        empty.put(name, "".join(f"{triple} .\n" for triple in found))
    assert "nothing to send" in push(empty, graph, "--loaded").stderr
    publish(graph, newspapers() | {GAZETTE: newspapers()[GAZETTE][1:]})
    assert "1 sent" in push(empty, graph).stderr


def test_two_pushes_at_once_are_one_too_many(empty: Store, graph: Path) -> None:
    """The second says who is at it."""
    with locked(graph / "pushed.lock", graph):
        done = push(empty, graph)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert empty.contents() == {}


def test_the_password_comes_from_netrc_too(virtuoso: Store, graph: Path, tmp_path: Path) -> None:
    """The line of the host says user and password, and neither stands on the command line."""
    virtuoso.clear()
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login {virtuoso.user[0]} password {PASSWORD}\n")
    done = kg("push", virtuoso.graphs, "-g", graph, NETRC=str(tmp_path / "netrc"))
    assert done.exit_code == 0, done.stderr
    virtuoso.clear()


def test_basic_is_used_where_it_is_asked_for(empty: Store, graph: Path) -> None:
    """The server chooses between Basic and Digest."""
    wanted = "Basic " + b64encode(b"ada:secret").decode()

    def guard(handler: BaseHTTPRequestHandler) -> int | None:
        return None if handler.headers.get("Authorization") == wanted else 401

    with relayed(empty) as (relay, behind):
        relay.rule = guard
        done = push(behind, graph, "--user", "ada", KG_PASSWORD="wrong")
        assert (done.exit_code, "doesn't accept the password of ada" in done.stderr, done.stderr.count("\n")) == (1, True, 1)
        assert push(behind, graph, "--user", "ada", KG_PASSWORD="secret").exit_code == 0
    assert empty.contents() == triples(newspapers())


def test_who_may_not_is_told(virtuoso: Store, graph: Path) -> None:
    """A wrong password, none, and no user at all: one sentence each."""
    virtuoso.clear()
    for user, password, part in ((["--user", "dba"], "wrong", "password of dba"), ([], "x", "give --user")):
        done = kg("push", virtuoso.graphs, "-g", graph, *user, KG_PASSWORD=password)
        assert (done.exit_code, part in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr
    done = kg("push", virtuoso.graphs.replace("-auth", ""), "-g", graph)
    assert (done.exit_code, "403" in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr
    assert virtuoso.contents() == {}


def test_a_user_without_a_password_is_told_where_to_put_it(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both places are named."""
    monkeypatch.delenv("KG_PASSWORD", raising=False)
    done = kg("push", "http://127.0.0.1:1/store", "-g", graph, "--user", "ada", KG_PASSWORD=None)  # type: ignore[arg-type]
    assert (done.exit_code, "KG_PASSWORD" in done.stderr, "machine 127.0.0.1 login ada" in done.stderr) == (1, True, True)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("http://127.0.0.1:1/store", "see that the server runs"),
        ("localhost:8890/sparql-graph-crud", "write it in full"),
        ("ftp://127.0.0.1/store", "write it in full"),
        ("http://ada:secret@127.0.0.1:1/store", "Leave user and password out"),
    ],
)
def test_addresses_that_lead_nowhere(graph: Path, address: str, part: str) -> None:
    """One sentence, at once, and the password isn't repeated in it."""
    done = kg("push", address, "-g", graph)
    assert (done.exit_code, part in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr
    assert "secret" not in done.stderr


def test_what_is_no_graph_store(virtuoso: Store, empty: Store, graph: Path) -> None:
    """Endpoints and pages of all kinds are refused in one sentence before anything is sent."""
    site = virtuoso.graphs.rpartition("/")[0]
    for address in (virtuoso.sparql, empty.sparql, f"{site}/", f"{site}/nowhere"):
        done = kg("push", address, "-g", graph, "--timeout", 5)
        assert (done.exit_code, "Graph Store Protocol" in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr
    assert empty.contents() == {}


def test_our_own_server_only_reads(graph: Path, tmp_path: Path) -> None:
    """kg serve speaks the protocol, and says that it takes nothing."""
    publish(tmp_path / "other", {identities_graph(BASE).value: newspapers()[identities_graph(BASE).value]})
    with serving(tmp_path / "other") as server:
        done = kg("push", f"{server.address}/rdf-graph-store", "-g", graph, "--all")
    assert (done.exit_code, "405" in done.stderr, done.stderr.count("\n")) == (1, True, 1), done.stderr


def test_a_silent_server_is_not_waited_for(virtuoso: Store, graph: Path) -> None:
    """Virtuoso's endpoint never answers a PUT; after the time-out one sentence says so."""
    done = kg("push", virtuoso.sparql, "-g", graph, "--all", "--timeout", 2)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1), done.stderr
