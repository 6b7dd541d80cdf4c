"""What a public endpoint doesn't do: change the graph, or ask other servers."""

from __future__ import annotations

from kg.graph.query import forbidden
from kg.serve.jobs import Refusal


def check(query: str) -> None:
    """Raises Refusal for SPARQL Update and for SERVICE, wherever they hide."""
    word = forbidden(query)
    if word == "SERVICE":
        raise Refusal(403, "SERVICE would ask another server, and this endpoint asks none; leave that part out")
    if word:
        raise Refusal(403, f"{word} is SPARQL Update, and this endpoint only reads; send a query")
