"""Which part of time a question must look at to give its newest rows.

A store can't walk its events backwards in time: it finds all, sorts them and throws most away, which takes seconds where there are a
million. It finds those of one day at once, though. So a question that wants the newest hundred is asked for the newest months alone, then
for more of them, until there are rows enough; the calendar in the graph of identities says how much is in each. The rows are the same.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import isqrt, prod
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.graph import calendar
from kg.graph.literals import day_literal, days
from kg.graph.questions import Bound

_FIRST, _SPARE, _GROWTH, _STEPS = 4, 1.5, 64, 4
"""Candidates for each row in the first window; by how much more than seems enough the next one grows, by how much at most; and how many are
tried before all is."""
_FEW = 100
"""A thing told of by n of N events is asked about without a window while n * n < N * this: measured, both ways then take equally long."""
_MOST = 30_000
"""So far is counted what tells of a thing."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A month with what the question asks for in it: how many there are, and the last day to which one of them reaches."""

    first: date
    last: date
    count: int
    reaches: date


def windows(store: Store, bound: Bound, base: str) -> Generator[list[Literal], int]:
    """The days to ask about, ever more of them; empty for all. Takes how many rows the last ones gave; the final ones hold every row."""
    if bound.limit is not None and bound.asked.window:
        months = _newest_first(store, bound.asked.window, base)
        everything = sum(month.count for month in months)
        share = _share(store, bound, everything)
        since, until = _day(bound, "since", date.min), _day(bound, "until", date.max)
        told = [month for month in months if month.first <= until and month.reaches >= since]
        closed = "since" in bound.terms or "until" in bound.terms  # what has no date is left out, so the months hold everything
        needed = bound.limit + 1 + bound.offset
        wanted = _FIRST * needed / share if share else everything + 1
        for _ in range(_STEPS):
            taken = _newest(told, wanted)
            if 2 * wanted > everything or (len(taken) == len(told) and not closed):
                break
            rows = yield _days(taken, until)
            if len(taken) == len(told):
                return
            wanted *= min(_GROWTH, max(2, _SPARE * needed / max(rows + bound.offset * bool(rows), 1)))
    yield []


def _newest(months: list[_Span], wanted: float) -> list[_Span]:
    """As many of the newest months as have so many events or documents together."""
    so_far = [0, *accumulate(month.count for month in months)]
    return [month for month, before in zip(months, so_far, strict=False) if before < wanted]


def _days(months: list[_Span], until: date) -> list[Literal]:
    found = [month.first + timedelta(number) for month in months for number in range((month.last - month.first).days + 1)]
    return [day_literal(day) for day in found if day <= until] or [day_literal(date.min)]


def _day(bound: Bound, name: str, otherwise: date) -> date:
    return date.fromisoformat(bound.terms[name].value) if name in bound.terms else otherwise


def _newest_first(store: Store, of: str, base: str) -> list[_Span]:
    found = []
    for month in reversed(calendar.read(store, base)):
        first, last = days(month.month)
        if of == "documents":
            found.append(_Span(first, last, month.documents, last))
        elif month.events:
            found.append(_Span(first, last, month.events, date.fromisoformat(month.reaches)))
    return found


def _share(store: Store, bound: Bound, everything: int) -> float:
    """Which part of everything tells of the things that are asked about; 0 where a window is not worth while, or the query has none."""
    if not everything:
        return 0
    things = _things(bound)
    if any(f"#? {name} days:" not in bound.asked.text for name in things):
        return 0
    counts = [_told(store, thing) for thing in things.values()]
    if min(counts, default=everything) < isqrt(everything * _FEW):
        return 0
    return prod(min(1, count / everything) for count in counts)


def _things(bound: Bound) -> dict[str, NamedNode]:
    kinds = {parameter.name: parameter.type for parameter in bound.asked.parameters}
    return {name: term for name, term in bound.terms.items() if isinstance(term, NamedNode) and kinds[name] != "status"}


def _told(store: Store, thing: NamedNode) -> int:
    """How many triples point at a thing, counted to `_MOST`."""
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT ?s WHERE {{ ?s ?p {thing} }} LIMIT {_MOST} }}"
    row = next(cast(QuerySolutions, store.query(query)))
    return int(cast(Literal, row["n"]).value)
