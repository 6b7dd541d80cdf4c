"""One node for one thing across documents: `identify` names every local entity and event.

Entities come first, then the events that they take part in, then the groups and delegations that events tell apart. Each step knows
the paths of the steps before. The outcome is a function of the set of facts and judgements: no order, clock or counter enters it.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence

from kg.identity.judgements import Judgements
from kg.identity.world import World
from kg.model import Facts, Identities

__all__ = ["Judgements", "identify"]


def identify(facts: Sequence[Facts], judgements: Judgements | None = None) -> Identities:
    """Names every entity and event of all documents; raises JudgementError where judgements contradict each other.

    Documents have different identifiers, keys are unique inside a document.
    """
    # Millions of small objects and no cycle among them: the collector would walk through all of them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return World(facts, judgements or Judgements()).identities()
    finally:
        if collecting:
            gc.enable()
