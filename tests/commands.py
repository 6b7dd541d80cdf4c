"""Real `kg` commands, each in a process of its own that can be killed, limited or robbed of its rights, without the second of imports.

A server imports the program once and forks for every command. It is given the facts of the documents that are built, and parses nothing.
"""

from __future__ import annotations

import difflib  # noqa: F401  (click asks for it late, when a command may have no right to read it)
import json
import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.model import Document, Facts
from tests.conftest import ROOT

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit status, negative where a signal ended it; what it said on standard error; seconds."""

    status: int
    said: str
    took: float


class Server:
    """Runs commands one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, *arguments: str | Path, kill_after: float | None = None, largest: int | None = None, nobody: bool = False) -> Done:
        """One command.

        Args:
            arguments: what stands behind `kg`.
            kill_after: seconds after which it is killed, if it still runs.
            largest: bytes that a file may hold (RLIMIT_FSIZE).
            nobody: run it without the rights of root.
        """
        begin = time.perf_counter()
        self._tell({"arguments": [str(one) for one in arguments], "largest": largest, "nobody": nobody})
        child = int(self._answer())
        handle = os.pidfd_open(child)
        if not select.select([handle], [], [], kill_after)[0]:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        took = time.perf_counter() - begin
        os.close(handle)
        self._tell({"wait": child})
        return Done(*json.loads(self._answer()), took)

    def _tell(self, what: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def server(known: Mapping[Document, Facts], folder: Path) -> Iterator[Server]:
    """A server that knows the facts of these documents; its files stand in the folder."""
    (folder / "facts.pickle").write_bytes(pickle.dumps(dict(known)))
    command = [sys.executable, "-m", "tests.commands", str(folder / "facts.pickle"), str(folder / "said")]
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # a fork takes no threads along
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=alone) as process:
        yield Server(process)
        process.kill()


def serve(facts: str, said: str) -> None:
    """The server's side."""
    import kg.builder
    import kg.cli
    import kg.cli.output
    import kg.facts
    import kg.graph.search
    import kg.identity.judgements
    import kg.library
    import kg.read
    from tests.stories import Remembering

    kg.facts.extract = Remembering(pickle.loads(Path(facts).read_bytes()))
    kg.facts.fingerprint()
    report = Path(said).with_name("report.txt")
    report.write_text("The ministers met in Nairobi.")
    list(kg.read.read([report]))  # loads the tables of the language check
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            answer: Any = (os.waitstatus_to_exitcode(status), Path(said).read_text(encoding="utf8"))
        else:
            Path(said).write_bytes(b"")
            answer = os.fork()
            if not answer:
                command(said, **asked)
        print(json.dumps(answer), flush=True)


def command(said: str, arguments: list[str], largest: int | None, nobody: bool) -> None:
    """One command, in the forked process; never returns."""
    from kg.cli import main

    with open(said, "wb") as errors, open(os.devnull, "r+b") as nothing:
        for number, stream in ((0, nothing), (1, nothing), (2, errors)):
            os.dup2(stream.fileno(), number)
    if largest is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    if nobody and os.geteuid() == 0:
        os.setuid(NOBODY)
    status: object = 70
    try:
        main(arguments, prog_name="kg")
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    serve(*sys.argv[1:])
