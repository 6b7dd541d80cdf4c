"""All documents together while they are identified: the paths found so far, and the descriptions built on them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from kg.identity import bodies, entities, events, groups, persons
from kg.identity.clusters import Ref, Traits
from kg.identity.entities import PREFIX, Scene
from kg.identity.events import ActionTraits, AgreementTraits, MeetingTraits
from kg.identity.groups import DelegationTraits, GroupTraits
from kg.identity.judgements import Judgements
from kg.identity.names import fold, slug, stems
from kg.identity.naming import Own, labels
from kg.identity.resolve import Known, resolve
from kg.model import Agreement, Delegation, Entity, EntityKind, Facts, Meeting, TreatyAction, When, WorkingGroup

T = TypeVar("T", bound=Traits)
Refs = Iterable[str]


class World:
    """Paths and labels grow step by step; the steps are called in the order in which they stand here."""

    def __init__(self, facts: Sequence[Facts], judgements: Judgements) -> None:
        self.scenes = [Scene(one) for one in sorted(facts, key=lambda one: one.document)]
        self.judgements = judgements
        self.names: dict[Ref, str] = {}
        self.labels: dict[str, str] = {}

    def entities(self) -> None:
        """States, organisations, persons, places, treaties and processes."""
        for kind in entities.BEFORE_EVENTS:
            local = list(entities.refs(self.scenes, kind))
            if kind == "Person":
                people = {ref: (entities.person(scene, entity), self._known(scene, entity)) for ref, scene, entity in local}
                self._settle(people, persons.keys, persons.compare, repeats=True)
            else:
                found = {ref: (entities.body(scene, entity), self._known(scene, entity)) for ref, scene, entity in local}
                self._settle(found, bodies.keys, bodies.compare, repeats=True)

    def meetings(self) -> None:
        """Meetings of all documents."""
        described = {
            (scene.facts.document, meeting.key): self._meeting(scene, meeting) for scene in self.scenes for meeting in scene.facts.meetings
        }
        self._settle(described, events.meeting_keys, events.compare_meetings, repeats=False)

    def actions(self) -> None:
        """Steps in the lives of treaties."""
        described = {
            (scene.facts.document, action.key): self._action(scene, action) for scene in self.scenes for action in scene.facts.actions
        }
        self._settle(described, events.action_keys, events.compare_actions, repeats=False)

    def agreements(self) -> None:
        """Things agreed, proposed or rejected."""
        described = {
            (scene.facts.document, agreement.key): self._agreement(scene, agreement)
            for scene in self.scenes
            for agreement in scene.facts.agreements
        }
        self._settle(described, events.agreement_keys, events.compare_agreements, repeats=False)

    def groups(self) -> None:
        """Working groups, commissions and committees."""
        described = {}
        for scene in self.scenes:
            told = {group.entity: group for group in scene.facts.groups}
            for entity in scene.facts.entities:
                if entity.kind == "WorkingGroup":
                    described[scene.facts.document, entity.key] = self._group(scene, entity, told.get(entity.key))
        self._settle(described, groups.group_keys, groups.compare_groups, repeats=False)

    def delegations(self) -> None:
        """Delegations, each with its state and its meeting."""
        described = {}
        for scene in self.scenes:
            told = {delegation.entity: delegation for delegation in scene.facts.delegations}
            for entity in scene.facts.entities:
                if entity.kind == "Delegation":
                    described[scene.facts.document, entity.key] = self._delegation(scene, entity, told.get(entity.key))
        self._settle(described, groups.delegation_keys, groups.compare_delegations, repeats=True)

    def _settle(
        self,
        described: Mapping[Ref, tuple[T, Known]],
        keys: Callable[[T], Iterable[Hashable]],
        compare: Callable[[T, T], float],
        *,
        repeats: bool,
    ) -> None:
        parts, paths = resolve(described, keys, compare, self.judgements, repeats=repeats)
        for part, path in zip(parts, paths, strict=True):
            self.names.update(dict.fromkeys(part, path))
        owns = {ref: known.own for ref, (_, known) in described.items()}
        self.labels.update((path, label) for path, label in labels(parts, paths, owns).items() if label)

    @staticmethod
    def _known(scene: Scene, entity: Entity) -> Known:
        return Known(entities.own(scene, entity), entity.labels)

    def _paths(self, scene: Scene, keys: Refs, *kinds: EntityKind) -> frozenset[str]:
        """Paths of those keys that have one yet, of these kinds only where kinds are given."""
        found = (key for key in keys if not kinds or ((entity := scene.entities.get(key)) and entity.kind in kinds))
        return frozenset(path for key in found if (path := self.names.get((scene.facts.document, key))))

    def _actors(self, scene: Scene, keys: Refs) -> frozenset[str]:
        """The states and bodies behind these participants; a delegation stands for whom it represents."""
        sent = {one.entity: one.represents for one in scene.facts.delegations}
        flat = [real for key in keys for real in sent.get(key, (key,))]
        return self._paths(scene, (entity.key for entity in scene.principals(flat)))

    def _people(self, scene: Scene, keys: Refs) -> frozenset[str]:
        sent = {one.entity: (*one.head, *one.members) for one in scene.facts.delegations}
        return self._paths(scene, (real for key in keys for real in sent.get(key, (key,))), "Person")

    def _meeting(self, scene: Scene, meeting: Meeting) -> tuple[MeetingTraits, Known]:
        when = events.span(meeting.when)
        traits = MeetingTraits(
            when,
            self._paths(scene, meeting.place),
            self._actors(scene, meeting.participant),
            self._people(scene, meeting.participant),
            self._paths(scene, meeting.process),
            meeting.ordinal,
        )
        ordinal = str(meeting.ordinal or "")
        return traits, Known(
            self._event_own(scene, "meeting", meeting.when, self._named(scene, meeting.place), meeting.participant, ordinal)
        )

    def _action(self, scene: Scene, action: TreatyAction) -> tuple[ActionTraits, Known]:
        treaty = self.names.get((scene.facts.document, action.treaty), "")
        traits = ActionTraits(
            treaty,
            action.action,
            events.span(action.when),
            self._actors(scene, action.party),
            self._paths(scene, action.place),
            action.status == "held",
        )
        name = slug(self._named(scene, [action.treaty]), 40)
        return traits, Known(self._event_own(scene, "treaty-action", action.when, f"{name} {action.action}", action.party))

    def _agreement(self, scene: Scene, agreement: Agreement) -> tuple[AgreementTraits, Known]:
        traits = AgreementTraits(
            agreement.action,
            self._actors(scene, agreement.party),
            stems(agreement.content),
            events.span(agreement.when),
            self._paths(scene, agreement.reached_at),
            self._paths(scene, agreement.object),
            agreement.status == "rejected",
        )
        own = self._event_own(scene, "agreement", agreement.when, agreement.action, agreement.party, fold(agreement.content))
        return traits, Known(own)

    def _event_own(self, scene: Scene, prefix: str, when: When, name: str, actors: Refs, *more: str) -> Own:
        """The path of an event on its own; the most precise date and the most that is known of actors make the best name."""
        start = when.start if when.start else "undated"
        who = sorted(scene.states(actors))
        path = f"{prefix}/{slug(' '.join((start, name)))}"
        return Own(path, (start.count("-") if when.start else -1, int(bool(name)), len(who)), "", "|".join((*who, *more)), always=True)

    @staticmethod
    def _named(scene: Scene, keys: Refs) -> str:
        """Name of the first of these entities, by name."""
        return min((entity.name for key in keys if (entity := scene.entities.get(key))), default="")

    def _group(self, scene: Scene, entity: Entity, told: WorkingGroup | None) -> tuple[GroupTraits, Known]:
        body = entities.body(scene, entity)
        several = bodies.is_set(entity.labels or (entity.name,))
        words = frozenset().union(*(name.words for name in body.bags))
        mandate = stems(told.mandate) if told else frozenset()
        traits = GroupTraits(
            body,
            several,
            (words | mandate) - bodies.HEADS["WorkingGroup"],
            self._origins(scene, entity, told),
            self._paths(scene, told.part_of if told else ()),
        )
        return traits, self._known(scene, entity)

    def _origins(self, scene: Scene, entity: Entity, told: WorkingGroup | None) -> frozenset[str]:
        """Agreements that set a group up, and the meetings where they were reached."""
        named = set(told.established_by if told else ())
        found = [one for one in scene.facts.agreements if one.key in named or (one.action == "establish" and entity.key in one.object)]
        keys = [key for one in found for key in (one.key, *one.reached_at)]
        return self._paths(scene, keys)

    def _delegation(self, scene: Scene, entity: Entity, told: Delegation | None) -> tuple[DelegationTraits, Known]:
        meetings = self._paths(scene, told.attends if told else ())
        represents = self._paths(scene, told.represents if told else entity.of)
        whom = self._named(scene, told.represents if told else entity.of) or entity.name
        occasion = max(meetings, default="").partition("/")[2]
        path = f"{PREFIX['Delegation']}/{slug(f'{occasion} {whom}')}"
        described = "|".join((*sorted(represents), *sorted(meetings), fold(entity.name)))
        own = Own(path, (int(bool(occasion)),), entity.name, described, always=not occasion)
        return DelegationTraits(represents, meetings), Known(own, entity.labels)
