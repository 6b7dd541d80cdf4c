"""Worker processes, each with one job at a time; one that ends at a job is replaced at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

import msgspec

from kg.serve.jobs import LENGTH, AnyJob, Refusal, Reply, Settings, frame, seconds

STOPPING = "The server is stopping; ask again when it is back"


class Worker:
    """A process of `kg.serve.worker` and the pipes to it."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._jobs = process.stdin
        self._replies = process.stdout

    @classmethod
    async def start(cls, settings: Settings) -> Worker:
        """Starts a process, which finds the modules that this one does; raises OSError where the system refuses."""
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "kg.serve.worker", msgspec.json.encode(settings).decode()),
                stdin=PIPE,
                stdout=PIPE,
                env=environment,
                start_new_session=True,  # Ctrl-C in a terminal is for the server, which then ends its workers
            )
        )

    async def do(self, job: AnyJob) -> Reply:
        """The answer to a job; raises IncompleteReadError or OSError if the process ends at it."""
        self._jobs.write(frame(job))
        await self._jobs.drain()
        (length,) = LENGTH.unpack(await self._replies.readexactly(LENGTH.size))
        return msgspec.msgpack.decode(await self._replies.readexactly(length), type=Reply)

    async def end(self) -> int:
        """Makes sure that the process is gone; its return code, negative for a signal."""
        self._jobs.close()
        if self._process.returncode is None and not self._replies.at_eof():
            with suppress(ProcessLookupError):
                self._process.kill()
        return await self._process.wait()


class Pool:
    """A fixed number of workers, and those who wait for one."""

    def __init__(self, settings: Settings, size: int) -> None:
        self._settings = settings
        self._size = size
        self._idle: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()  # None: a place whose worker could not be started
        self._workers: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Starts the workers."""
        for _ in range(self._size):
            await self._fill()

    async def close(self) -> None:
        """Ends all workers, also those at work."""
        self._closed = True
        await asyncio.gather(*self._starting)
        await asyncio.gather(*(worker.end() for worker in self._workers))

    async def do(self, job: AnyJob) -> Reply:
        """The answer of whichever worker is free first; raises Refusal if none is for as long as a job may take, or the worker ended."""
        try:
            return await self._done(job)
        except asyncio.CancelledError:  # nothing but the end of the server cancels a job
            raise Refusal(503, STOPPING) from None

    async def _done(self, job: AnyJob) -> Reply:
        worker = await self._free()
        try:
            reply = await worker.do(job)
        except (asyncio.IncompleteReadError, OSError):
            code = await self._drop(worker)
            raise self._ended(job, code) from None
        except BaseException:
            await self._drop(worker)
            raise
        self._idle.put_nowait(worker)
        return reply

    async def _free(self) -> Worker:
        try:
            worker = self._idle.get_nowait() if self._idle.qsize() else await asyncio.wait_for(self._idle.get(), self._settings.timeout)
        except TimeoutError:
            raise Refusal(503, "The server is busy with other questions; try again in a while") from None
        worker = worker or await self._started()
        if worker is None:
            self._idle.put_nowait(None)
            raise Refusal(503, "The server has no memory or processes left for an answer; try again in a while")
        return worker

    async def _drop(self, worker: Worker) -> int:
        """Ends a worker and has another started in its place; the return code of the process."""
        code = await worker.end()
        self._workers.discard(worker)
        if not self._closed:
            task = asyncio.create_task(self._fill())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)
        return code

    async def _fill(self) -> None:
        self._idle.put_nowait(await self._started())

    async def _started(self) -> Worker | None:
        try:
            worker = await Worker.start(self._settings)
        except OSError:
            return None
        self._workers.add(worker)
        return worker

    def _ended(self, job: AnyJob, code: int) -> Refusal:
        if code == -signal.SIGALRM:
            return Refusal(504, f"The answer takes more than {seconds(job, self._settings):g} s, which is the limit here; ask for less")
        return Refusal(503, "The answer takes more memory than one may have, or the query is nested too deeply; ask for less")
