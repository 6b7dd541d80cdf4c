"""Meetings: occasions named by a noun ("the third round of consultations") or told by a verb ("met in Vienna"), one record for each.

An occasion told several times is gathered from its mentions: what one leaves out another says. Two mentions are one meeting
when nothing that they say of date, place, number and parties disagrees and the later one is definite or repeats what was said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts import settings
from kg.facts.coreference import References
from kg.facts.frames import match
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible, merge, same, united
from kg.facts.ordinals import ORDINALS, ordinal
from kg.facts.scene import Scene
from kg.facts.status import event_status, untrue
from kg.facts.syntax import Clause, conjuncts, governing_verb, preposition, subjects
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

NEW = {"another", "further", "new", "next", "previous", "earlier", "last", "subsequent"}


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
    return united(scene, found)


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
    status = event_status(scene, token, verb if verb != token else token, moment, anchor.get(section, ""))
    participants, explicit = _participants(scene, references, token, support)
    process = _process(scene, token)
    ordinal = _ordinal(token)
    weak = token.pos_ != "VERB" and scene.lexicon.member("WeakMeetingNoun", token) and not scene.lexicon.has("RoundNoun", token.lemma_)
    if weak and not (moment or ordinal) and not (place and participants):
        return None
    if token.pos_ == "VERB" and untrue(scene, token):
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


# ------------------------------------------------------------------ one record for each


def _gather(scene: Scene, references: References, found: list[Occasion], new: Occasion, token: Token) -> None:
    for old in reversed(found):
        if same(scene, old, new):
            merge(old, new)
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


def _inherited(references: References, token: Token) -> list[str]:
    """A meeting that names nobody is one of the parties of the story."""
    return list(references.story(token))
