"""Agreements of several parts: lists, what a colon introduces, and terms that other sentences and clauses go on with."""

from __future__ import annotations

import pytest

from tests.facts.told import told


def contents(text: str) -> list[str]:
    return [a.content for a in told(text).agreements if a.status == "agreed"]


def test_a_list_of_nouns_is_one_thing_each() -> None:
    """Nouns with an article and words of their own are things of their own, whatever the parser hangs them on."""
    text = (
        "The generals of Chad and Niger settled on an end to the shelling, "
        "the release of forty prisoners and a joint patrol that would guard the wells."
    )
    assert contents(text) == ["an end to the shelling", "the release of forty prisoners", "a joint patrol that would guard the wells"]


def test_two_nouns_of_one_phrase_are_one_thing() -> None:
    """Nouns that share what follows them are not taken apart."""
    assert contents("Chad and Niger agreed on the repair and the reopening of the bridge.") == [
        "the repair and the reopening of the bridge"
    ]


def test_a_colon_introduces_what_a_deal_holds() -> None:
    """The parts of a memorandum after a colon."""
    text = (
        "Three days of talks between Chad and Niger in Lomé produced a memorandum: "
        "a withdrawal from the valley, a security plan verified by Mali, and the opening of the airport."
    )
    assert contents(text) == ["a withdrawal from the valley", "a security plan verified by Mali", "the opening of the airport"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Chad and Niger struck a deal on Monday. Within ninety days the Chadians will free the captives.",
            "Within ninety days the Chadians will free the captives",
        ),
        (
            "Chad and Niger signed an accord on Monday. Chadian troops are to be out of the valley by May.",
            "Chadian troops are to be out of the valley by May",
        ),
        (
            "Chad and Niger struck a deal on Monday.\n\nMonitoring is to be entrusted to a team of officers.",
            "Monitoring is to be entrusted to a team of officers",
        ),
        ("The guns are to fall silent on Thursday after Chad and Niger struck a bargain.", "The guns are to fall silent on Thursday"),
        (
            "The last soldiers are to be out of the valley by May under an accord that Chad concluded with Niger.",
            "The last soldiers are to be out of the valley by May",
        ),
    ],
)
def test_terms_are_told_around_the_deal(text: str, content: str) -> None:
    """What is to be, by verb or adverb, in the sentence of the deal, the next one or the next paragraph."""
    assert content in contents(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Chad and Niger swapped prisoners on Saturday.", "swapped prisoners"),
        ("Chad and Niger stopped firing at dawn on Saturday.", "stopped firing"),
        ("Chad and Niger signed up to full access to the files.", "full access to the files"),
        ("The ministers of Chad and Niger shook hands on a joint patrol of the lake.", "a joint patrol of the lake"),
        ("In 1994 the presidents of Chad and Niger bound their countries into a Federation.", "bound their countries into a Federation"),
        ("Chad and Niger concluded a truce on Monday.", "a truce"),
    ],
)
def test_agreeing_by_doing(text: str, content: str) -> None:
    """What two sides do that neither can do alone is agreed."""
    assert any(c.startswith(content) for c in contents(text))


def test_one_side_alone_swaps_nothing() -> None:
    """The same verbs of one side tell no agreement."""
    assert not contents("The Chadian artillery stopped firing at dawn.")
