"""Names: where they begin and end, what kind of thing they name, and which names are one thing's."""

from __future__ import annotations

import pytest

from tests.facts.told import facts, of_kind, told


def labels(text: str, name: str) -> set[str]:
    """All names of the entity of this name."""
    return {label for entity in facts(text).entities if entity.name == name for label in entity.labels}


def parties(text: str) -> set[str]:
    """The parties of the one agreement of a text."""
    (agreement,) = told(text).agreements
    return set(agreement.party)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Moldova", "Moldova"),
        ("the Republic of Moldova", "Moldova"),
        ("Moldovan officials", "Moldova"),
        ("Chișinău", "Moldova"),
        ("the Moldovan government", "Moldova"),
        ("the government of Moldova", "Moldova"),
        ("Moldovans", "Moldova"),
    ],
)
def test_a_state_has_many_names(name: str, state: str) -> None:
    """Name, full name, adjective, people, capital and government all stand for the state."""
    assert parties(f"Slovenia and {name} agreed to lay a cable.") == {"Slovenia", state}


@pytest.mark.parametrize(
    ("name", "state"),
    [("Downing Street", "United Kingdom"), ("the Élysée", "France"), ("the White House", "United States"), ("the Kremlin", "Russia")],
)
def test_seats_stand_for_governments(name: str, state: str) -> None:
    """A building that speaks or agrees is the state whose government sits there."""
    assert parties(f"Slovenia and {name} agreed to lay a cable.") == {"Slovenia", state}


def test_a_capital_is_a_government_where_it_acts_and_a_place_where_things_happen() -> None:
    """Both in one text: two entities."""
    found = told("Nairobi agreed with Kampala to share power. The talks took place in Nairobi on 2 May 2024.")
    assert {frozenset(a.party) for a in found.agreements} == {frozenset({"Kenya", "Uganda"})}
    assert [m.place for m in found.meetings] == [("Nairobi",)]
    assert of_kind(found, "Place") == {"Nairobi"}
    assert of_kind(found, "State") == {"Kenya", "Uganda"}


@pytest.mark.parametrize("name", ["US", "U.S.", "United States of America", "United States", "USA"])
def test_spellings_of_a_state_are_one(name: str) -> None:
    """With dots or without, short or long."""
    found = told(f"The United States and Palau agreed to lay a cable. The {name} and Palau agreed to share the cost.")
    assert {frozenset(a.party) for a in found.agreements} == {frozenset({"United States", "Palau"})}


def test_an_abbreviation_in_brackets_is_the_long_name() -> None:
    """What brackets introduce can stand alone later."""
    text = "The Organization of Lake States (OLS) met in Entebbe on 3 May 2024. The OLS and Kenya agreed to dredge the harbour."
    assert "OLS" in labels(text, "Organization of Lake States")
    assert parties(text) == {"Organization of Lake States", "Kenya"}


def test_a_treaty_has_its_abbreviation() -> None:
    """Its later steps are told under the short name."""
    found = told("The Treaty on Reef Fishing (TRF) was signed by Fiji on 3 May 2019. Tonga ratified the TRF in 2020.")
    assert {(a.action, a.treaty) for a in found.actions} == {
        ("signature", "Treaty on Reef Fishing"),
        ("ratification", "Treaty on Reef Fishing"),
    }


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Peru and the Ministry of Trade of Mongolia agreed to lay a cable.", "Organization", "Ministry of Trade of Mongolia"),
        ("Fiji signed the Convention on Fishing in the Northern Seas in 2018.", "Treaty", "Convention on Fishing in the Northern Seas"),
        ("Fiji signed the Agreement on Reefs between Fiji and Tonga in 2018.", "Treaty", "Agreement on Reefs between Fiji and Tonga"),
        ("The Commission on Limits of the East Sea met in Suva on Friday.", "WorkingGroup", "Commission on Limits of the East Sea"),
        ("Fiji and the World Lake Council agreed to share the cost.", "Organization", "World Lake Council"),
        ("Fiji and the General Staff of the Fijian Forces agreed to clear mines.", "Organization", "General Staff of the Fijian Forces"),
        ("The seventh round of the Aral Sea Dialogue opened in Nukus on 2 May 2024.", "Process", "Aral Sea Dialogue"),
    ],
)  # fmt: skip
def test_long_names_are_whole(text: str, kind: str, name: str) -> None:
    """A name goes on over "of", "on", "in", "between" and what they govern; its head noun tells its kind."""
    assert name in of_kind(told(text), kind)


def test_who_coordinates_with_a_long_name_is_not_in_it() -> None:
    """ "The Ministry of A and the Staff of B" are two."""
    text = "The Bulgarian Ministry of Defence and the General Staff of the Turkish Armed Forces agreed to clear mines."
    assert of_kind(told(text), "Organization") == {"Bulgarian Ministry of Defence", "General Staff of the Turkish Armed Forces"}


@pytest.mark.parametrize("compound", ["Norwegian-Finnish", "Norway-Finland", "Finnish-Norwegian"])
def test_compounds_of_states_name_both(compound: str) -> None:
    """Adjectives or names joined by a hyphen are the parties of what they modify."""
    (meeting,) = told(f"{compound} talks on salmon were held in Tromsø on 2 May 2024.").meetings
    assert set(meeting.participant) == {"Norway", "Finland"}


def test_a_body_between_states_has_them_as_parties() -> None:
    """The compound is part of its name and tells whose it is."""
    (group,) = told("The Norwegian-Finnish commission on salmon met in Tromsø on 2 May 2024.").groups
    assert (group.entity, set(group.party)) == ("Norwegian-Finnish commission on salmon", {"Norway", "Finland"})


@pytest.mark.parametrize(
    "title", ["Foreign Minister", "President", "Ambassador", "Mr.", "Dr", "Gen.", "Secretary of State", "Deputy Foreign Minister"]
)
def test_titles_are_no_part_of_a_persons_name(title: str) -> None:
    """Offices, ranks and forms of address stand before the name."""
    found = told(f"{title} Tarmo Saar and Anna Kask met in Valka on 7 May 2024.")
    assert of_kind(found, "Person") == {"Tarmo Saar", "Anna Kask"}


@pytest.mark.parametrize("name", ["Kassym-Jomart Askar", "Pham Minh Trang", "Péter Szabó", "Hamad bin Khalifa al-Dosari", "Wendy R. Hale"])
def test_persons_names_are_whole(name: str) -> None:
    """Hyphens, particles, initials, accents and more than two parts."""
    assert of_kind(told(f"Foreign Minister {name} met Anna Kask in Valka on 7 May 2024."), "Person") == {name, "Anna Kask"}


def test_accents_and_case_make_no_other_person() -> None:
    """Spelt with and without: one."""
    found = told("Foreign Minister Péter Szabó met Anna Kask in Valka on 7 May 2024. Peter Szabo and Anna Kask agreed to lay a cable.")
    assert len(of_kind(found, "Person")) == 2


def test_namesakes_with_other_given_names_stay_apart() -> None:
    """A family name in common is no identity."""
    found = told("Foreign Minister Tarmo Saar met President Anna Saar in Valka on 7 May 2024.")
    assert of_kind(found, "Person") == {"Tarmo Saar", "Anna Saar"}


@pytest.mark.parametrize("place", ["Valka", "Santa Cruz de la Sierra", "Port Moresby", "Tromsø"])
def test_places_are_where_things_happen(place: str) -> None:
    """Known or not, after "in" a name is a place."""
    (meeting,) = told(f"Peru and Chile met in {place} on 7 May 2024.").meetings
    assert meeting.place == (place,)


def test_two_states_and_an_organisation_with_gazetteer_codes() -> None:
    """What the gazetteer knows has its identifier."""
    found = facts("Estonia, Peru and the European Union agreed to share data.")
    assert {e.code for e in found.entities} == {"state/EE", "state/PE", "organization/european-union"}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Secretary-General Rosa Ibarra of the Arab League spoke.", "Rosa Ibarra"),
        ("Foreign Minister Katrin von der Heide of Austria spoke.", "Katrin von der Heide"),
        ("Foreign Minister Niamh O'Hara of Ireland spoke.", "Niamh O'Hara"),
        ("Shri Anil Mehta, the Foreign Secretary of India, spoke.", "Anil Mehta"),
        ("7 May: At Riga President Janis Ozols of Latvia spoke.", "Janis Ozols"),
    ],
)
def test_names_of_persons_begin_after_titles_and_end_after_particles(text: str, person: str) -> None:
    """Hyphenated offices, honorifics and words that only open a sentence are no part of a name; apostrophes and chains are."""
    assert {position.holder for position in told(text).positions} == {person}


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("The Kachin Salvation Union (KSU) and Myanmar agreed to stop fighting.", "Kachin Salvation Union"),
        ("Myanmar and the Karenni Volunteers and Scouts (KVS) agreed to stop fighting.", "Karenni Volunteers and Scouts"),
        ("Peru and EnerSur agreed to build a dam.", "EnerSur"),
        ("Peru and the utility Korva agreed to build a dam.", "Korva"),
        ("Syria and Jaish al-Karam agreed to stop fighting.", "Jaish al-Karam"),
    ],
)
def test_organisations_never_seen_before(text: str, organization: str) -> None:
    """A bracketed abbreviation, capitals inside a word, a noun for companies before it or a word of its language tells an organisation."""
    assert organization in parties(text)


def test_an_abbreviation_introduced_in_brackets_is_a_name() -> None:
    """It stands for the organisation from there on."""
    text = "The Karenni Volunteers and Scouts (KVS) met Myanmar in Mae Sot on 3 May 2024. The KVS and Myanmar agreed to stop fighting."
    assert parties(text) == {"Karenni Volunteers and Scouts", "Myanmar"}


@pytest.mark.parametrize("name", ["National Jurisdiction", "Full Membership", "Independence Day", "Strategic Reorientation"])
def test_capitals_alone_make_no_person(name: str) -> None:
    """Common nouns and abstract ones in capitals are nobody's name."""
    assert of_kind(told(f"Chad and Togo agreed that {name} would be marked."), "Person") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Negotiators from Bamako and Lomé agreed to open the road.",
        "Mali made a proposal to Lomé. Mali and Lomé agreed to open the road.",
    ],
)
def test_a_capital_that_is_addressed_or_sends_somebody_is_a_government(text: str) -> None:
    """ "From" after people and "to" after what is addressed lead to governments."""
    assert parties(text) == {"Mali", "Togo"}
    assert of_kind(told(text), "Place") == set()


def test_capitals_listed_after_a_place_are_places() -> None:
    """ "in A and B"."""
    found = told("Mali and Togo held talks in Bamako and Lomé on 3 May 2024.")
    assert of_kind(found, "State") == {"Mali", "Togo"}


def test_brussels_is_the_union_where_the_union_is_spoken_of() -> None:
    """And Belgium's government where Belgium is."""
    assert parties("The EU is growing. Brussels and Rabat agreed to lay a cable.") == {"European Union", "Morocco"}
    assert parties("The EU watches Belgium. Brussels and Rabat agreed to lay a cable.") == {"Belgium", "Morocco"}


def test_european_is_the_unions_where_the_union_is_spoken_of() -> None:
    """Elsewhere it names no one."""
    assert parties("The EU met. The European and Moroccan delegations agreed to lay a cable.") == {"European Union", "Morocco"}
    assert "European Union" not in of_kind(told("The European and Moroccan delegations agreed to lay a cable."), "Organization")


def test_the_surname_of_a_well_known_person_is_enough() -> None:
    """Where the parser takes it for a person's; what could be two persons stays a word."""
    found = told("Gorbachev and Reagan met in Geneva in November 1985.")
    (meeting,) = found.meetings
    assert {"Soviet Union", "United States"} <= set(meeting.participant)
    assert of_kind(told("Bush and Gorbachev met in Malta."), "Person") == {"Gorbachev"}
