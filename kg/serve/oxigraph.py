"""Oxigraph's own server on the published snapshot: SPARQL and nothing else, for those who want it fast."""

from __future__ import annotations

import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from kg.errors import KgError
from kg.graph.store import open_graph

_STARTS = 10.0  # seconds; it takes a tenth of one


def run(graph: str | os.PathLike[str], address: tuple[str, int], timeout: float, started: Callable[[], None]) -> None:
    """Serves the graph as it is now until the process is told to stop; what later builds publish is served after a new start.

    The default graph of a snapshot holds the union already, so the server is not told to make one. `timeout` is in seconds, rounded up.

    Raises:
        GraphError: there is no graph, or it can't be opened.
        KgError: the server is not installed, or does not start.
    """
    folders = (os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath))
    program = shutil.which("oxigraph", path=os.pathsep.join(folders))
    if program is None:
        raise KgError("Oxigraph's server is not installed; install it with: pip install 'accord-kg[oxigraph]', or leave out --engine")
    host, port = address
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    with open_graph(graph) as held:  # a build leaves a snapshot alone that somebody holds
        options = ("--location", str(held.snapshot), "--bind", bind, "--timeout-s", str(math.ceil(timeout)), "--cors")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        process = subprocess.Popen([program, "serve-read-only", *options], stdout=subprocess.DEVNULL)
        try:
            _await(process, address)
            started()
            process.wait()
        except KeyboardInterrupt:
            return
        finally:
            process.terminate()
            process.wait()
    raise KgError(f"Oxigraph's server ended with status {process.returncode}; what it said above tells why")


def _await(process: subprocess.Popen[bytes], address: tuple[str, int]) -> None:
    until = time.monotonic() + _STARTS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(address, 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise KgError("Oxigraph's server did not start; what it said above tells why")
