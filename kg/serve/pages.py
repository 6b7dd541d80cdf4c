"""The server's pages: Jinja with autoescaping, and a policy that lets them load nothing but this server's own style and script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.graph.query import Answer
from kg.graph.questions import Question, questions
from kg.graph.search import Hit
from kg.graph.terms import PREFIXES, document

POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
EDITOR_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='")
"""YASGUI's table puts one style element into the page, always the same."""
_FIRST = """\
PREFIX accord: <https://w3id.org/accord/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?actor ?name WHERE { ?actor a accord:Actor ; skos:prefLabel ?name } ORDER BY ?name LIMIT 100"""
_HERE = Path(__file__).parent
STATIC = _HERE / "static"
EDITOR = STATIC / "yasgui" / "yasgui.min.js"
"""YASGUI, which the build of the package fetches; without it there is a plain page."""
MARKS = ("\x02", "\x03")
"""Around the words that match, in snippets on their way to a page; no text holds them but to deceive, and then they only mark."""
_LINKS = '<a href="/search">Search</a> <a href="/questions">Questions</a> <a href="/sparql">SPARQL</a>'


def render(template: str, **shown: Any) -> bytes:
    """A page."""
    return _environment().get_template(template).render(shown).encode("utf8", "replace")


def answer(asked: Question, values: Mapping[str, str], told: Answer, base: str, target: str) -> bytes:
    """The page of a canned question and its answer; `target` is the query string of the request."""
    return render("answer.html.j2", question=asked, values=values, answer=told, base=base, target=target)


def editor(base: str) -> bytes:
    """The page to write queries on: YASGUI, or without it a plain one. `base` is what the IRIs of things begin with."""
    if not EDITOR.is_file():
        return render("sparql.html.j2", questions=questions(), first=_FIRST)
    tabs = [{"name": one.name, "sparql": one.text} for one in questions()]
    return render("yasgui.html.j2", settings={"base": base, "prefixes": PREFIXES, "first": _FIRST, "tabs": tabs})


def found(words: str, hits: Sequence[Hit] | None, limit: int, base: str) -> bytes:
    """The page of a search, its snippets marked with MARKS; None for one that was not made yet."""
    return render("search.html.j2", words=words, hits=hits, limit=limit, base=base)


def with_links(page: str) -> str:
    """The picture's page with links to the server's other pages in its head."""
    return page.replace("</header>", f"  {_LINKS}\n</header>", 1)


def plain(value: object) -> str:
    """A value as text; nothing for none, ISO 8601 for dates."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def parts(snippet: str) -> list[tuple[str, bool]]:
    """A snippet in pieces, and of each whether it is marked."""
    found = (piece.partition(MARKS[1]) for piece in snippet.split(MARKS[0]))
    first, *others = found
    pieces = [("".join(first), False), *(one for hit, _, rest in others for one in ((hit, True), (rest, False)))]
    return [(text, marked) for text, marked in pieces if text]


def link(iri: str, base: str) -> str:
    """Where a page about the IRI is on this server; nothing for other IRIs and for parts of documents."""
    return f"/id/{iri.removeprefix(base)}" if iri.startswith(base) and "#" not in iri else ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = plain
    environment.filters["link"] = link
    environment.filters["parts"] = parts
    environment.filters["document"] = lambda identifier, base: document(base, identifier).value
    return environment
