"""The server's addresses for programs, as an OpenAPI 3.1 document; each canned question is one, made from its header."""

from __future__ import annotations

from typing import Any

from kg.graph.questions import ANY, Parameter, Question, questions
from kg.graph.search import COLUMNS, LIMIT
from kg.serve.formats import CSV, GRAPHS, HTML, JSON, PLAIN, RESULTS, Format
from kg.serve.jobs import PICTURE, WHOLE
from kg.view.choice import CLASSES

Object = dict[str, Any]

_DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"
_DAY: Object = {"type": "string", "pattern": _DATE}
CONDITIONS: dict[str, tuple[str, Object]] = {
    "about": ("Only what is around this thing: a name, an IRI or its end", {"type": "string"}),
    "hops": ("How far around it", {"type": "integer", "minimum": 0, "maximum": PICTURE, "default": WHOLE.hops}),
    "since": ("Nothing that was over before", _DAY),
    "until": ("Nothing that began after", _DAY),
    "class": ("Only these classes; may be repeated", {"type": "array", "items": {"type": "string", "enum": sorted(CLASSES)}}),
    "document": ("Only what these documents tell; may be repeated", {"type": "array", "items": {"type": "string"}}),
    "limit": ("At most so many things, the most connected first", {"type": "integer", "minimum": 1, "maximum": PICTURE}),
}
"""What an address chooses the picture of a part by: what each means, and its JSON Schema, whose bounds hold."""
_CELL: Object = {"type": ["string", "number", "boolean", "null"]}
_ERRORS = {
    "400": "The request can't be understood",
    "403": "Only reading is allowed",
    "404": "There is nothing of that name",
    "406": "None of the accepted formats is offered",
    "413": "The query is too long",
    "415": "A query can't be posted like this",
    "422": "The answer has more rows than the server gives",
    "503": "The server is busy, or the answer takes more memory than one may have",
    "504": "The answer takes longer than one may",
}


def document(version: str) -> Object:
    """The whole document; `version` is that of the program."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Accord",
            "version": version,
            "summary": "Who agreed to what, and when: a knowledge graph of diplomatic documents",
        },
        "paths": {
            **{f"/questions/{question.name}": {"get": _question(question)} for question in questions()},
            "/": _picture(),
            "/search": _search(),
            "/sparql": _sparql(),
            "/rdf-graph-store": _graph_store(),
            "/id/{path}": _things(),
        },
        "components": {
            "schemas": {"Error": {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}},
        },
    }


_NEXT: Object = {"Link": {"description": 'Where the limit left out rows: the next ones, rel="next"', "schema": {"type": "string"}}}


def _question(question: Question) -> Object:
    rows = {"type": "array", "items": {"type": "object", "additionalProperties": _CELL}}
    return {
        "operationId": question.name,
        "summary": question.summary,
        "description": question.description,
        "parameters": [_parameter(parameter) for parameter in question.parameters],
        "responses": {
            "200": {"description": "One row per answer", "headers": _NEXT, "content": {JSON.media: {"schema": rows}, **_text(CSV, HTML)}},
            **_errors("400", "406", "422", "503", "504"),
        },
    }


def _parameter(parameter: Parameter) -> Object:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "allowEmptyValue": True,
        "description": parameter.description,
        "schema": _schema(parameter),
    }


def _schema(parameter: Parameter) -> Object:
    told: Object = {"type": "integer"} if parameter.type == "integer" else {"type": "string"}
    if parameter.type in ("earliest", "latest"):
        told["pattern"] = _DATE
    if parameter.enum:
        told["enum"] = [*parameter.enum, ANY]
    if parameter.default is not None:
        told["default"] = int(parameter.default) if told["type"] == "integer" else parameter.default
    return told


def _picture() -> Object:
    answers = {"200": {"description": "An interactive page", "content": _text(HTML)}, **_errors("400", "503", "504")}
    waiting = answers["503"] | {"content": answers["503"]["content"] | _text(HTML)}
    return {
        "get": {
            "operationId": "picture",
            "summary": "The picture of the graph, or of a part; while it is drawn, a page with status 503 that waits",
            "parameters": [
                {"name": name, "in": "query", "allowEmptyValue": True, "description": what, "schema": schema}
                for name, (what, schema) in CONDITIONS.items()
            ],
            "responses": {**answers, "503": waiting},
        }
    }


def _search() -> Object:
    words = 'All must stand in a name, a title or a sentence; "two words" stand together, and agree* begins so'
    hit: Object = {
        "type": "object",
        "properties": {name: {"type": "integer" if name == "rank" else "string"} for name in COLUMNS},
        "required": [*COLUMNS],
        "additionalProperties": False,
    }
    return {
        "get": {
            "operationId": "search",
            "summary": "Things by their names, facts by their sentences, the best match first",
            "parameters": [
                {"name": "q", "in": "query", "required": True, "description": words, "schema": {"type": "string"}},
                {
                    "name": "limit",
                    "in": "query",
                    "description": "At most so many",
                    "schema": {"type": "integer", "minimum": 1, "default": LIMIT},
                },
            ],
            "responses": {
                "200": {
                    "description": "What was found",
                    "content": {JSON.media: {"schema": {"type": "array", "items": hit}}, **_text(HTML)},
                },
                **_errors("400", "406", "503", "504"),
            },
        }
    }


def _sparql() -> Object:
    graphs = [
        {"name": name, "in": "query", "description": what, "schema": {"type": "array", "items": {"type": "string", "format": "uri"}}}
        for name, what in (("default-graph-uri", "Graphs to ask by default"), ("named-graph-uri", "Graphs that GRAPH may name"))
    ]
    asked = {
        "name": "query",
        "in": "query",
        "description": "SPARQL 1.1 Query; without it the service description",
        "schema": {"type": "string"},
    }
    answer = {
        "200": {"description": "Results, or a graph", "content": _text(*RESULTS, *GRAPHS)},
        **_errors("400", "403", "406", "422", "503", "504"),
    }
    form = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
    body = {"application/sparql-query": {"schema": {"type": "string"}}, "application/x-www-form-urlencoded": {"schema": form}}
    return {
        "get": {"operationId": "sparql", "summary": "SPARQL 1.1 Protocol", "parameters": [asked, *graphs], "responses": answer},
        "post": {
            "operationId": "sparql-post",
            "summary": "SPARQL 1.1 Protocol",
            "parameters": graphs,
            "requestBody": {"required": True, "content": body},
            "responses": {**answer, **_errors("413", "415")},
        },
    }


def _graph_store() -> Object:
    return {
        "get": {
            "operationId": "graph",
            "summary": "A whole graph: name it with graph, or ask for the union of all with default (SPARQL 1.1 Graph Store HTTP Protocol)",
            "parameters": [
                {"name": "graph", "in": "query", "description": "The graph's IRI", "schema": {"type": "string", "format": "uri"}},
                {"name": "default", "in": "query", "allowEmptyValue": True, "description": "No value", "schema": {"type": "string"}},
            ],
            "responses": {
                "200": {"description": "The graph", "content": _text(*GRAPHS)},
                **_errors("400", "404", "406", "422", "503", "504"),
            },
        }
    }


def _things() -> Object:
    return {
        "get": {
            "operationId": "thing",
            "summary": "What the graph tells of one thing; path is its IRI after the base, person/sergey-ryabkov",
            "parameters": [{"name": "path", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {
                "200": {"description": "A page or RDF", "content": _text(HTML, *GRAPHS)},
                **_errors("404", "406", "422", "503", "504"),
            },
        }
    }


def _text(*forms: Format) -> Object:
    return {form.media: {"schema": {"type": "string"}} for form in forms}


def _errors(*codes: str) -> Object:
    content = {PLAIN.media: {"schema": {"type": "string"}}, JSON.media: {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {code: {"description": _ERRORS[code], "content": content} for code in codes}
