"""One record for each meeting: which mentions tell of the same occasion, and what each adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.facts.scene import Scene
from kg.facts.syntax import preposition
from kg.model import EventStatus, When

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Occasion:
    """A meeting under construction; `tokens` are its mentions, `section` where it was told first.

    `named`: the words of its last mention point back ("the talks"); `explicit`: they say themselves who met. `entry` is the date of the
    chronology's entry that tells of it first.
    """

    key: str
    section: int
    when: When
    place: list[str]
    participant: list[str]
    process: list[str]
    ordinal: int | None
    status: EventStatus
    tokens: list[int] = field(default_factory=list)
    topic: str = ""
    named: bool = False
    explicit: bool = False
    entry: When = field(default_factory=When)


def worth(occasion: Occasion) -> bool:
    """Whether enough is said: a time, a place, a number, or parties that were named as such."""
    told = sum((bool(occasion.when.start), bool(occasion.place), occasion.ordinal is not None, bool(occasion.process)))
    return (
        told >= 1
        and bool(occasion.participant or told >= 2)
        or (occasion.explicit and len(occasion.participant) >= 2 and occasion.status == "held" and bool(told))
    )


def united(scene: Scene, found: list[Occasion]) -> list[Occasion]:
    """The occasions worth keeping, those of one day, number or place that contradict each other in nothing made one."""
    kept: list[Occasion] = []
    for occasion in filter(worth, found):
        same_day = [o for o in kept if len(o.when.start) == 10 and o.when.start == occasion.when.start and same(scene, o, occasion)]
        if same_day:
            merge(same_day[0], occasion)
        else:
            kept.append(occasion)
    for n, occasion in enumerate(kept, 1):
        occasion.key = f"meeting{n}"
    return kept


def implied(scene: Scene, found: list[Occasion], party: list[str], moment: When, place: list[str], token: Token) -> None:
    """Persons who agreed or signed at a named place on a named day met there: an occasion, unless it is told already."""
    persons = [k for k in party if scene.cast[k].kind == "Person"]
    if len(persons) < 2 or not moment.start or not place:
        return
    new = Occasion("", scene.parse.section(token), moment, list(place), list(party), [], None, "held", [token.i], explicit=True)
    for old in found:
        if compatible(old.when, moment) and old.when.start and (places_fit(scene, old, new) or overlap(scene, old, new)):
            if len(moment.start) == 10 and old.when.start == moment.start and not old.explicit and overlap(scene, old, new):
                old.participant += [k for k in new.participant if k not in old.participant]
            return
    new.key = f"meeting{len(found) + 1}"
    found.append(new)


def same(scene: Scene, old: Occasion, new: Occasion) -> bool:
    """Whether a mention tells of an occasion told before: nothing contradicts, and its words point back or name the same day or number."""
    if old.section != new.section or (old.ordinal and new.ordinal and old.ordinal != new.ordinal):
        return False
    if old.entry.start != new.entry.start and not (old.when.start == new.when.start != ""):
        return False
    if not compatible(old.when, new.when) or not places_fit(scene, old, new) or not _processes_fit(scene, old, new):
        return False
    same_number = bool(old.ordinal and old.ordinal == new.ordinal)
    if same_number and not (old.when.start and new.when.start) and overlap(scene, old, new):
        return True
    if {old.status, new.status} == {"held", "planned"} or {old.status, new.status} == {"held", "proposed"}:
        return False
    if old.participant and new.explicit and new.participant and not overlap(scene, old, new):
        return False
    if old.explicit and new.explicit and _other_person(scene, old, new):
        return False
    same_day = bool(old.when.start and new.when.start and len(old.when.start) == 10)
    if same_day or same_number or _followed(scene, old, new):
        return True
    if new.when.start or (new.place and not old.place and not new.named):
        return False
    return new.named and not (new.ordinal and not old.ordinal and old.when.start)


def _other_person(scene: Scene, old: Occasion, new: Occasion) -> bool:
    """Whether each names persons for one side and they are different ones: the guest met the president, then the minister."""
    for state in _owners(scene, old) & _owners(scene, new):
        before, after = ({k for k in o.participant if k != state and scene.principal_of(k) == state} for o in (old, new))
        if before and after and not before & after:
            return True
    return False


def _processes_fit(scene: Scene, old: Occasion, new: Occasion) -> bool:
    return not old.process or not new.process or bool(set(old.process) & set(new.process)) or not new.ordinal


def _followed(scene: Scene, old: Occasion, new: Occasion) -> bool:
    """ "made progress in the talks, he said following a meeting in Geneva": what a sentence tells of came from the meeting before it."""
    before, after = scene.doc[old.tokens[-1]], scene.doc[new.tokens[0]]
    told_as_done = old.status == new.status == "held" and not (old.when.start or new.when.start or old.ordinal or new.ordinal)
    return told_as_done and before.sent == after.sent and before.pos_ == "NOUN" and preposition(after) in {"following", "after"}


def compatible(a: When, b: When) -> bool:
    """Whether two times can be one: either unknown, one a refinement of the other, or one inside the other's range."""
    if not a.start or not b.start:
        return True
    if a.start.startswith(b.start) or b.start.startswith(a.start):
        return True
    for outer, inner in ((a, b), (b, a)):
        if outer.end and outer.start <= inner.start <= outer.end[: max(len(outer.end), len(inner.start))]:
            return True
    return False


def places_fit(scene: Scene, old: Occasion, new: Occasion) -> bool:
    """Whether two occasions can be at one place: either unknown, shared, or a building here and a city there."""
    if not old.place or not new.place or set(old.place) & set(new.place):
        return True
    return any(_building(scene, a) != _building(scene, b) for a in old.place for b in new.place)


def _building(scene: Scene, place: str) -> bool:
    """Whether a place is a venue rather than a city or country: by its name, or because no gazetteer knows it."""
    if not scene.cast[place].code:
        return True
    last = scene.cast[place].name.lower().split()[-1:]
    return bool(last) and scene.lexicon.has("VenueNoun", last[0])


def overlap(scene: Scene, old: Occasion, new: Occasion) -> bool:
    """Whether two occasions share a principal."""
    return bool(_owners(scene, old) & _owners(scene, new))


def _owners(scene: Scene, occasion: Occasion) -> set[str]:
    return {scene.principal_of(k) or k for k in occasion.participant}


def merge(old: Occasion, new: Occasion) -> None:
    """Add what a mention says to the occasion told before."""
    old.tokens += new.tokens
    if len(new.when.start) > len(old.when.start) or (not old.when.end and new.when.end and new.when.start == old.when.start):
        old.when = new.when
    old.place += [p for p in new.place if p not in old.place] if not old.place else []
    old.ordinal = old.ordinal or new.ordinal
    old.process += [p for p in new.process if p not in old.process] if not old.process else []
    if new.status == "cancelled":
        old.status = "cancelled"
    if new.explicit:
        old.participant += [p for p in new.participant if p not in old.participant]
        old.explicit = True
