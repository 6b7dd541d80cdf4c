"""The words that tell of a meeting: nouns ("the third round"), verbs ("sat down"), and what stands for a noun ("the previous one")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.facts import settings
from kg.facts.clauses import RELATIVE_PRONOUNS, Clause
from kg.facts.frames import match
from kg.facts.ordinals import ordinal
from kg.facts.scene import Scene
from kg.facts.syntax import preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.language.encoder.events import Event

SEEN = 0.7  # probability from which a meeting that the encoder sees is told
REACH = 60  # tokens back to the noun that "the previous one" stands for
PEOPLE = ("TitleNoun", "PeopleNoun", "PrincipalsNoun", "CounterpartNoun", "DelegationNoun")
PART_OF_NAME = {"Treaty", "WorkingGroup", "Organization"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A token that tells of a meeting.

    `support` is the verb that makes a noun's meeting happen, `telling` other predicates that tell of it, as of a relative clause. `who` are
    the heads of the phrases that a verb's frame takes for participants. `stands_for` is the noun told before that a word without one of its
    own ("the fourth", "the previous one") repeats. `event`: what the encoder sees told there, where no word tells it.
    """

    token: Token
    support: Token | None = None
    telling: tuple[Token, ...] = ()
    who: tuple[Token, ...] = ()
    stands_for: Token | None = None
    event: Event | None = None


def find(scene: Scene, clauses: list[Clause]) -> list[Trigger]:
    """The triggers of a document in text order."""
    nouns = [t for t in scene.doc if _is_noun(scene, t)]
    verbs = list(_verbs(scene, clauses))
    met = {t.token.i for t in verbs}
    found = [Trigger(t, _support(scene, t, met), _telling(scene, t, met)) for t in nouns]
    found = [t for t in found if t.support is not None or t.telling or not _named_body(scene, t.token)]
    told = {v.i for t in found for v in (t.support, *t.telling) if v is not None}
    found += [v for v in verbs if v.token.i not in told or not all(t.i in {n.i for n in nouns} for t in v.who)]
    found += _stand_ins(scene, {t.token.i for t in found})
    found += _seen(scene, clauses, {t.token.i for t in found} | told)
    return sorted(found, key=lambda trigger: trigger.token.i)


def _is_noun(scene: Scene, token: Token) -> bool:
    lexicon = scene.lexicon
    if token.pos_ not in {"NOUN", "PROPN"} or not lexicon.member("MeetingNoun", token) or token.dep_ in {"compound", "amod", "nmod:desc"}:
        return False
    inside = scene.at.get(token.i)
    if inside and inside.kind in PART_OF_NAME and inside.head != token.i:
        return False
    return not (_counted_above(scene, token) or _other_noun(scene, token) or _venue(token) or _part(scene, token))


def _venue(token: Token) -> bool:
    """ "in the World Forum": a hall's name."""
    return token.lower_ in {"forum", "congress"} and token.pos_ == "PROPN" and preposition(token) in {"in", "inside"}


def _part(scene: Scene, token: Token) -> bool:
    """ "the fifth round, third session": the second is a part of the first."""
    comma = next((i for i in range(token.left_edge.i - 1, max(token.left_edge.i - 3, 0), -1) if token.doc[i].text == ","), 0)
    bare = not any(c.dep_ in {"det", "case", "nmod:poss"} for c in token.children)
    return comma > 0 and bare and ordinal(token.doc[comma + 1]) is not None and scene.lexicon.member("RoundNoun", token.doc[comma - 1])


def _counted_above(scene: Scene, token: Token) -> bool:
    """ "the third round of talks", "the fourth of their consultations": the noun or number above tells of the meeting."""
    above = token.head
    counted = above.pos_ in {"NOUN", "PROPN", "ADJ"} and token.dep_ == "nmod" and preposition(token) in {"of", "in"}
    return counted and (scene.lexicon.member("RoundNoun", above) or ordinal(above) is not None)


def _other_noun(scene: Scene, token: Token) -> bool:
    """Not "a round of sanctions", "the exchange of prisoners", "a call for restraint"."""
    below = [c for c in token.children if c.dep_ == "nmod"]
    of = [c for c in below if preposition(c) == "of" and c.i not in scene.temporal]
    match token.lemma_.lower():
        case "call":
            return any(preposition(c) in {"for", "to"} and not scene.at.get(c.i) for c in below)
        case "exchange":
            return any(not scene.lexicon.member("ViewsNoun", c) for c in of) or any(preposition(c) == "for" for c in below)
    return any(scene.lexicon.member("RepeatedNoun", c) for c in of)


def _named_body(scene: Scene, token: Token) -> bool:
    """ "the General Assembly": a body with a meeting's name."""
    inside = scene.at.get(token.i)
    return inside is not None and inside.kind == "Organization"


def _support(scene: Scene, token: Token, met: set[int] | None = None) -> Token | None:
    """The verb of which a noun is an argument, if it makes meetings happen: "held", "took place", "met for"."""
    place = raised(scene, token)
    verb = settings.main_verb(place)
    if verb is not None and any(scene.lexicon.member(name, verb) for name in ("HoldingVerb", "HappeningVerb", "EndingVerb")):
        return verb
    if verb is not None and met and verb.i in met and (place.dep_ == "nsubj" or preposition(place) == "for"):
        return verb
    return verb if verb is not None and _bare_participle(token) else None


def raised(scene: Scene, token: Token) -> Token:
    """The noun whose place in the clause a meeting's noun shares: "three days of talks" end when the talks do."""
    above = token.head
    stage = token.dep_ == "nmod" and preposition(token) == "of" and scene.lexicon.member("StageNoun", above)
    return above if stage and above.pos_ in {"NOUN", "PROPN"} else token


def _bare_participle(token: Token) -> bool:
    """ "Meeting in Accra, the Bloc suspended": a participle that the tagger took for a noun."""
    return token.lower_ == "meeting" and not any(c.dep_ in {"det", "amod", "nmod:poss", "case"} for c in token.children)


def _telling(scene: Scene, token: Token, met: set[int]) -> tuple[Token, ...]:
    """The predicates of a meeting's own clauses: "the summit is in Lima", "the session of the Council held in May"."""
    found = [token.head] if token.dep_ == "nsubj" and token.head.pos_ != "VERB" else []
    chain = [token]
    for node in chain[:6]:
        for child in node.children:
            if child.dep_ in {"acl", "acl:relcl"} and child.pos_ == "VERB" and _of_meetings(scene, child, met, node is token):
                found.append(child)
            elif node is token and child.pos_ == "ADJ" and child.i > token.i and scene.lexicon.member("PlanningWord", child):
                found += [c for c in child.children if c.dep_ in {"xcomp", "advcl"}] or [child]  # "talks due to open in Oslo"
            elif child.dep_ in {"nmod", "appos", "conj", "flat", "nmod:poss"} and child.i > token.i:
                chain.append(child)
    return tuple(found)


def _of_meetings(scene: Scene, verb: Token, met: set[int], direct: bool) -> bool:
    lexicon = scene.lexicon
    relative = any(c.lower_ in RELATIVE_PRONOUNS for c in verb.children)
    if not relative and any(c.dep_ in {"nsubj", "nsubj:pass"} for c in verb.children):
        return False  # "the fifth since negotiations opened"
    if not direct and lexicon.member("StartingVerb", verb):
        return False  # "the second round of the talks launched in May"
    return verb.i in met or any(lexicon.member(name, verb) for name in ("HoldingVerb", "HappeningVerb", "PresidingVerb", "PlanningWord"))


def _verbs(scene: Scene, clauses: list[Clause]) -> Iterator[Trigger]:
    """Verbs of meeting; one whose object is itself a meeting ("held talks") is left to the noun."""
    for told in clauses:
        frames = [(frame, fillers) for frame, fillers in match(scene, told, "Meeting") if _fits(told, frame.name)]
        if not frames or any(scene.lexicon.member("MeetingNoun", o) for o in told.objects):
            continue
        if any("work" in fillers for _, fillers in frames) or not _other_sense(scene, told, frames[0][0].name):
            who = dict.fromkeys(t for _, fillers in frames for t in fillers.get("participant", ()))
            yield Trigger(told.verb, who=tuple(who))


def _fits(told: Clause, frame: str) -> bool:
    """ "called on the president to resign" is no call."""
    return frame != "call-on" or not told.xcomps


def _other_sense(scene: Scene, told: Clause, frame: str) -> bool:
    """ "met the condition", "met with approval": the object is a thing."""
    if frame in {"compare-notes", "see-each-other", "speak"} or told.passive:
        return False
    partners = told.objects or tuple(noun for p, noun in told.obliques if p == "with")
    return bool(partners) and not any(scene.at.get(o.i) or o.pos_ in {"PRON", "PROPN"} or people(scene, o) for o in partners)


def people(scene: Scene, noun: Token) -> bool:
    """Whether a noun is one for people or for those whom they act for."""
    return any(
        scene.lexicon.member(name, noun) for name in ("TitleNoun", "PeopleNoun", "PrincipalsNoun", "CounterpartNoun", "DelegationNoun")
    )


def _stand_ins(scene: Scene, taken: set[int]) -> Iterator[Trigger]:
    """ "the previous one having been held in Tallinn", "the fourth of their consultations", "the second is foreseen for May"."""
    counting = [t for t in scene.doc if _one(t) or ordinal(t) is not None]
    nouns = [t for t in scene.doc if t.pos_ in {"NOUN", "PROPN"} and scene.lexicon.member("MeetingNoun", t)] if counting else []
    for token in counting:
        if token.i in taken or token.i in scene.temporal or token.dep_ in {"amod", "compound", "nummod", "nmod:desc", "advmod", "appos"}:
            continue
        of = [c for c in token.children if c.dep_ == "nmod" and scene.lexicon.member("MeetingNoun", c)]
        earlier = [n for n in nouns if token.i - REACH < n.i < token.i]
        support = _support(scene, token) or _foreseen(scene, token)
        if of or (earlier and support is not None and token.dep_ in {"nsubj", "nsubj:pass", "obj"}):
            yield Trigger(token, support, stands_for=of[0] if of else earlier[-1])


def _seen(scene: Scene, clauses: list[Clause], taken: set[int]) -> Iterator[Trigger]:
    """Meetings that the encoder sees told by words of other senses: "the guest was shown in", "Oslo brought them together again"."""
    told = [event for event in scene.told(SEEN, "meeting") if event.i not in taken and event.i not in scene.temporal]
    if not told:
        return
    things = {c.verb.i for c in clauses if match(scene, c, "Meeting") and _other_sense(scene, c, "")}
    things |= {t.i for t in scene.doc if scene.lexicon.member("MeetingNoun", t) and _other_noun(scene, t)}
    things |= {c.verb.i for c in clauses if scene.lexicon.member("TravelVerb", c.verb)}
    for event in told:
        if event.i not in things:
            yield Trigger(scene.doc[event.i], who=tuple(scene.doc[i] for i in event.played("party")), event=event)


def _foreseen(scene: Scene, token: Token) -> Token | None:
    verb = settings.main_verb(token)
    return verb if verb is not None and scene.lexicon.member("PlanningWord", verb) else None


def _one(token: Token) -> bool:
    if token.lower_ != "one":
        return False
    telling = {c.lower_ for c in token.children}
    return bool(telling & {"previous", "last", "next", "latest", "earlier", "first", "second", "third", "new"})
