"""From scores of arcs to the best tree: one root, and no crossing arcs, which English hardly has and a parser's mistakes often do.

The best heads are taken one by one; only where they make no such tree is the best one searched for (Eisner 1996).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = -1e12  # the score of an arc that can't be: a word to itself, or into the root

LEFT, RIGHT = 0, 1  # the end of a span at which its head is


def best_tree(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The heads [n] of n words, from `scores` [n, 1 + n]: column 0 is the root, column i word i - 1. One word hangs from the root."""
    square = np.full((len(scores) + 1, len(scores) + 1), NEVER)
    square[1:] = np.maximum(scores, NEVER)
    np.fill_diagonal(square, NEVER)
    heads: NDArray[np.int64] = square[1:].argmax(1)
    if (heads == 0).sum() == 1 and not _has_cycle(heads) and not crosses(heads):
        return heads
    # One root: with so heavy a toll on arcs from the root, the best tree has as few of them as can be.
    square[1:, 0] -= 1 + 2 * np.abs(square[square > NEVER]).sum()
    return _read_off(_spans(square))[1:]


def _has_cycle(heads: NDArray[np.int64]) -> bool:
    """Whether some word never comes to the root: heads of heads, twice as far with every step."""
    above = np.concatenate([[0], heads])
    for _ in range(len(above).bit_length()):
        above = above[above]
    return bool(above.any())


def crosses(heads: NDArray[np.int64]) -> bool:
    """Whether two arcs cross, the root standing left of the first word."""
    words = np.arange(1, len(heads) + 1)
    first, last = np.minimum(words, heads), np.maximum(words, heads)
    return bool(((first[:, None] < first) & (first < last[:, None]) & (last[:, None] < last)).any())


class _Spans(NamedTuple):
    """Where the best span that starts at i and ends `width` words on is split: `arcs` [i, width] between the two that an arc joins,
    `ends` [side, i, width] of one headed at a side."""

    arcs: NDArray[np.int64]
    ends: NDArray[np.int64]


def _spans(scores: NDArray[np.float64]) -> _Spans:
    """The best spans of `scores` [dependent, head], all of one width at once, from short to long.

    What a side's best spans, and those with an arc from end to end, are worth stands by start (`_from` [start, width]) or by end
    (`_to` [end, width]), so that all splits of all spans of a width are slices.
    """
    n = len(scores)
    left_from, left_to, right_from, right_to, arc_left_from, arc_right_to = np.zeros((6, n, n))
    splits = _Spans(np.zeros((n, n), np.int64), np.zeros((2, n, n), np.int64))
    for width in range(1, n):
        start, end, i = slice(n - width), slice(width, n), np.arange(n - width)
        splits.arcs[start, width], best = _best(left_from[start, :width] + right_to[end, width - 1 :: -1], i)
        arc_left_from[start, width] = best + scores.diagonal(-width)
        arc_right_to[end, width] = best + scores.diagonal(width)
        splits.ends[LEFT, start, width], best = _best(arc_left_from[start, 1 : width + 1] + left_to[end, width - 1 :: -1], i + 1)
        left_from[start, width] = left_to[end, width] = best
        splits.ends[RIGHT, start, width], best = _best(right_from[start, :width] + arc_right_to[end, width:0:-1], i)
        right_from[start, width] = right_to[end, width] = best
    return splits


def _best(options: NDArray[np.float64], first: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """In every row the place of the best option, counted from the row's first, and its score."""
    return first + options.argmax(1), options.max(1)


def _read_off(spans: _Spans) -> NDArray[np.int64]:
    """The head of every node of the best tree over all nodes, node 0 its root."""
    heads = np.zeros(len(spans.arcs), np.int64)
    pending = [(LEFT, 0, len(heads) - 1, False)]
    while pending:
        side, i, j, is_arc = pending.pop()
        if i == j:
            continue
        if is_arc:
            heads[i if side == RIGHT else j] = j if side == RIGHT else i
            middle = int(spans.arcs[i, j - i])
            pending += [(LEFT, i, middle, False), (RIGHT, middle + 1, j, False)]
            continue
        middle = int(spans.ends[side, i, j - i])
        pending += [(side, i, middle, side == LEFT), (side, middle, j, side == RIGHT)]
    return heads
