"""Times `kg push`: a made-up graph goes to a running store, document by document, and once more as one large graph.

    python bench/push.py 1000 http://127.0.0.1:7878/store
    KG_PASSWORD=dba python bench/push.py 1000 http://127.0.0.1:8890/sparql-graph-crud-auth --user dba

The graphs stay there, so take a store that holds nothing else.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from generate import write  # the file beside this one
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg.graph.store import open_writer
from kg.graph.terms import BASE, identities_graph
from kg.remote.client import Login, login
from kg.remote.push import push


def graphs(size: int, folder: Path) -> dict[str, list[Quad]]:
    """The quads of `size` documents and of their identities, by graph."""
    with (folder / "graph.nq").open("w", encoding="utf8") as out:
        write(size, 1, out)
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=folder / "graph.nq", format=RdfFormat.N_QUADS):
        if not isinstance(quad.graph_name, DefaultGraph):
            found[quad.graph_name.value].append(quad)
    return found


def publish(folder: Path, found: dict[str, list[Quad]]) -> None:
    with open_writer(folder) as writer:
        writer.publish({iri: str(len(quads)) for iri, quads in found.items()}, lambda iri: found[iri], "bench")


def timed(what: str, folder: Path, url: str, who: Login | None) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    done = push(folder, url, who, everything=True, timeout=600)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what}: {done.sent:,} graphs, {done.triples:,} triples in {wall:.1f} s: {done.triples / wall:,.0f} triples/s", end="")
    print(f", {done.sent / wall:,.0f} graphs/s; {cpu:.1f} s of it here", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", type=int)
    parser.add_argument("url")
    parser.add_argument("--user")
    arguments = parser.parse_args()
    who = login(arguments.url, arguments.user)
    with tempfile.TemporaryDirectory() as folder:
        found = graphs(arguments.documents, Path(folder))
        publish(Path(folder) / "many", found)
        timed("document by document", Path(folder) / "many", arguments.url, who)
        whole = NamedNode(f"{BASE}document/whole")
        triples = dict.fromkeys(quad.triple for quads in found.values() for quad in quads)
        joint = identities_graph(BASE).value
        publish(Path(folder) / "one", {whole.value: [Quad(*triple, whole) for triple in triples], joint: found[joint]})
        timed("as one large graph", Path(folder) / "one", arguments.url, who)


if __name__ == "__main__":
    main()
