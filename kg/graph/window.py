"""Which things a question must look at to give its first rows.

A store finds everything that is asked for, sorts it and throws most away, which takes seconds where there are a million events. The lists
beside it (kg.graph.lists) are sorted already. So a question for a hundred rows is asked about the first hundred things that a list has
for its values, then about those after them, until there are rows enough. The rows are the same.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg.graph.lists import Keys, Lists
from kg.graph.questions import Bound, Listed
from kg.graph.terms import XSD

Placed = tuple[NamedNode, Literal | None]
"""A thing, and its place in the order of the rows: a day, or the name or word that the list is sorted by; None where it has none."""

_SPARE, _LEAST, _GROWTH = 1.3, 20, 8
"""How many times the things that seem enough are taken; how many at least; and how many times those so far at most."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def windows(lists: Lists | None, bound: Bound) -> Generator[list[Placed], int]:
    """The things to ask about, first those of the first rows; empty for everything. Takes how many rows there are so far.

    Where a page leaves out rows, which only the query can count, each window holds the ones before it too.
    """
    listed = bound.asked.listed
    if lists is None or listed is None or bound.limit is None or (keys := _keys(lists, bound, listed)) is None:
        yield []
        return
    things = _once(lists, bound, listed, keys)
    needed = bound.limit + 1 + bound.offset
    taken: list[Placed] = []
    wanted = float(needed)
    while more := list(islice(things, int(min(wanted, _GROWTH * len(taken) or wanted)))):
        taken += more
        rows = yield taken if bound.offset else more
        wanted = max(_LEAST, _SPARE * (needed - rows) * len(taken) / max(rows, 1))
    if not taken:
        yield [(lists.nothing, None)]


def _once(lists: Lists, bound: Bound, listed: Listed, keys: Keys) -> Iterator[Placed]:
    """Each thing at the first of its places."""
    seen: set[NamedNode] = set()
    since, until = (bound.terms[name].value if name in bound.terms else "" for name in ("since", "until"))
    for thing, at in lists.things(listed.name, keys, since=since, until=until, descending=listed.descending):
        if thing not in seen:
            seen.add(thing)
            yield thing, _place(at)


def _place(at: str) -> Literal | None:
    return (Literal(at, datatype=XSD.date) if _DAY.fullmatch(at) else Literal(at)) if at else None


def _keys(lists: Lists, bound: Bound, listed: Listed) -> Keys | None:
    """What the list is asked for; None where a value is no key of it."""
    values = {name: lists.key(term) for name, term in bound.terms.items() if isinstance(term, NamedNode)}
    if any(f"${name}" not in listed.keys for name in values):
        return None
    given = (values.get(key[1:], "") if key.startswith("$") else key for key in listed.keys)
    return Keys(tuple(tuple(key.split("|")) for key in given if key), listed.without)
