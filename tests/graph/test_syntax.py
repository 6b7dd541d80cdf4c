"""What a query must not do is found wherever it hides, and nowhere else; so are the graphs that it names."""

from __future__ import annotations

import pytest

from kg.errors import ForbiddenError
from kg.graph.syntax import Dataset, dataset, refuse

CALL = "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {CALL} }}",
        f"select * {{ {CALL.lower()} }}",
        f"SELECT * {{ ?s ?p ?o .{CALL} }}",
        f"SELECT * {{ SERVICE SILENT{CALL[7:]} }}",
        f"PREFIX e: <http://e/> SELECT * {{ e:s e:p e:a#'''\n . {CALL} #'''\n }}",
        f"PREFIX e: <http://e/> SELECT * {{ e:s e:p e:a\\'b . {CALL} . e:s e:p e:a\\'b }}",
        f"SELECT * {{ FILTER(?a<?b) {CALL} FILTER(?c>?d) }}",
        f'SELECT * {{ ?s ?p "\\\\" . {CALL} . ?s ?p "\\\\" }}',
        f"SELECT * {{ ?s ?p '''it's''' . {CALL} . ?s ?p '' }}",
        f"SELECT * {{ # it's\n {CALL} # it's\n }}",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "BASE <http://e/> PREFIX e: <#> INSERT DATA { e:s e:p e:o }",
        "# a comment\nDROP ALL",
        "LOAD <http://127.0.0.1:1/>",
        "WITH <http://e/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_and_other_servers_are_refused(query: str) -> None:
    """Update forms and SERVICE, whatever stands around them."""
    with pytest.raises(ForbiddenError, match=r"only reads it|nothing is asked elsewhere"):
        refuse(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "secret service" }',
        "SELECT ?service { ?service ?p $insert }",
        "PREFIX service: <http://service/> SELECT * { service:service a service:a.service }",
        "SELECT * { ?s ?p <http://e/SERVICE> } # SERVICE",
        "SELECT * { ?s ?p '''a\nSERVICE 'of' \"his\"''' }",
        'SELECT * { ?s ?p "x"@en-service }',
        "PREFIX load: <http://e/> SELECT * { ?s load:load ?o }",
    ],
)
def test_words_in_texts_and_names_are_no_orders(query: str) -> None:
    """The word may stand in strings, IRIs, comments, variables and prefixed names."""
    refuse(query)


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        (
            "SELECT * FROM <http://e/a> FROM NAMED <http://e/b> from named <http://e/c> { ?s ?p ?o }",
            ("http://e/a",),
            ("http://e/b", "http://e/c"),
        ),
        ("BASE <http://e/x/y> PREFIX p: <z#> ASK FROM <../a> FROM NAMED p:b { ?s ?p ?o }", ("http://e/a",), ("http://e/x/z#b",)),
        ("PREFIX : <http://e/> DESCRIBE :x #FROM <http://e/no>\n FROM # why\n :a\\,b", ("http://e/a,b",), ()),
        ("ASK \\u0046ROM <http://e/\\u0061> { }", ("http://e/a",), ()),
        ("SELECT * { ?from ?p 'FROM <http://e/a>' ; <http://e/FROM> ?o }", (), ()),
        ("SELECT * FROM", (), ()),
    ],
)
def test_the_graphs_that_a_query_names_are_known(query: str, default: tuple[str, ...], named: tuple[str, ...]) -> None:
    """FROM and FROM NAMED, relative to BASE, with prefixes and escapes; not where the word is text."""
    assert dataset(query) == Dataset(default, named)
