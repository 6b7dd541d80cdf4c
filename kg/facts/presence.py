"""Meetings that no word names: persons of two sides who did one thing together, at a place, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts import settings
from kg.facts.clauses import Clause
from kg.facts.coreference import References
from kg.facts.occasions import Occasion, compatible, overlap, places_fit
from kg.facts.scene import Scene
from kg.facts.status import event_status, untrue
from kg.facts.syntax import conjuncts
from kg.facts.tenses import band
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.facts.deals import Deal

BESIDE = {"with", "together with", "along with", "alongside"}
APART = {"SayingVerb", "DenyingWord", "PlanningWord", "ProposingWord", "WeakMeetingVerb"}  # what two can do without being in one room


def find(scene: Scene, references: References, clauses: list[Clause], anchor: dict[int, str]) -> Iterator[Occasion]:
    """The occasions that clauses with two or more persons imply: "At Malta the two came close to a treaty"."""
    for told in clauses:
        verb = told.verb
        if (
            band(verb) not in {"past", "present", "earlier"}
            or untrue(scene, verb)
            or any(scene.lexicon.member(name, verb) for name in APART)
        ):
            continue
        persons = _persons(scene, references, told)
        if len({scene.principal_of(k) or k for k in persons}) < 2:
            continue
        moment, place = settings.when(scene, [verb]) or When(), list(settings.places(scene, [verb]))
        section = scene.parse.section(verb)
        if not moment.start or not place or event_status(scene, verb, verb, moment, anchor.get(section, "")) != "held":
            continue
        states = [k for k in map(scene.principal_of, persons) if k]
        party = list(dict.fromkeys([*persons, *states]))
        yield Occasion("", section, moment, place, party, [], None, "held", [verb.i], explicit=True)


def _persons(scene: Scene, references: References, told: Clause) -> list[str]:
    tokens = [*told.subjects, *(c for p, noun in told.obliques if p in BESIDE for c in conjuncts(noun))]
    if scene.lexicon.member("TravelVerb", told.verb):
        tokens += [c for p, noun in told.obliques if p == "at" and noun.lemma_ == "invitation" for c in _inviting(noun)]
    return [k for k in references.actors(tokens) if scene.cast[k].kind == "Person"]


def _inviting(noun: Token) -> list[Token]:
    """ "at the invitation of his counterpart B", "at B's invitation": who invites is who receives."""
    return [t for c in noun.children if c.dep_ in {"nmod", "nmod:poss"} for t in conjuncts(c)]


def known(scene: Scene, found: list[Occasion], new: Occasion) -> bool:
    """Whether an occasion told already is, or may be, this one."""
    near = [o for o in found if o.section == new.section and o.when.start and compatible(o.when, new.when)]
    return any(places_fit(scene, o, new) or overlap(scene, o, new) for o in near)


def settled(scene: Scene, found: list[Occasion], deal: Deal) -> None:
    """Add the occasion at which two sides came to terms on a named day at a named place, when the text tells of no meeting then."""
    principals = {scene.principal_of(k) or k for k in deal.party}
    moment = deal.when or When()
    if deal.meeting or deal.status != "agreed" or len(principals) < 2 or len(moment.start) < 10 or not deal.place:
        return
    token = scene.doc[deal.trigger]
    new = Occasion("", scene.parse.section(token), moment, list(deal.place), list(deal.party), [], None, "held", [token.i], explicit=True)
    if not known(scene, found, new):
        new.key = deal.meeting = f"meeting{len(found) + 1}"
        found.append(new)
