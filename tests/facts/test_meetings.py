"""Meetings: one record for each occasion, with its day, place, parties, number, series and status."""

from __future__ import annotations

import pytest

from kg.model import Meeting
from tests.facts.told import told


def only(text: str) -> Meeting:
    found = told(text).meetings
    assert len(found) == 1, found
    return found[0]


# ------------------------------------------------------------------ how a meeting is told


@pytest.mark.parametrize(
    "text",
    [
        "Nigeria and Ghana met in Lagos on 3 May 2024.",
        "On 3 May 2024, Nigeria and Ghana met in Lagos.",
        "Nigeria met with Ghana in Lagos on 3 May 2024.",
        "Nigeria and Ghana held talks in Lagos on 3 May 2024.",
        "Nigeria held talks with Ghana in Lagos on 3 May 2024.",
        "Nigeria and Ghana opened talks in Lagos on 3 May 2024.",
        "On 3 May 2024, Nigeria and Ghana resumed negotiations in Lagos.",
        "Talks between Nigeria and Ghana were held in Lagos on 3 May 2024.",
        "A summit of Nigeria and Ghana was held in Lagos on 3 May 2024.",
        "A meeting between Nigeria and Ghana took place in Lagos on 3 May 2024.",
        "The meeting in Lagos on 3 May 2024 brought together Nigeria and Ghana.",
        "The talks between Nigeria and Ghana, which took place in Lagos on 3 May 2024, were frank.",
        "Nigerian and Ghanaian negotiators met in Lagos on 3 May 2024.",
        "The foreign ministers of Nigeria and Ghana met in Lagos on 3 May 2024.",
        "The Nigerian and Ghanaian foreign ministers met in Lagos on 3 May 2024.",
        "Envoys from Nigeria and Ghana gathered in Lagos on 3 May 2024.",
        "LAGOS, May 3 (LNA) — Nigerian and Ghanaian delegations met on Friday to discuss fishing rights.",
        "LAGOS, May 3 — Nigeria and Ghana held talks on Friday.",
    ],
)
def test_states_meet(text: str) -> None:
    """By verb or noun, active or passive, through their people or by name: who, when, where, and that it was held."""
    meeting = only(text)
    assert set(meeting.participant) == {"Nigeria", "Ghana"}
    assert (meeting.when.start, meeting.place, meeting.status) == ("2024-05-03", ("Lagos",), "held")


@pytest.mark.parametrize(
    "text",
    [
        "Nigerian Foreign Minister Yusuf Bello held talks with Ghanaian Foreign Minister Ama Darko in Lagos on 3 May 2024.",
        "Nigerian Foreign Minister Yusuf Bello received Ghanaian Foreign Minister Ama Darko in Lagos on 3 May 2024.",
        "Nigerian Foreign Minister Yusuf Bello and Ghanaian Foreign Minister Ama Darko met in Lagos on 3 May 2024.",
        "Foreign Minister Yusuf Bello of Nigeria met Foreign Minister Ama Darko of Ghana in Lagos on 3 May 2024.",
        "Yusuf Bello, Nigeria's foreign minister, met Ama Darko, the Ghanaian foreign minister, in Lagos on 3 May 2024.",
    ],
)
def test_persons_meet_for_their_states(text: str) -> None:
    """Participants are the persons and whom they act for."""
    meeting = only(text)
    assert set(meeting.participant) == {"Yusuf Bello", "Ama Darko", "Nigeria", "Ghana"}
    assert (meeting.when.start, meeting.place, meeting.status) == ("2024-05-03", ("Lagos",), "held")


def test_a_telephone_call_is_a_meeting_without_a_place() -> None:
    """Heads of state speak."""
    meeting = only("Kazakh President Askar Omarov spoke with Uzbek President Shavkat Aliyev by telephone on 6 May 2024.")
    assert set(meeting.participant) == {"Askar Omarov", "Shavkat Aliyev", "Kazakhstan", "Uzbekistan"}
    assert (meeting.when.start, meeting.place) == ("2024-05-06", ())


def test_signing_together_is_meeting() -> None:
    """Persons who sign at a place on a day met there."""
    meeting = only(
        "Fijian President Wili Katon and Tongan Prime Minister Siaosi Sova signed the Treaty on Reef Fishing in Suva on 3 May 2024."
    )
    assert {"Wili Katon", "Siaosi Sova"} <= set(meeting.participant)
    assert (meeting.when.start, meeting.place) == ("2024-05-03", ("Suva",))


@pytest.mark.parametrize(
    ("words", "start", "end"), [("from 3 to 5 May 2024", "2024-05-03", "2024-05-05"), ("on 3-5 May 2024", "2024-05-03", "2024-05-05")]
)
def test_a_meeting_can_last_days(words: str, start: str, end: str) -> None:
    """Its first and last day."""
    meeting = only(f"Talks between Nigeria and Ghana were held in Lagos {words}.")
    assert (meeting.when.start, meeting.when.end) == (start, end)


@pytest.mark.parametrize(
    "text", ["Nigeria met the conditions of the bank on 3 May 2024.", "The plan of Nigeria and Ghana met with approval on Friday."]
)
def test_things_are_met_too(text: str) -> None:
    """Conditions and approval are no partners."""
    assert told(text).meetings == ()


def test_not_meeting_is_no_meeting() -> None:
    """What did not happen is not told as held."""
    assert not [m for m in told("Nigeria and Ghana did not meet in Lagos on 3 May 2024.").meetings if m.status == "held"]


def test_not_having_met_since_a_day_is_having_met_on_it() -> None:
    """A negative perfect with "since" dates the last meeting."""
    meeting = only("Nigeria and Ghana have not met since 3 March 2019.")
    assert (meeting.when.start, meeting.status) == ("2019-03-03", "held")


# ------------------------------------------------------------------ status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Nigeria and Ghana will meet in Lagos on 3 July 2024.", "planned"),
        ("Nigeria and Ghana are to hold talks in Lagos on 3 July 2024.", "planned"),
        ("A meeting between Nigeria and Ghana is scheduled for 3 July 2024 in Lagos.", "planned"),
        ("Nigeria and Ghana agreed to hold a summit in Lagos on 3 July 2024.", "planned"),
        ("Nigeria and Ghana plan to meet in Lagos on 3 July 2024.", "planned"),
        ("Ghana proposed to hold a meeting with Nigeria in Lagos on 3 July 2024.", "proposed"),
        ("Ghana proposed a meeting with Nigeria in Lagos on 3 July 2024.", "proposed"),
        ("Nigeria called off its meeting with Ghana in Lagos on 3 July 2024.", "cancelled"),
        ("Nigeria and Ghana met in Lagos on 3 March 2024.", "held"),
        ("Nigeria and Ghana had met in Lagos on 3 March 2024.", "held"),
    ],
)
def test_status(text: str, status: str) -> None:
    """Held, planned, proposed or cancelled, by tense, modal and what governs the words."""
    assert only(text).status == status


def test_what_is_only_supposed_was_not_held() -> None:
    """A condition is no report."""
    assert all(m.status != "held" for m in told("If Nigeria and Ghana meet in Lagos on 3 July 2024, prices will fall.").meetings)


# ------------------------------------------------------------------ series and numbers


@pytest.mark.parametrize(
    ("number", "ordinal"),
    [("first", 1), ("third", 3), ("12th", 12), ("21st", 21), ("twenty-third", 23), ("tenth", 10), ("inaugural", 1)],
)
def test_ordinals(number: str, ordinal: int) -> None:
    """In words or figures."""
    meeting = only(f"The {number} session of the Joint Commission on Shipping was held in Lagos on 3 May 2024.")
    assert (meeting.ordinal, meeting.process) == (ordinal, ("Joint Commission on Shipping",))


def test_rounds_of_a_dialogue_belong_to_it() -> None:
    """The next round too, which names neither series nor parties."""
    text = (
        "The seventh round of the Aral Sea Dialogue between Kazakhstan and Uzbekistan opened in Nukus on 22 April 2024. "
        "The eighth round will be held in Aktau in October 2024."
    )
    seventh, eighth = told(text).meetings
    assert (seventh.ordinal, seventh.when.start, seventh.place, seventh.status) == (7, "2024-04-22", ("Nukus",), "held")
    assert (eighth.ordinal, eighth.when.start, eighth.place, eighth.status) == (8, "2024-10", ("Aktau",), "planned")
    assert seventh.process == eighth.process == ("Aral Sea Dialogue",)
    assert set(seventh.participant) == set(eighth.participant) == {"Kazakhstan", "Uzbekistan"}


def test_a_third_meeting_after_a_second() -> None:
    """Another number is another meeting, of the same parties."""
    second, third = told(
        "Nigeria and Ghana held their second meeting in Lagos on 3 May 2024. A third meeting will take place in Accra on 3 July 2024."
    ).meetings
    assert (second.ordinal, third.ordinal) == (2, 3)
    assert set(second.participant) == set(third.participant) == {"Nigeria", "Ghana"}
    assert (second.status, third.status) == ("held", "planned")


# ------------------------------------------------------------------ one record for each


@pytest.mark.parametrize(
    "second",
    [
        "The meeting lasted six hours.",
        "The meeting in Lagos lasted six hours.",
        "The talks were frank.",
        "During the talks, Nigeria and Ghana spoke about fish.",
        "At the meeting, the two countries spoke about fish.",
        "The meeting between Nigeria and Ghana took place behind closed doors.",
    ],
)
def test_what_is_told_twice_is_one_meeting(second: str) -> None:
    """Later mentions that are definite and contradict nothing add to the first."""
    meeting = only(f"Nigeria and Ghana met in Lagos on 3 May 2024. {second}")
    assert set(meeting.participant) == {"Nigeria", "Ghana"}
    assert (meeting.when.start, meeting.place) == ("2024-05-03", ("Lagos",))


def test_a_later_mention_says_what_the_first_left_out() -> None:
    """Place and day can come in another sentence."""
    meeting = only("Nigeria and Ghana held talks on Friday. The talks took place in Lagos.")
    assert (meeting.when.start, meeting.place) == ("2024-05-10", ("Lagos",))


@pytest.mark.parametrize(
    "second",
    [
        "Nigeria and Ghana met in Accra on 3 July 2022.",
        "Nigeria and Ghana last met in Accra in 2022.",
        "Nigeria and Togo met in Lagos on 9 April 2024.",
        "Nigeria and Ghana will meet again in Accra in July.",
    ],
)
def test_another_day_place_or_partner_is_another_meeting(second: str) -> None:
    """What contradicts is not merged."""
    assert len(told(f"Nigeria and Ghana met in Lagos on 3 May 2024. {second}").meetings) == 2


def test_both_sentences_are_evidence() -> None:
    """A meeting told twice rests on both."""
    assert len(only("Nigeria and Ghana met in Lagos on 3 May 2024. The meeting in Lagos lasted six hours.").evidence) == 2


def test_the_dateline_places_the_news_and_not_the_past() -> None:
    """Background has its own day and place."""
    text = "LAGOS, May 3 (LNA) — Nigeria and Ghana met on Friday. Nigeria and Ghana last met in Accra in 2022."
    assert [(m.when.start, m.place) for m in told(text).meetings] == [("2024-05-03", ("Lagos",)), ("2022", ("Accra",))]


# ------------------------------------------------------------------ other ways of telling


@pytest.mark.parametrize(
    "text",
    [
        "Yusuf Bello of Nigeria sat down with Ama Darko of Ghana in Lagos on 3 May 2024.",
        "Yusuf Bello of Nigeria conferred with Ama Darko of Ghana in Lagos on 3 May 2024.",
        "Yusuf Bello of Nigeria saw Ama Darko of Ghana in Lagos on 3 May 2024.",
        "On 3 May 2024 Yusuf Bello of Nigeria flew to Lagos to see Ama Darko of Ghana.",
        "On 3 May 2024 Yusuf Bello of Nigeria and Ama Darko of Ghana came together in Lagos.",
        "On 3 May 2024 the mediator brought Yusuf Bello of Nigeria and Ama Darko of Ghana together in Lagos.",
        "At Lagos, on 3 May 2024, Yusuf Bello of Nigeria and Ama Darko of Ghana came close to a bargain.",
    ],
)
def test_two_persons_are_told_to_have_met_in_many_words(text: str) -> None:
    """Seeing, calling on, sitting down, being brought together, or doing one thing at one place on one day."""
    meeting = only(text)
    assert {"Yusuf Bello", "Ama Darko"} <= set(meeting.participant)
    assert (meeting.when.start, meeting.place, meeting.status) == ("2024-05-03", ("Lagos",), "held")


@pytest.mark.parametrize(
    "text",
    [
        "Yusuf Bello of Nigeria called on Ama Darko of Ghana to resign on 3 May 2024.",
        "Nigeria saw a new round of sanctions on 3 May 2024.",
        "Nigeria and Ghana completed an exchange of prisoners on 3 May 2024.",
        "No date was set for another round of talks between Nigeria and Ghana.",
    ],
)
def test_words_of_meeting_have_other_senses(text: str) -> None:
    """Calls for something, rounds and exchanges of things, and what is only denied."""
    assert told(text).meetings == ()


def test_a_relative_clause_tells_of_its_meeting_though_a_name_stands_between() -> None:
    """Time and place belong to the meeting, not to the person named last."""
    meeting = only("The encounter between Yusuf Bello and Ama Darko, which took place in Lagos on 3 May 2024, was brief.")
    assert (meeting.when.start, meeting.place) == ("2024-05-03", ("Lagos",))


def test_what_is_talked_about_is_not_where() -> None:
    """The place of a topic is no venue."""
    assert only("Nigeria and Ghana held talks on a boundary in the Gulf of Guinea on 3 May 2024.").place == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The summit of Nigeria and Ghana, which was to have been held in Lagos on 3 March 2024, did not materialise.", "cancelled"),
        ("The summit of Nigeria and Ghana in Lagos was put off.", "cancelled"),
        ("The summit of Nigeria and Ghana is due in Lagos on 3 July 2024.", "planned"),
        ("The presidents instructed Nigeria and Ghana to convene in Lagos in July.", "planned"),
        ("Nigeria and Ghana look forward to their next summit, to be held in Lagos in July.", "planned"),
        ("It was resolved that a summit of Nigeria and Ghana be convened in Lagos in July.", "planned"),
        ("Nigeria and Ghana might meet in Lagos in July.", "proposed"),
    ],
)
def test_status_by_what_governs_it(text: str, status: str) -> None:
    """What fell through, is due, is ordered, looked forward to, resolved or only possible."""
    assert only(text).status == status


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Nigeria and Ghana ended three days of talks in Lagos on 3 May 2024.", "2024-05-01", "2024-05-03"),
        ("Nigeria and Ghana opened three days of talks in Lagos on 3 May 2024.", "2024-05-03", "2024-05-05"),
        ("Nigeria and Ghana met in Lagos on Tuesday and Wednesday.", "2024-05-14", "2024-05-15"),
    ],
)
def test_days_that_are_counted(text: str, start: str, end: str) -> None:
    """One end of a stretch and its length, or days in a row."""
    meeting = only(text)
    assert (meeting.when.start, meeting.when.end, meeting.place) == (start, end, ("Lagos",))


def test_a_number_or_one_stands_for_the_noun_before() -> None:
    """ "The previous one", "the fourth"."""
    fourth, third = told(
        "Nigeria and Ghana met in Lagos on 3 May 2024 for the fourth of their trilateral consultations, the third having been held in "
        "Accra on 6 March 2024."
    ).meetings
    assert (fourth.ordinal, fourth.when.start, fourth.place) == (4, "2024-05-03", ("Lagos",))
    assert (third.ordinal, third.when.start, third.place, third.status) == (3, "2024-03-06", ("Accra",), "held")


def test_the_first_in_years_is_not_number_one() -> None:
    """Only a place in a series is an ordinal."""
    assert only("Nigeria and Ghana met in Lagos on 3 May 2024 for the first time in ten years.").ordinal is None
    assert only("The Joint Commission on Shipping met in Lagos on 3 May 2024 for the first time.").ordinal == 1


def test_where_a_meeting_is_hosted() -> None:
    """A host without a city is the place."""
    planned = told("Nigeria and Ghana met in Lagos on 3 May 2024. Their next meeting is to be hosted by Togo.").meetings[-1]
    assert (planned.place, planned.status) == (("Togolese Republic",), "planned") or planned.place == ("Togo",)


def test_one_guest_and_two_hosts_are_two_meetings() -> None:
    """Another person of the same side is another meeting."""
    text = (
        "Yusuf Bello of Nigeria will travel to Accra on Sunday. "
        "He will call on President Ama Darko of Ghana and sit down with Kofi Adu of Ghana."
    )
    assert [set(m.participant) & {"Ama Darko", "Kofi Adu"} for m in told(text).meetings] == [{"Ama Darko"}, {"Kofi Adu"}]


# ------------------------------------------------------------------ the scene in force


def test_an_entry_of_a_chronology_dates_what_it_tells() -> None:
    """In the present tense too, and each entry its own."""
    text = (
        "**3 May 2011** – Nigeria and Ghana open talks in Lagos.\n\n**9 June 2012** – Nigeria and Ghana resume the talks in Accra. "
        "They agree to meet again in July."
    )
    assert [(m.when.start, m.place, m.status) for m in told(text).meetings] == [
        ("2011-05-03", ("Lagos",), "held"),
        ("2012-06-09", ("Accra",), "held"),
        ("2012-07", (), "planned"),
    ]


def test_a_paragraph_goes_on_where_it_is() -> None:
    """A past clause without a time has that of the past clause before; a plan has not."""
    text = "On 3 May 2011 the president of Togo was killed in Lagos. Nigeria and Ghana held emergency talks. Nigeria and Benin will meet."
    assert [(m.when.start, m.place) for m in told(text).meetings if m.status == "held"] == [("2011-05-03", ("Lagos",))]


def test_titled_items_of_a_bulletin_are_apart() -> None:
    """Nothing is carried from one to the next."""
    filler = "The markets took little notice of it, and the newspapers of the capital gave the matter no more than a few lines."
    text = "\n\n".join(
        f"**{title}.** {sentence} {filler}"
        for title, sentence in (
            ("Fish", "Nigeria and Ghana met in Lagos on 3 May 2024."),
            ("Gas", "Peru and Chile met in Lima on 6 May 2024."),
            ("Grain", "The talks in Oslo went on."),
        )
    )
    assert [(m.place, m.when.start) for m in told(text).meetings][:2] == [(("Lagos",), "2024-05-03"), (("Lima",), "2024-05-06")]
    assert all("Nigeria" not in m.participant for m in told(text).meetings if m.place == ("Oslo",))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Nigeria and Ghana will meet in Togo in July.", "Togo"),
        ("Yusuf Bello of Nigeria flew to Lagos, where Ama Darko of Ghana received him on 3 May 2024.", "Lagos"),
        ("Nigeria and Ghana met on 3 May 2024 in a hotel in Lagos.", "Lagos"),
    ],
)
def test_where(text: str, place: str) -> None:
    """A state when no city is named, the city of a where-clause, the city of a house."""
    assert only(text).place == (place,)


def test_roman_numbers_count() -> None:
    """ "The LXVI Summit"."""
    assert only("The LXVI Summit of the Atlantic League was held in Lagos on 3 May 2024.").ordinal == 66


def test_a_conference_that_somebody_hosted() -> None:
    """A relative clause of which the meeting is the object."""
    meeting = only("A conference of Nigeria and Ghana which Togo hosted in Lagos on 3 May 2024 brought pledges.")
    assert (meeting.when.start, meeting.place) == ("2024-05-03", ("Lagos",))


def test_a_meeting_that_is_called_theirs() -> None:
    """Persons of whom a clause tells met where a noun beside it calls the meeting theirs."""
    meeting = only("President Ana Rojas of Peru and President Luis Soto of Chile signed a pact in Lima on Monday, their third encounter.")
    assert (set(meeting.participant), meeting.ordinal) == ({"Ana Rojas", "Luis Soto", "Peru", "Chile"}, 3)


def test_persons_do_not_return_to_what_is_planned() -> None:
    """Who met last time need not come next time: the states will."""
    text = "Foreign Minister Ana Rojas of Peru met Foreign Minister Luis Soto of Chile in Lima on 3 May. A next round is due in June."
    held, planned = told(text).meetings
    assert "Ana Rojas" in held.participant
    assert (planned.status, set(planned.participant)) == ("planned", {"Peru", "Chile"})


def test_a_call_in_which_something_was_settled() -> None:
    """The day of the clause is that of the call."""
    meeting = only("Peru's envoy Ana Rojas and Chile's Luis Soto settled the matter in a video call on Sunday.")
    assert meeting.when.start == "2024-05-12"


def test_a_pause_starts_no_history() -> None:
    """What was "the first since December 2019" is news: the next day without a year is of this year."""
    text = "It was the first round since December 2019. It followed from what Peru and Chile decided when they met in Quito on 23 February."
    assert "2024-02-23" in {meeting.when.start for meeting in told(text).meetings}


def test_a_numbered_summit_is_no_day_of_the_month() -> None:
    """ "The 20th Annual Border Summit": the number counts the summit."""
    meeting = only("Ana Rojas of Peru was Luis Soto's guest on 4 May for the 20th Annual Border Summit between Peru and Chile in Lima.")
    assert (meeting.when.start, meeting.ordinal, meeting.status) == ("2024-05-04", 20, "held")


def test_a_journey_by_invitation() -> None:
    """Who invites a traveller receives him where the journey ends."""
    meeting = only("Minister Ana Rojas of Peru travelled to Santiago yesterday at the invitation of her Chilean counterpart, Luis Soto.")
    assert (meeting.when.start, meeting.place) == ("2024-05-14", ("Santiago",))
    assert {"Ana Rojas", "Luis Soto"} <= set(meeting.participant)


def test_a_second_conversation_of_the_day() -> None:
    """Persons of two sides whom a report's main line joins met on its day."""
    text = (
        "Foreign Minister Ana Rojas of Peru met Foreign Minister Luis Soto of Chile in Santiago on Monday. "
        "Ms Rojas was then received by Chilean President Pablo Vega."
    )
    assert [m.when.start for m in told(text).meetings if "Pablo Vega" in m.participant] == ["2024-05-13"]


def test_a_dateline_of_two_towns() -> None:
    """What was reported from two towns happened in neither for certain."""
    assert only("LIMA/QUITO, May 14 - Chile and Peru held talks on Tuesday.").place == ()


def test_good_friday_is_no_day_of_this_week() -> None:
    """A holiday's name is not taken for the weekday in it."""
    meeting = only("Presidents Ana Rojas of Peru and Luis Soto of Chile met in Lima on Good Friday.")
    assert meeting.when.start == ""


def test_how_a_meeting_was_is_no_series() -> None:
    """ "A formal meeting", "the present format": words for any meeting name no process."""
    meeting = only("Peru and Chile held a formal consultative meeting in Lima on 3 May 2024.")
    assert meeting.process == ()
