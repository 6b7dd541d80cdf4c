"""Which things a question must look at to give its newest rows.

A store can't walk its events backwards in time: it finds all, sorts them and throws most away, which takes seconds where there are a
million. It finds those of one day at once, though. So a question that wants the newest hundred is asked about the newest few hundred
things, day by day, then about those before them, until there are rows enough; the calendar in the graph of identities says in which
months there are any. The rows are the same.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from math import isqrt
from typing import cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from kg.graph import calendar, terms
from kg.graph.literals import day_literal, days
from kg.graph.questions import Bound
from kg.graph.terms import ACCORD, DCTERMS, RDF

Dated = tuple[NamedNode, Literal]
"""A thing, and its newest day that the question asks for."""

_FIRST, _SPARE, _GROWTH = 2, 1.3, 8
"""Things for each row that is wanted, at first; how many more than seem enough are taken then, and how many times those so far at most."""
_FEW = 100
"""A thing told of by n of N events is asked about without a window while n * n < N * this: measured, both ways then take equally long."""


def windows(store: Store, bound: Bound, base: str) -> Generator[list[Dated], int]:
    """The things to ask about, newest first, then those before them; empty for everything. Takes how many rows there are so far.

    Where a page leaves out rows, which only the query can count, each window holds the ones before it too.
    """
    if bound.limit is not None and bound.asked.window:
        of = "events" if bound.asked.window == "Event" else "documents"
        months = calendar.counts(store, of, base)
        everything = sum(months.values())
        if _worth_while(store, bound, everything):
            closed = "since" in bound.terms or "until" in bound.terms  # what has no date is left out, so the months hold everything
            things = _newest_first(store, bound, _days(store, bound, months, base))
            taken: list[Dated] = []
            needed = bound.limit + 1 + bound.offset
            wanted = float(_FIRST * needed)
            while closed or 2 * (len(taken) + wanted) < everything:
                more = list(islice(things, int(min(wanted, _GROWTH * len(taken) or wanted))))
                if not more and closed:
                    if not taken:
                        yield [(terms.identities_graph(base), day_literal(date.min))]  # nothing
                    return
                taken += more
                rows = yield taken if bound.offset else more
                rows += bound.offset * bool(rows)
                wanted = max(needed, _SPARE * (needed - rows) * len(taken) / max(rows, 1))
    yield []


def _newest_first(store: Store, bound: Bound, days: Iterable[Literal]) -> Iterator[Dated]:
    """Each thing once, with the newest of these days on which it begins or a document that tells of it was issued; in the order of rows."""
    seen: set[NamedNode] = set()
    for day in days:
        found = _on(store, bound.asked.window, day) - seen
        yield from ((thing, day) for thing in sorted(found, key=lambda node: node.value))
        seen |= found


def _on(store: Store, kind: str, day: Literal) -> set[NamedNode]:
    """What begins on a day, or is told of in a document that was issued on it."""
    if kind == "Event":
        return _subjects(store, ACCORD.earliest, day)
    documents = _subjects(store, DCTERMS.issued, day)
    if kind == "Document":
        return documents
    return {thing for document in documents for thing in _subjects(store, RDF.type, ACCORD[kind], document)}


def _subjects(store: Store, predicate: NamedNode, value: NamedNode | Literal, graph: NamedNode | None = None) -> set[NamedNode]:
    return {cast(NamedNode, quad.subject) for quad in store.quads_for_pattern(None, predicate, value, graph or DefaultGraph())}


def _days(store: Store, bound: Bound, months: Iterable[str], base: str) -> Iterator[Literal]:
    """The days of those months from which something can be asked for, newest first."""
    since, until = _day(bound, "since", date.min), _day(bound, "until", date.max)
    reaches = calendar.reaches(store, base) if "since" in bound.terms and bound.asked.window == "Event" else {}
    for month in sorted(months, reverse=True):
        first, last = days(month)
        if first <= until and reaches.get(month, last) >= since:
            for number in range((last - first).days, -1, -1):
                if (day := first + timedelta(number)) <= until:
                    yield day_literal(day)


def _day(bound: Bound, name: str, otherwise: date) -> date:
    return date.fromisoformat(bound.terms[name].value) if name in bound.terms else otherwise


def _worth_while(store: Store, bound: Bound, everything: int) -> bool:
    """Whether much is told of the things that are asked about, and the query can look at some of it."""
    things = _things(bound)
    if not everything or any(f"#? {name} things:" not in bound.asked.text for name in things):
        return False
    most = isqrt(everything * _FEW)
    return all(_told(store, thing, most) for thing in things.values())


def _things(bound: Bound) -> dict[str, NamedNode]:
    kinds = {parameter.name: parameter.type for parameter in bound.asked.parameters}
    return {name: term for name, term in bound.terms.items() if isinstance(term, NamedNode) and kinds[name] != "status"}


def _told(store: Store, thing: NamedNode, most: int) -> bool:
    """Whether so many triples point at a thing."""
    query = f"SELECT ?s WHERE {{ ?s ?p {thing} }} OFFSET {max(most - 1, 0)} LIMIT 1"
    return most == 0 or next(cast(QuerySolutions, store.query(query)), None) is not None
