"""Questions to the graph: a canned one by name, or SPARQL 1.1 as it comes; over the union of all graphs, and reading only.

answer(store, "who-agreed", {"actor": "Russia", "since": "2021"}).rows
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import cast

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import QueryError
from kg.graph import lookup
from kg.graph.questions import Question, parse, question
from kg.graph.terms import BASE, PREFIXES, instance_prefixes

Value = str | int | float | bool | date | datetime | None
Row = dict[str, Value]
Result = QuerySolutions | QueryBoolean | QueryTriples

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {f"{_XSD}{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_BROKEN = {f"{_XSD}{name}" for name in ("decimal", "double", "float")}
_TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<string>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<name>[?$@][\w-]+|[\w.-]*:(?:[\w.:%-]|\\.)*)
    | (?P<word>[A-Za-z]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PROLOGUE = ("PREFIX", "BASE", "VERSION")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave: rows of plain values under named columns; and in Turtle, if it is a graph, what its rows hold too."""

    columns: tuple[str, ...]
    rows: list[Row]
    turtle: str = ""


def answer(store: Store, name: str, values: Mapping[str, object] | None = None, *, base: str = BASE) -> Answer:
    """The answer to a canned question; raises QueryError if there is none of that name or a parameter doesn't fit."""
    return ask(store, question(name), values, base=base)


def answer_text(store: Store, text: str, values: Mapping[str, object] | None = None, *, base: str = BASE) -> Answer:
    """The answer to a query as text; it may have a header with parameters, as the canned ones do. Raises QueryError."""
    return ask(store, parse("this query", text), values, base=base)


def ask(store: Store, asked: Question, values: Mapping[str, object] | None = None, *, base: str = BASE) -> Answer:
    """The answer to a question with values for its parameters; raises QueryError."""
    result = evaluate(store, asked, values, base=base)
    if isinstance(result, QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        return Answer(columns, [_row(columns, solution) for solution in result])
    if isinstance(result, QueryBoolean):
        return Answer(("answer",), [{"answer": bool(result)}])
    triples = sorted(set(result), key=str)
    rows: list[Row] = [{"subject": _value(s), "predicate": _value(p), "object": _value(o)} for s, p, o in triples]
    prefixes = PREFIXES | instance_prefixes(base, (str(triple.subject).strip("<>") for triple in triples))
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)
    return Answer(("subject", "predicate", "object"), rows, (written or b"").decode())


def evaluate(store: Store, asked: Question, values: Mapping[str, object] | None = None, *, base: str = BASE) -> Result:
    """What the engine returns; raises QueryError for updates, SERVICE, a value that doesn't fit, and syntax that is none."""
    _refuse(asked.text)
    text = asked.bind(values or {}, partial(lookup.find, store, base=base))
    try:
        return store.query(text)
    except SyntaxError as error:
        raise QueryError(_explain(str(error))) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"Can't answer {asked.name}: {_one_line(str(error))}") from None


def _refuse(text: str) -> None:
    word = forbidden(text)
    if word == "SERVICE":
        raise QueryError("SERVICE would ask another server, and kg query works offline; leave that part out")
    if word:
        raise QueryError(f"{word} would change the graph, and kg query only reads it; kg build and kg forget change it")


def forbidden(text: str) -> str:
    """The word by which a query would change the graph (INSERT, LOAD, …) or ask another server (SERVICE); empty where there is none.

    Oxigraph follows SERVICE to any address, so the words are looked for before it runs. What can hold any text (IRIs, strings, comments,
    names) is told apart by the terminals of SPARQL 1.1, section 19.8; \\u escapes are resolved before a query is read (section 19.2), so
    the words are looked for after that too.
    """
    for form in (text, _ESCAPE.sub(_unescaped, text)):
        words = [found["word"].upper() for found in _TOKEN.finditer(form) if found["word"]]
        first = next((word for word in words if word not in _PROLOGUE), "")
        if first in _UPDATES:
            return first
        if "SERVICE" in words:
            return "SERVICE"
    return ""


def _unescaped(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else "\N{REPLACEMENT CHARACTER}"


def _explain(error: str) -> str:
    found = _PLACE.search(error)
    if not found:
        return f"The query is no SPARQL 1.1: {_one_line(error)}"
    line, column, what = found.groups()
    return f"The query is no SPARQL 1.1 at line {line}, column {column}: {_one_line(what)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _row(columns: tuple[str, ...], solution: QuerySolution) -> Row:
    return {column: _value(solution[column]) for column in columns}


def _value(term: object) -> Value:
    """The Python value of an RDF term; what has none, such as a year, stays text."""
    if term is None:
        return None
    if not isinstance(term, Literal):
        return cast(str, getattr(term, "value", None) or str(term))
    kind, text = term.datatype.value, term.value
    try:
        if kind in _WHOLE:
            return int(text)
        if kind in _BROKEN:
            return float(text)
        if kind == f"{_XSD}date":
            return date.fromisoformat(text)
        if kind == f"{_XSD}dateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text in ("true", "1") if kind == f"{_XSD}boolean" else text
