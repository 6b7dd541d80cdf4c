"""When two documents speak of one person, and when of two."""

from __future__ import annotations

import pytest

from kg.identity import identify
from kg.identity.names import sound
from kg.identity.persons import parse
from tests.identity.tell import Tale, facts

SPELLINGS = """
Sergei Ryabkov = Sergey Ryabkov
Serdar Kilic = Serdar Kılıç
Mevlut Cavusoglu = Mevlüt Çavuşoğlu
Alexander Lavrentiev = Aleksandr Lavrentyev
Aleksandr Bessmertnykh = Alexander Bessmertnykh
Kim Jong Un = Kim Jong-un
Wendy R. Sherman = Wendy Sherman
Sadyr Japarov = Sadyr Zhaparov
Akylbek Japarov = Akylbek Zhaparov
Hossein Amir-Abdollahian = Hossein Amirabdollahian
Faisal bin Farhan = Prince Faisal bin Farhan
Musaid al-Aiban = Musaad bin Mohammed Al Aiban
Mariam al-Sadiq al-Mahdi = Mariam al-Mahdi
Bola Ahmed Tinubu = H.E. Bola Tinubu
Leonardo Santos Simão = Santos Simao
Saimumin Yatimov = Saymumin Yatimov
Taalaibek Ibraev = Taalaybek Ibrayev
Jurabek Mirzamahmudov = Jorabek Mirzamakhmudov
Vladimir Yermakov = Vladimir Ermakov
Volodymyr Zelensky = Volodymyr Zelenskyy
Emomali Rahmon = Emomalii Rahmon
Mikhail Gorbachev = Mikhail Gorbachov
Recep Tayyip Erdoğan = Tayyip Erdogan
Luis Vayas Valdivieso = Vayas Valdivieso
Faure Essozimna Gnassingbé = Faure Gnassingbe
Cecilia Malmström = Cecilia Malmstrom
Jürg Lauber = Jurg Lauber
Сергей Рябков = Sergey Ryabkov
Redwan Hussien = Redwan Hussein
Dr. Omar Alieu Touray = Omar Touray
"""
NAMESAKES = """
Kim Jong Un | Kim Jong Il
Kim Do-gyun | Kim Jong Un
Kim Yong Chol | Kim Yong Nam
George W. Bush | George H. W. Bush
George Bush Sr. | George Bush Jr.
Sadyr Japarov | Akylbek Japarov
Sergei Ryabkov | Sergei Lavrov
Sergei Lavrov | Vladimir Lavrov
Ilham Aliyev | Heydar Aliyev
Wang Yi | Wang Wenbin
Vladimir Putin | Vladimir Rudin
Boris Johnson | Boris Johnston
Dmitry Medvedev | Anna Medvedeva
Li Keqiang | Li Qiang
John Miller | John Muller
Hassan Rouhani | Hassan Nasrallah
"""


def pairs(lines: str, sign: str) -> list[tuple[str, str]]:
    return [(a.strip(), b.strip()) for a, b in (line.split(sign) for line in lines.strip().splitlines())]


def same(one: Tale, other: Tale, a: str, b: str) -> bool:
    names = identify(facts(one, other)).names
    return names[one.document, a] == names[other.document, b]


@pytest.mark.parametrize(("a", "b"), pairs(SPELLINGS, "="))
def test_spellings_of_one_name_are_one_person(a: str, b: str) -> None:
    """Transliterations, initials, particles, titles and middle names don't make two of one."""
    one, other = Tale("one"), Tale("other")
    assert same(one, other, one.person(a, of="RU"), other.person(b, of="RU"))


@pytest.mark.parametrize(("a", "b"), pairs(NAMESAKES, "|"))
def test_people_who_share_a_part_of_their_names_are_two(a: str, b: str) -> None:
    """One surname, or nearly one name, of one state: still two people."""
    one, other = Tale("one"), Tale("other")
    assert not same(one, other, one.person(a, of="RU"), other.person(b, of="RU"))


def test_full_namesakes_of_different_states_are_two() -> None:
    """Ali Hassan of Iraq is not Ali Hassan of Somalia."""
    one, other = Tale("one"), Tale("other")
    assert not same(one, other, one.person("Ali Hassan", of="IQ"), other.person("Ali Hassan", of="SO"))


@pytest.mark.parametrize(("a", "b"), [("Hayashi Yoshimasa", "Yoshimasa Hayashi"), ("B. Akchulakov", "Bolat Akchulakov")])
def test_turned_names_and_initials_need_more_than_the_name(a: str, b: str) -> None:
    """Family name first, or an initial for the given name: one person when the state agrees, else unknown and so two."""
    one, other = Tale("one"), Tale("other")
    assert same(one, other, one.person(a, of="KZ"), other.person(b, of="KZ"))
    one, other = Tale("one"), Tale("other")
    assert not same(one, other, one.person(a), other.person(b))


def test_a_surname_alone_joins_the_one_who_fits() -> None:
    """Ryabkov, a Russian diplomat, is Sergey Ryabkov; Ryabkov of whom nothing is known is nobody we know."""
    one, other, third = Tale("one"), Tale("other"), Tale("third")
    full = one.person("Sergey Ryabkov", of="RU", title="Deputy Foreign Minister")
    fits, unknown = other.person("Ryabkov", of="RU"), third.person("Ryabkov")
    names = identify(facts(one, other, third)).names
    assert names["one", full] == names["other", fits] == "person/sergey-ryabkov"
    assert names["third", unknown] == "person/ryabkov"


def test_an_office_tells_whom_a_surname_means() -> None:
    """President Kim is the president of that name, not the general."""
    one, other = Tale("one"), Tale("other")
    leader = one.person("Kim Jong Un", of="KP", title="President")
    general = one.person("Kim Yong Chol", of="KP", title="General")
    bare = other.person("Kim", of="KP", title="president of North Korea")
    names = identify(facts(one, other)).names
    assert names["other", bare] == names["one", leader] != names["one", general]


def test_a_surname_that_fits_two_joins_neither() -> None:
    """Two Ivanovs of one state: a third document's Ivanov stays apart, and the two don't become one through it."""
    one, other, third = Tale("one"), Tale("other"), Tale("third")
    a, b, bare = one.person("Sergei Ivanov", of="RU"), other.person("Igor Ivanov", of="RU"), third.person("Ivanov", of="RU")
    names = identify(facts(one, other, third)).names
    assert len({names["one", a], names["other", b], names["third", bare]}) == 3


def test_a_name_between_two_namesakes_joins_neither() -> None:
    """George Bush may be either of George W. Bush and George H. W. Bush."""
    tales = [Tale("one"), Tale("other"), Tale("third")]
    keys = [tale.person(name, of="US") for tale, name in zip(tales, ("George W. Bush", "George H. W. Bush", "George Bush"), strict=True)]
    names = identify(facts(*tales)).names
    assert len({names[tale.document, key] for tale, key in zip(tales, keys, strict=True)}) == 3


def test_what_one_document_tells_apart_stays_apart() -> None:
    """A document that speaks of George Bush and of George W. Bush means two."""
    one, other = Tale("one"), Tale("other")
    elder, younger = one.person("George Bush", of="US"), one.person("George W. Bush", of="US")
    again = other.person("George W. Bush", of="US")
    names = identify(facts(one, other)).names
    assert names["one", younger] == names["other", again] != names["one", elder]


@pytest.mark.parametrize(
    ("label", "tokens"),
    [
        ("Deputy Foreign Minister Sergei Ryabkov", ("sergei", "ryabkov")),
        ("Wendy R. Sherman", ("wendy", "r", "sherman")),
        ("H.E. Bola Ahmed Tinubu", ("bola", "ahmed", "tinubu")),
        ("An Ik-san", ("an", "ik", "san")),
        ("al-Aiban", ("aiban",)),
        ("B.Akchulakov", ("b", "akchulakov")),
        ("the diplomat", ()),
        ("President", ()),
        ("", ()),
    ],
)
def test_a_name_without_its_titles(label: str, tokens: tuple[str, ...]) -> None:
    """Titles and particles go, initials stay, descriptions are no names."""
    assert parse(label).tokens == tokens


@pytest.mark.parametrize(
    ("a", "b"), [("zhaparov", "japarov"), ("yermakov", "ermakov"), ("zelenskiy", "zelenskyy"), ("akhromeyev", "ahromeyev")]
)
def test_transliterations_sound_alike(a: str, b: str) -> None:
    """Romanisations of one name have one sound."""
    assert sound(a) == sound(b)
