"""Working groups and their kin: named, plain or known by their task; whose, for what, set up by which agreement."""

from __future__ import annotations

import pytest

from kg.model import WorkingGroup
from tests.facts.told import told


def only(text: str) -> WorkingGroup:
    found = told(text).groups
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("words", "mandate"),
    [
        ("a joint commission on fisheries", "fisheries"),
        ("a working group on grazing rights", "grazing rights"),
        ("a joint committee on trade", "trade"),
        ("the Working Group on Icebreakers", "Icebreakers"),
        ("a Joint Commission on Arctic Shipping", "Arctic Shipping"),
        ("an expert group on mines", "mines"),
        ("a task force on locusts", "locusts"),
    ],
)
def test_a_group_is_set_up(words: str, mandate: str) -> None:
    """Capitalised or plain: its parties, its mandate, and the agreement that establishes it."""
    found = told(f"Chile and Peru agreed to set up {words}.")
    (group,) = found.groups
    (agreement,) = found.agreements
    assert (set(group.party), group.mandate, group.established_by) == ({"Chile", "Peru"}, mandate, (agreement.key,))
    assert (agreement.action, agreement.object, agreement.status) == ("establish", (group.entity,), "agreed")


@pytest.mark.parametrize(
    "text",
    [
        "Finland and Sweden agreed to create a joint committee on ice.",
        "Finland and Sweden agreed to form a joint committee on ice.",
        "Finland and Sweden agreed to establish a joint committee on ice.",
        "Finland and Sweden decided to set up a joint committee on ice.",
        "Finland and Sweden established a joint committee on ice.",
        "Finland and Sweden agreed that a joint committee on ice would be set up.",
        "Finland and Sweden agreed on the creation of a joint committee on ice.",
        "A joint committee on ice was set up by Finland and Sweden.",
    ],
)
def test_setting_up_in_many_words(text: str) -> None:
    """Verbs and nouns of setting up, active and passive."""
    found = told(text)
    (group,) = found.groups
    assert (group.entity, set(group.party)) == ("joint committee on ice", {"Finland", "Sweden"})
    assert [(a.action, a.status) for a in found.agreements] == [("establish", "agreed")]


def test_a_group_without_a_topic() -> None:
    """It is a group all the same."""
    assert set(only("Finland and Sweden agreed to create a working group.").party) == {"Finland", "Sweden"}


def test_a_proposed_group_is_established_by_a_proposal() -> None:
    """Nobody agreed yet."""
    found = told("Nepal proposed to set up a joint committee on trade.")
    assert [a.status for a in found.agreements] == ["proposed"]
    assert [g.entity for g in found.groups] == ["joint committee on trade"]


def test_a_group_told_twice_is_one() -> None:
    """By its name again or by its head noun."""
    group = only(
        "The Joint Commission on Shipping met in Oulu on Friday. The Joint Commission on Shipping will meet again. The commission left."
    )
    assert group.entity == "Joint Commission on Shipping"


def test_two_groups_by_name() -> None:
    """Both are objects of the one agreement that sets them up."""
    found = told("Finland and Sweden agreed to set up the Working Group on Radar and the Working Group on Ice.")
    assert {g.entity for g in found.groups} == {"Working Group on Radar", "Working Group on Ice"}
    assert {o for a in found.agreements for o in a.object} == {"Working Group on Radar", "Working Group on Ice"}


def test_two_groups_by_task() -> None:
    """ "One group will deal with A, another with B": each is known by its task."""
    found = told(
        "Finland and Sweden agreed to form two working groups. One of them will deal with icebreakers. The other will deal with herring."
    )
    assert {"icebreakers", "herring"} <= {g.mandate for g in found.groups}


def test_a_group_meets() -> None:
    """As participant and series of its session."""
    found = told("The fourth meeting of the Joint Commission on Arctic Shipping took place in Oulu on 9 May 2024.")
    (meeting,) = found.meetings
    assert (meeting.ordinal, meeting.process) == (4, ("Joint Commission on Arctic Shipping",))


def test_states_hold_a_groups_session() -> None:
    """They are its parties."""
    found = told("Kuwait and Oman held the fifth session of the Joint Committee on Trade in Muscat on 12 March 2024.")
    (group,) = found.groups
    assert set(group.party) == {"Kuwait", "Oman"}


@pytest.mark.parametrize("text", ["The group left.", "A group of tourists from Chile and Peru arrived.", "Rebel groups fought on."])
def test_other_groups_are_none(text: str) -> None:
    """Only what is set up for a task."""
    assert told(text).groups == ()


@pytest.mark.parametrize(
    ("text", "name", "party", "mandate"),
    [
        (
            "Ghana and Togo will establish a Joint Border Authority to manage crossings.",
            "Joint Border Authority",
            {"Ghana", "Togo"},
            "manage crossings",
        ),
        (
            "The presidents of Peru and Bolivia agreed to create a binational commission charged with cleaning up the lake.",
            "binational commission",
            {"Peru", "Bolivia"},
            "cleaning up the lake",
        ),
        (
            "A trilateral mechanism was set up by Kenya, Uganda and Tanzania with the task of tracking locusts.",
            "trilateral mechanism",
            {"Kenya", "Uganda", "Tanzania"},
            "tracking locusts",
        ),
        (
            "Peru and Chile launched a Salt Platform, which will mediate between producers.",
            "Salt Platform",
            {"Peru", "Chile"},
            "mediate between producers",
        ),
        (
            "Peru and Chile inaugurated the Strategic Council, whose job is to plan rail links.",
            "Strategic Council",
            {"Peru", "Chile"},
            "plan rail links",
        ),
        (
            "Peru and Chile entrusted the search for wrecks to a joint commission.",
            "joint commission",
            {"Peru", "Chile"},
            "the search for wrecks",
        ),
        (
            "Peru and Chile tasked a group of experts with drafting a customs code.",
            "group of experts",
            {"Peru", "Chile"},
            "drafting a customs code",
        ),
        (
            "A Joint Commission of Peru and Chile supervised the withdrawal of the troops.",
            "Joint Commission of Peru and Chile",
            {"Peru", "Chile"},
            "supervised the withdrawal of the troops",
        ),
    ],
)
def test_what_a_group_is_for(text: str, name: str, party: set[str], mandate: str) -> None:
    """Its task in any of the words for it; its parties are those who set it up."""
    group = only(text)
    assert (group.entity, set(group.party), group.mandate) == (name, party, mandate)


def test_the_whole_that_a_group_is_part_of() -> None:
    """The organisation whose it is; what its name says it is about is no party."""
    group = only("The African Union's High-Level Panel on the Sudan met on Friday.")
    assert (group.part_of, group.party) == (("African Union",), ("African Union",))


def test_a_group_for_each_subject() -> None:
    """As many as are counted."""
    found = told("Finland and Sweden set up three working groups, on trade, energy and defence.")
    assert {g.mandate for g in found.groups} == {"trade", "energy", "defence"}


def test_a_subject_beside_the_pronoun() -> None:
    """ "One of them, on …"."""
    found = told("Finland and Sweden set up two working groups. One of them, on salmon, met in Oulu in May.")
    assert "working group on salmon" in {g.entity for g in found.groups}


@pytest.mark.parametrize("text", ["The company created a fund.", "The ministry built a centre for children.", "Rebels set up a camp."])
def test_not_everything_that_is_set_up_is_a_group(text: str) -> None:
    """Only bodies, and described."""
    assert told(text).groups == ()


def test_joint_bodies_of_the_gazetteer() -> None:
    """A standing commission that the gazetteer knows is a group with the parties that it lists."""
    found = told("The Permanent Indus Commission met in New Delhi on 30 May 2022.").groups
    assert [(group.entity, set(group.party)) for group in found] == [("Permanent Indus Commission", {"India", "Pakistan"})]


def test_a_groups_name_with_and() -> None:
    """ "and" joins two words before the noun into one name."""
    found = told("A Joint Monitoring and Verification Mechanism will oversee the truce between Fiji and Tonga.").groups
    assert [(group.entity, group.mandate) for group in found] == [
        ("Joint Monitoring and Verification Mechanism", "oversee the truce between Fiji and Tonga")
    ]


@pytest.mark.parametrize(
    ("text", "name", "mandate"),
    [
        ("Fiji and Tonga opened a liaison office in Suva to exchange data on vessels.", "liaison office", "exchange data on vessels"),
        ("Fiji and Tonga agreed on the creation of a fund for reef protection.", "fund for reef protection", "reef protection"),
        ("Fiji and Tonga handed the tuna quotas to a committee of fishery officials.", "committee of fishery officials", "the tuna quotas"),
        ("Fiji and Tonga convened a group of wise men to study the border.", "group of wise men", "study the border"),
        ("Fiji and Tonga established a commission to study the border.", "commission", "study the border"),
    ],
)
def test_groups_told_by_description(text: str, name: str, mandate: str) -> None:
    """What is opened for a common task, and what is made up of people, is a group without a name."""
    (group,) = told(text).groups
    assert (group.entity, set(group.party), group.mandate) == (name, {"Fiji", "Tonga"}, mandate)


@pytest.mark.parametrize(
    "text",
    [
        "The task of drawing the line falls to the Joint Reef Commission.",
        "Drawing the line is the business of the Joint Reef Commission.",
        "The Joint Reef Commission, responsible for drawing the line, met in Suva.",
        "The Joint Reef Commission is responsible for drawing the line.",
        "The Joint Reef Commission meets twice a year to draw the line.",
    ],
)
def test_what_falls_to_a_group(text: str) -> None:
    """Its task is what falls to it, what it is responsible for, what it meets to do."""
    (group,) = told(text).groups
    assert group.mandate.lower() in {"drawing the line", "draw the line"}


@pytest.mark.parametrize(
    "text",
    ["The Rusal Group signed a contract.", "The Fijian team left on Monday.", "The Standing Committee of the Congress approved the plan."],
)
def test_firms_squads_and_parliaments_committees_are_no_groups(text: str) -> None:
    """A name that tells of no common work makes no group when nothing sets it up."""
    assert told(text).groups == ()
