"""Organisations, treaties, processes, groups, places: one across documents, or two."""

from __future__ import annotations

import pytest

from kg.identity import identify
from kg.model import EntityKind
from tests.identity.tell import Tale, facts


def paths(kind: EntityKind, *told: tuple[str, str]) -> list[str]:
    """The paths of one entity in each document, told as its labels (separated by ;) and whom it belongs to."""
    tales = [Tale(f"doc{i}") for i in range(len(told))]
    keys = [tale.entity(kind, *labels.split("; "), of=of) for tale, (labels, of) in zip(tales, told, strict=True)]
    names = identify(facts(*tales)).names
    return [names[tale.document, key] for tale, key in zip(tales, keys, strict=True)]


@pytest.mark.parametrize(
    ("a", "b", "state"),
    [
        ("Russian Foreign Ministry", "Ministry of Foreign Affairs of Russia", "RU"),
        ("Foreign Ministry", "Armenian Foreign Ministry", "AM"),
        ("Foreign Ministry", "Ministry of Foreign Affairs of the Republic of Armenia", "AM"),
        ("Turkish Ministry of National Defence", "Defense Ministry", "TR"),
        ("State Department", "US Department of State", "US"),
        ("Department of State", "United States State Department", "US"),
        ("State Committee for National Security (GKNB)", "GKNB", "KG"),
        ("Kyrgyz State Committee for National Security", "State Committee for National Security of Kyrgyzstan", "KG"),
        ("National Assembly", "Armenian National Assembly", "AM"),
    ],
)
def test_names_of_one_body_of_a_state(a: str, b: str, state: str) -> None:
    """Adjective or noun, "foreign ministry" or "ministry of foreign affairs", with or without the state: one body of that state."""
    assert len(set(paths("Organization", (a, state), (b, state)))) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Foreign Ministry", "AM"), ("Foreign Ministry", "TR")),
        (("State Committee for National Security", "KG"), ("State Committee for National Security", "TJ")),
        (("Foreign Ministry", ""), ("Foreign Ministry", "")),
        (("Foreign Ministry", ""), ("Foreign Ministry", "RU")),
        (("Ministry of Energy", "KZ"), ("Ministry of Defence", "KZ")),
        (("European Commission", ""), ("ECOWAS Commission", "")),
        (("General Staff", "RU"), ("General Staff", "US")),
    ],
)
def test_bodies_of_different_states_or_of_nobody_known(a: tuple[str, str], b: tuple[str, str]) -> None:
    """Ministries of different states are different; one whose state isn't known may be anybody's."""
    assert len(set(paths("Organization", a, b))) == 2


@pytest.mark.parametrize(
    ("kind", "a", "b"),
    [
        ("Treaty", ("Anti-Ballistic Missile (ABM) Treaty", "US SU"), ("Anti-Ballistic Missile Treaty", "")),
        ("Treaty", ("Treaty on Open Skies", ""), ("Open Skies Treaty", "")),
        ("Treaty", ("START I", "US SU"), ("START", "US SU")),
        ("Treaty", ("START II", "US RU"), ("START 2", "US RU")),
        ("Treaty", ("Treaty on the Kyrgyz-Tajik state border", "KG TJ"), ("state border treaty", "KG TJ")),
        ("Treaty", ("Zürich Protocols", "AM TR"), ("Zurich Protocols", "AM TR")),
        ("Process", ("Strategic Stability Dialogue", "RU US"), ("consultations on strategic stability", "US RU")),
        ("Process", ("normalization process", "AM TR"), ("Armenian-Turkish normalisation process", "TR AM")),
        ("Treaty", ("Comprehensive Military Agreement", "KP US"), ("CMA", "KP US")),
        ("Place", ("Geneva", ""), ("Geneva, Switzerland", "")),
        ("Place", ("Zürich", ""), ("Zurich", "")),
        ("Organization", ("World Trade Organization (WTO)", ""), ("WTO", "")),
        (
            "Organization",
            ("Organisation for Security and Co-operation in Europe", ""),
            ("Organization for Security and Cooperation in Europe", ""),
        ),
        ("WorkingGroup", ("Standing Consultative Commission (SCC)", "US SU"), ("Standing Consultative Commission", "US SU")),
    ],
)
def test_one_thing_under_two_names(kind: EntityKind, a: tuple[str, str], b: tuple[str, str]) -> None:
    """Order of words, abbreviations, spelling and the parties' names don't make two of one."""
    assert len(set(paths(kind, a, b))) == 1


@pytest.mark.parametrize(
    ("kind", "a", "b"),
    [
        ("Treaty", ("START I", "US SU"), ("START II", "US RU")),
        ("Treaty", ("START I", "US RU"), ("New START", "US RU")),
        ("Treaty", ("New START", "US RU"), ("START II", "US RU")),
        ("Treaty", ("Additional Protocol I", ""), ("Additional Protocol II", "")),
        ("Treaty", ("ABM Treaty", "US SU"), ("Protocol to the ABM Treaty", "US SU")),
        ("Treaty", ("1972 Memorandum of Understanding", "US SU"), ("1997 Memorandum of Understanding", "US SU")),
        ("Treaty", ("Reciprocal Access Agreement", "JP US"), ("Reciprocal Access Agreement", "JP CN")),
        ("Treaty", ("border treaty", ""), ("border treaty", "")),
        ("Process", ("Strategic Stability Dialogue", "RU US"), ("Strategic Stability Dialogue", "US CN")),
        ("Process", ("Strategic Stability Dialogue (SSD)", "RU US"), ("strategic security dialogue", "RU US")),
        ("Process", ("talks", "RU US"), ("talks", "RU US")),
        ("Process", ("strategic stability talks", "RU US"), ("cybersecurity talks", "RU US")),
        ("WorkingGroup", ("working group on arms control", "US SU"), ("arms control working group", "US RU")),
        ("WorkingGroup", ("joint commission", "RU US"), ("joint commission", "RU US")),
        ("WorkingGroup", ("Drafting Commission", ""), ("drafting group", "")),
        ("Place", ("Peace House", "KP"), ("Peace House", "US")),
    ],
)
def test_two_things_with_like_names(kind: EntityKind, a: tuple[str, str], b: tuple[str, str]) -> None:
    """Numbers, years, parties and what sort of thing it is tell apart; what is generic is never joined by name."""
    assert len(set(paths(kind, a, b))) == 2


def test_the_gazetteer_decides() -> None:
    """Equal codes are one whatever the names, different codes are two whatever the names."""
    tales = [Tale("one"), Tale("other"), Tale("third")]
    keys = [
        tales[0].entity("Treaty", "New START", code="treaty/new-start"),
        tales[1].entity("Treaty", "Strategic Offensive Arms Treaty", code="treaty/new-start"),
        tales[2].entity("Treaty", "Strategic Offensive Arms Treaty", code="treaty/start-i"),
    ]
    names = identify(facts(*tales)).names
    assert [names[tale.document, key] for tale, key in zip(tales, keys, strict=True)] == ["treaty/new-start"] * 2 + ["treaty/start-i"]


def test_an_organisation_without_a_name_of_its_own_bears_its_states() -> None:
    """Armenia's "Foreign Ministry" is not called foreign-ministry."""
    assert paths("Organization", ("Foreign Ministry", "AM")) == ["organization/armenia-foreign-ministry"]
    assert paths("Organization", ("Turkish Foreign Ministry", "TR")) == ["organization/turkish-foreign-ministry"]
