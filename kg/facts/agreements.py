"""Agreements: one record for each thing agreed, proposed or rejected, with its parties, words, kind of action and setting."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator

from kg.facts import agreeing, listed, proposals, reached, seen, terms
from kg.facts.clauses import Clause
from kg.facts.coreference import References
from kg.facts.course import Course
from kg.facts.deals import Deal, note
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, implied
from kg.facts.scene import Scene
from kg.facts.steps import Step
from kg.model import When


def find(
    scene: Scene, references: References, clauses: list[Clause], meetings: list[Occasion], steps: list[Step], leads: dict[int, Lead]
) -> list[Deal]:
    """The agreements of a document in text order, those with the same words told once."""
    told = agreeing.clauses_with_copula(scene, clauses)
    deals: list[Deal] = []
    for deal in sorted(_told(scene, references, told), key=lambda d: d.trigger):
        note(scene, deals, deal)
    proposals.answer(scene, references, deals)
    for deal in deals:
        implied(scene, meetings, deal.party, deal.when or When(), deal.place, scene.doc[deal.trigger])
    course = Course(scene)
    reached.settle(scene, course, deals, meetings, leads)
    known = terms.sources(scene, deals, steps)
    to_come = [m.tokens for m in meetings if m.status != "held"] + [s.tokens for s in steps if s.status != "held"]
    planned = frozenset(i for tokens in to_come for i in tokens)
    for deal in sorted(_terms(scene, references, clauses, known, planned), key=lambda d: d.trigger):
        note(scene, deals, deal)
    deals = [seen.told_apart(scene, deal) for deal in deals if seen.borne_out(scene, deal)]
    for deal in list(seen.deals(scene, references, deals, planned)):
        note(scene, deals, deal)
    deals.sort(key=lambda d: d.trigger)
    reached.settle(scene, course, deals, meetings, leads)
    return [deal for deal in deals if deal.content[0] < deal.content[1]]


def _told(scene: Scene, references: References, clauses: list[Clause]) -> Iterator[Deal]:
    """What verbs and nouns of agreeing and proposing tell."""
    for clause in clauses:
        yield from agreeing.framed(scene, references, clause)
        yield from agreeing.participial(scene, references, clause)
    yield from listed.points(scene, references)
    for token in scene.doc:
        yield from agreeing.nominal(scene, references, token)
        yield from proposals.named(scene, references, token)


def _terms(
    scene: Scene, references: References, clauses: list[Clause], known: list[terms.Source], planned: frozenset[int]
) -> Iterator[Deal]:
    """What was agreed as the terms of something else that the text tells; `planned` as in `terms.going_on`."""
    for clause in terms.clauses_of_duty(scene, clauses):
        for deal in (
            *terms.under(scene, references, clause, known),
            *terms.provided(scene, references, clause, known),
            *terms.by_which(scene, references, clause, known),
            *terms.going_on(scene, references, clause, known, planned),
        ):
            insort(known, terms.source(deal), key=lambda source: source.at)
            yield deal
