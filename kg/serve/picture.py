"""The picture of the whole graph, drawn once for each state of it, by a worker of its own that is gone afterwards: queries don't wait."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from kg.serve.jobs import Refusal, Reply, Settings, View
from kg.serve.pool import STOPPING, Pool
from kg.serve.snapshot import Stamp, stamp


class Picture:
    """The last picture, and the next one that is being drawn."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._last: tuple[Stamp, Reply] | None = None
        self._next: asyncio.Task[Reply] | None = None

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
        seen = stamp(Path(self._settings.graph))
        painter = Pool(self._settings, 1)
        try:
            await painter.start()
            reply = await painter.do(View())
        except Refusal as refusal:
            reply = Reply(refusal.status, "", refusal.sentence.encode())
        finally:
            await painter.close()
        if reply.status == 200:
            self._last = seen, reply
            self._next = None
        return reply
