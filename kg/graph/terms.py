"""Every IRI that Accord writes: the namespaces, the closed list of terms, and where instances stand below the base.

Only this module spells IRIs. A namespace knows its terms, so that a misspelt one raises at once instead of reaching the graph;
what the terms mean stands in `ontology/accord.ttl`, and a test holds that the two lists are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.errors import GraphError
from kg.model import AgreementAction, AgreementStatus, EntityKind, EventStatus, TreatyActionKind

BASE = "https://w3id.org/accord/id/"


class Namespace:
    """A closed set of terms: `ACCORD.Meeting`, `ACCORD["entry-into-force"]`; any other name raises."""

    def __init__(self, prefix: str, iri: str, names: Iterable[str]) -> None:
        self.prefix = prefix
        self.iri = iri
        self.terms = {name: NamedNode(iri + name) for name in names}

    def __getitem__(self, name: str) -> NamedNode:
        return self.terms[name]

    def __getattr__(self, name: str) -> NamedNode:
        try:
            return self.terms[name]
        except KeyError:
            raise AttributeError(f"{self.prefix}:{name} is not declared") from None


KINDS: tuple[str, ...] = get_args(EntityKind)
STATUSES: tuple[str, ...] = tuple(dict.fromkeys((*get_args(EventStatus), *get_args(AgreementStatus))))
ACTIONS: tuple[str, ...] = (*get_args(AgreementAction), *get_args(TreatyActionKind))

CLASSES = ("Document", "Actor", *KINDS, "Event", "Meeting", "Agreement", "TreatyAction", "Position", "Evidence")
PROPERTIES = (
    *("sha256", "documentType"),
    *("evidence", "reportedBy"),
    *("heldBy", "title", "within"),
    *("represents", "headedBy", "member", "attends"),
    *("date", "endDate", "earliest", "latest", "dateText", "place", "participant", "partOf", "ordinal", "status", "topic"),
    *("party", "mandate", "establishedBy", "subject"),
    *("content", "action", "object", "reachedAt", "deadline", "condition", "treaty"),
)
SCHEMES = ("statuses", "agreement-actions", "treaty-actions")

ACCORD = Namespace("accord", "https://w3id.org/accord/ontology#", (*CLASSES, *PROPERTIES, *STATUSES, *ACTIONS, *SCHEMES))
DCTERMS = Namespace("dcterms", "http://purl.org/dc/terms/", ("identifier", "title", "publisher", "issued", "language"))
OA = Namespace("oa", "http://www.w3.org/ns/oa#", ("TextQuoteSelector", "TextPositionSelector", "hasSource", "exact", "start", "end"))
RDF = Namespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", ("type",))
SKOS = Namespace("skos", "http://www.w3.org/2004/02/skos/core#", ("prefLabel", "altLabel"))
XSD = Namespace("xsd", "http://www.w3.org/2001/XMLSchema#", ("date", "gYearMonth", "gYear", "integer"))

NAMESPACES = (ACCORD, DCTERMS, OA, RDF, SKOS, XSD)
PREFIXES = {namespace.prefix: namespace.iri for namespace in NAMESPACES}

GENERAL_CLASS = {
    **dict.fromkeys(("State", "Organization", "Person", "WorkingGroup"), "Actor"),
    **dict.fromkeys(("Meeting", "Agreement", "TreatyAction"), "Event"),
}


def types(kind: str) -> tuple[NamedNode, ...]:
    """The class itself and the general class above it, so that a query needs no reasoner."""
    general = GENERAL_CLASS.get(kind)
    return (ACCORD[kind], ACCORD[general]) if general else (ACCORD[kind],)


def instance(base: str, path: str) -> NamedNode:
    """The node for a path below the base, `person/sergey-ryabkov`; raises GraphError where that is no IRI (RFC 3987)."""
    try:
        return NamedNode(base + path)
    except ValueError as error:
        raise GraphError(f"{base + path!r} can't name a node: {error}; choose another base IRI or rename what it stands for") from None


def check_base(base: str) -> str:
    """`base` itself if instances can stand below it; raises GraphError otherwise."""
    instance(base, "")
    if not base.endswith("/"):
        raise GraphError(f"The base IRI {base!r} must end with a slash, for names are appended to it; add one")
    return base


def document(base: str, identifier: str) -> NamedNode:
    """The document's node, which is also the name of its graph; whatever stands in the identifier is percent-encoded."""
    try:
        return instance(base, "document/" + quote(identifier, safe=""))
    except UnicodeEncodeError:
        raise GraphError(f"The identifier {identifier!r} is not text; rename the document") from None


def identities_graph(base: str) -> NamedNode:
    """The graph of what follows from all documents together."""
    return instance(base, "graph/identities")


def instance_prefixes(base: str, iris: Iterable[str]) -> dict[str, str]:
    """One prefix per class of instance, `person: <BASEperson/>`, as far as `iris` need them.

    A single prefix for the base would need `\\/` in local names: legal Turtle, but Virtuoso 7 keeps the backslash.
    """
    below = re.compile(re.escape(base) + r"([a-z][a-z0-9-]*)/")
    classes = {found[1] for iri in iris if (found := below.match(iri))}
    return {name: f"{base}{name}/" for name in sorted(classes - PREFIXES.keys())}
