"""Who says so: the subject of a verb of saying, a source, and the speaker of a quotation or an answer that runs over several sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts import clauses, syntax
from kg.facts.coreference import References, clause_subjects
from kg.facts.scene import Scene
from kg.facts.syntax import governors, preposition

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.language import Paragraph

OPENING = {"“", '"', "‘", "''", "``", "«"}
CLOSING = {"”", '"', "’", "''", "»"}
SPEAKERS = {"Person", "Organization", "State"}
LABEL = 18  # tokens of the longest label before a speaker's words in a transcript
ANSWERS = {"answer", "a", "reply", "response"}
QUESTIONS = {"question", "q", "reporter", "journalist", "correspondent"}
MOUTHPIECES = {"spokesman", "spokeswoman", "spokesperson", "official", "source", "statement", "communiqué", "readout", "representative"}


# ------------------------------------------------------------------ in the sentence


def reporter(scene: Scene, references: References, token: Token) -> str:
    """Who is credited with what a token tells: the subject of the verb of saying above it or beside it, or "according to" somebody."""
    for node in [token, *governors(token)]:
        if node.sent != token.sent:
            break
        if node != token and node.pos_ in {"VERB", "AUX"} and (found := _sayer(scene, references, node)):
            return found
        for child in node.children:
            inserted = child.dep_ in {"parataxis", "ccomp", "advcl"} and child.i != token.i and not _is_under(token, child)
            if inserted and (found := _sayer(scene, references, child)):
                return found
            if child.dep_ in {"obl", "nmod", "advmod"} and preposition(child).startswith("according"):
                found = next(iter(references.actor(child)), "")
                if found:
                    return found
    return references.speakers.get(token.sent.start, "")


def _is_under(token: Token, other: Token) -> bool:
    return token.i == other.i or any(node.i == other.i for node in governors(token))


def _sayer(scene: Scene, references: References, verb: Token) -> str:
    """The one subject of a verb of saying; for an unnamed spokeswoman or official the body that she speaks for."""
    if not scene.lexicon.member("SayingVerb", verb):
        return ""
    actors = clause_subjects(references, verb)
    if not actors:
        actors = tuple(k for s in clauses.subjects(verb) if s.lemma_.lower() in MOUTHPIECES for k in _spoken_for(scene, s))[:1]
    return actors[0] if len(actors) == 1 else ""


def _spoken_for(scene: Scene, mouthpiece: Token) -> list[str]:
    below = sorted(mouthpiece.subtree, key=lambda t: t.i)
    found = [m.keys for t in below if (m := scene.at.get(t.i)) and m.kind in {"Organization", "State"} and m.head == t.i]
    bodies = [keys for keys in found if keys and scene.cast[keys[0]].kind == "Organization"]
    return [keys[0] for keys in (bodies or found) if keys]


# ------------------------------------------------------------------ over several sentences


def find(scene: Scene, references: References) -> None:
    """Fill `references.speakers`: who speaks in sentences of a quotation or a transcript that do not say so themselves."""
    answering = ""
    for paragraph in scene.parse.paragraphs:
        if paragraph.end == paragraph.start:
            continue
        sentences = syntax.sentences(scene.doc, paragraph.start, paragraph.end)
        label, named = _label(scene, paragraph)
        answering = named or answering
        if named or label in ANSWERS:
            references.speakers.update(dict.fromkeys((s.start for s in sentences), answering))
        _quoted(scene, references, sentences)


def _label(scene: Scene, paragraph: Paragraph) -> tuple[str, str]:
    """Who speaks a paragraph of a transcript: the word before its colon, and the person whom the label names."""
    words = scene.doc[paragraph.start : min(paragraph.end, paragraph.start + LABEL)]
    colon = next((t.i for t in words if t.text == ":"), -1)
    if colon < 0 or any(t.pos_ in {"VERB", "AUX"} for t in scene.doc[paragraph.start : colon]):
        return "", ""
    first = scene.doc[paragraph.start].lower_
    last = scene.at.get(colon - 1)
    named = last.keys[0] if last and last.kind == "Person" and last.keys and first not in QUESTIONS else ""
    return (first if colon == paragraph.start + 1 else ""), named


def _quoted(scene: Scene, references: References, sentences: list[Span]) -> None:
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
            if len(actors) == 1 and scene.cast[actors[0]].kind in SPEAKERS:
                return actors[0]
    return ""


def carry(scene: Scene, references: References, told: Token, onward: Token) -> None:
    """Indirect speech that goes on ("And each side would withdraw"): the next sentence is said by whoever said the one before."""
    shifted = {c.lower_ for c in onward.children if c.dep_ in {"aux", "aux:pass", "cop"}} & {"would", "was", "were"}
    speaker = reporter(scene, references, told)
    if shifted and speaker:
        references.speakers.setdefault(onward.sent.start, speaker)
