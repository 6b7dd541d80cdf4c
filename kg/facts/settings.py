"""When and where a thing happens and who says so: read from the tree around its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.facts.scene import Scene
from kg.facts.syntax import governors, preposition
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.facts.coreference import References
    from kg.facts.times import TimeExpression

LOCATIVE = {"in", "at", "inside", "near", "outside", "on", ""}
DATED = {"point", "range"}


def _belongs(token: Token, trigger: frozenset[int], other_events: frozenset[int]) -> bool:
    """Whether going up from a token reaches the trigger before another verb or event."""
    if token.i in trigger:
        return True
    if token.pos_ == "VERB" and not (token.head.i in trigger and tells_of(token)):
        return False
    for node in governors(token):
        if node.i in trigger:
            return True
        if node.pos_ == "VERB" or node.i in other_events:
            return False
    return False


def tells_of(verb: Token) -> bool:
    """Whether a verb under a noun tells of the same happening: "a session held in May", "talks which opened on Monday"."""
    if verb.dep_ == "acl:relcl":
        return verb.lemma_ != "break"
    return verb.dep_ == "acl" and not any(c.dep_ in {"nsubj", "nsubj:pass"} for c in verb.children)


def times(scene: Scene, trigger: Iterable[Token], events: frozenset[int] = frozenset()) -> list[TimeExpression]:
    """The time expressions that modify any of the trigger's tokens (a noun and its support verb), the nearest first."""
    tokens = list(trigger)
    wanted = frozenset(t.i for t in tokens)
    sentence = tokens[0].sent
    found = [
        time
        for time in scene.times
        if sentence.start <= time.start < sentence.end
        and not wanted & set(range(time.start, time.end))
        and _belongs(scene.doc[time.head] if time.head >= 0 else scene.doc[time.start], wanted, events - wanted)
    ]
    return sorted(found, key=lambda time: (abs(time.start - tokens[0].i), time.start))


def when(scene: Scene, trigger: Iterable[Token], events: frozenset[int] = frozenset()) -> When | None:
    """The time at which the trigger happens, None when its clause names none."""
    trigger = list(trigger)
    if (of := _time_modified(scene, trigger[0])) is not None:
        return of.when
    trigger = _with_occasion(scene, trigger)
    dated = [t for t in times(scene, trigger, events) if t.role in DATED and not t.vague and not t.modifier]
    if dated:
        return max(dated, key=lambda t: len(t.when.start)).when
    upper = _purpose_of(trigger[0])
    return when(scene, [upper], events) if upper is not None else None


def _with_occasion(scene: Scene, trigger: list[Token]) -> list[Token]:
    """The trigger with the meeting at which it happened: "signed at the Moscow summit of July 1974"."""
    at = [c for t in trigger for c in t.children if c.dep_ in {"obl", "nmod"} and preposition(c) in {"at", "during"}]
    return trigger + [c for c in at if scene.lexicon.member("MeetingNoun", c) and c not in trigger]


def _purpose_of(verb: Token) -> Token | None:
    """ "met in the Kremlin to sign": the verb whose purpose an infinitive without a setting of its own is."""
    infinitive = any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)
    head = verb.head
    return head if infinitive and verb.dep_ in {"advcl"} and head != verb and head.tag_ in {"VBD", "VBN"} else None


def _time_modified(scene: Scene, verb: Token) -> TimeExpression | None:
    """ "on 25 July, when the two undertook": the time that a clause modifies."""
    if verb.dep_ not in {"acl:relcl", "acl", "advcl"} or not any(c.lower_ in {"when", "on"} for c in verb.subtree if c.i < verb.i):
        return None
    return next((t for t in scene.times if t.start <= verb.head.i < t.end and t.role in DATED and t.when.start), None)


def places(scene: Scene, trigger: Iterable[Token], events: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """The places at which the trigger happens."""
    tokens = list(trigger)
    wanted = frozenset(t.i for t in tokens)
    tokens = _with_occasion(scene, tokens)
    wanted = frozenset(t.i for t in tokens)
    found: list[str] = []
    if (of := _time_modified(scene, tokens[0])) is not None and of.head >= 0:
        return places(scene, [scene.doc[of.head]])
    for mention in scene.mentions:
        if not tokens[0].sent.start <= mention.start < tokens[0].sent.end or mention.kind != "Place" or mention.use == "modifier":
            continue
        head = scene.doc[mention.head]
        container = (
            mention.start > 1 and scene.doc[mention.start - 1].text == "," and (b := scene.at.get(mention.start - 2)) and b.kind == "Place"
        )
        locative = (
            not container
            and preposition(head) in LOCATIVE
            or not container
            and (mention.start and scene.doc[mention.start - 1].lower_ in LOCATIVE)
        )
        if locative and not wanted & set(range(mention.start, mention.end)) and _belongs(head, wanted, events - wanted):
            found += mention.keys
    for token in tokens:
        for child in token.children:
            if (
                (other := scene.at.get(child.i))
                and other.kind == "Place"
                and child.dep_ in {"compound", "nmod:desc"}
                and other.use == "name"
            ):
                found += other.keys
    upper = _purpose_of(tokens[0]) if not found else None
    return tuple(dict.fromkeys(found)) if upper is None else places(scene, [upper], events)


def reporter(scene: Scene, references: References, token: Token) -> str:
    """Who is credited with what a token tells: the subject of the verb of saying above it or beside it, or "according to" somebody."""
    for node in [token, *governors(token)]:
        if node.sent != token.sent:
            break
        for child in node.children:
            if child.dep_ in {"parataxis", "ccomp", "advcl"} and child.i != token.i and _says(scene, child) and not _is_under(token, child):
                found = _sayer(references, child)
                if found:
                    return found
            if child.dep_ in {"obl", "nmod", "advmod"} and preposition(child).startswith("according"):
                found = _source(scene, references, child)
                if found:
                    return found
        if node != token and node.pos_ in {"VERB", "AUX"} and _says(scene, node):
            found = _sayer(references, node)
            if found:
                return found
    return references.speakers.get(token.sent.start, "")


def _is_under(token: Token, other: Token) -> bool:
    return token.i == other.i or any(node.i == other.i for node in governors(token))


def _says(scene: Scene, verb: Token) -> bool:
    return scene.lexicon.member("SayingVerb", verb)


def _sayer(references: References, verb: Token) -> str:
    from kg.facts.coreference import clause_subjects

    actors = clause_subjects(references, verb)
    return actors[0] if len(actors) == 1 else ""


def _source(scene: Scene, references: References, token: Token) -> str:
    actors = references.actor(token)
    return actors[0] if actors else ""


def main_verb(noun: Token) -> Token | None:
    """The verb that a noun is an argument of, if it hangs directly on one."""
    head = noun.head
    while head.dep_ in {"conj"} and head.pos_ in {"NOUN", "PROPN"}:
        head = head.head
    return head if head.pos_ == "VERB" and noun.dep_ in {"obj", "nsubj", "nsubj:pass", "obl", "conj"} else None
