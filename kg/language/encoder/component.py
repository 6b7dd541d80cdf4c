"""The spaCy component `accord_encoder`: sets tags, features, lemmas, trees, sentences and names of docs that the tokenizer has cut.

`doc.user_data` "stretches" holds what `events.py` reads events from.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from kg.language.encoder.lemmas import best_lemma
from kg.language.encoder.network import Network, Scores, Stretch, Window
from kg.language.encoder.pieces import WordPieces, shape
from kg.language.encoder.trees import best_tree

FILES = ("words.onnx", "relations.onnx", "labels.json", "lemmas.json", "vocab.txt")
ATTRIBUTES = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE")
WINDOW = 220  # words that the encoder sees at once
PIECES = 500  # their pieces; the encoder has positions for 512
BEGIN, INSIDE, OUTSIDE = 3, 1, 2  # spaCy's ENT_IOB


class Reading:
    """A doc while it is parsed: its words (tokens that aren't white space) and what is known of them so far.

    `known` [words, attributes] holds what `Doc.from_array` takes, HEAD as a word's number; `done` counts the words of finished sentences.
    """

    def __init__(self, doc: Doc, words: NDArray[np.int64], pieces: list[tuple[int, ...]], shapes: list[int]) -> None:
        self.doc, self.words, self.pieces, self.shapes = doc, words, pieces, shapes
        self.known = np.zeros((len(words), len(ATTRIBUTES)), np.uint64)
        self.stretches: list[Stretch] = []
        self.done = 0
        self.end = 0

    def window(self) -> Window:
        """The words from `done` on, as many as the encoder can see."""
        self.end, room = self.done, PIECES
        for found in self.pieces[self.done : self.done + WINDOW]:
            room -= len(found)
            if room < 0 and self.end > self.done:
                break
            self.end += 1
        return Window([found[:PIECES] for found in self.pieces[self.done : self.end]], self.shapes[self.done : self.end])

    def _may_start(self, i: int) -> bool:
        """Whether no earlier component has said that no sentence starts at the window's word i."""
        return self.doc[int(self.words[self.done + i])].is_sent_start is not False

    def sentences(self, start: NDArray[np.float32]) -> list[tuple[int, int]]:
        """Sentences that end inside the window, counted from its first word; the last waits for the next window unless it fills this."""
        starts = [0, *(int(i) for i in np.flatnonzero(start > 0) if i and self._may_start(int(i)))]
        if self.end == len(self.words) or len(starts) == 1:
            starts.append(len(start))
        return list(pairwise(starts))


class Encoder(Pipe):
    """Has to be loaded from disk before use; the folder holds `FILES`."""

    def __init__(self, vocab: Vocab, name: str = "accord_encoder") -> None:
        self.vocab = vocab
        self.name = name

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load graphs, vocabulary and labels.

        Raises:
            OSError: a file is missing or can't be read.
        """
        self._folder = Path(path)
        self._pieces = WordPieces(self._folder / "vocab.txt")
        self._network = Network(self._folder, self._pieces.start, self._pieces.end)
        self._labels: dict[str, list[str]] = json.loads((self._folder / "labels.json").read_text("utf-8"))
        add, morphology = self.vocab.strings.add, self.vocab.morphology
        relations = ["ROOT" if label == "root" else label for label in self._labels["relation"]]
        self._hashes = {
            "upos": np.array([add(label) for label in self._labels["upos"]], np.uint64),
            "xpos": np.array([add(label) for label in self._labels["xpos"]], np.uint64),
            "feats": np.array([morphology.add(label) for label in self._labels["feats"]], np.uint64),
            "relation": np.array([add(label) for label in relations], np.uint64),
            "name": np.array([add(label[2:]) if label != "O" else 0 for label in self._labels["name"]], np.uint64),
        }
        self._begins = np.array([{"B": BEGIN, "I": INSIDE, "O": OUTSIDE}[label[0]] for label in self._labels["name"]], np.uint64)
        self._root = self._labels["relation"].index("root")
        self._space = np.array([add("_SP"), add("SPACE"), morphology.add("_"), 0, add("dep"), 0, OUTSIDE, 0], np.uint64)
        self._seen: dict[tuple[int, bool], tuple[tuple[int, ...], int]] = {}
        self._table: dict[str, list[str]] = json.loads((self._folder / "lemmas.json").read_text("utf-8"))
        self._lemmas: dict[tuple[int, int], int] = {}
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the files that were loaded."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self._folder / name, Path(path) / name)

    def __call__(self, doc: Doc) -> Doc:
        """Parse a doc, window by window."""
        reading = self._read(doc)
        while reading.done < len(reading.words):
            self._step(reading)
        self._write(reading)
        doc.user_data["stretches"] = reading.stretches
        return doc

    def _read(self, doc: Doc) -> Reading:
        words = np.array([token.i for token in doc if not token.is_space], np.int64)
        orths, spaces = doc.to_array("ORTH").tolist(), [True, *doc.to_array("SPACY").astype(bool).tolist()]
        pieces: list[tuple[int, ...]] = []
        shapes: list[int] = []
        for i in words.tolist():
            spaced = spaces[i] or (i > 0 and doc[i - 1].is_space)
            found = self._seen.get((orths[i], spaced))
            if found is None:
                text = doc[i].text
                found = self._seen[orths[i], spaced] = (self._pieces(text), shape(text, spaced))
            pieces.append(found[0])
            shapes.append(found[1])
        return Reading(doc, words, pieces, shapes)

    def _step(self, reading: Reading) -> None:
        """One window: every sentence that ends in it is finished."""
        scores = self._network(reading.window())
        sentences = reading.sentences(scores.start)
        tree = np.concatenate([_sentence(scores, start, end) for start, end in sentences])
        size = len(tree)
        row = reading.known[reading.done : reading.done + size]
        self._label(reading, scores, row)
        relations = self._network.relations(scores.dependent[:size], scores.head[tree])
        relations[:, self._root] = -np.inf
        relations[tree == 0] = 0
        relations[tree == 0, self._root] = 1
        row[:, 4] = self._hashes["relation"][relations.argmax(1)]
        row[:, 5] = np.where(tree == 0, np.arange(size), tree - 1) + reading.done
        reading.stretches.append(scores.start_of(size))
        reading.done += size

    def _label(self, reading: Reading, scores: Scores, row: NDArray[np.uint64]) -> None:
        size = len(row)
        for column, name in enumerate(("xpos", "upos", "feats")):
            row[:, column] = self._hashes[name][getattr(scores, name)[:size]]
        words = reading.words[reading.done : reading.done + size].tolist()
        row[:, 3] = [self._lemma(reading.doc[i], tag) for i, tag in zip(words, scores.xpos.tolist(), strict=False)]
        row[:, 6], row[:, 7] = self._begins[scores.name[:size]], self._hashes["name"][scores.name[:size]]

    def _lemma(self, token: Token, tag: int) -> int:
        found = self._lemmas.get((token.orth, tag))
        if found is None:
            text = best_lemma(self._table, token.text, self._labels["xpos"][tag], self._pieces.is_word)
            found = self._lemmas[token.orth, tag] = self.vocab.strings.add(text)
        return found

    def _write(self, reading: Reading) -> None:
        doc, words = reading.doc, reading.words
        if not len(doc):
            return
        values = np.tile(self._space, (len(doc), 1))
        values[:, 3] = doc.to_array("ORTH")
        anchors = np.maximum(np.searchsorted(words, np.arange(len(doc)), side="right") - 1, 0)  # white space hangs from the word before it
        heads = words[anchors] if len(words) else np.zeros(len(doc), np.int64)
        values[words] = reading.known
        heads[words] = words[reading.known[:, 5].astype(np.int64)]
        values[:, 5] = (heads - np.arange(len(doc))).astype(np.uint64)
        kinds = np.concatenate([[0], values[:-1, 7]])
        values[(values[:, 6] == INSIDE) & (values[:, 7] != kinds), 6] = BEGIN
        doc.from_array(list(ATTRIBUTES), values)  # type: ignore[arg-type]  # spaCy's stub knows 32-bit integers alone


def _sentence(scores: Scores, start: int, end: int) -> NDArray[np.int64]:
    """Heads of the words of one sentence as numbers in the window, from 1; 0 for its root."""
    arcs = scores.arc[start:end, [0, *range(start + 1, end + 1)]]
    heads = best_tree(arcs)
    return np.where(heads == 0, 0, heads + start)


@Language.factory(
    "accord_encoder",
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "token.is_sent_start",
        "doc.sents",
        "doc.ents",
    ],
    retokenizes=False,
)
def make(nlp: Language, name: str) -> Any:
    """The component, empty: `spacy.load` fills it from disk."""
    return Encoder(nlp.vocab, name)
