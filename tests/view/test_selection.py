"""What a picture shows of a graph, and how a reader narrows it."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError
from kg.graph.store import with_union
from kg.graph.terms import ACCORD
from kg.view import choice, network
from kg.view.choice import choose, find
from kg.view.selection import Selection, read

BASE = "https://w3id.org/accord/id/"
GENEVA = BASE + "meeting/2021-09-30-geneva"
GROUPS = BASE + "agreement/2021-09-30-working-groups"


@pytest.fixture(scope="module")
def whole(store: Store) -> Selection:
    return read(store)


def kinds(selection: Selection) -> set[str]:
    return {thing.kind for thing in selection.things.values()}


def events(selection: Selection) -> set[str]:
    return {iri.removeprefix(BASE) for iri, thing in selection.things.items() if thing.kind in ("Meeting", "Agreement", "TreatyAction")}


def test_what_two_documents_say_of_one_fact_stays_apart(whole: Selection) -> None:
    """Each wording keeps the document it comes from; quotes come in the order of documents and their text."""
    said = {value.value: value.documents for value in whole.things[GROUPS].said["content"]}
    assert said == {
        "create a pair of working groups": (BASE + "document/000-geneva-ria",),
        "set up two working groups on strategic stability": (BASE + "document/001-geneva-tass",),
    }
    order = [whole.quotes[key].source.rpartition("/")[2] for key in whole.things[GROUPS].quotes]
    assert order == ["000-geneva-ria"] * 2 + ["001-geneva-tass"] * 2


def test_a_plain_graph_without_names_of_graphs_still_says_which_document_supports_what(fixture_text: str, store: Store) -> None:
    """A Turtle export has no named graphs; the evidence leads to the document."""
    flat = Store()
    flat.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    thing = read(flat).things[GENEVA]
    assert thing.documents == (BASE + "document/000-geneva-ria", BASE + "document/001-geneva-tass")


def test_a_union_in_the_default_graph_tells_nothing_new(whole: Selection, store: Store) -> None:
    """A graph directory has one; who says what stays apart all the same. What the default graph has beyond it counts."""
    union = Store()
    union.extend(with_union(store))
    assert read(union) == whole
    union.add(Quad(NamedNode(GROUPS), ACCORD.content, Literal("more")))
    assert read(union).things[GROUPS].said["content"][1].documents == whole.things[GROUPS].documents


def test_of_a_large_graph_the_most_told_of_things_are_read_and_the_reader_knows(whole: Selection, store: Store) -> None:
    """By how many documents name them, then by sentences; with the places and offices that are told on them."""
    few = read(store, most=8)
    drawn = {iri: thing for iri, thing in few.things.items() if thing.kind not in ("Place", "Position")}
    assert len(drawn) == 8
    assert all(len(thing.documents) == 2 for thing in drawn.values())
    assert drawn == {iri: whole.things[iri] for iri in drawn}
    assert few.notes[0].startswith("Of 22 things these are the 8 that most documents tell of. kg view with --about")
    assert read(store, most=22) == whole


def test_what_has_most_ties_to_what_is_taken_comes_next() -> None:
    """From the innermost core outward; what is nearer to what was asked for comes first, what hangs on nothing last."""
    net = nx.Graph([*combinations("abcd", 2), ("d", "e"), ("c", "e"), ("d", "f"), ("f", "g")])
    net.add_node("z")
    assert "".join(choice.grow(net, 9, {})) == "dcabefgz"
    assert "".join(choice.grow(net, 3, {"d": 0, "f": 1} | dict.fromkeys("abcegz", 2))) == "dfc"


@pytest.mark.parametrize("name", ["Russia", "moscow", "state/RU", BASE + "state/RU"])
def test_a_thing_is_found_by_any_of_its_names(whole: Selection, name: str) -> None:
    assert find(whole, name) == BASE + "state/RU"


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(whole: Selection) -> None:
    with pytest.raises(QueryError, match="did you mean Joe Biden"):
        find(whole, "Jo Biden")


def test_one_hop_leads_to_the_facts_of_a_thing_and_all_who_take_part_in_them(whole: Selection) -> None:
    near = choose(whole, about="Joe Biden", hops=1)
    assert events(near) == {"agreement/2021-06-process"}
    assert {BASE + "person/vladimir-putin", BASE + "state/US"} <= near.things.keys()
    assert GENEVA not in near.things
    assert GENEVA in choose(whole, about="Joe Biden", hops=2).things


def test_a_span_keeps_what_may_have_happened_in_it_and_says_what_has_no_date(whole: Selection) -> None:
    summer = choose(whole, since="2021-06-20", until="2021-08")
    assert events(summer) == {"agreement/2021-06-process", "meeting/2021-07-28-geneva"}
    assert summer.notes == ("1 events without a date are left out of the chosen span.",)


def test_a_class_of_events_brings_the_actors_that_it_joins(whole: Selection) -> None:
    agreements = choose(whole, classes=["agreement"])
    assert kinds(agreements) - {"Position", "Place"} == {"Agreement", "State", "Person"}
    assert kinds(choose(whole, classes=["Treaty", "State"])) - {"Position", "Place"} == {"Treaty", "State"}


def test_places_are_drawn_where_they_are_asked_for(store: Store) -> None:
    """Geneva is a node among the meetings only when the class is named."""
    assert BASE + "place/geneva" in network.network(store, classes=["Place", "Meeting"])
    assert BASE + "place/geneva" not in network.network(store, classes=["Meeting"])


def test_a_document_keeps_what_it_supports(whole: Selection) -> None:
    ria = choose(whole, documents=["000-geneva-ria"])
    assert "meeting/2021-10-05-geneva" in events(ria)
    assert "meeting/2021-07-28-geneva" not in events(ria)


def test_a_limit_keeps_the_most_connected_and_says_so(whole: Selection) -> None:
    few = choose(whole, limit=6)
    net = network.build(few)
    assert len(net) == 6
    assert {BASE + "state/RU", BASE + "state/US"} <= set(net)
    assert few.notes == ("The 6 most connected of 22 things are in this file.",)


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"about": "Atlantis"}, "Nothing in the graph is called 'Atlantis'"),
        ({"classes": ["Planet"]}, "no class 'Planet'.*Agreement"),
        ({"documents": ["x"]}, "No document is called 'x'.*000-geneva-ria"),
        ({"since": "2021-02-30"}, "no date of the calendar"),
        ({"since": "2022", "until": "2021"}, "exchange the two"),
        ({"since": "1950", "until": "1951"}, "leave nothing to show"),
        ({"limit": 0}, "limit of 1 or more"),
    ],
)
def test_a_choice_that_says_nothing_is_refused_with_what_to_try(whole: Selection, conditions: dict[str, object], words: str) -> None:
    with pytest.raises(QueryError, match=words):
        choose(whole, **conditions)  # type: ignore[arg-type]


def test_an_empty_graph_is_no_error() -> None:
    assert choose(read(Store())).things == {}
