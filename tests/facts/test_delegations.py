"""Delegations: for whom they came and who headed them."""

from __future__ import annotations

import pytest

from tests.facts.told import told


@pytest.mark.parametrize(
    "text",
    [
        "The Austrian delegation was led by Ambassador Lena Brandt.",
        "Ambassador Lena Brandt headed the Austrian delegation.",
        "Ambassador Lena Brandt led the delegation of Austria.",
        "The Austrian delegation, headed by Ambassador Lena Brandt, left Vienna.",
        "Austria's delegation was headed by Ambassador Lena Brandt.",
        "Lena Brandt, who heads the Austrian delegation, spoke to reporters.",
        "The Austrian delegation was chaired by Lena Brandt.",
    ],
)
def test_a_delegation_has_a_head(text: str) -> None:
    """Active, passive, participle or relative clause."""
    (delegation,) = told(text).delegations
    assert (delegation.represents, delegation.head) == (("Austria",), ("Lena Brandt",))


def test_two_delegations_in_one_sentence() -> None:
    """Each has its own head."""
    found = told(
        "The Kenyan delegation, headed by Defence Minister Adan Duro, met the Somali delegation, led by Envoy Ahmed Farah, in Arta."
    )
    assert {(d.represents, d.head) for d in found.delegations} == {(("Kenya",), ("Adan Duro",)), (("Somalia",), ("Ahmed Farah",))}


def test_two_delegations_coordinated() -> None:
    """ "A headed the X delegation, and B headed the Y delegation"."""
    found = told("Adan Duro headed the Kenyan delegation, and Ahmed Farah headed the Somali delegation.")
    assert {(d.represents, d.head) for d in found.delegations} == {(("Kenya",), ("Adan Duro",)), (("Somalia",), ("Ahmed Farah",))}


def test_the_head_speaks_for_the_state() -> None:
    """Its head's office without an owner is the delegation's state's."""
    (position,) = told("The Kenyan delegation was headed by Defence Minister Adan Duro.").positions
    assert (position.holder, position.title, position.within) == ("Adan Duro", "Defence Minister", ("Kenya",))


def test_delegations_act_for_their_states() -> None:
    """Parties and participants are the states."""
    found = told("The Kenyan and Somali delegations met in Arta on 4 May 2024. The delegations agreed to open the road.")
    assert [set(m.participant) for m in found.meetings] == [{"Kenya", "Somalia"}]
    assert [set(a.party) for a in found.agreements] == [{"Kenya", "Somalia"}]


def test_other_things_have_heads_too() -> None:
    """A ministry's head is no head of a delegation."""
    assert told("Lena Brandt heads the Austrian trade ministry.").delegations == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Ghanaian team was led by Kofi Asante and that of Togo by Yao Mensah.",
        "The Ghanaian delegation was headed by Kofi Asante, the Togolese by Yao Mensah.",
        "Kofi Asante leads for Ghana, Yao Mensah for Togo.",
        "Delegations under Kofi Asante of Ghana and Yao Mensah of Togo met in Lomé.",
        "The delegations of Ministers Kofi Asante of Ghana and Yao Mensah of Togo met in Lomé.",
        "Kofi Asante and Yao Mensah, the chief negotiators of Ghana and Togo, met in Lomé.",
        "Talks opened in Lomé, Kofi Asante heading the Ghanaian team and Yao Mensah the Togolese.",
    ],
)
def test_the_second_delegation_may_go_without_its_noun_or_verb(text: str) -> None:
    """Ellipsis, "leads for", "under" and the office of negotiator tell the heads of both sides."""
    found = {(d.represents, d.head) for d in told(text).delegations}
    assert found == {(("Ghana",), ("Kofi Asante",)), (("Togo",), ("Yao Mensah",))}


def test_a_state_sends_many_delegations() -> None:
    """Another head in another sentence is another delegation."""
    found = told("In 2019 Kofi Asante headed the Ghanaian delegation. In 2021 Abena Osei headed the Ghanaian delegation.")
    assert [(d.represents, d.head) for d in found.delegations] == [(("Ghana",), ("Kofi Asante",)), (("Ghana",), ("Abena Osei",))]


@pytest.mark.parametrize(
    "text",
    [
        "The Ghanaian delegation includes Kofi Asante and Abena Osei.",
        "The Ghanaian delegation consisted of Kofi Asante and Abena Osei.",
    ],
)
def test_members_of_a_delegation(text: str) -> None:
    """Whom it includes belongs to it and need not head it."""
    (delegation,) = told(text).delegations
    assert delegation.represents == ("Ghana",)
    assert set(delegation.members) == {"Kofi Asante", "Abena Osei"}
    assert not delegation.head


def test_a_deputy_head_is_a_member() -> None:
    """He doesn't head it."""
    (delegation,) = told("Yao Mensah, deputy head of the Togolese delegation, spoke.").delegations
    assert (delegation.represents, delegation.head, delegation.members) == (("Togo",), (), ("Yao Mensah",))
