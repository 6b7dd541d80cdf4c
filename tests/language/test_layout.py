"""Blocks: what becomes a paragraph, what is mark-up, what is a dateline, and where each character stood."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.language.layout import Block, blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def kinds(text: str) -> list[str]:
    return [block.kind for block in blocks(text)]


def only(text: str) -> Block:
    found = list(blocks(text))
    assert len(found) == 1, found
    return found[0]


# ------------------------------------------------------------------ paragraphs


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    """A line end inside a paragraph of short lines is a space."""
    wrapped = "The two ministers met in Oulu\non Thursday and agreed to dredge\nthe harbour.\n"
    assert texts(wrapped) == ["The two ministers met in Oulu on Thursday and agreed to dredge the harbour."]


def test_empty_lines_end_a_paragraph() -> None:
    """One empty line or several, with spaces in them or not."""
    assert texts("First things.\n\nSecond things.\n \t\n\n\nThird things.") == ["First things.", "Second things.", "Third things."]


def test_lines_of_text_that_was_not_wrapped_are_paragraphs() -> None:
    """Where a line is longer than anybody wraps by hand, every line end ends a paragraph."""
    long = (
        "The commission on the lake met again, and its members went through the whole list of what was still to be done before the winter."
    )
    assert len(long) > 120
    assert texts(f"{long}\nA short one.\n{long}") == [long, "A short one.", long]


def test_windows_line_ends_change_nothing() -> None:
    """Carriage returns are white space."""
    text = "# Harbour news\n\nThe ministers met\nin Oulu.\n\n1. To dredge.\n2. To pay.\n"
    assert texts(text.replace("\n", "\r\n")) == texts(text)


def test_white_space_is_folded() -> None:
    """Tabs, several spaces and non-breaking spaces are one space; a paragraph neither begins nor ends with one."""
    assert texts("  The   ministers\t met\u00a0\u00a0in Oulu. ") == ["The ministers met in Oulu."]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\t\r\n", "**", "#  ", "> ", "```"])
def test_nothing_to_read_gives_no_words(text: str) -> None:
    """Empty texts and such as hold only mark-up have no block with a letter in it."""
    assert not any(c.isalnum() for block in blocks(text) for c in block.text)


# ------------------------------------------------------------------ Markdown


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("They **agreed** to *dredge* the harbour.", "They agreed to dredge the harbour."),
        ("They __agreed__ to _dredge_ the harbour.", "They agreed to dredge the harbour."),
        ("See [the full text](https://example.org/a_b_c?d=1) of it.", "See the full text of it."),
        ("The code name was `Harbour Light` then.", "The code name was Harbour Light then."),
        ("**The ministers met.**", "The ministers met."),
    ],
)
def test_emphasis_and_links_leave_their_words(marked: str, plain: str) -> None:
    """Stars, underscores, backticks and link targets are no text; what they mark is."""
    assert texts(marked) == [plain]


@pytest.mark.parametrize("text", ["The file harbour_light_2 was lost.", "The area is 3 * 4 kilometres.", "The vote was 5-4 [sic] then."])
def test_what_only_looks_like_markup_stays(text: str) -> None:
    """Underscores inside words, a multiplication sign, brackets without a target."""
    assert texts(text) == [text]


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_are_headlines(level: int) -> None:
    """At any level and anywhere, without their signs; the next line is a paragraph of its own."""
    found = list(blocks(f"The ministers met.\n\n{'#' * level} What was agreed\nThey will dredge the harbour."))
    assert [(b.kind, b.text) for b in found] == [
        ("body", "The ministers met."),
        ("headline", "What was agreed"),
        ("body", "They will dredge the harbour."),
    ]


def test_a_first_line_without_a_full_stop_is_the_headline() -> None:
    """Later short lines without one are notes, and the headline is only what comes first."""
    assert kinds("Ministers meet over harbour\n\nThey met in Oulu on Thursday.\n\nReporting by our staff") == ["headline", "body", "note"]


def test_block_quotes_are_text() -> None:
    """A quotation mark of Markdown goes, its sentence is read like any other."""
    quoted = only("> We will dredge the harbour together.")
    assert (quoted.kind, quoted.text) == ("body", "We will dredge the harbour together.")


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("1. To dredge the harbour.\n2. To share the cost.\n3. To meet again.", ["1.", "2.", "3."]),
        ("1) To dredge the harbour.\n2) To share the cost.", ["1)", "2)"]),
        ("(a) to dredge the harbour;\n(b) to share the cost.", ["(a)", "(b)"]),
        ("(i) to dredge the harbour;\n(ii) to share the cost;\n(iii) to meet again.", ["(i)", "(ii)", "(iii)"]),
        ("- To dredge the harbour.\n- To share the cost.", ["-", "-"]),
        ("* To dredge the harbour.\n* To share the cost.", ["*", "*"]),
        ("• To dredge the harbour.\n• To share the cost.", ["•", "•"]),
    ],
)
def test_points_are_items(text: str, markers: list[str]) -> None:
    """Numbered, lettered and bulleted points are one block each; the marker is kept beside the text, not in it."""
    found = list(blocks(text))
    assert [(b.kind, b.marker) for b in found] == [("item", marker) for marker in markers]
    assert all(b.text[0].isalpha() for b in found)


def test_points_may_be_wrapped_and_apart() -> None:
    """A point goes on over a line end, and empty lines may stand between points."""
    text = "The two countries agreed:\n\n1. To dredge the harbour\nbefore the winter.\n\n2. To share the cost.\n"
    assert texts(text) == ["The two countries agreed:", "To dredge the harbour before the winter.", "To share the cost."]


# ------------------------------------------------------------------ datelines

REST = "Norway and Iceland agreed to share the catch."


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("TALLINN, June 24 (Agency) - ", "TALLINN", "June 24"),
        ("TALLINN, June 24 (Agency) -- ", "TALLINN", "June 24"),
        ("TALLINN, 24 June 2023 — ", "TALLINN", "24 June 2023"),
        ("LA PAZ, 9 November — ", "LA PAZ", "9 November"),
        ("OSLO, Sept. 3 – ", "OSLO", "Sept. 3"),
        ("GABORONE. ", "GABORONE", ""),
        ("MASERU: ", "MASERU", ""),
        ("TIRANA (BNA) — ", "TIRANA", ""),
        ("TIRANA (BNA) - ", "TIRANA", ""),
        ("SOFIA, March 30 /BTA/. ", "SOFIA", "March 30"),
        ("**QUITO** — ", "QUITO", ""),
        ("SAINT-LOUIS — ", "SAINT-LOUIS", ""),
        ("REYKJAVÍK — ", "REYKJAVÍK", ""),
        ("PORT-AU-PRINCE, Haiti — ", "PORT-AU-PRINCE, Haiti", ""),
        ("BERN/VADUZ, May 2 - ", "BERN/VADUZ", "May 2"),
    ],
)
def test_datelines_stand_before_the_first_sentence(line: str, place: str, date: str) -> None:
    """Place, day and agency of every usual kind are taken off the text and told apart."""
    block = only(line + REST)
    assert block.text == REST
    assert block.dateline is not None
    assert (block.dateline.place, block.dateline.date) == (place, date)


def test_a_dateline_may_be_wrapped() -> None:
    """A line end is as good as a space in it."""
    block = only("TALLINN,\nJune 24 (Agency) - Norway and Iceland\nagreed to share the catch.")
    assert (block.text, block.dateline.place if block.dateline else "") == (REST, "TALLINN")


@pytest.mark.parametrize(
    "text",
    [
        "NATO and the EU agreed to share the cost.",
        "UNESCO, the organisation, met again.",
        "The ministers met in OSLO. They agreed.",
        "Norway and Iceland met. OSLO, June 24.",
        "A small state agreed to pay.",
        "I agreed to pay.",
    ],
)
def test_sentences_are_no_datelines(text: str) -> None:
    """Capitals alone, or a place and day further on, begin no report."""
    block = only(text)
    assert block.dateline is None
    assert block.text == text


def test_every_dateline_opens_a_section() -> None:
    """The items of a bulletin are told of different events."""
    bulletin = f"OSLO, June 24 - {REST}\n\nThey will meet again.\n\nSOFIA, June 25 - Bulgaria said nothing.\n\nIt will speak later."
    sections = [block.section for block in blocks(bulletin)]
    assert sections[0] == sections[1] != sections[2] == sections[3]


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Done at Windhoek, 15 December 2024", "Windhoek", "15 December 2024"),
        ("Done at Windhoek, 15 December 2024.", "Windhoek", "15 December 2024"),
        ("Signed in Santo Domingo, 3 May 2023", "Santo Domingo", "3 May 2023"),
        ("Adopted at Suva, March 2022", "Suva", "March 2022"),
        ("Windhoek, 15 December 2024", "Windhoek", "15 December 2024"),
        ("Windhoek, December 15, 2024", "Windhoek", "December 15, 2024"),
    ],
)
def test_a_line_of_place_and_date_is_a_dateline(line: str, place: str, date: str) -> None:
    """Above or below a document, with the words "done at" or without; no text is left of it."""
    found = [block for block in blocks(f"JOINT STATEMENT\n\n{line}\n\n{REST}") if block.dateline]
    assert [(b.text, b.dateline.place, b.dateline.date) for b in found if b.dateline] == [("", place, date)]


def test_a_line_of_place_and_date_needs_no_empty_line_after_it() -> None:
    """It stands alone because of what it is."""
    found = list(blocks(f"Windhoek, 15 December 2024\n{REST}"))
    assert [block.text for block in found if block.text] == [REST]
    assert found[0].dateline is not None


@pytest.mark.parametrize(
    "text", [f"OSLO, June 24 (Agency) - {REST}", f"  **OSLO**, June 24 - {REST}", "Done at Windhoek, 15 December 2024"]
)
def test_a_dateline_knows_where_it_stands(text: str) -> None:
    """Its offsets are those of its words in the document."""
    dateline = only(text).dateline
    assert dateline is not None
    assert 0 <= dateline.start < dateline.end <= len(text)
    quoted = text[dateline.start : dateline.end].replace("*", "")
    assert dateline.place in quoted
    assert dateline.date in quoted
    assert REST not in quoted


# ------------------------------------------------------------------ every character

SIGNS = ["\n", "\n\n", "\r\n", " ", "\t", "\u00a0", "\u2028", "# ", "> ", "- ", "1. ", "(a) ", "**", "_", "`", "[x](y)", "](", "["]
PIECES = ["OSLO, ", "June 24 ", "(AP) ", "— ", "Done at ", "Suva, 3 May 2024", "Norway agreed.", "é", "🙂", "שלום", "\0", "\ufeff"]
MARKUP = st.sampled_from([*SIGNS, *PIECES])
TEXTS = st.one_of(st.text(), st.lists(st.one_of(MARKUP, st.text(max_size=8))).map("".join))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
@example("OSLO. ")
@example("**\n**\n")
@example("[a](b) [c](d\n)")
@example("Suva, 3 May 2024\nSuva, 3 May 2024")
def test_every_character_is_where_it_says(text: str) -> None:
    """On any text: each character of a block is the one at its origin (white space for white space), in rising order and used once."""
    last = -1
    for block in blocks(text):
        assert len(block.text) == len(block.origins)
        for char, origin in zip(block.text, block.origins, strict=True):
            assert origin > last
            last = origin
            assert text[origin].isspace() if char == " " else text[origin] == char
        if block.dateline:
            assert 0 <= block.dateline.start < block.dateline.end <= len(text)


WORDS = st.lists(
    st.sampled_from(["\n", "\n\n", " ", "# ", "> ", "- ", "1. ", "**", "_", "`", "OSLO, ", "June 24 ", "— ", "Norway agreed.", "[sic]"])
).map("".join)


@given(WORDS)
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost(text: str) -> None:
    """Apart from link targets, all letters stand in some block or dateline."""
    found = list(blocks(text))
    kept = "".join(b.text + (text[b.dateline.start : b.dateline.end] if b.dateline else "") for b in found)
    assert sum(c.isalpha() for c in kept) == sum(c.isalpha() for c in text)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_blocks_are_clean(text: str) -> None:
    """No line break, no double space, no space at either end."""
    for block in blocks(text):
        assert block.text == block.text.strip(" ")
        assert "  " not in block.text
        assert "\n" not in block.text
        assert block.text or block.dateline
