"""The web application: routes, and what HTTP says beside the answers of the workers."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.graph.questions import questions
from kg.graph.search import LIMIT
from kg.serve import description, openapi, pages
from kg.serve.formats import CSV, GRAPHS, HTML, JSON, PLAIN, Format, choose
from kg.serve.jobs import About, AnyJob, Ask, Refusal, Reply, Search, Settings, Sparql, WholeGraph, number
from kg.serve.picture import Pictures, wanted
from kg.serve.pool import Pool

BODY = 1 << 20
"""Bytes of a query that is sent as a body, at most."""
_LOG = logging.getLogger(__name__)
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_PROTOCOL = {"query", "update", "default-graph-uri", "named-graph-uri"}
_FORM = "application/x-www-form-urlencoded"


def application(settings: Settings, workers: int, base: str) -> Starlette:
    """The server of a graph directory, as an ASGI application that runs its workers itself; `base` is what IRIs of things begin with."""
    server = Server(settings, workers, base)
    return Starlette(
        routes=[
            Route("/", server.view),
            Route("/sparql", server.sparql, methods=["GET", "POST"]),
            Route("/rdf-graph-store", server.graph_store),
            Route("/search", server.search),
            Route("/questions", server.questions),
            Route("/questions/{name}", server.question),
            Route("/openapi", server.manual),
            Route("/openapi.json", server.openapi),
            Route("/id/{path:path}", server.thing),
            Mount("/static", _Static(directory=pages.STATIC)),
        ],
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"])],
        exception_handlers={Refusal: _on_refusal, HTTPException: _on_http, ClientDisconnect: _on_disconnect, Exception: _on_error},
        lifespan=server.lifespan,
    )


class Server:
    """What answers the routes: a pool of workers and the last pictures."""

    def __init__(self, settings: Settings, workers: int, base: str) -> None:
        self._base = base
        self._rows = settings.rows
        self._pool = Pool(settings, workers)
        self._pictures = Pictures(settings)

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Workers live as long as the application."""
        if not pages.EDITOR.is_file():
            _LOG.warning(
                "/sparql shows a plain page, for YASGUI is not in this installation; install it anew with a network for the editor"
            )
        await self._pool.start()
        try:
            yield
        finally:
            await self._pictures.close()
            await self._pool.close()

    async def view(self, request: Request) -> Response:
        """The picture of the graph or a part; where drawing takes longer than an answer may, the last one, or a page that waits for it."""
        drawing = self._pictures.of(wanted(request.query_params.multi_items()))
        try:
            picture = await drawing.get()
        except TimeoutError:
            headers = {"Refresh": "5", "Retry-After": "5", "Content-Security-Policy": pages.POLICY, **_SAFE}
            return Response(pages.render("waiting.html.j2"), 503, headers, HTML.content_type)
        if picture.status != 200:
            raise Refusal(picture.status, picture.body.decode())
        return _response(picture, {"Content-Security-Policy": "frame-ancestors 'none'"})  # the page brings its own policy

    async def sparql(self, request: Request) -> Response:
        """SPARQL 1.1 Protocol."""
        if request.method == "POST":
            return await self._do(await _posted(request), request)
        found = request.query_params.multi_items()
        if not any(name in _PROTOCOL for name, _ in found):
            return self._own_page(request)
        return await self._do(_query(found, request), request)

    def _own_page(self, request: Request) -> Response:
        """What /sparql says without a query: a page for people, the service description for programs."""
        form = _offered(request, (*GRAPHS, HTML))
        if form is HTML:
            return _html(pages.editor(self._base), pages.EDITOR_POLICY)
        body = description.describe(str(request.url.replace(query="")), form)
        return Response(body, headers={"Content-Type": form.content_type, "Vary": "Accept", **_SAFE})

    async def graph_store(self, request: Request) -> Response:
        """SPARQL 1.1 Graph Store HTTP Protocol, reading only; indirect identification."""
        named, default = request.query_params.getlist("graph"), "default" in request.query_params
        if len(named) + default != 1:
            raise Refusal(400, "Name one graph: /rdf-graph-store?graph=IRI, or /rdf-graph-store?default for the union of all")
        return await self._do(WholeGraph(iri=None if default else named[0], accept=_accept(request)), request)

    async def search(self, request: Request) -> Response:
        """Full-text search; without words the page to write them on."""
        asked = request.query_params
        limit = number(written := asked.get("limit", str(LIMIT)), 1, self._rows)
        if limit is None:
            raise Refusal(400, f"The limit {written!r} is no number from 1 to {self._rows}; write one")
        if "q" not in asked and _offered(request, (JSON, HTML)) is HTML:
            return _html(pages.found("", None, limit, self._base))
        return await self._do(Search(words=asked.get("q", ""), limit=limit, accept=_accept(request)), request)

    async def questions(self, request: Request) -> Response:
        """The list of canned questions."""
        form = _offered(request, (HTML, JSON))
        if form is HTML:
            return _html(pages.render("questions.html.j2", questions=questions()))
        listed = [{"name": q.name, "summary": q.summary, "description": q.description, "sparql": q.text} for q in questions()]
        return _json(listed)

    async def question(self, request: Request) -> Response:
        """The answer to a canned question; .csv and .json after the name are for links."""
        name, _, ending = request.path_params["name"].partition(".")
        accept = {"csv": CSV.media, "json": JSON.media, "": _accept(request)}.get(ending)
        if accept is None:
            raise Refusal(404, f"There is no ending .{ending} of a question; choose .csv or .json, or say it in Accept")
        found = request.query_params.multi_items()
        values = {key: value for key, value in found if value}
        if len(values) < sum(bool(value) for _, value in found):
            raise Refusal(400, "A parameter stands twice in the address; give each one value")
        target = f"?{request.url.query}" if request.url.query else ""
        return await self._do(Ask(name=name, values=values, target=target, accept=accept), request)

    async def thing(self, request: Request) -> Response:
        """What the graph tells of a thing; the path counts as it was sent, for documents have percent signs in their IRIs."""
        raw = request.scope.get("raw_path", b"").partition(b"?")[0].decode("latin-1")
        return await self._do(About(path=raw.partition("/id/")[2] or request.path_params["path"], accept=_accept(request)), request)

    async def openapi(self, request: Request) -> Response:
        """The description of all this for programs."""
        return _json(_document())

    async def manual(self, request: Request) -> Response:
        """The same for those who write them."""
        return _html(pages.render("openapi.html.j2", document=_document()))

    async def _do(self, job: AnyJob, request: Request) -> Response:
        reply = await self._pool.do(job)
        if reply.status >= 400:
            return _error(request, reply.status, reply.body.decode())
        page = {"Content-Security-Policy": pages.POLICY} if reply.content_type == HTML.content_type else {}
        following = {"Link": f'<{reply.following}>; rel="next"'} if reply.following else {}  # RFC 8288; relative to the request
        return _response(reply, {"Vary": "Accept", **page, **following})


def _document() -> openapi.Object:
    return openapi.document(version("accord-kg"))


class _Static(StaticFiles):
    """Styles and scripts of the pages; browsers ask each time whether theirs is still the same."""

    def file_response(self, *args: Any, **named: Any) -> Response:
        """The file, or that it has not changed."""
        response = super().file_response(*args, **named)
        response.headers.update({"Cache-Control": "no-cache", **_SAFE})
        return response


async def _posted(request: Request) -> Sparql:
    """The query of a POST, as a form or as it is."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/sparql-update":
        raise Refusal(403, "This endpoint only reads, and an update would write; send a query")
    if kind not in (_FORM, "application/sparql-query"):
        raise Refusal(415, f"A query is posted as {_FORM} or application/sparql-query; name one of these in Content-Type")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY:
            raise Refusal(413, f"The query has more than {BODY} bytes; send a shorter one")
    try:
        text = body.decode()
        if kind == _FORM:
            return _query(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000), request)
    except ValueError:
        raise Refusal(400, "The body is no UTF-8, or no form; send it again as UTF-8") from None
    return _query([*request.query_params.multi_items(), ("query", text)], request)


def _query(found: Sequence[tuple[str, str]], request: Request) -> Sparql:
    if any(name == "update" for name, _ in found):
        raise Refusal(403, "This endpoint only reads, and an update would write; send a query")
    asked = [value for name, value in found if name == "query"]
    if len(asked) != 1:
        raise Refusal(400, f"One query is wanted and {len(asked)} came; send one as the parameter query")
    default, named = (tuple(value for name, value in found if name == wanted) for wanted in ("default-graph-uri", "named-graph-uri"))
    return Sparql(query=asked[0], default_graphs=default, named_graphs=named, accept=_accept(request))


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _offered(request: Request, forms: tuple[Format, ...]) -> Format:
    form = choose(_accept(request), forms)
    if form is None:
        raise Refusal(406, f"This comes as {', '.join(one.media for one in forms)}; name one of these in Accept")
    return form


def _response(reply: Reply, headers: Mapping[str, str]) -> Response:
    return Response(reply.body, headers={"Content-Type": reply.content_type, **_SAFE, **headers})


def _html(body: bytes, policy: str = pages.POLICY) -> Response:
    return _response(Reply(200, HTML.content_type, body), {"Vary": "Accept", "Content-Security-Policy": policy})


def _json(value: object) -> Response:
    return _response(Reply(200, JSON.content_type, json.dumps(value, ensure_ascii=False).encode()), {"Vary": "Accept"})


def _error(request: Request, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """One sentence, as JSON for who prefers that."""
    told = {"Vary": "Accept", **_SAFE, **(headers or {}), **({"Retry-After": "5"} if status == 503 else {})}
    if choose(_accept(request), (PLAIN, JSON)) is JSON:
        return Response(json.dumps({"error": sentence}), status, told, JSON.content_type)
    return Response(sentence + "\n", status, told, PLAIN.media)


async def _on_refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return _error(request, refusal.status, refusal.sentence)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        sentence = f"{request.method} is not for this address, for this server only reads; use GET"
    elif error.status_code == 404:
        sentence = (
            "There is nothing at this address; /, /search, /questions, /sparql, /rdf-graph-store, /openapi and /id/ are what there is"
        )
    else:
        sentence = error.detail
    return _error(request, error.status_code, sentence, error.headers)


async def _on_disconnect(request: Request, error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there to read it


async def _on_error(request: Request, error: Exception) -> Response:
    return _error(request, 500, "The server failed at this request and its log says why; report it to whoever runs the server")
