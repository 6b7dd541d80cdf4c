"""Whose a well-known person is, and that the list of persons stays whole, canonical and out of other lookups."""

from __future__ import annotations

import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from kg import resources
from kg.errors import OntologyError
from kg.facts.gazetteer import BASE, FILES, Gazetteer, load
from kg.facts.people import AFFILIATION, ALSO, LABEL, OFFICE, SURNAME, WRITTEN
from kg.facts.spelling import fold
from tests.facts.test_gazetteer import MEMBERS

GAZ = "https://w3id.org/accord/gazetteer#"


@cache
def people() -> dict[str, dict[str, list[str]]]:
    """The file's persons as code, predicate, values."""
    import pyoxigraph as ox

    entries: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(path=str(resources.ontology("people.ttl")), format=ox.RdfFormat.TURTLE):
        if quad.subject.value.startswith(BASE):
            entries.setdefault(quad.subject.value[len(BASE) :], {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return entries


def whose(name: str, year: int | None = None) -> str:
    entry = load().person(name, year)
    return entry.owner if entry else ""


def who(name: str, year: int | None = None) -> str:
    entry = load().person(name, year)
    return entry.code if entry else ""


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Vladimir Putin", "state/RU"),
        ("Putin", "state/RU"),
        ("Putin's", "state/RU"),
        ("PUTIN", "state/RU"),
        ("Reagan", "state/US"),
        ("Nixon", "state/US"),
        ("Brezhnev", "state/soviet-union"),
        ("Nikita Khrushchev", "state/soviet-union"),
        ("Gorbachov", "state/soviet-union"),
        ("Sergey Lavrov", "state/RU"),
        ("Sergei Lavrov", "state/RU"),
        ("Boutros-Ghali", "organization/united-nations"),
        ("Dag Hammarskjold", "organization/united-nations"),
        ("Hammarskjöld", "organization/united-nations"),
        ("Josep Borrell", "organization/european-union"),
        ("Rafael Mariano Grossi", "organization/iaea"),
        ("Ho Chi Minh", "state/north-vietnam"),
    ],
)
def test_a_name_tells_whose_the_person_is(name: str, state: str) -> None:
    """A full name or a surname of one well-known person gives the state or organisation, whatever accents and case."""
    assert whose(name) == state


@pytest.mark.parametrize(
    "name", ["Richard M. Nixon", "Nikita Sergeyevich Khrushchev", "A. A. Gromyko", "N.S. Khrushchev", "KISHIDA Fumio", "J. Kerry"]
)
def test_initials_patronymics_and_surnames_first_are_tolerated(name: str) -> None:
    """Treaties write initials and patronymics, some ministries the surname first in capitals."""
    assert whose(name)


@pytest.mark.parametrize("name", ["Kim", "Bush", "Smith", "Lee", "Johnson", "putin", "mao", "X. Putin", "Olga Putin", "", " ", "’s"])
def test_what_does_not_name_one_person_gives_nothing(name: str) -> None:
    """Surnames that many share, words without a capital, other given names and empty names are nobody's."""
    assert whose(name) == ""


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("Clinton", 1995, "person/bill-clinton"),
        ("Clinton", 2011, "person/hillary-clinton"),
        ("Clinton", 1960, ""),
        ("Clinton", None, ""),
        ("George Bush", 1990, "person/george-h-w-bush"),
        ("George Bush", 2005, "person/george-w-bush"),
        ("George W. Bush", None, "person/george-w-bush"),
        ("Bhutto", 1972, "person/zulfikar-ali-bhutto"),
        ("Bhutto", 1994, "person/benazir-bhutto"),
        ("Castro", 1962, "person/fidel-castro"),
        ("Castro", 2015, "person/raul-castro"),
        ("Castro", 2024, "person/xiomara-castro"),
        ("Truman", 2021, "person/harry-s-truman"),
        ("Putin", 1970, ""),
    ],
)
def test_years_tell_namesakes_apart(name: str, year: int | None, code: str) -> None:
    """Of namesakes it is the one in office nearest to the year, within 15 years; nobody is known 15 years before the first office."""
    assert who(name, year) == code


@pytest.mark.parametrize(
    ("name", "year", "state"),
    [
        ("Guterres", 1999, "state/PT"),
        ("Guterres", 2020, "organization/united-nations"),
        ("Solana", 1994, "state/ES"),
        ("Solana", 1998, "organization/nato"),
        ("Solana", 2005, "organization/european-union"),
        ("Kohl", 1985, "state/west-germany"),
        ("Kohl", 1995, "state/DE"),
        ("Shevardnadze", 1987, "state/soviet-union"),
        ("Shevardnadze", 1997, "state/GE"),
    ],
)
def test_the_state_is_that_of_the_office_nearest_to_the_year(name: str, year: int, state: str) -> None:
    """Who served two states or a state and an organisation is whose the year says."""
    assert whose(name, year) == state


def test_an_entry_says_when_its_person_was_in_office() -> None:
    """Names begin with the preferred one; start and end are the first and the last year, no end for who is in office."""
    reagan, putin = load().person("Reagan"), load().person("Putin")
    assert reagan is not None
    assert putin is not None
    assert (reagan.kind, reagan.label, reagan.names[0], reagan.start, reagan.end) == (
        "Person",
        "Ronald Reagan",
        "Ronald Reagan",
        1981,
        1989,
    )
    assert putin.end is None


def test_persons_are_in_no_other_lookup() -> None:
    """Senses, runs of words and codes don't know persons."""
    gazetteer = load()
    assert gazetteer.senses("Vladimir Putin") == ()
    assert gazetteer.longest(["Ronald", "Reagan", "said"], 0) == (0, ())
    assert not any(code.startswith("person/") for code in gazetteer.codes())


def test_every_person_is_complete() -> None:
    """Each has its class, one label, one affiliation that the gazetteer knows, and offices in order with years that can be."""
    known = set(load().codes())
    for code, entry in people().items():
        assert entry["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"] == ["https://w3id.org/accord/ontology#Person"], code
        assert len(entry[LABEL]) == len(entry[AFFILIATION]) == 1, code
        assert {value[len(BASE) :] for value in entry[AFFILIATION]} <= known, code
        offices = [WRITTEN.fullmatch(office) for office in entry[OFFICE]]
        starts = [int(office["start"]) for office in offices if office]
        assert len(starts) == len(entry[OFFICE]), code
        assert starts == sorted(starts), code
        for office in filter(None, offices):
            assert 1880 < int(office["start"]) <= int(office["end"] or 2100) <= 2100, code
            assert not office["of"] or office["of"] in known, code


def test_every_member_of_the_united_nations_has_somebody() -> None:
    """Somebody of each member is known, but of San Marino, whose captains regent hold office for half a year."""
    served = {office.rpartition(" ")[2] for entry in people().values() for office in entry[OFFICE]}
    served |= {value[len(BASE) :] for entry in people().values() for value in entry[AFFILIATION]}
    assert [code for code in MEMBERS.split() if f"state/{code}" not in served] == ["SM"]


def test_every_name_finds_its_person() -> None:
    """Each full name finds its person in the year in which the first office began, unless a namesake held one then too."""
    lost = [
        (name, code)
        for code, entry in people().items()
        for name in entry[LABEL]
        if (found := load().person(name, _start(entry))) is None or found.code != code
    ]
    assert lost == []


def _start(entry: dict[str, list[str]]) -> int:
    match = WRITTEN.fullmatch(entry[OFFICE][0])
    assert match
    return int(match["start"])


def test_a_surname_that_stands_alone_is_part_of_a_name() -> None:
    """Each surname is in one of its person's names, few share one, and names that are common everywhere stand for nobody."""
    shared: Counter[str] = Counter()
    for code, entry in people().items():
        names = [fold(name).lower() for name in entry[LABEL] + entry.get(ALSO, [])]
        surnames = [fold(surname).lower() for surname in entry.get(SURNAME, ())]
        assert [surname for surname in surnames if not any(surname in name for name in names)] == [], code
        shared.update(surnames)
    assert max(shared.values()) <= 3
    assert not {"kim", "bush", "smith", "lee", "li", "wang", "johnson", "singh", "khan"} & set(shared)


def test_terms_are_described() -> None:
    """Each gaz: property that persons have is defined in their file."""
    text = resources.ontology("people.ttl").read_text(encoding="utf-8")
    used = {predicate[len(GAZ) :] for entry in people().values() for predicate in entry if predicate.startswith(GAZ)}
    assert used == {"affiliation", "office", "surname"}
    assert all(f"\ngaz:{term} a owl:" in text for term in used)


def test_the_file_is_canonical() -> None:
    """The file is what `python -m training.compact` would write."""
    from training.compact import Table

    path = resources.ontology("people.ttl")
    assert Table.read(path).turtle() == path.read_text(encoding="utf-8")


def test_persons_are_read_quickly_and_only_when_asked_for(tmp_path: Path) -> None:
    """Loading the gazetteer leaves persons aside; a folder without their file says so when the first is asked for."""
    for name in FILES:
        (tmp_path / name).write_bytes(resources.ontology(name).read_bytes())
    without = load(tmp_path)
    with pytest.raises(OntologyError, match=r"people\.ttl"):
        without.person("Putin")
    spent = []
    for _ in range(3):
        fresh = Gazetteer({}, resources.ontology("people.ttl"))
        begun = time.process_time()
        assert fresh.person("Putin")
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.1
