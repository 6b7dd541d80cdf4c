"""A small graph written by hand, three accounts of one round of talks, filled into a store as a graph directory holds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.graph.store import with_union

FIXTURE = Path(__file__).with_name("fixture.trig")


@pytest.fixture(scope="session")
def store() -> Store:
    filled = Store()
    filled.extend(with_union(parse(path=FIXTURE, format=RdfFormat.TRIG)))
    return filled
