"""A step in a treaty's life: who took it, when, where and whether it was taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts import settings
from kg.facts.coreference import References
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible
from kg.facts.scene import Scene
from kg.facts.status import event_status
from kg.facts.syntax import DEPTH, governing_verb
from kg.model import EventStatus, TreatyActionKind, When

if TYPE_CHECKING:
    from spacy.tokens import Token

# subordinators of clauses that have a setting of their own
ELSEWHEN = {"after", "before", "since", "until", "if", "unless", "because", "although", "though", "whether", "once"}
SAMEWHEN = {"where", "when", "as", "while"}


@dataclass
class Step:
    """A treaty action under construction."""

    treaty: str
    action: TreatyActionKind
    party: list[str]
    when: When
    place: list[str]
    status: EventStatus
    tokens: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """What the steps of one document are read with: `days` and `leads` by section, the meetings found before, treaties `dated` by name."""

    scene: Scene
    references: References
    days: dict[int, str]
    meetings: list[Occasion]
    leads: dict[int, Lead]
    dated: dict[str, When] = field(default_factory=dict)

    def day(self, token: Token) -> str:
        """The ISO day on which the section of a token was written, empty when unknown."""
        return self.days.get(self.scene.parse.section(token), "")

    def parties(self, tokens: Iterable[Token]) -> list[str]:
        """The actors that some phrases denote, with the states of persons."""
        keys = [k for k in self.references.actors(tokens) if self.scene.cast[k].kind in {"State", "Organization", "Person"}]
        principals = [self.scene.principal_of(k) for k in keys if self.scene.cast[k].kind == "Person"]
        return list(dict.fromkeys([*keys, *filter(None, principals)]))

    def step(self, treaty: str, action: TreatyActionKind, party: list[str], word: Token, verb: Token | None, with_it: list[Token]) -> Step:
        """A step told by a word: its setting comes from the word itself, then from what goes `with_it`, then from the clauses around."""
        scene = self.scene
        triggers = [[word], *([[word, *with_it]] if with_it else []), *([upper] for upper in _accompanied(word))]
        moment = next((found for t in triggers if (found := self._when(t))), None) or When()
        if action == "signature" and not moment.start:
            moment = self.dated.get(treaty, moment)
        moment = moment if moment.start else self._since(word)
        place = next((where for t in triggers if (where := settings.places(scene, t))), ()) or self._beyond(with_it)
        status = event_status(scene, word, verb, moment, self.day(word))
        return Step(treaty, action, party, moment, list(place), status, [word.i])

    def _when(self, trigger: list[Token]) -> When | None:
        """The time that goes with some words, but not how long something is to hold: "a programme for 2024–2026"."""
        found = settings.when(self.scene, trigger)
        spans = [t for t in settings.times(self.scene, trigger) if t.when == found and t.start]
        lasting = any(self.scene.doc[t.start - 1].lower_ in {"for", "until", "till", "through"} for t in spans)
        return None if lasting else found

    def _since(self, word: Token) -> When:
        """ "has been suspended since May": when that began."""
        lasting = any(c.lower_ in {"has", "have"} for c in word.children) and any(c.lower_ == "been" for c in word.children)
        found = (t.when for t in settings.times(self.scene, [word]) if t.role == "since" and lasting)
        return next(found, When())

    def _beyond(self, with_it: list[Token]) -> tuple[str, ...]:
        """ "signed an accord on tuna in Suva": the city behind what the treaty is about."""
        doc = self.scene.doc
        for token in with_it:
            inside = [m for m in self.scene.mentions if m.kind == "Place" and token.i < m.start <= token.right_edge.i]
            for mention in inside:
                code = self.scene.cast[mention.keys[0]].code if mention.keys else ""
                city = code.startswith("place/") and self.scene.gazetteer.entry(code).population > 0
                named = self.scene.at.get(token.i)
                told = named is not None and mention.start < named.end
                if city and not told and doc[mention.start - 1].lower_ in {"in", "at"}:
                    return mention.keys
        return ()

    def set_in(self, step: Step) -> None:
        """A signature told as news without a day or a place has those of the meeting in its sentence or of the report."""
        token = self.scene.doc[step.tokens[0]]
        past_perfect = any(c.lower_ == "had" for c in token.children)
        if step.action != "signature" or step.status != "held" or past_perfect or (step.when.start and step.place):
            return
        section = self.scene.parse.section(token)
        held = [m for m in self.meetings if m.section == section and m.status == "held" and compatible(m.when, step.when)]
        here = [m for m in held if any(token.sent.start <= t < token.sent.end for t in m.tokens)]
        opening = self.leads.get(section, Lead())
        elsewhen = step.when.start and not compatible(step.when, opening.when)
        if not here and (elsewhen or step.place and not set(step.place) & set(opening.place)):
            return
        recent = [m for m in held if m.when.start and (not opening.since or m.when.start >= opening.since)]
        meeting = next(iter(here or recent), None)
        moment = meeting.when if meeting and meeting.when.start else opening.when
        step.when = step.when if step.when.start else When(moment.end or moment.start)
        step.place = step.place or list(meeting.place if meeting and meeting.place else opening.place)


def _accompanied(word: Token) -> Iterator[Token]:
    """ "On 5 May the two looked on as envoys signed": the clauses that a step goes along with, nearest first."""
    for _ in range(DEPTH):
        marks = {c.lower_ for c in word.children if c.dep_ in {"mark", "advmod", "case"}}
        beside = word.dep_ in {"advcl", "conj"} and word.head.pos_ in {"VERB", "AUX"} and not marks & ELSEWHEN
        upper = word.head if beside or word.dep_ == "obj" else governing_verb(word.head) if marks & SAMEWHEN else None
        if upper is None or upper == word:
            return
        yield upper
        word = upper


def note(found: list[Step], new: Step) -> None:
    """Add an action, or what it says to the same action told before."""
    for old in found:
        if _same(old, new):
            old.tokens += [t for t in new.tokens if t not in old.tokens]
            old.when = new.when if len(new.when.start) > len(old.when.start) else old.when
            old.place = old.place or new.place
            old.party += [p for p in new.party if p not in old.party]
            return
    found.append(new)


def _same(old: Step, new: Step) -> bool:
    a, b = old.when.start, new.when.start
    same_time = not a or not b or a.startswith(b) or b.startswith(a)
    same_party = not old.party or not new.party or bool(set(old.party) & set(new.party))
    same_status = old.status == new.status or not b
    return (old.treaty, old.action) == (new.treaty, new.action) and same_time and same_party and same_status
