"""Events that the encoder sees told: where, of what kind, and who plays which role in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.language import Parse, parse
from kg.language.encoder.events import Event, EventReader
from kg.model import Document

TEXT = """The foreign ministers of Norway and Chile met in Santiago on 4 May 2011. They agreed to set up a joint commission on fisheries.

The two ministers signed a treaty on extradition. Chile's parliament ratified the treaty in August 2012."""


def read(text: str) -> Parse:
    return next(parse([Document("d", text)]))


def events(parsed: Parse) -> dict[str, Event]:
    """The events that are more likely than not, by their words."""
    return {parsed.doc[e.i].text: e for e in parsed.doc.user_data["events"] if e.probability >= 0.5}


def test_events_stand_at_the_words_that_tell_them() -> None:
    """A meeting, what was agreed, and two steps of a treaty, each with its kind and status."""
    found = events(read(TEXT))
    kinds = {word: (event.kind, event.status) for word, event in found.items()}
    assert kinds["met"] == ("meeting", "held")
    assert kinds["set"] == ("agreement", "held")
    assert found["set"].action == "establish"
    assert kinds["signed"] == ("signature", "held")
    assert kinds["ratified"] == ("ratification", "held")


def test_roles_are_played_by_words() -> None:
    """Where they met, and which treaty was ratified."""
    parsed = read(TEXT)
    found = events(parsed)
    assert "Santiago" in {parsed.doc[i].text for i in found["met"].played("place")}
    assert {parsed.doc[i].text for i in found["ratified"].played("object")} == {"treaty"}


def test_a_paragraph_is_read_with_those_around_it() -> None:
    """What two points tell was agreed on the day, and in the town, that an earlier paragraph names."""
    parsed = read(
        "Peru and Ecuador signed an accord in Lima on Monday. Under the accord the two sides agreed as follows:\n\n"
        "1. Prisoners will be exchanged under the eyes of the Red Cross.\n\n2. Troops will leave the pass within a month."
    )
    found = events(parsed)
    for word in ("exchanged", "leave"):
        assert found[word].kind == "agreement"
        assert {parsed.doc[i].text for name in ("time", "place") for i in found[word].played(name)} == {"Monday", "Lima"}


def test_a_long_document_is_read_to_its_end() -> None:
    """Every paragraph once, however many there are."""
    parsed = read("\n\n".join([TEXT] * 40))
    told = [e.i for e in parsed.doc.user_data["events"] if e.kind == "ratification" and e.probability >= 0.5]
    assert len(told) == len(set(told)) == 40


def test_mentions_of_treaties_and_groups() -> None:
    """Heads of phrases, in the second paragraph as in the first."""
    parsed = read(TEXT)
    found = {(m.kind, parsed.doc[m.i].text) for m in parsed.doc.user_data["mentions"] if m.probability >= 0.5}
    assert found >= {("group", "commission"), ("treaty", "treaty")}
    assert {m.i for m in parsed.doc.user_data["mentions"] if parsed.doc[m.i].text == "treaty" and m.probability > 0.5} == {
        t.i for t in parsed.doc if t.text == "treaty"
    }


def test_a_text_without_events_tells_none() -> None:
    """Weather and opinion."""
    assert not events(read("It rained in Oslo all week. The harvest was poor, and nobody in the village was surprised."))


def test_missing_graphs_are_an_error(tmp_path: Path) -> None:
    """Nothing is read without weights."""
    with pytest.raises(OSError, match=r"events\.onnx"):
        EventReader(tmp_path)
