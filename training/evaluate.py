"""Score any spaCy pipeline on treebanks, and its speed.

    python -m training.evaluate PIPELINE pud-test.conllu.xz gum-test.conllu.xz ewt-test.conllu.xz

"raw": eight sentences joined into a text that the pipeline's tokenizer cuts. "words": one sentence at a time, already cut into gold words
(the pipeline may still split it). Arcs and relations are counted without punctuation.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

import kg.language.encoder.component  # noqa: F401  registers the factory
from training.conllu import Sentence, read
from training.prepare import JOINED, gold, groups


def score(nlp: Language, sentences: list[Sentence], raw: bool) -> dict[str, float]:
    """spaCy's scores of one treebank, and tokens a second of processor time."""
    golds = [gold(nlp.vocab, group) for group in groups(sentences, JOINED if raw else 1, across=True)]
    began = time.process_time()
    bare = [nlp.make_doc(g.text) if raw else Doc(nlp.vocab, [t.text for t in g], [bool(t.whitespace_) for t in g]) for g in golds]
    found = list(nlp.pipe(bare, batch_size=128))
    spent = time.process_time() - began
    examples = [Example(doc, g) for doc, g in zip(found, golds, strict=True)]
    scorer = Scorer(nlp)
    result: dict[str, float] = {}
    for name in ("tag", "pos", "morph", "lemma"):
        result |= scorer.score_token_attr(examples, name, getter=_text)
    result |= scorer.score_deps(examples, "dep", getter=_text, ignore_labels=("punct",))
    result |= scorer.score_spans(examples, "sents", getter=lambda doc, _: doc.sents)
    wanted = ("tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")
    return {name: 100 * result[name] for name in wanted} | {"tokens/s": sum(map(len, found)) / spent}


def _text(thing: Any, attribute: str) -> str:
    return str(thing.morph) if attribute == "morph" else str(getattr(thing, f"{attribute}_"))


def main() -> None:
    """Read the command line and print one line a treebank and way of reading it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("treebanks", type=Path, nargs="+")
    options = parser.parse_args()
    nlp = spacy.load(options.pipeline, exclude=["ner"])
    for path in options.treebanks:
        sentences = read(path)
        for raw in (True, False):
            scores = score(nlp, sentences, raw)
            print(
                f"{path.name.split('.')[0]:10}{'raw' if raw else 'words':6}",
                *(f"{name} {value:.2f}" for name, value in scores.items()),
                flush=True,
            )


if __name__ == "__main__":
    main()
