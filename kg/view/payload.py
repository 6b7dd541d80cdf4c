"""What the page needs to know, as plain lists and dicts for JSON: things, links, quotes, documents, and where the cards stand.

Things are numbered; everything refers to them by number. Cards are measured here and nowhere else: the page only draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.view import choice, layout, network
from kg.view.cards import Card, card
from kg.view.clusters import FIRST, clusters, scatter
from kg.view.selection import EVENTS, ROLES, Selection, Thing
from kg.view.wording import span

COMFORTABLE = 50  # this many cards can be read at once
CORE = 32  # so many are shown first of a graph that has more


@dataclass(frozen=True, slots=True)
class Scene:
    """Cards that are shown together: numbers of things and their centres in pixels."""

    members: tuple[str, ...]
    points: tuple[tuple[int, int], ...]


def drawn(selection: Selection) -> nx.MultiDiGraph:
    """The network without what hangs on nothing and has no fact of its own, such as one who is only quoted."""
    net = network.build(selection)
    alone = [iri for iri in net if not net.degree[iri] and not selection.things[iri].quotes]
    if len(alone) < len(net):
        net.remove_nodes_from(alone)
    return net


def cards(net: nx.MultiDiGraph) -> dict[str, Card]:
    """The card of every node."""
    return {iri: card(data["kind"], data["label"], data["head"]) for iri, data in net.nodes(data=True)}


def opening(selection: Selection, net: nx.MultiDiGraph, found: dict[str, Card]) -> Scene:
    """The scene that the picture opens with: everything, or the most connected core of a large graph."""
    members = list(net)
    if len(members) > COMFORTABLE:
        members = sorted(iri for iri in choice.core(selection, CORE) if iri in net)
    number = {iri: index for index, iri in enumerate(members)}
    pairs = [(number[one], number[other]) for one, other in network.lines(net.subgraph(members))]
    anchors = [number[iri] for iri in members if net.nodes[iri]["kind"] in ("State", "Organization")]
    points = layout.place([(found[iri].width, found[iri].height) for iri in members], pairs, anchors)
    return Scene(tuple(members), tuple((round(x), round(y)) for x, y in points.tolist()))


def payload(selection: Selection, net: nx.MultiDiGraph, found: dict[str, Card], scene: Scene, title: str) -> dict[str, Any]:
    """Everything that the page's script reads."""
    iris = [*net, *(iri for iri in selection.things if iri not in net)]
    number = {iri: index for index, iri in enumerate(iris)}
    base = _base(iris)
    sources = {iri: index for index, iri in enumerate(selection.sources)}
    used = list(dict.fromkeys(key for thing in selection.things.values() for key in thing.quotes))
    quotes = {key: index for index, key in enumerate(used)}
    paths: dict[str, int] = {}
    return {
        "title": title,
        "notes": [*selection.notes, *_message(net, scene)],
        "base": base,
        "roles": [*ROLES, "office"],
        "sources": [[source.identifier, source.title, source.publisher, source.issued] for source in selection.sources.values()],
        "quotes": [_quote(selection, key, sources, number) for key in used],
        "things": [_thing(selection.things[iri], iri[len(base) :], net, found, sources, quotes, paths) for iri in iris],
        "links": [
            [number[link.source], number[link.target], ROLES.index(link.role), [sources[iri] for iri in link.documents if iri in sources]]
            for link in selection.links
        ],
        "lines": [[number[one], number[other]] for one, other in network.lines(net)],
        "core": [number[iri] for iri in scene.members],
        "paths": list(paths),
        **_map(net, number),
    }


def _base(iris: list[str]) -> str:
    """What all IRIs begin with, up to a slash."""
    low, high = min(iris, default=""), max(iris, default="")
    same = next((at for at, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), min(len(low), len(high)))
    return low[: low.rfind("/", 0, same) + 1]


def _message(net: nx.MultiDiGraph, scene: Scene) -> list[str]:
    if len(scene.members) == len(net):
        return []
    return [
        f"{len(net):,} things are too many for one picture: these are the {len(scene.members)} most connected. "
        "Search for any other, show the neighbours of one, or open the map."
    ]


def _quote(selection: Selection, key: str, sources: dict[str, int], number: dict[str, int]) -> list[Any]:
    quote = selection.quotes[key]
    return [sources[quote.source], quote.exact, number.get(quote.reporter, quote.reporter)]


def _thing(
    thing: Thing,
    name: str,
    net: nx.MultiDiGraph,
    found: dict[str, Card],
    sources: dict[str, int],
    quotes: dict[str, int],
    paths: dict[str, int],
) -> dict[str, Any]:
    """Keys are left out where they say nothing; `t` is the text of the card, `n` the whole label where the card cuts it."""
    data: dict[str, Any] = {"i": name, "k": thing.kind}
    label = net.nodes[thing.iri]["label"] if thing.iri in net else thing.label
    if thing.iri in net:
        shape, head = found[thing.iri], net.nodes[thing.iri]["head"]
        path = paths.setdefault(shape.path, len(paths))
        data |= {"c": [shape.width, shape.height, path], "t": "\n".join(shape.lines)}
        data |= {"h": head} if head else {}
        data |= {"H": shape.head} if head != shape.head else {}
    if label != " ".join(data.get("t", "").split("\n")):
        data["n"] = label
    values = {
        key: [[said.value, [sources[iri] for iri in said.documents if iri in sources]] for said in found]
        for key, found in thing.said.items()
    }
    extra = {
        "w": span(thing.first("date"), thing.first("endDate"), thing.first("dateText")) if thing.kind in EVENTS else "",
        "s": list(thing.statuses),
        "a": [form for form in thing.names if form != label],
        "e": [thing.earliest, thing.latest] if thing.earliest else [],
        "d": [sources[iri] for iri in thing.documents if iri in sources],
        "q": [quotes[key] for key in thing.quotes],
        "v": {key: found for key, found in values.items() if key not in ("earliest", "latest")},
    }
    return data | {key: value for key, value in extra.items() if value}


def _map(net: nx.MultiDiGraph, number: dict[str, int]) -> dict[str, Any]:
    """The map of groups: a disc for each, and a place for every thing."""
    if len(net) <= COMFORTABLE:
        return {}
    plain = nx.Graph(net)
    groups = clusters(plain)
    points = scatter(plain, groups)
    discs = [
        {"m": [number[iri] for iri in group.members], "n": group.name, "x": round(group.x), "y": round(group.y), "r": round(group.radius)}
        for group in groups
    ]
    return {"clusters": discs, "map": [[round(points[iri][0]), round(points[iri][1])] for iri in net], "first": FIRST}
