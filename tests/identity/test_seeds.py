"""Two reports of one day in Geneva, in our own words, as facts: what they share must come out as one."""

from __future__ import annotations

from itertools import permutations

from kg.identity import identify
from kg.model import Identities
from tests.identity.tell import Tale, facts

DAY = "2021-09-30"


def wire() -> Tale:
    """A wire report that quotes the Russian side and knows the groups by their tasks only."""
    tale = Tale("wire")
    envoy = tale.person("Sergei Ryabkov", "Ryabkov", title="Deputy Foreign Minister")
    tale.entity("Organization", "United States State Department", of="US")
    talks = tale.entity("Process", "strategic stability talks")
    meeting = tale.meeting(DAY, "Geneva", f"RU US {envoy}", talks)
    both = tale.group("two working groups", who="RU US")
    founding = tale.agreement("RU US", "create two working groups", DAY, "establish", meeting, both)
    tale.group("principles and tasks of future arms control", task="the principles and tasks of future arms control", by=founding)
    potentials = "hardware, that is, the potentials of the parties as well as actions that may have a strategic effect"
    tale.group("working group on hardware", task=potentials, by=founding)
    tale.entity("Treaty", "Strategic Offensive Arms Treaty", code="treaty/new-start")
    tale.meeting("2021-10-05", "Geneva", "RU US", "", None, "planned")
    return tale


def statement() -> Tale:
    """A report on the joint statement, which names the groups in full and an earlier round in the same city."""
    tale = Tale("statement")
    envoy = tale.person("Sergey Ryabkov", "Ryabkov", of="RU", title="Deputy Foreign Minister")
    deputy = tale.person("Wendy R. Sherman", of="US", title="Deputy Secretary of State")
    talks = tale.entity("Process", "Strategic Stability Dialogue", "Russian-US consultations on strategic stability")
    meeting = tale.meeting(DAY, "Geneva", f"RU US {envoy} {deputy}", talks, 2)
    tale.meeting("2021-07-28", "Geneva", "RU US", talks, 1)
    tale.meeting("", "", "RU US", talks, 3, "planned")
    both = tale.group("two working groups on strategic stability", who="RU US")
    principles = tale.group("Working Group on Principles and Objectives for Future Arms Control", who="RU US")
    capabilities = tale.group("Working Group on Capabilities and Actions with Strategic Effects", who="RU US")
    groups = f"{both} {principles} {capabilities}"
    tale.agreement("RU US", "form two interagency expert working groups on strategic stability", DAY, "establish", meeting, groups)
    tale.agreement("RU US", "the two working groups would commence their meetings", DAY, "meet", meeting)
    tale.delegation("RU", meeting, envoy)
    tale.delegation("US", meeting, deputy)
    return tale


def both() -> Identities:
    return identify(facts(wire(), statement()))


def shared(identities: Identities, kind: str) -> set[str]:
    """Paths of one class that both documents have."""
    each = [
        {path for (told, _), path in identities.names.items() if told == tale and path.startswith(kind + "/")}
        for tale in ("wire", "statement")
    ]
    return each[0] & each[1]


def test_one_meeting_and_one_agreement() -> None:
    """The round of that day is one, not the earlier one in the same city; so is the agreement to form two groups."""
    identities = both()
    (meeting,), (agreement,) = shared(identities, "meeting"), shared(identities, "agreement")
    assert meeting.startswith("meeting/2021-09-30-geneva-")
    assert agreement.startswith("agreement/2021-09-30-establish-")


def test_one_pair_of_groups() -> None:
    """Each group is one, known by task or by full name; the two together are a node of their own."""
    identities = both()
    principles = "group/working-group-on-principles-and-objectives-for-future-arms-control"
    capabilities = "group/working-group-on-capabilities-and-actions-with-strategic-effects"
    pair = shared(identities, "group") - {principles, capabilities}
    assert shared(identities, "group") > {principles, capabilities}
    assert len(pair) == 1
    assert pair.pop().startswith("group/two-working-groups")


def test_the_same_people_states_and_talks() -> None:
    """Sergei is Sergey; the states are their codes; talks on strategic stability are the dialogue."""
    identities = both()
    assert shared(identities, "person") == {"person/sergey-ryabkov"}
    assert shared(identities, "state") == {"state/RU", "state/US"}
    assert shared(identities, "process") == {"process/strategic-stability-dialogue"}
    assert shared(identities, "place") == {"place/geneva"}
    assert identities.labels["person/sergey-ryabkov"] == "Sergey Ryabkov"


def test_what_only_one_tells_stays_its_own() -> None:
    """Nothing else is joined, whichever document comes first: five meetings are told, four are there."""
    identities = both()
    assert len({path for path in identities.names.values() if path.startswith("meeting/")}) == 4
    assert len({path for path in identities.names.values() if path.startswith("agreement/")}) == 2
    assert all(identify(list(order)) == identities for order in permutations(facts(wire(), statement())))
