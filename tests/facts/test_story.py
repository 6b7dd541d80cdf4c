"""Who is meant when nobody is named: the actors that a title, an opening and a paragraph put together."""

from __future__ import annotations

from tests.facts.told import of_kind, told

BACKGROUND = "\n\nIt is not the first quarrel over water. Bolivia and Peru once shared out Lake Titicaca, whose level is falling."


def parties(text: str, title: str = "") -> set[str]:
    """The parties of the last agreement of a text."""
    return set(told(text, title=title).agreements[-1].party)


def test_the_first_actors_are_the_story() -> None:
    """Whoever is told of later in the background is not meant by "it was agreed"."""
    text = "Chile and Argentina met in Mendoza on 8 May 2024." + BACKGROUND
    assert parties(text + "\n\nIt was agreed to measure the glaciers again.") == {"Chile", "Argentina"}


def test_a_title_tells_whose_story_it_is() -> None:
    """Also where the opening begins with somebody else, and through a person whom the text knows."""
    text = (
        "The hall in Lagos had been swept. Nigeria lent it for the day, and Nigeria and Ghana sent flowers. "
        "The delegations of Benin and Togo arrived late on 8 May 2024.\n\nIt was agreed to dredge the lagoon."
    )
    assert parties(text, title="Benin, Togo settle lagoon in Lagos") == {"Benin", "Togo"}
    text = (
        "Zambian President Elias Mumba received Malawian President Grace Phiri in Lusaka on 8 May 2024. "
        "Kenya and Uganda had offered advice.\n\nIt was agreed to rebuild the bridge."
    )
    assert {"Zambia", "Malawi"} <= parties(text, title="Mumba and Phiri find common ground")


def test_the_sides_of_one_deed_are_told_of_together() -> None:
    """Subject and object of receiving or meeting need no "and"; Armenia is only told of in between."""
    text = (
        "Kazakh Foreign Minister Daulet Abenov received the Foreign Minister of Georgia, Irakli Lomia, in Almaty on 8 May 2024. "
        "He recalled that Armenia and Iran had opened a road.\n\nThe two sides agreed to lower the fares of their ferries."
    )
    assert {"Kazakhstan", "Georgia"} <= parties(text)


def test_we_are_those_whom_a_declaration_names_first() -> None:
    """All of them, however many, and the union for which an institution's president stands."""
    text = (
        "We, the President of the European Commission, the Prime Minister of Norway and the Prime Minister of Iceland, met in Oslo today."
        "\n\nNorway and Russia share a border. We decided to set up a fund for the northern harbours."
    )
    assert {"European Union", "Norway", "Iceland"} <= parties(text)
    assert "Russia" not in parties(text)


def test_a_number_asks_for_as_many() -> None:
    """ "The three" are the three told of together, not the two told of last."""
    text = (
        "Estonia, Latvia and Lithuania met in Riga on 8 May 2024. Latvia and Estonia had argued over the bill."
        "\n\nThe three governments agreed to lay a second cable."
    )
    assert parties(text) == {"Estonia", "Latvia", "Lithuania"}


def test_a_conference_that_decides_is_an_organisation() -> None:
    """And the party of what it decides; one that is only held stays a series of meetings."""
    found = told(
        "The Conference of the Parties to the Basel Convention met in Nairobi on 8 May 2024. The Conference decided to set up a committee."
    )
    assert "Conference of the Parties to the Basel Convention" in of_kind(found, "Organization")
    found = told("Norway and Iceland met in Nairobi on 8 May 2024 at the Conference of the Parties to the Basel Convention.")
    assert not of_kind(found, "Organization")


def test_a_body_named_often_does_not_outweigh_the_states() -> None:
    """An organisation that acts by itself counts once in a story, however often it is its sentences' subject."""
    text = (
        "Benin and Togo concluded an accord on fishing in Cotonou on 8 May 2024. The World Bank welcomed it. "
        "The World Bank had lent the boats. The World Bank counts 900 fishermen.\n\nIt was agreed to open a market."
    )
    assert parties(text, title="Benin and Togo share the lagoon") == {"Benin", "Togo"}


def test_sides_named_in_person_in_the_title_leave_others_out() -> None:
    """What a title says of a third country is then its subject, not a side."""
    text = (
        "Zambian President Elias Mumba received Malawian President Grace Phiri in Lusaka on 8 May 2024. "
        "Refugees from Mozambique live in both countries.\n\nIt was agreed to rebuild the bridge."
    )
    found = parties(text, title="Mumba, Phiri talk over Mozambique refugees")
    assert {"Zambia", "Malawi"} <= found
    assert "Mozambique" not in found


def test_his_counterpart_stands_beside_him() -> None:
    """ "A and his Lao counterpart B" names two persons together."""
    text = (
        "Peruvian Minister Rosa Quispe and her Chilean colleague, Pablo Soto, opened a road on 8 May 2024. "
        "Ecuador and Colombia sent flowers."
        "\n\nThe two sides agreed to dredge the port."
    )
    assert {"Peru", "Chile"} <= parties(text)
