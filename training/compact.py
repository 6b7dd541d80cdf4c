"""Compact, canonical Turtle: one line an entry, so that a difference between two versions reads as a table would.

The gazetteer's files are edited by hand and completed by scripts; both meet in this form. Comments before the first prefix survive, the
order of an entry's values too (the first is the usual one); entries stand sorted by IRI, those that describe terms first.
`python -m training.compact FILE...` brings files into it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

BASE = "https://w3id.org/accord/id/"
ACCORD = "https://w3id.org/accord/ontology#"
GAZ = "https://w3id.org/accord/gazetteer#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PREFIXES = {
    "accord": ACCORD,
    "gaz": GAZ,
    "geonames": "https://sws.geonames.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": SKOS,
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
} | {kind: f"{BASE}{kind}/" for kind in ("state", "organization", "group", "treaty", "process", "place")}
FIRST = [f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{GAZ}officialName", f"{GAZ}abbreviation"]
INTEGER, BOOLEAN = ox.NamedNode(f"{PREFIXES['xsd']}integer"), ox.NamedNode(f"{PREFIXES['xsd']}boolean")

Term = ox.NamedNode | ox.Literal
Entry = dict[str, list[Term]]


class Table:
    """A Turtle file as entries: subject IRI, predicate IRI, values in their order."""

    def __init__(self, comment: str = "", entries: dict[str, Entry] | None = None) -> None:
        self.comment = comment
        self.entries = entries or {}

    @classmethod
    def read(cls, path: Path) -> Table:
        """The file's entries; blank nodes are not expected in it and refused with a ValueError."""
        text = path.read_text(encoding="utf-8")
        table = cls(text[: text.index("@prefix")])
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
                table.add(quad.subject.value, quad.predicate.value, quad.object)
            else:
                raise ValueError(f"{path}: {quad} holds a blank node; give it an IRI")
        return table

    def add(self, subject: str, predicate: str, *values: Term) -> None:
        """Append the values that the entry doesn't have yet."""
        known = self.entries.setdefault(subject, {}).setdefault(predicate, [])
        known.extend(value for value in dict.fromkeys(values) if value not in known)

    def put(self, subject: str, predicate: str, *values: Term) -> None:
        """Replace the values of one predicate."""
        self.entries.setdefault(subject, {})[predicate] = list(values)

    def texts(self, subject: str, *predicates: str) -> list[str]:
        """The literal values of some predicates, in order."""
        entry = self.entries.get(subject, {})
        return [value.value for predicate in predicates for value in entry.get(predicate, [])]

    def write(self, path: Path) -> None:
        """Write the canonical form, whole or not at all."""
        temporary = path.with_suffix(".tmp")
        temporary.write_text(self.turtle(), encoding="utf-8")
        os.replace(temporary, path)

    def turtle(self) -> str:
        """The canonical form; equal tables give equal text."""
        groups: dict[str, list[str]] = {}
        for subject in sorted(self.entries, key=lambda iri: (iri.startswith(BASE), iri)):
            groups.setdefault(subject.rsplit("/", 1)[0], []).append(self._line(subject))
        body = "\n".join("\n".join(lines) + "\n" for lines in groups.values())
        values = [value for entry in self.entries.values() for some in entry.values() for value in some]
        iris = {*self.entries, *(predicate for entry in self.entries.values() for predicate in entry), *map(_iri, values)}
        used = {_short(iri).split(":", 1)[0] for iri in iris}
        heads = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(used & set(PREFIXES)))
        return f"{self.comment}{heads}\n{body}"

    def _line(self, subject: str) -> str:
        entry = self.entries[subject]
        pairs = [f"a {', '.join(map(_written, entry[RDF_TYPE]))}"] if RDF_TYPE in entry else []
        order = [*(p for p in FIRST if p in entry), *sorted(p for p in entry if p not in FIRST and p != RDF_TYPE)]
        pairs += [f"{_short(predicate)} {', '.join(map(_written, entry[predicate]))}" for predicate in order if entry[predicate]]
        return f"{_short(subject)} {' ; '.join(pairs)} ."


def english(texts: Iterable[str]) -> list[Term]:
    """English literals."""
    return [ox.Literal(text, language="en") for text in texts]


def local(text: str) -> bool:
    """True where Turtle takes `text` as the local part of a prefixed name without escapes."""
    return bool(text) and all(c.isascii() and (c.isalnum() or c in "-_") for c in text) and not text.startswith("-")


def _short(iri: str) -> str:
    for name, namespace in PREFIXES.items():
        if iri.startswith(namespace) and local(iri[len(namespace) :]):
            return f"{name}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def _iri(value: Term) -> str:
    return value.value if isinstance(value, ox.NamedNode) else value.datatype.value


def _written(value: Term) -> str:
    if isinstance(value, ox.NamedNode):
        return _short(value.value)
    if value.datatype in (INTEGER, BOOLEAN):
        return value.value
    if value.language or value.datatype.value == f"{PREFIXES['xsd']}string":
        return str(value)
    return f"{ox.Literal(value.value)}^^{_short(value.datatype.value)}"


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        Table.read(Path(argument)).write(Path(argument))
