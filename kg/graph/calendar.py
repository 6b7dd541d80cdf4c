"""How much is in each month: what a question must know to look at the newest part of a large graph first.

A node per month, `month/2021-06` in the graph of identities: how many events begin in it and how many documents were issued in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph import terms
from kg.graph.literals import date_literal, day_literal, days
from kg.graph.quads import Metadata
from kg.graph.terms import ACCORD, RDF
from kg.model import Facts


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month, its events and documents; `reaches` is the last day that any document gives for one of the events (ISO 8601, or empty).

    An event that documents date to different months begins in each of them.
    """

    month: str
    events: int = 0
    documents: int = 0
    reaches: str = ""


def calendar(told: Iterable[tuple[Metadata, Facts]], names: Mapping[tuple[str, str], str]) -> list[Month]:
    """The months in which anything begins or was issued, oldest first; `names` as in Identities."""
    issued: Counter[str] = Counter()
    begins: dict[str, set[str]] = {}
    ends: dict[str, date] = {}
    for metadata, facts in told:
        if metadata.published:
            issued[f"{metadata.published:%Y-%m}"] += 1
        dated = [(event.key, event.when) for events in (facts.meetings, facts.agreements, facts.actions) for event in events]
        for key, when in dated:
            if when.start:
                path = names[facts.document, key]
                first, last = days(when.start)[0], days(when.end or when.start)[1]
                begins.setdefault(path, set()).add(first.isoformat()[:7])
                ends[path] = max(last, ends.get(path, last))
    return months(issued, begins, ends)


def months(issued: Mapping[str, int], begins: Mapping[str, Iterable[str]], ends: Mapping[str, date]) -> list[Month]:
    """The months from how many documents were issued in each, and in which ones each event begins and on which day it ends."""
    events: Counter[str] = Counter()
    reaches: dict[str, date] = {}
    for path, begun in begins.items():
        for month in begun:
            events[month] += 1
            reaches[month] = max(ends[path], reaches.get(month, ends[path]))
    found = sorted({*issued, *events})
    return [Month(m, events[m], issued.get(m, 0), reaches[m].isoformat() if m in reaches else "") for m in found]


def quads(found: Iterable[Month], base: str) -> list[Quad]:
    """The months in the graph of identities."""
    graph = terms.identities_graph(base)
    told: list[Quad] = []
    for month in found:
        node = terms.instance(base, f"month/{month.month}")
        told += [Quad(node, RDF.type, ACCORD.Month, graph), Quad(node, ACCORD.month, date_literal(month.month), graph)]
        told += [Quad(node, ACCORD.events, Literal(month.events), graph), Quad(node, ACCORD.documents, Literal(month.documents), graph)]
        if month.reaches:
            told.append(Quad(node, ACCORD.reaches, day_literal(date.fromisoformat(month.reaches)), graph))
    return told


def counts(store: Store, of: str, base: str) -> dict[str, int]:
    """How many events begin, or how many documents were issued, in each month that has any; nothing if the graph was made without."""
    return {month: number for month, value in _values(store, of, base) if (number := int(value))}


def reaches(store: Store, base: str) -> dict[str, date]:
    """The last day of an event that begins in a month."""
    return {month: date.fromisoformat(value) for month, value in _values(store, "reaches", base)}


def _values(store: Store, name: str, base: str) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, ACCORD[name], None, terms.identities_graph(base)):
        yield cast(NamedNode, quad.subject).value.rpartition("/")[2], cast(Literal, quad.object).value
