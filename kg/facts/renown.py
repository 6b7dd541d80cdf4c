"""Whose well-known persons are: "Nixon and Brezhnev met" tells it to whoever knows them, and the gazetteer does."""

from __future__ import annotations

from kg.facts.gazetteer import Entry
from kg.facts.scene import Mention, Scene, entry_key


def find(scene: Scene) -> None:
    """Give persons without a state or organisation that of the well-known person of their name, and that person's other names."""
    for mention in scene.mentions:
        if mention.kind != "Person" or mention.use != "name" or not mention.keys:
            continue
        player = scene.cast[mention.keys[0]]
        if any(scene.cast[o].kind in {"State", "Organization"} for o in player.of):
            continue
        entry = _known(scene, mention, player.name)
        if entry is not None and entry.owner:
            scene.cast.relate(player.key, (entry_key(scene, scene.gazetteer.entry(entry.owner)),))
            for name in entry.names:
                scene.cast.label(player.key, name)


def _known(scene: Scene, mention: Mention, name: str) -> Entry | None:
    """The person meant in the years that the sentence speaks of, else in the year of publication."""
    sentence = scene.doc[mention.head].sent
    told = [int(t.when.start[:4]) for t in scene.times if sentence.start <= t.start < sentence.end and t.when.start]
    for year in [*told, *([scene.year] if scene.year else []), None]:
        entry = scene.gazetteer.person(name, year)
        if entry is not None:
            return entry
    return None
