"""How fast documents become a graph on one core, and where the time goes.

    python bench/speed.py [FOLDER] [--documents N]

The texts of FOLDER (default: seeds) are repeated under new names until there are N (default: 100). Every step is timed on all of them,
weights and tables loaded beforehand, as processor time of one thread; the best of three runs counts. "Whole" is `kg build` into an empty
graph, the clock's time beside it.
"""

from __future__ import annotations

import argparse
import csv
import os
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS"), "1"))

from kg.builder import build
from kg.facts import extract
from kg.graph.quads import Metadata, quads
from kg.graph.terms import BASE
from kg.identity import Judgements, identify
from kg.language import parse
from kg.language.pipeline import pipeline
from kg.model import Document
from kg.read import read

RUNS = 3


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("folder", type=Path, nargs="?", default=Path(__file__).resolve().parent.parent / "seeds")
    arguments.add_argument("--documents", type=int, default=100, metavar="N")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        repeat([one for one in read(given.folder) if isinstance(one, Document)], given.documents, corpus)
        measure(corpus, Path(name))


def repeat(documents: list[Document], count: int, corpus: Path) -> None:
    """Write `count` plain texts and the table that describes them."""
    with (corpus / "metadata.csv").open("w", encoding="utf8", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(("file", "title", "publisher", "published", "language"))
        for number, document in enumerate(islice(cycle(documents), count)):
            file = corpus / f"{number:06d}-{document.identifier}.txt"
            file.write_text(document.text, encoding="utf8")
            rows.writerow((file.name, document.title, document.publisher, document.published or "", document.language))


def measure(corpus: Path, scratch: Path) -> None:
    """Time the steps and the whole, and print both."""
    documents = [one for one in read(corpus) if isinstance(one, Document)]
    facts = list(extract(documents))  # also loads weights and tables
    identities = identify(facts, Judgements())
    graphs = iter(range(1_000_000))

    def whole() -> None:
        report = build(corpus, scratch / f"graph-{next(graphs)}")
        if report.skipped:
            raise SystemExit(report.skipped[0].reason)

    took = fastest(
        {
            "bare": lambda: list(pipeline().pipe(document.text for document in documents)),
            "read": lambda: list(read(corpus)),
            "language": lambda: list(parse(documents)),
            "facts": lambda: list(extract(documents)),
            "identity": lambda: identify(facts, Judgements()),
            "quads": lambda: [quads(Metadata.of(d), f, identities, BASE) for d, f in zip(documents, facts, strict=True)],
            "whole": whole,
        }
    )
    bare, all_of_it = took.pop("bare")[0], took.pop("whole")
    steps = {name: seconds for name, (seconds, _) in took.items()}
    steps["facts"] -= steps["language"]  # extract parses by itself
    steps["store and the rest"] = all_of_it[0] - sum(steps.values())

    words = sum(len(document.text.split()) for document in documents)
    print(f"{len(documents)} documents, {words / len(documents):.0f} words each\n")
    print(f"{'step':20}{'ms a document':>15}{'share':>8}")
    for step, seconds in steps.items():
        print(f"{step:20}{1000 * seconds / len(documents):15.1f}{seconds / all_of_it[0]:8.0%}")
    print(f"{'whole':20}{1000 * all_of_it[0] / len(documents):15.1f}{1:8.0%}\n")
    processor, clock = (len(documents) / seconds for seconds in all_of_it)
    print(f"whole: {processor:.1f} documents a second of processor time, {clock:.1f} by the clock")
    print(f"bare pipeline: {len(documents) / bare:.1f} documents a second; the whole takes {all_of_it[0] / bare:.2f} times as long")


def fastest(work: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """Seconds of processor and of clock time of each piece's fastest run; the pieces take turns, so that a busy machine slows all alike."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    for _ in range(RUNS):
        for name, piece in work.items():
            processor, clock = time.process_time(), time.perf_counter()
            piece()
            found[name].append((time.process_time() - processor, time.perf_counter() - clock))
    return {name: min(runs) for name, runs in found.items()}


if __name__ == "__main__":
    main()
