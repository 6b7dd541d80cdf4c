"""Persons: one name in many spellings, and when a surname alone is enough.

The shape of the comparison (tokens aligned, initials, particles, transliteration before edit distance) follows common practice in name
matching, see P. Christen, Data Matching (Springer 2012), chapters 3 to 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Levenshtein

from kg.identity.clusters import ANYONE, SURE, VETO, Owners
from kg.identity.names import consonants, fold, sound, stem, word_set

HONORIFICS = word_set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady hon honourable honorable his her excellency the rev "
    "president premier chancellor prime minister ministers foreign defence defense deputy vice acting former then "
    "first secretary state general senator congressman ambassador envoy special representative spokesman "
    "spokeswoman spokesperson chairman chairwoman chairperson chair marshal admiral colonel lieutenant major "
    "captain brigadier commander sergeant gen lt maj col adm prince princess king queen sheikh shaykh emir sultan "
    "ayatollah hojatoleslam imam pope cardinal archbishop bishop comrade herr frau monsieur madame senor senora"
)
PARTICLES = word_set("al el ul bin ibn bint de da dos del della der den van von")
GENERATIONS = {"jr": "2", "junior": "2", "sr": "1", "senior": "1", "ii": "2", "iii": "3"}
TITLE_NOISE = word_set("affair then former current acting new his her country minister's")
RANK_WORDS = word_set("deputy vice assistant first senior under")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A parsed name: `tokens` folded, without title and particles; `generation` 1 or 2 where the name says senior or junior."""

    tokens: tuple[str, ...]
    generation: str = ""
    text: str = ""

    @property
    def full(self) -> bool:
        """More than a surname."""
        return len(self.tokens) > 1


@lru_cache(maxsize=1 << 17)
def parse(label: str) -> PersonName:
    """The name in a label such as "Deputy Foreign Minister Sergei Ryabkov"; no tokens where the label is a description."""
    words = [(word, fold(word).split()) for word in re.sub(r"^H\.? ?E\.? |(?<=\b\w\.)(?=\w)", " ", label).split() if fold(word)]
    while words and all(part in HONORIFICS for part in words[0][1]):
        words = words[1:]
    generation = GENERATIONS.get(" ".join(words[-1][1]), "") if len(words) > 1 else ""
    words = words[:-1] if generation else words
    parts = [part for _, parts in words for part in parts]
    tokens = tuple(part for part in parts if part not in PARTICLES) or tuple(parts)
    described = any(word[0].islower() and parts[0] not in PARTICLES for word, parts in words)
    if described or all(len(token) == 1 for token in tokens):
        return PersonName(())
    return PersonName(tokens, generation, " ".join(word for word, _ in words))


@dataclass(frozen=True, slots=True)
class PersonTraits:
    """What one document knows of a person: names (all full, or all surnames), states or bodies, titles as sets of words."""

    names: frozenset[tuple[str, ...]]
    generations: frozenset[str]
    states: frozenset[str]
    titles: frozenset[frozenset[str]]

    @property
    def full(self) -> bool:
        """Whether more than a surname is known."""
        return any(len(name) > 1 for name in self.names)

    @property
    def lone(self) -> bool:
        """A surname of which no state and no office is known is nobody else's."""
        return not self.names or (not self.full and not self.states and not self.titles)

    @property
    def owners(self) -> Owners:
        """A state may be wrong where the office is right."""
        return ANYONE


@lru_cache(maxsize=1 << 16)
def title_words(title: str) -> frozenset[str]:
    """An office as the set of words that tell it from others."""
    words = (stem(word) for word in fold(title).split())
    return frozenset(word for word in words if word not in TITLE_NOISE and word not in {"of", "for", "the", "and", "to", "in"})


def keys(person: PersonTraits) -> Iterator[str]:
    """Blocking keys: for a full name each end with the initial of every other part, for all both ends alone of those known by surname."""
    for name in person.names:
        heard = [sound(token) for token in name]
        if person.full:
            yield "=" + consonants("".join(heard))
            for end in {heard[-1], heard[0]}:
                if len(end) > 1:
                    yield from (f"{consonants(end)}|{part[0]}" for part in heard if part != end)
        for end in {heard[-1], heard[0]}:
            yield from (f"{end}@{state}" for state in person.states)
            yield from (f"{end}#{word}" for title in person.titles for word in title)


def compare(a: PersonTraits, b: PersonTraits) -> float:
    """How surely two descriptions are of one person, see `clusters.Merger.score`."""
    likeness = max((_names(x, y) for x, y in product(a.names, b.names)), default=0.0)
    if likeness == 0 or (a.generations and b.generations and a.generations.isdisjoint(b.generations)):
        return VETO
    same_state = bool(a.states & b.states)
    same_title = any(_titles(x, y) for x, y in product(a.titles, b.titles))
    if a.states and b.states and not same_state and not (same_title and likeness == SURE and a.full):
        return VETO
    if a.full and b.full:
        return _full(likeness, same_state, same_title)
    return _bare(a, b, same_state, same_title)


def _full(likeness: float, same_state: bool, same_title: bool) -> float:
    """Full names: an initial or another order of the parts needs a state or an office that agrees."""
    needs_more = likeness in (INITIALS, TURNED)
    return likeness if not needs_more or same_state or same_title else 0.0


def _bare(a: PersonTraits, b: PersonTraits, same_state: bool, same_title: bool) -> float:
    """A surname alone: the state must agree, for a short one the office too; or the office, where a state isn't known."""
    surname = min((name[0] for person in (a, b) for name in person.names if len(name) == 1), key=len)
    ends = {sound(name[-1]) for person in (a, b) for name in person.names if len(name) > 1}
    given = bool(ends) and sound(surname) not in ends
    if same_title:
        return 0.6 if same_state else 0.4
    titles_differ = bool(a.titles and b.titles) and not (a.full or b.full)
    return 0.5 if same_state and len(surname) > 4 and not titles_differ and not given else 0.0


TURNED, CLOSE, SHORTER, INITIALS = 0.9, 0.85, 0.8, 0.7


@lru_cache(maxsize=1 << 17)
def _names(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Likeness of two names as token tuples, 0 where they are names of different people."""
    x, y = tuple(map(sound, a)), tuple(map(sound, b))
    if x == y or "".join(x) == "".join(y):
        return SURE
    short, long = sorted((x, y), key=lambda tokens: (len(tokens), tokens))
    if len(short) == 1:
        return 0.5 if len(short[0]) > 1 and short[0] in (long[0], long[-1]) else 0.0
    if len(short) == len(long) and any(long[i:] + long[:i] == short for i in range(1, len(long))):
        return TURNED
    return _aligned(short, long)


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """Every part of the shorter name stands in the longer one, in order, the surname last in both."""
    if not _spelt(short[-1], long[-1]):
        return 0.0
    if len(short) > 2 and len(short[1]) == 1 and long[1][0] != short[1]:
        return 0.0
    rest = iter(long[:-1])
    partners = [next((other for other in rest if _part(token, other)), "") for token in short[:-1]]
    if not all(partners):
        return 0.0
    if not any(len(token) > 1 and len(other) > 1 for token, other in zip(short[:-1], partners, strict=True)):
        return INITIALS
    exact = short[-1] == long[-1], all(token == other for token, other in zip(short[:-1], partners, strict=True))
    if not any(exact):
        return 0.0
    return CLOSE if len(short) == len(long) and 1 not in map(len, (*short, *partners)) else SHORTER


def _part(a: str, b: str) -> bool:
    """A given name in two spellings, or as an initial."""
    return a[0] == b[0] if len(a) == 1 or len(b) == 1 else _spelt(a, b)


def _spelt(a: str, b: str) -> bool:
    """One name in two transliterations: the same consonants, and in a long name one vowel otherwise, or one more."""
    if a == b:
        return True
    return (
        min(len(a), len(b)) > 4 + (len(a) == len(b)) and consonants(a) == consonants(b) and Levenshtein.distance(a, b) <= 1 + (len(a) > 9)
    )


@lru_cache(maxsize=1 << 16)
def _titles(a: frozenset[str], b: frozenset[str]) -> bool:
    """One office, named shorter in one of the two: minister of foreign affairs and foreign minister, not his deputy."""
    return (a & RANK_WORDS) == (b & RANK_WORDS) and bool(a and b) and (a <= b or b <= a)
