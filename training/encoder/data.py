"""Sentences as batches of tensors. A training example is one or more consecutive sentences of a document, like a paragraph at run time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor

from kg.language.encoder.pieces import NO_SHAPE, WordPieces, shape
from training.conllu import NAME_TYPES, Sentence, Word
from training.encoder.augment import augment

LONGEST = 180  # words of an example
MOST_PIECES = 480  # the encoder has positions for 512; augmentation adds a few
IGNORED = -100
Labels = dict[str, list[str]]
KINDS = {
    **dict.fromkeys(("politician", "person", "PER"), "PERSON"),
    **dict.fromkeys(("organisation", "politicalparty", "ORG"), "ORG"),
    **dict.fromkeys(("country", "location", "LOC"), "PLACE"),
    **dict.fromkeys(("election", "event"), "EVENT"),
    "misc": "MISC",
}  # of CrossNER and of Universal NER


def read_names(path: Path) -> list[Sentence]:
    """Sentences with names alone (their words have no tags and no tree): CrossNER's columns, or Universal NER's IOB2."""
    sentences: list[Sentence] = []
    for block in path.read_text("utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
        column = 1 if path.suffix == ".iob2" else 0
        words = [Word(row[column], "", "", "", "", 0, "") for row in rows]
        sentences.append(Sentence(words, 0, [_common(row[column + 1]) for row in rows]))
    return sentences


def _common(label: str) -> str:
    mark, _, kind = label.partition("-")
    kind = KINDS.get(kind, "")
    return f"{mark}-{kind}" if kind else "O"


def labels_of(sentences: list[Sentence]) -> Labels:
    """The label sets of a treebank, sorted."""
    words = [word for sentence in sentences for word in sentence.words]
    kinds = sorted(set(NAME_TYPES.values()))
    return {
        "upos": sorted({word.upos for word in words}),
        "xpos": sorted({word.xpos for word in words}),
        "feats": sorted({word.feats for word in words}),
        "relation": sorted({word.relation for word in words}),
        "start": ["inside", "start"],
        "name": ["O", *(f"{mark}-{kind}" for kind in kinds for mark in "BI")],
    }


def paragraphs(sentences: list[Sentence], luck: random.Random) -> Iterator[list[Sentence]]:
    """Each sentence once, alone or joined with its successors in the document."""
    i = 0
    while i < len(sentences):
        wanted = luck.choices((1, 2, 3, 8), (0.35, 0.25, 0.2, 0.2))[0]
        end, size = i, 0
        while end < len(sentences) and end - i < wanted and sentences[end].document == sentences[i].document:
            size += len(sentences[end].words)
            if size > LONGEST and end > i:
                break
            end += 1
        yield sentences[i:end]
        i = end


class Coder:
    """Turns examples into tensors."""

    def __init__(self, pieces: WordPieces, labels: Labels) -> None:
        self.pieces = pieces
        self.labels = labels
        self.numbers = {name: {label: i for i, label in enumerate(known)} for name, known in labels.items()}

    def batches(self, examples: Iterable[list[Sentence]], size: int, luck: random.Random | None) -> Iterator[dict[str, Tensor]]:
        """Batches of at most `size` words with padding, of examples about equally long; in random order where there is `luck`."""
        jitter = luck.random if luck else lambda: 0.0
        ordered = sorted(examples, key=lambda example: sum(len(s.words) for s in example) + jitter() * 8)
        batches: list[list[list[Sentence]]] = [[]]
        for example in ordered:
            if sum(len(self.pieces(word.form)) for sentence in example for word in sentence.words) > MOST_PIECES:
                continue
            length = sum(len(s.words) for s in example) + 8
            if batches[-1] and length * (len(batches[-1]) + 1) > size:
                batches.append([])
            batches[-1].append(example)
        if luck:
            luck.shuffle(batches)
        for batch in batches:
            yield self.batch([[augment(s, luck) for s in example] for example in batch] if luck else batch)

    def batch(self, examples: list[list[Sentence]]) -> dict[str, Tensor]:
        """Inputs (`pieces`, `shapes`, `first`, `word_shapes`), gold numbers, `head`, `sentence`: each word's sentence, the root's -1."""
        rows = [self._row(example) for example in examples]
        fill = {"pieces": self.pieces.pad, "shapes": NO_SHAPE, "first": 0, "word_shapes": NO_SHAPE, "sentence": -2}
        lengths = {name: max(len(row[name]) for row in rows) for name in rows[0]}
        return {
            name: torch.tensor([row[name] + [fill.get(name, IGNORED)] * (length - len(row[name])) for row in rows])
            for name, length in lengths.items()
        }

    def _row(self, example: list[Sentence]) -> dict[str, list[int]]:
        row: dict[str, list[int]] = {
            "pieces": [self.pieces.start],
            "shapes": [NO_SHAPE],
            "first": [0],
            "word_shapes": [NO_SHAPE],
            "sentence": [-1],
        }
        gold = ("upos", "xpos", "feats", "relation", "start", "name", "head")
        row |= {name: [IGNORED] for name in gold}
        offset, spaced = 0, True
        for number, sentence in enumerate(example):
            for i, word in enumerate(sentence.words):
                found = self.pieces(word.form)
                kind = shape(word.form, spaced)
                row["first"].append(len(row["pieces"]))
                row["word_shapes"].append(kind)
                row["sentence"].append(number)
                row["pieces"] += found
                row["shapes"] += [kind] * len(found)
                spaced = word.space_after
                for name, value in zip(gold, self._gold(sentence, word, i, offset), strict=True):
                    row[name].append(value)
            offset += len(sentence.words)
            spaced = True
        row["pieces"].append(self.pieces.end)
        row["shapes"].append(NO_SHAPE)
        return row

    def _gold(self, sentence: Sentence, word: Word, i: int, offset: int) -> tuple[int, ...]:
        name = self.numbers["name"][sentence.names[i]] if sentence.names else IGNORED
        if not word.upos:
            return (*[IGNORED] * 5, name, IGNORED)
        tags = (self.numbers[kind].get(getattr(word, kind), IGNORED) for kind in ("upos", "xpos", "feats"))
        relation = self.numbers["relation"].get(word.relation, IGNORED)
        return (*tags, relation, int(i == 0), name, offset + word.head if word.head else 0)
