"""One node for one thing across documents: `identify` names every local entity and event.

Entities come first, then the events that they take part in, then the groups and delegations that events tell apart. Each step knows
the paths of the steps before. The outcome is a function of the set of facts and judgements: no order, clock or counter enters it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.identity.judgements import Judgements
from kg.identity.world import World
from kg.model import Facts, Identities

__all__ = ["Judgements", "identify"]


def identify(facts: Sequence[Facts], judgements: Judgements | None = None) -> Identities:
    """Names every entity and event of all documents; raises JudgementError where judgements contradict each other.

    Documents have different identifiers, keys are unique inside a document.
    """
    world = World(facts, judgements or Judgements())
    world.entities()
    world.meetings()
    world.actions()
    world.agreements()
    world.groups()
    world.delegations()
    return Identities(dict(sorted(world.names.items())), dict(sorted(world.labels.items())))
