"""Sentences annotated with their times, and what is found in them in the same form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.facts.times import TimeExpression, times
from kg.language import Parse

SENTENCES = Path(__file__).with_name("times.txt")

Seen = tuple[str, str, str]  # words, value ("2021-03..2021-04", "?" unresolved), role


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, the day it was published, and the times expected in it."""

    published: date | None
    text: str
    expected: tuple[Seen, ...]


def sentences(path: Path = SENTENCES) -> Iterator[Sentence]:
    """The annotated sentences; the file's head says how it is written."""
    published: date | None = None
    text, expected = "", []
    for line in [*path.read_text(encoding="utf8").splitlines(), "> "]:
        if line.startswith(("=", ">")) and text:
            yield Sentence(published, text, tuple(expected))
            text, expected = "", []
        if line.startswith("="):
            published = None if line[1:].strip() == "none" else date.fromisoformat(line[1:].strip())
        elif line.startswith(">"):
            text = line[1:].strip().replace(" ¶ ", "\n\n")
        elif line.strip() and not line.startswith("#"):
            words, value, role = (*(part.strip() for part in line.split("|")), "point")[:3]
            expected.append((words, value, role))


def seen(parsed: Parse) -> list[Seen]:
    """What was found, in the form of the annotation."""
    return [(parsed.quote(parsed.doc[t.start : t.end]), _value(t), t.role) for t in times(parsed)]


def _value(expression: TimeExpression) -> str:
    when = expression.when
    return (f"{when.start}..{when.end}" if when.end else when.start) or "?"
