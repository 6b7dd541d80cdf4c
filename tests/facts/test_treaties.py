"""Treaties: each step of their lives, who took it, when, where, and whether it was taken."""

from __future__ import annotations

import pytest

from kg.model import TreatyAction
from tests.facts.told import reporters, told

PACT = "Treaty on Reef Fishing"


def only(text: str) -> TreatyAction:
    found = told(text).actions
    assert len(found) == 1, found
    assert found[0].treaty == PACT
    return found[0]


@pytest.mark.parametrize(
    ("text", "action", "party"),
    [
        ("Fiji and Tonga signed the Treaty on Reef Fishing on 3 May 2019.", "signature", {"Fiji", "Tonga"}),
        ("The Treaty on Reef Fishing was signed by Fiji and Tonga on 3 May 2019.", "signature", {"Fiji", "Tonga"}),
        ("Fiji and Tonga initialled the Treaty on Reef Fishing on 3 May 2019.", "signature", {"Fiji", "Tonga"}),
        ("Fiji ratified the Treaty on Reef Fishing on 3 May 2019.", "ratification", {"Fiji"}),
        ("The Treaty on Reef Fishing was ratified by Fiji on 3 May 2019.", "ratification", {"Fiji"}),
        ("The Fijian parliament ratified the Treaty on Reef Fishing on 3 May 2019.", "ratification", {"Fiji"}),
        ("The Treaty on Reef Fishing entered into force on 3 May 2019.", "entry-into-force", set()),
        ("The Treaty on Reef Fishing came into force on 3 May 2019.", "entry-into-force", set()),
        ("The Treaty on Reef Fishing took effect on 3 May 2019.", "entry-into-force", set()),
        ("Fiji and Tonga extended the Treaty on Reef Fishing on 3 May 2019.", "extension", {"Fiji", "Tonga"}),
        ("Fiji suspended the Treaty on Reef Fishing on 3 May 2019.", "suspension", {"Fiji"}),
        ("Fiji withdrew from the Treaty on Reef Fishing on 3 May 2019.", "withdrawal", {"Fiji"}),
        ("Fiji pulled out of the Treaty on Reef Fishing on 3 May 2019.", "withdrawal", {"Fiji"}),
        ("Fiji left the Treaty on Reef Fishing on 3 May 2019.", "withdrawal", {"Fiji"}),
        ("Fiji denounced the Treaty on Reef Fishing on 3 May 2019.", "withdrawal", {"Fiji"}),
        ("Fiji joined the Treaty on Reef Fishing on 3 May 2019.", "accession", {"Fiji"}),
        ("Fiji and Tonga amended the Treaty on Reef Fishing on 3 May 2019.", "amendment", {"Fiji", "Tonga"}),
    ],
)
def test_each_step_of_a_treatys_life(text: str, action: str, party: set[str]) -> None:
    """Verb by verb, active and passive: the action, who took it, and the day."""
    step = only(text)
    assert (step.action, set(step.party), step.when.start, step.status) == (action, party, "2019-05-03", "held")


@pytest.mark.parametrize(
    "text",
    [
        "Fiji and Tonga signed the Treaty on Reef Fishing in Suva on 3 May 2019.",
        "Fiji and Tonga signed the Treaty on Reef Fishing at Suva on 3 May 2019.",
        "In Suva on 3 May 2019, Fiji and Tonga signed the Treaty on Reef Fishing.",
        "On 3 May 2019, Fiji and Tonga signed the Treaty on Reef Fishing in Suva.",
    ],
)
def test_where_a_treaty_was_signed(text: str) -> None:
    """The place is the action's and no part of the treaty's name."""
    step = only(text)
    assert (step.place, step.when.start) == (("Suva",), "2019-05-03")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Fiji and Tonga will sign the Treaty on Reef Fishing on 1 July 2024.", "planned"),
        ("Fiji and Tonga plan to sign the Treaty on Reef Fishing in June 2024.", "planned"),
        ("Fiji and Tonga agreed to sign the Treaty on Reef Fishing in June 2024.", "planned"),
        ("The Treaty on Reef Fishing will enter into force on 1 January 2025.", "planned"),
        ("Fiji will withdraw from the Treaty on Reef Fishing on 1 January 2025.", "planned"),
        ("Fiji urged Tonga to ratify the Treaty on Reef Fishing.", "proposed"),
        ("Fiji proposed to amend the Treaty on Reef Fishing.", "proposed"),
        ("The Treaty on Reef Fishing has been extended.", "held"),
        ("Fiji said that it had ratified the Treaty on Reef Fishing.", "held"),
    ],
)
def test_status(text: str, status: str) -> None:
    """Done, to be done, or only proposed."""
    assert only(text).status == status


def test_what_was_not_signed_was_not_signed() -> None:
    """A negated step is not told as held."""
    assert not [s for s in told("Fiji did not sign the Treaty on Reef Fishing.").actions if s.status == "held"]


def test_two_steps_in_one_sentence() -> None:
    """Each has its own day."""
    found = told("The Treaty on Reef Fishing was signed in Suva on 3 May 2019 and entered into force on 4 June 2020.").actions
    assert {(s.action, s.when.start) for s in found} == {("signature", "2019-05-03"), ("entry-into-force", "2020-06-04")}


def test_two_states_two_steps() -> None:
    """Each with its own day."""
    found = told("Fiji signed the Treaty on Reef Fishing on 3 May 2019. Kenya withdrew from the Treaty on Reef Fishing in 2020.").actions
    assert {(s.action, s.when.start) for s in found} == {("signature", "2019-05-03"), ("withdrawal", "2020")}


def test_signatories_and_ratifiers_are_parties_of_the_treaty() -> None:
    """Of several, all."""
    (treaty,) = told("The Treaty on Reef Fishing was signed by Fiji in 2019. Tonga ratified the Treaty on Reef Fishing in 2020.").treaties
    assert set(treaty.party) == {"Fiji", "Tonga"}


def test_parties_in_a_treatys_name() -> None:
    """ "Between A and B" tells them."""
    (treaty,) = told("Parliament ratified the Agreement on Border Rivers between Moldova and Romania on 11 April 2024.").treaties
    assert set(treaty.party) == {"Moldova", "Romania"}


def test_a_memorandum_is_a_treaty_though_uncapitalised() -> None:
    """With its topic."""
    found = told("Mali and Niger signed a memorandum of understanding on grazing rights on 3 May 2024.")
    (step,) = found.actions
    assert (step.action, step.treaty, set(step.party)) == ("signature", "memorandum of understanding on grazing rights", {"Mali", "Niger"})


def test_a_treaty_of_one_report_is_one() -> None:
    """Named again, it is the same; another name is another."""
    found = told(
        "Fiji signed the Treaty on Reef Fishing in 2018. Tonga ratified the Treaty on Reef Fishing. It signed the Reef Convention in 2020."
    )
    assert {t.entity for t in found.treaties} == {PACT, "Reef Convention"}
    assert len(found.actions) == 3


def test_known_treaties_are_known() -> None:
    """What the gazetteer has is found by its short name and has its identifier's full name."""
    found = told("Tonga joined the Non-Proliferation Treaty in 1971.")
    assert [s.treaty for s in found.actions] == ["Treaty on the Non-Proliferation of Nuclear Weapons"]


def test_who_says_it() -> None:
    """A step has its reporter like any fact."""
    found = told("Fiji ratified the Treaty on Reef Fishing in 2019, Fijian Foreign Minister Litia Vosa said.")
    assert [reporters(found, s) for s in found.actions] == [{"Litia Vosa"}]


def test_what_was_refused_was_not_done() -> None:
    """A refusal is no signature, and a threat is no withdrawal."""
    assert told("Fiji refused to sign the Treaty on Reef Fishing on 3 May 2024.").actions == ()
    (threat,) = told("Kenya threatened to withdraw from the Convention on Northern Fisheries.").actions
    assert (threat.action, threat.status) == ("withdrawal", "proposed")
