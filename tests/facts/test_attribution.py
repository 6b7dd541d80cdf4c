"""Who is credited with saying so."""

from __future__ import annotations

import pytest

from tests.facts.told import quotes, reporters, told


def credited(text: str) -> set[str]:
    """The reporters of the one agreement of a text."""
    found = told(text)
    (agreement,) = found.agreements
    return reporters(found, agreement)


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian Foreign Minister Elena Soto said that Chile and Peru had agreed to build a bridge.",
        "Peruvian Foreign Minister Elena Soto said Chile and Peru had agreed to build a bridge.",
        "Chile and Peru agreed to build a bridge, Peruvian Foreign Minister Elena Soto said.",
        "Chile and Peru agreed to build a bridge, said Peruvian Foreign Minister Elena Soto.",
        "Chile and Peru have agreed to build a bridge, Peruvian Foreign Minister Elena Soto told reporters.",
        "Peruvian Foreign Minister Elena Soto announced that Chile and Peru had agreed to build a bridge.",
        "According to Elena Soto, the Peruvian foreign minister, Chile and Peru have agreed to build a bridge.",
        '"Chile and Peru have agreed to build a bridge," said Peruvian Foreign Minister Elena Soto.',
        '"Chile and Peru have agreed to build a bridge," Peruvian Foreign Minister Elena Soto said on Monday.',
        "Peruvian Foreign Minister Elena Soto spoke in Lima. She said that Chile and Peru had agreed to build a bridge.",
    ],
)
def test_a_person_says_so(text: str) -> None:
    """Before, after or inside what is said; with "that" or without; direct, indirect, "according to"."""
    assert credited(text) == {"Elena Soto"}


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("The Peruvian Foreign Ministry said that Chile and Peru had agreed to build a bridge.", "Peruvian Foreign Ministry"),
        ("Chile and Peru agreed to build a bridge, the Greek Energy Ministry said in a statement.", "Greek Energy Ministry"),
        ("The Mongolian Ministry of Trade said on Monday that Chile and Peru had agreed to build a bridge.", "Mongolian Ministry of Trade"),
        ("Chile and Peru agreed to build a bridge, Lima said.", "Peru"),
        ("Nepal said that Chile and Peru had agreed to build a bridge.", "Nepal"),
        ("The European Union announced that Chile and Peru had agreed to build a bridge.", "European Union"),
    ],
)  # fmt: skip
def test_ministries_states_and_organisations_say_so(text: str, reporter: str) -> None:
    """Whoever can speak, under the name that the document gives it."""
    found = told(text)
    names = {e.name: set(e.labels) for e in found.entities}
    (name,) = credited(text)
    assert name == reporter or reporter in names[name]


@pytest.mark.parametrize(
    "text", ["Chile and Peru agreed to build a bridge.", "Chile and Peru have agreed to build a bridge. Soto was pleased."]
)
def test_the_text_says_so_itself(text: str) -> None:
    """Without a speaker nobody is credited."""
    assert credited(text) == set()


def test_the_parties_of_a_sentence_are_not_its_speaker() -> None:
    """Who agreed and who says so are two questions."""
    found = told("Nepal said that Chile and Peru had agreed to build a bridge.")
    assert set(found.agreements[0].party) == {"Chile", "Peru"}


def test_a_quotation_runs_over_sentences() -> None:
    """Its other sentences are the same speaker's."""
    text = (
        "Chile and Peru met in Arica on 3 May 2024. "
        '"The talks were long. Chile and Peru agreed to build a bridge. We are content," Peruvian Foreign Minister Elena Soto said.'
    )
    assert credited(text) == {"Elena Soto"}


def test_a_quotation_ends() -> None:
    """What comes after it is the text's own voice."""
    text = '"The talks were long," Peruvian Foreign Minister Elena Soto said. Chile and Peru agreed to build a bridge.'
    assert credited(text) == set()


def test_two_speakers_two_pieces_of_evidence() -> None:
    """Each sentence with its own."""
    text = (
        "Chile and Peru agreed to build a bridge, Peruvian Foreign Minister Elena Soto said. "
        "Chile and Peru agreed to build a bridge, Chilean Foreign Minister Hugo Lagos said."
    )
    assert credited(text) == {"Elena Soto", "Hugo Lagos"}


def test_evidence_is_the_sentence() -> None:
    """Whole, as it stands in the document, line breaks and mark-up included."""
    text = "The sea was calm. Chile and **Peru** agreed\nto build a bridge. Fish were caught."
    found = told(text)
    assert quotes(found, found.agreements[0]) == ["Chile and **Peru** agreed\nto build a bridge."]


@pytest.mark.parametrize(
    "text",
    [
        "Nigeria and Ghana met in Lagos on 3 May 2024, Nigerian Foreign Minister Yusuf Bello said.",
        "Nigerian Foreign Minister Yusuf Bello said that Nigeria and Ghana had met in Lagos on 3 May 2024.",
    ],
)
def test_meetings_have_reporters_too(text: str) -> None:
    """Every fact has its evidence."""
    found = told(text)
    assert [reporters(found, m) for m in found.meetings] == [{"Yusuf Bello"}]


def test_a_transcript() -> None:
    """Answers are the speaker's whom the label before his first words names; questions are nobody's."""
    text = (
        "Spokesman Pablo Rios: Good morning.\n\nQuestion: What was settled in Arica?\n\n"
        "Answer: Chile and Peru agreed to build a bridge. It rained."
    )
    assert credited(text) == {"Pablo Rios"}


def test_an_unnamed_spokeswoman() -> None:
    """Speaks for her ministry."""
    text = "Chile and Peru agreed to build a bridge, a spokeswoman for the Peruvian Foreign Ministry said."
    assert credited(text) == {"Peruvian Foreign Ministry"}


def test_the_nearest_speaker() -> None:
    """Where two speak in one sentence, each has his own words."""
    text = "Chile and Peru agreed to build a bridge, Elena Soto said; Hugo Lagos told his own press the opposite."
    assert credited(text) == {"Elena Soto"}


def test_indirect_speech_goes_on() -> None:
    """ "Both sides would …" after what somebody said is still said by the same."""
    text = "Chile and Peru had agreed to build a bridge, Elena Soto said. Both governments would bear half of the costs."
    found = told(text)
    assert [reporters(found, a) for a in found.agreements] == [{"Elena Soto"}, {"Elena Soto"}]
