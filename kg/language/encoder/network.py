"""The encoder's first two ONNX graphs, run on one core: a window of words in, labels, arc scores and relations out.

The graphs compute with 8-bit numbers whose scale is taken from what they see, so each window runs alone: in a batch, one text would
change another's parse.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.language.encoder.pieces import NO_SHAPE

if TYPE_CHECKING:
    from numpy.typing import NDArray

INPUTS = ("pieces", "shapes", "first", "word_shapes")
OUTPUTS = ("upos", "xpos", "feats", "name", "start", "arc", "relation_dependent", "relation_head", "hidden")


@dataclass(slots=True)
class Window:
    """Consecutive words, as the encoder sees them: their pieces' numbers and their shapes."""

    words: list[tuple[int, ...]]
    shapes: list[int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive words that the parser saw at once: `hidden` [pieces, width] is what the second of its six layers makes of their pieces
    and of those that enclose a window, `first` [words] each word's first among them."""

    hidden: NDArray[np.float32]
    first: NDArray[np.int64]


@dataclass(slots=True)
class Scores:
    """What the graph says about a window of n words.

    Numbers of labels [n]; `start` [n], positive where a sentence starts; `arc` [n, 1 + n], a word's score
    for the root and for each head; the two sides of the relations, `dependent` [n, width] and `head` [1 + n, width]; the window as
    a `stretch`.
    """

    upos: NDArray[np.int64]
    xpos: NDArray[np.int64]
    feats: NDArray[np.int64]
    name: NDArray[np.int64]
    start: NDArray[np.float32]
    arc: NDArray[np.float32]
    dependent: NDArray[np.float32]
    head: NDArray[np.float32]
    stretch: Stretch

    def start_of(self, words: int) -> Stretch:
        """The first words as a stretch."""
        hidden, first = self.stretch.hidden, self.stretch.first
        return Stretch(hidden[: first[words]] if words < len(first) else hidden, first[:words])


def session(path: Path) -> Any:
    """A graph, ready to run on one core.

    Raises:
        OSError: the file can't be read.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


class Network:
    """`start` and `end` are the numbers of the pieces that enclose a window. Raises OSError where a graph in `folder` can't be read."""

    def __init__(self, folder: Path, start: int, end: int) -> None:
        self._start, self._end = start, end
        self._words, self._relations = (session(folder / f"{name}.onnx") for name in ("words", "relations"))

    def __call__(self, window: Window) -> Scores:
        """The scores of a window."""
        lengths = np.fromiter(map(len, window.words), np.int64, len(window.words))
        pieces = np.array([self._start, *chain.from_iterable(window.words), self._end], np.int64)
        word_shapes = np.array([NO_SHAPE, *window.shapes], np.int64)
        shapes = np.full(len(pieces), NO_SHAPE, np.int64)
        shapes[1:-1] = np.repeat(word_shapes[1:], lengths)
        first = np.concatenate([[0], np.cumsum(lengths) - lengths + 1])
        given = zip(INPUTS, (pieces, shapes, first, word_shapes), strict=True)
        outputs: list[Any] = [output[0] for output in self._words.run(OUTPUTS, {name: array[None] for name, array in given})]
        *scores, head, hidden = outputs
        return Scores(*[output[1:] for output in scores] + [head, Stretch(hidden, first[1:])])

    def relations(self, dependents: NDArray[np.float32], heads: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores [n, labels] of the relations of n words to their heads, both [n, width]."""
        scores: NDArray[np.float32] = self._relations.run(None, {"dependent": dependents, "head": heads})[0]
        return scores
