"""One document's facts with the look-ups that identity needs, and the paths found for its entities and events so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from kg.identity.names import fold
from kg.model import Entity, EntityKind, Facts

DEPTH = 3


def anchor(entity: Entity) -> str:
    """What names an entity before identity is known: its code, or its folded name."""
    return entity.code or fold(entity.name)


class Scene:
    """Facts of one document; `paths` grows while identity goes from entities to events."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.document = facts.document
        self.entities = {entity.key: entity for entity in facts.entities}
        self.paths: dict[str, str] = {}
        self._principals: dict[str, tuple[Entity, ...]] = {}

    def of_kind(self, kind: EntityKind) -> list[Entity]:
        """The document's entities of one kind."""
        return self._kinds.get(kind, [])

    @cached_property
    def _kinds(self) -> dict[EntityKind, list[Entity]]:
        found: dict[EntityKind, list[Entity]] = defaultdict(list)
        for entity in self.facts.entities:
            found[entity.kind].append(entity)
        return found

    @cached_property
    def titles(self) -> dict[str, list[str]]:
        """Offices of each person."""
        found: dict[str, list[str]] = defaultdict(list)
        for position in self.facts.positions:
            found[position.holder].append(position.title)
        return found

    @cached_property
    def within(self) -> dict[str, list[str]]:
        """Where each person holds office."""
        found: dict[str, list[str]] = defaultdict(list)
        for position in self.facts.positions:
            found[position.holder] += position.within
        return found

    @cached_property
    def parties(self) -> dict[str, list[str]]:
        """Parties of treaties and groups, and of processes those who meet."""
        found: dict[str, list[str]] = defaultdict(list)
        for treaty in self.facts.treaties:
            found[treaty.entity] += treaty.party
        for group in self.facts.groups:
            found[group.entity] += group.party
        for action in self.facts.actions:
            if action.action in ("signature", "entry-into-force"):
                found[action.treaty] += action.party
        for meeting in self.facts.meetings:
            for key in meeting.process:
                if key in self.entities and self.entities[key].kind == "Process":
                    found[key] += self.real(meeting.participant)
        return found

    @cached_property
    def sent(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """For each delegation whom it represents and who came."""
        return {one.entity: (one.represents, (*one.head, *one.members)) for one in self.facts.delegations}

    @cached_property
    def outcomes(self) -> dict[str, list[str]]:
        """For each meeting the agreements reached there."""
        found: dict[str, list[str]] = defaultdict(list)
        for agreement in self.facts.agreements:
            for meeting in agreement.reached_at:
                found[meeting].append(agreement.key)
        return found

    def owners(self, entity: Entity) -> tuple[Entity, ...]:
        """The states and bodies that an entity belongs to, or that are its parties, each once."""
        keys = (*entity.of, *self.parties.get(entity.key, ()), *self.within.get(entity.key, ()))
        return tuple(dict.fromkeys(owner for key in keys for owner in self.principals(key)))

    def principals(self, key: str, depth: int = DEPTH) -> tuple[Entity, ...]:
        """The state itself; for persons and bodies whom they belong to; for a body of nobody the body itself."""
        if depth == DEPTH and key in self._principals:
            return self._principals[key]
        entity = self.entities.get(key)
        found: tuple[Entity, ...] = ()
        if entity and entity.kind == "State":
            found = (entity,)
        elif entity and depth and entity.kind in ("Organization", "Person"):
            above = (*entity.of, *self.within.get(key, ()))
            found = tuple(owner for other in above if other != key for owner in self.principals(other, depth - 1))
        if entity and entity.kind == "Organization" and not found:
            found = (entity,)
        if depth == DEPTH:
            self._principals[key] = found
        return found

    def found(self, keys: Iterable[str]) -> frozenset[str]:
        """Paths of those keys that have one yet."""
        return frozenset(self.paths[key] for key in keys if key in self.paths)

    def actors(self, keys: Iterable[str]) -> frozenset[str]:
        """Paths of the states and bodies behind participants; a delegation stands for whom it represents."""
        return self.found(owner.key for key in self.real(keys) for owner in self.principals(key))

    def people(self, keys: Iterable[str]) -> frozenset[str]:
        """Paths of the persons among participants, members of delegations included."""
        return frozenset(path for path in self.found(self.real(keys, persons=True)) if path.startswith("person/"))

    def real(self, keys: Iterable[str], *, persons: bool = False) -> Iterable[str]:
        """The same keys, with whom they represent, or who came, in the place of delegations."""
        if not self.sent:
            return keys
        return [real for key in keys for real in (self.sent[key][persons] if key in self.sent else (key,))]

    def first_name(self, keys: Iterable[str]) -> str:
        """The first name of these entities in the order of the alphabet, empty where there is none."""
        return min((self.entities[key].name for key in keys if key in self.entities), default="")
