"""Treaties: each step of their lives, who took it, when, where, and whether it was taken."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import TreatyAction
from tests.facts.told import WRITTEN, reporters, told

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


def steps(text: str, published: date | None = WRITTEN) -> set[tuple[str, str, str, str]]:
    return {(s.treaty, s.action, s.when.start, s.status) for s in told(text, published).actions}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bolivia and Paraguay signed an extradition treaty in Asunción on 4 June 2019.", "extradition treaty"),
        ("Bolivia and Paraguay signed a treaty on herring stocks in Asunción on 4 June 2019.", "treaty on herring stocks"),
        ("Bolivia and Paraguay signed a free trade agreement on 4 June 2019.", "free trade agreement"),
        ("Bolivia and Paraguay concluded an agreement on double taxation on 4 June 2019.", "agreement on double taxation"),
        ("The border agreement, signed in 2019 by Bolivia and Paraguay, still holds.", "border agreement"),
        (
            "The treaty by which Bolivia and Paraguay drew their border was signed in 2019.",
            "treaty by which Bolivia and Paraguay drew their border",
        ),
        ("The 2019 accord between Bolivia and Paraguay still holds.", "2019 accord between Bolivia and Paraguay"),
    ],
)
def test_a_treaty_may_be_described(text: str, name: str) -> None:
    """By kind, topic, partners, date or by what it did; the parties are those of the description or who signed."""
    (treaty,) = told(text).treaties
    assert (treaty.entity, set(treaty.party)) == (name, {"Bolivia", "Paraguay"})


@pytest.mark.parametrize(
    "text",
    [
        "Bolivia and Paraguay reached an agreement to open the pass.",
        "Bolivia published a document on herring.",
        "Bolivia and Paraguay made a deal.",
        "The papers reported on the talks of Bolivia and Paraguay.",
    ],
)
def test_deals_and_papers_are_no_treaties(text: str) -> None:
    """Unless they are signed, ratified or the like."""
    assert told(text).treaties == ()


@pytest.mark.parametrize(
    ("text", "action", "party"),
    [
        ("Mongolia deposited its instrument of accession to the Convention on Steppe Fires on 5 June 2020.", "accession", {"Mongolia"}),
        ("Mongolia became a party to the Convention on Steppe Fires on 5 June 2020.", "accession", {"Mongolia"}),
        ("The Convention on Steppe Fires was opened for signature on 5 June 2020.", "signature", set()),
        ("Mongolia and Nepal set their hands to the Convention on Steppe Fires on 5 June 2020.", "signature", {"Mongolia", "Nepal"}),
        ("Mongolia, jointly with Nepal, signed the Convention on Steppe Fires on 5 June 2020.", "signature", {"Mongolia", "Nepal"}),
        ("They praised the Convention on Steppe Fires, signed by Mongolia and Nepal on 5 June 2020.", "signature", {"Mongolia", "Nepal"}),
        ("They praised the Convention on Steppe Fires, done at Lima on 5 June 2020.", "signature", set()),
        ("The Convention on Steppe Fires came to an end on 5 June 2020.", "expiry", set()),
        ("Mongolia tore up the Convention on Steppe Fires on 5 June 2020.", "withdrawal", {"Mongolia"}),
        ("On 5 June 2020 Mongolia announced its withdrawal from the Convention on Steppe Fires.", "withdrawal", {"Mongolia"}),
        ("Mongolia suspended its participation in the Convention on Steppe Fires on 5 June 2020.", "suspension", {"Mongolia"}),
        ("They praised the Convention on Steppe Fires of 5 June 2020.", "signature", set()),
        (
            "On 5 June 2020 the presidents looked on as Mongolia and Nepal signed the Convention on Steppe Fires.",
            "signature",
            {"Mongolia", "Nepal"},
        ),
    ],
)
def test_steps_in_other_words(text: str, action: str, party: set[str]) -> None:
    """Papers of ratification, being or not being a party, participles behind the name, dates in the name, clauses around."""
    (step,) = told(text).actions
    assert (step.action, set(step.party), step.when.start, step.status) == (action, party, "2020-06-05", "held")


def test_instruments_of_ratification_are_of_the_treaty_told_of() -> None:
    """When they do not say of which."""
    found = steps("Kenya and Mali signed the Treaty on Salt on 3 May 2019. The instruments of ratification were exchanged on 4 June 2020.")
    assert found == {("Treaty on Salt", "signature", "2019-05-03", "held"), ("Treaty on Salt", "ratification", "2020-06-04", "held")}


@pytest.mark.parametrize(
    "text",
    [
        "The following documents were signed:\n\n- Protocol on Customs between Iran and Iraq;\n- Agreement on the Carriage of Goods.",
        "Iran and Iraq signed four documents, among them the Protocol on Customs and the Agreement on the Carriage of Goods.",
    ],
)
def test_documents_that_a_list_names(text: str) -> None:
    """Each is signed, in a list of points as in a sentence."""
    signed = {s.treaty for s in told(text).actions if s.action == "signature"}
    assert {"Agreement on the Carriage of Goods"} <= signed
    assert any(name.startswith("Protocol on Customs") for name in signed)


def test_two_treaties_after_one_another() -> None:
    """ "… and a Memorandum" opens a name of its own."""
    found = told("Laos and Nepal signed the Protocol on Fresh Coconuts and a Memorandum of Understanding on Rail.")
    assert {t.entity for t in found.treaties} == {"Protocol on Fresh Coconuts", "Memorandum of Understanding on Rail"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Treaty on Reef Fishing was to have been signed on 1 May 2024.", "cancelled"),
        ("The Treaty on Reef Fishing was never ratified.", "cancelled"),
        ("Fiji and Tonga look forward to the signing of the Treaty on Reef Fishing.", "planned"),
        ("The Treaty on Reef Fishing enters into force once Fiji has told Tonga so.", "planned"),
    ],
)
def test_what_is_awaited_or_came_to_nothing(text: str, status: str) -> None:
    """Is told with that status."""
    assert only(text).status == status


def test_if_it_were_ratified() -> None:
    """A condition tells no step."""
    assert told("If Fiji ratifies the Treaty on Reef Fishing, prices will fall.").actions == ()


def test_how_long_a_treaty_holds_does_not_date_it() -> None:
    """ "For 2025–2027" is its term."""
    found = steps("On 3 May 2024 Fiji and Tonga signed a Programme of Cooperation for 2025-2027.")
    assert {when for _, _, when, _ in found} == {"2024-05-03"}


@pytest.mark.parametrize(
    ("text", "treaties"),
    [
        (
            "Laos and Nepal signed a Protocol setting out measures for the coming year.",
            {"Protocol setting out measures for the coming year"},
        ),
        ("Laos and Nepal signed a Statement of Intent on Rail.", {"Statement of Intent on Rail"}),
        ("Laos and Nepal signed the Status of Visiting Forces Agreement.", {"Status of Visiting Forces Agreement"}),
        ("Laos and Nepal signed the Agreement on Rice in the People's Palace.", {"Agreement on Rice"}),
        ("The paper, which its authors call the Rice Agreement, was signed by Laos and Nepal.", {"Rice Agreement"}),
    ],
)
def test_names_of_treaties(text: str, treaties: set[str]) -> None:
    """Papers by what they are of, a head noun at the end, no building where it was signed."""
    assert {s.treaty for s in told(text).actions if s.action == "signature"} == treaties


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Kenya said that it was no longer bound by the Convention on Reef Fishing.", "withdrawal"),
        ("Kenya put the Convention on Reef Fishing on hold.", "suspension"),
        ("Kenya is a party to the Convention on Reef Fishing. It suspended its participation in May.", "suspension"),
        ("Once Kenya had ratified the Convention on Reef Fishing, prices fell.", "ratification"),
    ],
)
def test_one_party_alone(text: str, action: str) -> None:
    """Takes a step by itself."""
    (step,) = told(text).actions
    assert (step.action, set(step.party), step.status) == (action, {"Kenya"}, "held")


def test_who_is_said_to_be_party_is_party() -> None:
    """Without a step."""
    (treaty,) = told("They welcomed the Memorandum on Wells, to which Chad and Niger are parties.").treaties
    assert set(treaty.party) == {"Chad", "Niger"}


@pytest.mark.parametrize(
    ("text", "party", "when"),
    [
        ("Tonga ratified the Treaty on Reef Fishing in March 2020, and Fiji did so in May.", "Fiji", "2020-05"),
        ("Tonga ratified the Treaty on Reef Fishing in March 2020, and Fiji followed suit in January 2021.", "Fiji", "2021-01"),
        ("Tonga ratified the Treaty on Reef Fishing in 2003, Samoa in 2004 and Fiji in 2005.", "Fiji", "2005"),
        ("The Treaty on Reef Fishing was ratified by Tonga in 2003 and by Fiji a year later.", "Fiji", "2004"),
    ],
)
def test_one_after_the_other(text: str, party: str, when: str) -> None:
    """Who does likewise, or stands with a time of its own beside the verb, takes the same step at that time."""
    found = [step for step in told(text).actions if step.party == (party,)]
    assert [(step.treaty, step.action, step.when.start, step.status) for step in found] == [(PACT, "ratification", when, "held")]


@pytest.mark.parametrize(
    ("text", "action", "when", "status"),
    [
        ("The Treaty on Reef Fishing dates from November 2016.", "signature", "2016-11", "held"),
        ("The Treaty on Reef Fishing runs until 2031.", "expiry", "2031", "planned"),
        ("The Treaty on Reef Fishing remained in force until 3 May 2019.", "expiry", "2019-05-03", "held"),
        ("The Treaty on Reef Fishing ceased to be in force on 3 May 2019.", "expiry", "2019-05-03", "held"),
        ("The Treaty on Reef Fishing became law on 3 May 2019.", "entry-into-force", "2019-05-03", "held"),
        ("The signing of the Treaty on Reef Fishing took place in Suva on 3 May 2019.", "signature", "2019-05-03", "held"),
        ("A ceremony to sign the Treaty on Reef Fishing was held in Suva on 3 May 2019.", "signature", "2019-05-03", "held"),
    ],
)
def test_a_time_tells_a_step(text: str, action: str, when: str, status: str) -> None:
    """A treaty dates from its signature and runs until its expiry; a noun for a step has the time of its verb."""
    step = only(text)
    assert (step.action, step.when.start, step.status) == (action, when, status)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Fiji became the fifth state to ratify the Treaty on Reef Fishing.", "ratification"),
        ("Fiji was the first country to sign the Treaty on Reef Fishing.", "signature"),
        ("Fiji's parliament gave its consent to the Treaty on Reef Fishing.", "ratification"),
        ("The parliament of Fiji consented to the Treaty on Reef Fishing.", "ratification"),
        ("Fiji's parliament voted to ratify the Treaty on Reef Fishing.", "ratification"),
        ("Fiji announced that it was suspending the Treaty on Reef Fishing.", "suspension"),
    ],
)
def test_what_was_done_in_an_infinitive(text: str, action: str) -> None:
    """The first to sign has signed, who votes to ratify ratifies, and who says that it is leaving leaves."""
    step = only(text)
    assert (step.action, step.party, step.status) == (action, ("Fiji",), "held")


def test_what_has_yet_to_be_done() -> None:
    """No step was taken by who has yet to take it."""
    assert not told("Fiji has yet to ratify the Treaty on Reef Fishing.").actions


def test_treaties_that_a_plural_announces() -> None:
    """The plural noun is no treaty of its own; each of the list was signed."""
    found = told("Two treaties were signed in Suva on 3 May 2019: the Protocol on Whales and the Agreement on Tuna.").actions
    assert {(step.treaty, step.when.start) for step in found} == {("Protocol on Whales", "2019-05-03"), ("Agreement on Tuna", "2019-05-03")}


@pytest.mark.parametrize(
    ("text", "action", "party", "when"),
    [
        ("Fiji has been a party to the Treaty on Reef Fishing since 1961.", "accession", {"Fiji"}, "1961"),
        ("Fiji adhered to the Treaty on Reef Fishing in 1961.", "accession", {"Fiji"}, "1961"),
        ("Fiji turned its back on the Treaty on Reef Fishing in 1961.", "withdrawal", {"Fiji"}, "1961"),
        ("Fiji and Tonga exchanged copies of the Treaty on Reef Fishing in 1961.", "signature", {"Fiji", "Tonga"}, "1961"),
        ("Notes bringing the Treaty on Reef Fishing into force were exchanged in 1961.", "entry-into-force", set(), "1961"),
        ("Concluded in Suva in 1961, the Treaty on Reef Fishing irked Samoa.", "signature", set(), "1961"),
    ],
)
def test_other_ways_of_telling(text: str, action: str, party: set[str], when: str) -> None:
    """Being a party since a year, idioms of leaving, exchanged copies and notes, participles before the treaty."""
    step = only(text)
    assert (step.action, set(step.party), step.when.start, step.status) == (action, party, when, "held")


def test_a_step_of_the_treaty_told_before() -> None:
    """ "Fiji's ratification" is of the treaty told last."""
    found = told("The Treaty on Reef Fishing was signed in Suva in 2017; Fiji's ratification came on 3 May 2019.").actions
    assert ("ratification", "2019-05-03") in {(step.action, step.when.start) for step in found}


def test_a_year_before_a_treatys_noun() -> None:
    """ "the 1994 border protocol" was signed in 1994."""
    (step,) = told("Fiji and Tonga rely on the 1994 border protocol.").actions
    assert (step.action, set(step.party), step.when.start) == ("signature", {"Fiji", "Tonga"}, "1994")


@pytest.mark.parametrize(
    ("text", "action", "when", "status"),
    [
        ("The Treaty of Suva (1999) ended the war between Fiji and Tonga.", "signature", "1999", "held"),
        ("The Treaty of Suva has been suspended since May 2019.", "suspension", "2019-05", "held"),
        ("Envoys will travel to Suva on 3 June 2024 to sign the Treaty of Suva.", "signature", "2024-06-03", "planned"),
    ],
)
def test_times_in_brackets_spans_and_purposes(text: str, action: str, when: str, status: str) -> None:
    """A bracketed year is the signature's; what has been so since a day began then; a journey's purpose is planned."""
    (step,) = told(text).actions
    assert (step.action, step.when.start, step.status) == (action, when, status)


@pytest.mark.parametrize(
    "text",
    [
        "Besides the Treaty on Reef Fishing, Fiji and Tonga signed a memorandum.",
        "The signing of the Treaty on Reef Fishing by Fiji is near.",
    ],
)
def test_parties_are_no_part_of_a_name(text: str) -> None:
    """States after a comma or "by" do not go on with a treaty's name."""
    assert PACT in {treaty.entity for treaty in told(text).treaties}


def test_a_memorandum_of_understanding() -> None:
    """The understanding is no treaty beside its memorandum."""
    (treaty,) = told("Fiji and Tonga signed a memorandum of understanding on tuna in June 2000.").treaties
    assert treaty.entity.startswith("memorandum of understanding")


def test_the_convention_of_a_title_is_that_of_its_text() -> None:
    """However far from its name."""
    text = "The Convention on Reef Fishing turned thirty.\n\n" + "Fiji was in the chair that day. " * 50
    text += "\n\nThe treaty entered into force on 3 May 2019."
    (step,) = told(text, title="Review of the Convention on Reef Fishing").actions
    assert (step.treaty, step.action, step.when.start) == ("Convention on Reef Fishing", "entry-into-force", "2019-05-03")
    assert told(text, title="Delegates in Suva").actions == ()
