"""Where the cards stand. Positions are pixels around the origin; the same input gives the same positions.

Up to some eighty cards: simulated annealing over what makes a drawing hard to read (Davidson and Harel 1996): cards on cards, lines behind cards,
lines that cross, long lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

SEED = 7
SHAPE = 1.55  # width by height of the picture
FILL = 0.24  # share of the picture that cards cover
GAP = 16.0  # pixels between cards

ATTEMPTS, MOVES = 3, 12000
HEAT, COLD = 0.5, 0.012
HOMING = 0.3  # share of moves that start from the middle of a card's neighbours
RIM = 0.8  # where hubs stand, as a share of the way to the edge
OVERLAP, BEHIND, CROSSING, LENGTH, OUTSIDE = 6.0, 2.6, 2.0, 1.4, 8.0


def place(sizes: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]], anchors: Sequence[int] = ()) -> Points:
    """Centres (n, 2) of cards of the given widths and heights, joined by lines between the pairs.

    The picture is drawn between those of `anchors` that much else hangs on. The best of several seeded attempts counts.
    """
    if not len(sizes):
        return np.zeros((0, 2))
    attempts = [_Annealer(np.asarray(sizes, dtype=np.float64), pairs, anchors, SEED + number) for number in range(ATTEMPTS)]
    best = min((attempt.run(min(MOVES, 80 + 350 * len(sizes))) for attempt in attempts), key=lambda found: found[1])
    return separate(best[0], attempts[0].sizes)


def separate(points: Points, sizes: Points, gap: float = GAP, rounds: int = 400) -> Points:
    """Pushes cards apart, along the axis that needs less, until none overlaps another."""
    points = points.copy()
    half = sizes / 2 + gap / 2
    reach = half[:, None] + half[None]
    for _ in range(rounds):
        apart = points[:, None] - points[None]
        lack = reach - np.abs(apart)
        np.fill_diagonal(lack[..., 0], -1)
        hit = (lack > 0.01).all(axis=2)
        if not hit.any():
            break
        across = lack[..., 0] * SHAPE < lack[..., 1] * 2
        order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None])
        for axis, use in ((0, across), (1, ~across)):
            way = np.where(apart[..., axis] == 0, order, np.sign(apart[..., axis]))
            push = np.where(hit & use, lack[..., axis] * way, 0)
            points[:, axis] += push.sum(axis=1) * 0.3
    return points


class _Annealer:
    """Costs of one card are computed against all others at once; one move shifts a card or exchanges two."""

    def __init__(self, sizes: Points, pairs: Sequence[tuple[int, int]], anchors: Sequence[int], seed: int) -> None:
        count = len(sizes)
        self.sizes = sizes
        self.anchors = np.asarray(anchors, dtype=np.int64)
        self.pairs: Pairs = np.asarray(sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}), dtype=np.int64).reshape(-1, 2)
        self.half = sizes / 2 + GAP / 2
        area = float((2 * self.half).prod(axis=1).sum()) / FILL
        self.frame = np.array([(area * SHAPE) ** 0.5, (area / SHAPE) ** 0.5]) / 2
        self.random = np.random.default_rng(seed)
        self.lines = [np.flatnonzero((self.pairs == index).any(axis=1)) for index in range(count)]
        self.near = [np.setdiff1d(self.pairs[lines].ravel(), [index]) for index, lines in enumerate(self.lines)]
        self.other = [np.setdiff1d(np.arange(len(self.pairs)), lines) for lines in self.lines]
        self.touched = np.zeros((len(self.pairs), count), dtype=bool)
        self.touched[np.arange(len(self.pairs))[:, None], self.pairs] = True
        self.fixed = self.hubs()
        self.free = np.setdiff1d(np.arange(count), self.fixed)
        self.known: dict[int, float] = {}

    def run(self, moves: int) -> tuple[Points, float]:
        """The positions found and what is wrong with them."""
        points = self.start()
        for step in range(moves if len(self.free) else 0):
            left = step / moves
            one = int(self.random.choice(self.free))
            if self.random.random() < 0.18 * (1 - left):
                other = int(self.random.choice(self.free))
                changed = {one: points[other], other: points[one]}
            else:
                near = self.near[one]
                homing = len(near) and self.random.random() < HOMING
                changed = {one: self.shifted(points[near].mean(axis=0) if homing else points[one], left)}
            points = self.judge(points, changed, HEAT * (COLD / HEAT) ** left)
        return points, sum(self.cost(points, index) for index in range(len(points)))

    def hubs(self) -> NDArray[np.int64]:
        """The few cards that so many others hang on that the picture is drawn between them."""
        degree = np.bincount(self.pairs.ravel(), minlength=len(self.sizes))
        order = self.anchors[np.argsort(-degree[self.anchors], kind="stable")][:6]
        return order[(degree[order] >= 5) & (degree[order] >= degree.max() / 2)]

    def start(self) -> Points:
        """Hubs stand around the rim, all else where its neighbours pull it (Tutte 1963), scattered a little."""
        count, hubs = len(self.sizes), self.fixed
        angles = np.pi + 2 * np.pi * np.arange(len(hubs)) / max(len(hubs), 1)
        rim = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (self.frame - self.half[hubs]) * RIM
        laplacian = np.eye(count) * 0.05
        for one, other in self.pairs:
            laplacian[[one, other, one, other], [one, other, other, one]] += (1, 1, -1, -1)
        wanted = np.zeros((count, 2))
        laplacian[hubs] = np.eye(count)[hubs]
        wanted[hubs] = rim
        points: Points = np.linalg.solve(laplacian, wanted)
        points[self.free] += self.random.normal(size=(len(self.free), 2)) * self.frame * 0.4
        return np.clip(points, -self.frame, self.frame)

    def shifted(self, point: Points, left: float) -> Points:
        reach = self.frame * (0.9 * (1 - left) ** 2 + 0.03)
        moved: Points = np.clip(point + self.random.normal(size=2) * reach, -self.frame, self.frame)
        return moved

    def judge(self, points: Points, changed: dict[int, Points], warmth: float) -> Points:
        """The changed positions if they are better, or worse by no more than the warmth forgives."""
        for index in changed:
            if index not in self.known:
                self.known[index] = self.cost(points, index)
        tried = points.copy()
        for index, point in changed.items():
            tried[index] = point
        costs = {index: self.cost(tried, index) for index in changed}
        rise = sum(costs.values()) - sum(self.known[index] for index in changed)
        if rise > 0 and self.random.random() >= np.exp(-rise / warmth):
            return points
        self.known = costs if len(costs) == 1 else {}
        return tried

    def cost(self, points: Points, index: int) -> float:
        """What is wrong with where this card stands and where its lines run."""
        lack = np.clip(self.half[index] + self.half - np.abs(points - points[index]), 0, None)
        lack[index] = 0
        overlap = float((lack.prod(axis=1) / (4 * self.half.prod(axis=1)) + (lack.min(axis=1) > 0) * 0.5).sum())
        beyond = float(np.clip(np.abs(points[index]) + self.half[index] - self.frame, 0, None).sum()) / float(self.frame.sum())
        total = OVERLAP * overlap + OUTSIDE * beyond
        starts, ends = points[self.pairs[:, 0]], points[self.pairs[:, 1]]
        rest = self.other[index]
        total += BEHIND * float(behind(starts[rest], ends[rest], points[index], self.half[index]).sum())
        mine = self.lines[index]
        if len(mine):
            total += LENGTH * float(np.linalg.norm((ends[mine] - starts[mine]) / self.frame, axis=1).sum())
            total += CROSSING * float(crossings(starts[mine], ends[mine], starts[rest], ends[rest]).sum())
            hidden = behind(starts[mine, None], ends[mine, None], points[None], self.half[None])
            total += BEHIND * float(hidden[~self.touched[mine]].sum())
        return total


def behind(starts: Points, ends: Points, centres: Points, half: Points) -> Points:
    """How far segments run behind boxes, as a share of the box's half size (0: not at all); arguments broadcast over (n, 2)."""
    way = ends - starts
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (centres - half - starts) / way, (centres + half - starts) / way
    enter = np.fmax.reduce(np.fmin(one, other), axis=-1)
    leave = np.fmin.reduce(np.fmax(one, other), axis=-1)
    inside = np.clip(np.fmin(leave, 1) - np.fmax(enter, 0), 0, None)
    deep = inside * np.linalg.norm(way, axis=-1) / half.sum(axis=-1)
    return np.where(inside > 0, 0.5 + np.fmin(deep, 1), 0.0)


def crossings(starts: Points, ends: Points, others: Points, far: Points) -> NDArray[np.bool_]:
    """Which of the first segments (n, 2) cross which of the second (m, 2); segments that only share an end don't."""

    def side(a: Points, b: Points, c: Points) -> Points:
        turn: Points = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
        return turn

    a, b, c, d = starts[:, None], ends[:, None], others[None], far[None]
    crossing: NDArray[np.bool_] = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return crossing
