"""Whether a thing that is told has happened, is planned or proposed, or was called off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kg.facts.clauses import subjects
from kg.facts.scene import Scene
from kg.facts.settings import tells_of
from kg.facts.syntax import denied_noun, governing_verb, governors, negated, preposition, to_be_done
from kg.facts.tenses import HELPERS, band
from kg.model import EventStatus, When

if TYPE_CHECKING:
    from spacy.tokens import Token

DONE = {
    "manage",
    "begin",
    "start",
    "continue",
    "come",
    "go",
    "appear",
    "seem",
    "help",
    "happen",
    "get",
    "proceed",
    "have",
    "use",
    "stop",
    "be",
}
WISHED = {"want", "wish", "seek", "like", "offer", "propose", "ask", "urge", "invite", "suggest", "threaten"}
FUTURE = {"will", "shall", "'ll"}
MODAL = {"might", "may", "could", "should", "can"}


def event_status(scene: Scene, noun: Token, verb: Token | None, moment: When | None, anchor: str) -> EventStatus:
    """Held, planned, proposed or cancelled: by modality, by what governs the words, and by a date after the day of writing."""
    own = verb or noun
    date = moment.start if moment else ""
    past = bool(date and anchor and date < anchor[: len(date)])
    if (verb is not None and _did_not(verb)) or _called_off(scene, noun):
        return "cancelled"
    found = _by_modality(scene, own) or _by_position(noun, own, past)
    if found:
        return found
    return _by_governor(scene, noun, verb, past) or ("planned" if date and anchor and date > anchor[: len(date)] else "held")


def _did_not(verb: Token) -> bool:
    """ "did not take place", "never met", "failed to materialise", "was to have been held"."""
    helpers = helping(verb)
    above = verb.head if verb.dep_ == "xcomp" else None
    failed = above is not None and above.lemma_ == "fail"
    return negated(verb) or failed or (to_be_done(verb) and "have" in helpers) or any(c.lower_ == "never" for c in verb.children)


def _by_modality(scene: Scene, own: Token) -> EventStatus | None:
    """What the predicate's own helpers say."""
    helpers = helping(own)
    proposing = any(scene.lexicon.member("ProposingWord", t) for t in islice(_complement_of(own), 2))
    if helpers & FUTURE or to_be_done(own):
        return "planned"
    if helpers & MODAL:
        return "proposed"
    if "would" in helpers or _subjunctive(own):
        return "proposed" if proposing else "planned"
    return None


def helping(verb: Token) -> set[str]:
    """The auxiliaries of a predicate, those of the first of a coordination for the others ("will call and sit down")."""
    found = {c.lower_ for c in verb.children if c.dep_ in HELPERS}
    if not found and verb.dep_ == "conj" and verb.tag_ == "VB" and verb.head.pos_ == "VERB":
        return helping(verb.head)
    return found


def _subjunctive(verb: Token) -> bool:
    """ "resolved that it be convened": a bare "be" without a modal."""
    helpers = [c for c in verb.children if c.dep_ in HELPERS]
    return verb.tag_ == "VBN" and bool(helpers) and all(h.tag_ == "VB" for h in helpers) and not _infinitive(verb) and verb.dep_ != "conj"


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in verb.children)


def _by_position(noun: Token, own: Token, past: bool) -> EventStatus | None:
    """What the place in the sentence says: the next one, what comes before the future, what is left to be done."""
    if not past and noun.pos_ in {"NOUN", "PROPN"} and (_still_to_come(noun) or _beside_the_future(noun)):
        return "planned"
    if own.pos_ == "VERB" and _infinitive(own) and (own.dep_ == "acl" or (own.dep_ == "xcomp" and own.head.lemma_ not in DONE)):
        return "planned" if own.dep_ == "acl" or own.head.lemma_ not in WISHED else "proposed"
    return None


def _beside_the_future(noun: Token) -> bool:
    """ "will propose rules before its retreat", "will meet on the margins of the summit"."""
    holder = noun.head if noun.dep_ == "nmod" and noun.head.lemma_ in {"margin", "sideline", "fringe"} else noun
    verb = holder.head
    return preposition(holder) in {"before", "ahead of", "at", "during", "on", "in"} and verb.pos_ == "VERB" and band(verb) == "future"


def _by_governor(scene: Scene, noun: Token, verb: Token | None, past: bool) -> EventStatus | None:
    """What the words above or beside say: proposals, plans."""
    own = verb or noun
    above = list(dict.fromkeys(t for start in dict.fromkeys([noun, own]) for t in _complement_of(start)))[:2]
    if past:
        return None
    if any(scene.lexicon.member("ProposingWord", t) for t in above):
        return "proposed"
    planning = any(scene.lexicon.member("PlanningWord", t) for t in above if t.i != own.i) or _planned_word(scene, noun, verb)
    return "planned" if planning or (own is not noun and scene.lexicon.member("PlanningWord", own)) or _looked_for(noun) else None


def _looked_for(noun: Token) -> bool:
    """ "look forward to our next meeting", "ahead of the summit"."""
    forward = noun.head.lemma_ == "look" and any(c.lower_ == "forward" for c in noun.head.children)
    return forward or preposition(noun) == "ahead of"


def untrue(scene: Scene, verb: Token) -> bool:
    """ "refused to sign", "denied that it had signed": told as what did not happen."""
    if verb.pos_ in {"NOUN", "PROPN"}:
        above = governing_verb(verb)  # "no date for another round", "no date is set for another round"
        beside = above is not None and verb.head == above and preposition(verb) == "for" and any(denied_noun(s) for s in subjects(above))
        return beside or (verb.dep_ == "nmod" and denied_noun(verb.head))
    return denied(scene, verb) or _under(scene, verb, "FailingWord")


def denied(scene: Scene, verb: Token) -> bool:
    """ "denied that it had agreed"."""
    return _under(scene, verb, "DenyingWord")


def _under(scene: Scene, verb: Token, words: str) -> bool:
    above = next(_complement_of(verb), None)
    return above is not None and scene.lexicon.member(words, above)


def _called_off(scene: Scene, noun: Token) -> bool:
    """ "cancelled the talks", "called off the visit", "the meeting planned for June was postponed", "fell through"."""
    verb = noun.head
    phrase = " ".join([verb.lemma_, *(c.lower_ for c in verb.children if c.dep_ in {"compound:prt", "advmod"} and c.i - verb.i in {1, 2})])
    off = scene.lexicon.member("CancellingWord", verb) or scene.lexicon.has("CancellingWord", phrase)
    if noun.dep_ in {"obj", "nsubj:pass"} or (noun.dep_ == "nmod" and preposition(noun) == "of"):
        return off
    return noun.dep_ == "nsubj" and phrase in {"fall through", "fall apart"}


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
