"""The networkx graph and what is measured on it."""

from __future__ import annotations

from pyoxigraph import Store

from kg.view import network
from kg.view.payload import drawn
from kg.view.selection import read

BASE = "https://w3id.org/accord/id/"


def test_nodes_are_told_as_a_reader_would(store: Store) -> None:
    """Events by what, when and where; people by their office; offices and places are no nodes."""
    net = network.network(store)
    told = {iri.removeprefix(BASE): (data["head"], data["label"], data["status"]) for iri, data in net.nodes(data=True)}
    assert told["meeting/2021-09-30-geneva"] == ("30 Sep 2021, Geneva", "2nd meeting of Strategic Stability Dialogue", "held")
    assert told["agreement/2021-06-process"] == ("Jun 2021", "Committed to such a process", "agreed")
    assert told["meeting/strategic-stability-dialogue-3"][0] == "after the groups have met"
    assert told["person/wendy-sherman"] == ("Deputy Secretary of State", "Wendy R. Sherman", "")
    assert not [iri for iri in net if "/position/" in iri or "/place/" in iri]
    assert net.has_edge(BASE + "person/wendy-sherman", BASE + "state/US", "office")


def test_a_line_that_two_others_already_tell_is_not_drawn(store: Store) -> None:
    """The parties of a group stand at the agreement that set it up."""
    net = network.network(store)
    assert net.has_edge(BASE + "working-group/capabilities-and-actions", BASE + "state/RU", "party")
    assert (BASE + "state/RU", BASE + "working-group/capabilities-and-actions") not in network.lines(net)


def test_who_only_spoke_is_not_in_the_picture(store: Store) -> None:
    assert BASE + "organization/us-department-of-state" not in drawn(read(store))


def test_measures_rank_actors_and_tell_whom_they_meet_and_when(store: Store) -> None:
    rows = {row["name"]: row for row in network.measures(store)}
    russia = rows["Russia"]
    assert (russia["meetings"], russia["agreements"], russia["first"], russia["last"]) == (3, 2, "2021-07-28", "2021-09-30")
    assert russia["meets"] == "United States 5 (2021: 4, no date: 1)"
    assert russia["community"] == rows["United States"]["community"] != rows["Joe Biden"]["community"]
    assert network.measures(Store()) == []


def test_encounters_count_by_pair_and_year(store: Store) -> None:
    rows = [(row["one"], row["other"], row["year"], row["meetings"], row["agreements"]) for row in network.encounters(store)]
    assert rows == [
        ("Joe Biden", "Vladimir Putin", "2021", 0, 1),
        ("Russia", "United States", "", 1, 0),
        ("Russia", "United States", "2021", 2, 2),
    ]
