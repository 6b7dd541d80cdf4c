"""What a person decided: a text file of lines `same A B` and `different A B`, which wins over the rules.

    # Two spellings that no rule dares to join
    same person/m-bin-salman "Mohammed bin Salman"
    different person/george-bush@1991-08-01-moscow person/george-bush@2001-11-14-crawford

A and B are paths (`person/kim`), full IRIs or labels in quotes; `@DOCUMENT` after a path or label limits it to what that document says.
A path is found through every member of a node: what a node was called before it was joined with another still names it. A line that names
nothing in the documents at hand waits, for they may come back.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

from kg.errors import KgError

Verdict = Literal["same", "different"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
CLASSES = "state|organization|person|group|delegation|process|treaty|place|meeting|agreement|treaty-action"
PATH = re.compile(rf"(?:.*/)?((?:{CLASSES})/[A-Za-z0-9-]+)", re.DOTALL)


class JudgementError(KgError):
    """A file of judgements can't be read or written, or its lines contradict each other or name more than one thing."""


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One side of a judgement: a path below the base IRI or a label, and the document that it is limited to."""

    text: str
    is_path: bool
    document: str = ""

    def __str__(self) -> str:
        return shlex.quote(f"{self.text}@{self.document}" if self.document else self.text)

    @property
    def kind(self) -> str:
        """The first part of a path, empty for a label."""
        return self.text.partition("/")[0] if self.is_path else ""


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """Two names of one thing, or of two."""

    a: Name
    b: Name
    verdict: Verdict

    def __str__(self) -> str:
        return f"{self.verdict} {self.a} {self.b}"


@dataclass(frozen=True, slots=True)
class Judgements:
    """All judgements, sorted and each once; equal whatever the order of their lines."""

    items: tuple[Judgement, ...] = ()


def name(text: str) -> Name:
    """A name as a person writes it: `person/kim`, `<https://…/person/kim>`, `Kim Jong Un`, each with or without `@DOCUMENT`."""
    text, _, document = text.strip().partition("@")
    found = PATH.fullmatch(text.strip("<>"))
    return Name(found[1], True, document) if found else Name(text, False, document)


def judgement(verdict: str, a: str, b: str) -> Judgement:
    """A checked judgement; the smaller name comes first."""
    if verdict not in VERDICTS:
        raise JudgementError(f"A judgement begins with same or different, not with {verdict!r}; write for example: same person/a person/b")
    first, second = sorted((name(a), name(b)))
    if first == second:
        raise JudgementError(f"The judgement '{verdict} {a} {b}' names one thing twice; name two, or add @DOCUMENT to tell them apart")
    if verdict == "same" and first.kind and second.kind and first.kind != second.kind:
        raise JudgementError(f"A {first.kind} and a {second.kind} can't be the same ({first}, {second}); correct one of the two names")
    return Judgement(first, second, "same" if verdict == "same" else "different")


def load(path: Path) -> Judgements:
    """The judgements of a file, none where there is no file; raises JudgementError for a line that says nothing clear."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementError(f"The judgements in {path} can't be read: {error}; check that it is a readable UTF-8 text file") from None
    return gather(filter(None, (_line(line, f"{path}, line {number}") for number, line in enumerate(lines, 1))))


def gather(items: Iterable[Judgement]) -> Judgements:
    """Judgements in canonical order; raises JudgementError where one pair has both verdicts."""
    ordered = sorted(set(items))
    for one, two in pairwise(ordered):
        if (one.a, one.b) == (two.a, two.b):
            raise JudgementError(f"Two judgements contradict each other, '{one}' and '{two}'; delete one of the two lines")
    return Judgements(tuple(ordered))


def add(path: Path, verdict: str, a: str, b: str) -> None:
    """Adds a line to the file where it belongs in the order, unless it is there; other lines and comments stay as they are.

    Raises JudgementError if the file says the opposite, or can't be written.
    """
    new = judgement(verdict, a, b)
    known = load(path)
    if new in known.items:
        return
    gather((*known.items, new))
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    place = next((i for i, line in enumerate(lines) if (old := _line(line, str(path))) and old > new), len(lines))
    while place and place < len(lines) and lines[place - 1].startswith("#"):
        place -= 1
    _write(path, "\n".join((*lines[:place], str(new), *lines[place:])) + "\n")


def _line(line: str, where: str) -> Judgement | None:
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise JudgementError(f"{where}: the line {line!r} can't be read ({error}); put a label in a pair of double quotes") from None
    if not words:
        return None
    if len(words) != 3:
        raise JudgementError(f"{where}: expected a verdict and two names, found {line!r}; write for example: same person/a person/b")
    try:
        return judgement(*words)
    except JudgementError as error:
        raise JudgementError(f"{where}: {error}") from None


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=path.name, delete=False) as file:
            file.write(text)
        os.replace(file.name, path)
    except OSError as error:
        raise JudgementError(f"The judgements can't be written to {path}: {error}; choose a folder that you may write to") from None
