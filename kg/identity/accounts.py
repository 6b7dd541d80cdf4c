"""What one document says of each event, group and delegation, in terms of the paths found so far."""

from __future__ import annotations

from collections.abc import Iterable

from kg.identity import bodies, events
from kg.identity.bodies import BodyTraits
from kg.identity.events import ActionTraits, AgreementTraits, MeetingTraits
from kg.identity.groups import DelegationTraits, GroupTraits
from kg.identity.names import fold, slug, stems
from kg.identity.naming import Own
from kg.identity.resolve import Known
from kg.identity.scene import Scene, anchor
from kg.model import Agreement, Delegation, Entity, Meeting, TreatyAction, When, WorkingGroup

UNDATED = "undated"


def meeting(scene: Scene, told: Meeting) -> tuple[MeetingTraits, Known]:
    """When, where, who, as part of what, the how manyth."""
    traits = MeetingTraits(
        events.span(told.when),
        scene.found(told.place),
        scene.actors(told.participant),
        scene.people(told.participant),
        scene.found(told.process),
        told.ordinal,
        scene.found(scene.outcomes.get(told.key, ())),
    )
    ordinal = "" if told.ordinal is None else str(told.ordinal)
    return traits, Known(_own(scene, "meeting", told.when, scene.first_name(told.place), told.participant, ordinal))


def action(scene: Scene, told: TreatyAction) -> tuple[ActionTraits, Known]:
    """What was done to which treaty, when, where, by whom."""
    traits = ActionTraits(
        scene.paths.get(told.treaty, ""),
        told.action,
        events.span(told.when),
        scene.actors(told.party),
        scene.found(told.place),
        told.status == "held",
    )
    treaty = slug(scene.first_name((told.treaty,)), 40)
    return traits, Known(_own(scene, "treaty-action", told.when, f"{treaty} {told.action}", told.party))


def agreement(scene: Scene, told: Agreement) -> tuple[AgreementTraits, Known]:
    """Who agreed to do what about what, when and at which meeting."""
    traits = AgreementTraits(
        told.action,
        scene.actors(told.party),
        stems(told.content),
        events.span(told.when),
        scene.found(one.key for one in scene.facts.meetings if one.key in told.reached_at and one.when.start),
        scene.found(told.object),
        scene.found(one.key for one in scene.of_kind("WorkingGroup")) if told.action == "establish" else frozenset(),
        told.status == "rejected",
    )
    return traits, Known(_own(scene, "agreement", told.when, told.action, told.party, fold(told.content)))


def _own(scene: Scene, prefix: str, when: When, name: str, actors: Iterable[str], *more: str) -> Own:
    """The path of an event on its own; the most precise date and the most that is known of actors make the best name."""
    who = sorted({anchor(owner) for key in scene.real(actors) for owner in scene.principals(key)})
    rank = (when.start.count("-") if when.start else -1, int(bool(name)), len(who))
    path = f"{prefix}/{slug(f'{when.start or UNDATED} {name}')}"
    return Own(path, rank, "", "|".join((*who, *more)), always=True)


def group(scene: Scene, entity: Entity, told: WorkingGroup | None, body_known: tuple[BodyTraits, Known]) -> tuple[GroupTraits, Known]:
    """Names and task of a group, who set it up and when, and what it is part of; `body_known` is what its name alone tells."""
    body, known = body_known
    words = frozenset().union(*(name.words for name in body.bags))
    mandate = stems(told.mandate) if told else frozenset()
    founding = _founding(scene, entity, told)
    traits = GroupTraits(
        body,
        bodies.is_set(entity.name, entity.labels),
        (words | mandate) - bodies.HEADS["WorkingGroup"],
        scene.found(key for one in founding for key in (one.key, *one.reached_at)),
        events.span(next((one.when for one in founding if one.when.start), When())),
        scene.found(told.part_of) if told else frozenset(),
    )
    return traits, known


def _founding(scene: Scene, entity: Entity, told: WorkingGroup | None) -> list[Agreement]:
    """Agreements that set a group up."""
    named = told.established_by if told else ()
    return [one for one in scene.facts.agreements if one.key in named or (one.action == "establish" and entity.key in one.object)]


def delegation(scene: Scene, entity: Entity, told: Delegation | None) -> tuple[DelegationTraits, Known]:
    """Whom a delegation represents, and where."""
    whom = told.represents if told else entity.of
    traits = DelegationTraits(scene.found(whom), scene.found(told.attends) if told else frozenset())
    occasion = max(traits.meetings, default="").partition("/")[2]
    described = "|".join((*sorted(traits.represents), *sorted(traits.meetings), fold(entity.name)))
    name = slug(f"{occasion} {scene.first_name(whom) or entity.name}")
    return traits, Known(Own(f"delegation/{name}", (int(bool(occasion)),), entity.name, described, always=not occasion), entity.labels)
