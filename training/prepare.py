"""CoNLL-U to spaCy's training format, for the convolutional pipeline (cnn.cfg) and for scoring any pipeline.

    python -m training.prepare OUT.spacy GUM-OR-EWT.conllu...

Eight consecutive sentences of a document make one Doc, so that the parser learns where sentences end. Names are those of GUM's entities
whose head is a proper noun; treebanks without entities leave them unknown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.conllu import Sentence, read

JOINED = 8


def groups(sentences: list[Sentence], size: int = JOINED, across: bool = False) -> Iterator[list[Sentence]]:
    """Consecutive sentences, at most `size`; of one document, unless `across`."""
    for _, document in groupby(sentences, key=lambda sentence: 0 if across else sentence.document):
        members = list(document)
        yield from (members[i : i + size] for i in range(0, len(members), size))


def gold(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Sentences as one Doc with everything that the treebank says of them."""
    words = [word for sentence in sentences for word in sentence.words]
    offsets, ends = [], set()
    for sentence in sentences:
        offsets += [len(offsets)] * len(sentence.words)
        ends.add(len(offsets) - 1)
    named = all(sentence.names for sentence in sentences)
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space_after or i in ends for i, word in enumerate(words)],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=["" if word.feats == "_" else word.feats for word in words],
        lemmas=[word.lemma for word in words],
        heads=[offset + word.head - 1 if word.head else i for i, (word, offset) in enumerate(zip(words, offsets, strict=True))],
        deps=["ROOT" if word.relation == "root" else word.relation for word in words],
        ents=[name for sentence in sentences for name in sentence.names or []] if named else None,
    )


def main() -> None:
    """Read the command line and write one file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("treebanks", type=Path, nargs="+")
    options = parser.parse_args()
    vocab = spacy.blank("en").vocab
    docs = [gold(vocab, group) for path in options.treebanks for group in groups(read(path))]
    DocBin(docs=docs, store_user_data=False).to_disk(options.out)
    print(f"{options.out}: {len(docs)} docs, {sum(map(len, docs))} tokens")


if __name__ == "__main__":
    main()
