"""The network of actors: who agreed, met or acted on a treaty with whom, how often, when, and how it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, cast

from pyoxigraph import QuerySolutions, Store

from kg.graph.terms import PREFIXES

if TYPE_CHECKING:
    import networkx as nx

_EVENTS = """
SELECT DISTINCT ?relation ?event ?actor ?status ?earliest ?latest WHERE {
  VALUES (?class ?joins ?relation) {
    (accord:Agreement accord:party "agreed") (accord:Meeting accord:participant "met")
    (accord:TreatyAction accord:party "treaty") (accord:Treaty accord:party "treaty")
  }
  ?event a ?class ; ?joins ?actor .
  OPTIONAL { ?event accord:status ?status }
  OPTIONAL { ?event accord:earliest ?earliest ; accord:latest ?latest }
}"""
_ACTORS = """
SELECT ?actor ?class (MIN(STR(?name)) AS ?label) WHERE {
  VALUES ?class { accord:State accord:Organization accord:Person accord:WorkingGroup }
  ?actor a ?class
  OPTIONAL { ?actor skos:prefLabel ?preferred }
  OPTIONAL { ?actor skos:altLabel ?used }
  BIND(COALESCE(?preferred, ?used) AS ?name)
} GROUP BY ?actor ?class"""


@dataclass(slots=True)
class _Event:
    """What all documents together say of one event."""

    relation: str
    actors: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)


def network(store: Store) -> nx.MultiGraph:
    """Actors as nodes (`label`, `kind`), and at most one edge per pair and relation (`agreed`, `met`, `treaty`).

    An edge has `count` (events that join the two), `statuses` ("held 2, planned 1"), and `first` and `last`, the bounds of their dates in
    ISO 8601, empty where no event is dated. Nodes and edges come sorted, so the same graph gives the same network.
    """
    import networkx as nx

    net = nx.MultiGraph()
    for row in _select(store, _ACTORS + " ORDER BY ?actor ?class"):
        label = row["label"].value if row["label"] else row["actor"].value
        net.add_node(row["actor"].value, label=label, kind=row["class"].value.rpartition("#")[2])
    joined: dict[tuple[str, str, str], list[_Event]] = {}
    for event in _events(store).values():
        for one, other in combinations(sorted(event.actors & net.nodes), 2):
            joined.setdefault((one, other, event.relation), []).append(event)
    for (one, other, relation), events in sorted(joined.items()):
        statuses = Counter(status for event in events for status in event.statuses)
        days = sorted(day for event in events for day in event.days)
        net.add_edge(
            one,
            other,
            key=relation,
            relation=relation,
            count=len(events),
            statuses=", ".join(f"{status} {number}" for status, number in sorted(statuses.items())),
            first=days[0] if days else "",
            last=days[-1] if days else "",
        )
    return net


def _events(store: Store) -> dict[tuple[str, str], _Event]:
    found: dict[tuple[str, str], _Event] = {}
    for row in _select(store, _EVENTS):
        relation = row["relation"].value
        event = found.setdefault((row["event"].value, relation), _Event(relation))
        event.actors.add(row["actor"].value)
        if row["status"]:
            event.statuses.add(row["status"].value.rpartition("#")[2])
        event.days.update(row[bound].value for bound in ("earliest", "latest") if row[bound])
    return found


def _select(store: Store, query: str) -> QuerySolutions:
    return cast(QuerySolutions, store.query(query, prefixes=PREFIXES))
