"""A server of a small graph, started as a user would start it, on a free port of this machine."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.graph.quads import Metadata, identities_quads, quads
from kg.graph.store import open_writer
from kg.graph.terms import BASE, document, identities_graph
from kg.model import Document, Facts
from tests.graph.sample import BOTH, IDENTITIES, USED

KG = Path(sys.executable).with_name("kg")
TIMEOUT = 1.5
ROWS = 300
JOINED = " . ".join(f"?s{number} skos:prefLabel|skos:altLabel ?l{number}" for number in range(12))
ENDLESS = f"PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT (COUNT(*) AS ?n) WHERE {{ {JOINED} }}"


@dataclass(frozen=True)
class Got:
    """What a server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get_content_type()


@dataclass
class Server:
    """Where a server listens, what it serves, and what it wrote to its log."""

    address: str
    graph: Path
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def get(self, path: str, accept: str = "*/*", *, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        """Any status is an answer; `content_type="..."` and the like are headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, body, {"Accept": accept, **named}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return Got(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Got(error.code, error.headers, error.read())

    def sparql(self, query: str, accept: str = "*/*", **more: str) -> Got:
        return self.get("/sparql?" + urllib.parse.urlencode({"query": query, **more}), accept)


def publish(graph: Path, told: Iterable[tuple[Document, Facts]] = BOTH, labels: Mapping[str, str] | None = None) -> None:
    """Makes these documents the graph, as a build would."""
    by_iri = {document(BASE, one.identifier).value: quads(Metadata.of(one), facts, IDENTITIES, BASE) for one, facts in told}
    named = IDENTITIES if labels is None else type(IDENTITIES)(IDENTITIES.names, dict(labels))
    by_iri[identities_graph(BASE).value] = identities_quads(named, USED, BASE)

    def make(iri: str) -> list[Quad]:
        return by_iri[iri]

    with open_writer(graph) as writer:
        writer.publish({iri: str(sorted(map(str, found))) for iri, found in by_iri.items()}, make, "test")


@contextmanager
def serving(
    graph: Path, *options: str, command: Sequence[str | Path] = (KG,), log: Path | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A running server, which is gone afterwards whatever happens."""
    log = log or graph.with_name("serve.log")
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "serve", "-g", graph, "--port", "0", *options], stderr=stream, stdout=stream, env=environment, cwd=log.parent
        )
    try:
        yield Server(_address(process, log), graph, log, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(400):
        if told := re.search(r"^(http://\S+)/ serves .*\n", log.read_text(), re.MULTILINE):
            return told[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(f"no server after 20 s: {log.read_text()}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    graph = tmp_path_factory.mktemp("serve") / "graph"
    publish(graph)
    with serving(graph, "--timeout", str(TIMEOUT), "--rows", str(ROWS)) as running:
        yield running
        assert "Traceback" not in running.log.read_text()
