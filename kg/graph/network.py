"""The network of actors: who agreed, met or acted on a treaty with whom, how often, when, and how it stands."""

from __future__ import annotations

from typing import IO

from pyoxigraph import Store


def write_graphml(store: Store, base: str, stream: IO[bytes]) -> None:
    raise NotImplementedError


def write_gexf(store: Store, base: str, stream: IO[bytes]) -> None:
    raise NotImplementedError


def write_csv(store: Store, base: str, stream: IO[bytes]) -> None:
    raise NotImplementedError
