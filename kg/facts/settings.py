"""When and where a thing happens: read from the tree around its words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.facts.scene import Mention, Scene
from kg.facts.syntax import governing_verb, governors, preposition
from kg.facts.tenses import band
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.facts.times import TimeExpression

LOCATIVE = {"in", "at", "inside", "near", "outside", "on", ""}
TOPICAL = {"on", "about", "over", "concerning", "regarding", "for", "to", "against"}
DATED = {"point", "range"}
CLOCKED = DATED | {"since", "deadline"}  # what "when" can go on from: "until December, when they will meet"
ASIDE = {"acl:relcl", "acl", "advcl"}


def _belongs(token: Token, trigger: frozenset[int], other_events: frozenset[int]) -> bool:
    """Whether going up from a token reaches the trigger before another predicate or event."""
    if token.i in trigger:
        return True
    if (token.pos_ == "VERB" or _predicative(token)) and not (token.head.i in trigger and tells_of(token)):
        return False
    for node in governors(token):
        if node.i in trigger:
            return True
        if node.pos_ == "VERB" or node.i in other_events or _predicative(node):
            return False
    return False


def _predicative(node: Token) -> bool:
    """A noun or adjective that is the predicate of a clause of its own."""
    return any(c.dep_ in {"nsubj", "nsubj:outer"} for c in node.children) and node.dep_ not in {"amod", "compound"}


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
    around = _with_occasion(scene, trigger)
    dated = [t for t in times(scene, around, events) if t.role in DATED and not t.vague and (not t.modifier or _its_own(t, around))]
    if dated:
        return _days_together(scene, dated) or max(dated, key=lambda t: len(t.when.start)).when
    shared = _shares_with(scene, trigger[0])
    return (when(scene, [shared], events) if shared is not None else None) or _else(scene, trigger[0])


def _else(scene: Scene, token: Token) -> When | None:
    return _of_noun(scene, token) or _fronted(scene, token) or entry(scene, token)


def entry(scene: Scene, token: Token) -> When | None:
    """The date of the entry of a chronology that a token stands in, unless its clause looks ahead or back."""
    moment = scene.entries.get(scene.parse.paragraph_of[token.i])
    return moment if moment is not None and band(token) in {"past", "present", "none"} else None


def _fronted(scene: Scene, token: Token) -> When | None:
    """ "On Monday the president …, who had …, met": a time at the head of a sentence holds for its main line."""
    sentence = token.sent
    if token.dep_ in ASIDE or band(token) != band(sentence.root) or band(token) == "none":
        return None
    first = (t for t in scene.times if sentence.start <= t.start <= sentence.start + 2 and t.role in DATED)
    return next((t.when for t in first if t.when.start and not t.vague and not t.modifier), None)


def _its_own(time: TimeExpression, trigger: list[Token]) -> bool:
    """ "the December round", "their meeting of 2 November": the time belongs to the very noun."""
    return any(t.i == time.head and t.pos_ in {"NOUN", "PROPN"} for t in trigger)


def _days_together(scene: Scene, dated: list[TimeExpression]) -> When | None:
    """ "on Tuesday and Wednesday": two days in a row are one stretch."""
    days = sorted((t for t in dated if t.role == "point" and len(t.when.start) == 10), key=lambda t: t.start)
    for one, other in pairwise(days):
        between = [t.lower_ for t in scene.doc[one.end : other.start]]
        if between in (["and"], ["and", "on"]) and _next_day(one.when.start) == other.when.start:
            return When(one.when.start, other.when.start)
    return None


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _with_occasion(scene: Scene, trigger: list[Token]) -> list[Token]:
    """The trigger with the meeting at which it happened: "signed at the Moscow summit of July 1974"."""
    at = [c for t in trigger for c in t.children if c.dep_ in {"obl", "nmod"} and preposition(c) in {"at", "during"}]
    return trigger + [c for c in at if scene.lexicon.member("MeetingNoun", c) and c not in trigger]


def _shares_with(scene: Scene, token: Token) -> Token | None:
    """The verb whose time and place a clause without its own shares.

    "met in the Kremlin to sign" (purpose), "met on Friday and signed" (coordination), "flew to Oslo for talks" (a journey's end),
    "Quito, where the two conferred".
    """
    head = token.head
    if head == token:
        return None
    if token.pos_ in {"NOUN", "PROPN"}:
        return _verb_shared(scene, token)
    if token.dep_ == "acl:relcl" and any(c.lower_ == "where" for c in token.children):
        return governing_verb(head)
    infinitive = any(c.lower_ == "to" and c.dep_ == "mark" for c in token.children)
    if token.dep_ == "advcl" and infinitive:
        return head if head.tag_ in {"VBD", "VBN"} or scene.lexicon.member("TravelVerb", head) else None
    if token.dep_ == "conj" and head.pos_ == "VERB" and band(token) == band(head):
        return head
    return None


def _verb_shared(scene: Scene, noun: Token) -> Token | None:
    """ "flew to Oslo for talks", "on the margins of the summit … will meet", "signed yesterday at a ceremony"."""
    verb = governing_verb(noun)
    if verb is None:
        return None
    near = preposition(noun)
    if noun.head == verb and scene.lexicon.member("TravelVerb", verb) and near in {"for", "to"}:
        return verb
    if noun.dep_ == "nmod" and near == "of" and scene.lexicon.member("SidelineNoun", noun.head):
        return verb
    return verb if near in {"at", "during", "in"} and scene.lexicon.member("MeetingNoun", noun) else None


def _time_modified(scene: Scene, verb: Token) -> TimeExpression | None:
    """ "on 25 July, when the two undertook": the time that a clause modifies."""
    if verb.dep_ not in {"acl:relcl", "acl", "advcl"} or not any(c.lower_ in {"when", "on"} for c in verb.subtree if c.i < verb.i):
        return None
    return next((t for t in scene.times if t.start <= verb.head.i < t.end and t.role in CLOCKED and t.when.start), None)


def _of_noun(scene: Scene, verb: Token) -> When | None:
    """ "a declaration of 29 August 1991, agreed upon in Weimar": the date of what a participle tells the making of."""
    if verb.dep_ != "acl" or verb.tag_ != "VBN":
        return None
    return next((t.when for t in scene.times if t.modifier and t.head == verb.head.i and len(t.when.start) == 10), None)


def places(scene: Scene, trigger: Iterable[Token], events: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """The places at which the trigger happens."""
    tokens = list(trigger)
    if (of := _time_modified(scene, tokens[0])) is not None and of.head >= 0:
        return places(scene, [scene.doc[of.head]])
    around = _with_occasion(scene, tokens)
    wanted = frozenset(t.i for t in around)
    found = [k for t in tokens[1:] if preposition(t) in LOCATIVE - {""} for k in _named(scene, t)]  # "the summit is in Lima"
    found += [k for m in _places_near(scene, tokens[0]) if _located(scene, m, wanted, events - wanted) for k in m.keys]
    found += [k for t in around for c in t.children if c.dep_ in {"compound", "nmod:desc"} for k in _named(scene, c)]
    found = found or [k for t in tokens for k in _where(scene, t)] or _destination(scene, tokens[0])
    shared = _shares_with(scene, tokens[0]) if not found else None
    found = found or (_in_state(scene, around, events) if shared is None else [])
    return tuple(dict.fromkeys(found)) if shared is None else _destination_of(scene, shared) or places(scene, [shared], events)


def _places_near(scene: Scene, token: Token) -> list[Mention]:
    inside = range(token.sent.start, token.sent.end)
    return [m for m in scene.mentions if m.start in inside and m.kind == "Place" and m.use != "modifier"]


def _named(scene: Scene, token: Token) -> tuple[str, ...]:
    mention = scene.at.get(token.i)
    return mention.keys if mention and mention.kind == "Place" and mention.use == "name" else ()


def _located(scene: Scene, mention: Mention, wanted: frozenset[int], others: frozenset[int]) -> bool:
    """Whether a place is where the trigger happens: a locative that belongs to it, not part of what it is about."""
    doc, head = scene.doc, scene.doc[mention.head]
    if wanted & set(range(mention.start, mention.end)) or _in_container(scene, mention) or waters(scene, mention):
        return False
    first = next((n for n in (head, *governors(head)) if n.dep_ != "conj"), head)
    locative = preposition(first) in LOCATIVE or (mention.start > 0 and doc[mention.start - 1].lower_ in LOCATIVE)
    return locative and _belongs(head, wanted, others) and not _in_topic(head, wanted)


def _in_state(scene: Scene, around: list[Token], events: frozenset[int]) -> list[str]:
    """ "will meet in Australia in 2027": a state as a place, when no city is named."""
    wanted = frozenset(t.i for t in around)
    for mention in scene.mentions:
        if (
            mention.kind != "State"
            or mention.use != "name"
            or len(mention.keys) != 1
            or not around[0].sent.start <= mention.start < around[0].sent.end
        ):
            continue
        head = scene.doc[mention.head]
        if head.head.i in wanted and head.dep_ in {"obl", "nmod"} and preposition(head) == "in" and _belongs(head, wanted, events - wanted):
            state = scene.cast[mention.keys[0]]
            return [scene.cast.add("Place", state.name, labels=tuple(state.labels))]
    return []


def _in_container(scene: Scene, mention: Mention) -> bool:
    """ "Lyon, France": the second says where the first is."""
    before = scene.at.get(mention.start - 2) if mention.start > 1 and scene.doc[mention.start - 1].text == "," else None
    return before is not None and before.kind == "Place"


def waters(scene: Scene, mention: Mention) -> bool:
    """Whether a place is a sea, a river, a desert: nobody meets there."""
    return any(scene.lexicon.member("WatersNoun", token) for token in scene.doc[mention.start : mention.end])


def _in_topic(token: Token, wanted: frozenset[int]) -> bool:
    """ "talks on a boundary in the Aegean": the place of what is talked about."""
    between = 0
    for node in governors(token):
        if node.i in wanted:
            return between > 1  # "approved the building of a plant at Turku"
        if node.dep_ == "nmod" and preposition(node) in TOPICAL:
            return True
        between += node.dep_ in {"nmod", "obj", "nsubj", "nsubj:pass"}
    return False


def _where(scene: Scene, verb: Token) -> list[str]:
    """ "in Quito, where the two conferred", "a hotel in Bern, where they met"."""
    if verb.dep_ != "acl:relcl" or not any(c.lower_ == "where" for c in verb.children):
        return []
    chain = [verb.head]
    for node in chain[:4]:
        chain += [c for c in node.children if c.dep_ in {"nmod", "appos"}]
    return next((list(keys) for node in chain if (keys := _named(scene, node))), [])


def _destination(scene: Scene, token: Token) -> list[str]:
    """ "invited to Lima", "flew to Lima for talks", "went to Lima to see": where a journey ends."""
    if token.pos_ == "VERB" and scene.lexicon.member("TravelVerb", token):
        return list(_destination_of(scene, token))
    return []


def _destination_of(scene: Scene, verb: Token) -> tuple[str, ...]:
    if not scene.lexicon.member("TravelVerb", verb):
        return ()
    to = [c for c in verb.children if c.dep_ == "obl" and preposition(c) in {"to", "into", "back to"}]
    return tuple(k for c in to for k in _named(scene, c))


def main_verb(noun: Token) -> Token | None:
    """The verb that a noun is an argument of, if it hangs directly on one."""
    head = noun.head
    while head.dep_ in {"conj"} and head.pos_ in {"NOUN", "PROPN"}:
        head = head.head
    return head if head.pos_ == "VERB" and noun.dep_ in {"obj", "nsubj", "nsubj:pass", "obl", "conj"} else None
