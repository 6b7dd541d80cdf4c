"""Organisations, treaties, processes, groups and places: names as bags of words, held against the states that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.identity.clusters import SURE, VETO, Owners, foreign
from kg.identity.names import FUNCTION_WORDS, fold, jaccard, stem, word_set
from kg.model import EntityKind

# Words that say what sort of thing a name is of, not which one; what is left tells namesakes apart.
HEADS: dict[EntityKind, frozenset[str]] = {
    "Organization": word_set(
        "ministry department committee council assembly parliament staff service office agency bureau authority "
        "commission command army force police guard court government cabinet administration presidency secretariat "
        "academy treasury embassy mission side press national state federal general supreme party union bank institute "
        "center society association"
    ),
    "Treaty": word_set(
        "treaty agreement accord pact deal protocol memorandum understanding convention declaration statute charter "
        "document draft road map roadmap plan initiative framework communique arrangement general joint new "
        "intergovernmental revised bilateral"
    ),
    "Process": word_set(
        "talk dialogue negotiation consultation process format meeting summit conference session round bilateral "
        "trilateral discussion contact track peace high level ongoing further direct"
    ),
    "WorkingGroup": word_set(
        "working group commission committee force task team expert body panel subcommittee subgroup joint technical "
        "interagency interdepartmental intergovernmental bilateral trilateral special new open ended ad hoc several two "
        "three four mixed will one second first third"
    ),
}
SILENT: dict[EntityKind, frozenset[str]] = {
    "Organization": frozenset({"affair", "republic", "kingdom"}),
    "Treaty": frozenset({"treaty", "agreement", "accord", "pact", "deal"}),
    "Process": frozenset(
        {"talk", "dialogue", "negotiation", "consultation", "process", "format", "bilateral", "discussion", "round", "meeting"}
    ),
    "WorkingGroup": word_set(
        "working group commission committee force task team expert body panel interagency interdepartmental bilateral"
    ),
}
# Words, or a word and its capital, that make a name one of a kind where the states or parties aren't known.
ENOUGH = 3
COUNTED = re.compile(r"\b(two|three|four|five|several|both|these|\d+)\b.*\b(groups|commissions|committees|teams|bodies)\b", re.IGNORECASE)
PLURAL = re.compile(
    r"^[^,]*?\b(groups|commissions|committees|teams|subgroups|task forces)\b(?= (on|for|of|to|that|which|in)\b|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Bag:
    """A name as stems without the states' names, `strength` the number that tell it from namesakes, `years` apart."""

    words: frozenset[str]
    strength: int
    years: frozenset[str]
    proper: bool


@dataclass(frozen=True, slots=True)
class BodyTraits:
    """What one document knows of a body; `states` holds whom it belongs to or who its parties are."""

    kind: EntityKind
    code: str
    bags: frozenset[Bag]
    acronyms: frozenset[str]
    initials: frozenset[str]
    states: frozenset[str]

    @property
    def lone(self) -> bool:
        """Without a code, "the foreign ministry" of nobody or "the talks" between two states may be any of many."""
        if self.code or (self.acronyms and self.kind != "WorkingGroup"):
            return False
        if self.kind in ("Place", "State"):
            return not self.bags
        strongest = max((bag.strength + bag.proper for bag in self.bags), default=0)
        if self.kind == "Organization" and self.states and any(len(bag.words) > 1 for bag in self.bags):
            return False
        return strongest < (1 if self.states else 2)

    @property
    def owners(self) -> Owners:
        """Bodies and places of one state; treaties, processes and groups of two parties, for one party has them with many."""
        return (1 if self.kind in ("Organization", "Place") else 2), self.states

    @property
    def abbreviated(self) -> bool:
        """Whether it is known by abbreviations only, so that no full name of its own speaks against another's."""
        return all(bag.words <= self.acronyms for bag in self.bags)

    @property
    def generic(self) -> bool:
        """Whether no name has a word that tells it from namesakes."""
        return not any(bag.strength for bag in self.bags)


def is_acronym(label: str) -> bool:
    """SALT, GKNB, WB6, 2+2: up to eight signs, at least two of them capitals or digits, and no small letter but a plural's."""
    return bool(re.fullmatch(r"(?=.*[A-Z0-9].*[A-Z0-9])[A-Z0-9+&.]{2,8}s?", label))


@lru_cache(maxsize=1 << 17)
def bag(label: str, kind: EntityKind, owners: tuple[str, ...]) -> Bag:
    """The words of a label without abbreviation in brackets, names of `owners` (folded) and their adjectives."""
    plain = re.sub(r"\([^)]*\)", " ", label).replace(", ", " , ")
    folded = " " + fold(plain.partition(" , ")[0] if kind == "Place" else plain) + " "
    for owner in sorted(owners, key=lambda name: (-len(name), name)):
        folded = folded.replace(f" {owner} ", " ")
    tokens = [word for word in folded.split() if word not in FUNCTION_WORDS and not is_adjective(word, owners)]
    years = frozenset(word for word in tokens if re.fullmatch(r"1[6-9]\d\d|20\d\d", word))
    words = frozenset(stem(word) for word in tokens) - years
    kept = words - SILENT.get(kind, frozenset()) - {"1"}
    if kind == "Organization" and "ministry" in kept:
        kept -= {"national", "department"}
    telling = words - HEADS.get(kind, frozenset())
    capital = any(word[:1].isupper() and stem(fold(word)) in telling for word in label.split()[kind == "Place" :])
    return Bag(kept or words, len(telling), years, bool(telling) and (capital or kind == "Place"))


def is_adjective(word: str, owners: tuple[str, ...]) -> bool:
    """Armenian of Armenia, Turkish of Turkey: the first four letters of a state's name of one word, when the state is known."""
    return len(word) > 4 and any(" " not in owner and len(owner) > 3 and word[:4] == owner[:4] for owner in owners)


@lru_cache(maxsize=1 << 16)
def initials(label: str) -> frozenset[str]:
    """Abbreviations that a full name may have: with and without its function words."""
    words = fold(label).split()
    content = [word for word in words if word not in FUNCTION_WORDS]
    return frozenset("".join(word[0] for word in some) for some in (words, content) if len(some) > 1)


def is_set(name: str, labels: tuple[str, ...]) -> bool:
    """Whether several groups are spoken of at once: "two working groups", "technical working groups"."""
    return bool(PLURAL.search(name)) or any(COUNTED.search(label) for label in labels)


def keys(body: BodyTraits) -> Iterator[str]:
    """Blocking keys: code, abbreviations, each whole name, the name without each of its words."""
    if body.code:
        yield "code " + body.code
    for acronym in body.acronyms | body.initials:
        yield "short " + acronym
    for name in body.bags:
        words = sorted(name.words)
        yield "name " + " ".join(words)
        if len(words) > 3:
            yield from (f"name {' '.join(words[:i] + words[i + 1 :])}" for i in range(len(words)))


def compare(a: BodyTraits, b: BodyTraits) -> float:
    """How surely two descriptions are of one body, see `clusters.Merger.score`."""
    if a.code and b.code:
        return SURE if a.code == b.code else VETO
    if foreign(a.owners, b.owners) or _years_differ(a, b):
        return VETO
    likeness, strength = _likeness(a, b)
    if likeness == 0:
        return 0.0
    shared = len(a.states & b.states)
    if shared >= (1 if a.kind in ("Organization", "Place") else 2) or (shared and a.states == b.states):
        return likeness
    one_sided = a.kind == "Organization" and bool(a.states or b.states)
    if a.kind in ("Place", "State") or strength >= ENOUGH + one_sided:
        return round(0.9 * likeness, 2)
    return round(0.8 * likeness, 2) if a.kind in ("Treaty", "Process") and strength > 1 else 0.0


def _years_differ(a: BodyTraits, b: BodyTraits) -> bool:
    years = [frozenset().union(*(name.years for name in body.bags)) for body in (a, b)]
    return bool(years[0] and years[1]) and years[0].isdisjoint(years[1])


def _likeness(a: BodyTraits, b: BodyTraits) -> tuple[float, int]:
    """1 for a name in common, less for an abbreviation of the other's name or one word more; and how much that tells, see `Bag`."""
    same = [min(x.strength, y.strength) + (x.proper and y.proper) for x in a.bags for y in b.bags if x.words == y.words]
    short = max(map(len, a.acronyms & b.acronyms), default=0)
    if same or (short and not (a.bags and b.bags)):
        return SURE, max(*same, short, 0)
    if short:
        return 0.85, short
    if (a.abbreviated and a.acronyms & b.initials) or (b.abbreviated and b.acronyms & a.initials):
        return 0.75, 0
    close = [min(x.strength, y.strength) for x in a.bags for y in b.bags if _one_word_apart(x.words, y.words)]
    return (0.7, max(close)) if close else (0.0, 0)


def _one_word_apart(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) > 2 and jaccard(a, b) >= 0.75 and not any(char.isdigit() for word in a ^ b for char in word)
