"""Asking: what binds, what is refused, what comes back."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import QueryError
from kg.graph import lookup
from kg.graph.query import answer, answer_text
from kg.graph.questions import parse, question

BASE = "https://w3id.org/accord/id/"
DATA = """
@prefix accord: <https://w3id.org/accord/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix person: <https://w3id.org/accord/id/person/> . @prefix state: <https://w3id.org/accord/id/state/> .
@prefix place: <https://w3id.org/accord/id/place/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
state:AR a accord:State , accord:Actor ; skos:prefLabel "Arland"@en ; skos:altLabel "Arl"@en , "Georgia"@en .
place:georgia a accord:Place ; skos:prefLabel "Georgia"@en .
person:ivan-ivanov a accord:Person , accord:Actor ; skos:prefLabel "Ivan Ivanov"@en ; skos:altLabel "Ivanov"@en .
person:oleg-ivanov a accord:Person , accord:Actor ; skos:prefLabel "Oleg Ivanov"@en ; skos:altLabel "Ivanov"@en .
state:AR accord:earliest "2021-01-02"^^xsd:date ; accord:date "2021"^^xsd:gYear ; accord:ordinal 3 .
"""


@pytest.fixture
def store() -> Store:
    filled = Store()
    filled.load(DATA.encode(), format=RdfFormat.TURTLE)
    return filled


@pytest.mark.parametrize(
    ("name", "kind", "path"),
    [
        ("Arland", "Actor", "state/AR"),
        ("ARLAND", "Actor", "state/AR"),
        ("arl", "", "state/AR"),
        ("state/AR", "State", "state/AR"),
        (BASE + "state/AR", "", "state/AR"),
        ("Georgia", "Actor", "state/AR"),
        ("Georgia", "", "place/georgia"),
        ("oleg ivanov", "Person", "person/oleg-ivanov"),
    ],
)
def test_a_name_or_an_iri_finds_its_node(store: Store, name: str, kind: str, path: str) -> None:
    """Any label in any case, an IRI or its end; a preferred label wins over another one, and the class narrows."""
    assert lookup.find(store, name, kind) == NamedNode(BASE + path)


def test_an_ambiguous_name_lists_the_candidates(store: Store) -> None:
    """Whoever asks for Ivanov learns which ones there are, and how to name them."""
    with pytest.raises(QueryError, match=r"2 things: person/ivan-ivanov \(Ivan Ivanov\), person/oleg-ivanov \(Oleg Ivanov\)"):
        lookup.find(store, "Ivanov", "Person")


def test_an_unknown_name_suggests_the_nearest(store: Store) -> None:
    """A slip of the pen gets the right spelling."""
    with pytest.raises(QueryError, match="did you mean Arland"):
        lookup.find(store, "Arlandd", "Actor")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("who-agred", {}, "did you mean who-agreed"),
        ("nothing-like-it", {}, "kg queries lists them"),
        ("who-agreed", {"aktor": "Arland"}, "did you mean actor"),
        ("who-agreed", {"zzz": "Arland"}, "it has actor, since, until, status"),
        ("who-agreed", {"since": "last year"}, "2021-06-30, 2021-06 or 2021"),
        ("who-agreed", {"since": "2021-02-30"}, "is no date"),
        ("who-agreed", {"status": "done"}, "agreed, proposed, rejected"),
        ("who-agreed", {"actor": "Nobody"}, "no Actor 'Nobody'"),
        ("agreements-between", {"actor": "Arland"}, "needs the parameter other"),
        ("agreements-between", {"actor": "Arland", "other": ""}, "needs the parameter other"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(store: Store, name: str, values: dict[str, str], message: str) -> None:
    """Unknown questions and parameters, missing ones and wrong values name what there is."""
    with pytest.raises(QueryError, match=message) as raised:
        answer(store, name, values)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "# SELECT\nprefix a: <a:> delete where { ?s ?p ?o }",
        "LOAD <http://example.org/x>",
        "DROP ALL",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } FILTER(4 > ?o) }",
        "PREFIX ex: <a:> SELECT * { ?s ?p ex:a#'''\n . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #'''\n }",
        "SELECT * { ?s ?p 'it\\'s' SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_what_would_change_or_leave_is_refused(store: Store, text: str) -> None:
    """Neither updates nor requests to other servers, however they are written."""
    with pytest.raises(QueryError, match=r"only reads it|nothing is asked elsewhere"):
        answer_text(store, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p 'SERVICE' } # SERVICE",
        'PREFIX service: <a:> SELECT * { ?s service:service """a SERVICE "quoted" here""" }',
        "SELECT * { ?s <http://example.org/SERVICE#DROP> ?load }",
    ],
)
def test_words_that_only_look_so_are_not_refused(store: Store, text: str) -> None:
    """SERVICE in a comment, a string, an IRI or a name is no request."""
    assert answer_text(store, text).rows == []


def test_bad_syntax_gives_its_place(store: Store) -> None:
    """Line and column, in one sentence."""
    with pytest.raises(QueryError, match=r"line 2, column \d+"):
        answer_text(store, "SELECT ?s\nWHERE { ?s ?p }")


def test_values_are_bound_and_never_pasted(store: Store) -> None:
    """A value that tries to end its string stays a value."""
    text = "#+ parameters: {word: {type: string}}\nSELECT ?word { VALUES ?word { UNDEF } }"
    hostile = '" } } DROP ALL # \\ \n VALUES ?word { UNDEF }'
    assert answer_text(store, text, {"word": hostile}).rows == [{"word": hostile}]


@pytest.mark.parametrize("value", ['x"} SERVICE <http://e/> {', "<http://e/> }", "\\u0022", "Arland\n"])
def test_names_that_try_to_escape_are_only_not_found(store: Store, value: str) -> None:
    """A hostile name is a name that the graph has not."""
    with pytest.raises(QueryError, match="no Actor"):
        answer(store, "who-agreed", {"actor": value})


def test_rows_are_plain_python(store: Store) -> None:
    """Dates, numbers and booleans come as Python has them; a year, which Python has not, stays text."""
    rows = answer_text(
        store,
        "PREFIX accord: <https://w3id.org/accord/ontology#>"
        " SELECT ?date ?day ?number (true AS ?yes) (1.5 AS ?part) ?none"
        " { ?s accord:date ?date ; accord:earliest ?day ; accord:ordinal ?number }",
    ).rows
    assert rows == [{"date": "2021", "day": date(2021, 1, 2), "number": 3, "yes": True, "part": 1.5, "none": None}]


def test_ask_and_construct_answer_too(store: Store) -> None:
    """A yes or no is one row; a built graph has rows and Turtle, both sorted."""
    assert answer_text(store, "ASK { ?s ?p ?o }").rows == [{"answer": True}]
    built = answer_text(store, "CONSTRUCT { ?s <a:called> ?o } WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }")
    assert [row["object"] for row in built.rows] == ["Ivan Ivanov", "Oleg Ivanov", "Georgia", "Arland"]
    assert 'person:ivan-ivanov <a:called> "Ivan Ivanov"@en' in built.turtle


def test_an_integer_parameter_is_one(store: Store) -> None:
    """Only whole numbers pass, and they arrive as numbers."""
    text = "#+ parameters: {n: {type: integer, default: 2}}\nSELECT (?n + 1 AS ?m) { VALUES ?n { UNDEF } }"
    assert answer_text(store, text, {"n": 5}).rows == [{"m": 6}]
    assert answer_text(store, text).rows == [{"m": 3}]
    with pytest.raises(QueryError, match="whole number"):
        answer_text(store, text, {"n": "5; DROP"})


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ parameters: {x: {type: Colour}}", "type 'Colour'"),
        ("#+ parameters: {x: {type: string}}", "lacks the line VALUES"),
        ("#+ parameters: [", "no YAML"),
        ("#+ just words", "no YAML"),
        ("#+ parameters: {x: {description: it has no type}}", "no YAML"),
    ],
)
def test_a_wrong_header_is_told(header: str, message: str) -> None:
    """A user's own question file is checked as it is read."""
    with pytest.raises(QueryError, match=message):
        parse("own.rq", header + "\nSELECT * { ?s ?p ?o }")


def test_documents_are_found_by_identifier_and_title() -> None:
    """A document has no labels; what it is called otherwise will do."""
    document, graph = NamedNode(BASE + "document/x"), NamedNode(BASE + "document/x")
    store = Store()
    for predicate, value in (("identifier", "x"), ("title", "A Title")):
        store.add(Quad(document, NamedNode("http://purl.org/dc/terms/" + predicate), Literal(value), graph))
        store.add(Quad(document, NamedNode("http://purl.org/dc/terms/" + predicate), Literal(value)))
    kind = NamedNode("https://w3id.org/accord/ontology#Document")
    store.add(Quad(document, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind))
    assert lookup.find(store, "x", "Document") == lookup.find(store, "a title", "Document") == document


def test_a_question_is_read_once() -> None:
    """The files of the package don't change while it runs."""
    assert question("who-agreed") is question("who-agreed")
