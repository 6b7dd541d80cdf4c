"""Which things a question must look at to give its first rows.

A store finds everything that is asked for, sorts it and throws most away, which takes seconds where there are a million events. The lists
beside it (kg.graph.lists) are sorted already. So a question for a hundred rows is asked about the first hundred things that a list has
for its values, then about those after them, until there are rows enough. The rows are the same.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import chain, islice

from pyoxigraph import Literal, NamedNode

from kg.graph.lists import Keys, Lists
from kg.graph.questions import Bound, Listed
from kg.graph.terms import XSD

Placed = tuple[str, str]
"""A thing as SPARQL writes it, and its place in the order of the rows: a day and what comes after it, or a name or word."""

_SPARE, _LEAST, _GROWTH = 1.3, 20, 8
"""How many times the things that seem enough are taken; how many at least; and how many times those so far at most."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?= |$)", re.ASCII)
_DATE = f"^^{XSD.date}"


def windows(lists: Lists | None, bound: Bound) -> Generator[Mapping[str, str], int]:
    """What a question is filled with to be asked about some things, first those of the first rows; nothing for everything.

    Takes how many rows there are so far. `things` has each with the day of its place, if it has one; `documents` and `days`, where the
    question has them, each with the documents that tell of it, and with their days. Where a page leaves out rows, which only the query can
    count, each window holds the things before it too.
    """
    listed = bound.asked.listed
    if lists is None or listed is None or bound.limit is None or (keys := _keys(lists, bound, listed)) is None:
        yield {}
        return
    things = _once(lists, bound, listed, keys)
    needed = bound.limit + 1 + bound.offset
    taken: list[Placed] = []
    wanted = float(needed)
    while True:
        more, things = _some(things, int(min(wanted, _GROWTH * len(taken) or wanted)))
        if not more:
            break
        taken += more
        rows = yield _filled(lists, bound, taken if bound.offset else more)
        wanted = max(_LEAST, _SPARE * (needed - rows) * len(taken) / max(rows, 1))
    if not taken:
        yield _filled(lists, bound, ())


def _some(things: Iterator[Placed], count: int) -> tuple[list[Placed], Iterator[Placed]]:
    """So many things, with all of the document of the last, whose rows may have another order there; and the things after them."""
    found = list(islice(things, count))
    for thing in things:
        if thing[0].partition("#")[0] != found[-1][0].partition("#")[0]:
            return found, chain((thing,), things)
        found.append(thing)
    return found, things


def _once(lists: Lists, bound: Bound, listed: Listed, keys: Keys) -> Iterator[Placed]:
    """Each thing at the first of its places."""
    seen: set[str] = set()
    since, until = (bound.terms[name].value if name in bound.terms else "" for name in ("since", "until"))
    for placed in lists.things(listed.name, keys, since=since, until=until, descending=listed.descending):
        if placed[0] not in seen:
            seen.add(placed[0])
            yield placed


def _filled(lists: Lists, bound: Bound, things: Iterable[Placed]) -> dict[str, str]:
    filled = {"things": " ".join([f"({thing} {_day(at)})" for thing, at in things])}
    if "$documents" in bound.asked.text:
        told = lists.told([thing for thing, _ in things])
        filled["documents"] = " ".join([f"({thing} {_joined(documents)})" for thing, (documents, _) in told.items()])
        filled["days"] = " ".join([f"({thing} {_joined(days)})" for thing, (_, days) in told.items()])
    return filled


def _day(at: str) -> str:
    return f'"{day[0]}"{_DATE}' if (day := _DAY.match(at)) else "UNDEF"


def _joined(texts: set[str]) -> str:
    return str(Literal("; ".join(sorted(texts))))


def _keys(lists: Lists, bound: Bound, listed: Listed) -> Keys | None:
    """What the list is asked for; None where a value is no key of it."""
    values = {name: lists.key(term) for name, term in bound.terms.items() if isinstance(term, NamedNode)}
    if any(f"${name}" not in listed.keys for name in values):
        return None
    given = [values.get(key[1:], "") if key.startswith("$") else key for key in listed.keys]
    narrow = [key for key in given if key and key != listed.name] or [listed.name]  # which all that is listed has
    return Keys(tuple(tuple(key.split("|")) for key in narrow), listed.without)
