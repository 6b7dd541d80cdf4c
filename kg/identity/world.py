"""All documents together while they are identified, step by step."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from kg.identity import accounts, bodies, entities, events, groups, persons
from kg.identity.bodies import BodyTraits
from kg.identity.clusters import Ref, Traits
from kg.identity.judgements import Judgements
from kg.identity.resolve import Known, resolve
from kg.identity.scene import Scene
from kg.model import Entity, EntityKind, Facts, Identities

BODIES: tuple[EntityKind, ...] = ("State", "Organization", "Place", "Treaty", "Process")
T = TypeVar("T", bound=Traits)


class World:
    """Scenes of all documents in canonical order; each step finds paths that the next ones build on."""

    def __init__(self, facts: Sequence[Facts], judgements: Judgements) -> None:
        self.scenes = {one.document: Scene(one) for one in sorted(facts, key=lambda one: one.document)}
        self.judgements = judgements
        self.labels: dict[str, str] = {}

    def identities(self) -> Identities:
        """All names and labels; entities come first, then events, then what events tell apart."""
        for kind in BODIES:
            self._bodies(kind)
        self._persons()
        self._meetings()
        self._actions()
        scenes = self.scenes.values()
        if any(one.action == "establish" and not one.when.start for scene in scenes for one in scene.facts.agreements):
            self._groups(final=False)
        self._agreements()
        if any(one.key in scene.outcomes and not one.when.start for scene in scenes for one in scene.facts.meetings):
            self._meetings()
        self._groups(final=True)
        self._delegations()
        names = {(document, key): path for document, scene in self.scenes.items() for key, path in sorted(scene.paths.items())}
        return Identities(names, dict(sorted(self.labels.items())))

    def _bodies(self, kind: EntityKind) -> None:
        known = entities.gazetteer(self.scenes.values(), kind)
        described = {(name, one.key): self._body(known, scene, one) for name, scene in self.scenes.items() for one in scene.of_kind(kind)}
        self._settle(described, bodies.keys, bodies.compare, repeats=True)

    @staticmethod
    def _body(known: Mapping[str, BodyTraits], scene: Scene, one: Entity) -> tuple[BodyTraits, Known]:
        return (known[one.code], entities.coded(one.kind, one.code, one.name, one.labels)) if one.code else entities.body(scene, one)

    def _persons(self) -> None:
        described = {(name, one.key): entities.person(scene, one) for name, scene in self.scenes.items() for one in scene.of_kind("Person")}
        self._settle(described, persons.keys, persons.compare, repeats=True)

    def _meetings(self) -> None:
        """Called once more when agreements are known, for meetings without a date: what came of one may tell which it is."""
        told = {(name, one.key): accounts.meeting(scene, one) for name, scene in self.scenes.items() for one in scene.facts.meetings}
        self._settle(told, events.meeting_keys, events.compare_meetings, repeats=False)

    def _actions(self) -> None:
        told = {(name, one.key): accounts.action(scene, one) for name, scene in self.scenes.items() for one in scene.facts.actions}
        self._settle(told, events.action_keys, events.compare_actions, repeats=False)

    def _agreements(self) -> None:
        told = {(name, one.key): accounts.agreement(scene, one) for name, scene in self.scenes.items() for one in scene.facts.agreements}
        self._settle(told, events.agreement_keys, events.compare_agreements, repeats=False)

    def _groups(self, *, final: bool) -> None:
        """Groups by name before agreements are known, since what two agreements founded tells whether they are one; then by origin too."""
        known = entities.gazetteer(self.scenes.values(), "WorkingGroup")
        described = {}
        for name, scene in self.scenes.items():
            told = {one.entity: one for one in scene.facts.groups}
            for one in scene.of_kind("WorkingGroup"):
                described[name, one.key] = accounts.group(scene, one, told.get(one.key), self._body(known, scene, one))
        self._settle(described, groups.group_keys, groups.compare_groups, repeats=False, labelled=final)

    def _delegations(self) -> None:
        told = {}
        for name, scene in self.scenes.items():
            known = {one.entity: one for one in scene.facts.delegations}
            told.update({(name, one.key): accounts.delegation(scene, one, known.get(one.key)) for one in scene.of_kind("Delegation")})
        self._settle(told, groups.delegation_keys, groups.compare_delegations, repeats=True)

    def _settle(
        self,
        described: Mapping[Ref, tuple[T, Known]],
        keys: Callable[[T], Iterable[Hashable]],
        compare: Callable[[T, T], float],
        *,
        repeats: bool,
        labelled: bool = True,
    ) -> None:
        """Resolves one kind and writes down the paths, and the labels unless the paths are for the time being."""
        for found in resolve(described, keys, compare, self.judgements, repeats=repeats):
            for document, key in found.refs:
                self.scenes[document].paths[key] = found.path
            if labelled and found.label:
                self.labels[found.path] = found.label
