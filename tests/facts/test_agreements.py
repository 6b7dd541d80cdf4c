"""Agreements: one for each thing agreed, with parties, action, day, place, status, deadline."""

from __future__ import annotations

import pytest

from kg.model import Agreement
from tests.facts.told import told


def only(text: str) -> Agreement:
    found = told(text).agreements
    assert len(found) == 1, found
    return found[0]


# ------------------------------------------------------------------ how agreeing is told


@pytest.mark.parametrize(
    "text",
    [
        "Nepal and Bhutan agreed to open the pass.",
        "Nepal and Bhutan have agreed to open the pass.",
        "Nepal agreed with Bhutan to open the pass.",
        "It was agreed by Nepal and Bhutan to open the pass.",
        "Nepal and Bhutan agreed that they would open the pass.",
        "Nepal and Bhutan agreed on opening the pass.",
        "Nepal and Bhutan decided to open the pass.",
        "Nepal and Bhutan pledged to open the pass.",
        "Nepal and Bhutan undertook to open the pass.",
        "Nepal and Bhutan reached an agreement to open the pass.",
        "Nepal and Bhutan concluded an accord to open the pass.",
        "An agreement to open the pass was reached by Nepal and Bhutan.",
        "The Nepalese and Bhutanese delegations agreed to open the pass.",
        "The foreign ministers of Nepal and Bhutan agreed to open the pass.",
        "The governments of Nepal and Bhutan agreed to open the pass.",
        "Nepalese and Bhutanese officials agreed to open the pass.",
        "Kathmandu and Thimphu agreed to open the pass.",
        "Under the deal, Nepal and Bhutan will open the pass.",
    ],
)
def test_states_agree(text: str) -> None:
    """By verb or noun, active or passive, through their people or capitals: who agreed, and to what."""
    agreement = only(text)
    assert set(agreement.party) == {"Nepal", "Bhutan"}
    assert "the pass" in agreement.content
    assert (agreement.status, agreement.action) == ("agreed", "restore")


@pytest.mark.parametrize(
    "text",
    [
        "Agreement was reached between Nepal and Bhutan on the release of forty prisoners.",
        "Nepal and Bhutan reached an agreement on the release of forty prisoners.",
        "An agreement on the release of forty prisoners was reached by Nepal and Bhutan.",
    ],
)
def test_an_agreement_on_something(text: str) -> None:
    """What the noun governs is what was agreed."""
    agreement = only(text)
    assert (set(agreement.party), agreement.action) == ({"Nepal", "Bhutan"}, "exchange")
    assert agreement.content == "the release of forty prisoners"


def test_content_is_the_documents_own_words() -> None:
    """Without what stands around them, mark-up and all."""
    assert only("Nepal and Bhutan agreed to **open** the\npass, officials said.").content == "open** the\npass"


def test_terms_of_a_deal_told_before() -> None:
    """ "Under the deal" and "it provides": day, place and parties come from the sentence that tells the deal."""
    agreement = only(
        "Nepal and Bhutan struck a deal in Paro on 2 May 2024. Under the deal, the two countries will exchange forty prisoners by June."
    )
    assert set(agreement.party) == {"Nepal", "Bhutan"}
    assert (agreement.action, agreement.when.start, agreement.place) == ("exchange", "2024-05-02", ("Paro",))
    agreement = only("Nepal and Bhutan signed an accord in Paro on 3 May 2024. It provides for the release of ten prisoners.")
    assert set(agreement.party) == {"Nepal", "Bhutan"}
    assert (agreement.content, agreement.when.start, agreement.place) == ("the release of ten prisoners", "2024-05-03", ("Paro",))


def test_three_parties() -> None:
    """All of a list."""
    assert set(only("Estonia, Latvia and Lithuania agreed to open the pass.").party) == {"Estonia", "Latvia", "Lithuania"}


def test_organisations_and_persons_are_parties() -> None:
    """Whoever agrees in his own name, with his state."""
    assert set(only("The European Union and the World Lake Council agreed to share data.").party) == {
        "European Union",
        "World Lake Council",
    }
    text = "Bolivian President Luis Rojas and Paraguayan President Celso Ayala agreed to build a pipeline."
    assert {"Luis Rojas", "Celso Ayala"} <= set(only(text).party)


# ------------------------------------------------------------------ when and where


@pytest.mark.parametrize(
    "text",
    [
        "Chile and Peru agreed on 3 May 2024 in Lima to build a bridge.",
        "In Lima on 3 May 2024, Chile and Peru agreed to build a bridge.",
        "Chile and Peru, meeting in Lima on 3 May 2024, agreed to build a bridge.",
        "Chile and Peru met in Lima on 3 May 2024. They agreed to build a bridge.",
        "LIMA, May 3 — Chile and Peru agreed on Friday to build a bridge.",
        "LIMA, May 3 — Chile and Peru met on Friday. The two sides agreed to build a bridge.",
        "At talks in Lima on 3 May 2024, Chile and Peru agreed to build a bridge.",
    ],
)
def test_when_and_where(text: str) -> None:
    """From the sentence, from the meeting at which it was agreed, or from the dateline."""
    agreement = only(text)
    assert set(agreement.party) == {"Chile", "Peru"}
    assert (agreement.when.start, agreement.place) == ("2024-05-03", ("Lima",))


def test_the_meeting_where_it_was_agreed() -> None:
    """Is named as such."""
    found = told("Chile and Peru met in Lima on 3 May 2024. At the meeting, they agreed to build a bridge.")
    assert [a.reached_at for a in found.agreements] == [tuple(m.key for m in found.meetings)]
    assert len(found.meetings) == 1


def test_when_it_is_to_be_done_is_not_when_it_was_agreed() -> None:
    """A day in the content is the content's."""
    agreement = only("Chile and Peru agreed to open the bridge on 1 August 2025.")
    assert agreement.when.start == ""
    assert "1 August 2025" in agreement.content


@pytest.mark.parametrize(
    ("words", "deadline"),
    [("by the end of 2025", "2025-12-31"), ("by 30 June 2024", "2024-06-30"), ("within ten days", "2024-05-25"), ("by 2030", "2030")],
)
def test_deadlines(words: str, deadline: str) -> None:
    """By when it is to be done."""
    assert only(f"Chile and Peru agreed to plant a million trees {words}.").deadline.start == deadline


# ------------------------------------------------------------------ one for each thing


def test_coordinated_things_are_one_agreement_each() -> None:
    """ "To open and to close" are two."""
    found = told("Nepal and Bhutan agreed to open the pass and to close the mine.").agreements
    assert [a.content for a in found] == ["open the pass", "close the mine"]
    assert all(set(a.party) == {"Nepal", "Bhutan"} for a in found)


def test_a_body_beside_other_things_is_an_agreement_of_its_own() -> None:
    """With its own action and object."""
    found = told("Nepal and Bhutan agreed to open the pass and set up a joint committee on trade.").agreements
    assert [(a.content, a.action) for a in found] == [("open the pass", "restore"), ("set up a joint committee on trade", "establish")]


def test_what_is_told_again_is_one_agreement() -> None:
    """The same words of the same parties, on the evidence of both sentences."""
    agreement = only("Nepal and Bhutan agreed to open the pass. Nepal and Bhutan agreed to open the pass, a spokesman said.")
    assert len(agreement.evidence) == 2


def test_what_was_also_agreed_is_another() -> None:
    """In the next sentence, by the same parties at the same meeting."""
    found = told("Nepal and Bhutan met in Paro on 3 May 2024. They agreed to open the pass. They also agreed to share flood data.")
    assert [a.content for a in found.agreements] == ["open the pass", "share flood data"]
    assert {(a.when.start, a.place, a.reached_at) for a in found.agreements} == {("2024-05-03", ("Paro",), (found.meetings[0].key,))}


def test_points_are_agreements() -> None:
    """Each numbered point that says so is one, of the parties in the head of the document."""
    text = (
        "Brazil and Guyana met in Georgetown on 4 May 2024.\n\n"
        "1. The two sides agreed to build a bridge over the Takutu River.\n\n"
        "2. The two sides agreed to exchange flood data every month.\n"
    )
    found = told(text).agreements
    assert [a.content for a in found] == ["build a bridge over the Takutu River", "exchange flood data every month"]
    assert all(set(a.party) == {"Brazil", "Guyana"} for a in found)


# ------------------------------------------------------------------ what it is about


@pytest.mark.parametrize(
    ("content", "action"),
    [
        ("to set up a joint committee", "establish"),
        ("to hold a second round of talks in Paro", "meet"),
        ("to meet again in Paro in July 2024", "meet"),
        ("to sign the Treaty on Mountain Rivers in June 2024", "treaty"),
        ("to extend the Treaty on Mountain Rivers", "treaty"),
        ("to cease fire", "ceasefire"),
        ("on a ceasefire", "ceasefire"),
        ("to exchange prisoners of war", "exchange"),
        ("to release forty prisoners", "exchange"),
        ("to notify each other of missile launches", "inform"),
        ("to share radar data", "inform"),
        ("to cooperate in fighting locusts", "cooperate"),
        ("to build a bridge", "cooperate"),
        ("to ban bottom trawling", "restrict"),
        ("to reduce their arsenals by a third", "restrict"),
        ("to restore diplomatic relations", "restore"),
        ("to reopen the border", "restore"),
        ("to open two embassies", "restore"),
        ("on the principle of non-interference", "principle"),
        ("to protect snow leopards", "cooperate"),
    ],
)
def test_actions(content: str, action: str) -> None:
    """The words of the content tell what kind of thing was agreed."""
    assert only(f"Nepal and Bhutan agreed {content}.").action == action


def test_a_reaffirmed_principle() -> None:
    """Commitments made again."""
    agreement = only("Nepal and Bhutan reaffirmed their commitment to the principle of open skies.")
    assert (agreement.action, set(agreement.party)) == ("principle", {"Nepal", "Bhutan"})


def test_the_treaty_that_it_is_about() -> None:
    """Is its object."""
    assert only("Nepal and Bhutan agreed to sign the Treaty on Mountain Rivers in June 2024.").object == ("Treaty on Mountain Rivers",)


# ------------------------------------------------------------------ not agreed


@pytest.mark.parametrize(
    "text",
    [
        "Bhutan rejected Nepal's proposal to build a bridge.",
        "Bhutan rejected a Nepalese proposal to build a bridge.",
        "Bhutan turned down Nepal's offer to build a bridge.",
        "Nepal proposed to build a bridge. Bhutan rejected the proposal to build a bridge.",
    ],
)
def test_rejected(text: str) -> None:
    """A proposal turned down, by whom and whose."""
    agreement = only(text)
    assert (agreement.status, set(agreement.party)) == ("rejected", {"Nepal", "Bhutan"})
    assert agreement.content == "build a bridge"


@pytest.mark.parametrize(
    "text",
    [
        "Nepal proposed to build a bridge with Bhutan.",
        "Nepal proposed that the two countries build a bridge.",
        "Nepal suggested building a bridge.",
        "Nepal offered Bhutan to build a bridge.",
    ],
)
def test_proposed(text: str) -> None:
    """What one side wants."""
    agreement = only(text)
    assert agreement.status == "proposed"
    assert "Nepal" in agreement.party
    assert "bridge" in agreement.content


@pytest.mark.parametrize(
    "text",
    [
        "Nepal and Bhutan did not agree to open the pass.",
        "Nepal and Bhutan never agreed to open the pass.",
        "Nepal and Bhutan failed to agree on opening the pass.",
        "Nepal and Bhutan were unable to agree on opening the pass.",
        "Nepal and Bhutan have yet to agree on opening the pass.",
        "If Nepal and Bhutan agree to open the pass, trade will grow.",
        "Nepal and Bhutan could agree to open the pass.",
        "Nepal and Bhutan would agree to open the pass only if India paid.",
        "Nepal hopes to agree with Bhutan on opening the pass.",
        "Nepal and Bhutan will agree on opening the pass one day.",
        "Nepal asked Bhutan to open the pass.",
    ],
)
def test_nothing_was_agreed(text: str) -> None:
    """Negated, failed, conditional, possible, hoped for, to come: nothing has the status agreed."""
    assert not [a for a in told(text).agreements if a.status == "agreed"]


@pytest.mark.parametrize("text", ["Nepal agreed.", "Nepal decided to open the pass.", "Nepal pledged to open the pass.", "Opinions agree."])
def test_one_side_alone_makes_no_agreement(text: str) -> None:
    """A decision or promise of one's own binds nobody else."""
    assert told(text).agreements == ()


@pytest.mark.parametrize(
    "text",
    ["Nepal agrees with Bhutan.", "Without naming Nepal, Bhutan agreed.", "If Nepal and Bhutan agree to open the pass, trade will grow."],
)
def test_a_sentence_of_agreeing_without_a_fact_is_told(text: str) -> None:
    """So that a reader can look at what was not understood."""
    assert [(g.kind, g.text) for g in told(text).gaps] == [("sentence", text)]


def test_what_was_denied_was_not_agreed() -> None:
    """ "Denied that it had agreed" tells of no agreement."""
    assert told("Nepal denied that it had agreed to open the pass.").agreements == ()


# ------------------------------------------------------------------ other faces of agreeing


@pytest.mark.parametrize(
    "text",
    [
        "Nepal and Bhutan were unanimous in reopening the pass.",
        "Nepal and Bhutan were of one mind that the pass be reopened.",
        "Nepal and Bhutan gave their consent to the reopening of the pass.",
        "Nepal and Bhutan came to an arrangement to reopen the pass.",
        "Nepal and Bhutan concurred in reopening the pass.",
        "Nepal and Bhutan struck a bargain under which the pass is to be reopened.",
        "Nepal and Bhutan cleared the way for the reopening of the pass.",
        "Nepal and Bhutan saw eye to eye on reopening the pass.",
        "Nepal and Bhutan arranged for the reopening of the pass.",
        "Nepal and Bhutan accepted that the pass would be reopened.",
        "It was further resolved by Nepal and Bhutan that the pass should be reopened.",
        "Nepal and Bhutan had agreed, he said, to reopen the pass.",
    ],
)
def test_agreeing_in_other_words(text: str) -> None:
    """Adjectives, support verbs with nouns, and relative clauses that give the terms."""
    agreement = only(text)
    assert (set(agreement.party), agreement.status, agreement.action) == ({"Nepal", "Bhutan"}, "agreed", "restore")
    assert "pass" in agreement.content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The Arab League suspended Libya's membership.", "suspended Libya's membership"),
        (
            "The Lake Commission extended the mandate of the Panel on Reeds until June.",
            "extended the mandate of the Panel on Reeds until June",
        ),
        ("The European Union lifted its sanctions against Burundi.", "lifted its sanctions against Burundi"),
    ],
)
def test_decisions_of_bodies(text: str, content: str) -> None:
    """What a body enacts is agreed among its members; the verb belongs to the content."""
    agreement = only(text)
    assert (agreement.content, agreement.status) == (content, "agreed")


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("It provides for an end to fishing and for the release of all crews.", ["an end to fishing", "the release of all crews"]),
        ("It bans night fishing and limits each fleet to forty boats.", ["bans night fishing", "limits each fleet to forty boats"]),
    ],
)
def test_each_term_of_an_instrument(text: str, contents: list[str]) -> None:
    """Is an agreement of its own."""
    found = told("Chile and Peru signed the Treaty of Arica on 3 May 2024 in Lima. " + text).agreements
    assert [a.content for a in found] == contents


def test_asides_are_no_content() -> None:
    """What a comma sets off behind what was agreed only tells more of it."""
    text = "Chile and Peru agreed to set up a Joint Reef Panel, in which each side will have one seat and which is to meet in Arica."
    assert "set up a Joint Reef Panel" in [a.content for a in told(text).agreements]


def test_talks_of_several_days() -> None:
    """End in what was agreed: on their last day."""
    assert only("Chile and Peru, meeting in Lima from 3 to 5 May 2024, agreed to build a bridge.").when.start == "2024-05-05"


def test_the_scene_of_a_paragraph_holds() -> None:
    """What a paragraph told before sets the day and the place, not what another paragraph is about."""
    text = (
        "Mali and Niger met in Gao on 6 May 2024. They agreed to dig a well.\n\n"
        "Chile and Peru met in Lima on 3 May 2024. Nobody hurried. They agreed to build a bridge."
    )
    found = told(text).agreements
    assert [(a.content, a.when.start, a.place) for a in found] == [
        ("dig a well", "2024-05-06", ("Gao",)),
        ("build a bridge", "2024-05-03", ("Lima",)),
    ]


def test_what_parties_lay_down_for_themselves() -> None:
    """ "We will", "our experts are to", "the Parties shall" in a joint text bind without a word of agreeing."""
    text = (
        "We, the Presidents of Chile and Peru, met in Lima on 3 May 2024. We will protect the condors together. "
        "Our experts are to count them every year.\n\nThe Parties shall publish the figures."
    )
    found = told(text).agreements
    assert [a.content for a in found] == [
        "We will protect the condors together",
        "Our experts are to count them every year",
        "The Parties shall publish the figures",
    ]


def test_what_two_sides_announce_together() -> None:
    """Is agreed if it is to be done; what they say has been is not, and one side's word is its own."""
    assert only("Chile and Peru announced that a fund would be created.").content == "a fund would be created"
    assert told("Chile and Peru announced that the talks had ended.").agreements == ()
    assert told("Chile announced that a fund would be created.").agreements == ()


def test_what_the_text_of_a_deal_says() -> None:
    """An instrument that speaks in an inserted clause gives its terms."""
    text = "Chile and Peru signed the Treaty of Arica on 3 May 2024. Neither side, the treaty says, will fish at night."
    agreement = only(text)
    assert "will fish at night" in agreement.content
    assert set(agreement.party) == {"Chile", "Peru"}


def test_one_sides_promise_in_a_joint_text() -> None:
    """Is agreed by all that issued it."""
    agreement = only("Chile and Peru met in Lima. In a joint statement Peru undertook to open its ports.")
    assert (agreement.content, "Peru" in agreement.party) == ("open its ports", True)


def test_what_an_instrument_does() -> None:
    """It obliges, grants, commits; or it limits, splits, bans: then the verb is part of what was agreed."""
    signed = "Chile and Peru signed the Treaty of Arica on 3 May 2024 in Lima. "
    agreement = only(signed + "It obliges Peru to let Chilean inspectors into its mines.")
    assert agreement.content == "let Chilean inspectors into its mines"
    assert (set(agreement.party), agreement.when.start, agreement.place) == ({"Chile", "Peru"}, "2024-05-03", ("Lima",))
    assert only(signed + "It limits each fleet to forty boats.").content == "limits each fleet to forty boats"


def test_terms_in_sentences_that_go_on() -> None:
    """Obligations told right after the deal are its terms, with its parties, day and place."""
    found = told(
        "Chile and Peru agreed in Lima on 3 May 2024 to build a bridge. A joint committee is to choose the place. "
        "Both governments will bear half of the costs."
    ).agreements
    assert [a.content for a in found] == [
        "build a bridge",
        "A joint committee is to choose the place",
        "Both governments will bear half of the costs",
    ]
    assert all((set(a.party), a.when.start, a.place) == ({"Chile", "Peru"}, "2024-05-03", ("Lima",)) for a in found)


@pytest.mark.parametrize(
    "text",
    [
        "President Soto will visit the port tomorrow.",
        "The next round will be held in June.",
        "He will retire in June.",
        "Prices fell. The market will decide.",
    ],
)
def test_what_goes_on_otherwise(text: str) -> None:
    """A person's plans, meetings to come, and what follows other news are no terms of the deal."""
    assert only("Chile and Peru agreed in Lima on 3 May 2024 to build a bridge. " + text).content == "build a bridge"


# ------------------------------------------------------------------ what became of proposals


@pytest.mark.parametrize(
    "text",
    [
        "Chile and Peru met. A request by Peru that the port be closed found no favour with Chile.",
        "Chile and Peru met. Peru's proposal that the port be closed was not accepted.",
        "Chile and Peru met. Peru's offer to close the port came to nothing.",
        "Chile and Peru met. A suggestion by Peru that the port be closed failed to win support.",
        "Chile and Peru met. Peru's demand to close the port got nowhere.",
        "Chile and Peru met. Peru asked that the port be closed. That was refused.",
        "Chile and Peru met. Peru wanted the port to be closed, but Chile refused.",
        "Chile and Peru met. Peru proposed closing the port. Chile turned the idea down.",
        "Chile and Peru met. Chile would not hear of closing the port.",
        "Chile and Peru met. Chile balked at closing the port.",
        "Chile and Peru met. No agreement could be found on closing the port.",
        "Chile and Peru met. No common position was reached on closing the port.",
    ],
)
def test_refused_in_many_words(text: str) -> None:
    """By noun or verb, in the same sentence or the next, plainly or in an idiom."""
    agreement = only(text)
    assert agreement.status == "rejected"
    assert {"Chile", "Peru"} == set(agreement.party)
    assert "port" in agreement.content


def test_an_offer_taken_up() -> None:
    """Is agreed."""
    agreement = only("Chile and Peru met. Peru's offer to host the next round in Tacna was taken up.")
    assert (agreement.status, agreement.content) == ("agreed", "host the next round in Tacna")


@pytest.mark.parametrize("text", ["Peru's proposal that the port be closed will be studied.", "Peru proposed that the port be closed."])
def test_a_proposal_left_open(text: str) -> None:
    """Stays one."""
    assert only("Chile and Peru met. " + text).status == "proposed"


@pytest.mark.parametrize(
    "text", ["Peru asked that the port be closed.", "Peru wants the port to be closed.", "Peru's demand for fish grows."]
)
def test_a_wish_that_nobody_answers(text: str) -> None:
    """Is no fact."""
    assert told("Chile and Peru met. " + text).agreements == ()


def test_the_news_goes_on_after_an_aside() -> None:
    """A look back at an earlier round does not move what the report tells next."""
    text = (
        "LIMA, May 14 - Chile and Peru held the 12th Border Dialogue in Lima on Tuesday. The 11th took place in Santiago in March 2018. "
        "The two sides agreed to open a rail link."
    )
    deal = next(a for a in told(text).agreements if "rail" in a.content)
    assert (deal.when.start, deal.place) == ("2024-05-14", ("Lima",))


def test_nothing_was_agreed_after_the_day_of_writing() -> None:
    """The day of what was agreed upon is not the day on which it was."""
    text = (
        "LIMA, May 14 - Chile and Peru signed a fisheries accord on Tuesday. The two sides also agreed to open talks in Quito on 10 June."
    )
    deal = next(a for a in told(text).agreements if "Quito" in a.content)
    assert (deal.when.start, deal.place) == ("2024-05-14", ("Lima",))


def test_a_town_and_a_house_in_it() -> None:
    """Where something was agreed is the town."""
    text = "On 3 May 2024 Chile and Peru held talks in the Palacio de Torre Tagle in Lima. The two sides agreed to open a rail link."
    deal = next(a for a in told(text).agreements if "rail" in a.content)
    assert deal.place == ("Lima",)


def test_the_day_of_the_news_is_not_the_day_of_speaking() -> None:
    """What a spokesman said on Monday about last week's talks was agreed last week."""
    text = "LIMA, May 13 - The spokesman said on Monday that Chile and Peru met on Friday. The two sides agreed to open a rail link."
    deal = next(a for a in told(text).agreements if "rail" in a.content)
    assert deal.when.start == "2024-05-10"


def test_a_movement_binds_itself() -> None:
    """And not its state, which an organ of it does."""
    assert "State of Palestine" not in only("Israel and Hamas agreed to exchange prisoners.").party
    assert set(only("Israel and Hamas agreed to exchange prisoners.").party) == {"Israel", "Hamas"}
    assert "Chile" in only("The Chilean Foreign Ministry and Peru agreed to open the pass.").party
