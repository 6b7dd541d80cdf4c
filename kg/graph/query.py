"""Questions to the graph: a canned one by name, or SPARQL 1.1 as it comes; over the union of all graphs, and reading only.

answer(store, "who-agreed", {"actor": "Russia", "since": "2021"}).rows
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import cast

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import QueryError
from kg.graph import lookup, window
from kg.graph.lists import Lists
from kg.graph.questions import Bound, Question, parse, question
from kg.graph.syntax import Dataset, dataset, refuse
from kg.graph.terms import BASE, PREFIXES, instance_prefixes

Value = str | int | float | bool | date | datetime | None
Row = dict[str, Value]
Result = QuerySolutions | QueryBoolean | QueryTriples

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {int: ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger"), float: ("decimal", "double", "float")}
_MADE: dict[NamedNode, Callable[[str], Value]] = {
    **{NamedNode(_XSD + name): made for made, names in _NUMBERS.items() for name in names},
    NamedNode(f"{_XSD}date"): date.fromisoformat,
    NamedNode(f"{_XSD}dateTime"): datetime.fromisoformat,
    NamedNode(f"{_XSD}boolean"): ("true", "1").__contains__,
}
"""What makes a Python value of the text of a literal, by its datatype."""
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave: rows of plain values under named columns; and in Turtle, if it is a graph, what its rows hold too.

    `more` says that the question's limit left rows out.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    turtle: str = ""
    more: bool = False


def answer(store: Store, name: str, values: Mapping[str, object] | None = None, *, base: str = BASE, lists: Lists | None = None) -> Answer:
    """The answer to a canned question; raises QueryError if there is none of that name or a parameter doesn't fit."""
    return ask(store, question(name), values, base=base, lists=lists)


def answer_text(store: Store, text: str, values: Mapping[str, object] | None = None, *, base: str = BASE) -> Answer:
    """The answer to a query as text; it may have a header with parameters, as the canned ones do. Raises QueryError."""
    return ask(store, parse("this query", text), values, base=base)


def ask(
    store: Store, asked: Question, values: Mapping[str, object] | None = None, *, base: str = BASE, lists: Lists | None = None
) -> Answer:
    """The answer to a question with values for its parameters, the same with and without the `lists` of the store; raises QueryError."""
    bound = _bound(store, asked, values, base, lists)
    windows = window.windows(lists, bound)
    filled: Mapping[str, str] | None = next(windows)
    rows: list[Row] = []
    while filled is not None:
        kept = rows if filled and not bound.offset else []  # then a window holds what comes after the last one
        found = tabulate(_evaluate(store, asked.name, bound.text(filled, extra=1 - len(kept))), base)
        rows = kept + found.rows
        found = cut(replace(found, rows=rows), bound)
        filled = None if found.more else _next(windows, len(rows))
    return found


def cut(found: Answer, bound: Bound) -> Answer:
    """An answer without the row beyond the limit that was asked for to see whether there are more."""
    more = bound.limit is not None and len(found.rows) > bound.limit
    return replace(found, rows=found.rows[: bound.limit], more=more)


def _next(windows: Generator[Mapping[str, str], int], rows: int) -> Mapping[str, str] | None:
    try:
        return windows.send(rows)
    except StopIteration:
        return None


def tabulate(result: Result, base: str = BASE) -> Answer:
    """What an engine returned as plain rows; triples are sorted, for engines give them in any order."""
    if isinstance(result, QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        return Answer(columns, [dict(zip(columns, map(_value, solution), strict=True)) for solution in result])
    if isinstance(result, QueryBoolean):
        return Answer(("answer",), [{"answer": bool(result)}])
    triples = sorted(set(result), key=str)
    rows: list[Row] = [{"subject": _value(s), "predicate": _value(p), "object": _value(o)} for s, p, o in triples]
    prefixes = PREFIXES | instance_prefixes(base, (str(triple.subject).strip("<>") for triple in triples))
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)
    return Answer(("subject", "predicate", "object"), rows, (written or b"").decode())


def evaluate(
    store: Store, asked: Question, values: Mapping[str, object] | None = None, *, base: str = BASE, graphs: Dataset | None = None
) -> Result:
    """What the engine returns; `graphs` stand in place of those that the query names.

    Raises ForbiddenError for updates and SERVICE, and QueryError for an unknown graph, a value that doesn't fit, and syntax that is none.
    """
    return _evaluate(store, asked.name, _bound(store, asked, values, base).text(), graphs)


def _bound(store: Store, asked: Question, values: Mapping[str, object] | None, base: str, lists: Lists | None = None) -> Bound:
    return asked.read(values or {}, partial(lookup.find, store, base=base, lists=lists))


def _evaluate(store: Store, name: str, text: str, graphs: Dataset | None = None) -> Result:
    refuse(text)
    wanted = graphs or dataset(text)
    try:
        return _ask_of(store, text, wanted) if wanted else store.query(text)
    except SyntaxError as error:
        raise QueryError(_explain(str(error))) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"Can't answer {name}: {_one_line(str(error))}") from None


def _ask_of(store: Store, text: str, wanted: Dataset) -> Result:
    """Asks only these graphs. Several default graphs are merged in memory: Oxigraph's union gives a triple once for each that holds it."""
    default, named = ([_graph(store, iri) for iri in iris] for iris in (wanted.default, wanted.named))
    if len(default) < 2:
        return store.query(text, default_graph=[*default], named_graphs=[*named])
    merged = Store()
    for graph in default:
        merged.extend(Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
    for graph in named:
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return merged.query(text, default_graph=[DefaultGraph()], named_graphs=[*named])


def _graph(store: Store, iri: str) -> NamedNode:
    try:
        graph = NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri!r} is no absolute IRI, so it names no graph; write it out in full") from None
    if not store.contains_named_graph(graph):
        raise QueryError(
            f"There is no graph {iri} here, and none is fetched from elsewhere; every document is one, and question documents lists them"
        )
    return graph


def _explain(error: str) -> str:
    found = _PLACE.search(error)
    if not found:
        return f"The query is no SPARQL 1.1: {_one_line(error)}"
    line, column, what = found.groups()
    return f"The query is no SPARQL 1.1 at line {line}, column {column}: {_one_line(what)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _value(term: object) -> Value:
    """The Python value of an RDF term; what has none, such as a year, stays text."""
    if not isinstance(term, Literal):
        return None if term is None else cast(str, getattr(term, "value", None) or str(term))
    made = _MADE.get(term.datatype)
    try:
        return made(term.value) if made else term.value
    except ValueError:
        return term.value
