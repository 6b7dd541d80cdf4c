"""Stores of other makers, started on free ports of this machine with data of their own, and a relay that can misbehave on the way."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.cli import main
from kg.graph.store import open_writer
from tests.queries.conftest import FIXTURE

USER, PASSWORD = "dba", "dba"
VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""
Graphs = dict[str, list[Quad]]


@dataclass(frozen=True)
class Store:
    """A running store: where it takes graphs, where it answers, and who may write."""

    name: str
    graphs: str
    sparql: str
    user: tuple[str, ...] = ()

    def ask(self, query: str) -> list[dict[str, str]]:
        """Rows as bare text, by this test's own client."""
        got = httpx.post(self.sparql, data={"query": query}, headers={"Accept": "application/sparql-results+json"}, timeout=60)
        assert got.is_success, got.text
        return [{name: term["value"] for name, term in row.items()} for row in got.json()["results"]["bindings"]]

    def contents(self) -> dict[str, set[Triple]]:
        """Every graph of ours and of the tests, as the Graph Store Protocol gives it."""
        names = [row["g"] for row in self.ask("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")]
        return {name: self.graph(name) for name in names if "w3id.org/accord" in name or "example" in name}

    def graph(self, name: str) -> set[Triple]:
        auth = httpx.DigestAuth(*self.user) if self.user else None
        got = httpx.get(self.graphs, params={"graph": name}, headers={"Accept": "application/n-triples"}, auth=auth, timeout=60)
        return {quad.triple for quad in parse(got.content, RdfFormat.N_TRIPLES)} if got.status_code == 200 else set()

    def put(self, name: str, turtle: str) -> None:
        auth = httpx.DigestAuth(*self.user) if self.user else None
        got = httpx.put(self.graphs, params={"graph": name}, content=turtle, headers={"Content-Type": "text/turtle"}, auth=auth)
        assert got.is_success, got.text

    def clear(self) -> None:
        """Takes out what the tests put there."""
        auth = httpx.DigestAuth(*self.user) if self.user else None
        for name in self.contents():
            assert httpx.delete(self.graphs, params={"graph": name}, auth=auth, timeout=60).status_code in (200, 204, 404)


def kg(*arguments: object, **environment: str) -> Result:
    """One command in this process, as nobody in particular."""
    clean = {"KG_PASSWORD": PASSWORD, "NETRC": "/nowhere", "COLUMNS": "100", **environment}
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=clean)


def push(store: Store, graph: Path, *options: object, **environment: str) -> Result:
    user = ("--user", store.user[0]) if store.user else ()
    return kg("push", store.graphs, "-g", graph, *user, *options, **environment)


def newspapers() -> Graphs:
    """The three documents of the questions' tests, and their identities."""
    found: Graphs = {}
    for quad in parse(path=FIXTURE, format=RdfFormat.TRIG):
        found.setdefault(quad.graph_name.value, []).append(quad)
    return found


def publish(folder: Path, graphs: Graphs) -> None:
    """Makes these graphs the graph directory, as a build would."""
    with open_writer(folder) as writer:
        writer.publish({iri: str(sorted(map(str, quads))) for iri, quads in graphs.items()}, lambda iri: graphs[iri], "test")


def triples(graphs: Graphs) -> dict[str, set[Triple]]:
    return {iri: {quad.triple for quad in quads} for iri, quads in graphs.items()}


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Virtuoso 7 as Debian packs it."""
    if not shutil.which("virtuoso-t"):
        pytest.fail("Virtuoso is needed here: apt-get install --no-install-recommends virtuoso-opensource")
    folder = tmp_path_factory.mktemp("virtuoso")
    port, sql = free_ports(2)
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, port=port, sql=sql))
    with running(["virtuoso-t", "+foreground", "+configfile", folder / "virtuoso.ini"], folder, port):
        site = f"http://127.0.0.1:{port}"
        yield Store("virtuoso", f"{site}/sparql-graph-crud-auth", f"{site}/sparql", (USER, PASSWORD))


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The server of Oxigraph, as it is without any option: its default graph is not the union."""
    with oxigraph_on(free_ports(1)[0], tmp_path_factory.mktemp("oxigraph")) as store:
        yield store


@contextmanager
def oxigraph_on(port: int, folder: Path) -> Iterator[Store]:
    server = Path(sys.executable).with_name("oxigraph")
    with running([server, "serve", "--bind", f"127.0.0.1:{port}"], folder, port):
        yield Store("oxigraph", f"http://127.0.0.1:{port}/store", f"http://127.0.0.1:{port}/query")


@pytest.fixture(params=["virtuoso", "oxigraph"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each store in turn, empty."""
    found: Store = request.getfixturevalue(request.param)
    found.clear()
    yield found
    found.clear()


@pytest.fixture
def empty(oxigraph: Store) -> Iterator[Store]:
    """The quick one of the stores, empty, for what doesn't depend on the store."""
    oxigraph.clear()
    yield oxigraph
    oxigraph.clear()


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A graph directory with the three newspapers."""
    publish(tmp_path / "graph", newspapers())
    return tmp_path / "graph"


def free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def running(command: list[str | Path], folder: Path, port: int) -> Iterator[None]:
    """A server that answers HTTP, and is gone afterwards whatever happens."""
    log = folder / "output"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=folder, stdout=stream, stderr=stream, start_new_session=True)
    try:
        for _ in range(600):
            assert process.poll() is None, log.read_text()
            try:
                httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


@dataclass
class Relay:
    """Passes requests on to a store, but for those that `faults` spoils: by request number a status to answer, or 0 to hang up."""

    address: str = ""
    faults: dict[int, int] = field(default_factory=dict)
    rule: Callable[[BaseHTTPRequestHandler], int | None] = lambda handler: None
    seen: list[str] = field(default_factory=list)

    def fault(self, handler: BaseHTTPRequestHandler) -> int | None:
        self.seen.append(handler.command)
        return self.faults.get(len(self.seen), self.rule(handler))


@contextmanager
def relayed(store: Store, *, keep_query: bool = True) -> Iterator[tuple[Relay, Store]]:
    """A store behind a relay."""
    relay, target = Relay(), urlsplit(store.graphs).netloc

    class Handler(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            fault = relay.fault(self)
            if fault == 0:
                self.close_connection = True
                return
            if fault is not None:
                self.answer(fault, [("WWW-Authenticate", 'Basic realm="relay"')] if fault == 401 else [], b"out of order")
                return
            onward = http.client.HTTPConnection(target, timeout=60)
            path = self.path if keep_query or "union" not in self.path else self.path.partition("?")[0]
            headers = {name: value for name, value in self.headers.items() if name.lower() in ("accept", "content-type")}
            onward.request(self.command, path, body, headers)
            got = onward.getresponse()
            self.answer(got.status, [(name, value) for name, value in got.getheaders() if name == "content-type"], got.read())
            onward.close()

        def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in (*headers, ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = pass_on

        def log_message(self, format: str, *arguments: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        relay.address = f"http://127.0.0.1:{server.server_port}"
        yield relay, Store("relay", f"{relay.address}/store", f"{relay.address}/query")
        server.shutdown()
