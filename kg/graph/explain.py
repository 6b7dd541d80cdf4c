"""Everything that a graph knows about one thing: each fact in words, with its sentences, their documents and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from kg.graph import lookup
from kg.graph.lists import Lists
from kg.graph.terms import ACCORD, BASE, DCTERMS, OA, RDF, SKOS

KINDS = ("Agreement", "Meeting", "TreatyAction", "Position", "Delegation", "WorkingGroup", "Treaty")
SHOWN = (
    "content",
    "title",
    "action",
    "treaty",
    "party",
    "participant",
    "heldBy",
    "within",
    "represents",
    "headedBy",
    "member",
    "mandate",
    "object",
    "partOf",
    "ordinal",
    "place",
    "status",
)
WORDS = {"heldBy": "held by", "headedBy": "headed by", "partOf": "part of"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that a fact rests on; `speaker` is empty where the text speaks in its own voice."""

    sentence: str
    document: str
    title: str
    publisher: str
    issued: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: its IRI, its class, when it happened (ISO 8601, or the text's words), what is said, and on which sentences."""

    iri: str
    kind: str
    when: str
    properties: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A thing: its IRI, preferred name, other names and classes, and the facts about it, oldest first."""

    iri: str
    name: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    facts: tuple[Told, ...]


def explain(store: Store, name: str, *, base: str = BASE, lists: Lists | None = None) -> Account:
    """The account of the one thing that is called so; raises QueryError when nothing or several things are."""
    node = lookup.find(store, name, base=base, lists=lists)
    about = {quad.subject for quad in store.quads_for_pattern(None, None, node, DefaultGraph())} | {node}
    facts = [fact for subject in about if isinstance(subject, NamedNode) and (fact := _told(store, subject))]
    return Account(
        iri=node.value,
        name=name_of(store, node),
        names=tuple(sorted(set(values(store, node, SKOS.altLabel)))),
        classes=tuple(sorted(c.rsplit("#", 1)[-1] for c in values(store, node, RDF.type) if c.startswith(ACCORD.iri))),
        facts=tuple(sorted(facts, key=lambda fact: (not fact.when, fact.when, KINDS.index(fact.kind), fact.iri))),
    )


def _told(store: Store, subject: NamedNode) -> Told | None:
    classes = {c.rsplit("#", 1)[-1] for c in values(store, subject, RDF.type)}
    kind = next((k for k in KINDS if k in classes), "")
    evidence = sorted(objects(store, subject, ACCORD.evidence), key=str)
    if not kind or not evidence:
        return None
    dates = sorted(values(store, subject, ACCORD.date))
    ends = sorted(values(store, subject, ACCORD.endDate))
    when = "; ".join(dates) + (f" to {'; '.join(ends)}" if ends else "")
    properties = []
    for property_ in SHOWN:
        shown = sorted(name_of(store, o) for o in objects(store, subject, ACCORD[property_]))
        if shown:
            properties.append((WORDS.get(property_, property_), "; ".join(shown)))
    quotes = tuple(
        sorted({_quote(store, e) for e in evidence if isinstance(e, NamedNode)}, key=lambda q: (q.issued, q.document, q.sentence))
    )
    return Told(subject.value, kind, when or "; ".join(sorted(values(store, subject, ACCORD.dateText))), tuple(properties), quotes)


def _quote(store: Store, evidence: NamedNode) -> Quote:
    source = next(iter(objects(store, evidence, OA.hasSource)), evidence)
    first = {p: next(iter(values(store, source, p)), "") for p in (DCTERMS.identifier, DCTERMS.title, DCTERMS.publisher, DCTERMS.issued)}
    speaker = next((name_of(store, o) for o in objects(store, evidence, ACCORD.reportedBy)), "")
    sentence = next(iter(values(store, evidence, OA.exact)), "")
    return Quote(sentence, first[DCTERMS.identifier], first[DCTERMS.title], first[DCTERMS.publisher], first[DCTERMS.issued], speaker)


def objects(store: Store, subject: object, predicate: NamedNode) -> Iterator[object]:
    """What the union of all documents says of a node under this predicate."""
    if isinstance(subject, NamedNode | BlankNode):
        for quad in store.quads_for_pattern(subject, predicate, None, DefaultGraph()):
            yield quad.object


def values(store: Store, subject: object, predicate: NamedNode) -> Iterator[str]:
    """The same as text: IRIs, and the text of literals."""
    for value in objects(store, subject, predicate):
        if isinstance(value, NamedNode | Literal):
            yield value.value


def name_of(store: Store, value: object) -> str:
    """A literal's text; a node's preferred name, or else the end of its IRI."""
    if isinstance(value, Literal):
        return value.value
    preferred = next(iter(values(store, value, SKOS.prefLabel)), "")
    return preferred or str(getattr(value, "value", "")).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
