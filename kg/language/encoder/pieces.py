"""Words as the encoder sees them: numbers of word pieces (without case), and the shape of each word (which keeps its case)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

SHAPES = 17  # eight shapes, each with or without a space before the word, and one for what is no word
NO_SHAPE = 16
LONGEST = 64  # characters of one run; longer ones are unknown to the encoder


class WordPieces:
    """BERT's uncased WordPiece (Devlin et al. 2019): longest match first, over words that the tokenizer has already cut.

    Raises:
        OSError: `vocabulary` (one piece a line, its number the line's) can't be read.
    """

    def __init__(self, vocabulary: Path) -> None:
        self._numbers = {piece: i for i, piece in enumerate(vocabulary.read_text("utf-8").split("\n")) if piece}
        self.pad, self.unknown, self.start, self.end = (self._numbers[name] for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"))
        self._known: dict[str, tuple[int, ...]] = {}

    def is_word(self, text: str) -> bool:
        """Whether the vocabulary holds the text (in lower case) as a whole word."""
        return text in self._numbers

    def __call__(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces, at least one."""
        found = self._known.get(word)
        if found is None:
            found = tuple(number for run in _runs(word) for number in self._pieces(run)) or (self.unknown,)
            if len(self._known) < 200_000:
                self._known[word] = found
        return found

    def _pieces(self, run: str) -> Iterable[int]:
        pieces: list[int] = []
        start = 0
        while start < len(run) <= LONGEST:
            for end in range(len(run), start, -1):
                number = self._numbers.get(("##" if start else "") + run[start:end])
                if number is not None:
                    pieces.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return pieces or [self.unknown]


def _runs(word: str) -> list[str]:
    """Lower case, without accents, each punctuation mark a run of its own."""
    runs: list[str] = []
    inside = False
    for character in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(character)
        if category == "Mn" or category.startswith("C"):
            continue
        if category.startswith("Z"):
            inside = False
        elif category.startswith("P") or character in "$+<=>^`|~" or "\u4e00" <= character <= "\u9fff":
            runs.append(character)
            inside = False
        elif inside:
            runs[-1] += character
        else:
            runs.append(character)
            inside = True
    return runs


def shape(word: str, spaced: bool) -> int:
    """A number below `SHAPES`: case, digits or punctuation of a word, and whether a space stands before it."""
    if not any(character.isalnum() for character in word):
        kind = 7
    elif word.isdigit():
        kind = 4
    elif any(character.isdigit() for character in word):
        kind = 5
    elif word.islower():
        kind = 0
    elif word.isupper():
        kind = 3 if len(word) == 1 else 1
    elif word[0].isupper() and word[1:].islower():
        kind = 2
    else:
        kind = 6
    return kind if spaced else kind + 8
