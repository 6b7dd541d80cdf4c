"""Writes a graph of N made-up documents in Accord's vocabulary as N-Quads, for timing stores and queries.

    python bench/generate.py 10000 > big.nq

The same number and seed give the same bytes. About a third of the events are told by two documents, a few of them differently; a planned
meeting or treaty action is often reported as held later. Actors are drawn with a skew, as in real news: few states, many officials.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TextIO

from kg.graph.literals import days

ACCORD = "https://w3id.org/accord/ontology#"
BASE = "https://w3id.org/accord/id/"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
AGREEMENTS = ("establish", "meet", "treaty", "ceasefire", "exchange", "inform", "cooperate", "restrict", "restore", "principle", "other")
LIFE = ("signature", "ratification", "entry-into-force", "extension", "suspension", "withdrawal", "accession", "expiry", "amendment")


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as drawn once; each document that tells it may tell it a little differently."""

    path: str
    kind: str
    day: date
    place: int
    parties: tuple[str, ...]
    process: int
    treaty: int
    action: str


def iri(path: str) -> str:
    return f"<{BASE}{path}>"


def accord(name: str) -> str:
    return f"<{ACCORD}{name}>"


def text(value: str, suffix: str = "") -> str:
    return f'"{value}"{suffix}'


def typed(value: str, kind: str) -> str:
    return f'"{value}"^^<{XSD}{kind}>'


class World:
    """Entities and events to draw from; `size` is the number of documents."""

    def __init__(self, size: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.states = 195
        self.people = max(20, size // 4)
        self.treaties = max(20, size // 50)
        self.processes = max(10, size // 100)
        self.places = max(20, min(400, size // 20))
        self.recent: list[Event] = []
        self.count = 0

    def skewed(self, number: int) -> int:
        """An index below `number`; low ones come far more often."""
        return int(number * self.random.random() ** 3)

    def event(self, told: date) -> Event:
        """A new event, or in a third of the cases one that an earlier document told of."""
        if self.recent and self.random.random() < 0.33:
            return self.random.choice(self.recent)
        self.count += 1
        kind = self.random.choice(("Meeting", "Meeting", "Agreement", "Agreement", "TreatyAction"))
        parties = tuple(sorted({f"state/S{self.skewed(self.states):03d}" for _ in range(self.random.choice((2, 2, 2, 3, 5)))}))
        place, process, treaty = self.skewed(self.places), self.skewed(self.processes), self.skewed(self.treaties)
        action = self.random.choice(AGREEMENTS if kind == "Agreement" else LIFE)
        day = told + timedelta(days=self.random.randint(-20, 20))
        path = f"{kind.lower()}/{day.isoformat()}-{self.count:06x}"
        made = Event(path, kind, day, place, parties, process, treaty, action)
        self.recent = [*self.recent[-200:], made]
        return made


def dated(subject: str, day: date, precision: int) -> Iterator[tuple[str, str, str]]:
    """accord:date as a year, a month or a day, with its bounds."""
    value, kind = day.isoformat()[: (10, 7, 4)[precision]], ("date", "gYearMonth", "gYear")[precision]
    first, last = days(value)
    yield subject, accord("date"), typed(value, kind)
    yield subject, accord("earliest"), typed(first.isoformat(), "date")
    yield subject, accord("latest"), typed(last.isoformat(), "date")


def named(path: str, name: str, *classes: str) -> Iterator[tuple[str, str, str]]:
    """An entity as one document speaks of it."""
    for each in classes:
        yield iri(path), RDF_TYPE, accord(each)
    yield iri(path), f"<{SKOS}altLabel>", text(name, "@en")


def preferred(path: str) -> str:
    """A readable name made from the path alone."""
    kind, _, key = path.partition("/")
    return f"{kind.capitalize()} {key}"


def metadata(number: int, issued: date) -> Iterator[tuple[str, str, str]]:
    document = iri(f"document/d{number:07d}")
    yield document, RDF_TYPE, accord("Document")
    yield document, f"<{DCTERMS}identifier>", text(f"d{number:07d}")
    yield document, f"<{DCTERMS}title>", text(f"Bulletin {number} of the press service")
    yield document, f"<{DCTERMS}publisher>", text(f"Agency {number % 37}")
    yield document, f"<{DCTERMS}issued>", typed(issued.isoformat(), "date")
    yield document, f"<{DCTERMS}language>", text("en")
    yield document, accord("sha256"), text(f"{number:064x}")


def evidence(number: int, sentence: int, person: str) -> Iterator[tuple[str, str, str]]:
    node = iri(f"document/d{number:07d}#s{sentence}")
    yield node, RDF_TYPE, accord("Evidence")
    yield node, f"<{OA}hasSource>", iri(f"document/d{number:07d}")
    yield node, f"<{OA}exact>", text(f"Sentence {sentence} of document {number}: the sides told the press what had been agreed and when.")
    yield node, f"<{OA}start>", typed(str(sentence * 90), "integer")
    yield node, f"<{OA}end>", typed(str(sentence * 90 + 85), "integer")
    if person:
        yield node, accord("reportedBy"), iri(person)


def event(world: World, told: Event, issued: date, proof: str) -> Iterator[tuple[str, str, str]]:
    """The triples of one event in one document."""
    node, draw = iri(told.path), world.random.random()
    yield node, RDF_TYPE, accord(told.kind)
    yield node, RDF_TYPE, accord("Event")
    yield node, accord("evidence"), proof
    yield node, accord("place"), iri(f"place/P{told.place + (draw < 0.02):03d}")
    if told.path.endswith("7"):
        yield node, accord("dateText"), text("after the vote")
    else:
        yield from dated(node, told.day + timedelta(days=int(draw > 0.98)), 0 if draw < 0.8 else 1 if draw < 0.95 else 2)
    for party in told.parties:
        yield node, accord("participant" if told.kind == "Meeting" else "party"), iri(party)
    happened = "held" if told.day <= issued else "planned"
    if told.kind == "Meeting":
        yield node, accord("partOf"), iri(f"process/R{told.process:04d}")
        yield node, accord("ordinal"), typed(str(1 + told.process % 9), "integer")
        yield node, accord("status"), accord("cancelled" if draw < 0.03 else happened)
    elif told.kind == "Agreement":
        yield node, accord("action"), accord(told.action)
        yield node, accord("content"), text(f"carry out point {told.path[-4:]} of the plan")
        yield node, accord("object"), iri(f"treaty/T{told.treaty:04d}")
        if told.path.endswith(("3", "8")):
            yield node, accord("deadline"), typed((told.day + timedelta(days=180)).isoformat(), "date")
        yield node, accord("status"), accord("rejected" if draw < 0.1 else "proposed" if draw < 0.2 else "agreed")
    else:
        yield node, accord("action"), accord(told.action)
        yield node, accord("treaty"), iri(f"treaty/T{told.treaty:04d}")
        yield node, accord("status"), accord(happened)


def background(world: World, number: int, people: tuple[str, ...], proof: str) -> Iterator[tuple[str, str, str]]:
    """Who holds which office, who came for whom, which group was set up."""
    for person in people:
        state = f"state/S{int(person[-6:]) % world.states:03d}"
        office = iri(f"position/{person.partition('/')[2]}")
        yield office, RDF_TYPE, accord("Position")
        yield office, accord("heldBy"), iri(person)
        yield office, accord("title"), text("Deputy Foreign Minister")
        yield office, accord("within"), iri(state)
        yield office, accord("evidence"), proof
        yield from named(state, preferred(state), "State", "Actor")
    if number % 3 == 0:
        delegation = f"delegation/d{number:07d}"
        yield from named(delegation, preferred(delegation), "Delegation", "Actor")
        yield iri(delegation), accord("represents"), iri(f"state/S{int(people[0][-6:]) % world.states:03d}")
        yield iri(delegation), accord("headedBy"), iri(people[0])
        yield iri(delegation), accord("evidence"), proof
    if number % 5 == 0:
        group = f"group/g{number:07d}"
        yield from named(group, f"Working Group {number}", "WorkingGroup", "Actor")
        yield iri(group), accord("party"), iri(f"state/S{int(people[0][-6:]) % world.states:03d}")
        yield iri(group), accord("mandate"), text(f"task {number}")
        yield iri(group), accord("evidence"), proof


def document(world: World, number: int) -> Iterator[tuple[str, str, str]]:
    issued = date(2000, 1, 1) + timedelta(days=number % 9000)
    people = tuple(f"person/p{world.skewed(world.people):06d}" for _ in range(2))
    meeting = ""
    yield from metadata(number, issued)
    for person in people:
        yield from named(person, preferred(person), "Person", "Actor")
    for sentence in range(4):
        yield from evidence(number, sentence, people[sentence % 2] if sentence else "")
        told = world.event(issued)
        yield from event(world, told, issued, iri(f"document/d{number:07d}#s{sentence}"))
        if told.kind == "Meeting" and number % 3 == 0:
            meeting = iri(told.path)
            yield iri(f"delegation/d{number:07d}"), accord("attends"), meeting
        if told.kind == "Agreement" and meeting:
            yield iri(told.path), accord("reachedAt"), meeting
            yield iri(f"delegation/d{number:07d}"), accord("represents"), iri(told.parties[0])
        for party in told.parties:
            yield from named(party, preferred(party), "State", "Actor")
        yield from named(f"place/P{told.place:03d}", f"Place P{told.place:03d}", "Place")
        if told.kind != "Meeting":
            treaty = f"treaty/T{told.treaty:04d}"
            yield from named(treaty, preferred(treaty), "Treaty")
            yield iri(treaty), accord("evidence"), iri(f"document/d{number:07d}#s{sentence}")
        else:
            yield from named(f"process/R{told.process:04d}", f"Process R{told.process:04d}", "Process")
    yield from background(world, number, people, iri(f"document/d{number:07d}#s0"))


def write(size: int, seed: int, out: TextIO) -> None:
    """N-Quads of `size` documents, of the graph of identities, and of their union in the default graph, as a graph directory has them."""
    world, entities = World(size, seed), set()
    for number in range(size):
        graph = iri(f"document/d{number:07d}")
        for subject, predicate, value in dict.fromkeys(document(world, number)):
            out.write(f"{subject} {predicate} {value} {graph} .\n{subject} {predicate} {value} .\n")
            if predicate.endswith("#altLabel>"):
                entities.add(subject)
    for subject in sorted(entities):
        label = text(preferred(subject.removeprefix(f"<{BASE}").rstrip(">")), "@en")
        named = f"{subject} <{SKOS}prefLabel> {label}"
        out.write(f"{named} {iri('graph/identities')} .\n{named} .\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", type=int)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write(arguments.documents, arguments.seed, sys.stdout)


if __name__ == "__main__":
    main()
