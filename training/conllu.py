"""CoNLL-U as sentences of words, in the order of the file, with the names that GUM's entity annotation holds."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NAME_TYPES = {"person": "PERSON", "organization": "ORG", "place": "PLACE", "event": "EVENT", "object": "MISC", "abstract": "MISC"}
PROPER = {"NNP", "NNPS"}
INSIDE_NAMES = {"of", "for", "on", "the", "-", "–", "'s", "’s", "and", "&"}


@dataclass(slots=True)
class Word:
    """One syntactic word. `head` is the number of its head in the sentence, from 1; 0 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    relation: str
    space_after: bool = True
    entity: str = ""


@dataclass(slots=True)
class Sentence:
    """The words of a sentence; `names` is one BIO label a word, or None where nobody annotated names."""

    words: list[Word]
    document: int = 0
    names: list[str] | None = field(default=None)


def read(path: Path) -> list[Sentence]:
    """All sentences of a CoNLL-U file, which may be compressed with xz.

    The words of a multiword token ("don't": do, n't) stand side by side without a space, as spaCy's tokenizer leaves them; empty nodes are
    left out.
    """
    sentences: list[Sentence] = []
    document = 0
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for block in _blocks(lines):
            document += any(line.startswith("# newdoc") for line in block)
            sentences.append(Sentence(_words(block), document))
    if any(word.entity for sentence in sentences for word in sentence.words):
        _name(sentences)
    return sentences


def _blocks(lines: Iterator[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.rstrip("\n"))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _words(block: list[str]) -> list[Word]:
    words: list[Word] = []
    glued: dict[int, bool] = {}  # word number -> is there a space after it, for the words of multiword tokens
    for line in block:
        columns = line.split("\t")
        spaced = "SpaceAfter=No" not in columns[-1]
        if "-" in columns[0] and line[0] != "#":
            first, last = map(int, columns[0].split("-"))
            glued |= dict.fromkeys(range(first, last), False) | {last: spaced}
        elif columns[0].isdigit():
            entity = re.search(r"(?:^|\|)Entity=([^|]*)", columns[9])
            number = int(columns[0])
            words.append(
                Word(*columns[1:6], int(columns[6]), columns[7], glued.get(number, spaced), entity[1] if entity else "")  # type: ignore[arg-type]
            )
    return words


def _name(sentences: list[Sentence]) -> None:
    for sentence in sentences:
        sentence.names = ["O"] * len(sentence.words)
        found = sorted(_named_spans(sentence.words), key=lambda span: (span[0] - span[1], span[0]))
        for start, end, kind in found:
            if all(label == "O" for label in sentence.names[start:end]):
                sentence.names[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)


def _named_spans(words: list[Word]) -> Iterator[tuple[int, int, str]]:
    mentions = list(_mentions(words))
    starts = {start for start, _, _ in mentions}
    for start, end, kind in mentions:
        heads = [i for i in range(start, end) if not start < words[i].head <= end]
        if kind in NAME_TYPES and len(heads) == 1 and words[heads[0]].xpos in PROPER:
            yield *_proper_run(words, start, end, heads[0], starts), NAME_TYPES[kind]


def _proper_run(words: list[Word], start: int, end: int, head: int, starts: set[int]) -> tuple[int, int]:
    """The run of proper nouns around a mention's head: GUM's mentions hold articles, relative clauses and appositions too."""

    def joins(i: int) -> bool:
        word = words[i]
        if word.form in {"and", "&"}:
            return i + 1 not in starts
        return word.xpos in PROPER or word.xpos == "CD" or word.form in INSIDE_NAMES

    first = last = head
    while first > start and joins(first - 1):
        first -= 1
    while last + 1 < end and joins(last + 1):
        last += 1
    while words[first].xpos not in PROPER:
        first += 1
    while words[last].xpos not in PROPER and words[last].xpos != "CD":
        last -= 1
    return first, last + 1


def _mentions(words: list[Word]) -> Iterator[tuple[int, int, str]]:
    opened: dict[str, list[tuple[int, str]]] = {}
    for i, word in enumerate(words):
        for part in re.findall(r"\([^()]+\)?|[^()]+\)", word.entity):
            fields = part.strip("()").split("-")
            if "[" in fields[0]:  # discontinuous
                continue
            if part[0] == "(":
                opened.setdefault(fields[0], []).append((i, fields[1]))
            if part[-1] == ")" and opened.get(fields[0]):
                start, kind = opened[fields[0]].pop()
                yield start, i + 1, kind
