"""A small graph of the two sample reports, in memory."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.graph.quads import identities_quads, quads
from kg.graph.terms import BASE
from tests.graph.sample import BOTH, IDENTITIES, METADATA, USED


@pytest.fixture
def store() -> Store:
    """The graphs of both documents and the graph of identities."""
    store = Store()
    for document, facts in BOTH:
        store.extend(quads(METADATA[document.identifier], facts, IDENTITIES, BASE))
    store.extend(identities_quads(IDENTITIES, USED, BASE))
    return store
