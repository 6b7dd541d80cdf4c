"""Asks the same questions of a graph on another server, by the SPARQL 1.1 Protocol.

The questions want the union of all graphs as the default graph. Most large stores have it so, and Oxigraph when it is asked for; of
others the user is told. Queries go as a form, which every server reads (Virtuoso 7 never answers a query that is posted as it is), and rows
come back as JSON: of Virtuoso's formats the one that keeps spaces and control characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import TracebackType
from typing import Self, cast

import httpx
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg.errors import QueryError, RemoteError
from kg.graph import lookup
from kg.graph.query import Answer, cut, tabulate
from kg.graph.questions import Question
from kg.graph.syntax import form, refuse
from kg.graph.terms import ACCORD, BASE
from kg.remote.client import Client, Login, said_by

_ROWS = "application/sparql-results+json"
_GRAPHS = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE, "application/rdf+xml": RdfFormat.RDF_XML}
_DOCUMENT = f"?document a {ACCORD.Document}"
_UNION: tuple[dict[str, str], ...] = ({}, {"union-default-graph": "true"})
"""What to add to a request so that the default graph is the union: nothing for most servers, and Oxigraph's own parameter."""
_TRUTH = '{{"head": {{}}, "boolean": {}}}'


class Endpoint:
    """A graph on another server. Close it, or use it in a `with`.

    `base` is what the IRIs of its things begin with. `limit` is how many rows the server gives at most, where it said so with the last
    answer: rows may be missing then.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._extra: dict[str, str] = {}
        self.limit: int | None = None
        self.base = self._explore()

    def answer(self, asked: Question, values: Mapping[str, object] | None = None) -> Answer:
        """The answer to a question with values for its parameters.

        Raises QueryError for updates, SERVICE, a value that doesn't fit and what the server doesn't understand, RemoteError if it fails.
        """
        refuse(asked.text)
        bound = asked.read(values or {}, partial(lookup.find, self, base=self.base))
        refuse(bound.text())
        return cut(tabulate(self.query(bound.text(extra=1)), self.base), bound)

    def query(self, query: str, *, prefixes: dict[str, str] | None = None) -> QuerySolutions | QueryBoolean | QueryTriples:
        """The answer to a query as text. Raises QueryError, RemoteError."""
        text = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in (prefixes or {}).items()) + query
        rows = form(text) not in ("CONSTRUCT", "DESCRIBE")
        accept = _ROWS if rows else ", ".join(f"{kind};q={1 - number / 10}" for number, kind in enumerate(_GRAPHS))
        response = self._client.send("POST", self._extra, data={"query": text}, headers={"Accept": accept})
        if response.status_code in (400, 422):
            raise QueryError(f"{self._client.url} refuses the query: {said_by(response)}")
        if not response.is_success:
            raise RemoteError(self._client.refusal(response, "ask"))
        limit = response.headers.get("x-sparql-maxrows", "")
        self.limit = int(limit) if limit.isdecimal() else None
        try:
            return _rows(response) if rows else _triples(response)
        except (SyntaxError, ValueError) as error:
            raise RemoteError(f"{self._client.url} answered in a way that is no SPARQL 1.1 Protocol: {error}; see the address") from None

    def _explore(self) -> str:
        """The base of the graph's IRIs, told from any document's; on the way it finds out how to have the union of all graphs."""
        for self._extra in _UNION:
            if document := self._some(_DOCUMENT):
                return document.rpartition("document/")[0] or BASE
        self._extra = {}
        if self._some(f"GRAPH ?graph {{ {_DOCUMENT} }}"):
            raise QueryError(
                f"The default graph of {self._client.url} is not the union of its graphs, so the questions would find nothing; "
                "let the server make it so (Fuseki: tdb2:unionDefaultGraph true, see docs/scale.md)"
            )
        raise QueryError(
            f"{self._client.url} holds no document of Accord; send a graph there with kg push, and see that the address is right"
        )

    def _some(self, pattern: str) -> str:
        found = next(cast(QuerySolutions, self.query(f"SELECT ?document WHERE {{ {pattern} }} LIMIT 1")), None)
        return cast(NamedNode, found["document"]).value if found else ""

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_endpoint(url: str, login: Login | None = None, *, timeout: float = 60) -> Endpoint:
    """The graph behind a SPARQL endpoint. Raises RemoteError if it can't be reached, QueryError if there is no graph of Accord."""
    client = Client(url, login, timeout=timeout)
    try:
        return Endpoint(client)
    except BaseException:
        client.close()
        raise


def _rows(response: httpx.Response) -> QuerySolutions | QueryBoolean:
    """Virtuoso answers ASK by a table of one column, with a row for yes."""
    found = parse_query_results(response.content, QueryResultsFormat.JSON)
    if isinstance(found, QuerySolutions) and [variable.value for variable in found.variables] == ["__ASK_RETVAL"]:
        return cast(QueryBoolean, parse_query_results(_TRUTH.format("true" if next(found, None) else "false"), QueryResultsFormat.JSON))
    return found


def _triples(response: httpx.Response) -> QueryTriples:
    kind = response.headers.get("content-type", "").partition(";")[0]
    if kind not in _GRAPHS:
        raise ValueError(f"{kind or 'nothing'} instead of triples")
    held = Store()
    held.extend(parse(response.content, _GRAPHS[kind]))
    return cast(QueryTriples, held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
