"""What names, demonyms, capitals and metonyms stand for: states, organisations, treaties, processes and places.

The knowledge is data, `ontology/actors.ttl`, `treaties.ttl` and `places.ttl`; here is only how a phrase finds it. A phrase and a stored
form are compared by their letters and digits without accents; spaces, hyphens, dots and apostrophes don't count, so that it doesn't matter
how a tokeniser cuts "U.S.", "People's Republic" or "Guinea-Bissau". Case then tells "US" from "us" and "Nice" from "nice".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

import pyoxigraph as ox

from kg import resources
from kg.errors import OntologyError
from kg.facts.people import People
from kg.facts.spelling import beginnings, fits, fold, index_key, joined
from kg.model import EntityKind

Use = Literal["name", "abbreviation", "adjective", "people", "capital", "metonym", "descriptor", "collective", "place"]

FILES = ("actors.ttl", "treaties.ttl", "places.ttl")
PEOPLE = "people.ttl"
BASE = "https://w3id.org/accord/id/"
ACCORD = "https://w3id.org/accord/ontology#"
GAZ = "https://w3id.org/accord/gazetteer#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
COMBINING, CONTINUATOR, VENUE = f"{GAZ}combiningForm", f"{GAZ}continuator", f"{GAZ}venue"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
NAMES = (f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{GAZ}officialName", f"{GAZ}abbreviation")
USES: dict[str, Use] = {
    f"{SKOS}prefLabel": "name",
    f"{SKOS}altLabel": "name",
    f"{GAZ}officialName": "name",
    f"{GAZ}abbreviation": "abbreviation",
    f"{GAZ}adjective": "adjective",
    f"{GAZ}people": "people",
    f"{GAZ}capital": "capital",
    f"{GAZ}metonym": "metonym",
    f"{GAZ}descriptor": "descriptor",
    f"{GAZ}collective": "collective",
}
# Most probable first; a place known as a venue comes before the government that sits there.
RANK: dict[Use, int] = {use: n for n, use in enumerate(get_args(Use))}
VENUE_RANK = RANK["capital"] - 1
COMPOUND_USES = {"name", "abbreviation", "adjective", "capital"}
POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)
HYPHEN = re.compile(r"[-\u2010\u2011\u2012\u2013\u2014/]")
BUCKET = 3
Facts = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the gazetteer.

    `code` is its path below the base IRI (`state/RU`, `place/geneva-ch`). `names` are the forms that serve as labels, the preferred one
    first: official names, other spellings, abbreviations. `owner` is the code of the state that it belongs to or lies in, or of the
    organisation whose organ it is; `parties` are codes too. `start` and `end` are years; `population` is 0 where unknown.
    """

    code: str
    kind: EntityKind
    label: str
    names: tuple[str, ...]
    owner: str = ""
    parties: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase may stand for, and as what; a `collective` stands for all the entries that share it together."""

    entry: Entry
    use: Use


class Gazetteer:
    """An index from phrases to senses; build it with `load`. Persons, in a file of their own at `people`, are read when first asked for."""

    def __init__(self, facts: Facts, people: Path) -> None:
        self._facts = facts
        self._people_path = people
        self._forms: dict[str, list[tuple[str, str, Use]]] = {}
        self._longest: dict[str, int] = {}
        self._combining: dict[str, str] = {}
        self._continuators: dict[str, str] = {}
        self._venues: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self._senses: dict[str, tuple[Sense, ...]] = {}
        for iri, pairs in facts.items():
            self._index(iri[len(BASE) :], pairs)

    def codes(self) -> Iterator[str]:
        """Every entry's code, in the order of the files."""
        return (iri[len(BASE) :] for iri in self._facts)

    def entry(self, code: str) -> Entry:
        """The entry with this code; KeyError where there is none."""
        if code not in self._entries:
            self._entries[code] = self._made(code, self._facts[BASE + code])
        return self._entries[code]

    def senses(self, phrase: str) -> tuple[Sense, ...]:
        """What the whole phrase may stand for, the most probable first; a leading "the" and a possessive ending may be there."""
        words = phrase.split()
        given = joined(words)
        found = self._lookup(given)
        if not found and words and words[0].lower() == "the":
            found = self._lookup(joined(words[1:]))
        if not found and POSSESSIVE.search(phrase):
            found = self.senses(POSSESSIVE.sub("", phrase))
        return found

    def longest(self, words: Sequence[str], start: int) -> tuple[int, tuple[Sense, ...]]:
        """The longest run of words from `start` that stands for something: how many words, and the senses; (0, ()) if none does.

        Words may be whole or cut the way a treebank cuts them ("Sana", "'a"). An article counts only where it is part of a name
        ("The Hague"), a possessive ending never.
        """
        found: tuple[int, tuple[Sense, ...]] = (0, ())
        limit = 0
        for end, given in enumerate(beginnings(words[start:]), start + 1):
            letters = given.replace(" ", "")
            if limit == 0 and len(letters) >= BUCKET:
                limit = self._longest.get(letters[:BUCKET].lower(), -1)
            if not letters or (limit and len(letters) > limit + 1):
                break
            if fold(words[end - 1]):
                senses = self._lookup(given)
                if not senses and POSSESSIVE.search(words[end - 1]):
                    bare = POSSESSIVE.sub("", words[end - 1])
                    senses = self._lookup(joined([*words[start : end - 1], bare])) if bare else ()
                found = (end - start, senses) if senses else found
        return found

    def compound(self, word: str) -> tuple[Entry, ...]:
        """The actors of a compound ("Sino-Soviet", "US-Russia", "inter-Korean") in order; () where a part is none, or the whole a name."""
        whole = self.senses(word)
        if whole:
            return tuple(sense.entry for sense in whole if sense.use == "collective")
        parts = [self._part(part) for part in HYPHEN.split(word)]
        actors = tuple(entry for entry in parts if entry is not None)
        return actors if len(parts) > 1 and len(set(actors)) == len(parts) else ()

    def capital(self, code: str) -> str:
        """The name of a state's capital, the first where it has several; empty where none is known."""
        return next((value for predicate, value in self._facts[BASE + code] if predicate == f"{GAZ}capital"), "")

    def government(self, sense: Sense, year: int | None) -> Entry:
        """The state whose government a capital or metonym stood for in a year: the Kremlin of 1972 is the Soviet Union's.

        The entry itself where the year is unknown, the use another, or nothing else fits.
        """
        if year is None or sense.use not in ("capital", "metonym"):
            return sense.entry
        latest = sense.entry.code
        while latest in self._continuators:
            latest = self._continuators[latest]
        line = [latest]
        for code in line:
            line.extend(before for before, after in self._continuators.items() if after == code)
        lived = [entry for entry in map(self.entry, line[1:]) if entry.end is not None and (entry.start or 0) <= year <= entry.end]
        return min(lived, key=lambda entry: (entry.end, entry.code)) if lived else self.entry(latest)

    def person(self, name: str, year: int | None = None) -> Entry | None:
        """The well-known person whom a full name, or a surname that stands alone in news, means in a text of `year`; None where unknown.

        Middle initials and patronymics may be there or not. Of namesakes it is the one in office nearest to `year`, within 15 years; None
        where that leaves two, or the year lies more than 15 years before the only one's first office. The entry's `state` is the code of
        the state or organisation whose office was held nearest to `year`, `start` and `end` are the first and last year of offices.
        Persons are no senses: `senses`, `longest`, `codes` and `entry` don't know them. Raises OntologyError where their file is no Turtle.
        """
        known = self._people.find(name, year)
        if known is None:
            return None
        ends = [office.end for office in known.offices]
        last = None if None in ends else max(end for end in ends if end is not None)
        return Entry(known.code, "Person", known.names[0], known.names, known.state(year), (), known.offices[0].start, last)

    @cached_property
    def _people(self) -> People:
        return People(_facts([self._people_path]), BASE)

    def _index(self, code: str, pairs: list[tuple[str, str]]) -> None:
        place = code.startswith("place/")
        for predicate, value in pairs:
            use = USES.get(predicate)
            if use:
                self._add(value, code, "place" if place else use)
                if value.startswith("The "):
                    self._add(value[4:], code, "place" if place else use)
            elif predicate == COMBINING:
                self._combining[value] = code
            elif predicate == CONTINUATOR:
                self._continuators[code] = value[len(BASE) :]
            elif predicate == VENUE:
                self._venues.add(code)

    def _add(self, form: str, code: str, use: Use) -> None:
        key = index_key(fold(form))
        self._forms.setdefault(key, []).append((form, code, use))
        if len(key) > self._longest.get(key[:BUCKET], 0):
            self._longest[key[:BUCKET]] = len(key)

    def _lookup(self, given: str) -> tuple[Sense, ...]:
        if given not in self._senses:
            key = index_key(given.replace(" ", ""))
            if key not in self._forms:
                return ()
            fitting = [(form, code, use) for form, code, use in self._forms[key] if fits(form, given)]
            ranked = sorted(fitting, key=lambda form: self._rank(given, *form))
            self._senses[given] = tuple(dict.fromkeys(Sense(self.entry(code), use) for _, code, use in ranked))
        return self._senses[given]

    def _rank(self, given: str, form: str, code: str, use: Use) -> tuple[bool, float, bool, int, int, str]:
        """Exact spelling, kind of use, what exists today, then the larger or the later, the code last."""
        entry = self.entry(code)
        rank: float = RANK[use]
        if use == "place" and code in self._venues:
            rank = VENUE_RANK
        elif use == "capital" and entry.end is not None:
            rank = RANK["place"] + 0.5
        elif use == "name" and entry.kind != "State":
            rank += 0.5
        return (fold(form) != given.replace(" ", ""), rank, entry.end is not None, -entry.population, -(entry.start or 0), code)

    def _part(self, part: str) -> Entry | None:
        if part in self._combining:
            return self.entry(self._combining[part])
        actors = (s.entry for s in self.senses(part) if s.use in COMPOUND_USES and s.entry.kind in ("State", "Organization"))
        return next(actors, None)

    def _made(self, code: str, pairs: list[tuple[str, str]]) -> Entry:
        values: dict[str, list[str]] = {}
        for predicate, value in pairs:
            values.setdefault(predicate, []).append(value)
        kind = next((t[len(ACCORD) :] for t in values.get(RDF_TYPE, ()) if t.startswith(ACCORD)), "")
        if kind not in get_args(EntityKind) or NAMES[0] not in values:
            raise OntologyError(
                f"Cannot use the gazetteer's entry {code}: it lacks its class or its skos:prefLabel; add them in the Turtle."
            )
        one = {name: values[GAZ + name][0] for name in ("state", "organOf", "start", "end", "population") if GAZ + name in values}
        return Entry(
            code=code,
            kind=kind,  # type: ignore[arg-type]
            label=values[NAMES[0]][0],
            names=tuple(dict.fromkeys(name for predicate in NAMES for name in values.get(predicate, ()))),
            owner=(one.get("state") or one.get("organOf", ""))[len(BASE) :],
            parties=tuple(iri[len(BASE) :] for iri in values.get(f"{GAZ}party", ())),
            start=int(one["start"]) if "start" in one else None,
            end=int(one["end"]) if "end" in one else None,
            population=int(one.get("population", 0)),
        )


@cache
def load(folder: Path | None = None) -> Gazetteer:
    """The gazetteer that travels with the package, or one from `folder` with Turtle files of the same names; read once a process.

    Raises OntologyError where a file is missing or not Turtle.
    """
    where = (lambda name: folder / name) if folder else resources.ontology
    return Gazetteer(_facts([where(name) for name in FILES]), where(PEOPLE))


def _facts(paths: Sequence[Path]) -> Facts:
    facts: Facts = {}
    for path in paths:
        try:
            _read(path, facts)
        except (OSError, SyntaxError) as error:
            raise OntologyError(f"Cannot read the gazetteer's {path}: {error}; mend the file or install the package again.") from error
    return facts


def _read(path: Path, facts: Facts) -> None:
    for subject, predicate, value, _ in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
        iri = subject.value
        if iri.startswith(BASE):
            facts.setdefault(iri, []).append((predicate.value, value.value))
