"""Times of diplomatic prose: each sentence of times.txt, and the rules that a sentence alone doesn't show."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.facts.times import TimeExpression, anchor, dateline_date, times
from kg.facts.times.calendar import add, day, month_of, shift, year_of
from kg.language import Parse, parse
from kg.model import Document
from tests.facts.annotated import Sentence, seen, sentences

WRITTEN = date(2021, 10, 5)  # a Tuesday


def parsed(text: str, published: date | None = WRITTEN) -> Parse:
    return next(parse([Document("x", text, published=published)]))


def found(text: str, published: date | None = WRITTEN) -> list[TimeExpression]:
    return list(times(parsed(text, published)))


def heads(text: str) -> list[str]:
    one = parsed(text)
    return [one.doc[t.head].text if t.head >= 0 else "" for t in times(one)]


@pytest.mark.parametrize("sentence", list(sentences()), ids=lambda sentence: sentence.text[:60])
def test_the_annotated_sentences(sentence: Sentence) -> None:
    """Words, value and role of every time are those that a careful reader gives, and there is no other."""
    assert sorted(seen(parsed(sentence.text, sentence.published))) == sorted(sentence.expected)


def test_a_time_hangs_on_the_verb_it_dates() -> None:
    """The governor stands outside every time, also where one time is coordinated with another."""
    assert heads("The ministers met in Oslo on 30 September and will meet again in November.") == ["met", "meet"]
    assert heads("A round might be convened at the end of July or early in August.") == ["convened", "convened"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Russia walked away from the Open Skies Treaty last August.", "walked"),
        ("In June 1997, Bill Clinton proposed a new round.", "proposed"),
        ("Two months later a memorandum signed in Bern created the commission.", "created"),
        ("The talks on Monday in Vienna were brief.", "talks"),
        ("The spokesman said on Monday the minister would fly to Vienna.", "said"),
    ],
)
def test_only_what_happens_has_a_time(text: str, head: str) -> None:
    """Treaties, persons and places pass a time on to what happens to them; talks keep it."""
    assert heads(text)[0] == head


def test_an_inserted_clause_of_saying_does_not_take_the_time() -> None:
    """ "In January, he added, the experts would gather": January is when they gather."""
    assert heads("In January, he added, the experts would gather in Bern.") == ["gather"]


def test_a_month_after_an_event_dates_the_event() -> None:
    """The words between two events date the one that has no date of its own."""
    assert heads("Exports resumed in March, a month after the two ports had been cleared.") == ["resumed", "cleared"]


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("The 1972 Treaty was cited.", True),
        ("The Convention of 1951 was cited.", True),
        ("The convention was adopted in 1951.", False),
        ("Monday's meeting ended early.", False),
    ],
)
def test_a_year_that_names_a_treaty_is_marked(text: str, modifier: bool) -> None:
    """A modifier belongs to its noun and doesn't date the clause."""
    assert [t.modifier for t in found(text)] == [modifier]


def test_vague_times_keep_their_words_and_are_marked() -> None:
    """Nobody can resolve "in due course"; "on Tuesday" only lacks an anchor."""
    assert [(t.when.start, t.when.text, t.vague) for t in found("They will meet in due course.")] == [("", "in due course", True)]
    assert [(t.when.text, t.vague) for t in found("They met on Tuesday.", None)] == [("Tuesday", False)]


def test_the_dateline_is_the_day_of_writing() -> None:
    """A dateline's date wins over the date of publication, from which it takes the year."""
    one = parsed("GENEVA, September 30. /TASS/. The delegations met today.", date(2021, 10, 2))
    assert anchor(one, one.paragraphs[0].block.section) == date(2021, 9, 30)
    assert [t.when.start for t in times(one)] == ["2021-09-30"]


def test_a_dateline_of_december_read_in_january_is_of_the_year_before() -> None:
    """The year is that of the last such day not after publication, some days of grace apart."""
    one = parsed("VIENNA, Dec. 30 (Wire) - The envoys met today.", date(2022, 1, 2))
    assert dateline_date(one, one.paragraphs[0].block.section) == date(2021, 12, 30)
    ahead = parsed("VIENNA, Jan. 3 (Wire) - The envoys met today.", date(2022, 1, 2))
    assert dateline_date(ahead, ahead.paragraphs[0].block.section) == date(2022, 1, 3)


def test_a_dateline_without_a_year_needs_the_date_of_publication() -> None:
    """No year is invented."""
    one = parsed("VIENNA, Dec. 30 (Wire) - The envoys met today.", None)
    assert dateline_date(one, one.paragraphs[0].block.section) is None
    assert [t.when.text for t in times(one)] == ["today"]


def test_nothing_leaks_from_one_item_of_a_bulletin_to_the_next() -> None:
    """ "The same day" finds no day in another section."""
    text = "CAIRO — The ministers met on 14 April 2020.\n\nLIMA — The same day was chosen for the talks."
    assert [t.when.start for t in found(text)] == ["2020-04-14", ""]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# 1988", "—", "May", "the", "31 February 2021 was named.", "30 30 30", "2021 2022 2023", "in May-"]
)
def test_odd_texts_are_no_trouble(text: str) -> None:
    """Whatever stands in a document, times are found or not, and nothing fails."""
    assert isinstance(found(text), list)


SOUP = (
    "the 30 of May 2021 , - – and to from on by in last next that year month day week Monday two ago earlier after before 16th quarter end"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SOUP.split()), min_size=1, max_size=14), st.sampled_from([WRITTEN, date(2024, 2, 29), None]))
def test_spans_are_in_order_and_values_are_dates(pieces: list[str], published: date | None) -> None:
    """Over any soup of time words: spans are ordered and apart, values are ISO dates or the text's own words."""
    one = parsed(" ".join(pieces) + ".", published)
    last = 0
    for t in times(one):
        assert last <= t.start < t.end <= len(one.doc)
        assert bool(t.when.start) != bool(t.when.text)
        for value in filter(None, (t.when.start, t.when.end)):
            date.fromisoformat(value + "-01-01"[: 10 - len(value)] if len(value) < 10 else value)
        last = t.end


def test_the_same_document_gives_the_same_times() -> None:
    """No clock, no order of hashing."""
    text = "The ministers met on Monday. Two days earlier, in June and on 3 May, they had not."
    assert found(text) == found(text)


def test_months_are_added_by_the_calendar() -> None:
    """A day that the month lacks becomes its last."""
    assert add(date(2021, 1, 31), 1, "month") == date(2021, 2, 28)
    assert add(date(2024, 2, 29), -1, "year") == date(2023, 2, 28)


def test_a_shift_is_as_precise_as_its_unit() -> None:
    """Two months later is a month, two days later a day; days can't be counted from a month."""
    assert shift(day(date(1972, 10, 3)), 2, "month") == month_of(1972, 12)
    assert shift(month_of(1972, 12), 3, "year") == year_of(1975)
    assert shift(month_of(1972, 12), 3, "day") is None
