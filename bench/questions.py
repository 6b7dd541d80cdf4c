"""Times every canned question on a made-up graph, side by side: as kg answers it, as bare pyoxigraph does, and as rdflib does in memory.

    python bench/questions.py 10000                   # documents; the store is made in a temporary folder
    python bench/questions.py 10000 --only "meetings planned"
    python bench/questions.py 400000 --store big      # kept in that folder, and used again when it is there
    python bench/questions.py 10000 --rdflib 10       # rdflib too, for at most 10 seconds of each question
    python bench/questions.py 10000 --whole           # everything without a limit, too

CPU milliseconds, the best of ten, or of as many as two seconds are enough for. Bare pyoxigraph is `Store.query` with the same question
bound to the same values, its rows drained; kg's own time includes finding what is called so and making Python values of the rows. Each
question is asked about a thing that little is told of, one that much is told of, the latter in one year, and about everything; for 100
rows, as comes unless it is said otherwise.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from generate import BASE, write  # the file beside this one
from pyoxigraph import RdfFormat, Store

from kg.graph import index, lookup
from kg.graph.lists import Lists
from kg.graph.query import answer
from kg.graph.questions import Question, questions

RARE, HUB = {"actor": "State S100"}, {"actor": "State S000"}
NEEDED: dict[str, list[dict[str, str]]] = {
    "agreements-between": [{"other": "State S003"}],
    "promises": [{}],
    "treaty-history": [{"treaty": "Treaty T0150"}, {"treaty": "Treaty T0000"}],
    "evidence-of": [{"fact": "treaty/T0150"}, {"fact": "treaty/T0000"}],
    "compare-accounts": [{"event": "meeting/1999-12-13-000001"}],
}


def cases(asked: Question, *, whole: bool) -> list[dict[str, str]]:
    """Values to ask with, from narrow to wide."""
    names = {parameter.name for parameter in asked.parameters}
    needed = NEEDED.get(asked.name)
    if "actor" not in names:
        found = needed or [{}]
    else:
        found = [one | RARE for one in needed or [{}]]
        if "since" in names:
            found.append(found[0] | HUB | {"since": "2010", "until": "2010"})
        found.append(found[0] | HUB)
        if asked.name == "statements-by":
            found += [{"speaker": "Person p000100"}, {"speaker": "Person p000000"}]
        if needed is None:
            found.append({})
    return [*found, {"limit": "any"}] if whole and needed is None else found


def best(run: Callable[[], int], times: int = 10) -> tuple[float, int]:
    """CPU milliseconds and rows."""
    took: list[float] = []
    rows = 0
    while len(took) < times and sum(took) < 2000:
        start = time.process_time()
        rows = run()
        took.append((time.process_time() - start) * 1000)
    return min(took), rows


def drained(store: Store, text: str) -> int:
    """The rows of bare pyoxigraph."""
    return sum(1 for _ in store.query(text))  # type: ignore[union-attr, misc]


class Late(Exception):
    """The time is over."""


def rdflib_time(dataset: Any, text: str, seconds: int) -> str:
    """Milliseconds as text, or that it took longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Late

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        return f"{best(lambda: len(list(dataset.query(text))), 1)[0]:.0f}"
    except Late:
        return f">{seconds * 1000}"
    finally:
        signal.alarm(0)


def rdflib_dataset(store: Store) -> Any:
    """The same named graphs in rdflib's memory, asked as their union."""
    import io

    import rdflib
    from pyoxigraph import DefaultGraph, serialize

    named = (quad for quad in store if not isinstance(quad.graph_name, DefaultGraph))
    return rdflib.Dataset(default_union=True).parse(io.BytesIO(serialize(named, format=RdfFormat.N_QUADS) or b""), format="nquads")


def table(store: Store, lists: Lists, dataset: Any, seconds: int, *, only: list[str], alone: bool, whole: bool) -> None:
    """One line for each question and case."""
    print("| question | asked with | rows | kg ms | pyoxigraph ms | ratio |" + (" rdflib ms |" if dataset else ""))
    print("| --- | --- | --: | --: | --: | --: |" + (" --: |" if dataset else ""))
    for asked in [asked for asked in questions() if asked.name in only or not only]:
        for values in cases(asked, whole=whole):
            ours, rows = best(lambda: len(answer(store, asked.name, values, lists=lists).rows))  # noqa: B023
            text = asked.bind(values, partial(lookup.find, store, lists=lists))
            bare = float("nan") if alone else best(lambda: drained(store, text))[0]  # noqa: B023
            told = ", ".join(f"{name}={value}" for name, value in values.items()) or "–"
            slow = f" {rdflib_time(dataset, text, seconds)} |" if dataset else ""
            print(f"| {asked.name} | {told} | {rows} | {ours:.1f} | {bare:.1f} | {ours / bare:.2f} |{slow}", flush=True)


def load(path: Path, triples: Path, *, compact: bool) -> None:
    """A store of these N-Quads with its index; compacted it is as a first build leaves it."""
    store = Store(path)
    store.bulk_load(path=triples, format=RdfFormat.N_QUADS)
    if compact:
        timed("compacted", store.optimize)
    timed("indexed", lambda: index.write(path, store, BASE))


def timed(what: str, run: Callable[[], None]) -> None:
    """Says on standard error how long something took."""
    start, spent = time.perf_counter(), time.process_time()
    run()
    print(f"{what} in {time.perf_counter() - start:.1f} s, {time.process_time() - spent:.1f} s of CPU", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", type=int)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--rdflib", type=int, default=0, metavar="SECONDS")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--alone", action="store_true", help="kg only: bare pyoxigraph takes minutes on a million events")
    parser.add_argument("--uncompacted", action="store_true", help="as loaded, before a build compacts it")
    parser.add_argument("--only", default="", metavar="QUESTIONS")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.store or Path(folder) / "store"
        if not path.exists():
            triples = Path(folder) / "graph.nq"
            with triples.open("w", encoding="utf8") as out:
                write(arguments.documents, 1, out)
            load(path, triples, compact=not arguments.uncompacted)
            triples.unlink()
        store = Store.read_only(str(path))
        print(f"{arguments.documents:,} documents", file=sys.stderr)
        dataset = rdflib_dataset(store) if arguments.rdflib else None
        lists = index.open_lists(path, BASE)
        assert lists
        table(store, lists, dataset, arguments.rdflib, only=arguments.only.split(), alone=arguments.alone, whole=arguments.whole)


if __name__ == "__main__":
    main()
