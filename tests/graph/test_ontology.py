"""The ontology declares, labels, defines and aligns exactly the terms that are written."""

from __future__ import annotations

from typing import get_args

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Store
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg.graph.terms import ACCORD, CLASSES, DCTERMS, OA, PROPERTIES, SCHEMES
from kg.model import AgreementAction, AgreementStatus, EventStatus, TreatyActionKind
from kg.resources import ontology

ALLOWED = ("prov", "org", "foaf", "dcterms", "skos", "oa", "sem", "bibo")


@pytest.fixture(scope="module")
def accord() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology("accord.ttl"))


def term(name: str) -> URIRef:
    return URIRef(ACCORD[name].value)


def declared(graph: rdflib.Graph, *classes: URIRef) -> set[str]:
    return {
        str(node).removeprefix(ACCORD.iri)
        for kind in classes
        for node in graph.subjects(RDF.type, kind)
        if str(node).startswith(ACCORD.iri)
    }


def test_the_ontology_and_the_code_have_the_same_terms(accord: rdflib.Graph) -> None:
    """Classes, properties and schemes; and each scheme holds the values that the model allows."""
    assert declared(accord, OWL.Class) == set(CLASSES)
    assert declared(accord, OWL.ObjectProperty, OWL.DatatypeProperty) == set(PROPERTIES)
    assert declared(accord, SKOS.ConceptScheme) == set(SCHEMES)
    values = {
        "statuses": {*get_args(EventStatus), *get_args(AgreementStatus)},
        "agreement-actions": set(get_args(AgreementAction)),
        "treaty-actions": set(get_args(TreatyActionKind)),
    }
    assert declared(accord, SKOS.Concept) == set().union(*values.values())
    for scheme, members in values.items():
        assert {str(node) for node in accord.subjects(SKOS.inScheme, term(scheme))} == {str(term(name)) for name in members}


def test_every_term_is_labelled_and_defined(accord: rdflib.Graph) -> None:
    """Once each, in English, as a sentence."""
    for name in ACCORD.terms:
        labels = list(accord.objects(term(name), RDFS.label)) or list(accord.objects(term(name), SKOS.prefLabel))
        definitions = list(accord.objects(term(name), SKOS.definition))
        assert len(labels) == len(definitions) == 1, name
        assert isinstance(definitions[0], rdflib.Literal)
        assert definitions[0].language == "en"
        assert definitions[0].endswith(".")


def test_every_property_says_what_it_joins(accord: rdflib.Graph) -> None:
    """A domain or a range at least."""
    for name in PROPERTIES:
        assert (term(name), RDFS.domain, None) in accord or (term(name), RDFS.range, None) in accord, name


def test_only_well_known_ontologies_are_built_on(accord: rdflib.Graph) -> None:
    """Nothing is imported, and superclasses come from eight vocabularies of W3C, DCMI and the field."""
    namespaces = dict(accord.namespaces())
    allowed = (*tuple(str(namespaces[prefix]) for prefix in ALLOWED), ACCORD.iri)
    above = {*accord.objects(None, RDFS.subClassOf), *accord.objects(None, RDFS.subPropertyOf)}
    assert [node for node in above if not str(node).startswith(allowed)] == []
    assert (None, OWL.imports, None) not in accord


@pytest.mark.parametrize(
    "name", ["Document", "Actor", "Organization", "Person", "WorkingGroup", "Delegation", "Treaty", "Event", "Position"]
)
def test_classes_stand_below_what_others_use(accord: rdflib.Graph, name: str) -> None:
    """So a tool that knows PROV-O, ORG, FOAF, SEM or BIBO knows ours."""
    assert [node for node in accord.objects(term(name), RDFS.subClassOf) if not str(node).startswith(ACCORD.iri)]


def test_every_term_that_is_written_is_declared(store: Store, accord: rdflib.Graph) -> None:
    """Of ours in the ontology, of others in the closed namespaces."""
    written = {node.value for quad in store for node in quad.triple if isinstance(node, NamedNode)}
    ours = {iri for iri in written if iri.startswith(ACCORD.iri)}
    assert {iri for iri in ours if (URIRef(iri), SKOS.definition, None) not in accord} == set()
    for namespace in (DCTERMS, OA):
        assert {iri for iri in written if iri.startswith(namespace.iri)} <= {node.value for node in namespace.terms.values()}


def test_domains_and_ranges_hold_in_a_graph(store: Store, accord: rdflib.Graph) -> None:
    """What the ontology says of a property's subject and object is true of what is written."""
    types: dict[object, set[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(str(RDF.type)), None):
        types.setdefault(quad.subject, set()).add(str(quad.object).strip("<>"))
    for name in PROPERTIES:
        for predicate, position in ((RDFS.domain, 0), (RDFS.range, 2)):
            wanted = accord.value(term(name), predicate)
            if wanted is None or wanted == SKOS.Concept:
                continue
            union = accord.value(wanted, OWL.unionOf)
            classes = {str(node) for node in (accord.items(union) if union else [wanted])}
            for quad in store.quads_for_pattern(None, ACCORD[name], None):
                node = quad.triple[position]
                found = {node.datatype.value} if isinstance(node, Literal) else types.get(node, set())
                assert found & classes, (name, str(quad.triple))


def test_alignments_are_matches_of_declared_terms(accord: rdflib.Graph) -> None:
    """Every one is a SKOS mapping from a term of ours to one elsewhere."""
    graph = rdflib.Graph().parse(ontology("alignments.ttl"))
    matches = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
    for subject, predicate, value in graph:
        if str(subject).startswith(ACCORD.iri):
            assert predicate in matches
            assert (subject, SKOS.definition, None) in accord, subject
            assert not str(value).startswith(ACCORD.iri)
    assert (term("rejected"), SKOS.closeMatch, URIRef("https://w3id.org/accord/plover#reject")) in graph


def test_the_shapes_know_the_same_values_as_the_model() -> None:
    """Statuses and actions stand in two files; they are the same."""
    shapes = rdflib.Graph().parse(ontology("shapes.ttl"))
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    lists = {frozenset(str(node).removeprefix(ACCORD.iri) for node in shapes.items(head)) for head in shapes.objects(None, sh["in"])}
    assert lists == {frozenset(get_args(kind)) for kind in (EventStatus, AgreementStatus, AgreementAction, TreatyActionKind)}
