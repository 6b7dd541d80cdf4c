"""Meetings, agreements, steps of treaties, groups and delegations: one event told twice, or two events."""

from __future__ import annotations

import pytest

from kg.identity import identify
from tests.identity.tell import Tale, facts


def meetings(*told: tuple[str, str, str], **more: object) -> list[str]:
    """Paths of one meeting in each document, told as (when, place, who)."""
    tales = [Tale(f"doc{i}") for i in range(len(told))]
    keys = [tale.meeting(*one, **more) for tale, one in zip(tales, told, strict=True)]  # type: ignore[arg-type]
    names = identify(facts(*tales)).names
    return [names[tale.document, key] for tale, key in zip(tales, keys, strict=True)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("2021-09-30", "Geneva", "RU US"), ("2021-09-30", "Geneva", "US RU")),
        (("2021-09-30", "Geneva", "RU US"), ("2021-09", "Geneva", "RU US")),
        (("2021-09-30", "Geneva", "RU US"), ("2021-09-30", "", "RU US")),
        (("2022-10-25/2022-11-02", "Geneva", "RU US"), ("2022-11-02", "Geneva", "RU US")),
        (("2021-09-30", "Geneva", "RU US CN"), ("2021-09-30", "Geneva", "RU US")),
    ],
)
def test_accounts_of_one_meeting(a: tuple[str, str, str], b: tuple[str, str, str]) -> None:
    """Dates as precise as each text, a place that one leaves out, a participant more: one meeting."""
    assert len(set(meetings(a, b))) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("2021-07-28", "Geneva", "RU US"), ("2021-09-30", "Geneva", "RU US")),
        (("2021-09-30", "Geneva", "RU US"), ("2021-09-30", "Vienna", "RU US")),
        (("2021-09-30", "Geneva", "RU US"), ("2021-09-30", "Geneva", "US CN")),
        (("2021", "Geneva", "RU US"), ("2021-09-30", "Geneva", "RU US")),
        (("", "Geneva", "RU US"), ("2021-09-30", "Geneva", "RU US")),
        (("", "Geneva", "RU US"), ("", "Geneva", "RU US")),
        (("2021-09-30", "", "RU"), ("2021-09-30", "", "RU")),
    ],
)
def test_meetings_that_may_be_two(a: tuple[str, str, str], b: tuple[str, str, str]) -> None:
    """Another date, city or participant, or too little known: two meetings."""
    assert len(set(meetings(a, b))) == 2


def test_a_month_that_fits_two_rounds_joins_neither() -> None:
    """Two rounds in one city in one month: "in September" may be either, and doesn't join them."""
    assert len(set(meetings(("2021-09-10", "Geneva", "RU US"), ("2021-09-30", "Geneva", "RU US"), ("2021-09", "Geneva", "RU US")))) == 3


def test_the_states_of_those_who_met_count() -> None:
    """The two envoys met, says one; Armenia and Turkey met, says the other."""
    one, other = Tale("one"), Tale("other")
    envoys = f"{one.person('Ruben Rubinyan', of='AM')} {one.person('Serdar Kilic', of='TR')}"
    a, b = one.meeting("2022-07-01", "Vienna", envoys), other.meeting("2022-07-01", "Vienna", "AM TR")
    names = identify(facts(one, other)).names
    assert names["one", a] == names["other", b]


def test_planned_in_one_and_held_in_another_is_one_meeting() -> None:
    """The status belongs to the account, not to the meeting."""
    one, other = Tale("one"), Tale("other")
    a = one.meeting("2021-09-30", "Geneva", "RU US", status="planned")
    b = other.meeting("2021-09-30", "Geneva", "RU US", status="held")
    names = identify(facts(one, other)).names
    assert names["one", a] == names["other", b]


def test_an_ordinal_in_a_process_needs_no_date() -> None:
    """The fifth meeting of the same process is one, the fourth another."""
    tales = [Tale("one"), Tale("other"), Tale("third")]
    keys = []
    for tale, number in zip(tales, (5, 5, 4), strict=True):
        process = tale.entity("Process", "normalization process", of="AM TR")
        keys.append(tale.meeting("", "", "AM TR", process, number))
    names = identify(facts(*tales)).names
    fifth, again, fourth = (names[tale.document, key] for tale, key in zip(tales, keys, strict=True))
    assert fifth == again != fourth


def test_two_meetings_of_one_document_are_two() -> None:
    """What a document lists twice it means twice, and another's account of the like joins neither."""
    one, other = Tale("one"), Tale("other")
    a, b = one.meeting("2021-09-30", "Geneva", "RU US"), one.meeting("2021-09-30", "Geneva", "RU US")
    c = other.meeting("2021-09-30", "Geneva", "RU US")
    names = identify(facts(one, other)).names
    assert len({names["one", a], names["one", b], names["other", c]}) == 3


def test_what_came_of_it_tells_which_undated_meeting_it_was() -> None:
    """Two rounds in one city: a report without a date means the one that founded the group which it speaks of."""
    one, other = Tale("one"), Tale("other")
    undated = one.meeting("", "Geneva", "RU US")
    one.group("working group on principles and tasks of future arms control")
    founding = one.agreement("RU US", "create two working groups", "", "establish", undated)
    summer, autumn = other.meeting("2021-07-28", "Geneva", "RU US"), other.meeting("2021-09-30", "Geneva", "RU US")
    group = other.group("Working Group on Principles and Objectives for Future Arms Control")
    again = other.agreement("RU US", "form two working groups", "2021-09-30", "establish", autumn, group)
    names = identify(facts(one, other)).names
    assert names["one", founding] == names["other", again]
    assert names["one", undated] == names["other", autumn] != names["other", summer]


def test_agreements_by_what_was_agreed() -> None:
    """At one meeting: the same thing in other words is one agreement, another thing is another."""
    one, other = Tale("one"), Tale("other")
    here, there = one.meeting("2022-07-01", "Vienna", "AM TR"), other.meeting("2022-07-01", "Vienna", "AM TR")
    border = one.agreement(
        "AM TR", "open the land border to citizens of third countries at the earliest date", "2022-07-01", "restore", here
    )
    cargo = one.agreement("AM TR", "begin direct air cargo trade as soon as practicable", "2022-07-01", "restore", here)
    again = other.agreement("TR AM", "nationals of third countries will be able to cross the land border", "2022-07-01", "restore", there)
    names = identify(facts(one, other)).names
    assert names["one", border] == names["other", again] != names["one", cargo]


def test_agreements_of_other_parties_or_at_other_times_are_others() -> None:
    """The same words between other states, or years later, are another agreement."""
    tales = [Tale("one"), Tale("other"), Tale("third")]
    told = [("RU US", "2021-09-30"), ("US CN", "2021-09-30"), ("RU US", "2023-02-01")]
    keys = [tale.agreement(who, "set up a hotline between the two capitals", when) for tale, (who, when) in zip(tales, told, strict=True)]
    names = identify(facts(*tales)).names
    assert len({names[tale.document, key] for tale, key in zip(tales, keys, strict=True)}) == 3


def test_steps_of_a_treaty() -> None:
    """Signature in April 2010 is signature on 8 April 2010; entry into force is another step; each state ratifies for itself."""
    one, other = Tale("one"), Tale("other")
    mine, yours = (tale.entity("Treaty", "New START", code="treaty/new-start") for tale in (one, other))
    signed, signed_too = one.step(mine, "signature", "RU US", "2010-04-08"), other.step(yours, "signature", "US RU", "2010-04")
    force = other.step(yours, "entry-into-force", "", "2011-02-05")
    russia, america = one.step(mine, "ratification", "RU", "2011-01"), other.step(yours, "ratification", "US", "2011-01")
    names = identify(facts(one, other)).names
    assert names["one", signed] == names["other", signed_too]
    assert len({names["one", signed], names["other", force], names["one", russia], names["other", america]}) == 4
    assert names["one", signed].startswith("treaty-action/2010-04-08-new-start-signature-")


def test_a_state_has_one_delegation_at_a_meeting() -> None:
    """Two documents on one meeting speak of the same two delegations."""
    one, other = Tale("one"), Tale("other")
    here, there = one.meeting("2021-09-30", "Geneva", "RU US"), other.meeting("2021-09-30", "Geneva", "RU US")
    a, b, c = one.delegation("RU", here), other.delegation("RU", there), other.delegation("US", there)
    names = identify(facts(one, other)).names
    assert names["one", a] == names["other", b] != names["other", c]
    assert names["one", a].startswith("delegation/2021-09-30-geneva-")
    assert names["one", a].endswith("-russia")


def test_paths_of_events_tell_when_and_what() -> None:
    """A path is readable: the day, the place or what was done, and a digest."""
    tale = Tale("one")
    meeting = tale.meeting("2021-09-30", "Geneva", "RU US")
    agreement = tale.agreement("RU US", "form two groups", "2021-09-30", "establish")
    names = identify(facts(tale)).names
    assert names["one", meeting].startswith("meeting/2021-09-30-geneva-")
    assert names["one", agreement].startswith("agreement/2021-09-30-establish-")
