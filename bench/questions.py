"""Times every canned question on a made-up graph: CPU milliseconds, the best of three, and how many rows came.

    python bench/questions.py 10000            # documents; the store is made in a temporary folder
    python bench/questions.py 10000 --compact  # after RocksDB has merged its files

Each question is asked about a thing that little is told of, about one that much is told of, the latter in one year, and about everything.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from generate import write  # the file beside this one
from pyoxigraph import RdfFormat, Store

from kg.graph.query import answer
from kg.graph.questions import Question, questions

RARE, HUB = {"actor": "State S100"}, {"actor": "State S000"}
NEEDED = {
    "agreements-between": {"other": "State S003"},
    "treaty-history": {"treaty": "Treaty T0003"},
    "statements-by": {"speaker": "Person p000001"},
    "evidence-of": {"fact": "treaty/T0003"},
    "compare-accounts": {"event": "meeting/1999-12-13-000001"},
}


def cases(asked: Question) -> list[dict[str, str]]:
    """Values to ask with, from narrow to wide."""
    needed, names = NEEDED.get(asked.name, {}), {parameter.name for parameter in asked.parameters}
    if "actor" not in names:
        return [needed]
    found = [needed | RARE, needed | HUB]
    if "since" in names:
        found.insert(1, needed | HUB | {"since": "2010", "until": "2010"})
    return found if needed else [*found, {}]


def best(store: Store, name: str, values: dict[str, str]) -> tuple[float, int]:
    times = []
    for _ in range(3):
        start = time.process_time()
        rows = len(answer(store, name, values).rows)
        times.append((time.process_time() - start) * 1000)
    return min(times), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", type=int)
    parser.add_argument("--compact", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nq"
        with path.open("w", encoding="utf8") as out:
            write(arguments.documents, 1, out)
        store = Store(Path(folder) / "store")
        store.bulk_load(path=path, format=RdfFormat.N_QUADS)
        if arguments.compact:
            store.optimize()
        print(f"{len(store):,} quads")
        for asked in questions():
            for values in cases(asked):
                took, rows = best(store, asked.name, values)
                told = ", ".join(f"{name}={value}" for name, value in values.items())
                print(f"{took:9.1f} ms {rows:7,} rows  {asked.name} {told}", flush=True)


if __name__ == "__main__":
    main()
