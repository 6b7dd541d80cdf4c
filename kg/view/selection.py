"""What a picture can show, read once out of the store: things, the links between them, the quotes and documents behind them.

The vocabulary stands in `ontology/accord.ttl`. Everything is sorted, so that the same graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.graph.terms import ACCORD, DCTERMS, KINDS, OA, RDF, SKOS
from kg.view.wording import plain

EVENTS = ("Agreement", "Meeting", "TreatyAction")
ACTORS = ("State", "Organization", "Person", "WorkingGroup", "Delegation")
DRAWN = (*(kind for kind in KINDS if kind != "Place"), *EVENTS)
ROLES = (
    *("participant", "party", "partOf", "object", "reachedAt", "treaty", "place", "establishedBy"),
    *("represents", "headedBy", "member", "attends", "heldBy", "within"),
)
VALUES = (
    *("date", "endDate", "dateText", "earliest", "latest", "ordinal", "topic", "content", "action", "deadline", "condition"),
    *("mandate", "subject", "title", "status"),
)
# Where accounts differ, what was done counts more than what was intended.
STATUS_ORDER = ("held", "agreed", "cancelled", "rejected", "planned", "proposed")

_TEXT = (NamedNode, Literal)


@dataclass(frozen=True, slots=True)
class Source:
    """A document as a reader cites it; `issued` is an ISO date or empty."""

    iri: str
    identifier: str
    title: str = ""
    publisher: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence, the document it stands in, its offset there and who is credited with it (an IRI or empty)."""

    source: str
    exact: str
    start: int
    reporter: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text or date that documents give for one property of a thing."""

    value: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """`source` names `target` in the role `role`, according to `documents`."""

    source: str
    target: str
    role: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or a fact. `names` are all its surface forms, `quotes` keys of the selection's quotes, all IRIs are plain strings."""

    iri: str
    kind: str
    label: str
    names: tuple[str, ...]
    said: Mapping[str, tuple[Said, ...]]
    quotes: tuple[str, ...]
    documents: tuple[str, ...]

    def first(self, name: str) -> str:
        """The value most documents give, the longest of those; empty where none gives one."""
        values = self.said.get(name, ())
        return max(values, key=lambda said: (len(said.documents), len(said.value), said.value)).value if values else ""

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every status that a document gives, the weightiest first."""
        given = {said.value for said in self.said.get("status", ())}
        return tuple(status for status in STATUS_ORDER if status in given)

    @property
    def earliest(self) -> str:
        """The first day it may have happened, ISO 8601, or empty."""
        return min((said.value for said in self.said.get("earliest", ())), default="")

    @property
    def latest(self) -> str:
        """The last day it may have happened, ISO 8601, or empty."""
        return max((said.value for said in self.said.get("latest", ())), default=self.earliest)


@dataclass(frozen=True, slots=True)
class Selection:
    """What one picture shows; `notes` are sentences for the reader about what was left out, `places` says whether places are drawn."""

    things: Mapping[str, Thing] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    places: bool = False

    def keep(self, iris: Iterable[str], note: str = "") -> Selection:
        """Only these things and what joins them."""
        kept = set(iris)
        things = {iri: thing for iri, thing in self.things.items() if iri in kept}
        links = tuple(link for link in self.links if link.source in kept and link.target in kept)
        return replace(self, things=things, links=links, notes=(*self.notes, note) if note else self.notes)


def read(store: Store, most: int | None = None) -> Selection:
    """Everything in the store that a picture can show; of more than `most` things those that most documents tell of, and a note says so.

    Named graphs are what documents say. The default graph counts for what no named graph says: that of a graph directory is their union,
    which tells nothing new and not who says it.
    """
    return _Reader(store).read(most)


class _Reader:
    """Collects by subject what the store says; a document is known by the graph a quad stands in, or by the evidence of its subject."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.said: dict[str, dict[str, dict[str, set[str]]]] = {}
        self.links: dict[tuple[str, str, str], set[str]] = {}
        self.evidence: dict[str, set[str]] = {}
        self.named: dict[str, int] = {}

    def read(self, most: int | None) -> Selection:
        sources = self.sources()
        quotes = self.quotes(sources)
        for subject, evidence, _ in self.pairs(ACCORD.evidence):
            self.evidence.setdefault(subject, set()).add(evidence)
        kinds, notes = self.most_told(self.kinds(), most)
        supported = {iri: {quotes[key].source for key in keys if key in quotes} for iri, keys in self.evidence.items()}
        self.values(sources, supported, kinds)
        self.roles(sources, supported, kinds)
        things = self.things(kinds, quotes, supported)
        links = tuple(Link(*key, tuple(sorted(documents))) for key, documents in sorted(self.links.items()))
        return Selection(things, links, quotes, sources, notes)

    def pairs(self, predicate: NamedNode) -> Iterable[tuple[str, str, str]]:
        """Subject, object and graph of every quad with this predicate, as text."""
        query = f"SELECT ?subject ?object ?graph WHERE {{ {_once(f'?subject {predicate} ?object')} }}"
        for subject, value, graph in cast(QuerySolutions, self.store.query(query)):
            if isinstance(subject, NamedNode) and isinstance(value, _TEXT):
                yield subject.value, value.value, graph.value if isinstance(graph, NamedNode) else ""

    def typed(self, kind: NamedNode) -> dict[str, int]:
        """IRIs of a class and how many graphs name each; what has no IRI can't be linked to and is left out."""
        query = f"SELECT ?subject (COUNT(*) AS ?graphs) WHERE {{ {_once(f'?subject {RDF.type} {kind}')} }} GROUP BY ?subject"
        rows = cast(QuerySolutions, self.store.query(query))
        return {subject.value: int(graphs.value) for subject, graphs in rows if isinstance(subject, NamedNode)}

    def table(self, predicate: NamedNode) -> dict[str, str]:
        return {subject: value for subject, value, _ in sorted(self.pairs(predicate))}

    def sources(self) -> dict[str, Source]:
        iris = sorted(self.typed(ACCORD.Document))
        names = ("identifier", "title", "publisher", "issued")
        tables = [self.table(DCTERMS[name]) for name in names]
        return {iri: Source(iri, *(plain(table.get(iri, "")) for table in tables)) for iri in iris}

    def quotes(self, sources: Mapping[str, Source]) -> dict[str, Quote]:
        source, start, reporter = self.table(OA.hasSource), self.table(OA.start), self.table(ACCORD.reportedBy)
        return {
            iri: Quote(source[iri], plain(exact), int(start.get(iri, "0")), reporter.get(iri, ""))
            for iri, exact in sorted(self.table(OA.exact).items())
            if source.get(iri) in sources
        }

    def kinds(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind in (*KINDS, *EVENTS, "Position"):
            named = self.typed(ACCORD[kind])
            found |= dict.fromkeys(named, kind)
            self.named |= named
        return dict(sorted(found.items()))

    def most_told(self, kinds: dict[str, str], most: int | None) -> tuple[dict[str, str], tuple[str, ...]]:
        """As many of the things to draw, the most told-of, with all offices and places; and what a reader must know of it."""
        drawn = [iri for iri, kind in kinds.items() if kind in DRAWN]
        if most is None or len(drawn) <= most:
            return kinds, ()
        told = sorted(drawn, key=lambda iri: (-self.named[iri], -len(self.evidence.get(iri, ())), iri))
        left = set(told[most:])
        note = (
            f"Of {len(drawn):,} things these are the {most:,} that most documents tell of. kg view with --about, --since, --class or "
            "--document draws any other part, and a server at /?about=NAME; its search and questions cover all."
        )
        return {iri: kind for iri, kind in kinds.items() if iri not in left}, (note,)

    def values(self, sources: Mapping[str, Source], supported: Mapping[str, set[str]], kinds: Mapping[str, str]) -> None:
        for name in VALUES:
            for subject, value, graph in self.pairs(ACCORD[name]):
                if subject in kinds:
                    text = value.rpartition("#")[2] if name in ("status", "action") else plain(value)
                    documents = {graph} if graph in sources else supported.get(subject, set())
                    self.said.setdefault(subject, {}).setdefault(name, {}).setdefault(text, set()).update(documents)

    def roles(self, sources: Mapping[str, Source], supported: Mapping[str, set[str]], kinds: Mapping[str, str]) -> None:
        for role in ROLES:
            for subject, target, graph in self.pairs(ACCORD[role]):
                if subject in kinds and target in kinds and subject != target:
                    documents = {graph} if graph in sources else supported.get(subject, set())
                    self.links.setdefault((subject, target, role), set()).update(documents)

    def things(self, kinds: Mapping[str, str], quotes: Mapping[str, Quote], supported: Mapping[str, set[str]]) -> dict[str, Thing]:
        preferred = self.table(SKOS.prefLabel)
        names: dict[str, set[str]] = {}
        documents: dict[str, set[str]] = {iri: set(found) for iri, found in supported.items()}
        for subject, label, graph in self.pairs(SKOS.altLabel):
            names.setdefault(subject, set()).add(plain(label))
            documents.setdefault(subject, set()).add(graph)
        for (source, target, _), found in self.links.items():
            documents.setdefault(source, set()).update(found)
            documents.setdefault(target, set()).update(found)
        return {
            iri: Thing(
                iri,
                kind,
                plain(preferred.get(iri, "")) or max(names.get(iri, {""}), key=lambda name: (len(name), name)) or iri.rpartition("/")[2],
                tuple(sorted(names.get(iri, ()))),
                {name: _said(values) for name, values in self.said.get(iri, {}).items()},
                tuple(sorted((key for key in self.evidence.get(iri, ()) if key in quotes), key=lambda key: _place(quotes[key]))),
                tuple(sorted(found for found in documents.get(iri, ()) if found)),
            )
            for iri, kind in kinds.items()
        }


def _once(pattern: str) -> str:
    """SPARQL for a triple of each named graph, and of the default graph where no named graph has it."""
    return f"{{ GRAPH ?graph {{ {pattern} }} }} UNION {{ {pattern} MINUS {{ GRAPH ?other {{ {pattern} }} }} }}"


def _said(values: Mapping[str, set[str]]) -> tuple[Said, ...]:
    return tuple(Said(value, tuple(sorted(documents))) for value, documents in sorted(values.items()))


def _place(quote: Quote) -> tuple[str, int, str]:
    return quote.source, quote.start, quote.exact
