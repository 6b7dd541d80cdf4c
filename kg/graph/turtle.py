"""Turtle and TriG (W3C, RDF 1.1) for reading and for comparing: sorted, one subject a paragraph, the same bytes for the same graph.

Neither rdflib's nor pyoxigraph's serialiser serves here: the first takes half a minute for a million triples, the second writes local
names with backslashes, which Virtuoso 7 takes into the IRI. Terms are given as N-Triples writes them; there are no blank nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from kg.graph.terms import RDF, XSD

Row = tuple[str, str, str, str]
"""Graph, subject, predicate, object in N-Triples syntax, so that rows sort as they are written."""

_LOCAL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_INTEGER = re.compile(r'"(-?[0-9]+)"')
_TYPE = str(RDF.type)
_INTEGER_TYPE = str(XSD.integer)
_WIDTH = 120


class TurtleWriter:
    """Writes sorted rows with the shortest names that `prefixes` (name to namespace IRI) allow."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._names = {iri: name for name, iri in prefixes.items()}
        self._used: dict[str, str] = {}
        self._terms: dict[str, str] = {}

    def turtle(self, rows: Iterable[Row]) -> Iterator[str]:
        """The document in pieces; the prefixes that it needs come first, so all pieces are made before the first is given."""
        body = list(self._subjects(rows, ""))
        yield self._prefixes()
        yield from body

    def trig(self, rows: Iterable[Row]) -> Iterator[str]:
        """As `turtle`, each named graph in its braces."""
        body: list[str] = []
        for graph, members in groupby(rows, key=itemgetter(0)):
            body.append(f"\n{self.term(graph)} {{\n")
            body.extend(self._subjects(members, "    "))
            body.append("}\n")
        yield self._prefixes()
        yield from body

    def _prefixes(self) -> str:
        return "".join(f"@prefix {name}: <{iri}> .\n" for iri, name in sorted(self._used.items(), key=itemgetter(1)))

    def _subjects(self, rows: Iterable[Row], indent: str) -> Iterator[str]:
        for subject, members in groupby(rows, key=itemgetter(1)):
            about = [(predicate, [row[3] for row in same]) for predicate, same in groupby(members, key=itemgetter(2))]
            about.sort(key=lambda pair: pair[0] != _TYPE)
            lines = f" ;\n{indent}    ".join(self._predicate(predicate, objects, indent) for predicate, objects in about)
            yield f"\n{indent}{self.term(subject)} {lines} .\n"

    def _predicate(self, predicate: str, objects: list[str], indent: str) -> str:
        name = "a" if predicate == _TYPE else self.term(predicate)
        values = [self.term(value) for value in objects]
        line = f"{name} {', '.join(values)}"
        if len(values) > 1 and len(line) > _WIDTH:
            return f"{name}\n{indent}        " + f",\n{indent}        ".join(values)
        return line

    def term(self, text: str) -> str:
        """A term of N-Triples as Turtle abbreviates it."""
        if text[0] == "<":
            known = self._terms.get(text)
            if known is None:
                known = self._terms[text] = self._name(text)
            return known
        if text[-1] != ">":
            return text
        value, _, datatype = text.rpartition("^^")
        if datatype == _INTEGER_TYPE and (integer := _INTEGER.fullmatch(value)):
            return integer[1]
        return f"{value}^^{self.term(datatype)}"

    def _name(self, text: str) -> str:
        iri = text[1:-1]
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        name = self._names.get(iri[:cut])
        if name is None or not _LOCAL.fullmatch(iri, cut):
            return text
        self._used[iri[:cut]] = name
        return f"{name}:{iri[cut:]}"
