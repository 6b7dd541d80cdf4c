"""What it costs to keep a large graph up to date: `kg build` of N short documents, again unchanged, with ten changed, `kg forget` of one.

    python bench/updates.py 10000 [--jobs 2]

Each document tells of one meeting and what was agreed there, in forty words of its own. Printed are the seconds of the whole command, by
the clock and of processor time, and what it said: how many documents it read.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

STATES = (
    "France",
    "Kenya",
    "Tanzania",
    "Norway",
    "Oman",
    "Chile",
    "Peru",
    "Japan",
    "India",
    "Egypt",
    "Ghana",
    "Spain",
    "Italy",
    "Mali",
    "Chad",
    "Niger",
    "Cuba",
    "Nepal",
    "Laos",
    "Fiji",
)
CITIES = (
    "Nairobi",
    "Oslo",
    "Muscat",
    "Santiago",
    "Lima",
    "Tokyo",
    "Cairo",
    "Accra",
    "Madrid",
    "Rome",
    "Paris",
    "Havana",
    "Geneva",
    "Vienna",
    "Doha",
    "Suva",
    "Kathmandu",
)
TOPICS = (
    "fisheries",
    "water",
    "trade",
    "transport",
    "energy",
    "health",
    "education",
    "customs",
    "forests",
    "tourism",
    "railways",
    "aviation",
)


def document(number: int, chance: random.Random) -> str:
    """A report in Markdown, of about forty words."""
    day = date(2000, 1, 1) + timedelta(days=number % 9000)
    one, other = chance.sample(STATES, 2)
    city, topic, more = chance.choice(CITIES), *chance.sample(TOPICS, 2)
    return (
        f"---\npublished: {day}\npublisher: Agency {number % 37}\n---\n"
        f"The foreign ministers of {one} and {other} met in {city} on {day.day} {day:%B} {day.year}.\n"
        f"{one} and {other} agreed to set up a working group on {topic}. "
        f"They will exchange data on {more} every {number % 50 + 2} months.\n"
    )


def run(*command: str) -> None:
    begin, before = time.perf_counter(), processor()
    done = subprocess.run([sys.executable, "-m", "kg.cli", *command], check=True, capture_output=True, text=True)
    took = f"{time.perf_counter() - begin:8.1f} s by the clock {processor() - before:8.1f} s of processor time"
    print(f"{took}   kg {command[0]}: {done.stderr.strip().rpartition(': ')[2]}", flush=True)


def processor() -> float:
    """Seconds that the commands of so far and their workers took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        corpus, graph = Path(name) / "corpus", ("-g", str(Path(name) / "graph"))
        corpus.mkdir()
        for number in range(given.documents):
            (corpus / f"d{number:06d}.md").write_text(document(number, chance), encoding="utf8")
        run("build", str(corpus), "--jobs", str(given.jobs), *graph)
        run("build", str(corpus), *graph)
        for number in range(10):
            (corpus / f"d{number * 7:06d}.md").write_text(document(number * 7, chance), encoding="utf8")
        run("build", str(corpus), *graph)
        run("forget", "d000003", *graph)


if __name__ == "__main__":
    main()
