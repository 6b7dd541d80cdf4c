"""Meetings: occasions named by a noun ("the third round of consultations") or told by a verb ("met in Vienna"), one record for each.

An occasion told several times is gathered from its mentions: what one leaves out another says. Two mentions are one meeting
when nothing that they say of date, place, number and parties disagrees and the later one is definite or repeats what was said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.facts import settings
from kg.facts.coreference import References
from kg.facts.frames import match
from kg.facts.lead import Lead
from kg.facts.scene import Scene
from kg.facts.syntax import Clause, conjuncts, governing_verb, preposition, subjects
from kg.model import EventStatus, When

if TYPE_CHECKING:
    from spacy.tokens import Token

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
    "eightieth": 80, "ninetieth": 90, "inaugural": 1,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NEW = {"another", "further", "new", "next", "previous", "earlier", "last", "subsequent"}


@dataclass
class Occasion:
    """A meeting under construction; `tokens` are its mentions, `section` where it was told first."""

    key: str
    section: int
    when: When
    place: list[str]
    participant: list[str]
    process: list[str]
    ordinal: int | None
    status: EventStatus
    tokens: list[int] = field(default_factory=list)
    topic: str = ""
    named: bool = False
    explicit: bool = False


def find(scene: Scene, references: References, clauses: list[Clause], anchor: dict[int, str], leads: dict[int, Lead]) -> list[Occasion]:
    """The meetings of a document in the order of their first mention; `anchor` gives each section's day of writing."""
    triggers = _nouns(scene) + _verbs(scene, clauses)
    events = frozenset(token.i for token, _ in triggers)
    found: list[Occasion] = []
    for token, support in sorted(triggers, key=lambda pair: pair[0].i):
        occasion = _occasion(scene, references, token, support, events, anchor)
        for single in _each(scene, occasion, token) if occasion is not None else []:
            _gather(scene, references, found, single, token)
    for section, opening in leads.items():
        _news(scene, found, section, opening)
    kept: list[Occasion] = []
    for occasion in filter(_worth, found):
        same = next(
            (o for o in kept if len(o.when.start) == 10 and o.when.start == occasion.when.start and _same(scene, o, occasion)), None
        )
        if same is None:
            kept.append(occasion)
        else:
            _merge(scene, same, occasion)
    for n, occasion in enumerate(kept, 1):
        occasion.key = f"meeting{n}"
    return kept


def _news(scene: Scene, found: list[Occasion], section: int, opening: Lead) -> None:
    """The first meeting told as held, if nothing dates or places it elsewhere, is the news: it has the report's day and place."""
    held = [o for o in found if o.section == section and o.status == "held"]
    for occasion in [o for o in held if o.tokens[0] < opening.end] or [o for o in held if not o.when.start]:
        if compatible(occasion.when, opening.when) and (
            not occasion.place or not opening.place or set(occasion.place) & set(opening.place)
        ):
            occasion.when = occasion.when if occasion.when.start else opening.when
            occasion.place = occasion.place or list(opening.place)
            return


def _worth(occasion: Occasion) -> bool:
    """Whether enough is said: a time, a place, a number, or parties that were named as such."""
    told = sum((bool(occasion.when.start), bool(occasion.place), occasion.ordinal is not None, bool(occasion.process)))
    return (
        told >= 1
        and bool(occasion.participant or told >= 2)
        or (occasion.explicit and len(occasion.participant) >= 2 and occasion.status == "held" and bool(told))
    )


def implied(scene: Scene, found: list[Occasion], party: list[str], moment: When, place: list[str], token: Token) -> None:
    """Persons who agreed or signed at a named place on a named day met there: an occasion, unless it is told already."""
    persons = [k for k in party if scene.cast[k].kind == "Person"]
    if len(persons) < 2 or not moment.start or not place:
        return
    new = Occasion("", scene.parse.section(token), moment, list(place), list(party), [], None, "held", [token.i], explicit=True)
    for old in found:
        if compatible(old.when, moment) and old.when.start and (_places_fit(scene, old, new) or _overlap(scene, old, new)):
            return
    new.key = f"meeting{len(found) + 1}"
    found.append(new)


# ------------------------------------------------------------------ triggers


def _nouns(scene: Scene) -> list[tuple[Token, Token | None]]:
    found: list[tuple[Token, Token | None]] = []
    for token in scene.doc:
        if (
            token.pos_ not in {"NOUN", "PROPN"}
            or not scene.lexicon.member("MeetingNoun", token)
            or token.dep_ in {"compound", "amod", "nmod:desc"}
        ):
            continue
        if (
            token.head.pos_ in {"NOUN", "PROPN"}
            and token.dep_ == "nmod"
            and scene.lexicon.member("RoundNoun", token.head)
            and preposition(token) in {"of", "in"}
        ):
            continue
        if (inside := scene.at.get(token.i)) and inside.kind in {"Treaty", "WorkingGroup", "Organization"} and inside.head != token.i:
            continue
        verb = settings.main_verb(token)
        lexicon = scene.lexicon
        support = verb if verb is not None and (lexicon.member("HoldingVerb", verb) or lexicon.member("HappeningVerb", verb)) else None
        found.append((token, support))
    return found


def _verbs(scene: Scene, clauses: list[Clause]) -> list[tuple[Token, Token | None]]:
    """Verbs of meeting; one whose object is itself a meeting ("held talks") is left to the noun."""
    found: list[tuple[Token, Token | None]] = []
    for told in clauses:
        frames = list(match(scene, told, "Meeting"))
        work = any("work" in fillers for _, fillers in frames)
        if frames and not any(scene.lexicon.member("MeetingNoun", o) for o in told.objects) and (work or not _other_sense(scene, told)):
            found.append((told.verb, None))
    return found


def _other_sense(scene: Scene, told: Clause) -> bool:
    """ "met the condition", "met with approval": the object is a thing."""
    return (
        bool(told.objects)
        and not told.passive
        and not any(scene.at.get(o.i) or o.pos_ in {"PRON", "PROPN"} or scene.lexicon.member("TitleNoun", o) for o in told.objects)
    )


# ------------------------------------------------------------------ one mention


def _occasion(
    scene: Scene, references: References, token: Token, support: Token | None, events: frozenset[int], anchor: dict[int, str]
) -> Occasion | None:
    words = [token] if support is None else [token, support]
    section = scene.parse.section(token)
    moment = settings.when(scene, words, events)
    place = list(settings.places(scene, words, events)) + _place_modifiers(scene, token)
    verb = support if token.pos_ != "VERB" else token
    status = settings.event_status(scene, token, verb if verb != token else token, moment, anchor.get(section, ""))
    participants, explicit = _participants(scene, references, token, support)
    process = _process(scene, token)
    ordinal = _ordinal(token)
    weak = token.pos_ != "VERB" and scene.lexicon.member("WeakMeetingNoun", token) and not scene.lexicon.has("RoundNoun", token.lemma_)
    if weak and not (moment or ordinal) and not (place and participants):
        return None
    if token.pos_ == "VERB" and settings.untrue(scene, token):
        return None
    if token.pos_ == "VERB" and not (len(participants) >= 2 or (participants and (moment or place))):
        return None
    named = _definite(token) and not moment
    return Occasion("", section, moment or When(), place, list(participants), process, ordinal, status, [token.i], "", named, explicit)


def _each(scene: Scene, told: Occasion, verb: Token) -> list[Occasion]:
    """ "they met in Moscow on 14 January and in Vienna on 24 February and 3 May": one meeting a day, where the place before it says."""
    days = [
        t
        for t in scene.times
        if verb.sent.start <= t.start < verb.sent.end and t.role == "point" and len(t.when.start) == 10 and t.start > verb.i
    ]
    attached = [t for t in days if t.head >= 0 and governing_verb(scene.doc[t.start]) == verb or t.head == verb.i]
    if verb.pos_ != "VERB" or len(attached) < 2:
        return [told]
    found = []
    for time in sorted(attached, key=lambda t: t.start):
        before = [m for m in scene.mentions if m.kind == "Place" and m.use == "name" and verb.i < m.start < time.start]
        found.append(
            replace(told, when=time.when, place=list(before[-1].keys) if before else told.place, tokens=list(told.tokens), named=False)
        )
    return found


def _definite(token: Token) -> bool:
    words = {c.lower_ for c in token.children}
    return (
        bool(words & {"the", "this", "that", "these", "those", "their", "its"}) or any(c.dep_ == "nmod:poss" for c in token.children)
    ) and not words & NEW


def _place_modifiers(scene: Scene, token: Token) -> list[str]:
    """ "the Geneva meeting", "the Moscow summit": the place before the noun."""
    found: list[str] = []
    for child in token.children:
        mention = scene.at.get(child.i)
        if mention and mention.kind == "Place" and child.dep_ in {"compound", "nmod:desc", "nmod:poss"}:
            found += mention.keys
    return found


def _participants(scene: Scene, references: References, token: Token, support: Token | None) -> tuple[tuple[str, ...], bool]:
    """Who met, and whether the words of this very mention say so."""
    if token.pos_ == "VERB":
        told = scene.clauses[token.i]
        others = [o for o in told.objects if not told.passive] + [noun for p, noun in told.obliques if p in {"with", "by"}]
        own = told.subjects if not told.passive else (*told.subjects, *told.objects)
        if told.passive:
            others = []
        return _who(scene, references.actors([*own, *(c for o in others for c in conjuncts(o))])), True
    named = list(references.names_in(token, {"State", "Organization", "Person"}))
    for child in token.children:
        if child.dep_ in {"nmod", "nmod:poss", "obl"} and preposition(child) in {"between", "with", "of", "among", "by", ""}:
            named += references.actors(conjuncts(child))
        for deeper in child.children:
            if (
                child.dep_ == "nmod"
                and deeper.dep_ in {"nmod", "compound", "amod"}
                and preposition(deeper) in {"between", "of", "with", ""}
                and scene.lexicon.member("MeetingNoun", child)
            ):
                named += references.actors(conjuncts(deeper)) + references.names_in(child, {"State", "Organization"})
    if support is not None and scene.lexicon.member("HoldingVerb", support):
        told = scene.clauses[support.i]
        if token in told.objects:
            named += references.actors(told.subjects)
    if (
        support is None
        and (verb := settings.main_verb(token)) is not None
        and token.dep_ in {"obl", "obj"}
        and verb.lemma_ in {"attend", "participate", "hold", "join"}
    ):
        named += references.actors(subjects(verb))
    who = _who(scene, tuple(dict.fromkeys(named)))
    return who, bool(who)


def _who(scene: Scene, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Actors, with the states of the persons among them."""
    actors = [k for k in keys if scene.cast[k].kind in {"State", "Organization", "Person", "WorkingGroup"}]
    states = [scene.principal_of(k) for k in actors if scene.cast[k].kind == "Person"]
    return tuple(dict.fromkeys([*actors, *filter(None, states)]))


def _process(scene: Scene, token: Token) -> list[str]:
    """The series or body that a meeting is one of: "the second meeting of the Strategic Stability Dialogue"."""
    found: list[str] = []
    below = [c for c in token.children if c.dep_ in {"nmod", "compound", "nmod:poss", "amod", "appos", "flat"} and c.dep_ != "acl:relcl"]
    for child in [token, *below, *(g for c in below if c.dep_ == "nmod" for g in c.children if g.dep_ in {"nmod", "compound"})]:
        other = scene.at.get(child.i)
        if other and other.kind in {"Process", "WorkingGroup"} and other.use == "name":
            found += other.keys[:1]
    return list(dict.fromkeys(found))[:1]


def _ordinal(token: Token) -> int | None:
    for child in token.children:
        if child.dep_ in {"amod", "nummod", "compound", "nmod", "advmod"} and (number := ordinal(child)) is not None:
            return number
    if token.dep_ in {"nsubj", "nsubj:outer"} and (number := ordinal(token.head)) is not None:
        return number
    if token.i and token.nbor(-1).lower_ in ORDINALS:
        return ORDINALS[token.nbor(-1).lower_]
    for child in token.children:
        if child.dep_ in {"compound", "amod"} and any(ordinal(c) for c in child.children):
            return next(n for c in child.children if (n := ordinal(c)))
    return None


def ordinal(token: Token) -> int | None:
    """The number of an ordinal: "tenth", "31st", "Sixty-Sixth"."""
    if found := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", token.lower_):
        return int(found[1])
    if token.lower_ in ORDINALS:
        number = ORDINALS[token.lower_]
        back = token.i - 2
        if number < 10 and back >= 0 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in TENS:
            return TENS[token.nbor(-2).lower_] + number
        return number
    return None


# ------------------------------------------------------------------ one record for each


def _gather(scene: Scene, references: References, found: list[Occasion], new: Occasion, token: Token) -> None:
    for old in reversed(found):
        if _same(scene, old, new):
            _merge(scene, old, new)
            return
    if not new.process and _one_of_series(scene, token):
        series = [o.process for o in reversed(found) if o.section == new.section and o.process]
        whole = [p for p in series if scene.cast[p[0]].kind == "Process" or token.lemma_.lower() not in {"meeting", "talks"}]
        new.process = list(whole[0]) if whole else []
    body = any(scene.cast[k].kind in {"WorkingGroup", "Organization"} for k in new.process)
    if not new.participant and not body:
        new.participant = list(_who(scene, tuple(_inherited(references, token))))
    new.key = f"meeting{len(found) + 1}"
    found.append(new)


def _one_of_series(scene: Scene, token: Token) -> bool:
    """Whether a meeting is told as one of a series that the text has named: "the next round", "the fifth meeting", "the talks"."""
    lemma = token.lemma_.lower()
    return lemma in {"round", "session", "cycle", "sitting", "plenary"} or (
        lemma in {"talks", "talk", "consultation", "negotiation", "meeting"} and bool(_ordinal(token) or _definite(token))
    )


def _same(scene: Scene, old: Occasion, new: Occasion) -> bool:
    if old.section != new.section or (old.ordinal and new.ordinal and old.ordinal != new.ordinal):
        return False
    if not compatible(old.when, new.when) or not _places_fit(scene, old, new):
        return False
    if old.ordinal and old.ordinal == new.ordinal and not (old.when.start and new.when.start) and _overlap(scene, old, new):
        return True
    if {old.status, new.status} == {"held", "planned"} or {old.status, new.status} == {"held", "proposed"}:
        return False
    if old.participant and new.explicit and new.participant and not _overlap(scene, old, new):
        return False
    same_day = bool(old.when.start and new.when.start and len(old.when.start) == 10)
    same_number = bool(old.ordinal and old.ordinal == new.ordinal)
    if same_day or same_number:
        return True
    if _followed(scene, old, new):
        return True
    if new.when.start or (new.place and not old.place and not new.named):
        return False
    return new.named and not (new.ordinal and not old.ordinal and old.when.start)


def _followed(scene: Scene, old: Occasion, new: Occasion) -> bool:
    """ "made progress in the talks, he said following a meeting in Geneva": what a sentence tells of came from the meeting before it."""
    before, after = scene.doc[old.tokens[-1]], scene.doc[new.tokens[0]]
    told_as_done = old.status == new.status == "held" and not (old.when.start or new.when.start or old.ordinal or new.ordinal)
    return told_as_done and before.sent == after.sent and before.pos_ == "NOUN" and preposition(after) in {"following", "after"}


def compatible(a: When, b: When) -> bool:
    """Whether two times can be one: either unknown, one a refinement of the other, or one inside the other's range."""
    if not a.start or not b.start:
        return True
    if a.start.startswith(b.start) or b.start.startswith(a.start):
        return True
    for outer, inner in ((a, b), (b, a)):
        if outer.end and outer.start <= inner.start <= outer.end[: max(len(outer.end), len(inner.start))]:
            return True
    return False


def _places_fit(scene: Scene, old: Occasion, new: Occasion) -> bool:
    return not old.place or not new.place or bool(set(old.place) & set(new.place))


def _overlap(scene: Scene, old: Occasion, new: Occasion) -> bool:
    return bool(_owners(scene, old) & _owners(scene, new))


def _owners(scene: Scene, occasion: Occasion) -> set[str]:
    return {scene.principal_of(k) or k for k in occasion.participant}


def _merge(scene: Scene, old: Occasion, new: Occasion) -> None:
    old.tokens += new.tokens
    if len(new.when.start) > len(old.when.start) or (not old.when.end and new.when.end and new.when.start == old.when.start):
        old.when = new.when
    old.place += [p for p in new.place if p not in old.place] if not old.place else []
    old.ordinal = old.ordinal or new.ordinal
    old.process += [p for p in new.process if p not in old.process] if not old.process else []
    if new.explicit:
        old.participant += [p for p in new.participant if p not in old.participant]
        old.explicit = True


def _inherited(references: References, token: Token) -> list[str]:
    """A meeting that names nobody is one of the parties of the story."""
    return list(references.story(token))
