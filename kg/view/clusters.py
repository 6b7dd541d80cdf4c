"""The map of a graph too large to read at once: groups of things that belong together, each a disc with a name.

Groups come from modularity (Louvain); discs are packed by attraction between groups that share lines; inside a disc the most connected
thing stands in the middle and the rest around it, near to what it is joined to (Fruchterman and Reingold 1991, on a grid of cells).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from kg.view.choice import grow
from kg.view.layout import Pairs, Points
from kg.view.network import communities

SEED = 7
MOST = 40  # groups on the map; smaller ones are joined to the one they share most lines with, or to a last one
LEAST = 4  # things that make a group of their own
FIRST = 32  # members shown when a group is opened
SPACE = 24.0  # pixels between neighbouring dots
ROUNDS = 50


@dataclass(slots=True)
class Cluster:
    """`members`: first those best connected among themselves, then by falling degree; `x`, `y`, `radius` in pixels."""

    members: tuple[str, ...]
    name: str
    x: float = 0.0
    y: float = 0.0
    radius: float = 0.0


def clusters(net: nx.Graph) -> list[Cluster]:
    """At most MOST groups of the undirected network, the largest first, then what belongs to none; placed on the plane."""
    groups, rest = _joined(net, communities(net))
    found = [Cluster(_ordered(net, group), _name(net, group)) for group in groups]
    found += [Cluster(_ordered(net, rest), "Others")] if rest else []
    member = {iri: index for index, cluster in enumerate(found) for iri in cluster.members}
    shared = np.zeros((len(found), len(found)))
    for one, other in net.edges:
        shared[member[one], member[other]] += 1
        shared[member[other], member[one]] += 1
    np.fill_diagonal(shared, 0)
    for cluster in found:
        cluster.radius = SPACE * 0.6 * len(cluster.members) ** 0.5 + SPACE * 2
    for cluster, (x, y) in zip(found, _pack(np.array([cluster.radius for cluster in found]), shared).tolist(), strict=True):
        cluster.x, cluster.y = x, y
    return found


def _ordered(net: nx.Graph, group: Sequence[str]) -> tuple[str, ...]:
    first = grow(net.subgraph(group).copy(), FIRST, {})  # a view of a subgraph looks at all neighbours in the whole each time
    rest = sorted(set(group).difference(first), key=lambda iri: (-net.degree[iri], iri))
    return (*first, *rest)


def _name(net: nx.Graph, group: Sequence[str]) -> str:
    """The labels of its best connected things, states before organisations, people and all else."""
    order = {kind: place for place, kind in enumerate(("State", "Organization", "Process", "Person", "WorkingGroup", "Treaty"))}
    best = sorted(group, key=lambda iri: (-net.degree[iri], iri))[:30]
    return ", ".join(net.nodes[iri]["label"] for iri in sorted(best, key=lambda iri: order.get(net.nodes[iri]["kind"], 9))[:3])


def _joined(net: nx.Graph, groups: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Groups of a size worth a disc, and what belongs to none of them."""
    large = [list(group) for group in groups[:MOST] if len(group) >= LEAST]
    home = {iri: index for index, group in enumerate(large) for iri in group}
    rest: list[str] = []
    for group in groups[len(large) :]:
        near = np.array([home[other] for iri in group for other in net[iri] if other in home], dtype=np.int64)
        (large[int(np.bincount(near).argmax())] if len(near) else rest).extend(group)
    return sorted((sorted(group) for group in large), key=lambda group: (-len(group), group)), sorted(rest)


def _pack(radii: Points, shared: Points) -> Points:
    """Centres (n, 2) of discs that don't overlap, those that share lines near each other, all of them close together."""
    turn = np.arange(len(radii)) * np.pi * (3 - 5**0.5)
    points = np.stack([np.cos(turn), np.sin(turn)], axis=1) * np.cumsum(radii**2)[:, None] ** 0.5 * 1.2
    pull = shared / np.maximum(shared.sum(axis=1, keepdims=True), 1)
    reach = radii[:, None] + radii[None] + SPACE
    for step in range(600):
        cooling = 0.1 * (1 - step / 600)
        points = points + (((pull[:, :, None] * points).sum(axis=1) - points) * 0.5 - points * np.array([0.25, 0.65])) * cooling
        for _ in range(3):
            apart = points[:, None] - points[None]
            distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-6)
            lack = np.clip(reach - distance, 0, None)
            np.fill_diagonal(lack, 0)
            points = points + (apart / distance[..., None] * lack[..., None] * 0.35).sum(axis=1)
    return points


def scatter(net: nx.Graph, groups: Sequence[Cluster]) -> dict[str, tuple[float, float]]:
    """A place for every member of every group, inside the group's disc."""
    iris = [iri for cluster in groups for iri in cluster.members]
    number = {iri: index for index, iri in enumerate(iris)}
    group = np.repeat(np.arange(len(groups)), [len(cluster.members) for cluster in groups])
    pairs = np.array([(number[one], number[other]) for one, other in net.edges], dtype=np.int64).reshape(-1, 2)
    inner = pairs[group[pairs[:, 0]] == group[pairs[:, 1]]]
    middles = np.array([(cluster.x, cluster.y) for cluster in groups])
    radii = np.array([cluster.radius - 20 for cluster in groups])
    rank = np.concatenate([np.arange(len(cluster.members)) for cluster in groups])
    size = np.array([len(cluster.members) for cluster in groups])[group]
    turn = rank * np.pi * (3 - 5**0.5)
    start = np.stack([np.cos(turn), np.sin(turn)], axis=1) * ((rank + 0.5) / size)[:, None] ** 0.5
    points = _relax(start * radii[group, None] + middles[group], inner, middles[group], radii[group])
    points = _spread(points, middles[group], radii[group], group, size)
    return dict(zip(iris, points.tolist(), strict=True))


def _relax(points: Points, pairs: Pairs, middles: Points, radii: Points) -> Points:
    """Draws together what is joined and apart what is not, inside the disc."""
    degree = np.maximum(np.bincount(pairs.ravel(), minlength=len(points)), 1)[:, None]
    for step in range(ROUNDS):
        force = _repulsion(points, SPACE * ((step * 0.618) % 1.0)) * SPACE**2 * 0.5
        apart = points[pairs[:, 1]] - points[pairs[:, 0]]
        for axis in (0, 1):
            pull = np.bincount(pairs[:, 0], apart[:, axis], len(points)) - np.bincount(pairs[:, 1], apart[:, axis], len(points))
            force[:, axis] += pull / degree[:, 0] * 0.6
        length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        points = points + force / length * np.minimum(length, SPACE * (3 * (1 - step / ROUNDS) + 0.1))
        out = points - middles
        points = middles + out / np.maximum(np.linalg.norm(out, axis=1) / radii, 1)[:, None]
    return points


def _spread(points: Points, middles: Points, radii: Points, group: Pairs, size: Pairs) -> Points:
    """The same directions, but distances from the middle by rank, so that dots fill the disc evenly."""
    out = points - middles
    distance = np.linalg.norm(out, axis=1)
    order = np.lexsort((distance, group))
    rank = np.empty(len(points))
    rank[order] = np.arange(len(points)) - np.concatenate([[0], np.cumsum(np.bincount(group))[:-1]])[group[order]]
    spread: Points = middles + out / np.maximum(distance, 1e-9)[:, None] * (radii * ((rank + 0.5) / size) ** 0.5)[:, None]
    return spread


def _repulsion(points: Points, shift: float) -> Points:
    """Force (n, 2) on each point from those in its own cell and the eight around; each cell acts from the mean of its points.

    `shift` moves the grid by so many pixels: where the same grid acts in every round, its cells show in the picture.
    """
    cells = np.floor((points + shift) / (SPACE * 1.6)).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    wide = int(cells[:, 1].max()) + 2
    key = cells[:, 0] * wide + cells[:, 1]
    size = (int(cells[:, 0].max()) + 2) * wide
    count = np.bincount(key, minlength=size).astype(np.float64)
    total = np.stack([np.bincount(key, points[:, axis], size) for axis in (0, 1)], axis=1)
    force: Any = np.zeros_like(points)
    for step in (0, 1, -1, wide, -wide, wide + 1, wide - 1, -wide + 1, -wide - 1):
        other = np.clip(key + step, 0, size - 1)
        many = count[other] - (1 if step == 0 else 0)
        mean = (total[other] - (points if step == 0 else 0)) / np.maximum(many, 1)[:, None]
        apart = points - mean
        force += np.where(many > 0, many, 0)[:, None] * apart / np.maximum((apart**2).sum(axis=1, keepdims=True), 9)
    return np.asarray(force, dtype=np.float64)
