"""Agreements in the words of communiqués, declarations, minutes and decisions."""

from __future__ import annotations

import pytest

from tests.facts.told import told

# ------------------------------------------------------------------ lists of points


@pytest.mark.parametrize(
    "opening", ["The Council decided:", "The Council has resolved as follows:", "The Council agreed on the following:"]
)
def test_points_that_a_verb_introduces(opening: str) -> None:
    """Each predicate of each point is one thing agreed."""
    text = f"The Council of the African Union met in Accra on 3 May 2024.\n\n{opening}\n\n(a) to open an office in Lomé;\n\n"
    text += "(b) that observers should be sent to Bamako;\n\n(c) to halve the levy and to publish the accounts.\n"
    found = told(text).agreements
    assert [a.content for a in found] == [
        "open an office in Lomé",
        "observers should be sent to Bamako",
        "halve the levy",
        "publish the accounts",
    ]
    assert all((a.status, a.when.start) == ("agreed", "2024-05-03") for a in found)


def test_points_that_no_agreeing_introduces() -> None:
    """Tell nothing agreed."""
    text = "The envoy visited Accra.\n\nHe hoped:\n\n(a) to see the port;\n\n(b) to meet the governor.\n"
    assert told(text).agreements == ()


# ------------------------------------------------------------------ how bodies and formal texts decide


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Summit directed that a task force be put in place in Bissau.", "a task force be put in place in Bissau"),
        ("Council approved the budget for 2025.", "the budget for 2025"),
        ("The budget for 2025 was adopted by 12 votes to 2.", "The budget for 2025"),
        ("The mandate of the panel was brought to an end.", "The mandate of the panel was brought to an end"),
        ("The status of observer was granted to Turkey.", "The status of observer was granted to Turkey"),
        ("The ministers gave instructions to convene the commission in Lomé.", "convene the commission in Lomé"),
        ("The ministers spoke in favour of holding a fair in Lomé.", "holding a fair in Lomé"),
        ("The ministers concurred in the need for a customs post.", "the need for a customs post"),
        ("They announced the elevation of their ties to a partnership.", "the elevation of their ties to a partnership"),
    ],
)
def test_deciding_in_formal_words(text: str, content: str) -> None:
    """A body that the text does not name in full, its passives, instructions and announcements."""
    found = told("The Council of Ministers of ECOWAS met in Accra on 3 May 2024. " + text).agreements
    assert [(a.content, a.status) for a in found] == [(content, "agreed")]


@pytest.mark.parametrize(
    "text", ["Summit heard a report of the secretary.", "Summit called the attack an outrage.", "The panel gave its opinion."]
)
def test_what_bodies_do_besides(text: str) -> None:
    """Is nothing agreed."""
    assert told("The Council of Ministers of ECOWAS met in Accra on 3 May 2024. " + text).agreements == ()


def test_one_subject_with_several_tasks() -> None:
    """What the same subject "will do and do" is one thing agreed; infinitives are one each."""
    text = "Chad and Niger agreed on 3 May 2024 to open the road and to close the pit. A joint team will draw up a plan and oversee it."
    assert [a.content for a in told(text).agreements] == [
        "open the road",
        "close the pit",
        "A joint team will draw up a plan and oversee it",
    ]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Both sides agreed to open a rail link by way of Diffa, to restore the bus line, and to share weather data.",
            ["open a rail link by way of Diffa", "restore the bus line", "share weather data"],
        ),
        ("It was decided, in view of the floods, to postpone the fair.", ["postpone the fair"]),
        ("Recalling that the road had been closed in May, the two sides agreed that a ferry should run.", ["a ferry should run"]),
        (
            "The two sides entrusted the creation of a fund to the finance ministries.",
            ["entrusted the creation of a fund to the finance ministries"],
        ),
    ],
)
def test_contents_that_stand_apart(text: str, contents: list[str]) -> None:
    """Lists of infinitives, what follows an insertion, what follows an opening clause, who is charged."""
    found = told("Chad and Niger held talks in Niamey on 3 May 2024. " + text).agreements
    assert [a.content for a in found] == contents


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A suggestion that a standing council oversee the text was considered and not retained.", "rejected"),
        ("A paragraph on grazing was lost when Chad objected.", "rejected"),
        ("Niger's initiative for an International School of Grazing will be pursued in consultations.", "proposed"),
    ],
)
def test_what_became_of_proposals_in_minutes(text: str, status: str) -> None:
    """By the last thing that was done with them."""
    found = told("Chad and Niger held talks in Niamey on 3 May 2024. " + text).agreements
    assert [a.status for a in found] == [status]
