"""What one document knows of each entity, and what the entity would be called if it stood alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from kg.identity import bodies, persons
from kg.identity.bodies import BodyTraits
from kg.identity.names import fold, slug
from kg.identity.naming import Own
from kg.identity.persons import PersonTraits
from kg.identity.resolve import Known
from kg.identity.scene import Scene, anchor
from kg.model import Entity, EntityKind

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
SIZE = 1 << 17


def person(scene: Scene, entity: Entity) -> tuple[PersonTraits, Known]:
    """A person's names, states and offices."""
    states = frozenset(map(anchor, scene.owners(entity)))
    return _person(entity.name, entity.labels, tuple(scene.titles.get(entity.key, ())), states)


@lru_cache(maxsize=SIZE)
def _person(name: str, labels: tuple[str, ...], titles: tuple[str, ...], states: frozenset[str]) -> tuple[PersonTraits, Known]:
    parsed = [one for one in map(persons.parse, labels or (name,)) if one.tokens]
    names = frozenset(one.tokens for one in parsed if one.full) or frozenset(one.tokens for one in parsed)
    generations = frozenset(one.generation for one in parsed if one.generation)
    offices = frozenset(filter(None, map(persons.title_words, titles)))
    return PersonTraits(names, generations, states, offices), Known(_person_own(name, parsed, states), labels)


def _person_own(name: str, parsed: list[persons.PersonName], states: frozenset[str]) -> Own:
    """Given name and surname come before a longer form, that before a surname alone."""
    told = "|".join(sorted(states))
    if not parsed:
        return Own(f"person/{slug(name)}", (0, 0), name, told)
    ranked = [((int(sum(len(token) > 1 for token in one.tokens) > 1), -len(one.tokens)), slug(one.text), one.text) for one in parsed]
    (spelt, short), path, text = max(ranked)
    return Own(f"person/{path}", (1 + spelt, short), text, told)


Owner = tuple[str, str, tuple[str, ...]]


def body(scene: Scene, entity: Entity) -> tuple[BodyTraits, Known]:
    """Names of an organisation, a treaty, a process, a group or a place, and whom it belongs to; of what has a code see `gazetteer`."""
    return _body(entity.kind, entity.name, entity.labels or (entity.name,), owners(scene, entity))


def owners(scene: Scene, entity: Entity) -> tuple[Owner, ...]:
    """Whom an entity belongs to, with all their names."""
    return tuple((anchor(owner), owner.name, owner.labels) for owner in scene.owners(entity) if owner is not entity)


def gazetteer(scenes: Iterable[Scene], kind: EntityKind) -> dict[str, BodyTraits]:
    """For each code what all documents together know of it, so that a name without a code can be compared with it; of states the code."""
    names: dict[str, set[str]] = defaultdict(set)
    whose: dict[str, set[Owner]] = defaultdict(set)
    for scene in scenes:
        for entity in scene.of_kind(kind):
            if entity.code:
                names[entity.code].update(() if kind == "State" else entity.labels)
                whose[entity.code].update(() if kind == "State" else owners(scene, entity))
    found = {}
    for code, labels in names.items():
        traits = _body_traits(
            kind, tuple(sorted(labels)), _folded(tuple(sorted(whose[code]))), frozenset(owner[0] for owner in whose[code])
        )
        found[code] = replace(traits, code=code)
    return found


@lru_cache(maxsize=SIZE)
def coded(kind: EntityKind, code: str, name: str, labels: tuple[str, ...]) -> Known:
    """The gazetteer's identifier as a path of this kind; whatever else stands in it is made safe."""
    tail = code.rpartition("/")[2]
    path = f"{PREFIX[kind]}/{tail if re.fullmatch(r'[A-Za-z0-9][A-Za-z0-9-]*', tail) else slug(tail)}"
    return Known(Own(path, (9,), name, code), labels)


@lru_cache(maxsize=SIZE)
def _body(kind: EntityKind, name: str, labels: tuple[str, ...], owners: tuple[Owner, ...]) -> tuple[BodyTraits, Known]:
    states = frozenset(owner[0] for owner in owners)
    traits = _body_traits(kind, labels, _folded(owners), states)
    rank, label = max((_fullness(label, name), label) for label in labels)
    path = slug(label)
    if kind == "Organization" and len(states) == 1 and not _tells(label, _folded(owners)):
        path = slug(f"{owners[0][1]} {label}")
    generic = kind not in ("Place", "State") and (traits.lone or traits.generic or (kind == "WorkingGroup" and bodies.is_set(name, labels)))
    described = "|".join((*sorted(states), fold(label)))
    return traits, Known(Own(f"{PREFIX[kind]}/{path}", rank, _display(label), described, generic), labels)


def _body_traits(kind: EntityKind, labels: tuple[str, ...], owned: tuple[str, ...], states: frozenset[str]) -> BodyTraits:
    named = [label for label in labels if label[:1].isupper() or kind not in ("Organization", "Place") or len(labels) == 1]
    bracketed = [found for label in named for found in re.findall(r"\(([^)]*)\)", label)]
    fulls = [label for label in named if kind == "Treaty" or not bodies.is_acronym(label)]
    return BodyTraits(
        kind,
        "",
        frozenset(bag for bag in (bodies.bag(label, kind, owned) for label in fulls) if bag.words),
        frozenset(fold(label) for label in (*named, *bracketed) if bodies.is_acronym(label)),
        frozenset().union(*map(bodies.initials, fulls)) if kind not in ("Place", "State") else frozenset(),
        states,
    )


@lru_cache(maxsize=SIZE)
def _folded(owners: tuple[Owner, ...]) -> tuple[str, ...]:
    """All names of the states and bodies that something belongs to, folded."""
    return tuple(sorted({fold(label) for _, name, labels in owners for label in (name, *labels)}))


@lru_cache(maxsize=SIZE)
def _fullness(label: str, name: str) -> tuple[int, ...]:
    """Orders labels of a body: full names before abbreviations, proper names before descriptions, the entity's name before others."""
    words = re.findall(r"[^\W\d_]{4,}", label)
    proper = int(bool(words) and 2 * sum(word[0].isupper() for word in words) > len(words))
    return (int(not bodies.is_acronym(label)), proper, int(label == name), min(len(words), 9), -len(label))


def _tells(label: str, owned: tuple[str, ...]) -> bool:
    """Whether a body's name holds its state's name or adjective."""
    words = fold(label).split()
    return any(f" {name} " in f" {' '.join(words)} " for name in owned) or any(bodies.is_adjective(word, owned) for word in words)


def _display(label: str) -> str:
    """A label as it stands, without a leading article."""
    return re.sub(r"^(?:the|The) (?=\S)", "", label.strip()) or label
