"""Which part of the graph to show: around a name, within a span of time, of some classes or documents, at most so many things."""

from __future__ import annotations

import difflib
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import TYPE_CHECKING, TypedDict

from kg.errors import QueryError
from kg.view.selection import ACTORS, DRAWN, EVENTS, Selection, Thing
from kg.view.wording import plain

if TYPE_CHECKING:
    import networkx as nx

CLASSES = (*DRAWN, "Place")


class Conditions(TypedDict, total=False):
    """What may be asked of a view, by name; `choose` has what each means and what holds without it."""

    about: str | None
    hops: int
    since: str | None
    until: str | None
    classes: Sequence[str]
    documents: Sequence[str]
    limit: int | None


def choose(
    selection: Selection,
    *,
    about: str | None = None,
    hops: int = 1,
    since: str | None = None,
    until: str | None = None,
    classes: Sequence[str] = (),
    documents: Sequence[str] = (),
    limit: int | None = None,
) -> Selection:
    """The part of `selection` that all conditions leave.

    `about`: a name, an IRI or the end of one. `hops`: one hop leads from a thing to the facts it takes part in and to all who take part in
    them. `since`, `until`: ISO 8601 days, months or years; events outside, and those without a date, go. `classes`: only these, and the
    actors that they join where no class of actor is among them. `documents`: identifiers, titles or IRIs. `limit`: this many things, the
    nearest and most connected. Raises QueryError for a name, class, document or date that says nothing, and where nothing is left to show.
    """
    chosen = _of_documents(selection, documents) if documents else selection
    chosen = _within(chosen, since, until) if since or until else chosen
    near = _around(chosen, find(chosen, about), hops) if about else {}
    chosen = chosen.keep(near) if about else chosen
    chosen = _of_classes(chosen, classes, set(list(near)[:1])) if classes else _without_places(chosen)
    if limit is not None:
        chosen = _at_most(chosen, limit, near)
    if selection.things and not any(thing.kind in DRAWN or thing.kind in classes for thing in chosen.things.values()):
        raise QueryError("These choices leave nothing to show; widen the span of time or leave out a class, a document or the name")
    return _cited(chosen)


def check(since: str | None, until: str | None, classes: Sequence[str]) -> None:
    """Raises QueryError where `choose` would, as far as that can be told without a graph."""
    _span(since, until)
    _classes(classes)


def _cited(selection: Selection) -> Selection:
    """Only the documents and quotes that what is drawn rests on."""
    used = {source for thing in selection.things.values() if thing.kind in DRAWN for source in thing.documents}
    used |= {selection.quotes[key].source for thing in selection.things.values() for key in thing.quotes}
    quotes = {key: quote for key, quote in selection.quotes.items() if quote.source in used}
    return replace(selection, quotes=quotes, sources={iri: source for iri, source in selection.sources.items() if iri in used})


def neighbours(selection: Selection) -> dict[str, set[str]]:
    """What each thing is linked to, in either direction."""
    joined: dict[str, set[str]] = {iri: set() for iri in selection.things}
    for link in selection.links:
        joined[link.source].add(link.target)
        joined[link.target].add(link.source)
    return joined


def find(selection: Selection, name: str) -> str:
    """The IRI of the thing that `name` means: an IRI, its end (`state/RU`), or a name in any spelling; QueryError if none or several."""
    wanted = plain(name).casefold()
    exact = [iri for iri in selection.things if iri.casefold() == wanted or iri.casefold().endswith("/" + wanted)]
    labelled = [iri for iri, thing in selection.things.items() if thing.label.casefold() == wanted]
    named = [iri for iri, thing in selection.things.items() if wanted in (form.casefold() for form in thing.names)]
    for found in (exact, labelled, named):
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(f"{name!r} can mean {len(found)} things; choose one by its IRI: {', '.join(found[:5])}")
    labels = {thing.label.casefold(): thing.label for thing in selection.things.values() if thing.kind not in EVENTS}
    close = [labels[label] for label in difflib.get_close_matches(wanted, labels, 3, 0.6)]
    advice = f"did you mean {' or '.join(close)}?" if close else "look for its name in the whole view first"
    raise QueryError(f"Nothing in the graph is called {name!r}; {advice}")


def _around(selection: Selection, start: str, hops: int) -> dict[str, int]:
    """Hops to each thing within reach, nearest first. A fact is only a way between those who take part in it."""
    joined = neighbours(selection)
    distance = {start: 0}
    frontier = [start]
    for hop in range(1, hops + 1):
        if not frontier:
            break
        reached: list[str] = []
        for iri in frontier:
            for near in sorted(joined[iri]):
                ways = [near]
                if selection.things[near].kind in (*EVENTS, "Position"):
                    ways += sorted(joined[near])
                for way in ways:
                    if way not in distance:
                        distance[way] = hop
                        reached.append(way)
        frontier = [iri for iri in reached if selection.things[iri].kind != "Place"]
    return distance


def _within(selection: Selection, since: str | None, until: str | None) -> Selection:
    first, last = _span(since, until)
    events = {iri: thing for iri, thing in selection.things.items() if thing.kind in EVENTS}
    kept = {iri for iri, thing in events.items() if thing.earliest and thing.earliest <= last and thing.latest >= first}
    undated = sum(not thing.earliest for thing in events.values())
    joined = neighbours(selection)
    touched = {near for iri in kept for near in joined[iri] if near not in events}
    touched |= {near for iri in touched for near in joined[iri] if near not in events and not joined[near] & events.keys()}
    note = f"{undated} events without a date are left out of the chosen span." if undated else ""
    return selection.keep(kept | touched, note)


def _span(since: str | None, until: str | None) -> tuple[str, str]:
    first, last = _day(since, last=False) or "", _day(until, last=True) or "9999-12-31"
    if first > last:
        raise QueryError(f"The span from {since} until {until} ends before it begins; exchange the two")
    return first, last


def _day(text: str | None, *, last: bool) -> str | None:
    if text is None:
        return None
    parts = text.split("-")
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else (12 if last else 1)
        days = monthrange(year, month)[1]
        number = int(parts[2]) if len(parts) > 2 else (days if last else 1)
        if len(parts) > 3 or not 1 <= number <= days or not 1 <= year <= 9999:
            raise ValueError(text)
    except ValueError:
        raise QueryError(f"{text!r} is no date of the calendar; write a day, month or year such as 2021-09-30, 2021-09 or 2021") from None
    return f"{year:04}-{month:02}-{number:02}"


def _classes(names: Sequence[str]) -> set[str]:
    known = {kind.casefold(): kind for kind in CLASSES}
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        raise QueryError(f"There is no class {unknown[0]!r} to show; choose among {', '.join(sorted(CLASSES))}")
    return {known[name.casefold()] for name in names}


def _of_classes(selection: Selection, classes: Sequence[str], always: set[str]) -> Selection:
    wanted = _classes(classes)
    kept = always | {iri for iri, thing in selection.things.items() if thing.kind in wanted}
    if not wanted & set(ACTORS):
        joined = neighbours(selection)
        kept |= {near for iri in kept for near in joined[iri] if selection.things[near].kind in ("State", "Organization", "Person")}
    return replace(selection.keep(kept | _told(selection, kept)), places="Place" in wanted)


def _without_places(selection: Selection) -> Selection:
    """Places are told on the events; as nodes they would tie everything that ever happened in one town."""
    return selection.keep(iri for iri, thing in selection.things.items() if thing.kind in DRAWN or _named_only(thing))


def _named_only(thing: Thing) -> bool:
    return thing.kind in ("Place", "Position")


def _told(selection: Selection, kept: Iterable[str]) -> set[str]:
    """The offices of the people and the places of the events that are kept: they are told on them."""
    held = set(kept)
    offices = {link.source for link in selection.links if link.role == "heldBy" and link.target in held}
    return offices | {link.target for link in selection.links if link.role == "place" and link.source in held}


def _of_documents(selection: Selection, documents: Sequence[str]) -> Selection:
    wanted = {_document(selection, name) for name in documents}
    links = tuple(link for link in selection.links if wanted & set(link.documents))
    kept = {iri for iri, thing in selection.things.items() if wanted & set(thing.documents)}
    return replace(selection, links=links).keep(kept)


def _document(selection: Selection, name: str) -> str:
    wanted = name.casefold()
    found = [
        source.iri
        for source in selection.sources.values()
        if wanted in (source.identifier.casefold(), source.iri.casefold(), source.title.casefold())
    ]
    if len(found) != 1:
        known = ", ".join(source.identifier for source in list(selection.sources.values())[:5])
        raise QueryError(f"{'No' if not found else 'More than one'} document is called {name!r}; identifiers here are {known}")
    return found[0]


def core(selection: Selection, limit: int, near: Mapping[str, int] | None = None) -> list[str]:
    """The `limit` things nearest to what was asked for (hops in `near`) and most connected among themselves."""
    import networkx as nx

    net = nx.Graph()
    net.add_nodes_from(iri for iri, thing in selection.things.items() if thing.kind in DRAWN)
    net.add_edges_from((link.source, link.target) for link in selection.links if link.source in net and link.target in net)
    return grow(net, limit, near or {})


def grow(net: nx.Graph, limit: int, far: Mapping[str, int]) -> list[str]:
    """`limit` nodes in the order in which they are taken: whatever has most links to those already taken comes next.

    It begins with the best connected node of the innermost k-core (Seidman 1983); nodes of small `far` come before all others.
    """
    import networkx as nx

    cores: Mapping[str, int] = nx.core_number(net)
    rank = {iri: place for place, iri in enumerate(sorted(net, key=lambda iri: (far.get(iri, 0), -cores[iri], -net.degree[iri], iri)))}
    waiting = iter(rank)
    taken: dict[str, None] = {}
    ties: dict[str, int] = {}
    best: list[tuple[int, int, int, str]] = []  # a node stands here once for each of its ties, and its last entry comes first
    while len(taken) < min(limit, len(rank)):
        while best and best[0][-1] in taken:
            heappop(best)
        chosen = heappop(best)[-1] if best else next(iri for iri in waiting if iri not in taken)
        taken[chosen] = None
        for other in net[chosen]:
            if other not in taken:
                ties[other] = ties.get(other, 0) + 1
                heappush(best, (far.get(other, 0), -ties[other], rank[other], other))
    return list(taken)


def _at_most(selection: Selection, limit: int, near: Mapping[str, int]) -> Selection:
    if limit < 1:
        raise QueryError(f"A picture of {limit} things shows nothing; choose a limit of 1 or more")
    kept = core(selection, limit, near)
    whole = sum(thing.kind in DRAWN for thing in selection.things.values())
    note = f"The {limit} most connected of {whole} things are in this file." if whole > limit else ""
    return selection.keep({*kept, *_told(selection, kept)}, note)
