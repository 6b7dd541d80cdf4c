"""What a text has told so far, so that "that year", "the following day" and "two months later" find what they count from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from kg.facts.times.calendar import Period, Unit

REACH = 60  # times looked back on
FITTING: dict[Unit, set[str]] = {
    "day": {"day"},
    "week": {"day", "weekend", "week"},
    "month": {"day", "weekend", "week", "month"},
    "year": {"day", "weekend", "week", "month", "season", "year"},
}


@dataclass(frozen=True, slots=True)
class Told:
    """A time that the text has told: its last period, and where (token index of its governor, paragraph, section, sentence)."""

    period: Period
    head: int
    paragraph: int
    section: int
    sentence: int
    background: bool
    own_year: bool
    modifier: bool


@dataclass(slots=True)
class Narrative:
    """The times told, in order; `recent` holds the sections that told of anything but the past of some years ago."""

    told: list[Told] = field(default_factory=list)
    recent: set[int] = field(default_factory=set)

    def tell(self, one: Told, anchor: date | None) -> None:
        """Add a time, in a section that was written on the day `anchor`."""
        self.told.append(one)
        if not _long_ago(one, anchor):
            self.recent.add(one.section)

    def backwards(self) -> Iterator[Told]:
        """The last times told, the latest first; what stands further back is out of mind."""
        return islice(reversed(self.told), REACH)

    def last(self, unit: Unit, paragraph: int, section: int, not_after: date | None = None) -> Period | None:
        """The last time at least as fine as `unit`: of this paragraph, else of the section's main line."""
        for one in self.backwards():
            if one.section != section:
                break
            in_time = not_after is None or one.period.first <= not_after
            if in_time and one.period.grain in FITTING[unit] and (one.paragraph == paragraph or not one.background):
                return one.period
        return None

    def history(self, paragraph: int, section: int, anchor: date | None) -> Period | None:
        """The last time told, where the text is in the past of some years ago and goes on there without naming the year again."""
        last = next((one for one in self.backwards() if not one.modifier), None)
        if last is None or last.section != section or not _long_ago(last, anchor):
            return None
        goes_on = last.paragraph == paragraph or (anchor is not None and section not in self.recent)
        return last.period if goes_on else None

    def year_of_sentence(self, sentence: int) -> int | None:
        """The year that the sentence's main line has named already: "In 2004 they met, and on 14 November they agreed"."""
        for one in self.backwards():
            if one.sentence != sentence:
                break
            if one.own_year and one.period.grain == "year" and not one.background and not one.modifier:
                return one.period.first.year
        return None


def _long_ago(one: Told, anchor: date | None) -> bool:
    return anchor is None or (one.own_year and one.period.last.year < anchor.year - 1)
