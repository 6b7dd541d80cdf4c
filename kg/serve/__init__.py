"""The graph on a web server: SPARQL, canned questions, a page for every thing, and the picture; reading only.

app.py       routes and HTTP           formats.py   content negotiation
pool.py      worker processes          jobs.py      what goes to them and comes back
worker.py    one of them               snapshot.py  the published graph, followed
answers.py   what they answer          oxigraph.py  the other engine
picture.py   the page of the whole graph
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

from kg.errors import KgError

MEMORY = 4 << 30
"""Bytes that one worker may take."""


def serve(
    graph: str | os.PathLike[str],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    timeout: float = 10.0,
    rows: int = 10_000,
    workers: int = 2,
    memory: int = MEMORY,
    engine: str = "accord",
    started: Callable[[str], None] | None = None,
) -> None:
    """Serves a graph directory until the process is told to stop (SIGINT, SIGTERM); builds may go on meanwhile.

    Args:
        graph: the graph directory.
        host, port: where to listen; port 0 takes a free one.
        timeout: seconds that one answer may take.
        rows: rows or triples that one answer may have.
        workers: processes that answer, and so answers that are made at the same time.
        memory: bytes that one worker may take, where the system can limit it.
        engine: "accord" for all of this, or "oxigraph" for Oxigraph's own server, which knows only host, port and timeout.
        started: told the server's address when it listens.

    Raises:
        GraphError: there is no graph, or it can't be opened.
        KgError: the address can't be listened on.
    """
    from kg.graph.store import open_graph

    with open_graph(graph) as opened:
        base = opened.base
    if engine == "oxigraph":
        from kg.serve import oxigraph

        with _listen(host, port) as free:
            address = host, free.getsockname()[1]
        oxigraph.run(graph, address, timeout, lambda: _tell(started, *address))
        return
    import uvicorn

    from kg.serve.app import application
    from kg.serve.jobs import Settings

    settings = Settings(os.path.abspath(graph), timeout, rows, memory)
    with _listen(host, port) as listening:
        _tell(started, host, listening.getsockname()[1])
        config = uvicorn.Config(
            application(settings, workers, base), log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
        )
        try:
            uvicorn.Server(config).run([listening])
        except KeyboardInterrupt:  # uvicorn raises it again when all is closed
            return


def _tell(started: Callable[[str], None] | None, host: str, port: int) -> None:
    if started:
        started(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; one that names TCP, for without that asyncio leaves Nagle's algorithm on, which costs 40 ms an answer."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise KgError(f"Can't listen on {host}, port {port}: {error.strerror or error}; choose another with --host and --port") from error
    return listening
