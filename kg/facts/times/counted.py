"""Times that count from another time of the sentence: "a month after flights had resumed", "within two months of March 10"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.facts.times import calendar as cal
from kg.facts.times import words as w
from kg.facts.times.calendar import Period
from kg.facts.times.grammar import Match
from kg.facts.times.narrative import Narrative, Told
from kg.facts.times.resolve import HEDGES, RESOLVERS
from kg.facts.times.scene import Scene, Value
from kg.facts.times.tense import clause, tense
from kg.language import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token

DATES = frozenset({"date", "date_after", "days", "days_after", "month", "short_month", "year"})
FIRST = {"time", "first", "once", "twice", "times", "second", "third", "meeting", "visit"}  # "the first in three years" looks back


def _event(pivot: Token) -> Token:
    """The clause or noun that "after" introduces; a clause also where the parse saw only its subject."""
    noun = pivot.head
    for subject in (noun, noun.head):  # "a month after the ports had been cleared": "month" or "ports" taken for the subject
        if subject.dep_ in ("nsubj", "nsubj:pass") and subject.head.i > noun.i:
            return subject.head
    clauses = (c for c in noun.children if c.dep_ in ("acl", "acl:relcl") and c.i > noun.i)
    return next((c for c in clauses if any(t.dep_ == "aux" and t.lower_ == "had" for t in c.children)), noun)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What such a time needs of its surroundings: the parse, the tokens of a match, what was told and the matches that follow."""

    parse: Parse
    tokens: Callable[[Match], tuple[int, int]]
    sentence: Callable[[int], int]
    narrative: Narrative
    following: list[Match]

    def governing(self, head: int, not_after: date | None = None) -> Told | None:
        """The time told in this sentence for a clause above: what "agreed in June to meet in September" looks ahead from."""
        if head < 0:
            return None
        above = {token.i for token in self.parse.doc[head].ancestors}
        for told in self.narrative.backwards():
            if told.sentence != self.sentence(head):
                return None
            if told.head in above and told.head != head and (not_after is None or told.period.first <= not_after):
                return told
        return None

    def from_event(self, m: Match, scene: Scene, beside: Period | None) -> tuple[Value, int] | None:
        """ "A month after flights had resumed" dates the flights from the main clause, or that from the flights, and says which.

        `beside` is the time right before the words ("in March, a month after"). None where they count from no clause or noun.
        """
        pivot = self.parse.doc[self.tokens(m)[1] - 1]
        event = _event(pivot)
        if m.rule not in ("offset", "next_to") or m.has("that") or m.letter("way") != "l" or pivot.dep_ not in ("mark", "case"):
            return None
        if event.i < pivot.i:
            return None
        main = clause(event.head)
        if own := self._time_within(event.left_edge.i, event.right_edge.i, scene):
            return RESOLVERS[m.rule](m, replace(scene, reference=own)) or (), main.i
        told = self.governing(event.i)
        present = cal.day(scene.anchor) if scene.anchor and tense(main) == "present" else None
        reference, size = beside or (told.period if told else present), w.UNITS.get(m.letter("unit") or "j")
        if reference is None or size is None or m.before() in HEDGES:
            return (), main.i
        count = w.number(m.text("count")) if m.has("count") else 1
        moved = cal.shift(reference, count if m.text("way") == "before" else -count, size)
        return (moved,) if moved else (), event.i

    def _time_within(self, first: int, last: int, scene: Scene) -> Period | None:
        for m in self.following:
            start, end = self.tokens(m)
            if first <= start and end <= last + 1 and m.rule in DATES | {"weekday", "deictic"}:
                found = RESOLVERS[m.rule](m, replace(scene, tense="past"))
                if found:
                    return found[-1]
        return None

    def span(self, m: Match, scene: Scene, before: str) -> Value | None:
        """Two months: placed after "within", and after "in" where something is still to come."""
        letters = m.words.letters[m.start : m.end]
        size = next((w.UNITS[letter] for letter in reversed(letters) if letter in w.UNITS), None)
        count = sum(w.number(text) for text in m.words.texts[m.start : m.end]) * (2 if "b" in letters else 1)
        if letters == "aj" and before not in ("within", "for"):
            return None
        ahead = before == "within" or (before == "in" and scene.tense == "future" and m.before(2) not in FIRST)
        if size is None or not count or before in HEDGES or len(letters) > 3 or not ahead:
            return ()
        if before == "within" and self.following and m.words.letters[m.end : self.following[0].start] in ("f", "F", "l"):
            counted = RESOLVERS[self.following[0].rule](self.following[0], replace(scene, tense="none"))
            if counted and counted[0].grain == "day":
                return (cal.day(cal.add(counted[0].first, count, size)),)
        moved = cal.shift(cal.day(scene.base), count, size) if scene.base else None
        return (moved,) if moved else ()
