"""Which format a client gets."""

from __future__ import annotations

import pytest

from kg.serve.formats import CSV, GRAPHS, HTML, JSON, JSONLD, RESULTS, TURTLE, choose

TABLES = tuple(RESULTS)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("application/xml;q=0.9, text/csv;q=0.8", "application/sparql-results+xml"),
        ("text/csv;q=0.3, text/tab-separated-values;q=0.7", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("TEXT/CSV ; charset=utf-8 ; Q=1.0", "text/csv"),
        ("application/json", "application/sparql-results+json"),
        ("nonsense", "application/sparql-results+json"),
        ("image/png", None),
        ("*/*;q=0", None),
    ],
)
def test_the_best_liked_format_wins(accept: str, media: str | None) -> None:
    """Quality values count, the most specific range counts before wide ones, and the server's order decides between equals."""
    form = choose(accept, TABLES)
    assert (form and form.media) == media


def test_browsers_get_pages() -> None:
    """What a browser sends asks for HTML wherever there is some."""
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert choose(browser, (JSON, CSV, HTML)) is HTML
    assert choose(browser, (*GRAPHS, HTML)) is HTML
    assert choose("application/ld+json", (*GRAPHS, HTML)) is JSONLD
    assert choose("*/*", (*GRAPHS, HTML)) is TURTLE
