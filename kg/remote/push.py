"""Sends named graphs to any store by the SPARQL 1.1 Graph Store HTTP Protocol: what changed since the last time, graph by graph.

A graph is replaced by one PUT and, if it is large, goes on in POSTs: Virtuoso 7 hangs on large bodies. There are no blank nodes, so a
request that is sent twice does no harm. Triples go as N-Triples, which is Turtle too, and is announced as that: every store must read
Turtle, and there are no local names in it that a store could mangle.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
from pyoxigraph import NamedNode, Store

from kg.errors import GraphError, RemoteError
from kg.graph.store import Reader, digests, open_graph
from kg.graph.terms import identities_graph
from kg.remote.client import Client, Login, Tell
from kg.remote.memory import Memory, Sent, remember

CHUNK = 20_000
"""Triples in one request: what Virtuoso 7.2 takes every time."""

Progress = Callable[[int, int], None]
"""Told how many graphs are done, and of how many."""

_RDF = ("application/n-triples", "text/turtle", "text/plain")
_READ = {"Accept": "application/n-triples, text/turtle;q=0.9"}
_WRITE = {"Content-Type": "text/turtle; charset=utf-8"}


@dataclass(slots=True)
class Pushed:
    """What a push did: graphs sent and deleted there, and how many triples went over the line."""

    sent: int = 0
    deleted: int = 0
    triples: int = 0


def push(
    graph: str | os.PathLike[str],
    url: str,
    login: Login | None = None,
    *,
    everything: bool = False,
    loaded: bool = False,
    chunk: int = CHUNK,
    timeout: float = 60,
    retries: int = 5,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Pushed:
    """Makes the store at an address hold the graphs of a graph directory; no other graph there is touched.

    Args:
        graph: the graph directory.
        url: where the store speaks the Graph Store Protocol.
        login: who to be there.
        everything: send all graphs, whatever was sent before.
        loaded: only note that everything has come there by other means.
        chunk: triples in one request.
        timeout: seconds that one answer may take.
        retries: how often one request is tried again.
        progress: told after each graph.
        tell: told what is tried again.

    Raises:
        GraphError: the graph directory can't be read, or another process is sending it.
        RemoteError: the server can't be reached, refuses, or has lost what it was sent.
    """
    published = digests(graph)
    with open_graph(graph) as reader, Client(url, login, timeout=timeout, retries=retries, tell=tell) as client:
        if digests(graph) != published:
            raise GraphError(f"The graph {reader.path} was built anew just now; run this again")
        with remember(reader.path, str(client.url)) as memory:
            if everything:
                memory.distrust()
            _compare(client, memory, reader.base, everything, loaded)
            return _Push(reader, client, memory, chunk).run(published, loaded, progress or (lambda done, total: None))


def _compare(client: Client, memory: Memory, base: str, everything: bool, loaded: bool) -> None:
    """One look before anything is sent: whether this is a graph store, and whether it has what it should have, and no more."""
    joint = identities_graph(base).value
    known = [iri for iri, sent in memory.graphs().items() if sent.digest]
    there = _has(client, known[-1] if known else joint)
    if loaded and not there:
        raise RemoteError(f"{client.url} has no graph {joint}, so the graph was not loaded there; push it without --loaded")
    if known and not there:
        raise RemoteError(f"{client.url} no longer has {known[-1]}, which was sent there: send everything again with --all")
    if there and not known and not (everything or loaded or memory.graphs()):
        raise RemoteError(
            f"{client.url} has a graph {joint} that was not sent from here: if it is of this graph, replace it with --all, "
            "and if it is of another one, build this one with another --base"
        )


def _has(client: Client, iri: str) -> bool:
    with client.streamed({"graph": iri}, _READ) as response:
        if response.status_code == 404:
            return False
        kind = response.headers.get("content-type", "").partition(";")[0]
        if response.is_success and kind not in _RDF:
            raise RemoteError(f"{client.url} is no graph store: asked for a graph it gave {kind or 'nothing'}; {_ADVICE}")
        if not response.is_success:
            raise RemoteError(f"{client.refusal(response, 'look for a graph')}; {_ADVICE}")
        return any(line.strip() and not line.startswith(("#", "@prefix", "PREFIX", "@base", "BASE")) for line in response.iter_lines())


_ADVICE = "kg push needs the address of a SPARQL 1.1 Graph Store Protocol"


class _Push:
    """One run over all graphs."""

    def __init__(self, reader: Reader, client: Client, memory: Memory, chunk: int) -> None:
        self._store = reader.store
        self._client = client
        self._memory = memory
        self._chunk = chunk
        self._done = Pushed()

    def run(self, published: dict[str, str], loaded: bool, progress: Progress) -> Pushed:
        """First what is gone, so that a renamed document isn't there twice, then what is new or changed."""
        there = self._memory.graphs()
        gone = [iri for iri in there if iri not in published]
        fresh = [iri for iri, digest in published.items() if there.get(iri, Sent()).digest != digest]
        for iri in gone:
            self._delete(iri)
        for number, iri in enumerate(fresh, 1):
            before = there.get(iri, Sent())
            lines = _lines(self._store, iri)
            content = hashlib.sha256("".join(lines).encode()).hexdigest()
            if not loaded and (before.content != content or not before.digest):
                self._send(iri, lines, content, before)
            self._memory.note(iri, Sent(published[iri], content, len(lines)))
            progress(number, len(fresh))
        return self._done

    def _send(self, iri: str, lines: list[str], content: str, before: Sent) -> None:
        start = before.triples if before.content == content else 0
        if not start:
            self._memory.note(iri, Sent())  # from now on nobody knows what is there
        while start < len(lines):
            piece = lines[start : start + self._chunk]
            self._request("POST" if start else "PUT", iri, "".join(piece).encode())
            start += len(piece)
            self._memory.note(iri, Sent("", content, start))
            self._done.triples += len(piece)
        self._done.sent += 1

    def _delete(self, iri: str) -> None:
        self._request("DELETE", iri)
        self._memory.forget(iri)
        self._done.deleted += 1

    def _request(self, method: str, iri: str, body: bytes | None = None) -> None:
        response = self._client.send(method, {"graph": iri}, headers=_WRITE if body else None, content=body)
        if response.is_success or (method == "DELETE" and response.status_code == 404):
            return
        sentence = self._client.refusal(response, f"{'delete' if method == 'DELETE' else 'send'} the graph {iri}")
        raise RemoteError(f"{sentence}; {_next_step(response)}")


def _next_step(response: httpx.Response) -> str:
    if response.status_code in (401, 403):
        return "it takes a user who may write there"
    if response.status_code in (404, 405, 501):
        return _ADVICE
    return "what was sent is kept, and the same command goes on from there"


def _lines(store: Store, iri: str) -> list[str]:
    """The triples of a graph as sorted N-Triples, so that a push that was cut short can go on within it."""
    quads: Iterator[object] = (quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(iri)))
    return sorted(f"{triple} .\n" for triple in quads)
