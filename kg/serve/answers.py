"""What a worker answers: SPARQL, whole graphs, canned questions, things, the picture."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from itertools import islice
from typing import cast
from urllib.parse import urlencode

import msgspec
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from kg.errors import QueryError
from kg.graph.query import Answer, ask, evaluate
from kg.graph.questions import Question, question
from kg.graph.search import search
from kg.graph.store import Reader
from kg.graph.syntax import Dataset
from kg.graph.terms import PREFIXES, instance_prefixes
from kg.graph.turtle import TurtleWriter
from kg.serve import pages, things
from kg.serve.formats import CSV, GRAPHS, HTML, JSON, RESULTS, TURTLE, Format, choose
from kg.serve.jobs import PICTURE, WHOLE, About, AnyJob, Ask, Refusal, Reply, Search, Sparql, View, WholeGraph

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def perform(job: AnyJob, reader: Reader, rows: int) -> Reply:
    """The answer to a job with at most `rows` rows or triples; raises Refusal, or QueryError for what SPARQL or a parameter is not."""
    match job:
        case Sparql():
            return _sparql(job, reader, rows)
        case WholeGraph():
            return _graph(job, reader, rows)
        case Ask():
            return _question(job, reader, rows)
        case About():
            return _about(job, reader, rows)
        case Search():
            return _search(job, reader)
        case View():
            return Reply(200, HTML.content_type, pages.with_links(_picture(job, reader)).encode())


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise Refusal(400, f"{iri!r} is no absolute IRI, so it names no graph; write it out in full") from None


def _sparql(job: Sparql, reader: Reader, rows: int) -> Reply:
    graphs = Dataset(job.default_graphs, job.named_graphs)
    result = evaluate(reader.store, Question("the query", job.query), base=reader.base, graphs=graphs)
    try:
        if isinstance(result, QueryTriples):
            return _written(_bounded(result, rows), job.accept, reader.base)
        form = _chosen(job.accept, tuple(RESULTS))
        body = _table(result, RESULTS[form], rows) if isinstance(result, QuerySolutions) else result.serialize(format=RESULTS[form])
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"Can't answer the query: {' '.join(str(error).split())}") from None
    return Reply(200, form.content_type, _xml(body or b"") if RESULTS[form] == QueryResultsFormat.XML else body or b"")


class _Rows(io.BytesIO):
    """Takes TSV, in which a line is a row, and stops the engine that writes it after too many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most + 1  # the first line names the columns
        self._most = most

    def write(self, piece: object, /) -> int:
        taken = super().write(cast(bytes, piece))
        self._left -= bytes(cast(bytes, piece)).count(b"\n")
        if self._left < 0:
            raise _too_many(self._most, "rows")
        return taken


def _table(result: QuerySolutions, form: QueryResultsFormat, rows: int) -> bytes:
    lines = _Rows(rows)
    result.serialize(lines, QueryResultsFormat.TSV)
    if form == QueryResultsFormat.TSV:
        return lines.getvalue()
    read = cast(QuerySolutions, parse_query_results(lines.getvalue(), QueryResultsFormat.TSV))
    return read.serialize(format=form) or b""


def _too_many(rows: int, what: str) -> Refusal:
    return Refusal(422, f"The answer has more than {rows} {what}, and this server gives no more; ask for less, in SPARQL with LIMIT")


def _chosen(accept: str, offered: tuple[Format, ...]) -> Format:
    form = choose(accept, offered)
    if form is None:
        raise Refusal(406, f"The answer comes as {', '.join(one.media for one in offered)}; name one of these in Accept")
    return form


def _bounded(triples: Iterable[Triple], rows: int) -> list[Triple]:
    """Each triple once, sorted; raises Refusal if there are too many."""
    found = list(islice(triples, rows + 1))
    if len(found) > rows:
        raise _too_many(rows, "triples")
    return sorted(set(found), key=str)


def _written(triples: list[Triple], accept: str, base: str) -> Reply:
    form = _chosen(accept, tuple(GRAPHS))
    prefixes = PREFIXES | instance_prefixes(base, (str(triple.subject).strip("<>") for triple in triples))
    if form is TURTLE and not any(isinstance(triple.object, Triple) for triple in triples):
        rows = sorted(("", str(triple.subject), str(triple.predicate), str(triple.object)) for triple in triples)
        return Reply(200, form.content_type, "".join(TurtleWriter(prefixes).turtle(rows)).encode())
    body = serialize(triples, format=GRAPHS[form], prefixes=prefixes) or b""
    return Reply(200, form.content_type, _xml(body) if GRAPHS[form] == RdfFormat.RDF_XML else body)


def _xml(body: bytes) -> bytes:
    """XML 1.0 has no way to write most control characters; one sign stands for one."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}".encode(), body)


def _graph(job: WholeGraph, reader: Reader, rows: int) -> Reply:
    name = DefaultGraph() if job.iri is None else _node(job.iri)
    if isinstance(name, NamedNode) and not reader.store.contains_named_graph(name):
        raise Refusal(404, f"There is no graph {name.value}; every document is one, and /questions/documents lists them")
    return _written(
        _bounded((quad.triple for quad in reader.store.quads_for_pattern(None, None, None, name)), rows), job.accept, reader.base
    )


def _question(job: Ask, reader: Reader, rows: int) -> Reply:
    try:
        asked = question(job.name)
    except QueryError as error:
        raise Refusal(404, str(error)) from None
    form = _chosen(job.accept, (JSON, CSV, HTML))
    answer = ask(reader.store, asked, job.values, base=reader.base, lists=reader.lists)
    if len(answer.rows) > rows:
        raise _too_many(rows, "rows")
    if form is HTML:
        body = pages.answer(asked, job.values, answer, reader.base, job.target)
    else:
        body = msgspec.json.encode(answer.rows) if form is JSON else _csv(answer)
    return Reply(200, form.content_type, body, _following(job, len(answer.rows)) if answer.more else "")


def _following(job: Ask, rows: int) -> str:
    return "?" + urlencode(job.values | {"offset": str(int(job.values.get("offset", 0)) + rows)})


def _csv(answer: Answer) -> bytes:
    """RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe, as on the command line."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(answer.columns)
    for row in answer.rows:
        cells = [pages.plain(row.get(column)) for column in answer.columns]
        writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue().encode()


def _about(job: About, reader: Reader, rows: int) -> Reply:
    node = things.find(reader, job.path)
    form = _chosen(job.accept, (HTML, *GRAPHS))
    if form is HTML:
        return Reply(200, HTML.content_type, things.page(reader, node))
    return _written(_bounded(things.triples_about(reader.store, node), rows), job.accept, reader.base)


def _search(job: Search, reader: Reader) -> Reply:
    if _chosen(job.accept, (JSON, HTML)) is HTML:
        hits = search(reader, job.words, job.limit, marks=pages.MARKS)
        return Reply(200, HTML.content_type, pages.found(job.words, hits, job.limit, reader.base))
    return Reply(200, JSON.content_type, msgspec.json.encode(search(reader, job.words, job.limit)))


def _picture(job: View, reader: Reader) -> str:
    """The whole graph, as far as a page holds it, is what most documents tell of; of a part it is what is most connected."""
    from kg.view import page

    if job == WHOLE:
        return page(reader.store, most=PICTURE)
    return page(
        reader.store,
        about=job.about,
        hops=job.hops,
        since=job.since,
        until=job.until,
        classes=job.classes,
        documents=job.documents,
        limit=job.limit or PICTURE,
    )
