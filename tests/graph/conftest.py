"""A small graph of the two sample reports, in memory."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.graph.quads import identities_quads, quads
from kg.graph.store import with_union
from kg.graph.terms import BASE
from tests.graph.sample import BOTH, IDENTITIES, METADATA, USED


@pytest.fixture
def store() -> Store:
    """The graphs of both documents, the graph of identities, and their union as the default graph."""
    store = Store()
    for document, facts in BOTH:
        store.extend(with_union(quads(METADATA[document.identifier], facts, IDENTITIES, BASE)))
    store.extend(with_union(identities_quads(IDENTITIES, USED, BASE)))
    return store
