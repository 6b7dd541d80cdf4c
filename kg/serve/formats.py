"""Which formats an answer can take, and which of them a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*(.*)", re.ASCII)
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """A media type, how it is written out in full, what else clients call it, and the format's name in W3C's list."""

    media: str
    content_type: str
    aliases: tuple[str, ...] = ()
    name: str = ""


HTML = Format("text/html", "text/html; charset=utf-8")
JSON = Format("application/json", "application/json")
CSV = Format("text/csv", "text/csv; charset=utf-8", name="SPARQL_Results_CSV")
PLAIN = Format("text/plain", "text/plain; charset=utf-8")

_SPARQL_JSON = Format("application/sparql-results+json", "application/sparql-results+json", ("application/json",), "SPARQL_Results_JSON")
_SPARQL_XML = Format(
    "application/sparql-results+xml", "application/sparql-results+xml", ("application/xml", "text/xml"), "SPARQL_Results_XML"
)
_TSV = Format("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", name="SPARQL_Results_TSV")
TURTLE = Format("text/turtle", "text/turtle; charset=utf-8", ("application/x-turtle",), "Turtle")
_NTRIPLES = Format("application/n-triples", "application/n-triples", ("text/plain",), "N-Triples")
JSONLD = Format("application/ld+json", "application/ld+json", ("application/json",), "JSON-LD")
_RDFXML = Format("application/rdf+xml", "application/rdf+xml", ("application/xml", "text/xml"), "RDF_XML")

RESULTS = {
    _SPARQL_JSON: QueryResultsFormat.JSON,
    _SPARQL_XML: QueryResultsFormat.XML,
    CSV: QueryResultsFormat.CSV,
    _TSV: QueryResultsFormat.TSV,
}
GRAPHS = {TURTLE: RdfFormat.TURTLE, _NTRIPLES: RdfFormat.N_TRIPLES, JSONLD: RdfFormat.JSON_LD, _RDFXML: RdfFormat.RDF_XML}


def choose(accept: str, offered: Sequence[Format]) -> Format | None:
    """The format that the client likes best, the first of equals; None if it takes none of them. No header takes all."""
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    weighed = [(_quality(form, ranges), form) for form in offered]
    best = max(quality for quality, _ in weighed)
    return next(form for quality, form in weighed if quality == best) if best > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    """Quality by media range; other parameters than `q` are let go of, and what is no media range too."""
    found: dict[str, float] = {}
    for written in accept.split(","):
        if match := _RANGE.fullmatch(written):
            quality = _QUALITY.search(match[2])
            found[match[1].lower()] = min(float(quality[1]), 1.0) if quality else 1.0
    return found


def _quality(form: Format, ranges: dict[str, float]) -> float:
    """The most specific range counts; an alias is as good as the name."""
    named = [ranges[media] for media in (form.media, *form.aliases) if media in ranges]
    if named:
        return max(named)
    return ranges.get(f"{form.media.partition('/')[0]}/*", ranges.get("*/*", 0.0))
