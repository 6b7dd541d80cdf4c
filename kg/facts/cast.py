"""The entities of one document while it is read: names are added as they are met, and one entity gathers all its names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from kg.model import Entity, EntityKind


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """A name without case, accents, dots, hyphens, a leading article and a final possessive: what two spellings share."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold().replace("ı", "i")
    text = re.sub(r"['’]s?\b", "", text).replace(".", "")
    return re.sub(r"[\W_]+", " ", text).strip().removeprefix("the ")


@dataclass
class Player:
    """One entity under construction; `count` says how often it was named, `feminine` what its title or pronoun tells."""

    key: str
    kind: EntityKind
    labels: list[str]
    code: str = ""
    of: list[str] = field(default_factory=list)
    count: int = 0
    feminine: bool | None = None
    generic: bool = False

    @property
    def name(self) -> str:
        """The fullest surface form; for what the gazetteer knows, its label."""
        return self.labels[0]


class Cast:
    """All entities of a document, found by key, by gazetteer code or by kind and name."""

    def __init__(self) -> None:
        self.players: dict[str, Player] = {}
        self._by_name: dict[tuple[EntityKind, str], str] = {}
        self._by_code: dict[str, str] = {}

    def __getitem__(self, key: str) -> Player:
        return self.players[key]

    def add(self, kind: EntityKind, name: str, *, labels: tuple[str, ...] = (), code: str = "", of: tuple[str, ...] = ()) -> str:
        """The key of the entity of this kind and name (or code), made when it is new."""
        key = self._by_code.get(code) if code else self._by_name.get((kind, folded(name)))
        if key is None:
            key = f"{kind.lower()}{len(self.players) + 1}"
            self.players[key] = Player(key, kind, [name], code)
            if code:
                self._by_code[code] = key
        for label in (name, *labels):
            self.label(key, label)
        self.relate(key, of)
        return key

    def label(self, key: str, label: str) -> None:
        """Give an entity one more name."""
        player = self.players[key]
        if label and label not in player.labels:
            player.labels.append(label)
        self._by_name.setdefault((player.kind, folded(label)), key)

    def recast(self, key: str, kind: EntityKind) -> None:
        """Give an entity another kind, which its names tell from now on."""
        player = self.players[key]
        player.kind = kind
        for label in player.labels:
            self._by_name.setdefault((kind, folded(label)), key)

    def relate(self, key: str, of: tuple[str, ...]) -> None:
        """Note what tells an entity from its namesakes."""
        player = self.players[key]
        player.of += [other for other in of if other not in player.of and other != key]

    def find(self, kind: EntityKind, name: str) -> str | None:
        """The key of an entity by one of its names."""
        return self._by_name.get((kind, folded(name)))

    def of_kind(self, *kinds: EntityKind) -> list[Player]:
        """The entities of some kinds in the order of their first mention."""
        return [player for player in self.players.values() if player.kind in kinds]

    def entities(self, used: frozenset[str]) -> tuple[Entity, ...]:
        """The entities whose keys are used, as the records that leave the room."""
        return tuple(
            Entity(p.key, p.kind, p.name, tuple(p.labels), p.code, tuple(o for o in p.of if o in self.players))
            for p in self.players.values()
            if p.key in used
        )
