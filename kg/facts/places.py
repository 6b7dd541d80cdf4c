"""Places that are described and not named: "the Austrian capital", "the capital of the Kyrgyz Republic", "the same city", "here"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.facts import lead
from kg.facts.lead import Lead
from kg.facts.scene import Mention, Scene
from kg.facts.syntax import conjuncts, preposition

if TYPE_CHECKING:
    from spacy.tokens import Token

SEATS = {"capital"}
CITIES = {"city", "town", "capital", "venue", "place", "village", "resort"}


def name_plain(scene: Scene, leads: dict[int, Lead]) -> None:
    """Note the places that descriptions stand for."""
    for token in scene.doc:
        if token.i in scene.at:
            continue
        keys = _described(scene, token, leads)
        if keys:
            scene.add(Mention(token.i, token.i + 1, token.i, "Place", keys))
    scene.mentions.sort(key=lambda m: (m.start, m.end))


def _described(scene: Scene, token: Token, leads: dict[int, Lead]) -> tuple[str, ...]:
    if token.lower_ == "here" and token.pos_ == "ADV":
        return leads[scene.parse.section(token)].place
    if token.lemma_ not in CITIES or token.tag_ != "NN" or token.dep_ == "nsubj":
        return ()
    modifiers = [
        c
        for c in token.children
        if c.dep_ in {"amod", "compound", "nmod:poss", "nmod:desc"} or (c.dep_ == "nmod" and preposition(c) == "of")
    ]
    states = [k for c in modifiers for part in conjuncts(c) if (m := scene.at.get(part.i)) and m.kind == "State" for k in m.keys]
    if states and token.lemma_ in SEATS:
        capital = scene.gazetteer.capital(scene.cast[states[0]].code)
        return lead.place(scene, capital) if capital else ()
    named = next((m for c in token.children if c.dep_ in {"nmod", "appos"} and (m := scene.at.get(c.i)) and m.kind == "Place"), None)
    if named:
        return named.keys
    return _last(scene, token) if any(c.lower_ in {"same", "that", "this"} for c in token.children) else ()


def _last(scene: Scene, token: Token) -> tuple[str, ...]:
    section = scene.parse.section(token)
    earlier = [
        m
        for m in scene.mentions
        if m.kind == "Place" and m.use == "name" and m.start < token.i and scene.parse.section_at(m.start) == section
    ]
    cities = [m for m in earlier if scene.cast[m.keys[0]].code or preposition(scene.doc[m.head]) in {"in", "at"}]
    return (cities or earlier)[-1].keys if earlier else ()
