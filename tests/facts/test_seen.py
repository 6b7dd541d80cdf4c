"""What the encoder sees told beyond the rules, what it makes of what the rules find, and where they go before it."""

from __future__ import annotations

import pytest

from kg.language import parse
from kg.language.encoder.events import Event
from kg.model import Document
from tests.facts.told import told


def events(text: str) -> list[Event]:
    """The events that the encoder sees in a text."""
    found: list[Event] = next(parse([Document("d", text)])).doc.user_data["events"]
    return found


ACCORD = "Nepal and Bhutan signed an accord in Paro on 2 May 2024. "


@pytest.mark.parametrize(
    ("text", "content", "party"),
    [
        (
            "After three days of talks in Tunis the Libyan and Tunisian ministers shook hands on a reopening of the Ras Ajdir crossing.",
            "reopening of the Ras Ajdir crossing",
            {"Libya", "Tunisia"},
        ),
        (
            ACCORD + "By its terms either side withdraws its troops from the pass within thirty days.",
            "withdraws its troops",
            {"Nepal", "Bhutan"},
        ),
    ],
)
def test_agreements_in_words_that_no_rule_knows(text: str, content: str, party: set[str]) -> None:
    """What was agreed, with its parties."""
    found = [a for a in told(text).agreements if content in a.content]
    assert [(a.status, set(a.party) & party) for a in found] == [("agreed", party)]


def test_what_a_body_is_for_is_no_agreement_of_its_own() -> None:
    """It is the body's mandate."""
    text = "Chile and Peru agreed to create two working groups. The first is to deal with tariffs, and the second will deal with fish."
    found = told(text)
    assert [a.action for a in found.agreements] == ["establish"]
    assert {group.mandate for group in found.groups} >= {"tariffs", "fish"}


def test_a_meeting_to_come_is_no_agreement() -> None:
    """Where the text does not say that it was agreed."""
    found = told("Chile and Peru met in Lima on 3 May 2024. The joint commission will start its work in Arica on 5 June 2024.")
    assert found.agreements == ()
    assert {(m.when.start, m.status) for m in found.meetings} == {("2024-05-03", "held"), ("2024-06-05", "planned")}


def test_where_and_when_a_meeting_was() -> None:
    """What no rule finds is told by the words that play the part."""
    text = "Arica, 5 June 2019: there, for once, the presidents of Chile and Peru sat at one table for three hours."
    (meeting,) = told(text).meetings
    assert (meeting.when.start, meeting.place) == ("2019-06-05", ("Arica",))
    assert {"Chile", "Peru"} <= set(meeting.participant)


@pytest.mark.parametrize(
    "text",
    [
        "Fiji pulled out of the Treaty on Reef Fishing on 3 May 2019.",
        "The Treaty on Reef Fishing ceased to be in force on 3 May 2019.",
        "Fiji turned its back on the Treaty on Reef Fishing in 1961.",
    ],
)
def test_a_clause_tells_one_step_of_a_treaty(text: str) -> None:
    """The rules' reading, whatever else the encoder sees in the same clause."""
    assert len(told(text).actions) == 1


def test_a_phrase_tells_one_event() -> None:
    """Verb, particle and object share one."""
    found = [e for e in events("Norway and Chile agreed to set up a joint commission on fisheries.") if e.kind == "agreement"]
    assert len([e for e in found if e.probability >= 0.1]) == 1
    assert found[0].probability <= 1


def test_a_statement_that_is_only_quoted_is_no_treaty() -> None:
    """One that parties sign is."""
    assert told("Chile and Peru will open the pass, according to a joint statement.").treaties == ()
    assert told("Chile and Peru signed a joint statement on the pass in Lima on 3 May 2024.").treaties != ()
