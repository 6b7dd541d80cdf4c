"""The picture as a networkx graph, and what can be measured on it: who is central, who belongs together, who meets whom and when.

A `networkx.MultiDiGraph` holds one node per thing drawn (attributes `kind`, `label`, `head`, `status`, `documents`) and one edge per role;
offices and places are told on the nodes and are none of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import Any, Unpack

import networkx as nx
from pyoxigraph import Store

from kg.view import selection as selecting
from kg.view import wording
from kg.view.choice import Conditions, choose
from kg.view.selection import DRAWN, EVENTS, Selection, Thing

SEED = 7
EXACT_BETWEENNESS = 1000  # above this many nodes betweenness is estimated from as many sampled sources as take about a second
SAMPLES = 120
PARTIES = ("participant", "party")


def network(store: Store, **conditions: Unpack[Conditions]) -> nx.MultiDiGraph:
    """The chosen part of the graph; conditions and errors as in `kg.view.choice.choose`."""
    return build(choose(selecting.read(store), **conditions))


def build(selection: Selection) -> nx.MultiDiGraph:
    """Nodes in the order of their IRIs."""
    net = nx.MultiDiGraph()
    outward: dict[str, dict[str, list[str]]] = {}
    inward: dict[str, dict[str, list[str]]] = {}
    for link in selection.links:
        outward.setdefault(link.source, {}).setdefault(link.role, []).append(link.target)
        inward.setdefault(link.target, {}).setdefault(link.role, []).append(link.source)
    for iri, thing in selection.things.items():
        if thing.kind in DRAWN or (selection.places and thing.kind == "Place"):
            net.add_node(iri, **_attributes(selection, thing, outward.get(iri, {}), inward.get(iri, {})))
    for link in selection.links:
        if link.source in net and link.target in net:
            net.add_edge(link.source, link.target, link.role, documents=link.documents)
        elif link.role == "within" and link.target in net:
            for person in outward[link.source].get("heldBy", ()):
                if person in net:
                    net.add_edge(person, link.target, "office", documents=link.documents)
    return net


def _attributes(selection: Selection, thing: Thing, outward: dict[str, list[str]], inward: dict[str, list[str]]) -> dict[str, Any]:
    def labels(role: str) -> list[str]:
        return [selection.things[iri].label for iri in outward.get(role, ())]

    label, head = thing.label, ""
    if thing.kind in EVENTS:
        treaty = next(iter(labels("treaty")), "")
        label = wording.headline(
            thing.kind, {name: thing.first(name) for name in thing.said}, labels("partOf"), treaty, labels("participant")
        )
        when = wording.span(thing.first("date"), thing.first("endDate"), thing.first("dateText"))
        head = ", ".join((when or "no date", *labels("place")))
    elif thing.kind == "Person":
        head = next((selection.things[iri].first("title") for iri in inward.get("heldBy", ())), "")
    statuses = thing.statuses
    return {"kind": thing.kind, "label": label, "head": head, "status": statuses[0] if statuses else "", "documents": thing.documents}


def measures(store: Store) -> list[dict[str, Any]]:
    """One row for each actor, the most central first.

    `degree`: with how many others it shares an event; `betweenness`: on which share of shortest ways between others it lies (Brandes 2001;
    estimated from a seeded sample above a thousand actors); `community`: its group by modularity (Louvain, Blondel and others 2008), 1 is
    the largest; `meetings`, `agreements`: in how many it takes part; `first`, `last`: the span of its dated events; `meets`: with whom
    most, how often, and when.
    """
    selection = selecting.read(store)
    shared = _shared(selection)
    net = nx.Graph()
    for (one, other), events in sorted(shared.items()):
        net.add_edge(one, other, weight=len(events))
    between = nx.betweenness_centrality(net, k=SAMPLES if len(net) > EXACT_BETWEENNESS else None, seed=SEED) if len(net) else {}
    community = {iri: number for number, group in enumerate(communities(net), 1) for iri in group}
    takes = _takes_part(selection)
    rows = []
    for iri in net:
        joined = [selection.things[event] for event in takes[iri]]
        days = sorted(day for event in joined for day in (event.earliest, event.latest) if day)
        rows.append(
            {
                "name": selection.things[iri].label,
                "class": selection.things[iri].kind,
                "degree": net.degree[iri],
                "betweenness": round(between[iri], 4),
                "community": community[iri],
                "meetings": sum(event.kind == "Meeting" for event in joined),
                "agreements": sum(event.kind == "Agreement" for event in joined),
                "first": days[0] if days else "",
                "last": days[-1] if days else "",
                "meets": _partners(selection, iri, net[iri], shared),
                "iri": iri,
            }
        )
    return sorted(rows, key=lambda row: (-row["degree"], -row["betweenness"], row["name"], row["iri"]))


def encounters(store: Store) -> list[dict[str, Any]]:
    """One row for each two actors and year: `meetings` and `agreements` that they shared then; `year` is empty for undated events."""
    selection = selecting.read(store)
    rows = []
    for (one, other), events in sorted(_shared(selection).items()):
        by_year: dict[str, Counter[str]] = {}
        for event in events:
            by_year.setdefault(selection.things[event].earliest[:4], Counter())[selection.things[event].kind] += 1
        for year, count in sorted(by_year.items()):
            names = {"one": selection.things[one].label, "other": selection.things[other].label}
            rows.append({**names, "year": year, "meetings": count["Meeting"], "agreements": count["Agreement"]})
    return rows


def communities(net: nx.Graph) -> list[list[str]]:
    """Groups more tied among themselves than with others, the largest first, members sorted; seeded, so the same every time."""
    if not len(net):
        return []
    found = nx.community.louvain_communities(net, seed=SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def _takes_part(selection: Selection) -> dict[str, list[str]]:
    """The events of each actor; what is rejected or cancelled did not bring anybody together."""
    takes: dict[str, list[str]] = {}
    for link in selection.links:
        event = selection.things[link.source]
        if link.role in PARTIES and event.kind in EVENTS and event.statuses[:1] not in (("rejected",), ("cancelled",)):
            takes.setdefault(link.target, []).append(link.source)
    return takes


def _shared(selection: Selection) -> dict[tuple[str, str], list[str]]:
    """The events that two actors share, by the pair in the order of their IRIs."""
    present: dict[str, set[str]] = {}
    for actor, events in _takes_part(selection).items():
        for event in events:
            present.setdefault(event, set()).add(actor)
    shared: dict[tuple[str, str], list[str]] = {}
    for event, actors in sorted(present.items()):
        for pair in combinations(sorted(actors), 2):
            shared.setdefault(pair, []).append(event)
    return shared


def _partners(selection: Selection, iri: str, others: Iterable[str], shared: dict[tuple[str, str], list[str]]) -> str:
    """`United States 4 (2021: 3, no date: 1); …`, the three it shares most events with."""
    ranked = sorted(others, key=lambda other: (-len(shared[min(iri, other), max(iri, other)]), selection.things[other].label))
    words = []
    for other in ranked[:3]:
        events = shared[min(iri, other), max(iri, other)]
        years = Counter(selection.things[event].earliest[:4] or "no date" for event in events)
        spread = ", ".join(f"{year}: {count}" for year, count in sorted(years.items()))
        words.append(f"{selection.things[other].label} {len(events)} ({spread})")
    return "; ".join(words)


def lines(net: nx.MultiDiGraph) -> list[tuple[str, str]]:
    """The pairs to join by a line: one line for all roles of a pair, and none for what two other lines already say.

    A group's party is told by the agreement that set the group up, a head of delegation's state by the delegation.
    """
    told = set()
    for source, target, role in net.edges(keys=True):
        if role == "establishedBy":
            told |= {(source, party) for _, party, other in net.out_edges(target, keys=True) if other == "party"}
        if role in ("headedBy", "member"):
            told |= {(target, state) for _, state, other in net.out_edges(source, keys=True) if other == "represents"}
    drawn = {edge[:2] for edge in net.edges(keys=True) if edge[:2] not in told or edge[2] not in ("party", "office")}
    return sorted({(min(pair), max(pair)) for pair in drawn})
