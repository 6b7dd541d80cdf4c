"""What the gazetteer knows, how a phrase finds it, and that its files stay whole and canonical."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from kg import resources
from kg.errors import OntologyError
from kg.facts.gazetteer import FILES, Gazetteer, load

GAZ = "https://w3id.org/accord/gazetteer#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
STATE = "https://w3id.org/accord/id/state/"
MEMBERS = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG CD CR CI HR
CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO
KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK
NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH
TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW
"""
# Singapore is its own capital and no metonym of itself.
NO_CAPITAL = {"SG"}


FOLDERS = {"WorkingGroup": "group"}  # whose IRIs stand elsewhere than under their kind


def table(name: str) -> dict[str, dict[str, list[str]]]:
    """A Turtle file as subject, predicate, values."""
    import pyoxigraph as ox

    entries: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(path=str(resources.ontology(name)), format=ox.RdfFormat.TURTLE):
        entries.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return entries


def found(phrase: str) -> list[tuple[str, str]]:
    return [(sense.entry.code, sense.use) for sense in load().senses(phrase)]


def first(phrase: str) -> tuple[str, str]:
    return found(phrase)[0]


def test_every_member_of_the_united_nations_is_complete() -> None:
    """Each of the 193 members has a name, an adjective, a people, a capital and both ISO codes."""
    actors = table("actors.ttl")
    assert len(MEMBERS.split()) == len(set(MEMBERS.split())) == 193
    needed = [f"{SKOS}prefLabel", f"{GAZ}adjective", f"{GAZ}people", f"{GAZ}isoAlpha2", f"{GAZ}isoAlpha3", f"{SKOS}exactMatch"]
    for code in MEMBERS.split():
        entry = actors[STATE + code]
        assert [predicate for predicate in needed if predicate not in entry] == [], code
        assert entry[f"{GAZ}isoAlpha2"] == [code]
        assert f"{GAZ}capital" in entry or code in NO_CAPITAL, code


def test_every_capital_of_a_present_state_is_also_a_place() -> None:
    """A text may meet in a capital: the first capital of each member is a place in that state."""
    actors = table("actors.ttl")
    for code in set(MEMBERS.split()) - NO_CAPITAL - {"SM"}:
        capital = actors[STATE + code][f"{GAZ}capital"][0]
        assert [s for s in load().senses(capital) if s.use == "place" and s.entry.owner == f"state/{code}"], capital


def test_codes_are_unique_and_references_lead_somewhere() -> None:
    """Nothing is described in two files, and every state, party and successor is itself an entry."""
    described = [subject for name in FILES for subject in table(name) if subject.startswith("https://w3id.org/accord/id/")]
    assert len(described) == len(set(described))
    known = set(described)
    for name in FILES:
        for subject, entry in table(name).items():
            for predicate in ("state", "party", "successor", "continuator"):
                assert set(entry.get(GAZ + predicate, ())) <= known, subject


def test_terms_are_described() -> None:
    """Every gaz: property in use has a label and a definition in actors.ttl."""
    terms = table("actors.ttl")
    used = {predicate for name in FILES for entry in table(name).values() for predicate in entry if predicate.startswith(GAZ)}
    for term in used:
        assert terms[term]["http://www.w3.org/2000/01/rdf-schema#label"]
        assert terms[term][f"{SKOS}definition"]


def test_every_entry_can_be_made() -> None:
    """Each code gives an entry of its kind with a label that is its first name, and years in order."""
    gazetteer = load()
    for code in gazetteer.codes():
        entry = gazetteer.entry(code)
        assert entry.code.startswith(f"{FOLDERS.get(entry.kind, entry.kind.lower())}/")
        assert entry.names[0] == entry.label
        assert entry.start is None or entry.end is None or entry.start <= entry.end, code


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Russia", ("state/RU", "name")),
        ("the Russian Federation", ("state/RU", "name")),
        ("US", ("state/US", "abbreviation")),
        ("U.S.", ("state/US", "abbreviation")),
        ("U. S.", ("state/US", "abbreviation")),
        ("Washington", ("state/US", "capital")),
        ("the Kremlin", ("state/RU", "metonym")),
        ("the White House", ("state/US", "metonym")),
        ("Quai d’Orsay", ("state/FR", "metonym")),
        ("the Pentagon", ("organization/us-department-of-defense", "metonym")),
        ("Türkiye", ("state/TR", "name")),
        ("Cote d'Ivoire", ("state/CI", "name")),
        ("Ivorian", ("state/CI", "adjective")),
        ("Kyrgyz", ("state/KG", "adjective")),
        ("Saudis", ("state/SA", "people")),
        ("Britons", ("state/GB", "people")),
        ("Bogota", ("state/CO", "capital")),
        ("Sanaa", ("state/YE", "capital")),
        ("the Islamic Republic of Iran", ("state/IR", "name")),
        ("People's Republic of China", ("state/CN", "name")),
        ("Geneva", ("place/geneva-ch", "place")),
        ("GENEVA", ("place/geneva-ch", "place")),
        ("Panmunjom", ("place/panmunjom", "place")),
        ("Vienna", ("place/vienna-at", "place")),
        ("The Hague", ("place/the-hague-nl", "place")),
        ("EU", ("organization/european-union", "abbreviation")),
        ("Organisation for Security and Cooperation in Europe", ("organization/osce", "name")),
        ("Houthis", ("organization/houthis", "name")),
        ("P5+1", ("organization/e3-plus-3", "name")),
        ("New START", ("treaty/new-start", "name")),
        ("NPT", ("treaty/npt", "abbreviation")),
        ("Minsk agreements", ("treaty/minsk-agreements", "name")),
        ("Camp David Accords", ("treaty/camp-david-accords", "name")),
        ("Astana process", ("process/astana-process", "name")),
        ("Soviet", ("state/soviet-union", "adjective")),
        ("GDR", ("state/east-germany", "abbreviation")),
        ("the kingdom", ("state/TH", "descriptor")),
    ],
)
def test_most_probable_sense_comes_first(phrase: str, expected: tuple[str, str]) -> None:
    """Names, abbreviations, demonyms, capitals and metonyms lead to what they usually stand for."""
    assert first(phrase) == expected


@pytest.mark.parametrize("phrase", ["us", "nice", "polish", "turkey", "china", "new start", "start", "the", "", "who", "reading", "mali"])
def test_ordinary_words_are_not_names(phrase: str) -> None:
    """Case tells a name from a word."""
    assert found(phrase) == []


@pytest.mark.parametrize("word", ["Of", "Most", "Man", "Mary", "Reading", "Mobile", "Union", "George", "Kennedy", "Independence"])
def test_cities_called_like_words_or_persons_are_left_out(word: str) -> None:
    """A word that starts a sentence is no city."""
    assert [sense for sense in found(word) if sense[0].startswith("place/")] == []


def test_namesakes() -> None:
    """A name that several have lists them all, states before places, the larger first; near namesakes are not mixed."""
    assert found("Georgia") == [("state/GE", "name"), ("place/us-georgia", "place")]
    assert found("Jordan") == [("state/JO", "name")]
    assert found("Chad") == [("state/TD", "name")]
    assert found("Turkey") == [("state/TR", "name")]
    assert [code for code, use in found("Congolese") if use == "adjective"] == ["state/CD", "state/CG"]
    assert [code for code, _ in found("Congo")] == ["state/CD", "state/CG"]
    assert [code for code, use in found("Korean") if use == "adjective"] == ["state/KR", "state/KP"]
    assert [code for code, _ in found("Dominican")] == ["state/DO", "state/DM"]
    assert found("Dominica") == [("state/DM", "name")]
    assert found("Dominican Republic") == [("state/DO", "name")]
    assert {code for code, _ in found("Nigerien")} == {"state/NE"}
    assert {code for code, _ in found("Nigerian")} == {"state/NG"}
    assert found("Niger") == [("state/NE", "name")]
    assert found("Guinea") == [("state/GN", "name")]
    assert found("Guinea-Bissau") == found("Guinea Bissau") == [("state/GW", "name")]
    assert found("Equatorial Guinea") == [("state/GQ", "name")]
    assert next(code for code, _ in found("Doha Agreement")) == "treaty/doha-agreement-2020"
    assert [code for code, _ in found("WTO")] == ["organization/wto", "organization/warsaw-pact-organization"]


def test_names_of_several_stand_for_all_of_them() -> None:
    """A collective names each of its entries."""
    assert {*found("the two Koreas")} == {("state/KP", "collective"), ("state/KR", "collective")}
    assert {code for code, _ in found("the Baltic states")} == {"state/EE", "state/LV", "state/LT"}
    assert ("state/KR", "descriptor") in found("the South")
    assert found("the south") == []


def test_cities_that_never_stand_for_a_government() -> None:
    """Geneva, New York and Zurich are places and nothing else."""
    for city in ("Geneva", "New York", "Zurich"):
        assert {use for _, use in found(city)} == {"place"}


@pytest.mark.parametrize(
    ("words", "length", "code"),
    [
        (["Russia", "'s", "envoy"], 1, "state/RU"),
        (["Russia's", "envoy"], 1, "state/RU"),
        (["People", "'s", "Republic", "of", "China", "and"], 5, "state/CN"),
        (["U.S.", "and"], 1, "state/US"),
        (["Guinea", "-", "Bissau", "and"], 3, "state/GW"),
        (["Guinea", ",", "Bissau"], 1, "state/GN"),
        (["Yemen", "is", "ready"], 1, "state/YE"),
        (["Israel", "is", "ready"], 1, "state/IL"),
        (["U.", "S.", "envoys"], 2, "state/US"),
        (["St.", "Petersburg"], 2, "place/saint-petersburg-ru"),
        (["Sana", "'a", "said"], 2, "state/YE"),
        (["Democratic", "Republic", "of", "the", "Congo", "."], 5, "state/CD"),
        (["New", "START", "Treaty", "expired"], 3, "treaty/new-start"),
        (["The", "Hague", ","], 2, "place/the-hague-nl"),
        (["Washington", ",", "D.C.", ","], 3, "state/US"),
        (["UN", "Security", "Council"], 3, "organization/un-security-council"),
    ],
)
def test_longest_match_does_not_depend_on_the_tokeniser(words: list[str], length: int, code: str) -> None:
    """The longest run of words wins, however hyphens, dots and apostrophes were cut; a possessive ending is not part of it."""
    count, senses = load().longest(words, 0)
    assert (count, senses[0].entry.code) == (length, code)


def test_no_match_is_zero_words() -> None:
    """An ordinary word or a mark matches nothing."""
    for words in (["delegation", "of", "Russia"], [",", "Russia"], ["the", "United", "States"], []):
        assert load().longest(words, 0) == (0, ())


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("Russian-American", ["state/RU", "state/US"]),
        ("US-Russia", ["state/US", "state/RU"]),
        ("Sino-Soviet", ["state/CN", "state/soviet-union"]),
        ("Franco-German", ["state/FR", "state/DE"]),
        ("Anglo-Irish", ["state/GB", "state/IE"]),
        ("Kyrgyz–Tajik", ["state/KG", "state/TJ"]),
        ("Indo-Pakistani", ["state/IN", "state/PK"]),
        ("NATO-Russia", ["organization/nato", "state/RU"]),
        ("Moscow-Washington", ["state/RU", "state/US"]),
        ("inter-Korean", ["state/KR", "state/KP"]),
        ("Austro-Hungarian", []),
        ("Guinea-Bissau", []),
        ("Indo-Pacific", []),
        ("pro-Russian", []),
        ("US-led", []),
        ("Anglo-Saxon", []),
        ("Russian", []),
    ],
)
def test_compounds(word: str, codes: list[str]) -> None:
    """Both halves are actors, or there is no compound."""
    assert [entry.code for entry in load().compound(word)] == codes


@pytest.mark.parametrize(
    ("phrase", "year", "code"),
    [
        ("Moscow", 1972, "state/soviet-union"),
        ("the Kremlin", 1987, "state/soviet-union"),
        ("Moscow", 2021, "state/RU"),
        ("Moscow", None, "state/RU"),
        ("Bonn", 1975, "state/west-germany"),
        ("Berlin", 1890, "state/german-empire"),
        ("Berlin", 2015, "state/DE"),
        ("Kinshasa", 1985, "state/zaire"),
        ("Kinshasa", 2013, "state/CD"),
        ("Belgrade", 1975, "state/yugoslavia"),
        ("Belgrade", 1999, "state/federal-republic-of-yugoslavia"),
        ("Prague", 1968, "state/czechoslovakia"),
        ("Hanoi", 1968, "state/north-vietnam"),
        ("Washington", 1900, "state/US"),
    ],
)
def test_government_of_a_year(phrase: str, year: int | None, code: str) -> None:
    """A capital or metonym stands for the state that sat there in that year."""
    gazetteer = load()
    sense = next(sense for sense in gazetteer.senses(phrase) if sense.use in ("capital", "metonym"))
    assert gazetteer.government(sense, year).code == code


def test_government_leaves_names_alone() -> None:
    """A name means what it says in any year."""
    gazetteer = load()
    assert gazetteer.government(gazetteer.senses("Russia")[0], 1972).code == "state/RU"


def test_entries_tell_where_they_belong() -> None:
    """State, parties, years and population are on the entry."""
    gazetteer = load()
    assert gazetteer.entry("organization/knesset").owner == "state/IL"
    assert gazetteer.entry("treaty/new-start").parties == ("state/US", "state/RU")
    assert (gazetteer.entry("state/soviet-union").start, gazetteer.entry("state/soviet-union").end) == (1922, 1991)
    assert gazetteer.entry("place/geneva-ch").population > 100_000
    assert "United Nations Organization" in gazetteer.entry("organization/united-nations").names
    assert "Swiss" not in gazetteer.entry("state/CH").names


def test_loading_is_fast() -> None:
    """All three files are read and indexed in a quarter of a second of processor time (best of five)."""
    spent = []
    gc.collect()
    gc.disable()  # what the collector spends on the objects of other tests is no part of loading
    try:
        for _ in range(5):
            load.cache_clear()
            begun = time.process_time()
            load()
            spent.append(time.process_time() - begun)
    finally:
        gc.enable()
    assert min(spent) < 0.25


def test_one_gazetteer_a_process() -> None:
    """The gazetteer is read once."""
    assert load() is load()
    assert isinstance(load(), Gazetteer)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """Turtle that can't be parsed, and a folder without the files, say which file and what to do."""
    with pytest.raises(OntologyError, match=r"actors\.ttl"):
        load(tmp_path)
    for name in FILES:
        (tmp_path / name).write_text("state:RU a", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"actors\.ttl"):
        load(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_files_are_canonical(name: str) -> None:
    """Each file is what `python -m training.compact` would write."""
    from training.compact import Table

    path = resources.ontology(name)
    assert Table.read(path).turtle() == path.read_text(encoding="utf-8")


def test_completing_a_complete_table_changes_nothing() -> None:
    """The scripts that fill in from packages find nothing to add to the files that ship."""
    from training import actors, places
    from training.compact import Table

    for module, path in ((actors, actors.ACTORS), (places, places.PLACES)):
        whole = Table.read(path)
        before = whole.turtle()
        module.complete(whole)
        assert whole.turtle() == before
