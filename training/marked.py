"""Check the marks of documents whose events are marked; training/events/README.md tells what they mean.

    python -m training.marked training/events/[a-z]*.md

prints every mark that is not well formed, and how much the files hold.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from kg.model import AgreementAction, TreatyActionKind

MARK = re.compile(r"\{([^{}]*)\}")
STANDING = r"agreed|proposed|rejected"
UNDONE = r"planned|proposed|cancelled"
ACTIONS, STEPS = (rf"(?:{'|'.join(get_args(labels))})" for labels in (AgreementAction, TreatyActionKind))
EVENT = rf"(?P<event>\d+) (?:(?:{STANDING}) {ACTIONS}|met|meet (?:{UNDONE})|{STEPS}(?: (?:{UNDONE}))?)"
WELL_FORMED = re.compile(rf"treaty|group|[pltdos](?P<roles>(?: \d+)+)|=(?P<again>\d+)|{EVENT}")
DOCUMENT = re.compile(r"^---\n(?=title:)", re.MULTILINE)


def check(text: str) -> tuple[Counter[str], list[str]]:
    """What a file of documents, each after its front matter, holds, and what is wrong with its marks."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for document in DOCUMENT.split(text)[1:]:
        body = document.split("\n---\n", 1)[1]
        marks = [part.strip() for found in MARK.finditer(body) for part in found[1].split(";")]
        told, more = _wrong(marks)
        wrong += more
        counts += Counter(documents=1, words=len(MARK.sub("", body).split()), events=told)
    return counts, wrong


def _wrong(marks: Iterable[str]) -> tuple[int, list[str]]:
    """How many events the marks of a document tell, and which marks are wrong."""
    wrong: list[str] = []
    events: Counter[str] = Counter()
    used: set[str] = set()
    for mark in marks:
        found = WELL_FORMED.fullmatch(mark)
        if found is None:
            wrong.append(f"{mark!r} is no mark")
        elif found["event"]:
            events[found["event"]] += 1
        else:
            used.update((found["roles"] or found["again"] or "").split())
    wrong += [f"{number} is the number of no event or of two" for number in sorted(used | set(events)) if events[number] != 1]
    return events.total(), wrong


def main(paths: Iterable[str]) -> int:
    """Check the files; 1 if anything is wrong."""
    total: Counter[str] = Counter()
    problems: list[str] = []
    for path in map(Path, paths):
        counts, wrong = check(path.read_text("utf-8"))
        total += counts
        problems += [f"{path.name}: {sentence}" for sentence in wrong]
    print(*problems, ", ".join(f"{number:,} {what}" for what, number in total.items()), sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
