"""Times full-text search, and keeping its index up, on a made-up graph: milliseconds of processor time, the best of three.

    python bench/search.py 10000            # documents; the graph directory is made in a temporary folder

`kg search` is the whole command with the start of Python; the other lines are the call inside a process that has the graph open.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from generate import write  # the file beside this one
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.graph.index import FILE
from kg.graph.search import search
from kg.graph.store import open_graph, open_writer

ASKED = {
    "a name": "person p000001",
    "a rare word": "4711",
    "a phrase": '"document 4711"',
    "a word in every sentence": "agreed",
    "a phrase in every sentence": '"told the press"',
    "a beginning of words": "d00012*",
}


def graphs(path: Path) -> Iterator[tuple[str, list[Quad]]]:
    """Each named graph of a file in which their lines stand together, once for the graph and once for the union."""
    named = (quad for quad in parse(path=path, format=RdfFormat.N_QUADS) if isinstance(quad.graph_name, NamedNode))
    for name, quads in groupby(named, key=lambda quad: quad.graph_name.value):  # type: ignore[union-attr]
        yield name, list(quads)


def publish(path: Path, quads: Path, digests: dict[str, str]) -> float:
    """Seconds that publishing takes; the first graphs of the file are written under their digests, in the file's order."""
    waiting = graphs(quads)

    def make(iri: str) -> list[Quad]:
        return next(made for name, made in waiting if name == iri)

    begin = processor()
    with open_writer(path) as writer:
        writer.publish(digests, make, "stamp")
    return (processor() - begin) / 1000


def processor() -> float:
    """Milliseconds that this process and those that it waited for have taken."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return 1000 * sum(used.ru_utime + used.ru_stime for used in both)


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        begin = processor()
        work()
        times.append(processor() - begin)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", type=int)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        quads, path = Path(folder) / "graph.nq", Path(folder) / "graph"
        with quads.open("w", encoding="utf8") as out:
            write(arguments.documents, 1, out)
        digests = dict.fromkeys((name for name, _ in graphs(quads)), "1")
        print(f"{publish(path, quads, digests):9.1f} s   the graph published at once, parsing N-Quads included")
        ten = digests | dict.fromkeys(list(digests)[:10], "2")
        print(f"{publish(path, quads, ten):9.1f} s   ten documents of it replaced")
        with open_graph(path) as graph:
            print(f"{len(graph.store):,} quads, index of {(graph.snapshot / FILE).stat().st_size / 1e6:.1f} MB")
            for what, words in ASKED.items():
                took = best(lambda words=words: search(graph, words))  # type: ignore[misc]
                print(f"{took:9.1f} ms  {len(search(graph, words, 1_000_000)):7,} hits  {what}: {words}", flush=True)
        for words in ("person p000001", "agreed"):
            command = [sys.executable, "-m", "kg.cli", "search", "-g", str(path), words]
            took = best(lambda command=command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))  # type: ignore[misc]
            print(f"{took:9.1f} ms  kg search {words}")


if __name__ == "__main__":
    main()
