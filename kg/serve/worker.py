"""A process that answers one job after another from the published graph, and that the kernel ends when a job takes too long.

Oxigraph can't be interrupted, so the limit is an alarm that nobody catches: it holds even if the server itself is gone.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

import msgspec

from kg.errors import ForbiddenError, GraphError, KgError
from kg.serve.answers import perform
from kg.serve.jobs import LENGTH, AnyJob, Refusal, Reply, Settings, frame, seconds
from kg.serve.snapshot import Current


def main() -> None:
    """Answers jobs from standard input until it ends."""
    settings = msgspec.json.decode(sys.argv[1], type=Settings)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _limit(settings.memory)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not speak to the server
    try:
        _serve(settings, sys.stdin.buffer, replies)
    except BrokenPipeError:
        os._exit(0)


def _limit(memory: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory if most == resource.RLIM_INFINITY else min(memory, most), most))


def _serve(settings: Settings, jobs: BinaryIO, replies: BinaryIO) -> None:
    current = Current(Path(settings.graph))
    decoder = msgspec.msgpack.Decoder(AnyJob)
    while head := jobs.read(LENGTH.size):
        job: AnyJob = decoder.decode(jobs.read(LENGTH.unpack(head)[0]))
        signal.setitimer(signal.ITIMER_REAL, seconds(job, settings))
        reply = _answer(job, current, settings.rows)
        signal.setitimer(signal.ITIMER_REAL, 0)
        replies.write(frame(reply))
        replies.flush()


def _answer(job: AnyJob, current: Current, rows: int) -> Reply:
    try:
        return perform(job, current.reader(), rows)
    except Refusal as refusal:
        return _refused(refusal.status, refusal.sentence)
    except GraphError as error:
        return _refused(503, str(error))
    except ForbiddenError as error:
        return _refused(403, str(error))
    except KgError as error:
        return _refused(400, str(error))
    except MemoryError:
        return _refused(503, "The answer takes more memory than one may have; ask for less")
    except Exception:
        traceback.print_exc()
        return _refused(500, "The server failed at this request and its log says why; report it to whoever runs the server")


def _refused(status: int, sentence: str) -> Reply:
    return Reply(status, "", sentence.encode("utf8", "replace"))


if __name__ == "__main__":
    main()
