"""How many small queries a second `kg serve` answers, with wrk as its client on the same machine.

    python -m bench.serve [--documents 1000] [--seconds 5] [--runs 3] [--picture] [-- options of kg serve]

Serves the graph that `bench/generate.py` makes and asks for ten states of it, over 1 and over 8 connections. Prints requests a second,
latencies, the load average, and processor time of server and workers for each request, the steadier figure where others run too.
With --picture it draws the picture of the graph instead, once. Needs wrk (Debian: apt-get install wrk).
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from bench.generate import write
from kg.graph.store import open_writer

QUERY = """
PREFIX accord: <https://w3id.org/accord/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?state ?name WHERE { ?state a accord:State ; skos:prefLabel ?name } LIMIT 10
"""
TICKS = os.sysconf("SC_CLK_TCK")


def publish(folder: Path, documents: int) -> None:
    """Makes a graph directory of so many made-up documents."""
    text = io.StringIO()
    write(documents, 1, text)
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(text.getvalue(), RdfFormat.N_QUADS):
        assert isinstance(quad, Quad)
        if not isinstance(quad.graph_name, DefaultGraph):
            graphs[quad.graph_name.value].append(quad)
    with open_writer(folder) as writer:
        writer.publish(dict.fromkeys(graphs, "1"), graphs.__getitem__, "bench")


def processor(pids: list[int]) -> float:
    """Seconds of processor time that these processes have had."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICKS


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def measure(address: str, server: int, connections: int, seconds: int) -> str:
    """One line of figures."""
    workers = children(server)
    before = processor([server]), processor(workers)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"{address}sparql?query={quote(QUERY)}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after = processor([server]), processor(workers)
    rate, requests = float(found(r"Requests/sec:\s*([\d.]+)", told)), int(found(r"(\d+) requests in", told))
    median, late = found(r"\n +50% +(\S+)", told), found(r"\n +99% +(\S+)", told)
    spent = [1e6 * (end - start) / requests for start, end in zip(before, after, strict=True)]
    failed = re.search(r"Non-2xx.*|Socket errors.*", told)
    return (
        f"connections {connections:2}  requests/s {rate:7.0f}  p50 {median}  p99 {late}  processor us/request {spent[0]:.0f} server + "
        f"{spent[1]:.0f} workers  load {os.getloadavg()[0]:.1f}  {failed[0] if failed else ''}"
    )


def picture(address: str, server: int) -> str:
    """One line about the picture: its size, and what the process that drew it took, which is gone by then and so counts for its parent."""
    with urlopen(address) as answer:
        size = len(answer.read())
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    spent = (int(fields[13]) + int(fields[14])) / TICKS
    return f"picture  {size / 1e6:.1f} MB  processor s {spent:.1f}  load {os.getloadavg()[0]:.1f}"


def found(pattern: str, told: str) -> str:
    match = re.search(pattern, told)
    assert match, told
    return match[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--picture", action="store_true")
    parser.add_argument("options", nargs="*", help="for kg serve, after --")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch, "graph")
        publish(graph, given.documents)
        kg = Path(sys.executable).with_name("kg")
        server = subprocess.Popen([kg, "serve", "-g", graph, "--port", "0", *given.options], stderr=subprocess.PIPE, text=True)
        try:
            assert server.stderr
            address = server.stderr.readline().split()[0]
            time.sleep(2)  # for the workers
            if given.picture:
                print(picture(address, server.pid))
                return
            for connections in (1, 8):
                for _ in range(given.runs):
                    print(measure(address, server.pid, connections, given.seconds), flush=True)
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
