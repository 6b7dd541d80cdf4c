"""A graph conforms, violates the shapes or was not looked at, and each shape catches what it is for."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.graph.check import Violation, check
from kg.graph.terms import BASE, PREFIXES

PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + f"BASE <{BASE}>\n"
WIRE = "GRAPH <document/wire>"


def test_what_the_graph_room_writes_conforms(store: Store) -> None:
    """No violation and no warning."""
    found = check(store)
    assert (found.outcome, found.violations, found.warnings) == ("conforms", (), ())


def test_a_graph_that_is_too_large_is_not_looked_at(store: Store) -> None:
    """Which is neither yes nor no; asked for, it is."""
    found = check(store, limit=10)
    assert found.outcome == "not run"
    assert "10" in found.why
    assert check(store, limit=None).outcome == "conforms"


def test_an_empty_graph_does_not_conform() -> None:
    """There is nothing to say of it."""
    assert check(Store()).outcome == "not run"


@pytest.mark.parametrize(
    ("message", "update"),
    [
        ("A document has exactly one identifier", 'INSERT DATA { %s { <document/wire> dcterms:identifier "other" } }'),
        ("A document has exactly one SHA-256 digest", "DELETE WHERE { GRAPH ?g { <document/wire> accord:sha256 ?x } }"),
        ("A document was issued on one day", 'INSERT DATA { %s { <document/readout%%202> dcterms:issued "2022" } }'),
        ("A document is in one language", "DELETE WHERE { GRAPH ?g { <document/wire> dcterms:language ?x } }"),
        ("Evidence stands in exactly one document", "DELETE WHERE { GRAPH ?g { <document/wire#s0> oa:hasSource ?x } }"),
        ("Evidence quotes exactly one sentence", 'INSERT DATA { %s { <document/wire#s0> oa:exact "Another." } }'),
        ("Evidence starts at one offset, before its end", "INSERT DATA { %s { <document/wire#s0> oa:start 5000 } }"),
        ("Evidence ends at one offset", "DELETE WHERE { GRAPH ?g { <document/wire#s0> oa:end ?x } }"),
        ("Evidence has at most one reporter", "INSERT DATA { %s { <document/wire#s0> accord:reportedBy <place/strelsau> } }"),
        ("Evidence is there because a fact rests on it", "DELETE WHERE { GRAPH ?g { ?x accord:evidence <document/wire#s0> } }"),
        ("Evidence is an oa:TextQuoteSelector", "DELETE WHERE { GRAPH ?g { <document/wire#s0> a oa:TextQuoteSelector } }"),
        ("Evidence is an oa:TextPositionSelector", "DELETE WHERE { GRAPH ?g { <document/wire#s0> a oa:TextPositionSelector } }"),
        ("A fact rests on at least one sentence", "DELETE WHERE { GRAPH ?g { <treaty/treaty-of-strelsau> accord:evidence ?x } }"),
        ("An entity has exactly one preferred label", 'INSERT DATA { %s { <state/XR> skos:prefLabel "Russia"@en } }'),
        ("An entity has the labels", "DELETE WHERE { GRAPH ?g { <state/XR> skos:altLabel ?x } }"),
        ("also carry the class accord:Actor", "DELETE WHERE { GRAPH ?g { <person/anna-holm> a accord:Actor } }"),
        ("and only one of them", "INSERT DATA { %s { <state/XR> a accord:Organization } }"),
        ("also carry the class accord:Event", "DELETE WHERE { GRAPH ?g { <meeting/wire-m1> a accord:Event } }"),
        ("A date is an", 'INSERT DATA { %s { <meeting/wire-m1> accord:date "in May" } }'),
        ("An end date is an", 'INSERT DATA { %s { <meeting/wire-m1> accord:endDate "in May" } }'),
        ("The earliest day is an", 'INSERT DATA { %s { <meeting/wire-m1> accord:earliest "1894"^^xsd:gYear } }'),
        ("The latest day is an", 'INSERT DATA { %s { <meeting/wire-m1> accord:latest "2030"^^xsd:gYear } }'),
        ("Events take place at places", "INSERT DATA { %s { <meeting/wire-m1> accord:place <state/XR> } }"),
        ("has bounds or an end has a date", 'INSERT DATA { %s { <meeting/readout-m> accord:endDate "2022"^^xsd:gYear } }'),
        ("has its earliest day", "DELETE WHERE { GRAPH ?g { <meeting/wire-m1> accord:earliest ?x } }"),
        ("has its latest day", "DELETE WHERE { GRAPH ?g { <meeting/wire-m1> accord:latest ?x } }"),
        ("A meeting is held", "INSERT DATA { %s { <meeting/wire-m1> accord:status accord:agreed } }"),
        ("Participants are actors", "INSERT DATA { %s { <meeting/wire-m1> accord:participant <place/strelsau> } }"),
        ("A meeting is part of", "INSERT DATA { %s { <meeting/wire-m1> accord:partOf <state/XR> } }"),
        ("An ordinal counts from one", "INSERT DATA { %s { <meeting/wire-m1> accord:ordinal 0 } }"),
        ("An agreement is agreed", "DELETE WHERE { GRAPH ?g { <agreement/wire-a1> accord:status ?x } }"),
        ("An agreement's action", "INSERT DATA { %s { <agreement/wire-a1> accord:action accord:signature } }"),
        ("An agreement says what", "DELETE WHERE { GRAPH ?g { <agreement/wire-a1> accord:content ?x } }"),
        ("Parties are actors", "INSERT DATA { %s { <agreement/wire-a1> accord:party <delegation/ruritanian-delegation> } }"),
        ("An agreement's object is a node", 'INSERT DATA { %s { <agreement/wire-a1> accord:object "a commission" } }'),
        ("Agreements are reached at meetings", "INSERT DATA { %s { <agreement/wire-a1> accord:reachedAt <place/strelsau> } }"),
        ("A deadline is a date", "INSERT DATA { %s { <agreement/wire-a1> accord:deadline 7 } }"),
        ("A treaty action is held", "INSERT DATA { %s { <treaty-action/wire-t1> accord:status accord:rejected } }"),
        ("A treaty action's kind", "INSERT DATA { %s { <treaty-action/wire-t1> accord:action accord:meet } }"),
        ("the life of one treaty", "DELETE WHERE { GRAPH ?g { <treaty-action/wire-t1> accord:treaty ?x } }"),
        ("A position is held by one person", "INSERT DATA { %s { <position/p> a accord:Position ; accord:heldBy <state/XR> } }"),
        ("A position has a title", "INSERT DATA { %s { <position/p> a accord:Position } }"),
        ("A position is within", "INSERT DATA { %s { <position/p> a accord:Position ; accord:within <place/strelsau> } }"),
        ("A delegation represents somebody", "INSERT DATA { %s { <delegation/d> a accord:Delegation } }"),
        (
            "A delegation represents actors",
            "INSERT DATA { %s { <delegation/d> a accord:Delegation ; accord:represents <place/strelsau> } }",
        ),
        ("A delegation is headed by a person", "INSERT DATA { %s { <delegation/d> a accord:Delegation ; accord:headedBy <state/XR> } }"),
        ("Members of a delegation", "INSERT DATA { %s { <delegation/d> a accord:Delegation ; accord:member <place/strelsau> } }"),
        ("Delegations attend meetings", "INSERT DATA { %s { <delegation/d> a accord:Delegation ; accord:attends <place/strelsau> } }"),
        ("A mandate is given in words", "INSERT DATA { %s { <workinggroup/w> a accord:WorkingGroup ; accord:mandate <state/XR> } }"),
        ("A working group is part of", "INSERT DATA { %s { <workinggroup/w> a accord:WorkingGroup ; accord:partOf <place/strelsau> } }"),
        ("established by agreements", "INSERT DATA { %s { <workinggroup/w> a accord:WorkingGroup ; accord:establishedBy <state/XR> } }"),
        ("A treaty's subject", "INSERT DATA { %s { <treaty/treaty-of-strelsau> accord:subject <state/XR> } }"),
    ],
)
def test_each_shape_catches_what_it_is_for(store: Store, message: str, update: str) -> None:
    """One change to a graph that conforms, and the shape says so."""
    store.update(PREFIX + update.replace("%s", WIRE).replace("%%", "%"))
    found = check(store)
    assert found.outcome == "violations"
    assert [violation for violation in found.violations if message in violation.message]


@pytest.mark.parametrize(
    ("message", "update"),
    [
        ("Documents disagree on when this was", 'INSERT DATA { %s { <meeting/wire-m1> accord:latest "2022-05-01"^^xsd:date } }'),
        ("Documents differ on how this stands", "INSERT DATA { %s { <meeting/wire-m1> accord:status accord:planned } }"),
        ("No document says who the parties are", "DELETE WHERE { GRAPH ?g { <agreement/wire-a1> accord:party ?x } }"),
    ],
)
def test_what_documents_leave_open_is_a_warning(store: Store, message: str, update: str) -> None:
    """Accounts of one event may differ, and a text may leave a party out: the graph still conforms."""
    store.update(PREFIX + update.replace("%s", WIRE))
    found = check(store)
    assert found.outcome == "conforms"
    assert {warning.message for warning in found.warnings} == {message}


def test_a_violation_reads_as_a_sentence() -> None:
    """Node, what is wrong, property and value."""
    assert str(Violation("x", "Parties are actors", "p", "y")) == "x: Parties are actors (p: y)"
    assert str(Violation("x", "An actor is one of four")) == "x: An actor is one of four"
