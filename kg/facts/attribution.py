"""Who speaks in sentences that do not say so themselves: quotations that run over several sentences of a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts import syntax
from kg.facts.coreference import References, clause_subjects
from kg.facts.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Span

OPENING = {"“", '"', "‘", "''", "``", "«"}
CLOSING = {"”", '"', "’", "''", "»"}


def find(scene: Scene, references: References) -> None:
    """Fill `references.speakers`: for each sentence of a quotation without a verb of saying, the speaker named before or after it."""
    for paragraph in scene.parse.paragraphs:
        if paragraph.end == paragraph.start:
            continue
        sentences = syntax.sentences(scene.doc, paragraph.start, paragraph.end)
        speakers = [_speaker(scene, references, s) for s in sentences]
        inside = False
        for n, sentence in enumerate(sentences):
            quoted = inside or sentence[0].text in OPENING
            inside = _left_open(sentence, inside)
            if speakers[n] or not quoted:
                continue
            around = [s for s in (*reversed(speakers[:n]), *speakers[n + 1 :]) if s]
            if around:
                references.speakers[sentence.start] = around[0]


def _left_open(sentence: Span, inside: bool) -> bool:
    for token in sentence:
        if token.text == '"':
            inside = not inside
        elif token.text in OPENING:
            inside = True
        elif token.text in CLOSING - {"’"}:
            inside = False
    return inside


def _speaker(scene: Scene, references: References, sentence: Span) -> str:
    for token in sentence:
        if token.pos_ == "VERB" and scene.lexicon.member("SayingVerb", token):
            actors = clause_subjects(references, token)
            if len(actors) == 1 and scene.cast[actors[0]].kind in {"Person", "Organization", "State"}:
                return actors[0]
    return ""
