"""Who is meant by surnames, descriptions and pronouns."""

from __future__ import annotations

import pytest

from tests.facts.told import of_kind, reporters, told

PRESIDENTS = "Paraguayan President Celso Ayala received Bolivian President Luis Rojas in Asunción on 8 May 2024. "
MINISTERS = "Panamanian Foreign Minister Janina Tello met Costa Rican Foreign Minister Arnoldo Mora in Boquete on 8 May 2024. "
STATES = "Norway and Iceland met in Bergen on 8 May 2024. "


def agreed(text: str) -> set[str]:
    """The parties of the one agreement of a text."""
    (agreement,) = told(text).agreements
    return set(agreement.party)


def speaker(sentence: str) -> set[str]:
    """Who is credited with the one agreement of a text."""
    found = told(sentence)
    (agreement,) = found.agreements
    return reporters(found, agreement)


def test_a_surname_is_the_person_named_before() -> None:
    """With a title, with a form of address, or alone."""
    for name in ("Ayala", "President Ayala", "Mr. Ayala"):
        found = told(f"{PRESIDENTS}{name} said that Paraguay and Bolivia had agreed to build a pipeline.")
        assert of_kind(found, "Person") == {"Celso Ayala", "Luis Rojas"}
        assert reporters(found, found.agreements[0]) == {"Celso Ayala"}


def test_a_surname_before_the_full_name_is_the_same_person() -> None:
    """The headline may come first."""
    found = told("Tello praises talks\n\n" + MINISTERS + "Tello said that Panama and Costa Rica had agreed to open a crossing.")
    assert of_kind(found, "Person") == {"Janina Tello", "Arnoldo Mora"}


@pytest.mark.parametrize(
    "who",
    [
        "The two sides",
        "The parties",
        "The two countries",
        "They",
        "The sides",
        "Both countries",
        "The two delegations",
        "Both sides",
        "The neighbours",
    ],
)
def test_the_two_sides_are_the_states_of_the_story(who: str) -> None:
    """Plural descriptions and "they" stand for the states named together before."""
    assert agreed(f"{STATES}{who} agreed to cut cod quotas by ten percent.") == {"Norway", "Iceland"}


@pytest.mark.parametrize("who", ["The two leaders", "The presidents", "The two presidents", "The two men"])
def test_leaders_are_the_persons_of_the_story(who: str) -> None:
    """And their states with them."""
    assert agreed(f"{PRESIDENTS}{who} agreed to build a pipeline.") == {"Celso Ayala", "Luis Rojas", "Paraguay", "Bolivia"}


def test_the_sides_of_two_persons_are_their_states() -> None:
    """Where only persons were named."""
    assert agreed(f"{MINISTERS}The two sides agreed to open a crossing.") == {"Panama", "Costa Rica"}


def test_the_sides_may_be_named_later() -> None:
    """A first sentence about "the two countries" means those that the text goes on to speak of."""
    text = "The two sides agreed on a ceasefire, the Malian foreign ministry said. Mali and Niger had been at war since March."
    assert agreed(text) == {"Mali", "Niger"}


def test_three_sides_are_three() -> None:
    """The number counts."""
    text = "Norway and Iceland met before. Estonia, Latvia and Lithuania met in Riga on Friday. The three countries agreed to lay a cable."
    assert agreed(text) == {"Estonia", "Latvia", "Lithuania"}


def test_the_sides_of_another_report_are_others() -> None:
    """Each item of a bulletin has its own story."""
    text = (
        "BERGEN, May 8 - Norway and Iceland met on Wednesday. The two sides agreed to cut quotas.\n\n"
        "SUVA, May 8 - Fiji and Tonga met on Wednesday. The two sides agreed to lay a cable."
    )
    assert [set(a.party) for a in told(text).agreements] == [{"Norway", "Iceland"}, {"Fiji", "Tonga"}]


def test_she_is_the_subject_before() -> None:
    """A pronoun that speaks is the person who acted last."""
    assert speaker(f"{MINISTERS}She said that the two countries had agreed to open a crossing.") == {"Janina Tello"}


def test_he_is_no_woman() -> None:
    """A title or pronoun that tells is heeded."""
    text = (
        "Queen Anna of Denmark met King Olaf Berg of Norway in Bergen on Friday. He said that Denmark and Norway had agreed to lay a cable."
    )
    assert speaker(text) == {"Olaf Berg"}


@pytest.mark.parametrize("who", ["The minister", "The diplomat", "The official", "Sime", "The transport minister", "He"])
def test_a_description_is_the_person_who_fits_it(who: str) -> None:
    """An office or what any official may be called."""
    first = "Ethiopian Transport Minister Alemu Sime spoke in Addis Ababa. "
    assert speaker(f"{first}{who} said that Djibouti and Ethiopia had agreed to rebuild the railway.") == {"Alemu Sime"}


def test_we_is_the_speaker_and_the_other_side() -> None:
    """In a quotation of one of two who met."""
    text = (
        "Malian Foreign Minister Issa Keita met his Nigerien counterpart Bakary Sani in Algiers on 6 May 2024. "
        '"We agreed to restore relations. We also agreed to open two embassies," Keita said.'
    )
    found = told(text)
    assert [set(a.party) for a in found.agreements] == [{"Mali", "Niger"}] * 2
    assert [reporters(found, a) for a in found.agreements] == [{"Issa Keita"}] * 2


def test_their_ministers_are_those_of_the_states_before() -> None:
    """A possessive pronoun leads to the states."""
    found = told("Beijing and Ulaanbaatar agreed to open a third crossing. Their ministers had met in Beijing on 7 May 2024.")
    (meeting,) = found.meetings
    assert set(meeting.participant) == {"China", "Mongolia"}


@pytest.mark.parametrize("who", ["The council", "The WLC", "It"])
def test_an_organisation_is_taken_up(who: str) -> None:
    """By its head noun, its abbreviation or "it"."""
    text = f"The World Lake Council (WLC) met in Entebbe on 3 May 2024. {who} agreed with Kenya to share data."
    assert agreed(text) == {"World Lake Council", "Kenya"}


def test_who_is_unknown_is_nobody() -> None:
    """Without anyone to stand for, a pronoun gives no party."""
    for agreement in told("They agreed to cut quotas by ten percent.").agreements:
        assert agreement.party == ()
