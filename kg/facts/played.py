"""Who plays a part in an event that the encoder sees told, when it was and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.facts.scene import Scene
    from kg.language.encoder.events import Event

ROLE, SURE = 0.5, 0.85  # probabilities of roles; who is not surely a party may be a mediator, and the story tells the parties


def players(scene: Scene, event: Event, role: str, least: float = ROLE) -> list[Token]:
    """The words that play a role in an event with at least some probability."""
    return [scene.doc[i] for i in event.played(role, least)]


def when(scene: Scene, event: Event, least: float = ROLE) -> When | None:
    """The time of an event, as far as a word plays that role with at least some probability."""
    tokens = set(event.played("time", least))
    return next((t.when for t in scene.times if t.when.start and tokens & set(range(t.start, t.end))), None)


def places(scene: Scene, event: Event) -> list[str]:
    """The places of an event, as far as words play that role."""
    mentions = filter(None, (scene.at.get(token.i) for token in players(scene, event, "place")))
    named = (m for m in mentions if m.kind == "Place" and not _of_a_thing(scene, event, scene.doc[m.head]))
    return list(dict.fromkeys(k for m in named for k in m.keys))


def _of_a_thing(scene: Scene, event: Event, token: Token) -> bool:
    """ "talks on a boundary in the Gulf": where a thing is that is talked about."""
    above = token.head
    sited = any(scene.lexicon.member(name, above) for name in ("MeetingNoun", "BuildingNoun", "PlaceNoun"))
    return token.dep_ == "nmod" and above.pos_ == "NOUN" and above.i != event.i and not sited


def nearest(scene: Scene, kind: str, tokens: Iterable[int]) -> Event | None:
    """The event of a kind that the encoder sees told nearest to one of some words, in a sentence of theirs."""
    told = scene.told(ROLE, kind)
    apart = [(abs(event.i - i), event.i, event) for i in tokens for event in told if scene.doc[event.i].sent == scene.doc[i].sent]
    return min(apart, default=(0, 0, None), key=lambda one: one[:2])[2]
