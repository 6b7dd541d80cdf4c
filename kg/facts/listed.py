"""Points of a list that a verb of agreeing introduces: "The Council decided: (a) to open …, (b) that …", "resolved as follows: 1. …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts import bound, contents
from kg.facts.clauses import Clause, clause
from kg.facts.coreference import References
from kg.facts.deals import Deal
from kg.facts.lexicon import Frame
from kg.facts.scene import Scene
from kg.facts.syntax import conjuncts, negated, obliging, sentences

if TYPE_CHECKING:
    from spacy.tokens import Token

PLAIN = {"agreed", "proposed"}


def points(scene: Scene, references: References) -> Iterator[Deal]:
    """What the points of each list say that begins right after an agreeing verb and a colon, one deal for each predicate."""
    for n, paragraph in enumerate(scene.parse.paragraphs):
        if paragraph.end > paragraph.start and scene.doc[paragraph.end - 1].text == ":":
            opener = _opener(scene, scene.doc[paragraph.end - 1].sent.root)
            if opener is not None:
                told, frame = opener
                for head in _heads(scene, n + 1):
                    yield _deal(scene, references, told, frame, head)


def _opener(scene: Scene, root: Token) -> tuple[Clause, Frame] | None:
    """The agreeing predicate of a sentence that ends in a colon, and what it evokes."""
    for verb in reversed(conjuncts(root)):
        frames = [f for f in scene.lexicon.frames_of(verb) if f.evokes == "Agreement" and _introduces(f)]
        if frames and verb.pos_ in {"VERB", "ADJ"} and not negated(verb):
            return clause(verb), frames[0]
    return None


def _introduces(frame: Frame) -> bool:
    """Whether what a frame's verb takes can be a list: an infinitive or a clause, agreed to or put forward plainly."""
    takes = {d for role in frame.roles if role.fills == "content" and not role.type for d in role.dependencies}
    return frame.status in PLAIN and not (frame.wish or frame.obliging or frame.verb_is_content) and bool(takes & {"xcomp", "ccomp"})


def _heads(scene: Scene, first: int) -> Iterator[Token]:
    """The predicates of the points from a paragraph on: "to open …" with those beside it, "that … should be opened"."""
    for paragraph in scene.parse.paragraphs[first:]:
        if paragraph.block.kind != "item":
            return
        for sentence in sentences(scene.doc, paragraph.start, min(paragraph.start + 1, paragraph.end)):
            root = sentence.root
            if root.pos_ not in contents.PREDICATES:  # "Immediately to resume …"
                root = next((c for c in root.children if c.dep_ in {"advcl", "acl"} and contents.infinitive(c)), root)
            opening = any(c.dep_ == "mark" and c.lower_ in {"to", "that"} for c in root.children)
            if root.pos_ in {*contents.PREDICATES, "ADJ", "NOUN"} and (opening or obliging(root)):
                yield from contents.verbs(root)


def _deal(scene: Scene, references: References, told: Clause, frame: Frame, head: Token) -> Deal:
    party = bound.by_frame(scene, references, told, frame, {"party": told.subjects}) or list(references.story(head))
    words = contents.words(scene, head, head)
    action = contents.action(scene, head, words)
    return Deal(party, words, action, contents.objects(scene, head), frame.status, head.i, tokens=[told.verb.i, head.i])  # type: ignore[arg-type]
