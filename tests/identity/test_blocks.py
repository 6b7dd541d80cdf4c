"""Which descriptions are held against each other: all that may be one thing, and few others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from string import ascii_uppercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity import bodies, events, groups
from kg.identity.bodies import BodyTraits, bag
from kg.identity.clusters import Node, cluster, facets, foreign
from kg.identity.events import ActionTraits, AgreementTraits, Span
from kg.identity.groups import GroupTraits
from kg.model import EntityKind

STATES = st.sampled_from([frozenset(some) for n in range(5) for some in combinations(["state/RU", "state/US", "state/CN", "state/AM"], n)])
WORDS = st.frozensets(st.sampled_from(["arms", "control", "prisoner"]))
SPANS = st.sampled_from([Span(), Span("2021-09-30", "2021-09-30", 3), Span("2021-09-01", "2021-09-30", 2)])
KINDS: tuple[EntityKind, ...] = ("Organization", "Place", "Treaty", "Process", "WorkingGroup")
NAMES = {kind: [bag(name, kind, ()) for name in ("Arms Control Group", "Arms Control", "working group")] for kind in KINDS}


def body(kind: EntityKind) -> st.SearchStrategy[BodyTraits]:
    names = st.frozensets(st.sampled_from(NAMES[kind]))
    return st.builds(BodyTraits, st.just(kind), st.just(""), names, st.just(frozenset()), st.just(frozenset()), STATES)


COMPARED: list[tuple[Callable[[Any, Any], float], st.SearchStrategy[Any]]] = [
    *((bodies.compare, body(kind)) for kind in KINDS),
    (groups.compare_groups, st.builds(GroupTraits, body("WorkingGroup"), st.booleans(), WORDS, WORDS, SPANS, WORDS)),
    (events.compare_actions, st.builds(ActionTraits, st.just("treaty/a"), st.just("signature"), SPANS, STATES, WORDS, st.booleans())),
    (
        events.compare_agreements,
        st.builds(AgreementTraits, st.just("establish"), STATES, WORDS, SPANS, WORDS, WORDS, WORDS, st.booleans()),
    ),
]


@pytest.mark.parametrize(("compare", "described"), COMPARED)
@given(data=st.data())
def test_nothing_speaks_for_foreign_descriptions(
    compare: Callable[[Any, Any], float], described: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    """What owners alone tell apart no comparison would join, so that it need not be made."""
    a, b = data.draw(described), data.draw(described)
    assert not (foreign(a.owners, b.owners) and compare(a, b) > 0)


def test_groups_of_other_parties_are_not_compared() -> None:
    """Of 552 groups of like names, two for each pair of 24 states, only those of one pair of states are held against each other."""
    asked = 0

    def compare(a: BodyTraits, b: BodyTraits) -> float:
        nonlocal asked
        asked += 1
        return bodies.compare(a, b)

    names = [bag(name, "WorkingGroup", ()) for name in ("working group on water", "working group on water trade")]
    pairs = [frozenset(pair) for pair in combinations([f"state/{letter}" for letter in ascii_uppercase[:24]], 2)]
    told = [BodyTraits("WorkingGroup", "", frozenset({name}), frozenset(), frozenset({"wg"}), pair) for pair in pairs for name in names]
    described = facets([Node((f"d{i:03}", "group"), one) for i, one in enumerate(told)], compare, repeats=False)
    assert len(cluster(described, bodies.keys, compare, repeats=False)) == len(told) == 552
    assert asked < 3 * len(told)
