"""One node for one entity: what each document knows of it, compared within its kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kg.identity import bodies, persons
from kg.identity.bodies import BodyTraits
from kg.identity.clusters import Ref
from kg.identity.names import fold, slug
from kg.identity.naming import Own
from kg.identity.persons import PersonTraits
from kg.model import Entity, EntityKind, Facts

PREFIX: dict[EntityKind, str] = {
    "State": "state",
    "Organization": "organization",
    "Person": "person",
    "WorkingGroup": "group",
    "Delegation": "delegation",
    "Process": "process",
    "Treaty": "treaty",
    "Place": "place",
}
BEFORE_EVENTS: tuple[EntityKind, ...] = ("State", "Organization", "Person", "Place", "Treaty", "Process")


@dataclass
class Scene:
    """One document's facts with the look-ups that identity needs: whom an entity belongs to, which offices a person holds."""

    facts: Facts
    entities: dict[str, Entity] = field(init=False)

    def __post_init__(self) -> None:
        self.entities = {entity.key: entity for entity in self.facts.entities}

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
        """Parties of treaties and groups as the facts give them."""
        found: dict[str, list[str]] = defaultdict(list)
        for treaty in self.facts.treaties:
            found[treaty.entity] += treaty.party
        for group in self.facts.groups:
            found[group.entity] += group.party
        for action in self.facts.actions:
            if action.action in ("signature", "entry-into-force"):
                found[action.treaty] += action.party
        return found

    def states(self, keys: Iterable[str]) -> frozenset[str]:
        """The states and bodies that these entities are, or that they belong to, as codes or folded names."""
        return frozenset(anchor(entity) for entity in self.principals(keys))

    def principals(self, keys: Iterable[str], depth: int = 3) -> Iterator[Entity]:
        """States themselves, for others whom they belong to, for a body of nobody the body itself."""
        for key in keys:
            entity = self.entities.get(key)
            if entity is None:
                continue
            if entity.kind == "State":
                yield entity
            elif entity.kind == "Organization":
                above = list(self.principals(entity.of, depth - 1)) if depth else []
                yield from above or [entity]
            elif entity.kind == "Person" and depth:
                yield from self.principals((*entity.of, *self.within.get(key, ())), depth - 1)


def anchor(entity: Entity) -> str:
    """What names an entity before identity is known: its code, or its folded name."""
    return entity.code or fold(entity.name)


def person(scene: Scene, entity: Entity) -> PersonTraits:
    """What a document knows of a person."""
    parsed = [persons.parse(label) for label in entity.labels or (entity.name,)]
    full = {name.tokens for name in parsed if name.full} or {name.tokens for name in parsed if name.tokens}
    generations = frozenset(name.generation for name in parsed if name.generation)
    titles = frozenset(filter(None, map(persons.title_words, scene.titles.get(entity.key, ()))))
    states = scene.states((*entity.of, *scene.within.get(entity.key, ())))
    return PersonTraits(frozenset(full), generations, states, titles)


def body(scene: Scene, entity: Entity) -> BodyTraits:
    """What a document knows of an organisation, a treaty, a process, a group or a place."""
    owners = (*entity.of, *scene.parties.get(entity.key, ()))
    principals = list(scene.principals(owners))
    owned = tuple(sorted({fold(label) for owner in principals for label in (owner.name, *owner.labels)}))
    states = frozenset(map(anchor, principals)) - {anchor(entity)}
    return _body(entity.kind, entity.code, entity.labels or (entity.name,), owned, states)


@lru_cache(maxsize=1 << 17)
def _body(kind: EntityKind, code: str, labels: tuple[str, ...], owned: tuple[str, ...], states: frozenset[str]) -> BodyTraits:
    named = [label for label in labels if label[:1].isupper() or kind not in ("Organization", "Place") or len(labels) == 1]
    acronyms = [label for label in named if bodies.is_acronym(label)]
    bracketed = [found for label in named for found in re.findall(r"\(([^)]*)\)", label) if bodies.is_acronym(found)]
    fulls = [label for label in named if not bodies.is_acronym(label)]
    return BodyTraits(
        kind,
        code,
        frozenset(bag for bag in (bodies.bag(label, kind, owned) for label in fulls) if bag.words),
        frozenset(map(fold, (*acronyms, *bracketed))),
        frozenset().union(*map(bodies.initials, fulls)) if kind not in ("Place", "State") else frozenset(),
        states,
    )


def own(scene: Scene, entity: Entity) -> Own:
    """What an entity would be called if it stood alone."""
    prefix = PREFIX[entity.kind]
    if entity.code:
        return Own(_coded(prefix, entity.code), (9,), entity.name, entity.code)
    if entity.kind == "Person":
        return _person_own(scene, entity)
    return _body_own(scene, entity)


def _coded(prefix: str, code: str) -> str:
    """The gazetteer's identifier as a path of this kind; whatever else stands in it is made safe."""
    tail = code.rpartition("/")[2]
    return f"{prefix}/{tail if re.fullmatch(r'[A-Za-z0-9][A-Za-z0-9-]*', tail) else slug(tail)}"


def _person_own(scene: Scene, entity: Entity) -> Own:
    """Given name and surname come before a longer form, that before a surname alone."""
    names = [persons.parse(label) for label in entity.labels or (entity.name,)]
    found = [((len([t for t in name.tokens if len(t) > 1]) > 1, -len(name.tokens)), name) for name in names if name.tokens]
    told = "|".join(sorted(scene.states((*entity.of, *scene.within.get(entity.key, ())))))
    if not found:
        return Own(f"person/{slug(entity.name)}", (0, 0), entity.name, told)
    rank, name = max(found, key=lambda item: (item[0], slug(item[1].text), item[1].text))
    return Own(f"person/{slug(name.text)}", (1 + rank[0], rank[1]), name.text, told)


def _body_own(scene: Scene, entity: Entity) -> Own:
    """The fullest label; a body of one state that its name doesn't tell has the state's name before it."""
    traits = body(scene, entity)
    owners = list(scene.principals((*entity.of, *scene.parties.get(entity.key, ()))))
    rank, label = max((_fullness(label), label) for label in entity.labels or (entity.name,))
    name = slug(label)
    if entity.kind == "Organization" and len({anchor(owner) for owner in owners}) == 1 and not _tells(label, owners[0]):
        name = slug(f"{owners[0].name} {label}")
    description = "|".join((*sorted(traits.states), fold(label)))
    generic = entity.kind != "Place" and (
        traits.lone or traits.strength == 0 or (entity.kind == "WorkingGroup" and bodies.is_set(entity.labels))
    )
    return Own(f"{PREFIX[entity.kind]}/{name}", rank, _display(label), description, generic and not traits.code)


@lru_cache(maxsize=1 << 16)
def _fullness(label: str) -> tuple[int, ...]:
    words = re.findall(r"[^\W\d_]{4,}", label)
    capitals = sum(word[0].isupper() for word in words)
    proper = int(bool(words) and 2 * capitals > len(words))
    return (int(not bodies.is_acronym(label)), proper, min(len(words), 9), -len(label))


def _tells(label: str, owner: Entity) -> bool:
    """Whether a body's name holds its state's name or adjective."""
    folded = f" {fold(label)} "
    names = [fold(name) for name in (owner.name, *owner.labels)]
    return any(f" {name} " in folded for name in names) or any(
        word[:4] == name[:4] for word in folded.split() for name in names if " " not in name and len(name) > 3
    )


def _display(label: str) -> str:
    """A label as it stands, without a leading article."""
    return re.sub(r"^(?:the|The) (?=\S)", "", label.strip()) or label


def refs(scenes: Sequence[Scene], kind: EntityKind) -> Iterator[tuple[Ref, Scene, Entity]]:
    """All local entities of a kind."""
    for scene in scenes:
        document = scene.facts.document
        for entity in scene.facts.entities:
            if entity.kind == kind:
                yield (document, entity.key), scene, entity
