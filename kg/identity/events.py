"""One node for one event: meetings, steps in a treaty's life, agreements.

Dates are compared as spans, so that 2021-09 is compatible with 2021-09-30; what both documents know must agree, and enough must be known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from kg.identity.clusters import ANYONE, SURE, VETO, Owners
from kg.identity.names import jaccard, overlap, word_set
from kg.model import AgreementAction, TreatyActionKind, When

PARTIES = 2
MANY = 6
# What every agreement says, and what its action says already.
COMMON_WORDS = word_set(
    "agree agreed agreement side party country also set up create form establish set creation "
    "formation establishment new joint jointly continue hold held meet meeting"
)
BODY_WORDS = word_set(
    "one two pair couple both three four several working expert group commission committee team body interagency interdepartmental"
)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day as ISO text, both empty where nothing is known; `precision` 1 year, 2 month, 3 day."""

    first: str = ""
    last: str = ""
    precision: int = 0

    @property
    def days(self) -> tuple[str, ...]:
        """First and last day, for a span of days; a longer one is met by its ends."""
        return tuple(dict.fromkeys((self.first, self.last))) if self.precision == 3 else ()

    @property
    def months(self) -> tuple[str, ...]:
        """Months at both ends."""
        return tuple(dict.fromkeys((self.first[:7], self.last[:7]))) if self.precision > 1 else ()


@lru_cache(maxsize=1 << 16)
def span(when: When) -> Span:
    """The days that a time covers."""
    if not when.start:
        return Span()
    end = when.end or when.start
    precision = min(when.start.count("-"), end.count("-")) + 1
    return Span(when.start + "-01-01"[3 * when.start.count("-") :], end + "-12-31"[3 * end.count("-") :], precision)


@lru_cache(maxsize=1 << 16)
def dates(a: Span, b: Span) -> float:
    """-1 for spans without a day in common, 0 where one is unknown, up to 3 for the precision that both have."""
    if not (a.precision and b.precision):
        return 0
    if a.first > b.last or b.first > a.last:
        return VETO
    return min(a.precision, b.precision)


def parties(a: frozenset[str], b: frozenset[str]) -> float:
    """1 for two parties in common or the same body, 0.5 where one is unknown or they share the only one, -1 for others."""
    if not (a and b):
        return 0.5
    shared = len(a & b)
    if shared > 1 or (a == b and not next(iter(a)).startswith("state/")):
        return 1.0
    return 0.5 if shared and min(len(a), len(b)) == 1 else VETO


@dataclass(frozen=True, slots=True)
class MeetingTraits:
    """What one document knows of a meeting, as paths: `actors` are states and bodies behind those who met, `agreed` what they agreed."""

    when: Span
    places: frozenset[str]
    actors: frozenset[str]
    persons: frozenset[str]
    process: frozenset[str]
    ordinal: int | None
    agreed: frozenset[str]

    @property
    def lone(self) -> bool:
        """Without a date, an ordinal or what came of it a meeting is any of many."""
        return not self.when.precision and self.ordinal is None and not self.agreed

    @property
    def owners(self) -> Owners:
        """Whoever met: persons in common say more than the states that they came from."""
        return ANYONE


def meeting_keys(meeting: MeetingTraits) -> Iterator[tuple[str, ...]]:
    """Blocking keys: a day, month, year or ordinal, each with those features that together can prove sameness."""
    actors = sorted(meeting.actors)
    near = (*meeting.places, *meeting.process)
    pairs = [] if len(actors) > MANY else [" ".join(pair) for pair in combinations(actors, 2)] or actors
    for day in meeting.when.days:
        yield from ((day, other) for other in (*near, *pairs))
    few = actors[:MANY]
    for month in meeting.when.months:
        yield from ((month, place, actor) for place in meeting.places for actor in few)
        yield from ((month, process) for process in meeting.process)
        yield from ((month, " ".join(pair)) for pair in combinations(sorted(meeting.persons)[:MANY], 2))
    if meeting.when.precision:
        yield from ((meeting.when.first[:4], place, process) for place in meeting.places for process in meeting.process)
    yield from (("agreed", agreement) for agreement in meeting.agreed)
    if meeting.ordinal is not None:
        yield from ((str(meeting.ordinal), process) for process in meeting.process)
        yield from ((str(meeting.ordinal), place, actor) for place in meeting.places for actor in few)
        yield from ((str(meeting.ordinal), " ".join(pair)) for pair in combinations(sorted(meeting.persons)[:MANY], 2))


def compare_meetings(a: MeetingTraits, b: MeetingTraits) -> float:
    """How surely two accounts are of one meeting, see `clusters.Merger.score`."""
    date = dates(a.when, b.when)
    who = parties(a.actors, b.actors)
    persons = len(a.persons & b.persons)
    if date < 0 or (who < 0 and persons < 2) or _other_people(a, b):
        return VETO
    same_process = bool(a.process & b.process)
    where = _where(a.places, b.places)
    if where < 0 and not (date == 3 and who == 1 and (persons or same_process)):
        return VETO
    ordinals = a.ordinal is not None and b.ordinal is not None and (1 if a.ordinal == b.ordinal else -1)
    if ordinals == -1 and not (date == 3 and where > 0 and who == 1):
        return VETO
    if date == 3:
        return _day(who, where, same_process, persons)
    same_outcome = date == 0 and who == 1 and bool(a.agreed & b.agreed)
    return 0.5 if same_outcome else _coarse(date, who, where, same_process, persons, ordinals == 1)


def _other_people(a: MeetingTraits, b: MeetingTraits) -> bool:
    return min(len(a.persons), len(b.persons)) > 1 and a.persons.isdisjoint(b.persons)


def _where(a: frozenset[str], b: frozenset[str]) -> int:
    """1 for a place in common, -1 for different cities, 0 where one is unknown or only the country."""
    if a & b:
        return 1
    cities = [{place for place in places if place.startswith("place/")} for places in (a, b)]
    return -1 if all(cities) else 0


def _day(who: float, where: int, same_process: bool, persons: int) -> float:
    """On one day."""
    if who == 1:
        return SURE if where > 0 else 0.8 if where == 0 else 0.6
    if where > 0:
        return 0.7 if same_process or persons else 0.4
    return 0.5 if same_process or persons > 1 else 0.0


def _coarse(date: float, who: float, where: int, same_process: bool, persons: int, same_ordinal: bool) -> float:
    """In one month or year, or at a time that one of the two doesn't know."""
    if same_ordinal and (same_process or persons > 1 or (where > 0 and who == 1)):
        return 0.7 + 0.05 * date
    if who < 1:
        return 0.0
    if date == 2:
        return 0.6 if where > 0 else 0.5 if same_process or persons > 1 else 0.0
    return 0.4 if date == 1 and where > 0 and same_process else 0.0


@dataclass(frozen=True, slots=True)
class ActionTraits:
    """What one document knows of a step in a treaty's life; everything as paths."""

    treaty: str
    action: TreatyActionKind
    when: Span
    actors: frozenset[str]
    places: frozenset[str]
    done: bool

    @property
    def lone(self) -> bool:
        """A step in the life of nothing."""
        return not self.treaty

    @property
    def owners(self) -> Owners:
        """The parties."""
        return PARTIES, self.actors


def action_keys(action: ActionTraits) -> Iterator[tuple[str, str]]:
    """Blocking key: the treaty and what was done."""
    yield action.treaty, action.action


def compare_actions(a: ActionTraits, b: ActionTraits) -> float:
    """How surely two accounts are of one step, see `clusters.Merger.score`."""
    if a.treaty != b.treaty or a.action != b.action:
        return VETO
    date, who = dates(a.when, b.when), parties(a.actors, b.actors)
    if date < 0 or who < 0 or _where(a.places, b.places) < 0 or (a.done != b.done and date == 0):
        return VETO
    if date == 0:
        return 0.4 + 0.2 * who
    return min(0.5 + 0.1 * date + 0.2 * who, SURE)


@dataclass(frozen=True, slots=True)
class AgreementTraits:
    """What one document knows of a thing agreed; paths, and the content as stems; `groups` are those of a document on founding one."""

    action: AgreementAction
    actors: frozenset[str]
    content: frozenset[str]
    when: Span
    meetings: frozenset[str]
    objects: frozenset[str]
    groups: frozenset[str]
    rejected: bool

    @property
    def lone(self) -> bool:
        """What was agreed and when must be known."""
        return not (self.content or self.objects) or not (self.when.precision or self.meetings or self.groups)

    @property
    def owners(self) -> Owners:
        """The parties."""
        return PARTIES, self.actors


def agreement_keys(agreement: AgreementTraits) -> Iterator[tuple[str, ...]]:
    """Blocking keys: the meeting or the time, with what was done; a month also with two of the parties."""
    yield from ((agreement.action, near) for near in (*agreement.meetings, *agreement.groups))
    actors = sorted(agreement.actors)
    pairs = [" ".join(pair) for pair in combinations(actors[:MANY], 2)] or actors
    for month in agreement.when.months:
        yield from ((agreement.action, month, pair) for pair in pairs)


def compare_agreements(a: AgreementTraits, b: AgreementTraits) -> float:
    """How surely two accounts are of one agreement, see `clusters.Merger.score`."""
    date, who = dates(a.when, b.when), parties(a.actors, b.actors)
    same_meeting = bool(a.meetings & b.meetings)
    if a.action != b.action or a.rejected != b.rejected or (date < 0 and not same_meeting) or who < 0:
        return VETO
    if a.meetings and b.meetings and not same_meeting:
        return VETO
    likeness = _content(a, b)
    close = same_meeting or (date == 3 and who == 1)
    if date == 0 and not close and who == 1 and likeness >= 0.6 and a.groups & b.groups:
        return 0.5
    if likeness < (0.33 if close else 0.6) or not (close or (date >= 2 and who == 1)):
        return 0.0
    return round(0.3 + 0.6 * likeness, 2) + (0.1 if close else 0.0)


def _content(a: AgreementTraits, b: AgreementTraits) -> float:
    """Likeness of what was agreed; "two working groups" without a subject is like any other two at the same meeting."""
    mine, yours = a.content - COMMON_WORDS, b.content - COMMON_WORDS
    likeness = (overlap(mine, yours) + jaccard(mine, yours)) / 2 if len(mine & yours) > 1 or mine == yours else 0.0
    if a.objects & b.objects and a.action in ("establish", "treaty"):
        return max(likeness, 0.6)
    subjects = mine - BODY_WORDS, yours - BODY_WORDS
    return min(likeness, overlap(*subjects)) if all(subjects) else likeness
