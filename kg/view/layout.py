"""Where the cards stand. Positions are pixels around the origin; the same input gives the same positions.

Up to some fifty cards: simulated annealing over what makes a drawing hard to read (Davidson and Harel 1996): cards on cards, lines behind
cards, lines that cross, long lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

SEED = 7
SHAPE = 1.55  # width by height of the picture
FILL = 0.27  # share of the picture that cards cover
GAP = 16.0  # pixels between cards

ATTEMPTS, STEPS = 4, 3000  # of more than a few dozen cards half as many attempts, for each takes longer
SWEEPS = 100  # how often each card is moved in one attempt
HEAT, COLD = 8.0, 0.2
PINNED = 0.5  # share of the time for which hubs stay where they were put
RIM = 0.9  # where hubs stand, as a share of the way to the edge
OVERLAP, BEHIND, CROSSING, LENGTH, OUTSIDE = 6.0, 4.0, 2.0, 1.4, 8.0


def place(sizes: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]], anchors: Sequence[int] = ()) -> Points:
    """Centres (n, 2) of cards of the given widths and heights, joined by lines between the pairs.

    The picture is drawn between those of `anchors` that much else hangs on. The best of several seeded attempts counts.
    """
    if not len(sizes):
        return np.zeros((0, 2))
    many = ATTEMPTS if len(sizes) <= 32 else ATTEMPTS // 2
    attempts = [_Annealer(np.asarray(sizes, dtype=np.float64), pairs, anchors, SEED + number) for number in range(many)]
    best = min((attempt.run(min(STEPS, SWEEPS * len(sizes))) for attempt in attempts), key=lambda found: found[1])
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
    """Takes card after card and chooses among several places for it by their costs, the less by chance the cooler it gets (heat bath)."""

    def __init__(self, sizes: Points, pairs: Sequence[tuple[int, int]], anchors: Sequence[int], seed: int) -> None:
        count = len(sizes)
        self.sizes = sizes
        self.anchors = np.asarray(anchors, dtype=np.int64)
        single = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
        self.pairs: Pairs = np.asarray(single, dtype=np.int64).reshape(-1, 2)
        self.half = sizes / 2 + GAP / 2
        area = float((2 * self.half).prod(axis=1).sum()) / FILL
        self.frame = np.array([(area * SHAPE) ** 0.5, (area / SHAPE) ** 0.5]) / 2
        self.random = np.random.default_rng(seed)
        touching = [np.flatnonzero((self.pairs == index).any(axis=1)) for index in range(count)]
        self.near = [self.pairs[lines].sum(axis=1) - index for index, lines in enumerate(touching)]
        self.rest = [np.delete(self.pairs, lines, axis=0) for lines in touching]
        self.fixed = self.hubs()
        self.free = np.setdiff1d(np.arange(count), self.fixed)

    def run(self, steps: int) -> tuple[Points, float]:
        """The positions found and what is wrong with them."""
        points, count = self.start(), len(self.sizes)
        for step in range(steps if len(self.free) else 0):
            left = step / steps
            index = int(self.random.choice(self.free if left < PINNED else count))
            places = self.places(points, index, left)
            costs = self.costs(points, index, places)
            chances = np.exp((costs.min() - costs) / (HEAT * (COLD / HEAT) ** left))
            points[index] = places[int(np.searchsorted(np.cumsum(chances), self.random.random() * chances.sum()))]
        return points, sum(float(self.costs(points, index, points[index][None])[0]) for index in range(len(points)))

    def places(self, points: Points, index: int, left: float) -> Points:
        """Where the card could stand: where it is, near there, near the middle of its neighbours, anywhere."""
        near = self.near[index]
        middle = points[near].mean(axis=0) if len(near) else points[index]
        reach = self.frame * (0.6 * (1 - left) ** 2 + 0.03)
        around = points[index] + self.random.normal(size=(6, 2)) * reach
        amid = middle + self.random.normal(size=(4, 2)) * reach
        anywhere = self.random.uniform(-1, 1, size=(4, 2)) * self.frame
        found: Points = np.clip(np.concatenate([points[index][None], around, amid, anywhere]), -self.frame, self.frame)
        return found

    def hubs(self) -> NDArray[np.int64]:
        """The few cards that so many others hang on that the picture is drawn between them."""
        degree = np.bincount(self.pairs.ravel(), minlength=len(self.sizes))
        order = self.anchors[np.argsort(-degree[self.anchors], kind="stable")][:6]
        found: NDArray[np.int64] = order[(degree[order] >= 5) & (degree[order] >= degree.max() / 2)]
        return found

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
        # Rounded, for linear algebra differs in the last digit from machine to machine.
        points: Points = np.asarray(np.linalg.solve(laplacian, wanted).round(3), dtype=np.float64)
        points[self.free] += self.random.normal(size=(len(self.free), 2)) * self.frame * 0.4
        return np.clip(points, -self.frame, self.frame)

    def costs(self, points: Points, index: int, places: Points) -> Points:
        """What would be wrong with the card, and with the lines that end there, at each of the places (c, 2)."""
        here, mine, rest = places[:, None], self.half[index], self.rest[index]
        lack = np.clip(mine + self.half - np.abs(points - here), 0, None)
        lack[:, index] = 0
        overlap = (lack.prod(axis=2) / (4 * self.half.prod(axis=1)) + (lack.min(axis=2) > 0) * 0.5).sum(axis=1)
        beyond = np.clip(np.abs(places) + mine - self.frame, 0, None).sum(axis=1) / self.frame.sum()
        total = OVERLAP * overlap + OUTSIDE * beyond
        starts, ends = points[rest[:, 0]], points[rest[:, 1]]
        total += BEHIND * behind(starts, ends, here, mine).sum(axis=1)
        near = self.near[index]
        if len(near):
            far = points[near]
            total += LENGTH * np.linalg.norm((far - here) / self.frame, axis=2).sum(axis=1)
            total += CROSSING * crossings(here[:, :, None], far[None, :, None], starts, ends).sum(axis=(1, 2))
            hidden = behind(here[:, :, None], far[None, :, None], points, self.half)
            hidden[:, :, index] = 0
            hidden[:, np.arange(len(near)), near] = 0
            total += BEHIND * hidden.sum(axis=(1, 2))
        return np.asarray(total)


def behind(starts: Points, ends: Points, centres: Points, half: Points) -> Points:
    """How far segments run behind boxes, as a share of the box's half size (0: not at all); arguments broadcast over (n, 2)."""
    way = ends - starts
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (centres - half - starts) / way, (centres + half - starts) / way
    low, high = np.fmin(one, other), np.fmax(one, other)
    # Axis by axis: numpy reduces an axis of two many times slower.
    enter, leave = np.fmax(low[..., 0], low[..., 1]), np.fmin(high[..., 0], high[..., 1])
    inside = np.maximum(np.fmin(leave, 1) - np.fmax(enter, 0), 0)
    length = np.sqrt(way[..., 0] * way[..., 0] + way[..., 1] * way[..., 1])
    deep = inside * length / (half[..., 0] + half[..., 1])
    return np.where(inside > 0, 0.5 + np.fmin(deep, 1), 0.0)


def crossings(starts: Points, ends: Points, others: Points, far: Points) -> NDArray[np.bool_]:
    """Which segments cross, arguments broadcast over (n, 2); segments that only share an end don't."""

    def side(a: Points, b: Points, c: Points) -> Points:
        turn: Points = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
        return turn

    apart = side(starts, ends, others) * side(starts, ends, far) < 0
    crossing: NDArray[np.bool_] = apart & (side(others, far, starts) * side(others, far, ends) < 0)
    return crossing
