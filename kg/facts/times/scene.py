"""Where a time stands, and what a name without a year, "last" and "the following" mean there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.facts.times import calendar as cal
from kg.facts.times.calendar import Period, Unit
from kg.facts.times.grammar import Match
from kg.facts.times.narrative import Narrative
from kg.facts.times.tense import Tense

Value = tuple[Period, ...]

GRACE = timedelta(days=2)  # a past event this long after the day of writing: the text was filed later than it says
NEAR = timedelta(days=45)  # a date this recent is told from today, even amid history
CLOSE = timedelta(days=150)  # without a tense the nearer of two dates, unless both are far
FAR = timedelta(days=300)  # nobody leaves out the year of a date that is almost a year away
BACK, ON = {"last", "past"}, {"next", "coming", "upcoming"}
SAME, NOW = {"that", "same", "those"}, {"this", "current", "present"}
BEFORE = {"previous", "preceding"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a match stands. `base` is what its tense counts from: the day of writing, or the time of the clause that looks ahead.

    `year` and `floor` come from a heading or a neighbour in an enumeration or range: its year, or the time that this one can't precede.
    `reference` is what "two days after" counts from, where the sentence names it. `chained`: beside another date; `framing`: in a heading.
    """

    anchor: date | None
    base: date | None
    tense: Tense
    narrative: Narrative
    paragraph: int
    section: int
    sentence: int
    year: int | None = None
    floor: Period | None = None
    reference: Period | None = None
    chained: bool = False
    framing: bool = False

    def told(self, unit: Unit) -> Period | None:
        """The last time told that is at least as fine as a unit; for a past event no later than the day of writing."""
        if self.reference:
            return self.reference
        latest = self.anchor if self.tense == "past" else None
        return self.narrative.last(unit, self.paragraph, self.section, latest)


def by_tense(scene: Scene, at: Callable[[int], Period | None]) -> Value:
    """Which year's June, spring or 5 May is meant."""
    if scene.year:
        return one(at(scene.year))
    if scene.floor:
        return one(_first(at, scene.floor.first, scene.floor.first.year))
    if scene.tense in ("past", "none") and (named := scene.narrative.year_of_sentence(scene.sentence)):
        return one(at(named))
    base = scene.base
    history = scene.narrative.history(scene.paragraph, scene.section, scene.anchor) if scene.tense in ("past", "none") else None
    around = [p for y in (base.year - 1, base.year, base.year + 1) if (p := at(y))] if base else []
    before = max((p for p in around if base and p.first <= base), default=None, key=lambda p: p.first)
    if history and not (before and base and base - before.first < NEAR):
        return one(_first(at, history.first, history.first.year))
    after = min((p for p in around if base and p.last >= base), default=None, key=lambda p: p.first)
    if base is None or before is None or after is None:
        fitting = {"past": before, "future": after}
        return one(fitting.get(scene.tense, before or after))
    return _choose(scene.tense, base, before, after)


def _choose(tense: Tense, base: date, before: Period, after: Period) -> Value:
    ahead, behind = after.first - base, base - before.first
    match tense:
        case "past":
            if after.grain == "day" and ahead <= GRACE:
                return (after,)
            return (before,) if behind < FAR else ()
        case "future":
            return (after,)
        case "present":
            return (before,) if behind < ahead / 2 else (after,)
    nearer = min((behind, before), (ahead, after), key=lambda pair: pair[0])
    return (nearer[1],) if nearer[0] <= CLOSE else ()


def _first(at: Callable[[int], Period | None], since: date, year: int) -> Period | None:
    return next((p for y in (year, year + 1) if (p := at(y)) and p.last >= since), None)


def one(period: Period | None) -> Value:
    """A period as a value: a point, or nothing that can be placed."""
    return (period,) if period else ()


def relative(scene: Scene, rel: tuple[str, ...], unit: Unit) -> Period | None:
    """The unit that "last", "this", "the following" names; None where what it counts from is unknown."""
    word = rel[-1] if rel else ""
    told = scene.told(unit)
    if word in SAME:
        return cal.around(told.first, unit) if told else None
    if word in BACK | ON | NOW and not (word == "next" and rel[0] == "the"):
        count = -1 if word in BACK else 1 if word in ON else 0
        return cal.around(cal.add(scene.anchor, count, unit), unit) if scene.anchor else None
    count = -1 if word in BEFORE else 1
    return cal.around(cal.add(told.last if count > 0 else told.first, count, unit), unit) if told else None


def named(scene: Scene, rel: tuple[str, ...], at: Callable[[int], Period | None]) -> Value:
    """A month or season with "last", "next", "that", "the following" before it."""
    word = rel[-1] if rel else ""
    if word in ("", "the"):
        return by_tense(scene, at)
    if word in SAME:
        return one(at(told.last.year)) if (told := scene.told("year")) else ()
    if word in BACK | ON | NOW:
        return _beside(scene.anchor, -1 if word in BACK else 1 if word in ON else 0, at)
    told = scene.told("year")
    return _beside(told.first if told else None, -1 if word in BEFORE else 1, at)


def _beside(origin: date | None, direction: int, at: Callable[[int], Period | None]) -> Value:
    if origin is None:
        return ()
    if direction == 0:
        return one(at(origin.year))
    options = [p for y in (origin.year - 1, origin.year, origin.year + 1) if (p := at(y))]
    if direction < 0:
        return one(max((p for p in options if p.last < origin), default=None, key=lambda p: p.first))
    return one(min((p for p in options if p.first > origin), default=None, key=lambda p: p.first))


def year_number(m: Match, scene: Scene) -> int | None:
    """The year that a match names, in figures or as "last year"."""
    if m.has("year"):
        return int(m.text("year"))
    if m.has("yrel"):
        found = relative(scene, m.texts("yrel"), "year")
        return found.first.year if found else 0
    return None


def with_year(m: Match, scene: Scene, at: Callable[[int], Period | None]) -> Value:
    """What `at` gives for the year that a match names, or for the one that its tense asks for."""
    year = year_number(m, scene)
    if year is None:
        return by_tense(scene, at)
    return one(at(year)) if year else ()
