"""Steps in treaties' lives told without a verb of their own: "Peru did so in May", "Tonga in 2004", "it dates from 1999"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.facts.clauses import Clause, subjects
from kg.facts.instruments import BINDING, right_before, treaty_of
from kg.facts.steps import Step, Story
from kg.facts.syntax import conjuncts, lower_at, negated
from kg.facts.times import TimeExpression
from kg.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token


REPEATED = BINDING | {"withdrawal"}  # what one after the other does
LIKEWISE = {"so", "likewise", "same", "suit", "too", "similarly"}
REACH = 60  # tokens back to which "did so" reaches
LASTING = {"run", "last", "remain", "stay", "continue", "apply", "hold"}


def find(story: Story, clauses: list[Clause], told: list[Step]) -> Iterator[Step]:
    """The steps that repeat one of those told, and those that a time alone tells."""
    for clause in clauses:
        yield from _likewise(story, clause, told)
        yield from _until(story, clause)
    for step in told:
        yield from _in_turn(story, step)
    for time in story.scene.times:
        yield from _dating(story, time)


def _likewise(story: Story, clause: Clause, told: list[Step]) -> Iterator[Step]:
    """ "Chile did so in May", "Tonga followed suit", "Samoa did the same a year later"."""
    verb = clause.verb
    stands_in = verb.lemma_ in {"do", "follow"} and any(c.lower_ in LIKEWISE for c in verb.children if c.i > verb.i)
    before = [s for s in told if s.action in REPEATED and s.status == "held" and 0 < verb.i - s.tokens[0] < REACH]
    if not stands_in or negated(verb) or not before:
        return
    party = story.parties(clause.subjects)
    model = max(before, key=lambda s: s.tokens[0])
    if party and not set(party) & set(model.party):
        step = story.step(model.treaty, model.action, party, verb, verb, [])
        yield replace(step, when=_after(story, verb, step.when, model.when))


def _after(story: Story, verb: Token, moment: When, before: When) -> When:
    """ "in March 2020, and Chile did so in May": a month without its year is the next after the one told."""
    words = story.scene.doc[verb.i : verb.sent.end]
    if not before.start or not moment.start[5:7] or any(w.text.isdigit() and len(w.text) == 4 for w in words):
        return moment
    year = int(before.start[:4]) + (before.start[5:7] > moment.start[5:7])
    return When(f"{year}{moment.start[4:]}")


def _until(story: Story, clause: Clause) -> Iterator[Step]:
    """ "The pact runs until 2031": when it is to expire."""
    scene, verb = story.scene, clause.verb
    if verb.lemma_ not in LASTING or clause.objects or negated(verb):
        return
    ends = [
        t
        for t in scene.times
        if verb.i < t.start < verb.i + 6 and t.when.start and lower_at(scene.doc, t.start - 1) in {"until", "till", "through"}
    ]
    for treaty in [k for s in clause.subjects for k in treaty_of(scene, s)] if ends else ():
        moment = ends[0].when
        day = story.day(verb)
        yield Step(treaty, "expiry", [], moment, [], "planned" if not day or moment.start > day[: len(moment.start)] else "held", [verb.i])


def _in_turn(story: Story, step: Step) -> Iterator[Step]:
    """ "Fiji ratified it in 2003, Tonga in 2004 and, a year later, Samoa": each party with a time of its own."""
    scene = story.scene
    word = scene.doc[step.tokens[0]]
    if step.action not in REPEATED or not step.party or not step.when.start:
        return
    at = next((t.end for t in scene.times if t.when == step.when and word.i < t.start < word.sent.end), word.sent.end)
    for mention in scene.mentions:
        if mention.kind not in {"State", "Organization"} or not at <= mention.start < word.sent.end:
            continue
        opening = [t.lower_ for t in scene.doc[at : mention.start] if not t.is_punct]
        if not opening and at == mention.start or not set(opening) <= {"and", "by", "the", "then", "later", "finally"}:
            return
        time = next((t for t in scene.times if 0 <= t.start - mention.end <= 1 and t.when.start and t.role in {"point", "since"}), None)
        if time is None or set(mention.keys) & set(step.party):
            return
        yield replace(step, party=list(mention.keys), when=time.when, tokens=[mention.head])
        at = time.end


def _dating(story: Story, time: TimeExpression) -> Iterator[Step]:
    """ "The pact, which dates back to 1961, …": a treaty dates from its signature."""
    doc = story.scene.doc
    i = time.start - 1
    if lower_at(doc, i) not in {"from", "to"} or not time.when.start:
        return
    i -= 1 + (lower_at(doc, i - 1) == "back")
    if lower_at(doc, i) not in {"dates", "dated", "dating", "date", "goes"}:
        return
    word = doc[i]
    named = [k for s in subjects(word) for p in conjuncts(s) for k in treaty_of(story.scene, p)]
    before = right_before(story.scene, word)
    for treaty in named or (before.keys if before else ()):
        yield Step(treaty, "signature", [], time.when, [], "held", [word.i])
