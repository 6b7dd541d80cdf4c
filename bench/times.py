"""How well times are read, and how fast.

    python -m bench.times              # the project's own sentences; the dated facts of ../shared/bench/dev where it is there
    python -m bench.times --misses     # and every difference

The first figure compares each expression of tests/facts/times.txt with its expected value and role. The second asks, document by
document, which dates of the gold facts stand among the resolved times or are the day of writing: what the next step can find at all.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.facts.times import anchor, times
from kg.language import Parse, parse
from kg.model import Document
from tests.facts.annotated import SENTENCES, seen, sentences

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "bench" / "dev"


def own_sentences(misses: bool, path: Path = SENTENCES) -> None:
    """Precision and recall on the project's own sentences, each with its own verdict on words, value and role together."""
    given = list(sentences(path))
    parsed = parse(Document(str(i), s.text, published=s.published) for i, s in enumerate(given))
    expected = found = right = whole = 0
    for sentence, one in zip(given, parsed, strict=True):
        got = seen(one)
        hits = [e for e in sentence.expected if e in got]
        expected, found, right = expected + len(sentence.expected), found + len(got), right + len(hits)
        whole += set(got) == set(sentence.expected)
        if misses and set(got) != set(sentence.expected):
            print(f"  {sentence.text}")
            print(f"    missed {sorted(set(sentence.expected) - set(got))}")
            print(f"    false  {sorted(set(got) - set(sentence.expected))}")
    print(f"own sentences: {whole} of {len(given)} wholly right")
    print(f"precision {right / found:.3f}, recall {right / expected:.3f} of {expected} times")


def gold_documents(folder: Path) -> Iterator[tuple[Document, set[str]]]:
    """The benchmark's documents, each with the dates that its facts must have (without those marked optional)."""
    table = {row["file"]: row for row in csv.DictReader((folder / "metadata.csv").open(encoding="utf8"))}
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".md", ".txt")):
        text = path.read_text(encoding="utf8")
        head = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        published = table[path.name]["published"] if path.name in table else ""
        if head:
            text = text[head.end() :]
            published = "".join(re.findall(r"^published: *(\S*)", head[1], re.MULTILINE))
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf8"))
        slots = [fact.get(slot, []) for fact in gold["facts"] if not fact.get("optional") for slot in ("date", "end")]
        wanted = {str(d) for slot in slots for d in (slot if isinstance(slot, list) else [slot])}
        day = date.fromisoformat(published) if published else None
        yield Document(path.stem, text, published=day), {d for d in wanted if not d.startswith("?")}


def gold_dates(folder: Path, misses: bool) -> None:
    """Recall of the gold facts' dates per document, and the time that finding takes."""
    documents = list(gold_documents(folder))
    parsed = list(parse(document for document, _ in documents))
    total = hit = 0
    for (document, wanted), one in zip(documents, parsed, strict=True):
        there = {day for t in times(one) for day in (t.when.start, t.when.end)}
        there |= {day.isoformat() for p in one.paragraphs if (day := anchor(one, p.block.section))}
        total, hit = total + len(wanted), hit + len(wanted & there)
        missing = f"   missing {' '.join(sorted(wanted - there))}" if misses and wanted - there else ""
        print(f"  {document.identifier}  {len(wanted & there):3} of {len(wanted):3}{missing}")
    print(f"dates of gold facts that are among the times found: {hit} of {total} ({hit / total:.3f})")
    speed(parsed)


def speed(parsed: list[Parse]) -> None:
    """Milliseconds for 400 words, the best of five rounds over all documents."""
    words = sum(len(one.doc) for one in parsed)
    best = min(_round(parsed) for _ in range(5))
    print(f"time: {1000 * best * 400 / words:.2f} ms for 400 tokens")


def _round(parsed: list[Parse]) -> float:
    begin = time.process_time()
    for one in parsed:
        times(one)
    return time.process_time() - begin


def main() -> int:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--misses", action="store_true", help="list every difference")
    arguments.add_argument("--gold", type=Path, default=GOLD, help="folder of documents with .gold.json beside them")
    options = arguments.parse_args()
    own_sentences(options.misses)
    if not options.gold.is_dir():
        print(f"dates of gold facts: not measured, {options.gold} is not there")
        return 0
    gold_dates(options.gold, options.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
