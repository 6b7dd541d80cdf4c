"""Facts of one document as quads in the document's named graph; what joins documents in the graph of identities.

Pure functions: the same input gives the same quads in the same order. Evidence follows the Web Annotation data model (W3C, 2017:
TextQuoteSelector, TextPositionSelector), one node per sentence and reporter, shared by all facts that rest on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import GraphError
from kg.graph import terms
from kg.graph.literals import date_literal, day_literal, days, label, slug, text
from kg.graph.terms import ACCORD, DCTERMS, OA, RDF, SKOS
from kg.model import Agreement, Delegation, Document, Facts, Identities, Meeting, Position, Treaty, TreatyAction, When, WorkingGroup


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the graph keeps of a document beside its facts: everything but the text, which `sha256` stands for."""

    identifier: str
    sha256: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    language: str = "en"
    document_type: str = ""

    @classmethod
    def of(cls, document: Document) -> Metadata:
        """The metadata of a loaded document."""
        return cls(
            document.identifier,
            document.sha256,
            document.title,
            document.publisher,
            document.published,
            document.language,
            document.document_type,
        )


def quads(metadata: Metadata, facts: Facts, identities: Identities, base: str) -> list[Quad]:
    """The document's graph.

    Raises GraphError where a fact points at a key or evidence that is not there, a date is none of the calendar's, or a name makes no IRI.
    """
    return _Writer(metadata, facts, identities, base).write()


def identities_quads(identities: Identities, used: Iterable[str], base: str) -> list[Quad]:
    """The graph of identities: the preferred label of each entity path in `used`."""
    graph = terms.identities_graph(base)
    return [
        Quad(terms.instance(base, path), SKOS.prefLabel, label(identities.labels[path]), graph)
        for path in sorted(used)
        if path in identities.labels
    ]


def check(metadata: Metadata, facts: Facts, base: str) -> None:
    """Raises GraphError if these facts can't be written, whatever identity will say of them."""
    keys = {entity.key for entity in facts.entities} | event_keys(facts)
    quads(metadata, facts, Identities({(facts.document, key): f"check/{number}" for number, key in enumerate(sorted(keys))}, {}), base)


def event_keys(facts: Facts) -> frozenset[str]:
    """Keys of the meetings, agreements and treaty actions."""
    return frozenset(event.key for events in (facts.meetings, facts.agreements, facts.actions) for event in events)


def entity_keys(facts: Facts) -> frozenset[str]:
    """Keys of the entities that a fact points at or whose word counts: only these enter the graph."""
    found: set[str] = set()
    for position in facts.positions:
        found.update((position.holder, *position.within))
    for delegation in facts.delegations:
        found.update((delegation.entity, *delegation.represents, *delegation.head, *delegation.members))
    for meeting in facts.meetings:
        found.update((*meeting.place, *meeting.participant, *meeting.process))
    for group in facts.groups:
        found.update((group.entity, *group.party, *group.part_of))
    for agreement in facts.agreements:
        found.update((*agreement.party, *agreement.object, *agreement.place))
    for treaty in facts.treaties:
        found.update((treaty.entity, *treaty.party))
    for action in facts.actions:
        found.update((action.treaty, *action.party, *action.place))
    found.update(facts.evidence[number].reporter for number in _evidence_numbers(facts))
    return frozenset(found - {""})


def _evidence_numbers(facts: Facts) -> list[int]:
    kinds = (facts.positions, facts.delegations, facts.meetings, facts.groups, facts.agreements, facts.treaties, facts.actions)
    numbers = sorted({number for kind in kinds for fact in kind for number in fact.evidence})
    if numbers and not 0 <= numbers[0] <= numbers[-1] < len(facts.evidence):
        raise GraphError(f"Document {facts.document!r} has a fact whose evidence is missing; build it again")
    return numbers


class _Writer:
    """Collects the quads of one document."""

    def __init__(self, metadata: Metadata, facts: Facts, identities: Identities, base: str) -> None:
        self.metadata = metadata
        self.facts = facts
        self.names = identities.names
        self.base = base
        self.graph = terms.document(base, metadata.identifier)
        self.found: dict[Quad, None] = {}
        self.resting: Iterable[int] = ()
        self.mentioned: dict[str, dict[int, None]] = {}

    def write(self) -> list[Quad]:
        self.document()
        self.entities()
        for number in _evidence_numbers(self.facts):
            self.evidence(number)
        for position in self.facts.positions:
            self.position(position)
        for delegation in self.facts.delegations:
            self.delegation(delegation)
        for meeting in self.facts.meetings:
            self.meeting(meeting)
        for group in self.facts.groups:
            self.group(group)
        for agreement in self.facts.agreements:
            self.agreement(agreement)
        for treaty in self.facts.treaties:
            self.treaty(treaty)
        for action in self.facts.actions:
            self.action(action)
        self.mentions()
        return list(self.found)

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.found[Quad(subject, predicate, value, self.graph)] = None

    def text(self, subject: NamedNode, predicate: NamedNode, value: str) -> None:
        if value:
            self.add(subject, predicate, Literal(text(value)))

    def types(self, subject: NamedNode, kind: str) -> None:
        for name in terms.types(kind):
            self.add(subject, RDF.type, name)

    def path(self, key: str) -> str:
        try:
            return self.names[self.facts.document, key]
        except KeyError:
            raise GraphError(f"Document {self.facts.document!r} has a fact about {key!r}, which nothing names; build it again") from None

    def node(self, key: str) -> NamedNode:
        return terms.instance(self.base, self.path(key))

    def nodes(self, subject: NamedNode, predicate: NamedNode, keys: Iterable[str]) -> None:
        for key in keys:
            self.add(subject, predicate, self.node(key))
            self.mentioned.setdefault(key, {}).update(dict.fromkeys(self.resting))

    def mentions(self) -> None:
        """A group, a treaty or a delegation that facts only point at rests on the sentences of those facts."""
        told = {fact.entity for facts in (self.facts.groups, self.facts.treaties, self.facts.delegations) for fact in facts}
        for entity in self.facts.entities:
            if entity.kind in {"WorkingGroup", "Treaty", "Delegation"} and entity.key in self.mentioned.keys() - told:
                self.fact(self.node(entity.key), entity.kind, self.mentioned[entity.key])

    def fact(self, subject: NamedNode, kind: str, evidence: Iterable[int]) -> None:
        self.types(subject, kind)
        self.resting = evidence
        for number in evidence:
            self.add(subject, ACCORD.evidence, self.evidence_node(number))

    def when(self, subject: NamedNode, when: When) -> None:
        if not when.start and not when.end:
            self.text(subject, ACCORD.dateText, when.text)
            return
        try:
            earliest, latest = days(when.start)[0], days(when.end or when.start)[1]
            if earliest > latest:
                raise ValueError(f"{when.start} to {when.end} ends before it begins")
        except ValueError as error:
            raise GraphError(f"Document {self.facts.document!r} gives a date that is none: {error}") from None
        self.add(subject, ACCORD.date, date_literal(when.start))
        if when.end:
            self.add(subject, ACCORD.endDate, date_literal(when.end))
        self.add(subject, ACCORD.earliest, day_literal(earliest))
        self.add(subject, ACCORD.latest, day_literal(latest))

    def document(self) -> None:
        about = self.metadata
        self.types(self.graph, "Document")
        self.text(self.graph, DCTERMS.identifier, about.identifier)
        self.text(self.graph, DCTERMS.title, about.title)
        self.text(self.graph, DCTERMS.publisher, about.publisher)
        if about.published:
            self.add(self.graph, DCTERMS.issued, day_literal(about.published))
        self.text(self.graph, DCTERMS.language, about.language)
        self.text(self.graph, ACCORD.sha256, about.sha256)
        self.text(self.graph, ACCORD.documentType, about.document_type)

    def entities(self) -> None:
        used = entity_keys(self.facts)
        for entity in self.facts.entities:
            if entity.key in used:
                node = self.node(entity.key)
                self.types(node, entity.kind)
                for form in entity.labels or (entity.name,):
                    self.add(node, SKOS.altLabel, label(form))

    def evidence_node(self, number: int) -> NamedNode:
        evidence = self.facts.evidence[number]
        reporter = "-" + self.path(evidence.reporter).removeprefix("person/").replace("/", "-") if evidence.reporter else ""
        return terms.instance(self.graph.value, f"#s{evidence.sentence}{reporter}")

    def evidence(self, number: int) -> None:
        evidence = self.facts.evidence[number]
        if not 0 <= evidence.start < evidence.end or evidence.end - evidence.start != len(evidence.exact):
            raise GraphError(f"Document {self.facts.document!r} has a quotation that is not as long as its offsets say; build it again")
        node = self.evidence_node(number)
        for name in (ACCORD.Evidence, OA.TextQuoteSelector, OA.TextPositionSelector):
            self.add(node, RDF.type, name)
        self.add(node, OA.hasSource, self.graph)
        self.text(node, OA.exact, evidence.exact)
        self.add(node, OA.start, Literal(evidence.start))
        self.add(node, OA.end, Literal(evidence.end))
        if evidence.reporter:
            self.add(node, ACCORD.reportedBy, self.node(evidence.reporter))

    def position(self, position: Position) -> None:
        holder = self.path(position.holder)
        within = sorted(self.path(key) for key in position.within)
        content = "\0".join((holder, position.title.casefold(), *within))
        digest = hashlib.sha256(text(content).encode()).hexdigest()[:8]
        readable = "-".join(part for part in (holder.rpartition("/")[2], slug(position.title), digest) if part)
        node = terms.instance(self.base, f"position/{readable}")
        self.fact(node, "Position", position.evidence)
        self.add(node, ACCORD.heldBy, self.node(position.holder))
        self.text(node, ACCORD.title, position.title)
        self.nodes(node, ACCORD.within, position.within)

    def delegation(self, delegation: Delegation) -> None:
        node = self.node(delegation.entity)
        self.fact(node, "Delegation", delegation.evidence)
        self.nodes(node, ACCORD.represents, delegation.represents)
        self.nodes(node, ACCORD.headedBy, delegation.head)
        self.nodes(node, ACCORD.member, delegation.members)
        self.nodes(node, ACCORD.attends, delegation.attends)

    def meeting(self, meeting: Meeting) -> None:
        node = self.node(meeting.key)
        self.fact(node, "Meeting", meeting.evidence)
        self.when(node, meeting.when)
        self.nodes(node, ACCORD.place, meeting.place)
        self.nodes(node, ACCORD.participant, meeting.participant)
        self.nodes(node, ACCORD.partOf, meeting.process)
        if meeting.ordinal is not None:
            self.add(node, ACCORD.ordinal, Literal(meeting.ordinal))
        self.add(node, ACCORD.status, ACCORD[meeting.status])
        self.text(node, ACCORD.topic, meeting.topic)

    def group(self, group: WorkingGroup) -> None:
        node = self.node(group.entity)
        self.fact(node, "WorkingGroup", group.evidence)
        self.nodes(node, ACCORD.party, group.party)
        self.text(node, ACCORD.mandate, group.mandate)
        self.nodes(node, ACCORD.partOf, group.part_of)
        self.nodes(node, ACCORD.establishedBy, group.established_by)

    def agreement(self, agreement: Agreement) -> None:
        node = self.node(agreement.key)
        self.fact(node, "Agreement", agreement.evidence)
        self.when(node, agreement.when)
        self.nodes(node, ACCORD.party, agreement.party)
        self.text(node, ACCORD.content, agreement.content)
        self.add(node, ACCORD.action, ACCORD[agreement.action])
        self.nodes(node, ACCORD.object, agreement.object)
        self.nodes(node, ACCORD.place, agreement.place)
        self.nodes(node, ACCORD.reachedAt, agreement.reached_at)
        self.add(node, ACCORD.status, ACCORD[agreement.status])
        self.deadline(node, agreement.deadline)
        self.text(node, ACCORD.condition, agreement.condition)

    def deadline(self, node: NamedNode, deadline: When) -> None:
        last = deadline.end or deadline.start
        if not last:
            self.text(node, ACCORD.deadline, deadline.text)
            return
        try:
            days(last)
        except ValueError as error:
            raise GraphError(f"Document {self.facts.document!r} gives a deadline that is none: {error}") from None
        self.add(node, ACCORD.deadline, date_literal(last))

    def treaty(self, treaty: Treaty) -> None:
        node = self.node(treaty.entity)
        self.fact(node, "Treaty", treaty.evidence)
        self.nodes(node, ACCORD.party, treaty.party)
        self.text(node, ACCORD.subject, treaty.subject)

    def action(self, action: TreatyAction) -> None:
        node = self.node(action.key)
        self.fact(node, "TreatyAction", action.evidence)
        self.nodes(node, ACCORD.treaty, (action.treaty,))
        self.add(node, ACCORD.action, ACCORD[action.action])
        self.nodes(node, ACCORD.party, action.party)
        self.when(node, action.when)
        self.nodes(node, ACCORD.place, action.place)
        self.add(node, ACCORD.status, ACCORD[action.status])
