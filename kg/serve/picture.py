"""Pictures of the graph, each drawn once for each state of it, by a worker of its own that is gone afterwards: queries don't wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kg.errors import QueryError
from kg.serve.jobs import WHOLE, Refusal, Reply, Settings, View, number
from kg.serve.openapi import CONDITIONS
from kg.serve.pool import STOPPING, Pool
from kg.serve.snapshot import Stamp, stamp
from kg.view.choice import check

KEPT = 8
"""Pictures of parts that are kept, and that may wait for being drawn."""


def wanted(asked: Iterable[tuple[str, str]]) -> View:
    """The picture that the parameters of an address ask for, those without a value left out; raises Refusal for what says nothing."""
    found: dict[str, list[str]] = {}
    for name, value in asked:
        if name not in CONDITIONS:
            raise Refusal(400, f"A picture has no condition {name!r}; choose among {', '.join(CONDITIONS)}")
        if value and value not in found.setdefault(name, []):
            found[name].append(value)
    for name, values in found.items():
        if len(values) > 1 and CONDITIONS[name][1]["type"] != "array":
            raise Refusal(400, f"The condition {name} stands twice in the address; give it one value")
    one = {name: values[0] for name, values in found.items() if values}
    classes, documents = (tuple(sorted(found.get(name, ()))) for name in ("class", "document"))
    since, until = one.get("since"), one.get("until")
    try:
        check(since, until, classes)
    except QueryError as error:
        raise Refusal(400, str(error)) from None
    hops = _number(one, "hops") if "hops" in one else WHOLE.hops
    limit = _number(one, "limit") if "limit" in one else None
    return View(about=one.get("about"), hops=hops, since=since, until=until, classes=classes, documents=documents, limit=limit)


def _number(one: dict[str, str], name: str) -> int:
    schema = CONDITIONS[name][1]
    found = number(one[name], schema["minimum"], schema["maximum"])
    if found is None:
        raise Refusal(
            400,
            f"The condition {name} takes a number from {schema['minimum']} to {schema['maximum']}, and {one[name]!r} is none; write one",
        )
    return found


class Pictures:
    """That of the whole graph, and the last few of its parts, of which one is drawn at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._whole = Picture(settings)
        self._parts: dict[View, Picture] = {}
        self._turn = asyncio.Semaphore()

    def of(self, job: View) -> Picture:
        """Whose picture is asked for; raises Refusal while too many others are drawn."""
        if job == WHOLE:
            return self._whole
        picture = self._parts.pop(job, None)
        if picture is None:
            idle = next((other for other, held in self._parts.items() if not held.busy), None)
            if len(self._parts) >= KEPT:
                if idle is None:
                    raise Refusal(503, "The server is busy with other pictures; try again in a while")
                del self._parts[idle]
            picture = Picture(self._settings, job, self._turn)
        self._parts[job] = picture
        return picture

    async def close(self) -> None:
        """Stops drawing."""
        await asyncio.gather(*(picture.close() for picture in (self._whole, *self._parts.values())))


class Picture:
    """The last picture of the graph or of a part, and the next one that is being drawn when it is its turn."""

    def __init__(self, settings: Settings, job: View = WHOLE, turn: asyncio.Semaphore | None = None) -> None:
        self._settings = settings
        self._job = job
        self._turn = turn or asyncio.Semaphore()
        self._last: tuple[Stamp, Reply] | None = None
        self._next: asyncio.Task[Reply] | None = None

    @property
    def busy(self) -> bool:
        """Whether it is being drawn."""
        return self._next is not None and not self._next.done()

    async def get(self) -> Reply:
        """The picture of the graph as it is, or why there is none; of an earlier state, if drawing takes longer than an answer may.

        A drawing that failed is told to those who wait for it, or else to the next who asks; then another is begun. Raises TimeoutError if
        there is no picture yet, Refusal if the server stops.
        """
        if self._last and self._last[0] == stamp(Path(self._settings.graph)):
            return self._last[1]
        self._next = self._next or asyncio.create_task(self._draw())
        try:
            return await asyncio.wait_for(asyncio.shield(self._next), self._settings.timeout)
        except TimeoutError:
            if self._last is None:
                raise
            return self._last[1]
        except asyncio.CancelledError:  # nothing but the end of the server cancels a request or a drawing
            raise Refusal(503, STOPPING) from None
        finally:
            if self._next and self._next.done():
                self._next = None

    async def close(self) -> None:
        """Stops drawing."""
        if self._next:
            self._next.cancel()
            with suppress(asyncio.CancelledError):
                await self._next

    async def _draw(self) -> Reply:
        async with self._turn:
            seen = stamp(Path(self._settings.graph))
            painter = Pool(self._settings, 1)
            try:
                await painter.start()
                reply = await painter.do(self._job)
            except Refusal as refusal:
                reply = Reply(refusal.status, "", refusal.sentence.encode())
            finally:
                await painter.close()
        if reply.status == 200:
            self._last = seen, reply
            self._next = None
        return reply
