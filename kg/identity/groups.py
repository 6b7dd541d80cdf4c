"""Working groups, which are known by who set them up and when as much as by name, and delegations, known by where they went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.identity import bodies
from kg.identity.bodies import BodyTraits
from kg.identity.clusters import ANYONE, SURE, VETO, Owners
from kg.identity.events import Span, dates
from kg.identity.names import jaccard, overlap


@dataclass(frozen=True, slots=True)
class GroupTraits:
    """What one document knows of a group; `origins` holds paths of the agreements that set it up and their meetings, `since` when."""

    body: BodyTraits
    several: bool
    subject: frozenset[str]
    origins: frozenset[str]
    since: Span
    part_of: frozenset[str]

    @property
    def lone(self) -> bool:
        """Two groups of whose beginning nothing is known may be any two."""
        return not self.origins and (self.several or (self.body.lone and not self.part_of))

    @property
    def owners(self) -> Owners:
        """The parties."""
        return self.body.owners


def group_keys(group: GroupTraits) -> Iterator[str]:
    """Blocking keys: where it was set up, or its name."""
    yield from ("origin " + origin for origin in group.origins)
    if not group.several:
        yield from bodies.keys(group.body)
        yield from (f"{whole} {word}" for whole in group.part_of for word in group.subject)


def compare_groups(a: GroupTraits, b: GroupTraits) -> float:
    """How surely two descriptions are of one group, see `clusters.Merger.score`."""
    if a.body.code and b.body.code:
        return SURE if a.body.code == b.body.code else VETO
    if a.several != b.several:
        return VETO
    same_origin = bool(a.origins & b.origins)
    if dates(a.since, b.since) < 0 and not same_origin:
        return VETO
    named = bodies.compare(a.body, b.body)
    if named < 0:
        return VETO
    if a.several:
        return 0.9 if same_origin else 0.0
    return max(0.0 if a.body.generic or b.body.generic else named, _by_subject(a, b, same_origin))


def _by_subject(a: GroupTraits, b: GroupTraits, same_origin: bool) -> float:
    """Groups that share words of their names and tasks: many words, or fewer where they are of one origin or parts of one whole."""
    shared = len(a.subject & b.subject)
    likeness = (overlap(a.subject, b.subject) + jaccard(a.subject, b.subject)) / 2
    if same_origin and (shared > 1 or shared == min(len(a.subject), len(b.subject)) == 1):
        return round(0.3 + 0.6 * likeness, 2)
    enough = 2 if a.part_of & b.part_of else 3
    return 0.5 if shared >= enough and jaccard(a.subject, b.subject) >= 0.6 else 0.0


@dataclass(frozen=True, slots=True)
class DelegationTraits:
    """Whom a delegation stands for and which meetings it attends, as paths."""

    represents: frozenset[str]
    meetings: frozenset[str]

    @property
    def lone(self) -> bool:
        """A delegation to no known meeting is like no other."""
        return not (self.represents and self.meetings)

    @property
    def owners(self) -> Owners:
        """A meeting has few delegations."""
        return ANYONE


def delegation_keys(delegation: DelegationTraits) -> Iterator[str]:
    """Blocking keys: the meetings."""
    yield from delegation.meetings


def compare_delegations(a: DelegationTraits, b: DelegationTraits) -> float:
    """One state's delegation to one meeting is one."""
    return SURE if a.represents == b.represents and a.meetings & b.meetings else VETO
