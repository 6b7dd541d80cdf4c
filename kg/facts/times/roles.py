"""How a time bears on what it modifies: a point, a bound, a stretch, a habit; read from the words before it."""

from __future__ import annotations

from kg.facts.times.expression import Role
from kg.facts.times.grammar import Match
from kg.facts.times.scene import Value
from kg.facts.times.tense import Tense

ENDS = {"end", "close"}
BOUNDED_BY = {"before", "until", "till"}
BEGINNINGS = {"since", "from", "after", "effective", "starting", "beginning", "commencing"}
STRETCHES = {
    "for",
    "by",
    "over",
    "during",
    "throughout",
    "in",
    "of",
    "than",
    "about",
    "nearly",
    "almost",
    "some",
    "last",
    "lasting",
    "after",
}
TIMES = {"once", "twice", "times"}


def role(m: Match, value: Value, tense: Tense) -> Role:
    """The role of a match; "by Monday" is a deadline only for what is still to come."""
    before = preposition(m)
    match m.rule:
        case "frequency":
            return "frequency"
        case "span":
            return _of_span(m, before, value)
    if len(value) == 2:
        return "range"
    if before in BOUNDED_BY or (before in ("by", "no later than") and tense != "past"):
        return "deadline"
    return "since" if before in BEGINNINGS else "point"


def _of_span(m: Match, before: str, value: Value) -> Role:
    if m.words.letters[m.end - 1] == "9" or before == "aged":
        return "age"
    if before == "within":
        return "deadline"
    if value:
        return "point"
    single = m.words.letters[m.start] == "a" and m.end - m.start == 2
    return "frequency" if before in TIMES or (single and before not in STRETCHES) else "duration"


def preposition(m: Match) -> str:
    """The word that ties a time to its clause: `by` also for "no later than" and "by about", `from` also for "as of"."""
    before, earlier = m.before(), m.before(2)
    if before == "on" or before in ("about", "around", "at", "in", "the"):
        before, earlier = (earlier, m.before(3)) if earlier in BEGINNINGS | BOUNDED_BY | {"by", "within"} else (before, earlier)
    if before == "than" and earlier == "later":
        return "no later than"
    if before == "and" and earlier == "now":
        return "until"
    if before == "of" and earlier == "as":
        return "from"
    return before


def at_end(m: Match) -> bool:
    """Whether the words name the end of a period: as a deadline that is its last day."""
    return any(text in ENDS for text in m.texts("mod"))
