"""Facts out of parses: who agreed to what, who met whom, what became of which treaty, each with its sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kg import language, resources
from kg.model import Document, Facts

DATA = ("actors.ttl", "lexicon.ttl", "people.ttl", "places.ttl", "treaties.ttl")


def extract(documents: Iterable[Document]) -> Iterator[Facts]:
    """The facts of documents, one by one and in order."""
    from kg.facts.assembly import facts

    for parse in language.parse(documents):
        yield facts(parse)


@cache
def fingerprint() -> str:
    """A digest of all that decides what is read out of a text: weights, lexicon, gazetteer and the rules themselves."""
    digest = hashlib.sha256(language.fingerprint().encode())
    rooms = [Path(__file__).parent, Path(language.__file__).parent]
    files = [resources.ontology(name) for name in DATA] + [path for room in rooms for path in sorted(room.rglob("*.py"))]
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
