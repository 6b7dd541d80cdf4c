"""The picture of the whole graph, drawn once for each state of it, by a worker of its own that is gone afterwards: queries don't wait."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from kg.serve.jobs import Refusal, Reply, Settings, View
from kg.serve.pool import Pool
from kg.serve.snapshot import Stamp, stamp


class Picture:
    """The last picture, and the next one that is being drawn."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._last: tuple[Stamp, Reply] | None = None
        self._next: asyncio.Task[Reply] | None = None

    async def get(self) -> Reply:
        """The picture of the graph as it is, or why there is none; of an earlier state, if drawing takes longer than an answer may.

        Raises TimeoutError if there is none yet.
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
            self._next = None
            await painter.close()
        self._last = seen, reply
        return reply
