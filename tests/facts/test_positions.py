"""Offices: who holds which, for whom, wherever the title stands."""

from __future__ import annotations

import pytest

from tests.facts.told import holders, told


@pytest.mark.parametrize(
    ("text", "holder", "title", "within"),
    [
        # before the name
        ("Estonian Foreign Minister Tarmo Saar spoke.", "Tarmo Saar", "Foreign Minister", "Estonia"),
        ("Estonia's Foreign Minister Tarmo Saar spoke.", "Tarmo Saar", "Foreign Minister", "Estonia"),
        ("Foreign Minister Tarmo Saar of Estonia spoke.", "Tarmo Saar", "Foreign Minister", "Estonia"),
        ("Estonian Deputy Prime Minister Tarmo Saar spoke.", "Tarmo Saar", "Deputy Prime Minister", "Estonia"),
        ("Former Foreign Minister Tarmo Saar of Estonia spoke.", "Tarmo Saar", "Former Foreign Minister", "Estonia"),
        ("Ambassador Lena Brandt headed the Austrian delegation.", "Lena Brandt", "Ambassador", "Austria"),
        # before the name, a comma between
        ("Ghana's Foreign Minister, Akosua Darko, spoke.", "Akosua Darko", "Foreign Minister", "Ghana"),
        ("The Estonian foreign minister, Tarmo Saar, spoke.", "Tarmo Saar", "foreign minister", "Estonia"),
        ("Mexico's Deputy Minister for Latin America, Carmen Ruiz, spoke.", "Carmen Ruiz", "Deputy Minister for Latin America", "Mexico"),
        # after the name
        ("Tarmo Saar, Estonia's deputy prime minister, spoke.", "Tarmo Saar", "deputy prime minister", "Estonia"),
        ("Tarmo Saar, the Estonian foreign minister, spoke.", "Tarmo Saar", "foreign minister", "Estonia"),
        ("Tarmo Saar, foreign minister of Estonia, spoke.", "Tarmo Saar", "foreign minister", "Estonia"),
        ("Yvonne Okoro, Nigeria's special envoy for the Sahel, arrived.", "Yvonne Okoro", "special envoy for the Sahel", "Nigeria"),
        # in a relative clause
        ("Lena Brandt, who is deputy head of the Austrian mission, spoke to reporters.", "Lena Brandt", "deputy head", "Austria"),
        ("Irakli Beridze, who chairs the Black Sea Forum, spoke.", "Irakli Beridze", "chair of the Black Sea Forum", "Black Sea Forum"),
    ],
)  # fmt: skip
def test_an_office_wherever_its_title_stands(text: str, holder: str, title: str, within: str) -> None:
    """Before the name, set off by commas, after it, in a relative clause: holder, title without its owner, and for whom."""
    (position,) = told(text).positions
    assert position.holder == holder
    assert position.title.casefold().startswith(title.casefold())
    assert within in position.within or within in position.title


def test_organisations_have_offices() -> None:
    """For whom is not always a state."""
    found = told("NATO Secretary General Erik Holm met Montenegrin President Vuk Lazar in Brussels on 3 May 2024.")
    (title, within), *rest = holders(found)["Erik Holm"]
    assert not rest
    assert title.endswith("Secretary General")
    assert within == {"North Atlantic Treaty Organization"}


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Ministers Péter Szabó of Hungary and Marko Lukić of Serbia met in Subotica on 2 May 2024.",
        "Foreign Minister Péter Szabó of Hungary and Foreign Minister Marko Lukić of Serbia met in Subotica.",
        "Hungarian Foreign Minister Péter Szabó and Serbian Foreign Minister Marko Lukić met in Subotica.",
    ],
)
def test_a_plural_title_is_everyones(text: str) -> None:
    """Each holds it, in the singular, and for his own state."""
    assert holders(told(text)) == {"Péter Szabó": [("Foreign Minister", {"Hungary"})], "Marko Lukić": [("Foreign Minister", {"Serbia"})]}


def test_a_plural_title_without_states() -> None:
    """Whose the presidents are is not invented."""
    found = told("Presidents Themba Moyo and Lazarus Banda met in Blantyre on Friday.")
    assert holders(found) == {"Themba Moyo": [("President", set())], "Lazarus Banda": [("President", set())]}


def test_two_after_their_names() -> None:
    """Each apposition belongs to the name before it."""
    found = told("Ana Ionescu, President of Romania, and Irakli Beridze, Prime Minister of Georgia, met in Batumi on 3 May 2024.")
    offices = holders(found)
    assert {name: (title.split(" of ")[0], within) for name, [(title, within)] in offices.items()} == {
        "Ana Ionescu": ("President", {"Romania"}),
        "Irakli Beridze": ("Prime Minister", {"Georgia"}),
    }


def test_two_offices_of_one_person() -> None:
    """What he chairs besides is a second office."""
    found = told("Georgian Prime Minister Irakli Beridze, who also chairs the Black Sea Forum, spoke.")
    assert {title for title, _ in holders(found)["Irakli Beridze"]} == {"Prime Minister", "chair of the Black Sea Forum"}


def test_an_office_told_twice_is_one() -> None:
    """Shorter or longer, it is the same."""
    found = told(
        "Estonian Foreign Minister Tarmo Saar spoke in Valka. Minister Saar left. Foreign Minister Saar will return, Estonia said."
    )
    assert holders(found) == {"Tarmo Saar": [("Foreign Minister", {"Estonia"})]}


@pytest.mark.parametrize(
    "text", ["Officials from Estonia and members of parliament met.", "The foreign minister of Estonia spoke.", "The diplomat left."]
)
def test_without_a_name_nobody_holds_an_office(text: str) -> None:
    """Titles alone give no position."""
    assert told(text).positions == ()


def test_being_an_official_is_no_office() -> None:
    """ "Diplomat" and "official" describe."""
    assert told("Estonian diplomat Tarmo Saar spoke.").positions == ()


@pytest.mark.parametrize("text", ["Tarmo Saar met reporters in Valka.", "Tarmo Saar and Anna Kask, both from Valka, spoke."])
def test_no_office_is_invented(text: str) -> None:
    """A name alone gives none."""
    assert told(text).positions == ()


@pytest.mark.parametrize(
    ("text", "holder", "title", "within"),
    [
        # the office's field right before the name, honorifics between, an employer between commas
        ("Minister of Mines and Water Peter Mokoena of Namibia spoke.", "Peter Mokoena", "Minister of Mines and Water", "Namibia"),
        ("The President of Ghana, His Excellency Dr Kofi Asante, spoke.", "Kofi Asante", "President of Ghana", "Ghana"),
        ("The Emir of Kuwait, Sheikh Nasser Al-Omar, spoke.", "Nasser Al-Omar", "Emir of Kuwait", "Kuwait"),
        ("Jane Fox, Director, World Bank, told us.", "Jane Fox", "Director", "World Bank"),
        # whose it is stands beside the name or is not what it deals with
        ("Mali's Moussa Cissé, the foreign minister, spoke in Accra.", "Moussa Cissé", "foreign minister", "Mali"),
        ("Norway's special envoy for Sri Lanka, Erik Dahl, spoke.", "Erik Dahl", "special envoy for Sri Lanka", "Norway"),
        # told by a clause
        ("The Fisheries Panel, chaired by Ana Costa of Portugal, met.", "Ana Costa", "chair of the Fisheries Panel", "Fisheries Panel"),
        ("Ana Costa is the foreign minister of Portugal.", "Ana Costa", "foreign minister", "Portugal"),
        ("Parliament elected Ana Costa president of Portugal.", "Ana Costa", "president", "Portugal"),
        ("Ana Costa served as foreign minister of Portugal.", "Ana Costa", "foreign minister", "Portugal"),
        ("Ana Costa, the lawyer who is Portugal's chief negotiator, spoke.", "Ana Costa", "chief negotiator", "Portugal"),
    ],
)  # fmt: skip
def test_an_office_told_sideways(text: str, holder: str, title: str, within: str) -> None:
    """Through honorifics and employers, by a possessive before the name, by who chairs, is, was elected or served as what."""
    (position,) = told(text).positions
    assert position.holder == holder
    assert position.title.casefold().startswith(title.casefold())
    assert within in position.within


def test_one_plural_title_gives_each_his_own_country() -> None:
    """As many countries as persons, in the same order, before the names or after them."""
    after = told("Jan Berg and Ivo Maric, the foreign ministers of Norway and Croatia, spoke.")
    before = told("The foreign ministers of Norway and Croatia, Jan Berg and Ivo Maric, spoke.")
    for found in (after, before):
        assert {name: within for name, ((_, within),) in holders(found).items()} == {"Jan Berg": {"Norway"}, "Ivo Maric": {"Croatia"}}


def test_two_offices_joined_by_and() -> None:
    """Once the first has said whose it is, what follows "and" is another office."""
    found = told("Ana Costa, President of the Republic of Chad and Chairperson of the African Union, spoke.")
    assert {(p.title, p.within[0]) for p in found.positions} == {
        ("President of the Republic of Chad", "Chad"),
        ("Chairperson of the African Union", "African Union"),
    }


def test_a_successor_has_the_office_of_the_one_succeeded() -> None:
    """The title and the country are those of the person named."""
    found = told("Foreign Minister Ivo Maric of Croatia left. Ana Babic, Maric's successor, stayed.")
    assert holders(found)["Ana Babic"] == [("Foreign Minister", {"Croatia"})]


def test_a_part_of_an_organisation_has_the_whole_for_employer() -> None:
    """A department's director is the ministry's."""
    (position,) = told("Ivo Maric, Director of the Department for Disarmament of the Croatian Foreign Ministry, spoke.").positions
    assert position.within == ("Croatian Foreign Ministry",)


def test_colleagues_in_the_order_of_their_countries() -> None:
    """ "his Greek and Croatian colleagues, A and B"."""
    found = told("Foreign Minister Jan Berg of Norway met his Greek and Croatian colleagues, Nikos Papas and Ivo Maric.")
    assert {name: titles for name, titles in holders(found).items() if name != "Jan Berg"} == {
        "Nikos Papas": [("Foreign Minister", {"Greece"})],
        "Ivo Maric": [("Foreign Minister", {"Croatia"})],
    }


@pytest.mark.parametrize(
    ("text", "holder", "title", "within"),
    [
        ("Former Finnish president Martta Laine mediated.", "Martta Laine", "Former Finnish president", "Finland"),
        ("Ivo Maric, once Croatia's envoy in Oslo, disagreed.", "Ivo Maric", "envoy in Oslo", "Croatia"),
        ("Jane Fox, US Ambassador to South Sudan, left.", "Jane Fox", "Ambassador to South Sudan", "United States"),
        ("Ghana's Representative to the United Nations, Kofi Asante, spoke.", "Kofi Asante", "Representative", "Ghana"),
        ("Speaker of the Parliament of Chad Ali Sani spoke.", "Ali Sani", "Speaker", "Parliament of Chad"),
        ("Ghana appointed Kofi Asante ambassador.", "Kofi Asante", "ambassador", "Ghana"),
        ("Kofi Asante became Ghana's foreign minister in 2019.", "Kofi Asante", "foreign minister", "Ghana"),
        ("U.S. Under Secretary Jane Fox spoke.", "Jane Fox", "Under Secretary", "United States"),
    ],
)  # fmt: skip
def test_former_posted_and_appointed(text: str, holder: str, title: str, within: str) -> None:
    """What an office was, where it is posted and who gave it leave title and owner what they are."""
    (position,) = told(text).positions
    assert position.holder == holder
    assert position.title.startswith(title)
    assert position.within == (within,)


def test_an_office_is_not_of_another_persons_country() -> None:
    """A country that belongs to somebody else of the sentence says nothing."""
    found = told("Chancellor Karl Weber and Prime Minister Elin Strand of Norway met in Bergen.")
    assert holders(found)["Karl Weber"] == [("Chancellor", set())]


def test_two_ministers_of_a_talk_between_two_countries() -> None:
    """Whose order they follow when nothing else is said."""
    found = told("Fiji and Tonga held talks on Monday. The Fiji-Tonga talks were opened by Deputy Ministers Ratu Vula and Sione Taufa.")
    assert {name: within for name, ((_, within),) in holders(found).items()} == {"Ratu Vula": {"Fiji"}, "Sione Taufa": {"Tonga"}}


def test_a_series_of_countries_and_names_under_one_plural_title() -> None:
    """ "The Presidents of X, A; of Y, B; and of Z, C"."""
    found = told("The Presidents of the Republic of Chad, Ali Sani; of Mali, Moussa Keita; and of Togo, Yao Mensah, gathered in Lomé.")
    assert holders(found) == {
        "Ali Sani": [("President", {"Chad"})],
        "Moussa Keita": [("President", {"Mali"})],
        "Yao Mensah": [("President", {"Togo"})],
    }


@pytest.mark.parametrize(
    ("text", "holder", "title", "within"),
    [
        ("Yao Mensah, adviser to President Kodjo Adjei of Togo, left.", "Yao Mensah", "adviser to President", "Togo"),
        ("Minister of Mines of Togo Yao Mensah MP spoke.", "Yao Mensah", "Minister of Mines", "Togo"),
        ("Yao Mensah presented his credentials as Ambassador of Togo.", "Yao Mensah", "Ambassador", "Togo"),
        ("Togo's London-based envoy, Yao Mensah, spoke.", "Yao Mensah", "envoy", "Togo"),
        ("Yao Mensah, head of Togo's European affairs bureau, spoke.", "Yao Mensah", "head of Togo's European affairs bureau", "Togo"),
    ],
)  # fmt: skip
def test_what_an_office_deals_with_is_not_its_owner(text: str, holder: str, title: str, within: str) -> None:
    """The one who is served, letters after a name, a seat abroad and a field of work change neither holder nor owner."""
    found = next(p for p in told(text).positions if p.holder == holder)
    assert found.title.startswith(title)
    assert found.within == (within,)


def test_an_office_told_of_somebody_named_before() -> None:
    """ "The Togolese president" is the one Togolese of the story, unless another office of his is told."""
    found = told("Yao Mensah of Togo met Ali Sani of Chad. The Togolese president was pleased.")
    assert holders(found)["Yao Mensah"] == [("president", {"Togo"})]
    found = told("Foreign Minister Yao Mensah of Togo met Ali Sani of Chad. The Togolese president was pleased.")
    assert holders(found)["Yao Mensah"] == [("Foreign Minister", {"Togo"})]


def offices(text: str) -> set[tuple[str, str, tuple[str, ...]]]:
    """Who holds what where."""
    return {(p.holder, p.title, p.within) for p in told(text).positions}


def test_one_title_for_as_many_states_as_persons() -> None:
    """In two lists one after the other, or state by state."""
    text = "The Prime Ministers of Denmark, Norway and Sweden, Mette Hansen, Jonas Berg and Ulf Larsson, met in Stockholm."
    ministers = {("Mette Hansen", "Denmark"), ("Jonas Berg", "Norway"), ("Ulf Larsson", "Sweden")}
    assert offices(text) == {(person, "Prime Minister", (state,)) for person, state in ministers}
    text = "The Presidents of the Republic of Chad, Adam Brown; of the Republic of Mali, Oumar Diallo; and of Niger, Ali Issa, met in Lomé."
    presidents = {("Adam Brown", "Chad"), ("Oumar Diallo", "Mali"), ("Ali Issa", "Niger")}
    assert offices(text) == {(person, "President", (state,)) for person, state in presidents}
    text = "The two chief negotiators, Petar Petrovic for Serbia and Besim Berisha for Kosovo, will meet on 15 May."
    assert offices(text) == {("Petar Petrovic", "chief negotiator", ("Serbia",)), ("Besim Berisha", "chief negotiator", ("Kosovo",))}


def test_who_speaks_for_a_president_is_none() -> None:
    """Each has an office."""
    found = offices("Anna Berg, spokeswoman for President Luis Rojas of Chile, confirmed it.")
    assert found == {("Anna Berg", "spokeswoman for President Luis Rojas", ("Chile",)), ("Luis Rojas", "President", ("Chile",))}


def test_in_the_chair() -> None:
    """Without a verb of chairing."""
    chair = ("Anna Berg", "chair of the Drafting Committee", ("Drafting Committee",))
    assert offices("The Drafting Committee had Anna Berg of Norway in the chair.") == {chair}
    assert offices("The Drafting Committee met in Oslo under the chairmanship of Anna Berg.") == {chair}


def test_kings_known_by_their_title() -> None:
    """The title is part of the name in the gazetteer, and an office all the same."""
    assert ("King Hussein", "King", ("Jordan",)) in offices("King Hussein of Jordan and Yitzhak Rabin shook hands in 1994.")


def test_a_counterpart_has_the_office_and_not_its_owner() -> None:
    """And a royal highness is no office."""
    text = "His Royal Highness Prince Ali Musa, foreign minister of Saudi Arabia, and Reza Amiri, his Iranian counterpart, met."
    assert offices(text) == {
        ("Ali Musa", "foreign minister of Saudi Arabia", ("Saudi Arabia",)),
        ("Reza Amiri", "foreign minister", ("Iran",)),
    }
