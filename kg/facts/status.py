"""Whether a thing that is told has happened, is planned or proposed, or was called off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.scene import Scene
from kg.facts.settings import tells_of
from kg.facts.syntax import governing_verb, governors, negated, preposition, to_be_done
from kg.model import EventStatus, When

if TYPE_CHECKING:
    from spacy.tokens import Token

FUTURE = {"will", "shall", "'ll"}
MODAL = {"might", "may", "could", "should", "can"}


def event_status(scene: Scene, noun: Token, verb: Token | None, moment: When | None, anchor: str) -> EventStatus:
    """Held, planned, proposed or cancelled: by modality, by what governs the words, and by a date after the day of writing."""
    lexicon = scene.lexicon
    chain = [t for t in (noun, verb) if t is not None]
    above = list(dict.fromkeys(t for start in chain for t in _complement_of(start)))[:4]
    own = verb or noun
    dated_past = bool(moment and moment.start and anchor and moment.start < anchor[: len(moment.start)])
    auxiliaries = {c.lower_ for c in own.children if c.dep_ in {"aux", "aux:pass", "cop"}}
    if verb is not None and negated(verb) or _called_off(scene, noun):
        return "cancelled"
    if any(c.lower_ in {"never"} for c in own.children):
        return "cancelled"
    if to_be_done(own) and "have" in auxiliaries:  # "was to have been signed"
        return "cancelled"
    if auxiliaries & FUTURE or to_be_done(own):
        return "planned"
    if noun.pos_ in {"NOUN", "PROPN"} and not dated_past and _still_to_come(noun):
        return "planned"
    if any(lexicon.member("ProposingWord", t) for t in above[:2]) or auxiliaries & MODAL:
        return "held" if dated_past and not auxiliaries & MODAL else "proposed"
    if "would" in auxiliaries:
        return "proposed" if any(lexicon.member("ProposingWord", t) for t in above) else "planned"
    if not dated_past and (any(lexicon.member("PlanningWord", t) for t in above[:2] if t.i != own.i) or _planned_word(scene, noun, verb)):
        return "planned"
    if moment and moment.start and anchor and moment.start > anchor[: len(moment.start)]:
        return "planned"
    return "held"


def untrue(scene: Scene, verb: Token) -> bool:
    """ "refused to sign", "denied that it had signed": told as what did not happen."""
    return denied(scene, verb) or _under(scene, verb, "FailingWord")


def denied(scene: Scene, verb: Token) -> bool:
    """ "denied that it had agreed"."""
    return _under(scene, verb, "DenyingWord")


def _under(scene: Scene, verb: Token, words: str) -> bool:
    above = next(_complement_of(verb), None)
    return above is not None and scene.lexicon.member(words, above)


def _called_off(scene: Scene, noun: Token) -> bool:
    """ "cancelled the talks", "called off the visit", "the meeting planned for June was postponed"."""
    verb = noun.head
    off = verb.lemma_ == "call" and any(c.lower_ == "off" for c in verb.children)
    return noun.dep_ in {"obj", "nsubj:pass"} and (off or scene.lexicon.member("CancellingWord", verb))


def _still_to_come(noun: Token) -> bool:
    """ "it is time for another meeting", "to be followed by a third plenary": no past tense, and the next one or an infinitive."""
    verb = governing_verb(noun)
    past = verb is not None and (verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in verb.children if c.dep_ in {"aux", "aux:pass", "cop"}))
    if verb is None or past:
        return False
    coming = any(c.lower_ in {"another", "next", "further"} for c in noun.children)
    infinitive = noun.head == verb and any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)
    return coming or (infinitive and noun.dep_ in {"obl:agent", "nsubj:pass"})


def _complement_of(token: Token) -> Iterator[Token]:
    """What a token is a complement of, upwards: not what it merely accompanies."""
    for node in (token, *governors(token)):
        if node.dep_ in {"xcomp", "ccomp", "obj", "acl", "nsubj:pass", "csubj", "csubj:pass", "conj", "root", "ROOT"} or (
            node.dep_ == "nmod" and preposition(node) in {"for", "of"}
        ):
            if node.head == node:
                return
            if node.dep_ != "conj":
                yield node.head
        else:
            return


def _planned_word(scene: Scene, noun: Token, verb: Token | None) -> bool:
    near = [c for t in (noun, verb) if t is not None for c in t.children if c.dep_ in {"amod", "acl", "advmod", "xcomp", "acl:relcl"}]
    return any(scene.lexicon.member("PlanningWord", c) for c in near if c.dep_ != "acl" or tells_of(c))
