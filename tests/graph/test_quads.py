"""Facts become exactly the quads that the vocabulary prescribes, and nothing that is no RDF."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import GraphError
from kg.graph import terms
from kg.graph.literals import days
from kg.graph.quads import check, identities_quads, quads
from kg.graph.terms import BASE, PREFIXES
from kg.model import Entity, Facts, Identities, Meeting, When
from tests.graph.sample import BOTH, IDENTITIES, METADATA, READOUT, READOUT_FACTS, USED, WIRE, WIRE_FACTS


def ask(store: Store, pattern: str) -> bool:
    prefixes = {**PREFIXES, "": BASE}
    return bool(store.query(f"BASE <{BASE}> ASK {{ {pattern} }}", prefixes=prefixes))


def of(facts: Facts, metadata_of: str = "wire", identities: Identities = IDENTITIES) -> list[Quad]:
    return quads(METADATA[metadata_of], facts, identities, BASE)


def test_everything_stands_in_the_graph_of_its_document() -> None:
    """One named graph per document, named like the document, its identifier percent-encoded."""
    for document, facts in BOTH:
        graph = terms.document(BASE, document.identifier)
        assert {quad.graph_name for quad in of(facts, document.identifier)} == {graph}
    assert terms.document(BASE, "readout 2").value == BASE + "document/readout%202"


@pytest.mark.parametrize(
    "pattern",
    [
        """<document/wire> a accord:Document ; dcterms:identifier "wire" ; dcterms:publisher "Strelsau Gazette" ; dcterms:language "en" ;
           dcterms:title "Ruritania, Graustark to set up river commission" ; dcterms:issued "2022-05-04"^^xsd:date""",
        """<state/XR> a accord:State, accord:Actor ; skos:altLabel "Ruritania"@en, "Ruritanian"@en""",
        """<meeting/wire-m1> a accord:Meeting, accord:Event ; accord:date "2022-05-03"^^xsd:date ; accord:place <place/strelsau> ;
           accord:earliest "2022-05-03"^^xsd:date ; accord:latest "2022-05-03"^^xsd:date ; accord:participant <state/XG>, <state/XR> ;
           accord:partOf <process/border-talks> ; accord:ordinal 2 ; accord:status accord:held ; accord:topic "border" ;
           accord:evidence <document/wire#s0>""",
        """<agreement/wire-a1> a accord:Agreement, accord:Event ; accord:party <state/XR>, <state/XG> ; accord:action accord:establish ;
           accord:content "set up a commission on river traffic" ; accord:object <workinggroup/commission-on-river-traffic> ;
           accord:reachedAt <meeting/wire-m1> ; accord:status accord:agreed ; accord:evidence <document/wire#s1-anna-holm>""",
        """<workinggroup/commission-on-river-traffic> a accord:WorkingGroup, accord:Actor ; accord:party <state/XR> ;
           accord:mandate "river traffic" ; accord:establishedBy <agreement/wire-a1> ; accord:evidence <document/wire#s1-anna-holm>""",
        """<delegation/ruritanian-delegation> a accord:Delegation ; accord:represents <state/XR> ; accord:headedBy <person/anna-holm> ;
           accord:attends <meeting/wire-m1> ; accord:evidence <document/wire#s2>""",
        """?p a accord:Position ; accord:heldBy <person/anna-holm> ; accord:title "Foreign Minister" ; accord:within <state/XR>""",
        """<treaty/treaty-of-strelsau> a accord:Treaty ; accord:party <state/XR>, <state/XG> ; accord:evidence <document/wire#s3>""",
        """<treaty-action/wire-t1> a accord:TreatyAction, accord:Event ; accord:treaty <treaty/treaty-of-strelsau> ;
           accord:action accord:signature ; accord:date "1894"^^xsd:gYear ; accord:earliest "1894-01-01"^^xsd:date ;
           accord:latest "1894-12-31"^^xsd:date ; accord:status accord:held""",
        """<treaty-action/wire-t2> accord:date "2019-06"^^xsd:gYearMonth ; accord:latest "2019-06-30"^^xsd:date""",
        """<meeting/readout-m> accord:dateText "later this year" ; accord:status accord:planned""",
        """<agreement/readout-no> accord:status accord:rejected ;
           accord:evidence <document/readout%202#s0-organization-graustark-foreign-ministry>""",
        """<agreement/readout-yes> accord:deadline "2023"^^xsd:gYear""",
        """<state/XR> skos:prefLabel "Ruritania"@en""",
    ],
)
def test_each_kind_of_fact_has_its_properties(store: Store, pattern: str) -> None:
    """Every class of the vocabulary with the properties that it prescribes."""
    assert ask(store, pattern)


def test_evidence_is_one_node_per_sentence_and_reporter(store: Store) -> None:
    """Facts share it; it quotes the text at its offsets and names who says so."""
    assert ask(
        store,
        f"""<document/wire#s1-anna-holm> a accord:Evidence, oa:TextQuoteSelector, oa:TextPositionSelector ; oa:hasSource <document/wire> ;
        oa:exact "The two sides agreed to set up a commission on river traffic, Foreign Minister Anna Holm said." ;
        oa:start {WIRE.text.index("The two")} ; oa:end ?end ; accord:reportedBy <person/anna-holm>""",
    )
    assert not ask(store, "<document/wire#s0> accord:reportedBy ?somebody")
    nodes = {quad.object for quad in store.quads_for_pattern(None, terms.ACCORD.evidence, None)}
    assert len(nodes) == 7


def test_what_no_fact_points_at_stays_out(store: Store) -> None:
    """An entity that was only mentioned, and a preferred label that no document uses, are no part of the graph."""
    assert not ask(store, "<person/nobody> ?p ?o")
    assert identities_quads(IDENTITIES, set(), BASE) == []


def test_a_group_that_is_only_pointed_at_has_evidence(store: Store) -> None:
    """The readout says nothing of the commission itself, but what it agrees on it rests on that sentence."""
    assert ask(
        store,
        """GRAPH <document/readout%202> {
           <workinggroup/commission-on-river-traffic> a accord:WorkingGroup ; accord:evidence <document/readout%202#s2> }""",
    )


def test_one_office_is_one_node_whatever_its_capitals() -> None:
    """A position's IRI follows from holder, title and where it is, not from the document."""

    def node(facts: Facts) -> set[object]:
        return {quad.subject for quad in of(facts) if quad.object == terms.ACCORD.Position}

    other = replace(WIRE_FACTS, positions=(replace(WIRE_FACTS.positions[0], title="foreign minister"),))
    elsewhere = replace(WIRE_FACTS, positions=(replace(WIRE_FACTS.positions[0], within=("g",)),))
    assert node(WIRE_FACTS) == node(other) != node(elsewhere)


def with_meeting(when: When) -> Facts:
    return replace(READOUT_FACTS, meetings=(replace(READOUT_FACTS.meetings[0], when=when),))


@pytest.mark.parametrize("start", ["1990-02-30", "2021-13", "21", "2021-6", "yesterday", "2021-06-01T00:00", "0000", "２０２１"])
def test_a_date_that_no_calendar_has_is_refused(start: str) -> None:
    """RDF stores would take it in without a word."""
    with pytest.raises(GraphError, match="readout 2"):
        check(METADATA["readout 2"], with_meeting(When(start)), BASE)


def test_an_event_cannot_end_before_it_begins() -> None:
    """The bounds would be empty."""
    with pytest.raises(GraphError, match="ends before it begins"):
        check(METADATA["readout 2"], with_meeting(When("2021-06-02", "2021-06-01")), BASE)


def test_bounds_span_from_the_first_day_to_the_last() -> None:
    """Leap years and months of different precision included."""
    assert [day.isoformat() for day in days("2024-02")] == ["2024-02-01", "2024-02-29"]
    found = of(with_meeting(When("2024-02", "2025")), "readout 2")
    bounds = {quad.predicate: quad.object for quad in found if quad.predicate in (terms.ACCORD.earliest, terms.ACCORD.latest)}
    assert bounds == {
        terms.ACCORD.earliest: Literal("2024-02-01", datatype=terms.XSD.date),
        terms.ACCORD.latest: Literal("2025-12-31", datatype=terms.XSD.date),
    }


@pytest.mark.parametrize("path", ["person/anna holm", "person/<anna>", "person/%zz", 'person/"'])
def test_a_name_that_makes_no_iri_is_refused(path: str) -> None:
    """Not written and left for others to stumble over."""
    names = {**IDENTITIES.names, ("wire", "holm"): path}
    with pytest.raises(GraphError, match="can't name a node"):
        of(WIRE_FACTS, identities=Identities(names, {}))


@pytest.mark.parametrize(
    "broken",
    [
        replace(READOUT_FACTS, meetings=(replace(READOUT_FACTS.meetings[0], participant=("nobody",)),)),
        replace(READOUT_FACTS, meetings=(replace(READOUT_FACTS.meetings[0], evidence=(3,)),)),
        replace(READOUT_FACTS, meetings=(replace(READOUT_FACTS.meetings[0], evidence=(-1,)),)),
        replace(READOUT_FACTS, evidence=(*READOUT_FACTS.evidence[:2], replace(READOUT_FACTS.evidence[2], end=9))),
    ],
    ids=["unknown entity", "missing evidence", "negative evidence", "quotation of another length"],
)
def test_facts_that_point_nowhere_are_refused(broken: Facts) -> None:
    """They would leave holes in the graph."""
    with pytest.raises(GraphError, match="readout 2"):
        check(METADATA["readout 2"], broken, BASE)


@pytest.mark.parametrize("base", ["https://example.org/id#", "https://example.org/id", "no iri/", "https://exa mple.org/"])
def test_a_base_that_instances_cannot_stand_below_is_refused(base: str) -> None:
    """It must be an absolute IRI that ends with a slash."""
    with pytest.raises(GraphError, match="base IRI"):
        terms.check_base(base)


def test_signs_that_readers_refuse_are_replaced_one_by_one() -> None:
    """NUL, lone surrogates and the last two of Unicode's first plane; offsets still hold."""
    hostile = "A\0B\ud800C\uffff"
    facts = replace(
        READOUT_FACTS,
        entities=(*READOUT_FACTS.entities, Entity("z", "Person", hostile, (hostile,))),
        meetings=(Meeting("m", When(), (), ("z",), (), None, "held", hostile, (1,)),),
    )
    names = {**IDENTITIES.names, (READOUT.identifier, "z"): "person/abc"}
    values = {quad.object.value for quad in of(facts, "readout 2", Identities(names, {})) if isinstance(quad.object, Literal)}
    assert "A\N{REPLACEMENT CHARACTER}B\N{REPLACEMENT CHARACTER}C\N{REPLACEMENT CHARACTER}" in values
    assert hostile not in values


def test_the_same_facts_give_the_same_quads() -> None:
    """In the same order, too."""
    assert of(WIRE_FACTS) == of(WIRE_FACTS)
    labels = dict.fromkeys(USED, "label")
    shuffled = Identities(dict(reversed(list(IDENTITIES.names.items()))), dict(reversed(labels.items())))
    assert identities_quads(shuffled, USED, BASE) == identities_quads(Identities(IDENTITIES.names, labels), USED, BASE)


def test_an_undeclared_term_cannot_be_written() -> None:
    """The namespaces are closed."""
    with pytest.raises(AttributeError, match="accord:Meting"):
        _ = terms.ACCORD.Meting
    assert terms.ACCORD["entry-into-force"] == NamedNode("https://w3id.org/accord/ontology#entry-into-force")
