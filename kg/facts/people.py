"""Whose a well-known person is: "President Putin" is Russia's, "Guterres" Portugal's in 1999 and the United Nations' in 2020.

The knowledge is data, `ontology/people.ttl`; here is only how a name finds its person. Names are compared by their letters without accents,
case, spaces, hyphens and dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.facts.spelling import fold

if TYPE_CHECKING:
    from kg.facts.gazetteer import Facts

GAZ = "https://w3id.org/accord/gazetteer#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LABEL, ALSO, SURNAME, OFFICE, AFFILIATION = f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{GAZ}surname", f"{GAZ}office", f"{GAZ}affiliation"
WRITTEN = re.compile(r"(?P<title>.+) (?P<start>\d{4})-(?P<end>\d{4})?(?: (?P<of>(?:state|organization)/\S+))?")
POSSESSIVE = re.compile(r"['\u2019]s?$")
INITIAL = re.compile(r"(?:[A-Z]\.?-?)+")
PATRONYMIC = re.compile(r"\w+(?:vich|vitch|vych|ovna|evna)", re.IGNORECASE)
# Years before and after an office in which a text may well mean who held it.
WINDOW = 15


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its title, its first and last year (None while it is held), and the code of the state or organisation."""

    title: str
    start: int
    end: int | None
    of: str

    def years_from(self, year: int) -> int:
        """How many years lie between the office and `year`; 0 within it."""
        return max(self.start - year, 0 if self.end is None else year - self.end, 0)


@dataclass(frozen=True, slots=True)
class Known:
    """A person: code (`person/kofi-annan`), names, the preferred one first, the affiliation's code, offices by their first year."""

    code: str
    names: tuple[str, ...]
    affiliation: str
    offices: tuple[Office, ...]

    def years_from(self, year: int) -> int:
        """How many years lie between `year` and the nearest office."""
        return min(office.years_from(year) for office in self.offices)

    def state(self, year: int | None) -> str:
        """Whose the person was: as the office nearest to `year` says, of several the affiliation's own; the affiliation without a year."""
        if year is None:
            return self.affiliation
        return min(self.offices, key=lambda office: (office.years_from(year), office.of != self.affiliation)).of


class People:
    """An index from names to persons over the facts of `people.ttl`; `base` is what their IRIs begin with."""

    def __init__(self, facts: Facts, base: str) -> None:
        self._facts, self._base = facts, base
        self._names: dict[str, list[str]] = {}
        self._surnames: dict[str, list[str]] = {}
        self._known: dict[str, Known] = {}
        for iri, pairs in facts.items():
            for predicate, value in pairs:
                if predicate == SURNAME:
                    self._surnames.setdefault(_key(value), []).append(iri)
                elif predicate in (LABEL, ALSO):
                    self._names.setdefault(_key(value), []).append(iri)
                    if value.count(" ") > 1:
                        self._names.setdefault(_key(_plain(value.split())), []).append(iri)

    def find(self, name: str, year: int | None) -> Known | None:
        """The one person whom a name means in a text of `year`, as `Gazetteer.person` says."""
        for iris in self._readings(POSSESSIVE.sub("", name.strip()).split()):
            if iris:
                return _nearest([self._person(iri) for iri in dict.fromkeys(iris)], year)
        return None

    def _readings(self, words: Sequence[str]) -> Iterator[list[str]]:
        """Whom the words may name, by ever freer readings: as they stand, without middle names, surname first, a surname with initials."""
        name = " ".join(words)
        if name == name.lower():
            return
        yield self._names.get(_key(name), [])
        yield self._names.get(_key(_plain(words)), [])
        if len(words) == 2 and len(words[0]) > 2 and words[0].isupper():
            yield self._names.get(_key(f"{words[1]} {words[0]}"), [])
        yield self._surnames.get(_key(name), [])
        initials = [word for word in words[:-1] if INITIAL.fullmatch(word)]
        if initials and len(initials) == len(words) - 1:
            holders = self._surnames.get(_key(words[-1]), [])
            yield [iri for iri in holders if any(label[:1] == initials[0][:1] for label in self._person(iri).names)]

    def _person(self, iri: str) -> Known:
        if iri not in self._known:
            self._known[iri] = self._made(iri[len(self._base) :], self._facts[iri])
        return self._known[iri]

    def _made(self, code: str, pairs: list[tuple[str, str]]) -> Known:
        affiliation = next(value for predicate, value in pairs if predicate == AFFILIATION)[len(self._base) :]
        offices = []
        for match in (WRITTEN.fullmatch(value) for predicate, value in pairs if predicate == OFFICE):
            if match:
                end = int(match["end"]) if match["end"] else None
                offices.append(Office(match["title"], int(match["start"]), end, match["of"] or affiliation))
        names = tuple(value for wanted in (LABEL, ALSO) for predicate, value in pairs if predicate == wanted)
        return Known(code, names, affiliation, tuple(offices))


def _nearest(people: list[Known], year: int | None) -> Known | None:
    """The one in office nearest to the year; None where two are as near, none is near, or the year lies long before the only one."""
    if len(people) == 1:
        only = people[0]
        return None if year is not None and year < only.offices[0].start - WINDOW else only
    if year is None:
        return None
    first, second = sorted(people, key=lambda person: person.years_from(year))[:2]
    return first if first.years_from(year) < min(second.years_from(year), WINDOW + 1) else None


def _plain(words: Sequence[str]) -> str:
    """The words of a name without its middle initials and patronymics."""
    middle = [word for word in words[1:-1] if not INITIAL.fullmatch(word) and not PATRONYMIC.fullmatch(word)]
    return " ".join([*words[:1], *middle, *words[1:][-1:]])


def _key(name: str) -> str:
    return fold(name).lower()
