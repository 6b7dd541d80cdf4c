"""Agreements: one record for each thing agreed, proposed or rejected, with its parties, words, kind of action and setting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts import agreeing, proposals, terms
from kg.facts.coreference import References
from kg.facts.course import Course
from kg.facts.deals import Deal, note
from kg.facts.lead import Lead
from kg.facts.occasions import Occasion, compatible, implied
from kg.facts.scene import Scene
from kg.facts.steps import Step
from kg.facts.syntax import Clause
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token


def find(
    scene: Scene, references: References, clauses: list[Clause], meetings: list[Occasion], steps: list[Step], leads: dict[int, Lead]
) -> list[Deal]:
    """The agreements of a document in text order, those with the same words told once."""
    told = agreeing.clauses_with_copula(scene, clauses)
    course = Course(scene)
    deals: list[Deal] = []
    for deal in sorted(_told(scene, references, told), key=lambda d: d.trigger):
        note(scene, deals, deal)
    proposals.answer(scene, references, deals)
    for deal in deals:
        implied(scene, meetings, deal.party, deal.when or When(), deal.place, scene.doc[deal.trigger])
    for n, deal in enumerate(deals):
        _set_in(scene, deal, deals[:n], meetings, leads, course)
    known = terms.sources(scene, deals, steps)
    for deal in sorted(_terms(scene, references, clauses, known, meetings, steps), key=lambda d: d.trigger):
        note(scene, deals, deal)
    deals.sort(key=lambda d: d.trigger)
    for n, deal in enumerate(deals):
        _set_in(scene, deal, deals[:n], meetings, leads, course)
    return [deal for deal in deals if deal.content[0] < deal.content[1]]


def _told(scene: Scene, references: References, clauses: list[Clause]) -> Iterator[Deal]:
    """What verbs and nouns of agreeing and proposing tell."""
    for clause in clauses:
        yield from agreeing.framed(scene, references, clause)
        yield from agreeing.participial(scene, references, clause)
    for token in scene.doc:
        yield from agreeing.nominal(scene, references, token)
        yield from proposals.named(scene, references, token)


def _terms(
    scene: Scene, references: References, clauses: list[Clause], known: list[terms.Source], meetings: list[Occasion], steps: list[Step]
) -> Iterator[Deal]:
    """What was agreed as the terms of something else that the text tells."""
    to_come = [m.tokens for m in meetings if m.status != "held"] + [s.tokens for s in steps if s.status != "held"]
    planned = frozenset(i for tokens in to_come for i in tokens)
    for clause in clauses:
        yield from terms.under(scene, references, clause, known)
        yield from terms.provided(scene, references, clause, known)
        yield from terms.by_which(scene, references, clause, known)
        yield from terms.going_on(scene, references, clause, known, planned)


# ------------------------------------------------------------------ setting


def _set_in(scene: Scene, deal: Deal, earlier: list[Deal], meetings: list[Occasion], leads: dict[int, Lead], course: Course) -> None:
    """What the sentence leaves out comes from the meeting it tells of, the deal that it goes on from, or the news of the report."""
    token = scene.doc[deal.trigger]
    section = scene.parse.section(token)
    held = [m for m in meetings if m.section == section and m.status == "held"]
    here = [m for m in held if any(token.sent.start <= t < token.sent.end for t in m.tokens)]
    before = [d for d in earlier if _continues(scene, token, d)]
    if here and (deal.when is None or compatible(here[-1].when, deal.when)):
        _take(deal, When(here[-1].when.end or here[-1].when.start), here[-1].place, here[-1].key)
    elif before and before[-1].when is not None and deal.when is None:
        _take(deal, before[-1].when, before[-1].place, before[-1].meeting)
    elif deal.when is None or not deal.place:
        in_force = course.at(token)
        if in_force.when.start and (deal.when is None or compatible(deal.when, in_force.when)):
            _take(deal, When(in_force.when.end or in_force.when.start), list(in_force.place), "")
    opening = leads.get(section, Lead())
    news = When(opening.when.end or opening.when.start)
    if deal.when is None or not deal.when.start or compatible(deal.when, opening.when) or _main(scene, held, deal, opening):
        main = _main(scene, held, deal, opening)
        _take(
            deal,
            When(main.when.end or main.when.start) if main and main.when.start else news,
            main.place if main else list(opening.place),
            main.key if main else "",
        )


def _main(scene: Scene, held: list[Occasion], deal: Deal, opening: Lead) -> Occasion | None:
    """The meeting that a report is about: the first that it dates not long before its own day and that the deal's time allows.

    Where a report tells of one meeting that was held, and not when, it is that one.
    """
    near = [m for m in held if m.when.start and (not opening.since or m.when.start >= opening.since[: len(m.when.start)])]
    fitting = [m for m in near if deal.when is None or compatible(m.when, deal.when)]
    only = held[:1] if len(held) == 1 and not held[0].when.start and deal.status == "agreed" else []
    paragraph = scene.parse.paragraph_of[deal.trigger]
    beside = [m for m in fitting if m.tokens[0] < deal.trigger and scene.parse.paragraph_of[m.tokens[0]] == paragraph]
    return next(iter(beside[-1:] or fitting or only), None)


def _take(deal: Deal, moment: When, place: list[str], meeting: str) -> None:
    deal.when = deal.when if deal.when and deal.when.start else moment
    deal.place = deal.place or list(place)
    deal.meeting = deal.meeting or meeting


def _continues(scene: Scene, token: Token, earlier: Deal) -> bool:
    """Whether a sentence goes on with the deal of the one before: same paragraph, and the same or the next sentence."""
    other = scene.doc[earlier.trigger]
    parse = scene.parse
    if parse.paragraph_of[token.i] != parse.paragraph_of[other.i]:
        return False
    return other.sent == token.sent or other.sent.end == token.sent.start
