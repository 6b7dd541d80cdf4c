"""Cards and where they stand."""

from __future__ import annotations

import re

import networkx as nx
import numpy as np
import pytest
from pyoxigraph import Store

from kg.view import cards, layout, payload
from kg.view.clusters import clusters, scatter
from kg.view.network import lines
from kg.view.selection import read


def test_text_is_cut_to_the_card_and_never_wider() -> None:
    """Four lines at most, however long the words are."""
    for text in ("W" * 10_000, "a bb ccc " * 500, "Ж" * 300 + " " + "漢" * 300, ""):
        card = cards.card("Agreement", text, text)
        assert len(card.lines) <= 4
        assert all(cards.width(line, cards.SIZE) <= cards.WIDEST for line in card.lines)
        assert card.width <= cards.WIDEST + 40


def test_lines_of_a_card_are_about_even() -> None:
    assert cards.wrap("Working Group on Principles and Objectives for Future Arms Control", 158, 4) == (
        "Working Group on",
        "Principles and Objectives",
        "for Future Arms Control",
    )


@pytest.mark.parametrize("kind", ["Organization", "WorkingGroup", "Process", "Delegation", "Treaty", "TreatyAction"])
def test_an_outline_is_as_large_as_its_card(kind: str) -> None:
    points = [tuple(map(float, pair.split())) for pair in re.split("[ML]", cards.outline(kind, 100, 40).strip("Z"))[1:]]
    assert {(min(axis), max(axis)) for axis in zip(*points, strict=True)} == {(-50, 50), (-20, 20)}


def test_crossing_counts_segments_that_cross_and_not_those_that_share_an_end() -> None:
    a, b = np.array([[0.0, 0.0]]), np.array([[2.0, 2.0]])
    assert layout.crossings(a, b, np.array([[0.0, 2.0]]), np.array([[2.0, 0.0]])).all()
    assert not layout.crossings(a, b, np.array([[2.0, 2.0]]), np.array([[4.0, 0.0]])).any()


def test_the_seed_picture_has_no_card_on_another_and_few_lines_that_cross(store: Store) -> None:
    """22 cards that two states share most of: at most as many crossings as cards, and hardly a line behind a card."""
    selection = read(store)
    net = payload.drawn(selection)
    found = payload.cards(net)
    scene = payload.opening(selection, net, found)
    assert scene == payload.opening(selection, net, found)
    points = np.array(scene.points, dtype=float)
    sizes = np.array([(found[iri].width, found[iri].height) for iri in scene.members])
    apart = np.abs(points[:, None] - points[None]) - (sizes[:, None] + sizes[None]) / 2
    assert not [(one, other) for one, other in zip(*np.nonzero((apart < 4).all(axis=2)), strict=True) if one != other]
    number = {iri: index for index, iri in enumerate(scene.members)}
    pairs = np.array([(number[one], number[other]) for one, other in lines(net)])
    starts, ends = points[pairs[:, 0]], points[pairs[:, 1]]
    assert layout.crossings(starts[:, None], ends[:, None], starts, ends).sum() / 2 <= len(points)
    hidden = layout.behind(starts[:, None], ends[:, None], points, sizes / 2) > 0
    hidden[np.arange(len(pairs))[:, None], pairs] = False
    assert hidden.sum() <= 2


def test_groups_of_a_large_graph_stand_apart_and_hold_their_members() -> None:
    net = nx.Graph()
    for town in range(12):
        ring = [f"{town}-{number}" for number in range(40)]
        net.add_edges_from(zip(ring, ring[1:] + ring[:1], strict=True))
        net.add_edges_from((ring[0], node) for node in ring[2:-1])
        net.add_edge(ring[0], f"{(town + 1) % 12}-0")
    nx.set_node_attributes(net, {node: {"label": node, "kind": "Person"} for node in net})
    groups = clusters(net)
    points = scatter(net, groups)
    assert points == scatter(net, clusters(net))
    assert len(groups) == 12
    assert all("-0" in group.name for group in groups)
    for group in groups:
        assert all(np.hypot(points[iri][0] - group.x, points[iri][1] - group.y) <= group.radius for iri in group.members)
        others = [other for other in groups if other is not group]
        assert all(np.hypot(group.x - other.x, group.y - other.y) > (group.radius + other.radius) * 0.95 for other in others)
