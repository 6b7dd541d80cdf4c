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

from kg.view.layout import Pairs, Points
from kg.view.network import communities

SEED = 7
MOST = 40  # groups on the map; smaller ones are joined to the one they share most lines with, or to a last one
SPACE = 26.0  # pixels between neighbouring dots
ROUNDS = 60


@dataclass(slots=True)
class Cluster:
    """`members` by falling degree; `x`, `y`, `radius` in pixels."""

    members: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0
    radius: float = 0.0

    def name(self, net: nx.MultiDiGraph) -> str:
        """The labels of its best connected things, actors before all else."""
        actors = [iri for iri in self.members[:60] if net.nodes[iri]["kind"] in ("State", "Organization", "Person", "Process")]
        labels = [net.nodes[iri]["label"] for iri in (actors or list(self.members))[:3]]
        return ", ".join(labels)


def clusters(net: nx.Graph) -> list[Cluster]:
    """At most MOST groups of the undirected network, the largest first, placed on the plane."""
    groups = _joined(net, communities(net))
    found = [Cluster(tuple(sorted(group, key=lambda iri: (-net.degree[iri], iri)))) for group in groups]
    member = {iri: index for index, cluster in enumerate(found) for iri in cluster.members}
    shared = np.zeros((len(found), len(found)))
    for one, other in net.edges:
        shared[member[one], member[other]] += 1
        shared[member[other], member[one]] += 1
    np.fill_diagonal(shared, 0)
    for cluster in found:
        cluster.radius = SPACE * 0.62 * len(cluster.members) ** 0.5 + 40
    for cluster, (x, y) in zip(found, _pack(np.array([cluster.radius for cluster in found]), shared).tolist(), strict=True):
        cluster.x, cluster.y = x, y
    return found


def _joined(net: nx.Graph, groups: Sequence[Sequence[str]]) -> list[list[str]]:
    large = [list(group) for group in groups[:MOST]]
    home = {iri: index for index, group in enumerate(large) for iri in group}
    rest: list[str] = []
    for group in groups[MOST:]:
        ties = np.bincount([home[near] for iri in group for near in net[iri] if near in home], minlength=len(large))
        (large[int(ties.argmax())] if ties.any() else rest).extend(group)
    return sorted((sorted(group) for group in (*large, rest) if group), key=lambda group: (-len(group), group))


def _pack(radii: Points, shared: Points) -> Points:
    """Centres (n, 2) of discs that don't overlap, those that share lines near each other, all of them close together."""
    count = len(radii)
    turn = np.arange(count) * np.pi * (3 - 5**0.5)
    points = np.stack([np.cos(turn), np.sin(turn)], axis=1) * (np.arange(count)[:, None] ** 0.5) * float(np.median(radii)) * 2.2
    pull = shared / np.maximum(shared.sum(axis=1, keepdims=True), 1)
    reach = radii[:, None] + radii[None] + 30
    for step in range(500):
        cooling = 0.12 * (1 - step / 500)
        points = points + ((pull @ points - points) - points * 0.35 * np.array([0.6, 1.0])) * cooling
        for _ in range(4):
            apart = points[:, None] - points[None]
            distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-6)
            lack = np.clip(reach - distance, 0, None)
            np.fill_diagonal(lack, 0)
            points = points + (apart / distance[..., None] * lack[..., None] * 0.3).sum(axis=1)
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
    return dict(zip(iris, points.tolist(), strict=True))


def _relax(points: Points, pairs: Pairs, middles: Points, radii: Points) -> Points:
    for step in range(ROUNDS):
        reach = SPACE * (2.5 * (1 - step / ROUNDS) + 0.15)
        force = _repulsion(points) * SPACE**2 - (points - middles) * 0.02
        apart = points[pairs[:, 1]] - points[pairs[:, 0]]
        spring = apart * (np.linalg.norm(apart, axis=1, keepdims=True) / (SPACE * 6))
        for axis in (0, 1):
            force[:, axis] += np.bincount(pairs[:, 0], spring[:, axis], len(points)) - np.bincount(pairs[:, 1], spring[:, axis], len(points))
        length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        points = points + force / length * np.minimum(length, reach)
        out = points - middles
        beyond = np.maximum(np.linalg.norm(out, axis=1) / radii, 1)[:, None]
        points = middles + out / beyond
    return points


def _repulsion(points: Points) -> Points:
    """Force (n, 2) on each point from those in its own cell and the eight around; each cell acts from the mean of its points."""
    cells = np.floor(points / (SPACE * 1.6)).astype(np.int64)
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
