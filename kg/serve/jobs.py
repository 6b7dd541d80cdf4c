"""What the server hands to a worker process, and what comes back: msgpack behind a length of four bytes."""

from __future__ import annotations

import struct

import msgspec

LENGTH = struct.Struct(">I")
PAGE_SECONDS = 600.0
"""A picture of a large graph takes longer than a query may; it is made once for each state of the graph."""


class Job(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What is asked for; `accept` is the client's Accept header."""

    accept: str = ""


class Sparql(Job, frozen=True):
    """A query, with the graphs that the request names beside it (SPARQL 1.1 Protocol, section 2.1.4)."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class WholeGraph(Job, frozen=True):
    """A named graph by its IRI; without one the default graph."""

    iri: str | None = None


class Ask(Job, frozen=True):
    """A canned question with values for its parameters; `target` is the path of the request, for links."""

    name: str
    values: dict[str, str]
    target: str = ""


class About(Job, frozen=True):
    """A thing, by the part of its IRI that stands after the base, as it stood in the URL."""

    path: str


class Search(Job, frozen=True):
    """Words to look for, and how many hits at most."""

    words: str
    limit: int


class View(Job, frozen=True):
    """The page with the picture of the graph, or of the part that conditions leave: `kg.view.choice.choose` has what each means."""

    about: str | None = None
    hops: int = 1
    since: str | None = None
    until: str | None = None
    classes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    limit: int | None = None


WHOLE = View()
PICTURE = 10_000
"""Things in a picture at most: a page of some 11 MB, which a browser opens within a second."""


def number(text: str, least: int, most: int) -> int | None:
    """The number that an address gives; None for what is none, has ten digits or more, or lies out of these bounds."""
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else least - 1
    return value if least <= value <= most else None


class Settings(msgspec.Struct, frozen=True):
    """What a worker is started with: the graph directory, seconds for one job, rows of one answer, bytes of memory."""

    graph: str
    timeout: float
    rows: int
    memory: int


class Reply(msgspec.Struct, frozen=True):
    """An answer; from status 400 on the body is one sentence. `following` is the query string for the rows that come next, if any do."""

    status: int
    content_type: str
    body: bytes
    following: str = ""


class Refusal(Exception):
    """Why a request gets no answer: an HTTP status and one sentence for the client."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


AnyJob = Sparql | WholeGraph | Ask | About | Search | View


def seconds(job: AnyJob, settings: Settings) -> float:
    """How long a worker may take for a job."""
    return max(settings.timeout, PAGE_SECONDS) if isinstance(job, View) else settings.timeout


def frame(message: msgspec.Struct) -> bytes:
    """A message as it goes through a pipe."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body
