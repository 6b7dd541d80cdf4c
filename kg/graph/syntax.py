"""What can be told of a query before the engine reads it: that it is refused, what it gives, and which graphs it names.

What can hold any text (IRIs, strings, comments, names) is told apart by the terminals of SPARQL 1.1, section 19.8; \\u escapes are resolved
before a query is read (section 19.2), so words are looked for after that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import ForbiddenError

_TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<string>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<name>[?$@][\w-]+|[\w.-]*:(?:[\w.:%-]|\\.)*)
    | (?P<word>[A-Za-z]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FROM = re.compile(r"FROM\b(?<![?$\w]FROM)")
"""The word, also within a text or a name, but no variable."""
_PROLOGUE = ("PREFIX", "BASE", "VERSION")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


@dataclass(frozen=True, slots=True)
class Dataset:
    """The IRIs of the graphs that a query is asked of (SPARQL 1.1, section 13.2); none at all stands for everything there is."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


def refuse(text: str) -> None:
    """Raises ForbiddenError for what would change the graph (INSERT, LOAD, …) or ask another server (SERVICE, which Oxigraph follows)."""
    for form in {text: None, _resolved(text): None}:
        words = (word.upper() for kind, word in _tokens(form) if kind == "word")
        first = next((word for word in words if word not in _PROLOGUE), "")
        if first in _UPDATES:
            raise ForbiddenError(f"{first} would change the graph, and a query only reads it; kg build and kg forget change it")
        if "SERVICE" in form.upper() and "SERVICE" in (first, *words):
            raise ForbiddenError("SERVICE would ask another server, and nothing is asked elsewhere; leave that part out")


def form(text: str) -> str:
    """The word that says what a query gives: SELECT, ASK, CONSTRUCT or DESCRIBE; empty where there is none."""
    words = (word.upper() for kind, word in _tokens(_resolved(text)) if kind == "word")
    return next((word for word in words if word not in _PROLOGUE), "")


def dataset(text: str) -> Dataset:
    """The graphs that FROM and FROM NAMED name; without those whose names can't be read, which the engine then says."""
    resolved = _resolved(text)
    if not _FROM.search(resolved.upper()):
        return Dataset()
    prologue, default, named = "", list[str](), list[str]()
    tokens = [word.upper() if kind == "word" else word for kind, word in _tokens(resolved) if kind != "comment"]
    for word, *following in zip(tokens, tokens[1:], [*tokens[2:], ""], strict=False):
        if word in ("BASE", "PREFIX"):
            prologue += " ".join((word, *following[: 1 if word == "BASE" else 2], "\n"))
        elif word == "FROM" and following[0] == "NAMED":
            named += _absolute(prologue, following[1])
        elif word == "FROM":
            default += _absolute(prologue, following[0])
    return Dataset(tuple(default), tuple(named))


def _absolute(prologue: str, name: str) -> list[str]:
    """A name as an IRI: Turtle has the prologue and the names of SPARQL, and a parser that follows them."""
    try:
        (triple,) = parse(f"{prologue} <a:s> <a:p> {name} .", RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        return []
    return [triple.object.value] if isinstance(triple.object, NamedNode) else []


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    return ((found.lastgroup or "", found[0]) for found in _TOKEN.finditer(text))


def _resolved(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else "\N{REPLACEMENT CHARACTER}"
