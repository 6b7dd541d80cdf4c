"""Who holds which office, and what that tells of whose a person is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.facts.coreference import Office, References
from kg.facts.owners import inferred_owner, named_owners, note_origin, owner, place_in_list
from kg.facts.scene import Mention, Scene, is_title, is_title_word
from kg.facts.syntax import lower_at
from kg.facts.titles import titles
from kg.facts.wording import honorific

if TYPE_CHECKING:
    from spacy.tokens import Token

TRAILING = {"the", "and", "respectively"}


@dataclass(frozen=True, slots=True)
class Held:
    """An office found: `token` is where its evidence stands, `words` the lemmas that later references may use."""

    person: str
    title: str
    within: tuple[str, ...]
    token: int


def find(scene: Scene, references: References) -> list[Held]:
    """The offices that titles tell; they are also given to `references` and tell the states of persons."""
    found: list[Held] = []
    used: set[int] = set()
    persons = [m for m in scene.mentions if m.kind == "Person" and m.use == "name" and m.keys]
    for mention in persons:
        note_origin(scene, references, mention)
    for mention in persons:
        for stretch in titles(scene, mention, used):
            for start, end in _offices(scene, *stretch):
                office = _office(scene, references, mention, start, end, found)
                if office is None:
                    continue
                used |= set(range(start, end))
                _note_tokens(scene, references, mention.keys[0], start, end)
                note(scene, references, found, office)
    return found


def _note_tokens(scene: Scene, references: References, person: str, start: int, end: int) -> None:
    for i in range(start, end):
        if is_title(scene, scene.doc[i]) and person not in references.titled.setdefault(i, []):
            references.titled[i].append(person)


def note(scene: Scene, references: References, found: list[Held], office: Held) -> None:
    """Add an office to those found, once, and to what references know."""
    if not any(h.person == office.person and h.title.casefold() == office.title.casefold() for h in found):
        found.append(office)
    words = frozenset(w for w in office.title.lower().replace("-", " ").split())
    words |= {w.removesuffix("s") for w in words}
    known = Office(office.person, words, office.within)
    if known not in references.offices:
        references.offices.append(known)
        scene.cast.relate(office.person, office.within)
        scene.cast.relate(office.person, tuple(filter(None, (scene.state_of(k) for k in office.within))))


def _offices(scene: Scene, start: int, end: int) -> list[tuple[int, int]]:
    """ "President of Djibouti and Chairperson of the Authority" is two offices: the first has said whose it is."""
    doc = scene.doc
    for i in range(start + 1, end - 1):
        owned = any((m := scene.at.get(k)) and m.kind in {"State", "Organization"} and m.use != "title" for k in range(start + 1, i))
        told = any(is_title(scene, doc[k]) and lower_at(doc, k + 1) in {"of", "for", ","} for k in range(start, i - 1))
        if doc[i].lower_ == "and" and owned and told:
            after = next((k for k in range(i + 1, min(i + 5, end)) if is_title(scene, doc[k])), None)
            if after is not None and all(_title_like(scene, doc[k]) for k in range(i + 1, after)):
                return [(start, i), *_offices(scene, i + 1, end)]
    return [(start, end)]


def _title_like(scene: Scene, token: Token) -> bool:
    return is_title_word(scene, token) or token.pos_ in {"ADJ", "DET"}


def _office(scene: Scene, references: References, mention: Mention, start: int, end: int, earlier: list[Held]) -> Held | None:
    doc = scene.doc
    start, end = _trimmed(scene, start, end)
    if start >= end or doc[end - 1].lower_ == "to":
        return None
    words = list(doc[start:end])
    person = mention.keys[0]
    if any(scene.lexicon.has("Feminine", t.lower_) for t in words):
        scene.cast[person].feminine = True
    if relational := _relational(scene, references, person, words, earlier):
        return replace(relational, within=_owners_of_many(scene, mention, start, end) or _origins(scene, person) or relational.within)
    if all(scene.lexicon.has("NotAnOffice", t.lemma_.lower()) or not is_title(scene, t) for t in words):
        return None
    within = owner(scene, references, mention, start, end)
    start = without_owner(scene, start, end)
    return Held(person, _singular(scene, start, _without_employers(scene, start, end)), within, start)


def _owners_of_many(scene: Scene, mention: Mention, start: int, end: int) -> tuple[str, ...]:
    """ "his Egyptian and Israeli colleagues, A and B": each has his own."""
    named = named_owners(scene, start, end)
    place, size = place_in_list(scene, mention)
    return (named[place],) if len(named) == size else named


def _origins(scene: Scene, person: str) -> tuple[str, ...]:
    return tuple(k for k in scene.cast[person].of if scene.cast[k].kind in {"State", "Organization"})[:1]


def _trimmed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """A title without honorifics, articles and marks at its ends."""
    doc, lexicon = scene.doc, scene.lexicon
    while end > start and (doc[end - 1].is_punct or lexicon.has("Honorific", doc[end - 1].lower_) or doc[end - 1].lower_ in TRAILING):
        end -= 1
    while start < end and (honorific(scene, doc[start]) or doc[start].lower_ in {"the", "his", "her"} or doc[start].is_punct):
        start += 1
    return start, end


def _relational(scene: Scene, references: References, person: str, words: list[Token], earlier: list[Held]) -> Held | None:
    """ "his Turkish counterpart", "Gromyko's successor": the office of the one who is spoken of, a successor's with the same owner."""
    counterpart = [t for t in words if scene.lexicon.member("CounterpartNoun", t)]
    successor = [t for t in words if scene.lexicon.member("SuccessorNoun", t)]
    if not (counterpart or successor) or any(is_title(scene, t) for t in words):
        return None
    noun = (counterpart or successor)[-1]
    before = scene.doc[max(words[0].i - 3, 0) : noun.i]
    others = [k for t in before if t.lower_ in {"his", "her", "their"} for k in references.actor(t)]
    others += [k for t in before if (m := scene.at.get(t.i)) and m.kind == "Person" for k in m.keys]
    known = [h for h in earlier if h.person != person]
    spoken_of = [h for h in known if h.person in others] or known[-1:]
    if spoken_of:
        within = spoken_of[0].within if successor and not counterpart else ()
        return Held(person, spoken_of[0].title if within else _of_nobody(scene, spoken_of[0]), within, words[0].i)
    return Held(person, noun.text, (), words[0].i) if counterpart and noun.lemma_ not in {"host", "guest", "colleague"} else None


def _of_nobody(scene: Scene, office: Held) -> str:
    """A title without whose it is, for somebody else's: "foreign minister" of "foreign minister of Saudi Arabia"."""
    names = [name for key in office.within for name in scene.cast[key].labels]
    ends = sorted((f" of {the}{name}" for name in names for the in ("the ", "")), key=len, reverse=True)
    return next((office.title.removesuffix(end) for end in ends if office.title.endswith(end)), office.title)


def _without_employers(scene: Scene, start: int, end: int) -> int:
    """Where a title ends before the owners that follow it: ", Ministry of Mines", of a plural also "of Norway and Iceland"."""
    doc = scene.doc
    for i in range(start + 1, end):
        plural = doc[i - 1].tag_ in {"NNS", "NNPS"} and is_title(scene, doc[i - 1]) and doc[i].lower_ == "of"
        state = scene.at.get(i + 2 if lower_at(doc, i + 1) == "the" else i + 1)
        if (plural and state and state.kind == "State") or (doc[i].text == "," and state and state.kind == "Organization"):
            return i
    return end


def without_owner(scene: Scene, start: int, end: int) -> int:
    """Where a title begins after the state whose it is: "Russian Deputy Foreign Minister", "Germany's chancellor"."""
    doc = scene.doc
    while start < end - 1:
        mention = scene.at.get(start)
        if mention and mention.kind == "State" and mention.start == start and mention.end < end:
            start = mention.end
        elif doc[start].lower_ in {"'s", "’s", "'", "’", "the", "and", "then"} or doc[start].text == "under" or doc[start].is_punct:
            start += 1
        else:
            break
    return start


def complete(scene: Scene, references: References, held: list[Held]) -> list[Held]:
    """The offices with owners that peers tell: of several ministers the one left has the country left, else they follow its order."""
    completed: list[Held] = []
    for office in held:
        if not office.within and not scene.principal_of(office.person):
            story = [k for k in references.story(scene.doc[office.token]) if scene.cast[k].kind == "State"]
            own = _left_over(scene, office, held, story) or _by_order(scene, office, held, story)
            scene.cast.relate(office.person, own)
            office = replace(office, within=own)  # noqa: PLW2901
        completed.append(office)
    return completed


def _left_over(scene: Scene, office: Held, held: list[Held], story: list[str]) -> tuple[str, ...]:
    """Of as many holders of one title, or persons told of together, as the story has countries, the country that the others leave."""
    sentence = scene.doc[office.token].sent
    peers = {h.person for h in held if h.title.casefold() == office.title.casefold()}
    peers |= {h.person for h in held if sentence.start <= h.token < sentence.end and h.title.split()[-1:] == office.title.split()[-1:]}
    peers -= {office.person}
    taken = {scene.state_of(person) for person in peers} - {""}
    left = [state for state in story if state not in taken]
    return tuple(left) if len(left) == 1 and len(taken) == len(story) - 1 and taken <= set(story) else ()


def _by_order(scene: Scene, office: Held, held: list[Held], story: list[str]) -> tuple[str, ...]:
    """ "the talks between X and Y … Deputy Ministers A and B": a plural title's persons in the order of the story's countries."""
    peers = list(dict.fromkeys(h.person for h in held if h.token == office.token))
    unknown = not any(scene.principal_of(person) for person in peers)
    return (story[peers.index(office.person)],) if len(peers) == len(story) > 1 and unknown else ()


def settle(scene: Scene, held: list[Held]) -> list[Held]:
    """The offices when all is known of whose each person is: ranks beside offices dropped, empty owners filled, the same office once."""
    kept: list[Held] = []
    for office in held:
        words = set(office.title.lower().replace("-", " ").split())
        rank = words and all(scene.lexicon.has("RankNoun", w) for w in words)
        if rank and any(other.person == office.person and other is not office for other in held):
            continue
        within = office.within or inferred_owner(scene, office.person, office.token)
        if any(k.person == office.person and _same_title(k.title, office.title) for k in kept):
            continue
        kept.append(replace(office, within=within))
    return kept


def _same_title(one: str, other: str) -> bool:
    a, b = (set(t.lower().split()) for t in (one, other))
    return a <= b or b <= a


def _singular(scene: Scene, start: int, end: int) -> str:
    """A title shared by several persons, as each holds it."""
    words = scene.doc[start:end]
    title = words.text
    if not any(t.lower_ in {"of", "for"} for t in words) and words[-1].tag_ in {"NNS", "NNPS"}:
        lemma = words[-1].lemma_
        title = title[: title.rfind(words[-1].text)] + (lemma.capitalize() if words[-1].text[0].isupper() else lemma)
    return title
