"""From scores of arcs to the best tree with one root (Chu and Liu 1965, Edmonds 1967), searched only where the best heads make none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def best_tree(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The heads [n] of n words, from `scores` [n, 1 + n]: column 0 is the root, column i word i - 1. One word hangs from the root."""
    scores = scores.astype(np.float64)
    np.fill_diagonal(scores[:, 1:], -np.inf)
    heads: NDArray[np.int64] = scores.argmax(1)
    roots = np.flatnonzero(heads == 0)
    if len(roots) == 1 and not _cycle(heads):
        return heads
    # One root: with so heavy a toll on arcs from the root, the best arborescence has as few of them as can be.
    scores[:, 0] -= 1 + 2 * np.abs(scores[np.isfinite(scores)]).sum()
    square = np.full((len(scores) + 1, len(scores) + 1), -np.inf)
    square[1:] = scores
    return _arborescence(square)[1:]


def _cycle(heads: NDArray[np.int64]) -> list[int]:
    """The nodes of one cycle (numbered as columns are), or nothing."""
    state = [0] * (len(heads) + 1)  # 0 unseen, else the walk that first came here
    state[0] = -1
    for walk in range(1, len(heads) + 1):
        node = walk
        while not state[node]:
            state[node] = walk
            node = int(heads[node - 1])
        if state[node] == walk:
            cycle = [node]
            while (node := int(heads[node - 1])) != cycle[0]:
                cycle.append(node)
            return cycle
    return []


def _arborescence(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Heads of all nodes of a graph with root 0, given `scores[dependent, head]`; contracts one cycle at a time."""
    heads: NDArray[np.int64] = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads[1:])
    if not cycle:
        return heads
    inside = np.zeros(len(scores), bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    ring = np.array(cycle)
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, ring)]  # words outside, headed by a word of the cycle
    small[:-1, -1] = leaving.max(1)
    entering = scores[np.ix_(ring, outside)] - scores[ring, heads[ring]][:, None]  # breaks the cycle at that word
    small[-1, :-1] = entering.max(0)
    found = _arborescence(small)
    result = heads.copy()
    for new, old in enumerate(outside):
        result[old] = ring[leaving[new].argmax()] if found[new] == len(outside) else outside[found[new]]
    broken = ring[entering[:, found[-1]].argmax()]
    result[broken] = outside[found[-1]]
    result[0] = 0
    return result
